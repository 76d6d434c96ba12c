"""Reads saved pages: files, folders, WARC, JSON Lines, standard input. Yields what cleaning needs, one page at a time.

Every size is bounded: a page longer than cleaning reads is handed on cut, one byte too long, so that it is rejected
as too large without ever being held whole. What cannot be read is given as an InputError in its place, and reading
goes on behind it.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import sys
import zlib
from contextlib import nullcontext
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from io import BufferedReader, BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeVar, cast
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from cleaners.embedded.data_page import as_page
from cleaners.source.charset import decode
from cleaners.verdict import MAX_PAGE_BYTES, refuse_data
from spiders.packing import UndecodableError, decode_body
from spiders.saved_from import saved_address
from spiders.warc_pieces import PACKED, PLAIN, Gap, Piece, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from email.message import Message

_Read = TypeVar("_Read")

_NOT_FETCHED = "clean fetches nothing; save the page in a browser and name its file, the address with --url"
_STDIN = "-"
FORMATS = ("html", "text", "warc", "jsonl", "mhtml")
_SUFFIXES = {
    ".html": "html", ".htm": "html", ".shtml": "html", ".xhtml": "html",
    ".txt": "text",
    ".warc": "warc",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".mhtml": "mhtml", ".mht": "mhtml",
}  # fmt: skip
_SERVED = frozenset({"", ".php", ".asp", ".aspx", ".jsp", ".do", ".action", ".html", ".htm", ".shtml"})
"""Endings, ahead of a query, of what a script answered, as wget and the like keep it: ``3194``, ``view.php?id=3``."""
MAX_LINE_BYTES = 4 * MAX_PAGE_BYTES
"""Bytes of one line of JSON Lines: the longest page that is read, with room for JSON's escapes."""
MAX_RECORD_BYTES = MAX_PAGE_BYTES + (1 << 20)
"""Bytes of one WARC record that are held: the longest page that is read, with room for its headers."""

_HEAD_BYTES = 4096
"""Bytes in which a page's mark-up begins, behind what a server or a script may have written before it."""
_BEGINS_AS_PAGE = re.compile(r"\A\s*<(?:[a-z!]|\?xml)|^\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.MULTILINE)
_IS_DRAWING = re.compile(r"\s*(?:<[?!][^>]*>\s*)*<svg\b", re.IGNORECASE)
_IS_ADDRESS = re.compile(r"\s*https?://", re.IGNORECASE)
_OTHER_FILES = (
    (0, b"%PDF-", "a PDF; make text of it (`pdftotext FILE.pdf`) and name the .txt"),
    (0, b"PK\x03\x04", "a ZIP or an office document; unpack the one and name the folder, save the other as HTML"),
    (0, b"\xd0\xcf\x11\xe0", "an office document; save it as HTML"),
    (257, b"ustar", "a packed folder (tar); unpack it and name the folder"),
    (0, b"7z\xbc\xaf", "a packed folder (7z); unpack it and name the folder"),
    (0, b"Rar!", "a packed folder (RAR); unpack it and name the folder"),
    (0, b"SQLite format 3", "a database; one of ours holds articles that are cleaned already (`scrapy export`)"),
    (0, b"\x89PNG", _PICTURE := "a picture; no text is read in pictures"),
    (0, b"\xff\xd8\xff", _PICTURE),
    (0, b"GIF8", _PICTURE),
    (0, b"RIFF", _PICTURE),  # WebP
)
"""Files that are named beside saved pages: where their sign stands in them, the sign, what they are and what to do."""


class InputError(Exception):
    """An input, or a page in it, cannot be read. The message is one line: which, why, what to do."""


class SavedPage(NamedTuple):
    """One page as it was kept."""

    origin: str
    """Where it lies, for messages: path, and line or record number where a file holds many."""
    raw: bytes | str
    plain: bool = False
    """True for the text of a page without mark-up."""
    url: str | None = None
    content_type: str | None = None
    fetched_at: datetime | None = None
    """Aware; None when the file does not say."""


def list_inputs(paths: Iterable[str]) -> list[Path | str]:
    """Files to read, in order: folders are walked for the suffixes we know and what a script served, ``-`` stays.

    Raises :class:`InputError` for the first path that is missing or that nothing readable lies in.
    """
    inputs: list[Path | str] = []
    for name in paths:
        path = Path(name)
        if name == _STDIN:
            inputs.append(_STDIN)
        elif path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.is_file() and _may_be_page(file, path))
            if not found:
                raise InputError(f"{name}: no saved pages in this folder; known are {', '.join(sorted(_SUFFIXES))}")
            inputs += found
        elif path.exists():
            inputs.append(path)
        else:
            address = name.startswith(("http://", "https://"))
            raise InputError(f"{name}: {_NOT_FETCHED if address else 'no such file or folder'}")
    return inputs


