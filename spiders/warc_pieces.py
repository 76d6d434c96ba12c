"""A WARC file piece by piece: its gzip members, or its records where it is not packed. Goes on behind damage.

A piece is whole or it is not given: a gzip member to its check sum, a record to the length it states. What lies
between whole pieces is a gap, so that a reader can say what it could not read and a writer can tell a record that a
crash cut off from a file that is damaged.
"""

from __future__ import annotations

import re
import zlib
from os import SEEK_END
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CHUNK = 1 << 16
"""Bytes read at once; most records of news pages are shorter."""
_RECORD_SIGN = b"WARC/"
_MAX_HEAD_BYTES = 1 << 16
"""Bytes of a record's own header in which it must end; it holds an address and a dozen short lines."""
_MAX_BLANK = 64
"""Line ends behind a record that belong to it; the standard has two."""
_STATED_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")


class Piece(NamedTuple):
    """One gzip member, or one record that is not packed."""

    start: int
    end: int
    """Byte behind it."""
    length: int
    """Bytes it has, unpacked."""
    plain: bytes
    """As many of them as were to be kept."""


class Gap(NamedTuple):
    """Bytes in which no whole piece begins."""

    start: int
    end: int
    unfinished: bool
    """The file ends in the midst of a piece that is sound so far, as a crash leaves it."""


class Form(NamedTuple):
    """How the pieces of a file look."""

    sign: bytes
    """What a piece begins with."""
    read: Callable[[IO[bytes], int, int, int], Piece]
    """Reads the piece at a byte; arguments: file, start, bytes to keep, size of the file. Raises one of BROKEN."""


BROKEN = (EOFError, ValueError, zlib.error)
"""What reading a piece raises: EOFError where the file ends in it, the others where there is none."""


def walk(file: IO[bytes], form: Form, keep: int, *, start: int = 0, size: int | None = None) -> Iterator[Piece | Gap]:
    """Yield every whole piece from ``start`` on and the gaps between them; at most ``keep`` bytes of each are held.

    ``size`` is where the file ends, or would end if all of it were there.
    """
    size = file.seek(0, SEEK_END) if size is None else size
    while start < size:
        try:
            piece = form.read(file, start, keep, size)
        except BROKEN as error:
            end = _next_piece(file, form, start + 1, size)
            yield Gap(start, end, unfinished=isinstance(error, EOFError) and end == size)
            start = end
        else:
            yield piece
            start = piece.end


def _next_piece(file: IO[bytes], form: Form, start: int, size: int) -> int:
    """Where the next whole piece with a record begins; ``size`` without one."""
    while (start := _find(file, form.sign, start)) >= 0:
        try:
            if form.read(file, start, len(_RECORD_SIGN), size).plain == _RECORD_SIGN:
                return start
        except BROKEN:
            pass
        start += 1
    return size


def _find(file: IO[bytes], sign: bytes, start: int) -> int:
    file.seek(start)
    overlap = b""
    while chunk := file.read(_CHUNK):
        found = (overlap + chunk).find(sign)
        if found >= 0:
            return start - len(overlap) + found
        start += len(chunk)
        overlap = (overlap + chunk)[1 - len(sign) :]
    return -1


def _read_packed(file: IO[bytes], start: int, keep: int, _size: int) -> Piece:
    file.seek(start)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    plain = bytearray()
    end, length, rest = start, 0, b""
    while not unpacker.eof:
        rest = rest or file.read(_CHUNK)
        if not rest:
            raise EOFError
        unpacked = unpacker.decompress(rest, _CHUNK)
        plain += unpacked[: keep - len(plain)]
        length += len(unpacked)
        left = unpacker.unconsumed_tail or unpacker.unused_data
        end += len(rest) - len(left)
        rest = left
    return Piece(start, end, length, bytes(plain))


def _read_plain(file: IO[bytes], start: int, keep: int, size: int) -> Piece:
    file.seek(start)
    head = file.read(_MAX_HEAD_BYTES)
    end = _HEAD_END.search(head)
    stated = _STATED_LENGTH.search(head, 0, end.start() + 1) if end else None
    if not head.startswith(_RECORD_SIGN) or not end or not stated:
        raise ValueError("no record begins here")
    length = end.end() + int(stated[1])
    if start + length > size:
        raise EOFError
    plain = (head + file.read(max(0, min(length, keep) - len(head))))[: min(length, keep)]
    file.seek(start + length)
    behind = file.read(_MAX_BLANK) or b"\r\n\r\n"  # as the standard wants it, where it is not there to be looked at
    blank = len(behind) - len(behind.lstrip(b"\r\n"))
    return Piece(start, min(start + length + blank, size), length, plain)


PACKED = Form(b"\x1f\x8b\x08", _read_packed)
"""Each piece is a gzip member: ``.warc.gz``."""
PLAIN = Form(_RECORD_SIGN, _read_plain)
"""Each piece is a record: ``.warc``, and what a gzip member holds."""
