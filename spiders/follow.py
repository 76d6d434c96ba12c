"""From an answer to the pages worth queueing: which reader fits, which links belong to the site and the span asked for.

Pure: the readers of ``spiders.discovery`` find links, this module decides about them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cleaners.urls import normalise_url
from pipelines.frontier import NewPage, PageKind
from spiders.discovery import FoundLink, LinkKind
from spiders.discovery.feeds import find_feeds, is_feed, read_feed
from spiders.discovery.listings import find_listed, find_sections
from spiders.discovery.shapes import is_article_url
from spiders.discovery.sitemaps import read_sitemap
from spiders.middlewares.scope import out_of_scope

if TYPE_CHECKING:
    from collections import Counter
    from datetime import date

    from cleaners.article import Article
    from spiders.arguments import Span
    from spiders.discovery.shapes import ArticleShapes
    from spiders.profile import SiteProfile

DEEPEST = 3
"""Index pages between a start point and an article, paging not counted: home, channel, list; index, sitemap."""


class Answer(NamedTuple):
    """A response as plain facts."""

    kind: PageKind
    url: str
    body: bytes
    content_type: str | None
    depth: int
    today: date
    """Day at the outlet."""


def links_from(
    answer: Answer, profile: SiteProfile, shapes: ArticleShapes, span: Span, left_out: Counter[str]
) -> tuple[NewPage, ...]:
    """Pages to queue because of ``answer``, each once, in its order. ``left_out`` counts the others by reason."""
    pages: dict[str, NewPage] = {}
    for link in _read(answer, profile, shapes):
        kind = _page_kind(link, profile, shapes)
        reason = _why_not(link, kind, answer, profile, span)
        if reason:
            left_out[reason] += 1
            continue
        key = normalise_url(link.url)
        is_index = kind not in (PageKind.ARTICLE, PageKind.UNKNOWN)
        pages.setdefault(key, NewPage(key, link.url, kind, link.date, answer.depth + is_index))
    return tuple(pages.values())


def _read(answer: Answer, profile: SiteProfile, shapes: ArticleShapes) -> tuple[FoundLink, ...]:
    where = (answer.body, answer.url, answer.content_type)
    if answer.kind is PageKind.SITEMAP:
        return read_sitemap(*where, zone=profile.timezone)
    if answer.kind is PageKind.FEED or is_feed(answer.body):
        return read_feed(*where, zone=profile.timezone)
    listed = find_listed(*where, today=answer.today, shapes=shapes)
    if not is_home(answer.url, profile):
        return listed
    return (*listed, *find_feeds(*where), *find_sections(*where))


_KINDS = {
    LinkKind.ARTICLE: PageKind.ARTICLE,
    LinkKind.LISTING: PageKind.LISTING,
    LinkKind.FEED: PageKind.FEED,
    LinkKind.SITEMAP: PageKind.SITEMAP,
    LinkKind.UNKNOWN: PageKind.UNKNOWN,
}


def _page_kind(link: FoundLink, profile: SiteProfile, shapes: ArticleShapes) -> PageKind:
    kind = _KINDS[link.kind]
    if kind is PageKind.UNKNOWN and is_article_url(link.url, shapes, profile.article_url):
        return PageKind.ARTICLE
    return kind


def _why_not(link: FoundLink, kind: PageKind, answer: Answer, profile: SiteProfile, span: Span) -> str | None:
    """Reason not to queue a link; None to queue it."""
    if out_of_scope(link.url, profile):
        return "other_site"
    if kind in (PageKind.ARTICLE, PageKind.UNKNOWN):
        if profile.article_url and not profile.article_url.search(link.url):
            return "not_article_url"
        return None if span.covers(link.date) else "out_of_span"
    return "too_deep" if answer.depth >= DEEPEST else None


def is_home(url: str, profile: SiteProfile) -> bool:
    """Whether ``url`` is the site's home page."""
    return normalise_url(url) == normalise_url(profile.home)


def is_home_host(url: str, profile: SiteProfile) -> bool:
    """Whether ``url`` lies on the host of the site's home page."""
    return urlsplit(url).netloc == urlsplit(profile.home).netloc


def canonical_key(url: str, article: Article, profile: SiteProfile) -> str:
    """Comparison form under which an article is kept: that of the address it declares, where that can be believed.

    Content systems also print the home page or a channel as canonical on every page, and hijackers foreign hosts;
    only another article's address of the same site counts.
    """
    own = normalise_url(url)
    if not article.canonical_url or out_of_scope(article.canonical_url, profile):
        return own
    try:
        declared = normalise_url(article.canonical_url)
    except ValueError:
        return own
    path = urlsplit(declared).path
    return declared if path != "/" and is_article_url(article.canonical_url) else own
