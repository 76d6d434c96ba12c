"""Finds lists of short items on a page, whatever they are about.

A list is one line with marks between its items, one line of links, or a run of short lines. Whether it is junk is
judged in ``evidence``.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from cleaners.junk.lists.heaps import may_be_heap, split_heap
from cleaners.junk.lists.keywords import MAX_LINE_CHARS, MIN_ITEMS, MIN_ODD, PLAIN_MARK, close_up, with_plain_mark
from cleaners.links.hosts import domain_of
from cleaners.text.character_tables import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.page.model import Line

_MIN_RUN = 4
"""Fewest lines of a run that make a list. Of lines that are links, ``MIN_ITEMS`` are enough."""
MAX_WIDTH = 30
"""Width of the widest item, in ideographs; four letters of an alphabet are as wide as one. Keywords are short."""
_MEAN_WIDTHS = (2.0, 18.0)
"""Least and greatest mean width of the items of a list."""
_ONE_MARK = 0.85
"""Least share of a line's marks that must be of one kind to part its items."""
_LINKED_SHARE = 0.8
"""Least share of a line's characters that stand in links, in a line of links."""
_MAX_RUNS, _MIN_MARKS = 3, 3
"""Most lists that follow each other in one line, and fewest marks of each."""
_MEDLEY_KINDS = 3
"""Fewest kinds of marks in a line where each pair of items has another between: 棋牌—彩票★投注、开户."""
_MAX_HEAPS = 100
"""Most heaps of a page that are cut into pieces: it takes some milliseconds each."""
_PROSE_CHARS = 30
"""Fewest characters of a line with a full stop that is prose."""

COMMAS = ("、", ",", "，")
"""Marks that sentences have as well."""

WRITTEN = re.compile(r"[。！？“”《》「」『』…]|[:：](?=.)|[（(][^)）]{6}")
"""A sign of written language, which keyword lists have none of."""
_LETTER_BARS = "丨ㅣ丶"
"""Letters that look like a mark, and are set as one."""
_BARS = frozenset(_LETTER_BARS)
_DIVIDED = re.compile(rf"[\W_{_LETTER_BARS}]")
CLAUSES = re.compile(r"[、，,；;]|[:：]$")
"""A sign that a short line holds more than one keyword."""

