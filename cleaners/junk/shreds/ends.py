"""Where the pieces of a shredded headline end: what of them belongs to the sentence behind, what was glued to them.

A clause may begin with words of the headline, and a name in it mostly does. So each run of pieces is weighed: how
likely somebody strewed so many of them here, against how likely the article's own clause begins with the last ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, NamedTuple

from cleaners.junk.spans import Place
from cleaners.text import phrases, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_GLUED_NATS = 2.0
"""Nats of the wording that alone show the campaign's word behind pieces."""
_CLAUSE_INITIAL = 0.3
"""Share of a word's occurrences that begin a clause."""
_STREWN_SHARE = 0.11
"""Share of a shredded page's marks with a given number of pieces behind."""
_UNSEEN, _UNLIKELY = 0.1, 0.02
"""Occurrences assumed of a piece that was never seen; and the factor for each further piece, and for a clause that
begins with no word."""
_FOLLOWING = 0.3
"""That factor for a piece that follows in the headline, too: a clause that begins with its words often goes on so."""
_QUOTED, _QUOTED_ON = 0.2, 0.5
"""Where the next character is the headline's as well, the clause may quote it: least number of such clauses that is
assumed, and share of them that go on with that character."""
_NEW_START = 0.4
"""Clauses assumed to begin with a character that begins no other clause."""
_NEW_NEIGHBOURS = 10.0
"""Occurrences of a word that are assumed to have neighbours which it was never seen with."""
_MAX_STRANGE = 6.0
"""Most nats that one run adds to what speaks for a shredded headline."""
_MAX_READ_CHARS = 100_000
"""Most characters of a page from which its use of words is read."""
_MAX_WEIGHED, _MAX_PROVING = 5_000, 500
"""Most runs of one page whose ends are weighed, and most runs by which a shredded headline is proven."""
_MIN_WORD = 3
"""Fewest characters of the campaign's word that is glued to some of the pieces."""
MAX_WORD = 44
"""Characters of the longest such word."""
_MAX_LOOSE = 2
"""How often the glued word may stand on the page, for each time that it stands behind pieces: not all pieces are
seen."""
_MAX_A_PLACE = 3
"""Pieces assumed at one place, when it is reckoned how often a piece stands alone by strewing."""

_ACROSS = (-0.6, 0.0, 0.0, 0.4, 0.5, 1.0, 1.7)
"""Nats for a piece being part of the sentence behind it, by how common the pair of characters across the two is in news
(``phrases.level_of``); measured on our newsroom."""

MARK = re.compile(r"[，。、；！？]")
"""Behind these pieces are put."""
_WORD = re.compile(r"\w")
_CLAUSE = re.compile(r"[，。、；！？]\s*(\S)")
_SMALL = r"[^\W\d_A-Z\u3400-\u9fff]{2,24}"
_LAST = "\U0010ffff"
"""A character that sorts behind all others."""
_FOREIGN_WORDS = re.compile(rf"{_SMALL}(?: {_SMALL}){{1,7}}(?=[\u3400-\u9fff])")
"""Words of a foreign campaign, in small letters, with the Chinese sentence right behind."""


class Grid(NamedTuple):
    """A headline and how it was cut up: from the character ``first`` on, into pieces of ``size``."""

    letters: str
    first: int
    size: int

    @property
    def pieces(self) -> frozenset[str]:
        """The different pieces; the last may be shorter."""
        return frozenset(self.letters[at : at + self.size] for at in range(self.first, len(self.letters), self.size))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Characters of a piece, and of the last where that is shorter."""
        last = (len(self.letters) - self.first) % self.size
        return (self.size, last) if last else (self.size,)


class _Wording(NamedTuple):
    """How an article uses words: what tells whether a piece at the beginning of a clause belongs to the clause."""

    count_whole: Callable[[str], int]
    """How often the page's text holds some words."""
    count: Callable[[str], int]
    """How often its text without the runs holds them."""
    length: int
    """Characters without the runs."""
    starts: Counter[str]
    """Clauses by their first character, the runs gone."""
    grid: Grid
    pieces: int
    """Different pieces of the headline."""
    in_order: float
    """Share of the pieces strewn behind another that follow it in the headline, too."""
    own: dict[str, float]
    """Piece that stands alone behind marks -> how often it does beyond what strewing explains."""


def settle(lines: Sequence[str], grid: Grid, runs: Sequence[Place]) -> list[Place]:
    """The runs with their ends made right: last pieces that belong to the sentence stay, the glued word goes
    with them.
    """
    clean = _without(lines, runs)
    word = glued_word([lines[run.line][run.end :] for run in runs], clean)
    known = _read_wording(lines, clean, grid, runs)
    found: list[Place] = []
    for number, (line, start, end) in enumerate(runs):
        text = lines[line]
        glued = foreign_length(text, end) or glued_length(text[end : end + MAX_WORD], word)
        cuts = (end,) if glued or number >= _MAX_WEIGHED else (*range(start, end, grid.size), end)
        cut = max(cuts, key=lambda at: _nats_of_cut(text, start, at, end, known))
        if cut > start:
            found.append(Place(line, start, cut + glued))
    return found


def weigh_runs(lines: Sequence[str], grid: Grid, runs: Sequence[Place]) -> dict[str, float]:
    """The different runs that do not belong to their clauses, each with the nats that say so, ``_MAX_STRANGE``
    at most.
    """
    known = _read_wording(lines, _without(lines, runs), grid, runs)
    strange: dict[str, float] = {}
    for line, start, end in runs[:_MAX_PROVING]:
        text = lines[line]
        kept, *cuts = (_nats_of_cut(text, start, at, end, known) for at in (*range(start, end, grid.size), end))
        if max(cuts) > kept:
            strange.setdefault(text[start:end], min(max(cuts) - kept, _MAX_STRANGE))
    return strange


