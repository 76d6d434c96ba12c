"""When the scheduler hands out no more, and what it asks with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request

from pipelines.items import SUCCESSES, Page, PageKind, PageOutcome, Received
from spiders.loader import spider_class
from spiders.profile import Politeness
from spiders.profile_reader import parse_profile
from spiders.scheduler import DatabaseScheduler, Limits, request_for

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime.now(UTC)
LIST = Page("k", "http://www.hewan.example/", PageKind.LISTING, 0, NOW, NOW, 1, 0, PageOutcome.LINKS, Received('"1"'))
"""A list as its last visit left it."""
PROFILE = parse_profile("hewan", {"name": "河湾日报", "home": "http://www.hewan.example/"})


class Stats(dict[str, int]):
    """As much of Scrapy's counters as is asked for."""

    def get_value(self, name: str, default: int) -> int:
        return self.get(name, default)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[DatabaseScheduler]:
    stats: Any = Stats()
    scheduler = DatabaseScheduler(str(tmp_path / "news.db"), Limits(3, 1000, 60.0), stats)
    scheduler.open(spider_class(PROFILE)())
    for number in range(5):
        assert scheduler.enqueue_request(Request(f"http://www.hewan.example/{number}.html"))
    yield scheduler
    scheduler.close("finished")


def test_pages_are_bounded(scheduler: DatabaseScheduler) -> None:
    assert [scheduler.next_request() is not None for _ in range(4)] == [True, True, True, False]
    assert scheduler.spider.ending.reason == "pages"
    assert not scheduler.has_pending_requests()


def test_bytes_are_bounded(scheduler: DatabaseScheduler) -> None:
    assert scheduler.next_request()
    scheduler.stats["downloader/response_bytes"] = 1000
    assert scheduler.next_request() is None
    assert scheduler.spider.ending.reason == "bytes"


def test_what_waits_for_its_turn_is_left_when_the_bytes_are_spent(scheduler: DatabaseScheduler) -> None:
    left: list[bool] = []
    scheduler.stop_waiting = lambda: left.append(True)
    assert scheduler.next_request()
    scheduler.stats["downloader/response_bytes"] = 1000
    assert scheduler.next_request() is None
    assert left == [True]


def test_minutes_are_bounded(scheduler: DatabaseScheduler) -> None:
    scheduler.limits = Limits(3, 1000, 0.0)
    assert scheduler.next_request() is None
    assert scheduler.spider.ending.reason == "minutes"


def test_a_run_ends_when_its_hours_are_over(scheduler: DatabaseScheduler) -> None:
    now = datetime.now(PROFILE.timezone).time()
    other = (time(0), time(1)) if now >= time(2) else (time(12), time(13))
    values = {"name": "x", "home": PROFILE.home, "politeness": {"hours": f"{other[0]:%H:%M}-{other[1]:%H:%M}"}}
    scheduler.spider.profile = parse_profile("hewan", values)
    assert scheduler.spider.profile.politeness == Politeness(None, other)
    assert scheduler.next_request() is None
    assert scheduler.spider.ending.reason == "hours"


def test_what_a_page_in_flight_led_to_goes_on_after_the_budget(scheduler: DatabaseScheduler) -> None:
    request = scheduler.next_request()
    assert request is not None
    scheduler.spider.ending.end("busy")
    followed = request.replace(url="http://www.hewan.example/redirected.html")
    assert scheduler.enqueue_request(followed)
    assert scheduler.has_pending_requests()
    assert scheduler.next_request() is followed
    assert scheduler.next_request() is None


def test_what_a_page_led_to_is_left_to_the_next_run_when_the_operator_ends_this_one(
    scheduler: DatabaseScheduler,
) -> None:
    request = scheduler.next_request()
    assert request is not None
    scheduler.spider.ending.end("shutdown")
    assert scheduler.enqueue_request(request.replace(url="http://www.hewan.example/redirected.html"))
    assert not scheduler.has_pending_requests()
    assert scheduler.next_request() is None
    scheduler.close("shutdown")
    with closing(sqlite3.connect(scheduler.database)) as connection:
        assert connection.execute("SELECT DISTINCT state FROM pages").fetchall() == [("frontier",)]
    scheduler.open(scheduler.spider)  # as the fixture expects


def test_what_is_not_the_sites_fault_ends_a_run_before_what_may_be() -> None:
    """Pages that fail while a run is stopped are tried again, also where its budget was spent just before."""
    spider = spider_class(PROFILE)()
    for reason, stays in (("pages", "pages"), ("busy", "pages"), ("shutdown", "shutdown"), ("refusals", "shutdown")):
        spider.ending.end(reason)
        assert spider.ending.reason == stays
    assert spider.ending.is_ours


def test_an_address_that_is_none_is_dropped(scheduler: DatabaseScheduler) -> None:
    assert not scheduler.enqueue_request(Request("data:,x"))


@pytest.mark.parametrize(
    ("etag", "modified", "headers"),
    [
        (None, None, {}),
        ('"1"', None, {b"If-None-Match": [b'"1"']}),
        (None, "Thu, 29 Aug 2024 02:00:00 GMT", {b"If-Modified-Since": [b"Thu, 29 Aug 2024 02:00:00 GMT"]}),
    ],
)
def test_requests_are_conditional(etag: str | None, modified: str | None, headers: dict[bytes, list[bytes]]) -> None:
    spider = spider_class(PROFILE)()
    found: dict[Any, Any] = dict(request_for(LIST._replace(received=Received(etag, modified)), spider).headers)
    assert found == headers


def test_not_modified_is_not_believed_for_ever() -> None:
    spider = spider_class(PROFILE)()

    def conditional(page: Page) -> list[bool]:
        return [bool(request_for(page._replace(unchanged=times), spider).headers) for times in range(8)]

    assert conditional(LIST) == [True, False] * 4
    assert conditional(LIST._replace(depth=1)) == [True, True, True, False] * 2
    assert conditional(LIST._replace(kind=PageKind.SITEMAP)) == [True, True, True, False] * 2


@pytest.mark.parametrize("outcome", sorted(set(PageOutcome) - SUCCESSES))
def test_a_page_that_brought_nothing_last_time_is_asked_for_whole(outcome: PageOutcome) -> None:
    spider = spider_class(PROFILE)()
    assert not request_for(LIST._replace(outcome=outcome, failures=1), spider).headers


@pytest.mark.parametrize(
    ("kind", "outcome", "links_since", "conditional"),
    [
        (PageKind.LISTING, PageOutcome.LINKS, None, False),
        (PageKind.SITEMAP, PageOutcome.LINKS, date(2024, 8, 2), False),
        (PageKind.LISTING, PageOutcome.LINKS, date(2024, 8, 1), True),
        (PageKind.ARTICLE, PageOutcome.ARTICLE, None, True),
        (PageKind.ARTICLE, PageOutcome.REJECTED, None, False),
        (PageKind.ARTICLE, PageOutcome.REJECTED, date(2024, 8, 1), False),
    ],
)
def test_links_of_an_earlier_day_are_not_asked_for_conditionally(
    kind: PageKind, outcome: PageOutcome, links_since: date | None, conditional: bool
) -> None:
    page = LIST._replace(kind=kind, outcome=outcome, links_since=links_since)
    spider = spider_class(PROFILE)(since="2024-08-01")
    assert bool(request_for(page, spider).headers) is conditional
