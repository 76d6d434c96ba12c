"""Lists, their further pages and digital newspapers in whole runs of ``scrapy crawl``."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest
from later import channel, make_all_due, make_due, with_validators
from loopback import (
    Answer,
    Desk,
    Seen,
    Server,
    article,
    listing,
    stock,
)

from spiders.discovery.traps import ALLOWANCE
from spiders.report import ExitCode
from spiders.wanted import MAX_DEPTH


def test_paging_newspapers_and_articles_of_several_pages(server: Server, desk: Desk) -> None:
    first, second = stock(server, 2)
    more = '<div class="page"><a href="/index_2.html">下一页</a></div>'
    server.routes |= {
        "/": Answer(listing({first: "城北水库完成加固第零期"}, more)),
        "/index_2.html": Answer(listing({second: "城北水库完成加固第一期"})),
        first: Answer(article(0, extra='<div><a href="content_1000_2.html">下一页</a></div>')),
        first.replace(".html", "_2.html"): Answer(
            '<html><head><meta charset="utf-8"></head><body><h1>城北水库完成加固第0期</h1>'
            "<div><p>工程验收组认为，大坝渗流量低于设计值，防渗墙质量合格，同意交付管理单位使用并进入试运行期。</p></div>"
            '<div><a href="content_1000.html">上一页</a></div></body></html>'.encode()
        ),
    }
    for day in (27, 28, 29):
        folder = f"/paper/html/2024-08/{day}"
        texts = {f"{folder}/content_{day}1.htm": "水库加固之后的第一个汛期平稳度过了"}
        server.routes[f"{folder}/node_1.htm"] = Answer(listing(texts))
        server.routes[f"{folder}/content_{day}1.htm"] = Answer(article(day, f"2024-08-{day}"))
    desk.profile("hewan", server, f'epaper = "{server.base}/paper/html/2024-08/29/node_1.htm"')
    ran = desk.run("crawl", "hewan", "-a", "since=2024-08-28", "-a", "until=2024-08-29")
    assert ran.code == ExitCode.SUCCESS, ran
    stored = {url.rpartition("/")[2] for (url,) in desk.rows("SELECT url FROM articles")}
    assert stored == {"content_1000.html", "content_1001.html", "content_281.htm", "content_291.htm"}
    (text,) = desk.rows("SELECT text FROM articles WHERE url LIKE '%content_1000.html'")[0]
    assert "库容恢复到设计标准" in text
    assert "进入试运行期" in text
    assert "下一页" not in text
    assert not any("/27/" in path for path in server.paths())


def a_day_later(desk: Desk) -> None:
    """Have the next run come a day after the last one."""
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        ago = "replace(datetime({}, '-1 day'), ' ', 'T') || '+00:00'"
        columns = ", ".join(f"{name} = {ago.format(name)}" for name in ("found_at", "last_fetched_at", "next_visit_at"))
        connection.execute(f"UPDATE pages SET {columns}")  # noqa: S608 (ours)


@pytest.mark.parametrize("box", [0, 2])
def test_a_list_is_read_to_its_end_once_and_then_back_to_what_was_known(server: Server, desk: Desk, box: int) -> None:
    pages = channel(server, [8, 7, 6, 5, 4, 3, 2, 1], box=box)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(8,)]

    a_day_later(desk)
    channel(server, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], box=box)
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(11,)]
    assert [path for path in server.paths() if path in pages] == pages[:3]  # The third shows nothing new.


def test_issues_without_end_are_cut_off_unless_their_days_are_asked_for(server: Server, desk: Desk) -> None:
    days = [date(2024, 8, 29) - timedelta(days) for days in range(ALLOWANCE + 50)]
    issues = "".join(f'<a href="/paper/{day:%Y-%m/%d}/node_1.htm">数字报</a>' for day in days)
    server.routes["/"] = Answer(f'<html><head><meta charset="utf-8"></head><body>{issues}</body></html>'.encode())
    desk.profile("hewan", server)
    assert "trap_fruitless 50" in desk.run("crawl", "hewan", "-a", "max_pages=2").out
    assert "fruitless" not in desk.run("crawl", "hewan", "-a", f"since={days[-1]}", "-a", "max_pages=2").out
    assert desk.rows("SELECT count(*) FROM pages WHERE kind = 'epaper'") == [(len(days),)]


def test_a_newspaper_that_is_a_site_of_its_own(server: Server, desk: Desk) -> None:
    for day in (28, 29):
        folder = f"/html/2024-08/{day}"
        articles = {f"{folder}/content_8800{day + at}.htm": f"水库加固之后的第{at}个汛期平稳度过了" for at in (0, 10)}
        pages = '<a href="node_1.htm">第A01版：要闻</a><a href="node_2.htm">第A02版：民生</a>'
        for page, (path, title) in enumerate(articles.items(), start=1):
            area = f'<map name="m"><area href="{path}"></map>'
            server.routes[f"{folder}/node_{page}.htm"] = Answer(listing({f"{path}?div=-1": title}, area + pages))
            server.routes[path] = server.routes[f"{path}?div=-1"] = Answer(article(day + page, f"2024-08-{day}"))
    front = b'<html><head><meta http-equiv="refresh" content="0; url=html/2024-08/29/node_1.htm"></head></html>'
    server.routes["/"] = Answer(front)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    stored = desk.rows("SELECT url FROM articles ORDER BY url")
    assert [url.rpartition("/")[2] for (url,) in stored] == ["content_880029.htm", "content_880039.htm"]
    ran = desk.run("crawl", "hewan", "-a", "since=2024-08-28", "-a", "until=2024-08-29")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]
    ran = desk.run("crawl", "hewan", "-a", "since=2022-01-01", "-a", "max_pages=3")
    assert "links left out" not in ran.out  # All the issues of these years are wanted.

    desk.profile("named", server, f'epaper = "{server.base}/"')
    assert desk.run("crawl", "named").code in {ExitCode.SUCCESS, ExitCode.NOTHING_NEW}
    assert desk.rows("SELECT kind FROM pages WHERE depth = 0 AND site = 'named'") == [("epaper",)]


def test_a_list_of_pictures_taken_for_an_article_is_read_as_a_list(server: Server, desk: Desk) -> None:
    paths = stock(server, 8)
    cards = "".join(
        f'<li><a href="{path}"><div class="thumb"><img src="/{at}.jpg"></div><div class="txt">'
        f"<h3>城北水库完成加固第{at}期工程</h3><span class='date'>2024-08-29</span></div></a></li>"
        for at, path in enumerate(paths)
    )
    head = "<html><head><meta charset='utf-8'><title>文明实践 - 河湾</title></head><body>"
    head += '<header><a href="/">河湾</a><ul><li><a href="/">首页</a></li>'
    head += '<li><a href="/channel/10255/1.html">文明实践</a></li></ul></header><h2>文明实践</h2>'
    server.routes["/channel/10255/1.html"] = Answer(f"{head}<ul class='list'>{cards}</ul></body></html>".encode())
    names = {"/channel/10255/1.html": "文明实践活动今天都有些什么", **dict.fromkeys(paths[:1], "城北水库完成加固第0期")}
    server.routes["/"] = Answer(listing(names))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT reason FROM rejections") == [("picture_only",)]
    assert desk.rows("SELECT count(*) FROM articles") == [(8,)]


def months_of_news(server: Server) -> list[date]:
    """Six articles of six months in a list of six pages, whose server tells whether they changed; their days."""
    days = [datetime.now(UTC).date() - timedelta(days=2 + 30 * months) for months in range(6)]
    for at, day in enumerate(days):
        path = f"/a/{day:%Y%m%d}/content_{2000 + at}.html"
        server.routes[path] = Answer(article(at, day.isoformat()))
        items = f'<ul><li><a href="{path}">城北水库完成加固第{at}期工程验收</a> {day}</li></ul>'
        body = f'<meta charset="utf-8">{items}<a href="/list_{at + 2}.html">下一页</a>'.encode()
        server.routes[f"/list_{at + 1}.html" if at else "/"] = with_validators(Answer(body))
    return days


def test_an_earlier_day_asked_for_later_reads_known_lists_once_more(server: Server, desk: Desk) -> None:
    days = months_of_news(server)
    fronts = [f"/paper/html/{day:%Y-%m/%d}/node_1.htm" for day in (days[0], days[0] - timedelta(1))]
    for at, front in enumerate(fronts):
        path = front.replace("node_1", "content_9")
        server.routes[front] = with_validators(Answer(listing({path: f"水库加固之后的第{at}个汛期平稳度过"})))
        server.routes[path] = Answer(article(50 + at, (days[0] - timedelta(at)).isoformat()))
    desk.profile("hewan", server, f'epaper = "{server.base}{fronts[0]}"')

    def run(since: date) -> int:
        server.seen.clear()
        ran = desk.run("crawl", "hewan", "-a", f"since={since}")
        assert ran.code in {ExitCode.SUCCESS, ExitCode.NOTHING_NEW}, ran
        return int(desk.rows("SELECT count(*) FROM articles")[0][0])

    assert run(days[0]) == 2  # The newest of the list, one issue.
    assert run(days[0] - timedelta(1)) == 3
    assert run(days[3]) == 6, desk.rows("SELECT url FROM articles")
    assert run(days[3]) == 6
    assert sorted(server.paths()) == ["/", fronts[0]]  # And both as they were.
    assert server.seen[-1].headers["if-none-match"] == '"1"'


@pytest.mark.parametrize(("span", "stored"), [((), MAX_DEPTH + 5), (("-a", "since={}"), 13)])
def test_an_archive_by_day_that_is_taken_for_news_has_an_end(
    server: Server, desk: Desk, span: tuple[str, ...], stored: int
) -> None:
    """Its neighbours are called as no lexicon knows; each of its pages turns out to be a list."""
    days = [datetime.now(UTC).date() - timedelta(back) for back in range(20)]
    titles = {f"/c/{day:%Y/%m%d}/content_500.html": f"城北水库完成加固第{at}期工程验收" for at, day in enumerate(days)}
    server.routes |= {path: Answer(article(at, str(days[at]))) for at, path in enumerate(titles)}
    for at, day in enumerate(days):
        names = {day - timedelta(1): "昨日河湾", day + timedelta(1): "明日河湾"}
        links = "".join(f'<a href="/daily/{other}.html">{name}</a>' for other, name in names.items())
        body = listing(dict(list(titles.items())[at : at + 5]), f"<p>{links}</p>", day="")
        server.routes[f"/daily/{day}.html"] = with_validators(Answer(body))
    server.routes["/"] = server.routes[f"/daily/{days[0]}.html"]
    desk.profile("hewan", server)
    arguments = [argument.format(days[12]) for argument in span]
    assert desk.run("crawl", "hewan", *arguments).code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(stored,)]
    assert max(Counter(server.paths()).values()) == 1, server.paths()
    server.seen.clear()
    assert desk.run("crawl", "hewan", *arguments).code == ExitCode.NOTHING_NEW
    assert server.paths() == ["/"]


def test_what_an_end_left_out_is_found_by_the_next_run(server: Server, desk: Desk) -> None:
    days = months_of_news(server)
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan", "-a", f"since={days[4]}", "-a", f"until={days[2]}")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT count(*) FROM articles") == [(3,)]
    assert desk.run("crawl", "hewan", "-a", f"since={days[4]}").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(5,)]


def test_the_same_years_of_a_newspaper_asked_for_again_cost_no_issue(server: Server, desk: Desk) -> None:
    """A backfill that stands in a crontab."""
    for day in range(20, 30):
        folder = f"/paper/html/2024-08/{day}"
        (path,) = texts = {f"{folder}/content_{day}1.htm": f"水库加固之后的第{day}个汛期平稳度过了"}
        issue = with_validators(Answer(listing(texts, f'<a href="{folder}/node_2.htm">第2版</a>')))
        server.routes |= {f"{folder}/node_{page}.htm": issue for page in (1, 2)}
        server.routes[path] = Answer(article(day, f"2024-08-{day}"))
    desk.profile("hewan", server, f'epaper = "{server.base}/paper/html/2024-08/29/node_1.htm"')
    asked = ("-a", "since=2024-08-22", "-a", "until=2024-08-27")
    assert desk.run("crawl", "hewan", *asked).code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(6,)]
    server.seen.clear()
    assert desk.run("crawl", "hewan", *asked).code == ExitCode.NOTHING_NEW
    assert [path for path in server.paths() if "node" in path] == ["/paper/html/2024-08/29/node_1.htm"]
    assert desk.run("crawl", "hewan", "-a", "since=2024-08-21", "-a", "until=2024-08-28").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(8,)]


def test_the_list_that_is_all_of_a_home_page_is_asked_for_as_often_as_it(server: Server, desk: Desk) -> None:
    """A home page whose script draws it, after quiet days."""
    script = '<html><body><div id="app"></div><script>fetch("/api/list?page=1")</script></body></html>'

    def entries(numbers: range) -> Answer:
        rows = [
            {"title": f"城北水库完成加固第{at}期", "url": f"/a/2024/{at}.html", "day": "2024-08-29"} for at in numbers
        ]
        return Answer(json.dumps({"list": rows}).encode(), headers={"Content-Type": "application/json"})

    server.routes |= {f"/a/2024/{at}.html": Answer(article(at)) for at in range(70_000, 70_004)}
    server.routes |= {"/": Answer(script.encode()), "/api/list?page=1": entries(range(70_000, 70_003))}
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes["/api/list?page=1"] = entries(range(70_000, 70_004))
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute(
            "UPDATE pages SET last_fetched_at = '2024-08-29T00:00:00+00:00', next_visit_at = '2099-01-01'"
        )
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]


def test_records_that_are_only_numbered_are_found_in_each_run(server: Server, desk: Desk) -> None:
    """By what the page's script makes of their numbers, and, when the page is gone, by what the profile says."""
    shows = """d.rows.forEach(function (r) { html += '<a href="/p/' + r.id + '.html">' + r.title + '</a>' })"""
    script = f"<html><body><script>$.get('/api/list?page=' + page, function (d) {{ {shows} }})</script></body></html>"

    def entries(numbers: range) -> Answer:
        rows = [{"id": at, "title": f"城北水库完成加固第{at}期"} for at in numbers]
        return Answer(json.dumps({"rows": rows}).encode())

    server.routes |= {f"/p/{at}.html": Answer(article(at)) for at in range(70_000, 70_012)}
    server.routes["/api/list?page=1"] = entries(range(70_005, 70_011))
    server.routes["/api/list?page=2"] = entries(range(70_000, 70_005))
    server.routes["/"] = Answer(script.encode())
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(11,)]
    server.routes |= {"/api/list?page=1": entries(range(70_006, 70_012)), "/": Answer(b"")}
    desk.profile("hewan", server, f'listings = ["{server.base}/api/list?page=1#/p/{{id}}.html"]')
    make_due(desk, "/api/list")
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(12,)]


