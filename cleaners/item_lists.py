"""Lists of short items on a page, and what speaks for each being keywords, whatever its wording.

A list is one line with marks between its items, one line of links, or a run of short lines. Campaigns build their
items from a few beginnings and ends, use words that the article never uses, set them between paragraphs or at the ends
of the article, and link them to hosts that the site never links to. Names, results, prices and stations do not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from html import unescape
from itertools import groupby, islice
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners import phrases, wording
from cleaners.hosts import domain_of
from cleaners.junk_lines import close_up
from cleaners.lexicons import words
from cleaners.script import odd_scripts, scripts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cleaners.page import Line

MODEL_FILE = Path(__file__).resolve().parent.parent / "data" / "models" / "item_lists.tsv"

MIN_ITEMS = 3
"""Items that make a list."""
MIN_RUN = 4
"""Lines of their own that make a list; linked ones: ``MIN_ITEMS``."""
MAX_WIDTH = 30
"""Width of the widest item, in ideographs; four letters of an alphabet are as wide as one. Keywords are short."""
MEAN_WIDTHS = (2.0, 18.0)
"""Mean width of an item."""
MAX_LINE_CHARS = 4000
"""Characters of the longest line that is looked at."""
ONE_MARK = 0.85
"""Share of a line's marks that are of one kind."""
LINKED_SHARE = 0.8
"""Share of a line's characters that stand in links, when it is a line of links."""
MOST_RUNS, LEAST_RUN = 3, 3
"""Lists that may follow each other in one line, and the marks that each has at least."""
PROSE_CHARS = 30
"""Characters from which on a line with a full stop is prose."""

MOST_NEWSLIKE = -2.4
"""Nats a character below which a list is prose, or of the kind that news is full of, and nothing else is asked."""

COMMAS = ("、", ",", "，")
"""Marks that sentences have as well."""

_SENTENCE = re.compile(r"[。！？“”《》「」『』…]|[:：](?=.)|[（(][^)）]{6}")
"""A sign that a line is written language: keyword lists go without."""
_LETTER_BARS = "丨ㅣ丶"
"""Letters that look like a mark, and are set as one."""
_DIVIDED = re.compile(rf"[\W_{_LETTER_BARS}]")
_CLAUSES = re.compile(r"[、，,；;]|[:：]$")
"""A sign that a short line is more than one keyword."""
_MARK = re.compile(
    r"(?<![A-Za-z0-9])-|-(?![A-Za-z0-9])|[^\w\s\-.'&%()@!?\"*^=<>{}"
    r"\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u109f]|_"  # vowel signs of alphabets
)
"""What may part items, also inside words; some signs never do."""
_LATIN = re.compile(r"\W*[^\W\d_\u3400-\u9fff\u3040-\u30ff][^\u3400-\u9fff\u3040-\u30ff]*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]")
_TITLE_CASE = re.compile(r"[A-Z][a-z]{2}")
_LETTERS = re.compile(r"(?<![A-Za-z])[^\W\d_A-Z\u3400-\u9fff]{3,}")
"""A word in small letters; names of streets and people begin with a capital."""
_HAN_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]{1,4}")


class ItemList(NamedTuple):
    """Short texts set side by side."""

    lines: tuple[int, ...]
    """Indices of the lines it fills; one when it stands in a single line."""
    items: tuple[str, ...]
    mark: str
    """What stands between the items: a sign, a space, ``\\n`` for lines of their own, empty between links."""
    foreign: bool
    """All items are links to foreign hosts."""


def find_item_lists(lines: Sequence[Line], own: frozenset[str]) -> Iterator[ItemList]:
    """The lists among ``lines``, in order.

    Links to the outlet's ``own`` domains make no list: sites are full of them.
    """
    run: list[int] = []
    for at, line in enumerate(lines):
        links = line.links
        read = None if links and _leads_home(links[0].href, own) else _read_items(line, own)
        if run and (read is not _ONE_ITEM or not _is_alike(lines[run[-1]], line)):
            yield from _close(lines, run)
        if read is _ONE_ITEM:
            run.append(at)
        elif read and _fits(read[1]):
            yield ItemList((at,), read[1], read[0], bool(links))
    yield from _close(lines, run)


