"""Front doors, redirects, cookies and sessions in whole runs of ``scrapy crawl``."""

from __future__ import annotations

import gzip
import sqlite3
from collections import Counter
from contextlib import closing

from loopback import (
    Answer,
    Desk,
    Seen,
    Server,
    article,
    listing,
    stock,
)
from scrapy.http import Request, Response

from spiders.middlewares.cookies import CookieGateMiddleware
from spiders.report import ExitCode


def test_what_a_front_door_leads_to_is_an_article_when_a_feed_says_so(server: Server, desk: Desk) -> None:
    """The other pages that a feed calls articles are the lists that they were, and no sign of a broken site."""
    (known, *_), rss = stock(server, 6), {"Content-Type": "application/rss+xml"}
    lists = [f"/topic{letter}/" for letter in "abcdefg"]
    server.routes |= dict.fromkeys(lists, server.routes["/"])
    links = "".join(f'<li><a href="{path}">专题</a></li>' for path in lists[1:])
    server.routes[lists[0]] = Answer(listing({known: "城北水库完成加固第0期"}, f"<ul>{links}</ul>"))
    door = f'<html><body><a href="{lists[0]}">进入</a> <a href="/n/water/">水库</a></body></html>'
    feed = '<rss version="2.0"><channel><title>河湾日报</title>{}</channel></rss>'
    item = f"<item><title>城北水库完成加固</title><link>{server.base}{{}}</link><pubDate>{{}}</pubDate></item>"
    server.routes |= {
        "/": Answer(door.encode()),
        "/n/water/": Answer(article(7)),
        "/feed.xml": Answer(feed.format("").encode(), headers=rss),
    }
    desk.profile("hewan", server, f'feeds = ["{server.base}/feed.xml"]')
    kinds = "SELECT kind, outcome, count(*) FROM pages WHERE url LIKE ? GROUP BY 1, 2"
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows(kinds, "%/n/water") == [("listing", "links", 1)]
    assert desk.rows(kinds, "%/topic_") == [("listing", "links", 7)]

    items = [item.format(path, "29 Aug 2024 09:15:00 +0800") for path in [*lists, "/n/water/"]]
    server.routes["/feed.xml"] = Answer(feed.format("".join(items[:-1])).encode(), headers=rss)
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert set(lists) <= set(server.paths())
    assert desk.rows(kinds, "%/topic_") == [("listing", "links", 7)]

    server.routes["/feed.xml"] = Answer(feed.format("".join(items)).encode(), headers=rss)
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert sorted(server.paths()) == ["/", "/feed.xml", "/n/water/"]
    assert desk.rows(kinds, "%/n/water") == [("unknown", "article", 1)]


def test_a_home_page_that_only_forwards(server: Server, desk: Desk) -> None:
    stock(server, 3)
    server.routes["/robots.txt"] = Answer(b"", 302, {"Location": "http://elsewhere.example/robots.txt"})
    server.routes["/cn/home.htm"] = server.routes["/"]
    server.routes["/start.html"] = Answer(b"<script>window.location.href='/cn/home.htm'</script>")
    server.routes["/"] = Answer(b'<html><head><meta http-equiv="refresh" content="0;url=/start.html"></head></html>')
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(3,)]


def test_a_frameset_behind_a_front_door_in_gbk(server: Server, desk: Desk) -> None:
    """A site of the years when lists were ASP: nothing on its way is a link with a name in UTF-8."""
    gbk = {"Content-Type": "text/html"}
    titles = {f"城北水库完成加固第{number}期": f"show.asp?class=要闻&id={number}" for number in range(3)}
    rows = "".join(f"<tr><td><a href='{url}'>{title}</a></td><td>08-29</td></tr>" for title, url in titles.items())
    main = f"<meta charset=gb2312><table>{rows}</table>"
    frames = "<frameset rows='80,*'><frame src='top.asp'><frame src='main.asp?lang=cn&id=1'></frameset>"
    server.routes["/"] = Answer(b'<a href="cn.asp"><img src="enter.gif"></a>')
    server.routes["/cn.asp"] = Answer(frames.encode("gb18030"), headers=gbk)
    server.routes["/top.asp"] = Answer(b"<p>-</p>")
    server.routes["/main.asp?lang=cn&id=1"] = Answer(main.encode("gb18030"), headers=gbk)
    for number in range(3):
        server.routes[f"/show.asp?class=%D2%AA%CE%C5&id={number}"] = Answer(article(number))
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT count(*) FROM articles") == [(3,)]


def test_news_behind_a_front_door_that_never_changes(server: Server, desk: Desk) -> None:
    def still(body: str) -> object:
        def route(seen: Seen) -> Answer:
            is_known = seen.headers.get("if-none-match") == '"1"'
            return Answer(b"" if is_known else body.encode(), 304 if is_known else 200, {"ETag": '"1"'})

        return route

    def show(count: int) -> None:
        rows = (f"<li><a href='/yw/{n}.html'>城北水库完成加固第{n}期</a> 2024-08-29</li>" for n in range(count))
        server.routes["/yw/"] = Answer(f"<meta charset=utf-8><ul>{''.join(rows)}</ul>".encode())
        server.routes.update({f"/yw/{number}.html": Answer(article(number)) for number in range(count)})

    server.routes["/"] = still("<frameset rows='80,*'><frame src='top.htm'><frame src='main.htm'></frameset>")
    server.routes["/top.htm"] = still("<p>-</p>")
    server.routes["/main.htm"] = still("<h3><a href='/about.htm'>关于</a></h3><iframe src='/yw/'></iframe>")
    server.routes["/about.htm"] = still("<p>关于我们</p>")
    desk.profile("hewan", server)
    for count in (3, 5, 7):
        show(count)
        assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
        assert desk.rows("SELECT count(*) FROM articles") == [(count,)]
        make_lists_due(desk)


