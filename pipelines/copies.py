"""Where else on a site the text of an article is stored, word for word: what its database is asked. Writes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Rejection
from cleaners.links.url_shapes import url_shape
from pipelines.compare import text_digest
from pipelines.rows import MAX_REJECTED_CHARS, as_json, storable, utc_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime

    from pipelines.items import Visit
    from pipelines.stored import Edit

_STANDS_FOR = timedelta(days=14)
"""Time for which another article's edit is remembered as what may stand in the place of many."""
_SEEN_LATELY = timedelta(days=1)
"""An article seen within it is not looked at because its text shows elsewhere; notices of one form come daily."""
_MAX_AWAY_DAYS = 90.0
"""Days after which an article that was not seen has not moved to where its words show with another day, be the address
as it may: they are what is announced every year. One that is watched is out of sight for half as long at most."""
_MIN_OF_A_COPY = 60
"""Characters of a text that is the same under two addresses, from which both show one article."""
_MIN_RELAUNCHED = 6
"""Articles gone in one run that came anew, word for word, on one day: so many no outlet writes again."""

# In what follows, a plus sign before `site` keeps SQLite from going through all articles of the site: it cannot know
# that few have one text, and would else take any index that begins with `site`, an analyst's own among them.
_COUNT_REPLACED = "SELECT count(*) FROM rejections WHERE site = :site AND reason = :reason AND last_seen_at >= :since"
_IS_STANDING = """
SELECT EXISTS (SELECT 1 FROM rejections WHERE site = :site AND reason = :reason AND text = :text)
    OR EXISTS (SELECT 1 FROM revisions JOIN articles ON articles.id = revisions.article_id
               WHERE changed_at >= :since AND cause = 'edited' AND +site = :site
                   AND articles.text_digest = :after AND revisions.text_digest != :before)
"""
_TWIN = """
SELECT normalised_url FROM articles JOIN pages ON pages.url = normalised_url
WHERE text_digest = :digest AND +articles.site = :site AND normalised_url != :url AND withdrawn_at IS NULL
    AND length(text) >= :least AND state = 'done' AND next_visit_at IS NULL AND last_fetched_at < :seen
ORDER BY id DESC LIMIT 1
"""
_ORIGINAL = """
SELECT normalised_url, coalesce(substr(published_at, 1, 10) = :day, TRUE) AS is_same_day,
    julianday(:now) - julianday(last_seen_at) <= :longest AS may_have_moved
FROM articles
WHERE text_digest = :digest AND +site = :site AND normalised_url != :url AND (is_same_day OR withdrawn_at IS NOT NULL)
ORDER BY withdrawn_at IS NOT NULL, id
"""
_CAME_LATER = """
SELECT lost.normalised_url AS lost_key, later.normalised_url AS later_key, later.url AS later_url,
    substr(later.first_seen_at, 1, 10) AS came_on,
    substr(lost.published_at, 1, 10) AS lost_day, substr(later.published_at, 1, 10) AS later_day,
    julianday(later.first_seen_at) - julianday(lost.last_seen_at) <= :longest AS may_have_moved,
    coalesce(substr(later.published_at, 1, 10) = substr(lost.published_at, 1, 10), TRUE) AS is_same_day
FROM articles AS lost JOIN articles AS later
    ON later.text_digest = lost.text_digest AND +later.site = lost.site AND later.id > lost.id
WHERE later.first_seen_at > lost.last_seen_at AND later.withdrawn_at IS NULL AND length(later.text) >= :least
"""
_SUCCESSOR = _CAME_LATER + "AND lost.normalised_url = :url ORDER BY later.id"
_RELAUNCHED = (
    _CAME_LATER  # noqa: S608 - own words
    + """AND lost.normalised_url IN (SELECT value FROM json_each(:lost))
    AND 2 = (SELECT count(*) FROM (
        SELECT 1 FROM articles AS each WHERE each.text_digest = lost.text_digest AND +each.site = lost.site LIMIT 3))
"""
)


class Address(NamedTuple):
    """Where an article is."""

    normalised_url: str
    url: str


