"""Seams between inline elements of a byline, found again in the page's source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.lines.seams import part_seams
from cleaners.page.parse import parse_page


def parted(body: str, head: str = "") -> list[str]:
    source = f"<html><head>{head}</head><body><div>{body}</div></body></html>"
    return [part_seams(line, source).text for line in parse_page(source, None).lines]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<i>2024-05-06 09:10</i><i>明溪日报</i><i>何岱青</i>", "2024-05-06 09:10 明溪日报 何岱青"),
        ("<i>3小时前</i><i>来源：明溪日报</i>", "3小时前 来源：明溪日报"),
        ("<i>3日前</i><i>来源：明溪日报</i>", "3日前 来源：明溪日报"),
        ("<i>何岱青</i><b>明溪&middot;日报</b><i>2024-05-06</i>", "何岱青 明溪·日报 2024-05-06"),
        ("<i>2024-05-06</i> <i>明溪日报</i>", "2024-05-06 明溪日报"),
        ("2024-05-06明溪日报", "2024-05-06明溪日报"),
        ("<i>2024-05-06</i><i>12评论</i>", "2024-05-06 12评论"),
        ("<i>05.06.2024</i><i>128</i>", "05.06.2024 128"),
        ("<b>By Jane Rowe</b><i>May 6, 2024</i><i>4 min read</i>", "By Jane Rowe May 6, 2024 4 min read"),
        ("<i>December 22, 2024</i><i>3:00 AM ET</i>", "December 22, 2024 3:00 AM ET"),
        ("May 6, 20244 ferries", "May 6, 20244 ferries"),
        ("<i>明溪日报</i><i>何岱青</i>", "明溪日报何岱青"),
        ("<b>2024</b>年<b>5</b>月6日<i>明溪日报</i>", "2024年5月6日明溪日报"),
    ],
)
def test_elements_of_a_byline_are_parted(body: str, text: str) -> None:
    assert parted(body, "<meta name=pubdate content='2024-05-06'>") == [text]


def test_links_keep_their_text() -> None:
    source = "<body><div><a href=/u>何岱青</a><i>2024-05-06</i><a href=/s>明溪日报</a></div></body>"
    line = part_seams(parse_page(source, None).lines[0], source)
    assert [line.text[link.start : link.end] for link in line.links] == ["何岱青", "明溪日报"]


def test_emphasis_in_a_sentence_is_no_seam() -> None:
    body = f"<p>老街在<b>2024-05-06</b>重开，{'客人排起了长队，' * 20}掌柜很高兴。</p>"
    assert "在2024" in parted(body)[0]


@settings(max_examples=80)
@given(st.lists(st.text(alphabet="何青 2024-0506<>&;/a\n", max_size=12), max_size=6))
def test_only_spaces_are_added(parts: list[str]) -> None:
    source = "<body><div><i>2024-05-06</i>" + "".join(f"<i>{part}</i>" for part in parts) + "</div></body>"
    for line in parse_page(source, None).lines:
        assert part_seams(line, source).text.replace(" ", "") == line.text.replace(" ", "")
