"""Undo what mirror scripts and hijackers do to the characters of a page, before it is parsed.

Works on the source text, so that title, meta data, embedded data and body are mended alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cleaners.article import Removal


class Repair(NamedTuple):
    """A mended source and what was done to it."""

    source: str
    mirror: bool = False
    """A mirror script had corrupted the text."""
    removed: tuple[Removal, ...] = ()
    trace: tuple[str, ...] = ()


def repair_source(source: str) -> Repair:
    """Mend the source of a page (HTML or plain text). A source without damage comes back as it is."""
    return Repair(source)
