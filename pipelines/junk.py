"""What the database tells about junk: pieces that were cut again and again, and lines that recur in stored bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleaners.junk.lists.keywords import looks_listed
from cleaners.memory import REMEMBERED_STEPS, SiteMemory, line_key, remember

if TYPE_CHECKING:
    import sqlite3

_REMEMBERED_ARTICLES = 2_000
"""Newest articles of a site that are read for lines that recur."""
_NEWEST = "WHERE id IN (SELECT id FROM articles WHERE site = ? ORDER BY id DESC LIMIT ?) ORDER BY id DESC"
"""A query in the query chooses them in an index alone: to sort whole rows SQLite would read the text of every article
of the site."""


class JunkPiece(NamedTuple):
    """A piece of text and how often it was met."""

    text: str
    articles: int
    sites: int
    state: str
    """``cut``: was cut as spam. ``kept``: stands in stored bodies, and only its recurrence speaks against it."""


def cut_pieces(connection: sqlite3.Connection, site: str | None, least: int) -> list[JunkPiece]:
    """Pieces of spam that were cut from at least ``least`` articles, the most frequent first."""
    rows = connection.execute(
        "SELECT removals.text, count(DISTINCT article_id) AS articles, count(DISTINCT site) FROM removals"
        " JOIN articles ON articles.id = article_id WHERE kind = 'spam' AND (:site IS NULL OR site = :site)"
        " GROUP BY removals.text HAVING articles >= :least ORDER BY articles DESC, removals.text",
        {"site": site, "least": least},
    )
    return [JunkPiece(text, articles, sites, "cut") for text, articles, sites in rows]


def memory_of_site(connection: sqlite3.Connection, site: str) -> SiteMemory:
    """What a site's newest stored articles have in common, in what was kept and in what was cut around and between it.

    For ``clean_html(memory=...)``: what was once recognised, a campaign or a standing line, is so on the pages to come.
    """
    rows = connection.execute(
        "SELECT text, (SELECT group_concat(removals.text, char(10)) FROM removals"  # noqa: S608 - own words
        " WHERE article_id = articles.id AND (kind = 'spam' OR step IN (?, ?)))"
        f" FROM articles {_NEWEST}",
        (*REMEMBERED_STEPS, site, _REMEMBERED_ARTICLES),
    )
    return remember(f"{text}\n{cut or ''}".split("\n") for text, cut in rows)


def kept_pieces(connection: sqlite3.Connection, site: str | None, least: int) -> list[JunkPiece]:
    """Lines without sentence signs that stand in the bodies of at least ``least`` articles of one site."""
    sites = [site] if site else [name for (name,) in connection.execute("SELECT name FROM sites ORDER BY name")]
    found: dict[str, JunkPiece] = {}
    for name in sites:
        memory = memory_of_site(connection, name)
        recurring = {key for key, count in memory.lines.items() if count >= least and memory.recurs(key)}
        for text in _as_stored(connection, name, recurring):
            known = found.get(text, JunkPiece(text, 0, 0, "kept"))
            count = memory.lines[line_key(text)]
            found[text] = known._replace(articles=known.articles + count, sites=known.sites + 1)
    return sorted(found.values(), key=lambda piece: (-piece.articles, piece.text))


def _as_stored(connection: sqlite3.Connection, site: str, keys: set[str]) -> set[str]:
    """The lines behind the keys, with their white space."""
    if not keys:
        return set()
    rows = connection.execute(f"SELECT text FROM articles {_NEWEST}", (site, _REMEMBERED_ARTICLES))  # noqa: S608 - own words
    lines = {line_key(line): line for (text,) in rows for line in text.split("\n") if line_key(line) in keys}
    return {line for line in lines.values() if looks_listed(line)}
