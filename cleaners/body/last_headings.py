"""Headings at the end of a body: what they stand above was not taken, so they are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.page.tags import HEADING_TAGS
from cleaners.text.character_tables import STOPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools


_MAX_LAST_HEADINGS = 3
"""Headings at the end of a body that are left out."""
_MAX_HEADINGS = 0.5
"""Share of a body's lines above which headings are its text."""
_DASHES = "-–—"
_SENTENCE_ENDS = (*STOPS, *'）)”」』"')
"""No single quotation mark: headlines end in the titles of works."""


def without_last_headings(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines without the headings at their end: what they stand above was not taken.

    A heading that ends as a sentence, or in brackets, is a last line set large, and so is the last line of the text's
    own box, which stands above nothing: a signature, a day, a price. One behind a dash signs the text. Where most
    lines are headings they say nothing.
    """
    taken = kept.nonzero()[0].tolist()
    headings = [at for at in taken if boxes[lines[at].box].tag in HEADING_TAGS]
    if not headings or headings[-1] != taken[-1] or len(headings) > _MAX_HEADINGS * len(taken):
        return kept
    if _ends_its_box(taken[-1], headings, taken, lines, boxes):
        return kept
    rest = kept.copy()
    for at in reversed(taken[-_MAX_LAST_HEADINGS:]):
        text = lines[at].text
        if boxes[lines[at].box].tag not in HEADING_TAGS or text.endswith(_SENTENCE_ENDS) or text[0] in _DASHES:
            break
        rest[at] = False
    return rest


def _ends_its_box(
    last: int, headings: Sequence[int], taken: Sequence[int], lines: Sequence[Line], boxes: Sequence[Box]
) -> bool:
    """Whether a heading is the last line of the box around it, and the last line of text stands there, too."""
    around = boxes[lines[last].box].parent
    headed = frozenset(headings)
    text = next((at for at in reversed(taken) if at not in headed), last)
    following = last + 1 < len(lines) and _stands_in(lines[last + 1].box, around, boxes)
    return not following and _stands_in(lines[text].box, around, boxes)


def _stands_in(box: int, around: int, boxes: Sequence[Box]) -> bool:
    while box > around:  # a box stands behind the boxes around it
        box = boxes[box].parent
    return box == around
