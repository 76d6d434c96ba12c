"""Characters of a text sorted into kinds by a table of the basic plane: a nanosecond a character, in NumPy.

The tables themselves stand with those who know what their kinds mean. The two halves of a character beyond the basic
plane are looked up each by itself.
"""

from __future__ import annotations

import re
from operator import add
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Table = NDArray[np.uint8]
    """Kind of each of the 65,536 characters."""

PLANE = 0x10000
"""Characters of the basic plane."""

HAN = re.compile(r"[\u3400-\u9fff]")
"""A Han character, those of extension A included: what is Chinese in a text, for a quick look."""

_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,}")

FIRST_WIDE = "\u2e80"
"""Ideographs, kana and hangul stand behind it, alphabets before."""
STOPS = tuple(".!?…。！？।؟۔")
"""Ends of sentences, in the scripts of the pages seen."""
SENTENCE_ENDS = (*STOPS, *"”»\"'’)）」』》")
"""Last characters of lines that end as sentences do: the same, and the marks that may close one."""


def pairs_of(text: str) -> Iterator[str]:
    """Each character with the one behind it."""
    return map(add, text, text[1:])


def han_pairs(text: str) -> list[str]:
    """Each Han character with the Han character behind it."""
    return [pair for run in _HAN_RUN.findall(text) for pair in pairs_of(run)]


def table_of(kinds: Iterable[tuple[Iterable[str] | range, int]]) -> Table:
    """A table of pairs of characters, or a range of codes, and their kind; later pairs win, others are of kind 0."""
    table = np.zeros(PLANE, np.uint8)
    for characters, kind in kinds:
        if isinstance(characters, range):
            table[characters.start : characters.stop] = kind
        else:
            table[_in_plane("".join(characters))] = kind
    return table


def _in_plane(text: str) -> NDArray[np.uint32]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return codes[codes < PLANE]


def codes_of(text: str) -> NDArray[np.uint16]:
    """The characters of ``text`` as indices into a table."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)


def plane_codes_of(text: str) -> NDArray[np.uint16]:
    """One index into a table a character of ``text``; those beyond the basic plane have the last one of the plane."""
    codes = codes_of(text)
    if len(codes) == len(text):
        return codes
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(wide, PLANE - 1).astype(np.uint16)


def count_kinds(text: str, table: Table, kinds: int) -> list[int]:
    """How many characters of ``text`` are of each kind from 0 up to ``kinds``."""
    found = table.take(codes_of(text)).tobytes()
    return [found.count(kind) for kind in range(kinds)]
