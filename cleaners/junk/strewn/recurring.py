"""Find a piece of text that somebody put into a body again and again, between any two characters.

Programs that fill pages with a keyword set it wherever they happen to be, inside words, too. What recurs in honest
text is a name, and belongs to the clauses that it stands in: they are no sentences without it. So each recurring
piece is weighed by its seams: whether its neighbours on both sides belong together, and not to it. Marks around it
prove nothing by themselves: subjects stand behind commas, too.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.junk.lists.items import holds_sentence
from cleaners.junk.spans import Place
from cleaners.junk.strewn.weights import wording_nats
from cleaners.lexicons import any_of
from cleaners.text import phrases
from cleaners.text.character_tables import HAN, pairs_of, plane_codes_of
from cleaners.text.characters import information
from cleaners.text.numbering import number_groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

_MIN_CHARS, _MAX_CHARS = 4, 40
"""Fewest and most characters of a piece."""
_MIN_HAN = 2
"""Han characters that a piece must have."""
_MIN_TIMES = 4
"""Fewest places of a piece in the body, between different characters each time."""
_MAX_PIECES = 200
"""Most pieces of one page that are weighed."""
_FEW_PIECES = 10
"""Up to so many pieces the seams of all are weighed at once; of more, only of those that read like keywords."""
_READ_CHARS = 60_000
"""Characters of a body that are looked at; a piece that recurs does so in its first pages, too."""
_BUCKET_BITS = 13
"""Buckets into which the runs of four characters are sorted; as many as the text has characters where it is long."""
_MIN_WORDING = -2.5
"""Least nats of its wording by itself (``phrases.weigh_alone``). 99 in 100 keyword phrases have them, and none of the
figures of speech that we tried: 我有一个梦想 has -11."""
_MAX_WORDING = 6.0
"""Nats of wording that count at most: how a piece stands in the text must have its say."""
_BEGINS_CLAUSE = 1.2
"""Nats for a piece behind a mark: three in ten of the pieces that recur in news stand there."""
_UNKNOWN_PAIR, _ROUNDED = -0.6, 0.4
"""Nats for two neighbours that news never has side by side: 53 in 100 of its pairs are such, 97 of random ones.
For a pair that it has, its mutual information speaks, rounded up as it is."""
_OTHER_BEFORE, _OTHER_BEHIND, _ENCLOSED = -0.5, -1.2, -2.0
"""Nats for a piece behind a letter or figure; for one before a mark, letter or figure; for one in quotation marks or
brackets."""
_FIRST_LOOK, _HOPELESS = 6, -0.6
"""Seams that are looked at first, and their mean in nats below which the others need no look. They need none either
where none of the first parts a word. Most names that recur are told so."""
_MIN_MEAN, _FOR_WORDING = 0.9, 0.2
"""Least mean nats of the seams of a piece, and what each nat of its wording, up to four, takes off that."""
_PARTS_WORD, _MIN_PARTED, _PARTED_SHARE = 1.0, 2, 0.2
"""Nats that show a seam to part a word or phrase; least number and share of such seams of a piece. Nine in ten of the
keywords set between any two characters have them, and none of 1,700 honest names that read like keywords. Without
this rule 45 of those names would be cut: subjects behind commas."""
_EACH_SEAM, _MIN_NATS = 0.4, 9.0
"""Nats added for each seam, because those of honest pieces have -1.5 on average and others 0.6; and the least sum of
all seams and the wording. Of 598 pieces that recur on 161 honest pages the highest has 7.4."""
_MAX_ELSEWHERE = 0.34
"""Most of its pairs of characters, as a share, that may stand elsewhere in the body."""

_SCATTER = np.uint64(0x9E3779B97F4A7C15)
"""A number near the golden ratio of 64 bits (Knuth)."""
_EDGES = re.compile(r"\A\W+|\W+\Z")
_CLAUSE_ENDS = frozenset("，。、；：？！…")
_READ = re.compile(r"[\u3400-\u9fff，。、；：“”‘’？！《》（）—…·]")
_OPENING, _CLOSING = frozenset("“‘「『《（【(["), frozenset("”’」』》）】)]")


def find_recurring(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """Where pieces stand that somebody put in everywhere."""
    texts = [line.text for line in lines]
    prose = [at for at, text in enumerate(texts) if holds_sentence(text)]
    text = "\n".join(texts[at] for at in prose)[:_READ_CHARS]
    pieces = [piece for piece in _pieces_of(text) if piece not in scene.title and len(HAN.findall(piece)) >= _MIN_HAN]
    if len(pieces) > _FEW_PIECES:
        pieces = list(_with_wording(pieces))
    seams = {piece: nats for piece in pieces if (nats := _weigh_seams(piece, text))}
    if not seams:
        return
    pairs: Counter[str] = Counter(pairs_of(text))
    found = [
        piece
        for piece, wording in _with_wording(list(seams)).items()
        if _are_telling(seams[piece], min(wording + wording_nats(piece), _MAX_WORDING))
        and not stands_elsewhere(piece, text.count(piece), pairs)
    ]
    if found:
        pattern = re.compile(any_of(found))
        yield from (Place(at, *match.span()) for at in prose for match in pattern.finditer(texts[at]))


def _with_wording(pieces: list[str]) -> dict[str, float]:
    """The pieces that read like keyword phrases, with the nats of their wording."""
    wording = phrases.weigh_alone(pieces, phrases.load_model()).tolist() if pieces else ()
    return {piece: nats for piece, nats in zip(pieces, wording, strict=True) if nats >= _MIN_WORDING}


def _pieces_of(text: str) -> list[str]:
    """The longest pieces of ``text`` that stand in it often enough, in order, each once."""
    if len(text) < _MIN_TIMES * _MIN_CHARS:
        return []
    codes = plane_codes_of(text).astype(np.uint64)
    keys = codes[:-3] << np.uint64(48) | codes[1:-2] << np.uint64(32) | codes[2:-1] << np.uint64(16) | codes[3:]
    bits = max(_BUCKET_BITS, len(text).bit_length())
    bucket = (keys * _SCATTER >> np.uint64(64 - bits)).astype(np.intp)
    likely = (np.bincount(bucket)[bucket] >= _MIN_TIMES).nonzero()[0]  # quicker than to sort them all
    number = number_groups(keys[likely]) if len(likely) else likely
    times = np.bincount(number)[number] if len(likely) else likely
    places, times = likely[times >= _MIN_TIMES], times[times >= _MIN_TIMES]
    if not len(places):
        return []
    parted = ((places[1:] != places[:-1] + 1) | (times[1:] != times[:-1])).nonzero()[0]
    starts = places[[0, *(parted + 1)]].tolist()
    ends = (places[[*parted, -1]] + _MIN_CHARS).tolist()
    found = dict.fromkeys(text[start:end] for start, end in zip(starts, ends, strict=True))
    bare = (_EDGES.sub("", piece) for piece in found if "\n" not in piece)
    return list(dict.fromkeys(piece for piece in bare if _MIN_CHARS <= len(piece) <= _MAX_CHARS))[:_MAX_PIECES]


def _weigh_seams(piece: str, text: str) -> list[float]:
    """Nats of each seam of a piece; empty where the seams show that it belongs where it stands, as most do."""
    seams = _seams_of(piece, text)
    first = list(islice(seams, _FIRST_LOOK))
    if len(first) < _MIN_TIMES or not any(_belong(*seam) >= _PARTS_WORD for seam in first):
        return []
    weighed = [weigh_seam(before, piece, behind) for before, behind in first]
    if sum(seam.nats for seam in weighed) < _HOPELESS * len(weighed):
        return []
    weighed += [weigh_seam(before, piece, behind) for before, behind in seams]
    least = max(_MIN_PARTED, _PARTED_SHARE * len(weighed))
    return [seam.nats for seam in weighed] if sum(seam.parts_word for seam in weighed) >= least else []


def _are_telling(nats: Sequence[float], wording: float) -> bool:
    """Whether the seams (``nats``) and the ``wording`` of a piece show that somebody put it in everywhere."""
    least = _MIN_MEAN - _FOR_WORDING * min(max(wording, 0.0), 4.0)
    return sum(nats) >= least * len(nats) and sum(nats) + _EACH_SEAM * len(nats) + wording >= _MIN_NATS


def stands_elsewhere(piece: str, times: int, pairs: Counter[str]) -> bool:
    """Whether a text uses the pairs of characters of a piece elsewhere as well.

    ``pairs``: how often each of its pairs stands there. ``times``: how often the piece stands there.
    """
    own: Counter[str] = Counter(pairs_of(piece))
    return sum(pairs[pair] > times * count for pair, count in own.items()) > _MAX_ELSEWHERE * len(own)


def _seams_of(piece: str, text: str) -> Iterator[tuple[str, str]]:
    """The characters before and behind each place of a piece, the same two only once."""
    seen = set()
    at = text.find(piece)
    while at >= 0:
        end = at + len(piece)
        seam = (text[at - 1 : at], text[end : end + 1])
        if seam not in seen:
            seen.add(seam)
            yield seam
        at = text.find(piece, end)


class Seam(NamedTuple):
    """The place of a piece between two characters."""

    nats: float
    """For the piece having been put there."""
    parts_word: bool
    """Whether it parts a word or phrase."""


def weigh_seam(before: str, piece: str, behind: str) -> Seam:
    """Weigh the place of a piece between these two characters, empty at an end of the text."""
    if before in _OPENING and behind in _CLOSING:
        return Seam(_ENCLOSED, parts_word=False)
    nats = _BEGINS_CLAUSE if before in _CLAUSE_ENDS else 0.0
    inside = HAN.match(before) is not None
    if inside:
        nats += (_belong(before, behind) if _READ.match(behind) else 0.0) - max(_belong(before, piece[0]), 0.0)
    elif not nats:
        nats += _OTHER_BEFORE
    if not HAN.match(behind):
        return Seam(nats + _OTHER_BEHIND, parts_word=False)
    nats -= max(_belong(piece[-1], behind), 0.0)
    return Seam(nats, inside and nats >= _PARTS_WORD)


def _belong(first: str, second: str) -> float:
    """Nats for two characters being neighbours in news, against two drawn at random."""
    known = information(first + second)
    return _UNKNOWN_PAIR if known is None else known - _ROUNDED
