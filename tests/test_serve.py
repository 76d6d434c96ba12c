"""The reading desk: Datasette in process, and one real server while a writer is at work."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import starter
from filled import ATTACK, JUNK
from lxml import html
from visits import NOON, article_of, visit_of

from pipelines.desk.article_page import read_blocks, web_link
from pipelines.desk.plot import HEIGHT, WIDTH, draw
from pipelines.desk.plugin import extra_template_vars
from pipelines.desk.server import load_queries, make_datasette, own_names
from pipelines.store import Store

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def desk(filled: Path) -> Iterator[Desk]:
    desk = Desk(filled)
    yield desk
    desk.close()


class Desk:
    """Datasette's own client, asked from synchronous tests."""

    def __init__(self, database: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.datasette = make_datasette(database)
        self.loop.run_until_complete(self.datasette.invoke_startup())

    def get(self, path: str) -> Any:
        return self.loop.run_until_complete(self.datasette.client.get(path))

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.text[:500])
        return answer.json()

    def close(self) -> None:
        for database in self.datasette.databases.values():
            database.close()
        if self.datasette.executor:
            self.datasette.executor.shutdown()
        self.loop.close()


def number_of(filled: Path, title: str) -> int:
    with closing(sqlite3.connect(filled)) as connection:
        return int(connection.execute("SELECT min(id) FROM articles WHERE title = ?", (title,)).fetchone()[0])


def test_tables_and_columns_are_described_by_the_schema(desk: Desk) -> None:
    page = desk.get("/news/articles").text
    assert "One row an article, as first published by the site at this address" in page
    assert "outlet credited for the text (来源), normalised; never a person" in page
    assert "articles_spread" not in desk.get("/").text


@pytest.mark.parametrize("name", ["desk", "-", "_memory", "static", "新闻 1"])
def test_a_database_may_have_any_name(filled: Path, tmp_path: Path, name: str) -> None:
    desk = Desk(Path(shutil.copy(filled, tmp_path / f"{name}.db")))
    links = set(html.document_fromstring(desk.get("/").text).xpath("//@href"))
    assert len(links) > 20
    assert {link for link in links if link.startswith("/") and desk.get(link).status_code != 200} == set()
    desk.close()


def test_the_front_page_is_read_for_the_front_page_alone(desk: Desk) -> None:
    asked = {name: extra_template_vars(name, desk.datasette) for name in ("index.html", "table.html", "row.html", None)}
    assert callable(asked.pop("index.html"))
    assert list(asked.values()) == [{}, {}, {}]


def test_facets_count_the_articles_of_each_value(desk: Desk) -> None:
    facets = desk.json("/news/overview.json")["facet_results"]
    assert set(facets) == {"outlet", "region", "source", "month", "integrity"}
    assert {f["value"]: f["count"] for f in facets["region"]["results"]} == {
        "福建省": 42, "广西壮族自治区南宁市": 42, "台湾省": 42,
    }  # fmt: skip
    assert {f["value"]: f["count"] for f in facets["integrity"]["results"]} == {"clean": 118, "injected": 8}


def test_a_large_database_opens_its_lists_without_counting_everything(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.desk.server.MAX_COUNTED", 1_000)
    desk = Desk(filled)
    for table in ("overview", "articles", "pages", "crawls"):
        assert not desk.json(f"/{filled.stem}/{table}.json?_size=1")["facet_results"], table
    assert desk.json(f"/{filled.stem}/sites.json?_size=1")["facet_results"]
    page = html.document_fromstring(desk.get(f"/-/search?words={quote('图书馆')}").text)
    (table,) = (link for link in page.xpath("//@href") if "/overview?_search=" in link)
    found = desk.json(table.replace("/overview?", "/overview.json?"))["facet_results"]
    assert set(found) == {"outlet", "region", "source", "month", "integrity"}
    desk.close()


@pytest.mark.parametrize("table", ["overview", "articles"])
@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("圖書館", 24),
        ("图书馆", 24),
        ("图书馆 周末", 24),
        ("馆", 27),
        ("(食堂 OR 夜校) NOT 账本", 48),
        ("title:运河", 24),
        ('"一寸一寸"', 24),
        ("AND", 0),
        ('"', 0),
        ("'; DROP TABLE articles; --", 0),
    ],
)
def test_the_search_box_takes_what_people_type(desk: Desk, table: str, typed: str, count: int) -> None:
    found = desk.json(f"/news/{table}.json?_size=1&_search={quote(typed)}")
    assert found["filtered_table_rows_count"] == count


