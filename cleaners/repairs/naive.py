"""Traditional made by a script that maps each character alone, told from Traditional as people write it.

Such a script leaves characters that both scripts have as they are: 余, 干, 云, 于, 后, 里, 并. A writer of Traditional
has 餘, 幹, 雲, 於, 後, 裡, 並 there, and hardly ever the short form.

Some scripts convert only every second or every eighth character, so that no search finds the text twice: 這項政策从下月
起实施，惠及近萬户. Nobody writes so. Who quotes Traditional in a Simplified line has the quotation in one piece.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.repairs.mend import Mend, Mended
from cleaners.text.character_tables import PLANE, codes_of
from cleaners.text.numbering import distinct
from cleaners.text.script import fits, load_dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_GATE = "國會來為這開動個們員實發說點經單時對過種業學關見長門問與"
"""Common characters of Traditional alone. Ten sentences hold one of them, even where few were converted."""

_MIN_GATE = 2
"""Different ones of them without which nothing is looked at."""

MIN_PROSE = 600
"""Characters of a sample that tell more cheaply than the whole text."""
_SHORT_TEXT = 4_000
"""Characters of a text in which every character is looked at instead."""

_LEFT = "于后里并余干云范筑采征几"
"""Short forms that character-wise conversion leaves and that are rare in honest Traditional."""
_WRITTEN = "於後裡裏並餘幹乾雲範築採徵幾遊製"
"""What honest Traditional has instead."""
_ALSO_HONEST = "台峰群秘床娘吃唇痴雇灶粽咨栖托凶占梁岩岳周克布志杯才千升卜娴庵凌" + "里"
"""Characters with a longer form that writers of Traditional use in either; of 里 the other list knows more."""

_MIN_LEFT = 3.0
"""Short forms from which conversion is proven; each of the rarer kind counts half."""
_LEFT_TO_WRITTEN = 4.0
"""Short forms for each long form: under 0.3 in honest Traditional, above 20 behind such a script."""
_MIN_TRADITIONAL = 8
"""Characters of Traditional alone without which there is nothing to judge."""
_MIN_SHARE = 1 / 3
"""Share of the page's Han text that must stand in Traditional lines: a quotation is no mirror."""
_SURE_LEFT = 12.0
"""Short forms from which a smaller part of the page will do: embedded data and junk may have stayed Simplified."""
_SURE_SHARE = 1 / 6
"""That smaller part, in place of ``_MIN_SHARE``."""
_RARE_SHARE = 1 / 100
"""Short forms of the rarer kind for each character of Traditional alone, from which conversion is proven although long
forms stand beside them: a newsroom's text may hold 於 and 後 before a script converts the rest."""
_RARE_KINDS = 8
"""And so many different ones; a text may use one over and over."""
_MIN_DENSITY = 0.1
"""Characters of Traditional alone for each Han character of their lines: a quarter in Traditional, few elsewhere."""

_MIN_MIXED_KINDS = 10
"""Different characters of Traditional alone in mixed lines from which they were strewn; odd names hold one or two."""
_MIN_MIXED = 0.04
"""Characters of Traditional alone for each one that tells a script, in mixed lines."""
_MAX_MIXED = 0.85
"""More of them is a text in Traditional, whose writer used a short form now and then."""
_MIN_MIXED_SHARE = 1 / 3
"""Share of the characters of Traditional alone that must stand in mixed lines: else the scripts stand side by side."""
_MIN_TURNS = 0.8
"""Changes of script from one telling character to the next, for each that chance would give; quotations give few."""
_MAX_TAUGHT = 0.2
"""Share of mixed lines' Traditional that may stand alone between marks or beside its Simplified form: “龍”字, 龙（龍）
and 龙龍 are about characters."""


class _Tables(NamedTuple):
    back: dict[int, str]
    """Traditional -> Simplified, only for characters that Simplified text never holds itself."""
    traditional: re.Pattern[str]
    kinds: NDArray[np.uint8]
    """What each character of the basic plane tells, as bits."""
    simplified: NDArray[np.uint16]
    """``back`` for the basic plane; 0 where a character has no other form."""


