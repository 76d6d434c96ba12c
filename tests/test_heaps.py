"""Heaps of keywords: lines of many with nothing between them, and where they are cut."""

from __future__ import annotations

import pytest

from cleaners.junk.lists.heaps import HEAP_CHARS, MAX_HEAP_CHARS, PIECE_CHARS, may_be_heap, split_heap

HEAP = "洛溪租车公司电话东渡代驾价格表平江搬家哪家好河口开锁上门多少钱海门疏通管道师傅"


def test_a_heap_is_long_and_has_no_mark() -> None:
    assert len(HEAP) >= HEAP_CHARS
    assert may_be_heap(HEAP)


@pytest.mark.parametrize("line", [HEAP[: HEAP_CHARS - 1], f"{HEAP[:20]}，{HEAP[20:]}", f"{HEAP[:20]} {HEAP[20:]}"])
def test_shorter_lines_and_such_with_a_mark_are_none(line: str) -> None:
    assert not may_be_heap(line)


def test_a_line_of_another_alphabet_is_none() -> None:
    assert not may_be_heap("x" * HEAP_CHARS + HEAP[:10])


def test_its_pieces_are_the_whole_of_it_and_cut_no_word_of_an_alphabet() -> None:
    pieces = split_heap(f"{HEAP}dnf2077{HEAP}")
    assert "".join(pieces) == f"{HEAP}dnf2077{HEAP}"
    assert all(PIECE_CHARS[0] <= len(piece) <= PIECE_CHARS[1] for piece in pieces)
    assert any("dnf2077" in piece for piece in pieces)


def test_an_endless_word_ends_no_piece() -> None:
    assert split_heap("x" * 50) == ()


def test_only_the_beginning_of_an_endless_heap_is_cut() -> None:
    assert len("".join(split_heap(HEAP * 100))) <= MAX_HEAP_CHARS
