"""Code that was pasted with a text or left in it by a publishing system goes; code that a text shows stays."""

from __future__ import annotations

import html
import time

import pytest

from cleaners import RemovalKind, clean_html

PROSE = (
    "昨天下午，洛溪县图书馆的新馆正式开放，头一天就来了三千名读者，二楼的儿童阅览室座无虚席。",
    "馆长说，新馆每天开到晚上九点，周末再加一场故事会，由退休教师轮流来讲，孩子们可以带一本书回家。",
    "记者看到，门口的还书箱一天满了三回，志愿者推着小车来回跑，下个月还会在城西再放两只。",
    "住在对面的居民说，以前借一本书要坐四站公交，现在下楼就到，晚饭后来坐一会儿成了全家的习惯。",
    "图书馆统计，开馆头一个月办了一万两千张借书证，其中四成是第一次办证的老人和孩子。",
)
STYLES = (
    "Normal 0 7.8 磅 0 2 false false false EN-US ZH-CN X-NONE MicrosoftInternetExplorer4",
    "/* Style Definitions */",
    "table.MsoNormalTable",
    "{mso-style-name:普通表格;",
    "mso-tstyle-rowband-size:0;",
    "margin:0cm;",
    "font-family:宋体;",
    "font-size:10.5pt;}",
)
LEFT = (
    '@font-face { font-family: "宋体"; } @page Section0 { margin: 72pt 90pt; }',
    ".article p{text-indent:2em;line-height:1.8}",
    "#content img{max-width:600px;}",
    "var cpro_id = 'u1234567';",
    "BAIDU_CLB_fillSlot('1234567');",
    "(function(){var s=document.createElement('script');s.src='//a.example/x.js';})();",
    "$(function(){ $('.pic').lazyload(); });",
    "document.write('<scr'+'ipt src=x></scr'+'ipt>');",
    "{{item.title}}",
    "${article.title}",
    "<%=news.Content%>",
    "{dede:field.body/}",
    "[!--newstext--]",
    "{$content}",
    "undefined",
    "null",
    "[object Object]",
    "[图片]",
    "]]>",
    "javascript:void(0);",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
)


def page(*paragraphs: str) -> str:
    told = "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in paragraphs)
    return (
        "<html><head><title>洛溪新馆昨天开放_洛溪在线</title></head><body><h1>洛溪新馆昨天开放</h1>"
        f"<div>2026-03-10 09:12　来源：洛溪日报</div><div class=content>{told}</div></body></html>"
    )


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("at", [1, 3, 5])
def test_a_line_of_code_is_no_text(left: str, at: int) -> None:
    article = clean_html(page(*PROSE[:at], left, *PROSE[at:]))
    assert article.text.splitlines() == list(PROSE)
    assert [cut.kind for cut in article.removed if cut.text == left] == [RemovalKind.BOILERPLATE]


@pytest.mark.parametrize("at", [1, 3, 5])
def test_the_styles_of_a_word_processor_go_however_long(at: int) -> None:
    assert clean_html(page(*PROSE[:at], *STYLES, *PROSE[at:])).text.splitlines() == list(PROSE)
    assert clean_html(page(*PROSE[:at], " ".join(STYLES), *PROSE[at:])).text.splitlines() == list(PROSE)


@pytest.mark.parametrize(
    "shown",
    [
        ("他在黑板上写下一行：", "var sum = 1 + 2;"),
        ("let a = 1;", "let b = 2;", "print(a + b);"),
        ("函数 f(x)=ax+b 的图像是一条直线，他在黑板上画了三遍。",),
        ("Councillor(s) present: Rowe, Hale;",),
        ("出席者（按姓氏笔画）：王某；李某；张某；",),
        ("《图片》",),
        ("undefined 是这个词在屏幕上的样子。",),
    ],
    ids=["announced", "a lesson", "a formula", "plural", "a list", "a title", "a word"],
)
def test_what_only_looks_like_code_stays(shown: tuple[str, ...]) -> None:
    text = clean_html(page(*PROSE[:3], *shown, *PROSE[3:])).text
    assert all(line in text.splitlines() for line in shown)


def test_code_stays_beside_a_listing() -> None:
    told = page(*PROSE[:2], "console.log(1);", *PROSE[2:]).replace(
        "<p>记者", "<pre>let a = 1;\nlet b = 2;</pre><p>记者"
    )
    text = clean_html(told).text
    assert "console.log(1);" in text
    assert "let b = 2;" in text


@pytest.mark.parametrize(
    "line",
    [
        "H2(g) + O2(g);",
        "sin(x)+cos(y);",
        "A(1,2), B(3,4), C(5,6);",
        "Smith(2019), Jones(2020);",
        "WHO(Geneva), UNICEF(New York);",
        "Nf3(!), Nc6 (?!);",
        "CEO(张三)、CFO(李四)、CTO(王五);",
        "HBsAg(+);",
        "color: red; size: 42;",
        "width: 30cm; height: 20cm;",
        "{name: Li}",
        "{$5 off}",
        "A{x: y}",
        "javascript: the good parts",
    ],
)
def test_formulas_lists_and_measures_are_no_code(line: str) -> None:
    assert line in clean_html(page(*PROSE, line, PROSE[0][::-1])).text.splitlines()


def test_declarations_without_end_hold_nothing_up() -> None:
    line = "color:#fff 1px;" * 5_000 + "x;"
    began = time.process_time()
    assert line in clean_html(page(*PROSE, line)).text.splitlines()
    assert time.process_time() - began < 5


@pytest.mark.parametrize("left", ["[图片]", "undefined", "{{item.title}}"])
def test_one_line_of_code_goes_from_a_brief_report_too(left: str) -> None:
    assert clean_html(page(PROSE[0], left, PROSE[1])).text.splitlines() == list(PROSE[:2])