_BORDER, _IDEOGRAPH, _FOREIGN, _TRADITIONAL, _SIMPLIFIED, _SHORT, _RARELY_SHORT, _LONG = (1 << bit for bit in range(8))
"""What a character tells: it ends a line or a tag, is Han, is kana or Hangul, stands in one script alone, or is one
of the forms that tell a script from a writer."""

_FOREIGN_SHARE = 0.05
"""Kana or Hangul in the text from which it is not Chinese."""


@cache
def _tables() -> _Tables:
    short = load_dictionary("STCharacters")
    long = load_dictionary("TSCharacters")
    # GB 2312 holds 乾, 徵, 於 too: in a mirrored text they stand as the newsroom wrote them.
    back = {ord(k): values[0] for k, values in long.items() if k not in values and not fits(k, "gb2312")}
    both = {k for k, values in short.items() if values[0] != k and fits(k, "big5") and fits(k, "gb2312")}
    kinds = np.zeros(PLANE, np.uint8)
    kinds[0x3400:0xA000] = kinds[0xF900:0xFB00] = _IDEOGRAPH
    kinds[0x3041:0x30FB] = kinds[0xAC00:0xD7B0] = _FOREIGN
    for characters, kind in (
        ("<>\n", _BORDER),
        (map(chr, back), _TRADITIONAL),
        ((k for k, values in short.items() if k not in values and not fits(k, "big5")), _SIMPLIFIED),
        (_LEFT, _SHORT),
        (both.difference(_LEFT, _ALSO_HONEST), _RARELY_SHORT),
        (_WRITTEN, _LONG),
    ):
        kinds[[code for code in map(ord, characters) if code < PLANE]] |= kind
    simplified = np.zeros(PLANE, np.uint16)
    for code, short_form in back.items():
        if max(code, ord(short_form)) < PLANE:
            simplified[code] = ord(short_form)
    return _Tables(back, re.compile(f"[{_plain_class(back)}]"), kinds, simplified)


def _plain_class(codes: Iterable[int]) -> str:
    """The inside of a character class. One character beyond the basic plane would make it 200 times as slow."""
    return "".join(chr(code) for code in codes if code < PLANE)


def may_be_traditional(text: str, prose: str) -> bool:
    """Whether the text, or the sample of its prose, holds common characters of Traditional; a cheap look."""
    if len(text) <= _SHORT_TEXT:
        return _tables().traditional.search(text) is not None
    looked_at = prose if len(prose) >= MIN_PROSE else text
    return sum(character in looked_at for character in _GATE) >= _MIN_GATE


def is_converted(character: str) -> bool:
    """Whether Traditional alone has the character, so that a script may have made it."""
    return ord(character) in _tables().back


@cache
def converted_class() -> str:
    """The common characters for which ``is_converted`` holds, for use inside a character class."""
    return _plain_class(_tables().back)


def find(text: str, prose: str) -> Mend | None:
    """Tell whether ``text`` was converted character by character, each of them or here and there one."""
    if not may_be_traditional(text, prose):
        return None
    lines = _read_lines(text)
    if not _is_naive(lines) and not _is_mixed(lines):
        return None
    return Mend("undo_traditional", _undo_traditional, mirror=True)


class _Lines(NamedTuple):
    """The characters of a text that tell something, line by line."""

    codes: NDArray[np.uint16]
    kinds: NDArray[np.uint8]
    """What each character tells."""
    lengths: NDArray[np.intp]
    """Characters of each line."""
    told: NDArray[np.uint8]
    """What the characters of each line tell together."""

    def inside(self, chosen: NDArray[np.bool_]) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
        """Codes and kinds of the characters in the chosen lines."""
        wanted = chosen.repeat(self.lengths)
        return self.codes[wanted], self.kinds[wanted]

    def han(self) -> int:
        """Characters of all lines with Han text."""
        return int(self.lengths[self.told & _IDEOGRAPH != 0].sum())


