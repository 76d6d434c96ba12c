"""What speaks for a list of short items being keywords, whatever its wording.

Campaigns build their items from a few beginnings and ends, use words that the article never uses, set them between
paragraphs or at the ends of the article, and link them to hosts that the site never links to. Names, results, prices
and stations do not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from itertools import islice
from math import inf
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.junk.lists.items import (
    CLAUSES,
    COMMAS,
    LATIN,
    STOP,
    STOPS,
    WRITTEN,
    find_item_lists,
    holds_sentence,
    split_items,
    width,
)
from cleaners.junk.lists.keywords import MAX_LINE_CHARS
from cleaners.junk.warning import warns
from cleaners.lexicons import MODEL_DIR, words
from cleaners.lines.names import surnames
from cleaners.text import phrases, wording
from cleaners.text.character_tables import HAN, plane_codes_of, table_of
from cleaners.text.script import odd_scripts, scripts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cleaners.junk.lists.items import ItemList
    from cleaners.page.model import Line

MODEL_FILE = MODEL_DIR / "item_lists.tsv"

MAX_NEWSLIKE = -2.4
"""Nats a character below which a list is worded so much like news that it is not looked at further."""
_STOPPED_NATS = -3.0
"""Nats added for a list whose items ends of sentences close: short sentences look so. Honest ones reach 1.7 without
it."""
_WARNING_NATS = -2.0
"""Nats added for a list in an article that warns of what junk sells: it lists the kinds of it, and their names.
Kinds of fraud in a list reach 1.3 without it, more beside each other."""
_MIN_PARTS = 2
"""Fewest parts of a text that can be told by its parts."""
_PHRASE_NATS = 4.0
"""Nats that one item counts at most, for or against, by looking like a keyword phrase."""
_MANY_ENDS = 0.4
"""Share of the items with one last character that speaks for an honest list: of schools, of offices."""

_HAN_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_PAIR = 2
"""Characters of a pair; parts of a list that are longer are words of alphabets."""
_TITLE_CASE = re.compile(r"[A-Z][a-z]{2}")
_LETTERS = re.compile(r"(?<![A-Za-z])[^\W\d_A-Z\u3400-\u9fff]{3,}")
"""A word in small letters; names of streets and people begin with a capital."""
_FUNCTION = frozenset("的了是和与及被把从也都就这那以而但并我他她它们吗呢吧啊")
_QUESTION = re.compile("怎么|怎样|哪家|哪个|哪里|哪儿|多少|好不好|能不能|有没有|如何|吗$|几个月|几天")
"""What people type into a search box."""
_ANNOUNCES = re.compile(r"(?:如下|名单|一览|以下几[类种项个])[：:。]?$")
_MEASURE = re.compile(
    r"\d[\d.,:：~\-—]{0,12}\s?(?:[元斤克只个名人分秒米时日月年号期届度亩吨杯瓶份条张票升寸岁勺片%％℃毫厘平立公千万亿英]|$|\s)"
)
_MIXED = re.compile(r"[A-Za-z0-9][\u3400-\u9fff]|[\u3400-\u9fff][A-Za-z]")
_NO_MARKS = (*COMMAS, " ", "\n", "")

_SHAPE_FEATURES = (
    "newslike", "one_end", "searched", "ways_to_search", "function", "question", "names", "measures", "mixed",
    "small_letters", "capitals", "dunhao", "comma", "space", "odd_mark", "newline", "cells", "foreign", "introduced",
    "between", "edge", "many", "narrow", "uneven", "again", "plain_run",
)  # fmt: skip
"""Properties of a list's items and place, in this order. Values from 0 to 1, but for ``newslike`` and ``uneven``."""
_WORD_FEATURES = ("kin", "kin_share", "strange", "odd_script", "related")
"""Properties of a list's words, held against the page's. Dear to measure, and for most lists not needed."""
_KIN_FEATURES = 2
"""How many of ``_WORD_FEATURES``, the first ones, are about words that items have in common."""
FEATURES = (*_SHAPE_FEATURES, "phrases", *_WORD_FEATURES)
"""All properties. ``phrases``: whether the items look like keyword phrases, from -1 to 1."""


def announces(text: str) -> bool:
    """Whether a sentence says that a list stands below it (具体名单如下。): nobody puts keywords just there."""
    return _ANNOUNCES.search(text) is not None


