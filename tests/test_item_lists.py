"""Lists of short items: how they are read, and what speaks for their being keywords of a trade nobody knows."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import MEETING as PROSE
from rows import every_row

from cleaners import BlockKind, Integrity, RemovalKind, clean_html, clean_text
from cleaners.draft import BodyLine, Draft
from cleaners.junk.lists.bounds import LINE
from cleaners.junk.lists.evidence import FEATURES, Least, judge_lists, load_weights, look_like_phrases
from cleaners.junk.lists.items import find_item_lists, is_prose_at_a_glance, read_items, split_items
from cleaners.junk.lists.keywords import MAX_LINE_CHARS
from cleaners.junk.lists_in_body import leave_out_lists
from cleaners.lexicons import load_lexicon
from cleaners.page.model import Line, Link
from cleaners.page.parse import parse_page
from cleaners.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = Path(__file__).parent / "cases"
CAMPAIGNS = {name: json.loads((CASES / f"campaign-{name}.json").read_text("utf-8")) for name in "bcde"}
"""Trades that neither the wording model nor the weights of lists were fitted to."""


def draw_phrases(campaign: dict[str, list[str]], rng: random.Random, count: int) -> list[str]:
    def phrase() -> str:
        if rng.random() < 0.4:
            return rng.choice(campaign["phrases"])
        return "".join(rng.choice(campaign[part]) for part in ("heads", "middles", "tails"))

    return [phrase() for _ in range(count)]


@pytest.mark.parametrize(
    ("text", "mark", "items"),
    [
        ("slot gacor→91av→真人娱乐城", "→", ("slot gacor", "91av", "真人娱乐城")),
        ("live casino 真人下注 pk10计划", " ", ("live casino", "真人下注", "pk10计划")),
        ("甲乙丙_丁戊己_庚辛", "_", ("甲乙丙", "丁戊己", "庚辛")),
        ("甲乙丙 | 丁 戊 | 庚辛", "|", ("甲乙丙", "丁 戊", "庚辛")),
        ("G-20 e-mail wi-fi 上网 下网 电网", " ", ("G-20 e-mail wi-fi", "上网", "下网", "电网")),
        ("甲乙丙★丁戊己★庚辛★", "★", ("甲乙丙", "丁戊己", "庚辛")),
        ("🔥甲乙丙|丁戊己|✅庚辛|壬 癸 子 丑", "|", ("甲乙丙", "丁戊己", "庚辛", "壬癸子丑")),
        ("甲乙丙、丁戊己+V135790、💰庚辛", "、", ("甲乙丙", "丁戊己+V135790", "庚辛")),
        ("甲乙丙 🔥丁戊己 💰庚辛", " ", ("甲乙丙", "丁戊己", "庚辛")),
        ("甲乙丙丨丁戊己丨庚辛", "|", ("甲乙丙", "丁戊己", "庚辛")),
        ("“甲乙丙”“丁戊己”“庚辛”", "、", ("甲乙丙", "丁戊己", "庚辛")),
        ("「甲乙丙」、「丁戊己」、「庚辛」", "、", ("甲乙丙", "丁戊己", "庚辛")),
        ("甲乙丙。丁戊己。庚辛。壬癸。", "。", ("甲乙丙", "丁戊己", "庚辛", "壬癸")),
        ("甲乙丙。丁戊己。庚辛。壬癸", "。", ("甲乙丙", "丁戊己", "庚辛", "壬癸")),
        ("甲乙丙？丁戊己？庚辛？壬癸", "？", ("甲乙丙", "丁戊己", "庚辛", "壬癸")),
        ("甲乙丙」「丁戊己」「庚辛」「壬癸」", "◆", ("甲乙丙", "丁戊己", "庚辛", "壬癸")),
        ("甲乙丙〗〖丁戊己〗〖庚辛〗〖壬癸", "◆", ("甲乙丙", "丁戊己", "庚辛", "壬癸")),
        ("⑴甲乙丙⑵丁戊己⑶庚辛", "、", ("甲乙丙", "丁戊己", "庚辛")),
        ("①甲乙丙；②丁戊己；③庚辛", "、", ("甲乙丙", "丁戊己", "庚辛")),
        ("甲乙丙—丁戊己★庚辛、壬癸", "—", ("甲乙丙", "丁戊己", "庚辛", "壬癸")),
        ("甲乙丙【】丁戊己【】庚辛【】壬癸", "◆", ("甲乙丙", "丁戊己", "庚辛", "壬癸")),
        ("甲乙丙…丁戊己…庚辛…壬癸", "◆", ("甲乙丙", "丁戊己", "庚辛", "壬癸")),
        ("甲乙丙......丁戊己......庚辛......壬癸", "◆", ("甲乙丙", "丁戊己", "庚辛", "壬癸")),
        ("甲乙·丙→丁戊(子丑)→庚辛→壬癸", "◆", ("甲乙·丙", "丁戊(子丑)", "庚辛", "壬癸")),
        ("甲乙丙(中国)丁戊己(中国)庚辛(中国)壬癸", "◆", ("甲乙丙", "丁戊己", "庚辛", "壬癸")),
    ],
)
def test_a_line_is_divided_at_its_own_mark(text: str, mark: str, items: tuple[str, ...]) -> None:
    assert split_items(text) == (mark, items)


@pytest.mark.parametrize("text", ["", "甲乙丙丁", "甲乙，丙丁、戊己；庚辛", "甲乙 - 丙丁", "甲乙|丙丁"])
def test_other_lines_are_not_divided(text: str) -> None:
    assert split_items(text) is None


@pytest.mark.parametrize("form", ["{}", "{}。", "“{}”", "「{}。」", "3.{}", "3、{}", "（3）{}"])
def test_a_run_of_lines_is_read_without_what_stands_around_its_items(form: str) -> None:
    items = ("杏林偏方", "槐花疏通", "柳絮租赁", "梧桐加盟")
    lines = [Line(form.format(item), "li", 1) for item in items]
    assert [one.items for one in find_item_lists([Line(PROSE[0], "p", 1), *lines], frozenset())] == [items]


def test_runs_and_links_are_lists_and_own_links_are_none() -> None:
    away = (
        Link(0, 4, "http://a1.example.net/1"),
        Link(4, 8, "http://a1.example.net/2"),
        Link(8, 12, "//b.example.org/"),
    )
    lines = [
        Line(PROSE[0], "p", 1),
        *(Line(text, "li", 1) for text in ("杏林偏方", "槐花疏通", "柳絮租赁", "梧桐加盟")),
        Line(PROSE[1], "p", 1),
        Line("杏林偏方槐花疏通柳絮租赁", "p", 1, away),
        *(
            Line(text, "li", 1, (Link(0, 4, "/own/1.html"),))
            for text in ("时政要闻", "县区动态", "文化旅游", "体育健康")
        ),
    ]
    found = list(find_item_lists(lines, frozenset({"example.com"})))
    assert [(one.lines, one.mark, one.foreign) for one in found] == [((1, 2, 3, 4), "\n", False), ((6,), "", True)]
    assert found[1].items == ("杏林偏方", "槐花疏通", "柳絮租赁")


def test_every_property_has_a_weight() -> None:
    weights, bias = load_weights()
    assert len(weights) == len(FEATURES)
    assert bias < 0 < dict(zip(FEATURES, weights, strict=True))["strange"]


@every_row("row", load_lexicon("search_words"), ids=lambda row: row["name"])
def test_words_of_a_search_stand_in_keywords(row: dict[str, str]) -> None:
    found = [[word for word in row["text"].split() if word in row[column]] for column in ("hit", "miss")]
    assert found[0]
    assert not found[1]


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_lists_of_an_unknown_trade_hardly_ever_reach_the_text(name: str) -> None:
    rng = random.Random(name)
    reached = 0
    for round_ in range(60):
        line = ("_", " | ", "·", "→", "★", ",", "#", " / ")[round_ % 8].join(draw_phrases(CAMPAIGNS[name], rng, 8))
        text = [*PROSE]
        text.insert(round_ % 4, line)
        reached += clean_text("\n".join(text)).text != "\n".join(PROSE)
    assert reached <= 6


def leaks_of(name: str, join: Callable[[list[str]], str], rounds: int) -> int:
    """How many of so many lines of a campaign's phrases reach the text."""
    rng = random.Random(name)
    lines = [join(draw_phrases(CAMPAIGNS[name], rng, 8)) for _ in range(rounds)]
    return sum(clean_text("\n".join([*PROSE[:2], line, PROSE[2]])).text != "\n".join(PROSE) for line in lines)


