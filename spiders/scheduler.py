"""Scrapy's scheduler over the database: what is next comes out of ``pages``, what is done goes back into it.

Replaces Scrapy's queues and seen-list, which ``kill -9`` empties. Links do not pass through here one by one: a page's
links, its article and its own state are one finished page, written in one transaction.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler

from cleaners.links.urls import normalise_url
from pipelines.connection import explained, storage_trouble
from pipelines.items import INDEX_KINDS, SUCCESSES, FinishedPage, NewPage, Page, PageKind, PageOutcome
from pipelines.ledger import Ledger
from pipelines.store import Store
from pipelines.values import Site, StoreError
from spiders.guesses import is_guess
from spiders.stopping import RUN_STOPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

    from spiders.profile import SiteProfile
    from spiders.site_spider import SiteSpider

logger = logging.getLogger(__name__)


_MAX_BELIEVED, _MAX_BELIEVED_OF_HOME = 3, 1
"""Visits in a row that find a page as it was before it is asked for whole once: a server or a cache before it may say
"not modified" for ever. The home page leads to all others and is short."""


_ENDS_WAITING = frozenset({"minutes", "hours", "bytes"})
"""Reasons to stop for which what was handed out and waits for its turn is left to the next run; pages are counted as
they are handed out."""


class Limits(NamedTuple):
    """What one run may take."""

    pages: int
    bytes: int
    seconds: float


class DatabaseScheduler(BaseScheduler):
    """The frontier of one site as Scrapy's scheduler. The spider's ``ending`` says why it hands out no more:
    ``pages``, ``bytes``, ``minutes`` or ``hours`` where the budget is spent.
    """

    def __init__(
        self, database: str, limits: Limits, stats: StatsCollector, stop_waiting: Callable[[], object] = lambda: None
    ):
        """``stop_waiting`` ends the requests that wait for their turn at a host."""
        self.database = Path(database)
        self.stop_waiting = stop_waiting
        self.limits = limits
        self.stats = stats
        self._followed: deque[Request] = deque()
        """Requests that a page in flight has led to: redirects, new tries, further pages of one article."""
        self._left: list[Page] = []
        """Pages that this run leaves to the next one."""
        self._handed_out = 0
        self._started = monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DatabaseScheduler:
        """Build it with the budget of the profile, of the spider's arguments or of the settings."""
        assert crawler.stats is not None  # noqa: S101 (set before the engine is made)

        def stop_waiting() -> None:
            crawler.signals.send_catch_log(RUN_STOPPED)

        return cls(crawler.settings["NEWS_DB"], _run_limits(crawler), crawler.stats, stop_waiting)

    def open(self, spider: Spider) -> None:
        """Open the books; queue what was cut off and what is due. Without books the run ends at once."""
        self.spider: SiteSpider = spider  # type: ignore[assignment]
        with self.storage_watched():
            self._open_books()

    def _open_books(self) -> None:
        store = Store.open(self.database)
        now = datetime.now(UTC)
        facts, url = site_facts(self.spider.profile), self.spider.asked.url
        only, zone = normalise_url(url) if url else None, self.spider.profile.timezone
        span = self.spider.asked.span
        days = (span.since, span.until)
        self.ledger = self.spider.ledger = Ledger(store, self.spider.name, only, zone, days)
        if store.link_rules(facts.name) not in (None, facts.link_rules):
            logger.info("%s: its profile has other rules for links; reading all lists anew", facts.name)
            self.ledger.forget_lists(now)
        store.put_site(facts, now)
        self.ledger.leave_to_lists({normalise_url(start) for _, start in self.spider.profile.start_points})
        self.ledger.open(now)
        self.spider.learn(self.ledger)

    def close(self, reason: str) -> None:  # noqa: ARG002 (Scrapy's signature)
        """Close the books, if they could be opened; what was to be followed is left to the next run."""
        if self.spider.ledger is None:
            return
        with self.storage_watched():
            for page in (*(request.meta["page"] for request in self._followed), *self._left):
                self.ledger.give_back(page)
        with self.storage_watched():
            try:
                # Where the site's lists show nothing any more, its articles may show anything.
                self.ledger.close(believed=not self.spider.lists_show_nothing())
            except Exception as error:
                if storage_trouble(error, self.ledger.store.path) is None and not isinstance(error, StoreError):
                    self.spider.item_failed()  # what waited is not written: no run in which all went well
                raise

    def enqueue_request(self, request: Request) -> bool:
        """Take a request: one of a page in flight goes on at once, any other is put into the frontier."""
        if "page" in request.meta:
            self._followed.append(request)
            return True
        if self.spider.ledger is None:
            return False
        try:
            key = normalise_url(request.url)
        except ValueError as error:
            logger.warning("%s", error)
            return False
        with self.storage_watched():
            self.ledger.queue(NewPage(key, request.url, request.meta.get("kind", PageKind.UNKNOWN)))
            return True
        return False

    def next_request(self) -> Request | None:
        """Hand out the next request, None when there is none now, the budget is spent or the run has to end.

        A spent budget still lets pages in flight come to their end, by new tries and further pages; a full disk or a
        signal does not.
        """
        if self._followed and not self.spider.ending.is_ours:
            return self._followed.popleft()
        if self._is_stopped():
            return None
        page = None
        with self.storage_watched():
            page = self._take()
        if page is None:
            return None
        self._handed_out += 1
        return request_for(page, self.spider)

    def _take(self) -> Page | None:
        """The next page that may show something; those known for shells wait for the next run."""
        while (page := self.ledger.take()) is not None and self.spider.is_shell(page):
            self._left.append(page)
            self.spider.seen.left_out["shell"] += 1
        return page

    def has_pending_requests(self) -> bool:
        """Whether the run should go on."""
        if self._followed or self._is_stopped():
            return bool(self._followed) and not self.spider.ending.is_ours
        with self.storage_watched():
            return self.ledger.has_waiting()
        return False

    @contextmanager
    def storage_watched(self) -> Iterator[None]:
        """End the run in order, with one line, when the database cannot be written; what was stored stays."""
        try:
            with explained(self.database):
                yield
        except StoreError as error:
            self.spider.storage_failed(error)

    def _is_stopped(self) -> bool:
        if self.spider.ending.reason is None and (spent := self._spent()):
            self.spider.ending.end(spent)
            if spent in _ENDS_WAITING:
                self.stop_waiting()  # a turn may be minutes away, an answer megabytes
        return self.spider.ending.reason is not None

    def _spent(self) -> str | None:
        if self._handed_out >= self.limits.pages:
            return "pages"
        if self.stats.get_value("downloader/response_bytes", 0) >= self.limits.bytes:
            return "bytes"
        if monotonic() - self._started >= self.limits.seconds:
            return "minutes"
        profile = self.spider.profile
        if not profile.politeness.allows(datetime.now(profile.timezone).time()):
            return "hours"
        return None


