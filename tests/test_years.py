"""What happens to a site over the years: outages, new addresses, copies, hijackers. Runs against real servers."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from loopback import ONE_AT_A_TIME, Answer, article, listing, stock

from pipelines.ledger import MAX_CHANNELS
from spiders.archive import iterate_archive
from spiders.discovery.traps import ALLOWANCE, PER_COPY, Trap, TrapWatch
from spiders.report import ExitCode

if TYPE_CHECKING:
    from loopback import Desk, Server

NOT_THERE = Answer(
    '<meta charset="utf-8"><title>页面不存在</title><h1>404</h1><p>抱歉，您访问的页面不存在或已被删除。</p>'.encode()
)


def make_all_due(desk: Desk) -> None:
    """Have every article wanted again now, as if two days had passed since the last run."""
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute(
            "UPDATE pages SET last_fetched_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', last_fetched_at, '-2 days'),"
            " next_visit_at = iif(next_visit_at IS NOT NULL OR outcome IN ('article', 'copy'), '2024-08-30', NULL)"
        )


def withdrawn(desk: Desk) -> int:
    (number,) = desk.rows("SELECT count(*) FROM articles WHERE withdrawn_at IS NOT NULL")[0]
    return int(number)


def edited(number: int) -> bytes:
    """The article of that number under another headline and with a paragraph more."""
    more = "<p>记者从市水务局了解到，水位计的数据将在下月向社会公开，村民用手机就能查到当天的水情。</p>"
    return article(number, extra=more).replace("完成加固".encode(), "完成除险加固".encode())


def test_an_outage_withdraws_nothing_and_what_is_gone_is_withdrawn(server: Server, desk: Desk) -> None:
    paths = stock(server, 7)
    good = dict(server.routes)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    for answer in (NOT_THERE, Answer(b"", 404), Answer(status=302, headers={"Location": "/"})):
        server.routes = good | dict.fromkeys(paths, answer)
        make_all_due(desk)
        ran = desk.run("crawl", "hewan")
        assert ran.code == ExitCode.BROKEN, ran
        assert "gone but not believed 7" in ran.out
        assert (withdrawn(desk), desk.rows("SELECT count(*) FROM revisions")) == (0, [(0,)])
    server.routes = good | {paths[0]: NOT_THERE}
    for _ in range(2):
        make_all_due(desk)
        ran = desk.run("crawl", "hewan")
        assert ran.code == ExitCode.NOTHING_NEW, ran
        assert withdrawn(desk) == 1
    assert desk.rows("SELECT gone FROM crawls ORDER BY id DESC LIMIT 2") == [(0,), (1,)]
    server.routes = good
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert withdrawn(desk) == 0


def test_an_article_at_two_addresses_is_stored_once_and_moves_when_one_is_gone(server: Server, desk: Desk) -> None:
    path, other = stock(server, 2)
    twin = path.replace("/content/", "/shuili/")
    server.routes[twin] = Answer(article(0))
    home = listing(
        {path: "城北水库完成加固第零期", other: "城北水库完成加固第一期", twin: "水利：城北水库完成加固第零期"}
    )
    server.routes["/"] = Answer(home)
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert "articles new         2" in ran.out, ran
    assert "copy 1" in ran.out
    ((stored,),) = desk.rows("SELECT url FROM articles WHERE title LIKE '%第0期'")
    first, second = (path, twin) if stored.endswith(path) else (twin, path)
    server.routes[first] = Answer(b"", 404)
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert "at a new address 1" in ran.out, ran
    assert desk.rows("SELECT url FROM articles WHERE title LIKE '%第0期'") == [(server.base + second,)]
    assert withdrawn(desk) == 0
    server.routes[second] = Answer(b"", 404)
    make_all_due(desk)
    desk.run("crawl", "hewan")
    assert withdrawn(desk) == 1
    assert desk.rows("SELECT count(*) FROM articles") == [(2,)]


def test_the_same_words_on_another_day_are_another_article(server: Server, desk: Desk) -> None:
    _, second = stock(server, 2)
    server.routes[second] = Answer(article(0, "2024-08-28"))
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM articles") == [(2,)]


def test_what_comes_every_year_in_the_same_words_is_no_move_though_the_system_changed(
    server: Server, desk: Desk
) -> None:
    stock(server, 1)
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    for year in (2025, 2026):
        with closing(sqlite3.connect(desk.database)) as connection, connection:
            for column in ("pages.last_fetched_at", "articles.first_seen_at", "articles.last_seen_at"):
                table, name = column.split(".")
                connection.execute(f"UPDATE {table} SET {name} = datetime({name}, '-1 year') || '+00:00'")  # noqa: S608
            connection.execute("UPDATE pages SET next_visit_at = NULL WHERE kind = 'article'")
        numbers = [0, *range(year, year + 6)]  # the last year's pages are not there any more
        paths = {f"/a/{year}08/{88000 + number}.shtml": number for number in numbers}
        answers = {path: Answer(article(number, f"{year}-08-29")) for path, number in paths.items()}
        home = listing({path: f"城北水库完成加固第{number}期" for path, number in paths.items()}, day=f"{year}-08-29")
        server.routes = {"/robots.txt": Answer(status=404), "/": Answer(home)} | answers
        desk.run("crawl", "hewan")
    days = desk.rows("SELECT substr(published_at, 1, 10), withdrawn_at IS NULL FROM articles WHERE title LIKE '%第0期'")
    assert days == [("2024-08-29", 0), ("2025-08-29", 0), ("2026-08-29", 1)]


def test_an_address_that_leads_to_a_new_one_takes_its_article_along(server: Server, desk: Desk) -> None:
    paths = stock(server, 3)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    before = desk.rows("SELECT id, title FROM articles ORDER BY id")
    for number, path in enumerate(paths):  # the last one is found at its new address first, edited
        server.routes[path] = Answer(status=301, headers={"Location": f"/a/202408/{88000 + number}.shtml"})
        server.routes[f"/a/202408/{88000 + number}.shtml"] = Answer(article(number) if number < 2 else edited(number))
    server.routes["/"] = Answer(listing({"/a/202408/88002.shtml": "城北水库完成除险加固第二期"}))
    desk.run("crawl", "hewan")
    make_all_due(desk)
    desk.run("crawl", "hewan")
    after = desk.rows("SELECT id, title, url LIKE '%/a/2024%', revision FROM articles ORDER BY id")
    assert [row[0] for row in after] == [row[0] for row in before]
    assert [row[2] for row in after] == [1, 1, 1]
    assert sorted(row[3] for row in after) == [1, 1, 2]
    assert desk.rows("SELECT cause FROM revisions") == [("edited",)]
    assert desk.run("health").out.startswith("database: sound")


def list_only(server: Server, paths: list[str]) -> None:
    """Have the home page lead to these articles alone: an outlet's lists drop what it takes down."""
    server.routes["/"] = Answer(listing({path: f"城北水库完成加固之{path[-9:-5]}期" for path in paths}))