@pytest.mark.parametrize("mark", ["」「", "【】", "…", "...", "=", "‖", "(中国)", "💰"])
@pytest.mark.parametrize("name", "bde")
def test_whatever_returns_between_all_items_parts_them(name: str, mark: str) -> None:
    assert leaks_of(name, mark.join, 20) <= 2


@pytest.mark.parametrize("name", "bde")
def test_a_heap_of_keywords_without_any_mark_goes(name: str) -> None:
    assert leaks_of(name, "".join, 30) <= 20


@pytest.mark.parametrize(
    "line",
    [
        "王家豪(男)李思源(男)赵明远(男)孙浩然(男)周雨辰(男)",
        "首次登记…转移登记…变更登记…注销登记…抵押登记…",
        "猪肉=12.8元 牛肉=39元 羊肉=42元 鸡蛋=4.6元 带鱼=22元",
        "「蚵仔煎」「大腸麵線」「珍珠奶茶」「滷肉飯」「鹽酥雞」",
        "普工※叉车工※电焊工※质检员※仓管员※业务员※会计",
        "男子一百米男子二百米男子跳高女子跳远女子铅球女子标枪男子四百米栏混合接力均打破县纪录",
        "县发展和改革局县教育和体育局县科学技术局县工业和信息化局县公安局县民政局县司法局县财政局",
        "洛溪县人民政府关于进一步加强城乡居民基本医疗保险基金监督管理工作的实施方案",
        (
            "天气预报中超联赛集锦百家讲坛午夜剧场情深深雨蒙蒙老式打字机邮票钱币兑换非诚勿扰黄金首饰回收彩票开奖直播名表寄卖"
            "二手手机回收澳门风云剧场版足球之夜动物世界新闻联播高价收购烟酒欢乐斗地主大赛直播"
        ),
        (
            "泌尿外科妇科不孕不育门诊男科性功能障碍门诊医学美容科减重代谢中心肛肠科皮肤性病科白癜风专病门诊牛皮癣专病门诊"
            "癫痫中心戒毒戒瘾门诊整形外科九寨沟三日游丽江大理双飞六日游澳门一日游温泉酒店亲子游青海湖骑行"
        ),
    ],
)
def test_honest_lists_with_odd_marks_or_none_stay(line: str) -> None:
    assert line in clean_text("\n".join([*PROSE[:2], line, PROSE[2]])).text


