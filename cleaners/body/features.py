"""What a page's lines look like, as numbers: one row a line, one column a property.

Gathers facts and weighs none of them. Counting is left to NumPy, so that a line costs a few microseconds. The columns
are general: what kinds of characters a line holds, how much of it is linked, which elements it stands in and what their
names say, where it stands, and how the lines that stand alike look. No column knows a site or a text.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.body.box_tree import BITS, BoxTree, bits_of, subtree_sums
from cleaners.body.line_phrases import find_dates, find_phrases
from cleaners.body.topic import (
    count_topic,
    description_of,
    find_quoted,
    line_starts,
    lines_holding,
    share_stated,
    site_names,
    stated_body,
    topic_words,
    writer_names,
)
from cleaners.text.character_tables import PLANE
from cleaners.text.numbering import number_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.page.model import Line, Link, Page, PageImage

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

MAX_LINE_CHARS = 1500
"""Characters of a line that are counted; what a longer one looks like is clear by then."""

LATIN_TOKEN_CHARS = 5
"""Letters of an alphabet that weigh as much as one ideograph: the usual length of a word."""

PROSE_TOKENS = 10
"""Least tokens of a line of prose: a sentence."""

LEVELS = 4
"""Boxes around a line that are looked at: its own and the three around that."""

_GROUPED_TAGS = (
    ("p",), ("li", "dt", "dd"), ("td", "th"), ("div", "section", "body", "article", "main"), ("h1",), ("h2",), ("h3",),
    ("h4", "h5", "h6"), ("blockquote",), ("figcaption", "caption", "figure"), ("pre",),
    ("header", "footer", "nav", "aside", "form"),
)  # fmt: skip
_TAG_INDEX = {tag: index for index, tags in enumerate(_GROUPED_TAGS) for tag in tags}
_FIRST_HEADING, _LAST_HEADING = _TAG_INDEX["h1"], _TAG_INDEX["h6"]
_IS_FLOWING = np.isin(np.arange(len(_GROUPED_TAGS)), [_TAG_INDEX[tag] for tag in "p li h1 h2 h3 h4 blockquote".split()])
"""Per kind of element, whether it holds one piece of a text that its neighbours go on with; the others may be notes,
advertisements, pictures."""
_CLASSES = "other han kana letter upper digit space stop comma colon quote bracket bar mark".split()
"""Classes of characters, in the order of their numbers."""
_HAN, _KANA, _LETTER, _UPPER, _DIGIT, _SPACE, _STOP, _COMMA = range(1, 9)
_CLASS_CHARS = {
    "digit": "0123456789０１２３４５６７８９",
    "space": " \n",
    "stop": ".!?。！？…；;‥།༎༏༐༑࿐᠃᠉؟؛।॥۔။።",
    "comma": ",，、،᠂᠈၊",
    "colon": ":：",
    "quote": "\"'“”‘’「」『』«»",
    "bracket": "()（）[]【】《》〈〉<>",
    "bar": "|｜/\\>»›·•_-–—~",
    "mark": "©®™▲▼►▶◆■●★☆※→←↑↓+#@&*=$%^",
}
"""Characters of the classes that Python's own tests do not tell."""
_ONE_HOT = np.eye(max(len(_CLASSES), len(_GROUPED_TAGS)), dtype=np.float32)


class LineTable(NamedTuple):
    """The lines of a page as numbers."""

    columns: Floats
    """One row a line."""
    tokens: Floats
    """Length of each line in tokens: ideographs, and words of alphabets."""
    ends: Ints
    """Per box, the index behind its last descendant: boxes stand in document order."""
    line_boxes: Ints
    """Per line, its box."""
    holders: Ints
    """Per line, a number that it shares with the lines beside it: those in its box; where it is alone there, those in
    the box around, or, where its own is no paragraph, item or heading, those alone in boxes of the same shape."""
    siblings: Ints
    """Per line, a number that it shares with the lines, as much linked, of boxes of its box's shape under the same box
    two levels up: cards of a list, paragraphs each in a box of its own."""
    unlinked: NDArray[np.bool_]
    """Per line, whether most of it stands outside links."""


