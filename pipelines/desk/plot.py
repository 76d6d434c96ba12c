"""The plot of articles by day and site: a row of bars a site, all on one scale. Pure but for one query."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3

WIDTH, HEIGHT = 900, 46
"""Units of one site's drawing."""
MOST_SITES = 100
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
    width: int = WIDTH
    height: int = HEIGHT


def read_days(connection: sqlite3.Connection, days: int, latest: date, site: str | None = None) -> Plot:
    """Count the articles of so many days up to the newest stated day that is not after ``latest``."""
    (newest,) = connection.execute(
        "SELECT max(published_at) FROM articles WHERE published_at < ?", ((latest + timedelta(days=1)).isoformat(),)
    ).fetchone()
    last = date.fromisoformat(newest[:10]) if newest else latest
    first = last - timedelta(days=days - 1)
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for name, outlet, day, count in connection.execute(
        _COUNT, {"first": first.isoformat(), "end": (last + timedelta(days=1)).isoformat(), "site": site}
    ):
        counts.setdefault((name, outlet), {})[day] = count
    return draw(counts, first, last)


_COUNT = """
SELECT site, coalesce(display_name, site), substr(published_at, 1, 10) AS day, count(*)
FROM articles JOIN sites ON sites.name = site
WHERE published_at >= :first AND published_at < :end AND (:site IS NULL OR site = :site)
    AND published_precision IN ('day', 'minute', 'second')
GROUP BY site, day
"""


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
    return Plot(days[0], days[len(days) // 2], days[-1], len(days), most, tuple(rows[:MOST_SITES]))