def test_what_leads_to_one_dead_end_is_led_there_once(server: Server, desk: Desk) -> None:
    paths = stock(server, 14)
    good = dict(server.routes)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    gone = dict.fromkeys(paths[:11], Answer(status=302, headers={"Location": "/error.html"}))
    server.routes = good | gone | {"/error.html": NOT_THERE}
    list_only(server, paths[11:])
    make_all_due(desk)
    server.seen.clear()
    desk.run("crawl", "hewan")
    assert server.paths().count("/error.html") <= 4  # those under way when the first one was seen
    assert withdrawn(desk) == 11


def test_an_article_in_whose_place_the_home_page_stands_is_gone(server: Server, desk: Desk) -> None:
    """Servers that answer with the home page, and status 200, where they have nothing.

    An answer that comes before the home page's is told by no home page of this run, and looked at again by the next.
    """
    paths = stock(server, 6)
    desk.profile("hewan", server, delay=ONE_AT_A_TIME)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    list_only(server, paths[1:])
    server.routes[paths[0]] = server.routes["/"]
    make_all_due(desk)
    desk.run("crawl", "hewan")
    assert withdrawn(desk) == 1
    assert desk.rows("SELECT error FROM pages WHERE outcome = 'not_found'") == [("shows the home page",)]


def test_what_a_list_still_leads_to_is_believed_gone_after_half_a_day(server: Server, desk: Desk) -> None:
    """A server that answers some of too many requests with its home page withdrew what it showed in these places."""
    paths = stock(server, 9)
    good = dict(server.routes)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes |= dict.fromkeys(paths[:3], server.routes["/"]) | {paths[3]: NOT_THERE, paths[4]: Answer(b"", 404)}
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert "gone but not believed 4" in ran.out
    assert desk.rows("SELECT url LIKE ? FROM articles WHERE withdrawn_at IS NOT NULL", "%" + paths[4]) == [(1,)]
    server.routes |= {path: good[path] for path in paths[:3]}
    for looks in (2, 3, 4):
        make_all_due(desk)
        desk.run("crawl", "hewan")
        assert withdrawn(desk) == (2 if looks == 4 else 1)
    assert desk.rows("SELECT DISTINCT cause FROM revisions") == [("withdrawn",)]


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


