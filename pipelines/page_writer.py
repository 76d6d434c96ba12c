"""Finished pages into the database: each article once, under one address, with the links that its page brought.

An article that shows at a second address is stored once, and moves there when the first is gone or leads there.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pipelines.copies import Address, original_of, twin_of
from pipelines.items import PageOutcome
from pipelines.stored import is_article_of, is_gone
from pipelines.values import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.frontier import Frontier
    from pipelines.items import FinishedPage, Visit
    from pipelines.known_pages import KnownPages
    from pipelines.store import Store
    from pipelines.tally import Tally

_MAX_NEW = 256
"""Pages with new articles that are remembered at most; bounds memory."""
_MAX_STANDING_CHARS = 10_000
"""Characters of a page that stands in place of articles, at most; bounds the memory that new articles take."""
_COPY_FOR_GOOD = timedelta(days=3)
"""A page that showed another's article before and so long after it was found is asked for no more: what stands in the
place of pages stands a day or two, and most outlets run an article in several channels."""
MAX_CHANNELS = 8
"""Pages that show one article beside its own. More show what stands in their place, however long: a gate, a notice."""


class PageWriter:
    """Writes the finished pages of one run, and counts them in ``tally``."""

    def __init__(self, store: Store, frontier: Frontier, pages: KnownPages, tally: Tally):
        self.store = store
        self.frontier = frontier
        self.pages = pages
        self.tally = tally
        self.new: deque[FinishedPage] = deque(maxlen=_MAX_NEW)
        """Pages whose articles this run stored first, the latest ones of those that are not long."""

    def write(self, finished: Iterable[FinishedPage]) -> None:
        """Write pages in one transaction."""
        with self.store.batch():
            written = [self._write(page) for page in finished]
        for page, outcome in written:
            self.tally.count(page, outcome)

    def _write(self, finished: FinishedPage) -> tuple[FinishedPage, Outcome | None]:
        if finished.visit is not None:
            finished = self._stored_once(finished, finished.visit)
        outcome = self.store.save(finished.visit) if finished.visit else None
        if outcome is Outcome.NEW and finished.visit and len(finished.visit.article.text) <= _MAX_STANDING_CHARS:
            self.new.append(replace(finished, links=()))
        if outcome is Outcome.NEW and finished.visit and (twin := twin_of(self.store.connection, finished.visit)):
            self.frontier.look_again(twin)
        self.tally.counts["new_links"] += self.frontier.finish(finished)
        return finished, outcome

    def _stored_once(self, finished: FinishedPage, visit: Visit) -> FinishedPage:
        """Keep an article from being stored under a second address: that is a copy's, or the one it has moved to."""
        asked, key = finished.page.normalised_url, visit.normalised_url
        stored = self.store.article_at(key)
        if stored and stored.withdrawn_at and is_gone(visit, has_article=True):
            return replace(finished, visit=None)  # it was said before
        if visit.article.rejection:
            return finished
        if stored:
            is_merged = asked != key and self.store.merge(asked, Address(key, visit.url))
            return replace(finished, leads_for_good=finished.leads_for_good or is_merged)
        at_asked = self.store.article_at(asked) if asked != key else None
        if at_asked and is_article_of(at_asked, visit):
            self._move(asked, visit)
            return replace(finished, leads_for_good=True)
        original = original_of(self.store.connection, visit) or self._known_original(asked, visit)
        if original is None:
            return finished
        if self._is_withdrawn(original) or self.pages.is_lost(original):
            self._move(original, visit)
            return finished
        # Looked at again as any article: what several pages show may be a page that stands in their place for a day.
        self.store.forget_rejection(asked)
        stands = finished.visited_at - finished.page.found_at >= _COPY_FOR_GOOD
        is_copy = self.pages.original_of(asked) == original
        is_settled = stands and is_copy and not self.pages.has_copies(original, more_than=MAX_CHANNELS)
        next_visit_at = None if is_settled else finished.next_visit_at
        copy = replace(finished, outcome=PageOutcome.COPY, duplicate_of=original, visit=None)
        return replace(copy, next_visit_at=next_visit_at)

    def _known_original(self, asked: str, visit: Visit) -> str | None:
        """What a page was a copy of, if it shows that article still, edited: its own address will show the edit."""
        original = self.pages.original_of(asked)
        stored = self.store.article_at(original) if original else None
        return original if stored and is_article_of(stored, visit, any_day=False) else None

    def _is_withdrawn(self, normalised_url: str) -> bool:
        stored = self.store.article_at(normalised_url)
        return stored is not None and stored.withdrawn_at is not None

    def _move(self, normalised_url: str, visit: Visit) -> None:
        self.store.move(normalised_url, Address(visit.normalised_url, visit.url))
        self.tally.counts["moved"] += 1
