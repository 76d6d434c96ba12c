"""How likely a character of Chinese news is between its neighbours.

Reads data/models/characters.tsv (fitted by scripts/fit_characters.py): log frequencies of characters and the mutual
information of pairs, in nats. The file knows Simplified forms only.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import repeat
from operator import add
from typing import NamedTuple

from cleaners.lexicons import MODEL_DIR
from cleaners.text.character_tables import pairs_of
from cleaners.text.script import to_simplified

_MODEL_FILE = MODEL_DIR / "characters.tsv"

_UNKNOWN = -15.0
"""Log frequency of a character that the news never uses."""


class _Levels(NamedTuple):
    single: dict[str, float]
    pair: dict[str, float]


@cache
def _levels() -> _Levels:
    single: dict[str, float] = {}
    pair: dict[str, float] = {}
    for line in _MODEL_FILE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        level, ones, twos = line.split("\t")
        single.update(dict.fromkeys(ones, float(level)))
        pair.update(dict.fromkeys(map(add, twos[::2], twos[1::2]), float(level)))
    return _Levels(single, pair)


@lru_cache(maxsize=50_000)  # pages share most of their pairs
def information(pair: str) -> float | None:
    """Mutual information of two neighbours in nats, 2 or more; None where news has them no more often than chance.

    They may be Traditional ones.
    """
    return _levels().pair.get(to_simplified(pair))


def likelihood(before: str, character: str, after: str) -> float:
    """Log likelihood of ``character`` between its neighbours (each one character, or empty at an end), in nats."""
    single, pair = _levels()
    return single.get(character, _UNKNOWN) + pair.get(before + character, 0.0) + pair.get(character + after, 0.0)


def fluency(text: str) -> float:
    """Mean log likelihood of the characters of ``text``, each given the one before it, in nats; 0.0 for no text.

    News has -3 to -6, characters drawn at random -10 and less.
    """
    if not text:
        return 0.0
    single, pair = _levels()
    alone = sum(map(single.get, text, repeat(_UNKNOWN)))
    together = sum(map(pair.get, pairs_of(text), repeat(0.0)))
    return (alone + together) / len(text)
