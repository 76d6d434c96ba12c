"""Whole runs of ``scrapy crawl`` against a real server on loopback."""

from __future__ import annotations

import gzip
import json
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import brotli
import pytest
from loopback import (
    ONE_AT_A_TIME,
    PROJECT,
    Answer,
    Desk,
    Seen,
    Server,
    article,
    listing,
    self_signed,
    serving,
    stock,
)
from scrapy.http import Request, Response
from starter import UNREAD

from spiders.discovery.traps import ALLOWANCE
from spiders.follow import DEEPEST
from spiders.lock import site_lock
from spiders.middlewares.cookies import CookieGateMiddleware
from spiders.report import ExitCode
from spiders.site_spider import MAX_REFUSED

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    pass

LONG_AGO = "Mon, 01 Jan 2024 00:00:00 GMT"


def with_validators(answer: Answer) -> object:
    """A route that answers 304 when asked whether anything changed; the page is months old."""

    def route(seen: Seen) -> Answer:
        if seen.headers.get("if-none-match") == '"1"' or seen.headers.get("if-modified-since") == LONG_AGO:
            return Answer(b"", 304)
        return answer._replace(headers={"ETag": '"1"', "Last-Modified": LONG_AGO})

    return route


def test_what_was_sent_packed_is_read_again_from_the_archive(server: Server, desk: Desk) -> None:
    packers = {"br": brotli.compress, "zstd": zstd.compress, "deflate": zlib.compress}
    for path, (encoding, pack) in zip(stock(server, 3), packers.items(), strict=True):
        plain: Answer = server.routes[path]
        server.routes[path] = plain._replace(body=pack(plain.body or b""), headers={"Content-Encoding": encoding})
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    again = desk.run("reclean")
    assert (again.code, "3 unchanged" in again.out) == (ExitCode.NOTHING_NEW, True), again


def test_two_runs_store_once_and_ask_conditionally(server: Server, desk: Desk) -> None:
    paths = stock(server, 6)
    server.routes["/"] = with_validators(server.routes["/"])
    desk.profile("hewan", server, delay=ONE_AT_A_TIME)
    first = desk.run("crawl", "hewan")
    assert first.code == ExitCode.SUCCESS, first
    assert "articles new         6" in first.out
    assert str(desk.database) in first.out
    assert "SELECT" in first.out
    assert first.err == ""
    assert Counter(server.paths()) == Counter(["/", *paths])
    assert server.most_open == 1
    assert desk.rows("SELECT count(*), count(DISTINCT normalised_url) FROM articles") == [(6, 6)]
    assert {row[0] for row in desk.rows("SELECT archive_file IS NOT NULL FROM pages")} == {1}

    server.seen.clear()
    second = desk.run("crawl", "hewan")
    assert second.code == ExitCode.NOTHING_NEW, second
    assert "nothing new; nothing stored twice" in second.out
    assert "not modified 1" in second.out
    assert server.paths() == ["/"]  # A page months old is asked for again, not taken for fresh.
    assert server.seen[-1].headers["if-none-match"] == '"1"'
    assert desk.rows("SELECT count(*) FROM articles") == [(6,)]
    assert desk.rows("SELECT exit_code, pages, new FROM crawls ORDER BY id") == [(0, 7, 6), (3, 1, 0)]


def test_a_crawl_loads_the_rules_with_its_first_article(server: Server, desk: Desk) -> None:
    stock(server, 1)
    desk.profile("hewan", server)
    script = (
        f"import sys; sys.argv = {['scrapy', *desk.words('crawl', 'hewan', '-q')]}\n"
        "from scrapy.cmdline import execute\n"
        "try: execute()\n"
        "finally: print('cleaners.clean' in sys.modules)"
    )
    for is_needed in (True, False):
        ran = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)
        assert ran.stdout == f"{is_needed}\n", ran


def test_robots_is_asked_for_every_waiter_and_its_delay_is_kept(server: Server, desk: Desk) -> None:
    secret = [f"/private/{number}/" for number in range(6)]
    paths = stock(server, 3)
    server.routes |= {path: Answer(listing({})) for path in secret}
    robots = b"User-agent: *\nDisallow: /private/\nDisallow: /sitemap\nCrawl-delay: 0.3\n"
    server.routes["/robots.txt"] = Answer(robots, headers={"Content-Type": "text/plain"}, seconds=0.4)
    listings = ", ".join(f'"{server.base}{path}"' for path in secret)
    desk.profile("hewan", server, f"listings = [{listings}]")
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert Counter(server.paths()) == Counter(["/", *paths])
    assert "forbidden 6" in ran.out
    gaps = [later.time - earlier.time for earlier, later in pairwise(server.seen[1:])]
    assert min(gaps) >= 0.25  # 0.3 was asked for; the server takes the time on a busy machine.


