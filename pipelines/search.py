"""Find articles by words, in the index that ``pipelines.search_index`` keeps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from pipelines.filters import Filters, compile_filters
from pipelines.query import match_form
from pipelines.ranking import Candidate, cut_snippet, mark_all, phrase_patterns, rank

if TYPE_CHECKING:
    import sqlite3

_RANKED = 1_000
"""Newest matches that are ranked. A word of every tenth article has a hundred thousand in a million articles, and a
reader wants the recent ones of those."""


class Hit(NamedTuple):
    """One found article."""

    id: int
    url: str
    site: str
    outlet: str
    """The site's own name; its ``site`` where it has none."""
    title: str | None
    published_at: str | None
    published_precision: str | None
    source: str | None
    integrity: str
    withdrawn_at: str | None
    """When a crawl found it taken down; None while it is up."""
    marked_title: str | None
    """The title with MARK_START and MARK_END around what was found."""
    snippet: str
    """Part of the text with the same marks."""


_NEWEST = """
SELECT articles_fts.rowid FROM articles_fts {join}
WHERE articles_fts MATCH ? {conditions} ORDER BY articles_fts.rowid DESC LIMIT ?
"""
_JOIN = "CROSS JOIN articles ON articles.id = articles_fts.rowid"
"""CROSS keeps SQLite from walking a site's articles and asking the index about each."""
_TEXTS = "SELECT articles.id, title, text FROM json_each(?) CROSS JOIN articles ON articles.id = value"
_HIT = """
SELECT articles.id, url, site, coalesce(display_name, site), title, published_at, published_precision, source,
    integrity, withdrawn_at
FROM articles LEFT JOIN sites ON sites.name = site WHERE articles.id = ?
"""


def search(connection: sqlite3.Connection, typed: str, filters: Filters = Filters(), limit: int = 20) -> list[Hit]:  # noqa: B008 - immutable
    """Find articles, best first among the newest _RANKED matches.

    Raises SearchError for words that say nothing and for an unknown region.
    """
    form = match_form(typed)
    condition = compile_filters(connection, filters)
    sql = _NEWEST.format(join=_JOIN if condition.sql else "", conditions=condition.sql)
    found = [row[0] for row in connection.execute(sql, (form, *condition.values, _RANKED))]
    candidates = [Candidate(*row) for row in connection.execute(_TEXTS, (json.dumps(found),))]
    patterns = phrase_patterns(form)
    hits = []
    for best in rank(candidates, patterns)[:limit]:
        row = connection.execute(_HIT, (best.id,)).fetchone()
        title = mark_all(best.title, patterns) if best.title else None
        hits.append(Hit._make((*row, title, cut_snippet(best.text, patterns))))
    return hits
