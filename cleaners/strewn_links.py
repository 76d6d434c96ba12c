"""Find links to foreign hosts that were dropped into the sentences of a body, wherever they happened to be.

An honest link stands on words of its sentence. One that was dropped in parts neighbours that belong together, and reads
like a keyword phrase of which the article says nothing; several such on a page convict each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners import phrases
from cleaners.hosts import domain_of
from cleaners.inline import FITTED_NATS, INJECTED_ODDS, PAGE_ODDS, Span, chances_of, known_nats
from cleaners.item_lists import is_prose
from cleaners.recurring import weigh_seam

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.inline import Scene
    from cleaners.page import Line

LEAST_CHARS, MOST_CHARS, LEAST_HAN = 3, 40, 2
"""Characters of a link's text."""
LEAST_LINKS, MOST_LINKS = 2, 400
"""Links that convict each other, and those of a page that are looked at."""
SHARES = (0.2, 0.5, 0.9)
"""Shares of an injected page's links to foreign hosts that are junk."""
MOST_WORDING, MOST_ALONE = 4.0, 4.0
"""Nats that the wording of a link may say, and that one link may say of its page. The links inside sentences of our
honest pages have 2 in all at most, half of those that were dropped in have 5 or more."""
MOST_ELSEWHERE, ELSEWHERE_NATS = 0.34, -4.0
"""Share of the pairs of characters of a link that may stand anywhere else in the body, and what more of them say."""
CUT = 0.6
"""Probability from which on a link is cut."""

_HAN = re.compile(r"[\u3400-\u9fff]")


class _Place(NamedTuple):
    line: int
    span: Span


def find_strewn_links(lines: Sequence[Line], scene: Scene) -> list[list[Span]]:
    """For each line, in order, the links that were dropped into its sentences."""
    spans: list[list[Span]] = [[] for _ in lines]
    outside = {domain_of(link.href) for line in scene.around for link in line.links}
    places = list(_places_in(lines, scene.own | outside))[:MOST_LINKS]
    texts = [lines[at].text[slice(*span)] for at, span in places]
    if len(set(texts)) < LEAST_LINKS:
        return spans
    whole = "\n".join((scene.title, *(line.text for line in lines)))
    wording = phrases.weigh_alone(texts, phrases.load_model()).tolist()
    spots = zip(places, wording, strict=True)
    weighed = [_weigh(lines[at].text, span, alone, whole) for (at, span), alone in spots]
    nats = np.array(weighed, np.float32)
    odds = INJECTED_ODDS if scene.spam else PAGE_ODDS
    telling = np.minimum(nats, np.float32(MOST_ALONE)) - np.float32(FITTED_NATS)
    chances = chances_of(nats - np.float32(FITTED_NATS), telling, odds, SHARES)
    for (at, span), chance in zip(places, chances, strict=True):
        if chance > CUT:
            spans[at].append(span)
    return spans


def _places_in(lines: Sequence[Line], known: frozenset[str | None]) -> Iterator[_Place]:
    """The links inside lines of prose to hosts that are not ``known``."""
    for at, line in enumerate(lines):
        if line.links and is_prose(line.text):
            for link in line.links:
                text = line.text[link.start : link.end]
                domain = domain_of(link.href)
                fits = LEAST_CHARS <= len(text) <= MOST_CHARS and len(_HAN.findall(text)) >= LEAST_HAN
                if fits and domain and domain not in known:
                    yield _Place(at, Span(link.start, link.end))


def _weigh(line: str, span: Span, alone: float, whole: str) -> float:
    """Nats for a link having been dropped in; ``alone``: those of its wording."""
    text = line[slice(*span)]
    nats = weigh_seam(line[span.start - 1 : span.start], text, line[span.end : span.end + 1])
    nats += min(alone + known_nats(text), MOST_WORDING)
    times = whole.count(text)
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    elsewhere = sum(whole.count(pair) > times for pair in pairs)
    return nats + ELSEWHERE_NATS * (elsewhere > MOST_ELSEWHERE * len(pairs))
