"""What a visit becomes in the tables: values in the order of their columns, and the statements that write them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipelines.values import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaners.article import Removal
    from pipelines.items import Received, Visit

MAX_REJECTED_CHARS = 2_000
"""Characters kept of a page that is no article: enough to see why, too few to fill the disk."""
MAX_KEPT_REMOVALS = 50
"""Pieces cut that are kept of a page that is no article, and of junk that comes or goes."""
_JSON = json.JSONEncoder(ensure_ascii=False)

READ_COLUMNS = (
    *("normalised_url", "url", "site", "last_seen_at", "text_digest", "cleaner_version", "integrity"),
    *("canonical_url", "title", "kicker", "deck", "text", "block_kinds"),
    *("published_at", "published_precision", "published_raw", "modified_at"),
    *("authors", "photographers", "editors", "proofreaders", "keywords", "trace"),
    *("source", "source_raw", "source_url", "dateline", "section", "lang", "script", "charset", "mirror_of"),
)
"""Columns of ``articles`` that one reading of a page sets; see :func:`article_values`."""
_OWN_COLUMNS = ("id", "first_seen_at", "revision", "story_id", "story_similarity")
"""Columns of ``articles`` that the store sets when it stores one for the first time."""

_COLUMNS = (*READ_COLUMNS, *_OWN_COLUMNS)
INSERT_ARTICLE = f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - own names
"""Takes READ_COLUMNS, then _OWN_COLUMNS."""
_ASSIGNMENTS = f"{' = ?, '.join(READ_COLUMNS)} = ?".replace("last_seen_at = ?", "last_seen_at = max(last_seen_at, ?)")
UPDATE_ARTICLE = f"UPDATE articles SET {_ASSIGNMENTS}, withdrawn_at = ?, revision = ? WHERE id = ?"  # noqa: S608 - own names
"""Takes READ_COLUMNS, withdrawn_at, revision, id."""
SEEN_NO_LATER = """
UPDATE articles SET first_seen_at = :now
WHERE normalised_url = :url AND first_seen_at > :now AND published_at <= :now
"""
"""Corrects what was first seen later than now: the clock was ahead then. A clock that is behind lies before the day of
publication as well."""
SAVE_PAGE = """
INSERT INTO pages (url, site, kind, state, found_at, last_fetched_at, status, etag, last_modified, payload_digest,
                   charset, archive_file, archive_offset, fetch_count)
VALUES (:url, :site, 'article', 'done', :visited_at, :visited_at, :status, :etag, :last_modified, :payload_digest,
        :charset, :archive_file, :archive_offset, 1)
ON CONFLICT (url) DO UPDATE SET
    state = excluded.state,
    last_fetched_at = excluded.last_fetched_at,
    status = excluded.status,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    payload_digest = excluded.payload_digest,
    charset = excluded.charset,
    archive_file = coalesce(excluded.archive_file, archive_file),
    archive_offset = coalesce(excluded.archive_offset, archive_offset),
    fetch_count = fetch_count + 1,
    change_count = change_count + :changed,
    unchanged_streak = CASE WHEN :unchanged THEN unchanged_streak + 1 ELSE 0 END,
    error = NULL,
    error_count = 0
"""
ADD_REVISION = """
INSERT INTO revisions (article_id, number, cause, changed_at, revision, title, kicker, deck, text, added, deleted,
                       text_digest, cleaner_version, status)
VALUES (:article_id, (SELECT coalesce(max(number), 0) + 1 FROM revisions WHERE article_id = :article_id),
        :cause, :changed_at, :revision, :title, :kicker, :deck, :text, :added, :deleted,
        :text_digest, :cleaner_version, :status)
