"""Lines without those that were cut. Where what was cut stood amid a paragraph, its halves are joined.

A parser ends an open ``<p>`` at a block element inside it: ``<p>A<div>junk</div>B</p>`` becomes a paragraph with A, the
block, B as bare text beside them, and an empty paragraph for the ``</p>`` that is left over. By the last it is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from cleaners.page.model import Box, Line

_NEAR = 50
"""Lines and boxes behind what was cut, among which the empty paragraph is looked for."""


def without_lines(lines: Sequence[Line], cut: Container[int], boxes: Sequence[Box]) -> tuple[Line, ...]:
    """``lines`` without those at the indices ``cut``; the halves of a paragraph that one of these parted are joined."""
    layout = _Layout(lines, boxes, frozenset(line.box for line in lines))
    kept: list[Line] = []
    between = -1  # the last box that was cut since the last line that was kept
    for at, line in enumerate(lines):
        if at in cut:
            between = max(between, line.box)
            continue
        if kept and between > kept[-1].box and _is_other_half(at, kept[-1], between, layout):
            kept[-1] = _join(kept[-1], line)
        else:
            kept.append(line)
        between = -1
    return tuple(kept)


class _Layout(NamedTuple):
    lines: Sequence[Line]
    boxes: Sequence[Box]
    filled: frozenset[int]
    """Boxes with text of their own."""


def _is_other_half(at: int, half: Line, between: int, layout: _Layout) -> bool:
    """Whether a line is bare text beside a paragraph, behind the box ``between``, and an empty paragraph follows."""
    lines, boxes, filled = layout
    outer = boxes[half.box].parent
    if half.tag != "p" or lines[at].box != outer:
        return False
    after = next((line.box for line in lines[at + 1 : at + _NEAR] if line.box > between), len(boxes))
    left_over = range(between + 1, min(after, between + _NEAR))
    return any(boxes[box].tag == "p" and boxes[box].parent == outer and box not in filled for box in left_over)


def _join(half: Line, other: Line) -> Line:
    shift = len(half.text)
    moved = (link._replace(start=link.start + shift, end=link.end + shift) for link in other.links)
    return half._replace(text=half.text + other.text, links=(*half.links, *moved), bold=half.bold and other.bold)
