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
    page that no process was given. So would it be to wait for the rest of an answer from a process that is gone.
    """
    with ProcessPoolExecutor(processes, initializer=_begin) as pool:
        try:
            yield pool
        except BaseException:
            for process in active_children():
                process.kill()  # one that is not set up yet may take SIGTERM for its parent's
            # Who reads half an answer meets its end; no public name leads there.
            pool._result_queue._writer.close()  # type: ignore[attr-defined]
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
