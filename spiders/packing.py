"""Bodies as servers send them: packed, or broken off. Pure; what is unpacked is bounded."""

from __future__ import annotations

import re
import sys
import zlib
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

_PAGE_END_BYTES = 2_000
"""Last bytes of a page in which its end must stand: systems write comments and counters behind it."""

MAX_ENCODINGS = 4
"""Encodings of one body; honest servers use one. Ten thousand, one in the other, take a minute to unpack."""

_PIECE = 1 << 16
"""Bytes that are unpacked at once: what a bomb can make of them is held before anybody looks."""
_FED = 1 << 13
"""Bytes that inflating is given at once. What is left of them is copied behind each gzip member, and a body may be made
of a million empty ones."""
_GZIP_MAGIC = b"\x1f\x8b"
_MEMBER_SIGN, _MEMBER_HEAD_BYTES, _CHECK_SUM_BYTES = b"\x1f\x8b\x08", 10, 8
"""What a gzip member begins with, bytes of its head without what is optional in it, and of its check sum and size."""
_EXTRA, _NAME, _COMMENT, _HEAD_CHECK_SUM = 4, 8, 16, 2
"""Bits in a member's fourth byte that say what its head has besides."""
_FLUSHED = b"\x00\x00\xff\xff"
"""What deflate ends with where all of a text is sent and its end is not said (RFC 1979, section 2.1)."""
_PAGE_END = re.compile(rb"</(?:html|rss|feed|urlset|sitemapindex)\s*>", re.IGNORECASE)
_PAGE_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_CHUNK_HEAD = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHUNK_END = re.compile(rb"\r?\n")

_BROKEN = (KeyError, EOFError, OSError, zlib.error, brotli.error, zstd.ZstdError)
"""What unpacking raises, and what looking for an unknown encoding does."""


class UndecodableError(ValueError):
    """A body cannot be had back from what was sent; the message says in which encoding it came."""


def is_gzip(body: bytes) -> bool:
    """Whether a body is packed by gzip, whatever the server says of it."""
    return body.startswith(_GZIP_MAGIC)


