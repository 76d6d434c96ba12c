"""Redirects to where no article is: the home page, a channel, a page that says "not found".

What is gone is often led to one and the same address, thousands of times after a clean-up. It is looked at once a run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from w3lib.url import safe_url_string

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from spiders.site_spider import SiteSpider


class DeadEndMiddleware:
    """Follows no redirect to an address that the spider knows to be no article, and leaves the answer to the spider."""

    def __init__(self, spider: SiteSpider):
        self.spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DeadEndMiddleware:
        """Build it for the crawl's spider."""
        return cls(crawler.spider)  # type: ignore[arg-type]

    def process_response(self, request: Request, response: Response) -> Response:
        """Say in ``meta`` where a redirect would have led."""
        location = response.headers.get("Location")
        if location and 300 <= response.status < 400:
            target = urljoin(request.url, safe_url_string(location))
            if self.spider.is_dead_end(request, target):
                request.meta.update(dont_redirect=True, dead_end=target)
        return response
