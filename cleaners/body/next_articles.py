"""The next articles of a page that scrolls on, in boxes like that of its own, each with a headline like its own."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

import numpy as np

from cleaners.body.box_tree import NO_FIGURES, subtree_ends
from cleaners.headline.signs import BYLINE_LINES, is_dated
from cleaners.lines.prose import is_prose
from cleaners.page.model import outwards
from cleaners.text.character_tables import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools, Ints

_HEADLINE_LEVELS = 10
"""Boxes around a headline that are looked at, so that a hostile page costs no more than a long one."""
_MAX_NEXT_ARTICLES = 50
"""Headlines that are looked at, for the same reason."""
_MIN_STORY_LINES = 2
"""Lines of an article, at least: a box with a heading and one paragraph may be a part of this one, or hold its deck."""

_MAX_DECK_LINES = 2
"""Lines of a deck between a headline and its byline."""
_HEAD_LEVELS = 3
"""Boxes around a headline, its own the first, that may be its head, where the day stands above it."""


def without_next_articles(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools, title: str | None) -> Bools:
    """The kept lines without those of the next articles.

    Such pages state at each headline when the article appeared, or who wrote it. Where they do not, the boxes are
    the chapters of a long read or the posts of a ticker; in another script they say the same in another language. What
    stands in one box with the headline is the page's own. Boxes are alike by tag and name; an ``<article>`` is like the
    one beside it whatever it is called, for many are called after their stories.
    """
    headline = next((at for at, line in enumerate(lines) if line.text == title), None)
    following = _next_headlines(lines, boxes, headline) if headline is not None and kept.any() else []
    if headline is None or not following:
        return kept
    ends = subtree_ends(boxes)
    box_of_lines = np.array([line.box for line in lines])
    own = _own_box(lines[headline].box, boxes, ends, box_of_lines[kept])
    if own is None:
        return kept
    rest = kept.copy()
    for at in following:
        box = _box_beside(own, lines[at].box, boxes)
        if box > own and _are_alike(boxes[box], boxes[own]):
            inside = (box_of_lines >= box) & (box_of_lines < ends[box])
            if (kept & inside).sum() >= _MIN_STORY_LINES:
                rest &= ~inside
    return rest


def _next_headlines(lines: Sequence[Line], boxes: Sequence[Box], headline: int) -> list[int]:
    """The lines below the page's headline that look like it, in its script, if it and they are signed."""
    tag, home = lines[headline].tag, lines[headline].box
    alike = (
        at
        for at in range(headline + 1, len(lines))
        if lines[at].tag == tag and lines[at].box != home and boxes[lines[at].box].name == boxes[home].name
    )
    looked_at = list(islice(alike, _MAX_NEXT_ARTICLES))
    if not looked_at or not _is_signed(lines, boxes, headline):
        return []
    in_ideographs = _is_in_ideographs(lines[headline])
    return [at for at in looked_at if _is_in_ideographs(lines[at]) == in_ideographs and _is_signed(lines, boxes, at)]


def _are_alike(one: Box, other: Box) -> bool:
    if one.tag != other.tag:
        return False
    return one.tag == "article" or one.name.translate(NO_FIGURES) == other.name.translate(NO_FIGURES)


def _is_signed(lines: Sequence[Line], boxes: Sequence[Box], headline: int) -> bool:
    """Whether a byline, or the day when the text appeared, stands right below a headline; an hour alone does not.

    A deck may stand between. Or it stands right above, in a box with the headline: what does not may end the story
    ahead.
    """
    below = lines[headline + 1 : headline + 1 + BYLINE_LINES + _MAX_DECK_LINES]
    if any(map(is_dated, islice((line for line in below if not is_prose(line.text)), BYLINE_LINES))):
        return True
    head = _near_boxes(lines[headline].box, boxes)
    above = takewhile(lambda line: not is_prose(line.text), reversed(lines[max(0, headline - BYLINE_LINES) : headline]))
    return any(is_dated(line) and not head.isdisjoint(_near_boxes(line.box, boxes)) for line in above)


def _near_boxes(box: int, boxes: Sequence[Box]) -> set[int]:
    """The boxes right around a line: of a headline, those of its head."""
    return set(islice(outwards(box, boxes), _HEAD_LEVELS))


def _is_in_ideographs(line: Line) -> bool:
    return HAN.search(line.text) is not None


def _own_box(home: int, boxes: Sequence[Box], ends: Ints, kept_boxes: Ints) -> int | None:
    """The box of the page's own story, with the headline, which stands in ``home``, and as much text as a story has.

    Of boxes one in another that hold the same text the outermost: it is the one that is repeated. ``kept_boxes``: the
    boxes of the kept lines. None where only the whole page holds a story, or a box without a name that is no
    ``<article>``: nothing tells what is like it.
    """
    near = islice(outwards(home, boxes), _HEADLINE_LEVELS + 1)
    held = [(at, int(((kept_boxes >= at) & (kept_boxes < ends[at])).sum())) for at in near if at]
    least = next((lines for _, lines in held if lines >= _MIN_STORY_LINES), None)
    alike = [at for at, lines in held if lines == least and (boxes[at].name or boxes[at].tag == "article")]
    return alike[-1] if alike else None


def _box_beside(own: int, box: int, boxes: Sequence[Box]) -> int:
    """The box around ``box`` that stands beside the box ``own``; one at ``own`` or ahead of it where none does."""
    near = islice(outwards(box, boxes), _HEADLINE_LEVELS + 1)
    return next((at for at in near if at <= own or boxes[at].parent == boxes[own].parent), 0)
