"""An article that was seen cannot be published later than that, whatever its page says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from visits import NOON, article_of, visit_of

from cleaners.article import Article, Precision
from pipelines.recleaning import changed_fields
from pipelines.store import Store

TEXT = (
    "清河县水务局昨日公布，城北水库除险加固工程已经完成主体施工，下游三个乡镇的灌溉用水从本月起恢复正常供应。",
    "附近的种粮大户说，往年到了七月就要排队等水，今年渠道通了，秋季的晚稻可以按时插下去，心里踏实了不少。",
)
OTHER = (
    "受冷空气影响，明天全县多云转阴，局部有小雨，山区最低气温八度，农户请注意给大棚覆膜保温。",
    "县气象台预计，本周末天气转晴，气温回升，有利于秋收作业和晾晒，户外活动请注意防晒补水。",
)


def dated(days: int, *text: str) -> Article:
    published = (NOON + timedelta(days=days)).replace(second=0)
    return article_of(*text, published_at=published, published_precision=Precision.DAY, published_raw=f"day {days}")


@pytest.mark.parametrize(
    ("text", "days", "kept"),
    [
        (TEXT, 15, "day 0"),
        ((*TEXT, "更正：受益乡镇为三个。"), 15, "day 0"),
        (TEXT, 1, "day 1"),
        (TEXT, -3, "day -3"),
        (OTHER, 15, "day 15"),
    ],
)
def test_the_day_of_an_article_that_is_dated_anew(tmp_path: Path, text: tuple[str, ...], days: int, kept: str) -> None:
    store = Store.open(tmp_path / "news.db")
    store.save(visit_of(dated(0, *TEXT)))
    store.save(visit_of(dated(days, *text), hours=24 * 20, cleaner_version="2"))
    row = store.connection.execute("SELECT published_raw, published_at, published_precision FROM articles").fetchone()
    assert row["published_raw"] == kept
    assert datetime.fromisoformat(row["published_at"]) == NOON + timedelta(days=int(kept.split()[1]))
    store.close()


def test_cleaning_again_dates_no_article_anew(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "news.db")
    store.save(visit_of(dated(0, *TEXT)))
    again = visit_of(dated(15, *TEXT), hours=24 * 20, cleaner_version="2")
    assert not changed_fields(store, again)
    store.reread(again, datetime(2024, 10, 1, tzinfo=UTC))
    assert store.connection.execute("SELECT published_raw FROM articles").fetchone()[0] == "day 0"
    store.close()
