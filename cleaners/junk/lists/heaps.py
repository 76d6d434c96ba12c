"""Heaps of keywords: one line of many, with nothing at all between them.

Only the wording tells where one ends. A heap is cut at the places that make its pieces look most like keyword phrases;
whether they are any is judged as of any other list.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf

from cleaners.junk.lists.keywords import NEWSLIKE
from cleaners.text import phrases, wording
from cleaners.text.character_tables import HAN

HEAP_CHARS = 36
"""Characters of the shortest heap. Headlines and names of offices, which have no mark either, are shorter."""
MAX_HEAP_CHARS = 400
"""Only so much of a line is cut into pieces."""
PIECE_CHARS = 3, 12
"""Characters of the shortest and the longest piece."""
_HAN_SHARE = 0.5
"""Least share of a heap that is Han: what it is cut by knows no other words."""

_PARTED = re.compile(r"[\s，、；;。！？：“”《》「」『』…|_]")
"""A sign that parts words: there is none in a heap."""


def may_be_heap(text: str) -> bool:
    """Whether a line is too long for a line without any mark, and not worded like news."""
    if len(text) < HEAP_CHARS or _PARTED.search(text) is not None:
        return False
    text = text[:MAX_HEAP_CHARS]
    return len(HAN.findall(text)) >= _HAN_SHARE * len(text) and wording.score(text) >= NEWSLIKE * len(text)


@lru_cache(maxsize=200)  # a line of the body is cut with the page's lines, and with the body's
def split_heap(text: str) -> tuple[str, ...]:
    """The pieces of a heap that together look most like keyword phrases; no word of an alphabet is cut in two."""
    text = text[:MAX_HEAP_CHARS]
    edges = [at for at in range(len(text) + 1) if not _in_word(text[max(0, at - 1) : at + 1])]
    least, most = PIECE_CHARS
    spans = [(a, b) for at, a in enumerate(edges) for b in edges[at + 1 : at + 1 + most] if least <= b - a <= most]
    nats = phrases.weigh_alone([text[a:b] for a, b in spans], phrases.load_model()).tolist() if spans else []
    best, back = {0: 0.0}, {0: 0}
    for (a, b), here in zip(spans, nats, strict=True):  # in the order of their beginnings, so best[a] is settled
        there = best.get(a, -inf) + here
        if there > best.get(b, -inf):
            best[b], back[b] = there, a
    end = max(best)
    pieces: list[str] = []
    while end:
        pieces.append(text[back[end] : end])
        end = back[end]
    return tuple(reversed(pieces))


def _in_word(pair: str) -> bool:
    return len(pair) > 1 and pair.isascii() and pair.isalnum()
