"""``scrapy clean PATH...``: saved pages in, clean articles out."""

from __future__ import annotations

import os
import sys
from collections import Counter, deque
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from datetime import UTC, datetime
from itertools import chain, islice, starmap
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import quote, urlsplit

from rich.console import Console
from scrapy.exceptions import UsageError

from cleaners import CLEANER_VERSION, Article, Rejection, clean_html, clean_text
from cleaners.links.urls import normalise_url
from cleaners.source.charset import decode
from pipelines.items import Visit
from pipelines.store import Store
from pipelines.values import StoreError
from spiders.command import OwnCommand
from spiders.document import Document
from spiders.explain import explain
from spiders.profile_reader import ProfileError, load_profiles
from spiders.progress import page_counter
from spiders.recleaning import site_of
from spiders.report import ExitCode, counted
from spiders.saved_from import mirrored_address
from spiders.saved_pages import FORMATS, InputError, SavedPage, list_inputs, read_saved_pages
from spiders.saved_stories import join_stories
from spiders.story_parts import StoryPart, read_story_part
from spiders.terminal import go_on_without, print_json, refuse_options
from spiders.workers import cleaning_pool

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from spiders.profile import SiteProfile

_Page = TypeVar("_Page")

FEW_PAGES = 32
"""Below so many pages, starting further processes takes longer than it saves."""
IN_FLIGHT = 4
"""Pages a process may have waiting; bounds memory."""
BATCH_PAGES = 200
"""Articles a transaction."""
KNOWN = "known"
"""What becomes of a page that the database has as it was then or later."""
UNREADABLE = 1
"""Exit code when an input, or a page in it, could not be read; the others are cleaned all the same."""
STOPPED = 130
"""Exit code after Ctrl-C or SIGTERM, as shells give it for Ctrl-C."""


class CleanedPage(NamedTuple):
    """A page after cleaning. Holds no raw bytes: it travels between processes."""

    origin: str
    fetched_at: datetime | None
    site: str | None
    """Name of the site profile it was read with; None when no profile owns its host."""
    article: Article
    story: StoryPart | None = None
    """The story that it is one page of; None for a page by itself."""


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
            self.fail(UNREADABLE, error)
        except BrokenProcessPool:
            self.fail(UNREADABLE, "a cleaning process died, perhaps for want of memory; try --jobs 1")
        except KeyboardInterrupt:
            self.fail(STOPPED, "stopped")
        except BrokenPipeError:
            # The reader has seen enough (`| head`); without this, closing stdout would complain once more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _readable(self, found: Iterable[_Page | InputError]) -> Iterator[_Page]:
        """Pass the pages on; say of each that cannot be read why, when its turn comes."""
        for page in found:
            if isinstance(page, InputError):
                self.fail(UNREADABLE, page)
            else:
                yield page

    def _deliver(
        self, cleaned: Iterable[CleanedPage], opts: argparse.Namespace, profiles: Sequence[SiteProfile]
    ) -> None:
        if opts.store:
            database = Path(self.settings["NEWS_DB"])
            counts: Counter[str] = Counter()
            try:
                with page_counter("cleaning", beside_output=False) as advance:
                    store_pages(_counted(cleaned, advance), database, opts.site, counts, profiles)
            finally:  # also of a run that was stopped: what is counted is stored
                listed = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
                print(f"{listed} in {database}" if listed else "nothing stored")
        elif opts.explain:
            console = Console(soft_wrap=True, highlight=False)
            for page in cleaned:
                console.print(*explain(page.article, page.origin), sep="\n")
        else:
            with page_counter("cleaning", beside_output=True) as advance:
                for page in _counted(cleaned, advance):
                    print_json({"origin": readable_name(page.origin), **page.article.as_dict()})


def readable_name(name: str) -> str:
    r"""A file's name as Unicode: bytes that are no UTF-8 are written as ``\xb8``. JSON has no form for them.

    >>> readable_name("m/\udcba\udcd3.html"), readable_name("河.html")
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


def said_address(page: SavedPage) -> str | None:
    """The address that a page itself says; a folder's name is no more than a guess beside what the user says."""
    return None if page.url == mirrored_address(page.origin) else page.url


def _check_url(url: str, paths: Sequence[str]) -> None:
    """Refuse an address that is none, and one for many pages."""
    if len(paths) > 1 or Path(paths[0]).is_dir():
        raise UsageError("--url is the address of one page; JSON Lines ('url' and 'html') hold many with theirs")
    try:
        normalise_url(url)
    except ValueError as error:
        raise UsageError(f"--url: {error}") from None


def clean_pages(
    pages: Iterable[SavedPage], jobs: int, profiles: Sequence[SiteProfile] = ()
) -> Generator[CleanedPage | InputError, None, None]:
    """Clean every page, in order; with many pages and more than one job, in several processes.

    A page whose address belongs to one of ``profiles`` is read as a crawl would read it. One on which the cleaners
    themselves fail is named, and costs no other.
    """
    known = ((page, owner_of(page.url, profiles)) for page in pages)
    first = list(islice(known, FEW_PAGES))
    if jobs == 1 or len(first) < FEW_PAGES:
        yield from starmap(_clean_or_name, chain(first, known))
        return
    with cleaning_pool(jobs) as pool:
        yield from _ordered(pool, chain(first, known), IN_FLIGHT * jobs)