_ONE_ITEM = ("", ())
"""What ``_read_items`` gives for a line that may be one keyword."""
_NUMBERED = r"[(（]?\d{1,2}(?:[)）、．]|\.(?!\d)) ?(?=\w)"
_PLAIN = re.compile(rf"(?:{_NUMBERED}|[“「『])?[^\W_{_LETTER_BARS}]{{1,{MAX_WIDTH}}}+(?:。?[”」』]|。)?\Z")
"""A short line without a mark but for a number ahead, quotation marks around it or a full stop behind, as most lines
are that may be keywords: the look at the others is dearer."""
LONGEST_CLOSED = MAX_WIDTH + 8
"""Characters of a keyword with a number, quotation marks and a full stop; further behind one ends a sentence."""
_TRIMMINGS = re.compile(rf"\A(?:{_NUMBERED}|[“「『])|[。”」』]{{1,2}}\Z")


def _bare(text: str) -> str:
    """A keyword without what ``_PLAIN`` allows around it.

    >>> _bare("3、电子琴"), _bare("“电子琴”"), _bare("电子琴。"), _bare("1.5升电子琴")
    ('电子琴', '电子琴', '电子琴', '1.5升电子琴')
    """
    return _TRIMMINGS.sub("", text)


def _is_plain(text: str) -> bool:
    """Whether a line is ``_PLAIN``; most are told without it."""
    if len(text) > LONGEST_CLOSED or text.isalpha():
        return len(text) <= MAX_WIDTH and not any(letter in text for letter in _LETTER_BARS)
    return _PLAIN.match(text) is not None


def _read_items(line: Line, own: frozenset[str]) -> tuple[str, tuple[str, ...]] | None:
    """The mark and the items of a line that may be a list; ``_ONE_ITEM`` or, for any other line, None."""
    text, links = line.text, line.links
    if text.find(STOP) > LONGEST_CLOSED:
        return None
    plain = len(links) < 2 and _is_plain(text) and not _is_code(line)
    if not (plain or (_may_list(text) and not _is_code(line))) or (links and not _leads_away(line, own)):
        return None
    if plain:
        return _ONE_ITEM
    listed = _linked_items(line) if len(links) > 1 else split_items(text) if _DIVIDED.search(text) else None
    return listed or (_ONE_ITEM if _is_item(text) else None)


def _is_item(text: str) -> bool:
    """Whether a line may be one keyword."""
    return len(text) <= 4 * MAX_WIDTH and 0 < width(text) <= MAX_WIDTH and _CLAUSES.search(text) is None


def _may_list(text: str) -> bool:
    """Whether a line is not too long, and without signs of written language but for those that close its items."""
    if len(text) > MAX_LINE_CHARS:
        return False
    if STOP in text:
        return _STOPPED_ITEMS.match(text) is not None
    return _SENTENCE.search(text) is None or (text[0] in _OPENING and _QUOTED_ITEMS.match(text) is not None)


def _is_code(line: Line) -> bool:
    """Whether preformatted text is hardly Han; the rest of it may be a list as any other."""
    return line.tag == "pre" and 2 * len(_HAN.findall(line.text)) < len(line.text)


def _close(lines: Sequence[Line], run: list[int]) -> Iterator[ItemList]:
    """The list that a run of short lines makes, if it does; the run is empty afterwards."""
    if len(run) >= MIN_ITEMS:
        items = tuple(_bare(lines[at].text) for at in run)
        foreign = bool(lines[run[0]].links)
        if (foreign or len(run) >= MIN_RUN) and _fits(items):
            yield ItemList(tuple(run), items, "\n", foreign)
    run.clear()


def _is_alike(line: Line, other: Line) -> bool:
    return line.tag == other.tag and bool(line.links) == bool(other.links)


def width(text: str) -> int:
    """How wide a text is, in ideographs.

    >>> width("真人娱乐城"), width("slot gacor")
    (5, 4)
    """
    return len(_WIDE.findall(text[: 4 * MAX_WIDTH + 4]))


