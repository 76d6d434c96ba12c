"""The body: what is taken, what is left and recorded, what kind its lines are."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import TOLD
from rows import every_row

from cleaners import clean_html, clean_text, remember
from cleaners.article import Article, BlockKind, RemovalKind
from cleaners.body.choose import bar, expected_f1, take_likely
from cleaners.body.copies import names_machine
from cleaners.body.features import tabulate
from cleaners.body.last_resort import take_plainest
from cleaners.body.line_phrases import find_dates, find_phrases
from cleaners.body.parts import FAR_LINES
from cleaners.body.scorer import Scorer, load_scorer
from cleaners.body.tables import cells_of
from cleaners.lexicons import load_lexicon
from cleaners.page.parse import parse_page
from cleaners.site import Site

GOLD = Path(__file__).parent.parent.parent / "shared" / "bench" / "gold"

PROSE = (
    "停航三个月的城西渡口今天复航。早上六点半，第一班渡船载着四十二名乘客离岸，七分钟以后靠上南岸码头。",
    "船工卫长庚在河上撑了二十六年船。他说，停航期间换了两台发动机，船板也重新上了漆，跑起来比从前稳。",
    "“坐船比过桥快二十分钟。”在南岸上班的童小雨每天坐第一班船，她说，停航的三个月里，天天要早起半小时。",
    "票价仍是两元，刷公交卡一元八角。县交通局说，周末加开四班，末班船延到晚上九点。",
)
MENU = "".join(f'<li><a href="/c{n}/">栏目{n}</a></li>' for n in range(10))
RELATED = "".join(f'<li><a href="/a{n}.html">县里第{n}条乡村公路今天通车</a></li>' for n in range(6))


def html_of(inside: str) -> str:
    return (
        "<html><head><title>城西渡口今天复航_河湾网</title></head><body>"
        f'<div class="nav"><ul>{MENU}</ul></div><div class="main"><h1>城西渡口今天复航</h1>'
        '<div class="info">2026-03-10 09:12　来源：河湾网</div>'
        f'<div class="content">{inside}</div>'
        f'<div class="related"><h3>相关阅读</h3><ul>{RELATED}</ul></div></div>'
        '<div class="comments"><p>网友评论仅供表达个人看法。</p></div>'
        '<div class="footer"><p>版权所有 河湾网 未经授权不得转载</p></div></body></html>'
    )


def article_of(inside: str, site: Site | None = None) -> Article:
    return clean_html(html_of(inside), "https://news.example/1.html", site=site)


@pytest.mark.parametrize(
    "inside",
    [
        "".join(f"<p>{line}</p>" for line in PROSE),
        "<br>".join(f"\u3000\u3000{line}" for line in PROSE),
        "".join(f"<div>{line}</div>" for line in PROSE),
        "<table><tr><td>" + "<br/><br/>".join(PROSE) + "</td></tr></table>",
        "".join(f"<p><span>{line[:9]}</span>{line[9:]}</p>" for line in PROSE),
        "<section>" + "".join(f"<section><p>{line}</p></section>" for line in PROSE) + "</section>",
    ],
    ids=["paragraphs", "br", "div", "table", "spans", "sections"],
)
def test_the_whole_article_and_nothing_else(inside: str) -> None:
    assert article_of(inside).text.split("\n") == list(PROSE)


def test_what_is_left_out_in_reach_is_recorded() -> None:
    paragraphs = [f"<p>{line}</p>" for line in PROSE]
    paragraphs.insert(2, '<p><a href="/app">点击下载河湾新闻客户端</a></p>')
    article = article_of("".join(paragraphs))
    assert article.text.split("\n") == list(PROSE)
    cut = [removal for removal in article.removed if "客户端" in removal.text]
    assert [(removal.kind, removal.where, removal.step) for removal in cut] == [
        (RemovalKind.BOILERPLATE, "body", "choose_body")
    ]


def test_each_line_of_the_body_gets_its_kind() -> None:
    inside = (
        f"<p>{PROSE[0]}</p><h2>一、票价</h2><p>{PROSE[1]}</p><p><strong>二、班次</strong></p><p>{PROSE[2]}</p>"
        f"<blockquote><p>{PROSE[3]}</p></blockquote>"
        "<ul><li>北岸首班船早上六点半开出，七分钟以后到南岸。</li><li>南岸末班船晚上九点开出，周末不变。</li></ul>"
        f"<p>{PROSE[2][::-1]}</p>"
    )
    kinds = [block.kind for block in article_of(inside).blocks]
    wanted = [
        BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.PARAGRAPH,
        BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.LIST_ITEM, BlockKind.PARAGRAPH,
    ]  # fmt: skip
    assert kinds == wanted


def test_a_caption_belongs_to_the_story() -> None:
    figure = '<figure><img src="/1.jpg"><figcaption>3月10日，渡船在城西渡口靠岸。</figcaption></figure>'
    article = article_of(f"<p>{PROSE[0]}</p>{figure}<p>{PROSE[1]}</p><p>{PROSE[2]}</p>")
    assert (BlockKind.CAPTION, "3月10日，渡船在城西渡口靠岸。") in article.blocks


@pytest.mark.parametrize("cell_of", ["<td>{}</td>", "<td><p>{}</p></td>", "<td><div>{}</div></td>"])
def test_a_table_of_data_is_kept_whole_a_row_a_block(cell_of: str) -> None:
    rows = (("站名", "首班", "末班"), ("北岸", "6:30", "21:00"), ("南岸", "6:45", "21:15"))
    table = "".join("<tr>" + "".join(map(cell_of.format, row)) + "</tr>" for row in rows)
    article = article_of(f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p><table>{table}</table><p>{PROSE[2]}</p><p>{PROSE[3]}</p>")
    assert [b.text for b in article.blocks if b.kind is BlockKind.TABLE_ROW] == ["\t".join(row) for row in rows]


def test_empty_cells_keep_their_place() -> None:
    rows = (("", "首班", "末班"), ("北岸", "", "21:00"), ("南岸", "6:45", ""))
    table = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
    article = article_of(f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p><table>{table}</table><p>{PROSE[2]}</p><p>{PROSE[3]}</p>")
    told = [b.text for b in article.blocks if b.kind is BlockKind.TABLE_ROW]
    assert told == ["\t首班\t末班", "北岸\t\t21:00", "南岸\t6:45"]


def test_cells_of_several_lines_stay_lines() -> None:
    cells = f"<td><p>{PROSE[0]}</p><p>{PROSE[1]}</p></td><td><p>北岸渡口</p><p>电话2210</p></td>"
    article = article_of(f"<p>{PROSE[2]}</p><p>{PROSE[3]}</p><table><tr>{cells}</tr></table><p>{PROSE[0]}</p>")
    assert BlockKind.TABLE_ROW not in {block.kind for block in article.blocks}


def test_a_paragraph_alone_in_its_row_fills_no_cell() -> None:
    rows = "".join(f"<tr><td><div>{line}</div></td></tr>" for line in ("郑重声明", "第一条", "第二条", "第三条"))
    page = parse_page(f"<table>{rows}</table>", None)
    assert cells_of(page.lines, page.boxes) == [None] * 4


def test_a_sites_selectors_come_first() -> None:
    site = Site(selectors={"body": ".content"}, strip=(".ad",))
    article = article_of(f'<p>{PROSE[0]}</p><p class="ad">{PROSE[1]}</p><p>{PROSE[2]}</p>', site)
    assert article.text.split("\n") == [PROSE[0], PROSE[2]]
    assert PROSE[1] in [removal.text for removal in article.removed]


def test_a_poem_is_an_article() -> None:
    verses = [
        "桨声还在水里，",
        "人已经上了岸。",
        "父亲把缆绳绕了三圈，",
        "说，河会记得它。",
        "桥修好那天，",
        "渡船停了一夜。",
    ] * 2
    article = article_of("<br>".join(verses))
    assert article.text.split("\n") == verses
    assert article.rejection is None


def test_plain_text_is_all_body() -> None:
    assert clean_text("\n\n".join(PROSE)).text.split("\n") == list(PROSE)


def test_the_bar_follows_the_page() -> None:
    tokens = np.array([30, 30, 30, 5], np.float32)
    sure = np.array([0.9, 0.95, 0.01, 0.01], np.float32)
    unsure = np.array([0.2, 0.25, 0.01, 0.01], np.float32)
    for likely in (sure, unsure):
        assert list(likely >= bar(expected_f1(likely, tokens))) == [True, True, False, False]
    assert expected_f1(sure, tokens) > 0.9 > 0.4 > expected_f1(unsure, tokens)


def test_a_line_of_other_pages_of_the_site_is_no_article() -> None:
    standing = "欢迎新闻线索投给本报，一经采用即付稿酬，来信请寄河湾市城西路一号编辑部收。"
    inside = "".join(f"<p>{line}</p>" for line in (*PROSE, standing))
    source, url = html_of(inside), "https://news.example/1.html"
    assert standing in clean_html(source, url).text
    memory = remember([[standing, f"第{n}篇"] for n in range(8)])
    article = clean_html(source, url, memory=memory)
    assert article.text == "\n".join(PROSE)
    assert standing in clean_html(source, url, memory=remember([[standing]] * 7)).text
    assert (standing, "leave_out_standing") in [(removal.text, removal.step) for removal in article.removed]


def test_a_story_at_several_addresses_keeps_its_text() -> None:
    article = clean_html(html_of("".join(f"<p>{line}</p>" for line in PROSE)), memory=remember([PROSE] * 8))
    assert article.text == "\n".join(PROSE)


def test_code_is_kept_whole() -> None:
    code = "make\nx=1\n./run --all"
    article = article_of(f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p><pre>{code}</pre><p>{PROSE[2]}</p><p>{PROSE[3]}</p>")
    assert [block.text for block in article.blocks if block.kind is BlockKind.CODE] == code.split("\n")


def test_an_article_that_is_printed_twice_is_taken_once() -> None:
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    article = clean_html(html_of(f'<div class="wide article">{text}</div><div class="narrow article">{text}</div>'))
    assert article.text == "\n".join(PROSE)


def test_the_refrain_of_a_song_is_sung_each_time() -> None:
    refrain = "<br>".join(f"And the ferry comes over the water, {name}, over the water" for name in ("Ada", "Bo", "Cy"))
    verses = "<p>{}<br>We waited the whole of the winter for the bell<p>" + refrain
    song = verses.format("The ice went out in April") + verses.format("The geese came back on Sunday")
    assert clean_html(html_of(f"<article>{song}</article>")).text.count("over the water, Ada") == 2


def test_a_refrain_stays() -> None:
    refrain = "末班船延到晚上九点。"
    text = "".join(f"<p>{line}</p><p>{refrain}</p>" for line in PROSE)
    assert clean_html(html_of(f'<div class="article">{text}</div>')).text.count(refrain) == len(PROSE) + 1


def test_what_a_notice_asks_for_each_post_stays() -> None:
    asked = "要求：全日制本科及以上学历，三十五周岁以下，有中级职称的可放宽到四十周岁。"
    posts = "".join(f"<p>{post}两名。</p><p>{asked}</p>" for post in ("轮机员", "售票员", "会计"))
    assert clean_html(html_of(f"<article><p>{PROSE[0]}</p>{posts}</article>")).text.count(asked) == 3


def test_the_scorer_sees_a_line_among_its_neighbours() -> None:
    random = np.random.default_rng(1)
    weights = [(3, 2), (2,), (18, 4), (4,), (4,), (1,)]
    bounds = np.full(3, -9, np.float32), np.full(3, 9, np.float32)
    scorer = Scorer(*bounds, *(random.normal(size=shape).astype(np.float32) for shape in weights))
    columns = random.normal(size=(12, 3)).astype(np.float32)
    changed = columns.copy()
    changed[0] += 5
    moved = np.flatnonzero(np.abs(scorer(columns) - scorer(changed)) > 1e-6)
    assert moved.max() <= 4
    assert len(scorer(columns[:1])) == 1


def test_the_model_fits_the_columns() -> None:
    page = parse_page(html_of("<p>文</p>"), None)
    table = tabulate(page.lines, page, "城西渡口今天复航")
    assert table.columns.shape == (len(page.lines), load_scorer().line_weights.shape[0])
    assert np.isfinite(table.columns).all()


@pytest.mark.parametrize(
    ("plain", "telling"),
    [
        ("<h2>城南</h2>", "<h2>相关阅读</h2>"),
        ("<div><p>早</p></div>", '<div><p>早</p><img src="a.jpg"></div>'),
        ("", '<meta property="og:site_name" content="第一班渡船">'),
        ("", '<meta name="author" content="第一班渡船">'),
    ],
    ids=["heading above", "image near", "names the site", "names the writer"],
)
def test_what_stands_far_from_a_line_can_tell_of_it(plain: str, telling: str) -> None:
    below = "".join(f"<p>{line}</p>" for line in PROSE * 3)
    tables = []
    for source in (plain, telling):
        page = parse_page(f"<html><head></head><body>{source}{below}</body></html>", None)
        tables.append(tabulate(page.lines, page, None).columns)
    assert (tables[0] != tables[1]).any(axis=1).sum() >= 3


@settings(max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=8))
def test_any_text_can_be_counted(texts: list[str]) -> None:
    source = "".join(f"<p>{text}</p>" for text in texts)
    page = parse_page(source, None)
    if page.lines:
        assert np.isfinite(tabulate(page.lines, page, texts[0]).columns).all()


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_give_an_article(raw: bytes) -> None:
    assert clean_html(raw) == clean_html(raw)
    assert clean_html(b"<html><body><p>" + raw + b"<table><li>" + raw).url is None


@pytest.mark.parametrize("url", ["http://[daily", "http://[daily.example]/1.html", "//[", "https://daily.example]/1"])
def test_a_page_whose_address_cannot_be_taken_apart_has_none(url: str) -> None:
    html = html_of("".join(f'<p><a href="http://n.example/{line}">{line}</a>{line}</p>' for line in PROSE))
    assert clean_html(html, url) == clean_html(html)
    assert clean_text("\n".join(PROSE), url) == clean_text("\n".join(PROSE))


@pytest.mark.skipif(not GOLD.exists(), reason="the gold pages are not here")
@pytest.mark.parametrize("pages", sorted(path.name for path in GOLD.glob("*")))
def test_a_page_cut_off_somewhere_gives_an_article(pages: str) -> None:
    random = np.random.default_rng(5)
    for path in sorted((GOLD / pages / "html").glob("*.html.gz"))[::3]:
        raw = gzip.decompress(path.read_bytes())
        article = clean_html(raw[: random.integers(1, len(raw))], "https://news.example/1.html")
        json.dumps(article.as_dict())


@every_row("row", load_lexicon("line_phrases"), ids=lambda row: row["text"])
def test_phrases_of_lines(row: dict[str, str]) -> None:
    column = sorted({other["name"] for other in load_lexicon("line_phrases")}).index(row["name"])
    assert find_phrases(["第一行", row["hit"], row["miss"]])[:, column].tolist() == [0, 1, 0]


def test_a_phrase_counts_behind_a_bullet_only() -> None:
    related = sorted({row["name"] for row in load_lexicon("line_phrases")}).index("related")
    lines = ["相关阅读：渡口", "“相关阅读", "看相关阅读", "相关阅读" * 40]
    assert find_phrases(lines)[:, related].tolist() == [1, 1, 0, 0]


@pytest.mark.parametrize(
    "text", ["2026-03-10", "3月10日", "09:12", "3 hours ago", "12分钟前", "March 10, 2026", "2026年3月"]
)
def test_short_lines_with_a_day_or_a_time_are_dated(text: str) -> None:
    assert find_dates([text, "渡口复航", "x" * 80 + text], np.array([True, False, True])).tolist() == [1, 0, 0]


def test_what_stands_above_the_headline_is_not_the_article() -> None:
    told = "县医院新门诊楼昨天启用，楼高九层，设诊室一百二十间，比旧楼多出一倍。"
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    teaser = f"<div><h3>今日要闻</h3><a href='/t'>{told[:14]}</a><p>{told}</p></div>"
    html = (
        f"<html><head><title>城西渡口今天复航_河湾网</title></head><body>{teaser}"
        f"<div><h1>城西渡口今天复航</h1><div>2026-03-10 09:12　来源：河湾网</div><div>{text}</div></div></body></html>"
    )
    assert clean_html(html, "https://news.example/1.html").text == "\n".join(PROSE)


RESULTS = "<tr><td>站点</td><td>首班</td><td>末班</td></tr><tr><td>城西渡口</td><td>6:30</td><td>21:00</td></tr>"


@pytest.mark.parametrize(
    ("behind", "taken"),
    [
        (f"<table>{RESULTS}</table>", True),
        (f"<div class='scroll'><figure><table>{RESULTS}</table></figure></div>", True),
        (f"<div class='links'><a href='/x.html'>船票</a></div><table>{RESULTS}</table>", False),
        ("<table>" + RESULTS.replace("<td>", "<td><a href='/s'>").replace("</td>", "</a></td>") + "</table>", False),
    ],
)
def test_a_table_that_ends_the_article_is_taken(behind: str, taken: bool) -> None:
    text = article_of("".join(f"<p>{line}</p>" for line in PROSE) + behind).text
    assert ("城西渡口\t6:30\t21:00" in text) is taken
    assert PROSE[-1] in text


def test_an_old_page_of_one_table_keeps_its_article() -> None:
    menu = "<br>".join(f"<a href='/{n}.asp'>{name}</a>" for n, name in enumerate(("首页", "船讯", "留言", "友情链接")))
    told = (
        "渡船昨天夜里靠了岸。",
        "船工说水退得很快。",
        "今早六点开出头一班。",
        "票价和从前一样。",
        "老人小孩都不要钱。",
    )
    html = (
        f"<html><head><title>渡船靠岸了</title></head><body><table><tr><td width=120>{menu}</td><td><b>渡船靠岸了</b>"
        f"<br>2003-03-10 邰建国<br>{'<br>'.join('　　' + line for line in told)}</td></tr></table></body></html>"
    )
    assert clean_html(html, "https://news.example/1.asp").text.split("\n") == list(told)


@pytest.mark.parametrize("text", ["<p>".join(PROSE), "<div>" + "".join(f"<p>{line}</p>" for line in PROSE) + "</div>"])
def test_a_table_with_the_text_in_one_of_its_cells_is_no_data(text: str) -> None:
    html = (
        "<html><head><title>城西渡口今天复航_河湾网</title></head><body><table><tr><th>城西渡口今天复航</th></tr>"
        f"<tr><td>2001年11月08日 10:22 河湾晚报</td></tr><tr><td>{text}</td></tr>"
        "<tr><td>【<a href=/p>评论</a>】【<a href=/c>关闭</a>】</td></tr></table></body></html>"
    )
    assert clean_html(html, "https://news.example/1.html").text.split("\n") == list(PROSE)


def test_a_first_sentence_that_says_from_when_is_no_line_of_time_and_source() -> None:
    lede = "为便于群众出行，自2026年3月10日起，城西渡口复航。现将船期公告如下："
    html = f"<p>{lede}</p><table>{RESULTS}</table>" + "".join(f"<p>{line}</p>" for line in PROSE)
    article = article_of(html)
    assert article.text.split("\n") == [lede, "站点\t首班\t末班", "城西渡口\t6:30\t21:00", *PROSE]


def test_a_ticker_is_read_to_its_last_entry() -> None:
    told = (
        *PROSE,
        "下午三点，水位退到警戒线以下。",
        "河湾镇的渡口也开了，船票照旧。",
        "夜里还有小雨，渡口管理站提醒乘客带好雨具。",
    )
    entries = "".join(
        f"<div class=item><div class=hour>{hour}:10</div><div class=txt><p>{line}</p></div></div>"
        for hour, line in enumerate(told, 11)
    )
    text = article_of(f"<div class=live>{entries}</div>").text
    assert [line for line in text.split("\n") if not line.endswith(":10")] == list(told)


def test_stanzas_are_taken_where_nothing_looks_like_an_article_and_a_plea_for_consent_is_not() -> None:
    stanza = "The ferry has gone from the landing,<br>the rope is still wet on the {},<br>and a boy goes home."
    stanzas = "".join(f"<p>{stanza.format(word)}</p>" for word in ("stone", "wood", "sand", "rail"))
    plea = "".join(
        f"<p>We and our {who} store what you read here to measure it.</p>" for who in ("friends", "hosts") * 3
    )
    page = parse_page(
        f"<h1>Low Water</h1><div id=cookie-consent>{plea}</div><div class=c>{stanzas}</div>", "https://news.example/1"
    )
    table = tabulate(page.lines, page, "Low Water")
    kept = take_plainest(page.lines, page.boxes, table, "Low Water", np.zeros(len(page.lines), np.float32))
    assert [line.tag for line, taken in zip(page.lines, kept, strict=True) if taken] == ["p"] * 12
    assert not kept[: len(page.lines) - 12].any()


FERRY = (
    "The ferry at Low Landing runs again from Monday, three months after its chain broke in the January flood.",
    "“I have walked round by the bridge for ninety days,” said Ann Moss, who sells eggs on the far bank. “No more.”",
    "The new chain was forged in Leeds and weighs four tonnes. Two divers needed nine days to lay it along the bed.",
    "A crossing still costs one pound. Dogs travel free, and so do bicycles, as long as somebody else holds them.",
    "The council expects forty thousand passengers by October, as many as in the year before the flood.",
)


@pytest.mark.parametrize(
    ("tail", "kept"),
    [
        ("<h2>Meet your guide</h2><h2>Further reading</h2><ul><li><a href=/9>Chains of the river</a></ul>", []),
        ("<h3>Tell us</h3><form><label>Your e-mail</label></form>", []),
        ("</div><div><h3>Explore more</h3>", []),
        ("<h3>Low Landing Ferry Trust</h3><h4>March 2, 2026</h4>", ["Low Landing Ferry Trust", "March 2, 2026"]),
        ("<h3>Tickets: one pound, on the quay</h3>", ["Tickets: one pound, on the quay"]),
        ("<h3>-Erin</h3>", ["-Erin"]),
        ("<h3>The ferry leaves on the hour.</h3>", ["The ferry leaves on the hour."]),
        ("<h3>Fares</h3><p>Adults pay one pound and children pay nothing at all.</p>", 2),
    ],
)
def test_headings_at_the_end_stand_above_what_was_not_taken(tail: str, kept: list[str] | int) -> None:
    body = "".join(f"<p>{line}</p>" for line in FERRY)
    cards = "".join(f"<a href=/{number}><h3>Story {number} of the week</h3></a>" for number in range(3))
    menu = "<ul><li><a href=/>Home</a></li><li><a href=/n>News</a></li></ul>"
    page = f"<title>Ferry runs again</title>{menu}<main><h1>Ferry runs again</h1><div>{body}{tail}</div>"
    lines = clean_html(f"{page}</main><div class=cards>{cards}</div>", "https://n.example/1.html").text.split("\n")
    assert lines[: len(FERRY)] == list(FERRY)
    assert (lines[len(FERRY) :] if isinstance(kept, list) else len(lines) - len(FERRY)) == kept


CAPTIONS = (
    "The women of the upper quarter fold the paper mills from January on, one for each who once lived here.",
    "The crier, Anton Rey, blows the shell from the tower. His grandmother had it for a sack of flour.",
    "A boy waits for his turn on the slope. Whoever sends his mill across the river has a wish free.",
    "At noon there is rice on the square, at tables eighty yards long, and nobody sits beside his own kin.",
    "The band has played without a conductor since the last one went home nine years ago.",
)


def test_captions_tell_the_story_of_a_page_of_pictures() -> None:
    opening = "<p>Each March the village of Ventosa throws thousands of paper mills into the air to ask for wind.</p>"
    slides = "".join(
        f"<li><figure><img src={at}.jpg><span>{at} / 5</span><figcaption><p>{line}</p><span>TERESA ALBA</span>"
        "</figcaption></figure></li>"
        for at, line in enumerate(CAPTIONS, 1)
    )
    page = f"<title>The feast of the mills</title><h1>The feast of the mills</h1>{opening}<ul>{slides}</ul>"
    article = clean_html(page, "https://n.example/1.html")
    assert article.text.split("\n")[-len(CAPTIONS) :] == list(CAPTIONS)


def test_captions_of_cards_tell_other_stories() -> None:
    cards = "".join(
        f"<figure><a href={at}.html><img src={at}.jpg></a><figcaption>{line}</figcaption></figure>"
        for at, line in enumerate(CAPTIONS)
    )
    body = "".join(f"<p>{line}</p>" for line in FERRY[:2])
    page = f"<title>Ferry runs again</title><main><h1>Ferry runs again</h1><article>{body}</article>"
    article = clean_html(f"{page}<h2>More stories</h2>{cards}</main>", "https://n.example/1.html")
    assert article.text.split("\n") == list(FERRY[:2])


def test_a_headline_below_its_rubric_is_no_line_of_the_text() -> None:
    title = "The Ferry Is Back. Ann Moss: “My Knees Counted Every Day”"
    body = "".join(f"<p>{line}</p>" for line in FERRY)
    page = f"<title>{title}</title><article><p class=rubric>Culture</p><h1>{title}</h1><div>{body}</div></article>"
    assert clean_html(page, "https://n.example/1.html").text.split("\n") == list(FERRY)


def taken_of(*parts: tuple[int, float, float]) -> list[float]:
    """How much of each part of a page is taken; a part is a number of lines, their likelihood, their tokens."""
    likely = np.repeat(np.array([part[1] for part in parts], np.float32), [part[0] for part in parts])
    tokens = np.repeat(np.array([part[2] for part in parts], np.float32), [part[0] for part in parts])
    kept = take_likely(likely, tokens, expected_f1(likely, tokens))
    ends = np.cumsum([part[0] for part in parts])
    return [float(part.mean()) for part in np.split(kept, ends[:-1])]


ARTICLE, MENU_LINES = (6, 0.9, 30.0), (FAR_LINES + 1, 0.01, 4.0)


@pytest.mark.parametrize(
    ("parts", "taken"),
    [
        ((ARTICLE, MENU_LINES, (5, 0.48, 60.0)), [1, 0, 0]),  # a dialogue of consent far below, longer than the text
        (((5, 0.48, 60.0), MENU_LINES, ARTICLE), [0, 0, 1]),  # and far above
        ((ARTICLE, MENU_LINES, (6, 0.7, 30.0)), [1, 0, 1]),  # the rest of an article that a box interrupts
        ((ARTICLE, (2, 0.01, 4.0), (2, 0.48, 30.0)), [1, 0, 1]),  # behind a caption and a prompt the text goes on
        (((8, 0.3, 20.0), MENU_LINES, (8, 0.28, 20.0)), [1, 0, 1]),  # a page on which all looks unlikely
    ],
)
def test_a_part_far_from_the_main_one_is_taken_if_it_is_nearly_as_likely(
    parts: tuple[tuple[int, float, float], ...], taken: list[float]
) -> None:
    assert taken_of(*parts) == taken


CODE_PROSE = (
    "公司每个月会导出上百张发票扫描件，文件名是扫描仪生成的流水号，财务希望改成日期加序号的格式，手工改太累。",
    "先取出所有文件，按修改时间排序，再改名。要注意重名的时候系统会报错，最好先复制一份再运行。",
    "实测三百个文件不到一秒就改完了。改错了也不要紧，备份还在，删掉重来就是。",
)


def code_page(listing: str) -> str:
    first, second, last = (f"<p>{text}</p>" for text in CODE_PROSE)
    return (
        "<html><head><title>批量重命名文件</title></head><body><ul><li><a href='/'>首页</a></li></ul>"
        f"<h1>批量重命名文件</h1><div class='article'>{first}{second}{listing}{last}</div></body></html>"
    )


@pytest.mark.parametrize(
    "listing",
    [
        (
            "<pre><code>import os\nnames = sorted(os.listdir('.'))\nprint(names)</code>"
            "<ul class='pre-numbering'><li>1</li><li>2</li><li>3</li></ul></pre>"
        ),
        (
            "<div class='dp-highlighter'><table><tr><td class='gutter'><div>1</div><div>2</div><div>3</div></td>"
            "<td class='code'><div>import os</div><div>names = sorted(os.listdir('.'))</div>"
            "<div>print(names)</div></td></tr></table></div>"
        ),
        (
            "<div class='example'><div class='example_code'><div class='hl-main'><span>import</span> os<br>"
            "names = sorted(os.listdir('.'))<br>print(names)</div></div></div>"
        ),
    ],
    ids=["numbers behind", "gutter", "not preformatted"],
)
def test_listings_are_whole_and_without_the_numbers_of_their_lines(listing: str) -> None:
    article = clean_html(code_page(listing), "https://www.code.example/1.html")
    code = ["import os", "names = sorted(os.listdir('.'))", "print(names)"]
    assert article.text.replace("\t", "\n").split("\n") == [*CODE_PROSE[:2], *code, CODE_PROSE[2]]


def test_a_numbered_list_without_code_stays() -> None:
    numbers = "<p>1</p><p>2</p><p>3</p>"
    article = clean_html(code_page(f"<p>抽中的三个号码是：</p>{numbers}"), "https://www.code.example/1.html")
    assert article.text.split("\n")[2:] == ["抽中的三个号码是：", "1", "2", "3", CODE_PROSE[2]]


@pytest.mark.parametrize("summary", ["<strong>摘要</strong>: {}{}...", "{}{}", "导读：{}{}……", "{} {}..."])
def test_a_summary_cut_from_the_head_of_the_text_is_left_out(summary: str) -> None:
    cut = summary.format(CODE_PROSE[0], CODE_PROSE[1][:14])
    page = code_page("").replace("<div class='article'>", f"<div class='s'>{cut}</div><div class='article'>")
    assert clean_html(page, "https://www.code.example/1.html").text.split("\n") == list(CODE_PROSE)


def test_a_page_laid_out_in_one_column_of_cells_is_no_table_of_data() -> None:
    told = (
        "小麦播种四十一万亩，完成计划的九成。",
        "县农业局组织技术员下乡，推广良种六个。",
        "预计下旬前播种全部结束。",
    )
    rows = (
        "<font size=4>我县小麦播种完成九成</font>",
        "来源：明溪县农业局　2009-10-18　阅读 531 次",
        "<br><br>".join(told),
        "【<a href=#>大 中 小</a>】【<a href=#>打印</a>】【<a href=#>关闭</a>】",
    )
    table = "".join(f"<tr><td>{row}</td></tr>" for row in rows)
    article = clean_html(
        f"<title>明溪在线-我县小麦播种完成九成</title><table>{table}</table>", "http://mingxi.example/1"
    )
    assert article.text.split("\n") == list(told)


@pytest.mark.parametrize("cell", ["{}", "{}</td><td>"])
def test_a_list_of_one_column_at_the_end_of_a_text_is_data(cell: str) -> None:
    entries = ("成人票 2元", "学生票 1元", "自行车 1元", "摩托车 3元", "月票 50元")
    table = "".join(f"<tr><td>{cell.format(entry)}</td></tr>" for entry in entries)
    page = code_page("").replace("</div></body>", f"<p>票价如下：</p><table>{table}</table></div></body>")
    assert set(entries) <= set(clean_html(page, "https://www.code.example/1.html").text.split("\n"))


def test_a_song_in_one_line_above_its_lines_is_no_summary() -> None:
    lines = ("船儿摇啊摇摇", "摇到外婆桥头", "桥下流水悠悠", "我们划船回家")
    song = f"<div><p>{' '.join(lines)}</p></div><div>{''.join(f'<p>{line}</p>' for line in lines)}</div>"
    page = code_page("").replace("<div class='article'>", f"<div class='article'>{song}")
    assert " ".join(lines) in clean_html(page, "https://www.code.example/1.html").text


def test_a_summary_in_words_of_its_own_stays() -> None:
    cut = "三百个文件一秒钟改完名，一个小工具省下了财务的一个下午。"
    page = code_page("").replace("<div class='article'>", f"<div class='s'>{cut}</div><div class='article'>")
    assert clean_html(page, "https://www.code.example/1.html").text.split("\n") == [cut, *CODE_PROSE]


@pytest.mark.parametrize(
    "listing",
    [
        "<pre>for i in range(1, 4):\n    print(i)</pre><p>运行以后，屏幕上出现三行：</p><pre>1\n2\n3</pre>",
        "<pre>for i in range(1, 4):\n    print(i)</pre><pre>1\n2\n3</pre>",
        "<pre class='line-numbers'>$ seq 3\n1\n2\n3\n$ exit</pre>",
    ],
    ids=["below a sentence", "right below", "in the listing"],
)
def test_numbers_that_a_program_printed_stay(listing: str) -> None:
    article = clean_html(code_page(listing), "https://www.code.example/1.html")
    assert [line for line in article.text.replace("\t", "\n").split("\n") if line.isdigit()] == ["1", "2", "3"]


REFRAIN = "那一年渡口停了船我们站在岸上望着对面的灯火"


@pytest.mark.parametrize(
    "opening",
    [
        f"<p>{REFRAIN}</p><p>{REFRAIN}</p>",
        f"<h2>{CODE_PROSE[0][:24]}</h2><div class='part'><p>{CODE_PROSE[0]}</p></div>",
        f"<p>{CODE_PROSE[0][:24]}</p><p>{CODE_PROSE[0]}</p>",
    ],
    ids=["refrain", "heading", "first words again"],
)
def test_a_first_line_that_returns_is_no_summary(opening: str) -> None:
    page = code_page("").replace(f"<p>{CODE_PROSE[0]}</p>", opening)
    lines = clean_html(page, "https://www.code.example/1.html").text.split("\n")
    assert len(lines) == len(CODE_PROSE) + 1
    assert lines[1].startswith(lines[0])


@pytest.mark.parametrize("tag", ["<body class='syntaxhighlighter'>", "<body class='has-syntaxhighlighter'>"])
def test_a_page_that_carries_the_class_of_a_highlighter_is_no_listing(tag: str) -> None:
    article = clean_html(code_page("").replace("<body>", tag), "https://www.code.example/1.html")
    assert [block.kind for block in article.blocks] == [BlockKind.PARAGRAPH] * len(CODE_PROSE)
    assert article.text.split("\n") == list(CODE_PROSE)


@every_row("row", load_lexicon("machine_summaries"), ids=lambda row: row["text"])
def test_each_word_of_a_label_that_names_a_machine_is_in_one(row: dict[str, str]) -> None:
    assert names_machine(row["hit"])
    assert not names_machine(row["miss"])


@pytest.mark.parametrize(
    "box", ["<div><h3>{0}</h3><ul><li>{1}</li></ul></div>", "<section>{0}<div><p>{1}</p></div></section>"]
)
@pytest.mark.parametrize(
    "label", ["KI-generierte Zusammenfassung", "Resumen generado por IA", "AIによる要約", "AI 요약"]
)
def test_what_a_machine_summed_up_may_be_a_list_below_its_label(box: str, label: str) -> None:
    summary = "The ferry is back at the landing after three months, and tickets cost what they did before the winter."
    page = "".join(TOLD)
    told = [line.text for line in parse_page(page, None).lines]
    head = "<title>The ferry is back at the landing</title><h1>The ferry is back at the landing</h1>"
    article = clean_html(f"{head}<article>{box.format(label, summary)}{page}</article>")
    assert article.text.split("\n") == told


@pytest.mark.parametrize("label", ["AI摘要", "智能总结", "AI-generated summary"])
def test_what_a_machine_summed_up_above_the_text_is_left_out(label: str) -> None:
    summary = "渡口停航三个月后复航，票价不变，周末加班，末班船延到九点，乘客称比过桥快二十分钟。"
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    assert article_of(f"<div><div>{label}</div><div>{summary}</div></div>{text}").text.split("\n") == list(PROSE)


@pytest.mark.parametrize(
    "box", ["<div>AI导读<p>{0}</p><small>内容由AI生成</small></div>", "<div>智能摘要<br>{0}</div>"]
)
def test_words_that_a_machine_wrote_may_stand_in_the_box_of_its_label(box: str) -> None:
    summary = "渡口停航三个月后复航，票价不变，周末加班，末班船延到九点，乘客称比过桥快二十分钟。"
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    assert article_of(f"{box.format(summary)}<div>{text}</div>").text.split("\n") == list(PROSE)
    inside = f"<div><div>AI速览</div><div>{summary}</div>{text}</div>"
    assert article_of(inside).text.split("\n") == list(PROSE)


@pytest.mark.parametrize(("mark", "left"), [("：", False), ("】", False), ("", True)])
def test_a_first_line_that_tells_of_such_summaries_is_none(mark: str, left: bool) -> None:
    first = f"AI摘要{mark}取代了渡口的告示栏，三个月后渡船复航，票价不变，周末加班，乘客称比过桥快二十分钟。"
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    article = article_of(f"<div><div><p>{first}</p></div></div><div>{text}</div>")
    assert article.text.split("\n") == [first] * left + list(PROSE)


@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize("behind", ["<h2>班次</h2>", "<blockquote>“比过桥快。”他说。</blockquote>"])
def test_a_label_of_what_a_machine_summed_up_alone_cuts_no_paragraph(tag: str, behind: str) -> None:
    """Its summary is had by a script; the text's first part stands between the label and a subhead."""
    first, *rest = (f"<{tag}>{line}</{tag}>" for line in PROSE)
    article = article_of(f"<div><{tag}>AI摘要</{tag}>{first}{behind}{''.join(rest)}</div>")
    assert [line for line in article.text.split("\n") if line in {*PROSE, "AI摘要"}] == list(PROSE)


