"""What the front page shows, read from the database as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

_LATEST = 12
"""Articles shown."""


class Latest(NamedTuple):
    """One of the newest articles."""

    id: int
    title: str | None
    outlet: str
    day: str | None
    """As the page states it; None of an article without a date."""


class FrontPage(NamedTuple):
    """Numbers, newest articles, prepared questions."""

    database: str
    articles: int
    outlets: int
    newest_day: str | None
    latest: list[Latest]
    questions: dict[str, dict[str, Any]]


def read_front_page(
    connection: sqlite3.Connection, database: str, questions: dict[str, dict[str, Any]], end: date
) -> FrontPage:
    """Read the front page; a day from ``end`` on is a page's mistake and not the newest.

    Articles that state no day follow those that do, the latest stored first.
    """
    articles, outlets = connection.execute(
        "SELECT (SELECT count(*) FROM articles),"
        " (SELECT count(*) FROM sites WHERE EXISTS (SELECT 1 FROM articles WHERE site = name))"
    ).fetchone()
    (newest,) = connection.execute(
        "SELECT max(published_at) FROM articles WHERE published_at < ?", (end.isoformat(),)
    ).fetchone()
    latest = connection.execute(
        "SELECT articles.id, title, coalesce(display_name, site), substr(published_at, 1, 10)"
        " FROM articles JOIN sites ON sites.name = site WHERE coalesce(published_at, '') < ?"
        " ORDER BY published_at DESC, articles.id DESC LIMIT ?",
        (end.isoformat(), _LATEST),
    )
    return FrontPage(database, articles, outlets, newest and newest[:10], [Latest(*row) for row in latest], questions)
