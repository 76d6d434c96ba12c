"""Does a short text by itself read like what hijackers advertise? For fields: a headline, a source, a name.

Stricter than in a body, where what stands around a phrase tells more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cleaners.text import phrases, wording
from cleaners.text.character_tables import HAN
from cleaners.text.phrase_places import MIN_LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDING_SHARE = 0.25
"""Share of the nats of its wording that count beside those of the model of phrases."""
MIN_NATS = 3.0
"""Nats that are enough. Names of outlets reach 2.8 (易车网), bare names that do not end like one 2.5."""
MAX_CHARS = 60
"""Longer text is no keyword phrase."""


@lru_cache(maxsize=2_000)  # a site credits few
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
        nats + WORDING_SHARE * wording.score(text) if HAN.search(text) else 0.0
        for nats, text in zip(weighed, texts, strict=True)
    ]
