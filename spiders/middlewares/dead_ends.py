"""Redirects to where no article is: the home page, a channel, a page that says "not found", or round in a circle.

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
    """Leaves redirects to where the spider knows no article to be, and those in a circle, to the spider."""

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
            elif "page" in request.meta and _is_circle(request, response):
                request.meta.update(dont_redirect=True, circle=target)
        return response


def _is_circle(request: Request, response: Response) -> bool:
    """Whether an address redirects for the second time on one way, and no new cookie can make a difference.

    The first time may be a gate's, which lets those pass who have been there.
    """
    return request.url in request.meta.get("redirect_urls", ()) and "Set-Cookie" not in response.headers
