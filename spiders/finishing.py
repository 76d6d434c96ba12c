"""What a visit comes to in the books: a finished page, put together of page, answer and what was read in it. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import cleaners
from cleaners.article import Integrity, Rejection
from cleaners.lines.url_days import day_in_url
from pipelines.items import (
    INDEX_KINDS,
    NOTHING_RECEIVED,
    SUCCESSES,
    FinishedPage,
    PageKind,
    PageOutcome,
    Received,
    Visit,
)
from spiders.discovery.record_addresses import pattern_of, with_pattern
from spiders.guesses import is_guess
from spiders.responses import body_digest, header, is_moved_for_good, where_archived
from spiders.revisit import FRESH, LAST_RECHECK_AGE, History, next_try_for_a_part, next_visit
from spiders.same_page import bears_number_of, key_differs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from scrapy.http import Response

    from cleaners import Article
    from pipelines.items import NewPage, Page
    from spiders.arguments import Span

_READ = frozenset({PageOutcome.LINKS, PageOutcome.REJECTED})
"""Outcomes of a list that was read for its links; one that was taken for an article is rejected as that."""


LATE_PAGES = timedelta(days=3)
"""Time for which pages are still added to a newspaper's issue: small papers upload days later."""


class Moment(NamedTuple):
    """When, and for which days, a run visits a page."""

    now: datetime
    today: date
    """Day at the outlet."""
    span: Span
    """Days asked for."""


def finish(
    page: Page,
    response: Response | None,
    outcome: PageOutcome,
    moment: Moment,
    *,
    visit: Visit | None = None,
    links: tuple[NewPage, ...] = (),
    brings_news: bool = False,
    reason: str | None = None,
) -> FinishedPage:
    """Finish a page. ``response``: None without an answer.

    ``brings_news``: a link was unknown before this run, or the article is stored with another text.
    """
    answered = response if response is not None and response.status != 304 else None
    leads_to = visit.normalised_url if visit and visit.normalised_url != page.normalised_url else None
    received = visit.received if visit else _received_at(page, answered)
    if leads_to and page.was_read:  # The article that stood here keeps its own last answer, to be cleaned again.
        received = received._replace(archived=None)
    changed = received.payload_digest not in (None, page.received.payload_digest)
    is_list = page.kind in INDEX_KINDS or (visit is not None and visit.article.rejection is Rejection.LISTING)
    # What was not wanted this time must not be hidden by "not modified" the next time.
    partly = is_list and moment.span.ends_before(moment.today) and not _is_settled_issue(page, moment)
    return FinishedPage(
        page=page,
        outcome=PageOutcome.DUPLICATE if leads_to else outcome,
        visited_at=moment.now,
        next_visit_at=next_visit(_history(page, outcome, moment, visit, links, is_new=brings_news), moment.now),
        changed=changed,
        status=response.status if response is not None else None,
        reason=reason,
        received=Received(archived=received.archived) if partly else received,
        links=links,
        links_since=moment.span.since if is_list and outcome in _READ and not partly else None,
        visit=visit,
        duplicate_of=leads_to,
        moved_to=_moved_to(page, response) if response is not None and outcome in SUCCESSES else None,
        leads_for_good=response is not None and _shows_article(visit) and _leads_for_good(page, response),
    )


def _is_settled_issue(page: Page, moment: Moment) -> bool:
    """Whether a page is of a newspaper's issue of a day that is asked for, so that all that it leads to is wanted.

    An issue of the last days may still grow.
    """
    day = day_in_url(page.url) if page.kind is PageKind.EPAPER else None
    return day is not None and moment.span.covers(day) and moment.today - day > LATE_PAGES


def _shows_article(visit: Visit | None) -> bool:
    return visit is not None and not visit.article.rejection


def _received_at(page: Page, answered: Response | None) -> Received:
    """What is kept of an answer; None for each part of which the page keeps what it had."""
    return _received(answered) if answered else page.received._replace(payload_digest=None, archived=None)


