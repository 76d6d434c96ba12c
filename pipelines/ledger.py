"""A crawl's books: finished pages go into the store together with the links they brought, in one transaction.

Finished pages are gathered for a moment and written together, because many small transactions cost more than the
pages. A page that is not written yet is still ``in_flight`` in the table, so a kill costs fetching it again, no more.
Edits wait longer, until other articles had time to show the same text: then it is a page that stands in their place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from time import monotonic
from typing import TYPE_CHECKING

from cleaners.article import Rejection
from pipelines.compare import standing_texts
from pipelines.frontier import FinishedPage, Frontier, NewPage, Page, PageOutcome
from pipelines.junk import memory_of_site
from pipelines.values import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.memory import SiteMemory
    from pipelines.compare import Edit
    from pipelines.store import Store

MOST_WAITING = 64
"""Finished pages written in one transaction at most."""
LONGEST_WAIT = 1.0
"""Seconds from which on a finished page is not kept waiting."""
MOST_EDITS = 256
"""Edits that wait for the end of the run at most; bounds memory."""
TAKEN_AT_ONCE = 64
"""Pages marked in flight at a time."""


class Ledger:
    """One site's crawl in one database. ``counts`` says what the run came to so far."""

    def __init__(self, store: Store, site: str, only: str | None = None, zone: tzinfo = UTC):
        """``only`` is the normalised URL of the one page the run is for; None for the whole site."""
        self.store = store
        self.only = only
        self.frontier = Frontier(store.connection, site, zone)
        self.counts: Counter[str] = Counter()
        """Pages by what became of them: store outcomes (``new``...), page outcomes (``links``...), ``new_links``."""
        self.rejections: Counter[str] = Counter()
        self.removed_lines: Counter[str] = Counter()
        """Lines cut from new and changed articles, by kind."""
        self.begins_empty = False
        """No article of the site was stored when the run began; a run for one page does not ask."""
        self.first_failures: dict[str, str] = {}
        """Address and reason of the first page of each outcome that could not be had."""
        self._opened_at = datetime.now(UTC)
        self._taken: list[Page] = []
        self._finished: list[FinishedPage] = []
        self._edits: list[tuple[FinishedPage, Edit]] = []
        self._written_at = monotonic()

    def open(self, now: datetime) -> None:
        """Pick up where the last run of the site stopped, and queue what is due again."""
        self._opened_at = now
        with self.store.batch():
            self.begins_empty = self.only is None and not self.frontier.has_articles()
            self.counts["recovered"] = self.frontier.recover()
            self.counts["due"] = self.frontier.queue_due(now) if self.only is None else 0

    def forget_lists(self, now: datetime) -> None:
        """Have every feed, sitemap and list of the site read anew: other links of theirs are wanted now."""
        with self.store.batch():
            self.frontier.forget_lists(now)

    def site_memory(self) -> SiteMemory:
        """What the site's stored articles have in common."""
        return memory_of_site(self.store.connection, self.frontier.site)

    def knew(self, page: NewPage) -> bool:
        """Whether the page was known before this run."""
        return self.frontier.knows(page.normalised_url, before=self._opened_at)

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
                self._taken = self.frontier.take(TAKEN_AT_ONCE, self.only)[::-1]
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
        if len(self._finished) >= MOST_WAITING or monotonic() - self._written_at > LONGEST_WAIT:
            self.flush()

    def flush(self) -> None:
        """Write what waits, edits aside. Raises :class:`pipelines.values.StoreError` when that is not possible."""
        if not self._finished:
            return
        finished, self._finished = self._finished, []
        self._write_all([page for page in finished if not self._waits_as_edit(page)])
        if len(self._edits) >= MOST_EDITS:
            self.settle_edits()
        self._written_at = monotonic()

    def settle_edits(self, *, believed: bool = True) -> None:
        """Write the edits that wait; a text to which several articles came, now or lately, is refused.

        Not ``believed``, what is left is fetched again by the next run.
        """
        edits, self._edits = self._edits, []
        standing = standing_texts(edit for _, edit in edits)
        refused = [page for page, edit in edits if edit.after in standing or self._is_standing(page, edit)]
        others = [page for page, _ in edits if page not in refused]
        self._write_all([*map(_as_standing_page, refused), *(others if believed else ())])
        if not believed:
            with self.store.batch():
                self.frontier.give_back(page.page for page in others)

    def _waits_as_edit(self, finished: FinishedPage) -> bool:
        edit = self.store.edit_of(finished.visit) if finished.visit else None
        if edit is not None:
            self._edits.append((finished, edit))
        return edit is not None

    def _is_standing(self, finished: FinishedPage, edit: Edit) -> bool:
        return finished.visit is not None and self.store.is_standing(finished.visit, edit)

    def _write_all(self, finished: Sequence[FinishedPage]) -> None:
        with self.store.batch():
            outcomes = [self._write(page) for page in finished]
        for page, outcome in zip(finished, outcomes, strict=True):
            self._count(page, outcome)

    def close(self, *, believed: bool = True) -> None:
        """Write what waits, edits only if ``believed``; give back what was not fetched, close the database."""
        try:
            self.flush()
            self.settle_edits(believed=believed)
            with self.store.batch():
                self.frontier.give_back(self._taken)
                self._taken = []
        finally:
            self.store.close()

    def _write(self, finished: FinishedPage) -> Outcome | None:
        outcome = self.store.save(finished.visit) if finished.visit else None
        self.counts["new_links"] += self.frontier.finish(finished)
        return outcome

    def _count(self, finished: FinishedPage, outcome: Outcome | None) -> None:
        self.counts["pages"] += 1
        self.counts[f"page_{finished.outcome}"] += 1
        if outcome is not None:
            self.counts[outcome] += 1
        elif finished.outcome is PageOutcome.ARTICLE:
            self.counts[Outcome.UNCHANGED] += 1
        if finished.reason:
            self.first_failures.setdefault(str(finished.outcome), f"{finished.page.url}: {finished.reason}")
        if finished.visit and finished.visit.article.rejection:
            self.rejections[finished.visit.article.rejection] += 1
        if finished.visit and outcome in {Outcome.NEW, Outcome.CHANGED, Outcome.RECLEANED}:
            self.removed_lines.update(str(removal.kind) for removal in finished.visit.article.removed)


def _as_standing_page(finished: FinishedPage) -> FinishedPage:
    """The page as one that shows no article; what is stored stays as it is."""
    assert finished.visit is not None  # noqa: S101 (an edit has one)
    article = replace(finished.visit.article, rejection=Rejection.STANDING_PAGE)
    visit = replace(finished.visit, article=article)
    outcome = PageOutcome.DUPLICATE if finished.duplicate_of else PageOutcome.REJECTED
    return replace(finished, outcome=outcome, visit=visit)
