"""Take a keyword phrase off the headline that hijackers joined it to: 【真人棋牌平台】洛溪渡口完成检修.

The newsroom's own words stand beside a headline as well: （组图）, 新春走基层｜, – as it happened. An advertisement is
told from them by its wording, and by the page, which hardly speaks of it.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from cleaners.headline.marked import SHORT
from cleaners.lines.title_tag import width
from cleaners.text.about import ABOUT_SHARE, is_about
from cleaners.text.adverts import MAX_CHARS, advert_ahead, weigh_adverts
from cleaners.text.character_tables import HAN
from cleaners.text.language import find_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAMED_NATS = 1.0
"""Nats that make what is joined an advertisement, where a name of the article leaves it out. Of 58 honest kickers nine
have them, six of which are subjects of their articles; so have three quarters of the phrases of a trade known to the
models and half of others'. To take off an honest one leaves the headline that the page itself states."""
_PARTED_NATS = 4.0
"""The same where only a sign parts it from the headline: hijackers set it in ``<title>``, too. Of 400 honest phrases of
which their articles do not speak the next has 3.7."""
_RUN_NATS = -99.0
"""The same for a phrase that runs into the headline: it was told by more (``advert_ahead``)."""
_MIN_AROUND = 200
"""Characters of a page that are enough to tell what it speaks of."""
_MIN_ITEM = 4
"""Characters that may be an advertisement; less is a badge or a number."""
ITEM = re.compile(r"[^\s|｜丨_,，、:：·—-]+")
"""A phrase of a list, whatever parts them."""
_PHRASE = r"[^\s:：_|｜·【】（）()—-]{5,30}"
_SIGNS = r"[\s:：_|｜·—-]"
_IN_BRACKETS = r"【[^【】]{5,30}】|[（(][^（）()]{5,30}[）)]"
_AHEAD = re.compile(rf"^(?:{_IN_BRACKETS}|{_PHRASE}{_SIGNS})[\s—-]*")
_BEHIND = re.compile(rf"[\s—-]*(?:{_SIGNS}{_PHRASE}|{_IN_BRACKETS})$")
_SIGNS_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
"""Brackets and other signs that part an advertisement from the headline."""


def without_advert(headline: str, names: Iterable[str], around: str) -> str:
    """The headline without the keyword phrases at its ends, if there are any.

    ``names``: what the page calls its article elsewhere. ``around``: the folded text of the page but for the headline.

    >>> around = "洛溪县日前完成渡口检修，共检修渡船十二艘。" * 12
    >>> without_advert("【真人棋牌平台注册送彩金】洛溪渡口完成检修", (), around)
    '洛溪渡口完成检修'
    >>> without_advert("洛溪渡口完成检修·真人棋牌平台注册送彩金", (), around)
    '洛溪渡口完成检修'
    """
    if HAN.search(headline) is None:
        return headline  # adverts are known in Chinese alone (``weigh_adverts``)
    named = ((name, _NAMED_NATS) for name in names if headline.startswith(name) or headline.endswith(name))
    run_into = ((part, _RUN_NATS) for part in _behind_advert(headline, around))
    parted = ((part, _PARTED_NATS) for part in _parted(headline, around))
    for part, least in chain(named, run_into, parted):
        if part != headline and width(part) >= SHORT and _is_advert(beside(part, headline), around, least):
            return without_advert(part, (), around)  # there may be one at its other end
    return headline


def _behind_advert(headline: str, around: str) -> Iterator[str]:
    """What stands behind a phrase that runs into the headline, where the page speaks of it."""
    end = advert_ahead(headline, around) if len(around) >= _MIN_AROUND else 0
    if end and is_about(headline[end:], around, ABOUT_SHARE) and find_language(around, ()) != "ja":
        yield headline[end:]


def _parted(headline: str, around: str) -> Iterator[str]:
    """What a sign parts from a phrase at an end of the headline, where the page speaks of it.

    Japanese pages are left alone: in kanji between kana the model sees phrases (日本の経済 has 5 nats).
    """
    for match in filter(None, (_AHEAD.search(headline), _BEHIND.search(headline))):
        part = headline[: match.start()] + headline[match.end() :]
        if len(around) >= _MIN_AROUND and is_about(part, around, ABOUT_SHARE) and find_language(around, ()) != "ja":
            yield part


def beside(part: str, headline: str) -> str:
    """What stands beside a part of a headline, without the signs around it."""
    return _SIGNS_AROUND.sub("", headline.replace(part, " ", 1))


def _is_advert(rest: str, around: str, least: float) -> bool:
    """Whether a phrase of ``rest`` reads like an advertisement, and the page hardly speaks of it."""
    items = [item for item in ITEM.findall(rest) if _MIN_ITEM <= len(item) <= MAX_CHARS]
    return bool(items) and max(weigh_adverts(items)) >= least and not is_about(rest, around, ABOUT_SHARE)
