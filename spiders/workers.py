"""Processes that clean pages: they leave Ctrl-C to the process that started them, and never outlive it."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import parent_process
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def cleaning_pool(processes: int) -> ProcessPoolExecutor:
    """Give a pool of so many processes."""
    return ProcessPoolExecutor(processes, initializer=_begin)


@contextmanager
def sigterm_as_ctrl_c() -> Iterator[None]:
    """Have SIGTERM raise KeyboardInterrupt in the block, so that its processes end and its transaction is undone."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


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
