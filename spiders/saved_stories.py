"""Stories over several pages among saved pages: each is joined as a crawl joins it, where its pages lie in one run.

A page is one of a story when its own pager says so. Such pages wait until all that the pagers name have come, or until
the end; all others pass at once.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from cleaners.links.urls import normalise_url
from spiders.discovery.article_pages import (
    MOST_PARTS,
    first_address,
    join_articles,
    may_be_one_title,
    pages_named,
    part_number,
)
from spiders.discovery.pages import read_page
from spiders.discovery.paging import PAGE_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaners import Article

MOST_KEPT = 2_000
"""Pages of stories that are kept for others of theirs to come; of more, the oldest story is passed on as it is."""
MOST_KEPT_CHARACTERS = 20_000_000
"""The same in characters of their texts and of what was cut, some 200 MB: ten times what so many usual pages have."""
_MOST_LOOKS = 20_000
"""Places of a page at which a file name is looked at; one that stands more often is no pager's."""

_FIRST = -1
_ALIAS = 1
"""Number at which pagers may name the first page once more, ``?page=1``; 0 would be all on one page."""
_PAGED_QUERY = re.compile(rb"[?&;](?:" + "|".join(sorted(PAGE_KEYS)).encode() + rb")=(?:\d|all)", re.IGNORECASE)


class StoryPart(NamedTuple):
    """What a page says of the story that it is one page of. Addresses are in the comparison form."""

    first: str
    """Address of the story's first page."""
    own: str
    number: int
    """Its place in the story: -1 for the first page, then as its address counts; 0 may be all of it on one page."""
    named: frozenset[str]
    """The other pages that its pager leads to."""


class _Page(Protocol):
    @property
    def article(self) -> Article: ...
    @property
    def story(self) -> StoryPart | None: ...
    def _replace(self, *, article: Article) -> _Page: ...


_P = TypeVar("_P", bound=_Page)


def story_part(raw: bytes | str, address: str, content_type: str | None = None) -> StoryPart | None:
    """Read which story the page at ``address`` is one page of; None for a page by itself, as nearly all are.

    These cost one look for their own file name: a pager's addresses are that name with a number.
    """
    source = raw.encode("utf-8", "replace") if isinstance(raw, str) else raw
    earlier = first_address(address)
    if earlier and (_may_name_pages(source, earlier) or _leads_to(source, earlier)):
        part = _part_of(earlier, raw, address, content_type)
        if part and (part.named - {part.own} or _leads_to(source, earlier)):
            return part
    part = _part_of(address, raw, address, content_type) if _may_name_pages(source, address) else None
    return part if part and part.named else None


def _part_of(first: str, raw: bytes | str, address: str, content_type: str | None) -> StoryPart | None:
    """The page at ``address`` as one of the story that begins at ``first``; None where its address is of no such."""
    number = _FIRST if first == address else part_number(first, address)
    if number is None:
        return None
    parts = pages_named(read_page(raw, address, content_type), address, first, back=True)
    named = frozenset(normalise_url(part) for part in list(parts.values())[:MOST_PARTS])
    return StoryPart(normalise_url(first), normalise_url(address), number, named)


def _may_name_pages(source: bytes, first: str) -> bool:
    """Whether a page holds what its pager would: the first page's file name with a number behind it."""
    if urlsplit(first).query and _PAGED_QUERY.search(source):
        return _file_name(first).partition(b"?")[0] in source
    stem, dot, ending = _file_name(first).partition(b"?")[0].partition(b".")
    counted = rb"[-_/(](?:page|p)?[-_/]?(?:\d{1,2}|all)\)?" + re.escape(dot + ending) + rb"/?[\"'#?\s>&]"
    in_script = rb"[\"']\s*,\s*[\"']\.?s?html?[\"']"  # createPageHTML(3, 0, "55", "html")
    return bool(stem) and _stands_before(source, stem, re.compile(counted + b"|" + in_script))


