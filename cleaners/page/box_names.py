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
    """One pattern for all pieces and the bit of each piece's group.

    Of the pieces that begin at one place the longest is found. Pieces are grouped by their first letter: the letter
    is all that is looked at in most places, which is ten times as quick as trying every piece in turn.
    """
    rows = sorted(load_lexicon("box_names"), key=lambda row: -len(row["text"].strip("^$")))
    by_letter: dict[str, list[str]] = {}
    for row in rows:
        by_letter.setdefault(row["text"].lstrip("^")[0], []).append(_behind_first(row["text"]))
    pattern = "|".join(f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    return re.compile(pattern), {row["text"].strip("^$"): group_bit(row["name"]) for row in rows}


def _behind_first(piece: str) -> str:
    """Regular expression for a piece of a name behind its first letter, which has been matched.

    ``^`` and ``$`` bind a piece to the start and the end of a word.
    """
    letters = piece.strip("^$")
    start = f"(?<![a-z0-9]{re.escape(letters[0])})" if piece[0] == "^" else ""
    end = "(?![a-z0-9])" if piece[-1] == "$" else ""
    return start + re.escape(letters[1:]) + end


@lru_cache(maxsize=50_000)  # the names of a template come with each of its pages
def name_bits(name: str) -> int:
    """The groups that a name (lower case) speaks of, as bits."""
    bits = 0
    for word in name[:MAX_NAME_CHARS].split():
        bits |= _word_bits(word)
    return bits


def speaks_of(name: str, groups: int) -> bool:
    """Whether a name speaks of one of some groups (bits); ``relative``, which places an element, is not related.

    >>> speaks_of("block position-relative", group_bit("related")), speaks_of("relatedposts", group_bit("related"))
    (False, True)
    """
    return bool(name_bits(name.replace("relative", "")) & groups)


@lru_cache(maxsize=50_000)  # a site has some hundred class names, and templates share them
def _word_bits(word: str) -> int:
    """The groups that one class name speaks of. No piece reaches over a space."""
    pattern, bit_of = _pieces()
    bits = 0
    for piece in pattern.findall(word):
        bits |= bit_of[piece]
    return bits


def group_bit(group: str) -> int:
    """The bit of one group in ``name_bits``."""
    return 1 << GROUPS.index(group)
