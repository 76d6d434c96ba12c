"""The frontier: every URL a crawl knows of, in the table ``pages``. Says what is next, survives ``kill -9``.

A page waits (state ``frontier``), is ``in_flight`` or was visited (``done``, ``failed``, ``excluded``). Taking one
marks it, finishing it stores the links it brought and its article in the same transaction, so that a cut-off run leaves
only marks behind; the next run queues those again. Nothing that a run depends on is kept in memory alone.

One process crawls a site at a time (the crawl command holds a lock), many processes share the file.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import takewhile
from typing import TYPE_CHECKING

from pipelines.copies import Address
from pipelines.items import (
    INDEX_KINDS,
    FinishedPage,
    NewPage,
    Page,
    PageKind,
    PageOutcome,
)
from pipelines.page_rows import FINISH_PAGE, SELECT_PAGES, finish_values, page_of
from pipelines.rows import SEEN_NO_LATER, as_json, utc_text, utc_text_or_none

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from pipelines.items import Visit


_ASKED_JUST_NOW = timedelta(minutes=20)
"""A list read within this time is not asked for again because the page before it has news: a run that was cut off and
started again has just read it."""
_RELINKED_AFTER = timedelta(days=14)
"""A page that was given up is asked for once in this time while a list leads to it."""

_MIN_HINTS = 20
"""Known articles, or sitemaps, that one page must name with a day before it is judged by how many it calls changed."""

_START, _SUB_SITEMAP, _ARTICLE, _MORE_LISTING, _BEHIND_ALL = 3, 2, 1, 0, -1
"""Priorities. What is found is fetched before more is looked for; what only a guessed sitemap names, which may be all
that there ever was, comes behind the news of each run."""

_MAX_DOUBTS = 30
"""Visits without a change that count; at 900 days nobody waits any more."""
_IS_OF_OTHER_DAYS = (
    "coalesce(last_fetched_at IS NULL AND kind IN ('article', 'unknown') AND (day < :since OR day > :until), 0)"
)
"""What was queued before is not lost in a run for certain days, but a backlog of months must not come before them."""
_PART_OF_HOME = """
    UPDATE pages SET depth = 0, state = 'frontier' WHERE url = ? AND kind = 'listing' AND depth > 0 AND state = 'done'
