"""Days that cannot be: an article that we have seen was published by then, whatever its page says later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cleaners.article import Precision
from pipelines.rows import storable
from pipelines.stories import same_story

if TYPE_CHECKING:
    import sqlite3

    from pipelines.items import Visit

SLACK = timedelta(days=1)
"""By which a page may be ahead of us: zones are misread, tomorrow's paper is put up tonight."""


def keep_day(visit: Visit, row: sqlite3.Row) -> Visit:
    """The visit, with the stored time of publication where its page states one from after the article was first seen.

    A new system, or an edit, has dated it anew. Another story at the same address, today's weather, keeps its own day.
    """
    article, stored = visit.article, row["published_at"]
    if article.published_at is None or not stored or article.published_at.tzinfo is None:
        return visit
    latest = datetime.fromisoformat(row["first_seen_at"]) + SLACK
    kept = datetime.fromisoformat(stored)
    if article.published_at <= latest or kept > latest:
        return visit
    text = storable(article.text)
    if text != row["text"] and not same_story(row["text"], text):
        return visit
    precision = Precision(row["published_precision"]) if row["published_precision"] else None
    dated = replace(article, published_at=kept, published_precision=precision, published_raw=row["published_raw"])
    return replace(visit, article=dated)