def test_a_list_of_numbers_that_is_the_same_on_every_page_is_not_read_on(server: Server, desk: Desk) -> None:
    """As where the server pays no heed to the number: the third page that shows nothing else ends it."""
    rows = [{"id": at, "title": f"城北水库完成加固第{at}期"} for at in range(70_000, 70_006)]
    server.routes |= {f"/api/list?page={at}": Answer(json.dumps({"rows": rows}).encode()) for at in range(1, 8)}
    server.routes |= {f"/p/{at}.html": Answer(article(at)) for at in range(70_000, 70_006)}
    desk.profile("hewan", server, f'listings = ["{server.base}/api/list?page=1#/p/{{id}}.html"]')
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    asked = [request.path for request in server.seen if request.path.startswith("/api/list")]
    assert asked == [f"/api/list?page={at}" for at in (1, 2, 3)]


def test_a_list_of_numbers_leads_where_the_page_s_script_says_now(server: Server, desk: Desk) -> None:
    """After a new system has moved all articles, or where the list was known before anybody said where it leads."""
    script = "<script>$.get('/api/list?page=1', function (d) { %s })</script>"
    rows = [{"id": at, "title": f"城北水库完成加固第{at}期"} for at in range(70_000, 70_005)]
    server.routes["/api/list?page=1"] = Answer(json.dumps({"rows": rows}).encode())
    server.routes |= {f"/read/{at}.html": Answer(article(at)) for at in range(70_000, 70_005)}
    desk.profile("hewan", server)
    for shows, found in (("", 0), ("location.href = '/p/' + id;", 0), ("location.href = '/read/' + id + '.html'", 5)):
        server.routes["/"] = Answer((script % shows).encode())
        for _ in range(2):  # where the list is due with its page, it is asked for before that has been read
            make_due(desk, "/")
            desk.run("crawl", "hewan")
        assert desk.rows("SELECT count(*) FROM articles") == [(found,)]


