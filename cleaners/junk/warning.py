"""Does an article warn of what junk sells? Such an article names it: the kinds of fraud, the names of betting sites."""

from __future__ import annotations

import re
from functools import cache

from cleaners.lexicons import load_lexicon

_WARNINGS = 3
"""Fewest places of an article's prose that speak of fraud, for it to be a warning."""


def warns(prose: str) -> bool:
    """Whether the prose of an article is a warning.

    >>> warns("警方打掉一个赌球团伙，抓获嫌疑人九名，涉案资金两千万元。"), warns("县水利局举行防汛演练。")
    (True, False)
    """
    return len(no_offers("fraud").findall(prose)) >= _WARNINGS


@cache
def no_offers(*names: str) -> re.Pattern[str]:
    """The words of ``no_offers.tsv`` that say one of these things."""
    return re.compile("|".join(re.escape(row["text"]) for row in load_lexicon("no_offers") if row["name"] in names))
