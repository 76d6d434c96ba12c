"""Traditional made by a script that maps each character alone, told from Traditional as people write it.

Such a script leaves characters that both scripts have as they are: 余, 干, 云, 于, 后, 里, 并. A writer of Traditional
has 餘, 幹, 雲, 於, 後, 裡, 並 there, and hardly ever the short form.
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

_GATE = "國會來為這開動個們員實發說點經單"
"""Common characters of Traditional alone. Ten sentences hold one of them."""

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


class _Tables(NamedTuple):
    back: dict[int, str]
    """Traditional -> Simplified, only for characters that Simplified text never holds itself."""
    traditional: re.Pattern[str]
    kinds: NDArray[np.uint8]
    """What each character of the basic plane tells, as bits."""


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
    return _Tables(back, re.compile(f"[{_plain_class(back)}]"), kinds)


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
    """Tell whether ``text`` was converted character by character."""
    if not may_be_traditional(text, prose) or not _is_naive(text):
        return None
    return Mend("undo_traditional", _undo_traditional, mirror=True)


def _is_naive(text: str) -> bool:
    codes = codes_of("\n" + _drop_unread(text))
    kinds = _tables().kinds[codes]
    wanted = (codes > 0x7F) | (kinds == _BORDER)
    codes, kinds = codes[wanted], kinds[wanted]
    starts = (kinds == _BORDER).nonzero()[0]
    lengths = np.diff(starts, append=len(kinds))
    told = np.bitwise_or.reduceat(kinds, starts)
    chosen = told & (_TRADITIONAL | _SIMPLIFIED) == _TRADITIONAL
    size = int(lengths[chosen].sum())
    inside = chosen.repeat(lengths)
    codes, kinds = codes[inside], kinds[inside]
    traditional, foreign, left, rarely_left, written = (
        np.count_nonzero(kinds & kind) for kind in (_TRADITIONAL, _FOREIGN, _SHORT, _RARELY_SHORT, _LONG)
    )
    if traditional < max(_MIN_TRADITIONAL, _MIN_DENSITY * size) or foreign > _FOREIGN_SHARE * size:
        return False
    proof = left + rarely_left / 2
    share = _SURE_SHARE if proof >= _SURE_LEFT else _MIN_SHARE
    if size < share * int(lengths[told & _IDEOGRAPH != 0].sum()):
        return False
    if proof >= _MIN_LEFT and proof >= _LEFT_TO_WRITTEN * written:
        return True
    different = len(distinct(codes[kinds & _RARELY_SHORT != 0]))
    return bool(rarely_left >= _RARE_SHARE * traditional) and different >= _RARE_KINDS


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