def test_an_issue_of_the_last_days_is_read_again_when_it_is_asked_for_again(server: Server, desk: Desk) -> None:
    """A crontab asks for the week up to yesterday; a small paper uploads the rest of an issue the day after."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    yesterday = today - timedelta(days=1)
    folder = f"/paper/html/{yesterday:%Y-%m/%d}"
    texts = {f"{folder}/content_{at}.htm": f"水库加固之后的第{at}个汛期平稳度过了" for at in (1, 2)}
    for at, path in enumerate(texts):
        server.routes[path] = Answer(article(at, yesterday.isoformat()))
    desk.profile("hewan", server, f'epaper = "{server.base}/paper/html/{today:%Y-%m/%d}/node_1.htm"')
    server.routes[f"/paper/html/{today:%Y-%m/%d}/node_1.htm"] = Answer(listing({}))
    asked = ("-a", f"since={yesterday - timedelta(days=6)}", "-a", f"until={yesterday}")
    for count in (1, 2):
        server.routes[f"{folder}/node_1.htm"] = Answer(listing(dict(list(texts.items())[:count])))
        assert desk.run("crawl", "hewan", *asked).code == ExitCode.SUCCESS
        assert desk.rows("SELECT count(*) FROM articles") == [(count,)]


def test_an_issue_that_is_not_out_yet_is_asked_for_again(server: Server, desk: Desk) -> None:
    """Who crawls at night is told in good form that there is no paper; the front door shows a later one next time."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    folder = f"/paper/html/{today - timedelta(days=1):%Y-%m/%d}"
    server.routes[f"{folder}/node_1.htm"] = Answer(listing({"/about.html": "关于我们"}, "<p>没有该日报纸</p>"))
    server.routes[f"{folder}/content_1.htm"] = Answer(article(1, f"{today - timedelta(days=1)}"))
    desk.profile("hewan", server, f'epaper = "{server.base}/paper/html/{today:%Y-%m/%d}/node_1.htm"')
    server.routes[f"/paper/html/{today:%Y-%m/%d}/node_1.htm"] = Answer(listing({}))
    desk.run("crawl", "hewan")
    assert f"{folder}/node_1.htm" in server.paths()
    server.routes[f"{folder}/node_1.htm"] = Answer(listing({f"{folder}/content_1.htm": "水库加固之后的汛期平稳度过了"}))
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET next_visit_at = '2024-08-30' WHERE next_visit_at IS NOT NULL")
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(1,)]