def test_sitemaps_of_robots_are_followed(server: Server, desk: Desk) -> None:
    paths = stock(server, 4)
    urls = "".join(f"<url><loc>{server.base}{path}</loc></url>" for path in paths)
    index = f"<sitemapindex><sitemap><loc>{server.base}/map.xml.gz</loc></sitemap></sitemapindex>"
    server.routes |= {
        "/": Answer(b"<html><body>x</body></html>"),
        "/robots.txt": Answer(f"Sitemap: {server.base}/index.xml\n".encode()),
        "/index.xml": Answer(index.encode(), headers={"Content-Type": "application/xml"}),
        "/map.xml.gz": Answer(gzip.compress(f"<urlset>{urls}</urlset>".encode())),
    }
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]


@pytest.mark.parametrize(
    ("path", "missing"),
    [("/sitemap.xml", Answer()), ("/sitemap_index.xml", Answer(listing({}))), ("", Answer(b"", 403))],
)
def test_a_sitemap_that_nothing_names_is_found_where_it_lies_by_custom(
    server: Server, desk: Desk, path: str, missing: Answer
) -> None:
    first, *rest = stock(server, 4)
    usual = ["/sitemap.xml", "/sitemap_index.xml"]
    urls = "".join(f"<url><loc>{server.base}{path}</loc></url>" for path in rest)
    server.routes |= {
        "/robots.txt": Answer(status=404),
        "/": Answer(listing({first: "城北水库完成加固第0期"})),
        **dict.fromkeys(usual, missing),
        path: Answer(f"<urlset>{urls}</urlset>".encode()),
    }
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT count(*) FROM articles") == [(4 if path else 1,)]
    asked = [seen for seen in server.paths() if seen in usual]
    assert asked == (usual[: usual.index(path) + 1] if path else usual)
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert server.paths() == ["/"]
    waits = "SELECT count(*) FROM pages WHERE outcome = 'not_found' AND next_visit_at > datetime('now', '44 days')"
    assert desk.rows(waits) == [(len([place for place in asked if place != path]),)]


@pytest.mark.parametrize(
    "answer", [Answer(b"", 503, {"Retry-After": "2"}), Answer(None), Answer(b"", 302, {"Location": "/sitemap.xml"})]
)
def test_a_guessed_sitemap_that_cannot_be_had_makes_no_run_a_failure(
    server: Server, desk: Desk, answer: Answer
) -> None:
    stock(server, 3)
    server.routes |= {"/robots.txt": Answer(status=404), "/sitemap.xml": answer}
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT outcome FROM pages WHERE kind = 'sitemap'") == [("not_found",)]
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert server.paths() == ["/"]


def test_what_only_a_guessed_sitemap_names_comes_behind_the_news_and_is_not_judged(server: Server, desk: Desk) -> None:
    stock(server, 1)
    goods = [f"/goods/{number}.html" for number in range(90)]
    urls = "".join(f"<url><loc>{server.base}{path}</loc><lastmod>2030-01-01</lastmod></url>" for path in goods)
    server.routes |= {path: Answer(b"<h1>Lamp</h1><p>9.99</p>") for path in goods}
    server.routes |= {"/robots.txt": Answer(status=404), "/sitemap.xml": Answer(f"<urlset>{urls}</urlset>".encode())}
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan", "-a", "max_pages=5").code == ExitCode.PARTIAL
    quiet = desk.run("crawl", "hewan", "-a", "max_pages=15")
    assert quiet.code == ExitCode.PARTIAL, quiet
    stock(server, 4)
    assert desk.run("crawl", "hewan", "-a", "max_pages=15").code == ExitCode.PARTIAL
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]
    assert desk.rows("SELECT count(*) > 50 FROM pages WHERE state = 'frontier'") == [(1,)]


def test_no_sitemap_is_looked_for_where_robots_forbids_or_names_one(server: Server, desk: Desk) -> None:
    stock(server, 1)
    desk.profile("hewan", server)
    for robots in (b"User-agent: *\nDisallow: /sitemap", f"Sitemap: {server.base}/map.txt".encode()):
        server.routes["/robots.txt"] = Answer(robots)
        desk.run("crawl", "hewan")
    assert not any("sitemap" in path for path in server.paths())


def test_robots_that_cannot_be_had_forbids_everything(server: Server, desk: Desk) -> None:
    stock(server, 2)
    server.routes["/robots.txt"] = Answer(b"", 500)
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN, ran
    assert server.paths() == []
    assert "nothing may be fetched" in ran.out
    assert "robots.txt could not be fetched: status 5" in ran.out


