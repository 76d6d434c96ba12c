"""Archive first: every response is in the archive before anything else has seen it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals

from spiders.archive import ArchiveError
from spiders.archive_writer import ArchiveWriter, Exchange
from spiders.responses import plain_headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from pipelines.items import ArchivePlace, Page

_PAGES = range(200, 300)
"""Statuses of answers that are the page. Only their place is told, so that ``pages`` points to the last good body:
an article that is withdrawn can still be cleaned again."""
_NOT_MODIFIED = 304
"""Brings no bytes; the record of the last full answer stays the page's."""


class ArchiveMiddleware:
    """Writes each response to the archive of its site (setting ``NEWS_ARCHIVE``); counters ``archive/...``.

    Must stand nearer to the downloader than decompression (590) and everything that retries or redirects, so that the
    bytes are those received. Puts where a page (status 2xx) lies into ``request.meta["archived"]``, a
    ``spiders.archive.Archived``; errors and redirects are archived too. When ``request.meta["page"]`` knows an earlier
    record with the same bytes, only a revisit is written. A response that cannot be archived is not read either:
    ArchiveError goes to the request's errback, and the spider's ``ending`` ends the run.
    """

    def __init__(self, crawler: Crawler, writer: ArchiveWriter) -> None:
        self.crawler = crawler
        self.writer = writer

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        """Build it for the crawl's site."""
        folder = Path(crawler.settings["NEWS_ARCHIVE"])
        middleware = cls(crawler, ArchiveWriter(folder, crawler.spider.name))  # type: ignore[union-attr]
        crawler.signals.connect(middleware.writer.close, signals.spider_closed)
        return middleware

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive the response and pass it on."""
        request.meta.pop("archived", None)  # a redirect's request inherits the meta of the one before
        if response.status == _NOT_MODIFIED or "cached" in response.flags:
            return response
        try:
            where = self.writer.write(
                _to_exchange(request, response, datetime.now(UTC)), earlier=_earlier(request.meta)
            )
        except ArchiveError as error:
            self.crawler.spider.storage_failed(error)  # type: ignore[union-attr]
            raise
        if response.status in _PAGES:
            request.meta["archived"] = where
        self.crawler.stats.inc_value("archive/responses")
        self.crawler.stats.inc_value("archive/bytes", len(response.body))
        return response


def _to_exchange(request: Request, response: Response, fetched_at: datetime) -> Exchange:
    """Turn Scrapy's pair into plain facts."""
    return Exchange(
        url=response.url,
        fetched_at=fetched_at,
        status=response.status,
        headers=plain_headers(response.headers),
        body=response.body,
        method=request.method,
        request_headers=plain_headers(request.headers),
        ip_address=str(response.ip_address) if response.ip_address else None,
        protocol=response.protocol or "HTTP/1.1",
    )


def _earlier(meta: Mapping[str, Any]) -> ArchivePlace | None:
    page: Page | None = meta.get("page")
    return page.received.archived if page else None
