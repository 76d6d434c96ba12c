"""Rows of ``pages`` and the values they stand for: the page that a row is, the row that a finished visit makes.

Statements and pure functions; which pages are asked for, and when, is the frontier's.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pipelines.items import SUCCESSES, ArchivePlace, Page, PageKind, PageOutcome, Received
from pipelines.rows import received_values, utc_text, utc_text_or_none

if TYPE_CHECKING:
    import sqlite3

    from pipelines.items import FinishedPage

SELECT_PAGES = """
SELECT url, coalesce(fetch_url, url) AS fetch_url, kind, depth, found_at, last_fetched_at, fetch_count, error_count,
    etag, last_modified, payload_digest, outcome, archive_file, archive_offset, links_since, unchanged_streak, day,
    priority < 0 AS is_behind,
    EXISTS (SELECT 1 FROM articles WHERE normalised_url = pages.url)
    OR (change_count > 0 AND kind NOT IN ('article', 'unknown')) AS was_read,
    EXISTS (SELECT 1 FROM articles WHERE normalised_url = pages.url AND integrity = 'injected') AS is_injected
FROM pages
"""
"""What :func:`page_of` reads."""

FINISH_PAGE = """
UPDATE pages SET state = :state, outcome = :outcome,
    -- A list called it an article, and it is the list that it was before.
    kind = CASE WHEN kind = 'unknown' AND :outcome = 'links' THEN 'listing' ELSE kind END,
    error = :error, status = :status, robots = :robots,
    fetch_url = coalesce(:moved_to, fetch_url),
    last_fetched_at = :visited_at, next_visit_at = :next_visit_at, interruptions = 0, redirected_to = :redirected_to,
    error_count = :failures,
    -- Saving a visit has counted it already.
    fetch_count = fetch_count + :counted,
    change_count = change_count + (:counted AND :changed AND NOT :failed),
    unchanged_streak = CASE WHEN NOT :counted OR :failed THEN unchanged_streak
                            WHEN :changed THEN 0 ELSE unchanged_streak + 1 END,
    -- A failed visit leaves what the last good one said.
    etag = CASE WHEN :failed THEN etag ELSE :etag END,
    last_modified = CASE WHEN :failed THEN last_modified ELSE :last_modified END,
    payload_digest = coalesce(:payload_digest, payload_digest),
    archive_offset = CASE WHEN :archive_file IS NULL THEN archive_offset ELSE :archive_offset END,
    archive_file = coalesce(:archive_file, archive_file),
    links_since = coalesce(min(links_since, :links_since), links_since, :links_since)
WHERE url = :url
"""
"""Takes :func:`finish_values`."""
_FAILURES = frozenset({PageOutcome.NOT_FOUND, PageOutcome.HTTP_ERROR, PageOutcome.UNREACHABLE, PageOutcome.ERROR})
"""Outcomes whose page is in state ``failed``."""
_EXCLUDED = frozenset({PageOutcome.FORBIDDEN, PageOutcome.OUT_OF_SCOPE})
"""Outcomes whose page is in state ``excluded``: it was not fetched, or not from the site."""


def page_of(row: sqlite3.Row) -> Page:
    """Read a row of SELECT_PAGES."""
    return Page(
        normalised_url=row["url"],
        url=row["fetch_url"],
        kind=PageKind(row["kind"]),
        depth=row["depth"] or 0,
        found_at=datetime.fromisoformat(row["found_at"]),
        visited_at=datetime.fromisoformat(row["last_fetched_at"]) if row["last_fetched_at"] else None,
        visits=row["fetch_count"],
        failures=row["error_count"],
        outcome=PageOutcome(row["outcome"]) if row["outcome"] else None,
        received=Received(row["etag"], row["last_modified"], row["payload_digest"], _place(row)),
        links_since=date.fromisoformat(row["links_since"]) if row["links_since"] else None,
        was_read=bool(row["was_read"]),
        unchanged=row["unchanged_streak"],
        day=date.fromisoformat(row["day"]) if row["day"] else None,
        is_injected=bool(row["is_injected"]),
        is_behind=bool(row["is_behind"]),
    )


def _place(row: sqlite3.Row) -> ArchivePlace | None:
    return ArchivePlace(row["archive_file"], row["archive_offset"]) if row["archive_file"] else None


def finish_values(finished: FinishedPage) -> dict[str, Any]:
    """Give the values of FINISH_PAGE."""
    failed = finished.outcome not in SUCCESSES
    gave_up = finished.outcome in _FAILURES or (finished.outcome is PageOutcome.REJECTED and finished.page.was_read)
    stored = finished.visit is not None and finished.visit.normalised_url == finished.page.normalised_url
    # The address that it leads to is looked at in its place.
    leads_on = finished.outcome is PageOutcome.DUPLICATE and finished.leads_for_good
    return {
        "state": "failed" if gave_up else "excluded" if finished.outcome in _EXCLUDED else "done",
        "outcome": finished.outcome,
        "error": finished.reason,
        "status": finished.status,
        "robots": _robots(finished),
        "visited_at": utc_text(finished.visited_at),
        "next_visit_at": None if leads_on else utc_text_or_none(finished.next_visit_at),
        "failed": failed,
        "failures": finished.page.failures + 1 if failed else 0,
        "changed": finished.changed,
        "counted": not stored,
        "redirected_to": finished.duplicate_of,
        **received_values(finished.received),
        "links_since": finished.links_since.isoformat() if finished.links_since else None,
        "moved_to": finished.moved_to,
        "url": finished.page.normalised_url,
    }


def _robots(finished: FinishedPage) -> str | None:
    """What robots.txt said; None where the server said nothing at all."""
    if finished.outcome is PageOutcome.FORBIDDEN:
        return "disallowed"
    return "allowed" if finished.status is not None else None