def is_packed(body: bytes, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether a body came in an encoding that makes it smaller; one that begins as a page is only called so."""
    named = (value.strip().lower() for name, value in headers if name.lower() == "content-encoding")
    return any(encoding in _UNPACKERS for encoding in named) and not _PAGE_START.match(body)


def unpack(body: bytes, most: int) -> bytes:
    """Return ``body`` unpacked where it is gzip (also cut short or with trailing rubbish), at most ``most`` bytes."""
    if not is_gzip(body):
        return body[:most]
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, most)
    except zlib.error:
        return b""


def is_whole(body: bytes, most: int) -> bool:
    """Whether a page or feed, perhaps packed by gzip into less than ``most`` bytes, reaches its end."""
    return _PAGE_END.search(unpack(body, most)[-_PAGE_END_BYTES:]) is not None


def read_encodings(values: Iterable[str]) -> list[str]:
    """The encodings that the values of Content-Encoding name, in the order in which they were put on.

    Raises UndecodableError for more than ``MAX_ENCODINGS``.

    >>> read_encodings(["deflate, GZIP", "br"])
    ['deflate', 'gzip', 'br']
    """
    encodings = [part.strip().lower() for value in values for part in value.split(",")]
    if len(encodings) > MAX_ENCODINGS:
        raise UndecodableError(f"sent in {len(encodings)} encodings, one in the other")
    return encodings


def decode_body(body: bytes, headers: Iterable[tuple[str, str]], most: int) -> bytes:
    """Take chunks and content encodings off a body as it went over the wire; at most ``most`` bytes are given.

    What is called packed or in chunks and begins as a page was freed of that by whoever saved it. What breaks off is
    taken when the page in it reaches its end, as a crawl does. Raises UndecodableError for anything else that cannot
    be unpacked.
    """
    named = [(name.lower(), value.lower()) for name, value in headers]
    if any(name == "transfer-encoding" and "chunked" in value for name, value in named):
        body = _without_chunks(body, most)
    for encoding in reversed(read_encodings(value for name, value in named if name == "content-encoding")):
        body = _decoded(body, encoding, most)
    return body[:most]


def _without_chunks(body: bytes, most: int) -> bytes:
    pieces, at = [], 0
    while head := _CHUNK_HEAD.match(body, at):
        size = int(head[1], 16)
        pieces.append(body[head.end() : head.end() + size])
        end = _CHUNK_END.match(body, head.end() + size)
        if not size or not end:
            break
        at = end.end()
    if not pieces:
        return body
    plain = b"".join(pieces)
    if pieces[-1] and not is_whole(plain, most):
        raise UndecodableError(f"sent in chunks, broken off after {len(plain)} bytes")
    return plain


def _decoded(body: bytes, encoding: str, most: int) -> bytes:
    if not body or encoding in {"", "identity"}:
        return body
    plain = bytearray()
    try:
        for piece in _UNPACKERS[encoding](body):
            plain += piece
            if len(plain) >= most:
                break
    except _BROKEN as error:
        if _PAGE_START.match(body):
            return body
        if not is_whole(bytes(plain), most):
            why = "which cannot be unpacked here" if isinstance(error, KeyError) else f"broken after {len(plain)} bytes"
            raise UndecodableError(f"sent as {encoding[:20]!r}, {why}") from error
    return bytes(plain[:most])


def _gzip_pieces(body: bytes) -> Iterator[bytes]:
    """The texts of one member after the other (RFC 1952); what is no member behind them is no part of the page.

    Check sums are not looked at: servers leave them out or count them wrongly.
    """
    start = 0
    while body.startswith(_MEMBER_SIGN, start):
        start = yield from _inflated(body, _head_end(body, start))
        start += _CHECK_SUM_BYTES
    if not start:
        raise EOFError("no gzip member")


def _head_end(body: bytes, start: int) -> int:
    """Where the text of the gzip member at ``start`` begins (RFC 1952, section 2.3)."""
    flags, end = int.from_bytes(body[start + 3 : start + 4], "big"), start + _MEMBER_HEAD_BYTES
    if flags & _EXTRA:
        end += 2 + int.from_bytes(body[end : end + 2], "little")
    for text in (_NAME, _COMMENT):
        if flags & text:
            end = body.find(b"\0", end) + 1 or len(body)
    return end + 2 if flags & _HEAD_CHECK_SUM else end


def _deflate_pieces(body: bytes) -> Iterator[bytes]:
    """With or without the frame that RFC 9110 asks for and many servers leave out."""
    is_framed = body[0] & 15 == zlib.DEFLATED  # a text that is deflated alone never begins so
    yield from _inflated(body, 2 if is_framed else 0)


def _inflated(body: bytes, start: int) -> Generator[bytes, None, int]:
    """The pieces of what is deflated from ``start`` on; returns where it ends."""
    unpacker, rest = zlib.decompressobj(-zlib.MAX_WBITS), b""
    while not unpacker.eof:
        if not rest:
            rest = body[start : start + _FED]
            start += len(rest)
        piece = unpacker.decompress(rest, _PIECE)
        rest = unpacker.unconsumed_tail
        if piece:
            yield piece
        elif not unpacker.eof and not rest and start >= len(body):
            if body.endswith(_FLUSHED):
                break
            raise EOFError("the end is missing")
    return start - len(unpacker.unused_data)


def _zstd_pieces(body: bytes) -> Iterator[bytes]:
    yield from iter(partial(zstd.ZstdFile(BytesIO(body)).read1, _PIECE), b"")


def _brotli_pieces(body: bytes) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    piece = unpacker.process(body, output_buffer_limit=_PIECE)
    while piece or not unpacker.is_finished():
        if not piece:
            raise EOFError("the end is missing")
        yield piece
        piece = unpacker.process(b"", output_buffer_limit=_PIECE) if not unpacker.is_finished() else b""


_UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip_pieces,
    "x-gzip": _gzip_pieces,
    "deflate": _deflate_pieces,
    "br": _brotli_pieces,
    "zstd": _zstd_pieces,
}
"""What Scrapy unpacks, with the libraries it does that with."""
