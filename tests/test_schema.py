"""The schema: versions, migrations, and whether it explains itself."""

from __future__ import annotations

import re
import sqlite3
import threading
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipelines import migrations, search_index
from pipelines.dictionary import relations, write_dictionary
from pipelines.items import PageKind, PageOutcome
from pipelines.migrations import APPLICATION_ID, SCHEMA_VERSION, schema_statements
from pipelines.search import search
from pipelines.store import Store
from pipelines.values import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from loopback import Desk

OLDER = {int(path.stem): path for path in (Path(__file__).parent / "fixtures" / "schema").glob("*.sql")}


def make_older(path: Path, version: int) -> None:
    """A database as that version made it, with an article, its page and a revision in it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLDER[version].read_text(encoding="utf-8"))
        connection.execute("INSERT INTO sites (name) VALUES ('qinghe')")
        connection.execute("INSERT INTO pages (url, site) VALUES ('https://qinghe.example/1', 'qinghe')")
        connection.execute(
            "INSERT INTO articles (normalised_url, url, site, title, text, integrity, first_seen_at, last_seen_at,"
            " text_digest, cleaner_version,"
            " block_kinds, authors, photographers, editors, proofreaders, keywords, trace)"
            " VALUES (:url, :url, 'qinghe', '旧文', :text, 'clean', :seen, :seen, '0', '1',"
            " '[]', '[]', '[]', '[]', '[]', '[]', '[]')",
            {"url": "https://qinghe.example/1", "text": "運河通航，" * 20, "seen": "2024-01-01T00:00:00+00:00"},
        )
        if version >= 2:  # stories came with version 2
            connection.execute("UPDATE articles SET story_id = id, story_similarity = 1.0")
        connection.execute(
            "INSERT INTO revisions (article_id, number, cause, changed_at, revision, text, added, deleted)"
            " VALUES (1, 1, 'edited', '2024-01-02T00:00:00+00:00', 1, '更旧的', '[]', '[]')"
        )
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()


def shape(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Columns of every table and view, order aside, and the indexes' definitions."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        return {
            name: [(sql,)]
            if kind == "index"
            else sorted(row[1:] for row in connection.execute(f"PRAGMA table_xinfo({name})"))
            for name, kind, sql in names
            if not name.startswith("articles_fts_")
        }


def test_every_older_version_has_its_fixture() -> None:
    assert sorted(OLDER) == list(range(1, SCHEMA_VERSION))
    assert migrations.MIGRATIONS[-1].version == SCHEMA_VERSION


@pytest.mark.parametrize("version", sorted(OLDER))
def test_migrates_from_every_older_version(tmp_path: Path, version: int) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    make_older(old, version)
    Store.open(new).close()
    with Store.open(old) as store:
        assert [hit.title for hit in search(store.connection, "运河")] == ["旧文"]
        assert search_index.check(store.connection) == []
        assert store.connection.execute("SELECT story_id, story_similarity FROM articles").fetchone()[:] == (1, 1.0)
        assert store.connection.execute("SELECT cause, text FROM revisions").fetchone()[:] == ("edited", "更旧的")
        assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    without_order = {name: [column[:4] for column in columns] for name, columns in shape(old).items()}
    assert without_order == {name: [column[:4] for column in columns] for name, columns in shape(new).items()}
    if not any(step.rewrites for step in migrations.MIGRATIONS if step.version > version):
        return
    with closing(sqlite3.connect(old.with_name(f"old.db.v{version}.bak"))) as backup:
        assert backup.execute("PRAGMA user_version").fetchone()[0] == version
        assert backup.execute("SELECT title FROM articles").fetchone() == ("旧文",)


def test_an_analysts_own_indexes_and_triggers_stay(tmp_path: Path) -> None:
    make_older(tmp_path / "old.db", 6)
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        connection.execute("CREATE INDEX my_causes ON revisions (cause)")
        connection.execute("CREATE TRIGGER my_watch AFTER INSERT ON revisions BEGIN SELECT 1; END")
    Store.open(tmp_path / "old.db").close()
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        own = connection.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'my%' ORDER BY name").fetchall()
        assert own == [("my_causes",), ("my_watch",)]
        assert connection.execute("SELECT count(*) FROM revisions").fetchone() == (1,)


def test_an_analysts_table_may_have_the_name_of_a_view_that_is_no_more(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        store.connection.execute("CREATE TABLE latest_corrections (article_id INTEGER)")
        store.connection.execute("DROP VIEW junk")  # as after an upgrade, whose views are others
    with Store.open(tmp_path / "news.db") as store:
        assert store.connection.execute("SELECT count(*) FROM junk, latest_corrections").fetchone()[0] == 0


def failing(error: Exception) -> Callable[[sqlite3.Connection], None]:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM articles")
        raise error

    return fail


def orphan(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM sites")


@pytest.mark.parametrize(
    "step", [failing(sqlite3.OperationalError("disk is full")), orphan], ids=["error", "broken reference"]
)
def test_a_failed_migration_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: Callable[[sqlite3.Connection], None]
) -> None:
    path = tmp_path / "old.db"
    make_older(path, 1)
    monkeypatch.setattr(migrations, "MIGRATIONS", (migrations.Migration(2, step, rewrites=False),))
    with pytest.raises(StoreError):
        Store.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
        assert connection.execute("SELECT title FROM articles").fetchone() == ("旧文",)


@pytest.mark.parametrize(
    ("least_bytes", "says"), [(1, [f"bringing it from schema version 4 to {SCHEMA_VERSION}"]), (10**9, [])]
)
def test_a_large_file_says_why_a_command_waits(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    least_bytes: int,
    says: list[str],
) -> None:
    path = tmp_path / "old.db"
    make_older(path, 4)  # also makes the stories' bands anew, which is not said twice
    monkeypatch.setattr(migrations, "LARGE_BYTES", least_bytes)
    Store.open(path).close()
    told = capsys.readouterr()
    assert [line.removeprefix(f"{path}: ")[:38] for line in told.err.splitlines()] == says
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE about SET value = 'older' WHERE name = 'place_form'")
        connection.commit()
    assert capsys.readouterr().err == ""
    Store.open(path).close()
    assert capsys.readouterr().err.count("making anew") == len(says)


def test_two_that_find_a_derived_table_out_of_date_make_it_once(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    Store.open(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as first:
        (form,) = first.execute("SELECT value FROM about WHERE name = 'place_form'").fetchone()
        first.execute("UPDATE about SET value = 'older' WHERE name = 'place_form'")
        first.execute("BEGIN IMMEDIATE")
        second = threading.Thread(target=lambda: Store.open(path).close())
        second.start()
        second.join(timeout=2)  # has seen the old form, and waits for the lock
        assert second.is_alive()
        first.execute("UPDATE places SET name = '新名' WHERE code = '350000'")  # what making it again would undo
        first.execute("UPDATE about SET value = ? WHERE name = 'place_form'", (form,))
        first.execute("COMMIT")
        second.join()
        assert first.execute("SELECT name FROM places WHERE code = '350000'").fetchone() == ("新名",)


def test_reading_an_older_database_says_what_brings_it_forward(tmp_path: Path, desk: Desk) -> None:
    make_older(tmp_path / "old.db", 1)
    (tmp_path / "archive").mkdir()
    settings = ("-s", f"NEWS_DB={tmp_path / 'old.db'}", "-s", f"NEWS_ARCHIVE={tmp_path / 'archive'}")
    shown = desk.run("reclean", *settings)
    assert shown.code == 7
    assert "schema version 1, " in shown.err
    assert "`scrapy reclean --apply`" in shown.err
    desk.run("reclean", "--apply", *settings)
    Store.open(tmp_path / "old.db", readonly=True).close()


def test_sqlite_keeps_a_comment_on_every_table_view_and_column(tmp_path: Path) -> None:
    Store.open(tmp_path / "news.db").close()
    with closing(sqlite3.connect(tmp_path / "news.db")) as connection:
        kept = dict(
            connection.execute("SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'view')").fetchall()
        )
        for name, statement in schema_statements().items():
            if statement.startswith("CREATE INDEX"):
                continue
            assert re.search(r"^\s+-- [A-Z]", kept[name], re.MULTILINE), f"{name} says nothing about itself"


def test_every_view_answers(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        for name, statement in schema_statements().items():
            if statement.startswith("CREATE VIEW"):
                store.connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - our own names


def test_the_dictionary_is_the_schemas() -> None:
    path = Path(__file__).parent.parent / "docs" / "data-dictionary.md"
    assert path.read_text(encoding="utf-8") == write_dictionary(), (
        "run: python -m pipelines.dictionary > docs/data-dictionary.md"
    )


def test_every_relation_and_column_is_described() -> None:
    for relation in relations():
        assert relation.says, relation.name
        silent = [column.name for column in relation.columns if not column.says]
        assert relation.kind == "view" or relation.name == "articles_fts" or not silent, f"{relation.name}: {silent}"


def test_opening_a_file_of_today_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    Store.open(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # who wanted to write now would wait
        Store.open(path).close()
        other.execute("COMMIT")


def test_views_of_older_code_are_made_anew_and_an_analyst_keeps_his_own(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    Store.open(path).close()
    made = shape(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP VIEW stories")
        connection.execute("CREATE VIEW stories AS SELECT 1 AS story_id")
        connection.execute("DROP VIEW junk")
        connection.execute("CREATE VIEW mine AS SELECT title FROM articles")
        connection.commit()
    Store.open(path).close()
    remade = shape(path)
    assert remade.pop("mine") is not None
    assert remade == made


@pytest.mark.parametrize(("column", "values"), [("kind", PageKind), ("outcome", PageOutcome)], ids=["kind", "outcome"])
def test_the_dictionary_names_every_value_of_a_page(column: str, values: type[StrEnum]) -> None:
    (pages,) = (relation for relation in relations() if relation.name == "pages")
    (says,) = (known.says for known in pages.columns if known.name == column)
    assert [value for value in values if not re.search(rf"\b{value}\b", says)] == []
