"""What a page's lines look like, as numbers: one row a line, one column a property.

Gathers facts and weighs none of them. Counting is left to NumPy, so that a line costs a few microseconds. The columns
are general: what kinds of characters a line holds, how much of it is linked, which elements it stands in and what their
names say, where it stands, and how the lines that stand alike look. No column knows a site or a text.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.box_names import GROUPS, name_bits
from cleaners.line_phrases import find_dates, find_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.page import Box, Line

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
_BOX_TAGS = "nav header footer aside article main form table ul ol dl figure blockquote section li p".split()
_BOX_TAG_BITS = {tag: 1 << index for index, tag in enumerate(_BOX_TAGS)}

_CLASSES = "other han kana letter upper digit space stop comma colon quote bracket bar mark".split()
"""Classes of characters, in the order of their numbers."""
_HAN, _KANA, _LETTER, _UPPER, _DIGIT, _SPACE, _STOP, _COMMA = range(1, 9)
_CLASS_CHARS = {
    "digit": "0123456789０１２３４５６７８９",
    "space": " \n",
    "stop": ".!?。！？…；;‥",
    "comma": ",，、،",
    "colon": ":：",
    "quote": "\"'“”‘’「」『』«»",
    "bracket": "()（）[]【】《》〈〉<>",
    "bar": "|｜/\\>»›·•_-–—~",
    "mark": "©®™▲▼►▶◆■●★☆※→←↑↓+#@&*=$%^",
}
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
    """Per line, the box that holds it together with lines of its kind: its own where that has several lines, else the
    one around."""
    unlinked: NDArray[np.bool_]
    """Per line, whether most of it stands outside links."""


def tabulate(lines: Sequence[Line], boxes: Sequence[Box], title: str | None) -> LineTable:
    """Gather what the scorer needs to know of ``lines``, which must not be empty."""
    texts, tags, box_of, links, _, bold = zip(*lines, strict=True)
    line_boxes = np.array(box_of, np.int64)
    counts, first, last = _count_characters(texts)
    lengths = np.array(list(map(len, texts)), np.float32)
    linked = np.array([_linked(line_links) if line_links else 0 for line_links in links], np.float32)
    tokens = counts @ _TOKEN_WEIGHTS
    np.maximum(tokens, 0.5, out=tokens)
    tokens *= np.maximum(lengths / MAX_LINE_CHARS, 1)
    link_tokens = tokens * (linked / lengths)
    marks = counts[:, _STOP] + counts[:, _COMMA]
    prose = np.where((tokens >= PROSE_TOKENS) & (marks >= 1) & (link_tokens < 0.4 * tokens), tokens - link_tokens, 0)
    tree = _BoxTree.of(boxes)
    sums = subtree_sums(np.stack([tokens, link_tokens, prose, np.ones_like(tokens)]), line_boxes, tree.ends)
    phrases = find_phrases(texts)
    columns = (
        phrases,
        _around_columns(phrases, find_dates(texts, counts[:, _DIGIT] > 0)),
        _text_columns(counts, first, last, lengths, linked, tokens),
        np.array([[len(line_links) > 1 for line_links in links], bold], np.float32).T,
        _element_columns(tags, line_boxes, tree),
        _container_columns(sums, line_boxes, tree),
        _prose_columns(prose, sums[2], sums[0], line_boxes, tree),
        _alike_columns(tokens, link_tokens, marks, tree.shapes[line_boxes]),
        _place_columns(texts, tokens, link_tokens, counts, title),
    )
    alone = np.bincount(line_boxes, minlength=len(tree.ends))[line_boxes] == 1
    holders = np.where(alone, tree.parents[line_boxes], line_boxes)
    table = np.concatenate(columns, axis=1, dtype=np.float32)
    return LineTable(table, tokens, tree.ends, line_boxes, holders, link_tokens * 2 < tokens)


def _linked(links: Sequence[tuple[int, int, str]]) -> int:
    if len(links) == 1:
        return links[0][1] - links[0][0]
    return sum([end - start for start, end, _ in links])


# -- characters ------------------------------------------------------------------------------------------------------

_TOKEN_WEIGHTS = np.zeros(len(_CLASSES), np.float32)
_TOKEN_WEIGHTS[[_HAN, _KANA]] = 1
_TOKEN_WEIGHTS[[_LETTER, _UPPER]] = 1 / LATIN_TOKEN_CHARS
_TOKEN_WEIGHTS[_DIGIT] = 1 / 4


@cache
def _class_table() -> NDArray[np.uint8]:
    """Class of each character of the basic plane; the halves of all others count as ``other``."""
    table = np.zeros(65536, np.uint8)
    for code in range(65536):
        character = chr(code)
        if character.isalpha():
            table[code] = _UPPER if character.isupper() else _LETTER
        elif character.isspace():
            table[code] = _SPACE
    table[0x3400:0xA000] = table[0xF900:0xFB00] = _HAN
    table[0x3040:0x3100] = table[0xAC00:0xD7B0] = _KANA
    for name, characters in _CLASS_CHARS.items():
        for character in characters:
            table[ord(character)] = _CLASSES.index(name)
    return table


def _count_characters(texts: Sequence[str]) -> tuple[Floats, NDArray[np.uint8], NDArray[np.uint8]]:
    """Characters of each class per line; the class of the first and of the last character of each."""
    if max(map(len, texts)) > MAX_LINE_CHARS:
        texts = [text[:MAX_LINE_CHARS] for text in texts]
    coded = "\n".join(texts).encode("utf-16-le", "surrogatepass")
    sizes = np.array(list(map(len, texts))) + 1
    if len(coded) != 2 * (sizes.sum() - 1):  # characters beyond the basic plane take two places
        sizes = np.array([len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in texts]) + 1
    classes = _class_table()[np.frombuffer(coded, np.uint16)]
    ends = np.cumsum(sizes) - 1
    width = len(_CLASSES)
    cells = np.repeat(np.arange(0, len(texts) * width, width), sizes)[:-1]
    cells += classes
    counts = np.bincount(cells, minlength=len(texts) * width).reshape(-1, width).astype(np.float32)
    counts[:-1, _SPACE] -= 1  # the line feeds between the lines
    return counts, classes[ends - sizes + 1], classes[ends - 1]


def _text_columns(
    counts: Floats, first: NDArray[np.uint8], last: NDArray[np.uint8], lengths: Floats, linked: Floats, tokens: Floats
) -> Floats:
    """What a line's own text looks like."""
    width = len(_CLASSES)
    out = np.empty((len(counts), 8 + 3 * width), np.float32)
    out[:, 0] = tokens
    out[:, 1:3] = counts[:, _STOP : _COMMA + 1]
    np.log1p(out[:, :3], out=out[:, :3])
    out[:, 3] = tokens < 3
    out[:, 4] = tokens > 12
    out[:, 5] = tokens > 30
    out[:, 6] = linked / lengths
    out[:, 7] = linked == lengths
    np.divide(counts, np.minimum(lengths, MAX_LINE_CHARS)[:, None], out=out[:, 8 : 8 + width])
    out[:, 8 + width : 8 + 2 * width] = _ONE_HOT[first, :width]
    out[:, 8 + 2 * width :] = _ONE_HOT[last, :width]
    return out