def _format_of(path: Path) -> str | None:
    """Format by the name's ending, ``.gz`` and the ``.open`` of an archive aside; None for one we do not know."""
    endings = [suffix.lower() for suffix in path.suffixes if suffix.lower() not in {".gz", ".open"}]
    return _SUFFIXES.get(endings[-1]) if endings else None


def _may_be_page(path: Path, folder: Path) -> bool:
    """Whether a file in a folder is read: by its ending, or named like a script's answer and beginning as a page.

    What a server tells robots lies in every folder that wget mirrors, under the one name it can have (RFC 9309). What
    is hidden is a program's own: a version control's folder, or the ``._page.html`` that macOS writes beside each file.
    """
    if path.name.lower() == "robots.txt" or any(part.startswith(".") for part in path.relative_to(folder).parts):
        return False
    if _format_of(path) is not None:
        return True
    if Path(re.split("[?@]", path.name)[0]).suffix.lower() not in _SERVED:
        return False
    try:
        with path.open("rb") as file:
            return _begins_as_page(_unpacked(file).read(_HEAD_BYTES))
    except (OSError, EOFError, zlib.error):
        return True  # and is named when its turn comes


def read_saved_pages(inputs: Iterable[Path | str], form: str | None = None) -> Iterator[SavedPage | InputError]:
    """Yield the pages of every input in order, and an InputError for each input or page that cannot be read.

    ``form`` is one of :data:`FORMATS` and overrides the name's ending; without it, standard input and files of unknown
    endings are read as HTML where they begin like a page.
    """
    for path in inputs:
        known = form or (_format_of(path) if isinstance(path, Path) else None)
        read = _READERS[known] if known else _read_unknown
        origin = str(path) if isinstance(path, Path) else "standard input"
        try:
            if isinstance(path, Path):
                with path.open("rb") as file:
                    yield from read(file, origin)
            else:
                yield from read(cast("BufferedReader", sys.stdin.buffer), origin)
        except (OSError, EOFError, zlib.error) as error:
            yield InputError(f"{origin}: cannot be read: {getattr(error, 'strerror', None) or error}")


def _read_html(file: BufferedReader, origin: str) -> Iterator[SavedPage]:
    raw = _unpacked(file).read(MAX_PAGE_BYTES + 1)
    yield SavedPage(origin, raw, url=saved_address(raw, origin))


def _read_unknown(file: BufferedReader, origin: str) -> Iterator[SavedPage | InputError]:
    """Read what neither name nor option calls a page: it is one when it begins as one; tables and pictures do not."""
    for page in _read_html(file, origin):
        assert isinstance(page.raw, bytes)  # noqa: S101 - as read
        if other := _other_file(page.raw):
            yield InputError(f"{origin}: {other}")
        elif _begins_as_page(page.raw[:_HEAD_BYTES]) or _holds_one_article(page.raw):
            yield page
        else:
            advice = f"say --format {', '.join(FORMATS)} if it is one"
            yield InputError(f"{origin}: begins like no saved page and is no JSON that holds one article; {advice}")


