"""``scrapy crawl SITE``: one run of one site, made for cron."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from pipelines.store import Store
from pipelines.tally import Tally
from pipelines.values import CrawlCounts, StoreError
from spiders.arguments import ArgumentError, check_numbers, check_proxy, read_arguments
from spiders.command import CrawlingCommand
from spiders.contact import contact_wanted, is_contact
from spiders.lock import LockedError, site_lock
from spiders.profile_reader import ProfileError
from spiders.report import ExitCode, Run, exit_code, summary
from spiders.stopping import stop_on_signals
from spiders.terminal import refuse_options, say

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler

    from spiders.profile import SiteProfile
    from spiders.site_spider import SiteSpider

EXAMPLE = "Example: scrapy crawl zjol -a max_pages=50 -a since=2024-08-01 -s NEWS_DB=/srv/news.db"


class Command(CrawlingCommand):
    """Crawl one site and say how it went."""

    requires_crawler_process = True

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "[options] SITE"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl one site of data/sites: fetch, clean and store what is new"

    def long_desc(self) -> str:
        """Describe what it does, an example and exit codes."""
        codes = ", ".join(f"{code.value} {code.name.lower().replace('_', ' ')}" for code in ExitCode)
        return (
            f"{self.short_desc()}. -a max_pages=N, since=DAY, until=DAY, url=ADDRESS (one page only). "
            f"{EXAMPLE}. Exit codes: {codes}."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("-q", "--quiet", action="store_true", help="say nothing when all is well (for cron)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the crawl; sets the exit code."""
        refuse_options(args)
        if len(args) != 1:
            raise UsageError("name one site; 'scrapy list' shows them", print_help=False)
        try:
            self.exitcode = self._run_site(args[0], opts)
        except (ProfileError, ArgumentError) as error:
            self.fail(ExitCode.USAGE, error)
        except LockedError as error:
            self.exitcode = ExitCode.LOCKED
            if not opts.quiet:  # no run hangs, so the other one ends, and one that never ran is told by health
                self.fail(ExitCode.LOCKED, error)
        except StoreError as error:
            self.fail(ExitCode.STORAGE, error)

    def _run_site(self, site: str, opts: argparse.Namespace) -> ExitCode:
        assert self.crawler_process is not None  # noqa: S101
        database = str(self.settings["NEWS_DB"])
        try:
            crawler = self.crawler_process.create_crawler(site)
        except KeyError as error:
            raise ProfileError(error.args[0]) from None  # the loader's protocol; no such site
        profile: SiteProfile = crawler.spidercls.profile  # type: ignore[attr-defined]
        read_arguments(opts.spargs, profile)
        check_numbers(self.settings)
        check_proxy(self.settings.get("NEWS_PROXY"))
        _check_contact(profile, self.settings.get("NEWS_CONTACT"))
        if not profile.politeness.allows(datetime.now(profile.timezone).time()):
            if not opts.quiet:
                self.warn(f"{site}: outside the hours its profile allows; nothing fetched")
            return ExitCode.NOTHING_NEW
        with site_lock(database, site, profile.home_host):
            with Store.open(database) as store:
                crawl_id = store.start_crawl(site, datetime.now(UTC))
                if lost := _lost_archive(Path(self.settings["NEWS_ARCHIVE"]), store):
                    self.warn(lost)
            run = self._crawl(crawler, opts.spargs)
            code = exit_code(run)
            with Store.open(database) as store:
                stats = {**(crawler.stats.get_stats() if crawler.stats else {}), "links/left_out": dict(run.left_out)}
                store.finish_crawl(crawl_id, datetime.now(UTC), run.reason, _crawl_counts(run), code, stats)
        if not opts.quiet or code not in {ExitCode.SUCCESS, ExitCode.NOTHING_NEW}:
            say(summary(run, database, code))
        return code

    def _crawl(self, crawler: Crawler, arguments: dict[str, Any]) -> Run:
        assert self.crawler_process is not None  # noqa: S101
        _load_download_handler()
        _drop_unseen_logs(crawler.settings["LOG_LEVEL"])
        started = monotonic()
        self.crawler_process.crawl(crawler, **arguments)
        if crawler.spider is not None or not self.crawler_process.bootstrap_failed:
            _stop_when_overdue(crawler)
            stop_on_signals(crawler)
            self.crawler_process.start(install_signal_handlers=False)
        return _run_of(crawler, monotonic() - started)