def _around_columns(phrases: Floats, dated: Floats) -> Floats:
    """How many lines above and below a line begin with a phrase of each group or hold a date; whether it does."""
    signs = np.concatenate([phrases, dated[:, None]], axis=1)
    above = np.cumsum(signs, axis=0)
    out = np.concatenate([above - signs, above[-1] - above, dated[:, None]], axis=1)
    np.log1p(out[:, :-1], out=out[:, :-1])
    return out


# -- elements --------------------------------------------------------------------------------------------------------


class _BoxTree(NamedTuple):
    """The tree of boxes as arrays."""

    parents: Ints
    """The outermost is its own parent."""
    ends: Ints
    depths: Ints
    near: Ints
    """What the names and tags of a box and of the two around it say, as bits."""
    far: Ints
    """The same of a box and of all around it."""
    shapes: Ints
    """A number that boxes of the same tag, name and parent's tag and name share."""

    @classmethod
    def of(cls, boxes: Sequence[Box]) -> _BoxTree:
        parents_of, tags, names, _, _ = zip(*boxes, strict=True)
        kinds = list(zip(tags, names, strict=True))
        numbers = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
        kind_of = np.array([numbers[kind] for kind in kinds], np.int64)
        bits = np.array([name_bits(name) << 16 | _BOX_TAG_BITS.get(tag, 0) for tag, name in numbers], np.int64)[kind_of]
        parents = np.array(parents_of, np.int64)
        parents[0] = 0
        near = bits | bits[parents] | bits[parents[parents]]
        bits[0] = 0  # the body's own name speaks of the whole page
        far, depths, jump = bits, np.ones_like(parents), parents
        depths[0] = 0
        for _ in range(7):  # each round doubles the reach: 128 boxes up
            far = far | far[jump]
            depths = depths + depths[jump]
            jump = jump[jump]
            if not jump.any():
                break
        _, shapes = np.unique(kind_of * len(numbers) + kind_of[parents], return_inverse=True)
        return cls(parents, _subtree_ends(parents_of), depths, near, far, shapes)


def _subtree_ends(parents: Sequence[int]) -> Ints:
    ends = list(range(1, len(parents) + 1))
    for index in range(len(parents) - 1, 0, -1):
        parent = parents[index]
        if ends[parent] < ends[index]:
            ends[parent] = ends[index]
    return np.array(ends, np.int64)


_ELEMENT_BITS = np.arange(16 + len(GROUPS))


