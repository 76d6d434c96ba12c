"""Accounts under names that hide, and bare addresses of foreign hosts, go where two stand on a page; others stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from invented import page_of
from rows import every_row

from cleaners import clean_html
from cleaners.article import Article, Integrity, RemovalKind
from cleaners.junk.scene import Scene
from cleaners.junk.selling.contacts import find_contacts
from cleaners.junk.spans import by_line
from cleaners.lexicons import load_lexicon
from cleaners.page.model import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.junk.spans import Span

PARAGRAPHS = (
    "12月2日，青石桥菜市场的改造工程完工，一百四十个摊位重新开张。地面铺了防滑砖，排水沟加了盖板，雨天不用再踩水。",
    "卖豆腐的潘师傅在这里摆了二十六年。他说，以前冬天洗手要去河边，现在每个摊位都接了热水，秤也换成了电子秤。",
    "市场管理方承诺，三年内租金不涨。二楼还留了一间屋子做食堂，附近的老人中午凭卡吃饭，一荤两素收十元。",
)


def clean(paragraphs: list[str]) -> Article:
    return clean_html(page_of("青石桥菜市场改造后重新开张", *paragraphs), "http://news.qsq.example.com/1.html")


INJECTED = Scene(spam=("薇信：hd3377ab",))


def spans_in(lines: Sequence[str], scene: Scene) -> list[list[Span]]:
    return by_line(find_contacts([Line(text, "p", 0) for text in lines], scene), len(lines))


@every_row("row", load_lexicon("evasive_channels"), ids=lambda row: row["text"])
def test_rows_prove_themselves(row: dict[str, str]) -> None:
    (found,) = spans_in([row["hit"]], INJECTED)
    assert [row["hit"][slice(*span)] for span in found] == [row["hit"]]
    assert spans_in([row["miss"]], INJECTED) == [[]]


@pytest.mark.parametrize(
    "contacts",
    [
        ("薇信：hd3377ab", "拿货扣扣：22031187"),
        ("QQ群②②⓪③①①⑧", "☎１３８-００００-⑤⑤⑧⑧"),
        ("加V：hd3377ab", "飞机@hd3377"),
        ("旧沙发回收，手机☏:②⑤⓪-⑥⑥⑨-①⑦", "磨盘厂家直销tel：捌捌陆玖零伍贰叁"),
        ("㈥ ㈠ ㈡ ㈨ ㈤ ㈤ ㈡ ㈥", "薇信：六四二二七二八九七"),
    ],
)
def test_hidden_accounts_go(contacts: tuple[str, str]) -> None:
    first, second, third = PARAGRAPHS
    article = clean([first, contacts[0], second.replace("。他说", f"。{contacts[1]}他说"), third])
    assert article.text.split("\n") == list(PARAGRAPHS)
    assert [cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM] == list(contacts)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("微信hd3377ab", "客服QQ：22031187"),
        ("进货群：２２０３１１８７", "电话１３８００００５５８８"),
        ("客服@hd3377ab", "Q：22031187"),
    ],
)
def test_plain_accounts_go_where_nothing_parts_them_from_the_next_sentence(first: str, second: str) -> None:
    lines = [
        PARAGRAPHS[0].replace("。地面", f"。{first}地面"),
        PARAGRAPHS[1].replace("。他说", f"。{second}他说"),
    ]
    found = spans_in(lines, Scene())
    assert [line[slice(*span)] for line, spans in zip(lines, found, strict=True) for span in spans] == [first, second]
    assert spans_in([lines[0], PARAGRAPHS[1]], Scene()) == [[], []]


@pytest.mark.parametrize(
    "text",
    [
        "市场重新开张。电话：0799-8811222，地址：青石桥东。微信：qsqrb8899。欢迎来访。",
        "警方查到两个账号。微信号hd3377ab的主人姓潘。QQ：22031187为他人所用。",
        "改造分两期。总投资：1200000元由市里出。面积：3500000平方米。",
        "月底截止。咨询电话：0799-8811222报名在二楼。监督热线：4008001234周末不休。",
        "带齐证件。报名电话：13800005550地址：青石桥东。微信：qsqrb8899邮箱：qsq@example.com。",
    ],
)
def test_accounts_with_a_mark_behind_them_or_in_a_sentence_stay(text: str) -> None:
    assert spans_in([text, text], INJECTED) == [[], []]


@pytest.mark.parametrize(
    "lines",
    [
        ("报料微信：qsqrb8899", "报料QQ群：２３８８１０４５", "☎０７９９－８８１１２２３"),
        ("嫌疑人在群里写道：“货到付款。薇信：hd3377ab。扣扣：22031187。”警方据此找到了他。",),
        ("薇信：hd3377ab",),
        ("投稿wx：qsqrb8899", "商务合作vx：qsqrb6677"),
        ("下列说法正确的有①②③④⑤⑥⑦", "零壹贰叁肆伍陆柒捌玖要这样写"),
        ("嫌疑人留下的号码是⑥⑧⑨②②⑦⑧⑨⑥。", "另一人留的是㈤㈠㈦㈢㈢㈧㈨㈧。"),
        ("答案：③①⑤②④⑦⑥", "⑦②⑤⑨③①⑥为中奖号码。"),
        ("第一卷①③②⑤④①③②", "第二卷②②①⑤③④①⑤"),
        ("電話：二三四五六七八九", "市場管理處電話〇二二七三八一一四四"),
    ],
    ids=[
        "of-the-outlet",
        "in-a-report",
        "only-one",
        "of-an-outlet-that-writes-so",
        "in-order",
        "reported",
        "orders",
        "answers",
        "of-newspapers",
    ],
)
def test_other_accounts_stay(lines: tuple[str, ...]) -> None:
    paragraphs = [*PARAGRAPHS[:-1], *lines, PARAGRAPHS[-1]]
    article = clean(paragraphs)
    assert article.text.split("\n") == paragraphs
    assert not article.removed


def amid(one: str, other: str) -> list[str]:
    """The paragraphs, with something between the sentences of the first and of the second."""
    first, second, third = PARAGRAPHS
    return [first.replace("。地面", f"。{one}地面"), second.replace("。他说", f"。{other}他说"), third]


@pytest.mark.parametrize("one", ["www.{}.example.net", "http://{}.example.org/a/1.html", "（www.{}.example.net）"])
def test_addresses_between_sentences_are_cut(one: str) -> None:
    article = clean(amid(one.format("kx9"), one.format("lz3")))
    assert article.text.split("\n") == list(PARAGRAPHS)
    assert article.integrity is Integrity.INJECTED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("www.kx9.example.net", ""),  # one alone proves nothing
        ("www.12306.example.cn的数据显示，", "www.12306.example.cn上有说明。"),
        ("登录www.kx9.example.net可以查询。", "www.kx9.example.net同时公布结果。"),
        ("www.qsq.example.com", "news.qsq.example.com"),  # the outlet's own
        ("网址：www.kx9.example.net 电话：0595-2233445。", "网址：www.lz3.example.net 电话：0595-2233446。"),
    ],
)
def test_addresses_of_the_article_stay(one: str, other: str) -> None:
    article = clean(amid(one, other))
    assert article.text.split("\n") == amid(one, other)
    assert article.integrity is Integrity.CLEAN


def test_a_keyword_with_its_address_is_cut_by_itself() -> None:
    article = clean(amid("办证刻章联系方式www.kx9.example.net", ""))
    assert article.text.split("\n") == list(PARAGRAPHS)
    assert article.integrity is Integrity.INJECTED


def test_beside_keywords_addresses_go_whatever_follows_them() -> None:
    first, second, third = amid("办证刻章联系方式", "www.kx9.example.net在")
    article = clean([first, second.replace("在他说", "在下面，他说"), f"{third}www.kx9.example.net"])
    assert article.text.split("\n") == [PARAGRAPHS[0], PARAGRAPHS[1].replace("他说", "在下面，他说"), PARAGRAPHS[2]]


@pytest.mark.parametrize(
    "words", ["淘宝店铺", "快递单号查询", "健康证办理预约", "中国裁判文书网", "市民可登录", "作者的主页", "志愿者报名"]
)
def test_words_that_lead_up_to_an_address_stay(words: str) -> None:
    paragraphs = amid(f"{words}www.kx9.example.net", "")
    assert clean(paragraphs).text.split("\n") == paragraphs


@pytest.mark.parametrize("named", ["“渡口学院”www.lz3.example.org", "“洛溪冰城”www.lz3.example.org"])
def test_what_a_report_names_with_its_address_stays_beside_keywords(named: str) -> None:
    article = clean(amid("办证刻章联系方式www.kx9.example.net", f"{named}上月开通。"))
    assert article.text.split("\n") == amid("", f"{named}上月开通。")


@pytest.mark.parametrize("words", ["报名网址", "成绩查询", "官方网站", "预约挂号网站"])
def test_words_that_say_whose_address_follows_stay_amid_keywords(words: str) -> None:
    label = f"{words}www.luoxi.example.org"
    article = clean(amid(f"{label}咨询电话", "菠菜开户送彩金百家乐平台"))
    assert label in article.text
    assert article.integrity is Integrity.INJECTED


def test_words_that_lead_to_an_address_named_elsewhere_go() -> None:
    article = clean(amid("澜舟棋牌官网kx9.example.net", "金岸百家乐平台kx9.example.net"))
    assert "官网" not in article.text
    assert "平台" not in article.text
