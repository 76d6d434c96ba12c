"""What the database holds of archived pages, and what a newer reading would change; ``Store.reread`` stores it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from pipelines.compare import text_digest
from pipelines.items import ArchivePlace
from pipelines.redating import keep_day
from pipelines.rows import READ_COLUMNS, article_values
from pipelines.stored import STORED_ARTICLE, StoredArticle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pipelines.items import Visit
    from pipelines.store import Store

_READ_AT_ONCE = 500
"""Pages a query; keeps no read transaction open while they are cleaned."""
_BOOKKEEPING = frozenset({"url", "site", "normalised_url", "last_seen_at", "text_digest", "cleaner_version", "trace"})
"""Columns of ``articles`` that say where a text is from, not what it says."""


class ArchivedPage(NamedTuple):
    """A page that was read as an article or refused as one, and where its last answer lies."""

    normalised_url: str
    url: str
    """Address that answered when the article or refusal was stored."""
    site: str
    place: ArchivePlace
    has_article: bool
    """False: it was refused; the reason is in ``rejections``."""
    has_parts: bool
    """It was joined from several pages."""


_OF_SITE = "SELECT url FROM pages WHERE site = ? AND archive_file IS NOT NULL ORDER BY url"
_BEHIND = "SELECT url FROM pages WHERE url > ? ORDER BY url LIMIT ?"
_ARCHIVED_PAGES = """
SELECT pages.url, coalesce(articles.url, rejections.url) AS answered, pages.site, archive_file, archive_offset,
       articles.trace
FROM json_each(:keys) AS wanted CROSS JOIN pages ON pages.url = wanted.value
LEFT JOIN articles ON articles.normalised_url = pages.url
LEFT JOIN rejections ON rejections.normalised_url = pages.url
WHERE archive_file IS NOT NULL AND archive_offset IS NOT NULL
  AND (articles.id IS NOT NULL OR rejections.normalised_url IS NOT NULL)
  AND (:since IS NULL OR pages.last_fetched_at >= :since)
ORDER BY wanted.key
"""


def archived_pages(store: Store, site: str | None = None, since: date | None = None) -> Iterator[ArchivedPage]:
    """Every page with an archived answer that an article or a rejection came of, by address.

    ``site`` limits them to one outlet, ``since`` to answers fetched from that day (UTC) on.
    """
    for keys in _keys(store, site):
        values = {"keys": json.dumps(keys), "since": since.isoformat() if since else None}
        for row in store.connection.execute(_ARCHIVED_PAGES, values).fetchall():
            parts = "join_pages" in json.loads(row["trace"] or "[]")
            place = ArchivePlace(row["archive_file"], row["archive_offset"])
            yield ArchivedPage(row["url"], row["answered"], row["site"], place, row["trace"] is not None, parts)


def _keys(store: Store, site: str | None) -> Iterator[list[str]]:
    """Normalised URLs of all pages in order, so many at once; those of one site are gathered, not looked for."""
    if site is not None:
        own = [row[0] for row in store.connection.execute(_OF_SITE, (site,))]
        yield from (own[start : start + _READ_AT_ONCE] for start in range(0, len(own), _READ_AT_ONCE))
        return
    last = ""
    while rows := store.connection.execute(_BEHIND, (last, _READ_AT_ONCE)).fetchall():
        yield [row[0] for row in rows]
        last = rows[-1][0]


def is_last_answer(store: Store, page: ArchivedPage) -> bool:
    """Whether the answer that was read is still the page's last one: a crawl may have fetched it again meanwhile."""
    sql = "SELECT 1 FROM pages WHERE url = ? AND archive_file = ? AND archive_offset = ?"
    values = (page.normalised_url, *page.place)
    return store.connection.execute(sql, values).fetchone() is not None


def read_by_others(store: Store, visit: Visit) -> bool:
    """Whether the stored article was read by another version of the cleaners."""
    stored = store.article_at(visit.normalised_url)
    return stored is not None and stored.cleaner_version != visit.cleaner_version


def changed_fields(store: Store, visit: Visit) -> dict[str, tuple[object, object]]:
    """Name the columns of ``articles`` that ``visit`` reads otherwise than stored, each with (stored, new) value.

    ``removals`` and ``images`` are among them, with all their rows, when these would differ. Empty when nothing would
    change, and when the article is not stored yet.
    """
    row = store.connection.execute(STORED_ARTICLE, (visit.normalised_url,)).fetchone()
    if row is None:
        return {}
    visit = keep_day(visit, StoredArticle.of(row))
    values = dict(zip(READ_COLUMNS, article_values(visit, text_digest(visit.article)), strict=True))
    changes: dict[str, tuple[object, object]] = {
        name: (row[name], value)
        for name, value in values.items()
        if name not in _BOOKKEEPING and not _same(row[name], value)
    }
    for table, columns, new in (
        ("removals", "kind, text, place, step", [tuple(removal) for removal in visit.article.removed]),
        ("images", "url, alt, caption", [tuple(image) for image in visit.article.images]),
    ):
        sql = f"SELECT {columns} FROM {table} WHERE article_id = ? ORDER BY position"  # noqa: S608 - own names
        old = [tuple(part) for part in store.connection.execute(sql, (row["id"],))]
        if old != new:
            changes[table] = (old, new)
    return changes


def _same(stored: object, value: object) -> bool:
    return stored == (str(value) if value is not None and not isinstance(value, int) else value)
