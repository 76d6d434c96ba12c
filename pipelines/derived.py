"""Tables that are derived from the articles (search index, places, stories): whether their rules are today's.

``about`` holds, under a name each, the form that a table has: a digest of the rules and data it was made with. With
another form it is made anew, from all articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_BATCH = 5_000
"""Articles read at a time when a table is made anew: memory stays flat."""


def has_form(connection: sqlite3.Connection, name: str, form: str) -> bool:
    """Whether the table of this name has this form."""
    row = connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
    return row is not None and row[0] == form


def note_form(connection: sqlite3.Connection, name: str, form: str) -> None:
    """Note the form that a table has from now on."""
    connection.execute("INSERT OR REPLACE INTO about (name, value) VALUES (?, ?)", (name, form))


def batches(connection: sqlite3.Connection, select: str) -> Iterator[list[sqlite3.Row]]:
    """The rows of all articles, in the order of storing. ``select`` gives ``articles.id`` first and has no WHERE."""
    last = 0
    while rows := connection.execute(
        f"{select} WHERE articles.id > ? ORDER BY articles.id LIMIT ?", (last, _BATCH)
    ).fetchall():
        yield rows
        last = rows[-1][0]
