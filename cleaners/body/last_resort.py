"""What is taken of a page on which nothing looks like an article: a poem, a list of names, a note of one sentence.

Nothing is taken without a headline: what stands below it is the only sign that is left.
"""

from __future__ import annotations

import re
from functools import reduce
from itertools import islice
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

from cleaners.body.head_lines import is_head_line
from cleaners.body.line_phrases import find_dates
from cleaners.body.tables import CELLS
from cleaners.lexicons import texts
from cleaners.lines.credit_lines import is_credit_line
from cleaners.lines.furniture import is_furniture
from cleaners.lines.stand_ins import stands_in, tells_time
from cleaners.page.box_names import group_bit, name_bits, speaks_of
from cleaners.page.model import outwards
from cleaners.text.about import units_of
from cleaners.text.character_tables import SENTENCE_ENDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.body.features import LineTable
    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools, Floats, Ints

_MIN_PLAIN_LINES = 4
_MIN_PLAIN_TOKENS = 40
_PLAIN_SHARE = 0.25
"""Lines, tokens, and share of the page's plain text below the headline, of a text that looks like no article."""

_NAMED_LEVELS = 3
"""Boxes around a line that may name it."""
_NOTE_REACH = 15
"""Lines below the headline within which a note begins: names, counts and buttons of the writer's may stand between."""
_NOTE_START = 20
"""Characters of a note of which one must be an ideograph or a kana."""
_MIN_NOTE_TOKENS = 6
"""Tokens of the shortest note: less is a button or a name."""
_PARAGRAPH_TOKENS = 60
"""Tokens that make a line a paragraph, whatever its box is called."""

_PEAK_SHARE = 0.6
"""Least likelihood of a line that is taken with the likeliest one near the headline, as a share of that one's."""

_TOLD_SHARE = 0.2
"""Share of a headline's words that the sentences below it hold where they tell of it."""
_MIN_UNITS = 2
"""Pairs of ideographs of a headline that can be told of: one with fewer names a channel (民生)."""
_MIN_TOLD_WORDS = 2
"""Words of a headline that the sentences below it hold in an alphabet: one may name where a picture was taken."""
_MIN_TOLD_TOKENS = 28
"""Tokens of the shortest text of several lines that is taken so, a poem of four verses: prompts, slogans and labels
have fewer."""
_BREAKS_OFF = ("…", "..", "。。")
"""Ends of what was cut from another story."""

_TO_VISITOR = re.compile("您|(?:^|[，。；！？请請])(?:点击|點擊)|本[页頁站]|本[网網]站", re.MULTILINE)
"""What speaks to whoever opened the page. Warnings (陌生链接不要点击) and notices to an outlet's readers do not."""

_NO_TEXT = reduce(or_, map(group_bit, "ad comment consent footer form nav related share shop side subscribe".split()))
_CAPTION = group_bit("caption")
_BARRED, _CONTENT = group_bit("footer") | group_bit("consent"), group_bit("content")

_PARTS_OF_TABLES = (*CELLS, "tr", "tbody", "thead")


def take_plainest(
    lines: Sequence[Line],
    boxes: Sequence[Box],
    table: LineTable,
    title: str | None,
    likely: Floats,
    *,
    dated: bool = False,
) -> Bools:
    """The lines that are taken all the same: many plain ones in one box, or a note, whichever begins first.

    Below a post of one paragraph a forum lists what else was said. Where there is neither, the likeliest lines are
    taken if a day stands above them or in the page's address (``dated``).
    """
    plain, note = _take_plain_box(lines, boxes, table, title), take_note(lines, boxes, table, title)
    if not plain.any() and not note.any():
        return _take_likeliest(lines, boxes, table, title, likely, dated=dated)
    return note if note.any() and not plain[: int(note.argmax()) + 1].any() else plain


def _take_likeliest(
    lines: Sequence[Line], boxes: Sequence[Box], table: LineTable, title: str | None, likely: Floats, *, dated: bool
) -> Bools:
    """The likeliest line near below the headline, and plain ones with it, if dated and about the headline or an event.

    A note, a verse or a price among a portal's links looks like no article, but still more so than all around it.
    """
    taken = np.zeros(len(lines), bool)
    headlines = [at for at, line in enumerate(lines) if line.text == title and not line.links]
    below = {at for headline in headlines for at in range(headline + 1, headline + 1 + _NOTE_REACH) if at < len(lines)}
    near = [at for at in sorted(below) if table.unlinked[at] and _is_plain(lines[at], title)]
    if not near:
        return taken
    peak = max(near, key=likely.__getitem__)
    holders = _holders(table.line_boxes, boxes)
    told = [at for at in near if holders[at] == holders[peak] and likely[at] >= _PEAK_SHARE * likely[peak]]
    barred = any(
        speaks_of(boxes[box].name, _NO_TEXT) for box in islice(outwards(lines[peak].box, boxes), _NAMED_LEVELS)
    )
    headline = max(at for at in headlines if at < told[0])
    between = [line.text for line in lines[headline + 1 : told[0]]]
    dated = dated or bool(find_dates(between, np.ones(len(between), np.bool_)).any())
    taken[told] = dated and not barred and _is_told(lines, boxes, table, told, headline)
    return taken


def _is_plain(line: Line, title: str | None) -> bool:
    """Whether a line may be of a text below the headline: it states no time, source or writer, and is no prompt."""
    text = line.text
    return not (is_head_line(text, title) or is_credit_line(text) or is_furniture(text) or stands_in(text, title))


