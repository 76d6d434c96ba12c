"""Tables: which lines stand in a cell, which rows they make, and whether a table of data belongs to the body."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, NamedTuple

from cleaners.body.wrapped import ground_of
from cleaners.page.model import chars_at, outwards, tag_of_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools

CELLS = frozenset({"td", "th"})
"""Tags of cells."""
_PARAGRAPHS = frozenset({"p", "div"})

_MAX_ROW_CHARS = 600
"""Longest row of a table of data; what is longer is a page laid out in a table."""
_MAX_CELLS = 100
"""Cells of the longest row, empty ones counted."""
_MIN_CELLS = 4
"""Cells of a table of data; what has fewer lays out a page."""
_MAX_CELL_CHARS = 40
"""Mean length of the cells of a table of data."""
_LINKED_TABLE_SHARE = 0.5
"""A table that is linked to this share leads elsewhere."""
_KEPT_TABLE_SHARE = 0.4
"""A table outside the paragraphs is kept whole if this share of its cells is. So is one of two columns or more that
holds this share of all lines that are kept: a page that is nothing but a table."""


class Row(NamedTuple):
    """Lines that stand in one row of a table, or a line by itself."""

    lines: tuple[Line, ...]
    cells: tuple[str, ...] = ()
    """What each of its cells says, empty ones between them too; none for a line by itself."""


def rows_of(lines: Sequence[Line], boxes: Sequence[Box]) -> Iterator[Row]:
    """The lines in order, those of a row of a table together where each of its cells holds one."""
    cells = cells_of(lines, boxes)
    beside = _cells_by_row(boxes)
    for row, places in groupby(range(len(lines)), lambda at: _row_of(cells[at], boxes)):
        inside = list(places)
        said = {cells[at]: lines[at].text for at in inside}
        every = beside[row] if row is not None else []
        if 1 < len(said) == len(inside) and len(every) <= _MAX_CELLS and sum(map(len, said.values())) <= _MAX_ROW_CHARS:
            shown = [cell for cell in every if cell in said or not boxes[cell].hidden]
            yield Row(tuple(lines[at] for at in inside), tuple(said.get(cell, "") for cell in shown))
        else:
            yield from (Row((lines[at],)) for at in inside)


def _row_of(cell: int | None, boxes: Sequence[Box]) -> int | None:
    return None if cell is None else boxes[cell].parent


def has_cells(boxes: Sequence[Box]) -> bool:
    """Whether there is any table, as on few pages."""
    return not CELLS.isdisjoint(map(tag_of_box, boxes))


def cells_of(lines: Sequence[Line], boxes: Sequence[Box]) -> list[int | None]:
    """Box of the cell that each line fills; None for none.

    A paragraph that is all of its cell, as word processors write, fills it if the row has other cells; among several
    paragraphs, or in a row by itself, it is part of a page's column.
    """
    cells = [_cell_of(line, boxes) for line in lines]
    held, beside = Counter(cells), _cells_by_row(boxes)
    return [
        cell
        if cell is not None and (line.box == cell or (held[cell] == 1 and len(beside[boxes[cell].parent]) > 1))
        else None
        for line, cell in zip(lines, cells, strict=True)
    ]


def _cells_by_row(boxes: Sequence[Box]) -> dict[int, list[int]]:
    """The boxes of cells, in order, by the box of their row."""
    rows = defaultdict(list)
    for at, box in enumerate(boxes):
        if box.tag in CELLS:
            rows[box.parent].append(at)
    return rows


def _cell_of(line: Line, boxes: Sequence[Box]) -> int | None:
    if line.tag in CELLS:
        return line.box
    above = boxes[line.box].parent if line.tag in _PARAGRAPHS else -1
    return above if above >= 0 and boxes[above].tag in CELLS else None


def settle_tables(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines, each table of data whole or not at all: a cell by itself says nothing of where it belongs."""
    if not has_cells(boxes) or not kept.any():
        return kept
    cells = cells_of(lines, boxes)
    tables: dict[int, list[int]] = {}
    for at, cell in enumerate(cells):
        if cell is not None:
            tables.setdefault(_table_of(cell, boxes), []).append(at)
    taken = kept.nonzero()[0]
    layout = _laid_out(taken.tolist(), cells, lines, boxes)
    settled = kept.copy()
    for table, inside in tables.items():
        number = len({cells[at] for at in inside})  # a cell with many lines lays out a page
        size = chars_at(inside, lines)
        if number < _MIN_CELLS or size > _MAX_CELL_CHARS * number or table in layout:
            continue
        if len(inside) > number and _is_column(inside, cells, lines, boxes, kept):
            continue
        linked = sum(lines[at].link_chars for at in inside)
        within = taken[0] < inside[0] and inside[-1] < taken[-1]
        within = within or (not linked and _adjoins_body(table, inside, lines, boxes, settled))
        is_data = linked <= _LINKED_TABLE_SHARE * size
        rows = len({_row_of(cells[at], boxes) for at in inside})
        is_text = 2 * rows <= number and kept[inside].sum() >= _KEPT_TABLE_SHARE * len(taken)
        if is_data and (within or is_text or kept[inside].mean() >= _KEPT_TABLE_SHARE):
            settled[inside] = True
            if inside[0] and _leads_to(table, inside, lines, boxes):
                settled[inside[0] - 1] = True
        elif rows < number:  # one cell a row lays out a page as well
            settled[inside] = False
    return settled


