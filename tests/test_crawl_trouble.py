"""Servers that are busy, slow, broken or down in whole runs of ``scrapy crawl``."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest
from later import make_all_due, with_validators
from loopback import (
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

from spiders.ending import MAX_REFUSED
from spiders.report import ExitCode


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


def test_a_wall_that_cuts_connections_is_asked_once_a_page(server: Server, desk: Desk) -> None:
    """Again some first pages alone, as after any lost connection; then once each, until the host answers."""
    paths = stock(server, 22)
    for path in (*paths[2:], "/sitemap.xml"):
        server.routes[path] = Answer(None)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.PARTIAL
    asked = Counter(seen.path for seen in server.seen)
    assert 20 < sum(asked[path] for path in paths[2:]) <= 30


def test_a_host_that_cuts_most_connections_loses_no_article(server: Server, desk: Desk) -> None:
    """Two of three are cut, which no wall does: each page is asked for until it comes."""
    paths = stock(server, 6)
    pages = {path: server.routes[path] for path in paths}
    asked: Counter[str] = Counter()

    def flaky(seen: Seen) -> Answer:
        asked[seen.path] += 1
        return pages[seen.path] if asked[seen.path] == 1 + paths.index(seen.path) % 3 else Answer(None)

    server.routes |= dict.fromkeys(paths, flaky)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(6,)]


def test_a_page_is_taken_when_it_is_whole_whatever_its_frame_says(server: Server, desk: Desk) -> None:
    first, second, third, fourth = stock(server, 4)
    whole, packed = server.routes[first].body, gzip.compress(server.routes[second].body)
    more = {"Connection": "close"}
    server.routes[first] = Answer(whole, headers={**more, "Content-Length": str(len(whole) + 500)})
    server.routes[second] = Answer(
        packed, headers={**more, "Content-Encoding": "gzip", "Content-Length": str(len(packed) + 500)}
    )
    server.routes[third] = Answer(whole[: len(whole) // 2], headers={**more, "Content-Length": str(len(whole))})
    server.routes[fourth] = server.routes[fourth]._replace(headers={"Content-Encoding": "GZIP"})  # It is not.
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.PARTIAL, ran
    assert "the answer broke off before its end" in ran.out
    stored = {row[0].rpartition("/")[2] for row in desk.rows("SELECT normalised_url FROM articles")}
    assert stored == {path.rpartition("/")[2] for path in (first, second, fourth)}


def test_a_page_that_is_gone_is_gone_though_what_says_so_breaks_off(server: Server, desk: Desk) -> None:
    path = stock(server, 2)[0]
    server.routes[path] = Answer(gzip.compress(article(7))[:300], 404, {"Content-Encoding": "gzip"})
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT outcome FROM pages WHERE url LIKE ?", f"%{path}") == [("not_found",)]


def test_half_of_a_packed_page_is_no_article_and_no_edit(server: Server, desk: Desk) -> None:
    first, second, third = stock(server, 3)
    whole = {path: server.routes[path].body for path in (first, second, third)}
    half = {path: gzip.compress(page)[: len(gzip.compress(page)) * 2 // 3] for path, page in whole.items()}
    packed = {"Content-Encoding": "gzip"}
    server.routes[first] = Answer(half[first], headers=packed)
    server.routes[second] = Answer(gzip.compress(whole[second]), headers=packed)
    server.routes[third] = Answer(whole[third], headers={"Content-Encoding": "br"})  # It is not.
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan", "-s", "DOWNLOAD_MAXSIZE=0").code == ExitCode.PARTIAL  # which bounds nothing
    rows = "SELECT text, archive_offset FROM articles JOIN pages ON normalised_url = pages.url ORDER BY pages.url"
    texts = [row[0] for row in desk.rows(rows)]
    assert ["（第1号稿）" in texts[0], "（第2号稿）" in texts[1], len(texts)] == [True, True, 2]
    kept = desk.rows(rows)[0]
    server.routes[second] = Answer(half[second], headers=packed)
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.PARTIAL
    assert "sent as 'gzip', broken after" in ran.out
    assert desk.rows(rows)[0] == kept
    assert desk.run("reclean").code == ExitCode.NOTHING_NEW


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


def test_an_outlets_own_authority_is_named_in_the_environment(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(certificate) as server:
        stock(server, 1)
        desk.profile("hewan", server)
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


def test_an_archive_that_is_not_where_it_was_is_told_once_and_a_new_one_begun(server: Server, desk: Desk) -> None:
    stock(server, 2)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").err == ""
    archive = desk.folder / "archive"
    archive.rename(desk.folder / "moved")
    archive.mkdir()  # as the folder that a disk is mounted on
    make_all_due(desk)
    ran = desk.run("crawl", "hewan", "-q")
    assert ran.code == ExitCode.NOTHING_NEW
    assert ran.err.startswith(f"scrapy crawl: {archive}: no archive there, but the database names ")
    assert ran.err.count("\n") == 1
    assert any(archive.glob("*/*/hewan-*.warc.gz"))
    assert desk.run("crawl", "hewan", "-q").err == ""


def test_a_home_page_that_is_not_there_is_named(server: Server, desk: Desk) -> None:
    stock(server, 3)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes["/index/news.html"] = server.routes.pop("/")
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.NOTHING_NEW
    assert f"hewan: nothing new; nothing stored twice; not there: {server.base}/: status 404\n" in ran.out