def _ordered(
    pool: ProcessPoolExecutor, pages: Iterable[tuple[SavedPage, SiteProfile | None]], most: int
) -> Iterator[CleanedPage | InputError]:
    """Results in the order of the pages, with at most ``most`` pages waiting."""
    waiting: deque[Future[CleanedPage | InputError]] = deque()
    for page in pages:
        if len(waiting) == most:
            yield waiting.popleft().result()
        waiting.append(pool.submit(_clean_or_name, *page))
    while waiting:
        yield waiting.popleft().result()


def owner_of(url: str | None, profiles: Sequence[SiteProfile]) -> SiteProfile | None:
    """Find the profile of the outlet that an address belongs to; None for an unknown one."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    return next((profile for profile in profiles if profile.owns_host(host)), None)


def _clean_or_name(page: SavedPage, profile: SiteProfile | None) -> CleanedPage | InputError:
    try:
        return clean_page(page, profile)
    except Exception as error:  # noqa: BLE001 (a mistake of ours, and named as one; a night's work is not lost for it)
        frame = extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        return InputError(f"{page.origin}: an error in our code, please report it: {error!r} at {place}; left out")


def clean_page(page: SavedPage, profile: SiteProfile | None = None) -> CleanedPage:
    """Clean one saved page, with what the profile says of the outlet's pages on the day it was fetched."""
    site = site_of(profile, (page.fetched_at or datetime.now(UTC)).date())
    if page.plain:
        text = page.raw if isinstance(page.raw, str) else decode(page.raw, page.content_type).text
        article = clean_text(text, page.url, fetched_at=page.fetched_at, site=site)
    else:
        article = clean_html(page.raw, page.url, content_type=page.content_type, fetched_at=page.fetched_at, site=site)
    story = None
    if not page.plain:
        document = Document(page.raw, _address_of(page), page.content_type)
        is_read = article.blocks and article.rejection is not Rejection.LISTING
        story = read_story_part(document) if is_read else None
    return CleanedPage(page.origin, page.fetched_at, profile.site if profile else None, article, story)


def _address_of(page: SavedPage) -> str:
    """The page's address; of one without a sound one, its file's as if a host served it: its links can be followed.

    Pages of files that hold many, without an address, are all at one: none is the next page of the other.
    """
    try:
        normalise_url(page.url or "")
    except ValueError:
        return f"http://{_NO_HOST}{quote(os.fsencode(Path(page.origin).absolute()))}"
    return page.url or ""


_NO_HOST = "saved.invalid"
"""Stands for a host that is not known (RFC 2606)."""


def store_pages(
    cleaned: Iterable[CleanedPage],
    database: Path,
    site: str | None,
    counts: Counter[str],
    profiles: Sequence[SiteProfile] = (),
) -> None:
    """Store every page and add the outcomes to ``counts``, batch by batch. Raises ``StoreError``.

    A batch that is broken or stopped is undone. A page as it was before the database last heard of it is no news, and
    no edit: ``known``. What a profile says of its outlet is stored with the first page of it, but never over what a
    crawl has stored, which knows by it what to read anew.
    """
    from spiders.scheduler import site_facts  # Scrapy loads every command at each start.

    pages = iter(cleaned)
    first = list(islice(pages, 1))
    if not first:
        return  # and make no database
    pages = chain(first, pages)
    outlets = {profile.site: site_facts(profile)._replace(link_rules=None) for profile in profiles}
    with Store.open(database) as store:
        while batch := list(islice(pages, BATCH_PAGES)):
            visits = [(page, visit_of(page, site)) for page in batch]
            with store.batch():
                for name in outlets.keys() & {visit.site for _, visit in visits}:
                    outlet = outlets.pop(name)
                    if store.link_rules(name) is None:
                        store.put_site(outlet, datetime.now(UTC))
                outcomes = [_store_page(store, page, visit) for page, visit in visits]
            counts.update(outcomes)


def _store_page(store: Store, page: CleanedPage, visit: Visit) -> str:
    is_old = page.fetched_at is not None and store.knows_later(visit)
    return KNOWN if is_old else store.save(visit)


def visit_of(page: CleanedPage, site: str | None) -> Visit:
    """What the store takes. A page without an address of its own is known by where its file lies."""
    address = page.article.url or page.article.canonical_url
    try:
        normalised = normalise_url(address or "")
    except ValueError:
        address = normalised = Path(page.origin).absolute().as_uri()
    return Visit(
        site=site or page.site or urlsplit(normalised).hostname or "saved",
        url=address or normalised,
        normalised_url=normalised,
        fetched_at=page.fetched_at or datetime.now(UTC),
        status=200,
        article=page.article,
        cleaner_version=CLEANER_VERSION,
    )
