"""Sitemaps that nothing names: where custom says that one may be. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from cleaners.links.urls import normalise_url
from pipelines.items import NewPage, PageKind

if TYPE_CHECKING:
    from datetime import date

    from pipelines.items import Page

USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")
"""Where a sitemap lies that nothing names, by custom; the second is where WordPress's plugins put theirs."""


def next_usual_sitemap(url: str) -> str | None:
    """Where to look next for a sitemap that nothing names, if none is at ``url``; None where that was the last place.

    >>> next_usual_sitemap("http://a.example/sitemap.xml")
    'http://a.example/sitemap_index.xml'
    """
    further = USUAL_SITEMAPS[USUAL_SITEMAPS.index(urlsplit(url).path) + 1 :]
    return urljoin(url, further[0]) if further else None


def is_guess(page: Page) -> bool:
    """Whether a page is a sitemap that only custom says may be there: none was ever read at its address."""
    is_usual = page.depth > 0 and urlsplit(page.url).path in USUAL_SITEMAPS
    return page.kind is PageKind.SITEMAP and is_usual and not page.was_read


def guessed_sitemap(url: str, since: date | None) -> NewPage:
    """A sitemap that may lie at ``url``, read when what is known to be there is; links back to ``since`` are wanted."""
    return NewPage(normalise_url(url), url, PageKind.SITEMAP, depth=1, later=True, back_to=since)
