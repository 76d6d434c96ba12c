"""Files and folders that take their names only when all is in them."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


_DATABASE_MAGICS = ((0, b"SQLite format 3\0"), (8, b"DUCK"))
"""Where in its file, and with which bytes, a database says what it is.

https://www.sqlite.org/fileformat.html, https://duckdb.org/docs/internals/storage
"""
_DATABASE_TAILS = ("-wal", "-shm", "-journal", ".wal")
"""What the files beside a database add to its name. What was committed last may stand in them alone."""


class ExportError(Exception):
    """The export cannot be written. One line: what, where, what to do."""


@contextmanager
def whole_file(target: Path | None) -> Iterator[IO[str]]:
    """Open a file that takes its name when all is written; None is standard output.

    A device or a pipe is written to as it is: taking its name would put a file in its place. A link stays, and what it
    points at is replaced. A database, or a file beside it, is not: it was named by somebody who took OUTPUT for the
    file to read, and holds years of crawls. Raises ExportError for one.
    """
    if target is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr] # whatever the terminal's charset
        yield sys.stdout
        sys.stdout.flush()
        return
    if target.exists() and not (target.is_file() or target.is_dir()):
        with target.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    if target.is_file() and _is_database(target):
        raise ExportError(f"{target}: a database or a part of one, and not replaced; NEWS_DB says which one is read")
    target, part = _with_part(target)
    try:
        with part.open("x", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Make a folder that takes its name when all is in it. Raises ExportError when it is there and not empty."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportError(f"{target}: already there; choose another name or take it away first")
    target, folder = _with_part(target)
    try:
        folder.mkdir()
        yield folder
        folder.replace(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _is_database(path: Path) -> bool:
    """Whether a file is a database, or lies beside one and is a part of it."""
    wholes = (path.parent / path.name.removesuffix(tail) for tail in _DATABASE_TAILS if path.name.endswith(tail))
    whole = next(wholes, path)
    try:
        with whole.open("rb") as file:
            head = file.read(max(offset + len(magic) for offset, magic in _DATABASE_MAGICS))
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        return False  # as any other file that may be replaced and not read
    return any(head.startswith(magic, offset) for offset, magic in _DATABASE_MAGICS)


def _with_part(target: Path) -> tuple[Path, Path]:
    """Give what ``target`` stands for, links followed, and a free name beside it.

    Made by us under that name, and not by tempfile, a file gets the rights that the umask leaves it.
    """
    target = Path(os.path.realpath(target))
    if not target.name:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    return target, target.with_name(f".{target.name}.{token_hex(4)}.part")