"""


def article_values(visit: Visit, digest: str) -> tuple[Any, ...]:
    """Give the values of READ_COLUMNS, in their order; ``digest`` is that of the text."""
    article = visit.article
    return (
        *(visit.normalised_url, visit.url, visit.site, utc_text(visit.fetched_at), digest, visit.cleaner_version),
        article.integrity,
        *map(storable_or_none, (article.canonical_url, article.title, article.kicker, article.deck, article.text)),
        as_json([block.kind for block in article.blocks]),
        *(_page_time(article.published_at), article.published_precision, storable_or_none(article.published_raw)),
        _page_time(article.modified_at),
        *map(as_json, (article.authors, article.photographers, article.editors, article.proofreaders)),
        *map(as_json, (article.keywords, article.trace)),
        *map(storable_or_none, (article.source, article.source_raw, article.source_url)),
        *map(storable_or_none, (article.dateline, article.section)),
        *map(storable_or_none, (article.lang, article.script, article.charset, article.mirror_of)),
    )


def page_values(visit: Visit, outcome: Outcome) -> dict[str, Any]:
    """Give the values of SAVE_PAGE."""
    return {
        "url": visit.normalised_url,
        "site": visit.site,
        "visited_at": utc_text(visit.fetched_at),
        "status": visit.status,
        "charset": visit.article.charset,
        **received_values(visit.received),
        "changed": outcome in {Outcome.CHANGED, Outcome.GONE},
        "unchanged": outcome is Outcome.UNCHANGED,
    }


def received_values(received: Received) -> dict[str, Any]:
    """Give the columns of ``pages`` that say what is kept of an answer."""
    file, offset = received.archived or (None, None)
    return {
        "etag": received.etag,
        "last_modified": received.last_modified,
        "payload_digest": received.payload_digest,
        "archive_file": file,
        "archive_offset": offset,
    }


def rejection_values(visit: Visit, outcome: Outcome) -> dict[str, Any]:
    """Give the columns of ``rejections``."""
    article = visit.article
    seen = utc_text(visit.fetched_at)
    return {
        "normalised_url": visit.normalised_url,
        "url": visit.url,
        "site": visit.site,
        "reason": "gone" if outcome is Outcome.GONE else str(article.rejection),
        "status": visit.status,
        "title": storable_or_none(article.title),
        "text": storable(article.text[:MAX_REJECTED_CHARS]),
        "removed": as_json([_removal_values(removal) for removal in article.removed[:MAX_KEPT_REMOVALS]]),
        "first_seen_at": seen,
        "last_seen_at": seen,
        "cleaner_version": visit.cleaner_version,
    }


def part_values(article_id: int, parts: Iterable[Iterable[str | None]]) -> list[tuple[Any, ...]]:
    """Give the rows of an article's pictures or removals, numbered from 1."""
    return [(article_id, position, *map(storable_or_none, part)) for position, part in enumerate(parts, 1)]


@lru_cache(maxsize=8)
def utc_text(time: datetime) -> str:
    """ISO 8601 in UTC to the second, the form of every time of ours. Raises ValueError for a ``time`` without zone."""
    if time.tzinfo is None:
        raise ValueError(f"a time without zone cannot be stored: {time!r}")
    return time.astimezone(UTC).isoformat(timespec="seconds")


def utc_text_or_none(time: datetime | None) -> str | None:
    """ISO 8601 in UTC to the second; None for no time. Raises ValueError for a ``time`` without zone."""
    return utc_text(time) if time else None


def as_json(values: Iterable[Any]) -> str:
    """Write a JSON list, Chinese readable."""
    listed = list(values)
    return storable(_JSON.encode(listed)) if listed else "[]"


def storable(text: str) -> str:
    """Take out what SQLite cannot hold as text: NUL, and surrogates that stand alone."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\x00", "")


def storable_or_none(text: str | None) -> str | None:
    """The text without what SQLite cannot hold; None for no text."""
    return None if text is None else storable(text)


def _page_time(time: datetime | None) -> str | None:
    return time.isoformat(timespec="seconds") if time else None


def _removal_values(removal: Removal) -> dict[str, str]:
    return {"kind": removal.kind, "text": removal.text, "place": removal.where, "step": removal.step}


def _insert(table: str, columns: Iterable[str]) -> str:
    """Write an insert that takes its values by the columns' names."""
    names = list(columns)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"  # noqa: S608 - own names


def upsert(table: str, columns: Iterable[str], *, key: str, keep: tuple[str, ...] = ()) -> str:
    """Write an insert that overwrites the row with the same key, all columns but ``keep``."""
    names = list(columns)
    assignments = ", ".join(f"{name} = excluded.{name}" for name in names if name not in (key, *keep))
    return f"{_insert(table, names)} ON CONFLICT ({key}) DO UPDATE SET {assignments}"
