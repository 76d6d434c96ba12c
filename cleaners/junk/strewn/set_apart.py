"""Find keyword phrases that stand by themselves beside the sentences of a paragraph.

Behind its last sentence, or behind another in brackets, between signs of any kind, with a full stop or a
comma: ★…★, （…）, …。 Where such a phrase begins and ends is plain, so one is weighed as it stands, and one is
enough. What newsrooms set there, credits, places, asides, short sentences and the first clauses of others,
is worded as news is. Of 570 such pieces of 92 annotated Chinese pages the one that reads most like a phrase
has -2.1 nats.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.junk.spans import Place, by_line, without
from cleaners.junk.strewn.lone_lines import is_bare, one_reads_like_phrase, weigh_phrases
from cleaners.junk.warning import warns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

SURE_NATS, CLOSED_NATS = 2.5, 1.5
"""Nats from which on a piece goes, and one that a full stop or a comma closes. Where the article speaks of
nothing like it, two of 24 notes on tickets, draws and courts written for the purpose have the first
(手机购票入口), and two of 81 short sentences on loans, forgery and the like the second (公积金贷款提额). Of 5,200 short
sentences and first clauses of 1,800 newspaper texts, reviews and pages none has -1.5; of keyword phrases of
eight trades that the model was never shown half have the second."""
TOGETHER, TOGETHER_NATS = 2, 0.0
"""Closed pieces of a page that convict each other, and the nats from which on they do; one is enough beside other
junk."""
BEHIND = 12
"""Least characters of the sentence behind a closed piece: news in brief is a row of short ones."""
_CLAUSE = re.compile("[的是了和与與及被把从從也都就这這那以而但并我他她它们們]")
"""Function words, which hardly any keyword phrase holds and three in four such pieces do."""
INJECTED_NATS = -2.5
"""Nats that are added to the first of these bounds on a page in whose text other junk was found."""
MIN_PROSE = 80
"""Least characters of an article for a word to be strange to it."""
MAX_PIECES = 100
"""Most pieces of a page that are looked at."""

_SIGN = r"(?:(?![，、：:；;。！？…“”\"'%％℃°+＋=＝\-—~～@＠#＃&＆\d])[^\w]|[_丨~～—-]{1,3}(?=\D))"
_PIECE = re.compile(
    rf"[。！？；](?P<piece>{_SIGN}*(?P<words>[^\W_](?:[^\W_]|[·.]){{3,24}}+)"
    rf"(?:{_SIGN}*\Z|{_SIGN}+(?=\w|[“《「【])|(?P<closed>)(?=[。！，][\w“《「][^。！？]{{{BEHIND - 1}}})))"
)
"""Signs ahead of a phrase behind a sentence, and signs, a full stop, a comma, or the line's end behind it."""


def find_set_apart(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The keyword phrases that stand by themselves beside the sentences of a Chinese body."""
    found = [
        (Place(at, match.start("piece"), match.end() + (match["closed"] is not None)), match)
        for at, line in enumerate(lines)
        for match in _PIECE.finditer(line.text)
        if is_bare(match["words"]) and (match["closed"] is None or not _CLAUSE.search(match["words"]))
    ][:MAX_PIECES]
    words = [match["words"] for _, match in found]
    if not one_reads_like_phrase(words):
        return
    spans = by_line([place for place, _ in found], len(lines))
    prose = "\n".join("".join(without(line.text, inside)) for line, inside in zip(lines, spans, strict=True))
    if len(prose) < MIN_PROSE or warns(prose):
        return
    nats = weigh_phrases(words, f"{prose}\n{scene.title}", scene.spam).tolist()
    closed = [each for (_, match), each in zip(found, nats, strict=True) if match["closed"] is not None]
    together = bool(scene.spam) or sum(each >= TOGETHER_NATS for each in closed) >= TOGETHER
    least = {
        True: TOGETHER_NATS if together else CLOSED_NATS,
        False: SURE_NATS + (INJECTED_NATS if scene.spam else 0.0),
    }
    for (place, match), each in zip(found, nats, strict=True):
        if each >= least[match["closed"] is not None]:
            yield place
