"""What a page says of its own article: the words of its headline and description, the text its structured data holds,
the names of its site and its writers.

Evidence for the scorer, never a verdict: sites describe themselves where they should describe an article, and repeat
another article's text.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import accumulate
from math import log2
from typing import TYPE_CHECKING

import numpy as np

from cleaners.links.hosts import domain_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleaners.text.arrays import Floats


_MAX_WORDS = 16
"""Words of the headline and the description that are looked for."""
_MAX_FOUND = 200
"""Places at which one word is looked for; a more frequent one says little."""
_QUOTED_CHARS = 24
"""Characters of the description that a line must hold for the text to begin there."""
_MAX_STATED_CHARS = 200_000
"""Characters of a text in structured data that are compared."""
_MAX_COMPARED_CHARS = 50_000_000
"""Length of the stated text times lines that are looked for in it; honest pages stay below a tenth of it."""
_PROBE_CHARS = 16
"""Characters at the start, the middle and the end of a line that are looked for in the stated text."""

_MAX_LINE_CHARS = 400
"""Characters of a line that are looked for."""
_MIN_LINE_CHARS = 4
"""Shortest line that is looked for; a shorter one stands in any text."""

_DESCRIPTIONS = ("og:description", "description", "twitter:description")
"""Names under which a head describes its page, the one that speaks of articles most often first."""

_SITE_NAMES = ("og:site_name", "application-name")
_WRITER_NAMES = ("author", "article:author", "byl", "parsely-author", "sailthru.author")
"""Names under which a head states its site and its writers."""
_NAME_CHARS = range(2, 61)
_MIN_LETTERS = 3
"""Shortest name in an alphabet; two letters stand in any word."""

_MAX_SCRIPTS, _MAX_WRITERS = 5, 3
"""Scripts of structured data that are read for writers, and places of each that are looked at."""

_AUTHOR_KEY = '"author"'
_AUTHOR = re.compile(_AUTHOR_KEY + r'\s{0,9}:[\s\[]{0,9}(?:\{[^{}]{0,300}?"name"\s{0,9}:[\s\[]{0,9})?"([^"]{2,60})"')
_WORD = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]{2}|[^\W\d_\u3040-\u9fff\uac00-\ud7af]{4,}")
_ARTICLE_BODY = re.compile(r'"articleBody"\s*:\s*"')
_TAG = re.compile(r"<[^<>]{0,500}>")


def topic_words(title: str | None, description: str | None) -> list[str]:
    """The first words of the headline and the description: long words, and pairs of ideographs."""
    told = f"{(title or '')[:200]}\n{(description or '')[:300]}".lower()
    return list(dict.fromkeys(_WORD.findall(told)))[:_MAX_WORDS]


def count_topic(page_text: str, words: Sequence[str], starts: Sequence[int]) -> Floats:
    """Per line of ``page_text``, how many of ``words`` it holds, rare ones counting for more.

    ``starts``: its ``line_starts``.
    """
    hits = [0.0] * (len(starts) + 1)
    for word in words:
        holding = lines_holding(page_text, word, starts)
        weight = 1 / log2(2 + len(holding))
        for line in holding:
            hits[line] += weight
    return np.array(hits, np.float32)


def line_starts(page_text: str) -> list[int]:
    """Where the lines of ``page_text`` begin, but for the first."""
    return list(accumulate([len(line) + 1 for line in page_text.split("\n")[:-1]]))


def lines_holding(page_text: str, word: str, starts: Sequence[int]) -> set[int]:
    """Indices of the lines of ``page_text`` that hold ``word``, the first ``_MAX_FOUND`` places of it.

    ``starts``: its ``line_starts``.
    """
    held = set()
    at = page_text.find(word)
    for _ in range(_MAX_FOUND):
        if at < 0:
            break
        held.add(bisect_right(starts, at))
        at = page_text.find(word, at + len(word))
    return held


def site_names(meta: Mapping[str, str] | None, url: str | None) -> set[str]:
    """The names a page's site goes by, in lower case: as its head states it, and the main word of its domain."""
    known = meta or {}
    stated = (known[name].strip().lower() for name in _SITE_NAMES if name in known)
    word = (domain_of(url or "") or "").partition(".")[0]
    return {name for name in (*stated, word) if _is_name(name)}


def writer_names(meta: Mapping[str, str] | None, json_ld: Sequence[str]) -> set[str]:
    """The writers that a page's head and its structured data state, in lower case."""
    known = meta or {}
    stated = [known[name] for name in _WRITER_NAMES if name in known]
    for script in json_ld[:_MAX_SCRIPTS]:
        at = -1
        for _ in range(_MAX_WRITERS):
            if (at := script.find(_AUTHOR_KEY, at + 1)) < 0:
                break
            if found := _AUTHOR.match(script, at):
                stated.append(found[1])
    return {name for text in stated if _is_name(name := text.strip().lower().removeprefix("by "))}


def _is_name(text: str) -> bool:
    return len(text) in _NAME_CHARS and "http" not in text and (len(text) >= _MIN_LETTERS or text[0] >= "\u3040")


def find_quoted(page_text: str, description: str | None) -> int | None:
    """Index of the first line of ``page_text`` that holds the start of the description; None without one."""
    quoted = " ".join((description or "").split())[:_QUOTED_CHARS]
    if len(quoted) < _QUOTED_CHARS * 2 // 3:
        return None
    at = page_text.find(quoted)
    return None if at < 0 else page_text.count("\n", 0, at)


def stated_body(json_ld: Sequence[str]) -> str:
    """The ``articleBody`` of the page's structured data without white space; empty when it has none."""
    for script in json_ld:
        if found := _ARTICLE_BODY.search(script):
            try:
                text, _ = json.JSONDecoder(strict=False).raw_decode(script, found.end() - 1)
            except ValueError:
                continue
            return "".join(_TAG.sub("", text[:_MAX_STATED_CHARS]).split())
    return ""


def share_stated(texts: Sequence[str], stated: str) -> Floats:
    """Per line, the share of three short probes of it that ``stated`` holds."""
    shares = np.zeros(len(texts), np.float32)
    if not stated:
        return shares
    for at, text in enumerate(texts[: _MAX_COMPARED_CHARS // len(stated)]):
        line = "".join(text[:_MAX_LINE_CHARS].split())
        if len(line) >= _MIN_LINE_CHARS:
            probes = _probes_of(line)
            shares[at] = sum([probe in stated for probe in probes]) / len(probes)
    return shares


def _probes_of(line: str) -> tuple[str, ...]:
    """The start, the middle and the end of a line; a line no longer than one of them is all three."""
    if len(line) <= _PROBE_CHARS:
        return (line,)
    middle = len(line) // 2 - _PROBE_CHARS // 2
    return line[:_PROBE_CHARS], line[middle : middle + _PROBE_CHARS], line[-_PROBE_CHARS:]


def description_of(meta: Mapping[str, str] | None) -> str | None:
    """What the page's head says it is about; None when it says nothing."""
    known = meta or {}
    return next((known[name] for name in _DESCRIPTIONS if name in known), None)
