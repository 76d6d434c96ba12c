"""When an article was published: finders that look in one place each, and the choice among what they found.

A finder gives candidates with their origin. The time shown to readers near the headline counts most; what machines are
told comes next and settles doubts; dates below the text, above the headline and in the address are the last resort.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Precision
from cleaners.lexicons import load_lexicon
from cleaners.stamps import Stamp, read_compact, read_scattered, read_stamps, read_year_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaners.page import Line
    from cleaners.reach import Reach

FIRST_YEAR = 1990
"""No news page is older than the web."""


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


class Times(NamedTuple):
    """The times of one article; None for each that is not stated."""

    published: Candidate | None = None
    modified: datetime | None = None


def find_times(reach: Reach, selected: str | None = None) -> Times:
    """Find publication and modification time. ``selected``: text of the element that the site's profile names."""
    clues = _clues(reach)
    shown = [c for c in (*_shown_between(reach, clues), *_shown_above_title(reach, clues)) if c.meaning != "other"]
    stated = list(_stated(reach, "published"))
    orders = ([c for c in shown if c.meaning != "modified"], stated, shown)
    ranked = [c for group in orders for c in _by_trust(group)]
    published = (
        _in_selected(selected, reach, clues) or _settle(ranked, clues) or next(iter(_last_resort(reach, clues)), None)
    )
    modified = [
        c.time
        for c in (*_stated(reach, "modified"), *shown)
        if c.origin == "stated_modified" or c.meaning == "modified"
    ]
    if published is None:
        return Times(None, modified[0] if modified else None)
    return Times(published, next((time for time in modified if time >= published.time), None))


def _in_selected(text: str | None, reach: Reach, clues: Clues) -> Candidate | None:
    for stamp in read_stamps(text or ""):
        if found := resolve(stamp, reach, clues.near):
            return Candidate(*found, (text or "")[stamp.start : stamp.end].strip(), "in_selected")
    return None


# --- choosing ---------------------------------------------------------------------------------------------------------


