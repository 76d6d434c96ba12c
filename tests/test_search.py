"""Search: the typed form, the index in plain SQL, filters, the command."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import starter
from hypothesis import given, settings
from hypothesis import strategies as st
from visits import article_of, visit_of

from benchmarks.invented import make_article, make_visit
from cleaners.article import Integrity, Precision
from pipelines import search_index
from pipelines.filters import Filters
from pipelines.folding import fold, folding_table, plain_form, twins
from pipelines.query import SearchError, advise, match_form
from pipelines.ranking import MARK_END, MARK_START, Candidate, cut_snippet, phrase_patterns, rank
from pipelines.search import Hit, search
from pipelines.store import Store
from pipelines.values import Site
from spiders.commands.search import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

CANAL = article_of("平陆运河今日通航，南宁至钦州只要一天。", title="运河通航", source="清河日报")
TRADITIONAL = article_of("臺灣的運河與網路５Ｇ建設，乾旱不再。", title="後續報導", source="島報")
WEATHER = article_of("南风三级，宁静的一天。Huawei 2024", title="天气")
PUBLISHED = datetime.fromisoformat("2024-08-29T23:30:00+08:00")


@pytest.fixture(scope="module")
def three(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with three articles, to be copied."""
    path = Path(shutil.copy(empty, tmp_path_factory.mktemp("three")))
    with Store.open(path) as store:
        dated = replace(CANAL, published_at=PUBLISHED, published_precision=Precision.MINUTE)
        for number, article in enumerate((dated, replace(TRADITIONAL, integrity=Integrity.MIRROR), WEATHER)):
            store.save(visit_of(article, path=f"{number}.html", site="island" if number == 1 else "qinghe"))
    return path


@pytest.fixture
def store(three: Path, tmp_path: Path) -> Iterator[Store]:
    with Store.open(Path(shutil.copy(three, tmp_path / "news.db"))) as store:
        yield store


def titles(store: Store, typed: str, **filters: Any) -> set[str | None]:
    return {hit.title for hit in search(store.connection, typed, Filters(**filters))}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("钦", {"运河通航"}),
        ("南宁", {"运河通航"}),
        ("平陆运河", {"运河通航"}),
        ("平陸運河", {"运河通航"}),
        ("运河", {"运河通航", "後續報導"}),
        ("運河", {"运河通航", "後續報導"}),
        ("台湾", {"後續報導"}),
        ("干旱", {"後續報導"}),
        ("乾旱", {"後續報導"}),
        ("后续", {"後續報導"}),
        ("5G", {"後續報導"}),
        ("５ｇ建设", {"後續報導"}),
        ("一天 南宁", {"运河通航"}),
        ("一天", {"运河通航", "天气"}),
        ("一天 NOT 运河", {"天气"}),
        ("一天 -运河", {"天气"}),
        ("台湾 OR 宁静", {"後續報導", "天气"}),
        ("(台湾 OR 南宁) 通航", {"运河通航"}),
        ("“今日通航”", {"运河通航"}),
        ("今日 钦州", {"运河通航"}),
        ("“今日 钦州”", set()),
        ("title:运河", {"运河通航"}),
        ("title:南宁", set()),
        ("hua*", {"天气"}),
        ("hua", set()),
        ("2024", {"天气"}),
        ("NEAR(運河 通航)", {"运河通航"}),
        ("NEAR(运河，南宁，1)", set()),
        ("title:NEAR(运河 通航, 0)", {"运河通航"}),
        ("NEAR(运河)", {"运河通航", "後續報導"}),
        ("一天 NOT NEAR(运河 通航)", {"天气"}),
    ],
)
def test_words_in_either_script_find_the_articles(store: Store, typed: str, found: set[str]) -> None:
    assert titles(store, typed) == found


def test_filters_narrow_a_search(store: Store) -> None:
    assert titles(store, "运河", site="island") == {"後續報導"}
    assert titles(store, "运河", source="清河日报") == {"运河通航"}
    assert titles(store, "运河", integrity="mirror") == {"後續報導"}
    assert titles(store, "运河", since=date(2024, 8, 29), until=date(2024, 8, 29)) == {"运河通航"}
    assert titles(store, "运河", since=date(2024, 8, 30)) == set()
    assert titles(store, "运河", until=date(2024, 8, 28)) == set()
    assert titles(store, "运河", region="福建") == set()
    store.put_site(Site("island", region="350100"), PUBLISHED)
    assert titles(store, "运河", region="福建") == titles(store, "运河", region="350000") == {"後續報導"}
    for unknown in ("桃花源", "999999"):
        with pytest.raises(SearchError, match=unknown):
            titles(store, "运河", region=unknown)