FORMS = ("“{}”", "「{}」、", "{}丨", "{} >> ")
"""How an item may be set in its line."""


@pytest.mark.parametrize("name", "bde")
def test_nor_do_they_in_quotation_marks_or_behind_odd_ones(name: str) -> None:
    rng = random.Random(name)
    reached = 0
    for round_ in range(40):
        form = FORMS[round_ % len(FORMS)]
        line = "".join(map(form.format, draw_phrases(CAMPAIGNS[name], rng, 8))).strip(" 、丨>")
        text = [*PROSE]
        text.insert(round_ % 3, line)
        reached += clean_text("\n".join(text)).text != "\n".join(PROSE)
    assert reached <= 8


@pytest.mark.parametrize("form", ["{}。", "“{}”", "{}、", "{}"])
def test_keywords_in_lines_of_their_own_are_told_whatever_closes_them(form: str) -> None:
    rng = random.Random(form)
    reached = 0
    for at in range(20):
        numbered = "、" in form
        items = draw_phrases(CAMPAIGNS["d"], rng, 8)
        lines = [f"{n}、{item}" if numbered else form.format(item) for n, item in enumerate(items, 1)]
        text = [*PROSE]
        text[at % 3 : at % 3] = lines
        reached += clean_text("\n".join(text)).text != "\n".join(PROSE)
    assert reached <= 4


