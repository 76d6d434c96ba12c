"""One run of a site and of a host at a time, also over several processes: locks that the system lets go of when their
holder dies.
"""

from __future__ import annotations

import fcntl
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.values import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO


class LockedError(Exception):
    """Another run holds the lock."""


@contextmanager
def site_lock(database: str, site: str, host: str) -> Iterator[None]:
    """Hold the locks of a site and of its host (``name:port``) in a database, beside the file.

    Two outlets of one host are two sites and one server, which is never asked by two runs at once.
    Raises :class:`LockedError` at once when one is held,
    :class:`pipelines.values.StoreError` when there is no writing there.
    """
    with ExitStack() as stack:
        stack.enter_context(_locked(Path(f"{database}-{site}.lock"), f"{site}: another run is under way"))
        # No site's name has an @.
        busy = f"{site}: a run of another site on {host} is under way"
        stack.enter_context(_locked(Path(f"{database}-@{host.replace(':', '_')}.lock"), busy))
        yield


def _locked(path: Path, busy: str) -> IO[str]:
    """The file at ``path``, locked until it is closed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w")
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}; check NEWS_DB and the rights of its folder") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise LockedError(f"{busy} (lock {path})") from error
    return file