def test_lists_are_read_anew_when_the_profile_follows_other_links(server: Server, desk: Desk) -> None:
    paths = [f"/{folder}/2024/content_{3000 + at}.html" for at, folder in enumerate(("news", "news", "sport"))]
    for at, path in enumerate(paths):
        server.routes[path] = Answer(article(at))
    server.routes["/"] = with_validators(Answer(listing({path: f"城北水库完成加固第{path[-6]}期" for path in paths})))
    desk.profile("hewan", server, 'not_paths = ["/sport/"]')
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(2,)]
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(3,)]
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert server.seen[-1].headers["if-none-match"] == '"1"'


def test_a_newspaper_found_on_the_home_page_shows_the_next_issue_at_the_same_address(
    server: Server, desk: Desk
) -> None:
    first = stock(server, 1)[0]
    server.routes["/"] = Answer(listing({first: "城北水库完成加固第零期"}, '<p><a href="/epaper/">数字报</a></p>'))
    desk.profile("hewan", server)
    for day in (27, 28):
        folder = f"/epaper/html/2024-08/{day}"
        texts = {f"{folder}/content_{day}{n}.htm": f"水库加固之后的第{n}个汛期平稳度过了" for n in (1, 2)}
        server.routes["/epaper/"] = Answer(listing(texts))
        for number, path in enumerate(texts):
            server.routes[path] = Answer(article(day * 10 + number, f"2024-08-{day}"))
        assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
        make_all_due(desk)
    assert desk.rows("SELECT count(*) FROM articles WHERE url LIKE '%/epaper/%'") == [(4,)]


