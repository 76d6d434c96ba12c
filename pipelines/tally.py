"""What a run came to so far, in numbers and first examples, for its summary and its row in ``crawls``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cleaners.article import Integrity
from pipelines.items import PageKind, PageOutcome
from pipelines.values import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipelines.items import FinishedPage

_SEEN = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.RECLEANED)


class Tally:
    """Counts pages as they are written."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        """Pages by what became of them: store outcomes (``new``...), page outcomes (``links``...), ``new_links``;
        ``doubted`` losses, which were not believed; ``led_away`` from the site where an article is stored;
        ``rejected_behind``, which no list shows; ``injected`` articles whose pages carry junk of hijackers."""
        self.rejections: Counter[str] = Counter()
        self.removed_lines: Counter[str] = Counter()
        """Lines cut from new and changed articles, by kind."""
        self.led_to: Counter[str] = Counter()
        """Pages that led on to another page of the site, by its address; not those that merely name it as their own."""
        self.first_failures: dict[str, str] = {}
        """Address and reason of the first page of each outcome that could not be had."""
        self.lost_start: str | None = None
        """Address and reason of a home page, list, feed or newspaper to begin with that is not there."""

    def count(self, finished: FinishedPage, outcome: Outcome | None) -> None:
        """Count a page that was written; ``outcome`` is the store's, None where it was not asked."""
        self.counts["pages"] += 1
        self.counts[f"page_{finished.outcome}"] += 1
        self.counts["led_away"] += finished.outcome is PageOutcome.OUT_OF_SCOPE and finished.page.was_read
        if finished.duplicate_of and finished.visit and finished.visit.url != finished.page.url:
            self.led_to[finished.duplicate_of] += finished.outcome is PageOutcome.DUPLICATE
        if outcome is not None:
            self.counts[outcome] += 1
        elif finished.outcome is PageOutcome.ARTICLE:
            self.counts[Outcome.UNCHANGED] += 1
        if finished.reason:
            failure = f"{finished.page.url}: {finished.reason}"
            self.first_failures.setdefault(str(finished.outcome), failure)
            is_start = finished.page.depth == 0 and finished.page.kind is not PageKind.SITEMAP  # those are looked for
            if is_start and finished.outcome is PageOutcome.NOT_FOUND:
                self.lost_start = self.lost_start or failure
        article = finished.visit.article if finished.visit else None
        if article is None:
            return
        if article.rejection and outcome is Outcome.REJECTED:
            self.rejections[article.rejection] += 1
            self.counts["rejected_behind"] += finished.page.is_behind
        self.counts["injected"] += outcome in _SEEN and article.integrity is Integrity.INJECTED
        if outcome in {Outcome.NEW, Outcome.CHANGED, Outcome.RECLEANED}:
            self.removed_lines.update(str(removal.kind) for removal in article.removed)

    def take_back(self, pages: Collection[FinishedPage]) -> None:
        """Count pages no more that were counted as new articles."""
        self.counts.subtract({Outcome.NEW: len(pages), "pages": len(pages)})
        self.counts.subtract(f"page_{page.outcome}" for page in pages)

    def articles(self) -> int:
        """Articles seen, at their own addresses or others."""
        return sum(self.counts[outcome] for outcome in (*_SEEN, f"page_{PageOutcome.COPY}"))

    def shows_articles(self) -> bool:
        """Whether any article was seen, at its own address or another."""
        return self.articles() > 0
