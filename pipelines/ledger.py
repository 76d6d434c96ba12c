"""A crawl's books: finished pages go into the store together with the links they brought, in one transaction.

Finished pages are gathered for a moment and written together, because many small transactions cost more than the
pages. A page that is not written yet is still ``in_flight`` in the table, so a kill costs fetching it again, no more.
Edits wait longer, until other articles had time to show the same text: then it is a page that stands in their place.
So do losses, until the run has shown whether its site is as ever: an outage withdraws nothing.
An article that shows at a second address is stored once, and moves there when the first is gone or leads there.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum, auto
from operator import or_
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Rejection
from pipelines.compare import text_digest
from pipelines.copies import Address, count_replaced, is_standing, original_of, relaunched, successor_of, twin_of
from pipelines.frontier import Frontier
from pipelines.items import FinishedPage, NewPage, Page, PageKind, PageOutcome
from pipelines.junk import memory_of_site
from pipelines.known_pages import KnownPages
from pipelines.stored import (
    GONE_STATUSES,
    edit_of,
    is_article_of,
    is_beginning,
    is_gone,
    is_loss,
    is_other,
    is_takeover,
    standing_texts,
)
from pipelines.tally import Tally
from pipelines.values import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date

    from cleaners.memory import SiteMemory
    from pipelines.items import Visit
    from pipelines.store import Store
    from pipelines.stored import Edit, StoredArticle

MAX_WAITING = 64
"""Finished pages written in one transaction at most."""
MAX_WAIT_SECONDS = 1.0
"""Seconds from which on a finished page is not kept waiting."""
MAX_EDITS = 256
"""Edits that wait for the end of the run at most; bounds memory."""
MAX_STANDING_CHARS = 10_000
"""Characters of a page that stands in place of articles, at most; bounds the memory that new articles take."""
COPY_FOR_GOOD = timedelta(days=3)
"""A page that showed another's article before and so long after it was found is asked for no more: what stands in the
place of pages stands a day or two, and most outlets run an article in several channels."""
MAX_CHANNELS = 8
"""Pages that show one article beside its own. More show what stands in their place, however long: a gate, a notice."""
FAILURES_OF_A_LOSS = 3
NEXT_LOOK_AT_A_LOSS = timedelta(hours=22)
"""A withdrawn article is looked at again a day later, and counts as having failed so often before; likewise one that
was none, for a page stood in its place."""
FEW_LOST = 5
"""Articles that may be gone at once though the run saw no other one; more are believed only beside one that stands."""
TAKEN_AT_ONCE = 64
"""Pages marked in flight at a time."""


class _Came(Enum):
    """What took the place of an article's text."""

    EDIT = auto()
    STANDING = auto()
    """A page that stands in place of several articles."""
    TAKEOVER = auto()
    """Somebody else's page, with junk and nothing of the article."""
    BEGINNING = auto()
    """No more than the article's beginning: strangers are shown no more now."""
    OTHER = auto()
    """Another article: of an owner to whom the domain was sold, or of a system that counts its numbers anew. One that
    stands still at the fourth look is an edit."""


