"""Find keyword phrases that stand by themselves beside the sentences of a paragraph.

Behind its last sentence, or behind another in brackets, between signs of any kind or with a full stop: ★…★, （…）, …。
Where such a phrase begins and ends is plain, so one is weighed as it stands, and one is enough. What newsrooms set
there, credits, places, asides and short sentences, is worded as news is. Of 570 such pieces of 92 annotated Chinese
pages the one that reads most like a phrase has -2.1 nats.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.junk.spans import Place, by_line, without
from cleaners.junk.strewn.lone_lines import MIN_PROSE, is_bare, one_reads_like_phrase, weigh_phrases
from cleaners.junk.warning import warns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

SURE_NATS, STOPPED_NATS = 2.5, 3.5
"""Nats from which on a piece goes, and one that a full stop closes, as it does short sentences. Of 24 notes on tickets,
draws and courts written for the purpose two have the first (手机购票入口), where the article speaks of nothing like it;
of 293 phrases of real campaigns half."""
INJECTED_NATS = -2.5
"""Nats that are added to these bounds on a page in whose text other junk was found."""
MAX_PIECES = 100
"""Most pieces of a page that are looked at."""

_SIGN = r"(?:(?![，、：:；;。！？…“”\"'%％℃°+＋=＝\-—~～@＠#＃&＆\d])[^\w]|[_丨~～—-]{1,3}(?=\D))"
_PIECE = re.compile(
    rf"[。！？；](?P<piece>{_SIGN}*(?P<words>[^\W_](?:[^\W_]|[·.]){{3,24}}+)"
    rf"(?:{_SIGN}*\Z|{_SIGN}+(?=\w|[“《「【])|(?P<stop>)(?=[。！][\w“《「])))"
)
"""Signs ahead of a phrase behind a sentence, and signs, a full stop, or the line's end behind it."""


def find_set_apart(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The keyword phrases that stand by themselves beside the sentences of a Chinese body."""
    found = [
        (Place(at, match.start("piece"), match.end() + (match["stop"] is not None)), match)
        for at, line in enumerate(lines)
        for match in _PIECE.finditer(line.text)
        if is_bare(match["words"])
    ][:MAX_PIECES]
    words = [match["words"] for _, match in found]
    if not one_reads_like_phrase(words):
        return
    spans = by_line([place for place, _ in found], len(lines))
    prose = "\n".join("".join(without(line.text, inside)) for line, inside in zip(lines, spans, strict=True))
    if len(prose) < MIN_PROSE or warns(prose):
        return
    nats = weigh_phrases(words, f"{prose}\n{scene.title}", scene.spam).tolist()
    injected = INJECTED_NATS if scene.spam else 0.0
    for (place, match), each in zip(found, nats, strict=True):
        if each >= injected + (SURE_NATS if match["stop"] is None else STOPPED_NATS):
            yield place
