"""What the store takes and gives besides a visit: facts of a site, counts of a run, what became of a page."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class StoreError(Exception):
    """The database cannot be used. The message is one line: what happened, where, what to do."""


class Outcome(StrEnum):
    """What became of a visited page."""

    NEW = "new"
    """An article, stored for the first time."""
    CHANGED = "changed"
    """The site edited the text (the old one is in ``revisions``), or an article that was withdrawn is back."""
    UNCHANGED = "unchanged"
    """The same text as before."""
    RECLEANED = "recleaned"
    """Another text only because of how the page was read: by a newer cleaner, or when lines that the site's pages share
    were known. Never counted as an edit."""
    REJECTED = "rejected"
    """No article; the reason is in ``rejections``."""
    GONE = "gone"
    """Status 404 or 410, or a soft 404 where an article was."""


class Site(NamedTuple):
    """Facts of a site profile that the database keeps. None is unknown."""

    name: str
    display_name: str | None = None
    region: str | None = None
    """Official six-digit division code."""
    host: str | None = None
    script: str | None = None
    timezone: str | None = None
    """IANA name."""
    verified: bool | None = None
    link_rules: str | None = None
    """What of the profile decides which links are followed, as JSON."""


class CrawlCounts(NamedTuple):
    """How a run went. None where nobody counted."""

    pages: int | None = None
    new: int | None = None
    changed: int | None = None
    unchanged: int | None = None
    rejected: int | None = None
    gone: int | None = None
    errors: int | None = None