def _other_file(raw: bytes) -> str | None:
    """What a file is that holds no page for us, and what to do with it; None for one that may be a page."""
    return next((f"this is {says}" for place, sign, says in _OTHER_FILES if raw.startswith(sign, place)), None)


def _begins_as_page(raw: bytes) -> bool:
    head = decode(raw).text
    return bool(_BEGINS_AS_PAGE.search(head)) and not refuse_data(head) and not _IS_DRAWING.match(head)


def _holds_one_article(raw: bytes) -> bool:
    """Whether bytes are JSON that holds one article."""
    if not raw[:_HEAD_BYTES].strip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return False
    source = decode(raw).text
    return as_page(source) is not source


def _read_mhtml(file: BufferedReader, origin: str) -> Iterator[SavedPage | InputError]:
    """Read the page that a browser saved with its pictures in one file (RFC 2557): the first part that is HTML."""
    try:
        message = message_from_bytes(_unpacked(file).read(MAX_RECORD_BYTES))
        part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    except RecursionError:
        yield InputError(f"{origin}: parts within parts within parts; left out")
        return
    raw = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(raw, bytes):
        yield InputError(f"{origin}: no part of it is HTML; save the page again, as HTML")
        return
    url = message["Snapshot-Content-Location"] or part["Content-Location"]
    url = str(url).strip() if url and _IS_ADDRESS.match(str(url)) else None
    yield SavedPage(origin, raw, url=url, content_type=str(part["Content-Type"]), fetched_at=_date_of(message))


def _date_of(message: Message) -> datetime | None:
    try:
        return _in_utc(parsedate_to_datetime(str(message["Date"])))
    except (ValueError, OverflowError):
        return None


def _in_utc(time: datetime) -> datetime:
    """A time in UTC, which it is in where it names no zone. Raises OverflowError for one that UTC cannot show."""
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


def _read_text(file: BufferedReader, origin: str) -> Iterator[SavedPage]:
    yield SavedPage(origin, _unpacked(file).read(MAX_PAGE_BYTES + 1), plain=True)


def _unpacked(file: BufferedReader) -> BufferedReader | gzip.GzipFile:
    """Read through gzip where the bytes are packed, whatever the name says: servers pack pages unasked (RFC 1952)."""
    return gzip.GzipFile(fileobj=file) if file.peek(2).startswith(b"\x1f\x8b") else file


def _read_jsonl(file: BufferedReader, origin: str) -> Iterator[SavedPage | InputError]:
    for number, line in enumerate(_lines(_unpacked(file)), 1):
        if line.strip():
            yield _or_error(_page_of_line, line, f"{origin}, line {number}")


def _lines(file: BufferedReader | gzip.GzipFile) -> Iterator[bytes]:
    """Yield the lines; of one that is too long its beginning, one byte too long."""
    while line := file.readline(MAX_LINE_BYTES + 1):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(MAX_LINE_BYTES)
        yield line


def _or_error(read: Callable[[bytes, str], _Read], raw: bytes, where: str) -> _Read | InputError:
    try:
        return read(raw, where)
    except InputError as error:
        return error


def _page_of_line(line: bytes, where: str) -> SavedPage:
    if len(line) > MAX_LINE_BYTES:
        raise InputError(f"{where}: longer than {MAX_LINE_BYTES} bytes; split the file by page")
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: not JSON: {error}") from error
    text = _text_value(values, "html", where) if isinstance(values, dict) else None
    plain = text is None
    if plain and isinstance(values, dict):
        text = _titled(_text_value(values, "text", where), _text_value(values, "title", where))
    if text is None:
        raise InputError(f"{where}: wants an object with 'html' (or 'text') and 'url'")
    return SavedPage(where, text, plain, _text_value(values, "url", where), fetched_at=_time_value(values, where))


def _titled(text: str | None, title: str | None) -> str | None:
    """Put a title that is kept apart where a page has it: above the text."""
    if text is None or not title or text.lstrip().startswith(title.strip()):
        return text
    return f"{title}\n\n{text}"


