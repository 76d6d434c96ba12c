"""The days that an address states, and which dates there are at all."""

from __future__ import annotations

import re
from datetime import date
from itertools import chain

from cleaners.lines.calendars import month_names
from cleaners.links.urls import captured_address

FIRST_YEAR = 1990
"""No news page is older than the web."""

URL_DAY = re.compile(
    r"(?<=[/_=t-])(?P<year>(?:19|20)\d{2})(?:"
    r"[-/_]?(?P<month>0[1-9]|1[0-2])[-/_]?(?P<day>0[1-9]|[12]\d|3[01])(?=[/_.&?-]|[A-Z]\d|$)"  # 2024-08/29, 20240829A09
    r"|/(?P<month2>1[0-2]|0?[1-9])/(?P<day2>3[01]|[12]\d|0?[1-9])(?=/[^/?#]*\w)"  # a folder each, without zeros
    r"|(?<=/\d{4})(?=\.\d+\.|-\d+-)[.-](?P<month3>1[0-2]|0?[1-9])[.-](?P<day3>3[01]|[12]\d|0?[1-9])"  # /2024.8.29/
    r"(?=/|[_-][^\W\d]))"  # no further number: /2024-3-4-1.html may be any four
)
"""A day in an address; its groups are ``year`` and ``month``, ``day`` with or without a number behind.

Nothing but a sign or the t of ``t20240829_123.html`` stands ahead, and behind no word: others are numbers of articles
(``/item20101112.html``) and versions (``/v1.2010.1.2/``).
"""
_URL_NUMBERED = re.compile(
    r"[/_=t-](?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=\d{5,})"
)
"""The number of an article behind it: ``/2024082900123.html``."""
_URL_NAMED = re.compile(
    r"/(?P<year>(?:19|20)\d{2})/(?P<month>[a-z]{3,9})/(?P<day>0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)", re.IGNORECASE
)
_HOST = re.compile(r"(?:\w+:)?//[^/?#]*")
_URL_MONTH = re.compile(r"/(?P<year>(?:19|20)\d{2})[-/_]?(?P<month>0[1-9]|1[0-2])(?=[/_.-]|$)")
_URL_SHORT = re.compile(r"/(?P<year>\d{2})/?(?P<month>0[1-9]|1[0-2])/?(?P<day>0[1-9]|[12]\d|3[01])/")


def dates_of(year: int, month: int, day: int) -> list[date]:
    """The day as a list of one, or of none when there is no such day or it is older than the web."""
    try:
        return [date(year, month, day)] if year >= FIRST_YEAR else []
    except ValueError:
        return []


def day_in_url(url: str | None) -> date | None:
    """The day in an address: ``/2024-08/29/``, ``/20240829/``, ``t20240829_123.html``, ``/2024/aug/29/``; else None."""
    url = captured_address(url or "")
    path = url[host.end() :] if (host := _HOST.match(url)) else url
    matches = chain(URL_DAY.finditer(path), _URL_NUMBERED.finditer(path), _URL_NAMED.finditer(path))
    return next(filter(None, map(day_of_match, matches)), None)


def day_of_match(match: re.Match[str]) -> date | None:
    """The day that a match of ``URL_DAY`` stands for; None for one that no calendar has."""
    year, month, day = filter(None, match.groups())
    number = int(month) if month.isdecimal() else month_names().get(month.lower(), 0)
    return next(iter(dates_of(int(year), number, int(day))), None)


def weak_days_in_url(url: str | None) -> list[date]:
    """Days that an address may mean: ``/240829/``, or the first of a month for ``/2024-08/``."""
    days = []
    url = captured_address(url or "")
    if match := _URL_SHORT.search(url):
        days += dates_of(2000 + int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _URL_MONTH.search(url):
        days += dates_of(int(match["year"]), int(match["month"]), 1)
    return days
