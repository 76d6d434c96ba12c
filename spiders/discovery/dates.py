"""Days as link lists write them beside their links. An article's own date is found by cleaning, not here."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import chain

from cleaners.lines.distances import read_ago, read_day_words
from cleaners.lines.stamps import read_stamps
from cleaners.lines.url_days import dates_of

_SHORT_DAY = re.compile(
    r"(?<![\d.:/-])(?P<month>1[0-2]|0?[1-9])(?:[-/](?P<day>3[01]|[12]\d|0[1-9])(?![\d/-])"
    r"|\s?月\s?(?P<day2>3[01]|[12]\d|0?[1-9])\s?日"
    r"|\.(?P<day3>3[01]|[12]\d|0[1-9])(?=\s{1,3}[0-2]?\d:[0-5]\d(?!\d)))"
)
"""Of ``11.25`` a time must follow: alone it is as likely a number."""
_SPLIT_DAY = re.compile(
    r"(?<![\d.:/-])(?P<day>3[01]|[12]\d|0?[1-9])\s?日?\s+(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>1[0-2]|0?[1-9])"
    r"(?![-/.\d])"
)
"""The day set large above the month: ``29 2024-08``."""


def day_in_text(text: str, today: date | None = None) -> date | None:
    """Return the day that ``text`` states; None without one. Of several forms the most complete counts.

    ``today`` (where the outlet is) lets days without a year, ``昨天`` and ``3小时前`` be read; a day without a year is
    the last one not after tomorrow. Without ``today`` only full dates count.
    """
    return _full_day(text) or (_relative_day(text, today) if today else None)


def _full_day(text: str) -> date | None:
    stated = [
        (stamp.year, stamp.month, stamp.day)
        for stamp in read_stamps(text, partial=False, within=len(text))
        if not stamp.doubtful
    ]
    split = [(match["year"], match["month"], match["day"]) for match in _SPLIT_DAY.finditer(text)]
    days = (dates_of(*map(int, filter(None, parts))) for parts in (*stated, *split))
    return next(chain.from_iterable(days), None)


def _relative_day(text: str, today: date) -> date | None:
    if distance := next(chain(read_ago(text), read_day_words(text)), None):
        return today - timedelta(days=distance.ago.days)
    for match in _SHORT_DAY.finditer(text):
        for year in (today.year, today.year - 1):
            for day in dates_of(year, int(match["month"]), int(match["day"] or match["day2"] or match["day3"])):
                if day <= today + timedelta(days=1):  # a day ahead: the outlet's clock may lead
                    return day
    return None
