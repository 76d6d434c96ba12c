"""Packed answers as the archive's readers read them: whole, or not at all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.utils._compression import _check_max_size

from spiders.packing import UndecodableError, decode_body

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

_FIRST_ERROR = 400
"""Status from which on an answer is no page."""


class UnpackingMiddleware(HttpCompressionMiddleware):
    """Scrapy's, which unpacks as ``scrapy reclean`` will.

    Scrapy itself takes of a broken body what it can: half an article would be stored as a whole one, and as the
    newsroom's edit where the whole one is stored. UndecodableError goes to the request's errback instead. The project
    pins Scrapy, whose private names it uses.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Give the response unpacked; one that says what went wrong says it by its status, whatever its body is."""
        try:
            return super().process_response(request, response)
        except UndecodableError:
            if response.status < _FIRST_ERROR:
                raise
            return response.replace(body=b"")

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        most = max_size + 1 if max_size else sys.maxsize  # Scrapy's 0 bounds nothing
        plain = decode_body(body, [("Content-Encoding", encoding.decode("latin-1"))], most)
        _check_max_size(len(plain), max_size)
        return plain
