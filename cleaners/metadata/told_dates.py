"""The times that a page tells machines, and the clues they give to what is shown."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lines.stamps import Stamp, read_compact, read_stamps, read_year_month
from cleaners.lines.url_days import day_in_url, weak_days_in_url
from cleaners.metadata.date_candidates import Candidate, candidate_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cleaners.metadata.reach import Reach

_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?\s*\Z")


class Clues(NamedTuple):
    """Days that machines are told of, to complete and to check what is shown."""

    days: frozenset[date]
    """Publication days stated in meta data and address."""
    votes: int
    """How many independent places state one."""
    near: tuple[date, ...]
    """Those days and weaker ones (an address with year and month only, a ``<time>`` element)."""
    modified: frozenset[date]
    """Days of an update stated in meta data."""


def read_clues(reach: Reach, told: Told) -> Clues:
    """What statements and address say of the day."""
    stated = [c.time.date() for c in told.published]
    modified = [c.time.date() for c in told.modified]
    weak = [c.time.date() for c in (*told.completed, *told.time)]
    in_url = day_in_url(reach.page.url)
    days = [*stated[:1], *([in_url] if in_url else [])]
    near = (*days, *weak, *modified, *weak_days_in_url(reach.page.url))
    return Clues(frozenset(days), len(days), near, frozenset(modified))


class Told(NamedTuple):
    """Times that machines are told, by the field of their statements."""

    published: list[Candidate]
    modified: list[Candidate]
    time: list[Candidate]
    completed: list[Candidate]


def read_told(reach: Reach) -> Told:
    """Read the statements of times."""
    return Told(*(list(_stated(reach, field)) for field in Told._fields))


def _stated(reach: Reach, field: str) -> Iterator[Candidate]:
    for statement in reach.stated.of(field):
        text = statement.value
        stamps = read_stamps(text, partial=False)
        stamp = stamps[0] if stamps else read_compact(text) or read_epoch(text) or read_year_month(text)
        if stamp and (found := candidate_of(text, stamp, reach, f"stated_{field}")):
            yield found


def read_epoch(text: str) -> Stamp | None:
    """Seconds or milliseconds since 1970, as some systems write a time."""
    if match := _EPOCH.match(text):
        time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(match[1]))
        return Stamp(0, len(text), time.year, time.month, time.day, time.hour, time.minute, time.second, UTC)
    return None
