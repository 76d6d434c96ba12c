"""Take articles along: CSV, JSON Lines, Markdown, Parquet, Atom, chosen by filters, one row at a time.

Whatever is written appears under its final name only when it is whole. Memory does not grow with the number of
articles.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from pipelines.filters import Filters, compile_filters
from pipelines.query import match_form

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    Tick = Callable[[], object]
    """Called once an article."""

LISTS = ("block_kinds", "authors", "photographers", "editors", "proofreaders", "keywords", "trace", "places")
"""Columns that hold a JSON list."""
UNKNOWN_MONTH = "unknown"
"""Partition of the articles without a time."""
MAX_ROW_BYTES = 64 * 1024 * 1024
"""Longest article DuckDB is asked to take; a page is at most a quarter of it."""
FEED_ENTRIES = 50
"""Newest articles of a site in its feed."""
FEED_SUMMARY = 300
"""Characters of the text in a feed's entry; readers of a feed go to the page for the rest."""


class ExportError(Exception):
    """The export cannot be written. One line: what, where, what to do."""


class Selection(NamedTuple):
    """Which articles. None is any."""

    filters: Filters = Filters()
    words: str | None = None
    """As people type them; see :func:`pipelines.query.match_form`."""


class Query(NamedTuple):
    """Conditions over ``articles`` with their values."""

    where: str
    values: tuple[str, ...]


def compile_selection(connection: sqlite3.Connection, selection: Selection) -> Query:
    """Write the selection as SQL. Raises SearchError for words that say nothing and for an unknown region."""
    where, values = compile_filters(connection, selection.filters)
    if selection.words is not None:
        where += " AND articles.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
        values += (match_form(selection.words),)
    return Query(f"1{where}", values)


def count_articles(connection: sqlite3.Connection, query: Query) -> int:
    """Count what would be exported."""
    (count,) = connection.execute(f"SELECT count(*) FROM articles WHERE {query.where}", query.values).fetchone()  # noqa: S608 - own names
    return int(count)


def read_articles(
    connection: sqlite3.Connection, query: Query, *, more: str = "", values: tuple[Any, ...] = ()
) -> Iterator[dict[str, Any]]:
    """Give the chosen articles in the order of storing, one at a time, each column by name."""
    cursor = connection.execute(
        f"SELECT articles.*, {_PLACES} FROM articles WHERE {query.where}{more} ORDER BY articles.id",  # noqa: S608
        (*query.values, *values),
    )
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


_PLACES = """
(SELECT json_group_array(DISTINCT code) FROM article_places WHERE article_places.article_id = articles.id) AS places
"""


def write_csv(connection: sqlite3.Connection, query: Query, target: Path | None, tick: Tick) -> None:
    """Write one line an article; lists stay JSON."""
    with whole_file(target) as file:
        writer = csv.writer(file, lineterminator="\n")
        for place, article in enumerate(read_articles(connection, query)):
            if place == 0:
                writer.writerow(article)
            writer.writerow(article.values())
            tick()


def write_json_lines(connection: sqlite3.Connection, query: Query, target: Path | None, tick: Tick) -> None:
    """Write one JSON object an article; lists are lists."""
    with whole_file(target) as file:
        for article in read_articles(connection, query):
            file.write(_json_line(article))
            tick()


def write_markdown(connection: sqlite3.Connection, query: Query, target: Path, tick: Tick) -> None:
    """Write a folder of one file an article: ``MONTH/SITE/ID.md``."""
    with _whole_folder(target) as folder:
        for article in read_articles(connection, query):
            path = folder / (_month(article) or UNKNOWN_MONTH) / quote(article["site"], safe="") / f"{article['id']}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_markdown(article), "utf-8", newline="\n")
            tick()


def write_parquet(connection: sqlite3.Connection, query: Query, target: Path, tick: Tick) -> None:
    """Write a folder ``month=2024-08/site=NAME/articles.parquet``, which DuckDB, pandas and Spark read as one table."""
    duckdb = _import_duckdb()
    columns = _parquet_columns(connection)
    with _whole_folder(target) as folder, duckdb.connect() as engine:
        engine.execute("SET threads = 1; SET memory_limit = '512MB'")
        lines = folder / "rows.jsonl"
        for site, month in _partitions(connection, query):
            with lines.open("w", encoding="utf-8", newline="\n") as file:
                for article in read_articles(connection, query, more=_IN_PARTITION, values=(site, month)):
                    file.write(_json_line(article))
                    tick()
            part = folder / f"month={month or UNKNOWN_MONTH}" / f"site={quote(site, safe='')}" / "articles.parquet"
            part.parent.mkdir(parents=True, exist_ok=True)
            engine.execute(
                f"COPY (SELECT * EXCLUDE (site) FROM read_json({_quoted(lines)}, format = 'newline_delimited',"  # noqa: S608
                f" maximum_object_size = {MAX_ROW_BYTES}, columns = {columns}))"
                f" TO {_quoted(part)} (FORMAT parquet, COMPRESSION zstd)"
            )
        lines.unlink(missing_ok=True)


def write_atom(connection: sqlite3.Connection, query: Query, target: Path, tick: Tick) -> None:
    """Write a folder of one Atom feed a site (``SITE.atom``) with its newest articles, each replaced in one step."""
    target.mkdir(parents=True, exist_ok=True)
    sites = connection.execute(
        f"SELECT DISTINCT site, display_name, host FROM articles JOIN sites ON sites.name = site WHERE {query.where}",  # noqa: S608
        query.values,
    ).fetchall()
    for site, display_name, host in sites:
        newest = connection.execute(
            f"SELECT * FROM articles WHERE {query.where} AND site = ? ORDER BY published_at DESC, id DESC LIMIT ?",  # noqa: S608
            (*query.values, site, FEED_ENTRIES),
        )
        names = [column[0] for column in newest.description]
        articles = [dict(zip(names, row, strict=True)) for row in newest]
        with whole_file(target / f"{quote(site, safe='')}.atom") as file:
            file.write(as_atom(site, display_name or site, host, articles))
        for _ in articles:
            tick()