def tabulate(lines: Sequence[Line], page: Page, title: str | None) -> LineTable:
    """Gather what the scorer needs to know of ``lines`` of ``page``, which must not be empty."""
    texts, tags, box_of, links, _, bold, _ = zip(*lines, strict=True)
    number = len(lines)
    line_boxes = np.fromiter(box_of, np.int64, number)
    tag_kinds = np.fromiter([_TAG_INDEX.get(tag, 3) for tag in tags], np.int64, number)
    page_text = "\n".join(texts)
    lengths = np.fromiter(map(len, texts), np.float32, number)
    counts, last = _count_characters(texts, page_text, lengths)
    linked = np.fromiter([_link_chars(held) if held else 0 for held in links], np.float32, number)
    tokens = _count_tokens(counts, lengths)
    link_tokens = tokens * (linked / lengths)
    marks = counts[:, _STOP] + counts[:, _COMMA]
    prose = np.where((tokens >= PROSE_TOKENS) & (marks >= 1) & (link_tokens < 0.4 * tokens), tokens - link_tokens, 0)
    tree = BoxTree.of(page.boxes)
    description = description_of(page.meta)
    lowered = page_text.lower()
    starts = line_starts(lowered)
    topic = count_topic(lowered, topic_words(title, description), starts)
    sums = subtree_sums(
        np.array([tokens, link_tokens, prose, np.ones(len(tokens), np.float32), topic]), line_boxes, tree.ends
    )
    phrases = find_phrases(lowered.split("\n"))
    around = _boxes_around(line_boxes, tree)
    columns = (
        phrases,
        _around_columns(phrases, find_dates(texts, counts[:, _DIGIT] > 0)),
        _text_columns(counts, last, lengths, linked, tokens),
        np.array([[len(held) > 1 for held in links], bold], np.bool_).T,
        _element_columns(tag_kinds, line_boxes, tree),
        _container_columns(sums[:4], around),
        _prose_columns(prose, sums[2], sums[0], line_boxes, tree),
        _alike_columns(tokens, link_tokens, marks, tree.shapes[line_boxes]),
        _place_columns(texts, tokens, link_tokens, counts, _title_line(texts, title)),
        _topic_columns(topic, sums[4], sums[0], around),
        _stated_columns(texts, stated_body(page.json_ld), find_quoted(page_text, description)),
        _sibling_columns(sums[0], tree, line_boxes),
        _heading_columns(tag_kinds, phrases, line_boxes, tree),
        _image_columns(texts, page.images, sums[3], tree.ends, around),
        _named_columns(texts, lengths, lowered, starts, page),
    )
    unlinked = link_tokens * 2 < tokens
    table = np.concatenate(columns, axis=1, dtype=np.float32)
    return LineTable(table, tokens, tree.ends, line_boxes, *_groups(line_boxes, tag_kinds, unlinked, tree), unlinked)


def _link_chars(links: Sequence[Link]) -> int:
    if len(links) == 1:  # as most lines with links have; saves half the time
        start, end, _ = links[0]
        return end - start
    return sum([end - start for start, end, _ in links])


def _boxes_around(line_boxes: Ints, tree: BoxTree) -> Ints:
    """Per line, its box and those around it, ``LEVELS`` in all; the outermost is its own parent."""
    around = np.empty((len(line_boxes), LEVELS), np.int64)
    around[:, 0] = line_boxes
    for level in range(1, LEVELS):
        around[:, level] = tree.parents[around[:, level - 1]]
    return around


def _groups(line_boxes: Ints, tag_kinds: Ints, unlinked: NDArray[np.bool_], tree: BoxTree) -> tuple[Ints, Ints]:
    """``LineTable.holders`` and ``LineTable.siblings``."""
    number = len(tree.ends)
    around, shapes = tree.parents[line_boxes], tree.shapes[line_boxes]
    alone = np.bincount(line_boxes, minlength=number)[line_boxes] == 1
    beside = np.where(_IS_FLOWING[tag_kinds], around, (shapes + 1) * number + around)
    holders = number_groups(np.where(alone, beside, line_boxes))
    siblings = number_groups((2 * shapes + unlinked) * number + tree.parents[around])
    return holders, siblings


# -- characters ------------------------------------------------------------------------------------------------------

_TOKEN_WEIGHTS = np.zeros(len(_CLASSES), np.float32)
_TOKEN_WEIGHTS[[_HAN, _KANA]] = 1
_TOKEN_WEIGHTS[[_LETTER, _UPPER]] = 1 / LATIN_TOKEN_CHARS
_TOKEN_WEIGHTS[_DIGIT] = 1 / 4


@cache
def _class_table() -> NDArray[np.uint8]:
    """Class of each character of the basic plane; the halves of all others count as ``other``."""
    table = np.zeros(PLANE, np.uint8)
    plane = [*map(chr, range(PLANE))]
    is_space, is_letter, is_upper = (
        np.fromiter(map(test, plane), np.bool_, PLANE) for test in (str.isspace, str.isalpha, str.isupper)
    )
    table[is_space] = _SPACE
    table[is_letter] = _LETTER
    table[is_letter & is_upper] = _UPPER
    table[0x3400:0xA000] = table[0xF900:0xFB00] = _HAN
    table[0x3040:0x3100] = table[0xAC00:0xD7B0] = _KANA
    for name, characters in _CLASS_CHARS.items():
        for character in characters:
            table[ord(character)] = _CLASSES.index(name)
    return table


