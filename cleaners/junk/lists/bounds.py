"""How many nats speak for keywords before a list goes: one table for the steps that cut lists (``evidence``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cleaners.junk.lists.items import ItemList


class Bounds(NamedTuple):
    """Nats that a list must have to go, by its kind: more for kinds that honest pages hold."""

    sure: float
    """It is keywords for sure, wherever it stands."""
    sure_among_junk: float
    """The same on a page that holds other junk."""
    doubtful: float
    """In a body it is more likely keywords than part of the article."""
    doubtful_among_junk: float
    """The same on a page that holds junk; a list with commas needs junk with commas, as sentences have them as well."""


LINE = Bounds(2.2, 1.0, 0.4, -1.0)
"""A list in one line. The honest lists of 1,434 pages stay below 0.7; the hardest that we could invent, the free
services of a community day, below 1.8."""
_SERIES = LINE._replace(doubtful=1.3)
"""One with the mark of a series between its items (、), as honest enumerations have. Of some fifty that name services,
goods and courses (社保卡申领、养老保险转移) the highest has 1.2; of 120 made of campaigns' phrases 93 have more
than 1.3."""
_RUN = LINE._replace(doubtful=0.9, doubtful_among_junk=0.9)
"""A run of lines; articles hold many of those."""
_HEAP = Bounds(2.5, 2.0, 2.5, 2.0)
"""Items without anything between: it is cut into pieces in favour of their being keywords. Of 240 heaps made of what
honest lists name, many of them of two or three lists, 5 have more than 2.5; of 108 made of campaigns' phrases 95."""
FOREIGN_KEYWORDS = 5.0
"""``sure`` of any list of links to foreign hosts, with other junk or without. Honest sites trade and sell such lists:
those of 1,434 pages stay below 4.2."""
RECURRING = -1.7
"""Nats that make a run of lines, or of links, keywords for sure if it stood in other articles of the site."""


def least_sure(one: ItemList, *, among_junk: bool) -> float:
    """Nats that make a list keywords for sure. ``among_junk``: the page holds other junk."""
    if one.foreign:
        return FOREIGN_KEYWORDS
    bounds = _bounds_of(one)
    return bounds.sure_among_junk if among_junk else bounds.sure


def least_doubtful(one: ItemList, *, among_junk: bool) -> float:
    """Nats that leave a list out of a body. ``among_junk``: the page holds junk with marks of its kind."""
    bounds = _bounds_of(one)
    return bounds.doubtful_among_junk if among_junk else bounds.doubtful


def _bounds_of(one: ItemList) -> Bounds:
    if one.is_heap:
        return _HEAP
    if len(one.lines) > 1:
        return _RUN
    return _SERIES if one.mark == "、" else LINE
