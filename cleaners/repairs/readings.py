"""Readings in brackets: behind converted characters, 國(guó), or strewn over Simplified text, 说(shuo)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from cleaners.repairs.mend import HAN, Mend, Mended
from cleaners.repairs.naive import MIN_PROSE, converted_class, is_converted, may_be_traditional

_PLAIN: dict[str, str] = dict(
    re.findall(
        r"([^a-z])([a-z]+)",
        "一yi以yi是shi时shi事shi市shi十shi我wo人ren认ren有you友you在zai不bu部bu他ta们men门men这zhe到dao国guo年nian"
        "里li力li后hou也ye业ye天tian心xin新xin出chu现xian县xian用yong起qi小xiao开kai想xiang主zhu今jin金jin些xie日ri"
        "能neng而er二er去qu法fa工gong公gong司si四si民min山shan水shui本ben月yue三san五wu务wu千qian前qian多duo学xue"
        "生sheng名ming高gao老lao全quan电dian城cheng路lu安an最zui女nv手shou外wai位wei回hui村cun情qing目mu文wen问wen"
        "社she员yuan所suo书shu记ji东dong的de了le和he个ge上shang中zhong就jiu大da来lai下xia对dui家jia说shuo可ke同tong"
        "经jing动dong进jin成cheng面mian发fa会hui行xing",
    )
)
"""The commonest characters, a third of running text, and how each is read there, without the tone. Lessons gloss rarer
ones, or readings that a character has elsewhere (的(dì)确)."""
_MIN_PLAIN = 6
"""Different ones of them with that reading, from which a program wrote readings wherever it happened to."""
_PLAIN_SHARE = (0.1, 0.6)
"""Their share of a page's readings: chance gives a third. Who tells how people speak glosses little else."""
_PASSED_OVER = 0.4
"""Least share of those characters' places that have no reading: a program passes over most, a teacher over few."""
_ROW_SHARE = 0.5
"""Share of readings right behind the one before: a primer glosses every character."""

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

_INITIALS = "b p m f d t n l g k h j q x zh ch sh r z c s y w".split()
_FINALS = (
    "a o e i u v ai ei ui ao ou iu ie ue ve er an en in un vn ang eng ing ong "
    "ia iao ian iang iong ua uo uai uan uang van"
).split()
_SYLLABLES = frozenset(i + f for i in ("", *_INITIALS) for f in _FINALS) | {"n", "ng", "m", "hm", "hng"}
_TONES = "\u0304\u0301\u030c\u0306\u0300"
_PLAIN_READ = re.compile(rf"[(（](?<=([{''.join(_PLAIN)}]).)[a-zü\u00e0-\u01dc]{{1,6}}[)）]")
_STREWN = re.compile(rf"[(（](?<=([{HAN}]).)([a-zü\u00e0-\u01dc]{{1,6}})[)）]")
"""Groups: the character and what stands in brackets behind it. Programs write small letters, and no spaces."""


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


def is_reading(text: str) -> bool:
    """Whether ``text`` is one syllable of Pinyin, with its tone as a mark, a digit or not at all, or of Zhuyin.

    >>> [is_reading(text) for text in ("guó", "lüè", "men", "fa1", "km", "usa")]
    [True, True, True, True, False, False]
    """
    return "\u3105" <= text[0] <= "\u3129" or text[0] == "\u02d9" or _toneless(text) in _SYLLABLES


def _toneless(reading: str) -> str:
    """A syllable of Pinyin without its tone, with v for ü."""
    plain = "".join(c for c in unicodedata.normalize("NFD", reading.lower()) if c not in _TONES)
    plain = unicodedata.normalize("NFC", plain).replace("ü", "v").replace("ɡ", "g")
    return re.sub("[1-5]", "", plain, count=1)


def find(text: str, prose: str) -> Mend | None:
    """Tell whether a script wrote readings: behind the characters that it had converted, or behind any."""
    if _PLAIN_READ.search(prose) and _are_strewn(text):
        return Mend("cut_readings", _cut_strewn, mirror=True)
    if not may_be_traditional(text, prose):
        return None
    if len(prose) >= MIN_PROSE and _anywhere().search(prose) is None:
        return None  # a script writes them all over the page
    found = map(_read, _anywhere().finditer(text))
    behind = [character for character, reading in found if is_reading(reading)]
    converted = sum(map(is_converted, behind))
    if converted < _MIN_READINGS or converted < _CONVERTED_SHARE * len(behind):
        return None
    return Mend("cut_readings", _cut_readings, mirror=True)


def _are_strewn(text: str) -> bool:
    """Whether a program wrote readings behind one character in ten or so, whichever it was.

    Page generators do that to Simplified text. A primer glosses every character, a lesson those with two readings.
    """
    found = [match for match in _STREWN.finditer(text) if is_reading(match[2])]
    amid = [match for match in found if text[match.end() : match.end() + 1] >= "\u3400"]  # a lesson lists them
    plain = [match[1] for match in amid if _PLAIN.get(match[1]) == _toneless(match[2])]
    least, most = (share * len(found) for share in _PLAIN_SHARE)
    if len(set(plain)) < _MIN_PLAIN or not least <= len(plain) <= most:
        return False
    passed_over = 1 - len(plain) / sum(map(text.count, set(plain)))
    ends = {match.end() for match in found}
    rows = sum(match.start() - 1 in ends for match in found)
    return passed_over >= _PASSED_OVER and rows < _ROW_SHARE * len(found)


def _cut_strewn(text: str) -> Mended:
    """``text`` without any reading in brackets."""
    cut: list[str] = []

    def drop(match: re.Match[str]) -> str:
        if not is_reading(match[2]):
            return match[0]
        cut.append(match[1] + match[0])
        return ""

    return Mended(_STREWN.sub(drop, text), tuple(cut))


def _cut_readings(text: str) -> Mended:
    """``text`` without the readings behind characters of Traditional alone."""
    cut: list[str] = []

    def drop(match: re.Match[str]) -> str:
        character, reading = _read(match)
        if not is_reading(reading):
            return match[0]
        cut.append(character + match[0])
        return ""

    return Mended(_behind_converted().sub(drop, text), tuple(cut))
