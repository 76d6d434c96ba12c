"""How fast a host is asked: AutoThrottle, never faster than robots.txt's Crawl-delay, and pauses a host asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING

from scrapy.extensions.throttle import AutoThrottle

from spiders.stopping import RUN_STOPPED, StoppedError

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response

TOO_BUSY = frozenset({429, 503})
FIRST_WAIT = 30.0
"""Seconds before a busy host that names no time is asked again; doubled each time."""
MAX_WAIT_SECONDS = 300.0
"""Seconds. A host that asks for more is left alone until the next run."""


class PoliteThrottle(AutoThrottle):
    """AutoThrottle with a floor a host, and pauses.

    A 429 or 503 pauses its host before anything else is sent to it; ``meta`` then holds ``busy_tries`` and
    ``busy_wait`` (seconds) for :class:`spiders.middlewares.backoff.BackoffMiddleware`.
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self.first_wait = crawler.settings.getfloat("NEWS_BACKOFF_SECONDS", FIRST_WAIT)
        self._floors: dict[str, float] = {}
        crawler.signals.connect(self.give_up, RUN_STOPPED)

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep at least ``seconds`` between two requests to ``host``, from now on and without jitter below it."""
        floor = self._floors[host] = max(seconds, self._floors.get(host, 0.0))
        # The downloader forgets a slot that was idle for a minute and makes it anew from these.
        settings = self.crawler.engine.downloader.per_slot_settings.setdefault(host, {"concurrency": 1})
        settings.update(delay=max(floor, self.crawler.settings.getfloat("DOWNLOAD_DELAY")), jitter=0.0)
        if slot := self._slot(host):
            self._keep_floor(slot, floor)

    def pause(self, host: str, seconds: float) -> None:
        """Send nothing to ``host`` for ``seconds``, also nothing that already waits in its queue."""
        if slot := self._slot(host):
            # The downloader sends the next request no sooner than ``delay`` after ``lastseen``.
            slot.lastseen = max(slot.lastseen, monotonic() + seconds)

    def drop_waiting(self, host: str, error: Exception) -> None:
        """End the requests that wait for their turn at ``host`` with ``error``."""
        slot = self._slot(host)
        while slot and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(error)

    def give_up(self) -> None:
        """End what waits for its turn: the run was stopped, and a turn may be minutes away."""
        for host in list(self.crawler.engine.downloader.slots):
            self.drop_waiting(host, StoppedError("the run was stopped"))

    def _slot(self, host: str) -> Slot | None:
        slot: Slot | None = self.crawler.engine.downloader.slots.get(host)
        return slot

    def _keep_floor(self, slot: Slot, floor: float) -> None:
        if slot.delay <= floor:
            slot.delay, slot.jitter = floor, 0.0

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        if response.status in TOO_BUSY:
            tries = request.meta["busy_tries"] = request.meta.get("busy_tries", 0) + 1
            wait = busy_wait(response.headers.get(b"Retry-After"), tries, self.first_wait, datetime.now(UTC))
            request.meta["busy_wait"] = wait
            self.pause(request.meta["download_slot"], min(wait, MAX_WAIT_SECONDS))

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        host = next((name for name, known in self.crawler.engine.downloader.slots.items() if known is slot), "")
        if floor := self._floors.get(host):
            self._keep_floor(slot, floor)


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