def _read_wording(lines: Sequence[str], clean: str, grid: Grid, runs: Sequence[Place]) -> _Wording:
    pieces = len(grid.pieces)
    texts = [lines[line][start:end] for line, start, end in runs]
    alone = Counter(text for text in texts if len(text) == grid.size)
    strewn = 1 + len(runs) / _MAX_A_PLACE / pieces
    return _Wording(
        count_whole=cache("\n".join(lines)[:_MAX_READ_CHARS].count),
        count=cache(clean[:_MAX_READ_CHARS].count),
        length=min(len(clean), _MAX_READ_CHARS),
        starts=Counter(clause[1] for clause in _CLAUSE.finditer(clean)),
        grid=grid,
        pieces=pieces,
        in_order=_share_in_order(texts, grid),
        own={piece: max(count - strewn, 0.0) for piece, count in alone.items()},
    )


def _share_in_order(texts: Sequence[str], grid: Grid) -> float:
    """Share of the pieces behind another that follow it in the headline as well; drawn towards a quarter where few
    tell.
    """
    steps = [step for text in texts for step in pairwise(_split(text, grid.size))]
    following = sum(one + two in grid.letters for one, two in steps)
    return (following + 1) / (len(steps) + 4)


def _split(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def _nats_of_cut(text: str, start: int, cut: int, end: int, known: _Wording) -> float:
    """Log likelihood that ``text[start:cut]`` was put in and the sentence begins behind it; what all cuts share left
    out.
    """
    strewn = _nats_of_strewing(text[start:cut], known)
    begun, behind = text[cut:end], text[end : end + 3].lstrip()[:1]
    if not begun:
        others = max(known.starts[behind] - 1, 0)
        return strewn + log(others + (_NEW_START if _WORD.match(behind) else _UNLIKELY))
    going_on = _share_going_on(begun, behind, text[cut : end + 2], known)
    own = known.own.get(begun, 0.0) if cut == start else 0.0
    times = _CLAUSE_INITIAL * (known.count(begun) + _unseen(begun, known.grid)) + own
    if end < len(text) and text[cut : end + 1] in known.grid.letters:
        times, going_on = max(times, _QUOTED), max(going_on, _QUOTED_ON)
    return strewn + log(times * going_on) + _ACROSS[phrases.level_of(text[end - 1 : end + 1])]


def _nats_of_strewing(put: str, known: _Wording) -> float:
    """Log likelihood that these pieces and no others were put at a place."""
    if not put:
        return log(1 - _STREWN_SHARE)
    nats = log(_STREWN_SHARE) - log(known.pieces)
    for one, two in pairwise(_split(put, known.grid.size)):
        in_order = one + two in known.grid.letters
        nats += log(known.in_order if in_order else (1 - known.in_order) / known.pieces)
    return nats


def _unseen(begun: str, grid: Grid) -> float:
    """Occurrences assumed of the beginning of a clause, beyond those that the article shows."""
    times = _UNSEEN
    for one, two in pairwise(_split(begun, grid.size)):
        times *= _FOLLOWING if one + two in grid.letters else _UNLIKELY
    return times


def _share_going_on(begun: str, behind: str, longer: str, known: _Wording) -> float:
    """Share of the clauses begun so that go on with the character ``behind``; ``longer``: text with two characters
    more.
    """
    count = known.count(begun)
    alike = max(known.count_whole(longer) - 1, 0)
    seen = max(known.count(begun + behind), alike)
    new = _NEW_NEIGHBOURS * (known.count(behind) + 1) / (known.length + 1)
    return (seen + new) / (max(count, alike) + _NEW_NEIGHBOURS)


def _without(lines: Sequence[str], runs: Sequence[Place]) -> str:
    """The text of the lines with the runs gone, and a break where each was."""
    parts: list[str] = []
    ends = dict.fromkeys(range(len(lines)), 0)
    for line, start, end in runs:
        parts.append(lines[line][ends[line] : start])
        ends[line] = end
    return "\n".join([*parts, *(text[ends[index] :] for index, text in enumerate(lines))])


def glued_length(behind: str, word: str, least: float = _GLUED_NATS) -> int:
    """Characters of the campaign's word at the beginning of ``behind``."""
    if word and behind.startswith(word):
        return len(word)
    length, nats = wording.best_prefix(wording.steps_of(MARK.split(behind, maxsplit=1)[0]))
    return length if length >= _MIN_WORD and nats >= least else 0


def foreign_length(text: str, end: int) -> int:
    """Characters of the campaign's words at ``end`` where they are foreign; 0 where none stand."""
    found = _FOREIGN_WORDS.match(text, end)
    return len(found[0]) if found else 0


def glued_word(behind: Sequence[str], clean: str) -> str:
    """The beginning that most of the texts share, and that seldom stands elsewhere: the campaign's word; else empty.

    The sentence follows it at once; what a mark follows is said twice.
    """
    ordered = sorted(text[:MAX_WORD] for text in behind)
    words = Counter(_shared(*pair) for pair in pairwise(ordered))
    words = Counter({word: count for word, count in words.items() if len(word) >= _MIN_WORD and not MARK.search(word)})
    begun = {word: bisect_left(ordered, word + _LAST) - bisect_left(ordered, word) for word in words}
    word = max(words, key=lambda word: (begun[word], len(word)), default="")
    return word if clean.count(word) <= _MAX_LOOSE * begun.get(word, 0) else ""


def _shared(one: str, two: str) -> str:
    """What both begin with, if a letter follows in both."""
    at = 0
    while at < min(len(one), len(two)) and one[at] == two[at]:
        at += 1
    return one[:at] if _WORD.match(one[at : at + 1]) and _WORD.match(two[at : at + 1]) else ""
