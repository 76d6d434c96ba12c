"""Write raw responses as WARC 1.1 (ISO 28500), before anything reads them; ``archive`` reads them again.

While a member is written its name ends in ``.open`` (the custom of large crawlers) and it is locked; a file that ends
so without a lock was cut off by a crash, and whoever opens it next cuts the broken record at its end and goes on. A
file in which anything else is broken is never written to again: what stands behind a bad byte can still be read.
"""

from __future__ import annotations

import fcntl
import gzip
import logging
import os
import re
import struct
import zlib
from collections import OrderedDict
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Self
from urllib.parse import quote
from uuid import uuid4

from pipelines.items import ArchivePlace
from spiders.archive import (
    OPEN,
    REFERS_TO_FILE,
    REFERS_TO_OFFSET,
    Archived,
    ArchiveError,
    Headers,
    Original,
    original_of,
    payload_digest,
)
from spiders.packing import is_packed
from spiders.warc_pieces import PACKED, Gap, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

_MAX_MEMBER_BYTES = 512 << 20
"""Bytes after which a new member is begun; small enough to copy and to repair in seconds."""
_KNOWN_DIGESTS = 50_000
"""Payloads of one run that are remembered to write a revisit instead of the same bytes again; some 20 MB."""
_MAX_MEMBERS_A_DAY = 10_000
"""Files of one site and day: their number has four digits in the name."""
_COMPRESSION = 4
"""Level of gzip. The highest makes news pages 5% smaller and takes 2.7 times the time."""
_GZIP_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""Of a member without flags, name and time, made on no system in particular (RFC 1952, section 2.3)."""
_LAST_BLOCK = b"\x01\x00\x00\xff\xff"
"""An empty one that is not deflated and ends the member."""
_MAX_BLOCK_BYTES = 1 << 14
"""Of a block that is not deflated. Its length stands before it, also inverted: a longer one's could make a sign."""
_RECORD_END = b"\r\n\r\n"

_log = logging.getLogger(__name__)

_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie"})
"""Request headers that are left out: an archive is handed on."""
_HOP_HEADERS = frozenset({"transfer-encoding", "content-length", "connection", "keep-alive"})
"""Response headers that spoke of the connection; the length is stated anew."""

_REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

_STATUSES = frozenset(status.value for status in HTTPStatus)
_ASCII_SIGNS = "".join(map(chr, range(0x21, 0x7F)))
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
"""A token (RFC 9110, section 5.6.2); a server may send anything, other names are left out."""
_NOT_ASCII = re.compile(r"[^\x20-\x7e]")


class Exchange(NamedTuple):
    """One request and its response, as they went over the wire (the body before content decoding)."""

    url: str
    fetched_at: datetime
    """Aware."""
    status: int
    headers: Headers
    body: bytes
    method: str = "GET"
    request_headers: Headers = ()
    ip_address: str | None = None
    protocol: str = "HTTP/1.1"


class ArchiveWriter:
    """Writes the responses of one site; one writer a process and site. A context manager.

    A payload seen before (in this run, or named by the caller) is written as a revisit record that tells where the
    first one lies. Raises ArchiveError when the folder cannot be written.
    """

    def __init__(self, folder: Path, site: str, *, largest_member: int = _MAX_MEMBER_BYTES) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", site):
            raise ArchiveError(f"site name {site!r} cannot be part of a file name: use letters, digits, '.', '_', '-'")
        self._folder = folder
        self._site = site
        self._largest_member = largest_member
        self._member: _Member | None = None
        self._known: OrderedDict[str, Original] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, exchange: Exchange, *, earlier: ArchivePlace | None = None) -> Archived:
        """Append a response and its request; return where the response lies.

        ``earlier`` is where the last response of the same URL lies: of the same bytes only a revisit is written.
        The bytes have been handed to the operating system when this returns, so a killed process loses none of them.
        Raises ArchiveError when they could not be.
        """
        exchange = exchange._replace(url=_clean_url(exchange.url))
        digest = payload_digest(exchange.body)
        original = self._known.get(digest)
        if original is None and earlier is not None:
            original = original_of(self._folder, earlier, digest)
        try:
            member = self._member_for(exchange.fetched_at)
            where = Archived(ArchivePlace(member.name, member.append(exchange, digest, original)), digest)
        except OSError as error:
            if self._member:
                self._member.give_up()
                self._member = None
            raise ArchiveError(f"cannot write to archive {self._folder}: {error.strerror or error}") from error
        if original is None:
            self._remember(digest, Original(where, exchange.url, _warc_date(exchange.fetched_at)))
        return where

    def _remember(self, digest: str, original: Original) -> None:
        self._known[digest] = original
        if len(self._known) > _KNOWN_DIGESTS:
            self._known.popitem(last=False)

    def _member_for(self, time: datetime) -> _Member:
        day = f"{time.astimezone(UTC):%Y%m%d}"
        if self._member and (self._member.day != day or self._member.size >= self._largest_member):
            self.close()
        if self._member is None:
            self._member = _open_member(self._folder, self._site, day, self._largest_member)
        return self._member

    def close(self) -> None:
        """Finish the open member; the next ``write`` opens one again."""
        if self._member:
            self._member.close()
            self._member = None


