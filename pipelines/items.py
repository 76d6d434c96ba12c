"""What a spider hands to the pipelines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from cleaners.article import Article


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
    etag: str | None = None
    last_modified: str | None = None
    """Header as received, for conditional requests."""
    payload_digest: str | None = None
    """``sha1:`` and base32, as WARC writes it, of the body's bytes."""
    archive_file: str | None = None
    """Archive member that holds the response, relative to the archive's folder."""
    archive_offset: int | None = None
    """Byte offset of the record in it."""
