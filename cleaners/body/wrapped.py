"""Paragraphs in wrappers of their own, as editors nest them: ``<section><section><p><span>``, ``<div><div>``."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from cleaners.page.box_names import group_bit, speaks_of
from cleaners.page.model import outwards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Box, Line

_MAX_WRAPPERS = 4
"""Boxes around a paragraph that hold nothing else; more are the page's own."""
APART = reduce(
    or_, map(group_bit, "ad caption comment consent footer form nav related share shop side subscribe widget".split())
)
"""Groups of names that set a box apart from the text around it."""
_TOLD = APART | group_bit("content")
_APART_TAGS = frozenset({"aside", "nav", "footer", "form"})


def ground_of(first: int, last: int, box: int, lines: Sequence[Line], boxes: Sequence[Box]) -> int:
    """The innermost box around ``box`` that holds more than the lines from ``first`` to ``last``, or is no wrapper.

    Such a one is called content, or set apart. It is ``box`` itself where that holds more, or where none lies near.
    """
    around = {
        inside for at in (first - 1, last + 1) if 0 <= at < len(lines) for inside in outwards(lines[at].box, boxes)
    }
    for place, _ in zip(outwards(box, boxes), range(_MAX_WRAPPERS + 1), strict=False):
        if place in around or boxes[place].tag in _APART_TAGS or speaks_of(boxes[place].name, _TOLD):
            return place
    return box


def are_wrapped_alike(one: int, other: int, lines: Sequence[Line], boxes: Sequence[Box]) -> bool:
    """Whether two lines stand on one ground, in wrappers of the same tags and names."""
    ground = ground_of(one, one, lines[one].box, lines, boxes)
    if ground != ground_of(other, other, lines[other].box, lines, boxes):
        return False
    this, that = lines[one].box, lines[other].box
    while this != that and ground not in (this, that):
        if boxes[this][1:3] != boxes[that][1:3]:
            return False
        this, that = boxes[this].parent, boxes[that].parent
    return this == that
