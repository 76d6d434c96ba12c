"""What is known of an outlet before one of its pages is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

CHINA = timezone(timedelta(hours=8))
"""Zone of China's outlets; the country has one, without summer time since 1991."""


@dataclass(frozen=True, slots=True)
class Site:
    """Facts of one outlet that help to read its pages. Every field may be left at its default."""

    name: str | None = None
    """Display name, e.g. ``泉州经济网``."""
    hosts: tuple[str, ...] = ()
    """Hosts that are its own."""
    script: str | None = None
    """``zh-Hans`` or ``zh-Hant``: what it publishes in."""
    zone: tzinfo | None = None
    """Zone of the times it prints; None: China's for Chinese pages, UTC for others."""
    selectors: Mapping[str, str] | None = None
    """Field of Article -> CSS selector, for a layout that general rules misread; ``body`` selects the body's box."""
    strip: tuple[str, ...] = ()
    """CSS selectors of elements that never belong to an article."""
