"""Plain text of a page, as a reader copied it: what is the article, and what stands around it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import RemovalKind, clean_text

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


TEXT = "老街上个月刚修好石板路，沿街的四十二间铺面都换了新窗，租金三年不涨，是县里和房东们谈下来的。"
HEADLINES = "西山隧道昨夜贯通\n海门渔港添了新码头"


@pytest.mark.parametrize(
    "line",
    [
        "明溪新闻网版权与免责声明：", "相关新闻",
        "相关阅读：", "■相关链接", "延伸阅读", "猜你喜欢", "网友评论", "最新评论", "友情链接",
    ],
)  # fmt: skip
def test_what_heads_statements_lists_and_comments_goes_with_all_behind_it(line: str) -> None:
    assert clean_text(f"{TEXT}\n{TEXT}完\n{line}\n{HEADLINES}").text == f"{TEXT}\n{TEXT}完"


@pytest.mark.parametrize("line", ["声明：", "本站声明：", "郑重声明", "明溪新闻网建设声明:", "免责声明：", "版权声明"])
def test_a_title_ends_the_text_where_a_site_s_statement_stands_below_it(line: str) -> None:
    said = "凡本网注明来源的作品，未经授权不得转载。"
    assert clean_text(f"{TEXT}\n{TEXT}完\n{line}\n{HEADLINES}\n{said}").text == f"{TEXT}\n{TEXT}完"


@pytest.mark.parametrize("line", ["郑重声明", "声明", "渡口公司郑重声明", "渡口公司声明", "风险提示", "特别声明"])
def test_what_a_company_states_or_warns_of_stays(line: str) -> None:
    text = f"{TEXT}\n{TEXT}完\n{line}\n我公司从没有收过押金，已经报案。\n请客户不要转账。"
    assert clean_text(text).text == text


@pytest.mark.parametrize("number", [2, 4])
@pytest.mark.parametrize("line", ["相关阅读", "Read more", "Related:"])
def test_a_list_of_stories_amid_the_text_ends_nothing(line: str, number: int) -> None:
    behind = "".join(f"\n{TEXT}{number}" for number in "一二三四"[:number])
    assert clean_text(f"{TEXT}\n{TEXT}\n{TEXT}\n{line}\n西山隧道昨夜贯通{behind}").text.endswith(behind)


def test_words_that_may_head_a_list_have_sentences_behind_them_as_well() -> None:
    text = "The ferry won again, and the crew was seen at the landing till dark. It was a long day.\n" * 3
    behind = "Up next\nFerry: Sails for the far bank on Friday.\nTug: Stays at the quay."
    assert clean_text(text + behind).text.endswith(behind)


@pytest.mark.parametrize(
    "line",
    [
        "上一篇：东山老街重开", "分享到：微信", "扫一扫 关注我们", "用微信扫描二维码",
        "【打印本页】【关闭窗口】", "返回顶部", "【我要纠错】", "字号：大 中 小", "字体：大 中 小",
        "责任编辑：何岱青", "未经授权，不得转载", "欢迎转载分享，并请注明出处", "版权所有 明溪新闻网",
        "© 2024 All Rights Reserved", "闽ICP备05000000号", "增值电信业务经营许可证编号：0000",
        "违法和不良信息举报电话", "投稿邮箱：a@b.example", "新闻热线：0000-000000",
    ],
)  # fmt: skip
def test_lines_of_the_page_behind_the_text_go(line: str) -> None:
    assert clean_text(f"{TEXT}\n{TEXT}完\n{line}\n{line}").text == f"{TEXT}\n{TEXT}完"


@pytest.mark.parametrize(
    "line",
    [
        "声明称对方违约在先", "他郑重声明", "相关新闻发布会昨天举行", "发表评论员文章", "最新评论员文章",
        "上一篇文章写的是老街", "扫一扫就能付款的菜市场", "打印店生意火", "返回顶部要走十分钟",
        "法院认为，被告未经授权使用渡口的照片，构成侵权，判令赔偿三千元。",
        "引用馆藏照片须注明出处，商业用途另行申请，县图书馆提醒。",
        "这批老照片的版权所有人是船工的女儿，她把底片捐给了县档案馆。",
        "投稿邮箱和截止日期可以在县政府网站查询，获奖作品结集出版。",
        "版权局所属机构", "主办单位：明溪县文化馆", "许可证照发放完毕", "热线电话开通", "投稿踊跃",
        "免责条款引发争议",
    ],
)  # fmt: skip
def test_last_lines_that_begin_alike_stay(line: str) -> None:
    assert clean_text(f"{TEXT}\n{TEXT}完\n{line}").text == f"{TEXT}\n{TEXT}完\n{line}"


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
    assert article["integrity"] == "mirror"
    for field in ("title", "published_at", "source", "section", "paragraphs"):
        assert article[field] == expected[field]
    assert list(article["editors"]) == expected["editors"]
    assert not article["authors"]
