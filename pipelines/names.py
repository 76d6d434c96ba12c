"""Names that somebody may have meant: what to offer in place of one that is not known."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_MEANT = 3
"""Names that are offered."""
_ALIKE = 0.75
"""difflib's ratio from which two names are a slip of the other: one letter of four may be wrong. Below, names that have
nothing in common are offered."""
_MIN_OF_A_NAME = 3
"""Bytes of UTF-8 from which a name counts as part of another, as ``macao`` of ``macaodaily``; one Chinese character."""


def meant(asked: str, names: Mapping[str, str]) -> list[str]:
    """Give what may be meant by ``asked``, best first; ``names`` leads from what people write to what it stands for.

    >>> meant("yunan", {"yunnan": "yunnan", "zjol": "zjol"})
    ['yunnan']
    >>> meant("洛溪", {"洛溪在线": "luoxi-online"})
    ['luoxi-online']
    """
    is_long = len(asked.encode("utf-8", "replace")) >= _MIN_OF_A_NAME
    parts = [name for name in sorted(names) if is_long and asked in name]
    near = [*get_close_matches(asked, names, n=_MAX_MEANT, cutoff=_ALIKE), *parts]
    return list(dict.fromkeys(names[name] for name in near))[:_MAX_MEANT]
