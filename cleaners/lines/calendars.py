"""Names of months in any script and language that news pages print them in, and days of other calendars."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from cleaners.lexicons import fold, load_lexicon, texts

BUDDHIST_ERA = 543
"""Years by which Thailand's calendar is ahead; months and days are the Gregorian ones."""

_FIRST_JALALI, _LAST_JALALI = 1369, 1419
"""Years read: 1990 to 2040. Later ones are rather of the Islamic calendar, which is in its 1440s."""
_CYCLE = 33
_LEAPS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
"""Leap years of a cycle of 33, right for the years read."""
_FIRST_NEW_YEAR = date(1990, 3, 21)

MONTH_WORD = (
    r"(?P<name>(?:(?:كانون|تشرين) )?"
    r"[^\s\d_,،;:!?/|()\[\]{}<>«»“”\"'·•–—=+*&-]{2,24}?\.?)"
)
"""A word that may be a month's name, in any script; in two words the Levant's كانون الثاني."""
GLUED = re.compile(r"(?:(?<=[a-z.])(?:[A-Z][^A-Z]*|[A-Z]+)|(?<=[\u2e80-\uffef])[^\u2e80-\uffef]+)\Z")
"""A name glued to a label: PublishedMay."""


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


def _days_in(year: int, month: int) -> int:
    if month == 12:
        return 30 if year % _CYCLE in _LEAPS else 29
    return 31 if month < 7 else 30


@cache
def month_names() -> dict[str, int]:
    """Names of months in the languages of ``data/lexicons/months.tsv``, folded -> number."""
    return {plain_name(row["text"]): int(row["value"]) for row in load_lexicon("months")}


def plain_name(name: str) -> str:
    """A month's name without case and final full stop."""
    return fold(name).rstrip(".")


@cache
def months_of(language: str) -> frozenset[str]:
    """Names, folded, of the months of one language."""
    return frozenset(map(plain_name, texts("months", note=language)))


def month_of(word: str) -> str | None:
    """The folded name of a month with which a word ends; None if it does not."""
    if (name := plain_name(word)) in month_names():
        return name
    glued = GLUED.search(word)
    return name if glued and (name := plain_name(glued[0])) in month_names() else None
