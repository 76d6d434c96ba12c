from __future__ import annotations

import time
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.lines.url_days import day_in_url
from spiders.discovery import LinkKind
from spiders.discovery.channels import find_channels
from spiders.discovery.dates import day_in_text
from spiders.discovery.listings import count_hosts, find_listed
from spiders.discovery.paging import find_pages
from spiders.discovery.shapes import learn_shapes
from spiders.document import Document

PAGES = Path(__file__).parent / "pages" / "listings"
TODAY = date(2024, 9, 1)
AUGUST = [date(2024, 8, day) for day in range(1, 32)]


def listed(name: str, url: str, charset: str = "utf-8") -> list[tuple[str, str | None, date | None]]:
    body = (PAGES / name).read_text("utf-8").encode(charset)
    links = find_listed(Document(body, url, "text/html"), today=TODAY)
    assert {link.kind for link in links} <= {LinkKind.ARTICLE}
    host = url.split("/")[2]
    return [(link.url.removeprefix(f"http://{host}"), link.title, link.date) for link in links]


def test_government_site_with_titles_cut_short_and_links_elsewhere() -> None:
    assert listed("government_trs.html", "http://www.qingquan.example/xwzx/ywdt/index.html") == [
        ("/xwzx/ywdt/202408/t20240829_410233.html", "青泉县召开秋季防汛工作调度会部署水库安全度汛", AUGUST[28]),
        ("/xwzx/ywdt/202408/t20240828_410198.html", "青泉县第三届稻花节在柳河镇开幕", AUGUST[27]),
        ("/bmdt/202408/t20240827_410120.html", "县教育局：新学期校园安全检查完成", AUGUST[26]),
        ("/zt/2024/0826/c88_410099.html", "一图读懂青泉县养老服务新政策", AUGUST[25]),
    ]


def test_a_headline_that_recurs_is_no_button() -> None:
    days = [f"2024-08-{day}" for day in (28, 29, 30, 31)]
    forecast = "".join(f'<li><a href="/tq/{day}.html">今日天气预报</a><span>{day}</span></li>' for day in days)
    rows = "".join(f'<tr><td><a href="/gs/{n}.html">公示</a></td><td>{day}</td></tr>' for n, day in enumerate(days))
    url = "http://liuhe.example/tq/"
    found = find_listed(Document(f"<ul>{forecast}</ul><table>{rows}</table>", url), today=TODAY)
    assert [(link.title, link.date) for link in found] == [
        (title, date.fromisoformat(day)) for title in ("今日天气预报", "公示") for day in days
    ]


@pytest.mark.parametrize(
    "entry",
    [
        '<li><h3><a href="/yw/{n}.html">{title}</a></h3><div>{day} <a href="/pl/{n}.html">发表评论</a></div></li>',
        '<tr><td><a href="/yw/{n}.html">{title}</a></td><td>{day} <a href="/pl/{n}.html">发表评论</a></td></tr>',
        '<li><a href="/yw/{n}.html">{title}</a><b>{day}</b><a href="/pl/{n}.html">发表评论</a></li>',
        '<li><a href="/yw/{n}.html">{title}</a></li><li>{day} <a href="/yw/{n}.html">阅读全文</a></li>',
    ],
)
def test_a_button_beside_each_headline_is_none(entry: str) -> None:
    titles = ("河湾大桥今晨通车", "柳河镇办起社区食堂", "全市小麦开镰收割", "老城区供水管网改造完工")
    rows = "".join(entry.format(n=n, title=title, day="2024-08-29") for n, title in enumerate(titles))
    found = find_listed(Document(f"<table>{rows}</table>", "http://liuhe.example/yw/"), today=TODAY)
    assert sorted({link.title or "" for link in found}) == sorted(titles)


def test_the_day_before_and_the_day_after_are_no_news() -> None:
    days = '<a href="/daily?date=2024-08-27">[前一天]</a> <a href="/daily?date=2024-08-29">后一天 »</a>'
    assert find_listed(Document(f"<div>{days}</div>", "http://daily.example/daily?date=2024-08-28"), today=TODAY) == ()


