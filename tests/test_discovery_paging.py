from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.lexicons import load_lexicon
from spiders.discovery import FoundLink, LinkKind
from spiders.discovery.json_lists import read_json_list
from spiders.discovery.paging import MAX_PAGES, find_pages, link_name, next_by_number, next_records, split_page_number
from spiders.document import Document

NEWS = "http://county.example/news/"
ART = "http://county.example/art/2024/8"


def pages(body: str, url: str = NEWS) -> list[str]:
    links = find_pages(Document(body, url))
    assert {link.kind for link in links} <= {LinkKind.LISTING}
    return [link.url.removeprefix(NEWS) for link in links]


@pytest.mark.parametrize("name", ["next_page", "continued", "neighbours"])
def test_each_name_proves_itself(name: str) -> None:
    for row in load_lexicon(name):
        assert link_name(row["hit"]) == row["text"]
        assert link_name(row["miss"]) not in {other["text"] for other in load_lexicon(name)}


def test_links_that_say_next() -> None:
    assert pages('<link rel="next" href="index_2.html">') == ["index_2.html"]
    assert pages('<a href="javascript:void(0)">上一页</a><a href="p3.html">下一页 &gt;</a>') == ["p3.html"]
    assert pages('<a href="?page=2"><img></a><a href="?page=2" title="下一页"><i></i></a>') == ["?page=2"]
    assert pages('<a href="http://other.example/2.html">下一页</a>') == []
    assert pages('<link rel="next" href="/2024/08/29/fire-in-the-old-town/">') == []


def test_what_is_called_a_page_is_one_however_its_address_looks() -> None:
    more = "/system/more/1200/0001/1200_00000123.shtml"
    for name in ("下一页", "下一頁 »", "next page"):
        assert find_pages(Document(f'<a href="{more}">{name}</a>', NEWS))[0].url == f"http://county.example{more}"
    assert pages(f'<a href="{more}">Next »</a>') == []
    slider = f'<a href="{more}">下一页</a><ul><li><a href="{more}">清河大桥主跨昨日合龙</a></li></ul>'
    assert pages(slider) == []


def test_numbers_below_the_address_of_a_list() -> None:
    numbers = "".join(f'<a href="/news/71/{number}.html">{number}</a>' for number in range(1, 5))
    assert pages(numbers, f"{NEWS}71.html") == ["71/2.html", "71/3.html", "71/4.html"]
    assert pages(f'<a href="/news/71.html">要闻</a>{numbers}', f"{NEWS}71/3.html") == ["71/4.html"]
    assert pages(numbers, f"{NEWS}72.html") == []
    assert pages(numbers, f"{NEWS}71/3.html") == []  # a calendar's days
    ranked = "".join(f'<a href="/news/71/{number}.html">清河大桥主跨昨日合龙</a>' for number in range(1, 5))
    assert pages(numbers + ranked, f"{NEWS}71.html") == []


def test_links_without_a_word() -> None:
    assert pages('<a href="index_2.html" title="下一页">&gt;</a>') == ["index_2.html"]
    assert pages('<a href="more.html"><img src="n.gif" alt="下一页"></a>') == ["more.html"]
    arrows = '<a href="index.html">‹</a><a href="index_4.html">›</a><a href="index_9.html">»</a>'
    assert pages(arrows, NEWS + "index_3.html") == ["index_4.html"]
    assert pages('<a href="index_1.shtml"><i class="next"></i></a>') == ["index_1.shtml"]
    assert pages('<a href="../sport/index_2.html">›</a><a href="slide_2.html"><img></a><a href="a_1.jpg">›</a>') == []


def form(method: str = "post", field: str = "pageNo", more: str = "") -> str:
    """A list whose pager sets a form's field and sends it, as JSP templates write it."""
    return (
        f'<form id="f" method="{method}" action="list.jsp?cid=101">'
        f'<input type="hidden" name="{field}" id="num" value="1">'
        f'<input type="text" name="words" value=""><input type="submit" name="go" value="查询">{more}</form>'
        "<script>function goPage(n){ $('#num').val(n); $('#f').submit(); } function show(id){ open_box(id); }</script>"
    )


