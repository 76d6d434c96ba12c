"""The store: what each visit leaves in the database, under ordinary and bad conditions."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rows import every_row
from visits import NOON, article_of, visit_of

from cleaners.article import Image, Integrity, Precision, Rejection, Removal, RemovalKind
from cleaners.lexicons import load_lexicon
from cleaners.memory import STANDING_STEP
from pipelines.compare import compare_sentences, is_counter
from pipelines.items import ArchivePlace, Received
from pipelines.junk import cut_pieces
from pipelines.migrations import SCHEMA_VERSION, stored_version
from pipelines.rows import utc_text
from pipelines.store import Store
from pipelines.stored import edit_of
from pipelines.values import CrawlCounts, Outcome, Site, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaners.article import Article

PROJECT = Path(__file__).resolve().parent.parent
FIRST = article_of("清河大桥二十九日通车。全长三公里。", "市民上桥参观。")


@pytest.fixture
def store(tmp_path: Path, empty: Path) -> Iterator[Store]:
    with Store.open(Path(shutil.copy(empty, tmp_path / "news.db"))) as store:
        yield store


def rows(store: Store, sql: str, *values: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in store.connection.execute(sql, values)]


def test_stores_every_field_of_an_article(store: Store) -> None:
    zone = datetime.fromisoformat("2024-08-29T09:05:00+08:00")
    article = article_of(
        "正文。",
        canonical_url="https://news.qinghe.example/c",
        kicker="引题",
        deck="副题",
        images=(Image("https://news.qinghe.example/a.jpg", "桥", None),),
        published_at=zone,
        published_precision=Precision.MINUTE,
        published_raw="2024-08-29 09:05",
        modified_at=zone,
        authors=("林一", "王二"),
        photographers=("赵三",),
        source="清河日报",
        source_raw="来源：清河日报",
        source_url="https://qinghe.example/",
        editors=("钱四",),
        proofreaders=("孙五",),
        dateline="本报讯",
        section="要闻",
        keywords=("桥",),
        lang="zh",
        script="zh-Hans",
        charset="gb18030",
        integrity=Integrity.INJECTED,
        mirror_of="清河网",
        removed=(Removal(RemovalKind.SPAM, "某某彩票", "body", "drop_spam"),),
        trace=("drop_spam",),
    )
    received = Received('"a"', archived=ArchivePlace("a.warc.gz", 12))
    assert store.save(visit_of(article, received=received)) is Outcome.NEW
    (row,) = rows(store, "SELECT * FROM articles")
    for name in (
        "title",
        "kicker",
        "deck",
        "text",
        "canonical_url",
        "published_raw",
        "source",
        "source_raw",
        "dateline",
        "section",
        "lang",
        "script",
        "charset",
        "integrity",
        "mirror_of",
        "published_precision",
    ):
        assert row[name] == getattr(article, name), name
    for name in ("authors", "photographers", "editors", "proofreaders", "keywords", "trace"):
        assert tuple(json.loads(row[name])) == getattr(article, name), name
    assert row["published_at"] == "2024-08-29T09:05:00+08:00"
    assert row["first_seen_at"] == row["last_seen_at"] == "2024-08-29T04:00:00+00:00"
    assert json.loads(row["block_kinds"]) == ["paragraph"]
    assert [image["url"] for image in rows(store, "SELECT * FROM images")] == ["https://news.qinghe.example/a.jpg"]
    assert rows(store, "SELECT kind, text, place, step FROM removals") == [
        {"kind": "spam", "text": "某某彩票", "place": "body", "step": "drop_spam"}
    ]
    (page,) = rows(store, "SELECT * FROM pages")
    assert (page["state"], page["etag"], page["archive_file"], page["archive_offset"]) == (
        "done",
        '"a"',
        "a.warc.gz",
        12,
    )


def test_same_visit_twice_changes_nothing(store: Store) -> None:
    store.save(visit_of(FIRST))
    assert store.save(visit_of(FIRST)) is Outcome.UNCHANGED
    assert rows(store, "SELECT count(*) AS n FROM articles") == [{"n": 1}]
    assert rows(store, "SELECT * FROM revisions") == []


def test_white_space_and_width_are_no_edit(store: Store) -> None:
    store.save(visit_of(FIRST))
    wide = article_of("清河大桥二十九日通车。　全长三公里。", "市民 上桥参观。")
    assert store.save(visit_of(wide, hours=1)) is Outcome.UNCHANGED


def test_an_edit_keeps_the_older_text_and_names_the_sentences(store: Store) -> None:
    store.save(visit_of(FIRST))
    edited = article_of("清河大桥二十九日通车。全长五公里。", "市民上桥参观。")
    assert store.save(visit_of(edited, hours=1)) is Outcome.CHANGED
    (revision,) = rows(store, "SELECT * FROM revisions")
    assert (revision["cause"], revision["revision"], revision["text"]) == ("edited", 1, FIRST.text)
    assert json.loads(revision["deleted"]) == ["全长三公里。"]
    assert json.loads(revision["added"]) == ["全长五公里。"]
    (row,) = rows(store, "SELECT revision, text, first_seen_at, last_seen_at FROM articles")
    assert row["revision"] == 2
    assert row["text"] == edited.text
    assert row["first_seen_at"] < row["last_seen_at"]


def test_a_newer_cleaner_is_no_edit(store: Store) -> None:
    store.save(visit_of(FIRST))
    recleaned = article_of("清河大桥二十九日通车。全长三公里。")
    assert store.save(visit_of(recleaned, hours=1, cleaner_version="2")) is Outcome.RECLEANED
    assert rows(store, "SELECT cause FROM revisions") == [{"cause": "recleaned"}]
    assert rows(store, "SELECT revision, cleaner_version FROM articles") == [{"revision": 1, "cleaner_version": "2"}]
    assert store.save(visit_of(recleaned, hours=2, cleaner_version="2")) is Outcome.UNCHANGED


@pytest.mark.parametrize(
    ("status", "rejection"),
    [(404, Rejection.EMPTY), (410, None), (200, Rejection.SOFT_404)],
    ids=["404", "410", "soft"],
)
def test_a_withdrawn_article_stays_and_is_marked(store: Store, status: int, rejection: Rejection | None) -> None:
    store.save(visit_of(FIRST))
    gone = visit_of(replace(article_of("找不到页面"), rejection=rejection), hours=1, status=status)
    assert store.save(gone) is Outcome.GONE
    assert store.save(gone) is Outcome.GONE
    (row,) = rows(store, "SELECT text, withdrawn_at FROM articles")
    assert row == {"text": FIRST.text, "withdrawn_at": "2024-08-29T05:00:00+00:00"}
    assert rows(store, "SELECT cause, status FROM revisions") == [{"cause": "withdrawn", "status": status}]
    assert store.save(visit_of(FIRST, hours=2)) is Outcome.CHANGED
    assert [row["cause"] for row in rows(store, "SELECT cause FROM revisions ORDER BY number")] == [
        "withdrawn",
        "restored",
    ]
    assert rows(store, "SELECT withdrawn_at FROM articles") == [{"withdrawn_at": None}]


def test_a_page_that_is_no_article_keeps_its_reason_until_it_becomes_one(store: Store) -> None:
    listing = replace(article_of("一", "二"), rejection=Rejection.LISTING)
    assert store.save(visit_of(listing)) is Outcome.REJECTED
    assert rows(store, "SELECT reason, text FROM rejections") == [{"reason": "listing", "text": "一\n二"}]
    assert rows(store, "SELECT * FROM articles") == []
    assert store.save(visit_of(FIRST, hours=1)) is Outcome.NEW
    assert rows(store, "SELECT * FROM rejections") == []


def test_an_article_is_not_lost_when_its_page_turns_unreadable(store: Store) -> None:
    store.save(visit_of(FIRST))
    broken = replace(article_of(""), rejection=Rejection.NO_BODY)
    assert store.save(visit_of(broken, hours=1)) is Outcome.REJECTED
    assert rows(store, "SELECT text FROM articles") == [{"text": FIRST.text}]


def hijacked(*junk: str) -> Article:
    cuts = tuple(Removal(RemovalKind.SPAM, text, "body", "cut_junk_lines") for text in junk)
    return replace(FIRST, integrity=Integrity.INJECTED, removed=cuts)


def test_junk_that_comes_later_is_recorded_without_an_edit(store: Store) -> None:
    store.save(visit_of(FIRST))
    assert store.save(visit_of(hijacked("某某"), hours=1)) is Outcome.UNCHANGED
    assert rows(store, "SELECT integrity, revision FROM articles") == [{"integrity": "injected", "revision": 1}]
    assert rows(store, "SELECT text FROM removals") == [{"text": "某某"}]
    assert rows(store, "SELECT cause, added, text FROM revisions") == [
        {"cause": "injected", "added": '["某某"]', "text": None}
    ]


def test_when_junk_came_and_went_is_kept(store: Store) -> None:
    """Before, an outlet that cleaned up had never been hijacked, and one hijacked later was so from the first day."""
    for hours, article in enumerate([FIRST, hijacked("甲"), hijacked("乙"), FIRST, hijacked("丙")]):
        assert store.save(visit_of(article, hours=hours)) is (Outcome.UNCHANGED if hours else Outcome.NEW)
    times = {hours: utc_text(NOON + timedelta(hours=hours)) for hours in range(5)}
    assert rows(store, "SELECT since, until FROM hijacks ORDER BY since") == [
        {"since": times[1], "until": times[3]},
        {"since": times[4], "until": None},
    ]
    assert [(row["cause"], row["added"], row["deleted"]) for row in rows(store, "SELECT * FROM revisions")] == [
        ("injected", '["甲"]', "[]"),
        ("cleared", "[]", '["乙"]'),
        ("injected", '["丙"]', "[]"),
    ]
    assert rows(store, "SELECT injected, injected_since FROM site_activity") == [
        {"injected": 1, "injected_since": times[4]}
    ]
    assert rows(store, "SELECT * FROM junk ORDER BY first_at, text") == [
        {"text": "乙", "articles": 1, "sites": 1, "first_at": times[1], "last_at": times[3]},
        {"text": "甲", "articles": 1, "sites": 1, "first_at": times[1], "last_at": times[1]},
        {"text": "丙", "articles": 1, "sites": 1, "first_at": times[4], "last_at": times[4]},
    ]


def test_a_piece_that_stands_twice_in_a_page_is_in_one_article(store: Store) -> None:
    """A menu of junk above and below the text was said to be in two articles."""
    twice = hijacked("甲")
    store.save(visit_of(replace(twice, removed=twice.removed * 3)))
    assert rows(store, "SELECT articles FROM junk") == [{"articles": 1}]
    assert cut_pieces(store.connection, None, 2) == []


@pytest.mark.parametrize("is_cleared", [False, True])
def test_junk_that_was_there_from_the_first_visit_dates_from_it(store: Store, is_cleared: bool) -> None:
    store.save(visit_of(hijacked("甲")))
    store.save(visit_of(FIRST if is_cleared else hijacked("甲"), hours=1))
    assert rows(store, "SELECT since, until FROM hijacks") == [
        {"since": utc_text(NOON), "until": utc_text(NOON + timedelta(hours=1)) if is_cleared else None}
    ]


@pytest.mark.parametrize(
    "fields",
    [{"received": Received(payload_digest="sha1:A")}, {"cleaner_version": "2"}],
    ids=["the same bytes", "newer cleaners"],
)
def test_junk_that_only_our_reading_found_has_not_come(store: Store, fields: dict[str, Any]) -> None:
    store.save(visit_of(FIRST, received=Received(payload_digest="sha1:A")))
    store.save(visit_of(hijacked("甲"), hours=1, **fields))
    assert rows(store, "SELECT cause FROM revisions") == []
    assert rows(store, "SELECT since, until FROM hijacks") == [{"since": utc_text(NOON), "until": None}]


def test_junk_that_only_our_reading_found_gone_is_in_one_stretch(store: Store) -> None:
    """It was in two, both of them open."""
    stays = [(FIRST, "1"), (hijacked("甲"), "1"), (FIRST, "2"), (hijacked("乙"), "2")]
    for hours, (article, version) in enumerate(stays):
        store.save(visit_of(article, hours=hours, cleaner_version=version))
    since = utc_text(NOON + timedelta(hours=1))
    assert rows(store, "SELECT since, until FROM hijacks") == [{"since": since, "until": None}]
    store.save(visit_of(FIRST, hours=4, cleaner_version="2"))
    until = utc_text(NOON + timedelta(hours=4))
    assert rows(store, "SELECT since, until FROM hijacks") == [{"since": since, "until": until}]


def test_an_edit_and_junk_of_one_visit_are_both_kept(store: Store) -> None:
    store.save(visit_of(FIRST))
    edited = replace(article_of("清河大桥二十九日通车。"), integrity=Integrity.INJECTED, removed=hijacked("甲").removed)
    assert store.save(visit_of(edited, hours=1)) is Outcome.CHANGED
    assert [row["cause"] for row in rows(store, "SELECT cause FROM revisions ORDER BY number")] == [
        "injected",
        "edited",
    ]


def test_counts_of_a_page_follow_its_visits(store: Store) -> None:
    for hours, text in enumerate(["一。", "一。", "二。", "二。", "二。"]):
        store.save(visit_of(article_of(text), hours=hours))
    assert rows(store, "SELECT fetch_count, change_count, unchanged_streak FROM pages") == [
        {"fetch_count": 5, "change_count": 1, "unchanged_streak": 2}
    ]


def test_crawls_and_sites(store: Store) -> None:
    store.put_site(Site("qinghe", "清河日报", region="450100", timezone="Asia/Shanghai", verified=True), NOON)
    store.put_site(Site("qinghe", "清河日报社", region="450100", verified=True), NOON)
    crawl = store.start_crawl("qinghe", NOON)
    store.finish_crawl(crawl, NOON, "finished", CrawlCounts(pages=3, new=2), exit_code=0, stats={"start": NOON, "n": 1})
    (row,) = rows(store, "SELECT c.*, display_name FROM crawls AS c JOIN sites ON name = site")
    assert (row["pages"], row["new"], row["errors"], row["display_name"]) == (3, 2, None, "清河日报社")
    assert json.loads(row["stats"])["n"] == 1


def test_a_batch_is_all_or_nothing(store: Store) -> None:
    def save_and_fail() -> None:
        with store.batch():
            store.save(visit_of(FIRST))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()
    assert rows(store, "SELECT * FROM articles") == []
    assert rows(store, "SELECT * FROM pages") == []


def test_times_without_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="without zone"):
        utc_text(datetime(2024, 1, 1))  # noqa: DTZ001


def test_readonly_needs_a_database_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database there"):
        Store.open(tmp_path / "none.db", readonly=True)
    with Store.open(tmp_path / "news.db"):
        pass
    with Store.open(tmp_path / "news.db", readonly=True) as store, pytest.raises(StoreError, match="readonly"):
        store.save(visit_of(FIRST))


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(StoreError, match="newer code"):
        Store.open(path)


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    (tmp_path / "text.db").write_text("no database, only words that are long enough to be looked at as a header" * 9)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(tmp_path / "text.db")


def test_counters_make_no_revision(store: Store) -> None:
    for hours, count in enumerate(("阅读 12", "阅读 1.3万 评论(3)", "")):
        store.save(visit_of(article_of("清河大桥通车。", "全长3公里。", *filter(None, [count])), hours=hours))
    assert rows(store, "SELECT * FROM revisions") == []
    assert store.save(visit_of(article_of("清河大桥通车。", "全长5公里。"), hours=4)) is Outcome.CHANGED


@every_row("row", load_lexicon("counters"), ids=lambda row: row["text"])
def test_each_counter_word_catches_its_hit_and_spares_its_miss(row: dict[str, str]) -> None:
    assert is_counter(row["hit"])
    assert not is_counter(row["miss"])


@pytest.mark.parametrize(
    "line",
    [
        "本文已被浏览 {} 次",
        "本文被阅读{}次",
        "您是第{}位读者",
        "已有{}人浏览",
        "（点击数：{}）",
        "查看：{} | 回复：2",
        "点击：{} 发布时间：2026-12-01 12:00",
        "【字体：大 中 小】 浏览：{}",
        "（责任编辑：李秀英　浏览次数：{}）",
        "阅读：{} 来源：河湾日报",
    ],
)
def test_a_count_that_rises_is_no_edit(store: Store, line: str) -> None:
    for hours, count in enumerate((385, 412)):
        store.save(visit_of(article_of("清河大桥通车。", line.format(count)), hours=hours))
    assert rows(store, "SELECT * FROM revisions") == []


@pytest.mark.parametrize("line", ["比分：{}比2，主队获胜", "全市{}人参与了救援。", "会上回复：补助标准提高{}元"])
def test_a_figure_of_the_news_is_one(store: Store, line: str) -> None:
    outcomes = [store.save(visit_of(article_of("清河大桥通车。", line.format(n)), hours=n)) for n in (3, 5)]
    assert outcomes == [Outcome.NEW, Outcome.CHANGED]


def test_what_counts_as_noise_by_newer_rules_is_no_edit_of_older_texts(store: Store) -> None:
    store.save(visit_of(FIRST))
    store.connection.execute("UPDATE articles SET text_digest = 'by older rules'")
    stored = store.article_at(visit_of(FIRST).normalised_url)
    assert stored is not None
    assert edit_of(stored, visit_of(FIRST, hours=1)) is None
    assert store.save(visit_of(FIRST, hours=1)) is Outcome.UNCHANGED
    assert rows(store, "SELECT * FROM revisions") == []


SHARE_LINE = "关注河湾发布，第一时间了解身边事"
CUT_SHARE_LINE = Removal(RemovalKind.BOILERPLATE, SHARE_LINE, "body", STANDING_STEP)


def test_a_line_that_came_to_be_known_for_the_sites_own_is_no_edit(store: Store) -> None:
    """The site's memory grows: of the same page the first visits keep a line that later ones cut."""
    store.save(visit_of(article_of("清河大桥通车。", SHARE_LINE)))
    known = article_of("清河大桥通车。", removed=(CUT_SHARE_LINE,))
    stored = store.article_at(visit_of(known).normalised_url)
    assert stored is not None
    assert edit_of(stored, visit_of(known, hours=1)) is None
    assert store.save(visit_of(known, hours=1)) is Outcome.RECLEANED
    assert rows(store, "SELECT revision, text FROM articles") == [{"revision": 1, "text": "清河大桥通车。"}]
    kept = {"cause": "recleaned", "text": f"清河大桥通车。\n{SHARE_LINE}"}
    assert rows(store, "SELECT cause, text FROM revisions") == [kept]
    assert rows(store, "SELECT * FROM corrections") == []


