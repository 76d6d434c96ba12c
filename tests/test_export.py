"""Exports: the right articles, whole files, nothing taken for markup, memory that does not grow."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import re
import resource
import signal
import sqlite3
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import feedparser
import pytest
import starter
from filled import ATTACK
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from pipelines import export
from pipelines.atom import as_atom
from pipelines.dictionary import relations
from pipelines.export import Selection, compile_selection, count_articles
from pipelines.filters import Filters
from pipelines.markdown import as_markdown
from pipelines.query import SearchError
from pipelines.store import Store
from pipelines.whole import ExportError, whole_file
from spiders.commands import export as export_command

ROOT = Path(__file__).parent.parent
ALL = 126


@pytest.fixture
def connection(filled: Path) -> Iterator[sqlite3.Connection]:
    with Store.open(filled, readonly=True) as store:
        yield store.connection


def nothing() -> None:
    pass


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        (Selection(), ALL),
        (Selection(Filters(site="hewan")), 42),
        (Selection(Filters(since=date(2024, 8, 28))), 3),
        (Selection(Filters(until=date(2024, 7, 20))), 3),
        (Selection(Filters(source="江口晚报")), 3),
        (Selection(Filters(integrity="injected")), 8),
        (Selection(words="圖書館"), 24),
        (Selection(Filters(site="gangdu"), words="图书馆"), 8),
        (Selection(Filters(region="福建")), 58),
        (Selection(Filters(region="350102")), 24),
        (Selection(Filters(region="福州")), 24),
        (Selection(Filters(region="臺灣省")), 42),
        (Selection(Filters(source="' OR 1=1 --")), 0),
    ],
)
def test_takes_the_articles_asked_for(connection: sqlite3.Connection, selection: Selection, count: int) -> None:
    assert count_articles(connection, compile_selection(connection, selection)) == count


def test_an_unknown_region_is_named(connection: sqlite3.Connection) -> None:
    with pytest.raises(SearchError, match="桃花源"):
        compile_selection(connection, Selection(Filters(region="桃花源")))


def test_csv_holds_every_column_and_reads_back(connection: sqlite3.Connection, tmp_path: Path) -> None:
    export.write_csv(connection, compile_selection(connection, Selection()), tmp_path / "a.csv", nothing)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"), newline="")))
    stored = connection.execute("SELECT * FROM articles ORDER BY id").fetchall()
    assert [row["text"] for row in rows] == [row["text"] for row in stored]
    assert set(stored[0].keys()) | {"places"} == set(rows[0])
    assert any(row["title"] == ATTACK for row in rows)


def test_json_lines_hold_lists(connection: sqlite3.Connection, tmp_path: Path) -> None:
    export.write_json_lines(connection, compile_selection(connection, Selection()), tmp_path / "a.jsonl", nothing)
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").split("\n")[:-1]]
    assert len(lines) == ALL
    assert lines[0]["authors"] == ["王二", "陈三"]
    assert lines[0]["places"] == ["350100", "350102"]
    assert lines[0]["kicker"] is None


def test_the_lists_are_those_of_the_schema() -> None:
    (articles,) = (relation for relation in relations() if relation.name == "articles")
    lists = {column.name for column in articles.columns if column.says.startswith("JSON list")}
    assert lists | {"places"} == set(export.LISTS)


def test_parquet_is_partitioned_and_typed(connection: sqlite3.Connection, tmp_path: Path) -> None:
    export.write_parquet(connection, compile_selection(connection, Selection()), tmp_path / "it's", nothing)
    parts = sorted(
        str(path.relative_to(tmp_path / "it's")) for path in (tmp_path / "it's").rglob("*") if path.is_file()
    )
    assert "month=2024-07/site=hewan/articles.parquet" in parts
    assert len(parts) == 6
    table = duckdb.read_parquet(str(tmp_path / "it's" / "*" / "*" / "*.parquet"), hive_partitioning=True)
    assert dict(zip(table.columns, map(str, table.types), strict=True))["authors"] == "VARCHAR[]"
    counted = dict(table.aggregate("site, count(*)").fetchall())
    assert counted == {"hewan": 42, "jiangkou": 42, "gangdu": 42}
    stored = {row[0] for row in connection.execute("SELECT text FROM articles")}
    assert {row[0] for row in table.select("text").fetchall()} == stored


def test_a_search_is_made_once_for_all_partitions(connection: sqlite3.Connection, tmp_path: Path) -> None:
    """It was made once a site and month, 17,000 times in a large file."""
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    export.write_parquet(connection, compile_selection(connection, Selection(words="运河")), tmp_path / "out", nothing)
    assert len(list((tmp_path / "out").rglob("*.parquet"))) > 3
    assert sum("MATCH" in statement for statement in asked) == 1


def test_without_duckdb_one_line_says_what_to_install(
    connection: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setattr(sys, "executable", "/srv/新闻 台/python")
    with pytest.raises(ExportError, match=r"with: '/srv/新闻 台/python' -m pip install duckdb$"):
        export.write_parquet(connection, compile_selection(connection, Selection()), tmp_path / "p", nothing)
    assert not (tmp_path / "p").exists()


def test_markdown_is_one_file_an_article(connection: sqlite3.Connection, tmp_path: Path) -> None:
    export.write_markdown(connection, compile_selection(connection, Selection()), tmp_path / "m", nothing)
    assert len(list((tmp_path / "m").glob("2024-0[78]/*/*.md"))) == ALL
    text = (tmp_path / "m" / "2024-07" / "hewan" / "1.md").read_text("utf-8")
    assert text.startswith("# 福州鼓楼区一小学食堂开放参观\n\n2024-07-20 09:00 · 王二、陈三\n\n<https://")


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_markdown_escapes_whatever_stands_in_a_text(line: str) -> None:
    line = " ".join(line.split())
    written = as_markdown(article_row(text=line))
    assert "<" not in written.replace("\\<", "").replace("<https://a.example/1>", "")
    for opening in ("![", "]("):
        assert opening not in re.sub(r"\\[\[\]\\]", "", written)
    assert not any(part.startswith(("- ", "* ", "> ", "```")) for part in written.split("\n\n")[2:])


def test_markdown_has_tables_lists_and_code_as_such() -> None:
    kinds = ["table_row", "table_row", "paragraph", "list_item", "list_item", "code", "code"]
    text = "名次\t姓名\n1\t张|三\t注\n前三名\n甲\n乙\nif a < b:\n    print(`b`)"
    written = as_markdown(article_row(text=text, block_kinds=json.dumps(kinds)))
    table = "| 名次 | 姓名 |  |\n| --- | --- | --- |\n| 1 | 张\\|三 | 注 |"
    assert written.split("\n\n")[2:] == [table, "前三名", "- 甲\n- 乙", "```\nif a < b:\n    print(`b`)\n```\n"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("`~x -", max_size=9), max_size=3))
def test_no_line_of_a_listing_ends_it(lines: list[str]) -> None:
    kinds = json.dumps(["code"] * (len(lines) + 1))
    written = as_markdown(article_row(text="\n".join(("first", *lines)), block_kinds=kinds))
    fence, first, *inside, last, end = written.split("\n")[4:]
    assert (first, last, end) == ("first", fence, "")
    assert inside == lines
    assert not any(line.startswith(fence) for line in inside)


def article_row(**values: str) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(("kicker", "title", "deck", "source", "published_at", "published_precision"))
    row |= {"id": 1, "site": "a", "url": "https://a.example/1", "normalised_url": "https://a.example/1", "text": ""}
    row |= {"authors": "[]", "block_kinds": '["paragraph"]', "first_seen_at": "2024-08-06T04:00:00+00:00"}
    return row | values


def test_atom_holds_the_newest_of_each_site(connection: sqlite3.Connection, tmp_path: Path) -> None:
    export.write_atom(connection, compile_selection(connection, Selection()), tmp_path / "feeds", nothing)
    assert sorted(path.name for path in (tmp_path / "feeds").iterdir()) == [
        "gangdu.atom",
        "hewan.atom",
        "jiangkou.atom",
    ]
    feed = feedparser.parse((tmp_path / "feeds" / "gangdu.atom").read_bytes())
    assert not feed.bozo
    assert feed.feed.title == "港都時報"
    assert len(feed.entries) == 42
    published = [entry.published for entry in feed.entries]
    assert published == sorted(published, reverse=True)
    export.write_atom(connection, compile_selection(connection, Selection()), tmp_path / "feeds", nothing)  # again


@settings(max_examples=50)
@given(st.text(max_size=80), st.text(max_size=80))
def test_atom_is_well_formed_whatever_stands_in_a_text(title: str, text: str) -> None:
    feed = as_atom("a", title, None, [article_row(title=title, text=text, url=f"https://a.example/{title}")])
    etree.fromstring(feed.encode("utf-8", "replace"))


def test_a_failed_export_leaves_nothing(connection: sqlite3.Connection, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("earlier")
    query = compile_selection(connection, Selection())

    def fail() -> None:
        raise KeyboardInterrupt

    for write, name in ((export.write_csv, "a.csv"), (export.write_markdown, "m"), (export.write_parquet, "p")):
        with pytest.raises(KeyboardInterrupt):
            write(connection, query, tmp_path / name, fail)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "earlier"


def test_a_folder_that_holds_something_is_not_touched(connection: sqlite3.Connection, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="already there"):
        export.write_markdown(connection, compile_selection(connection, Selection()), tmp_path, nothing)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_memory_stays_flat(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        store.connection.execute("PRAGMA foreign_keys = OFF")
        store.connection.execute(MANY_LONG_ARTICLES)
        query = compile_selection(store.connection, Selection())
        tracemalloc.start()
        export.write_json_lines(store.connection, query, tmp_path / "a.jsonl", nothing)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (tmp_path / "a.jsonl").stat().st_size > 40_000_000
    assert peak < 4_000_000


MANY_LONG_ARTICLES = """
INSERT INTO articles (normalised_url, url, site, text, integrity, first_seen_at, last_seen_at, text_digest,
    cleaner_version, block_kinds, authors, photographers, editors, proofreaders, keywords, trace)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 300)