@pytest.mark.parametrize("mark", ["。", "？", "！"])
def test_keywords_that_ends_of_sentences_part_are_a_list(mark: str) -> None:
    rng = random.Random(mark)
    reached = 0
    for _ in range(20):
        line = mark.join(draw_phrases(CAMPAIGNS["d"], rng, 8))
        reached += clean_text("\n".join((PROSE[0], line, *PROSE[1:]))).text != "\n".join(PROSE)
    assert reached <= 4


@pytest.mark.parametrize(
    "line",
    [
        "水从哪里来？钱由谁来出？路往哪里修？地归谁来管？",
        "签证怎么办？费用多少？多久下来？要面签吗？",
        "新春快乐！万事如意！阖家幸福！身体健康！",
        "国产片票房创新高。暑期档今晚收官。市民可免费观影。影院推出夜场。",
        "钢材报价下跌。水泥价格持平。工地陆续复工。订单排到月底。",
        "“文明家庭”“最美婆婆”“好邻居”“孝心少年”",
        "策划丨李明 文案丨王芳 设计丨陈静 校对丨张伟",
    ],
)
def test_short_sentences_titles_and_credits_stay(line: str) -> None:
    article = clean_text("\n".join((PROSE[0], line, *PROSE[1:])))
    credited = [cut.text for cut in article.removed if cut.step == "find_metadata"]
    assert line in article.text or line in credited


def cleaned_table(*rows: tuple[str, ...]) -> str:
    """The text of an article with a table amid its paragraphs."""
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    first, *others = (f"<p>{text}</p>" for text in PROSE)
    return clean_html(f"<body><div>{first}<table>{table}</table>{''.join(others)}</div></body>").text


def test_a_table_of_keywords_goes() -> None:
    rows = (
        ("真人百家乐", "棋牌娱乐城", "彩票投注网", "捕鱼平台", "体育博彩"),
        ("六合彩开奖", "时时彩计划", "老虎机游戏", "牛牛下载", "赌场开户"),
    )
    assert not any(cell in cleaned_table(*rows) for row in rows for cell in row)


def test_the_head_of_a_table_of_data_stays() -> None:
    head = ("贷款种类", "公积金贷款", "商业贷款", "组合贷款", "装修贷款", "信用贷款")
    assert "\t".join(head) in cleaned_table(head, ("年利率", "2.85%", "3.1%", "3.0%", "4.2%", "5.0%"))


def test_items_that_look_like_phrases() -> None:
    junk, offices = (
        ("二手叉车报价", "灯箱布批发厂家", "电动门维修电话"),
        ("城关第一小学", "市教育局", "东门街道办事处"),
    )
    looks = look_like_phrases([junk, offices, ("slot gacor", "live casino")])
    assert looks[0] > 0 > looks[1]
    assert looks[2] == 0


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_hardly_any_element_brings_them_in(name: str) -> None:
    rng = random.Random(name)
    blocks = ("<h2>{}</h2>", "<marquee>{}</marquee>", "<font>{}</font>", "<table><tr><td>{}</td></tr></table>")
    body = "".join(f"<p>{text}</p>" for text in PROSE)
    reached = 0
    for block in blocks * 10:
        line = "|".join(draw_phrases(CAMPAIGNS[name], rng, 9))
        article = clean_html(f"<body><div>{body}{block.format(line)}</div></body>")
        assert PROSE[-1] in article.text
        reached += line in article.text
    assert reached <= 4


