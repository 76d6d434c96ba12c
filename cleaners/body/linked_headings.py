"""Headings of a round-up that lead to the stories it sums up: a link by themselves, they look like the site's own."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from cleaners.body.leads import is_link
from cleaners.page.tags import HEADING_TAGS
from cleaners.text.character_tables import han_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from cleaners.body.features import LineTable
    from cleaners.page.model import Line

MIN_PIECES = 3
"""Linked headings of one kind that make a round-up; one or two amid a text may be teasers."""
MIN_TOLD_SHARE = 0.3
"""Least share of the words of such headings that the lines right below use: a piece tells what its heading says."""
TOLD_TIMES = 2
"""Times as many of their words as the lines right above them use: links to other stories share as many with both."""
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]{4,}")


def with_linked_headings(lines: Sequence[Line], table: LineTable, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The kept lines with the linked headings that stand between two of them, where several of one kind do.

    Links to related articles stand between paragraphs as well: headings that the lines below do not tell are left out.
    """
    between = (~kept[1:-1] & kept[:-2] & kept[2:] & ~table.unlinked[1:-1]).nonzero()[0] + 1
    headings = [at for at in between.tolist() if lines[at].tag in HEADING_TAGS and is_link(lines[at])]
    if not headings:
        return kept
    linked = (kept & ~table.unlinked).nonzero()[0].tolist()
    had = Counter(lines[at].tag for at in linked if is_link(lines[at]))
    together = kept.copy()
    for tag in {lines[at].tag for at in headings}:
        lost = [at for at in headings if lines[at].tag == tag]
        if had[tag] + len(lost) >= MIN_PIECES and _are_told_below(lines, lost):
            together[lost] = True
    return together


def _are_told_below(lines: Sequence[Line], headings: Sequence[int]) -> bool:
    """Whether the lines below headings use the words of these, and those above do not."""
    total = below = above = 0
    for at in headings:
        words = _words_of(lines[at].text)
        total += len(words)
        below += len(words & _words_of(lines[at + 1].text))
        above += len(words & _words_of(lines[at - 1].text))
    return below >= max(MIN_TOLD_SHARE * total, TOLD_TIMES * above, 1)


def _words_of(text: str) -> set[str]:
    """The pairs of Han characters of a text, and its longer words in other scripts."""
    return {*han_pairs(text), *_WORD.findall(text.lower())}
