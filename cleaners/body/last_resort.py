"""What is taken of a page on which nothing looks like an article: a poem, a list of names, a note of one line.

Nothing is taken without a headline: what stands below it is the only sign that is left.
"""

from __future__ import annotations

from functools import reduce
from itertools import islice
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

from cleaners.body.line_phrases import find_dates
from cleaners.body.tables import CELLS
from cleaners.lines.credit_lines import is_credit_line
from cleaners.page.box_names import group_bit, name_bits, speaks_of
from cleaners.page.model import outwards
from cleaners.text.character_tables import SENTENCE_ENDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.body.features import LineTable
    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools, Floats, Ints

MIN_PLAIN_LINES = 4
MIN_PLAIN_TOKENS = 40
PLAIN_SHARE = 0.25
"""Lines, tokens, and share of the page's plain text below the headline, of a text that looks like no article."""

NAMED_LEVELS = 3
"""Boxes around a line that may name it."""
NOTE_REACH = 15
"""Lines below the headline within which a note begins: names, counts and buttons of the writer's may stand between."""
NOTE_START = 20
"""Characters of a note of which one must be an ideograph or a kana."""
MIN_NOTE_TOKENS = 6
"""Tokens of the shortest note: less is a button or a name."""
PARAGRAPH_TOKENS = 60
"""Tokens from which on a line reads as a paragraph whatever its box is called."""

LOWEST_PEAK = 0.003
"""Likelihood from which on the likeliest line of a page is its text where it stands near the headline."""
PEAK_SHARE = 0.6
"""Share of that likelihood from which on a line is taken with it."""

MIN_TOLD_TOKENS = 28
"""Tokens of the shortest text of several lines that is taken so, a poem of four verses: prompts, slogans and labels
have fewer."""
_BREAKS_OFF = ("…", "..", "。。")
"""Ends of what was cut from another story."""

_NO_TEXT = reduce(or_, map(group_bit, "ad comment consent footer form nav related share shop side subscribe".split()))
_BARRED, _CONTENT = group_bit("footer") | group_bit("consent"), group_bit("content")

_PARTS_OF_TABLES = (*CELLS, "tr", "tbody", "thead")


def take_plainest(
    lines: Sequence[Line],
    boxes: Sequence[Box],
    table: LineTable,
    title: str | None,
    likely: Floats,
) -> Bools:
    """The lines that are taken all the same: many plain ones in one box, or a note; of both what begins first.

    Below a post of one paragraph a forum lists what else was said. Where there is neither, the likeliest lines.
    """
    plain, note = _take_plain_box(lines, boxes, table, title), take_note(lines, boxes, table, title)
    if not plain.any() and not note.any():
        return _take_likeliest(lines, boxes, table, title, likely)
    return note if note.any() and not plain[: int(note.argmax()) + 1].any() else plain


def _take_likeliest(
    lines: Sequence[Line], boxes: Sequence[Box], table: LineTable, title: str | None, likely: Floats
) -> Bools:
    """The plain lines beside the page's likeliest one, if they begin near the headline, in ideographs, below a date.

    A verse or a price among a portal's links looks like no article, but still more so than all that is around it.
    """
    none = np.zeros(len(lines), bool)
    plain = table.unlinked & (likely >= LOWEST_PEAK)
    for at in plain.nonzero()[0].tolist():
        plain[at] = lines[at].text != title and not is_credit_line(lines[at].text)
    if not plain.any():
        return none
    holders = _holders(table.line_boxes, boxes)
    peak = int(np.where(plain, likely, 0).argmax())
    taken = plain & (holders == holders[peak]) & (likely >= PEAK_SHARE * likely[peak])
    first = int(taken.argmax())
    told = _is_told([lines[at].text for at in taken.nonzero()[0].tolist()], int(table.tokens[taken].sum()))
    barred = any(speaks_of(boxes[box].name, _NO_TEXT) for box in islice(outwards(lines[peak].box, boxes), NAMED_LEVELS))
    wide = _is_wide(lines[first].text)
    return taken if told and wide and not barred and _stands_below_date(lines, first, title) else none


def _is_told(texts: Sequence[str], tokens: int) -> bool:
    """Whether short lines are a text: one is a sentence, or leads to the rest with a colon; labels and values are none.

    A lone sentence shorter than a paragraph is as often a prompt: beside a video, instead of a text that is paid for.
    """
    ended = [text for text in texts if text.endswith((*SENTENCE_ENDS, "：", ":"))]
    asked = MIN_TOLD_TOKENS if len(texts) > 1 else PARAGRAPH_TOKENS
    return bool(ended) and not ended[0].endswith(_BREAKS_OFF) and tokens >= asked