def _stands_before(source: bytes, stem: bytes, following: re.Pattern[bytes]) -> bool:
    """Whether ``following`` stands behind the file name ``stem`` anywhere, which is a whole name."""
    at = source.find(stem)
    for _ in range(_MOST_LOOKS):
        if at < 0:
            return False
        if source[at - 1 : at] in _BEFORE_NAME and following.match(source, at + len(stem)):
            return True
        at = source.find(stem, at + 1)
    return False


_BEFORE_NAME = (b"/", b'"', b"'", b"=")


def _leads_to(source: bytes, address: str) -> bool:
    """Whether a page holds a link to the file of ``address``."""
    return _stands_before(source, _file_name(address), _ENDS_NAME)


_ENDS_NAME = re.compile(rb"[\"'#\s>]")


def _file_name(address: str) -> bytes:
    """Last part of an address, with its query; as links that need no escaping have it."""
    parts = urlsplit(address)
    return (unquote(PurePosixPath(parts.path).name) + (f"?{parts.query}" if parts.query else "")).encode()


class _Story(Generic[_P]):
    """The pages of one story that have come so far."""

    def __init__(self) -> None:
        self.pages: dict[int, _P] = {}
        self.own: set[str] = set()
        self.named: set[str] = set()
        self.is_passed_on = False
        """Whether it was, with all that has come."""

    def add(self, page: _P, part: StoryPart) -> None:
        """Take one more page; a later copy of one stands in its place: only with the others is it the story."""
        known = self.pages.get(part.number)
        self.is_passed_on &= known is not None and known.article.blocks == page.article.blocks
        self.pages[part.number] = page
        self.own.add(part.own)
        self.named |= part.named

    def is_complete(self, first: str) -> bool:
        """Whether its first page is here, and all that its pages name."""
        return first in self.own and bool(self.named) and self.named <= self.own

    def pass_on(self, first: str) -> list[_P]:
        """Its pages up to the first that is missing as one, those behind by themselves; nothing if it was passed on.

        Each is by itself where the first is missing, nothing leads from one to the other, or their titles say that
        they are neighbours in a numbered row: ``news_1.html``, ``news_2.html``.
        """
        if self.is_passed_on:
            return []
        self.is_passed_on = True
        numbers = sorted(self.pages)
        pages = [self.pages[number] for number in numbers]
        begins = first in self.own or not self.pages.keys().isdisjoint((0, 1))
        is_one = all(may_be_one_title(pages[0].article.title, page.article.title) for page in pages[1:])
        if not begins or not is_one or self.own.isdisjoint(self.named):
            return pages
        absent = (part_number(first, address) or 0 for address in self.named - self.own)
        missing = min((number for number in absent if number > _ALIAS), default=None)
        here = sum(missing is None or number < missing for number in numbers)
        if here < 2:
            return pages
        joined = join_articles([page.article for page in pages[:here]])
        return [pages[0]._replace(article=joined), *pages[here:]]  # type: ignore[list-item]


def join_stories(pages: Iterable[_P]) -> Iterator[_P]:
    """Pass the pages on in order; the pages of one story as one, when the last of them has come.

    Where a page of it comes again with another text (an archive has each visit), the story does, at the end.
    """
    stories: dict[str, _Story[_P]] = {}
    kept = characters = 0
    for page in pages:
        if (part := page.story) is None:
            yield page
            continue
        story = stories.setdefault(part.first, _Story())
        known = story.pages.get(part.number)
        kept += known is None
        characters += _weight(page) - (_weight(known) if known else 0)
        is_first_time = not story.is_complete(part.first)
        story.add(page, part)
        if is_first_time and story.is_complete(part.first):
            yield from story.pass_on(part.first)
        while kept > MOST_KEPT or characters > MOST_KEPT_CHARACTERS:
            oldest = next(iter(stories))
            kept -= len(stories[oldest].pages)
            characters -= sum(map(_weight, stories[oldest].pages.values()))
            yield from stories.pop(oldest).pass_on(oldest)
    for first, story in stories.items():
        yield from story.pass_on(first)


def _weight(page: _Page) -> int:
    """Characters that are held with a page."""
    return len(page.article.text) + sum(len(removal.text) for removal in page.article.removed)