def _fits(items: Sequence[str]) -> bool:
    widths = list(map(width, items))
    return (
        len(items) >= MIN_ITEMS
        and max(widths) <= MAX_WIDTH
        and MEAN_WIDTHS[0] <= sum(widths) / len(items) <= MEAN_WIDTHS[1]
    )


def _leads_home(href: str, own: frozenset[str]) -> bool:
    """Whether a link leads to the outlet itself, as most links of a page do; a foreign one may name it, too."""
    if "//" not in href[:8]:
        return True
    for name in own:  # noqa: SIM110 (one domain as a rule; asked for each line)
        if name in href:
            return True
    return False


def _leads_away(line: Line, own: frozenset[str]) -> bool:
    """Whether all links of a line lead to foreign hosts and hold nearly all of its words."""
    linked = sum([link.end - link.start for link in line.links])
    if linked < LINKED_SHARE * len(line.text) - 3 * len(line.links):
        return False
    domains = [domain_of(link.href) for link in line.links]
    return None not in domains and own.isdisjoint(domains)


def _linked_items(line: Line) -> tuple[str, tuple[str, ...]]:
    return "", tuple(text for link in line.links if (text := line.text[link.start : link.end].strip()))


_CLOSING = {"【": "】", "[": "]", "「": "」"}
"""Brackets that each item of a list may stand in; the opening ones part the items then."""
_OPENING = ("“", "『", "「")
_QUOTED_ITEMS = re.compile(r"(?:[“『「][^\W_][^“”『』「」。，！？]{1,28}[”』」][^\w“『「]{0,3}){3,}\Z")
"""A line that is nothing but items in quotation marks."""
STOP = "。"
_STOPPED_ITEMS = re.compile(rf"(?:[^\W_]{{2,16}}+{STOP} ?){{4,}}+\Z")
"""A line that is nothing but items, each with a full stop behind it."""
STOPPED_NATS = -3.0
"""What such items say less, for short sentences look so; those of our honest cases reach 1.7 without it."""
_QUOTES = re.compile(r"[“”『』「」]\W*")


