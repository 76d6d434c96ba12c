"""Further tries within a run: Scrapy's, but not for every page that was too slow."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import DownloadTimeoutError

from pipelines.items import INDEX_KINDS

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from scrapy.settings import BaseSettings


class PageRetryMiddleware(RetryMiddleware):
    """Leaves an article that was not sent whole in time to the next run: a server that slow will be so again at once.

    Not so what others hang on: robots.txt, the lists that lead to them, and the further pages of an article, which is
    stored with what could be had of it.

    Where a host cuts one connection after the other, as walls do, only the first of these pages has its tries; others
    get them again when the host has answered.
    """

    def __init__(self, settings: BaseSettings):
        super().__init__(settings)
        self._tried: dict[str, str] = {}
        """The page that has its tries at a host that answered nothing since, by host."""

    def process_exception(  # type: ignore[override]  # Scrapy gives no spider any more
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """Give the same request again; None to leave the page as failed."""
        page = request.meta.get("page")
        can_wait = page is not None and page.kind not in INDEX_KINDS and "parts" not in request.meta
        if can_wait and isinstance(exception, DownloadTimeoutError):
            return None
        first = self._tried.setdefault(urlsplit(request.url).netloc, request.url)
        return None if can_wait and first != request.url else super().process_exception(request, exception)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Give the response on, or the same request again."""
        self._tried.pop(urlsplit(request.url).netloc, None)
        return super().process_response(request, response)
