"""Names of months, in any script and language that news pages print them in."""

from __future__ import annotations

import re
from functools import cache

from cleaners.lexicons import fold, load_lexicon

MONTH_WORD = (
    r"(?P<name>(?:(?:كانون|تشرين) )?"
    r"[^\s\d_,،;:!?/|()\[\]{}<>«»“”\"'·•–—=+*&-]{2,24}?\.?)"
)
"""A word that may be a month's name, in any script; in two words the Levant's كانون الثاني."""


@cache
def month_names() -> dict[str, int]:
    """Names of months in the languages of ``data/lexicons/months.tsv``, folded -> number."""
    return {plain_name(row["text"]): int(row["value"]) for row in load_lexicon("months")}


def plain_name(name: str) -> str:
    """A month's name without case and final full stop."""
    return fold(name).rstrip(".")


@cache
def months_of(language: str) -> frozenset[str]:
    """Names, folded, of the months of one language."""
    return frozenset(plain_name(row["text"]) for row in load_lexicon("months") if row.get("note") == language)


GLUED = re.compile(r"(?:(?<=[a-z.])(?:[A-Z][^A-Z]*|[A-Z]+)|(?<=[\u2e80-\uffef])[^\u2e80-\uffef]+)\Z")
"""A name glued to a label: PublishedMay."""


def month_of(word: str) -> str | None:
    """The folded name of a month with which a word ends; None if it does not."""
    if (name := plain_name(word)) in month_names():
        return name
    glued = GLUED.search(word)
    return name if glued and (name := plain_name(glued[0])) in month_names() else None
