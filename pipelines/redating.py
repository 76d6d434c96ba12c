"""Days that cannot be: an article that we have seen was published by then, whatever its page says later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cleaners.article import Precision
from pipelines.rows import storable
from pipelines.stories import same_story

if TYPE_CHECKING:
    from pipelines.items import Visit
    from pipelines.stored import StoredArticle

_SLACK = timedelta(days=1)
"""By which a page may be ahead of us: zones are misread, tomorrow's paper is put up tonight."""


def keep_day(visit: Visit, stored: StoredArticle) -> Visit:
    """The visit, with the stored time of publication where its page states one from after the article was first seen.

    A new system, or an edit, has dated it anew. Another story at the same address, today's weather, keeps its own day.
    """
    article = visit.article
    if article.published_at is None or not stored.published_at or article.published_at.tzinfo is None:
        return visit
    latest = datetime.fromisoformat(stored.first_seen_at) + _SLACK
    kept = datetime.fromisoformat(stored.published_at)
    if article.published_at <= latest or kept > latest:
        return visit
    text = storable(article.text)
    if text != stored.text and not same_story(stored.text, text):
        return visit
    precision = Precision(stored.published_precision) if stored.published_precision else None
    dated = replace(article, published_at=kept, published_precision=precision, published_raw=stored.published_raw)
    return replace(visit, article=dated)