def make_lists_due(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET next_visit_at = '2024-08-30' WHERE next_visit_at IS NOT NULL")


def test_an_article_that_its_page_only_frames_and_one_behind_a_login(server: Server, desk: Desk) -> None:
    framed, packed, guarded = stock(server, 3)
    server.routes["/inner/1.html"] = server.routes[framed]
    frame = "<a href='/'>首页</a><iframe src='/inner/1.html'></iframe><p>版权所有 河湾日报</p>"
    server.routes[framed] = Answer(f"<meta charset=utf-8>{frame}".encode())
    server.routes[packed] = Answer(gzip.compress(server.routes[packed].body))  # It does not say so.
    server.routes[guarded] = Answer(b"", 302, {"Location": "/member/login.html"})
    login = "<title>会员</title><form><p>您还没有登录，请先登录！登录即表示同意用户协议。</p><input name=u></form>"
    server.routes["/member/login.html"] = Answer(f"<meta charset=utf-8>{login}".encode())
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert sorted(desk.rows("SELECT title FROM articles")) == [("城北水库完成加固第0期",), ("城北水库完成加固第1期",)]


def test_a_host_that_insists_on_a_cookie(server: Server, desk: Desk) -> None:
    stock(server, 2)

    def gated(answer: Answer) -> object:
        def route(seen: Seen) -> Answer:
            if "visitor=0a1b" in seen.headers.get("cookie", ""):
                return answer
            return Answer(b"", 302, {"Location": seen.path, "Set-Cookie": "visitor=0a1b; path=/"})

        return route

    server.routes = {path: gated(route) for path, route in server.routes.items() if path != "/robots.txt"}
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT count(*) FROM articles") == [(2,)]
    without = [seen.path for seen in server.seen if "cookie" not in seen.headers and seen.path != "/robots.txt"]
    assert without == ["/"]  # The first answer says it; from then on the host gets what it asks for.


def test_what_redirects_in_a_circle_is_asked_for_no_further(server: Server, desk: Desk) -> None:
    """A menu's entry that never worked cost six requests a visit, and made every run one of code 4."""
    stock(server, 2)
    menu = '<p><a href="/">首页</a> <a href="/sz/">时政</a> <a href="/zt/">专题</a></p>'.encode()
    server.routes |= {
        "/": Answer(server.routes["/"].body.replace(b"<ul", menu + b"<ul", 1)),
        "/sz/": server.routes["/"],
        "/zt/": Answer(status=302, headers={"Location": "/zt/index.html"}),
        "/zt/index.html": Answer(status=302, headers={"Location": "/zt/"}),
    }
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert [path for path in server.paths() if path.startswith("/zt/")] == ["/zt/", "/zt/index.html", "/zt/"]


def test_articles_that_redirect_in_a_circle_are_said_to_be_missing(server: Server, desk: Desk) -> None:
    """A list names them: the run said "done", with code 0, whatever share of the news it could not have."""
    path, _ = stock(server, 2)
    article = server.routes[path]
    server.routes[path] = Answer(status=302, headers={"Location": path})
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert (ran.code, "redirects in a circle" in ran.out) == (ExitCode.PARTIAL, True)
    server.routes[path] = article
    desk.run("crawl", "hewan", "-a", f"url={server.base}{path}")
    assert desk.rows("SELECT count(*) FROM articles") == [(2,)]


def test_a_gate_that_knows_who_has_been_there_is_passed(server: Server, desk: Desk) -> None:
    (path,) = stock(server, 1)
    article, gate = server.routes[path], "/check"

    def route(_: Seen) -> Answer:
        return article if gate in server.paths() else Answer(status=302, headers={"Location": gate})

    server.routes |= {path: route, gate: Answer(status=302, headers={"Location": path})}
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(1,)]


def test_cookies_of_a_host_are_bounded() -> None:
    gate = CookieGateMiddleware()
    request = Request("http://a.example/")
    for number in range(30):
        headers = {"Set-Cookie": f"c{number}={'x' * 900}", "Location": "/"}
        gate.process_response(request, Response("http://a.example/", 302, headers=headers))
        asked = Request("http://a.example/2")
        gate.process_request(asked)
        assert len(asked.headers.get("Cookie") or b"") < 9_000
    other = Request("http://b.example/")
    gate.process_request(other)
    assert "Cookie" not in other.headers


def test_a_server_that_writes_a_session_into_every_link(server: Server, desk: Desk) -> None:
    visits = iter(range(1000))

    def home(_: Seen) -> Answer:
        visit = f";jsessionid={next(visits):032X}"
        titles = {number: f"城北水库完成加固第{number}期" for number in range(1101, 1105)}
        return Answer(listing({f"/show/2024-08/29/{number}.jsp{visit}": title for number, title in titles.items()}))

    server.routes["/"] = home
    for number in range(1101, 1105):
        server.routes[f"/show/2024-08/29/{number}.jsp"] = Answer(article(number))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]
    assert Counter(server.paths()).most_common(1) == [("/", 2)]
