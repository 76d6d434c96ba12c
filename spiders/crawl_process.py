"""A site's crawl as a process of its own, forked from one that has loaded all that crawls take.

A run that finds nothing new is short, and what Python, Scrapy and the cleaners load would be most of it. Forked, a
crawl begins at once, and shares the memory of what was loaded with the others.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from multiprocessing import get_context
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NamedTuple

from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings

from spiders.launch import prepare
from spiders.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

_CRAWL = "spiders.commands.crawl"
"""The command's module."""
_LOADED_LATE = (
    "cleaners.version",
    "feedparser",
    "scrapy.core.downloader.tls",
    "scrapy.core.downloader.contextfactory",
    "scrapy.core.engine",
    "scrapy.statscollectors",
    "spiders.site_spider",
)
"""Modules that a crawl takes, and neither its command nor the lists of its settings name."""
_PAGE = "<title>河湾小学食堂开放参观</title><h1>河湾小学食堂开放参观</h1><p>小学请家长到食堂参观，来了一百多人。</p>"
"""What is cleaned once, so that words, models and tables are read."""

_FORKING = get_context("fork")


class Ended(NamedTuple):
    """How one site's process ended."""

    site: str
    code: int
    """Its exit code; of one that a signal ended, the signal's number below zero."""
    output: str


class CrawlProcess:
    """``scrapy crawl SITE`` in a session of its own, what it writes kept until it has ended."""

    def __init__(self, site: str, options: Sequence[str]):
        """Begin the crawl. :func:`load_crawls` comes first, and no thread runs beside this one."""
        self.site = site
        self._output = TemporaryFile()  # noqa: SIM115 - closed by `end`
        self._process = _FORKING.Process(
            target=_be_crawl, args=(["scrapy", "crawl", site, *options], self._output.fileno())
        )
        self._process.start()
        self.sentinel = self._process.sentinel
        """What ``multiprocessing.connection.wait`` waits for: ready when the process has ended."""

    def stop(self) -> None:
        """Have it stop in order; asked once more, at once."""
        self._process.terminate()

    def end(self) -> Ended:
        """Wait for its end and say how it ended."""
        self._process.join()
        with self._output as output:
            output.seek(0)
            return Ended(self.site, self._process.exitcode or 0, output.read().decode("utf-8", "replace"))


def load_crawls() -> None:
    """Load what crawls take into this process, which is going to fork into them."""
    from cleaners import clean_html  # Not for a command that is refused: it takes a third of a second.

    settings = get_project_settings()
    parts = [part for name in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "ITEM_PIPELINES") for part in settings[name]]
    parts += [settings[name] for name in ("SCHEDULER", "TWISTED_DNS_RESOLVER", "LOG_FORMATTER", "DUPEFILTER_CLASS")]
    for name in (*_LOADED_LATE, _CRAWL, *(part.rpartition(".")[0] for part in parts)):
        import_module(name)
    clean_html(_PAGE)
    gc.freeze()  # a search for garbage would write into all of it, and shared memory that is written is copied


def _be_crawl(words: list[str], output: int) -> None:
    """Run the command line in this process, as if it had been started with it; ends with the command's code."""
    os.setsid()
    os.dup2(output, 1)
    os.dup2(output, 2)
    try:
        prepare()
        settings = get_project_settings()
        settings.set("COMMANDS_MODULE", _CRAWL)
        execute(words, settings)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - it would end multiprocessing's way, which knows no code for a stop
        sys.excepthook(type(error), error, error.__traceback__)
        raise SystemExit(ExitCode.FAILED) from None
