"""Issues that a newspaper's calendar names."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from pipelines.items import PageKind
from spiders.answer import Answer
from spiders.arguments import Span
from spiders.discovery.calendars import find_calendars, read_calendar
from spiders.discovery.shapes import NOTHING_LEARNT
from spiders.document import Document
from spiders.follow import links_from
from spiders.profile_reader import parse_profile

PAPER = "http://paper.hewan.example"
TODAY = date(2024, 8, 30)
ADDRESSES = '{"data": [{"day": "%s", "url": "/epaper/20240829/311/index.html", "cover": "/epaper/20240829/1.jpg"}]}'
FILES = """<?xml version="1.0"?><periods>
<period><period_name>2024-08-29</period_name><front_page>9455__01.html</front_page></period>
<period><period_name>2024-08-30</period_name><front_page>9462__01.html</front_page></period></periods>"""
ISSUE = """<html><body>2024年08月30日<a href="/2024/08/30/9462__01.html">A01版：要闻</a>
<a href="/2024/08/30/9462__02.html">A02版：民生</a><a href="/2024/08/30/9462_1_88117.html">城北水库完成加固</a>
<script>$.get("/2024/08/period.xml", draw)</script></body></html>"""


def fronts(body: str, url: str = f"{PAPER}/api/dates") -> list[str]:
    return [link.url for link in read_calendar(Document(body.encode(), url, None))]


def queued(
    body: str, url: str, kind: PageKind = PageKind.EPAPER, span: Span | None = None, depth: int = 0
) -> list[tuple[str, str]]:
    answer = Answer(kind, url, body.encode(), None, depth, TODAY)
    profile = parse_profile("hewan", {"name": "河湾日报", "home": f"{PAPER}/"})
    pages = links_from(answer, profile, NOTHING_LEARNT, span or Span(), Counter())
    return [(page.kind.value, page.url.removeprefix(PAPER)) for page in pages]


@pytest.mark.parametrize("day", ["2024-08-29", "20240829", "2024-08-29 00:00:00", "2024/08/29", "2024年08月29日"])
def test_records_with_a_day_and_its_address_are_issues(day: str) -> None:
    assert fronts(ADDRESSES % day) == [f"{PAPER}/epaper/20240829/311/index.html"]


@pytest.mark.parametrize(
    "body",
    [
        ADDRESSES % "2024-08-28",  # the day of something else
        ADDRESSES % "第311期",
        '{"data": [{"day": "2024-08-29", "src": "/epaper/20240829/1.jpg"}]}',
        '{"data": [{"day": "2024-08-29", "url": "https://other.example/20240829/1.html"}]}',
        '[{"d": "2024-08-29", "u": "/a/20240829/1.html"}, {"d": "2024-08-29", "u": "/a/20240829/2.html"}]',
        "<html><body>2024-08-29</body></html>",
        "[[[",
        "",
    ],
)
def test_other_records_are_none(body: str) -> None:
    assert fronts(body) == []


def test_files_lie_in_the_folder_of_their_day_where_an_issue_told_which() -> None:
    asked = find_calendars(Document(ISSUE.encode(), f"{PAPER}/2024/08/30/9462__01.html", None), date(2024, 6, 20))
    assert [link.url.partition("#")[0] for link in asked] == [
        f"{PAPER}/2024/{month}/period.xml" for month in ("08", "07", "06")
    ]
    assert fronts(FILES, asked[0].url) == [f"{PAPER}/2024/08/29/9455__01.html", f"{PAPER}/2024/08/30/9462__01.html"]
    assert fronts(FILES) == []
    assert find_calendars(Document(ISSUE.encode(), f"{PAPER}/today.html", None), TODAY) == ()


def test_an_issue_leads_to_its_calendar_and_that_to_the_issues_wanted() -> None:
    front = f"{PAPER}/2024/08/30/9462__01.html"
    links = queued(ISSUE, front)
    assert ("epaper", "/2024/08/period.xml#/2024/08/30/{front}") in links
    back = queued(ISSUE, front, span=Span(date(2023, 8, 1)))
    assert [url for _, url in back if "period" in url][-1] == "/2023/08/period.xml#/2024/08/30/{front}"
    assert ("epaper", "/2023/08/02/9462__01.html") in back  # the calendar may not be there, or name days alone
    of_calendar = f"{PAPER}/2024/08/period.xml#/2024/08/30/{{front}}"
    assert queued(FILES, of_calendar, span=Span(date(2024, 8, 30))) == [("epaper", "/2024/08/30/9462__01.html")]
    assert len(queued(FILES.replace("-08-29", "-08-01"), of_calendar)) == 1  # older than those of a week


def test_a_paper_that_shows_no_issue_asks_its_calendar() -> None:
    door = "<div id=cal></div><script>$.ajax({url: '/epaper/getPeriods', data: {paperId: 3}})</script>"
    assert queued(door, f"{PAPER}/epaper/") == [("epaper", "/epaper/getPeriods?paperId=3")]
    assert queued(door.replace("getPeriods", "layoutDates"), f"{PAPER}/epaper/") != []
    for other in ("updateDates", "getServerDate", "validate", "candidates"):
        assert queued(door.replace("getPeriods", other), f"{PAPER}/epaper/") == []


def test_an_issue_that_nothing_called_one_goes_by_the_names_of_its_pages() -> None:
    kinds = {url: kind for kind, url in queued(ISSUE, f"{PAPER}/2024/08/30/9462__01.html", PageKind.LISTING, depth=1)}
    assert kinds["/2024/08/30/9462__02.html"] == "epaper"
    unnamed = ISSUE.replace("A02版：", "")
    kinds = {url: kind for kind, url in queued(unnamed, f"{PAPER}/2024/08/30/9462__01.html", PageKind.LISTING, depth=1)}
    assert "epaper" not in kinds.values()


HOME_CALENDAR = """[{"day": "2024-08-29", "url": "/e/20240829/1.html"},
{"day": "2024-09-02", "url": "/e/20240902/1.html"}]"""


@pytest.mark.parametrize(
    ("kind", "depth", "issues"),
    [
        (PageKind.EPAPER, 3, [("epaper", "/e/20240829/1.html")]),
        (PageKind.LISTING, 0, [("listing", "/e/20240829/1.html")]),  # asked for by a home page
        (PageKind.LISTING, 1, []),  # by a channel: events, tides
    ],
)
def test_days_to_come_and_calendars_of_channels_are_no_issues(
    kind: PageKind, depth: int, issues: list[tuple[str, str]]
) -> None:
    assert queued(HOME_CALENDAR, f"{PAPER}/api/dates", kind, depth=depth) == issues
