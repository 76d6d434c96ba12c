"""The times that a page shows readers near the headline, and in sentences around the text's end."""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from cleaners.lines.credits import MAX_LINE_CHARS
from cleaners.lines.stamps import Stamp, read_scattered, read_stamps
from cleaners.lines.time_labels import LABEL_CHARS, meaning_of, sentence_labels
from cleaners.lines.url_days import dates_of
from cleaners.metadata.date_candidates import CLOCKED, Candidate, candidate_of
from cleaners.metadata.told_dates import Clues
from cleaners.page.tags import TOP_HEADING_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Line


_SPARE = re.compile(r"[。！？]")
_WEEKDAY = re.compile(r"\s?[(（]?(?:星期|周|週)[一二三四五六日天]")
_OF_ISSUE = re.compile(r"[版刊报報]|(?<!星)期")
_PAPER_PAGE = re.compile(r"第? ?[A-Z]?[\d一二三四五六七八九十]{1,3} ?版")

_TO_DAY = re.compile(r"\s?(?:至|到|—{1,2}|[-–~～－])\s?(?:\d{1,2}月)?\d{1,2}[日号號]")
"""Behind an event's first day."""
_UNTIL = re.compile(r"\s?(?:至|到|—{1,2}|[-–~～－])\s?")
_FROM_DAY = re.compile(r"(?<![\w:.,/-])\d{1,2}[-–—]\Z")
"""Before an event's last day, whose month and year its first one shares: 23-26 March 2026."""
_LINK_CHARS = 6
"""A link that holds this many characters beside a time is another story's headline."""
_LABEL_END = re.compile(r"(?:时间|時間|日期|日時|[:：A-Za-z])\Z")
"""How a label ends that is a heading (报名时间); any other is a deck (四月一日起生效): none of the time below it."""
_NUMBER_LINE = re.compile(r"[\d\s年月日:：./-]{1,20}\Z")
_SCATTERED_LINES = 4
"""Lines over which one time may be spread: day, month, year, clock."""
_HEAD_CHARS = 40
"""Characters of a paragraph's head in which the time of a byline stands."""
_LABEL_BEHIND = re.compile(r"\s{0,4}(?:[来來]源|作者|[责責]?任?[编編][辑輯]?)\s?[:：]")
_ABOVE_LINES = 2
"""Lines above the headline in which a time with a clock needs no label."""


def times_in_line(line: Line, reach: Reach, clues: Clues, origin: str, label: str = "") -> Iterator[Candidate]:
    """Times of one line; ``label``: text of the element before it, which may say what a time at the line's head is."""
    text = line.text
    if len(text) > MAX_LINE_CHARS:
        return
    stamps = read_stamps(text)
    near = clues.near or tuple(_days_of(stamps))
    ends = {b.start for a, b in pairwise(stamps) if _UNTIL.fullmatch(text, a.end, b.start)}
    for stamp in stamps:
        if (
            _SPARE.search(text[: stamp.start])
            or _in_long_link(line, stamp)
            or stamp.start in ends
            or is_of_range(text, stamp)
        ):
            continue  # inside running text, another story's, or an event's last day
        if found := candidate_of(text, stamp, reach, origin, near=near):
            yield found._replace(meaning=meaning_with(label, text, stamp))


def meaning_with(label: str, text: str, stamp: Stamp) -> str | None:
    """What is said of a stamp by the words beside it or, at the head of a text, by a label in the element before it."""
    meaning = meaning_of(text, stamp)
    if meaning or stamp.start or not label or len(label) > LABEL_CHARS or any(char.isdigit() for char in label):
        return meaning
    return meaning_of(label, Stamp(len(label), len(label)))


def _days_of(stamps: Iterable[Stamp]) -> Iterator[date]:
    """The days of stamps that leave nothing open: an update's year is that of the publication beside it.

    2024/5/6 10:12（5/7 11:20 更新）
    """
    for stamp in stamps:
        if stamp.year and stamp.month and stamp.day and not stamp.doubtful:
            yield from dates_of(stamp.year, stamp.month, stamp.day)


def is_of_range(text: str, stamp: Stamp) -> bool:
    """Whether a day is an event's first or last one: 2024年5月1日—5月30日, 23-26 March 2026."""
    ranged = _FROM_DAY.search(text[: stamp.start]) or _TO_DAY.match(text, stamp.end)
    return ranged is not None and not stamp.has_clock


def _in_long_link(line: Line, stamp: Stamp) -> bool:
    spare = _LINK_CHARS + stamp.end - stamp.start
    return any(
        link.start <= stamp.start and stamp.end <= link.end and link.end - link.start > spare for link in line.links
    )


def is_other_story(line: Line) -> bool:
    """Whether an item of a list above the headline links to another story: the time beside the link is that one's."""
    return line.tag == "li" and any(link.end - link.start >= _LINK_CHARS for link in line.links)


def shown_between(reach: Reach, clues: Clues) -> Iterator[Candidate]:
    """Times between headline and text, and in short lines right behind its first paragraph."""
    label = ""
    for index, line in enumerate(reach.between):
        yield from times_in_line(line, reach, clues, "shown_between" if index < reach.plain else "shown_inside", label)
        label = line.text if line.tag not in TOP_HEADING_TAGS or _LABEL_END.search(line.text) else ""
    if scattered := _scattered(reach.between, reach, "shown_between"):
        yield scattered
    if reach.chinese:
        yield from _heading_text(reach)


def _heading_text(reach: Reach) -> Iterator[Candidate]:
    """The time with which the text itself begins, before a label: 2024-05-06 09:10 来源：明溪日报 眼下正是……."""
    text = reach.body[0].text if reach.body else ""
    for stamp in read_stamps(text, partial=False, within=_HEAD_CHARS)[:1] if text[:1].isdigit() else ():
        if stamp.start == 0 and _LABEL_BEHIND.match(text, stamp.end):
            yield from filter(None, [candidate_of(text, stamp, reach, "shown_between")])


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
        if (stamp := read_scattered(joined)) and (found := candidate_of(joined, stamp, reach, origin)):
            return found
    return None


def shown_above_title(reach: Reach, clues: Clues) -> Iterator[Candidate]:
    """A labelled time right above the headline, or one with a clock; a bare day there is the page's calendar."""
    if scattered := _scattered(tuple(reversed(reach.above)), reach, "shown_above_title"):
        yield scattered
    for index, (line, before) in enumerate(zip_longest(reach.above, reach.above[1:])):
        for candidate in times_in_line(line, reach, clues, "shown_above_title", before.text if before else ""):
            near = index < _ABOVE_LINES and candidate.precision in CLOCKED and not is_other_story(line)
            if candidate.meaning == "published" or near:
                yield candidate


def in_sentences(reach: Reach) -> Iterator[Candidate]:
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
            if near and (found := candidate_of(text, stamp, reach, "in_sentence", "published")):
                yield found


def is_calendar(text: str, under: str) -> bool:
    """Whether a line shows today: a day with its weekday, unless it is an issue's or above its page's number."""
    is_issue = _OF_ISSUE.search(text) or _PAPER_PAGE.match(under)
    return not is_issue and any(_WEEKDAY.match(text, stamp.end) for stamp in read_stamps(text))
