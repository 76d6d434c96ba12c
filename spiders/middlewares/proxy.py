"""Sends requests through the operator's proxy, the setting ``NEWS_PROXY``; never one out of the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class ProxyMiddleware:
    """Names the proxy in each request."""

    def __init__(self, proxy: str):
        self.proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ProxyMiddleware:
        """Build it; not used without the setting."""
        proxy = crawler.settings.get("NEWS_PROXY")
        if not proxy:
            raise NotConfigured
        return cls(proxy)

    def process_request(self, request: Request) -> None:
        """Send the request through the proxy."""
        request.meta["proxy"] = self.proxy