def _lost_archive(folder: Path, store: Store) -> str | None:
    """Say that the archive is not where it was: ``folder`` is empty, and the database names a file in it.

    None where all is well. A disk that is not mounted leaves its empty folder behind, and a crawl that fills that goes
    unnoticed until somebody cleans again.
    """
    if next(folder.glob("*/*/*.warc.gz*"), None) or (named := store.an_archived_file()) is None:
        return None
    return f"{folder}: no archive there, but the database names {named} in it (moved? not mounted?); a new one is begun"


def _drop_unseen_logs(level: str) -> None:
    """Make no log records that nobody will see: Scrapy makes ten a page and has its handler drop them."""
    logging.getLogger("scrapy").setLevel(level)
    # Until it is told where to log, Twisted writes what is critical on standard error, besides logging it.
    from twisted.logger import globalLogBeginner

    globalLogBeginner.beginLoggingTo([], redirectStandardIO=False, discardBuffer=True)
    logging.getLogger("twisted").addFilter(_is_untold)


def _is_untold(record: logging.LogRecord) -> bool:
    """Whether nothing else says what a record does: a certificate that names no host is a page's reason as well."""
    return not record.getMessage().startswith("while verifying certificate")


def _load_download_handler() -> None:
    """Load the download handler before the engine does, where the stack is short.

    Scrapy's modules name deprecated classes with ``inspect.stack`` when they are loaded; called deep inside the
    reactor, that reads the source of fifty frames and takes a fifth of a second. Each import lies five frames deeper
    than the module that imports, so those that do so come first, by themselves.
    """
    for name in ("scrapy.core.downloader.tls", "scrapy.core.downloader.contextfactory", "spiders.middlewares.guard"):
        import_module(name)


def _check_contact(profile: SiteProfile, contact: str | None) -> None:
    """Refuse to visit other people's servers without saying how they reach us. Raises :class:`ProfileError`."""
    if profile.is_ours or is_contact(contact):
        return
    raise ProfileError(f"{profile.site}: {contact_wanted(contact)}")


def _stop_when_overdue(crawler: Crawler) -> None:
    """End the process when it outlives its time budget: the frontier survives that, and cron must not hang.

    A thread ends it with an exit code; should even that be stuck, the system's alarm ends it without one.
    """
    minutes = crawler.spidercls.profile.budget.minutes or crawler.settings.getfloat("NEWS_MAX_MINUTES")  # type: ignore[attr-defined]
    grace = crawler.settings.getfloat("NEWS_GRACE_SECONDS")
    seconds = minutes * 60 + grace
    watch = threading.Timer(seconds, _end_overdue, [crawler.spidercls.name, seconds])
    watch.daemon = True
    watch.start()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + grace)


def _end_overdue(site: str, seconds: float) -> None:
    sys.stderr.write(f"scrapy crawl: {site}: still running after {seconds:.0f} s; ended, the next run goes on\n")
    sys.stderr.flush()
    os._exit(ExitCode.PARTIAL)


def _run_of(crawler: Crawler, seconds: float) -> Run:
    """Gather what a finished crawl says of itself."""
    stats = crawler.stats.get_stats() if crawler.stats else {}
    reason = stats.get("finish_reason") or "failed"
    spider: SiteSpider | None = crawler.spider  # type: ignore[assignment]
    if spider is None:  # nothing had begun
        return Run(crawler.spidercls.name, reason, Tally(), seconds)
    return Run(
        site=spider.name,
        reason=spider.ending.reason or reason,
        tally=spider.ledger.tally if spider.ledger else Tally(),
        seconds=seconds,
        left_out=spider.seen.left_out,
        links=spider.seen.links,
        elsewhere=spider.seen.elsewhere,
        front_title=spider.seen.front_title,
        crashes=spider.crashes,
        not_modified=stats.get("downloader/response_status_count/304", 0) + spider.seen.as_they_were,
        unread_lists=spider.seen.unread,
        storage_error=spider.ending.storage_error,
        begins_empty=spider.ledger is not None and spider.ledger.begins_empty,
        is_one_page=spider.asked.url is not None,
    )


def _crawl_counts(run: Run) -> CrawlCounts:
    """The run as the table ``crawls`` keeps it."""
    return CrawlCounts(
        pages=run.count("pages"),
        new=run.count("new"),
        changed=run.count("changed"),
        unchanged=run.count("unchanged") + run.count("recleaned"),
        rejected=run.count("rejected"),
        gone=run.count("gone"),
        errors=run.failed,
    )
