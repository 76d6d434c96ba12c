"""When an article was published: finders that look in one place each, and the choice among what they found.

A finder gives candidates with their origin. The time shown to readers near the headline counts most; what machines are
told comes next and settles doubts; dates below the text, above the headline, in the address and in scripts are the last
resort.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise, takewhile, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Precision
from cleaners.embedded.structured import read_script_times
from cleaners.lines.credits import MAX_LINE_CHARS
from cleaners.lines.prose import opens_comments
from cleaners.lines.stamps import Stamp, read_compact, read_scattered, read_stamps, read_year_month
from cleaners.lines.time_labels import LABEL_CHARS, meaning_of, sentence_labels
from cleaners.lines.title_tag import EDITION, title_tag
from cleaners.metadata.resolve import day_in_url, resolve, weak_days_in_url
from cleaners.page.tags import TOP_HEADING_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Line


_AROUND = " -–—|"
"""What a stamp may take along from beside it."""


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
    told = _told(reach)
    clues = _clues(reach, told)
    shown = [c for c in (*_shown_between(reach, clues), *_shown_above_title(reach, clues)) if c.meaning != "other"]
    shown = _part_updates(shown, clues)
    firm = [c for c in shown if c.origin != "shown_inside" or c.meaning or _near(c, clues)]
    ahead = [c for c in firm if c.meaning not in ("modified", "asked")]
    ranked = [*_by_trust([*ahead, *_in_sentences(reach)]), *told.published, *_by_trust(shown)]
    if all(c.meaning == "modified" for c in ranked):
        firm, loose = _last_resort(reach, clues, told)
        ranked = [*firm, *ranked, *loose]
    finer = [*ranked, *told.time]
    published = _in_selected(selected, reach, clues) or _settle(ranked, finer, clues)
    published = _zoned(published, told.published) if published and not reach.chinese else published
    modified = [c.time for c in (*told.modified, *shown) if c.origin == "stated_modified" or c.meaning == "modified"]
    if published is None:
        return Times(None, modified[0] if modified else None)
    return Times(published, next((time for time in modified if time >= published.time), None))


def _candidate(
    text: str, stamp: Stamp, reach: Reach, origin: str, meaning: str | None = None, near: Iterable[date] = ()
) -> Candidate | None:
    """The time that a stamp of a text is; None where it is none on this page. ``near``: see :func:`resolve`."""
    found = resolve(stamp, reach, near)
    return Candidate(*found, text[stamp.start : stamp.end].strip(_AROUND) or text, origin, meaning) if found else None


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
    found = (_candidate(text or "", stamp, reach, "in_selected", near=clues.near) for stamp in read_stamps(text or ""))
    return next(filter(None, found), None)


# --- choosing ---------------------------------------------------------------------------------------------------------


def _by_trust(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Labelled as publication first, a question's time and a modification last; then those with a clock; page order."""
    order = {"published": 0, None: 1, "asked": 2, "modified": 3}
    return sorted(candidates, key=lambda c: (order.get(c.meaning, 1), c.precision not in _CLOCKED))


_CLOCKED = (Precision.MINUTE, Precision.SECOND)


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
    if best.precision in _CLOCKED:
        return best
    return next((_refined(best, c) for c in finer if _refines(c, best)), best)


def _refines(finer: Candidate, coarse: Candidate) -> bool:
    clock = (finer.time.hour, finer.time.minute, finer.time.second)
    return finer.precision in _CLOCKED and finer.time.date() == coarse.time.date() and clock != (0, 0, 0)


def _refined(coarse: Candidate, finer: Candidate) -> Candidate:
    return finer._replace(origin=coarse.origin, meaning=coarse.meaning)


_HOUR = 60
_WEST, _EAST = -12 * _HOUR, 14 * _HOUR
_ODD_OFFSETS = frozenset((-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765))
"""Minutes from UTC of the zones that are no whole hours from it; other distances say that two times are two."""


