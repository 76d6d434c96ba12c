"""What a page's lines look like, as numbers: one row a line, one column a property.

Gathers facts and weighs none of them. Counting is left to NumPy, so that a line costs a few microseconds. The columns
are general: what kinds of characters a line holds, how much of it is linked, which elements it stands in and what their
names say, where it stands, and how the lines that stand alike look. No column knows a site or a text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.page import Box, Line

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

MAX_LINE_CHARS = 1500
"""Characters of a line that are counted; what a longer one looks like is clear by then."""

PHRASE_LINE_CHARS = 120
"""Longest line in which phrases are looked for. A line of furniture is shorter."""

LATIN_TOKEN_CHARS = 5
"""Letters of an alphabet that weigh as much as one ideograph: the usual length of a word."""

_GROUPED_TAGS = (
    ("p",), ("li", "dt", "dd"), ("td", "th"), ("div", "section", "body", "article", "main"), ("h1",), ("h2",), ("h3",),
    ("h4", "h5", "h6"), ("blockquote",), ("figcaption", "caption", "figure"), ("pre",),
    ("header", "footer", "nav", "aside", "form"),
)  # fmt: skip
_TAG_INDEX = {tag: index for index, tags in enumerate(_GROUPED_TAGS) for tag in tags}
_BOX_TAGS = (
    "nav",
    "header",
    "footer",
    "aside",
    "article",
    "main",
    "form",
    "table",
    "ul",
    "ol",
    "dl",
    "figure",
    "blockquote",
    "section",
    "li",
    "p",
)
_BOX_TAG_BITS = {tag: 1 << index for index, tag in enumerate(_BOX_TAGS)}

_CLASSES = (
    "other", "han", "kana", "letter", "upper", "digit", "space", "stop", "comma", "colon", "quote", "bracket", "bar",
    "mark",
)  # fmt: skip
"""Classes of characters, in the order of their numbers."""
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


class LineTable(NamedTuple):
    """The lines of a page as numbers."""

    columns: Floats
    """One row a line."""
    tokens: Floats
    """Length of each line in tokens: ideographs, and words of alphabets."""
    ancestors: Ints
    """Four boxes around each line, innermost first; the outermost repeats."""
    ends: Ints
    """Per box, the index behind its last descendant: boxes stand in document order."""
    line_boxes: Ints
    """Per line, its box."""


def tabulate(lines: Sequence[Line], boxes: Sequence[Box], title: str | None) -> LineTable:
    """Gather what the scorer needs to know of ``lines``, which must not be empty."""
    texts = [line.text for line in lines]
    line_boxes = np.array([line.box for line in lines], np.int64)
    counts = _count_characters(texts)
    lengths = np.array([len(text) for text in texts], np.float32)
    linked = np.array(
        [sum([end - start for start, end, _ in line.links]) if line.links else 0 for line in lines], np.float32
    )
    tokens = np.maximum(
        counts[:, 1] + counts[:, 2] + (counts[:, 3] + counts[:, 4]) / LATIN_TOKEN_CHARS + counts[:, 5] / 4, 0.5
    )
    tokens *= np.maximum(lengths / MAX_LINE_CHARS, 1)
    tree = _BoxTree.of(boxes)
    ancestors = tree.ancestors(line_boxes)
    link_tokens = tokens * linked / lengths
    prose = _prose(tokens, link_tokens, counts)
    phrases = _phrase_columns(texts)
    columns = [
        phrases,
        _before_and_after(phrases, _dated(texts)),
        _prose_columns(prose, tokens, line_boxes, ancestors, tree),
        _text_columns(lines, counts, lengths, linked, tokens),
        _element_columns(lines, line_boxes, tree),
        _container_columns(tokens, link_tokens, line_boxes, ancestors, tree),
        _alike_columns(tokens, link_tokens, counts, _shapes(boxes)[line_boxes]),
        _place_columns(texts, tokens, link_tokens, counts, title),
    ]
    return LineTable(np.concatenate(columns, axis=1, dtype=np.float32), tokens, ancestors, tree.ends, line_boxes)


# -- characters ------------------------------------------------------------------------------------------------------


@cache
def _class_table() -> NDArray[np.uint8]:
    """Class of each character of the basic plane; the last entry stands for all others."""
    table = np.zeros(65536, np.uint8)
    number = {name: index for index, name in enumerate(_CLASSES)}
    for code in range(65536):
        character = chr(code)
        if character.isalpha():
            table[code] = number["upper"] if character.isupper() else number["letter"]
        elif character.isspace():
            table[code] = number["space"]
    table[0x3400:0xA000] = table[0xF900:0xFB00] = number["han"]
    table[0x3040:0x3100] = table[0xAC00:0xD7B0] = number["kana"]
    for name, characters in _CLASS_CHARS.items():
        for character in characters:
            table[ord(character)] = number[name]
    return table


def _count_characters(texts: Sequence[str]) -> Floats:
    """Characters of each class per line, and behind those the class of the first and the last character."""
    cut = [text if len(text) <= MAX_LINE_CHARS else text[:MAX_LINE_CHARS] for text in texts]
    codes = np.frombuffer("\n".join(cut).encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = _class_table()[np.minimum(codes, 65535)]
    sizes = np.array([len(text) + 1 for text in cut])
    ends = np.cumsum(sizes) - 1
    width = len(_CLASSES)
    cells = np.repeat(np.arange(len(cut)) * width, sizes)[:-1] + classes
    counts = np.bincount(cells, minlength=len(cut) * width).reshape(len(cut), width)
    counts[:-1, _CLASSES.index("space")] -= 1  # the line feeds between the lines
    first, last = classes[ends - sizes + 1], classes[ends - 1]
    return np.concatenate([counts, first[:, None], last[:, None]], axis=1, dtype=np.float32)


def _text_columns(lines: Sequence[Line], counts: Floats, lengths: Floats, linked: Floats, tokens: Floats) -> Floats:
    """What a line's own text looks like."""
    width = len(_CLASSES)
    shares = counts[:, :width] / np.minimum(lengths, MAX_LINE_CHARS)[:, None]
    kinds = np.arange(width)
    first = counts[:, width, None] == kinds
    last = counts[:, width + 1, None] == kinds
    several = np.array([[len(line.links) > 0, len(line.links) > 1, line.bold] for line in lines], np.float32)
    own = [
        np.log1p(tokens)[:, None], (tokens < 3)[:, None], (tokens > 12)[:, None], (tokens > 30)[:, None],
        (linked / lengths)[:, None], (linked == lengths)[:, None],
        np.log1p(counts[:, 7:9]), shares, first, last, several,
    ]  # fmt: skip
    return np.concatenate(own, axis=1, dtype=np.float32)


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, int], int]:
    """One pattern for all phrases, the group of each, the number of groups. Longer phrases are tried first."""
    rows = [(row["text"].replace("␠", " "), row["name"]) for row in load_lexicon("line_phrases")]
    groups = {name: index for index, name in enumerate(sorted({name for _, name in rows}))}
    pattern = re.compile("|".join(re.escape(text) for text, _ in sorted(rows, key=lambda row: -len(row[0]))))
    return pattern, {text: groups[name] for text, name in rows}, len(groups)