def test_search_and_facets_go_together(desk: Desk) -> None:
    found = desk.json(f"/news/overview.json?_search={quote('图书馆')}&outlet={quote('港都時報')}&_shape=array")
    assert len(found) == 8


@pytest.mark.parametrize("name", [name for name in load_queries() if name != "writers"])
def test_every_prepared_question_has_an_answer(desk: Desk, name: str) -> None:
    assert desk.json(f"/news/{name}.json?_shape=array"), name
    assert desk.get(f"/news/{name}").status_code == 200


def test_who_writes_on_a_subject_is_asked_in_words_as_typed(desk: Desk) -> None:
    rows = desk.json(f"/news/writers.json?_shape=array&words={quote('圖書館 -運河')}")
    assert [(row["month"], row["author"], row["stories"]) for row in rows if row["author"] != "陈三"] == [
        ("2024-08", "王二", 9),
        ("2024-08", "林一", 8),
        ("2024-07", "林一", 4),
        ("2024-07", "王二", 3),
    ]
    assert desk.json("/news/writers.json?_shape=array&words=") == []


def test_an_article_without_a_headline_is_one_click_away(tmp_path: Path) -> None:
    """The list of articles led to an article by its headline alone."""
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        store.save(visit_of(article_of("没有标题。", title=None)))
    desk = Desk(path)
    assert html.document_fromstring(desk.get("/news/overview").text).xpath("//a[@href='/-/article/1']/text()") == ["1"]
    desk.close()


def test_the_search_page_shows_what_was_found_and_where(desk: Desk) -> None:
    tree = html.document_fromstring(desk.get(f"/-/search?words={quote('閘口 -图书馆')}").text)
    assert len(tree.xpath("//article")) == 24
    assert set(tree.xpath("//article//mark/text()")) == {"闸口"}
    assert tree.xpath("//article//a/@href")[0].startswith("/-/article/")
    assert "NOT needs a word" in desk.get(f"/-/search?words={quote('NOT 运河')}").text
    nothing = desk.get(f"/-/search?words={quote('无此一词')}").text
    assert "Nothing found" in nothing
    assert "全部结果" not in nothing
    assert "港都時報 · " in desk.get(f"/-/search?words={quote('閘口')}").text
    assert desk.get("/-/search?words=%E5%9B%BE%00").status_code == 200  # NUL
    assert desk.get("/-/search").status_code == 200


def test_the_front_page_leads_to_the_newest_articles_and_the_questions(desk: Desk, filled: Path) -> None:
    tree = html.document_fromstring(desk.get("/").text)
    assert "126 articles of 3 outlets, the newest of 2024-08-28" in tree.xpath("string(//section[@class='content'])")
    newest = tree.xpath("//ul[@class='desk-list']//a/@href")
    with closing(sqlite3.connect(filled)) as connection:
        rows = connection.execute("SELECT id FROM articles ORDER BY published_at DESC, id DESC LIMIT 12").fetchall()
    assert newest == [f"/-/article/{row[0]}" for row in rows]
    assert len(tree.xpath("//dl[@class='desk-questions']/dt")) == len(load_queries())


def test_the_page_of_the_database_describes_tables_and_views(desk: Desk) -> None:
    tree = html.document_fromstring(desk.get("/news").text)
    said = {row.xpath("string(th)"): row.xpath("string(td[2])") for row in tree.xpath("//table//tr")}
    assert said["articles"].startswith("One row an article")
    assert all(said.values())
    assert not {"articles_spread", "search", "story_bands", "about"} & set(said)


def test_an_article_reads_like_one(desk: Desk, filled: Path) -> None:
    page = desk.get(f"/-/article/{number_of(filled, '福州鼓楼区一小学食堂开放参观')}")
    tree = html.document_fromstring(page.text)
    (article,) = tree.xpath("//article")
    assert article.xpath("string(h1)") == "福州鼓楼区一小学食堂开放参观"
    assert len(article.xpath(".//div[@class='desk-body']/p")) == 8  # dateline and seven paragraphs
    assert "河湾日报" in article.xpath("string(p[@class='desk-byline'])")
    assert "福建省福州市鼓楼区" in page.text
    assert tree.xpath("//img") == []
    assert [a.get("href") for a in tree.xpath("//ol//a")] == ["https://img.example/0.jpg"]


