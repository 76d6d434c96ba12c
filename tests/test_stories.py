"""Stories: which articles tell the same one, measured on made pairs, and at what cost."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from opencc import OpenCC
from visits import article_of, visit_of

from benchmarks.invented import make_text, vocabulary
from cleaners.article import Integrity, Precision
from pipelines.bands import GENERATION_BITS, MAX_PROPOSED, Bands
from pipelines.likeness import bands, compare_figures, containment, count_substitutions, is_other_notice, shingles
from pipelines.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TO_TAIWAN = OpenCC("s2tw")
ORIGINALS = 40
PINNED_TEXT = "清河大桥二十九日通车，市民上桥参观，全长三公里，历时四年建成，连接城东与城西两个新区。"
PINNED_BANDS = [501034792, 3103595320, 6150792064]
"""First bands of that text, in every database made anywhere; another value makes all of them be built again."""


def cut_end(chance: random.Random, text: str) -> str:
    parts = text.split("，")
    return "，".join(parts[: max(1, int(len(parts) * chance.uniform(0.5, 0.9)))])


def cut_within(chance: random.Random, text: str) -> str:
    return "，".join(part for part in text.split("，") if chance.random() < 0.85)


def merge_lines(chance: random.Random, text: str) -> str:
    return text.replace("\n", "")


def merge_articles(chance: random.Random, text: str) -> str:
    """A round-up: the article whole, and a shorter other one."""
    return text + "\n" + make_text(chance)[: int(len(text) * 0.8)]


def convert(chance: random.Random, text: str) -> str:
    return str(TO_TAIWAN.convert(text))


def leave_spam(chance: random.Random, text: str) -> str:
    parts = text.split("，")
    junk = make_text(chance).split("，")
    for _ in range(max(1, len(parts) // 5)):
        parts.insert(
            chance.randrange(len(parts) + 1), chance.choice(junk) + " 加微信 1" + str(chance.randrange(10**9, 10**10))
        )
    return "，".join(parts)


def everything(chance: random.Random, text: str) -> str:
    return convert(chance, leave_spam(chance, cut_end(chance, merge_lines(chance, text))))


def same(chance: random.Random, text: str) -> str:
    return text


CHANGES = (same, cut_end, cut_within, merge_lines, merge_articles, convert, leave_spam, everything)
"""``same`` is the retitled one: every copy gets a title of its own."""


def day(chance: random.Random) -> str:
    return f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日"


def weather(chance: random.Random) -> str:
    low = chance.randint(-5, 20)
    return (
        f"市气象台{day(chance)}发布天气预报：今天城区{chance.choice('晴阴雨雪')}，东北风{chance.randint(1, 4)}级"
        f"转{chance.randint(5, 7)}级，最低气温{low}℃，最高气温{low + chance.randint(4, 12)}℃，相对湿度"
        f"{chance.randint(30, 90)}%，空气质量指数{chance.randint(20, 200)}。市民出行请注意安全，及时关注最新预报。"
    )


def prices(chance: random.Random) -> str:
    goods = ("白菜", "萝卜", "土豆", "鸡蛋", "猪肉", "鲤鱼", "大米", "面粉")
    listed = "，".join(f"{name}每公斤{chance.randint(2, 60)}.{chance.randint(0, 9)}元" for name in goods)
    return f"据市发改委{day(chance)}监测，我市主要农副产品价格如下：{listed}。市场供应充足，价格总体平稳。"


def obituary(chance: random.Random) -> str:
    """With figures as Chinese numerals, as such notices have them: only name, day and age differ."""
    name = "".join(chance.choices(vocabulary().words[50:2000], k=2))[:3]
    numerals = "一二三四五六七八九"
    age = f"{chance.choice('七八九')}十{chance.choice(numerals)}"
    return (
        f"中共党员、市退休干部{name}同志因病医治无效，于{chance.choice(numerals)}月{chance.choice(numerals)}日在市人民医院逝世，"
        f"享年{age}岁。{name}同志的一生是奋斗的一生，他的逝世使我们失去了一位好同志。遗体告别仪式定于"
        f"{chance.choice(numerals)}月{chance.choice(numerals)}日举行，根据{name}同志生前遗愿，丧事从简，特此讣告。"
    )


NOTICES: tuple[Callable[[random.Random], str], ...] = (weather, prices, obituary)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Originals, then a copy of each in every way, among unrelated texts and notices; the path names the kind."""
    chance = random.Random(11)
    texts = {f"{number}/original": make_text(chance) for number in range(ORIGINALS)}
    texts = {path: text for path, text in texts.items() if len(text) > 120}
    for path, text in list(texts.items()):
        for change in CHANGES:
            texts[path.replace("original", change.__name__)] = change(chance, text)
    for notice in NOTICES:
        texts |= {f"{notice.__name__}{number}/notice": notice(chance) for number in range(25)}
    texts |= {f"other{number}/other": make_text(chance) for number in range(100)}
    with Store.open(tmp_path_factory.mktemp("stories") / "news.db") as store:
        with store.batch():
            for path, text in texts.items():
                title = "".join(chance.choices(vocabulary().words, k=6))
                store.save(visit_of(article_of(*text.split("\n"), title=title), path=path))
        yield store