def test_a_category_is_a_channel_and_a_writer_is_none() -> None:
    paths = ("category/local-news/", "author/dana-w/", "a/b/c/", "x/")
    links = "".join(f'<a href="/{path}">Dana Whitlock</a>' for path in paths)
    found = find_channels(Document(links, "http://daily.example/"))
    assert [link.url.removeprefix("http://daily.example/") for link in found] == [paths[0], *paths[2:]]


def test_records_that_a_script_shows() -> None:
    found = listed("government_records.html", "http://www.liuhe.example/col/col1021/index.html")
    assert found == [
        ("/art/2024/8/29/art_1021_55012.html", "柳河新区首条公交快线开通", AUGUST[28]),
        ("/art/2024/8/28/art_1021_54990.html", "柳河新区发布高温橙色预警", AUGUST[27]),
        ("/art/2024/8/27/art_1021_54962.html", "全区中小学开学准备就绪", AUGUST[26]),
    ]


def test_list_in_gbk_with_channel_picture_and_button_beside_each_title() -> None:
    assert listed("dede_list.html", "http://www.nanling.example/a/bendi/", "gb18030") == [
        ("/a/bendi/20240829/20117.html", "南岭老街修缮工程完工", AUGUST[28]),
        ("/a/bendi/20240828/20111.html", "南岭至海口动车加开两趟", AUGUST[27]),
    ]


def test_old_table_without_a_charset_and_days_without_a_year() -> None:
    assert listed("county_table.html", "http://www.shiwan.example/class.asp?id=2", "gb18030") == [
        ("/show.asp?id=5121", "石湾乡整修三十里渠道迎秋灌", AUGUST[28]),
        ("/show.asp?id=5120", "石湾乡中学新宿舍楼交付使用", AUGUST[27]),
        ("/show.asp?id=5118", "乡卫生院开展老年人免费体检", AUGUST[25]),
    ]


def test_the_day_of_a_card_with_related_stories_is_its_own() -> None:
    related = "".join(f'<li><a href="/n/c1@{n}.html">城北水库除险加固工程第@{n}期开工</a></li>' for n in (1, 2, 3))
    headline = '<h2><a href="/n/c1@0.html">城南大桥主体工程第@次封顶</a></h2><p>2024-08-@</p>'
    page = "".join(f"<div>{headline}<ul>{related}</ul></div>".replace("@", str(day)) for day in range(20, 26))
    found = find_listed(Document(page.encode(), "https://www.hewan.example/", "text/html; charset=utf-8"))
    assert [link.date and link.date.day for link in found if link.url.endswith("0.html")] == [*range(20, 26)]


def test_cards_take_their_headings_as_titles() -> None:
    assert [(title, day) for _, title, day in listed("portal_cards.html", "http://bay.example/")] == [
        ("Harbour bridge reopens after repairs", AUGUST[28]),
        ("Council votes on school buses", AUGUST[27]),
        ("River clean-up draws hundreds", AUGUST[26]),
    ]


WORDS = ("bridge", "harvest", "library")


@pytest.mark.parametrize(
    ("item", "count"),
    [
        ('<li><a href="/{0}/">双桥镇第{1}座便民桥今天通车</a><span>2024-08-2{1}</span></li>', 3),
        ('<li><a href="/news/{0}">双桥镇第{1}座便民桥今天通车</a><time datetime="2024-08-2{1}"></time></li>', 3),
        ('<li><a href="/{0}/">双桥镇第{1}座便民桥今天通车</a></li>', 0),
        ('<li><a href="/{0}/">第{1}村</a><span>2024-08-2{1}</span></li>', 0),
        ('<li><a href="/category/{0}/">双桥镇第{1}座便民桥今天通车</a><span>2024-08-2{1}</span></li>', 0),
        ('<li><a href="/{0}/">第{1}村</a><a href="/a/8812{1}.html">双桥镇第{1}座桥通车</a>2024-08-2{1}</li>', 3),
    ],
)
def test_an_address_of_one_word_is_an_article_s_only_where_a_list_dates_it(item: str, count: int) -> None:
    items = "".join(item.format(word, 4 + number) for number, word in enumerate(WORDS))
    body = f'<div class="nav"><a href="/about/">关于</a><a href="/zw/">政务</a></div><ul>{items}</ul>'
    found = find_listed(Document(body, "http://bay.example/"), today=AUGUST[30])
    assert len(found) == count
    assert not {link.url.rsplit("/", 2)[1] for link in found} & {"about", "zw"}