def test_a_code_that_only_an_outlet_names_is_a_region(store: Store) -> None:
    store.put_site(Site("island", region="359999"), PUBLISHED)
    assert titles(store, "运河", region="359999") == {"後續報導"}


def test_snippet_marks_the_words_in_the_text_as_published(store: Store) -> None:
    (hit,) = search(store.connection, "台湾的运河")
    assert f"{MARK_START}臺灣的運河{MARK_END}與網路５Ｇ建設" in hit.snippet


LONG = "，".join(f"第{number}句话不说什么" for number in range(40))


@pytest.mark.parametrize(
    ("text", "typed", "snippet"),
    [
        (CANAL.text, "通航 南宁", "平陆运河今日[通航]，[南宁]至钦州只要一天。"),
        ("上午，运\n河，两岸", "运河", "上午，[运 河]，两岸"),
        ("Café Huawei 5G网络", "cafe HUA* 5g网", "[Café] [Hua]wei [5G网]络"),
        ("chuahua hua", "hua", "chuahua [hua]"),
        (
            "此前一句。" * 20 + "运河通航，运河两岸",
            "运河",
            "…。此前一句。此前一句。此前一句。此前一句。此前一句。此前一句。[运河]通航，[运河]两岸",
        ),
        ("没有。", "运河", "没有。"),
        (
            "The council met. " * 9
            + "They kept the old pool open for another season, after residents had signed a long list.",
            "pool",
            "…kept the old [pool] open for another season, after residents had signed a long…",
        ),
    ],
)
def test_snippets_are_cut_where_the_words_are(text: str, typed: str, snippet: str) -> None:
    cut = cut_snippet(text, phrase_patterns(match_form(typed)))
    assert cut.replace(MARK_START, "[").replace(MARK_END, "]") == snippet


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("运河 not 招标", "not is looked for as a word"),
        ("author:林晓禾", "author: is no field"),
        ("site：hewan 运河", "site: is no field"),
        ("运河、图书馆", "运河、图书馆 is looked for as one phrase"),
        ("运河|图书馆", "one phrase"),
        ("运河 NOT 招标", None),
        ("title:运河 text:图书馆", None),
        ("https://x.example/a", None),
        ("“运河、图书馆” 5+3", None),
    ],
)
def test_advice_on_words_that_may_be_meant_otherwise(typed: str, said: str | None) -> None:
    advice = advise(typed)
    assert advice is None if said is None else advice is not None and said in advice


def test_a_source_is_found_in_either_script(store: Store) -> None:
    assert titles(store, "运河", source="岛报") == titles(store, "运河", source="島報") == {"後續報導"}


def test_a_snippet_of_a_long_text_is_short_and_shows_most_words() -> None:
    text = f"运河。{LONG}。运河通航，南宁欢呼。{LONG}。南宁。"
    cut = cut_snippet(text, phrase_patterns(match_form("运河 南宁")))
    assert "运河" in cut
    assert "南宁" in cut
    assert len(cut) < 60


@pytest.mark.parametrize(
    "typed",
    ["钦", "平陸運河", "干旱", "５ｇ建设", "“今日 钦州” OR 后续", "hua*", "2024", "NOT 南宁 运河", "title:运河"],
)
def test_the_ranking_sees_what_the_index_finds(store: Store, typed: str) -> None:
    patterns = phrase_patterns(match_form(typed))
    hits = search(store.connection, typed)
    assert hits
    for hit in hits:
        (text,) = store.connection.execute(
            "SELECT title || ' ' || text FROM articles WHERE id = ?", (hit.id,)
        ).fetchone()
        assert any(pattern.search(plain_form(text)) for pattern in patterns)


def test_rarer_words_and_shorter_texts_weigh_more() -> None:
    texts = ["运河运河", "运河南宁", "运河" + LONG, "运河"]
    candidates = [Candidate(number, None, text) for number, text in enumerate(texts)]
    best = rank(candidates, phrase_patterns(match_form("运河 OR 南宁")))
    assert [candidate.id for candidate in best] == [1, 0, 3, 2]


def test_title_weighs_more_than_text(store: Store) -> None:
    in_text = article_of("大桥，大桥，一座大桥。" + "另一句。" * 5, title="别的")
    in_title = article_of("一座桥通车了，市民都很高兴。" + "另一句。" * 5, title="大桥通车")
    for number, article in enumerate((in_title, in_text)):
        store.save(visit_of(article, path=f"w{number}.html"))
    assert [hit.title for hit in search(store.connection, "大桥")] == ["大桥通车", "别的"]


