"""Choose the main content among a page's lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cleaners.article import Removal, RemovalKind
from cleaners.embedded import find_embedded
from cleaners.features import subtree_sums, tabulate
from cleaners.furniture import is_furniture
from cleaners.kinds import name_kinds
from cleaners.page import STRIPPED, WANTED
from cleaners.plain import choose_plain_body
from cleaners.scorer import load_scorer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.draft import Draft
    from cleaners.features import LineTable
    from cleaners.page import Box, Line

MAX_LINES = 20_000
"""Lines of a page that are scored. The longest honest page seen has 6,000; later ones are left out of the body."""

HIGHEST_BAR = 0.5
"""A line that belongs to the article more likely than not is never left out."""
LOWEST_BAR = 0.02

LEAST_EXPECTED = 0.06
"""Expected F1 below which a page has no body: listings stay below 0.05, ninety-nine in a hundred articles above 0.5;
a page of a few short verses can come down to 0.09 (``scripts/fit_body.py`` prints the spread)."""

REACH_SHARE = 0.8
"""Share of the body that the smallest box around it must hold; what was cut inside that box is recorded."""

THIN_BODY_TOKENS = 80
"""A body shorter than this may be a teaser of one that the page's scripts hold."""
RICHER = 3
"""The text in the scripts is taken if it is this many times as long."""

MIN_STORY_CAPTIONS = 2
"""Captions that make a story of a page without any other text."""
LEAD_LINES = 3
"""Lines above the first paragraph and below the last one in which a picture of the story stands."""
MIN_CAPTION_CHARS = 8
"""Shortest caption; what is shorter names a photographer."""

MIN_CELLS = 4
"""Cells of a table of data; what has fewer lays out a page."""
MAX_CELL_CHARS = 40
"""Mean length of the cells of a table of data."""
LINKED_TABLE_SHARE = 0.5
"""A table that is linked to this share leads elsewhere."""
KEPT_TABLE_SHARE = 0.4
"""A table outside the paragraphs is kept whole if this share of its cells is."""
_CELLS = frozenset({"td", "th"})

STEP = "choose_body"


def choose_body(draft: Draft) -> Draft:
    """Set ``draft.body`` and record the lines in its reach that were left out.

    Plain text has no boxes to choose from: ``plain.py`` cuts the article out of its lines.
    """
    page = draft.page
    if page.tree is None:
        return choose_plain_body(draft)
    lines = draft.lines[:MAX_LINES]
    marks = [page.boxes[line.box].mark for line in lines]
    stripped = tuple(
        Removal(RemovalKind.BOILERPLATE, line.text, "body", STEP)
        for line, mark in zip(lines, marks, strict=True)
        if mark == STRIPPED
    )
    lines = tuple(line for line, mark in zip(lines, marks, strict=True) if mark != STRIPPED)
    if not lines:
        return draft.note(removed=draft.cut(stripped)) if stripped else draft
    table = tabulate(lines, page.boxes, draft.article.title)
    likely = load_scorer()(table.columns)
    kept = _take_wanted(lines, page.boxes, likely) if WANTED in marks else _take_likely(likely, table.tokens)
    kept &= ~np.array([keep and is_furniture(line.text) for line, keep in zip(lines, kept, strict=True)])
    kept = settle_tables(lines, page.boxes, keep_captions(lines, page.boxes, kept))
    if float(table.tokens[kept].sum()) < THIN_BODY_TOKENS:
        embedded = find_embedded(page)
        shown = sum(len(lines[at].text) for at in np.flatnonzero(kept))
        if sum(len(line.text) for _, line in embedded) > RICHER * shown:
            return replace(draft, body=embedded).note(removed=draft.cut(stripped))
    if not kept.any():
        return draft.note(removed=draft.cut(stripped)) if stripped else draft
    cut = (*stripped, *_left_out(lines, kept, table))
    body = name_kinds([line for line, keep in zip(lines, kept, strict=True) if keep], page.boxes)
    return replace(draft, body=body).note(removed=draft.cut(cut))