def test_a_site_that_misbehaves(server: Server, desk: Desk) -> None:
    good = stock(server, 2)
    bomb = gzip.compress(b"<p>" + b"0" * 40_000_000)
    flood = {f"X-Filler-{number}": "x" * 8_000 for number in range(90)}
    with serving() as other:
        other.routes["/"] = Answer(article(99))
        bad = {
            "/content/1.html": Answer(b"", 302, {"Location": "/"}),
            "/content/2.html": Answer(b"", 302, {"Location": f"{other.base}/"}),
            "/content/3.html": Answer(b"", 302, {"Location": "http://169.254.169.254/latest/meta-data/"}),
            "/content/4.html": Answer(b"", 302, {"Location": "file:///etc/passwd"}),
            "/content/5.html": Answer(b"", 302, {"Location": "/content/5.html?again"}),
            "/content/5.html?again": Answer(b"", 302, {"Location": "/content/5.html"}),
            "/content/6.html": Answer(bomb, headers={"Content-Encoding": "gzip"}),
            "/content/7.html": Answer(b"x" * 3_000_000),
            "/content/8.html": Answer(article(8), headers=flood),
            "/content/9.html": Answer(None),
            "/content/10.html": Answer(article(10), seconds=4),
            "/content/11.html": Answer(b"", 500),
            "/content/12.html": Answer(b"\x89PNG\r\n\x1a\n" + bytes(2000), headers={"Content-Type": "image/png"}),
            "/content/13.html": Answer(b""),
            "/content/14.html": Answer(article(14), trickle=0.3),
            "/content/15.html": Answer(article(15), headers={"Content-Encoding": ",".join(["gzip"] * 1_000)}),
        }
        server.routes |= bad
        links = {path: f"城北水库完成加固工程的消息{path}" for path in (*good, *bad) if "?" not in path}
        links["http://elsewhere.example/content/1.html"] = "别处的一条很长很长的新闻标题"
        server.routes["/"] = Answer(listing(links))
        desk.profile("hewan", server)
        limits = ("-s", "DOWNLOAD_TIMEOUT=1.5", "-s", "DOWNLOAD_MAXSIZE=2000000")
        ran = desk.run("crawl", "hewan", *limits, "-s", "LOG_LEVEL=CRITICAL")
        assert other.seen == []
    assert ran.code == ExitCode.PARTIAL, ran
    assert "Traceback" not in ran.err
    outcomes = {url.rpartition("/")[2]: outcome for url, outcome in desk.rows("SELECT url, outcome FROM pages")}
    wanted = {
        "1.html": "not_found", "2.html": "out_of_scope", "3.html": "out_of_scope", "4.html": "http_error",
        "5.html": "http_error", "6.html": "too_large", "7.html": "too_large", "8.html": "unreachable",
        "9.html": "unreachable", "10.html": "unreachable", "11.html": "http_error", "12.html": "rejected",
        "13.html": "rejected", "14.html": "unreachable", "15.html": "unreachable",
    }  # fmt: skip
    assert {name: outcomes[name] for name in wanted} == wanted
    reasons = {url.rpartition("/")[2]: error for url, error in desk.rows("SELECT url, error FROM pages")}
    assert reasons["8.html"] == "more headers than any honest server sends"
    assert reasons["15.html"] == "sent in 1000 encodings, one in the other"
    assert reasons["9.html"] == "the server closed the connection without an answer"
    assert reasons["7.html"] == reasons["6.html"] == "larger than DOWNLOAD_MAXSIZE, as sent or unpacked"
    assert reasons["14.html"] == "took longer than 1.5 seconds."
    lost, late, trickling = (server.paths().count(f"/content/{number}.html") for number in (9, 10, 14))
    assert lost > late == trickling == 1
    assert desk.rows("SELECT count(*) FROM articles") == [(2,)]
    assert desk.rows("SELECT count(*) FROM pages WHERE state = 'in_flight' OR url LIKE '%elsewhere%'") == [(0,)]


def test_what_others_hang_on_is_waited_for_once_more(server: Server, desk: Desk) -> None:
    """A slow minute ended the run, cut an archive off behind one list, or an old article behind its first page."""
    first, *rest = stock(server, 3)
    part = first.replace(".html", "_2.html")
    pager = f'<div class="pages"><span>1</span> <a href="{part}">2</a> <a href="{part}">下一页</a></div>'
    server.routes |= {first: Answer(article(0, extra=pager)), part: Answer(article(9))}
    slow = ["/robots.txt", "/", part]
    for path in slow:
        answers = iter([server.routes[path]._replace(seconds=2.5), server.routes[path]])
        server.routes[path] = lambda _, answers=answers: next(answers)
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan", "-s", "DOWNLOAD_TIMEOUT=1.5")
    assert ran.code == ExitCode.SUCCESS, ran
    assert Counter(seen.path for seen in server.seen) == Counter([*slow, *slow, first, *rest])
    assert desk.rows("SELECT count(*) FROM articles WHERE text LIKE '%第0号稿%第9号稿%'") == [(1,)]


def test_a_busy_host_is_left_alone_for_as_long_as_it_asks(server: Server, desk: Desk) -> None:
    path = stock(server, 3)[0]
    page = server.routes[path]
    answers = iter([Answer(b"", 429, {"Retry-After": "1"}), Answer(b"", 503), page])
    server.routes[path] = lambda _: next(answers)
    desk.profile("hewan", server, delay=0.05)  # Scrapy sends two at once where a turn is over before it began.
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(3,)]
    busy = next(number for number, seen in enumerate(server.seen) if seen.path == path)
    assert server.seen[busy + 1].time - server.seen[busy].time >= 0.9  # Nobody else was asked meanwhile either.


