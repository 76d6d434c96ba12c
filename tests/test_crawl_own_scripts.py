"""Lists that only the files of a page's code ask for, and lists that go on by a cursor, in whole runs."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest
from later import make_all_due, make_due
from loopback import PARAGRAPHS, Answer, Desk, Seen, Server, article, listing, stock
from rows import every_row

from cleaners.lexicons import load_lexicon
from spiders.discovery.asked_lists import find_asked_lists, find_asked_pages
from spiders.discovery.cursors import next_by_cursor, next_by_stated_number
from spiders.discovery.own_scripts import find_own_scripts
from spiders.discovery.paging import find_pages
from spiders.document import Document
from spiders.report import ExitCode

SHELL = """<html><head><meta charset="utf-8"><title>青泉</title></head><body>
<div class="menu">{menu}</div><ul id="list"></ul>
<script src="/js/jquery-3.6.0.min.js"></script><script src="/js/list.js?v=7"></script></body></html>"""
LIST_JS = """
var page = 1, cid = query("cid") || "";
$.ajax({ type: "get", url: "/api/news/list", data: { cid: cid, page: page, size: 5 }, success: function (answer) {
    $.each(answer.list, function (at, item) { add('<li><a href="/n/' + item.id + '.html">' + item.title); });
} });
"""
JS = {"Content-Type": "application/javascript"}
DATA = {"Content-Type": "application/json"}
MENU = '<a href="/list.html?cid=1">要闻</a><a href="/list.html?cid=2">民生</a>'


def record(number: int) -> dict[str, object]:
    return {"id": 5000 + number, "title": f"城北水库完成加固第{number}期", "time": "2024-08-29"}


def answer_of(records: list[dict[str, object]], **more: object) -> Answer:
    return Answer(json.dumps({"list": records, **more}, ensure_ascii=False).encode(), headers=DATA)


def publish(server: Server, numbers: range) -> None:
    """Articles by number, and two channels that share them, five a page."""
    server.routes |= {f"/n/{5000 + number}.html": Answer(article(number)) for number in numbers}
    channels = {"": list(numbers), "1": [n for n in numbers if n % 2], "2": [n for n in numbers if not n % 2]}
    for cid, shown in channels.items():
        pages = [sorted(shown, reverse=True)[at : at + 5] for at in range(0, len(shown) + 1, 5)]
        for page, on_page in enumerate(pages, start=1):
            path = f"/api/news/list?cid={cid}&page={page}&size=5"
            server.routes[path] = answer_of([record(number) for number in on_page])


def test_a_list_that_a_script_file_asks_for_is_read_and_the_file_once(server: Server, desk: Desk) -> None:
    shell = Answer(SHELL.format(menu=MENU).encode())
    server.routes |= dict.fromkeys(("/", "/list.html?cid=1", "/list.html?cid=2"), shell)
    server.routes["/js/list.js?v=7"] = Answer(LIST_JS.encode(), headers=JS, seconds=0.3)
    publish(server, range(12))
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(12,)]
    asked = Counter(server.paths())
    assert asked["/js/list.js?v=7"] == 1  # Three pages wait for it.
    assert not any("jquery" in path for path in asked)
    assert max(asked.values()) == 1

    make_all_due(desk)
    publish(server, range(14))
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(14,)]
    assert "/js/list.js?v=7" not in server.paths()  # The pages are as they were.

    server.routes["/"] = Answer(SHELL.replace("list.js?v=7", "list.js?v=8").format(menu=MENU).encode())
    server.routes["/js/list.js?v=8"] = Answer(b"<html>404</html>", 404)
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code in {ExitCode.SUCCESS, ExitCode.NOTHING_NEW}
    assert "/js/list.js?v=8" in server.paths()


def test_script_files_of_others_and_of_pages_that_list_are_left_alone(server: Server, desk: Desk) -> None:
    other = SHELL.replace("/js/list.js?v=7", "https://cdn.other.example/list.js").format(menu="")
    server.routes["/"] = Answer(other.encode())
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.BROKEN
    assert server.paths() == ["/"]


def test_a_script_file_that_robots_forbid_is_not_asked_for(server: Server, desk: Desk) -> None:
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /js/\nDisallow: /sitemap.xml$\n")
    server.routes["/"] = Answer(SHELL.format(menu="").encode())
    server.routes["/js/list.js?v=7"] = Answer(LIST_JS.encode(), headers=JS)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.BROKEN
    assert server.paths() == ["/"]


@pytest.mark.parametrize("key", ["last_id", "cursor"])
def test_a_list_that_goes_on_by_a_cursor_is_read_to_its_end_once(server: Server, desk: Desk, key: str) -> None:
    newest = [20]

    def feed(seen: Seen) -> Answer:
        given = parse_qs(urlsplit(seen.path).query).get(key, ["0"])[0]
        start = int(given.removeprefix("c")) or newest[0] + 1
        shown = [record(number) for number in range(start - 1, max(start - 6, 0), -1)]
        last = start - len(shown)
        says = {"last_id": last} if key == "last_id" else {"next_cursor": f"c{last}" if last > 1 else ""}
        return answer_of(shown, has_more=last > 1, **says)

    class Feed(dict[str, object]):
        """Routes of which those to the feed are answered by what is asked with."""

        def get(self, path: str, default: object = None) -> object:
            return feed if path.startswith("/api/news/list") else super().get(path, default)

    script = f"""<script>var last = 0; function more() {{ $.getJSON("/api/news/list?{key}=" + last, show) }}
        function show(d) {{ d.list.forEach(x => box.append('<a href="/n/' + x.id + '.html">' + x.title)) }}</script>"""
    server.routes = Feed(server.routes)
    server.routes["/"] = Answer(f'<html><head><meta charset="utf-8"></head><body>{script}</body></html>'.encode())
    server.routes |= {f"/n/{5000 + number}.html": Answer(article(number)) for number in range(1, 30)}
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(20,)]
    assert sum(path.startswith("/api/") for path in server.paths()) == 4

    newest[0] = 22
    timed = "SELECT count(*) FROM pages WHERE kind = 'listing' AND depth > 1 AND next_visit_at IS NOT NULL"
    assert desk.rows(timed) == [(0,)]  # Further pages are asked for by the one before alone.
    make_due(desk, f"{key}=0")
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE pages SET found_at = '2024-08-29T00:00:00+00:00'")  # else of this very second
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(22,)]
    assert sum(path.startswith("/api/") for path in server.paths()) == 2  # The second shows nothing new.


def test_a_cursor_without_end_is_left(server: Server, desk: Desk) -> None:
    """A server that shows the same for each cursor, and always names another one."""
    turn = count(1)

    class Feed(dict[str, object]):
        def get(self, path: str, default: object = None) -> object:
            if not path.startswith("/api/"):
                return super().get(path, default)
            return answer_of([record(number) for number in range(6)], has_more=True, next_cursor=f"n{next(turn)}")

    server.routes = Feed(server.routes)
    script = """<script>fetch("/api/news/list?cursor=").then(d => '<a href="/n/' + d.id + '.html">')</script>"""
    server.routes["/"] = Answer(f"<html><body>{script}</body></html>".encode())
    server.routes |= {f"/n/{5000 + number}.html": Answer(article(number)) for number in range(6)}
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert sum(path.startswith("/api/") for path in server.paths()) <= 3


def test_articles_that_only_scripts_fill_in_are_left_after_a_few(server: Server, desk: Desk) -> None:
    server.routes["/"] = Answer(SHELL.format(menu="").encode())
    script = LIST_JS.replace("""/n/' + item.id + '.html\"""", """/detail?id=' + item.id + '\"""")
    server.routes["/js/list.js?v=7"] = Answer(script.encode(), headers=JS)
    publish(server, range(20))
    shell = Answer(b'<html><body><div id="content"></div><script src="/js/detail.js"></script></body></html>')
    server.routes |= {f"/detail?id={5000 + number}": shell for number in range(20)}
    desk.profile("hewan", server)
    for _ in range(2):
        server.seen.clear()
        assert desk.run("crawl", "hewan").code == ExitCode.BROKEN
        assert 5 <= sum(path.startswith("/detail") for path in server.paths()) <= 12  # some are under way
        make_all_due(desk)

    server.routes |= {f"/detail?id={5000 + number}": Answer(article(number)) for number in range(20)}
    for _ in range(2):
        assert desk.run("crawl", "hewan").code in {ExitCode.SUCCESS, ExitCode.NOTHING_NEW}
        make_all_due(desk)
    assert desk.rows("SELECT count(*) FROM articles") == [(20,)]


SHOWN = b'<html><body><div id="content"></div><script src="/js/detail.js"></script></body></html>'
"""The page of each article: empty until its script has asked for what it shows."""
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def data_of(number: int, text: str = BODY, behind: int = 0) -> Answer:
    held = {
        "id": number + behind,
        "title": f"城北水库完成加固第{number}期",
        "content": f"{text}<p>第{number}号稿。</p>",
    }
    said = {"publishTime": "2024-08-29 09:15:00", "source": "河湾日报", "author": "周明远"}
    related = [{"title": "城北水库完成加固的后续报道", "url": "/detail?id=1"}]
    return Answer(json.dumps({"code": 200, "data": {**held, **said}, "related": related}).encode(), headers=DATA)


@pytest.mark.parametrize(
    ("code", "stated", "call"),
    [
        ('$.get("/api/article/detail", {id: id}, show); $.post("/api/hit", {id: id})', "", "/api/article/detail?id={}"),
        ("axios.get(`/api/article/info?newsId=${id}`).then(show)", "", "/api/article/info?newsId={}"),
        ('fetch("/api/article/" + id).then(show)', "", "/api/article/{}"),
        ("app.run(settings)", 'article_json = "{base}/x?key={{id}}"', "/x?key={}"),
    ],
)
def test_articles_that_a_script_shows_are_read_from_what_it_asks_for(
    server: Server, desk: Desk, code: str, stated: str, call: str
) -> None:
    numbers = range(7000, 7012)
    pages = [f"/detail?id={number}" for number in numbers]
    server.routes["/"] = Answer(listing({page: f"城北水库完成加固第{page[-4:]}期" for page in pages}))
    server.routes |= dict.fromkeys(pages, Answer(SHOWN))
    inner = 0 if call.endswith("/{}") else 500  # behind its public number an article may have another
    server.routes |= {call.format(number): data_of(number, behind=inner) for number in numbers}
    server.routes["/js/detail.js"] = Answer(code.encode(), headers=JS)
    desk.profile("hewan", server, more=stated.format(base=server.base))
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    found = "SELECT url, title, source, substr(published_at, 1, 10) FROM articles ORDER BY url"
    stored = [(f"{server.base}{page}", f"城北水库完成加固第{page[-4:]}期", "河湾日报", "2024-08-29") for page in pages]
    assert desk.rows(found) == stored
    assert len(server.paths()) <= 1 + 2 * len(pages) + 3
    assert desk.run("reclean").code == ExitCode.NOTHING_NEW
    assert desk.rows(found) == stored
    server.routes[call.format(7000)] = data_of(7000, BODY + "<p>记者了解到，水位计的数据下月公开。</p>")
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT url, revision FROM articles WHERE revision > 1") == [(f"{server.base}{pages[0]}", 2)]


FILM = """<html><head><meta charset="utf-8"><title>城北水库航拍_河湾日报</title></head><body><h1>城北水库航拍</h1>
<video src="/v/7.mp4"></video><script>var id = query("id"); {code}</script></body></html>"""
DETAIL = '$.get("/api/news/detail?id=" + id, show);'


@pytest.mark.parametrize(
    ("code", "call", "answer"),
    [
        (DETAIL, "/api/news/detail?id={}", Answer(status=404)),
        (DETAIL, "/api/news/detail?id={}", Answer(status=403)),
        (DETAIL, "/api/news/detail?id={}", Answer(article(9))),
        (DETAIL, "/api/news/detail?id={}", Answer(status=302, headers={"Location": "http://10.0.0.1/x.json"})),
        (DETAIL, "/api/news/detail?id={}", Answer(b'{"code": 404, "msg": "none"}', headers=DATA)),
        ('$.get("/api/nextArticle?id=" + id, show);', "/api/nextArticle?id={}", data_of(9)),
        ('$.get("/api/news/data?id=" + id, show);', "/api/news/data?id={}", Answer(json.dumps(
            {"newsTitle": "城北水库航拍", "list": [{"content": BODY * 2, "createTime": "2024-08-30 10:00:00"}]}
        ).encode(), headers=DATA)),
        ('$.get("/api/news/data?id=" + id, show);', "/api/news/data?id={}", Answer(
            f"show({json.dumps([{'user': '读者', 'content': BODY}] * 3)})".encode(), headers=JS
        )),
    ],
)  # fmt: skip
def test_what_pages_without_text_ask_for_is_no_article_of_theirs(
    server: Server, desk: Desk, code: str, call: str, answer: Answer
) -> None:
    films = [f"/news?id={number}" for number in range(7100, 7104)]
    pages = [f"/news?id={number}" for number in range(7000, 7006)]
    server.routes["/"] = Answer(listing({page: f"城北水库完成加固第{page[-4:]}期" for page in pages + films}))
    server.routes |= {page: Answer(article(int(page[-4:]))) for page in pages}
    server.routes |= dict.fromkeys(films, Answer(FILM.replace("{code}", code).encode()))
    server.routes |= {call.format(page[-4:]): answer for page in films}
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT replace(url, ?, '') FROM articles ORDER BY url", server.base) == [
        (page,) for page in pages
    ]
    assert desk.rows("SELECT count(*) FROM pages WHERE outcome = 'rejected'") == [(len(films),)]
    assert Counter(path for path in server.paths() if "/api/" in path) == {call.format(page[-4:]): 1 for page in films}


def test_what_robots_forbid_a_script_is_not_asked(server: Server, desk: Desk) -> None:
    server.routes["/"] = Answer(listing({"/news?id=7100": "城北水库完成加固第1期"}))
    server.routes["/news?id=7100"] = Answer(FILM.replace("{code}", DETAIL).encode())
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /api/\n")
    desk.profile("hewan", server)
    desk.run("crawl", "hewan")
    assert not [path for path in server.paths() if path.startswith("/api/")]
    assert desk.rows("SELECT outcome FROM pages WHERE url LIKE '%7100'") == [("rejected",)]


def test_a_page_that_shows_its_article_itself_one_day_stays_one_article(server: Server, desk: Desk) -> None:
    server.routes["/"] = Answer(listing({"/news?id=7100": "城北水库完成加固第7100期"}))
    server.routes["/news?id=7100"] = Answer(FILM.replace("{code}", DETAIL).encode())
    server.routes["/api/news/detail?id=7100"] = Answer(status=500)
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.PARTIAL
    server.routes["/api/news/detail?id=7100"] = data_of(7100)
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    held = json.loads(server.routes["/api/news/detail?id=7100"].body or b"")["data"]
    head = "<p>2024-08-29 09:15:00　来源：河湾日报　作者：周明远</p>"
    page = f"<title>{held['title']}</title><h1>{held['title']}</h1>{head}<div>{held['content']}</div>"
    server.routes["/news?id=7100"] = Answer(f'<meta charset="utf-8">{page}'.encode())
    make_all_due(desk)
    assert desk.run("crawl", "hewan").code in {ExitCode.SUCCESS, ExitCode.NOTHING_NEW}
    assert desk.run("reclean").code == ExitCode.NOTHING_NEW
    assert desk.rows("SELECT replace(url, ?, ''), revision FROM articles", server.base) == [("/news?id=7100", 1)]


def test_probe_reads_them_as_well(server: Server, desk: Desk) -> None:
    server.routes["/"] = Answer(SHELL.format(menu="").encode())
    server.routes["/js/list.js?v=7"] = Answer(LIST_JS.encode(), headers=JS)
    publish(server, range(12))
    ran = desk.run("probe", f"{server.base}/", "--name", "hewan", "--allow-loopback", "--print")
    assert ran.code == ExitCode.SUCCESS, ran
    assert "/api/news/list" in ran.out


URL = "http://www.qingquan.example/list.html?cid=4"


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        (
            'var http = axios.create({baseURL: "/api/v1"}); http.get("/news/list", {params: {page: p}})',
            "/api/v1/news/list?page=1",
        ),
        ('axios.create({baseURL: "/api"}); $.get("/front/list?page=" + p)', "/front/list?page=1"),
        ('const API = "/api/posts/list"; fetch(`${API}?size=10&page=${n}`)', "/api/posts/list?size=10&page=1"),
        ('$.getJSON(ctx + "/news/list?page=" + n)', "/news/list?page=1"),
        (
            'var columnId = 12; fetch("/api/list?columnId=" + columnId + "&pageNo=" + n)',
            "/api/list?columnId=12&pageNo=1",
        ),
        ('$.get("/api/list", {cid: cid, page: n})', "/api/list?cid=4&page=1"),
        ('fetch("/api/list?limit=8" + (last ? "&cursor=" + last : ""))', "/api/list?limit=8&cursor="),
        ('fetch(`/api/list?limit=8${t ? `&pageToken=${t}` : ""}`)', "/api/list?limit=8&pageToken="),
        ('$.getJSON("/api/list?t=" + Date.now() + "&page=" + n)', "/api/list?page=1"),
        ('$.getJSON("/api/list?area=" + area + "&page=" + n)', None),
        ('$.getJSON("/api/vote/list?page=" + n)', None),
        ('$.post("/api/list?page=" + n)', None),
        ('$.ajax({type: "POST", beforeSend: function () { show() }, url: "/api/list?page=1"})', None),
        ('fetch("/api/list?page=1", {body: JSON.stringify({id: 1}), method: "POST"})', None),
        ('$.ajax({type: "POST", url: "/a"}); $.get("/api/list?page=1")', "/api/list?page=1"),
        ('$.get("/api/deletearticle?page=1")', None),
        ('$.get("/api/commentlist?page=1")', None),
        ('var delUrl = "/api/article/data?page=1"', None),
        ('var listUrl = "/api/article/data?page=1"', "/api/article/data?page=1"),
        ('$.get("/api/exitPage")', None),
        ('$.get("/api/list?orderBy=updateTime&sort=hits")', "/api/list?orderBy=updateTime&sort=hits"),
        ('$.get("/api/news/listByCreateTime?page=1")', "/api/news/listByCreateTime?page=1"),
        ('$.get("/api/news/deleteById?page=1")', None),
        ('$.get("http://www.qingquan.example/api/column/data")', "/api/column/data"),
        ('$.get("/api/data?column=7")', "/api/data?column=7"),
    ],
)
def test_what_the_code_of_a_page_asks_for(script: str, asked: str | None) -> None:
    page = Document("<ul></ul>", URL, scripts=(script,))
    assert [link.url for link in find_asked_lists(page)] == ([f"http://www.qingquan.example{asked}"] if asked else [])


@pytest.mark.parametrize(
    ("asked", "answer", "following"),
    [
        ("?last_id=0", {"list": [], "last_id": 70}, "?last_id=70"),
        ("?max_id=80&n=9", {"data": {"max_id": 70, "has_more": True}}, "?n=9&max_id=70"),
        ("?pageToken=", {"nextPageToken": "p10"}, "?pageToken=p10"),
        ("?size=9", {"nextPageToken": "p10"}, "?size=9&pageToken=p10"),
        ("?before=80", {"paging": {"next": "/api/list?before=70"}}, "?before=70"),
        ("?before=80", {"paging": {"next": "https://other.example/api/list?before=70"}}, None),
        ("?before=80", {"next": "/api/logout?before=70"}, None),
        ("?last_id=70", {"last_id": 70}, None),
        ("?last_id=80", {"last_id": 70, "has_more": 0}, None),
        ("?last_id=80", {"last_id": 0}, None),
        ("?page=2", {"last_id": 70}, None),
        ("?last_id=80", {"list": [{"last_id": 70}]}, None),
    ],
)
def test_where_an_answer_goes_on(asked: str, answer: object, following: str | None) -> None:
    url = "http://www.qingquan.example/api/list"
    assert next_by_cursor(Document(json.dumps(answer), url + asked)) == (following and url + following)


@pytest.mark.parametrize(
    ("asked", "answer", "following"),
    [
        ("", {"page": {"pageNo": 1, "total": 45}}, "?pageNo=2"),
        ("?code=yw", {"data": {"current": "1", "totalCount": "45"}}, "?code=yw&current=2"),
        ("", {"pageNum": 1, "total": 10}, None),
        ("", {"pageNum": 1}, None),
        ("", {"pageNum": 3, "total": 45}, None),
        ("", {"list": [{"title": "头版", "page": 1}], "total": 45}, None),
    ],
)
def test_a_first_page_that_states_its_number(asked: str, answer: object, following: str | None) -> None:
    url = "http://www.qingquan.example/api/list"
    found = next_by_stated_number(Document(json.dumps(answer), url + asked), 10)
    assert found == (following and url + following)


@pytest.mark.parametrize(
    "goes",
    [
        "router.push({path: `/detail/${item.id}`})",
        "this.$router.push('/detail/' + item.id)",
        "router.push({path: '/detail', query: {id: item.id}})",
    ],
)
def test_where_a_router_goes(goes: str) -> None:
    script = f"fetch(`/api/news/list?page=${{n}}`); function show(item) {{ {goes} }}"
    pattern = "/detail?id={id}" if "query" in goes else "/detail/{id}"
    found = find_asked_lists(Document("<p></p>", URL, scripts=(script,)))
    assert [link.url for link in found] == [f"http://www.qingquan.example/api/news/list?page=1#{pattern}"]


@pytest.mark.parametrize("place", ["script", "markup"])
@pytest.mark.parametrize(
    "pushed",
    [
        "router.push({path: '/goods', query: {id: item.id}})",
        "this.$router.push('/topic/' + item.id)",
        "seen.push('/p/' + item.id)",
    ],
)
def test_a_router_goes_to_shops_as_well_where_links_are_written(pushed: str, place: str) -> None:
    """Links that a script or a template writes are those of the list; other lists are pushed to as well."""
    written = """'<a href="/n/' + item.id + '.html">'""" if place == "script" else ""
    script = f"fetch(`/api/news/list?page=${{n}}`); function show(item) {{ {pushed} }}; {written}"
    shown = """<a :href="'/n/' + item.id + '.html'">{{item.title}}</a>""" if place == "markup" else "<p></p>"
    found = find_asked_lists(Document(shown, URL, scripts=(script,)))
    assert [link.url for link in found] == ["http://www.qingquan.example/api/news/list?page=1#/n/{id}.html"]


def test_what_is_pushed_to_a_list_is_no_router() -> None:
    script = "fetch(`/api/news/list?page=${n}`); seen.push('/p/' + item.id)"
    found = find_asked_lists(Document("<p></p>", URL, scripts=(script,)))
    assert [link.url for link in found] == ["http://www.qingquan.example/api/news/list?page=1"]


def test_a_list_in_pieces_is_read_to_its_end(server: Server, desk: Desk) -> None:
    """A button asks for the next entries, in HTML without a page around, by ``next``."""
    script = """$(".more").click(function () { $.ajax({url: "/e/getmore.php", data: {"next": i, "limit": 6}}) })"""
    paths = stock(server, 20)
    entries = [f'<li><a href="{path}">城北水库完成加固第{number}期</a></li>' for number, path in enumerate(paths)]
    server.routes["/"] = Answer(f"<body><ul>{''.join(entries[:6])}</ul><script>{script}</script></body>".encode())
    for page in (1, 2, 3):
        piece = "".join(entries[page * 6 : page * 6 + 6])
        server.routes[f"/e/getmore.php?next={page}&limit=6"] = Answer(piece.encode())
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(20,)]
    assert not any("next=4" in seen.path for seen in server.seen)


@every_row("row", load_lexicon("script_files"), ids=lambda row: row["name"])
def test_each_name_of_a_library_proves_itself(row: dict[str, str]) -> None:
    found = [len(find_own_scripts(Document(f'<script src="{row[which]}"></script>', URL))) for which in ("hit", "miss")]
    assert found == [0, 1]


@pytest.mark.parametrize(
    ("more", "following"),
    [
        ('<div data-next-url="/more/9"></div>', "/more/9"),
        ('<div data-next-url="https://other.example/more/9"></div>', None),
        ('<div data-next="2"></div>', None),
        ('<div data-next="/img/2.jpg"></div>', None),
        ('<form data-next-url="/user/logout"></form>', None),
        ('<script>var maxId = 70; $.get("/ajax/more_list?max_id=" + maxId, add)</script>', "/ajax/more_list?max_id=70"),
        ('<script>$.get("/ajax/hot_list?top=9", add)</script>', None),
    ],
)
def test_where_a_page_that_shows_its_first_entries_goes_on(more: str, following: str | None) -> None:
    page = Document(more, "http://www.qingquan.example/yw/")
    found = [link.url for link in (*find_pages(page), *find_asked_pages(page))]
    assert found == ([f"http://www.qingquan.example{following}"] if following else [])