def is_standing(connection: sqlite3.Connection, visit: Visit, edit: Edit) -> bool:
    """Whether the text was found to stand in place of articles of the site, or replaced another one's lately."""
    values = {
        "site": visit.site,
        "reason": Rejection.STANDING_PAGE,
        "text": storable(visit.article.text[:MAX_REJECTED_CHARS]),
        "since": utc_text(visit.fetched_at - _STANDS_FOR),
        **edit._asdict(),
    }
    return bool(connection.execute(_IS_STANDING, values).fetchone()[0])


def count_replaced(connection: sqlite3.Connection, site: str, now: datetime) -> int:
    """How many of the site's articles were lately found to have others in their place."""
    values = {"site": site, "reason": Rejection.OTHER_ARTICLE, "since": utc_text(now - _STANDS_FOR)}
    return int(connection.execute(_COUNT_REPLACED, values).fetchone()[0])


def original_of(connection: sqlite3.Connection, visit: Visit) -> str | None:
    """Key under which the very article of a visit is stored by its site; None when it is new, or no article.

    Headline and text are the same, and no page states another day, unless the one is gone and a new system dated
    the other. A text of few words is no proof.
    """
    article = visit.article
    if article.rejection is not None or not article.title or len(article.text) < _MIN_OF_A_COPY:
        return None
    values = {
        "digest": text_digest(article),
        "site": visit.site,
        "url": visit.normalised_url,
        "day": article.published_at.date().isoformat() if article.published_at else None,
        "now": utc_text(visit.fetched_at),
        "longest": _MAX_AWAY_DAYS,
    }
    for row in connection.execute(_ORIGINAL, values):
        key = str(row["normalised_url"])
        if row["is_same_day"] or (row["may_have_moved"] and _is_of_new_system(visit.normalised_url, key)):
            return key
    return None


def twin_of(connection: sqlite3.Connection, visit: Visit) -> str | None:
    """Key of the latest article of the site with the very text of a visit that is looked at no more; None without.

    A new system shows what is old anew, and whether that is still where it was is not known then.
    """
    values = {
        "digest": text_digest(visit.article),
        "site": visit.site,
        "url": visit.normalised_url,
        "least": _MIN_OF_A_COPY,
        "seen": utc_text(visit.fetched_at - _SEEN_LATELY),
    }
    row = connection.execute(_TWIN, values).fetchone()
    return row[0] if row else None


def successor_of(connection: sqlite3.Connection, normalised_url: str) -> Address | None:
    """Where the article that came when this one was seen no more is, word for word; None without.

    On the same day; on any where a new system shows it soon, as those date what they take over by the day they do.
    """
    values = {"url": normalised_url, "least": _MIN_OF_A_COPY, "longest": _MAX_AWAY_DAYS}
    for row in connection.execute(_SUCCESSOR, values):
        if row["is_same_day"] or (row["may_have_moved"] and _is_of_new_system(row["later_key"], normalised_url)):
            return Address(row["later_key"], row["later_url"])
    return None


def relaunched(connection: sqlite3.Connection, lost: Collection[str]) -> dict[str, Address]:
    """Where the articles are, word for word, that came for those at ``lost`` when a site was built anew.

    Several came on one day, each the only other one of its text, and state fewer days than those they came for:
    all were dated anew. Notices in the same words come one by one, or with as many days of their own.
    """
    came: dict[str, list[sqlite3.Row]] = {}
    values = {"lost": as_json(lost), "least": _MIN_OF_A_COPY, "longest": _MAX_AWAY_DAYS}
    for row in connection.execute(_RELAUNCHED, values):
        came.setdefault(row["came_on"], []).append(row)
    return {
        row["lost_key"]: Address(row["later_key"], row["later_url"])
        for together in came.values()
        if len(together) >= _MIN_RELAUNCHED
        and len({row["later_day"] for row in together}) < len({row["lost_day"] for row in together})
        for row in together
    }


def _is_of_new_system(url: str, earlier: str) -> bool:
    """Whether two addresses of a site have other shapes, so that the outlet's system changed between them.

    Within one, the same words on another day are another article: what is closed today, which plates may not drive.
    """
    return url_shape(url) != url_shape(earlier)
