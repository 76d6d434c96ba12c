"""Measure the database: inserting, search, stories, size, memory, on invented articles.

    python -m benchmarks.bench_store                        # 20,000 articles, under two minutes
    python -m benchmarks.bench_store --articles 1000000     # the whole; seven gigabytes of disk
    python -m benchmarks.bench_store --articles 0 --keep FILE   # sizes, search and look-up in a file kept earlier

Making the articles is not counted. One process, one core; seconds are CPU seconds unless they say otherwise, because a
busy machine stretches the clock but not the work.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.invented import make_article, make_visit, vocabulary
from pipelines.bands import Bands
from pipelines.likeness import bands, shingles
from pipelines.search import search
from pipelines.store import Store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from cleaners.article import Article

BATCH = 10_000
"""Articles a transaction: as for a bulk load; a crawl writes fewer at a time and is never this fast."""
CACHE_MIB = 512
"""As a bulk load would set it."""
REPRINTS = 0.08
"""Share of articles that reprint a recent one, cut or whole."""
RECENT = 500
QUERIES = 40


class Inserting(NamedTuple):
    """What inserting took."""

    articles: int
    cpu_seconds: float
    rate_at_end: float
    """Articles a second over the last tenth."""
    memory_early: int
    memory_late: int
    """Most resident bytes after a tenth and at the end."""


def main() -> None:
    """Run everything and print one line a figure."""
    parser = argparse.ArgumentParser(description="Measure the database on invented articles.")
    parser.add_argument("--articles", type=int, default=20_000, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="write the database here and keep it")
    parser.add_argument(
        "--minutes", type=float, metavar="M", help="stop inserting after so long and measure what is there"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-store-") as folder:
        path = options.keep or Path(folder) / "news.db"
        with Store.open(path, cache_mib=CACHE_MIB) as store:
            if options.articles:
                report_inserting(insert(store, options.articles, options.minutes))
                report_fresh(Path(folder) / "fresh.db")
            report_sizes(store.connection)
            report_search(store.connection)
            report_stories(store.connection)


def insert(store: Store, most: int, minutes: float | None = None) -> Inserting:
    """Store the articles in batches, until all are in or the time is up; only storing is timed."""
    spent: list[float] = []
    count = 0
    early_memory = _memory()
    articles = make_articles(most)
    ending = time.monotonic() + minutes * 60 if minutes else float("inf")
    while count < most and time.monotonic() < ending:
        visits = [make_visit(article, number) for number, article in enumerate(islice(articles, BATCH), count)]
        began = time.process_time()
        with store.batch():
            for visit in visits:
                store.save(visit)
        spent.append(time.process_time() - began)
        if count < most / 10:
            early_memory = _memory()
        count += len(visits)
        if sys.stderr.isatty() or len(spent) % 5 == 0:
            print(f"\r{count:,} stored, {len(visits) / spent[-1]:,.0f}/s ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    late = spent[-max(1, len(spent) // 10) :]
    return Inserting(count, sum(spent), count / len(spent) * len(late) / sum(late), early_memory, _memory())


def make_articles(count: int) -> Iterator[Article]:
    """Make varied articles, some of them reprints of recent ones."""
    chance = random.Random(2024)  # noqa: S311 - the same articles every time
    recent: list[Article] = []
    for number in range(count):
        if len(recent) == RECENT and chance.random() < REPRINTS:
            yield reprint(chance, chance.choice(recent))
            continue
        article = make_article(chance, number)
        recent = [*recent[-RECENT + 1 :], article]
        yield article


def reprint(chance: random.Random, article: Article) -> Article:
    """Copy an article as other outlets do: another title, often a cut."""
    lines = article.text.split("\n")
    kept = lines[: max(1, int(len(lines) * chance.uniform(0.6, 1.0)))]
    title = "".join(chance.choices(vocabulary().words, k=7))
    return replace(article, title=title, text="\n".join(kept), blocks=article.blocks[: len(kept)])


def report_inserting(inserting: Inserting) -> None:
    """Print rate and memory."""
    count = inserting.articles
    print(f"inserting: {count:,} articles, {count / inserting.cpu_seconds:,.0f}/s on one core with search index and")
    print(f"  near-duplicate look-up; {inserting.rate_at_end:,.0f}/s over the last tenth")
    megabytes = [round(size / 1e6) for size in (inserting.memory_early, inserting.memory_late)]
    print(f"memory: {megabytes[0]} MB after a tenth, {megabytes[1]} MB at the end")


def report_fresh(path: Path) -> None:
    """Print the rate into an empty database in the same minutes: what a busy machine leaves of the rate above."""
    with Store.open(path, cache_mib=CACHE_MIB) as store:
        inserting = insert(store, BATCH)
    print(f"  for comparison, the first {BATCH:,} of a fresh database now: {BATCH / inserting.cpu_seconds:,.0f}/s")


def report_sizes(connection: sqlite3.Connection) -> None:
    """Print what the parts of the file weigh."""
    text, characters = connection.execute(
        "SELECT sum(length(CAST(text AS BLOB)) + length(CAST(title AS BLOB))), avg(length(text)) FROM articles"
    ).fetchone()
    index = connection.execute("SELECT sum(length(block)) FROM articles_fts_data").fetchone()[0]
    index += connection.execute("SELECT sum(length(sz) + 8) FROM articles_fts_docsize").fetchone()[0]
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    print(
        f"size: text {text / 1e6:,.0f} MB ({characters:.0f} characters an article), search index {index / text:.2f} x"
    )
    print(f"  text, whole file {(pages - free) * size / text:.2f} x text")


def report_search(connection: sqlite3.Connection) -> None:
    """Print how long words of different length and frequency take, as ``scrapy search`` asks for them."""
    chance = random.Random(5)  # noqa: S311
    for length in (1, 2, 3, 4):
        words = [word for word in vocabulary().words if len(word) == length]
        chosen = words[:QUERIES] if length == 1 else [words[int(len(words) ** (n / QUERIES))] for n in range(QUERIES)]
        times = sorted(_timed_search(connection, word) for word in chosen)
        print(
            f"search, {length} characters: median {median(times):.1f} ms, worst {times[-1]:.1f} ms of {QUERIES} words"
        )
    pairs = [" ".join(chance.choices(vocabulary().words[100:3_000], k=2)) for _ in range(QUERIES)]
    times = sorted(_timed_search(connection, pair) for pair in pairs)
    print(f"search, two words: median {median(times):.1f} ms, worst {times[-1]:.1f} ms")


def report_stories(connection: sqlite3.Connection) -> None:
    """Print how long a look-up for one new article takes, and how many stories there are."""
    chance = random.Random(99)  # noqa: S311
    (count,) = connection.execute("SELECT max(id) FROM articles").fetchone()
    table = Bands(connection)
    times = []
    for _ in range(200):
        keys = bands(shingles(make_article(chance).text))
        began = time.process_time()
        table.candidates(count, keys)
        times.append((time.process_time() - began) * 1_000)
    times.sort()
    joined = connection.execute("SELECT count(*) FROM articles WHERE story_id <> id").fetchone()[0]
    print(
        f"stories: look-up mean {mean(times):.2f} ms, 99th of 100 {times[197]:.2f} ms, without the filter of a bulk"
        f" load; {joined:,} joined one"
    )


def _timed_search(connection: sqlite3.Connection, words: str) -> float:
    """Milliseconds, the better of two so that the file's cache is warm."""
    best = float("inf")
    for _ in range(2):
        began = time.process_time()
        search(connection, words)
        best = min(best, (time.process_time() - began) * 1_000)
    return best


def _memory() -> int:
    """Most resident memory so far, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1_024


if __name__ == "__main__":
    main()