def _count_tokens(counts: Floats, lengths: Floats) -> Floats:
    """Length of each line in tokens, half a one at least; a long line goes on as its beginning does."""
    tokens: Floats = counts @ _TOKEN_WEIGHTS
    np.maximum(tokens, 0.5, out=tokens)
    tokens *= np.maximum(lengths / MAX_LINE_CHARS, 1)
    return tokens


def _count_characters(texts: Sequence[str], page_text: str, lengths: Floats) -> tuple[Floats, NDArray[np.uint8]]:
    """Characters of each class per line; the class of the last character of each. ``page_text`` is the lines joined."""
    if lengths.max() > MAX_LINE_CHARS:
        texts = [text[:MAX_LINE_CHARS] for text in texts]
        page_text = "\n".join(texts)
    coded = page_text.encode("utf-16-le", "surrogatepass")
    sizes = np.minimum(lengths, MAX_LINE_CHARS).astype(np.int64) + 1
    if len(coded) != 2 * (sizes.sum() - 1):  # characters beyond the basic plane take two places
        sizes = np.array([len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in texts]) + 1
    classes = _class_table().take(np.frombuffer(coded, np.uint16))
    ends = sizes.cumsum() - 1
    width = len(_CLASSES)
    cells = np.arange(0, len(texts) * width, width).repeat(sizes)[:-1]
    cells += classes
    counts = np.bincount(cells, minlength=len(texts) * width).reshape(-1, width).astype(np.float32)
    counts[:-1, _SPACE] -= 1  # the line feeds between the lines
    return counts, classes[ends - 1]


def _text_columns(counts: Floats, last: NDArray[np.uint8], lengths: Floats, linked: Floats, tokens: Floats) -> Floats:
    """What a line's own text looks like."""
    width = len(_CLASSES)
    out = np.empty((len(counts), 8 + 2 * width), np.float32)
    out[:, 0] = tokens
    out[:, 1:3] = counts[:, _STOP : _COMMA + 1]
    np.log1p(out[:, :3], out=out[:, :3])
    out[:, 3] = tokens < 3
    out[:, 4] = tokens > 12
    out[:, 5] = tokens > 30
    out[:, 6] = linked / lengths
    out[:, 7] = linked == lengths
    np.divide(counts, np.minimum(lengths, MAX_LINE_CHARS)[:, None], out=out[:, 8 : 8 + width])
    out[:, 8 + width :] = _ONE_HOT[last, :width]
    return out


def _around_columns(phrases: Floats, dated: Floats) -> Floats:
    """How many lines above and below a line begin with a phrase of each group or hold a date; whether it does."""
    signs = np.concatenate([phrases, dated[:, None]], axis=1)
    above = signs.cumsum(axis=0)
    groups = signs.shape[1]
    out = np.empty((len(signs), 2 * groups + 1), np.float32)
    np.subtract(above, signs, out=out[:, :groups])
    np.subtract(above[-1], above, out=out[:, groups:-1])
    np.log1p(out[:, :-1], out=out[:, :-1])
    out[:, -1] = dated
    return out


# -- elements --------------------------------------------------------------------------------------------------------


def _element_columns(tag_kinds: Ints, line_boxes: Ints, tree: BoxTree) -> Floats:
    """Which elements a line stands in and what their names say."""
    kinds = len(_GROUPED_TAGS)
    out = np.empty((len(tag_kinds), kinds + 2 * BITS + 1), np.float32)
    out[:, :kinds] = _ONE_HOT[tag_kinds, :kinds]
    out[:, kinds : kinds + BITS] = bits_of(tree.near[line_boxes])
    out[:, kinds + BITS : -1] = bits_of(tree.far[line_boxes])
    out[:, -1] = tree.depths[line_boxes] / 10
    return out


def _container_columns(sums: Floats, around: Ints) -> Floats:
    """How much text and prose the boxes around a line hold, how much of it is linked, how long their lines are.

    ``sums`` are tokens, linked tokens, tokens of prose and lines inside each box, a row each; ``around`` are a line's
    box and those around it, a row a line.
    """
    text, links, prose, number = sums.take(around, axis=1)
    total, all_prose = sums[0, 0], sums[2, 0] + 1
    out = np.empty((len(around), 9, LEVELS), np.float32)
    out[:, 0], out[:, 1], out[:, 2] = text, number, text / number
    np.log1p(out[:, :3], out=out[:, :3])
    out[:, 3] = text / total
    out[:, 4] = links / text
    out[:, 5] = prose / all_prose
    out[:, 6] = prose / (text + 1)
    out[:, 7] = 2 * prose / (text + all_prose)
    out[:, 8, :-1] = out[:, 0, 1:] - out[:, 0, :-1]
    out[:, 8, -1] = 0
    return out.reshape(len(around), -1)


