"""Edits that wait: other texts in place of stored articles, until the run has shown what has come there.

Where several articles came to the same text, that is a page which stands in their place. Where the site's own articles
are gone from several places at once, others in their place are no edits either.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Rejection
from pipelines.compare import text_digest
from pipelines.copies import count_replaced, is_standing
from pipelines.items import FinishedPage, PageOutcome
from pipelines.stored import is_beginning, is_other, is_takeover, standing_texts
from pipelines.values import Outcome
from pipelines.waiting_losses import FAILURES_OF_A_LOSS, FEW_LOST, NEXT_LOOK_AT_A_LOSS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipelines.items import Visit
    from pipelines.page_writer import PageWriter
    from pipelines.stored import Edit, StoredArticle

_MAX_EDITS = 256
"""Edits that wait for the end of the run at most; bounds memory."""


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


class WaitingEdits:
    """The edits of one run."""

    def __init__(self, writer: PageWriter):
        self._writer = writer
        self._waiting: list[_Waiting] = []
        self._standing: set[str] = set()
        """Digests of texts that stand in place of articles, as far as this run knows."""

    @property
    def is_full(self) -> bool:
        """Whether no more should wait."""
        return len(self._waiting) >= _MAX_EDITS

    def add(self, page: FinishedPage, visit: Visit, edit: Edit) -> None:
        """Take a page whose ``visit`` shows another text than is stored."""
        self._waiting.append(_Waiting(page, visit, edit))

    def settle(self, now: datetime, *, believed: bool = True) -> None:
        """Write the edits that wait; a text to which several articles came, now or lately, is refused.

        Where several articles at once show no more than their beginning, strangers are shown no more now: what is
        stored stays. So it does where several, and more than stand as they were, are others now. Not ``believed``, what
        is left is fetched again by the next run.
        """
        edits, self._waiting = self._waiting, []
        standing = standing_texts(waiting.edit for waiting in edits)
        came: defaultdict[_Came, list[FinishedPage]] = defaultdict(list)
        for waiting in edits:
            came[self._what_came(waiting, standing)].append(waiting.page)
        if len(came[_Came.BEGINNING]) > FEW_LOST:
            self._writer.tally.counts["walled"] += len(came[_Came.BEGINNING])
            self._writer.write([replace(page, visit=None) for page in came.pop(_Came.BEGINNING)])
        if self._are_replaced(len(came[_Came.OTHER]), now):
            self._writer.tally.counts["replaced"] += len(came[_Came.OTHER])
            self._writer.write(_refused(page, Rejection.OTHER_ARTICLE) for page in came.pop(_Came.OTHER))
        self._writer.tally.counts["taken_over"] += len(came[_Came.TAKEOVER])
        refused = (*came[_Came.STANDING], *self._taken_back())
        self._writer.write(_refused(page, Rejection.STANDING_PAGE) for page in refused)
        self._writer.write(_refused(page, Rejection.SPAM_ONLY) for page in came[_Came.TAKEOVER])
        edited = (*came[_Came.EDIT], *came[_Came.BEGINNING], *came[_Came.OTHER])
        if believed:
            self._writer.write(edited)
        else:
            with self._writer.store.batch():
                self._writer.frontier.give_back(page.page for page in edited)

    def _are_replaced(self, others: int, now: datetime) -> bool:
        """Whether ``others``, articles in place of stored ones, are no edits: the site's own articles are not there.

        An outlet that rewrites several, or shows a day's weather at one address, shows the rest as ever.
        """
        as_they_were = self._writer.tally.counts[Outcome.UNCHANGED] + self._writer.tally.counts[Outcome.RECLEANED]
        if others > max(FEW_LOST, as_they_were):
            return True
        site = self._writer.frontier.site
        return others > 0 and count_replaced(self._writer.store.connection, site, now) > FEW_LOST

    def _what_came(self, waiting: _Waiting, standing: frozenset[str]) -> _Came:
        """What has taken the place of an article's text. ``standing``: texts to which several articles came at once."""
        if waiting.edit.after in standing or is_standing(self._writer.store.connection, waiting.visit, waiting.edit):
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
        stored = self._writer.store.article_at(visit.normalised_url)
        return stored is not None and judge(stored, visit)

    def _taken_back(self) -> list[FinishedPage]:
        """Pages that this run took for new articles before it knew that their text stands in place of others, too."""
        if not self._standing:
            return []
        taken = [
            page
            for page in self._writer.new
            if page.visit
            and text_digest(page.visit.article) in self._standing
            and self._writer.store.take_back(page.visit.normalised_url)
        ]
        self._writer.tally.take_back(taken)
        self._writer.new.clear()
        return [replace(page, next_visit_at=page.visited_at + NEXT_LOOK_AT_A_LOSS) for page in taken]


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
