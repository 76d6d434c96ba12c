"""What docs/operator.md has an operator do to the database by hand, and the crawls after it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from later import make_all_due
from loopback import PROJECT, Answer, Desk, Server, article, listing, stock

from pipelines.store import Store
from spiders.report import ExitCode

_BY_HAND = (PROJECT / "docs" / "operator.md").read_text("utf-8").partition("\n## By hand\n")[2].partition("\n## ")[0]


def recipe(task: str) -> str:
    """The SQL of the paragraph that begins with a task."""
    found = re.search(rf"\*\*{task}\*\*.*?```sql\n(.*?)```", _BY_HAND, re.DOTALL)
    assert found, task
    return found[1]


def do(desk: Desk, sql: str) -> None:
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.executescript(sql)


def problems(desk: Desk) -> list[str]:
    with Store.open(desk.database) as store:
        return store.check()


@pytest.fixture
def crawled(server: Server, desk: Desk) -> list[str]:
    """Six pages of an outlet; the first has a picture, the second tells its story, the third shows it as it is."""
    paths = stock(server, 6)
    with_picture = Answer(article(0, extra='<p><img src="/p/1.jpg" alt="闸门" width="640" height="480"></p>'))
    server.routes[paths[0]] = server.routes[paths[2]] = with_picture
    server.routes[paths[1]] = Answer(article(0, extra="<p>本报评论员认为，修水库是件长远的事。</p>"))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    return paths


def test_a_deleted_article_stays_away_and_leaves_nothing_broken(server: Server, desk: Desk, crawled: list[str]) -> None:
    stories = "SELECT count(*) FROM articles WHERE story_id NOT IN (SELECT id FROM articles)"
    [(number, alike)] = desk.rows("SELECT count(*), count(DISTINCT story_id) FROM articles")
    assert (number, alike) == (5, 4)
    urls = {url.removeprefix(server.base) for (url,) in desk.rows("SELECT url FROM articles")}
    (kept,) = urls & {crawled[0], crawled[2]}
    assert desk.rows("SELECT count(*) FROM images") == [(1,)]
    make_all_due(desk)
    sql = recipe("Delete articles").replace("https://www.hewan.example/c/1.html", server.base + kept)
    do(desk, sql)
    assert desk.rows(stories) == [(0,)]
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert set(crawled) & set(server.paths()) == set(crawled) - {crawled[0], crawled[2]}
    assert (problems(desk), desk.rows("SELECT count(*) FROM articles")) == ([], [(4,)])


def test_a_deleted_site_is_gone_and_may_be_begun_anew(server: Server, desk: Desk, crawled: list[str]) -> None:
    articles = recipe("Delete articles").replace("url = 'https://www.hewan.example/c/1.html'", "site = 'hewan'")
    do(desk, articles + recipe("Delete a site"))
    left = "SELECT site FROM articles UNION SELECT site FROM pages UNION SELECT name FROM sites"
    assert desk.rows(left) == []
    assert problems(desk) == []
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert len(set(crawled) & set(server.paths())) == len(crawled)
    assert problems(desk) == []


def test_a_renamed_profile_goes_on_where_the_other_was(server: Server, desk: Desk, crawled: list[str]) -> None:
    (desk.sites / "hewan.toml").rename(desk.sites / "hewan-daily.toml")
    do(desk, recipe("Rename a profile"))
    server.seen.clear()
    assert desk.run("crawl", "hewan-daily").code == ExitCode.NOTHING_NEW
    assert set(crawled).isdisjoint(server.paths())
    assert desk.rows("SELECT DISTINCT site FROM articles") == [("hewan-daily",)]
    assert problems(desk) == []


def test_of_a_split_profile_each_half_goes_on_with_its_own(server: Server, desk: Desk) -> None:
    paths = ["/yw/2024/08/29/101.html", "/yw/2024/08/29/102.html"]
    county = ["/county/2024/08/29/201.html", "/county/2024/08/29/202.html"]
    for number, path in enumerate(paths + county):
        server.routes[path] = Answer(article(number))
    front = {path: f"城北水库完成加固第{number}期" for number, path in enumerate(paths + county)}
    county.append("/county/2024/08/29/203.html")
    server.routes[county[-1]] = Answer(listing(front))
    server.routes["/"] = Answer(listing(front | {county[-1]: "城北水库完成加固的消息汇总"}))
    server.routes["/county/"] = Answer(listing({path: front[path] for path in county[:2]}))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    desk.profile("hewan", server, 'not_paths = ["/county/"]')
    desk.profile("hewan-county", server, 'paths = ["/county/"]')
    profile = desk.sites / "hewan-county.toml"
    profile.write_text(profile.read_text("utf-8").replace(f'"{server.base}/"', f'"{server.base}/county/"'), "utf-8")
    do(desk, recipe("Split a profile in two").replace("hewan.example/county/", f"127.0.0.1:{server.port}/county/"))
    server.seen.clear()
    assert [desk.run("crawl", site).code for site in ("hewan", "hewan-county")] == [ExitCode.NOTHING_NEW] * 2
    assert set(paths + county).isdisjoint(server.paths())
    sites = desk.rows("SELECT site, count(*) FROM articles GROUP BY 1")
    assert sites == [("hewan", 2), ("hewan-county", 2)]
    assert desk.rows("SELECT site FROM rejections") == [("hewan-county",)]
    assert problems(desk) == []
