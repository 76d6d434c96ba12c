"""What addresses tell by themselves: whether two are one page's, and which one an article is kept under. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleaners.links.urls import normalise_url
from spiders.discovery.shapes import is_article_url
from spiders.middlewares.scope import out_of_scope

if TYPE_CHECKING:
    from cleaners.article import Article
    from spiders.profile import SiteProfile

_LONG_NUMBER = re.compile(r"[0-9]{5,}")
_COMPACT_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")


def is_home(url: str, profile: SiteProfile) -> bool:
    """Whether ``url`` is the site's home page."""
    return normalise_url(url) == normalise_url(profile.home)


def is_home_host(url: str, profile: SiteProfile) -> bool:
    """Whether ``url`` lies on the host of the site's home page, and is had by the same scheme."""
    return urlsplit(url)[:2] == urlsplit(profile.home)[:2]


def key_differs(url: str, key: str) -> bool:
    """Whether the address that answered is another page than the one asked for."""
    return normalise_url(url) != key


def bears_number_of(asked: str, shown: str) -> bool:
    """Whether two addresses of a site bear the same number of five digits or more, no day: so one page's do.

    >>> bears_number_of("http://a.example/go.asp?id=88117", "http://a.example/news/20240829/88117.html")
    True
    >>> bears_number_of("http://a.example/news/20240829/88118.html", "http://a.example/news/20240829/88117.html")
    False
    """
    return not _numbers(asked).isdisjoint(_numbers(shown))


def _numbers(url: str) -> set[str]:
    found = _LONG_NUMBER.findall("?".join(urlsplit(url)[2:4]))
    return {number for number in found if not _COMPACT_DAY.match(number)}


def canonical_key(url: str, article: Article, profile: SiteProfile) -> str:
    """Comparison form under which an article is kept: that of the address it declares, where that can be believed.

    Content systems also print the home page or a channel as canonical on every page, and hijackers foreign hosts;
    only another article's address of the same site counts.
    """
    own = normalise_url(url)
    declared_url = article.canonical_url
    if not declared_url or out_of_scope(declared_url, profile) or not profile.owns_path(declared_url):
        return own
    try:
        declared = normalise_url(declared_url)
    except ValueError:
        return own
    path = urlsplit(declared).path
    return declared if path != "/" and is_article_url(declared_url) else own