def test_a_line_of_a_song_that_trails_off_and_returns_stays() -> None:
    refrain = "那一年大水漫过了渡口我们都在屋顶上等着船来……"
    lines = [refrain, PROSE[0], refrain, "等到水退去谷子发了芽", refrain]
    assert article_of(f"<div>{''.join(f'<p>{x}</p>' for x in lines)}</div>").text.split("\n") == lines


TAKEN_BY = ["（記者何青攝）", "（何青摄）", "何青 摄"]
NOT_TAKEN_BY = ["何青拍摄", "未经许可不得转摄", ""]


@pytest.mark.parametrize(("said", "stays"), [*((x, True) for x in TAKEN_BY), *((x, False) for x in NOT_TAKEN_BY)])
def test_who_took_a_picture_tells_its_caption(said: str, stays: bool) -> None:
    """In a box of its own below the text, as papers of Taiwan set their pictures."""
    text, caption = "".join(f"<p>{line}</p>" for line in PROSE), f"城西渡口复航首日的早晨。{said}"
    photo = f"<div class=photo><img src=/1.jpg><p>{caption}</p></div>"
    others = "<div class=more><h3>相关新闻</h3><ul><li><a href=/2>乡村公路通车（何青摄）</a></li></ul></div>"
    article = article_of(f"<div><div>{text}{photo}</div>{others}</div>")
    assert article.text.split("\n") == [*PROSE, *([caption] if stays else [])]