def test_a_newspaper_whose_addresses_carry_no_day(server: Server, desk: Desk) -> None:
    head = "<div>河湾日报 2024年8月29日 星期四</div>" + "".join(
        f'<a href="/paper.php?a=page&id={page}">第{page:02}版：要闻</a>' for page in (1, 2)
    )
    for page in (1, 2):
        items = "".join(
            f'<li><a href="/paper.php?a=show&id={page}{number}">城北水库完成加固第{page}{number}期</a></li>'
            for number in (1, 2)
        )
        body = f'<html><head><meta charset="utf-8"></head><body>{head}<ul>{items}</ul></body></html>'.encode()
        server.routes[f"/paper.php?a=page&id={page}"] = Answer(body)
        for number in (1, 2):
            server.routes[f"/paper.php?a=show&id={page}{number}"] = Answer(article(page * 10 + number))
    server.routes["/paper.php"] = server.routes["/paper.php?a=page&id=1"]
    server.routes["/"] = Answer('<meta charset="utf-8"><a href="/paper.php">河湾日报数字报</a>'.encode())
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]
    assert desk.rows("SELECT DISTINCT day FROM pages WHERE kind = 'article'") == [("2024-08-29",)]


def test_issues_that_are_only_numbered_are_followed_back_to_the_day_asked_for(server: Server, desk: Desk) -> None:
    for number in range(80, 84):  # Of 26 to 29 August.
        names = [f"/p/{number}.html", f"/p/{number}_2.html", f"/p/{number}_3.html"]
        head = f"<div>河湾日报 2024年8月{number - 54}日</div><a href='/p/{number - 1}.html'>上一期</a>"
        head += "".join(f"<a href='{name}'>第{page}版</a>" for page, name in enumerate(names, 1))
        for page, name in enumerate(names):
            items = "".join(
                f"<li><a href='/a/{number}{page}{n}.html'>城北水库完成加固第{number}{page}{n}期</a></li>"
                for n in (1, 2)
            )
            server.routes[name] = Answer(f"<meta charset=utf-8>{head}{items}".encode())
            for n in (1, 2):
                text = article(number * 100 + page * 10 + n, f"2024-08-{number - 54}")
                server.routes[f"/a/{number}{page}{n}.html"] = Answer(text)
    server.routes["/"] = Answer('<meta charset="utf-8"><a href="/p/83.html">河湾日报数字报</a>'.encode())
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan", "-a", "since=2024-08-28", "-a", "until=2024-08-29")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT day, count(*) FROM pages WHERE kind = 'article' GROUP BY day") == [
        ("2024-08-28", 6),
        ("2024-08-29", 6),
    ]
    assert not any(path.startswith(("/p/80", "/a/81")) for path in server.paths())


