"""Reads saved pages: files, folders, WARC, JSON Lines, standard input. Yields what cleaning needs, one page at a time.

Every size is bounded: a page longer than cleaning reads is handed on cut, one byte too long, so that it is rejected
as too large without ever being held whole.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from cleaners.verdict import MAX_PAGE_BYTES
from spiders.packing import UndecodableError, decode_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

STDIN = "-"
FORMATS = ("html", "text", "warc", "jsonl")
_SUFFIXES = {
    ".html": "html", ".htm": "html", ".shtml": "html", ".xhtml": "html",
    ".txt": "text",
    ".warc": "warc",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
MOST_LINE_BYTES = 4 * MAX_PAGE_BYTES
"""Bytes of one line of JSON Lines: the longest page that is read, with room for JSON's escapes."""


class InputError(Exception):
    """An input cannot be read. The message is one line: which, why, what to do."""


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
    """Files to read, in order: folders are walked for the suffixes we know, ``-`` stays.

    Raises :class:`InputError` for the first path that is missing or that nothing readable lies in.
    """
    inputs: list[Path | str] = []
    for name in paths:
        path = Path(name)
        if name == STDIN:
            inputs.append(STDIN)
        elif path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.is_file() and format_of(file) is not None)
            if not found:
                raise InputError(f"{name}: no saved pages in this folder; known are {', '.join(sorted(_SUFFIXES))}")
            inputs += found
        elif path.exists():
            inputs.append(path)
        else:
            raise InputError(f"{name}: no such file or folder")
    return inputs


def format_of(path: Path) -> str | None:
    """Format by the name's ending, ``.gz`` aside; None for an ending we do not know."""
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    return _SUFFIXES.get(suffix.lower())


def read_saved_pages(inputs: Iterable[Path | str], form: str | None = None) -> Iterator[SavedPage]:
    """Yield the pages of every input in order.

    ``form`` is one of :data:`FORMATS` and overrides the name's ending; without it, standard input and unknown
    endings are read as HTML. Raises :class:`InputError` when an input cannot be read.
    """
    for path in inputs:
        read = _READERS[form or (format_of(path) if isinstance(path, Path) else None) or "html"]
        origin = str(path) if isinstance(path, Path) else "standard input"
        try:
            if isinstance(path, Path):
                with path.open("rb") as file:
                    yield from read(file, origin)
            else:
                yield from read(sys.stdin.buffer, origin)
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(f"{origin}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _read_html(file: IO[bytes], origin: str) -> Iterator[SavedPage]:
    yield SavedPage(origin, _unpacked(file, origin).read(MAX_PAGE_BYTES + 1))


def _read_text(file: IO[bytes], origin: str) -> Iterator[SavedPage]:
    yield SavedPage(origin, _unpacked(file, origin).read(MAX_PAGE_BYTES + 1), plain=True)


def _unpacked(file: IO[bytes], origin: str) -> IO[bytes] | gzip.GzipFile:
    return gzip.GzipFile(fileobj=file) if origin.endswith(".gz") else file


def _read_jsonl(file: IO[bytes], origin: str) -> Iterator[SavedPage]:
    lines = _unpacked(file, origin)
    for number, line in enumerate(iter(lambda: lines.readline(MOST_LINE_BYTES + 1), b""), 1):
        where = f"{origin}, line {number}"
        if len(line) > MOST_LINE_BYTES:
            raise InputError(f"{where}: longer than {MOST_LINE_BYTES} bytes; split the file by page")
        if line.strip():
            yield _page_of_line(line, where)


def _page_of_line(line: bytes, where: str) -> SavedPage:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: not JSON: {error}") from error
    text = _text_value(values, "html", where) if isinstance(values, dict) else None
    plain = text is None
    if plain and isinstance(values, dict):
        text = _text_value(values, "text", where)
    if text is None:
        raise InputError(f"{where}: wants an object with 'html' (or 'text') and 'url'")
    return SavedPage(where, text, plain, _text_value(values, "url", where), fetched_at=_time_value(values, where))


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
        time = datetime.fromisoformat(stated)
    except ValueError as error:
        raise InputError(f"{where}: 'fetched_at' is not an ISO 8601 time: {stated!r}") from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _read_warc(file: IO[bytes], origin: str) -> Iterator[SavedPage]:
    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(file), 1):
            if record.rec_type in {"response", "resource"}:
                page = _page_of_record(record, f"{origin}, record {number}")
                if page is not None:
                    yield page
    except (ArchiveLoadFailed, ValueError) as error:
        raise InputError(f"{origin}: not a readable WARC: {str(error).strip().splitlines()[0]}") from error
    if not number:
        raise InputError(f"{origin}: not a readable WARC: no record in it")


def _page_of_record(record: Any, where: str) -> SavedPage | None:
    """Make a page of a WARC record; None when the record holds no page (a picture, a redirect, an error)."""
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    if headers is None or (record.rec_type == "response" and headers.get_statuscode() != "200"):
        return None
    content_type = headers.get_header("Content-Type")
    if content_type and not content_type.lower().startswith(("text/html", "application/xhtml", "text/plain")):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI")
    fetched_at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    raw = record.raw_stream.read(MAX_PAGE_BYTES + 1)
    if record.rec_type == "response":
        try:
            raw = decode_body(raw, headers.headers, MAX_PAGE_BYTES + 1)
        except UndecodableError as error:
            raise InputError(f"{where}: {error}; the page was left out") from error
    plain = bool(content_type) and content_type.lower().startswith("text/plain")
    return SavedPage(where, raw, plain, url, content_type, fetched_at)


_READERS: dict[str, Callable[[IO[bytes], str], Iterator[SavedPage]]] = {
    "html": _read_html,
    "text": _read_text,
    "warc": _read_warc,
    "jsonl": _read_jsonl,
}
