"""Is a whole line junk? Judged by its shape and its wording, never by a list of words alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_ITEMS = 3
"""Items that make a line a list."""
MAX_ITEM_CHARS = 30
"""Keywords are short."""
MAX_LINE_CHARS = 4000
"""Only so much of a line is looked at."""
JUNK_ITEM = 0.5
"""Nats from which on one item of a list counts as junk."""
JUNK_SHARE = 0.5
"""Share of the items that must be junk."""
JUNK_LIST = 6.0
"""Nats that the items of a list must sum up to."""
KNOWN_PAIR = 2.0
"""Nats for a pair of characters that other junk of the page has and its honest text has not."""
HEAP_NATS, HEAP_DENSITY = 15.0, 0.5
"""Nats, and nats a character, that need no marks between keywords. Furniture of honest pages stays below 13."""
JUNK_PHRASE = 5.0
"""Nats that make a single phrase, standing alone, junk."""
JUNK_ANCHOR = 2.0
"""The same for a phrase that is nothing but a link to a foreign host."""

_SENTENCE = re.compile(r"[。！？：“”（）《》「」『』【】\[\]…:]")
"""A sign that a line is written language: keyword lists go without."""
_SEPARATOR = re.compile(r"[丨,，、|｜_·•‧/／\\\-–—~～;；»★☆◆●■+＋#＃\s\t\u3000]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def split_items(text: str) -> tuple[str, ...]:
    """The items of a list written in one line, whatever stands between them."""
    return tuple(item for item in _SEPARATOR.split(text[:MAX_LINE_CHARS]) if item)


def looks_listed(text: str) -> bool:
    """Whether a line could be a list of keywords. Cheap: it spares nearly all lines the look at their wording."""
    return len(text) >= 10 and _SENTENCE.search(text) is None and _HAN.search(text) is not None


def is_keywords(text: str) -> bool:
    """Whether a text has no sign of written language, so that it can be a heap of keywords."""
    return len(text) >= 4 and _SENTENCE.search(text) is None


def is_heap(text: str) -> bool:
    """Whether a line is so full of junk that it needs no marks between its keywords."""
    nats = wording.score(text[:MAX_LINE_CHARS])
    return nats >= HEAP_NATS and nats >= HEAP_DENSITY * len(text)


def is_junk_list(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether a line is a list of junk keywords. Items in another script are not counted.

    ``known``: pairs of characters that speak for junk on this page; a page that has some needs less else.
    """
    return is_heap(text) or _is_list(text, known)


def find_junk_lists(texts: Sequence[str]) -> set[int]:
    """Indices of the texts, none empty, that ``is_junk_list`` holds for; quicker than asking it for each."""
    if not texts:
        return set()
    best = wording.best_prefixes([text[:MAX_LINE_CHARS] for text in texts]).tolist()
    likely = [nats >= HEAP_NATS - wording.ROUNDING for nats in best]  # no text as a whole has more than its best part
    return {at for at, text in enumerate(texts) if (likely[at] and is_heap(text)) or _is_list(text)}


def _is_list(text: str, known: frozenset[str] = frozenset()) -> bool:
    items = [item for item in split_items(text) if _HAN.search(item)]
    if len(items) < MIN_ITEMS or max(map(len, items)) > MAX_ITEM_CHARS:
        return False
    scores = [sum(wording.steps_of(item, known, KNOWN_PAIR)) for item in items]
    junk = sum(score >= JUNK_ITEM for score in scores)
    return junk >= JUNK_SHARE * len(items) and sum(scores) >= JUNK_LIST


def is_junk_phrase(text: str, least: float = JUNK_PHRASE) -> bool:
    """Whether a short text without sentence punctuation is junk by its wording."""
    return len(text) <= 2 * MAX_ITEM_CHARS and _SENTENCE.search(text) is None and wording.score(text) >= least


def is_junk_title(text: str) -> bool:
    """Whether a title, or a text of the page's head, was replaced by junk."""
    return is_junk_list(text) or is_junk_phrase(text)


NEWSLIKE = -1.6
"""Nats a character: below, the wording of a list is that of news: schools, villages, offices."""