def as_markdown(article: dict[str, Any]) -> str:
    """Write an article as a Markdown document. Its text is never taken for markup or HTML."""
    byline = [article["published_at"], article["source"], "、".join(json.loads(article["authors"]))]
    head = [
        _markdown_text(article["kicker"] or ""),
        f"# {_markdown_text(article['title'] or '(no title)')}",
        _markdown_text(article["deck"] or ""),
        _markdown_text(" · ".join(part for part in byline if part)),
        f"<{quote(article['url'], safe=_URL_SAFE)}>",
    ]
    kinds = json.loads(article["block_kinds"])
    lines = article["text"].split("\n") if article["text"] else []
    kinds += ["paragraph"] * (len(lines) - len(kinds))
    body = [_MARKDOWN_BLOCKS.get(kind, "") + _markdown_text(line) for kind, line in zip(kinds, lines, strict=False)]
    return "\n\n".join(part for part in (*head, *body) if part) + "\n"


_URL_SAFE = ":/?#[]@!$&'()*+,;=%~-._"
_MARKDOWN_BLOCKS = {"heading": "## ", "list_item": "- ", "quote": "> "}
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&]|^\s*(?:[-+=]|\d+(?=[.)]))|(?<=\d)[.)](?=\s))")


def _markdown_text(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(lambda sign: f"\\{sign[0]}" if not sign[0][-1].isdigit() else sign[0], text.strip())


def as_atom(site: str, name: str, host: str | None, articles: list[dict[str, Any]]) -> str:
    """Write an Atom feed (RFC 4287) of articles, newest first."""
    updated = max((_instant(article) for article in articles), default=datetime.fromtimestamp(0, UTC).isoformat())
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n',
        f"<title>{_xml(name)}</title>\n<id>{_xml(f'tag:{host or site},2024:{quote(site)}')}</id>\n",
        f"<updated>{updated}</updated>\n<author><name>{_xml(name)}</name></author>\n",
        *map(_atom_entry, articles),
        "</feed>\n",
    ]
    return "".join(parts)


def _atom_entry(article: dict[str, Any]) -> str:
    authors = "".join(f"<author><name>{_xml(author)}</name></author>" for author in json.loads(article["authors"]))
    published = article["published_at"]
    return (
        f"<entry><title>{_xml(article['title'] or article['url'])}</title><id>{_xml(article['normalised_url'])}</id>"
        f"<link href={quoteattr(_xml_characters(article['url']))}/>{authors}"
        + (f"<published>{_xml(published)}</published>" if published else "")
        + f"<updated>{_instant(article)}</updated>"
        f"<summary>{_xml(article['text'][:FEED_SUMMARY])}</summary></entry>\n"
    )


def _instant(article: dict[str, Any]) -> str:
    """Give the time of publication in UTC, or that of our first sight of it; sorts as text."""
    stated = datetime.fromisoformat(article["published_at"] or article["first_seen_at"])
    return stated.astimezone(UTC).isoformat(timespec="seconds")


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml_characters(text: str) -> str:
    return _NOT_XML.sub("", text)


def _xml(text: str) -> str:
    return escape(_xml_characters(text))


def _json_line(article: dict[str, Any]) -> str:
    lists = {name: json.loads(article[name]) for name in LISTS}
    return json.dumps({**article, **lists}, ensure_ascii=False) + "\n"


def _month(article: dict[str, Any]) -> str | None:
    return article["published_at"] and str(article["published_at"])[:7]


_IN_PARTITION = " AND articles.site = ? AND substr(articles.published_at, 1, 7) IS ?"


def _partitions(connection: sqlite3.Connection, query: Query) -> list[tuple[str, str | None]]:
    rows = connection.execute(
        f"SELECT DISTINCT site, substr(published_at, 1, 7) FROM articles WHERE {query.where} ORDER BY 2, 1",  # noqa: S608
        query.values,
    )
    return [(row[0], row[1]) for row in rows]


def _parquet_columns(connection: sqlite3.Connection) -> str:
    """Write the columns' types as DuckDB's ``read_json`` takes them."""
    types = {row[1]: _PARQUET_TYPES[row[2]] for row in connection.execute("PRAGMA table_info(articles)")}
    types |= dict.fromkeys(LISTS, "VARCHAR[]")
    return "{" + ", ".join(f"{name}: '{kind}'" for name, kind in types.items()) + "}"


_PARQUET_TYPES = {"TEXT": "VARCHAR", "INTEGER": "BIGINT", "REAL": "DOUBLE"}


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _import_duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise ExportError(
            "Parquet needs DuckDB; install it with: pip install 'qingliu[parquet]' or pip install duckdb"
        ) from None
    return duckdb


@contextmanager
def whole_file(target: Path | None) -> Iterator[IO[str]]:
    """Open a file that takes its name when all is written; None is standard output."""
    if target is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def _whole_folder(target: Path) -> Iterator[Path]:
    """Make a folder that takes its name when all is in it. It must not be there yet, or be empty."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportError(f"{target}: already there; choose another name or take it away first")
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        yield folder
        folder.chmod(0o755)
        folder.replace(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
