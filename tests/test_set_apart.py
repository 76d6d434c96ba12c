"""Keyword phrases that stand by themselves beside sentences go, one of them, too; what newsrooms set there stays."""

from __future__ import annotations

import pytest

from cleaners import clean_html
from cleaners.article import Integrity, RemovalKind
from cleaners.lexicons import load_lexicon

PROSE = (
    "洛溪老城的供水管网上个月完成改造，三千多户居民用上了清水，停水都安排在深夜。",
    "老城的管道铺设已有四十年，一到夏天水压就不足，住在高处的人家常常等到半夜。",
    "施工队把最窄的巷子留到最后，机器进不去，只好用铁锹一段一段地挖开石板路。",
    "供水公司说，下一步改造东门的泵房，争取在明年汛期以前让那里的居民也受益。",
    "染坊弄的老人把第一壶新水泡了茶，请挖路的师傅们坐下来歇一歇，聊聊家常。",
    "参加改造的共有六支队伍，最多的时候有一百多名工人同时在地下作业，换班的时间定在凌晨。",
    "孩子们放学路过，总要趴在护栏上看一会儿挖土机，问那根黑管子通到哪里，水从哪里来。",
)
OTHER_SCRIPT = ("空壓機餘熱回收", "無人機飛手考證")
"""Phrases of trades that no model was shown."""
MORE = (
    "记者沿着新埋的管线走了一遍，巷口的井盖都换成了铸铁的，上面铸着水纹和开工的年份，踩上去一点声音也没有。",
    "住在坡顶的谢长林说，从前洗衣服要等到后半夜，现在白天打开龙头水就哗哗地流，连院里的石榴树都跟着沾光。",
    "为了不惊动老房子的墙基，工程师把沟挖得又窄又深，遇到条石就绕开走，工期因此比原来的计划多用了二十天。",
)
PHRASE = "极速飞艇开户注册平台"
ADDRESS = "http://www.luoxi.example/a/1.html"


def clean(third: str, *, head: str = "") -> tuple[str, Integrity]:
    """The cleaned third paragraph of a page, with the page's integrity."""
    paragraphs = (*PROSE[:2], third, *PROSE[4:], *MORE)
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    article = clean_html(f"<title>洛溪老城供水管网完工</title>{head}<h1>洛溪老城供水管网完工</h1>{body}", ADDRESS)
    return article.text.split("\n")[2], article.integrity


@pytest.mark.parametrize("form", ["{}", "（{}）", "【{}】", " {}", "★{}★", "丨{}丨", "▶{}"])
def test_one_phrase_behind_the_last_sentence_of_a_paragraph_goes(form: str) -> None:
    assert clean(PROSE[2] + form.format(PHRASE)) == (PROSE[2], Integrity.INJECTED)


@pytest.mark.parametrize("form", ["★{}★", "（{}）", "[{}]", "▶{}▶", "「{}」", "{}。"])
def test_one_phrase_that_signs_part_from_two_sentences_goes(form: str) -> None:
    assert clean(PROSE[2] + form.format(PHRASE) + PROSE[3]) == (PROSE[2] + PROSE[3], Integrity.INJECTED)


@pytest.mark.parametrize(
    "end",
    [
        "（完）", "（本报记者 林秋白 通讯员 何岱青）", "洛溪供水公司供图", "（官网报名入口）", "（人物均为化名）",
        "  林秋白 摄", "（体育频道直播）", "（未完待续）", "（开奖公告附后）", "下载洛溪发布客户端",
    ],
)  # fmt: skip
def test_what_newsrooms_set_behind_a_paragraph_is_no_junk(end: str) -> None:
    assert clean(PROSE[2] + end)[1] is Integrity.CLEAN


@pytest.mark.parametrize(
    "aside", ["（图为新铺的管道）", "十赌九输。", "减肥药别乱买！", "【用药提醒】", "●体彩公益金●"]
)
def test_asides_and_short_sentences_stay(aside: str) -> None:
    text, integrity = clean(PROSE[2] + aside + PROSE[3])
    assert (integrity, aside.strip("●") in text) == (Integrity.CLEAN, True)


@pytest.mark.parametrize("phrase", ["无视征信秒批口子", "真人棋牌平台"])
def test_one_phrase_that_a_comma_closes_goes(phrase: str) -> None:
    assert clean(f"{PROSE[2]}{phrase}，{PROSE[3]}") == (PROSE[2] + PROSE[3], Integrity.INJECTED)


def test_news_in_brief_is_no_row_of_phrases() -> None:
    brief = "月嫂培训开班。茶叶开采。门窗厂搬迁。净水器抽检。水果滞销。"
    assert clean(PROSE[2] + brief) == (PROSE[2] + brief, Integrity.CLEAN)


