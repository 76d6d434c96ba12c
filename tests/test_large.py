"""What must not grow with the database: how the questions that every run asks are answered, by SQLite's own plan."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from visits import article_of, visit_of

from pipelines.copies import is_standing, original_of, relaunched, successor_of, twin_of
from pipelines.frontier import Frontier
from pipelines.health import read_records
from pipelines.items import PageOutcome
from pipelines.junk import memory_of_site
from pipelines.known_pages import KnownPages
from pipelines.recleaning import archived_pages
from pipelines.store import Store
from pipelines.stored import Edit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime(2024, 8, 29, 4, tzinfo=UTC)


@pytest.fixture
def connection(filled: Path) -> Iterator[sqlite3.Connection]:
    with closing(Store.open(filled, readonly=True)) as store:
        yield store.connection


def plans(connection: sqlite3.Connection, ask: Callable[[], object]) -> str:
    """The plans of all statements that ``ask`` makes, a line a step."""
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    ask()
    connection.set_trace_callback(None)
    assert statements
    return "\n".join(
        step[3]
        for statement in dict.fromkeys(statements)
        if not statement.startswith("--")  # inside a statement: what a trigger or FTS5 does
        for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
    )


def test_the_memory_of_a_site_reads_the_texts_of_its_newest_articles_alone(connection: sqlite3.Connection) -> None:
    plan = plans(connection, lambda: memory_of_site(connection, "hewan"))
    assert "SEARCH articles USING INTEGER PRIMARY KEY" in plan
    assert "SEARCH articles USING INDEX articles_by_site" not in plan


def test_health_reads_the_rows_of_the_newest_articles_and_runs_alone(connection: sqlite3.Connection) -> None:
    plan = plans(connection, lambda: read_records(connection, NOW))
    assert "SEARCH crawls USING INTEGER PRIMARY KEY" in plan
    assert "SEARCH articles USING INDEX articles_by_first_seen (first_seen_at>?)" in plan
    for whole in ("INDEX crawls_by_site", "INDEX articles_by_site"):
        assert f"USING {whole}" not in plan, plan  # COVERING is well: no row is read


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM articles_by_day",
        "SELECT role, name, count(*) FROM people GROUP BY role, name",
        "SELECT * FROM stories",
        "SELECT earliest_site, site, count(*) FROM reprints GROUP BY 1, 2",
        "SELECT source, count(*) FROM overview GROUP BY source",
        "SELECT month, integrity, count(*) FROM overview GROUP BY month, integrity",
        "SELECT * FROM site_activity",
        "SELECT value, count(*) FROM articles, json_each(keywords) GROUP BY value",
        "SELECT DISTINCT site, substr(first_seen_at, 1, 10) FROM articles",
    ],
)
def test_counting_over_all_articles_reads_an_index_and_no_texts(connection: sqlite3.Connection, question: str) -> None:
    steps = [step[3] for step in connection.execute(f"EXPLAIN QUERY PLAN {question}")]
    read_rows = [step for step in steps if step == "SCAN articles" or "USING INDEX articles_" in step]
    assert read_rows == []


def test_the_start_of_a_run_reads_no_page_that_is_not_due(filled: Path, tmp_path: Path) -> None:
    shutil.copy(filled, tmp_path / "news.db")
    with Store.open(tmp_path / "news.db") as store:
        frontier = Frontier(store.connection, "hewan")
        due = plans(store.connection, lambda: frontier.queue_due(NOW))
        assert "pages_to_visit (site=? AND state=? AND next_visit_at<?)" in due
        assert "pages_by_outcome (site=? AND outcome=? AND last_fetched_at>?)" in due
        assert len(due.splitlines()) == 2, due


def test_addresses_to_learn_from_are_read_by_outcome_the_latest_first(connection: sqlite3.Connection) -> None:
    plan = plans(connection, lambda: KnownPages(connection, "hewan").sample(PageOutcome.REJECTED, 9))
    assert "pages_by_outcome (site=? AND outcome=?)" in plan
    assert "ORDER BY" not in plan  # a sort would read them all


def test_the_archived_pages_of_a_site_are_not_looked_for_among_all_pages(filled: Path, tmp_path: Path) -> None:
    shutil.copy(filled, tmp_path / "news.db")
    with Store.open(tmp_path / "news.db") as store:
        store.connection.execute("UPDATE pages SET archive_file = 'a.warc.gz', archive_offset = rowid")
        plan = plans(store.connection, lambda: list(archived_pages(store, "hewan")))
        found = [page for page in archived_pages(store) if page.site == "hewan"]
        assert found == list(archived_pages(store, "hewan"))
    assert found
    assert "pages USING INDEX sqlite_autoindex_pages_1 (url>?)" not in plan
    assert "(site=?)" in plan
    assert "SCAN pages" not in plan


def test_an_index_that_begins_with_the_site_is_never_taken_to_find_a_text(filled: Path, tmp_path: Path) -> None:
    shutil.copy(filled, tmp_path / "news.db")
    with Store.open(tmp_path / "news.db") as store:
        store.connection.execute("CREATE INDEX own ON articles (site, section)")
        visit = visit_of(article_of("食堂开放。" * 40, title="食堂"), site="hewan")
        frontier = Frontier(store.connection, "hewan")
        questions = {
            "articles_by_text": (
                lambda: original_of(store.connection, visit),
                lambda: twin_of(store.connection, visit),
                lambda: is_standing(store.connection, visit, Edit("1", "2")),
                lambda: successor_of(store.connection, visit.normalised_url),
                lambda: relaunched(store.connection, [visit.normalised_url]),
            ),
            "pages_copies": (lambda: frontier.queue_copy_of(visit.normalised_url),),
        }
        for index, asked in questions.items():
            for ask in asked:
                plan = plans(store.connection, ask)
                assert f"USING INDEX {index}" in plan
                assert "(site=?" not in plan.replace("rejections_by_site (site=? AND reason=?)", "")
