"""What happens to a site over the years: edits, further pages, issues, the archive, clocks."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from later import edited, make_all_due
from loopback import Answer, article, listing, stock

from spiders.archive import iterate_archive
from spiders.discovery.traps import ALLOWANCE, PER_COPY, Trap, TrapWatch
from spiders.report import ExitCode

if TYPE_CHECKING:
    from loopback import Desk, Server


def test_queries_that_make_no_difference_are_followed_no_further() -> None:
    watch = TrapWatch(date(2024, 8, 29))
    url = "https://www.hewan.example/yw/202408/t20240829_88117.html"
    for number in range(ALLOWANCE // PER_COPY):
        assert watch.check(f"{url}?from=search&sid={number}") is None
        watch.turned_out_copy(f"{url}?from=search&sid={number}", url)
    assert watch.check(f"{url}?from=search&sid=77") is Trap.FRUITLESS
    assert watch.check(url) is None
    for number in range(ALLOWANCE):  # new numbers for old articles are no such thing
        watch.turned_out_copy(
            f"https://www.hewan.example/show.php?id={9000 + number}", f"https://www.hewan.example/show.php?id={number}"
        )
    assert watch.check("https://www.hewan.example/show.php?id=9999") is None


def test_an_edited_article_is_looked_at_sooner_and_one_with_other_furniture_is_not(server: Server, desk: Desk) -> None:
    (path,) = stock(server, 1)
    day = str((datetime.now(UTC) - timedelta(days=10)).date()).encode()
    desk.profile("hewan", server)
    waits = []
    for page in (article(0), article(0) + b"<p>2</p>", edited(0)):
        server.routes[path] = Answer(page.replace(b"2024-08-29", day))
        desk.run("crawl", "hewan")
        ((days,),) = desk.rows(
            "SELECT julianday(next_visit_at) - julianday(last_fetched_at) FROM pages WHERE outcome = 'article'"
        )
        waits.append(days)
        make_all_due(desk)
    assert desk.rows("SELECT fetch_count, change_count FROM pages WHERE outcome = 'article'") == [(3, 1)]
    first, same, other = waits
    assert first == pytest.approx(same, abs=0.01)
    assert other == pytest.approx(first / 2, abs=0.1)


def test_an_old_article_with_junk_in_its_page_is_looked_at_until_it_is_out_of_it(server: Server, desk: Desk) -> None:
    (path,) = stock(server, 1)
    day = (datetime.now(UTC) - timedelta(days=60)).date().isoformat()
    links = "".join(f'<a href="http://bet{at}.example/">澳门新葡京娱乐场官网</a>' for at in range(5))
    hijacked = Answer(article(0, day, f'<div style="display:none">{links}</div>'))
    server.routes[path] = hijacked._replace(headers={"ETag": '"1"'})
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET found_at = ?", (f"{day}T00:00:00+00:00",))
    for answer in (Answer(b"", 304), hijacked, Answer(article(0, day))):
        ((integrity, days),) = desk.rows(
            "SELECT integrity, julianday(next_visit_at) - julianday(last_fetched_at) FROM articles, pages"
            " WHERE pages.url = normalised_url"
        )
        assert integrity == "injected"
        assert days > 50
        server.routes[path] = answer
        make_all_due(desk)
        desk.run("crawl", "hewan")
    assert desk.rows("SELECT integrity, next_visit_at FROM articles, pages WHERE pages.url = normalised_url") == [
        ("clean", None)
    ]


def issue(day: date) -> dict[str, Answer]:
    """Front and two articles of a newspaper's issue."""
    folder = f"/epaper/html/{day:%Y-%m}/{day:%d}"
    number = day.toordinal()
    texts = {f"{folder}/content_{number}{n}.htm": f"水库加固之后的第{n}个汛期平稳度过了" for n in (1, 2)}
    front = Answer(listing(texts, day=f"{day}"))
    return {f"{folder}/node_1.htm": front} | {
        path: Answer(article(number * 10 + n, f"{day}")) for n, path in enumerate(texts)
    }


