"""Open the database file: its settings, its version, and errors that an operator can mend in one line."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipelines import places, search_index, stories
from pipelines.migrations import SCHEMA_VERSION, announce, prepare, stored_version
from pipelines.transaction import transaction
from pipelines.values import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_SECONDS = 60
"""How long a writer waits for another one. Batches hold the lock for well under a second."""
_RETRY_SECONDS = 0.02
"""Pause before the next try to have the file keep a log ahead (WAL)."""

_ADVICE = (
    ("full", "free some disk space and run again, nothing stored so far is lost"),
    ("locked", "another process has been writing for too long; look for a hanging one and run again"),
    ("readonly", "the file or its folder is not writable for this user"),
    ("unable to open", "check the path, its rights, and whether files can be made there (`df -i`)"),
    ("not a database", "choose another NEWS_DB"),
    ("malformed", "restore a backup; without one, `scrapy clean --store ARCHIVE` stores its articles in a new NEWS_DB"),
    ("disk I/O", "check the disk's space and health, then run again"),
)


def connect(path: Path, *, readonly: bool, cache_mib: int) -> sqlite3.Connection:
    """Open the database, made or migrated as needed; read-only never writes a byte.

    Raises StoreError when the file cannot be opened, is another program's, or is newer than this code.
    """
    with explained(path):
        if path.is_dir():
            raise StoreError(f"{path}: a folder; set NEWS_DB to the file in it")
        if readonly and not path.is_file():
            raise StoreError(f"{path}: no database there; run a crawl first or set NEWS_DB")
        if readonly and not path.stat().st_size:
            raise StoreError(f"{path}: an empty file; run a crawl first or set NEWS_DB")
        if not readonly:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = open_to_read(path) if readonly else _open(path, "mode=rwc")
        try:
            _configure(connection, readonly=readonly, cache_mib=cache_mib)
            if readonly:
                _require_current(connection, path)
            else:
                is_announced = prepare(connection, path)
                _renew_derived(connection, path, is_announced=is_announced)
        except BaseException:
            connection.close()
            raise
    return connection


class AtRest(sqlite3.Connection):
    """A connection to a file that nobody had open; it takes no locks and looks for no log. See :func:`open_to_read`."""

    path: Path
    seen: tuple[int, int]

    def has_changed(self) -> bool:
        """Whether somebody has written into the file since: what was read may be of two states, or no state at all."""
        return _stamp(self.path) != self.seen


def open_to_read(path: Path, *, check_same_thread: bool = True) -> sqlite3.Connection:
    """Open the file for reading, also where this user, or anybody, may not write beside it.

    A reader of a file in WAL mode has to make ``-shm`` and ``-wal`` beside it unless a writer has done so. Where it may
    not, and no ``-wal`` holds anything, nobody has the file open for writing and all that is stored lies in the file
    itself: it is read as it is (``immutable``). A writer that begins later first writes into its ``-wal``; only what
    it then takes over into the file could disturb this reader, and changes the file's time: ``AtRest.has_changed``.

    Raises sqlite3.DatabaseError, and StoreError for a log that cannot be read.
    """
    connection = _open(path, "mode=ro", check_same_thread=check_same_thread)
    try:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
            raise
        seen = _stamp(path)
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise StoreError(
                f"{path}: a run that was cut off left {log.name}, which cannot be read without writing beside it;"
                " run `scrapy health` once as a user who may, or copy both files"
            ) from error
        resting = _open(path, "immutable=1", check_same_thread=check_same_thread, factory=AtRest)
        assert isinstance(resting, AtRest)  # noqa: S101 - its factory
        resting.path, resting.seen = path, seen
        return resting
    return connection


def _open(path: Path, how: str, **options: Any) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{how}"
    connection: sqlite3.Connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, **options
    )
    return connection


def _stamp(path: Path) -> tuple[int, int]:
    """Time and size of a file: what tells whether it was written into."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the errors of SQLite and of the system that an operator can mend into one clear line."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if trouble := storage_trouble(error, path):
            raise trouble from error
        raise
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}; check the path and its rights") from error


def storage_trouble(error: BaseException | None, path: Path) -> StoreError | None:
    """Say in one line what SQLite could not do with the file; None for an error that is ours to mend."""
    if not isinstance(error, sqlite3.DatabaseError) or isinstance(
        error, sqlite3.IntegrityError | sqlite3.ProgrammingError
    ):
        return None
    return StoreError(f"{path}: {error}; {_advice(str(error))}")


def _configure(connection: sqlite3.Connection, *, readonly: bool, cache_mib: int) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{cache_mib * 1024}")
    if not readonly:
        # WAL: readers never wait for the crawl. NORMAL: a power cut may undo the last batches but never breaks the
        # file, and what was undone is fetched again, because page states are in the same transactions.
        _switch_to_wal(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        # Debian's SQLite overwrites what it deletes; that is most of what merging the search index would write.
        connection.execute("PRAGMA secure_delete = OFF")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Have the file in WAL mode. Where others make it at the same moment SQLite does not wait, so this does."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _require_current(connection: sqlite3.Connection, path: Path) -> None:
    version = stored_version(connection, path)
    if version != SCHEMA_VERSION:
        raise StoreError(
            f"{path}: schema version {version}, this code reads {SCHEMA_VERSION};"
            " the next crawl brings it forward, or `scrapy reclean --apply`"
        )


def _renew_derived(connection: sqlite3.Connection, path: Path, *, is_announced: bool) -> None:
    """Make index and bands again when the code that derives them from the texts has changed."""
    for derived in (search_index, stories, places):
        if derived.is_current(connection):
            continue
        with transaction(connection):
            if derived.is_current(connection):  # another process was first
                continue
            if not is_announced:
                announce(path, "making anew what is derived from its texts (search index, stories, places)")
                is_announced = True
            derived.rebuild(connection)


def _advice(message: str) -> str:
    return next((advice for sign, advice in _ADVICE if sign in message), "look at the file with `sqlite3`")
