"""Addresses of records that carry none: what a page's scripts make of a record's number.

Many a list in JSON names its articles by number alone (``{"id": 88117, "title": …}``), and the script that shows it
writes their links: ``'<a href="/p/' + item.id + '.html">'``. The *pattern* of these addresses, ``/p/{id}.html``, is
kept behind the ``#`` of the list's address, which is never sent: so it lasts as long as the list, and a profile can
state one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin, urlsplit

from cleaners.links.urls import same_site
from spiders.discovery.shapes import is_article_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spiders.discovery.pages import LinkPage

SLOT = re.compile(r"\{(\w{1,40})\}")
"""Where a pattern takes a value in, by its name."""
_BRACES = re.compile(r"%7[BD]", re.IGNORECASE)
_FILLED = re.compile(r"[\w-]{1,64}")
"""A number or key that may stand in an address."""
_NAME = r"(?P<name>[\w$\].\[]{0,40}?(?P<key>\w{1,40}))(?![\w$.(\[\]])"
"""What is added to a text: ``item.id``, ``data[i].newsId``, ``id``; the last word is the record's key."""
_HEAD = r"""(?P<head>[\w./?&=%:-]{1,200}+)(?P<quote>["'])\s{0,9}\+\s{0,9}"""
_GOES = re.compile(r"""(?:\bhref\s{0,9}=\s{0,9}\\?["']?\s{0,9}|\bopen\s{0,9}\(\s{0,9})(?:["'])?""" + _HEAD + _NAME)
"""Where a script, or an attribute that one reads, writes a link: ``href="/p/'+item.id``, ``:href="'/p/'+item.id"``."""
_ROUTES = re.compile(
    r"""(?:\b(?:router|history)\s{0,9}\.\s{0,9}push\s{0,9}\(\s{0,9}|\bpush\s{0,9}\(\s{0,9}\{\s{0,9}path\s{0,9}:\s{0,9})["']"""
    + _HEAD
    + _NAME,
    re.IGNORECASE,
)
"""Where a router goes: ``router.push("/p/"+item.id)``, ``push({path: "/p/"+item.id})``; most lists are pushed to."""
_GOES_ON = re.compile(r"""\s{0,9}\+\s{0,9}(?P<quote>["'])(?P<text>[\w./?&=%:-]{0,100})(?P<end>["'])?""")
_ADDS = re.compile(r"\s{0,9}\+\s{0,9}" + _NAME)
_SAMPLE = "88117"
"""A record's number, to see what an address says that bears one."""
_MAX_SLOTS = 4
_MAX_PATTERNS = 50
"""Links of a page's scripts that are looked at."""
_STANDS_FOR = "slot{}slot"
"""What stands in a slot while an address is made absolute: a letter that no address loses on the way."""


def find_patterns(page: LinkPage, source: str, *, routed: bool = False) -> list[tuple[int, str]]:
    """Return the patterns of the links that a script writes, each with its place in ``source``.

    ``source``: scripts or markup of the page, texts with slots written as sums. ``routed``: where a router goes, in
    place of what is written: to an article, or to a shop and a topic as well. Patterns are absolute addresses of the
    page's own site.
    """
    written = islice((_ROUTES if routed else _GOES).finditer(source), _MAX_PATTERNS)
    found = ((goes.start(), _pattern(page, goes)) for goes in written)
    return [(place, pattern) for place, pattern in found if pattern and _may_be_articles(pattern)]


def pattern_behind(place: int, patterns: Sequence[tuple[int, str]]) -> str | None:
    """Return the first pattern behind a place, where a script shows what it asked for there; else the first at all."""
    return next((pattern for at, pattern in patterns if at > place), patterns[0][1] if patterns else None)


def _may_be_articles(pattern: str) -> bool:
    """Whether the addresses that a pattern makes are not all those of channels or files."""
    return is_article_url(SLOT.sub(_SAMPLE, pattern)) is not False


def _pattern(page: LinkPage, goes: re.Match[str]) -> str | None:
    keys = [goes["key"]]
    address, at, quote = goes["head"] + _STANDS_FOR.format(0), goes.end(), goes["quote"]
    while (more := _GOES_ON.match(goes.string, at)) and more["quote"] == quote:
        address += more["text"]
        added = _ADDS.match(goes.string, more.end()) if more["end"] == quote else None
        if added is None or len(keys) == _MAX_SLOTS:
            break
        address += _STANDS_FOR.format(len(keys))
        keys.append(added["key"])
        at = added.end()
    whole = None if _ADDS.match(goes.string, at) else page.address(address)  # what no record holds is added
    if whole is None or not same_site(page.base, whole):
        return None
    for place, key in enumerate(keys):
        whole = whole.replace(_STANDS_FOR.format(place), f"{{{key}}}")
    return whole


def with_pattern(url: str, pattern: str | None) -> str:
    """Return the address of a list that remembers the pattern of its articles' addresses; ``url`` without one.

    >>> with_pattern("https://a.example/api/list?page=1", "https://a.example/p/{id}.html")
    'https://a.example/api/list?page=1#/p/{id}.html'
    """
    if pattern is None:
        return url
    return f"{urldefrag(url).url}#{pattern.removeprefix(urljoin(url, '/')[:-1])}"


@lru_cache(maxsize=8)  # asked for each record of a list
def pattern_of(url: str) -> str | None:
    """Return the pattern that a list's address remembers, absolute; None where it remembers none.

    >>> pattern_of("https://a.example/api/list?page=1#/p/{id}.html")
    'https://a.example/p/{id}.html'
    >>> pattern_of("https://a.example/list.html#top")
    """
    pattern = _BRACES.sub(lambda brace: "{" if brace[0][-1] in "Bb" else "}", urlsplit(url).fragment)
    return urljoin(url, pattern) if SLOT.search(pattern) else None


def fill_pattern(pattern: str, record: Mapping[str, Any]) -> str | None:
    """Return the address that the pattern makes of a record; None where the record lacks what it takes.

    >>> fill_pattern("https://a.example/p/{id}.html", {"id": 88117, "title": "新桥通车"})
    'https://a.example/p/88117.html'
    """
    taken = {key: _value(record.get(key)) for key in SLOT.findall(pattern)}
    return SLOT.sub(lambda slot: taken[slot[1]], pattern) if all(taken.values()) else None


def _value(value: Any) -> str:
    text = "" if isinstance(value, bool | float) or value is None else str(value)
    return text if _FILLED.fullmatch(text) else ""
