"""Is a whole line junk? Judged by its shape and its wording, never by a list of words alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners import wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MIN_ITEMS = 3
"""Items that make a line a list."""
MAX_ITEM_CHARS = 30
"""Keywords are short."""
MAX_LINE_CHARS = 4000
"""Only so much of a line is looked at."""
JUNK_ITEM = 0.5
"""Nats from which on one item of a list counts as junk."""
JUNK_SHARE = 0.5
"""Share of the items that must be junk."""
JUNK_LIST = 6.0
"""Nats that the items of a list must sum up to."""
KNOWN_PAIR = 2.0
"""Nats for a pair of characters that other junk of the page has and its honest text has not."""
HEAP_NATS, HEAP_DENSITY = 15.0, 0.5
"""Nats, and nats a character, that need no marks between keywords. Furniture of honest pages stays below 13."""
JUNK_PHRASE = 5.0
"""Nats that make a single phrase, standing alone, junk."""
JUNK_ANCHOR = 2.0
"""The same for a phrase that is nothing but a link to a foreign host."""

_SENTENCE = re.compile(r"[。！？：“”（）《》「」『』【】\[\]…:]")
"""A sign that a line is written language: keyword lists go without."""
_SEPARATOR = re.compile(r"[丨,，、|｜_·•‧/／\\\-–—~～;；»★☆◆●■+＋#＃\s\t\u3000]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def split_items(text: str) -> tuple[str, ...]:
    """The items of a list written in one line, whatever stands between them."""
    return tuple(item for item in _SEPARATOR.split(text[:MAX_LINE_CHARS]) if item)


def looks_listed(text: str) -> bool:
    """Whether a line could be a list of keywords. Cheap: it spares nearly all lines the look at their wording."""
    return len(text) >= 10 and _SENTENCE.search(text) is None and _HAN.search(text) is not None


def is_keywords(text: str) -> bool:
    """Whether a text has no sign of written language, so that it can be a heap of keywords."""
    return len(text) >= 4 and _SENTENCE.search(text) is None


def is_heap(text: str) -> bool:
    """Whether a line is so full of junk that it needs no marks between its keywords."""
    nats = wording.score(text[:MAX_LINE_CHARS])
    return nats >= HEAP_NATS and nats >= HEAP_DENSITY * len(text)


def is_junk_list(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether a line is a list of junk keywords. Items in another script are not counted.

    ``known``: pairs of characters that speak for junk on this page; a page that has some needs less else.
    """
    return is_heap(text) or _is_list(text, known)


def find_junk_lists(texts: Sequence[str]) -> set[int]:
    """Indices of the texts, none empty, that ``is_junk_list`` holds for; quicker than asking it for each."""
    if not texts:
        return set()
    best = wording.best_prefixes([text[:MAX_LINE_CHARS] for text in texts]).tolist()
    likely = [nats >= HEAP_NATS - wording.ROUNDING for nats in best]  # no text as a whole has more than its best part
    return {at for at, text in enumerate(texts) if (likely[at] and is_heap(text)) or _is_list(text)}


def _is_list(text: str, known: frozenset[str] = frozenset()) -> bool:
    items = [item for item in split_items(text) if _HAN.search(item)]
    if len(items) < MIN_ITEMS or max(map(len, items)) > MAX_ITEM_CHARS:
        return False
    scores = [sum(wording.steps_of(item, known, KNOWN_PAIR)) for item in items]
    junk = sum(score >= JUNK_ITEM for score in scores)
    return junk >= JUNK_SHARE * len(items) and sum(scores) >= JUNK_LIST


def is_junk_phrase(text: str, least: float = JUNK_PHRASE) -> bool:
    """Whether a short text without sentence punctuation is junk by its wording."""
    return len(text) <= 2 * MAX_ITEM_CHARS and _SENTENCE.search(text) is None and wording.score(text) >= least


def is_junk_title(text: str) -> bool:
    """Whether a title, or a text of the page's head, was replaced by junk."""
    return is_junk_list(text) or is_junk_phrase(text)


MIN_SHAPED = 4
"""Items of a list that its shape alone may convict."""
ITEM_CHARS = (3.5, 16.0)
"""Mean characters of its items: names and labels are shorter, clauses longer."""
PLAIN_ITEMS = 0.6
"""Share of items without a function word."""
SHARED_ITEMS = 0.5
"""Share of items that have a pair of characters in common with another item, but not with the article."""
LONE_ITEMS, LONE_SHARED = 5, 0.6
"""The same, and the number of items, for a list that is the only one of its kind on the page."""
NEWSLIKE = -1.6
"""Nats a character: below, the wording of a list is that of news: schools, villages, offices."""

