"""From a response to the links it brings. Small pure functions, one file a subject; no Scrapy, no network, no clock."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date as day


class LinkKind(StrEnum):
    """What is known of the page a link leads to."""

    ARTICLE = "article"
    LISTING = "listing"
    """Also a page of a digital newspaper's issue, and a further page of a listing."""
    FEED = "feed"
    SITEMAP = "sitemap"
    UNKNOWN = "unknown"
    """Its address was given without a word of what it is; ``shapes`` may know."""


class FoundLink(NamedTuple):
    """One link, with what the page it stands on says of it."""

    url: str
    """Absolute http(s) address as given, without fragment; to be fetched, not compared."""
    title: str | None = None
    """Headline as the link shows it; may be shortened by the site."""
    date: day | None = None
    """Day of publication (a sitemap: of the last change) as stated there, in the outlet's zone."""
    kind: LinkKind = LinkKind.UNKNOWN


def unique_links(links: list[FoundLink]) -> tuple[FoundLink, ...]:
    """The links in order, each address once; what a later mention knows in addition is kept."""
    known: dict[str, FoundLink] = {}
    for link in links:
        first = known.setdefault(link.url, link)
        known[link.url] = first._replace(title=first.title or link.title, date=first.date or link.date)
    return tuple(known.values())
