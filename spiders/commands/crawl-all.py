# ruff: noqa: N999 (the file is named as the command is)
"""``scrapy crawl-all``: many sites, in parallel over sites, one process each, one database.

The file's name is the command's name, hence the hyphen.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from pipelines.store import Store
from pipelines.values import StoreError
from spiders.arguments import ArgumentError, check_numbers, check_proxy, read_arguments
from spiders.command import CrawlingCommand
from spiders.contact import contact_wanted, is_contact
from spiders.crawl_process import CrawlProcess, Ended, load_crawls
from spiders.launch import stop_signals
from spiders.profile_reader import ProfileError, copied_profiles, in_groups, none_chosen
from spiders.report import ExitCode, counted
from spiders.terminal import refuse_options, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection

    from spiders.loader import ProfileSpiderLoader
    from spiders.profile import SiteProfile

_JOBS_A_CORE = 4
"""Sites crawled at a time for each core. A crawl waits for its turn at its host nearly all of its time: a run of 43
pages that finds nothing new takes .6 s of a core and a minute and a half."""
_MAX_JOBS = 32
"""Sites at a time beyond which a crawl waits long for the others to write, unless there are as many cores."""
_MEMORY_OF_A_CRAWL = 250_000_000
"""Bytes; one took 120 to 230 MB. Crawls that share a core may fill half of the memory: a small machine of one core has
often no more than 1 GB, and the kernel would kill one of four, or the database's other readers."""
_EXAMPLE = "Example: scrapy crawl-all --group guangxi -s NEWS_DB=/srv/news.db"