_PICTURE = re.compile(r"[\u2190-\u21ff\u25a0-\u27bf\U0001f000-\U0001faff]")
"""A picture or arrow: it may part items, or stand in front of some of them."""
_SPREAD_OUT = re.compile(r"[\u3400-\u9fff](?: [\u3400-\u9fff]){2,}")
"""An item with a space between all its characters."""
LATIN = re.compile(r"\W*[^\W\d_\u3400-\u9fff\u3040-\u30ff][^\u3400-\u9fff\u3040-\u30ff]*")
"""A word of an alphabet."""
_WORD = re.compile(r"[^\W_]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]{1,4}")
_ONE_ITEM = ("", ())
"""What ``read_items`` gives for a line that may be one keyword."""
_SENTENCE_MARKS = frozenset("，、,;；—–-~～")
_MEDLEY_MARKS = _SENTENCE_MARKS | frozenset("|｜丨★☆◆●■•·・_>»→")
"""Marks that may part the items of such a line; one of them at least is none that sentences have."""
_NUMBERED = r"[(（]?\d{1,2}(?:[)）、．]|\.(?!\d)) ?(?=\w)"
_PLAIN = re.compile(rf"(?:{_NUMBERED}|[“「『])?[^\W_{_LETTER_BARS}]{{1,{MAX_WIDTH}}}+(?:。?[”」』]|。)?\Z")
"""A short line without a mark, but for a number ahead, quotation marks around it or a full stop behind. Most lines that
may be keywords look so, and this is the quickest way to tell them."""
_MAX_CLOSED_CHARS = MAX_WIDTH + 8
"""Most characters of a keyword with its number, quotation marks and full stop; a later full stop ends a sentence."""
_TRIMMINGS = re.compile(rf"\A(?:{_NUMBERED}|[“「『])|[。”」』]{{1,2}}\Z")
_ENCLOSED = re.compile(r"[；;，,、\s]{0,2}[①-⒛❶-➓]")
"""A number in a circle, brackets or with its full stop, with the mark ahead of it: where several stand in a line, they
part its items as those of a series, which honest enumerations are."""
_ACCOUNT = re.compile(
    r"[:：]\s?(?=[A-Za-z]{0,3}\d{5})|[【\[(（](?=[^】\])）]{0,6}\d{5,14}[】\])）])|(?<=\d{5})[】\])）]", re.ASCII
)
"""What sets an account, or a number to call, off from the words ahead of it."""
_CALLED = re.compile("电话|電話|热线|熱線")
"""What an office writes out before the number at which it answers; advertisers write V, 微, 电微 or nothing."""
_LONG_NUMBER = re.compile(r"\d{5,}", re.ASCII)
_LONE_MARKS = (("》", "《", "»"), ("《", "》", "«"), ("」", "「", "»"))
"""Half of a pair that stands between items, the other half, which does not, and a mark that means the same."""
_CLOSING = {"【": "】", "[": "]", "「": "」", "〖": "〗", "〔": "〕", "［": "］", "｛": "｝", "{": "}", "〈": "〉"}
"""Brackets that each item of a list may stand in; the opening ones part the items then."""
_OPENING = ("“", "『", "「")
_QUOTED_ITEMS = re.compile(r"(?:[“『「][^\W_][^“”『』「」。，！？]{1,28}[”』」][^\w“『「]{0,3}){3,}\Z")
"""A line that is nothing but items in quotation marks."""
STOP = "。"
_STOPPED_CHARS = 16
"""Characters of the longest item with an end of a sentence behind it."""
STOPS = (STOP, "？", "！")
_STOPPED = rf"[^\W_]{{2,{_STOPPED_CHARS}}}+"
_STOPPED_ITEMS = re.compile(rf"{_STOPPED}([{''.join(STOPS)}]) ?(?:{_STOPPED}\1 ?){{2,}}{_STOPPED}\1?\Z")
"""A line that is nothing but items with the same end of a sentence between them, and often behind the last."""
_QUOTES = re.compile(r"[“”『』「」]\W*")


def mark_pattern(also: str) -> re.Pattern[str]:
    """A sign that may part items, or one of ``also``.

    Some never do: apostrophes, percent signs, the vowel signs of alphabets; a hyphen does not inside a word.
    """
    vowel_signs = r"\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u109f\u0e31-\u0e4e\ufe0f\u200d"
    return re.compile(
        rf"[\W_](?:(?<=[{also}])"  # one class is searched for fastest, and most of what it finds is a mark
        rf"|(?<=[^\w\s\-.'&%()@!?\"*^=<>{{}}+{vowel_signs}])"
        r"|(?<=\+)(?![A-Za-z0-9])"  # the plus of an account (+V) or name (C++)
        r"|(?<=-)(?:(?<![A-Za-z0-9]-)|(?![A-Za-z0-9])))"
    )


MARK = mark_pattern("_")
"""A sign that may part items."""


class ItemList(NamedTuple):
    """A list on the page."""

    lines: tuple[int, ...]
    """Indices of the lines it fills; one when it stands in a single line."""
    items: tuple[str, ...]
    mark: str
    """What stands between the items: a sign, a space, ``\\n`` for lines of their own, empty between links."""
    foreign: bool
    """All items are links to foreign hosts."""

    @property
    def is_heap(self) -> bool:
        """Whether nothing stands between the items: where each ends is guessed, in favour of their being keywords."""
        return not (self.mark or self.foreign)


