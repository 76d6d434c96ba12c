"""Find links to foreign hosts that were dropped into the sentences of a body, wherever they happened to be.

An honest link stands on words of its sentence. One that was dropped in parts neighbours that belong together, and reads
like a keyword phrase of which the article says nothing; several such on a page convict each other.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from cleaners.junk.chances import FITTED_NATS, chances_of
from cleaners.junk.lists.items import holds_sentence
from cleaners.junk.spans import Place
from cleaners.junk.strewn.recurring import stands_elsewhere, weigh_seam
from cleaners.junk.strewn.weights import wording_nats
from cleaners.links.hosts import leads_away
from cleaners.text import phrases
from cleaners.text.character_tables import HAN, pairs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.junk.strewn.recurring import Seam
    from cleaners.page.model import Line

_MIN_CHARS, _MAX_CHARS, _MIN_HAN = 3, 40, 2
"""Fewest and most characters of a link's text, and fewest Han characters in it."""
_MIN_LINKS, MAX_LINKS = 2, 400
"""Fewest links that convict each other, and most links of a page that are looked at."""
_SHARES = (0.2, 0.5, 0.9)
"""Shares of an injected page's links to foreign hosts that are junk."""
_MAX_WORDING, _MAX_ALONE = 4.0, 4.0
"""Most nats of a link's wording, and most nats that one link tells of its page. The links inside sentences of our
honest pages have 2 in all at most; half of those that were dropped in have 5 or more."""
_ELSEWHERE_NATS = -4.0
"""Nats added for a link whose words the page uses elsewhere as well."""
_MIN_PARTED, _PARTED_SHARE = 1, 0.2
"""Least number and share of links that part a word or phrase; with fewer, none is cut, for honest links on the subject
of a sentence stand behind marks as well. Of two links dropped anywhere, at least one parts a word on seven pages of
ten."""
_MIN_MEAN = 0.0
"""Least mean nats of the seams of all links. Names in a sentence have -1.5 on average, what was dropped in 0.6."""
_CUT = 0.6
"""Least probability of a link that is cut."""


def find_strewn_links(lines: Sequence[Line], scene: Scene) -> list[Place]:
    """The links that were dropped into sentences."""
    places = list(_places_in(lines, scene.own | scene.outside))[:MAX_LINKS]
    texts = [lines[at].text[start:end] for at, start, end in places]
    if len(set(texts)) < _MIN_LINKS:
        return []
    seams = [_seam_of(lines[at].text, start, end) for at, start, end in places]
    parted, nats_of_seams = sum(seam.parts_word for seam in seams), sum(seam.nats for seam in seams)
    if parted < max(_MIN_PARTED, _PARTED_SHARE * len(seams)) or nats_of_seams < _MIN_MEAN * len(seams):
        return []
    whole = "\n".join((scene.title, *(line.text for line in lines)))
    pairs: Counter[str] = Counter(pairs_of(whole))
    wording = phrases.weigh_alone(texts, phrases.load_model()).tolist()
    weighed = [
        seam.nats + _weigh(text, alone, whole.count(text), pairs)
        for seam, text, alone in zip(seams, texts, wording, strict=True)
    ]
    nats = np.array(weighed, np.float32)
    telling = np.minimum(nats, np.float32(_MAX_ALONE)) - np.float32(FITTED_NATS)
    chances = chances_of(nats - np.float32(FITTED_NATS), telling, scene.odds(), _SHARES)
    return [place for place, chance in zip(places, chances, strict=True) if chance > _CUT]


def _places_in(lines: Sequence[Line], known: frozenset[str | None]) -> Iterator[Place]:
    """The links inside lines of prose to hosts that are not ``known``."""
    for at, line in enumerate(lines):
        if line.links and holds_sentence(line.text):
            for link in line.links:
                text = line.text[link.start : link.end]
                fits = _MIN_CHARS <= len(text) <= _MAX_CHARS and len(HAN.findall(text)) >= _MIN_HAN
                if fits and leads_away(link.href, known):
                    yield Place(at, link.start, link.end)


def _seam_of(line: str, start: int, end: int) -> Seam:
    return weigh_seam(line[start - 1 : start], line[start:end], line[end : end + 1])


def _weigh(text: str, alone: float, times: int, pairs: Counter[str]) -> float:
    """Nats for a link's words being junk. ``alone``: what the model of phrases says; ``times``, ``pairs``: of
    the page.
    """
    nats = min(alone + wording_nats(text), _MAX_WORDING)
    return nats + _ELSEWHERE_NATS * stands_elsewhere(text, times, pairs)