def test_a_pager_that_fills_in_a_form() -> None:
    link = '<a href="javascript:show(7)">下一页</a><a href="javascript:goPage({})">下一页</a>'
    second = ["list.jsp?cid=101&pageNo=2&words="]
    assert pages(form() + link.format("2")) == second
    assert pages(form("get") + link.format("1+1")) == second
    assert pages(form() + '<a href="#" onclick="goPage(\'2\')">下一页</a>', NEWS + "list.jsp?cid=101") == second
    third = form() + '<a href="javascript:goPage(1)">上一页</a><a href="javascript:goPage(3)">下一页</a>'
    assert pages(third, NEWS + second[0]) == ["list.jsp?cid=101&pageNo=3&words="]
    nowhere = form().replace(' action="list.jsp?cid=101"', "")
    assert pages(nowhere + link.format("2"), NEWS + "list.jsp?cid=101") == second
    assert pages(form() + link.format("1")) == []  # that of the last page


def test_what_changes_with_each_visit_is_no_part_of_a_further_page() -> None:
    """Each run would find all further pages of the list as new ones, and read them."""
    link = '<a href="javascript:goPage(2)">下一页</a>'
    stamp = '<input type="hidden" name="_csrf" value="7b1f4b0e-0a44-4b73-9d5c-11b5e5fcb9f1">'
    day = '<input name="until" value="2024-08-29">'
    assert pages(form(more=stamp + day) + link) == ["list.jsp?cid=101&pageNo=2&words="]
    by_day = NEWS + "list.jsp?cid=101&until=2024-08-29"
    assert pages(form(more=day) + link, by_day) == ["list.jsp?cid=101&pageNo=2&words=&until=2024-08-29"]


def test_the_form_that_a_script_names_is_the_one_it_sends() -> None:
    search = form().replace('id="f"', 'id="search"').replace("list.jsp", "search.jsp")
    link = '<a href="javascript:goPage(2)">下一页</a>'
    assert pages(search + form() + link) == ["list.jsp?cid=101&pageNo=2&words="]


def test_forms_that_are_no_pagers() -> None:
    link = '<a href="javascript:goPage(2)">下一页</a>'
    assert pages(link) == []
    assert pages(form(field="id") + link) == []
    assert pages(form(more='<input type="password" name="p">') + link) == []
    assert pages(form(more=f'<input type="hidden" name="__VIEWSTATE" value="{"x" * 300}">') + link) == []
    assert pages(form() + '<a href="javascript:goPage(88117)">下一页</a>') == []
    assert pages(form() + '<a href="javascript:show(2)">下一页</a>') == []
    assert pages(form().replace("list.jsp", "http://other.example/list.jsp") + link) == []


def test_a_button_that_loads_more() -> None:
    assert pages('<button data-url="more?page=2">加载更多</button>') == ["more?page=2"]
    assert pages('<a class="more" href="javascript:;" data-url="more?page=2">点击加载更多</a>') == ["more?page=2"]
    assert pages('<div onclick="location.href=\'/tv/\'">更多</div><a href="/tv/">更多</a>') == []


def test_the_day_before_in_an_archive_by_day() -> None:
    days = '<a href="2024-08-27.html">« 前一天</a> <a href="2024-08-29.html">后一天 »</a>'
    assert find_pages(Document(days, NEWS + "2024-08-28.html")) == (
        FoundLink(NEWS + "2024-08-27.html", None, date(2024, 8, 27), LinkKind.LISTING),
    )
    assert pages('<a href="/archive/">往期</a><a href="/news/2024/0827/88123.html">前一天</a>') == []


