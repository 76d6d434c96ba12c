"""When a page is worth asking for again: a pure function of what its visits have shown.

New articles are corrected in their first days and hardly ever after; a listing is worth asking for as often as
it brings news; a page that fails is left alone for longer each time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from pipelines.frontier import PageKind, PageOutcome

FIRST_RECHECK = timedelta(hours=2)
"""Editors correct most slips within the first hours."""
LAST_RECHECK_AGE = timedelta(days=45)
"""An article this old is not asked for again; what still changes then is its furniture."""
QUICKEST_LISTING = timedelta(minutes=30)
SLOWEST_LISTING = timedelta(days=7)
FIRST_LISTING = timedelta(hours=6)
FIRST_RETRY = timedelta(hours=1)
SLOWEST_RETRY = timedelta(days=14)
MOST_FAILURES = 8
"""Failed visits in a row after which a page is given up; by then three weeks have passed."""
REFUSED_RECHECK = timedelta(days=1)
MOST_REFUSALS = 3
"""A page without an article is looked at this often: it may have been published before its text."""


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
    """Visits in a row that failed, this one included."""
    changed: bool
    """This visit brought something new: another text, or on a listing a link not seen before."""
    interval: timedelta | None
    """Time between the last two visits; None after the first."""


def next_visit(history: History, now: datetime) -> datetime | None:
    """When to ask for the page again; None for never (start points are asked for on every run all the same)."""
    if history.outcome in _FINAL:
        return None
    if history.outcome in _FAILED:
        return _after_failure(history, now)
    if history.outcome is PageOutcome.REJECTED:
        return now + REFUSED_RECHECK * history.visits if history.visits < MOST_REFUSALS else None
    if history.outcome is PageOutcome.LINKS:
        return _next_listing_visit(history, now)
    return _next_article_visit(history, now)


_FINAL = frozenset({PageOutcome.FORBIDDEN, PageOutcome.OUT_OF_SCOPE, PageOutcome.DUPLICATE, PageOutcome.TOO_LARGE})
_FAILED = frozenset({PageOutcome.NOT_FOUND, PageOutcome.HTTP_ERROR, PageOutcome.UNREACHABLE, PageOutcome.ERROR})


def _after_failure(history: History, now: datetime) -> datetime | None:
    if history.outcome is PageOutcome.NOT_FOUND:
        return now + REFUSED_RECHECK if history.failures == 1 else None
    if history.failures >= MOST_FAILURES:
        return None
    return now + min(FIRST_RETRY * float(3 ** (history.failures - 1)), SLOWEST_RETRY)


def _next_listing_visit(history: History, now: datetime) -> datetime | None:
    """An issue of a newspaper stays as it was; a listing's further pages are asked for when the one before has news."""
    if history.kind is PageKind.EPAPER or (history.kind is PageKind.LISTING and history.depth > 1):
        return None
    if history.interval is None:
        return now + FIRST_LISTING
    wanted = history.interval / 2 if history.changed else history.interval * 1.5
    return now + min(max(wanted, QUICKEST_LISTING), SLOWEST_LISTING)


def _next_article_visit(history: History, now: datetime) -> datetime | None:
    """Wait as long as the article is old, half as long when it has just changed."""
    born = min(history.published_at or history.found_at, history.found_at)
    age = now - born
    if age > LAST_RECHECK_AGE:
        return None
    wait = age / 2 if history.changed and history.visits > 1 else age
    return now + max(wait, FIRST_RECHECK)
