"""Whole runs of ``scrapy crawl`` against a real server on loopback."""

from __future__ import annotations

import gzip
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from collections import Counter
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import brotli
import pytest
from later import with_validators
from loopback import (
    ONE_AT_A_TIME,
    PROJECT,
    Answer,
    Desk,
    Server,
    article,
    listing,
    stock,
)
from starter import UNREAD

from spiders.lock import site_lock
from spiders.report import ExitCode

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def test_what_was_sent_packed_is_read_again_from_the_archive(server: Server, desk: Desk) -> None:
    packers = {
        "br": brotli.compress,
        "zstd": zstd.compress,
        "deflate": zlib.compress,
        "gzip, br": lambda page: brotli.compress(gzip.compress(page)),
    }
    for path, (encoding, pack) in zip(stock(server, 4), packers.items(), strict=True):
        plain: Answer = server.routes[path]
        server.routes[path] = plain._replace(body=pack(plain.body or b""), headers={"Content-Encoding": encoding})
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    again = desk.run("reclean")
    assert (again.code, "4 unchanged" in again.out) == (ExitCode.NOTHING_NEW, True), again


def test_two_runs_store_once_and_ask_conditionally(server: Server, desk: Desk) -> None:
    paths = stock(server, 6)
    server.routes["/"] = with_validators(server.routes["/"])
    desk.profile("hewan", server, delay=ONE_AT_A_TIME)
    first = desk.run("crawl", "hewan")
    assert first.code == ExitCode.SUCCESS, first
    assert "articles new         6" in first.out
    assert str(desk.database) in first.out
    assert "SELECT" in first.out
    assert first.err == ""
    assert Counter(server.paths()) == Counter(["/", *paths])
    assert server.most_open == 1
    assert desk.rows("SELECT count(*), count(DISTINCT normalised_url) FROM articles") == [(6, 6)]
    assert {row[0] for row in desk.rows("SELECT archive_file IS NOT NULL FROM pages")} == {1}

    server.seen.clear()
    second = desk.run("crawl", "hewan")
    assert second.code == ExitCode.NOTHING_NEW, second
    assert "nothing new; nothing stored twice" in second.out
    assert "not modified 1" in second.out
    assert server.paths() == ["/"]  # A page months old is asked for again, not taken for fresh.
    assert server.seen[-1].headers["if-none-match"] == '"1"'
    assert desk.rows("SELECT count(*) FROM articles") == [(6,)]
    assert desk.rows("SELECT exit_code, pages, new FROM crawls ORDER BY id") == [(0, 7, 6), (3, 1, 0)]


def test_a_crawl_loads_the_rules_with_its_first_article(server: Server, desk: Desk) -> None:
    stock(server, 1)
    desk.profile("hewan", server)
    script = (
        f"import sys; sys.argv = {['scrapy', *desk.words('crawl', 'hewan', '-q')]}\n"
        "from scrapy.cmdline import execute\n"
        "try: execute()\n"
        "finally: print('cleaners.clean' in sys.modules)"
    )
    for is_needed in (True, False):
        ran = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)
        assert ran.stdout == f"{is_needed}\n", ran


def test_a_budget_ends_the_run_and_the_next_one_goes_on(server: Server, desk: Desk) -> None:
    stock(server, 8)
    desk.profile("hewan", server)
    first = desk.run("crawl", "hewan", "-a", "max_pages=5")
    assert first.code == ExitCode.PARTIAL, first
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(8,)]
    counts = Counter(server.paths())
    assert counts.pop("/") == 2
    assert set(counts.values()) == {1}


def test_one_page_alone_is_fetched_and_nothing_else(server: Server, desk: Desk) -> None:
    paths = stock(server, 3)
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan", "-q", "-a", f"url={server.base}{paths[1]}")
    assert (ran.code, ran.out, ran.err) == (ExitCode.SUCCESS, "", "")
    assert server.paths() == [paths[1]]
    del server.routes[paths[1]]
    ran = desk.run("crawl", "hewan", "-a", f"url={server.base}{paths[1]}")
    assert (ran.code, ran.err) == (ExitCode.NOTHING_NEW, "")
    assert f"hewan: nothing new; the page is not there, {server.base}{paths[1]}: status 404\n" in ran.out
    assert "withdrawn 1" in ran.out


