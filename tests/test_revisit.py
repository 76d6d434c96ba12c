from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import every_row

from pipelines.items import PageKind, PageOutcome
from spiders import revisit
from spiders.revisit import History, next_visit

NOW = datetime(2024, 8, 29, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def article(age: timedelta, *, visits: int = 1, changed: bool = False) -> History:
    return History(PageKind.ARTICLE, 0, PageOutcome.ARTICLE, NOW - age, NOW - age, visits, 0, changed, None)


def listing(interval: timedelta | None, *, changed: bool) -> History:
    return History(PageKind.LISTING, 1, PageOutcome.LINKS, NOW - DAY, None, 5, 0, changed, interval)


@pytest.mark.parametrize(
    ("history", "wait"),
    [
        (article(timedelta(minutes=5)), 2 * HOUR),
        (article(6 * HOUR), 6 * HOUR),
        (article(3 * DAY), 3 * DAY),
        (article(3 * DAY, visits=4, changed=True), 1.5 * DAY),
        (article(60 * DAY), None),
        (article(60 * DAY)._replace(is_injected=True), 60 * DAY),
        (article(400 * DAY)._replace(is_injected=True), None),
        (listing(None, changed=True), 6 * HOUR),
        (listing(4 * HOUR, changed=True), 2 * HOUR),
        (listing(4 * HOUR, changed=False), 6 * HOUR),
        (listing(HOUR / 4, changed=True), HOUR / 2),
        (listing(30 * DAY, changed=False), 7 * DAY),
    ],
)
def test_a_page_is_visited_again_after_its_wait(history: History, wait: timedelta | None) -> None:
    assert next_visit(history, NOW) == (None if wait is None else NOW + with_slack(wait))


def with_slack(wait: timedelta) -> timedelta:
    return wait - min(wait * revisit.SLACK, revisit.MAX_SLACK)


def test_a_daily_run_that_begins_some_seconds_sooner_finds_what_was_planned_for_a_day_later() -> None:
    planned = next_visit(listing(16 * HOUR, changed=False), NOW + timedelta(seconds=90))
    assert planned is not None
    assert NOW + 23 * HOUR <= planned < NOW + DAY


def test_an_article_is_asked_for_often_at_first_and_then_no_more() -> None:
    time, visits = NOW, 0
    while (following := next_visit(article(time - NOW)._replace(found_at=NOW, published_at=NOW), time)) and visits < 99:
        time, visits = following, visits + 1
    assert 7 <= visits <= 12


def test_a_page_that_leads_to_another_is_not_asked_for_again() -> None:
    assert next_visit(article(HOUR)._replace(outcome=PageOutcome.DUPLICATE), NOW) is None


def test_further_pages_and_dated_issues_are_not_asked_for_by_the_clock() -> None:
    issue = listing(None, changed=True)._replace(kind=PageKind.EPAPER)
    assert next_visit(issue._replace(is_dated=True), NOW) is None
    assert next_visit(issue._replace(depth=2), NOW) is None
    assert next_visit(listing(None, changed=True)._replace(depth=2), NOW) is None


def test_a_newspaper_at_an_address_that_names_no_day_is_a_list_until_it_stays_as_it_is() -> None:
    front = listing(DAY, changed=True)._replace(kind=PageKind.EPAPER)
    assert next_visit(front, NOW) == NOW + with_slack(DAY / 2)
    assert next_visit(front._replace(changed=False, interval=3 * DAY), NOW) == NOW + with_slack(4.5 * DAY)
    assert next_visit(front._replace(changed=False, interval=5 * DAY), NOW) is None


def test_a_days_list_is_left_when_it_stays_as_it_is() -> None:
    of_a_day = listing(5 * DAY, changed=False)._replace(is_dated=True)
    assert next_visit(of_a_day._replace(interval=31 * DAY), NOW) is None
    assert next_visit(of_a_day._replace(interval=8 * DAY), NOW) == NOW + with_slack(12 * DAY)  # a topic, a weekly run
    assert next_visit(of_a_day._replace(interval=DAY), NOW) == NOW + with_slack(1.5 * DAY)
    assert next_visit(of_a_day._replace(is_dated=False), NOW) == NOW + with_slack(7 * DAY)
    assert next_visit(of_a_day._replace(kind=PageKind.SITEMAP), NOW) is not None


def test_a_list_that_has_news_after_a_long_pause_of_ours_is_soon_asked_again() -> None:
    assert next_visit(listing(12 * DAY, changed=True), NOW) == NOW + with_slack(DAY)


def test_a_sitemap_that_its_index_calls_old_is_left_alone_once_it_was_found_so() -> None:
    old = listing(DAY, changed=False)._replace(kind=PageKind.SITEMAP, is_of_the_past=True)
    assert next_visit(old._replace(interval=None), NOW) == next_visit(old, NOW)
    assert next_visit(old, NOW) == NOW + with_slack(45 * DAY)
    assert next_visit(old._replace(changed=True), NOW) == NOW + with_slack(DAY / 2)  # its index is not to be believed
    assert next_visit(old._replace(is_of_the_past=False), NOW) == NOW + with_slack(1.5 * DAY)
    unread = old._replace(is_of_the_past=False, interval=45 * DAY)  # "not modified": what it names is not seen
    assert next_visit(unread, NOW) == NOW + with_slack(45 * DAY)


FAILURES = sorted(set(PageOutcome) - {PageOutcome.ARTICLE, PageOutcome.LINKS, PageOutcome.DUPLICATE})


def days_until_given_up(failing: History, *, daily: bool) -> list[float]:
    """Days after the first failure of each further try, until the page is given up."""
    time = NOW
    tries: list[float] = []
    for failures in range(1, 99):
        due = next_visit(failing._replace(failures=failures), time)
        if due is None:
            return tries
        time = max(due, time + DAY) if daily else due
        tries.append((time - NOW) / DAY)
    raise AssertionError("never given up")


@every_row("outcome", FAILURES)
@every_row("kind", [PageKind.LISTING, PageKind.FEED, PageKind.SITEMAP, PageKind.ARTICLE])
def test_what_was_good_once_is_tried_for_weeks_whatever_the_answers_say(kind: PageKind, outcome: PageOutcome) -> None:
    failing = article(90 * DAY, visits=40)._replace(kind=kind, outcome=outcome, was_read=True)
    tries = days_until_given_up(failing, daily=True)
    assert tries[:3] == [1, 2, 3]
    assert len(tries) == revisit.MAX_TRIES - 1
    assert 28 <= tries[-1] <= 49


@pytest.mark.parametrize("outcome", FAILURES)
def test_what_never_was_any_good_is_tried_less_often_where_the_answer_says_so(outcome: PageOutcome) -> None:
    tries = days_until_given_up(article(HOUR)._replace(outcome=outcome), daily=False)
    may_pass = outcome in {PageOutcome.HTTP_ERROR, PageOutcome.UNREACHABLE, PageOutcome.ERROR}
    assert len(tries) == (revisit.MAX_TRIES if may_pass else revisit.FEW_TRIES) - 1
    assert tries == sorted(tries)


def test_a_new_article_that_is_not_there_yet_is_asked_for_within_the_hour() -> None:
    missing = article(HOUR / 4)._replace(outcome=PageOutcome.NOT_FOUND, failures=1)
    assert next_visit(missing, NOW) == NOW + with_slack(HOUR)


@given(
    st.builds(
        History,
        kind=st.sampled_from(PageKind),
        depth=st.integers(0, 400),
        outcome=st.sampled_from(PageOutcome),
        found_at=st.datetimes(datetime(1996, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        published_at=st.none() | st.datetimes(datetime(1996, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        visits=st.integers(1, 10_000),
        failures=st.integers(1, 10_000),
        changed=st.booleans(),
        interval=st.none() | st.timedeltas(timedelta(0), timedelta(days=4000)),
        was_read=st.booleans(),
        is_dated=st.booleans(),
        is_of_the_past=st.booleans(),
        is_guess=st.booleans(),
        is_injected=st.booleans(),
    )
)
def test_always_in_the_future_and_within_reach(history: History) -> None:
    wanted = next_visit(history, NOW)
    reach = revisit.LAST_RECHECK_AGE_OF_JUNK if history.is_injected else revisit.LAST_RECHECK_AGE
    assert wanted is None or NOW + with_slack(HOUR / 2) <= wanted <= NOW + reach + timedelta(days=1)
