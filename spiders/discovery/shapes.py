"""Which addresses are articles, by their shape: what an address says itself, and what links to it have taught.

A shape is an address with everything taken out that differs between the articles of a site: numbers, words of
folders, slugs. ``/sport/202408/t20240829_88123.html`` and ``/local/202409/t20240901_90210.html`` have one shape.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from cleaners.lexicons import words
from spiders.discovery.dates import day_in_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ENDING = re.compile(r"\.(\w{2,5})$")
_PAGE_ENDINGS = frozenset({"html", "htm", "shtml", "shtm", "xhtml", "php", "asp", "aspx", "jsp", "jspx", "do", "cfm"})
_RUNS = re.compile(r"[0-9]+|[^\W\d_]+|.", re.DOTALL)
_LONG_NUMBER = 4
"""Digits. Numbers this long count articles; shorter ones count channels and pages too."""
_ARTICLE_NUMBER = 5
"""Digits of a number that alone makes an address an article's."""
_SLUG_WORDS = 4
"""Words joined by hyphens that make a slug; channels have names of one to three words."""
_RANDOM_NAME = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])(?=(?:\d*[a-z]+\d){2}|[a-z]+\d+[a-z])[a-z0-9]{8,64}", re.IGNORECASE)
_LONGEST_WORD = 8
"""Letters of a word beside a number that belongs to the shape (``content_12``); longer ones are random names,
single letters count pages (``A01``, ``B12``)."""
_NUMBERED_KEY = re.compile(r"(?:^|_)(?:id|[a-z]{0,12}id)$", re.IGNORECASE)

_ENOUGH = 3
"""Links of one shape before it tells anything."""
_CLEAR = 4
"""Times that one side must outnumber the other."""


class ArticleShapes(NamedTuple):
    """How often each shape was an article's and how often something else's."""

    articles: Mapping[str, int]
    others: Mapping[str, int]


NOTHING_LEARNT = ArticleShapes({}, {})


def learn_shapes(articles: Iterable[str], others: Iterable[str] = ()) -> ArticleShapes:
    """Count the shapes of addresses known to be articles (dated links of lists, feeds, pages read) and of others."""
    return ArticleShapes(Counter(map(url_shape, articles)), Counter(map(url_shape, others)))


def is_article_url(
    url: str, shapes: ArticleShapes = NOTHING_LEARNT, stated: re.Pattern[str] | None = None
) -> bool | None:
    """Return whether ``url`` is an article's; None when only the page can tell.

    ``stated`` is a profile's own pattern and decides alone; then what ``shapes`` learnt; then the address itself.
    """
    if stated is not None:
        return stated.search(url) is not None
    shape = url_shape(url)
    articles, others = shapes.articles.get(shape, 0), shapes.others.get(shape, 0)
    if articles >= _ENOUGH and articles >= _CLEAR * others:
        return True
    if others >= _ENOUGH and others >= _CLEAR * articles:
        return False
    return looks_like_article(url)


@lru_cache(maxsize=16_384)
def url_shape(url: str) -> str:
    """Return the shape of an address, without its host.

    >>> url_shape("https://news.example/sport/202408/t20240829_88123.html")
    '/w/9+/w9+_9+.html'
    """
    parts = urlsplit(url)
    folders = [folder for folder in parts.path.split("/") if folder]
    shape = "".join("/" + _folder_shape(folder) for folder in folders[:-1])
    shape += "/" + (_file_shape(folders[-1]) if folders else "")
    if parts.path.endswith("/") and folders:
        shape += "/"
    query = sorted(f"{key}={_folder_shape(value)}" for key, value in parse_qsl(parts.query)[:16])
    return shape + ("?" + "&".join(query) if query else "")


def _folder_shape(name: str) -> str:
    return "".join(dict.fromkeys(_run_shape(run, keep_words=False) for run in _RUNS.findall(name[:200])))


def _file_shape(name: str) -> str:
    stem, ending = _split_ending(name[:200])
    if _is_slug(stem):
        shape = "slug"
    elif _RANDOM_NAME.fullmatch(stem):
        shape = "x"
    else:
        has_number = any(char.isdigit() for char in stem)
        shape = "".join(_run_shape(run, keep_words=has_number) for run in _RUNS.findall(stem))
    return shape + (f".{ending}" if ending else "")


def _run_shape(run: str, *, keep_words: bool) -> str:
    if run.isdecimal():
        return "9+" if len(run) >= _LONG_NUMBER else "9"
    if run.isalpha():
        return run.lower() if keep_words and 1 < len(run) <= _LONGEST_WORD else "w"
    return run


def _split_ending(name: str) -> tuple[str, str]:
    match = _ENDING.search(name)
    return (name[: match.start()], match[1].lower()) if match else (name, "")


def _is_slug(stem: str) -> bool:
    parts: list[str] = re.split(r"[-_]", stem)
    return sum(part.isalpha() for part in parts) >= _SLUG_WORDS


@cache
def _listing_names() -> frozenset[str]:
    return words("listing_names")


def is_page_file(url: str) -> bool:
    """Whether an address leads to a page, as far as its ending tells, and not to a picture, PDF or archive."""
    name = urlsplit(url).path.rpartition("/")[2]
    ending = _split_ending(name)[1]
    return not ending or ending.isdigit() or ending in _PAGE_ENDINGS


@lru_cache(maxsize=16_384)
def looks_like_article(url: str) -> bool | None:
    """Return what an address alone says: True an article, False a list, a front page or a file, None no telling.

    A day with a number or slug behind it, a long number, a slug, a random name or a numbered query make an article.
    """
    parts = urlsplit(url)
    folders = [folder for folder in parts.path.split("/") if folder]
    stem, ending = _split_ending(folders[-1]) if folders else ("", "")
    if not is_page_file(url):
        return False
    if "".join(re.findall(r"[^\W\d_]+", stem)).lower() in _listing_names():
        return False
    if len(folders) > 1 and stem.isdecimal() and not day_in_url(url) and folders[-2].lower() in _listing_names():
        return False
    if _is_slug(stem) or _RANDOM_NAME.fullmatch(stem) or _numbered_query(parts.query):
        return True
    digits = max((len(run) for run in re.findall(r"\d+", stem)), default=0)
    if digits >= _ARTICLE_NUMBER and not _is_day_only(stem):
        return True
    if digits and day_in_url(url) and not _is_day_only(stem) and not _is_last_of_day(url, stem):
        return True
    if digits:
        return True if ending in _PAGE_ENDINGS and digits >= _LONG_NUMBER - 1 and not _is_day_only(stem) else None
    return None if re.search(r"[-_]", stem) else False


def _numbered_query(query: str) -> bool:
    return any(value.isdecimal() and bool(_NUMBERED_KEY.search(key)) for key, value in parse_qsl(query)[:16])


def _is_day_only(stem: str) -> bool:
    """Whether the name is nothing but a day or month: an archive page of that time."""
    return re.fullmatch(r"(?:19|20)\d\d(?:[-_]?\d\d?){0,2}", stem) is not None


def _is_last_of_day(url: str, stem: str) -> bool:
    """Whether the address ends with its day (``/2024/08/29/``), so that no number is left for an article."""
    head = url.rpartition(stem)[0]
    return day_in_url(head + "-") is None and "_" not in stem and "-" not in stem
