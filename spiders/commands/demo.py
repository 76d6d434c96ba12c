"""``scrapy demo``: crawls the newsroom that ships with the project, served on loopback for as long as it takes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners import RemovalKind
from pipelines.store import Store
from pipelines.summary import Summary, last_crawl, summarise
from pipelines.values import StoreError
from spiders.command import OwnCommand
from spiders.newsroom import serve_newsroom
from spiders.report import ExitCode
from spiders.terminal import refuse_arguments

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

_PROJECT = Path(__file__).resolve().parent.parent.parent
_NEWSROOM = _PROJECT / "data" / "newsroom"
_DEMO = _PROJECT / "data" / "demo"
"""Where the demo keeps its database and archive; ignored by git."""
_LOOPBACK_DELAY = 0.005
"""Seconds between two requests: our own server needs no rest, but without any delay Scrapy opens several at once."""
_GOOD_ENDS = frozenset({ExitCode.SUCCESS, ExitCode.NOTHING_NEW})
_QUERY = "SELECT site, published_at, title, integrity FROM articles ORDER BY published_at DESC LIMIT 10"


class Command(OwnCommand):
    """Crawl the newsroom that ships with the project."""

    cleans_pages = True

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return "Crawl the newsroom that ships with the project, print a summary"

    def long_desc(self) -> str:
        """Describe what happens, an example and the exit codes."""
        return (
            "Serves six invented outlets on loopback, crawls them with 'scrapy crawl-all', stores their articles in"
            " data/demo/news.db and prints what came of it. Run again, it stores nothing twice. Needs no network."
            " Example: scrapy demo --fresh. Exit codes: 0 all outlets were crawled; 1 one of them failed;"
            " 2 wrong arguments; 4 stopped; 7 the database cannot be written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        super().add_options(parser)
        parser.add_argument("--fresh", action="store_true", help="forget earlier demos first")
        parser.add_argument("--folder", type=Path, default=_DEMO, help="where to keep database and archive")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the demo; sets the exit code."""
        refuse_arguments(args)
        if opts.fresh:
            shutil.rmtree(opts.folder / "archive", ignore_errors=True)
            for file in opts.folder.glob("news.db*"):
                file.unlink()
        try:
            self.exitcode = _run_demo(opts.folder)
        except StoreError as error:
            self.fail(ExitCode.STORAGE, error)


def _run_demo(folder: Path) -> int:
    """Crawl every outlet into ``folder``, print the summary, return the exit code. Raises ``StoreError``."""
    database = folder.absolute() / "news.db"
    with Store.open(database) as store:
        before = last_crawl(store)
    with serve_newsroom(_NEWSROOM) as server:
        print(f"Crawling {len(server.outlets)} invented outlets on {server.address} ...", flush=True)
        code = _crawl_newsroom(
            {
                "NEWS_SITES": _NEWSROOM / "sites",
                "NEWS_DB": database,
                "NEWS_ARCHIVE": database.with_name("archive"),
                "NEWS_PROXY": server.address,
                "DOWNLOAD_DELAY": _LOOPBACK_DELAY,
                "AUTOTHROTTLE_START_DELAY": _LOOPBACK_DELAY,
            }
        )
    with Store.open(database, readonly=True) as store:
        print(_describe(summarise(store, before), database))
    return 0 if code in _GOOD_ENDS else 1


def _crawl_newsroom(settings: Mapping[str, object]) -> int:
    """Run ``scrapy crawl-all`` as an operator's crontab would; gives its exit code, prints what it says of trouble."""
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl-all", "--quiet", *options]
    with subprocess.Popen(command, cwd=_PROJECT, start_new_session=True) as crawls:  # noqa: S603 (our own, no shell)
        try:
            return crawls.wait()
        except KeyboardInterrupt:
            crawls.terminate()  # stops its crawls in order
            crawls.wait()
            raise


def _describe(summary: Summary, database: Path) -> str:
    """Say what the crawls did, where the database is, and what to try next."""
    shown = database.relative_to(Path.cwd()) if database.is_relative_to(Path.cwd()) else database
    nothing_new = "" if summary.new or summary.changed else ": nothing new, nothing stored twice"
    junk = {kind: count for kind, count in summary.removals.items() if kind != RemovalKind.BOILERPLATE}
    lines = [
        f"pages seen          {summary.pages}, {summary.not_modified} of them not modified since the last visit",
        f"articles            {summary.new} new, {summary.changed} changed, {summary.unchanged} unchanged{nothing_new}",
        "",
        f"database            {shown}",
        f"  articles          {summary.articles}",
        f"  rejected pages    {_listed(summary.rejections)}",
        f"  junk lines cut    {_listed(junk)}, and {summary.removals.get(RemovalKind.BOILERPLATE, 0)} of boilerplate",
        "",
        f'try                 sqlite3 {shown} "{_QUERY}"',
        f'without sqlite3     .venv/bin/sqlite-utils {shown} "{_QUERY}" --table',
    ]
    return "\n".join(["", *lines])


def _listed(counts: Mapping[str, int]) -> str:
    total = sum(counts.values())
    return f"{total} ({', '.join(f'{count} {name}' for name, count in counts.items())})" if total else "0"