def test_what_was_cut_is_shown_on_demand(desk: Desk, filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        (number,) = connection.execute("SELECT min(article_id) FROM removals WHERE text = ?", (JUNK,)).fetchone()
    tree = html.document_fromstring(desk.get(f"/-/article/{number}").text)
    assert JUNK not in tree.xpath("string(//article)")
    (details,) = tree.xpath("//details[contains(summary, 'What was cut')]")
    assert details.get("open") is None
    assert details.xpath(".//del/text()") == [JUNK, "责任编辑：钱四"]


def test_changes_story_and_withdrawal_are_shown(desk: Desk, filled: Path) -> None:
    changed = html.document_fromstring(desk.get(f"/-/article/{number_of(filled, '水库开闸泄洪')}").text)
    assert changed.xpath("//h2[contains(., 'edited')]/following-sibling::p/del/text()") == [
        "没有人受伤。",
        "水位上涨三米。",
    ]
    assert changed.xpath("//h2[contains(., 'injected')]/following-sibling::p/ins/text()") == [JUNK]
    assert changed.xpath("//h2[contains(., 'edited')]/following-sibling::p/ins/text()") == ["水位上涨五米。"]
    story = html.document_fromstring(desk.get(f"/-/article/{number_of(filled, '百年渡口停航')}").text)
    assert len(story.xpath("//table[@class='desk-story']//a")) == 3
    assert story.xpath("//table[@class='desk-story']//td[1]/text()")[0] == "江口晚报 ★"
    gone = desk.get(f"/-/article/{number_of(filled, '化工厂夜里冒烟')}").text
    assert "taken this page down; seen gone 2024-08-07 04:00 UTC" in gone
    assert "2024-08-07 04:00 UTC · withdrawn" in gone  # beside the outlet's own times, hours apart


def test_text_from_right_to_left_runs_so_and_no_text_turns_what_stands_beside_it(tmp_path: Path) -> None:
    """An unclosed override in a headline reversed outlet and day as well; Arabic ended with its full stop first."""
    path = tmp_path / "news.db"
    turned = "ئۈرۈمچىدە يېڭى كۈتۈپخانا \N{RIGHT-TO-LEFT OVERRIDE}abc"
    with Store.open(path) as store:
        store.save(visit_of(article_of("بىرىنچى قۇر.", title=turned, published_at=NOON, dateline="بىرىنچى")))
    desk = Desk(path)
    shown = html.document_fromstring(desk.get("/-/article/1").text)
    assert shown.xpath("//h1[@dir='auto']/text()") == [turned]
    assert shown.xpath("//*[@class='desk-body']/p[@dir='auto']/text()") == ["بىرىنچى قۇر."]  # its dateline once
    for page in ("/", f"/-/search?words={quote('كۈتۈپخانا')}", "/news/overview"):
        links = html.document_fromstring(desk.get(page).text).xpath("//a[@href='/-/article/1']")
        assert turned in [link.text_content() for link in links if link.get("dir") == "auto"], page
    desk.close()


def test_the_search_page_has_headings_and_says_what_it_is(desk: Desk) -> None:
    found = html.document_fromstring(desk.get(f"/-/search?words={quote('运河')}").text)
    assert found.xpath("//h1/text()") == ["Search 检索"]
    assert found.xpath("//h2/a")
    assert found.xpath("//form[@role='search']//input/@aria-label") == ["Search"]


@pytest.mark.parametrize(
    "made", ["randomblob(1e8)", "zeroblob(1e9)", "replace(hex(zeroblob(4e6)), '0', '00000000000000')"]
)
def test_no_sql_makes_a_value_that_fills_the_memory(desk: Desk, made: str) -> None:
    answer = desk.get(f"/news?sql={quote('SELECT length(' + made + ')')}")
    assert answer.status_code == 400
    assert "too big" in answer.text


def test_an_attack_stays_text_on_every_page(desk: Desk, filled: Path) -> None:
    number = number_of(filled, ATTACK)
    paths = [f"/-/article/{number}", f"/news/articles/{number}", "/news/articles", "/news/overview", "/news/removals"]
    for path in [*paths, "/news/junk_campaigns", "/-/days", "/", f"/-/search?words={quote(ATTACK)}"]:
        page = desk.get(path).text
        assert 'alert("x")' not in page, path
        assert "<script>alert" not in page, path


def test_nothing_is_loaded_from_elsewhere(desk: Desk) -> None:
    for path in ("/", "/news", "/news/overview", "/-/article/1", "/-/days", "/-/search?words=1", "/news?sql=select+1"):
        answer = desk.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "http" not in policy
        tree = html.document_fromstring(answer.text)
        loaded = [
            *tree.xpath("//script/@src"),
            *tree.xpath("//link[@rel='stylesheet']/@href"),
            *tree.xpath("//img/@src"),
        ]
        assert all(not re.match(r"(?:https?:)?//", address) for address in loaded), path
        for address in loaded:
            assert desk.get(address).status_code == 200, address
    assert "unsafe-inline" not in desk.get("/-/article/1").headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/-/article/999999", "/-/article/x", "/-/article/99999999999999999999"])
def test_an_unknown_article_is_not_found(desk: Desk, path: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == 404
    assert '<link rel="stylesheet" href="/-/desk/desk.css">' in answer.text  # was an unstyled page, light in the dark


def test_every_question_says_what_it_answers() -> None:
    """A term without its description is no HTML either."""
    assert [name for name, query in load_queries().items() if not query.get("description")] == []


@pytest.mark.parametrize("query", ["_sort=nope", "_sort_desc=nope", "_sort=day&_sort_desc=day", "_size=nope"])
def test_a_wrong_request_is_no_crash_and_leads_home(desk: Desk, query: str) -> None:
    answer = desk.get(f"/news/overview?{query}")
    assert answer.status_code == 400
    assert 'href="/"' in answer.text


def test_a_row_stands_a_line_a_column_with_what_each_means(desk: Desk, filled: Path) -> None:
    page = html.document_fromstring(desk.get(f"/news/articles/{number_of(filled, ATTACK)}").text)
    lines = {row.findtext("th"): row for row in page.xpath("//table[@class='desk-row']/tr")}
    assert lines["title"].xpath("string(td[1])") == ATTACK
    assert lines["source"].xpath("string(td[2])") == "outlet credited for the text (来源), normalised; never a person"


def test_a_tab_shows_the_question(desk: Desk) -> None:
    assert "<title>Corrections 改稿</title>" in desk.get("/news/corrections").text


def test_the_front_page_shows_what_was_stored_last_where_no_article_has_a_date(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        for number in range(3):
            store.save(visit_of(article_of("正文。", title=f"无日期的稿件{number}"), path=f"{number}.html"))
    desk = Desk(tmp_path / "news.db")
    assert re.findall("无日期的稿件[0-9]", desk.get("/").text) == ["无日期的稿件2", "无日期的稿件1", "无日期的稿件0"]
    desk.close()


def test_nothing_can_be_written(desk: Desk) -> None:
    answer = desk.get("/news.json?sql=DELETE+FROM+articles")
    assert answer.status_code == 400
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        desk.loop.run_until_complete(
            desk.datasette.get_database().execute_fn(lambda connection: connection.execute("DELETE FROM articles"))
        )


def test_the_plot_draws_every_site(desk: Desk) -> None:
    tree = html.document_fromstring(desk.get("/-/days?days=60").text)
    assert {figure.xpath("string(.//a)") for figure in tree.xpath("//figure")} == {"江口晚报", "河湾日报", "港都時報"}
    assert len(tree.xpath("//figure[1]//rect")) == 40
    assert desk.get("/-/days?days=x").status_code == desk.get("/-/days?days=99999999").status_code == 200
    for until in ("0001-01-01", "9999-12-31", "x", "2024-13-01"):
        assert desk.get(f"/-/days?days=366&until={until}").status_code == 200
    assert len(html.document_fromstring(desk.get("/-/days?site=hewan").text).xpath("//figure")) == 1


def test_the_plot_leads_to_all_earlier_days_and_back(desk: Desk) -> None:
    path, shown = "/-/days?days=14", []
    for name in ("earlier", "earlier", "earlier", "later", "later", "later"):
        tree = html.document_fromstring(desk.get(path).text)
        shown.append(tree.xpath("string(//section//p)").split()[0])
        path = next((link for link in tree.xpath(f"//a[contains(text(), '{name}')]/@href")), path)
    assert shown[0] == shown[-1] > shown[1] > shown[2]


def test_the_plot_of_one_site_stays_with_it(desk: Desk) -> None:
    path, seen = "/-/days?days=14&site=hewan", []
    for name in ("earlier", "180", "later", "all outlets"):
        tree = html.document_fromstring(desk.get(path).text)
        seen.append(tree.xpath("//figcaption/a/text()"))
        (path,) = tree.xpath(f"//section//p/a[contains(text(), '{name}')]/@href") or [path]
    assert seen == [["河湾日报"]] * 4
    assert len(html.document_fromstring(desk.get(path).text).xpath("//figure")) == 3
    alone = html.document_fromstring(desk.get(path).text).xpath("string(//figure[1]//small/a/@href)")
    assert len(html.document_fromstring(desk.get(alone).text).xpath("//figure")) == 1


def test_descriptions_are_no_markdown(desk: Desk) -> None:
    assert "`" not in html.document_fromstring(desk.get("/news/articles/1").text).xpath("string(//section)")
    assert "`" not in html.document_fromstring(desk.get("/news").text).xpath("string(//section)")


def test_bars_stay_inside_the_drawing() -> None:
    first = date(2024, 8, 1)
    counts = {("a", "A"): {"2024-08-01": 3, "2024-08-31": 9}, ("b", "B"): {"2024-08-02": 1}}
    plot = draw(counts, first, first + timedelta(days=30))
    assert [row.site for row in plot.rows] == ["a", "b"]
    for row in plot.rows:
        for bar in row.bars:
            assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
            assert bar.y >= 0
            assert bar.y + bar.height == pytest.approx(HEIGHT, abs=0.02)
    assert draw({}, first, first).rows == ()


def test_blocks_and_links() -> None:
    blocks = read_blocks("一\n二\n三\n四", ["list_item", "list_item", "paragraph"])
    assert [(block.kind, block.lines) for block in blocks] == [
        ("list_item", ("一", "二")),
        ("paragraph", ("三",)),
        ("paragraph", ("四",)),
    ]
    assert [web_link(url) for url in ("https://a.example/", "javascript:alert(1)", "data:text/html,x", None)] == [
        "https://a.example/", None, None, None,
    ]  # fmt: skip


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "scrapy", "serve", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_real_server_answers_while_a_crawl_writes(filled: Path, tmp_path: Path) -> None:
    database = tmp_path / "what day? 50%.db"
    shutil.copy(filled, database)
    with start("--port", "0", "-s", f"NEWS_DB={database}") as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert address, line + (server.stderr.read() if server.stderr else "")
            with Store.open(database) as store, store.batch():
                store.save(visit_of(article_of("刚刚写入的一篇。", title="写入之中"), path="now.html"))
                assert httpx.get(f"{address[0]}/-/article/1", trust_env=False, timeout=30).status_code == 200
                assert httpx.get(f"{address[0]}/-/article/127", trust_env=False, timeout=30).status_code == 404
            for name, status in (("evil.example", 421), (address[0][7:].replace("127.0.0.1", "localhost"), 200)):
                assert httpx.get(address[0], headers={"Host": name}, trust_env=False, timeout=30).status_code == status
            slow = f"{address[0]}/{quote(database.stem)}?sql={quote(ENDLESS)}&_timelimit=20"
            assert httpx.get(slow, trust_env=False, timeout=30, follow_redirects=True).status_code == 400
            answer = httpx.get(f"{address[0]}/-/article/127", trust_env=False, timeout=30)
            assert "刚刚写入的一篇。" in answer.text
            home = httpx.get(address[0], trust_env=False, timeout=30).text
            (form,) = html.document_fromstring(home).xpath("//form[@class='desk-search']/@action")
            found = httpx.get(f"{address[0]}{form}?words={quote('寫入')}", trust_env=False, timeout=30)
            assert html.document_fromstring(found.text).xpath("//article//mark/text()") == ["写入", "写入"]
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
        assert server.returncode == 0
        assert server.stderr is not None
        assert server.stderr.read() == ""


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"


@pytest.mark.parametrize(
    ("host", "address", "port", "names"),
    [
        ("127.0.0.1", "127.0.0.1", 8001, {"127.0.0.1:8001", "localhost:8001", "[::1]:8001"}),
        ("desk.lan", "192.168.1.5", 80, {"desk.lan:80", "192.168.1.5:80", "desk.lan", "192.168.1.5"}),
        ("0.0.0.0", "0.0.0.0", 8001, None),  # noqa: S104 - named, not bound
    ],
)
def test_the_names_a_server_answers_to(host: str, address: str, port: int, names: set[str] | None) -> None:
    assert own_names(host, address, port) == names


def test_no_database_is_one_line(tmp_path: Path) -> None:
    code, _, told = starter.run(["serve", "-s", f"NEWS_DB={tmp_path / 'none.db'}"], os.environ, timeout=30)
    assert code == 7
    assert told.count("\n") == 1
