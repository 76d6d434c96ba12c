"""Saved pages to articles, in several processes and in order; and into the database, by one writer."""

from __future__ import annotations

import os
from collections import Counter, deque
from datetime import UTC, datetime
from itertools import chain, islice, starmap
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from cleaners import CLEANER_VERSION, Article, Rejection, clean_html, clean_text
from cleaners.links.urls import normalise_url
from cleaners.source.charset import decode
from pipelines.items import Visit
from pipelines.store import Store
from spiders.document import Document
from spiders.recleaning import site_of
from spiders.saved_from import mirrored_address
from spiders.saved_pages import InputError, SavedPage
from spiders.story_parts import StoryPart, read_story_part
from spiders.workers import cleaning_pool

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from spiders.profile import SiteProfile

_FEW_PAGES = 32
"""Below so many pages, starting further processes takes longer than it saves."""
_IN_FLIGHT = 4
"""Pages a process may have waiting; bounds memory."""
BATCH_PAGES = 200
"""Articles a transaction."""
_KNOWN = "known"
"""What becomes of a page that the database has as it was then or later."""

_NO_HOST = "saved.invalid"
"""Stands for a host that is not known (RFC 2606)."""


class CleanedPage(NamedTuple):
    """A page after cleaning. Holds no raw bytes: it travels between processes."""

    origin: str
    fetched_at: datetime | None
    site: str | None
    """Name of the site profile it was read with; None when no profile owns its host."""
    article: Article
    story: StoryPart | None = None
    """The story that it is one page of; None for a page by itself."""


def said_address(page: SavedPage) -> str | None:
    """The address that a page itself says; a folder's name is no more than a guess beside what the user says."""
    return None if page.url == mirrored_address(page.origin) else page.url


def clean_pages(
    pages: Iterable[SavedPage], jobs: int, profiles: Sequence[SiteProfile] = ()
) -> Generator[CleanedPage | InputError, None, None]:
    """Clean every page, in order; with many pages and more than one job, in several processes.

    A page whose address belongs to one of ``profiles`` is read as a crawl would read it. One on which the cleaners
    themselves fail is named, and costs no other.
    """
    known = ((page, _owner_of(page.url, profiles)) for page in pages)
    first = list(islice(known, _FEW_PAGES))
    if jobs == 1 or len(first) < _FEW_PAGES:
        yield from starmap(_clean_or_name, chain(first, known))
        return
    with cleaning_pool(jobs) as pool:
        yield from _ordered(pool, chain(first, known), _IN_FLIGHT * jobs)


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


def _owner_of(url: str | None, profiles: Sequence[SiteProfile]) -> SiteProfile | None:
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
            visits = [(page, _visit_of(page, site)) for page in batch]
            with store.batch():
                for name in outlets.keys() & {visit.site for _, visit in visits}:
                    outlet = outlets.pop(name)
                    if store.link_rules(name) is None:
                        store.put_site(outlet, datetime.now(UTC))
                outcomes = [_store_page(store, page, visit) for page, visit in visits]
            counts.update(outcomes)


def _store_page(store: Store, page: CleanedPage, visit: Visit) -> str:
    is_old = page.fetched_at is not None and store.knows_later(visit)
    return _KNOWN if is_old else store.save(visit)


def _visit_of(page: CleanedPage, site: str | None) -> Visit:
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
