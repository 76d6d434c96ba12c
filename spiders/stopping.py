"""How a crawl is stopped by its operator: once in order, twice at once; either way the run says that it was stopped."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.defer import deferred_from_coro

from spiders.launch import stop_signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

RUN_STOPPED = object()
"""Scrapy signal: the run has to end, so whatever waits for a host need wait no longer."""
_REASON = "shutdown"
"""Scrapy's own word for it."""
_NEXT_LOOK = 0.05
"""Seconds until a run that is only beginning is looked at again."""


class StoppedError(IgnoreRequest):
    """The run was stopped while the request waited for its turn."""


def stop_on_signals(crawler: Crawler) -> None:
    """Stop the crawl at the first signal when its open requests have ended, at the second at once.

    In place of Scrapy's own handlers, which try robots.txt twice more and know no SIGHUP.
    """
    from twisted.internet import reactor as running

    reactor: Any = running  # its interfaces do not say all that it can do

    def first(*_: object) -> None:
        for number in stop_signals():
            signal.signal(number, second)
        reactor.callFromThread(stop)

    def stop() -> None:
        if crawler.stats:
            crawler.stats.set_value("finish_reason", _REASON)
        engine: Any = crawler.engine
        if engine is None or not engine.running:
            reactor.callLater(_NEXT_LOOK, stop)
            return
        crawler.spider.ending.end(_REASON)  # type: ignore[union-attr]
        deferred_from_coro(crawler.stop_async())
        crawler.signals.send_catch_log(RUN_STOPPED)

    def second(*_: object) -> None:
        with suppress(RuntimeError):  # it is ending already
            reactor.callFromThread(reactor.stop)

    for number in stop_signals():
        signal.signal(number, first)
