"""Headlines of other stories between an article's paragraphs."""

from __future__ import annotations

import pytest
from invented import TOLD

from cleaners.body.teasers import find_teasers, find_way_home
from cleaners.page.model import Line
from cleaners.page.parse import parse_page

URL = "https://www.hewan.example/2026/03/ferry.html"
TEASER = '<p><a href="/2026/02/bridge.html">Mayor opens new bridge after ten years of quarrel</a></p>'


def teasers(html: str, url: str | None = URL) -> list[str]:
    lines = parse_page(f"<body>{html}</body>", url).lines
    return [lines[at].text for at in find_teasers(lines, range(len(lines)), url)]


@pytest.mark.parametrize(
    "teaser",
    [
        TEASER,
        TEASER.replace("<a", "<strong>▶ <a").replace("</a>", "</a></strong>"),
        TEASER.replace("<p>", "<div>").replace("</p>", "</div>"),
        TEASER.replace('"/2026', '"https://m.hewan.example/2026'),
        '<p><a href="/n/2">Старый мост откроют после десяти лет споров</a></p>',
        '<p><a href="/n/2">古い橋が十年ぶりに開通へ、町長が発表</a></p>',
    ],
)
def test_a_headline_that_leads_to_another_story_is_none_of_the_text(teaser: str) -> None:
    (text,) = (line.text for line in parse_page(teaser, URL).lines)
    assert teasers(TOLD[0] + teaser + TOLD[1]) == [text]
    assert teasers("".join(TOLD) + teaser) == [text]


def test_two_of_them_go_and_a_list_of_them_stays() -> None:
    assert len(teasers(TOLD[0] + TEASER * 2 + TOLD[1])) == 2
    assert teasers(TOLD[0] + TEASER * 3 + TOLD[1]) == []


@pytest.mark.parametrize(("marked", "leads"), [("►", True), ("", False)])
def test_behind_an_arrow_it_may_stand_between_short_lines(marked: str, leads: bool) -> None:
    teaser = f'<p>{marked}<a href="/n/2">河灣古橋十年後將重新開放通行</a></p>'
    assert bool(teasers(f"<p>他沒有說話。</p>{teaser}<p>船開了。</p>")) == leads
    assert bool(teasers(f"<p>他沒有說話。</p>{teaser}")) == leads


@pytest.mark.parametrize(
    "html",
    [
        TOLD[0].replace("board.", "board:") + TEASER + TOLD[1],  # announced
        TOLD[0] + TEASER.replace("quarrel", "quarrel.") + TOLD[1],  # a sentence of the article
        TOLD[0] + TEASER.replace("/2026", "https://www.bridge.example/2026") + TOLD[1],  # a source elsewhere
        TOLD[0] + TEASER.replace("/2026/02/bridge.html", "#bridge") + TOLD[1],  # a place on this page
        TOLD[0] + TEASER.replace("p>", "h2>") + TOLD[1],  # a heading
        TOLD[0] + "<p>It left.</p>" + TEASER + TOLD[1],  # a list of short lines
        TOLD[0] + '<p><a href="/tours">Book a ferry tour</a></p>' + TOLD[1],  # no headline
        TOLD[0] + '<p><a href="/e">Harbour office cleaned ferry engine</a></p>' + TOLD[1],  # what is told next
        TEASER + TOLD[0] + TOLD[1],  # above the text
        TOLD[0] + '<p><a href="/docs/times.PDF?v=2">Timetable of all the boats from March to October</a></p>',
        TOLD[0] + '<p><a href="/get?id=7">附件1：河湾镇渡口春季航班时刻表.doc</a></p>',
        TOLD[0] + '<p><a href="/law/7">《河湾县渡口渡船安全管理办法（试行）》</a></p>' + TOLD[1],
    ],
)
def test_other_links_stay(html: str) -> None:
    assert teasers(html) == []


def test_what_heads_each_piece_of_a_round_up_stays() -> None:
    pieces = [TEASER.replace("bridge", name) + told for name, told in zip("abc", TOLD, strict=True)]
    assert teasers(TOLD[0] + "".join(pieces)) == []
    assert teasers(TOLD[0] + "".join(piece + TOLD[1] for piece in pieces)) == []
    assert len(teasers(TOLD[0] + "".join(piece + TOLD[1] * 2 for piece in pieces))) == 3


def test_without_an_address_only_relative_links_are_the_sites_own() -> None:
    assert len(teasers(TOLD[0] + TEASER + TOLD[1], None)) == 1
    assert teasers(TOLD[0] + TEASER.replace("/2026", "https://www.hewan.example/2026") + TOLD[1], None) == []


def test_nothing_taken_holds_none() -> None:
    assert find_teasers([Line("渡口复航", "p", 0)], [], URL) == []


@pytest.mark.parametrize(
    ("href", "goes"),
    [
        ("/", True),
        ("//www.hewan.example/", True),
        ("https://www.hewan.example/index.html", True),
        ("https://www.ferry.example/", False),  # whose page the text names
        ("/ferry/", False),
        ("#", False),
    ],
)
def test_the_way_home_below_a_text_is_none_of_it(href: str, goes: bool) -> None:
    way = f'<p><a href="{href}">[返回上一级]</a></p>'
    lines = parse_page(f"<body>{TOLD[0]}{way}</body>", URL).lines
    assert find_way_home(lines, [0, 1], URL) == ([1] if goes else [])
    assert find_way_home(lines[1:], [0], URL) == []
    announced = parse_page(f"<body>{TOLD[0]}<p>报名网址：</p>{way}</body>", URL).lines
    assert find_way_home(announced, [0, 1, 2], URL) == []
