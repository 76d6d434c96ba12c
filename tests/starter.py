"""A Python that has loaded what commands load, and forks into one as often as it is asked.

A command started this way is a process of its own with its own streams and end, as one from a shell, but half a second
of processor time cheaper: over the whole suite more than a minute.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import importlib
import json
import logging
import os
import pkgutil
import resource
import runpy
import signal
import subprocess
import sys
import threading
import time
import warnings
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory, TemporaryFile
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROJECT = Path(__file__).parent.parent
LEFT_TO_COMMANDS = "spiders.settings"
"""Module that readies the process it is loaded in."""

CLOSED, UNREAD = "closed", "unread"
"""Streams of a command: closed, as ``>&-`` does; a pipe whose reader has gone, as ``| true`` does."""

OF_SCRAPY = """
    cmdline crawler shell statscollectors extensions.closespider extensions.corestats extensions.logcount
    extensions.memusage core.engine core.downloader.handlers.http11 downloadermiddlewares.defaultheaders
    downloadermiddlewares.downloadtimeout downloadermiddlewares.httpcompression downloadermiddlewares.redirect
    downloadermiddlewares.retry downloadermiddlewares.stats downloadermiddlewares.useragent spidermiddlewares.referer
""".split()
"""Modules of Scrapy that a crawl takes."""


class Command:
    """A command that runs; ``out`` and ``err`` hold what it has written."""

    def __init__(
        self,
        arguments: list[str],
        environment: Mapping[str, str],
        timeout: float,
        stdin: bytes = b"",
        streams: Mapping[int, str] = MappingProxyType({}),
        *,
        folder: Path = PROJECT,
        largest_file: int | None = None,
        forking: bool = True,
    ):
        """Start ``scrapy`` with these arguments in a folder, in a session of its own.

        A command that is not over after ``timeout`` seconds dies of SIGALRM: its code is -14. ``streams`` says which
        of the files 0, 1 and 2 are others than usual: a path, ``CLOSED`` or ``UNREAD``. ``largest_file``: bytes
        that a file may have, as ``ulimit -f`` sets them. ``forking``: the commands that it starts are forked as well.
        """
        self._files = [TemporaryFile() for _ in range(3)]  # noqa: SIM115 - closed by __exit__
        self._files[0].write(stdin)
        self._files[0].seek(0)
        self._code: int | None = None
        usual = [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in self._files]
        given = [streams.get(number, path) for number, path in enumerate(usual)]
        limits = {"timeout": timeout, "largest_file": largest_file}
        how = {"streams": given, "piped": bool(stdin), "folder": str(folder), "forking": forking}
        self.pid = _order(arguments=arguments, environment=dict(environment), **limits, **how)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wait()
        for file in self._files:
            file.close()

    def poll(self) -> int | None:
        """Give the exit code, None while it runs."""
        if self._code is None:
            self._code = _order(poll=self.pid)
        return self._code

    def wait(self) -> int:
        """Wait for its end and give the exit code."""
        if self._code is None:
            self._code = _order(wait=self.pid)
        assert self._code is not None
        return self._code

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it is over."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Stop it as ``kill`` does."""
        self.send_signal(signal.SIGTERM)

    def read(self) -> tuple[int, str, str]:
        """Wait for its end; exit code, output, errors."""
        code, out, err = self.read_bytes()
        return code, out.decode(), err.decode()

    def read_bytes(self) -> tuple[int, bytes, bytes]:
        """Wait for its end; exit code, output, errors, for a command that writes another charset."""
        code = self.wait()
        for file in self._files[1:]:
            file.seek(0)
        return code, self._files[1].read(), self._files[2].read()


def run(arguments: list[str], environment: Mapping[str, str], **how: Any) -> tuple[int, str, str]:
    """Run a :class:`Command` to its end; exit code, output, errors."""
    with Command(arguments, environment, **how) as command:
        return command.read()


