"""Session ids under any name: learnt from the copies they lead to, and taken out of links."""

from __future__ import annotations

import re
import string
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from loopback import Answer, Desk, Seen, Server, article

from pipelines.items import Copy
from spiders.discovery.session_keys import MAX_PROBES, MIN_BARE, MIN_COPIES, SessionKeys
from spiders.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

HOME = "https://www.hewan.example"
FOUND = datetime(2024, 8, 29, 8, tzinfo=UTC)


def new_ids() -> Callable[[], str]:
    """Ids of six characters as Discuz makes them, the same in every run of the tests."""
    random = Random(32)
    return lambda: "".join(random.choices(string.ascii_letters + string.digits, k=6))


def taught(values: list[str], key: str = "sid", *, known: tuple[str, ...] = (), days: int = 0) -> SessionKeys:
    """Keys after one copy a value, each of another article and found so many days after the one before."""
    pages = [f"{HOME}/article-{number}-1.html" for number in range(len(values))]
    copies = [
        Copy(f"{page}?{key}={value}", page, FOUND + at * timedelta(days=days))
        for at, (page, value) in enumerate(zip(pages, values, strict=True))
    ]
    return SessionKeys(copies, knew=known.__contains__)


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


def test_one_article_for_whatever_is_asked_teaches_nothing() -> None:
    """A server that is broken for a day shows its front page's lead under each id."""
    new_id = new_ids()
    lead = f"{HOME}/show?code={new_id()}"
    keys = SessionKeys(Copy(f"{HOME}/show?code={new_id()}", lead, FOUND) for _ in range(30))
    assert keys.strip([f"{HOME}/show?code=x7Kq2a"]) == [f"{HOME}/show?code=x7Kq2a"]
    assert keys.probe(f"{HOME}/show?code=x7Kq2a") is None


def test_nothing_is_taken_out_before_some_articles_were_had_without() -> None:
    """Two copies with an id each say that it makes no difference, not that the server does without."""
    new_id = new_ids()

    def page_of(number: int) -> str:
        return f"{HOME}/portal.php?mod=view&aid={number}"

    copies = [
        Copy(f"{page_of(number)}&sid={new_id()}", f"{page_of(number)}&sid={new_id()}", FOUND)
        for number in range(MIN_COPIES)
    ]
    link = f"{page_of(70)}&sid=x7Kq2a"
    keys = SessionKeys(copies)
    assert keys.strip([link]) == [link]
    assert [keys.probe(link) for _ in range(MAX_PROBES + 1)] == [page_of(70)] * MAX_PROBES + [None]
    copies += [Copy(page_of(number), copies[number].original, FOUND) for number in range(MIN_BARE)]
    keys = SessionKeys(copies)
    assert keys.strip([link]) == [page_of(70)]
    assert keys.probe(link) is None


@pytest.mark.parametrize(
    ("key", "values", "links"),
    [
        pytest.param("cid", [str(number) for number in range(30)], ["cid=107"], id="sections by number"),
        pytest.param(
            "from", ["news", "culture", "sport", "county", "video"] * 6, ["from=health"], id="sections by name"
        ),
        pytest.param("page", [f"p{number}" for number in range(30)], ["page=p41"], id="pages"),
        pytest.param("col", [f"8a80{number}f" for number in range(30)], ["col=8a8091f", "col=8a8092f"], id="a menu"),
    ],
)
def test_sections_and_pages_are_no_sessions(key: str, values: list[str], links: list[str]) -> None:
    """Articles that show in many sections are copies, too; a list needs its section and its page."""
    lists = [f"{HOME}/list.php?{link}" for link in links]
    assert taught(values, key).strip(lists) == lists


@pytest.mark.parametrize(
    ("known", "days"),
    [
        pytest.param((f"{HOME}/list.php?col=8a807f",), 0, id="a known address comes again"),
        pytest.param((), 1, id="values came again on other days"),
    ],
)
def test_sections_with_random_names_come_again(known: tuple[str, ...], days: int) -> None:
    keys = taught([f"8a80{number % 9}f" for number in range(30)], "col", known=known, days=days)
    lists = [f"{HOME}/list.php?col=8a807f"]
    assert keys.strip(lists) == lists
    assert not keys.is_in(lists[0])


def test_a_key_that_tells_articles_apart_is_no_session() -> None:
    """An outlet that publishes some articles twice, each under an id of its own."""
    new_id = new_ids()
    stored = tuple(f"{HOME}/show?id={new_id()}" for _ in range(40))
    copies = [Copy(f"{HOME}/show?id={new_id()}", original, FOUND) for original in stored]
    copies += [Copy(f"{HOME}/show", original, FOUND) for original in stored[:MIN_BARE]]
    keys = SessionKeys(copies, lambda _: stored)
    assert keys.strip([f"{HOME}/show?id=x7Kq2a"]) == [f"{HOME}/show?id=x7Kq2a"]


class Portal(dict):  # type: ignore[type-arg]
    """Routes of a portal that writes a new id into the links of each page; it may ask for one."""

    new_id = staticmethod(new_ids())
    asks_for_id = False

    def get(self, path: str, default: object = None) -> object:
        bare = re.sub("[?&]sid=.*", "", path)
        return default if self.asks_for_id and bare == path and "article" in path else super().get(bare, default)

    def shows(self, numbers: range) -> None:
        """Have two lists and the home page name these articles."""
        self["/"] = self._listing_of(numbers)
        half = len(numbers) // 2
        for catid, some in ((2, numbers[:half]), (3, numbers[half:])):
            self[f"/portal.php?mod=list&catid={catid}"] = self._listing_of(some)
        for number in numbers:
            self[f"/article-{number}-1.html"] = Answer(article(number))

    def _listing_of(self, numbers: range) -> Callable[[Seen], Answer]:
        def answer(_: Seen) -> Answer:
            sid = self.new_id()
            links = "".join(
                f'<li><a href="/article-{number}-1.html?sid={sid}">城北水库加固第{number}期</a><i>2024-08-29</i></li>'
                for number in numbers
            )
            menu = "".join(f'<a href="/portal.php?mod=list&catid={at}&sid={sid}">栏目{at}</a>' for at in (2, 3))
            text = f'<html><meta charset="utf-8"><body><div class="nav">{menu}</div><ul>{links}</ul></body></html>'
            return Answer(text.encode())

        return answer


def test_a_portal_that_writes_a_new_session_into_each_link_is_no_nuisance(server: Server, desk: Desk) -> None:
    server.routes = portal = Portal(server.routes)
    portal.shows(range(100, 114))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    for _ in range(3):
        server.seen.clear()
        desk.run("crawl", "hewan")
    assert desk.rows("SELECT count(*) FROM articles") == [(14,)]
    assert len(server.paths()) <= 14 + 2 + 1  # at worst each page once more, at its address without a session
    assert not any("sid=" in path for path in server.paths()[1:])


def test_a_portal_that_asks_for_its_session_loses_no_article(server: Server, desk: Desk) -> None:
    server.routes = portal = Portal(server.routes)
    portal.asks_for_id = True
    desk.profile("hewan", server)
    for day in range(4):
        portal.shows(range(100 + 6 * day, 114 + 6 * day))
        assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(14 + 6 * 3,)]
    assert any("sid=" not in path and "article" in path for path in server.paths())  # it was tried
