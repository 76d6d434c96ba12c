"""Where the inline elements of a byline meet.

To a parser ``<span>2021-07-18</span><span>明溪日报</span>`` is one run of text. To a reader, whom the style sheet shows
a gap, it is two facts. Looks the byline up in the source by the time it states. Pure and linear; a line that is not
found stays as it is.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from cleaners.lines.stamps import read_stamps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaners.lines.stamps import Stamp
    from cleaners.page.model import Line

_MAX_LINE_CHARS = 120
"""A byline is short; elements inside a sentence are emphasis."""
_WINDOW_CHARS = 1_500
"""Characters of source around the time in which the whole byline stands: tags are long."""
_MAX_PLACES = 6
"""Places in the source that hold the time: meta data and scripts do as well."""
_TAG = re.compile(r"<(?:style\b[^<>]*>[^<]*</style\s*|[^<>]*)>")
"""Also a style sheet between two elements, as systems print one before each that it is for."""
_SPACE = re.compile(r"\s+")

_RUN_INTO = re.compile(
    r"(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[0-2]\d)(?=\d)|(?<!\d)[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?=\d)"
    r"|(?<!\d)(?:19|20)\d\d(?=\d{1,4}(?!\d))"
)
"""A day, a clock or a year that a figure runs into."""


def part_seams(line: Line, source: str) -> Line:
    """The line with a space at each seam between inline elements, if it states a time and is found in ``source``."""
    if len(line.text) > _MAX_LINE_CHARS or not source:
        return line
    stamps = read_stamps(line.text) or _stamps_run_into(line.text)
    if not stamps or stamps[0].end - stamps[0].start == len(line.text):
        return line
    seams = _find_seams(line.text, stamps[0].start, stamps[0].end, source)
    if not seams:
        return line
    text, links = line.text, line.links
    for seam in reversed(seams):
        text = f"{text[:seam]} {text[seam:]}"
        links = tuple(
            link._replace(start=link.start + (link.start >= seam), end=link.end + (link.end > seam)) for link in links
        )
    return line._replace(text=text, links=links)


def _stamps_run_into(text: str) -> list[Stamp]:
    """The times of a line whose end a figure hides: ``<span>Mar 4, 2026</span><span>4 min read</span>``."""
    for match in _RUN_INTO.finditer(text):
        if stamps := [stamp for stamp in read_stamps(text[: match.end()]) if stamp.end == match.end()]:
            return stamps
    return []


def _find_seams(text: str, start: int, end: int, source: str) -> list[int]:
    """Indices in ``text`` at which an element ends or begins with no space there; empty when it is not found."""
    time = text[start:end] if text[start:end] in source else text[start:end].split()[0]
    ahead, rest = _SPACE.sub("", text[:start])[::-1], _SPACE.sub("", text[start:])
    at = -1
    for _ in range(_MAX_PLACES):
        at = source.find(time, at + 1)
        if at < 0:
            break
        piece = source[at : at + _MAX_LINE_CHARS].partition("<")[0]
        if not rest.startswith(_SPACE.sub("", piece)) and "&" not in piece:
            continue  # in an attribute or a script
        right = _match_pieces(rest, map(_bare, _pieces(source[at : at + _WINDOW_CHARS])))
        if right is None:
            continue
        before = reversed(_pieces(source[max(0, at - _WINDOW_CHARS) : at])) if ahead else ()
        left = _match_pieces(ahead, (_bare(piece)[::-1] for piece in before))
        if left is not None:
            return _unspaced(text, {len(ahead) - offset for offset in left} | {len(ahead) + offset for offset in right})
    return []


def _unspaced(text: str, seams: set[int]) -> list[int]:
    """Indices in ``text`` of the seams (counted in its characters that are no space) at which it has no space."""
    places = [index for index, char in enumerate(text) if not char.isspace()]
    inside = (seam for seam in sorted(seams) if 0 < seam < len(places))
    return [places[seam] for seam in inside if places[seam] == places[seam - 1] + 1]


def _pieces(source: str) -> list[str]:
    """The texts between tags; a tag cut off at either end leaves nothing."""
    whole = source[source.find(">") + 1 :] if source.find(">") < source.find("<") else source
    return _TAG.split(whole)


def _bare(piece: str) -> str:
    """A text without white space, its references resolved."""
    return "".join((unescape(piece) if "&" in piece else piece).split())


def _match_pieces(text: str, pieces: Iterable[str]) -> list[int] | None:
    """Offsets in ``text`` at which the pieces end that make it up from its head; None when they do not."""
    offset = 0
    ends: list[int] = []
    for piece in pieces:
        if offset == len(text):
            return ends
        if not text.startswith(piece, offset):
            return [*ends, len(text)] if piece.startswith(text[offset:]) else None
        offset += len(piece)
        ends.append(offset)
    return ends if offset == len(text) else None
