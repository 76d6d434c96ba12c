from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rows import every_row

from cleaners.article import Article, Block, BlockKind, Image, Integrity, Rejection
from cleaners.lexicons import load_lexicon
from spiders.discovery.article_pages import (
    find_article_pages,
    first_address,
    is_pager_line,
    join_articles,
    part_number,
)
from spiders.document import Document

HOST = "http://daily.example"
FIRST = HOST + "/a/20240829/c_88123.html"


def article(*lines: str, **fields: object) -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
    return Article(url=FIRST, title="大桥合龙记", text="\n".join(lines), blocks=blocks, **fields)  # type: ignore[arg-type]


def pages(body: str, url: str = FIRST, first: str | None = None) -> list[str]:
    return [link.url.removeprefix(HOST) for link in find_article_pages(Document(body, url), first=first)]


def test_numbered_pages_in_order() -> None:
    pager = '<a href="c_88123.html">1</a><a href="c_88123_3.html">3</a><a href="c_88123_2.html">2</a>'
    pager += '<a href="c_88123_2.html">下一页</a>'
    assert pages(pager) == ["/a/20240829/c_88123_2.html", "/a/20240829/c_88123_3.html"]
    assert pages(pager, HOST + "/a/20240829/c_88123_2.html", FIRST) == ["/a/20240829/c_88123_3.html"]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="c_88124.html">下一页</a>',
        '<a href="c_88124.html">2</a>',
        '<a rel="next" href="c_88124.html">下一篇：水库开闸</a>',
        '<link rel="next" href="/a/20240829/c_881234.html">',
        '<a href="c_88123_2.html">相关报道</a>',
        '<a href="http://other.example/a/20240829/c_88123_2.html">下一页</a>',
        '<a href="/news/index_2.html">2</a>',
        '<a href="c_88123.html#comments">2</a>',
        '<a href="c_88123.html?from=4">2</a>',
    ],
)
def test_the_next_article_is_not_the_next_page(body: str) -> None:
    assert pages(body) == []


@pytest.mark.parametrize(
    ("first", "address", "number"),
    [
        ("/a/1.html", "/a/1_2.html", 2),
        ("/a/1.html", "/a/1-3.html", 3),
        ("/a/1.html", "/a/1(2).html", 2),
        ("/a/1.html", "/a/1_all.html", 0),
        ("/a/1.html", "/a/12.html", None),
        ("/a/c_1.html", "/a/c_2.html", 2),
        ("/a/c_7.html", "/a/c_8.html", None),
        ("/a/c_881.html", "/a/c_882.html", None),
        ("/a/2024/story", "/a/2024/story/2", 2),
        ("/a/2024/story/", "/a/2024/story/page/2/", 2),
        ("/show.php?id=5", "/show.php?id=5&page=2", 2),
        ("/show.php?id=5&page=1", "/show.php?id=5&page=2", 2),
        ("/show.php?id=5", "/show.php?id=6&page=2", None),
        ("/show.php?id=5", "/show.php?id=5&page=all", 0),
        ("/show.php?id=5", "/show.php?id=5&page=2024", None),
        ("/a/1.html", "/b/1_2.html", None),
    ],
)
def test_a_further_page_is_the_first_address_with_a_number(first: str, address: str, number: int | None) -> None:
    assert part_number(HOST + first, HOST + address) == number


def test_counts_printed_into_scripts() -> None:
    script = '<script>createPageHTML(3, 0, "c_88123", "html");</script>'
    assert pages(script) == ["/a/20240829/c_88123_1.html", "/a/20240829/c_88123_2.html"]
    assert pages('<script>createPageHTML(3, 0, "index", "html");</script>') == []


def test_the_last_page_names_none_behind_it() -> None:
    script = '<script>createPageHTML(3, 2, "c_88123", "html");</script>'
    later = FIRST.replace(".html", "_2.html")
    assert find_article_pages(Document(script, later), first=FIRST) == ()


def test_the_whole_on_one_page_is_preferred() -> None:
    assert pages('<a href="c_88123_2.html">2</a><a href="c_88123_all.html">阅读全文</a>') == [
        "/a/20240829/c_88123_all.html"
    ]


@every_row("row", load_lexicon("pager_words"), ids=lambda row: str(row["text"]))
def test_each_pager_word_proves_itself(row: dict[str, str]) -> None:
    assert is_pager_line(row["hit"])
    assert not is_pager_line(row["miss"])