def test_junk_in_place_of_articles_is_no_edit(server: Server, desk: Desk) -> None:
    paths = stock(server, 7)
    good = dict(server.routes)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS

    def casino(number: int) -> Answer:
        text = f"真人百家乐官方网站，注册即送{number + 18}元体验金，提现秒到账。"
        links = "".join(f'<a href="http://bet{number}.example/{at}">滚球体育电子游艺官网</a>' for at in range(5))
        body = (
            f'<meta charset="utf-8"><title>真人百家乐{number}</title><h1>真人百家乐平台第{number}期优惠活动</h1>'
            f"<div>2024-08-29 09:15</div><div><p>{text}</p><p>滚球体育、电子游艺、彩票任您选择，{number}分钟到账。</p>"
            f"<p>{links}</p></div>"
        )
        return Answer(body.encode())

    server.routes = good | {path: casino(number) for number, path in enumerate(paths)}
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN, ran
    assert desk.rows("SELECT count(*) FROM revisions") == [(0,)]
    assert desk.rows("SELECT count(*) FROM articles WHERE title LIKE '%百家乐%'") == [(0,)]
    assert desk.rows("SELECT DISTINCT reason FROM rejections") == [("spam_only",)]
    server.routes = good
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert desk.rows("SELECT count(*) FROM rejections") == [(0,)]


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


def test_articles_that_lead_to_another_site_are_trouble_and_no_loss(server: Server, desk: Desk) -> None:
    paths = stock(server, 7)
    good = dict(server.routes)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes = good | dict.fromkeys(paths, Answer(status=302, headers={"Location": "http://bet.example/?from=7"}))
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN, ran
    assert "SITE BROKEN: its articles lead to another site; " in ran.out
    assert "bet.example" in ran.out
    assert withdrawn(desk) == 0
    server.routes = good
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW


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


def test_a_page_whose_address_has_moved_for_good_is_asked_for_there(server: Server, desk: Desk) -> None:
    path = stock(server, 1)[0]
    old, new = "/2024/08/29/shuiku-jiagu-wancheng-le", "/2024/08/29/shuiku-jiagu-wancheng-le/"
    server.routes[new] = server.routes.pop(path)
    server.routes[old] = Answer(status=301, headers={"Location": new})
    server.routes["/"] = Answer(listing({old: "城北水库完成加固第零期"}))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    make_all_due(desk)
    server.seen.clear()
    desk.run("crawl", "hewan")
    assert (server.paths().count(old), server.paths().count(new)) == (0, 1)


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


def test_an_article_that_is_gone_is_read_again_from_its_last_good_answer(server: Server, desk: Desk) -> None:
    paths = stock(server, 7)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    elsewhere = Answer(status=302, headers={"Location": paths[6]})
    server.routes |= dict(zip(paths, (NOT_THERE, Answer(b"", 404), elsewhere), strict=False))
    server.routes[paths[3]] = Answer(status=302, headers={"Location": "/"})
    list_only(server, paths[4:])
    make_all_due(desk)
    desk.run("crawl", "hewan")
    assert withdrawn(desk) == 3
    ran = desk.run("reclean", "--apply")
    assert ran.code == ExitCode.NOTHING_NEW, ran
    assert "not in the archive" not in ran.out
    assert withdrawn(desk) == 3


def reclean_from(desk: Desk, path: str, number: int) -> tuple[int, bool]:
    """Read an article again from one of the archived answers of its address; whether further pages are missed."""
    archived = [page for page in iterate_archive(desk.folder / "archive") if page.url.endswith(path)]
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        place = (archived[number].where.place.offset,)
        connection.execute("UPDATE pages SET archive_offset = ? WHERE outcome = 'article'", place)
    ran = desk.run("reclean", "--apply")
    return ran.code, "its further pages are not behind it" in ran.out + ran.err


def test_copies_that_were_a_gate_become_the_articles_they_are(server: Server, desk: Desk) -> None:
    paths = stock(server, 4)
    good = dict(server.routes)
    text = (
        "检测到您的访问存在异常，请拖动下方滑块完成拼图后继续访问，给您带来不便，敬请谅解。如需帮助请联系网站管理员。"
    )
    gate = f'<meta charset="utf-8"><title>安全验证</title><h1>请完成安全验证</h1><p>{text * 2}</p>'
    server.routes |= dict.fromkeys(paths[1:], Answer(gate.encode()))
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    server.routes = good
    make_all_due(desk)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM articles WHERE title LIKE '城北水库%'") == [(4,)]
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]


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


def test_a_page_in_place_of_all_articles_is_no_new_one_either(server: Server, desk: Desk) -> None:
    stock(server, 3)
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    paths = stock(server, 5)
    good = dict(server.routes)
    server.routes |= dict.fromkeys(paths, Answer(other_article("本报网站正在升级改造")))
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN
    assert "standing_page 4" in ran.out
    assert desk.rows("SELECT pages, new, rejected FROM crawls ORDER BY id DESC LIMIT 1") == [(6, 0, 4)]
    assert desk.rows("SELECT count(*) FROM articles") == [(3,)]
    server.routes = good
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET next_visit_at = '2024-08-30' WHERE next_visit_at IS NOT NULL")
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*), max(revision) FROM articles WHERE title LIKE '城北水库%'") == [(5, 1)]
    assert desk.run("health").code in {ExitCode.SUCCESS, ExitCode.PARTIAL}


