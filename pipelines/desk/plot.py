"""The plot of articles by day and site: a row of bars a site, all on one scale. Pure but for one query."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3

WIDTH, HEIGHT = 900, 46
"""Units of one site's drawing."""
_MAX_SITES = 100
"""Sites drawn, those with the most articles first."""


class Bar(NamedTuple):
    """One day of one site, in units of the drawing from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    day: str
    articles: int


class SiteDays(NamedTuple):
    """One site's row."""

    site: str
    outlet: str
    total: int
    bars: tuple[Bar, ...]


class Plot(NamedTuple):
    """Everything the page draws."""

    first: str
    middle: str
    last: str
    days: int
    most: int
    """Articles of the tallest bar."""
    rows: tuple[SiteDays, ...]
    earlier: str | None = None
    later: str | None = None
    """Last day of the plot that shows the next articles before, or behind, these days; None where there are none."""
    site: str | None = None
    """The one site that is drawn; None for all."""
    width: int = WIDTH
    height: int = HEIGHT


_DAY = timedelta(days=1)
_COUNT = """
SELECT site, coalesce(display_name, site), substr(published_at, 1, 10) AS day, count(*)
FROM articles JOIN sites ON sites.name = site
WHERE published_at >= :first AND published_at < :end AND (:site IS NULL OR site = :site)
    AND published_precision IN ('day', 'minute', 'second')
GROUP BY site, day
"""


def read_days(connection: sqlite3.Connection, days: int, latest: date, site: str | None, until: date | None) -> Plot:
    """Count the articles of so many days up to ``until``, or to the newest stated day that is not after ``latest``.

    ``site``: None for all of them.
    """
    newest = _day_of(connection, "max(published_at)", "<", latest + _DAY, site)
    last = max(min(until or latest, newest or latest), date.min + timedelta(days=days))
    first = last - timedelta(days=days - 1)
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for name, outlet, day, count in connection.execute(
        _COUNT, {"first": first.isoformat(), "end": (last + _DAY).isoformat(), "site": site}
    ):
        counts.setdefault((name, outlet), {})[day] = count
    before = _day_of(connection, "max(published_at)", "<", first, site)
    behind = _day_of(connection, "min(published_at)", ">=", last + _DAY, site)
    later = min(behind + timedelta(days=days - 1), newest) if behind and newest and last < newest else None
    return draw(counts, first, last)._replace(
        earlier=before.isoformat() if before else None, later=later.isoformat() if later else None, site=site
    )


def _day_of(connection: sqlite3.Connection, which: str, side: str, day: date, site: str | None) -> date | None:
    """The day of the earliest or latest article on one side of ``day``, of one site or of all; None without one."""
    of_site = " AND site = :site" if site else ""
    sql = f"SELECT {which} FROM articles WHERE published_at {side} :day{of_site}"  # noqa: S608 - words of this module
    (found,) = connection.execute(sql, {"day": day.isoformat(), "site": site}).fetchone()
    return date.fromisoformat(found[:10]) if found else None


def draw(counts: dict[tuple[str, str], dict[str, int]], first: date, last: date) -> Plot:
    """Lay out the bars; the site with most articles comes first."""
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    most = max((count for by_day in counts.values() for count in by_day.values()), default=0)
    step = WIDTH / len(days)
    rows = [
        SiteDays(
            site,
            outlet,
            sum(by_day.values()),
            tuple(
                Bar(round(place * step, 2), round(HEIGHT - tall, 2), round(step * 0.8, 2), round(tall, 2), day, count)
                for place, day in enumerate(days)
                if (count := by_day.get(day, 0)) and (tall := HEIGHT * count / most)
            ),
        )
        for (site, outlet), by_day in counts.items()
    ]
    rows.sort(key=lambda row: (-row.total, row.site))
    return Plot(days[0], days[len(days) // 2], days[-1], len(days), most, tuple(rows[:_MAX_SITES]))
