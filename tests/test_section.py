"""The channel an article ran in, from the trail above it."""

from __future__ import annotations

import pytest

from cleaners.section import find_section, trail_steps
from cleaners.structured import Statement, Statements


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("您所在位置: 首页 »聚焦明溪»正文", ("聚焦明溪",)),
        ("当前位置：首页 > 新闻 > 社会 > 正文", ("新闻", "社会")),
        ("首页 / 快讯 / 正文", ("快讯",)),
        ("明溪网 > 新闻 > 社会", ("明溪网", "新闻", "社会")),
        ("明溪网>>福建频道>>教育", ("明溪网", "福建频道", "教育")),
        ("首頁 > 地方新聞", ("地方新聞",)),
        ("您现在的位置：首页>>政务公开>>通知公告", ("政务公开", "通知公告")),
        ("首页 | 时事 | 生活 | 财经", ()),
        ("首页 - 新闻 - 体育 - 娱乐 - 财经 - 汽车 - 房产 - 女人", ()),
        ("老街重开，生意回来了", ()),
        ("气温 5 > 3", ()),
        ("", ()),
    ],
)
def test_trail_steps(line: str, steps: tuple[str, ...]) -> None:
    assert trail_steps(line) == steps


def test_section_is_the_last_step_that_is_not_the_headline() -> None:
    assert find_section(("新闻", "社会", "东山老街重开"), "东山老街重开", Statements()) == "社会"
    assert find_section(("社区",), "社区食堂开业半年 账本晒出来了", Statements()) == "社区"


def test_meta_data_where_there_is_no_trail() -> None:
    assert find_section((), "老街重开", Statements((Statement("section", "社会", "meta:columnname"),))) == "社会"
    assert find_section((), "老街重开", Statements()) is None
