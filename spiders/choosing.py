"""Which links of an index page a run queues, by what it has learnt and seen of the site so far."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cleaners.links.urls import normalise_url
from pipelines.items import INDEX_KINDS, PageKind, PageOutcome
from spiders.answer import Answer
from spiders.discovery.cursors import without_cursor
from spiders.discovery.paging import split_page_number
from spiders.discovery.record_addresses import pattern_of, with_pattern
from spiders.discovery.session_keys import SessionKeys
from spiders.discovery.shapes import learn_shapes
from spiders.discovery.traps import TrapWatch
from spiders.follow import links_from
from spiders.responses import header
from spiders.same_page import is_home
from spiders.wanted import deepest, is_asked_again, is_front_of_today, is_stated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scrapy.http import Response

    from pipelines.items import NewPage, Page
    from pipelines.ledger import Ledger
    from spiders.arguments import Span
    from spiders.profile import SiteProfile

_MAX_PARTS = 5
"""Lists that a home page which lists nothing itself shows in frames, or has its scripts ask for: they are asked for as
often as it, because its news stands there alone. More are channels."""
_LEARNT_FROM = 400
"""Pages of each sort whose addresses teach which shapes are articles'; copies that teach which keys are sessions'."""


class LinkChoice:
    """The links of one run. ``books`` says which pages are known; ``left_out`` counts links not followed, by reason."""

    def __init__(self, profile: SiteProfile, span: Span, books: Ledger, today: date, left_out: Counter[str]):
        """Learn from earlier visits which shapes of addresses are articles'."""
        self.profile = profile
        self.span = span
        self.books = books
        self.traps = TrapWatch(today)
        self.left_out = left_out
        self.last_read = books.pages.last_read()
        articles, *others = (
            books.pages.sample(outcome, _LEARNT_FROM)
            for outcome in (PageOutcome.ARTICLE, PageOutcome.LINKS, PageOutcome.REJECTED)
        )
        self.shapes = learn_shapes(articles, [url for urls in others for url in urls])
        self.sessions = SessionKeys(
            books.pages.copies(_LEARNT_FROM), books.pages.articles_with, knew=lambda url: books.knew(normalise_url(url))
        )

    def of(self, page: Page, response: Response, today: date, scripts: tuple[str, ...] = ()) -> tuple[NewPage, ...]:
        """Links to queue of a page that is read for them; ``today`` at the outlet.

        ``scripts``: texts of its own script files, with which a page is read that led to nothing without.
        """
        links = self._new(page, response, today, scripts)
        self.traps.brought(page.url, sum(link.kind not in INDEX_KINDS and not self.books.knows(link) for link in links))
        return links

    def lists_behind(self, page: Page) -> tuple[NewPage, ...]:
        """The lists that an earlier visit found behind a page which lists nothing. A home page's hold its news."""
        behind = self.books.pages.lists_behind(page)
        is_asked = is_home(page.url, self.profile) and len(behind) <= _MAX_PARTS
        return tuple(link._replace(again=is_asked) for link in behind)

    def of_turned_out_list(self, page: Page, response: Response, today: date) -> tuple[NewPage, ...]:
        """Links of a page that was taken for an article and is a list: it lies one deeper than where it was found."""
        self.traps.turned_out_list(page.url)
        as_list = page._replace(kind=PageKind.LISTING, depth=page.depth + 1)
        is_too_deep = as_list.depth > deepest(as_list.kind, self.span)
        return () if is_too_deep else self.of(as_list, response, today)

    def _new(self, page: Page, response: Response, today: date, scripts: tuple[str, ...]) -> tuple[NewPage, ...]:
        """Links to queue, by what they say and what is known of the page."""
        answer = self._answer(page, response, today)._replace(scripts=scripts)
        left_out = Counter[str]() if scripts else self.left_out  # those of the page itself are counted already
        links = self._without_sessions(links_from(answer, self.profile, self.shapes, self.span, left_out))
        if page.kind is PageKind.EPAPER and page.depth <= 1:
            # An issue stays as it is at its dated address; without a day the same address shows tomorrow's pages.
            return tuple(link._replace(again=is_front_of_today(link)) for link in links)
        return self._of_list(page, answer, links) if page.kind is PageKind.LISTING else links

    def _answer(self, page: Page, response: Response, today: date) -> Answer:
        is_behind = self._is_behind_home(page)
        return Answer(
            kind=page.kind,
            url=with_pattern(response.url, pattern_of(page.url)),
            body=response.body,
            content_type=header(response, "Content-Type"),
            depth=page.depth,
            today=today,
            is_home=is_behind or is_home(page.url, self.profile),
            is_behind=is_behind,
            last_read=self.last_read.get(page.kind),
        )

    def _of_list(self, page: Page, answer: Answer, links: tuple[NewPage, ...]) -> tuple[NewPage, ...]:
        """Links of a list to queue. Its further pages are among them when it is new, and while it brings news."""
        articles = {link.normalised_url for link in links if link.kind not in INDEX_KINDS}
        own = without_cursor(answer.url)
        first_shown = self.traps.first_shown(own, articles)
        leads_on = answer.is_home and not articles  # A frameset, a picture that says welcome.
        # A place in a list is another one each day: whether it is read on, its news alone says.
        is_read_first = page.outcome is not PageOutcome.LINKS and (page.depth <= 1 or own == answer.url)
        if not (self.span.since or is_read_first or leads_on or self._are_news(first_shown or articles)):
            links = tuple(link for link in links if link.kind is not PageKind.LISTING or link.depth <= 1 or link.again)
        here = split_page_number(own)
        # Page 0 or 1 may be the first one once more, and page 2 what a fuller front has: others lie behind.
        is_behind = (here.number or 0) > 2 or (page.depth > 1 and own != answer.url)
        if articles and not first_shown and is_behind:
            links = tuple(link for link in links if split_page_number(without_cursor(link.url)).base != here.base)
        parts = {link for link in links if link.kind is PageKind.LISTING and link.depth == 0}
        shows_parts = leads_on and not answer.is_behind and len(parts) <= _MAX_PARTS
        return tuple(
            link._replace(again=link.again or is_asked_again(link) or (shows_parts and link in parts))
            for link in links
            if self._is_asked_issue(link) or not self._is_fruitless(link)
        )

    def _are_news(self, keys: Iterable[str]) -> bool:
        """Whether any of the pages was unknown when the run began."""
        return not all(map(self.books.knew, keys))

    def _without_sessions(self, links: tuple[NewPage, ...]) -> tuple[NewPage, ...]:
        """The links without the ids of a session, each page once; a few twice, to see whether it is had without."""
        stripped: dict[str, NewPage] = {}
        for link, url in zip(links, self.sessions.strip(link.url for link in links), strict=True):
            bare = self.sessions.probe(url) if link.kind is PageKind.ARTICLE else None
            for at in (url, bare) if bare else (url,):
                key = link.normalised_url if at == link.url else normalise_url(at)
                stripped.setdefault(key, link._replace(normalised_url=key, url=at))
        return tuple(stripped.values())

    def is_of_session(self, page: Page) -> bool:
        """Whether a page's address carries the id of a session, which ends. The page is found without it as well."""
        return self.sessions.is_in(page.normalised_url)

    def _is_behind_home(self, page: Page) -> bool:
        """Whether a list is what a home page that lists nothing leads to, or a frame of the home page."""
        starts = {normalise_url(url) for _, url in self.profile.start_points}
        return page.kind is PageKind.LISTING and page.depth == 0 and page.normalised_url not in starts

    def _is_asked_issue(self, link: NewPage) -> bool:
        """Whether a link leads to an issue of a day that is asked for. However many there are, they have an end."""
        return link.kind is PageKind.EPAPER and link.day is not None and self.span.since is not None

    def _is_fruitless(self, link: NewPage) -> bool:
        """Whether too many addresses of this shape were followed for nothing."""
        if self.books.knows(link) or is_stated(link.url, self.profile):
            return False
        trap = self.traps.check(link.url, is_listed=link.kind is PageKind.ARTICLE)
        if trap:
            self.left_out[f"trap_{trap}"] += 1
        return trap is not None
