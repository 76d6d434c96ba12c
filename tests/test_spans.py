"""Pieces of a line that are junk: what goes with them."""

from __future__ import annotations

import pytest

from cleaners.junk.spans import widen

BEFORE, BEHIND = "渡船载客离岸。", "乘客驶向对岸。"


@pytest.mark.parametrize("sign", ["", "。", "；", "…", "……", " …… "])
def test_what_closes_a_phrase_between_sentences_goes_with_it(sign: str) -> None:
    text = f"{BEFORE}金桥娱乐{sign}{BEHIND}"
    start, end = widen(text, len(BEFORE), len(BEFORE) + len("金桥娱乐"))
    assert text[:start] + text[end:] == BEFORE + BEHIND
