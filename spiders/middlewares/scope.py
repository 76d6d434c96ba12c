"""Keeps a crawl on its site: other hosts, other schemes and over-long addresses are never fetched.

Looks at every request on its way to the network, also at those that a redirect made. Scrapy's own off-site
middleware drops a redirect without telling the spider, which would leave the page in flight for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.failures import OutOfScopeError
from spiders.profile import DEFAULT_PORTS, LOOPBACK_NAMES

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from spiders.profile import SiteProfile

_MAX_URL_CHARS = 2048
"""Characters. Articles stay far below; traps grow past it."""


class ScopeMiddleware:
    """Refuses what :func:`out_of_scope` finds."""

    def __init__(self, profile: SiteProfile):
        self.profile = profile

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ScopeMiddleware:
        """Build it for the crawl's site."""
        return cls(crawler.spider.profile)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        """Let the request pass or raise :class:`OutOfScopeError`."""
        if reason := out_of_scope(request.url, self.profile):
            raise OutOfScopeError(f"{request.url}: {reason}")


def out_of_scope(url: str, profile: SiteProfile) -> str | None:
    """Say why ``url`` may not be fetched for this site; None when it may."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "no address"
    if parts.scheme not in {"http", "https"}:
        return f"scheme {parts.scheme!r}"
    if len(url) > _MAX_URL_CHARS:
        return f"longer than {_MAX_URL_CHARS} characters"
    if parts.username is not None:
        return "carries a user name"
    if not profile.owns_host(parts.hostname or ""):
        return "another site's host"
    try:
        port = parts.port or DEFAULT_PORTS[parts.scheme]
    except ValueError:
        return "port out of range"
    if parts.hostname in LOOPBACK_NAMES and (parts.hostname, port) not in profile.loopback_netlocs:
        return "another service of this machine"
    return None