def test_a_copy_of_long_ago_is_looked_at_no_more(server: Server, desk: Desk) -> None:
    today = datetime.now(UTC).date().isoformat()
    (twin,) = twins(server, 1)
    server.routes |= dict.fromkeys((twin, twin.replace("/shuili/", "/content/")), Answer(article(0, today)))
    desk.profile("hewan", server)
    for days, waits in ((0, 1), (1, 1), (5, 0)):
        if days:
            with closing(sqlite3.connect(desk.database)) as connection, connection:
                connection.execute("UPDATE pages SET found_at = datetime('now', ?) || '+00:00'", (f"-{days} days",))
            make_all_due(desk)
        desk.run("crawl", "hewan")
        assert desk.rows("SELECT count(next_visit_at) FROM pages WHERE outcome = 'copy'") == [(waits,)]


def test_what_stands_in_place_of_many_pages_is_looked_behind_however_long_it_stands(server: Server, desk: Desk) -> None:
    paths = stock(server, MAX_CHANNELS + 3)
    today = datetime.now(UTC).date().isoformat()
    server.routes |= dict.fromkeys(paths, Answer(article(0, today)))
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    for _ in range(2):
        with closing(sqlite3.connect(desk.database)) as connection, connection:
            connection.execute("UPDATE pages SET found_at = datetime('now', '-5 days') || '+00:00'")
        make_all_due(desk)
        desk.run("crawl", "hewan")
        copies = desk.rows("SELECT count(*), count(next_visit_at) FROM pages WHERE outcome = 'copy'")
        assert copies == [(len(paths) - 1, len(paths) - 1)]


def test_an_edit_at_both_addresses_is_one_edit(server: Server, desk: Desk) -> None:
    path = stock(server, 1)[0]
    twin = path.replace("/content/", "/shuili/")
    server.routes[twin] = Answer(article(0))
    home = listing({path: "城北水库完成加固第零期", twin: "水利：城北水库完成加固第零期"})
    server.routes["/"] = Answer(home)
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    server.routes |= dict.fromkeys((path, twin), Answer(edited(0)))
    for _ in range(2):
        make_all_due(desk)
        desk.run("crawl", "hewan")
    assert desk.rows("SELECT title, revision FROM articles") == [("城北水库完成除险加固第0期", 2)]
    assert desk.rows("SELECT count(*) FROM pages WHERE outcome = 'copy'") == [(1,)]


def test_a_wall_before_all_articles_is_no_edit_of_them(server: Server, desk: Desk) -> None:
    paths = stock(server, 7)
    good = dict(server.routes)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS

    def walled(number: int) -> Answer:
        head, *rest = article(number).decode().split("<p>")
        tail = "</div></div><div><p>剩余60%内容，登录后阅读全文</p></div></body></html>"
        return Answer("<p>".join([head, *rest[:2]]).encode() + tail.encode())

    server.routes = good | {path: walled(number) for number, path in enumerate(paths)}
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert "shown only in part, kept whole 7" in ran.out, ran
    assert desk.rows("SELECT count(*) FROM revisions") == [(0,)]
    server.routes = good | {paths[0]: Answer((walled(0).body or b"") + b"<!-- -->")}  # one alone was edited
    make_all_due(desk)
    assert "changed 1" in desk.run("crawl", "hewan").out


def twins(server: Server, count: int) -> list[str]:
    """Put articles on the server at two addresses each, both listed; returns the second ones."""
    paths = stock(server, count)
    others = [path.replace("/content/", "/shuili/") for path in paths]
    server.routes |= {other: Answer(article(number)) for number, other in enumerate(others)}
    titles = {path: f"城北水库完成加固第{number}期" for number, path in enumerate(paths)}
    titles |= {path: f"水利：城北水库完成加固第{number}期" for number, path in enumerate(others)}
    server.routes["/"] = Answer(listing(titles))
    return others


def make_due(desk: Desk, part: str) -> None:
    """Have only those pages wanted again now whose address has this part."""
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute(
            "UPDATE pages SET next_visit_at = iif(instr(url, ?), '2024-08-30', '2999-01-01'),"
            " last_fetched_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', last_fetched_at, '-2 days')",
            (part,),
        )


