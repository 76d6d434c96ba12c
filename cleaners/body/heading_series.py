"""Subheads of one series: of headings set alike, each above a part of the text, all are taken or none.

A round-up heads its parts with links to what they tell of, or sets each part in a box of its own; a heading by itself
then looks like a teaser of another story.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners.body.leads import opens_list
from cleaners.lines.prose import opens_comments
from cleaners.page.model import tag_of_box
from cleaners.page.tags import HEADING_TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools, Floats

_MIN_SUBHEAD = 0.02
"""Likelihood below which a heading is not taken, whatever stands beside it."""
_MIN_TAKEN = 2
_TAKEN_SHARE = 0.5
"""How many of a series the scorer took, and which share of it, for the others to be taken with them."""
_MIN_COUNTED = 3
_COUNTED_SHARE = 0.8
"""How many headings of a series are numbered, and which share of it, where none needs to have been taken: Day 7, Day 8.
A day may hold two parts, or have none."""
_TEXT_REACH = 2
"""Lines below a heading within which a line of the text stands: a byline or a credit may come between."""

_FIGURES = re.compile(r"\d+")
_NUMBER = re.compile(r"\D{0,12}(\d{1,3})(?!\d)")
"""The number near the beginning of a heading."""


def with_series(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools, likely: Floats) -> Bools:
    """The kept lines with the headings amid them that belong to a series of subheads."""
    taken = kept.nonzero()[0]
    if not len(taken):
        return kept
    amid = [at for at in range(int(taken[0]), int(taken[-1])) if lines[at].tag in HEADING_TAGS]
    if kept[amid].all():
        return kept
    series = defaultdict(list)
    for at in amid:
        series[_shape(lines[at].box, boxes)].append(at)
    prose = kept.copy()
    prose[amid] = False
    rest = kept.copy()
    for headings in series.values():
        heads = [at for at in headings if prose[at + 1 : at + 1 + _TEXT_REACH].any()]
        left = [at for at in heads if not kept[at] and likely[at] >= _MIN_SUBHEAD]
        if left and (_are_taken(heads, headings, kept) or _count(lines, heads)):
            rest[left] = True
    return rest


def with_next_lists(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools, may: Bools) -> Bools:
    """The kept lines, with the rest of the list that ends the text and the lists behind it that are headed alike.

    A recipe ends in its steps, a review in what speaks against its subject: such short items look like the foot of the
    page. Of these only lines that ``may`` be taken are added, and no links.
    """
    if not kept.any():
        return kept
    rest = kept.copy()
    edge = int(kept.nonzero()[0][-1])
    last = _items_end(lines, boxes, may, edge, of_list=True) - 1
    rest[edge : last + 1] = True
    while 0 < last < len(lines) - 1:
        head = last if lines[last].tag in HEADING_TAGS else last + 1
        above = head - 1
        while above and _is_item(lines[above], boxes):
            above -= 1
        end = _items_end(lines, boxes, may, head)
        lists = above < head - 1 and head + 1 < end
        if not lists or not rest[above] or not _goes_on(lines[above], lines[head], boxes):
            break
        rest[head:end] = True
        last = end - 1
    return rest


def _items_end(lines: Sequence[Line], boxes: Sequence[Box], may: Bools, at: int, *, of_list: bool = False) -> int:
    """Where the items right behind a line end; ``of_list``: those of its own list."""
    own = boxes[lines[at].box].parent if lines[at].tag == "li" else -1
    end = at + 1
    while end < len(lines) and may[end] and not lines[end].links and _is_item(lines[end], boxes):
        if of_list and (boxes[lines[end].box].parent != own or lines[end].tag != "li"):
            break
        end += 1
    return end


def _is_item(line: Line, boxes: Sequence[Box]) -> bool:
    return line.tag == "li" or (line.tag == "p" and tag_of_box(boxes[boxes[line.box].parent]) == "li")


def _goes_on(one: Line, other: Line, boxes: Sequence[Box]) -> bool:
    """Whether two headings are set alike, in one box or neighbouring ones; one of comments or stories opens others."""
    near = one.tag in HEADING_TAGS and _home(one, boxes) == _home(other, boxes)
    alike = near and _shape(one.box, boxes) == _shape(other.box, boxes)
    return alike and not opens_list(other) and not opens_comments(other.text)


def _home(line: Line, boxes: Sequence[Box]) -> int:
    """The box around that of a line."""
    return boxes[max(boxes[line.box].parent, 0)].parent


def _shape(box: int, boxes: Sequence[Box]) -> tuple[str, ...]:
    """What headings of one series have in common: their element and name and those of the box around, less figures."""
    parent = max(boxes[box].parent, 0)
    names = (boxes[box].name, boxes[parent].name)
    return (boxes[box].tag, boxes[parent].tag, boxes[boxes[parent].parent].tag, *(_FIGURES.sub("", n) for n in names))


def _are_taken(heads: Sequence[int], series: Sequence[int], kept: Bools) -> bool:
    number = int(kept[heads].sum())
    return number >= _MIN_TAKEN and number >= _TAKEN_SHARE * len(series)


def _count(lines: Sequence[Line], heads: Sequence[int]) -> bool:
    """Whether headings count their parts, up or down."""
    numbers = [int(match[1]) for at in heads if (match := _NUMBER.match(lines[at].text))]
    steps = sum(abs(one - other) == 1 for one, other in pairwise(numbers))
    return len(numbers) >= max(_MIN_COUNTED, _COUNTED_SHARE * len(heads)) and steps >= _COUNTED_SHARE * (
        len(numbers) - 1
    )