def _stands_below_date(lines: Sequence[Line], first: int, title: str | None) -> bool:
    """Whether a headline stands near above a line, and a date between them."""
    near = [line.text for line in lines[max(0, first - NOTE_REACH) : first]]
    if title not in near:
        return False
    between = near[near.index(title) + 1 :]
    return bool(find_dates(between, np.ones(len(between), np.bool_)).any())


def _take_plain_box(lines: Sequence[Line], boxes: Sequence[Box], table: LineTable, title: str | None) -> Bools:
    """The first box below the headline that holds many plain lines.

    Poems and lists of names look like no article. Nothing is taken without a headline, from a footer or what asks for
    consent, or where the plain lines are few or scattered.
    """
    below = np.array([line.text == title for line in lines]).cumsum() > 0
    plain = below & table.unlinked & ~np.array([line.text == title for line in lines])
    holders = _holders(table.line_boxes, boxes)
    held = np.bincount(holders, np.where(plain, table.tokens, 0), len(boxes))
    number = np.bincount(holders, plain, len(boxes))
    enough = (number >= MIN_PLAIN_LINES) & (held >= max(MIN_PLAIN_TOKENS, held.sum() * PLAIN_SHARE))
    first = next((box for box in enough.nonzero()[0].tolist() if not _is_barred(box, boxes)), -1)
    return np.asarray(plain & (holders == first))


def _holders(line_boxes: Ints, boxes: Sequence[Box]) -> Ints:
    """Per line, its box; the one around where it is alone there, or that is a paragraph: the stanza of a poem.

    Cells of one line each are held by their table: a page may be a table and nothing else.
    """
    parents = np.array([max(box.parent, 0) for box in boxes])
    passing = np.bincount(line_boxes, minlength=len(boxes)) == 1
    passing |= np.array([box.tag == "p" for box in boxes])
    holders = np.where(passing[line_boxes], parents[line_boxes], line_boxes)
    cells = [box if boxes[box].tag in CELLS else max(boxes[box].parent, 0) for box in line_boxes.tolist()]
    single = np.bincount(cells, minlength=len(boxes)) == 1
    for at, cell in enumerate(cells):
        if single[cell] and boxes[cell].tag in CELLS:
            holders[at] = _table_around(cell, boxes)
    return np.asarray(holders)


def _table_around(cell: int, boxes: Sequence[Box]) -> int:
    """The table of a cell, or what else is around its row."""
    return next((at for at in outwards(cell, boxes) if boxes[at].tag not in _PARTS_OF_TABLES), 0)


def _is_barred(box: int, boxes: Sequence[Box]) -> bool:
    """Whether a box or one of the three around it is a footer or asks for consent."""
    near = (boxes[at] for at in islice(outwards(box, boxes), 4))
    return any(one.tag == "footer" or name_bits(one.name) & _BARRED for one in near)


def take_note(lines: Sequence[Line], boxes: Sequence[Box], table: LineTable, title: str | None) -> Bools:
    """The plain lines of a box near the headline that looks like content: a note of one line and a contact, a caption.

    In ideographs its name must say so; in alphabets such boxes mostly hold prompts and promises. A long paragraph right
    below the headline counts in any script. Nothing is taken of a box of links or one that holds a date: that is the
    line of time and source.
    """
    texts = [line.text for line in lines]
    if title not in texts:
        return np.zeros(len(lines), bool)
    first = texts.index(title)
    headline = table.line_boxes[first]
    index = np.arange(len(lines))
    plain = (index > first) & np.array([text != title for text in texts]) & table.unlinked
    dated = find_dates(texts, plain) > 0
    near = (plain & ~dated & (index <= first + NOTE_REACH)).nonzero()[0].tolist()
    for at in near:
        lone = at == near[0] and table.tokens[at] >= PARAGRAPH_TOKENS
        box = lines[at].box if lone else _named_content(lines[at].box, boxes) if _is_wide(texts[at]) else 0
        inside = (table.line_boxes >= box) & (table.line_boxes < table.ends[box])
        taken = plain & inside
        linked = table.tokens[inside & ~table.unlinked].sum()
        enough = table.tokens[taken].sum() >= max(MIN_NOTE_TOKENS, linked)
        if box and enough and not box <= headline < table.ends[box] and not (dated & inside).any():
            return np.asarray(taken)
    return np.zeros(len(lines), bool)


def _is_wide(text: str) -> bool:
    return any("\u3040" <= character <= "\u9fff" for character in text[:NOTE_START])


def _named_content(box: int, boxes: Sequence[Box]) -> int:
    """The innermost named box at ``box`` or just around it if its name speaks of content only; else 0."""
    named = ((at, bits) for at in islice(outwards(box, boxes), NAMED_LEVELS) if (bits := name_bits(boxes[at].name)))
    innermost, bits = next(named, (0, 0))
    return innermost if bits == _CONTENT else 0
