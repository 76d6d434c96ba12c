"""The one spider: reads a site profile, follows feeds, sitemaps, listings and digital newspapers to articles.

``spiders.choosing`` says which links are queued, ``spiders.reading`` cleans articles, and ``spiders.finishing`` puts
together what a visit came to; this class only knows Scrapy's ways, and says which page is read as what.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from scrapy import Request, Spider, signals

from cleaners import Article, Rejection
from cleaners.links.urls import normalise_url
from pipelines.compare import text_digest
from pipelines.connection import storage_trouble
from pipelines.items import INDEX_KINDS, FinishedPage, NewPage, Page, PageKind, PageOutcome, Visit
from pipelines.stored import GONE_STATUSES, edit_of, has_more
from pipelines.values import StoreError
from spiders.archive import ArchiveError
from spiders.arguments import read_arguments
from spiders.choosing import LinkChoice
from spiders.contact import user_agent
from spiders.discovery.article_pages import MAX_PARTS, find_article_pages, join_articles
from spiders.discovery.dates import day_in_url
from spiders.discovery.listings import count_hosts, find_frames
from spiders.discovery.newspapers import MAX_FORWARDS, find_forward
from spiders.discovery.pages import title_of_page
from spiders.discovery.part_signs import may_have_parts
from spiders.discovery.sitemaps import read_sitemap
from spiders.failures import RobotsUnreachableError, failure_outcome, failure_reason, one_line
from spiders.finishing import (
    LATE_PAGES,
    Moment,
    finish,
    keep_archived,
    keep_received,
    tried_again,
    visit_of,
    without_answer,
    without_validators,
)
from spiders.gates import GateWatch, find_challenge, gate_reason, leads_back, refusal_reason, status_reason
from spiders.guesses import USUAL_SITEMAPS, guessed_sitemap, is_guess, next_usual_sitemap
from spiders.middlewares.backoff import HostBusyError
from spiders.middlewares.scope import out_of_scope
from spiders.middlewares.throttle import TOO_BUSY
from spiders.reading import SiteReader
from spiders.responses import body_digest, document_of, header, plain_headers
from spiders.same_page import canonical_key, is_home, is_home_host, key_differs
from spiders.stopping import StoppedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from pipelines.ledger import Ledger
    from spiders.middlewares.robots import RobotRules
    from spiders.profile import SiteProfile

ENDED_BY_US = frozenset({"archive", "store_error", "shutdown"})
"""Reasons to stop for which a page that fails from then on is not to blame: our disk, our operator."""
MAX_REFUSED = 30
"""Pages in a row that could not be had, of whatever host, after which the run leaves the rest to the next one: a wall
has risen, or the server is down, and each further request makes either worse. Broken pages of an honest site lie among
others."""
_REFUSED = frozenset({PageOutcome.HTTP_ERROR, PageOutcome.UNREACHABLE})
MAX_ROBOTS_SITEMAPS = 50
"""Sitemaps of robots.txt that are asked for."""
MAY_LIST = frozenset({Rejection.LISTING, Rejection.PICTURE_ONLY})
"""Why a page taken for an article is none, when it may be a list: pictures may be those of its entries."""
_LONG_KINDS = frozenset({PageKind.FEED, PageKind.SITEMAP})


class Parts(NamedTuple):
    """An article in several pages, as far as it was read."""

    first: Response
    articles: tuple[Article, ...]
    """Of its pages, in order."""
    todo: tuple[str, ...]
    asked: tuple[str, ...] = ()
    is_whole: bool = True
    """All that were asked for could be had."""
    has_failed: bool = False
    """One could not be had though it may be there."""


class SiteSpider(Spider):
    """Crawls the site of ``profile``. Arguments: ``max_pages``, ``since``, ``until`` (dates), ``url`` (one page)."""

    profile: SiteProfile
    choice: LinkChoice
    reader: SiteReader
    """Both are made when the books are open, before any page is asked for."""

    def __init__(self, **values: str):
        super().__init__()
        self.asked = read_arguments(values, self.profile)
        self.stop_reason: str | None = None
        """Why the run ends before the frontier is empty; the scheduler then hands out no more. See :meth:`end`."""
        self.storage_error: str | None = None
        """What could not be written, and where; None when all could."""
        self.ledger: Ledger | None = None
        """The run's books; None until the scheduler has opened them. See :attr:`books`."""
        self.crashes = 0
        """Errors in our own code."""
        self.usual_sitemap: str | None = None
        """Where a sitemap may lie, if none is named; None where one is, or robots.txt forbids to look."""
        self.links = 0
        """Links to the site's own pages recognised on index pages."""
        self.as_they_were = 0
        """Feeds and sitemaps that were sent whole though they had not changed."""
        self.unread_lists = 0
        """Feeds, sitemaps and lists whose links were not read because they had not changed."""
        self.left_out: Counter[str] = Counter()
        """Links not followed, by reason."""
        self.front_title: str | None = None
        """How the home page is titled where it shows no article; None where it does, or has no title."""
        self.elsewhere: Counter[str] = Counter()
        """Headlines of lists without an article of the site, by the host that they lead to; none of the site's."""
        self._home_digest: str | None = None
        """Digest of the home page, where this run read one that lists articles itself."""
        self._gates = GateWatch()
        self._refused_in_a_row = 0

    async def start(self) -> AsyncIterator[Any]:
        """Begin with the page asked for, or with the profile's start points."""
        if self.asked.url is not None:
            yield Request(self.asked.url, meta={"kind": PageKind.UNKNOWN})
            return
        for kind, url in self.profile.start_points:
            yield Request(url, meta={"kind": PageKind(kind)})

    @property
    def books(self) -> Ledger:
        """The run's books, for all that is called with a page: whoever has one took it out of them."""
        assert self.ledger is not None  # noqa: S101 (set when the scheduler opens)
        return self.ledger

    @property
    def is_ended_by_us(self) -> bool:
        """Whether the run has to end and its site is not to blame."""
        return self.stop_reason in ENDED_BY_US

    @property
    def today(self) -> date:
        """Day at the outlet."""
        return datetime.now(self.profile.timezone).date()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Make the spider, told of errors in its own callbacks."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.callback_failed, signals.spider_error)
        crawler.signals.connect(spider.item_failed, signals.item_error)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Settings that the profile decides."""
        super().update_settings(settings)
        profile = cls.profile
        if profile.politeness.delay is not None:
            settings.set("DOWNLOAD_DELAY", profile.politeness.delay, "spider")
            settings.set("AUTOTHROTTLE_START_DELAY", profile.politeness.delay, "spider")
        if profile.allow_loopback:
            # A machine of our own: nobody is spared by waiting as long as it took to answer.
            settings.set("AUTOTHROTTLE_MAX_DELAY", settings.getfloat("DOWNLOAD_DELAY"), "spider")
        if not profile.verify_certificates:
            settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, "spider")
        settings.set("USER_AGENT", user_agent(settings["USER_AGENT"], settings.get("NEWS_CONTACT")), "spider")

    def learn(self, ledger: Ledger) -> None:
        """Learn from earlier visits which links are worth following, and which lines recur in the site's articles."""
        self.choice = LinkChoice(self.profile, self.asked.span, ledger, self.today, self.left_out)
        self.reader = SiteReader(self.profile.site_on(self.today), ledger.site_memory())

    def lists_show_nothing(self) -> bool:
        """Whether lists were read, and none of them led anywhere."""
        read = self.ledger is not None and self.ledger.tally.counts["page_links"]
        return bool(read) and not (self.links or self.unread_lists or self.left_out["out_of_span"])

    def robots_read(self, origin: str, robots: RobotRules) -> None:
        """Take the sitemaps that robots.txt names as start points; look where one lies by custom if none is named."""
        if self.asked.url is not None:
            return
        named = [url for url in robots.sitemaps(origin) if not out_of_scope(url, self.profile)]
        for url in named[:MAX_ROBOTS_SITEMAPS]:
            self.crawler.engine.crawl(Request(url, meta={"kind": PageKind.SITEMAP}))
        usual = urljoin(origin, USUAL_SITEMAPS[0])
        if not (named or self.profile.sitemaps) and is_home_host(origin, self.profile) and robots.allows(usual):
            self.usual_sitemap = usual

    def host_is_busy(self, seconds: float) -> None:
        """End the run: the host wants to be left alone for longer than a run should wait."""
        self.logger.warning(
            "%s: host is too busy, asks for %.0f seconds; leaving it until the next run", self.name, seconds
        )
        self.end("busy")

    def end(self, reason: str) -> None:
        """End the run, unless something ended it before; what is not the site's fault goes before what may be."""
        if self.stop_reason is None or (reason in ENDED_BY_US and not self.is_ended_by_us):
            self.stop_reason = reason

    def storage_failed(self, error: StoreError | ArchiveError) -> None:
        """End the run: database or archive cannot be written, whatever was about to end it. What was stored stays."""
        self.logger.warning("%s", error)  # the summary or the command says it at the end
        self.stop_reason = "archive" if isinstance(error, ArchiveError) else "store_error"
        self.storage_error = str(error)

    def read_page(self, response: Response) -> Iterator[FinishedPage | Request]:
        """Read one answer."""
        page: Page = response.meta["page"]
        if response.status == 304 and page.outcome:
            self.unread_lists += page.kind in INDEX_KINDS
            yield self._finished(page, response, page.outcome)
        elif self._is_as_it_was(page, response):
            self.as_they_were += 1
            self.unread_lists += 1
            yield self._finished(page, response, PageOutcome.LINKS)
        elif (dead_end := response.meta.get("dead_end")) and leads_back(page.url, dead_end):
            yield self._kept_out(page, response, gate_reason(dead_end))
        elif dead_end:
            yield self._refused(page, response, f"leads to {dead_end}, which is no article")
        elif circle := response.meta.get("circle"):
            # A menu's entry that never worked, or a server at fault: then what an article or a list has is still there.
            is_entry = page.kind in INDEX_KINDS and page.depth > 0 and not page.was_read
            finish = self._refused if is_entry else self._kept_out
            yield finish(page, response, f"redirects in a circle, by {circle}")
        elif is_guess(page) and not (response.status == 200 and read_sitemap(document_of(response))):
            yield self._missing_sitemap(page, response)
        elif not 200 <= response.status < 300:
            yield self._refused(page, response)
        elif page.kind is PageKind.EPAPER and self._is_other_issue(page, response):
            links = self._read_index(page, response).links
            yield replace(self._refused(page, response, f"leads to another day's issue, {response.url}"), links=links)
        elif page.kind in INDEX_KINDS:
            yield self._forwarded(page, response) or self._read_index(page, response)
        elif is_home(response.url, self.profile) and page.kind is not PageKind.UNKNOWN:
            self._gates.note_dead_end(response.url)
            yield self._refused(page, response, "redirected to the home page")
        elif self._home_digest and body_digest(response) == self._home_digest:
            yield self._refused(page, response, "shows the home page")
        elif not self.profile.owns_path(response.url):
            yield self._finished(page, response, PageOutcome.OUT_OF_SCOPE, reason=f"leads to {response.url}")
        else:
            yield self._read_article(page, response)

    def _is_other_issue(self, page: Page, response: Response) -> bool:
        """Whether an issue's address leads to another day's: its own is not there, or not yet."""
        asked, shown = day_in_url(page.url), day_in_url(response.url)
        return page.depth > 0 and asked is not None and shown is not None and asked != shown

    def _is_not_out_yet(self, page: Page, links: tuple[NewPage, ...]) -> bool:
        """Whether the address of an issue of the last days leads to nothing of its day: it may be put up later."""
        day = day_in_url(page.url) if page.kind is PageKind.EPAPER else None
        return day is not None and self.today - day <= LATE_PAGES and all(link.day != day for link in links)

    def _missing_sitemap(self, page: Page, response: Response | None) -> FinishedPage:
        """Finish a guess that was wrong, and look where one may lie as well, unless the host wants to be left alone.

        Whatever the server says in its place, or that it says nothing, is no failure: nobody said that it is there.
        """
        is_welcome = response is not None and response.status not in TOO_BUSY
        further = next_usual_sitemap(page.url) if is_welcome else None
        return self._finished(
            page, response, PageOutcome.NOT_FOUND, links=self._guess(further), reason="no sitemap there"
        )

    def _guess(self, url: str | None) -> tuple[NewPage, ...]:
        return () if url is None else (guessed_sitemap(url, self.asked.span.since),)

    def _read_index(self, page: Page, response: Response) -> FinishedPage:
        links = self.choice.of(page, response, self.today)
        leads_to_articles = any(link.kind not in INDEX_KINDS for link in links)
        gate = None if leads_to_articles else self._gates.asks_first(page.url, response.url)
        if gate := gate or (None if links else self._shut_out(response)):
            return self._kept_out(page, response, gate)
        if self._is_not_out_yet(page, links):
            return replace(self._refused(page, response, "shows nothing of its issue"), links=links)
        self.links += len(links)
        if page.kind is PageKind.LISTING and not leads_to_articles:
            hosts = count_hosts(document_of(response))
            self.elsewhere.update({host: hosts[host] for host in hosts if not self.profile.owns_host(host)})
        if page.kind is PageKind.SITEMAP and self.usual_sitemap:  # none is named: what only this one knows can wait
            links = tuple(link._replace(later=link.later or link.kind not in INDEX_KINDS) for link in links)
        if is_home(page.url, self.profile):
            self.front_title = None if leads_to_articles else title_of_page(document_of(response))
            self._home_digest = body_digest(response) if leads_to_articles else None
            links = (*links, *self._guess(self.usual_sitemap))
        finished = self._finished(page, response, PageOutcome.LINKS, links=links)
        return replace(finished, next_visit_at=None) if self.choice.is_of_session(page) else finished

    def _is_as_it_was(self, page: Page, response: Response) -> bool:
        """Whether a feed or sitemap is the same to the byte as when it was read last: its links are all known.

        Long sitemaps take seconds to read, and few servers answer a conditional request for one with 304. Listings are
        short, and what one leads to depends on where it stands.
        """
        return (
            200 <= response.status < 300
            and page.kind in _LONG_KINDS
            and page.outcome is PageOutcome.LINKS
            and page.is_read_back_to(self.asked.span.since)
            and page.received.payload_digest == body_digest(response)
        )

    def _forwarded(self, page: Page, response: Response) -> Request | None:
        """Go where a page that shows nothing itself forwards to by meta refresh or script, or what it frames.

        None for other pages.
        """
        times = response.meta.get("forwarded", 0)
        if times >= MAX_FORWARDS:
            return None
        document = document_of(response)
        link = find_forward(document, refresh=header(response, "Refresh"))
        if link is None and page.kind not in INDEX_KINDS:
            link = next(iter(find_frames(document)), None)
        if link is None or out_of_scope(link.url, self.profile):
            return None
        meta = {"page": page, "forwarded": times + 1}
        return Request(link.url, callback=self.read_page, errback=self.page_failed, meta=meta)

    def _read_article(self, page: Page, response: Response) -> FinishedPage | Request:
        is_as_it_was = page.outcome is PageOutcome.ARTICLE and page.received.payload_digest == body_digest(response)
        may_go_on = may_have_parts(response.body, response.url)
        # Its first page knows nothing of edits on the others: each second time they are looked at as well.
        is_seen = is_as_it_was and not (may_go_on and page.unchanged % 2)
        if is_seen and not key_differs(response.url, page.normalised_url):
            finished = self._finished(page, response, PageOutcome.ARTICLE)
            # The place in the archive stays where its further pages lie behind it.
            return keep_archived(finished) if may_go_on else finished
        article = self.reader.read(response)
        if article.rejection and page.outcome is PageOutcome.LINKS:  # called an article since, and the list that it was
            page = page._replace(kind=PageKind.LISTING)
            return self._forwarded(page, response) or self._read_index(page, response)
        forwarded = self._forwarded(page, response) if article.rejection else None
        if forwarded and not is_home(forwarded.url, self.profile):
            return forwarded
        if gate := self._gate(page, response, article):
            return self._kept_out(page, response, gate)
        if forwarded:
            return forwarded
        if key_differs(response.url, page.normalised_url) and article.rejection:
            self._gates.note_dead_end(response.url)
            return self._refused(page, response, f"leads to {response.url}, which is no article")
        if article.blocks and may_go_on:
            links = find_article_pages(document_of(response))
            parts = Parts(response, (article,), tuple(link.url for link in links))
            return self._next_part(page, parts)
        return self._read_whole(page, response, article)

    def _next_part(self, page: Page, parts: Parts) -> FinishedPage | Request:
        """Ask for the next page of an article, or join what came and finish it."""
        todo = [url for url in parts.todo if url not in parts.asked and not out_of_scope(url, self.profile)]
        if not todo or len(parts.asked) >= MAX_PARTS:
            finished = self._read_whole(page, parts.first, join_articles(parts.articles), parts.asked)
            stored = self.books.stored_at(finished.visit.normalised_url) if finished.visit else None
            if parts.has_failed and stored and finished.visit and has_more(stored, finished.visit):
                # No edit: nobody took away what could not be had. The archived answer stays the whole one.
                finished = keep_archived(replace(finished, visit=None))
            finished = tried_again(finished) if parts.has_failed else finished
            return finished if parts.is_whole else without_answer(finished)
        meta = {"page": page, "parts": parts._replace(todo=tuple(todo[1:]), asked=(*parts.asked, todo[0]))}
        return Request(todo[0], callback=self.read_part, errback=self.part_failed, meta=meta)

    def read_part(self, response: Response) -> Iterator[FinishedPage | Request]:
        """Read a further page of an article."""
        page, parts = response.meta["page"], response.meta["parts"]
        if response.status == 200:
            first = parts.first.url
            links = find_article_pages(document_of(response), first=first)
            todo = dict.fromkeys((*parts.todo, *(link.url for link in links if link.url != first)))
            parts = parts._replace(articles=(*parts.articles, self.reader.read(response)), todo=tuple(todo))
        else:
            parts = parts._replace(is_whole=False, has_failed=parts.has_failed or response.status not in GONE_STATUSES)
        yield self._next_part(page, parts)

    def part_failed(self, failure: Failure) -> Iterator[FinishedPage | Request]:
        """Go on without a page that could not be had; the next visit asks for it again."""
        meta = failure.request.meta  # type: ignore[attr-defined]
        if self._gives_back(meta["page"], failure.value):
            return
        yield self._next_part(meta["page"], meta["parts"]._replace(is_whole=False, has_failed=True))

    def _read_whole(
        self, page: Page, response: Response, article: Article, parts: tuple[str, ...] = ()
    ) -> FinishedPage:
        """Finish a page whose article is complete, or that is none."""
        key = canonical_key(response.url, article, self.profile)
        links = self.choice.of_turned_out_list(page, response, self.today) if article.rejection in MAY_LIST else ()
        visit = visit_of(self.name, response, article, key, datetime.now(UTC))
        outcome = PageOutcome.REJECTED if article.rejection else PageOutcome.ARTICLE
        original = None
        if outcome is PageOutcome.ARTICLE and "?" in page.url:
            original = self.books.original_of(visit)
        is_nothing_new = original is not None and self.choice.traps.turned_out_copy(page.url, original)
        self.choice.traps.brought(page.url, outcome is PageOutcome.ARTICLE and not is_nothing_new)
        finished = self._finished(page, response, outcome, visit=visit, links=links)
        if original is not None and self.choice.is_of_session(page):
            finished = replace(finished, next_visit_at=None)
        if article.rejection is Rejection.SOFT_404 and page.was_read:
            finished = keep_archived(finished)
        if parts:  # Asked for whole, so that it leads to the others.
            finished = without_validators(finished)
        return replace(finished, parts=tuple(normalise_url(url) for url in parts))

    def _refused(self, page: Page, response: Response, reason: str | None = None) -> FinishedPage:
        """Finish a page that is not there. Where an article was, a visit tells the store that it is gone."""
        gone = reason is not None or response.status in GONE_STATUSES
        outcome = PageOutcome.NOT_FOUND if gone else PageOutcome.HTTP_ERROR
        visit = None
        if gone and page.was_read and page.kind not in INDEX_KINDS:
            article = Article(url=page.url, rejection=Rejection.SOFT_404)
            visit = visit_of(self.name, response, article, page.normalised_url, datetime.now(UTC))
        reason = reason or status_reason(response.status, plain_headers(response.headers), response.body)
        finished = self._finished(page, response, outcome, visit=visit, reason=reason)
        return keep_archived(finished) if page.was_read else finished

    def _gate(self, page: Page, response: Response, article: Article) -> str | None:
        """What stands in an article's place, for which it could not be had; None where nothing does.

        What states its day is an article, whatever its address carries along (the old one after a move), unless the
        same text stood there for another.
        """
        if not article.rejection:
            if article.published_at and leads_back(page.url, response.url):
                return gate_reason(response.url) if self._gates.showed(response.url, text_digest(article)) else None
            is_itself = canonical_key(response.url, article, self.profile) == page.normalised_url
            return None if is_itself else self._gates.asks_first(page.url, response.url)
        gate = self._gates.asks_first(page.url, response.url)
        if article.rejection is Rejection.REFUSAL:
            return gate or self._challenge(response) or refusal_reason(article.title)
        return gate or (None if article.rejection in MAY_LIST else self._challenge(response))

    def _shut_out(self, response: Response) -> str | None:
        """What a page that leads nowhere says to whoever asks, instead of listing anything; None where it does not."""
        if challenge := self._challenge(response):
            return challenge
        article = self.reader.read(response)
        return refusal_reason(article.title) if article.rejection is Rejection.REFUSAL else None

    def _challenge(self, response: Response) -> str | None:
        """Name the challenge that was sent with a status of success; None when it is none."""
        headers = plain_headers(response.headers)
        is_one = find_challenge(headers, response.body) is not None
        return status_reason(response.status, headers, response.body) if is_one else None

    def is_dead_end(self, request: Request, target: str) -> bool:
        """Whether a redirect from a page that may be an article leads where none was found in this run."""
        page: Page | None = request.meta.get("page")
        return page is not None and page.kind not in INDEX_KINDS and self._gates.is_known(page.url, target)

    def _kept_out(self, page: Page, response: Response, reason: str) -> FinishedPage:
        """Finish a page that could not be had though the server answered: what is known of it stays as it is."""
        return keep_received(self._finished(page, response, PageOutcome.HTTP_ERROR, reason=reason))

    def page_failed(self, failure: Failure) -> Iterator[FinishedPage]:
        """Write down why a page could not be had."""
        page: Page | None = failure.request.meta.get("page")  # type: ignore[attr-defined]
        if page is None:
            return
        url = failure.request.url  # type: ignore[attr-defined]
        if self._gives_back(page, failure.value):
            return
        outcome = failure_outcome(failure.value)
        if isinstance(failure.value, RobotsUnreachableError) and is_home_host(url, self.profile):
            self.end("robots_unreachable")
        reason = failure_reason(failure.value, self.crawler.settings.get("NEWS_PROXY")).removeprefix(f"{page.url}: ")
        is_asked = not isinstance(failure.value, RobotsUnreachableError)
        if is_asked and outcome is PageOutcome.UNREACHABLE and is_guess(page):
            yield self._missing_sitemap(page, None)
            return
        yield self._finished(page, None, outcome, reason=reason, is_asked=is_asked)

    def _gives_back(self, page: Page, error: BaseException | None) -> bool:
        """Queue a page again that could not be had though its site is not to blame; say whether that was so."""
        if not (isinstance(error, HostBusyError | ArchiveError | StoppedError) or self.is_ended_by_us):
            return False
        try:
            self.books.give_back(page)
        except StoreError as trouble:
            self.storage_failed(trouble)
        return True

    def callback_failed(self, failure: Failure, response: Response) -> None:
        """Finish the page that our own code failed on, so that it is tried again later and not at once for ever."""
        page: Page | None = response.meta.get("page")
        if self.ledger and (trouble := storage_trouble(failure.value, self.ledger.store.path)):
            self.storage_failed(trouble)
            return
        self.crashes += 1
        if page is not None and self.ledger is not None:
            reason = f"{type(failure.value).__name__}: {one_line(failure.value)}"
            self.ledger.finish(self._finished(page, response, PageOutcome.ERROR, reason=reason))

    def item_failed(self) -> None:
        """Count a page that our own pipelines failed on; it stays in flight and is tried again in the next run."""
        self.crashes += 1

    def _finished(
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
        if is_asked:
            self._watch_refusals(outcome)
        moment = Moment(datetime.now(UTC), self.today, self.asked.span)
        is_news = self.choice.bring_news(links) or (visit is not None and self._is_edit(page, visit))
        return finish(page, response, outcome, moment, visit=visit, links=links, brings_news=is_news, reason=reason)

    def _is_edit(self, page: Page, visit: Visit) -> bool:
        """Whether a visit shows another text than is stored; what else a page shows changes from hour to hour."""
        if not page.was_read and visit.normalised_url == page.normalised_url:
            return False  # Nothing was stored there when the page was handed out.
        stored = self.books.stored_at(visit.normalised_url)
        return stored is not None and edit_of(stored, visit) is not None

    def _watch_refusals(self, outcome: PageOutcome) -> None:
        """End the run when page after page cannot be had."""
        self._refused_in_a_row = self._refused_in_a_row + 1 if outcome in _REFUSED else 0
        if self._refused_in_a_row >= MAX_REFUSED:
            self.end("refusals")
