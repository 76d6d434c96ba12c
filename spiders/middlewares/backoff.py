"""Back-off: a host that says 429 or 503 is left alone for as long as it asks, then asked again."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from spiders.middlewares.throttle import PoliteThrottle

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

TOO_BUSY = frozenset({429, 503})
FIRST_WAIT = 30.0
"""Seconds before a page is asked for again when the host names no time; doubled each time."""
LONGEST_WAIT = 300.0
"""Seconds. A host that asks for more is left alone until the next run."""
MOST_TRIES = 4
"""Times a page is asked for in one run while its host is busy."""


class BackoffMiddleware:
    """Turns a 429 or 503 into a pause and another try. ``backoff/...`` counters."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.first_wait = crawler.settings.getfloat("NEWS_BACKOFF_SECONDS", FIRST_WAIT)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BackoffMiddleware:
        """Build it for one crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Give the response on, or the same request again after the host was paused."""
        if response.status not in TOO_BUSY:
            return response
        tries = request.meta.get("busy_tries", 0) + 1
        wait = busy_wait(response.headers.get(b"Retry-After"), tries, self.first_wait, datetime.now(UTC))
        if tries >= MOST_TRIES or wait > LONGEST_WAIT:
            self.crawler.stats.inc_value("backoff/given_up")
            self.crawler.spider.host_is_busy(wait)  # type: ignore[union-attr]
            return response
        throttle = self.crawler.get_extension(PoliteThrottle)
        if throttle is not None:
            throttle.pause(request.meta["download_slot"], wait)
        self.crawler.stats.inc_value("backoff/paused")
        again = request.replace(dont_filter=True)
        again.meta["busy_tries"] = tries
        return again


def busy_wait(retry_after: bytes | None, tries: int, first_wait: float, now: datetime) -> float:
    """Seconds to leave a host alone: what Retry-After says (seconds or a date), else doubling from ``first_wait``.

    ``tries`` counts from 1. A Retry-After that cannot be read or lies in the past counts as not given.
    """
    fallback = first_wait * float(2 ** (tries - 1))
    if retry_after is None:
        return fallback
    text = retry_after.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9]) or fallback
    try:
        until = parsedate_to_datetime(text)
        wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, OverflowError):
        return fallback
    return wait.total_seconds() if wait.total_seconds() > 0 else fallback
