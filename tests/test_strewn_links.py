"""Links to foreign hosts that were dropped inside the sentences of a body go; those on its own words stay."""

from __future__ import annotations

from random import Random
from time import process_time

import pytest
from invented import page_of

from cleaners import clean_html
from cleaners.article import Article, Integrity, RemovalKind
from cleaners.junk.scene import Scene
from cleaners.junk.strewn.links import MAX_LINKS, find_strewn_links
from cleaners.page.model import Line, Link

HAN = [chr(code) for code in range(0x4E00, 0x5A00)]

TITLE = "石门渡口最后一班轮渡停航"
PARAGRAPHS = (
    "6月30日晚上九点，石门渡口的最后一班轮渡靠了岸。船长鲍金水把缆绳系好，在航行日志上写下第三万八千次往返。",
    "这条航线开了四十一年。上游的大桥通车以后，每天坐船的人从两千多减少到不足一百，燃油和人工都要靠补贴。",
    "“最忙的时候，一天要跑六十个来回。”鲍金水记得，赶集的日子，甲板上挤满了鸡笼和自行车，有人为了抢位置半夜就来排队。",
    "码头不会拆。镇里打算把候船室改成陈列馆，收集老船票、救生圈和汽笛，旧船也会留下一艘，供孩子们上去看看。",
)


def clean(paragraphs: list[str]) -> Article:
    return clean_html(page_of(TITLE, *paragraphs), "http://news.sm.example.cn/1.html")


def test_links_dropped_inside_sentences_go() -> None:
    junk = ("二手叉车回收电话", "仿古瓷砖批发厂家", "微型水泵报价大全", "儿童滑梯定做公司")
    places = (17, 25, 30, 9)
    paragraphs = [
        f'{text[:at]}<a href="http://s{at}.shop.example.net/x/{at}.html">{words}</a>{text[at:]}'
        for text, words, at in zip(PARAGRAPHS, junk, places, strict=True)
    ]
    article = clean(paragraphs)
    assert article.text.split("\n") == list(PARAGRAPHS)
    assert [cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM] == list(junk)
    assert article.integrity is Integrity.INJECTED


def test_links_on_words_of_their_sentences_stay() -> None:
    words = ("航行日志", "大桥通车", "自行车", "老船票")
    paragraphs = [
        text.replace(word, f'<a href="http://wiki{at}.example.org/{at}">{word}</a>')
        for at, (text, word) in enumerate(zip(PARAGRAPHS, words, strict=True))
    ]
    article = clean(paragraphs)
    assert article.text.split("\n") == list(PARAGRAPHS)
    assert not article.removed


@pytest.mark.parametrize(
    ("sentences", "names"),
    [
        (
            (
                "市里上月调整了贷款政策，{}最高一百万元。想知道月供的，{}一分钟给出结果，柜台也能打印。",
                "手头宽裕的家庭，{}已经开放，不收违约金。需要注意，{}不能用来付首付，查到要提前收回。",
            ),
            ("公积金贷款额度", "房贷计算器", "提前还款预约", "信用卡分期"),
        ),
        (
            (
                "去年开业的{}坐落在老邮局里，豆子从{}来，机器向{}看齐。",
                "老板不打算加盟{}，他说，对{}感兴趣的年轻人越来越多。",
            ),
            ("云雾咖啡烘焙工坊", "高原精品咖啡庄园", "意式半自动咖啡机", "连锁奶茶加盟品牌", "手冲咖啡培训课程"),
        ),
    ],
    ids=["head-of-clauses", "framed"],
)
def test_linked_names_that_read_like_keywords_stay(sentences: tuple[str, str], names: tuple[str, ...]) -> None:
    links = [f'<a href="http://s{at}.example.org/{at}">{name}</a>' for at, name in enumerate(names)]
    first, second = sentences
    article = clean([first.format(*links[:-2]), second.format(*links[-2:])])
    assert article.text.split("\n") == [first.format(*names[:-2]), second.format(*names[-2:])]
    assert not article.removed


def test_time_grows_with_the_page_only() -> None:
    def seconds(paragraphs: int) -> float:
        rng = Random(7)
        filler = ["".join(rng.choices(HAN, k=90)) + "。" for _ in range(paragraphs)]
        linked = [
            Line(f"{words[:20]}经{words[20:60]}济{words[60:]}。", "p", 0, (Link(21, 61, f"http://a{at}.example.com/"),))
            for at, words in enumerate("".join(rng.choices(HAN, k=90)) for _ in range(MAX_LINKS))
        ]
        started = process_time()
        find_strewn_links([*linked, *(Line(text, "p", 0) for text in filler)], Scene())
        return process_time() - started

    seconds(0)
    assert seconds(4000) < seconds(0) + 1