def test_killed_and_run_again_loses_nothing_and_stores_nothing_twice(server: Server, desk: Desk) -> None:
    paths = stock(server, 40)
    for path in paths:
        server.routes[path] = server.routes[path]._replace(seconds=0.01)
    desk.profile("hewan", server)
    for reached in (8, 25):
        with desk.start("crawl", "hewan") as process:
            end = time.monotonic() + 20
            while len(server.paths()) < reached and time.monotonic() < end:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*), count(DISTINCT url) FROM articles") == [(40, 40)]
    assert desk.rows("SELECT state, count(*) FROM pages GROUP BY state") == [("done", 41)]
    assert desk.rows("PRAGMA integrity_check") == [("ok",)]
    assert desk.rows("SELECT count(*) FROM crawls WHERE finished_at IS NULL") == [(2,)]


def test_the_second_run_of_a_site_leaves_at_once(server: Server, desk: Desk) -> None:
    desk.profile("hewan", server)
    desk.profile("hewan-county", server, 'not_paths = ["/sport/"]')
    with site_lock(str(desk.database), "hewan", f"127.0.0.1:{server.port}"):
        ran = desk.run("crawl", "hewan")
        other = desk.run("crawl", "hewan-county")
        quiet = desk.run("crawl-all", "-q")
        told = desk.run("crawl-all")
    assert "another site on 127.0.0.1" in told.out  # its crawls' standard error
    assert (ran.code, other.code) == (ExitCode.LOCKED, ExitCode.LOCKED)
    assert quiet == (ExitCode.LOCKED, "", "")
    assert f"another site on 127.0.0.1:{server.port}" in other.err
    assert ran.err.count("\n") == 1
    assert server.seen == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["crawl", "nowhere"], "no site 'nowhere'"),
        (["crawl", "n" * 400], "no site 'nnn"),
        (["crawl", "hewann"], "did you mean hewan?"),
        (["crawl", "data/sites/hewan.toml"], "did you mean hewan?"),
        (["crawl", "bad"], "bad.toml: colour: unknown key"),
        (["crawl", "real"], "set NEWS_CONTACT"),
        (["crawl", "real", "-s", "NEWS_CONTACT=me"], "NEWS_CONTACT='me' is neither a mail address nor a page; set"),
        (["crawl", "hewan", "-s", "NEWS_PROXY=proxy:3128"], "NEWS_PROXY=proxy:3128: not an address such as http://"),
        (["crawl", "hewan", "-s", "NEWS_PROXY=http://desk:s#lt@proxy:3128"], "NEWS_PROXY=...@proxy:3128: not an"),
        (["crawl", "hewan", "-a", "url=1.html"], "-a url=1.html: not an http or https address"),
        (["crawl", "hewan", "-s", "NEWS_MAX_PAGES=many"], "NEWS_MAX_PAGES=many: not a whole number above 0"),
        (["crawl", "hewan", "-s", "NEWS_MAX_MINUTES=0"], "NEWS_MAX_MINUTES=0: not a number above 0"),
    ],
)
def test_bad_usage_is_one_clear_line(server: Server, desk: Desk, arguments: list[str], words: str) -> None:
    desk.profile("hewan", server)
    (desk.sites / "bad.toml").write_text('name = "x"\nhome = "http://x.example/"\ncolour = "red"\n', encoding="utf-8")
    (desk.sites / "real.toml").write_text('name = "x"\nhome = "http://www.iana.org/"\n', encoding="utf-8")
    ran = desk.run(*arguments)
    assert ran.code == ExitCode.USAGE
    assert words in ran.err
    assert ran.err.count("\n") == 1
    assert server.seen == []


def test_a_database_that_cannot_be_used(server: Server, desk: Desk) -> None:
    desk.profile("hewan", server)
    desk.database.write_bytes(b"no database at all, but a text of some length" * 30)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.STORAGE
    assert str(desk.database) in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("budget", [(), ("-a", "max_pages=1")])  # that is spent when the first answer is archived
