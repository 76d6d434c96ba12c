"""References that a publishing system escaped once more are read; those that a page is about stay."""

from __future__ import annotations

import pytest

from cleaners import clean_html
from cleaners.source.escaped import unescape_references

TOLD = "昨天下午，洛溪县图书馆的新馆正式开放，头一天就来了三千名读者，二楼的儿童阅览室座无虚席，还书箱也满了三回。"


def page(body: str, *, title: str = "新馆开放", more: str = "") -> str:
    return (
        f"<html><head><title>{title}_洛溪在线</title><meta name=description content='{title}'></head><body>"
        f"<h1>{title}</h1><p>2026-03-10 09:12　来源：洛溪日报</p>{more}"
        f"<div><p>{TOLD}</p><p>{body}</p></div></body></html>"
    )


@pytest.mark.parametrize("layers", ["&amp;", "&amp;amp;", "&amp;amp;amp;"])
def test_named_references_are_read_in_the_text_and_the_headline(layers: str) -> None:
    quoted = f"馆长说，{layers}ldquo;明天照常开门{layers}rdquo;，{layers}nbsp;夜场到九点，周末再加一场。"
    article = clean_html(page(quoted, title=f"新馆开放{layers}quot;头一天{layers}quot;"))
    assert article.title == '新馆开放"头一天"'
    assert article.text.splitlines()[-1] == "馆长说，“明天照常开门”， 夜场到九点，周末再加一场。"


@pytest.mark.parametrize("form", ["&amp;#{};", "&amp;#x{:x};", "&amp;#X{:X};"])
def test_a_paragraph_all_in_numbers_is_read(form: str) -> None:
    told = "馆长说，明天照常开门，夜场到九点，周末再加一场。"
    assert clean_html(page("".join(form.format(ord(c)) for c in told))).text.splitlines()[-1] == told


@pytest.mark.parametrize("shown", ["<pre>x &lt; 3</pre>", "<p>写成 &lt;br&gt; 就换行，这是编辑手册里的话。</p>"])
def test_a_page_that_shows_markup_means_its_references(shown: str) -> None:
    article = clean_html(page(f"{TOLD}空格写成 &amp;nbsp; 才会留住。", more=shown))
    assert article.text.splitlines()[-1].endswith("空格写成 &nbsp; 才会留住。")


def test_what_is_no_reference_stays() -> None:
    article = clean_html(page("他在横幅上写了 R&amp;Dept; 和 AT&amp;T，旁边的人都看不明白，问了三回。"))
    assert "R&Dept; 和 AT&T" in article.text


def test_html_in_an_attribute_keeps_its_layers() -> None:
    """``srcdoc`` and JSON in ``data-`` are escaped once for the attribute and once for the HTML in them."""
    held = '<div data-page="{&quot;said&quot;:&quot;&amp;quot;b&amp;quot;&quot;}">'
    twice = held + "&amp;quot;</div><meta content='&amp;quot;'>"
    assert unescape_references(twice) == held + "&quot;</div><meta content='&quot;'>"


@pytest.mark.parametrize("told", ["HTML 里的 &amp;copy; 就是版权符号", "转义字符 &amp;quot; 就是双引号"])
def test_a_text_about_references_means_them(told: str) -> None:
    assert clean_html(page(f"{TOLD}{told}。")).text.splitlines()[-1].endswith(f"{told.replace('&amp;', '&')}。")