def _phrase_columns(texts: Sequence[str]) -> Floats:
    """Per group of phrases: whether the line holds one, and whether it begins with one."""
    pattern, group_of, groups = _phrases()
    short = [(index, text) for index, text in enumerate(texts) if len(text) <= PHRASE_LINE_CHARS]
    columns = np.zeros((len(texts), 2 * groups), np.float32)
    starts, at = [], 0
    for _, text in short:
        starts.append(at)
        at += len(text) + 1
    joined = "\n".join([text for _, text in short])
    lowered = joined.lower()
    if len(lowered) != len(joined):  # a few capitals grow in lower case and would shift every place behind them
        lowered = joined
    for match in pattern.finditer(lowered):
        place = bisect_right(starts, match.start()) - 1
        group = group_of[match.group()]
        columns[short[place][0], group] = 1
        if match.start() - starts[place] < 2:  # a bullet or bracket may stand before it
            columns[short[place][0], groups + group] = 1
    return columns


_DATE = re.compile(
    r"(?:19|20)\d\d ?[-/.年] ?\d{1,2}|\d{1,2}[-/月]\d{1,2}|\d{1,2}:\d\d|\b\d{1,2},? (?:19|20)\d\d\b|前$|\bago\b"
)


def _dated(texts: Sequence[str]) -> Floats:
    """Whether a short line holds a date or a time. Many of them in a row are comments or a listing."""
    search = _DATE.search
    return np.array([len(text) < 70 and search(text) is not None for text in texts], np.float32)


