"""Whether a name speaks of what a text speaks of: by the character pairs and long words they share."""

from __future__ import annotations

import re
from itertools import pairwise

READ_CHARS = 20_000
"""Characters of a page's text that a name is compared with."""
ABOUT_SHARE = 0.3
"""Share of a name's character pairs and long words that the text of its page must hold. Of a name that a hijacker set,
hardly any stand there."""
LONG_WORD = re.compile(r"[^\W\d_\u2e80-\uffff]{4,}")
"""A word of four letters or more in an alphabet; shorter ones stand in every text."""


def is_about(name: str, reading: str, share: float) -> bool:
    """Whether ``name`` speaks of what ``reading`` (folded) does: at least ``share`` of its units stand there."""
    units = units_of(name.casefold())
    return bool(units) and sum(unit in reading for unit in units) >= share * len(units)


def units_of(folded: str) -> set[str]:
    """Pairs of neighbouring ideographs and long words of a text already folded by ``str.casefold``."""
    pairs = {a + b for a, b in pairwise(folded) if a > "\u2e7f" and b > "\u2e7f" and (a + b).isalpha()}
    return pairs | set(LONG_WORD.findall(folded))