SELECT n, n, 'qinghe', replace(hex(zeroblob(50000)), '00', '长'), 'clean', '2024-08-06T04:00:00+00:00',
    '2024-08-06T04:00:00+00:00', '0', '1', '[]', '[]', '[]', '[]', '[]', '[]', '[]' FROM numbers
"""


def test_the_command_writes_the_file_it_is_told(filled: Path, tmp_path: Path) -> None:
    words = ["export", "--site", "hewan", "--words", "食堂", str(tmp_path / "a.jsonl"), "-s", f"NEWS_DB={filled}"]
    assert starter.run(words, os.environ, timeout=60) == (0, "", "")
    assert len((tmp_path / "a.jsonl").read_text("utf-8").splitlines()) == 16


def run(*arguments: str, database: Path) -> int:
    """Run the command in this process, for its messages."""
    command = export_command.Command()
    command.settings = Settings({"NEWS_DB": str(database)})
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    opts, args = parser.parse_known_args(arguments)
    command.run(args, opts)
    return command.exitcode


def test_writes_to_standard_output(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--integrity", "clean", "--format", "jsonl", database=filled) == 0
    assert capsys.readouterr().out.count("\n") == 118


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--until", "1999-01-01"), 3, "no article matches"),
        (("--site", "nowhere"), 2, "no site 'nowhere'"),
        (("--words", "AND"), 2, "nothing to look for"),
        (("--region", "桃花源"), 2, "no such place"),
        (("/nowhere/at/all/a.csv",), 2, "/nowhere/at/all"),
    ],
)
def test_the_command_explains_what_is_wrong(
    filled: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, says: str
) -> None:
    assert run(*arguments, database=filled) == code
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("arguments", [("--since", "yesterday"), ("--format", "parquet"), ("a.csv", "b.csv")])
def test_wrong_arguments_are_refused(filled: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        run(*arguments, database=filled)


def test_no_database_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(database=tmp_path / "none.db") == 7
    assert capsys.readouterr().err.count("\n") == 1


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with whole_file(pipe) as file:
            file.write("大河")
        assert os.read(reader, 100).decode() == "大河"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("n", "csv"), ("n.CSV", "csv"), ("n.jsonl", "jsonl"), ("n.ndjson", "jsonl")],
)
def test_the_name_says_the_format(name: str, kind: str) -> None:
    assert export_command.format_of(Path(name)) == kind


def test_an_ending_that_names_no_format_is_refused(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.xlsx; say --format \(known: \.csv, \.jsonl"):
        run(str(tmp_path / "o.xlsx"), database=filled)
    assert run("--format", "csv", str(tmp_path / "o.xlsx"), database=filled) == 0


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("news.json", r"one article a line, ending \.jsonl"),
        ("news.atom", r"a folder, as in: --format atom /.*/news \("),
        ("news.md", r"a folder, as in: --format markdown /.*/news \("),
        ("news.parquet", r"a folder, as in: --format parquet /.*/news \("),
    ],
)
def test_an_ending_that_means_another_kind_of_output_is_refused_with_what_to_say(
    filled: Path, tmp_path: Path, name: str, advice: str
) -> None:
    """``scrapy export news.atom`` made a folder of that name, of which no feed reader can make anything."""
    with pytest.raises(UsageError, match=advice):
        run(str(tmp_path / name), database=filled)
    assert not (tmp_path / name).exists()
    kind = advice.rpartition("--format ")[2].partition(" ")[0]
    if kind in export_command.FOLDERS:
        assert run("--format", kind, str(tmp_path / name), database=filled) == 0
        assert (tmp_path / name).is_dir()


def test_a_link_stays_and_its_file_is_replaced(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old", "utf-8")
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert run(str(tmp_path / "link.csv"), database=filled) == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text("utf-8").startswith("id,")


@pytest.mark.parametrize("name", ["news.db", "link.csv", "news.db-wal", "counts.duckdb"])
def test_a_database_is_not_replaced(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """``scrapy export --format csv data/news.db``, by somebody who took OUTPUT for the input, ended the database."""
    (tmp_path / "news.db").write_bytes(filled.read_bytes())
    (tmp_path / "link.csv").symlink_to("news.db")
    (tmp_path / "news.db-wal").touch()  # as a running crawl leaves it between two of its commits
    (tmp_path / "counts.duckdb").write_bytes(bytes(8) + b"DUCK" + bytes(4))
    before = (tmp_path / name).read_bytes()
    assert run("--format", "csv", str(tmp_path / name), database=filled) == 2
    assert capsys.readouterr().err.endswith(
        ": a database or a part of one, and not replaced; NEWS_DB says which one is read\n"
    )
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize("name", ["data-journal", ".wal", "notes-wal"])
def test_a_file_that_is_only_named_as_a_part_of_a_database_is_replaced(filled: Path, tmp_path: Path, name: str) -> None:
    """``data-journal`` beside the folder ``data`` was "Is a directory", ``.wal`` an error of our own."""
    (tmp_path / "data").mkdir()
    (tmp_path / name).write_text("old", "utf-8")
    assert run("--format", "csv", str(tmp_path / name), database=filled) == 0
    assert (tmp_path / name).read_text("utf-8").startswith("id,")


def test_what_is_written_has_the_rights_that_the_umask_leaves(filled: Path, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        assert run(str(tmp_path / "o.csv"), database=filled) == 0
        assert run("--format", "markdown", str(tmp_path / "md"), database=filled) == 0
    finally:
        os.umask(before)
    assert (tmp_path / "o.csv").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "md").stat().st_mode & 0o777 == 0o700


def test_ctrl_c_while_duckdb_works_is_ctrl_c(tmp_path: Path) -> None:
    """DuckDB says of it what it says of defects of its own.

    With one thread: else it may wait for the long piece of another one, in which it looks for no signal.
    """
    with duckdb.connect(config={"threads": 1}) as engine:
        before = signal.signal(signal.SIGALRM, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_REAL, 0.1, 2)
        try:
            with pytest.raises(KeyboardInterrupt), export.duckdb_explained(duckdb, tmp_path):
                engine.execute("SELECT sum(a.range * b.range) FROM range(300_000) a, range(300_000) b")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def test_a_disk_that_duckdb_finds_full_is_one_line(connection: sqlite3.Connection, tmp_path: Path) -> None:
    query = compile_selection(connection, Selection(Filters(site="gangdu"), words="阿水"))
    assert count_articles(connection, query) == 1
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, limits[1]))  # the row has room, Parquet's table of columns not
    try:
        with pytest.raises(ExportError, match="check path, rights and space") as refused:
            export.write_parquet(connection, query, tmp_path / "p", nothing)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_of_a_full_disk_duckdb_says_no_more_than_that(tmp_path: Path) -> None:
    """It came as a line of JSON with the names of files that are no more."""
    with (
        duckdb.connect() as engine,
        pytest.raises(ExportError) as refused,
        export.duckdb_explained(duckdb, tmp_path / "p"),
    ):
        engine.execute("COPY (SELECT * FROM range(1_000_000)) TO '/dev/full' (FORMAT csv)")
    assert str(refused.value) == f"{tmp_path / 'p'}: No space left on device; check path, rights and space"