class _Member:
    """One file that is being written, under a lock."""

    def __init__(self, file: IO[bytes], path: Path, name: str, day: str) -> None:
        self._file = file
        self._path = path
        self.name = name
        self.day = day
        self.size = file.seek(0, 2)
        if self.size == 0:
            self._append(_info(name))

    def append(self, exchange: Exchange, digest: str, original: Original | None) -> int:
        """Write a response and its request; return where the response begins."""
        response_id = _new_id()
        return self._append(_response(exchange, response_id, digest, original) + _request(exchange, response_id))

    def _append(self, records: bytes) -> int:
        offset = self.size
        left = memoryview(records)
        while left:  # an almost full disk takes a part
            left = left[self._file.write(left) :]
        self.size += len(records)
        return offset

    def give_up(self) -> None:
        """Leave the file as a crash would: it may end in half a record, which whoever opens it next cuts off."""
        self._file.close()

    def close(self) -> None:
        with suppress(OSError):
            os.fsync(self._file.fileno())
            self._path.rename(self._path.with_name(self._path.name.removesuffix(OPEN)))
        self._file.close()


def _open_member(folder: Path, site: str, day: str, largest: int) -> _Member:
    """Open the first member of the day that has room and that nobody else is writing."""
    place = f"{day[:4]}/{day[4:6]}"
    (folder / place).mkdir(parents=True, exist_ok=True)
    for number in range(_MAX_MEMBERS_A_DAY):
        name = f"{place}/{site}-{day}-{number:04}.warc.gz"
        file = _claim(folder / name, largest)
        if file:
            try:
                return _Member(file, folder / (name + OPEN), name, day)
            except OSError:
                file.close()
                raise
    raise ArchiveError(f"archive {folder / place} has {_MAX_MEMBERS_A_DAY} members of {site} for {day} already")


def _claim(path: Path, largest: int) -> IO[bytes] | None:
    """Lock a member and make it ready to append to; None when it is full, damaged or taken by another process."""
    writing = path.with_name(path.name + OPEN)
    finished = path.exists()
    if finished:
        if writing.exists() or path.stat().st_size >= largest:  # both are there where a backup was copied in
            return None
        with suppress(FileNotFoundError):  # another process was faster
            path.rename(writing)
    file = writing.open("a+b", buffering=0)  # a buffer would keep bytes that a full disk refused, and write them later
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        taken = writing.stat().st_ino != os.fstat(file.fileno()).st_ino
    except (BlockingIOError, FileNotFoundError):
        taken = True
    if not taken and path.exists():  # its writer finished it while we looked: ours is a new, empty file
        writing.unlink()
        taken = True
    if taken:
        file.close()
        return None
    sound = _sound_length(file)
    if sound is None:
        if finished:
            writing.rename(path)
        damaged = path if finished else writing
        _log.error("archive: %s is damaged; it stays as it is and a new file is begun, restore it if you can", damaged)
        file.close()
        return None
    file.truncate(sound)
    return file


def _sound_length(file: IO[bytes]) -> int | None:
    """Bytes up to the record that a crash cut off, or all; None where more than that is wrong with the file."""
    end = 0
    for piece in walk(file, PACKED, keep=0):
        if isinstance(piece, Gap):
            return end if piece.unfinished else None
        end = piece.end
    return end


def _warc_date(time: datetime) -> str:
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _new_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _info(name: str) -> bytes:
    """The record that a member begins with."""
    about = (
        ("WARC-Record-ID", _new_id()),
        ("WARC-Filename", name.rpartition("/")[2]),
        ("WARC-Date", _warc_date(datetime.now(UTC))),
    )
    block = b"software: Qingliu\r\nformat: WARC File Format 1.1\r\nrobots: obey\r\n"
    return _record("warcinfo", about, "application/warc-fields", block)


