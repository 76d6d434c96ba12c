"""What a page's lines look like, as numbers: one row a line, one column a property.

Gathers facts and weighs none of them. Counting is left to NumPy, so that a line costs a few microseconds. The columns
are general: what kinds of characters a line holds, how much of it is linked, which elements it stands in and what their
names say, where it stands, and how the lines that stand alike look. No column knows a site or a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.body.box_columns import (
    IS_FLOWING,
    TAG_INDEX,
    alike_columns,
    boxes_around,
    container_columns,
    element_columns,
    heading_columns,
    image_columns,
    prose_columns,
    sibling_columns,
)
from cleaners.body.box_tree import BoxTree, subtree_sums
from cleaners.body.character_columns import COMMA, DIGIT, HAN, KANA, STOP, count_characters, count_tokens, text_columns
from cleaners.body.line_phrases import find_dates, find_phrases
from cleaners.body.told_columns import named_columns, stated_columns, topic_columns
from cleaners.body.topic import count_topic, description_of, find_quoted, line_starts, stated_body, topic_words
from cleaners.text.numbering import number_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Line, Link, Page
    from cleaners.text.arrays import Bools, Floats, Ints


PROSE_TOKENS = 10
"""Fewest tokens of a line of prose: a sentence."""


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
    unlinked: Bools
    """Per line, whether most of it stands outside links."""


def tabulate(lines: Sequence[Line], page: Page, title: str | None) -> LineTable:
    """Gather what the scorer needs to know of ``lines`` of ``page``, which must not be empty."""
    texts, tags, box_of, links, _, bold, _ = zip(*lines, strict=True)
    number = len(lines)
    line_boxes = np.fromiter(box_of, np.int64, number)
    tag_kinds = np.fromiter([TAG_INDEX.get(tag, 3) for tag in tags], np.int64, number)
    page_text = "\n".join(texts)
    lengths = np.fromiter(map(len, texts), np.float32, number)
    counts, last = count_characters(texts, page_text, lengths)
    linked = np.fromiter([_link_chars(held) if held else 0 for held in links], np.float32, number)
    tokens = count_tokens(counts, lengths)
    link_tokens = tokens * (linked / lengths)
    marks = counts[:, STOP] + counts[:, COMMA]
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
    around = boxes_around(line_boxes, tree)
    columns = (
        phrases,
        _around_columns(phrases, find_dates(texts, counts[:, DIGIT] > 0)),
        text_columns(counts, last, lengths, linked, tokens),
        np.array([[len(held) > 1 for held in links], bold], np.bool_).T,
        element_columns(tag_kinds, line_boxes, tree),
        container_columns(sums[:4], around),
        prose_columns(prose, sums[2], sums[0], line_boxes, tree),
        alike_columns(tokens, link_tokens, marks, tree.shapes[line_boxes]),
        _place_columns(texts, tokens, link_tokens, counts, _title_line(texts, title)),
        topic_columns(topic, sums[4], sums[0], around),
        stated_columns(texts, stated_body(page.json_ld), find_quoted(page_text, description)),
        sibling_columns(sums[0], tree, line_boxes),
        heading_columns(tag_kinds, phrases, line_boxes, tree),
        image_columns(texts, page.images, sums[3], tree.ends, around),
        named_columns(texts, lengths, lowered, starts, page),
    )
    unlinked = link_tokens * 2 < tokens
    table = np.concatenate(columns, axis=1, dtype=np.float32)
    return LineTable(table, tokens, tree.ends, line_boxes, *_groups(line_boxes, tag_kinds, unlinked, tree), unlinked)


def _link_chars(links: Sequence[Link]) -> int:
    if len(links) == 1:  # as most lines with links have; saves half the time
        start, end, _ = links[0]
        return end - start
    return sum([end - start for start, end, _ in links])


def _groups(line_boxes: Ints, tag_kinds: Ints, unlinked: Bools, tree: BoxTree) -> tuple[Ints, Ints]:
    """``LineTable.holders`` and ``LineTable.siblings``."""
    number = len(tree.ends)
    around, shapes = tree.parents[line_boxes], tree.shapes[line_boxes]
    alone = np.bincount(line_boxes, minlength=number)[line_boxes] == 1
    beside = np.where(IS_FLOWING[tag_kinds], around, (shapes + 1) * number + around)
    holders = number_groups(np.where(alone, beside, line_boxes))
    siblings = number_groups((2 * shapes + unlinked) * number + tree.parents[around])
    return holders, siblings


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
    out[:, 12] = counts[:, HAN : KANA + 1].sum() / total
    return out


def _title_line(texts: Sequence[str], title: str | None) -> int | None:
    """Index of the last line that is the headline and still has half of the page below it; None without one."""
    if not title or title not in texts:
        return None
    found = [index for index, text in enumerate(texts) if text == title]
    early = [index for index in found if index <= len(texts) / 2]
    return early[-1] if early else found[0]
