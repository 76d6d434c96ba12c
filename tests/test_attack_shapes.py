"""Junk in any element that hijackers use, at any place of a page: none reaches title or text, no sentence goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from invented import MEETING as PROSE

from cleaners import clean_html

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

URL = "http://news.qz.example.com/1.html"
TITLE = "会议部署重点工作"
KNOWN = ("真人百家乐开户", "时时彩平台注册", "网上赌场官网", "老虎机游戏下载", "六合彩资料大全", "澳门新葡京网址")
HONEST = ("查看详情", "点击进入", "更多内容", "返回首页")
UNKNOWN = ("工业风扇价格", "工业风扇批发", "冷风机厂家", "冷风机批发", "排风扇厂家", "排风扇价格表")
"""Of a trade that nothing was fitted to."""


def each(words: Sequence[str], form: str) -> str:
    return "".join(form.format(word, number) for number, word in enumerate(words))


def block(style: str) -> str:
    return f"<div style='{style}'>{{}}</div>"


VISIBLE: dict[str, Callable[[Sequence[str]], str]] = {
    "list items": lambda words: f"<ul>{each(words, '<li>{}</li>')}</ul>",
    "paragraphs in list items": lambda words: f"<ol>{each(words, '<li><p>{}</p></li>')}</ol>",
    "cells": lambda words: f"<table><tr>{each(words, '<td>{}</td>')}</tr></table>",
    "rows": lambda words: f"<table>{each(words, '<tr><td>{}</td></tr>')}</table>",
    "marquee": lambda words: f"<marquee>{' '.join(words)}</marquee>",
    "font": lambda words: f"<font color=red>{'|'.join(words)}</font>",
    "centred lines": lambda words: f"<center>{'<br>'.join(words)}</center>",
    "spans": lambda words: f"<p>{each(words, '<span>{}</span> ')}</p>",
    "caption": lambda words: f"<figure><figcaption>{'|'.join(words)}</figcaption></figure>",
    "preformatted": lambda words: f"<pre>{'_'.join(words)}</pre>",
    "brackets": lambda words: f"<p>{each(words, '【{}】')}</p>",
    "arrows": lambda words: f"<p>{'→'.join(words)}</p>",
    "doubled bars": lambda words: f"<p>{'||'.join(words)}</p>",
    "spread": lambda words: f"<p>{' '.join(map('*'.join, words))}</p>",
    "spread by low lines": lambda words: f"<p>{' '.join(map('_'.join, words))}</p>",
    "tags": lambda words: f"<p>{each(words, '#{}# ')}</p>",
    "heading": lambda words: f"<h1>{'_'.join(words)}</h1>",
    "heading of links": lambda words: f"<h2>{each(words, '<a href=//x{1}.example.net/>{0}</a> ')}</h2>",
    "links": lambda words: f"<div>{each(words, '<a href=//x{1}.example.net/>{0}</a>')}</div>",
    "honest words for links": lambda _: f"<p>{each(HONEST, '<a href=//x.example.net/>{}</a> ')}</p>",
}
"""Shown to the reader."""
UNSEEN = {
    "one pixel": block("width:1px;height:1px;overflow:hidden;position:absolute"),
    "clipped": block("position:absolute;clip:rect(0 0 0 0)"),
    "clip-path": block("clip-path: inset(50%)"),
    "indented": block("text-indent:-9999em"),
    "transparent": block("opacity:0.0"),
    "colour of the ground": block("color:#fff;background:#ffffff"),
    "moved away": block("transform:translateX(-9999px)"),
    "scaled": block("transform: scale(0)"),
    "off screen": "<p style='position:absolute;left:-999em'>{}</p>",
    "by a rule": "<style>.q1{{max-height:0;overflow:hidden}}</style><div class=q1>{}</div>",
    "white among black": "<p style='color:#fff'>{}</p>",
    "white font": "<font color=white>{}</font>",
    "quick marquee": "<marquee scrollamount=3000 width=5 height=2>{}</marquee>",
    "by two rules": "<style>.q1{{position:absolute}} .q1{{left:-9999px}}</style><div class=q1>{}</div>",
    "children by a rule": "<style>.q1 *{{font:0/0 a}}</style><div class=q1><b>{}</b></div>",
    "by script": "<div id=q1>{}</div><script>document.getElementById('q1').style.display='none'</script>",
    "data list": "<datalist><option>{}</datalist>",
    "tiny marquee": "<marquee width=1 height=1>{}</marquee>",
    "comment": "<!-- {} -->",
    "noscript": "<noscript>{}</noscript>",
    "template": "<template><p>{}</p></template>",
    "frame": "<iframe srcdoc='&lt;p&gt;{}&lt;/p&gt;'></iframe>",
    "frame's text": "<iframe>{}</iframe>",
    "written by script": "<script>document.write('<p>{}</p>')</script>",
    "form field": "<textarea>{}</textarea>",
    "button": "<button>{}</button>",
    "drawing": "<svg><text>{}</text></svg>",
}
"""Kept from the reader, whatever it says."""


def pages_with(junk: str) -> dict[str, str]:
    """The page with junk at each place, by the place's name."""
    first, *rest = (f"<p>{text}</p>" for text in PROSE)
    head, prose = f"<html><head><title>{TITLE}</title></head><body>", "".join((first, *rest))
    article = f"<h1>{TITLE}</h1><div class=c>{{}}</div>"
    return {
        "ahead of all": f"{head}{junk}{article.format(prose)}</body></html>",
        "between paragraphs": f"{head}{article.format(first + junk + ''.join(rest))}</body></html>",
        "end of the article": f"{head}{article.format(prose + junk)}</body></html>",
        "end of the page": f"{head}{article.format(prose)}{junk}</body></html>",
        "behind the page": f"{head}{article.format(prose)}</body></html>{junk}",
    }


def assert_is_clean(page: str) -> None:
    article = clean_html(page, URL)
    assert article.text == "\n".join(PROSE)
    assert article.title == TITLE


@pytest.mark.parametrize("words", [KNOWN, UNKNOWN], ids=["known", "unknown"])
@pytest.mark.parametrize("shape", VISIBLE)
def test_junk_that_is_shown(shape: str, words: Sequence[str]) -> None:
    for page in pages_with(VISIBLE[shape](words)).values():
        assert_is_clean(page)


@pytest.mark.parametrize("shape", UNSEEN)
def test_junk_that_no_reader_sees(shape: str) -> None:
    for page in pages_with(UNSEEN[shape].format(",".join(KNOWN))).values():
        assert_is_clean(page)