class FinishPagePipeline:
    """Takes :class:`FinishedPage` items into the books. A database that cannot be written ends the crawl."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FinishPagePipeline:
        """Build it for one crawl."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Finish the page; anything else passes."""
        if isinstance(item, FinishedPage):
            scheduler: DatabaseScheduler = self.crawler.engine.scheduler  # type: ignore[assignment]
            with scheduler.storage_watched():
                scheduler.ledger.finish(item)
        return item


def _run_limits(crawler: Crawler) -> Limits:
    """Budget of a run: the spider's ``max_pages``, else the profile's, else the settings'."""
    spider: SiteSpider = crawler.spider  # type: ignore[assignment]
    budget, settings = spider.profile.budget, crawler.settings
    return Limits(
        pages=spider.asked.max_pages or budget.pages or settings.getint("NEWS_MAX_PAGES"),
        bytes=(budget.megabytes or settings.getint("NEWS_MAX_MEGABYTES")) * 1_000_000,
        seconds=(budget.minutes or settings.getfloat("NEWS_MAX_MINUTES")) * 60.0,
    )


def request_for(page: Page, spider: SiteSpider) -> Request:
    """Make the request for a page; conditional when its last good answer named an ETag or a time.

    Not so where the links of an earlier day are wanted, or where the last visit brought nothing: "not modified" would
    hide the one, and say of the other that it is as it was. Nor where it was said for long.
    """
    headers = {}
    is_read = page.kind not in INDEX_KINDS or page.is_read_back_to(spider.asked.span.since)
    is_home = page.kind is PageKind.LISTING and page.depth == 0
    most = _MAX_BELIEVED_OF_HOME if is_home else _MAX_BELIEVED
    is_doubted = page.unchanged % (most + 1) == most
    is_success = page.outcome in SUCCESSES and page.outcome is not PageOutcome.COPY
    is_conditional = is_success and is_read and not is_doubted
    if page.received.etag and is_conditional:
        headers["If-None-Match"] = page.received.etag
    if page.received.last_modified and is_conditional:
        headers["If-Modified-Since"] = page.received.last_modified
    meta = {"page": page, "dont_retry": is_guess(page)}
    return Request(page.url, callback=spider.read_page, errback=spider.page_failed, headers=headers, meta=meta)


def site_facts(profile: SiteProfile) -> Site:
    """What of a profile the database keeps."""
    return Site(
        name=profile.site,
        display_name=profile.name,
        region=profile.region,
        host=profile.hosts[0],
        script=profile.script,
        timezone=str(profile.timezone),
        verified=profile.verified,
        link_rules=json.dumps(profile.link_rules, ensure_ascii=False),
    )
