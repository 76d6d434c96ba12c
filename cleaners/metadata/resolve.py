"""What a stamp means on its page: open parts completed, doubtful ones settled, impossible days refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from cleaners.article import Precision
from cleaners.lines.url_days import FIRST_YEAR, dates_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaners.lines.stamps import Stamp
    from cleaners.metadata.reach import Reach

_MONTH_FIRST = re.compile(r"en(?:[-_](?:us|ph)\b|\Z)|zh", re.IGNORECASE)
"""Languages, as ``<html lang>`` names them, in which ``3/10/2023`` is a day in March."""


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
    """The latest day like the stamp's that is not after ``today``."""
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
