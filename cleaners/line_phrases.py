"""Find phrases of the furniture around articles, and dates, in the short lines of a page.

A page has hundreds of short lines and the lexicon hundreds of phrases. Places where one may begin are found for all
lines at once, by their first characters; only those few are compared with the phrases.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MAX_PHRASE_LINE_CHARS = 120
"""Longest line in which phrases are looked for. A line of furniture is shorter."""

MAX_DATE_LINE_CHARS = 70
"""Longest line that counts as dated: a comment's head, an entry of a listing."""

_DATE = re.compile(
    r"[0-9]{1,4}(?:[-/.:年月] ?[0-9]|,? (?:19|20)[0-9]{2}|"
    r" ?(?:分钟|小时|天|minutes?|hours?|days?|weeks?) ?(?:前|ago))"
)


class _Phrases(NamedTuple):
    """The lexicon, ready for the search."""

    by_start: dict[str, tuple[tuple[str, int], ...]]
    """First two characters -> phrases that begin with them, with their groups."""
    starts: NDArray[np.bool_]
    """Whether some phrase begins with a character, by its code."""
    seconds: NDArray[np.bool_]
    """Whether some phrase has a character in the second place, by its code."""
    letters: NDArray[np.bool_]
    """Whether a character is a letter of an alphabet: a phrase that begins with one begins a word."""
    groups: int


@cache
def _phrases() -> _Phrases:
    rows = [(row["text"].replace("␠", " "), row["name"]) for row in load_lexicon("line_phrases")]
    names = sorted({name for _, name in rows})
    by_start: dict[str, list[tuple[str, int]]] = {}
    starts, seconds, letters = (np.zeros(65536, np.bool_) for _ in range(3))
    for text, name in rows:
        by_start.setdefault(text[:2], []).append((text, names.index(name)))
        starts[ord(text[0])] = seconds[ord(text[1])] = True
    for code in range(0x250):
        letters[code] = chr(code).isalpha()
    return _Phrases({start: tuple(found) for start, found in by_start.items()}, starts, seconds, letters, len(names))


def find_phrases(texts: Sequence[str]) -> Floats:
    """Per line (rows) and group of phrases: whether the line holds one; behind those, whether it begins with one."""
    by_start, starts, seconds, letters, groups = _phrases()
    columns = np.zeros((len(texts), 2 * groups), np.float32)
    short = [index for index, text in enumerate(texts) if len(text) <= MAX_PHRASE_LINE_CHARS]
    joined = "\n".join(["\n", *[texts[index] for index in short], "\n"]).lower()
    codes = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), np.uint16)
    lines = joined.split("\n")[2:-2]
    if len(codes) != len(joined) or len(lines) != len(short):  # beyond the basic plane, or line feeds inside a line
        joined = "\n".join(["\n", *[_one_plane(texts[index]) for index in short], "\n"])
        codes = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), np.uint16)
    letter = letters[codes]
    may_start = starts[codes[1:-1]] & seconds[codes[2:]] & ~(letter[:-2] & letter[1:-1])
    line_starts = (np.flatnonzero(codes == 10)[1:-2] + 1).tolist()
    for at in (np.flatnonzero(may_start) + 1).tolist():
        for phrase, group in by_start.get(joined[at : at + 2], ()):
            if joined.startswith(phrase, at):
                place = bisect_right(line_starts, at) - 1
                columns[short[place], group] = 1
                if at - line_starts[place] < 2:  # a bullet or a bracket may stand before it
                    columns[short[place], groups + group] = 1
    return columns


def _one_plane(text: str) -> str:
    """``text`` in lower case, one character of the basic plane for each of its characters."""
    return "".join([low if len(low := c.lower()) == 1 and " " <= low <= "\uffff" else "\ufffd" for c in text])


def find_dates(texts: Sequence[str], with_digits: NDArray[np.bool_]) -> Floats:
    """Per line, 1 if it is short and holds a date or a time. Many of them in a row are comments or a listing."""
    search = _DATE.search
    dated = np.zeros(len(texts), np.float32)
    for at in np.flatnonzero(with_digits).tolist():
        text = texts[at]
        if len(text) < MAX_DATE_LINE_CHARS and search(text):
            dated[at] = 1
    return dated
