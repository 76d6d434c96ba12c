"""The channel an article ran in, from the trail above it."""

from __future__ import annotations

import pytest
from rows import every_row

from cleaners import clean_html
from cleaners.embedded.structured import Statement, Statements
from cleaners.lexicons import load_lexicon
from cleaners.lines.trail import is_home, trail_steps
from cleaners.metadata.section import find_section


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("您所在位置: 首页 »聚焦明溪»正文", ("聚焦明溪",)),
        ("当前位置：首页 > 新闻 > 社会 > 正文", ("新闻", "社会")),
        ("首页 / 快讯 / 正文", ("快讯",)),
        ("明溪网 > 新闻 > 社会", ("明溪网", "新闻", "社会")),
        ("明溪网>>福建频道>>教育", ("明溪网", "福建频道", "教育")),
        ("首頁 > 地方新聞", ("地方新聞",)),
        ("明溪网 > 教育", ("明溪网", "教育")),
        ("明溪网首页-财经频道-商业报道-正文", ("财经频道", "商业报道")),
        ("明溪在线>时评", ("明溪在线", "时评")),
        ("打开网 > 教育怎么办，家长会上有人这样问校长", ()),
        ("热点新闻 > 更多", ()),
        ("明溪论坛 > 登录", ()),
        ("首页-新闻-5-1假期-正文", ()),
        ("首页>新闻>城东-正文", ("新闻", "城东-正文")),
        ("您现在的位置：首页>>政务公开>>通知公告", ("政务公开", "通知公告")),
        ("首页/民生", ("民生",)),
        ("首页/民生/正文", ("民生",)),
        ("首页/上一页/下一页/尾页", ()),
        ("首页/登录/注册", ()),
        ("首页/新闻/体育/财经", ()),
        ("水位/2024/05/06", ()),
        ("首页 | 时事 | 生活 | 财经", ()),
        ("首页 - 新闻 - 体育 - 娱乐 - 财经 - 汽车 - 房产 - 女人", ()),
        ("Home / Harbour", ("Harbour",)),
        ("Accueil / Faits divers / Accident", ("Faits divers", "Accident")),
        ("Startseite › Lokales", ("Lokales",)),
        ("होम › खेल", ("खेल",)),
        ("At home > on the quay", ()),
        ("老街重开，生意回来了", ()),
        ("气温 5 > 3", ()),
        ("", ()),
    ],
)
def test_a_breadcrumb_trail_is_cut_into_its_steps(line: str, steps: tuple[str, ...]) -> None:
    assert trail_steps(line) == steps


@every_row("row", load_lexicon("home_words"), ids=lambda row: str(row["text"]))
def test_a_trail_begins_at_home_in_any_language(row: dict[str, str]) -> None:
    assert trail_steps(f"{row['text'].capitalize()} > Y > Z") == ("Y", "Z")
    assert is_home(f"Y {row['text']}") is (row["match"] == "inside")


@every_row("row", load_lexicon("trail_words"), ids=lambda row: str(row["text"]))
def test_what_a_trail_ends_at_or_offers_is_no_channel(row: dict[str, str]) -> None:
    assert trail_steps(f"首页 > 教育 > {row['hit']}") == ("教育",)
    assert trail_steps(f"首页 > 教育 > {row['miss']}") == ("教育", row["miss"])


def test_section_is_the_last_step_that_is_not_the_headline() -> None:
    assert find_section(("新闻", "社会", "东山老街重开"), "东山老街重开", Statements(), chinese=True) == "社会"
    assert find_section(("社区",), "社区食堂开业半年 账本晒出来了", Statements(), chinese=True) == "社区"
    assert find_section(("公园里",), "公园里添长椅八张", Statements(), chinese=True) == "公园里"
    assert find_section(("社区", "2016"), "公园里添长椅八张", Statements(), chinese=True) == "社区"
    assert find_section(("公园里添长",), "公园里添长椅八张", Statements(), chinese=True) is None


def test_a_trail_whose_steps_are_items_of_a_list() -> None:
    trail = (
        "<ol class=breadcrumb><li><a href=/>首页</a></li><li><a href=/jy/>教育</a></li><li class=active>正文</li></ol>"
    )
    text = "<p>老街的铺面都换了新招牌，卖糖人的师傅说，孩子们围了一上午，连午饭都顾不上吃。</p>" * 3
    html = f"<title>老街重开_明溪网</title>{trail}<h1>老街重开</h1><div>2024-05-06 09:10</div><div>{text}</div>"
    assert clean_html(html, "https://www.mingxi.example/a/31.html").section == "教育"