def split_items(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The mark between the items of a line, and the items; None where nothing divides it into three.

    >>> split_items("slot gacor→91av→真人娱乐城")
    ('→', ('slot gacor', '91av', '真人娱乐城'))
    >>> split_items("live casino 真人下注 pk10计划")
    (' ', ('live casino', '真人下注', 'pk10计划'))
    """
    text = close_up(text)
    if STOP in text:
        items = tuple(item for piece in text.split(STOP) if (item := piece.strip()))
        return (STOP, items) if len(items) >= MIN_ITEMS else None
    if text[:1] in _OPENING and _QUOTED_ITEMS.match(text):
        return "、", tuple(item for piece in _QUOTES.split(text) if (item := piece.strip()))
    if text[:1] in _CLOSING:
        text = text.replace(_CLOSING[text[0]], " ")
    for letter in _LETTER_BARS:
        text = text.replace(letter, "|")
    marks = _MARK.findall(text)
    if len(marks) > 1:
        mark, count = Counter(marks).most_common(1)[0]
        if count < 2:
            return None
        pieces = text.split(mark) if count >= ONE_MARK * len(marks) else _split_at_several(text, marks)
        items = tuple(item for piece in pieces if _WORD.search(item := piece.strip()))
        return (mark, items) if len(items) >= MIN_ITEMS else None
    if text.count(" ") < MIN_ITEMS - 1:
        return None
    items = tuple(_join_words(text.split(" ")))
    return (" ", items) if len(items) >= MIN_ITEMS else None


def _split_at_several(text: str, marks: Sequence[str]) -> list[str]:
    """The pieces of a line in which lists follow each other, each with a mark of its own; none for any other line."""
    runs = [(mark, len(list(same))) for mark, same in islice(groupby(marks), MOST_RUNS + 1)]
    if len(runs) > MOST_RUNS or min(count for _, count in runs) < LEAST_RUN:
        return []
    return re.split("|".join(re.escape(mark) for mark, _ in runs), text)


def _join_words(pieces: Sequence[str]) -> Iterator[str]:
    """The pieces of a line divided by spaces, words of an alphabet that follow each other as one."""
    together: list[str] = []
    for piece in pieces:
        if _LATIN.fullmatch(piece):
            together.append(piece)
            continue
        if together:
            yield " ".join(together)
            together = []
        if _WORD.search(piece):
            yield piece
    if together:
        yield " ".join(together)


GLUED_CHARS = 12
"""Characters that a list at a line's end has at least."""
_STOPS = "。！？…"
"""Ends of a sentence."""


class Ends(NamedTuple):
    """Where a line of prose holds lists at its ends."""

    spans: Sequence[tuple[int, int]]
    exact: bool
    """Whether the page's source shows where they begin and end."""


NO_ENDS = Ends((), exact=False)


def listed_ends(text: str, source: str) -> Ends:
    """The lists at the ends of a line, by the page's ``source`` where that shows them to be elements, or by the text.

    An element without a box of its own, set into an article without paragraphs, runs together with its text. Nearly
    every line of prose is told at a glance to end with a sentence and to begin with one.
    """
    if len(text) <= 3 * GLUED_CHARS:
        return NO_ENDS
    behind = _behind_sentences(text)
    first = _ANY_MARK.search(text, 1, 4 * MAX_WIDTH)
    mark = first[0] if first and first[0] not in COMMAS else ""
    if source and (mark or behind >= GLUED_CHARS) and (spans := _element_spans(text, behind, mark, source)):
        return Ends(spans, exact=True)
    if behind >= GLUED_CHARS or " " in text:
        return Ends(_glued_spans(text, behind), exact=False)
    return NO_ENDS


def _behind_sentences(text: str) -> int:
    """Characters behind the last end of a sentence in a line."""
    if text[-1] in _STOPS:
        return 0
    return len(text) - 1 - max(text.rfind(stop, max(0, len(text) - MAX_LINE_CHARS)) for stop in _STOPS)


def _glued_spans(text: str, behind: int) -> list[tuple[int, int]]:
    """Where a line of prose may hold a list ahead of its first sentence, or behind its last one.

    A space or the end of a sentence parts them. ``behind``: characters behind the last sentence.
    """
    spans = []
    start = len(text) - behind
    if behind >= GLUED_CHARS:
        tail = text[start:]
        for space in (_free_space(tail, last=True), -1):
            if (start or space >= 0) and _is_listed(tail[space + 1 :].strip()):
                spans.append((start + space + 1, len(text)))
                break
    space = _free_space(text[:MAX_LINE_CHARS], last=False)
    if space >= GLUED_CHARS and _is_listed(text[:space]) and not (spans and space > spans[0][0]):
        spans.insert(0, (0, space))
    return spans


_ANY_MARK = re.compile(rf"{_MARK.pattern}| ")
MAX_ELEMENT_CHARS = 4000
"""Characters of source of the longest element that is looked for in a line."""
_ELEMENT = re.compile(rf">([^<>。]{{{GLUED_CHARS},{MAX_ELEMENT_CHARS}}})<")
"""The text of an element that may be a list."""
_EDGE = 6
"""Characters at an element's edge by which it is looked up."""
_MOST_ALIKE = 6
"""Elements of a page with the same edge that are looked at."""


class _Elements(NamedTuple):
    """Texts of a page's elements that may be lists, by how they begin and by how they end."""

    first: Mapping[str, list[str]]
    last: Mapping[str, list[str]]


@lru_cache(maxsize=1)
def _elements_of(source: str) -> _Elements:
    """Read once for all lines of a page: a search of the source for each would take time for both."""
    found = _Elements(defaultdict(list), defaultdict(list))
    for match in _ELEMENT.finditer(source):
        text = " ".join(unescape(match[1]).split())
        for alike in (found.first[text[:_EDGE]], found.last[text[-_EDGE:]]):
            if len(alike) < _MOST_ALIKE and text not in alike:
                alike.append(text)
    return found


def _element_spans(text: str, behind: int, mark: str, source: str) -> list[tuple[int, int]]:
    """Where a line holds a list at an end of it that the page's ``source`` shows to be an element of its own.

    Nothing in the line's text need part such an element from its neighbours. Looked for only where a line does not end
    as a sentence does, or begins with what a mark but for a comma follows. ``behind``: characters behind the last
    sentence; ``mark``: the first one in the line, unless it is a comma.
    """
    marks = _ANY_MARK.findall(text, len(text) - behind) if behind >= GLUED_CHARS else []
    if marks and marks[-4:].count(marks[-1]) > 1:  # a space may stand on both sides of a sign
        for node in _elements_of(source).last.get(text[-_EDGE:], ()):
            if len(node) < len(text) and text.endswith(node) and _is_listed(node):
                return [(len(text) - len(node), len(text))]
    if mark and _opens_list(text, mark):
        for node in _elements_of(source).first.get(text[:_EDGE], ()):
            if len(node) < len(text) and text.startswith(node) and _is_listed(node):
                return [(0, len(node))]
    return []


def _opens_list(text: str, mark: str) -> bool:
    """Whether a line's first two marks of one kind have no sign of written language ahead of them."""
    pieces = text[:MAX_LINE_CHARS].split(mark, MIN_ITEMS - 1)
    return len(pieces) == MIN_ITEMS and not any(_SENTENCE.search(piece) or "，" in piece for piece in pieces[:-1])


def _is_listed(text: str) -> bool:
    listed = split_items(text) if _SENTENCE.search(text) is None else None
    return listed is not None and _fits(listed[1])


def _free_space(text: str, *, last: bool) -> int:
    """The last space behind a Han character, or the first one ahead of one, that stands beside no mark; -1 for none."""
    at = text.rfind(" ") if last else text.find(" ")
    while at >= 0 and not _parts_prose(text, at, last=last):
        at = text.rfind(" ", 0, at) if last else text.find(" ", at + 1)
    return at


def _parts_prose(text: str, at: int, *, last: bool) -> bool:
    prose, other = (text[at - 1 : at], text[at + 1 : at + 2]) if last else (text[at + 1 : at + 2], text[at - 1 : at])
    return _HAN.match(prose) is not None and _MARK.match(other) is None


# -- evidence --------------------------------------------------------------------------------------------------------

MIN_PARTS = 2
"""Parts of a single keyword that are enough to tell it by them."""
PHRASE_NATS = 4.0
"""Nats that an item may say at most, for or against, by looking like a keyword phrase."""
MANY_ENDS = 0.4
"""Share of the items with the same last character up to which nothing follows from it; schools and offices share it."""

_FUNCTION = frozenset("的了是和与及被把从也都就这那以而但并我他她它们吗呢吧啊")
_QUESTION = re.compile("怎么|怎样|哪家|哪个|哪里|哪儿|多少|好不好|能不能|有没有|如何|吗$|几个月|几天")
"""What people type into a search box."""
_MEASURE = re.compile(
    r"\d[\d.,:：~\-—]{0,12}\s?(?:[元斤克只个名人分秒米时日月年号期届度亩吨杯瓶份条张票升寸岁勺片%％℃毫厘平立公千万亿英]|$|\s)"
)
_MIXED = re.compile(r"[A-Za-z0-9][\u3400-\u9fff]|[\u3400-\u9fff][A-Za-z]")
_NO_MARKS = (*COMMAS, " ", "\n", "")

SHAPE_FEATURES = (
    "newslike", "one_end", "searched", "ways_to_search", "function", "question", "names", "measures", "mixed",
    "small_letters", "capitals", "dunhao", "comma", "space", "odd_mark", "newline", "cells", "foreign", "introduced",
    "between", "edge", "many", "narrow", "uneven", "again", "plain_run",
)  # fmt: skip
"""What a list by itself and its place tell, in this order; shares lie between 0 and 1."""
WORD_FEATURES = ("kin", "kin_share", "strange", "odd_script", "related")
"""What its words tell, held against the page's: dearer, and for most lists without need."""
KIN_FEATURES = 2
"""How many of these are about words that items have in common."""
FEATURES = (*SHAPE_FEATURES, "phrases", *WORD_FEATURES)
"""Between them, whether the items look like keyword phrases; from -1 to 1, all other values from 0 to 1."""


class Least(NamedTuple):
    """Nats below which lists are of no interest."""

    plain: float
    foreign: float
    """The same for links to foreign hosts."""


class _Judged(NamedTuple):
    """A list on its way to a verdict."""

    items: ItemList
    newslike: float
    nats: float
    """What speaks for keywords so far."""

    def may_convict(self, least: Least, more: float) -> bool:
        """Whether so much more evidence would suffice; links may be junk by their wording alone."""
        foreign = self.items.foreign
        return self.nats + more >= (least.foreign if foreign else least.plain) or (foreign and self.newslike == 0)


def judge_lists(
    lines: Sequence[Line],
    own: frozenset[str],
    title: str | None,
    sure: Sequence[str],
    least: Least,
    most_newslike_links: float = MOST_NEWSLIKE,
) -> list[tuple[ItemList, float]]:
    """The lists among the lines of a Chinese page that may be keywords, each with the nats that speak for it.

    ``own``: the outlet's domains. ``title``: the page's own; its words are not strange to the page. ``sure``: junk of
    the page that was found before; a list that shares its words is likely of the same campaign. ``least``: lists that
    cannot reach it are left out. ``most_newslike_links``: nats a character below which lists of links are passed over;
    portals hold hundreds.
    """
    found = [
        (one, newslike)
        for one in find_item_lists(lines, own)
        if (newslike := newslike_of(one.items)) >= (most_newslike_links if one.foreign else MOST_NEWSLIKE)
    ]
    if not found:
        return []
    page = ListPage.of(lines, [one for one, _ in found], sure)
    weights, bias = load_weights()
    of_shape, of_words = weights[: len(SHAPE_FEATURES)], weights[len(SHAPE_FEATURES) + 1 :]
    judged = [
        _Judged(
            one,
            newslike,
            bias + STOPPED_NATS * (one.mark == STOP) + sum(map(mul, of_shape, measure_shape(one, newslike, page))),
        )
        for one, newslike in found
    ]
    judged, groups = _keep_likely(judged, page, least)
    if not judged:
        return []
    page_words = PageWords.of(page, title, groups)
    return [(one, nats + sum(map(mul, of_words, measure_words(one.items, page_words)))) for one, _, nats in judged]


def _keep_likely(judged: Sequence[_Judged], page: ListPage, least: Least) -> tuple[list[_Judged], Mapping[str, int]]:
    """The lists that the words of the page could still convict, with what their looks say; and the page's groups.

    The cheap looks come first: hardly a list of a clean page is left for the dear ones.
    """
    of_looks, *of_words = load_weights()[0][len(SHAPE_FEATURES) :]
    rest = sum(weight for weight in (of_words if page.known else of_words[:-1])[KIN_FEATURES:] if weight > 0)
    most = of_looks + sum(of_words[:KIN_FEATURES]) + rest
    judged = [one for one in judged if one.may_convict(least, most)]
    groups = group_parts(page.places) if judged else {}
    bounds = [sum(map(mul, of_words, measure_kin(one.items.items, groups))) + rest for one in judged]
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
    """What the shapes of a page's lists are held against."""

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
    """What the words of a page's lists are held against."""

    prose: frozenset[str]
    """Parts of its prose."""
    groups: Mapping[str, int]
    """A number for each part that several items hold, of the page's lists and of its sure junk; one for the parts that
    the same items hold."""
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
        known = _parts_of(text.lower())
        junk = frozenset[str]().union(*map(_parts_of, page.known)) - known
        return cls(known, groups, junk, odd_scripts(text))


def group_parts(items: Iterable[str]) -> dict[str, int]:
    """A number for each part that several of the items hold; one for the parts that the same items hold."""
    holders: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for part in _parts_of(item):
            holders[part].add(item)
    numbers: dict[frozenset[str], int] = {}
    return {part: numbers.setdefault(frozenset(held), len(numbers)) for part, held in holders.items() if len(held) > 1}


def _parts_of(item: str) -> frozenset[str]:
    """What an item may have in common with another: its pairs of Han characters and its words in small letters."""
    return frozenset((*_HAN_PAIR.findall(item), *_LETTERS.findall(item)))


def share_of_junk(text: str, junk: frozenset[str]) -> float:
    """Share of a text's parts that are parts of sure junk; 0 for one that is no keyword, and no heap, by its looks."""
    looks_so = len(text) <= MAX_LINE_CHARS and _CLAUSES.search(text) is None and _SENTENCE.search(text) is None
    parts = _parts_of(text) if looks_so else frozenset[str]()
    return len(parts & junk) / len(parts) if len(parts) >= MIN_PARTS else 0.0


def parts_of_junk(texts: Sequence[str], prose: str) -> frozenset[str]:
    """The parts of junk that is sure, but for those that the page's prose has, too."""
    return frozenset[str]().union(*map(_parts_of, texts)) - _parts_of(prose)


def is_prose(text: str) -> bool:
    """Whether a line holds a sentence."""
    return len(text) >= PROSE_CHARS and "。" in text


def measure_words(items: Sequence[str], page: PageWords) -> tuple[float, ...]:
    """The values of ``WORD_FEATURES``."""
    parts = [_parts_of(item) for item in items]
    every = frozenset[str]().union(*parts)
    strange = every - page.prose
    return (
        *_measure_kin(parts, strange & page.groups.keys(), page.groups),
        len(strange) / max(1, len(every)),
        sum(scripts_of(item) & page.odd_scripts > 0 for item in items) / len(items),
        sum(not page.junk.isdisjoint(held) for held in parts) / len(items) if page.junk else 0.0,
    )


def measure_kin(items: Sequence[str], groups: Mapping[str, int]) -> tuple[float, float]:
    """The first ``KIN_FEATURES`` of the same, if the page's prose had none of the items' words: they are no more."""
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
    """How much the Chinese words of each list's items look like keyword phrases: -1, each surely like none, to 1."""
    chinese = [[word for item in items for word in item.split(" ") if _HAN.search(word)] for items in lists]
    every = [word for found in chinese for word in found]
    if not every:
        return [0.0] * len(lists)
    nats = phrases.weigh_alone(every, phrases.load_model())
    looks = iter(np.clip(nats / PHRASE_NATS, -1, 1).tolist())
    return [sum(islice(looks, len(found))) / max(1, len(found)) for found in chinese]


def newslike_of(items: Sequence[str]) -> float:
    """Nats a character that the wording speaks for junk, at most 0: what is known as junk is cut by other rules."""
    han = [item for item in items if _HAN.search(item)]
    return min(0.0, wording.score("\n".join(han)) / max(1, sum(map(len, han))))


def measure_shape(one: ItemList, newslike: float, page: ListPage) -> tuple[float, ...]:
    """The values of ``SHAPE_FEATURES``; ``newslike``: that of its items."""
    return (newslike, *_measure_items(one.items), *_measure_place(one, page))


@cache
def _search_words() -> tuple[str, ...]:
    return tuple(word for row in words("search_words") for word in row.split())


def _measure_items(items: Sequence[str]) -> Iterator[float]:
    """One_end, searched, ways_to_search, function, question, names, measures, mixed, small_letters, capitals."""
    ends = Counter(item[-1] for item in items if _HAN.match(item[-1]))
    yield max(0.0, max(ends.values(), default=0) / len(items) - MANY_ENDS) / (1 - MANY_ENDS)
    text = "\n".join(items)
    found = [word for word in _search_words() if word in text]
    yield sum(any(word in item for word in found) for item in items) / len(items)
    yield min(1.0, len(found) / 2)
    count = len(items)
    latin = [item for item in items if _LATIN.fullmatch(item)]
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
    return 2 <= len(name) <= 4 and (name[0] if len(name) < 4 else name[:2]) in _surnames()


@cache
def _surnames() -> frozenset[str]:
    return frozenset(name for row in words("surnames") for name in row.split())


def _measure_place(one: ItemList, page: ListPage) -> Iterator[float]:
    """The other properties."""
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
    yield before is not None and after is not None and is_prose(before) and is_prose(after)
    yield (before is None or is_prose(before)) and (after is None or is_prose(after))
    yield min(len(one.items), 12) / 12
    yield mean < 4
    yield (max(widths) - min(widths)) / mean / 3
    yield sum(page.places[item] > 1 for item in frozenset(one.items)) / len(one.items)
    yield len(one.lines) > 1 and not one.foreign
