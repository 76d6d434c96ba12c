"""A piece that somebody put into a body again and again goes, wherever it stands; names and refrains stay."""

from __future__ import annotations

import pytest
from invented import page_of

from cleaners import clean_html
from cleaners.article import Article, RemovalKind

TITLE = "柳坪村办起流动粮仓"
PARAGRAPHS = (
    "10月8日，收割机刚停下，柳坪村的种粮户胡长顺就把一车湿稻谷拉进了流动粮仓。这是县里今秋投放的第三台移动烘干设备。",
    "往年这个时候，村民都在公路上晒谷子，遇到下雨要抢着收。胡长顺记得，前年有六千斤稻谷发了芽，只能低价卖给饲料厂。",
    "流动粮仓由两辆货车改装，一辆装烘干塔，一辆装储粮箱，每天能处理四十吨。农户只付燃料钱，每百斤两元五角。",
    "“机器开到田边，省了来回的运费。”合作社理事长邓梅说，附近三个村子已经排好了日程，十月底以前不会停机。",
    "县农业农村局介绍，明年还要添置五台，放在山区的乡镇。管理员从本村挑选，先到农机学校学习二十天，考核合格才能上岗。",
)


def clean(paragraphs: list[str]) -> Article:
    return clean_html(page_of(TITLE, *paragraphs), "http://news.lp.example.com/1.html")


def with_piece(piece: str, places: list[int]) -> list[str]:
    """Each paragraph with the piece behind so many of its characters."""
    return [f"{text[:at]}{piece}{text[at:]}" for text, at in zip(PARAGRAPHS, places, strict=True)]


@pytest.mark.parametrize("piece", ["液压升降机租赁报价", "假发片定做批发", "蓝莓苗出售货到付款"])
@pytest.mark.parametrize(
    "places", [[14, 27, 20, 30, 17], [14, 27, 20, 13, 9]], ids=["inside-words", "behind-commas-too"]
)
def test_a_piece_put_in_everywhere_goes(piece: str, places: list[int]) -> None:
    article = clean([f"{text[:-7]}{piece}{text[-7:]}" for text in with_piece(piece, places)])
    assert article.text.split("\n") == list(PARAGRAPHS)
    assert {cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM} == {piece}


@pytest.mark.parametrize("name", ["鸿运国际娱乐城", "秒贷现金平台", "轻盈减肥胶囊", "松涛温泉度假酒店"])
def test_a_name_that_reads_like_a_keyword_and_begins_clauses_stays(name: str) -> None:
    paragraphs = [
        f"去年三月，{name}突然没了音信。做木匠的老耿先后付了八万元，{name}客服起初还回话，后来电话成了空号。",
        f"记者按照合同上的地址找去，{name}门口贴着招租的纸条。物业说，{name}欠了半年租金。类似的事，在{name}还有六十多起。",
        f"律师认为，{name}涉嫌合同诈骗。警方已经立案，{name}账户里只剩三百元。老耿说，{name}让他半年没有睡好觉。",
    ]
    article = clean(paragraphs)
    assert article.text.split("\n") == paragraphs
    assert not article.removed


@pytest.mark.parametrize(
    "paragraphs",
    [
        [
            "“我有一个愿望，愿望很小。”老支书站在台上说，我有一个愿望，村口的路能通车；我有一个愿望，孩子们不再翻山上学。",
            "台下的人听得安静，我有一个愿望这五个字，他说了许多年。我有一个愿望，他又说，我有一个愿望，老人能在家门口看病。",
            "后来路修通了，学校也盖好了。有人问他还有什么要说，他想了半天，我有一个愿望，就是大家都好好过日子，别的没有了。",
        ],
        [
            "清水湾驾校昨天搬到新址，清水湾驾校校长石磊说，新场地有四十个车位。以前清水湾驾校在城南租地，一年要付二十万元。",
            "学员最关心的是接送，清水湾驾校为此开了两条班车线。家住北门的小冯说，他在清水湾驾校学了三个月，科目二一次通过。",
            "交警支队的统计显示，去年清水湾驾校的合格率排在全市第三位。今年，清水湾驾校还将增加夜间训练，清水湾驾校不另收费。",
        ],
    ],
    ids=["refrain", "name"],
)
def test_refrains_and_names_that_recur_stay(paragraphs: list[str]) -> None:
    article = clean(paragraphs)
    assert article.text.split("\n") == paragraphs
    assert not article.removed


def test_a_keyword_phrase_in_lines_of_its_own_again_and_again_goes() -> None:
    for line in ("液压升降机租赁报价", "蓝莓苗批发、液压升降机租赁"):
        paragraphs = [text for paragraph in PARAGRAPHS[:3] for text in (line, paragraph)] + list(PARAGRAPHS[3:])
        article = clean(paragraphs)
        assert article.text.split("\n") == list(PARAGRAPHS)
        assert {cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM} == {line}


@pytest.mark.parametrize(
    "line",
    [
        "图片来源：县农业农村局",
        "【村民说】",
        "烘干设备",
        "地点：东坪村晒谷场",
        "谷子黄了，娘在晒",
        "点击观看视频",
        "正确答案：C",
    ],
)
def test_a_caption_or_label_again_and_again_stays(line: str) -> None:
    paragraphs = [text for paragraph in PARAGRAPHS[:4] for text in (paragraph, line)] + list(PARAGRAPHS[4:])
    article = clean(paragraphs)
    assert not [cut for cut in article.removed if cut.kind is RemovalKind.SPAM]


@pytest.mark.parametrize(
    "line",
    ["呼儿嗨哟", "包吃包住", "唵嘛呢叭咪吽", "变速箱：进口手动五速", "准考证打印入口"],
    ids=["refrain", "job", "mantra", "car", "exam"],
)
def test_a_refrain_or_what_each_of_several_records_says_stays(line: str) -> None:
    records = [text for at in "甲乙丙丁" for text in (f"老{at}", line, f"说的是{at}")]
    article = clean([*PARAGRAPHS[:3], *records, *PARAGRAPHS[3:]])
    assert not [cut for cut in article.removed if cut.kind is RemovalKind.SPAM]
    assert article.text.count(line) == len("甲乙丙丁")