def test_sections_of_a_home_page() -> None:
    body = (PAGES / "portal_cards.html").read_text("utf-8")
    links = find_channels(Document(body, "http://bay.example/"))
    assert [link.url for link in links][:2] == ["http://bay.example/news/", "http://bay.example/sport/"]
    assert {link.kind for link in links} == {LinkKind.LISTING}


def test_sections_named_by_a_query() -> None:
    body = "<a href='/news.asp?catid=7'>要闻</a><a href='/show.asp?id=7'>短评</a><a href='/a.pdf'>年报</a>"
    assert [link.title for link in find_channels(Document(body, "http://a.example/"))] == ["要闻"]


def menu(*links: str) -> str:
    return "<ul>" + "".join(f"<li>{link}</li>" for link in ('<a href="/">首页</a>', *links)) + "</ul>"


def sections(body: str, url: str = "http://a.example/") -> list[str]:
    found = find_channels(Document(body, url, "text/html; charset=utf-8"))
    return [link.url.removeprefix("http://a.example") for link in found if link.url != "http://a.example/"]


@pytest.mark.parametrize(
    "address",
    ["/local-news/", "/xw1/", "/c/1034/", "/channel/10255/1.html", "/van-hoa-giai-tri/", "/index.php/sport-2"],
)
def test_a_menu_tells_channels_whose_addresses_do_not(address: str) -> None:
    channels = ('<a href="/sport/">体育</a>', f'<a href="{address}">要闻</a>')
    assert sections(menu(*channels)) == ["/sport/", address]
    headline = '<a href="/c/1035/">城北水库完成加固通过验收</a>'
    assert address not in sections(menu(*channels, headline)), "a list of headlines"
    assert address not in sections("".join(channels).join(("<p>", "</p>"))), "two links are no menu"
    days = "".join(
        f'<article><h2><a href="/n{n}/water-works/">城北水库完成加固通过验收</a></h2>'
        f'<div><a href="/n{n}/water-works/">今天</a><a href="/author/jo/">记者</a>'
        '<a href="/tag/water/">水库</a></div></article>'
        for n in range(3)
    )
    assert sections(days) == ["/tag/water/"], "the day of an article whose headline stands above; a writer"
    of_headlines = menu(*channels).replace('<a href="/">', '<a href="/a-b/">').replace("/sport/", "/c-d/")
    assert address not in sections(of_headlines), "nothing sure in it"


def test_pictures_in_a_menu_are_channels() -> None:
    pictures = ("".join(f'<a href="/{name}/"><img src="{name}.gif"{said}></a>' for said in (" alt=要闻", ""))
                for name in ("yw", "sh"))  # fmt: skip
    assert sections(menu(*pictures)) == ["/yw/", "/sh/"]
    banner = '<div><a href="/zt/"><img src="zt.gif"></a></div>'
    assert sections(banner + menu('<a href="/yw/">要闻</a>', '<a href="/sh/">社会</a>')) == ["/yw/", "/sh/"]


def test_a_day_and_the_last_page_are_no_channels() -> None:
    days = ('<a href="/yw/">要闻</a>', '<a href="/archives/2024/08/29/">往日回顾</a>')
    assert sections(menu(*days)) == ["/yw/"]
    assert sections(
        menu('<a href="/yw/bd/">本地</a>', '<a href="/yw/index_7.html">尾页</a>'), "http://a.example/yw/"
    ) == ["/yw/bd/"]