def test_issues_of_the_last_days_are_read_without_since(server: Server, desk: Desk) -> None:
    today = date.today()  # noqa: DTZ011 - the outlet's day or the one before it
    days = [today - timedelta(days=back) for back in range(1, 5)]
    missing = days[1]
    fronts = {day: next(iter(issue(day))) for day in days}
    server.routes["/"] = Answer('<meta charset="utf-8"><a href="/epaper/">河湾日报数字报</a>'.encode())
    server.routes["/epaper/"] = Answer(
        f'<meta http-equiv="refresh" content="0;url={fronts[days[0]]}">'.encode(),
    )
    for day in days:
        server.routes |= issue(day)
    latest = Answer(status=302, headers={"Location": fronts[days[0]]})
    server.routes[fronts[missing]] = latest
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT count(*) FROM articles") == [(2 * (len(days) - 1),)]
    server.routes |= issue(missing)  # put up late
    make_all_due(desk)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM articles") == [(2 * len(days),)]


def test_issues_of_the_time_in_which_none_could_be_read_are_read_later(server: Server, desk: Desk) -> None:
    today = date.today()  # noqa: DTZ011 - the outlet's day or the one before it
    days = [today - timedelta(days=back) for back in (1, 20, 21)]
    server.routes["/"] = Answer('<meta charset="utf-8"><a href="/epaper/">河湾日报数字报</a>'.encode())
    for day in days:
        front = f'<meta http-equiv="refresh" content="0;url={next(iter(issue(day)))}">'.encode()
        server.routes |= issue(day) | {"/epaper/": Answer(front)}
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]  # the issue of the front door, and yesterday's
    with closing(sqlite3.connect(desk.database)) as connection, connection:  # three weeks without a run
        connection.execute("UPDATE pages SET last_fetched_at = datetime(last_fetched_at, '-22 days') || '+00:00'")
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM articles") == [(2 * len(days),)]


def test_a_spent_hour_waits_for_no_turn(server: Server, desk: Desk) -> None:
    stock(server, 12)
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 6\n", headers={"Content-Type": "text/plain"})
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan", "-s", "NEWS_MAX_MINUTES=0.1")
    assert ran.code == ExitCode.PARTIAL, ran
    assert "stopped by minutes; the next run goes on" in ran.out
    assert len(server.paths()) <= 3  # four are handed out at a time
    assert desk.rows("SELECT count(*) FROM pages WHERE state = 'in_flight' OR outcome = 'unreachable'") == [(0,)]


def test_a_clock_that_was_ahead_leaves_no_mark(server: Server, desk: Desk) -> None:
    stock(server, 1)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    for change in ("", b"<p>x</p>"):
        with closing(sqlite3.connect(desk.database)) as connection, connection:
            connection.execute("UPDATE articles SET first_seen_at = '2099-01-01T00:00:00+00:00'")
        if change:
            server.routes["/content/2024-08-29/content_1000.html"] = Answer(article(0) + b"<!-- new -->")
        make_all_due(desk)
        desk.run("crawl", "hewan")
        assert desk.rows("SELECT first_seen_at < '2099' FROM articles") == [(1,)]
    with closing(sqlite3.connect(desk.database)) as connection, connection:  # seen again by a clock that is behind
        connection.execute("UPDATE articles SET first_seen_at = '2099-01-01', published_at = '2098-12-31T09:00:00'")
    make_all_due(desk)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT first_seen_at FROM articles") == [("2099-01-01",)]


def test_a_group_that_no_site_is_in_is_named(server: Server, desk: Desk) -> None:
    stock(server, 1)
    desk.profile("hewan", server, 'groups = ["river"]')
    none = desk.run("crawl-all", "--group", "rivr")
    assert none.code == ExitCode.USAGE
    assert none.err == "scrapy crawl-all: no site is in rivr; the groups are river\n"
    some = desk.run("crawl-all", "--group", "river", "--group", "lake")
    assert some.code == ExitCode.PARTIAL
    assert some.err == "scrapy crawl-all: no site is in lake; the groups are river\n"
    assert some.out.endswith("\n1 of 1 site: 1 success\n")
    assert desk.rows("SELECT count(*) FROM articles") == [(1,)]
    desk.profile("hewan", server)
    assert desk.run("crawl-all", "--group", "river").err.endswith("in river; no group is named in their profiles\n")


