"""Find a piece of text that somebody put into a body again and again, between any two characters.

Programs that fill pages with a keyword set it wherever they happen to be: behind commas, inside words. What recurs in
honest text is a name, and belongs to the clauses that it stands in: they are no sentences without it. So each recurring
piece is weighed by its seams: whether its neighbours on both sides belong together, and not to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from cleaners import phrases
from cleaners.character_tables import plane_codes_of
from cleaners.characters import information
from cleaners.inline import Span, known_nats
from cleaners.item_lists import is_prose
from cleaners.numbering import number_groups
from cleaners.script import to_simplified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEAST_CHARS, MOST_CHARS = 4, 40
"""Characters of a piece."""
LEAST_HAN = 2
LEAST_TIMES = 4
"""Times that it stands in the body, between different characters each time."""
MOST_PIECES = 200
"""Pieces of one page that are weighed."""
READ_CHARS = 60_000
"""Characters of a body that are looked at; a piece that recurs does so in its first pages, too."""
BUCKET_BITS = 15
"""Buckets into which the runs of four characters are sorted, far more than a page has."""
LEAST_WORDING = -2.5
"""Nats that its wording must have by itself (``phrases.weigh_alone``): 99 in 100 keyword phrases have them, and no
figure of speech (我有一个梦想 has -11) of ours."""
MOST_WORDING = 6.0
BEGINS_CLAUSE = 1.2
"""Nats for a piece behind a mark: three in ten of the pieces that recur in news stand there."""
UNKNOWN_PAIR, ROUNDED = -0.6, 0.4
"""Nats for two neighbours that news never has side by side: 53 in 100 of its pairs are such, 97 of random ones.
For a pair that it has, its mutual information speaks, rounded up as it is."""
OTHER_BEFORE, OTHER_BEHIND, ENCLOSED = -0.5, -1.2, -2.0
"""For a piece behind a letter or a figure, before a mark or one of these, and between quotation marks or brackets."""
FIRST_LOOK, HOPELESS = 6, -0.6
"""Seams that are looked at first, and their mean below which the others need no look: most names that recur."""
LEAST_MEAN, FOR_WORDING = 0.9, 0.2
"""Nats that its seams must have on average, and what each of its wording takes off that, four counting."""
EACH_SEAM, LEAST_NATS = 0.4, 9.0
"""What each seam says more, for those of honest pieces have -1.5 on average and others 0.6; and the nats that all must
have, with the wording. Of 598 pieces that recur on 161 honest pages the next has 7.4."""
MOST_ELSEWHERE = 0.34
"""Share of its pairs of characters that may stand anywhere else in the body."""

_SCATTER = np.uint64(0x9E3779B97F4A7C15)
"""A number near the golden ratio of 64 bits (Knuth)."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_EDGES = re.compile(r"\A\W+|\W+\Z")
_CLAUSE_ENDS = frozenset("，。、；：？！…")
_READ = re.compile(r"[\u3400-\u9fff，。、；：“”‘’？！《》（）—…·]")
_OPENING, _CLOSING = frozenset("“‘「『《（【(["), frozenset("”’」』》）】)]")


def find_recurring(lines: Sequence[str], title: str) -> list[list[Span]]:
    """For each line, in order, where such pieces stand. ``title``: names whose words are the article's own."""
    spans: list[list[Span]] = [[] for _ in lines]
    prose = [at for at, text in enumerate(lines) if is_prose(text)]
    text = "\n".join(lines[at] for at in prose)[:READ_CHARS]
    likely = [piece for piece in _pieces_of(text) if piece not in title and len(_HAN.findall(piece)) >= LEAST_HAN]
    if not likely:
        return spans
    wording = phrases.weigh_alone(likely, phrases.load_model())
    found = [
        piece
        for piece, nats in zip(likely, wording.tolist(), strict=True)
        if nats >= LEAST_WORDING and _is_strewn(piece, text, min(nats + known_nats(piece), MOST_WORDING))
    ]
    if found:
        pattern = re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))
        for at in prose:
            spans[at] = [Span(*match.span()) for match in pattern.finditer(lines[at])]
    return spans


