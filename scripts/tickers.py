"""Tell an annotated article as a ticker: each paragraph in an entry of its own, under the time at which it came in.

Hardly one annotated page is a ticker; in the wild their entries stand in boxes of their own, two or three deep, so that
no paragraph has another beside it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from grafts import Grafted, box_of_body

from cleaners.page.model import Box, Line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from cleaners.page.model import Page

MIN_ENTRIES = 4
TAGS = ("div", "div", "li", "section", "article")
NAMES = ("", "item", "post", "entry", "live-item", "live_list", "msg", "update", "time-line", "news", "block")
TEXT_NAMES = ("", "txt", "text", "con", "content", "body")
TIME_TAGS = ("", "div", "p", "h3", "h4")
TIME_NAMES = ("", "time", "date", "hour")
WRAPPED = 0.6
"""Share of the tickers whose entries hold a box for their text beside that of the time."""
MINUTES = 40
"""Most minutes between two entries, up or down."""


class _Style(NamedTuple):
    """How all entries of a ticker are marked up."""

    tag: str
    name: str
    text_name: str | None
    """Name of the box for the text; None where it stands in the entry itself."""
    time_tag: str
    """Tag of the box for the time; empty where it stands in the entry itself."""
    time_name: str


def as_ticker(
    lines: Sequence[Line], page: Page, in_body: Sequence[bool], random: np.random.Generator
) -> Grafted | None:
    """The page with its article told so; None where too few of its paragraphs have a box of their own in one around."""
    entries = _paragraphs(lines, page.boxes, in_body)
    if len(entries) < MIN_ENTRIES:
        return None
    style = _style(random)
    boxes: list[Box] = []
    moved: dict[int, int] = {}  # where each of the page's boxes stands now
    times: dict[int, Line] = {}  # above which of the page's lines a time stands
    minute, step = (
        int(random.integers(360, 1320)),
        int(random.integers(1, MINUTES)) * (1 if random.random() < 0.5 else -1),
    )
    for index, box in enumerate(page.boxes):
        parent = moved[box.parent] if box.parent >= 0 else -1
        if index in entries:
            minute += step
            times[entries[index]] = _open_entry(boxes, parent, style, f"{minute // 60 % 24:02}:{minute % 60:02}")
            parent = len(boxes) - 1 if style.text_name is not None else times[entries[index]].box - bool(style.time_tag)
        moved[index] = len(boxes)
        boxes.append(box._replace(parent=parent))
    places = [place for at in range(len(lines)) for place in ((-1, at) if at in times else (at,))]
    told = [times[places[n + 1]] if at < 0 else _moved(lines[at], moved) for n, at in enumerate(places)]
    now_at = {at: n for n, at in enumerate(places) if at >= 0}
    images = tuple(
        image._replace(box=moved[image.box], line=now_at.get(image.line, len(told))) for image in page.images
    )
    return Grafted(tuple(told), tuple(boxes), images, tuple(places))


def _moved(line: Line, moved: Mapping[int, int]) -> Line:
    return line._replace(box=moved[line.box])


def _paragraphs(lines: Sequence[Line], boxes: Sequence[Box], in_body: Sequence[bool]) -> dict[int, int]:
    """The boxes with one line of the article that stand right in the box around it, and their lines."""
    held = Counter(line.box for line in lines)
    around = box_of_body(lines, boxes, in_body)
    return {
        line.box: at
        for at, line in enumerate(lines)
        if in_body[at] and held[line.box] == 1 and boxes[line.box].parent == around and line.tag in ("p", "div")
    }


def _style(random: np.random.Generator) -> _Style:
    pick = random.choice
    wrapped = random.random() < WRAPPED
    return _Style(
        tag=str(pick(TAGS)),
        name=str(pick(NAMES)),
        text_name=str(pick(TEXT_NAMES)) if wrapped else None,
        time_tag=str(pick(TIME_TAGS)),
        time_name=str(pick(TIME_NAMES)),
    )


def _open_entry(boxes: list[Box], parent: int, style: _Style, time: str) -> Line:
    """Add an entry's boxes; gives the line of its time. Where there is a box for the text, it is the last one added."""
    boxes.append(Box(parent, style.tag, style.name))
    entry = len(boxes) - 1
    line = Line(time, style.tag, entry)
    if style.time_tag:
        boxes.append(Box(entry, style.time_tag, style.time_name))
        line = Line(time, style.time_tag, entry + 1)
    if style.text_name is not None:
        boxes.append(Box(entry, "div", style.text_name))
    return line
