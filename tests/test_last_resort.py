"""What is taken of a page on which nothing looks like an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from invented import MENU

from cleaners import clean_html
from cleaners.article import Rejection
from cleaners.body.features import tabulate
from cleaners.body.last_resort import take_note, take_plainest
from cleaners.page.parse import parse_page

if TYPE_CHECKING:
    from collections.abc import Callable

CARDS = "".join(
    f'<div class="recommend-item"><a href="/post/{n}"><div class="title">渡口船期查询工具第{n}版发布说明</div>'
    f'<div class="desc">这一版改进了查询速度，修正了周末船期显示不全的问题，并增加了三条航线的数据。</div></a>'
    f'<span class="info">0{n}-12</span></div>'
    for n in range(1, 9)
)
TITLE = "渡口船期模型的使用问题代答"


def page_of(inside: str, title: str = TITLE) -> str:
    return (
        f"<html><head><title>{title}-河湾博客</title></head><body><ul class='nav'>{MENU}</ul><div class='main-box'>"
        f"<div class='head-box'><h1>{title}</h1><div class='info-row'><span>船工小童 于 2026-03-12 13:08 发布</span>"
        f"<div class='count'>阅读 340　收藏 2</div></div></div>{inside}<div class='tools'><div>点赞</div><div>踩</div>"
        f"<div class='tip-text'>觉得不错？一键收藏</div></div></div><div class='recommend'>{CARDS}</div></body></html>"
    )


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<div class='post-content'><p>需要的加 2046013 小船，说明来处</p></div>", "需要的加 2046013 小船，说明来处"),
        (
            f"<div class='post-content'><h2>{TITLE}</h2><p>需要的加 2046013 小船，说明来处</p></div>",
            "需要的加 2046013 小船，说明来处",
        ),
        ("<div class='post-content'><p>暂无</p></div>", ""),  # a word is no note
        ("<div class='post-content'></div>", ""),  # a script fetches the text
        ("<div class='post-comment'><p>楼主写得很清楚，我照着做成功了，谢谢分享</p></div>", ""),
        (f"<div class='post-content'><ul>{MENU}</ul><p>更多内容请看以上栏目</p></div>", ""),  # a box of links
    ],
)
def test_a_note_is_taken_where_the_class_says_that_it_is_the_content(inside: str, text: str) -> None:
    assert clean_html(page_of(inside), "https://blog.example/post/1").text == text


def test_a_note_that_a_writer_and_a_time_stand_above_is_an_article() -> None:
    note = clean_html(page_of("<div class='post-content'><p>需要的加 2046013 小船，说明来处</p></div>"))
    assert note.rejection is None
    empty = clean_html(page_of("<div class='post-content'></div>"))
    assert empty.rejection in {Rejection.NO_BODY, Rejection.LISTING}


TERMS = (
    "Receive ten percent off your purchase of three to five individual boats (“Boats”) to create your own fleet. "
    "Applies to regular priced boats only. Cannot be combined with other offers or codes, and may not be applied to "
    "earlier orders, gift cards, taxes or delivery. Harbour Supplies may change or end this offer at any time, "
    "for any reason and without notice to those who have already ordered."
)


def noted(inside: str) -> str:
    page = parse_page(
        "<html><head><title>Fleet Offer Terms</title></head><body><nav><a href='/b'>Oars</a></nav>"
        f"<div class='page'><h1>Fleet Offer Terms</h1>{inside}</div><div class='bag'><p>Your bag is empty</p></div>"
        "<footer><p>At Harbour Supplies, we make boats inspired by real life.</p></footer></body></html>",
        None,
    )
    title = "Fleet Offer Terms"
    kept = take_note(page.lines, page.boxes, tabulate(page.lines, page, title), title)
    return "\n".join(line.text for line, taken in zip(page.lines, kept, strict=True) if taken)


def test_a_long_paragraph_right_below_the_headline_is_taken_in_any_script() -> None:
    assert noted(f"<div class='rte'>{TERMS}</div>") == TERMS
    assert noted(f"<div>Boats, oars and sails</div><div class='rte'>{TERMS}</div>") == ""
    assert noted("<div class='entry-content'>Join thousands of rowers who read our letter every week.</div>") == ""


def test_a_post_of_one_paragraph_comes_before_the_list_of_what_else_was_said() -> None:
    title, post = "渡口的船票为什么要排队买？", "渡口每天只开六班船，每班四十个座位，周末来的人却有五百多。" * 3
    posts = "".join(f"<li>第{n}个说法：船票应当网上卖【船工小童】08-1{n} 16:0{n} 298字</li>" for n in range(9))
    page = parse_page(f"<h1>{title}</h1><div><p>{post}</p></div><ul>{posts}</ul>", None)
    unlikely = np.zeros(len(page.lines), np.float32)
    kept = take_plainest(page.lines, page.boxes, tabulate(page.lines, page, title), title, unlikely)
    assert [line.text for line, taken in zip(page.lines, kept, strict=True) if taken] == [post]


def test_a_page_may_be_a_table_and_nothing_else() -> None:
    rows = [("项目名称", "建设地点", "工期"), ("渡口改建", "城西码头", "2026.3"), ("浮桥二期", "城东新区", "2026.9")]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (*rows, *rows[1:]))
    head = "<h1>2026年度重点项目一览表</h1><div>2026-03-12　来源：县发展和改革局</div>"
    html = (
        f"<title>2026年度重点项目一览表_河湾县</title><ul>{MENU}</ul>{head}<div class=view><table>{cells}</table></div>"
    )
    article = clean_html(html, "https://www.hewan.example/xm/1.html")
    assert article.rejection is None
    assert article.text.split("\n") == ["\t".join(row) for row in (*rows, *rows[1:])]


NEWS = "县里召开防汛工作会议 我县春耕有序推进 石桥修缮进入收尾阶段 夜校开班首日满座 老街夜市开张 图书漂流".split()
CHANNELS = "新闻 财经 体育 娱乐 汽车 房产 教育 读书".split()


def portal(title: str, body: str) -> str:
    channels = "".join(f'<td><a href="/c{n}/">{name}</a></td>' for n, name in enumerate(CHANNELS))
    news = "".join(f'<tr><td>·<a href="/2026/{n}.html">{headline}</a></td></tr>' for n, headline in enumerate(NEWS * 3))
    return (
        f"<html><head><title>{title}-芦溪在线</title></head><body><table><tr>{channels}</tr></table>"
        f'<table><tr><td width="680"><table><tr><td><b>{title}</b></td></tr>'
        '<tr><td>芦溪在线　2026年03月10日08:12　[ 芦溪日报 ]　<a href="/say">我来说两句</a></td></tr>'
        f'<tr><td>{body}</td></tr><tr><td align="right">（责任编辑：何根生）</td></tr></table>'
        '<table><tr><td>页面功能【<a href="/p">打印</a>】【<a href="/c">关闭</a>】</td></tr>'
        f"</table><table>{news}</table></td><td><table>{news}</table></td></tr></table>"
        '<p><a href="/about">关于我们</a> - <a href="/ad">广告服务</a></p></body></html>'
    )


PRICES = "白菜：2.4 萝卜：1.8 土豆：3.1 黄瓜：4.0 豆角：6.5 茄子：3.6".split()
SHORT = (
    ("明溪今日菜价", ("明溪县农贸市场今日菜价（单位：元/斤）：", *PRICES)),
    ("过渡口", ("一路松声送客来，", "半江秋水映楼台。", "渡头老叟频相问，", "几树寒梅昨夜开。")),
    ("石桥路口两车追尾", ("昨天早上七点，石桥路口发生一起两车追尾事故，无人受伤。", "目前，事故原因正在调查。")),
)


@pytest.mark.parametrize("form", ["<p>{}</p>", "<div>{}</div>"])
@pytest.mark.parametrize(("title", "lines"), SHORT)
def test_a_few_words_among_a_portals_links_are_the_text_if_nothing_is_likelier(
    title: str, lines: tuple[str, ...], form: str
) -> None:
    page = portal(title, "".join(form.format(line) for line in lines))
    assert clean_html(page, "https://www.luxi.example/2026/0310/9.html").text.split("\n") == list(lines)


PROMPTS = (
    ("如果视频无法播放，请下载最新版播放器。",),
    ("抱歉，该文章因涉及版权问题已被管理员下线，如有疑问请联系客服，给您带来的不便敬请谅解。",),
    ("本文为会员专享内容，您目前尚未开通会员，开通后即可阅读全文并享受更多特权，首月仅需九元。",),
    ("請在電腦上開啟本頁，手機版不支援這段影片。",),
    ("直播已结束。", "感谢观看！", "回看生成中。"),
    ("節目名稱：河灣新聞", "播出時間：每天19:30", "播出頻道：河灣綜合台", "時長：03:20", "播放次數：3402"),
    ("地址：芦溪县人民路12号", "电话：0799-7550000", "邮箱：news@luxi.example", "邮编：337200"),
    ("记者昨天从有关部门获悉，渡口的修缮已经进行了两个多月...", "县里说，下个月底以前可以全部完工，届时..."),
)


@pytest.mark.parametrize("lines", PROMPTS)
def test_a_prompt_or_labels_below_a_headline_are_no_text(lines: tuple[str, ...]) -> None:
    page = portal("渡口复航现场", "".join(f"<p>{line}</p>" for line in lines))
    assert clean_html(page, "https://www.luxi.example/2026/0310/9.html").text == ""


def test_a_pages_slogan_without_a_date_is_no_text() -> None:
    dated = "芦溪在线　2026年03月10日08:12　[ 芦溪日报 ]　"
    text = "<p>昨天早上七点，石桥路口发生一起两车追尾事故，无人受伤。</p><p>目前，事故原因正在调查。</p>"
    page = portal("本地新闻", text)
    assert clean_html(page, "https://www.luxi.example/local/").text
    assert clean_html(page.replace(dated, ""), "https://www.luxi.example/local/").text == ""


def test_a_portals_page_without_a_text_stays_without_one() -> None:
    assert clean_html(portal("明溪今日菜价", ""), "https://www.luxi.example/2026/0310/9.html").text == ""


DAY = "2026年03月10日08:12"


def boxes_of(title: str, body: str, *, day: str = DAY) -> str:
    """A page whose class names tell nothing."""
    news = "".join(f'<div class="x7"><a href="/2026/{n}.html">{headline}</a></div>' for n, headline in enumerate(NEWS))
    return (
        f"<title>{title} | 芦溪在线</title><div class='k2q'>{news}</div><section><div class='p9'><div>{title}</div>"
        f"<div>{day}</div><div class='zz4'>{body}</div></div><div class='p8'>{news}</div></section>"
    )


def columned(title: str, body: str, *, day: str = DAY) -> str:
    """A page laid out in a table of one column."""
    news = "".join(f'<tr><td>·<a href="/2026/{n}.html">{headline}</a></td></tr>' for n, headline in enumerate(NEWS * 2))
    return (
        f"<title>{title}_芦溪在线</title><table><tr><td><table>{news}</table></td><td><table><tr><td><b>{title}</b></td>"
        f"</tr><tr><td>{day}</td></tr><tr><td>{body}</td></tr><tr><td>【相关新闻】</td></tr>{news}</table></td></tr></table>"
    )


NOTES = (
    ("城西渡口停航", "因水位上涨，城西渡口停航，恢复时间另行通知。"),
    ("老街民房失火", "老街一处民房起火，消防队及时扑灭，没有人员伤亡。"),
    ("讣告", "退休船工卫长庚先生于三月八日在家中逝世，告别仪式明天举行。"),
    ("簡訊", "渡口昨日加開夜班，票價不變。"),
    ("溪畔步道封閉", "溪畔步道因落石封閉，行人請改走河堤。"),
    ("Swing bridge closed", "The swing bridge is closed to all traffic, the county said."),
    ("Rovers sign goalkeeper Petrie", "Rovers have signed goalkeeper Dan Petrie on a two-year deal."),
    ("网络诈骗提醒", "警方提醒，陌生人发来的链接不要点击，提防网络诈骗。"),
)


@pytest.mark.parametrize("layout", [boxes_of, columned])
@pytest.mark.parametrize(("title", "note"), NOTES)
def test_a_note_of_one_sentence_is_an_article(layout: Callable[..., str], title: str, note: str) -> None:
    article = clean_html(layout(title, note), "https://www.luxi.example/2026/0310/9.html")
    assert (article.text, article.rejection) == (note, None)


@pytest.mark.parametrize("layout", [boxes_of, columned])
@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("渡口复航现场", "本节目由芦溪电视台制作。"),
        ("渡口复航视频", "本视频正在转码。"),  # both speak of the video, not of the ferry
        ("渡口复航现场", "您的浏览器不支持视频播放，渡口复航请看电视。"),
        ("民生", "关注民生冷暖，倾听百姓心声。"),
        ("渡口复航现场", '昨天，县里召开防汛会议，部署下一阶段工作。<div><a href="/9.html">详细</a></div>'),
        ("渡口复航现场", "停航三个月的渡口复航了，船票..."),
        ("渡口复航图集", "点击大图看渡口复航。"),
        ("渡口复航专题", "本网站全程报道渡口复航。"),
        ("系统升级", "系统昨天开始升级，您可以返回首页。"),
        ("The ferry runs again", "Are you looking forward to the ferry, which runs again?"),
        ("The ferry runs again", '<div class="caption">The ferry runs again on the river.</div>'),
        ("The ferry runs again", "Ada Finch has written of the ferry and its river since Monday, May 4, 2009."),
    ],
)
def test_what_a_page_says_of_itself_or_of_another_story_is_no_note(
    layout: Callable[..., str], title: str, said: str
) -> None:
    assert clean_html(layout(title, said), "https://www.luxi.example/2026/0310/9.html").text == ""


def test_a_note_has_its_day_above_it_or_in_the_pages_address() -> None:
    for title, note in NOTES[1:3]:
        page = boxes_of(title, note, day="")
        assert clean_html(page, "https://www.luxi.example/2026/0310/9.html").text == note
        assert clean_html(page, "https://www.luxi.example/about/9.html").text == ""
