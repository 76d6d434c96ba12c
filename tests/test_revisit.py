from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.frontier import PageKind, PageOutcome
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
        (listing(None, changed=True), 6 * HOUR),
        (listing(4 * HOUR, changed=True), 2 * HOUR),
        (listing(4 * HOUR, changed=False), 6 * HOUR),
        (listing(HOUR / 4, changed=True), HOUR / 2),
        (listing(30 * DAY, changed=False), 7 * DAY),
    ],
)
def test_waits(history: History, wait: timedelta | None) -> None:
    assert next_visit(history, NOW) == (None if wait is None else NOW + wait)


def test_an_article_is_asked_for_often_at_first_and_then_no_more() -> None:
    time, visits = NOW, 0
    while (following := next_visit(article(time - NOW)._replace(found_at=NOW, published_at=NOW), time)) and visits < 99:
        time, visits = following, visits + 1
    assert 7 <= visits <= 12


@pytest.mark.parametrize("outcome", [PageOutcome.FORBIDDEN, PageOutcome.OUT_OF_SCOPE, PageOutcome.DUPLICATE])
def test_never_again(outcome: PageOutcome) -> None:
    assert next_visit(article(HOUR)._replace(outcome=outcome), NOW) is None


def test_issues_and_further_pages_are_not_asked_for_by_the_clock() -> None:
    assert next_visit(listing(None, changed=True)._replace(kind=PageKind.EPAPER), NOW) is None
    assert next_visit(listing(None, changed=True)._replace(depth=2), NOW) is None


def test_a_page_that_is_not_there_is_asked_for_once_more() -> None:
    missing = article(HOUR)._replace(outcome=PageOutcome.NOT_FOUND, failures=1)
    assert next_visit(missing, NOW) == NOW + DAY
    assert next_visit(missing._replace(failures=2), NOW) is None


def test_a_failing_page_is_left_alone_for_longer_each_time_and_then_given_up() -> None:
    failing = article(HOUR)._replace(outcome=PageOutcome.UNREACHABLE)
    waits = [next_visit(failing._replace(failures=count), NOW) for count in range(1, revisit.MOST_FAILURES + 1)]
    assert waits[-1] is None
    known = [wait for wait in waits if wait]
    assert known == sorted(known)
    assert known[0] == NOW + HOUR


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
    )
)
def test_always_in_the_future_and_within_reach(history: History) -> None:
    wanted = next_visit(history, NOW)
    assert wanted is None or NOW + HOUR / 2 <= wanted <= NOW + timedelta(days=46)
