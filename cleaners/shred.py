"""Undo a shredded headline: cut into pieces of two characters that are strewn behind punctuation over the article.

One piece proves nothing, honest clauses begin with words of the headline all the time. Pieces in an order that the
headline does not have, at several places of a page, prove the whole attack; then single pieces go too.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners import phrases, wording
from cleaners.character_tables import plane_codes_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

PIECE = 2
"""Characters of a piece."""
MAX_PIECES = 3
"""Pieces put at one place."""
MAX_TITLE_CHARS = 80
"""Of a longer headline only the beginning is looked at."""
ATTACKED_SHARES = (0.03, 0.1, 0.2, 0.33)
"""Shares of a shredded page's marks that pieces were put behind, the likeliest of which counts."""
HONEST_RUNS, HONEST_PROOFS = 0.0065, 0.000014
"""Shares of an honest page's marks behind which pieces of the headline stand, for each piece that it has, and behind
which they prove something, for each two of them: a headline of twelve pieces has 8 and 0.2 in a hundred."""
MOST_HONEST = 0.3
"""More than this no headline explains."""
ATTACKED_PROOFS = 0.6
"""Share of the runs put in that prove something."""
LEAST_NATS = 4.0
"""Nats for a shredded headline that a page needs."""
LEAST_PROOFS = 2
"""Different runs that no sentence explains; one may be chance, whatever the nats."""
GLUED_NATS = 2.0
"""Score from which on the wording alone shows the campaign's word behind pieces."""
PROVING_NATS = 5.0
"""Score that makes it a proof."""
CLAUSE_INITIAL = 0.3
"""Share of a word's occurrences that begin a clause."""
STREWN_SHARE = 0.11
"""Share of a shredded page's marks with a given number of pieces behind."""
UNSEEN, UNLIKELY = 0.1, 0.02
"""Occurrences granted to a piece never seen, and what each further one, or a clause without a word, leaves of them."""
NEW_START = 0.4
"""Clauses granted to a character that begins none other."""
MIN_WORD = 3
"""Characters of the campaign's word that is glued to some of the pieces."""
MAX_WORD = 24
MOST_LOOSE = 2
"""Times as often as behind pieces that it may stand on the page: some of those are not seen."""

NEW_NEIGHBOURS = 5.0
"""Occurrences of a word that are granted to neighbours which it never had."""

ACROSS = (-0.6, 0.0, 0.0, 0.4, 0.5, 1.0, 1.7)
"""Nats for a piece that belongs to its sentence, by the level of the pair that both make: news has the common ones more
often than chance (measured on our newsroom)."""

_MARKS = re.compile(r"[，。、；！？]")
_MARK_KINDS = table_of([("，。、；！？", 1)]).astype(bool)
_WORD = re.compile(r"\w")
_CLAUSE = re.compile(r"[，。、；！？]\s*(\w)")
_NOT_WORD = re.compile(r"\W+")
_SMALL = r"[^\W\d_A-Z\u3400-\u9fff]{2,24}"
_FOREIGN_WORDS = re.compile(rf"{_SMALL}(?: {_SMALL}){{1,7}}(?=[\u3400-\u9fff])")
"""Words of a foreign campaign, in small letters, with the Chinese sentence right behind."""


class Shred(NamedTuple):
    """``lines[line][start:end]`` was strewn in."""

    line: int
    start: int
    end: int