def test_an_edit_names_no_line_that_only_we_cut(store: Store) -> None:
    store.save(visit_of(article_of("清河大桥通车。", "工程耗资九亿元。", SHARE_LINE)))
    assert store.save(visit_of(article_of("清河大桥通车。", removed=(CUT_SHARE_LINE,)), hours=1)) is Outcome.CHANGED
    assert rows(store, "SELECT sentence FROM silent_deletions") == [{"sentence": "工程耗资九亿元。"}]


def test_a_line_that_is_no_longer_known_for_the_sites_own_is_no_edit(store: Store) -> None:
    """Among more pages it stands on too few, or is too much of a text that was cut short."""
    store.save(visit_of(article_of("清河大桥通车。", "工程耗资九亿元。", removed=(CUT_SHARE_LINE,))))
    back = article_of("清河大桥通车。", "工程耗资九亿元。", SHARE_LINE)
    assert store.save(visit_of(back, hours=1)) is Outcome.RECLEANED
    store.save(visit_of(article_of("清河大桥通车。", "工程耗资九亿元。", removed=(CUT_SHARE_LINE,)), hours=2))
    assert store.save(visit_of(article_of("清河大桥通车。", SHARE_LINE), hours=3)) is Outcome.CHANGED
    assert rows(store, "SELECT sentence FROM silent_deletions") == [{"sentence": "工程耗资九亿元。"}]


