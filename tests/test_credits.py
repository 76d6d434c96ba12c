"""Credits: who is named by which label, what is a name and what is not."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import ENGLISH, TEXT
from rows import every_row

from cleaners import clean_html
from cleaners.lexicons import load_lexicon
from cleaners.lines.bylines import looks_like_author, names_in, read_byline, read_labelled, read_short_byline
from cleaners.lines.credit_lines import is_credit_line
from cleaners.lines.credits import read_credits
from cleaners.lines.names import is_person, split_names
from cleaners.lines.paragraph_credits import read_brackets, read_signature
from cleaners.lines.sources import clean_source, is_outlet
from cleaners.metadata.desk_lines import read_desk

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "credits.json").read_text("utf-8"))


def credited(line: str) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for credit in read_credits(line):
        if credit.names:
            names.setdefault(credit.kind, []).extend(credit.names)
    return names


@every_row("case", CASES, ids=lambda case: case["label"])
def test_a_line_credits_whom_its_case_says(case: dict[str, Any]) -> None:
    assert credited(case["line"]) == case["want"]


def test_there_are_enough_cases_of_both_kinds() -> None:
    assert len(CASES) >= 100
    assert sum(not case["want"] for case in CASES) >= 30


@every_row("row", load_lexicon("credit_labels"), ids=lambda row: row["text"])
def test_label_rows_prove_themselves(row: dict[str, str]) -> None:
    assert credited(row["hit"]).get(row["value"])
    assert not credited(row["miss"]).get(row["value"])


@every_row("row", load_lexicon("no_persons"), ids=lambda row: row["text"])
def test_rows_of_no_persons_prove_themselves(row: dict[str, str]) -> None:
    assert not looks_like_author(row["hit"])
    assert looks_like_author(row["miss"])


@pytest.mark.parametrize("word", ["孔子", "国际", "宣传", "黃金"])
def test_a_word_that_news_often_uses_signs_nothing(word: str) -> None:
    assert not read_signature(f"渡口复航。（{word}）")


@every_row("row", load_lexicon("no_signatures"), ids=lambda row: row["text"])
def test_a_word_in_the_last_bracket_signs_nothing(row: dict[str, str]) -> None:
    assert not read_signature(row["hit"])
    assert read_signature(row["miss"])


@every_row("row", load_lexicon("outlet_endings"), ids=lambda row: row["text"])
def test_ending_rows_prove_themselves(row: dict[str, str]) -> None:
    assert is_outlet(row["hit"]) or clean_source(row["hit"]) == row["hit"]
    assert not is_outlet(row["miss"])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("明溪日报讯（记者 何岱青 通讯员 王莉）老街昨天重新开街。", ("何岱青", "王莉")),
        ("新华社北京4月24日电（记者何岱青、李知南）航天员昨天返回。", ("何岱青", "李知南")),
        ("本站讯（职工通讯员 李知南 刘会）为推进工作，老街昨天开街。", ("李知南", "刘会")),
        ("老街（又名东山街）昨天开街。", ()),
        ("老街昨天开街（记者从县里获悉）。", ()),
    ],
)
def test_brackets_at_the_head(text: str, names: tuple[str, ...]) -> None:
    assert tuple(name for credit in read_brackets(text, head=True, tail=False) for name in credit.names) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("老街昨天重新开街，掌柜很高兴。（何岱青 李知南 ）", ("何岱青", "李知南")),
        ("老街昨天重新开街，掌柜很高兴。（记者 何岱青）", ("何岱青",)),
        ("老街昨天重新开街，掌柜很高兴。（何岱青）", ("何岱青",)),
        ("老街昨天重新开街，掌柜很高兴。（完）", ()),
        ("老街昨天重新开街，掌柜很高兴。（组图）", ()),
        ("老街昨天重新开街（见右图），掌柜很高兴。", ()),
        ("老街昨天重新开街，掌柜很高兴。（实习生王某对此文亦有贡献）", ()),
    ],
)
def test_brackets_at_the_tail(text: str, names: tuple[str, ...]) -> None:
    assert tuple(name for credit in read_brackets(text, head=False, tail=True) for name in credit.names) == names


@pytest.mark.parametrize("name", ["何岱青", "王莉", "欧阳明溪", "迪丽·买买提", "顧若川", "额尔德尼", "乌云其其格"])
def test_names_of_persons_are_told(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", ["", "明溪日报", "何", "何岱青说", "东山老街重开", "Jane", "李知南王莉何岱青", "2024"])
def test_offices_places_and_words_are_no_persons(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：何岱青",
        "（责编：何岱青、李知南）",
        "本报记者 何岱青",
        "来源：明溪日报",
        "编辑 何岱青 校对 李知南",
        "（何岱青 李知南）",
    ],
)
def test_lines_that_are_only_credits(line: str) -> None:
    assert is_credit_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "记者：您怎么看这件事？",
        "老街重开，生意回来了",
        "责任编辑制度落实情况",
        "何岱青",
        "图/表见附件",
        "掌柜何岱青说，老街的编辑部就在楼上",
        "《明溪日报》（2024年05月06日 03版）",
    ],
)
def test_lines_that_are_not(line: str) -> None:
    assert not is_credit_line(line)


def page(byline: str, foot: str = "") -> str:
    return (
        "<html><head><title>老街重开_明溪新闻网</title></head><body><h1>老街重开</h1>"
        f"<div>{byline}</div><div>{TEXT}{foot}</div></body></html>"
    )


@pytest.mark.parametrize(
    ("byline", "source", "authors"),
    [
        ("2024-05-06 09:10 明溪日报", "明溪日报", ()),
        ("2024-05-06 09:10 何岱青 李知南", None, ("何岱青", "李知南")),
        ("原创 山水小屋 2024-05-06 09:10", None, ("山水小屋",)),
        ("2024-05-06 明溪新闻网 评论 12", "明溪新闻网", ()),
        ("2024-05-06 09:10 纸上拾光</div><div>作者：何岱青", "纸上拾光", ("何岱青",)),
        ("2024-05-06 09:10 民生</div><div>作者：何岱青", None, ("何岱青",)),
        ("民生热点 2024-05-06 09:10 作者：何岱青", None, ("何岱青",)),
        ("首页 > 民生 2024-05-06 09:10", None, ()),
        ("明溪新闻网 > 民生 2024-05-06 09:10", None, ()),
        ("何岱青", None, ("何岱青",)),
        ("东山老街", None, ()),
        ("2024-05-06 09:10 綜合報導", None, ()),
        ("2024-05-06 09:10 即時報導", None, ()),
        ("2024-05-06 09:10 明溪時報綜合報導", None, ()),
        ("何岱青/明溪日报 2024-05-06 09:10 发表于福建", "明溪日报", ("何岱青",)),
        ("□ 苇岸白</div><div>2024-05-06 09:10 明溪新闻", "明溪新闻", ("苇岸白",)),
        ("■ 导读</div><div>2024-05-06 09:10", None, ()),
        ("□ 文艺副刊</div><div>2024-05-06 09:10", None, ()),
        ("□ 散文</div><div>2024-05-06 09:10", None, ()),
        ("□ 同意</div><div>2024-05-06 09:10", None, ()),
        ("□ 河湾县</div><div>2024-05-06 09:10", None, ()),
        ("◎ 封面故事</div><div>2024-05-06 09:10", None, ()),
        ("2024-05-06 09:10</div><div>来自明溪日报客户端", "明溪日报客户端", ()),
    ],
)
def test_bare_names_beside_the_date(byline: str, source: str | None, authors: tuple[str, ...]) -> None:
    article = clean_html(page(byline))
    assert (article.source, article.authors) == (source, authors)


@pytest.mark.parametrize(
    ("title", "name", "source"),
    [
        ("老街重开_教育频道_明溪新闻网", "教育频道", None),
        ("老街重开_教育频道", "教育频道", None),
        ("老街重开客人排起长队-新闻中心-明溪大学", "新闻中心", None),
        ("老街重开客人排起长队-新闻中心-明溪大学", "明溪大学", "明溪大学"),
        ("老街重开_明溪日报_东山门户", "明溪日报", "明溪日报"),
        ("明溪新闻网 - 老街重开", "明溪新闻网", "明溪新闻网"),
        ("明溪新闻", "明溪新闻", "明溪新闻"),
        ("国内新闻", "国内新闻", None),
    ],
)
def test_channels_beside_the_date_are_no_source(title: str, name: str, source: str | None) -> None:
    html = page(f"{name} 2024-05-06 09:10").replace("老街重开_明溪新闻网", title)
    assert clean_html(html).source == source


def test_the_site_at_which_a_trail_begins_is_a_source_whatever_title_says() -> None:
    html = page("2024-05-06 09:10 明溪网").replace("老街重开_明溪新闻网", "老街重开客人排起长队_明溪网旅游")
    article = clean_html(html.replace("<h1>", "<div>明溪网 &gt; 旅游 &gt; 游记</div><h1>"))
    assert (article.source, article.section) == ("明溪网", "游记")


def test_the_site_at_which_a_trail_begins_is_a_source() -> None:
    html = page("2024-05-06 09:10 明溪新闻").replace("老街重开_明溪新闻网", "老街重开客人排起长队_明溪新闻")
    html = html.replace("<h1>", "<div>明溪新闻 &gt; 教育 &gt; 正文</div><h1>")
    article = clean_html(html)
    assert (article.source, article.section) == ("明溪新闻", "教育")


@pytest.mark.parametrize(
    ("cells", "source", "authors"),
    [
        (("信息来源", "明溪县教育局", "发布日期", "2024-05-06", "作者", "何岱青"), "明溪县教育局", ("何岱青",)),
        (("来　源", "明溪日报", "时间", "2024-05-06"), "明溪日报", ()),
        (("来源", "作者", "日期", "明溪", "何岱青", "2024-05-06"), None, ()),
        (("来源", "发布日期", "2024-05-06", "作者", "浏览次数", "123"), None, ()),
    ],
)
def test_labels_in_cells_need_no_colon(cells: tuple[str, ...], source: str | None, authors: tuple[str, ...]) -> None:
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    article = clean_html(page(f"<table><tr>{row}</tr></table>"))
    assert (article.source, article.authors) == (source, authors)


def test_the_editors_line_leaves_the_text_whatever_follows_it() -> None:
    said = "说明：本刊所登均为读者来稿，来稿一律不退，请自留底稿，三个月内未见刊登的可以自行处理。"
    article = clean_html(page("2024-05-06 09:10 明溪日报", f"<p>责任编辑：李知南</p><p>{said}</p>"))
    assert article.editors == ("李知南",)
    assert "责任编辑" not in article.text


@pytest.mark.parametrize(
    "lines",
    [
        ("他做过的书里，版权页上都有一行小字：", "责任编辑：李知南"),
        ("书名：《老街旧事》", "责任编辑：李知南", "出版社：明溪出版社"),
    ],
)
def test_an_editor_in_a_list_of_the_text_stays(lines: tuple[str, ...]) -> None:
    told = "老街的书店里，这本书卖得最好，掌柜说，来买的多是住过老街的人，一买就是三五本。"
    article = clean_html(page("2024-05-06 09:10", "".join(f"<p>{line}</p>" for line in (*lines, told))))
    assert article.text.split("\n")[-len(lines) - 1 :] == [*lines, told]


@pytest.mark.parametrize(
    "lines",
    [
        ("导演：何岱青", "编剧：李知南", "主演：王莉、张村", "配音：林路", "海报设计：王登科"),
        ("導演：何岱青", "編導：李知南", "主演：王莉", "海報設計：王登科"),
        ("采编：2名", "播音：1名", "视频剪辑：3名"),
        ("复核：县医院", "审定：县政府", "发布：县卫健委"),
        ("舞蹈《渡口》 编导：何岱青",),
    ],
)
def test_a_list_of_makers_or_posts_that_a_text_ends_with_stays(lines: tuple[str, ...]) -> None:
    article = clean_html(page("2024-05-06 09:10 明溪日报", "".join(f"<p>{line}</p>" for line in lines)))
    assert article.text.split("\n")[-len(lines) :] == [*lines]


def test_makers_that_no_list_holds_leave_the_text() -> None:
    article = clean_html(page("2024-05-06 09:10 明溪日报", "<p>播音：何岱青</p><p>海报设计：王莉</p>"))
    assert "何岱青" not in article.text
    assert "王莉" not in article.text


def test_responsible_editor_comes_before_the_reprinted_one() -> None:
    article = clean_html(page("", "<p>编辑 王莉 校对 周若川</p><p>责任编辑：何岱青</p>"))
    assert (article.editors, article.proofreaders) == (("何岱青",), ("周若川",))
    assert "王莉" not in article.text


def test_editor_is_no_author() -> None:
    head = page("", "<p>编辑：何岱青</p>").replace("<title>", "<meta name='author' content='何岱青'><title>")
    assert clean_html(head).authors == ()


@settings(max_examples=200)
@given(st.text(alphabet="何岱青记者通讯员来源作者责任编辑摄文图：:/（）() 、，|_N12报网社\u3000", max_size=60))
def test_reading_never_raises_and_stays_in_the_line(line: str) -> None:
    for credit in read_credits(line):
        assert 0 <= credit.start <= credit.end <= len(line)
        assert all(2 <= len(name) <= 60 for name in credit.names if credit.kind != "source")
    split_names(line)
    is_credit_line(line)
    read_brackets(line, head=True, tail=True)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Jane Rowe", ("Jane Rowe",)),
        ("By Jane Rowe and John Doe", ("Jane Rowe", "John Doe")),
        ("By Jane Rowe December 21, 2023", ("Jane Rowe",)),
        ("By Jane Rowe, PhD", ("Jane Rowe",)),
        ("<a href='/authors/jane-rowe'>Jane Rowe</a> | 2 May 2024", ("Jane Rowe",)),
        ("<div class=byline>Jane Rowe</div>", ("Jane Rowe",)),
        ("<a href='/topics/old-street'>Old Street</a>", ()),
        ("By the numbers", ()),
        ("By Staff Writer", ()),
        ("By Jane Rowe, Ann Lee, and John Doe", ("Jane Rowe", "Ann Lee", "John Doe")),
        ("ByJane Rowe", ("Jane Rowe",)),
        ("Byron Bay", ()),
        ("Written by:Jane Rowe", ("Jane Rowe",)),
        ("May 2, 2024 by Jane Rowe, Mill Columnist", ("Jane Rowe",)),
        ("Written by<div>Jane Rowe</div>", ("Jane Rowe",)),
        ("Written by<div>Full Bio</div>", ()),
        ("Reviewed by Jane Rowe", ()),
        ("<div>Share</div>" * 9 + "By Jane Rowe", ()),
    ],
)
def test_an_english_byline_names_its_authors(byline: str, authors: tuple[str, ...]) -> None:
    source = (
        f"<html lang=en><head><title>Old street opens</title></head><body><h1>Old street opens</h1><div>{byline}</div>"
    )
    assert clean_html(f"{source}<div>{ENGLISH}</div></body></html>").authors == authors


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Jane RoweMILL Business", ("Jane Rowe",)),  # glued to her desk, but stated without it
        ("By Ann Lee", ("Ann Lee",)),
        ("", ("Jane Rowe", "Edward Itor")),
    ],
)
def test_shown_byline_tells_authors_from_editors_among_those_stated(byline: str, authors: tuple[str, ...]) -> None:
    data = '{"@type":"Article","author":[{"name":"Jane Rowe"},{"name":"Edward Itor"}]}'
    head = f"<html lang=en><head><script type='application/ld+json'>{data}</script></head><body>"
    assert clean_html(f"{head}<h1>Old street opens</h1><p>{byline}</p>{ENGLISH}</body></html>").authors == authors


def test_publisher_named_as_creator_is_no_author() -> None:
    data = '{"@type":"Article","author":{"name":"Jane Rowe"},"creator":{"name":"Mill Press House"}}'
    source = (
        f"<html lang=en><head><script type='application/ld+json'>{data}</script></head><body><h1>Old street opens</h1>"
    )
    assert clean_html(f"{source}{ENGLISH}</body></html>").authors == ("Jane Rowe",)


def test_outlet_named_as_author_is_none() -> None:
    article = clean_html(page("2024-05-06 明溪日报 作者：明溪日报", foot="（记者 何岱青）"))
    assert (article.source, article.authors) == ("明溪日报", ("何岱青",))


def test_label_and_value_in_elements_of_their_own() -> None:
    article = clean_html(page("<ul><li>来源：</li><li>明溪日报</li></ul><dl><dt>作者：</dt><dd>何岱青</dd></dl>"))
    assert (article.source, article.authors) == ("明溪日报", ("何岱青",))


@every_row("row", load_lexicon("desk_labels"), ids=lambda row: row["text"])
def test_desk_labels_prove_themselves(row: dict[str, str]) -> None:
    assert [credit.kind for credit in read_desk(row["hit"], dated=True)] == [row["value"]]
    assert not list(read_desk(row["miss"], dated=True))


@pytest.mark.parametrize(
    ("line", "dated", "want"),
    [
        ("2024-05-06 14:05:11 래원: 나루일보 기자: 한서윤 편집: 리성호", True, [("나루일보",), ("리성호",)]),
        ("May 6, 2024, 9:01 AM / Source: Mingxi Daily", True, [("Mingxi Daily",)]),
        ("by Jane Rowe May 6, 2024 Source: pictures.example", True, []),
        ("Source: Mingxi Daily", False, []),
        ("Source: Mingxi Daily Editor: Xu Qing", False, [("Mingxi Daily",), ("Xu Qing",)]),
        ("She told the editor: Xu Qing is away", False, []),
        ("May 6, 2024 Open source: what it means", True, []),
        ("Data source: Mingxi Office, May 6, 2024", True, []),
    ],
)
def test_a_desk_line_names_outlet_and_editors(line: str, dated: bool, want: list[tuple[str, ...]]) -> None:
    assert [credit.names for credit in read_desk(line, dated=dated)] == want


def test_the_desk_below_an_english_text_leaves_it() -> None:
    text = "".join(
        f"<p>Shop number {n} on the old street opened its doors, and people queued up.</p>" for n in range(6)
    )
    head = "<html lang=en><title>Old street opens</title><h1>Old street opens</h1><div>14:55 UTC+8, 2024-05-06</div>"
    article = clean_html(f"{head}{text}<p>Source: Mingxi Daily &nbsp; Editor: Xu Qing</p>")
    assert (article.source, article.editors) == ("Mingxi Daily", ("Xu Qing",))
    assert "Editor" not in article.text
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-05-06T14:55:00+08:00"


@pytest.mark.parametrize(
    ("byline", "source"),
    [
        ("By Xu Qing | China Daily | Updated: 2024-05-06 09:02", "China Daily"),
        ("Mingxi Daily | Updated: 2024-05-06 09:02", "Mingxi Daily"),
        ("By Xu Qing | Society | Updated: 2024-05-06 09:02", None),
        ("By Xu Qing | Sports News | Updated: 2024-05-06 09:02", None),
        ("Local News | May 6, 2024", None),
    ],
)
def test_an_outlet_between_bars(byline: str, source: str | None) -> None:
    text = (
        "<p>The old street opened again on Monday, and the keeper of the tea house had not seen such a crowd.</p>" * 4
    )
    article = clean_html(
        f"<title>Old street opens</title><h1>Old street opens</h1><div>{byline}</div><div>{text}</div>"
    )
    assert article.source == source


def test_a_label_before_a_korean_name() -> None:
    assert read_byline("2024-05-06 14:05:11 래원: 나루일보 기자: 한서윤 편집: 리성호") == ("한서윤",)
    assert read_byline("나루터 기자회견: 한서윤") == ()
    assert read_byline("글: 한서윤") == ("한서윤",)
    assert read_byline("추천 글: 맛집") == ()


@pytest.mark.parametrize(
    ("foot", "authors"),
    [
        ("한서윤 기자 seoyun@naru.example", ("한서윤",)),
        ("[한서윤·오지호 기자 seoyun@naru.example]", ("한서윤", "오지호")),
        ("나루/한서윤 기자 seoyun@naru.example", ("한서윤",)),
        ("나루일보 한서윤 인턴기자", ("한서윤",)),
        ("사진=한서윤 기자", ()),
        ("한서윤 기자는 끝까지 현장을 지켰다.", ()),
        ("한서윤 나루시장은 기자회견에서 “안전이 먼저”라고 말했다.", ()),
    ],
)
def test_korean_papers_name_the_writer_below_the_text(foot: str, authors: tuple[str, ...]) -> None:
    head = "<title>나루시 산책로 정비</title><h1>나루시 산책로 정비</h1>"
    text = (
        "<p>나루시는 올해 봄부터 강변 산책로를 새로 정비한다고 밝혔다. 예산은 모두 12억 원이다.</p>"
        "<p>공사는 다음 달부터 시작되며, 시민들은 오래 기다려 온 일이라며 반기는 모습이었다.</p>"
    )
    assert clean_html(f"<html lang=ko>{head}<div>{text}<p>{foot}</p></div>").authors == authors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下雨了。明溪网讯，来源：明溪日报", [("source", ("明溪日报",))]),
        ("他走了。全文完，作者：何岱青 编辑：李东山", [("author", ("何岱青",)), ("subeditor", ("李东山",))]),
        ("“门开了。”他对记者说，来源：县教育局的通知", []),
        ("何江 报道", [("author", ("何江",))]),
        ("陈州 李川 王山 报道", [("author", ("陈州", "李川", "王山"))]),
    ],
)
def test_labels_behind_sentences_and_reporters_called_like_places(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(credit.kind, credit.names) for credit in read_credits(text)] == expected


def test_agencies_name_who_reported_and_where() -> None:
    told = "(Reporting by Jane Rowe and Tom Lee in Port Ellis; Editing by Una Hart)"
    assert read_labelled(told) == ("Jane Rowe", "Tom Lee")
    assert read_labelled("Reporting by Jane Rowe is a pleasure to read.") == ()


def test_japanese_labels_and_names() -> None:
    assert read_byline("（文・山本太一、写真・佐藤花子）") == ("山本太一",)
    assert read_byline("記者　山本 太一") == ("山本 太一",)
    assert read_byline("記者　会見の様子") == ()
    assert read_byline("（写真・佐藤花子）") == ()


@every_row("row", load_lexicon("bylines"), ids=lambda row: row["text"])
def test_bylines_in_other_languages(row: dict[str, str]) -> None:
    def writers(line: str) -> tuple[str, ...]:
        told = "<p>The ferry has gone from the landing, and the rope, wet on the stone, lies where it was left.</p>" * 4
        html = f"<html><body><h1>The ferry has gone</h1><div>{line}</div><div>2024-05-06</div>{told}</body></html>"
        return clean_html(html, "https://news.example/1.html").authors

    if row["match"] == "title":  # of names that are stated, no line
        assert len(names_in(row["hit"])) == 1 != len(names_in(row["miss"]))
        return
    assert len(writers(row["hit"])) == 1
    assert not writers(row["miss"])


def test_an_office_of_four_characters_is_no_person() -> None:
    assert not any(map(is_person, ("江西卫健", "宁波公安", "温州交警", "安徽疾控")))
    assert all(map(is_person, ("欧阳小山", "陈方安生", "卫长庚", "何岱")))


FERRY = "<p>The ferry has gone from the landing, and the rope, wet on the stone, lies where it was left.</p>" * 4


def authors_below_the_headline(line: str) -> tuple[str, ...]:
    html = f"<html><body><h1>The ferry has gone</h1><div>{line}</div>{FERRY}</body></html>"
    return clean_html(html, "https://news.example/1.html").authors


@pytest.mark.parametrize(
    "name",
    ["Глеб Стрижов", "Ελένη Μαρκάκη", "سامر الخطيب", "शुभ्रा तिवारी", "נעמי גלעד", "Nguyễn Khánh Vỹ", "Luca d'Amato"],
)
def test_writers_in_any_alphabet_are_read_whole(name: str) -> None:
    data = f'{{"@type":"NewsArticle","author":{{"@type":"Person","name":"{name}"}}}}'
    head = f"<html><head><script type='application/ld+json'>{data}</script></head><body><h1>The ferry has gone</h1>"
    assert clean_html(f"{head}{FERRY}</body></html>").authors == (name,)


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ('{"@type":"NewsMediaOrganization","name":"南日日報社"}', ()),
        ('{"@type":"Person","name":"Редакция Причала"}', ()),
        ('{"@type":"Person","name":"Jane Rowe jrowe@mill.example"}', ("Jane Rowe",)),
    ],
)
def test_stated_author_who_is_an_outlet_or_has_an_address(author: str, authors: tuple[str, ...]) -> None:
    data = f'{{"@type":"NewsArticle","author":{author}}}'
    head = f"<html><head><script type='application/ld+json'>{data}</script></head><body><h1>The ferry has gone</h1>"
    assert clean_html(f"{head}{FERRY}</body></html>").authors == authors


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Por Nuria Campos, Jussara Prado, do Cais e RBTV", ("Nuria Campos", "Jussara Prado")),
        ("06.05.2024 09:12 1 204 Автор: Глеб Стрижов", ("Глеб Стрижов",)),
        ("Vandaag, 6 mei 2024, 16:20 • Geschreven door Femke van der Wal", ("Femke van der Wal",)),
        ("Par Bastien Hourcade - 6 mai 2024 à 18:45 | mis à jour le 7 mai 2024 à 08:12", ("Bastien Hourcade",)),
        ("한서윤·김도연 기자 입력 2024.05.06 09:12", ("한서윤", "김도연")),
        ("한서윤 기자 seoyun@naru.example", ("한서윤",)),
        ("기자 간담회 2024.05.06", ()),
        ("사진=한서윤 기자", ()),
        ("[나루=뉴스] 한서윤 기자 =", ("한서윤",)),
        ("지난 8일 나루터에서 밧줄을 감는 사공. 한서윤 기자", ()),
        ("Por la tarde, Nuria Campos", ()),
        ("By Ann July 14, 2023", ()),
        ("By Ann May 14 min read", ("Ann May",)),
        ("By Ann Moss July 14, 2023", ("Ann Moss",)),
        ("By Jane Rowe with Tom Lee", ("Jane Rowe", "Tom Lee")),
        ("<a href='/autor/ioana/'>Ioana Mureșan</a>, 6 mai 2024", ("Ioana Mureșan",)),
    ],
)
def test_bylines_of_other_languages_among_times(byline: str, authors: tuple[str, ...]) -> None:
    assert authors_below_the_headline(byline) == authors


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        ("<p>Jane Rowe, Harbor Ledger Staff Writer | May 6, 2024</p>", ("Jane Rowe",)),
        ("<p>Jane Rowe and Tom Abara, Staff Reporters</p>", ("Jane Rowe", "Tom Abara")),
        ("<p>By SUSAN KESSLER and TOM ABARA, Harbor Ledger</p>", ("SUSAN KESSLER", "TOM ABARA")),
        ("<p>Jane Rowe, staff writer at the mill, looks over the harbour wall</p>", ()),
        ("<p>Jane Rowe, who was a court reporter, with her dog</p>", ()),
        ("<p>The Ferry Company hires a Senior Reporter</p>", ()),
        ("<p>By JANE ROWE AP Sports Writer</p>", ("JANE ROWE",)),
        ("<p>By Jane Rowe and Tom Abara The Canadian Press</p>", ("Jane Rowe", "Tom Abara")),
        ("<p>By Jane Rowe Jr. The Harbor Ledger</p>", ("Jane Rowe Jr.",)),
        ("<p>By The Canadian Press</p>", ()),
        ("<p>By Tran Van Ap</p>", ("Tran Van Ap",)),
    ],
)
def test_names_before_an_occupation_or_an_outlet(lines: str, authors: tuple[str, ...]) -> None:
    assert authors_below_the_headline(lines) == authors


@pytest.mark.parametrize(
    ("last", "authors"),
    [
        ("Автор: Глеб Стрижов. Фото: Леся Громова", ("Глеб Стрижов",)),
        ("Text: Annegret Foell, Fotos: Uwe Brandt", ("Annegret Foell",)),
        ("Words: Susan Kessler. Photographs: Tom Abara", ("Susan Kessler",)),
        ("Автор проекта: Глеб Стрижов", ()),
        ("Фото: Леся Громова", ()),
        ("The text: Annegret Foell wrote it, and Uwe Brandt sang.", ()),
        ("This post was written by Jane Rowe, Head of Ferries at the Harbor Line", ("Jane Rowe",)),
        ("Written by Jane Rowe", ("Jane Rowe",)),
        ("Written by hand, the list of ferries hangs at the landing.", ()),
        ("Written by Jane Rowe, the song was sung at the landing.", ()),
        ("The piece was written by Jane Rowe in 1901.", ()),
    ],
)
def test_labels_below_a_text_in_other_languages(last: str, authors: tuple[str, ...]) -> None:
    html = f"<html><body><h1>The ferry has gone</h1><p>May 6, 2024</p><div>{FERRY}<p>{last}</p></div></body></html>"
    assert clean_html(html, "https://news.example/1.html").authors == authors


def test_byline_behind_the_deck_is_read_and_leaves_the_body() -> None:
    deck = (
        "<p>The landing is empty since Monday, and nobody on the island knows, so they say, when it will be used.</p>"
    )
    byline = "Par Bastien Hourcade - 6 mai 2024 à 18:45 | mis à jour le 7 mai 2024 à 08:12 - Temps de lecture : 3 min"
    html = f"<html><body><h1>The ferry has gone</h1>{deck}<p>{byline}</p>{FERRY}</body></html>"
    article = clean_html(html, "https://news.example/1.html")
    assert (article.authors, "Hourcade" in article.text) == (("Bastien Hourcade",), False)


QUAY = {
    "ru": "<p>Паром ушёл от пристани ещё в понедельник, и мокрый канат лежит там, где его оставили.</p>" * 4,
    "vi": "<p>Phà đã rời bến từ hôm thứ hai, và sợi dây ướt vẫn nằm trên phiến đá, nơi người ta để lại.</p>" * 4,
    "en": FERRY,
}


@pytest.mark.parametrize(
    ("lang", "last", "authors"),
    [
        ("ru", "Г. Стрижов", ("Г. Стрижов",)),
        ("vi", "Khánh Vỹ", ("Khánh Vỹ",)),
        ("vi", "Các hộ nghèo", ()),
        ("ru", "<a href=/2>Глеб Стрижов</a>", ()),
        ("en", "Most Popular", ()),
    ],
)
def test_signature_below_the_text(lang: str, last: str, authors: tuple[str, ...]) -> None:
    html = f"<html><body><h1>Паром ушёл</h1><div>{QUAY[lang]}<p><b>{last}</b></p></div></body></html>"
    article = clean_html(html, "https://news.example/1.html")
    assert article.authors == authors
    assert not authors or authors[0] not in article.text


def test_maker_of_a_book_on_a_japanese_page_is_no_author() -> None:
    told = (
        "<p>渡し船は月曜から出ていない。濡れた綱は石の上に置かれたままで、島の人はだれも理由を知らないという。</p>" * 4
    )
    book = "<p>作者:粉川 実</p><p>発売日: 2024/05/06</p>"
    html = f"<html lang=ja><body><h1>渡し船が消えた</h1><div>{told}{book}</div></body></html>"
    assert clean_html(html, "https://news.example/1.html").authors == ()


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("<span class=author>Vas Petra</span> <span>2024. május 6. 14:05</span>", ("Vas Petra",)),
        ("<span class=place>Tisza Part</span> <span>2024. május 6. 14:05</span>", ()),
        ("<a href=/author/2>Jane Rowe</a> <span>6 May 2024</span>", ("Jane Rowe",)),
        ("Edited by: <a href=/author/2>Jane Rowe</a> <span>6 May 2024</span>", ()),
        ("6 May 2024 | 5:27 <span class=author>Por <b>Nuria Campos</b></span>", ("Nuria Campos",)),
    ],
)
def test_writer_in_an_element_amid_a_line(line: str, authors: tuple[str, ...]) -> None:
    assert authors_below_the_headline(line) == authors


def test_byline_below_a_korean_text_leaves_it() -> None:
    told = (
        "<p>나룻배는 월요일부터 보이지 않았다. 젖은 밧줄은 돌 위에 그대로 놓여 있었고, 섬사람 누구도 까닭을 몰랐다.</p>"
        * 4
    )
    last = "<p>한서윤 기자 seoyun@naru.example</p>"
    html = f"<html lang=ko><body><h1>나룻배가 사라졌다</h1><p>한서윤 기자</p><div>{told}{last}</div></body></html>"
    article = clean_html(html, "https://news.example/1.html")
    assert (article.authors, "기자" in article.text) == (("한서윤",), False)


@pytest.mark.parametrize("name", ["Anna Maj", "Jan Kwiecień", "Theresa May", "Ian Marta"])
def test_surname_that_is_a_month_of_some_language_is_kept(name: str) -> None:
    assert read_byline(f"By {name} | May 3, 2024") == (name,)
    assert read_byline("By Jane Rowe May 3, 2024") == ("Jane Rowe",)


def test_a_board_is_no_person() -> None:
    assert read_byline("By The Harbour Board | May 3, 2024") == ()


def test_a_line_too_long_for_a_byline_is_not_remembered() -> None:
    before = read_short_byline.cache_info().misses
    assert read_byline("By Ann Smith " * 100_000) == ()
    assert read_short_byline.cache_info().misses == before


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ('<div class="detail__author">Ratna Wijaya Lestari - <span>hewanNews</span></div>', ("Ratna Wijaya Lestari",)),
        ('<div class="byline">Ann Moss / HNS / May 19, 2024, 08:15 IST</div>', ("Ann Moss",)),
        ('<div class="author">Senior Editor | Ann Moss</div>', ("Ann Moss",)),
        ('<div class="byline">Hewan Arts · May 19, 2024</div>', ()),
        ('<p class="byline">By <a href="/person/m">Ann Moss</a> Hewan Harbour News</p>', ("Ann Moss",)),
        ('<span class="byline">Penulis <a href="/a">Dewi Lestari</a></span>', ("Dewi Lestari",)),
        ("<p>Autor Jan Kowalski</p>", ("Jan Kowalski",)),
        ("<p>Autor promu płynie dalej</p>", ()),
        ("<p>Par Bastien Hourcade Publié le 19 mai</p>", ("Bastien Hourcade",)),
        ("<p>Par <a>Bastien Hourcade</a><span>Mis à jour le 19 mai</span></p>", ("Bastien Hourcade",)),
    ],
)
def test_a_writers_line_without_label_outlet_and_day(line: str, names: tuple[str, ...]) -> None:
    told = "".join(f"<p>The ferry has gone from the landing {n} times, and the rope lies wet.</p>" for n in range(9))
    head = "<head><title>The ferry has gone for good | Hewan Arts</title></head>"
    html = f"<html lang=en>{head}<body><h1>The ferry has gone for good</h1>{line}<div>{told}</div></body></html>"
    assert clean_html(html, "https://www.hewan.example/2024/05/19/a.html").authors == names


def test_a_writer_whom_the_headline_names_is_no_outlet() -> None:
    told = "".join(f"<p>The ferry has gone from the landing {n} times, and the rope lies wet.</p>" for n in range(9))
    line = '<div class="author">Ann Moss | Hewan Arts</div>'
    head = "<head><title>Ann Moss: The ferry has gone | Hewan Arts</title></head>"
    html = f"<html lang=en>{head}<body><h1>Ann Moss: The ferry has gone</h1>{line}<div>{told}</div></body></html>"
    assert clean_html(html, "https://www.hewan.example/2024/05/19/a.html").authors == ("Ann Moss",)


def test_a_line_of_thousands_of_writers_takes_no_long_time() -> None:
    writers = "".join(f"<a href=/author/{n}>Ann Moss</a> and " for n in range(4000))
    told = "".join(f"<p>The ferry has gone from the landing {n} times, and the rope lies wet.</p>" for n in range(9))
    start = time.process_time()
    clean_html(f"<h1>The ferry has gone</h1><p>By {writers}</p><article>{told}</article>")
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "line",
    [
        "凡本网注明“来源：明溪新闻网”的所有作品，均为本网合法拥有版权的作品",
        '凡注明"来源：明溪日报"的作品均属本报',
        "凡註明「稿件來源：明溪日報」的作品均屬本報",
        "他转发了一张截图，上面写着“来源：县教育局”，民警核实后确认是谣言。",
    ],
)
def test_a_label_in_a_quotation_credits_nobody(line: str) -> None:
    assert read_credits(line) == ()
