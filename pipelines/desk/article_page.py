"""What the article page shows, read from the database as plain values; the template escapes all of it."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import sqlite3

_MAX_PARTS = 200
"""Rows of each kind (cuts, revisions, reprints) on one page."""


class Block(NamedTuple):
    """Lines of the body that belong together: one paragraph, or a whole list or table."""

    kind: str
    lines: tuple[str, ...]


class ArticlePage(NamedTuple):
    """One article with all that is known of it. Rows are mappings of column to value."""

    row: dict[str, Any]
    outlet: str
    link: str | None
    """Its address where that is one of the web, else None."""
    authors: list[str]
    photographers: list[str]
    editors: list[str]
    blocks: list[Block]
    places: list[dict[str, Any]]
    images: list[dict[str, Any]]
    removals: list[dict[str, Any]]
    revisions: list[dict[str, Any]]
    story: list[dict[str, Any]]


_PLACES = """
SELECT places.code, full_name, group_concat(named_in, ', ') AS named_in
FROM article_places JOIN places USING (code) WHERE article_id = ? GROUP BY places.code
"""
_STORY = """
SELECT article_id, coalesce(display_name, site) AS outlet, title, published_at, similarity, is_earliest
FROM reprints JOIN sites ON sites.name = site WHERE story_id = ? ORDER BY is_earliest DESC, published_at
"""


def read_article_page(connection: sqlite3.Connection, article_id: int) -> ArticlePage | None:
    """Read an article; None when there is none of that number."""
    found = _rows(connection, "SELECT * FROM articles WHERE id = ?", article_id)
    if not found:
        return None
    row = found[0]
    outlet = connection.execute("SELECT coalesce(display_name, name) FROM sites WHERE name = ?", (row["site"],))
    revisions = _rows(connection, "SELECT * FROM revisions WHERE article_id = ? ORDER BY number DESC", article_id)
    images = _rows(connection, "SELECT * FROM images WHERE article_id = ? ORDER BY position", article_id)
    return ArticlePage(
        row,
        outlet.fetchone()[0],
        web_link(row["url"]),
        json.loads(row["authors"]),
        json.loads(row["photographers"]),
        json.loads(row["editors"]),
        read_blocks(row["text"], json.loads(row["block_kinds"])),
        _rows(connection, _PLACES, article_id),
        [{**image, "link": web_link(image["url"])} for image in images],
        _rows(connection, "SELECT * FROM removals WHERE article_id = ? ORDER BY position", article_id),
        [{**r, "added": json.loads(r["added"]), "deleted": json.loads(r["deleted"])} for r in revisions],
        _rows(connection, _STORY, row["story_id"]) if row["story_id"] is not None else [],
    )


def read_blocks(text: str, kinds: list[str]) -> list[Block]:
    """Put a body's lines together; lines that stand beside each other in a list or table become one block."""
    lines = text.split("\n") if text else []
    kinds = [*kinds, *["paragraph"] * (len(lines) - len(kinds))]
    blocks = []
    for kind, group in groupby(zip(kinds, lines, strict=False), key=lambda pair: pair[0]):
        grouped = tuple(line for _, line in group)
        together = kind in {"list_item", "table_row", "code"}
        blocks += [Block(kind, grouped)] if together else [Block(kind, (line,)) for line in grouped]
    return blocks


def web_link(url: str | None) -> str | None:
    """Give the address when following it can only lead to a web page.

    >>> web_link("javascript:alert(1)") is None
    True
    """
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _rows(connection: sqlite3.Connection, sql: str, value: object) -> list[dict[str, Any]]:
    cursor = connection.execute(f"{sql} LIMIT {_MAX_PARTS}", (value,))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
