from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.lexicons import load_lexicon
from spiders.discovery import FoundLink, LinkKind
from spiders.discovery.newspapers import find_forward, find_issues, find_newspapers, issue_urls, read_issue, redate_url
from spiders.discovery.paging import link_name
from spiders.document import Document

DAY = date(2024, 8, 29)
PAPER = "http://epaper.qinghe.example/html/2024-08/29/"
PAGE = """<html><body>
<map name="m"><area shape="polygon" coords="1,1,2,2" href="content_1_1.htm">
<area coords="3,3,4,4" href="content_1_2.htm"></map>
<a href="node_1.htm">第01版：要闻</a><a href="node_2.htm">第02版：本地</a><a href="page01.pdf">PDF</a>
<ul><li><a href="content_1_1.htm">清河大桥合龙</a></li>
<li><a href="content_1_2.htm">短评</a></li></ul>
<a href="../28/node_1.htm">上一期</a><a href="../../2024-07/31/node_1.htm">31</a>
<a href="http://epaper.qinghe.example/about.htm">关于</a>
<a href="http://other.example/html/2024-08/29/content_9_9.htm">别处</a>
</body></html>"""


def kinds(links: tuple[FoundLink, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for link in links:
        found.setdefault(str(link.kind), []).append(link.url.removeprefix(PAPER))
    return found


def test_pages_and_articles_of_an_issue() -> None:
    links = read_issue(Document(PAGE, PAPER + "node_1.htm"))
    assert kinds(links) == {"article": ["content_1_1.htm", "content_1_2.htm"], "listing": ["node_1.htm", "node_2.htm"]}
    assert {link.date for link in links} == {DAY}
    assert [link.title for link in links if link.kind is LinkKind.ARTICLE] == ["清河大桥合龙", "短评"]


def test_other_issues_are_found_by_the_day_in_their_addresses() -> None:
    links = find_issues(Document(PAGE, PAPER + "node_1.htm"))
    assert [link.date for link in links] == [date(2024, 8, 28), date(2024, 7, 31)]


def test_pages_whose_addresses_look_like_articles_go_by_their_names() -> None:
    links = read_issue(
        Document(
            """<a href="Qpaper.html">第01版：要闻</a><a href="Qpaper_11593.html">第02版：本地</a>
            <a href="22392.html">清河大桥合龙</a><a href="22393.html">第3版县志付印</a>""",
            PAPER + "Qpaper.html",
        )
    )
    assert kinds(links) == {"listing": ["Qpaper.html", "Qpaper_11593.html"], "article": ["22392.html", "22393.html"]}


def test_articles_may_have_addresses_shaped_like_the_pages() -> None:
    body = """<a href="A01.html">A01版 要闻</a><a href="A02.html">A02版 本地</a>
        <a href="c624.html">清河大桥主跨昨日合龙</a><a href="c630.html">2024年8月28日 星期三</a>"""
    found = kinds(read_issue(Document(body, PAPER + "A02.html")))
    assert found == {"listing": ["A01.html", "A02.html", "c630.html"], "article": ["c624.html"]}


def test_articles_whose_addresses_say_nothing_go_by_their_headlines_among_named_pages() -> None:
    base = "http://epaper.qinghe.example/bk/"
    links = read_issue(
        Document(
            """<a href="view.jsp?qh=31&rq=20240829&bm=101">A01版 要闻</a>
            <a href="view.jsp?qh=31&rq=20240829&bm=102">A02版 本地</a>
            <a href="read.jsp?qh=31&rq=20240829&wz=62">清河大桥主跨昨日合龙</a>
            <a href="read.jsp?qh=31&rq=20240829&wz=63">短评</a>
            <a href="all.jsp?rq=20240829">版面概览</a>""",
            base + "view.jsp?qh=31&rq=20240829&bm=101",
        )
    )
    articles = [link.url.removeprefix(base) for link in links if link.kind is LinkKind.ARTICLE]
    assert articles == ["read.jsp?qh=31&rq=20240829&wz=62", "read.jsp?qh=31&rq=20240829&wz=63"]


def test_a_link_may_say_where_it_leads_in_an_attribute_of_any_name() -> None:
    links = read_issue(
        Document(
            """<a href="Page01BC.htm">01版：要闻</a><a name="top" class="a.b">顶部</a>
            <a daoxiang="Articel01002NR.htm">清河大桥昨日合龙</a><a title="第7期.htm 简报">渡口夜班船恢复</a>""",
            PAPER + "Page01BC.htm",
        )
    )
    assert kinds(links) == {"listing": ["Page01BC.htm"], "article": ["Articel01002NR.htm"]}


UNDATED = """<html><body><a href="/">首页</a><a href="/news/">新闻</a><a href="/life/">生活</a>
<a href="/about.php?id=3">关于我们网站</a><a href="/g20.html">G20 峰会</a>
<div>清河日报 2024年8月29日 星期四 第3201期</div>
<a href="/paper.php?a=page&id=901">第01版：要闻</a><a href="/paper.php?a=page&id=902">A02 本地新闻</a>
<a href="/paper.php?a=page&id=903"><img alt="第3版"></a>
<map><area href="/paper.php?a=show&id=7701"><area href="/paper.php?a=show&id=7703"></map>
<ul><li><a href="/paper.php?a=show&id=7701">清河大桥主跨昨日合龙</a></li>
<li><a href="/paper.php?a=show&id=7702">渡口夜班船明日恢复</a></li></ul>
<a href="/paper.php?a=page&id=880">2024年8月28日</a><a href="/paper.php?a=page&id=860">2024-08-27</a>
<a href="http://other.example/paper.php?a=show&id=1">别处的一条长长的新闻</a></body></html>"""


@pytest.mark.parametrize("address", ["/paper.php?a=page&id=901", "/epaper/"])
def test_an_issue_whose_day_stands_on_its_page(address: str) -> None:
    links = read_issue(Document(UNDATED, f"http://qinghe.example{address}"))
    found = {link.url.partition("?")[2]: str(link.kind) for link in links}
    pages = {f"a=page&id={number}": "listing" for number in (901, 902, 903)}
    pages.pop(address.partition("?")[2], None)
    assert found == pages | {f"a=show&id={number}": "article" for number in (7701, 7702, 7703)}
    assert {link.date for link in links} == {DAY}
    others = find_issues(Document(UNDATED, f"http://qinghe.example{address}"))
    assert [(link.url.rpartition("=")[2], link.date) for link in others] == [
        ("880", date(2024, 8, 28)),
        ("860", date(2024, 8, 27)),
    ]


def test_a_home_page_is_no_issue() -> None:
    names = "新闻 视频 A股 专题".split()
    body = "".join(f'<a href="/{number}/">{name}</a>' for number, name in enumerate(names))
    body += "".join(f'<a href="/a/{number}.html">清河大桥主跨昨日合龙第{number}号</a>' for number in range(1000, 1010))
    assert read_issue(Document(body, "http://qinghe.example/")) == ()


@pytest.mark.parametrize(
    ("page", "other_page", "article"),
    [
        ("/html/2024-08/29/node_1.htm", "/html/2024-08/29/node_22.htm", "/html/2024-08/29/content_1_12345.htm"),
        ("/pc/layout/202408/29/node_01.html", "/pc/layout/202408/29/node_02.html", "/pc/text/202408/29/text_301.html"),
        ("/p/2024-08/29/nbs.D1_01.htm", "/p/2024-08/29/nbs.D1_02.htm", "/p/2024-08/29/nw.D1_20240829_2-01.htm"),
        ("/epaper/20240829/A01.html", "/epaper/20240829/B03.html", "/epaper/20240829/A01_4021.html"),
        ("/i.php?date=2024-08-29&page=1", "/i.php?date=2024-08-29&page=2", "/show.php?date=2024-08-29&id=7"),
        ("/paper/2024/8/29/page_1.shtml", "/paper/2024/8/29/page_2.shtml", "/paper/2024/8/29/88123.shtml"),
    ],
)
def test_systems_of_many_kinds(page: str, other_page: str, article: str) -> None:
    host = "http://paper.example"
    body = f'<a href="{other_page}">B</a><a href="{article}">一篇报道</a>'
    links = read_issue(Document(body, host + page))
    assert [(link.url, link.kind) for link in links] == [
        (host + other_page, LinkKind.LISTING),
        (host + article, LinkKind.ARTICLE),
    ]


@pytest.mark.parametrize(
    "body",
    [
        '<meta http-equiv="Refresh" content="0; URL=html/2024-08/29/node_1.htm">',
        "<script>window.location.href='html/2024-08/29/node_1.htm';</script>",
        '<script>location.replace("./html/2024-08/29/node_1.htm")</script>',
        "<body onload=\"location='html/2024-08/29/node_1.htm'\">",
        '<frameset><frame src="/html/2024-08/29/node_1.htm"></frameset>',
        '<body><a href="/html/2024-08/29/node_1.htm">今日报纸</a></body>',
    ],
)
def test_the_front_door_leads_to_todays_issue(body: str) -> None:
    links = read_issue(Document(body, "http://epaper.qinghe.example/"))
    assert [(link.url, link.date, link.kind) for link in links] == [(PAPER + "node_1.htm", DAY, LinkKind.LISTING)]


def test_a_header_may_forward() -> None:
    link = find_forward(Document("<p>-</p>", "http://a.example/"), refresh="0; url=/main/")
    assert link is not None
    assert link.url == "http://a.example/main/"
    assert find_forward(Document("<p>-</p>", "http://a.example/"), refresh="300") is None


def test_forwarding_elsewhere_or_on_a_full_page_is_not_followed() -> None:
    assert (
        find_forward(Document('<meta http-equiv=refresh content="0;url=http://other.example/">', "http://a.example/"))
        is None
    )
    assert (
        find_forward(Document("<script>location.href='/x'</script>" + "<a href=/y>y</a>" * 9, "http://a.example/"))
        is None
    )


def test_a_full_page_that_nobody_sees_forwards() -> None:
    links = "<a href=/y>y</a>" * 9
    link = find_forward(Document(f'<meta http-equiv=refresh content="0;url=/x">{links}', "http://a.example/"))
    assert link is not None
    assert link.url == "http://a.example/x"
    assert find_forward(Document(f'<meta http-equiv=refresh content="60;url=/x">{links}', "http://a.example/")) is None
    without = f'<noscript><meta http-equiv=refresh content="0;url=/x"></noscript>{links}'
    assert find_forward(Document(without, "http://a.example/")) is None


def test_newspapers_that_a_home_page_names() -> None:
    home = '<a href="http://epaper.qinghe.example/">数字报</a><a href="/a/20240829/c_88123.html">本报数字报改版</a>'
    home += '<a href="/paper/"><img alt="清河晚报电子版"></a><a href="http://other.example/">电子报</a>'
    urls = [link.url for link in find_newspapers(Document(home, "http://www.qinghe.example/"))]
    assert urls == ["http://epaper.qinghe.example/", "http://www.qinghe.example/paper/"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("清河日报数字报", True),
        ("在线读报", True),
        ("电子版·清河晚报", True),
        ("本报数字报今起改版", False),
        ("清河日报社推出全新手机数字报", False),
    ],
)
def test_the_front_of_todays_issue_may_look_like_an_article(name: str, found: bool) -> None:
    home = f'<a href="/shtml/qhrb/20240829/v01.shtml">{name}</a>'
    assert bool(find_newspapers(Document(home, "http://www.qinghe.example/"))) is found


def test_the_issue_before_where_nothing_says_a_day() -> None:
    head = "<div>清河日报 2024年8月29日</div>" + "".join(f'<a href="/p/81_{n}.html">第{n}版</a>' for n in (1, 2))
    page = f'{head}<a href="/p/80.html">&lt;&lt; 上一期</a><a href="/p/82.html">下一期 &gt;&gt;</a>'
    assert [(link.url, link.date) for link in find_issues(Document(page, "http://p.example/p/81.html"))] == [
        ("http://p.example/p/80.html", None)
    ]
    for row in load_lexicon("previous_issue"):
        assert link_name(row["hit"]) == row["text"]
        assert link_name(row["miss"]) not in {other["text"] for other in load_lexicon("previous_issue")}


def test_each_name_proves_itself() -> None:
    names = [row["text"] for row in load_lexicon("newspaper_names")]
    for row in load_lexicon("newspaper_names"):
        assert row["text"] in row["hit"].lower()
        assert not any(name in row["miss"].lower() for name in names)


def test_years_of_issues_are_made_newest_first() -> None:
    links = list(issue_urls(PAPER + "node_1.htm", date(2020, 1, 1), date(2024, 12, 31)))
    assert len(links) == 1827
    assert links[0] == FoundLink(
        "http://epaper.qinghe.example/html/2024-12/31/node_1.htm", None, date(2024, 12, 31), LinkKind.LISTING
    )
    assert links[-1].url == "http://epaper.qinghe.example/html/2020-01/01/node_1.htm"
    assert list(issue_urls("http://epaper.qinghe.example/", DAY, DAY)) == []
    assert list(issue_urls(PAPER, DAY, date(2024, 8, 1))) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://p.example/2024/8/9/page_1.shtml", "http://p.example/2024/12/31/page_1.shtml"),
        ("http://p.example/2024-08/29/nbs.D1_20240829_01.htm", "http://p.example/2024-12/31/nbs.D1_20241231_01.htm"),
        ("http://p.example/202408/29/node_01.html", "http://p.example/202412/31/node_01.html"),
        ("http://p.example/?date=2024-08-29&page=1", "http://p.example/?date=2024-12-31&page=1"),
        ("http://20240829.example/2024-08-29/", "http://20240829.example/2024-12-31/"),
        ("http://p.example/node_1.htm", None),
    ],
)
def test_an_address_is_dated_anew_wherever_its_day_stands(url: str, expected: str | None) -> None:
    assert redate_url(url, date(2024, 12, 31)) == expected


