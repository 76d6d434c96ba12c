"""Does an article speak of languages? Such an article quotes them."""

from __future__ import annotations

import re
from functools import cache

from cleaners.lexicons import load_lexicon


def speaks_of_languages(text: str, script: str | None = None) -> bool:
    """Whether an article says what those do that quote another language, or one that is written in the ``script``."""
    return _of_languages(script).search(text) is not None


@cache
def _of_languages(script: str | None) -> re.Pattern[str]:
    rows = load_lexicon("foreign_languages")
    return re.compile(
        "|".join(re.escape(row["text"]) for row in rows if script is None or row["value"] in (script, "-"))
    )
