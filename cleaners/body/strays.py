"""What stands behind a Chinese text in boxes of its own: prompts, votes, the publisher's card, comments.

No list has all their wordings, but they stand outside the box that holds the text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from cleaners.body.box_tree import NO_FIGURES, subtree_sums
from cleaners.body.enclosures import is_enclosure
from cleaners.body.line_phrases import find_dates
from cleaners.page.model import outwards
from cleaners.page.tags import HEADING_TAGS
from cleaners.text.about import ABOUT_SHARE, is_about
from cleaners.text.character_tables import FIRST_WIDE, SENTENCE_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleaners.body.features import LineTable
    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools

_TEXT_SHARE = 0.6
"""Share of what is taken that the text's own box holds; comments and cards may be taken with it."""
_MAX_STRAY_LINES = 2
"""Lines of a box behind the text that is no part of it; a list of questions or a background has more."""
_MIN_REPLIES = 2
"""Offers to answer behind a text's head, at least: an office answers once, and a lone offer's box may be the text."""
_MAX_REPLY_CHARS = 60
"""Longest line that offers to answer a comment: its writer and its day stand ahead."""

_FLOWING = frozenset("p li ul ol dl dt dd blockquote pre h1 h2 h3 h4 h5 h6 figure table tbody thead tr td th".split())
"""Elements of a text: the box around them holds it."""
_REPLIES = frozenset("回答")
_REPLY = re.compile(r"(?:回[复復覆應应]|答[复覆])(?:[此该該]?(?:评论|評論|留言)|TA)?(?: ?\(\d+\))?\Z")
"""Words that offer to answer a comment."""


def without_strays(
    lines: Sequence[Line], boxes: Sequence[Box], table: LineTable, kept: Bools, title: str | None
) -> Bools:
    """The kept lines without comments that can be answered, and without stray lines in boxes behind the text's own.

    Last sections, remarks (编后) and corrections stand in such boxes, too, and stay. They end as sentences do, are a
    label with its value (地址：…) or enclosed files, or stand in boxes named like each other or like one around the
    text.
    """
    rest = kept & ~_comments(lines, table, kept, boxes)
    taken = rest.nonzero()[0].tolist()
    if len(taken) < 2:
        return rest
    text = _text_box(lines, boxes, table, rest, title)
    end = int(table.ends[text])
    behind = [at for at in taken if table.line_boxes[at] >= end]
    groups = defaultdict(list)
    for at, box in zip(behind, _outermost_behind(end, [lines[at].box for at in behind], boxes), strict=True):
        groups[_ground(box, boxes)].append(at)  # paragraphs side by side are one part of the text
    around = set(outwards(text, boxes))
    shapes = Counter(_shape(boxes[box]) for box in around | groups.keys())
    for box, inside in groups.items():
        alike = box not in around and shapes[_shape(boxes[box])] > 1
        if not alike and _is_stray([lines[at] for at in inside]):
            rest[inside] = False
    return rest


def _shape(box: Box) -> tuple[str, str]:
    """Tag and name of a box, figures left out: a text's sections may be numbered."""
    return box.tag, box.name.translate(NO_FIGURES)


def _is_stray(inside: Sequence[Line]) -> bool:
    """Whether the kept lines of a box behind the text are too few for a part of it, and neither label nor sentence."""
    if len(inside) > _MAX_STRAY_LINES or any(is_enclosure(line) or max(line.text) < FIRST_WIDE for line in inside):
        return False
    head, last = inside[0], inside[-1]
    if len(inside) == 1 and head.tag in HEADING_TAGS:
        return False  # of what follows in other boxes
    return not last.text.endswith(SENTENCE_ENDS) and "：" not in "\n".join(line.text for line in inside)[:-1]


def _text_box(lines: Sequence[Line], boxes: Sequence[Box], table: LineTable, kept: Bools, title: str | None) -> int:
    """The box of the text: the innermost one that holds most of what is kept.

    If in one box inside it, and nowhere else, the lines tell of the headline, it is that: a note of one sentence among
    prompts.
    """
    held = subtree_sums(np.where(kept, table.tokens, 0)[None], table.line_boxes, table.ends)[0]
    fullest = _ground(int((held >= _TEXT_SHARE * held[0]).nonzero()[0][-1]), boxes)
    said = defaultdict(list)
    for at in kept.nonzero()[0].tolist() if title else ():
        said[_ground(lines[at].box, boxes)].append(lines[at].text)
    telling = [box for box, texts in said.items() if is_about(title or "", "\n".join(texts).casefold(), ABOUT_SHARE)]
    only = telling[0] if len(telling) == 1 else fullest
    return only if fullest < only < table.ends[fullest] else fullest


def _ground(box: int, boxes: Sequence[Box]) -> int:
    """The innermost box at ``box`` or around it that is no element of a text."""
    return next((at for at in outwards(box, boxes) if boxes[at].tag not in _FLOWING), 0)


def _outermost_behind(end: int, places: Iterable[int], boxes: Sequence[Box]) -> list[int]:
    """Per box of ``places``, the outermost one around it, or it itself, that begins at or behind the box ``end``."""
    known: dict[int, int] = {}
    for place in places:
        path = []
        box = place
        while box not in known and boxes[box].parent >= end:
            path.append(box)
            box = boxes[box].parent
        found = known.setdefault(box, box)
        known.update(dict.fromkeys(path, found))
    return [known[place] for place in places]


def _comments(lines: Sequence[Line], table: LineTable, kept: Bools, boxes: Sequence[Box]) -> Bools:
    """The lines of comments behind the text's first line: a day and the offer to answer stand in the box of each."""
    if not kept.any():
        return kept
    begin = int(kept.argmax())
    replies = np.array([at > begin and _offers_reply(line) for at, line in enumerate(lines)])
    if replies.sum() < _MIN_REPLIES:
        return np.zeros(len(lines), np.bool_)
    dated = find_dates([line.text for line in lines], np.ones(len(lines), np.bool_))
    offers, days = subtree_sums(np.array([replies, dated]), table.line_boxes, table.ends)
    offers[list(outwards(lines[begin].box, boxes))] = len(lines)  # what holds the text is no comment
    comments = set()
    for at in replies.nonzero()[0].tolist():
        box = lines[at].box
        while boxes[box].parent >= 0 and offers[boxes[box].parent] == 1:
            box = boxes[box].parent
        if offers[box] < len(lines) and days[box]:
            comments.add(box)
    inside = np.zeros(len(boxes), np.bool_)
    for box in comments:
        inside[box : table.ends[box]] = True
    return inside[table.line_boxes]


def _offers_reply(line: Line) -> bool:
    """Whether a line offers to answer what stands beside it, in a link of its own or behind a day."""
    text = line.text
    if len(text) > _MAX_REPLY_CHARS or not _REPLIES.intersection(text):
        return False
    if any(_REPLY.match(text[start:end].strip()) for start, end, _ in line.links):
        return True
    behind = text.rpartition(" ")[2]  # 交通局3月5日答复 signs an answer
    return _REPLY.match(behind) is not None and bool(find_dates([text], np.ones(1, np.bool_)).any())
