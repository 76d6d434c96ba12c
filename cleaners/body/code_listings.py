"""Listings of code: each belongs to the body as a whole or not at all, without the numbers of its lines."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cleaners.page.model import name_of_box, outwards, tag_of_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools


_KEPT_LISTING_SHARE = 0.4
"""A listing outside the paragraphs is kept whole if this share of its lines is."""

_MIN_LINE_NUMBERS = 3
"""Lines of a listing that a column of numbers counts."""


_CODE_NAMES = ("dp-highlighter", "syntaxhighlighter", "example_code", "hl-main", "cnblogs_code", "crayon-main")
_CODE_NAME = re.compile(rf"(?:^| )(?:{'|'.join(_CODE_NAMES)})", re.MULTILINE)
"""Elements in which highlighters and tutorials set code without preformatting it. No code-block: those hold adverts."""

_WHOLE_PAGE = ("body", "main", "article")
"""Elements that hold the whole page or text, though a highlighter may leave its class on them."""
_GUTTER_NAMES = ("gutter", "lineno", "numbering", "crayon-nums", "ln-numbers", "line-numbers-wrapper")
"""What highlighters call the column of numbers. No line-numbers or linenums: those are the whole listing."""
_GUTTER_LEVELS = 4
"""Boxes, from a number's own outwards, of which one is called so."""


def names_code(name: str) -> bool:
    """Whether an element's name, or one of several in lines, says that it holds code: one of its classes begins so."""
    # Looked for one by one they are ruled out, as for nearly all pages, in a fifth of the time.
    return any(begin in name for begin in _CODE_NAMES) and _CODE_NAME.search(name) is not None


def settle_code(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines, each listing of code whole or not at all: whole if it stands among the body's lines.

    The numbers of its lines, beside it, are no part of it.
    """
    named = names_code("\n".join(set(map(name_of_box, boxes))))
    if ("pre" not in map(tag_of_line, lines) and not named) or not kept.any():
        return kept
    roots = _code_boxes(boxes) if named else {}
    listings: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if line.tag == "pre" or line.box in roots:
            listings.setdefault(roots.get(line.box, line.box), []).append(at)
    taken = kept.nonzero()[0]
    settled = kept.copy()
    for inside in listings.values():
        within = taken[0] < inside[0] and inside[-1] < taken[-1]
        settled[inside] = within or kept[inside].mean() >= _KEPT_LISTING_SHARE
    settled[_line_numbers(lines, boxes, {at for inside in listings.values() for at in inside})] = False
    return settled


def _code_boxes(boxes: Sequence[Box]) -> dict[int, int]:
    """The boxes that are called code, and those inside, with the outermost of each."""
    roots: dict[int, int] = {}
    for at, box in enumerate(boxes):
        if box.parent in roots:
            roots[at] = roots[box.parent]
        elif box.tag not in _WHOLE_PAGE and names_code(box.name):
            roots[at] = at
    return roots


def _in_gutter(line: Line, boxes: Sequence[Box]) -> bool:
    near = (boxes[at].name for at in islice(outwards(line.box, boxes), _GUTTER_LEVELS))
    return any(called in name for name in near for called in _GUTTER_NAMES)


def _line_numbers(lines: Sequence[Line], boxes: Sequence[Box], code: set[int]) -> list[int]:
    """The lines of a column that counts 1, 2, 3 and on, inside a listing of code or right before or behind one.

    A program may print such lines: the column's element must be called one.
    """
    found: list[int] = []
    run: list[int] = []
    for at in range(len(lines) + 1):
        if at < len(lines) and lines[at].text == str(len(run) + 1) and _in_gutter(lines[at], boxes):
            run.append(at)
            continue
        if len(run) >= _MIN_LINE_NUMBERS and not code.isdisjoint((run[0] - 1, run[0], run[-1] + 1)):
            found += run
        run = [at] if at < len(lines) and lines[at].text == "1" and _in_gutter(lines[at], boxes) else []
    return found
