"""Find whole sentences that offer for sale what the article does not speak of.

Their wording alone convicts nobody: papers print prices, hotlines and warnings. But those stand in articles that are
worded like them and share their words. A sentence counts that is worded much more like junk than its article, and has
hardly any pair of characters that stands elsewhere in it; two such convict each other. Of 975 pieces of an old
newspaper, with a review of a hotel or a book put into each, none lost any.
"""

from __future__ import annotations

import re
from operator import add
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.junk.spans import Span, without
from cleaners.text import wording
from cleaners.text.character_tables import HAN, plane_codes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

PAGE_NATS = 10.0
"""Nats that the sentences of a page have together before any is cut: somebody sells something in one article of a
hundred, behind one sentence of a few dozen."""
INJECTED_NATS = 5.0
"""Nats that other junk of the page adds."""
SURE_NATS = 6.0
"""Nats that one of them has at least: of 934 pieces of an old newspaper two hold a sentence that has."""
LEAST_NATS, BESIDE_NATS = 4.0, 1.0
"""Nats from which on a sentence counts, and from which on it goes with one next to it that is cut. One honest sentence
in a thousand has the first, one in a hundred the second, of those that sell something five in six and 24 in 25."""
EVEN_NATS, WORDING_WEIGHT, ABOVE_WEIGHT, KNOWN_WEIGHT = 7.4, 3.7, 1.6, -15.0
"""What a sentence says, in nats: a constant, and what is added for each nat a character of its wording (honest -2.1,
selling -0.5), for each that it has more than its article (0, 1.4), and for the share of its pairs of characters that
stand elsewhere in the article (0.5, 0.0). Logistic regression over both kinds of sentences in honest articles."""
MAX_FIGURES = 2
"""Most figures of such a sentence: results, prices and lists of shares have more."""
LEAST_PROSE = 250
"""Least characters of an article for words to be strange to it."""
PLAIN_NATS = -1.4
"""Most nats a character of the wording of an article in which such sentences are looked for, without them: nine of ten
articles have less. Results of lotteries, lists of services and reports on what is sold have more."""
LEAST_HAN = 12
"""Han characters of the shortest sentence that is looked at."""
MAX_REST = 40
"""Most characters behind a convicted sentence, up to the end of its line, that belong to it if they hold an account."""

_STOP = re.compile(r"[。！？；\n]")
_QUOTED = re.compile('[“”「」『』《》‘’"]')
_OF_OUTLETS = re.compile(
    "投稿|供稿|[報报爆]料|[转轉][载載]|小[编編]|[编編][辑輯]|[记記]者|本[报報]|侵[权權]|读者|讀者|举报|舉報"
)
"""What outlets write about themselves, and authorities ask for."""
_WARNING = re.compile("骗|诈|赌|上当|涉案|嫌疑人|違法|违法")
_WARNINGS = 4
"""Least places of an article that speak of crime, for it to be one about what such sentences sell."""
_FIGURE = re.compile(r"[0-9０-９]+")
_ACCOUNT = re.compile(r"[0-9A-Za-z０-９]{4}|[①-⑳]")


class _Sentence(NamedTuple):
    """``joined[start:end]``, and what it says if the article uses none of its words."""

    start: int
    end: int
    nats: float


def find_offers(lines: Sequence[str], title: str, *, injected: bool) -> list[list[Span]]:
    """For each line, in order, the sentences that sell what the article does not speak of.

    ``title``: its words are the article's own. ``injected``: other junk was found in the page's text.
    """
    joined = "\n".join(lines)
    likely = _find_likely(joined) if len(joined) > LEAST_PROSE else []
    lacking = PAGE_NATS - INJECTED_NATS * injected
    if _sum_of(likely) < lacking or not _is_one_sure(likely) or len(_WARNING.findall(joined)) >= _WARNINGS:
        return [[] for _ in lines]
    rest = f"{title}\n{_outside(joined, likely)}"
    sure = [one for one in likely if one.nats >= SURE_NATS]  # few: most pages have none that is strange
    if not _is_one_sure(_hold_against(sure, joined, rest)):
        return [[] for _ in lines]
    strange = _hold_against(likely, joined, rest)
    if _sum_of(strange) < lacking:
        return [[] for _ in lines]
    found = [one for one in strange if one.nats >= LEAST_NATS]
    found += [one for one in strange if BESIDE_NATS <= one.nats < LEAST_NATS and _is_beside(one, found)]
    return _spans_of(lines, sorted(found))


