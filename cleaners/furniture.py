"""Short lines that never belong to an article although they stand inside its box."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from cleaners.lexicons import load_lexicon

MAX_FURNITURE_CHARS = 60
"""Longest line that is judged by how it begins or ends; a paragraph may begin with any words."""

_SENTENCE_ENDS = ("。", "！", "？")
MAX_SENTENCE_CHARS = 30
"""A line that ends as a sentence is furniture up to this length only."""


class _Furniture(NamedTuple):
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    whole: frozenset[str]


@cache
def _furniture() -> _Furniture:
    rows = load_lexicon("furniture")
    texts = {
        kind: [row["text"].lower() for row in rows if row["match"] == kind] for kind in ("prefix", "suffix", "exact")
    }
    return _Furniture(tuple(texts["prefix"]), tuple(texts["suffix"]), frozenset(texts["exact"]))


def is_furniture(text: str) -> bool:
    """Whether a line only prompts, leads elsewhere or states rights.

    >>> is_furniture("延伸阅读：渡口的一百年"), is_furniture("延伸阅读是她多年的习惯，每天晚上她都要在灯下读到很晚。")
    (True, False)
    """
    if len(text) > MAX_FURNITURE_CHARS:
        return False
    if len(text) > MAX_SENTENCE_CHARS and text.endswith(_SENTENCE_ENDS) and "：" not in text[:6]:
        return False
    prefixes, suffixes, whole = _furniture()
    lowered = text.lower().lstrip("【[（( >»•·*▼↓")
    return lowered.startswith(prefixes) or lowered in whole or lowered.endswith(suffixes)
