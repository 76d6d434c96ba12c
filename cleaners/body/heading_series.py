"""Subheads of one series: of headings set alike, each above a part of the text, all are taken or none.

A round-up heads its parts with links to what they tell of, or sets each part in a box of its own; a heading by itself
then looks like a teaser of another story.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners.page.tags import HEADING_TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools, Floats

LOWEST_SUBHEAD = 0.02
"""Likelihood below which a heading is not taken, whatever stands beside it."""
MIN_TAKEN = 2
TAKEN_SHARE = 0.5
"""How many of a series the scorer took, and which share of it, for the others to be taken with them."""
MIN_COUNTED = 3
COUNTED_SHARE = 0.8
"""How many headings of a series are numbered, and which share of it, where none needs to have been taken: Day 7, Day 8.
A day may hold two parts, or have none."""
TEXT_REACH = 2
"""Lines below a heading within which a line of the text stands: a byline or a credit may come between."""

_FIGURES = re.compile(r"\d+")
_NUMBER = re.compile(r"\D{0,12}(\d{1,3})(?!\d)")
"""The number near the beginning of a heading."""


def with_series(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools, likely: Floats) -> Bools:
    """The kept lines with the headings amid them that belong to a series of subheads."""
    taken = kept.nonzero()[0]
    if not len(taken):
        return kept
    series = defaultdict(list)
    for at in range(int(taken[0]), int(taken[-1])):
        if lines[at].tag in HEADING_TAGS:
            series[_shape(lines[at].box, boxes)].append(at)
    rest = kept.copy()
    for headings in series.values():
        heads = [at for at in headings if kept[at + 1 : at + 1 + TEXT_REACH].any()]
        left = [at for at in heads if not kept[at] and likely[at] >= LOWEST_SUBHEAD]
        if left and (_are_taken(heads, headings, kept) or _count(lines, heads)):
            rest[left] = True
    return rest


def _shape(box: int, boxes: Sequence[Box]) -> tuple[str, ...]:
    """What headings of one series have in common: their element and name and those of the box around, less figures."""
    parent = max(boxes[box].parent, 0)
    names = (boxes[box].name, boxes[parent].name)
    return (boxes[box].tag, boxes[parent].tag, boxes[boxes[parent].parent].tag, *(_FIGURES.sub("", n) for n in names))


def _are_taken(heads: Sequence[int], series: Sequence[int], kept: Bools) -> bool:
    number = int(kept[heads].sum())
    return number >= MIN_TAKEN and number >= TAKEN_SHARE * len(series)


def _count(lines: Sequence[Line], heads: Sequence[int]) -> bool:
    """Whether headings count their parts, up or down."""
    numbers = [int(match[1]) for at in heads if (match := _NUMBER.match(lines[at].text))]
    steps = sum(abs(one - other) == 1 for one, other in pairwise(numbers))
    return len(numbers) >= max(MIN_COUNTED, COUNTED_SHARE * len(heads)) and steps >= COUNTED_SHARE * (len(numbers) - 1)