def _leads_to(table: int, inside: Sequence[int], lines: Sequence[Line], boxes: Sequence[Box]) -> bool:
    """Whether the line right above a table announces it (完成情况如下表：)."""
    line = lines[inside[0] - 1]
    says_so = line.text.endswith((":", "：")) and not line.links
    return says_so and _stands_beside(table, inside, inside[0] - 1, lines, boxes)


def _stands_beside(table: int, inside: Sequence[int], at: int, lines: Sequence[Line], boxes: Sequence[Box]) -> bool:
    """Whether a table stands in the box of a line, or in the one around its paragraph.

    Below a line, also whatever wraps the two: but a wrapper of the line that bears a name may be the box of a text of
    one line, and a table ahead of a text in a box of its own the site's.
    """
    box = lines[at].box
    if boxes[table].parent in (box, boxes[box].parent):
        return True
    ground = ground_of(at, at, box, lines, boxes)
    if at > inside[0] or ground != ground_of(inside[0], inside[-1], table, lines, boxes):
        return False
    wrappers = takewhile(ground.__ne__, outwards(box, boxes))
    return not any(boxes[wrapper].name for wrapper in wrappers if boxes[wrapper].tag != "p")


def _is_column(
    inside: Sequence[int],
    cells: Sequence[int | None],
    lines: Sequence[Line],
    boxes: Sequence[Box],
    kept: Bools,
) -> bool:
    """Whether a table lays out the page in one column: the cell with the most lines holds half of the text."""
    filled = Counter(cells[at] for at in inside)
    if len({_row_of(cell, boxes) for cell in filled}) < len(filled):
        return False
    fullest = max(filled, key=filled.__getitem__)
    taken = kept.nonzero()[0].tolist()
    size = chars_at((at for at in taken if cells[at] == fullest), lines)
    return 2 * size >= chars_at(taken, lines)


def _laid_out(
    taken: Sequence[int], cells: Sequence[int | None], lines: Sequence[Line], boxes: Sequence[Box]
) -> set[int]:
    """The tables that lay out the page: in paragraphs inside their cells stands half of the lines ``taken``."""
    held = [0] * len(boxes)
    for at in taken:
        if cells[at] is None:
            held[lines[at].box] += len(lines[at].text)
    for box in range(len(boxes) - 1, 0, -1):  # parents stand ahead of what they hold
        if held[box]:
            held[boxes[box].parent] += held[box]
    half = chars_at(taken, lines) / 2
    return {at for at, size in enumerate(held) if size >= half and boxes[at].tag == "table"}


def _adjoins_body(table: int, inside: Sequence[int], lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> bool:
    """Whether a table follows the body's last line at once, or leads up to its first, in one box with it."""
    beside = [inside[0] - 1] if inside[0] and kept[: inside[0]].any() else [inside[-1] + 1]
    return any(at < len(lines) and kept[at] and _stands_beside(table, inside, at, lines, boxes) for at in beside)


def _table_of(box: int, boxes: Sequence[Box]) -> int:
    """The box of the table that a cell stands in, at most three boxes up: row, group of rows, table."""
    for _ in range(3):
        box = max(boxes[box].parent, 0)
        if boxes[box].tag == "table":
            break
    return box