def test_an_archive_that_cannot_be_written_is_named(server: Server, desk: Desk, budget: tuple[str, ...]) -> None:
    stock(server, 2)
    desk.profile("hewan", server)
    (desk.folder / "archive").write_bytes(b"a file, not a folder")
    ran = desk.run("crawl", "hewan", *budget)
    assert ran.code == ExitCode.STORAGE
    assert f"STOPPED: cannot write to archive {desk.folder / 'archive'}: " in ran.out
    assert "Traceback" not in ran.err
    assert desk.rows("SELECT DISTINCT state, outcome FROM pages") == [("frontier", None)]  # Not its fault.


@pytest.mark.parametrize("command", [["crawl", "hewan"], ["crawl-all"]])
def test_nobody_reads_what_the_run_says(server: Server, desk: Desk, command: list[str]) -> None:
    stock(server, 2)
    desk.profile("hewan", server)
    ran = desk.run(*command, streams={1: UNREAD})
    assert (ran.code, ran.err) == (ExitCode.SUCCESS, "")
    assert desk.rows("SELECT count(*) FROM articles") == [(2,)]


def test_a_full_disk_stops_the_run_and_loses_nothing(server: Server, desk: Desk) -> None:
    stock(server, 60)
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan", largest_file=700 * 1024)
    assert (ran.code, ran.err) == (ExitCode.STORAGE, ""), ran
    assert f"STOPPED: {desk.database}" in ran.out  # said once
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*), count(DISTINCT url) FROM articles") == [(60, 60)]
    assert desk.rows("PRAGMA integrity_check") == [("ok",)]


def test_errors_in_our_own_code_show_in_the_exit_code(server: Server, desk: Desk, tmp_path: Path) -> None:
    stock(server, 2)
    desk.profile("hewan", server)
    breaking = tmp_path / "breaking.py"
    breaking.write_text("class Pipeline:\n    def process_item(self, item):\n        raise KeyError('our mistake')\n")
    broken = ("-s", 'ITEM_PIPELINES={"breaking.Pipeline": 1}')
    ran = desk.run("crawl", "hewan", *broken, environment={"PYTHONPATH": str(tmp_path)})
    assert ran.code == ExitCode.FAILED, ran


def test_bytes_decide_the_charset(server: Server, desk: Desk) -> None:
    declared = ("text/html; charset=ISO-8859-1", "text/html; charset=utf-8", "text/html")
    for number, (path, header) in enumerate(zip(stock(server, 6), declared * 2, strict=True)):
        page = article(number).decode().replace('<meta charset="utf-8">', '<meta charset="gbk">').encode("gbk")
        plain = Answer(page, headers={"Content-Type": header})
        packed = Answer(gzip.compress(page), headers={"Content-Type": header, "Content-Encoding": "gzip"})
        server.routes[path] = plain if number < len(declared) else packed
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert ["除险加固工程" in text for (text,) in desk.rows("SELECT text FROM articles")] == [True] * 6


def test_a_profile_under_a_new_name_begins_at_the_same_home_page(server: Server, desk: Desk) -> None:
    stock(server, 2)
    home = server.routes["/"]
    server.routes["/"] = home._replace(headers={"ETag": '"1"'})
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    (desk.sites / "hewan.toml").rename(desk.sites / "hewan-daily.toml")
    again = desk.run("crawl", "hewan-daily")
    assert (again.code, len(server.seen)) == (ExitCode.NOTHING_NEW, 4 + 2), again
    stock(server, 3)
    assert desk.run("crawl", "hewan-daily").code == ExitCode.SUCCESS
    assert desk.rows("SELECT site, count(*) FROM articles GROUP BY 1") == [("hewan", 2), ("hewan-daily", 1)]


def test_an_article_under_its_canonical_address_is_revisited_where_it_was_had(server: Server, desk: Desk) -> None:
    path = stock(server, 1)[0]
    declared = b'<link rel="canonical" href="/content/2024-08/29/content_9000.html">'
    server.routes[path] = Answer(article(1).replace(b"<head>", b"<head>" + declared))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET next_visit_at = '2024-08-30' WHERE outcome = 'article'")
        assert connection.total_changes == 1
    again = desk.run("crawl", "hewan")
    assert (again.code, server.paths()) == (ExitCode.NOTHING_NEW, ["/", path, "/", path]), again