"""
"""A list that is part of the home page, as is seen now; it was taken for one that others tell of."""
_PUT_IN = """
    INSERT INTO pages (url, fetch_url, site, kind, state, priority, day, depth, found_at, found_on)
    VALUES (?, ?, ?, ?, 'frontier', ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE
    SET fetch_url = excluded.fetch_url, kind = excluded.kind, priority = excluded.priority,
        day = excluded.day, depth = excluded.depth, state = 'frontier'
    WHERE state = 'done' AND outcome IS NULL AND site = excluded.site
"""
"""A new page; also one stored from a saved file, which no crawl has seen and none has planned to."""
_LIST_OTHERWISE = """
    UPDATE pages SET fetch_url = :at, next_visit_at = :now, etag = NULL, last_modified = NULL, payload_digest = NULL
    WHERE url = :url AND site = :site AND kind = 'listing' AND found_on = :found_on AND fetch_url != :at
"""
"""A list of numbers whose page makes other addresses of them now: the next visit reads it as if for the first time."""
_QUEUE = """
    -- What was never seen goes before what is looked at again, and what could not be had comes last, the more often the
    -- later: thirty such pages in a row end a run, and must hide nothing from all runs.
    UPDATE pages SET state = 'frontier',
        priority = CASE WHEN kind IN ('article', 'unknown', 'epaper') AND depth > 0 AND error_count > 0
            AND outcome IN ('http_error', 'unreachable') THEN -error_count
            WHEN kind IN ('article', 'unknown') THEN :waits ELSE priority END
    WHERE site = :site AND state IN ('done', 'failed', 'excluded')
"""
_DUE = "AND next_visit_at <= :now"
_OF_WRONG_CLOCK = f"""
    AND outcome IN ({", ".join(f"'{outcome}'" for outcome in PageOutcome)}) AND last_fetched_at > :now
    AND (next_visit_at IS NOT NULL OR outcome = 'article')
"""
"""A visit in the future: the clock was wrong then, and so is what was planned by it, or that nothing was. Asked apart
from what is due, and with every outcome named, so that each is one short stretch of an index."""
_AGAIN = """
    UPDATE pages SET state = 'frontier', depth = min(depth, ?)
    WHERE url = ? AND state = 'done' AND last_fetched_at NOT BETWEEN ? AND ?
"""
_FURTHER_BACK = """
    UPDATE pages SET state = 'frontier' WHERE url = ? AND state = 'done'
    AND (links_since IS NULL OR links_since > ?) AND (outcome = 'links' OR EXISTS (
        SELECT 1 FROM rejections WHERE rejections.normalised_url = pages.url AND reason = 'listing'))
"""
"""Lists, also those that were taken for articles and refused; no more is read in others than their text."""
_CALLED_ARTICLE = """
    UPDATE pages SET kind = 'unknown', day = ?, state = 'frontier', priority = ?, etag = NULL, last_modified = NULL
    WHERE url = ? AND site = ? AND kind = 'listing' AND day IS NULL
    AND state = 'done' AND outcome = 'links' AND found_on IS NOT NULL
"""
"""Read as a list, of which no list told a day: its chance to be an article. Having a day, it gets no second."""


def _priority(page: NewPage) -> int:
    """Priority of a page that is queued; a higher one is fetched sooner."""
    if page.kind in (PageKind.ARTICLE, PageKind.UNKNOWN):
        return _BEHIND_ALL if page.later else _ARTICLE
    if page.depth == 0:
        return _START
    if page.later:
        return _BEHIND_ALL if page.depth > 1 else _MORE_LISTING  # below a guess, which lies at 1
    return _SUB_SITEMAP if page.kind in (PageKind.FEED, PageKind.SITEMAP) else _MORE_LISTING


def says_changed(day: date, visited: date, unchanged: int) -> bool:
    """Whether a link's day of change is worth a look at a page last seen on ``visited`` (days at the outlet).

    After ``unchanged`` visits in a row that brought nothing new, as many days squared must lie between: a system that
    dates everything anew each night is believed ten times a year, an editor's correction is found all the same.
    """
    return day > visited + timedelta(days=min(unchanged, _MAX_DOUBTS) ** 2)


class Frontier:
    """The rows of one site, during one run. Never commits: the caller's transaction does. ``zone`` is the outlet's.

    A page that the run has finished is handed out no more, whatever leads to it again and for whatever reason: pages
    that lead to each other would else have each other asked for until the budget is spent.
    """

    def __init__(self, connection: sqlite3.Connection, site: str, zone: tzinfo = UTC):
        self.connection = connection
        self.site = site
        self.zone = zone
        self._finished: set[str] = set()
        """Normalised URLs that this run has finished."""
        self._has_left_over_only = False
        """Nothing of the run's days was queued when it was last looked for, and none has been since."""

    def recover(self) -> int:
        """Begin a run: queue again what one that was cut off had taken, behind everything else; return how many."""
        self._finished.clear()
        cursor = self.connection.execute(
            "UPDATE pages SET state = 'frontier', interruptions = interruptions + 1"
            " WHERE site = ? AND state = 'in_flight'",
            (self.site,),
        )
        return cursor.rowcount

    def queue_due(self, now: datetime) -> int:
        """Queue the visited pages whose next visit is due; return how many."""
        values = {"waits": _MORE_LISTING, "site": self.site, "now": utc_text(now)}
        return sum(self.connection.execute(_QUEUE + which, values).rowcount for which in (_DUE, _OF_WRONG_CLOCK))

    def forget_lists(self, now: datetime) -> None:
        """Have every page that is read for its links asked for soon, and read as if for the first time."""
        self.connection.executemany(
            "UPDATE pages SET etag = NULL, last_modified = NULL, payload_digest = NULL, links_since = NULL,"
            " next_visit_at = ? WHERE site = ? AND kind = ?",  # in any state: one that waits since a cut-off run, too
            [(utc_text(now), self.site, kind) for kind in sorted(INDEX_KINDS)],
        )

    def leave_to_lists(self, named: Collection[str]) -> None:
        """Turn starts that are not there, and that the profile no longer names, into pages that lists lead to.

        ``named`` are the normalised URLs of those it names. Read otherwise, they would be missed for ever.
        """
        self.connection.execute(
            "UPDATE pages SET depth = 1 WHERE site = ? AND state = 'failed' AND outcome = 'not_found' AND depth = 0"
            " AND found_on IS NULL AND url NOT IN (SELECT value FROM json_each(?))",
            (self.site, as_json(named)),
        )

    def queue(self, page: NewPage, now: datetime) -> None:
        """Queue a page that is asked for by name, whether it was visited before or not.

        One that another site found first is this site's from now on, and is read as if for the first time: a profile
        that was renamed, or that shares its home page, would else have nothing to begin with.
        """
        if page.normalised_url in self._finished:
            return
        self.add([page], now)
        self.connection.execute(
            "UPDATE pages SET site = :site, etag = NULL, last_modified = NULL, payload_digest = NULL, state = 'done'"
            " WHERE url = :url AND site != :site",
            {"site": self.site, "url": page.normalised_url},
        )
        self.connection.execute(
            "UPDATE pages SET state = 'frontier', fetch_url = ? WHERE url = ? AND site = ? AND state != 'in_flight'",
            (page.url, page.normalised_url, self.site),
        )
        if page.kind is not PageKind.UNKNOWN:  # One asked for by its address alone stays what it is known to be.
            self.connection.execute(
                "UPDATE pages SET kind = ?, priority = ?, depth = ? WHERE url = ? AND site = ? AND state = 'frontier'",
                (page.kind, _priority(page), page.depth, page.normalised_url, self.site),
            )

    def add(self, pages: Sequence[NewPage], now: datetime, found_on: str | None = None) -> int:
        """Queue the pages that are not known yet or have changed since; return how many that were."""
        found_at = utc_text(now)
        said = {"site": self.site, "found_on": found_on, "now": found_at}
        remembering = [page for page in pages if "#" in page.url]  # only what makes addresses stands there
        self.connection.executemany(
            _LIST_OTHERWISE, [{**said, "at": page.url, "url": page.normalised_url} for page in remembering]
        )
        pages = [page for page in pages if page.normalised_url not in self._finished]
        rows = [
            (
                *(page.normalised_url, page.url, self.site, page.kind, _priority(page)),
                *(page.day.isoformat() if page.day else None, page.depth, found_at, found_on),
            )
            for page in pages
        ]
        before = self.connection.total_changes
        home = [(page.normalised_url,) for page in pages if page.kind == PageKind.LISTING and page.depth == 0]
        self.connection.executemany(_PART_OF_HOME, home)
        self.connection.executemany(_PUT_IN, rows)
        just_now = utc_text(now - _ASKED_JUST_NOW), utc_text(now + _ASKED_JUST_NOW)
        again = [(page.depth, page.normalised_url, *just_now) for page in pages if page.again]
        self.connection.executemany(_AGAIN, again)
        further = [(page.normalised_url, page.back_to.isoformat()) for page in pages if page.back_to]
        self.connection.executemany(_FURTHER_BACK, further)
        dated = [
            (page.day.isoformat(), _priority(page), page.normalised_url, self.site)
            for page in pages
            if page.kind is PageKind.ARTICLE and page.day
        ]
        self.connection.executemany(_CALLED_ARTICLE, dated)
        self.connection.executemany(
            "UPDATE pages SET state = 'frontier', day = ? WHERE url = ?", self._changed_since(pages, now)
        )
        changes = self.connection.total_changes - before
        self._has_left_over_only = self._has_left_over_only and not changes
        return changes

    def _changed_since(self, pages: Sequence[NewPage], now: datetime) -> list[tuple[str, str]]:
        """Give day and key of known pages that their links say have changed since our last visit.

        A sitemap that says so of most articles, or an index of most sitemaps, states when it was made, not when they
        were changed.
        """
        latest = now.astimezone(self.zone).date() + timedelta(days=1)
        known: Counter[bool] = Counter()
        changed: list[tuple[str, str, bool]] = []
        for page in pages:
            visited = self._last_seen(page.normalised_url) if page.day and page.day <= latest else None
            if visited is None or page.day is None:
                continue
            is_index = page.kind in INDEX_KINDS
            known[is_index] += 1
            if says_changed(page.day, *visited):
                changed.append((page.day.isoformat(), page.normalised_url, is_index))
        said = Counter(is_index for _, _, is_index in changed)
        believed = {kind for kind in said if known[kind] < _MIN_HINTS or said[kind] * 2 <= known[kind]}
        return [(day, key) for day, key, is_index in changed if is_index in believed]

    def _last_seen(self, key: str) -> tuple[date, int] | None:
        """Day at the outlet of the last visit to a page that is done, and visits since that brought nothing new."""
        row = self.connection.execute(
            "SELECT last_fetched_at, unchanged_streak + error_count FROM pages"
            " WHERE url = ? AND site = ? AND state = 'done' AND outcome IS NOT 'duplicate'"
            " AND last_fetched_at IS NOT NULL",
            (key, self.site),
        ).fetchone()
        return (datetime.fromisoformat(row[0]).astimezone(self.zone).date(), row[1]) if row else None

    def revive(self, pages: Iterable[NewPage], now: datetime) -> None:
        """Queue pages that were given up and that somebody links to again."""
        self.connection.executemany(
            "UPDATE pages SET state = 'frontier' WHERE url = ? AND site = ? AND state IN ('failed', 'excluded')"
            " AND next_visit_at IS NULL AND last_fetched_at < ?",
            [(page.normalised_url, self.site, utc_text(now - _RELINKED_AFTER)) for page in pages],
        )

    def take(
        self, limit: int, only: str | None = None, days: tuple[date | None, date | None] = (None, None)
    ) -> list[Page]:
        """Mark up to ``limit`` queued pages as in flight and return them, the most wanted first.

        Those behind all others come one by one: what is being read may lead to news. So do, last, new articles of other
        days than ``days``, left over by earlier runs. ``only`` is the normalised URL of the one page that is wanted.
        """
        found = [] if self._has_left_over_only else self._wanted(limit, only, days)
        if not found and any(days):
            self._has_left_over_only = True
            found = self._wanted(1, only)
        pages = list(takewhile(lambda page: not page.is_behind, found)) or found[:1]
        taken = [(page.normalised_url,) for page in pages]
        self.connection.executemany("UPDATE pages SET state = 'in_flight' WHERE url = ?", taken)
        return pages

    def _wanted(self, limit: int, only: str | None, days: tuple[date | None, date | None] = (None, None)) -> list[Page]:
        """Queued pages, the most wanted first, without new articles of other days than ``days``.

        In the order of an index: a backlog of a site's years is not sorted for each page.
        """
        since, until = (day.isoformat() if day else None for day in days)
        rows = self.connection.execute(
            SELECT_PAGES + "WHERE site = :site AND state = 'frontier' AND (:only IS NULL OR url = :only)"
            f" AND NOT {_IS_OF_OTHER_DAYS} ORDER BY interruptions, priority DESC, day DESC, found_at LIMIT :limit",
            {"site": self.site, "limit": limit, "only": only, "since": since, "until": until},
        )
        return [page_of(row) for row in rows]

    def queue_copy_of(self, normalised_url: str) -> Address | None:
        """Queue the latest page that showed the article of an address that is gone: the article is there from now on.

        Gives where that is; None when no page did that has no article of its own.
        """
        row = self.connection.execute(
            "SELECT url, coalesce(fetch_url, url) FROM pages WHERE redirected_to = ? AND outcome = 'copy' AND +site = ?"
            " AND state = 'done' AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.normalised_url = pages.url)"
            " ORDER BY last_fetched_at DESC, url LIMIT 1",
            (normalised_url, self.site),
        ).fetchone()
        if row is None:
            return None
        self.connection.execute(
            "UPDATE pages SET state = 'frontier', priority = ?, outcome = ?, redirected_to = NULL WHERE url = ?",
            (_MORE_LISTING, PageOutcome.ARTICLE, row[0]),
        )
        return Address(row[0], row[1])

    def look_again(self, normalised_url: str) -> None:
        """Queue a page that no visit was planned to: whether it is still there matters now."""
        if normalised_url not in self._finished:
            self.connection.execute(
                "UPDATE pages SET state = 'frontier', priority = ? WHERE url = ? AND site = ? AND state = 'done'",
                (_MORE_LISTING, normalised_url, self.site),
            )

    def give_back(self, pages: Iterable[Page]) -> None:
        """Queue taken pages again that were not fetched after all."""
        self.connection.executemany(
            "UPDATE pages SET state = 'frontier' WHERE url = ? AND state = 'in_flight'",
            [(page.normalised_url,) for page in pages],
        )

    def has_queued(self, only: str | None = None) -> bool:
        """Whether any page of the site waits, or the one page wanted."""
        row = self.connection.execute(
            "SELECT EXISTS (SELECT 1 FROM pages WHERE site = :site AND state = 'frontier'"
            " AND (:only IS NULL OR url = :only))",
            {"site": self.site, "only": only},
        ).fetchone()
        return bool(row[0])

    def has_articles(self) -> bool:
        """Whether any article of the site is stored, under its name or that of another profile of the same host."""
        row = self.connection.execute(
            "SELECT EXISTS (SELECT 1 FROM sites AS own JOIN sites ON sites.host = own.host OR sites.name = own.name"
            " WHERE own.name = ? AND EXISTS (SELECT 1 FROM articles WHERE articles.site = sites.name))",
            (self.site,),
        ).fetchone()
        return bool(row[0])

    def finish(self, finished: FinishedPage) -> int:
        """Write down what a visit came to and the links it brought; return how many links are new."""
        self.connection.execute(FINISH_PAGE, finish_values(finished))
        if finished.outcome is PageOutcome.ARTICLE and finished.visit is None:
            self.connection.execute(
                "UPDATE articles SET last_seen_at = ? WHERE normalised_url = ?",
                (utc_text(finished.visited_at), finished.page.normalised_url),
            )
            values = {"now": utc_text(finished.visited_at), "url": finished.page.normalised_url}
            self.connection.execute(SEEN_NO_LATER, values)
        elif finished.visit is not None and finished.duplicate_of:
            self.connection.execute(
                # Asked for again where it was had: the comparison form of an address need not be one that answers.
                "UPDATE pages SET outcome = ?, next_visit_at = ?, fetch_url = coalesce(fetch_url, ?),"
                # One that was due as well has been read just now.
                " state = CASE state WHEN 'frontier' THEN 'done' ELSE state END, redirected_to = NULL WHERE url = ?",
                (
                    *(_visit_outcome(finished.visit), utc_text_or_none(finished.next_visit_at)),
                    *(finished.visit.url, finished.duplicate_of),
                ),
            )
        self._finished |= {finished.page.normalised_url, *finished.parts}
        if finished.parts:
            self._mark_parts(finished)
        if not finished.links:
            return 0
        # A sitemap names everything there ever was; what a list leads to is shown to readers today.
        is_list = finished.page.kind is not PageKind.SITEMAP
        self.revive((link for link in finished.links if is_list or link.kind in INDEX_KINDS), finished.visited_at)
        return self.add(finished.links, finished.visited_at, finished.page.normalised_url)

    def _mark_parts(self, finished: FinishedPage) -> None:
        """Keep the further pages of an article from being taken for articles when a link leads to them."""
        self.connection.executemany(
            "INSERT INTO pages (url, site, kind, state, outcome, redirected_to, found_at, found_on, last_fetched_at)"
            " VALUES (?, ?, 'article', 'done', 'duplicate', ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE"
            " SET state = 'done', outcome = 'duplicate', redirected_to = excluded.redirected_to"
            " WHERE state != 'in_flight'",
            [
                (part, self.site, *(finished.page.normalised_url, utc_text(finished.visited_at)) * 2)
                for part in finished.parts
                if part != finished.page.normalised_url
            ],
        )


def _visit_outcome(visit: Visit) -> PageOutcome:
    return PageOutcome.REJECTED if visit.article.rejection else PageOutcome.ARTICLE
