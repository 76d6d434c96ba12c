"""Schema versions: make a new database, bring an older one forward, refuse a newer one.

The version is SQLite's ``user_version``. Each step runs inside one transaction and is closed by a foreign-key check;
a step that rewrites rows first copies the file beside itself.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipelines import search_index, stories
from pipelines.bands import Bands
from pipelines.transaction import snapshot, transaction
from pipelines.values import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

APPLICATION_ID = 0x51494E47
"""``QING``: marks the file as ours, so that no other database is taken for one."""
LARGE_BYTES = 100_000_000
"""Size of a file from which on work on all its articles takes seconds (30 to 300 for 3 GB), so that it is said."""
_SCHEMA = Path(__file__).with_name("schema.sql")
_RETIRED_VIEWS = frozenset({"latest_corrections"})
"""Views of earlier code that go when the others are made anew."""
_CREATED = re.compile(r"^CREATE (?:VIRTUAL )?(?:TABLE|INDEX|VIEW) (\w+)", re.MULTILINE)

SCHEMA_VERSION = 9
"""Version that ``schema.sql`` makes; the last migration leads to it."""


class Migration(NamedTuple):
    """One step from the version before to ``version``."""

    version: int
    apply: Callable[[sqlite3.Connection], None]
    rewrites: bool
    """Whether it changes stored rows, so that a backup is made first."""


def _create(connection: sqlite3.Connection) -> None:
    """Create what is missing; our views, which hold nothing, are made anew. An analyst's own stay."""
    views = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")}
    for view in (*_wanted_views(), *views & _RETIRED_VIEWS):  # a table of a retired one's name is an analyst's
        connection.execute(f"DROP VIEW IF EXISTS {view}")
    present = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    for name, statement in schema_statements().items():
        if name not in present:
            connection.execute(statement)


def _add_search_and_stories(connection: sqlite3.Connection) -> None:
    """Version 2: search index, stories, views; what became of a page and how often its run was cut off."""
    connection.execute("ALTER TABLE pages ADD COLUMN outcome TEXT")
    connection.execute("ALTER TABLE pages ADD COLUMN day TEXT")
    connection.execute("ALTER TABLE pages ADD COLUMN interruptions INTEGER NOT NULL DEFAULT 0")
    _create(connection)
    search_index.rebuild(connection)
    stories.note_form(connection)
    table = Bands(connection)
    last = 0
    while row := connection.execute("SELECT id, text FROM articles WHERE id > ? ORDER BY id", (last,)).fetchone():
        found = stories.find_story(table, *row)
        connection.execute(
            "UPDATE articles SET story_id = ?, story_similarity = ? WHERE id = ?",
            (found.story_id, found.similarity, row[0]),
        )
        table.add(row[0], found.bands)
        last = row[0]
    table.write()


def _narrow_bands(connection: sqlite3.Connection) -> None:
    """Version 4: one number a fingerprint; made again from the texts when the store is opened."""
    connection.execute("DROP TABLE story_bands")
    connection.execute("DELETE FROM about WHERE name = ?", (stories.FORM,))
    _create(connection)


def _add_what_links_were_read_for(connection: sqlite3.Connection) -> None:
    """Version 5: how far back the links of a page were read, and by which rules those of a site."""
    connection.execute("ALTER TABLE pages ADD COLUMN links_since TEXT")
    connection.execute("ALTER TABLE sites ADD COLUMN link_rules TEXT")


def _add_hijacks(connection: sqlite3.Connection) -> None:
    """Version 7: two more causes of a revision, for junk that comes and goes; the rows are copied as they are."""
    own = connection.execute(
        "SELECT name, sql FROM main.sqlite_schema WHERE tbl_name = 'revisions' AND type IN ('index', 'trigger')"
    ).fetchall()
    connection.execute("CREATE TEMP TABLE kept_revisions AS SELECT * FROM main.revisions")
    connection.execute("DROP TABLE main.revisions")
    _create(connection)
    connection.execute("INSERT INTO main.revisions SELECT * FROM kept_revisions")
    connection.execute("DROP TABLE kept_revisions")
    for name, sql in own:
        if sql and name not in schema_statements():  # an analyst's own
            connection.execute(sql)


