"""The lines in which an article's facts are stated: around its headline, at its body's start, behind its end.

Every finder of metadata looks here and nowhere else, so that a page's length does not cost time and a neighbour's
date or byline is not taken for the article's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from cleaners.lines.bylines import read_byline
from cleaners.lines.credit_lines import is_credit_line
from cleaners.lines.prose import is_prose, opens_comments
from cleaners.lines.seams import part_seams
from cleaners.page.tags import TOP_HEADING_TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from cleaners.draft import Draft
    from cleaners.embedded.structured import Statements
    from cleaners.page.model import Line, Page

_ABOVE_LINES = 5
"""Lines looked at before the headline: some layouts set date or channel there."""
_TRAIL_LINES = 30
"""Lines before the headline in which the trail stands."""
_BETWEEN_LINES = 14
"""Lines looked at behind the headline; share buttons stand between it and the byline on some pages."""
_BEFORE_BODY_LINES = 8
"""Lines looked at before the body's first paragraph, where that is far from the headline."""
_TAIL_LINES = 7
"""Last lines of the body that may be credits."""
_BELOW_LINES = 14
"""Lines looked at behind the body."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the facts of one article may stand."""

    page: Page
    title: str | None
    ahead: tuple[Line, ...]
    """Up to the headline or, where no line shows it, to the body, in order: the trail stands among them."""
    above: tuple[Line, ...]
    """Before the headline, the nearest first."""
    between: tuple[Line, ...]
    """Behind the headline and before the second paragraph; may belong to the body's box."""
    plain: int
    """How many of ``between`` stand before the first paragraph: only there a bare name is a byline."""
    tail: tuple[Line, ...]
    """Last lines of the body, the last first."""
    below: tuple[Line, ...]
    """Behind the body, in order."""
    body: tuple[Line, ...]
    stated: Statements
    chinese: bool
    zone: tzinfo
    fetched_at: datetime | None


def _is_text(text: str) -> bool:
    """Whether a line is running text; a byline with its times, or a line of credits, may look so."""
    return is_prose(text) and not read_byline(text) and not is_credit_line(text)


def find_reach(draft: Draft, stated: Statements, *, chinese: bool, zone: tzinfo) -> Reach:
    """Cut the reach out of a draft whose title and body are set (either may be missing)."""
    lines = draft.lines
    body = tuple(body_line.line for body_line in draft.body)
    places = find_places(lines, body)
    body = _before_comments(lines, body, places)
    first, last = _body_span(lines, () if draft.held else body, places)
    title = _locate_title(lines, draft.article.title, first)
    start = title + 1 if title is not None else max(0, first - _BEFORE_BODY_LINES)
    text, second = _text_starts(lines, max(start, first), max(start, last))
    between = [i for i in range(start, min(second, start + _BETWEEN_LINES)) if not _is_text(lines[i].text)]
    between += range(max(start + _BETWEEN_LINES, text - _BEFORE_BODY_LINES), text)
    end = _text_end(lines, first, last)
    top = title if title is not None else start
    head = title if title is not None else first
    return Reach(
        page=draft.page,
        title=draft.article.title,
        ahead=lines[max(0, head - _TRAIL_LINES) : head + 1],
        above=tuple(reversed(lines[max(0, top - _ABOVE_LINES) : top])),
        between=tuple(part_seams(lines[i], draft.page.source) for i in between),
        plain=sum(i < text for i in between),
        tail=tuple(reversed(body[-_TAIL_LINES:])),
        below=lines[end + 1 : end + 1 + _BELOW_LINES],
        body=body,
        stated=stated,
        chinese=chinese,
        zone=zone,
        fetched_at=_known_time(draft.fetched_at),
    )


def _known_time(fetched_at: datetime | None) -> datetime | None:
    """A time of fetching, but for one that stands for none: no day lies before the first year, none after the last."""
    return None if fetched_at and fetched_at.year in {MINYEAR, MAXYEAR} else fetched_at


def find_places(lines: tuple[Line, ...], body: Sequence[Line]) -> list[int]:
    """Indices in ``lines`` of the body's lines, in order; those that a step has changed since are missing."""
    places, pending = [], iter(body)
    wanted = next(pending, None)
    for index, line in enumerate(lines):
        if line is wanted:
            places.append(index)
            if (wanted := next(pending, None)) is None:
                return places
    wanted_ids = set(map(id, body))  # a step has changed one of them, so the rest was not found
    return [index for index, line in enumerate(lines) if id(line) in wanted_ids]


def _before_comments(lines: tuple[Line, ...], body: tuple[Line, ...], places: list[int]) -> tuple[Line, ...]:
    """The body without comments that were taken for a part of it.

    They are the lesser part, behind a heading of comments that was left out.
    """
    for before, behind in pairwise(places):
        if behind - before > 1 and any(opens_comments(line.text) for line in lines[before + 1 : behind]):
            kept = body.index(lines[behind])
            ahead = sum(len(line.text) for line in body[:kept])
            return body[:kept] if ahead * 2 > sum(len(line.text) for line in body) else body
    return body


def _text_starts(lines: tuple[Line, ...], first: int, last: int) -> tuple[int, int]:
    """Indices of the body's first and second line of running text.

    A deck may be running text and stand in the body before the byline, so the region of bylines ends at the second.
    """
    prose = (i for i in range(first, min(last + 1, len(lines))) if _is_text(lines[i].text))
    found = list(islice(prose, 2))
    return (found[0], found[-1]) if found else (first, first)


def _text_end(lines: tuple[Line, ...], first: int, last: int) -> int:
    """Index of the last running text, where short lines close the body; credits left out of it may stand among them."""
    for index in range(min(last, len(lines) - 1), max(first, last - _TAIL_LINES), -1):
        if is_prose(lines[index].text):
            return index
    return last


def _locate_title(lines: tuple[Line, ...], title: str | None, before: int) -> int | None:
    """Index of the line that shows the headline: a heading if one does, else the last such line ahead of the body.

    ``before`` is the index of the body's first line. None when no line shows it, or there is no headline.
    """
    if not title:
        return None
    texts = [line[0] for line in lines]
    shown = [i for i, text in enumerate(texts) if text == title]
    if not shown:
        least, most = len(title), len(title) + 8
        shown = [i for i, text in enumerate(texts) if least <= len(text) <= most and title in text]
    headings = [i for i in shown if lines[i].tag in TOP_HEADING_TAGS]
    if headings:
        return headings[0]
    ahead = [i for i in shown if i <= before]
    return ahead[-1] if ahead else (shown[0] if shown else None)


def _body_span(lines: tuple[Line, ...], body: tuple[Line, ...], places: list[int]) -> tuple[int, int]:
    """Indices of the body's first and last line; where there is no body, of the first running text."""
    if not body:
        prose = [i for i, line in enumerate(lines) if is_prose(line.text)]
        return (prose[0], prose[-1]) if prose else (len(lines), len(lines))
    first, last = body[0], body[-1]
    # Steps between may have changed a line's text, but never its box.
    start = next((i for i in places if lines[i] is first), None)
    end = next((i for i in reversed(places) if lines[i] is last), None)
    if start is None:
        start = next((i for i, line in enumerate(lines) if line.box == first.box), 0)
    if end is None:
        end = next((i for i in range(len(lines) - 1, -1, -1) if lines[i].box == last.box), len(lines) - 1)
    return start, max(start, end)