def test_a_base_of_the_same_site_is_where_links_start_from() -> None:
    items = "".join(f"<li><a href='t20240802_881{n}.html'>石湾乡修渠通水{n}</a></li>" for n in range(3))
    for base, folder in (("/gov/news/", "/gov/news"), ("http://other.example/", "/x"), ("", "/x")):
        body = f"<base href='{base}' target='_blank'><ul>{items}</ul><a href='index_2.html'>2</a>"
        assert (
            find_listed(Document(body, "http://a.example/x/y.html"))[0].url
            == f"http://a.example{folder}/t20240802_8810.html"
        )
        assert (
            find_pages(Document(body, "http://a.example/x/y.html"))[0].url == f"http://a.example{folder}/index_2.html"
        )


def test_days_before_their_links_and_definition_lists() -> None:
    loose = (
        "<p>2024-08-02 <a href='/x/1.html'>甲乡修路</a>全线<br>2024-08-03 <a href='/x/2.html'>乙乡架桥通车</a><br></p>"
    )
    loose = loose.replace("甲乡修路</a>全线", "甲乡修路全线</a>")
    assert [link.date for link in find_listed(Document(loose, "http://a.example/"))] == [AUGUST[1], AUGUST[2]]
    pairs = "<dt><a href='/x/1'>甲乡修路全线</a></dt><dd>2024-08-02</dd>"
    pairs = f"<dl>{pairs}<dt><a href='/x/2'>乙乡架桥通车</a></dt><dd>2024-08-03</dd></dl>"
    assert [link.date for link in find_listed(Document(pairs, "http://a.example/"))] == [AUGUST[1], AUGUST[2]]


@pytest.mark.parametrize(
    ("item", "day"),
    [
        ("<li><a href='{}' title='{}'><span>{}</span><i>2024-08-02</i></a></li>", AUGUST[1]),
        ("<li><a href='{}'><p>{}</p><p>2024-08-02</p></a></li>", AUGUST[1]),
        ("<div><a href='{}'><div><b>02</b><span>2024-08</span></div><div class='t'>{}</div></a></div>", AUGUST[1]),
        ("<div><div><b>02</b><i>2024年08月</i></div><h4><a href='{}'>{}</a></h4><p>摘要文字</p></div>", AUGUST[1]),
        ("<li><a href='{}'>{}</a><time datetime='2024-08-02T08:00:00+08:00'>早上</time></li>", AUGUST[1]),
        ("<li><a href='{}'><img src='1.jpg' alt='{}'></a><em>2024.08.02</em></li>", AUGUST[1]),
        ("<tr><td><a href='{}'>{}</a></td><td>113-08-02</td></tr>", AUGUST[1]),
        ("<li><a href='{}'>{}</a> <span>August 2, 2024</span></li>", AUGUST[1]),
        ("<li><a href='{}'>{}</a> <span>2nd Aug 2024</span></li>", AUGUST[1]),
    ],
)
def test_items_of_many_makes(item: str, day: date) -> None:
    titles = ["石湾乡修渠通水", "柳河镇小学扩建", "青泉县稻谷开镰"]
    rows = (item.replace("{}", f"/local/{n}.html", 1).replace("{}", title) for n, title in enumerate(titles))
    body = f"<table>{''.join(rows)}</table>" if "<tr" in item else f"<div>{''.join(rows)}</div>"
    links = find_listed(Document(body, "http://a.example/"), today=TODAY)
    assert [(link.title, link.date) for link in links] == [(title, day) for title in titles]


def test_two_links_a_row_and_no_days() -> None:
    rows = "".join(
        f"<tr><td><a href='/a/t2024082{n}_881{n}.html'>石湾乡第{n}段干渠通水</a></td>"
        f"<td><a href='/a/t2024082{n}_882{n}.html'>柳河镇第{n}所小学扩建</a></td></tr>"
        for n in range(3)
    )
    assert len(find_listed(Document(f"<table>{rows}</table>", "http://a.example/"))) == 6


