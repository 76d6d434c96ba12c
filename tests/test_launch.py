"""What becomes of a command whose output is full, unread or closed."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loopback import PROJECT, Desk, stock
from starter import CLOSED, UNREAD

from spiders.launch import commands_to_load

if TYPE_CHECKING:
    from loopback import Server

PAGE = "data/newsroom/www.luoxi-online.example/2026/0312/88117.html"
READERS = [
    ("search", "图书馆"),
    ("export",),
    ("list",),
    ("clean", "--explain", PAGE),
]


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.database = filled
    (desk.sites / "hewan.toml").write_text('name = "河湾日报"\nhome = "http://www.hewan.example/"\n', "utf-8")
    return desk


def in_shell(desk: Desk, line: str, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command within a line of bash, in which it is ``"$@"``."""
    words = ["bash", "-c", f"set -o pipefail; {line}", "bash", *desk.command(*command)]
    return subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)


def test_a_command_starts_without_what_serves_nothing() -> None:
    script = (
        "import spiders.settings, gc, os, sys, cleaners\n"
        "cleaners.clean_html('<title>河湾通车</title><p>' + '河湾镇新桥昨日通车，沿线居民出行时间缩短。' * 4)\n"
        "print(gc.get_threshold()[0], len(os.listdir('/proc/self/task')), 'numpy.ma' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert ran.stdout == "10000 1 False\n"  # objects before a collection, threads, a part of NumPy that costs 40 ms


def test_a_command_loads_no_other_and_no_rules_it_does_not_need(desk: Desk) -> None:
    script = (
        f"import sys; sys.argv = {['scrapy', *desk.words('list')]}\n"
        "from scrapy.cmdline import execute\n"
        "try: execute()\n"
        "finally: print(sorted(name for name in sys.modules if name.startswith('spiders.commands.')),\n"
        "               'cleaners.clean' in sys.modules, 'numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert ran.stdout == "hewan\n['spiders.commands.list'] False False\n"


def test_the_cleaners_names_are_shown_before_they_are_loaded_and_kept_once_they_are() -> None:
    script = (
        "import sys, cleaners\n"
        "print(set(cleaners.__all__) <= set(dir(cleaners)), 'cleaners.clean' in sys.modules)\n"
        "print(cleaners.clean_html is vars(cleaners)['clean_html'])"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert ran.stdout == "True False\nTrue\n"


@pytest.mark.parametrize(
    ("arguments", "module"),
    [
        (["crawl-all", "-j", "2"], "spiders.commands.crawl-all"),
        (["--help", "list"], "spiders.commands.list"),
        ([], "spiders.commands"),
        (["--help"], "spiders.commands"),
        (["lsit"], "spiders.commands"),
        (["__init__"], "spiders.commands"),
        (["../settings"], "spiders.commands"),
    ],
)
def test_one_command_is_loaded_or_all(arguments: list[str], module: str) -> None:
    assert commands_to_load(arguments) == module


LOST = "scrapy: standard output: No space left on device; the rest of the output is lost\n"


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_a_full_disk_behind_the_output_is_one_line(desk: Desk, command: tuple[str, ...]) -> None:
    ran = desk.run(*command, streams={1: "/dev/full"})
    assert (ran.code, ran.err) == (2, LOST)


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_output_that_is_not_read_any_more_is_no_error(desk: Desk, command: tuple[str, ...]) -> None:
    ran = desk.run(*command, streams={1: UNREAD})
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(("line", "code", "said"), [('"$@" > /dev/full', 2, LOST), ('"$@" | true', 0, "")])
def test_output_that_is_lost_in_a_shell(desk: Desk, line: str, code: int, said: str) -> None:
    ran = in_shell(desk, line, "list")
    assert (ran.returncode, ran.stderr) == (code, said)
    words = ["env", f"NEWS_SITES={desk.sites}", str(Path(sys.executable).with_name("scrapy")), "list"]
    script = line.replace('"$@"', shlex.join(words))
    ran = in_shell(desk, script, "list")  # as users do: Python itself tries first, and says nothing
    assert (ran.returncode, ran.stderr) == (code, said)


@pytest.mark.parametrize("streams", [{1: CLOSED}, {2: CLOSED}, {1: "/dev/full"}], ids=str)
def test_a_crawl_goes_on_whatever_becomes_of_its_output(server: Server, desk: Desk, streams: dict[int, str]) -> None:
    stock(server, 2)
    desk = Desk(desk.folder)
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan", streams=streams)
    assert (ran.code, ran.err) == (0, LOST if streams == {1: "/dev/full"} else ""), ran
    assert desk.rows("SELECT count(*) FROM articles") == [(2,)]
    assert desk.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_crawl_goes_on_whose_shell_has_closed_all_its_streams(server: Server, desk: Desk) -> None:
    stock(server, 2)
    desk = Desk(desk.folder)
    desk.profile("hewan", server)
    ran = in_shell(desk, '"$@" 0<&- 1>&- 2>&-', "crawl", "hewan")
    assert (ran.returncode, ran.stderr) == (0, ""), ran
    assert desk.rows("SELECT count(*) FROM articles") == [(2,)]
    assert desk.rows("PRAGMA integrity_check") == [("ok",)]


def test_words_that_are_no_text_are_searched_for_without_what_is_none(desk: Desk) -> None:
    ran = desk.run("search", os.fsdecode(b"\xe5\x9b\xbe\xe4\xb9\xa6\xff\xe9\xa6\x86"))
    assert (ran.code, ran.err) in {(0, ""), (1, "scrapy search: nothing found\n")}
    wrong = in_shell(desk, "\"$@\" --site $'\\xff'", "search", "图书馆")
    assert wrong.returncode == 2
    assert "--site" in wrong.stderr
    assert "Traceback" not in wrong.stderr


UNKNOWN = [
    ("search", "图书馆", "--bogus"),
    ("export", "--after=2027-01-01"),
    ("crawl", "hewan", "--bogus"),
    ("crawl-all", "-x"),
    ("probe", "--bogus"),
]


@pytest.mark.parametrize("command", UNKNOWN, ids=" ".join)
def test_an_option_that_there_is_not_is_refused(desk: Desk, command: tuple[str, ...]) -> None:
    ran = desk.run(*command)
    assert (ran.code, ran.out) == (2, "")
    assert "unknown option" in ran.err
    assert "Traceback" not in ran.err
