"""Find Chinese keywords that were put between the sentences of an article in another language.

Pages all over the world are filled with them. Whoever writes about China quotes Han in brackets or quotation marks, or
inside a sentence, and has them elsewhere, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.junk.spans import Span
from cleaners.text import phrases
from cleaners.text.character_tables import HAN
from cleaners.text.strange import is_japanese

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEAST_PLACES = 2
"""Least places of a page that convict each other; other junk in its text counts as one."""
LEAST_HAN = 4
"""Least Han characters of a place: names of people have fewer."""
REST_SHARE = 0.5
"""Most Han characters of the rest of the article, for each in such places: an article that has more is about China."""
LEAST_NATS = -2.5
"""Least mean nats of the places' wording by itself (``phrases.weigh_alone``). 99 in 100 keyword phrases have them;
sentences of a phrase book have fewer, because of their function words."""

_RUN = r"[\u3400-\u9fff](?:[\u3400-\u9fff\d|_、，,·/ \u3000+:：-]{0,200}[\u3400-\u9fff\d])?"
_PICTURE = r"[\u2190-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]?"
_LETTER = r"[^\W\d_\u3040-\u30ff\u3400-\u9fff]"
_PLACE = re.compile(
    rf"[.!?…][\"”’)]*\s*({_PICTURE}[a-z\d]{{0,5}}{_RUN}{_PICTURE})\s*(?={_LETTER}|[\"“‘(]|$)"
    rf"|(?<={_LETTER})({_PICTURE}{_RUN}{_PICTURE})|(?<=..)({_PICTURE}{_RUN}{_PICTURE})(?={_LETTER})",
    re.MULTILINE,
)
"""Between two sentences, or inside a line at a word without a space. At the beginning of lines stand dishes, books and
verses with their translation."""


def find_han(lines: Sequence[str], *, injected: bool) -> list[list[Span]]:
    """For each line of a body in an alphabet, in order, the Chinese keywords between its sentences.

    ``injected``: other junk was found in the page's text.
    """
    whole = "".join(lines)
    if whole.isascii() or HAN.search(whole) is None or is_japanese(whole):
        return [[] for _ in lines]
    found = [(at, span) for at, text in enumerate(lines) if HAN.search(text) for span in _places_in(text)]
    texts = [lines[at][slice(*span)] for at, span in found]
    inside = len(HAN.findall("".join(texts)))
    rest = len(HAN.findall(whole)) - inside
    if injected + len(texts) < LEAST_PLACES or not texts or rest > REST_SHARE * inside:
        return [[] for _ in lines]
    if phrases.weigh_alone(texts, phrases.load_model()).mean() < LEAST_NATS:
        return [[] for _ in lines]
    spans: list[list[Span]] = [[] for _ in lines]
    for at, span in found:
        spans[at].append(_with_a_space(lines[at], *span))
    return spans


def _with_a_space(text: str, start: int, end: int) -> Span:
    """The span with the spaces behind it where one stands before it, which keeps the sentences apart."""
    spaced = text[start - 1 : start] == " "
    return Span(start, len(text) - len(text[end:].lstrip(" ")) if spaced else end)


def _places_in(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the runs of Han in a line that stand where nobody writes them."""
    for match in _PLACE.finditer(text):
        start, end = match.span(match.lastindex or 0)
        if len(HAN.findall(text, start, end)) >= LEAST_HAN:
            yield start, end
