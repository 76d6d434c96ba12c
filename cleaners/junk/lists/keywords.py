"""Is a whole line a list of junk keywords? Judged by its shape and the wording of its items, without links or place.

This is the quick look; ``items`` and ``evidence`` weigh all other properties of a list.
"""

from __future__ import annotations

import re
from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.text import wording
from cleaners.text.character_tables import HAN, plane_codes_of, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.text.arrays import Bools, Ints

MIN_ITEMS = 3
"""Fewest items of a list."""
LIST_CHARS = 10
"""Characters of the shortest list."""
_MAX_ITEM_CHARS = 30
"""Characters of the longest keyword; a list with a longer item is none of keywords."""
MAX_LINE_CHARS = 4000
"""Characters of the longest line that is a list; of a longer one only so much is looked at."""
JUNK_ITEM = 0.5
"""Nats that make one item of a list count as junk."""
JUNK_SHARE = 0.5
"""Share of the items that must be junk."""
JUNK_LIST = 6.0
"""Nats that the items of a list must sum up to."""
_SERIES_CHARS = 4.5
"""Mean characters of the items of a series, below which they are words and no keyword phrases. 身份证、户口簿、结婚证
is what a notice asks for, and sums up to 10 nats; of 200 lists made of campaigns' phrases none has so few."""
_HEAP_NATS, _HEAP_DENSITY = 15.0, 0.5
"""Nats, and nats a character, that make a line a heap of keywords, with or without marks between them. Furniture of
honest pages stays below 13 nats."""
_JUNK_PHRASE = 5.0
"""Nats that make a single phrase that stands alone junk."""
NEWSLIKE = -1.6
"""Nats a character below which a list is worded like news: it names schools, villages, offices."""

_SENTENCE = re.compile(r"[。！？：“”（）《》「」『』【】\[\]…:]")
"""A sign of written language, which keyword lists have none of."""
_WRITTEN = re.compile(rf"{_SENTENCE.pattern}|[，、；]")
"""The same, or a mark of clauses."""
_BRACKETED = re.compile(r"(?:\s?[【\[][^【】\[\]。！？：]{2,30}[】\]]\s?){3,500}\Z")
"""A line that is nothing but items in brackets."""
_PROSE = re.compile(r"(?<!\w)(?:[^\W\d_\u3400-\u9fff]{1,30}[ ,.]{1,2}){4}[^\W\d_\u3400-\u9fff]")
"""Five words of an alphabet in a row: a sentence in another language, behind which keywords may stand."""
_SEPARATORS = "丨,，、|｜_·•‧/／\\-–—~～;；»★☆◆●■+＋#＃【】[]"
_SEPARATOR = re.compile(rf"[{re.escape(_SEPARATORS)}\s]+")
_PARTS, _HAN_KIND = 1, 2
_KINDS = table_of(
    (
        (range(0x3400, 0xA000), _HAN_KIND),
        (_SEPARATORS, _PARTS),
        (filter(str.isspace, map(chr, range(0x3001))), _PARTS),
    )
)
"""Kind of each character: parts items, is Han, or neither."""


_SPREAD = re.compile(r"(?<![^\W_])[^\W_](?=([^\w\s、，。；：]|_)[^\W_]\1)(?:\1[^\W_]){3,60}(?![^\W_])")
"""A phrase with the same sign between all its characters."""

_PICTURES = r"\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff‖※"
_OPENED, _CLOSED = r"「『【〖〔［｛〈\[{(（", r"」』】〗〕］｝〉\]})）"
_ODD_SIGN = re.compile(rf"[{_PICTURES}{_CLOSED}…=]|\.\.")
"""A part of each odd mark, for a quick look."""
_ODD_MARK = re.compile(
    r"(?<=[\w)）])\s?(?:"
    rf"[{_PICTURES}][\ufe0f\u200d]?"
    rf"|[{_CLOSED}]\s?[{_OPENED}]|[【〖]\s?[】〗]|\[\]"
    r"|…{1,3}|\.{2,6}|={1,3}|[(（][\u3400-\u9fff]{1,6}[)）]"
    r")\s?(?=[\w(（])"
)
"""A sign that no word of a keyword holds and few sentences: pictures, brackets back to back, dots, a word in brackets.
It stands between two words."""
MIN_ODD = 3
"""Times that such a sign must return in a line to be what parts its items. Prose has one or two of a kind."""
PLAIN_MARK = "◆"
"""What stands for the odd mark of a line in ``with_plain_mark``."""
_EDGES = "「」『』【】〖〗〔〕［］｛｝〈〉[]{}()（） …"
"""Signs at a line's ends that its first and last item have on one side alone, because the other is part of a mark."""


def close_up(text: str) -> str:
    """The line without the signs that set the characters of its first phrase apart, to hide it from filters.

    >>> close_up("澳*门*银*河 足*彩*平*台"), close_up("1-0、2-1")
    ('澳门银河 足彩平台', '1-0、2-1')
    """
    if text[1:2] != text[3:4] or text[1:2].isalnum():
        return text
    return _SPREAD.sub(lambda spread: spread[0].replace(spread[1], ""), text)