def test_a_part_that_was_missing_is_asked_for_again(server: Server, desk: Desk) -> None:
    first = stock(server, 1)[0]
    second = first.replace(".html", "_2.html")
    pager = f'<div class="pages"><span>1</span> <a href="{second}">2</a> <a href="{second}">下一页</a></div>'
    server.routes[first] = Answer(article(0, extra=pager))
    server.routes[second] = Answer(b"", 404)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes[second] = Answer(article(1))
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles WHERE text LIKE '%第0号稿%第1号稿%'") == [(1,)]
    server.seen.clear()
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert second not in server.paths()


def test_a_part_that_could_not_be_had_is_asked_for_again_however_old_its_article(server: Server, desk: Desk) -> None:
    first = stock(server, 1)[0]
    second = first.replace(".html", "_2.html")
    pager = f'<div class="pages"><span>1</span> <a href="{second}">2</a> <a href="{second}">下一页</a></div>'
    server.routes |= {first: Answer(article(0, extra=pager)), second: Answer(b"", 500)}
    desk.profile("hewan", server)
    soon, later = timedelta(hours=1), timedelta(hours=3)
    for wait in (soon, later):
        assert desk.run("crawl", "hewan", "-s", "RETRY_TIMES=0").out
        planned = next_visit_to(desk, first) - datetime.now(UTC)
        assert 0.8 * wait < planned < wait
        make_all_due(desk)
    server.routes[second] = Answer(article(1))
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles WHERE text LIKE '%第0号稿%第1号稿%'") == [(1,)]
    assert desk.rows("SELECT next_visit_at FROM pages WHERE url LIKE ?", "%" + first) == [(None,)]


def next_visit_to(desk: Desk, path: str) -> datetime:
    (planned,) = desk.rows("SELECT next_visit_at FROM pages WHERE url LIKE ?", "%" + path)[0]
    return datetime.fromisoformat(planned)


def test_an_edit_on_a_further_page_is_seen_though_the_first_is_as_it_was(server: Server, desk: Desk) -> None:
    first = stock(server, 1)[0]
    second = first.replace(".html", "_2.html")
    pager = f'<div class="pages"><span>1</span> <a href="{second}">2</a> <a href="{second}">下一页</a></div>'
    server.routes[first] = Answer(article(0, extra=pager), headers={"ETag": '"1"'})
    server.routes[second] = Answer(article(1))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes[second] = Answer(edited(1))
    for code in (ExitCode.NOTHING_NEW, ExitCode.SUCCESS, ExitCode.NOTHING_NEW):
        make_all_due(desk)
        assert desk.run("crawl", "hewan").code == code
    assert desk.rows("SELECT count(*) FROM articles WHERE text LIKE '%第0号稿%第1号稿%水位计%'") == [(1,)]
    assert desk.rows("SELECT cause FROM revisions") == [("edited",)]
    assert desk.run("reclean").code == ExitCode.NOTHING_NEW


def test_an_article_of_several_pages_that_is_found_as_it_was_is_read_again_whole(server: Server, desk: Desk) -> None:
    first = stock(server, 1)[0]
    second = first.replace(".html", "_2.html")
    pager = f'<div class="pages"><span>1</span> <a href="{second}">2</a> <a href="{second}">下一页</a></div>'
    server.routes[first] = Answer(article(0, extra=pager))
    server.routes[second] = Answer(article(1))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert desk.run("reclean", "--apply").code == ExitCode.NOTHING_NEW
    # Earlier versions kept the place of the latest answer, behind which there are none.
    assert reclean_from(desk, first, 1) == (ExitCode.NOTHING_NEW, False)
    third = first.replace(".html", "_3.html")
    pager += f'<a href="{third}">3</a>'
    # The second page of a new edition fails at first.
    server.routes |= {first: Answer(article(0, extra=pager)), second: Answer(b"", 404), third: Answer(article(2))}
    for answer in (server.routes[second], Answer(article(1))):
        server.routes[second] = answer
        make_all_due(desk)
        assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert reclean_from(desk, first, 2) == (ExitCode.NOTHING_NEW, False)
    assert desk.rows("SELECT count(*) FROM articles WHERE text LIKE '%第0号稿%第1号稿%第2号稿%'") == [(1,)]
    server.routes |= {first: Answer(article(3, extra=pager)), second: Answer(None), third: Answer(None)}
    make_all_due(desk)
    desk.run("crawl", "hewan")
    assert reclean_from(desk, first, 4) == (ExitCode.PARTIAL, True)
    assert desk.rows("SELECT count(*) FROM articles WHERE text LIKE '%第0号稿%第1号稿%'") == [(1,)]


