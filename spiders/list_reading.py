"""Pages that are read for their links: feeds, sitemaps, lists, newspapers, and what a run sees in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lines.url_days import day_in_url
from pipelines.items import INDEX_KINDS, PageKind, PageOutcome
from spiders.discovery.asked_lists import MAX_OWN_SIZE, find_article_call, find_asked_lists
from spiders.discovery.listings import count_hosts
from spiders.discovery.own_scripts import find_own_scripts
from spiders.discovery.pages import read_text, title_of_page
from spiders.discovery.paging import split_page_number
from spiders.discovery.record_addresses import fill_pattern
from spiders.discovery.stated_values import own_values
from spiders.finishing import LATE_PAGES
from spiders.forwarding import Forward
from spiders.gate_watch import shut_out
from spiders.guesses import guessed_sitemap, next_usual_sitemap
from spiders.middlewares.scope import out_of_scope
from spiders.middlewares.throttle import TOO_BUSY
from spiders.responses import body_digest, document_of
from spiders.same_page import is_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from scrapy.http import Response

    from cleaners import Article
    from pipelines.items import FinishedPage, NewPage, Page
    from spiders.choosing import LinkChoice
    from spiders.document import Document
    from spiders.finisher import Finisher
    from spiders.gate_watch import GateWatch
    from spiders.profile import SiteProfile

_MAX_SCRIPTS = 20
"""Script files of a site that a run asks for."""
_MAX_BELIEVED_SHELL = 7
"""Visits in a row that find a page which lists nothing as it was, of which one reads its code again."""
_LONG_KINDS = frozenset({PageKind.FEED, PageKind.SITEMAP})


@dataclass(slots=True)
class ListsSeen:
    """What the lists of one run showed."""

    links: int = 0
    """Links to the site's own pages recognised on index pages."""
    as_they_were: int = 0
    """Feeds and sitemaps that were sent whole though they had not changed."""
    unread: int = 0
    """Feeds, sitemaps and lists whose links were not read because they had not changed."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Links not followed, by reason."""
    front_title: str | None = None
    """How the home page is titled where it shows no article; None where it does, or has no title."""
    elsewhere: Counter[str] = field(default_factory=Counter)
    """Headlines of lists without an article of the site, by the host that they lead to; none of the site's."""

    @property
    def is_nothing(self) -> bool:
        """Whether those that were read led nowhere."""
        return not (self.links or self.unread or self.left_out["out_of_span"])


class Scripts(NamedTuple):
    """A list that shows nothing, with the files of its own code. One may say what the list asks its server for."""

    page: Page
    response: Response
    links: tuple[NewPage, ...]
    """What it leads to without them: a menu's channels."""
    files: tuple[str, ...]
    """Their addresses, the likeliest first."""
    asked: str = ""
    """The one to be asked for."""
    give_up: Callable[[], FinishedPage] | None = None
    """What a page comes to that may be an article's, where no file says what shows it; None for a list."""