def test_plain_sql_by_hand_needs_no_function_of_ours(store: Store) -> None:
    plain = sqlite3.connect(store.path)
    try:
        rows = plain.execute(
            """SELECT title, snippet FROM search WHERE words MATCH '"平 陆 运 河" AND 通' ORDER BY rank"""
        ).fetchall()
        assert rows == [("运河通航", "[平陆运河]今日[通]航，南宁至钦州只要一天。")]
        sql = "EXPLAIN QUERY PLAN SELECT title FROM search WHERE words MATCH '运' AND site = 'qinghe' ORDER BY rank"
        plan = [step[3] for step in plain.execute(sql)]
        assert plan[0].startswith("SCAN articles_fts VIRTUAL TABLE INDEX")
        assert plan[1].startswith("SEARCH articles USING INTEGER PRIMARY KEY")
    finally:
        plain.close()


def test_edits_move_in_the_index(store: Store) -> None:
    store.save(visit_of(article_of("铁路开工。", title="铁路"), path="0.html", hours=1))
    assert titles(store, "铁路") == {"铁路"}
    assert titles(store, "钦州") == set()
    assert search_index.check(store.connection) == []


def test_an_index_of_texts_read_anew_again_and_again_is_made_small(tmp_path: Path) -> None:
    chance = random.Random(3)
    visits = [make_visit(make_article(chance, number), number) for number in range(300)]
    with Store.open(tmp_path / "years.db") as store:
        for visit in visits:
            store.save(visit)

        def size() -> int:
            return int(store.connection.execute("SELECT sum(length(block)) FROM articles_fts_data").fetchone()[0])

        store.merge_search()
        first = size()
        for year in range(8):
            for visit in visits:
                article = replace(visit.article, text=f"{visit.article.text}（第{year}读）")
                store.reread(replace(visit, article=article, cleaner_version=str(year)), PUBLISHED)
        assert size() > 3 * first
        store.merge_search()
        assert size() < 2 * first
        assert store.check() == []
        hits = search(store.connection, "第7读", limit=1_000)
        assert (len(hits), search(store.connection, "第6读")) == (300, [])


def test_check_sees_missing_and_left_over_entries(store: Store) -> None:
    (row,) = store.connection.execute("SELECT id, title, text FROM articles WHERE title = '天气'").fetchall()
    search_index.remove(store.connection, search_index.Entry(*row))
    (missing,) = search_index.check(store.connection)
    assert missing.startswith("articles_fts: articles without an entry: 1; DELETE FROM about ")
    search_index.add(store.connection, [search_index.Entry(*row), search_index.Entry(99, "x", "y")])
    (left_over,) = search_index.check(store.connection)
    assert left_over.startswith("articles_fts: entries without an article: 1; DELETE FROM about ")
    search_index.rebuild(store.connection)
    assert search_index.check(store.connection) == []


def test_a_broken_index_is_made_anew_as_the_check_says(store: Store) -> None:
    store.connection.execute("UPDATE articles_fts_data SET block = zeroblob(40) WHERE id > 10")
    (broken,) = (problem for problem in search_index.check(store.connection) if "malformed" in problem)
    (command,) = re.findall(r"; (DELETE FROM .*) has the next crawl make", broken)
    store.connection.execute(command)
    with Store.open(store.path) as again:
        assert again.check() == []
        assert titles(again, "运河") == {"运河通航", "後續報導"}


def test_another_folding_table_makes_the_index_again(store: Store) -> None:
    store.connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
    store.connection.execute("UPDATE about SET value = 'older' WHERE name = 'search_form'")
    assert titles(store, "运河") == set()
    with Store.open(store.path) as again:
        assert titles(again, "运河") == {"运河通航", "後續報導"}


@pytest.mark.parametrize("typed", ["", "，。", "NOT 运河", "(NOT 运河)", "AND", "*", "字" * 501, "(" * 30 + "运河"])
def test_queries_that_say_nothing_are_refused_in_one_line(typed: str) -> None:
    with pytest.raises(SearchError) as refused:
        match_form(typed)
    assert "\n" not in str(refused.value)


TYPED = st.text(
    st.sampled_from("运河乾a5 *\"'()（）“”-:+^{}~OR\x00ANDNOT.，title:") | st.characters(exclude_categories=["Cs"]),
    max_size=40,
)


@settings(max_examples=150)
@given(TYPED | st.builds("NEAR({} {}, 5".format, TYPED, TYPED) | st.builds("NEAR({}，{})".format, TYPED, st.integers()))
def test_nothing_typed_is_a_syntax_error(typed: str) -> None:
    try:
        form = match_form(typed)
    except SearchError:
        return
    _EMPTY.execute("SELECT rowid FROM f WHERE f MATCH ?", (form.replace("\x00", ""),)).fetchall()


