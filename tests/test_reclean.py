"""`scrapy reclean` over a real archive and database that an older cleaner filled."""

from __future__ import annotations

import argparse
import gzip
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import brotli
import pytest
import starter
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from cleaners import CLEANER_VERSION, Article, Block, BlockKind, Rejection, clean_html
from cleaners.article import Image, Removal, RemovalKind
from cleaners.links.urls import normalise_url
from cleaners.memory import SiteMemory
from pipelines.items import ArchivePlace, Received, Visit
from pipelines.recleaning import archived_pages, changed_fields
from pipelines.store import Store
from spiders.archive import Archived, read_following
from spiders.archive_writer import ArchiveWriter, Exchange
from spiders.commands.reclean import Command, Job, reclean
from spiders.discovery.article_pages import find_article_pages, join_articles
from spiders.document import Document
from spiders.reclean_tally import MAX_EXAMPLE_CHARS, Example, rows_apart, values_apart
from spiders.recleaning import NotReadableError, reclean_page

ROOT = Path(__file__).parent.parent
HOST = "http://www.qinghe.example"
NOON = datetime(2024, 8, 29, 4, tzinfo=UTC)


def page(title: str, *paragraphs: str, pager: str = "") -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<html><head><meta charset="utf-8"><title>{title}_清河网</title></head><body><div class="box"><h1>{title}</h1>'
        f'<div class="info">2024-08-29 10:20 来源：清河日报</div><div class="text">{body}</div>'
        f"{pager}</div></body></html>"
    ).encode()


def story(number: int) -> bytes:
    paragraph = f"清河县第{number}号水库今天上午完成年度检修，闸门和监测设备恢复运行，下游灌区随即开始放水。"
    return page(
        f"清河县第{number}号水库完成检修", paragraph, "水库管理所负责人表示，检修比计划提前两天结束，秋灌用水有了保障。"
    )


