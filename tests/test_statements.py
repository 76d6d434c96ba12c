"""Statements of rights and writers' accounts at the edges of a text; news of either stays."""

from __future__ import annotations

import pytest
from lines import line_of
from rows import every_row

from cleaners import clean_html
from cleaners.lexicons import load_lexicon
from cleaners.lines.statements import (
    find_disclosures,
    gives_contact,
    heads_statement,
    is_imprint,
    is_note,
    states_rights,
)
from cleaners.page.model import Line

PARAGRAPHS = (
    "停航三个月的城西渡口今天复航。早上六点半，第一班渡船载着四十二名乘客离岸，七分钟以后靠上南岸码头。",
    "船工卫长庚在河上撑了二十六年船。他说，停航期间换了两台发动机，船板也重新上了漆，跑起来比从前稳。",
    "票价仍是两元，刷公交卡一元八角。县交通局说，周末加开四班，末班船延到晚上九点。",
)


@every_row("row", load_lexicon("statements"), ids=lambda row: row["text"])
def test_each_row_catches_its_hit_and_spares_its_miss(row: dict[str, str]) -> None:
    def states(text: str) -> bool:
        if row["match"] in ("note", "imprint"):
            return is_note(text) if row["match"] == "note" else is_imprint(text)
        if row["match"] in ("pay", "link", "earn"):
            return bool(find_disclosures([Line(text, "p", 0)], [0], 1, None))
        if row["match"] in ("title", "owned"):
            sure = heads_statement(text, ["渡口明天复航。"])
            return heads_statement(text, ["转载请注明出处。"]) and sure is (row["match"] == "owned")
        return gives_contact(Line(text, "p", 0)) if row["match"] == "contact" else states_rights(text)

    assert states(row["hit"])
    assert not states(row["miss"])


@pytest.mark.parametrize(
    ("told", "stays"), [("The port fined three blogs that hid their affiliate deals.", True), ("The ferry ran.", False)]
)
def test_a_line_on_links_that_pay_stays_where_another_speaks_of_such_pay(told: str, stays: bool) -> None:
    lines = [Line(told, "p", 0), Line("The port says who earns: a post that contains affiliate links.", "p", 0)]
    assert find_disclosures(lines, [0, 1], 10, None) == (set() if stays else {1})


@every_row("row", load_lexicon("rights_words"), ids=lambda row: row["text"])
def test_what_a_statement_of_rights_says(row: dict[str, str]) -> None:
    assert states_rights("本網站之文字：" + row["hit"])
    assert not states_rights("本網站之文字：" + row["miss"])


@pytest.mark.parametrize(
    "text",
    [
        "平台更新版权与免责声明：用户上传的作品仍归用户，平台只在展示范围内使用，新规从下月一日起施行，老用户须重新签署。",
        "涉事视频由一视频号作者上传并发布，随后在多个群里转发，警方已对其作出行政处罚，渡口恢复了秩序。",
        "以上案例提醒投资者：投资有风险，入市需谨慎，切勿听信荐股群。",
        "特别声明：我校从未委托任何机构招生，未经许可以我校名义招生的，后果自负。",
        "本文开头提到的那篇原创文章，未经允许被十二家网站转了去，原作者起诉了其中三家。",
        "凡注明“来源可靠”的线索，举报中心将在三个工作日内答复，并对举报人的身份严格保密。",
    ],
)
def test_news_of_copyright_is_no_statement_of_rights(text: str) -> None:
    assert not states_rights(text)


NOTICES = (
    "凡本网注明“来源：清溪新闻网”的所有作品，版权均属于清溪新闻网，未经本网授权不得转载。",
    "凡本网注明“来源：XXX（非清溪新闻网）”的作品，均转载自其它媒体，并不代表本网赞同其观点。",
    "如因作品内容、版权和其它问题需要同本网联系的，请在30日内进行。",
)


