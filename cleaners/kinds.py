"""What kind of block each line of the body is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.article import BlockKind
from cleaners.box_names import group_bit, name_bits
from cleaners.draft import BodyLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleaners.page import Box, Line

_KINDS = {
    "li": BlockKind.LIST_ITEM, "dd": BlockKind.LIST_ITEM, "dt": BlockKind.LIST_ITEM, "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION, "figure": BlockKind.CAPTION, "caption": BlockKind.CAPTION, "pre": BlockKind.CODE,
    "h1": BlockKind.HEADING, "h2": BlockKind.HEADING, "h3": BlockKind.HEADING, "h4": BlockKind.HEADING,
    "h5": BlockKind.HEADING, "h6": BlockKind.HEADING,
}  # fmt: skip
"""What an element says of the text in it, or in a paragraph of it."""

MAX_HEADING_CHARS = 40
"""Longest line in bold type that is taken for a heading."""
_SENTENCE_ENDS = (*"。！？!?.…；;，,：:", *(mark + closing for mark in "。！？!?.…，," for closing in '”"'))
"""A quotation at the end of a heading holds no whole sentence."""

MAX_ROW_CHARS = 600
"""Longest row of a table of data; what is longer is a page laid out in a table."""

_CAPTION = group_bit("caption")
_CELLS = frozenset({"td", "th"})


def name_kinds(lines: Sequence[Line], boxes: Sequence[Box]) -> tuple[BodyLine, ...]:
    """Give each line its kind; the cells of a row become one line, parted by tabs."""
    found: list[BodyLine] = []
    for group in _rows(lines, boxes):
        if len(group) > 1:
            text = "\t".join(line.text for line in group)
            found.append(BodyLine(BlockKind.TABLE_ROW, group[0]._replace(text=text, links=(), bold=False)))
        else:
            found.append(BodyLine(_kind(group[0], boxes), group[0]))
    return tuple(found)


def _rows(lines: Sequence[Line], boxes: Sequence[Box]) -> Iterable[list[Line]]:
    """The lines, those of one row together where each cell holds one of them."""
    row: list[Line] = []
    for line in lines:
        joins = (
            row
            and line.tag in _CELLS
            and row[-1].tag in _CELLS
            and line.box != row[-1].box
            and boxes[line.box].parent == boxes[row[-1].box].parent
            and sum(len(cell.text) for cell in row) + len(line.text) <= MAX_ROW_CHARS
        )
        if not joins and row:
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _kind(line: Line, boxes: Sequence[Box]) -> BlockKind:
    box = boxes[line.box]
    above = boxes[box.parent] if box.parent >= 0 else box
    kind = _KINDS.get(box.tag) or (_KINDS.get(above.tag) if box.tag in ("p", "div") else None)
    if kind:
        return kind
    if name_bits(box.name) & _CAPTION and len(line.text) <= MAX_ROW_CHARS:
        return BlockKind.CAPTION
    if line.bold and len(line.text) <= MAX_HEADING_CHARS and not line.text.endswith(_SENTENCE_ENDS):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH
