"""Lists at the ends of lines: what the page's source shows to be an element of its own."""

from __future__ import annotations

import pytest

from cleaners.junk.lists.ends import listed_ends

PROSE = "河湾镇的老码头上午重新开放，第一班渡船载着三十多名乘客驶向对岸。"
ITEMS = "南湖彩票|金桥娱乐|东岭棋牌|西山竞猜|北苑电玩|星河注册|海角开户|云顶试玩|银杏体育|白鹭真人|青松直播"


@pytest.mark.parametrize("ahead", [True, False])
def test_an_element_at_an_end_of_a_line_is_a_list(ahead: bool) -> None:
    text = ITEMS + PROSE if ahead else PROSE + ITEMS
    ends = listed_ends(text, f"<p><b>{ITEMS}</b>{PROSE}</p>")
    assert ends.exact
    assert ends.spans == ([(0, len(ITEMS))] if ahead else [(len(PROSE), len(text))])


def test_an_element_that_is_the_whole_line_is_no_end_of_it() -> None:
    assert not listed_ends(ITEMS, f"<p>{ITEMS}</p>").exact


@pytest.mark.parametrize("mark", ["」「", "】【", "...", "‖", "="])
def test_an_odd_mark_parts_the_items_of_a_list_behind_a_sentence(mark: str) -> None:
    text = PROSE + ITEMS.replace("|", mark)
    assert listed_ends(text, "").spans == [(len(PROSE), len(text))]
