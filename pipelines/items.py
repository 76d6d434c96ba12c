"""What passes between spiders and pipelines: pages to fetch, what a visit came to, the article that it showed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

    from cleaners.article import Article


class PageKind(StrEnum):
    """What a page is for."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    EPAPER = "epaper"
    """Front page of a digital newspaper."""
    ARTICLE = "article"
    UNKNOWN = "unknown"
    """Article or not: the page itself will tell."""


INDEX_KINDS = frozenset({PageKind.FEED, PageKind.SITEMAP, PageKind.LISTING, PageKind.EPAPER})
"""Kinds of pages that are read for their links."""


class PageOutcome(StrEnum):
    """What the last visit came to."""

    ARTICLE = "article"
    LINKS = "links"
    """A feed, sitemap or listing; it was read for its links."""
    REJECTED = "rejected"
    """No article; the reason is in ``rejections``."""
    DUPLICATE = "duplicate"
    """Leads to a page that has its own row."""
    COPY = "copy"
    """Shows the article that is stored under another address of the site, word for word."""
    NOT_FOUND = "not_found"
    HTTP_ERROR = "http_error"
    UNREACHABLE = "unreachable"
    """No answer: no address, no connection, time out, broken off."""
    TOO_LARGE = "too_large"
    FORBIDDEN = "forbidden"
    """robots.txt says no."""
    OUT_OF_SCOPE = "out_of_scope"
    """Led to another site."""
    ERROR = "error"
    """Our own code failed on it."""


SUCCESSES = frozenset({PageOutcome.ARTICLE, PageOutcome.LINKS, PageOutcome.DUPLICATE, PageOutcome.COPY})
"""Outcomes that brought what a page is for; any other counts as one more failure in a row."""


class ArchivePlace(NamedTuple):
    """Where a response lies in the archive."""

    file: str
    """Member, relative to the archive's folder."""
    offset: int
    """Byte at which its record begins."""

    def __str__(self) -> str:
        """For messages."""
        return f"{self.file} at byte {self.offset}"


class Received(NamedTuple):
    """What is kept of an answer beside what was read in it; None for what it did not have."""

    etag: str | None = None
    last_modified: str | None = None
    """Header as received, for conditional requests."""
    payload_digest: str | None = None
    """``sha1:`` and base32, as WARC writes it, of the body's bytes."""
    archived: ArchivePlace | None = None
    """None for an answer that is not the one to clean again."""


NOTHING_RECEIVED = Received()


class NewPage(NamedTuple):
    """A URL to be put into the frontier."""

    normalised_url: str
    url: str
    kind: PageKind
    day: date | None = None
    """Day of publication as the link states it."""
    depth: int = 0
    """Index pages between a start point and this one."""
    again: bool = False
    """To be asked for again although it is known: the page that leads to it has news."""
    later: bool = False
    """Fetched when the articles known of are: a sitemap of the past, a guessed one, the articles that only it names."""
    back_to: date | None = None
    """First day that links are wanted of: asked for again although it is known, if its links were read for less."""


class Page(NamedTuple):
    """A row of ``pages`` that was taken to be fetched."""

    normalised_url: str
    url: str
    kind: PageKind
    depth: int
    found_at: datetime
    visited_at: datetime | None
    """Last visit before this one."""
    visits: int
    failures: int
    outcome: PageOutcome | None
    received: Received = NOTHING_RECEIVED
    """Of its last good answer."""
    links_since: date | None = None
    """Earliest day with which its links were read; None: only for what is new."""
    was_read: bool = False
    """An article of it is stored, or its links were read."""
    unchanged: int = 0
    """Visits in a row that found it as it was."""
    day: date | None = None
    """Day of publication or change that the latest link to it stated."""
    is_injected: bool = False
    """Its article is stored, and its page carried junk of hijackers."""
    is_behind: bool = False
    """It comes behind all others: only a guessed sitemap names it, or it could not be had."""

    def is_read_back_to(self, since: date | None) -> bool:
        """Whether its links were read as far back as ``since``, if that is asked for at all."""
        return since is None or (self.links_since is not None and self.links_since <= since)


class Copy(NamedTuple):
    """A page that showed, word for word, an article which is stored at another address."""

    url: str
    """Comparison form of its address."""
    original: str
    """That of the article's."""
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """One page that was fetched and cleaned, with what is known of the fetch."""

    site: str
    """Name of the site profile."""
    url: str
    """Address that answered, after redirects."""
    normalised_url: str
    """Comparison form of the address; the key of ``articles`` and ``pages``."""
    fetched_at: datetime
    """Aware, UTC."""
    status: int
    """HTTP status."""
    article: Article
    cleaner_version: str
    """Version of the cleaners and their rules; a text that differs only by it is not an edit of the site's."""
    received: Received = NOTHING_RECEIVED


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """All that one visit came to; stored in one transaction."""

    page: Page
    outcome: PageOutcome
    visited_at: datetime
    next_visit_at: datetime | None
    changed: bool = False
    status: int | None = None
    """HTTP status; None without an answer."""
    reason: str | None = None
    """One line for people, for outcomes that are no success."""
    received: Received = NOTHING_RECEIVED
    links: tuple[NewPage, ...] = ()
    visit: Visit | None = None
    """None when there is nothing for ``articles`` or ``rejections``: a listing, a failure, an unchanged page."""
    duplicate_of: str | None = None
    """Normalised URL that this one leads to."""
    links_since: date | None = None
    """First day asked for, when its links were read back to that."""
    parts: tuple[str, ...] = ()
    """Normalised URLs of the article's further pages, which are no articles of their own."""
    moved_to: str | None = None
    """Address that its server says is its own from now on, where that is the same page's (https, www)."""
    leads_for_good: bool = False
    """Whether what it leads to stands in its place from now on: a redirect for a time may be a notice's."""
