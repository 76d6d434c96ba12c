"""Stories over several pages among saved pages: each is joined as a crawl joins it, where its pages lie in one run.

The pages of a story wait until all that their pagers name have come, or until the end; all others pass at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from spiders.discovery.article_pages import join_articles, may_be_one_title, part_number
from spiders.story_parts import ALIAS_NUMBER, WHOLE_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaners import Article
    from spiders.story_parts import StoryPart

MAX_KEPT = 2_000
"""Pages of stories that are kept for others of theirs to come; of more, the oldest story is passed on as it is."""
MAX_KEPT_CHARACTERS = 20_000_000
"""The same in characters of their texts and of what was cut, some 200 MB: ten times what so many usual pages have."""


class _Page(Protocol):
    """A cleaned page, as far as stories go."""

    @property
    def article(self) -> Article: ...
    @property
    def story(self) -> StoryPart | None: ...
    def _replace(self, *, article: Article) -> _Page: ...


_P = TypeVar("_P", bound=_Page)


def join_stories(pages: Iterable[_P]) -> Iterator[_P]:
    """Pass the pages on in order; the pages of one story as one, when the last of them has come.

    Where a page of it comes again with another text (an archive has each visit), the story does, at the end.
    """
    waiting: _WaitingStories[_P] = _WaitingStories()
    for page in pages:
        if page.story is None:
            yield page
        else:
            yield from waiting.add(page, page.story)
    yield from waiting.pass_on_all()


class _WaitingStories(Generic[_P]):
    """The stories of which pages have come, the oldest first, and how much is kept of them."""

    def __init__(self) -> None:
        self.stories: dict[str, _Story[_P]] = {}
        """By the address of their first page."""
        self.pages = self.characters = 0

    def add(self, page: _P, part: StoryPart) -> Iterator[_P]:
        """Keep a page. Passes on its story, if that is complete now, and the oldest ones where too much is kept."""
        story = self.stories.setdefault(part.first, _Story(part.first))
        was_complete = story.is_complete()
        replaced = story.add(page, part)
        self.pages += replaced is None
        self.characters += _weight(page) - (_weight(replaced) if replaced else 0)
        if story.is_complete() and not was_complete:
            yield from story.pass_on()
        while self.pages > MAX_KEPT or self.characters > MAX_KEPT_CHARACTERS:
            oldest = self.stories.pop(next(iter(self.stories)))
            self.pages -= len(oldest.pages)
            self.characters -= sum(map(_weight, oldest.pages.values()))
            yield from oldest.pass_on()

    def pass_on_all(self) -> Iterator[_P]:
        """Pass on what has come of each story, unless it was."""
        for story in self.stories.values():
            yield from story.pass_on()


class _Story(Generic[_P]):
    """The pages of one story that have come so far."""

    def __init__(self, first: str) -> None:
        self.first = first
        """Address of its first page."""
        self.pages: dict[int, _P] = {}
        """By their numbers in the story."""
        self.own: set[str] = set()
        """Addresses of the pages that have come."""
        self.named: set[str] = set()
        """Addresses that their pagers lead to."""
        self.is_passed_on = False
        """Whether it was, with all that has come."""

    def add(self, page: _P, part: StoryPart) -> _P | None:
        """Take one more page, and return the earlier copy in whose place it stands; None without.

        A later copy with another text makes the story anew: only with the others is it the story.
        """
        replaced = self.pages.get(part.number)
        self.is_passed_on &= replaced is not None and replaced.article.blocks == page.article.blocks
        self.pages[part.number] = page
        self.own.add(part.own)
        self.named |= part.named
        return replaced

    def is_complete(self) -> bool:
        """Whether its first page is here, and all that its pages name."""
        return self.first in self.own and bool(self.named) and self.named <= self.own

    def pass_on(self) -> list[_P]:
        """The pages that belong together as one, those behind by themselves; nothing if the story was passed on."""
        if self.is_passed_on:
            return []
        self.is_passed_on = True
        pages = self._in_order()
        together = self._count_together()
        if together < 2:
            return pages
        joined = join_articles([page.article for page in pages[:together]])
        return [pages[0]._replace(article=joined), *pages[together:]]  # type: ignore[list-item]

    def _in_order(self) -> list[_P]:
        return [self.pages[number] for number in sorted(self.pages)]

    def _count_together(self) -> int:
        """How many pages, from the first on, are one article: all ahead of the first that is named and missing.

        None are where the first page is missing, or nothing leads from one to another.
        """
        begins = self.first in self.own or not self.pages.keys().isdisjoint((WHOLE_NUMBER, ALIAS_NUMBER))
        if not begins or self.own.isdisjoint(self.named) or not self._has_one_title():
            return 0
        absent = (part_number(self.first, address) or WHOLE_NUMBER for address in self.named - self.own)
        missing = min((number for number in absent if number > ALIAS_NUMBER), default=None)
        return sum(missing is None or number < missing for number in self.pages)

    def _has_one_title(self) -> bool:
        """Whether the titles let the pages be one; those of neighbours in a row (``news_1.html``) do not."""
        first, *others = self._in_order()
        return all(may_be_one_title(first.article.title, page.article.title) for page in others)


def _weight(page: _Page) -> int:
    """Characters that are held with a page."""
    return len(page.article.text) + sum(len(removal.text) for removal in page.article.removed)
