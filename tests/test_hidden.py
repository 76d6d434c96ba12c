"""What a page's own styles hide, and what they only seem to hide."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import every_row

from cleaners import clean_html
from cleaners.article import Integrity
from cleaners.page.declarations import Sight, sight_of
from cleaners.page.parse import parse_page
from cleaners.page.sheets import find_hiding


@every_row(
    "style",
    [
        "display:none", "DISPLAY : NONE !important", "visibility: hidden", "opacity:0", "opacity: 0.0;top:0",
        "position:fixed;left:-9000px;top:-9000px", "position:absolute; top: -9999em", "text-indent:-9999px",
        "margin-left:-99999px", "height:0;overflow:hidden", "max-height:0px; overflow: hidden", "font-size: 0px",
        "font-size:0;line-height:0", "width:1px;height:1px;overflow:hidden;position:absolute",
        "position:absolute;clip:rect(0 0 0 0)",
        "position:absolute; clip: rect(1px, 1px, 1px, 1px)", "clip-path: inset(50%)", "transform:scale(0)",
        "transform: translateX(-9999px)", "font-size:1px;line-height:1px", "opacity:.01", "color:transparent",
        "color: rgba(0, 0, 0, 0)", "zoom:0", "height:1px;width:1px;overflow:hidden",
        "content-visibility:hidden", "filter: alpha(opacity=0)",
        "clip-path:polygon(0 0,0 0,0 0)", "display : none ! important", "display:none!important;display:block",
        "display:none;display:block\\9", "display:/* a */none", "opacity:0%", "-moz-opacity:0",
        "position:absolute;left:9999px", "position:relative;left:-9999px",
        "position:fixed;inset:-9999px auto auto auto", "margin:-9999px 0 0 -9999px", "margin:0 0 0 -9999px",
        "position:absolute;z-index:-999", "translate:-9999px 0", "scale:0", "transform:translate(0,-9999px)",
        "transform:scaleX(0)", "transform:scale(.01)", "transform:scale3d(0,0,0)", "transform:matrix(0,0,0,0,0,0)",
        "transform:rotateX(90deg)", "-webkit-transform:scale(0)", "text-indent:100%;white-space:nowrap;overflow:hidden",
        "height:1px;overflow:auto", "height:0;overflow-y:hidden", "block-size:0;overflow:clip",
        "position:absolute;width:1px;height:1px;overflow:scroll", "height:2px;overflow:hidden", "font:0/0 a",
        "font: 1px/1px serif", "font-size:.1em", "font-size:1%", "color:#0000", "color:#ffffff00",
        "color:rgb(0 0 0 / 0)", "color:hsla(0,0%,100%,0)", "-webkit-text-fill-color:transparent",
        "clip-path:inset(0 100% 0 0)",
        "clip-path:ellipse(0 0)", "clip-path:polygon(5px 0,5px 0,5px 9px)",
        "position:absolute;clip:rect(auto,0,auto,auto)",
        "zoom:.001", "filter:opacity(0)",
    ],
)  # fmt: skip
def test_a_style_that_hides_is_told(style: str) -> None:
    assert sight_of(style) is Sight.HIDDEN
    assert find_hiding([f".x {{ {style} }}"]).sight("div", {"class": "a x"}) is Sight.HIDDEN


@pytest.mark.parametrize("name", ["sr-only", "screen-reader-text", "visually-hidden", "sr-only sr-only-focusable"])
def test_what_only_a_screen_reader_reads_out_is_hidden(name: str) -> None:
    unseen = f'<span class="{name}"> (opens in a new tab)</span>'
    page = parse_page(f"<p>The ferry is back at the landing<a href=/2>, as the office said{unseen}</a>.</p>", None)
    shown = [line.text for line in page.lines if not line.hidden]
    assert shown == ["The ferry is back at the landing, as the office said."]


def test_a_headline_kept_for_screen_readers_is_the_headline() -> None:
    told = "".join(f"<p>The ferry left the landing {n} times today, with forty on board.</p>" for n in range(5))
    page = "<title>Hewan News</title><main><h1 class=sr-only>The ferry is back again</h1><img src=t.png>{}</main>"
    assert clean_html(page.format(told)).title == "The ferry is back again"


def test_words_kept_for_screen_readers_are_not_strewn_by_anybody() -> None:
    spoken = "详情见<a href=/1>公告{}</a>，其中列出了各班次的时间与票价。", "水位上涨3.5%{}，这在往年同期并不多见。"
    words = "（在新窗口中打开）", "百分之三点五"
    pieces = [
        f"<p>{line.format(f'<span HOW>{word}</span>')}渡口办公室说，船照常开。</p>"
        for line, word in zip(spoken, words, strict=True)
    ]
    page = f"<title>渡口复航</title><h1>渡口复航</h1><div>{''.join(pieces)}<p>店主盼着旅客随船回来。</p></div>"
    read = clean_html(page.replace("HOW", "class=sr-only"))
    assert "百分之" not in read.text
    assert read.integrity is Integrity.CLEAN
    assert clean_html(page.replace("HOW", "style=display:none")).integrity is Integrity.INJECTED


@pytest.mark.parametrize("name", ["sr-only md:not-sr-only", "not-sr-only", "sr-only-off"])
def test_what_is_shown_on_some_screens_is_not_hidden(name: str) -> None:
    page = parse_page(f'<p>The ferry is back <span class="{name}">at the landing</span>.</p>', None)
    assert [line.text for line in page.lines if not line.hidden] == ["The ferry is back at the landing."]


@pytest.mark.parametrize(
    "attributes",
    [{"style": "d\\69splay:none"}, {"style": "position:absolute;left:calc(-100vw)"}, {"hidden": None}],
    ids=str,
)
def test_an_attribute_hides(attributes: dict[str, str | None]) -> None:
    assert find_hiding([]).sight("div", attributes) is Sight.HIDDEN


@every_row(
    "style",
    [
        "", "display:block", "display:inline-block;none:1", "opacity:0.9", "opacity:.05", "text-indent:-2em",
        "left:-9000px", "position:relative;left:-12px", "position:absolute;left:-300px", "height:0;padding-bottom:56%",
        "overflow:hidden;height:20px", "width:1px;overflow:hidden", "font-size:0.9em", "font-size:.8em", "min-width:0",
        "font-size:1em", "font-size:10px", "opacity:.5", "color:#fff", "color:#fff;background:#900", "zoom:1",
        "color:transparent;-webkit-background-clip:text;background:linear-gradient(red,blue)", "color:rgba(0,0,0,.6)",
        "filter:alpha(opacity=50)",
        "height:1em;overflow:hidden", "max-height:0.9rem;overflow:hidden", "margin:0 -9999px;padding:0 9999px",
        "margin-bottom:-9999px;padding-bottom:9999px", "position:absolute;top:12000px", "position:relative;z-index:-1",
        "transform:rotateY(180deg)", "transform:scale(1)", "transform:translate(-50%,-50%)", "font:400 14px/1.5 a",
        "clip-path:inset(0 10% 0 10%)", "clip-path:polygon(0 0,100% 0,100% 90%)",
        "position:absolute;clip:rect(0,90px,90px,0)",
        "text-indent:2em;overflow:hidden", "display:block!important;display:none", "scale:1", "font-size:80%",
        "margin-left:-15px", "margin:0 -20px", "max-width:0.5px", ";;:;", "background:url(none)", "clip:auto",
    ],
)  # fmt: skip
def test_a_style_that_shows_is_no_hiding_one(style: str) -> None:
    assert sight_of(style) is not Sight.HIDDEN


@pytest.mark.parametrize(
    ("sheet", "tag", "attributes"),
    [
        (".k3 {display:none}", "p", {"class": "k3"}),
        ("div.k3, span.k3 { font-size:0 }", "span", {"class": "x k3"}),
        ("body .k3 { visibility:hidden }", "td", {"class": "k3"}),
        ("#box7{position:absolute;left:-9999px}", "div", {"id": "box7"}),
        (".article-main span.k3{opacity:0}", "span", {"class": "k3"}),
        ("/* a { } */ .k3 /* b */ {height:0;overflow:hidden}", "p", {"class": "k3"}),
        ("@charset 'utf-8'; .k3{display:none}", "p", {"class": "k3"}),
        ("p{color:red} .a.b{display:none}", "p", {"class": "b c a"}),
        ("@media print{p{margin:0}} .k3{display:none}", "p", {"class": "k3"}),
        ("@media screen{ .k2{color:red} .k3{display:none} } .k4{color:red}", "p", {"class": "k3"}),
        ("@media only screen { p{margin:0} } .k3{display:none}", "p", {"class": "k3"}),
        ("dfn{font-size:0}", "dfn", {}),
        ("#k3.k4{display:none}", "p", {"class": "k4", "id": "k3"}),
        ("p.k3#k4{display:none}", "p", {"class": "k3", "id": "k4"}),
        (".k3{display:none", "p", {"class": "k3"}),
        (".k3{\n  display\t:\n none ; }", "p", {"class": "k3"}),
        (".k3{ OVERFLOW :hidden; Width :1PX; position: absolute }", "p", {"class": "k3"}),
        ("*.k3{display:none}", "p", {"class": "k3"}),
        ("@media screen and (min-width:1px){ .k3{display:none} }", "p", {"class": "k3"}),
        ("@media not print { .k3{display:none} }", "p", {"class": "k3"}),
        (".k3{left:-9999px}", "p", {"class": "k3"}),
        ("xq7{display:none}", "xq7", {}),
        (".k{n}{width:100%}".replace("{n}", "2") * 600 + ".k3{display:none}", "p", {"class": "k3"}),
    ],
)
def test_rules_of_the_page(sheet: str, tag: str, attributes: dict[str, str | None]) -> None:
    assert find_hiding([sheet]).sight(tag, attributes) is Sight.HIDDEN


@pytest.mark.parametrize(
    ("sheet", "tag", "attributes"),
    [
        (".k3 {display:block}", "p", {"class": "k3"}),
        ("div.k3 { font-size:0 }", "span", {"class": "k3"}),
        (".a.b{display:none}", "p", {"class": "a"}),
        (".menu .title{display:none} .title{color:red}", "h1", {"class": "title"}),
        (".k3:hover{display:none}", "p", {"class": "k3"}),
        ("@media (max-width:600px){ .k3{display:none} .k4{display:none} }", "p", {"class": "k4"}),
        ("p{display:none}", "p", {}),
        ("*{display:none}", "p", {}),
        ("} { } display:none {", "p", {"class": "k3"}),
    ],
)
def test_rules_that_do_not_reach_the_element(sheet: str, tag: str, attributes: dict[str, str | None]) -> None:
    assert find_hiding([sheet]).sight(tag, attributes) is not Sight.HIDDEN


@pytest.mark.parametrize(
    "style",
    ["color:#fff;background-color:white", "color:#eee;background:#eee", "color:#123456;background:rgb(18,52,86) none"],
)
def test_letters_of_the_colour_of_their_ground_are_hidden(style: str) -> None:
    assert sight_of(style) is Sight.HIDDEN


@pytest.mark.parametrize(
    "style", ["color:#fff;background-color:#000", "color:#fff;background:url(a.png)", "color:#999"]
)
def test_letters_of_another_colour_than_their_ground_are_seen(style: str) -> None:
    assert sight_of(style) is Sight.SHOWN


FERRY = "渡口复航以后，船票仍是两元，老人和学生减半，每天往返十二个班次。"
JUNK = "槐花疏通"


def shown(markup: str) -> list[str]:
    """Lines of a page that its styles do not hide."""
    return [line.text for line in parse_page(markup, None).lines if not line.hidden]


@pytest.mark.parametrize(
    "opening",
    [
        "<span style=color:#fff>", "<span style='color: White;font-size:12px'>", "<font color=white>",
        "<font color='#FEFEFE'>", "<i style='color:rgb(255, 255, 255)'>", "<b style='color:hsl(0,0%,99%)'>",
        "<q class=k3>",
    ],
)  # fmt: skip
def test_white_letters_beside_others_are_hidden(opening: str) -> None:
    word = f"{opening}{JUNK}</{opening[1:].split()[0].rstrip('>')}>"
    rule = "<style>.k3{color:#fff}</style>"
    half = len(FERRY) // 2
    assert shown(f"{rule}<div><p>{FERRY[:half]}{word}{FERRY[half:]}</p></div>") == [FERRY]
    assert shown(f"{rule}<div><p>{FERRY}</p>{word}<p>{FERRY}</p></div>") == [FERRY, FERRY]
    assert shown(f"{rule}<div><p>{FERRY}</p><p>{word}</p><p>{FERRY}</p></div>") == [FERRY, FERRY]
    assert shown(f"{rule}<div>{FERRY}<br>{word}<br>{FERRY}</div>") == [FERRY, FERRY]


@pytest.mark.parametrize(
    "markup",
    [
        "<div style='background:#036'><p style=color:#fff>{}</p><p>{}</p></div>",
        "<table bgcolor=#003366><tr><td><font color=white>{}</font><br>{}</td></tr></table>",
        "<style>.bar{{background:#036;padding:2px}}</style><div class=bar><span style=color:#fff>{}</span> {}</div>",
        "<div class=hero><h1 style=color:#fff>{}</h1><p>{}</p></div>",
        "<div><p class=lead style=color:#fff>{}</p><p>{}</p></div>",
        "<div><figure><img src=a.jpg><figcaption style=color:#fff>{}</figcaption></figure><p>{}</p></div>",
        "<table><tr><th style=color:#fff>{}</th></tr><tr><td>{}</td></tr></table>",
        "<div style='color:#fff'><p>{}</p><p>{}</p></div>",
        "<section style='background-image:linear-gradient(red,blue)'><p><b style=color:#fff>{}</b>{}</p></section>",
        "<body class='home dark-mode'><p><span style=color:#fff>{}</span> {}</p></body>",
        "<div class='card bg-primary'><p><span style=color:#fff>{}</span> {}</p></div>",
        "<div><p><a class=btn style=color:#fff>{}</a> {}</p></div>",
        "<body bgcolor=black text=#cccccc><p><font color=white>{}</font> {}</p></body>",
    ],
)
def test_white_letters_on_a_ground_of_their_own_are_seen(markup: str) -> None:
    assert "".join(shown(markup.format("渡口复航的那天早上", FERRY))).replace(" ", "") == f"渡口复航的那天早上{FERRY}"


@pytest.mark.parametrize("tag", ["datalist", "progress", "meter", "audio", "video", "dialog"])
def test_elements_that_browsers_do_not_show(tag: str) -> None:
    assert shown(f"<div><p>{FERRY}</p><{tag}>{JUNK}</{tag}></div>") == [FERRY]
    assert shown(f"<div><p>{FERRY}</p><{tag} class=c1><p>{JUNK}</p></{tag}></div>") == [FERRY]
    assert shown(f"<div><{tag} id=x1><p>{FERRY}</p></div>") == [FERRY]  # a decoy that was left open
    assert shown(f"<div>{FERRY}{FERRY}<br><{tag} id=x1>{FERRY}<br></div>")[-1] == FERRY


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("<div id=k3>", "</div><script>document.getElementById('k3').style.display='none';</script>"),
        ("<div id=k3>", '</div><script>$("#k3").hide()</script>'),
        (
            "<script>document.write('<div style=\"display:none\">');</script>",
            "<script type=text/javascript>document.write('</div>')</script>",
        ),
    ],
)
def test_what_a_script_hides(before: str, behind: str) -> None:
    assert shown(f"<div><p>{FERRY}</p>{before}{JUNK}{behind}<p>{FERRY}</p></div>") == [FERRY, FERRY]


def test_what_a_script_shows_again_is_not_hidden() -> None:
    script = "<script>function f(s){document.getElementById('more').style.display='none';t('more')}</script>"
    assert shown(f"<div><p>{FERRY}</p><div id=more>{JUNK}</div>{script}</div>") == [FERRY, JUNK]


@pytest.mark.parametrize(
    "script",
    [
        'if(navigator.userAgent.toLocaleLowerCase().indexOf("baidu") == -1){{document.title ="{}"}}',
        "if(!navigator.userAgent.match(/baiduspider|sogou|360spider|yisou/i)){{document.title ='{}'}}",
        '\n<script>if (navigator.userAgent.indexOf("Baiduspider") < 0) document.title = "{}";',
    ],
)
def test_readers_get_their_title_back(script: str) -> None:
    name = "渡口复航以后船票仍是两元_洛溪新闻网"
    head = f"<title>&#38477;&#27426;&#24217;&#22270;&#45;&#32034;&#32435;</title><script>{script.format(name)}</script>"
    page = f"<html><head>{head}</head><body><div><p>{FERRY}</p><p>{FERRY}</p></div></body></html>"
    assert parse_page(page, None).title_tag == name
    article = clean_html(page)
    assert article.title == "渡口复航以后船票仍是两元"
    assert article.integrity is Integrity.INJECTED
    assert [removal.where for removal in article.removed if removal.kind == "spam"] == ["title"]


@pytest.mark.parametrize(
    "script", ['document.title = "新消息(1)";', 'if(navigator.userAgent.match(/Mobile/)){document.title="手机版";}']
)
def test_other_titles_that_scripts_set_do_not_count(script: str) -> None:
    assert parse_page(f"<title>渡口复航</title><script>{script}</script><p>{FERRY}</p>", None).title_tag == "渡口复航"


@pytest.mark.parametrize(
    "script",
    [
        'if(!navigator.userAgent.match(/baidu|spider/)){document.title="渡口复航"}',
        'if(navigator.userAgent.indexOf("baidu")==-1){document.title="洛溪手机报"}',
        'if(navigator.userAgent.indexOf("baiduboxapp")>-1){document.title="洛溪日报小程序"}',
        "if(navigator.userAgent.match(/baiduspider|sogou/i)){document.title='洛溪新闻,洛溪渡口,洛溪交通'}",
        "navigator.userAgent.match(/sogou/i) && (document.title='洛溪手机版')",
    ],
)
def test_no_title_but_a_swapped_one_is_given_back(script: str) -> None:
    name = "渡口复航以后船票仍是两元"
    article = clean_html(f"<title>{name}_洛溪新闻网</title><script>{script}</script><p>{FERRY}</p><p>{FERRY}</p>")
    assert article.title == name
    assert article.integrity is Integrity.CLEAN


def test_a_moving_line_without_size_is_hidden() -> None:
    for attributes in (
        {"width": "0"},
        {"width": "4", "height": "2px"},
        {"scrollamount": "3000"},
        {"style": "height:0"},
    ):
        assert find_hiding([]).sight("marquee", attributes) is Sight.HIDDEN
    assert find_hiding([]).sight("marquee", {"width": "100%", "height": "20", "scrollamount": "5"}) is not Sight.HIDDEN


@pytest.mark.parametrize(
    "selector",
    [
        ".k3:not(.on)",
        ":is(.k3)",
        "p>.k3",
        ".k3, .k4",
        "p .k3",
        "[data-k=k3]",
        'span[class="k3"]',
        "div [data-k~='k3']",
        "[data-k]",
        "p span[data-k^=k]",
        "marquee",
    ],
)
def test_an_element_may_be_named_by_any_attribute(selector: str) -> None:
    style = "" if selector == "marquee" else f"<style>{selector}{{display:none}}</style>"
    element = "marquee" if selector == "marquee" else "span"
    page = parse_page(
        f"{style}<div><p>渡口复航，船票仍是两元。<{element} class=k3 data-k=k3 height=0>槐花疏通</{element}></p></div>",
        None,
    )
    assert [line.text for line in page.lines if not line.hidden] == ["渡口复航，船票仍是两元。"]


@given(st.text(alphabet="ab.#{}:;-0,/*@ display:none", max_size=80))
@settings(max_examples=100)
def test_any_sheet_is_read(sheet: str) -> None:
    assert find_hiding([sheet]).sight("div", {"class": "a b"}) in Sight


@pytest.mark.parametrize("piece", ["{", "/*", "display:none", ".a{display:none}", "{display:none", "},", ".a .b "])
def test_a_long_sheet_takes_no_long_time(piece: str) -> None:
    start = time.process_time()
    find_hiding([piece * (400_000 // len(piece))])
    assert time.process_time() - start < 2.0  # a quadratic reading takes minutes


def test_short_paragraphs_of_a_folded_text_stay_with_it() -> None:
    told = ("停航三个月的城西渡口今天复航，第一班渡船载着四十二名乘客离岸。", "“值得。”她说。", "下一班七点开。")
    shown = "".join(f"<p>船工卫长庚在河上撑了二十六年船，今天是他第{n}次启航。</p>" for n in range(6))
    folded = "".join(f"<p>{line}</p>" for line in told)
    article = clean_html(f"<h1>渡口复航</h1><div>{shown}<div style=display:none>{folded}</div></div>", None)
    assert article.text.split("\n")[-3:] == list(told)


def test_a_poem_held_back_until_it_is_there_is_shown() -> None:
    """As WeChat does: neither the poem nor the page around it holds prose."""
    verses = ["船还没有来", "我先把行李放下", "河水一直在走", "谁也没有等谁"]
    poem = "".join(f"<section>{verse}</section>" for verse in verses)
    page = (
        f"<h1>在渡口</h1><em>2026-03-09</em><div class=article_content style='visibility:hidden;opacity:0'>{poem}</div>"
    )
    assert [line.text for line in parse_page(page, None).lines if not line.hidden][2:] == verses
    for other in ("display:none", "opacity:0"):
        hidden = parse_page(page.replace("visibility:hidden;opacity:0", other), None)
        assert all(line.hidden for line in hidden.lines[2:])


@pytest.mark.parametrize("name", ["modal-content", "menu-content", "tooltip-content", "content"])
def test_what_is_held_back_beside_a_poem_is_no_text(name: str) -> None:
    """A log-in, a menu; in what is called content alone, where the page shows more."""
    poem = "".join(f"<p>{verse}</p>" for verse in ["船还没有来", "我先把行李放下", "河水一直在走", "谁也没有等谁"])
    held = "".join(f"<p>{item}</p>" for item in ["用户登录", "手机号", "验证码", "忘记密码"])
    page = parse_page(f"<h1>在渡口</h1><div>{poem}</div><div class={name} style='visibility:hidden'>{held}</div>", None)
    assert [line.text for line in page.lines if line.hidden] == ["用户登录", "手机号", "验证码", "忘记密码"]


def test_what_react_streams_behind_the_page_is_shown() -> None:
    page = parse_page('<div hidden id="S:0"><p>The ferry is back.</p></div><div hidden id="a">Menu</div>', None)
    assert [line.text for line in page.lines if not line.hidden] == ["The ferry is back."]


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>二手钢管</div>",
        '<div hidden><div><a href="http://gg.example/">二手钢管</a></div></div>',
        "<p>表一<span hidden>二手钢管</span>用水量</p>",
    ],
)
def test_what_is_hidden_among_paragraphs_is_recorded(hidden: str) -> None:
    told = "<p>渡口的最后一班船昨晚六点离岸，三十多位乘客站在甲板上拍照。</p>"
    page = f"<body><div hidden>登录</div><div><h1>渡口停航</h1>{told}{hidden}<p>大桥下个月通车。</p></div></body>"
    article = clean_html(page)
    assert "二手钢管" not in article.text
    assert [cut.text for cut in article.removed if cut.where == "hidden"] == ["二手钢管"]
    assert article.integrity is Integrity.CLEAN


@pytest.mark.parametrize(
    "sheet",
    [
        ":root{--a:0}.k3{font-size:var(--a)}",
        ".k3{--shown:none;display:var(--shown, block)}",
        "body{--c: transparent} .k3 {color: var( --c )}",
        ".k3:not(:hover){opacity:0}",
    ],
)
def test_values_may_be_named_and_hold_until_the_reader_does_something(sheet: str) -> None:
    assert find_hiding([sheet]).sight("span", {"class": "k3"}) is Sight.HIDDEN


@pytest.mark.parametrize(
    "sheet",
    [
        ":root{--a:0}.k3{padding:var(--a)}",
        ".list:hover .k3:not(:hover){opacity:0}",
        ".k3:not(:target){display:none}",
        ":root{--a:0}@media(min-width:900px){:root{--a:12px}}.k3{font-size:var(--a)}",
        ".k3{display:var(--unknown)}",
    ],
)
def test_other_variables_and_states_hide_nothing(sheet: str) -> None:
    assert find_hiding([sheet]).sight("span", {"class": "k3"}) is not Sight.HIDDEN


HIDDEN_FRAME = (
    "<h1>渡口停航</h1><div><p>渡口的最后一班船昨晚靠岸，两岸的人都来送它，码头上挂起了灯笼。</p>"
    "{}<p>大桥下个月通车。</p></div>"
)


@pytest.mark.parametrize(
    ("hidden", "integrity"),
    [
        ("旧沙发回收价格、旧沙发翻新哪家好、旧沙发回收电话、旧沙发翻新多少钱、旧沙发回收公司", Integrity.INJECTED),
        (
            "купить диван дёшево продажа старых лодок аренда погрузчика садовые гномы дёшево недорого",
            Integrity.INJECTED,
        ),
        ("English Русский العربية 日本語 한국어 Français Español ภาษาไทย Ελληνικά Български", Integrity.CLEAN),
        ("股市行情、理财计算器、车险报价、航班时刻、天气预报、万年历", Integrity.CLEAN),
    ],
)
def test_hidden_keywords_of_any_trade_and_script_are_told_from_menus(hidden: str, integrity: Integrity) -> None:
    article = clean_html(HIDDEN_FRAME.format(f"<div style='display:none'>{hidden}</div>"))
    assert article.integrity is integrity
    assert hidden not in article.text


@pytest.mark.parametrize(
    "hidden",
    [
        "Последний паром вчера вечером пришёл к берегу, и люди с обеих сторон вышли его проводить.",
        "ئۆتكەلدىكى ئاخىرقى كېمە تۈنۈگۈن كەچ قىرغاققا كەلدى ئىككى قىرغاقتىكى كىشىلەر ئۇنى ئۇزىتىپ قويدى",
    ],
)
def test_what_another_tab_says_in_another_language_is_no_keywords(hidden: str) -> None:
    article = clean_html(HIDDEN_FRAME.format(f"<div style='display:none'>{hidden}</div>"))
    assert article.integrity is Integrity.CLEAN


def test_a_long_list_that_is_hidden_is_no_article_that_a_script_shows() -> None:
    hidden = "、".join(["ขายโซฟามือสองราคาถูก", "เช่ารถยกรายวัน", "ตุ๊กตาคนแคระในสวน"] * 9)
    article = clean_html(HIDDEN_FRAME.format(f"<div style='display:none'>{hidden}</div>"))
    assert "โซฟา" not in article.text
