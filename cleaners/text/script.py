"""Simplified and Traditional Chinese: which a text is written in, and its Simplified form for comparison.

The tables are those of opencc-python-reimplemented, compiled once; the result equals the library's ``t2s``.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from cleaners.text.character_tables import count_kinds, table_of

if TYPE_CHECKING:
    from cleaners.text.character_tables import Table

_SEPARATORS = re.compile(
    r"[\s\-,.?!*　，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼"
    r"︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼]"
)
"""Characters over which no phrase of the dictionaries reaches, as the library has them."""

_SAMPLE_CHARS = 2_000
"""Characters of a text that are counted to tell its script; some five hundred of them tell."""

_FOREIGN = (
    (*range(0x3041, 0x3100), *range(0xAC00, 0xD7B0)),  # kana and Hangul
    range(0x370, 0x530),  # Greek and Cyrillic
    range(0x5D0, 0x7C0),  # Hebrew and Arabic
    range(0x900, 0x1100),  # of India and South-East Asia
    (*map(ord, "ăđơư"), *range(0x1EA0, 0x1EFA)),  # of Vietnamese
)
"""Letters of scripts other than Han that are never taken for one another."""
_FOREIGN_KIND = 3
"""Kind of the first of them."""
_KINDS = _FOREIGN_KIND + len(_FOREIGN)
_RARE = 0.05
"""Share of the characters that tell a script, up to which a text is not written in it."""
_MIN_TELLING = 10
"""Characters that tell a script which a text needs to be in one."""
_TRADITIONAL, _SIMPLIFIED = 1 << 1, 1 << 2
VIETNAMESE = 1 << _FOREIGN_KIND + len(_FOREIGN) - 1
"""The bit of Vietnamese, which has Latin letters beside its own."""


_BEYOND_PLANE = "\U00010000-\U0010ffff"
"""Range of all characters beyond the basic plane: named one by one, they make a search twenty times as slow."""


class _Tables(NamedTuple):
    characters: dict[int, str]
    phrases: dict[str, str]
    changing: re.Pattern[str]
    """Characters of which every text has one that its Simplified form differs from; most in Simplified have none."""
    telling: re.Pattern[str]
    """Phrases that do not come out right character by character."""
    longest: int


def load_dictionary(name: str) -> dict[str, tuple[str, ...]]:
    """A dictionary of OpenCC: key -> its values, the usual one first. ``name`` without ``.txt``."""
    text = files("opencc").joinpath("dictionary", f"{name}.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return {row[0]: tuple(row[1].split()) for row in rows}


@cache
def _tables() -> _Tables:
    characters = {ord(key): values[0] for key, values in load_dictionary("TSCharacters").items()}
    phrases = {key: values[0] for key, values in load_dictionary("TSPhrases").items()}
    one_by_one = "\n".join(phrases).translate(characters).split("\n")
    telling = sorted(key for (key, value), plain in zip(phrases.items(), one_by_one, strict=True) if plain != value)
    changing = {character for character in map(chr, characters) if character < _BEYOND_PLANE[0]}
    changing |= {phrase[0] for phrase in telling if changing.isdisjoint(phrase)}
    return _Tables(
        characters,
        phrases,
        re.compile(f"[{''.join(sorted(changing))}{_BEYOND_PLANE}]"),
        re.compile("|".join(map(re.escape, telling))),
        max(map(len, phrases)),
    )


def to_simplified(text: str) -> str:
    """``text`` in Simplified, by phrase where the dictionary has one and by character elsewhere.

    >>> to_simplified("乾隆年間，衣服乾了")
    '乾隆年间，衣服干了'
    """
    if text.isascii():
        return text
    tables = _tables()
    if not tables.changing.search(text):
        return text
    if not tables.telling.search(text):
        return text.translate(tables.characters)
    out: list[str] = []
    end = 0
    for separator in _SEPARATORS.finditer(text):
        out += (_convert(text[end : separator.start()], tables), separator[0])
        end = separator.end()
    return "".join((*out, _convert(text[end:], tables)))


def _convert(text: str, tables: _Tables) -> str:
    """Longest phrase first, the leftmost of equals, then what stands on either side: the library's order."""
    if not tables.telling.search(text):
        return text.translate(tables.characters)
    taken: list[tuple[int, int, str]] = []
    free = [(0, len(text))]
    for length in range(tables.longest, 1, -1):
        rest = []
        for start, end in free:
            at = start
            while at + length <= end:
                value = tables.phrases.get(text[at : at + length])
                if value is None:
                    at += 1
                    continue
                taken.append((at, at + length, value))
                rest.append((start, at))
                start = at = at + length
            rest.append((start, end))
        free = rest
    taken += [(start, end, text[start:end].translate(tables.characters)) for start, end in free]
    return "".join(value for _, _, value in sorted(taken))