@settings(max_examples=60)
@given(st.text(max_size=60), st.dates(date(1995, 1, 1), date(2040, 1, 1)))
def test_total_and_redating_sets_the_day(text: str, day: date) -> None:
    read_issue(Document(f'<a href="{text}">x</a>{text}', PAPER))
    find_newspapers(Document(f'<a href="{text}">数字报</a>', PAPER))
    redated = redate_url(PAPER + "node_1.htm?" + text, day)
    assert redated is not None
    assert f"/{day:%Y-%m/%d}/" in redated


@pytest.mark.parametrize("name", ["第0{}版", "A0{}版：要闻", "第A0{}版", "B-0{} 副刊"])
def test_a_front_door_whose_pages_are_named_in_each_way(name: str) -> None:
    pages = "".join(f'<a href="/paper.php?a=page&id=90{n}">{name.format(n)}</a>' for n in (1, 2))
    articles = "".join(f'<a href="/paper.php?a=show&id=770{n}">清河大桥第{n}跨合龙</a>' for n in (1, 2))
    found = read_issue(Document(f"<div>清河日报 2024年8月29日</div>{pages}{articles}", "http://qinghe.example/"))
    kinds = [LinkKind.LISTING] * 2 + [LinkKind.ARTICLE] * 2
    assert [(link.kind, link.date) for link in found] == [(kind, DAY) for kind in kinds]