@pytest.mark.parametrize(
    "line",
    [
        "{prose}{junk}", "{prose} {junk}", "{junk} {prose}", "{prose}供稿单位为市文明办 {junk}",
        "{junk} 本报讯（记者 王平）{prose}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("mark", ["|", "_", "、", "→", " / "])
def test_a_list_that_runs_together_with_prose_is_cut_out_of_it(line: str, mark: str) -> None:
    junk = mark.join(("真人百家乐开户", "时时彩平台注册", "网上赌场官网", "老虎机游戏下载"))
    article = clean_text("\n".join((PROSE[0], line.format(prose=PROSE[1], junk=junk), PROSE[2])))
    assert article.text == "\n".join((PROSE[0], line.format(prose=PROSE[1], junk="").strip(), PROSE[2]))
    assert [(cut.kind, cut.text) for cut in article.removed] == [(RemovalKind.SPAM, junk)]


@pytest.mark.parametrize(
    "tail",
    [
        "出席的还有：王建国、李秀英、陈晓东、赵丽华",
        "王建国、李秀英、陈晓东 摄",
        "铁观音 | 武夷岩茶 | 茉莉花茶 | 白毫银针",
    ],
)
def test_an_honest_list_at_the_end_of_a_line_is_not_taken_for_a_list_of_keywords(tail: str) -> None:
    removed = clean_text("\n".join((PROSE[0], PROSE[1] + tail, PROSE[2]))).removed
    assert not any(cut.step in ("cut_junk_lines", "leave_out_lists") for cut in removed)


def test_a_doubtful_list_is_left_out_without_a_verdict() -> None:
    line = "水电维修 | 免费理发 | 义务量血压 | 法律咨询 | 眼镜清洗"
    article = clean_text("\n".join((PROSE[0], line, *PROSE[1:])))
    assert article.text == "\n".join(PROSE)
    assert [(cut.kind, cut.step) for cut in article.removed] == [(RemovalKind.BOILERPLATE, "leave_out_lists")]
    assert article.integrity is Integrity.CLEAN


@pytest.mark.parametrize("is_behind", [True, False], ids=["behind the text", "ahead of it"])
def test_a_list_of_which_the_body_holds_one_item_is_judged_whole(is_behind: bool) -> None:
    listed = [
        f"明溪{words}"
        for words in ("装修价格", "装修公司哪家好", "装修电话", "装修报价", "装修公司排名", "旧房装修价格")
    ]
    texts = [*PROSE, *listed] if is_behind else [*listed, *PROSE]
    page = parse_page("".join(f"<p>{text}</p>" for text in texts), None)
    held = page.lines[: len(PROSE) + 1] if is_behind else page.lines[-len(PROSE) - 1 :]
    body = tuple(BodyLine(BlockKind.PARAGRAPH, line) for line in held)
    draft = Draft(page, page.lines, Site(), None, body=body)
    assert [entry.line.text for entry in leave_out_lists(draft).body] == list(PROSE)
    assert leave_out_lists(draft._replace(lines=held)).body == body


def test_single_keywords_made_of_the_words_of_sure_junk_go_with_it() -> None:
    junk = "slot gacor hari ini | judi gacor terbaru | agen slot resmi | bandar slot hari ini | link gacor resmi"
    article = clean_text("\n".join((PROSE[0], "judi slot resmi", PROSE[1], junk, PROSE[2], "市文明办供稿")))
    assert article.text == "\n".join((*PROSE, "市文明办供稿"))
    assert [cut.kind for cut in article.removed] == [RemovalKind.SPAM] * 2


def test_what_the_article_speaks_of_is_no_keyword() -> None:
    items = "铁观音礼盒 | 漳平水仙 | 永春佛手 | 福鼎白茶 | 政和白茶"
    about = "茶博会昨天开幕，铁观音礼盒、漳平水仙、永春佛手、福鼎白茶和政和白茶都有展位，市民可以免费品尝。"
    assert items in clean_text("\n".join((about, items, *PROSE))).text


@pytest.mark.parametrize("mark", ["、", " | ", " ", ","])
@pytest.mark.parametrize(
    "items",
    [
        "城关第一小学 东门小学 西街小学 实验小学 南山小学",
        "丰泽区税务局 鲤城区税务局 洛江区税务局 晋江市税务局",
        "王建国 李秀英 陈晓东 赵丽华 黄志强",
        "美元7.10 欧元7.81 日元4.90 英镑9.23",
    ],
)
def test_honest_lists_are_not_sure_to_be_keywords(items: str, mark: str) -> None:
    lines = [Line(text, "p", 1) for text in (PROSE[0], mark.join(items.split()), PROSE[1])]
    assert all(nats < LINE.sure for _, nats in judge_lists(lines, frozenset(), None, (), Least(LINE.sure, LINE.sure)))


def test_lists_that_are_known_are_of_interest_though_little_speaks_for_them() -> None:
    texts = (PROSE[0], "云岭疏通、青石清洗、桥头抽运", PROSE[1], "晨光保洁、南坡搬家、东湾开锁", PROSE[2])
    lines = [Line(text, "p", 1) for text in texts]
    least = Least(99.0, 99.0)
    assert judge_lists(lines, frozenset(), None, (), least) == []
    known = least._replace(known=-99.0, is_known=lambda one: "云岭疏通" in one.items)
    assert [one.lines for one, _ in judge_lists(lines, frozenset(), None, (), known)] == [(1,)]


@pytest.mark.parametrize("piece", ["甲乙丙|", "甲 ", "a ", "_", "甲乙丙丁\n", "1-"])
def test_many_items_take_no_long_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = time.process_time()
    clean_text("\n".join((*PROSE, text)))
    assert time.process_time() - start < 5.0  # a quadratic reading takes minutes


def test_a_list_of_which_the_body_holds_one_line_is_judged_whole() -> None:
    words = ("工业风扇价格", "工业风扇批发", "冷风机价格", "冷风机批发", "排风扇价格", "排风扇批发")
    items = "".join(f"<li><a href='http://q7.example.net/{n}'>{word}</a></li>" for n, word in enumerate(words))
    body = "".join(f"<p>{text}</p>" for text in PROSE)
    article = clean_html(f"<body><div>{body}<ul>{items}</ul></div></body>", "http://news.qz.example.com/1.html")
    assert article.text == "\n".join(PROSE)
    assert {cut.text for cut in article.removed} >= set(words)


def test_lists_that_follow_each_other_in_one_line_are_read_with_both_their_marks() -> None:
    assert split_items("甲乙丙|丁戊己|庚辛壬|癸子丑·寅卯辰·巳午未·申酉戌") == (
        "|", ("甲乙丙", "丁戊己", "庚辛壬", "癸子丑", "寅卯辰", "巳午未", "申酉戌"),
    )  # fmt: skip
    assert split_items("甲乙丙|丁戊己|庚辛壬·癸子丑·寅卯辰") is None


def test_a_mark_of_the_page_s_junk_tells_its_other_lists() -> None:
    sure = "郑州鼻炎医院哪家好、北京脱发怎么治、专科近视挂号、上海妇科医院排名、附近痔疮偏方、郑州男科医院排名"
    other = "附近鼻炎挂号、割双眼皮、搬家拉货、汽车救援拖车"
    assert other in clean_text("\n".join((*PROSE[:2], other, PROSE[2]))).text
    article = clean_text("\n".join((PROSE[0], sure, PROSE[1], other, PROSE[2])))
    assert article.text == "\n".join(PROSE)


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("{}<span>{}</span>", "|"),
        ("{}<span>{}</span>", ","),
        ("{}<b>{}</b>", " / "),
        ("<font>{1}</font>{0}", "★"),
        ("<font>{1}</font>{0}", "_"),
    ],
)
def test_a_list_in_an_element_of_its_own_needs_nothing_else_to_part_it(line: str, mark: str) -> None:
    words = ("工业风扇价格", "工业风扇批发", "冷风机价格", "冷风机批发", "排风扇价格", "排风扇批发")
    address = "展会资料下载地址见主办方公布的页面http://down.example.com/2026/0312/notice_01.zip"
    body = "".join(f"<p>{text}</p>" for text in PROSE)
    article = clean_html(f"<body><div>{body}<div>{line.format(address, mark.join(words))}</div>{body}</div></body>")
    assert address in article.text.split("\n")
    assert "风扇" not in article.text


