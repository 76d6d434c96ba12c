"""How much the wording of a Chinese phrase speaks for junk or for news.

A linear model over characters and pairs of neighbours (data/models/wording.tsv, fitted by scripts/fit_wording.py).
Positive values speak for junk, negative ones for news; they are natural logarithms of odds. It knows no list of words.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.lexicons import MODEL_DIR
from cleaners.text.character_tables import PLANE, codes_of
from cleaners.text.numbering import distinct

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_MODEL_FILE = MODEL_DIR / "wording.tsv"
STEP_NATS = 0.05
"""Value of one step in the file."""

_RUN = re.compile(r"[0-9]+|[A-Za-z]+")
_FILLERS = {"\1": "0", "\2": "a"}
"""What stands in a run of digits or letters behind its first character, and what that is."""

_MAX_REMEMBERED = 100_000
"""Pairs of neighbours whose step is remembered, some 10 MB. Pages share most of theirs."""


class Weights(NamedTuple):
    """What a feature adds to the score."""

    single: dict[str, float]
    pair: dict[str, float]
    """By both characters; what holds behind a digit or letter holds behind its fillers."""


@cache
def load_weights(file: Path = _MODEL_FILE) -> Weights:
    """The fitted weights of a file, with the Traditional form of each character beside the Simplified one."""
    single: dict[str, float] = {}
    pair: dict[str, float] = {}
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        step, ones, twos = line.split("\t")
        weight = int(step) * STEP_NATS
        single.update(dict.fromkeys(ones, weight))
        pair.update(dict.fromkeys(map(add, twos[::2], twos[1::2]), weight))
    for filler, char in _FILLERS.items():
        pair.update({filler + two[1]: weight for two, weight in pair.items() if two[0] == char})
    return Weights(single, pair)


def steps_of(text: str) -> list[float]:
    """What each character of ``text`` adds to the score, given the one before it; one value a character.

    A run of digits, or of Latin letters, counts once, at its first character.
    """
    plain = _RUN.sub(_shorten, text)
    return list(map(_step_of, map(add, "\0" + plain, plain)))


class _Steps(dict[str, float]):
    """The step of a character behind another, by both; looked up in the weights once."""

    def __missing__(self, pair: str) -> float:
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        weights = load_weights()
        self[pair] = step = weights.single.get(pair[1], 0.0) + weights.pair.get(pair, 0.0)
        return step


_step_of = _Steps().__getitem__


def _shorten(run: re.Match[str]) -> str:
    sign, filler = ("0", "\1") if run[0] <= "9~" else ("a", "\2")
    return sign + filler * (len(run[0]) - 1)


class _Arrays(NamedTuple):
    """The weights in steps, as arrays over code points of the basic plane, for many texts at once."""

    single: NDArray[np.int16]
    row: NDArray[np.int32]
    """Where the pairs of a first character begin in ``pair``."""
    column: NDArray[np.int32]
    pair: NDArray[np.int16]
    plain: NDArray[np.uint16]
    """The character that stands in for each: any digit is ``0``, any Latin letter ``a``."""


@cache
def _arrays(file: Path) -> _Arrays:
    weights = load_weights(file)
    single = np.zeros(PLANE, np.int16)
    row, column = np.zeros(PLANE, np.int32), np.zeros(PLANE, np.int32)
    single[codes_of("".join(weights.single))] = _in_steps(weights.single)
    firsts, seconds = codes_of("".join(weights.pair)).reshape(-1, 2).T
    for numbers, characters in ((row, firsts), (column, seconds)):
        known = distinct(characters)
        numbers[known] = np.arange(1, len(known) + 1)
    pair = np.zeros((row.max() + 1, column.max() + 1), np.int16)
    pair[row[firsts], column[seconds]] = _in_steps(weights.pair)
    plain = np.arange(PLANE).astype(np.uint16)
    for first, last in ("09", "az", "AZ"):
        plain[ord(first) : ord(last) + 1] = ord(first.lower())
    return _Arrays(single, row * pair.shape[1], column, pair.ravel(), plain)


def _in_steps(weights: dict[str, float]) -> list[int]:
    return [round(weight / STEP_NATS) for weight in weights.values()]


class Steps(NamedTuple):
    """What each character of a text adds to its score, in steps of ``STEP_NATS``: the sum of both."""

    alone: NDArray[np.int16]
    behind: NDArray[np.int16]
    """What it adds because of the character before it."""


def steps_at_once(codes: NDArray[np.uint16], file: Path = _MODEL_FILE) -> Steps:
    """As ``steps_of``, for a long text given as its characters in the basic plane; not one call a phrase.

    ``file``: weights of the same form, by which something else is told.
    """
    single, row, column, pair, plain = _arrays(file)
    codes = plain.take(codes)
    alone, behind = single.take(codes), np.zeros(len(codes), np.int16)
    behind[1:] = pair.take(row.take(codes[:-1]) + column.take(codes[1:]))
    inside = ((codes[1:] == codes[:-1]) & ((codes[1:] == ord("0")) | (codes[1:] == ord("a")))).nonzero()[0] + 1
    alone[inside] = behind[inside] = 0
    return Steps(alone, behind)


def score(text: str) -> float:
    """Sum of ``steps_of``: above 0 for junk. The model has no step for ASCII alone."""
    return 0.0 if text.isascii() else sum(steps_of(text))


def best_prefix(values: list[float]) -> tuple[int, float]:
    """Length of the beginning that speaks most for junk, and its score; (0, 0.0) if none does."""
    sums = list(accumulate(values))
    best = max(sums, default=0.0)
    return (sums.index(best) + 1, best) if best > 0 else (0, 0.0)
