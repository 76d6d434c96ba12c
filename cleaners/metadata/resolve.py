"""What a stamp means on its page: open parts completed, doubtful ones settled, impossible days refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import chain
from typing import TYPE_CHECKING

from cleaners.article import Precision
from cleaners.lines.calendars import month_names
from cleaners.links.urls import captured_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaners.lines.stamps import Stamp
    from cleaners.metadata.reach import Reach

FIRST_YEAR = 1990
"""No news page is older than the web."""

_MONTH_FIRST = re.compile(r"en(?:[-_](?:us|ph)\b|\Z)|zh", re.IGNORECASE)
"""Languages, as ``<html lang>`` names them, in which ``3/10/2023`` is a day in March."""
_URL_DAY = re.compile(
    r"[/_=t-](?P<year>(?:19|20)\d{2})[-/_]?(?P<month>0[1-9]|1[0-2])[-/_]?(?P<day>0[1-9]|[12]\d|3[01])(?=[/_.&?-]|\d{5,}|$)"
)
_URL_FOLDERS = re.compile(
    r"/(?P<year>(?:19|20)\d{2})/(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])/(?=[^/?#]*\w)"
)
"""A folder each, without zeros: ``/art/2024/5/6/art_12_345.html``."""
_URL_NAMED = re.compile(
    r"/(?P<year>(?:19|20)\d{2})/(?P<month>[a-z]{3,9})/(?P<day>0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)", re.IGNORECASE
)
_URL_MONTH = re.compile(r"/(?P<year>(?:19|20)\d{2})[-/_]?(?P<month>0[1-9]|1[0-2])(?=[/_.-]|$)")
_URL_SHORT = re.compile(r"/(?P<year>\d{2})/?(?P<month>0[1-9]|1[0-2])/?(?P<day>0[1-9]|[12]\d|3[01])/")


def resolve(stamp: Stamp, reach: Reach, near: Iterable[date] = ()) -> tuple[datetime, Precision] | None:
    """The time a stamp means on this page; None when a part stays open or the day is impossible.

    An open year or month is taken from ``near``, the days the page states elsewhere, else from the time of fetching;
    ``near`` also settles which of two numbers is the month. No time before FIRST_YEAR or after the day of fetching.
    """
    near = tuple(near)
    stamp = _settle_month(stamp, reach, near)
    if stamp.ago is not None:
        found = _resolve_relative(stamp, reach)
    else:
        day = _complete_day(stamp, reach, near)
        found = _at(day, stamp, reach) if day else None
    if found is None or found[0].year < FIRST_YEAR or _is_future(found[0], reach):
        return None
    return found


def _settle_month(stamp: Stamp, reach: Reach, near: tuple[date, ...]) -> Stamp:
    """The stamp with month and day exchanged, where both orders are possible and the page speaks for the other one."""
    if not stamp.doubtful or stamp.year is None or stamp.month is None or stamp.day is None:
        return stamp
    other = stamp._replace(month=stamp.day, day=stamp.month)
    written, exchanged = (dates_of(stamp.year, s.month or 0, s.day or 0) for s in (stamp, other))
    if not set(written).isdisjoint(near):
        return stamp
    lang = reach.page.lang
    foreign = lang is not None and stamp.doubtful == "/" and not _MONTH_FIRST.match(lang.strip())
    return other if not set(exchanged).isdisjoint(near) or foreign else stamp


def _is_future(time: datetime, reach: Reach) -> bool:
    if reach.fetched_at is None:
        return False
    latest = reach.fetched_at.astimezone(time.tzinfo or UTC)
    return time.date() > latest.date()


def _resolve_relative(stamp: Stamp, reach: Reach) -> tuple[datetime, Precision] | None:
    if reach.fetched_at is None or stamp.ago is None:
        return None
    now = reach.fetched_at.astimezone(reach.zone)
    then = now - stamp.ago
    if stamp.has_clock:
        return _at(then.date(), stamp, reach)
    if stamp.unit is Precision.DAY:
        return then.replace(hour=0, minute=0, second=0, microsecond=0), Precision.DAY
    return then.replace(second=0, microsecond=0), Precision.MINUTE


def _complete_day(stamp: Stamp, reach: Reach, near: tuple[date, ...]) -> date | None:
    if stamp.year is not None and stamp.month is not None:
        return next(iter(dates_of(stamp.year, stamp.month, stamp.day or 1)), None)
    if stamp.day is None:
        return None
    for clue in near:
        if stamp.month is None or (clue.month == stamp.month and (clue.day == stamp.day or clue.day == 1)):
            return next(iter(dates_of(clue.year, stamp.month or clue.month, stamp.day)), None)
    for clue in near:  # a page edited or re-published later the same year
        if stamp.month is not None and date(clue.year, clue.month, 1) >= date(clue.year, stamp.month, 1):
            return next(iter(dates_of(clue.year, stamp.month, stamp.day)), None)
    if reach.fetched_at is None:
        return None
    return _latest_before(stamp, reach.fetched_at.astimezone(reach.zone).date())


def _latest_before(stamp: Stamp, today: date) -> date | None:
    """The latest such day that is not after ``today``."""
    for back in range(24):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        if stamp.month in (None, month + 1):
            for day in dates_of(year, month + 1, stamp.day or 1):
                if day <= today:
                    return day
    return None


def _at(day: date, stamp: Stamp, reach: Reach) -> tuple[datetime, Precision] | None:
    if stamp.hour is None or stamp.minute is None:
        precision = Precision.DAY if stamp.day else Precision.MONTH
        return datetime(day.year, day.month, day.day, tzinfo=reach.zone), precision
    zone = stamp.offset or reach.zone
    time = datetime(day.year, day.month, day.day, stamp.hour, stamp.minute, stamp.second or 0, tzinfo=zone)
    if reach.chinese and stamp.offset is not None and 1 < time.year < 9999:
        time = time.astimezone(reach.zone)
    return time, Precision.SECOND if stamp.second is not None else Precision.MINUTE


def dates_of(year: int, month: int, day: int) -> list[date]:
    """The day as a list of one, or of none when there is no such day or it is older than the web."""
    try:
        return [date(year, month, day)] if year >= FIRST_YEAR else []
    except ValueError:
        return []


# --- days in an address -----------------------------------------------------------------------------------------------


def day_in_url(url: str | None) -> date | None:
    """The day in an address: ``/2024-08/29/``, ``/20240829/``, ``t20240829_123.html``, ``/2024/aug/29/``; else None."""
    url = captured_address(url or "")
    for match in chain(_URL_DAY.finditer(url), _URL_FOLDERS.finditer(url)):
        for day in dates_of(int(match["year"]), int(match["month"]), int(match["day"])):
            return day
    for match in _URL_NAMED.finditer(url):
        for day in dates_of(int(match["year"]), month_names().get(match["month"].lower(), 0), int(match["day"])):
            return day
    return None


def weak_days_in_url(url: str | None) -> list[date]:
    """Days that an address may mean: ``/240829/``, or the first of a month for ``/2024-08/``."""
    days = []
    url = captured_address(url or "")
    if match := _URL_SHORT.search(url):
        days += dates_of(2000 + int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _URL_MONTH.search(url):
        days += dates_of(int(match["year"]), int(match["month"]), 1)
    return days
