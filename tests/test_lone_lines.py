"""Keyword phrases set as lines of their own between paragraphs go; subheadings stay."""

from __future__ import annotations

import time
from itertools import chain, zip_longest

import pytest
from invented import page_of

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


FRAUD = (
    ("刷单返利", "骗子先在群里发小额红包，等人上钩后再要求垫付本金，完成所谓任务后却无法提现，最后把受害人拉黑。"),
    ("网络贷款", "对方以没有抵押为名，要求先交手续费和保证金，反复以卡号填错为由要求转账，骗走了全部积蓄。"),
    ("冒充客服退款", "接到自称店家的电话，说货物有问题可以三倍赔偿，随后发来链接套取卡号和验证码。市民应当自己核实。"),
    (
        "游戏代练装备买卖",
        "未成年人用家长手机在游戏里交易，被引到别的平台付款，对方收钱后消失。家长要管好支付密码，谨防上当。",
    ),
    ("信用卡代还套现", "以养卡为名拿走卡片和密码，刷空额度后失联。警方在商圈抓获两名嫌疑人，涉案金额一百二十万元。"),
)


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


def told_of_fraud(lines: tuple[str, ...]) -> str:
    body = "".join(f"<h3>{line}</h3><p>{text}</p>" for line, (_, text) in zip(lines, FRAUD, strict=False))
    first = "市公安局昨天公布了今年上半年的案件情况，列出群众最容易上当的几种手法，请广大市民提高警惕，管好钱袋子。"
    return f"<html><body><h1>警方公布上半年案件情况</h1><div><p>{first}</p>{body}</div></body></html>"


def test_subheadings_that_name_kinds_of_fraud_stay() -> None:
    names = tuple(name for name, _ in FRAUD)
    article = clean(told_of_fraud(names))
    assert article.integrity is Integrity.CLEAN
    assert {*names} <= {*article.text.split("\n")}


def test_phrases_between_paragraphs_on_fraud_are_cut() -> None:
    article = clean(told_of_fraud(JUNK))
    assert article.integrity is Integrity.INJECTED
    assert {*JUNK}.isdisjoint(article.text.split("\n"))


def test_long_row_without_a_full_stop_takes_no_longer_than_its_length() -> None:
    row = "洛溪 晴 -3℃～8℃；" * 8_000
    started = time.process_time()
    clean(page(()).replace("</div>", f"<p>{row}</p></div>"))
    assert time.process_time() - started < 1.5


