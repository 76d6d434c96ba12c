"""Addresses of foreign hosts between sentences go; those that a sentence holds stay."""

from __future__ import annotations

import pytest

from cleaners import clean_html
from cleaners.article import Integrity

PARAGRAPHS = (
    "东渡街道纺织新村6号楼的电梯正式启用，七十九岁的老人按下了五楼的按钮。{}这是片区里的第一百部电梯，居民们等了两年多。",
    "加装电梯难在意见不一，一楼两户担心采光和噪声，开了十一次会才谈拢。{}区里介绍，今年还有六十四部电梯正在办手续。",
)


def text_of(*put: str) -> tuple[str, Integrity]:
    body = "".join(f"<p>{text.format(one)}</p>" for text, one in zip(PARAGRAPHS, put, strict=True))
    article = clean_html(
        f"<html><body><h1>加装电梯突破一百部</h1><div>{body}</div></body></html>", "http://news.qz.example.com/1.html"
    )
    return article.text, article.integrity


@pytest.mark.parametrize("one", ["www.{}.example.net", "http://{}.example.org/a/1.html", "（www.{}.example.net）"])
def test_addresses_between_sentences_are_cut(one: str) -> None:
    text, integrity = text_of(one.format("kx9"), one.format("lz3"))
    assert text == "\n".join(PARAGRAPHS).replace("{}", "")
    assert integrity is Integrity.INJECTED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("www.kx9.example.net", ""),  # one alone proves nothing
        ("www.12306.example.cn的数据显示，", "www.12306.example.cn上有说明。"),
        ("登录www.kx9.example.net可以查询。", "www.kx9.example.net同时公布结果。"),
        ("www.qz.example.com", "news.qz.example.com"),  # the outlet's own
        ("网址：www.kx9.example.net 电话：0595-2233445。", "网址：www.lz3.example.net 电话：0595-2233446。"),
    ],
)
def test_addresses_of_the_article_stay(one: str, other: str) -> None:
    text, integrity = text_of(one, other)
    assert one.strip("。，") in text
    assert other.strip("。，") in text
    assert integrity is Integrity.CLEAN
