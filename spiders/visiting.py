"""What becomes of one answer: who reads it, or what its page comes to without being read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.items import INDEX_KINDS, PageKind, PageOutcome
from spiders.discovery.sitemaps import read_sitemap
from spiders.failures import RobotsUnreachableError, failure_outcome, failure_reason
from spiders.forwarding import forward_of
from spiders.guesses import is_guess
from spiders.list_reading import is_other_issue
from spiders.responses import document_of
from spiders.same_page import is_home

if TYPE_CHECKING:
    from scrapy.http import Response

    from pipelines.items import FinishedPage, Page
    from spiders.article_reading import ArticleReader, Parts
    from spiders.finisher import Finisher
    from spiders.forwarding import Forward
    from spiders.gate_watch import GateWatch
    from spiders.list_reading import ListReader, Scripts
    from spiders.profile import SiteProfile
    from spiders.session_watch import SessionWatch


@dataclass(frozen=True)
class Visiting:
    """Takes the answers of one run to those who read them."""

    profile: SiteProfile
    gates: GateWatch
    finisher: Finisher
    lists: ListReader
    articles: ArticleReader
    sessions: SessionWatch

    def read(self, page: Page, response: Response) -> FinishedPage | Forward | Parts | Scripts | None:
        """Read one answer, or say what has to be asked for before the page can be finished.

        None while the page waits for a file that another page has asked for.
        """
        if look := self.sessions.next_look(page, response):
            return look
        response = self.sessions.without(page, response)
        if give_up := response.meta.get("give_up"):
            return self.articles.read_call(page, response, give_up)
        finished = self._as_it_was(page, response) or self._not_there(page, response)
        if finished:
            return finished
        if page.kind in INDEX_KINDS:
            return forward_of(page, response, self.profile) or self.lists.read(page, response)
        return self._led_away(page, response) or self.articles.read(page, response)

    def failed(self, page: Page, error: BaseException | None, proxy: str | None) -> FinishedPage:
        """Finish a page that got no answer; ``proxy``: address of the one that was asked for it."""
        outcome = failure_outcome(error)
        is_asked = not isinstance(error, RobotsUnreachableError)
        if is_asked and outcome is PageOutcome.UNREACHABLE and is_guess(page):
            return self.lists.missing_sitemap(page, None)
        reason = failure_reason(error, proxy).removeprefix(f"{page.url}: ")
        return self.finisher.finished(page, None, outcome, reason=reason, is_asked=is_asked)

    def _as_it_was(self, page: Page, response: Response) -> FinishedPage | None:
        """Finish a page that is known to be as it was, without reading it; None for others."""
        if not page.outcome or not (response.status == 304 or self.lists.is_as_it_was(page, response)):
            return None
        self.lists.leave_unread(page, response)
        return self.finisher.finished(page, response, page.outcome)

    def _not_there(self, page: Page, response: Response) -> FinishedPage | None:
        """Finish a page that is not there: its server says so, leads nowhere, or shows another day's issue."""
        if dead_end := response.meta.get("dead_end"):
            return self.finisher.led_nowhere(page, response, dead_end)
        if circle := response.meta.get("circle"):
            # A menu's entry that never worked, or a server at fault: then what an article or a list has is still there.
            is_entry = page.kind in INDEX_KINDS and page.depth > 0 and not page.was_read
            finish = self.finisher.refused if is_entry else self.finisher.kept_out
            return finish(page, response, f"redirects in a circle, by {circle}")
        if is_guess(page) and not (response.status == 200 and read_sitemap(document_of(response))):
            return self.lists.missing_sitemap(page, response)
        if not 200 <= response.status < 300:
            return self.finisher.refused(page, response)
        return self.lists.read_other_issue(page, response) if is_other_issue(page, response) else None

    def _led_away(self, page: Page, response: Response) -> FinishedPage | None:
        """Finish a page in whose place the home page or another part of the site answered; None for others."""
        if is_home(response.url, self.profile) and page.kind is not PageKind.UNKNOWN:
            self.gates.note_dead_end(response.url)
            return self.finisher.refused(page, response, "redirected to the home page")
        if self.lists.is_home_again(response):
            return self.finisher.refused(page, response, "shows the home page")
        if not self.profile.owns_path(response.url):
            reason = f"leads to {response.url}"
            return self.finisher.finished(page, response, PageOutcome.OUT_OF_SCOPE, reason=reason)
        return None
