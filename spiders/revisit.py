"""When a page is worth asking for again: a pure function of what its visits have shown.

New articles are corrected in their first days and hardly ever after; a listing is worth asking for as often as
it brings news; a page that fails is left alone for longer each time, and is given up later when it was good once:
outages, maintenance and a mistake in robots.txt last days, a page that never was any good costs more than it brings.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from pipelines.items import PageKind, PageOutcome

_FIRST_RECHECK = timedelta(hours=2)
"""Editors correct most slips within the first hours."""
LAST_RECHECK_AGE = timedelta(days=45)
"""An article found this old by a visit is not asked for again; what still changes then is its furniture."""
LAST_RECHECK_AGE_OF_JUNK = timedelta(days=365)
"""The same where its page carries hijackers' junk: that is gone one day, after two or three more visits, if ever."""
_QUICKEST_LISTING = timedelta(minutes=30)
_SLOWEST_LISTING = timedelta(days=7)
_FIRST_LISTING = timedelta(hours=6)
_SLOWEST_AFTER_NEWS = timedelta(days=1)
"""A list that brought news is asked for again within this time, however long nobody had asked."""
FRESH = timedelta(days=1)
"""A sitemap that its index calls changed longer ago than this is one of the past."""
_SLOWEST_OF_THE_PAST = timedelta(days=45)
"""A sitemap of the past that was found as it was; its index says when it changes, but not every index does so. A list
of a day is given up when it has been the same from one visit to the next for two thirds of this: for four months."""
_SLOWEST_OF_A_GUESS = timedelta(days=45)
"""A sitemap that nothing names and that was not there: eight requests a year find one that a new system brings."""
_FIRST_RETRY = timedelta(hours=1)
_SLOWEST_RETRY = timedelta(days=14)
MAX_TRIES = 8
"""Visits in a row, without what the page is for, after which it is given up; by then four weeks have passed."""
FEW_TRIES = 4
"""The same for a page that never brought anything and whose server says that there is nothing to be had."""
_REFUSED_RECHECK = timedelta(days=1)
"""First wait for a page that never brought anything and was no article, forbidden, elsewhere or too large: it may have
been published before its text."""
SLACK = 0.1
"""Share of a wait by which a page may come too early: a run that begins some seconds sooner than yesterday's must not
put everything off for another day."""
MAX_SLACK = timedelta(hours=1)
"""The same at most, for waits of months."""

_MAY_PASS = frozenset({PageOutcome.HTTP_ERROR, PageOutcome.UNREACHABLE, PageOutcome.ERROR})
"""Outcomes that say nothing about the page."""
_FURTHER = frozenset({PageKind.LISTING, PageKind.EPAPER})


class History(NamedTuple):
    """What is known of a page after a visit."""

    kind: PageKind
    depth: int
    """Index pages between a start point and this one."""
    outcome: PageOutcome
    found_at: datetime
    published_at: datetime | None
    """When the article was published; None when unknown."""
    visits: int
    """Visits so far, this one included."""
    failures: int
    """Visits in a row that did not bring what the page is for, this one included."""
    changed: bool
    """This visit brought something new: another text, or on a listing a link not seen before."""
    interval: timedelta | None
    """Time between the last two visits; None after the first."""
    was_read: bool = False
    """An earlier visit brought an article or links."""
    is_guess: bool = False
    """Nothing names it: it was looked for at a usual address."""
    is_dated: bool = False
    """Its address names a day."""
    is_of_the_past: bool = False
    """The link to it states a day of change that is longer ago than FRESH, or all that it names is of long ago."""
    is_injected: bool = False
    """Its article's page carries junk of hijackers."""


def next_visit(history: History, now: datetime) -> datetime | None:
    """When to ask for the page again; None for never (start points are asked for on every run all the same)."""
    wait = _wait(history, now)
    return None if wait is None else _after(wait, now)


def next_try_for_a_part(visits: int, now: datetime) -> datetime | None:
    """When to ask again for an article of which a further page could not be had; None when that is given up.

    An article that is old is not asked for again for anything else. ``visits``: all of them, the failed one included.
    """
    return _after(_longer_each_time(_FIRST_RETRY, visits), now) if visits < MAX_TRIES else None


def _after(wait: timedelta, now: datetime) -> datetime:
    return now + wait - min(wait * SLACK, MAX_SLACK)


def _wait(history: History, now: datetime) -> timedelta | None:
    if history.outcome is PageOutcome.DUPLICATE:
        return None
    if history.outcome is PageOutcome.LINKS:
        return _wait_of_listing(history)
    if history.outcome is PageOutcome.ARTICLE:
        return _wait_of_article(history, now)
    return _wait_after_failure(history)


def _wait_after_failure(history: History) -> timedelta | None:
    """Wait three times as long each time, up to _SLOWEST_RETRY."""
    is_hopeful = history.was_read or history.outcome in _MAY_PASS
    if history.is_guess and not is_hopeful:
        return _SLOWEST_OF_A_GUESS
    if history.failures >= (MAX_TRIES if is_hopeful else FEW_TRIES):
        return None
    is_quick = is_hopeful or history.outcome is PageOutcome.NOT_FOUND
    return _longer_each_time(_FIRST_RETRY if is_quick else _REFUSED_RECHECK, history.failures)


def _longer_each_time(first: timedelta, times: int) -> timedelta:
    return min(first * float(3 ** (times - 1)), _SLOWEST_RETRY)


def _wait_of_listing(history: History) -> timedelta | None:
    """Wait half as long after news, longer without; further pages of a listing come when the one before has news.

    An issue of a newspaper stays as it was at an address that names its day; at another one the next issue may stand,
    or it is one of many that are only numbered: those are left when they have been the same for long. So is any list
    whose address names a day, but later: that may be the day on which a topic began that has news once a month.
    """
    is_issue = history.kind is PageKind.EPAPER
    if (is_issue and history.is_dated) or (history.depth > 1 and history.kind in _FURTHER):
        return None
    if history.interval is None:
        is_past = history.kind is PageKind.SITEMAP and history.is_of_the_past
        return _SLOWEST_OF_THE_PAST if is_past else _FIRST_LISTING
    if history.changed:
        return max(min(history.interval / 2, _SLOWEST_AFTER_NEWS), _QUICKEST_LISTING)
    if history.kind is PageKind.SITEMAP and history.is_of_the_past:
        return _SLOWEST_OF_THE_PAST
    if history.kind is PageKind.SITEMAP and history.interval > _SLOWEST_LISTING:
        return min(history.interval, _SLOWEST_OF_THE_PAST)  # known as one of the past, and not read again as it is
    wanted = history.interval * 1.5
    is_dated_list = history.is_dated and history.kind is PageKind.LISTING
    slowest = _SLOWEST_OF_THE_PAST if is_dated_list else _SLOWEST_LISTING
    if (is_issue or is_dated_list) and wanted > slowest:
        return None
    return min(max(wanted, _QUICKEST_LISTING), slowest)


def _wait_of_article(history: History, now: datetime) -> timedelta | None:
    """Wait as long as the article is old, half as long when it has just changed."""
    born = min(history.published_at or history.found_at, history.found_at)
    age = now - born
    if age > (LAST_RECHECK_AGE_OF_JUNK if history.is_injected else LAST_RECHECK_AGE):
        return None
    wait = age / 2 if history.changed and history.visits > 1 else age
    return max(wait, _FIRST_RECHECK)