@pytest.mark.parametrize(
    "cut",
    [CUT_SHARE_LINE._replace(text="版权所有 河湾日报社"), CUT_SHARE_LINE._replace(step="choose_body")],
    ids=["another line", "among related stories"],
)
def test_a_line_that_went_and_that_no_memory_knew_is_an_edit(store: Store, cut: Removal) -> None:
    store.save(visit_of(article_of("清河大桥通车。", SHARE_LINE)))
    assert store.save(visit_of(article_of("清河大桥通车。", removed=(cut,)), hours=1)) is Outcome.CHANGED
    assert rows(store, "SELECT sentence FROM silent_deletions") == [{"sentence": SHARE_LINE}]


def test_junk_that_comes_as_a_line_comes_to_be_known_is_recorded(store: Store) -> None:
    store.save(visit_of(article_of("清河大桥通车。", SHARE_LINE)))
    both = article_of("清河大桥通车。", removed=(CUT_SHARE_LINE, *hijacked("甲").removed), integrity=Integrity.INJECTED)
    assert store.save(visit_of(both, hours=1)) is Outcome.RECLEANED
    assert rows(store, "SELECT cause, added FROM revisions WHERE cause = 'injected'") == [
        {"cause": "injected", "added": '["甲"]'}
    ]


def test_a_campaigns_line_that_was_text_until_it_was_known_has_not_come(store: Store) -> None:
    store.save(visit_of(article_of("清河大桥通车。", "某某娱乐 某某彩票")))
    known = article_of("清河大桥通车。", removed=hijacked("某某娱乐 某某彩票").removed, integrity=Integrity.INJECTED)
    assert store.save(visit_of(known, hours=1)) is Outcome.RECLEANED
    assert rows(store, "SELECT cause FROM revisions") == [{"cause": "recleaned"}]
    assert rows(store, "SELECT since FROM hijacks") == [{"since": utc_text(NOON)}]