class _Waiting(NamedTuple):
    """A page on which another text has taken the place of an article's, until the run has shown what that is."""

    page: FinishedPage
    visit: Visit
    """That of the page."""
    edit: Edit


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
        self._edits: list[_Waiting] = []
        self._losses: list[FinishedPage] = []
        self._new: deque[FinishedPage] = deque(maxlen=MAX_EDITS)
        """Pages whose articles this run stored first, the latest ones of those that are not long."""
        self._listed: set[str] = set()
        """Keys of what the lists of this run lead to. Sitemaps name what was, and would take too much memory."""
        self._standing: set[str] = set()
        """Digests of texts that stand in place of articles, as far as this run knows."""
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
        """Miss no more what is not there and is not among the start points ``named`` (normalised URLs)."""
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
                self._taken = self.frontier.take(TAKEN_AT_ONCE, self.only, self.days)[::-1]
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
            self._listed.update(link.normalised_url for link in finished.links)
        if len(self._finished) >= MAX_WAITING or monotonic() - self._written_at > MAX_WAIT_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what waits, edits and losses aside. Raises :class:`pipelines.values.StoreError` when it cannot."""
        if not self._finished:
            return
        finished, self._finished = self._finished, []
        self._write_all([page for page in finished if not self._waits(page)])
        if len(self._edits) >= MAX_EDITS:
            self.settle_edits()
        self._written_at = monotonic()

    def settle_edits(self, *, believed: bool = True) -> None:
        """Write the edits that wait; a text to which several articles came, now or lately, is refused.

        Where several articles at once show no more than their beginning, strangers are shown no more now: what is
        stored stays. So it does where several, and more than stand as they were, are others now. Not ``believed``, what
        is left is fetched again by the next run.
        """
        edits, self._edits = self._edits, []
        standing = standing_texts(waiting.edit for waiting in edits)
        came: defaultdict[_Came, list[FinishedPage]] = defaultdict(list)
        for waiting in edits:
            came[self._what_came(waiting, standing)].append(waiting.page)
        if len(came[_Came.BEGINNING]) > FEW_LOST:
            self.tally.counts["walled"] += len(came[_Came.BEGINNING])
            self._write_all([replace(page, visit=None) for page in came.pop(_Came.BEGINNING)])
        if self._are_replaced(len(came[_Came.OTHER])):
            self.tally.counts["replaced"] += len(came[_Came.OTHER])
            self._write_all(_refused(page, Rejection.OTHER_ARTICLE) for page in came.pop(_Came.OTHER))
        self.tally.counts["taken_over"] += len(came[_Came.TAKEOVER])
        refused = (*came[_Came.STANDING], *self._taken_back())
        self._write_all(_refused(page, Rejection.STANDING_PAGE) for page in refused)
        self._write_all(_refused(page, Rejection.SPAM_ONLY) for page in came[_Came.TAKEOVER])
        edited = (*came[_Came.EDIT], *came[_Came.BEGINNING], *came[_Came.OTHER])
        if believed:
            self._write_all(edited)
        else:
            with self.store.batch():
                self.frontier.give_back(page.page for page in edited)

    def _are_replaced(self, others: int) -> bool:
        """Whether ``others``, articles in place of stored ones, are no edits: the site's own articles are not there.

        An outlet that rewrites several, or shows a day's weather at one address, shows the rest as ever.
        """
        as_they_were = self.tally.counts[Outcome.UNCHANGED] + self.tally.counts[Outcome.RECLEANED]
        if others > max(FEW_LOST, as_they_were):
            return True
        site = self.frontier.site
        return others > 0 and count_replaced(self.store.connection, site, self._opened_at) > FEW_LOST

    def _what_came(self, waiting: _Waiting, standing: frozenset[str]) -> _Came:
        """What has taken the place of an article's text. ``standing``: texts to which several articles came at once."""
        if waiting.edit.after in standing or is_standing(self.store.connection, waiting.visit, waiting.edit):
            self._standing.add(waiting.edit.after)
            return _Came.STANDING
        if self._shows(is_takeover, waiting.visit):
            return _Came.TAKEOVER
        if self._shows(is_beginning, waiting.visit):
            return _Came.BEGINNING
        is_new = waiting.page.page.failures < FAILURES_OF_A_LOSS
        return _Came.OTHER if is_new and self._shows(is_other, waiting.visit) else _Came.EDIT

    def _shows(self, judge: Callable[[StoredArticle, Visit], bool], visit: Visit) -> bool:
        """Whether ``judge`` says so of a visit and the article stored at its address."""
        stored = self.store.article_at(visit.normalised_url)
        return stored is not None and judge(stored, visit)

    def _taken_back(self) -> list[FinishedPage]:
        """Pages that this run took for new articles before it knew that their text stands in place of others, too."""
        if not self._standing:
            return []
        taken = [
            page
            for page in self._new
            if page.visit
            and text_digest(page.visit.article) in self._standing
            and self.store.take_back(page.visit.normalised_url)
        ]
        self.tally.take_back(taken)
        self._new.clear()
        return [replace(page, next_visit_at=page.visited_at + NEXT_LOOK_AT_A_LOSS) for page in taken]

    def settle_losses(self) -> None:
        """Write the losses that wait. Those of an outage are no withdrawals: their pages failed, and are tried again.

        An article that another address showed as well is there from now on.
        """
        losses, self._losses = self._losses, []
        shows_lists = self.only is not None or self.tally.counts[f"page_{PageOutcome.LINKS}"] > 0
        is_overrun = self.tally.rejections[Rejection.SPAM_ONLY] > max(FEW_LOST, self.tally.articles())
        if not is_overrun and (self.tally.shows_articles() or (shows_lists and len(losses) <= FEW_LOST)):
            with self.store.batch():
                anew = relaunched(self.store.connection, [loss.page.normalised_url for loss in losses])
                losses = [self._moved_to_copy(loss, anew) for loss in losses]
            listed = [self._is_listed_still(loss) for loss in losses]
            # Where others have moved, a list that was not due yet may show this one as well.
            first = [_is_first_look(loss) and self.tally.counts["moved"] > 0 for loss in losses]
            doubted = list(map(or_, listed, first))
            losses = [loss if is_listed else _tried_less(loss) for loss, is_listed in zip(losses, listed, strict=True)]
        else:
            doubted = [True] * len(losses)
        self.tally.counts["doubted"] += sum(doubted)
        pairs = zip(losses, doubted, strict=True)
        self._write_all([replace(loss, visit=None) if is_doubted else loss for loss, is_doubted in pairs])

    def _is_listed_still(self, loss: FinishedPage) -> bool:
        """Whether a list of this run leads to an article that has not moved, and no server said that it is gone.

        It showed another page in its place. After half a day that is believed in spite of the list.
        """
        is_young = loss.visit is not None and loss.page.failures < FAILURES_OF_A_LOSS
        return is_young and loss.status not in GONE_STATUSES and loss.page.normalised_url in self._listed

    def _moved_to_copy(self, loss: FinishedPage, anew: Mapping[str, Address]) -> FinishedPage:
        """Move the article of a page that is gone to a page that showed it too, or shows it since.

        The page as it is where none does. ``anew`` says where a site that was built anew shows it.
        """
        key = loss.page.normalised_url
        if copy := self.frontier.queue_copy_of(key):
            self.store.move(key, copy)
        else:
            copy = successor_of(self.store.connection, key) or anew.get(key)
            if copy is None or not self.store.merge(key, copy):
                return loss
        self.tally.counts["moved"] += 1
        return replace(loss, visit=None, duplicate_of=copy.normalised_url, next_visit_at=None)

    def _waits(self, finished: FinishedPage) -> bool:
        """Keep an edit or a loss aside until the run has shown what it is; say whether the page is one."""
        visit = finished.visit
        stored = self.store.article_at(visit.normalised_url) if visit else None
        if visit is None or stored is None:
            return False
        if edit := edit_of(stored, visit):
            self._edits.append(_Waiting(finished, visit, edit))
        elif is_loss(stored, visit):
            self._losses.append(finished)
        else:
            return False
        return True

    def _write_all(self, finished: Iterable[FinishedPage]) -> None:
        with self.store.batch():
            written = [self._write(page) for page in finished]
        for page, outcome in written:
            self.tally.count(page, outcome)

    def close(self, *, believed: bool = True) -> None:
        """Write what waits, edits only if ``believed``; give back what was not fetched, close the database."""
        try:
            self.flush()
            self.settle_edits(believed=believed)
            self.settle_losses()
            with self.store.batch():
                self.frontier.give_back(self._taken)
                self._taken = []
        finally:
            self.store.close()

    def _write(self, finished: FinishedPage) -> tuple[FinishedPage, Outcome | None]:
        if finished.visit is not None:
            finished = self._stored_once(finished, finished.visit)
        outcome = self.store.save(finished.visit) if finished.visit else None
        if outcome is Outcome.NEW and finished.visit and len(finished.visit.article.text) <= MAX_STANDING_CHARS:
            self._new.append(replace(finished, links=()))
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
        stands = finished.visited_at - finished.page.found_at >= COPY_FOR_GOOD
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