RELATED_NEWSLIKE = -2.3
"""The same for a list that shares its words with junk that is sure: prose is below, also when it is cut at commas."""
RELATED_ITEMS = 0.3
"""Share of such a list's items that have a word of sure junk which the article never uses."""
CERTAIN_LISTS = 2
"""Lists found on one page from which on a list of strange words goes, too."""
STRANGE_PAIRS = 0.9
"""Share of its pairs of characters that the article never uses."""
REPEATED_CHARS = 4
"""Characters of an item that stands on a page again and again, from which on that is telling."""
STRANGE_LIST = 0.75
"""The same for a list with other signs of junk."""
UNLIKE_NEWS = -1.2
"""Nats a character: above, the wording of a list adds to its signs."""
TELLING_SIGNS = 5
"""Signs that convict: two for each item repeated and for a question, one for each group of items with common words."""

KINSHIPS = 3
"""Different groups of items held together by common words. Schools and companies share their last words only."""

_FUNCTION = frozenset("的了是和与及被把从也都就这那以而但并我他她它们吗呢吧啊")
_QUESTION = re.compile("怎么|怎样|哪家|哪个|哪里|哪儿|多少|好不好|能不能|有没有|是不是|如何|吗$|几个月|几天")
_HAN_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")


def find_kindred_lists(texts: Mapping[int, str], prose: str, sure: Sequence[str] = ()) -> set[int]:
    """Line numbers of the lists whose items are built from the same few words, words that the article never uses.

    Campaigns combine a small vocabulary and strew the same items over a page; names, results and products of an honest
    list differ from each other, or speak of what the article speaks of. Needs no wording to be known. ``texts``: the
    lines that may be lists, by line number. ``sure``: junk of the page that was found otherwise.
    """
    loose = {at: items for at, text in texts.items() if (items := _listed_items(text, RELATED_NEWSLIKE))}
    if not loose:
        return set()
    lists = {at: items for at, items in loose.items() if "、" not in texts[at] and _is_shaped(items)}
    found = _built_lists(lists, prose) | _telling_lists(loose, texts, prose)
    known = [item for text in sure for item in split_items(text)]
    while found or known:
        vocabulary = _pairs_of([*known, *(item for at in found for item in lists.get(at, loose[at]))], prose)
        more = {
            at
            for at, items in loose.items()
            if at not in found
            and sum(not vocabulary.isdisjoint(_HAN_PAIR.findall(item)) for item in items) >= RELATED_ITEMS * len(items)
        }
        if not vocabulary or not more:
            break
        found |= more
    if len(found) >= CERTAIN_LISTS:
        found |= {
            at for at, items in lists.items() if len(_pairs_of(items, prose)) >= STRANGE_PAIRS * _count_pairs(items)
        }
    return found


def _built_lists(lists: Mapping[int, Sequence[str]], prose: str) -> set[int]:
    """The lists whose items share beginnings and other words with each other."""
    holders: dict[str, set[str]] = defaultdict(set)
    for item in {item for items in lists.values() for item in items}:
        for pair in _HAN_PAIR.findall(item):
            holders[pair].add(item)
    shared = {pair for pair, items in holders.items() if len(items) > 1 and pair not in prose}
    common_heads = any(sum(item.startswith(pair) for item in holders[pair]) > 1 for pair in shared)
    if not common_heads or len({frozenset(holders[pair]) for pair in shared}) < KINSHIPS:
        return set()
    shares = {
        at: sum(not shared.isdisjoint(_HAN_PAIR.findall(item)) for item in items) / len(items)
        for at, items in lists.items()
    }
    found = {at for at, share in shares.items() if share >= SHARED_ITEMS}
    if len(found) > 1:
        return found
    return {at for at in found if len(lists[at]) >= LONE_ITEMS and shares[at] >= LONE_SHARED}


