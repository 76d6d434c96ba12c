"""``scrapy reclean``: today's cleaners over the archived pages; shows what would change, or changes it."""

from __future__ import annotations

import os
from concurrent.futures import BrokenExecutor
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table
from scrapy.exceptions import UsageError

from cleaners import CLEANER_VERSION
from pipelines.filters import require_site
from pipelines.items import Received, Visit
from pipelines.junk import memory_of_site
from pipelines.query import SearchError
from pipelines.recleaning import ArchivedPage, archived_pages, changed_fields, is_last_answer, read_by_others
from pipelines.store import Store
from pipelines.values import StoreError
from spiders.command import OwnCommand
from spiders.filters import read_day
from spiders.profile import SiteProfile
from spiders.profile_reader import ProfileError, load_profiles
from spiders.progress import progress_bar
from spiders.reclean_tally import FETCHED_AGAIN, NOTHING_TO_DO, STILL_NONE, UNCHANGED, RecleanTally, values_apart
from spiders.recleaning import NotReadableError, Recleaned, reclean_page
from spiders.report import ExitCode
from spiders.terminal import go_on_without
from spiders.workers import cleaning_pool

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from cleaners.memory import SiteMemory

_BATCH_PAGES = 200
"""Pages cleaned, compared and (with --apply) committed together."""
_CHUNK_PAGES = 8
"""Pages a process is handed at once."""


class Job(NamedTuple):
    """One page for a process to clean."""

    folder: Path
    page: ArchivedPage
    profile: SiteProfile | None
    memory: SiteMemory
    """Lines that recur on the site's pages."""


class Command(OwnCommand):
    """Clean archived pages again."""

    cleans_pages = True

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return "Run today's cleaners over the archive and show, or apply, what changes"

    def long_desc(self) -> str:
        """Describe what happens, with an example and the exit codes."""
        return (
            "Reads every archived article page again with today's cleaners, on all cores, and shows by field what would"
            " change. Nothing is fetched, and nothing is written without --apply. With --apply the old text is kept in"
            " 'revisions' as 'recleaned', with the version of the cleaner that made it; an article that today's"
            " cleaners would refuse stays, with the reason in 'rejections'."
            " Example: scrapy reclean --site zjol --since 2024-08-01, then the same with --apply."
            f" Exit codes: {ExitCode.SUCCESS} something changes, {ExitCode.NOTHING_NEW} nothing does,"
            f" {ExitCode.PARTIAL} some pages are missing from the archive or it was interrupted,"
            f" {ExitCode.USAGE} wrong arguments,"
            f" {ExitCode.STORAGE} the database cannot be used, or there is no archive."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        super().add_options(parser)
        parser.add_argument("--site", metavar="NAME", help="only pages of this site")
        parser.add_argument("--since", metavar="DAY", help="only pages fetched on this day (2024-08-29) or later")
        parser.add_argument("--apply", action="store_true", help="change the database; without it only show")
        parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a core)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Clean again; sets the exit code."""
        if args:
            raise UsageError(f"unknown argument {args[0]!r}; a site is named with --site", print_help=False)
        if opts.jobs < 1:
            raise UsageError("--jobs wants a whole number above 0", print_help=False)
        since = read_day("--since", opts.since)
        try:
            sites = Path(self.settings["NEWS_SITES"])
            profiles = load_profiles(sites, go_on_without)
            unread = {path.stem for path in sites.glob("*.toml")} - profiles.keys()  # not to be read without theirs
            with Store.open(self.settings["NEWS_DB"], readonly=not opts.apply) as store:
                folder = Path(self.settings["NEWS_ARCHIVE"])
                pages = archived_pages(store, opts.site, since)
                total = sum(1 for _ in archived_pages(store, opts.site, since))
                _check(store, opts.site, folder, total)
                memory = cache(lambda site: memory_of_site(store.connection, site).recurring())
                jobs = (
                    Job(folder, page, profiles.get(page.site), memory(page.site))
                    for page in pages
                    if page.site not in unread
                )
                tally = reclean(store, jobs, total, processes=opts.jobs, apply=opts.apply)
        except (ProfileError, SearchError) as error:
            self.fail(ExitCode.USAGE, error)
        except StoreError as error:
            self.fail(ExitCode.STORAGE, error)
        except BrokenExecutor:
            self.fail(ExitCode.FAILED, "a process died while cleaning; is there enough memory for --jobs so many?")
        except KeyboardInterrupt:
            self.fail(ExitCode.PARTIAL, "interrupted; what was applied so far stays, run it again to go on")
        else:
            _print_tally(tally, apply=opts.apply)
            self.exitcode = _exit_code(tally)


def _check(store: Store, site: str | None, folder: Path, total: int) -> None:
    """Raise SearchError for a site that is not known, StoreError where there is no archive for all these pages."""
    if site is not None:
        require_site(store.connection, site)
    if total and not folder.is_dir():
        raise StoreError(f"{folder}: no archive there; set NEWS_ARCHIVE to the folder the crawls wrote to")


def _exit_code(tally: RecleanTally) -> ExitCode:
    """Say by code how it went; see the command's help."""
    if tally.unreadable:
        return ExitCode.PARTIAL
    return ExitCode.SUCCESS if tally.changes else ExitCode.NOTHING_NEW


