"""Reads articles, of one page or several, and tells what turns out to be none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from cleaners import Rejection
from cleaners.links.urls import normalise_url
from pipelines.items import PageKind, PageOutcome
from pipelines.stored import GONE_STATUSES
from spiders.discovery.article_pages import MAX_PARTS, find_article_pages, join_articles
from spiders.discovery.asked_lists import is_answer_to
from spiders.discovery.part_signs import may_have_parts
from spiders.finishing import keep_archived, tried_again, without_answer, without_validators
from spiders.forwarding import OF_SHELLS, forward_of
from spiders.gate_watch import MAY_LIST
from spiders.middlewares.scope import out_of_scope
from spiders.middlewares.throttle import TOO_BUSY
from spiders.responses import body_digest, document_of
from spiders.same_page import canonical_key, is_home, key_differs

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.http import Response

    from cleaners import Article
    from pipelines.items import FinishedPage, NewPage, Page
    from spiders.choosing import LinkChoice
    from spiders.finisher import Finisher
    from spiders.forwarding import Forward
    from spiders.gate_watch import GateWatch
    from spiders.list_reading import ListReader, Scripts
    from spiders.profile import SiteProfile
    from spiders.reading import SiteReader


class Parts(NamedTuple):
    """An article in several pages, as far as it was read."""

    page: Page
    first: Response
    articles: tuple[Article, ...]
    """Of its pages, in order."""
    todo: tuple[str, ...]
    asked: tuple[str, ...] = ()
    """The last of them is the one to be asked for."""
    is_whole: bool = True
    """All that were asked for could be had."""
    has_failed: bool = False
    """One could not be had though it may be there."""


@dataclass(frozen=True)
class ArticleReader:
    """Reads the articles of one run; what turns out to be a list is left to ``lists``."""

    profile: SiteProfile
    choice: LinkChoice
    gates: GateWatch
    finisher: Finisher
    reader: SiteReader
    lists: ListReader

    def read(self, page: Page, response: Response) -> FinishedPage | Forward | Parts | Scripts | None:
        """Read a page, or say what has to be asked for before it can be."""
        is_as_it_was = page.outcome is PageOutcome.ARTICLE and page.received.payload_digest == body_digest(response)
        may_go_on = may_have_parts(response.body, response.url)
        # Its first page knows nothing of edits on the others: each second time they are looked at as well.
        is_seen = is_as_it_was and not (may_go_on and page.unchanged % 2)
        if is_seen and not key_differs(response.url, page.normalised_url):
            finished = self.finisher.finished(page, response, PageOutcome.ARTICLE)
            # The place in the archive stays where its further pages lie behind it.
            return keep_archived(finished) if may_go_on else finished
        article = self.reader.read(response)
        if other := self._other_than_article(page, response, article):
            return other
        if article.blocks and may_go_on:
            links = find_article_pages(document_of(response))
            return self._next_part(Parts(page, response, (article,), tuple(link.url for link in links)))
        if article.rejection in OF_SHELLS and not response.meta.get("forwarded"):
            return self.lists.read_shell(page, response, lambda: self._finish(page, response, article))
        return self._finish(page, response, article)

    def read_call(self, page: Page, response: Response, give_up: Callable[[], FinishedPage]) -> FinishedPage:
        """Read the answer to a call that a page's script makes. Its article is kept at the page's address.

        Its validators are dropped: the next visit asks for the page first, and they say nothing of that. Where the
        answer is no article, the page comes to what it shows by itself (``give_up``). A server at fault is asked again.
        """
        if response.status >= 500 or response.status in TOO_BUSY:
            reason = f"its script asks for {response.url}: status {response.status}"
            return self.finisher.kept_out(page, response, reason)
        is_stated = self.profile.article_json is not None
        if response.status >= 300 or not is_answer_to(page.url, document_of(response), is_stated=is_stated):
            return give_up()
        response = response.replace(url=page.url)
        return without_validators(self._finish(page, response, self.reader.read(response)))

    def read_part(self, parts: Parts, response: Response) -> FinishedPage | Parts:
        """Read a further page of an article."""
        if response.status != 200:
            has_failed = parts.has_failed or response.status not in GONE_STATUSES
            return self._next_part(parts._replace(is_whole=False, has_failed=has_failed))
        first = parts.first.url
        links = find_article_pages(document_of(response), first=first)
        todo = dict.fromkeys((*parts.todo, *(link.url for link in links if link.url != first)))
        articles = (*parts.articles, self.reader.read(response))
        return self._next_part(parts._replace(articles=articles, todo=tuple(todo)))

    def without_part(self, parts: Parts) -> FinishedPage | Parts:
        """Go on without a page that could not be had; the next visit asks for it again."""
        return self._next_part(parts._replace(is_whole=False, has_failed=True))

    def _other_than_article(self, page: Page, response: Response, article: Article) -> FinishedPage | Forward | None:
        """What a page comes to that is a list, leads on, or stands in an article's place; None for all others."""
        if article.rejection and page.outcome is PageOutcome.LINKS:  # called an article since, and the list that it was
            page = page._replace(kind=PageKind.LISTING)
            return forward_of(page, response, self.profile) or self.lists.read_shown(page, response)
        forward = forward_of(page, response, self.profile) if article.rejection else None
        if forward and not is_home(forward.url, self.profile):
            is_known = self.gates.is_known(page.url, forward.url)
            return self.finisher.led_nowhere(page, response, forward.url) if is_known else forward
        if gate := self.gates.in_place_of(page, response, article):
            return self.finisher.kept_out(page, response, gate)
        if forward:
            return forward
        if article.rejection and key_differs(response.url, page.normalised_url):
            self.gates.note_dead_end(response.url)
            return self.finisher.refused(page, response, f"leads to {response.url}, which is no article")
        return None

    def _next_part(self, parts: Parts) -> FinishedPage | Parts:
        """The parts with the next one to ask for, or the article that they come to."""
        todo = [url for url in parts.todo if url not in parts.asked and not out_of_scope(url, self.profile)]
        if todo and len(parts.asked) < MAX_PARTS:
            return parts._replace(todo=tuple(todo[1:]), asked=(*parts.asked, todo[0]))
        finished = self._finish(parts.page, parts.first, join_articles(parts.articles), parts.asked)
        if parts.has_failed and finished.visit and self.finisher.has_more_stored(finished.visit):
            # No edit: nobody took away what could not be had. The archived answer stays the whole one.
            finished = keep_archived(replace(finished, visit=None))
        finished = tried_again(finished) if parts.has_failed else finished
        return finished if parts.is_whole else without_answer(finished)

    def _finish(self, page: Page, response: Response, article: Article, parts: tuple[str, ...] = ()) -> FinishedPage:
        """Finish a page whose article is complete, or that is none. ``parts``: addresses of its further pages."""
        links: tuple[NewPage, ...] = ()
        if article.rejection in MAY_LIST:
            links = self.choice.of_turned_out_list(page, response, self.finisher.moment().today)
        visit = self.finisher.visit_of(response, article, canonical_key(response.url, article, self.profile))
        outcome = PageOutcome.REJECTED if article.rejection else PageOutcome.ARTICLE
        original = None
        if outcome is PageOutcome.ARTICLE and "?" in page.url:
            original = self.finisher.books.original_of(visit)
        is_nothing_new = original is not None and self.choice.traps.turned_out_copy(page.url, original)
        self.choice.traps.brought(page.url, outcome is PageOutcome.ARTICLE and not is_nothing_new)
        if article.rejection and not page.was_read:
            self.choice.traps.turned_out_nothing(page.url, body_digest(response))
        finished = self.finisher.finished(page, response, outcome, visit=visit, links=links)
        if original is not None and self.choice.is_of_session(page):
            finished = replace(finished, next_visit_at=None)
        if article.rejection is Rejection.SOFT_404 and page.was_read:
            finished = keep_archived(finished)
        if parts:  # Asked for whole, so that it leads to the others.
            finished = without_validators(finished)
        return replace(finished, parts=tuple(normalise_url(url) for url in parts))