def test_the_number_of_a_channel_is_no_page() -> None:
    assert split_page_number(NEWS + "node_7001.htm") == (NEWS + "node_7001.htm", None)
    assert split_page_number(NEWS + "node_7001_2.htm") == (NEWS + "node_7001.htm", 2)
    assert split_page_number(NEWS + "index_1200.htm") == (NEWS + "index.htm", 1200)
    pager = '<a href="node_168.htm">1</a><a href="node_168_2.htm">2</a><a href="node_168_3.htm">3</a>'
    assert pages(pager, NEWS + "node_168.htm") == ["node_168_2.htm", "node_168_3.htm"]


def test_numbers_with_the_next_page_first() -> None:
    pager = "".join(f'<a href="index{"" if n == 1 else f"_{n}"}.html">{n}</a>' for n in range(1, 6))
    assert pages(pager + '<a href="index_2.html">下一页</a>') == [f"index_{n}.html" for n in (2, 3, 4, 5)]
    assert pages(pager, NEWS + "index_3.html") == ["index_4.html", "index_5.html"]
    assert pages(pager, NEWS + "index_5.html") == []
    shifted = "".join(f'<a href="list_12_{n}.html">[{n}]</a>' for n in range(2, 4))
    assert pages(shifted, NEWS + "list_12_1.html") == ["list_12_2.html", "list_12_3.html"]
    from_zero = "".join(f'<a href="?p={n - 1}">{n}</a>' for n in range(1, 4))
    assert pages(from_zero) == ["?p=1", "?p=2"]


def test_the_next_page_is_not_where_the_arrow_of_a_slider_leads() -> None:
    slider = '<a class="arrow" href="/photo/" aria-label="Next"></a>'
    assert pages(slider + '<a href="index_2.html">下一页</a>')[0] == "index_2.html"


def test_what_counts_pages_is_one_key_for_all() -> None:
    url = NEWS + "api?start=0&page=2"
    assert next_by_number(url) == NEWS + "api?start=0&page=3"
    assert split_page_number(url) == (NEWS + "api?start=0", 2)
    assert split_page_number(NEWS + "?p=7&page=2") == (NEWS + "?p=7", 2)


def test_addresses_that_count_entries() -> None:
    pager = "".join(f'<a href="?start={6 * (n - 1)}">{n}</a>' for n in range(1, 5))
    assert pages(pager) == ["?start=6", "?start=12", "?start=18"]
    assert pages(pager, NEWS + "?start=6") == ["?start=12", "?start=18"]
    assert pages(pager.replace("start", "page"), NEWS) == []


def test_numbers_that_are_no_pages() -> None:
    assert pages('<a href="/special/2024.html">2024</a><a href="t20240829_7.html">12</a><a href="a.html">3</a>') == []
    assert pages('<a href="2024-08-29.html">29</a><a href="../2024/08_30.html">30</a>', NEWS + "2024-08-28.html") == []


@pytest.mark.parametrize(
    ("script", "url", "expected"),
    [
        ('createPageHTML(4, 0, "index", "html");', "", ["index_1.html", "index_2.html", "index_3.html"]),
        ("createPageHTML(3,1,'index','shtml',50);", "index_1.shtml", ["index_2.shtml", "index_3.shtml"]),
        ("createPageHTML('3','0','index','htm')", "", ["index_1.htm", "index_2.htm"]),
        ("createPageHTML('page-div', 3, 1,'fenye','shtml',45)", "", ["fenye_2.shtml", "fenye_3.shtml"]),
        ('createPageHTML(1, 0, "index", "html");', "", []),
        ("createPageHTML(3, 0, '88117', 'html')", "", ["88117_1.html", "88117_2.html"]),
        ("Pager({size:3, current:0, prefix:'index',suffix:'html'});", "", ["index_1.html", "index_2.html"]),
        ("new Pager({id:'pager', total: 120, pageSize: 20, url:'list'})", "", []),
        ("Pager('list', 10, 2, 'page')", "", []),
        ("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){ }", "", []),
        ('// createPageHTML(9, 0, "old", "html")\ncreatePageHTML(2, 0, "new", "html")', "", ["new_1.html"]),
        (
            "var currentPage = 0;//所在页从0开始\nvar countPage = 3//共多少页",
            "index.htm",
            ["index_1.htm", "index_2.htm"],
        ),
        ("var countPage = 30", "", []),
    ],
)
def test_counts_printed_into_scripts(script: str, url: str, expected: list[str]) -> None:
    assert pages(f"<script>{script}</script>", NEWS + url) == expected


