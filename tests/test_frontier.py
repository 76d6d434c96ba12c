"""The frontier and a crawl's books, on real database files."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from cleaners import Article, Block, BlockKind, Rejection
from pipelines.frontier import says_changed
from pipelines.items import FinishedPage, NewPage, Page, PageKind, PageOutcome, Received, Visit
from pipelines.ledger import MAX_WAITING, Ledger
from pipelines.store import Store
from pipelines.values import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2024, 8, 29, 4, tzinfo=UTC)


def new(name: str, kind: PageKind = PageKind.ARTICLE, day: date | None = None, depth: int = 0) -> NewPage:
    return NewPage(f"https://hewan.example/{name}", f"http://www.hewan.example/{name}", kind, day, depth)


def article_visit(page: Page | NewPage, text: str = "水库加固完成。", at: datetime = NOW) -> Visit:
    article = Article(url=page.url, title="水库", text=text, blocks=(Block(BlockKind.PARAGRAPH, text),))
    return Visit("hewan", page.url, page.normalised_url, at, 200, article, "1")


def finished(page: Page, outcome: PageOutcome = PageOutcome.ARTICLE, **more: object) -> FinishedPage:
    done = FinishedPage(page=page, outcome=outcome, visited_at=NOW, next_visit_at=NOW + timedelta(hours=2))
    return replace(done, **more)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def ledger(path: Path, empty: Path) -> Iterator[Ledger]:
    shutil.copy(empty, path)
    ledger = open_ledger(path)
    yield ledger
    ledger.store.close()


def open_ledger(path: Path, now: datetime = NOW) -> Ledger:
    store = Store.open(path)
    with store.batch():
        store.connection.execute("INSERT OR IGNORE INTO sites (name) VALUES ('hewan')")
    ledger = Ledger(store, "hewan")
    ledger.open(now)
    return ledger


def test_a_run_for_certain_days_takes_what_others_left_over_last(ledger: Ledger) -> None:
    """Of a first run cut off by its budget, thousands of newer articles came before the years that were asked for."""
    ledger.queue(new("newer", day=date(2024, 8, 20)))
    ledger.queue(new("undated"))
    ledger.queue(new("older", day=date(2019, 1, 1)))
    ledger.queue(new("wanted", day=date(2020, 5, 1)))
    ledger.queue(new("list", kind=PageKind.LISTING, depth=1))
    ledger.days = (date(2020, 1, 1), date(2020, 12, 31))
    taken = [page.url.rpartition("/")[2] for page in iter(ledger.take, None)]
    assert taken == ["wanted", "undated", "list", "newer", "older"]


def test_what_others_left_over_waits_while_the_home_page_is_read(ledger: Ledger) -> None:
    """Sixty-four of them were taken with the home page: a short run for certain days brought nothing of these."""
    ledger.queue(new("newer", day=date(2024, 8, 20)))
    ledger.queue(new("older", day=date(2019, 1, 1)))
    ledger.queue(new("list", kind=PageKind.LISTING))
    ledger.days = (date(2020, 1, 1), date(2020, 12, 31))
    taken = [ledger.take(), ledger.take()]
    ledger.queue(new("wanted", day=date(2020, 5, 1)))
    taken += iter(ledger.take, None)
    assert [page.url.rpartition("/")[2] for page in taken if page] == ["list", "newer", "wanted", "older"]


def run_for(path: Path, page: NewPage, outcome: PageOutcome = PageOutcome.ARTICLE, **more: object) -> Ledger:
    """A run that asks for one page; returns its closed books."""
    ledger = open_ledger(path)
    ledger.queue(page)
    taken = ledger.take()
    assert taken is not None
    ledger.finish(finished(taken, outcome, **more))
    ledger.close()
    return ledger


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def take_all(ledger: Ledger) -> list[str]:
    taken = iter(ledger.take, None)
    return [page.normalised_url.rpartition("/")[2] for page in taken]


def test_order_start_points_sitemaps_newest_articles_then_further_listings(ledger: Ledger) -> None:
    pages = [
        new("list2", PageKind.LISTING, depth=1),
        new("old", day=date(2024, 8, 1)),
        new("undated", PageKind.UNKNOWN),
        new("fresh", day=date(2024, 8, 29)),
        new("map2", PageKind.SITEMAP, depth=1),
        new("map-2015", PageKind.SITEMAP, date(2015, 1, 1), depth=1)._replace(later=True),
        new("home", PageKind.LISTING),
    ]
    with ledger.store.batch():
        assert ledger.frontier.add(pages, NOW) == 7
        assert ledger.frontier.add(pages, NOW) == 0
    assert take_all(ledger) == ["home", "map2", "fresh", "old", "undated", "map-2015", "list2"]


def test_a_list_that_a_list_calls_an_article_is_read_as_one_once(path: Path) -> None:
    home = new("home", PageKind.LISTING)
    named = new("water", day=date(2024, 8, 29))
    state = "SELECT kind, state, outcome FROM pages WHERE url LIKE '%/water'"

    def lists_run(links: tuple[NewPage, ...]) -> Ledger:
        ledger = open_ledger(path)
        ledger.queue(home)
        page = ledger.take()
        assert page is not None
        ledger.finish(finished(page, PageOutcome.LINKS, links=links))
        ledger.flush()
        return ledger

    ledger = lists_run((new("water", PageKind.LISTING),))
    page = ledger.take()
    assert page is not None
    ledger.finish(finished(page, PageOutcome.LINKS, received=Received('"1"'), links=(named,)))
    ledger.close()
    assert rows(path, state) == [("listing", "done", "links")]

    ledger = lists_run((named, home._replace(kind=PageKind.ARTICLE, day=named.day)))
    page = ledger.take()
    assert page is not None
    assert (page.kind, page.received.etag, page.day) == (PageKind.UNKNOWN, None, named.day)
    ledger.finish(finished(page, PageOutcome.LINKS))
    assert ledger.take() is None
    ledger.close()
    assert rows(path, state) == [("listing", "done", "links")]
    assert lists_run((named,)).take() is None


def test_links_article_and_state_are_written_together(ledger: Ledger, path: Path) -> None:
    ledger.queue(new("a"))
    page = ledger.take()
    assert page is not None
    assert rows(path, "SELECT state FROM pages") == [("in_flight",)]
    ledger.finish(finished(page, visit=article_visit(page), links=(new("b"), new("c"))))
    assert rows(path, "SELECT count(*) FROM articles") == [(0,)]
    ledger.flush()
    assert rows(path, "SELECT count(*) FROM articles") == [(1,)]
    assert rows(path, "SELECT state, count(*) FROM pages GROUP BY 1 ORDER BY 1") == [("done", 1), ("frontier", 2)]
    assert rows(path, "SELECT fetch_count, found_on FROM pages ORDER BY url") == [
        (1, None), (0, "https://hewan.example/a"), (0, "https://hewan.example/a"),
    ]  # fmt: skip
    assert ledger.tally.counts[Outcome.NEW] == 1
    assert ledger.tally.counts["new_links"] == 2


def test_what_was_cut_off_is_taken_again_behind_everything_else(path: Path) -> None:
    ledger = open_ledger(path)
    with ledger.store.batch():
        ledger.frontier.add([new("a", day=date(2024, 8, 29))], NOW)
    assert take_all(ledger) == ["a"]
    ledger.store.close()  # As kill -9 leaves it: nothing given back.
    ledger = open_ledger(path)
    assert ledger.tally.counts["recovered"] == 1
    with ledger.store.batch():
        ledger.frontier.add([new("b", day=date(2024, 8, 1))], NOW)
    assert take_all(ledger) == ["b", "a"]
    ledger.store.close()


def test_closing_gives_back_what_was_not_fetched(path: Path) -> None:
    ledger = open_ledger(path)
    with ledger.store.batch():
        ledger.frontier.add([new(str(number)) for number in range(5)], NOW)
    page = ledger.take()
    assert page is not None
    ledger.finish(finished(page, PageOutcome.NOT_FOUND))
    ledger.close()
    assert rows(path, "SELECT state, count(*) FROM pages GROUP BY 1 ORDER BY 1") == [("failed", 1), ("frontier", 4)]


def test_due_pages_come_again_and_only_they(path: Path) -> None:
    ledger = open_ledger(path)
    with ledger.store.batch():
        ledger.frontier.add([new("soon"), new("never")], NOW)
    for page in iter(ledger.take, None):
        later = NOW + timedelta(hours=2) if page.normalised_url.endswith("soon") else None
        ledger.finish(finished(page, visit=article_visit(page), received=Received('"7"'), next_visit_at=later))
    ledger.close()
    early, late = NOW + timedelta(hours=1), NOW + timedelta(hours=3)
    for time, names in ((early, []), (late, ["soon"])):
        ledger = open_ledger(path, time)
        pages = list(iter(ledger.take, None))
        assert [page.normalised_url.rpartition("/")[2] for page in pages] == names
        assert [page.received.etag for page in pages] == ['"7"'] * len(names)
        ledger.close()


def test_what_could_not_be_had_comes_behind_all_else_the_more_often_the_later(path: Path) -> None:
    for name in ("twice", "once", "twice"):
        page = new(name, day=date(2024, 8, 28), depth=1)
        run_for(path, page, PageOutcome.HTTP_ERROR, next_visit_at=NOW)
    run_for(path, new("known", day=date(2024, 8, 1), depth=1), next_visit_at=NOW)
    ledger = open_ledger(path)
    ledger.queue(new("list", PageKind.LISTING, depth=1))
    names = [key.rpartition("/")[2] for key in take_all(ledger)]
    assert names[-2:] == ["once", "twice"]
    assert set(names[:-2]) == {"known", "list"}


def test_a_sitemap_that_states_a_later_change_brings_a_page_back(path: Path, ledger: Ledger) -> None:
    run_for(path, new("a"), visit=article_visit(new("a")), next_visit_at=None)
    with ledger.store.batch():
        assert ledger.frontier.add([new("a", day=date(2024, 8, 29))], NOW) == 0
        assert ledger.frontier.add([new("a", day=date(2031, 1, 1))], NOW + timedelta(days=2)) == 0
        assert ledger.frontier.add([new("a", day=date(2024, 8, 31))], NOW + timedelta(days=2)) == 1
    again = ledger.take()
    assert again is not None
    assert (again.url, again.day) == (new("a").url, date(2024, 8, 31))


def known_articles(ledger: Ledger, count: int, at: datetime) -> list[NewPage]:
    """Articles that were found and stored at a time."""
    pages = [new(f"a{number}") for number in range(count)]
    for page in pages:
        visit_once(ledger, page, PageOutcome.ARTICLE, at, visit=article_visit(taken_of(page), page.url, at))
    return pages


def taken_of(page: NewPage) -> Page:
    return Page(page.normalised_url, page.url, page.kind, 0, NOW, None, 0, 0, None)


def test_a_sitemap_that_calls_everything_changed_says_when_it_was_made(ledger: Ledger) -> None:
    pages = known_articles(ledger, 30, NOW)
    today = NOW + timedelta(days=4)
    dated = [page._replace(day=today.date()) for page in pages]
    assert ledger.frontier.add(dated, today) == 0
    some = [page._replace(day=date(2024, 8, 20)) for page in pages[:20]] + dated[20:]
    assert ledger.frontier.add(some, today) == 10


def test_a_few_articles_changed_in_a_short_sitemap_are_believed(ledger: Ledger) -> None:
    pages = known_articles(ledger, 5, NOW)
    today = NOW + timedelta(days=4)
    assert ledger.frontier.add([page._replace(day=today.date()) for page in pages], today) == 5


@pytest.mark.parametrize(
    ("unchanged", "days", "asked"),
    [(0, 0, False), (0, 1, True), (1, 1, False), (1, 2, True), (5, 25, False), (5, 26, True)],
)
def test_a_hint_that_was_false_counts_less(unchanged: int, days: int, asked: bool) -> None:
    visited = date(2024, 8, 29)
    assert says_changed(visited + timedelta(days=days), visited, unchanged) is asked


def test_looks_at_what_never_changes_become_rare_though_it_is_dated_anew_every_day() -> None:
    visited = date(2024, 1, 1)
    looks: list[date] = []
    for day in (date(2024, 1, 1) + timedelta(days=number) for number in range(3 * 366)):
        if says_changed(day, visited, len(looks)):
            visited = day
            looks.append(day)
    assert sum(day.year == 2024 for day in looks) <= 12
    assert sum(day.year == 2026 for day in looks) <= 3


def test_a_page_that_is_no_article_is_not_asked_for_each_day_because_a_sitemap_dates_it_anew(ledger: Ledger) -> None:
    page = new("about")
    visit = replace(article_visit(taken_of(page)), article=Article(url=page.url, rejection=Rejection.TOO_SHORT))
    visit_once(ledger, page, PageOutcome.REJECTED, NOW, visit=visit, next_visit_at=None)
    tomorrow = NOW + timedelta(days=1)
    assert ledger.frontier.add([page._replace(day=tomorrow.date())], tomorrow) == 0


def test_days_are_those_of_the_outlet(path: Path) -> None:
    """Between midnight and eight in the morning it is still yesterday in UTC."""
    ledger = open_ledger(path)
    ledger.frontier.zone = ZoneInfo("Asia/Shanghai")
    one_in_the_morning = datetime(2024, 8, 29, 17, tzinfo=UTC)
    page = known_articles(ledger, 1, one_in_the_morning)[0]
    ledger.frontier.add([page._replace(day=date(2024, 8, 30))], one_in_the_morning + timedelta(hours=1))
    assert not ledger.frontier.has_queued()
    ledger.store.close()


def test_dates_of_a_clock_that_was_wrong_keep_nothing_waiting(ledger: Ledger) -> None:
    ahead = NOW + timedelta(days=365)
    listing, further = new("ms", PageKind.LISTING), new("ms_2", PageKind.LISTING, depth=2)
    visit_once(ledger, listing, PageOutcome.LINKS, ahead, next_visit_at=ahead + timedelta(hours=6))
    visit_once(ledger, further, PageOutcome.LINKS, ahead, next_visit_at=None)
    article = new("a")  # which looked too old to be looked at again
    visit_once(ledger, article, PageOutcome.ARTICLE, ahead, next_visit_at=None, visit=article_visit(taken_of(article)))
    ledger.open(NOW)
    assert sorted(take_all(ledger)) == ["a", "ms"]
    ledger.frontier.add([further._replace(again=True)], NOW)
    assert take_all(ledger) == ["ms_2"]


@pytest.mark.parametrize(
    "found",
    [
        new("list_2", PageKind.LISTING, depth=2)._replace(again=True),
        new("list_2", PageKind.LISTING, depth=2)._replace(back_to=date(2020, 1, 1)),
        new("list_2", day=date(2024, 9, 2)),
        new("list_2"),
    ],
)
def test_a_run_asks_for_no_page_twice_whatever_leads_to_it(ledger: Ledger, path: Path, found: NewPage) -> None:
    ledger.queue(found)
    page, later = ledger.take(), NOW + timedelta(days=3)
    assert page is not None
    ledger.finish(finished(page, PageOutcome.LINKS, visited_at=later - timedelta(hours=1), next_visit_at=NOW))
    ledger.flush()
    with ledger.store.batch():
        assert ledger.frontier.add([found], later) == 0
    ledger.queue(found)
    assert take_all(ledger) == []
    ledger.close()
    assert take_all(open_ledger(path, later)) == ["list_2"]


def test_an_article_is_not_read_for_older_links(path: Path, ledger: Ledger) -> None:
    run_for(path, new("a"), visit=article_visit(new("a")))
    run_for(path, new("list", PageKind.LISTING), PageOutcome.LINKS)
    refused = {"short": Rejection.TOO_SHORT, "teasers": Rejection.LISTING}
    for name, reason in refused.items():
        visit = replace(article_visit(new(name)), article=Article(url=new(name).url, rejection=reason))
        run_for(path, new(name), PageOutcome.REJECTED, visit=visit)
    links = [new(name, PageKind.LISTING)._replace(back_to=date(2020, 1, 1)) for name in ("a", "list", *refused)]
    with ledger.store.batch():
        ledger.frontier.add(links, NOW)
    assert sorted(take_all(ledger)) == ["list", "teasers"]


def test_further_pages_come_again_when_the_page_before_has_news(path: Path, ledger: Ledger) -> None:
    listing = new("list_2", PageKind.LISTING, depth=2)
    run_for(path, listing, PageOutcome.LINKS, next_visit_at=None)
    with ledger.store.batch():
        ledger.frontier.add([listing], NOW + timedelta(hours=1))
        assert not ledger.frontier.has_queued()
        ledger.frontier.add([listing._replace(again=True)], NOW + timedelta(minutes=1))
        assert not ledger.frontier.has_queued()
        ledger.frontier.add([listing._replace(again=True)], NOW + timedelta(hours=1))
    assert take_all(ledger) == ["list_2"]


@pytest.mark.parametrize("waits", [False, True])
def test_lists_are_forgotten_also_where_they_wait(path: Path, ledger: Ledger, waits: bool) -> None:
    for page in (new("list", PageKind.LISTING), new("a", PageKind.ARTICLE)):
        run_for(path, page, PageOutcome.LINKS, received=Received('"1"'), next_visit_at=None, links_since=NOW.date())
    if waits:  # a run that was cut off left it so
        ledger.queue(new("list", PageKind.LISTING))
    ledger.forget_lists(NOW)
    ledger.queue(new("a", PageKind.ARTICLE))
    ledger.open(NOW)
    taken = {page.normalised_url.rpartition("/")[2]: page for page in iter(ledger.take, None)}
    assert (taken["list"].received.etag, taken["list"].links_since) == (None, None)
    assert taken["a"].received.etag == '"1"'


def test_failures_count_up_and_keep_what_the_last_good_visit_said(path: Path) -> None:
    for outcome in (PageOutcome.LINKS, PageOutcome.UNREACHABLE, PageOutcome.HTTP_ERROR):
        etag = '"1"' if outcome is PageOutcome.LINKS else None
        run_for(path, new("a"), outcome, received=Received(etag), status=500)
    assert rows(path, "SELECT state, error_count, fetch_count, etag FROM pages") == [("failed", 2, 3, '"1"')]


def test_a_page_that_leads_to_another_is_kept_once(ledger: Ledger, path: Path) -> None:
    ledger.queue(new("short"))
    page = ledger.take()
    assert page is not None
    visit = replace(article_visit(page), normalised_url="https://hewan.example/full")
    ledger.finish(finished(page, PageOutcome.DUPLICATE, visit=visit, duplicate_of="https://hewan.example/full"))
    ledger.flush()
    assert rows(path, "SELECT url, outcome, redirected_to, state FROM pages ORDER BY url") == [
        ("https://hewan.example/full", "article", None, "done"),
        ("https://hewan.example/short", "duplicate", "https://hewan.example/full", "done"),
    ]
    assert rows(path, "SELECT normalised_url FROM articles") == [("https://hewan.example/full",)]


def visit_once(ledger: Ledger, page: NewPage, outcome: PageOutcome, at: datetime, **more: object) -> Page:
    """Ask for a page by name at a time; give it as it was taken."""
    ledger.queue(page)
    taken = ledger.take()
    assert taken is not None
    ledger.finish(finished(taken, outcome, visited_at=at, **more))
    ledger.flush()
    ledger.frontier.recover()  # as the next run begins
    return taken


@pytest.mark.parametrize("outcome", [PageOutcome.FORBIDDEN, PageOutcome.OUT_OF_SCOPE, PageOutcome.TOO_LARGE])
def test_a_refusal_is_asked_again_when_it_is_due(ledger: Ledger, outcome: PageOutcome) -> None:
    visit_once(ledger, new("ms", PageKind.LISTING), outcome, NOW)
    ledger.open(NOW + timedelta(hours=3))
    assert take_all(ledger) == ["ms"]


def test_a_list_asked_for_by_its_address_alone_stays_a_list(ledger: Ledger, path: Path) -> None:
    visit_once(ledger, new("ms", PageKind.LISTING, depth=1), PageOutcome.LINKS, NOW)
    assert visit_once(ledger, new("ms", PageKind.UNKNOWN), PageOutcome.LINKS, NOW).kind is PageKind.LISTING
    assert rows(path, "SELECT kind, depth FROM pages") == [("listing", 1)]


def test_a_page_says_how_often_it_was_found_as_it_was(ledger: Ledger) -> None:
    listing = new("ms", PageKind.LISTING)
    visits = [(True, 0), (False, 0), (False, 1), (True, 2), (False, 0)]
    found = [visit_once(ledger, listing, PageOutcome.LINKS, NOW, changed=changed).unchanged for changed, _ in visits]
    assert found == [unchanged for _, unchanged in visits]


def test_a_page_says_whether_it_ever_was_good_and_how_often_it_failed_since(ledger: Ledger) -> None:
    listing, article = new("ms", PageKind.LISTING), new("a")
    rejected = Article(url=article.url, rejection=Rejection.EMPTY)
    for outcome in (PageOutcome.NOT_FOUND, PageOutcome.LINKS):
        assert not visit_once(ledger, listing, outcome, NOW, changed=True).was_read
    for failures in range(3):
        taken = visit_once(ledger, listing, PageOutcome.FORBIDDEN, NOW)
        assert (taken.was_read, taken.failures) == (True, failures)
    page = visit_once(ledger, article, PageOutcome.NOT_FOUND, NOW)
    assert (page.was_read, page.failures) == (False, 0)
    visit_once(ledger, article, PageOutcome.ARTICLE, NOW, visit=article_visit(page))
    for failures in range(3):
        visit = replace(article_visit(page), article=rejected)
        taken = visit_once(ledger, article, PageOutcome.REJECTED, NOW, visit=visit)
        assert (taken.was_read, taken.failures) == (True, failures)


@pytest.mark.parametrize("outcome", [PageOutcome.NOT_FOUND, PageOutcome.FORBIDDEN, PageOutcome.OUT_OF_SCOPE])
@pytest.mark.parametrize(
    ("kind", "linked_from", "revived"),
    [
        (PageKind.LISTING, PageKind.LISTING, True),
        (PageKind.SITEMAP, PageKind.SITEMAP, True),
        (PageKind.ARTICLE, PageKind.LISTING, True),
        (PageKind.ARTICLE, PageKind.FEED, True),
        (PageKind.ARTICLE, PageKind.SITEMAP, False),
    ],
)
def test_a_link_brings_back_what_was_given_up_once_in_two_weeks(
    ledger: Ledger, outcome: PageOutcome, kind: PageKind, linked_from: PageKind, revived: bool
) -> None:
    page, source = new("a", kind, depth=1), new("source", linked_from)
    visit_once(ledger, page, outcome, NOW, next_visit_at=None)
    for days, is_asked in ((3, False), (15, revived), (15, False)):
        at = NOW + timedelta(days=days)
        visit_once(ledger, source, PageOutcome.LINKS, at, links=(page,))
        assert ledger.frontier.has_queued() == is_asked
        if is_asked:
            visit_once(ledger, page, outcome, at, next_visit_at=None)


def test_further_pages_of_an_article_are_not_fetched_as_articles(ledger: Ledger) -> None:
    ledger.queue(new("a"))
    page = ledger.take()
    assert page is not None
    ledger.finish(finished(page, visit=article_visit(page), parts=("https://hewan.example/a_2",)))
    ledger.flush()
    with ledger.store.batch():
        assert ledger.frontier.add([new("a_2")], NOW) == 0


def test_an_unchanged_article_was_seen_again(path: Path) -> None:
    run_for(path, new("a"), visit=article_visit(new("a")))
    ledger = run_for(path, new("a"), visited_at=NOW + timedelta(days=1))
    assert ledger.tally.counts[Outcome.UNCHANGED] == 1
    assert rows(path, "SELECT last_seen_at, revision FROM articles") == [("2024-08-30T04:00:00+00:00", 1)]
    assert rows(path, "SELECT fetch_count, unchanged_streak FROM pages") == [(2, 1)]


def test_rejections_and_removed_lines_are_counted(ledger: Ledger) -> None:
    ledger.queue(new("a"))
    page = ledger.take()
    assert page is not None
    visit = replace(article_visit(page), article=Article(url=page.url, rejection=Rejection.TOO_SHORT))
    ledger.finish(finished(page, PageOutcome.REJECTED, visit=visit))
    ledger.flush()
    assert ledger.tally.rejections == {"too_short": 1}
    assert ledger.tally.counts[Outcome.REJECTED] == 1


def test_many_pages_are_written_without_waiting(ledger: Ledger, path: Path) -> None:
    with ledger.store.batch():
        ledger.frontier.add([new(str(number)) for number in range(MAX_WAITING)], NOW)
    for page in list(iter(ledger.take, None)):
        ledger.finish(finished(page, visit=article_visit(page)))
    assert rows(path, "SELECT count(*) FROM articles") == [(MAX_WAITING,)]


def test_a_site_begins_empty_until_an_article_is_stored_under_any_name(path: Path) -> None:
    assert open_ledger(path).begins_empty
    run_for(path, new("list", PageKind.LISTING), PageOutcome.LINKS)
    assert open_ledger(path).begins_empty
    run_for(path, new("a"), visit=article_visit(new("a")))
    ledger = open_ledger(path)
    assert not ledger.begins_empty
    with ledger.store.batch():
        ledger.store.connection.execute("UPDATE sites SET host = 'hewan.example'")
        ledger.store.connection.execute("INSERT INTO sites (name, host) VALUES ('daily', 'hewan.example'), ('x', 'x')")
    for name, is_empty in (("daily", False), ("x", True)):
        other = Ledger(ledger.store, name)
        other.open(NOW)
        assert other.begins_empty is is_empty
    alone = Ledger(ledger.store, "x", only="https://x.example/1")
    alone.open(NOW)
    assert not alone.begins_empty


MAINTENANCE = "系统维护中，本网站正在进行升级维护，暂时无法访问。"


def visit_again(path: Path, texts: dict[str, str], hours: int) -> Ledger:
    """A run that finds known articles with these texts; its closed books."""
    ledger = open_ledger(path)
    at = NOW + timedelta(hours=hours)
    for name, text in texts.items():
        ledger.queue(new(name))
        page = ledger.take()
        assert page is not None
        ledger.finish(finished(page, visit=article_visit(page, text, at), visited_at=at))
    ledger.close()
    return ledger


def test_a_page_that_stands_in_place_of_several_articles_is_no_edit_of_any(path: Path) -> None:
    texts = {name: f"第{name}号水库加固完成。" for name in "abcd"}
    visit_again(path, texts, 0)
    run = visit_again(path, {"a": MAINTENANCE, "b": MAINTENANCE, "c": "第c号水库加固完成，库容恢复。"}, 24)
    assert (run.tally.counts[Outcome.CHANGED], run.tally.counts[Outcome.REJECTED]) == (1, 2)
    assert run.tally.rejections == {"standing_page": 2}
    run = visit_again(path, {"d": MAINTENANCE}, 48)  # alone, but known by now
    assert run.tally.rejections == {"standing_page": 1}
    assert rows(path, "SELECT text FROM articles ORDER BY url") == [
        ("第a号水库加固完成。",), ("第b号水库加固完成。",), ("第c号水库加固完成，库容恢复。",), ("第d号水库加固完成。",)
    ]  # fmt: skip
    assert rows(path, "SELECT count(*), max(cause) FROM revisions") == [(1, "edited")]
    assert rows(path, "SELECT DISTINCT outcome FROM pages WHERE url NOT LIKE '%c'") == [("rejected",)]


def test_articles_that_come_to_one_text_in_run_after_run_are_no_edits_either(path: Path) -> None:
    visit_again(path, {name: f"第{name}号水库加固完成。" for name in "abc"}, 0)
    runs = [visit_again(path, {name: MAINTENANCE}, hours) for hours, name in enumerate("abc", 1)]
    assert [run.tally.counts[Outcome.CHANGED] for run in runs] == [1, 0, 0]
    assert rows(path, "SELECT count(*) FROM revisions") == [(1,)]


def hand_in(path: Path, text: str) -> Ledger:
    """A run that has read one known article with this text; its open books."""
    ledger = open_ledger(path)
    ledger.queue(new("a"))
    page = ledger.take()
    assert page is not None
    ledger.finish(finished(page, visit=article_visit(page, text)))
    return ledger


def test_an_edit_that_is_not_believed_is_fetched_again_by_the_next_run(path: Path) -> None:
    visit_again(path, {"a": "水库加固完成。"}, 0)
    ledger = hand_in(path, MAINTENANCE)
    ledger.close(believed=False)
    assert rows(path, "SELECT text FROM articles") == [("水库加固完成。",)]
    ledger = open_ledger(path)
    assert take_all(ledger) == ["a"]
    ledger.store.close()


def test_an_edit_of_a_text_that_stands_at_two_addresses_is_one(path: Path) -> None:
    visit_again(path, dict.fromkeys("abc", "水库加固完成。"), 0)
    run = visit_again(path, dict.fromkeys("ab", "水库加固完成，库容恢复。"), 24)
    assert run.tally.counts[Outcome.CHANGED] == 2
    run = visit_again(path, {"c": "水库加固完成，库容恢复。"}, 48)
    assert run.tally.counts[Outcome.CHANGED] == 1


def test_an_edit_that_a_killed_run_had_not_written_is_fetched_again(path: Path) -> None:
    visit_again(path, {"a": "水库加固完成。"}, 0)
    ledger = hand_in(path, "水库加固完成，库容恢复。")
    ledger.flush()
    ledger.store.close()  # as kill -9 leaves it
    ledger = open_ledger(path)
    assert take_all(ledger) == ["a"]
    ledger.store.close()


def test_one_page_alone_leaves_the_others(path: Path) -> None:
    ledger = open_ledger(path)
    with ledger.store.batch():
        ledger.frontier.add([new("a"), new("b")], NOW)
    ledger.store.close()
    alone = Ledger(Store.open(path), "hewan", only="https://hewan.example/b")
    alone.open(NOW)
    assert take_all(alone) == ["b"]
    assert not alone.has_waiting()
    alone.store.close()


@pytest.mark.parametrize(("gone", "read", "believed"), [(5, True, True), (6, True, False), (1, False, False)])
def test_few_losses_are_believed_of_a_run_that_saw_a_list_alone(
    path: Path, gone: int, read: bool, believed: bool
) -> None:
    pages = [new(f"a{number}") for number in range(gone)]
    for page in pages:
        run_for(path, page, visit=article_visit(page, f"渡口{page.url}复航。"))
    ledger = open_ledger(path)
    for page in (*pages, new("home", PageKind.LISTING)):
        ledger.queue(page)
    while page_taken := ledger.take():
        if page_taken.kind is PageKind.LISTING:
            ledger.finish(finished(page_taken, PageOutcome.LINKS if read else PageOutcome.UNREACHABLE))
        else:
            visit = replace(article_visit(page_taken), status=404, article=Article(rejection=Rejection.NO_BODY))
            ledger.finish(finished(page_taken, PageOutcome.NOT_FOUND, visit=visit))
    ledger.close()
    assert rows(path, "SELECT count(withdrawn_at) FROM articles") == [(gone if believed else 0,)]
    assert ledger.tally.counts["doubted"] == (0 if believed else gone)
