"""Every query of the cookbook runs in plain SQLite, answers, and is quick; other tools read the database too."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from visits import NOON

from pipelines.store import Store
from pipelines.values import CrawlCounts
from spiders.cleaning import CleanedPage, clean_pages, store_pages
from spiders.profile_reader import load_profiles
from spiders.saved_pages import SavedPage, list_inputs, read_saved_pages

ROOT = Path(__file__).parent.parent
COOKBOOK = ROOT / "docs" / "sql.md"
RECIPES = re.findall(r"^([^\n`#|].*?)\n+```sql\n(.*?)```", COOKBOOK.read_text("utf-8"), re.MULTILINE | re.DOTALL)
MIN_RECIPES = 25


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Path:
    """The demo's outlets, of which the recipes speak, beside some that were crawled for forty days."""
    path = Path(shutil.copy(filled, tmp_path_factory.mktemp("told") / "news.db"))
    folder = ROOT / "data" / "newsroom"
    profiles = tuple(load_profiles(folder / "sites").values())
    with Store.open(path) as store:
        for profile in profiles:
            run = store.start_crawl(profile.site, NOON)
            store.finish_crawl(run, NOON, "finished", CrawlCounts(), 0, {"downloader/request_count": 9})
    pages = [page for page in read_saved_pages(list_inputs([str(folder)])) if isinstance(page, SavedPage)]
    cleaned = [page for page in clean_pages(pages, 1, profiles) if isinstance(page, CleanedPage)]
    store_pages(cleaned, path, None, Counter(), profiles)
    return path


def test_there_are_enough_and_each_has_a_caption_in_both_languages() -> None:
    assert len(RECIPES) >= MIN_RECIPES
    for caption, _ in RECIPES:
        assert re.search(r"[a-z]{3}", caption), caption
        assert re.search(r"[\u4e00-\u9fff]", caption), caption


@pytest.mark.parametrize("sql", [sql for _, sql in RECIPES], ids=[sql[:60] for _, sql in RECIPES])
def test_a_recipe_gives_rows_without_any_function_of_ours(told: Path, sql: str) -> None:
    with closing(sqlite3.connect(f"{told.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute(sql).fetchall(), sql


def test_search_by_hand_finds_the_other_script_and_uses_the_index(filled: Path) -> None:
    sql = "SELECT site FROM search WHERE words MATCH '\"图 书 馆\"'"
    with closing(sqlite3.connect(filled)) as connection:
        assert {site for (site,) in connection.execute(sql)} == {"hewan", "jiangkou", "gangdu"}
        plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert "VIRTUAL TABLE INDEX" in plan
    assert "SCAN articles " not in plan


def test_a_region_uses_the_index(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT article_id FROM article_places WHERE code GLOB '35*'"
        ).fetchall()
    assert "article_places_by_code" in plan[0][3]


def test_sqlite_utils_reads_it(filled: Path) -> None:
    command = [sys.executable, "-m", "sqlite_utils", str(filled), "SELECT count(*) AS n FROM articles", "--csv"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == ["n", "126"]


def test_pandas_reads_the_articles_with_their_times(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        frame = pd.read_sql("SELECT * FROM articles", connection, parse_dates=["first_seen_at"])
    assert len(frame) == 126
    assert str(frame["first_seen_at"].dt.tz) == "UTC"
    assert frame["published_at"].str.match(r"2024-0[78]-\d\dT\d\d:\d\d:\d\d\+08:00").all()


def test_duckdb_reads_rows_of_it(filled: Path) -> None:
    """Through pandas: DuckDB's own reader of SQLite files is an extension that it fetches from its makers."""
    recipe = re.findall(
        r"^SELECT .* FROM news\.articles .*;$", (ROOT / "docs" / "analyst.md").read_text("utf-8"), re.MULTILINE
    )
    sites, authors = (sql.replace("news.articles", "articles") for sql in recipe)
    with closing(sqlite3.connect(filled)) as connection:
        articles = pd.read_sql("SELECT site, authors, published_at FROM articles", connection)
    with duckdb.connect() as engine:
        engine.register("articles", articles)
        assert len(engine.execute(sites).fetchall()) == 3
        counted = engine.execute(authors).fetchone()
        newest = engine.execute("SELECT CAST(max(published_at::TIMESTAMPTZ) AS VARCHAR) FROM articles").fetchone()
    assert counted is not None
    assert counted[1] == 60
    assert newest is not None
