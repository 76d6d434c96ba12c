"""Log lines for people who read them in the morning: one line a trouble, nothing while all is well."""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

from pipelines.items import FinishedPage

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from twisted.python.failure import Failure


def _url(item: Any) -> str:
    return item.page.url if isinstance(item, FinishedPage) else "?"


class QuietLogFormatter(LogFormatter):
    """Items are articles: never print one. A refused page is counted, not warned of."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult:
        """Say what was fetched, at debug level."""
        message = super().crawled(request, response, spider)
        return {**message, "level": logging.DEBUG}

    def scraped(
        self,
        item: Any,
        response: Response | Failure | None,  # noqa: ARG002 (Scrapy's signature)
        spider: Spider,  # noqa: ARG002 (Scrapy's signature)
    ) -> LogFormatterResult:
        """Name the page instead of printing its text."""
        return {"level": logging.DEBUG, "msg": "Stored %(url)s", "args": {"url": _url(item)}}

    def spider_error(
        self, failure: Failure, request: Request, response: Response | Failure, spider: Spider
    ) -> LogFormatterResult:
        """Leave a database that cannot be read to the spider, which says so in one line and ends the run."""
        result = super().spider_error(failure, request, response, spider)
        return {**result, "level": logging.DEBUG} if isinstance(failure.value, sqlite3.DatabaseError) else result

    def dropped(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,  # noqa: ARG002 (Scrapy's signature)
        spider: Spider,  # noqa: ARG002 (Scrapy's signature)
    ) -> LogFormatterResult:
        """Name the page and the reason."""
        args = {"url": _url(item), "reason": exception}
        return {"level": logging.DEBUG, "msg": "Rejected %(url)s: %(reason)s", "args": args}