class Command(CrawlingCommand):
    """Crawl many sites and say how it went."""

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "[options] [SITE...]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl all sites, a group of them or the ones named, several at a time"

    def long_desc(self) -> str:
        """Describe what it does, an example and exit codes."""
        return (
            f"{self.short_desc()}. Each site runs as 'scrapy crawl SITE' in a process of its own. {_EXAMPLE}. "
            "Exit codes are those of 'scrapy crawl': 0 when anything is new and nothing failed, 3 when nothing is new, "
            "4 when some sites failed or were cut short, else what all of them ended with."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--group", action="append", default=[], help="sites of this group (may be repeated)")
        default = jobs_at_once(os.cpu_count() or 1, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
        parser.add_argument("-j", "--jobs", type=int, default=default, help=f"sites crawled at a time (here {default})")
        parser.add_argument("-q", "--quiet", action="store_true", help="say nothing of sites that are well (for cron)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the crawls; sets the exit code."""
        refuse_options(args)
        if opts.jobs < 1:
            raise UsageError("--jobs must be at least 1", print_help=False)
        loader: ProfileSpiderLoader = get_spider_loader(self.settings)  # type: ignore[assignment]
        profiles, ends = self._load(loader, args or loader.list())
        sites = in_groups(profiles, opts.group)
        if not sites and not ends:
            self.fail(ExitCode.USAGE, none_chosen(loader.folder, profiles, opts.group, named=bool(args)))
            return
        empty = [group for group in opts.group if not in_groups(profiles, [group])]
        if empty:  # those of the other groups are crawled nevertheless
            self.warn(none_chosen(loader.folder, profiles, empty, named=bool(args)))
        try:
            self._check_what_all_share(sites, opts)
        except StoreError as error:
            self.fail(ExitCode.STORAGE, error)
            return
        for line in copied_profiles(profiles):
            self.warn(f"{loader.folder}: {line}")
        count = len(sites) + len(ends)
        nameless = self._nameless(sites)
        sites = [site for site in sites if site not in nameless]
        ends += [Ended(site.site, ExitCode.USAGE, "") for site in nameless]
        ends += _crawl_sites(sites, opts.jobs, _handed_on(opts))
        if not opts.quiet:
            say(f"{len(ends)} of {counted(count, 'site')}: {_describe(ends)}")
        codes = [ended.code for ended in ends] + [ExitCode.USAGE] * len(empty)
        self.exitcode = _common_code(codes) if len(ends) == count else ExitCode.PARTIAL

    def _load(self, loader: ProfileSpiderLoader, names: Sequence[str]) -> tuple[list[SiteProfile], list[Ended]]:
        """The profiles of the sites, and the ends of those that cannot be read: the others are crawled nevertheless."""
        profiles, ends = [], []
        for site in names:
            try:
                profiles.append(loader.load(site).profile)
            except (ProfileError, KeyError) as error:
                ends.append(Ended(site, ExitCode.USAGE, ""))
                self.warn(error.args[0])
        return profiles, ends

    def _nameless(self, sites: Sequence[SiteProfile]) -> list[SiteProfile]:
        """The sites that must not be asked by somebody who names no contact."""
        contact = self.settings.get("NEWS_CONTACT")
        nameless = [site for site in sites if not (site.is_ours or is_contact(contact))]
        if nameless:
            self.warn(f"{counted(len(nameless), 'site')} not crawled; {contact_wanted(contact)}")
        return nameless

    def _check_what_all_share(self, sites: Sequence[SiteProfile], opts: argparse.Namespace) -> None:
        """Say once, before any crawl begins, what each would refuse; the database is brought up to date once, too."""
        try:
            check_numbers(self.settings)
            check_proxy(self.settings.get("NEWS_PROXY"))
            for site in sites[:1]:
                read_arguments({name: value for name, value in opts.spargs.items() if name != "url"}, site)
        except ArgumentError as error:
            raise UsageError(str(error), print_help=False) from None
        if sites:
            Store.open(self.settings["NEWS_DB"]).close()


def jobs_at_once(cores: int, memory: int) -> int:
    """Sites crawled at a time where nobody says how many; ``memory`` is the machine's, in bytes."""
    return max(cores, min(cores * _JOBS_A_CORE, _MAX_JOBS, memory // 2 // _MEMORY_OF_A_CRAWL))


def _handed_on(opts: argparse.Namespace) -> list[str]:
    """Options for each ``scrapy crawl``."""
    options = [part for setting in opts.set for part in ("-s", setting)]
    options += [part for name, value in opts.spargs.items() for part in ("-a", f"{name}={value}")]
    options += [
        part for name in ("loglevel", "logfile") if (value := getattr(opts, name)) for part in (f"--{name}", value)
    ]
    return options + (["--nolog"] if opts.nolog else []) + (["-q"] if opts.quiet else [])


def _crawl_sites(sites: Sequence[SiteProfile], jobs: int, options: Sequence[str]) -> list[Ended]:
    """Crawl the sites, ``jobs`` at a time and those of one host one by one; return how those ended that were begun.

    Stopping this process stops the crawls, in order, and begins no other.
    """
    load_crawls()
    waiting = list(sites)
    running: dict[str, CrawlProcess] = {}
    ends: list[Ended] = []
    with _stop_asked() as stop_asked:
        while waiting or running:
            for site in waiting[:]:
                if len(running) < jobs and site.home_host not in running:
                    waiting.remove(site)
                    running[site.home_host] = CrawlProcess(site.site, options)
            ready = wait([stop_asked, *(crawl.sentinel for crawl in running.values())])
            if stop_asked in ready:
                stop_asked.recv_bytes()
                waiting.clear()
                for crawl in running.values():
                    crawl.stop()
            for host in [host for host, crawl in running.items() if crawl.sentinel in ready]:
                ends.append(running.pop(host).end())
                say(ends[-1].output.removesuffix("\n"))
    return ends


@contextmanager
def _stop_asked() -> Iterator[Connection]:
    """Lend a connection that has a message for each signal that asks this process to stop."""
    asked, asking = Pipe(duplex=False)
    before = {number: signal.signal(number, lambda *_: asking.send_bytes(b"stop")) for number in stop_signals()}
    with asked, asking:
        try:
            yield asked
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _describe(ends: Sequence[Ended]) -> str:
    """How many sites ended in which way."""
    names = {code.value: code.name.lower().replace("_", " ") for code in ExitCode}
    counted = Counter(names.get(ended.code, f"died ({ended.code})") for ended in ends)
    return ", ".join(f"{count} {name}" for name, count in sorted(counted.items()))


def _common_code(codes: Sequence[int]) -> int:
    """One exit code for many: what all ended with, success over nothing new, partial when they differ otherwise."""
    known = {code if code in set(ExitCode) else int(ExitCode.FAILED) for code in codes}
    if len(known) == 1:
        return known.pop()
    return ExitCode.SUCCESS if known <= {ExitCode.SUCCESS, ExitCode.NOTHING_NEW} else ExitCode.PARTIAL