def kinds_and_stories(store: Store) -> list[tuple[str, str, int, int]]:
    """Name of the original, kind of copy, id, story."""
    rows = store.connection.execute("SELECT url, id, story_id FROM articles ORDER BY id").fetchall()
    return [(*url.split("example/")[1].split("/"), article_id, story_id) for url, article_id, story_id in rows]


def test_precision_and_recall(filled: Store) -> None:
    rows = kinds_and_stories(filled)
    original_of = {story: name for name, kind, article_id, story in rows if article_id == story}
    copies = [
        (name, kind, story) for name, kind, article_id, story in rows if kind not in {"original", "other", "notice"}
    ]
    found = [(kind, name) for name, kind, story in copies if original_of.get(story) == name]
    joined = [(original_of[story], name, kind) for name, kind, article_id, story in rows if article_id != story]
    wrong = [pair for pair in joined if pair[0] != pair[1]]
    missed = [copy for copy in copies if original_of.get(copy[2]) != copy[0]]
    assert len(found) / len(copies) >= 0.97, missed
    assert 1 - len(wrong) / len(joined) >= 0.99, wrong


@pytest.mark.parametrize("notice", NOTICES)
def test_the_same_template_with_other_figures_is_another_story(filled: Store, notice: Callable[..., str]) -> None:
    rows = [row for row in kinds_and_stories(filled) if row[0].startswith(notice.__name__)]
    assert [row for row in rows if row[2] != row[3]] == []


