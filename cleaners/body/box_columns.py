"""What the elements around a page's lines say: their kind and names, what they hold, how many look alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleaners.body.box_tree import BITS, BoxTree, bits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import PageImage
    from cleaners.text.arrays import Floats, Ints


LEVELS = 4
"""Boxes around a line that are looked at: its own and the three around that."""
_GROUPED_TAGS = (
    ("p",), ("li", "dt", "dd"), ("td", "th"), ("div", "section", "body", "article", "main"), ("h1",), ("h2",), ("h3",),
    ("h4", "h5", "h6"), ("blockquote",), ("figcaption", "caption", "figure"), ("pre",),
    ("header", "footer", "nav", "aside", "form"),
)  # fmt: skip
TAG_INDEX = {tag: index for index, tags in enumerate(_GROUPED_TAGS) for tag in tags}
_FIRST_HEADING, _LAST_HEADING = TAG_INDEX["h1"], TAG_INDEX["h6"]
IS_FLOWING = np.isin(np.arange(len(_GROUPED_TAGS)), [TAG_INDEX[tag] for tag in "p li h1 h2 h3 h4 blockquote".split()])
"""Per kind of element, whether it holds one piece of a text that its neighbours go on with; the others may be notes,
advertisements, pictures."""
_ONE_HOT = np.eye(len(_GROUPED_TAGS), dtype=np.float32)


def element_columns(tag_kinds: Ints, line_boxes: Ints, tree: BoxTree) -> Floats:
    """Which elements a line stands in and what their names say."""
    kinds = len(_GROUPED_TAGS)
    out = np.empty((len(tag_kinds), kinds + 2 * BITS + 1), np.float32)
    out[:, :kinds] = _ONE_HOT[tag_kinds, :kinds]
    out[:, kinds : kinds + BITS] = bits_of(tree.near[line_boxes])
    out[:, kinds + BITS : -1] = bits_of(tree.far[line_boxes])
    out[:, -1] = tree.depths[line_boxes] / 10
    return out


def container_columns(sums: Floats, around: Ints) -> Floats:
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


def prose_columns(prose: Floats, held: Floats, text: Floats, line_boxes: Ints, tree: BoxTree) -> Floats:
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


def alike_columns(tokens: Floats, linked: Floats, marks: Floats, shape: Ints) -> Floats:
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


def sibling_columns(text: Floats, tree: BoxTree, line_boxes: Ints) -> Floats:
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


def heading_columns(tag_kinds: Ints, phrases: Floats, line_boxes: Ints, tree: BoxTree) -> Floats:
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


def image_columns(
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


def boxes_around(line_boxes: Ints, tree: BoxTree) -> Ints:
    """Per line, its box and those around it, ``LEVELS`` in all; the outermost is its own parent."""
    around = np.empty((len(line_boxes), LEVELS), np.int64)
    around[:, 0] = line_boxes
    for level in range(1, LEVELS):
        around[:, level] = tree.parents[around[:, level - 1]]
    return around
