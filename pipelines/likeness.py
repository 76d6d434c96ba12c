"""How alike two texts are: shingles, MinHash bands, and figures that contradict each other. Pure, no SQL.

A shingle is a run of SHINGLE_LENGTH characters of the folded text without punctuation and white space, so that a copy
in the other script, with other line breaks or widths has the same shingles; it stands here as a hash of 64 bits. Bands
are cut from a MinHash signature: texts that share many shingles share some bands, others next to none. Bands only
propose; containment, figures and replaced pieces decide on the texts themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rensa import RMinHash

from pipelines.folding import code_points, comparison_table, fold

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    Shingles = NDArray[np.uint64]

SHINGLE_LENGTH = 5
"""Characters. Two unrelated news texts share about 2 in 1,000 shingles of five."""
MIN_SHINGLES = 25
"""Below so many shingles (about 30 characters) a text is too short to say anything by its likeness."""
_MAX_TEXT_CHARS = 20_000
"""Characters compared; the rest of a longer text is not looked at, so that a huge page costs no more."""
BANDS = 32
ROWS = 2
"""Bands and rows of the MinHash signature: texts that share half of their shingles agree in two bands of the 32 with
probability .999, two fifths .97; unrelated ones with 2 in 1,000 agree in two with less than 1 in 100 million."""
SEED = 20_240_829
"""Any number, but never another one: bands in a database and bands of a new text must come from the same one."""
_HASH_BITS = 31
"""Bits of a band's hash; the band's number stands above them. In a generation of 262,144 articles one in ten thousand
bands agrees by chance, and two of the same article never."""
BAND_BITS = _HASH_BITS + (BANDS - 1).bit_length()
_MAX_CONTRADICTED = 0.25
"""Share of comparable figures that may differ in two copies of a text: a corrected or misread one, not a new notice."""
_MAX_SUBSTITUTIONS = 3.0
_FEW_SUBSTITUTIONS = 1.5
"""Short replacements per 100 shingles in two copies of a text; fewer are believed when a figure is contradicted too.
Copies in the other script have up to 2, filled-in templates 2 to 20."""
_MIN_SUBSTITUTIONS = 2
"""One replacement is a correction, however short the text."""
_SHORT_GAP = range(SHINGLE_LENGTH, SHINGLE_LENGTH + 8)
"""Shingles that a replaced piece of one to eight characters takes out; a mere joint takes out one less."""

_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD], np.uint64
)
"""One for each character of a shingle; odd and without pattern, as splitmix64's and xxHash's constants are."""
_MIXER = np.uint64(0xC4CEB9FE1A85EC53)
_HALF = np.uint64(32)
_NUMBERS = np.arange(BANDS, dtype=np.uint64) << np.uint64(_HASH_BITS)
_HASH_MASK = np.uint64((1 << _HASH_BITS) - 1)
_FIGURE = re.compile(r"[0-9]+(?:[.:,/][0-9]+)*|[〇零一二三四五六七八九十百千]{2,}")
_FIGURE_BEFORE = 3
_FIGURE_AFTER = 2
"""Characters around a figure that make two figures comparable: 最低气温# 摄氏 in both texts."""


class Figures(NamedTuple):
    """How the figures of two texts compare, counted where the words around them are the same."""

    agreeing: int
    contradicting: int


def shingles(text: str) -> Shingles:
    """Give the hashes of a text's shingles in order, repeated ones repeatedly; the same on every machine."""
    characters = comparison_table()[code_points(text[:_MAX_TEXT_CHARS])]
    characters = characters[characters != 0].astype(np.uint64)
    count = max(0, len(characters) - SHINGLE_LENGTH + 1)
    hashes = np.zeros(count, np.uint64)
    for place, factor in enumerate(_FACTORS):
        hashes += characters[place : place + count] * factor
    hashes ^= hashes >> _HALF
    hashes *= _MIXER
    hashes ^= hashes >> _HALF
    return hashes


def bands(shingles: Shingles) -> list[int]:
    """Give the BANDS keys under which a text is found; the same on every machine. Empty for too short a text."""
    count = len(shingles)
    if count < MIN_SHINGLES:
        return []
    signature = RMinHash.digest_matrix_from_flat_token_hashes(shingles, [0, count], BANDS * ROWS, SEED).to_rows()[0]
    rows = np.array(signature, np.uint64).reshape(BANDS, ROWS)
    hashes = (rows * _FACTORS[:ROWS]).sum(axis=1, dtype=np.uint64) >> _HALF
    found: list[int] = (_NUMBERS | (hashes & _HASH_MASK)).tolist()
    return found


def containment(one: AbstractSet[int], other: AbstractSet[int]) -> float:
    """Give the share of the smaller set's shingles that the other has too, 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def compare_figures(one: str, other: str) -> Figures:
    """Compare the figures of two texts where the words around them are the same in both."""
    first, second = _figures_by_context(one), _figures_by_context(other)
    agreeing = contradicting = 0
    for context in first.keys() & second.keys():
        same = (first[context] & second[context]).total()
        agreeing += same
        contradicting += min(first[context].total(), second[context].total()) - same
    return Figures(agreeing, contradicting)


def count_substitutions(one: Shingles, other: Shingles) -> float:
    """Count short replaced pieces (a name, a date, a word) per 100 shingles that the shorter text has in common.

    A copy that was cut, merged or has junk added differs in long pieces; a template filled in twice in many short ones.
    """
    shorter, longer = sorted((one, other), key=len)
    known = frozenset(longer.tolist())  # np.isin takes ten times as long
    is_shared = np.fromiter(map(known.__contains__, shorter.tolist()), bool, len(shorter))
    edges = np.flatnonzero(is_shared[1:] != is_shared[:-1]) + 1  # where a shared run and one of its own meet
    lengths, kinds = np.diff(edges), is_shared[edges[:-1]]  # of the runs between two others
    replaced = int(np.sum(~kinds & (lengths >= _SHORT_GAP.start) & (lengths < _SHORT_GAP.stop)))
    shared = int(np.sum(is_shared))
    return 100 * replaced / shared if shared and replaced >= _MIN_SUBSTITUTIONS else 0.0


def is_other_notice(figures: Figures, substitutions: float) -> bool:
    """Whether two like texts are one template filled in twice (weather, prices, obituaries), not one text."""
    if figures.contradicting > _MAX_CONTRADICTED * (figures.agreeing + figures.contradicting):
        return True
    return substitutions > (_FEW_SUBSTITUTIONS if figures.contradicting else _MAX_SUBSTITUTIONS)


def _figures_by_context(text: str) -> dict[str, Counter[str]]:
    """Group figures by the characters around them, other figures masked."""
    plain = re.sub(r"\s+", "", fold(text[:_MAX_TEXT_CHARS]))
    masked: list[str] = []
    figures: list[tuple[int, str]] = []
    end = length = 0
    for match in _FIGURE.finditer(plain):
        masked.append(plain[end : match.start()])
        length += match.start() - end
        figures.append((length, match[0]))
        masked.append("#")
        length += 1
        end = match.end()
    words = "".join(masked) + plain[end:]
    grouped: dict[str, Counter[str]] = {}
    for place, figure in figures:
        context = words[max(0, place - _FIGURE_BEFORE) : place + 1 + _FIGURE_AFTER]
        grouped.setdefault(context, Counter())[figure] += 1
    return grouped
