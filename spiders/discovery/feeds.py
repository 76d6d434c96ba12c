"""RSS and Atom: the entries of a feed, and where a page says its feeds are."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cleaners.links.urls import absolute_url
from cleaners.site import CHINA
from cleaners.source.charset import decode
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.pages import LinkPage, read_page
from spiders.document import Document

if TYPE_CHECKING:
    from datetime import tzinfo


_MAX_FEED_SIZE = 2 << 20
"""Bytes. What is beyond is not read: feeds begin with the newest; feedparser can need 6 s for a hostile megabyte."""
_MAX_ENTRIES = 5000
"""Entries read of a feed."""

_MAX_TAG_CHARS = 20_000
"""Characters of a tag; feedparser holds each attribute against all others (1.5 MB of them take minutes)."""

_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"""
    r"""|<([^\W\d][\w:.-]*+)(?:[^>"']++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+>?""",
    re.DOTALL,
)
"""What markup of XML begins with ``<``; the name of a start tag is its group. Every match is kept, so it is linear."""
_XML_DECLARATION = re.compile(r"\s*<\?xml[^<>]{0,200}\?>")
_FEED_START = re.compile(rb"<(?:rss|feed|rdf:RDF|\w+:feed)[\s>]")
_SNIFFED = 8192
"""Bytes at the start in which a feed shows its root element, behind comments and style sheets."""
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_FEED_FILE = re.compile(r"(?:^|/)(?:rss|atom|feeds?)(?:[-_.\w]*\.xml|/[-\w]+\.xml|/?$)|\.rss$", re.IGNORECASE)
_COMMENTS = re.compile(r"/comments?/", re.IGNORECASE)
"""A feed of what readers say has the days of that."""


def is_feed(body: bytes) -> bool:
    """Whether the bytes begin as an RSS, RDF or Atom document."""
    return _FEED_START.search(body[:_SNIFFED]) is not None


def read_feed(document: Document, *, zone: tzinfo = CHINA) -> tuple[FoundLink, ...]:
    """Return the entries of a feed as article links, in the feed's order.

    ``zone`` is the outlet's: an entry's instant is turned into a day there. Entries without an address are left out.
    Broken feeds give what can be read of them, other bytes an empty tuple; raises nothing.
    """
    if not is_feed(document.raw):
        return ()
    import feedparser  # Not every site has a feed, and it takes as long to load as three articles to clean.

    # A file object, never a string: feedparser would fetch or open a string that looks like an address.
    parsed = feedparser.parse(
        BytesIO(_as_utf8(document)),
        response_headers={"content-location": document.url, "content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    links = []
    for entry in parsed.entries[:_MAX_ENTRIES]:
        # A feed service links to itself and keeps the outlet's own address beside.
        link = entry.get("feedburner_origlink") or entry.get("link") or _permanent_id(entry)
        address = absolute_url(document.url, link)
        if address:
            title = " ".join(str(entry.get("title") or "").split())
            links.append(FoundLink(address, title or None, _entry_day(entry, zone), LinkKind.ARTICLE))
    return unique_links(links)


def _as_utf8(document: Document) -> bytes:
    """The beginning of a feed, decoded as pages are, without attributes where a tag has too many.

    feedparser would ask any codec of Python's that the feed names, and some raise what it does not expect.
    """
    text = decode(document.raw[:_MAX_FEED_SIZE], document.content_type).text
    text = _TAG.sub(lambda tag: tag[0] if not tag[1] or len(tag[0]) <= _MAX_TAG_CHARS else f"<{tag[1]}>", text)
    return _XML_DECLARATION.sub("", text, count=1).encode("utf-8", "replace")


def _permanent_id(entry: Any) -> str | None:
    """The entry's id where it is an address (a guid that is a permalink); None else."""
    name = str(entry.get("id") or "")
    return name if name.startswith(("http://", "https://")) else None


def _entry_day(entry: Any, zone: tzinfo) -> Any:
    stated = entry.get("published_parsed") or entry.get("updated_parsed")
    if stated is None:
        return None
    try:
        return datetime.fromtimestamp(timegm(stated), UTC).astimezone(zone).date()
    except (ValueError, OverflowError, OSError):  # a year that no calendar has
        return None


def find_feeds(document: Document) -> tuple[FoundLink, ...]:
    """Return the feeds a page names: its ``<link rel="alternate">`` and links to files called like feeds."""
    page = read_page(document)
    links = [
        _feed_link(page, node.attributes.get("href"), node.attributes.get("title"))
        for node in page.tree.css("link[href]")
        if (node.attributes.get("type") or "").strip().lower() in _FEED_TYPES
    ]
    for node in page.tree.css("a[href]"):
        href = node.attributes.get("href") or ""
        if _FEED_FILE.search(href.partition("?")[0]):
            links.append(_feed_link(page, href, node.text(strip=True)))
    return unique_links([link for link in links if link])


def _feed_link(page: LinkPage, href: str | None, title: str | None) -> FoundLink | None:
    address = page.address(href)
    return FoundLink(address, title or None, None, LinkKind.FEED) if address and not _COMMENTS.search(address) else None
