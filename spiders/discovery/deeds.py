"""What an address does besides showing something: votes, log-outs, counters; no crawl asks for such a one."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from urllib.parse import parse_qsl

from cleaners.lexicons import words

_HOST = re.compile(r"^https?://[^/?#]*", re.IGNORECASE)
_DONE_TO = re.compile(r"^(?:list|news|article)|(?:list|news|articles?|data|info|page|content)$")
"""What a word without capitals says beside the deed: ``deletearticle``, ``newshits``."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_ORDER_KEY = re.compile(r"sort|order", re.IGNORECASE)
_BY = re.compile(r"By[A-Z][A-Za-z]*")
"""What a list is ordered or chosen by, which is done to nothing: ``listByCreateTime``."""
_SHORT_WORD = 3
"""Letters of a word that must stand alone; longer ones also end others: ``newshits``."""


def does_something(address: str) -> bool:
    """Whether an address speaks of what is no list of articles: votes, visitors, carts, comments, log-ins.

    >>> does_something("/api/article/list?action=delete"), does_something("/api/article/list?page=1")
    (True, False)
    >>> does_something("/api/article/list?orderBy=updateTime")
    False
    """
    path, _, query = _HOST.sub("", address).partition("?")
    asked = (value for key, value in parse_qsl(query)[:32] if not _ORDER_KEY.search(key))
    return says_deed(" ".join((path, *asked)))


def says_deed(text: str) -> bool:
    """Whether one of the words of a name or an address is a deed: ``delUrl``.

    >>> says_deed("delUrl"), says_deed("listUrl"), says_deed("deleteById"), says_deed("listByCreateTime")
    (True, False, True, False)
    """
    return any(map(_is_deed, _WORD.findall(_BY.sub("", text))))


@cache
def _deeds() -> tuple[frozenset[str], tuple[str, ...]]:
    deeds = frozenset(chain.from_iterable(map(str.split, words("no_lists"))))
    return deeds, tuple(deed for deed in deeds if len(deed) > _SHORT_WORD)


def _is_deed(word: str) -> bool:
    deeds, endings = _deeds()
    return any(part in deeds or part.endswith(endings) for part in (word.lower(), _DONE_TO.sub("", word.lower())))
