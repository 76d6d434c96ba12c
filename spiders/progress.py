"""The bar that tells someone at a terminal how far a long command is."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def progress_bar(doing: str, *, beside_output: bool = False) -> Progress:
    """Make a bar on standard error, with ``doing`` before it; it is gone at the end.

    There is none where nobody looks (cron), nor, with ``beside_output``, where the terminal shows the output as well.
    """
    return Progress(
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty() or (beside_output and sys.stdout.isatty()),
    )
