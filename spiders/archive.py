"""Raw responses kept as WARC 1.1 (ISO 28500), read again by file and offset; ``archive_writer`` writes them.

A member of the archive is named ``<year>/<month>/<site>-<day>-<number>.warc.gz``, each record a gzip member of its own.
While it is written its name ends in ``.open``.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from base64 import b32encode
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipelines.items import ArchivePlace
from spiders.document import Document
from spiders.packing import UndecodableError, decode_body
from spiders.warc_pieces import BROKEN, PACKED, Piece, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

Headers = tuple[tuple[str, str], ...]

MAX_PAYLOAD_BYTES = 16 << 20
"""Bytes of a body after decompression that a reader takes, as many as a crawl; above it the rest is left out."""
_MAX_RECORD_BYTES = MAX_PAYLOAD_BYTES + (1 << 20)
"""Bytes of a record that are read: the largest payload and its headers."""
OPEN = ".open"
"""End of the name of a member that is being written, or that a crash cut off."""
REFERS_TO_FILE = "WARC-Refers-To-Filename"
REFERS_TO_OFFSET = "WARC-Refers-To-File-Offset"
"""Not of the standard, which names an earlier record by URL and date alone and so needs an index to find it."""

_OFFSET = re.compile(r"[0-9]{1,18}")
"""A place in a file, as far as systems count."""


class ArchiveError(Exception):
    """The archive cannot be written or a record cannot be read; the message says where and why."""


class Archived(NamedTuple):
    """A response that was archived."""

    place: ArchivePlace
    digest: str
    """``sha1:`` and base32 of the payload's bytes as received."""


class ArchivedResponse(NamedTuple):
    """One response read back."""

    url: str
    fetched_at: datetime
    """Aware, UTC."""
    status: int
    headers: Headers
    body: bytes
    """Decoded from gzip, deflate, brotli and zstd; at most ``MAX_PAYLOAD_BYTES`` bytes. Empty with a ``fault``."""
    where: Archived
    fault: str | None = None
    """Why there is no body, in a few words: an earlier record has the bytes and is gone, or they cannot be decoded."""

    def header(self, name: str) -> str | None:
        """First value of a header, its name in any case; None without it."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str | None:
        """The Content-Type header as received; None when there was none."""
        return self.header("Content-Type")

    @property
    def document(self) -> Document:
        """What finds links takes of it."""
        return Document(self.body, self.url, self.content_type)


class Original(NamedTuple):
    """An earlier record with the same payload."""

    where: Archived
    url: str
    warc_date: str


def payload_digest(body: bytes) -> str:
    """``sha1:`` and base32, the form that WARC tools write and compare."""
    return "sha1:" + b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def read_archived(folder: Path, place: ArchivePlace) -> ArchivedResponse:
    """Read the response at ``place``; a revisit comes back with the bytes it refers to.

    Raises ArchiveError when there is no such record.
    """
    return _with_original(folder, *_read_record(folder, place))


def original_place(folder: Path, where: Archived) -> ArchivePlace:
    """Place of the record with the bytes of the response at ``where``: of a revisit's earlier one, else its own."""
    original = original_of(folder, where.place, where.digest)
    return original.where.place if original else where.place


def original_of(folder: Path, earlier: ArchivePlace, digest: str) -> Original | None:
    """The record with the bytes of the response at ``earlier`` (or that it refers to), if they are the ones wanted."""
    try:
        record, response = _read_record(folder, earlier)
    except ArchiveError:
        return None
    if response.where.digest != digest or _with_original(folder, record, response).fault:
        return None
    about = record.rec_headers
    if record.rec_type == "response":
        return Original(response.where, response.url, about.get_header("WARC-Date"))
    place = ArchivePlace(about.get_header(REFERS_TO_FILE), int(about.get_header(REFERS_TO_OFFSET)))
    return Original(
        Archived(place, digest), about.get_header("WARC-Refers-To-Target-URI"), about.get_header("WARC-Refers-To-Date")
    )


def _with_original(folder: Path, record: Any, response: ArchivedResponse) -> ArchivedResponse:
    earlier = record.rec_headers.get_header(REFERS_TO_FILE)
    earlier_offset = record.rec_headers.get_header(REFERS_TO_OFFSET) or ""
    if record.rec_type == "response" or not earlier or not _OFFSET.fullmatch(earlier_offset):
        return response
    try:
        _, original = _read_record(folder, ArchivePlace(earlier, int(earlier_offset)))
    except ArchiveError:
        return response
    if original.where.digest != response.where.digest:
        return response
    return response._replace(body=original.body, fault=original.fault)


