"""Which addresses are articles, by their shape: what an address says itself, and what links to it have taught."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from cleaners.lexicons import load_lexicon, words
from cleaners.lines.url_days import day_in_url
from cleaners.links.url_shapes import LONG_NUMBER, PAGE_ENDING, is_random, is_slug, split_ending, url_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PAGE_ENDING = re.compile(PAGE_ENDING)
_ARTICLE_NUMBER = 5
"""Digits of a number that alone makes an address an article's."""
_DAY_ONLY = re.compile(r"(?:19|20)\d\d(?:(?:0\d|1[0-2])(?:[0-3]\d)?|[-_]\d\d?(?:[-_]\d\d?)?)?")
MAX_PAGE_NUMBER = 2000
"""Pages of one listing that are believed; ten thousands of articles lie behind them. More is a trap or a mistake."""
_FRONT_NAMES = frozenset({"", "index", "default"})
"""Names of files that show whatever the query asks for: ``/?p=8123``, ``/index.php?a=show&id=12``."""
_NUMBER_OF_QUERY = re.compile(r"\d+(?=:|$)")
"""A number in a query; the words of the headline may follow: ``id=12:new-bridge-opens``."""
_SAYING = re.compile(r"[A-Za-z_./-]{1,60}")
"""A value in a query that says what to show."""
_NUMBERED_KEY = re.compile(r"(?:^|_)(?:id|[a-z]{0,12}id)$", re.IGNORECASE)

_ENOUGH = 3
"""Links of one shape before it tells anything."""
_CLEAR = 4
"""Times that one side must outnumber the other."""


class ArticleShapes(NamedTuple):
    """What is known of a site's addresses: how often each shape was an article's and how often something else's."""

    articles: Mapping[str, int]
    others: Mapping[str, int]
    stated: re.Pattern[str] | None = None
    """A profile's own pattern. It decides alone."""


NOTHING_LEARNT = ArticleShapes({}, {})


def learn_shapes(articles: Iterable[str], others: Iterable[str] = ()) -> ArticleShapes:
    """Count the shapes of addresses known to be articles (dated links of lists, feeds, pages read) and of others."""
    return ArticleShapes(Counter(map(url_shape, articles)), Counter(map(url_shape, others)))


def is_article_url(url: str, shapes: ArticleShapes = NOTHING_LEARNT) -> bool | None:
    """Return whether ``url`` is an article's; None when only the page can tell.

    A profile's own pattern decides alone; then what ``shapes`` learnt; then the address itself.
    """
    if shapes.stated is not None:
        return shapes.stated.search(url) is not None
    if not (shapes.articles or shapes.others):
        return looks_like_article(url)
    shape = url_shape(url)
    articles, others = shapes.articles.get(shape, 0), shapes.others.get(shape, 0)
    if articles >= _ENOUGH and articles >= _CLEAR * others:
        return True
    if others >= _ENOUGH and others >= _CLEAR * articles:
        return False
    return looks_like_article(url)


@cache
def _listing_names(note: str | None = None) -> frozenset[str]:
    """Those of the lexicon's rows with this note; all without."""
    return frozenset(row["text"] for row in load_lexicon("listing_names") if note in (None, row.get("note")))


def is_page_file(url: str) -> bool:
    """Whether an address leads to a page, as far as its ending tells, and not to a picture, PDF or archive."""
    name = urlsplit(url).path.rpartition("/")[2]
    ending = split_ending(name)[1]
    return not ending or ending.isdigit() or _is_page_ending(ending)


def _is_page_ending(ending: str) -> bool:
    return _PAGE_ENDING.fullmatch(ending) is not None


@lru_cache(maxsize=16_384)
def looks_like_article(url: str) -> bool | None:
    """Return what an address alone says: True an article, False a list, a front page or a file, None no telling.

    A day with a number or slug behind it, a long number, a slug, a random name or a numbered query make an article.
    Where the file is a system's front, only the query tells.
    """
    parts = urlsplit(url)
    folders = [folder for folder in parts.path.split("/") if folder]
    stem = split_ending(folders[-1])[0] if folders else ""
    if not is_page_file(url) or is_taxonomy(url):
        return False
    if _folder_is_name(folders, stem) or is_slug(stem) or is_random(stem):
        return True
    if parts.query and _is_front(parts.path):
        return _by_front_query(parts.query)
    if _is_listing_name(stem):
        return False
    if len(folders) > 1 and stem.isdecimal() and not day_in_url(url) and _is_listing_name(folders[-2], is_folder=True):
        return False
    if _numbered_query(parts.query):
        return True
    verdict = _by_number(url, stem) if folders else False
    return None if verdict is False and parts.query else verdict