def test_who_took_a_picture_tells_the_caption_above_a_text() -> None:
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    article = article_of(f"<div><div class=photo><p>渡口昨天復航。（記者何青攝）</p></div>{text}</div>")
    assert article.text.split("\n") == ["渡口昨天復航。（記者何青攝）", *PROSE]


@pytest.mark.parametrize("at", [0, 1])
def test_a_core_message_cut_from_any_paragraph_is_left_out(at: int) -> None:
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    lead = f"<div>核心提示：{PROSE[at][:30]}……</div>"
    assert article_of(f"{lead}<div>{text}</div>").text.split("\n") == list(PROSE)
    told = "<div>核心提示：渡口停航三个月，两岸的人绕行大桥，菜农每天凌晨两点就得出门赶早市。</div>"
    assert article_of(f"{told}<div>{text}</div>").text.split("\n") == [told[5:-6], *PROSE]


@pytest.mark.parametrize("words", ["本栏目最新：", "本频道热门文章", "同类新闻："])
def test_what_else_a_channel_has_is_left_out_with_its_links(words: str) -> None:
    links = "".join(f'<p><a href="/{n}.html">第{n}条乡村公路通车</a></p>' for n in range(2))
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    assert article_of(f"<div>{text}<p>{words}</p>{links}</div>").text.split("\n") == list(PROSE)


