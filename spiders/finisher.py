"""What each visit of one run comes to: ``spiders.finishing`` with the run's books and a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cleaners import Article, Rejection
from pipelines.items import INDEX_KINDS, PageOutcome
from pipelines.stored import GONE_STATUSES, edit_of, has_more
from spiders.discovery.pages import title_of_page
from spiders.finishing import Moment, finish, keep_archived, keep_received, visit_of
from spiders.gates import gate_reason, leads_back, status_reason
from spiders.responses import document_of, plain_headers

if TYPE_CHECKING:
    from scrapy.http import Response

    from pipelines.items import FinishedPage, NewPage, Page, Visit
    from pipelines.ledger import Ledger
    from spiders.arguments import Span
    from spiders.ending import Ending
    from spiders.profile import SiteProfile


@dataclass(frozen=True)
class Finisher:
    """Finishes the pages of one run."""

    profile: SiteProfile
    span: Span
    """Days asked for."""
    books: Ledger
    ending: Ending
    """Told of pages that could not be had."""

    def moment(self) -> Moment:
        """Now, here and at the outlet."""
        now = datetime.now(UTC)
        return Moment(now, now.astimezone(self.profile.timezone).date(), self.span)

    def finished(
        self,
        page: Page,
        response: Response | None,
        outcome: PageOutcome,
        *,
        visit: Visit | None = None,
        links: tuple[NewPage, ...] = (),
        reason: str | None = None,
        is_asked: bool = True,
    ) -> FinishedPage:
        """Finish a page. ``response``: None without an answer. ``is_asked``: its server was asked for it."""
        if is_asked:
            self.ending.count_refusals(outcome)
        # News is what was unknown when the run began: since then the home page or a feed may have brought it first.
        has_news = not all(self.books.knew(link.normalised_url) for link in links)
        is_news = has_news or (visit is not None and self._is_edit(page, visit))
        moment = self.moment()
        return finish(page, response, outcome, moment, visit=visit, links=links, brings_news=is_news, reason=reason)

    def refused(self, page: Page, response: Response, reason: str | None = None) -> FinishedPage:
        """Finish a page that is not there; ``reason``: None where its status says that, or that it failed.

        Where an article was, a visit tells the store that it is gone.
        """
        gone = reason is not None or response.status in GONE_STATUSES
        outcome = PageOutcome.NOT_FOUND if gone else PageOutcome.HTTP_ERROR
        visit = None
        if gone and page.was_read and page.kind not in INDEX_KINDS:
            article = Article(url=page.url, rejection=Rejection.SOFT_404)
            visit = self.visit_of(response, article, page.normalised_url)
        if reason is None:
            title = None if gone else title_of_page(document_of(response))
            reason = status_reason(response.status, plain_headers(response.headers), response.body, title)
        finished = self.finished(page, response, outcome, visit=visit, reason=reason)
        return keep_archived(finished) if page.was_read else finished

    def kept_out(self, page: Page, response: Response, reason: str) -> FinishedPage:
        """Finish a page that could not be had though the server answered: what is known of it stays as it is."""
        return keep_received(self.finished(page, response, PageOutcome.HTTP_ERROR, reason=reason))

    def led_nowhere(self, page: Page, response: Response, target: str) -> FinishedPage:
        """Finish a page that leads to ``target``: a gate, or where another page of this run led and no article was."""
        if leads_back(page.url, target):
            return self.kept_out(page, response, gate_reason(target))
        return self.refused(page, response, f"leads to {target}, which is no article")

    def visit_of(self, response: Response, article: Article, key: str) -> Visit:
        """What the store is told of what was read just now, an article or none. ``key``: where it is kept."""
        return visit_of(self.profile.site, response, article, key, datetime.now(UTC))

    def has_more_stored(self, visit: Visit) -> bool:
        """Whether the stored article holds what a visit of it does not show."""
        stored = self.books.stored_at(visit.normalised_url)
        return stored is not None and has_more(stored, visit)

    def _is_edit(self, page: Page, visit: Visit) -> bool:
        """Whether a visit shows another text than is stored; what else a page shows changes from hour to hour."""
        if not page.was_read and visit.normalised_url == page.normalised_url:
            return False  # Nothing was stored there when the page was handed out.
        stored = self.books.stored_at(visit.normalised_url)
        return stored is not None and edit_of(stored, visit) is not None