@pytest.mark.parametrize(
    "line",
    [
        "1 2 3",
        "3/3 1 2 3",
        "第2页",
        "共3页",
        "第2页/共3页",
        "（共 3 頁，第 2 頁）",
        "1/3页",
        "1/3 下一页",
        "首页 上一页 下一页 尾页",
        "余下全文>>",
    ],
)
def test_lines_of_a_pager_are_told(line: str) -> None:
    assert is_pager_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "2024",
        "3",
        "25 31 8",
        "3/3",
        "1/2 3/4",
        "2比1",
        "第2页写着答案",
        "1/3",
        "2024/08",
        "下一页故事更精彩",
        "12345",
    ],
)
def test_lines_that_are_no_pager(line: str) -> None:
    assert not is_pager_line(line)


def test_the_pages_numbers_are_left_out() -> None:
    foot = "转载请注明来源。"
    one = article("导语在此。", "1/2", "第一段。", "（1/3）", foot)
    two = article("大桥合龙记(2)", " 2／3 ", "第二段。", "第2页/共3页", foot)
    three = article("Page 3 of 3", "大桥合龙记（3）", "第三段。", "2/3", "(3/3)", foot)
    left = ["导语在此。", "1/2", "第一段。", "第二段。", "第三段。", "2/3", foot]
    assert join_articles([one, two, three]).text.split("\n") == left
    assert join_articles([article("比分在此：", "1/1")]).text == "比分在此：\n1/1"


def test_parts_are_joined_in_order_without_what_repeats() -> None:
    one = article("导语在此。", "第一段。", "上一页 1 2 下一页", "责任编辑：王某")
    two = article("大桥合龙记(2)", "第二段。", "责任编辑：王某", editors=("王某",), integrity=Integrity.INJECTED)
    three = article(
        "大桥合龙记（3）", "第二段。", "第三段。", "责任编辑：王某", published_at=datetime(2024, 8, 29, tzinfo=UTC)
    )
    joined = join_articles([one, two, three])
    assert joined.text.split("\n") == ["导语在此。", "第一段。", "第二段。", "第三段。", "责任编辑：王某"]
    assert joined.blocks == tuple(Block(BlockKind.PARAGRAPH, line) for line in joined.text.split("\n"))
    assert joined.editors == ("王某",)
    assert joined.published_at == three.published_at
    assert joined.integrity is Integrity.INJECTED
    assert joined.trace == ("join_pages",)


def test_a_page_with_everything_replaces_the_parts() -> None:
    whole = article("第一段。", "第二段。", "第三段。")
    assert join_articles([article("第一段。"), whole]).text == whole.text
    assert join_articles([whole, article("第二段。")]) == whole


def test_images_rejections_and_single_pages() -> None:
    one = replace(article("第一段。"), images=(Image("/1.jpg", None, None),), rejection=Rejection.TOO_SHORT)
    two = replace(article("第二段。"), images=(Image("/1.jpg", None, None), Image("/2.jpg", None, None)))
    joined = join_articles([one, two])
    assert [image.url for image in joined.images] == ["/1.jpg", "/2.jpg"]
    assert joined.rejection is None
    assert join_articles([one]) is one
    assert join_articles([one, Article(rejection=Rejection.SOFT_404)]) == one
    with pytest.raises(ValueError, match="nothing to join"):
        join_articles([])


_line = st.sampled_from(["甲", "乙", "丙", "丁", "大桥合龙记", "1 2 3", "下一页", "编辑"])
_article = st.lists(_line, max_size=5).map(lambda lines: article(*lines))


@settings(max_examples=150)
@given(st.lists(_article, min_size=1, max_size=3))
@example([article("乙", "丙"), article("乙", "乙", "甲", "丙")])
def test_joining_again_changes_nothing(parts: list[Article]) -> None:
    once = join_articles(parts)
    assert join_articles([once, parts[-1]]) == once
    assert join_articles([once]) == once


@settings(max_examples=80)
@given(st.text(max_size=60))
def test_any_page_gives_links_or_none(text: str) -> None:
    find_article_pages(Document(text, FIRST))
    find_article_pages(Document(f'<a href="{text}">2</a>', FIRST))
    part_number(FIRST, HOST + "/" + text.replace("[", "").replace("]", ""))
    is_pager_line(text)


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("http://www.hewan.example/c/55_2.html", "http://www.hewan.example/c/55.html"),
        ("http://www.hewan.example/c/55-p2.html", "http://www.hewan.example/c/55.html"),
        ("http://www.hewan.example/c/55(2).html", "http://www.hewan.example/c/55.html"),
        ("http://www.hewan.example/c/55_all.html", "http://www.hewan.example/c/55.html"),
        ("http://a.example/12345/2", "http://a.example/12345"),
        ("http://a.example/v?id=5&page=2", "http://a.example/v?id=5"),
        ("http://a.example/2024/05/22.html", None),
        ("http://a.example/water.html", None),
    ],
)
def test_the_first_page_that_an_address_may_go_on_from(address: str, first: str | None) -> None:
    assert first_address(address) == first
    assert first is None or part_number(first, address) is not None