def with_plain_mark(text: str) -> str:
    """The line with ``PLAIN_MARK`` in place of the odd sign that returns between its items; as it was without one.

    What a separator looks like is a campaign's whim. That one sign stands again and again between short items is not.

    >>> with_plain_mark("棋牌」「彩票」「投注」「开户"), with_plain_mark("他说…对…那就…好，走吧")
    ('棋牌◆彩票◆投注◆开户', '他说…对…那就…好，走吧')
    """
    if len(text) < LIST_CHARS or "，" in text or "、" in text or len(_ODD_SIGN.findall(text)) < MIN_ODD:
        return text
    marks = Counter(found.strip() for found in _ODD_MARK.findall(text))
    mark, count = max(marks.items(), key=itemgetter(1), default=("", 0))
    if count < MIN_ODD:
        return text
    items = [item.strip() for item in text.split(mark)]
    if max(map(len, items)) > _MAX_ITEM_CHARS or _WRITTEN.search("".join(items).strip(_EDGES)):
        return text
    return PLAIN_MARK.join(items).strip(_EDGES)


def items_of(text: str) -> tuple[str, ...]:
    """The items of a list written in one line, whatever stands between them."""
    return tuple(item for item in _SEPARATOR.split(text[:MAX_LINE_CHARS]) if item)


def looks_listed(text: str) -> bool:
    """Whether a line could be a list of keywords. Cheap: it spares nearly all lines the look at their wording."""
    if len(text) < LIST_CHARS or text.isascii():
        return False
    if "。" in text or HAN.search(text) is None:
        return False
    if _SENTENCE.search(text) is not None and _BRACKETED.match(text) is None and with_plain_mark(text) is text:
        return False
    return _PROSE.search(text) is None


def is_keywords(text: str) -> bool:
    """Whether a text has no sign of written language, so that it can be a heap of keywords."""
    return len(text) >= 4 and _SENTENCE.search(text) is None


def is_junk_list(text: str) -> bool:
    """Whether one text is a list of junk keywords; see ``find_junk_lists``."""
    return bool(find_junk_lists([text]))


def find_junk_lists(texts: Sequence[str]) -> set[int]:
    """Indices of the texts (none empty) that are lists of junk keywords, or heaps of them without any mark.

    Only items with a Han character are counted. No series of words is taken for a list of keywords.
    """
    if all(map(str.isascii, texts)):  # no word of which the model knows
        return set()
    looked_at = [with_plain_mark(close_up(text[:MAX_LINE_CHARS])) for text in texts]
    sheet = _Sheet.of(looked_at)
    heaped = _nats(np.add.reduceat(sheet.steps.alone + sheet.steps.behind, sheet.starts, dtype=np.int32))
    heaps = (heaped >= _HEAP_NATS) & (heaped >= _HEAP_DENSITY * np.fromiter(map(len, looked_at), np.int32))
    found = (heaps | _are_lists(sheet)).nonzero()[0].tolist()
    return {at for at in found if not _is_series_of_words(texts[at])}


def _is_series_of_words(text: str) -> bool:
    """Whether a text lists single words, as sentences do: with the mark of a series and no other."""
    items = text.split("、")
    return (
        len(items) >= MIN_ITEMS
        and len(text) - len(items) < _SERIES_CHARS * len(items)
        and not any(map(_SEPARATOR.search, items))
    )


class _Sheet(NamedTuple):
    """Some texts as one, a line feed between each, so that NumPy weighs all of them at once."""

    codes: NDArray[np.uint16]
    kinds: NDArray[np.uint8]
    """Bits of each character: ``_PARTS`` and ``_HAN_KIND``."""
    starts: Ints
    """Where each text begins."""
    steps: wording.Steps

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Sheet:
        codes = plane_codes_of("\n".join(texts))
        starts = np.array([0, *(len(text) + 1 for text in texts[:-1])]).cumsum()
        return cls(codes, _KINDS.take(codes), starts, wording.steps_at_once(codes))


def _are_lists(sheet: _Sheet) -> Bools:
    """For each text of the sheet, whether enough of its items are junk."""
    inside = sheet.kinds != _PARTS
    framed = np.concatenate(([False], inside, [False]))
    first, last = (framed[1:] != framed[:-1]).nonzero()[0].reshape(-1, 2).T
    count = len(sheet.starts)
    owner = sheet.starts.searchsorted(first, "right") - 1
    if np.bincount(owner, minlength=count).max() < MIN_ITEMS:
        return np.zeros(count, np.bool_)
    behind = sheet.steps.behind.astype(np.int32)
    behind[first] = 0
    nats = _nats(np.add.reduceat(np.where(inside, sheet.steps.alone + behind, 0), first, dtype=np.int32))
    chinese = np.bitwise_or.reduceat(sheet.kinds, first) & _HAN_KIND > 0
    owner, nats, width = owner[chinese], nats[chinese], (last - first)[chinese]
    items = np.bincount(owner, minlength=count)
    return np.asarray(
        (items >= MIN_ITEMS)
        & (np.bincount(owner, width > _MAX_ITEM_CHARS, count) == 0)
        & (np.bincount(owner, nats >= JUNK_ITEM, count) >= JUNK_SHARE * items)
        & (np.bincount(owner, nats, count) >= JUNK_LIST)
    )


def _nats(steps: NDArray[np.int32]) -> NDArray[np.float64]:
    """Steps of the wording model in nats, rounded: the steps are whole numbers."""
    return np.asarray((steps * wording.STEP_NATS).round(2), np.float64)


def is_junk_phrase(text: str) -> bool:
    """Whether a short text without sentence punctuation is junk by its wording."""
    return len(text) <= 2 * _MAX_ITEM_CHARS and _SENTENCE.search(text) is None and wording.score(text) >= _JUNK_PHRASE
