"""Keyword phrases set as lines of their own between paragraphs go; subheadings stay."""

from __future__ import annotations

import time
from itertools import zip_longest

import pytest

from cleaners import clean_html
from cleaners.article import Article, Integrity, RemovalKind

TITLE = "东渡片区加装电梯突破一百部"
PARAGRAPHS = (
    "3月14日，东渡街道纺织新村6号楼的电梯正式启用，七十九岁的龚秀兰老人按下了五楼的按钮。这是片区里的第一百部电梯。",
    "“六年没怎么下过楼了。”龚秀兰说。她的膝盖动过手术，以前买菜靠邻居帮忙带，晒太阳只能趴在阳台上，如今一天下楼三次。",
    "加装电梯难在意见不一。6号楼从提出到签字用了两年零四个月，一楼两户担心采光和噪声，开了十一次会才谈拢。",
    "一部电梯的造价在四十五万元左右，两级补贴二十万元，其余按楼层分摊。六楼出得最多，三楼八千元，算是支持。",
    "区里介绍，今年还有六十四部电梯正在办手续，争取年底前完成四十部。手头紧的家庭可以提取公积金，分三年付清。",
)
JUNK = ("蒸汽锅炉厂家报价", "喷灌设备批发货源", "二手挖机出售网站", "驾校挂靠代办")


def page(lines: tuple[str, ...], tag: str = "p") -> str:
    """A page with one of the lines behind each of its first paragraphs."""
    pairs = zip_longest(PARAGRAPHS, (f"<{tag}>{line}</{tag}>" for line in lines), fillvalue="")
    body = "".join(f"<p>{paragraph}</p>{line}" for paragraph, line in pairs)
    return f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{body}</div></body></html>"


def clean(source: str) -> Article:
    return clean_html(source, "http://news.qz.example.com/1.html")


@pytest.mark.parametrize("tag", ["p", "h3", "blockquote", "li"])
def test_phrases_of_their_own_between_paragraphs_are_cut(tag: str) -> None:
    article = clean(page(JUNK, tag))
    assert article.text.split("\n") == list(PARAGRAPHS)
    assert [cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM] == list(JUNK)
    assert article.integrity is Integrity.INJECTED


@pytest.mark.parametrize(
    "lines",
    [
        ("谈得拢才装得成", "钱从哪里来", "一楼的担心", "一百部以后"),
        ("名词解释", "背景资料", "记者手记", "现场直击"),
        ("守土有责", "人不负青山", "从零到一", "一枝一叶总关情"),
        ("专家观点", "怎样申请补贴", "咨询电话", "办理流程"),
        ("网贷陷阱",),
        ("微商卖减肥药",),
    ],
)
@pytest.mark.parametrize("tag", ["p", "h3"])
def test_subheadings_stay(lines: tuple[str, ...], tag: str) -> None:
    article = clean(page(lines, tag))
    assert article.text.split("\n") == [
        line for pair in zip_longest(PARAGRAPHS, lines) for line in pair if line is not None
    ]
    assert article.integrity is Integrity.CLEAN


def test_words_of_the_article_are_no_junk() -> None:
    lines = ("加装电梯补贴", "电梯造价", "公积金提取", "一楼采光和噪声")
    assert clean(page(lines)).integrity is Integrity.CLEAN


def test_links_to_foreign_hosts_speak_for_it() -> None:
    links = tuple(f"<a href='http://kx{n}.example.net/{n}'>{text}</a>" for n, text in enumerate(JUNK[:2]))
    assert clean(page(links)).text.split("\n") == list(PARAGRAPHS)


def test_lines_in_another_script_with_han_among_it_are_cut() -> None:
    links = tuple(
        f"<a href='http://kx{n}.example.net/{n}'>{text}</a>"
        for n, text in enumerate(("人気通販ランキング送料無料", "競馬の予想サイト比較"))
    )
    assert clean(page(links)).text.split("\n") == list(PARAGRAPHS)


def test_many_lines_take_no_long_time() -> None:
    body = "".join(f"<p>{PARAGRAPHS[n % 5]}</p><p>螺钉{n}批发货源</p>" for n in range(3_000))
    start = time.perf_counter()
    clean(f"<html><body><h1>{TITLE}</h1><div>{body}</div></body></html>")
    assert time.perf_counter() - start < 20.0
