"""Processes that clean pages: they leave Ctrl-C to the process that started them, and never outlive it."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, parent_process
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def cleaning_pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Lend a pool of so many processes. Who leaves it in mid-work, as after Ctrl-C, waits for none of its pages.

    To wait for them would be to wait for ever where Ctrl-C came while the pool was being handed one: it then counts a
    page that no process was given.
    """
    with ProcessPoolExecutor(processes, initializer=_begin) as pool:
        try:
            yield pool
        except BaseException:
            for process in active_children():
                process.terminate()
            raise


def _begin() -> None:
    """Set a new process up. SIGTERM ends it: that is how a pool ends the others when one has died."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent's end, however it comes, and end; a killed parent can tell its processes nothing."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
