"""Paragraphs that a block element inside them had parted are whole again once it is cut."""

from __future__ import annotations

import time

import pytest

from cleaners import clean_html
from cleaners.junk.rejoin import without_lines
from cleaners.page.parse import parse_page

FIRST = "市文明办昨天召开会议，部署下一阶段的重点工作，各县区负责人参加了会议，"
SECOND = "要求把群众满意作为工作的出发点，认真听取意见，及时回应关切。"
NEXT = "与会人员围绕重点任务展开讨论，就如何抓好落实提出了意见和建议。"
JUNK = "真人百家乐开户,时时彩平台注册,网上赌场官网,老虎机游戏下载"


@pytest.mark.parametrize(
    "block",
    [
        f"<div style='display:none'>{JUNK}</div>",
        f"<div hidden><table><tr><td>{JUNK}</td></tr></table></div>",
        f"<ul>{''.join(f'<li><a href=//x.example.net/>{word}</a></li>' for word in JUNK.split(','))}</ul>",
        f"<div>{JUNK}</div>",
        f"<center>{JUNK}</center><p>{JUNK}</p>",
    ],
)
def test_a_paragraph_parted_by_junk_is_whole(block: str) -> None:
    page = f"<body><h1>会议部署工作</h1><div class=c><p>{FIRST}{block}{SECOND}</p><p>{NEXT}</p></div></body>"
    assert clean_html(page, "http://news.qz.example.com/1.html").text == f"{FIRST}{SECOND}\n{NEXT}"


def test_paragraphs_of_their_own_stay_apart() -> None:
    junk = f"<div style='display:none'>{JUNK}</div>"
    page = f"<body><h1>会议部署工作</h1><div class=c><p>{FIRST}</p>{junk}<p>{SECOND}</p><p>{NEXT}</p></div></body>"
    assert clean_html(page).text == f"{FIRST}\n{SECOND}\n{NEXT}"


def test_links_move_with_their_half() -> None:
    page = parse_page("<div><p>甲<div>junk</div>乙<a href='/1'>丙丁</a></p></div>", None)
    (line,) = without_lines(page.lines, {1}, page.boxes)
    assert line.text == "甲乙丙丁"
    assert [line.text[link.start : link.end] for link in line.links] == ["丙丁"]


def test_many_halves_take_no_long_time() -> None:
    page = parse_page("<div>" + "<p>甲<div>junk</div>乙</p>" * 5_000 + "</div>", None)
    start = time.process_time()
    lines = without_lines(page.lines, set(range(1, 15_000, 3)), page.boxes)
    assert {line.text for line in lines} == {"甲乙"}
    assert time.process_time() - start < 2.0  # a quadratic reading takes minutes
