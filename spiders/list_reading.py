"""Pages that are read for their links: feeds, sitemaps, lists, newspapers, and what a run sees in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipelines.items import INDEX_KINDS, PageKind, PageOutcome
from spiders.discovery.dates import day_in_url
from spiders.discovery.listings import count_hosts
from spiders.discovery.pages import title_of_page
from spiders.finishing import LATE_PAGES
from spiders.gate_watch import shut_out
from spiders.guesses import guessed_sitemap, next_usual_sitemap
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
    from spiders.finisher import Finisher
    from spiders.gate_watch import GateWatch
    from spiders.profile import SiteProfile

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


class ListReader:
    """Reads the lists of one run. ``since``: first day asked for; ``clean`` reads an answer as an article."""

    def __init__(
        self,
        profile: SiteProfile,
        since: date | None,
        seen: ListsSeen,
        choice: LinkChoice,
        gates: GateWatch,
        finisher: Finisher,
        clean: Callable[[Response], Article],
    ):
        self.usual_sitemap: str | None = None
        """Where a sitemap may lie, if none is named; None where one is, or robots.txt forbids to look."""
        self._profile = profile
        self._since = since
        self._seen = seen
        self._choice = choice
        self._gates = gates
        self._finisher = finisher
        self._clean = clean
        self._home_digest: str | None = None
        """Digest of the home page, where this run read one that lists articles itself."""

    def read(self, page: Page, response: Response) -> FinishedPage:
        """Read the links of a page."""
        today = self._finisher.moment().today
        links = self._choice.of(page, response, today)
        leads_to_articles = any(link.kind not in INDEX_KINDS for link in links)
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
        return replace(finished, next_visit_at=None) if self._choice.is_of_session(page) else finished

    def read_other_issue(self, page: Page, response: Response) -> FinishedPage:
        """Finish an issue that is not there, or not yet; what the one shown in its place leads to is queued."""
        links = self.read(page, response).links
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
            and page.is_read_back_to(self._since)
            and page.received.payload_digest == body_digest(response)
        )

    def is_home_again(self, response: Response) -> bool:
        """Whether an answer is, to the byte, the home page that this run read."""
        return self._home_digest is not None and body_digest(response) == self._home_digest

    def _guess(self, url: str | None) -> tuple[NewPage, ...]:
        return () if url is None else (guessed_sitemap(url, self._since),)

    def _count_elsewhere(self, response: Response) -> None:
        hosts = count_hosts(document_of(response))
        self._seen.elsewhere.update({host: hosts[host] for host in hosts if not self._profile.owns_host(host)})


def is_other_issue(page: Page, response: Response) -> bool:
    """Whether a newspaper's address leads to another day's issue: its own is not there, or not yet."""
    asked, shown = day_in_url(page.url), day_in_url(response.url)
    is_below = page.kind is PageKind.EPAPER and page.depth > 0
    return is_below and asked is not None and shown is not None and asked != shown


def _is_not_out_yet(page: Page, links: tuple[NewPage, ...], today: date) -> bool:
    """Whether the address of an issue of the last days leads to nothing of its day: it may be put up later."""
    day = day_in_url(page.url) if page.kind is PageKind.EPAPER else None
    return day is not None and today - day <= LATE_PAGES and all(link.day != day for link in links)
