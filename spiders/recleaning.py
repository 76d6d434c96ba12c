"""Today's cleaners over an archived page: read, clean, join with its further pages. No database."""

from __future__ import annotations

from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from cleaners import Article, clean_html
from cleaners.links.urls import normalise_url
from cleaners.site import Site
from spiders.archive import ArchivedResponse, ArchiveError, original_place, read_archived, read_following
from spiders.discovery.article_pages import MAX_PARTS, find_article_pages, join_articles, part_number
from spiders.discovery.asked_lists import is_answer_to, is_call_of
from spiders.same_page import canonical_key

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from cleaners.memory import SiteMemory
    from pipelines.items import ArchivePlace
    from pipelines.recleaning import ArchivedPage
    from spiders.profile import SiteProfile

_OK = 200
_RECORDS_BEHIND = 400
"""Responses behind an article's first page in which its further pages are looked for: they were fetched next."""


class Recleaned(NamedTuple):
    """An archived page, read again."""

    response: ArchivedResponse
    """Its first page, without the body."""
    article: Article

    def is_of(self, page: ArchivedPage, profile: SiteProfile | None) -> bool:
        """Whether this is an answer of ``page``: by its own address, the one that answered, or the one it names."""
        try:
            keys = {normalise_url(self.response.url)}
            if profile:
                keys.add(canonical_key(self.response.url, self.article, profile))
            return not keys.isdisjoint({page.normalised_url, normalise_url(page.url)})
        except ValueError:  # no address at all
            return False


class NotReadableError(Exception):
    """The archive has no full answer for a page; the message says what it has."""


def site_of(profile: SiteProfile | None, day: date) -> Site:
    """Return what cleaning may know of an outlet, with the layout its pages had on ``day``."""
    return profile.site_on(day) if profile else Site()


def reclean_page(
    folder: Path,
    place: ArchivePlace,
    profile: SiteProfile | None,
    *,
    kept_at: str | None = None,
    has_parts: bool = False,
    memory: SiteMemory | None = None,
) -> Recleaned:
    """Read the answer at ``place`` in the archive and clean it as on the day it was fetched.

    ``kept_at``: the address of its article, which may be that of a page whose script asked for the answer.
    ``has_parts`` says that its article was joined from several pages; these are looked for behind it. ``memory`` is
    what the site's pages have in common.
    Raises NotReadableError when the record is gone or was no full answer.
    """
    try:
        return _reclean(folder, place, profile, kept_at, memory, has_parts=has_parts)
    except ArchiveError as error:
        raise NotReadableError(str(error)) from error


def _reclean(
    folder: Path,
    place: ArchivePlace,
    profile: SiteProfile | None,
    kept_at: str | None,
    memory: SiteMemory | None,
    *,
    has_parts: bool,
) -> Recleaned:
    response = read_archived(folder, place)
    if response.fault:
        raise NotReadableError(f"{place}: {response.fault}")
    if response.status != _OK:
        raise NotReadableError(f"{place}: the last answer was status {response.status}")
    is_stated = profile is not None and profile.article_json is not None
    if kept_at and is_call_of(kept_at, response.url) and is_answer_to(kept_at, response.document, is_stated=is_stated):
        response = response._replace(url=kept_at)
    article = _clean(response, profile, memory)
    if has_parts and article.blocks:
        article = _with_parts(folder, response, article, profile, memory)
    return Recleaned(response._replace(body=b""), article)


def _clean(response: ArchivedResponse, profile: SiteProfile | None, memory: SiteMemory | None) -> Article:
    return clean_html(
        response.body,
        response.url,
        content_type=response.content_type,
        fetched_at=response.fetched_at,
        site=site_of(profile, response.fetched_at.date()),
        memory=memory,
    )


def _with_parts(
    folder: Path, first: ArchivedResponse, article: Article, profile: SiteProfile | None, memory: SiteMemory | None
) -> Article:
    """Join the further pages that lie behind the first one, or behind the earlier record with its bytes.

    Raises NotReadableError for one that cannot be decoded, or where none is: the article would lose their text.
    """
    named = find_article_pages(first.document)
    if not named:
        return join_articles([article])
    for place in dict.fromkeys((first.where.place, original_place(folder, first.where))):
        further = _further_pages(folder, place, first.url, [link.url for link in named], profile, memory)
        if further:
            return join_articles([article, *further])
    raise NotReadableError(f"{first.where.place}: its further pages are not behind it")


def _further_pages(
    folder: Path,
    place: ArchivePlace,
    first: str,
    todo: list[str],
    profile: SiteProfile | None,
    memory: SiteMemory | None,
) -> list[Article]:
    """The pages behind a place, in their order. Each may name more: the list grows while it is worked through.

    One that failed when the others were fetched lies behind them.
    """
    found: list[tuple[float, Article]] = []
    for response in read_following(folder, place, _RECORDS_BEHIND):
        wanted = {normalise_url(url) for url in todo}
        if response.status != _OK or normalise_url(response.url) not in wanted:
            continue
        if response.fault:
            raise NotReadableError(f"its further page {response.url}: {response.fault}")
        found.append((part_number(first, response.url) or inf, _clean(response, profile, memory)))
        more = find_article_pages(response.document, first=first)
        todo = [url for url in dict.fromkeys((*todo, *(link.url for link in more))) if url != response.url]
        if not todo or len(found) >= MAX_PARTS:
            break
    return [article for _, article in sorted(found, key=itemgetter(0))]
