"""Invented Chinese for benchmarks and tests: no sentence of it was ever written by anybody.

Its statistics follow news text where they matter for an index: words of one to four characters by Zipf's law, set
phrases, a topic that comes back within an article, punctuation and figures.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, islice
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Article, Block, BlockKind, Precision
from pipelines.items import ArchivePlace, Received, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = 40_000
PHRASES = 30_000
MEDIAN_LENGTH = 6.25
"""Logarithm of an article's median length, 520 characters; the mean is about 610."""
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)


class Vocabulary(NamedTuple):
    """Words and phrases with their cumulated weights."""

    words: list[str]
    word_weights: list[float]
    phrases: list[str]
    phrase_weights: list[float]


@cache
def vocabulary() -> Vocabulary:
    """Make the vocabulary; always the same one."""
    chance = random.Random(7)  # noqa: S311 - the same words every time
    characters = _common_characters()
    chance.shuffle(characters)
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(characters))))
    lengths = chance.choices((1, 2, 3, 4), (2, 70, 18, 10), k=WORDS)
    words = ["".join(chance.choices(characters, cum_weights=weights, k=length)) for length in lengths]
    words[:40] = characters[:40]  # the characters that stand for 的, 了, 在...
    word_weights = list(accumulate(1 / (rank + 4) for rank in range(WORDS)))
    phrases = ["".join(chance.choices(words, cum_weights=word_weights, k=chance.randint(2, 4))) for _ in range(PHRASES)]
    return Vocabulary(words, word_weights, phrases, list(accumulate(1 / (rank + 50) for rank in range(PHRASES))))


def make_text(chance: random.Random) -> str:
    """Write one article of 60 to 3,000 characters."""
    known = vocabulary()
    length = max(60, min(3_000, int(chance.lognormvariate(MEDIAN_LENGTH, 0.55))))
    topic = [
        *chance.choices(known.phrases, cum_weights=known.phrase_weights, k=6),
        *chance.choices(known.words, cum_weights=known.word_weights, k=8),
        *chance.choices(known.words, k=4),
    ]
    words = _words(chance, topic, length)
    clauses: list[str] = []
    written = 0
    while written < length:
        clause = "".join(islice(words, chance.randint(3, 7)))
        clauses.append(clause + chance.choices(("，", "。", "。\n"), (60, 28, 12))[0])
        written += len(clauses[-1])
    return "".join(clauses).strip()


def make_article(chance: random.Random, number: int = 0) -> Article:
    """Make an article with the fields that a page usually gives; a later number was published later."""
    text = make_text(chance)
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in text.split("\n"))
    known = vocabulary()
    return Article(
        title="".join(chance.choices(known.words, cum_weights=known.word_weights, k=8)),
        text=text,
        blocks=blocks,
        authors=(chance.choice(known.words),),
        source=chance.choice(known.words[:200]) + "日报",
        published_at=FIRST_DAY + timedelta(minutes=2 * number + chance.randrange(10_000)),
        published_precision=Precision.MINUTE,
        lang="zh",
        script="zh-Hans",
        charset="utf-8",
    )


def make_visit(article: Article, number: int, sites: int = 50) -> Visit:
    """Make the visit that found an article, the ``number``-th page of a crawl over some sites."""
    site = f"site{number % sites:02}"
    url = f"https://{site}.example/news/{number}.html"
    return Visit(
        site=site,
        url=url,
        normalised_url=url,
        fetched_at=FIRST_DAY + timedelta(seconds=number),
        status=200,
        article=replace(article, url=url),
        cleaner_version="benchmark",
        received=Received(None, None, f"sha1:{number:032X}", ArchivePlace(f"{site}-0001.warc.gz", number * 4_096)),
    )


def _words(chance: random.Random, topic: list[str], length: int) -> Iterator[str]:
    """Give words without end, drawn in bulk because drawing one by one takes longer than storing the article."""
    known = vocabulary()
    bulk = 20 + length // 4
    while True:
        kinds = chance.choices(range(4), cum_weights=(33, 50, 55, 100), k=bulk)
        count = Counter(kinds)
        drawn = (
            iter(chance.choices(topic, k=count[0])),
            iter(chance.choices(known.phrases, cum_weights=known.phrase_weights, k=count[1])),
            (str(chance.randint(1, 3_000)) for _ in range(count[2])),
            map(add, *(chance.choices(known.words, cum_weights=known.word_weights, k=count[3]) for _ in range(2))),
        )
        for kind in kinds:
            yield next(drawn[kind])


def _common_characters() -> list[str]:
    """The 3,755 characters of GB 2312's first level."""
    codes = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95))
    return [character for code in codes if (character := code.decode("gb2312", "ignore"))]
