"""One article at several addresses: copies, moves, relaunches, and the same words that are another article."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from later import edited, make_all_due, make_due, other_article, withdrawn
from loopback import Answer, article, listing, stock

from pipelines.page_writer import MAX_CHANNELS
from spiders.report import ExitCode

if TYPE_CHECKING:
    from loopback import Desk, Server


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


def twins(server: Server, count: int) -> list[str]:
    """Put articles on the server at two addresses each, both listed; returns the second ones."""
    paths = stock(server, count)
    others = [path.replace("/content/", "/shuili/") for path in paths]
    server.routes |= {other: Answer(article(number)) for number, other in enumerate(others)}
    titles = {path: f"城北水库完成加固第{number}期" for number, path in enumerate(paths)}
    titles |= {path: f"水利：城北水库完成加固第{number}期" for number, path in enumerate(others)}
    server.routes["/"] = Answer(listing(titles))
    return others


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
