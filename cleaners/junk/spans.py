"""Pieces of a line that are junk, and a line without them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from cleaners.text.phrase_alphabet import BRACKETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaners.page.model import Line


_SPACES = " \u3000"
_ENDS = ("。", "；", "？", "！", "，")
_SIGNS = frozenset("-_|—，：:")
"""What sets a phrase at the beginning of a line apart from its sentence."""


class Span(NamedTuple):
    """``text[start:end]`` of a line is junk."""

    start: int
    end: int


class Place(NamedTuple):
    """``lines[line].text[start:end]`` is junk."""

    line: int
    start: int
    end: int


def by_line(places: Iterable[Place], lines: int) -> list[list[Span]]:
    """The spans of each of so many ``lines``, in order."""
    spans: list[list[Span]] = [[] for _ in range(lines)]
    for line, start, end in sorted(places):
        spans[line].append(Span(start, end))
    return spans


def widen(text: str, start: int, end: int) -> Span:
    """The span of a phrase with the brackets and white space around it, and with a full stop, comma or dots that close
    nothing else, or the sign between it and its paragraph.
    """
    if start and end < len(text) and BRACKETS.get(text[start - 1]) == text[end]:
        start, end = start - 1, end + 1
    at = start
    while at and text[at - 1] in _SPACES:
        at -= 1
    rest = _behind_spaces(text, end)
    if not start and text[rest : rest + 1] in _SIGNS:
        rest = _behind_spaces(text, rest + 1)
    if start and text[rest : rest + 1] in _ENDS:
        rest = _behind_spaces(text, rest + 1)
    elif start and text[rest : rest + 1] == "…":
        rest = len(text) - len(text[rest:].lstrip("…" + _SPACES))
    return Span(at, rest)


def with_a_space(text: str, start: int, end: int) -> Span:
    """The span, and the spaces behind it where one stands before it: that one keeps the sentences apart."""
    spaced = text[start - 1 : start] == " "
    return Span(start, len(text) - len(text[end:].lstrip(" ")) if spaced else end)


def _behind_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACES:
        at += 1
    return at


def without(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """The pieces of ``text`` between the spans."""
    at = 0
    for start, end in spans:
        yield text[at:start]
        at = end
    yield text[at:]


def cut_spans(line: Line, spans: Sequence[Span]) -> Line | None:
    """The line without the spans (in order), its links moved; None if no letter or figure is left. A link that a
    span touches goes.
    """
    rest = "".join(without(line.text, spans))
    text = rest.strip()
    if not any(map(str.isalnum, text)):
        return None
    lead = len(rest) - len(rest.lstrip())
    ends = [end for _, end in spans]
    gone_before = list(accumulate((end - start for start, end in spans), initial=lead))
    links = []
    for link in line.links:
        at = bisect_right(ends, link.start)  # the first span that the link may lie in
        if at < len(spans) and spans[at].start < link.end:
            continue
        links.append(link._replace(start=link.start - gone_before[at], end=link.end - gone_before[at]))
    return line._replace(text=text, links=tuple(links))