def test_a_number_behind_a_statement_of_rights_is_the_sites() -> None:
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    rights, number = (
        "<p>免责声明：本网转载内容如涉及版权问题请与本网联系，未经授权不得转载。</p>",
        "联系电话：0999-7654321",
    )
    assert article_of(f"<div>{text}{rights}<p>{number}</p></div>").text.split("\n") == list(PROSE)
    assert article_of(f"<div>{text}<p>{number}</p></div>").text.split("\n") == [*PROSE, number]


def test_more_reports_of_the_outlet_are_left_out_with_their_links() -> None:
    links = "".join(f'<br><a href="/{n}.html">第{n}條鄉村公路通車</a>' for n in range(2))
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    assert article_of(f"{text}<p>更多河灣時報報導{links}</p>").text.split("\n") == list(PROSE)


@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize("year", ["", "2026年"])
def test_the_first_day_of_a_chronicle_stays_and_the_day_of_the_page_goes(year: str, number: int) -> None:
    days = [f"{year}10月{day}日" for day in (6, 7, 8)][:number]
    told = (
        "县委召开秋收工作会议，要求各镇在月底前完成晚稻收割并及时上报进度。",
        "云岭至石桥的县道改造工程完工通车，全长十二公里，往来车程缩短二十分钟。",
        "县图书馆新馆开放，首日接待读者一千三百人次，周末延长开放至晚上九点。",
    )
    parts = "".join(f"<p><strong>{day}</strong></p><p>{text}</p>" for day, text in zip(days, told, strict=False))
    head = "<h1>一周要闻</h1><div>2026-10-13 09:20　来源：云岭县融媒体中心</div>"
    article = clean_html(f"<title>一周要闻_云岭新闻网</title>{head}<div>{parts}</div>")
    assert article.text == "\n".join(f"{day}\n{text}" for day, text in zip(days, told, strict=False))


