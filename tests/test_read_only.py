"""Readers who may not write beside the database: another user's folder, a read-only disk."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loopback import PROJECT, Desk, Ran

from pipelines.connection import AtRest
from pipelines.desk.server import make_datasette
from pipelines.store import Store
from pipelines.values import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

POWERS = "--bounding-set=-dac_override,-dac_read_search,-fowner"
STRANGER = 54321
"""Number of a user that nobody is."""


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Desk:
    """A desk whose database lies in a folder into which the tests' user may not write."""
    desk = Desk(tmp_path)
    folder = tmp_path / "theirs"
    folder.mkdir()
    desk.database = Path(shutil.copy(filled, folder / "news.db"))
    return desk


def run_as_stranger(desk: Desk, *arguments: str) -> Ran:
    folder = desk.database.parent
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
        if os.geteuid() == 0:
            os.chown(path, STRANGER, STRANGER)
    drop = ["setpriv", POWERS, "--inh-caps=-all"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*drop, *desk.command(*arguments)], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere")
@pytest.mark.parametrize(
    ("command", "code"),
    [(("search", "图书馆"), 0), (("export",), 0), (("health",), 4), (("spam", "--least", "1"), 0)],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_a_reader_needs_no_right_to_write(desk: Desk, command: tuple[str, ...], code: int) -> None:
    ran = run_as_stranger(desk, *command)
    assert (ran.code, ran.err) == (code, ""), ran
    assert [path.name for path in desk.database.parent.iterdir()] == ["news.db"]


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere")
def test_a_log_that_was_left_behind_is_named(desk: Desk, tmp_path: Path) -> None:
    log = desk.database.with_name("news.db-wal")
    with closing(sqlite3.connect(desk.database)) as writer:
        writer.execute("UPDATE articles SET title = title || '!' WHERE id = 1")
        writer.commit()
        shutil.copy(log, tmp_path / "log")
    shutil.copy(tmp_path / "log", log)
    ran = run_as_stranger(desk, "search", "图书馆")
    assert ran.code == 7
    assert ran.err.count("\n") == 1
    assert "left news.db-wal" in ran.err


@contextmanager
def barred(database: Path) -> Iterator[None]:
    """Keep the file beside the database, which a reader has to make, from being made."""
    bar = database.with_name(f"{database.name}-shm")
    bar.symlink_to("/nowhere/at/all")
    yield
    bar.unlink()


WRITER = """
import sys
from visits import article_of, visit_of
from pipelines.store import Store
with Store.open(sys.argv[1]) as store:
    store.save(visit_of(article_of("刚刚写入的一篇。", title="写入之中"), path="now.html"))
"""


def write(database: Path) -> None:
    """Store an article in another process, which at its end takes its log over into the file, as a crawl does."""
    paths = os.pathsep.join((str(PROJECT), str(PROJECT / "tests")))
    subprocess.run([sys.executable, "-c", WRITER, database], check=True, env={**os.environ, "PYTHONPATH": paths})


def test_a_file_that_is_written_into_while_it_is_read_is_told(desk: Desk) -> None:
    with barred(desk.database):
        store = Store.open(desk.database, readonly=True)
    assert isinstance(store.connection, AtRest)
    write(desk.database)
    with pytest.raises(StoreError, match="was written into while it was read; run it again"), store:
        store.connection.execute("SELECT 1")


def test_the_desk_sees_what_was_written_since(desk: Desk) -> None:
    datasette = make_datasette(desk.database)
    database = datasette.get_database()

    async def count() -> int:
        return int((await database.execute("SELECT count(*) FROM articles")).first()[0])

    async def before_and_after() -> tuple[int, int]:
        with barred(desk.database):
            before = await count()
        write(desk.database)
        return before, await count()

    assert asyncio.run(before_and_after()) == (126, 127)
    database.close()
    datasette.executor.shutdown()
