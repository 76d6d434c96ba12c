"""Where a time is looked for when none is shown near the headline nor told to machines: weaker places."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from cleaners.embedded.structured import read_script_times
from cleaners.lines.prose import opens_comments
from cleaners.lines.stamps import Stamp, read_stamps, read_year_month
from cleaners.lines.time_labels import meaning_of
from cleaners.lines.title_tag import EDITION, title_tag
from cleaners.lines.url_days import day_in_url
from cleaners.metadata.date_candidates import Candidate, candidate_of, of_one_day
from cleaners.metadata.shown_dates import is_calendar, is_of_range, is_other_story, meaning_with, times_in_line
from cleaners.metadata.told_dates import Clues, Told, read_epoch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Line

_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_BESIDE_TITLE = 4
"""Lines around the headline in which a time stands that nothing shows until scripts have run."""
_ISSUE_CHARS = 40
"""A line that names a month or a magazine's issue is short: ``——《某刊》1998年3月号``."""
_BELOW_CHARS = 60
"""A dated credit line below the text is short."""
_NAMED_TIME = re.compile(r"(?:时间|時間|日期)\s?[:：]")
_NEIGHBOUR = re.compile(
    r"\W?(?:[上下]一?[篇条條則则]|[前后後]一?[篇条條則则]|相关|相關|previous\b|next\b|related\b)", re.IGNORECASE
)
"""Begin of a line that names another story."""


def last_resort(reach: Reach, clues: Clues, told: Told) -> tuple[list[Candidate], list[Candidate]]:
    """Times in weaker places, the better ones first: those that come before a shown update, and those behind it."""
    behind = takewhile(lambda line: not opens_comments(line.text), reach.below)
    below = [c for line in (*reach.tail[:2], *behind, *reach.tail[2:]) for c in _below(line, reach, clues)]
    firm = [c for c in below if c.meaning == "published"]
    firm += _in_url(reach)
    firm = firm or _elsewhere(reach)
    loose = of_one_day(told.time)
    loose += of_one_day(c for c in below if c.meaning is None)
    issue = EDITION.search(title_tag(reach.page) or "")  # the day above a paper's page is the issue's
    for line, under in zip(reach.above, ("", *(line.text for line in reach.above)), strict=False):
        if (issue or not is_calendar(line.text, under)) and not is_other_story(line):
            loose += (c for c in times_in_line(line, reach, clues, "shown_above") if c.meaning != "other")
    if not firm and not loose:
        loose = _hidden_beside_title(reach) or _in_scripts(reach)
    loose += told.completed
    loose += (c for c in below if c.meaning == "modified")
    loose += _month(reach)
    return firm, loose


def _in_url(reach: Reach) -> Iterator[Candidate]:
    day = day_in_url(reach.page.url)
    if day and (found := candidate_of(day.isoformat(), Stamp(0, 0, day.year, day.month, day.day), reach, "in_url")):
        yield found


def _elsewhere(reach: Reach) -> list[Candidate]:
    """A labelled publication time anywhere on the page, when all of them are of one day."""
    found: list[Candidate] = []
    label = ""
    for line in reach.page.lines:
        text = line.text
        if len(text) <= _BELOW_CHARS and _FULL_YEAR.search(text) and not line.link_chars:
            for stamp in read_stamps(text, partial=False):
                meaning = None if is_of_range(text, stamp) else meaning_with(label, text, stamp)
                if meaning == "published" and (time := candidate_of(text, stamp, reach, "elsewhere", meaning)):
                    found.append(time)
        label = text
    return of_one_day(found)


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
            found.append(candidate_of(line.text, stamps[0], reach, "hidden"))
    return of_one_day(filter(None, found))


def _in_scripts(reach: Reach) -> list[Candidate]:
    """A publication time that the page's scripts hold, when all of them are of one day."""
    found = []
    for text in read_script_times(reach.page):
        stamp = next(iter(read_stamps(text, partial=False)), None) or read_epoch(text)
        if stamp and (time := candidate_of(text, stamp, reach, "in_scripts")):
            found.append(time)
    return of_one_day(found)


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
            if is_stated and (found := candidate_of(text, stamp, reach, "month", meaning)):
                yield found


def _below(line: Line, reach: Reach, clues: Clues) -> Iterator[Candidate]:
    """Times of a line below the text; one with a name that no label explains (建站时间) is of something else."""
    if len(line.text) <= _BELOW_CHARS and not _NEIGHBOUR.match(line.text):
        strange = _NAMED_TIME.search(line.text) is not None
        for candidate in times_in_line(line, reach, clues, "shown_below"):
            if candidate.meaning in ("published", "modified") or (candidate.meaning is None and not strange):
                yield candidate