def other_article(title: str) -> bytes:
    """An article of another day with another text."""
    page = article(0, "2024-09-12").decode().replace("城北水库完成加固第0期", title)
    head, *_ = page.split("<p>")
    texts = (
        "九月中旬以来本市气温明显下降，市农业农村局提醒种植户抓紧抢收玉米和大豆，避免早霜造成损失。",
        "气象台预计，未来一周冷空气活动频繁，北部山区最低气温将降到三度左右，各乡镇要备足防寒物资。",
        "农技人员已经分成八个小组下到田间，指导农户检修烘干设备，粮食收购点全天候开放。",
    )
    return (head + "".join(f"<p>{text}</p>" for text in texts) + "</div></body></html>").encode()


def test_articles_that_show_at_their_second_addresses_alone_are_there(server: Server, desk: Desk) -> None:
    twins(server, 7)
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    for (url,) in desk.rows("SELECT url FROM articles"):
        server.routes[url.removeprefix(server.base)] = Answer(b"", 404)
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert "at a new address 7" in ran.out, ran
    assert "not believed" not in ran.out
    assert withdrawn(desk) == 0


def test_an_outage_moves_no_article(server: Server, desk: Desk) -> None:
    twins(server, 6)
    good = dict(server.routes)
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    before = desk.rows("SELECT id, url FROM articles ORDER BY id")
    server.routes = {"/robots.txt": good["/robots.txt"], "/": Answer(b"", 404)}
    make_all_due(desk)
    desk.run("crawl", "hewan")
    server.routes = good
    for part in ("/shuili/", "/content/"):
        make_due(desk, part)
        desk.run("crawl", "hewan")
        assert desk.rows("SELECT id, url FROM articles ORDER BY id") == before


def test_an_address_with_an_article_of_its_own_takes_no_other_one(server: Server, desk: Desk) -> None:
    first, second = stock(server, 2)
    server.routes[second] = Answer(other_article("抢收玉米和大豆的农户"))
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    third = second.replace("1001", "9000")
    server.routes |= {second: Answer(status=302, headers={"Location": third}), third: Answer(article(0))}
    make_all_due(desk)
    desk.run("crawl", "hewan")
    server.routes[first] = Answer(b"", 404)
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert (ran.code, ran.err) == (ExitCode.NOTHING_NEW, "")
    assert desk.rows("SELECT count(*) FROM pages WHERE state = 'in_flight'") == [(0,)]
    assert desk.rows("SELECT title FROM articles WHERE withdrawn_at IS NULL") == [("抢收玉米和大豆的农户",)]


def test_another_text_under_the_headline_of_another_day_is_stored(server: Server, desk: Desk) -> None:
    (twin,) = twins(server, 1)
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    (copy,) = desk.rows("SELECT url FROM pages WHERE outcome = 'copy'")[0]
    server.routes[twin if copy.endswith(twin) else twin.replace("/shuili/", "/content/")] = Answer(
        other_article("城北水库完成加固第0期")
    )
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles WHERE text LIKE '%玉米和大豆%'") == [(1,)]


def test_a_relaunch_withdraws_nothing_that_a_list_not_due_yet_shows(server: Server, desk: Desk) -> None:
    """An outlet rebuilt overnight: half of its lists are read in the first run after it, the others in the next."""

    def lists(path: str) -> dict[str, Answer]:
        """What the outlet shows, its articles at addresses like ``path``."""
        seven = {path.format(number): f"城北水库完成加固第{number}期" for number in range(60_001, 60_008)}
        news, quiet = dict(list(seven.items())[:4]), dict(list(seven.items())[4:])
        menu = '<div class="nav"><a href="/sh/">社会</a></div>'
        articles = {url: Answer(article(number)) for number, url in enumerate(seven, 60_001)}
        return {**articles, "/": Answer(listing(news, extra=menu)), "/sh/": Answer(listing(quiet))}

    robots = {"/robots.txt": server.routes["/robots.txt"]}
    server.routes = robots | lists("/yw/202408/t20240829_{}.html")
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes = robots | lists("/content/2024-08/29/c_{}.shtml")
    make_all_due(desk)
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET next_visit_at = '2099-01-01' WHERE url LIKE '%/sh'")
    ran = desk.run("crawl", "hewan")
    assert "at a new address 4" in ran.out
    assert "gone but not believed 3" in ran.out
    make_all_due(desk)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*), count(withdrawn_at), min(url LIKE '%.shtml') FROM articles") == [(7, 0, 1)]
    assert desk.rows("SELECT count(*) FROM revisions") == [(0,)]


def test_what_is_gone_while_others_move_is_withdrawn_at_the_second_look(server: Server, desk: Desk) -> None:
    paths = stock(server, 3)
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    new = "/a/202408/88000.shtml"
    server.routes |= {paths[0]: Answer(status=301, headers={"Location": new}), new: Answer(article(0))}
    server.routes[paths[1]] = Answer(b"", 404)
    for gone in (0, 1):
        make_all_due(desk)
        desk.run("crawl", "hewan")
        assert withdrawn(desk) == gone


