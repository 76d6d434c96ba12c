"""What becomes of stored articles that are not found any more: outages, dead ends, walls, notices, other pages."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from later import NOT_THERE, make_all_due, make_due, other_article, withdrawn
from loopback import ONE_AT_A_TIME, Answer, article, listing, stock

from spiders.report import ExitCode

if TYPE_CHECKING:
    from loopback import Desk, Server


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
    """A server that answers some of too many requests with its home page withdrew what it showed in these places.

    One at a time, so that the home page of the run is known when its twins come.
    """
    paths = stock(server, 9)
    good = dict(server.routes)
    desk.profile("hewan", server, delay=ONE_AT_A_TIME)
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