def _is_told(lines: Sequence[Line], boxes: Sequence[Box], table: LineTable, told: Sequence[int], headline: int) -> bool:
    """Whether the lines ``told`` below a headline are a text.

    One of them must be a sentence, or lead to the rest with a colon: labels and values are no text. A lone sentence is
    as often a prompt, beside a video or in place of a text that is paid for. So in ideographs it must have the length
    of a poem, or tell of the headline, or say when something happened without links beside it; what speaks to the
    page's visitor must have that length. In alphabets such a line as often says who wrote the text or what a picture
    shows, and must tell of the headline.
    """
    said = [lines[at].text for at in told]
    ended = [text for text in said if text.endswith((*SENTENCE_ENDS, "：", ":"))]
    if not ended or ended[0].endswith(_BREAKS_OFF):
        return False
    if not _is_wide(said[0]):
        captioned = any(speaks_of(boxes[box].name, _CAPTION) for box in outwards(lines[told[0]].box, boxes))
        asks = ended[-1].endswith("?")  # a poll, or a prompt to write
        return not captioned and not asks and _tells_of("\n".join(ended), lines[headline].text, _MIN_TOLD_WORDS)
    if int(table.tokens[told].sum()) >= (_MIN_TOLD_TOKENS if len(said) > 1 else _PARAGRAPH_TOKENS):
        return True
    sentences = "\n".join(text for text in ended if text.endswith(SENTENCE_ENDS))
    if _TO_VISITOR.search(sentences):
        return False
    return _tells_of(sentences, lines[headline].text) or (
        tells_time(sentences) and not _is_amid_links(boxes, table, told, headline)
    )


def _is_amid_links(boxes: Sequence[Box], table: LineTable, told: Sequence[int], headline: int) -> bool:
    """Whether links stand with the lines ``told`` in the outermost box around them that does not hold the headline.

    What a page tells of another story stands so.
    """
    place = table.line_boxes[headline]
    around = [box for box in outwards(int(table.line_boxes[told[0]]), boxes) if not box <= place < table.ends[box]]
    if not around:
        return False
    inside = (table.line_boxes >= around[-1]) & (table.line_boxes < table.ends[around[-1]])
    return bool((inside & ~table.unlinked).any())


def _tells_of(text: str, headline: str, least: int = 1) -> bool:
    """Whether a text holds at least so many words of a headline, which is nobody's name and no channel's.

    Words for the kind of page (视频, 图集) do not count: prompts hold them as well.
    """
    named = reduce(lambda rest, badge: rest.replace(badge.casefold(), " "), texts("title_badges"), headline.casefold())
    units, folded = units_of(named), text.casefold()
    enough = len(units) >= _MIN_UNITS and sum(unit in folded for unit in units) >= max(_TOLD_SHARE * len(units), least)
    return enough and not is_credit_line(headline)


def _take_plain_box(lines: Sequence[Line], boxes: Sequence[Box], table: LineTable, title: str | None) -> Bools:
    """The first box below the headline that holds many plain lines.

    Poems and lists of names look like no article. Nothing is taken without a headline, from a footer or what asks for
    consent, or where the plain lines are few or scattered.
    """
    below = np.array([line.text == title for line in lines]).cumsum() > 0
    plain = below & np.array([not line.links and line.text != title for line in lines])
    holders = _holders(table.line_boxes, boxes)
    held = np.bincount(holders, np.where(plain, table.tokens, 0), len(boxes))
    number = np.bincount(holders, plain, len(boxes))
    enough = (number >= _MIN_PLAIN_LINES) & (held >= max(_MIN_PLAIN_TOKENS, held.sum() * _PLAIN_SHARE))
    first = next((box for box in enough.nonzero()[0].tolist() if not _is_barred(box, boxes)), -1)
    return np.asarray(plain & (holders == first))


def _holders(line_boxes: Ints, boxes: Sequence[Box]) -> Ints:
    """Per line, the box that holds it with others: its own, or the one around a lone line or a paragraph (a stanza).

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
    """The plain lines of a box near the headline that looks like content: a note and a contact, or a caption.

    In ideographs the box's name must say that it is content; in alphabets boxes called so mostly hold prompts and
    promises. A long paragraph right below the headline counts in any script. Nothing is taken from a box of links, nor
    from one that holds a date: that is the line of time and source.
    """
    texts = [line.text for line in lines]
    if title not in texts:
        return np.zeros(len(lines), bool)
    first = texts.index(title)
    headline = table.line_boxes[first]
    index = np.arange(len(lines))
    plain = (index > first) & np.array([text != title for text in texts]) & table.unlinked
    dated = find_dates(texts, plain) > 0
    near = (plain & ~dated & (index <= first + _NOTE_REACH)).nonzero()[0].tolist()
    for at in near:
        lone = at == near[0] and table.tokens[at] >= _PARAGRAPH_TOKENS
        box = lines[at].box if lone else _named_content(lines[at].box, boxes) if _is_wide(texts[at]) else 0
        inside = (table.line_boxes >= box) & (table.line_boxes < table.ends[box])
        taken = plain & inside
        linked = table.tokens[inside & ~table.unlinked].sum()
        enough = table.tokens[taken].sum() >= max(_MIN_NOTE_TOKENS, linked)
        if box and enough and not box <= headline < table.ends[box] and not (dated & inside).any():
            return np.asarray(taken)
    return np.zeros(len(lines), bool)


def _is_wide(text: str) -> bool:
    return any("\u3040" <= character <= "\u9fff" for character in text[:_NOTE_START])


def _named_content(box: int, boxes: Sequence[Box]) -> int:
    """The innermost named box at ``box`` or just around it if its name speaks of content only; else 0."""
    named = ((at, bits) for at in islice(outwards(box, boxes), _NAMED_LEVELS) if (bits := name_bits(boxes[at].name)))
    innermost, bits = next(named, (0, 0))
    return innermost if bits == _CONTENT else 0
