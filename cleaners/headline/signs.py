"""Signs by which a line looks like a headline, or like what stands around one."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import words
from cleaners.lines.prose import is_prose
from cleaners.lines.stamps import read_stamps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Line


MAX_CHARS = 250
"""Longer lines are text, not headlines."""
HEADING_SCORE = {"h1": 2.5, "h2": 1.6, "h3": 1.1, "h4": 1.0, "h5": 0.9, "h6": 0.5}
_NAMED_TITLE = re.compile(r"title|heading|headline|biaoti|(?:^|[ _-])tit(?:$|[ _-])|post-name|entry-name")
_BYLINE_HINT = re.compile(
    r"来源|來源|作者|[记記]者|[编編][辑輯者]|[发發][布佈表]"
    r"|(?:^|[|·•–—-]\s?|ritten )[Bb][Yy]\s|[Pp]ublished|[Pp]osted|[Uu]pdated"
)


DASHES = ("——", "--", "—")
"""What a line below the headline begins with that goes on with it (副题)."""
BYLINE_LINES = 3
"""Lines behind a headline in which its date or byline stands."""
_BYLINE_LINES_H1 = 6
"""The same for an ``<h1>``: buttons and the writer's card may stand between."""
SURE = 2.5
"""Score of an ``<h1>`` alone: a line that reaches it is the headline, whatever ``<title>`` says."""


class Candidate(NamedTuple):
    """Lines that may be the headline: ``lines[start:stop]``, and the one line they make."""

    score: float
    start: int
    stop: int
    line: Line


@lru_cache(maxsize=10_000)
def is_named_title(name: str) -> bool:
    """Whether class or id call an element a title; a page repeats few names."""
    return _NAMED_TITLE.search(name) is not None


@cache
def not_headlines() -> tuple[str, ...]:
    """Beginnings of lines that are never a headline."""
    return tuple(words("not_headlines"))


def company_of(lines: Sequence[Line], index: int) -> float:
    """Bonus of a line for a date or byline right behind it: 1.5, or 0 where there is none."""
    reach = _BYLINE_LINES_H1 if lines[index].tag == "h1" else BYLINE_LINES
    return 1.5 if any(is_dated(line) for line in lines[index + 1 : index + 1 + reach]) else 0.0


def is_dated(line: Line) -> bool:
    """Whether a line looks like one that states time or byline."""
    text = line.text
    return len(text) <= 120 and not is_prose(text) and bool(_BYLINE_HINT.search(text) or read_stamps(text))
