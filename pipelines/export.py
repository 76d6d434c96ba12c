"""Take articles along: CSV, JSON Lines, Markdown, Parquet, Atom, chosen by filters, one row at a time.

Whatever is written appears under its final name only when it is whole. Memory does not grow with the number of
articles.
"""

from __future__ import annotations

import csv
import errno
import json
import os
import shlex
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from pipelines.atom import as_atom
from pipelines.filters import Condition, Filters, compile_filters
from pipelines.markdown import as_markdown
from pipelines.query import match_form
from pipelines.whole import ExportError, whole_file, whole_folder

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Tick = Callable[[], object]
    """Called once an article."""

LISTS = ("block_kinds", "authors", "photographers", "editors", "proofreaders", "keywords", "trace", "places")
"""Columns that hold a JSON list."""
_UNKNOWN_MONTH = "unknown"
"""Partition of the articles without a time."""
_MAX_ROW_BYTES = 64 * 1024 * 1024
"""Longest article DuckDB is asked to take; a page is at most a quarter of it."""
_FEED_ENTRIES = 50
"""Newest articles of a site in its feed."""

_PLACES = """
(SELECT json_group_array(DISTINCT code) FROM article_places WHERE article_places.article_id = articles.id) AS places
"""
_MONTH = "substr(articles.published_at, 1, 7)"
_PARQUET_TYPES = {"TEXT": "VARCHAR", "INTEGER": "BIGINT", "REAL": "DOUBLE"}


class Selection(NamedTuple):
    """Which articles. None is any."""

    filters: Filters = Filters()
    words: str | None = None
    """As people type them; see :func:`pipelines.query.match_form`."""


def compile_selection(connection: sqlite3.Connection, selection: Selection) -> Condition:
    """Write the selection as SQL. Raises SearchError for words that say nothing and for an unknown region."""
    condition = compile_filters(connection, selection.filters)
    if selection.words is None:
        return condition
    found = " AND articles.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
    return Condition(condition.sql + found, (*condition.values, match_form(selection.words)))


def count_articles(connection: sqlite3.Connection, condition: Condition) -> int:
    """Count what would be exported."""
    sql = f"SELECT count(*) FROM articles WHERE TRUE {condition.sql}"  # noqa: S608 - own names
    (count,) = connection.execute(sql, condition.values).fetchone()
    return int(count)


def _read_articles(connection: sqlite3.Connection, condition: Condition) -> Iterator[dict[str, Any]]:
    """Give the chosen articles in the order of storing, one at a time, each column by name."""
    cursor = connection.execute(
        f"SELECT articles.*, {_PLACES} FROM articles WHERE TRUE {condition.sql} ORDER BY articles.id",  # noqa: S608
        condition.values,
    )
    yield from _by_name(cursor)