def test_a_host_that_is_busy_for_long_ends_the_run(server: Server, desk: Desk) -> None:
    path = stock(server, 30)[0]
    server.routes[path] = Answer(b"", 503, {"Retry-After": "7200"})
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.PARTIAL, ran
    assert "stopped by busy" in ran.out
    assert len(server.paths()) < 30


def test_page_after_page_that_cannot_be_had_ends_the_run(server: Server, desk: Desk) -> None:
    """A wall that has risen is not run against a thousand times; what was not asked for is as due as before."""
    paths = stock(server, MAX_REFUSED + 25)
    good = {path: server.routes[path] for path in paths}
    server.routes |= dict.fromkeys(paths[5:], Answer(b"<h1>Forbidden</h1>", 403))
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.PARTIAL, ran
    assert "stopped by refusals, page after page could not be had; http://" in ran.out
    assert "status 403" in ran.out
    refused = set(server.paths()) & set(paths[5:])
    assert MAX_REFUSED <= len(refused) <= MAX_REFUSED + 10  # a few wait for their turn
    server.routes |= good
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert set(paths) - refused <= set(server.paths())


@pytest.mark.parametrize(
    ("path", "more"),
    [("/robots.txt", ()), ("/", ("-s", "AUTOTHROTTLE_ENABLED=0"))],
    ids=["robots.txt", "throttle switched off"],
)
def test_a_host_that_is_busy_at_once_is_not_broken(
    server: Server, desk: Desk, path: str, more: tuple[str, ...]
) -> None:
    stock(server, 2)
    server.routes[path] = Answer(b"", 503, {"Retry-After": "7200"})
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan", *more)
    assert ran.code == ExitCode.PARTIAL, ran
    assert "stopped by busy" in ran.out
    assert ran.err == ""


def test_a_budget_ends_the_run_and_the_next_one_goes_on(server: Server, desk: Desk) -> None:
    stock(server, 8)
    desk.profile("hewan", server)
    first = desk.run("crawl", "hewan", "-a", "max_pages=5")
    assert first.code == ExitCode.PARTIAL, first
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(8,)]
    counts = Counter(server.paths())
    assert counts.pop("/") == 2
    assert set(counts.values()) == {1}


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


def test_not_modified_says_nothing_of_a_page_that_was_never_had(server: Server, desk: Desk) -> None:
    path = stock(server, 3)[0]
    answer, server.routes[path] = server.routes[path], Answer(b"", 304)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.PARTIAL
    assert desk.rows("SELECT outcome FROM pages WHERE status = 304") == [("http_error",)]
    server.routes[path] = answer
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(3,)]


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