def _order(**order: object) -> Any:
    """Give an order to this process's starter; its answer."""
    starter = _starter()
    assert starter.stdin
    assert starter.stdout
    starter.stdin.write(json.dumps(order) + "\n")
    starter.stdin.flush()
    return json.loads(starter.stdout.readline())


@cache
def _starter() -> subprocess.Popen[str]:
    """Start one for this process; it ends with this process, when its input does."""
    environment = {**os.environ, "PYTHONWARNINGS": "default", "OPENBLAS_NUM_THREADS": "1"}
    line = [sys.executable, __file__]
    starter = subprocess.Popen(
        line, cwd=PROJECT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(starter.communicate)
    return starter


def _wait_for_orders() -> None:
    """Fork into commands and tell how they ended; returns in the forks, which have become commands."""
    for line in sys.stdin:
        order = json.loads(line)
        if "arguments" in order:
            child = os.fork()
            if child == 0:
                return _become(**order)
            print(child, flush=True)
        else:
            child, status = os.waitpid(order.get("wait") or order["poll"], 0 if "wait" in order else os.WNOHANG)
            print(os.waitstatus_to_exitcode(status) if child else "null", flush=True)
    sys.exit()


def _become(
    arguments: list[str],
    environment: dict[str, str],
    timeout: float,
    largest_file: int | None,
    streams: list[str],
    *,
    piped: bool,
    folder: str,
    forking: bool,
) -> None:
    """Make this process what a shell would have started."""
    os.setsid()
    os.chdir(folder)
    if largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    for number, path in enumerate(streams):
        if path == CLOSED:
            os.close(number)
            continue
        file = _open_to_write(path) if number else _pipe_of(path) if piped else os.open(os.devnull, os.O_RDONLY)
        os.dup2(file, number)
        os.close(file)
    _begin_anew(environment, [path == CLOSED for path in streams])
    signal.setitimer(signal.ITIMER_REAL, timeout)
    sys.argv = ["scrapy", *arguments]
    if forking:
        subprocess.Popen = ForkingPopen  # type: ignore[assignment, misc]


class ForkingPopen(subprocess.Popen[Any]):
    """A ``subprocess.Popen`` that forks the commands which a command starts, where it would start a Python for each.

    They have processes, streams and sessions of their own as well; only their command lines are their parent's.
    """

    def __init__(self, words: Sequence[str], **how: Any):
        """Start a program, or fork when it is ``scrapy``."""
        if list(words[:3]) == [sys.executable, "-m", "scrapy"]:
            how["preexec_fn"] = partial(_become_child, words[3:], how.get("env"))
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()  # else the fork would write it once more
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of forks beside threads
            super().__init__(words, **how)


def _become_child(arguments: Sequence[str], environment: Mapping[str, str] | None) -> None:
    """Run a command in a process that was forked out of another command's; never returns.

    Takes back what the other command did to its process and what a new program would not have: its open files,
    handlers of signals, what it registered for the end, the module that readied it.
    """
    if environment is not None:
        os.environ.clear()
        os.environ.update(environment)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # also the one over which Popen waits for the new program
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    atexit._clear()
    logging.root.handlers.clear()
    sys.stdout, sys.stderr, sys.excepthook = sys.__stdout__, sys.__stderr__, sys.__excepthook__
    sys.modules.pop(LEFT_TO_COMMANDS, None)
    sys.argv = ["scrapy", *arguments]
    code: object = 1
    try:
        _be_command()
    except SystemExit as end:
        code = end.code
    except BaseException as error:  # noqa: BLE001 - Python's own end would end the other command
        try:
            sys.excepthook(type(error), error, error.__traceback__)
        except SystemExit as end:  # of what the command put there: it was stopped
            code = end.code
    with suppress(OSError, ValueError):
        atexit._run_exitfuncs()
    os._exit(code if isinstance(code, int) else 1)


def _begin_anew(environment: dict[str, str], closed: list[bool]) -> None:
    """Take from the streams and the environment what Python takes from them when it starts."""
    sys.stdin = None if closed[0] else open(0, closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.path[1:1] = filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
    for name, is_closed in zip(("stdout", "stderr"), closed[1:], strict=True):
        if is_closed:
            setattr(sys, name, None)
            setattr(sys, f"__{name}__", None)
        elif encoding := environment.get("PYTHONIOENCODING"):
            getattr(sys, name).reconfigure(encoding=encoding)


def _open_to_write(path: str) -> int:
    """Open a file or terminal, or the writing end of a pipe that nobody reads any more."""
    if path != UNREAD:
        return os.open(path, os.O_WRONLY | os.O_NOCTTY)
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def _pipe_of(path: str) -> int:
    """Give the reading end of a pipe into which a process of its own writes the file."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        with suppress(BrokenPipeError), Path(path).open("rb") as file, os.fdopen(writing, "wb") as pipe:
            copyfileobj(file, pipe)
        os._exit(0)
    os.close(writing)
    return reading


def _be_command() -> None:
    """Run the command and end with it.

    Python takes itself apart at its end, and to do so with all that was loaded costs more than most commands. What a
    command may notice of that is done, the rest left out: threads are waited for, what was registered for the end is
    called, what nobody holds any more and was not closed is warned of, output is written. An end by an exception, or
    with output that cannot be written, is Python's own.
    """
    try:
        runpy.run_module("scrapy", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if not isinstance(end.code, int | None):
            raise
        code = end.code or 0
    else:
        code = 0
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        gc.collect()
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code & 0xFF)


def _load() -> None:
    """Load all modules of the project, what they read when first used, and modules of Scrapy that a crawl takes."""
    sys.path.insert(0, str(PROJECT))
    names = ["cleaners", "pipelines", "spiders"]
    for name in OF_SCRAPY:
        importlib.import_module(f"scrapy.{name}")
    names.append("scrapy.commands")
    for package in map(importlib.import_module, names):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name != LEFT_TO_COMMANDS:
                importlib.import_module(module.name)
    _use_once()
    sys.path.remove(str(Path(__file__).parent))
    gc.collect()
    gc.freeze()


def _use_once() -> None:
    """Do a little of what commands do, so that words, models, patterns and tables are read before they fork."""
    load = importlib.import_module
    clean = load("cleaners").clean_html
    for page in sorted((PROJECT / "data" / "newsroom").glob("*.example/**/*.html"))[::3]:
        clean(page.read_bytes(), "http://www.hewan.example/1.html")
    visits, store, archive = load("visits"), load("pipelines.store"), load("spiders.archive_writer")
    with TemporaryDirectory() as name:
        folder = Path(name)
        with store.Store.open(folder / "news.db") as database:
            for text in ("福州鼓楼区一小学食堂开放参观" * 9, "福州鼓楼区一小学食堂开放参观，阅读 12" * 9):
                database.save(visits.visit_of(visits.article_of(text)))
        with archive.ArchiveWriter(folder, "hewan") as writer:
            writer.write(archive.Exchange("http://www.hewan.example/", visits.NOON, 200, (), b"<p>1</p>"))
    load("spiders.discovery.shapes").looks_like_article("http://www.hewan.example/local/ferry-is-back_12.html")
    load("spiders.profile_reader").parse_profile("hewan", {"name": "河湾日报", "home": "http://www.hewan.example/"})
    load("spiders.launch").commands_to_load(["list"])
    load("cleaners.lexicons").check_lexicons()
    load("scrapy.settings").Settings().frozencopy()
    argparse.ArgumentParser().parse_args([])
    load("platform").platform()  # asks another program
    cmdline: Any = load("scrapy.cmdline")
    cmdline.entry_points = cache(cmdline.entry_points)  # reads the description of each package that is installed
    cmdline.entry_points(group="scrapy.commands")


if __name__ == "__main__":
    _load()
    _wait_for_orders()
    _be_command()
