"""Is a whole line junk? Judged by its shape and its wording, never by a list of words alone."""

from __future__ import annotations

import re

from cleaners import wording

MIN_ITEMS = 3
"""Items that make a line a list."""
MAX_ITEM_CHARS = 30
"""Keywords are short."""
MAX_LINE_CHARS = 4000
"""Only so much of a line is looked at."""
JUNK_ITEM = 1.0
"""Nats from which on one item of a list counts as junk."""
JUNK_SHARE = 0.6
"""Share of the items that must be junk."""
JUNK_LIST = 7.0
"""Nats that the items of a list must sum up to."""
JUNK_PHRASE = 5.0
"""Nats that make a single phrase, standing alone, junk."""
JUNK_ANCHOR = 2.0
"""The same for a phrase that is nothing but a link to a foreign host."""

_SENTENCE = re.compile(r"[。！？；：“”（）《》「」『』【】\[\]…:]")
"""A sign that a line is written language: keyword lists go without."""
_SEPARATOR = re.compile(r"[,，、|｜_·•‧/／\\\-–—~～;★☆◆●■+＋#＃\s\t\u3000]+")
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


def is_junk_list(text: str) -> bool:
    """Whether a line is a list of junk keywords."""
    items = [item for item in split_items(text) if not item.isascii() or item.isalpha()]
    if len(items) < MIN_ITEMS or max(map(len, items)) > MAX_ITEM_CHARS:
        return False
    scores = [wording.score(item) for item in items]
    junk = sum(score >= JUNK_ITEM for score in scores)
    return junk >= JUNK_SHARE * len(items) and sum(scores) >= JUNK_LIST


def is_junk_phrase(text: str, least: float = JUNK_PHRASE) -> bool:
    """Whether a short text without sentence punctuation is junk by its wording."""
    return len(text) <= 2 * MAX_ITEM_CHARS and _SENTENCE.search(text) is None and wording.score(text) >= least


def is_junk_title(text: str) -> bool:
    """Whether a title, or a text of the page's head, was replaced by junk."""
    return is_junk_list(text) or is_junk_phrase(text)
