"""Query keys under which one outlet writes session ids, whatever it calls them: learnt from the copies they lead to.

A server that gets no cookies writes a new id into every link (Discuz: ``sid=`` and six characters). No list of names
knows them all, and under the same name another outlet keeps its sections. Here the pages tell.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from spiders.discovery.paging import PAGE_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MIN_COPIES = 10
"""Pages that showed an article which is known without the key, or with another value of it."""
MIN_VALUES = 3
"""Values of the key among them: one for each page whose links were followed."""
RANDOM_SHARE = 0.5
"""Share of these values that mix letters and digits, as two of three random ones of six characters do; the names and
numbers of sections, of pages and of places where a link stands do not."""
LEAST_APART = 0.8
"""Share of the addresses with the key that must still be told apart without it: else it names the article."""


class SessionKeys:
    """What is known of one site's keys.

    ``sample`` gives addresses of its articles and is asked once a suspected key. ``copies`` are addresses that showed
    an article in earlier runs, each with the article's own.
    """

    def __init__(self, sample: Callable[[], Iterable[str]], copies: Iterable[tuple[str, str]] = ()) -> None:
        self._sample = sample
        self._addresses: defaultdict[str, set[str]] = defaultdict(set)
        """Addresses that showed an article, and the same without each of their keys, by the article's own address."""
        self._copies: defaultdict[str, int] = defaultdict(int)
        """Pages for which the key made no difference."""
        self._values: defaultdict[str, set[str]] = defaultdict(set)
        """Its values on these pages."""
        self._verdicts: dict[str, bool] = {}
        self._sections: set[str] = set()
        """Keys that are no session's: a page links to several values, or to one of an earlier run."""
        for url, original in copies:
            self.saw_copy(url, original)
        self._earlier = {key: frozenset(values) for key, values in self._values.items()}

    def saw_copy(self, url: str, original: str) -> None:
        """Note that the page at ``url`` shows the article at ``original``, word for word."""
        known = self._addresses[original]
        known.update(_forms(original))
        for key, value in _pairs(url):
            if _without(url, {key}) in known:
                self._copies[key] += 1
                self._values[key].add(value)
        known.update(_forms(url))

    def strip(self, links: Iterable[str]) -> list[str]:
        """The addresses that one page links to, in order and without session ids."""
        links = list(links)
        values = defaultdict(set)
        for link in links:
            for key, value in _pairs(link):
                values[key].add(value)
        for key, shown in values.items():
            if len(shown) > 1 or shown & self._earlier.get(key, frozenset()):
                self._sections.add(key)
        sessions = {key for key in values if self._is_session(key)}
        return [_without(link, sessions) for link in links] if sessions else links

    def is_in(self, url: str) -> bool:
        """Whether an address carries the id of a session."""
        return any(self._is_session(key) for key, _ in _pairs(url))

    def _is_session(self, key: str) -> bool:
        values = self._values.get(key, ())
        if self._copies.get(key, 0) < MIN_COPIES or len(values) < MIN_VALUES:
            return False
        if key in self._sections or key.lower() in PAGE_KEYS:
            return False
        if key not in self._verdicts:
            is_random = sum(map(_is_mixed, values)) >= RANDOM_SHARE * len(values)
            self._verdicts[key] = is_random and not self._tells_apart(key)
        return self._verdicts[key]

    def _tells_apart(self, key: str) -> bool:
        """Whether articles that are stored differ by the key alone."""
        carrying = {url for url in self._sample() if any(name == key for name, _ in _pairs(url))}
        return len({_without(url, {key}) for url in carrying}) < LEAST_APART * len(carrying)


def _pairs(url: str) -> list[tuple[str, str]]:
    """Keys and values of a query as written; those without a value are no session's."""
    parted = (part.partition("=") for part in urlsplit(url).query.split("&")) if "?" in url else ()
    return [(key, value) for key, _, value in parted if key and value]


def _without(url: str, keys: set[str]) -> str:
    parts = urlsplit(url)
    query = "&".join(part for part in parts.query.split("&") if part.partition("=")[0] not in keys)
    return urlunsplit(parts._replace(query=query))


def _forms(url: str) -> list[str]:
    """An address, and the same without each of its keys: those two that differ by one key share one of these."""
    return [url, *(_without(url, {key}) for key, _ in _pairs(url))]


def _is_mixed(value: str) -> bool:
    return any(char.isdecimal() for char in value) and any(char.isalpha() for char in value)