def is_bare_word(url: str) -> bool:
    """Whether an address ends in a word and says no more: a channel's, or the article of a system without numbers.

    >>> is_bare_word("https://a.example/bridge/"), is_bare_word("https://a.example/category/bridge/")
    (True, False)
    """
    parts = urlsplit(url)
    stem = split_ending(parts.path.rstrip("/").rpartition("/")[2])[0]
    is_word = stem.isalpha() and not parts.query and not _is_listing_name(stem)
    return is_word and is_page_file(url) and not is_taxonomy(url)


def _folder_is_name(folders: list[str], stem: str) -> bool:
    """Whether an article's own folder carries its name or number: ``/20240829/3dd6e33c/c.html``, ``/88123/a-title``.

    Two letters without an ending (``/3dd6e33c/yw/``) are a channel's.
    """
    if len(folders) < 2:
        return False
    above = folders[-2]
    is_name = is_slug(above) or is_random(above)
    if len(stem) <= 2:
        return is_name and not folders[-1].isalpha()
    if stem.lower() in _FRONT_NAMES | {"page"}:
        return is_name
    if is_name and stem.lower() in words("article_views"):
        return True
    return above.isdecimal() and len(above) >= _ARTICLE_NUMBER and not _is_day_only(above) and not stem.isdecimal()


def _is_front(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return split_ending(name)[0].lower() in _FRONT_NAMES and not _is_listing_name(folder.rpartition("/")[2])


def _by_front_query(query: str) -> bool | None:
    """Judge a query by what it says is shown (``a=show&id=12``, ``a=lists&catid=6``), or by the number of a post."""
    pairs = parse_qsl(query)[:16]
    values = [value.lower() for _, value in pairs if _SAYING.fullmatch(value)]
    said = {word for value in values for word in re.split(r"[^a-z]+", value)} - _FRONT_NAMES
    if any(_is_listing_name(word) for word in said):
        return False
    if said & words("article_views") and _numbered_query(query):
        return True
    # Small ones may be a channel's or, under ``p``, a page's.
    ids = [int(value[:9]) for key, value in pairs if key.lower() in {"id", "p"} and value.isdecimal()]
    return True if any(number > MAX_PAGE_NUMBER for number in ids) else None


def is_taxonomy(url: str) -> bool:
    """Whether an address is that of a category, a tag or an author: their pages consist of teasers."""
    return _lies_below(url, _listing_names("taxonomy")) or is_author(url)


def is_author(url: str) -> bool:
    """Whether an address is that of one writer's articles, all of which stand in some channel."""
    return _lies_below(url, _listing_names("author"))


def is_service(url: str) -> bool:
    """Whether an address is that of a log-in, a search or the like: it leads to no articles of its own."""
    return _plain_name(split_ending(urlsplit(url).path.rstrip("/").rpartition("/")[2])[0]) in _listing_names("service")


def _lies_below(url: str, names: frozenset[str]) -> bool:
    folders = [folder for folder in urlsplit(url).path.split("/") if folder]
    return len(folders) > 1 and _plain_name(folders[-2]) in names


def _is_listing_name(stem: str, *, is_folder: bool = False) -> bool:
    return _plain_name(stem) in (_listing_names() - _listing_names("file") if is_folder else _listing_names())


def _plain_name(stem: str) -> str:
    return "".join(re.findall(r"[^\W\d_]+", stem)).lower()


def _by_number(url: str, stem: str) -> bool | None:
    """Whether an address is an article's, by the numbers of its name and the day before it; None where neither tells.

    ``stem``: the name at its end, without the ending.
    """
    digits = max((len(run) for run in re.findall(r"\d+", stem)), default=0)
    if not digits:
        if re.search(r"[^\W\d_][-_][^\W\d_]", stem) is None:
            return False
        return True if day_in_url(url) else None
    if _is_day_only(stem):
        return None
    ending = split_ending(urlsplit(url).path.rpartition("/")[2])[1]
    is_numbered = digits >= _ARTICLE_NUMBER or (digits >= LONG_NUMBER - 1 and _is_page_ending(ending))
    has_day_before = day_in_url(url) is not None and not _is_last_of_day(url, stem)
    return True if is_numbered or has_day_before else None


def _numbered_query(query: str) -> bool:
    """Whether a query names an article by number: ``id=7``, ``newsid=7``; not ``catid=7``, which names a channel."""
    keys = (key.lower() for key, value in parse_qsl(query)[:16] if _NUMBER_OF_QUERY.match(value))
    return any(_NUMBERED_KEY.search(key) and not _is_listing_name(key.removesuffix("id")) for key in keys)


def _is_day_only(stem: str) -> bool:
    """Whether the name is nothing but a day or month: an archive page of that time."""
    return _DAY_ONLY.fullmatch(stem) is not None


def _is_last_of_day(url: str, stem: str) -> bool:
    """Whether the address ends with its day (``/2024/08/29/``), so that no number is left for an article."""
    head = url.rpartition(stem)[0]
    return day_in_url(head + "-") is None and "_" not in stem and "-" not in stem
