"""Sitemaps: lists of pages and indexes of sitemaps, news sitemaps, gzipped, huge or broken ones."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lxml import etree

from cleaners.links.urls import absolute_url
from cleaners.site import CHINA
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.feeds import is_feed, read_feed
from spiders.document import Document
from spiders.packing import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

_MAX_SITEMAP_SIZE = 64 << 20
"""Bytes after unpacking; the protocol allows 50 MB. What lies beyond is not read."""
MAX_LINKS = 50_000
"""The protocol's own limit for one file."""
_MAX_ENTRY_BYTES = 2 << 20
"""Bytes that one entry may take, with what stands before it: a thousand pictures take 300 KB. Beyond it nothing is
read: 64 MB of empty elements, some KB as sent, would take 2 GB of memory."""

_BEFORE_MARKUP = b"\xef\xbb\xbf \t\r\n"
"""A byte order mark and white space."""

_OF_ARTICLES = re.compile(r"wp-sitemap-posts-post-\d+\.xml|post-sitemap\d*\.xml|sitemap-posts(?:-\d+)?\.xml")
"""Names that WordPress, its plugins (Yoast, Rank Math, All in One) and Ghost give to the sitemaps of articles."""
_OF_OTHERS = re.compile(
    r"wp-sitemap-(?:posts-page|taxonomies|users)-[\w-]+\.xml|(?:page|category|post_tag|author)-sitemap\d*\.xml"
    r"|sitemap-(?:pages|tags|authors)(?:-\d+)?\.xml"
)
"""Those that the same systems give to the sitemaps of everything else."""


def read_sitemap(document: Document, *, zone: tzinfo = CHINA) -> tuple[FoundLink, ...]:
    """Return what a sitemap lists, in its order; of an index that parts them not the sitemaps of standing pages.

    Entries of a sitemap index have kind ``SITEMAP``, those of a news sitemap ``ARTICLE`` with title and day, all others
    ``UNKNOWN`` with the day of their last change. Takes XML, plain text with an address a line, and feeds (the protocol
    allows all three), each also gzipped. Broken XML gives what can be read of it; raises nothing.
    """
    body = unpack(document.raw, _MAX_SITEMAP_SIZE)
    if is_feed(body):
        return read_feed(document._replace(body=body), zone=zone)
    if not body.lstrip(_BEFORE_MARKUP).startswith(b"<"):
        return _read_lines(body, document.url)
    links = unique_links(list(_entries(body, document.url, zone)))
    return _without_standing_pages(links) if links and links[0].kind is LinkKind.SITEMAP else links


def _without_standing_pages(sitemaps: tuple[FoundLink, ...]) -> tuple[FoundLink, ...]:
    """An index without the sitemaps of pages (关于我们), tags and authors, where it parts articles from them."""
    names = [urlsplit(link.url).path.rpartition("/")[2] for link in sitemaps]
    if not any(map(_OF_ARTICLES.fullmatch, names)):
        return sitemaps
    return tuple(link for link, name in zip(sitemaps, names, strict=True) if not _OF_OTHERS.fullmatch(name))


def _read_lines(body: bytes, url: str) -> tuple[FoundLink, ...]:
    lines = body.decode("utf-8", "replace").split("\n", MAX_LINKS)[:MAX_LINKS]
    addresses = (absolute_url(url, line) for line in lines if line.strip().startswith(("http://", "https://")))
    return unique_links([FoundLink(address) for address in addresses if address])


class _EntryByEntry(BytesIO):
    """A sitemap that ends where no entry has ended for ``_MAX_ENTRY_BYTES``."""

    entry_end = 0
    """About where the last entry ended."""

    def read(self, size: int | None = -1) -> bytes:
        return b"" if self.tell() - self.entry_end > _MAX_ENTRY_BYTES else super().read(size)


def _entries(body: bytes, url: str, zone: tzinfo) -> Iterator[FoundLink]:
    """Walk the XML an entry at a time, so that a huge file never stands in memory as a tree."""
    source = _EntryByEntry(body)
    events = etree.iterparse(
        source, events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    count = 0
    try:
        for _, element in events:
            name = _local_name(element)
            if name not in {"url", "sitemap"}:
                continue
            link = _entry_link(element, name, url, zone)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            source.entry_end = source.tell()
            if link:
                yield link
            count += 1
            if count >= MAX_LINKS:
                return
    except etree.XMLSyntaxError:  # beyond recovery from here on
        return


def _local_name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _entry_link(element: Any, name: str, url: str, zone: tzinfo) -> FoundLink | None:
    # Namespaces are ignored: many sites declare a wrong one or none. An image's loc comes after the page's own.
    values: dict[str, str] = {}
    for child in element.iter():
        values.setdefault(_local_name(child), " ".join((child.text or "").split()))
    address = absolute_url(url, values.get("loc"))
    if address is None:
        return None
    if name == "sitemap":
        return FoundLink(address, None, parse_w3c_day(values.get("lastmod"), zone), LinkKind.SITEMAP)
    is_news = "publication_date" in values
    stated = values.get("publication_date") or values.get("lastmod")
    title = values.get("title") if is_news else None
    kind = LinkKind.ARTICLE if is_news else LinkKind.UNKNOWN
    return FoundLink(address, title or None, parse_w3c_day(stated, zone), kind)


def parse_w3c_day(text: str | None, zone: tzinfo) -> date | None:
    """Return the day of a W3C date or date-time, seen from ``zone`` where it states an offset; None if unreadable.

    None as well for the first day and the last of all years: systems write them where they keep no time (.NET writes
    ``0001-01-01T00:00:00+08:00``), and no zone can show them.
    """
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
        day = (time.astimezone(zone) if time.tzinfo else time).date()
    except OverflowError:
        return None
    except ValueError:
        try:
            day = date.fromisoformat(text[:10])
        except ValueError:
            return None
    return None if day in (date.min, date.max) else day