def reclean(store: Store, jobs: Iterable[Job], total: int, *, processes: int, apply: bool) -> RecleanTally:
    """Clean the pages of ``jobs`` in so many processes and compare them with the store; with ``apply`` change it."""
    tally = RecleanTally()
    jobs = iter(jobs)
    with progress_bar("recleaning", total) as advance, cleaning_pool(processes) as pool:
        while batch := list(islice(jobs, _BATCH_PAGES)):
            results = list(pool.map(_run_job, batch, chunksize=_CHUNK_PAGES))
            _take_batch(store, zip((job.page for job in batch), results, strict=True), tally, apply=apply)
            advance(len(batch))
    if apply and tally.fields:
        store.merge_search()
    return tally


def _run_job(job: Job) -> Recleaned | str:
    """Clean one page; a text says why it could not be read."""
    page = job.page
    try:
        result = reclean_page(
            job.folder, page.place, job.profile, kept_at=page.url, has_parts=page.has_parts, memory=job.memory
        )
    except NotReadableError as error:
        return str(error)
    if result.is_of(page, job.profile):
        return result
    return f"{page.place}: holds another page, {result.response.url}"


def _take_batch(
    store: Store, results: Iterator[tuple[ArchivedPage, Recleaned | str]], tally: RecleanTally, *, apply: bool
) -> None:
    with store.batch() if apply else nullcontext():  # compared and stored in one: a crawl may store meanwhile
        for page, result in results:
            if isinstance(result, str):
                tally.unreadable.append(f"{page.normalised_url}: {result}")
                continue
            visit = _visit(page, result)
            outcome = _compare(store, page, visit, tally)
            tally.outcomes[outcome] += 1
            if apply and (outcome not in NOTHING_TO_DO or (outcome == UNCHANGED and read_by_others(store, visit))):
                store.reread(visit, datetime.now(UTC))


def _visit(page: ArchivedPage, result: Recleaned) -> Visit:
    response = result.response
    return Visit(
        site=page.site,
        url=response.url,
        normalised_url=page.normalised_url,
        fetched_at=response.fetched_at,
        status=response.status,
        article=result.article,
        cleaner_version=CLEANER_VERSION,
        received=Received(payload_digest=response.where.digest, archived=page.place),
    )


def _compare(store: Store, page: ArchivedPage, visit: Visit, tally: RecleanTally) -> str:
    """Name what becomes of a page."""
    if not is_last_answer(store, page):
        return FETCHED_AGAIN
    if visit.article.rejection:
        return f"article would be refused: {visit.article.rejection}" if page.has_article else STILL_NONE
    if not page.has_article:
        return "becomes an article"
    fields = changed_fields(store, visit)
    tally.change(page.normalised_url, fields)
    return "changes" if fields else UNCHANGED


def _print_tally(tally: RecleanTally, *, apply: bool) -> None:
    """Print outcomes, the fields that change with examples, and what could not be read."""
    console = Console(highlight=False)
    verb = "changed" if apply else "would change"
    if tally.fields:
        table = Table(
            "field",
            "articles",
            Column("example: before", overflow="fold"),  # Chinese has no spaces to wrap at and would be cut
            Column("after", overflow="fold"),
            title=f"Fields that {verb}",
            title_justify="left",
        )
        for name, count in tally.fields.most_common():
            for place, example in enumerate(tally.examples[name]):
                first = (name, str(count)) if place == 0 else ("", "")
                table.add_row(*first, *map(escape, values_apart(name, example)))
        console.print(table)
    for outcome, count in tally.outcomes.most_common():
        console.print(f"{count} {escape(outcome)}")
    if tally.unreadable:
        sample = escape(tally.unreadable[0])
        console.print(f"{len(tally.unreadable)} not in the archive, the first: {sample}", soft_wrap=True)
    if not tally.outcomes and not tally.unreadable:
        console.print("No archived article pages match.")
    elif not apply and tally.changes:
        console.print("Nothing was written; add --apply to change the database.")
