"""Which articles are meant: filters shared by search and export, as SQL conditions over ``articles``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from pipelines.divisions import code_prefix
from pipelines.folding import fold
from pipelines.names import meant
from pipelines.query import SearchError

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

_MAX_LISTED = 12
"""Sites named to somebody who asked for one that is none."""


class Filters(NamedTuple):
    """What an article must be. None is anything."""

    site: str | None = None
    since: date | None = None
    until: date | None = None
    """First and last day of publication, as the page states it, both included."""
    source: str | None = None
    """Outlet credited for the text, in either script."""
    integrity: str | None = None
    region: str | None = None
    """Division code or name; articles of outlets there and articles that name a place there."""


class Condition(NamedTuple):
    """Conditions over ``articles``, each after an AND, with their values. Empty when everything is meant."""

    sql: str
    values: tuple[str, ...]


def compile_filters(connection: sqlite3.Connection, filters: Filters) -> Condition:
    """Write the filters as SQL; a day is compared with the day the page states.

    SearchError for an unknown site or region.
    """
    if filters.site is not None:
        require_site(connection, filters.site)
    clauses = {
        "articles.site = ?": filters.site,
        "substr(articles.published_at, 1, 10) >= ?": filters.since.isoformat() if filters.since else None,
        "substr(articles.published_at, 1, 10) <= ?": filters.until.isoformat() if filters.until else None,
        "articles.source IN (SELECT value FROM json_each(?))": _sources(connection, filters.source),
        "articles.integrity = ?": filters.integrity,
        "articles.id IN (SELECT article_id FROM article_regions WHERE code GLOB ?)": _codes(connection, filters.region),
    }
    given = {clause: value for clause, value in clauses.items() if value is not None}
    return Condition("".join(f" AND {clause}" for clause in given), tuple(given.values()))


def require_site(connection: sqlite3.Connection, site: str) -> None:
    """Raise SearchError for a site that the database does not have, with the ones it has."""
    outlets = dict(connection.execute("SELECT name, display_name FROM sites ORDER BY name").fetchall())
    if site in outlets:
        return
    known = {name: name for name in outlets} | {outlet: name for name, outlet in outlets.items() if outlet}
    near = meant(site, known)
    listed = ", ".join(list(outlets)[:_MAX_LISTED]) + (", ..." if len(outlets) > _MAX_LISTED else "")
    advice = f"did you mean {' or '.join(near)}?" if near else f"it has {listed}" if outlets else "it has none yet"
    raise SearchError(f"no site {site!r} in this database; {advice}")


def _sources(connection: sqlite3.Connection, source: str | None) -> str | None:
    """Give the sources of that name as a JSON list, in whichever script the articles have it."""
    if source is None:
        return None
    known = connection.execute("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL")
    return json.dumps([source, *(name for (name,) in known if name != source and fold(name) == fold(source))])


def _codes(connection: sqlite3.Connection, region: str | None) -> str | None:
    """Give the pattern of all division codes within a region."""
    if region is None:
        return None
    prefix = code_prefix(connection, region)
    if prefix is None:
        raise SearchError(f"region {region!r}: no such place; give a six-digit code or an official name")
    return f"{prefix}*"