@pytest.mark.parametrize(
    "sentences",
    [
        (
            ("贵州白酒", "收报每股一千四百八十元，较前一交易日上涨百分之一点二，成交额四十二亿元。"),
            ("海山电缆", "跌停，公司早间公告称重大合同终止，预计影响全年利润三成。"),
            ("银川锂业", "放量走高，盘中一度触及涨停，机构席位净买入超过两亿元。"),
        ),
        (
            ("红枣小米粥", "适合秋冬早晨食用，小米洗净后浸泡半小时，再与红枣同煮四十分钟即可。"),
            ("山药排骨汤", "炖煮时间宜长，水开以后转小火，撇去浮沫，快出锅时再放盐。"),
            ("清炒芥蓝", "下锅前先焯水，颜色更绿，口感也更脆一些。"),
        ),
    ],
)
def test_linked_names_that_sentences_begin_with_stay(sentences: tuple[tuple[str, str], ...]) -> None:
    links = "".join(
        f'<a href="http://quotes.example.org/{at}">{name}</a>{text}' for at, (name, text) in enumerate(sentences)
    )
    article = clean([PARAGRAPHS[0], links, PARAGRAPHS[1]])
    assert article.text.split("\n")[1] == "".join(name + text for name, text in sentences)
    assert article.integrity is Integrity.CLEAN


LEAGUE = (
    "卫冕冠军清源一中三战全胜，以小组第一出线。首次参赛的石门职校爆冷淘汰柳林中学，拿到最后一张八强门票。",
    "半决赛将于周六在市体育馆举行。门票由各校团委统一发放，家长凭学生证可以领两张。",
    "记录台前坐着六名初一学生。技术统计由他们完成，每一节结束后交给两队教练核对。",
    "去年的冠军教练褚建国今年到场观战。他说最想看的是东河中学的防守，这支球队靠换防拿下了前三场。",
)
HOSTS = ("http://s1.shop.example.net/x/1.html", "http://s2.shop.example.com/x/2.html")


def between_sentences(junk: tuple[str, ...], hosts: tuple[str, ...]) -> list[str]:
    """The paragraphs with a link behind the first sentence of each."""
    links = (f'<a href="{hosts[at % len(hosts)]}">{words}</a>' for at, words in enumerate(junk))
    return [text.replace("。", f"。{link}", 1) for text, link in zip(LEAGUE, links, strict=True)]


@pytest.mark.parametrize("hosts", [HOSTS, ("/x/1.html", "/x/2.html")])
def test_links_between_sentences_convict_no_bare_words(hosts: tuple[str, ...]) -> None:
    """A sentence that begins like a keyword phrase (卫冕冠军清源) stays, for all phrases put in are links."""
    junk = ("二手叉车回收电话", "仿古瓷砖批发厂家", "微型水泵报价大全", "儿童滑梯定做公司")
    article = clean(between_sentences(junk, hosts))
    assert article.text.split("\n") == list(LEAGUE)
    assert [cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM] == list(junk)


def test_a_phrase_goes_with_all_of_its_link() -> None:
    junk = ("二手叉车回收电话", "仿古瓷砖 (全国) 批发厂家", "微型水泵报价大全", "儿童滑梯定做公司")
    article = clean(between_sentences(junk, HOSTS))
    assert article.text.split("\n") == list(LEAGUE)


@pytest.mark.parametrize("host", [HOSTS[0], "/x/1.html"])
def test_what_else_a_link_holds_stays(host: str) -> None:
    """A link round the rest of a paragraph, at whose beginning a phrase was put."""
    junk = ("凯翎体育官网", "凯翎体育下载", "凯翎电竞官网", "凯翎体育app")
    page = [
        "戏台对面的茶馆也要搬。老板舍不得摘那块挂了三十年的木匾，说要带到新店里去。",
        "施工队五月进场。武生戏会在新馆首演。馆长说，票价还是十块钱，老人凭证免票。",
        "档案室清出三百多本旧戏折。纸张发脆的先送去脱酸，其余的拍照上网。志愿者报名的有一百多人。",
        "新馆预计年底开放。停车场设在北门外，公交车也会延长到馆前。",
    ]
    attacked = [
        text.replace("。", f'。<a href="{host}">{words}', 1) + "</a>" for text, words in zip(page, junk, strict=True)
    ]
    assert clean([PARAGRAPHS[0], *attacked, PARAGRAPHS[1]]).text.split("\n")[1:-1] == page


def test_a_host_that_foreign_phrases_led_to_is_convicted() -> None:
    """A name in capitals proves nothing by itself."""
    junk = ("cheap garden gnomes online", "Velmora88 sofa outlet", "used forklift for sale", "best lamp discount code")
    article = clean(between_sentences(junk, HOSTS[:1]))
    assert article.text.split("\n") == list(LEAGUE)


MENU = "".join(
    f'<a href="/{at}/">{name}</a> ' for at, name in enumerate(("首页", "时政", "社会", "教育", "县乡", "读报"))
)


@pytest.mark.parametrize("menu", [MENU, MENU.replace('"/', '"http://www.shimen.example/')])
@pytest.mark.parametrize("url", ["http://news.shimen.example/1.html", None])
def test_a_host_that_hijackers_declare_as_the_pages_own_is_not_believed(menu: str, url: str | None) -> None:
    """Neither for the links between sentences, nor as the article's address."""
    junk = ("二手叉车回收电话", "仿古瓷砖批发厂家", "微型水泵报价大全", "儿童滑梯定做公司")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in between_sentences(junk, HOSTS[:1]))
    head = f"<title>{TITLE}</title><link rel=canonical href={HOSTS[0]}>"
    article = clean_html(f"{head}{menu}<h1>{TITLE}</h1>{body}", url)
    assert article.text.split("\n") == list(LEAGUE)
    if url or menu != MENU:  # else nothing on the page tells whose it is
        assert article.canonical_url is None
