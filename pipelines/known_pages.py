"""What the table ``pages`` tells of a site's addresses, and of the articles that they showed. Only reads."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING

from pipelines.items import Copy, NewPage, PageKind, PageOutcome
from pipelines.rows import utc_text_or_none

if TYPE_CHECKING:
    import sqlite3

    from pipelines.items import Page

_MAX_WITH_KEY = 400
"""Addresses that say whether a key of their queries tells articles apart."""


class KnownPages:
    """The pages of one site as the last visits left them. ``zone`` is the outlet's."""

    def __init__(self, connection: sqlite3.Connection, site: str, zone: tzinfo = UTC):
        self.connection = connection
        self.site = site
        self.zone = zone

    def original_of(self, normalised_url: str) -> str | None:
        """Key of the article that a page showed, which is stored under another address; None for other pages."""
        row = self.connection.execute(
            "SELECT redirected_to FROM pages WHERE url = ? AND outcome = 'copy'", (normalised_url,)
        ).fetchone()
        return row[0] if row else None

    def has_copies(self, normalised_url: str, *, more_than: int) -> bool:
        """Whether so many pages showed, at their last visit, the article that is stored under an address."""
        found = self.connection.execute(
            "SELECT 1 FROM pages WHERE redirected_to = ? AND outcome = 'copy' LIMIT 1 OFFSET ?",
            (normalised_url, more_than),
        )
        return found.fetchone() is not None

    def is_lost(self, normalised_url: str) -> bool:
        """Whether an address is the site's no more, or was given up: what an outage hid is asked for again."""
        row = self.connection.execute(
            "SELECT outcome, next_visit_at FROM pages WHERE url = ?", (normalised_url,)
        ).fetchone()
        if row is None:
            return False
        return row[0] == PageOutcome.OUT_OF_SCOPE or (row[0] == PageOutcome.NOT_FOUND and row[1] is None)

    def knows(self, normalised_url: str, before: datetime | None = None) -> bool:
        """Whether the URL has a row; with ``before``, one from before that time."""
        row = self.connection.execute(
            "SELECT 1 FROM pages WHERE url = :url AND (:before IS NULL OR found_at < :before)",
            {"url": normalised_url, "before": utc_text_or_none(before)},
        ).fetchone()
        return row is not None

    def last_read(self) -> dict[PageKind, date]:
        """Day at the outlet on which a page of each kind was last read for its links, of the kinds that were.

        A page that could not be had since tells nothing of when it was: the others do.
        """
        rows = self.connection.execute(
            "SELECT kind, max(last_fetched_at) FROM pages WHERE site = ? AND outcome = 'links' GROUP BY kind",
            (self.site,),
        )
        return {PageKind(kind): datetime.fromisoformat(last).astimezone(self.zone).date() for kind, last in rows}

    def sample(self, outcome: PageOutcome, limit: int) -> list[str]:
        """Addresses of the site's pages that came to ``outcome``, the latest first.

        A stored article that shows something else for a time is still one: an outage must teach nothing.
        """
        rows = self.connection.execute(
            "SELECT coalesce(fetch_url, url) FROM pages WHERE site = ? AND outcome = ?"
            " AND (outcome = 'article' OR NOT EXISTS (SELECT 1 FROM articles WHERE normalised_url = pages.url))"
            " ORDER BY last_fetched_at DESC LIMIT ?",
            (self.site, outcome, limit),
        )
        return [row[0] for row in rows]

    def lists_behind(self, page: Page) -> list[NewPage]:
        """The lists that a page was found to show in place of its own, as deep as it, and that could be read."""
        rows = self.connection.execute(
            "SELECT url, coalesce(fetch_url, url) FROM pages"
            " WHERE site = ? AND outcome = 'links' AND found_on = ? AND kind = 'listing' AND depth = ?"
            " ORDER BY found_at, url",
            (self.site, page.normalised_url, page.depth),
        )
        return [NewPage(key, url, PageKind.LISTING, depth=page.depth) for key, url in rows]

    def copies(self, limit: int) -> list[Copy]:
        """Pages that showed an article stored elsewhere, one of both with a query in its address; the latest first."""
        rows = self.connection.execute(
            "SELECT url, redirected_to, found_at FROM pages WHERE site = ? AND outcome = 'copy'"
            " AND instr(url || redirected_to, '?') ORDER BY last_fetched_at DESC LIMIT ?",
            (self.site, limit),
        )
        return [Copy(row[0], row[1], datetime.fromisoformat(row[2])) for row in rows]

    def articles_with(self, query_key: str) -> list[str]:
        """Keys of the site's articles whose addresses have this key in their query, the latest first."""
        rows = self.connection.execute(
            "SELECT url FROM pages WHERE site = :site AND outcome = 'article'"
            " AND (instr(url, '?' || :key || '=') OR instr(url, '&' || :key || '='))"
            " ORDER BY last_fetched_at DESC LIMIT :limit",
            {"site": self.site, "key": query_key, "limit": _MAX_WITH_KEY},
        )
        return [row[0] for row in rows]