@pytest.mark.parametrize(
    "numbers", ["1、 2、 3、", "1. 2. 3.", "一、 二、 三、", "（1） （2） （3）", "注： 注： 注："]
)
@pytest.mark.parametrize("space", ["", " "])
def test_numbered_statements_of_rights_leave_the_text(numbers: str, space: str) -> None:
    notices = [number + space + notice for number, notice in zip(numbers.split(), NOTICES, strict=True)]
    paragraphs = "".join(f"<p>{line}</p>" for line in (*PARAGRAPHS, *notices))
    article = clean_html(f"<html><body><h1>渡口复航</h1><div>2024-05-06</div><div>{paragraphs}</div></body></html>")
    assert article.text.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "text",
    [
        "一、凡在渡口水域采砂的，未经授权不得作业，违者由县水利局处理。",
        "二、船票均属于实名票，未经授权不得转让。",
        "3、打开微信，点击底部的“通讯录”，搜索渡口的公众号并订阅。",
        "2.作者与网站约定，凡本网注明的来源须逐一核对，未经授权不得转载。",
        "注：表中船期仅供参考，以渡口当天的公告为准。",
    ],
)
def test_numbered_lines_of_rules_and_advice_stay(text: str) -> None:
    assert not states_rights(text)


def test_credits_ahead_of_a_statement_of_rights_leave_the_text() -> None:
    statement = (
        "渡口日报版权与免责声明 1、渡口日报所有内容的版权均属于作者或页面内声明的版权人，未经书面授权，"
        "任何网站及个人不得转载、摘编或以其它方式使用。"
    )
    paragraphs = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    article = clean_html(
        f"<html><head><title>渡口复航_渡口日报</title></head><body><h1>渡口复航</h1><div>2024-05-06</div><div>{paragraphs}"
        f"<p>初审编辑：何岱青</p><p>责任编辑：李知南</p><p>{statement}</p></div></body></html>"
    )
    assert article.text.split("\n") == list(PARAGRAPHS)
    assert article.editors == ("李知南",)


def test_where_the_writer_is_followed_is_left_out_below_the_text_only() -> None:
    told = [f"<p>The ferry has gone from the landing {n} times, and the rope lies wet on it.</p>" for n in range(9)]
    contact = "<p>Ann Moss writes of ferries. Follow her on X @amoss.</p>"
    page = "<html><body><h1>The ferry has gone</h1><article>{}</article></body></html>"
    assert "@amoss" not in clean_html(page.format("".join(told) + contact)).text
    assert "@amoss" in clean_html(page.format("".join(told[:2]) + contact + "".join(told[2:]))).text


def test_what_is_followed_on_a_page_of_the_paper_is_no_account() -> None:
    assert gives_contact(line_of("Ann Moss writes of ferries. Follow her on [Twitter]."))
    assert not gives_contact(line_of("The count can be followed on [our live page] from eight."))
    assert not gives_contact(line_of("Two more ferries followed on Tuesday, [the harbour office] said."))


FERRY = (
    "The orange pilot boat came round the breakwater at Hewan shortly after six on Tuesday morning.",
    "Four retired captains had spent the winter on its engine, in a shed lent to them by the fish auction.",
    "The council had closed the pilot station in 2015 to save £86,000 a year, and ships have waited since.",
    "Whether the boat may work again is for the licensing board to decide when it meets on 14 March.",
)


def _ferry_page(title: str, *paragraphs: str) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<title>{title}</title><main><h1>{title}</h1><time>10 February 2026</time><div>{text}</div></main>"


@pytest.mark.parametrize(
    "told",
    [
        "This post contains affiliate links. If you use them, we may earn a small commission at no extra cost to you.",
        "Cet article contient des liens affiliés, qui nous rapportent quelque chose.",
        "Haben Sie einen Hinweis? Schreiben Sie unserer Redaktion an tipp@hewan.example",
    ],
)
def test_what_links_pay_and_where_tips_go_is_cut_and_recorded(told: str) -> None:
    article = clean_html(_ferry_page("A pilot boat for Hewan", *FERRY, told))
    assert article.text == "\n".join(FERRY)
    assert told in [removal.text for removal in article.removed]


def test_an_article_about_such_links_keeps_them() -> None:
    told = (
        "We may earn a commission when you click our links, says the first of the harbour's blogs.",
        "Our page contains affiliate links, says the second, to nets and to oars.",
        "I earn a commission by links, says the third, and nobody knows who writes it.",
    )
    assert clean_html(_ferry_page("How Hewan's blogs earn", *FERRY, *told)).text == "\n".join((*FERRY, *told))
    assert told[0] in clean_html(_ferry_page("A commission for the harbour's blogs", *FERRY, told[0])).text
