"""Sentences that sell what an article does not speak of go where two stand on a page; an article's own stay."""

from __future__ import annotations

import pytest

from cleaners import clean_html
from cleaners.article import Article, Integrity, RemovalKind

PARAGRAPHS = (
    "3月9日清晨，洛溪镇的老渡口又响起了汽笛声。停航两年的渡船经过大修，载着第一批乘客驶向对岸，两岸的村民站在石阶上鼓掌。",
    "渡口建于清代，最盛时有二十多条木船往返。上世纪七十年代，这里换成了机动船，每天清晨六点开第一班，晚上七点收班，风雨无阻。",
    "两年前，渡船因为船底漏水停航，对岸的孩子上学要绕行十二公里。镇里几次向县里反映，去年秋天终于列入了民生工程。",
    "船长老程今年六十一岁，在河上行船四十年。他说，新换的发动机声音小了，船身也加了护栏，老人和孩子坐着更放心。",
    "县交通局的工作人员介绍，渡口两侧的石阶铺了防滑的青石板，候船的亭子也修好了，下雨天不用再站在树下等。",
    "对岸的白沙村有三百多户人家，多数种菜。村民们说，往后清晨摘下的菜，过了河就能送到镇上的早市，不必再等拖拉机。",
    "当天下午，镇小学的三十名学生乘船去对岸春游。他们在船上唱起了老师教的渡船谣，两岸的人都停下来听。",
)
OFFERS = (
    "本公司长期代办各类证件，水印钢印齐全，三天出证，货到付款。",
    "老平台信誉第一，首充返利，秒提款不限额，客服全天在线。",
)


def clean(paragraphs: list[str]) -> Article:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    title = "洛溪老渡口复航"
    source = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{body}</div></body></html>"
    return clean_html(source, "http://news.luoxi.example.com/1.html")


@pytest.mark.parametrize("contact", ["", "微信hd3377ab", "客服QQ：22031187"])
def test_offers_go(contact: str) -> None:
    first, second, *others = PARAGRAPHS
    halves = second.partition("。")
    article = clean([first, OFFERS[0] + contact, f"{halves[0]}。{OFFERS[1]}{halves[2]}", *others])
    assert article.text.split("\n") == list(PARAGRAPHS)
    assert [cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM] == [OFFERS[0] + contact, OFFERS[1]]


@pytest.mark.parametrize(
    "paragraphs",
    [
        [*PARAGRAPHS, OFFERS[0]],
        [*PARAGRAPHS, *(f"墙上有人写着：“{offer}”" for offer in OFFERS)],
        [
            *PARAGRAPHS,
            "渡船票价两元，月票三十元，扫码购票立减五角。",
            "候船亭旁新开了小卖部，热饮、雨伞、渡船模型一应俱全。",
        ],
        [
            *PARAGRAPHS,
            "读者可加微信hewanbao报名，免费乘船，名额有限。",
            "新闻热线：0799-8811222，欢迎提供线索，有奖爆料。",
        ],
        [*PARAGRAPHS[:2], *OFFERS],
        [*PARAGRAPHS, *OFFERS, "民警说，这是诈骗。", "赌博网站和骗子常用这些话，谨防上当受骗，十赌九骗。"],
    ],
    ids=["one", "quoted", "own", "outlet", "short", "warning"],
)
def test_what_the_article_speaks_of_stays(paragraphs: list[str]) -> None:
    article = clean(paragraphs)
    assert article.text.split("\n") == paragraphs
    assert article.integrity is Integrity.CLEAN
