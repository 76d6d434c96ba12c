"""Days as link lists and addresses write them. An article's own date is found by cleaning, not here."""

from __future__ import annotations

import re
from datetime import date, timedelta

EARLIEST_YEAR = 1994
"""The first Chinese outlets went online in 1995; an older year in an address is a number."""

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_FULL_DAY = re.compile(
    rf"(?<![\d.]){_YEAR}\s?(?:[-/.]\s?{_MONTH}\s?[-/.]\s?{_DAY}(?!\d)|年\s?{_MONTH.replace('month', 'month2')}"
    rf"\s?月\s?{_DAY.replace('day', 'day2')}\s?日)"
)
_SHORT_DAY = re.compile(
    r"(?<![\d.:/-])(?P<month>1[0-2]|0?[1-9])(?:[-/](?P<day>3[01]|[12]\d|0[1-9])(?![\d/-])"
    r"|\s?月\s?(?P<day2>3[01]|[12]\d|0?[1-9])\s?日)"
)
_AGO = re.compile(
    r"(?<!\d)(?P<count>\d{1,3})\s?(?P<unit>秒|分钟|分鐘|小时|小時|个小时|天|日)前|(?P<word>刚刚|剛剛|今天|昨天|前天)"
)
_WORD_DAYS = {"刚刚": 0, "剛剛": 0, "今天": 0, "昨天": 1, "前天": 2}

URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:"
    r"[-/_.](?P<month>1[0-2]|0?[1-9])[-/_.](?P<day>3[01]|[12]\d|0?[1-9])"  # 2024/08/29, 2024-8-29
    r"|[-/_](?P<month2>1[0-2]|0[1-9])(?P<day2>3[01]|[12]\d|0[1-9])"  # 2024/0829
    r"|(?P<month3>1[0-2]|0[1-9])[-/_]?(?P<day3>3[01]|[12]\d|0[1-9])"  # 20240829, 202408/29
    r")(?!\d)"
)
"""A day in an address; its groups are ``year`` and ``month``, ``day`` with or without a number behind."""


def day_in_text(text: str, today: date | None = None) -> date | None:
    """Return the first day that ``text`` states; None without one.

    ``today`` (where the outlet is) lets days without a year, ``昨天`` and ``3小时前`` be read; a day without a year is
    the last one not after tomorrow. Without ``today`` only full dates count.
    """
    for match in _FULL_DAY.finditer(text):
        if found := _day_of(match, int(match["year"])):
            return found
    if today is None:
        return None
    if ago := _AGO.search(text):
        return _day_ago(ago, today)
    for match in _SHORT_DAY.finditer(text):
        for year in (today.year, today.year - 1):
            found = _day_of(match, year)
            if found and found <= today + timedelta(days=1):  # a day ahead: the outlet's clock may lead
                return found
    return None


def _day_ago(match: re.Match[str], today: date) -> date:
    if match["word"]:
        return today - timedelta(days=_WORD_DAYS[match["word"]])
    return today - timedelta(days=int(match["count"]) if match["unit"] in "天日" else 0)


def day_in_url(url: str) -> date | None:
    """Return the day that a URL's path or query carries (``/2024/0829/``, ``t20240829_1``); None without one."""
    for match in URL_DAY.finditer(url, url.find("/", 8)):
        if found := day_of_match(match):
            return found
    return None


def day_of_match(match: re.Match[str]) -> date | None:
    """Return the day that a match of ``URL_DAY`` stands for; None for a day that no calendar has."""
    return _day_of(match, int(match["year"]))


def _day_of(match: re.Match[str], year: int) -> date | None:
    groups = match.groupdict()
    month = next(int(groups[name]) for name in ("month", "month2", "month3") if groups.get(name))
    day = next(int(groups[name]) for name in ("day", "day2", "day3") if groups.get(name))
    try:
        return date(year, month, day) if year >= EARLIEST_YEAR else None
    except ValueError:  # 31 June
        return None
