"""Plain facts of Scrapy's responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.archive import payload_digest
from spiders.document import Document

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.http.headers import Headers

    from spiders.archive import Archived

_FOR_GOOD = frozenset({301, 308})


def header(response: Response, name: str) -> str | None:
    """First value of a header; None without it."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def document_of(response: Response) -> Document:
    """What finds links takes of a response."""
    return Document(response.body, response.url, header(response, "Content-Type"))


def plain_headers(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Names and values of headers, as often as they stand there."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


def where_archived(response: Response) -> Archived | None:
    """Where the response lies in the archive; None for what was not archived as a page."""
    where: Archived | None = response.meta.get("archived")
    return where


def body_digest(response: Response) -> str:
    """Digest of a body: the archive's, of the bytes as received, or without an archive that of the bytes unpacked."""
    archived = where_archived(response)
    return archived.digest if archived else payload_digest(response.body)


def is_moved_for_good(response: Response) -> bool:
    """Whether every redirect on the way, if there were any, was for good."""
    return _FOR_GOOD.issuperset(response.meta.get("redirect_reasons", ()))
