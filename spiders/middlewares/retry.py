"""Further tries within a run: Scrapy's, but not for every page that was too slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import DownloadTimeoutError

from pipelines.items import INDEX_KINDS

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class PageRetryMiddleware(RetryMiddleware):
    """Leaves an article that was not sent whole in time to the next run: a server that slow will be so again at once.

    Not so what others hang on: robots.txt, the lists that lead to them, and the further pages of an article, which is
    stored with what could be had of it.
    """

    def process_exception(  # type: ignore[override]  # Scrapy gives no spider any more
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """Give the same request again; None to leave the page as failed."""
        page = request.meta.get("page")
        can_wait = page is not None and page.kind not in INDEX_KINDS and "parts" not in request.meta
        if can_wait and isinstance(exception, DownloadTimeoutError):
            return None
        return super().process_exception(request, exception)
