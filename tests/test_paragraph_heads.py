"""Keyword phrases in front of paragraphs, with a sign behind them, go; names of items and clauses stay."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from cleaners import clean_text
from cleaners.junk.scene import Scene
from cleaners.junk.spans import by_line
from cleaners.junk.strewn.paragraph_heads import find_heads
from cleaners.page.model import Line

PROSE = (
    "洛溪老城的供水管网上个月完成改造，三千多户居民用上了清水，停水都安排在深夜。",
    "老城的管道铺设已有四十年，一到夏天水压就不足，住在高处的人家常常等到半夜。",
    "施工队把最窄的巷子留到最后，机器进不去，只好用铁锹一段一段地挖开石板路。",
    "新管道采用球墨铸铁，每栋楼装了智能水表，哪里漏水两个小时之内就能发现。",
    "供水公司说，下一步改造东门的泵房，争取在明年汛期以前让那里的居民也受益。",
    "参加改造的共有六支队伍，最多的时候有一百多名工人同时在地下作业，换班的时间定在凌晨。",
    "染坊弄的老人把第一壶新水泡了茶，请挖路的师傅们坐下来歇一歇，聊聊家常。",
)
CAMPAIGN = json.loads((Path(__file__).parent / "cases" / "campaign-b.json").read_text("utf-8"))
"""A trade that the model of phrases was never shown."""


def left_of(texts: tuple[str, ...]) -> list[str]:
    """The texts without the phrases found in front of them."""
    found = by_line(find_heads([Line(text, "p", 0) for text in texts], Scene()), len(texts))
    return [text[spans[0].end :] if spans else text for text, spans in zip(texts, found, strict=True)]


@pytest.mark.parametrize("sign", ["，", "：", "　", " ", ","])
def test_keywords_in_front_of_some_paragraphs_go_with_their_sign(sign: str) -> None:
    rng = random.Random(sign)
    cut = 0
    for _ in range(20):
        heads = {at: "".join(rng.choice(CAMPAIGN[part]) for part in ("heads", "middles", "tails")) for at in (0, 3, 4)}
        texts = tuple(f"{heads[at]}{sign}{text}" if at in heads else text for at, text in enumerate(PROSE))
        left = left_of(texts)
        cut += sum(left[at] == PROSE[at] for at in heads)
        assert all(left[at] == PROSE[at] for at in range(len(PROSE)) if at not in heads)
    assert cut >= 20 * len(heads) / 5


@pytest.mark.parametrize(
    "heads",
    [
        ("清晨六点，", "走进染坊弄，", "说起停水，"),
        ("供水公司表示，", "项目经理谢长林介绍，", "住户许女士说，"),
        ("背景：", "记者手记：", "延伸阅读："),
        ("南门居民：", "退休教师：", "网友小鱼："),
        ("居住证办理：", "公积金提取：", "驾驶证换领："),
        ("商业代孕，", "替人考试，", "私家侦探，"),
        ("第一章　", "第二章　", "第三章　"),
        ("【新春走基层】", "【记者观察】", "【延伸阅读】"),
        ("【刷单返利诈骗】", "【虚假贷款诈骗】", "【冒充公检法】"),
        ("清晨六点,", "供水公司表示,", "说起停水的日子,"),
        ("旧家电上门回收，", "热水器清洗保养，", "全屋定制衣柜，"),
        ("高级月嫂培训班，", "叉车司机速成班，", "短视频带货课，"),
    ],
)
def test_clauses_labels_and_names_of_items_stay(heads: tuple[str, ...]) -> None:
    texts = (*(head + text for head, text in zip(heads, PROSE, strict=False)), *PROSE[3:])
    assert left_of(texts) == [*texts]


@pytest.mark.parametrize("places", [(0, 1, 2, 3, 4, 5), (0, 2, 4, 6), (1, 2, 4, 6)])
def test_names_of_a_list_stay_with_other_paragraphs_among_them(places: tuple[int, ...]) -> None:
    names = ("冷凝式燃气锅炉，", "空气能热水器，", "中央净水机，", "壁挂炉清洗服务，", "太阳能路灯，", "智能马桶盖，")
    heads = dict(zip(places, names, strict=False))
    texts = tuple(heads.get(at, "") + text for at, text in enumerate(PROSE))
    assert left_of(texts) == [*texts]


def test_what_was_cut_is_recorded() -> None:
    texts = [f"专科牛皮癣医院排名，{text}" if at in (0, 3, 4) else text for at, text in enumerate(PROSE)]
    article = clean_text("\n".join(texts))
    assert article.text == "\n".join(PROSE)
    assert [cut.text for cut in article.removed] == ["专科牛皮癣医院排名，"] * 3


SHORT = ("洛溪老城的供水管网上个月完成改造，三千多户居民用上了清水。", *PROSE[1:4])
LEARNT = "据{}消息， 来自{}的消息， 日前，{}获悉， {}了解到， {}讯（记者许成） {}5月11日消息， （{}记者许成）".split()


@pytest.mark.parametrize("form", LEARNT)
def test_a_keyword_that_stands_for_the_agency_goes_in_short_articles_too(form: str) -> None:
    assert left_of((form.format("办证刻章联系方式") + SHORT[0], *SHORT[1:])) == [*SHORT]


@pytest.mark.parametrize("form", LEARNT)
@pytest.mark.parametrize("name", ["国家外汇管理局", "双色球开奖中心", "小额贷款公司", "辅助生殖机构", "天眼查数据"])
def test_authorities_and_firms_that_told_something_stay(form: str, name: str) -> None:
    texts = (form.format(name) + SHORT[0], *SHORT[1:])
    assert left_of(texts) == [*texts]


@pytest.mark.parametrize("form", ["{}的消息，", "网传{}的消息，", "办理{}时了解到，", "准备{}的张先生了解到，"])
@pytest.mark.parametrize("topic", ["信用卡提额", "网上兼职刷单", "快递免费上门", "演唱会门票售罄"])
def test_what_news_is_about_and_who_learnt_it_stay(form: str, topic: str) -> None:
    texts = (form.format(topic) + SHORT[0], *SHORT[1:])
    assert left_of(texts) == [*texts]
