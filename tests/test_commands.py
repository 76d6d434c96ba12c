"""What a command says when it cannot do what was asked: one line with its name, what is wrong and what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from loopback import PROJECT, Desk, serving, stock

from pipelines.names import meant
from spiders.report import ExitCode


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def full(desk: Desk, filled: Path) -> Desk:
    shutil.copy(filled, desk.database)
    return desk


def refusal(desk: Desk, *arguments: str, code: int = 2) -> str:
    ran = desk.run(*arguments)
    assert (ran.code, ran.out) == (code, ""), ran
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.startswith(f"scrapy {arguments[0]}: ")
    return ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("search", "水", "--limit", "0"), "--limit must be from 1 to 1,000; see: scrapy search --help"),
        (("search", "水", "--limit", "many"), "invalid int value: 'many'; see: scrapy search --help"),
        (
            ("search", "水", "--since", "2024-08-02", "--until", "2024-08-01"),
            "--since 2024-08-02 is later than --until",
        ),
        (("export", "--format", "xml"), "invalid choice: 'xml'"),
        (("crawl",), "name one site; 'scrapy list' shows them"),
        (("crawl-all", "-j", "0"), "--jobs must be at least 1"),
        (("list", "--grupp", "x"), "unknown option --grupp"),
        (("health", "x"), "takes no argument, got x"),
        (("settings", "--bogus"), "unknown option --bogus"),
        (("settings", "NEWS_DB"), "takes no argument, got NEWS_DB"),
        (("settings", "--get", "NEWS_BD"), "NEWS_BD: no such setting; did you mean NEWS_DB?"),
        (("health", "-L", "LOUD"), "-L LOUD: no such level; known are CRITICAL, ERROR, WARNING, INFO, DEBUG"),
        (
            ("crawl", "hewan", "--logfile", "/no/such/folder/x"),
            "--logfile /no/such/folder/x: No such file or directory",
        ),
        (
            ("crawl", "hewan", "--pidfile", "/no/such/folder/x"),
            "--pidfile /no/such/folder/x: No such file",
        ),
        (("search", "水", "--profile", "/no/such/folder/x"), "--profile /no/such/folder/x: No such file"),
        (
            ("probe", "http://a.example/", "-s", "NEWS_PROXY=proxy:3128"),
            "NEWS_PROXY=proxy:3128: not an address",
        ),
        (
            ("probe", "http://a.example/", "-s", "NEWS_PROXY= http://desk:salt@proxy:3128"),
            "NEWS_PROXY=...@proxy:3128: not an address",
        ),
        (("health", "-s", "NEWS_BD=x.db"), "-s NEWS_BD: no such setting; did you mean NEWS_DB?"),
        (("probe", "http://127.0.0.1:1/", "--name", "../x"), "--name: file name '../x': use lower-case letters"),
        (("clean", "--url", "http://a.example/1", "a.html", "b.html"), "--url is the address of one page"),
        (("clean", "--url", "nonsense", "a.html"), "--url: "),
        (("clean", "--store", "--explain", "a.html"), "one of them at a time"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_wrong_arguments_are_one_line(desk: Desk, arguments: tuple[str, ...], says: str) -> None:
    assert says in refusal(desk, *arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("fetch", "--nolog", "http://127.0.0.1:1/"),
        ("parse", "--spider", "hewan", "http://127.0.0.1:1/"),
        ("runspider", "x.py"),
        ("shell", "-c", "1 + 1"),
    ],
    ids=lambda value: value[0],
)
def test_scrapys_own_commands_say_what_to_use(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert "does not work in this project; " in refusal(desk, *arguments)


def test_a_mistyped_command_is_answered_with_the_one_meant(desk: Desk) -> None:
    words = [sys.executable, "-m", "scrapy", "healht", "-s", f"NEWS_DB={desk.database}"]
    ran = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (ExitCode.USAGE, "")
    assert ran.stderr == "scrapy healht: no such command; did you mean health?\n"


def test_a_mistyped_setting_of_the_environment_is_named_and_others_are_left_alone(desk: Desk) -> None:
    ran = desk.run("settings", environment={"NEWS_ARCHVIE": "/srv/archive", "NEWS_FEED_API_KEY": "1"})
    assert ran.code == 0
    assert ran.err == ("scrapy settings: NEWS_ARCHVIE in the environment is no setting; did you mean NEWS_ARCHIVE?\n")


def test_settings_are_printed_as_they_are_in_force(desk: Desk) -> None:
    ran = desk.run("settings")
    assert ran.code == 0
    assert f"NEWS_DB={desk.database}" in ran.out.splitlines()
    assert "NEWS_CONTACT=" in ran.out
    assert desk.run("settings", "--get", "BOT_NAME").out == "qingliu\n"


@pytest.mark.parametrize(
    "command", [("search", "图书馆"), ("export",), ("spam",), ("reclean",)], ids=lambda value: value[0]
)
def test_an_unknown_site_is_answered_with_the_known_ones(full: Desk, command: tuple[str, ...]) -> None:
    assert "no site 'nowhere' in this database; it has gangdu, hewan, " in refusal(full, *command, "--site", "nowhere")


@pytest.mark.parametrize("name", ["hewann", "河湾日报"])
def test_a_site_that_is_nearly_known_is_named(full: Desk, name: str) -> None:
    assert "did you mean hewan?" in refusal(full, "search", "图书馆", "--site", name)


READERS = [("search", "水"), ("export",), ("spam",), ("reclean",), ("health",), ("serve", "--port", "0")]


@pytest.mark.parametrize("command", READERS, ids=lambda value: value[0])
def test_a_missing_database_has_one_code(desk: Desk, command: tuple[str, ...]) -> None:
    assert "no database there; run a crawl first or set NEWS_DB" in refusal(desk, *command, code=7)


def test_what_is_no_file_of_ours_is_named(desk: Desk) -> None:
    desk.database.write_bytes(b"")
    assert "an empty file; run a crawl first" in refusal(desk, "search", "水", code=7)
    desk.database.unlink()
    desk.database.mkdir()
    assert "a folder; set NEWS_DB to the file in it" in refusal(desk, "search", "水", code=7)
    desk.database = desk.folder / ("x" * 300)
    assert "File name too long; check the path" in refusal(desk, "search", "水", code=7)


def test_there_is_no_archive_to_clean_again(desk: Desk) -> None:
    with serving() as server:
        stock(server, 2)
        desk.profile("hewan", server)
        assert desk.run("crawl", "hewan").code == 0
    (desk.folder / "archive").rename(desk.folder / "elsewhere")
    assert "archive: no archive there; set NEWS_ARCHIVE" in refusal(desk, "reclean", code=7)


def test_a_group_without_sites_is_answered_with_the_groups(desk: Desk) -> None:
    assert "no profile in " in refusal(desk, "list")
    with serving() as server:
        desk.profile("hewan", server, more='groups = ["daily", "guangxi"]')
    assert "no site is in guangdong; the groups are daily, guangxi" in refusal(desk, "list", "--group", "guangdong")
    told = refusal(desk, "crawl-all", "hewan", "--group", "guangdong")
    assert "no site of those named is in guangdong; theirs are daily, guangxi" in told


def test_a_page_cannot_take_the_place_of_the_root_folder(full: Desk) -> None:
    assert "/: Is a directory; check path" in refusal(full, "health", "--no-check", "--html", "/")


def said_on_a_terminal(desk: Desk, *arguments: str) -> str:
    """Run a command that succeeds; what it writes to standard error, which is a terminal."""
    reader, terminal = os.openpty()
    done = desk.run(*arguments, streams={2: os.ttyname(terminal)})
    os.close(terminal)
    said = b""
    with suppress(OSError):  # so Linux ends what a closed terminal said; one read may bring its beginning only
        while piece := os.read(reader, 65536):
            said += piece
    os.close(reader)
    assert done.code == 0
    return said.decode()


def test_an_export_says_on_a_terminal_what_it_wrote(full: Desk) -> None:
    target = full.folder / "news.csv"
    said = said_on_a_terminal(full, "export", str(target))
    assert said.splitlines()[-1].endswith(f"126 articles in {target}")
    assert full.run("export", str(target)).err == ""


def test_a_search_says_on_a_terminal_that_it_found_more(full: Desk) -> None:
    assert "the best 1; more were found, --limit" in said_on_a_terminal(full, "search", "图书馆", "--limit", "1")
    assert said_on_a_terminal(full, "search", "图书馆", "--limit", "1000") == ""


@pytest.mark.parametrize("charset", ["gbk", "ascii"])
def test_a_terminal_that_lacks_a_character_is_no_error(full: Desk, charset: str) -> None:
    environment = {"PYTHONIOENCODING": charset}
    for command in (("search", "图书馆"), ("list", "-l", "-s", f"NEWS_SITES={PROJECT / 'data/sites'}"), ("health",)):
        with full.start(*command, environment=environment) as process:
            said = process.read_bytes()
        assert b"Traceback" not in said[2], said
    with full.start("export", environment=environment) as process:
        assert "图书馆" in process.read()[1]


def test_a_process_that_begins_in_another_charset_is_no_error(full: Desk) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    command = full.command("search", "图书馆")
    done = subprocess.run(command, capture_output=True, env=environment, cwd=PROJECT, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "图书馆".encode("gbk") in done.stdout


def test_a_piece_of_junk_is_listed_whole_on_its_line(full: Desk) -> None:
    listed = full.run("spam", "--least", "1").out
    pieces = full.rows("SELECT DISTINCT text FROM removals WHERE kind = 'spam' AND length(text) BETWEEN 20 AND 90")
    assert pieces
    assert all(piece in listed for (piece,) in pieces)


def test_a_piece_that_says_nothing_is_not_written_down(full: Desk) -> None:
    assert "TEXT must be one line" in refusal(full, "spam", "--confirm", "")


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("yunan", ["yunnan"]),
        ("macao", ["macaodaily"]),
        ("云南", ["yunnan"]),
        ("云南网", ["yunnan"]),
        ("hello", []),
        ("xinhua", []),
        ("", []),
    ],
)
def test_only_what_is_alike_is_meant(asked: str, near: list[str]) -> None:
    names = {name: name for name in ("yunnan", "macaodaily", "zjol", "cnhubei", "hebnews", "shanghai")}
    assert meant(asked, names | {"云南网": "yunnan"}) == near


def test_crawls_that_wait_share_a_core_but_make_no_crowd_of_writers_and_fit_the_memory() -> None:
    jobs_at_once = import_module("spiders.commands.crawl-all").jobs_at_once
    large, small = 64_000_000_000, 1_000_000_000
    assert [jobs_at_once(cores, large) for cores in (1, 2, 16, 64)] == [4, 8, 32, 64]
    assert [jobs_at_once(cores, memory) for cores, memory in ((1, small), (1, 2 * small), (2, small))] == [2, 4, 2]
