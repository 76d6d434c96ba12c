"""The fingerprints by which near-duplicates are found: which articles share a band, in the table ``story_bands``.

A row is one number: generation, band, article within the generation, from the highest bit down. New rows go to the
newest generation only, so that a bulk load writes into a part of the table that stays in memory.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from pipelines.likeness import BAND_BITS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from numpy.typing import NDArray

GENERATION_BITS = 18
"""262,144 articles a generation, 100 MB when full. A look-up visits 32 places in each; a million articles have four."""
_SHARED_BANDS = 2
"""Bands that two texts must share to be compared; see :data:`pipelines.likeness.BANDS`."""
_MAX_ROWS = 4_000
"""Rows read for one article, so that a flood of filled-in templates cannot make each insert slow."""
MAX_PROPOSED = 8
"""Articles proposed for comparison, those with most shared bands first."""
FILTER_AFTER = 20_000
"""Look-ups in a generation after which a filter for it pays; a crawl seldom makes so many, a bulk load does."""

_IN_GENERATION = (1 << GENERATION_BITS) - 1
"""What of an article's id is kept beside its band."""
_SHARING = """
WITH wanted (lowest) AS (VALUES {places})
SELECT key FROM wanted CROSS JOIN story_bands ON key BETWEEN lowest AND lowest + {last} LIMIT ?
"""
"""One generation at a time and counted here: half the time of a statement that does it all."""


class Bands:
    """The bands of all articles: those of the open transaction in memory, those before it in the table.

    Written together and in order, the bands of a batch share pages of the table; one by one, each is a page of its own.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._waiting: dict[int, int] = {}
        """Newest article that is not written yet, by band."""
        self._others: dict[int, list[int]] = {}
        """Those before it, by band; few bands have any."""
        self._filters: dict[int, _Filter] = {}
        """By generation, where so many look-ups were made that one pays."""
        self._look_ups: Counter[int] = Counter()
        self._data_version = 0

    def begin(self) -> None:
        """Start a transaction: nothing waits, and filters are of no use when another connection wrote meanwhile."""
        self._waiting.clear()
        self._others.clear()
        version = self.connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._data_version:
            self._filters.clear()
            self._data_version = version

    def add(self, article_id: int, bands: list[int]) -> None:
        """Note the bands under which later articles find this one."""
        for band in self._waiting.keys() & bands:
            self._others.setdefault(band, []).append(self._waiting[band])
        self._waiting.update(dict.fromkeys(bands, article_id))

    def write(self) -> None:
        """Write what waits; to be called before the transaction ends."""
        others = [(band, article_id) for band, articles in self._others.items() for article_id in articles]
        pairs = np.array([*self._waiting.items(), *others], np.int64).reshape(-1, 2)
        bands, articles = pairs[:, 0], pairs[:, 1]
        keys = np.sort(_keys(articles, bands)).tolist()
        self.connection.executemany("INSERT OR IGNORE INTO story_bands (key) VALUES (?)", zip(keys))
        for generation, known in self._filters.items():
            known.add(bands[articles >> GENERATION_BITS == generation])
        self._waiting.clear()
        self._others.clear()

    def candidates(self, article_id: int, bands: list[int]) -> list[int]:
        """Give the ids of earlier articles that share enough bands, most shared first."""
        shared = Counter(islice(self._sharing(article_id, bands), _MAX_ROWS))
        enough = [other for other, count in shared.items() if count >= _SHARED_BANDS and other != article_id]
        return sorted(enough, key=lambda other: (-shared[other], other))[:MAX_PROPOSED]

    def _sharing(self, article_id: int, bands: list[int]) -> Iterator[int]:
        """Give the article of each row whose band is one of ``bands``, the newest generation first."""
        for band in self._waiting.keys() & bands:
            yield self._waiting[band]
            yield from self._others.get(band, ())
        wanted = np.array(bands, np.int64)
        for generation in range(article_id >> GENERATION_BITS, -1, -1):
            first = generation << GENERATION_BITS
            lowest = _keys(first, self._perhaps_in(generation, wanted)).tolist()
            if lowest:
                sql = _SHARING.format(places=", ".join(["(?)"] * len(lowest)), last=_IN_GENERATION)
                for row in self.connection.execute(sql, (*lowest, _MAX_ROWS)):
                    yield first | (row[0] & _IN_GENERATION)

    def _perhaps_in(self, generation: int, bands: NDArray[np.int64]) -> NDArray[np.int64]:
        """Leave out bands that no article of the generation has, where that is known without the table."""
        known = self._filters.get(generation)
        if known is None:
            self._look_ups[generation] += 1
            if self._look_ups[generation] <= FILTER_AFTER:
                return bands
            known = self._filters[generation] = _read_filter(self.connection, generation)
        return known.passing(bands)


class _Filter:
    """A Bloom filter over the bands of one generation: eight megabytes that say of most bands that they are not there.

    One word of 64 bits a band, so that asking for one costs one look into memory; one band in forty passes wrongly.
    """

    WORD_BITS = 20
    MARKS = 4
    """Bits set in a word for each band."""

    def __init__(self) -> None:
        self._words = np.zeros(1 << self.WORD_BITS, np.uint64)

    def add(self, bands: NDArray[np.int64]) -> None:
        places, marks = self._places(bands)
        np.bitwise_or.at(self._words, places, marks)

    def passing(self, bands: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give those of the bands that may be there: all that are, and a few more."""
        places, marks = self._places(bands)
        passing: NDArray[np.int64] = bands[self._words[places] & marks == marks]
        return passing

    def _places(self, bands: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        mixed = bands.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        marks = np.zeros(len(bands), np.uint64)
        for number in range(self.MARKS):
            shift = 64 - self.WORD_BITS - 6 * (number + 1)
            marks |= np.uint64(1) << (mixed >> np.uint64(shift) & np.uint64(63))
        return mixed >> np.uint64(64 - self.WORD_BITS), marks


def _read_filter(connection: sqlite3.Connection, generation: int) -> _Filter:
    """Make the filter of what a generation has in the table: three seconds for a full one."""
    known = _Filter()
    first, last = (int(_keys(number << GENERATION_BITS, 0)) for number in (generation, generation + 1))
    cursor = connection.cursor()
    cursor.row_factory = None  # plain tuples take a quarter of the time
    cursor.execute("SELECT key FROM story_bands WHERE key >= ? AND key < ?", (first, last))
    while keys := cursor.fetchmany(100_000):
        known.add(np.fromiter((key[0] for key in keys), np.int64, len(keys)) - first >> GENERATION_BITS)
    return known


def _keys(article_id: Any, band: Any) -> Any:
    """Give the keys of rows; either may be one number or an array."""
    generation = article_id >> GENERATION_BITS
    return (generation << BAND_BITS | band) << GENERATION_BITS | (article_id & _IN_GENERATION)
