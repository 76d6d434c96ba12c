"""A time that may be an article's, with where it was found and what is said of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Precision
from cleaners.lines.stamps import Stamp
from cleaners.metadata.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cleaners.metadata.reach import Reach


_AROUND = " -–—|"
"""What a stamp may take along from beside it."""

CLOCKED = (Precision.MINUTE, Precision.SECOND)
"""Precisions of a time with a clock."""


class Candidate(NamedTuple):
    """One time that may be the publication time."""

    time: datetime
    """Aware; parts finer than ``precision`` are zero."""
    precision: Precision
    raw: str
    origin: str
    """Name of the finder."""
    meaning: str | None = None
    """What the words beside it say: ``published``, ``modified``, or None."""


def candidate_of(
    text: str, stamp: Stamp, reach: Reach, origin: str, meaning: str | None = None, near: Iterable[date] = ()
) -> Candidate | None:
    """The time that a stamp of a text is; None where it is none on this page. ``near``: see :func:`resolve`."""
    found = resolve(stamp, reach, near)
    return Candidate(*found, text[stamp.start : stamp.end].strip(_AROUND) or text, origin, meaning) if found else None


def of_one_day(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates, or none where they are of several days: those are the dates of other stories."""
    found = list(candidates)
    return found if len({c.time.date() for c in found}) == 1 else []
