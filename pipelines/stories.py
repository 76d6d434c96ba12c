"""Find the story of a new article: look its bands up, compare with the few texts they propose, join or begin.

No pass over the table: the work for an article depends on how many texts share a band with it, and is bounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rensa import RMinHash

from pipelines import derived, likeness
from pipelines.bands import GENERATION_BITS, Bands
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

    from pipelines.likeness import Shingles

FORM = "story_form"
"""Name in ``about``."""
_THRESHOLD = 0.6
"""Containment from which two articles tell the same story: half of a text with a third of junk added is above it,
unrelated texts are below 0.1. Measured in docs/database.md."""
_NEARLY_SAME = 0.9
"""Likeness (both ways) from which a copy is found by the bands of what it copies and needs none of its own."""


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


def _form() -> str:
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


def same_story(one: str, other: str) -> bool:
    """Whether two texts tell the same story; a template that was filled in twice tells two."""
    if not is_alike(one, other):
        return False
    return not is_other_notice(compare_figures(one, other), count_substitutions(shingles(one), shingles(other)))


def is_alike(one: str, other: str) -> bool:
    """Whether most of one text stands in the other."""
    return containment(_as_set(shingles(one)), _as_set(shingles(other))) >= _THRESHOLD


def rebuild(connection: sqlite3.Connection) -> None:
    """Make all bands again, in the order of storing; the stories themselves stay as they were found."""
    connection.execute("DELETE FROM story_bands")
    table = Bands(connection)
    for batch in derived.batches(connection, "SELECT id, text FROM articles"):
        for article_id, text in batch:
            table.add(article_id, bands(shingles(text)))
        table.write()
    note_form(connection)


def note_form(connection: sqlite3.Connection) -> None:
    """Note in ``about`` how the bands were made."""
    derived.note_form(connection, FORM, _form())


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the stored bands were made as today's are."""
    return derived.has_form(connection, FORM, _form())


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
        if similarity < _THRESHOLD or is_other_notice(
            compare_figures(text, row[1]), count_substitutions(own_list, other_list)
        ):
            continue
        if best is None or similarity > best.similarity:
            is_copy = similarity * min(len(own), len(other)) >= _NEARLY_SAME * max(len(own), len(other))
            best = _Match(candidate, row[0], similarity, is_copy)
        if best.is_copy:
            break
    if best is None or best.article_id == best.story_id:
        return best
    first = table.connection.execute("SELECT text FROM articles WHERE id = ?", (best.story_id,)).fetchone()
    return best if first is None else best._replace(similarity=containment(own, _as_set(shingles(first[0]))))


def _as_set(shingles: Shingles) -> frozenset[int]:
    return frozenset(shingles.tolist())