def test_text_that_sqlite_cannot_hold_is_stored_without_it(store: Store) -> None:
    bad = "坏\x00字\ud800符"
    article = article_of(bad, title=bad, authors=(bad,), images=(Image(bad, bad, None),), keywords=(bad,))
    assert store.save(visit_of(article)) is Outcome.NEW
    assert store.save(visit_of(article)) is Outcome.UNCHANGED
    assert store.save(visit_of(replace(article, rejection=Rejection.LISTING), path="2.html")) is Outcome.REJECTED
    assert rows(store, "SELECT title FROM articles") == [{"title": "坏字?符"}]


def test_blocks_view_gives_lines_with_kinds(store: Store) -> None:
    lines = ['他说："好"\\n吗\\\\n？', "第二\t行", "\\", "末行"]
    store.save(visit_of(article_of(*lines)))
    assert [row["text"] for row in rows(store, "SELECT text FROM blocks ORDER BY position")] == lines
    assert {row["kind"] for row in rows(store, "SELECT kind FROM blocks")} == {"paragraph"}


def test_corrections_show_old_and_new_text(store: Store) -> None:
    for hours, text in enumerate(("甲。乙。丙。", "甲。丙。", "甲。丁。")):
        store.save(visit_of(article_of(text), hours=hours))
    shown = rows(store, "SELECT old_text, new_text, deleted, added FROM corrections ORDER BY changed_at")
    assert [(row["old_text"], row["new_text"]) for row in shown] == [
        ("甲。乙。丙。", "甲。丙。"),
        ("甲。丙。", "甲。丁。"),
    ]
    assert rows(store, "SELECT sentence FROM silent_deletions") == [{"sentence": "乙。"}]


