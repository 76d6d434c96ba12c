"""Transactions on the database: one that writes, one that reads."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Wait for other writers, then write: committed at the end, undone on any error. Not within another one."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Read what belongs together as it stood at one moment, whoever writes meanwhile. Within a transaction, its own."""
    is_own = not connection.in_transaction
    if is_own:
        connection.execute("BEGIN")
    try:
        yield
    finally:
        if is_own and connection.in_transaction:
            connection.execute("COMMIT")
