"""What a first look at an outlet found: what announces its articles, samples of them, the shapes of their addresses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cleaners import Article
from cleaners.article import Rejection
from cleaners.links.url_shapes import url_shape
from cleaners.links.urls import normalise_url, same_site
from spiders.discovery import FoundLink
from spiders.report import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


_MAX_SAMPLES = 10
"""Articles fetched to see what cleaning makes of them."""
_MAX_SHAPES = 3
"""Shapes of article addresses that are told; the rest are rarities."""


class Source(NamedTuple):
    """A page that announces articles."""

    url: str
    name: str | None
    articles: tuple[FoundLink, ...]
    is_guessed: bool = False
    """A crawl does not find it by itself: neither the home page nor robots.txt leads to it."""
    inner: int = 0
    """Sitemaps that an index names; ``articles`` are those of the one that was read."""

    @property
    def content(self) -> str:
        """What it names, in words: ``要闻: 15 articles, newest 2026-11-28``."""
        articles = f"{counted(len(self.articles), 'article')}"
        if self.inner:
            articles = f"{counted(self.inner, 'sitemap')}, {articles} in the one that was read"
        name = f"{self.name}: " if self.name else ""
        return f"{name}{articles}, {f'newest {self.newest}' if self.newest else 'no dates'}"

    @property
    def newest(self) -> date | None:
        """Day of the newest article it names; None when it states none."""
        return max((link.date for link in self.articles if link.date), default=None)


class Sample(NamedTuple):
    """One article that was fetched and cleaned, or why it could not be."""

    url: str
    article: Article | None
    error: str | None = None

    @property
    def is_good(self) -> bool:
        """Whether it was read as an article."""
        return self.article is not None and self.article.rejection is None

    @property
    def is_refused(self) -> bool:
        """Whether it was had, and read as no article."""
        return self.article is not None and not self.is_good

    @property
    def has_no_text(self) -> bool:
        """Whether it was had, and shows no text that could be an article's."""
        return self.article is not None and self.article.rejection is Rejection.NO_BODY

    @property
    def trouble(self) -> str:
        """Why it could not be had, without its address; empty where it was."""
        return (self.error or "").removeprefix(f"{self.url}: ")


@dataclass
class Probed:
    """What a visit found. Lists are in the order found."""

    home: str
    """Address that answered for the home page; the newspaper's own where that forwards to today's issue."""
    name: str | None = None
    """The outlet's name as its title gives it."""
    deep: str | None = None
    """Address that was named and cannot be a home page; the front page of its host was visited in its place."""
    crawl_delay: float = 0.0
    verify_certificates: bool = True
    """False where it was looked at whatever its certificate is."""
    feeds: list[Source] = field(default_factory=list)
    sitemaps: list[Source] = field(default_factory=list)
    listings: list[Source] = field(default_factory=list)
    newspapers: list[Source] = field(default_factory=list)
    charsets: list[str] = field(default_factory=list)
    """Header's, page's own and used charset of the home page, as ``header gbk``."""
    platforms: list[str] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    """What could not be seen, in words for the operator."""

    @property
    def sources(self) -> list[Source]:
        """Everything that announces articles."""
        return [*self.feeds, *self.listings, *self.sitemaps, *self.newspapers]

    @property
    def good_samples(self) -> list[Sample]:
        """Samples that were read as articles."""
        return [sample for sample in self.samples if sample.is_good]


def choose_samples(sources: list[Source], home: str) -> list[FoundLink]:
    """Choose articles to try, in turn from each source, so that one chatty list does not hide the others.

    One of a headline: an article may stand at an address for phones as well, or at one for each session.
    """
    chosen: dict[str, FoundLink] = {}
    headlines: set[str] = set()
    for link in _in_turn(sources):
        if len(chosen) >= _MAX_SAMPLES:
            break
        if same_site(link.url, home) and link.title not in headlines:
            chosen.setdefault(normalise_url(link.url), link)
            headlines.update([link.title] if link.title else [])
    return list(chosen.values())


def _in_turn(sources: list[Source]) -> Iterator[FoundLink]:
    for place in range(_MAX_SAMPLES * 2):
        yield from (source.articles[place] for source in sources if place < len(source.articles))


def article_shapes(probed: Probed) -> list[tuple[str, int]]:
    """An address for each of the commonest shapes that articles' have, and how many samples have it."""
    examples = {url_shape(sample.url): sample.url for sample in reversed(probed.good_samples)}
    counts = Counter(url_shape(sample.url) for sample in probed.good_samples)
    return [(examples[shape], count) for shape, count in counts.most_common(_MAX_SHAPES)]
