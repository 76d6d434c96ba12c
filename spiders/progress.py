"""What tells someone at a terminal how far a long command is: on standard error, gone at its end, not for cron."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn


def progress_bar(doing: str) -> Progress:
    """Make a bar for work whose size is known, with ``doing`` before it."""
    return _progress(TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), shown=True)


def page_counter(doing: str, *, beside_output: bool) -> Progress:
    """Make a count of pages for work whose size is not known; none where the output is on the terminal itself."""
    column = TextColumn(f"{doing} page {{task.completed:.0f}}")
    return _progress(column, shown=not (beside_output and sys.stdout.isatty()))


def _progress(*columns: ProgressColumn, shown: bool) -> Progress:
    disable = not (shown and sys.stderr.isatty())
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=disable)
