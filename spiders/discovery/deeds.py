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
_SHORT_WORD = 3
"""Letters of a word that must stand alone; longer ones also end others: ``newshits``."""


def does_something(address: str) -> bool:
    """Whether an address speaks of what is no list of articles: votes, visitors, carts, comments, log-ins.

    >>> does_something("/api/article/list?action=delete"), does_something("/api/article/list?page=1")
    (True, False)
    """
    path, _, query = _HOST.sub("", address).partition("?")
    return says_deed(" ".join((path, *(value for _, value in parse_qsl(query)[:32]))))


def says_deed(text: str) -> bool:
    """Whether one of the words of a name or an address is a deed: ``delUrl``.

    >>> says_deed("delUrl"), says_deed("listUrl")
    (True, False)
    """
    return any(map(_is_deed, _WORD.findall(text)))


@cache
def _deeds() -> tuple[frozenset[str], tuple[str, ...]]:
    deeds = frozenset(chain.from_iterable(map(str.split, words("no_lists"))))
    return deeds, tuple(deed for deed in deeds if len(deed) > _SHORT_WORD)


def _is_deed(word: str) -> bool:
    deeds, endings = _deeds()
    return any(part in deeds or part.endswith(endings) for part in (word.lower(), _DONE_TO.sub("", word.lower())))
