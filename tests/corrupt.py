"""Database files with one page broken, as a failing disk leaves them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random


def broken_copy(database: Path, target: Path, part: str) -> Path:
    """Copy a database to ``target`` with a page of the table or index ``part``, not its first, full of noise."""
    shutil.copy(database, target)
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        pages = [row[0] for row in connection.execute("SELECT pageno FROM dbstat WHERE name = ? ORDER BY 1", (part,))]
    page = pages[min(3, len(pages) // 2)]
    content = bytearray(target.read_bytes())
    content[(page - 1) * size : page * size] = Random(1).randbytes(size)
    target.write_bytes(content)
    return target
