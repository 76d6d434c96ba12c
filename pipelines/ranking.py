"""Order found texts and cut their snippets: pure functions over the texts themselves.

FTS5's own ``rank`` counts every article that holds a word before it can weigh the first one, which takes longer than
finding the newest thousand; weighing those alone does not need it. The measure is the same (BM25), its statistics are
those of the texts at hand.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from pipelines.folding import HAN, plain_form

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE_WEIGHT = 4.0
"""A word in the title weighs as much as four in the text."""
_SATURATION, _LENGTH_SHARE = 1.2, 0.75
"""BM25's k1 and b as everyone sets them: how soon more of the same word says no more, how much a long text is marked
down."""
_SNIPPET_LENGTH = 40
_SNIPPET_LEAD = 8
"""Characters of a snippet, and of those before its first found word."""
_LETTERS_WIDE = 2
"""Letters on the room of one Chinese character: a snippet of letters has as many more."""
_MAX_WORD_CHARS = 25
"""Letters of a word that a snippet is not cut in; what is longer is an address."""
MARK_START, MARK_END = "\x02", "\x03"
"""Around a found word in a snippet; no text holds them, so they can be replaced safely."""

_PHRASE = re.compile(r'"([^"]*)"(\*?)')
_TOKEN = re.compile(rf"[{HAN}]|[^\s{HAN}]+")
_HAN = re.compile(rf"[{HAN}]")
_LETTERS = re.compile(rf"[^\W\d_{HAN}]+")
_EDGE = rf"[^\s{HAN}]"
"""What must not stand beside a word of another script than Chinese: more of the word."""


class Candidate(NamedTuple):
    """A found article."""

    id: int
    title: str | None
    text: str


def phrase_patterns(form: str) -> list[re.Pattern[str]]:
    """Give a pattern for each phrase of a MATCH form, for texts in their plain form; punctuation is no part of either.

    Phrases after NOT are among them: an article that has them was not found.
    """
    return [
        pattern for words, star in _PHRASE.findall(form) if (pattern := _phrase_pattern(words, is_prefix=bool(star)))
    ]


def rank(candidates: Sequence[Candidate], patterns: Sequence[re.Pattern[str]]) -> list[Candidate]:
    """Sort by BM25, the best first; equal ones stay in their order."""
    titles = [plain_form(candidate.title or "") for candidate in candidates]
    texts = [plain_form(candidate.text) for candidate in candidates]
    lengths = [len(title) + len(text) for title, text in zip(titles, texts, strict=True)]
    mean = sum(lengths) / max(1, len(lengths)) or 1.0
    scores = [0.0] * len(candidates)
    for pattern in patterns:
        counts = [
            TITLE_WEIGHT * len(pattern.findall(title)) + len(pattern.findall(text))
            for title, text in zip(titles, texts, strict=True)
        ]
        having = sum(count > 0 for count in counts)
        rarity = math.log(1 + (len(counts) - having + 0.5) / (having + 0.5))
        for place, (count, length) in enumerate(zip(counts, lengths, strict=True)):
            damping = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / mean)
            scores[place] += rarity * count * (_SATURATION + 1) / (count + damping)
    order = sorted(range(len(candidates)), key=lambda place: -scores[place])
    return [candidates[place] for place in order]


def cut_snippet(text: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """Cut the part of a text with most of the phrases, with marks around each; its beginning when it has none."""
    found = _find(text, patterns)
    first = max(found, key=lambda span: _worth(found, span[0]), default=(0, 0, 0))[0]
    start, end = _window(text, first)
    snippet = _mark(text, found, start, end).replace("\n", " ").rstrip()
    return f"{'…' if start else ''}{snippet}{'…' if end < len(text) else ''}"


def mark_all(text: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """A short text, such as a title, whole, with marks around each phrase."""
    return _mark(text, _find(text, patterns), 0, len(text))


def _find(text: str, patterns: Sequence[re.Pattern[str]]) -> list[tuple[int, int, int]]:
    """Where phrases stand in a text, in order: begin, end, and the phrase's number."""
    plain = plain_form(text)
    return sorted(
        (*match.span(), number) for number, pattern in enumerate(patterns) for match in pattern.finditer(plain)
    )


def _mark(text: str, found: Sequence[tuple[int, int, int]], start: int, end: int) -> str:
    """The part from ``start`` to ``end`` with marks around what lies whole in it; of two that overlap the first."""
    pieces = []
    at = start
    for begin, stop, _ in found:
        if begin >= at and stop <= end:
            pieces += [text[at:begin], MARK_START, text[begin:stop], MARK_END]
            at = stop
    return "".join([*pieces, text[at:end]])


def _window(text: str, first: int) -> tuple[int, int]:
    """Where a snippet with what is found at ``first`` begins and ends; not within a word of letters."""
    wide = 1 if _HAN.search(text, first, first + _SNIPPET_LENGTH) else _LETTERS_WIDE
    start = max(0, min(first - _SNIPPET_LEAD * wide, len(text) - _SNIPPET_LENGTH * wide))
    end = _past_word(text, start + _SNIPPET_LENGTH * wide)
    start = _past_word(text, start)
    while start < first and text[start].isspace():
        start += 1
    return min(start, first), end


def _past_word(text: str, place: int) -> int:
    """The end of the word of letters that a place lies in; the place itself between two words."""
    word = _LETTERS.match(text, place - 1) if place else None
    return word.end() if word and place < word.end() <= place + _MAX_WORD_CHARS else place


def _worth(found: Sequence[tuple[int, int, int]], start: int) -> tuple[int, int]:
    inside = [
        number for begin, stop, number in found if begin >= start and stop <= start + _SNIPPET_LENGTH - _SNIPPET_LEAD
    ]
    return len(set(inside)), len(inside)


def _phrase_pattern(words: str, *, is_prefix: bool) -> re.Pattern[str] | None:
    tokens = _TOKEN.findall(plain_form(words))
    if not tokens:
        return None
    pattern = ""
    for place, token in enumerate(tokens):
        is_han = re.match(rf"[{HAN}]", token) is not None
        is_last = place == len(tokens) - 1
        opening = "" if is_han else f"(?<!{_EDGE})"
        closing = "" if is_han or (is_last and is_prefix) else f"(?!{_EDGE})"
        pattern += opening + re.escape(token) + closing + ("" if is_last else r"\s*")
    return re.compile(pattern)