def _by_trust(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Labelled as publication first, labelled as modification last; then those with a clock; then page order."""
    order = {"published": 0, None: 1, "modified": 2}
    return sorted(candidates, key=lambda c: (order.get(c.meaning, 1), c.precision not in _CLOCKED))


_CLOCKED = (Precision.MINUTE, Precision.SECOND)


def _settle(ranked: list[Candidate], clues: Clues) -> Candidate | None:
    """The most trusted candidate, unless it stands alone and is unlabelled against two others that agree on a day.

    A clock that prints today's date near the headline is such a loner. A day is made exact by a candidate with a clock
    on the same day.
    """
    if not ranked:
        return None
    best = ranked[0]
    if best.meaning != "published" and best.time.date() not in clues.days:
        others = [c for c in ranked[1:] if c.time.date() in clues.days and c.origin != best.origin]
        if others and len(clues.days) == 1 and clues.votes >= 2:
            best = others[0]
    if best.precision in _CLOCKED:
        return best
    return next((_refined(best, c) for c in ranked if _refines(c, best)), best)


def _refines(finer: Candidate, coarse: Candidate) -> bool:
    clock = (finer.time.hour, finer.time.minute, finer.time.second)
    return finer.precision in _CLOCKED and finer.time.date() == coarse.time.date() and clock != (0, 0, 0)


def _refined(coarse: Candidate, finer: Candidate) -> Candidate:
    return finer._replace(origin=coarse.origin, meaning=coarse.meaning)


# --- what the page says elsewhere -------------------------------------------------------------------------------------


class Clues(NamedTuple):
    """Days that machines are told of, to complete and to check what is shown."""

    days: frozenset[date]
    """Publication days stated in meta data and address."""
    votes: int
    """How many independent places state one."""
    near: tuple[date, ...]
    """Those days and weaker ones (an address with year and month only, a ``<time>`` element)."""


_URL_DAY = re.compile(
    r"[/_=t-](?P<year>(?:19|20)\d{2})[-/_]?(?P<month>0[1-9]|1[0-2])[-/_]?(?P<day>0[1-9]|[12]\d|3[01])(?=[/_.&?-]|\d{5,}|$)"
)
_URL_MONTH = re.compile(r"/(?P<year>(?:19|20)\d{2})[-/_]?(?P<month>0[1-9]|1[0-2])(?=[/_.-]|$)")
_URL_SHORT = re.compile(r"/(?P<year>\d{2})/?(?P<month>0[1-9]|1[0-2])/?(?P<day>0[1-9]|[12]\d|3[01])/")


def _clues(reach: Reach) -> Clues:
    stated = [c.time.date() for c in _stated(reach, "published")]
    weak = [c.time.date() for field in ("completed", "time", "modified") for c in _stated(reach, field)]
    in_url = _url_day(reach.page.url)
    days = [*stated[:1], *([in_url] if in_url else [])]
    near = [*days, *weak]
    if reach.page.url and (match := _URL_SHORT.search(reach.page.url)):
        near += _dates(2000 + int(match["year"]), int(match["month"]), int(match["day"]))
    if reach.page.url and (match := _URL_MONTH.search(reach.page.url)):
        near += _dates(int(match["year"]), int(match["month"]), 1)
    return Clues(frozenset(days), len(days), tuple(near))


def _url_day(url: str | None) -> date | None:
    """The day in an address: ``/2024-08/29/``, ``/20240829/``, ``t20240829_123.html``."""
    for match in _URL_DAY.finditer(url or ""):
        for day in _dates(int(match["year"]), int(match["month"]), int(match["day"])):
            return day
    return None


def _dates(year: int, month: int, day: int) -> list[date]:
    """The day as a list of one, or of none when there is no such day or it is older than the web."""
    try:
        return [date(year, month, day)] if year >= FIRST_YEAR else []
    except ValueError:
        return []


# --- from stamp to time -----------------------------------------------------------------------------------------------


def resolve(stamp: Stamp, reach: Reach, near: Iterable[date] = ()) -> tuple[datetime, Precision] | None:
    """The time a stamp means on this page; None when a part stays open or the day is impossible.

    An open year or month is taken from ``near``, the days the page states elsewhere, else from the time of fetching.
    No time before FIRST_YEAR or after the day of fetching.
    """
    if stamp.ago is not None:
        found = _resolve_relative(stamp, reach)
    else:
        day = _complete_day(stamp, reach, tuple(near))
        found = _at(day, stamp, reach) if day else None
    if found is None or found[0].year < FIRST_YEAR or _is_future(found[0], reach):
        return None
    return found


def _is_future(time: datetime, reach: Reach) -> bool:
    if reach.fetched_at is None:
        return False
    latest = reach.fetched_at.astimezone(time.tzinfo or UTC)
    return time.date() > latest.date()


def _resolve_relative(stamp: Stamp, reach: Reach) -> tuple[datetime, Precision] | None:
    if reach.fetched_at is None or stamp.ago is None:
        return None
    now = reach.fetched_at.astimezone(reach.zone)
    then = now - stamp.ago
    if stamp.has_clock:
        return _at(then.date(), stamp, reach)
    if stamp.unit is Precision.DAY:
        return then.replace(hour=0, minute=0, second=0, microsecond=0), Precision.DAY
    return then.replace(second=0, microsecond=0), Precision.MINUTE


def _complete_day(stamp: Stamp, reach: Reach, near: tuple[date, ...]) -> date | None:
    if stamp.year is not None and stamp.month is not None:
        return next(iter(_dates(stamp.year, stamp.month, stamp.day or 1)), None)
    if stamp.day is None:
        return None
    for clue in near:
        if stamp.month is None or (clue.month == stamp.month and (clue.day == stamp.day or clue.day == 1)):
            return next(iter(_dates(clue.year, stamp.month or clue.month, stamp.day)), None)
    for clue in near:  # a page edited or re-published later the same year
        if stamp.month is not None and date(clue.year, clue.month, 1) >= date(clue.year, stamp.month, 1):
            return next(iter(_dates(clue.year, stamp.month, stamp.day)), None)
    if reach.fetched_at is None:
        return None
    return _latest_before(stamp, reach.fetched_at.astimezone(reach.zone).date())


def _latest_before(stamp: Stamp, today: date) -> date | None:
    """The latest such day that is not after ``today``."""
    for back in range(24):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        if stamp.month in (None, month + 1):
            for day in _dates(year, month + 1, stamp.day or 1):
                if day <= today:
                    return day
    return None


def _at(day: date, stamp: Stamp, reach: Reach) -> tuple[datetime, Precision] | None:
    if stamp.hour is None or stamp.minute is None:
        precision = Precision.DAY if stamp.day else Precision.MONTH
        return datetime(day.year, day.month, day.day, tzinfo=reach.zone), precision
    second = stamp.second or 0
    if second > 59:
        return None
    time = datetime(day.year, day.month, day.day, stamp.hour, stamp.minute, second, tzinfo=stamp.offset or reach.zone)
    if reach.chinese and stamp.offset is not None and 1 < time.year < 9999:
        time = time.astimezone(reach.zone)
    return time, Precision.SECOND if stamp.second is not None else Precision.MINUTE


# --- finders ----------------------------------------------------------------------------------------------------------

_MAX_LINE_CHARS = 160
"""A longer line is a paragraph."""
_LABEL_CHARS = 14
"""Characters before a time in which its label stands."""
_SPARE = re.compile(r"[。！？]")


@cache
def _labels() -> tuple[tuple[str, str], ...]:
    """Label and meaning, the longest label first."""
    return tuple(sorted(((r["text"], r["value"]) for r in load_lexicon("time_labels")), key=lambda pair: -len(pair[0])))


_CHANGED = re.compile(r"(?:更新|修改)(?!时间|時間|日期|于|於|[:：])")
"""Behind a time; with a colon the word belongs to the next one."""


def meaning_of(text: str, stamp: Stamp) -> str | None:
    """What the words beside a stamp say it is the time of; the nearest word before it counts, then one right behind."""
    before = text[max(0, stamp.start - _LABEL_CHARS) : stamp.start].lower()
    behind = text[stamp.end : stamp.end + 6].lstrip()
    found: list[tuple[int, int, str]] = []
    for label, meaning in _labels():
        place = before.rfind(label)
        if place >= 0:
            found.append((place + len(label), len(label), meaning))
    if _CHANGED.match(behind):
        return "modified"
    if not found:
        return None
    meanings = {meaning for _, _, meaning in found}
    if "other" in meanings:
        return "other"
    return "modified" if "modified" in meanings else max(found)[2]


def _in_line(line: Line, reach: Reach, clues: Clues, origin: str) -> Iterator[Candidate]:
    text = line.text
    if len(text) > _MAX_LINE_CHARS:
        return
    for stamp in read_stamps(text):
        if _SPARE.search(text[: stamp.start]) or _in_long_link(line, stamp):
            continue  # inside running text, or another story's
        if found := resolve(stamp, reach, clues.near):
            yield Candidate(*found, text[stamp.start : stamp.end].strip(), origin, meaning_of(text, stamp))


_LINK_CHARS = 6
"""A link that holds this many characters beside a time is another story's headline."""


def _in_long_link(line: Line, stamp: Stamp) -> bool:
    spare = _LINK_CHARS + stamp.end - stamp.start
    return any(
        link.start <= stamp.start and stamp.end <= link.end and link.end - link.start > spare for link in line.links
    )


def _shown_between(reach: Reach, clues: Clues) -> Iterator[Candidate]:
    """Times between headline and text."""
    for line in reach.between:
        yield from _in_line(line, reach, clues, "shown_between")
    if scattered := _scattered(reach.between, reach, "shown_between"):
        yield scattered


_NUMBER_LINE = re.compile(r"[\d\s年月日:：./-]{1,20}\Z")
_SCATTERED_LINES = 4


def _scattered(lines: tuple[Line, ...], reach: Reach, origin: str) -> Candidate | None:
    """A time split over several elements, each a line of digits."""
    run: list[str] = []
    for text in (*(line.text for line in lines), ""):
        if text and _NUMBER_LINE.match(text):
            run.append(text)
            continue
        joined = " ".join(run[-_SCATTERED_LINES:])
        run = []
        if (stamp := read_scattered(joined)) and (found := resolve(stamp, reach)):
            return Candidate(*found, joined[stamp.start : stamp.end].strip(), origin)
    return None


def _shown_above_title(reach: Reach, clues: Clues) -> Iterator[Candidate]:
    """A labelled time right above the headline, or one with a clock; a bare day there is the page's calendar."""
    for line in reach.above[:2]:
        for candidate in _in_line(line, reach, clues, "shown_above_title"):
            if candidate.meaning == "published" or candidate.precision in _CLOCKED:
                yield candidate


def _stated(reach: Reach, field: str) -> Iterator[Candidate]:
    """Times in meta data."""
    for statement in reach.stated.of(field):
        text = statement.value
        stamps = read_stamps(text, partial=False)
        stamp = stamps[0] if stamps else read_compact(text) or _epoch(text) or read_year_month(text)
        if stamp and (found := resolve(stamp, reach)):
            yield Candidate(*found, text[stamp.start : stamp.end].strip() or text, f"stated_{field}")


_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?\s*\Z")


def _epoch(text: str) -> Stamp | None:
    """Seconds or milliseconds since 1970, as some systems write a time."""
    if match := _EPOCH.match(text):
        time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(match[1]))
        return Stamp(0, len(text), time.year, time.month, time.day, time.hour, time.minute, time.second, UTC)
    return None


