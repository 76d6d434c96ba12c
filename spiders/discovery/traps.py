"""Traps: addresses without end that lead to no new article. Told by their shape, and by what a shape has brought."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from cleaners.lexicons import load_lexicon
from cleaners.lines.url_days import day_in_url
from cleaners.links.url_shapes import url_shape
from cleaners.links.urls import normalise_url
from spiders.discovery.paging import PAGE_KEYS, split_page_number
from spiders.discovery.shapes import MAX_PAGE_NUMBER, looks_like_article

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from urllib.parse import SplitResult

_MAX_URL_CHARS = 1024
"""Characters. Addresses of articles stay far below; those that a trap builds grow with each step."""
_MAX_PATH_DEPTH = 14
"""Folders. The deepest honest path seen has nine."""
_AHEAD = timedelta(days=7)
"""A day in an address may lie this far ahead (an event's page, a wrong clock); beyond it is a calendar."""
ALLOWANCE = 200
"""Addresses of one shape, not known as articles', that are admitted before it must have brought something."""
PER_ARTICLE = 20
"""Further addresses of a shape admitted for each new article it brought: a list page brings about ten."""

_MAX_SHELLS = 5
"""Addresses of one shape that show the same to the byte, and no article, before the others are left for another run:
shells that a script fills in, each with what it asks for."""
PER_COPY = 10
"""Addresses that one counts for which shows a known article and differs from its address in the query alone."""

_LONG_SESSION = 16
"""Characters from which a value under a name like ``sid`` is a session's; shorter ones are sections."""
_PATH_SESSION = re.compile(r";[a-z]*sess[a-z]*=|/\([sS]\([a-z0-9]{20,30}\)\)/|/sid[-=][0-9a-f]{16}", re.IGNORECASE)
_YEAR_KEY = re.compile(r"(?:^|[_-])(?:year|yy|y|cal_y)$", re.IGNORECASE)
_MONTH_KEY = re.compile(r"(?:^|[_-])(?:month|mon|mm|m|cal_m)$", re.IGNORECASE)


class Trap(StrEnum):
    """Why an address is not followed."""

    CALENDAR = "calendar"
    SESSION = "session"
    SORT_ORDER = "sort_order"
    ENDLESS_PAGING = "endless_paging"
    MIRRORED_FOLDERS = "mirrored_folders"
    TOO_LONG = "too_long"
    FRUITLESS = "fruitless"
    """Many addresses of its shape were followed and brought next to nothing."""


@cache
def _trap_parameters() -> Mapping[str, Trap]:
    return {row["text"]: Trap(row["note"]) for row in load_lexicon("trap_params")}


def find_trap(url: str, today: date) -> Trap | None:
    """Return what kind of trap an address is by its shape alone; None for an honest one. ``today`` is the outlet's.

    Sorting and calendars are only looked for in addresses that are not clearly articles'.
    """
    parts = urlsplit(url)
    folders = [folder for folder in parts.path.split("/") if folder]
    if len(url) > _MAX_URL_CHARS or len(folders) > _MAX_PATH_DEPTH:
        return Trap.TOO_LONG
    if _repeats(folders):
        return Trap.MIRRORED_FOLDERS
    if _PATH_SESSION.search(parts.path):
        return Trap.SESSION
    query = parse_qsl(parts.query, keep_blank_values=True)[:32]
    return _trap_in_query(query, url) or _endless(url, query) or _calendar(url, query, today)


def _repeats(folders: list[str]) -> bool:
    """Whether folders come again in a row: one of them three times, two or more of them twice."""
    for size in range(1, len(folders) // 2 + 1):
        times = 3 if size == 1 else 2
        for start in range(len(folders) - times * size + 1):
            run = folders[start : start + size]
            if all(folders[start + size * n : start + size * (n + 1)] == run for n in range(1, times)):
                return not all(folder.isdecimal() for folder in run)
    return False


def _trap_in_query(query: list[tuple[str, str]], url: str) -> Trap | None:
    for key, value in query:
        trap = _trap_parameters().get(key.lower())
        if trap is Trap.SESSION and (key.lower() != "sid" or len(value) >= _LONG_SESSION):
            return trap
        if trap in {Trap.SORT_ORDER, Trap.CALENDAR} and (looks_like_article(url) is not True or key == "replytocom"):
            return trap
    return None


def _endless(url: str, query: list[tuple[str, str]]) -> Trap | None:
    numbers = [value for key, value in query if key.lower() in PAGE_KEYS and value.isdecimal()]
    numbers.append(str(split_page_number(url).number or 0))
    is_high = any(len(number) > 7 or int(number) > MAX_PAGE_NUMBER for number in numbers)
    return Trap.ENDLESS_PAGING if is_high and looks_like_article(url) is not True else None


def _calendar(url: str, query: list[tuple[str, str]], today: date) -> Trap | None:
    day = day_in_url(url)
    if day and day > today + _AHEAD:
        return Trap.CALENDAR
    keys = [key for key, _ in query]
    browses = any(_YEAR_KEY.search(key) for key in keys) and any(_MONTH_KEY.search(key) for key in keys)
    return Trap.CALENDAR if browses and looks_like_article(url) is not True else None


def _adds_only_a_query(parts: SplitResult, original: SplitResult) -> bool:
    """Whether two addresses of one article differ in parts of a query that do not say which article it is."""
    if parts.path != original.path or not parts.query:
        return False
    added = set(parse_qsl(parts.query)) > set(parse_qsl(original.query))
    return added or looks_like_article(f"http://{parts.netloc}{parts.path}") is True


class TrapWatch:
    """Cuts traps off during one run and counts them.

    Besides the shapes known to :func:`find_trap`, an address whose shape has brought too little for the many admitted
    before it is refused. Addresses that are clearly articles', or listed as such, count only
    where they turn out to be lists; a run's own budget bounds the others.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self.cut: Counter[Trap] = Counter()
        """Addresses refused, by reason."""
        self._admitted: Counter[str] = Counter()
        self._brought: Counter[str] = Counter()
        self._same: Counter[tuple[str, str | None]] = Counter()
        """Pages that are no articles, by shape and digest."""
        self._shells: set[str] = set()
        self._shown: dict[str, set[str]] = {}
        """Articles that the pages of each list showed in this run."""

    def check(self, url: str, *, is_listed: bool = False) -> Trap | None:
        """Return why ``url`` is not to be followed, counting it; None admits it. Ask once for each new address.

        ``is_listed``: it stands in a list of articles.
        """
        trap = find_trap(url, self.today) or self._fruitless(url, is_listed=is_listed)
        if trap:
            self.cut[trap] += 1
        return trap

    def _fruitless(self, url: str, *, is_listed: bool) -> Trap | None:
        shape = url_shape(url)
        if self._admitted[shape] >= ALLOWANCE + PER_ARTICLE * self._brought[shape]:
            return Trap.FRUITLESS
        self._admitted[shape] += not (is_listed or looks_like_article(url) is True)
        return None

    def first_shown(self, url: str, articles: AbstractSet[str]) -> AbstractSet[str]:
        """Those articles of a list's page that no other page of the list has shown in this run.

        Boxes of the latest and of the most read stand on all of them.
        """
        shown = self._shown.setdefault(normalise_url(split_page_number(url).base), set())
        first = articles - shown
        shown |= articles
        return first

    def turned_out_list(self, url: str) -> None:
        """Note that the page at ``url`` was taken for an article, and is a list."""
        self._admitted[url_shape(url)] += 1

    def turned_out_copy(self, url: str, original: str) -> bool:
        """Note that the page at ``url`` shows the article at ``original``; counts where only their queries differ.

        A query that makes no difference is a session, a place in a search, a random number: there is no end of them.
        Say whether it counts: then the page has brought nothing.
        """
        counts = _adds_only_a_query(urlsplit(url), urlsplit(original))
        self._admitted[url_shape(url)] += PER_COPY * counts
        return counts

    def turned_out_nothing(self, url: str, digest: str | None) -> None:
        """Note that the page at ``url``, never read before, is no article; ``digest`` of its bytes."""
        shape = url_shape(url)
        self._same[shape, digest] += 1
        if self._same[shape, digest] >= _MAX_SHELLS:
            self._shells.add(shape)

    def is_shell(self, url: str) -> bool:
        """Whether pages of its shape have all been the same, and no article."""
        shape = url_shape(url)
        return shape in self._shells and not self._brought[shape]

    def brought(self, url: str, articles: int) -> None:
        """Note that the page at ``url`` led to so many articles not known before (or was one itself)."""
        self._brought[url_shape(url)] += articles
