"""Bodies as servers send them, back to pages: every encoding a crawl asks for, bounded, never half a page unnoticed."""

from __future__ import annotations

import gzip
import sys
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest

from spiders.packing import MAX_ENCODINGS, UndecodableError, decode_body

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = "<html><body><p>清河县今日开镰。</p></body></html>".encode()
NOTE = "清河县今日开镰，一共三百亩。".encode() * 50
"""A text that does not say where it ends."""
MOST = 1 << 20


def raw_deflate(body: bytes) -> bytes:
    return zlib.compress(body)[2:-4]


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "X-GZip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


def chunked(body: bytes, size: int = 7) -> bytes:
    parts = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize("encoding", PACKERS)
@pytest.mark.parametrize("body", [PAGE, NOTE, PAGE * 5000], ids=["page", "note", "long"])
def test_every_encoding_is_taken_off(encoding: str, body: bytes) -> None:
    packed = PACKERS[encoding](body)
    assert decode_body(packed, [("Content-Encoding", encoding)], MOST) == body
    headers = [("transfer-encoding", "Chunked"), ("content-encoding", encoding)]
    assert decode_body(chunked(packed, 5000), headers, MOST) == body


def test_encodings_are_taken_off_from_the_last_to_the_first() -> None:
    packed = gzip.compress(brotli.compress(PAGE))
    assert decode_body(packed, [("Content-Encoding", "br, gzip")], MOST) == PAGE
    assert decode_body(packed, [("Content-Encoding", "br"), ("Content-Encoding", "gzip")], MOST) == PAGE


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_bomb_is_unpacked_to_the_bound(encoding: str) -> None:
    bomb = PACKERS[encoding](b"a" * 50_000_000)
    tracemalloc.start()
    try:
        assert len(decode_body(bomb, [("Content-Encoding", encoding)], MOST)) == MOST
        assert tracemalloc.get_traced_memory()[1] < 8 * MOST
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", PACKERS)
def test_what_is_cut_or_damaged_is_an_error_and_no_text(encoding: str) -> None:
    packed = PACKERS[encoding](NOTE + PAGE)
    for broken in (packed[:-20], b"\xff\xff\xff" + packed[3:]):
        with pytest.raises(UndecodableError, match=f"sent as .{encoding.lower()}"):
            decode_body(broken, [("Content-Encoding", encoding)], MOST)


def test_a_page_that_reaches_its_end_is_taken_though_its_frame_breaks_off() -> None:
    assert decode_body(gzip.compress(PAGE)[:-8], [("Content-Encoding", "gzip")], MOST) == PAGE
    assert decode_body(chunked(PAGE)[:-5], [("Transfer-Encoding", "chunked")], MOST) == PAGE
    with pytest.raises(UndecodableError, match="chunks"):
        decode_body(chunked(PAGE)[:-30], [("Transfer-Encoding", "chunked")], MOST)


def gzip_head(flags: int, *optional: bytes) -> bytes:
    return b"\x1f\x8b\x08" + bytes([flags]) + bytes(6) + b"".join(optional)


DEFLATED = raw_deflate(NOTE)
SUM = gzip.compress(NOTE)[-8:]
FLUSHED = zlib.compressobj(wbits=-zlib.MAX_WBITS)
NOT_ENDED = FLUSHED.compress(NOTE) + FLUSHED.flush(zlib.Z_SYNC_FLUSH)


@pytest.mark.parametrize(
    "body",
    [
        *(gzip_head(0) + DEFLATED + behind for behind in (b"", bytes(4), bytes(8), SUM + bytes(500), SUM + b"\r\n")),
        gzip_head(0) + DEFLATED + SUM + b"<!-- made in 0.02 s -->",
        gzip_head(8, b"index.html\0") + DEFLATED,
        gzip_head(30, b"\x03\0abc", b"index.html\0", b"by hand\0", b"xy") + DEFLATED + SUM,
        gzip.compress(NOTE[:70]) + gzip.compress(b"") + gzip.compress(NOTE[70:]) + b"0",
        gzip_head(0) + NOT_ENDED,
    ],
)
def test_a_gzip_text_is_whole_where_it_ends(body: bytes) -> None:
    """Servers leave the check sum out, count it wrongly, and write what they like behind it."""
    assert decode_body(body, [("Content-Encoding", "gzip")], MOST) == NOTE


@pytest.mark.parametrize(
    "body", [DEFLATED + b"\r\n", b"\x78\x9c" + DEFLATED, b"\x78\x9c" + DEFLATED + b"sums", NOT_ENDED]
)
def test_a_deflated_text_is_whole_where_it_ends(body: bytes) -> None:
    assert decode_body(body, [("Content-Encoding", "deflate")], MOST) == NOTE


def test_a_text_of_which_the_last_member_breaks_off_is_none() -> None:
    with pytest.raises(UndecodableError, match="broken after"):
        decode_body(gzip.compress(NOTE) + gzip.compress(NOTE)[:-12], [("Content-Encoding", "gzip")], MOST)


UNTRUE = [("Content-Encoding", name) for name in ("gzip", "br", "zstd", "utf-8")]


@pytest.mark.parametrize("header", [*UNTRUE, ("Transfer-Encoding", "chunked")])
def test_a_page_that_somebody_unpacked_before_is_taken_as_it_is(header: tuple[str, str]) -> None:
    assert decode_body(PAGE, [header], MOST) == PAGE


def test_an_encoding_nobody_knows_is_named() -> None:
    with pytest.raises(UndecodableError, match="'dcb'"):
        decode_body(brotli.compress(PAGE), [("Content-Encoding", "dcb")], MOST)


def test_what_is_packed_in_itself_again_and_again_is_not_unpacked() -> None:
    body = PAGE
    for _ in range(MAX_ENCODINGS + 1):
        body = gzip.compress(body)
    unpacked = decode_body(body, [("Content-Encoding", "gzip")] * MAX_ENCODINGS, MOST)
    assert gzip.decompress(unpacked) == PAGE
    with pytest.raises(UndecodableError, match="one in the other"):
        decode_body(body, [("Content-Encoding", "gzip")] * (MAX_ENCODINGS + 1), MOST)
