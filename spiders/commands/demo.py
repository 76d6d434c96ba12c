"""``scrapy demo``: crawls the newsroom that ships with the project, served on loopback for as long as it takes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from pipelines.store import Store
from pipelines.summary import Summary, last_crawl, summarise
from pipelines.values import StoreError
from spiders.newsroom import serve_newsroom
from spiders.report import ExitCode

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parent.parent.parent
NEWSROOM = PROJECT / "data" / "newsroom"
DEMO = PROJECT / "data" / "demo"
"""Where the demo keeps its database and archive; ignored by git."""
LOOPBACK_DELAY = 0.005
"""Seconds between two requests: our own server needs no rest, but without any delay Scrapy opens several at once."""
CRAWLS_AT_ONCE = 2
LONGEST_CRAWL = 120
"""Seconds after which an outlet's crawl is given up; it takes about two."""
GOOD_ENDS = frozenset({ExitCode.SUCCESS, ExitCode.NOTHING_NEW})
QUERY = "SELECT site, published_at, title, integrity FROM articles ORDER BY published_at DESC LIMIT 10"


class CrawlEnd(NamedTuple):
    """How the crawl of one outlet ended."""

    site: str
    code: int
    message: str


class Command(ScrapyCommand):
    """Crawl the newsroom that ships with the project."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's own way)

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "[options]"

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return "Crawl the newsroom that ships with the project, print a summary"

    def long_desc(self) -> str:
        """Describe what happens, an example and the exit codes."""
        return (
            "Serves six invented outlets on loopback, crawls them with 'scrapy crawl', stores their articles in"
            " data/demo/news.db and prints what came of it. Run again, it stores nothing twice. Needs no network."
            " Example: scrapy demo --fresh. Exit codes: 0 all outlets were crawled; 1 one of them failed;"
            " 2 wrong arguments; 7 the database cannot be written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        super().add_options(parser)
        parser.add_argument("--fresh", action="store_true", help="forget earlier demos first")
        parser.add_argument("--folder", type=Path, default=DEMO, help="where to keep database and archive")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the demo; sets the exit code."""
        if args:
            raise UsageError(f"takes no argument, got {args[0]}")
        if opts.fresh:
            shutil.rmtree(opts.folder / "archive", ignore_errors=True)
            for file in opts.folder.glob("news.db*"):
                file.unlink()
        try:
            self.exitcode = run_demo(opts.folder)
        except StoreError as error:
            sys.stderr.write(f"scrapy demo: {error}\n")
            self.exitcode = ExitCode.STORAGE


def run_demo(folder: Path) -> int:
    """Crawl every outlet into ``folder``, print the summary, return the exit code. Raises ``StoreError``."""
    database = folder / "news.db"
    sites = sorted(profile.stem for profile in (NEWSROOM / "sites").glob("*.toml"))
    with Store.open(database) as store:
        before = last_crawl(store)
    with serve_newsroom(NEWSROOM) as server, ThreadPoolExecutor(CRAWLS_AT_ONCE) as pool:
        print(f"Crawling {len(sites)} invented outlets on {server.address} ...", flush=True)
        settings = {
            "NEWS_SITES": NEWSROOM / "sites",
            "NEWS_DB": database,
            "NEWS_ARCHIVE": folder / "archive",
            "NEWS_PROXY": server.address,
            "DOWNLOAD_DELAY": LOOPBACK_DELAY,
            "AUTOTHROTTLE_START_DELAY": LOOPBACK_DELAY,
        }
        ends = list(pool.map(lambda site: crawl_outlet(site, settings), sites))
    with Store.open(database, readonly=True) as store:
        print(describe(summarise(store, before), database))
    failed = [end for end in ends if end.code not in GOOD_ENDS]
    for end in failed:
        sys.stderr.write(f"scrapy demo: crawl of {end.site} ended with exit code {end.code}: {end.message}\n")
    return 1 if failed else 0


def crawl_outlet(site: str, settings: Mapping[str, object]) -> CrawlEnd:
    """Run ``scrapy crawl SITE`` as an operator would, in a process of its own."""
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "--quiet", site, *options]
    try:
        done = subprocess.run(  # noqa: S603 (our own command, no shell)
            command, cwd=PROJECT, capture_output=True, text=True, timeout=LONGEST_CRAWL, check=False
        )
    except subprocess.TimeoutExpired:
        return CrawlEnd(site, ExitCode.FAILED, f"still running after {LONGEST_CRAWL} s, stopped")
    said = (done.stderr or done.stdout).strip().splitlines()
    return CrawlEnd(site, done.returncode, said[-1] if said else "it said nothing")


def describe(summary: Summary, database: Path) -> str:
    """Say what the crawls did, where the database is, and what to try next."""
    shown = database.relative_to(Path.cwd()) if database.is_relative_to(Path.cwd()) else database
    return "\n".join(
        [
            "",
            f"pages seen          {summary.pages}",
            f"articles            {summary.new} new, {summary.changed} changed, {summary.unchanged} unchanged",
            f"rejected            {_listed(summary.rejections)}",
            f"junk lines cut      {_listed(summary.removals)}",
            f"database            {shown} ({summary.articles} articles)",
            f'try                 sqlite3 {shown} "{QUERY}"',
            f'without sqlite3     .venv/bin/sqlite-utils {shown} "{QUERY.replace("10", "5")}" --table',
        ]
    )


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
