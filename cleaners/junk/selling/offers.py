"""Find whole sentences that offer for sale what the article does not speak of.

How they are worded convicts nobody: papers print prices, hotlines and warnings. But those stand in articles that share
their words. A sentence counts that speaks to buyers as sellers do, and has hardly any pair of characters that stands
elsewhere in its article; two such convict each other, and one goes by itself that is worded like hijackers' keywords
clause by clause. Of 4,785 pieces of an old newspaper, round-ups made of them, some with a commercial paragraph from
another article, and reviews of hotels and goods, none lost any.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.junk.spans import Place, Span, without
from cleaners.junk.warning import no_offers
from cleaners.lexicons import MODEL_DIR
from cleaners.text import adverts, wording
from cleaners.text.character_tables import HAN, han_pairs, plane_codes_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

_MODEL_FILE = MODEL_DIR / "offers.tsv"
"""How much each character and pair speaks for a sentence that sells; fitted by scripts/fit_offers.py."""
_PAGE_NATS, _ROUND_UP_NATS = 6.0, 9.0
"""Nats that the sentences of a page have together before any is cut, and those of a page on many subjects."""
_INJECTED_NATS = 3.0
"""Nats that other junk of the page adds."""
_MIN_SENTENCES = 2
"""Fewest sentences of such a page; other junk counts as one. Papers print single offers."""
_SURE_NATS, _MIN_NATS = 2.0, 1.0
"""Nats that at least one of them must have, and that each must have to count."""
_BESIDE_NATS = -2.5
"""Nats that a sentence must have to go with one that is cut right beside it, in its line."""
_EVEN_NATS, _WORDING_WEIGHT, _SELLING_WEIGHT, _KNOWN_WEIGHT = 2.5, 1.1, 0.65, -20.0
"""What a sentence says, in nats: a constant, and what is added for each nat a character of its wording (honest -2.1,
selling -1), for each nat of how it speaks to buyers, all characters together (honest -9, selling 1), and for the share
of its pairs of characters that stand elsewhere in the article (0.5, 0.0). Logistic regression over both kinds of
sentences in honest articles."""
_NO_OFFER_NATS = -20.0
"""What is no offer whatever its words: no sentence, a quotation, what an outlet asks for."""
_RUN_NATS = -4.0
"""What it says that three characters of a sentence in a row stand elsewhere in the article, as names and subjects do:
honest candidates 40 in 100, of sentences that sell 1."""
_MAX_SELLING = 6.0
"""Most nats that count of how a sentence speaks to buyers."""
_MAX_FIGURES = 2
"""Most figures of such a sentence: results, prices and lists of shares have more."""
_HIJACKED_NATS, _ALONE_NATS, _SCATTERED_NATS = 2.0, 4.0, 6.0
"""Nats that a sentence must have to go by itself: on a page on which other junk was found, be it in the head, in an
article on one subject, and in one on many. Of 67,000 honest sentences, a third of them from reviews of hotels and
goods, none has the first, whatever its article speaks of; of thirty that sell what hijackers do 27 have. Of 69
advertisements as local papers print them 21 have it, seven the second, four the third."""
_CLAUSE_WEIGHT, _DENSITY_WEIGHT = 0.5, 4.0
"""What is added to its other nats for that, for each nat that its clauses have on average as keyword phrases (honest
-8, selling 0), and for each that a character of its wording has (honest -2, of hijackers' trades 0.4)."""
_TRADE_NATS = 5.5
"""Nats that the wording of one of its clauses has at least, where no other junk was found."""
_MIN_PROSE, _MIN_PROSE_ALONE = 250, 100
"""Fewest characters of an article for words to be strange to it, and for a sentence that goes by itself."""
_MAX_PROSE = 30_000
"""Most: the longer a text, the more words its parts share, whatever they are about."""
_SAME_SUBJECT = 0.15
"""Least share of the pairs of characters of an article's first and last third of lines, without such sentences, that
stand in the other third. Round-ups made of 3 to 60 beginnings of articles have .13 at most, half of the
articles more."""
_PLAIN_NATS = -1.4
"""Most nats a character of the wording of an article in which such sentences are looked for, without them: nine of ten
articles have less. Results of lotteries, lists of services and reports on what is sold have more."""
_MIN_HAN = 12
"""Han characters of the shortest sentence that is looked at."""
_MAX_REST = 40
"""Most characters behind a convicted sentence, up to the end of its line, that belong to it if they hold an account."""

_STOP = re.compile(r"[。！？；\n]")
_FULL_STOP = 2
_MARKS = table_of([("\n", 1), ("。！？；", _FULL_STOP)])
"""Characters behind which a line or a sentence ends."""
_QUOTED = re.compile('[“”「」『』《》‘’"]')
_LABELLED = re.compile("[^，：]{1,10}：")
"""A label ahead, as in programmes and lists: such a sentence convicts no other."""
_CLAUSE = re.compile(r"[^\s，、：；。！？]{4,}")
_HAN_RUNS = re.compile(r"[\u3400-\u9fff]{3,}")
_WARNINGS = 4
"""Fewest places of an article that speak of crime, for it to be one about what such sentences sell."""
_FIGURE = re.compile(r"[0-9０-９]+")
_ACCOUNT = re.compile(r"[0-9A-Za-z０-９]{4}|[①-⑳]")


class _Sentence(NamedTuple):
    """``joined[start:end]``, and what it says if the article uses none of its words."""

    start: int
    end: int
    nats: float


def find_offers(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The sentences that sell what the article does not speak of."""
    texts = [line.text for line in lines]
    joined = "\n".join(texts)
    sentences = _find_sentences(joined) if _MIN_PROSE_ALONE < len(joined) <= _MAX_PROSE else []
    if not sentences or len(no_offers("fraud", "crime").findall(joined)) >= _WARNINGS:
        return
    likely = [one for one in sentences if one.nats >= _MIN_NATS]
    prose = _outside(joined, likely)
    rest = f"{scene.title}\n{prose}"
    found = [one for one in (_weigh(one, joined, rest) for one in likely) if one.nats >= _MIN_NATS]
    together = [one for one in found if not _LABELLED.match(joined, one.start, one.end)]
    one_subject = bool(found) and _is_of_one_subject(rest)
    if len(prose) >= _MIN_PROSE and _are_enough(together, injected=bool(scene.spam), one_subject=one_subject):
        sure = [one for one in together if one.nats >= _SURE_NATS]
    else:
        least = _HIJACKED_NATS if scene.hijacked else _ALONE_NATS if one_subject else _SCATTERED_NATS
        trade = 0.0 if scene.hijacked else _TRADE_NATS
        sure = [one for one in found if _nats_alone(one, joined, trade) >= least]
    yield from _places_of(texts, _with_neighbours(joined, rest, sentences, sure))


def _are_enough(found: Sequence[_Sentence], *, injected: bool, one_subject: bool) -> bool:
    """Whether the sentences that count convict each other."""
    said, count = sum(one.nats for one in found) + _INJECTED_NATS * injected, len(found) + injected
    if count < _MIN_SENTENCES or said < (_PAGE_NATS if one_subject else _ROUND_UP_NATS):
        return False
    return max((one.nats for one in found), default=0) >= _SURE_NATS


def _nats_alone(one: _Sentence, text: str, trade: float) -> float:
    """What a sentence says by itself, with its clauses as keyword phrases and its wording; ``trade``: least nats of the
    wording of one clause.
    """
    sentence = text[one.start : one.end]
    clauses = [clause for clause in _CLAUSE.findall(sentence) if len(clause) <= adverts.MAX_CHARS]
    sold = max(map(wording.score, clauses), default=0) >= trade
    if one.nats < _SURE_NATS or not clauses or not sold or no_offers("fraud", "crime").search(sentence):
        return 0.0
    phrases = sum(adverts.weigh_adverts(clauses)) / len(clauses)
    return one.nats + _CLAUSE_WEIGHT * phrases + _DENSITY_WEIGHT * wording.score(sentence) / len(sentence)


def _with_neighbours(
    text: str, rest: str, sentences: Sequence[_Sentence], sure: Iterable[_Sentence]
) -> list[_Sentence]:
    """The sentences that are sure, in order, what repeats them, and what stands right beside them in their lines.

    ``rest``: the article's other words.
    """
    said = {text[one.start : one.end] for one in sure}
    chosen = {one.start for one in sentences if text[one.start : one.end] in said}
    for run in (sentences, sentences[::-1]):
        edges = {edge for one in sentences if one.start in chosen for edge in (one.start, one.end)}
        for one in run:
            if one.nats < _BESIDE_NATS or one.start in chosen or edges.isdisjoint((one.start, one.end)):
                continue
            if _LABELLED.match(text, one.start, one.end):
                continue
            if _weigh(one, text, rest.replace(text[one.start : one.end], "")).nats >= _BESIDE_NATS:
                chosen.add(one.start)
                edges.update((one.start, one.end))
    return [one for one in sentences if one.start in chosen]


def _find_sentences(text: str) -> list[_Sentence]:
    """The sentences of a text, with what their wording alone says; none where none of them says enough, or where the
    others are no news.
    """
    codes = plane_codes_of(text + "\n")
    marks = _MARKS.take(codes)
    ends = marks.nonzero()[0] + 1
    starts = np.zeros_like(ends)
    starts[1:] = ends[:-1]
    sizes = ends - starts
    selling = _sums_of(wording.steps_at_once(codes, _MODEL_FILE), starts).clip(-_MAX_SELLING, _MAX_SELLING)
    sums = _sums_of(wording.steps_at_once(codes), starts)
    nats = _EVEN_NATS + _SELLING_WEIGHT * selling + _WORDING_WEIGHT * sums / sizes
    nats[marks[ends - 1] != _FULL_STOP] = _NO_OFFER_NATS
    if nats.max() < _SURE_NATS:
        return []
    likely = nats >= _MIN_NATS
    rest = len(codes) - sizes[likely].sum()
    if rest < _MIN_PROSE_ALONE or sums.sum() - sums[likely].sum() > _PLAIN_NATS * rest:
        return []
    return list(map(_Sentence, starts.tolist(), ends.tolist(), nats.tolist()))


def _sums_of(steps: wording.Steps, starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Nats of each sentence, given those of all characters and where the sentences begin."""
    return np.add.reduceat(steps.alone + steps.behind, starts, dtype=np.int64) * wording.STEP_NATS


def _outside(text: str, sentences: Iterable[_Sentence]) -> str:
    """The text without those sentences, which are in order."""
    return "\n".join(without(text, [Span(one.start, one.end) for one in sentences]))


def _weigh(one: _Sentence, text: str, rest: str) -> _Sentence:
    """The sentence with what it says that the rest of the article has some of its pairs, or that it is no offer."""
    sentence = text[one.start : one.end]
    pairs = han_pairs(sentence)
    if (
        not pairs  # somebody parted all characters
        or len(HAN.findall(sentence)) < _MIN_HAN
        or len(_FIGURE.findall(sentence)) > _MAX_FIGURES
        or _QUOTED.search(sentence)
        or no_offers("outlet").search(sentence)
        or no_offers("reported").search(sentence)
    ):
        return one._replace(nats=_NO_OFFER_NATS)
    share = sum(map(rest.__contains__, pairs)) / len(pairs)
    runs = _HAN_RUNS.findall(sentence)
    known = share > 0 and any(run[at : at + 3] in rest for run in runs for at in range(len(run) - 2))
    return one._replace(nats=one.nats + _KNOWN_WEIGHT * share + _RUN_NATS * known)


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
    return third > 0 and sum(map(shared.__contains__, first + last)) >= _SAME_SUBJECT * len(first + last)


def _places_of(lines: Sequence[str], sentences: Iterable[_Sentence]) -> Iterator[Place]:
    """Where sentences of the lines, joined, stand in these."""
    begins = np.array([0, *(len(line) + 1 for line in lines)]).cumsum()
    for start, end, _ in sentences:
        at = int(begins.searchsorted(start, "right")) - 1
        text, first = lines[at], int(begins[at])
        rest = text[end - first :]
        account = len(rest) <= _MAX_REST and _ACCOUNT.search(rest) is not None and not _STOP.search(rest)
        yield Place(at, start - first, len(text) if account else end - first)