def find_item_lists(lines: Sequence[Line], own: frozenset[str]) -> Iterator[ItemList]:
    """The lists among ``lines``, in order.

    ``own``: the outlet's domains. A line that begins with a link to one of these is no part of a list: sites are full
    of lists of their own.
    """
    run: list[int] = []
    heaps = 0
    for at, line in enumerate(lines):
        text, links = line.text, line.links
        # A line longer than a list may be would be remembered, whole, by ``read_items``.
        if (links and _leads_home(links[0].href, own)) or len(text) > MAX_LINE_CHARS or is_prose_at_a_glance(text):
            read = None
        else:
            read = read_items(line, own)
            if read is None and not links and heaps < _MAX_HEAPS and may_be_heap(text):
                heaps += 1
                read = "", split_heap(text)
        if run and (read is not _ONE_ITEM or not _is_alike(lines[run[-1]], line)):
            yield from _close(lines, run)
        if read is _ONE_ITEM:
            run.append(at)
        elif read and fits(read[1]):
            yield ItemList((at,), read[1], read[0], bool(links))
    yield from _close(lines, run)


def _bare(text: str) -> str:
    """A keyword without what ``_PLAIN`` allows around it.

    >>> _bare("3、电子琴"), _bare("“电子琴”"), _bare("电子琴。"), _bare("1.5升电子琴")
    ('电子琴', '电子琴', '电子琴', '1.5升电子琴')
    """
    return _TRIMMINGS.sub("", text)


def _is_plain(text: str) -> bool:
    """Whether a line matches ``_PLAIN``; most are told without it, which is quicker."""
    if len(text) > _MAX_CLOSED_CHARS or text.isalpha():
        return len(text) <= MAX_WIDTH and _BARS.isdisjoint(text)
    return _PLAIN.match(text) is not None


def is_prose_at_a_glance(text: str) -> bool:
    """Whether a full stop shows at a glance that a line is neither a list nor a keyword: its first one closes more than
    one item could hold, and stands where none stands behind a keyword (``_PLAIN``).
    """
    stop = text.find(STOP)
    return stop > _MAX_CLOSED_CHARS or (
        0 <= stop < len(text) - 2 and not (stop <= _STOPPED_CHARS and text[:stop].isalnum())
    )


@lru_cache(maxsize=1_000)  # a line of the body is read with the page's lines, and with the body's
def read_items(line: Line, own: frozenset[str]) -> tuple[str, tuple[str, ...]] | None:
    """The mark and the items of a line that may be a list, ``_ONE_ITEM`` of one that may be a keyword, else None."""
    text, links = line.text, line.links
    plain = len(links) < 2 and _is_plain(text) and not _is_code(line)
    divided = text if plain else _as_listed(text)
    if not (plain or (_may_list(divided) and not _is_code(line))) or (links and not _leads_away(line, own)):
        return None
    if plain:
        return _ONE_ITEM
    listed = _linked_items(line) if len(links) > 1 else split_items(divided) if _DIVIDED.search(divided) else None
    return listed or (_ONE_ITEM if _is_item(text) and _may_list(text) else None)


def _as_listed(text: str) -> str:
    """A line without signs of written language that are none: before an account, and halves of pairs between items.

    Who advertises has one account and makes it short; a line with several is a list of whom to call for what.

    >>> _as_listed("代开发票【电微13600000000】，办证V:13600000000"), _as_listed("棋牌》彩票》投注")
    ('代开发票 电微13600000000 ，办证V 13600000000', '棋牌»彩票»投注')
    """
    if len({*_LONG_NUMBER.findall(text)}) == 1 and _CALLED.search(text) is None:
        text = _ACCOUNT.sub(" ", text)
    if "\t" in text:
        text = text.replace("\t", "|")
    if len(_ENCLOSED.findall(text)) >= MIN_ITEMS:
        text = _ENCLOSED.sub("、", text).strip("、")
    for half, other, mark in _LONE_MARKS:
        if half in text and other not in text:
            text = text.replace(half, mark)
    return with_plain_mark(text)


def _is_item(text: str) -> bool:
    """Whether a line may be one keyword."""
    return len(text) <= 4 * MAX_WIDTH and 0 < width(text) <= MAX_WIDTH and CLAUSES.search(text) is None


