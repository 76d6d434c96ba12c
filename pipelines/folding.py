"""The form in which texts are searched and compared: Simplified, half-width, Han characters standing alone.

Folding keeps the length and maps character by character, so that the n-th character of a folded text is the n-th of
the text itself. That is what lets SQLite's own ``snippet`` mark the words in the text as published although the index
holds its folded form. Nothing here is stored over a text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from cleaners.text.script import load_dictionary

if TYPE_CHECKING:
    from numpy.typing import NDArray

HAN = (
    "\u3005-\u3007\u3040-\u3098\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
"""Characters written without spaces between words (Han and kana), as the inside of a character class; all of them are
token characters to SQLite's ``unicode61``. The view ``articles_spread`` names the same ranges."""

_WRITTEN_ALIKE = {"著": "着", "着": "著"}
"""OpenCC names 著 as its own Simplified form first; Traditional pages write it for 着 far more often."""
_WIDTHS = {
    ord(wide): unicodedata.normalize("NFKC", wide)
    for wide in (*map(chr, range(0xFF01, 0xFF5F)), "\N{IDEOGRAPHIC SPACE}")
    if not unicodedata.category(wide).startswith("P")
}
"""Full-width letters, digits, signs and space. Punctuation stays: it is no part of a word in either width."""
_WIDE = re.compile(f"[{''.join(map(chr, _WIDTHS))}]")
_ALL_LETTERS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4), (0x20000, 0x323B0))
"""Ranges of Han and Hangul characters; beyond the first plane there are no letters besides that news is written in."""
_ACCENTED = frozenset((*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
"""Latin letters with accents, which FTS5's tokenizer takes off too."""
_MANY = 12
"""Different characters to fold from which one pass over the text is faster than one for each."""


@cache
def folding_table() -> dict[int, str]:
    """Give the table for ``str.translate``: Traditional and regional variants to Simplified, full width to half width.

    Character by character from OpenCC's dictionaries, the first of several choices: a word has one folded form in
    either script, which is all that search and comparison need; it is no conversion for readers. A character of
    GB 2312's first level is common Simplified writing and stays, so that a Simplified word typed by hand is its own
    folded form; :func:`twins` has the few for which that leaves two forms.
    """
    to_simplified = _opencc("TSCharacters")
    table = {ord(old): new for old, new in to_simplified.items() if not _is_common(old)}
    for variants in ("TWVariantsRev", "HKVariantsRev"):
        for old, standard in _opencc(variants).items():
            if not _is_common(old):
                table.setdefault(ord(old), to_simplified.get(standard, standard))
    table = {code: table.get(ord(new), new) for code, new in table.items()}
    return table | _WIDTHS


@cache
def twins() -> dict[str, str]:
    """Give the pairs of common characters of which one is also a Traditional form of the other, both ways.

    Their folded forms differ (乾隆 is Simplified, 乾旱 is Traditional for 干旱), so a search asks for both.
    """
    pairs = {old: new for old, new in _opencc("TSCharacters").items() if old != new and _is_common(old)}
    return pairs | {new: old for old, new in pairs.items()} | _WRITTEN_ALIKE


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """Fold a text for comparison; same length, idempotent. Story, places and index ask for the same text in turn.

    >>> fold("\u81fa\u7063\uff15\uff27\u7db2\u8def")
    '台湾5G网路'
    """
    table = folding_table()
    present = set(_folded_characters().findall(text))
    if len(present) > _MANY:
        return text.translate(table)
    for character in present:  # mostly none: a fraction of the time of a pass over the text
        text = text.replace(character, table.get(ord(character), character))
    return text


def fold_width(text: str) -> str:
    """Fold full-width letters, digits and spaces only."""
    return text.translate(_WIDTHS) if _WIDE.search(text) else text


def index_form(text: str) -> str:
    """Write a text as the search index takes it: folded, a space on either side of each Han character.

    >>> index_form("平陆運河2024年通航")
    '平 陆 运 河 2024 年 通 航'
    """
    characters = _index_table()[code_points(text)]
    is_han = _han_table()[characters]
    spread = np.full((len(characters), 2), ord(" "), np.uint32)
    spread[:, 0] = characters
    is_kept = np.ones(spread.shape, bool)
    is_kept[:, 1] = is_han
    is_kept[:-1, 1] |= is_han[1:]
    return spread[is_kept].tobytes().decode("utf-32-le", "surrogatepass").strip()


@cache
def _index_table() -> NDArray[np.uint32]:
    """Give for each code point the one it is folded to."""
    table = np.arange(0x110000, dtype=np.uint32)
    for code, folded in folding_table().items():
        table[code] = ord(folded)
    return table


@cache
def _han_table() -> NDArray[np.bool_]:
    """Give for each code point whether it is one of HAN."""
    table = np.zeros(0x110000, bool)
    for first, last in re.findall("(.)-(.)", HAN):
        table[ord(first) : ord(last) + 1] = True
    return table


def code_points(text: str) -> NDArray[np.uint32]:
    """Give a text's characters as numbers."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def plain_form(text: str) -> str:
    """Write a text as it is compared, with a space for all that is no letter; same length.

    >>> plain_form("平陆運河，2024年Café")
    '平陆运河 2024年cafe'
    """
    characters = comparison_table()[code_points(text)]
    characters[characters == 0] = ord(" ")
    return characters.tobytes().decode("utf-32-le", "surrogatepass")


@cache
def comparison_table() -> NDArray[np.uint32]:
    """Give for each code point the one it counts as in a comparison: folded, lower case, no accent; 0 for no letter."""
    table = np.zeros(0x110000, np.uint32)
    for first, end in _ALL_LETTERS:
        table[first:end] = np.arange(first, end)
    for code in set(range(0x10000)).difference(*(range(*letters) for letters in _ALL_LETTERS)):
        letter = folding_table().get(code, chr(code)).lower()[0]
        if code in _ACCENTED:
            letter = unicodedata.normalize("NFD", letter)[0]
        if letter.isalnum():
            table[code] = ord(letter)
    for code, letter in folding_table().items():
        if table[code] == code:  # of those ranges
            table[code] = ord(letter)
    return table


@cache
def folding_digest() -> str:
    """Name the folding table: another table, another digest, and the index must be made again."""
    pairs = sorted(folding_table().items())
    return hashlib.blake2b(repr((HAN, pairs)).encode(), digest_size=8).hexdigest()


@cache
def _folded_characters() -> re.Pattern[str]:
    """Match each character that may fold; all rare ones beyond the basic plane, without which the class is a bitmap."""
    basic = "".join(chr(code) for code in folding_table() if code <= 0xFFFF)
    return re.compile(f"[{re.escape(basic)}\U00010000-\U0010ffff]")


def _is_common(character: str) -> bool:
    """Whether a character is of GB 2312's first level, the 3,755 common ones (rows 16 to 55)."""
    code = character.encode("gb2312", "ignore")
    return len(code) == 2 and 16 <= code[0] - 0xA0 <= 55


def _opencc(name: str) -> dict[str, str]:
    """Read the one-character entries of an OpenCC dictionary, the first choice of each."""
    return {old: new[0] for old, new in load_dictionary(name).items() if len(old) == len(new[0]) == 1}
