"""Find a shredded headline: cut into pieces that are strewn behind punctuation over the article.

One piece proves nothing, honest clauses begin with words of the headline all the time. Pieces in an order that the
headline does not have, at several places of a page, prove the whole attack; then single pieces go too. What of them
belongs to the sentence behind is told in ``ends``.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, groupby, islice
from math import log
from typing import TYPE_CHECKING, NamedTuple

from cleaners.junk.shreds.ends import MARK, MAX_WORD, Grid, foreign_length, glued_length, settle, weigh_runs
from cleaners.junk.spans import Place
from cleaners.text.character_tables import pairs_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_SIZES = (2, 3, 4)
"""Characters of a piece. Seen so far are pieces of two."""
_MAX_PIECES = 3
"""Most pieces put at one place."""
_MAX_TITLE_CHARS = 80
"""Of a longer headline only the beginning is looked at."""
_ATTACKED_SHARES = (0.03, 0.1, 0.2, 0.33)
"""Shares of a shredded page's marks that have pieces behind them; the share that explains the page best counts."""
_HONEST_RUNS, _HONEST_PROOFS = 0.0065, 0.000014
"""Shares of an honest page's marks behind which a run of pieces stands by chance, times the pieces of the headline; and
behind which a run stands that counts as a proof, times the square of them. For a headline of twelve pieces that is 8
and 0.2 in a hundred."""
_MAX_HONEST = 0.3
"""Most that either share comes to, however long the headline is."""
_ATTACKED_PROOFS = 0.6
"""Share of the runs that were put in which count as proofs."""
_MIN_NATS = 4.0
"""Least nats for a shredded headline."""
_MIN_PROOFS = 2
"""Fewest different runs that no sentence explains. One may be chance, whatever the nats."""
_MAX_ODD = 1_000
"""Most runs out of order that are looked up on the page."""
_PROVING_NATS = 5.0
"""Nats of the wording right behind pieces that make the two a proof."""
_CROWDED = 0.15
"""Share of a page's marks with pieces behind them at which the pieces are weighed one by one. Needed where they were
put in order, or one at a place, so that their order proves nothing."""
_MIN_STRANGERS, _STRANGE_NATS = 7, 20.0
"""For a headline to be shredded: fewest different runs that do not belong to their clauses, and least nats of them
together. Honest pages have at most five, and 19 nats."""

_PAIR, _LOOK = 2, 24
"""Characters by which a piece is looked up, and from a place on that are looked at for a second one."""
_HEAD = re.compile(r"[，。、；！？](?=(..))", re.DOTALL)
"""A mark with the two characters behind it."""
_NOT_WORD = re.compile(r"\W+")

_SPACE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")
"""A space beside Chinese."""


class _Shredding(NamedTuple):
    """One way in which a headline may have been shredded, and what speaks for it."""

    proofs: int
    nats: float
    grid: Grid
    runs: Sequence[Place]


def find_shreds(lines: Sequence[str], titles: Iterable[str]) -> list[Place]:
    """Where the pieces of a headline stand, in order; empty unless the page proves that one was shredded.

    ``titles``: the headlines that may have been used, each as it stands on the page. Spaces beside pieces go with them.
    """
    closed = [_SPACE.sub("", line) if " " in line else line for line in lines]
    places = _Places.of(closed)
    found = [each for title in titles for each in _shreddings(closed, places, title)]
    best = max(found, key=lambda each: (each.proofs, each.nats), default=None)
    shreds = settle(closed, best.grid, best.runs) if best else []
    of_line = {at: list(group) for at, group in groupby(shreds, key=lambda shred: shred.line)}
    return [shred for at, group in of_line.items() for shred in _with_spaces(group, lines[at])]


def _with_spaces(shreds: Sequence[Place], line: str) -> Sequence[Place]:
    """The shreds of a line without such spaces, as they stand in the line, with the spaces that set them apart."""
    removed = {match.start() for match in _SPACE.finditer(line)}
    if not removed:
        return shreds
    kept = [at for at in range(len(line)) if at not in removed]
    found = []
    for shred in shreds:
        start, end = kept[shred.start], kept[shred.end - 1] + 1
        apart = start - 1 in removed and end in removed
        found.append(Place(shred.line, start - apart, end + apart))
    return found


