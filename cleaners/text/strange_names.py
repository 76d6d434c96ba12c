"""Tell keyword phrases among the short texts that name something of an article: its section, its keywords.

Such a name has no sentence around it, and is held against the article instead: what its keywords say it says, too. A
keyword phrase reads like those that hijackers advertise with, and the article has hardly one of its pairs. Names in
Japanese articles are left alone: in kanji between kana the models see phrases (日本の経済 has 5 nats).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.text.adverts import MAX_CHARS, weigh_adverts
from cleaners.text.character_tables import pairs_of
from cleaners.text.language import find_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

STRANGE = 4.0
"""Nats from which on a name is a keyword phrase: of 400 honest ones of which their articles do not speak the
next has 3.7. Between a third and nine tenths of the phrases of a trade have them."""
MIN_PROSE, LOOKED_AT = 200, 20_000
"""Characters of prose that an article needs before words are strange to it, and those in which they are looked for."""
MIN_CHARS = 5
"""Characters of a phrase: shorter ones are words of menus."""
KNOWN_PAIRS = 0.3
"""Share of a name's pairs of characters that the article has from which on it speaks of it."""


def find_strange_names(names: Iterable[str], read_prose: Callable[[], str]) -> frozenset[str]:
    """Those of the names that are keyword phrases; none for an article too short to tell.

    ``read_prose``: asked for what the article says when a name may be one.

    >>> prose = "洛溪县日前完成渡口检修，共检修渡船十二艘。" * 12
    >>> sorted(find_strange_names(["洛溪渡口完成检修", "洛溪日报", "彩票平台官网登录入口"], lambda: prose))
    ['彩票平台官网登录入口']
    """
    fitting = [name for name in dict.fromkeys(names) if MIN_CHARS <= len(name) <= MAX_CHARS]
    weighed = zip(fitting, weigh_adverts(fitting), strict=True)
    likely = [name for name, nats in weighed if nats >= STRANGE]
    prose = read_prose()[:LOOKED_AT] if likely else ""
    if len(prose) < MIN_PROSE or is_japanese(prose):
        return frozenset()
    pairs = frozenset(pairs_of(prose))
    return frozenset(name for name in likely if not speaks_of(name, pairs))


def is_japanese(prose: str) -> bool:
    """Whether an article's names are none that the models of Chinese wording can tell."""
    return find_language(prose, ()) == "ja"


def speaks_of(name: str, pairs: frozenset[str]) -> bool:
    """Whether an article with these pairs of characters uses a good part of a name's."""
    own = list(pairs_of(name))
    return sum(map(pairs.__contains__, own)) > KNOWN_PAIRS * len(own)
