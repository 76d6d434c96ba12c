"""Sends requests through the operator's proxy, the setting ``NEWS_PROXY``; never one out of the environment."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

from spiders.addresses import split_proxy

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class ProxyMiddleware:
    """Names the proxy in each request, and who asks it where it wants to know (RFC 9110, 11.7.2; RFC 7617)."""

    def __init__(self, proxy: str):
        self.address, user = split_proxy(proxy)
        self.authorization = b"Basic " + b64encode(user) if user else None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ProxyMiddleware:
        """Build it; not used without the setting."""
        proxy = crawler.settings.get("NEWS_PROXY")
        if not proxy:
            raise NotConfigured
        return cls(proxy)

    def process_request(self, request: Request) -> None:
        """Send the request through the proxy."""
        request.meta["proxy"] = self.address
        if self.authorization:
            request.headers["Proxy-Authorization"] = self.authorization
