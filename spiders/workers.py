"""Processes that clean pages: they leave Ctrl-C to the process that started them, and never outlive it."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import parent_process
from threading import Thread


def cleaning_pool(processes: int) -> ProcessPoolExecutor:
    """Give a pool of so many processes."""
    return ProcessPoolExecutor(processes, initializer=_begin)


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
