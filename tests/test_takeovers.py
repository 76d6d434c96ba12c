"""Another's pages in place of an outlet's: a domain that was sold, a system that counts anew, an app's download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from later import make_all_due, make_due
from loopback import Answer, article, listing, stock

from spiders.report import ExitCode

if TYPE_CHECKING:
    from loopback import Desk, Server


def bought(number: int) -> Answer:
    """A page of whoever bought the domain: another article, of no outlet."""
    tips = "".join(
        f"<p>第{number * 7 + tip}个小妙招：收拾屋子先从柜子{tip}层做起，省时又省力，{number}分钟就够。</p>"
        for tip in range(9)
    )
    return Answer(f"<meta charset=utf-8><title>收纳妙招{number}</title><h1>收纳妙招{number}</h1>{tips}".encode())


def test_other_articles_in_place_of_several_are_no_edits_and_told(server: Server, desk: Desk) -> None:
    paths = stock(server, 8)
    good = dict(server.routes)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes = good | {path: bought(number) for number, path in enumerate(paths)}
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN
    assert "other articles stand at 8 of its addresses" in ran.out
    assert desk.rows("SELECT count(*), count(withdrawn_at) FROM articles WHERE title LIKE '城北%'") == [(8, 0)]
    make_due(desk, paths[0])  # one alone, but it was told before
    assert "other articles stand at 1 of its addresses" in desk.run("crawl", "hewan").out
    server.routes = good
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert desk.rows("SELECT count(*), sum(revision) FROM articles") == [(8, 8)]
    assert desk.rows("SELECT count(*) FROM rejections") == [(0,)]


def test_what_stands_at_the_fourth_look_is_an_edit(server: Server, desk: Desk) -> None:
    paths = stock(server, 8)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes |= {path: bought(number) for number, path in enumerate(paths)}
    codes = []
    for _ in range(4):
        make_all_due(desk)
        codes.append(desk.run("crawl", "hewan").code)
    assert codes == [ExitCode.BROKEN] * 3 + [ExitCode.SUCCESS]
    assert desk.rows("SELECT count(*) FROM articles WHERE title LIKE '收纳%'") == [(8,)]
    assert desk.rows("SELECT count(*) FROM revisions WHERE title LIKE '城北%' AND text LIKE '%除险加固%'") == [(8,)]
    server.routes |= {path: bought(number + 50) for number, path in enumerate(paths)}  # pages that show the latest
    make_all_due(desk)
    assert "changed 8" in desk.run("crawl", "hewan").out


def test_several_other_articles_beside_more_that_stand_are_edits(server: Server, desk: Desk) -> None:
    paths = stock(server, 20)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes |= {path: bought(number) for number, path in enumerate(paths[:8])}
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert (ran.code, "changed 8" in ran.out) == (ExitCode.SUCCESS, True)


def test_pages_that_show_each_day_s_prices_under_its_day_are_edited(server: Server, desk: Desk) -> None:
    def under(day: int, headline: str, page: bytes | None) -> Answer:
        return Answer((page or b"").replace(headline.encode(), f"8月{day}日市场菜价".encode()))

    paths = stock(server, 8)
    server.routes |= {at: under(29, f"城北水库完成加固第{i}期", article(i)) for i, at in enumerate(paths)}
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes |= {at: under(30, f"收纳妙招{i}", bought(i).body) for i, at in enumerate(paths)}
    make_all_due(desk)
    assert "changed 8" in desk.run("crawl", "hewan").out


def test_another_article_in_place_of_one_is_an_edit(server: Server, desk: Desk) -> None:
    paths = stock(server, 8)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes[paths[0]] = bought(0)
    make_all_due(desk)
    assert "changed 1" in desk.run("crawl", "hewan").out


def test_a_domain_sold_to_a_casino_is_told_and_withdraws_nothing(server: Server, desk: Desk) -> None:
    paths = stock(server, 8)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    junk = "澳门威尼斯人真人百家乐官网入口"
    new = [f"/content/2024-08/30/content_{3000 + number}.html" for number in range(9)]
    said = f"<p>{junk}为广大玩家提供电子老虎机、体育投注平台等服务，注册即送彩金，提款快速。</p>" * 6
    shown = f"<meta charset=utf-8><title>{junk}攻略</title><h1>{junk}攻略</h1><div>2024-08-30</div>{said}"
    server.routes = dict.fromkeys(paths, Answer(status=404))
    server.routes |= {path: Answer(f"{shown}<p>第{path[-6]}期</p>".encode()) for path in new}
    server.routes["/"] = Answer(listing({path: f"{junk}攻略第{path[-6]}期" for path in new}))
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN
    assert "9 pages show nothing but junk: hijacked, or the domain is another's now" in ran.out
    assert desk.rows("SELECT count(*), count(withdrawn_at) FROM articles") == [(8, 0)]


def test_articles_that_all_lead_to_one_page_are_told(server: Server, desk: Desk) -> None:
    paths = stock(server, 8)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes |= dict.fromkeys(paths, Answer(b"<script>window.location.href='/app/download.html'</script>"))
    server.routes["/app/download.html"] = Answer(article(77))
    make_all_due(desk)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN
    assert "8 of its articles lead to one and the same page" in ran.out
    assert desk.rows("SELECT count(withdrawn_at), max(revision) FROM articles") == [(0, 1)]
    new = [f"/content/2024-08/30/content_{3000 + number}.html" for number in range(9)]
    server.routes |= dict.fromkeys(new, server.routes[paths[0]])
    server.routes["/"] = Answer(listing({path: f"城北水库完成加固第{path[-6]}期" for path in new}))
    make_due(desk, server.base + "/content")
    assert "9 of its articles lead to one and the same page" in desk.run("crawl", "hewan").out


def test_a_parked_domain_is_not_asked_for_the_same_page_in_place_of_each_article(server: Server, desk: Desk) -> None:
    paths = stock(server, 24)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    server.routes = dict.fromkeys([*paths, "/"], Answer(b"<script>window.location.href='/lander'</script>"))
    server.routes["/lander"] = Answer(b"<title>hewan.example</title><div id=root></div><script src=/p.js></script>")
    server.seen.clear()
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.BROKEN
    assert server.paths().count("/lander") < 12
    assert desk.rows("SELECT count(*), count(withdrawn_at) FROM articles") == [(24, 0)]