def reclean_from(desk: Desk, path: str, number: int) -> tuple[int, bool]:
    """Read an article again from one of the archived answers of its address; whether further pages are missed."""
    archived = [page for page in iterate_archive(desk.folder / "archive") if page.url.endswith(path)]
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        place = (archived[number].where.place.offset,)
        connection.execute("UPDATE pages SET archive_offset = ? WHERE outcome = 'article'", place)
    ran = desk.run("reclean", "--apply")
    return ran.code, "its further pages are not behind it" in ran.out + ran.err


def test_sitemaps_of_past_months_are_left_alone_though_their_index_calls_them_new(server: Server, desk: Desk) -> None:
    today = datetime.now(UTC).date().isoformat()
    months = [f"{year}-{month:02}" for year in (2021, 2022) for month in range(1, 13)]
    paths = {month: f"/yw/{month}-02/content_{number}.html" for number, month in enumerate(months, 88001)}
    places = (f"<sitemap><loc>{server.base}/{m}.xml</loc><lastmod>{today}</lastmod></sitemap>" for m in months)
    server.routes["/map.xml"] = Answer(f"<sitemapindex>{''.join(places)}</sitemapindex>".encode())
    for number, (month, path) in enumerate(paths.items()):
        place = f"<url><loc>{server.base}{path}</loc><lastmod>{today}</lastmod></url>"
        server.routes[f"/{month}.xml"] = Answer(f"<urlset>{place}</urlset>".encode())
        server.routes[path] = Answer(article(number))
    desk.profile("hewan", server, f'sitemaps = ["{server.base}/map.xml"]')
    for _ in range(3):
        desk.run("crawl", "hewan")
        with closing(sqlite3.connect(desk.database)) as connection, connection:
            shift = "{0} = strftime('%Y-%m-%dT%H:%M:%S+00:00', {0}, '-3 days')"
            times = (shift.format(column) for column in ("last_fetched_at", "next_visit_at", "found_at"))
            connection.execute(f"UPDATE pages SET {', '.join(times)}")  # noqa: S608 (nothing from outside)
    assert desk.rows("SELECT count(*) FROM articles") == [(len(months),)]
    assert [server.paths().count(f"/{month}.xml") for month in months] == [1] * len(months)


def test_a_crawl_follows_queries_that_make_no_difference_no_further(server: Server, desk: Desk) -> None:
    path = stock(server, 1)[0]
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    for at in range(1, 6):
        queries = [f"{path}?from=search&sid={at * 100 + number}" for number in range(25)]
        server.routes |= dict.fromkeys(queries, Answer(article(0)))
        more = f'<div class="pages"><a href="/list_{at + 1}.html">下一页</a></div>'
        titles = {query: f"城北水库完成加固第零期之{number}" for number, query in enumerate(queries)}
        server.routes[f"/list_{at}.html"] = Answer(listing(titles, extra=more))
    desk.profile("hewan", server, f'listings = ["{server.base}/list_1.html"]')
    ran = desk.run("crawl", "hewan")
    assert "trap fruitless" in ran.out.replace("_", " "), ran
    assert sum("sid=" in path for path in server.paths()) < 60


def test_books_that_cannot_be_closed_are_told(server: Server, desk: Desk) -> None:
    paths = stock(server, 2)
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute(
            "CREATE TRIGGER stays BEFORE UPDATE OF withdrawn_at ON articles WHEN new.withdrawn_at NOT NULL"
            " BEGIN SELECT RAISE(ABORT, 'it stays'); END"
        )
    server.routes[paths[0]] = Answer(b"", 404)
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.PARTIAL


