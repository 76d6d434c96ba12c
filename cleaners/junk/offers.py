"""Find whole sentences that offer for sale what the article does not speak of.

Their wording alone convicts nobody: papers print prices, hotlines and warnings. But those stand in articles that are
worded like them and share their words. A sentence counts that is worded much more like junk than its article, and has
hardly any pair of characters that stands elsewhere in it; two such convict each other. In a round-up each item is
strange to the rest: nothing is looked for in a text whose beginning and end share few words. Of 975 pieces of an old
newspaper, with a review of a hotel or a book put into each, none lost any.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.junk.spans import Span, without
from cleaners.lexicons import load_lexicon
from cleaners.text import wording
from cleaners.text.character_tables import HAN, han_pairs, plane_codes_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAGE_NATS = 10.0
"""Nats that the sentences of a page have together before any is cut: somebody sells something in one article of a
hundred, behind one sentence of a few dozen."""
INJECTED_NATS = 5.0
"""Nats that other junk of the page adds."""
SURE_NATS = 6.0
"""Nats that one of them has at least: of 934 pieces of an old newspaper two hold a sentence that has."""
MIN_NATS, BESIDE_NATS = 4.0, 1.0
"""Nats from which on a sentence counts, and from which on it goes with one next to it that is cut. One honest sentence
in a thousand has the first, one in a hundred the second, of those that sell something five in six and 24 in 25."""
EVEN_NATS, WORDING_WEIGHT, ABOVE_WEIGHT, KNOWN_WEIGHT = 7.4, 3.7, 1.6, -15.0
"""What a sentence says, in nats: a constant, and what is added for each nat a character of its wording (honest -2.1,
selling -0.5), for each that it has more than its article (0, 1.4), and for the share of its pairs of characters that
stand elsewhere in the article (0.5, 0.0). Logistic regression over both kinds of sentences in honest articles."""
MAX_FIGURES = 2
"""Most figures of such a sentence: results, prices and lists of shares have more."""
MIN_PROSE = 250
"""Least characters of an article for words to be strange to it."""
MAX_PROSE = 8000
"""Most: the longer a text, the more words its parts share, whatever they are about."""
SAME_SUBJECT = 0.15
"""Least share of the pairs of characters of an article's first and last third of lines, without such sentences, that
stand in the other third. Round-ups made of 3 to 60 beginnings of articles have .13 at most, half of the
articles more."""
PLAIN_NATS = -1.4
"""Most nats a character of the wording of an article in which such sentences are looked for, without them: nine of ten
articles have less. Results of lotteries, lists of services and reports on what is sold have more."""
MIN_HAN = 12
"""Han characters of the shortest sentence that is looked at."""
MAX_REST = 40
"""Most characters behind a convicted sentence, up to the end of its line, that belong to it if they hold an account."""

_STOP = re.compile(r"[。！？；\n]")
_FULL_STOP = 2
_MARKS = table_of([("\n", 1), ("。！？；", _FULL_STOP)])
"""Characters behind which a line or a sentence ends."""
_QUOTED = re.compile('[“”「」『』《》‘’"]')
_WARNINGS = 4
"""Least places of an article that speak of crime, for it to be one about what such sentences sell."""
_FIGURE = re.compile(r"[0-9０-９]+")
_ACCOUNT = re.compile(r"[0-9A-Za-z０-９]{4}|[①-⑳]")


@cache
def no_offers(name: str) -> re.Pattern[str]:
    """The words of ``no_offers.tsv`` that say one thing."""
    return re.compile("|".join(re.escape(row["text"]) for row in load_lexicon("no_offers") if row["name"] == name))


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
    strange = _find_strange(joined, title) if MIN_PROSE < len(joined) <= MAX_PROSE else []
    if _sum_of(strange) < PAGE_NATS - INJECTED_NATS * injected:
        return [[] for _ in lines]
    found = [one for one in strange if one.nats >= MIN_NATS]
    found += [one for one in strange if BESIDE_NATS <= one.nats < MIN_NATS and _is_beside(one, found)]
    return _spans_of(lines, sorted(found))


def _find_strange(text: str, title: str) -> list[_Sentence]:
    """The sentences that may count, with what the rest of the article takes from them; none where none is sure, and in
    articles about what such sentences sell or about many things.
    """
    likely = _find_likely(text)
    if not likely or len(no_offers("crime").findall(text)) >= _WARNINGS:
        return []
    rest = f"{title}\n{_outside(text, likely)}"
    strange = [one._replace(nats=one.nats + _nats_of(text[one.start : one.end], rest)) for one in likely]
    return strange if _is_one_sure(strange) and _is_of_one_subject(rest) else []


def _sum_of(sentences: Iterable[_Sentence]) -> float:
    return sum(one.nats for one in sentences if one.nats >= MIN_NATS)


def _is_one_sure(sentences: Iterable[_Sentence]) -> bool:
    return any(one.nats >= SURE_NATS for one in sentences)


def _find_likely(text: str) -> list[_Sentence]:
    """The sentences of a text that may count, by their wording alone; none where the text around them is no news, or
    where none is sure.
    """
    codes = plane_codes_of(text + "\n")
    marks = _MARKS.take(codes)
    ends = marks.nonzero()[0] + 1
    starts = np.zeros_like(ends)
    starts[1:] = ends[:-1]
    steps = wording.steps_at_once(codes)
    sums = np.add.reduceat(steps.alone + steps.behind, starts, dtype=np.int64) * wording.STEP_NATS
    total = sums.sum()
    sizes = ends - starts
    nats = sums / sizes * (WORDING_WEIGHT + ABOVE_WEIGHT) + (EVEN_NATS - ABOVE_WEIGHT * total / len(codes))
    if nats.max() < SURE_NATS:
        return []
    likely = ((nats >= BESIDE_NATS) & (marks[ends - 1] == _FULL_STOP)).nonzero()[0]
    rest = len(codes) - sizes[likely].sum()
    if rest < MIN_PROSE or total - sums[likely].sum() > PLAIN_NATS * rest:
        return []
    return [_Sentence(int(starts[at]), int(ends[at]), float(nats[at])) for at in likely]


def _outside(text: str, sentences: Iterable[_Sentence]) -> str:
    """The text without those sentences, which are in order."""
    return "\n".join(without(text, [Span(one.start, one.end) for one in sentences]))


def _nats_of(sentence: str, rest: str) -> float:
    """What it says that an article has some pairs of a sentence elsewhere, or that it is no offer at all."""
    pairs = han_pairs(sentence)
    if (
        not pairs  # somebody parted all characters
        or len(HAN.findall(sentence)) < MIN_HAN
        or len(_FIGURE.findall(sentence)) > MAX_FIGURES
        or _QUOTED.search(sentence)
        or no_offers("outlet").search(sentence)
    ):
        return -PAGE_NATS
    return KNOWN_WEIGHT * sum(map(rest.__contains__, pairs)) / len(pairs)


def _is_of_one_subject(text: str) -> bool:
    """Whether a text's first and last third of lines share words, other than those of most lines."""
    lines = [pairs for line in text.split("\n") if (pairs := han_pairs(line))]
    counts = Counter(chain.from_iterable(map(set, lines)))
    usual = max(2, len(lines) / 2)
    third = len(lines) // 3
    first, last = (
        [pair for pair in chain.from_iterable(part) if counts[pair] <= usual]
        for part in (lines[:third], lines[len(lines) - third :])
    )
    shared = set(first).intersection(last)
    return third > 0 and sum(map(shared.__contains__, first + last)) >= SAME_SUBJECT * len(first + last)


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