def test_check_names_what_is_wrong(store: Store) -> None:
    store.save(visit_of(FIRST))
    store.save(visit_of(FIRST, path="2.html"))
    assert store.check() == []
    store.connection.execute("PRAGMA foreign_keys = OFF")
    store.connection.execute("DELETE FROM pages")
    (line,) = store.check()
    assert line.startswith("articles: rows that refer to nothing in pages: 2; ")


def test_comparing_hostile_texts_takes_no_time() -> None:
    began = time.process_time()
    one, other = "".join(["甲。乙。"] * 4_000), "".join(["乙。丙。甲。"] * 3_000)
    changes = compare_sentences(one, other)
    assert set(changes.added) == {"丙。"}
    compare_sentences("甲。乙。" * 150, "乙。丙。甲。" * 100)
    assert time.process_time() - began < 2.0


def test_a_rereading_is_no_visit_and_no_edit(store: Store) -> None:
    article = article_of("水位上涨。", title="水库")
    store.save(visit_of(article))
    store.save(visit_of(article, hours=1))
    store.save(visit_of(article, hours=2, status=404))
    before = rows(store, "SELECT * FROM pages")
    later = NOON + timedelta(days=9)
    assert (
        store.reread(visit_of(replace(article, text="水位上涨三米。", authors=("林一",))), later) is Outcome.RECLEANED
    )
    assert rows(store, "SELECT text, authors, revision, last_seen_at, withdrawn_at FROM articles") == [
        {
            "text": "水位上涨三米。",
            "authors": '["林一"]',
            "revision": 1,
            "last_seen_at": utc_text(NOON + timedelta(hours=1)),
            "withdrawn_at": utc_text(NOON + timedelta(hours=2)),
        }
    ]
    assert rows(store, "SELECT cause, changed_at FROM revisions ORDER BY number")[1:] == [
        {"cause": "recleaned", "changed_at": utc_text(later)}
    ]
    assert rows(store, "SELECT * FROM pages") == before
    assert store.check() == []


def test_a_database_that_another_makes_while_its_version_is_read_is_not_taken_for_a_strangers(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    waiting = sqlite3.connect(path, isolation_level=None)
    waiting.execute("PRAGMA journal_mode = WAL")

    def make(statement: str) -> None:
        if "sqlite_schema" in statement:
            Store.open(path).close()

    waiting.set_trace_callback(make)
    assert stored_version(waiting, path) == 0
    waiting.set_trace_callback(None)
    assert stored_version(waiting, path) == SCHEMA_VERSION
    waiting.close()


OPENING = """
import sys, time
from pipelines.store import Store
from pipelines.stored import edit_of
moment = float(sys.argv[1])
for path in sys.argv[2:]:
    time.sleep(max(0, moment - time.time() - 0.02))
    while time.time() < moment:
        pass
    Store.open(path).close()
    moment += 0.4
"""


def test_two_that_make_the_database_at_the_same_moment_wait_for_each_other(tmp_path: Path) -> None:
    databases = [str(tmp_path / f"{number}.db") for number in range(3)]
    command = [sys.executable, "-c", OPENING, str(time.time() + 1), *databases]
    openers = [subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [opener.communicate()[1] for opener in openers] == [""] * 3