def test_an_absurd_count_is_bounded() -> None:
    assert len(pages('<script>createPageHTML(9999999, 0, "index", "html")</script>')) == MAX_PAGES


@pytest.mark.parametrize(
    ("url", "base", "number"),
    [
        ("index_2.html", "index.html", 2),
        ("list-12-3.html", "list-12.html", 3),
        ("?page=5&id=1", "?id=1", 5),
        ("page/4/", "", 4),
        ("page/4", "", 4),
        ("t20240829_1234567.html", None, None),
        ("t20240829_2.html", "t20240829.html", 2),
        ("2024-08-29.html", "2024-08-29.html", None),
        ("2.html", None, None),
    ],
)
def test_page_numbers_in_addresses(url: str, base: str | None, number: int | None) -> None:
    found = split_page_number(NEWS + url)
    assert found.number == number
    if base is not None:
        assert found.base == NEWS + base


def test_the_next_page_of_a_json_list_has_the_next_number() -> None:
    assert next_by_number(NEWS + "api?page=1&size=20") == NEWS + "api?page=2&size=20"
    assert next_by_number(NEWS + "api?size=20") is None
    assert next_by_number(NEWS + "api?p=7&k=%B9%FA&page=1") == NEWS + "api?p=7&k=%B9%FA&page=2"
    assert next_by_number(NEWS + "api?page=999999999999") is None
    assert next_by_number(NEWS + "api?page=2&start=20&limit=20") == NEWS + "api?page=3&start=20&limit=20"


def test_the_next_page_of_a_json_list_that_counts_entries_or_files() -> None:
    assert next_by_number(NEWS + "api?offset=20&limit=10", 8) == NEWS + "api?offset=30&limit=10"
    assert next_by_number(NEWS + "api?start=0&id=7", 15) == NEWS + "api?start=15&id=7"
    assert next_by_number(NEWS + "api?start=0") is None
    assert next_by_number(NEWS + "api?next=1") is None
    assert next_by_number(NEWS + "api?next=1", is_piece=True) == NEWS + "api?next=2"
    assert next_by_number(NEWS + "api?offset=999999&limit=10") is None
    assert next_by_number(NEWS + "data/list_1.json?v=3") == NEWS + "data/list_2.json?v=3"
    assert next_by_number(NEWS + "data/88123_4.js") == NEWS + "data/88123_5.js"
    assert next_by_number(NEWS + "data/2024-08-29.json") is None
    assert next_by_number(NEWS + "data/channel_1034.json") is None
    assert next_by_number(NEWS + "index_2.html") is None


def test_json_list_with_headlines_in_objects_and_data_in_texts() -> None:
    record = (
        '{"id":7,"link":"/a/20240829/88123.html","date":"2024-08-29T08:00:00","title":{"rendered":"渡船今天恢复夜航"}}'
    )
    url = "http://county.example/a/20240829/88123.html"
    url_path = "/a/20240829/88123.html"
    link = FoundLink(url, "渡船今天恢复夜航", date(2024, 8, 29), LinkKind.ARTICLE)
    assert read_json_list(Document(f"[{record}]", NEWS)) == (link,)
    assert read_json_list(Document(json.dumps({"d": f"[{record}]"}), NEWS)) == (link,)
    beside = record.replace(
        '"id":7',
        '"titleImg":"/a/1.jpg","subtitle":"河上的船停了三个月，码头边的店铺都在等它回来","channelName":"社会新闻"',
    )
    assert read_json_list(Document(f"[{beside.replace(url_path, '..' + url_path)}]", NEWS)) == (link,)
    beside = beside.replace(url_path, url_path[1:])
    assert read_json_list(Document(f"[{beside}]", "http://county.example/list.json")) == (link,)
    assert read_json_list(Document(f"[{beside}]", "http://county.example/api/list")) == ()
    nested = "[]"
    for _ in range(30):
        nested = json.dumps([nested, {"a": 1}])[:100_000]
    assert read_json_list(Document(nested, NEWS)) == ()


