"""When an article was published: the choice among the times that were found.

The finders look in one place each (``shown_dates``, ``told_dates``, ``last_dates``) and give candidates. The time shown
to readers near the headline counts most; what machines are told comes next and settles doubts; dates below the text,
above the headline, in the address and in scripts are the last resort.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lines.stamps import read_stamps
from cleaners.metadata.date_candidates import CLOCKED, Candidate, candidate_of
from cleaners.metadata.last_dates import last_resort
from cleaners.metadata.shown_dates import in_sentences, shown_above_title, shown_between
from cleaners.metadata.told_dates import Clues, read_clues, read_told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaners.metadata.reach import Reach

_HOUR = 60
_WEST, _EAST = -12 * _HOUR, 14 * _HOUR
_ODD_OFFSETS = frozenset((-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765))
"""Minutes from UTC of the zones that are no whole hours from it; other distances say that two times are two."""


class Times(NamedTuple):
    """The times of one article; None for each that is not stated."""

    published: Candidate | None = None
    modified: datetime | None = None


def find_times(reach: Reach, selected: str | None = None) -> Times:
    """Find publication and modification time. ``selected``: text of the element that the site's profile names."""
    told = read_told(reach)
    clues = read_clues(reach, told)
    shown = [c for c in (*shown_between(reach, clues), *shown_above_title(reach, clues)) if c.meaning != "other"]
    shown = _part_updates(shown, clues)
    firm = [c for c in shown if c.origin != "shown_inside" or c.meaning or _near(c, clues)]
    ahead = [c for c in firm if c.meaning not in ("modified", "asked")]
    ranked = [*_by_trust([*ahead, *in_sentences(reach)]), *told.published, *_by_trust(shown)]
    if all(c.meaning == "modified" for c in ranked):
        firm, loose = last_resort(reach, clues, told)
        ranked = [*firm, *ranked, *loose]
    finer = [*ranked, *told.time]
    published = _in_selected(selected, reach, clues) or _settle(ranked, finer, clues)
    published = _zoned(published, told.published) if published and not reach.chinese else published
    modified = [c.time for c in (*told.modified, *shown) if c.origin == "stated_modified" or c.meaning == "modified"]
    if published is None:
        return Times(None, modified[0] if modified else None)
    return Times(published, next((time for time in modified if time >= published.time), None))


def _near(shown: Candidate, clues: Clues) -> bool:
    """Whether machines are told of the same day, or of one next to it: the same time in another zone."""
    return any(abs((shown.time.date() - day).days) <= 1 for day in clues.days)


def _part_updates(shown: list[Candidate], clues: Clues) -> list[Candidate]:
    """A day shown without a label beside the stated one is an update's where machines are told so."""
    if not any(c.time.date() in clues.days for c in shown):
        return shown
    updates = clues.modified - clues.days
    return [c._replace(meaning="modified") if c.meaning is None and c.time.date() in updates else c for c in shown]


def _in_selected(text: str | None, reach: Reach, clues: Clues) -> Candidate | None:
    text = text or ""
    found = (candidate_of(text, stamp, reach, "in_selected", near=clues.near) for stamp in read_stamps(text))
    return next(filter(None, found), None)


def _by_trust(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Labelled as publication first, a question's time and a modification last; then those with a clock; page order."""
    order = {"published": 0, None: 1, "asked": 2, "modified": 3}
    return sorted(candidates, key=lambda c: (order.get(c.meaning, 1), c.precision not in CLOCKED))


def _settle(ranked: list[Candidate], finer: list[Candidate], clues: Clues) -> Candidate | None:
    """The most trusted candidate, unless it stands alone and is unlabelled against two others that agree on a day.

    A clock that prints today's date near the headline is such a loner. A day is made exact by one of ``finer`` with a
    clock on the same day.
    """
    if not ranked:
        return None
    best = ranked[0]
    if best.meaning != "published" and best.time.date() not in clues.days:
        others = [c for c in ranked[1:] if c.time.date() in clues.days and c.origin != best.origin]
        if others and len(clues.days) == 1 and clues.votes >= 2:
            best = others[0]
    if best.precision in CLOCKED:
        return best
    return next((_refined(best, c) for c in finer if _refines(c, best)), best)


def _refines(finer: Candidate, coarse: Candidate) -> bool:
    clock = (finer.time.hour, finer.time.minute, finer.time.second)
    return finer.precision in CLOCKED and finer.time.date() == coarse.time.date() and clock != (0, 0, 0)


def _refined(coarse: Candidate, finer: Candidate) -> Candidate:
    return finer._replace(origin=coarse.origin, meaning=coarse.meaning)


def _zoned(shown: Candidate, stated: Iterable[Candidate]) -> Candidate:
    """A shown time of no known zone, in the zone that parts its clock from the same time stated in UTC.

    Where the stated clock is the shown one, so is its zone.
    """
    if shown.time.tzinfo is not UTC or shown.precision not in CLOCKED or shown.meaning == "modified":
        return shown
    minute = shown.time.replace(second=0)
    if not (minute.hour or minute.minute):  # midnight is a day without a clock
        return shown
    for told in stated:
        if told.precision in CLOCKED and told.time.replace(second=0, tzinfo=UTC) == minute:
            return shown._replace(time=shown.time.replace(tzinfo=told.time.tzinfo))
        offset = minute - told.time.replace(second=0)
        minutes = int(offset.total_seconds()) // 60
        exact = told.precision in CLOCKED and (told.time.hour or told.time.minute)
        if exact and told.time.utcoffset() == timedelta(0) and (minutes % _HOUR == 0 or minutes in _ODD_OFFSETS):
            known = minutes and _WEST <= minutes <= _EAST
            return shown._replace(time=shown.time.replace(tzinfo=timezone(offset))) if known else shown
    return shown