def _sum_of(sentences: Iterable[_Sentence]) -> float:
    return sum(one.nats for one in sentences if one.nats >= LEAST_NATS)


def _is_one_sure(sentences: Iterable[_Sentence]) -> bool:
    return any(one.nats >= SURE_NATS for one in sentences)


def _find_likely(text: str) -> list[_Sentence]:
    """The sentences of a text that may count, by their wording alone; none where the text around them is no news."""
    steps = wording.steps_at_once(plane_codes_of(text))
    sums = np.append(0, (steps.alone + steps.behind).cumsum(dtype=np.int64)) * wording.STEP_NATS
    starts, ends = _sentences_of(text)
    whole, sizes = sums[ends] - sums[starts], ends - starts
    worded = whole / sizes
    nats = EVEN_NATS + WORDING_WEIGHT * worded + ABOVE_WEIGHT * (worded - sums[-1] / len(text))
    likely = (nats >= BESIDE_NATS).nonzero()[0]
    rest = len(text) - sizes[likely].sum()
    if rest < LEAST_PROSE or sums[-1] - whole[likely].sum() > PLAIN_NATS * rest:
        return []
    return [_Sentence(int(starts[at]), int(ends[at]), float(nats[at])) for at in likely]


def _sentences_of(text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the sentences of a text begin and end, their full stops included; what ends with its line is none."""
    ends = np.array([match.end() for match in _STOP.finditer(text)], np.int64)
    starts = np.append(0, ends)[:-1]
    whole = [text[end - 1] != "\n" for end in ends.tolist()]
    return starts[whole], ends[whole]


def _outside(text: str, sentences: Iterable[_Sentence]) -> str:
    """The text without those sentences, which are in order."""
    return "\n".join(without(text, [Span(one.start, one.end) for one in sentences]))


def _hold_against(sentences: Iterable[_Sentence], text: str, rest: str) -> list[_Sentence]:
    """The sentences of a text with the nats that the ``rest`` of it takes from them."""
    return [one._replace(nats=one.nats + _nats_of(text[one.start : one.end], rest)) for one in sentences]


def _nats_of(sentence: str, rest: str) -> float:
    """What it says that an article has some pairs of a sentence elsewhere, or that it is no offer at all."""
    if (
        len(HAN.findall(sentence)) < LEAST_HAN
        or len(_FIGURE.findall(sentence)) > MAX_FIGURES
        or _QUOTED.search(sentence)
        or _OF_OUTLETS.search(sentence)
    ):
        return -PAGE_NATS
    pairs = [pair for pair in map(add, sentence, sentence[1:]) if HAN.match(pair[0]) and HAN.match(pair[1])]
    return KNOWN_WEIGHT * sum(map(rest.__contains__, pairs)) / len(pairs)


def _is_beside(one: _Sentence, others: Iterable[_Sentence]) -> bool:
    """Whether a sentence stands right before or behind one of others, in its line or in the next."""
    return any(0 <= one.start - other.end <= 1 or 0 <= other.start - one.end <= 1 for other in others)


def _spans_of(lines: Sequence[str], sentences: Iterable[_Sentence]) -> list[list[Span]]:
    """For each line its spans, given sentences of the lines, joined."""
    spans: list[list[Span]] = [[] for _ in lines]
    begins = np.array([0, *(len(line) + 1 for line in lines)]).cumsum()
    for start, end, _ in sentences:
        at = int(begins.searchsorted(start, "right")) - 1
        text, first = lines[at], int(begins[at])
        rest = text[end - first :]
        account = len(rest) <= MAX_REST and _ACCOUNT.search(rest) is not None and not _STOP.search(rest)
        spans[at].append(Span(start - first, len(text) if account else end - first))
    return spans
