"""Undo a shredded headline: cut into pieces of two characters that are strewn behind punctuation over the article.

One piece proves nothing, honest clauses begin with words of the headline all the time. Pieces in an order that the
headline does not have, at several places of a page, prove the whole attack; then single pieces go too.
"""

from __future__ import annotations

import re
from itertools import pairwise
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
SURE_PROOFS = 3
"""Different runs of pieces out of order, each found once on the page, that prove the attack."""
LIKELY_PROOFS = 2
"""As many do where a good part of all punctuation is followed by pieces."""
LIKELY_SHARE = 0.15
"""That part. On honest pages a tenth of the clauses begin with a piece of the headline, where there are many."""
GLUED_NATS = 2.0
"""Score from which on the wording alone shows the campaign's word behind pieces."""
PROVING_NATS = 5.0
"""Score that makes it a proof."""
CLAUSE_INITIAL = 0.3
"""Share of a word's occurrences that begin a clause."""
LAST_ODDS, SINGLE_ODDS = 1.0, 0.2
"""How likely a given place holds pieces, against honest text there: behind another piece, and where none is."""
MIN_WORD = 3
"""Characters of the campaign's word that is glued to some of the pieces."""
MAX_WORD = 24

_MARKS = re.compile(r"[，。、；！？]")
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
    best: tuple[int, str, list[Shred]] = (0, "", [])
    for title in titles:
        letters = _NOT_WORD.sub("", title)[:MAX_TITLE_CHARS]
        for first in range(PIECE):
            runs = _find_runs(lines, places, letters[first:])
            best = max(best, (_count_proofs(lines, letters, runs), letters, runs))
    proofs, letters, runs = best
    if proofs >= SURE_PROOFS or (proofs >= LIKELY_PROOFS and len(runs) >= LIKELY_SHARE * marks):
        return _settle(lines, letters, runs)
    return []


def _count_marks(lines: Sequence[str]) -> int:
    whole = "".join(lines)
    return sum(map(whole.count, "，。、；！？"))


def _count_proofs(lines: Sequence[str], letters: str, runs: Sequence[Shred]) -> int:
    """Different runs that no sentence explains: out of order and found once, or with the campaign's word behind."""
    whole = "\n".join(lines)
    proofs: set[str] = set()
    for line, start, end in runs:
        text = lines[line][start:end]
        odd = len(text) >= 2 * PIECE and text not in letters and whole.count(text) == 1
        if odd or _glued_length(lines[line][end : end + MAX_WORD], "", PROVING_NATS):
            proofs.add(text)
    return len(proofs)


def _find_runs(lines: Sequence[str], places: Iterable[tuple[int, int]], letters: str) -> list[Shred]:
    """Each run of up to MAX_PIECES pieces that begins at one of ``places``."""
    pieces = {letters[at : at + PIECE] for at in range(0, len(letters), PIECE)}
    ends = ((line, start, _run_end(lines[line], start, pieces)) for line, start in places)
    return [Shred(line, start, end) for line, start, end in ends if end > start]


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
    """The runs with their ends made right: a last piece that belongs to the sentence stays, the glued word goes."""
    clean = _without(lines, runs)
    word = _glued_word([lines[run.line][run.end :] for run in runs], clean)
    found: list[Shred] = []
    marks = _count_marks(lines)
    pieces = len({letters[at : at + PIECE] for at in range(0, len(letters), PIECE)})
    for line, start, end in runs:
        text = lines[line]
        glued = _glued_length(text[end : end + MAX_WORD], word)
        while not glued and end > start:
            last = text[max(start, end - PIECE) : end]
            joined = _MARKS.match(text, end) or _is_joined(text[end - 1 : end + 1], letters, clean)
            honest = CLAUSE_INITIAL * clean.count(last) / marks
            if not joined and honest < (LAST_ODDS if end - start > PIECE else SINGLE_ODDS) / pieces:
                break  # more likely strewn in than the sentence's own beginning
            end -= PIECE
        if end > start:
            found.append(Shred(line, start, end + glued))
    return found


def _is_joined(pair: str, letters: str, clean: str) -> bool:
    """Whether two neighbours stand so elsewhere, in the headline or in what is left of the article."""
    return len(pair) == PIECE and (pair in letters or pair in clean)


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
