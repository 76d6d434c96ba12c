"""Folders that bear the id of a visit, and those that only look so, in whole runs of ``scrapy crawl``."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from later import make_all_due
from loopback import Answer, Desk, Seen, Server, article, listing

from spiders.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLES = [f"/yw/2024-08/29/{number}.html" for number in range(1101, 1113)]
LAST = ["/yw/2024-08/28/1100.html"]
"""What a list's last page shows: too little to tell by itself where the ids stand."""
MENU = ("/yw/", "/ms/", "/about/")


class Outlet:
    """Routes of an outlet that writes a folder before all its links: ``folder()`` for each answer."""

    def __init__(self, folder: Callable[[], str], *, redirects: bool = False, needs: int = 0):
        self.folder = folder
        self.redirects = redirects
        """Addresses without a folder lead to one with."""
        self.needs = needs
        """Status with which addresses without a folder, the home page aside, show a log-in; 0 where they need none."""
        self.shown = ARTICLES

    def get(self, *_: object) -> Callable[[Seen], Answer]:
        """The route of any path, as a dict has it."""
        return self.answer

    def answer(self, seen: Seen) -> Answer:
        """What stands at a path, in any folder as long as the outlet's."""
        folder, bare = self.folder(), seen.path
        if bare not in {"/", "/robots.txt", "/yw/index_2.html", *ARTICLES, *LAST, *MENU}:
            folder, bare = bare[: len(folder)], bare[len(folder) :]
        if bare == seen.path and self.redirects and bare != "/robots.txt":
            return Answer(status=302, headers={"Location": folder + bare})
        if bare == seen.path and self.needs and bare != "/":
            return Answer("<h1>请登录</h1><p>登录以后可以看到本站的全部内容。</p>".encode(), status=self.needs)
        menu = "".join(f'<a href="{folder}{path}">栏目</a>' for path in MENU).encode()
        if bare in {"/", "/yw/"}:
            titles = {folder + path: f"城北水库完成加固第{path[-9:-5]}期" for path in self.shown}
            further = f'<a href="{folder}/yw/index_2.html">下一页</a>' if bare == "/yw/" else ""
            return Answer(listing(titles, further).replace(b"<ul", b"<p>" + menu + b"</p><ul"))
        if bare == "/yw/index_2.html":
            titles = {folder + path: f"城北水库完成加固第{path[-9:-5]}期" for path in LAST}
            return Answer(listing(titles))
        if bare in {*ARTICLES, *LAST}:
            return Answer(article(int(bare[-9:-5])).replace(b"</body>", menu + b"</body>"))
        return Answer(status=404)


def a_new_id() -> str:
    return f"/s/{uuid.uuid4().hex}"


def a_new_guid() -> str:
    return f"/{uuid.uuid4()}"


@pytest.mark.parametrize("redirects", [False, True])
@pytest.mark.parametrize("folder", [a_new_id, a_new_guid])
def test_an_id_in_every_link_is_left_out(
    server: Server, desk: Desk, redirects: bool, folder: Callable[[], str]
) -> None:
    server.routes = outlet = Outlet(folder, redirects=redirects)  # type: ignore[assignment]
    outlet.shown = ARTICLES[:10]
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    outlet.shown = ARTICLES[2:]
    make_all_due(desk)
    desk.run("crawl", "hewan")
    assert sorted(path for (path,) in desk.rows("SELECT normalised_url FROM articles")) == [
        f"https{server.base.removeprefix('http')}{path}" for path in (*LAST, *ARTICLES)
    ]
    own = len(f"{server.base.replace('http', 'https')}/yw/2024-08-29/1101.html")
    assert desk.rows("SELECT url FROM pages WHERE length(url) > ?", own) == []


@pytest.mark.parametrize("status", [404, 200])
def test_a_server_that_asks_for_its_ids_is_given_them(server: Server, desk: Desk, status: int) -> None:
    server.routes = Outlet(a_new_id, needs=status)  # type: ignore[assignment]
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM articles WHERE url LIKE '%/s/%'") == [(13,)]


@pytest.mark.parametrize("folder", ["/news", "/hewan", "/zh-cn", "/m", "/content", "/a1b2c3d4", "/s/9f8e7d6c5b4a3928"])
def test_a_folder_that_stays_is_part_of_the_address(server: Server, desk: Desk, folder: str) -> None:
    server.routes = Outlet(lambda: folder)  # type: ignore[assignment]
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles WHERE url LIKE ?", f"{server.base}{folder}/%") == [(13,)]
    assert server.paths().count("/") == 1 + any(map(str.isdigit, folder))
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET found_at = '2024-08-29T00:00:00+00:00'")  # else of this very second
    server.seen.clear()
    desk.run("crawl", "hewan")
    assert server.paths().count("/") == 1  # its pages are known