def test_a_dated_page_leads_to_articles_without_a_day() -> None:
    base = "http://paper.example/page/index?date=2024-08-29&page="
    others = "".join(f'<a href="{base}{n}">第0{n}版</a>' for n in (1, 2, 3))
    articles = "".join(f'<li><a href="/article/70261{n}.html">城北水库第{n}天</a></li>' for n in (1, 2))
    found = read_issue(Document(others + articles, base + "1"))
    assert [link.url for link in found if link.kind is LinkKind.ARTICLE] == [
        f"http://paper.example/article/70261{n}.html" for n in (1, 2)
    ]
    assert {link.date for link in found} == {date(2024, 8, 29)}
    for front in (others, others.replace("第0", "A0")):  # a front door that shows today's issue
        assert len(find_newspapers(Document(front, "http://paper.example/"))) == 3
    assert find_newspapers(Document('<a href="/2024-08/29/a_88123.html">第3版预告</a>', "http://paper.example/")) == ()


def test_other_issues_are_none_of_an_issues_articles_however_their_links_read() -> None:
    base = "http://paper.example/paper?date=2024-08-"
    pages = "".join(f'<a href="{base}29&page={n}">第0{n}版：要闻</a>' for n in (1, 2))
    articles = "".join(f'<a href="/read?date=2024-08-29&no={n}">清河大桥第{n}跨昨天合龙通车</a>' for n in (1, 2))
    others = "".join(f'<a href="{base}{day}">2024年8月{day}日 星期三出版</a>' for day in (27, 28, 29))
    every = f'<a href="{base}29">查看本期报纸的全部内容</a>'
    issue = Document(pages + articles + others + every, f"{base}29&page=1")
    assert [link.date for link in find_issues(issue)] == [date(2024, 8, day) for day in (27, 28)]
    found = [link.url for link in read_issue(issue) if link.kind is LinkKind.ARTICLE]
    assert [url for url in found if "/read?" in url] == [
        f"http://paper.example/read?date=2024-08-29&no={n}" for n in (1, 2)
    ]


def test_the_name_of_its_page_makes_no_page_of_a_headline() -> None:
    pages = "".join(f'<a href="{PAPER}node_{n}.htm">第0{n}版：要闻</a>' for n in (1, 2))
    articles = "".join(f'<a href="{PAPER}content_8800{n}.htm">第01版：清河大桥第{n}跨昨天合龙</a>' for n in (1, 2))
    found = read_issue(Document(pages + articles, PAPER + "node_1.htm"))
    assert [link.kind for link in found] == [LinkKind.LISTING] * 2 + [LinkKind.ARTICLE] * 2