class Result(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


class Past:
    """A database and archive as an older cleaner left them."""

    def __init__(self, folder: Path) -> None:
        self.archive = folder / "archive"
        self.database = folder / "news.db"

    def fetch(
        self, path: str, body: bytes, time: datetime = NOON, status: int = 200, encoding: str | None = None
    ) -> Archived:
        """Archive an answer: ``body`` packed by gzip, or already packed in another ``encoding``."""
        headers = (("Content-Type", "text/html"), ("Content-Encoding", encoding or "gzip"))
        sent = body if encoding else gzip.compress(body)
        with ArchiveWriter(self.archive, "qinghe") as writer:
            return writer.write(Exchange(HOST + path, time, status, headers, sent))

    def store(
        self,
        path: str,
        where: Archived,
        article: Article,
        time: datetime = NOON,
        version: str = "0",
        declared: str | None = None,
    ) -> None:
        visit = Visit(
            site="qinghe",
            url=HOST + path,
            normalised_url=declared or normalise_url(HOST + path),
            fetched_at=time,
            status=200,
            article=article,
            cleaner_version=version,
            received=Received(archived=where.place),
        )
        with Store.open(self.database) as store:
            store.save(visit)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with Store.open(self.database, readonly=True) as store:
            return [tuple(row) for row in store.connection.execute(sql)]

    def reclean(self, *options: str) -> Result:
        """Run the command in this process, as Scrapy does after reading settings and options."""
        command = Command()
        command.settings = Settings(
            {
                "NEWS_DB": str(self.database),
                "NEWS_ARCHIVE": str(self.archive),
                "NEWS_SITES": str(ROOT / "data" / "sites"),
            }
        )
        parser = argparse.ArgumentParser()
        command.add_options(parser)
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            command.run([], parser.parse_args(["--jobs", "2", *options]))
        return Result(command.exitcode, out.getvalue(), err.getvalue())

    def reclean_process(self, *options: str) -> Result:
        """Run ``scrapy reclean`` as an operator does."""
        settings = ["-s", f"NEWS_DB={self.database}", "-s", f"NEWS_ARCHIVE={self.archive}"]
        return Result(*starter.run(["reclean", *settings, *options], os.environ, timeout=60))


def today(path: str, body: bytes) -> Article:
    return clean_html(body, HOST + path, content_type="text/html", fetched_at=NOON)


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return Past(tmp_path)


def test_shows_then_applies_then_has_nothing_to_do(past: Past) -> None:
    for number in range(1, 4):
        path, body = f"/a/{number}.html", story(number)
        article = today(path, body)
        if number == 2:  # what an older cleaner read
            junk = Block(BlockKind.PARAGRAPH, "上一篇：渠道清淤")
            article = replace(
                article, blocks=(*article.blocks, junk), text=f"{article.text}\n{junk.text}", section="旧"
            )
        past.store(path, past.fetch(path, body), article)
    before = past.rows("SELECT * FROM articles"), past.rows("SELECT * FROM pages")

    shown = past.reclean_process()
    assert shown.returncode == 0, shown.stderr
    assert "1 changes" in shown.stdout
    assert "2 unchanged" in shown.stdout
    assert "上一篇" in shown.stdout
    assert "section" in shown.stdout
    assert "Traceback" not in shown.stderr
    assert (past.rows("SELECT * FROM articles"), past.rows("SELECT * FROM pages")) == before

    assert past.reclean("--apply").returncode == 0
    assert past.rows("SELECT url FROM articles WHERE text LIKE '%上一篇%' OR section = '旧'") == []
    [(cause, text, version)] = past.rows("SELECT cause, text, cleaner_version FROM revisions")
    assert (cause, version) == ("recleaned", "0")
    assert "上一篇" in str(text)
    assert past.rows("SELECT max(revision), max(cleaner_version) FROM articles") == [(1, CLEANER_VERSION)]
    assert past.rows("SELECT * FROM pages") == before[1]

    again = past.reclean("--apply")
    assert again.returncode == 3
    assert past.rows("SELECT count(*) FROM revisions") == [(1,)]


def test_what_was_applied_leaves_the_search_index_in_one_piece(past: Past) -> None:
    for number in range(3):
        body = story(number)
        where = past.fetch(f"/a/{number}.html", body)
        past.store(f"/a/{number}.html", where, replace(today(f"/a/{number}.html", body), title="旧"))
    pieces = "SELECT count(DISTINCT segid) FROM articles_fts_idx"
    assert past.reclean().returncode == 0
    assert past.rows(pieces) == [(3,)]
    assert past.reclean("--apply").returncode == 0
    assert past.rows(pieces) == [(1,)]


def test_a_text_changed_without_a_new_version_is_no_edit_of_the_sites(past: Past) -> None:
    body = story(1)
    article = replace(today("/a/1.html", body), title="旧标题")
    past.store("/a/1.html", past.fetch("/a/1.html", body), article, version=CLEANER_VERSION)
    assert past.reclean("--apply").returncode == 0
    assert past.rows("SELECT cause, title FROM revisions") == [("recleaned", "旧标题")]
    assert past.rows("SELECT title, revision, cleaner_version FROM articles") == [
        ("清河县第1号水库完成检修", 1, CLEANER_VERSION)
    ]


def test_refused_pages_become_articles_and_articles_that_would_be_refused_stay(past: Past) -> None:
    past.store("/a/1.html", past.fetch("/a/1.html", story(1)), Article(rejection=Rejection.NO_BODY))
    past.store("/a/2.html", past.fetch("/a/2.html", b""), today("/a/2.html", story(2)))
    result = past.reclean("--apply")
    assert result.returncode == 0, result.stderr
    assert "1 becomes an article" in result.stdout
    assert "1 article would be refused: empty" in result.stdout
    assert past.rows("SELECT url FROM articles ORDER BY url") == [(f"{HOST}/a/1.html",), (f"{HOST}/a/2.html",)]


def test_site_and_since_choose_pages(past: Past) -> None:
    for number in range(1, 4):
        path, time = f"/a/{number}.html", NOON + timedelta(days=number)
        past.store(path, past.fetch(path, story(number), time), today(path, story(number)), time)
    with Store.open(past.database, readonly=True) as store:
        assert len(list(archived_pages(store))) == 3
        assert len(list(archived_pages(store, "qinghe", date(2024, 8, 31)))) == 2
        assert list(archived_pages(store, "another")) == []
    assert "No archived article pages match." in past.reclean("--since", "2030-01-01").stdout


def test_pages_missing_from_the_archive_are_named_and_leave_the_rest_alone(past: Past) -> None:
    for number in (1, 2):
        path = f"/a/{number}.html"
        past.store(path, past.fetch(path, story(number)), today(path, story(number)))
    past.store(
        "/a/3.html", Archived(ArchivePlace("2024/08/gone-20240829-0000.warc.gz", 0), ""), today("/a/3.html", story(3))
    )
    past.store("/a/4.html", past.fetch("/a/4.html", b"gone", status=404), today("/a/4.html", story(4)))
    result = past.reclean("--apply")
    assert result.returncode == 4
    assert "2 unchanged" in result.stdout
    assert "2 not in the archive" in result.stdout
    assert past.rows("SELECT count(*) FROM articles") == [(4,)]


def test_another_pages_record_is_not_taken_for_the_article(past: Past) -> None:
    for number in (1, 2):
        path = f"/a/{number}.html"
        past.store(path, past.fetch(path, story(number)), today(path, story(number)), version=CLEANER_VERSION)
    before = past.rows("SELECT * FROM articles")
    [(offset,)] = past.rows("SELECT archive_offset FROM pages WHERE url LIKE '%/a/2.html'")
    with sqlite3.connect(past.database) as connection:
        connection.execute("UPDATE pages SET archive_offset = ?", (offset,))
    connection.close()
    result = past.reclean("--apply")
    assert result.returncode == 4
    assert "1 unchanged" in result.stdout
    assert "1 not in the archive" in result.stdout
    assert f"/a/1.html: 2024/08/qinghe-20240829-0000.warc.gz at byte {offset}: holds another page" in result.stdout
    assert past.rows("SELECT * FROM articles") == before


def test_an_article_kept_under_the_address_it_declares_is_read_from_the_one_that_answered(past: Past) -> None:
    path, declared = "/show.php?id=1", normalise_url(HOST + "/a/1.html")
    past.store(path, past.fetch(path, story(1)), replace(today(path, story(1)), title="旧"), declared=declared)
    assert past.reclean("--apply").returncode == 0
    assert past.rows("SELECT normalised_url, title FROM articles") == [(declared, "清河县第1号水库完成检修")]


def test_what_a_crawl_stored_meanwhile_stays(past: Past) -> None:
    path = "/a/1.html"
    past.store(path, past.fetch(path, story(1)), replace(today(path, story(1)), title="旧"))
    corrected = story(1).replace("第1号".encode(), "第一号".encode())

    def jobs(store: Store) -> Iterator[Job]:
        for found in list(archived_pages(store)):
            yield Job(past.archive, found, None, SiteMemory())
        where = past.fetch(path, corrected, NOON + timedelta(hours=3))  # the pages were listed, none is stored yet
        past.store(path, where, today(path, corrected), NOON + timedelta(hours=3), CLEANER_VERSION)

    with Store.open(past.database) as store:
        tally = reclean(store, jobs(store), 1, processes=1, apply=True)
    assert tally.outcomes == {"fetched again meanwhile": 1}
    assert past.rows("SELECT title FROM articles") == [("清河县第一号水库完成检修",)]


def test_an_article_that_reads_the_same_was_read_by_todays_cleaners_then(past: Past) -> None:
    past.store("/a/1.html", past.fetch("/a/1.html", story(1)), today("/a/1.html", story(1)))
    assert past.reclean("--apply").returncode == 3
    assert past.rows("SELECT cleaner_version FROM articles") == [(CLEANER_VERSION,)]
    assert past.rows("SELECT count(*) FROM revisions") == [(0,)]


def test_a_change_at_the_end_of_a_long_title_is_seen(past: Past) -> None:
    title = "清河县第二水库管理所今年秋灌前完成全部闸门年度检修下游灌区随即开始放水并于月底前结束"
    body = story(1).replace("清河县第1号水库完成检修".encode(), title.encode())
    past.store("/a/1.html", past.fetch("/a/1.html", body), replace(today("/a/1.html", body), title=title + "旧"))
    assert "旧" in past.reclean().stdout


def test_cuts_and_pictures_that_change_are_told_in_words(past: Past) -> None:
    path, body = "/a/1.html", story(1)
    cut = Removal(RemovalKind.BOILERPLATE, "分享到[朋友圈]", "after", "choose_body")
    kept = today(path, body)
    picture = Image(HOST + "/p.jpg", None, "渠首")
    past.store(path, past.fetch(path, body), replace(kept, removed=(*kept.removed, cut), images=(picture,)))
    rows = {line.split("│")[1].strip(): line for line in past.reclean_process().stdout.splitlines() if "│" in line}
    assert "1 cut: " in rows["removals"]
    assert "none" in rows["removals"]
    assert "1 picture: " in rows["images"]
    assert "none" in rows["images"]


def test_rows_that_both_sides_have_are_only_counted() -> None:
    share, more = (("boilerplate", text, "after", "choose_body") for text in ("分享到[朋友圈]", "相关阅读" * 9))
    before, after = rows_apart("removals", Example("", [share, more], [share]))
    whole = "2 cuts: 相关阅读相关阅读相关阅读相关阅读相关阅… (boilerplate, after, choose_body)"
    assert before == whole[:MAX_EXAMPLE_CHARS] + "…"
    assert after == "1 cut"
    shown = "1 cut: 分享到[朋友圈] (boilerplate, after, choose_body)"
    assert rows_apart("removals", Example("", [share], [])) == (shown, "none")
    assert rows_apart("removals", Example("", [share, more], [more, share])) == ("2 cuts", "2 cuts in another order")


def test_kinds_of_blocks_are_counted() -> None:
    """As lists of sixty words both sides looked alike."""
    old, new = '["paragraph", "paragraph", "list_item"]', '["paragraph", "paragraph"]'
    assert values_apart("block_kinds", Example("", old, new)) == ("2 paragraph, 1 list_item", "2 paragraph")
    turned = '["list_item", "paragraph", "paragraph"]'
    assert values_apart("block_kinds", Example("", old, turned)) == (old, turned)


def test_an_article_of_several_pages_is_joined_again_from_the_archive(past: Past) -> None:
    pager = '<div><a href="c_88.html">1</a> <a href="c_88_2.html">2</a> <a href="c_88_2.html">下一页</a></div>'
    lines = [
        "古城墙修缮工程进入第二年，南门一段的墙砖已经全部归位，工匠们正在补砌垛口。",
        "按照计划，北门一段将在入冬前完工。",
    ]
    first, second = page("古城墙修缮过半", lines[0], pager=pager), page("古城墙修缮过半(2)", lines[1])
    where = past.fetch("/a/c_88.html", first)
    past.fetch("/a/other.html", story(7))
    past.fetch("/a/c_88_2.html", second)
    assert find_article_pages(Document(first, HOST + "/a/c_88.html"))
    whole = join_articles([today("/a/c_88.html", first), today("/a/c_88_2.html", second)])
    past.store("/a/c_88.html", where, replace(whole, title="旧"))
    assert len(list(read_following(past.archive, where.place, 10))) == 2
    assert past.reclean("--apply").returncode == 0
    [(title, text)] = past.rows("SELECT title, text FROM articles")
    assert title == "古城墙修缮过半"
    assert lines[0] in str(text)
    assert lines[1] in str(text)


def test_a_file_that_cannot_be_opened_behind_an_article_ends_nothing(past: Past) -> None:
    pager = '<div><a href="c_88.html">1</a> <a href="c_88_2.html">2</a> <a href="c_88_2.html">下一页</a></div>'
    where = past.fetch("/a/c_88.html", page("古城墙修缮过半", "古城墙修缮工程进入第二年。", pager=pager))
    past.store("/a/c_88.html", where, replace(today("/a/c_88.html", story(7)), trace=("join_pages",)))
    member = past.archive / where.place.file
    later = member.with_name(member.name.rpartition("-")[0] + "-9999.warc.gz")
    later.symlink_to("/nowhere")
    result = past.reclean()
    assert result.returncode == 4
    assert f"cannot read {later}" in result.stdout.replace("\n", "")


@pytest.mark.parametrize(("encoding", "pack"), [("br", brotli.compress), ("deflate", zlib.compress)])
def test_pages_in_the_encodings_a_crawl_asks_for_are_read_again(
    past: Past, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    path = "/a/1.html"
    past.store(path, past.fetch(path, pack(story(1)), encoding=encoding), replace(today(path, story(1)), title="旧"))
    assert past.reclean("--apply").returncode == 0
    assert past.rows("SELECT title FROM articles") == [("清河县第1号水库完成检修",)]


def test_a_page_that_cannot_be_decoded_never_replaces_its_article(past: Past) -> None:
    path = "/a/1.html"
    past.store(path, past.fetch(path, b"\xff" + brotli.compress(story(1)), encoding="br"), today(path, story(1)))
    result = past.reclean("--apply")
    assert result.returncode == 4
    assert "sent as 'br'" in result.stdout
    assert past.rows("SELECT count(*) FROM revisions") == [(0,)]


def test_an_article_loses_no_page_that_cannot_be_decoded(past: Past) -> None:
    pager = '<div><a href="c_88.html">1</a> <a href="c_88_2.html">2</a> <a href="c_88_2.html">下一页</a></div>'
    lines = ["南门一段的墙砖已经全部归位，工匠们正在补砌垛口。", "北门一段将在入冬前完工。"]
    first, second = page("古城墙修缮过半", lines[0], pager=pager), page("古城墙修缮过半(2)", lines[1])
    where = past.fetch("/a/c_88.html", first)
    past.fetch("/a/c_88_2.html", b"\xff" + brotli.compress(second), encoding="br")
    past.store("/a/c_88.html", where, join_articles([today("/a/c_88.html", first), today("/a/c_88_2.html", second)]))
    result = past.reclean("--apply")
    assert (result.returncode, "c_88_2.html: sent as 'br'" in result.stdout) == (4, True)
    assert past.rows("SELECT count(*) FROM articles WHERE text LIKE '%入冬前%'") == [(1,)]


def test_the_day_of_the_fetch_is_the_day_of_reading(past: Past) -> None:
    body = page("清河县举行稻花节", "稻花节在柳河镇开幕，来自各乡镇的三百多名群众参加了开镰仪式，现场展出了新米。")
    where = past.fetch("/a/1.html", body.replace(b"2024-08-29 10:20", "3小时前".encode()))
    article = reclean_page(past.archive, where.place, None).article
    assert article == clean_html(
        body.replace(b"2024-08-29 10:20", "3小时前".encode()),
        HOST + "/a/1.html",
        content_type="text/html",
        fetched_at=NOON,
    )


def test_a_revisit_is_read_with_its_first_bytes(past: Past) -> None:
    with ArchiveWriter(past.archive, "qinghe") as writer:
        exchange = Exchange(HOST + "/a/1.html", NOON, 200, (("Content-Type", "text/html"),), story(1))
        first = writer.write(exchange)
        later = writer.write(exchange._replace(fetched_at=NOON + timedelta(days=1)))
    assert reclean_page(past.archive, later.place, None).article.title == "清河县第1号水库完成检修"
    (past.archive / first.place.file).unlink()
    with pytest.raises(NotReadableError):
        reclean_page(past.archive, later.place, None)


@pytest.mark.parametrize(
    ("options", "words"), [(["--since", "yesterday"], "must be a day"), (["--jobs", "0"], "whole number")]
)
def test_wrong_options_are_refused(past: Past, options: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        past.reclean(*options)


def test_wrong_use_is_one_clear_line(past: Past) -> None:
    assert past.reclean() == (
        7,
        "",
        f"scrapy reclean: {past.database}: no database there; run a crawl first or set NEWS_DB\n",
    )
    result = past.reclean_process("qinghe")
    assert result.returncode == 2
    assert "--site" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_changed_fields_of_an_article_that_is_not_stored(past: Past) -> None:
    where = past.fetch("/a/1.html", story(1))
    past.store("/a/1.html", where, today("/a/1.html", story(1)))
    visit = Visit("qinghe", HOST, HOST, NOON, 200, today("/a/2.html", story(2)), CLEANER_VERSION)
    with Store.open(past.database, readonly=True) as store:
        assert changed_fields(store, visit) == {}
