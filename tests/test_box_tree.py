"""Boxes as arrays: ends, depths, shapes, and sums over all that a box holds."""

from __future__ import annotations

import numpy as np

from cleaners.body.box_tree import BoxTree, subtree_ends, subtree_sums
from cleaners.page.model import Box

BOXES = (Box(-1, "body", ""), Box(0, "div", "main"), Box(1, "p", ""), Box(1, "p", ""), Box(0, "div", "side"))
LINE_BOXES = np.array([2, 3, 4], np.int64)


def test_boxes_become_a_tree_of_arrays() -> None:
    tree = BoxTree.of(BOXES)
    assert tree.parents.tolist() == [0, 0, 1, 1, 0]
    assert tree.ends.tolist() == [5, 4, 3, 4, 5]
    assert tree.depths.tolist() == [0, 1, 2, 2, 1]
    assert tree.shapes[2] == tree.shapes[3] != tree.shapes[4]


def test_boxes_that_differ_in_their_numbers_are_alike() -> None:
    names = ("", "post-4", "post-5", "post", "note-4")
    shapes = BoxTree.of([Box(0 if at else -1, "div", name) for at, name in enumerate(names)]).shapes
    assert shapes[1] == shapes[2]
    assert len({shapes[1], shapes[4], shapes[0]}) == 3


def test_sums_are_taken_over_all_that_a_box_holds() -> None:
    sums = subtree_sums(np.array([[1, 2, 4]], np.float32), LINE_BOXES, subtree_ends(BOXES))
    assert sums.tolist() == [[7, 3, 1, 2, 4]]