@pytest.mark.parametrize(
    "line",
    [
        "工业风扇价格、工业风扇批发、冷风机批发V:1366000、排风扇价格、冷风机价格",
        "工业风扇价格、冷风机批发【电微13660000000】、排风扇价格",
        "工业风扇价格》工业风扇批发》冷风机价格》排风扇批发",
        "工业风扇价格」工业风扇批发」冷风机价格」排风扇批发",
    ],
)
def test_an_account_or_half_of_a_pair_between_items_makes_no_sentence_of_a_list(line: str) -> None:
    words = "工业风扇厂家，冷风机哪家好，排风扇多少钱，工业风扇报价，冷风机厂家，排风扇厂家"
    article = clean_text("\n".join((PROSE[0], words, PROSE[1], line, PROSE[2])))
    assert article.text == "\n".join(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        "咨询电话：水务局：55501234、渔政站：55501235、海事处：55501236、镇政府：55501237",
        "洛溪镇（电话55501234）、东渡镇（电话55501235）、南埠镇（电话55501236）、北洲镇（电话55501237）",
        "身份证办理：55501234 护照办理：55501235 驾驶证办理：55501236 营业执照办理：55501237",
        "身份证办理、护照办理、驾驶证办理、营业执照办理（咨询电话：55501234）",
        "征兵咨询：55501234\n助学贷款咨询：55501235\n养老保险咨询：55501236\n身份证办理咨询：55501237",
        "客服微信：kf55501\n售后微信：sh55502\n投诉微信：ts55503\n加盟微信：jm55504",
        "上一章》渡口》渡船》船工",
    ],
)
def test_a_list_of_numbers_to_call_stays(line: str) -> None:
    assert line in clean_text("\n".join((*PROSE[:2], line, PROSE[2]))).text