def _history(
    page: Page,
    outcome: PageOutcome,
    moment: Moment,
    visit: Visit | None,
    links: tuple[NewPage, ...],
    *,
    is_new: bool,
) -> History:
    """What tells when the next visit is due, this visit included. ``is_new``: it brought something unknown."""
    return History(
        kind=page.kind,
        depth=page.depth,
        outcome=outcome,
        found_at=page.found_at,
        published_at=visit.article.published_at if visit else None,
        visits=page.visits + 1,
        failures=page.failures + 1,
        changed=is_new,
        interval=moment.now - page.visited_at if page.visited_at else None,
        was_read=page.was_read,
        is_guess=is_guess(page),
        is_dated=day_in_url(page.url) is not None or _is_past_month(page, moment.today),
        is_of_the_past=_is_of_the_past(page, links, moment.today),
        is_injected=visit.article.integrity is Integrity.INJECTED if visit else page.is_injected,
    )


def _is_past_month(page: Page, today: date) -> bool:
    """Whether a list is of days that the link to it states, and all of them are over: the archive of a month."""
    return page.kind is PageKind.LISTING and page.day is not None and page.day < today


def visit_of(site: str, response: Response, article: Article, key: str, fetched_at: datetime) -> Visit:
    """What the store is told of what was read in an answer, an article or none. ``key``: where it is kept."""
    return Visit(
        site=site,
        url=response.url,
        normalised_url=key,
        fetched_at=fetched_at,
        status=response.status,
        article=article,
        cleaner_version=cleaners.CLEANER_VERSION,
        received=_received(response),
    )


def keep_archived(finished: FinishedPage) -> FinishedPage:
    """The page with the place in the archive that it had: this answer is not the one to clean again."""
    return _with_received(finished, lambda received: received._replace(archived=None))


def keep_received(finished: FinishedPage) -> FinishedPage:
    """The page with all that it had of its last good answer: this one is another page's."""
    return replace(finished, received=NOTHING_RECEIVED)


def without_validators(finished: FinishedPage) -> FinishedPage:
    """The page without its validators. The next visit gets it whole: it has to lead to its further pages again."""
    return replace(finished, received=finished.received._replace(etag=None, last_modified=None))


def without_answer(finished: FinishedPage) -> FinishedPage:
    """The page as if its answer were unknown, so that the next visit reads it: a part of its article is missing."""
    return _with_received(finished, lambda received: Received(archived=received.archived))


def tried_again(finished: FinishedPage) -> FinishedPage:
    """The page asked for again soon, however old its article: a part of it could not be had, but may be there."""
    again = next_try_for_a_part(finished.page.visits + 1, finished.visited_at)
    return replace(finished, next_visit_at=min(filter(None, (finished.next_visit_at, again)), default=None))


def _with_received(finished: FinishedPage, change: Callable[[Received], Received]) -> FinishedPage:
    """The page, and the visit of its article, with a change of what is kept of the answer."""
    visit = finished.visit and replace(finished.visit, received=change(finished.visit.received))
    return replace(finished, visit=visit, received=change(finished.received))


def _received(response: Response) -> Received:
    where = where_archived(response)
    validators = header(response, "ETag"), header(response, "Last-Modified")
    return Received(*validators, body_digest(response), where.place if where else None)


def _is_of_the_past(page: Page, links: tuple[NewPage, ...], today: date) -> bool:
    """Whether an index calls a page long unchanged, or a sitemap names articles of days long past alone.

    The latter as their addresses say, whenever the sitemap was made.
    """
    if page.day is not None and today - page.day > FRESH:
        return True
    days = [day_in_url(link.url) for link in links] if page.kind is PageKind.SITEMAP else []
    return bool(days) and all(day is not None and today - day > LAST_RECHECK_AGE for day in days)


def _leads_for_good(page: Page, response: Response) -> bool:
    """Whether the address that answered, or the one that the answer names, replaces for good the one asked for.

    A redirect for a time may be a notice's, but not one to an address that bears the number asked for.
    """
    if bears_number_of(page.url, response.url):
        return True
    return not response.meta.get("forwarded") and is_moved_for_good(response)


def _moved_to(page: Page, response: Response) -> str | None:
    """Address that answers for good in place of the one asked for, where both are the same page's."""
    if not response.meta.get("redirect_reasons") or not is_moved_for_good(response):
        return None
    if key_differs(response.url, page.normalised_url):
        return None
    return with_pattern(response.url, pattern_of(page.url))
