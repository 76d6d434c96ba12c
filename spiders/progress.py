"""What tells someone at a terminal how far a long command is: on standard error, gone at its end, not for cron."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

_REDRAW_SECONDS = 0.1
"""Time between two drawings; each costs a millisecond."""


def progress_bar(doing: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
    """Show a bar for work of known size, with ``doing`` before it; gives what is called with each piece done."""
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return _drawn(columns, total, shown=sys.stderr.isatty())


def page_counter(*, beside_output: bool) -> AbstractContextManager[Callable[[int], None]]:
    """Count cleaned pages of which nobody knows how many come; not where the output runs over the same terminal."""
    shown = sys.stderr.isatty() and not (beside_output and sys.stdout.isatty())
    return _drawn((TextColumn("cleaning page {task.completed:.0f}"),), None, shown=shown)


@contextmanager
def _drawn(columns: tuple[ProgressColumn, ...], total: int | None, *, shown: bool) -> Iterator[Callable[[int], None]]:
    """Draw as the work goes on and by no thread of its own: commands start processes meanwhile, by forking."""
    bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown, auto_refresh=False)
    with bar:
        task = bar.add_task("", total=total)
        last = -_REDRAW_SECONDS

        def advance(count: int) -> None:
            nonlocal last
            bar.advance(task, count)
            if shown and monotonic() - last >= _REDRAW_SECONDS:
                bar.refresh()
                last = monotonic()

        yield advance
