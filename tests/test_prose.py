"""Running text told from labels and lists, and the headings of comments."""

from __future__ import annotations

import pytest
from rows import every_row

from cleaners.lexicons import load_lexicon
from cleaners.lines.prose import is_prose, opens_comments


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("渡口昨天早晨复航，第一班船在六点开出，船上坐着二十多位赶早市的村民。", True),
        ("渡口复航。", False),
        ("首页 新闻 社会 体育 财经 娱乐 汽车 房产 教育 旅游 健康 视频 图片 专题 论坛 博客 天气", False),
        ("The ferry crossed to Saltmoor at dawn, and the fishermen cheered.", True),
        ("Home News Sport Weather Harbour Market Tides Letters Obituaries Archive", False),
    ],
)
def test_running_text_is_long_and_has_the_signs_of_sentences(line: str, told: bool) -> None:
    assert is_prose(line) is told


@every_row("row", load_lexicon("comment_words"), ids=lambda row: str(row["text"]))
def test_headings_of_comments(row: dict[str, str]) -> None:
    assert opens_comments(row["hit"])
    assert opens_comments(row["hit"].upper())
    assert not opens_comments(row["miss"])
    assert not opens_comments(row["hit"] + "，船工把缆绳解开，岸上放起了鞭炮")