def test_a_page_is_taken_when_it_is_whole_whatever_its_frame_says(server: Server, desk: Desk) -> None:
    first, second, third, fourth = stock(server, 4)
    whole, packed = server.routes[first].body, gzip.compress(server.routes[second].body)
    more = {"Connection": "close"}
    server.routes[first] = Answer(whole, headers={**more, "Content-Length": str(len(whole) + 500)})
    server.routes[second] = Answer(
        packed, headers={**more, "Content-Encoding": "gzip", "Content-Length": str(len(packed) + 500)}
    )
    server.routes[third] = Answer(whole[: len(whole) // 2], headers={**more, "Content-Length": str(len(whole))})
    server.routes[fourth] = server.routes[fourth]._replace(headers={"Content-Encoding": "gzip"})  # It is not.
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.PARTIAL, ran
    assert "the answer broke off before its end" in ran.out
    stored = {row[0].rpartition("/")[2] for row in desk.rows("SELECT normalised_url FROM articles")}
    assert stored == {path.rpartition("/")[2] for path in (first, second, fourth)}


def test_one_page_alone_is_fetched_and_nothing_else(server: Server, desk: Desk) -> None:
    paths = stock(server, 3)
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan", "-q", "-a", f"url={server.base}{paths[1]}")
    assert (ran.code, ran.out, ran.err) == (ExitCode.SUCCESS, "", "")
    assert server.paths() == [paths[1]]
    del server.routes[paths[1]]
    ran = desk.run("crawl", "hewan", "-a", f"url={server.base}{paths[1]}")
    assert (ran.code, ran.err) == (ExitCode.NOTHING_NEW, "")
    assert f"hewan: nothing new; the page is not there, {server.base}{paths[1]}: status 404\n" in ran.out
    assert "withdrawn 1" in ran.out


def test_killed_and_run_again_loses_nothing_and_stores_nothing_twice(server: Server, desk: Desk) -> None:
    paths = stock(server, 40)
    for path in paths:
        server.routes[path] = server.routes[path]._replace(seconds=0.01)
    desk.profile("hewan", server)
    for reached in (8, 25):
        with desk.start("crawl", "hewan") as process:
            end = time.monotonic() + 20
            while len(server.paths()) < reached and time.monotonic() < end:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*), count(DISTINCT url) FROM articles") == [(40, 40)]
    assert desk.rows("SELECT state, count(*) FROM pages GROUP BY state") == [("done", 41)]
    assert desk.rows("PRAGMA integrity_check") == [("ok",)]
    assert desk.rows("SELECT count(*) FROM crawls WHERE finished_at IS NULL") == [(2,)]


def test_the_second_run_of_a_site_leaves_at_once(server: Server, desk: Desk) -> None:
    desk.profile("hewan", server)
    desk.profile("hewan-county", server)
    with site_lock(str(desk.database), "hewan", f"127.0.0.1:{server.port}"):
        ran = desk.run("crawl", "hewan")
        other = desk.run("crawl", "hewan-county")
        quiet = desk.run("crawl-all", "-q")
        told = desk.run("crawl-all")
    assert "another site on 127.0.0.1" in told.out  # its crawls' standard error
    assert (ran.code, other.code) == (ExitCode.LOCKED, ExitCode.LOCKED)
    assert quiet == (ExitCode.LOCKED, "", "")
    assert f"another site on 127.0.0.1:{server.port}" in other.err
    assert ran.err.count("\n") == 1
    assert server.seen == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["crawl", "nowhere"], "no site 'nowhere'"),
        (["crawl", "hewann"], "did you mean hewan?"),
        (["crawl", "data/sites/hewan.toml"], "did you mean hewan?"),
        (["crawl", "bad"], "bad.toml: colour: unknown key"),
        (["crawl", "real"], "set NEWS_CONTACT"),
        (["crawl", "real", "-s", "NEWS_CONTACT=me"], "NEWS_CONTACT='me' is neither a mail address nor a page; set"),
        (["crawl", "hewan", "-s", "NEWS_PROXY=proxy:3128"], "NEWS_PROXY=proxy:3128: not an address such as http://"),
        (["crawl", "hewan", "-s", "NEWS_PROXY=http://desk:s#lt@proxy:3128"], "NEWS_PROXY=...@proxy:3128: not an"),
        (["crawl", "hewan", "-a", "url=1.html"], "-a url=1.html: not an http or https address"),
        (["crawl", "hewan", "-s", "NEWS_MAX_PAGES=many"], "NEWS_MAX_PAGES=many: not a whole number above 0"),
        (["crawl", "hewan", "-s", "NEWS_MAX_MINUTES=0"], "NEWS_MAX_MINUTES=0: not a number above 0"),
    ],
)
def test_bad_usage_is_one_clear_line(server: Server, desk: Desk, arguments: list[str], words: str) -> None:
    desk.profile("hewan", server)
    (desk.sites / "bad.toml").write_text('name = "x"\nhome = "http://x.example/"\ncolour = "red"\n', encoding="utf-8")
    (desk.sites / "real.toml").write_text('name = "x"\nhome = "http://www.iana.org/"\n', encoding="utf-8")
    ran = desk.run(*arguments)
    assert ran.code == ExitCode.USAGE
    assert words in ran.err
    assert ran.err.count("\n") == 1
    assert server.seen == []


def test_a_database_that_cannot_be_used(server: Server, desk: Desk) -> None:
    desk.profile("hewan", server)
    desk.database.write_bytes(b"no database at all, but a text of some length" * 30)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.STORAGE
    assert str(desk.database) in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("budget", [(), ("-a", "max_pages=1")])  # that is spent when the first answer is archived
def test_an_archive_that_cannot_be_written_is_named(server: Server, desk: Desk, budget: tuple[str, ...]) -> None:
    stock(server, 2)
    desk.profile("hewan", server)
    (desk.folder / "archive").write_bytes(b"a file, not a folder")
    ran = desk.run("crawl", "hewan", *budget)
    assert ran.code == ExitCode.STORAGE
    assert f"STOPPED: cannot write to archive {desk.folder / 'archive'}: " in ran.out
    assert "Traceback" not in ran.err
    assert desk.rows("SELECT DISTINCT state, outcome FROM pages") == [("frontier", None)]  # Not its fault.


@pytest.mark.parametrize("command", [["crawl", "hewan"], ["crawl-all"]])
def test_nobody_reads_what_the_run_says(server: Server, desk: Desk, command: list[str]) -> None:
    stock(server, 2)
    desk.profile("hewan", server)
    ran = desk.run(*command, streams={1: UNREAD})
    assert (ran.code, ran.err) == (ExitCode.SUCCESS, "")
    assert desk.rows("SELECT count(*) FROM articles") == [(2,)]


def test_a_full_disk_stops_the_run_and_loses_nothing(server: Server, desk: Desk) -> None:
    stock(server, 60)
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan", largest_file=700 * 1024)
    assert (ran.code, ran.err) == (ExitCode.STORAGE, ""), ran
    assert f"STOPPED: {desk.database}" in ran.out  # said once
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*), count(DISTINCT url) FROM articles") == [(60, 60)]
    assert desk.rows("PRAGMA integrity_check") == [("ok",)]