class ListReader:
    """Reads the lists of one run; ``clean`` reads an answer as an article."""

    def __init__(
        self,
        profile: SiteProfile,
        seen: ListsSeen,
        choice: LinkChoice,
        gates: GateWatch,
        finisher: Finisher,
        clean: Callable[[Response], Article],
    ):
        self.usual_sitemap: str | None = None
        """Where a sitemap may lie, if none is named; None where one is, or robots.txt forbids to look."""
        self._profile = profile
        self._seen = seen
        self._choice = choice
        self._gates = gates
        self._finisher = finisher
        self._clean = clean
        self._scripts: dict[str, str] = {}
        """Texts of the script files that this run asked for: the channels of a site share them."""
        self._waiting: dict[str, list[Scripts]] = {}
        """Pages that wait for the files that are being asked for, besides those that asked."""
        self._home_digest: str | None = None
        """Digest of the home page, where this run read one that lists articles itself."""

    def read(self, page: Page, response: Response) -> FinishedPage | Forward | Scripts | None:
        """Read the links of a page, or say which file of its code to ask for before one that shows nothing is read.

        None where another page has asked for that file: it is read with that one.
        """
        links = self._links(page, response)
        if page.kind is not PageKind.LISTING or _lead_to_articles(links):
            return self._finish(page, response, links)
        is_doubted = page.unchanged % _MAX_BELIEVED_SHELL == _MAX_BELIEVED_SHELL - 1
        is_read = page.outcome is PageOutcome.LINKS and not is_doubted
        if is_read and page.received.payload_digest == body_digest(response):
            return self._finish(page, response, (*links, *self._choice.lists_behind(page)))
        return self._read_with(Scripts(page, response, links, self._own_scripts(response)))

    def read_shown(self, page: Page, response: Response) -> FinishedPage:
        """Read the links that a page shows itself."""
        return self._finish(page, response, self._links(page, response))

    def read_shell(
        self, page: Page, response: Response, give_up: Callable[[], FinishedPage]
    ) -> FinishedPage | Forward | Scripts | None:
        """Say what the script of an article's empty page asks for, or which file of its code may tell."""
        files = tuple(url for url in find_own_scripts(document_of(response)) if not out_of_scope(url, self._profile))
        return self._read_with(Scripts(page, response, (), files, give_up=give_up))

    def read_script(self, scripts: Scripts, response: Response | None) -> list[FinishedPage | Forward | Scripts]:
        """Go on with a file of the code of a page, and of those that wait for it; None where it could not be had."""
        text = read_text(document_of(response)) if response is not None and response.status == 200 else ""
        self._scripts[scripts.asked] = "" if text.lstrip().startswith("<") else text[:MAX_OWN_SIZE]
        steps = map(self._read_with, (scripts, *self.waiting_for(scripts)))
        return [step for step in steps if step is not None]

    def waiting_for(self, scripts: Scripts) -> list[Scripts]:
        """The other pages that wait for the file that was asked for, from now on no more."""
        return self._waiting.pop(scripts.asked, [])

    def _own_scripts(self, response: Response) -> tuple[str, ...]:
        """The files of a page's code, where it does not itself say what list it asks for."""
        document = document_of(response)
        files = () if find_asked_lists(document) else find_own_scripts(document)
        return tuple(url for url in files if not out_of_scope(url, self._profile))

    def _read_with(self, scripts: Scripts) -> FinishedPage | Forward | Scripts | None:
        """Read a page with the files of its code, one after the other until what it shows is asked for in one."""
        page, response = scripts.page, scripts.response
        texts: tuple[str, ...] = ()
        if scripts.give_up and (call := self._article_call(document_of(response))):
            return Forward(page, call, 1, scripts.give_up)
        for url in scripts.files:
            if url in self._waiting:
                self._waiting[url].append(scripts._replace(asked=url))
                return None
            if url not in self._scripts and len(self._scripts) < _MAX_SCRIPTS:
                self._waiting[url] = []
                return scripts._replace(asked=url)
            texts = (*texts, self._scripts.get(url, ""))
            document = document_of(response)._replace(scripts=texts)
            if scripts.give_up:
                if call := self._article_call(document):
                    return Forward(page, call, 1, scripts.give_up)
            elif find_asked_lists(document):
                return self._finish(page, response, self._links(page, response, texts))
        return scripts.give_up() if scripts.give_up else self._finish(page, response, scripts.links)

    def _article_call(self, document: Document) -> str | None:
        """What shows the article of a page that shows none itself, by the profile or its scripts; None for nothing."""
        stated = self._profile.article_json
        call = (stated and fill_pattern(stated, own_values(document.url))) or find_article_call(document)
        return call if call and not out_of_scope(call, self._profile) else None

    def _links(self, page: Page, response: Response, scripts: tuple[str, ...] = ()) -> tuple[NewPage, ...]:
        return self._choice.of(page, response, self._finisher.moment().today, scripts)

    def _finish(self, page: Page, response: Response, links: tuple[NewPage, ...]) -> FinishedPage:
        """What a page comes to that leads to ``links``."""
        today = self._finisher.moment().today
        leads_to_articles = _lead_to_articles(links)
        gate = None if leads_to_articles else self._gates.asks_first(page.url, response.url)
        if gate := gate or (None if links else shut_out(response, self._clean)):
            return self._finisher.kept_out(page, response, gate)
        if _is_not_out_yet(page, links, today):
            refused = self._finisher.refused(page, response, "shows nothing of its issue")
            return replace(refused, links=links)
        self._seen.links += len(links)
        if page.kind is PageKind.LISTING and not leads_to_articles:
            self._count_elsewhere(response)
        if page.kind is PageKind.SITEMAP and self.usual_sitemap:  # none is named: what only this one knows can wait
            links = tuple(link._replace(later=link.later or link.kind not in INDEX_KINDS) for link in links)
        if is_home(page.url, self._profile):
            self._seen.front_title = None if leads_to_articles else title_of_page(document_of(response))
            self._home_digest = body_digest(response) if leads_to_articles else None
            links = (*links, *self._guess(self.usual_sitemap))
        finished = self._finisher.finished(page, response, PageOutcome.LINKS, links=links)
        is_done = self._choice.is_of_session(page) or _is_last_no_more(page, links)
        return replace(finished, next_visit_at=None) if is_done else finished

    def read_other_issue(self, page: Page, response: Response) -> FinishedPage:
        """Finish an issue that is not there, or not yet; what the one shown in its place leads to is queued."""
        links = self.read_shown(page, response).links
        reason = f"leads to another day's issue, {response.url}"
        return replace(self._finisher.refused(page, response, reason), links=links)

    def missing_sitemap(self, page: Page, response: Response | None) -> FinishedPage:
        """Finish a guess that was wrong, and look where one may lie as well, unless the host wants to be left alone.

        Whatever the server says in its place, or that it says nothing, is no failure: nobody said that it is there.
        """
        is_welcome = response is not None and response.status not in TOO_BUSY
        links = self._guess(next_usual_sitemap(page.url) if is_welcome else None)
        return self._finisher.finished(page, response, PageOutcome.NOT_FOUND, links=links, reason="no sitemap there")

    def is_as_it_was(self, page: Page, response: Response) -> bool:
        """Whether a feed or sitemap is the same to the byte as when it was read last: its links are all known.

        Long sitemaps take seconds to read, and few servers answer a conditional request for one with 304. Listings are
        short, and what one leads to depends on where it stands.
        """
        return (
            200 <= response.status < 300
            and page.kind in _LONG_KINDS
            and page.outcome is PageOutcome.LINKS
            and page.is_read_back_to(self._finisher.moment().span.since)
            and page.received.payload_digest == body_digest(response)
        )

    def leave_unread(self, page: Page, response: Response) -> None:
        """Count a page that is as it was, if it is a list."""
        self._seen.unread += page.kind in INDEX_KINDS
        self._seen.as_they_were += response.status != 304

    def is_home_again(self, response: Response) -> bool:
        """Whether an answer is, to the byte, the home page that this run read."""
        return self._home_digest is not None and body_digest(response) == self._home_digest

    def _guess(self, url: str | None) -> tuple[NewPage, ...]:
        return () if url is None else (guessed_sitemap(url, self._finisher.moment().span.since),)

    def _count_elsewhere(self, response: Response) -> None:
        hosts = count_hosts(document_of(response))
        self._seen.elsewhere.update({host: hosts[host] for host in hosts if not self._profile.owns_host(host)})


def _lead_to_articles(links: tuple[NewPage, ...]) -> bool:
    return any(link.kind not in INDEX_KINDS for link in links)


def _is_last_no_more(page: Page, links: tuple[NewPage, ...]) -> bool:
    """Whether the last page of a list, where its news stood, leads to one behind it: that is looked at from now on."""
    behind = (link.again and link.kind is PageKind.LISTING and link.depth == page.depth for link in links)
    return split_page_number(page.url).number is not None and any(behind)


def is_other_issue(page: Page, response: Response) -> bool:
    """Whether a newspaper's address leads to another day's issue: its own is not there, or not yet."""
    asked, shown = day_in_url(page.url), day_in_url(response.url)
    is_below = page.kind is PageKind.EPAPER and page.depth > 0
    return is_below and asked is not None and shown is not None and asked != shown


def _is_not_out_yet(page: Page, links: tuple[NewPage, ...], today: date) -> bool:
    """Whether the address of an issue of the last days leads to nothing of its day: it may be put up later."""
    day = day_in_url(page.url) if page.kind is PageKind.EPAPER else None
    return day is not None and today - day <= LATE_PAGES and all(link.day != day for link in links)
