"""Choose the main content among a page's lines."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaners.article import BlockKind
from cleaners.draft import BodyLine

if TYPE_CHECKING:
    from cleaners.draft import Draft
    from cleaners.page import Line

_KINDS = {
    "li": BlockKind.LIST_ITEM, "dd": BlockKind.LIST_ITEM, "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION, "caption": BlockKind.CAPTION, "td": BlockKind.TABLE_ROW, "th": BlockKind.TABLE_ROW, "pre": BlockKind.CODE,
    "h1": BlockKind.HEADING, "h2": BlockKind.HEADING, "h3": BlockKind.HEADING, "h4": BlockKind.HEADING,
}  # fmt: skip


def choose_body(draft: Draft) -> Draft:
    """Set ``draft.body``: the lines under the box with most unlinked text."""
    page = draft.page
    if page.tree is None:
        return replace(draft, body=tuple(BodyLine(BlockKind.PARAGRAPH, line) for line in draft.lines))
    score: dict[int, float] = defaultdict(float)
    for line in draft.lines:
        own = len(line.text) - 2 * line.link_chars
        box, share = line.box, 1.0
        for _ in range(4):
            if box < 0:
                break
            score[box] += own * share
            box, share = page.boxes[box].parent, share * 0.7
    if not score:
        return draft
    best = max(score, key=lambda box: score[box])
    inside = {best}
    for index, box_ in enumerate(page.boxes):
        if box_.parent in inside:
            inside.add(index)
    return replace(draft, body=tuple(body_line(line) for line in draft.lines if line.box in inside))


def body_line(line: Line) -> BodyLine:
    """The line with the kind its tag gives it."""
    return BodyLine(_KINDS.get(line.tag, BlockKind.PARAGRAPH), line)
