"""What the class, id and role of an element say of what it holds."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cleaners.lexicons import load_lexicon

MAX_NAME_CHARS = 200
"""Characters of a name that are read. Honest names are shorter."""


def _groups() -> tuple[str, ...]:
    return tuple(sorted({row["name"] for row in load_lexicon("box_names")}))


GROUPS = _groups()
"""Groups of ``data/lexicons/box_names.tsv``, in the order of their bits."""


@cache
def _pieces() -> tuple[re.Pattern[str], dict[str, int]]:
    """One pattern for all pieces, longer ones first, and the bit of each piece's group."""
    rows = sorted(load_lexicon("box_names"), key=lambda row: -len(row["text"].strip("^$")))
    pattern = re.compile("|".join(piece_pattern(row["text"]) for row in rows))
    return pattern, {row["text"].strip("^$"): group_bit(row["name"]) for row in rows}


def piece_pattern(piece: str) -> str:
    """Regular expression for a piece of a name; ``^`` and ``$`` bind it to the start and the end of a word."""
    start = "(?<![a-z0-9])" if piece[0] == "^" else ""
    end = "(?![a-z0-9])" if piece[-1] == "$" else ""
    return start + re.escape(piece.strip("^$")) + end


@lru_cache(maxsize=20_000)
def name_bits(name: str) -> int:
    """The groups that a name (lower case) speaks of, as bits."""
    if not name:
        return 0
    bits = 0
    pattern, bit_of = _pieces()
    for piece in pattern.findall(name[:MAX_NAME_CHARS]):
        bits |= bit_of[piece]
    return bits


def group_bit(group: str) -> int:
    """The bit of one group in ``name_bits``."""
    return 1 << GROUPS.index(group)