def _read_lines(text: str) -> _Lines:
    codes = codes_of("\n" + _drop_unread(text))
    kinds = _tables().kinds[codes]
    wanted = (codes > 0x7F) | (kinds == _BORDER)
    codes, kinds = codes[wanted], kinds[wanted]
    starts = (kinds == _BORDER).nonzero()[0]
    return _Lines(codes, kinds, np.diff(starts, append=len(kinds)), np.bitwise_or.reduceat(kinds, starts))


def _is_naive(lines: _Lines) -> bool:
    chosen = lines.told & (_TRADITIONAL | _SIMPLIFIED) == _TRADITIONAL
    size = int(lines.lengths[chosen].sum())
    codes, kinds = lines.inside(chosen)
    traditional, foreign, left, rarely_left, written = (
        np.count_nonzero(kinds & kind) for kind in (_TRADITIONAL, _FOREIGN, _SHORT, _RARELY_SHORT, _LONG)
    )
    if traditional < max(_MIN_TRADITIONAL, _MIN_DENSITY * size) or foreign > _FOREIGN_SHARE * size:
        return False
    proof = left + rarely_left / 2
    share = _SURE_SHARE if proof >= _SURE_LEFT else _MIN_SHARE
    if size < share * lines.han():
        return False
    if proof >= _MIN_LEFT and proof >= _LEFT_TO_WRITTEN * written:
        return True
    different = len(distinct(codes[kinds & _RARELY_SHORT != 0]))
    return bool(rarely_left >= _RARE_SHARE * traditional) and different >= _RARE_KINDS


def _is_mixed(lines: _Lines) -> bool:
    """Whether characters of both scripts alternate in the lines as chance would have it."""
    codes, kinds = lines.inside(lines.told & (_TRADITIONAL | _SIMPLIFIED) == _TRADITIONAL | _SIMPLIFIED)
    telling = kinds & (_TRADITIONAL | _SIMPLIFIED) != 0
    long = kinds[telling] & _TRADITIONAL != 0
    if len(distinct(codes[telling][long])) < _MIN_MIXED_KINDS or not _MIN_MIXED <= long.mean() <= _MAX_MIXED:
        return False
    everywhere, foreign = (np.count_nonzero(lines.kinds & kind) for kind in (_TRADITIONAL, _FOREIGN))
    if long.sum() < _MIN_MIXED_SHARE * everywhere or foreign > _FOREIGN_SHARE * lines.han():
        return False
    if _count_taught(codes, kinds) > _MAX_TAUGHT * long.sum():
        return False
    by_chance = 2 * long.mean() * (1 - long.mean()) * (len(long) - 1)
    return bool(np.count_nonzero(long[1:] != long[:-1]) >= _MIN_TURNS * by_chance)


def _count_taught(codes: NDArray[np.uint16], kinds: NDArray[np.uint8]) -> int:
    """How many characters of Traditional stand between two marks, or beside their Simplified form."""
    short, mark = _tables().simplified[codes[1:-1]], kinds & (_IDEOGRAPH | _BORDER) == 0
    alone = mark[:-2] & mark[2:]
    return int(np.count_nonzero((short != 0) & (alone | (short == codes[:-2]) | (short == codes[2:]))))


def _drop_unread(text: str) -> str:
    """The source without scripts, styles and comments, which a mirror may have left as they were."""
    for opening, closing in (("<script", "</script"), ("<style", "</style"), ("<!--", "-->")):
        first, *others = text.split(opening)
        text = "\n".join((first, *(other.partition(closing)[2] for other in others)))
    return text


def _undo_traditional(text: str) -> Mended:
    """``text`` with every character of Traditional alone in its Simplified form; the others stay as they are.

    >>> _undo_traditional("在國際關係乾淨余地").text
    '在国际关系乾净余地'
    """
    return Mended(text.translate(_tables().back))
