"""Listings of code: preformatted text belongs to the body as a whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.page.model import tag_of_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools


KEPT_LISTING_SHARE = 0.4
"""A listing outside the paragraphs is kept whole if this share of its lines is."""


def settle_code(lines: Sequence[Line], _boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines, each listing of code whole or not at all: whole if it stands among the body's lines."""
    if "pre" not in map(tag_of_line, lines) or not kept.any():
        return kept
    listings: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if line.tag == "pre":
            listings.setdefault(line.box, []).append(at)
    taken = kept.nonzero()[0]
    settled = kept.copy()
    for inside in listings.values():
        within = taken[0] < inside[0] and inside[-1] < taken[-1]
        settled[inside] = within or kept[inside].mean() >= KEPT_LISTING_SHARE
    return settled
