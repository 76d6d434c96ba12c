"""Back-off: a host that says 429 or 503 is left alone for as long as it asks, then asked again.

The pause begins in :mod:`spiders.middlewares.throttle`, at once when the answer is in; here the page gets its next try
or the host is given up for this run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

from spiders.guesses import is_guess
from spiders.middlewares.throttle import FIRST_WAIT, MAX_WAIT_SECONDS, TOO_BUSY, PoliteThrottle

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_MAX_TRIES = 4
"""Times a page is asked for in one run while its host is busy."""


class HostBusyError(IgnoreRequest):
    """The host wants to be left alone; the page was not fetched."""


class BackoffMiddleware:
    """Turns a 429 or 503 into another try after the pause. ``backoff/...`` counters."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BackoffMiddleware:
        """Build it for one crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Give the response on, or the same request again; with the host given up, raise :class:`HostBusyError`.

        A page that nobody said is there may be all that is refused so: the host pauses, and is not given up for it.
        """
        page = request.meta.get("page")
        if response.status not in TOO_BUSY or (page and is_guess(page)):
            return response
        # Without the throttle, which an operator may switch off, nothing pauses: the host is left at once.
        tries, wait = request.meta.get("busy_tries", _MAX_TRIES), request.meta.get("busy_wait", FIRST_WAIT)
        if tries < _MAX_TRIES and wait <= MAX_WAIT_SECONDS:
            self.crawler.stats.inc_value("backoff/paused")
            return request.replace(dont_filter=True)
        self.crawler.stats.inc_value("backoff/given_up")
        self.crawler.spider.host_is_busy(wait)  # type: ignore[union-attr]
        throttle = self.crawler.get_extension(PoliteThrottle)
        if throttle is not None:
            throttle.drop_waiting(request.meta["download_slot"], HostBusyError("the host is too busy"))
        raise HostBusyError(f"status {response.status}")
