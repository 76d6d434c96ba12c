"""Running text told from labels, names and lists; and the short line that opens the comments on it."""

from __future__ import annotations

import re
from functools import cache

from cleaners.lexicons import load_lexicon

_PROSE_CHARS = 50
"""A line at least this long with sentence punctuation is running text."""
_WRAPPED_CHARS = 28
"""So is a shorter one that holds the end of a Chinese sentence: old pages break lines by hand."""

_SENTENCE = re.compile(r"。|！|？|；|，|,(?<=[\u3400-\u9fff],)|\.(?:\s|$)|!(?:\s|$)|\?(?:\s|$)")
"""Each branch begins with a character as it is: a search skips to those."""

_COMMENTS_CHARS = 16
"""A heading above comments is short."""


def is_prose(text: str) -> bool:
    """Whether a line is running text rather than a label, a name or a list."""
    if len(text) < _PROSE_CHARS:
        return len(text) >= _WRAPPED_CHARS and "。" in text
    return _SENTENCE.search(text) is not None


def opens_comments(text: str) -> bool:
    """Whether a line is the heading of comments."""
    return len(text) <= _COMMENTS_CHARS and _comment_words().search(text) is not None


@cache
def _comment_words() -> re.Pattern[str]:
    rows = load_lexicon("comment_words")
    return re.compile("|".join(row["text"] + r"\b" * (row["match"] == "end") for row in rows), re.IGNORECASE)
