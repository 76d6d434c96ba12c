"""A crawl's books: finished pages go into the store together with the links they brought, in one transaction.

Finished pages are gathered for a moment and written together, because many small transactions cost more than the
pages. A page that is not written yet is still ``in_flight`` in the table, so a kill costs fetching it again, no more.
Edits and losses wait longer, until the run has shown what they are: ``pipelines.waiting_edits`` and ``waiting_losses``.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from time import monotonic
from typing import TYPE_CHECKING

from pipelines.copies import original_of
from pipelines.frontier import Frontier
from pipelines.items import FinishedPage, NewPage, Page, PageKind
from pipelines.junk import memory_of_site
from pipelines.known_pages import KnownPages
from pipelines.page_writer import PageWriter
from pipelines.stored import edit_of, is_loss
from pipelines.tally import Tally
from pipelines.waiting_edits import WaitingEdits
from pipelines.waiting_losses import WaitingLosses

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from cleaners.memory import SiteMemory
    from pipelines.items import Visit
    from pipelines.store import Store
    from pipelines.stored import StoredArticle

MAX_WAITING = 64
"""Finished pages written in one transaction at most."""
_MAX_WAIT_SECONDS = 1.0
"""Seconds from which on a finished page is not kept waiting."""
_TAKEN_AT_ONCE = 64
"""Pages marked in flight at a time."""


class Ledger:
    """One site's crawl in one database. ``tally`` says what the run came to so far."""

    def __init__(
        self,
        store: Store,
        site: str,
        only: str | None = None,
        zone: tzinfo = UTC,
        days: tuple[date | None, date | None] = (None, None),
    ):
        """``only`` is the normalised URL of the one page the run is for; None for the whole site.

        ``days``: first and last day of what the run is for; None is open.
        """
        self.store = store
        self.only = only
        self.days = days
        self.frontier = Frontier(store.connection, site, zone)
        self.pages = KnownPages(store.connection, site, zone)
        """What is known of the site's addresses, as far as it is written."""
        self.tally = Tally()
        self.begins_empty = False
        """No article of the site was stored when the run began; a run for one page does not ask."""
        self._opened_at = datetime.now(UTC)
        self._taken: list[Page] = []
        self._finished: list[FinishedPage] = []
        self._writer = PageWriter(store, self.frontier, self.pages, self.tally)
        self._edits = WaitingEdits(self._writer)
        self._losses = WaitingLosses(self._writer, is_one_page=only is not None)
        self._written_at = monotonic()

    def open(self, now: datetime) -> None:
        """Pick up where the last run of the site stopped, and queue what is due again."""
        self._opened_at = now
        with self.store.batch():
            self.begins_empty = self.only is None and not self.frontier.has_articles()
            self.tally.counts["recovered"] = self.frontier.recover()
            self.tally.counts["due"] = self.frontier.queue_due(now) if self.only is None else 0

    def forget_lists(self, now: datetime) -> None:
        """Have every feed, sitemap and list of the site read anew: other links of theirs are wanted now."""
        with self.store.batch():
            self.frontier.forget_lists(now)

    def leave_to_lists(self, named: Collection[str]) -> None:
        """Stop missing starts that are not there and are no longer ``named`` by the profile (normalised URLs)."""
        with self.store.batch():
            self.frontier.leave_to_lists(named)

    def site_memory(self) -> SiteMemory:
        """What the site's stored articles have in common."""
        return memory_of_site(self.store.connection, self.frontier.site)

    def original_of(self, visit: Visit) -> str | None:
        """Key of the very article of a visit, where it is stored under another address; None where it is not."""
        return original_of(self.store.connection, visit)

    def stored_at(self, normalised_url: str) -> StoredArticle | None:
        """The article that is stored under an address; None without one."""
        return self.store.article_at(normalised_url)

    def knows(self, page: NewPage) -> bool:
        """Whether the page is known by now."""
        return self.pages.knows(page.normalised_url)

    def knew(self, normalised_url: str) -> bool:
        """Whether a page was known before this run."""
        return self.pages.knows(normalised_url, before=self._opened_at)

    def queue(self, page: NewPage) -> None:
        """Queue a page that is asked for by name."""
        self.flush()
        with self.store.batch():
            self.frontier.queue(page, datetime.now(UTC))

    def take(self) -> Page | None:
        """Hand out the next page to fetch; None when nothing waits now."""
        if not self._taken:
            self.flush()
            with self.store.batch():
                self._taken = self.frontier.take(_TAKEN_AT_ONCE, self.only, self.days)[::-1]
        return self._taken.pop() if self._taken else None

    def has_waiting(self) -> bool:
        """Whether :meth:`take` would hand out a page."""
        self.flush()
        return bool(self._taken) or self.frontier.has_queued(self.only)

    def give_back(self, page: Page) -> None:
        """Queue a page again that was handed out and not fetched after all."""
        with self.store.batch():
            self.frontier.give_back([page])

    def finish(self, finished: FinishedPage) -> None:
        """Take a finished page into the books; it is on disk after the next :meth:`flush`."""
        self._finished.append(finished)
        if finished.page.kind is PageKind.LISTING:
            self._losses.note_listed(finished.links)
        if len(self._finished) >= MAX_WAITING or monotonic() - self._written_at > _MAX_WAIT_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what waits, edits and losses aside. Raises :class:`pipelines.values.StoreError` when it cannot."""
        if not self._finished:
            return
        finished, self._finished = self._finished, []
        self._writer.write([page for page in finished if not self._waits(page)])
        if self._edits.is_full:
            self._edits.settle(self._opened_at)
        self._written_at = monotonic()

    def _waits(self, finished: FinishedPage) -> bool:
        """Keep an edit or a loss aside until the run has shown what it is; say whether the page is one."""
        visit = finished.visit
        stored = self.store.article_at(visit.normalised_url) if visit else None
        if visit is None or stored is None:
            return False
        if edit := edit_of(stored, visit):
            self._edits.add(finished, visit, edit)
        elif is_loss(stored, visit):
            self._losses.add(finished)
        else:
            return False
        return True

    def close(self, *, believed: bool = True) -> None:
        """Write what waits, edits only if ``believed``; give back what was not fetched, close the database."""
        try:
            self.flush()
            self._edits.settle(self._opened_at, believed=believed)
            self._losses.settle()
            with self.store.batch():
                self.frontier.give_back(self._taken)
                self._taken = []
        finally:
            self.store.close()