def _prose_columns(prose: Floats, held: Floats, text: Floats, line_boxes: Ints, tree: BoxTree) -> Floats:
    """Where a line stands against the page's prose, and against the box that holds most of it and little else.

    ``held`` and ``text`` are the tokens of prose and all tokens inside each box.
    """
    total = held[0] + 1
    fit = 2 * held / (text + total)  # F1 of the box if prose were all that is wanted
    best = int(fit.argmax())
    inside = (line_boxes >= best) & (line_boxes < tree.ends[best])
    reads = prose > 0
    read = prose.cumsum()
    wide = np.zeros(len(prose) + 13, np.float32)
    wide[7:-6] = read
    wide[-6:] = read[-1]
    places = (inside & reads).nonzero()[0]
    first, last = (places[0], places[-1]) if len(places) else (0, len(prose) - 1)
    index = np.arange(len(prose))
    out = np.empty((len(prose), 12), np.float32)
    out[:, 0] = index - first
    out[:, 1] = index - last
    out[:, :2] = np.sign(out[:, :2]) * np.log1p(np.abs(out[:, :2]))
    out[:, 2] = reads
    out[:, 3] = read
    out[:, 4] = prose
    out[:, 5] = wide[13:] - wide[:-13]  # six lines up and six down
    out[:, 3:6] /= total
    out[:, 6] = inside
    out[:, 7] = inside & reads
    out[:, 8] = index < inside.argmax()
    out[:, 9] = fit[best]
    out[:, 10] = np.log1p(total)
    out[:, 11] = prose.max() / total
    return out


def _alike_columns(tokens: Floats, linked: Floats, marks: Floats, shape: Ints) -> Floats:
    """How the lines in boxes of the same shape look, anywhere on the page."""
    number, total, links, stops = (np.bincount(shape, row) for row in (None, tokens, linked, marks))
    out = np.empty((len(number), 6), np.float32)
    number = np.maximum(number, 1)
    out[:, 0], out[:, 1], out[:, 2] = number, total, total / number
    np.log1p(out[:, :3], out=out[:, :3])
    total = np.maximum(total, 0.5)
    out[:, 3] = links / total
    out[:, 4] = stops / total
    out[:, 5] = total / tokens.sum()
    return out[shape]


def _sibling_columns(text: Floats, tree: BoxTree, line_boxes: Ints) -> Floats:
    """How many boxes look like those around a line, and how much of the page they hold: cards, comments, entries."""
    number = np.log(np.bincount(tree.shapes))
    held = np.minimum(np.bincount(tree.shapes, text) / text[0], 2)
    out = np.empty((len(line_boxes), 3, 2), np.float32)
    box = line_boxes
    for level in range(3):
        shape = tree.shapes[box]
        out[:, level, 0] = number[shape]
        out[:, level, 1] = held[shape]
        box = tree.parents[box]
    return out.reshape(len(line_boxes), -1)


def _place_columns(
    texts: Sequence[str], tokens: Floats, linked: Floats, counts: Floats, headline: int | None
) -> Floats:
    """Where a line stands on the page and against its headline, and what the page is like as a whole."""
    number = len(texts)
    index = np.arange(number, dtype=np.float32)
    seen: dict[str, int] = {}
    first_seen = np.fromiter(map(seen.setdefault, texts, range(number)), np.int64, number)
    total = tokens.sum()
    out = np.zeros((number, 13), np.float32)
    if headline is not None:
        behind = index - headline
        out[:, 0] = np.maximum(behind, 0)
        out[:, 3] = 1
        out[:, 4] = np.sign(behind)
        out[:, 5] = np.minimum(np.maximum(behind / 5, -1), 1)
    out[:, 1] = index
    out[:, 2] = number - index
    np.log1p(out[:, :3], out=out[:, :3])
    out[:, 6] = index / number
    out[:, 7] = (tokens.cumsum() - tokens / 2) / total
    out[:, 8] = index != first_seen
    out[:, 9] = np.log1p(total) - 6
    out[:, 10] = np.log1p(number) - 5
    out[:, 11] = linked.sum() / total
    out[:, 12] = counts[:, [_HAN, _KANA]].sum() / total
    return out