def _shreddings(lines: Sequence[str], places: _Places, title: str) -> Iterator[_Shredding]:
    """The ways to cut up a headline for which enough speaks."""
    letters = _NOT_WORD.sub("", title)[:_MAX_TITLE_CHARS]
    if not _is_suspect(lines, places, letters):
        return
    heads = places.with_heads(*_heads_of(letters))
    for grid in _grids(letters):
        runs = _find_runs(lines, heads, grid)
        proofs = _count_proofs(lines, grid, runs)
        nats = _nats(places.number, len(grid.letters) // grid.size + 1, len(runs), proofs)
        if proofs >= _MIN_PROOFS and nats >= _MIN_NATS:
            yield _Shredding(proofs, nats, grid, runs)
        elif len(runs) >= max(_MIN_STRANGERS, _CROWDED * places.number):
            strange = weigh_runs(lines, grid, runs)
            if len(strange) >= _MIN_STRANGERS and sum(strange.values()) >= _STRANGE_NATS:
                yield _Shredding(len(strange), sum(strange.values()), grid, runs)


def _grids(letters: str) -> Iterator[Grid]:
    """The ways to cut up a headline, with and without the low lines that part it from the site's name."""
    for written in dict.fromkeys((letters, letters.replace("_", ""))):
        for size in _SIZES:
            for first in range(size):
                yield Grid(written, first, size)


class _Places(NamedTuple):
    """Where pieces may stand: behind each mark of some lines."""

    lines: Sequence[str]
    heads: Sequence[Sequence[str]]
    """For each line, the two characters behind each of its marks; line breaks where it ends."""
    number: int
    """Marks of all lines."""

    @classmethod
    def of(cls, lines: Sequence[str]) -> _Places:
        """The places of some lines."""
        heads = [_HEAD.findall(f"{line}\n\n") for line in lines]
        return cls(lines, heads, sum(map(len, heads)))

    def with_heads(self, pairs: Collection[str], singles: str = "") -> list[tuple[int, int]]:
        """Line and start of the places where one of the pairs of characters stands, or a single one."""
        wanted = frozenset(pairs)
        found: list[tuple[int, int]] = []
        for line, heads in enumerate(self.heads):
            if singles or not wanted.isdisjoint(heads):
                places = zip(heads, MARK.finditer(self.lines[line]), strict=True)
                found += [(line, mark.end()) for head, mark in places if head in wanted or head[0] in singles]
        return found


def _is_suspect(lines: Sequence[str], places: _Places, letters: str) -> bool:
    """A quick look: whether two pieces that do not follow each other in the headline stand side by side somewhere.

    Or whether pieces stand at a good part of all places.
    """
    pairs = [letters[at : at + _PAIR] for at in range(len(letters) - 1)]
    heads = places.with_heads(pairs)
    if len(heads) >= max(_MIN_STRANGERS, _CROWDED * places.number):
        return True
    jumps = 0
    for line, start in heads:
        text = lines[line][start : start + _LOOK]
        first = _PAIR
        while first < len(text) and text[: first + 1] in letters:
            first += 1
        behind = text[first : first + _PAIR]
        jumps += len(behind) == _PAIR and behind in letters
    return jumps > 0


def _nats(marks: int, pieces: int, runs: int, proofs: int) -> float:
    """Nats for a shredded headline of so many ``pieces``, given how many marks, runs and proofs the page has."""
    honest_runs = min(_HONEST_RUNS * pieces, _MAX_HONEST)
    honest_proofs = min(_HONEST_PROOFS * pieces**2, _MAX_HONEST)
    odds = []
    for share in _ATTACKED_SHARES:
        proving = share * _ATTACKED_PROOFS + honest_proofs
        running = share * (1 - _ATTACKED_PROOFS) + honest_runs
        nats = proofs * log(proving / honest_proofs) + (runs - proofs) * log(running / honest_runs)
        nats += (marks - runs) * log((1 - proving - running) / (1 - honest_runs - honest_proofs))
        odds.append(nats)
    return max(odds)


def _count_proofs(lines: Sequence[str], grid: Grid, runs: Sequence[Place]) -> int:
    """How many different runs no sentence explains: those out of order that stand on the page once, or with a junk word
    behind.

    The pairs of characters of such a word stand nowhere but behind runs. An article on a trade uses its words
    elsewhere.
    """
    texts = [lines[line][start:end] for line, start, end in runs]
    strange = (text for text in texts if len(text) >= 2 * grid.size and text not in grid.letters)
    odd = dict.fromkeys(islice(strange, _MAX_ODD))
    if not odd:
        return 0
    whole = "\n".join(lines)
    proofs = {text for text in odd if whole.count(text) == 1}
    behind = [MARK.split(lines[line][end : end + MAX_WORD], maxsplit=1)[0] for line, _, end in runs]
    glued = [
        "" if text in proofs else following[: glued_length(following, "", _PROVING_NATS)]
        for text, following in zip(texts, behind, strict=True)
    ]
    elsewhere: Counter[str] = Counter()
    if any(glued):  # few pages have such a word, and all characters are looked at
        elsewhere = Counter(chain.from_iterable(map(pairs_of, lines)))
        elsewhere.subtract(chain.from_iterable(map(pairs_of, behind)))
    for text, run, word in zip(texts, runs, glued, strict=True):
        strange_word = bool(word) and all(elsewhere[pair] <= 0 for pair in pairs_of(word))
        if strange_word or foreign_length(lines[run.line], run.end):
            proofs.add(text)
    return len(proofs)


def _heads_of(letters: str) -> tuple[set[str], str]:
    """How the pieces of a headline may begin, however it is cut up (``_grids``); its last may be a single character."""
    written = (letters, letters.replace("_", ""))
    pairs = {each[at : at + _PAIR] for each in written for at in range(len(each) - 1)}
    return pairs, "".join(each[-1:] for each in written)


def _find_runs(lines: Sequence[str], heads: Sequence[tuple[int, int]], grid: Grid) -> list[Place]:
    """Each run of up to _MAX_PIECES pieces that begins at one of ``heads``, lines and places in them."""
    pieces, sizes = grid.pieces, grid.sizes
    ends = ((line, start, _run_end(lines[line], start, sizes, pieces)) for line, start in heads)
    return [Place(line, start, end) for line, start, end in ends if end > start]


def _run_end(text: str, start: int, sizes: tuple[int, ...], pieces: frozenset[str]) -> int:
    """Where the pieces end behind ``start``; there itself when none does. A headline's last may be a short one."""
    end = start
    for _ in range(_MAX_PIECES):
        for size in sizes:
            if text[end : end + size] in pieces:
                end += len(text[end : end + size])
                break
        else:
            break
    return end
