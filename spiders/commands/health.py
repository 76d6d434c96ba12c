"""``scrapy health``: whether the database is sound, and how the sites do."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from pipelines.health import judge_sites
from pipelines.store import Store
from pipelines.values import StoreError
from pipelines.whole import ExportError, whole_file
from spiders.command import OwnCommand
from spiders.report import ExitCode, counted
from spiders.terminal import printable_line, refuse_arguments

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from pipelines.health import SiteHealth


class Command(OwnCommand):
    """Judge database and sites."""

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return "Check the database and name the sites gone quiet, changed, hijacked or failing"

    def long_desc(self) -> str:
        """Describe what is looked at, an example and the exit codes."""
        return (
            "Checks the file and its search index, and judges each site by its own history: no new articles for"
            " unusually long (quiet), bodies or refused pages out of proportion (layout), junk in the newest pages"
            " (hijacked), runs that ended badly (failing), no runs (not crawled). Changes nothing. Example for cron:"
            " scrapy health -q --html /srv/www/news.html. Exit codes: 0 all is well; 1 an error in our code;"
            " 2 wrong arguments, or the page cannot be written; 4 some site needs a look; 7 the database is not sound"
            " or cannot be read."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        super().add_options(parser)
        parser.add_argument("--html", type=Path, metavar="FILE", help="write a page that needs nothing else")
        parser.add_argument(
            "--no-check", action="store_true", help="judge the sites only; a check reads the whole file"
        )
        parser.add_argument("-q", "--quiet", action="store_true", help="print only what is not well")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check and judge; sets the exit code."""
        refuse_arguments(args)
        now = datetime.now(UTC)
        try:
            sites, problems = _look_at(self.settings["NEWS_DB"], now, whole=not opts.no_check)
            if opts.html:
                from pipelines.desk.health_page import write_health_page  # Scrapy loads every command at each start.

                with whole_file(opts.html) as file:
                    file.write(write_health_page(sites, problems, now))
        except StoreError as error:
            self.fail(ExitCode.STORAGE, error)
        except ExportError as error:
            self.fail(ExitCode.USAGE, error)
        except OSError as error:
            self.fail(ExitCode.USAGE, f"{opts.html}: {error.strerror}; check path, rights and space")
        else:
            print_health(sites, problems, quiet=opts.quiet)
            sick = any(health.findings for health in sites)
            self.exitcode = ExitCode.STORAGE if problems else ExitCode.PARTIAL if sick else ExitCode.SUCCESS


def _look_at(path: str, now: datetime, *, whole: bool) -> tuple[list[SiteHealth], list[str] | None]:
    """Judge the sites and check the ``whole`` file; its problems are None when they were not looked for.

    Raises StoreError when the database cannot be read; a file that is known to be broken names its problems instead.
    """
    problems = _check_file(path) if whole else None
    try:
        with Store.open(path, readonly=True) as store:
            return judge_sites(store.connection, now), problems
    except StoreError as error:
        if not problems:
            raise
        return [], [*problems, str(error)]


def _check_file(path: str) -> list[str]:
    """Name what is wrong with the database file. Raises StoreError when it cannot be opened."""
    Store.open(path, readonly=True).close()  # never makes a new file
    may_write = os.access(path, os.W_OK) and os.access(Path(path).absolute().parent, os.W_OK)
    with Store.open(path, readonly=not may_write) as store:
        return store.check()


def print_health(sites: Sequence[SiteHealth], problems: Sequence[str] | None, *, quiet: bool) -> None:
    """Print one line a problem and a finding."""
    console = Console(highlight=False, soft_wrap=True)
    for problem in problems or ():
        console.print(f"database: {printable_line(problem)}", style="red", markup=False)
    for health in sites:
        for finding in health.findings:
            console.print(
                f"{printable_line(health.record.site)}: {finding.kind}: {printable_line(finding.says)}", markup=False
            )
    if quiet:
        return
    if problems is not None and not problems:
        console.print("database: sound")
    well = sum(not health.findings for health in sites)
    console.print(f"{well} of {counted(len(sites), 'site')} {'is' if 1 in {well, len(sites)} else 'are'} well")