def test_errors_in_our_own_code_show_in_the_exit_code(server: Server, desk: Desk, tmp_path: Path) -> None:
    stock(server, 2)
    desk.profile("hewan", server)
    breaking = tmp_path / "breaking.py"
    breaking.write_text("class Pipeline:\n    def process_item(self, item):\n        raise KeyError('our mistake')\n")
    broken = ("-s", 'ITEM_PIPELINES={"breaking.Pipeline": 1}')
    ran = desk.run("crawl", "hewan", *broken, environment={"PYTHONPATH": str(tmp_path)})
    assert ran.code == ExitCode.FAILED, ran


def test_bytes_decide_the_charset(server: Server, desk: Desk) -> None:
    declared = ("text/html; charset=ISO-8859-1", "text/html; charset=utf-8", "text/html")
    for number, (path, header) in enumerate(zip(stock(server, 3), declared, strict=True)):
        page = article(number).decode().replace('<meta charset="utf-8">', '<meta charset="gbk">')
        server.routes[path] = Answer(page.encode("gbk"), headers={"Content-Type": header})
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert ["除险加固工程" in text for (text,) in desk.rows("SELECT text FROM articles")] == [True] * 3


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


def test_a_profile_under_a_new_name_begins_at_the_same_home_page(server: Server, desk: Desk) -> None:
    stock(server, 2)
    home = server.routes["/"]
    server.routes["/"] = home._replace(headers={"ETag": '"1"'})
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    (desk.sites / "hewan.toml").rename(desk.sites / "hewan-daily.toml")
    again = desk.run("crawl", "hewan-daily")
    assert (again.code, len(server.seen)) == (ExitCode.NOTHING_NEW, 4 + 2), again
    stock(server, 3)
    assert desk.run("crawl", "hewan-daily").code == ExitCode.SUCCESS
    assert desk.rows("SELECT site, count(*) FROM articles GROUP BY 1") == [("hewan", 2), ("hewan-daily", 1)]


def test_an_article_under_its_canonical_address_is_revisited_where_it_was_had(server: Server, desk: Desk) -> None:
    path = stock(server, 1)[0]
    declared = b'<link rel="canonical" href="/content/2024-08/29/content_9000.html">'
    server.routes[path] = Answer(article(1).replace(b"<head>", b"<head>" + declared))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET next_visit_at = '2024-08-30' WHERE outcome = 'article'")
        assert connection.total_changes == 1
    again = desk.run("crawl", "hewan")
    assert (again.code, server.paths()) == (ExitCode.NOTHING_NEW, ["/", path, "/", path]), again


def test_outside_its_hours_a_site_is_not_asked(server: Server, desk: Desk) -> None:
    stock(server, 1)
    hour = (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(hours=12)).hour
    desk.profile("hewan", server)
    with (desk.sites / "hewan.toml").open("a") as file:
        file.write(f'hours = "{hour:02}:00-{hour:02}:30"\n')
    loud, quiet = desk.run("crawl", "hewan"), desk.run("crawl", "hewan", "-q")
    assert (loud.code, quiet.code) == (ExitCode.NOTHING_NEW, ExitCode.NOTHING_NEW)
    assert loud.err == "scrapy crawl: hewan: outside the hours its profile allows; nothing fetched\n"
    assert quiet.out + quiet.err == ""
    assert server.seen == []


def test_two_outlets_of_one_host(server: Server, desk: Desk) -> None:
    county = {f"/county/content/2024-08/29/content_{n}.html": f"上游县渠道验收第{n}号" for n in (21, 22, 23)}
    portal = {f"/city/content/2024-08/29/content_{n}.html": f"河湾市公交改线第{n}号" for n in (11, 12, 13)}
    server.routes["/"] = Answer(listing(portal | county, '<div><a href="/county/">上游县</a></div>'))
    server.routes["/county/"] = Answer(listing(county | portal))
    addresses = "".join(f"<url><loc>{server.base}{path}</loc></url>" for path in portal | county)
    server.routes["/map.xml"] = Answer(f"<urlset>{addresses}</urlset>".encode(), headers={"Content-Type": "text/xml"})
    server.routes["/robots.txt"] = Answer(f"Sitemap: {server.base}/map.xml\n".encode())
    for number, path in enumerate(portal | county):
        server.routes[path] = Answer(article(number), seconds=0.02)
    desk.profile("portal", server, 'not_paths = ["/county/"]', ONE_AT_A_TIME)
    desk.profile("county", server, 'paths = ["/county/"]', ONE_AT_A_TIME)
    profile = desk.sites / "county.toml"
    text = profile.read_text("utf-8").replace(f'"{server.base}/"', f'"{server.base}/county"')
    profile.write_text(text, encoding="utf-8")
    server.routes["/county"] = Answer(status=301, headers={"Location": "/county/"})
    ran = desk.run("crawl-all", "-j", "2")
    assert ran.code == ExitCode.SUCCESS, ran
    stored = desk.rows("SELECT site, url LIKE '%/county/%', count(*) FROM articles GROUP BY 1, 2")
    assert stored == [("county", 1, 3), ("portal", 0, 3)]
    assert server.most_open == 1
    assert "other_path" in ran.out


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


