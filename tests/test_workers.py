"""Processes that clean pages."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from spiders.workers import cleaning_pool

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


def stop_amid_pages(pool: ProcessPoolExecutor) -> None:
    for _ in range(20):
        pool.submit(time.sleep, 60)
    raise KeyboardInterrupt


def stop_while_a_page_is_handed_on(pool: ProcessPoolExecutor) -> None:
    """The pool has counted the page, and Ctrl-C keeps it from giving it to a process."""
    pool.submit(abs, 1).result()

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    hands_on: Any = pool
    hands_on._work_ids.put = interrupt
    pool.submit(abs, 1)


def stop_amid_an_answer(pool: ProcessPoolExecutor) -> None:
    """A process has sent a part of what no pipe holds at once."""
    for _ in range(20):
        pool.submit(bytes, 30_000_000)
    time.sleep(0.2)
    raise KeyboardInterrupt


def stop_amid_a_large_page(pool: ProcessPoolExecutor) -> None:
    """The pool has sent a process a part of what no pipe holds at once."""
    for _ in range(20):
        pool.submit(len, bytes(30_000_000))
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "stop", [stop_amid_pages, stop_while_a_page_is_handed_on, stop_amid_an_answer, stop_amid_a_large_page]
)
def test_who_is_stopped_waits_for_no_page(stop: Any) -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), cleaning_pool(2) as pool:
        stop(pool)
    assert time.monotonic() - began < 20


def test_who_stays_gets_all_that_was_handed_in() -> None:
    with cleaning_pool(2) as pool:
        given = [pool.submit(abs, -number) for number in range(20)]
    assert [page.result() for page in given] == list(range(20))
