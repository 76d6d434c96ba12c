"""``scrapy clean``: every kind of saved page, real files, real processes, bad input in one line."""

from __future__ import annotations

import gzip
import json
import os
import quopri
import signal
import sqlite3
import subprocess
import sys
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, cast

import brotli
import pytest
import starter
from visits import NOON

from cleaners import Rejection
from cleaners.verdict import MAX_PAGE_BYTES
from pipelines.store import Store
from pipelines.values import Site
from spiders.archive_writer import ArchiveWriter, Exchange
from spiders.cleaning import BATCH_PAGES, CleanedPage, clean_page, clean_pages, said_address, store_pages
from spiders.explain import printable
from spiders.profile_reader import load_profiles
from spiders.saved_pages import InputError, SavedPage, list_inputs, read_saved_pages
from spiders.saved_stories import join_stories

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ROOT = Path(__file__).parent.parent
NEWSROOM = ROOT / "data" / "newsroom"
SEED = ROOT.parent / "shared" / "seed"
PAGE = NEWSROOM / "news.yunmengze.example" / "a" / "20260312" / "1003.html"
URL = "http://news.yunmengze.example/a/20260312/1003.html"
TEXT_START = "今天15时30分，随着最后一对500米长钢轨"


def run(*args: str | Path, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command, with ``stdin`` behind a pipe as in a shell."""
    words = ["clean", *map(str, args)]
    code, out, err = starter.run(words, os.environ, timeout=60, stdin=stdin or b"")
    return subprocess.CompletedProcess(words, code, out.encode(), err.encode())


def articles(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def refusal(done: subprocess.CompletedProcess[bytes], code: int = 1) -> str:
    assert done.returncode == code
    assert done.stdout in {b"", b"nothing stored\n"}
    line = done.stderr.decode("utf-8")
    assert line.count("\n") == 1
    return line


def read(*paths: Path | str, form: str | None = None) -> list[SavedPage]:
    found = list(read_saved_pages(list_inputs(map(str, paths)), form))
    assert [error for error in found if isinstance(error, InputError)] == []
    return [page for page in found if isinstance(page, SavedPage)]


def read_or_named(*paths: Path) -> list[str]:
    """Addresses of the pages that are read, and the errors for the others, in order."""
    found = read_saved_pages(list_inputs(map(str, paths)))
    return [str(page) if isinstance(page, InputError) else str(page.url) for page in found]


def warc_record(url: str, status: str, content_type: str, body: bytes, *headers: str) -> bytes:
    lines = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers))
    block = f"{lines}\r\n\r\n".encode() + body
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2026-03-12T08:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def write_warc(path: Path, *, packed: bool) -> Path:
    answers = [("200 OK", "text/html"), ("200 OK", "image/png"), ("404 Not Found", "text/html")]
    records = [
        warc_record(f"http://news.yunmengze.example/{number}.html", status, kind, PAGE.read_bytes())
        for number, (status, kind) in enumerate(answers, 1)
    ]
    path.write_bytes(b"".join(map(gzip.compress, records) if packed else records))
    return path


# What it reads


def test_a_page_and_a_packed_page_give_the_same_article(tmp_path: Path) -> None:
    page, packed = tmp_path / "page.html", tmp_path / "packed.html.gz"
    page.write_bytes(PAGE.read_bytes())
    packed.write_bytes(gzip.compress(PAGE.read_bytes()))
    plain, unpacked = articles(run(page, packed))
    assert (plain.pop("origin"), unpacked.pop("origin")) == (str(page), str(packed))
    assert plain == unpacked
    assert plain["text"].startswith(TEXT_START)
    assert plain["rejection"] is None


def test_standard_input_and_an_address_for_it() -> None:
    (article,) = articles(run("-", "--url", URL, stdin=PAGE.read_bytes()))
    assert (article["url"], article["text"][:5]) == (URL, TEXT_START[:5])


def test_a_folder_is_walked_in_order_and_only_pages_are_read(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.html", "a.htm", "c.txt", "c.png", "expected.json"):
        (tmp_path / name).write_bytes(PAGE.read_bytes())
    assert [Path(page.origin).name for page in read(tmp_path)] == ["a.htm", "2.html", "c.txt"]
    assert [page.plain for page in read(tmp_path)] == [False, False, True]


def test_what_a_mirrored_site_tells_robots_is_no_page_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_bytes(PAGE.read_bytes())
    robots = tmp_path / "robots.txt"
    robots.write_bytes(b"User-agent: *\nDisallow: /private/\n")
    assert [Path(page.origin).name for page in read(tmp_path)] == ["1.html"]
    assert len(read(robots)) == 1, "what is named is read"


def test_in_a_folder_the_answers_of_scripts_are_pages_when_they_begin_as_one(tmp_path: Path) -> None:
    names = ("3194", "a.html?p=2", "list.asp@p=2", "show.jsp", "view.php?id=3")
    for name in names:
        (tmp_path / name).write_bytes(PAGE.read_bytes())
    for name, content in {
        "LICENSE": b"MIT",
        "f.php": b"<?php echo 1",
        "rss.php": b"<rss></rss>",
        "x.zip": b"PK",
    }.items():
        (tmp_path / name).write_bytes(content)
    assert [Path(page.origin).name for page in read(tmp_path)] == list(names)


@pytest.mark.parametrize("name", ["page.html", "page.html.gz", "3194"])
def test_the_bytes_say_whether_a_page_is_packed(tmp_path: Path, name: str) -> None:
    for content in (PAGE.read_bytes(), gzip.compress(PAGE.read_bytes())):
        (tmp_path / name).write_bytes(content)
        assert [page.raw for page in read(tmp_path)] == [PAGE.read_bytes()]
        assert [article["text"][:5] for article in articles(run("-", stdin=content))] == [TEXT_START[:5]]


@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.gz"])
def test_of_a_warc_only_pages_that_were_there_are_read(tmp_path: Path, name: str) -> None:
    (page,) = read(write_warc(tmp_path / name, packed=name.endswith(".gz")))
    assert page.url == "http://news.yunmengze.example/1.html"
    assert page.content_type == "text/html"
    assert page.fetched_at is not None
    assert page.fetched_at.isoformat() == "2026-03-12T08:00:00+00:00"
    assert clean_page(page).article.text.startswith(TEXT_START)


def test_pages_of_a_warc_are_unpacked(tmp_path: Path) -> None:
    file, packed = (
        tmp_path / "pages.warc",
        {"br": brotli.compress(PAGE.read_bytes()), "zstd": zstd.compress(PAGE.read_bytes())},
    )
    records = [
        warc_record(URL, "200 OK", "text/html", body, f"Content-Encoding: {name}") for name, body in packed.items()
    ]
    file.write_bytes(b"".join(records))
    assert [page.raw for page in read(file)] == [PAGE.read_bytes()] * 2


def test_a_warc_packed_as_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(write_warc(tmp_path / "a.warc", packed=False).read_bytes()))
    assert len(read(tmp_path / "a.warc.gz")) == 1


def test_a_warc_comes_through_a_pipe(tmp_path: Path) -> None:
    done = run("-", "--format", "warc", stdin=write_warc(tmp_path / "a.warc.gz", packed=True).read_bytes())
    assert [article["url"] for article in articles(done)] == ["http://news.yunmengze.example/1.html"]


def test_large_records_that_are_no_pages_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.saved_pages.MAX_RECORD_BYTES", 20_000)
    film = warc_record("http://a.example/film", "200 OK", "video/mp4", b"f" * 70_000)
    page = warc_record("http://a.example/1", "200 OK", "text/html", b"<p>x</p>")
    for name, pack in (("a.warc", bytes), ("a.warc.gz", gzip.compress)):
        (tmp_path / name).write_bytes(pack(film) + pack(page))
        assert [found.url for found in read(tmp_path / name)] == ["http://a.example/1"]


def test_an_archive_of_ours_is_read_with_the_file_a_killed_run_left(tmp_path: Path) -> None:
    answers = {"/robots.txt": ("text/plain", b"User-agent: *"), "/1.html": ("text/html", PAGE.read_bytes())}
    with ArchiveWriter(tmp_path, "daily") as writer:
        for path, (kind, body) in answers.items():
            headers = (("Content-Type", kind),)
            where = writer.write(
                Exchange("http://a.example" + path, datetime(2026, 3, 12, tzinfo=UTC), 200, headers, body)
            )
    file = tmp_path / where.place.file
    file.rename(file.with_name(file.name + ".open"))
    assert [page.url for page in read(tmp_path)] == ["http://a.example/1.html"]


def test_the_title_of_a_text_is_used(tmp_path: Path) -> None:
    text = "清河县第二水库今天上午完成年度检修，闸门和监测设备恢复运行，下游灌区随即开始放水。"
    lines = [
        {"title": "第二水库完成检修", "text": text},
        {"title": "第二水库完成检修", "text": f"第二水库完成检修\n{text}"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    read_again = [clean_page(page).article for page in read(tmp_path / "a.jsonl")]
    assert [(article.title, article.text) for article in read_again] == [("第二水库完成检修", text)] * 2


def test_json_lines_hold_html_or_text(tmp_path: Path) -> None:
    lines = [
        {"url": URL, "html": PAGE.read_text("utf-8")},
        {"text": "第一段。\n第二段。", "fetched_at": "2026-03-12T08:00:00"},
    ]
    file = tmp_path / "pages.jsonl"
    file.write_text("\n\n".join(json.dumps(line) for line in lines), "utf-8")
    html, text = read(file)
    assert (html.url, html.plain, text.plain) == (URL, False, True)
    assert text.fetched_at is not None
    assert text.fetched_at.tzinfo is not None
    assert text.origin == f"{file}, line 3"


def test_many_pages_are_cleaned_in_several_processes_in_order() -> None:
    pages = [SavedPage(str(number), PAGE.read_bytes(), url=f"http://a.example/{number}") for number in range(40)]
    many = list(clean_pages(iter(pages), jobs=2))
    assert [page.article.url for page in many if isinstance(page, CleanedPage)] == [page.url for page in pages]
    assert many == list(clean_pages(iter(pages), jobs=1))


def test_a_page_on_which_the_cleaners_fail_is_named_and_costs_no_other() -> None:
    pages = [SavedPage("a.html", cast("bytes", 7)), SavedPage("b.html", PAGE.read_bytes())]
    failed, cleaned = clean_pages(pages, 1)
    assert str(failed).startswith("a.html: an error in our code, please report it: TypeError(")
    assert "clean.py:" in str(failed)
    assert isinstance(cleaned, CleanedPage)
    many = list(clean_pages([*pages * 20], 2))
    assert [isinstance(page, CleanedPage) for page in many] == [False, True] * 20


def test_a_page_of_a_known_outlet_is_read_as_its_profile_says() -> None:
    profiles = tuple(load_profiles(NEWSROOM / "sites").values())
    page = NEWSROOM / "www.hsinyu-times.example" / "local" / "20260309001.html"
    pages = [
        SavedPage("1", page.read_bytes(), url=f"http://{host}/1.html") for host in ("hsinyu-times.example", "a.example")
    ]
    cleaned = [page for page in clean_pages(pages, 1, profiles) if isinstance(page, CleanedPage)]
    assert [page.site for page in cleaned] == ["hsinyu-times", None]


# What it stores


def test_stored_pages_are_stored_once(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    folder = NEWSROOM / "www.tanshan-gov.example" / "xwzx" / "zwyw"
    assert b"1 new" in run("--store", folder, "-s", f"NEWS_DB={database}").stdout
    assert b"1 unchanged" in run("--store", folder, "-s", f"NEWS_DB={database}").stdout
    with sqlite3.connect(database) as connection:
        sites = connection.execute("SELECT site FROM articles").fetchall()
    connection.close()
    assert sites == [("tanshan-gov.example",)]


def test_of_an_outlet_with_a_profile_its_name_and_region_are_stored_but_not_over_a_crawls(tmp_path: Path) -> None:
    """Of an archive that was read in, no article had to do with a region."""
    path, name = tmp_path / "news.db", "hsinyu-times"
    profiles = [replace(profile, name="新名") for profile in load_profiles(NEWSROOM / "sites").values()]
    page = clean_page(SavedPage("a", PAGE.read_bytes(), url=f"http://{name}.example/1.html"))._replace(site=name)
    store_pages([page], path, None, Counter(), profiles)
    with Store.open(path) as store:
        facts = "SELECT name, display_name, region, link_rules FROM sites"
        assert [tuple(row) for row in store.connection.execute(facts)] == [(name, "新名", "710000", None)]
        store.put_site(Site(name, "爬得的", "710000", "a.example", None, "Asia/Taipei", True, "{}"), NOON)
    store_pages([page], path, None, Counter(), profiles)
    with Store.open(path) as store:
        assert [tuple(row) for row in store.connection.execute(facts)] == [(name, "爬得的", "710000", "{}")]


def test_a_saved_page_with_its_time_is_read_again_by_a_newer_cleaner(tmp_path: Path) -> None:
    page = tmp_path / "pages.jsonl"
    record = {"html": PAGE.read_text("utf-8"), "url": URL, "fetched_at": "2026-03-13T08:00:00+00:00"}
    page.write_text(json.dumps(record) + "\n", "utf-8")
    database = f"NEWS_DB={tmp_path / 'news.db'}"
    assert b"1 new" in run("--store", page, "-s", database).stdout
    with sqlite3.connect(tmp_path / "news.db") as connection:
        connection.execute("UPDATE articles SET cleaner_version = '0', text = 'x', text_digest = 'x'")
    connection.close()
    assert b"1 recleaned" in run("--store", page, "-s", database).stdout
    page.write_text(json.dumps(record | {"fetched_at": "2026-03-12T08:00:00+00:00"}) + "\n", "utf-8")
    assert b"1 known" in run("--store", page, "-s", database).stdout


def test_what_was_stored_before_a_stop_is_counted_and_stays(tmp_path: Path) -> None:
    page = clean_page(SavedPage("a.html", PAGE.read_bytes()))

    def until_stopped() -> Iterator[CleanedPage]:
        yield from [page] * (BATCH_PAGES + 3)
        raise KeyboardInterrupt

    counts: Counter[str] = Counter()
    with pytest.raises(KeyboardInterrupt):
        store_pages(until_stopped(), tmp_path / "news.db", None, counts)
    assert counts == {"new": 1, "unchanged": BATCH_PAGES - 1}


# What it refuses, and how


def test_a_missing_path_is_named_before_anything_is_printed() -> None:
    assert "no/such.html: no such file or folder" in refusal(run(PAGE, "no/such.html"))
    assert "save the page in a browser" in refusal(run("https://www.hewan.example/1.html"))


def test_an_unreadable_warc_is_named_and_no_database_is_made(tmp_path: Path) -> None:
    broken, database = tmp_path / "broken.warc", tmp_path / "news.db"
    broken.write_bytes(b"this is no WARC\n" * 50)
    assert "broken.warc: not a readable WARC" in refusal(run("--store", broken, "-s", f"NEWS_DB={database}"))
    assert not database.exists()


def test_an_unwritable_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert "news.db" in refusal(run("--store", PAGE, "-s", f"NEWS_DB={tmp_path / 'file' / 'news.db'}"), code=7)


def test_an_unwritable_database_is_named_of_many_pages_too() -> None:
    words = ["clean", "--store", "--jobs", "2", str(NEWSROOM), "-s", "NEWS_DB=/proc/news.db"]  # in several processes
    done = subprocess.run([sys.executable, "-m", "scrapy", *words], cwd=ROOT, capture_output=True, check=False)
    assert "/proc/news.db: " in refusal(done, code=7)  # and nothing as the interpreter ends


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("not a database " * 100)
    refusal(run("--store", PAGE, "-s", f"NEWS_DB={notes}"), code=7)
    assert notes.read_text() == "not a database " * 100


@pytest.mark.parametrize("args", [(), ("--expalin", "x.html"), ("--jobs", "0", "x.html")])
def test_wrong_arguments_have_their_own_exit_code(args: tuple[str, ...]) -> None:
    assert run(*args).returncode == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.html.gz", gzip.compress(b"cut off" * 99, mtime=0)[:-9], "a.html.gz: cannot be read"),
        ("a.warc.gz", b"\x1f\x8b not packed", "a.warc.gz: not a readable WARC"),
        ("a.warc", b"", "a.warc: not a readable WARC"),
        ("a.jsonl", b'{"html": "x"}\n{oops\n', "a.jsonl, line 2: not JSON"),
        ("a.jsonl", b'{"url": "http://a.example/"}', "a.jsonl, line 1: wants an object with 'html'"),
        ("a.jsonl", b"[1]", "a.jsonl, line 1: wants an object"),
        ("a.jsonl", b'{"html": 1}', "a.jsonl, line 1: 'html' is not a text"),
        ("a.jsonl", b"[" * 100_000, "a.jsonl, line 1: not JSON"),
        ("a.jsonl", b'{"html": "x", "fetched_at": "soon"}', "a.jsonl, line 1: 'fetched_at'"),
        ("a.jsonl", b'{"html": "x", "fetched_at": "0001-01-01T00:00:00+08:00"}', "a.jsonl, line 1: 'fetched_at'"),
    ],
)
def test_broken_files_are_named(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    error = read_or_named(tmp_path / name)[-1]
    assert message in error
    assert "\n" not in error


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("table.csv", "id,title,text\n1,城北水库完成加固,记者从市水务局获悉\n".encode()),
        ("table.csv.gz", gzip.compress(b"a,b\n1,2\n", mtime=0)),
        ("dump.csv", b'url,html\nhttp://a.example/1,"<html><body><p>x</p></body></html>"\n'),
        ("list.json", b'[{"url": "http://a.example/", "html": "<p>x"}]'),
        ("script.js", b"if (a < b) document.write('<html>');"),
        ("feed.xml", b'<?xml version="1.0"?>\n<rss version="2.0"><channel></channel></rss>'),
        ("index.xml", b'<?xml version="1.0"?>\n<sitemapindex><sitemap></sitemap></sitemapindex>'),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
        ("nothing", b""),
    ],
)
def test_what_is_no_page_is_named_and_costs_no_other(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = run(tmp_path / name, PAGE)
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr.count(b"\n")) == (1, 1, 1)
    said = f"{name}: begins like no saved page and is no JSON that holds one article; say --format "
    assert said.encode() in done.stderr


def tar_of(page: Path) -> bytes:
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.add(page, arcname="page.html")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("paper.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>", "this is a PDF; make text of it"),
        ("pages.zip", b"PK\x03\x04\x14\0\0\0\x08\0", "this is a ZIP or an office document; unpack"),
        ("notice.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an office document; save it as HTML"),
        ("saved.tar.gz", tar_of(PAGE), "this is a packed folder (tar); unpack it"),
        ("news.db", b"SQLite format 3\0" + b"\0" * 100, "this is a database; one of ours"),
        ("scan.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "this is a picture"),
    ],
)
def test_what_a_file_is_that_is_no_page_is_told_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    done = run(tmp_path / name)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert f"{name}: {said}".encode() in done.stderr
    assert b"--format" not in done.stderr


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><p>x",
        b"\xef\xbb\xbf\r\n <html><p>x",
        "<html><body><p>一</p></body></html>".encode("utf-16"),
        "<html><body><p>一</p></body></html>".encode("utf-16-le"),
        b"Warning: mysql_connect() in /var/www/c.php on line 3\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN'><p>x",
        b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html><p>x',
        b"<!-- saved from url=(0028)http://a.example/ -->\n<div>x",
    ],
)
def test_a_page_of_any_name_is_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "index.php?id=3").write_bytes(content)
    assert [page.raw for page in read(tmp_path / "index.php?id=3")] == [content]


def test_a_page_saved_with_its_pictures_is_read(tmp_path: Path) -> None:
    html = PAGE.read_bytes()
    (tmp_path / "page.mhtml").write_bytes(
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://news.yunmengze.example/1.html\r\n"
        b"Date: Fri, 13 Mar 2026 02:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----MultipartBoundary--x----"\r\n\r\n'
        b"------MultipartBoundary--x----\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: http://news.yunmengze.example/1.html\r\n\r\n"
        + quopri.encodestring(html).replace(b"\n", b"\r\n")
        + b"\r\n------MultipartBoundary--x----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"iVBORw0KGgo=\r\n------MultipartBoundary--x------\r\n"
    )
    (page,) = read(tmp_path)
    assert (page.url, page.fetched_at) == ("http://news.yunmengze.example/1.html", datetime(2026, 3, 13, 2, tzinfo=UTC))
    assert clean_page(page).article.text == clean_page(SavedPage("x", html)).article.text
    (tmp_path / "page.mhtml").write_bytes(b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nx")
    assert "page.mhtml: no part of it is HTML; save the page again" in read_or_named(tmp_path / "page.mhtml")[0]
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(3000))
    (tmp_path / "page.mhtml").write_bytes(nested)
    assert "page.mhtml: parts within parts" in read_or_named(tmp_path / "page.mhtml")[0]


def test_one_broken_file_costs_no_other(tmp_path: Path) -> None:
    for number in range(40):  # enough for several processes
        (tmp_path / f"{number:02}.html").write_bytes(PAGE.read_bytes())
    (tmp_path / "20.html.gz").write_bytes(b"\x1f\x8b\x08 broken")
    done = run(tmp_path)
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr.count(b"\n")) == (1, 40, 1)
    assert b"20.html.gz: cannot be read" in done.stderr
    stored = run("--store", tmp_path, "-s", f"NEWS_DB={tmp_path / 'news.db'}")
    assert (stored.returncode, stored.stdout[:20]) == (1, b"1 new, 39 unchanged ")


def test_a_bad_line_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.saved_pages.MAX_LINE_BYTES", 100)
    file = tmp_path / "pages.jsonl"
    file.write_text(
        f'{{"url": "1", "html": "x"}}\n{{oops\n{{"url": "{"x" * 250}"}}\n{{"url": "2", "html": "x"}}', "utf-8"
    )
    first, oops, long, second = read_or_named(file)
    assert (first, second) == ("1", "2")
    assert "line 2: not JSON" in oops
    assert "line 3: longer than 100 bytes" in long


@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.gz"])
def test_a_damaged_record_costs_no_other(tmp_path: Path, name: str) -> None:
    records = [
        warc_record(f"http://a.example/{number}", "200 OK", "text/html", PAGE.read_bytes()) for number in range(4)
    ]
    records[2] = records[2].replace(b"WARC-Target-URI", b"WARC-Target")
    pieces = [gzip.compress(record) if name.endswith(".gz") else record for record in records]
    pieces[1] = pieces[1][:12] + b"X" * 300 + pieces[1][312:]
    (tmp_path / name).write_bytes(b"".join(pieces))
    damaged = (
        f"{tmp_path / name}: not a readable WARC from byte {len(pieces[0])} to {len(pieces[0] + pieces[1])}; left out"
    )
    first, second, third, fourth = read_or_named(tmp_path / name)
    assert (first, second, fourth) == ("http://a.example/0", damaged, "http://a.example/3")
    assert "record 3: not a readable WARC record" in third


@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.gz"])
def test_the_missing_end_of_a_warc_is_named(tmp_path: Path, name: str) -> None:
    whole = write_warc(tmp_path / name, packed=name.endswith(".gz")).read_bytes()
    (tmp_path / name).write_bytes(whole[:-100])
    page, error = read_or_named(tmp_path / name)
    assert page == "http://news.yunmengze.example/1.html"
    assert f"to {len(whole) - 100}; left out" in error


def test_a_body_that_breaks_off_is_named(tmp_path: Path) -> None:
    body = gzip.compress(PAGE.read_bytes())[:1000]
    (tmp_path / "a.warc").write_bytes(warc_record(URL, "200 OK", "text/html", body, "Content-Encoding: gzip"))
    (error,) = read_or_named(tmp_path / "a.warc")
    assert "record 1: sent as 'gzip', broken after" in error


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no saved pages in this folder"):
        list_inputs([str(tmp_path)])


@pytest.mark.parametrize(
    ("page", "rejection"),
    [
        (b"", Rejection.EMPTY),
        (b" \r\n\t", Rejection.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, Rejection.BINARY),
        (zlib.compress(PAGE.read_bytes()), Rejection.BINARY),
        (Random(1).randbytes(5_000), Rejection.BINARY),
        (b"<p>" + b"x" * 50_000_000, Rejection.TOO_LARGE),
    ],
    ids=["empty", "white space", "binary", "deflated", "enciphered", "50 MB"],
)
def test_a_page_that_cannot_be_one_is_rejected(tmp_path: Path, page: bytes, rejection: Rejection) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(page)
    (saved,) = read(file)
    assert len(saved.raw) <= MAX_PAGE_BYTES + 1
    assert clean_page(saved).article.rejection is rejection


def test_a_page_100_000_elements_deep_is_rejected() -> None:
    done = run("-", stdin=b"<div>" * 100_000 + "深处的一句话。".encode() + b"</div>" * 100_000)
    assert json.loads(done.stdout)["rejection"] == "too_large"


@pytest.mark.parametrize("how", [(), ("--explain",), ("--store", "-s", "NEWS_DB={}")])
def test_who_gets_no_article_at_all_is_told_why(tmp_path: Path, how: tuple[str, ...]) -> None:
    """Of noise under the name of a page came a record with nothing in it, and exit code 0."""
    names = {"noise.html": Random(1).randbytes(5_000), "more.html": Random(2).randbytes(5_000), "nothing.html": b""}
    for name, content in names.items():
        (tmp_path / name).write_bytes(content)
    options = [option.format(tmp_path / "news.db") for option in how]
    done = run(tmp_path, *options)
    assert (done.returncode, done.stderr.decode()) == (3, "scrapy clean: no article in 3 pages: 2 binary, 1 empty\n")
    assert done.stdout
    assert run(tmp_path, PAGE, *options).returncode == 0


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_its_processes_end_with_it(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text((json.dumps({"html": PAGE.read_text("utf-8")}) + "\n") * 3000, "utf-8")
    reading, writing = os.pipe()
    streams = {1: f"/proc/{os.getpid()}/fd/{writing}"}
    command = starter.Command(["clean", "--jobs", "2", str(file)], os.environ, timeout=60, streams=streams)
    with command, os.fdopen(reading, "rb") as output:
        output.readline()
        os.close(writing)
        command.send_signal(sent)
        rest = output.read()  # to its end: until the last process has ended
        ended, _, errors = command.read()
    assert (ended, errors) == (code, "scrapy clean: stopped\n" if code == 130 else "")
    assert rest.count(b"\n") < 2999


# What it shows


def test_explain_shows_the_fields_and_every_cut_without_steering_the_terminal() -> None:
    page = PAGE.read_bytes().replace("15时30分".encode(), "15时\x1b[31m30分".encode())
    shown = run("-", "--explain", stdin=page)
    assert shown.returncode == 0
    text = shown.stdout.decode("utf-8")
    assert "云梦至南浦城际铁路" in text
    assert "characters; cut:" in text
    assert "\x1b" not in text


def test_printable_replaces_control_characters() -> None:
    assert (
        printable("a\x1b[2J\u202eb\tc\ud800")
        == "a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}b\tc\N{REPLACEMENT CHARACTER}"
    )


# The document the project began with


@pytest.fixture(scope="module")
def seed() -> tuple[dict[str, Any], dict[str, Any]]:
    if not SEED.is_dir():
        pytest.skip("the first document is not kept beside this checkout")
    expected = json.loads((SEED / "expected.json").read_text("utf-8"))
    (article,) = articles(run(SEED / "hijacked-page.txt"))
    return article, expected


SEED_FIELDS = ("title", "published_at", "source", "section", "editors", "authors", "integrity", "paragraphs")


@pytest.mark.parametrize("field", SEED_FIELDS)
def test_a_seed_document_gives_the_expected_field(seed: tuple[dict[str, Any], dict[str, Any]], field: str) -> None:
    article, expected = seed
    assert article[field] == expected[field]


def test_seed_documents_junk_is_recorded(seed: tuple[dict[str, Any], dict[str, Any]]) -> None:
    article, expected = seed
    assert set(expected) == {*SEED_FIELDS, "removed_contains"}
    page = (SEED / "hijacked-page.txt").read_text("utf-8")
    # One of the expected strings does not stand on the page in this form, so nothing could have removed it.
    wanted = [text for text in expected["removed_contains"] if text in page]
    assert len(wanted) >= len(expected["removed_contains"]) - 1
    removed = "\n".join(removal["text"] for removal in article["removed"])
    assert [text for text in wanted if text not in removed] == []


def test_someone_who_waits_at_a_terminal_sees_how_far_it_is() -> None:
    reader, terminal = os.openpty()
    streams = {2: os.ttyname(terminal)}
    code, out, _ = starter.run(["clean", str(PAGE)], os.environ, timeout=60, streams=streams)
    os.close(terminal)
    said = os.read(reader, 65536).decode()
    os.close(reader)
    assert code == 0
    assert "cleaning page 1" in said
    assert json.loads(out)["text"].startswith(TEXT_START)


def test_a_mirror_is_stored_as_a_crawl_would_have_it(tmp_path: Path) -> None:
    folder = tmp_path / "www.hewan.example"
    folder.mkdir()
    said = ("老码头上午重新开放，第一班渡船载着三十多名乘客驶向对岸。", "摆渡人说，停航的四十天里他把船底刮了两遍。")
    for number, text in enumerate(said):
        pager = '<a href="55.html">1</a> <a href="55_2.html">2</a>'
        page = f"<title>老码头</title><h1>老码头</h1><div><p>{text}</p><p>{text[::-1]}</p></div>{pager}"
        (folder / ("55_2.html" if number else "55.html")).write_text(page, encoding="utf-8")
    counts: Counter[str] = Counter()
    pages = clean_pages((page for page in read(folder) if isinstance(page, SavedPage)), jobs=1)
    kept = join_stories(page for page in pages if isinstance(page, CleanedPage))
    store_pages(kept, tmp_path / "news.db", None, counts)
    assert counts == {"new": 1}
    with sqlite3.connect(tmp_path / "news.db") as connection:
        ((site, url, text),) = connection.execute("SELECT site, url, text FROM articles")
    connection.close()
    assert (site, url) == ("hewan.example", "http://www.hewan.example/55.html")
    assert all(paragraph in text for paragraph in said)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (SavedPage("m/www.hewan.example/1.html", b"", url="http://www.hewan.example/1.html"), None),
        (SavedPage("m/www.hewan.example/1.html", b"", url=URL), URL),
        (SavedPage("1.html", b""), None),
    ],
)
def test_what_the_user_says_goes_before_a_folder(page: SavedPage, said: str | None) -> None:
    assert said_address(page) == said


def test_what_is_hidden_in_a_folder_is_no_page(tmp_path: Path) -> None:
    for name in (".git/a.html", "b/._c.html", ".d.html", "b/e.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PAGE.read_bytes())
    assert list_inputs([str(tmp_path)]) == [tmp_path / "b" / "e.html"]
    assert list_inputs([str(tmp_path / ".d.html"), str(tmp_path / ".git")])  # whoever names it means it


@pytest.mark.parametrize("url", ["http://[bad/a_2.html", "http://a.example:99999/a_2.html", "a_2.html", "", None])
def test_a_page_whose_address_is_none_is_cleaned_all_the_same(url: str | None) -> None:
    raw = PAGE.read_bytes().replace(b"</body>", b"<a href='a_2.html'>2</a><a href='a_3.html'>3</a></body>")
    assert clean_page(SavedPage("x.jsonl, line 1", raw, url=url)).article.text.startswith(TEXT_START)