class Least(NamedTuple):
    """Nats that a list must reach to be of interest to the caller."""

    plain: float
    """For a list without links, or of links to the outlet."""
    foreign: float
    """For a list of links to foreign hosts."""
    known: float = inf
    """For a list that something else shows to be junk, or nearly so."""
    is_known: Callable[[ItemList], bool] = bool
    """Whether something else shows a list to be junk; asked only where the other two bounds are not reached."""

    def reached(self, one: ItemList, nats: float) -> bool:
        """Whether a list of so many nats is of interest."""
        return nats >= (self.foreign if one.foreign else self.plain) or (nats >= self.known and self.is_known(one))


class _Judged(NamedTuple):
    """A list on its way to a verdict."""

    items: ItemList
    newslike: float
    nats: float
    """What speaks for keywords so far."""

    def may_convict(self, least: Least, more: float) -> bool:
        """Whether ``more`` nats would suffice. Links may be junk by their wording alone, so these always may be."""
        return least.reached(self.items, self.nats + more) or (self.items.foreign and self.newslike == 0)


def judge_lists(
    lines: Sequence[Line],
    own: frozenset[str],
    title: str | None,
    sure: Sequence[str],
    least: Least,
    most_newslike_links: float = MAX_NEWSLIKE,
) -> list[tuple[ItemList, float]]:
    """The lists among the lines of a Chinese page that may be keywords, each with the nats that speak for it.

    - ``own``: the outlet's domains.
    - ``title``: the page's title; its words belong to the page's prose.
    - ``sure``: texts of junk found on the page before; a list that shares their words is likely of the same campaign.
    - ``least``: lists that cannot reach it are left out.
    - ``most_newslike_links``: nats a character of the wording below which a list of links is passed over.
    """
    found = [
        (one, newslike)
        for one in find_item_lists(lines, own)
        if (one.foreign or not one.lines[0] or not announces(lines[one.lines[0] - 1].text))
        and (newslike := newslike_of(one.items)) >= (most_newslike_links if one.foreign else MAX_NEWSLIKE)
    ]
    if not found:
        return []
    page = ListPage.of(lines, [one for one, _ in found], sure)
    judged, groups = _keep_likely([_judge_shape(one, newslike, page) for one, newslike in found], page, least)
    if not judged:
        return []
    of_words = load_weights()[0][len(_SHAPE_FEATURES) + 1 :]
    page_words = PageWords.of(page, title, groups)
    warning = _WARNING_NATS if warns("\n".join(line.text for line in lines if STOP in line.text)) else 0.0
    return [
        (one, nats + warning * (not one.foreign) + sum(map(mul, of_words, measure_words(one.items, page_words))))
        for one, _, nats in judged
    ]


def _judge_shape(one: ItemList, newslike: float, page: ListPage) -> _Judged:
    """A list with what its shape and its place say."""
    weights, bias = load_weights()
    nats = sum(map(mul, weights, measure_shape(one, newslike, page)))
    return _Judged(one, newslike, bias + _STOPPED_NATS * (one.mark in STOPS) + nats)


def _keep_likely(judged: Sequence[_Judged], page: ListPage, least: Least) -> tuple[list[_Judged], Mapping[str, int]]:
    """The lists that could still reach ``least`` once their words are measured; and ``group_parts`` of the page.

    Their nats then hold what their looks say. What is cheap to measure is measured first; each time the lists go that
    could not reach ``least`` even with the most that is left. Of a clean page hardly a list is left for the dear part.
    """
    of_looks, *of_words = load_weights()[0][len(_SHAPE_FEATURES) :]
    rest = sum(weight for weight in (of_words if page.known else of_words[:-1])[_KIN_FEATURES:] if weight > 0)
    most = of_looks + sum(of_words[:_KIN_FEATURES]) + rest
    judged = [one for one in judged if one.may_convict(least, most)]
    groups = group_parts(page.places) if judged else {}
    bounds = [sum(map(mul, of_words, _bound_kin(one.items.items, groups))) + rest for one in judged]
    likely = [
        (one, bound) for one, bound in zip(judged, bounds, strict=True) if one.may_convict(least, of_looks + bound)
    ]
    looks = look_like_phrases([one.items.items for one, _ in likely])
    looked = [
        (one._replace(nats=one.nats + of_looks * look), bound) for (one, bound), look in zip(likely, looks, strict=True)
    ]
    return [one for one, bound in looked if one.may_convict(least, bound)], groups


