"""One run of a site at a time, also over several processes: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.values import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator


class LockedError(Exception):
    """Another run of the site holds the lock."""


@contextmanager
def site_lock(database: str, site: str) -> Iterator[None]:
    """Hold the lock of a site in a database, beside the file.

    Raises :class:`LockedError` at once when it is held,
    :class:`pipelines.values.StoreError` when there is no writing there.
    """
    path = Path(f"{database}-{site}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w")
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}; check NEWS_DB and the rights of its folder") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(f"{site}: another run is under way (lock {path})") from error
        yield
