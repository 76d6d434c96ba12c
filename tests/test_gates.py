"""Pages sent in place of the one asked for: challenges that only browsers pass, log-ins, demands for consent."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from urllib.parse import quote

import pytest
from loopback import Answer, Desk, Seen, Server, article, listing, self_signed, serving, stock
from rows import every_row

from cleaners.lexicons import load_lexicon
from spiders.gates import find_challenge, leads_back
from spiders.report import ExitCode

CLOUDFLARE = (
    b'<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body class="no-js"><noscript>'
    b"Enable JavaScript and cookies to continue</noscript><script>(function(){window._cf_chl_opt={cvId: '3'};"
    b"var cpo=document.createElement('script');cpo.src='/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1';"
    b"document.getElementsByTagName('head')[0].appendChild(cpo);}());</script></body></html>"
)
ALIYUN = (
    b"<html><script>var arg1='25DB9CF8A3EB8E6A3EF9F0E4E5F2C8F0A1B2C3D4';function setCookie(name,value){document.cookie="
    b"name+'='+value;}function reload(x) {setCookie(\"acw_sc__v2\", x);document.location.reload();}</script></html>"
)
LOGIN = (
    '<html><head><meta charset="utf-8"><title>会员登录_河湾日报</title></head><body><h1>会员登录</h1>'
    "<p>您访问的内容需要登录后才能查看，请输入您的用户名和密码，没有账号的读者请先注册，忘记密码的读者请与本报读者服务部联系，电话在每版的下方。</p>"
    "<p>本报数字版自今年一月起只向订户开放，订阅办法请见读者服务部的公告，已经订阅纸质报纸的读者可以凭订单号免费登录。</p>"
    '<form method="post"><input name="u"><input type="password" name="p"></form></body></html>'
).encode()


@every_row("row", load_lexicon("challenges"), ids=lambda row: str(row["text"]))
def test_marks_of_challenges(row: dict[str, str]) -> None:
    assert find_challenge([], row["hit"].encode()) == row["name"]
    assert find_challenge([], row["miss"].encode()) is None


def test_a_challenge_is_known_by_its_headers() -> None:
    assert find_challenge([("Server", "cloudflare"), ("Cf-Mitigated", "challenge")], b"") == "Cloudflare"
    assert find_challenge([("Server", "cloudflare"), ("Cf-Cache-Status", "HIT")], b"") is None


@pytest.mark.parametrize(
    ("asked", "shown", "is_gate"),
    [
        ("/yw/7.html", "/login.html?return=%2Fyw%2F7.html", True),
        ("/yw/7.html", "/consent?u=http%3A%2F%2Fa.example%2Fyw%2F7.html", True),
        ("/show.php?id=7", "/login.php?refer=/show.php?id=7", True),
        ("/", "/consent?return=/", True),
        ("/yw/7.html", "/yw/7.html?url=/yw/7.html", False),
        ("/yw/7.html", "/yw/8.html?ref=/yw/", False),
        ("/yw/7.html", "/?from=/yw/7.html", False),
        ("/yw/7.aspx", "/error.htm?aspxerrorpath=/yw/7.aspx", False),
        ("/yw/7.aspx", "/oops.htm?aspxerrorpath=/yw/7.aspx", False),
        ("/yw/7.html", "/404?url=/yw/7.html", False),
        ("/yw/7.html", "/news/7", False),
        ("/yw/7.html", "/a?b=http://[", False),
        ("/yw/7.html", "/read?from=http://other.example/yw/7.html", False),
    ],
)
def test_an_address_that_leads_back(asked: str, shown: str, *, is_gate: bool) -> None:
    is_itself = shown.startswith(asked)
    assert leads_back(f"http://a.example{asked}", f"http://a.example{shown}") is (is_gate or is_itself)


def test_another_host_in_a_query_is_no_way_back() -> None:
    assert not leads_back("http://a.example/", "http://a.example/zh/?ref=http://other.example/")
    assert leads_back("http://a.example/", "http://www.a.example/consent?back=https://www.a.example/")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(CLOUDFLARE, 403), "status 403, a JavaScript challenge (Cloudflare) that only browsers pass"),
        (Answer(ALIYUN), "status 200, a JavaScript challenge (阿里云 WAF) that only browsers pass"),
        (Answer(b"<h1>403 Forbidden</h1>", 403), "status 403"),
        (Answer("<meta charset=utf-8><title>访问被拦截</title>".encode(), 403), "status 403: 访问被拦截"),
    ],
)
def test_a_challenge_in_the_home_page_s_place_is_named(server: Server, desk: Desk, answer: Answer, words: str) -> None:
    server.routes["/"] = answer
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN, ran
    assert ran.out.splitlines()[0].endswith(words)


def test_a_challenge_in_place_of_robots_txt_is_named(server: Server, desk: Desk) -> None:
    script = b"<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('_')+('clearance')+('=')+(1+'')</script>"
    server.routes["/robots.txt"] = Answer(script, 521)
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN
    assert "robots.txt could not be fetched: status 521, a JavaScript challenge (加速乐)" in ran.out


def test_a_challenge_in_place_of_stored_articles_is_neither_news_nor_loss(server: Server, desk: Desk) -> None:
    paths = stock(server, 4)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    places = desk.rows("SELECT url, archive_file, archive_offset, payload_digest FROM pages WHERE kind = 'article'")
    server.routes |= dict.fromkeys([*paths, "/"], Answer(ALIYUN))
    make_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN
    assert "阿里云" in ran.out
    assert desk.rows("SELECT count(*), count(withdrawn_at), sum(revision) FROM articles") == [(4, 0, 4)]
    assert desk.rows("SELECT count(*) FROM rejections") == [(0,)]
    after = desk.rows("SELECT url, archive_file, archive_offset, payload_digest FROM pages WHERE kind = 'article'")
    assert sorted(after) == sorted(places)


def refusal(seen: Seen) -> Answer:
    """A ban in the site's own layout: with the time, and a number of its own for each request."""
    return Answer(
        f"<html><head><meta charset=utf-8><title>访问提示_河湾日报</title></head><body><h1>访问提示</h1>"
        f"<div>2024-08-30 10:00:0{len(seen.path) % 10}</div><p>尊敬的读者，您的IP（203.0.113.9）访问过于频繁，"
        f"已暂时限制您的访问，请于三十分钟后再试。如需批量获取本站信息，请与技术部联系，"
        f"受理编号{hash(seen.path)}，页面{seen.path}。</p></body></html>".encode()
    )