def _widen_indexes(connection: sqlite3.Connection) -> None:
    """Version 9: what is counted over all articles stands in indexes; no row changes."""
    for index in ("articles_by_site", "articles_by_story", "articles_by_source"):
        connection.execute(f"DROP INDEX IF EXISTS main.{index}")
    _create(connection)


MIGRATIONS = (
    Migration(2, _add_search_and_stories, rewrites=True),
    Migration(3, _create, rewrites=False),  # places of articles; filled when the store is opened, as all derived is
    Migration(4, _narrow_bands, rewrites=False),
    Migration(5, _add_what_links_were_read_for, rewrites=False),
    Migration(6, _create, rewrites=False),  # articles by their text, so that one shown at two addresses is found
    Migration(7, _add_hijacks, rewrites=False),
    Migration(8, _create, rewrites=False),  # a site's pages by what they came to, the latest last
    Migration(9, _widen_indexes, rewrites=False),
)


def prepare(connection: sqlite3.Connection, path: Path) -> bool:
    """Make the schema in an empty file, or bring an older one to today's; whether it was an older one.

    Views, which hold nothing, need no version. Raises StoreError for a file of another program or of a newer version of
    this one.
    """
    if stored_version(connection, path) == SCHEMA_VERSION and not _has_old_views(connection):
        return False
    with transaction(connection):
        version = stored_version(connection, path)  # again: another process may have been first
        if version == 0:
            _create(connection)
            search_index.configure(connection)
            stories.note_form(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        is_older = 0 < version < SCHEMA_VERSION
        if is_older:
            announce(path, f"bringing it from schema version {version} to {SCHEMA_VERSION}")
        for migration in MIGRATIONS:
            if 0 < version < migration.version:
                _migrate(connection, migration, path)
        if _has_old_views(connection):
            _create(connection)
    return is_older


def announce(path: Path, work: str) -> None:
    """Tell whoever waits at a terminal why nothing seems to happen; of a small file nothing, which is done at once."""
    if path.stat().st_size >= LARGE_BYTES:
        sys.stderr.write(f"{path}: {work}; this may take minutes, and changes nothing if it is stopped\n")
        sys.stderr.flush()


def stored_version(connection: sqlite3.Connection, path: Path) -> int:
    """Read the schema version of the file, 0 for an empty one; StoreError when the file is not for this code."""
    with snapshot(connection):  # another process may be making the schema
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
        is_empty = connection.execute("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)").fetchone()[0]
    if owner != APPLICATION_ID and not (is_empty and owner == 0 and version == 0):
        raise StoreError(f"{path}: a database of another program; choose another NEWS_DB")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path}: schema version {version}, made by newer code (this code knows {SCHEMA_VERSION}); update the code"
        )
    return version


def _has_old_views(connection: sqlite3.Connection) -> bool:
    """Whether a view of ours is missing or was made by other code."""
    stored = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'view'").fetchall())
    return any(stored.get(name) != sql for name, sql in _wanted_views().items())


def _wanted_views() -> dict[str, str]:
    statements = schema_statements().items()
    return {name: sql.rstrip().rstrip(";") for name, sql in statements if sql.startswith("CREATE VIEW")}


@cache
def schema_statements() -> dict[str, str]:
    """Give the statements of ``schema.sql`` by the name of what they create, in order."""
    statements = {}
    statement = ""
    for line in _SCHEMA.read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            created = _CREATED.search(statement)
            assert created is not None, statement  # noqa: S101 - our own file
            statements[created[1]] = statement[created.start() :]
            statement = ""
    return statements


def _migrate(connection: sqlite3.Connection, migration: Migration, path: Path) -> None:
    if migration.rewrites:
        _backup(path, migration.version - 1)
    connection.execute("PRAGMA defer_foreign_keys = ON")  # a step may take a table apart; checked below
    migration.apply(connection)
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise StoreError(
            f"{path}: migration {migration.version} would break a reference in {broken[0]}; nothing changed"
        )
    connection.execute(f"PRAGMA user_version = {migration.version}")


def _backup(path: Path, version: int) -> None:
    """Copy the file to ``<name>.v<version>.bak``, through SQLite so that the log's content is in it."""
    target = path.with_name(f"{path.name}.v{version}.bak")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
