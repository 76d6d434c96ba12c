"""What is wrong with a database, as SQLite and FTS5 find it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

from pipelines import search_index

if TYPE_CHECKING:
    from collections.abc import Iterator


def find_damage(connection: sqlite3.Connection) -> list[str]:
    """Name what is wrong with the database, one line each; empty when it is sound.

    Reads everything: a minute for a million articles. A read-only connection leaves out FTS5's check of its own
    structure, which FTS5 takes as a write (it writes nothing). Raises sqlite3.DatabaseError when others keep the file
    locked: that says nothing of it.
    """
    problems = []
    for look in (_broken_pages, _broken_references, search_index.check):
        try:
            for problem in look(connection):
                problems.append(problem)  # noqa: PERF402 - those found before it raises are kept
        except sqlite3.DatabaseError as error:  # SQLite names some of what is broken, and ends at other
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise
            problems.append(str(error))
    return list(dict.fromkeys(problems))


def _broken_pages(connection: sqlite3.Connection) -> Iterator[str]:
    return (row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok")


def _broken_references(connection: sqlite3.Connection) -> Iterator[str]:
    broken = Counter((table, parent) for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"))
    for (table, parent), rows in broken.items():
        yield f"{table}: rows that refer to nothing in {parent}: {rows:,}; see By hand in docs/operator.md"
