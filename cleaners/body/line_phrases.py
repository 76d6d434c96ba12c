"""Which phrases of the furniture around articles the short lines of a page begin with, and which hold a date."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from cleaners.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.text.arrays import Bools, Floats


_MAX_PHRASE_LINE_CHARS = 120
"""Longest line in which phrases are looked for. A line of furniture is shorter."""

_MAX_PHRASE_CHARS = 40
"""Longest phrase, and more."""

_MAX_DATE_LINE_CHARS = 70
"""Longest line that counts as dated: a comment's head, an entry of a listing."""

_DATE = re.compile(
    r"[0-9]{1,4}(?:[-/.:年月] ?[0-9]|,? (?:19|20)[0-9]{2}|"
    r" ?(?:分钟|小时|天|minutes?|hours?|days?|weeks?) ?(?:前|ago))"
)


_Phrases = dict[str, tuple[tuple[str, int], ...]]
"""First characters -> the phrases that begin with them, each with the number of its group."""
_START, _SHORT_START = 3, 2
"""First characters by which a phrase is found, and those of the shortest phrases."""


@cache
def _phrases() -> tuple[_Phrases, frozenset[str], int]:
    """The phrases, the short beginnings of all, and the number of groups."""
    rows = [(row["text"].replace("␠", " "), row["name"]) for row in load_lexicon("line_phrases")]
    names = sorted({name for _, name in rows})
    by_start: dict[str, list[tuple[str, int]]] = {}
    for text, name in rows:
        by_start.setdefault(text[:_START], []).append((text, names.index(name)))
    short = frozenset(start[:_SHORT_START] for start in by_start)
    return {start: tuple(found) for start, found in by_start.items()}, short, len(names)


def find_phrases(lowered: Sequence[str]) -> Floats:
    """Per line (rows) and group of phrases (columns), 1 if the line begins with one, a bullet or bracket aside.

    The lines are given in lower case.
    """
    by_start, short, groups = _phrases()
    columns = np.zeros((len(lowered), groups), np.float32)
    for at, text in enumerate(lowered):
        if text[:_START] in by_start or text[:_SHORT_START] in by_start or not text[0].isalnum():
            head = text[0 if text[:_SHORT_START] in short else 1 : _MAX_PHRASE_CHARS]
            for phrase, group in (*by_start.get(head[:_START], ()), *by_start.get(head[:_SHORT_START], ())):
                if head.startswith(phrase) and len(text) <= _MAX_PHRASE_LINE_CHARS:
                    columns[at, group] = 1
    return columns


def find_dates(texts: Sequence[str], with_digits: Bools) -> Floats:
    """Per line, 1 if it is short and holds a date or a time. Many of them in a row are comments or a listing."""
    search = _DATE.search
    dated = np.zeros(len(texts), np.float32)
    for at in with_digits.nonzero()[0].tolist():
        text = texts[at]
        if len(text) < _MAX_DATE_LINE_CHARS and search(text):
            dated[at] = 1
    return dated
