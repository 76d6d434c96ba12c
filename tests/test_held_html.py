"""Articles that a page shows nothing of, and holds as HTML for its scripts to show."""

from __future__ import annotations

import base64
import html
import json
import urllib.parse

import pytest

from cleaners import Rejection, clean_html

TOLD = (
    "昨天下午，洛溪县图书馆的新馆正式开放，头一天就来了三千名读者，二楼的儿童阅览室座无虚席。",
    "馆长说，新馆每天开到晚上九点，周末再加一场故事会，由退休教师轮流来讲，孩子们可以带一本书回家。",
    "记者看到，门口的还书箱一天满了三回，志愿者推着小车来回跑，下个月还会在城西再放两只。",
)
BODY = "".join(f"<p>{line}</p>" for line in TOLD)
ESCAPED = html.escape(BODY)
LITERAL = json.dumps(BODY, ensure_ascii=False)
ASCII = json.dumps(BODY)
PERCENT = urllib.parse.quote(BODY)
UNICODE = "".join(f"%u{ord(c):04X}" if c > "\x7f" else urllib.parse.quote(c) for c in BODY)
BASE64 = base64.b64encode(BODY.encode()).decode()
ADDED = "".join(f"s += '<p>{line}</p>';\n" for line in TOLD)
STATE = html.escape(json.dumps({"title": "洛溪新馆昨天开放", "content": BODY}, ensure_ascii=False))

HELD = {
    "a field": f"<textarea id=c style='display:none'>{ESCAPED}</textarea>",
    "a field, not escaped": f"<TEXTAREA id=c style='display:none'>{BODY}</TEXTAREA>",
    "a hidden value": f'<input type=hidden id=c value="{ESCAPED}">',
    "a state as a value": f'<input type=hidden id=c value="{STATE}">',
    "a template": f"<template id=c>{BODY}</template>",
    "a template in a script": f'<script type="text/html" id=c>{BODY}</script>',
    "a note for browsers without scripts": f"<noscript>{BODY}</noscript>",
    "a frame": f'<iframe srcdoc="{ESCAPED}"></iframe>',
    "a variable": f"<script>var content = {LITERAL}; show(content);</script>",
    "a call": f"<script>$('#c').html({ASCII});</script>",
    "a written string": f"<script>document.write('{BODY}');</script>",
    "a template literal": f"<script>c.innerHTML = `{BODY}`;</script>",
    "percent signs": f"<script>$('#c').html(decodeURIComponent('{PERCENT}'));</script>",
    "unescape": f"<script>document.write(unescape('{UNICODE}'));</script>",
    "Base64": f"<script>$('#c').html(Base64.decode('{BASE64}'));</script>",
    "pieces": f"<script>var s = '';\n{ADDED}document.getElementById('c').innerHTML = s;</script>",
    "a string in a string": f"<script>var c = {{content: '&quot;{BODY}&quot;'.slice(6, -6)}};</script>",
}


def page(held: str, title: str = "洛溪新馆昨天开放") -> str:
    links = "".join(f"<li><a href='/{n}.html'>县城西路昨天通车了{n}条公交</a></li>" for n in range(5))
    return (
        f"<html><head><title>{title}_洛溪在线</title></head><body><h1>{title}</h1>"
        f"<div>2026-03-10 09:12　来源：洛溪日报</div><div id=show></div>{held}<ul>{links}</ul></body></html>"
    )


@pytest.mark.parametrize("held", HELD.values(), ids=HELD)
def test_what_a_page_holds_for_its_scripts_is_its_text(held: str) -> None:
    article = clean_html(page(held), "https://www.luoxi.example/a/1.html")
    assert article.text.splitlines() == list(TOLD)
    assert article.source == "洛溪日报"


@pytest.mark.parametrize(
    "form", sorted(HELD.keys() - {"a state as a value"})
)  # a state is believed, as one in a script is
def test_what_speaks_of_something_else_is_not(form: str) -> None:
    assert clean_html(page(HELD[form], "夜市摊主约定十点后安静")).rejection is Rejection.NO_BODY


NOTES = {
    "cookies": "<script>var banner = '<p>洛溪新馆昨天开放的专题使用 cookie，请您放心，我们不保存密码。</p>"
    "<p>您继续浏览洛溪新馆昨天开放的专题，就表示同意；不同意的话，可以在设置里关掉它们。</p>';</script>",
    "no script": "<noscript><p>洛溪新馆昨天开放的专题要用新的浏览器才能看，请您换一个，再来一次。</p>"
    "<p>或者打开脚本的开关，洛溪新馆昨天开放的专题就会出来；还不行的话，请打我们的电话。</p></noscript>",
    "one line": "<textarea><p>洛溪新馆昨天开放，请在这里写下您的话，写完以后点一下右边的按钮。谢谢。</p></textarea>",
    "labels": "<template><p>洛溪新馆昨天开放</p><p>姓名</p><p>电话</p><p>留言</p>" + "<p>选项</p>" * 30 + "</template>",
    "JSON": "<textarea>"
    + json.dumps([{"a": n, "t": TOLD[0], "洛溪新馆昨天开放": 1} for n in range(9)])
    + "</textarea>",
}


@pytest.mark.parametrize("held", NOTES.values(), ids=NOTES)
def test_notes_forms_and_data_are_no_text(held: str) -> None:
    assert clean_html(page(held)).rejection is Rejection.NO_BODY


def test_what_a_page_shows_comes_first() -> None:
    shown = "".join(f"<p>{line}</p>" for line in reversed(TOLD))
    assert clean_html(page(f"<div>{shown}</div>{HELD['a field']}")).text.splitlines() == list(reversed(TOLD))


AGREEMENT = "".join(
    f"<p>第{n}条　用户注册洛溪在线的账号之前，应当读完本协议的全部内容，不同意其中任何一条的，请不要注册。</p>"
    for n in "一二三四"
)
BETS = (
    "<p>澳门新葡京娱乐场注册送彩金，本站提供澳门新葡京官网登录和最新网址，存取款三分钟到账。</p>"
    "<p>澳门新葡京官网登录请联系客服，二十四小时在线，注册即送八十八元，提款无忧，欢迎您来。</p>"
)


def other_page(title: str, held: str) -> str:
    """A page that is no article: it shows links and no time or source."""
    links = "".join(f"<li><a href='/{n}.html'>县城西路昨天通车了{n}条公交</a></li>" for n in range(9))
    head = f"<title>{title}</title>" if title else ""
    field = f"<textarea hidden>{html.escape(held)}</textarea>"
    return f"<html><head>{head}</head><body>{field}<ul>{links}</ul></body></html>"


@pytest.mark.parametrize(
    ("title", "held", "rejection"),
    [
        ("洛溪在线", AGREEMENT, Rejection.LISTING),
        ("本地新闻_洛溪在线", AGREEMENT, Rejection.LISTING),
        ("", AGREEMENT, Rejection.LISTING),
        ("登录洛溪在线账号", AGREEMENT, Rejection.LISTING),
        ("用户注册协议_洛溪在线", AGREEMENT, Rejection.LISTING),
        ("澳门新葡京官网登录_注册送彩金", BETS, Rejection.SPAM_ONLY),
    ],
)
def test_what_a_list_or_a_form_holds_makes_it_no_article(title: str, held: str, rejection: Rejection) -> None:
    assert clean_html(other_page(title, held)).rejection is rejection