def channel(server: Server, numbers: list[int], size: int = 2, box: int = 0) -> list[str]:
    """A channel whose newest articles the home page shows as well; the paths of its list pages.

    ``box``: how many of the newest stand beside each list page as well.
    """
    links = {}
    for number in numbers:
        links[path := f"/yw/2024-08/29/content_{1000 + number}.html"] = f"城北水库完成加固第{number}期"
        server.routes[path] = Answer(article(number))
    pages = ["/yw/", *(f"/yw/index_{at}.html" for at in range(2, (len(links) + 1) // size + 1))]
    items = list(links.items())
    newest = "".join(f'<li><a href="{path}">{title}</a></li>' for path, title in items[:box])
    for at, path in enumerate(pages):
        more = f'<a href="{pages[at + 1]}">下一页</a>' if path != pages[-1] else ""
        more += f"<div><h3>最新</h3><ol>{newest}</ol></div>"
        server.routes[path] = Answer(listing(dict(items[at * size : (at + 1) * size]), more))
    server.routes["/"] = Answer(listing(dict(items[:size]), '<ul><li><a href="/yw/">要闻</a></li></ul>'))
    return pages


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


@pytest.mark.parametrize(("span", "stored"), [((), DEEPEST + 5), (("-a", "since={}"), 13)])
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


def test_a_sitemap_that_is_as_it_was_is_not_read_again(server: Server, desk: Desk) -> None:
    paths = stock(server, 3)
    urls = [f"<url><loc>{server.base}{path}</loc></url>" for path in paths]
    server.routes |= {
        "/": Answer(b"<html><body>x</body></html>"),
        "/robots.txt": Answer(f"Sitemap: {server.base}/map.xml\n".encode()),
        "/map.xml": Answer(f"<urlset>{''.join(urls[:2])}</urlset>".encode()),
    }
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    second = desk.run("crawl", "hewan")
    assert second.code == ExitCode.NOTHING_NEW
    assert "not modified 1" in second.out
    server.routes["/map.xml"] = Answer(f"<urlset>{''.join(urls)}</urlset>".encode())
    third = desk.run("crawl", "hewan")
    assert "articles new         1" in third.out
    assert "not modified" not in third.out


def make_all_due(desk: Desk) -> None:
    """Have every page that is to be visited again wanted now, as if days had passed since the last run."""
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute(
            "UPDATE pages SET last_fetched_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', last_fetched_at, '-2 days'),"
            " next_visit_at = iif(next_visit_at IS NOT NULL OR outcome = 'article', '2024-08-30', NULL)"
        )


@pytest.mark.parametrize(
    "trouble",
    [
        Answer(b"User-agent: *\nDisallow: /\n", headers={"Content-Type": "text/plain"}),
        Answer(status=302, headers={"Location": "http://elsewhere.example/"}),
        Answer(b"", 404),
        Answer(b"", 500),
    ],
    ids=["robots", "elsewhere", "not found", "error"],
)
def test_channels_and_articles_outlive_days_of_trouble(server: Server, desk: Desk, trouble: Answer) -> None:
    first, second, third = stock(server, 3)
    home = Answer(listing({first: "城北水库完成加固第零期"}, '<div class="nav"><a href="/ms/">民生</a></div>'))
    channel = Answer(listing({second: "城北水库完成加固第一期"}))
    good = server.routes | {"/": home, "/ms/": with_validators(channel), "/robots.txt": Answer(status=404)}
    server.routes = dict(good)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    for _ in range(2):
        make_all_due(desk)
        is_robots = b"Disallow" in (trouble.body or b"")
        server.routes = {**good, "/robots.txt": trouble} if is_robots else dict.fromkeys(good, trouble)
        server.routes.setdefault("/robots.txt", Answer(status=404))
        assert desk.run("crawl", "hewan").code == ExitCode.BROKEN
    assert desk.rows("SELECT count(*) FROM articles WHERE withdrawn_at IS NOT NULL")[0][0] in {0, 2}
    server.routes = good | {"/ms/": with_validators(Answer(listing({third: "城北水库完成加固第二期"})))}
    make_all_due(desk)
    server.seen.clear()
    after = desk.run("crawl", "hewan")
    assert "articles new         1" in after.out, after
    assert {"/ms/", first, second} <= set(server.paths())
    assert desk.rows("SELECT count(*) FROM articles WHERE withdrawn_at IS NOT NULL") == [(0,)]


def test_maintenance_at_every_address_overwrites_nothing(server: Server, desk: Desk) -> None:
    stock(server, 4)
    good = dict(server.routes)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    text = "尊敬的用户：为了给您提供更好的服务，本网站正在进行系统升级维护，暂时无法访问，敬请谅解。" * 3
    page = f'<meta charset="utf-8"><title>系统维护公告</title><h1>系统维护公告</h1><p>{text}</p>'
    server.routes = dict.fromkeys(good, Answer(page.encode())) | {"/robots.txt": good["/robots.txt"]}
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN, ran
    assert desk.rows("SELECT count(*) FROM revisions") == [(0,)]
    assert desk.rows("SELECT count(*) FROM rejections WHERE reason = 'standing_page'") == [(4,)]
    stock(server, 5)
    again = desk.run("crawl", "hewan")
    assert "articles new         1" in again.out, again  # its addresses are still known to be articles'


def test_an_edit_is_not_believed_where_the_lists_show_nothing_any_more(server: Server, desk: Desk) -> None:
    path = stock(server, 1)[0]
    good = dict(server.routes)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes = {**good, "/": Answer(b"<html><body>x</body></html>"), path: Answer(article(7))}
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.BROKEN
    assert desk.rows("SELECT count(*) FROM revisions") == [(0,)]
    server.routes["/"] = good["/"]
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM revisions") == [(1,)]


def test_an_article_that_is_gone_after_an_error_is_withdrawn(server: Server, desk: Desk) -> None:
    first, _ = stock(server, 2)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    for answer in (Answer(b"", 500), Answer(b"", 404), Answer(b"", 404)):
        server.routes[first] = answer
        make_all_due(desk)
        desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM articles WHERE withdrawn_at IS NOT NULL") == [(1,)]
    assert desk.rows("SELECT gone FROM crawls ORDER BY id") == [(0,), (0,), (1,), (0,)]


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


def test_a_run_that_hangs_ends_itself(server: Server, desk: Desk, tmp_path: Path) -> None:
    stock(server, 1)
    desk.profile("hewan", server)
    (tmp_path / "hanging.py").write_text(
        "import time\nclass Pipeline:\n    def process_item(self, item):\n        time.sleep(60)\n"
    )
    limits = ("-s", "NEWS_MAX_MINUTES=0.02", "-s", "NEWS_GRACE_SECONDS=1")
    hanging = ("-s", 'ITEM_PIPELINES={"hanging.Pipeline": 1}')
    ran = desk.run("crawl", "hewan", *limits, *hanging, environment={"PYTHONPATH": str(tmp_path)})
    assert ran.code == ExitCode.PARTIAL, ran
    assert "the next run goes on" in ran.err


def test_a_stop_signal_ends_the_run_in_order(server: Server, desk: Desk) -> None:
    stock(server, 40)
    desk.profile("hewan", server, delay=0.1)
    with desk.start("crawl", "hewan", "-q") as process:
        while len(server.paths()) < 3:
            time.sleep(0.01)
        assert listening_sockets(process.pid) == []  # Neither telnet nor remote control.
        process.terminate()
        code, out, _ = process.read()
    assert code == ExitCode.PARTIAL, out
    assert "stopped by shutdown" in out
    assert desk.rows("SELECT count(*) FROM pages WHERE state = 'in_flight'") == [(0,)]
    assert desk.rows("SELECT exit_code, reason FROM crawls") == [(4, "shutdown")]


def listening_sockets(pid: int) -> list[str]:
    """Lines of the system's table for the sockets on which a process waits for connections."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            inodes.add(str(descriptor.readlink()).removeprefix("socket:[").removesuffix("]"))
    tables = [Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:] for name in ("tcp", "tcp6")]
    return [line for table in tables for line in table if line.split()[3] == "0A" and line.split()[9] in inodes]


def test_certificates_are_checked_unless_the_profile_says_otherwise(desk: Desk, tmp_path: Path) -> None:
    certificate = self_signed(tmp_path)
    with serving(certificate) as server:
        stock(server, 1)
        desk.profile("hewan", server)
        ran = desk.run("crawl", "hewan", "-s", "RETRY_TIMES=0")
        assert ran.code == ExitCode.BROKEN, ran
        assert "its certificate is not valid; verify_certificates = false" in ran.out
        assert server.seen == []
        desk.profile("hewan", server, "verify_certificates = false")
        assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS


def test_names_and_numbers_for_this_machine_are_not_reached(server: Server, desk: Desk) -> None:
    stock(server, 1)
    hosts = ["localhost.", "2130706433", "0x7f000001", "127.1"]
    feeds = ", ".join(f'"http://{host}:{server.port}/"' for host in (*hosts, "[::ffff:127.0.0.1]"))
    names = ", ".join(f'"{host}"' for host in (*hosts, "::ffff:127.0.0.1", "hewan.example"))
    text = f'name = "x"\nhome = "http://hewan.example/"\nhosts = [{names}]\nfeeds = [{feeds}]\n'
    (desk.sites / "inward.toml").write_text(text, encoding="utf-8")
    ran = desk.run("crawl", "inward", "-s", "NEWS_CONTACT=test@hewan.example", "-s", "RETRY_TIMES=0")
    assert ran.code == ExitCode.BROKEN, ran
    assert desk.rows("SELECT count(*) FROM pages WHERE outcome = 'unreachable'")[0][0] >= 5
    assert server.seen == []