def keep_captions(lines: Sequence[Line], boxes: Sequence[Box], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The kept lines, with the captions of the body's pictures on pages in ideographs, and of a page of pictures alone.

    Chinese papers print a caption as part of the story, and so do those who annotate it; in English neither does, and
    the fitted scorer has seen far more of those.
    """
    captions = np.array([_is_caption(line, boxes) for line in lines])
    if not captions.any():
        return kept
    if not kept.any():
        return captions if captions.sum() >= MIN_STORY_CAPTIONS else kept
    taken = np.flatnonzero(kept)
    sample = "".join(lines[at].text for at in taken[:10])
    if sum("\u3040" <= character <= "\u9fff" for character in sample) < len(sample) / 3:
        return kept
    captions[: max(taken[0] - LEAD_LINES, 0)] = False
    captions[taken[-1] + LEAD_LINES :] = False
    return np.asarray(kept | captions)


def settle_tables(lines: Sequence[Line], boxes: Sequence[Box], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The kept lines, each table of data whole or not at all: a cell by itself says nothing of where it belongs."""
    cells: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if line.tag in _CELLS:
            cells.setdefault(_table_of(line.box, boxes), []).append(at)
    if not cells or not kept.any():
        return kept
    taken = np.flatnonzero(kept)
    settled = kept.copy()
    for inside in cells.values():
        sizes = [len(lines[at].text) for at in inside]
        if len(inside) < MIN_CELLS or sum(sizes) > MAX_CELL_CHARS * len(inside):
            continue
        linked = sum(lines[at].link_chars for at in inside) > LINKED_TABLE_SHARE * sum(sizes)
        within = taken[0] < inside[0] and inside[-1] < taken[-1]
        settled[inside] = not linked and (within or kept[inside].mean() >= KEPT_TABLE_SHARE)
    return settled


def _table_of(box: int, boxes: Sequence[Box]) -> int:
    """The box of the table that a cell stands in, at most three boxes up: row, group of rows, table."""
    for _ in range(3):
        box = max(boxes[box].parent, 0)
        if boxes[box].tag == "table":
            break
    return box


def _is_caption(line: Line, boxes: Sequence[Box]) -> bool:
    box = boxes[line.box]
    stated = box.tag == "figcaption" or (box.parent >= 0 and boxes[box.parent].tag == "figcaption")
    return stated and len(line.text) >= MIN_CAPTION_CHARS and not line.links


def _take_likely(likely: NDArray[np.float32], tokens: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The lines above the page's bar; none if nothing on the page looks like an article."""
    if expected_f1(likely, tokens) < LEAST_EXPECTED:
        return np.zeros(len(likely), np.bool_)
    return np.asarray(likely >= bar(likely, tokens))


def expected_f1(likely: NDArray[np.float32], tokens: NDArray[np.float32]) -> float:
    """The best F1 that can be expected of a body: the likeliest lines are taken until it falls."""
    order = np.argsort(-likely)
    hits = np.cumsum((likely * tokens)[order])
    taken = np.cumsum(tokens[order])
    return float((2 * hits / (taken + hits[-1])).max())


def bar(likely: NDArray[np.float32], tokens: NDArray[np.float32]) -> float:
    """The probability from which on a line is taken, so that the expected F1 of the whole is best.

    For any page that is half of the F1 to be expected. A page whose lines all look unlikely (a poem, a table) thus gets
    a lower bar than a clear one.
    """
    return min(max(expected_f1(likely, tokens) / 2, LOWEST_BAR), HIGHEST_BAR)


def _take_wanted(lines: tuple[Line, ...], boxes: tuple[Box, ...], likely: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Lines in the box that the site's profile selects, but for the least likely ones."""
    wanted = np.array([boxes[line.box].mark == WANTED for line in lines])
    return wanted & (likely >= LOWEST_BAR)


def _left_out(lines: tuple[Line, ...], kept: NDArray[np.bool_], table: LineTable) -> list[Removal]:
    """The lines that were not taken though they stand between the body's lines or in the smallest box around it."""
    held = subtree_sums(np.stack([np.where(kept, table.tokens, 0)]), table.line_boxes, table.ends)[0]
    around = np.flatnonzero(held >= REACH_SHARE * held[0])[
        -1
    ]  # boxes stand in document order: the last is an innermost one
    index = np.arange(len(lines))
    taken = np.flatnonzero(kept)
    inside = (table.line_boxes >= around) & (table.line_boxes < table.ends[around])
    between = (index > taken[0]) & (index < taken[-1])
    return [
        Removal(
            RemovalKind.BOILERPLATE,
            lines[at].text,
            "before" if at < taken[0] else "after" if at > taken[-1] else "body",
            STEP,
        )
        for at in np.flatnonzero((inside | between) & ~kept)
    ]
