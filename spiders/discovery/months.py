"""Archives by month (2024年8月, August 2024) that a page links to: the way back where an outlet has no other lists."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleaners.lines.calendars import month_names, plain_name
from cleaners.lines.url_days import dates_of, day_in_url
from cleaners.links.urls import same_site
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.pages import MAX_ANCHORS, read_page
from spiders.discovery.shapes import is_page_file
from spiders.discovery.titles import name_of

if TYPE_CHECKING:
    from spiders.document import Document

_IN_ADDRESS = re.compile(r"(?<=[/_=-])(?P<year>(?:19|20)\d\d)[-/_]?(?P<month>0[1-9]|1[0-2]|[1-9])(?=[/_.&]|$)")
"""A month that no day follows: ``/2024/08/``, ``/archives/2024/8``, ``/news/202408/``, ``?m=202408``."""
_NUMBERED = re.compile(r"(?P<year>(?:19|20)\d\d)\s?[年/.-]\s?(?P<month>1[0-2]|0?[1-9])(?:\s?月)?")
_NAMED = re.compile(r"(?P<name>[^\W\d_]{3,12})\.?,?\s{1,3}(?P<year>(?:19|20)\d\d)")
_COUNTED = re.compile(r"\s*[(（\[]\s?\d{1,6}\s?(?:篇|条)?\s?[)）\]]$")
"""How many articles a month has, behind its name."""


def find_months(document: Document) -> tuple[FoundLink, ...]:
    """Return the archives by month of a page's site, as listings with the last day of their month.

    Name and address state the same month, and nothing else.
    """
    links = []
    for node, address in islice(read_page(document).links("a[href], option[value]"), MAX_ANCHORS):
        found = _IN_ADDRESS.search(address) if same_site(document.url, address) and is_page_file(address) else None
        if found is None or day_in_url(address) or urlsplit(address).fragment:
            continue
        month = int(found["year"]), int(found["month"])
        if _named_month(name_of(node)) == month and (last := _last_day(*month)):
            links.append(FoundLink(address, None, last, LinkKind.LISTING))
    return unique_links(links)


def _named_month(name: str) -> tuple[int, int] | None:
    name = _COUNTED.sub("", name.strip())
    if found := _NUMBERED.fullmatch(name):
        return int(found["year"]), int(found["month"])
    if (found := _NAMED.fullmatch(name)) and (number := month_names().get(plain_name(found["name"]))):
        return int(found["year"]), number
    return None


def _last_day(year: int, month: int) -> date | None:
    following = dates_of(year + month // 12, month % 12 + 1, 1)
    return following[0] - timedelta(days=1) if following else None
