"""Does a short text by itself read like what hijackers advertise? For fields: a source, a name, a deck.

Stricter than in a body, where what stands around a phrase tells more.
"""

from __future__ import annotations

from functools import lru_cache

from cleaners.text import phrases, wording
from cleaners.text.phrase_places import LEAST_LENGTH

KNOWN_SHARE = 0.25
"""Share of the nats of its wording that count beside those of the model of phrases."""
LEAST_NATS = 3.0
"""Nats that are enough. Names of outlets reach 2.8 (易车网), bare names that do not end like one 2.5."""
MAX_CHARS = 60
"""Longer text is no keyword phrase."""


@lru_cache(maxsize=2_000)  # a site credits few
def reads_like_advert(text: str) -> bool:
    """Whether a short text reads like a keyword phrase of hijackers, whatever it is the name of.

    >>> reads_like_advert("真人棋牌平台注册送彩金"), reads_like_advert("明溪市融媒体中心")
    (True, False)
    """
    if not LEAST_LENGTH <= len(text) <= MAX_CHARS:
        return False
    return float(phrases.weigh_alone([text], phrases.load_model())[0]) + KNOWN_SHARE * wording.score(text) > LEAST_NATS
