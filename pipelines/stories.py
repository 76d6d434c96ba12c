"""Find the story of a new article: look its bands up, compare with the few texts they propose, join or begin.

No pass over the table: the work for an article depends on how many texts share a band with it, and is bounded.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from rensa import RMinHash

from pipelines import likeness
from pipelines.folding import folding_digest
from pipelines.likeness import (
    BAND_BITS,
    bands,
    compare_figures,
    containment,
    count_substitutions,
    is_other_notice,
    shingles,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from pipelines.likeness import Shingles

FORM = "story_form"
"""Name in ``about``."""
THRESHOLD = 0.6
"""Containment from which two articles tell the same story: half of a text with a third of junk added is above it,
unrelated texts are below 0.1. Measured in docs/database.md."""
GENERATION_BITS = 18
"""262,144 articles a generation. New bands go to the newest one only (100 MB when full, in memory during a bulk load);
a look-up visits 32 places in each, and a million articles have four."""
SHARED_BANDS = 2
"""Bands that two texts must share to be compared; see :data:`pipelines.likeness.BANDS`."""
MOST_ROWS = 4_000
"""Band rows read for one article, so that a flood of filled-in templates cannot make each insert slow."""
MOST_COMPARED = 8
"""Texts compared with one article, those with most shared bands first."""
NEARLY_SAME = 0.9
"""Likeness (both ways) from which a copy is found by the bands of what it copies and needs none of its own."""
REBUILD_BATCH = 5_000

_SHARING = """
WITH wanted (lowest) AS (VALUES {places})
SELECT key FROM wanted CROSS JOIN story_bands ON key BETWEEN lowest AND lowest + {last} LIMIT ?
"""
"""One generation at a time and counted here: half the time of a statement that does it all."""
_IN_GENERATION = (1 << GENERATION_BITS) - 1
"""What of an article's id is kept beside its band; the rest is the generation above it."""


class Bands:
    """The bands of all articles: those of the open transaction in memory, those before it in ``story_bands``.

    Written together and in order, the bands of a batch share pages of the table; one by one, each is a page of its own.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._waiting: dict[int, int] = {}
        """Newest article that is not written yet, by band."""
        self._others: dict[int, list[int]] = {}
        """Those before it, by band; few bands have any."""

    def add(self, article_id: int, bands: list[int]) -> None:
        """Note the bands under which later articles find this one."""
        for band in self._waiting.keys() & bands:
            self._others.setdefault(band, []).append(self._waiting[band])
        self._waiting.update(dict.fromkeys(bands, article_id))

    def write(self) -> None:
        """Write what waits; to be called before the transaction ends."""
        others = [(band, article_id) for band, articles in self._others.items() for article_id in articles]
        pairs = np.array([*self._waiting.items(), *others], np.int64).reshape(-1, 2)
        keys = np.sort(_key(pairs[:, 1], pairs[:, 0])).tolist()
        self.connection.executemany("INSERT OR IGNORE INTO story_bands (key) VALUES (?)", zip(keys))
        self._waiting.clear()
        self._others.clear()

    def candidates(self, article_id: int, bands: list[int]) -> list[int]:
        """Give the ids of earlier articles that share enough bands, most shared first."""
        shared = Counter(islice(self._sharing(article_id, bands), MOST_ROWS))
        enough = [other for other, count in shared.items() if count >= SHARED_BANDS and other != article_id]
        return sorted(enough, key=lambda other: (-shared[other], other))[:MOST_COMPARED]

    def _sharing(self, article_id: int, bands: list[int]) -> Iterator[int]:
        """Give the article of each band that is one of ``bands``, the newest generation first."""
        for band in self._waiting.keys() & bands:
            yield self._waiting[band]
            yield from self._others.get(band, ())
        sql = _SHARING.format(places=", ".join(["(?)"] * len(bands)), last=_IN_GENERATION)
        keys = np.array(bands, np.int64)
        for generation in range(article_id >> GENERATION_BITS, -1, -1):
            first = generation << GENERATION_BITS
            for row in self.connection.execute(sql, (*_key(first, keys).tolist(), MOST_ROWS)):
                yield first | (row[0] & _IN_GENERATION)


def _key(article_id: Any, band: Any) -> Any:
    """Give the keys of rows: generation, band, article within the generation, from the highest bit down."""
    generation = article_id >> GENERATION_BITS
    return (generation << BAND_BITS | band) << GENERATION_BITS | (article_id & _IN_GENERATION)


class Found(NamedTuple):
    """The story an article belongs to."""

    story_id: int
    similarity: float
    """Containment with the story's first stored article; 1 for that article."""
    bands: list[int]
    """Bands to note for the article; none for a plain copy, which is found by those of what it copies."""