@given(
    st.lists(
        st.sampled_from(["。", "甲", "乙丙丁戊", "。”", "“", "1", "、", " ", "：", "13600000000", "|"]), min_size=1
    )
)
def test_a_line_that_is_prose_at_a_glance_is_no_list_at_a_second_one_either(parts: list[str]) -> None:
    text = "".join(parts).strip() or "甲"
    assert not is_prose_at_a_glance(text) or read_items(Line(text, "p", 0), frozenset()) is None


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("渡口今天复航，市民清早就来排队。船票不涨价。", True),
        ("代开发票。正规发票。发票代开。", False),
        ("电子琴。", False),
        ("“电子琴。”", False),
    ],
)
def test_full_stops_tell_prose_at_a_glance(text: str, prose: bool) -> None:
    assert is_prose_at_a_glance(text) is prose


def test_nothing_is_remembered_of_a_line_longer_than_a_list_may_be() -> None:
    read_items.cache_clear()
    long = Line("棋牌 彩票 投注 " * MAX_LINE_CHARS, "p", 0)
    assert list(find_item_lists([long], frozenset())) == []
    assert read_items.cache_info().currsize == 0


WARNING = (
    "省反诈中心公布今年以来高发的十类诈骗，刷单返利仍居首位。",
    "去年全省共止付冻结资金九亿元，返还群众一亿三千万元，抓获嫌疑人九百名。",
    "警方提醒，凡是要求先交钱的都是骗局，遇到可疑情形请立即报警。",
)