@cache
def load_weights() -> tuple[tuple[float, ...], float]:
    """The weights in the order of ``FEATURES``, and the bias."""
    rows = (line.split("\t") for line in MODEL_FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    nats = {name: float(value) for name, value in rows if name != "property"}
    return tuple(nats[name] for name in FEATURES), nats["bias"]


class ListPage(NamedTuple):
    """What is known of a page when its lists' shapes are measured."""

    lines: Sequence[Line]
    lists: Sequence[ItemList]
    known: tuple[str, ...]
    """Items of junk that is sure."""
    places: Mapping[str, int]
    """How often each item stands in a list."""

    @classmethod
    def of(cls, lines: Sequence[Line], lists: Sequence[ItemList], sure: Sequence[str] = ()) -> ListPage:
        """Gather it; ``sure`` are texts of junk."""
        known = tuple(item for text in sure for item in (split_items(text) or ("", (text,)))[1])
        return cls(lines, lists, known, Counter([*known, *(item for one in lists for item in one.items)]))


class PageWords(NamedTuple):
    """What is known of a page when its lists' words are measured."""

    prose: frozenset[str]
    """Parts of its lists' items that its prose has, too."""
    groups: Mapping[str, int]
    """``group_parts`` of the items of the page's lists and of its sure junk."""
    junk: frozenset[str]
    """Parts of junk that is sure."""
    odd_scripts: int
    """Bits of the scripts that the prose is not written in."""

    @classmethod
    def of(cls, page: ListPage, title: str | None, groups: Mapping[str, int]) -> PageWords:
        """Gather it; the page's ``title`` counts as its prose."""
        listed = {at for one in page.lists for at in one.lines}
        prose = [line.text for at, line in enumerate(page.lines) if at not in listed and "。" in line.text]
        text = "\n".join((*prose, title or ""))
        known = _held_parts(frozenset[str]().union(*map(_parts_of, page.places)), text.lower())
        junk = frozenset[str]().union(*map(_parts_of, page.known)) - known
        return cls(known, groups, junk, odd_scripts(text))


def group_parts(items: Iterable[str]) -> dict[str, int]:
    """A number for each part that two or more items hold; parts that the same items hold have the same number."""
    holders: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for part in _parts_of(item):
            holders[part].add(item)
    numbers: dict[frozenset[str], int] = {}
    return {part: numbers.setdefault(frozenset(held), len(numbers)) for part, held in holders.items() if len(held) > 1}


@lru_cache(maxsize=2_000)  # asked for each of a page's items in turn
def _parts_of(item: str) -> frozenset[str]:
    """The parts of an item, by which it is compared: its pairs of Han characters and its words in small letters."""
    return frozenset((*_HAN_PAIR.findall(item), *_LETTERS.findall(item)))


def _held_parts(parts: frozenset[str], text: str) -> frozenset[str]:
    """Those of the parts that a text has as well; without all of its own, which are many."""
    likely = table_of([(parts, 1)]).take(plane_codes_of(text))
    pairs = {text[at : at + _PAIR] for at in (likely[1:] & likely[:-1]).nonzero()[0].tolist()}
    words = _LETTERS.findall(text) if any(len(part) > _PAIR for part in parts) else ()
    return parts.intersection((*pairs, *words))


def share_of_junk(text: str, junk: frozenset[str]) -> float:
    """Share of a text's parts that are parts of sure junk; 0 for a text that looks like written language."""
    looks_so = len(text) <= MAX_LINE_CHARS and CLAUSES.search(text) is None and WRITTEN.search(text) is None
    parts = _parts_of(text) if looks_so else frozenset[str]()
    return len(parts & junk) / len(parts) if len(parts) >= _MIN_PARTS else 0.0


def parts_of_junk(texts: Sequence[str], prose: str) -> frozenset[str]:
    """The parts of sure junk that the page's prose has not."""
    parts = frozenset[str]().union(*map(_parts_of, texts))
    return parts - _held_parts(parts, prose)


def measure_words(items: Sequence[str], page: PageWords) -> tuple[float, ...]:
    """The values of ``_WORD_FEATURES``."""
    parts = [_parts_of(item) for item in items]
    every = frozenset[str]().union(*parts)
    strange = every - page.prose
    return (
        *_measure_kin(parts, strange & page.groups.keys(), page.groups),
        len(strange) / max(1, len(every)),
        sum(scripts_of(item) & page.odd_scripts > 0 for item in items) / len(items),
        sum(not page.junk.isdisjoint(held) for held in parts) / len(items) if page.junk else 0.0,
    )


def _bound_kin(items: Sequence[str], groups: Mapping[str, int]) -> tuple[float, float]:
    """An upper bound of the first ``_KIN_FEATURES``: their values if the page's prose had none of the items' words."""
    parts = [_parts_of(item) for item in items]
    return _measure_kin(parts, groups.keys() & frozenset[str]().union(*parts), groups)


def _measure_kin(
    parts: Sequence[frozenset[str]], shared: frozenset[str] | set[str], groups: Mapping[str, int]
) -> tuple[float, float]:
    return (
        min(len({groups[part] for part in shared}), 5) / 5,
        sum(not held.isdisjoint(shared) for held in parts) / len(parts),
    )


def look_like_phrases(lists: Sequence[Sequence[str]]) -> list[float]:
    """How much the Chinese words of each list look like keyword phrases: from -1, surely none does, to 1, all do."""
    chinese = [[word for item in items for word in item.split(" ") if HAN.search(word)] for items in lists]
    every = [word for found in chinese for word in found]
    if not every:
        return [0.0] * len(lists)
    nats = phrases.weigh_alone(every, phrases.load_model())
    looks = iter(np.clip(nats / _PHRASE_NATS, -1, 1).tolist())
    return [sum(islice(looks, len(found))) / max(1, len(found)) for found in chinese]


@lru_cache(maxsize=200)  # a list of the body is asked for with the page's lists, and with the body's
def newslike_of(items: tuple[str, ...]) -> float:
    """Nats a character that the wording speaks for junk, 0 at most: junk known by its wording is cut by other rules."""
    han = [item for item in items if HAN.search(item)]
    return min(0.0, wording.score("\n".join(han)) / max(1, sum(map(len, han))))


def measure_shape(one: ItemList, newslike: float, page: ListPage) -> tuple[float, ...]:
    """The values of ``_SHAPE_FEATURES``; ``newslike``: ``newslike_of`` the items."""
    return (newslike, *_measure_items(one.items), *_measure_place(one, page))


@cache
def _search_words() -> tuple[str, ...]:
    return tuple(word for row in words("search_words") for word in row.split())


def _measure_items(items: Sequence[str]) -> Iterator[float]:
    """Values of ``_SHAPE_FEATURES`` from ``one_end`` to ``capitals``."""
    ends = Counter(item[-1] for item in items if HAN.match(item[-1]))
    yield max(0.0, max(ends.values(), default=0) / len(items) - _MANY_ENDS) / (1 - _MANY_ENDS)
    text = "\n".join(items)
    found = [word for word in _search_words() if word in text]
    yield sum(any(word in item for word in found) for item in items) / len(items)
    yield min(1.0, len(found) / 2)
    count = len(items)
    latin = [item for item in items if LATIN.fullmatch(item)]
    yield sum(not _FUNCTION.isdisjoint(item) for item in items) / count
    yield min(1.0, sum(_QUESTION.search(item) is not None for item in items) / 2)
    yield sum(map(_is_name, items)) / count
    yield sum(_MEASURE.search(item) is not None for item in items) / count
    yield sum(_MIXED.search(item) is not None for item in items) / count
    yield sum(item.lower() == item for item in latin) / count
    yield sum(_TITLE_CASE.search(item) is not None for item in items) / count


def _is_name(item: str) -> bool:
    """Whether an item may be the name of a person."""
    name = item.replace(" ", "")
    return 2 <= len(name) <= 4 and (name[0] if len(name) < 4 else name[:2]) in surnames()


def _measure_place(one: ItemList, page: ListPage) -> Iterator[float]:
    """Values of ``_SHAPE_FEATURES`` from ``dunhao`` on."""
    first, last = one.lines[0], one.lines[-1]
    before = page.lines[first - 1].text if first else None
    after = page.lines[last + 1].text if last + 1 < len(page.lines) else None
    widths = list(map(width, one.items))
    mean = sum(widths) / len(widths)
    yield one.mark == "、"
    yield one.mark in COMMAS[1:]
    yield one.mark == " "
    yield one.mark not in _NO_MARKS
    yield one.mark == "\n"
    yield page.lines[first].tag in ("td", "th")
    yield one.foreign
    yield before is not None and before.endswith((":", "："))
    yield before is not None and after is not None and holds_sentence(before) and holds_sentence(after)
    yield (before is None or holds_sentence(before)) and (after is None or holds_sentence(after))
    yield min(len(one.items), 12) / 12
    yield mean < 4
    yield (max(widths) - min(widths)) / mean / 3
    yield sum(page.places[item] > 1 for item in frozenset(one.items)) / len(one.items)
    yield len(one.lines) > 1 and not one.foreign
