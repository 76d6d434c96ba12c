"""Readings in brackets behind converted characters: 國(guó)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from cleaners.repairs.mend import HAN, Mend, Mended
from cleaners.repairs.naive import MIN_PROSE, converted_class, is_converted, may_be_traditional

_MIN_READINGS = 4
"""Readings behind converted characters from which a script wrote them; an honest gloss is alone."""
_CONVERTED_SHARE = 0.8
"""Share of a page's readings that must stand behind converted characters: a textbook glosses every word."""

_LATIN = r"[^\W\d_\u02b0-\uffff]"
_OPENING = r"[(（\[［【〔{〈《/]"
_CLOSED = (
    rf"\s?({_LATIN}{{1,6}}[\u0300-\u030c1-5]?{_LATIN}{{0,3}}[1-5]?|[\u02c7\u02ca\u02cb\u02d9\u3105-\u3129]{{1,5}})"
    r"\s?[)）\]］】〕}〉》/]"
)
_BARE = "[bpmfdtnlgkhjqxzcsryw]{0,2}[aeiouü]{0,2}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][aeiou]{0,2}(?:ng?|r)?"
"""A reading whose vowel bears its tone."""


def _behind(characters: str) -> re.Pattern[str]:
    """A bracket with a reading in it behind one of ``characters``, or a bare reading with its tone.

    Groups: the character and the reading, of the one or of the other. Brackets and vowels are rarer than Han.
    """
    return re.compile(rf"{_OPENING}(?<=([{characters}]).){_CLOSED}|(?<=([{characters}]))({_BARE})(?![a-z])")


def _read(match: re.Match[str]) -> tuple[str, str]:
    """The character and its reading."""
    return match[1] or match[3], match[2] or match[4]


@cache
def _anywhere() -> re.Pattern[str]:
    return _behind(HAN)


@cache
def _behind_converted() -> re.Pattern[str]:
    return _behind(converted_class())


_INITIALS = "b p m f d t n l g k h j q x zh ch sh r z c s y w".split()
_FINALS = (
    "a o e i u v ai ei ui ao ou iu ie ue ve er an en in un vn ang eng ing ong "
    "ia iao ian iang iong ua uo uai uan uang van"
).split()
_SYLLABLES = frozenset(i + f for i in ("", *_INITIALS) for f in _FINALS) | {"n", "ng", "m", "hm", "hng"}
_TONES = "\u0304\u0301\u030c\u0306\u0300"


def is_reading(text: str) -> bool:
    """Whether ``text`` is one syllable of Pinyin, with its tone as a mark, a digit or not at all, or of Zhuyin.

    >>> [is_reading(text) for text in ("guó", "lüè", "men", "fa1", "km", "usa")]
    [True, True, True, True, False, False]
    """
    if "\u3105" <= text[0] <= "\u3129" or text[0] == "\u02d9":
        return True
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if c not in _TONES)
    plain = unicodedata.normalize("NFC", plain).replace("ü", "v").replace("ɡ", "g")
    return re.sub("[1-5]", "", plain, count=1) in _SYLLABLES


def find(text: str, prose: str) -> Mend | None:
    """Tell whether a script wrote readings behind the characters that it had converted."""
    if not may_be_traditional(text, prose):
        return None
    if len(prose) >= MIN_PROSE and _anywhere().search(prose) is None:
        return None  # a script writes them all over the page
    found = map(_read, _anywhere().finditer(text))
    behind = [character for character, reading in found if is_reading(reading)]
    converted = sum(map(is_converted, behind))
    if converted < _MIN_READINGS or converted < _CONVERTED_SHARE * len(behind):
        return None
    return Mend("cut_readings", cut_readings, mirror=True)


def cut_readings(text: str) -> Mended:
    """``text`` without the readings behind characters of Traditional alone."""
    cut: list[str] = []

    def drop(match: re.Match[str]) -> str:
        character, reading = _read(match)
        if not is_reading(reading):
            return match[0]
        cut.append(character + match[0])
        return ""

    return Mended(_behind_converted().sub(drop, text), tuple(cut))
