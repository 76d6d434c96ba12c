"""Keep ``articles_fts`` in step with ``articles``.

The index is made here and not by triggers, because folding to Simplified is not in SQLite's reach. It keeps no copy of
the text, so that an entry is taken out by naming exactly what was put in; hence the note in ``about`` of the folding
table it was made with.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from pipelines import derived
from pipelines.folding import folding_digest, index_form
from pipelines.ranking import TITLE_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORM = "search_form"
"""Name in ``about``."""
_HASH_BYTES = 32 * 1024 * 1024
"""Memory for new entries before they are written; holds a batch of some thousand articles in one piece."""
_MERGE_AT = 16
"""Pieces of the index of like size that are merged into one, the most FTS5 takes: with 4, its own choice, each entry is
written again twice as often, and queries of one piece are no faster than of sixty."""
_MERGE_TOGETHER = 2
"""Pieces of like size from which on ``merge`` makes one of them, the fewest FTS5 takes."""
_MERGE_PAGES = 1000
"""Pages of the index that ``merge`` writes at a time, some 4 MB, so that a crawl waits for no more."""
_RANK = f"bm25({TITLE_WEIGHT}, 1.0)"
"""How FTS5 weighs title and text for those who rank by hand; as ``ranking`` does."""

_MISSING = "SELECT count(*) FROM articles WHERE id NOT IN (SELECT id FROM articles_fts_docsize)"
_LEFT_OVER = "SELECT count(*) FROM articles_fts_docsize WHERE id NOT IN (SELECT id FROM articles)"
_MAKE_ANEW = "DELETE FROM about WHERE name = 'search_form' has the next crawl make the search index anew"


class Entry(NamedTuple):
    """One article as the index holds it; see :func:`entry`."""

    article_id: int
    title: str
    text: str


def entry(article_id: int, title: str | None, text: str) -> Entry:
    """Write an article's title and text in the form of the index."""
    return Entry(article_id, index_form(title or ""), index_form(text))


def configure(connection: sqlite3.Connection) -> None:
    """Set a new index's options; FTS5 keeps them in the file."""
    for option, value in (("hashsize", _HASH_BYTES), ("automerge", _MERGE_AT), ("rank", _RANK)):
        connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES (?, ?)", (option, value))
    derived.note_form(connection, _FORM, folding_digest())


def add(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Put articles in. They must not be there yet."""
    connection.executemany("INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)", entries)


def remove(connection: sqlite3.Connection, entry: Entry) -> None:
    """Take an article out; the entry is the one it was put in with."""
    connection.execute("INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)", entry)


def merge(connection: sqlite3.Connection) -> bool:
    """Merge a part of the index, and say whether more may be left.

    An entry that is put in again leaves a mark of the old one behind, and both stay until the pieces that hold them are
    merged. Inserting merges seldom (``_MERGE_AT``): where many articles were read anew it is to be asked for.
    """
    command = "INSERT INTO articles_fts (articles_fts, rank) VALUES (?, ?)"
    connection.execute(command, ("usermerge", _MERGE_TOGETHER))
    before = connection.total_changes
    connection.execute(command, ("merge", _MERGE_PAGES))
    return connection.total_changes - before > 1  # SQLite's own sign (FTS5, "merge"): the command itself counts as one


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the index was made with today's folding table."""
    return derived.has_form(connection, _FORM, folding_digest())


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the whole index again from ``articles``; memory stays flat."""
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
    configure(connection)
    for batch in derived.batches(connection, "SELECT id, title, text FROM articles"):
        add(connection, (entry(*row) for row in batch))


def check(connection: sqlite3.Connection) -> list[str]:
    """Name what is wrong with the index, one line each; empty when it is sound.

    Looks at FTS5's own structure, at missing and left-over articles, and at the folding table. Raises
    sqlite3.DatabaseError where the file is too broken to go on, or stays locked.
    """
    problems = []
    try:
        connection.execute("BEGIN IMMEDIATE")  # waits for other writers; FTS5 inside a SAVEPOINT would not
        connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 0)")
    except sqlite3.DatabaseError as error:
        code = error.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            raise
        if code != sqlite3.SQLITE_READONLY:  # FTS5 takes its own check as a write
            problems.append(f"articles_fts: {error}; {_MAKE_ANEW}")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    for sql, what in ((_MISSING, "articles without an entry"), (_LEFT_OVER, "entries without an article")):
        count = connection.execute(sql).fetchone()[0]
        if count:
            problems.append(f"articles_fts: {what}: {count:,}; {_MAKE_ANEW}")
    if not is_current(connection):
        problems.append("articles_fts: made with another folding table; the next crawl makes it again")
    return problems
