"""The script files that may hold a page's own code: where a page lists nothing, what asks for its list stands there."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from urllib.parse import urlsplit

from cleaners.lexicons import words
from cleaners.links.urls import same_site
from spiders.discovery.pages import read_page
from spiders.document import Document

_MAX_OWN_SCRIPTS = 3
"""Script files of one page that are asked for. Its own code is one or two files beside the libraries."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_LISTS = re.compile(r"list|news|article|index|main|app|page|home", re.IGNORECASE)
"""What the file is called that fills in a page, if it is called anything."""
_SHORT_WORD = 4
"""Letters up to which the name of a library must stand alone: ``vue`` is not the end of ``revue``."""


def find_own_scripts(document: Document) -> tuple[str, ...]:
    """Return the addresses of the page's own script files, the likeliest first, at most ``_MAX_OWN_SCRIPTS``.

    Files of the same site that are not called as a library or a counter is (``script_files.tsv``); those called after
    lists or pages come before others, and the last ones, which use what stands above them, before the first.
    """
    page = read_page(document)
    sources = (page.address(node.attributes.get("src")) for node in page.tree.css("script[src]"))
    own = [url for url in dict.fromkeys(sources) if url and same_site(document.url, url) and not is_library(url)]
    own.reverse()
    likeliest = sorted(own, key=lambda url: _LISTS.search(_name(url)) is None)
    return tuple(likeliest[:_MAX_OWN_SCRIPTS])


def _name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def is_library(url: str) -> bool:
    """Whether a script file is called as one that many sites share, or one that lists nothing."""
    path = urlsplit(url).path.lower()
    alone, inside = _libraries()
    return any(name in path for name in inside) or not alone.isdisjoint(_WORD.findall(path))


@cache
def _libraries() -> tuple[frozenset[str], tuple[str, ...]]:
    names = frozenset(chain.from_iterable(map(str.split, words("script_files"))))
    return names, tuple(name for name in names if len(name) > _SHORT_WORD)
