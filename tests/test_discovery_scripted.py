"""Lists and links that a page shows by script, in frames or behind a front door."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from rows import every_row

from cleaners.lexicons import load_lexicon
from spiders.discovery.asked_lists import find_asked_lists, find_posted_lists, next_by_template
from spiders.discovery.channels import find_channels
from spiders.discovery.clicks import click_target, find_functions
from spiders.discovery.json_lists import is_xml_list, read_json_list
from spiders.discovery.listings import find_frames, find_listed
from spiders.discovery.paging import find_pages, next_by_number, split_page_number
from spiders.document import Document

URL = "http://www.qingquan.example/yw/"
TODAY = date(2024, 9, 1)
TITLES = ("青泉县东渠清淤完工", "柳河镇开通夜间班线", "县图书馆延长开放时间")
DAYS = [date(2024, 8, 27 + number) for number in range(3)]
ARTICLES = [(f"{URL}a{number}.html", title, DAYS[number]) for number, title in enumerate(TITLES)]


def rows(row: str) -> str:
    """A row of the list for each article; ``@`` stands for its address, ``T`` for its title, ``D`` for its day."""
    return "".join(
        row.replace("@", f"/yw/a{number}.html").replace("T", title).replace("D", f"2024-08-{27 + number}")
        for number, title in enumerate(TITLES)
    )


def listed(body: str) -> list[tuple[str, str | None, date | None]]:
    return [(link.url, link.title, link.date) for link in find_listed(Document(body, URL), today=TODAY)]


def test_a_unit_that_a_script_fills_in_by_what_its_attributes_say() -> None:
    unit = """<script src="/script/unitbuild.js" url="/api-gateway/front/page/build/unit"
        queryData="{'parseType':'bulidstatic','webId':'3096','tagId':'当前栏目list','pageId':'12'}"></script>"""
    asked = (
        "http://www.qingquan.example/api-gateway/front/page/build/unit?parseType=bulidstatic&webId=3096"
        "&tagId=%E5%BD%93%E5%89%8D%E6%A0%8F%E7%9B%AElist&pageId=12"
        "&paramJson=%7B%22pageNo%22%3A{}%2C%22pageSize%22%3A15%7D"
    )
    assert [link.url for link in find_asked_lists(Document(unit, URL))] == [asked.format(1)]
    assert next_by_number(asked.format(1)) == asked.format(2)
    assert split_page_number(asked.format(9)).base == split_page_number(asked.format(10)).base
    other = unit.replace("build/unit", "addVisit")
    assert find_asked_lists(Document(other, URL)) == ()


@pytest.mark.parametrize(
    "row",
    [
        """<li><a href="javascript:void(0)" onclick="location.href='@'">T</a><span>D</span></li>""",
        """<li><a href="#" onclick="window.open('@', '_blank')">T</a><span>D</span></li>""",
        """<li><a href="javascript:showNews('@')">T</a><span>D</span></li>""",
        """<li onclick="window.location='@'">T <span>D</span></li>""",
        """<div data-href="@"><h3>T</h3><p>D</p></div>""",
        """<div data-url="@"><b>T</b><i>D</i></div>""",
        """<li><a href="@">T <span>[D]</span></a></li>""",
    ],
)
def test_links_that_only_a_click_shows(row: str) -> None:
    assert listed(f"<ul>{rows(row)}</ul>") == ARTICLES


@pytest.mark.parametrize("onclick", ["alert('说明文字')", "praise('88123')", "share('weixin')", "location.href=next"])
def test_scripts_that_name_no_address(onclick: str) -> None:
    assert listed(rows(f"""<li onclick="{onclick}">T <span>D</span></li>""")) == []


@pytest.mark.parametrize(
    ("function", "call"),
    [
        ("function todetail(id, c) { window.location.href = '/' + c + '/a' + id + '.html'; }", "todetail('#','yw')"),
        ("function go(n){ if (!n) return; window.open(`/yw/a${n}.html`, '_blank') }", "return go(#);"),
        ('var see = function(n) {\n var url = "/yw/a" + n + ".html";\n location.assign(url);\n}', "see(#)"),
        ("function at(n) { var to = '/yw/a' + n; to += '.html'; opt.to = '#'; location.href = to; }", "at(#)"),
        ("function like(n) { count++; } function show(n) { location = 'a' + n + '.html' }", "show('#', this)"),
    ],
)
def test_functions_of_the_page_are_followed(function: str, call: str) -> None:
    row = f"""<li onclick="{call}"><a href="javascript:void(0);">T</a><span>D</span></li>"""
    items = "".join(part.replace("#", str(number)) for number, part in enumerate(rows(row).split("</li>")))
    assert listed(f"<script>{function}</script><ul>{items}</ul>") == ARTICLES


@pytest.mark.parametrize(
    ("script", "given"),
    [
        ("location.href = base + n", "7"),
        ("location.href = path(n)", "7"),
        ("post('/like/' + n)", "7"),
        ("n = code(n); location.href = '/yw/a' + n + '.html'", "7"),
        ("n += code(n); location.href = '/yw/a' + n + '.html'", "7"),
        ("location.href = '/yw/a' + n + '.html'", "number"),
    ],
)
def test_functions_whose_address_is_not_known_lead_nowhere(script: str, given: str) -> None:
    row = f"""<li onclick="go({given})">T <span>D</span></li>"""
    assert listed(f"<script>function go(n) {{ {script}; }}</script>" + rows(row)) == []


def test_a_function_that_blows_its_texts_up_leads_nowhere() -> None:
    doubled = f"n = `{'${n}' * 100}`;"
    assert click_target("go(7)", find_functions(f"function go(n) {{ {doubled * 2} location = '/' + n; }}")) is None


def test_names_without_a_function_are_passed_over_once() -> None:
    started = time.process_time()
    assert find_functions("$a" * 100_000) == {}
    assert time.process_time() - started < 1


def test_a_card_with_a_link_inside_counts_once() -> None:
    row = """<div onclick="location='/login.html'"><a href="@">T</a><span>D</span></div>"""
    assert listed(rows(row)) == ARTICLES


ROW = '<li><a href="@">T</a><span>D</span></li>'


@pytest.mark.parametrize(
    "body",
    [
        f'<textarea style="display:none"><ul>{rows(ROW)}</ul></textarea>',
        f'<script type="text/html"><ul>{rows(ROW)}</ul></script>',
        f"<noscript><ul>{rows(ROW)}</ul></noscript>",
        "<script>" + rows("document.write('<li><a href=\"@\">T<\\/a><span>D<\\/span><\\/li>');\n") + "</script>",
        "<script>var answer = " + json.dumps({"html": rows(ROW)}) + "; show(answer)</script>",
        rows("document.write('<li><a href=\\\"@\\\">T<\\/a><span>D<\\/span><\\/li>');\n"),
    ],
)
def test_markup_that_a_script_shows(body: str) -> None:
    assert listed(body) == ARTICLES


def test_a_list_that_is_data_of_a_script() -> None:
    data = [
        {"id": n, "title": title, "url": f"/yw/a{n}.html", "pubDate": f"2024-08-{27 + n} 09:15"}
        for n, title in enumerate(TITLES)
    ]
    page = f"<div id=app></div><script>window.__DATA__ = {json.dumps({'list': data})};</script>"
    assert [link[:3] for link in read_json_list(Document(page, URL), today=TODAY)] == ARTICLES
    single = f"<script>var page = {json.dumps(data[0])}</script>"
    assert read_json_list(Document(single, URL)) == ()  # the page's own record


def test_frames_lead_to_their_pages() -> None:
    page = """<frameset><frame src="top.asp"><frame src="/main.asp?id=1"></frameset>"""
    assert [link.url for link in find_frames(Document(page, URL))] == [
        f"{URL}top.asp",
        "http://www.qingquan.example/main.asp?id=1",
    ]
    written = '<script src="/js/list.js"></script><script src="js/list.asp?n=8"></script><script src="count.php?aid=7">'
    written += '</script><script src="article_hits.asp?id=4"></script><script src="/newshits.php?id=7"></script>'
    assert [link.url for link in find_asked_lists(Document(written, URL))] == [f"{URL}js/list.asp?n=8"]
    written = '<script src="/js/jquery.min.js"></script><script src="/data/roll.js"></script>'
    assert [link.url for link in find_asked_lists(Document(written, URL))] == [
        "http://www.qingquan.example/data/roll.js"
    ]
    inside = """<iframe src="https://maps.other.example/x"></iframe><iframe src="list.htm"></iframe><iframe></iframe>"""
    assert [link.url for link in find_frames(Document(inside, URL))] == [f"{URL}list.htm"]


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        ("""$.getJSON("/data/list_3.json", function (d) { show(d.url) })""", "/data/list_3.json"),
        ("""$.get('news.json?t=' + new Date(), show)""", "/yw/news.json"),
        ("""$.ajax({url: '/xml/list.xml', dataType: 'xml'})""", "/xml/list.xml"),
        ("""$.get('/api/list?cid=4&page=' + page, next)""", "/api/list?cid=4&page=1"),
        ("""var api = "\\/json\\/list.json?callback=cb"; load(api)""", "/json/list.json?callback=cb"),
        (
            """var dataproxy = "/module/dataproxy.jsp?startrecord=1&endrecord=45";""",
            "/module/dataproxy.jsp?startrecord=1&endrecord=45",
        ),
        (
            """$.ajax({url: "/h.ashx?do=list&pageIndex=" + n + "&size=15&t=" + t})""",
            "/h.ashx?do=list&pageIndex=1&size=15",
        ),
        ("""$.get("/api/news", {cid: 4, page: page, key: key}, show)""", "/api/news?cid=4&page=1"),
        ("""axios.get('/api/news', {params: {cid: '4', pageNo: 1}})""", "/api/news?cid=4&pageNo=1"),
        ("""request({url: '/cms/page', params: {code: 'yw', pageNo: p}})""", "/cms/page?code=yw&pageNo=1"),
        ("""$.ajax({url: '/e/more.php', data: {"next": i, "classid": 3}})""", "/e/more.php?next=1&classid=3"),
        ("""var next = 0; $.getJSON("/api/list?next=" + next, show)""", "/api/list?next=0"),
        ("""</script><script src="/data/roll/list_1.js?callback=show">""", "/data/roll/list_1.js?callback=show"),
        ("""$.ajax({url: '/news/page', type: 'get', data: {"type": 'yw'}})""", "/news/page?type=yw"),
        ("""fetch(`/api/list?page=${page}&cid=3`)""", "/api/list?page=1&cid=3"),
        ("""$.getJSON('/list/' + page + '.json')""", "/list/1.json"),
        (
            """$.ajax({type: 'POST', url: '/api/news'}); $.ajax({url: '/api/list', type: 'POST', data: {page: 1}})""",
            None,
        ),
        ("""fetch('/api/list', {method: 'POST', body: b})""", None),
        ("""$.ajax({type: 'POST', url: '/data/list_1.json'}); fetch('/data/roll.json', {method: 'POST'})""", None),
        ("""fetch('/api/list', {method: 'PUT'}); fetch('/api/news', {method: "DELETE"})""", None),
        ("""fetch('/api/list', {method: 'GET', credentials: 'include'})""", "/api/list"),
        ("""request('/api/list', {params: {cid: 4}})""", "/api/list?cid=4"),
        ("""x.open("GET", "newslist.asp?c=3", true)""", "/yw/newslist.asp?c=3"),
        ("""$.get('/api.php?op=count&id=7'); $.post('/member/login.do'); track("/list/a.gif")""", None),
        ("""$.get('/api/list?cid=' + cid); $.get("/json/list_" + cid + "_1.json"); go("/news/list.html")""", None),
        ("""fetch("https://data.other.example/list.json")""", None),
    ],
)
def test_lists_that_scripts_ask_for(script: str, asked: str | None) -> None:
    found = [link.url for link in find_asked_lists(Document(f"<ul></ul><script>{script}</script>", URL))]
    assert found == ([f"http://www.qingquan.example{asked}"] if asked else [])


@pytest.mark.parametrize(
    ("script", "posted"),
    [
        (
            """$.post("/api/getArticleList", {channelId: "1021", pageNo: n})""",
            ["/api/getArticleList?channelId=1021&pageNo=1"],
        ),
        ("""$.ajax({url: '/api/list', type: 'POST', data: {page: 1}})""", ["/api/list?page=1"]),
        ("""axios.post('/news/list').then(show); $.post('/member/login.do'); $.get('/api/list')""", ["/news/list"]),
        ("""$.post("/vote/list", {id: 7})""", []),
    ],
)
def test_lists_that_are_asked_for_by_post_are_known_and_not_asked_for(script: str, posted: list[str]) -> None:
    document = Document(f"<html><body><script>{script}</script></body></html>".encode(), URL)
    assert [address.removeprefix("http://www.qingquan.example") for address in find_posted_lists(document)] == posted
    assert not {link.url for link in find_asked_lists(document)} & set(find_posted_lists(document))


ASKED = """$.get("/api/news?page=1", function (d) { d.rows.forEach(function (item, i) { %s }) })"""


@pytest.mark.parametrize(
    ("shows", "made"),
    [
        ("""html += '<a href="/p/' + item.id + '.html">' + item.title + '</a>';""", "/p/88117.html"),
        ("""html += "<a href=\\"show.jsp?nid=" + item.newsId + "\\" target=_blank>";""", "/yw/show.jsp?nid=n7"),
        ("""html += `<li><a href="/${item.cid}/${item.id}.shtml">${item.title}</a></li>`;""", "/12/88117.shtml"),
        ("""html += "<a href='/view/" + d.rows[i].id + "'>" + d.rows[i].title + "</a>";""", "/view/88117"),
        ("""li.onclick = function () { window.open('/read?id=' + item.id) };""", "/read?id=88117"),
        ("""go = function () { location.href = '/read/' + item.id + '/' + item.cid; };""", "/read/88117/12"),
        ("""html += '<a href="/vote?id=' + item.id + '">赞</a><a href="/p/' + item.id + '.html">';""", "/p/88117.html"),
        ("""html += '<a href="/channel/' + item.cid + '">要闻</a><a href="/p/' + item.id + '">';""", "/p/88117"),
        ("""html += '<a href="/admin/delete?id=' + item.id + '">';""", None),
        ("""html += '<a href="#/article/' + item.id + '">';""", None),
        ("""html += '<a href="https://app.other.example/p/' + item.id + '">';""", None),
        ("""html += '<a href="/p/' + encodeURIComponent(item.id) + '">' + item.title;""", None),
        ("""html += '<a href="/p/' + item.id + suffix + '">' + item.title;""", None),
        ("""html += '<a href="/p/' + item.slug + '.html">' + item.title;""", None),
        ("""html += '<img src="/upload/' + item.id + '.html">';""", None),
    ],
)
def test_records_without_an_address_lead_where_the_script_makes_their_links_lead(shows: str, made: str | None) -> None:
    page = f"<ul id=list></ul><script>{ASKED % shows}</script>"
    (asked,) = find_asked_lists(Document(page, URL))
    answer = """{"rows": [
        {"id": 88117, "newsId": "n7", "cid": 12, "title": "城北水库完成加固", "time": "2024-08-29", "slug": "a/b"},
        {"id": 12, "newsId": "c1", "cid": 12, "title": "通知公告"}]}"""
    host = "http://www.qingquan.example"
    found = read_json_list(Document(answer, asked.url))
    assert [link.url for link in found] == ([host + made] if made else [])


def test_a_template_in_the_markup_makes_addresses_as_well() -> None:
    shown = """<li v-for="item in list"><a :href="'/news/detail?id='+item.id">{{ item.title }}</a></li>"""
    script = "<script>new Vue({mounted() { fetch(`/api/news/page?page=${this.page}`).then(show) }})</script>"
    (asked,) = find_asked_lists(Document(shown + script, URL))
    assert asked.url.endswith("/api/news/page?page=1#/news/detail?id={id}")


@every_row("row", load_lexicon("no_lists"), ids=lambda row: row["name"])
def test_each_word_of_a_service_proves_itself(row: dict[str, str]) -> None:
    found = [
        len(find_asked_lists(Document(f"<script>$.get('{row[which]}')</script>", URL))) for which in ("hit", "miss")
    ]
    assert found == [0, 1]


@pytest.mark.parametrize(
    "address",
    [
        "/news/hits.asp?id=88",
        "/article/vote.do?id=7",
        "/api/article/4/reward",
        "/content/addclick.ashx?id=77",
        "/article/updateReadCount.do?id=5",
        "/news/count.do?newsid=5",
        "/member/info.php?action=logout",
        "/h.ashx?do=like&type=news",
    ],
)
def test_what_a_page_tells_its_server_is_asked_by_nobody(address: str) -> None:
    assert find_asked_lists(Document(f"<script>$.get('{address}', show)</script>", URL)) == ()
    page, _, query = address.partition("?")
    given = query.replace("=", ": '").replace("&", "', ")
    assert find_asked_lists(Document(f"<script>$.get('{page}', {{{given}'}})</script>", URL)) == ()


PAGER = "jump: function (o, first) { if (!first) { location.href = '%s' + o.curr; } }"


@pytest.mark.parametrize(
    ("script", "here", "following"),
    [
        ("laypage.render({count: 45, limit: 15, curr: 1, %s})", "?cid=3", "?cid=3&page=2"),
        ("laypage.render({count: 45, limit: 15, curr: 3, %s})", "?cid=3&page=3", None),
        ("laypage({pages: 2, curr: 1, %s})", "?cid=3", "?cid=3&page=2"),
        ("laypage({pages: 2, curr: 2, %s})", "?cid=3&page=2", None),
        ("function to() { %s }", "?cid=3&page=8", "?cid=3&page=9"),
        ("var pageCount = 0; function to() { %s }", "?cid=3", "?cid=3&page=2"),
        ("var pageCount = 0; laypage({pages: 2, curr: 2, %s})", "?cid=3&page=2", None),
        ("function go(n) { location = 'list-' + n + '.html' }", "list-1.html", "list-2.html"),
        ("to(function (o) { location.href = '/yw/list-' + o.current() + '.html' })", "list-2.html", "list-3.html"),
        ("function go(n) { location = 'list-' + (n + 1) + '.html' }", "list-1.html", "list-2.html"),
        ("function go(n) { location = `index_${n}.html` }", "", "index_2.html"),
        ("function go(n) { location = '/sport/index_' + n + '.html' }", "", None),
        ("function to() { %s }", "?cid=4", None),
    ],
)
def test_a_pager_that_a_script_draws(script: str, here: str, following: str | None) -> None:
    body = f"<ul></ul><script>{script.replace('%s', PAGER % '?cid=3&page=')}</script>"
    link = next_by_template(Document(body, URL + here))
    assert (link and link.url) == (following and URL + following)


def test_lists_in_xml() -> None:
    head = '<?xml version="1.0" encoding="gb2312"?><list>'
    item = "<item><title>T</title><url>@</url><date>D</date></item>"
    assert [link[:3] for link in read_json_list(Document(head + rows(item) + "</list>", URL), today=TODAY)] == ARTICLES
    row = '<row name="T" href="@" time="D"/>'
    assert [link[:3] for link in read_json_list(Document(head + rows(row), URL), today=TODAY)] == ARTICLES  # cut off
    bomb = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "x">]><l><i><title>&a;</title><url>/yw/a1.html</url></i></l>'
    assert read_json_list(Document(bomb, URL)) == ()
    held = f"{head}<![CDATA[{rows('<a href=@>T</a><i>D</i><br>')}]]></list>"
    assert listed(held) == ARTICLES


def test_xhtml_behind_a_comment_is_a_page_and_no_list() -> None:
    head = '<?xml version="1.0" encoding="gb2312"?>\n<!-- made by hand -->\n<!-- twice -->'
    assert not is_xml_list(f"{head}<!DOCTYPE html><html>".encode())
    assert not is_xml_list(f"{head}<html>".encode())
    assert is_xml_list(f"{head}<list>".encode())


def test_an_element_with_thousands_of_attributes_is_no_record() -> None:
    wide = " ".join(f'a{number}="/yw/a{number}.html"' for number in range(20_000))
    started = time.process_time()
    assert read_json_list(Document(f'<?xml version="1.0"?><list {wide}/>', URL)) == ()
    assert time.process_time() - started < 1


@pytest.mark.parametrize("handed", ["show({});", "({})", "/**/ typeof a === 'function' && a({});", " a({}) \n"])
def test_records_that_are_handed_to_a_function(handed: str) -> None:
    answer = handed.replace("{}", json.dumps({"list": [{"title": TITLES[0], "url": "/yw/20240827/88117.html"}]}))
    found = read_json_list(Document(answer, f"{URL}list.do?callback=show"))
    assert [link.url for link in found] == [f"{URL}20240827/88117.html"]


def test_channels_whose_names_are_random() -> None:
    menu = '<ul><li><a href="/">首页</a></li>{}</ul>'
    links = "".join(f'<li><a href="/{name}/">{called}</a></li>' for name, called in RANDOM_NAMES.items())
    asked = [link.url for link in find_channels(Document(menu.format(links), "http://www.qingquan.example/about"))]
    assert asked[1:] == [f"http://www.qingquan.example/{name}/" for name in RANDOM_NAMES]
    news = links.replace("要闻", TITLES[0]).replace("民生", TITLES[1])
    assert len(find_channels(Document(menu.format(news), "http://www.qingquan.example/about"))) == 1
    goods = f'<ul>{links}<li><a href="/goods/">全部商品</a></li></ul>'
    found = find_channels(Document(goods, "http://www.qingquan.example/about"))
    assert [link.title for link in found] == ["全部商品"]  # what stands in no menu that leads home


RANDOM_NAMES = {"4f0c2a9b1d3e5f60": "要闻", "9a8b7c6d5e4f3a2b": "民生"}


def test_rows_of_texts_are_records() -> None:
    data = [[title, f"/yw/20240829/{n}12.html", str(DAYS[n]), "柳河镇", n] for n, title in enumerate(TITLES)]
    expected = [(f"{URL}20240829/{n}12.html", title, DAYS[n]) for n, title in enumerate(TITLES)]
    assert [link[:3] for link in read_json_list(Document(json.dumps(data), URL), today=TODAY)] == expected
    assert read_json_list(Document('{"tags": ["柳河镇", "青泉县"], "size": [1, 2]}', URL)) == ()


def test_a_headline_is_told_where_only_a_channel_has_a_name() -> None:
    record = {"channel_name": "要闻", "bt": TITLES[0], "url": "/yw/202408/t20240827_1.html", "number": "2024-08-01"}
    (link,) = read_json_list(Document(json.dumps([record]), URL))
    assert (link.title, link.date) == (TITLES[0], date(2024, 8, 27))


@pytest.mark.parametrize(
    "door",
    [
        '<a href="/main.asp"><img src="enter.gif"></a>',
        '<img usemap="#m"><map name="m"><area shape="rect" coords="0,0,9,9" href="/main.asp"></map>',
        '<a href="/main.asp">点击这里进入青泉县人民政府门户网站首页</a>',
    ],
)
def test_a_front_door_needs_no_name(door: str) -> None:
    assert [link.url for link in find_channels(Document(door, URL))] == ["http://www.qingquan.example/main.asp"]
    many = door + "".join(f'<a href="/c{number}/"><img src="{number}.gif"></a>' for number in range(3))
    assert find_channels(Document(many, URL)) == ()


@pytest.mark.parametrize(
    "pager",
    [
        """<a href="#" onclick="location='/yw/index_2.html'">下一页</a>""",
        """<a href="javascript:turn('/yw/index_2.html')">下一页</a>""",
        """<select onchange="location=this.value"><option value="/yw/">第1页</option>
           <option value="/yw/index_2.html">第2页</option></select>""",
        """<script>function turn(n) { location.href = "/yw/index_" + n + ".html"; }</script>
           <a href="javascript:turn(2)">下一页</a>""",
    ],
)
def test_pagers_that_a_script_turns(pager: str) -> None:
    assert [link.url for link in find_pages(Document(pager, URL))] == [f"{URL}index_2.html"]


def test_queries_are_written_in_the_charset_of_the_page() -> None:
    items = rows('<li><a href="show.asp?class=要闻&t=T">T</a><span>D</span></li>')
    body = f"<meta charset=gb2312><ul>{items}</ul>"
    found = find_listed(Document(body.encode("gb18030"), URL), today=TODAY)
    assert found[0].url.startswith(f"{URL}show.asp?class=%D2%AA%CE%C5&t=")
    assert find_listed(Document(body.encode(), URL, "text/html; charset=utf-8"), today=TODAY)[0].url.startswith(
        f"{URL}show.asp?class=要闻&t="
    )


WRITTEN = "document.write('<li><a href=\"' + base + '%d.html\">城北水库完成加固第%d期</a> 2024-08-2%d</li>');"


@pytest.mark.parametrize(
    ("given", "folder"),
    [("var base = '/n/';", "/n/"), ('let base="/n/a/";', "/n/a/"), ("", None), ("base = '/n/'; base = '/m/';", None)],
)
def test_a_name_inside_a_written_link_is_the_text_that_it_is_given(given: str, folder: str | None) -> None:
    script = given + "\n".join(WRITTEN % (88_110 + at, at, at) for at in range(3))
    found = [folder and f"https://hewan.example{folder}{88_110 + at}.html" for at in range(3)]
    for body, url in ((script or " ", "/inc/local.js"), (f"<p>要闻</p><script>{script}</script>", "/local/")):
        listed = find_listed(Document(body.encode(), f"https://hewan.example{url}", None))
        assert ([link.url for link in listed] == found) is (folder is not None)


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ('<ul><script src="/inc/local.js"></script></ul>', ["/inc/local.js"]),
        ('<table><tr><td><script src="/inc/local.js"></script></td></tr></table>', ["/inc/local.js"]),
        ('<div><script src="/inc/local.js"></script></div>', []),
        ('<ul><script src="/js/jquery.min.js"></script><script src="/js/tongji.js"></script></ul>', []),
        ('<ul><script src="https://other.example/inc/local.js"></script></ul>', []),
        ('<ul><script src="/inc/delete.js"></script></ul>', []),
    ],
)
def test_a_script_that_stands_in_a_list_writes_it(body: str, asked: list[str]) -> None:
    found = find_asked_lists(Document(body.encode(), "https://hewan.example/local/", None))
    assert [link.url.removeprefix("https://hewan.example") for link in found] == asked
