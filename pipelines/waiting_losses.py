"""Articles whose pages say that they are gone: they wait until the run has shown whether its site is as ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from cleaners.article import Rejection
from pipelines.copies import relaunched, successor_of
from pipelines.items import PageOutcome
from pipelines.stored import GONE_STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipelines.copies import Address
    from pipelines.items import FinishedPage, NewPage
    from pipelines.page_writer import PageWriter

FAILURES_OF_A_LOSS = 3
NEXT_LOOK_AT_A_LOSS = timedelta(hours=22)
"""A withdrawn article is looked at again a day later, and counts as having failed so often before; likewise one that
was none, for a page stood in its place."""
FEW_LOST = 5
"""Articles that may be gone at once though the run saw no other one; more are believed only beside one that stands."""


class WaitingLosses:
    """The losses of one run. ``is_one_page``: the run is for one page alone and reads no lists."""

    def __init__(self, writer: PageWriter, *, is_one_page: bool):
        self._writer = writer
        self._is_one_page = is_one_page
        self._waiting: list[FinishedPage] = []
        self._listed: set[str] = set()
        """Keys of what the lists of this run lead to. Sitemaps name what was, and would take too much memory."""

    def add(self, loss: FinishedPage) -> None:
        """Take a page whose article is gone, as it says."""
        self._waiting.append(loss)

    def note_listed(self, links: Iterable[NewPage]) -> None:
        """Note what a list of this run leads to."""
        self._listed.update(link.normalised_url for link in links)

    def settle(self) -> None:
        """Write the losses that wait. Those of an outage are no withdrawals: their pages failed, and are tried again.

        An article that another address showed as well is there from now on.
        """
        losses, self._waiting = self._waiting, []
        store, tally = self._writer.store, self._writer.tally
        if not self._is_as_ever(len(losses)):
            tally.counts["doubted"] += len(losses)
            self._writer.write(replace(loss, visit=None) for loss in losses)
            return
        with store.batch():
            anew = relaunched(store.connection, [loss.page.normalised_url for loss in losses])
            losses = [self._moved_to_copy(loss, anew) for loss in losses]
        self._writer.write([self._as_believed(loss) for loss in losses])

    def _is_as_ever(self, losses: int) -> bool:
        """Whether the run saw enough of the site for so many losses to be believed."""
        tally = self._writer.tally
        if tally.rejections[Rejection.SPAM_ONLY] > max(FEW_LOST, tally.articles()):
            return False
        shows_lists = self._is_one_page or tally.counts[f"page_{PageOutcome.LINKS}"] > 0
        return tally.shows_articles() or (shows_lists and losses <= FEW_LOST)

    def _as_believed(self, loss: FinishedPage) -> FinishedPage:
        """The loss as it is written: without its visit, so that the article stands, where it is doubted."""
        counts = self._writer.tally.counts
        is_listed = self._is_listed_still(loss)
        # Where others have moved, a list that was not due yet may show this one as well.
        is_doubted = is_listed or (_is_first_look(loss) and counts["moved"] > 0)
        counts["doubted"] += is_doubted
        loss = loss if is_listed else _tried_less(loss)
        return replace(loss, visit=None) if is_doubted else loss

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
        key, store = loss.page.normalised_url, self._writer.store
        if copy := self._writer.frontier.queue_copy_of(key):
            store.move(key, copy)
        else:
            copy = successor_of(store.connection, key) or anew.get(key)
            if copy is None or not store.merge(key, copy):
                return loss
        self._writer.tally.counts["moved"] += 1
        return replace(loss, visit=None, duplicate_of=copy.normalised_url, next_visit_at=None)


def _is_first_look(loss: FinishedPage) -> bool:
    """Whether an article that has not moved was there at the visit before this one."""
    return loss.visit is not None and not loss.page.failures


def _tried_less(loss: FinishedPage) -> FinishedPage:
    """The page as one that failed before: a site that is as ever has fewer reasons to bring it back than an outage."""
    if loss.next_visit_at is None:
        return loss
    page = loss.page._replace(failures=max(loss.page.failures, FAILURES_OF_A_LOSS))
    return replace(loss, page=page, next_visit_at=max(loss.next_visit_at, loss.visited_at + NEXT_LOOK_AT_A_LOSS))
