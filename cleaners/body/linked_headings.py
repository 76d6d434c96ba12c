"""Headings of a round-up that lead to the stories it sums up: a link by themselves, they look like the site's own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cleaners.body.leads import is_link
from cleaners.page.tags import HEADING_TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from cleaners.body.features import LineTable
    from cleaners.page.model import Line

MIN_PIECES = 3
"""Linked headings of one kind that make a round-up; one or two amid a text may be teasers."""


def with_linked_headings(lines: Sequence[Line], table: LineTable, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The kept lines with the linked headings that stand between two of them, where several of one kind do."""
    between = (~kept[1:-1] & kept[:-2] & kept[2:] & ~table.unlinked[1:-1]).nonzero()[0] + 1
    headings = [at for at in between.tolist() if lines[at].tag in HEADING_TAGS and is_link(lines[at])]
    if not headings:
        return kept
    linked = (kept & ~table.unlinked).nonzero()[0].tolist()
    had = Counter(lines[at].tag for at in linked if is_link(lines[at]))
    lost = Counter(lines[at].tag for at in headings)
    kinds = {tag for tag in lost if had[tag] + lost[tag] >= MIN_PIECES}
    together = kept.copy()
    together[[at for at in headings if lines[at].tag in kinds]] = True
    return together
