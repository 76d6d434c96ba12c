"""Days of other calendars, as Gregorian ones."""

from __future__ import annotations

from datetime import date, timedelta

BUDDHIST_ERA = 543
"""Years by which Thailand's calendar is ahead; months and days are the Gregorian ones."""

_FIRST_JALALI, _LAST_JALALI = 1369, 1419
"""Years read: 1990 to 2040. Later ones are rather of the Islamic calendar, which is in its 1440s."""
_CYCLE = 33
_LEAPS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
"""Leap years of a cycle of 33, right for the years read."""


def from_jalali(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """The Gregorian day of one of Iran's calendar; None for a day that does not exist or a year not read.

    >>> from_jalali(1405, 2, 12), from_jalali(1403, 12, 30), from_jalali(1405, 12, 30)
    ((2026, 5, 2), (2025, 3, 20), None)
    """
    if not (_FIRST_JALALI <= year <= _LAST_JALALI and 1 <= month <= 12 and 1 <= day <= _days_in(year, month)):
        return None
    ahead = sum(_days_in(year, before) for before in range(1, month)) + day - 1
    years = sum(365 + (before % _CYCLE in _LEAPS) for before in range(_FIRST_JALALI, year))
    found = _FIRST_NEW_YEAR + timedelta(days=years + ahead)
    return found.year, found.month, found.day


_FIRST_NEW_YEAR = date(1990, 3, 21)


def _days_in(year: int, month: int) -> int:
    if month == 12:
        return 30 if year % _CYCLE in _LEAPS else 29
    return 31 if month < 7 else 30