def _pieces_of(text: str) -> list[str]:
    """The longest pieces of ``text`` that stand in it often enough, in order, each once."""
    if len(text) < LEAST_TIMES * LEAST_CHARS:
        return []
    codes = plane_codes_of(text).astype(np.uint64)
    keys = codes[:-3] << np.uint64(48) | codes[1:-2] << np.uint64(32) | codes[2:-1] << np.uint64(16) | codes[3:]
    bucket = (keys * _SCATTER >> np.uint64(64 - BUCKET_BITS)).astype(np.intp)
    likely = np.flatnonzero(np.bincount(bucket)[bucket] >= LEAST_TIMES)  # quicker than to sort them all
    number = number_groups(keys[likely]) if len(likely) else likely
    times = np.bincount(number)[number] if len(likely) else likely
    places, times = likely[times >= LEAST_TIMES], times[times >= LEAST_TIMES]
    if not len(places):
        return []
    first = np.flatnonzero(np.append(True, (np.diff(places) != 1) | (np.diff(times) != 0)))
    starts, ends = places[first].tolist(), (places[np.append(first[1:] - 1, -1)] + LEAST_CHARS).tolist()
    found = dict.fromkeys(text[start:end] for start, end in zip(starts, ends, strict=True))
    bare = (_EDGES.sub("", piece) for piece in found if "\n" not in piece)
    return list(dict.fromkeys(piece for piece in bare if LEAST_CHARS <= len(piece) <= MOST_CHARS))[:MOST_PIECES]


def _is_strewn(piece: str, text: str, wording: float) -> bool:
    """Whether the seams of a piece show that it was put in everywhere."""
    seams = _seams_of(piece, text)
    nats = [weigh_seam(before, piece, behind) for before, behind in islice(seams, FIRST_LOOK)]
    if len(nats) < LEAST_TIMES or sum(nats) < HOPELESS * len(nats):
        return False
    nats += [weigh_seam(before, piece, behind) for before, behind in seams]
    least = LEAST_MEAN - FOR_WORDING * min(max(wording, 0.0), 4.0)
    if sum(nats) < least * len(nats) or sum(nats) + EACH_SEAM * len(nats) + wording < LEAST_NATS:
        return False
    times = text.count(piece)
    pairs = [piece[at : at + 2] for at in range(len(piece) - 1)]
    return sum(text.count(pair) > times for pair in pairs) <= MOST_ELSEWHERE * len(pairs)


def _seams_of(piece: str, text: str) -> Iterator[tuple[str, str]]:
    """The characters before and behind a piece, each two of them once."""
    seen = set()
    at = text.find(piece)
    while at >= 0:
        end = at + len(piece)
        seam = (text[at - 1 : at], text[end : end + 1])
        if seam not in seen:
            seen.add(seam)
            yield seam
        at = text.find(piece, end)


def weigh_seam(before: str, piece: str, behind: str) -> float:
    """Nats for a piece between these two characters, empty at an end of the text, having been put there."""
    if before in _OPENING and behind in _CLOSING:
        return ENCLOSED
    nats = BEGINS_CLAUSE if before in _CLAUSE_ENDS else 0.0
    if _HAN.match(before):
        nats += (_belong(before, behind) if _READ.match(behind) else 0.0) - max(_belong(before, piece[0]), 0.0)
    elif not nats:
        nats += OTHER_BEFORE
    return nats - max(_belong(piece[-1], behind), 0.0) if _HAN.match(behind) else nats + OTHER_BEHIND


def _belong(first: str, second: str) -> float:
    """Nats for two characters being neighbours in news, against two drawn at random."""
    known = information(_simple(first) + _simple(second))
    return UNKNOWN_PAIR if known is None else known - ROUNDED


@lru_cache(maxsize=10_000)
def _simple(character: str) -> str:
    return to_simplified(character)