@pytest.mark.parametrize("is_shut", [True, False], ids=["everywhere", "articles"])
def test_a_ban_with_status_200_is_neither_news_nor_loss(server: Server, desk: Desk, *, is_shut: bool) -> None:
    paths = stock(server, 8)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    new = [f"/content/2024-08/30/content_{2000 + number}.html" for number in range(4)]
    server.routes["/"] = Answer(listing({path: f"城北水库开始蓄水第{path[-6]}期" for path in new}))
    server.routes |= dict.fromkeys([*paths, *new, *(["/"] if is_shut else [])], refusal)
    make_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == (ExitCode.BROKEN if is_shut else ExitCode.PARTIAL), ran
    assert "shuts us out, or asks for a proof that we are no program: 访问提示" in ran.out
    assert desk.rows("SELECT count(*), count(withdrawn_at), sum(revision) FROM articles") == [(8, 0, 8)]
    assert desk.rows("SELECT count(*) FROM rejections") == [(0,)]


@pytest.mark.parametrize("form", ["/login.html?return={}", "/sso/in?app=3&service=http%3A%2F%2F127.0.0.1{}"])
def test_a_demand_to_log_in_is_no_article_and_takes_none_away(server: Server, desk: Desk, form: str) -> None:
    paths = stock(server, 8)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    new = [f"/content/2024-08/30/content_{2000 + number}.html" for number in range(4)]

    def leading(path: str) -> Callable[[Seen], Answer]:
        return lambda _: Answer(status=302, headers={"Location": form.format(quote(path, safe=""))})

    closed = [*paths[:3], *new]
    server.routes |= {path: leading(path) for path in closed}
    server.routes |= {form.format(quote(path, safe="")): Answer(LOGIN) for path in closed}
    server.routes["/"] = Answer(listing({path: f"城北水库开始蓄水第{path[-6]}期" for path in new}))
    server.seen.clear()
    make_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.PARTIAL, ran
    assert "asks for something first, a log-in or consent" in ran.out
    assert desk.rows("SELECT count(*), count(withdrawn_at), sum(revision) FROM articles") == [(8, 0, 8)]
    assert desk.rows("SELECT count(*) FROM articles WHERE title LIKE '%登录%'") == [(0,)]
    assert sum(path in closed for path in server.paths()) == 7
    assert sum("?" in path for path in server.paths()) <= 3, "only those that were under way when the first was read"
    assert desk.run("reclean").code == ExitCode.NOTHING_NEW


