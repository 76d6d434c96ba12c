"""The headline: found on the page, checked against what `<title>` and meta data call the article."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import TEXT
from rows import every_row

from cleaners import clean_html
from cleaners.draft import Draft
from cleaners.headline.signs import company_of
from cleaners.lexicons import load_lexicon
from cleaners.lines.title_tag import main_part, plain, site_parts
from cleaners.metadata.find import find_title
from cleaners.page.parse import parse_page
from cleaners.site import Site

HEADLINE = "东山老街重开 客人排起长队"


def title_of(head: str, body: str) -> str | None:
    return clean_html(
        f"<html><head>{head}</head><body>{body}{TEXT}</body></html>", "https://mingxi.example/a/1.html"
    ).title


@pytest.mark.parametrize(("tag", "reach"), [("h1", 6), ("h2", 3), ("p", 3)])
def test_a_byline_vouches_for_a_line_above_it_and_further_for_a_heading_of_the_page(tag: str, reach: int) -> None:
    for between in range(8):
        blurbs = "".join(f"<p>导读之{n}</p>" for n in range(between))
        lines = parse_page(f"<{tag}>{HEADLINE}</{tag}>{blurbs}<p>2024-08-29 09:15</p>", None).lines
        assert company_of(lines, 0) == (1.5 if between < reach else 0.0), between


@every_row(
    "title",
    [
        HEADLINE,
        f"{HEADLINE}_明溪新闻网",
        f"{HEADLINE}-社会频道-明溪网",
        f"{HEADLINE} - 明溪日报",
        f"{HEADLINE}--明溪--人民网",
        f"{HEADLINE} | 明溪在线",
        f"{HEADLINE}｜明溪在线",
        f"{HEADLINE} · 明溪小城",
        f"明溪在线 » {HEADLINE}",
        f"明溪网 - {HEADLINE}",
        f"{HEADLINE} 明溪县融媒体中心",
        "&#19996;&#23665;老街重开&nbsp;客人排起长队_明溪网",
        "东山老街重开 客人排…",
        "明溪新闻网",
        "新闻动态",
        "",
        "彩票开奖结果|时时计划软件下载|最新网址",
    ],
)
@every_row("mark", ["<h1>{}</h1>", "<h2>{}</h2>", "<div class='title'>{}</div>", "<div>{}</div>"])
def test_headline_of_the_page_whatever_the_title_says(title: str, mark: str) -> None:
    body = f"<ul><li><a href='/'>首页</a></li></ul>{mark.format(HEADLINE)}<div>2024-05-06 09:10　来源：明溪日报</div>"
    assert title_of(f"<title>{title}</title>", body) == HEADLINE


def test_the_headline_stands_on_the_page_without_its_label() -> None:
    page = parse_page(
        "<title>讨论</title><table><tr><td>主题： 东山老街重开</td></tr><tr><td>作者：小童</td></tr></table>", None
    )
    draft = find_title(Draft(page, page.lines, Site(), None))
    assert draft.article.title == "东山老街重开"
    assert [line.text for line in draft.lines] == ["东山老街重开", "作者：小童"]


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (f"<title>{HEADLINE}_明溪网</title>", "", HEADLINE),
        ("<title>明溪网</title>", "<h1>明溪网</h1><div>东山老街重开</div><div>2024-05-06 09:10</div>", "东山老街重开"),
        ("<title>讨论</title>", "<h1>主题: 东山老街重开</h1>", "东山老街重开"),
        ("<title>东山老街重开</title>", "<h1><a href='/a/1.html'>东山老街重开</a></h1>", "东山老街重开"),
        ("<title>A-One opens in Old-Town</title>", "<h1>A-One opens in Old-Town</h1>", "A-One opens in Old-Town"),
        ("<title>Old town opens</title>", "<h1>Old town opens 6 May 2024</h1>", "Old town opens"),
        ("<title>东山老街重开_明溪网</title>", "<h1>东山老街重开 <span>原创</span></h1>", "东山老街重开"),
        ("<title>原创东山老街重开_明溪网</title>", "<h1>原创东山老街重开</h1>", "原创东山老街重开"),
        ("", "", None),
        ("<title>东山老街重开 客人排起长队_明溪网</title>", "<h1>东山老街重开<br>客人排起长队</h1>", HEADLINE),
        ("<title>明溪日报数字报</title>", "<h1>东山老街重开<br>客人排起长队</h1><div>2024-05-06</div>", HEADLINE),
        ("<title>东山老街重开_明溪网</title>", "<h1>东山老街重开<br>——一条街的春天</h1>", "东山老街重开"),
        ("<title>东山老街重开_明溪网</title>", "<h1>东山老街重开<br>一条街的第四个春天</h1>", "东山老街重开"),
        ("<title>Old town opens again</title>", "<h1>OLD TOWN<br>OPENS AGAIN</h1>", "OLD TOWN OPENS AGAIN"),
        ("<title>Opinion | Old town opens</title>", "<h1><i>Opinion</i><br>Old town opens</h1>", "Old town opens"),
        ("<title>Coffee - University of the Old Town</title>", "<h1>Coffee</h1><h2>Arabica</h2>", "Coffee"),
        (
            "<title>snake_case names in Old-Town</title>",
            "<h2>snake_case names in Old-Town</h2>",
            "snake_case names in Old-Town",
        ),
        ("<title>The <br> tag in Old Town</title>", "<h2>The &lt;br> tag in Old Town</h2>", "The <br> tag in Old Town"),
        ("<title>Old town opens | Post</title>", "<h1>6 May 2024 Old town opens</h1>", "Old town opens"),
        (
            "<title>How the old town of Mingxi opens | Post</title>",
            "<h3>Key points</h3><p>The old town of Mingxi opens its gates to all, and it is worth the trip.</p>",
            "How the old town of Mingxi opens",
        ),
        (
            f"<title>视频｜{HEADLINE}</title>",
            f"<div>视频｜{HEADLINE}</div><div>2024-05-06</div>",
            f"视频｜{HEADLINE}",
        ),
        (
            "<title>明溪日报数字报-明溪日报</title>",
            f"<div>放大+ 缩小- 默认</div><div>——一条街的第四个春天</div><div>{HEADLINE}</div>"
            "<p>《明溪日报》的记者昨天看到，东山老街的青石板路已经铺好，四十家店铺开了门。</p>" * 2,
            HEADLINE,
        ),
        ("<title>讣告-明溪林业所</title>", "<div>讣 告</div><div>2024-05-06 来源：明溪网</div>", "讣 告"),
        ("<title>明溪日报-守渠</title>", "<h2>守渠</h2><div>2016-03-11 作者：何岱青</div>", "守渠"),
        (f"<title>{HEADLINE}_明溪网</title>", f"<h1>{HEADLINE}_明溪网</h1>", HEADLINE),
        ("<title>要闻-明溪日报</title>", "<div><a href='/yw'>要闻</a></div><h2>东山老街重开</h2>", "东山老街重开"),
        ("<title>Old town | 首页</title>", "<div class=title>首页 / 社会 / 老街</div><h3>Old town</h3>", "Old town"),
    ],
)
def test_the_headline_of_a_page_is_found(head: str, body: str, expected: str | None) -> None:
    assert title_of(head, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<div class=title>新闻动态</div><div class=title>东山老街重开</div><div>2024-05-06 09:10</div>",
            "东山老街重开",
        ),
        ("<div>东山老街重开</div><div>www.mingxi.example</div><div>2024-05-06 来源：明溪网</div>", "东山老街重开"),
        ("<div>东山老街重开</div><div>作者：何岱青</div><div>译：Jane Rowe</div><div>2024-05-06</div>", "东山老街重开"),
        ("<h3>东山老街重开</h3><div><a href=/1>回复</a> <a href=/2>关闭</a></div>", "东山老街重开"),
        ("<div><a href='/a/1.html'>东山老街重开</a></div>", "东山老街重开"),
    ],
)
def test_headline_that_nothing_names(body: str, expected: str) -> None:
    assert title_of("<title>彩票开奖结果|时时计划软件下载|最新网址</title>", body) == expected


def test_name_that_the_host_spells_is_the_site() -> None:
    name = "Learn More: Old Towns | The Partnership for Mingxi Success"
    assert main_part(name, None, "https://www.partnershipmingxisuccess.example/a") == "Learn More: Old Towns"
    assert main_part(name, None, "https://www.old.example/a") == "The Partnership for Mingxi Success"


def test_part_of_the_title_that_holds_the_host_is_the_site_however_long() -> None:
    head = "<title>Low water again « the riverbend.example notebook</title>"
    body = "<h1>the riverbend.example notebook.</h1><h3>Low water again</h3><p>The river stood two feet below it.</p>"
    assert clean_html(f"<head>{head}</head>{body}", "https://riverbend.example/low").title == "Low water again"


@pytest.mark.parametrize("site", ["Riverbend Post", "RP", "the riverbend.example notebook"])
def test_a_headline_that_names_the_host_is_a_headline(site: str) -> None:
    head = f"<title>riverbend.example has a new press - {site}</title>"
    body = "<h1>riverbend.example has a new press</h1>" + "<p>It printed the first sheets on Monday morning.</p>" * 3
    article = clean_html(f"<head>{head}</head>{body}", "https://riverbend.example/press")
    assert article.title == "riverbend.example has a new press"


def test_a_text_without_any_mark_up_is_no_headline() -> None:
    text = "\n\n".join(f"Low water, day {n}: the ferry waits, and {n + 2} lorries wait with it." for n in range(9))
    assert clean_html(text).title is None


def test_broken_headline_is_one_line_for_all_that_follows() -> None:
    body = f"<h1>东山老街重开<br>客人排起长队</h1><div>2024-05-06 09:10 何岱青</div>{TEXT}"
    article = clean_html(f"<html><head><title>{HEADLINE}_明溪网</title></head><body>{body}</body></html>")
    assert (article.title, article.authors) == (HEADLINE, ("何岱青",))
    assert "客人排起长队" not in article.text


def test_headlines_of_other_stories_are_passed_over() -> None:
    others = "<h3>相关新闻</h3><ul><li><a href='/2'>东山老街重开 客人排起长队（图）</a></li></ul>"
    page = f"<html><head><title>{HEADLINE}_明溪网</title></head><body><h1>{HEADLINE}</h1>{TEXT}{others}</body></html>"
    assert clean_html(page).title == HEADLINE


def test_kicker_and_deck_where_they_are_marked() -> None:
    body = f"<div class='kicker'>明溪纪事</div><h1>{HEADLINE}</h1><div>——一条街的第四个春天</div><div>2024-05-06</div>"
    article = clean_html(f"<html><head><title>{HEADLINE}_明溪网</title></head><body>{body}{TEXT}</body></html>")
    assert (article.kicker, article.deck) == ("明溪纪事", "——一条街的第四个春天")


def test_the_word_ahead_of_the_writer_is_no_deck() -> None:
    head = "<h1>The ferry has gone</h1><p class=subtitle>POSTED BY</p><p>Jane Rowe</p><p>May 6, 2024</p>"
    told = "<p>The ferry has gone from the landing, and the rope, wet on the stone, lies where it was left.</p>" * 4
    article = clean_html(f"<title>The ferry has gone</title>{head}<div>{told}</div>")
    assert (article.deck, article.authors) == (None, ("Jane Rowe",))


def test_no_deck_without_a_mark() -> None:
    body = f"<div>社会</div><h1>{HEADLINE}</h1><div>老街照片</div><div>2024-05-06</div>"
    article = clean_html(f"<html><head><title>{HEADLINE}_明溪网</title></head><body>{body}{TEXT}</body></html>")
    assert (article.kicker, article.deck) == (None, None)


@pytest.mark.parametrize(
    ("below", "deck"),
    [
        ("<h2>四月一日起全街步行</h2><p>2024-05-06 06:00</p>", "四月一日起全街步行"),
        ("<h2>四月一日起全街步行</h2><p>老街昨天起全街步行，车辆改走东门，公交站移到桥头。</p>", None),
        ("<h2>社会</h2><p>2024-05-06 06:00</p>", None),
        ("<h2>来源：明溪日报</h2><p>2024-05-06 06:00</p>", None),
    ],
)
def test_a_heading_between_headline_and_byline_is_a_deck(below: str, deck: str | None) -> None:
    html = f"<title>{HEADLINE}_明溪网</title><div><h1>{HEADLINE}</h1>{below}{TEXT}</div>"
    article = clean_html(html)
    assert article.deck == deck
    assert deck is None or deck not in article.text


@pytest.mark.parametrize(
    "below",
    [
        "<h2>街坊们的一天</h2><p>2024年5月6日，老街重开。</p>",
        "<h2>街坊们的一天</h2><p>记者：老街为何重开？</p>",
        "<h2>街坊们的一天</h2><p>来信人：你们好！</p>",
        "<h2>街坊们的一天</h2><p>2024-05-06</p><p>铺面全开了。</p><h2>掌柜们的一天</h2><p>2024-05-07</p>",
        "<p class=subhead>街坊们的一天</p>",
        "<p>——“街坊们的一天！”</p>",
        "<p>——街坊们的一天</p><p>铺面全开了，茶水续了三回。</p><p>——掌柜们的一天</p>",
    ],
)
def test_a_subhead_below_the_headline_stays_in_the_text(below: str) -> None:
    article = clean_html(f"<title>{HEADLINE}_明溪网</title><div><h1>{HEADLINE}</h1>{below}{TEXT}</div>")
    assert "街坊们的一天" in article.text


LATIN_TEXT = "".join(
    f"<p>The {day} ferry left the east landing with twelve carts and came back at dusk, said the harbour office.</p>"
    for day in ("first", "second", "third", "last")
)


@pytest.mark.parametrize(
    ("below", "deck"),
    [
        ("<p>Carts wait for hours. The council wants a second boat by May.</p>{by}", True),
        ("<h2>The council wants a second boat by May</h2>{by}", True),
        ("<h2>The council wants a second boat by May</h2><div><a href=/jr>Jane Rowe</a></div>{by}", True),
        ("<p>Carts wait for hours. The council wants a second boat by May.</p><p>By Jane Rowe</p>{by}", True),
        ("<p>Carts wait for hours. <a href=/b>The council wants a second boat by May.</a></p>{by}", False),
        ("<p class=photo-caption>Carts wait on the quay. The boat is late by a day or two.</p>{by}", False),
        ("<p>Carts wait for hours. The council wants a second boat by May.</p>", False),
        ("<p>HARBOUR TOWN, Maine (AP) — Carts wait for hours. The council wants a second boat.</p>{by}", False),
        ("<p>Carts wait for hours, and the boat is late by days. Photo: Kit Cole</p>{by}", False),
        ("<p>Carts wait on the quay in the rain, while the boat lies still. Kit Cole/Getty Images</p>{by}", False),
        ("<div class='image top'><p>Carts wait for hours, and the boat is late by a day.</p></div>{by}", False),
        ("<p>Jane A. Rowe, Kit B. Cole, Marta Quill and Piet de Vries</p>{by}", False),
        ("<p>Food 8/10. Service 7/10. Value for money 9/10. Atmosphere 8/10.</p>{by}", False),
        ("<p>We may earn a commission when you buy through links. Learn more of that.</p>{by}", False),
        ("<p>Fares rise to 3 crowns. The council wants a second boat for 120 carts by May.</p>{by}", True),
        ("<p>On 6 May 2024 the first ferry left the landing, said the harbour office.</p>{by}", False),
        ("<h2>Breaking Harbour Emails</h2><p>The news that matters, sent to you at dawn, every day.</p>{by}", False),
        ("<p>Carts wait for hours, say traders.</p><p>The council wants a second boat by May, it said.</p>{by}", False),
    ],
)
def test_a_sentence_between_headline_and_byline_is_a_deck(below: str, deck: bool) -> None:
    by = "<div class=date>Published: 6 May 2024, 07:20</div>"
    page = f"<title>Ferry runs again - Harbour Post</title><h1>Ferry runs again</h1>{below.format(by=by)}{LATIN_TEXT}"
    article = clean_html(page)
    assert bool(article.deck) is deck
    if deck and "<h2>" in below:
        assert article.deck == "The council wants a second boat by May"
        assert article.deck not in article.text


@pytest.mark.parametrize(
    ("ahead", "named", "kicker"),
    [
        ("街坊们的春天", "", "街坊们的春天"),
        ("“明溪春早”特别报道：", "", "“明溪春早”特别报道"),
        ("明溪春来早丨", "", "明溪春来早"),
        ("独家", "", None),
        ("街坊们的春天", "街坊们的春天", None),
    ],
)
def test_a_kicker_may_stand_in_an_element_of_the_headlines_heading(ahead: str, named: str, kicker: str | None) -> None:
    """Unless ``<title>`` runs it into the headline, too."""
    head = f"<h1><span>{ahead}</span><span>{HEADLINE}</span></h1><p>2024-05-06 06:00 来源：明溪日报</p>"
    article = clean_html(f"<title>{named}{HEADLINE}_明溪网</title>{head}{TEXT}")
    assert (article.title, article.kicker) == (f"{named}{HEADLINE}", kicker)


@pytest.mark.parametrize("first", ["一、老街的铺面", "明溪县老街街坊", "老街门口排起长队"])
def test_the_first_line_of_a_text_that_line_breaks_part_is_no_deck(first: str) -> None:
    lines = [line for line in re.findall("<p>(.*?)</p>", TEXT) if line]
    body = f"<div><h1>{HEADLINE}</h1><p>{first}</p>{'<br>'.join(lines)}</div>"
    article = clean_html(f"<title>{HEADLINE}_明溪网</title>{body}")
    assert (article.deck, article.text.split("\n")) == (None, [first, *lines])


@pytest.mark.parametrize(
    ("head", "kicker", "deck"),
    [
        ("<h3>街坊们的春天</h3><h1>{t}</h1><h2>四月一日起全街步行</h2>{by}", "街坊们的春天", "四月一日起全街步行"),
        ("<h4>街坊们的春天</h4><h2>{t}</h2><h4>——街坊们的一天</h4>{by}", "街坊们的春天", "——街坊们的一天"),
        ("<h1>{t}</h1><h1>四月一日起全街步行</h1>{by}", None, "四月一日起全街步行"),
        ("{by}<h1>{t}</h1><h2>四月一日起全街步行</h2>", None, "四月一日起全街步行"),
        ("<p>引题：街坊们的春天</p><h1>{t}</h1><p>副题：四月起步行</p>{by}", "街坊们的春天", "四月起步行"),
        ("<p>铺面上午开了门</p><h1>{t}</h1><p>老街门口排起长队</p>{by}", "铺面上午开了门", "老街门口排起长队"),
        (
            "<table><tr><td>铺面上午开了门</td></tr><tr><td>{t}</td></tr><tr><td>四月一日起全街步行</td></tr></table>{by}",
            "铺面上午开了门",
            "四月一日起全街步行",
        ),
        ("<p>明溪县人民政府</p><h1>{t}</h1><p>文旅明溪微信平台</p>{by}", None, None),
        ("<p>今日关注</p><h1>{t}</h1><p>青垣融媒</p>{by}", None, None),
        ("<h3>社会频道 每天六点更新</h3><h1>{t}</h1>{by}", None, None),
        ("<h3><a href=/zt>街坊们的春天</a></h3><h1>{t}</h1>{by}", None, None),
        ("{by}<h1>{t}</h1><h2>一、铺面上午开了门</h2>", None, None),
        ("{by}<h1>{t}</h1><h2>第一条 为了老街的铺面</h2>", None, None),
        ("{by}<h1>{t}</h1><h2>问：老街为何步行</h2>", None, None),
        ("<h1>{t}</h1><p>明溪县老街官方微博</p>{by}", None, None),
        ("<h1>{t}</h1><p>圖／老街門口排起長隊</p>{by}", None, None),
        ("<h3>老街门口 第12期</h3><h1>{t}</h1>{by}", None, None),
        ("<h3>重点推荐 老街铺面</h3><h1>{t}</h1>{by}", None, None),
        ("<p>门口排起长队的一天</p><nav><a href=/>首页</a> <a href=/s>社会</a></nav><h1>{t}</h1>{by}", None, None),
    ],
)
def test_lines_right_beside_a_chinese_headline(head: str, kicker: str | None, deck: str | None) -> None:
    """Headings are kicker and deck; other lines where the article speaks of what they say."""
    shown = head.format(t=HEADLINE, by="<p>2024-05-06 06:00 来源：明溪日报</p>")
    article = clean_html(f"<title>{HEADLINE}_明溪网</title><div class=art>{shown}<div>{TEXT}</div></div>")
    assert (article.title, article.kicker, article.deck) == (HEADLINE, kicker, deck)
    assert article.text.startswith("老街第0间铺面")


@pytest.mark.parametrize(
    "dialogue", ["<p>——你从哪里来？</p><p>——我从上游来。</p>", "<p>——早上六点，河堤上站满了人。</p>"]
)
def test_what_is_said_behind_a_dash_is_no_deck(dialogue: str) -> None:
    by = "<p>2024-05-06 06:00 来源：明溪日报</p>"
    article = clean_html(f"<title>{HEADLINE}_明溪网</title><h1>{HEADLINE}</h1>{by}<div>{dialogue}{TEXT}</div>")
    assert article.deck is None
    assert article.text.startswith("——")


def test_a_deck_below_the_byline_at_the_texts_head() -> None:
    by, deck = (
        "<p>2024-05-06 06:00 来源：明溪日报 编辑：何岱青</p><p>浏览：12</p>",
        "<p align=center>——东山街坊的一天</p>",
    )
    article = clean_html(f"<title>{HEADLINE}_明溪网</title><h1>{HEADLINE}</h1>{by}<div>{deck}{TEXT}</div>")
    assert article.deck == "——东山街坊的一天"
    assert article.deck not in article.text


def test_a_deck_above_a_day_that_meta_data_make_exact() -> None:
    stated = "<meta property=article:published_time content=2024-05-06T07:20:00+02:00>"
    below = "<h2>The council wants a second boat by May</h2><div>Jane Rowe, Harbour Post</div><div>May 6, 2024</div>"
    page = f"{stated}<title>Ferry runs again - Harbour Post</title><h1>Ferry runs again</h1>{below}{LATIN_TEXT}"
    assert clean_html(page).deck == "The council wants a second boat by May"
    assert clean_html(page.replace("May 6, 2024", "By the quay")).deck is None


def test_a_sentence_with_the_articles_day_is_no_byline() -> None:
    stated = "<meta property=article:published_time content=2024-05-06T07:20:00+02:00>"
    below = "<h2>A long winter on the slip</h2><p>Six months ago, on 6 May 2024, the boat came out of the water.</p>"
    page = f"{stated}<title>Ferry runs again - Harbour Post</title><h1>Ferry runs again</h1>{below}{LATIN_TEXT * 2}"
    assert "A long winter on the slip" in clean_html(page).text
    assert (
        "A long winter on the slip"
        in clean_html(
            page.replace("Six months ago, on 6 May 2024, the boat came out", "On 6 May 2024 it came out")
        ).text
    )


def test_a_heading_above_a_summary_is_a_chinese_deck() -> None:
    below = "<h2>四月一日起全街步行</h2><p>摘要：老街昨天起全街步行，车辆改走东门，公交站移到桥头。</p>"
    below += "<p>2024-05-06 06:00</p>"
    html = f"<html lang=zh><title>{HEADLINE}_明溪网</title><div><h1>{HEADLINE}</h1>{below}{TEXT}</div>"
    assert clean_html(html).deck == "四月一日起全街步行"


def test_a_line_with_a_dash_at_the_texts_head_is_the_deck() -> None:
    article = clean_html(f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1><div><p>——东山街坊的一天</p>{TEXT}</div>")
    assert article.deck == "——东山街坊的一天"
    assert article.deck not in article.text


@pytest.mark.parametrize("dash", ["—", "——", "--", "— —", "———"])
def test_a_dash_that_parts_the_headline_from_the_text_is_no_deck(dash: str) -> None:
    article = clean_html(f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1><div><p>{dash}</p>{TEXT}</div>")
    assert article.deck is None


def test_a_subhead_beside_the_paragraphs_is_no_deck_of_a_headline_elsewhere() -> None:
    below = "<h2>街坊们的一天</h2><p>2024年5月6日 晴</p>"
    article = clean_html(f"<title>{HEADLINE}_明溪网</title><h1>{HEADLINE}</h1><div>{below}{TEXT}</div>")
    assert article.deck is None
    assert article.text.startswith("街坊们的一天")


@pytest.mark.parametrize(
    "heading", [HEADLINE, "分享到微信朋友圈", "明溪网新闻中心", "<a href=/2>东山石桥下月动工</a>", "Latest news"]
)
def test_a_heading_that_prompts_links_or_names_the_site_is_no_deck(heading: str) -> None:
    head = f"<h1>{HEADLINE}</h1><h2>{heading}</h2><div>2024-05-06 09:10</div>"
    assert clean_html(f"<title>{HEADLINE}_明溪网</title>{head}<div>{TEXT}</div>").deck is None


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("老街重开_社会_明溪网", "老街重开"),
        ("明溪网 - 老街重开了", "老街重开了"),
        ("老街重开", "老街重开"),
        ("_-|", None),
        ("", None),
    ],
)
def test_the_main_part_of_a_title_is_without_site_and_channel(name: str, part: str | None) -> None:
    assert main_part(name, None) == part


def test_the_parts_of_a_title_that_name_site_or_channel_are_told() -> None:
    assert site_parts("东山老街重开 客人排起长队_社会频道_明溪新闻网") == ("社会频道", "明溪新闻网")
    assert site_parts("东山老街重开") == ()


@pytest.mark.parametrize("site", ["", "_明溪新闻网"])
@pytest.mark.parametrize(
    "headline", ["国务院关于<条例>的决定", "<东山志>重印 读者排队", "国务院关于修改<水文条例>和<航道条例>的决定"]
)
def test_a_work_between_pointed_brackets_is_part_of_the_headline(headline: str, site: str) -> None:
    escaped = headline.replace("<", "&lt;").replace(">", "&gt;")
    assert title_of(f"<title>{escaped}{site}</title>", f"<h1>{escaped}</h1>") == headline


@every_row("row", load_lexicon("not_headlines"), ids=lambda row: row["text"])
def test_rows_prove_themselves(row: dict[str, str]) -> None:
    assert row["hit"].startswith(row["text"])
    assert not row["miss"].startswith(row["text"])


@settings(max_examples=60)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_title_and_heading_give_a_headline_or_none(title: str, heading: str) -> None:
    found = title_of(f"<title>{title}</title>", f"<h1>{heading}</h1>")
    assert found is None or found.strip()
    plain(title)


KICKERS = (
    "视频｜ 独家： 快讯： 图解｜ 长沙： 明溪县洛溪镇： 新春走基层｜ 权威发布： "
    "我们的节日· 一图读懂： 【直播回放】 【反诈提醒】 高质量发展调研行丨 健康科普： 体育晚报： 财经早参｜ "
    "记者手记： 国际锐评： 打击网络赌博专项行动： 股市早评： 网络游戏防沉迷： 贷款利率下调： 男性健康： 足球之夜： "
    "比特币行情： 中超联赛第八轮： 高考志愿填报指南： 医保政策问答： 网络兼职骗局： 央视网评论员："
).split()
"""What newsrooms set in front of a headline, some of it in words that hijackers use as well."""
JUNK = "蒸汽锅炉厂家报价_喷灌设备批发"


@pytest.mark.parametrize("name", ["明溪网", "明溪日报数字版 第三版：社会新闻版面"])
def test_a_headline_of_other_words_stays_where_the_title_says_no_more(name: str) -> None:
    body = "<h1>且将新火试新茶</h1><div>2024-05-06</div>"
    assert title_of(f"<title>{name}</title>", body) == "且将新火试新茶"


@pytest.mark.parametrize("rest", ["｜新春走基层", "（组图）", "——记渡口摆渡人", " – as it happened"])
def test_words_of_the_newsroom_behind_the_headline_stay(rest: str) -> None:
    body = f"<h1>{HEADLINE}{rest}</h1><div>2024-05-06</div>"
    assert title_of(f"<title>{HEADLINE} - 明溪网</title>", body) == f"{HEADLINE}{rest}"


STREET = "".join(
    f"<p>{told}</p>"
    for told in (
        "关门修缮两年的东山老街周六上午重开，天还没有亮，街口的茶馆外就排起长队，客人多是住在附近的老人，也有从邻县赶来的。",
        "掌柜何岱青说，重开的老街留下了石板路和木楼，水管和电线埋进了地下，屋顶换过瓦，下雨天再也不用拿盆子去接水了。",
        "周日上午，记者在老街看到，二十七间铺面开了二十一间，卖竹器的、补锅的、做米糕的都回到了原来的位置，门口排起的队伍很长。",
        "街道办事处的工作人员介绍，为了让客人走得顺畅，老街东头添了一处停车场，西头的桥洞下还搭起了供人歇脚的长凳。",
    )
)
"""Prose enough for words to be strange to it."""
PHRASE = "真人棋牌平台注册送彩金"


@pytest.mark.parametrize("front", [f"【{PHRASE}】", f"{PHRASE}：", f"{PHRASE}_", f"{PHRASE}-", f"{PHRASE} "])
@pytest.mark.parametrize("title", [f"{HEADLINE}_明溪网", "{}" + HEADLINE, ""])
def test_a_keyword_phrase_in_front_of_the_headline_is_left_out(front: str, title: str) -> None:
    head = f"<title>{title.format(front)}</title>" if title else "<title></title>"
    article = clean_html(
        f"<html><head>{head}</head><body><h1>{front}{HEADLINE}</h1><div>2024-05-06</div>{STREET}</body>"
    )
    assert article.title == HEADLINE
    assert PHRASE not in article.text
    assert [(cut.text, cut.where) for cut in article.removed if cut.step == "find_title"] == [(PHRASE, "title")]


@pytest.mark.parametrize("behind", [f"_{PHRASE}", f"-{PHRASE}", f"（{PHRASE}）", f"【{PHRASE}】", f" {PHRASE}"])
def test_a_keyword_phrase_behind_the_headline_is_left_out(behind: str) -> None:
    page = "<html><head><title>{0}</title></head><body><h1>{0}</h1><div>2024-05-06</div>{1}</body>"
    assert clean_html(page.format(HEADLINE + behind, STREET)).title == HEADLINE
    told = f"<p>警方查封了一个{PHRASE}的网站，它的平台上有人在玩真人棋牌，注册送彩金。</p>"
    assert PHRASE in (clean_html(page.format(HEADLINE + behind, STREET + told)).title or "")


@pytest.mark.parametrize(
    "phrase", [PHRASE, "凯翎体育app官网下载", "云翔棋牌官网登录入口", "velbet手机版官网", "注册送彩金网址大全"]
)
def test_a_phrase_that_runs_into_the_headline_is_left_out(phrase: str) -> None:
    page = "<html><head><title>{0}</title></head><body><h1>{0}</h1><div>2024-05-06</div>{1}</body>"
    article = clean_html(page.format(phrase + HEADLINE, STREET))
    assert article.title == HEADLINE
    assert [(cut.text, cut.where) for cut in article.removed if cut.step == "find_title"] == [(phrase, "title")]
    told = f"<p>警方查封了一个叫{phrase}的网站，店主都曾接到它的广告。</p>"
    assert clean_html(page.format(phrase + HEADLINE, STREET + told)).title == phrase + HEADLINE


@pytest.mark.parametrize(
    "front",
    [
        *("重磅！", "手艺人谢长林：", "大风降温周末到来", "博物馆夜游第三季", "iPhone随手拍里的", "网购时代的"),
        *("金沙遗址", "博雅论坛", "百乐门舞厅", "黑神话悟空", "皇马巴萨国家德比", "太阳城老人公寓", "高价回收"),
    ],
)
def test_words_of_a_headline_that_its_article_has_not_stay(front: str) -> None:
    page = "<html><head><title>{0}</title></head><body><h1>{0}</h1><div>2024-05-06</div>{1}</body>"
    assert clean_html(page.format(front + HEADLINE, STREET)).title == front + HEADLINE


def test_junk_that_runs_together_with_the_headline_is_left_out() -> None:
    body = f"<div class='title'><b>{HEADLINE}</b><span>{JUNK}</span></div><div>2024-05-06</div>"
    assert title_of(f"<title>{HEADLINE} - 明溪网</title>", body) == HEADLINE


@pytest.mark.parametrize(("tag", "deck"), [("番茄牛腩煲_洛溪在线", "冬天一碗热汤，三样食材就能做"), ("洛溪在线", None)])
def test_a_headline_of_which_the_text_has_no_word_is_none_the_less_one(tag: str, deck: str | None) -> None:
    prose = "天冷下来，家里最受欢迎的就是一锅热汤。洛溪的老师傅谢长林做了三十年菜，他说汤要好喝，火候要紧。" * 4
    shown = f"<h1>番茄牛腩煲</h1>{f'<h2>{deck}</h2>' if deck else ''}<div><p>{prose}</p></div>"
    assert clean_html(f"<html><head><title>{tag}</title></head><body>{shown}</body></html>").title == "番茄牛腩煲"


@pytest.mark.parametrize("origin", ["og:title", "script"])
def test_the_headline_that_meta_data_state_comes_before_one_with_a_keyword_phrase(origin: str) -> None:
    front = PHRASE
    meta = f'<meta property="og:title" content="{HEADLINE}">'
    if origin == "script":
        meta = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{HEADLINE}"}}</script>'
    head = f"<title>{front}{HEADLINE}</title>{meta}"
    article = clean_html(
        f"<html><head>{head}</head><body><h1>{front}{HEADLINE}</h1><div>2024-05-06</div>{STREET}</body>"
    )
    assert article.title == HEADLINE


@pytest.mark.parametrize("front", KICKERS)
def test_words_of_the_newsroom_in_front_of_the_headline_stay(front: str) -> None:
    head = f"<title>{front}{HEADLINE} - 明溪网</title>"
    article = clean_html(
        f"<html><head>{head}</head><body><h1>{front}{HEADLINE}</h1><div>2024-05-06</div>{STREET}</body>"
    )
    assert article.title == f"{front}{HEADLINE}"


TOLD = "<p>中午十一点半，渡口社区食堂的窗口前排起了队，退休工人端走半份排骨、半份青菜和一两米饭，一共九块五。</p>" * 4


@pytest.mark.parametrize("name", ["明溪新报客户端", "掌上明溪", "掌上明溪APP", "掌上明溪 - 资讯详情"])
@pytest.mark.parametrize("tag", ["h1", "h2", "div class=news-title", "p class=title"])
def test_a_title_that_names_the_app_is_no_headline(name: str, tag: str) -> None:
    bar = f"<div class=nav><span>{name[:4]}</span><button>打开</button></div>"
    dated = f"<div><i>{name[:4]}</i> <i>2024-05-06 14:20</i></div>"
    head = f"<{tag}>社区食堂推出半份菜 日均少倒两桶剩饭</{tag.split()[0]}>{dated}"
    html = (
        f"<html><head><title>{name}</title></head><body>{bar}<section>{head}<div>{TOLD}</div></section></body></html>"
    )
    assert clean_html(html, "https://m.mingxi.example/h5/1").title == "社区食堂推出半份菜 日均少倒两桶剩饭"


def test_a_short_headline_with_a_longer_deck_stays() -> None:
    head = "<h1>讣告两则</h1><h2>渡口两位老船工昨日先后离世享年九十</h2><div>2024-05-06 14:20</div>"
    html = f"<html><head><title>讣告两则</title></head><body><section>{head}<div>{TOLD}</div></section></body></html>"
    assert clean_html(html, "https://m.mingxi.example/h5/1").title == "讣告两则"


@pytest.mark.parametrize("behind", ["2024-05-06 14:20", "2024-05-06 14:20:36　来源：明溪教育网　评论：0 点击："])
def test_a_channel_in_the_menu_makes_no_short_title_the_name_of_the_site(behind: str) -> None:
    menu = "<ul><li><a href=/>首页</a></li><li><a href=/jy/>教育</a></li></ul>"
    head = f"<h1>会发芽的铅笔头<br><span>{behind}</span></h1>"
    title = "<title>会发芽的铅笔头 - 明溪教育网 - 明溪教育</title>"
    html = f"<html><head>{title}</head><body>{menu}<section>{head}<div>{TOLD}</div></section></body></html>"
    assert clean_html(html, "https://www.mingxi.example/1.html").title == "会发芽的铅笔头"


def test_a_paper_that_only_names_its_edition_has_its_headline_below_the_clock() -> None:
    clock = "<table><tr><td>洛溪日報</td><td>2026年3月10日 星期二</td></tr></table>"
    menu = "<table><tr><td><a href=/a>A01 要聞</a><a href=/b>B05 社團</a></td></tr></table>"
    head = "<table><tr><td><strong>老船匠木模型展周六開鑼</strong></td></tr>"
    html = f"<title>洛溪日報電子版</title>{clock}{menu}{head}<tr><td>{TOLD}</td></tr></table>"
    assert clean_html(html, "https://news.example/1.html").title == "老船匠木模型展周六開鑼"


def test_an_authority_behind_a_channel_in_title_signs_below_the_text_and_is_no_headline() -> None:
    head = "<div class='bigtitle'>洛溪县人民法院公告（2026）第41号</div><div>发布时间：2026-03-10</div>"
    html = f"<title>公告送达-洛溪县人民法院</title>{head}<div>{TOLD}<p>洛溪县人民法院</p></div>"
    assert clean_html(html, "https://court.example/1.html").title == "洛溪县人民法院公告（2026）第41号"


def test_a_title_that_is_the_name_of_the_site_gives_way_to_the_line_above_the_text() -> None:
    menu = "<td><div><a href=/f>焦點新聞</a></div><div><a href=/l>生活新聞</a></div></td>"
    head = "<font size=5><b>渡口縫紉機 一條褲腳五塊錢</b></font>"
    foot = "<center>本網站文字圖片著作權屬島嶼電子時報社所有</center>"
    html = f"<title>島嶼電子新聞網</title><table><tr>{menu}<td>{head}{TOLD}</td></tr></table>{foot}"
    assert clean_html(html, "https://news.example/1.html").title == "渡口縫紉機 一條褲腳五塊錢"


def test_clock_behind_a_headline_is_none_of_it() -> None:
    head = "<h1>棚屋居民自組水位哨　颱風前逐戶敲門 (14:30)</h1><div>2024年5月6日</div>"
    html = f"<html lang=zh-Hant><body>{head}<div>{TOLD}</div></body></html>"
    assert clean_html(html, "https://news.example/1.html").title == "棚屋居民自組水位哨 颱風前逐戶敲門"


@pytest.mark.parametrize(
    "junk", ["仿古瓷砖批发、二手叉车回收、微型水泵报价", "代写年终总结 无人机租赁 橡胶地垫定做 假发片"]
)
@pytest.mark.parametrize("mark", ["<div>{}</div>", "<p>{}</p>", "<h1>{}</h1>"])
def test_keywords_in_title_and_first_line_are_no_headline(junk: str, mark: str) -> None:
    head = "<h1>社区食堂推出半份菜 日均少倒两桶剩饭</h1><div>2024-05-06 14:20</div>"
    html = f"<html><head><title>{junk}</title></head><body>{mark.format(junk)}{head}<div>{TOLD}</div></body></html>"
    assert clean_html(html, "https://news.example/1.html").title == "社区食堂推出半份菜 日均少倒两桶剩饭"


@pytest.mark.parametrize("title", ["渡口新闻网", "无缝钢管报价 - 法兰厂家", "澳门真人百家乐注册"])
@pytest.mark.parametrize("behind", [False, True])
def test_of_two_first_headings_the_text_speaks_of_its_own(title: str, behind: bool) -> None:
    junk = f"<h1>{title if '百家乐' in title else '镀锌角钢多少钱一吨'}</h1>"
    head = "<h1>社区食堂推出半份菜 日均少倒两桶剩饭</h1><div>2024-05-06 14:20</div>"
    html = f"<title>{title}</title><body>{head + junk if behind else junk + head}<div>{TOLD}</div></body>"
    assert clean_html(html, "https://news.example/1.html").title == "社区食堂推出半份菜 日均少倒两桶剩饭"


@pytest.mark.parametrize("headline", ["光盘", "舌尖上的承诺"])
def test_a_deck_in_a_first_heading_of_its_own_is_no_headline(headline: str) -> None:
    head = f"<h1>{headline}</h1><h1>渡口社区食堂推出半份菜</h1><div>2024-05-06 14:20</div>"
    html = f"<title>{headline}_渡口新闻网</title><body>{head}<div>{TOLD}</div></body>"
    assert clean_html(html, "https://news.example/1.html").title == headline


def test_a_headline_that_the_text_does_not_repeat_stays_above_its_deck() -> None:
    head = "<h1>光盘</h1><h2>渡口社区食堂推出半份菜</h2><div>2024-05-06 14:20</div>"
    html = f"<html><head><title>光盘</title></head><body><section>{head}<div>{TOLD}</div></section></body></html>"
    assert clean_html(html, "https://news.example/1.html").title == "光盘"


def test_a_headline_in_two_lines_of_an_element_that_is_no_heading() -> None:
    parts = (
        "<table><tr><td class=info_t><font>李知南在明溪县调研时强调<br>推动老街早重开早见效</font></td></tr></table>"
    )
    body = f"{parts}<div>2024-05-06 09:10　来源：明溪日报</div>"
    whole = "李知南在明溪县调研时强调 推动老街早重开早见效"
    assert title_of(f"<title>{whole} - 要闻 - 明溪网</title>", body) == whole
    assert title_of("<title>李知南在明溪县调研时强调 - 要闻 - 明溪网</title>", body) == "李知南在明溪县调研时强调"


def test_the_day_and_occasion_of_a_speech_are_its_deck() -> None:
    occasion = "——2024年5月6日在明溪县第九届人民代表大会第五次会议上"
    body = f"<h1>政府工作报告</h1><h2>{occasion}</h2><p>明溪县县长 李知南</p><div>2024-05-08 来源：明溪日报</div>{TEXT}"
    article = clean_html(f"<title>政府工作报告{occasion}-明溪日报</title>{body}")
    assert (article.title, article.deck) == ("政府工作报告", occasion)
    assert article.as_dict()["published_at"] == "2024-05-08"


@pytest.mark.parametrize(("line", "title"), [(f"{HEADLINE}（1/12）", HEADLINE), ("老街1/3铺面重开", "老街1/3铺面重开")])
def test_the_number_of_a_picture_is_none_of_the_headline(line: str, title: str) -> None:
    assert title_of(f"<title>{title}_明溪网</title>", f"<h1>{line}</h1><div>2024-05-06</div>") == title


def test_what_a_digital_newspaper_says_in_its_comment() -> None:
    stated = (
        "<!--enpproperty <articleid>31</articleid><date>2024-05-06 00:00:00.0</date><author>何岱青</author>"
        f"<title>{HEADLINE}</title><keyword></keyword><subtitle>一条街的第四个春天</subtitle>"
        "<introtitle>明溪纪事</introtitle><siteid>2</siteid><nodename>要闻</nodename> /enpproperty-->"
    )
    shown = f"<div><span>明溪纪事</span><br><b>{HEADLINE}</b><br><span>一条街的第四个春天</span></div>"
    article = clean_html(f"<title>明溪日报-{HEADLINE}</title>{shown}{stated}<!--enpcontent-->{TEXT}<!--/enpcontent-->")
    found = article.as_dict()
    assert (article.title, article.kicker, article.deck) == (HEADLINE, "明溪纪事", "一条街的第四个春天")
    assert (found["published_at"], article.section, article.authors) == ("2024-05-06", "要闻", ("何岱青",))


@pytest.mark.parametrize("home", ["/", "./", "index.php", "https://mingxi.example/", "//www.mingxi.example"])
@pytest.mark.parametrize("tag", ["东山手记: 老街重开", "老街重开 - 东山手记", "东山手记 » 老街重开"])
def test_a_heading_that_leads_home_is_the_name_of_the_site(home: str, tag: str) -> None:
    body = f'<h1><a href="{home}">东山手记</a></h1><p>小城里的事</p><h3 class="post-title">老街重开</h3>'
    assert title_of(f"<title>{tag}</title>", body) == "老街重开"


def test_a_headline_that_leads_to_its_own_page_stays() -> None:
    body = f'<h1><a href="/">东山手记</a></h1><h1><a href="/a/1.html">{HEADLINE}</a></h1>'
    assert title_of("<title>东山手记</title>", body) == HEADLINE


@pytest.mark.parametrize("own", ["./", "index.html"])
@pytest.mark.parametrize("page", ["https://mingxi.example/a/1/", "https://mingxi.example/a/1/index.html"])
def test_a_headline_that_leads_to_its_own_folder_stays(own: str, page: str) -> None:
    body = f'<h1><a href="{own}">{HEADLINE}</a></h1><p>2024-03-10</p>{TEXT}<h2>四十年的茶馆</h2>{TEXT}'
    title = "<title>四十年的茶馆 东山老街重开</title>"
    assert clean_html(f"<html><head>{title}</head><body>{body}</body></html>", page).title == HEADLINE


@pytest.mark.parametrize(
    "headline", ["Kirschblüte lockt Gäste ans Ufer", "Lezárják a bereki hidat: kerülő", "Élections : on vote demain"]
)
def test_the_first_word_of_a_headline_in_another_language_is_no_keyword_phrase(headline: str) -> None:
    prose = f"<p>{headline.split(maxsplit=1)[1]} {'vom Rathaus heute gemeldet und am Abend bestätigt. ' * 9}</p>"
    assert title_of(f"<title>{headline} - Tauberbote</title>", f"<h1>{headline}</h1>{prose}") == headline