def test_learnt_shapes_make_an_undated_list_of_short_titles_articles() -> None:
    body = "<ul>" + "".join(f"<li><a href='/local/{n}.html'>石湾修渠通水了{n}</a></li>" for n in range(5)) + "</ul>"
    assert find_listed(Document(body, "http://a.example/")) == ()
    shapes = learn_shapes(f"http://a.example/local/{n}.html" for n in range(5))
    assert len(find_listed(Document(body, "http://a.example/"), shapes=shapes)) == 5


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>没有链接的一页</p>",
        "".join(f"<li><a href='/{path}/'>政府信息{path}公开指南</a></li>" for path in ("zwgk", "fgwj", "tjsj")),
        "<a href='/a/20240829/c_1.html'>1</a><a href='/a/20240829/c_2.html'>2</a><a href='/a/20240829/c_3.html'>3</a>",
        "".join(f"<p><a href='/a/20240829/c_8812{n}.html'>点击查看全部内容</a></p>" for n in range(4)),
        "".join(f"<li><a href='/file/{n}.pdf'>青泉县年度报告全文下载{n}</a><i>2024-08-29</i></li>" for n in range(4)),
    ],
)
def test_pages_that_list_no_article(body: str) -> None:
    assert find_listed(Document(body, "http://a.example/"), today=TODAY) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[2024/8/9]", AUGUST[8]),
        ("2024年8月29日 10:20", AUGUST[28]),
        ("(08-29)", AUGUST[28]),
        ("09-30", date(2023, 9, 30)),
        ("3小时前", TODAY),
        ("昨天 10:00", AUGUST[30]),
        ("2天前", AUGUST[29]),
        ("2日前", AUGUST[29]),
        ("30个小时前", AUGUST[30]),
        ("Yesterday", AUGUST[30]),
        ("2 days ago", AUGUST[29]),
        ("今天起渡口复航", None),
        ("须在8月3日前办理", AUGUST[2]),
        ("县长5日前往洛溪 08-29", AUGUST[28]),
        ("12:30", None),
        ("比分 3-1", None),
        ("2024-06-31", None),
        ("1.2.3", None),
        ("08.29 08:13", AUGUST[28]),
        ("增长08.29", None),
        ("v2.08.29 08:13", None),
        ("29.08.2024, 14:10", AUGUST[28]),
        ("二〇二四年八月二十九日", AUGUST[28]),
        ("29 août 2024", AUGUST[28]),
        ("5/7/2024", None),  # of May or of July
    ],
)
def test_days_beside_links(text: str, expected: date | None) -> None:
    assert day_in_text(text, TODAY) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2024-08/29/node_1.htm", AUGUST[28]),
        ("/html/2024/0829/1.html", AUGUST[28]),
        ("/t20240829_123.html", AUGUST[28]),
        ("/202408/29/c_1.htm", AUGUST[28]),
        ("/art/2024/8/9/art_1.html", AUGUST[8]),
        ("/world/2024/aug/29/ferry", AUGUST[28]),
        ("/a/20240829A09U9G00", AUGUST[28]),
        ("/p/2024082957322/", AUGUST[28]),
        ("/?date=2024-08-29", AUGUST[28]),
        ("/html/2024.08.29/A01.html", AUGUST[28]),
        ("/2024-8-29-x/c61.html", AUGUST[28]),
        ("/js/3.2024.8.29/", None),
        ("/list/2024-8-29-1.html", None),
        ("/2024.8-29/x", None),
        ("/2024.8.29.1234/x", None),
        ("/20241399/1", None),
        ("/123420240829123", None),
        ("/19240829/1.html", None),
        ("/v1.2010.1.2/x", None),
        ("/item20240829.html", None),
        ("/doc/abc20240829def", None),
        ("/#20240829", None),
    ],
)
def test_days_in_addresses(path: str, expected: date | None) -> None:
    assert day_in_url("http://2023.example" + path) == expected


