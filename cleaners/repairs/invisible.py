"""Characters that show nothing, strewn through a text so that two copies of it differ."""

from __future__ import annotations

import re
from functools import cache, partial

from cleaners.repairs.mend import HAN, Mend, Mended

_COMMON = (
    "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
    "\N{WORD JOINER}\N{SOFT HYPHEN}\N{ZERO WIDTH NO-BREAK SPACE}"
)
"""Those that every page is searched for; the others only where the page's prose shows one."""

_RANGES = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Unicode's Default_Ignorable_Code_Point, controls without meaning, blanks that are called letters or symbols."""
_SHAPING = "\u0590-\u08ff\u0900-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefc"
"""Scripts from Hebrew to Mongolian, in which such characters shape or order the letters."""
_PICTURES = "\u200d\u20e3\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff\U000e0020-\U000e007f"
"""Symbols and emoji, which joiners and selectors combine."""

_STREWN_COUNT = 12
"""Invisible characters inside words that somebody strewed: an editor's paste leaves a few, at lines' ends."""
_STREWN_SHARE = 1 / 150
"""And at least one for so many characters of the prose."""


@cache
def _invisible() -> re.Pattern[str]:
    # What is plain ASCII is passed over by the first class alone, five times as quick as by the ranges.
    return re.compile(rf"[^\t-\r -~](?<=[{_RANGES}])[{_RANGES}]*")


@cache
def _needed_beside() -> re.Pattern[str]:
    """What an invisible character in front of or behind it belongs to."""
    return re.compile(f"[{_SHAPING}{_PICTURES}]")


@cache
def _accents() -> re.Pattern[str]:
    """Combining marks on Han characters and Chinese punctuation, which have none."""
    return re.compile(rf"(?<=[{HAN}\u3000-\u3030\uff01-\uff1f])[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]+")


@cache
def _suspicious() -> re.Pattern[str]:
    """All characters that either of the two above finds, in one quick look."""
    return re.compile(rf"[{_RANGES}\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]")


@cache
def _inside_words() -> re.Pattern[str]:
    return re.compile(rf"[{_RANGES}\u0300-\u036f](?=[{HAN}])")


def find(text: str, prose: str) -> Mend | None:
    """Tell whether ``text`` holds invisible characters to drop.

    Kept are those that shape letters (Arabic, Indic scripts) or combine emoji. A few are merely dropped; many inside
    words are a mirror's work.
    """
    suspicious = _suspicious().search(prose) is not None
    if not suspicious and not any(character in text for character in _COMMON):
        return None
    accents = suspicious and _accents().search(prose) is not None
    if not accents and not any(character in text for character in _COMMON) and not _invisible().search(prose):
        return None
    inside = len(_inside_words().findall(prose))
    strewn = inside >= _STREWN_COUNT and inside >= _STREWN_SHARE * len(prose)
    return Mend("drop_invisible", partial(drop_invisible, accents=accents), mirror=strewn)


def drop_invisible(text: str, *, accents: bool = False) -> Mended:
    """``text`` without characters that show nothing; ``accents``: nor combining marks on Han characters."""
    if accents:
        text = _accents().sub("", text)

    def drop(match: re.Match[str]) -> str:
        start, end = match.span()
        beside = text[start - 1 : start] + text[end : end + 1] if start else text[end : end + 1]
        return match[0] if _needed_beside().search(beside) else ""

    return Mended(_invisible().sub(drop, text))
