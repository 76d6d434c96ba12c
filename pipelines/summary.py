"""What a database holds and what the latest runs did, counted for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.store import Store


class Summary(NamedTuple):
    """Counts over some runs, and over the whole database."""

    pages: int
    new: int
    changed: int
    unchanged: int
    not_modified: int
    """Conditional requests that were answered 304."""
    articles: int
    """In the database, not only of these runs; so are the two below."""
    rejections: Mapping[str, int]
    """Pages that are no article, by reason."""
    removals: Mapping[str, int]
    """Pieces cut out of articles, by kind."""


def last_crawl(store: Store) -> int:
    """Id of the latest run, 0 before the first."""
    (crawl_id,) = store.connection.execute("SELECT coalesce(max(id), 0) FROM crawls").fetchone()
    return int(crawl_id)


def summarise(store: Store, after_crawl: int) -> Summary:
    """Count the runs with an id above ``after_crawl`` and what the database holds now."""
    pages, new, changed, unchanged, not_modified = store.connection.execute(
        "SELECT coalesce(sum(pages), 0), coalesce(sum(new), 0), coalesce(sum(changed), 0), coalesce(sum(unchanged), 0),"
        " coalesce(sum(stats ->> '$.\"downloader/response_status_count/304\"'), 0) FROM crawls WHERE id > ?",
        (after_crawl,),
    ).fetchone()
    (articles,) = store.connection.execute("SELECT count(*) FROM articles").fetchone()
    rejections = store.connection.execute("SELECT reason, count(*) FROM rejections GROUP BY reason ORDER BY 2 DESC, 1")
    removals = store.connection.execute("SELECT kind, count(*) FROM removals GROUP BY kind ORDER BY 2 DESC, 1")
    return Summary(
        pages, new, changed, unchanged, not_modified, articles, dict(rejections.fetchall()), dict(removals.fetchall())
    )