class _Match(NamedTuple):
    """An earlier text that tells the same story."""

    article_id: int
    story_id: int
    similarity: float
    is_copy: bool
    """So like that text that its bands serve for both."""


def form() -> str:
    """Name what the bands depend on; bands made another way cannot be compared."""
    made_with = (likeness.SHINGLE_LENGTH, likeness.BANDS, likeness.ROWS, likeness.SEED, BAND_BITS, GENERATION_BITS)
    return f"rensa {RMinHash.ALGORITHM_VERSION} {made_with} {folding_digest()}"


def find_story(table: Bands, article_id: int, text: str) -> Found:
    """Find the story of an article that is about to be stored. Too short a text begins a story of its own."""
    own = shingles(text)
    keys = bands(own)
    match = _best_match(table, article_id, keys, own, text) if keys else None
    if match is None:
        return Found(article_id, 1.0, keys)
    return Found(match.story_id, round(match.similarity, 3), [] if match.is_copy else keys)


def rebuild(connection: sqlite3.Connection) -> None:
    """Make all bands again, in the order of storing; the stories themselves stay as they were found."""
    connection.execute("DELETE FROM story_bands")
    table = Bands(connection)
    last = 0
    while rows := connection.execute(
        "SELECT id, text FROM articles WHERE id > ? ORDER BY id LIMIT ?", (last, REBUILD_BATCH)
    ).fetchall():
        for article_id, text in rows:
            table.add(article_id, bands(shingles(text)))
        table.write()
        last = rows[-1][0]
    note_form(connection)


def note_form(connection: sqlite3.Connection) -> None:
    """Note in ``about`` how the bands were made."""
    connection.execute("INSERT OR REPLACE INTO about (name, value) VALUES (?, ?)", (FORM, form()))


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the stored bands were made as today's are."""
    row = connection.execute("SELECT value FROM about WHERE name = ?", (FORM,)).fetchone()
    return row is not None and row[0] == form()


def _best_match(table: Bands, article_id: int, keys: list[int], own_list: Shingles, text: str) -> _Match | None:
    """Compare with the proposed texts; None when none tells the same story."""
    proposed = table.candidates(article_id, keys)
    if not proposed:
        return None
    own = _as_set(own_list)
    best: _Match | None = None
    for candidate in proposed:
        row = table.connection.execute("SELECT story_id, text FROM articles WHERE id = ?", (candidate,)).fetchone()
        if row is None:
            continue
        other_list = shingles(row[1])
        other = _as_set(other_list)
        similarity = containment(own, other)
        if similarity < THRESHOLD or is_other_notice(
            compare_figures(text, row[1]), count_substitutions(own_list, other_list)
        ):
            continue
        if best is None or similarity > best.similarity:
            is_copy = similarity * min(len(own), len(other)) >= NEARLY_SAME * max(len(own), len(other))
            best = _Match(candidate, row[0], similarity, is_copy)
        if best.is_copy:
            break
    if best is None or best.article_id == best.story_id:
        return best
    first = table.connection.execute("SELECT text FROM articles WHERE id = ?", (best.story_id,)).fetchone()
    return best if first is None else best._replace(similarity=containment(own, _as_set(shingles(first[0]))))


def _as_set(shingles: Shingles) -> frozenset[int]:
    return frozenset(shingles.tolist())