@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="utf-8"?>'])
def test_a_list_that_counts_its_records_is_asked_for_the_next_ones(server: Server, desk: Desk, head: str) -> None:
    """A government's channel shows its first records itself; its service is asked for a span of the others."""
    paths = stock(server, 20)[::-1]
    service = "/module/web/dataproxy.jsp?page=1&columnid=12&unitid=7"

    def records(first: int, last: int) -> str:
        return "".join(
            f'<record><![CDATA[<li><a href="{path}">城北水库加固第{path[-7:-5]}期</a><i>2024-08-29</i></li>]]></record>'
            for path in paths[first - 1 : last]
        )

    def proxy(seen: Seen) -> Answer:
        asked = dict(parse_qsl(urlsplit(seen.path).query))
        shown = records(int(asked.get("startrecord", 1)), int(asked.get("endrecord", 6)))
        return Answer(f"{head}<datastore><totalrecord>20</totalrecord>{shown}</datastore>".encode())

    first = f'<script type="text/xml"><datastore><nextgroup><![CDATA[<a href="{service}"></a>]]></nextgroup>'
    server.routes["/"] = Answer(f'<meta charset="utf-8">{first}{records(1, 6)}</datastore></script>'.encode())
    asked = service.replace("page=1&", "")
    spans = [f"{asked}&startrecord={first}&endrecord={first + 5}" for first in (7, 13, 19)]
    server.routes |= dict.fromkeys((service, *spans), proxy)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(20,)]
    assert [path for path in server.paths() if "startrecord" in path] == spans