def _by_name(cursor: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def write_csv(connection: sqlite3.Connection, condition: Condition, target: Path | None, tick: Tick) -> None:
    """Write one line an article; lists stay JSON."""
    with whole_file(target) as file:
        writer = csv.writer(file, lineterminator="\n")
        for place, article in enumerate(_read_articles(connection, condition)):
            if place == 0:
                writer.writerow(article)
            writer.writerow(article.values())
            tick()


def write_json_lines(connection: sqlite3.Connection, condition: Condition, target: Path | None, tick: Tick) -> None:
    """Write one JSON object an article; lists are lists."""
    with whole_file(target) as file:
        for article in _read_articles(connection, condition):
            file.write(_json_line(article))
            tick()


def write_markdown(connection: sqlite3.Connection, condition: Condition, target: Path, tick: Tick) -> None:
    """Write a folder of one file an article: ``MONTH/SITE/ID.md``."""
    with whole_folder(target) as folder:
        for article in _read_articles(connection, condition):
            path = (
                folder / (_month(article) or _UNKNOWN_MONTH) / quote(article["site"], safe="") / f"{article['id']}.md"
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_markdown(article), "utf-8", newline="\n")
            tick()


def write_parquet(connection: sqlite3.Connection, condition: Condition, target: Path, tick: Tick) -> None:
    """Write a folder ``month=2024-08/site=NAME/articles.parquet``, which DuckDB, pandas and Spark read as one table."""
    duckdb = _import_duckdb()
    columns = _parquet_columns(connection)
    with duckdb_explained(duckdb, target), whole_folder(target) as folder, duckdb.connect() as engine:
        engine.execute("SET threads = 1; SET memory_limit = '512MB'")
        lines = folder / "rows.jsonl"
        for site, month, chosen in _partitions(connection, condition):
            with lines.open("w", encoding="utf-8", newline="\n") as file:
                for article in _read_articles(connection, chosen):
                    file.write(_json_line(article))
                    tick()
            part = folder / f"month={month or _UNKNOWN_MONTH}" / f"site={quote(site, safe='')}" / "articles.parquet"
            part.parent.mkdir(parents=True, exist_ok=True)
            engine.execute(
                f"COPY (SELECT * EXCLUDE (site) FROM read_json({_quoted(lines)}, format = 'newline_delimited',"  # noqa: S608
                f" maximum_object_size = {_MAX_ROW_BYTES}, columns = {columns}))"
                f" TO {_quoted(part)} (FORMAT parquet, COMPRESSION zstd)"
            )
        lines.unlink(missing_ok=True)


def write_atom(connection: sqlite3.Connection, condition: Condition, target: Path, tick: Tick) -> None:
    """Write a folder of one Atom feed a site (``SITE.atom``) with its newest articles, each replaced in one step."""
    target.mkdir(parents=True, exist_ok=True)
    join = "SELECT DISTINCT site, display_name, host FROM articles JOIN sites ON sites.name = site"
    sites = connection.execute(f"{join} WHERE TRUE {condition.sql}", condition.values).fetchall()
    latest = f"SELECT * FROM articles WHERE TRUE {condition.sql} AND site = ?"  # noqa: S608 - own names
    latest += " ORDER BY published_at DESC, id DESC LIMIT ?"
    for site, display_name, host in sites:
        articles = list(_by_name(connection.execute(latest, (*condition.values, site, _FEED_ENTRIES))))
        with whole_file(target / f"{quote(site, safe='')}.atom") as file:
            file.write(as_atom(site, display_name or site, host, articles))
        for _ in articles:
            tick()


def _json_line(article: dict[str, Any]) -> str:
    lists = {name: json.loads(article[name]) for name in LISTS}
    return json.dumps({**article, **lists}, ensure_ascii=False) + "\n"


def _month(article: dict[str, Any]) -> str | None:
    return article["published_at"] and str(article["published_at"])[:7]


def _partitions(connection: sqlite3.Connection, condition: Condition) -> list[tuple[str, str | None, Condition]]:
    """Give each site's months, with the condition for the chosen articles of each.

    These go by number: a search for words, or for all of a region, is made once and not for each of 17,000 partitions.
    """
    rows = connection.execute(
        f"SELECT articles.site, {_MONTH} AS month, json_group_array(articles.id) FROM articles"  # noqa: S608 - own names
        f" WHERE TRUE {condition.sql} GROUP BY articles.site, month ORDER BY month, articles.site",
        condition.values,
    )
    by_number = " AND articles.id IN (SELECT value FROM json_each(?))"
    return [(site, month, Condition(by_number, (numbers,))) for site, month, numbers in rows]


def _parquet_columns(connection: sqlite3.Connection) -> str:
    """Write the columns' types as DuckDB's ``read_json`` takes them."""
    types = {row[1]: _PARQUET_TYPES[row[2]] for row in connection.execute("PRAGMA table_info(articles)")}
    types |= dict.fromkeys(LISTS, "VARCHAR[]")
    return "{" + ", ".join(f"{name}: '{kind}'" for name, kind in types.items()) + "}"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


@contextmanager
def duckdb_explained(duckdb: Any, target: Path) -> Iterator[None]:
    """Turn what DuckDB says of a full disk and of Ctrl-C into what the other formats say."""
    try:
        yield
    except duckdb.Error as error:
        full = os.strerror(errno.ENOSPC)  # in the midst of a page of JSON
        reason = full if full in str(error) else str(error).splitlines()[0]
        raise ExportError(f"{target}: {reason}; check path, rights and space") from error
    except RuntimeError as error:
        if "interrupted" in str(error):
            raise KeyboardInterrupt from error
        raise


def _import_duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        python = shlex.quote(sys.executable)  # its folder may have a space in its name
        raise ExportError(f"Parquet needs DuckDB; install it with: {python} -m pip install duckdb") from None
    return duckdb