def _before_and_after(phrases: Floats, dated: Floats) -> Floats:
    """How many lines above and below a line begin with a phrase of each group or hold a date."""
    signs = np.concatenate([phrases[:, phrases.shape[1] // 2 :], dated[:, None]], axis=1)
    above = np.cumsum(signs, axis=0)
    below = above[-1] - above
    return np.concatenate([np.log1p(above - signs), np.log1p(below), dated[:, None]], axis=1, dtype=np.float32)


PROSE_TOKENS = 10
"""Least tokens of a line of prose: a sentence."""


def _prose(tokens: Floats, linked: Floats, counts: Floats) -> Floats:
    """Tokens of lines that read as sentences: long enough, with stops or commas, hardly linked."""
    marks = counts[:, 7] + counts[:, 8]
    reads = (tokens >= PROSE_TOKENS) & (marks >= 1) & (linked < 0.4 * tokens)
    return np.asarray(np.where(reads, tokens - linked, 0), np.float32)


def _prose_columns(prose: Floats, tokens: Floats, line_boxes: Ints, ancestors: Ints, tree: _BoxTree) -> Floats:
    """Where the page's prose stands: how much of it the boxes around a line hold, on which side of the fullest box."""
    total = prose.sum() + 1
    held, text = subtree_sums(np.stack([prose, tokens]), line_boxes, tree.ends)
    fit = 2 * held / (text + total)  # F1 of the box if prose were all that is wanted
    best = int(np.argmax(fit))
    inside = (line_boxes >= best) & (line_boxes < tree.ends[best])
    read = np.cumsum(prose)
    wide = np.concatenate([np.zeros(6, np.float32), prose, np.zeros(6, np.float32)]).cumsum()
    around = wide[12:] - np.concatenate([[0], wide[:-13]])
    places = np.flatnonzero(inside & (prose > 0))
    first, last = (places[0], places[-1]) if len(places) else (0, len(prose) - 1)
    index = np.arange(len(prose))
    columns = [
        prose > 0, read / total, (prose / total), around / total, inside, inside & (prose > 0), inside.cumsum() == 0,
        _signed_log(index - first), _signed_log(index - last),
        np.full(len(prose), fit[best]), np.full(len(prose), np.log1p(total)),
    ]  # fmt: skip
    return np.concatenate(
        [np.stack(columns, axis=1), held[ancestors] / total, held[ancestors] / (text[ancestors] + 1), fit[ancestors]],
        axis=1,
        dtype=np.float32,
    )


def _signed_log(values: Ints) -> NDArray[np.float64]:
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))


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

    @classmethod
    def of(cls, boxes: Sequence[Box]) -> _BoxTree:
        parents_list = [box.parent for box in boxes]
        ends_list = list(range(1, len(boxes) + 1))
        for index in range(len(boxes) - 1, 0, -1):
            parent = parents_list[index]
            if ends_list[parent] < ends_list[index]:
                ends_list[parent] = ends_list[index]
        parents = np.array(parents_list, np.int64)
        parents[parents < 0] = 0
        tag_bits = _BOX_TAG_BITS.get
        bits = np.array([name_bits(box.name) << 16 | tag_bits(box.tag, 0) for box in boxes], np.int64)
        near = bits | bits[parents] | bits[parents[parents]]
        bits[0] = 0  # the body's own name speaks of the whole page
        far, depths, jump = bits.copy(), (parents != np.arange(len(parents))).astype(np.int64), parents
        for _ in range(7):  # each round doubles the reach: 128 boxes up
            far |= far[jump]
            depths += depths[jump]
            jump = jump[jump]
        return cls(parents, np.array(ends_list, np.int64), depths, near, far)

    def ancestors(self, line_boxes: Ints) -> Ints:
        """The box of each line and the three around it."""
        levels = [line_boxes]
        for _ in range(3):
            levels.append(self.parents[levels[-1]])
        return np.stack(levels, axis=1)


@cache
def _name_groups() -> tuple[tuple[re.Pattern[str], int], ...]:
    groups: dict[str, list[str]] = {}
    for row in load_lexicon("box_names"):
        piece = row["text"]
        core = re.escape(piece.strip("^$"))
        pattern = ("(?<![a-z0-9])" if piece[0] == "^" else "") + core + ("(?![a-z0-9])" if piece[-1] == "$" else "")
        groups.setdefault(row["name"], []).append(pattern)
    return tuple((re.compile("|".join(groups[name])), 1 << index) for index, name in enumerate(sorted(groups)))


def name_group(name: str) -> int:
    """The bit of one group in ``name_bits``."""
    return 1 << sorted({row["name"] for row in load_lexicon("box_names")}).index(name)


@lru_cache(maxsize=20_000)
def name_bits(name: str) -> int:
    """The groups of ``data/lexicons/box_names.tsv`` that a name (lower case) speaks of, as bits."""
    if not name:
        return 0
    name = name[:200]
    return sum(bit for pattern, bit in _name_groups() if pattern.search(name))


def _element_columns(lines: Sequence[Line], line_boxes: Ints, tree: _BoxTree) -> Floats:
    """Which elements a line stands in and what their names say."""
    tags = np.array([_TAG_INDEX.get(line.tag, 3) for line in lines])[:, None] == np.arange(len(_GROUPED_TAGS))
    bits = np.arange(16 + len(_name_groups()))
    near = tree.near[line_boxes, None] >> bits & 1
    far = tree.far[line_boxes, None] >> bits & 1
    return np.concatenate([tags, near, far, tree.depths[line_boxes, None] / 10], axis=1, dtype=np.float32)


def _container_columns(tokens: Floats, linked: Floats, line_boxes: Ints, ancestors: Ints, tree: _BoxTree) -> Floats:
    """How much text the boxes around a line hold, how much of it is linked, and how long their lines are."""
    sums = subtree_sums(np.stack([tokens, linked, np.ones_like(tokens)]), line_boxes, tree.ends)
    held = sums[:, ancestors]  # property, line, level
    text = np.log1p(held[0])
    return np.concatenate(
        [
            text,
            held[0] / tokens.sum(),
            held[1] / held[0],
            np.log1p(held[2]),
            np.log1p(held[0] / held[2]),
            np.diff(text, axis=1),
        ],
        axis=1,
        dtype=np.float32,
    )


def subtree_sums(values: Floats, line_boxes: Ints, ends: Ints) -> Floats:
    """Sum each row of ``values`` (properties x lines) over the lines inside each box."""
    own = np.stack([np.bincount(line_boxes, row, minlength=len(ends)) for row in values])
    running = np.concatenate([np.zeros((len(values), 1)), np.cumsum(own, axis=1)], axis=1)
    return np.asarray(running[:, ends] - running[:, :-1], np.float32)


def _shapes(boxes: Sequence[Box]) -> Ints:
    """A number per box that boxes of the same tag, name and parent's tag and name share."""
    numbers: dict[tuple[str, str, str, str], int] = {}
    found = []
    for box in boxes:
        above = boxes[box.parent]
        found.append(numbers.setdefault((box.tag, box.name, above.tag, above.name), len(numbers)))
    return np.array(found, np.int64)


def _alike_columns(tokens: Floats, linked: Floats, counts: Floats, shape: Ints) -> Floats:
    """How the lines in boxes of the same shape look, anywhere on the page."""
    number = np.bincount(shape)
    total, links, stops = (np.bincount(shape, row) for row in (tokens, linked, counts[:, 7] + counts[:, 8]))
    number, total, links, stops = number[shape], total[shape], links[shape], stops[shape]
    return np.stack(
        [
            np.log1p(number),
            np.log1p(total),
            np.log1p(total / number),
            links / total,
            stops / total,
            total / tokens.sum(),
        ],
        axis=1,
    ).astype(np.float32)


def _place_columns(texts: Sequence[str], tokens: Floats, linked: Floats, counts: Floats, title: str | None) -> Floats:
    """Where a line stands on the page and against its headline, and what the page is like as a whole."""
    number = len(texts)
    index = np.arange(number, dtype=np.float32)
    seen: dict[str, int] = {}
    before = [seen.setdefault(text, place) for place, text in enumerate(texts)]
    repeated = index != np.array(before)
    headline = _title_line(texts, title)
    behind = index - headline if headline is not None else np.zeros_like(index)
    total = tokens.sum()
    done = np.cumsum(tokens) - tokens / 2
    plain = tokens - linked
    return np.stack(
        [
            index / number, done / total, np.log1p(index), np.log1p(number - index), repeated,
            np.full_like(index, headline is not None), np.sign(behind), np.clip(behind, -5, 5) / 5,
            np.log1p(np.maximum(behind, 0)), np.full_like(index, np.log1p(total) - 6),
            np.full_like(index, np.log1p(number) - 5), np.full_like(index, linked.sum() / total),
            np.full_like(index, (counts[:, 1] + counts[:, 2]).sum() / total), np.cumsum(plain) / max(plain.sum(), 1),
            np.full_like(index, plain.max() / total),
        ],
        axis=1,
    ).astype(np.float32)  # fmt: skip


def _title_line(texts: Sequence[str], title: str | None) -> int | None:
    """Index of the last line that is the headline and still has half of the page below it; None without one."""
    if not title:
        return None
    found = [index for index, text in enumerate(texts) if text == title]
    early = [index for index in found if index <= len(texts) / 2]
    return early[-1] if early else found[0] if found else None
