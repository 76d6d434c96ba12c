"""What a visit comes to in the books: a finished page, put together of page, answer and what was read in it. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from cleaners import CLEANER_VERSION, Rejection
from pipelines.frontier import INDEX_KINDS, SUCCESSES, FinishedPage, PageKind, PageOutcome
from pipelines.items import Visit
from spiders.discovery.dates import day_in_url
from spiders.follow import bears_number_of, key_differs
from spiders.responses import body_digest, header, is_moved_for_good, where_archived
from spiders.revisit import FRESH, LAST_RECHECK_AGE, History, next_visit

if TYPE_CHECKING:
    from datetime import date, datetime

    from scrapy.http import Response

    from cleaners import Article
    from pipelines.frontier import NewPage, Page
    from spiders.arguments import Span

_READ = frozenset({PageOutcome.LINKS, PageOutcome.REJECTED})
"""Outcomes of a list that was read for its links; one that was taken for an article is rejected as that."""


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
    """Finish a page. ``response``: None without an answer; ``brings_news``: a link was unknown before this run."""
    answered = response if response is not None and response.status != 304 else None
    leads_to = visit.normalised_url if visit and visit.normalised_url != page.normalised_url else None
    # Of an article that stood here the last answer of its own is kept to be cleaned again.
    archived = where_archived(answered) if answered and not (leads_to and page.was_read) else None
    digest = body_digest(answered) if answered else None
    changed = digest is not None and digest != page.payload_digest
    is_new = brings_news if page.kind in INDEX_KINDS else changed
    # What was not wanted this time must not be hidden by "not modified" the next time.
    is_list = page.kind in INDEX_KINDS or (visit is not None and visit.article.rejection is Rejection.LISTING)
    partly = is_list and moment.span.ends_before(moment.today)
    etag, last_modified = _validators(answered) if answered else (page.etag, page.last_modified)
    return FinishedPage(
        page=page,
        outcome=PageOutcome.DUPLICATE if leads_to else outcome,
        visited_at=moment.now,
        next_visit_at=next_visit(_history(page, outcome, moment, visit, links, is_new=is_new), moment.now),
        changed=changed,
        status=response.status if response is not None else None,
        reason=reason,
        etag=None if partly else etag,
        last_modified=None if partly else last_modified,
        payload_digest=None if partly else digest,
        archive_file=archived.file if archived else None,
        archive_offset=archived.offset if archived else None,
        links=links,
        links_since=moment.span.since if is_list and outcome in _READ and not partly else None,
        visit=visit,
        duplicate_of=leads_to,
        moved_to=_moved_to(page, response) if response is not None and outcome in SUCCESSES else None,
        leads_for_good=visit is not None
        and response is not None
        and not visit.article.rejection
        and _leads_for_good(page, response),
    )


def _history(
    page: Page,
    outcome: PageOutcome,
    moment: Moment,
    visit: Visit | None,
    links: tuple[NewPage, ...],
    *,
    is_new: bool,
) -> History:
    """What the time of the next visit is told by, this visit included; ``is_new``: it brought what was not known."""
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
        is_dated=day_in_url(page.url) is not None,
        is_of_the_past=_is_of_the_past(page, links, moment.today),
    )


def visit_of(site: str, response: Response, article: Article, key: str, fetched_at: datetime) -> Visit:
    """What the store is told of an article read in an answer, or of none there; ``key``: where it is kept."""
    archived = where_archived(response)
    etag, last_modified = _validators(response)
    return Visit(
        site=site,
        url=response.url,
        normalised_url=key,
        fetched_at=fetched_at,
        status=response.status,
        article=article,
        cleaner_version=CLEANER_VERSION,
        etag=etag,
        last_modified=last_modified,
        payload_digest=body_digest(response),
        archive_file=archived.file if archived else None,
        archive_offset=archived.offset if archived else None,
    )


def keep_archived(finished: FinishedPage) -> FinishedPage:
    """The page with the place in the archive that it had: this answer is not the one to clean again."""
    visit = finished.visit and replace(finished.visit, archive_file=None, archive_offset=None)
    return replace(finished, visit=visit, archive_file=None, archive_offset=None)


def to_be_asked_whole(finished: FinishedPage) -> FinishedPage:
    """The page without what it is asked by whether it has changed: it has to lead to its further pages again."""
    return replace(finished, etag=None, last_modified=None)


def to_be_read_again(finished: FinishedPage) -> FinishedPage:
    """The page without what would have the next visit find it as it was: a further page of its article is missing."""
    visit = finished.visit and replace(finished.visit, payload_digest=None, etag=None, last_modified=None)
    return replace(to_be_asked_whole(finished), visit=visit, payload_digest=None)


def _validators(response: Response) -> tuple[str | None, str | None]:
    """ETag and time with which to ask next time whether the page has changed."""
    return header(response, "ETag"), header(response, "Last-Modified")


def _is_of_the_past(page: Page, links: tuple[NewPage, ...], today: date) -> bool:
    """Whether an index calls a page long unchanged, or a sitemap names articles of days long past alone.

    The latter as their addresses say, whenever the sitemap was made.
    """
    if page.day is not None and today - page.day > FRESH:
        return True
    days = [day_in_url(link.url) for link in links] if page.kind is PageKind.SITEMAP else []
    return bool(days) and all(day is not None and today - day > LAST_RECHECK_AGE for day in days)


def _leads_for_good(page: Page, response: Response) -> bool:
    """Whether an answer's address, or the one that it names itself, stands for good in place of the one asked for.

    A redirect for a time may be a notice's, but not one to an address that bears the number asked for.
    """
    if bears_number_of(page.url, response.url):
        return True
    return not response.meta.get("forwarded") and is_moved_for_good(response)


def _moved_to(page: Page, response: Response) -> str | None:
    """Address that answers for good in place of the one asked for, where both are the same page's."""
    if not response.meta.get("redirect_reasons") or not is_moved_for_good(response):
        return None
    return None if key_differs(response.url, page.normalised_url) else response.url