def _title_line(texts: Sequence[str], title: str | None) -> int | None:
    """Index of the last line that is the headline and still has half of the page below it; None without one."""
    if not title or title not in texts:
        return None
    found = [index for index, text in enumerate(texts) if text == title]
    early = [index for index in found if index <= len(texts) / 2]
    return early[-1] if early else found[0]


def _heading_columns(tag_kinds: Ints, phrases: Floats, line_boxes: Ints, tree: BoxTree) -> Floats:
    """What the last heading above a line begins with, how far up it stands, whether its section holds the line."""
    index = np.arange(len(tag_kinds))
    is_heading = (tag_kinds >= _FIRST_HEADING) & (tag_kinds <= _LAST_HEADING)
    above = np.maximum.accumulate(np.where(is_heading, index, -1))
    headed = above >= 0
    around = tree.parents[line_boxes[above]]
    groups = phrases.shape[1]
    out = np.empty((len(tag_kinds), groups + 3), np.float32)
    np.multiply(phrases[above], headed[:, None], out=out[:, :groups])
    out[:, groups] = np.log1p(index - above)
    out[:, groups + 1] = headed
    out[:, groups + 2] = headed & (line_boxes >= around) & (line_boxes < tree.ends[around])
    return out


def _image_columns(
    texts: Sequence[str], images: Sequence[PageImage], number: Floats, ends: Ints, around: Ints
) -> Floats:
    """How many images the boxes around a line hold, in all and for each line; whether one is described by its words.

    ``number`` is the number of lines inside each box.
    """
    if not images:
        return np.zeros((len(texts), 2 * LEVELS + 1), np.float32)
    boxes = np.array([image.box for image in images], np.int64)
    running = np.zeros(len(ends) + 1, np.float32)
    np.bincount(boxes, minlength=len(ends)).cumsum(out=running[1:])
    inside = running[ends] - running[:-1]
    out = np.empty((len(texts), 2 * LEVELS + 1), np.float32)
    out[:, :LEVELS] = np.log1p(inside)[around]
    out[:, LEVELS:-1] = np.minimum(inside / np.maximum(number, 1), 2)[around]
    out[:, -1] = list(map({image.alt for image in images}.__contains__, texts))
    return out


# -- what the page says of itself ------------------------------------------------------------------------------------


def _topic_columns(topic: Floats, held: Floats, text: Floats, around: Ints) -> Floats:
    """How many words of the headline and description a line holds, and the boxes around it: share, and density."""
    total = held[0] + 0.1
    usual = total / text[0]
    out = np.empty((len(topic), 2 + 2 * LEVELS), np.float32)
    out[:, 0] = topic
    out[:, 1] = np.log1p(total)
    out[:, 2 : 2 + LEVELS] = (held / total)[around]
    out[:, 2 + LEVELS :] = np.log((held / usual + 3) / (text + 3))[around]
    return out


def _stated_columns(texts: Sequence[str], stated: str, quoted: int | None) -> Floats:
    """Whether the page's structured data holds a line, and where it stands against the one its description quotes."""
    out = np.zeros((len(texts), 6), np.float32)
    shares = share_stated(texts, stated)
    out[:, 0] = shares
    if shares.sum() > 1:
        out[:, 1] = 1
        out[:, 2] = shares < 0.4
    if quoted is not None:
        behind = np.arange(len(texts)) - quoted
        out[:, 4] = np.sign(behind)
        out[:, 3] = out[:, 4] * np.log1p(np.abs(behind))
        out[:, 5] = 1
    return out


def _named_columns(texts: Sequence[str], lengths: Floats, lowered: str, starts: Sequence[int], page: Page) -> Floats:
    """Whether a line names the page's site or one of its writers, and how many lines above name these.

    ``lowered`` is the lines joined, in lower case; ``starts`` are its ``line_starts``.
    """
    sites, writers = site_names(page.meta, page.url), writer_names(page.meta, page.json_ld)
    out = np.zeros((len(texts), 7), np.float32)
    out[:, 5], out[:, 6] = bool(sites), bool(writers)
    for name in sites:
        holding = list(lines_holding(lowered, name, starts))
        out[holding, 0] = 1
        out[holding, 1] = np.maximum(out[holding, 1], len(name) / lengths[holding])
    for name in writers - sites:
        for at in lines_holding(lowered, name, starts):
            out[at, 2], out[at, 3] = 1, max(out[at, 3], texts[at][: len(name)].lower() == name)
    named = out[:, 2].cumsum()
    out[:, 4] = np.log1p(named - out[:, 2])
    return out
