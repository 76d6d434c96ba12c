"""Further tries within a run: Scrapy's, but not for every page that was too slow."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import DownloadTimeoutError

from pipelines.items import INDEX_KINDS

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

_MAX_CUT = 5
"""Connections in a row that a host may cut and be no wall: one that cuts every third does so once in 250 times."""


class PageRetryMiddleware(RetryMiddleware):
    """Leaves an article that was not sent whole in time to the next run: a server that slow will be so again at once.

    Not so what others hang on: robots.txt, the lists that lead to them, and the further pages of an article, which is
    stored with what could be had of it.

    Where a host cuts one connection after the other, as walls do, these pages have no further tries until it answers.
    """

    def __init__(self, settings: BaseSettings):
        super().__init__(settings)
        self._cut: Counter[str] = Counter()
        """Connections in a row that brought no answer, by host."""

    def process_exception(  # type: ignore[override]  # Scrapy gives no spider any more
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """Give the same request again; None to leave the page as failed."""
        page = request.meta.get("page")
        can_wait = page is not None and page.kind not in INDEX_KINDS and "parts" not in request.meta
        if can_wait and isinstance(exception, DownloadTimeoutError):
            return None
        host = urlsplit(request.url).netloc
        self._cut[host] += 1
        is_wall = self._cut[host] > _MAX_CUT
        return None if can_wait and is_wall else super().process_exception(request, exception)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Give the response on, or the same request again."""
        self._cut.pop(urlsplit(request.url).netloc, None)
        return super().process_response(request, response)