def _zoned(shown: Candidate, stated: Iterable[Candidate]) -> Candidate:
    """A shown time of no known zone, in the zone that parts its clock from the same time stated in UTC.

    Where the stated clock is the shown one, so is its zone.
    """
    if shown.time.tzinfo is not UTC or shown.precision not in _CLOCKED or shown.meaning == "modified":
        return shown
    minute = shown.time.replace(second=0)
    if not (minute.hour or minute.minute):  # midnight is a day without a clock
        return shown
    for told in stated:
        if told.precision in _CLOCKED and told.time.replace(second=0, tzinfo=UTC) == minute:
            return shown._replace(time=shown.time.replace(tzinfo=told.time.tzinfo))
        offset = minute - told.time.replace(second=0)
        minutes = int(offset.total_seconds()) // 60
        exact = told.precision in _CLOCKED and (told.time.hour or told.time.minute)
        if exact and told.time.utcoffset() == timedelta(0) and (minutes % _HOUR == 0 or minutes in _ODD_OFFSETS):
            known = minutes and _WEST <= minutes <= _EAST
            return shown._replace(time=shown.time.replace(tzinfo=timezone(offset))) if known else shown
    return shown


# --- what the page says elsewhere -------------------------------------------------------------------------------------


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


def _clues(reach: Reach, told: _Told) -> Clues:
    stated = [c.time.date() for c in told.published]
    modified = [c.time.date() for c in told.modified]
    weak = [c.time.date() for c in (*told.completed, *told.time)]
    in_url = day_in_url(reach.page.url)
    days = [*stated[:1], *([in_url] if in_url else [])]
    near = (*days, *weak, *modified, *weak_days_in_url(reach.page.url))
    return Clues(frozenset(days), len(days), near, frozenset(modified))


# --- finders ----------------------------------------------------------------------------------------------------------

_SPARE = re.compile(r"[。！？]")


_WEEKDAY = re.compile(r"\s?[(（]?(?:星期|周|週)[一二三四五六日天]")
_OF_ISSUE = re.compile(r"[版刊报報]|(?<!星)期")
_PAPER_PAGE = re.compile(r"第? ?[A-Z]?[\d一二三四五六七八九十]{1,3} ?版")


def _in_line(line: Line, reach: Reach, clues: Clues, origin: str, label: str = "") -> Iterator[Candidate]:
    """Times of one line; ``label``: text of the element before it, which may say what a time at the line's head is."""
    text = line.text
    if len(text) > MAX_LINE_CHARS:
        return
    stamps = read_stamps(text)
    ends = {b.start for a, b in pairwise(stamps) if _UNTIL.fullmatch(text, a.end, b.start)}
    for stamp in stamps:
        if _SPARE.search(text[: stamp.start]) or _in_long_link(line, stamp) or stamp.start in ends:
            continue  # inside running text, another story's, or an event's last day
        if found := _candidate(text, stamp, reach, origin, near=clues.near):
            yield found._replace(meaning=_meaning_with(label, text, stamp))


def _meaning_with(label: str, text: str, stamp: Stamp) -> str | None:
    """What is said of a stamp by the words beside it or, at the head of a text, by a label in the element before it."""
    meaning = meaning_of(text, stamp)
    if meaning or stamp.start or not label or len(label) > LABEL_CHARS or any(char.isdigit() for char in label):
        return meaning
    return meaning_of(label, Stamp(len(label), len(label)))


_UNTIL = re.compile(r"\s?(?:至|到|—{1,2}|[-–~～－])\s?")
_LINK_CHARS = 6
"""A link that holds this many characters beside a time is another story's headline."""


def _in_long_link(line: Line, stamp: Stamp) -> bool:
    spare = _LINK_CHARS + stamp.end - stamp.start
    return any(
        link.start <= stamp.start and stamp.end <= link.end and link.end - link.start > spare for link in line.links
    )


def _is_other_story(line: Line) -> bool:
    """Whether an item of a list above the headline links to another story: the time beside the link is that one's."""
    return line.tag == "li" and any(link.end - link.start >= _LINK_CHARS for link in line.links)


_LABEL_END = re.compile(r"(?:时间|時間|日期|日時|[:：A-Za-z])\Z")
"""How a label ends that is a heading (报名时间); any other is a deck (四月一日起生效): none of the time below it."""


def _shown_between(reach: Reach, clues: Clues) -> Iterator[Candidate]:
    """Times between headline and text, and in short lines right behind its first paragraph."""
    label = ""
    for index, line in enumerate(reach.between):
        yield from _in_line(line, reach, clues, "shown_between" if index < reach.plain else "shown_inside", label)
        label = line.text if line.tag not in TOP_HEADING_TAGS or _LABEL_END.search(line.text) else ""
    if scattered := _scattered(reach.between, reach, "shown_between"):
        yield scattered


_NUMBER_LINE = re.compile(r"[\d\s年月日:：./-]{1,20}\Z")
_SCATTERED_LINES = 4
"""Lines over which one time may be spread: day, month, year, clock."""