def _last_resort(reach: Reach, clues: Clues) -> Iterator[Candidate]:
    """Weaker places, the better ones first: below the text, ``<time>`` elements, the address, above the headline."""
    below = [c for line in (*reach.tail[:2], *reach.below, *reach.tail[2:]) for c in _below(line, reach, clues)]
    yield from (c for c in below if c.meaning == "published")
    yield from _stated(reach, "time")
    unlabelled = [c for c in below if c.meaning is None]
    if len({c.time.date() for c in unlabelled}) == 1:  # several days are a list of other stories
        yield from unlabelled
    if (day := _url_day(reach.page.url)) and (found := resolve(Stamp(0, 0, day.year, day.month, day.day), reach)):
        yield Candidate(*found, day.isoformat(), "in_url")
    for line in reach.above:
        yield from (c for c in _in_line(line, reach, clues, "shown_above") if c.meaning != "other")
    yield from _stated(reach, "completed")
    yield from (c for c in below if c.meaning == "modified")
    for line in reach.tail[:3]:
        if len(line.text) < _ISSUE_CHARS and (stamp := read_year_month(line.text)) and (found := resolve(stamp, reach)):
            yield Candidate(*found, line.text[stamp.start : stamp.end], "issue")


_ISSUE_CHARS = 40
"""A line that names a magazine's issue is short: ``——《某刊》1998年3月号``."""
_BELOW_CHARS = 60
"""A dated credit line below the text is short."""


def _below(line: Line, reach: Reach, clues: Clues) -> Iterator[Candidate]:
    if len(line.text) > _BELOW_CHARS:
        return
    yield from (c for c in _in_line(line, reach, clues, "shown_below") if c.meaning != "other")