def _telling_lists(lists: Mapping[int, Sequence[str]], texts: Mapping[int, str], prose: str) -> set[int]:
    """The lists of strange words that repeat items, ask what people type into a search box, and share their words."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, items in lists.items():
        for item in items:
            if len(item) >= REPEATED_CHARS and item not in prose:
                places[item].append(at)
    repeated = {item for item, ats in places.items() if _is_strewn(ats, texts)}
    asking = {at for at, items in lists.items() if any(_QUESTION.search(item) for item in items)}
    if not repeated and not asking:
        return set()
    holders: dict[str, set[str]] = defaultdict(set)
    for item in {item for items in lists.values() for item in items}:
        for pair in _HAN_PAIR.findall(item):
            holders[pair].add(item)
    found = set()
    for at, items in lists.items():
        asks = at in asking
        again = len(repeated.intersection(items))
        if not (asks or again) or len(items) < MIN_SHAPED:
            continue
        strange = _pairs_of(items, prose)
        if len(strange) < STRANGE_LIST * _count_pairs(items):
            continue
        kinships = len({frozenset(holders[pair]) for pair in strange if len(holders[pair]) > 1})
        score = sum(map(wording.score, items)) / sum(map(len, items))
        signs = 2 * min(again, 2) + 2 * asks + min(kinships, KINSHIPS) + (score > UNLIKE_NEWS) - ("、" in texts[at])
        if signs >= TELLING_SIGNS:
            found.add(at)
    return found


def _is_strewn(ats: Sequence[int], texts: Mapping[int, str]) -> bool:
    """Whether one item's places are not the rows of one table: twice in a line, apart, or between different marks."""
    if len(set(ats)) < len(ats):
        return True
    return any(
        after - before > 1 or _SEPARATOR.findall(texts[before])[:1] != _SEPARATOR.findall(texts[after])[:1]
        for before, after in pairwise(ats)
    )


def _pairs_of(items: Sequence[str], prose: str) -> frozenset[str]:
    """Pairs of characters of the items that the article never uses."""
    return frozenset(pair for item in items for pair in _HAN_PAIR.findall(item) if pair not in prose)


def _count_pairs(items: Sequence[str]) -> int:
    return len({pair for item in items for pair in _HAN_PAIR.findall(item)})


def _is_shaped(items: Sequence[str]) -> bool:
    """Whether the number and the wording of a list's items are such that the shape alone may convict it."""
    return len(items) >= MIN_SHAPED and sum(map(wording.score, items)) >= NEWSLIKE * sum(map(len, items))


def _listed_items(text: str, least: float) -> list[str]:
    """The items of a line that has the shape of a keyword list; empty for any other.

    ``least``: nats a character that its wording must have.
    """
    if not looks_listed(text):
        return []
    items = [item for item in split_items(text) if _HAN.search(item)]
    if len(items) < MIN_ITEMS:
        return []
    marks = Counter(mark.strip() or " " for mark in _SEPARATOR.findall(text.strip()))
    chars = sum(map(len, items))
    plain = sum(_FUNCTION.isdisjoint(item) for item in items)
    if max(marks.values()) < 0.85 * sum(marks.values()) or plain < PLAIN_ITEMS * len(items):
        return []
    if not ITEM_CHARS[0] <= chars / len(items) <= ITEM_CHARS[1]:
        return []
    return items if sum(map(wording.score, items)) >= least * chars else []


_FOREIGN_ITEM = re.compile(r"[^\W\d_A-Z\u3400-\u9fff][^<>{}()\[\]=$#&@\"'`]*")
_STRONG_SEPARATOR = re.compile(r" *[丨,，|｜·•‧/;；»★☆、]+ *| [-–—] ")


def may_be_foreign(text: str) -> bool:
    """Whether a line is long enough, begins with a small letter of another script and holds hardly any Han."""
    return (
        len(text) >= 20
        and text[0].isalpha()
        and not text[0].isupper()
        and not "\u3400" <= text[0] <= "\u9fff"
        and len(_HAN.findall(text)) < 0.2 * len(text)
    )


def is_foreign_list(text: str) -> bool:
    """Whether a line lists phrases in another script, small letters all and words repeated. For Chinese pages only."""
    items = [item for item in _STRONG_SEPARATOR.split(text[:MAX_LINE_CHARS]) if item]
    if len(items) < MIN_SHAPED or not all(_FOREIGN_ITEM.fullmatch(item) for item in items):
        return False
    phrases = sum(" " in item or not item.isascii() for item in items)
    counts = Counter(word for item in items for word in item.split())
    repeated = sum(any(counts[word] > 1 for word in item.split()) for item in items)
    scripts = any(not item.isascii() for item in items)
    return phrases >= 0.7 * len(items) and (repeated >= 0.4 * len(items) or scripts)
