"""Plain text of a page, as a reader copied it: what is the article, and what stands around it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import every_row

from cleaners import RemovalKind, clean_text
from cleaners.body.plain_text import furniture_kind
from cleaners.lexicons import load_lexicon

SEED = Path(__file__).parent.parent / ".." / "shared" / "seed"

PAGE = """您的位置: 首页 »明溪要闻»正文

东山老街重开 客人排起长队

【明溪新闻网】2024-05-06 09:10

东山老街昨天重新开街，街口的茶馆从清晨起就坐满了人，掌柜说这样的热闹已经多年没有见过。
东山老街重开 客人排起长队
茶馆门口的长队
老街上个月刚修好石板路，沿街的四十二间铺面都换了新窗，租金三年不涨，是县里和房东们谈下来的。
老街重开，生意回来了
县里说，下一步要修的是后街的排水沟，工期两个月，不影响摆摊，摊主们已经在清单上签了字。
责任编辑:何岱青
明溪新闻网建设声明:

1、本网站所登载之内容，皆以传播信息为主。
※ 联系电话:0000-5550100 邮箱:news@mingxi.example
"""


def test_article_is_cut_out_of_its_page() -> None:
    article = clean_text(PAGE)
    assert article.title == "东山老街重开 客人排起长队"
    assert (article.source, article.section, article.editors) == ("明溪新闻网", "明溪要闻", ("何岱青",))
    assert article.as_dict()["published_at"] == "2024-05-06T09:10:00+08:00"
    assert [block.text[:7] for block in article.blocks] == [
        "东山老街昨天重", "茶馆门口的长队", "老街上个月刚修", "老街重开，生意", "县里说，下一步",
    ]  # fmt: skip


def test_what_is_cut_is_recorded() -> None:
    removed = clean_text(PAGE).removed
    assert {removal.kind for removal in removed} == {RemovalKind.BOILERPLATE}
    assert [(removal.where, removal.text[:6]) for removal in removed] == [
        ("before", "您的位置: "), ("before", "【明溪新闻网"), ("body", "东山老街重开"),
        ("after", "责任编辑:何"), ("after", "明溪新闻网建"), ("after", "1、本网站所"), ("after", "※ 联系电话"),
    ]  # fmt: skip


def test_bare_paragraphs_stay_whole() -> None:
    text = "老街上个月刚修好石板路，沿街的四十二间铺面都换了新窗，租金三年不涨，是县里和房东们谈下来的。"
    assert clean_text(f"{text}\n{text}完").text == f"{text}\n{text}完"


@every_row("row", load_lexicon("page_furniture"), ids=lambda row: row["text"])
def test_furniture_rows_prove_themselves(row: dict[str, str]) -> None:
    assert furniture_kind(row["hit"]) == row["value"]
    assert furniture_kind(row["miss"]) is None


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*PAGE.splitlines(), "", "相关新闻", "2024-05-06"]), max_size=20))
def test_every_line_is_kept_or_recorded(lines: list[str]) -> None:
    article = clean_text("\n".join(lines))
    if article.rejection is None:
        told = {block.text for block in article.blocks} | {removal.text for removal in article.removed}
        told |= {article.title or ""}
        assert {" ".join(line.split()) for line in lines if line.strip()} <= told


@pytest.mark.skipif(not SEED.exists(), reason="the first document is not here")
def test_the_first_document() -> None:
    expected = json.loads((SEED / "expected.json").read_text("utf-8"))
    article = clean_text((SEED / "hijacked-page.txt").read_text("utf-8")).as_dict()
    if article["integrity"] != "mirror":
        pytest.xfail("needs the mirror repair")
    for field in ("title", "published_at", "source", "section", "paragraphs"):
        assert article[field] == expected[field]
    assert list(article["editors"]) == expected["editors"]
    assert not article["authors"]
