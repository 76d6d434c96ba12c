"""Query keys under which one outlet writes session ids, whatever it calls them: learnt from the copies they lead to.

A server that gets no cookies writes a new id into every link (Discuz: ``sid=`` and six characters). No list of names
knows them all, and under the same name another outlet keeps its sections. Here the pages tell.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from spiders.discovery.paging import PAGE_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from pipelines.items import Copy

MIN_COPIES = 10
"""Articles that pages showed which are known without the key, or with another value of it. A server that shows one
article for whatever it is asked says nothing of its keys."""
_MIN_VALUES = 3
"""Values of the key among them: one for each page whose links were followed."""
MIN_BARE = 3
"""Articles that were read with the key and without: where a server asks for the key, nothing else shows that."""
MAX_PROBES = 5
"""Articles a run for which it is found out whether they are had without a key."""
_RANDOM_SHARE = 0.5
"""Share of these values that mix letters and digits, as two of three random ones of six characters do; the names and
numbers of sections, of pages and of places where a link stands do not."""
_MIN_APART = 0.8
"""Share of the articles' addresses with the key that must still be told apart without it: else it names the article."""
_MAX_SESSION = timedelta(days=1)
"""Time between the first and the last link with one session's id."""


class SessionKeys:
    """What is known of one site's keys from the copies of earlier runs; this run's links can only speak against a key.

    ``articles`` gives the addresses of articles that carry a key, and is asked once for each that is suspected.
    ``knew`` says whether an address was known before the run.
    """

    def __init__(
        self,
        copies: Iterable[Copy] = (),
        articles: Callable[[str], Iterable[str]] = lambda _: (),
        knew: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._articles = articles
        self._knew = knew
        self._addresses: defaultdict[str, set[str]] = defaultdict(set)
        """Addresses that showed an article, by the article's own address, and that one."""
        self._without_key: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        """The same without each of their keys, each with these keys."""
        self._copies: defaultdict[str, set[str]] = defaultdict(set)
        """Articles for which the key made no difference."""
        self._bare: defaultdict[str, set[str]] = defaultdict(set)
        """Those among them that were read with the key and without."""
        self._found: defaultdict[str, defaultdict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
        """When links to these pages were found, by key and value."""
        self._verdicts: dict[str, bool] = {}
        self._sections: set[str] = set()
        """Keys that are no session's: a page links to several values, or to an address that was known."""
        self._probes = MAX_PROBES
        for copy in copies:
            self._learn(copy)

    def _learn(self, copy: Copy) -> None:
        addresses, without_key = self._addresses[copy.original], self._without_key[copy.original]
        if not addresses:
            addresses.add(copy.original)
            for key, _ in _pairs(copy.original):
                without_key[_without(copy.original, {key})].add(key)
        for key in without_key.get(copy.url, ()):
            self._bare[key].add(copy.original)
        for key, value in _pairs(copy.url):
            bare = _without(copy.url, {key})
            if bare in addresses:
                self._bare[key].add(copy.original)
            if bare in addresses or key in without_key.get(bare, ()):
                self._copies[key].add(copy.original)
                self._found[key][value].append(copy.found_at)
            without_key[bare].add(key)
        addresses.add(copy.url)

    def strip(self, links: Iterable[str]) -> list[str]:
        """The addresses that one page links to, in order and without session ids."""
        links = list(links)
        values = defaultdict(set)
        for link in links:
            for key, value in _pairs(link):
                values[key].add(value)
        suspects = {key for key in values if self._is_suspect(key)}
        if not suspects:
            return links
        self._sections |= {key for key in suspects if len(values[key]) > 1}
        for link in links:
            keys = {key for key, _ in _pairs(link)} & (suspects - self._sections)
            if keys and self._knew(link):
                self._sections |= keys
        sessions = {key for key in suspects if self._is_session(key)}
        return [_without(link, sessions) for link in links] if sessions else links

    def probe(self, link: str) -> str | None:
        """The address of an article, as ``strip`` gave it, without what may be a session's id; None: that is known."""
        if not self._probes or not any(self._verdicts.values()):
            return None
        suspects = {key for key, _ in _pairs(link) if self._is_suspect(key)} - self._sections
        keys = {key for key in suspects if len(self._bare.get(key, ())) < MIN_BARE}
        if not keys:
            return None
        self._probes -= 1
        return _without(link, keys)

    def is_in(self, url: str) -> bool:
        """Whether an address carries the id of a session."""
        return any(self._is_session(key) for key, _ in _pairs(url))

    def _is_session(self, key: str) -> bool:
        return len(self._bare.get(key, ())) >= MIN_BARE and key not in self._sections and self._is_suspect(key)

    def _is_suspect(self, key: str) -> bool:
        """Whether the copies say that a key is a session's."""
        found: dict[str, list[datetime]] = self._found.get(key, {})
        if len(self._copies.get(key, ())) < MIN_COPIES or len(found) < _MIN_VALUES or key.lower() in PAGE_KEYS:
            return False
        if key not in self._verdicts:
            is_random = sum(map(_is_mixed, found)) >= _RANDOM_SHARE * len(found)
            ends = all(max(times) - min(times) <= _MAX_SESSION for times in found.values())
            self._verdicts[key] = is_random and ends and not self._tells_apart(key)
        return self._verdicts[key]

    def _tells_apart(self, key: str) -> bool:
        """Whether articles that are stored differ by the key alone."""
        carrying = {url for url in self._articles(key) if any(name == key for name, _ in _pairs(url))}
        return len({_without(url, {key}) for url in carrying}) < _MIN_APART * len(carrying)


def _pairs(url: str) -> list[tuple[str, str]]:
    """Keys and values of a query as written; those without a value are no session's."""
    parted = (part.partition("=") for part in urlsplit(url).query.split("&")) if "?" in url else ()
    return [(key, value) for key, _, value in parted if key and value]


def _without(url: str, keys: set[str]) -> str:
    parts = urlsplit(url)
    query = "&".join(part for part in parts.query.split("&") if part.partition("=")[0] not in keys)
    return urlunsplit(parts._replace(query=query))


def _is_mixed(value: str) -> bool:
    return any(char.isdecimal() for char in value) and any(char.isalpha() for char in value)
