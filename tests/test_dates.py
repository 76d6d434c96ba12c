"""Publication times: each form, its traps, and the promise that no impossible day comes out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import clean_html
from cleaners.dates import meaning_of
from cleaners.lexicons import load_lexicon
from cleaners.stamps import read_stamps

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "dates.json").read_text("utf-8"))
TEXT = "".join(
    f"<p>老街第{n}间铺面上午开了门，门口排起长队，掌柜说这样的热闹已经多年没有见过，茶水续了三回，还是有人来。</p>"
    for n in range(5)
)


def page(line: str, meta: dict[str, str] | None = None, below: str = "") -> str:
    head = "".join(f'<meta name="{name}" content="{content}">' for name, content in (meta or {}).items())
    return (
        f"<html><head><title>老街重开_明溪新闻网</title>{head}</head><body><h1>老街重开</h1>"
        f"<div>{line}</div><div>{TEXT}</div><div>{below}</div></body></html>"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_case(case: dict[str, Any]) -> None:
    fetched = datetime.fromisoformat(case["fetched"]) if "fetched" in case else None
    article = clean_html(page(case["line"], case.get("meta")), case.get("url"), fetched_at=fetched)
    time = article.published_at.isoformat() if article.published_at else None
    assert (time, article.published_precision) == (case["time"], case.get("precision"))


def test_there_are_enough_cases_of_both_kinds() -> None:
    assert len(CASES) >= 150
    assert sum(case["time"] is None for case in CASES) >= 40


def test_time_in_several_elements() -> None:
    parts = "<div>2024</div><div>05/06</div><div>09:10:11</div>"
    article = clean_html(page(parts))
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-05-06T09:10:11+08:00"


def test_day_above_year_and_month() -> None:
    article = clean_html(page("<div>06</div><div>2024-05</div>"))
    assert article.published_at is not None
    assert article.as_dict()["published_at"] == "2024-05-06"


def test_date_below_the_text() -> None:
    article = clean_html(page("", below="发布日期：2024-05-06 责任编辑：何岱青"))
    assert article.as_dict()["published_at"] == "2024-05-06"


def test_dates_of_related_stories_are_not_ours() -> None:
    stories = ("老街改造明年动工 2024-05-06", "后街修沟工程招标 2024-05-07")
    below = "<ul>" + "".join(f"<li><a href='/{n}'>{story}</a></li>" for n, story in enumerate(stories)) + "</ul>"
    assert clean_html(page("", below=below)).published_at is None


def test_days_of_a_list_without_links_are_not_ours() -> None:
    below = "<p>老街改造明年动工</p><p>2024-05-06</p><p>后街修沟工程招标</p><p>2024-05-07</p>"
    assert clean_html(page("", below=below)).published_at is None


def test_update_is_kept_beside_publication() -> None:
    article = clean_html(page("发布时间：2024-05-06 09:10 更新时间：2024-05-08 10:00"))
    assert article.modified_at is not None
    assert article.modified_at.isoformat() == "2024-05-08T10:00:00+08:00"


@pytest.mark.parametrize("row", load_lexicon("time_labels"), ids=lambda row: row["text"])
def test_label_rows_prove_themselves(row: dict[str, str]) -> None:
    assert meaning_of(row["hit"], read_stamps(row["hit"])[0]) == row["value"]
    assert meaning_of(row["miss"], read_stamps(row["miss"])[0]) != row["value"]


def test_month_names_are_months() -> None:
    assert {row["value"] for row in load_lexicon("months")} == {str(number) for number in range(1, 13)}


TIME_TEXT = st.text(alphabet="0123456789-/.:：年月日时分 TZ+昨今天前小二〇〇四五六十民國Mayago发布更新", max_size=60)


@settings(max_examples=150, deadline=None)
@given(TIME_TEXT)
def test_stamps_lie_within_their_text_and_apart(text: str) -> None:
    stamps = read_stamps(text)
    assert all(0 <= stamp.start < stamp.end <= len(text) for stamp in stamps)
    assert all(a.end <= b.start for a, b in pairwise(stamps))


@settings(max_examples=80, deadline=None)
@given(TIME_TEXT, TIME_TEXT, st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - made aware below
def test_no_time_before_1990_or_after_the_fetch_day(line: str, stated: str, now: datetime) -> None:
    fetched = now.replace(tzinfo=UTC)
    article = clean_html(page(line, {"pubdate": stated}), fetched_at=fetched)
    if article.published_at is not None:
        assert article.published_at.year >= 1990
        assert article.published_at.astimezone(UTC) < fetched + timedelta(days=1)