def test_a_port_that_speaks_no_tls_is_called_so(server: Server, desk: Desk) -> None:
    server.scheme = "https"
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan", "-s", "RETRY_TIMES=0")
    assert ran.code == ExitCode.BROKEN
    assert "no TLS is spoken at this port" in ran.out


def test_a_bad_certificate_is_one_line(desk: Desk) -> None:
    with serving(self_signed(desk.folder)) as server:
        desk.profile("hewan", server)
        ran = desk.run("crawl", "hewan", "-s", "RETRY_TIMES=0")
    assert ran.code == ExitCode.BROKEN
    assert "its certificate is not valid" in ran.out
    assert ran.err == ""


@pytest.mark.parametrize("form", ["/index.php?s={}", "/view.html?from={}"])
def test_an_article_whose_address_carries_the_old_one_is_no_log_in(server: Server, desk: Desk, form: str) -> None:
    paths = stock(server, 5)
    for number, path in enumerate(paths):
        to = form.format(quote(path, safe=""))
        server.routes[to] = Answer(article(number))
        server.routes[path] = Answer(status=302, headers={"Location": to})
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT count(DISTINCT title) FROM articles") == [(5,)]


def test_a_dated_demand_is_taken_for_an_article_once_at_most(server: Server, desk: Desk) -> None:
    paths = stock(server, 6)
    dated = LOGIN.replace(b"</body>", "<p>更新时间：2024-08-30</p></body>".encode())
    for path in paths:
        to = f"/login.html?return={quote(path, safe='')}"
        server.routes |= {path: Answer(status=302, headers={"Location": to}), to: Answer(dated)}
    desk.profile("hewan", server)
    assert "asks for something first" in desk.run("crawl", "hewan").out
    assert desk.rows("SELECT count(*) FROM articles") == [(1,)]
    assert desk.rows("SELECT count(*) FROM pages WHERE outcome = 'http_error'") == [(5,)]


def test_a_page_that_forwards_with_the_old_address_is_followed(server: Server, desk: Desk) -> None:
    paths = stock(server, 3)
    for number, path in enumerate(paths):
        jump, to = f"/jump.html?url={quote(path, safe='')}", f"/detail/{88120 + number}.html"
        server.routes[path] = Answer(status=302, headers={"Location": jump})
        server.routes[jump] = Answer(f'<meta http-equiv="refresh" content="0;url={to}">'.encode())
        server.routes[to] = Answer(article(number))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(DISTINCT title) FROM articles WHERE url LIKE '%/detail/%'") == [(3,)]


