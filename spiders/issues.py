"""Which issues of a digital newspaper a run asks for, from one that it has read. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.lines.url_days import day_in_url
from pipelines.items import PageKind
from spiders.discovery import FoundLink, LinkKind
from spiders.discovery.asked_lists import find_asked_lists
from spiders.discovery.calendars import find_calendars, read_calendar
from spiders.discovery.newspapers import (
    find_issue_before,
    find_issues,
    is_called_a_page,
    issue_urls,
    read_issue,
    redate_url,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.answer import Answer
    from spiders.arguments import Span

_ASKS_FOR_DAY = re.compile(r"(?:(?<!up)date|day)\w*=", re.IGNORECASE)
"""The key of a query that asks for what was printed on a day: ``date=2024-08-29``, ``layoutDay=20240829``."""


def read_newspaper(answer: Answer, span: Span) -> Iterator[tuple[FoundLink, PageKind]]:
    """Pages and articles of an issue; from its front the fronts of the issues before it, with ``since`` all asked for.

    Without ``since`` they are those of a few days: a run left out, or an issue put up late, is made good.
    """
    document = answer.document
    issue = read_issue(document)
    if not issue:
        yield from ((link, PageKind.EPAPER) for link in find_asked_lists(document))
    for link in issue:
        yield link, PageKind.ARTICLE if link.kind is LinkKind.ARTICLE else PageKind.EPAPER
    days = [link.date for link in issue if link.date]
    pages = [link.url for link in issue if is_called_a_page(link.title or "")]
    if answer.depth and answer.url in pages[1:]:  # inside an issue; its address may bear a number that no other has
        return
    before = find_issue_before(document)
    # A front door may show the latest issue itself, at an address without its day.
    dated = [answer.url, *(link.url for link in issue if link.kind is LinkKind.LISTING and link != before)]
    pattern = next((url for url in dated if day_in_url(url)), answer.url)
    if before and before.date and redate_url(pattern, before.date) != before.url:  # issues are numbered as well
        yield from ((link, PageKind.EPAPER) for link in _issues_before(answer, before, span))
        return
    if answer.depth <= 1:
        yield from ((link, PageKind.EPAPER) for link in find_calendars(document, span.since or answer.recent))
    if span.since is None:
        yield from ((link, PageKind.EPAPER) for link in _fronts(answer, span, pattern))
        return
    if days and max(days) < span.since:
        return
    # The first dated address reached gives the pattern of all; issues that are linked may follow another one.
    yield from ((link, PageKind.EPAPER) for link in _fronts(answer, span, pattern))
    yield from ((link, PageKind.EPAPER) for link in find_issues(document))


def _issues_before(answer: Answer, before: FoundLink, span: Span) -> Sequence[FoundLink]:
    """The issues that only links lead to: the one ``before`` this of the last days, with ``since`` all that are linked.

    Addresses made after one with a number of its own beside the day would show that issue again, or none.
    """
    if span.since is not None:
        return (before, *find_issues(answer.document))
    return [before] if before.date is not None and before.date >= answer.recent else []


def other_days(answer: Answer, listed: Sequence[FoundLink], span: Span) -> Iterator[tuple[FoundLink, PageKind]]:
    """The other issues of a newspaper that a script draws from a file a day: ``/data/20240829/period.json``.

    What it lists is of its day alone. Other days in addresses are the start of a special topic, long ago, and those in
    a query that are there to get past a cache.
    """
    path, _, query = answer.url.partition("?")
    day = day_in_url(path) or (day_in_url(answer.url) if _ASKS_FOR_DAY.search(query) else None)
    is_an_issue = day is not None and (day >= answer.recent or answer.depth == 0)  # a profile may name any day's
    if is_an_issue and listed and {link.date for link in listed if link.date} <= {day}:
        yield from ((link, PageKind.LISTING) for link in _fronts(answer, span, answer.url) if link.date != day)


def named_issues(answer: Answer, span: Span) -> Iterator[tuple[FoundLink, PageKind]]:
    """The issues that a newspaper's calendar in JSON or XML names: those of the last days, with ``since`` all since.

    A home page may be a newspaper's: what its calendar names are issues where they call their pages so. Channels have
    calendars of events and tides.
    """
    if answer.kind is not PageKind.EPAPER and answer.depth:
        return
    first, last = span.since or answer.recent, min(span.until or answer.today, answer.today)
    fronts = read_calendar(answer.document)
    yield from ((link, answer.kind) for link in fronts if link.date and first <= link.date <= last)


def _fronts(answer: Answer, span: Span, pattern: str) -> Iterator[FoundLink]:
    """The fronts of all issues that are wanted, after the address of one; nothing from a page inside an issue."""
    if answer.depth > 1:
        return iter(())
    if span.since is None:
        return issue_urls(pattern, answer.recent, answer.today)
    return issue_urls(pattern, span.since, min(span.until or answer.today, answer.today))