@pytest.mark.parametrize(
    "clause",
    [
        "停车场收费标准不变，",
        "旧衣回收箱上街，",
        "彩票站老板退休，",
        "月嫂培训开班，",
        "网贷平台清退。",
        "学历造假被查。",
    ],
)
def test_first_clauses_of_news_about_such_trades_stay(clause: str) -> None:
    assert clean(PROSE[2] + clause + PROSE[3]) == (PROSE[2] + clause + PROSE[3], Integrity.CLEAN)


@pytest.mark.parametrize("sign", ["{}讯 ", "{}5月17日讯 ", "{}消息：", "据{}报道，", "【{}】", "{}讯（记者 林秋白）"])
def test_a_phrase_that_stands_as_the_agency_of_a_dateline_goes(sign: str) -> None:
    assert clean(sign.format(PHRASE) + PROSE[2]) == (PROSE[2], Integrity.INJECTED)


@pytest.mark.parametrize(
    "dateline",
    [
        "洛溪彩票周刊讯 ", "洛溪体彩网5月17日讯 ", "据虎扑体育报道，", "（洛溪房产网记者 林秋白）", "据反诈中心消息，",
        "【健康科普】", "【免费体检】", "电竞世界网消息：", "中国福彩网讯（记者 林秋白）", "新华社北京4月24日电 ",
        "哔哩哔哩讯 ", "据斗鱼直播综合报道，",
    ],
)  # fmt: skip
def test_outlets_that_report_on_such_trades_keep_their_datelines(dateline: str) -> None:
    assert clean(dateline + PROSE[2]) == (dateline + PROSE[2], Integrity.CLEAN)


@pytest.mark.parametrize("phrase", OTHER_SCRIPT)
def test_a_phrase_in_the_other_script_needs_less(phrase: str) -> None:
    assert clean(PROSE[2] + f"（{phrase}）") == (PROSE[2], Integrity.INJECTED)
    name = "萬源錢莊"  # on the signboard that the article speaks of
    told = PROSE[2] + f"匾上写着：{name}。"
    assert clean(told) == (told, Integrity.CLEAN)


@pytest.mark.parametrize(
    "word", ["{随机关键词}", "{{keyword}}", "{$title}", "{随机字符8}", "{#随机内容#}", "%随机人名%"]
)
@pytest.mark.parametrize("place", ["{1}{0}", "{0}{1}"])
def test_words_of_a_template_that_nobody_filled_in_go(word: str, place: str) -> None:
    assert clean(place.format(PROSE[2], word)) == (PROSE[2], Integrity.INJECTED)


@pytest.mark.parametrize("row", load_lexicon("template_words"), ids=lambda row: str(row["text"]))
def test_words_of_templates_are_told_from_near_ones(row: dict[str, str]) -> None:
    assert clean(f"{PROSE[2]}{row['hit'].replace('<', '&lt;')}{PROSE[3]}")[0] == PROSE[2] + PROSE[3]
    assert clean(f"{PROSE[2]}{row['miss'].replace('<', '&lt;')}{PROSE[3]}")[0] == f"{PROSE[2]}{row['miss']}{PROSE[3]}"


def test_an_article_about_templates_keeps_their_words() -> None:
    told = "模板里写上{title}标签，页面就会显示标题，写上{name}则显示名字。"
    assert clean(told + "{title}") == (told + "{title}", Integrity.CLEAN)


@pytest.mark.parametrize(
    "words",
    [
        "甲方：林秋白。{签字}", "{姓名}您好，您的水卡已办好。", "他回复说好的。{微笑}", "集合写作下式。{a}",
        "{剧透警告}以下说到结局。", "【随机内容检查】检查组抽了三家工地。", "标题在页面里这样写，模板会换掉它。{title}",
    ],
)  # fmt: skip
def test_what_articles_put_in_brackets_stays(words: str) -> None:
    assert clean(words + PROSE[2]) == (words + PROSE[2], Integrity.CLEAN)


@pytest.mark.parametrize("word", ["{关键词}", "{{keyword}}-", "【随机标题】", "%随机关键词%_", "[随机词] "])
def test_words_of_a_template_leave_the_headline_as_well(word: str) -> None:
    page = f"<title>{word}洛溪渡口检修</title><h1>{word}洛溪渡口检修</h1>" + "".join(f"<p>{text}</p>" for text in PROSE)
    article = clean_html(page)
    assert (article.title, article.integrity) == ("洛溪渡口检修", Integrity.INJECTED)
    spam = [(cut.text, cut.where) for cut in article.removed if cut.kind is RemovalKind.SPAM]
    assert spam == [(word.strip("-_ 【】[]{}%"), "title")]