def test_copies_of_an_article_that_moved_are_copies_still(server: Server, desk: Desk) -> None:
    (second,) = twins(server, 1)
    first = second.replace("/shuili/", "/content/")
    good = other_article("抢收玉米和大豆的农户")
    server.routes["/content/2024-08/29/content_1001.html"] = Answer(good)
    server.routes["/"] = Answer((server.routes["/"].body or b"").replace(b"</ul>", listing(
        {"/content/2024-08/29/content_1001.html": "抢收玉米和大豆的农户"}) + b"</ul>"))  # fmt: skip
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    ((stored,),) = desk.rows("SELECT url FROM articles WHERE title LIKE '%第0期'")
    stored = stored.removeprefix(server.base)
    assert stored in {first, second}
    new = "/a/202408/88000.shtml"
    server.routes |= {stored: Answer(status=301, headers={"Location": new}), new: Answer(article(0))}
    make_due(desk, stored)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT url FROM articles WHERE title LIKE '%第0期'") == [(server.base + new,)]
    server.routes |= dict.fromkeys((stored, new), Answer(b"", 404))
    make_due(desk, new)
    ran = desk.run("crawl", "hewan")
    assert "at a new address 1" in ran.out, ran
    assert withdrawn(desk) == 0


def test_a_copy_is_refused_no_more(server: Server, desk: Desk) -> None:
    _, second = stock(server, 2)
    server.routes[second] = Answer(b"<html><head><title>x</title></head><body></body></html>")
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM rejections") == [(1,)]
    server.routes[second] = Answer(article(0))
    make_due(desk, second)
    assert "copy 1" in desk.run("crawl", "hewan").out
    assert desk.rows("SELECT count(*) FROM rejections") == [(0,)]
    desk.run("reclean", "--apply")  # stores what was refused and is an article to today's cleaners
    assert desk.rows("SELECT count(*) FROM articles") == [(1,)]


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


def test_a_part_that_cannot_be_had_is_no_deletion(server: Server, desk: Desk) -> None:
    first = stock(server, 1)[0]
    second = first.replace(".html", "_2.html")
    pager = f'<div class="pages"><span>1</span> <a href="{second}">2</a> <a href="{second}">下一页</a></div>'
    server.routes |= {first: Answer(article(0, extra=pager)), second: Answer(article(1))}
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    whole = desk.rows("SELECT text FROM articles")
    server.routes |= {first: Answer(article(0, extra=pager) + b"<!-- new -->"), second: Answer(None)}
    make_all_due(desk)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT text FROM articles") == whole
    assert desk.rows("SELECT count(*) FROM revisions") == [(0,)]
    assert desk.run("reclean").code == ExitCode.NOTHING_NEW
    server.routes[second] = Answer(b"", 404)  # it was taken away
    make_all_due(desk)
    assert "changed 1" in desk.run("crawl", "hewan").out


def test_addresses_that_lead_to_each_other_in_turn_keep_one_article(server: Server, desk: Desk) -> None:
    (two,) = twins(server, 1)
    one = two.replace("/shuili/", "/content/")
    server.routes[two] = Answer(status=301, headers={"Location": one})
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    for old, new in ((one, two), (two, one), (one, two)):
        server.routes |= {old: Answer(status=301, headers={"Location": new}), new: Answer(article(0))}
        make_due(desk, "content_")
        desk.run("crawl", "hewan")
        assert desk.rows("SELECT id, url, withdrawn_at FROM articles") == [(1, server.base + new, None)]
        assert desk.rows("SELECT count(*) FROM pages WHERE outcome = 'article' AND redirected_to NOT NULL") == [(0,)]
    server.routes[two] = Answer(status=301, headers={"Location": one})
    make_due(desk, "content_")
    assert desk.run("crawl", "hewan").code == ExitCode.PARTIAL
    assert withdrawn(desk) == 0


def daily(day: int, level: float, store: int, inflow: int) -> Answer:
    """A report that is written by the same form every day."""
    title = f"河湾市水情通报（8月{day}日）"
    texts = (
        f"据市水文局监测，8月{day}日8时城北水库水位{level}米，蓄水量{store}万立方米，入库流量每秒{inflow}立方米，水情总体平稳。",
        f"河湾河干流河湾站水位{level - 40:.2f}米，流量每秒{inflow * 3}立方米，低于警戒水位，未来三天预计变化不大。",
        "市防汛办提醒沿河乡镇继续落实巡查责任，发现险情及时上报，遇强降雨时组织低洼地带群众提前转移避险。",
    )
    head = f'<meta charset="utf-8"><title>{title}_河湾日报</title><h1>{title}</h1>'
    head += f"<div>2024-08-{day} 09:15 来源：河湾日报</div>"
    return Answer((head + "<div>" + "".join(f"<p>{text}</p>" for text in texts) + "</div>").encode())