def _may_list(text: str) -> bool:
    """Whether a line may be a list: not too long, and without signs of written language except around its items."""
    if len(text) > MAX_LINE_CHARS:
        return False
    if STOP in text:
        return _STOPPED_ITEMS.match(text) is not None
    if WRITTEN.search(text) is None:
        return True
    return (_QUOTED_ITEMS if text[0] in _OPENING else _STOPPED_ITEMS).match(text) is not None


def is_stopped_list(text: str) -> bool:
    """Whether a line is nothing but items with the same end of a sentence between them."""
    return _STOPPED_ITEMS.match(text) is not None


def with_bars(text: str) -> str:
    """The line with bars in place of the ends of sentences that part its items; as it was where none do.

    >>> with_bars("棋牌？彩票？投注？开户"), with_bars("渡口停航？没有。")
    ('棋牌|彩票|投注|开户', '渡口停航？没有。')
    """
    found = _STOPPED_ITEMS.match(text)
    return text.replace(found[1], "|") if found else text


def _is_code(line: Line) -> bool:
    """Whether a line is preformatted text with little Han: code. Other preformatted text may be a list."""
    return line.tag == "pre" and 2 * len(HAN.findall(line.text)) < len(line.text)


def _close(lines: Sequence[Line], run: list[int]) -> Iterator[ItemList]:
    """The list that a run of short lines makes, if it makes one. Empties the run."""
    if len(run) >= MIN_ITEMS:
        items = tuple(_bare(lines[at].text) for at in run)
        foreign = bool(lines[run[0]].links)
        if (foreign or len(run) >= _MIN_RUN) and fits(items):
            yield ItemList(tuple(run), items, "\n", foreign)
    run.clear()


def _is_alike(line: Line, other: Line) -> bool:
    return line.tag == other.tag and bool(line.links) == bool(other.links)


@lru_cache(maxsize=1_000)  # asked for the same items of a page by each look at them
def width(text: str) -> int:
    """How wide a text is, in ideographs.

    >>> width("真人娱乐城"), width("slot gacor")
    (5, 3)
    """
    return len(_WIDE.findall(text[: 4 * MAX_WIDTH + 4]))


def fits(items: Sequence[str]) -> bool:
    """Whether there are enough items, none of them wide, and none too narrow or wide on average."""
    widths = list(map(width, items))
    return (
        len(items) >= MIN_ITEMS
        and max(widths) <= MAX_WIDTH
        and _MEAN_WIDTHS[0] <= sum(widths) / len(items) <= _MEAN_WIDTHS[1]
    )


def _leads_home(href: str, own: frozenset[str]) -> bool:
    """Whether a link seems to lead to the outlet itself: a quick look, which a foreign address that names it passes."""
    if "//" not in href[:8]:
        return True
    for name in own:  # noqa: SIM110 (one domain as a rule; asked for each line)
        if name in href:
            return True
    return False


def _leads_away(line: Line, own: frozenset[str]) -> bool:
    """Whether all links of a line lead to foreign hosts and hold nearly all of its words."""
    linked = sum([link.end - link.start for link in line.links])
    if linked < _LINKED_SHARE * len(line.text) - 3 * len(line.links):
        return False
    domains = [domain_of(link.href) for link in line.links]
    return None not in domains and own.isdisjoint(domains)


def _linked_items(line: Line) -> tuple[str, tuple[str, ...]]:
    return "", tuple(text for link in line.links if (text := line.text[link.start : link.end].strip()))


