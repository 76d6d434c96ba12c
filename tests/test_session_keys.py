"""Session ids under any name: learnt from the copies they lead to, and taken out of links."""

from __future__ import annotations

import string
from random import Random
from typing import TYPE_CHECKING

import pytest
from loopback import Answer, Desk, Seen, Server, article

from spiders.discovery.session_keys import MIN_COPIES, SessionKeys
from spiders.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

HOME = "https://www.hewan.example"


def new_ids() -> Callable[[], str]:
    """Ids of six characters as Discuz makes them, the same in every run of the tests."""
    random = Random(32)
    return lambda: "".join(random.choices(string.ascii_letters + string.digits, k=6))


def taught(values: list[str], key: str = "sid", stored: tuple[str, ...] = ()) -> SessionKeys:
    """Keys after one copy a value, each of another article, all in earlier runs."""
    pages = [f"{HOME}/article-{number}-1.html" for number in range(len(values))]
    copies = [(f"{page}?{key}={value}", page) for page, value in zip(pages, values, strict=True)]
    return SessionKeys(lambda: stored, copies)


def test_a_key_with_random_values_that_make_no_difference_is_taken_out() -> None:
    new_id = new_ids()
    keys = taught([new_id() for _ in range(MIN_COPIES)])
    links = [f"{HOME}/portal.php?mod=list&sid=x7Kq2a&catid=2", f"{HOME}/article-9-1.html?sid=x7Kq2a", f"{HOME}/a?n=1"]
    assert keys.strip(links) == [f"{HOME}/portal.php?mod=list&catid=2", f"{HOME}/article-9-1.html", f"{HOME}/a?n=1"]
    assert keys.is_in(links[1])
    assert not keys.is_in(links[2])


def test_few_copies_teach_nothing() -> None:
    new_id = new_ids()
    links = [f"{HOME}/article-9-1.html?sid=x7Kq2a"]
    assert taught([new_id() for _ in range(MIN_COPIES - 1)]).strip(links) == links


def test_two_copies_at_other_addresses_than_the_article_teach_as_well() -> None:
    new_id = new_ids()
    keys = SessionKeys(tuple)
    for number in range(MIN_COPIES):
        for _ in range(2):
            url = f"{HOME}/portal.php?mod=view&aid={number}&sid={new_id()}"
            keys.saw_copy(url, f"{HOME}/article-{number}-1.html")
    assert keys.strip([f"{HOME}/portal.php?mod=view&aid=70&sid=x7Kq2a"]) == [f"{HOME}/portal.php?mod=view&aid=70"]


@pytest.mark.parametrize(
    ("key", "values", "links"),
    [
        pytest.param("cid", [str(number) for number in range(30)], ["cid=107"], id="sections by number"),
        pytest.param(
            "from", ["news", "culture", "sport", "county", "video"] * 6, ["from=health"], id="sections by name"
        ),
        pytest.param("page", [f"p{number}" for number in range(30)], ["page=p41"], id="pages"),
        pytest.param("col", [f"8a80{number}f" for number in range(30)], ["col=8a8091f", "col=8a8092f"], id="a menu"),
        pytest.param("col", [f"8a80{number}f" for number in range(30)], ["col=8a807f"], id="one that comes again"),
    ],
)
def test_sections_and_pages_are_no_sessions(key: str, values: list[str], links: list[str]) -> None:
    """Articles that show in many sections are copies, too; a list needs its section and its page."""
    lists = [f"{HOME}/list.php?{link}" for link in links]
    assert taught(values, key).strip(lists) == lists


def test_a_key_that_tells_articles_apart_is_no_session() -> None:
    """An outlet that publishes some articles twice, each under an id of its own."""
    new_id = new_ids()
    stored = tuple(f"{HOME}/show?id={new_id()}" for _ in range(40))
    keys = SessionKeys(lambda: stored, [(f"{HOME}/show?id={new_id()}", original) for original in stored])
    assert keys.strip([f"{HOME}/show?id=x7Kq2a"]) == [f"{HOME}/show?id=x7Kq2a"]


def test_a_portal_that_writes_a_new_session_into_each_link_is_no_nuisance(server: Server, desk: Desk) -> None:
    new_id = new_ids()

    def page_of(number: int) -> Callable[[Seen], Answer]:
        return lambda _: Answer(article(number))

    def listing_of(numbers: range) -> Callable[[Seen], Answer]:
        def answer(_: Seen) -> Answer:
            sid = new_id()
            links = "".join(
                f'<li><a href="/article-{number}-1.html?sid={sid}">城北水库加固第{number}期</a><i>2024-08-29</i></li>'
                for number in numbers
            )
            menu = "".join(f'<a href="/portal.php?mod=list&catid={at}&sid={sid}">栏目{at}</a>' for at in (2, 3))
            text = f'<html><meta charset="utf-8"><body><div class="nav">{menu}</div><ul>{links}</ul></body></html>'
            return Answer(text.encode())

        return answer

    class Portal(dict):  # type: ignore[type-arg]
        """Routes that know nothing of sessions, as the portal does."""

        def get(self, path: str, default: object = None) -> object:
            bare = path.partition("&sid=")[0].partition("?sid=")[0]
            return super().get(bare, default)

    server.routes = Portal(server.routes)
    server.routes["/"] = listing_of(range(100, 124))
    for catid, numbers in ((2, range(100, 112)), (3, range(112, 124))):
        server.routes[f"/portal.php?mod=list&catid={catid}"] = listing_of(numbers)
    for number in range(100, 124):
        server.routes[f"/article-{number}-1.html"] = page_of(number)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    for _ in range(3):
        server.seen.clear()
        desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM articles") == [(24,)]
    assert len(server.paths()) <= 24 + 2 + 1  # at worst each page once more, at its address without a session
    assert not any("sid=" in path for path in server.paths()[1:])