def _element_columns(tags: Sequence[str], line_boxes: Ints, tree: _BoxTree) -> Floats:
    """Which elements a line stands in and what their names say."""
    kinds = len(_GROUPED_TAGS)
    width = len(_ELEMENT_BITS)
    out = np.empty((len(tags), kinds + 2 * width + 1), np.float32)
    out[:, :kinds] = _ONE_HOT[[_TAG_INDEX.get(tag, 3) for tag in tags], :kinds]
    out[:, kinds : kinds + width] = tree.near[line_boxes, None] >> _ELEMENT_BITS & 1
    out[:, kinds + width : -1] = tree.far[line_boxes, None] >> _ELEMENT_BITS & 1
    out[:, -1] = tree.depths[line_boxes] / 10
    return out


def _container_columns(sums: Floats, line_boxes: Ints, tree: _BoxTree) -> Floats:
    """How much text and prose the boxes around a line hold, how much of it is linked, how long their lines are.

    ``sums`` are tokens, linked tokens, tokens of prose and lines inside each box, a row each.
    """
    around = np.empty((len(line_boxes), LEVELS), np.int64)
    around[:, 0] = line_boxes
    for level in range(1, LEVELS):
        around[:, level] = tree.parents[around[:, level - 1]]
    text, links, prose, number = sums[:, around]
    total, all_prose = sums[0, 0], sums[2, 0] + 1
    out = np.empty((len(line_boxes), 9, LEVELS), np.float32)
    out[:, 0], out[:, 1], out[:, 2] = text, number, text / number
    np.log1p(out[:, :3], out=out[:, :3])
    out[:, 3] = text / total
    out[:, 4] = links / text
    out[:, 5] = prose / all_prose
    out[:, 6] = prose / (text + 1)
    out[:, 7] = 2 * prose / (text + all_prose)
    out[:, 8, :-1] = np.diff(out[:, 0], axis=1)
    out[:, 8, -1] = 0
    return out.reshape(len(line_boxes), -1)


def subtree_sums(values: Floats, line_boxes: Ints, ends: Ints) -> Floats:
    """Sum each row of ``values`` (properties x lines) over the lines inside each box."""
    running = np.zeros((len(values), len(ends) + 1))
    for row, sums in zip(values, running, strict=True):
        np.cumsum(np.bincount(line_boxes, row, minlength=len(ends)), out=sums[1:])
    return np.asarray(running[:, ends] - running[:, :-1], np.float32)


def _prose_columns(prose: Floats, held: Floats, text: Floats, line_boxes: Ints, tree: _BoxTree) -> Floats:
    """Where a line stands against the page's prose, and against the box that holds most of it and little else.

    ``held`` and ``text`` are the tokens of prose and all tokens inside each box.
    """
    total = held[0] + 1
    fit = 2 * held / (text + total)  # F1 of the box if prose were all that is wanted
    best = int(fit.argmax())
    inside = (line_boxes >= best) & (line_boxes < tree.ends[best])
    reads = prose > 0
    read = np.cumsum(prose)
    wide = np.zeros(len(prose) + 13, np.float32)
    wide[7:-6] = read
    wide[-6:] = read[-1]
    places = np.flatnonzero(inside & reads)
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


def _place_columns(texts: Sequence[str], tokens: Floats, linked: Floats, counts: Floats, title: str | None) -> Floats:
    """Where a line stands on the page and against its headline, and what the page is like as a whole."""
    number = len(texts)
    index = np.arange(number, dtype=np.float32)
    seen: dict[str, int] = {}
    first_seen = np.array([seen.setdefault(text, place) for place, text in enumerate(texts)])
    headline = _title_line(texts, title)
    total = tokens.sum()
    out = np.zeros((number, 12), np.float32)
    if headline is not None:
        behind = index - headline
        out[:, 0] = np.maximum(behind, 0)
        out[:, 3] = 1
        out[:, 4] = np.sign(behind)
        out[:, 5] = np.clip(behind / 5, -1, 1)
    out[:, 1] = index
    out[:, 2] = number - index
    np.log1p(out[:, :3], out=out[:, :3])
    out[:, 6] = index / number
    out[:, 7] = (np.cumsum(tokens) - tokens / 2) / total
    out[:, 8] = index != first_seen
    out[:, 9:12] = np.log1p(total) - 6, np.log1p(number) - 5, linked.sum() / total
    ideographs = counts[:, _HAN].sum() + counts[:, _KANA].sum()
    return np.concatenate([out, np.full((number, 1), ideographs / total, np.float32)], axis=1)


def _title_line(texts: Sequence[str], title: str | None) -> int | None:
    """Index of the last line that is the headline and still has half of the page below it; None without one."""
    if not title:
        return None
    found = [index for index, text in enumerate(texts) if text == title]
    early = [index for index in found if index <= len(texts) / 2]
    return early[-1] if early else found[0] if found else None
