"""Publication times: each form, its traps, and the promise that no impossible day comes out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import ENGLISH, TEXT
from rows import every_row

from cleaners import clean_html
from cleaners.article import BlockKind
from cleaners.draft import BodyLine, Draft
from cleaners.embedded.structured import Statements
from cleaners.lexicons import load_lexicon
from cleaners.lines.stamps import read_stamps
from cleaners.lines.time_labels import meaning_of
from cleaners.metadata.dates import find_times
from cleaners.metadata.reach import find_reach
from cleaners.page.parse import parse_page
from cleaners.site import Site

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "dates.json").read_text("utf-8"))


def page(line: str, meta: dict[str, str] | None = None, below: str = "") -> str:
    head = "".join(f'<meta name="{name}" content="{content}">' for name, content in (meta or {}).items())
    return (
        f"<html><head><title>老街重开_明溪新闻网</title>{head}</head><body><h1>老街重开</h1>"
        f"<div>{line}</div><div>{TEXT}</div><div>{below}</div></body></html>"
    )


@every_row("case", CASES, ids=lambda case: case["label"])
def test_a_page_was_published_when_its_case_says(case: dict[str, Any]) -> None:
    fetched = datetime.fromisoformat(case["fetched"]) if "fetched" in case else None
    article = clean_html(
        page(case["line"], case.get("meta"), case.get("below", "")), case.get("url"), fetched_at=fetched
    )
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


def english(line: str, head: str = "", below: str = "", lang: str = "en") -> str | None:
    source = (
        f"<html lang={lang}><head><title>Old street opens | The Mingxi Post</title>{head}</head><body>"
        f"<h1>Old street opens</h1><div>{line}</div><div>{ENGLISH}</div>{below}</body></html>"
    )
    published: str | None = clean_html(source, "https://post.example/old-street").as_dict()["published_at"]
    return published


@pytest.mark.parametrize(
    ("line", "lang", "day"),
    [
        ("3/10/2023", "en", "2023-03-10"),
        ("3/10/2023", "en-US", "2023-03-10"),
        ("3/10/2023", "en-GB", "2023-10-03"),
        ("3/10/2023", "fr", "2023-10-03"),
        ("3.10.2023", "de", "2023-10-03"),
        ("25/12/2023", "en", "2023-12-25"),
    ],
)
def test_language_settles_which_number_is_the_month(line: str, lang: str, day: str) -> None:
    assert english(line, lang=lang) == day


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("October 3, 2023 — 5.30am", "2023-10-03T05:30:00+00:00"),
        ("3 October 2023 at 5.30 pm", "2023-10-03T17:30:00+00:00"),
        ("October 3, 2023 5.30 million", "2023-10-03"),
        ("2023 Oct 3", "2023-10-03"),
        ("Mill 2023 Oct 33", None),
    ],
)
def test_a_month_by_name_beside_numbers(line: str, time: str | None) -> None:
    assert english(line) == time


@pytest.mark.parametrize(
    ("line", "below", "month"),
    [
        ("June 2022", "", "2022-06"),
        ("", "<p>Last updated: June 2022</p>", "2022-06"),
        ("", "<p>2022年6月发布</p>", None),
        ("", "<p>Great summer sale, June 2022</p>", None),
        ("2022-06-03", "<p>Last updated: July 2022</p>", "2022-06-03"),
    ],
)
def test_a_month_without_a_day_is_the_last_resort(line: str, below: str, month: str | None) -> None:
    assert english(line, below=below) == month


FOOT = "发表于 2024-05-06 09:10 阅读(31)"


def test_a_hidden_line_beside_the_headline_that_is_nothing_but_a_time() -> None:
    hidden = "<p style='opacity:0'>{}</p>"
    assert english(hidden.format("May 6, 2024")) == "2024-05-06"
    assert english(hidden.format("Book by May 6, 2024")) is None
    assert english("", below="<p>Further on</p>" * 6 + hidden.format("May 6, 2024")) is None


@pytest.mark.parametrize(
    ("foot", "below"),
    [
        (FOOT, f"<p>{FOOT}</p><h3>评论</h3>{'<p>居民说好</p>' * 20}"),
        ("评论", "<h3>评论</h3>"),
    ],
)
def test_comments_taken_for_text_do_not_move_its_end(foot: str, below: str) -> None:
    shop = "老街第"
    source = page("2024-05-06 09:10", below=f"{below}<p>{shop}六间也开了</p>")
    parsed = parse_page(source, None)
    body = tuple(BodyLine(BlockKind.PARAGRAPH, line) for line in parsed.lines if line.text.startswith(shop))
    draft = Draft(parsed, parsed.lines, Site(), None, body=body).note(title="老街重开")
    reach = find_reach(draft, Statements(), chinese=True, zone=UTC)
    assert reach.below[0].text == foot
    assert shop + "六间也开了" not in [line.text for line in reach.body]
    assert find_times(reach).published is not None


def test_sentence_behind_the_text_that_tells_of_the_first_publication() -> None:
    told = "This article was originally published on 26 Sep 2019 at 4:12pm but has been revised since, as prices rose"
    below = f"<p>{told}.</p>"
    assert english("30 Sep 2022, 11:07am", below=below) == "2019-09-26T16:12:00+00:00"
    assert english("", below=below.replace("originally published", "first seen by us")) is None


@pytest.mark.parametrize(
    "element",
    [
        '<abbr title="2024-03-09T01:40:40Z">1 hr 4 mins ago</abbr>',
        '<span property="dc:date dc:created" content="2024-03-09T01:40:40Z">Anna Berg, 3/9/24</span>',
        '<div property="schema:dateCreated" content="2024-03-09T01:40:40Z">Saturday</div>',
    ],
)
def test_elements_that_state_a_time_for_machines(element: str) -> None:
    assert english(element) == "2024-03-09T01:40:40+00:00"
    cards = "".join(
        f"<li><a href=/{day}>A story of the town</a> {element.replace('-09T', day)}" for day in ("-07T", "-08T")
    )
    assert english("", below=f"<ul>{cards}</ul>") is None


def test_cards_of_other_stories_state_no_time_of_ours() -> None:
    cards = "".join(
        f"<div><span itemprop=datePublished content=2024-03-{day}T10:00Z></span>Card {day}</div>" for day in (10, 11)
    )
    assert english("", "<meta name=date content='May 6, 2023'>", cards) == "2023-05-06"
    assert english("", below=cards) is None


@pytest.mark.parametrize("told", ["2024-05-06 09:10:11", "2024-05-06 09:10:11 --"])
def test_of_a_script_s_time_only_the_time_is_kept(told: str) -> None:
    script = f'<script>var state = {{"pubTime":"{told}"}}</script>'
    assert clean_html(page(script)).published_raw == "2024-05-06 09:10:11"


def test_zone_of_shown_times_is_the_one_stated_for_machines() -> None:
    head = "<meta property='article:published_time' content='2024-05-06T09:10:00-05:00'>"
    assert english("May 6, 2024 9:10 am", head) == "2024-05-06T09:10:00-05:00"
    assert english("May 6, 2024 9:10 am") == "2024-05-06T09:10:00+00:00"


@pytest.mark.parametrize(
    ("script", "time"),
    [
        ('<script>var state = {"pubTime":"2024-05-06 09:10"}</script>', "2024-05-06T09:10:00+08:00"),
        ("<script>var ct = '1714957811';</script>", "2024-05-06T09:10:11+08:00"),
        (
            "<i data-state='{&quot;datePublished&quot;:&quot;2024-05-06T01:10:11Z&quot;}'></i>",
            "2024-05-06T09:10:11+08:00",
        ),
        ('<script>var all = [{"pubTime":"2024-05-06"},{"pubTime":"2024-05-07"}]</script>', None),
        ('<script>var state = {"startTime":"2024-05-06 09:10"}</script>', None),
        ('<script>var react = "1714957811"</script>', None),
    ],
)
def test_time_that_only_a_script_holds(script: str, time: str | None) -> None:
    assert clean_html(page("", below=script)).as_dict()["published_at"] == time


def test_labelled_time_far_from_the_text() -> None:
    far = "".join(f"<div><a href=/{n}>老街{n}号</a></div>" for n in range(40))
    assert (
        clean_html(page("", below=far + "<div>发布时间：</div><div>2024-05-06</div>")).as_dict()["published_at"]
        == "2024-05-06"
    )
    two = "<div>发布时间：2024-05-06</div><div>发布时间：2024-05-07</div>"
    assert clean_html(page("", below=far + two)).published_at is None


@every_row("row", load_lexicon("time_labels"), ids=lambda row: row["text"])
def test_label_rows_prove_themselves(row: dict[str, str]) -> None:
    assert meaning_of(row["hit"], read_stamps(row["hit"])[0]) == row["value"]
    assert meaning_of(row["miss"], read_stamps(row["miss"])[0]) != row["value"]


def test_month_names_are_months() -> None:
    assert {row["value"] for row in load_lexicon("months")} == {str(number) for number in range(1, 13)}


@every_row("row", load_lexicon("clock_words"), ids=lambda row: row["text"])
def test_a_word_between_day_and_clock_is_read(row: dict[str, str]) -> None:
    hours = {"pm": 13, "noon": 13, "am": 1, "night": 1}
    (stamp,) = read_stamps(f"2024-05-06 {row['text']} 1:10")
    assert (stamp.hour, stamp.minute) == (hours[row.get("value", "am")], 10)
    (stamp,) = read_stamps(f"2024-05-06 x{row['text']}x 1:10")
    assert not stamp.has_clock


@every_row("row", load_lexicon("zones"), ids=lambda row: row["text"])
@pytest.mark.parametrize("line", ["2024-05-06 09:10 {}", "9:10 AM {}, May 6, 2024"])
def test_the_name_of_a_zone_is_read_behind_any_clock(row: dict[str, str], line: str) -> None:
    (stamp,) = read_stamps(line.format(row["text"]))
    assert (stamp.day, stamp.hour, stamp.minute) == (6, 9, 10)
    offset = stamp.offset.utcoffset(None) if stamp.offset else None
    assert offset == (timedelta(hours=float(row["value"])) if "value" in row else None)


@every_row("row", load_lexicon("ago_words"), ids=lambda row: row["text"])
def test_a_distance_from_the_fetch_is_read(row: dict[str, str]) -> None:
    text = row["text"]
    ahead, behind, later = ("2 ", "s ago", "s later") if text.isascii() else ("2", "前", "后")
    if row["name"] == "unit":
        assert read_stamps(ahead + text + behind)[0].ago == timedelta(**{row["value"]: 2})
        assert read_stamps((ahead + text + behind).upper())
        assert read_stamps((ahead + text + behind).replace("s", "ſ"))
        assert not read_stamps(f"县长2{text}前往渡口")
        assert not read_stamps(ahead + text + later)
        assert not read_stamps(f"5月3{text}前")
    else:
        assert read_stamps(text.capitalize())[0].ago == timedelta(days=int(row.get("value", "0")))
        assert read_stamps(text.upper())
        assert not read_stamps(f"{text}s" if text.isascii() else f"{text[:1]}的船")


@pytest.mark.parametrize("text", ["15日前报名", "（5 月 3 日前）", "昨日下午，渡口复航", "今日上午 渡口复航"])
def test_prose_of_days_is_no_distance_from_the_fetch(text: str) -> None:
    assert not read_stamps(text)


def test_a_day_without_a_year_counts_with_any_clock_behind_it() -> None:
    (stamp,) = read_stamps("Friday 3/1 9.30am")
    assert (stamp.month, stamp.day, stamp.hour, stamp.minute) == (3, 1, 9, 30)


TIME_TEXT = st.text(alphabet="0123456789-/.:：年月日时分 TZ+昨今天前小二〇〇四五六十民國Mayago发布更新", max_size=60)


@settings(max_examples=150)
@given(TIME_TEXT)
def test_stamps_lie_within_their_text_and_apart(text: str) -> None:
    stamps = read_stamps(text)
    assert all(0 <= stamp.start < stamp.end <= len(text) for stamp in stamps)
    assert all(a.end <= b.start for a, b in pairwise(stamps))


@settings(max_examples=80)
@given(TIME_TEXT, TIME_TEXT, st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - made aware below
def test_no_time_before_1990_or_after_the_fetch_day(line: str, stated: str, now: datetime) -> None:
    fetched = now.replace(tzinfo=UTC)
    article = clean_html(page(line, {"pubdate": stated}), fetched_at=fetched)
    if article.published_at is not None:
        assert article.published_at.year >= 1990
        assert article.published_at.astimezone(UTC) < fetched + timedelta(days=1)


FERRY = "<p>The ferry has gone from the landing, and the rope, wet on the stone, lies where it was left.</p>" * 5


def shown_abroad(line: str, head: str = "", lang: str = "und") -> str:
    """What is read of a page in another language that shows ``line`` under its headline; seconds are not told."""
    html = (
        f"<html lang={lang}><head>{head}</head><body><h1>The ferry has gone</h1><div>{line}</div>{FERRY}</body></html>"
    )
    article = clean_html(html, "https://news.example/1.html")
    if article.published_at is None:
        return ""
    day = article.published_precision == "day"
    return article.published_at.isoformat(timespec="minutes")[: 10 if day else None]


@every_row(
    ("line", "time"),
    [
        ("3 KASIM 2023", "2023-11-03"),  # capitals of the Turkish ı
        ("03 Oca 2024 11:15", "2024-01-03T11:15+00:00"),
        ("วันที่ 3 กุมภาพันธ์ 2567", "2024-02-03"),
        ("13 พ.ค. 2567 - 08:20 น.", "2024-05-13T08:20+00:00"),
        ("3 ก.พ. 67 | 08:20 น.", "2024-02-03T08:20+00:00"),
        ("13/05/2567", "2024-05-13"),
        ("۱۲ اردیبهشت ۱۴۰۳ - ۰۹:۴۱", "2024-05-01T09:41+00:00"),
        ("تاریخ انتشار: ۱۴۰۳/۲/۱۲", "2024-05-01"),
        ("۳۰ اسفند ۱۴۰۳", "2025-03-20"),
        ("۳۰ اسفند ۱۴۰۲", ""),
        ("17 مارس 2024 - 10:25 م", "2024-03-17T22:25+00:00"),
        ("١٧ كانون الثاني ٢٠٢٤", "2024-01-17"),
        ("مايو 11, 2024", "2024-05-11"),
        ("१९ जुलाई २०२४", "2024-07-19"),
        ("২২ ফেব্রুয়ারি ২০২৪, ১০:১৫", "2024-02-22T10:15+00:00"),
        ("Παρασκευή, 5 Ιουνίου, 2020", "2020-06-05"),
        ("11 квітня 2024, 09:12", "2024-04-11T09:12+00:00"),
        ("5 сен. 2023 г. в 14:36", "2023-09-05T14:36+00:00"),
        ("18 сәуір 2024, 11:00", "2024-04-18T11:00+00:00"),
        ("3 sierpnia 2023, 12:20", "2023-08-03T12:20+00:00"),
        ("3. 8. 2023 12:20", "2023-08-03T12:20+00:00"),
        ("2023. augusztus 3. 12:20", "2023-08-03T12:20+00:00"),
        ("01 februarie 2024, 10:00", "2024-02-01T10:00+00:00"),
        ("3. maj 2024 kl. 12:20", "2024-05-03T12:20+00:00"),
        ("29 janv. 2024 à 18:45", "2024-01-29T18:45+00:00"),
        ("11 de setiembre de 2023 a las 19:14 hs", "2023-09-11T19:14+00:00"),
        ("Rabu, 19 Agu 2020 14:20 WIB", "2020-08-19T14:20+07:00"),
        ("Hunyo 3, 2020", "2020-06-03"),
        ("Ngày 28 tháng 4 năm 2024", "2024-04-28"),
        ("2024.04.07. 오후 6:31", "2024-04-07T18:31+00:00"),
        ("令和6年5月4日", "2024-05-04"),
        ("2024年5月4日(土) 午後3時20分", "2024-05-04T15:20+00:00"),
        ("7 במאי 2024", "2024-05-07"),
        ("Mental HealthDECEMBER 22, 2022", "2022-12-22"),
        ("2567 บาท 13 คน", ""),
        ("1403/02/12", ""),
        ("Firefox ESR 115.10.1", ""),  # no day of the Republic of China
        ("v115.10.1", ""),
        ("Date 113/05/03", "2024-05-03"),
        ("1446/09/15 هـ", ""),  # of the Islamic calendar
    ],
)
def test_times_of_other_languages_and_calendars(line: str, time: str) -> None:
    assert shown_abroad(line) == time


@pytest.mark.parametrize(
    ("line", "stated", "time"),
    [
        ("May 6, 2024 9:10 am", "2024-05-06T13:10:44Z", "2024-05-06T09:10-04:00"),
        ("6 May 2024, 17:10", "2024-05-06T08:10:44Z", "2024-05-06T17:10+09:00"),
        ("6 May 2024, 09:10", "2024-05-06T09:10:44Z", "2024-05-06T09:10+00:00"),
        ("6 May 2024, 09:10", "2024-05-06T13:17:44Z", "2024-05-06T09:10+00:00"),  # another event
        ("6 May 2024, 09:10", "2024-05-06T00:00:00Z", "2024-05-06T09:10+00:00"),  # a day without a clock
        ("6 May 2024, 00:00", "2024-05-06T06:00:00Z", "2024-05-06T00:00+00:00"),
        ("6 May 2024, 14:15", "2024-05-06T06:00:00Z", "2024-05-06T14:15+00:00"),  # no zone is 8:15 from UTC
        ("02:15 PM May 6, 2024", "Mon, 06 May 2024 14:15:16 PST", "2024-05-06T14:15-08:00"),
        ("6 May 2024, 10:00", "2024-05-06T23:00:00Z", "2024-05-06T10:00+00:00"),  # nor 13 hours behind
        ("6 May 2024, 14:15", "2024-05-06T08:30:00Z", "2024-05-06T14:15+05:45"),
        ("6 maja 2024, 09:43", "2024-05-06 09:43:11+0200", "2024-05-06T09:43+02:00"),
    ],
)
def test_a_shown_clock_is_in_the_zone_that_parts_it_from_the_stated_time(line: str, stated: str, time: str) -> None:
    assert shown_abroad(line, f"<meta property='article:published_time' content='{stated}'>", "en") == time


@settings(max_examples=150)
@given(st.text(alphabet="KASIMARLkasımarlİıſ 0123456789.,", max_size=30))
def test_letters_whose_case_is_ambiguous_raise_nothing(text: str) -> None:
    read_stamps(f"3 {text} 2024 {text} 3, 2024")


def test_day_on_which_a_film_opens_is_no_day_of_publication() -> None:
    html = "<html lang=ja><body><h1>渡し船の映画</h1><p>2024年5月3日 10:00</p><p>劇場公開 2025年6月1日</p>"
    told = (
        "<p>渡し船を描いた映画が完成し、監督は月曜日に会見で撮影の苦労を語った。島の人たちも多く出演している。</p>" * 4
    )
    published = clean_html(f"{html}<div>{told}</div></body></html>", "https://news.example/1.html").published_at
    assert published is not None
    assert (published.year, published.month) == (2024, 5)


@pytest.mark.parametrize("weekday", ["星期五", "周五", "週五"])
def test_a_day_with_its_weekday_above_the_headline_is_the_page_clock(weekday: str) -> None:
    text = "<p>老街的青石板路昨天铺好，四十家店铺开了门，掌柜们说这样的热闹已经多年没有见过。</p>" * 4
    html = f"<title>老街重开</title><div>2024年8月30日 {weekday}</div><h1>老街重开</h1>{text}"
    assert clean_html(html, "https://mingxi.example/a/1.html").published_at is None


@pytest.mark.parametrize(
    ("label", "published"), [("报名时间", "2024-05-06 10:00"), ("最后更新时间", "2024-05-06 10:00")]
)
def test_a_heading_that_ends_as_a_label_tells_of_the_time_below_it(label: str, published: str) -> None:
    text = "<p>渡口昨天恢复通航，镇上的老人一早赶到码头，船工说头班船坐满了六十人，傍晚才收船。</p>" * 4
    body = f"<h1>渡口恢复通航</h1><h3>{label}</h3><p>2024年6月1日 08:00</p>{text}<div>发布时间：2024-05-06 10:00</div>"
    article = clean_html(f"<title>渡口恢复通航</title>{body}", "http://hewan.example/1.html")
    assert article.published_raw == published


def test_a_deck_says_nothing_of_the_time_below_it() -> None:
    head = "<h1>离岛渡轮加价</h1><h2>四月一日起生效</h2><p>2025-02-18 06:00</p>"
    text = "<p>运输部门昨天宣布，四条离岛渡轮航线四月一日起加价，平均加幅百分之四点六，长者票价不变。</p>" * 4
    article = clean_html(f"<title>离岛渡轮加价</title>{head}{text}", "http://hewan.example/2025/02/18/1.html")
    assert article.published_raw == "2025-02-18 06:00"


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("hours", [-12, 0, 14])
@pytest.mark.parametrize("line", ["昨天 09:15", "3小时前", "2026-03-10 09:15", "9999-12-31T23:59:59-12:00"])
def test_a_time_of_fetching_that_stands_for_none_is_none(year: int, hours: int, line: str) -> None:
    """Saved pages tell such a one where their system kept no time."""
    month, day = (1, 1) if year == 1 else (12, 31)
    fetched_at = datetime(year, month, day, 23, tzinfo=timezone(timedelta(hours=hours)))
    assert clean_html(page(line), fetched_at=fetched_at) == clean_html(page(line))
