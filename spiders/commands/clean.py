"""``scrapy clean PATH...``: saved pages in, clean articles out."""

from __future__ import annotations

import os
import sys
from collections import Counter
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from scrapy.exceptions import UsageError

from cleaners import Rejection
from cleaners.links.urls import normalise_url
from pipelines.values import StoreError
from spiders.cleaning import CleanedPage, clean_pages, said_address, store_pages
from spiders.command import OwnCommand
from spiders.explain import explain
from spiders.profile_reader import ProfileError, load_profiles
from spiders.progress import page_counter
from spiders.report import ExitCode, counted
from spiders.saved_pages import FORMATS, InputError, list_inputs, read_saved_pages
from spiders.saved_stories import join_stories
from spiders.terminal import go_on_without, print_json, refuse_options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from spiders.profile import SiteProfile

_Page = TypeVar("_Page")
_UNREADABLE = 1
"""Exit code when an input, or a page in it, could not be read; the others are cleaned all the same."""
_STOPPED = 130
"""Exit code after Ctrl-C or SIGTERM, as shells give it for Ctrl-C."""


class Command(OwnCommand):
    """Clean saved pages."""

    cleans_pages = True

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "[options] PATH..."

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return "Clean saved pages: print articles as JSON Lines, explain them, or store them"

    def long_desc(self) -> str:
        """Describe inputs, example and exit codes."""
        return (
            "Cleans saved pages and prints one article a line as JSON. PATH is a file (.html, .html.gz, .mhtml, .txt,"
            " .warc, .warc.gz, .jsonl with 'url' and 'html' or 'text' and 'title'), a folder of such files (an"
            " archive of ours is one; view.php?id=3 and the like are read where they begin as a page), or - for"
            " standard input."
            " Example: scrapy clean saved/ page.html.gz > articles.jsonl. With --explain: scrapy clean --explain"
            " page.html. A page that is no article is printed as well, its 'rejection' says why."
            " 'origin' is where a page lies: its file, and the line or record in it."
            " A page's address is what a browser, SingleFile or HTTrack noted in it when it was saved, or the path"
            " below a folder with a host's name, as wget mirrors have it. The pages of a story over several are one"
            " article where their pagers lead to each other; it comes when the last of them has been read."
            " What cannot be read is named on standard error and left out."
            " Exit codes: 0 everything was read; 1 something could not be read; 2 wrong arguments;"
            " 3 everything was read and no page is an article;"
            " 7 the database cannot be written; 130 stopped by Ctrl-C or SIGTERM."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        super().add_options(parser)
        parser.add_argument("--explain", action="store_true", help="show each page with what was cut and why")
        parser.add_argument("--store", action="store_true", help="store the articles in NEWS_DB instead of printing")
        parser.add_argument(
            "--site",
            metavar="NAME",
            help="site to store under (default: its profile's name, its host, 'saved')",
        )
        parser.add_argument("--url", help="address of the page, when it is only one and does not say so itself")
        parser.add_argument("--format", choices=FORMATS, help="what the inputs are, whatever their names end in")
        parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a core)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Clean the paths; sets the exit code."""
        if not args:
            raise UsageError("name at least one file or folder, or - for standard input")
        refuse_options(args)
        if opts.jobs < 1:
            raise UsageError("--jobs wants a whole number above 0")
        if opts.store and opts.explain:
            raise UsageError("--store and --explain: one of them at a time")
        if opts.url:
            _check_url(opts.url, args)
        try:
            profiles = tuple(load_profiles(Path(self.settings["NEWS_SITES"]), go_on_without).values())
            pages = self._readable(read_saved_pages(list_inputs(args), opts.format))
            if opts.url:
                pages = (page._replace(url=said_address(page) or opts.url) for page in pages)
            with closing(clean_pages(pages, opts.jobs, profiles)) as cleaned:  # its processes end here, not later
                verdicts: Counter[Rejection | None] = Counter()
                self._deliver(_tallied(join_stories(self._readable(cleaned)), verdicts), opts, profiles)
            if verdicts and not verdicts[None] and not self.exitcode:
                self.fail(ExitCode.NOTHING_NEW, _no_article(verdicts))
        except StoreError as error:
            self.fail(ExitCode.STORAGE, error)
        except (InputError, ProfileError) as error:
            self.fail(_UNREADABLE, error)
        except BrokenProcessPool:
            self.fail(_UNREADABLE, "a cleaning process died, perhaps for want of memory; try --jobs 1")
        except KeyboardInterrupt:
            self.fail(_STOPPED, "stopped")
        except BrokenPipeError:
            # The reader has seen enough (`| head`); without this, closing stdout would complain once more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _readable(self, found: Iterable[_Page | InputError]) -> Iterator[_Page]:
        """Pass the pages on; say of each that cannot be read why, when its turn comes."""
        for page in found:
            if isinstance(page, InputError):
                self.fail(_UNREADABLE, page)
            else:
                yield page

    def _deliver(
        self, cleaned: Iterable[CleanedPage], opts: argparse.Namespace, profiles: Sequence[SiteProfile]
    ) -> None:
        if opts.store:
            database = Path(self.settings["NEWS_DB"])
            counts: Counter[str] = Counter()
            try:
                with page_counter(beside_output=False) as advance:
                    store_pages(_counted(cleaned, advance), database, opts.site, counts, profiles)
            finally:  # also of a run that was stopped: what is counted is stored
                listed = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
                print(f"{listed} in {database}" if listed else "nothing stored")
        elif opts.explain:
            console = Console(soft_wrap=True, highlight=False)
            for page in cleaned:
                console.print(*explain(page.article, page.origin), sep="\n")
        else:
            with page_counter(beside_output=True) as advance:
                for page in _counted(cleaned, advance):
                    print_json({"origin": _readable_name(page.origin), **page.article.as_dict()})


def _readable_name(name: str) -> str:
    r"""A file's name as Unicode: bytes that are no UTF-8 are written as ``\xb8``. JSON has no form for them.

    >>> _readable_name("m/\udcba\udcd3.html"), _readable_name("河.html")
    ('m/\\xba\\xd3.html', '河.html')
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _counted(cleaned: Iterable[CleanedPage], advance: Callable[[int], None]) -> Iterator[CleanedPage]:
    """Pass the pages on, and tell ``advance`` of each."""
    for page in cleaned:
        advance(1)
        yield page


def _tallied(cleaned: Iterable[CleanedPage], verdicts: Counter[Rejection | None]) -> Iterator[CleanedPage]:
    """Pass the pages on, and count why they are no articles; None counts those that are."""
    for page in cleaned:
        verdicts[page.article.rejection] += 1
        yield page


def _no_article(verdicts: Counter[Rejection | None]) -> str:
    """Say of pages of which none is an article why, the most frequent reason first."""
    reasons = ", ".join(f"{count} {reason}" for reason, count in verdicts.most_common())
    return f"no article in {counted(verdicts.total(), 'page')}: {reasons}"


def _check_url(url: str, paths: Sequence[str]) -> None:
    """Refuse an address that is none, and one for many pages."""
    if len(paths) > 1 or Path(paths[0]).is_dir():
        raise UsageError("--url is the address of one page; JSON Lines ('url' and 'html') hold many with theirs")
    try:
        normalise_url(url)
    except ValueError as error:
        raise UsageError(f"--url: {error}") from None
