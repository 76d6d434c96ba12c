"""robots.txt, obeyed by every request.

Scrapy 2.19's own middleware checks only the first two of the requests that wait for a host's robots.txt and
lets the others through, ignores Crawl-delay, and takes a file that cannot be fetched for permission.
Here (RFC 9309): a file that is missing (4xx) allows everything, one that cannot be had (5xx, no connection)
forbids everything for this run, and Crawl-delay, though not in the RFC, is kept.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from cleaners.links.urls import absolute_url
from spiders.failures import ForbiddenByRobotsError, OutOfScopeError, RobotsUnreachableError, failure_reason
from spiders.gates import status_reason
from spiders.middlewares.throttle import PoliteThrottle
from spiders.stopping import RUN_STOPPED

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_ROBOTS_TOKEN = "Qingliu"  # noqa: S105 (no password)
"""Our name in robots.txt; also the first word of the User-Agent."""

_MAX_ROBOTS_BYTES = 512 * 1024
"""Bytes read of a robots.txt (RFC 9309 asks for at least 500 KiB)."""

MAX_CRAWL_DELAY_SECONDS = 120.0
"""Seconds. A site that asks for more is crawled at this pace; at one page in two minutes nobody is harmed."""


class RobotRules(NamedTuple):
    """What a host's robots.txt says to us."""

    rules: Protego | None
    """None when the file could not be fetched: everything is forbidden."""
    trouble: str | None = None
    """Why it could not be fetched, in one line."""

    def allows(self, url: str) -> bool:
        """Whether we may fetch ``url``."""
        return self.rules is not None and bool(self.rules.can_fetch(url, _ROBOTS_TOKEN))

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests, 0 when nothing is asked for."""
        asked = self.rules.crawl_delay(_ROBOTS_TOKEN) if self.rules else None
        return min(max(float(asked or 0), 0.0), MAX_CRAWL_DELAY_SECONDS)

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """Addresses of the sitemaps, but what is none (``https://[domain]/…``); ``url`` is any of the host's."""
        named = self.rules.sitemaps if self.rules else ()
        return tuple(filter(None, (absolute_url(urljoin(url, "/robots.txt"), address) for address in named)))


def parse_robots(status: int, body: bytes) -> RobotRules:
    """Read an answer to a request for robots.txt. Total: garbage allows everything, as an empty file does."""
    if status >= 500 or status == 429:
        return RobotRules(None, status_reason(status, (), body))
    text = body[:_MAX_ROBOTS_BYTES].decode("utf-8-sig", "ignore") if 200 <= status < 300 else ""
    try:
        return RobotRules(Protego.parse(text))
    except (ValueError, TypeError, IndexError, KeyError):
        return RobotRules(Protego.parse(""))


class RobotsMiddleware:
    """Holds every request until its host's robots.txt is read, then asks it. ``robots/...`` counters."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self._answers: dict[str, asyncio.Task[RobotRules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Build it for one crawl."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.give_up, RUN_STOPPED)
        return middleware

    def give_up(self) -> None:
        """Wait no longer for a robots.txt: the run was stopped."""
        for asking in self._answers.values():
            asking.cancel()

    async def process_request(self, request: Request) -> None:
        """Let the request pass or raise :class:`ForbiddenByRobotsError`."""
        if request.meta.get("is_robots_txt"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._answers:
            self._answers[origin] = asyncio.ensure_future(self._ask(origin))
        # A task can be awaited by any number of waiters; shielded, one cancelled waiter does not end it for all.
        robots = await asyncio.shield(self._answers[origin])
        if robots.rules is None:
            raise RobotsUnreachableError(f"robots.txt could not be fetched: {robots.trouble}")
        if not robots.allows(request.url):
            self.crawler.stats.inc_value("robots/forbidden")
            raise ForbiddenByRobotsError(f"{request.url}: forbidden by robots.txt")

    async def _ask(self, origin: str) -> RobotRules:
        request = Request(f"{origin}/robots.txt", callback=NO_CALLBACK, meta={"is_robots_txt": True}, dont_filter=True)
        self.crawler.stats.inc_value("robots/asked")
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except asyncio.CancelledError:
            return RobotRules(None, "the run was stopped")
        except OutOfScopeError:
            return parse_robots(404, b"")  # Redirected to another site: it has none of its own (RFC 9309, 2.3.1.2).
        except Exception as error:  # noqa: BLE001 (every other way to fail means the same: the file could not be had)
            self.crawler.stats.inc_value("robots/unreachable")
            return RobotRules(None, failure_reason(error, self.crawler.settings.get("NEWS_PROXY")))
        robots = parse_robots(response.status, response.body)
        if robots.rules is None:
            self.crawler.stats.inc_value("robots/unreachable")
        if robots.crawl_delay and (throttle := self.crawler.get_extension(PoliteThrottle)):
            throttle.slow_down(urlsplit(origin).hostname or "", robots.crawl_delay)
        self.crawler.spider.robots_read(origin, robots)  # type: ignore[union-attr]
        return robots