def _text_value(values: dict[str, Any], key: str, where: str) -> str | None:
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{where}: {key!r} is not a text")
    return value


def _time_value(values: dict[str, Any], where: str) -> datetime | None:
    stated = _text_value(values, "fetched_at", where)
    if stated is None:
        return None
    try:
        return _in_utc(datetime.fromisoformat(stated))
    except (ValueError, OverflowError) as error:
        raise InputError(f"{where}: 'fetched_at' is not an ISO 8601 time: {stated!r}") from error


def _read_warc(file: BufferedReader, origin: str) -> Iterator[SavedPage | InputError]:
    number = 0
    with _seekable(file) as warc:
        for piece in _records(warc, origin):
            number += 1
            if isinstance(piece, Gap):
                yield InputError(f"{origin}: not a readable WARC from byte {piece.start} to {piece.end}; left out")
            elif page := _or_error(_page_of_record, piece.plain, f"{origin}, record {number}"):
                yield page
    if not number:
        yield InputError(f"{origin}: not a readable WARC: no record in it")


def _seekable(file: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    """Make a file of a pipe: what lies behind damage is looked for."""
    if file.seekable():
        return nullcontext(file)
    copy = TemporaryFile()  # noqa: SIM115 (the caller closes it)
    shutil.copyfileobj(file, copy)
    return copy


def _records(file: IO[bytes], origin: str) -> Iterator[Piece | Gap]:
    """Yield the records, out of their gzip members where the file is packed; places count the file's bytes."""
    file.seek(0)
    sign = file.read(len(PLAIN.sign))
    packed = sign.startswith(PACKED.sign) or (sign != PLAIN.sign and ".gz" in Path(origin).suffixes)
    for piece in walk(file, PACKED if packed else PLAIN, MAX_RECORD_BYTES):
        if isinstance(piece, Gap) or not packed:
            yield piece
            continue
        for record in walk(BytesIO(piece.plain), PLAIN, MAX_RECORD_BYTES, size=piece.length):
            yield Gap(piece.start, piece.end, unfinished=False) if isinstance(record, Gap) else record


def _page_of_record(plain: bytes, where: str) -> SavedPage | None:
    """Make a page of a WARC record; None when the record holds no page (a picture, a redirect, an error)."""
    try:
        record = next(ArchiveIterator(BytesIO(plain)))
        if record.rec_type not in {"response", "resource"} or not _is_page(record):
            return None
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        ValueError,
        AttributeError,
        OverflowError,
        EOFError,
    ) as error:
        raise InputError(f"{where}: not a readable WARC record; left out") from error
    headers = record.http_headers or record.rec_headers
    url = record.rec_headers.get_header("WARC-Target-URI")
    content_type = headers.get_header("Content-Type")
    raw = record.raw_stream.read(MAX_PAGE_BYTES + 1)
    if record.http_headers:
        try:
            raw = decode_body(raw, headers.headers, MAX_PAGE_BYTES + 1)
        except UndecodableError as error:
            raise InputError(f"{where}: {error}; left out") from error
    plain_text = bool(content_type) and content_type.lower().startswith("text/plain")
    return SavedPage(where, raw, plain_text, url, content_type, _record_time(record))


def _is_page(record: Any) -> bool:
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    if headers is None or (record.rec_type == "response" and headers.get_statuscode() != "200"):
        return False
    if urlsplit(record.rec_headers.get_header("WARC-Target-URI") or "").path == "/robots.txt":
        return False
    content_type = (headers.get_header("Content-Type") or "text/html").lower()
    return content_type.startswith(("text/html", "application/xhtml", "text/plain"))


def _record_time(record: Any) -> datetime | None:
    try:
        return _in_utc(datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or ""))
    except (ValueError, OverflowError):
        return None


_READERS: dict[str, Callable[[BufferedReader, str], Iterator[SavedPage | InputError]]] = {
    "html": _read_html,
    "text": _read_text,
    "warc": _read_warc,
    "jsonl": _read_jsonl,
    "mhtml": _read_mhtml,
}
