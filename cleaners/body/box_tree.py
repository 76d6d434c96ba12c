"""The tree of a page's boxes as arrays, so that a property of all of them is one NumPy expression."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.page.box_names import GROUPS, name_bits
from cleaners.text.numbering import number_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.page.model import Box
    from cleaners.text.arrays import Floats, Ints


_TAGS = "nav header footer aside article main form table ul ol dl figure blockquote section li p".split()
NO_FIGURES = str.maketrans("", "", "0123456789")
_TAG_BITS = {tag: 1 << index for index, tag in enumerate(_TAGS)}
BITS = 16 + len(GROUPS)
"""Bits of ``BoxTree.near`` and ``far``: one for each of ``_TAGS``, from the sixteenth on one a group of names."""


class BoxTree(NamedTuple):
    """The tree of boxes as arrays."""

    parents: Ints
    """The outermost is its own parent."""
    ends: Ints
    """The index behind a box's last descendant: boxes stand in document order."""
    depths: Ints
    near: Ints
    """What the names and tags of a box and of the two around it say, as bits."""
    far: Ints
    """The same of a box and of all around it."""
    shapes: Ints
    """A number that boxes of the same tag, name and parent's tag and name share, whatever figures the names hold: the
    posts and comments of a page are often numbered in their own names."""

    @classmethod
    def of(cls, boxes: Sequence[Box]) -> BoxTree:
        """The tree of a page's boxes."""
        parents_of, tags, names, _, _ = zip(*boxes, strict=True)
        numbers: defaultdict[tuple[str, str], int] = defaultdict(count().__next__)  # a new kind gets the next number
        kind_of = np.fromiter(map(numbers.__getitem__, zip(tags, names, strict=True)), np.int64, len(boxes))
        bits = np.array([name_bits(name) << 16 | _TAG_BITS.get(tag, 0) for tag, name in numbers], np.int64)[kind_of]
        parents = np.fromiter(parents_of, np.int64, len(boxes))
        parents[0] = 0
        near = bits | bits[parents] | bits[parents[parents]]
        bits[0] = 0  # the body's own name speaks of the whole page
        far, depths, jump = bits, np.ones(len(parents), np.int64), parents
        depths[0] = 0
        for _ in range(7):  # each round doubles the reach: 128 boxes up
            far = far | far[jump]
            depths = depths + depths[jump]
            jump = jump[jump]
            if not jump.any():
                break
        alike: defaultdict[tuple[str, str], int] = defaultdict(count().__next__)
        plain = "\0".join(name for _, name in numbers).translate(NO_FIGURES).split("\0")  # one call for all names
        kinds = ((tag, name) for (tag, _), name in zip(numbers, plain, strict=True))
        alike_of = np.array([alike[kind] for kind in kinds], np.int64)[kind_of]
        shapes = number_groups(alike_of * len(alike) + alike_of[parents])
        return cls(parents, subtree_ends(boxes), depths, near, far, shapes)


def bits_of(values: Ints) -> NDArray[np.uint8]:
    """The :data:`BITS` bits of each value, a row each, the lowest first."""
    octets = values.astype("<i8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(octets, axis=1, count=BITS, bitorder="little")


def subtree_ends(boxes: Sequence[Box]) -> Ints:
    """Per box, the index behind its last descendant."""
    parents = [box.parent for box in boxes]
    ends = list(range(1, len(parents) + 1))
    for index in range(len(parents) - 1, 0, -1):
        parent = parents[index]
        if ends[parent] < ends[index]:
            ends[parent] = ends[index]
    return np.fromiter(ends, np.int64, len(ends))  # half the time of np.array, which looks what each one is


def subtree_sums(values: Floats, line_boxes: Ints, ends: Ints) -> Floats:
    """Sum each row of ``values`` (properties x lines) over the lines inside each box."""
    rows, boxes = len(values), len(ends)
    cells = np.arange(0, rows * boxes, boxes)[:, None] + line_boxes  # all rows are summed by box at once
    held = np.bincount(cells.ravel(), values.ravel(), minlength=rows * boxes).reshape(rows, boxes)
    running = np.zeros((rows, boxes + 1))
    held.cumsum(axis=1, out=running[:, 1:])
    return np.asarray(running[:, ends] - running[:, :-1], np.float32)
