"""What a page says of its own article: the words of its headline and description, the text its structured data holds.

Evidence for the scorer, never a verdict: sites describe themselves where they should describe an article, and repeat
another article's text.
"""

from __future__ import annotations

import json
import re
from itertools import accumulate
from math import log2
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MAX_WORDS = 16
"""Words of the headline and the description that are looked for."""
MAX_FOUND = 200
"""Places at which one word is looked for; a more frequent one says little."""
QUOTED_CHARS = 24
"""Characters of the description that a line must hold for the text to begin there."""
MAX_STATED_CHARS = 200_000
"""Characters of a text in structured data that are compared."""
MAX_COMPARED_CHARS = 50_000_000
"""Length of the stated text times lines that are looked for in it; honest pages stay below a tenth of it."""
PROBE_CHARS = 16
"""Characters at the start, the middle and the end of a line that are looked for in the stated text."""

MAX_LINE_CHARS = 400
"""Characters of a line that are looked for."""
MIN_LINE_CHARS = 4
"""Shortest line that is looked for; a shorter one stands in any text."""

DESCRIPTIONS = ("og:description", "description", "twitter:description")
"""Names under which a head describes its page, the one that speaks of articles most often first."""

_WORD = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]{2}|[^\W\d_\u3040-\u9fff\uac00-\ud7af]{4,}")
_ARTICLE_BODY = re.compile(r'"articleBody"\s*:\s*"')
_TAG = re.compile(r"<[^<>]{0,500}>")


def topic_words(title: str | None, description: str | None) -> list[str]:
    """The first words of the headline and the description: long words, and pairs of ideographs."""
    told = f"{(title or '')[:200]}\n{(description or '')[:300]}".lower()
    return list(dict.fromkeys(_WORD.findall(told)))[:MAX_WORDS]


def count_topic(texts: Sequence[str], words: Sequence[str]) -> Floats:
    """Per line, how many of ``words`` it holds, rare ones counting for more. No line holds a line break."""
    hits = [0.0] * len(texts)
    joined = "\n".join(texts)
    if any(map(str.islower, words)):  # ideographs have no capitals
        lowered = joined.lower()
        joined = lowered if len(lowered) == len(joined) else joined
    for word in words:
        *before, _ = joined.split(word, MAX_FOUND)
        holding = set(accumulate(piece.count("\n") for piece in before))
        for line in holding:
            hits[line] += 1 / log2(2 + len(holding))
    return np.array(hits, np.float32)


def find_quoted(texts: Sequence[str], description: str | None) -> int | None:
    """Index of the first line that holds the start of the description; None without one."""
    quoted = " ".join((description or "").split())[:QUOTED_CHARS]
    if len(quoted) < QUOTED_CHARS * 2 // 3:
        return None
    return next((at for at, text in enumerate(texts) if quoted in text), None)


def stated_body(json_ld: Sequence[str]) -> str:
    """The ``articleBody`` of the page's structured data without white space; empty when it has none."""
    for script in json_ld:
        if found := _ARTICLE_BODY.search(script):
            try:
                text, _ = json.JSONDecoder(strict=False).raw_decode(script, found.end() - 1)
            except ValueError:
                continue
            return "".join(_TAG.sub("", text[:MAX_STATED_CHARS]).split())
    return ""


def share_stated(texts: Sequence[str], stated: str) -> Floats:
    """Per line, the share of three short probes of it that ``stated`` holds."""
    shares = np.zeros(len(texts), np.float32)
    if not stated:
        return shares
    for at, text in enumerate(texts[: MAX_COMPARED_CHARS // len(stated)]):
        line = "".join(text[:MAX_LINE_CHARS].split())
        if len(line) >= MIN_LINE_CHARS:
            middle = max(0, len(line) // 2 - PROBE_CHARS // 2)
            probes = (line[:PROBE_CHARS], line[middle : middle + PROBE_CHARS], line[-PROBE_CHARS:])
            shares[at] = sum([probe in stated for probe in probes]) / len(probes)
    return shares


def description_of(meta: Mapping[str, str] | None) -> str | None:
    """What the page's head says it is about."""
    known = meta or {}
    return next((known[name] for name in DESCRIPTIONS if name in known), None)
