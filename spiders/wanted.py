"""Which of the links that were found a run wants: of the site, of the days asked for, no trap, not too deep. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.lines.url_days import day_in_url
from pipelines.items import NewPage, PageKind
from spiders.arguments import Span
from spiders.discovery import FoundLink, LinkKind
from spiders.discovery.shapes import is_taxonomy
from spiders.discovery.traps import find_trap
from spiders.middlewares.scope import out_of_scope

if TYPE_CHECKING:
    from spiders.answer import Answer
    from spiders.profile import SiteProfile

MAX_DEPTH = 5
"""Index pages between a start point and an article: home, channel, its further pages; sitemap index, sitemap."""
MAX_DEPTH_RECENT = 30
"""The same for the further pages of a list that names articles of the last days: what runs left out have missed, and
outlets that publish more in a day than five pages of a list hold."""
_MAX_DEPTH_BACKFILL = 400
"""The same for the further pages of a listing and earlier issues when days in the past are asked for (``since``)."""


def why_not(
    link: FoundLink, kind: PageKind, answer: Answer, profile: SiteProfile, span: Span, *, is_recent: bool
) -> str | None:
    """Reason not to queue a link; None to queue it. ``is_recent``: the answer lists articles of the last days."""
    if out_of_scope(link.url, profile):
        return "other_site"
    # What an index of sitemaps names has an end, even if it is a sitemap for each month.
    is_named = kind is PageKind.SITEMAP or is_stated(link.url, profile)
    if not is_named and (trap := find_trap(link.url, answer.today)):
        return f"trap_{trap}"
    # Feeds and sitemaps may lie anywhere: they name what is then judged by itself.
    if kind not in (PageKind.FEED, PageKind.SITEMAP) and not profile.owns_path(link.url):
        return "other_path"
    if kind in (PageKind.ARTICLE, PageKind.UNKNOWN):
        if profile.article_url and not is_stated(link.url, profile):
            return "not_article_url"
        # A channel is found by its name on the home page; named by a sitemap it would be taken for one long article.
        if kind is PageKind.UNKNOWN and is_taxonomy(link.url) and not is_stated(link.url, profile):
            return "taxonomy"
        # A sitemap states the day of the last change: published no later, perhaps earlier.
        asked = Span(span.since) if link.kind is LinkKind.UNKNOWN else span
        return None if asked.covers(link.date) else "out_of_span"
    # The way back to an archive's days that are asked for leads over later ones; issues are reached by their address.
    asked = span if kind is PageKind.EPAPER else Span(span.since)
    if kind in (PageKind.EPAPER, PageKind.LISTING) and not asked.covers(link.date):
        return "out_of_span"
    return "too_deep" if answer.depth >= deepest(kind, span, is_recent=is_recent) else None


def is_stated(url: str, profile: SiteProfile) -> bool:
    """Whether the profile says that ``url`` is an article's; then nothing else is asked."""
    return profile.article_url is not None and profile.article_url.search(url) is not None


def deepest(kind: PageKind, span: Span, *, is_recent: bool = False) -> int:
    """How deep a page that is read for its links may lie; ``is_recent``: it lists articles of the last days."""
    if span.since and kind in (PageKind.LISTING, PageKind.EPAPER):
        return _MAX_DEPTH_BACKFILL
    return MAX_DEPTH_RECENT if is_recent and kind in (PageKind.LISTING, PageKind.EPAPER) else MAX_DEPTH


def is_asked_again(link: NewPage) -> bool:
    """Whether a link of a list is asked for although it is known: a list's further page, or a newspaper of today.

    The latter may have paused for long; its own clock has stopped by then.
    """
    return (link.kind is PageKind.LISTING and link.depth > 1) or is_front_of_today(link)


def is_front_of_today(link: NewPage) -> bool:
    """Whether a link leads to a newspaper at an address that stays the same from issue to issue."""
    return link.kind is PageKind.EPAPER and day_in_url(link.url) is None
