"""Fields of whole pages: each from the place that states it, empty when the page does not state it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import every_row

from cleaners import Precision, Site, clean_html
from cleaners.lexicons import LEXICON_DIR, load_lexicon
from cleaners.lines.sources import clean_source

CHINA = timezone(timedelta(hours=8))
PARAGRAPHS = "".join(
    f"<p>明溪县东山镇的老街昨天迎来了第{n}批客人，街口的茶馆从清晨起就坐满了人，掌柜说这样的热闹已经多年没有见过。</p>"
    for n in "一二三四五六"
)

LEDE = "<p>明溪日报讯（记者 李知南 通讯员 王莉）东山老街昨天重新开街，街口的茶馆从清晨起就坐满了人。</p>"


def news_page(head: str = "", byline: str = "", foot: str = "", body: str = PARAGRAPHS) -> str:
    return (
        f"<html><head><title>东山老街重开 客人排起长队_社会_明溪新闻网</title>{head}</head><body>"
        "<ul><li><a href='/'>首页</a></li><li><a href='/sh/'>社会</a></li></ul>"
        "<div class='path'>当前位置：<a href='/'>首页</a> &gt; <a href='/sh/'>社会</a> &gt; 正文</div>"
        f"<h1>东山老街重开 客人排起长队</h1><div class='meta'>{byline}</div>"
        f"<div class='article'>{body}{foot}</div><div class='footer'>版权所有 明溪新闻网 2003-2024</div></body></html>"
    )


def test_every_field_from_its_place() -> None:
    article = clean_html(
        news_page(
            head="<meta name='keywords' content='东山,老街'><link rel=canonical href='/sh/2024/1.html'>",
            byline="2024-05-06 09:10:11　来源：<a href='http://mx.example/'>明溪日报</a>　责任编辑：何岱青_MX12",
            body=LEDE + PARAGRAPHS,
            foot="<p>校对：周若川</p>",
        ),
        "https://www.mingxi.example/sh/2024/1.html?from=list",
    )
    assert article.title == "东山老街重开 客人排起长队"
    assert article.published_at == datetime(2024, 5, 6, 9, 10, 11, tzinfo=CHINA)
    assert article.published_precision is Precision.SECOND
    assert article.published_raw == "2024-05-06 09:10:11"
    assert article.authors == ("李知南", "王莉")
    assert (article.source, article.source_url) == ("明溪日报", "http://mx.example/")
    assert article.editors == ("何岱青",)
    assert article.proofreaders == ("周若川",)
    assert article.dateline == "明溪日报讯"
    assert article.section == "社会"
    assert article.keywords == ("东山", "老街")
    assert article.canonical_url == "https://www.mingxi.example/sh/2024/1.html"
    assert article.lang == "zh"
    assert "校对" not in article.text
    assert "（记者 李知南 通讯员 王莉）" in article.text


def test_nothing_stated_is_nothing_found() -> None:
    article = clean_html(news_page())
    assert article.published_at is None
    assert article.authors == article.photographers == article.editors == article.proofreaders == ()
    assert article.source is None
    assert article.keywords == ()


def test_empty_source_stays_empty() -> None:
    article = clean_html(news_page(byline="2024-05-06 09:10　来源：　浏览次数：12"))
    assert (article.source, article.source_raw, article.authors) == (None, None, ())


def test_keywords_of_another_page_are_not_taken() -> None:
    assert clean_html(news_page(head="<meta name='keywords' content='彩票开奖,时时计划'>")).keywords == ()


def test_list_of_the_site_is_not_taken_though_a_word_of_it_occurs() -> None:
    site = "资讯,头条,科技,娱乐,健康,茶馆"
    assert clean_html(news_page(head=f"<meta name='keywords' content='{site}'>")).keywords == ()
    assert clean_html(news_page(head=f"<meta name='keywords' content='{site},老街'>")).keywords != ()


def test_pictures_of_the_layout_are_left_out() -> None:
    pictures = "<img src='/upload/1.jpg'><img src='/news/css13/img/end.png'><img src='/wp-content/themes/a/b.png'>"
    article = clean_html(news_page(body=PARAGRAPHS + pictures + PARAGRAPHS), "https://mingxi.example/a/1.html")
    assert [image.url for image in article.images] == ["https://mingxi.example/upload/1.jpg"]


def test_profile_selector_comes_first() -> None:
    page = news_page().replace("<h1>", "<p id='real'>老街重开记</p><h1>")
    assert clean_html(page, site=Site(selectors={"title": "#real"})).title == "老街重开记"


def test_profile_selectors_of_other_fields() -> None:
    page = news_page().replace(
        "<h1>", "<i id=t>时间 2024年5月6日</i><i id=s>出品：明溪小报</i><i id=a>何岱青 王莉</i><h1>"
    )
    site = Site(selectors={"published_at": "#t", "source": "#s", "authors": "#a"})
    article = clean_html(page, site=site)
    assert article.as_dict()["published_at"] == "2024-05-06"
    assert (article.source, article.authors) == ("明溪小报", ("何岱青", "王莉"))


def test_no_line_makes_reading_slow() -> None:
    lines = [
        "驻" * 150,
        "记者" * 75,
        "（" * 150,
        "1-" * 75,
        "、甲" * 75,
        "来源：" * 50,
        "> " * 75,
        "By " + "A b" * 40,
        "本报" * 75,
    ]
    begin = process_time()
    for line in lines:
        clean_html(news_page(byline=line, foot=f"<p>{line}</p>", head=f"<meta name=author content='{line}'>"))
    assert process_time() - begin < 10  # seconds; takes a fraction of one


def test_site_zone_is_the_zone_of_shown_times() -> None:
    article = clean_html(news_page(byline="2024-05-06 09:10"), site=Site(zone=UTC))
    assert article.published_at == datetime(2024, 5, 6, 9, 10, tzinfo=UTC)


def test_broken_json_ld_is_still_searched() -> None:
    data = '{"@type":"NewsArticle","datePublished":"2024-05-06T09:10:00+08:00",,}'
    head = f"<script type='application/ld+json'>{data}</script>"
    assert clean_html(news_page(head=head)).published_at == datetime(2024, 5, 6, 9, 10, tzinfo=CHINA)


@every_row("name", sorted(path.stem for path in LEXICON_DIR.glob("*.tsv")))
def test_lexicons_load_without_doubles(name: str) -> None:
    texts = [row["text"] for row in load_lexicon(name) if "text" in row]
    assert len(texts) == len(set(texts))


@settings(max_examples=40)
@given(st.text(max_size=300), st.text(max_size=60))
def test_no_finder_raises(byline: str, head: str) -> None:
    now = datetime(2024, 6, 1, tzinfo=UTC)
    article = clean_html(news_page(byline=byline, head=head), "https://mingxi.example/a", fetched_at=now)
    if article.published_at:
        assert article.published_at.year >= 1990
        assert article.published_at.date() <= (now + timedelta(days=1)).date()


@pytest.mark.parametrize("junk", ["喷灌设备批发货源", "真人棋牌平台注册送彩金"])
def test_what_is_advertised_is_no_source_and_no_name(junk: str) -> None:
    byline = f"<span>2024-05-06</span> <span>来源：{junk}</span> <span>作者：{junk}</span>"
    article = clean_html(news_page(byline=byline))
    assert (article.source, article.authors) == (None, ())


CREDITS = (
    "体彩网 中国彩票报 健康时报 游戏日报 棋牌世界 中国福彩网 电竞之家 币圈观察 "
    "贷款之家 第一财经 澳门商报 南方双彩网 明溪县彩票管理中心 上海游戏开发者协会 三七互娱 医学论坛网 "
    "中国留学网 直播吧 虎扑足球 东方棋院 银河证券 明溪健康药业 中国发票网 知音网 "
    "懂球帝 教育部官网 商务部官网 明溪县药品监督管理局 深圳市明塔计算机系统有限公司 驾考宝典 "
    "易车网 虎嗅APP 明溪发布 电竞世界 明溪县融媒体中心"
).split()
"""Outlets, offices and companies whose names hold words that hijackers use as well."""
PEOPLE = ["欧阳修远", "司马相如", "古丽娜尔", "阿卜杜拉·买买提", "慕容雪松", "尼玛次仁", "诸葛小明", "老王说车"]


@pytest.mark.parametrize("name", CREDITS)
def test_odd_names_of_outlets_stay(name: str) -> None:
    article = clean_html(news_page(byline=f"<span>2024-05-06</span> <span>来源：{name}</span>"))
    assert article.source == name


@pytest.mark.parametrize("name", PEOPLE)
def test_long_names_of_people_stay(name: str) -> None:
    article = clean_html(news_page(byline=f"<span>2024-05-06</span> <span>作者：{name}</span>"))
    assert article.authors == (name,)


@every_row("row", load_lexicon("query_ends"), ids=lambda row: row["text"])
def test_what_people_search_for_is_no_source_and_no_name(row: dict[str, str]) -> None:
    byline = "<span>2024-05-06</span> <span>来源：{0}</span> <span>作者：{0}</span>"
    article = clean_html(news_page(byline=byline.format(row["hit"])))
    assert (article.source, article.authors) == (None, ())
    assert clean_source(row["miss"]) == row["miss"]


@pytest.mark.parametrize("junk", ["微信zb47019", "QQ：1127919603", "李知南 微信ab2024", "13800001111"])
def test_where_to_reach_somebody_is_no_name(junk: str) -> None:
    article = clean_html(news_page(byline=f"<span>2024-05-06</span> <span>作者：{junk}</span>"))
    assert not any(char.isdigit() for name in article.authors for char in name)


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("6 May 2024 at 09:10", False),
        ("Jane Rowe | 6 May 2024, 09:10 | Updated: 7 May 2024", False),
        ("On 6 May 2024 the ferry went for good.", True),
        ("6 May 2024，the ferry went。[3]", True),
    ],
)
def test_time_and_writer_behind_the_deck_are_no_part_of_the_text(line: str, *, stays: bool) -> None:
    head = "<html lang=en-GB><head><meta name=author content='Jane Rowe'></head><body><h1>The ferry has gone</h1>"
    deck = (
        "<p>The landing is empty since Monday, and nobody on the island knows, so they say, when it will be used.</p>"
    )
    told = "<p>The ferry has gone from the landing, and the rope, wet on the stone, lies where it was left.</p>" * 4
    article = clean_html(f"{head}<div>{deck}<p>{line}</p>{told}</div></body></html>", "https://news.example/1.html")
    assert (line in article.text) is stays
    assert article.text.startswith("The landing is empty")


TOLD = (
    "这里住着四百户人家，七十九岁的龚秀兰老人按下了五楼的按钮。这是片区里的第一百部电梯，她等了整整六年。",
    "加装电梯难在意见不一。6号楼从提出到签字用了两年零四个月，一楼两户担心采光和噪声，开了十一次会才谈拢。",
)


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        ("2024-05-03 10:00 作者：王大伟", "2024年5月3日，我和王大伟一起来到东渡，看新装的电梯。"),
        ("2024年5月3日", "2024年5月3日，大雨！"),
    ],
)
def test_a_first_sentence_that_names_the_day_stays(shown: str, line: str) -> None:
    told = "".join(f"<p>{text}</p>" for text in (line, *TOLD))
    page = f"<html><body><h1>东渡的电梯</h1><p>{shown}</p><div>{told}</div></body></html>"
    assert line in clean_html(page, "http://news.qz.example.com/1.html").text


@pytest.mark.parametrize("words", ["只看该作者", "索引号"])
def test_words_of_a_page_beside_its_time_are_no_author(words: str) -> None:
    assert clean_html(news_page(byline=f"<em>发表于 2024-05-06 21:07</em> | <a>{words}</a>")).authors == ()


def test_a_bulleted_name_above_the_text_moves_to_its_field() -> None:
    texts = (
        "父亲有一辆“永久”牌自行车，二八大杠，买于1983年。那年秋天，他骑了四十里路，把它从县城推回了家。",
        "那时我坐在前梁上，妹妹坐在后座，母亲抱着弟弟坐在妹妹后面，一家五口就这样去外婆家。",
        "后来我们都离开了家，父亲老了，骑不动了，就推着它去买菜。他说，推着也是个伴。",
    )
    page = (
        "<html><head><title>明溪报数字报刊平台-父亲的自行车</title></head><body><div>2024年10月15日 星期二</div>"
        "<div><h3></h3><h2>父亲的自行车</h2><h4></h4><h5>□ 卢一萍</h5><div>"
        + "".join(f"<p>　　{text}</p>" for text in texts)
        + "</div></div></body></html>"
    )
    article = clean_html(page, "http://epaper.mingxi.example/html/2024-10/15/content_2209_9912.htm")
    assert article.authors == ("卢一萍",)
    assert article.text.split("\n") == list(texts)


def test_whose_account_an_article_was_taken_from_leaves_the_text() -> None:
    texts = (
        "补贴停了，客流回来了，利润没有回来。县城一条街上最多时有九个提货点，今年春节只剩两个。",
        "经营超市十七年的老板说，客单价从四十六元降到三十一元，毛利率掉了四个点，人是回来了，但只买打折的。",
        "盈利的几家有共同点：自营生鲜，自建冷库，并且把团长招成了店员。潮水退去，岸还在那里。",
    )
    statement = "本文来自微信公众号“小城商业”（ID：xcsy），作者：凌燕，明溪网经授权发布。"
    page = (
        "<html><head><title>县城超市赢了吗</title></head><body><h1>县城超市赢了吗</h1><div>2023-04-03 10:03</div><div>"
        + "".join(f"<p>{text}</p>" for text in (*texts, statement, "图 | 受访者提供"))
        + "</div></body></html>"
    )
    article = clean_html(page, "http://www.mingxi.example/p/2201.html")
    assert (article.authors, article.source) == (("凌燕",), "小城商业")
    assert article.text.split("\n") == list(texts)


STORY = "".join(
    f"<p>The {n} guests of the morning came up the old street, and the man at the tea house said that he had not "
    "seen it so full in years, and brought more chairs.</p>"
    for n in ("first", "next", "third", "last")
)


def blog_page(head: str = "", byline: str = "", foot: str = "") -> str:
    return (
        f"<html lang='en'><head><title>The old street opens - Mingxi Notes</title>{head}</head><body>"
        f"<div class='hentry'><h1 class='entry-title'>The old street opens</h1>{byline}"
        f"<div class='entry-content'>{STORY}</div>{foot}</div></body></html>"
    )


CARDS = (
    "<footer><span class='author vcard'><i>Author </i><a class='url fn n' href='/author/1/'>{}</a></span></footer>",
    "<div class='foot'>Publié par <span class='post-author vcard'><span class='fn'>{}</span></span> à 10:12</div>",
    "<p class='entry-footer-section'><span class='author vcard'><span class='fn'>{}</span></span></p>",
    "<section class='banner position-relative'><span class='author vcard'><a class='fn'>{}</a></span></section>",
)
COMMENT = (
    "<div class='comments'><h2>2 thoughts</h2><article><footer class='comment-meta'><div class='comment-author vcard'>"
    "<b class='fn'>Bea Lind</b></div></footer><p>I laughed at the chairs, thank you.</p></article></div>"
)


@pytest.mark.parametrize("name", ["Ruth Akande", "Mireille", "yamaneko"])
@pytest.mark.parametrize("card", CARDS)
def test_the_card_below_an_entry_names_its_writer(card: str, name: str) -> None:
    assert clean_html(blog_page(foot=card.format(name) + COMMENT)).authors == (name,)


@pytest.mark.parametrize(
    "foot",
    [
        COMMENT,
        CARDS[2].format("admin"),
        CARDS[2].format("jdadmin"),
        CARDS[2].format("Ann") + CARDS[2].format("Bo"),
        CARDS[2].format("Editor"),
        CARDS[2].format("12"),
        CARDS[2].format("desk@mingxi.example"),
        CARDS[2].format("About Mingxi Notes"),
        f"<div class='related-posts'><a href='/2'>Chairs</a>{CARDS[2].format('Bo Lindgren')}</div>",
        f"<aside><a href='/2'>Chairs</a>{CARDS[2].format('Bo Lindgren')}</aside>",
        "<address class='author vcard'><span class='fn org'>Mingxi Verlag GmbH</span></address>",
    ],
)
def test_cards_of_comments_other_entries_and_of_nobody_name_no_writer(foot: str) -> None:
    assert clean_html(blog_page(foot=foot)).authors == ()


def test_a_role_behind_a_stated_name_is_no_second_writer() -> None:
    assert clean_html(blog_page(head="<meta name='author' content='한서윤 기자'>")).authors == ("한서윤",)


def test_roles_behind_two_stated_names() -> None:
    head = "<meta name='author' content='한서윤 기자 seoyun@naru.example, 김민수 기자, Jane Rowe'>"
    assert clean_html(blog_page(head=head)).authors == ("한서윤", "김민수", "Jane Rowe")


def test_the_label_in_an_element_of_authors_is_no_part_of_the_first_name() -> None:
    byline = "<div class='authors'><span>Authors:</span><a>Ida Norheim</a>, <a>Paul Okafor</a></div>"
    assert clean_html(blog_page(byline=byline)).authors == ("Ida Norheim", "Paul Okafor")


@pytest.mark.parametrize("last", ["记者：谢谢您！", "记者 | 以后呢？"])
def test_a_last_question_of_an_interview_stays(last: str) -> None:
    texts = (
        "记者：渡口停了几年？",
        "何岱青：停了三年，今年春天又有船了。我在这条河上撑了四十年船，从来没有见过这么多人，早上六点就排起队来。",
        "记者：票价贵不贵？",
        "何岱青：票价两元，老人免费。县里修了新码头，也给船装上了救生衣，每天早上六点第一班，晚上七点最后一班。",
        last,
    )
    page = (
        "<html><head><title>四十年一条船</title></head><body><h1>四十年一条船</h1><div>2024-05-06 09:10</div><div>"
        + "".join(f"<p>{text}</p>" for text in texts)
        + "</div></body></html>"
    )
    assert clean_html(page, "http://www.mingxi.example/p/2202.html").text.split("\n") == list(texts)


def test_keywords_and_section_that_advertise_are_not_the_articles() -> None:
    prose = "洛溪渡口的检修九日完成，十二艘渡船全部下水，三十多根缆绳换了新的，渡工何岱青说早班船明天就开。" * 6
    words = ("洛溪渡口", "何岱青", "真人棋牌平台注册送彩金", "早班船", "交通运输局")
    head = f'<meta name="keywords" content="{",".join(words)}"><meta property="article:section" content="{words[2]}">'
    article = clean_html(f"<html><head>{head}</head><body><h1>洛溪渡口完成检修</h1><p>{prose}</p></body></html>")
    assert (article.section, article.keywords) == (None, (*words[:2], *words[3:]))


def test_what_a_japanese_article_is_filed_under_stays() -> None:
    prose = "洛渓町は九日、渡し船の修理を終えたと発表した。船は十二隻あり、綱は三十本あまりを取り替えた。" * 6
    words = ("渡し船", "洛渓町", "日本の経済", "経済総合ニュース", "日経平均株価")
    head = f'<meta name="keywords" content="{",".join(words)}"><meta property="article:section" content="{words[3]}">'
    article = clean_html(
        f"<html><head>{head}</head><body><h1>洛渓町の渡し船、修理終わる</h1><p>{prose}</p></body></html>"
    )
    assert (article.section, article.keywords) == (words[3], words)


@pytest.mark.parametrize(
    "byline",
    [
        '<div class="author"><span>By</span><a href="/by-am">Ann Moss</a><a href="/by-am">Sports Reporter</a></div>',
        '<div class="byline"><span>Ann Moss</span><a href="mailto:am@hewan.example">am@hewan.example</a></div>',
    ],
)
def test_an_author_is_read_where_only_the_style_parts_the_name_from_what_stands_beside_it(byline: str) -> None:
    told = "<p>The old ferry is back in service at the quay, the harbour master said on Monday morning.</p>" * 3
    article = clean_html(f"<title>Ferry is back</title><h1>Ferry is back at the quay</h1>{byline}{told}")
    assert article.authors == ("Ann Moss",)


def test_what_stands_further_on_in_such_an_element_is_no_author() -> None:
    told = "<p>The old ferry is back in service at the quay, the harbour master said on Monday morning.</p>" * 3
    box = '<div class="author-box"><span>Share Article</span><span>Copy Link</span></div>'
    assert clean_html(f"<title>Ferry is back</title><h1>Ferry is back at the quay</h1>{box}{told}").authors == ()


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        ("<p>2024-05-06 09:10</p><p>明溪财经</p><p>作者：何岱青</p>", False),
        ("<p>来源：明溪县政府 2024-05-06</p><p>各乡镇：</p><p>明溪县政府</p>", True),
        ("<p>2024-05-06 来源：明溪县政府</p><p>明溪县政府</p><p>关于老街重开的通知</p>", True),
        ("<p>2024-05-06 来源：明溪燃气公司</p><p>明溪燃气公司</p>", True),
    ],
)
def test_the_source_alone_beside_the_time_is_no_part_of_the_text(head: str, kept: bool) -> None:
    told = "<p>街口的茶馆从清晨起就坐满了人，掌柜说这样的热闹已经多年没有见过。</p>" * 3
    html = f"<title>老街重开 客人排队</title><h1>老街重开 客人排队</h1><div>{head}{told}</div>"
    article = clean_html(html, "https://www.mingxi.example/1.html")
    assert article.source is not None
    assert (article.source in article.text) is kept
