"""A Python that has loaded what commands load, and forks into one as often as it is asked.

A command started this way is a process of its own with its own streams and end, as one from a shell, but half a second
of processor time cheaper: over the whole suite more than a minute.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).parent.parent
LEFT_TO_COMMANDS = "spiders.settings"
"""Module that readies the process it is loaded in."""

OF_SCRAPY = """
    cmdline crawler shell statscollectors extensions.closespider extensions.corestats extensions.logcount
    extensions.memusage core.engine core.downloader.handlers.http11 downloadermiddlewares.defaultheaders
    downloadermiddlewares.downloadtimeout downloadermiddlewares.httpcompression downloadermiddlewares.redirect
    downloadermiddlewares.retry downloadermiddlewares.stats downloadermiddlewares.useragent spidermiddlewares.referer
""".split()
"""Modules of Scrapy that a crawl takes."""


def run(arguments: list[str], environment: Mapping[str, str], timeout: float) -> tuple[int, str, str]:
    """Run ``scrapy`` with these arguments in the project's root; exit code, output, errors.

    A command that is not over after ``timeout`` seconds dies of SIGALRM: its code is -14.
    """
    with TemporaryFile() as out, TemporaryFile() as err:
        order = {
            "arguments": arguments,
            "environment": dict(environment),
            "timeout": timeout,
            "streams": [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (out, err)],
        }
        starter = _starter()
        assert starter.stdin
        assert starter.stdout
        starter.stdin.write(json.dumps(order) + "\n")
        starter.stdin.flush()
        code = int(starter.stdout.readline())
        for file in (out, err):
            file.seek(0)
        return code, out.read().decode(), err.read().decode()


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
    """Fork for each order and answer with its exit code; returns in the forks, which have become commands."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            return _become(**json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    sys.exit()


def _become(arguments: list[str], environment: dict[str, str], timeout: float, streams: list[str]) -> None:
    """Make this process what a shell would have started."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, *(os.open(path, os.O_WRONLY) for path in streams))):
        os.dup2(file, number)
        os.close(file)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - as long as the process
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    signal.setitimer(signal.ITIMER_REAL, timeout)
    sys.argv = ["scrapy", *arguments]


def _load() -> None:
    """Load all modules of the project, what they read when first used, and modules of Scrapy that a crawl takes."""
    sys.path[0] = str(PROJECT)
    names = ["cleaners", "pipelines", "spiders"]
    for name in OF_SCRAPY:
        importlib.import_module(f"scrapy.{name}")
    names.append("scrapy.commands")
    for package in map(importlib.import_module, names):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name != LEFT_TO_COMMANDS:
                importlib.import_module(module.name)
    clean = importlib.import_module("cleaners").clean_html
    for page in sorted((PROJECT / "data" / "newsroom").glob("*.example/**/*.html")):
        clean(page.read_bytes(), "http://www.hewan.example/1.html")  # reads words and models, which are read once
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _load()
    _wait_for_orders()
    runpy.run_module("scrapy", run_name="__main__", alter_sys=True)