@pytest.mark.parametrize("name", ["index", "list"])
@pytest.mark.parametrize("rises", [True, False])
def test_a_list_that_begins_with_its_oldest_articles_has_its_news_on_the_last_page(
    server: Server, desk: Desk, rises: bool, name: str
) -> None:
    days = {number: date(2024, 8, 1) + timedelta(days=number - 1100) for number in range(1100, 1130)}
    server.routes |= {f"/yw/{number}.html": Answer(article(number, f"{day}")) for number, day in days.items()}

    def show(count: int) -> None:
        shown = list(days)[:count] if rises else list(days)[:count][::-1]
        pages = [shown[at : at + 4] for at in range(0, count, 4)]
        pager = "".join(f'<a href="/yw/{name}_{page}.html">{page}</a>' for page in range(2, len(pages) + 1))
        for page, numbers in enumerate(pages, 1):
            items = "".join(
                f'<li><a href="/yw/{number}.html">城北水库完成加固第{number}期</a><i>{days[number]}</i></li>'
                for number in numbers
            )
            body = f'<meta charset="utf-8"><ul>{items}</ul><div>{pager}</div>'
            server.routes["/yw/" if page == 1 else f"/yw/{name}_{page}.html"] = Answer(body.encode())
        front = {f"/yw/{number}.html": f"城北水库完成加固第{number}期" for number in list(days)[:3]}
        server.routes["/"] = Answer(listing(front, '<ul><li><a href="/yw/">要闻</a></li></ul>'))

    show(18)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(18,)]
    show(28)
    a_day_later(desk)
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(28,)]
    read = {path for path in server.paths() if "_" in path}
    assert read == ({f"/yw/{name}_{page}.html" for page in ((4, 5, 6, 7) if rises else (2, 3, 4))})
    a_day_later(desk)
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert [path for path in server.paths() if "_" in path] == [f"/yw/{name}_7.html"] * rises
    if rises:  # its first page says that nothing has changed, and its last one has room
        server.routes["/yw/"] = with_validators(server.routes["/yw/"])
        for more in (29, 30):
            a_day_later(desk)
            desk.run("crawl", "hewan")
            first = server.routes["/yw/"]
            show(more)
            server.routes["/yw/"] = first if more == 30 else with_validators(server.routes["/yw/"])
        a_day_later(desk)
        assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
        assert desk.rows("SELECT count(*) FROM articles") == [(30,)]