def _response(exchange: Exchange, record_id: str, digest: str, original: Original | None) -> bytes:
    phrase = HTTPStatus(exchange.status).phrase if exchange.status in _STATUSES else ""
    headers = [*_kept(exchange.headers, _HOP_HEADERS), ("Content-Length", str(len(exchange.body)))]
    head = _head(f"{exchange.protocol} {exchange.status} {phrase}".rstrip(), headers)
    about = [*_about(exchange, record_id), ("WARC-Payload-Digest", digest)]
    if exchange.ip_address:
        about.append(("WARC-IP-Address", exchange.ip_address))
    if original is None or not exchange.body:
        block, packed = head + exchange.body, b""
        if is_packed(exchange.body, exchange.headers):
            block, packed = head, exchange.body
        return _record("response", about, "application/http; msgtype=response", block, packed)
    about += (
        ("WARC-Profile", _REVISIT_PROFILE),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.warc_date),
        (REFERS_TO_FILE, original.where.place.file),
        (REFERS_TO_OFFSET, str(original.where.place.offset)),
    )
    return _record("revisit", about, "application/http; msgtype=response", head)


def _request(exchange: Exchange, response_id: str) -> bytes:
    target = quote(re.sub(r"^[a-z]+://[^/?#]*", "", exchange.url) or "/", safe=_ASCII_SIGNS)
    head = _head(f"{exchange.method} {target} HTTP/1.1", _kept(exchange.request_headers, _SECRET_HEADERS))
    about = [*_about(exchange, _new_id()), ("WARC-Concurrent-To", response_id)]
    return _record("request", about, "application/http; msgtype=request", head)


def _about(exchange: Exchange, record_id: str) -> Headers:
    """What both records of an exchange state."""
    return (
        ("WARC-Record-ID", record_id),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", _warc_date(exchange.fetched_at)),
    )


def _record(kind: str, about: Iterable[tuple[str, str]], content_type: str, block: bytes, packed: bytes = b"") -> bytes:
    """Write a record (ISO 28500, sections 4 to 6) as a gzip member of its own. ``packed``: the end of its block.

    The sign of a member stands in it but once, at its head. warcio, which reads them, takes a tenth of a millisecond
    more for those of a page.
    """
    head = _head(
        "WARC/1.1",
        (
            ("WARC-Type", kind),
            *about,
            ("WARC-Block-Digest", payload_digest(block + packed)),
            ("Content-Type", content_type),
            ("Content-Length", str(len(block) + len(packed))),
        ),
    )
    if packed:
        member = _gzip_member(head + block, packed + _RECORD_END)
    else:
        member = gzip.compress(b"".join((head, block, _RECORD_END)), _COMPRESSION, mtime=0)
    if member.find(PACKED.sign, 1) < 0:
        return member
    return _gzip_member(b"", b"".join((head, block, packed, _RECORD_END)))


def _gzip_member(text: bytes, packed: bytes) -> bytes:
    """Write a gzip member (RFC 1952) that holds ``text`` deflated and ``packed`` as it is (RFC 1951, section 3.2.4).

    To deflate what is packed already takes thirty times the time and makes it larger.
    """
    deflate = zlib.compressobj(_COMPRESSION, wbits=-zlib.MAX_WBITS)
    ending = struct.pack("<LL", zlib.crc32(packed, zlib.crc32(text)), len(text) + len(packed))
    deflated = deflate.compress(text) + deflate.flush(zlib.Z_SYNC_FLUSH) if text else b""
    return b"".join((_GZIP_HEAD, deflated, *_stored_blocks(packed), _LAST_BLOCK, ending))


def _stored_blocks(packed: bytes) -> Iterator[bytes]:
    """Give bytes in blocks that are not deflated, the sign of a gzip member in two of them wherever it stands.

    Whoever looks for the next record behind damage looks for that sign: what a server sent must not be taken for one.
    """
    start = 0
    while start < len(packed):
        end = min(start + _MAX_BLOCK_BYTES, len(packed))
        sign = packed.find(PACKED.sign, start, end + len(PACKED.sign) - 1)
        if sign >= 0:
            end = sign + 1
        length = end - start
        yield struct.pack("<BHH", 0, length, length ^ 0xFFFF) + packed[start:end]
        start = end


def _head(first_line: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """Write a first line and headers as HTTP and WARC do."""
    return "".join((first_line, "\r\n", *(f"{name}: {value}\r\n" for name, value in headers), "\r\n")).encode()


def _clean_url(url: str) -> str:
    """Quote what would end or split the line that an address stands in."""
    return re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]", lambda match: quote(match[0]), url)


def _kept(headers: Headers, left_out: frozenset[str]) -> list[tuple[str, str]]:
    return [
        (name, _one_line(value))
        for name, value in headers
        if name.lower() not in left_out and _HEADER_NAME.fullmatch(name)
    ]


def _one_line(value: str) -> str:
    """A header's value as a WARC file may hold it."""
    return _NOT_ASCII.sub(lambda match: quote(match[0]), " ".join(value.split()))