def test_a_report_that_leads_to_the_latest_one_does_not_take_its_place(server: Server, desk: Desk) -> None:
    paths = stock(server, 2)
    server.routes |= dict(zip(paths, (daily(26, 112.35, 4321, 17), daily(28, 113.42, 4466, 29)), strict=True))
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    before = desk.rows("SELECT id, url, title, revision FROM articles ORDER BY id")
    assert len(before) == 2
    old, new = (row[1].removeprefix(server.base) for row in before)
    server.routes[old] = Answer(status=302, headers={"Location": new})
    make_due(desk, old)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT id, url, title, revision FROM articles ORDER BY id") == before


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


@pytest.mark.parametrize("is_gone_first", [False, True])
def test_a_notice_in_the_words_of_one_that_was_taken_down_is_another(
    server: Server, desk: Desk, *, is_gone_first: bool
) -> None:
    paths = stock(server, 3)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    first_day = desk.rows("SELECT published_at FROM articles WHERE url LIKE '%_1000.html'")
    server.routes[paths[0]] = Answer(b"", 404)
    if is_gone_first:
        make_all_due(desk)
        desk.run("crawl", "hewan")
        assert withdrawn(desk) == 1
    time.sleep(1)  # times are kept to the second
    again = "/content/2024-09/15/content_9123.html"
    server.routes |= {again: Answer(article(0, "2024-09-15")), "/": Answer(listing({again: "城北水库完成加固第0期"}))}
    for _ in range(2):
        desk.run("crawl", "hewan")
        make_all_due(desk)
    assert withdrawn(desk) == 1
    assert desk.rows("SELECT published_at LIKE '2024-09-15%' FROM articles WHERE url LIKE '%9123%'") == [(1,)]
    assert desk.rows("SELECT published_at FROM articles WHERE withdrawn_at IS NOT NULL") == first_day


@pytest.mark.parametrize("is_gone_first", [False, True])
def test_a_new_system_that_dates_all_articles_anew_gives_none_twice(
    server: Server, desk: Desk, *, is_gone_first: bool
) -> None:
    paths = stock(server, 3)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    before = desk.rows("SELECT id, title, published_at FROM articles ORDER BY id")
    new = {f"/detail/{70000 + number}.html": Answer(article(number, "2024-09-15")) for number in range(2)}
    home = listing({path: f"城北水库完成加固第{number}期" for number, path in enumerate(new)})
    gone = dict.fromkeys(paths[:2], Answer(b"", 404))
    server.routes |= gone
    if is_gone_first:
        make_all_due(desk)
        desk.run("crawl", "hewan")
        assert withdrawn(desk) == 2
    time.sleep(1)  # times are kept to the second
    server.routes |= new | {"/": Answer(home)}
    for _ in range(2):
        desk.run("crawl", "hewan")
        make_all_due(desk)
    after = desk.rows("SELECT id, title, published_at FROM articles ORDER BY id")
    assert after == before
    assert withdrawn(desk) == 0
    assert desk.rows("SELECT count(*) FROM articles WHERE url LIKE '%/detail/%'") == [(2,)]
    assert desk.run("health").out.startswith("database: sound")


@pytest.mark.parametrize("becomes", [404, 301, 200])
def test_what_is_looked_at_no_more_is_when_a_new_system_shows_it_with_another_day(
    server: Server, desk: Desk, becomes: int
) -> None:
    paths = stock(server, 8)
    server.routes |= {path: Answer(article(number, f"2024-08-{20 + number}")) for number, path in enumerate(paths)}
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    before = desk.rows("SELECT id, title, published_at FROM articles ORDER BY id")
    with closing(sqlite3.connect(desk.database)) as connection, connection:  # the articles are of long ago by now
        connection.execute("UPDATE pages SET next_visit_at = NULL, last_fetched_at = '2024-10-15T00:00:00+00:00'")
        connection.execute("UPDATE articles SET last_seen_at = '2024-10-15T00:00:00+00:00'")
    new = [f"/detail/{70000 + number}.html" for number in range(7)]
    for number, (path, to) in enumerate(zip(paths, new, strict=False)):
        server.routes[to] = Answer(article(number, "2025-09-15"))
        if becomes != 200:
            server.routes[path] = Answer(b"", becomes, {"Location": to} if becomes == 301 else {})
    server.routes["/"] = Answer(listing({path: f"城北水库完成加固第{number}期" for number, path in enumerate(new)}))
    server.seen.clear()
    for _ in range(2):
        desk.run("crawl", "hewan")
    assert [server.paths().count(path) for path in paths] == [1] * 7 + [0]
    assert withdrawn(desk) == 0
    if becomes != 200:
        assert desk.rows("SELECT id, title, published_at FROM articles ORDER BY id") == before
        assert desk.rows("SELECT count(*) FROM articles WHERE url LIKE '%/detail/%'") == [(7,)]
    else:  # both are there
        assert desk.rows("SELECT count(*) FROM articles") == [(15,)]


