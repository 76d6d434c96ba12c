"""Whole runs of ``scrapy crawl-all``."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from loopback import (
    Desk,
    Server,
    serving,
    stock,
)

from spiders.report import ExitCode


def test_crawl_all_runs_a_group(server: Server, desk: Desk) -> None:
    stock(server, 2)
    desk.profile("hewan", server, 'groups = ["river"]')
    with serving() as other:
        stock(other, 3)
        desk.profile("shangyou", other, 'groups = ["river"]')
        desk.profile("haibian", other, 'groups = ["sea"]')
        (desk.sites / "bad.toml").write_text("name = 1\n", encoding="utf-8")
        (desk.sites / "real.toml").write_text('name = "x"\nhome = "http://www.iana.org/"\ngroups = ["real"]\n')
        real = desk.run("crawl-all", "--group", "real")
        none = desk.run("crawl-all", "--group", "lake", "shangyou")
        ran = desk.run("crawl-all", "--group", "river", "-j", "2")
    assert ran.code == ExitCode.PARTIAL, ran
    assert "3 of 3 sites: 2 success, 1 usage" in ran.out
    assert (real.code, none.code) == (ExitCode.USAGE, ExitCode.USAGE)
    assert "1 site not crawled; set NEWS_CONTACT" in real.err
    assert none.err == "scrapy crawl-all: no site of those named is in lake; theirs are river\n"
    assert "bad.toml: name: 1 is not a non-empty text" in ran.err
    assert desk.rows("SELECT site, count(*) FROM articles GROUP BY site") == [("hewan", 2), ("shangyou", 3)]


def test_crawl_all_hands_on_its_environment(server: Server, desk: Desk) -> None:
    stock(server, 1)
    desk.profile("hewan", server)
    assert desk.run("crawl-all", environment={"NEWS_CONTACT": "desk@hewan.example"}).code == ExitCode.SUCCESS
    assert all("desk@hewan.example" in seen.headers["user-agent"] for seen in server.seen)
    assert server.seen


@pytest.mark.parametrize("option", [["-a", "max_pages=x"], ["-a", "from=2024"], ["-s", "NEWS_MAX_PAGES=x"]])
def test_crawl_all_says_once_what_each_crawl_would_refuse(server: Server, desk: Desk, option: list[str]) -> None:
    for name in ("hewan", "qinghe"):
        desk.profile(name, server)
    ran = desk.run("crawl-all", *option)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert ran.err.startswith("scrapy crawl-all: ")
    assert ran.err.count("\n") == 1
    assert server.seen == []


def test_crawl_all_says_once_that_the_database_cannot_be_used(server: Server, desk: Desk) -> None:
    desk.profile("hewan", server)
    desk.profile("shangyou", server)
    desk.database.write_bytes(b"no database at all, but a text of some length" * 30)
    ran = desk.run("crawl-all")
    assert (ran.code, ran.out, ran.err.count(str(desk.database))) == (ExitCode.STORAGE, "", 1), ran


def test_crawl_all_has_its_crawls_write_into_the_log_that_is_named(server: Server, desk: Desk, tmp_path: Path) -> None:
    stock(server, 1)
    desk.profile("hewan", server)
    log = tmp_path / "crawl.log"
    ran = desk.run("crawl-all", "-q", "-L", "INFO", "--logfile", str(log))
    assert (ran.code, ran.out, ran.err) == (ExitCode.SUCCESS, "", ""), ran
    assert "Spider closed (finished)" in log.read_text(encoding="utf-8")


def test_a_crawl_that_is_killed_costs_no_other(server: Server, desk: Desk) -> None:
    stock(server, 40)
    desk.profile("hewan", server, delay=0.1)
    with serving() as other:
        stock(other, 2)
        desk.profile("shangyou", other)
        with desk.start("crawl-all", "-j", "1") as process:
            end = time.monotonic() + 30
            while len(server.paths()) < 3:
                assert time.monotonic() < end
                time.sleep(0.02)
            os.kill(int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()), signal.SIGKILL)
            code, out, _ = process.read()
    assert (code, "2 of 2 sites: 1 died (-9), 1 success" in out) == (ExitCode.PARTIAL, True), out
    assert desk.rows("SELECT count(*) FROM articles WHERE site = 'shangyou'") == [(2,)]
