"""Characters that show nothing, strewn through a text so that two copies of it differ."""

from __future__ import annotations

import re
from functools import cache

from cleaners.repairs.mend import HAN, Mend, Mended

_COMMON = "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{WORD JOINER}\N{SOFT HYPHEN}\N{ZERO WIDTH NO-BREAK SPACE}"
"""Those that every page is searched for; the others only where the page's prose shows one."""

_RANGES = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Unicode's Default_Ignorable_Code_Point, controls without a meaning in text, and the blanks that are called letters or symbols."""
_SHAPING = "\u0590-\u08ff\u0900-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefc"
"""Scripts from Hebrew to Mongolian, in which such characters shape or order the letters."""
_PICTURES = "\u200d\u20e3\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff\U000e0020-\U000e007f"
"""Symbols and emoji, which joiners and selectors combine."""

_STREWN_COUNT = 12
"""Invisible characters inside words from which somebody strewed them: an editor's paste leaves a few, at the ends of lines."""
_STREWN_SHARE = 1 / 150
"""And at least one for so many Han characters of the text."""


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![{_SHAPING}{_PICTURES}])[{_RANGES}]+(?![{_SHAPING}])|(?<=[{HAN}])[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]+"
    )


@cache
def _inside_words() -> re.Pattern[str]:
    return re.compile(rf"[{HAN}][{_RANGES}\u0300-\u036f]+(?=[{HAN}])")


def find(text: str, prose: str) -> Mend | None:
    """Tell whether ``text`` holds invisible characters to drop.

    Kept are those that shape letters (Arabic, Indic scripts) or combine emoji. A few are merely dropped; many inside
    words are a mirror's work.
    """
    if not any(character in text for character in _COMMON) and not _pattern().search(prose):
        return None
    inside = len(_inside_words().findall(text))
    strewn = inside >= _STREWN_COUNT and inside >= _STREWN_SHARE * len(prose)
    return Mend("drop_invisible", drop_invisible, mirror=strewn)


def drop_invisible(text: str) -> Mended:
    """``text`` without characters that show nothing."""
    return Mended(_pattern().sub("", text))
