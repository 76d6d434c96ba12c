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

RANGES = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
)
"""Unicode's Default_Ignorable_Code_Point, noncharacters, controls without meaning, blanks called letters or symbols."""
MARKS = r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
"""Combining marks, of which Chinese has none."""
PRIVATE = "\u2004-\u200a\u205f\ue000-\uf8ff"
"""Characters of which each font has its own, and blanks of a hair's breadth: honest where one stands now and then."""
PLAIN = (
    r"\t-\r -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u061b\u061d-\u115e\u1161-\u17b3"
    r"\u2010-\u2027\u3000-\u3163\u3165-\u9fff\uac00-\ud7ff\uff01-\uff1f"
)
"""What Chinese, English and most other languages are made of, none of the above; for use inside a character class."""
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
    # What is plain is passed over by the first class alone, five times as quick as by the ranges.
    return re.compile(rf"[^{PLAIN}](?<=[{RANGES}])[{RANGES}]*")


@cache
def _needed_beside() -> re.Pattern[str]:
    """What an invisible character in front of or behind it belongs to."""
    return re.compile(f"[{_SHAPING}{_PICTURES}]")


@cache
def _accents() -> re.Pattern[str]:
    """Combining marks on Han characters, numbers and Chinese punctuation, which have none; a keycap has a number's."""
    return re.compile(rf"(?<=[{HAN}\u2014-\u2026\u3000-\u3030\uff01-\uff1f])[{MARKS}]+|(?<=[0-9])(?!\u20e3)[{MARKS}]+")


@cache
def _suspicious() -> re.Pattern[str]:
    """All characters that either of the two above finds, or that may be strewn, in one quick look."""
    return re.compile(rf"[^{PLAIN}](?<=[{RANGES}{MARKS}{PRIVATE}])")


@cache
def _inside_words() -> re.Pattern[str]:
    return re.compile(rf"[{RANGES}{MARKS}](?=[{HAN}])")


@cache
def _private() -> re.Pattern[str]:
    """Private characters and hair spaces within Chinese text."""
    beside = rf"[{HAN}0-9，。、；：“”（）《》]"
    return re.compile(rf"(?<={beside})[{PRIVATE}]+(?={beside})")


def find(text: str, prose: str) -> Mend | None:
    """Tell whether ``text`` holds invisible characters to drop.

    Kept are those that shape letters (Arabic, Indic scripts) or combine emoji. A few are merely dropped; many inside
    words are a mirror's work.
    """
    suspicious = _suspicious().search(prose) is not None
    common = any(character in text for character in _COMMON)
    if not suspicious and not common:
        return None
    private = suspicious and _is_strewn(_private(), prose)
    accents = suspicious and _accents().search(prose) is not None
    if not (accents or private or common or _invisible().search(prose)):
        return None
    strewn = private or _is_strewn(_inside_words(), prose)
    return Mend("drop_invisible", partial(_drop_invisible, accents=accents, private=private), mirror=strewn)


def _is_strewn(inside: re.Pattern[str], prose: str) -> bool:
    """Whether so many of the characters stand inside words that somebody strewed them."""
    count = len(inside.findall(prose))
    return count >= _STREWN_COUNT and count >= _STREWN_SHARE * len(prose)


def _drop_invisible(text: str, *, accents: bool = False, private: bool = False) -> Mended:
    """``text`` without characters that show nothing.

    ``accents``: nor combining marks on Han characters; ``private``: nor private characters within words.
    """
    if accents:
        text = _accents().sub("", text)
    if private:
        text = _private().sub("", text)

    def drop(match: re.Match[str]) -> str:
        start, end = match.span()
        beside = text[start - 1 : start] + text[end : end + 1] if start else text[end : end + 1]
        return match[0] if _needed_beside().search(beside) else ""

    return Mended(_invisible().sub(drop, text))
