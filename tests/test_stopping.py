"""Commands that a signal stops: at once or in order, always in one line and with the code that says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import starter
from loopback import PROJECT, Answer, Desk, Server, stock

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 20.0
"""Seconds a test waits for what should take one."""
HANGS = Answer(b"", seconds=30)


def wait_until(happened: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_crawl_that_waits_for_robots_stops_at_once(server: Server, desk: Desk, number: signal.Signals) -> None:
    stock(server, 3)
    server.routes["/robots.txt"] = HANGS
    desk.profile("hewan", server)
    with desk.start("crawl", "hewan", timeout=PATIENCE) as process:
        wait_until(lambda: server.seen)
        process.send_signal(number)
        code, out, err = process.read()
    assert (code, err) == (4, ""), out
    assert "hewan: partial: stopped by shutdown" in out
    assert len(server.seen) == 1
    assert desk.rows("SELECT exit_code, reason FROM crawls") == [(4, "shutdown")]
    assert desk.rows("SELECT DISTINCT state, outcome FROM pages") == [("frontier", None)]


def test_what_waits_for_its_turn_is_left(server: Server, desk: Desk) -> None:
    stock(server, 5)
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 60\n")
    desk.profile("hewan", server)
    with desk.start("crawl", "hewan") as process:
        wait_until(lambda: server.seen)
        time.sleep(0.3)
        process.terminate()
        code, out, err = process.read()
    assert (code, err) == (4, ""), out
    assert "unreachable" not in out
    assert desk.rows("SELECT count(*) FROM pages WHERE state = 'in_flight'") == [(0,)]


def test_the_second_signal_ends_at_once_and_says_so_too(server: Server, desk: Desk) -> None:
    stock(server, 3)
    server.routes["/"] = HANGS
    desk.profile("hewan", server)
    with desk.start("crawl", "hewan", timeout=PATIENCE) as process:
        wait_until(lambda: "/" in server.paths())
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        code, out, err = process.read()
    assert (code, err) == (4, ""), out
    assert "hewan: partial: stopped by shutdown" in out
    assert desk.rows("SELECT exit_code, reason FROM crawls") == [(4, "shutdown")]


def test_a_closed_terminal_stops_crawl_all_and_its_crawls(server: Server, desk: Desk) -> None:
    stock(server, 40)
    desk.profile("hewan", server, delay=0.1)
    desk.profile("hekou", server, 'not_paths = ["/county/"]', delay=0.1)
    with desk.start("crawl-all", "-j", "1") as process:
        wait_until(lambda: len(server.paths()) > 2)
        process.send_signal(signal.SIGHUP)
        code, out, err = process.read()
    assert (code, err) == (4, ""), out
    assert "1 of 2 sites: 1 partial" in out
    asked = len(server.seen)
    time.sleep(0.5)
    assert len(server.seen) == asked, "a crawl went on alone"


def test_a_stopped_demo_leaves_no_crawl_behind(tmp_path: Path) -> None:
    words = ["demo", "--folder", str(tmp_path / "demo")]
    with starter.Command(words, os.environ, timeout=60, forking=False) as process:  # it is known by its command line
        wait_until(lambda: len(crawling(tmp_path)) > 1)
        process.terminate()
        code, _, err = process.read()
    assert (code, err) == (4, "scrapy: stopped\n")
    assert crawling(tmp_path) == []


def crawling(folder: Path) -> list[str]:
    """The processes of ``crawl-all`` that work in a folder: it and its crawls, which are forked and called like it."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().split(b"\0")
        except OSError:
            continue  # it has ended
        if b"crawl-all" in words and any(os.fsencode(folder) in word for word in words):
            found.append(str(file))
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", [("export", "--format", "parquet"), ("export", "--format", "csv")])
def test_a_stopped_export_leaves_nothing_behind(
    filled: Path, tmp_path: Path, command: tuple[str, ...], number: signal.Signals
) -> None:
    desk = Desk(tmp_path)
    desk.database = filled
    target = tmp_path / "out"
    target.mkdir()
    with desk.start(*command, "--words", SLOW_WORDS, str(target / "news")) as process:
        wait_until(lambda: list(target.iterdir()) or process.poll() is not None)
        process.send_signal(number)
        code, _, err = process.read()
    assert "Traceback" not in err
    assert (code, list(target.iterdir())) == (4, []) or list(target.iterdir()) == [target / "news"]  # it was done


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_python_only_ends_is_nothing(number: signal.Signals) -> None:
    line = f"""if True:
        import atexit, os
        from spiders.launch import prepare
        prepare()
        atexit.register(os.kill, os.getpid(), {number:d})
    """
    ran = subprocess.run([sys.executable, "-c", line], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


SLOW_WORDS = " OR ".join(["记者", "现场", "河湾", "图书馆", "运河"] * 12)


@pytest.mark.parametrize("command", [("health",), ("search", "记者"), ("crawl", "hewan"), ("crawl-all",)])
def test_ctrl_c_while_a_command_begins_is_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    """The database is a pipe that nobody writes to: whoever opens it waits, as on a slow disk."""
    desk = Desk(tmp_path)
    hooked = tmp_path / "hooked"
    (tmp_path / "sitecustomize.py").write_text(WAITS_AT_COMMANDS.format(hooked=str(hooked)))
    with subprocess.Popen(
        desk.command(*command), cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)}, start_new_session=True,
    ) as process:  # fmt: skip
        wait_until(hooked.exists)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (4, "", "scrapy: stopped\n")


WAITS_AT_COMMANDS = """
import pathlib, sys, time
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("spiders.commands."):
            pathlib.Path({hooked!r}).touch()
            time.sleep(20)
sys.meta_path.insert(0, Finder())
"""
"""A machine on which loading the commands takes long."""
