"""How fast a host is asked: AutoThrottle, never faster than robots.txt's Crawl-delay, and pauses a host asks for."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from scrapy.extensions.throttle import AutoThrottle

if TYPE_CHECKING:
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class PoliteThrottle(AutoThrottle):
    """AutoThrottle with a floor a host. ``slow_down`` raises the floor, ``pause`` stops a host for a while."""

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self._floors: dict[str, float] = {}

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
            slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay)

    def _slot(self, host: str) -> Slot | None:
        slot: Slot | None = self.crawler.engine.downloader.slots.get(host)
        return slot

    def _keep_floor(self, slot: Slot, floor: float) -> None:
        if slot.delay <= floor:
            slot.delay, slot.jitter = floor, 0.0

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        host = next((name for name, known in self.crawler.engine.downloader.slots.items() if known is slot), "")
        if floor := self._floors.get(host):
            self._keep_floor(slot, floor)