def _is_first_look(loss: FinishedPage) -> bool:
    """Whether an article that has not moved was there at the visit before this one."""
    return loss.visit is not None and not loss.page.failures


def _tried_less(loss: FinishedPage) -> FinishedPage:
    """The page as one that failed before: a site that is as ever has fewer reasons to bring it back than an outage."""
    if loss.next_visit_at is None:
        return loss
    page = loss.page._replace(failures=max(loss.page.failures, FAILURES_OF_A_LOSS))
    return replace(loss, page=page, next_visit_at=max(loss.next_visit_at, loss.visited_at + NEXT_LOOK_AT_A_LOSS))


def _refused(finished: FinishedPage, why: Rejection) -> FinishedPage:
    """The page as one that shows no article; what is stored stays as it is."""
    assert finished.visit is not None  # noqa: S101 (an edit has one)
    article = replace(finished.visit.article, rejection=why)
    visit = replace(finished.visit, article=article)
    outcome = PageOutcome.DUPLICATE if finished.duplicate_of else PageOutcome.REJECTED
    next_visit_at = finished.next_visit_at
    if next_visit_at is None and finished.page.failures < FAILURES_OF_A_LOSS:  # its last visit was to be this one
        next_visit_at = finished.visited_at + NEXT_LOOK_AT_A_LOSS
    return replace(finished, leads_for_good=False, outcome=outcome, visit=visit, next_visit_at=next_visit_at)
