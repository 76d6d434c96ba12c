"""Find junk inside the lines of a body: phrases put between two sentences, with or without a link of their own.

Each place where a phrase may stand is weighed by ``cleaners.text.phrases``; what is cut is decided by the page as a
whole (``chances``). A page with one doubtful place is left alone. A page with many is not: they convict each other, and
the words of those that are sure convict others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from cleaners.junk.chances import INJECTED_ODDS, MAX_NATS, PAGE_ODDS, chances_of
from cleaners.junk.spans import Place, widen
from cleaners.junk.strewn.addresses import host_led_to
from cleaners.junk.strewn.candidates import are_strewn, places_of
from cleaners.junk.strewn.lone_lines import share_of_pairs
from cleaners.junk.strewn.named_items import find_named_items
from cleaners.junk.strewn.row_shapes import find_rows
from cleaners.junk.strewn.weights import UNLIKELY, weigh_ends, weigh_places
from cleaners.text import phrases
from cleaners.text.phrase_alphabet import END, pairs_in
from cleaners.text.phrase_places import find_starts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from cleaners.junk.scene import Scene
    from cleaners.junk.strewn.candidates import Places
    from cleaners.page.model import Line
    from cleaners.text.arrays import Bools, Floats, Ints
    from cleaners.text.phrase_places import Openings
    from cleaners.text.phrases import Elsewhere, Model


_CUT = 0.65
"""Least probability of a phrase that is cut."""
_SURE = 0.8
"""Least probability of a phrase whose words convict others."""
_SHARED = 2
"""Fewest phrases of a page that must share a word for it to tell where they end."""
_MAX_COMPARED = 300
"""Most phrases of a page that are held against each other."""
_ROUNDS = 3
"""Times that the words of the sure phrases are used to find more."""
_STOPPED_NATS = -4.0
"""Nats added to what a phrase tells of the page where a full stop or the line's end closes it: short honest sentences
look so."""
_STREWN_NATS = 4.0
"""Nats added on top of ``LINK_NATS`` for links that are strewn over the body, to hosts that the rest of the page never
links to."""
_LIKELY_FIRST, _POSSIBLE_FIRST = 3.0, 0.0
"""Nats of a sentence's first characters that make it one to be looked at first, and one to be looked at at all: one
honest sentence in twenty-five reaches the first, two in seven the second. Where no sentence of the first kind turns
out doubtful, the page is clean and the others are not looked at."""
_DOUBTFUL = 2.0
"""Nats that at least one place of a page must have by itself. Weaker ones never convict each other."""

_SPACED = re.compile(r"\w([^\w、，；：/]|_)\w(?:\1\w){2,60}")
"""A phrase with the same sign between all its characters, to hide it."""
_SIGNED = re.compile(r"([^\w\s，、：；。！？…“”‘’])[^\W_]{3,24}\1")
"""A phrase with the same sign on both sides."""


def find_phrases(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The phrases that were put between sentences."""
    model = phrases.load_model()
    known = phrases.vocabulary_of(scene.spam, model.alphabet).triples if scene.found else None
    texts = [line.text for line in lines]
    starts, outside = find_starts(texts, model.alphabet, known)
    outside = np.concatenate((outside, pairs_in(scene.title, model.alphabet)))
    elsewhere = phrases.Elsewhere.of(outside, model.alphabet)
    first = phrases.weigh_first(starts, elsewhere, model)
    if not (scene.found or any(line.links for line in lines)):
        likely = (first >= _LIKELY_FIRST).nonzero()[0]
        if not (len(likely) and _are_doubtful(places_of(lines, starts.take(likely), scene), elsewhere, model)):
            return
    places = places_of(lines, starts, scene)
    rows = np.arange(len(places.links)) if scene.found else _find_doubtful(places, first, elsewhere, model)
    if not len(rows):
        return
    places = places._replace(rows=find_rows(lines), items=find_named_items(texts))
    found = list(_decide(places, rows, elsewhere, scene, model))
    junk = [*scene.spam, *(lines[line].text[start:end] for line, start, end in found)]
    for line, start, end in found:
        text = lines[line].text
        words, host = text[start:end], host_led_to(text, start, end)
        others = "\n".join(other for other in junk if other != words)
        named_once = host and sum(each.lower().count(host) for each in texts) == 1
        if named_once and not share_of_pairs(words, others):
            continue
        signed = _SIGNED.match(text, start) or _SIGNED.match(text, max(start - 1, 0))
        yield Place(line, *(signed.span() if signed else widen(text, start, _end_of_spaced(text, start) or end)))


def _end_of_spaced(text: str, start: int) -> int:
    """Where a phrase whose characters a sign sets apart ends: with the last of these signs; 0 for any other."""
    found = _SPACED.match(text, start)
    return found.end() if found else 0


def _find_doubtful(places: Places, first: Floats, elsewhere: Elsewhere, model: Model) -> NDArray[np.intp]:
    """The places (rows) that need a closer look; none on a page where no place is at all doubtful.

    ``first``: the nats of the first characters of each place.
    """
    likely = ((first >= _LIKELY_FIRST) | places.foreign).nonzero()[0]
    if not len(likely):
        return likely
    if not places.foreign.any() and not _are_doubtful(places.take(likely), elsewhere, model):
        return np.zeros(0, np.intp)
    return ((first >= _POSSIBLE_FIRST) | places.foreign).nonzero()[0]