@pytest.mark.parametrize("headline", ["【关键词】洛溪渡口检修", "{签字}仪式昨日举行", "[随机采访]洛溪渡口"])
def test_columns_in_brackets_stay_in_the_headline(headline: str) -> None:
    page = f"<title>{headline}</title><h1>{headline}</h1>" + "".join(f"<p>{text}</p>" for text in PROSE)
    assert clean_html(page).title == headline


@pytest.mark.parametrize(
    "shown",
    [
        "<p>写成{{title}}的地方，显示时换成变量的值。</p>",
        "<pre>&lt;h1&gt;{{title}}&lt;/h1&gt;</pre>",
        "<p>这是模板的语法。</p>",
    ],
)
def test_words_of_a_template_stay_in_the_headline_of_an_article_about_them(shown: str) -> None:
    headline = "怎样在小程序里使用{{title}}"
    page = f"<title>{headline}</title><h1>{headline}</h1>" + "".join(f"<p>{text}</p>" for text in PROSE) + shown
    article = clean_html(page)
    assert (article.title, article.integrity) == (headline, Integrity.CLEAN)


def test_a_line_that_is_all_a_word_of_a_template_is_shown() -> None:
    assert clean("{title}") == ("{title}", Integrity.CLEAN)


def test_no_field_holds_a_keyword_that_was_cut_from_the_text() -> None:
    word = "渡津神行号"  # reads like no keyword by itself
    page = (
        "<title>洛溪老城供水管网完工</title><h1>洛溪老城供水管网完工</h1>"
        f"<div>2026-05-17 09:12　来源：{word}　责任编辑：林秋白</div>"
        + "".join(f"<p>{text}</p>" for text in PROSE)
        + f"<img src=/1.jpg alt='{word}'><p>{PROSE[2]}</p>"
        + f"<div style='display:none'>{word},{PHRASE},澳门赌场开户,百家乐平台注册,真人棋牌送彩金</div>"
    )
    article = clean_html(page, ADDRESS)
    assert (article.source, article.editors, [image.alt for image in article.images]) == (None, ("林秋白",), [None])


@pytest.mark.parametrize(
    ("url", "links", "believed"),
    [
        (None, "<a href='https://licence.example/'>备案</a><a href='/a/2.html'>洛溪</a>", True),
        (None, "".join(f"<p><a href='http://www.mingxi.test/a/{n}.html'>明溪</a></p>" for n in "234"), False),
        ("http://localhost/a/1.html", "<a href='https://licence.example/'>备案</a>", True),
        ("http://192.0.2.3/a/1.html", "", True),
        ("https://www-dongdu-example.cache.test/c/s/www.dongdu.example/a/9.html", "", True),
    ],
)
def test_an_address_is_believed_where_the_pages_own_site_is_not_known_or_names_it(
    url: str | None, links: str, believed: bool
) -> None:
    other = "https://www.dongdu.example/a/9.html"
    body = "".join(f"<p>{text}</p>" for text in PROSE)
    page = f"<link rel=canonical href={other}><title>洛溪老城供水管网</title><h1>洛溪老城供水管网</h1>{body}{links}"
    assert clean_html(page, url).canonical_url == (other if believed else None)


@pytest.mark.parametrize(
    ("links", "believed"),
    [("", False), ("<a href='https://www.dongdu.example/'>东渡日报</a>", True)],
)
def test_an_address_of_another_site_is_believed_where_the_page_links_there(links: str, believed: bool) -> None:
    other = "https://www.dongdu.example/a/9.html"
    body = "".join(f"<p>{text}</p>" for text in PROSE)
    page = f"<link rel=canonical href={other}><title>洛溪老城供水管网</title><h1>洛溪老城供水管网</h1>{body}{links}"
    assert clean_html(page, "http://www.mingxi.com.cn/a/1.html").canonical_url == (other if believed else None)
    assert clean_html(page.replace("dongdu.example", "mingxi.cn")).canonical_url is not None


@pytest.mark.parametrize(
    ("own", "believed"), [("http://www.mingxi.com.cn/a/1.html", False), ("http://cms/a/1.html", True)]
)
def test_a_machines_own_name_is_a_canonical_address_on_its_own_pages_only(own: str, believed: bool) -> None:
    named = "http://cms/news/1.html"
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    page = (
        f"<link rel=canonical href={named}><h1>渡口复航</h1>{text}<a href=http://www.mingxi.com.cn/b>县里召开会议</a>"
    )
    assert clean_html(page, own).canonical_url == (named if believed else None)