def test_a_reprinted_notice_is_the_same_story(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        chance = random.Random(3)
        for number, notice in enumerate(NOTICES):
            text = notice(chance)
            for site in ("qinghe", "beihu"):
                store.save(visit_of(article_of(text, title=site), path=f"{site}{number}", site=site))
        rows = store.connection.execute("SELECT articles, sites FROM stories").fetchall()
        assert [tuple(row) for row in rows] == [(2, 2)] * len(NOTICES)


def test_a_corrected_figure_is_the_same_story() -> None:
    text = "2024年8月29日9时，清河市发生车祸，5人受伤，2人死亡，伤者年龄18岁至60岁，道路封闭3小时。"
    corrected = text.replace("2人死亡", "3人死亡")
    assert not is_other_notice(
        compare_figures(text, corrected), count_substitutions(shingles(text), shingles(corrected))
    )
    another = text.replace("29日9时", "12日7时").replace("5人", "1人").replace("2人", "9人")
    assert is_other_notice(compare_figures(text, another), 0.0)


def test_views_name_the_earliest_and_the_likeness(tmp_path: Path) -> None:
    text = make_text(random.Random(8))
    with Store.open(tmp_path / "news.db") as store:
        for number, (site, time) in enumerate((("a", "2024-05-02T10:00:00+08:00"), ("b", "2024-05-02T02:30:00+01:00"))):
            dated = replace(article_of(text, title=site), published_at=datetime.fromisoformat(time))
            store.save(visit_of(dated, path=f"{site}{number}", site=site))
        (story,) = store.connection.execute("SELECT * FROM stories").fetchall()
        assert (story["articles"], story["sites"], story["earliest_id"]) == (2, 2, 2)
        rows = store.connection.execute("SELECT site, is_earliest, similarity FROM reprints ORDER BY site").fetchall()
        assert [tuple(row) for row in rows] == [("a", 0, 1.0), ("b", 1, 1.0)]


def test_the_earliest_is_no_mirror_and_a_day_without_an_hour_is_late(tmp_path: Path) -> None:
    text = make_text(random.Random(8))
    published = datetime.fromisoformat("2024-05-02T08:16:00+08:00")
    day = {"published_at": published.replace(hour=0, minute=0), "published_precision": Precision.DAY}
    minute = {"published_at": published, "published_precision": Precision.MINUTE}
    with Store.open(tmp_path / "news.db") as store:
        for site, fields in (("mirror", {**minute, "integrity": Integrity.MIRROR}), ("daily", day), ("first", minute)):
            store.save(visit_of(replace(article_of(text), **fields), path=site, site=site))  # type: ignore[arg-type]
        earliest = "SELECT site FROM articles JOIN stories ON earliest_id = id"
        assert store.connection.execute(earliest).fetchone()[0] == "first"


def test_the_times_of_a_story_are_those_of_publication(tmp_path: Path) -> None:
    text = make_text(random.Random(8))
    published = datetime.fromisoformat("2024-05-02T08:16:00+08:00")
    with Store.open(tmp_path / "news.db") as store:
        times = "SELECT first_at, last_at FROM stories"
        for site in ("undated", "undated too"):
            store.save(visit_of(article_of(text), path=site, site=site))
        assert store.connection.execute(times).fetchone()[:] == (None, None)
        store.save(visit_of(replace(article_of(text), published_at=published), path="dated", site="dated"))
        assert store.connection.execute(times).fetchone()[:] == (published.isoformat(), published.isoformat())


def test_the_first_and_last_time_of_a_story_are_so_by_the_clock_of_the_world(tmp_path: Path) -> None:
    """As texts, 20:00 in California came before the 01:00 in China that was ten hours earlier."""
    text = make_text(random.Random(8))
    order = ["2024-01-20T01:00:00+08:00", "2024-01-19T20:00:00-07:00", "2024-01-20T12:00:00+08:00"]
    with Store.open(tmp_path / "news.db") as store:
        for at in (order[1], order[0], order[2]):
            article = replace(article_of(text), published_at=datetime.fromisoformat(at))
            store.save(visit_of(article, path=at[:16], site=at[:16]))
        found = store.connection.execute("SELECT first_at, last_at FROM stories").fetchone()
    assert found[:] == (order[0], order[2])


def test_a_look_up_uses_the_index_and_a_flood_does_not_slow_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        keys = bands(shingles(make_text(random.Random(8))))
        table = Bands(store.connection)
        for article_id in range(1, 3_000):
            table.add(article_id, keys)
        assert len(table.candidates(5_000, keys)) == MAX_PROPOSED  # of those that wait
        with store.batch():
            table.write()
        statements: list[str] = []
        store.connection.set_trace_callback(statements.append)
        assert len(table.candidates(5_000, keys)) == MAX_PROPOSED  # of those that are stored
        store.connection.set_trace_callback(None)
        plan = store.connection.execute("EXPLAIN QUERY PLAN " + statements[0]).fetchall()
        assert any("SEARCH story_bands USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" in step[3] for step in plan)


@pytest.mark.parametrize("filter_after", [0, 20_000])
def test_bands_are_found_before_and_after_writing_in_every_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filter_after: int
) -> None:
    monkeypatch.setattr("pipelines.bands.FILTER_AFTER", filter_after)
    chance = random.Random(3)
    ids = [1, 2, 3, (1 << GENERATION_BITS) - 1, 1 << GENERATION_BITS, 3 << GENERATION_BITS]
    of_article = {article_id: bands(shingles(make_text(chance))) for article_id in ids}
    of_article[2] = of_article[1][:10] + of_article[2][10:]  # shares some of its bands with the first
    newest = 4 << GENERATION_BITS
    with Store.open(tmp_path / "news.db") as store:
        table = Bands(store.connection)
        for article_id, keys in of_article.items():
            table.add(article_id, keys)

        def found() -> dict[int, list[int]]:
            return {article_id: table.candidates(newest, keys) for article_id, keys in of_article.items()}

        expected = {article_id: [article_id] for article_id in ids} | {1: [1, 2], 2: [2, 1]}
        assert found() == expected
        with store.batch():
            table.write()
        assert found() == expected
        table.begin()
        table.add(2 << GENERATION_BITS, of_article[3])
        table.write()
        assert found() == expected | {3: [3, 2 << GENERATION_BITS]}


def test_a_filter_made_before_another_process_wrote_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.bands.FILTER_AFTER", 0)
    text = make_text(random.Random(4))
    with Store.open(tmp_path / "news.db") as one, Store.open(tmp_path / "news.db") as other:
        one.save(visit_of(article_of(make_text(random.Random(5))), path="unrelated"))  # makes a filter
        other.save(visit_of(article_of(text), path="first"))
        one.save(visit_of(article_of(text), path="copy"))
        assert one.connection.execute("SELECT story_id FROM articles ORDER BY id").fetchall()[2][0] == 2


def test_bands_are_the_same_in_another_process() -> None:
    code = f"from pipelines.likeness import *; print(bands(shingles({PINNED_TEXT!r}))[:3])"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parent.parent,
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}, timeout=60, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert runs == {f"{PINNED_BANDS}\n"}


def test_short_texts_stand_alone(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        for number in range(2):
            store.save(visit_of(article_of("图为现场。"), path=str(number)))
        assert store.connection.execute("SELECT count(DISTINCT story_id) FROM articles").fetchone()[0] == 2


def test_containment_of_nothing_is_nothing() -> None:
    assert containment(set(), {1}) == 0.0
    assert bands(shingles("")) == []
