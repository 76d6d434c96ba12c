"""Rows of tables that are written in running text: 洛溪 晴 -3℃～8℃；东渡 阴 -2℃～7℃."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Line

_ROW_CHARS = 80
"""Characters of the longest row of a table that is set in running text."""
_ROW = re.compile(rf"[^。；;]{{1,{_ROW_CHARS}}}")
_MEASURED = re.compile(r"[\d.]+")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_CELLS = re.compile(r"[^，,“”（）]*0[^，,“”（）]*0[^，,“”（）]*\Z")
"""The shape of a row: several figures, no clauses, no quotation with the place it is from."""
_MIN_ROWS = 3
"""Rows of one shape that make a table."""


def find_rows(lines: Sequence[Line]) -> frozenset[str]:
    """The shapes of the rows of tables that are written in running text: 洛溪 晴 -3℃～8℃；东渡 阴 -2℃～7℃."""
    shapes = Counter(_shape_of(row) for line in lines for row in _ROW.findall(line.text))
    return frozenset(shape for shape, count in shapes.items() if count >= _MIN_ROWS and _CELLS.match(shape))


def stands_in_row(text: str, at: int, rows: frozenset[str]) -> bool:
    """Whether the place ``at`` of a text stands in a row of one of the shapes that :func:`find_rows` found."""
    if not rows:
        return False
    first = max(0, at - _ROW_CHARS)
    begin = max(first, *(text.rfind(stop, first, at) + 1 for stop in "。；;"))
    row = _ROW.match(text, begin)
    return row is not None and _shape_of(row[0]) in rows


def _shape_of(row: str) -> str:
    """The shape of a text: all words alike, and all figures.

    >>> _shape_of("北京 晴 -3℃～8℃ 良")
    '文 文 -0℃～0℃ 文'
    """
    return _HAN_RUN.sub("文", _MEASURED.sub("0", row.strip()))
