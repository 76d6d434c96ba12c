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
from cleaners.junk.strewn.lone_lines import MIN_ALONE, is_bare, one_reads_like_phrase, weigh_phrases
from cleaners.junk.warning import warns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

_SURE_NATS, _CLOSED_NATS = 2.5, 3.5
"""Nats that make a piece go; and one that a full stop or a comma closes, as they do short sentences and first clauses.
Where the article speaks of nothing like it, two of 24 notes on tickets, draws and courts written for the purpose
have the first (手机购票入口); of 343 sentences on loans, forgery, courses and the like six have it (公积金贷款提额),
one the second. Of keyword phrases of trades that the model was never shown two in five have the first, one in three
the second."""
_CLOSED_ALONE = 1.0
"""``MIN_ALONE`` of closed pieces, which are many: of phrases with ``_CLOSED_NATS`` 985 in 1,000 have it."""
_BEHIND = 12
"""Fewest characters of the sentence behind a closed piece: news in brief is a row of short ones."""
_CLAUSE = re.compile("[的是了和与與及被把从從也都就这這那以而但并我他她它们們]")
"""Function words, which hardly any keyword phrase holds and three in four such pieces do."""
_INJECTED_NATS = -2.5
"""Nats that are added to these bounds on a page in whose text other junk was found."""
_MIN_PROSE = 80
"""Fewest characters of an article for a word to be strange to it."""
_MIN_CHARS, _MAX_CHARS = 4, 25
"""Characters of a piece."""
_MAX_PIECES = 100
"""Most pieces of a page that are looked at."""

_SIGN = r"(?:(?![，、：:；;。！？…“”\"'%％℃°+＋=＝\-—~～@＠#＃&＆\d])[^\w]|[_丨~～—-]{1,3}(?=\D))"
_PIECE = re.compile(
    rf"[。！？；](?P<piece>{_SIGN}*(?P<words>[^\W_]{{1,{_MAX_CHARS}}}+(?:[·.]++[^\W_]++)*+)"
    rf"(?:{_SIGN}*\Z|{_SIGN}+(?=\w|[“《「【])|(?P<closed>)(?=[。！，][\w“《「][^。！？]{{{_BEHIND - 1}}})))"
)
"""Signs ahead of a phrase behind a sentence, and signs, a full stop, a comma, or the line's end behind it."""


def find_set_apart(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The keyword phrases that stand by themselves beside the sentences of a Chinese body."""
    found = [
        (Place(at, match.start("piece"), match.end() + (match["closed"] is not None)), match)
        for at, line in enumerate(lines)
        for match in _PIECE.finditer(line.text)
        if _MIN_CHARS <= len(match["words"]) <= _MAX_CHARS
        and (match["closed"] is None or not _CLAUSE.search(match["words"]))
    ][:_MAX_PIECES]
    least = [MIN_ALONE if match["closed"] is None else _CLOSED_ALONE for _, match in found]
    if not one_reads_like_phrase([match["words"] for _, match in found], least):
        return
    found = [each for each in found if is_bare(each[1]["words"])]
    spans = by_line([place for place, _ in found], len(lines))
    prose = "\n".join("".join(without(line.text, inside)) for line, inside in zip(lines, spans, strict=True))
    if not found or len(prose) < _MIN_PROSE or warns(prose):
        return
    nats = weigh_phrases([match["words"] for _, match in found], f"{prose}\n{scene.title}", scene.spam)
    injected = _INJECTED_NATS if scene.spam else 0.0
    for (place, match), each in zip(found, nats.tolist(), strict=True):
        if each >= injected + (_SURE_NATS if match["closed"] is None else _CLOSED_NATS):
            yield place