@pytest.mark.parametrize(
    ("above", "behind"),
    [("<p>2026年3月10日</p><p>2026年3月11日</p>", ""), ("<p>3月10日</p>", "<p>3月9日</p>")],
)
def test_days_that_head_no_text_are_no_chronicles(above: str, behind: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    page = f"<h1>渡口复航</h1><div>2026-03-12 09:20　来源：河湾时报</div><div>{above}{text}{behind}</div>"
    assert clean_html(f"<title>渡口复航_河湾时报</title>{page}").text.startswith(PROSE[0])


STEPS = ["打开微信，点击右上角的加号", "长按识别二维码", "点击关注", "点击“我的”，绑定借书证"]


@pytest.mark.parametrize(("steps", "stay"), [(STEPS, True), (STEPS[1:3], False), (["分享给好友", *STEPS[1:3]], False)])
@pytest.mark.parametrize(("tag", "numbered"), [("ol", True), ("ul", False)])
def test_steps_worded_as_prompts_stay_in_numbered_lists(steps: list[str], stay: bool, tag: str, numbered: bool) -> None:
    told = "".join(f"<li>{step}</li>" for step in steps)
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    lines = article_of(f"<div>{text}<p>续借的步骤如下：</p><{tag}>{told}</{tag}>{text}</div>").text.split("\n")
    assert ("长按识别二维码" in lines, "点击关注" in lines) == (stay and numbered,) * 2
