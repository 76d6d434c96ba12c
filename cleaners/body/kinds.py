"""What kind of block each line of the body is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.article import BlockKind
from cleaners.body.code_listings import names_code
from cleaners.body.tables import has_cells, rows_of
from cleaners.draft import BodyLine
from cleaners.page.box_names import group_bit, name_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.body.tables import Row
    from cleaners.page.model import Box, Line

_KINDS = {
    "li": BlockKind.LIST_ITEM, "dd": BlockKind.LIST_ITEM, "dt": BlockKind.LIST_ITEM, "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION, "figure": BlockKind.CAPTION, "caption": BlockKind.CAPTION, "pre": BlockKind.CODE,
    "h1": BlockKind.HEADING, "h2": BlockKind.HEADING, "h3": BlockKind.HEADING, "h4": BlockKind.HEADING,
    "h5": BlockKind.HEADING, "h6": BlockKind.HEADING,
}  # fmt: skip
"""What an element says of the text in it, or in a paragraph of it."""

_MAX_HEADING_CHARS = 40
"""Longest line in bold type that is taken for a heading."""
_SENTENCE_ENDS = (*"。！？!?.…；;，,：:", *(mark + closing for mark in "。！？!?.…，," for closing in '”"'))
"""A quotation at the end of a heading holds no whole sentence."""

_MAX_CAPTION_CHARS = 600
"""Longest line that an element's name makes a caption."""

_CAPTION = group_bit("caption")
_PARAGRAPHS = frozenset({"p", "div"})


def name_kinds(lines: Sequence[Line], boxes: Sequence[Box]) -> tuple[BodyLine, ...]:
    """Give each line its kind; the cells of a row become one line, parted by tabs: empty ones keep their place."""
    if not has_cells(boxes):
        return tuple(BodyLine(_kind(line, boxes), line) for line in lines)
    return tuple(
        _as_row(row) if row.cells else BodyLine(_kind(row.lines[0], boxes), row.lines[0])
        for row in rows_of(lines, boxes)
    )


def _as_row(row: Row) -> BodyLine:
    text = "\t".join(row.cells).rstrip("\t")
    return BodyLine(BlockKind.TABLE_ROW, row.lines[0]._replace(text=text, links=(), bold=False))


def _kind(line: Line, boxes: Sequence[Box]) -> BlockKind:
    box = boxes[line.box]
    above = boxes[box.parent] if box.parent >= 0 else box
    kind = _KINDS.get(box.tag) or (_KINDS.get(above.tag) if box.tag in _PARAGRAPHS else None)
    if kind:
        return kind
    if box.name and names_code(box.name):
        return BlockKind.CODE
    if name_bits(box.name) & _CAPTION and len(line.text) <= _MAX_CAPTION_CHARS:
        return BlockKind.CAPTION
    if line.bold and len(line.text) <= _MAX_HEADING_CHARS and not line.text.endswith(_SENTENCE_ENDS):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH
