"""What belongs to a text though it looks like none: items, definitions, notes; what is set apart in it stays out."""

from __future__ import annotations

import numpy as np
import pytest
from invented import FERRY

from cleaners import clean_html
from cleaners.body.tables import settle_tables
from cleaners.page.parse import parse_page

MANUAL = """<html lang="en"><head><title>Mooring buoys - Harbour handbook</title></head><body>
<div class="sidenav"><ul><li><a href="/1">Berths</a></li>
<li><a href="/2">Buoys</a></li><li><a href="/3">Fenders</a></li></ul></div>
<div class="page-main"><h1>Mooring buoys</h1>{}</div>
<footer><ul><li><a href="/about">About</a></li><li><a href="/help">Help</a></li></ul></footer></body></html>"""
OPENING = (
    "<p>A mooring buoy is held by a chain of twelve metres, and it is checked by a diver each spring.</p>"
    "<p>If a vessel is to lie on it overnight, the harbour office must be told before four in the afternoon.</p>"
)
DEFINITIONS = (
    "<h2>Marks</h2><dl class='simple-list'><dt>yellow</dt><dd>Free for guests.</dd>"
    "<dt>blue</dt><dd>Let by the year.</dd><dt>red</dt><dd>Out of use until the chain is renewed.</dd></dl>"
)


def lines_of(inside: str) -> list[str]:
    return clean_html(MANUAL.format(inside), "https://handbook.example/buoys").text.split("\n")


def test_definitions_that_end_a_manual_belong_to_its_text() -> None:
    marks = ["Marks", "yellow", "Free for guests.", "blue", "Let by the year.", "red"]
    assert lines_of(OPENING + DEFINITIONS)[2:] == [*marks, "Out of use until the chain is renewed."]


def test_a_list_that_ends_the_text_belongs_to_it() -> None:
    prose = "".join(
        f"<p>On the {day} the harbour master rowed out, looked at every buoy and wrote down what he had found, "
        "as his father had done before him.</p>"
        for day in ("third", "fourth", "fifth", "ninth")
    )
    listed = "<ul><li>Two chains.</li><li>One ring.</li><li>A ladder.</li></ul>"
    assert lines_of(f"{prose}<p>He took home:</p>{listed}")[-3:] == ["Two chains.", "One ring.", "A ladder."]


@pytest.mark.parametrize(
    "name", ["newsletter-signup", "related-posts", "share-buttons", "comments", "advert", "sidebar"]
)
def test_what_is_set_apart_by_its_name_stays_out(name: str) -> None:
    apart = f"<div class='{name}'><p>Set apart from it.</p><ul><li>Also set apart.</li></ul></div>"
    lines = lines_of(OPENING + apart + DEFINITIONS)
    assert [line for line in lines if "set apart" in line.lower()] == []
    assert "Let by the year." in lines


BULLETIN = """<html lang="zh"><head><title>渡口改造工程开工_芦溪新闻网</title></head><body>
<div><a href="/">首页</a> <a href="/b">新闻</a> <a href="/c">民生</a></div>
<div><h1>渡口改造工程开工</h1><div>2026-03-10 08:12 来源：芦溪日报</div>
<div><p>3月9日，芦溪县渡口改造工程开工，工期十六个月。</p>{}</div></div>
<div><p>芦溪新闻网 版权所有</p></div></body></html>"""
OF_A_SITE = (
    "<ul><li>微信</li><li>微博</li><li>QQ空间</li><li>打印</li></ul>",
    "<h3>网友评论</h3><ul><li>江边人 2026-03-10 支持！早该修了</li><li>匿名网友 2026-03-10 希望别涨价</li></ul>",
    "<section><ul><li>县里召开防汛会议 03-08</li><li>我县春耕有序推进 03-07</li></ul></section>",
    "<section><p>新闻热线：0799-7620000</p><p>投稿邮箱：news@luxi.example</p></section>",
)


@pytest.mark.parametrize("listed", OF_A_SITE)
def test_a_list_behind_a_bulletin_that_nothing_leads_up_to_is_the_sites(listed: str) -> None:
    text = clean_html(BULLETIN.format(listed), "https://www.luxi.example/news/t1.html").text
    assert text == "3月9日，芦溪县渡口改造工程开工，工期十六个月。"


STORY = (
    "The last ferry to the north quay broke down in 2017 with four bicycles aboard, and it is back on the river.",
    "It carries books, mostly. Also a kettle, eleven maps of the county and a drawer that nobody has the key to.",
    "Ida Cole, 79, steered it for nineteen years. When the county put it up for auction, she was the only bidder.",
    '"You borrow two in April and bring them back in October," she said. "There is no fine. I just look at you."',
    "The boat lies at the quay on Saturdays, in Tarn on the first Tuesday of the month, and wherever it breaks down.",
)


def test_paragraphs_that_are_called_those_of_subscribers_are_the_text() -> None:
    told = "".join(
        f'<div class="{"subscriber-preview" if at < 2 else "subscriber-only"}"><p>{line}</p></div>'
        for at, line in enumerate(STORY)
    )
    page = (
        '<html lang="en"><head><title>A ferry carries books | Local News | hewanherald.example</title></head><body>'
        '<div class="asset"><h1 class="headline">A ferry carries books</h1>'
        '<div class="meta">By TIM ALDER <time datetime="2026-04-03T05:00:00-05:00">Apr 3, 2026</time></div>'
        f'<div id="article-body" itemprop="articleBody" class="asset-content subscriber-premium">{told}</div></div>'
        '<section class="block"><h3>Be the first to know</h3><p>Get local news delivered to your inbox!</p></section>'
        "</body></html>"
    )
    assert clean_html(page, "https://hewanherald.example/news/article_5c1e2f.html").text.split("\n") == list(STORY)


def test_how_far_a_gallery_is_fills_no_text() -> None:
    slides = "".join(
        f'<li class="slide"><img src="/p/{at}.jpg" alt=""><div class="txt"><span>{at}/5</span><p>{line}</p></div></li>'
        for at, line in enumerate(STORY, 1)
    )
    page = f"<html><body><h1>A ferry carries books</h1><ul class='slides'>{slides}</ul></body></html>"
    assert clean_html(page).text.split("\n") == list(STORY)


PORTAL = """<html><head><title>{title}-芦溪在线</title></head><body>
<table><tr><td><a href="/c1/">新闻</a></td><td><a href="/c2/">财经</a></td></tr></table>
<table><tr><td width="680"><table><tr><td><b>{title}</b></td></tr>
<tr><td>芦溪在线　2026年03月10日08:12　[ 芦溪日报 ]　<a href="/say">我来说两句</a></td></tr>
<tr><td>{body}<p>（责任编辑：何根生）</p></td></tr></table><a href="/p">打印</a> <a href="/c">关闭</a></td>
<td width="200"><table><tr><td>·<a href="/1.html">县里召开防汛工作会议</a></td></tr>
<tr><td>·<a href="/2.html">我县春耕有序推进</a></td></tr>
<tr><td>·<a href="/3.html">夜校开班首日满座</a></td></tr></table></td></tr></table>
<p><a href="/about">关于我们</a> - <a href="/ad">广告服务</a></p></body></html>"""
NOTICE = (
    "<p>为做好城西渡口春季复航工作，根据县里的统一安排，现将有关事项通知如下：</p>"
    "<p>一、请于3月20日前将参加人员名单报县渡口办公室，逾期不候。</p>"
    "<p>二、请各单位高度重视，认真组织，确保复航工作按时完成。</p>"
)
FILES = (
    '<p>附件：</p><p><a href="/up/31.doc">任务分解表.doc</a></p><p><a href="/up/32.xlsx">联系人名单.xlsx</a></p>',
    '<p>附件1：<a href="/up/31.doc">任务分解表</a></p><p>附件2：<a href="/up/32.xlsx">联系人名单</a></p>',
    '<p>附件</p><ul><li><a href="/up/31.doc">任务分解表</a></li><li><a href="/up/32.xlsx">联系人名单</a></li></ul>',
)


@pytest.mark.parametrize("files", FILES)
@pytest.mark.parametrize("signed", ["", "<p>芦溪县渡口办公室</p><p>2026年3月9日</p>"])
def test_a_notice_keeps_the_names_of_its_files(files: str, signed: str) -> None:
    page = PORTAL.format(title="关于做好渡口复航工作的通知", body=NOTICE + files + signed)
    text = clean_html(page, "https://www.luxi.example/n/t1.html").text
    assert [name for name in ("任务分解表", "联系人名单", "附件") if name not in text] == []
    assert "责任编辑" not in text


@pytest.mark.parametrize(("href", "stay"), [("/up/3.doc", True), ("/n/3.html", False)])
def test_a_list_of_files_that_ends_a_notice_stays(href: str, stay: bool) -> None:
    items = "".join(f'<li><a href="{href}">{name}</a></li>' for name in ("任务分解表", "联系人名单"))
    text = f"<h1>渡口复航通知</h1>{NOTICE * 2}<p>附件：</p><ul>{items}</ul>"
    page = f"<html><body><a href=/>首页</a><div>{text}</div><a href=/about>关于我们</a></body></html>"
    assert ("联系人名单" in clean_html(page, "https://www.luxi.example/n/t1.html").text) == stay


@pytest.mark.parametrize(("told", "leads"), [("各乡镇改造进展情况如下表：", True), ("来源：芦溪县交通局", False)])
def test_a_line_that_leads_to_a_table_stays_with_it(told: str, leads: bool) -> None:
    """Where the scorer took nothing, the table is taken for the page's plainest box, without that line."""
    cells = "".join(f"<tr><td>{town}</td><td>{number}</td></tr>" for town, number in (("芦溪镇", 312), ("柳湾乡", 208)))
    page = parse_page(f"<div><p>{told}</p><table>{cells}</table></div>", None)
    kept = np.array([line.tag == "td" for line in page.lines])
    assert settle_tables(page.lines, page.boxes, kept).tolist() == [leads, True, True, True, True]


def test_a_link_to_a_file_that_the_text_does_not_enclose_stays_out() -> None:
    promoted = '<p><a href="https://handbook.example/dl/buoys.pdf">eBook: Forty knots for the quay</a></p>'
    assert not any("Forty knots" in line for line in lines_of(OPENING + promoted))


def test_a_list_of_buttons_above_a_text_is_not_taken_with_it() -> None:
    listed = "<ul><li>收藏</li><li>扫一扫 手机看</li><li>字号：大 中 小</li></ul>"
    text = "".join(f"<p>{line}</p>" for line in FERRY)
    page = PORTAL.format(title="城西渡口今天复航", body=listed + text)
    assert "扫一扫" not in clean_html(page, "https://www.luxi.example/n/t1.html").text


WRAPPERS = ("<section><section><p><span>{}</span></p></section></section>", "<div><div><span>{}</span></div></div>")
TABLE = "<tr><th>停航时间</th><th>停航渡口</th></tr>" + "<tr><td>3月2日8时至18时</td><td>城西渡口</td></tr>" * 3


def wrapped(wrapper: str, *paragraphs: str) -> str:
    body = "".join(map(wrapper.format, paragraphs))
    return f"<html><body><h1>渡口复航通知</h1><p>2026-03-09 来源：芦溪日报</p><div class=box>{body}</div></body></html>"


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_what_is_wrapped_as_the_text_is_belongs_to_it(wrapper: str) -> None:
    notice = NOTICE.removeprefix("<p>").removesuffix("</p>").split("</p><p>")
    closing = [
        '<a href="/up/31.doc">附件1：任务分解表</a>',
        '<a href="/up/32.doc">附件2：联系人名单</a>',
        "芦溪县渡口办",
    ]
    text = clean_html(wrapped(wrapper, *notice, *closing, "2026年3月9日"), "https://www.luxi.example/n/1.html").text
    assert text.split("\n")[-4:] == ["附件1：任务分解表", "附件2：联系人名单", "芦溪县渡口办", "2026年3月9日"]


def table_below(wrapper: str, around: str, *paragraphs: str) -> bool:
    """Whether a table below wrapped paragraphs, with something around it, is taken with them."""
    page = wrapped(wrapper, *paragraphs)
    table = around.format(f"<table>{TABLE}</table>")
    return clean_html(page.replace("</div></body>", f"{table}</div></body>"), None).text.count("3月2日8时至18时") == 3


CLOSED = (
    "因枯水检修，城西渡口近日将分时停航，请乘客合理安排出行。",
    "停航时间和渡口由县渡口办当天早上公布，急诊病人不受限制。",
)


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_a_table_behind_wrapped_lines_belongs_to_them(wrapper: str) -> None:
    assert table_below(wrapper, "{}", *CLOSED)
    assert table_below(wrapper, "<div class=scroll>{}</div>", *CLOSED)


@pytest.mark.parametrize("around", ["<div class=related><figure>{}</figure></div>", "<aside>{}</aside>"])
@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_a_table_in_a_box_that_is_set_apart_does_not(wrapper: str, around: str) -> None:
    assert not table_below(wrapper, around, *CLOSED)


@pytest.mark.parametrize(("wrapper", "found"), [("<div class=told><p>{}</p></div>", False), (WRAPPERS[0], True)])
def test_what_wraps_a_lone_line_and_bears_a_name_may_be_the_texts_box(wrapper: str, found: bool) -> None:
    assert table_below(wrapper, "<div>{}</div>", CLOSED[0]) == found


def test_a_table_outside_the_box_of_a_lone_line_is_the_sites() -> None:
    line = "<div class=content><p>因枯水检修，城西渡口近日将分时停航，请乘客合理安排出行。</p></div>"
    cells = "<tr><td>主办</td><td>芦溪县政府</td></tr><tr><td>承办</td><td>县大数据中心</td></tr>"
    page = f"<html><body><h1>渡口停航</h1><p>2026-03-09 来源：芦溪日报</p>{line}<table>{cells}</table></body></html>"
    assert clean_html(page, None).text == "因枯水检修，城西渡口近日将分时停航，请乘客合理安排出行。"
