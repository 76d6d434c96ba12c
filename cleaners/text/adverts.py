"""Tells whether a short text by itself, or the beginning of a headline, reads like what hijackers advertise.

For fields: a headline, a source, a name.

Stricter than in a body, where what stands around a phrase tells more.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners.text import phrases, wording
from cleaners.text.character_tables import HAN
from cleaners.text.characters import information
from cleaners.text.phrase_alphabet import pairs_in
from cleaners.text.phrase_places import MIN_LENGTH, find_openings

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDING_SHARE = 0.25
"""Share of the nats of its wording that count beside those of the model of phrases."""
MIN_NATS = 3.0
"""Nats that are enough. Names of outlets reach 2.8 (易车网), bare names that do not end like one 2.5."""
MAX_CHARS = 60
"""Longer text is no keyword phrase."""
_NAME_CHARS, _NAME_NATS, _OUTLET_NATS = 7, 1.5, 2.0
"""Shortest name for which fewer nats are enough, and these, for any name and for one that ends like an outlet's: the
longer, the less it reads like a phrase. Of 60 such names of outlets, offices and writers none has more than 1.0
(中国裁判文书网), of such phrases of real campaigns two in three have 1.5."""
_STRANGE_CHARS, STRANGE_NATS, _KNOWN_PAIRS = 5, 1.0, 0.25
"""Shortest text for which fewer nats are enough if its article says nothing of it, these nats, and the share of its
pairs of characters up to which the article does not. No keyword, alternative text or channel of 92 annotated pages
has them; of 453 written for the purpose, of games, tickets, loans and crimes, in an article on a bridge, 33 have
them alone."""

_AHEAD_NATS = 1.5
"""Nats that make the beginning of a headline a phrase that runs into it (必威买球泽连斯基…). One honest headline in six
begins with words of which its article has none. Of 2,436 that begin with a series, a team, a film or a brand none
has more, of 1,932 with what is advertised or used for fraud (官网抢票攻略, 网贷催收) 1 in 60; of phrases 2 in 5."""
_MIN_AHEAD = 4
"""Fewest characters of such a phrase."""
_READ_CHARS = 8_000
"""Characters of an article that tell which pairs are its own."""


@lru_cache(maxsize=2_000)  # a site credits few
def names_advert(name: str, *, outlet: bool) -> bool:
    """Whether the name of a person or outlet reads like a keyword phrase; ``outlet``: it ends as outlets' names do.

    >>> names_advert("极速飞艇官方开奖网", outlet=True), names_advert("中国裁判文书网", outlet=True)
    (True, False)
    """
    if outlet and len(name) < _NAME_CHARS:
        return False
    least = MIN_NATS if len(name) < _NAME_CHARS else _OUTLET_NATS if outlet else _NAME_NATS
    return MIN_LENGTH <= len(name) <= MAX_CHARS and weigh_adverts([name])[0] > least


def is_strange_advert(text: str, prose: str, least: float = STRANGE_NATS) -> bool:
    """Whether a short text of a page reads like a keyword phrase, the sooner the less its article says of it.

    >>> is_strange_advert("欧洲杯在哪押球", "洛溪渡口昨日完成检修。")
    True
    """
    if len(text) < _STRANGE_CHARS or not MIN_LENGTH <= len(text) <= MAX_CHARS:
        return reads_like_advert(text)
    return weigh_adverts([text])[0] > least if is_strange(text, prose) else reads_like_advert(text)


def is_strange(text: str, prose: str) -> bool:
    """Whether an article says nothing of a short text: it has hardly one of its pairs of characters."""
    pairs = [a + b for a, b in pairwise(text)]
    return sum(map(prose.__contains__, pairs)) <= _KNOWN_PAIRS * len(pairs)


@lru_cache(maxsize=2_000)  # a site shows the same short texts on each page
def reads_like_advert(text: str) -> bool:
    """Whether a short text reads like a keyword phrase of hijackers, whatever it is the name of.

    >>> reads_like_advert("真人棋牌平台注册送彩金"), reads_like_advert("明溪市融媒体中心")
    (True, False)
    """
    return MIN_LENGTH <= len(text) <= MAX_CHARS and weigh_adverts([text])[0] > MIN_NATS


def weigh_adverts(texts: Sequence[str]) -> list[float]:
    """How much speaks for each short text being a keyword phrase; none is empty.

    Nothing where no ideograph is in it: the models know Chinese only, and see digits and signs in the letters of other
    languages (Kirschblüte has 4 nats).
    """
    weighed = phrases.weigh_alone(texts, phrases.load_model()).tolist() if texts else ()
    return [
        nats + _WORDING_SHARE * wording.score(text) if HAN.search(text) else 0.0
        for nats, text in zip(weighed, texts, strict=True)
    ]


def advert_ahead(headline: str, around: str) -> int:
    """Characters of the keyword phrase that runs into the headline at its beginning; 0 where none does.

    ``around``: the folded text of the page but for the headline. Hijackers of 2026 write the phrase without any sign
    behind it. It ends before the first words that the article has.
    """
    own = _first_own(headline.casefold(), around)
    if own < _MIN_AHEAD:
        return 0
    model = phrases.load_model()
    opening, _ = find_openings([headline], model.alphabet)
    first = opening.take((opening.start == 0).nonzero()[0][:1])
    if not len(first.start):
        return 0
    elsewhere = phrases.Elsewhere.of(pairs_in(around[:_READ_CHARS], model.alphabet), model.alphabet)
    by_length = phrases.weigh(first, elsewhere, phrases.NO_JUNK, model).by_length[0].tolist()
    ends = first.ends[0, 1 : len(by_length) + 1].tolist()
    fitting = [
        (nats + _WORDING_SHARE * wording.score(headline[:end]), end)
        for nats, end in zip(by_length, ends, strict=True)
        if _MIN_AHEAD <= end <= own and end < len(headline) and information(headline[end - 1 : end + 1]) is None
    ]
    nats, end = max(fitting, default=(_AHEAD_NATS, 0))
    return end if nats > _AHEAD_NATS and headline[end - 1 : end + 1].isalnum() else 0


def _first_own(folded: str, around: str) -> int:
    """Where the first pair of ideographs stands that the article has as well; 0 where none does."""
    found = (at for at, (a, b) in enumerate(pairwise(folded)) if a > "\u2e7f" and b > "\u2e7f" and a + b in around)
    return next(found, 0)