def find_shreds(lines: Sequence[str], titles: Iterable[str]) -> list[Shred]:
    """Where the pieces of a headline stand, in order; empty unless the page proves that one was shredded.

    ``titles``: the headlines that may have been used, each as it stands on the page.
    """
    places = _Places.of(lines)
    best: tuple[float, str, list[Shred]] = (0.0, "", [])
    for title in titles:
        letters = _NOT_WORD.sub("", title)[:MAX_TITLE_CHARS]
        for first in range(PIECE):
            runs = _find_runs(lines, places, letters[first:])
            proofs = _count_proofs(lines, letters, runs)
            if proofs >= LEAST_PROOFS:
                nats = _nats(len(places.start), len(letters) // PIECE + 1, len(runs), proofs)
                best = max(best, (nats, letters, runs))
    nats, letters, runs = best
    return _settle(lines, letters, runs) if nats >= LEAST_NATS else []


class _Places(NamedTuple):
    """Where pieces may stand: behind each mark, one a row."""

    line: NDArray[np.intp]
    start: NDArray[np.intp]
    head: NDArray[np.uint32]
    """The two characters there, paired in one number."""

    @classmethod
    def of(cls, lines: Sequence[str]) -> _Places:
        """The places of some lines, none of which holds a line break."""
        codes = plane_codes_of("\n".join(lines) + "\n" * (PIECE + 1))
        at = np.flatnonzero(_MARK_KINDS[codes]) + 1
        begins = np.cumsum([0, *(len(line) + 1 for line in lines)])
        line = np.searchsorted(begins, at, "right") - 1
        return cls(line, at - begins[line], _pair(codes[at], codes[at + 1]))


def _pair(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> NDArray[np.uint32]:
    return np.asarray(first.astype(np.uint32) << 16 | second, np.uint32)


def _nats(marks: int, pieces: int, runs: int, proofs: int) -> float:
    """How much speaks for a shredded headline, when behind so many marks stand so many runs, and some prove it."""
    honest_runs = min(HONEST_RUNS * pieces, MOST_HONEST)
    honest_proofs = min(HONEST_PROOFS * pieces**2, MOST_HONEST)
    odds = []
    for share in ATTACKED_SHARES:
        proving = share * ATTACKED_PROOFS + honest_proofs
        running = share * (1 - ATTACKED_PROOFS) + honest_runs
        nats = proofs * log(proving / honest_proofs) + (runs - proofs) * log(running / honest_runs)
        nats += (marks - runs) * log((1 - proving - running) / (1 - honest_runs - honest_proofs))
        odds.append(nats)
    return max(odds)


def _count_proofs(lines: Sequence[str], letters: str, runs: Sequence[Shred]) -> int:
    """Different runs that no sentence explains: out of order and found once, or with the campaign's word behind."""
    texts = [lines[line][start:end] for line, start, end in runs]
    odd = {text for text in texts if len(text) >= 2 * PIECE and text not in letters}
    if not odd:
        return 0
    whole = "\n".join(lines)
    proofs = {text for text in odd if whole.count(text) == 1}
    for text, (line, _, end) in zip(texts, runs, strict=True):
        if text not in proofs and _glued_length(lines[line][end : end + MAX_WORD], "", PROVING_NATS):
            proofs.add(text)
    return len(proofs)


def _find_runs(lines: Sequence[str], places: _Places, letters: str) -> list[Shred]:
    """Each run of up to MAX_PIECES pieces of the headline's letters that begins at one of ``places``."""
    pieces = {letters[at : at + PIECE] for at in range(0, len(letters), PIECE)}
    codes = plane_codes_of(letters)
    whole = len(codes) // PIECE * PIECE
    keys = _pair(codes[:whole:PIECE], codes[1:whole:PIECE])
    likely = (places.head == keys[:, None]).any(axis=0)
    if whole < len(codes):
        likely |= places.head >> 16 == codes[-1]
    rows = np.flatnonzero(likely)
    starts = zip(places.line[rows].tolist(), places.start[rows].tolist(), strict=True)
    return [Shred(line, start, _run_end(lines[line], start, pieces)) for line, start in starts]


def _run_end(text: str, start: int, pieces: set[str]) -> int:
    """Where the pieces end behind ``start``; there itself when none does. A headline's last may be one letter."""
    end = start
    for _ in range(MAX_PIECES):
        piece = next((text[end : end + size] for size in (PIECE, 1) if text[end : end + size] in pieces), "")
        end += len(piece)
        if not piece:
            break
    return end


class _Wording(NamedTuple):
    """What tells whether a piece at the beginning of a clause belongs to it."""

    clean: str
    """The page's text without the runs."""
    starts: Counter[str]
    """Clauses by their first character, the runs gone."""
    pieces: int
    """Different pieces of the headline."""
    own: dict[str, float]
    """A piece that stands alone behind marks -> how much more often than strewing explains."""


def _settle(lines: Sequence[str], letters: str, runs: list[Shred]) -> list[Shred]:
    """The runs with their ends made right: last pieces that belong to the sentence stay, the glued word goes."""
    clean = _without(lines, runs)
    word = _glued_word([lines[run.line][run.end :] for run in runs], clean)
    pieces = len({letters[at : at + PIECE] for at in range(0, len(letters), PIECE)})
    alone = Counter(lines[line][start:end] for line, start, end in runs if end - start == PIECE)
    strewn = 1 + len(runs) / MAX_PIECES / pieces
    own = {piece: max(count - strewn, 0.0) for piece, count in alone.items()}
    known = _Wording(clean, Counter(clause[1] for clause in _CLAUSE.finditer(clean)), pieces, own)
    found: list[Shred] = []
    for line, start, end in runs:
        text = lines[line]
        glued = _foreign_length(text, end) or _glued_length(text[end : end + MAX_WORD], word)
        cuts = (end,) if glued else (*range(start, end, PIECE), end)
        cut = max(cuts, key=lambda at: _nats_of_cut(text, start, at, end, known))
        if cut > start:
            found.append(Shred(line, start, cut + glued))
    return found


def _nats_of_cut(text: str, start: int, cut: int, end: int, known: _Wording) -> float:
    """How likely ``text[start:cut]`` was put in and the sentence begins behind it, but for what all cuts share."""
    strewn = -log(known.pieces) * ((cut - start + 1) // PIECE) + log(STREWN_SHARE if cut > start else 1 - STREWN_SHARE)
    begun, behind = text[cut:end], text[end : end + 3].lstrip()[:1]
    if not begun:
        others = max(known.starts[behind] - 1, 0)
        return strewn + log(others + NEW_START if _WORD.match(behind) else UNLIKELY)
    count = known.clean.count(begun)
    unseen = UNSEEN * UNLIKELY ** ((end - cut - 1) // PIECE)
    new = NEW_NEIGHBOURS * (known.clean.count(behind) + 1) / (len(known.clean) + 1)
    going_on = (known.clean.count(begun + behind) + new) / (count + NEW_NEIGHBOURS)
    own = known.own.get(begun, 0.0) if cut == start else 0.0
    times = CLAUSE_INITIAL * (count + unseen) + own
    return strewn + log(times * going_on) + ACROSS[phrases.level_of(text[end - 1 : end + 1])]


def _without(lines: Sequence[str], runs: Sequence[Shred]) -> str:
    """The text of the lines with the runs gone, and a break where each was."""
    parts: list[str] = []
    ends = dict.fromkeys(range(len(lines)), 0)
    for line, start, end in runs:
        parts.append(lines[line][ends[line] : start])
        ends[line] = end
    return "\n".join([*parts, *(text[ends[index] :] for index, text in enumerate(lines))])


def _glued_length(behind: str, word: str, least: float = GLUED_NATS) -> int:
    """Characters of the campaign's word at the beginning of ``behind``."""
    if word and behind.startswith(word):
        return len(word)
    length, nats = wording.best_prefix(wording.steps_of(_MARKS.split(behind, maxsplit=1)[0]))
    return length if length >= MIN_WORD and nats >= least else 0


def _foreign_length(text: str, end: int) -> int:
    """Characters of the campaign's words at ``end`` where they are foreign; 0 where none stand."""
    found = _FOREIGN_WORDS.match(text, end)
    return len(found[0]) if found else 0


def _glued_word(behind: Sequence[str], clean: str) -> str:
    """The beginning that most of the texts share, and that seldom stands elsewhere: the campaign's word; else empty.

    The sentence follows it at once; what a mark follows is said twice.
    """
    ordered = sorted(text[:MAX_WORD] for text in behind)
    words = Counter(_shared(*pair) for pair in pairwise(ordered))
    words = Counter({word: count for word, count in words.items() if len(word) >= MIN_WORD and not _MARKS.search(word)})
    begun = {word: sum(text.startswith(word) for text in ordered) for word in words}
    word = max(words, key=lambda word: (begun[word], len(word)), default="")
    return word if clean.count(word) <= MOST_LOOSE * begun.get(word, 0) else ""


def _shared(one: str, two: str) -> str:
    """What both begin with, if a letter follows in both."""
    at = 0
    while at < min(len(one), len(two)) and one[at] == two[at]:
        at += 1
    return one[:at] if _WORD.match(one[at : at + 1]) and _WORD.match(two[at : at + 1]) else ""
