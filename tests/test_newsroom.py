"""The demo, end to end: the real command, a real server, a real database, twice."""

from __future__ import annotations

import gzip
import json
import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import starter
from test_cookbook import RECIPES

from cleaners.links.urls import normalise_url

ROOT = Path(__file__).parent.parent
NEWSROOM = ROOT / "data" / "newsroom"
EXPECTED = {
    normalise_url(expected["url"]): expected
    for expected in (json.loads(path.read_text("utf-8")) for path in NEWSROOM.rglob("*.json"))
}
FURTHER_PAGES = {url for url in EXPECTED if re.search(r"_2207_[12]\.htm$", url)}
"""Pages two and three of the article that runs over three; they are no articles of their own."""
ARTICLES = {url for url, expected in EXPECTED.items() if expected["rejection"] is None} - FURTHER_PAGES
FORBIDDEN = "https://qingyuanhe-daily.example/neibu/202603/t20260315_99001.htm"


class Demo(NamedTuple):
    first: subprocess.CompletedProcess[str]
    second: subprocess.CompletedProcess[str]
    database: Path
    after_first: dict[str, int]


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    words = ["demo", "--folder", str(folder)]
    return subprocess.CompletedProcess(words, *starter.run(words, os.environ, timeout=150))


def row_counts(database: Path) -> dict[str, int]:
    connection = sqlite3.connect(database)
    tables = ("articles", "revisions", "removals", "rejections")
    counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608
    connection.close()
    return counts


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    first = demo(folder)
    after_first = row_counts(folder / "news.db")
    return Demo(first, demo(folder), folder / "news.db", after_first)


@pytest.fixture
def rows(crawled: Demo) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(crawled.database)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def stored(rows: sqlite3.Connection) -> dict[str, Any]:
    return {row["normalised_url"]: row for row in rows.execute("SELECT * FROM articles")}


def test_both_runs_end_well(crawled: Demo) -> None:
    assert (crawled.first.returncode, crawled.first.stderr) == (0, "")
    assert (crawled.second.returncode, crawled.second.stderr) == (0, "")


def test_every_article_of_the_newsroom_is_stored(rows: sqlite3.Connection) -> None:
    assert ARTICLES - set(stored(rows)) == set()


def test_nothing_else_is_stored(rows: sqlite3.Connection) -> None:
    assert set(stored(rows)) - ARTICLES == set()


def test_what_is_no_article_is_rejected_with_its_reason(rows: sqlite3.Connection) -> None:
    reasons = dict(rows.execute("SELECT normalised_url, reason FROM rejections").fetchall())
    expected = {url: entry["rejection"] for url, entry in EXPECTED.items() if entry["rejection"]}
    assert expected.items() <= reasons.items()


def test_the_forbidden_folder_is_not_entered(crawled: Demo, rows: sqlite3.Connection) -> None:
    (page,) = rows.execute("SELECT * FROM pages WHERE url = ?", (FORBIDDEN,)).fetchall()
    assert (page["state"], page["status"], page["archive_file"]) == ("excluded", None, None)
    assert page["robots"] == "disallowed"
    said = "SELECT DISTINCT robots FROM pages WHERE status IS NOT NULL AND last_fetched_at IS NOT NULL"
    assert [row[0] for row in rows.execute(said)] == ["allowed"]
    archived = [
        gzip.decompress(file.read_bytes()) for file in (crawled.database.parent / "archive").rglob("*.warc.gz*")
    ]
    assert any(b"/yw/202603/t20260313_10244.htm" in records for records in archived)
    assert not any(b"/neibu/202603/t20260315_99001.htm\r\n" in records for records in archived)


def test_the_article_over_three_pages_is_one(rows: sqlite3.Connection) -> None:
    pages = sorted(url for url in EXPECTED if "_2207" in url)
    text = "\n".join(block["text"] for url in sorted(pages, key=len) for block in EXPECTED[url]["blocks"])
    (article,) = [row for url, row in stored(rows).items() if "_2207" in url]
    assert article["text"] == text


def test_a_second_run_stores_nothing_twice(crawled: Demo) -> None:
    assert "0 new, 0 changed" in crawled.second.stdout
    assert "nothing stored twice" in crawled.second.stdout
    assert row_counts(crawled.database) == crawled.after_first


def test_a_second_run_asks_only_whether_pages_changed(rows: sqlite3.Connection) -> None:
    first, second = (
        rows.execute(
            "SELECT sum(pages) FROM crawls WHERE id IN (SELECT id FROM crawls ORDER BY id LIMIT 6 OFFSET ?)", (skip,)
        ).fetchone()[0]
        for skip in (0, 6)
    )
    assert second < first / 2
    unchanged = rows.execute("SELECT count(*) FROM pages WHERE status = 304").fetchone()[0]
    assert unchanged >= 6


def test_the_summary_says_what_a_person_wants_to_know(crawled: Demo) -> None:
    for heading in ("pages seen", "articles", "database", "rejected pages", "junk lines cut", "try"):
        assert re.search(rf"^ *{heading}  ", crawled.first.stdout, re.MULTILINE), heading
    assert str(crawled.database) in crawled.first.stdout


def test_the_query_of_the_summary_works(crawled: Demo, rows: sqlite3.Connection) -> None:
    query = re.search(r'^try .*"(SELECT .*)"$', crawled.first.stdout, re.MULTILINE)
    assert query is not None
    assert len(rows.execute(query[1]).fetchall()) == 10


def test_every_response_is_archived_before_it_is_read(crawled: Demo, rows: sqlite3.Connection) -> None:
    fetched = rows.execute("SELECT archive_file FROM pages WHERE status = 200").fetchall()
    assert fetched
    for (file,) in fetched:
        assert (crawled.database.parent / "archive" / file).is_file()


def test_an_unwritable_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    refused = demo(tmp_path / "file" / "demo")
    assert refused.returncode == 7
    assert refused.stderr.startswith("scrapy demo: ")
    assert refused.stderr.count("\n") == 1


TAKES_DAYS = re.compile(r"corrections|silent_deletions|withdrawn|revisions|until IS NOT NULL|first_seen_at")
"""What one crawl cannot show."""
OF_OTHER_PLACES = "NOT GLOB '35*'"
"""No outlet of the demo writes about another one's province."""


def test_the_cookbook_answers_on_the_demo(crawled: Demo) -> None:
    """Of sixty queries twenty-eight found nothing in the only database that a newcomer has."""
    silent = []
    with closing(sqlite3.connect(crawled.database)) as connection:
        for caption, sql in RECIPES:
            if not TAKES_DAYS.search(sql) and OF_OTHER_PLACES not in sql and not connection.execute(sql).fetchall():
                silent.append(caption)
    assert silent == []