def test_pages_of_the_archive_that_are_older_than_what_is_stored_change_nothing(server: Server, desk: Desk) -> None:
    paths = stock(server, 3)
    about = "<title>关于我们</title><h1>关于我们</h1><p>河湾日报由河湾市融媒体中心主办，新闻热线二十四小时开通。</p>"
    server.routes["/about.html"] = Answer(('<meta charset="utf-8">' + about).encode())
    server.routes["/"] = Answer(server.routes["/"].body + '<a href="/about.html">关于我们</a>'.encode())
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes[paths[0]] = Answer(edited(0))
    server.routes[paths[1]] = Answer(b"", 404)
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    kept = ("SELECT url, title, text, revision, withdrawn_at FROM articles", "SELECT cause, revision FROM revisions")
    before = [*map(desk.rows, kept), desk.rows("SELECT url, outcome, last_fetched_at, fetch_count FROM pages")]
    ran = desk.run("clean", "--store", str(desk.folder / "archive"))
    assert "known" in ran.out, ran
    assert [*map(desk.rows, kept), desk.rows("SELECT url, outcome, last_fetched_at, fetch_count FROM pages")] == before


def test_a_database_made_from_the_archive_is_crawled_on(server: Server, desk: Desk) -> None:
    stock(server, 3)
    new = "/content/202408/29/c90001.html"
    channel = listing({new: "城北水库完成加固第七十七期"})
    server.routes["/yw/"] = Answer(listing({}))
    server.routes["/"] = Answer(server.routes["/"].body + '<a href="/yw/">要闻</a>'.encode())
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert "/yw/" in server.paths()
    desk.database.unlink()
    assert "3 new" in desk.run("clean", "--store", str(desk.folder / "archive")).out
    server.routes |= {"/yw/": Answer(channel), new: Answer(article(77))}
    ran = desk.run("crawl", "hewan")
    assert "articles new         1" in ran.out, ran
    assert desk.rows("SELECT kind, outcome FROM pages WHERE url LIKE '%/yw'") == [("listing", "links")]


def test_a_json_list_is_read_on_until_it_repeats_itself(server: Server, desk: Desk) -> None:
    paths = stock(server, 14)
    server.routes["/"] = Answer(b'<meta charset="utf-8"><div id="app"></div>')

    def records(numbers: range) -> Answer:
        listed = [{"title": f"城北水库完成加固第{number}期", "url": paths[number]} for number in numbers]
        return Answer(json.dumps({"list": listed}).encode(), headers={"Content-Type": "application/json"})

    last = records(range(7, 14))
    server.routes |= {"/api?page=1": records(range(7))} | {f"/api?page={number}": last for number in range(2, 99)}
    desk.profile("hewan", server, f'listings = ["{server.base}/api?page=1"]')
    assert desk.run("crawl", "hewan", "-a", "since=2020-01-01").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(14,)]
    assert sorted(path for path in server.paths() if path.startswith("/api")) == [f"/api?page={n}" for n in (1, 2, 3)]


def test_a_list_whose_page_0_and_page_1_are_one_is_read_on(server: Server, desk: Desk) -> None:
    paths = stock(server, 14)
    server.routes["/"] = Answer(b'<meta charset="utf-8"><div id="app"></div>')
    for number, shown in enumerate((range(7), range(7), range(7, 14))):
        records = [{"title": f"城北水库完成加固第{at}期", "url": paths[at]} for at in shown]
        server.routes[f"/api?page={number}"] = Answer(json.dumps({"list": records}).encode())
    desk.profile("hewan", server, f'listings = ["{server.base}/api?page=0"]')
    assert desk.run("crawl", "hewan", "-a", "since=2020-01-01").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(14,)]


def test_a_front_door_that_shows_the_latest_issue_gives_the_form_of_the_others(server: Server, desk: Desk) -> None:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    for back in range(5):
        day = today - timedelta(days=back)
        pages = "".join(f'<li><a href="/paper/?day={day}&page=A0{n}">第A0{n}版</a></li>' for n in (1, 2))
        for number in (1, 2):
            path = f"/paper/show?day={day}&id={day.day * 100 + number}"
            link = f'<a href="{path}">城北水库完成加固第{day.day * 10 + number}期</a>'
            front = f'<meta charset="utf-8"><title>河湾日报</title><ul>{pages}</ul><ul><li>{link}</li></ul>'
            server.routes[f"/paper/?day={day}&page=A0{number}"] = Answer(front.encode())
            server.routes[path] = Answer(article(back * 10 + number, str(day)))
    server.routes["/paper/"] = server.routes[f"/paper/?day={today}&page=A01"]
    server.routes["/"] = Answer('<meta charset="utf-8"><a href="/paper/">数字报</a>'.encode())
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(10,)]
