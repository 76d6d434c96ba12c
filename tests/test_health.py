"""Health: what makes a site need a look, and what does not; the command, its codes and its page."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from corrupt import broken_copy
from later import make_all_due
from loopback import Answer, stock
from lxml import html
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from visits import NOON, article_of, visit_of

from cleaners.article import Integrity, Removal, RemovalKind
from pipelines.desk.health_page import write_health_page
from pipelines.health import Recent, Run, SiteHealth, SiteRecord, judge, judge_sites, usual_gap
from pipelines.rows import utc_text
from pipelines.store import Store
from pipelines.values import CrawlCounts
from spiders.commands import health as health_command
from spiders.report import ExitCode

if TYPE_CHECKING:
    from loopback import Desk, Server

NOW = datetime(2024, 8, 29, 12, 0, tzinfo=UTC)


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat(timespec="seconds")


WELL = Recent(600, has_title=True, has_time=True, is_injected=False, first_seen_at=ago(0), lang="zh", url="http://q/1")


def days_with_news(*distances: int) -> dict[str, int]:
    return {ago(distance)[:10]: 5 for distance in distances}


def record(**changes: object) -> SiteRecord:
    fields = {
        "site": "qinghe",
        "outlet": "清河日报",
        "articles": 500,
        "last_new_at": ago(0.5),
        "injected": 0,
        "injected_since": None,
        "hijacked_lately": 0,
        "by_day": days_with_news(*range(60)),
        "newest": (WELL,) * 220,
        "past_languages": {"zh": 196, "en": 4},
        "runs": tuple(Run(ago(day + 0.2), ago(day), 0, 20, 2) for day in range(10)),
    }
    return SiteRecord(**(fields | changes))  # type: ignore[arg-type]


def kinds(site: SiteRecord) -> list[str]:
    return [finding.kind for finding in judge(site, NOW)]


def test_a_site_of_few_articles_is_named_with_how_many_carry_junk_and_since_when() -> None:
    newest = (WELL._replace(is_injected=True),) * 4 + (WELL,)
    site = record(newest=newest, articles=5, injected=4, injected_since=ago(9))
    assert [finding.says for finding in judge(site, NOW) if finding.kind == "hijacked"] == [
        f"junk in 80% of the newest 5 articles; 4 in all, the first since {ago(9)[:10]}"
    ]
    assert "hijacked" not in kinds(record(newest=newest[2:], injected=2, injected_since=ago(9)))


def test_junk_in_old_pages_is_named_though_the_newest_are_clean(tmp_path: Path) -> None:
    article = article_of("清河大桥通车。")
    junk = replace(article, integrity=Integrity.INJECTED, removed=(Removal(RemovalKind.SPAM, "彩金", "body", "x"),))
    with Store.open(tmp_path / "news.db") as store:
        for number in range(30):
            store.save(visit_of(article, path=f"{number}.html"))
        for number in range(3):
            store.save(visit_of(junk, path=f"{number}.html", hours=48))

        def hijacked(days: int) -> list[str]:
            (site,) = judge_sites(store.connection, NOON + timedelta(days=days))
            return [finding.says for finding in site.findings if finding.kind == "hijacked"]

        assert hijacked(days=3) == ["junk came into 3 older articles in the last 7 days"]
        assert hijacked(days=12) == []


def test_a_site_as_usual_is_well() -> None:
    assert judge(record(), NOW) == []


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (record(last_new_at=ago(2.5), by_day=days_with_news(*range(2, 60))), []),
        (record(last_new_at=ago(4), by_day=days_with_news(*range(4, 60))), ["quiet"]),
        (record(last_new_at=ago(15), by_day=days_with_news(*range(15, 90, 7))), []),  # a weekly
        (record(last_new_at=ago(25), by_day=days_with_news(*range(25, 90, 7))), ["quiet"]),
        (record(last_new_at=ago(-300), by_day=days_with_news(-300, *range(8, 60))), ["quiet"]),  # a wrong clock
        (record(last_new_at=ago(-300), by_day=days_with_news(-300, *range(1, 60))), []),
        (record(last_new_at=ago(10), by_day={}), []),
        (record(last_new_at=ago(20), by_day={}), ["quiet"]),
        (record(last_new_at=None, by_day={}, articles=0), ["quiet"]),
        (record(last_new_at=None, by_day={}, articles=0, runs=()), []),
        (record(last_new_at=None, by_day={}, articles=0, runs=(Run(ago(1), ago(1), 5, 1, 0),)), ["failing"]),
        (record(last_new_at=ago(30), runs=(Run(ago(30), ago(29.9), 0, 20, 2),)), ["not crawled"]),
    ],
    ids=[
        "pause",
        "silence",
        "weekly",
        "weekly silence",
        "ahead, silent",
        "ahead",
        "young",
        "young silence",
        "empty",
        "never run",
        "empty, and failing says why",
        "no cron",
    ],
)
def test_silence_is_judged_by_the_sites_own_rhythm(site: SiteRecord, expected: list[str]) -> None:
    assert kinds(site) == expected


def test_silence_and_failure_say_what_stands_before_the_pages(tmp_path: Path) -> None:
    gate, challenge = (
        "asks for something first, a log-in or consent, at http://a.example/login?return=/{}.html",
        "status 521",
    )
    with Store.open(tmp_path / "news.db") as store:
        for number in range(30):
            store.save(visit_of(article_of("清河大桥通车。"), path=f"{number}.html"))
        (site,) = store.connection.execute("SELECT name FROM sites").fetchone()
        started = utc_text(NOON + timedelta(days=40))

        def finding(code: int, *errors: str, at: str = started, pages: int = 4) -> str:
            store.connection.execute("DELETE FROM crawls")
            store.connection.execute(
                "INSERT INTO crawls (site, started_at, finished_at, exit_code, pages, errors)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (site, started, started, code, pages, len(errors)),
            )
            store.connection.execute("UPDATE pages SET outcome = 'article', error = NULL")
            for number, error in enumerate(errors):
                store.connection.execute(
                    "UPDATE pages SET state = 'failed', outcome = 'http_error', error = ?, last_fetched_at = ?"
                    " WHERE url LIKE ?",
                    (error, at, f"%/{number}.html"),
                )
            (health,) = judge_sites(store.connection, NOON + timedelta(days=41))
            return health.findings[0].says + health.findings[-1].says

        assert finding(4, challenge, gate.format(1), gate.format(2)).endswith(f"its pages: {gate.format(1)}")
        assert finding(5, challenge, pages=1).count(f"; its pages: {challenge}") == 2
        assert "its pages" not in finding(4)
        assert "its pages" not in finding(4, challenge)  # one of four
        assert "its pages" not in finding(4, challenge, pages=1, at=utc_text(NOON))  # of an earlier run


def test_a_feed_that_the_profile_names_and_that_is_gone_is_named(server: Server, desk: Desk) -> None:
    paths = stock(server, 3)
    feed = "".join(f"<item><title>城北水库</title><link>{server.base}{path}</link></item>" for path in paths)
    server.routes["/rss.xml"] = Answer(f"<rss><channel>{feed}</channel></rss>".encode())
    server.routes["/robots.txt"] = Answer(f"Sitemap: {server.base}/never.xml".encode())
    desk.profile("hewan", server, f'feeds = ["{server.base}/rss.xml"]')

    def lost() -> list[str]:
        desk.run("crawl", "hewan")
        with closing(sqlite3.connect(desk.database)) as connection:
            (site,) = judge_sites(connection, datetime.now(UTC))
        return [finding.says for finding in site.findings if finding.kind == "failing"]

    assert lost() == []
    del server.routes["/rss.xml"]
    assert [lost() for _ in range(3)] == [
        *([], []),
        [f"{server.base}/rss.xml, which its profile names, was not there in the last 3 runs"],
    ]
    desk.profile("hewan", server)  # the operator takes it out; it is due all the same
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET next_visit_at = '2024-08-30' WHERE kind = 'feed'")
    server.seen.clear()
    assert lost() == []
    assert "/rss.xml" in server.paths()


def test_an_outlet_that_moved_to_another_host_is_named_with_it(server: Server, desk: Desk) -> None:
    paths = stock(server, 3)
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    for path in ("/", *paths):
        server.routes[path] = Answer(b"", 301, {"Location": f"https://news.hewan.example{path}"})
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.BROKEN
    with closing(sqlite3.connect(desk.database)) as connection:
        (site,) = judge_sites(connection, datetime.now(UTC))
    (finding,) = site.findings
    assert finding.says.endswith("; its pages: https://news.hewan.example/: another site's host")


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([("busy", 0)] * 3 + [("finished", 9)], ["failing"]),
        ([("busy", 0)] * 2 + [("finished", 9)] * 2, []),
        ([("busy", 0)] * 2 + [("busy", 4)] * 2, []),  # it lets us read some
        ([("pages", 0)] * 3, []),
    ],
)
def test_a_host_that_sends_away_run_after_run_is_named(
    tmp_path: Path, runs: list[tuple[str, int]], expected: list[str]
) -> None:
    with Store.open(tmp_path / "news.db") as store:
        store.save(visit_of(article_of("清河大桥通车。")))
        (site,) = store.connection.execute("SELECT name FROM sites").fetchone()
        for hour, (reason, read) in enumerate(reversed(runs), 1):
            at = NOON + timedelta(hours=hour)
            run = store.start_crawl(site, at)
            store.finish_crawl(run, at, reason, CrawlCounts(unchanged=read), ExitCode.PARTIAL, {})
        (health,) = judge_sites(store.connection, NOON + timedelta(hours=9))
    assert [finding.kind for finding in health.findings] == expected


def test_the_rhythm_is_not_known_from_a_few_days() -> None:
    assert usual_gap(days_with_news(1, 2, 3, 4)) is None
    assert usual_gap(days_with_news(*range(0, 70, 7))) == 7


def test_one_holiday_is_no_rhythm() -> None:
    assert usual_gap(days_with_news(*range(20), *range(30, 60))) == 1


def changed(recent: int, **fields: Any) -> tuple[Recent, ...]:
    earlier = WELL._replace(first_seen_at=ago(5))
    return (WELL._replace(**fields),) * recent + (earlier,) * (220 - recent)


@pytest.mark.parametrize(
    ("newest", "expected"),
    [
        (changed(20, length=90), ["layout"]),
        (changed(20, length=2_000), ["layout"]),
        (changed(20, length=400), []),
        (changed(8, length=90), []),
        (changed(20, has_time=False), ["layout"]),
        (changed(20, has_title=False), ["layout"]),
        ((WELL._replace(has_time=False),) * 220, []),  # never had one
        (changed(5, is_injected=True), ["hijacked"]),
        (changed(3, is_injected=True), []),
        (tuple(WELL._replace(is_injected=number % 4 == 0) for number in range(220)), []),  # as ever
        ((WELL._replace(is_injected=True),) * 220, ["hijacked"]),
        (changed(20, length=90)[:25], []),  # too little to compare with
        (changed(4, lang="ja"), ["hijacked"]),
        (changed(3, lang="ja"), []),
        (changed(220, lang="ja"), ["hijacked"]),
        ((WELL,) * 20 + changed(50, lang="ja")[:200], ["hijacked"]),  # the honest ones of the run were stored last
        (changed(9, lang="ja")[:9], []),
        (changed(20, lang="en"), []),  # an edition
    ],
)
def test_pages_are_compared_with_the_sites_own_past(newest: tuple[Recent, ...], expected: list[str]) -> None:
    assert kinds(record(newest=newest)) == expected


def test_articles_in_a_new_language_are_named_with_it_and_with_one_of_them() -> None:
    newest = changed(2, lang="ja", url="http://q/slot.html")[:2] + changed(3, lang=None)
    (finding,) = judge(record(newest=newest), NOW)
    assert finding.says == (
        "25% of the newest 20 articles are in ja or an unknown language, hardly any before:"
        " pages of hijackers, or a new edition, such as http://q/slot.html"
    )


@pytest.mark.parametrize(
    "past",
    [
        {},  # a young site
        {"zh": 19},
        {None: 150, "en": 50},  # its pages did not state their language
        {"zh": 198, "ja": 2},
    ],
)
def test_a_language_is_new_only_to_a_site_whose_past_is_known(past: dict[str | None, int]) -> None:
    assert kinds(record(newest=changed(20, lang="ja"), past_languages=past)) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({day: ["zh"] * 6 for day in range(16)} | {16: ["ja"] * 230}, ["hijacked"]),
        ({day: ["zh"] * 6 for day in range(16)} | {16: ["zh"] * 230}, []),
        ({day: ["zh"] * 4 + ["en"] * 6 * (day % 7 == 2) for day in range(17)}, []),  # in English once a week
        ({0: ["zh"] * 40 + ["en"] * 20, 1: ["zh"] * 4}, []),  # a first run, channel by channel
        ({0: ["zh"] * 30, 1: ["zh"] * 40 + ["en"] * 60, 8: ["zh"] * 4}, []),  # a first run of few pages
    ],
)
def test_languages_are_compared_with_those_of_more_than_a_week_before(
    tmp_path: Path, days: dict[int, list[str]], expected: list[str]
) -> None:
    with Store.open(tmp_path / "news.db") as store:
        for day, languages in days.items():
            with store.batch():
                for number, lang in enumerate(languages):
                    article = article_of(f"第{day}日第{number}件事。", title=f"{day} {number}", lang=lang)
                    store.save(visit_of(article, path=f"{day}-{number}.html", hours=24 * day))
        (site,) = judge_sites(store.connection, NOON + timedelta(days=max(days)))
    assert [finding.kind for finding in site.findings] == expected


def test_articles_of_one_run_show_no_change_of_layout() -> None:
    first_run = tuple(article._replace(first_seen_at=ago(0)) for article in changed(20, length=90))
    assert kinds(record(newest=first_run)) == []
    newer = (WELL,) * 3 + tuple(article._replace(first_seen_at=ago(1)) for article in changed(17, length=90))
    assert kinds(record(newest=newer)) == []  # three of today, and the first run's yesterday


def runs(last: tuple[int, int], before: tuple[int, int]) -> tuple[Run, ...]:
    return tuple(Run(ago(day + 0.2), ago(day), 0, *(last if day < 3 else before)) for day in range(10))


@pytest.mark.parametrize(
    ("last", "before", "expected"),
    [((20, 15), (20, 2), ["layout"]), ((20, 15), (20, 14), []), ((20, 5), (20, 1), []), ((2, 2), (20, 1), [])],
)
def test_refused_pages_are_compared_with_those_before(
    last: tuple[int, int], before: tuple[int, int], expected: list[str]
) -> None:
    assert kinds(record(runs=runs(last, before))) == expected


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (Run(ago(0.3), ago(0.2), 5, 0, 0), ["failing"]),
        (Run(ago(0.3), ago(0.2), 1, 0, 0), ["failing"]),
        (Run(ago(0.3), ago(0.2), 3, 0, 0), []),
        (Run(ago(0.3), ago(0.2), 4, 0, 0), []),
        (Run(ago(0.1), None, None, 0, 0), []),  # under way
        (Run(ago(1.5), None, None, 0, 0), ["failing"]),
    ],
)
def test_the_last_run_counts(run: Run, expected: list[str]) -> None:
    assert kinds(record(runs=(run,))) == expected


def test_reads_the_database(filled: Path) -> None:
    with Store.open(filled, readonly=True) as store:
        first = store.connection.execute(
            "SELECT count(*), min(first_seen_at) FROM articles WHERE site = 'gangdu' AND integrity = 'injected'"
        ).fetchone()
        judged = judge_sites(store.connection, NOW)
        later = judge_sites(store.connection, NOW + timedelta(days=60))
    assert {health.record.site: health.record.articles for health in judged} == {
        "hewan": 42,
        "jiangkou": 42,
        "gangdu": 42,
    }
    gangdu = next(health for health in judged if health.record.site == "gangdu")
    assert sum(article.is_injected for article in gangdu.record.newest) == 8
    assert (gangdu.record.injected, gangdu.record.injected_since) == tuple(first)
    assert len(gangdu.record.runs) == 4
    assert all(not health.findings for health in judged)
    assert {finding.kind for health in later for finding in health.findings} == {"not crawled"}


def run_command(database: Path, *arguments: str) -> int:
    command = health_command.Command()
    command.settings = Settings({"NEWS_DB": str(database)})
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    opts, args = parser.parse_known_args(arguments)
    command.run(args, opts)
    return command.exitcode


def test_the_command_names_what_is_not_well(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = Path(shutil.copy(filled, tmp_path / "news.db"))
    assert run_command(copy, "--html", str(tmp_path / "health.html")) == 4
    told = capsys.readouterr().out
    assert "database: sound" in told
    assert "hewan: not crawled: no run for" in told
    page = html.parse(str(tmp_path / "health.html"))
    assert len(page.xpath("//tr")) == 4
    assert "The database is sound" in page.xpath("string(//p[@class='box'])")


def test_a_young_and_well_database_is_quiet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Store.open(tmp_path / "news.db").close()
    assert run_command(tmp_path / "news.db", "--quiet") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("well", "sick", "says"),
    [
        (0, 1, "0 of 1 site is well"),
        (1, 0, "1 of 1 site is well"),
        (1, 2, "1 of 3 sites is well"),
        (0, 0, "0 of 0 sites are well"),
        (2, 1, "2 of 3 sites are well"),
    ],
)
def test_the_last_line_counts(capsys: pytest.CaptureFixture[str], well: int, sick: int, says: str) -> None:
    bad = record(last_new_at=ago(40))
    sites = [SiteHealth(bad, ())] * well + [SiteHealth(bad, tuple(judge(bad, NOW)))] * sick
    health_command.print_health(sites, None, quiet=False)
    assert capsys.readouterr().out.splitlines()[-1] == says


def test_a_broken_index_and_a_broken_file_are_named(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copy(filled, tmp_path / "news.db"))
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DELETE FROM articles WHERE id = 7")
        connection.commit()
    assert run_command(copy, "--quiet") == 7
    assert "entries without an article: 1" in capsys.readouterr().out
    content = bytearray(copy.read_bytes())
    content[40_000:90_000] = bytes(50_000)
    copy.write_bytes(content)
    assert run_command(copy, "--quiet") == 7
    told = capsys.readouterr()
    assert told.out + told.err


@pytest.mark.parametrize("part", ["articles", "pages", "articles_fts_data", "sites", "sqlite_autoindex_pages_1"])
def test_one_broken_page_is_reported_in_lines(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], part: str
) -> None:
    copy = broken_copy(filled, tmp_path / "news.db", part)
    assert run_command(copy, "--quiet") == 7
    told = capsys.readouterr()
    assert "database: " in told.out
    assert "malformed" in told.out or "Tree " in told.out or "tree " in told.out, told.out
    assert told.err == ""


def test_a_file_that_a_crawl_writes_is_waited_for_and_not_called_broken(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copy(filled, tmp_path / "news.db"))
    with closing(sqlite3.connect(copy, isolation_level=None, check_same_thread=False)) as crawl:
        crawl.execute("BEGIN IMMEDIATE")
        batch = threading.Timer(0.5, crawl.execute, ["COMMIT"])
        batch.start()
        assert run_command(copy) == 4
        batch.join()
        assert "database: sound" in capsys.readouterr().out
        monkeypatch.setattr("pipelines.connection.BUSY_SECONDS", 0.1)
        crawl.execute("BEGIN IMMEDIATE")
        assert run_command(copy) == 7
    told = capsys.readouterr()
    assert "another process has been writing" in told.err
    assert told.out == ""


def test_trouble_is_one_line(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(tmp_path / "none.db") == 7
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "none.db").exists()
    assert run_command(filled, "--no-check", "--html", "/nowhere/at/all.html") == 2
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(UsageError):
        run_command(filled, "more")


def test_a_long_address_in_a_finding_breaks_on_a_telephone() -> None:
    judged = SiteHealth(record(), ())
    page = write_health_page([judged], [], NOW)
    narrow = str(page).partition("@media (max-width: 48rem)")[2].partition("@media")[0]
    assert "overflow-wrap: anywhere" in narrow


def test_the_page_escapes_names() -> None:
    attack = "<script>alert(1)</script>"
    site = record(site=attack, outlet=attack, last_new_at=ago(40))
    page = write_health_page([SiteHealth(site, tuple(judge(site, NOW)))], [attack], NOW)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 2
    tree = html.document_fromstring(page)
    assert tree.xpath("//script | //img | //link") == []
    assert "The database is not sound." in tree.text_content()


@pytest.mark.parametrize(
    ("well", "sick", "headline"),
    [
        (0, 0, "No site yet"),
        (1, 0, "The one site is well"),
        (2, 0, "All 2 sites are well"),
        (0, 1, "1 of 1 site needs a look"),
        (1, 2, "2 of 3 sites need a look"),
    ],
)
def test_the_headline_counts_and_what_was_not_looked_at_is_not_green(well: int, sick: int, headline: str) -> None:
    sites = [SiteHealth(record(site=f"s{number}", outlet="某报"), ()) for number in range(well)]
    bad = record(last_new_at=ago(40))
    sites += [SiteHealth(bad._replace(site=f"b{number}"), tuple(judge(bad, NOW))) for number in range(sick)]
    tree = html.document_fromstring(write_health_page(sites, None, NOW))
    assert tree.xpath("//h1/text()") == tree.xpath("//head/title/text()") == [headline]
    assert tree.xpath("//p[@class='box unknown']/text()") == ["The database's own check was left out."]
