"""Heads and feet of pages as usual systems of outlets, offices, blogs and forums print them; all names are invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rows import every_row

from cleaners import clean_html

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "heads.json").read_text("utf-8"))
HEADLINES = {
    "zh-Hans": "东山老街重开 客人排起长队",
    "zh-Hant": "東山老街重開 客人排起長隊",
    "en": "Old street opens again in Dongshan",
}
TAGS = {"zh-Hans": "{}_社会_明溪新闻网", "zh-Hant": "{} | 社會 | 明溪新聞網", "en": "{} - Mingxi Daily"}
TEXTS = {
    "zh-Hans": (
        "街口的茶馆从清晨起就坐满了人，掌柜说这样的热闹已经多年没有见过，茶水续了三回，还是有人来。",
        "老街上的铺面都换了新招牌，卖糖人的师傅说，孩子们围了一上午，连午饭都顾不上吃，一直忙到下午三点。",
        "傍晚时分，石板路上点起了灯，一位从邻县赶来的客人说，这条街和他小时候见到的一模一样，只是更热闹了。",
    ),
    "en": (
        "The teahouse at the corner filled up at dawn, and its keeper said that he had not seen this for years.",
        "Every shop on the old street has a new sign; the sugar man did not find the time to eat before the afternoon.",
        "At dusk the lamps were lit, and a guest from the next county said that the street looked as in his youth.",
    ),
    "zh-Hant": (
        "街口的茶館從清晨起就坐滿了人，掌櫃說這樣的熱鬧已經多年沒有見過，茶水續了三回，還是有人來。",
        "老街上的鋪面都換了新招牌，賣糖人的師傅說，孩子們圍了一上午，連午飯都顧不上吃，一直忙到下午三點。",
        "傍晚時分，石板路上點起了燈，一位從鄰縣趕來的客人說，這條街和他小時候見到的一模一樣，只是更熱鬧了。",
    ),
}


def page_of(case: dict[str, Any]) -> str:
    script = case.get("script", "zh-Hans")
    tag = case.get("title_tag", TAGS[script].format(HEADLINES[script]))
    paragraphs = [*filter(None, [case.get("lede")]), *TEXTS[script], *filter(None, [case.get("last")])]
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<html><head><title>{tag}</title>{case.get('head', '')}</head><body>"
        "<ul><li><a href='/'>首页</a></li><li><a href='/sh/'>社会</a></li></ul>"
        f"{case['top']}<div class='content'>{body}{case.get('tail', '')}</div>{case.get('below', '')}"
        "<div class='footer'>Copyright © 明溪新闻网 All Rights Reserved</div></body></html>"
    )


@every_row("case", CASES, ids=lambda case: case["label"])
def test_a_head_is_read_as_its_case_says(case: dict[str, Any]) -> None:
    found = clean_html(page_of(case), case.get("url", "https://www.mingxi.example/a/31.html")).as_dict()
    got = {field: list(value) if isinstance(value := found[field], tuple) else value for field in case["want"]}
    assert got == case["want"]


def test_labels_are_unique() -> None:
    assert len({case["label"] for case in CASES}) == len(CASES)