def test_json_list_whose_keys_say_nothing() -> None:
    record = (
        '{"u":"/a/20240829/%d.html","s":"社会","d":"2024-08-29","p":"/i/%d.jpg","t":"南岸老码头的渡船今天起恢复夜航"}'
    )
    links = read_json_list(Document("var news = [" + ",".join(record % (n, n) for n in (88123, 88124)) + "];", NEWS))
    assert [link.title for link in links] == ["南岸老码头的渡船今天起恢复夜航"] * 2
    assert read_json_list(Document('[{"u":"/about","t":"南岸老码头的渡船今天起恢复夜航"}]', NEWS)) == ()
    assert (
        read_json_list(
            Document('[{"u":"/a/20240829/88123.html","d":"2024年08月29日 10:20:30","k":"covid-news-live"}]', NEWS)
        )
        == ()
    )


def test_json_list_with_keys_of_any_name() -> None:
    body = """cb({"code":0,"data":{"list":[
      {"docid":1,"docTitle":"<b>青泉县</b>启动防汛应急响应","docUrl":"/art/2024/8/29/art_1_11.html","pubTime":1724860800000,
       "img":"/pic/1.jpg"},
      {"docid":2,"docTitle":"青泉水库开闸泄洪","docUrl":"http://county.example/art/2024/8/28/art_1_12.html",
       "pubDate":"2024-08-28 10:00"},
      {"docid":3,"docTitle":"外站消息转载一则","docUrl":"http://other.example/art/2024/8/28/art_1_13.html"},
      {"docid":4,"docTitle":"只有图片没有地址","img":"/pic/2.jpg"}],"page":{"title":"要闻"}}});"""
    assert read_json_list(Document(body, NEWS + "api?page=1")) == (
        FoundLink(
            "http://county.example/art/2024/8/29/art_1_11.html",
            "青泉县启动防汛应急响应",
            date(2024, 8, 29),
            LinkKind.ARTICLE,
        ),
        FoundLink(
            "http://county.example/art/2024/8/28/art_1_12.html", "青泉水库开闸泄洪", date(2024, 8, 28), LinkKind.ARTICLE
        ),
    )


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_any_page_gives_links_or_none(text: str) -> None:
    find_pages(Document(text, NEWS))
    find_pages(Document(f'<a href="{text}">2</a><script>createPageHTML({text})</script>', NEWS))
    read_json_list(Document(text, NEWS))
    split_page_number(NEWS + text)
    next_by_number(NEWS + "?" + text)


def test_deep_json_is_no_trouble() -> None:
    assert read_json_list(Document("[" * 100_000, NEWS)) == ()
    assert read_json_list(Document("[" * 900 + "]" * 900, NEWS)) == ()


@pytest.mark.parametrize(
    ("asked", "body", "following"),
    [
        ("p.jsp?page=1&c=1", "<totalrecord>3</totalrecord>" + 2 * "<record>", "p.jsp?c=1&startrecord=3&endrecord=4"),
        ("p?startrecord=3&endrecord=7&c=1", "<totalrecord>8</totalrecord><record>", "p?c=1&startrecord=8&endrecord=12"),
        ("p.jsp?startrecord=3&endrecord=8", "<totalrecord>8</totalrecord><record>", None),
        ("p.jsp?startrecord=3&endrecord=1", "<totalrecord>8</totalrecord><record>", "p.jsp?startrecord=2&endrecord=2"),
        ("p.jsp?c=1", "<totalrecord>30</totalrecord>", None),
        ("p.jsp?c=1", 2 * "<record>x</record>", None),
    ],
)
def test_records_behind_those_shown(asked: str, body: str, following: str | None) -> None:
    assert next_records(Document(body.encode(), NEWS + asked)) == (NEWS + following if following else None)