@cache
def _telling_characters() -> Table:
    """Kind of a character: Traditional 1, Simplified 2, then the scripts of ``_FOREIGN``; 0 for all others."""
    short, long = load_dictionary("STCharacters"), load_dictionary("TSCharacters")
    return table_of(
        (
            ((k for k, values in long.items() if k not in values and not fits(k, "gb2312")), 1),
            ((k for k, values in short.items() if k not in values and not fits(k, "big5")), 2),
            *((map(chr, letters), kind) for kind, letters in enumerate(_FOREIGN, _FOREIGN_KIND)),
        )
    )


def scripts_of(text: str) -> int:
    """Bits of the scripts that ``text`` has a character of: Traditional, Simplified, and others but Latin."""
    if text.isascii():
        return 0
    return sum(1 << kind for kind, count in enumerate(_counts(text)) if kind and count)


def foreign_scripts(text: str) -> int:
    """The bits of ``scripts_of`` that are neither of Traditional nor of Simplified."""
    return scripts_of(text) >> _FOREIGN_KIND << _FOREIGN_KIND


def other_script(text: str) -> int:
    """The bit, as in ``scripts_of``, of Traditional in a text that is Simplified, or the other way round; else 0.

    >>> other_script("渡口检修后开放，渡轮换了灯，两岸乡亲说方便多了。" * 3) == scripts_of("娛樂開戶")
    True
    """
    _, traditional, simplified, *_ = _counts(text)
    if traditional + simplified < _MIN_TELLING:
        return 0
    few = _RARE * (traditional + simplified)
    return _TRADITIONAL if traditional <= few else _SIMPLIFIED if simplified <= few else 0


def odd_scripts(text: str) -> int:
    """Bits of the scripts, as in ``scripts_of``, that ``text`` has not, or hardly at all."""
    counts = _counts(text)
    return sum(1 << kind for kind, count in enumerate(counts) if kind and count <= _RARE * sum(counts[1:]))


def _counts(text: str) -> list[int]:
    return count_kinds(text, _telling_characters(), _KINDS)


def fits(character: str, charset: str) -> bool:
    """Whether ``charset`` has the character."""
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


class ScriptCount(NamedTuple):
    """Characters of a text that tell its script."""

    traditional: int
    simplified: int
    foreign: int
    """Kana and Hangul."""


def count_script(text: str) -> ScriptCount:
    """Count the characters of ``text`` that only one script has."""
    if text.isascii():
        return ScriptCount(0, 0, 0)
    _, traditional, simplified, kana_and_hangul, *_ = _counts(text)
    return ScriptCount(traditional, simplified, kana_and_hangul)


def detect_script(text: str) -> str | None:
    """``zh-Hant`` or ``zh-Hans``; None when the text has no telling character or is Japanese or Korean.

    The majority decides, so that a quotation in the other script changes nothing.
    """
    count = count_script(text[:_SAMPLE_CHARS])
    if count.foreign > (count.traditional + count.simplified) // 2 or not count.traditional + count.simplified:
        return None
    return "zh-Hant" if count.traditional > count.simplified else "zh-Hans"
