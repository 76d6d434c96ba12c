"""Bodies as servers send them: packed, or broken off. Pure; what is unpacked is bounded."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress

PAGE_END_BYTES = 2_000
"""Last bytes of a page in which its end must stand: systems write comments and counters behind it."""

_GZIP_MAGIC = b"\x1f\x8b"
_PAGE_END = re.compile(rb"</(?:html|rss|feed|urlset|sitemapindex)\s*>", re.IGNORECASE)


def is_gzip(body: bytes) -> bool:
    """Whether a body is packed by gzip, whatever the server says of it."""
    return body.startswith(_GZIP_MAGIC)


def unpack(body: bytes, most: int) -> bytes:
    """Return ``body`` unpacked where it is gzip (also cut short or with trailing rubbish), at most ``most`` bytes."""
    if not is_gzip(body):
        return body[:most]
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, most)
    except zlib.error:
        return b""


def inflate(body: bytes, most: int) -> bytes:
    """Unpack ``deflate``, with or without the frame that RFC 9110 asks for and many servers leave out; bounded.

    Raises ValueError for anything else.
    """
    for form in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        with suppress(zlib.error):
            if plain := zlib.decompressobj(form).decompress(body, most):
                return plain
    raise ValueError("sent as deflate, but is none")


def is_whole(body: bytes, most: int) -> bool:
    """Whether a page or feed, perhaps packed by gzip into less than ``most`` bytes, reaches its end."""
    return _PAGE_END.search(unpack(body, most)[-PAGE_END_BYTES:]) is not None