@pytest.mark.parametrize("url", ["https://20240829.example/", "//m.20240829.example", "//m-20240829.example/x"])
def test_hosts_have_no_days(url: str) -> None:
    assert day_in_url(url) is None


@settings(max_examples=60)
@given(st.text(max_size=100))
def test_any_page_gives_links_or_none(text: str) -> None:
    find_listed(Document(text, "http://a.example/"), today=TODAY)
    find_listed(Document(f"<ul><li><a href='{text}'>{text}</a>{text}</li></ul>" * 3, "http://a.example/"), today=TODAY)
    find_channels(Document(text, "http://a.example/"))
    day_in_url("http://a.example/" + text)


def test_a_link_alone_does_not_take_a_day_from_the_rest_of_the_page() -> None:
    body = "<div><p>今天是2024年9月1日</p></div>"
    body += "<div><div><p><b><a href='/local/1.html'>石湾乡修渠通水</a></b></p></div></div>"
    assert find_listed(Document(body, "http://a.example/"), today=TODAY) == ()


def test_many_links_each_at_a_path_of_its_own_take_no_time() -> None:
    tags = "div p ul li b i em span dl dd section article".split()
    paths = product(tags, tags, tags, tags[:2])
    links = (
        f"<{a}><{b}><{c}><{d}><a href='/a/{n}'>一条很长的新闻标题{n}</a></{d}></{c}></{b}></{a}>"
        for n, (a, b, c, d) in enumerate(paths)
    )
    body = "".join(links) + "很长的正文" * 200_000
    started = time.process_time()
    find_listed(Document(body, "http://a.example/"), today=TODAY)
    assert time.process_time() - started < 5


def test_deep_and_wide_pages_take_no_time() -> None:
    deep = "<div>" * 1_900 + "".join(
        f"<a href='/a/2024082{n % 10}/{n}.html'>一条很长的新闻标题{n}</a>" for n in range(3000)
    )
    assert len(find_listed(Document(deep, "http://a.example/"), today=TODAY)) > 0


def test_further_pages_of_a_list_are_no_channels() -> None:
    pager = '<a href="/yw/index_2.html">2</a><a href="/yw/index_3.html">下一页</a><a href="/sh/">社会</a>'
    body = f'<meta charset="utf-8"><div>{pager}</div>'.encode()
    assert [link.title for link in find_channels(Document(body, "http://news.example/"))] == ["社会"]


def test_the_days_of_a_list_are_not_those_of_the_menu_and_the_pager_around_it() -> None:
    menu = '<nav><ul><li><a href="/zh-hans">首页</a></li><li><a href="/zh/user/login">登录</a></li></ul></nav>'
    pager = "".join(f'<li><a href="?page={number}">{name}</a></li>' for number, name in enumerate(("1", "2", "末页")))
    items = "".join(
        f'<div><article><h2><a href="/zh/node/{number}">县图书馆延长开放时间第{number}期</a></h2>'
        f"<p>2024-08-{number}</p><p>{'县图书馆自本月起延长开放时间，读者晚间也能借阅图书。' * 20}</p></article></div>"
        for number in range(11, 21)
    )
    page = f'{menu}<div class="view">{items}</div><nav><ul>{pager}</ul></nav>'
    assert [
        link.url.rpartition("/")[2] for link in find_listed(Document(page, "http://news.example/zh"), today=TODAY)
    ] == [str(number) for number in range(11, 21)]


def test_services_are_no_channels() -> None:
    services = (
        '<a href="/login.action">登录</a>',
        '<a href="/search.jsp">搜索</a>',
        '<a href="/user/register.do">注册</a>',
    )
    assert sections(menu('<a href="/yw/">要闻</a>', *services)) == ["/yw/"]


def test_where_headlines_lead() -> None:
    body = "".join(f'<a href="http://www.b.example/{n}.html">城北水库第{n}天的施工进展</a>' for n in range(3))
    assert count_hosts(Document(body + '<a href="/yw/">要闻</a>', "http://a.example/")) == {"www.b.example": 3}
