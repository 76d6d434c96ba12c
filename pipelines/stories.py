"""Find the story of a new article: look its bands up, compare with the few texts they propose, join or begin.

No pass over the table: the work for an article depends on how many texts share a band with it, and is bounded.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rensa import RMinHash

from pipelines import likeness
from pipelines.folding import folding_digest
from pipelines.likeness import bands, compare_figures, containment, count_substitutions, is_other_notice, shingles

if TYPE_CHECKING:
    import sqlite3

FORM = "story_form"
"""Name in ``about``."""
THRESHOLD = 0.6
"""Containment from which two articles tell the same story: half of a text with a third of junk added is above it,
unrelated texts are below 0.1. Measured in docs/database.md."""
GENERATION_BITS = 18
"""262,144 articles a generation. An insert is 32 scattered rows in the newest one only (150 MB when full, in memory
during a bulk load); a look-up visits 32 places of the index in each, and a million articles have four."""
SHARED_BANDS = 2
"""Bands that two texts must share to be compared; see :data:`pipelines.likeness.BANDS`."""
MOST_ROWS = 4_000
"""Band rows read for one article, so that a flood of filled-in templates cannot make each insert slow."""
MOST_COMPARED = 8
"""Texts compared with one article, those with most shared bands first."""
NEARLY_SAME = 0.9
"""Likeness (both ways) from which a copy is found by the bands of what it copies and needs none of its own."""


_SHARING = "SELECT article_id FROM story_bands WHERE generation = ? AND band IN ({marks}) LIMIT ?"
"""One generation at a time and counted here: half the time of a statement that does it all."""


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
    made_with = (likeness.SHINGLE_LENGTH, likeness.BANDS, likeness.ROWS, likeness.SEED, GENERATION_BITS)
    return f"rensa {RMinHash.ALGORITHM_VERSION} {made_with} {folding_digest()}"


def find_story(connection: sqlite3.Connection, article_id: int, text: str) -> Found:
    """Find the story of an article that is about to be stored. Too short a text begins a story of its own."""
    own = shingles(text)
    keys = bands(own)
    match = _best_match(connection, article_id, keys, own, text) if keys else None
    if match is None:
        return Found(article_id, 1.0, keys)
    return Found(match.story_id, round(match.similarity, 3), [] if match.is_copy else keys)


def add_bands(connection: sqlite3.Connection, article_id: int, bands: list[int]) -> None:
    """Note the bands under which later articles find this one."""
    generation = article_id >> GENERATION_BITS
    connection.executemany(
        "INSERT OR IGNORE INTO story_bands (generation, band, article_id) VALUES (?, ?, ?)",
        [(generation, band, article_id) for band in bands],
    )


def candidates(connection: sqlite3.Connection, article_id: int, keys: list[int]) -> list[int]:
    """Give the ids of earlier articles that share enough bands, most shared first."""
    sql = _SHARING.format(marks=", ".join("?" * len(keys)))
    sharing: list[int] = []
    for generation in range(article_id >> GENERATION_BITS, -1, -1):
        rows = connection.execute(sql, (generation, *keys, MOST_ROWS - len(sharing)))
        sharing += [row[0] for row in rows if row[0] != article_id]
    shared = Counter(sharing)
    enough = [other for other, count in shared.items() if count >= SHARED_BANDS]
    return sorted(enough, key=lambda other: (-shared[other], other))[:MOST_COMPARED]


def rebuild(connection: sqlite3.Connection) -> None:
    """Make all bands again, in the order of storing; the stories themselves stay as they were found."""
    connection.execute("DELETE FROM story_bands")
    last = 0
    while rows := connection.execute(
        "SELECT id, text FROM articles WHERE id > ? ORDER BY id LIMIT 1000", (last,)
    ).fetchall():
        for article_id, text in rows:
            add_bands(connection, article_id, bands(shingles(text)))
        last = rows[-1][0]
    note_form(connection)


def note_form(connection: sqlite3.Connection) -> None:
    """Note in ``about`` how the bands were made."""
    connection.execute("INSERT OR REPLACE INTO about (name, value) VALUES (?, ?)", (FORM, form()))


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the stored bands were made as today's are."""
    row = connection.execute("SELECT value FROM about WHERE name = ?", (FORM,)).fetchone()
    return row is not None and row[0] == form()


def _best_match(
    connection: sqlite3.Connection, article_id: int, keys: list[int], shingle_list: list[str], text: str
) -> _Match | None:
    """Compare with the proposed texts; None when none tells the same story."""
    proposed = candidates(connection, article_id, keys)
    if not proposed:
        return None
    own = frozenset(shingle_list)
    best: _Match | None = None
    for candidate in proposed:
        row = connection.execute("SELECT story_id, text FROM articles WHERE id = ?", (candidate,)).fetchone()
        if row is None:
            continue
        other_list = shingles(row["text"])
        other = frozenset(other_list)
        similarity = containment(own, other)
        if similarity < THRESHOLD or is_other_notice(
            compare_figures(text, row["text"]), count_substitutions(shingle_list, other_list)
        ):
            continue
        if best is None or similarity > best.similarity:
            is_copy = similarity * min(len(own), len(other)) >= NEARLY_SAME * max(len(own), len(other))
            best = _Match(candidate, row["story_id"], similarity, is_copy)
        if best.is_copy:
            break
    if best is None or best.article_id == best.story_id:
        return best
    first = connection.execute("SELECT text FROM articles WHERE id = ?", (best.story_id,)).fetchone()
    return best if first is None else best._replace(similarity=containment(own, frozenset(shingles(first["text"]))))
