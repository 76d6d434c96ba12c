"""Choose the main content among a page's lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cleaners.article import Removal, RemovalKind
from cleaners.features import subtree_sums, tabulate
from cleaners.kinds import name_kinds
from cleaners.page import STRIPPED, WANTED
from cleaners.plain import choose_plain_body
from cleaners.scorer import load_scorer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaners.draft import Draft
    from cleaners.features import LineTable
    from cleaners.page import Box, Line

MAX_LINES = 20_000
"""Lines of a page that are scored. The longest honest page seen has 6,000; later ones are left out of the body."""

HIGHEST_BAR = 0.5
"""A line that belongs to the article more likely than not is never left out."""
LOWEST_BAR = 0.02

REACH_SHARE = 0.8
"""Share of the body that the smallest box around it must hold; what was cut inside that box is recorded."""

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
    kept = _take_wanted(lines, page.boxes, likely) if WANTED in marks else likely >= bar(likely, table.tokens)
    if not kept.any():
        return draft.note(removed=draft.cut(stripped)) if stripped else draft
    cut = (*stripped, *_left_out(lines, kept, table))
    body = name_kinds([line for line, keep in zip(lines, kept, strict=True) if keep], page.boxes)
    return replace(draft, body=body).note(removed=draft.cut(cut))


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