@pytest.mark.parametrize(
    "lines",
    [
        ("谈得拢才装得成", "钱从哪里来", "一楼的担心", "一百部以后"),
        ("名词解释", "背景资料", "记者手记", "现场直击"),
        ("守土有责", "人不负青山", "从零到一", "一枝一叶总关情"),
        ("专家观点", "怎样申请补贴", "咨询电话", "办理流程"),
        ("驾照怎么换", "社保卡怎么补办", "发票怎么开", "二手房过户要多少钱"),
        ("核磁共振多少钱", "胃镜哪家好", "种牙能用几年", "减肥药有用吗"),
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


def test_names_of_chapters_stay_whatever_else_is_junk() -> None:
    chapters = ("第一章 总 则", "第二编 附 则")
    article = clean(page((*chapters, *JUNK)))
    assert [line for line in article.text.split("\n") if line not in PARAGRAPHS] == [*chapters]


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
    start = time.process_time()
    clean(f"<html><body><h1>{TITLE}</h1><div>{body}</div></body></html>")
    assert time.process_time() - start < 20.0


CREDITS = ("文字 | 周禾", "图片 | 阿灰", "编辑 | 小满")


def test_credits_behind_a_bar_are_no_junk() -> None:
    source = page(()).replace("</div>", "".join(f"<p>{credit}</p>" for credit in CREDITS) + "</div>")
    article = clean(source)
    assert article.integrity is Integrity.CLEAN
    assert [cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM] == []


@pytest.mark.parametrize(
    "who",
    ["庄惠芬 副主任医师 云岚市妇幼保健院 儿科 向TA提问", "卫长庚 主任医师 云岚市人民医院 口腔科 擅长种植"],
)
def test_a_line_that_says_who_answers_is_no_keyword(who: str) -> None:
    title = "孩子发烧38.5度要不要吃退烧药"
    question = "病情描述：宝宝昨晚开始发烧，早上量38.5度，精神还可以，能喝奶，没有咳嗽，要不要吃退烧药？需要去医院吗？"
    drug = "如果烦躁不安、不舒服，可以按体重服用布洛芬或对乙酰氨基酚，两次间隔至少4到6小时。"
    answers = (
        "你好，发烧是身体的防御反应，用不用退烧药主要看孩子的精神状态，而不是只看温度。",
        f"如果孩子精神好、能玩能喝，38.5度可以先观察，多喂水，少穿衣。{drug}",
        "出现以下情况应马上就医：持续高热超过三天、抽搐、嗜睡、皮疹或尿量明显减少。",
    )
    article = clean(
        f"<html><head><title>{title}_儿科_健康问答</title></head><body><h1>{title}</h1><div>{question}</div>"
        f"<div><div>{who}</div>" + "".join(f"<p>{text}</p>" for text in answers) + "</div></body></html>"
    )
    assert article.integrity is Integrity.CLEAN
    assert all(text in article.text for text in (question, *answers))


@pytest.mark.parametrize("first", ["<h1>九龙城棋牌官网</h1>", "<p>九龙城棋牌官网</p>"])
def test_a_keyword_phrase_ahead_of_the_whole_article_goes_and_is_no_headline(first: str) -> None:
    source = page(()).replace("<h1>", f"{first}<h1>")
    article = clean(source)
    assert article.title == TITLE
    assert article.text.split("\n") == list(PARAGRAPHS)
    headline = clean(source.replace(f"<h1>{TITLE}</h1>", f"<h2>{TITLE}</h2>").replace(f"<title>{TITLE}", "<title>"))
    assert headline.title == TITLE
    assert headline.text.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("first", ["番茄牛腩煲", "听党话 跟党走", "手机维修点查询"])
@pytest.mark.parametrize("behind", [(), ("何岱青", "陆明川", "3月14日")])
def test_what_an_honest_text_begins_with_stays(first: str, behind: tuple[str, ...]) -> None:
    lines = "".join(f"<p>{line}</p>" for line in (first, *behind))
    article = clean(page(()).replace("<div>", f"<div>{lines}"))
    assert not any(cut.kind is RemovalKind.SPAM for cut in article.removed)
    assert first in (*article.text.split("\n"), article.deck)


SHORT = ("龚秀兰笑了。", "电梯停在五楼。", "邻居来道喜。", "孩子们也来了。")


def test_dishes_among_short_sentences_stay() -> None:
    dishes = ("木瓜丰胸汤", "酸辣土豆丝", "红烧牛腩", "燕窝炖奶")
    lines = [line for dish, step in zip(dishes, SHORT, strict=True) for line in (dish, step)]
    article = clean(page(()).replace("</div>", "".join(f"<p>{line}</p>" for line in (SHORT[0], *lines))))
    assert [line for line in article.text.split("\n") if line in dishes] == list(dishes)


def test_keyword_phrases_between_a_paragraph_and_short_sentences_are_cut() -> None:
    rows = zip(PARAGRAPHS, JUNK, SHORT, SHORT[1:] + SHORT[:1], strict=False)
    article = clean(page_of(TITLE, *chain.from_iterable(rows)))
    assert [cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM] == list(JUNK)


def test_one_phrase_between_sentences_goes_where_the_title_was_swapped() -> None:
    phrase = "同城约炮"
    source = page(()).replace("补贴二十万元，", f"补贴二十万元。{phrase}")
    swapped = source.replace(f"<title>{TITLE}", "<title>豪门彩票官网_豪门彩票下载_豪门彩票注册送彩金")
    assert phrase in clean(source).text
    assert clean(swapped).text == clean(page(())).text.replace("补贴二十万元，", "补贴二十万元。")


NOTICES = (
    ("清溪豆腐坊开了第二间铺子，豆浆和豆腐干都是当天现磨的。", "豆浆 豆腐干 臭豆腐", "现磨现卖 送货上门"),
    ("镇上的琴行给村小送去六架旧钢琴，二胡和笛子是学生们自己攒钱买的。", "钢琴 二胡 古筝", "考级培训 名师授课"),
    ("东渡的窗帘作坊接到一批外地订单，纱帘和布帘留守妇女在家就能做。", "纱帘 布帘 卷帘", "免费测量 上门安装"),
    ("河边的卤味铺子每天卤四十斤鸭脖，藕片卖完就关门，排队的大多是老邻居。", "鸭脖 藕片 海带结", "祖传秘方 招收学徒"),
)
"""What a short report begins with, and what it lists and offers in lines of their own."""


@pytest.mark.parametrize(("told", "listed", "offered"), NOTICES)
def test_lines_of_several_words_by_themselves_stay(told: str, listed: str, offered: str) -> None:
    lines = (told, listed, PARAGRAPHS[1], offered, *PARAGRAPHS[2:])
    body = "".join(f"<p>{line}</p>" for line in lines)
    article = clean(f"<html><body><h1>镇上的小生意热闹起来</h1><div>{body}</div></body></html>")
    assert article.integrity is Integrity.CLEAN
    assert article.text.split("\n") == list(lines)


def test_lines_of_several_words_go_with_phrases_that_tell() -> None:
    spaced = "蒸汽锅炉 二手挖机出售"
    article = clean(page((*JUNK[:3], spaced)))
    assert article.text.split("\n") == list(PARAGRAPHS)