@pytest.mark.parametrize("status", [301, 302])
def test_an_address_that_leads_to_another_is_not_looked_at_beside_it(server: Server, desk: Desk, status: int) -> None:
    today = datetime.now(UTC).date().isoformat()  # what is old is not looked at again
    paths = stock(server, 3)
    server.routes |= {path: Answer(article(number, today)) for number, path in enumerate(paths)}
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    new = [f"/detail/{70000 + number}.html" for number in range(3)]
    server.routes |= {path: Answer(article(number, today)) for number, path in enumerate(new)}
    leading = {path: Answer(status=status, headers={"Location": to}) for path, to in zip(paths, new, strict=True)}
    titles = {path: f"城北水库完成加固第{number}期" for number, path in enumerate(new)}
    server.routes |= leading | {"/": Answer(listing(titles))}
    make_all_due(desk)
    desk.run("crawl", "hewan")
    make_all_due(desk)
    server.seen.clear()
    server.routes[new[0]] = Answer(edited(0).replace(b"2024-08-29", today.encode()))
    desk.run("crawl", "hewan")
    assert sorted(path for path in server.paths() if path != "/") == new
    assert desk.rows("SELECT count(*), sum(revision), count(withdrawn_at) FROM articles") == [(3, 4, 0)]


@pytest.mark.parametrize(("count", "days", "stored"), [(7, 8, 8), (4, 8, 12), (7, 1, 15)])
def test_a_site_built_anew_at_addresses_of_the_old_form_gives_no_article_twice(
    server: Server, desk: Desk, count: int, days: int, stored: int
) -> None:
    paths = stock(server, 8)
    # Notices of one day, in the words of those of another, come together as well.
    server.routes |= {path: Answer(article(at, f"2024-08-{21 + at % days}")) for at, path in enumerate(paths)}
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    before = desk.rows("SELECT id, title, published_at FROM articles ORDER BY id")
    time.sleep(1)  # times are kept to the second
    new = {f"/content/2024-09/15/content_{7000 + number}.html": number for number in range(count)}
    server.routes |= {path: Answer(article(number, "2024-09-15")) for path, number in new.items()}
    server.routes["/"] = Answer(listing({path: f"城北水库完成加固第{number}期" for path, number in new.items()}))
    server.routes |= dict.fromkeys(paths[:count], Answer(b"", 404))
    for _ in range(2):
        make_all_due(desk)
        desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM articles") == [(stored,)]
    if stored == len(before):
        assert desk.rows("SELECT id, title, published_at FROM articles ORDER BY id") == before
        assert withdrawn(desk) == 0
        assert desk.rows("SELECT count(*) FROM articles WHERE url LIKE '%/2024-09/15/%'") == [(count,)]
    assert desk.run("health", "--no-check").code in {ExitCode.SUCCESS, ExitCode.PARTIAL}


def test_what_only_leads_to_an_article_is_not_asked_for_beside_it(server: Server, desk: Desk) -> None:
    today = datetime.now(UTC).date().isoformat()
    pages = {f"/go.asp?id={number}": f"/yw/{number}.html" for number in range(88117, 88121)}
    titles = {path: f"城北水库完成加固第{number}期" for number, path in enumerate(pages)}
    server.routes["/"] = Answer(listing(titles))
    for number, (path, to) in enumerate(pages.items()):
        server.routes |= {path: Answer(status=302, headers={"Location": to}), to: Answer(article(number, today))}
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    seen = Counter(server.paths())
    assert all(seen[path] == 1 for path in (*pages, *pages.values()))
    make_all_due(desk)
    desk.run("crawl", "hewan")
    assert Counter(server.paths()) == seen + Counter(["/", *pages.values()])


def test_what_a_notice_stood_in_place_of_for_a_time_is_looked_at_again(server: Server, desk: Desk) -> None:
    today = datetime.now(UTC).date().isoformat()
    paths, notice = stock(server, 4), "/notice/88123.html"
    articles = {path: Answer(article(number, today)) for number, path in enumerate(paths)}
    told = other_article("本报网站今晚升级改造的通知").replace(b"2024-09-12", today.encode())
    server.routes |= articles | {notice: Answer(told)}
    server.routes |= dict.fromkeys(paths[1:], Answer(status=302, headers={"Location": notice}))
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM articles") == [(2,)]
    server.routes |= articles
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET next_visit_at = '2024-08-30' WHERE next_visit_at IS NOT NULL")
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*), count(withdrawn_at) FROM articles") == [(5, 0)]
