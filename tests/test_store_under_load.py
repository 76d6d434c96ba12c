"""The store when things go wrong: killed, disk full, two writers, readers at work."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from visits import article_of, visit_of

from benchmarks.invented import make_article, make_visit
from pipelines.likeness import MIN_SHINGLES
from pipelines.store import Store
from pipelines.values import StoreError

ROOT = Path(__file__).parent.parent
WRITER = """
import random, sys
from benchmarks.invented import make_article, make_visit
from pipelines.store import Store
path, first, count, batch = sys.argv[1], *map(int, sys.argv[2:])
chance = random.Random(first)
visits = [make_visit(make_article(chance), first + number) for number in range(200)]
with Store.open(path) as store:
    print("ready", flush=True)
    for start in range(0, count, batch):
        with store.batch():
            for number in range(start, start + batch):
                visit = make_visit(visits[number % 200].article, first + number)
                store.save(visit)
        print(start + batch, flush=True)
"""


def start_writer(path: Path, first: int, count: int, batch: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(path), str(first), str(count), str(batch)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def assert_sound(path: Path) -> int:
    """Check everything that can be checked; the number of articles."""
    with Store.open(path) as store:
        connection = store.connection
        assert store.check() == []
        count: int = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        assert connection.execute("SELECT count(*) FROM pages WHERE state = 'done'").fetchone()[0] == count
        assert connection.execute(WITHOUT_BANDS, (MIN_SHINGLES * 2,)).fetchone()[0] == 0
    return count


WITHOUT_BANDS = """
SELECT count(*) FROM articles WHERE story_id = id AND length(text) > ?
    AND id NOT IN (SELECT key & 262143 FROM story_bands)
"""
"""Articles that later ones would not be compared with; all are of the first generation of fingerprints."""


@pytest.mark.parametrize("after", [0.0, 0.02, 0.1, 0.25, 0.4])
def test_killed_at_any_moment_leaves_whole_batches(tmp_path: Path, after: float) -> None:
    path = tmp_path / "news.db"
    with start_writer(path, 0, 100_000, 7) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        said = writer.stdout.read().split()
    committed = int(said[-1]) if said else 0
    count = assert_sound(path)
    assert count % 7 == 0
    assert count - committed in {0, 7}, "what was committed is there; at most one batch more, not yet announced"


def test_two_writers_wait_for_each_other_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with start_writer(path, 0, 150, 3) as one, start_writer(path, 10_000, 150, 3) as other:
        assert (one.wait(60), other.wait(60)) == (0, 0)
        for writer in (one, other):
            assert writer.stdout is not None
            writer.stdout.read()
    assert assert_sound(path) == 300


def test_readers_never_wait(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        store.save(visit_of(article_of("第一篇。")))
        with Store.open(path, readonly=True) as reader, store.batch():
            store.save(visit_of(article_of("第二篇。"), path="2.html"))
            reader.connection.execute("PRAGMA busy_timeout = 0")
            assert reader.connection.execute("SELECT count(*) FROM articles").fetchone()[0] == 1
            assert reader.connection.execute("SELECT count(*) FROM search WHERE words MATCH '第'").fetchone()[0] == 1


def test_a_waiting_writer_says_in_the_end_who_is_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Store.open(path) as store, Store.open(path) as other:
        other.connection.execute("PRAGMA busy_timeout = 10")
        with store.batch():
            store.save(visit_of(article_of("一。")))
            with pytest.raises(StoreError, match="another process has been writing"):
                other.save(visit_of(article_of("二。"), path="2.html"))
        other.save(visit_of(article_of("二。"), path="2.html"))
    assert assert_sound(path) == 2


def test_a_full_database_is_one_clear_line_and_nothing_is_lost(tmp_path: Path) -> None:
    """SQLite reports a full disk and a full file alike (SQLITE_FULL)."""
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        chance = random.Random(1)
        store.save(make_visit(make_article(chance), 0))
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages + 40}")
        numbers = iter(range(1, 500))

        def save_until_full() -> None:
            for number in numbers:
                store.save(make_visit(make_article(chance), number))

        with pytest.raises(StoreError, match="full; free some disk space") as refused:
            save_until_full()
        saved = next(numbers) - 1
        assert "\n" not in str(refused.value)
        store.connection.execute("PRAGMA max_page_count = 1000000000")
        store.save(make_visit(make_article(chance), saved))
    assert assert_sound(path) == saved + 1


def test_a_file_that_may_not_grow_is_one_clear_line(tmp_path: Path) -> None:
    """A real refusal by the operating system: the process may write no file beyond a size."""
    path = tmp_path / "news.db"
    code = f"""
import random, resource, signal, sys
from benchmarks.invented import make_article, make_visit
from pipelines.store import Store
from pipelines.values import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
chance = random.Random(1)
with Store.open({str(path)!r}) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))
    try:
        for number in range(2_000):
            store.save(make_visit(make_article(chance), number))
            print(number + 1, flush=True)
    except StoreError as error:
        print(error, file=sys.stderr)
        sys.exit(3)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert run.returncode == 3, run.stderr
    assert run.stderr.count("\n") == 1
    assert str(path) in run.stderr
    assert assert_sound(path) == int(run.stdout.split()[-1])


def test_a_disk_that_fills_while_the_index_is_made_again_is_named(filled: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(filled, tmp_path / "news.db"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE about SET value = 'another table' WHERE name = 'search_form'")
        connection.commit()
    code = f"""
import resource, signal, sys
from pipelines.store import Store
from pipelines.values import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    Store.open({str(path)!r})
except StoreError as error:
    print(error)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert "rollback" not in run.stdout
    assert "free some disk space" in run.stdout or "check the disk's space" in run.stdout, run
    with Store.open(path) as store:
        assert store.check() == []


def test_saves_survive_without_a_clean_close(tmp_path: Path) -> None:
    """What was committed is in the log file even when nobody closed the database."""
    path = tmp_path / "news.db"
    store = Store.open(path)
    store.save(visit_of(article_of("一。")))
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT text FROM articles").fetchone() == ("一。",)
    store.close()
