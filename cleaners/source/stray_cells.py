"""Takes the tags of table cells out of a page's source where no table has a cell.

HTML lets ``<th>`` or ``<td>`` inside a cell end that cell, whatever stands open in it. A decoy between two paragraphs
of an old page, laid out with tables, thus tears the article into cells, and a parser moves what follows ahead of the
table. Only tags go, never text. Linear in the source's length; pages without tables are not looked at.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CLOSED_SHARE = 0.5
"""Share of a page's cells that have an end tag. A page that leaves end tags out means a new cell by each start tag."""
_LOOK_BACK = 3_000
"""Characters ahead of a cell in which an element may stand open that no cell can stand in."""

_TABLE = re.compile("<(?=[tT][aA][bB][lL][eE])")
_TABLE_TAG = re.compile(
    r"<(?:(/?)([tT](?:[aA][bB][lL][eE]|[dDhHrR]))(?=[\s>/])[^<>]{0,2000}>|(?P<unread>!--|[sS][cC][rR][iI][pP][tT](?=[\s>])))"
)
_COMMENT_END, _SCRIPT_END = re.compile("-->"), re.compile("</[sS][cC][rR][iI][pP][tT]")
_BLOCK_AHEAD = re.compile(r"\s*<(?:p|br|div|h[1-6]|ul|ol|blockquote|/?t[hd])[\s/>]", re.IGNORECASE)
_CELLS = ("td", "th")


def without_stray_cells(source: str) -> str:
    """The source without the tags of cells, and rows, that stand inside a cell of the same table.

    A page that mostly leaves the end tags of its cells out comes back unchanged.
    """
    if not _TABLE.search(source):
        return source
    stray = _find_stray(source)
    if not stray or not _closes_cells(source):
        return source
    parts, at = [], 0
    for start, end in stray:
        parts.append(source[at:start])
        at = end
    return "".join((*parts, source[at:]))


class _Cell(NamedTuple):
    """What is open in one table."""

    name: str = ""
    """``td`` or ``th``; empty between cells."""
    start: int = 0


_NO_CELL = _Cell()


def _find_stray(source: str) -> list[tuple[int, int]]:
    """Where tags of stray cells stand."""
    found: list[tuple[int, int]] = []
    cells: list[_Cell] = []  # one a table around
    last = ""  # name of the stray start tag before, if the next tag may be its end
    read_from = 0
    for match in _TABLE_TAG.finditer(source):
        if match.start() < read_from:
            continue
        if match.lastgroup:
            read_from = _end_of_unread(source, match)
            continue
        name, start_tag, expected, last = match[2].lower(), not match[1], last, ""
        if name == "table":
            if start_tag:
                cells.append(_NO_CELL)
            elif cells:
                cells.pop()
        elif not cells:
            continue
        elif start_tag and cells[-1].name and _is_stray(source, name, match, cells[-1].start):
            found.append(match.span())
            last = name
        elif start_tag:
            cells[-1] = _Cell(name, match.end()) if name in _CELLS else _NO_CELL
        elif name == expected and source.find("<", found[-1][1], match.start()) < 0:
            found.append(match.span())
        elif name not in _CELLS or name == cells[-1].name:  # the parser passes over any other end tag of a cell
            cells[-1] = _NO_CELL
    return found


def _end_of_unread(source: str, match: re.Match[str]) -> int:
    """Where a comment or script ends that starts at ``match``."""
    end = (_COMMENT_END if match["unread"] == "!--" else _SCRIPT_END).search(source, match.end())
    return end.start() if end else len(source)


def _is_stray(source: str, name: str, match: re.Match[str], cell: int) -> bool:
    """Whether a tag inside a cell opens a cell that is empty, or stands in an element inside that cell.

    ``cell``: where the content of the open cell starts.
    """
    if source.startswith(f"</{name}", match.end()):
        return True
    if name == "th" and _BLOCK_AHEAD.match(source, match.end()):
        return True
    ahead = source[max(cell, match.start() - _LOOK_BACK) : match.start()].lower()
    return ahead.rfind("<div") > ahead.rfind("</div")


def _closes_cells(source: str) -> bool:
    cells = sum(source.count(tag) for tag in ("<td", "<TD"))
    return sum(source.count(tag) for tag in ("</td", "</TD")) >= _CLOSED_SHARE * cells