@pytest.mark.parametrize(
    ("ahead", "line"),
    [
        ("", "刷单返利 虚假投资理财 虚假贷款 冒充客服 冒充公检法 虚假征信 网络婚恋交友 游戏交易 机票退改签 网购退款"),
        ("涉案平台名单：\n", "金球体育 | 大赢家娱乐 | 星火电竞 | 万胜棋牌 | 天天彩票"),
        ("涉案平台：\n", "金球体育 | 大赢家娱乐 | 星火电竞 | 万胜棋牌 | 天天彩票"),
    ],
)
def test_an_article_that_warns_of_fraud_may_list_its_kinds_and_names(ahead: str, line: str) -> None:
    text = clean_text("\n".join([*WARNING[:2], f"{ahead}{line}", WARNING[2]])).text
    assert line in text


def test_so_may_one_in_traditional_characters() -> None:
    line = "刷單返利 虛假投資理財 虛假貸款 冒充客服 冒充公檢法 虛假徵信 網絡婚戀交友 遊戲交易 機票退改簽 網購退款"
    warning = (
        "縣警察局公布今年以來高發的十類詐騙，刷單返利仍居首位，老人上當的最多。",
        "警方提醒，凡是要求先交錢的都是騙局，遇到可疑情形請立即報警。",
    )
    assert line in clean_text("\n".join([warning[0], line, warning[1]])).text


def test_the_same_names_go_where_nothing_leads_into_them() -> None:
    line = "金球体育 | 大赢家娱乐 | 星火电竞 | 万胜棋牌 | 天天彩票"
    assert line not in clean_text("\n".join([*WARNING[:2], line, WARNING[2]])).text
    assert line not in clean_text("\n".join([*PROSE[:2], "本报电话：", line, PROSE[2]])).text


@pytest.mark.parametrize(("href", "stays"), [("http://k{}.example.net/", False), ("", True)])
def test_links_to_foreign_hosts_go_even_where_the_line_before_announces_a_list(href: str, stays: bool) -> None:
    names = ("棋牌官网", "真人娱乐", "体育投注", "彩票平台", "电竞下注")
    items = [f'<a href="{href.format(at)}">{name}</a>' if href else name for at, name in enumerate(names)]
    lines = (*PROSE[:2], "抽查的结果昨天公布，名单如下。", " ".join(items), PROSE[2])
    page = "".join(f"<p>{line}</p>" for line in lines)
    article = clean_html(
        f"<html><body><h1>抽查结果公布</h1><div>{page}</div></body></html>", "http://www.hewan.example/1"
    )
    assert (names[0] in article.text) is stays


@pytest.mark.parametrize(
    ("title", "integrity"),
    [
        ("真人百家乐开户？足球外围投注网站？老虎机游戏下载？六合彩开奖直播", Integrity.INJECTED),
        ("水从哪里来？钱由谁来出？路往哪里修？地归谁来管？", Integrity.CLEAN),
        ("老虎机怎么害人？彩票为何上瘾？赌债怎么还？谁来管？", Integrity.CLEAN),
    ],
)
def test_a_title_of_keywords_that_question_marks_part_is_junk(title: str, integrity: Integrity) -> None:
    body = "".join(f"<p>{text}</p>" for text in PROSE)
    article = clean_html(f"<html><head><title>{title}</title></head><body><h1>文明办开会</h1>{body}</body></html>")
    assert (article.title, article.integrity) == ("文明办开会", integrity)
