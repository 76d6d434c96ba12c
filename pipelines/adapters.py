"""The Scrapy item pipeline: visits from spiders go into the store, in batches."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.exceptions import DropItem

from pipelines.items import Visit
from pipelines.store import Store
from pipelines.values import StoreError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

DEFAULT_DATABASE = "data/news.db"
BATCH_VISITS = 100
"""Visits written in one transaction at most."""
BATCH_SECONDS = 2.0
"""Seconds after the last write from which the next visit is written at once: what a kill can cost to fetch again."""

logger = logging.getLogger(__name__)


_stores: WeakKeyDictionary[Crawler, Store] = WeakKeyDictionary()


def store_of(crawler: Crawler) -> Store:
    """Give the one open store of a crawl, opened at the first call and closed when the engine has stopped.

    The pipeline, the frontier and the run's own row share it, so that their writes can share a transaction and never
    wait for each other. Raises StoreError when the database cannot be used.
    """
    store = _stores.get(crawler)
    if store is None:
        store = _stores[crawler] = Store.open(crawler.settings.get("NEWS_DB") or DEFAULT_DATABASE)
        crawler.signals.connect(store.close, signal=signals.engine_stopped, weak=False)
    return store


class StorePipeline:
    """Saves ``Visit`` items to ``NEWS_DB``; counts ``store/new``, ``store/changed``... and drops what is no article.

    Visits are gathered and written together; the page of a visit that was not written yet is still ``in_flight`` in
    ``pages``, so a killed run fetches it again.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._waiting: list[Visit] = []
        self._written_at = 0.0
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of a crawl."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Open the database; an unusable one ends the crawl before the first request."""
        self._store = store_of(self._crawler)

    def process_item(self, item: Any) -> Any:
        """Take a visit in; other items pass through. Raises DropItem for a page that is no article."""
        if not isinstance(item, Visit):
            return item
        self._waiting.append(item)
        if len(self._waiting) >= BATCH_VISITS or time.monotonic() - self._written_at > BATCH_SECONDS:
            self.flush()
        if item.article.rejection is not None:
            raise DropItem(f"{item.article.rejection}: {item.url}", log_level="DEBUG")
        return item

    def close_spider(self) -> None:
        """Write the rest. The store stays open for the run's own row and is closed with the engine."""
        self.flush()

    def flush(self) -> None:
        """Write what waits. A database that cannot be written ends the crawl, with the reason in one line."""
        visits, self._waiting = self._waiting, []
        try:
            with self._store.batch():
                outcomes = [self._store.save(visit) for visit in visits]
        except StoreError as error:
            logger.error("%s", error)  # noqa: TRY400 - one line for the operator; the cause is in it
            self._stats.inc_value("store/failed", len(visits))
            self._stop_crawl()
            return
        for outcome in outcomes:
            self._stats.inc_value(f"store/{outcome}")
        self._written_at = time.monotonic()

    @property
    def _stats(self) -> StatsCollector:
        assert self._crawler.stats is not None  # noqa: S101 - set before pipelines open
        return self._crawler.stats

    def _stop_crawl(self) -> None:
        if self._closing is None and self._crawler.engine is not None and self._crawler.engine.spider is not None:
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="store_error"))
