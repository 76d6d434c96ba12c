"""Stories over several pages, among saved pages in any order."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest

from cleaners import Article, clean_html
from spiders.document import Document
from spiders.saved_stories import MAX_KEPT, MAX_KEPT_CHARACTERS, join_stories
from spiders.story_parts import StoryPart, read_story_part

BASE = "http://www.hewan.example/c/55"
_SAYS = (
    "河湾镇的老码头上午重新开放，第一班渡船载着三十多名乘客驶向对岸。",
    "摆渡人说，停航的四十天里，他把船底刮了两遍，又换了一根新缆绳。",
    "对岸的菜农最高兴，从前绕桥要一个钟头，现在十分钟就能把菜送到集市上。",
)


class Page(NamedTuple):
    """What the command passes on, as far as stories go."""

    article: Article
    story: StoryPart | None


def page_at(address: str, pager: str, number: int = 0, title: str = "老码头") -> Page:
    html = (
        f"<title>{title}</title><h1>{title}</h1><div><p>{_SAYS[number]}</p><p>{_SAYS[number]}</p></div>{pager}".replace(
            f"<p>{_SAYS[number]}</p><p>", f"<p>{_SAYS[number]}</p><p>第{number}次报道。"
        )
    )
    article = clean_html(html, address)
    assert article.blocks
    return Page(article, read_story_part(Document(html.encode(), address)))


def pages_of(addresses: list[str]) -> list[Page]:
    pager = "".join(f'<a href="{address}">{number}</a> ' for number, address in enumerate(addresses, 1))
    return [page_at(address, f"<div>{pager}</div>", number) for number, address in enumerate(addresses)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
@pytest.mark.parametrize(
    "addresses",
    [
        [f"{BASE}.html", f"{BASE}_2.html", f"{BASE}_3.html"],
        [
            "http://www.hewan.example/t20240506_55.html",
            *(f"http://www.hewan.example/t20240506_55_{n}.html" for n in (1, 2)),
        ],
        ["http://www.hewan.example/v.php?id=5", *(f"http://www.hewan.example/v.php?id=5&page={n}" for n in (2, 3))],
    ],
)
def test_its_pages_are_one_article_in_whatever_order(addresses: list[str], order: tuple[int, ...]) -> None:
    pages = pages_of(addresses)
    single = page_at("http://www.hewan.example/c/9.html", "")
    first, joined = join_stories([pages[order[0]], single, *(pages[index] for index in order[1:])])
    assert first is single
    assert joined.article.url == addresses[0]
    assert all(text in joined.article.text for text in _SAYS)


def test_pages_without_their_first_stay_by_themselves() -> None:
    _, *later = pages_of([f"{BASE}.html", f"{BASE}_2.html", f"{BASE}_3.html"])
    assert list(join_stories(later)) == later


def test_neighbours_by_number_are_no_pages_of_one_story() -> None:
    pager = '<a href="/c/54.html">上一篇</a> <a href="/c/56.html">下一篇</a>'
    assert page_at(f"{BASE}.html", pager).story is None


@pytest.mark.parametrize("stem", ["/c/news_", "/c/", "/?p=", "/html/2024-05/06/content_"])
def test_neighbours_of_other_titles_that_call_each_other_pages_are_no_pages_of_one_story(stem: str) -> None:
    titles = ("老码头重新开放", "渡船今天首航", "菜农多了一条路")
    back, on = '<a href="{}{}">上一页</a>', '<a href="{}{}">下一页</a>'
    pages = [
        page_at(f"http://www.hewan.example{stem}{n}", back.format(stem, n - 1) + on.format(stem, n + 1), n - 1, title)
        for n, title in enumerate(titles, 1)
    ]
    assert all(page.story for page in pages)
    assert list(join_stories(pages)) == pages


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (2, 0, 1)])
def test_pagers_that_lead_one_page_on_and_back_name_all_pages(order: tuple[int, ...]) -> None:
    back, on = '<a href="/c/55{}.html">上一页</a>', '<a href="/c/55{}.html">下一页</a>'
    pagers = (on.format("_2"), back.format("") + on.format("_3"), back.format("_2"))
    pages = [page_at(f"{BASE}{name}.html", pagers[n], n) for n, name in enumerate(("", "_2", "_3"))]
    (joined,) = join_stories(pages[index] for index in order)
    assert all(text in joined.article.text for text in _SAYS)


def test_behind_a_missing_page_a_story_is_not_joined() -> None:
    first, second, third = pages_of([f"{BASE}.html", f"{BASE}_2.html", f"{BASE}_3.html"])
    assert list(join_stories([first, third])) == [first, third]
    (joined,) = join_stories([first, second])
    assert _SAYS[1] in joined.article.text
    numbered = [f"{BASE}.html", f"{BASE}_2.html", f"{BASE}_3.html", f"{BASE}_4.html"]
    pager = "".join(f'<a href="{address}">{number}</a> ' for number, address in enumerate(numbered, 1))
    some = [page_at(address, pager, number % 3) for number, address in enumerate(numbered) if number != 2]
    joined, last = join_stories(some)
    assert (_SAYS[1] in joined.article.text, last) == (True, some[-1])


def test_a_pager_may_call_the_first_page_by_its_number() -> None:
    addresses = ["http://www.hewan.example/v.php?id=5", "http://www.hewan.example/v.php?id=5&page=2"]
    pager = f'<a href="{addresses[0]}&page=1">1</a> <a href="{addresses[1]}">2</a>'
    (joined,) = join_stories([page_at(address, pager, number) for number, address in enumerate(addresses)])
    assert _SAYS[1] in joined.article.text


def test_a_page_that_comes_again_brings_the_whole_story_and_no_more_where_it_is_as_it_was() -> None:
    first, second = pages_of([f"{BASE}.html", f"{BASE}_2.html"])
    (joined,) = join_stories([first, second, first, second])
    edited = first._replace(article=replace(first.article, blocks=first.article.blocks[:1]))
    again = list(join_stories([first, second, edited]))
    assert [page.article.blocks[0] for page in again] == [joined.article.blocks[0]] * 2
    assert len(again[1].article.blocks) == len(joined.article.blocks) - 1


def test_a_story_that_never_ends_holds_no_more_pages_than_so_many() -> None:
    (page, _) = pages_of([f"{BASE}.html", f"{BASE}_2.html"])
    assert page.story
    many = [page._replace(story=page.story._replace(first=str(number))) for number in range(MAX_KEPT + 5)]
    passing = iter(join_stories(many))
    assert next(passing) == many[0]


def test_stories_of_large_pages_hold_no_more_characters_than_so_many() -> None:
    (page, _) = pages_of([f"{BASE}.html", f"{BASE}_2.html"])
    assert page.story
    large = replace(page.article, text="河" * (MAX_KEPT_CHARACTERS // 2))
    many = [Page(large, page.story._replace(first=str(number))) for number in range(3)]
    passing = (page for page in many)
    assert next(join_stories(passing)) == many[0]
    assert next(passing, None) is None
    few = (page for page in many[:2])
    assert list(join_stories(few)) == many[:2]