@pytest.mark.parametrize(
    ("beside", "section"),
    [
        ("<span><a href=https://n.example/category/waterfront/>Waterfront</a></span>", "Waterfront"),
        ("<div>in <a href=/category/news/local>Local</a>, <a href=/category/boats/>Boats</a></div>", "Local"),
        ("<div><a href=/category/boats/>All the stories of boats are in this place</a></div>", None),
        ("<div><a href=/category/uncategorized/>Uncategorized</a></div>", None),
        ("<div><a href=/category/boats/>Boats</a> | <a href=/tag/may/>May</a></div>", None),
        ("<div><a href=/category/uncategorized/>Uncategorized</a>, <a href=/category/boats/>Boats</a></div>", "Boats"),
        ("<div><a href=/category/rat/>Allgemeiner Rat</a></div>", "Allgemeiner Rat"),
        ("<div><a href=/category/boats/>Read more</a></div>", None),
        ("<div><a href=/category/home/>Home</a></div>", None),
        ("<nav><ul><li><a href=/category/boats/>Boats</a></li></ul></nav>", None),
        ("<ul class=sub-menu><li class=menu-item><a href=/category/boats/>Boats</a></li></ul>", None),
        ("<nav class=category-nav><ul><li><a href=/category/boats/>Boats</a></li></ul></nav>", "Boats"),
        ("<div>See our <a href=/category/boats/>boats</a> and where they go from the landing</div>", None),
    ],
)
def test_a_link_to_a_category_beside_the_headline(beside: str, section: str | None) -> None:
    text = "<p>The first ferry left the east landing with twelve carts, said the harbour office.</p>" * 4
    by = "<p>By Jane Rowe</p><p>6 May 2024</p>"
    assert clean_html(f"<title>Ferry runs again</title>{beside}<h1>Ferry runs again</h1>{by}{text}").section == section
    assert clean_html(f"<title>Ferry runs again</title><h1>Ferry runs again</h1>{beside}{by}{text}").section == section


def test_buttons_in_a_list_are_no_trail() -> None:
    buttons = "<ul class=crumb-share><li>分享</li><li>收藏</li></ul>"
    text = "<p>老街的铺面都换了新招牌，卖糖人的师傅说，孩子们围了一上午，连午饭都顾不上吃。</p>" * 3
    html = f"<title>老街重开_明溪网</title>{buttons}<h1>老街重开</h1><div>2024-05-06 09:10</div><div>{text}</div>"
    assert clean_html(html, "https://www.mingxi.example/a/31.html").section is None


def test_meta_data_where_there_is_no_trail() -> None:
    stated = Statements((Statement("section", "社会", "meta:columnname"),))
    assert find_section((), "老街重开", stated, chinese=True) == "社会"
    assert find_section((), "老街重开", Statements(), chinese=True) is None


@pytest.mark.parametrize(
    ("trail", "section"),
    [
        ("<div class=crumbs><a href=/>明溪网</a>/<a href=/m/>明溪</a>/<a href=/x/>乡镇新闻</a></div>", "乡镇新闻"),
        ("<div class=crumb><a href=/t/>图片频道</a> &gt; <a href=/z/>最新图片</a></div>", "最新图片"),
        ("<div id=weizhi>首页 &raquo; 民生</div>", "民生"),
        ("<ul class=nav><a href=/t/>图片频道</a> &gt; <a href=/z/>最新图片</a></ul>", None),
        ("<div class=crumb>明溪网</div>", None),
        ("<div class=crumb>" + "".join(f"<a href=/{n}/>栏目{n}</a> " for n in range(9)) + "</div>", None),
        ("<div>栏目：<a href=/>首页</a> <a href=/z/>新闻</a> <a href=/t/>体育</a></div>", None),
        ("<div>当前位置：<a href=/>首页</a> <a href=/z/>视频</a></div>", "视频"),
        ("<div class=replace><a href=/t/>图片</a> <a href=/z/>视频</a></div>", None),
        ("<div class=position><a href=/>首页</a> <a href=/z/>视频</a></div>", "视频"),
        ("<div class=position-relative><a href=/>首页</a> <a href=/z/>视频</a></div>", None),
        ("<div class=location><a href=/l>登录</a> <a href=/r>注册</a></div>", None),
    ],
)
def test_an_element_called_a_trail_is_one(trail: str, section: str | None) -> None:
    text = "<p>东山老街昨天迎来了新一批客人，街口的茶馆从清晨起就坐满了人，掌柜说这样的热闹已经多年没有见过。</p>" * 4
    page = f"<title>老街重开</title>{trail}<h1>老街重开</h1><div>2024-05-06</div>{text}"
    assert clean_html(page).section == section


@pytest.mark.parametrize(
    ("own", "day"), [("https://news.example/2024/0506/ferry.html", "2024-05-06"), ("https://news.example/ferry", None)]
)
def test_a_capture_of_a_web_archive_is_the_page_that_it_shows(own: str, day: str | None) -> None:
    capture = f"https://archive.example/web/20240901101500/{own}"
    told = "<p>The ferry has gone from the landing, and the rope, wet on the stone, lies where it was left.</p>" * 4
    article = clean_html(f"<link rel=canonical href={capture}><h1>The ferry has gone</h1>{told}", capture)
    assert article.published_at is None if day is None else str(article.published_at).startswith(day)
    assert (article.url, article.canonical_url) == (capture, own)
    again = f"https://archive.example/web/20250901101500/{capture.replace('://news', ':/news')}"
    assert clean_html(f"<link rel=canonical href={again}><h1>The ferry has gone</h1>{told}", again).canonical_url == own


@pytest.mark.parametrize(("site", "section"), [("明溪新闻网", None), ("教育网", "明溪新闻网")])
def test_the_sites_own_name_alone_in_a_trail_is_no_section(site: str, section: str | None) -> None:
    text = "<p>老街昨天重新开街，街口的茶馆从清晨起就坐满了人，掌柜说这样的热闹已经多年没有见过。</p>" * 3
    head = f"<title>老街重开-{site}</title><div><a href=/>明溪新闻网</a> > 正文</div><h1>老街重开</h1><p>2024-05-06</p>"
    assert clean_html(head + text).section == section
