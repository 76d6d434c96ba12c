"""The process a command runs in: its standard streams, the signals that stop it, and its last word.

Scrapy owns ``main``; its settings file is the first of ours that it loads, and calls :func:`prepare`. So this holds for
every command, and from the first moment that is ours.
"""

from __future__ import annotations

import atexit
import errno
import gc
import io
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.names import meant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType, TracebackType

_STOPPED = 4
"""Exit code of a command that a signal ended (``ExitCode.PARTIAL``, not loaded this early)."""
_UNWRITABLE = 2
"""Exit code when standard output cannot be written, as for any other output."""
_MISTYPED = 2
"""Exit code for a command that there is not, as Scrapy has it (``ExitCode.USAGE``)."""

_GARBAGE_THRESHOLD = 10_000
"""New objects after which Python looks for cycles among them. At its own 700 it goes through all that a command has
loaded twice in its first second, for nothing: a fifth of a second."""

_SCRAPYS_COMMANDS = ("startproject", "version")
"""Those that are not replaced here."""
_COMMANDS = "spiders.commands"
"""Package with a module for each command."""


class OutputError(OSError):
    """Standard output cannot be written; with EPIPE nobody reads it any more (``| head``)."""

    is_told = False


class _StandardOutput(io.FileIO):
    """File 1. What cannot be written is told once, as an OutputError, and what comes after it is dropped."""

    lost: OutputError | None = None

    def write(self, data: Any, /) -> int:
        if self.lost:
            return memoryview(data).nbytes
        try:
            return super().write(data)
        except OSError as error:
            self.lost = OutputError(error.errno, error.strerror, "standard output")
            raise self.lost from None


def prepare() -> None:
    """Make this process one that ends in one line: stopped, unread, with a full disk behind its output."""
    _start_lean()
    _open_closed_streams()
    if sys.stdout is None or sys.stdout is sys.__stdout__:  # a test may have put its own there
        raw = _StandardOutput(1, "w", closefd=False)
        sys.stdout = _standard_output(raw)
        atexit.register(_flush, raw)
    sys.excepthook = _end
    for number in stop_signals():
        signal.signal(number, _stop)
    os.register_at_fork(after_in_child=_as_born)


def commands_to_load(arguments: Sequence[str]) -> str:
    """Name what Scrapy has to load for these words behind ``scrapy``: the one command's module, or the whole package.

    Scrapy loads what it is told to before it looks which command is meant, and all commands together load all of the
    project: half a second for ``scrapy list``, which needs next to nothing of it. A word that is no command of ours
    gets the whole package, for Scrapy's own list of commands and its advice.
    """
    name = _command_name(arguments)
    return f"{_COMMANDS}.{name}" if name in _own_commands() else _COMMANDS


def refuse_mistyped(program: str, arguments: Sequence[str]) -> None:
    """End with one line where the command is none and a slip of one, before Scrapy says at length that it is none.

    ``program`` is the path of what was started: whoever else loads the settings has arguments of his own.
    """
    name = _command_name(arguments)
    names = {*_own_commands(), *_SCRAPYS_COMMANDS}
    is_scrapy = Path(program).name in {"scrapy", "__main__.py"}
    if is_scrapy and name and name not in names and (near := meant(name, {known: known for known in names})):
        sys.stderr.write(f"scrapy {name}: no such command; did you mean {near[0]}?\n")
        raise SystemExit(_MISTYPED)


def _command_name(arguments: Sequence[str]) -> str:
    return next((word for word in arguments if not word.startswith("-")), "")


def _own_commands() -> set[str]:
    return {file.stem for file in (Path(__file__).parent / "commands").glob("[a-z]*.py")}


def _start_lean() -> None:
    """Spare a command work that serves nothing, a tenth of the time of its start."""
    gc.set_threshold(_GARBAGE_THRESHOLD)
    # NumPy is loaded later and makes a thread for each core: none gets work, each spins for 20 ms before it sleeps.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _stop(_number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, unless the command is over and Python only ends: nobody would catch it."""
    if not threading.main_thread().is_alive():
        return  # what is registered for the end runs
    while frame is not None:
        if frame.f_code is threading._shutdown.__code__:  # type: ignore[attr-defined] # there is no public sign
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def stop_signals() -> tuple[signal.Signals, ...]:
    """Signals that mean "stop in order": Ctrl-C, kill, and a terminal that was closed unless ``nohup`` ignores it."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    return tuple(number for number in signals if signal.getsignal(number) is not signal.SIG_IGN)


def tell_lost_output(error: OutputError) -> bool:
    """Say that output could not be written; false, and silent, when it only is not read any more."""
    error.is_told = True
    if error.errno == errno.EPIPE:
        return False
    sys.stderr.write(f"scrapy: {error.filename}: {error.strerror}; the rest of the output is lost\n")
    return True


def _open_closed_streams() -> None:
    """Open the standard streams that the caller closed (``2>&-``), else the next file, a database, would be one."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number
    if sys.stderr is None:
        sys.stderr = open(2, "w", errors="backslashreplace", closefd=False)  # noqa: SIM115 - by number, for good


def _standard_output(raw: _StandardOutput) -> io.TextIOWrapper:
    """Wrap file 1 as Python did, in the same encoding; what that lacks is written as its escape, as on file 2."""
    encoding = sys.stdout.encoding if sys.stdout else None
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding, "backslashreplace", line_buffering=raw.isatty())


def _end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Take what no command has caught: end in one line, or with a traceback where the error is ours."""
    if isinstance(error, KeyboardInterrupt):
        sys.stderr.write("scrapy: stopped\n")
        raise SystemExit(_STOPPED)
    if isinstance(error, OutputError):
        raise SystemExit(_UNWRITABLE if tell_lost_output(error) else 0)
    sys.__excepthook__(kind, error, trace)


def _flush(raw: _StandardOutput) -> None:
    """Write what is left, while the exit code can still say that it could not be written.

    Behind a script (``.venv/bin/scrapy``) Python itself has tried already, and passed over the error.
    """
    with suppress(OutputError):
        sys.stdout.flush()
    if raw.lost and not raw.lost.is_told and tell_lost_output(raw.lost):
        sys.stderr.flush()
        os._exit(_UNWRITABLE)


def _as_born() -> None:
    """Let a process that was forked to work for this one die of signals; nobody hears its last word."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