def split_items(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The mark between the items of a line, and the items; None where nothing divides it into three.

    >>> split_items("slot gacor→91av→真人娱乐城")
    ('→', ('slot gacor', '91av', '真人娱乐城'))
    >>> split_items("live casino 真人下注 pk10计划")
    (' ', ('live casino', '真人下注', 'pk10计划'))
    """
    text = close_up(_as_listed(text))
    stop = next((stop for stop in STOPS if stop in text), None)
    if stop:
        items = tuple(item for piece in text.split(stop) if (item := piece.strip()))
        return (stop, items) if len(items) >= MIN_ITEMS else None
    if text[:1] in _OPENING and _QUOTED_ITEMS.match(text):
        return "、", tuple(item for piece in _QUOTES.split(text) if (item := piece.strip()))
    if text[:1] in _CLOSING:
        text = text.replace(_CLOSING[text[0]], " ")
    for letter in _LETTER_BARS:
        text = text.replace(letter, "|")
    marks = MARK.findall(text)
    if text.count(PLAIN_MARK) >= MIN_ODD and marks.count(PLAIN_MARK) * 2 > len(marks):
        items = tuple(_closed_up(item) for piece in text.split(PLAIN_MARK) if _WORD.search(item := piece.strip()))
        return (PLAIN_MARK, items) if len(items) >= MIN_ITEMS else None
    if marks and _PICTURE.search(text):
        text = _without_pictures(text, marks)
        marks = MARK.findall(text)
    if len(marks) > 1:
        mark, count = Counter(marks).most_common(1)[0]
        if count < 2 and len(marks) < _MEDLEY_KINDS:
            return None
        pieces = text.split(mark) if count >= _ONE_MARK * len(marks) else _split_at_several(text, marks)
        items = tuple(_closed_up(item) for piece in pieces if _WORD.search(item := piece.strip()))
        return (mark, items) if len(items) >= MIN_ITEMS else None
    if text.count(" ") < MIN_ITEMS - 1:
        return None
    items = tuple(_join_words(text.split(" ")))
    return (" ", items) if len(items) >= MIN_ITEMS else None


def _without_pictures(text: str, marks: Sequence[str]) -> str:
    """The text without the pictures that stand in front of some of its items, where another sign parts these.

    >>> _without_pictures("🔥钢琴、古筝🔥、🔥笛子", "🔥、🔥、🔥"), _without_pictures("钢琴★古筝★笛子", "★★")
    ('钢琴、古筝、笛子', '钢琴★古筝★笛子')
    """
    kinds = Counter(marks)
    pictures = max((count for mark, count in kinds.items() if _PICTURE.match(mark)), default=0)
    others = max((count for mark, count in kinds.items() if not _PICTURE.match(mark)), default=0)
    parted = others >= MIN_ITEMS - 1 or text.count(" ") > pictures
    return _PICTURE.sub("", text) if parted else text


def _closed_up(item: str) -> str:
    return item.replace(" ", "") if " " in item and _SPREAD_OUT.fullmatch(item) else item


def _split_at_several(text: str, marks: Sequence[str]) -> list[str]:
    """The pieces of a line in which up to ``_MAX_RUNS`` lists follow each other, each with its own mark, or in which
    marks of many kinds stand between its items; else none.
    """
    kinds = frozenset(marks)
    if len(kinds) >= _MEDLEY_KINDS and _MEDLEY_MARKS >= kinds > kinds & _SENTENCE_MARKS:
        return re.split("|".join(map(re.escape, kinds)), text)
    runs = [(mark, len(list(same))) for mark, same in islice(groupby(marks), _MAX_RUNS + 1)]
    if len(runs) > _MAX_RUNS or min(count for _, count in runs) < _MIN_MARKS:
        return []
    return re.split("|".join(re.escape(mark) for mark, _ in runs), text)


def _join_words(pieces: Sequence[str]) -> Iterator[str]:
    """The pieces of a line divided by spaces; words of an alphabet that follow each other are one piece."""
    together: list[str] = []
    for piece in pieces:
        if LATIN.fullmatch(piece):
            together.append(piece)
            continue
        if together:
            yield " ".join(together)
            together = []
        if _WORD.search(piece):
            yield piece
    if together:
        yield " ".join(together)


def holds_sentence(text: str) -> bool:
    """Whether a line holds a sentence."""
    return len(text) >= _PROSE_CHARS and "。" in text
