"""Advertisements in the place of a field's value are recorded as junk, and make the page one of hijackers."""

import pytest

from cleaners import Article, Integrity, RemovalKind, clean_html

PROSE = "洛溪渡口的检修九日完成，十二艘渡船全部下水，三十多根缆绳换了新的，渡工何岱青说早班船明天就开。"
JUNK, OTHER = "真人棋牌平台注册送彩金", "欧洲杯押球下注网址"


def ferry(head: str = "", byline: str = "2024-05-06 09:10", foot: str = "", told: str = PROSE) -> Article:
    body = f"<h1>洛溪渡口完成检修</h1><div>{byline}</div><div><p>{PROSE}</p><p>{PROSE}{told}</p>{foot}</div>"
    return clean_html(f"<html><head><title>洛溪渡口完成检修</title>{head}</head><body>{body}</body></html>")


def spam(article: Article) -> list[tuple[str, str]]:
    return [(cut.text, cut.where) for cut in article.removed if cut.kind is RemovalKind.SPAM]


@pytest.mark.parametrize("name", ["author", "source", "article:section"])
def test_an_advertisement_in_meta_data_makes_the_page_injected(name: str) -> None:
    article = ferry(f'<meta name="{name}" property="{name}" content="{JUNK}">')
    assert (article.integrity, spam(article)) == (Integrity.INJECTED, [(JUNK, "meta")])


@pytest.mark.parametrize("label", ["来源：", "作者：", "责任编辑："])
def test_so_does_one_behind_a_label_above_or_below_the_text(label: str) -> None:
    above, below = ferry(byline=f"2024-05-06 09:10 {label}{JUNK}"), ferry(foot=f"<p>{label}{JUNK}</p>")
    for article in (above, below):
        assert (article.integrity, spam(article)) == (Integrity.INJECTED, [(JUNK, "meta")])
        assert JUNK not in article.text


def test_of_keywords_that_the_page_shows_nowhere_two_must_advertise() -> None:
    def listed(*words: str) -> Article:
        return ferry(f'<meta name="keywords" content="{",".join(words)}">')

    hijacked, one = listed("洛溪渡口", JUNK, OTHER), listed("洛溪渡口", JUNK)
    assert (hijacked.integrity, spam(hijacked)) == (Integrity.INJECTED, [(JUNK, "meta"), (OTHER, "meta")])
    assert (one.integrity, one.keywords) == (Integrity.CLEAN, ("洛溪渡口",))


def test_what_the_article_tells_of_is_no_junk_of_its_page() -> None:
    told = f"警方说，有人以“{JUNK}”“{OTHER}”招揽渡客。"
    article = ferry(f'<meta name="author" content="{JUNK}"><meta name="keywords" content="{JUNK},{OTHER}">', told=told)
    assert (article.integrity, spam(article)) == (Integrity.CLEAN, [])


HONEST = """明溪县体育彩票管理中心 明溪县打击治理电信网络诈骗办公室 洛溪渔业捕捞协会 明溪农商银行信用卡中心
明溪麻将运动协会 明溪客户端 无线明溪手机客户端 明溪热线12345 洛溪交通广播客服中心
QQ：1127919603 微信zb47019 点击下载 网贷观察周刊 体彩新闻网
药品招标采购网 论文查重服务中心 电竞直播资讯网 白酒招商资讯网 全国教师招聘网""".split()


@pytest.mark.parametrize("name", HONEST)
def test_offices_apps_and_what_is_merely_no_name_leave_the_page_clean(name: str) -> None:
    head = f'<meta name="author" content="{name}"><meta name="source" content="{name}">'
    for article in (ferry(head), ferry(byline=f"2024-05-06 来源：{name}"), ferry(foot=f"<p>责任编辑：{name}</p>")):
        assert (article.integrity, spam(article)) == (Integrity.CLEAN, [])


@pytest.mark.parametrize(
    "words",
    ["双色球,大乐透,福利彩票,开奖公告", "鲈鱼养殖,鳜鱼,休渔期,鱼苗", "电信诈骗,刷单返利,跨境赌博,洗钱"],
)
def test_subjects_of_news_among_the_keywords_leave_the_page_clean(words: str) -> None:
    assert spam(ferry(f'<meta name="keywords" content="{words}">')) == []