def test_outside_its_hours_a_site_is_not_asked(server: Server, desk: Desk) -> None:
    stock(server, 1)
    hour = (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(hours=12)).hour
    desk.profile("hewan", server)
    with (desk.sites / "hewan.toml").open("a") as file:
        file.write(f'hours = "{hour:02}:00-{hour:02}:30"\n')
    loud, quiet = desk.run("crawl", "hewan"), desk.run("crawl", "hewan", "-q")
    assert (loud.code, quiet.code) == (ExitCode.NOTHING_NEW, ExitCode.NOTHING_NEW)
    assert loud.err == "scrapy crawl: hewan: outside the hours its profile allows; nothing fetched\n"
    assert quiet.out + quiet.err == ""
    assert server.seen == []


def test_two_outlets_of_one_host(server: Server, desk: Desk) -> None:
    county = {f"/county/content/2024-08/29/content_{n}.html": f"上游县渠道验收第{n}号" for n in (21, 22, 23)}
    portal = {f"/city/content/2024-08/29/content_{n}.html": f"河湾市公交改线第{n}号" for n in (11, 12, 13)}
    server.routes["/"] = Answer(listing(portal | county, '<div><a href="/county/">上游县</a></div>'))
    server.routes["/county/"] = Answer(listing(county | portal))
    addresses = "".join(f"<url><loc>{server.base}{path}</loc></url>" for path in portal | county)
    server.routes["/map.xml"] = Answer(f"<urlset>{addresses}</urlset>".encode(), headers={"Content-Type": "text/xml"})
    server.routes["/robots.txt"] = Answer(f"Sitemap: {server.base}/map.xml\n".encode())
    for number, path in enumerate(portal | county):
        server.routes[path] = Answer(article(number), seconds=0.02)
    desk.profile("portal", server, 'not_paths = ["/county/"]', ONE_AT_A_TIME)
    desk.profile("county", server, 'paths = ["/county/"]', ONE_AT_A_TIME)
    profile = desk.sites / "county.toml"
    text = profile.read_text("utf-8").replace(f'"{server.base}/"', f'"{server.base}/county"')
    profile.write_text(text, encoding="utf-8")
    server.routes["/county"] = Answer(status=301, headers={"Location": "/county/"})
    ran = desk.run("crawl-all", "-j", "2")
    assert ran.code == ExitCode.SUCCESS, ran
    stored = desk.rows("SELECT site, url LIKE '%/county/%', count(*) FROM articles GROUP BY 1, 2")
    assert stored == [("county", 1, 3), ("portal", 0, 3)]
    assert server.most_open == 1
    assert "other_path" in ran.out


def test_a_run_that_hangs_ends_itself(server: Server, desk: Desk, tmp_path: Path) -> None:
    stock(server, 1)
    desk.profile("hewan", server)
    (tmp_path / "hanging.py").write_text(
        "import time\nclass Pipeline:\n    def process_item(self, item):\n        time.sleep(60)\n"
    )
    limits = ("-s", "NEWS_MAX_MINUTES=0.02", "-s", "NEWS_GRACE_SECONDS=1")
    hanging = ("-s", 'ITEM_PIPELINES={"hanging.Pipeline": 1}')
    ran = desk.run("crawl", "hewan", *limits, *hanging, environment={"PYTHONPATH": str(tmp_path)})
    assert ran.code == ExitCode.PARTIAL, ran
    assert "the next run goes on" in ran.err


def test_a_stop_signal_ends_the_run_in_order(server: Server, desk: Desk) -> None:
    stock(server, 40)
    desk.profile("hewan", server, delay=0.1)
    with desk.start("crawl", "hewan", "-q") as process:
        while len(server.paths()) < 3:
            time.sleep(0.01)
        assert listening_sockets(process.pid) == []  # Neither telnet nor remote control.
        process.terminate()
        code, out, _ = process.read()
    assert code == ExitCode.PARTIAL, out
    assert "stopped by shutdown" in out
    assert desk.rows("SELECT count(*) FROM pages WHERE state = 'in_flight'") == [(0,)]
    assert desk.rows("SELECT exit_code, reason FROM crawls") == [(4, "shutdown")]


def listening_sockets(pid: int) -> list[str]:
    """Lines of the system's table for the sockets on which a process waits for connections."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            inodes.add(str(descriptor.readlink()).removeprefix("socket:[").removesuffix("]"))
    tables = [Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:] for name in ("tcp", "tcp6")]
    return [line for table in tables for line in table if line.split()[3] == "0A" and line.split()[9] in inodes]
