"""What the scorer left out of a text that runs through it: a quotation, items of a list, a heading, definitions.

Pages that are no plain news (a manual, a list of changes, a recipe) hold many lines that look like no article. Those
that stand in one flow with the text, no wrapper of their own around them, belong to it.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.body.enclosures import heads_enclosures, is_enclosure
from cleaners.body.features import PROSE_TOKENS
from cleaners.body.last_headings import without_last_headings
from cleaners.body.leads import opens_list
from cleaners.body.wrapped import APART, are_wrapped_alike
from cleaners.page.box_names import speaks_of
from cleaners.page.tags import HEADING_TAGS
from cleaners.text.character_tables import FIRST_WIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleaners.body.features import LineTable
    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools, Floats

_MIN_FILLING = 0.02
"""Likelihood below which a line is not taken though it stands amid the text."""

_FLOWING = frozenset("p li ul ol dl dt dd blockquote pre h1 h2 h3 h4 h5 h6".split())
"""Elements of a text: what stands in them stands in the box around them."""
_LISTS = frozenset({"ul", "ol", "dl"})
_DEFINED = frozenset({"dt", "dd"})
_SLIDE = re.compile(r"\d{1,3} ?/ ?\d{1,3}")
"""How far a gallery is: 3/12. Marks out of ten read so, too: where the scorer took a line it stays."""


class _Flow(NamedTuple):
    """A way through the boxes of a page: which elements a text runs through, and the box that it stays in."""

    boxes: Sequence[Box]
    passed: frozenset[str]

    def grounds(self, places: Iterable[int]) -> list[int]:
        """Per box of ``places``, the innermost one around it, or it itself, that no text runs through."""
        known: dict[int, int] = {}
        found = []
        for place in places:
            box, path = place, []
            while box not in known:
                _, tag, name, *_ = self.boxes[box]
                if not box or tag not in self.passed or speaks_of(name, APART):
                    known[box] = box
                    break
                path.append(box)
                box = self.boxes[box].parent
            known.update(dict.fromkeys(path, known[box]))
            found.append(known[place])
        return found


def fill_text(
    lines: Sequence[Line],
    boxes: Sequence[Box],
    table: LineTable,
    kept: Bools,
    likely: Floats,
) -> Bools:
    """The kept lines, with unlinked ones that stand in one flow with them.

    Such are those between the first and the last kept line; and behind the last, the items of a list that a line
    announces.
    """
    if not kept.any():
        return kept
    text = without_last_headings(lines, boxes, kept)
    may = table.unlinked & ~kept & (likely >= _MIN_FILLING)
    filled = kept | _amid(lines, boxes, table, text, may) | _last_list(lines, boxes, kept, may)
    filled = _with_alike(lines, boxes, filled, may & (table.tokens < PROSE_TOKENS))
    filled |= _files_behind(lines, filled)
    for at in (filled & ~kept).nonzero()[0].tolist():
        filled[at] = not _SLIDE.fullmatch(lines[at].text)
    return filled


def _amid(lines: Sequence[Line], boxes: Sequence[Box], table: LineTable, kept: Bools, may: Bools) -> Bools:
    """The lines between the first and the last kept one that stand in one flow with kept ones.

    Only enclosures, and what else ``may`` be taken.
    """
    amid = np.zeros(len(kept), np.bool_)
    taken = kept.nonzero()[0]
    first = taken[0]
    left = [at for at in range(first, taken[-1]) if may[at] or (not kept[at] and is_enclosure(lines[at]))]
    if left:
        flow = _Flow(boxes, _FLOWING)
        held = set(flow.grounds(table.line_boxes[taken].tolist()))
        amid[left] = [ground in held for ground in flow.grounds(table.line_boxes[left].tolist())]
        for at in left:
            amid[at] = amid[at] or are_wrapped_alike(at, int(taken[taken < at][-1]), lines, boxes)
    return amid


def _with_alike(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools, may: Bools) -> Bools:
    """The kept lines, with those set alike right above and below them: enclosures, and what else ``may`` be taken.

    A text's opening words (各有关单位：), its signature and its files look like no text; only their place tells. In
    alphabets such lines are as often the site's headings.
    """
    taken = kept.nonzero()[0]
    first, last = int(taken[0]), int(taken[-1])
    filled = kept.copy()
    for edge, step, end in ((first, -1, -1), (last, 1, len(lines))):
        for at in range(edge + step, end, step):
            alike = _are_alike(at, edge, lines, boxes)
            together = alike or (step < 0 and _flow_together(lines[at].box, lines[edge].box, boxes))
            if not together or max(lines[at].text) < FIRST_WIDE or not (may[at] or is_enclosure(lines[at])):
                break
            filled[at] = True
    return filled


def _are_alike(one: int, other: int, lines: Sequence[Line], boxes: Sequence[Box]) -> bool:
    """Whether two lines stand in one box, or in boxes of one shape in one box."""
    this, that = lines[one].box, lines[other].box
    return this == that or boxes[this][:3] == boxes[that][:3] or are_wrapped_alike(one, other, lines, boxes)


def _flow_together(one: int, other: int, boxes: Sequence[Box]) -> bool:
    """Whether two boxes stand in one flow; a list above a text holds the site's buttons or channels."""
    ground, beside = _Flow(boxes, _FLOWING - _LISTS).grounds([one, other])
    return ground == beside


def _last_list(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools, may: Bools) -> Bools:
    """The items of an announced list behind the last kept line, of the lines that ``may`` be taken.

    None of them is a link, except to a file that is enclosed.
    """
    listed = np.zeros(len(kept), np.bool_)
    last = int(kept.nonzero()[0][-1])
    behind = last + 1
    while behind < len(lines) and (is_enclosure(lines[behind]) if lines[behind].links else may[behind]):
        behind += 1
    if behind == last + 1 or not _are_items([lines[last + 1].box], boxes)[0]:
        return listed
    items = _are_items([line.box for line in lines[:behind]], boxes)
    opening = last
    while opening and items[opening]:
        opening -= 1
    if _announces(lines[opening], lines[last + 1].tag):
        ground, *grounds = _Flow(boxes, _FLOWING).grounds([line.box for line in lines[last:behind]])
        for at, around in enumerate(grounds, last + 1):
            if around != ground or not items[at]:
                break
            listed[at] = True
    return listed


def _files_behind(lines: Sequence[Line], kept: Bools) -> Bools:
    """The files right behind the last kept line, in whatever box, with the heading that announces them."""
    files = np.zeros(len(kept), np.bool_)
    heading = int(kept.nonzero()[0][-1]) + 1
    if heading < len(lines) and heads_enclosures(lines[heading].text):
        inside = list(takewhile(is_enclosure, lines[heading + 1 :]))
        files[heading : heading + 1 + len(inside)] = bool(inside)
    return files


def _announces(line: Line, tag: str) -> bool:
    """Whether a line leads up to what follows it: one with a colon, or a heading ahead of definitions.

    Above items of another kind it may be that of the site's own list: Comments, Most read.
    """
    return tag in _DEFINED if line.tag in HEADING_TAGS else line.text.endswith((":", "：")) and not opens_list(line)


def _are_items(places: Iterable[int], boxes: Sequence[Box]) -> list[bool]:
    """Per box, whether it stands in a list, with no more than elements of a text between."""
    return [boxes[ground].tag in _LISTS for ground in _Flow(boxes, _FLOWING - _LISTS).grounds(places)]
