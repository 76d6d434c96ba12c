"""The one spider: Scrapy's ways with the site of a profile. What an answer is read as, ``spiders.visiting`` says."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request, Spider, signals

from pipelines.connection import storage_trouble
from pipelines.items import INDEX_KINDS, PageKind, PageOutcome
from pipelines.values import StoreError
from spiders.archive import ArchiveError
from spiders.arguments import read_arguments
from spiders.article_reading import ArticleReader, Parts
from spiders.choosing import LinkChoice
from spiders.contact import user_agent
from spiders.ending import Ending
from spiders.failures import RobotsUnreachableError, one_line
from spiders.finisher import Finisher
from spiders.forwarding import Forward
from spiders.gate_watch import GateWatch
from spiders.guesses import USUAL_SITEMAPS
from spiders.list_reading import ListReader, ListsSeen, Scripts
from spiders.middlewares.backoff import HostBusyError
from spiders.middlewares.scope import out_of_scope
from spiders.reading import SiteReader
from spiders.same_page import is_home_host
from spiders.session_watch import SessionWatch
from spiders.stopping import StoppedError
from spiders.visiting import Visiting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from pipelines.items import FinishedPage, Page
    from pipelines.ledger import Ledger
    from spiders.middlewares.robots import RobotRules
    from spiders.profile import SiteProfile

_MAX_ROBOTS_SITEMAPS = 50
"""Sitemaps of robots.txt that are asked for."""


_NOT_ASKED = frozenset({PageOutcome.FORBIDDEN, PageOutcome.OUT_OF_SCOPE})
"""What comes of an address that may not be asked for: then a page is what it shows itself."""


class SiteSpider(Spider):
    """Crawls the site of ``profile``. Arguments: ``max_pages``, ``since``, ``until`` (dates), ``url`` (one page)."""

    profile: SiteProfile
    visiting: Visiting
    """Made when the books are open, before any page is asked for."""

    def __init__(self, **values: str):
        super().__init__()
        self.asked = read_arguments(values, self.profile)
        self.ending = Ending()
        self.seen = ListsSeen()
        self.gates = GateWatch(self.profile)
        self.ledger: Ledger | None = None
        """The run's books; None until the scheduler has opened them."""
        self.crashes = 0
        """Errors in our own code."""

    async def start(self) -> AsyncIterator[Any]:
        """Begin with the page asked for, or with the profile's start points."""
        if self.asked.url is not None:
            yield Request(self.asked.url, meta={"kind": PageKind.UNKNOWN})
            return
        for kind, url in self.profile.start_points:
            yield Request(url, meta={"kind": PageKind(kind)})

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
        today = datetime.now(self.profile.timezone).date()
        profile, span = self.profile, self.asked.span
        choice = LinkChoice(profile, span, ledger, today, self.seen.left_out)
        self._traps = choice.traps
        reader = SiteReader(profile.site_on(today), ledger.site_memory())
        finisher = Finisher(profile, span, ledger, self.ending)
        lists = ListReader(profile, self.seen, choice, self.gates, finisher, reader.read)
        articles = ArticleReader(profile, choice, self.gates, finisher, reader, lists)
        self.visiting = Visiting(profile, self.gates, finisher, lists, articles, SessionWatch(ledger))

    def lists_show_nothing(self) -> bool:
        """Whether lists were read, and none of them led anywhere."""
        read = self.ledger is not None and self.ledger.tally.counts["page_links"]
        return bool(read) and self.seen.is_nothing

    def robots_read(self, origin: str, robots: RobotRules) -> None:
        """Take the sitemaps that robots.txt names as start points; look where one lies by custom if none is named."""
        if self.asked.url is not None:
            return
        named = [url for url in robots.sitemaps(origin) if not out_of_scope(url, self.profile)]
        for url in named[:_MAX_ROBOTS_SITEMAPS]:
            self.crawler.engine.crawl(Request(url, meta={"kind": PageKind.SITEMAP}))
        usual = urljoin(origin, USUAL_SITEMAPS[0])
        if not (named or self.profile.sitemaps) and is_home_host(origin, self.profile) and robots.allows(usual):
            self.visiting.lists.usual_sitemap = usual

    def host_is_busy(self, seconds: float) -> None:
        """End the run: the host wants to be left alone for longer than a run should wait."""
        self.logger.warning(
            "%s: host is too busy, asks for %.0f seconds; leaving it until the next run", self.name, seconds
        )
        self.ending.end("busy")

    def storage_failed(self, error: StoreError | ArchiveError) -> None:
        """End the run: database or archive cannot be written."""
        self.logger.warning("%s", error)  # the summary or the command says it at the end
        self.ending.storage_failed(error)

    def is_dead_end(self, request: Request, target: str) -> bool:
        """Whether a redirect from a page that may be an article leads where none was found in this run."""
        page: Page | None = request.meta.get("page")
        return page is not None and page.kind not in INDEX_KINDS and self.gates.is_known(page.url, target)

    def is_shell(self, page: Page) -> bool:
        """Whether a page that was never read has the shape of those that show the same in this run, and no article."""
        return page.kind not in INDEX_KINDS and not page.was_read and self._traps.is_shell(page.url)

    def read_page(self, response: Response) -> Iterator[FinishedPage | Request]:
        """Read one answer."""
        step = self.visiting.read(response.meta["page"], response)
        if step is not None:
            yield self._next(step)

    def read_part(self, response: Response) -> Iterator[FinishedPage | Request]:
        """Read a further page of an article."""
        yield self._next(self.visiting.articles.read_part(response.meta["parts"], response))

    def read_script(self, response: Response) -> Iterator[FinishedPage | Request]:
        """Read a file of a page's code."""
        yield from map(self._next, self.visiting.lists.read_script(response.meta["scripts"], response))

    def _next(self, step: FinishedPage | Forward | Parts | Scripts) -> FinishedPage | Request:
        """A finished page as it is, anything else as the request that has to be answered before it is."""
        if isinstance(step, Forward):
            meta = {"page": step.page, "forwarded": step.times, "give_up": step.give_up}
            return Request(step.url, callback=self.read_page, errback=self.page_failed, meta=meta)
        if isinstance(step, Parts):
            meta = {"page": step.page, "parts": step}
            return Request(step.asked[-1], callback=self.read_part, errback=self.part_failed, meta=meta)
        if isinstance(step, Scripts):
            meta = {"page": step.page, "scripts": step, "dont_retry": True}
            return Request(step.asked, callback=self.read_script, errback=self.script_failed, meta=meta)
        return step

    def page_failed(self, failure: Failure) -> Iterator[FinishedPage]:
        """Write down why a page could not be had."""
        request: Request = failure.request  # type: ignore[attr-defined]
        page: Page | None = request.meta.get("page")
        if page is None or self._gives_back(page, failure.value):
            return
        if isinstance(failure.value, RobotsUnreachableError) and is_home_host(request.url, self.profile):
            self.ending.end("robots_unreachable")
        failed = self.visiting.failed(page, failure.value, self.crawler.settings.get("NEWS_PROXY"))
        give_up = request.meta.get("give_up")
        yield give_up() if give_up and failed.outcome in _NOT_ASKED else failed

    def part_failed(self, failure: Failure) -> Iterator[FinishedPage | Request]:
        """Go on without a further page that could not be had."""
        parts: Parts = failure.request.meta["parts"]  # type: ignore[attr-defined]
        if not self._gives_back(parts.page, failure.value):
            yield self._next(self.visiting.articles.without_part(parts))

    def script_failed(self, failure: Failure) -> Iterator[FinishedPage | Request]:
        """Go on without a file of a page's code that could not be had."""
        lists, scripts = self.visiting.lists, failure.request.meta["scripts"]  # type: ignore[attr-defined]
        if not self._gives_back(scripts.page, failure.value):
            yield from map(self._next, lists.read_script(scripts, None))
            return
        for waiting in lists.waiting_for(scripts):
            self._gives_back(waiting.page, failure.value)

    def _gives_back(self, page: Page, error: BaseException | None) -> bool:
        """Queue a page again that could not be had though its site is not to blame; say whether that was so."""
        is_ours = isinstance(error, HostBusyError | ArchiveError | StoppedError) or self.ending.is_ours
        if not is_ours or self.ledger is None:
            return False
        try:
            self.ledger.give_back(page)
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
            self.ledger.finish(self.visiting.finisher.finished(page, response, PageOutcome.ERROR, reason=reason))

    def item_failed(self) -> None:
        """Count a page that our own pipelines failed on; it stays in flight and is tried again in the next run."""
        self.crashes += 1