_EMPTY = sqlite3.connect(":memory:", check_same_thread=False)
_EMPTY.execute("CREATE VIRTUAL TABLE f USING fts5(title, text)")


@pytest.fixture(scope="module")
def anything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("anything") / "news.db") as store:
        yield store


MIXED = st.text(
    st.characters(exclude_categories=["Cs", "Cc"])
    | st.sampled_from("运河一々〇かカｶ한글５Ｇabc 12，。！é\u0301\u3000\U00020bb7"),
    max_size=300,
).filter(lambda text: "清" not in text and "\u200b" not in text)


@settings(max_examples=60)
@given(MIXED, MIXED)
def test_index_and_view_count_the_same_words(anything: Store, before: str, after: str) -> None:
    """The right character is marked only when the n-th word of the index is the n-th of the view, for any text."""
    text = f"{before}清{after}"
    connection = anything.connection
    connection.execute("BEGIN")
    try:
        anything.save(visit_of(article_of(text, title=None)))
        (marked,) = connection.execute(
            "SELECT replace(highlight(articles_fts, 1, '[', ']'), char(8203), '') FROM articles_fts"
            " WHERE articles_fts MATCH '清'"
        ).fetchone()
    finally:
        connection.execute("ROLLBACK")
    assert marked == f"{before}[清]{after}"


@given(st.text())
def test_folding_keeps_length_and_is_idempotent(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_common_simplified_characters_are_their_own_form() -> None:
    common = [
        bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312", "ignore") for row in range(16, 56) for cell in range(1, 95)
    ]
    assert [character for character in common if character and fold(character) != character] == []
    assert not folding_table().keys() & {ord(character) for character in twins()}


def run_search(*arguments: str, database: Path) -> subprocess.CompletedProcess[str]:
    words = ["search", "-s", f"NEWS_DB={database}", *arguments]
    return subprocess.CompletedProcess(words, *starter.run(words, os.environ, timeout=60))


def test_the_command_prints_what_it_finds_and_says_when_it_finds_nothing(store: Store) -> None:
    found = run_search("南宁", "通航", "--json", database=store.path)
    assert (found.returncode, found.stderr) == (0, "")
    assert json.loads(found.stdout)["title"] == "运河通航"
    nothing = run_search("不存在的词 or 无", database=store.path)
    assert (nothing.returncode, nothing.stderr[:46]) == (1, "scrapy search: nothing found; or is looked for")
    more = run_search("运河", "--limit", "1", "--json", database=store.path)
    assert (more.returncode, more.stdout.count("\n"), more.stderr) == (0, 1, "")


def test_command_refuses_in_one_line(store: Store) -> None:
    refused = run_search("运河", "--since", "gestern", database=store.path)
    assert refused.returncode == 2
    assert "--since must be a day" in refused.stderr + refused.stdout
    assert "Traceback" not in refused.stderr


def test_shown_hits_carry_no_control_characters_of_the_page() -> None:
    hit = Hit(
        1,
        "https://x.example/",
        "x",
        "某报",
        "标题\x1b[31m",
        None,
        None,
        None,
        "clean",
        None,
        f"标题{MARK_START}\x1b[31m{MARK_END}",
        f"\x07前{MARK_START}词{MARK_END}后[bold]",
    )
    lines = [line.plain for line in describe(hit)]
    assert lines == ["标题 [31m  no date x", " 前词后[bold]", "https://x.example/"]


def test_hits_that_were_taken_down_say_so(store: Store) -> None:
    store.connection.execute("UPDATE articles SET withdrawn_at = '2024-09-02T01:00:00+00:00' WHERE title = '运河通航'")
    (hit,) = search(store.connection, "南宁")
    assert hit.withdrawn_at == "2024-09-02T01:00:00+00:00"
    assert next(describe(hit)).plain == "运河通航  2024-08-29 qinghe  withdrawn 2024-09-02"


def test_found_words_are_marked_in_the_title(store: Store) -> None:
    (hit,) = search(store.connection, "運河 南寧")
    assert (hit.title, hit.marked_title) == ("运河通航", f"{MARK_START}运河{MARK_END}通航")
    title, *_ = describe(hit)
    assert [title.plain[span.start : span.end] for span in title.spans if span.style == "bold yellow"] == ["运河"]


def test_command_without_a_database(tmp_path: Path) -> None:
    refused = run_search("运河", database=tmp_path / "none.db")
    assert refused.returncode == 7
    assert "no database there" in refused.stderr