def _read_record(folder: Path, place: ArchivePlace) -> tuple[Any, ArchivedResponse]:
    where = f"{folder / place.file} at byte {place.offset}"
    try:
        with _open_member(folder, place.file) as stream:
            plain = PACKED.read(stream, place.offset, _MAX_RECORD_BYTES, 0).plain
    except OSError as error:
        raise ArchiveError(f"cannot read {where}: {error.strerror or error}") from error
    except BROKEN as error:
        raise ArchiveError(f"no whole record in {where}") from error
    found = _parse_record(plain, place)
    if found is None:
        raise ArchiveError(f"no response in {where}")
    return found


def _parse_record(plain: bytes, place: ArchivePlace) -> tuple[Any, ArchivedResponse] | None:
    """Read one unpacked record; None for other kinds of records and for what is none."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(plain))), None)
        if record is None or record.rec_type not in {"response", "revisit"} or not record.http_headers:
            return None
        return record, _read_response(record, place)
    except (EOFError, ValueError, TypeError, AttributeError, OverflowError, zlib.error, ArchiveLoadFailed):
        return None  # also what warcio does with a record that lacks a required header, or states an endless length


def _open_member(folder: Path, file: str) -> IO[bytes]:
    """Open a member, finished or still open, to be read; ArchiveError for a name that leads out of the folder.

    Its writer may give it the other name between two looks.
    """
    path = folder / file
    if Path(file).is_absolute() or ".." in Path(file).parts:
        raise ArchiveError(f"archive member {file!r} is not a path inside {folder}")
    for name in (path.name, path.name + OPEN):
        with suppress(FileNotFoundError):
            return path.with_name(name).open("rb")
    return path.open("rb")


def _read_response(record: Any, place: ArchivePlace) -> ArchivedResponse:
    about = record.rec_headers
    status = str(record.http_headers.get_statuscode())
    headers = tuple(record.http_headers.headers)
    body, fault = _body_of(record, headers)
    return ArchivedResponse(
        url=about.get_header("WARC-Target-URI"),
        fetched_at=datetime.fromisoformat(about.get_header("WARC-Date")).astimezone(UTC),
        status=int(status) if status.isdecimal() else 0,
        headers=headers,
        body=body,
        where=Archived(place, about.get_header("WARC-Payload-Digest") or ""),
        fault=fault,
    )


def _body_of(record: Any, headers: Headers) -> tuple[bytes, str | None]:
    """Give the decoded body, or why there is none."""
    if record.rec_type == "revisit":
        return b"", "the earlier record with its bytes is gone"
    try:
        return decode_body(record.raw_stream.read(_MAX_RECORD_BYTES), headers, MAX_PAYLOAD_BYTES), None
    except UndecodableError as error:
        return b"", str(error)


def read_following(folder: Path, place: ArchivePlace, most: int) -> Iterator[ArchivedResponse]:
    """The responses that were written after the one at ``place``, at most ``most``, over to the site's next member.

    Raises ArchiveError for a member that cannot be opened or read.
    """
    members = list_members(folder)
    later = members[members.index(place.file) :] if place.file in members else ()
    site = _site_of_member(place.file)
    start, count = place.offset, 0
    for name in (name for name in later if _site_of_member(name) == site):
        for record, response in _responses(folder, name, start):
            if response.where.place == place:
                continue
            yield _with_original(folder, record, response)
            count += 1
            if count >= most:
                return
        start = 0


def _site_of_member(name: str) -> str:
    return name.rpartition("/")[2].rsplit("-", 2)[0]


def list_members(folder: Path, site: str | None = None) -> tuple[str, ...]:
    """Names of the archive's members (of one site), oldest first, open ones included under their final name."""
    found = (path.relative_to(folder).as_posix().removesuffix(OPEN) for path in folder.glob("*/*/*.warc.gz*"))
    names = {name for name in found if name.endswith(".warc.gz")}  # no copy that is called .bak
    if site is not None:
        names = {name for name in names if re.fullmatch(rf".*/{re.escape(site)}-\d{{8}}-\d{{4,}}\.warc\.gz", name)}
    return tuple(sorted(names, key=lambda name: (name.rsplit("-", 2)[1:], name)))


def iterate_archive(folder: Path, site: str | None = None) -> Iterator[ArchivedResponse]:
    """Every response of the archive in the order written, revisits with the bytes they refer to.

    A record that is damaged, or cut off at the end of a member (crash while writing), is left out. Raises ArchiveError
    for a member that cannot be opened or read.
    """
    for name in list_members(folder, site):
        for record, response in _responses(folder, name, 0):
            yield _with_original(folder, record, response)


def _responses(folder: Path, name: str, start: int) -> Iterator[tuple[Any, ArchivedResponse]]:
    try:
        with _open_member(folder, name) as stream:
            for piece in walk(stream, PACKED, _MAX_RECORD_BYTES, start=start):
                if isinstance(piece, Piece) and (found := _parse_record(piece.plain, ArchivePlace(name, piece.start))):
                    yield found
    except OSError as error:
        raise ArchiveError(f"cannot read {folder / name}: {error.strerror or error}") from error
