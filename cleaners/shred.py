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

from cleaners import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PIECE = 2
"""Characters of a piece."""
MAX_PIECES = 3
"""Pieces put at one place."""
MAX_TITLE_CHARS = 80
"""Of a longer headline only the beginning is looked at."""
ATTACKED_SHARES = (0.1, 0.2, 0.33)
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
UNSEEN, UNLIKELY = 0.2, 0.02
"""Occurrences granted to a piece never seen, and what each further one, or a clause without a word, leaves of them."""
MIN_WORD = 3
"""Characters of the campaign's word that is glued to some of the pieces."""
MAX_WORD = 24

NEW_NEIGHBOURS = 2.0
"""Occurrences of a word that are granted to neighbours which it never had."""

_MARKS = re.compile(r"[，。、；！？]")
_WORD = re.compile(r"\w")
_CLAUSE = re.compile(r"[，。、；！？]\s*(\w)")
_NOT_WORD = re.compile(r"\W+")


class Shred(NamedTuple):
    """``lines[line][start:end]`` was strewn in."""

    line: int
    start: int
    end: int


def find_shreds(lines: Sequence[str], titles: Iterable[str]) -> list[Shred]:
    """Where the pieces of a headline stand, in order; empty unless the page proves that one was shredded.

    ``titles``: the headlines that may have been used, each as it stands on the page.
    """
    marks = _count_marks(lines)
    places = [(index, mark.end()) for index, text in enumerate(lines) for mark in _MARKS.finditer(text)]
    heads = [lines[index][at : at + PIECE] for index, at in places]
    best: tuple[int, str, list[Shred]] = (0, "", [])
    for title in titles:
        letters = _NOT_WORD.sub("", title)[:MAX_TITLE_CHARS]
        for first in range(PIECE):
            runs = _find_runs(lines, places, heads, letters[first:])
            best = max(best, (_count_proofs(lines, letters, runs), letters, runs))
    proofs, letters, runs = best
    pieces = len(letters) // PIECE + 1
    if proofs >= LEAST_PROOFS and _nats(marks, pieces, len(runs), proofs) >= LEAST_NATS:
        return _settle(lines, letters, runs)
    return []


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


def _count_marks(lines: Sequence[str]) -> int:
    whole = "".join(lines)
    return sum(map(whole.count, "，。、；！？"))


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


def _find_runs(
    lines: Sequence[str], places: Sequence[tuple[int, int]], heads: Sequence[str], letters: str
) -> list[Shred]:
    """Each run of up to MAX_PIECES pieces that begins at one of ``places``, behind which ``heads`` stand."""
    pieces = {letters[at : at + PIECE] for at in range(0, len(letters), PIECE)}
    last = letters[-1] if len(letters) % PIECE else None
    likely = (place for place, head in zip(places, heads, strict=True) if head in pieces or head[:1] == last)
    return [Shred(line, start, _run_end(lines[line], start, pieces)) for line, start in likely]


def _run_end(text: str, start: int, pieces: set[str]) -> int:
    """Where the pieces end behind ``start``; there itself when none does. A headline's last may be one letter."""
    end = start
    for _ in range(MAX_PIECES):
        piece = next((text[end : end + size] for size in (PIECE, 1) if text[end : end + size] in pieces), "")
        end += len(piece)
        if not piece:
            break
    return end


def _settle(lines: Sequence[str], letters: str, runs: list[Shred]) -> list[Shred]:
    """The runs with their ends made right: last pieces that belong to the sentence stay, the glued word goes."""
    clean = _without(lines, runs)
    word = _glued_word([lines[run.line][run.end :] for run in runs], clean)
    starts = Counter(clause[1] for clause in _CLAUSE.finditer(clean))
    pieces = len({letters[at : at + PIECE] for at in range(0, len(letters), PIECE)})
    found: list[Shred] = []
    for line, start, end in runs:
        text = lines[line]
        glued = _glued_length(text[end : end + MAX_WORD], word)
        cuts = (end,) if glued else (*range(start, end, PIECE), end)
        cut = max(cuts, key=lambda at: _nats_of_cut(text, start, at, end, clean, starts, pieces))
        if cut > start:
            found.append(Shred(line, start, cut + glued))
    return found


def _nats_of_cut(text: str, start: int, cut: int, end: int, clean: str, starts: Counter[str], pieces: int) -> float:
    """How likely ``text[start:cut]`` was put in and the sentence begins behind it, but for what all cuts share."""
    strewn = -log(pieces) * ((cut - start + 1) // PIECE) + log(STREWN_SHARE if cut > start else 1 - STREWN_SHARE)
    begun, behind = text[cut:end], text[end : end + 3].lstrip()[:1]
    if not begun:
        return strewn + log(starts[behind] + UNSEEN if _WORD.match(behind) else UNLIKELY)
    count = clean.count(begun)
    unseen = UNSEEN * UNLIKELY ** ((end - cut - 1) // PIECE)
    new = NEW_NEIGHBOURS * (clean.count(behind) + 1) / (len(clean) + 1)
    going_on = (clean.count(begun + behind) + new) / (count + NEW_NEIGHBOURS)
    return strewn + log(CLAUSE_INITIAL * (count + unseen) * going_on)


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


def _glued_word(behind: Sequence[str], clean: str) -> str:
    """The beginning that two of the texts share, and that stands nowhere else: the campaign's word; else empty."""
    ordered = sorted(text[:MAX_WORD] for text in behind)
    shared = [_shared(*pair) for pair in pairwise(ordered)]
    shared = [word for word in shared if len(word) >= MIN_WORD and not _MARKS.search(word)]
    longest = max(shared, key=len, default="")
    word = min((word for word in shared if word[:MIN_WORD] == longest[:MIN_WORD]), key=len, default="")
    return word if clean.count(word) <= sum(text.startswith(word) for text in behind) else ""


def _shared(one: str, two: str) -> str:
    at = 0
    while at < min(len(one), len(two)) and one[at] == two[at]:
        at += 1
    return one[:at]
