"""Headings of round-ups that lead to the stories they sum up."""

from __future__ import annotations

import pytest

from cleaners import clean_html

PIECES = (
    ("云岭大道改造工程开工", "3月16日，云岭大道北段改造工程正式开工，全长4.2公里，预计明年六月完工通车。"),
    ("青石湾水厂并网供水", "3月17日，青石湾水厂一期并网供水，日供水能力达到五万吨，惠及十二个村。"),
    ("首届山茶花节开幕", "3月19日，首届山茶花节在城南公园开幕，一百二十个品种同时亮相，展期二十天。"),
)
LEDE = "本周，云岭发生了哪些大事？小编为你一一梳理。"


def page_of(tag: str, *, linked: bool) -> str:
    pieces = "".join(
        f"<{tag}>{f'<a href=/a/{at}.html>{head}</a>' if linked else head}</{tag}><p>{told}</p>"
        for at, (head, told) in enumerate(PIECES)
    )
    return (
        "<html><head><title>云岭一周要闻：六件大事值得关注_云岭在线</title></head><body><div><a href=/>主页</a></div>"
        f"<h2>云岭一周要闻：六件大事值得关注</h2><div>2026-03-20 09:11 来源：云岭在线</div><div><p>{LEDE}</p>{pieces}"
        "</div><ul><li><a href=/a/8.html>县医院门诊楼改造完工</a>"
        "<li><a href=/a/9.html>夏粮收购有序推进</a></ul></body></html>"
    )


@pytest.mark.parametrize("linked", [True, False])
def test_headings_of_a_round_up_stay(*, linked: bool) -> None:
    text = clean_html(page_of("h3", linked=linked), "http://yunling.example/a/7.html").text.splitlines()
    assert text == [LEDE, *(line for piece in PIECES for line in piece)]


def test_linked_headings_that_the_text_below_does_not_tell_are_other_stories() -> None:
    others = ("县城南门大桥今起封闭施工", "夏粮收购价格公布", "医院门诊楼改造完工", "秋季招生报名开始")
    told = (
        "云岭县自然资源局昨日公布今年林地巡查结果，全县巡查林地三十二万亩，发现病虫害木材两百一十株。",
        "巡查由十二个乡镇的护林员分片完成，历时两个月，累计行程四千六百公里。",
        "县林业站表示，下一步将对重点片区开展飞防作业，并给护林员配发定位终端。",
        "家住青石湾的护林员赵存义说，今年雨水多，山路滑，但大家都坚持走完了全部路线。",
        "巡查结果将用于明年的造林规划。",
    )
    pieces = "".join(
        f"<p>{text}</p><h4><a href=/a/{at}.html>{head}</a></h4>"
        for at, (head, text) in enumerate(zip(others, told, strict=False))
    )
    page = (
        "<html><head><title>云岭县公布林地巡查结果_云岭在线</title></head><body><nav><a href=/>首页</a></nav>"
        "<h1>云岭县公布林地巡查结果</h1><div>2026-03-20 09:11 来源：云岭在线</div>"
        f"<div>{pieces}<p>{told[-1]}</p></div></body></html>"
    )
    assert clean_html(page, "http://yunling.example/a/7.html").text.splitlines() == list(told)
