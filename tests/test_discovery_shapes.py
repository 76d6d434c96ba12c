from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rows import every_row

from cleaners.lexicons import load_lexicon
from cleaners.links.url_shapes import url_shape
from spiders.discovery.shapes import NOTHING_LEARNT, is_article_url, learn_shapes, looks_like_article

HOST = "http://daily.example"


@every_row("row", load_lexicon("listing_names"), ids=lambda row: str(row["text"]))
def test_each_listing_name_proves_itself(row: dict[str, str]) -> None:
    assert looks_like_article(row["hit"]) is False
    assert looks_like_article(row["miss"]) is True


@every_row("row", load_lexicon("article_views"), ids=lambda row: str(row["text"]))
def test_each_article_view_proves_itself(row: dict[str, str]) -> None:
    assert looks_like_article(row["hit"]) is True
    assert looks_like_article(row["miss"]) is not True


@every_row(
    ("path", "expected"),
    [
        ("/", False),
        ("/news/", False),
        ("/news/index_2.html", False),
        ("/html/2024-08/29/node_2.htm", False),
        ("/paper.pdf", False),
        ("/paper/20240829/88123.mhtml", False),
        ("/xwzx/bdxw/88123.jhtml", True),
        ("/xwzx/bdxw/4123.jhtml", True),
        ("/xwzx/index_2.jhtml", False),
        ("/2024/0829/88123.phtml", True),
        ("/g1/2024/08/29/bridge-opens-in-old-town.ghtml", True),
        ("/news/view.action?id=4", True),
        ("/news/88123.cgi", True),
        ("/2024/0829/1.html", True),
        ("/202408/t20240829_1.html", True),
        ("/html/2024-08/29/content_1_1.htm", True),
        ("/system/2024/08/29/012345678.shtml", True),
        ("/art/2024/8/29/art_123_45.html", True),
        ("/n1/2024/0829/c1004-40308123.html", True),
        ("/show.php?id=4", True),
        ("/news/5f2b1c9e8d.html", True),
        ("/story/big-fire-in-old-town", True),
        ("/20240829/3dd6e33cc6d749fb/c.html", True),
        ("/3dd6e33cc6d749fb/yw/", False),
        ("/1234567890123456/yw/", False),
        ("/3dd6e33cc6d749fb/detail.html", True),
        ("/article/8f14e45f-ceea-467f-a1b2-c3d4e5f60718/index.html", True),
        ("/2024/0829/c2091a19600/page.htm", True),
        ("/2024/08/29/world/big-fire-in-old-town/index.html", True),
        ("/2024/08/29/world/fire-and-smoke.html", True),
        ("/news/2020984/fire", True),
        ("/bt/19995.html", True),
        ("/c/7pplXmYoC6f", True),
        ("/covid19news/", None),
        ("/?p=1700", None),
        ("/news.asp?catid=7", None),
        ("/news.asp?classid=7&newsid=88", True),
        ("/index.php?m=content&c=index&a=lists&catid=6", False),
        ("/index.php?m=content&c=index&a=show&catid=6&id=12", True),
        ("/index.php?option=com_content&view=article&id=12:list-of-roads", True),
        ("/index.php?option=com_content&view=category&layout=blog&id=8", False),
        ("/index.php?c=category&cid=4&page=2", False),
        ("/?c=show&id=12", True),
        ("/?id=12", None),
        ("/index.php?id=88123", True),
        ("/index.php?cid=12", None),
        ("/?cat=12", None),
        ("/?p=3090", True),
        ("/list/?p=3090", False),
        ("/node/4700", None),
        ("/node/88123", True),
        ("/node?page=2", False),
        ("/category/local-news/", False),
        ("/tag/news-of-the-old-town/", False),
        ("/2024/08/29/", None),
        ("/20240829.html", None),
        ("/local/12.html", None),
    ],
)
def test_what_an_address_alone_says(path: str, expected: bool | None) -> None:
    assert looks_like_article(HOST + path) is expected


def test_articles_of_different_sections_and_days_share_a_shape() -> None:
    assert url_shape(HOST + "/sport/202408/t20240829_88123.html") == url_shape(
        HOST + "/local/202501/t20250102_9021.html"
    )
    assert url_shape(HOST + "/list_12.html") != url_shape(HOST + "/content_12.html")


def test_learnt_shapes_decide_what_the_address_leaves_open() -> None:
    article = HOST + "/local/17.html"
    assert is_article_url(article) is None
    learnt = learn_shapes(f"{HOST}/local/{n}.html" for n in range(5))
    assert is_article_url(article, learnt) is True
    against = learn_shapes([], [f"{HOST}/a/t20240829_{n}.html" for n in range(5)])
    assert is_article_url(HOST + "/b/t20240830_7.html", against) is False


def test_a_profiles_pattern_decides_alone() -> None:
    assert is_article_url(HOST + "/", NOTHING_LEARNT._replace(stated=re.compile("example/$"))) is True
    learnt = learn_shapes(f"{HOST}/2024/0829/{n}.html" for n in range(5))._replace(stated=re.compile("/story/"))
    assert is_article_url(HOST + "/2024/0829/1.html", learnt) is False


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_any_address_is_judged(tail: str) -> None:
    url_shape("http://daily.example/" + tail)
    looks_like_article("http://daily.example/" + tail)
