"""Label the lines of a page by its annotated body: how much of each line belongs to the article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+"
)
"""A token: an ideograph, a kana, a syllable block, or a word of an alphabet."""

SHINGLE = 4
"""Tokens of a shingle, as in the score."""

MIN_SHARE = 0.6
"""Least share of a line's shingles that the body must hold for the line to be looked for in it."""


def label_lines(texts: Sequence[str], body: str) -> list[float]:
    """Per line, the share of it that stands in ``body``, 0 for a line that is not part of it.

    A line that could stand at several places of the body, or whose text is repeated elsewhere on the page, counts
    where the lines keep the body's order: the heaviest increasing sequence of places wins.
    """
    body_tokens = TOKEN.findall(body.lower())
    places: dict[tuple[str, ...], list[int]] = {}
    for size in range(1, SHINGLE + 1):
        for start in range(len(body_tokens) - size + 1):
            places.setdefault(tuple(body_tokens[start : start + size]), []).append(start)
    whole_lines = {tuple(TOKEN.findall(line.lower())) for line in body.splitlines()}
    found: list[tuple[int, int, int, float]] = []  # line, start, end, share
    for index, text in enumerate(texts):
        tokens = TOKEN.findall(text.lower())
        found.extend((index, *match) for match in _matches(tokens, places, whole_lines))
    shares = [0.0] * len(texts)
    for index, _, _, share in _heaviest_order(found):
        shares[index] = share
    return shares


def _matches(
    tokens: list[str], places: dict[tuple[str, ...], list[int]], whole_lines: set[tuple[str, ...]]
) -> list[tuple[int, int, float]]:
    """Places of the body where the tokens of one line may stand: start, end, share of the line found."""
    if not tokens:
        return []
    if len(tokens) < SHINGLE:
        starts = places.get(tuple(tokens), [])
        share = 1.0 if tuple(tokens) in whole_lines else 0.7
        return [(start, start + len(tokens), share) for start in starts[:20]]
    shingles = [tuple(tokens[at : at + SHINGLE]) for at in range(len(tokens) - SHINGLE + 1)]
    hits = [at for at, shingle in enumerate(shingles) if shingle in places]
    share = len(hits) / len(shingles)
    if share < MIN_SHARE:
        return []
    starts = sorted({start - hits[0] for start in places[shingles[hits[0]]][:20]})
    return [(start, start + len(tokens), share) for start in starts]


def _heaviest_order(found: list[tuple[int, int, int, float]]) -> list[tuple[int, int, int, float]]:
    """The heaviest chain of matches in which lines and places both rise (a little overlap is forgiven)."""
    best: list[float] = []
    back: list[int] = []
    for at, (line, start, end, share) in enumerate(found):
        weight, previous = 0.0, -1
        for other in range(max(0, at - 400), at):
            if found[other][0] < line and found[other][2] <= start + 2 and best[other] > weight:
                weight, previous = best[other], other
        best.append(weight + (end - start) * share)
        back.append(previous)
    chain: list[tuple[int, int, int, float]] = []
    at = max(range(len(found)), key=best.__getitem__, default=-1)
    while at >= 0:
        chain.append(found[at])
        at = back[at]
    return chain[::-1]
