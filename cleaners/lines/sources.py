"""Outlets: which name is one, which is a channel's instead, and under what name an outlet is stored.

新华社, 新华网, 新华每日电讯 and 新华社客户端 are four outlets: nothing is shortened to a name it merely contains.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cleaners.lexicons import load_lexicon, words
from cleaners.text.adverts import names_advert

_MAX_CHARS = 40
"""Longer text is no outlet's name."""

_WRAPPED = re.compile(r"^[\s,，、◆◇●○■□▲△★☆▌《〈「『\[【（(“\"'<]+|[\s》〉」』\]】）)”\"'>,，、;；|.。·-]+$")
_PAGE_OF_PAPER = re.compile(r"\s*[（(]?(?:第?\s?[A-Z]?\d{1,3}\s?版|[A-Z]?\d{1,3}版)[）)]?.*$")
_ACCOUNT_KIND = re.compile(r"^(?:微信)?公[众眾][号號](?:\s?[:：]\s?|\s|(?=[“「《【\"]))")
_ACCOUNT_ID = re.compile(r"\s?[（(]\s?(?:微信)?(?:ID|id|Id|微信[号號])\s?[:：][^（）()]*[)）]?[\s，,]*$")
"""Around an account's name: 微信公众号“明溪河畔”（ID：mingxi）."""
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")


_SEEN_IN = re.compile(
    r"(?:(?:本文|原[载載]|[载載刊]|[见見据據自于於]|[刊载載]){1,3}|[总總]第 ?\d{1,5} ?期)"
    r"《([^《》]{2,20})(?:》(?:杂志|雜誌)?|\Z)"
)
"""Where a text stands in print: 本文见《明溪周刊》, also where the bracket is not closed within the piece."""


_OFFICIAL = re.compile(r"(?<=\w)(?:官方)(?:[账帐][号户]|微博|微信)\Z")
"""What platforms say of an outlet's account behind its name."""

_CHANNEL_END = re.compile(r"[频頻]道\Z|(?:新闻|新聞|资讯|資訊)\Z")
_FROM = re.compile(r"[来來]自\s?(?=[\u3400-\u9fff]{3})")
"""Before the name of the app or outlet: 来自明溪新闻客户端."""


_DATELINED = re.compile(r"(?<=[\u3400-\u9fff]{2}[网網报報])[专專]?[讯訊]\Z")
"""明溪网讯, 明溪時報專訊, as outlets begin their texts."""
_DATELINE = re.compile(r"\d日[讯訊电電]\Z")
"""How such a beginning ends that names the place and day: 明溪22日讯."""


@cache
def _known() -> dict[str, str]:
    """Spelling -> name as stored."""
    names: dict[str, str] = {}
    for row in load_lexicon("sources"):
        for spelling in (row["text"], *row.get("match", "").split("|")):
            if spelling:
                names[spelling.casefold()] = row["text"]
    return names


@cache
def _endings() -> tuple[str, ...]:
    return tuple(words("outlet_endings"))


@cache
def _no_source() -> frozenset[str]:
    return frozenset(word.casefold() for word in words("no_source"))


@cache
def _query_ends() -> tuple[str, ...]:
    return tuple(words("query_ends"))


def is_query(name: str) -> bool:
    """Whether a name ends as what people type into a search box: 锅炉哪里好. No outlet or person is called so."""
    return name.endswith(_query_ends())


def is_known(name: str) -> bool:
    """Whether the lexicon lists this outlet."""
    return name.casefold() in _known()


def is_outlet(name: str) -> bool:
    """Whether a bare name is an outlet: one the lexicon lists, or one that ends like one."""
    return is_known(name) or (len(name) >= 3 and ends_like_outlet(name))


def is_advert(name: str) -> bool:
    """Whether what stands in a name's place reads like a keyword phrase; no outlet of the lexicon does."""
    return not is_known(name) and names_advert(name, outlet=is_outlet(name))


def is_channel(name: str) -> bool:
    """Whether a name that may end as outlets' do is a channel's: 社会新闻, 教育频道."""
    end = _CHANNEL_END.search(name)
    return end is not None and (end[0].endswith("道") or name[: end.start()] in words("channel_topics"))


def ends_like_outlet(name: str) -> bool:
    """Whether a name ends as outlets' names do: 商讯. Two characters may still be a person's name."""
    return len(name) >= 2 and name.endswith(_endings()) and name not in _endings()


@lru_cache(maxsize=2_000)  # a site credits few, and shows the same short lines below each article
def clean_source(raw: str) -> str | None:
    """The outlet's name in ``raw``; None when it names none (网络, 本站, an empty 来源).

    Quotes, brackets and a paper's page number go; other spellings of one outlet become its name in the lexicon.

    >>> clean_source("《明溪日报》 第03版")
    '明溪日报'
    """
    name = _ACCOUNT_ID.sub("", _ACCOUNT_KIND.sub("", _PRIVATE_USE.sub("", raw).strip()))
    name = _DATELINED.sub("", _OFFICIAL.sub("", name))
    name = _FROM.sub("", _PAGE_OF_PAPER.sub("", name))
    if "《" in name and (paper := _SEEN_IN.fullmatch(name.strip())):
        name = paper[1]
    name = _WRAPPED.sub("", _WRAPPED.sub("", name)).strip()
    first, _, rest = name.partition(" ")
    if rest and is_outlet(first) and not is_known(name):
        name = first
    if (
        not name
        or len(name) > _MAX_CHARS
        or name.casefold() in _no_source()
        or name.startswith(("http:", "https:", "www."))
        or _DATELINE.search(name)
        or is_query(name)
        or is_advert(name)
    ):
        return None
    return _known().get(name.casefold(), name)