def _are_doubtful(places: Places, elsewhere: Elsewhere, model: Model) -> bool:
    """Whether at least one of the places is doubtful by itself."""
    weighed = phrases.weigh(places.opening, elsewhere, phrases.NO_JUNK, model)
    nats, _, _ = weigh_places(weighed, places, np.arange(len(places.links)), 0.0)
    return bool(nats.max(initial=UNLIKELY) >= _DOUBTFUL)


def _decide(
    places: Places, open_rows: NDArray[np.intp], elsewhere: Elsewhere, scene: Scene, model: Model
) -> Iterator[Place]:
    """The phrases to cut, without what goes with them.

    In rounds: each weighs the places with the help of the phrases that are sure so far. ``open_rows``: the places that
    are looked at in the first round; all are in the later ones.
    """
    opening = places.opening
    odds = scene.odds(INJECTED_ODDS if scene.hijacked else PAGE_ODDS)  # who swaps a title wants its words in the text
    strewn = _STREWN_NATS if are_strewn(places, scene) else 0.0
    known = list(scene.spam)
    nats = np.full(len(places.links), -MAX_NATS, np.float32)
    most = np.zeros(len(places.links), np.float32)
    length = np.zeros(len(places.links), np.int64)
    sure = np.zeros(len(places.links), bool)
    for _ in range(_ROUNDS):
        junk = phrases.vocabulary_of(known, model.alphabet)
        weighed = phrases.weigh(opening.take(open_rows), elsewhere, junk, model)
        nats[open_rows], length[open_rows], most[open_rows] = weigh_places(weighed, places, open_rows, strewn)
        unlike = _nats_of_unlike(known, model)
        likely = open_rows[nats[open_rows] > UNLIKELY] if unlike else open_rows[:0]
        nats[_find_unlike(places, likely, length, junk, model)] += unlike
        if scene.found:
            nats[open_rows[~weighed.recurs]] = -MAX_NATS
        telling = np.minimum(nats + _STOPPED_NATS * _are_stopped(opening, length, model), most)
        chances = _chances_apart(nats, telling, odds, places.link_ends > 0)
        found = (~sure & (chances > _SURE)).nonzero()[0]
        if not len(found):
            break
        sure[found] = True
        known += [places.phrase(row, length[row]).words for row in found]
        open_rows = (~sure).nonzero()[0]
    rows = (chances > _CUT).nonzero()[0]
    _settle_ends(places, rows, length, elsewhere, phrases.vocabulary_of(known, model.alphabet, _SHARED), model)
    for row in rows:
        line, _, start, end = places.phrase(row, length[row])
        yield Place(line, start, max(end, int(places.link_ends[row])))  # no phrase ends within a link


def _settle_ends(
    places: Places,
    rows: NDArray[np.intp],
    length: Ints,
    elsewhere: Elsewhere,
    shared: phrases.Junk,
    model: Model,
) -> None:
    """Set the ``length`` of the phrases in these rows, but for links, by the words that phrases of the page share."""
    if not len(rows) or not len(shared.pairs):
        return
    weighed = phrases.weigh(places.opening.take(rows), elsewhere, shared, model)
    for at in (places.links[rows] == 0).nonzero()[0]:
        length[rows[at]] = weigh_ends(places, rows[at], weighed.by_length[at])[1]


def _nats_of_unlike(known: Sequence[str], model: Model) -> float:
    """Nats for a phrase that shares no word with the ``known`` junk: the more against it, the more of that shares
    words.
    """
    if not known:
        return 0.0
    known = known[-_MAX_COMPARED:]
    shared = frozenset(phrases.vocabulary_of(known, model.alphabet, _SHARED).pairs.tolist())
    alone = sum(shared.isdisjoint(pairs_in(text, model.alphabet).tolist()) for text in known)
    return float(np.log((alone + 1) / (len(known) + 2)))


def _find_unlike(
    places: Places, rows: NDArray[np.intp], length: Ints, junk: phrases.Junk, model: Model
) -> list[np.intp]:
    """The rows whose phrases share no pair of characters with ``junk``."""
    if not len(rows):
        return []
    held = frozenset(junk.pairs.tolist())
    own = (pairs_in(places.phrase(row, length[row]).words, model.alphabet).tolist() for row in rows)
    return [row for row, pairs in zip(rows, own, strict=True) if held.isdisjoint(pairs)]


def _are_stopped(opening: Openings, length: Ints, model: Model) -> Bools:
    """Whether a full stop, or the end of the line, stands behind the phrase of each row."""
    behind = opening.window[np.arange(len(length)), length + 1]
    return np.isin(behind, model.alphabet.fold[[ord("。"), ord(END)]])


def _chances_apart(nats: Floats, telling: Floats, odds: float, linked: Bools) -> NDArray[np.float64]:
    """``chances_of``, links and bare phrases apart: nobody puts both into one page."""
    chances = chances_of(nats, telling, odds)
    if linked.any() and not linked.all():
        further = max(odds, INJECTED_ODDS) if (chances[linked] > _SURE).any() else odds
        chances[~linked] = chances_of(nats[~linked], telling[~linked], further)
    return chances
