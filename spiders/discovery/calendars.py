"""Calendars of digital newspapers: data that name the issues there are, by day and front."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cleaners.lines.url_days import dates_of, day_in_url
from cleaners.links.url_shapes import PAGE_ENDING
from cleaners.links.urls import absolute_url, same_site
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.asked_lists import find_asked_lists
from spiders.discovery.json_lists import read_records
from spiders.discovery.newspapers import redate_url
from spiders.discovery.record_addresses import pattern_of, with_pattern
from spiders.discovery.shapes import is_page_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from spiders.document import Document

_CALLED = re.compile(r"period|issues|dates(?=\.|$)", re.IGNORECASE)
"""What files and services are called that name the issues of a newspaper."""
_MONTH = re.compile(r"(?<=[/_=-])(?P<year>(?:19|20)\d\d)(?P<between>[-/_]?)(?P<month>0[1-9]|1[0-2])(?![\d-])")
"""A month in the address of a calendar: ``/2024-08/period.xml``, ``calendar?month=202408``."""
_MAX_MONTHS = 12 * 30
"""Months for which addresses are made at the most."""
_ADDRESS = re.compile(r"https?://|\.{0,2}/")
_FILE = re.compile(rf"[\w-]{{1,80}}\.(?:{PAGE_ENDING})", re.IGNORECASE)
"""The name of a front that lies in its day's folder."""
_STATED_DAY = re.compile(r"((?:19|20)\d\d)\D?(0[1-9]|1[0-2])\D?([0-2]\d|3[01])(?!\d)")
_SLOT = "{front}"


def find_calendars(document: Document, since: date) -> tuple[FoundLink, ...]:
    """Return the calendars that the page of an issue asks for, of each month from ``since`` to the issue's.

    They remember the folder of the page's day, where the fronts they name lie.
    """
    day = day_in_url(document.url)
    asked = [
        link.url for link in find_asked_lists(document) if _CALLED.search(urlsplit(link.url).path.rpartition("/")[2])
    ]
    if day is None:
        return ()
    pattern = document.url.rpartition("/")[0] + "/" + _SLOT
    made = (with_pattern(address, pattern) for url in asked for address in _months(url, since, day))
    return unique_links([FoundLink(address, kind=LinkKind.LISTING) for address in made])


def _months(url: str, since: date, until: date) -> Iterator[str]:
    """The addresses of the calendars of other months after that of ``until``; ``url`` alone where it bears no month."""
    yield url
    last = until.year * 12 + until.month - 1
    for month in range(last - 1, max(since.year * 12 + since.month - 1, last - _MAX_MONTHS) - 1, -1):
        other = _MONTH.sub(rf"{month // 12}\g<between>{month % 12 + 1:02}", url)
        if other != url:
            yield other


def read_calendar(document: Document) -> tuple[FoundLink, ...]:
    """Return the fronts of the issues that a calendar names, one a day, as listings; empty for other answers.

    A record states a day, and an address that bears it (``{"day": "2024-08-29", "url": "/20240829/1.html"}``), or the
    name of a file in the folder of that day, where a page told which (:func:`find_calendars`).
    """
    found = (_read_front(record, document.url) for record in read_records(document))
    fronts = unique_links([front for front in found if front])
    return fronts if len({front.date for front in fronts}) == len(fronts) else ()


def _read_front(record: dict[str, Any], url: str) -> FoundLink | None:
    texts = [str(value).strip()[:500] for value in record.values() if isinstance(value, str | int)]
    stated = [day for text in texts if not _ADDRESS.match(text) and (day := _stated_day(text))]
    if not stated:
        return None
    made = (_in_folder(url, text, stated[0]) for text in texts if _FILE.fullmatch(text))
    named = (absolute_url(url, text) for text in texts if _ADDRESS.match(text))
    for address in filter(None, (*named, *made)):
        if day_in_url(address) in stated and is_page_file(address) and same_site(url, address):
            return FoundLink(address, None, day_in_url(address), LinkKind.LISTING)
    return None


def _in_folder(url: str, name: str, day: date) -> str | None:
    pattern = pattern_of(url)
    return redate_url(pattern.replace(_SLOT, name), day) if pattern else None


def _stated_day(text: str) -> date | None:
    found = _STATED_DAY.match(text)
    return next(iter(dates_of(*map(int, found.groups()))), None) if found else None