def test_a_log_in_that_sends_on_to_the_front_page_takes_no_article_away(server: Server, desk: Desk) -> None:
    paths = stock(server, 4)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    to = f"/in.html?back={quote(paths[0], safe='')}"
    server.routes[paths[0]] = Answer(status=302, headers={"Location": to})
    server.routes[to] = Answer(b'<meta http-equiv="refresh" content="0;url=/">')
    make_due(desk)
    ran = desk.run("crawl", "hewan")
    assert "asks for something first" in ran.out
    assert desk.rows("SELECT count(*), count(withdrawn_at) FROM articles") == [(4, 0)]


def test_a_log_in_that_a_script_asks_for_takes_no_article_away(server: Server, desk: Desk) -> None:
    paths = stock(server, 6)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    for path in paths:
        to = f"/in.html?back={quote(path, safe='')}"
        server.routes |= {path: Answer(f"<script>location.href='{to}'</script>".encode()), to: Answer(LOGIN)}
    make_due(desk)
    ran = desk.run("crawl", "hewan")
    assert "asks for something first" in ran.out
    assert desk.rows("SELECT count(*) FROM pages WHERE outcome = 'http_error'") == [(6,)]
    assert desk.rows("SELECT count(*), count(withdrawn_at) FROM articles") == [(6, 0)]


def test_a_list_that_looks_like_an_article_s_is_read_though_it_bears_a_mark(server: Server, desk: Desk) -> None:
    paths = stock(server, 12)
    mark = '<script>window.gokuProps = {"key":"AQIDA"};</script>'
    body = server.routes["/"].body
    server.routes["/zt/88123.html"] = Answer(body.replace(b"</body>", f"{mark}</body>".encode()))
    server.routes["/"] = Answer(listing({"/zt/88123.html": "城北水库加固工程系列报道专题"}))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(len(paths),)]


def make_due(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET next_visit_at = '2024-08-30' WHERE outcome = 'article'")


def test_a_door_of_a_picture_is_no_challenge() -> None:
    """Editors of its time wrote a reload into each page, for a browser that lost its layout; counters set a cookie."""
    script = "<script>if (innerWidth != w) location.reload(); document.cookie = 'seen=1';</script>"
    assert find_challenge([], f"<head>{script}</head><body></body>".encode())
    for door in ('<a href="/index2.html"></a>', '<img src="door.jpg">', '<frameset><frame src="main.html"></frameset>'):
        assert find_challenge([], f"<head>{script}</head>{door}".encode()) is None


def test_a_proxy_that_is_down_is_not_called_the_server(desk: Desk) -> None:
    (desk.sites / "hewan.toml").write_text('name = "河湾日报"\nhome = "http://www.hewan.example/"\n', encoding="utf-8")
    options = ("-s", "NEWS_PROXY=http://127.0.0.1:9", "-s", "NEWS_CONTACT=a@b.example", "-s", "RETRY_TIMES=0")
    ran = desk.run("crawl", "hewan", *options)
    assert ran.code == ExitCode.BROKEN
    assert "the proxy http://127.0.0.1:9 refused the connection" in ran.out


def test_a_proxy_is_told_who_asks_and_nobody_else(desk: Desk) -> None:
    home = "http://www.hewan.example/"
    (desk.sites / "hewan.toml").write_text(f'name = "河湾日报"\nhome = "{home}"\n', encoding="utf-8")
    with serving() as proxy:
        proxy.routes = {f"{home}robots.txt": Answer(status=404), home: Answer(LOGIN)}
        address = proxy.base.replace("://", "://desk:s%40lt@")
        options = ("-s", f"NEWS_PROXY={address}", "-s", "NEWS_CONTACT=a@b.example", "-s", "RETRY_TIMES=0")
        desk.run("crawl", "hewan", *options)
    assert {seen.path for seen in proxy.seen} >= {f"{home}robots.txt", home}
    assert {seen.headers.get("proxy-authorization") for seen in proxy.seen} == {"Basic ZGVzazpzQGx0"}
    assert "s%40lt" not in desk.run("crawl", "hewan", *options).out  # gone by now