def _scattered(lines: tuple[Line, ...], reach: Reach, origin: str) -> Candidate | None:
    """A time split over several elements, each a line of digits."""
    run: list[str] = []
    for text in (*(line.text for line in lines), ""):
        if text and _NUMBER_LINE.match(text):
            run.append(text)
            continue
        joined = " ".join(run[-_SCATTERED_LINES:])
        whole = len(run) == 1 and read_stamps(joined, partial=False)  # no parts: it is read as any other line
        run = []
        if whole:
            continue
        if (stamp := read_scattered(joined)) and (found := _candidate(joined, stamp, reach, origin)):
            return found
    return None


def _shown_above_title(reach: Reach, clues: Clues) -> Iterator[Candidate]:
    """A labelled time right above the headline, or one with a clock; a bare day there is the page's calendar."""
    if scattered := _scattered(tuple(reversed(reach.above)), reach, "shown_above_title"):
        yield scattered
    for index, (line, before) in enumerate(zip_longest(reach.above, reach.above[1:])):
        for candidate in _in_line(line, reach, clues, "shown_above_title", before.text if before else ""):
            near = index < _ABOVE_LINES and candidate.precision in _CLOCKED and not _is_other_story(line)
            if candidate.meaning == "published" or near:
                yield candidate


_ABOVE_LINES = 2
"""Lines above the headline in which a time with a clock needs no label."""


class _Told(NamedTuple):
    """Times that machines are told, by the field of their statements."""

    published: list[Candidate]
    modified: list[Candidate]
    time: list[Candidate]
    completed: list[Candidate]


def _told(reach: Reach) -> _Told:
    return _Told(*(list(_stated(reach, field)) for field in _Told._fields))


def _stated(reach: Reach, field: str) -> Iterator[Candidate]:
    for statement in reach.stated.of(field):
        text = statement.value
        stamps = read_stamps(text, partial=False)
        stamp = stamps[0] if stamps else read_compact(text) or _epoch(text) or read_year_month(text)
        if stamp and (found := _candidate(text, stamp, reach, f"stated_{field}")):
            yield found


_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?\s*\Z")


def _epoch(text: str) -> Stamp | None:
    """Seconds or milliseconds since 1970, as some systems write a time."""
    if match := _EPOCH.match(text):
        time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(match[1]))
        return Stamp(0, len(text), time.year, time.month, time.day, time.hour, time.minute, time.second, UTC)
    return None


def _last_resort(reach: Reach, clues: Clues, told: _Told) -> tuple[list[Candidate], list[Candidate]]:
    """Weaker places, the better ones first: those that come before a shown update, and those behind it."""
    behind = takewhile(lambda line: not opens_comments(line.text), reach.below)
    below = [c for line in (*reach.tail[:2], *behind, *reach.tail[2:]) for c in _below(line, reach, clues)]
    firm = [c for c in below if c.meaning == "published"]
    firm += _in_url(reach)
    firm = firm or _elsewhere(reach)
    loose = _of_one_day(told.time)
    loose += _of_one_day(c for c in below if c.meaning is None)
    issue = EDITION.search(title_tag(reach.page) or "")  # the day above a paper's page is the issue's
    for line, under in zip(reach.above, ("", *(line.text for line in reach.above)), strict=False):
        if (issue or not is_calendar(line.text, under)) and not _is_other_story(line):
            loose += (c for c in _in_line(line, reach, clues, "shown_above") if c.meaning != "other")
    if not firm and not loose:
        loose = _hidden_beside_title(reach) or _in_scripts(reach)
    loose += told.completed
    loose += (c for c in below if c.meaning == "modified")
    loose += _month(reach)
    return firm, loose


def is_calendar(text: str, under: str) -> bool:
    """Whether a line shows today: a day with its weekday, unless it is an issue's or above its page's number."""
    is_issue = _OF_ISSUE.search(text) or _PAPER_PAGE.match(under)
    return not is_issue and any(_WEEKDAY.match(text, stamp.end) for stamp in read_stamps(text))


