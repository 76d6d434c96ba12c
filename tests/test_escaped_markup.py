"""A text that a publishing system escaped as a whole is read; mark-up that a page is about stays as it shows it."""

from __future__ import annotations

from html import escape

import pytest

from cleaners import clean_html

TOLD = (
    "昨天下午，洛溪县图书馆的新馆正式开放，头一天就来了三千名读者，二楼的儿童阅览室座无虚席。",
    "馆长说，新馆每天开到晚上九点，周末再加一场故事会，由退休教师轮流来讲，孩子们可以带一本书回家。",
    "记者看到，门口的还书箱一天满了三回，志愿者推着小车来回跑，下个月还会在城西再放两只。",
)

OTHERS = (
    "上周去看过，座位确实不够，希望二楼也能开到晚上九点，让下班的人多看一会儿书。",
    "孩子在那里借了三本，读完还想去，门口的坡道推婴儿车很方便，就是停车难了一些。",
    "支持志愿者，下个月我也去报名，周末帮忙推小车，反正退休了在家里闲着也是闲着。",
)


def page(body: str) -> str:
    return (
        "<html><head><title>新馆开放_洛溪在线</title></head><body><h1>新馆开放</h1>"
        f"<p>2026-03-10 09:12　来源：洛溪日报</p><div>{body}</div><p>版权所有 洛溪在线</p></body></html>"
    )


@pytest.mark.parametrize(
    "held",
    [
        "".join(f"<p>　　{line}</p>\n" for line in TOLD),
        "<br />".join(TOLD),
        "".join(f'<p style="text-indent:2em"><span>{line}</span></p>' for line in TOLD) + "<p><img src=/1.jpg></p>",
        "".join(f"<div>{line}&nbsp;</div>" for line in TOLD),
    ],
)
def test_an_escaped_text_is_read_as_what_it_holds(held: str) -> None:
    article = clean_html(page(escape(held)))
    assert article.text.split("\n") == list(TOLD)
    assert article.as_dict()["published_at"] == "2026-03-10T09:12:00+08:00"


def test_sentences_elsewhere_on_the_page_do_not_count() -> None:
    """Neither comments nor teasers, however long."""
    others = "".join(f"<li><p>{line}</p></li>" for line in OTHERS)
    body = f"{escape(''.join(f'<p>{line}</p>' for line in TOLD))}</div><div class=comments><ul>{others * 3}</ul>"
    assert clean_html(page(body)).text.split("\n")[: len(TOLD)] == list(TOLD)


def test_each_paragraph_may_be_escaped_by_itself() -> None:
    assert clean_html(page("".join(f"<p>{escape(f'<p>{line}</p>')}</p>" for line in TOLD))).text.split("\n") == list(
        TOLD
    )


def test_scripts_of_an_escaped_text_are_no_text() -> None:
    held = "".join(f"<p>{line}</p>" for line in TOLD) + "<script>var hits = 12;</script>"
    assert clean_html(page(escape(held))).text.split("\n") == list(TOLD)


@pytest.mark.parametrize(
    "shown",
    [
        "老师在黑板上写下 &lt;p&gt;你好&lt;/p&gt;，告诉孩子们这叫标签。",
        "换行写 &lt;br&gt;，分段写 &lt;/p&gt;，他都记在本子上。",
        "HTML 里写 &lt;p&gt;这一段话写得很长很长很长很长&lt;/p&gt;&lt;p&gt;那一段也写得很长很长&lt;/p&gt;。",
        "水位 &lt; 3 米时，渡船停开。",
    ],
)
def test_mark_up_that_a_page_means_stays(shown: str) -> None:
    article = clean_html(page("".join(f"<p>{line}</p>" for line in (*TOLD, shown))))
    assert article.text.split("\n")[-1] == shown.replace("&lt;", "<").replace("&gt;", ">")


@pytest.mark.parametrize(
    "shown",
    [
        "段落用<p>开头，用</p>结尾，换行用<br>，列表的每一项用<li>和</li>，系统会自动空开一行。",
        "有网友发现县政府网站的通知里满是<p>和</p>，连人名中间也夹着<br>，信息中心下午已经修好。",
        "<p>写在这里的是头一段，浏览器会空开一行</p><p>写在这里的是第二段，也会空开一行</p>",
        "<p>写在这里的是头一段，浏览器会空开一行。</p><p>写在这里的是第二段，也会空开一行。</p>",
    ],
)
def test_who_writes_of_tags_names_them_in_sentences_or_beside_more_of_them(shown: str) -> None:
    article = clean_html(page("".join(f"<p>{line}</p>" for line in (TOLD[0], escape(shown), *TOLD[1:]))))
    assert article.text.split("\n") == [TOLD[0], shown, *TOLD[1:]]


def test_a_listing_beside_it_means_what_it_shows() -> None:
    lesson = f"<p>{TOLD[0]}</p><pre>&lt;p&gt;{TOLD[1]}&lt;/p&gt;\n&lt;p&gt;{TOLD[2]}&lt;/p&gt;</pre>"
    assert f"<p>{TOLD[1]}</p>" in clean_html(page(lesson)).text
