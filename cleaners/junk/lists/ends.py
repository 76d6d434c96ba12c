"""Lists of short items at the ends of lines of prose.

Hijackers set a list into an article without paragraphs of its own; its text then runs together with the sentences
ahead or behind. The page's source may show it to be an element; else only a space or the end of a sentence parts them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from cleaners.junk.lists.items import COMMAS, MARK, MAX_WIDTH, WRITTEN, fits, mark_pattern, split_items
from cleaners.junk.lists.keywords import MAX_LINE_CHARS, MIN_ITEMS, with_plain_mark
from cleaners.text.character_tables import HAN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_GLUED_CHARS = 12
"""Fewest characters of a list at the end of a line."""
_STOPS = "。！？…"
"""Ends of a sentence."""


class Ends(NamedTuple):
    """Where a line of prose holds lists at its ends."""

    spans: Sequence[tuple[int, int]]
    exact: bool
    """Whether the page's source shows where they begin and end."""


_NO_ENDS = Ends((), exact=False)

_ANY_MARK = mark_pattern("_ ")
_ELEMENT = re.compile(rf">([^<>。！？“”《》「」『』…]{{{_GLUED_CHARS},{MAX_LINE_CHARS}}})<")
"""The text of an element that may be a list: it holds no sign of written language (``WRITTEN``)."""
_EDGE = 6
"""Characters at the beginning and the end of an element's text by which it is looked up."""
_MAX_ALIKE = 6
"""Most elements of a page with the same edge that are looked at."""


def listed_ends(text: str, source: str) -> Ends:
    """The lists at the ends of a line: as the page's ``source`` shows them to be elements, else as the text parts them.

    Quick for nearly every line of prose, because that begins and ends with a sentence.
    """
    if len(text) <= 3 * _GLUED_CHARS:
        return _NO_ENDS
    behind = _behind_sentences(text)
    first = _ANY_MARK.search(text, 1, 4 * MAX_WIDTH)
    mark = first[0] if first and first[0] not in COMMAS else ""
    if source and (mark or behind >= _GLUED_CHARS) and (spans := _element_spans(text, behind, mark, source)):
        return Ends(spans, exact=True)
    if behind >= _GLUED_CHARS or " " in text:
        return Ends(_glued_spans(text, behind), exact=False)
    return _NO_ENDS


def _behind_sentences(text: str) -> int:
    """How many characters stand behind the last sentence of a line."""
    if text[-1] in _STOPS:
        return 0
    first = max(0, len(text) - MAX_LINE_CHARS)
    return len(text) - 1 - max([text.rfind(stop, first) for stop in _STOPS])


def _glued_spans(text: str, behind: int) -> list[tuple[int, int]]:
    """Where a line of prose holds a list that a space or the end of a sentence parts from it, by the text alone.

    ``behind``: how many characters stand behind the last sentence.
    """
    spans = []
    start = len(text) - behind
    if behind >= _GLUED_CHARS:
        tail = text[start:]
        for space in (_free_space(tail, last=True), -1):
            if (start or space >= 0) and _is_listed(tail[space + 1 :].strip()):
                spans.append((start + space + 1, len(text)))
                break
    space = _free_space(text[:MAX_LINE_CHARS], last=False)
    if space >= _GLUED_CHARS and _is_listed(text[:space]) and not (spans and space > spans[0][0]):
        spans.insert(0, (0, space))
    return spans


class _Elements(NamedTuple):
    """Texts of a page's elements that may be lists, by how they begin and by how they end."""

    first: Mapping[str, list[str]]
    last: Mapping[str, list[str]]


@lru_cache(maxsize=1)
def _elements_of(source: str) -> _Elements:
    """The elements of a page, read once for all its lines: a search for each line would take lines times source."""
    found = _Elements(defaultdict(list), defaultdict(list))
    for match in _ELEMENT.finditer(source):
        text = " ".join(unescape(match[1]).split())
        for alike in (found.first[text[:_EDGE]], found.last[text[-_EDGE:]]):
            if len(alike) < _MAX_ALIKE and text not in alike:
                alike.append(text)
    return found


def _element_spans(text: str, behind: int, mark: str, source: str) -> list[tuple[int, int]]:
    """Where a line holds a list at an end of it that the page's ``source`` shows to be an element of its own.

    Nothing in the line's text need part such an element from its neighbours. Looked for only where a line does not end
    as a sentence does, or begins with what a mark but for a comma follows. ``behind``: characters behind the last
    sentence; ``mark``: the first one in the line, unless it is a comma.
    """
    marks = _ANY_MARK.findall(text, len(text) - behind) if behind >= _GLUED_CHARS else []
    if marks and marks[-4:].count(marks[-1]) > 1:  # a space may stand on both sides of a sign
        for node in _elements_of(source).last.get(text[-_EDGE:], ()):
            if len(node) < len(text) and text.endswith(node) and _is_listed(node):
                return [(len(text) - len(node), len(text))]
    if mark and _opens_list(text, mark):
        for node in _elements_of(source).first.get(text[:_EDGE], ()):
            if len(node) < len(text) and text.startswith(node) and _is_listed(node):
                return [(0, len(node))]
    return []


def _opens_list(text: str, mark: str) -> bool:
    """Whether a line's first two marks of one kind have no sign of written language ahead of them."""
    pieces = text[:MAX_LINE_CHARS].split(mark, MIN_ITEMS - 1)
    return len(pieces) == MIN_ITEMS and not any(WRITTEN.search(piece) or "，" in piece for piece in pieces[:-1])


def _is_listed(text: str) -> bool:
    text = with_plain_mark(text)
    listed = split_items(text) if WRITTEN.search(text) is None else None
    return listed is not None and fits(listed[1])


def _free_space(text: str, *, last: bool) -> int:
    """The last space behind a Han character, or the first one ahead of one, that stands beside no mark; -1 for none."""
    at = text.rfind(" ") if last else text.find(" ")
    while at >= 0 and not _parts_prose(text, at, last=last):
        at = text.rfind(" ", 0, at) if last else text.find(" ", at + 1)
    return at


def _parts_prose(text: str, at: int, *, last: bool) -> bool:
    prose, other = (text[at - 1 : at], text[at + 1 : at + 2]) if last else (text[at + 1 : at + 2], text[at - 1 : at])
    return HAN.match(prose) is not None and MARK.match(other) is None