def _of_one_day(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates, or none where they are of several days: those are the dates of other stories."""
    found = list(candidates)
    return found if len({c.time.date() for c in found}) == 1 else []


def _in_url(reach: Reach) -> Iterator[Candidate]:
    day = day_in_url(reach.page.url)
    if day and (found := _candidate(day.isoformat(), Stamp(0, 0, day.year, day.month, day.day), reach, "in_url")):
        yield found


_FULL_YEAR = re.compile(r"(?:19|20)\d\d")


def _elsewhere(reach: Reach) -> list[Candidate]:
    """A labelled publication time anywhere on the page, when all of them are of one day."""
    found: list[Candidate] = []
    label = ""
    for line in reach.page.lines:
        text = line.text
        if len(text) <= _BELOW_CHARS and _FULL_YEAR.search(text) and not line.link_chars:
            for stamp in read_stamps(text, partial=False):
                meaning = _meaning_with(label, text, stamp)
                if meaning == "published" and (time := _candidate(text, stamp, reach, "elsewhere", meaning)):
                    found.append(time)
        label = text
    return _of_one_day(found)


_BESIDE_TITLE = 4
"""Lines around the headline in which a time stands that nothing shows until scripts have run."""


def _hidden_beside_title(reach: Reach) -> list[Candidate]:
    """A hidden line beside the headline that is nothing but a time: such pages fade their heads in by script."""
    lines = reach.page.lines
    title = next((i for i, line in enumerate(lines) if line.text == reach.title and not line.hidden), None)
    if title is None:
        return []
    found = []
    for line in lines[max(0, title - _BESIDE_TITLE) : title + _BESIDE_TITLE]:
        stamps = read_stamps(line.text, partial=False) if line.hidden else []
        if len(stamps) == 1 and stamps[0].end - stamps[0].start == len(line.text):
            found.append(_candidate(line.text, stamps[0], reach, "hidden"))
    return _of_one_day(filter(None, found))


def _in_scripts(reach: Reach) -> list[Candidate]:
    """A publication time that the page's scripts hold, when all of them are of one day."""
    found = []
    for text in read_script_times(reach.page):
        stamp = next(iter(read_stamps(text, partial=False)), None) or _epoch(text)
        if stamp and (time := _candidate(text, stamp, reach, "in_scripts")):
            found.append(time)
    return _of_one_day(found)


def _month(reach: Reach) -> Iterator[Candidate]:
    """A month without a day: a labelled one, one that is all of a line near the headline, or a magazine's issue."""
    for place in (reach.between, reach.tail[:3], reach.below):
        for line in place:
            text = line.text
            if len(text) > _ISSUE_CHARS or not (stamp := read_year_month(text)) or read_stamps(text, partial=False):
                continue
            meaning = meaning_of(text, stamp)
            alone = place is reach.between and stamp.end - stamp.start == len(text)
            issue = place is not reach.between and place is not reach.below and "年" in text
            is_stated = meaning in ("published", "modified") or alone or issue
            if is_stated and (found := _candidate(text, stamp, reach, "month", meaning)):
                yield found


_ISSUE_CHARS = 40
"""A line that names a month or a magazine's issue is short: ``——《某刊》1998年3月号``."""
_BELOW_CHARS = 60
"""A dated credit line below the text is short."""


_NAMED_TIME = re.compile(r"(?:时间|時間|日期)\s?[:：]")


_NEIGHBOUR = re.compile(
    r"\W?(?:[上下]一?[篇条條則则]|[前后後]一?[篇条條則则]|相关|相關|previous\b|next\b|related\b)", re.IGNORECASE
)
"""Begin of a line that names another story."""


def _below(line: Line, reach: Reach, clues: Clues) -> Iterator[Candidate]:
    """Times of a line below the text; one with a name that no label explains (建站时间) is of something else."""
    if len(line.text) <= _BELOW_CHARS and not _NEIGHBOUR.match(line.text):
        strange = _NAMED_TIME.search(line.text) is not None
        for candidate in _in_line(line, reach, clues, "shown_below"):
            if candidate.meaning in ("published", "modified") or (candidate.meaning is None and not strange):
                yield candidate


def _in_sentences(reach: Reach) -> Iterator[Candidate]:
    """Times in a sentence behind the text or at its end: ``It was originally published on 26 Sep 2019 at …``."""
    lines = (*reach.tail[:2], *reach.below)
    whole = "\n".join(line.text for line in lines).lower()
    labels = [label for label in sentence_labels() if label in whole]
    for line in lines if labels else ():
        lowered = line.text.lower()
        label = next((label for label in labels if label in lowered), None)
        if label is None:
            continue
        start = lowered.find(label)
        text = line.text[start : start + len(label) + 2 * LABEL_CHARS]
        for stamp in read_stamps(text, partial=False)[:1]:
            near = stamp.start <= len(label) + LABEL_CHARS // 2
            if near and (found := _candidate(text, stamp, reach, "in_sentence", "published")):
                yield found
