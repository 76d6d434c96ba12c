"""A parsed page: its lines, boxes, links, and what hostile markup does to them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.lines.title_tag import title_tag
from cleaners.page.model import STRIPPED, WANTED, Link, Page
from cleaners.page.parse import MAX_TITLE_CHARS, parse_page, text_page
from cleaners.page.walk import collapse
from cleaners.site import Site


def page_of(body: str, head: str = "", site: Site | None = None) -> Page:
    return parse_page(f"<html><head>{head}</head><body>{body}</body></html>", "https://news.example/1.html", site)


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>渡口今天复航。</p><p>船票两元。</p>", ["渡口今天复航。", "船票两元。"]),
        ("<div>渡口今天复航。<br>船票两元。</div>", ["渡口今天复航。", "船票两元。"]),
        ("<div>第一行<p>第二行</p>第三行</div>", ["第一行", "第二行", "第三行"]),
        ("<div>第一行<div></div>第二行</div>", ["第一行", "第二行"]),
        ("<p>new <b>bus</b> <i>line</i> opens</p>", ["new bus line opens"]),
        ("<p>one<b> </b>two</p>", ["one two"]),
        ("<p><i>one</i> <!-- x --><!-- y --><b>two</b></p>", ["one two"]),
        ("<pre><i>one</i>\n<i>two</i>\n  <!-- x --><i>three</i></pre>", ["one", "two", "three"]),
        ("<pre><i>one</i>\n<!-- x --> <i>two</i><!-- y -->\n<!-- z --></pre>", ["one", "two"]),
        ("<p>  \u3000\u3000渡口\n 复航 </p>", ["渡口 复航"]),
        ("<p>渡<span>口</span>复<font>航</font></p>", ["渡口复航"]),
        ("<table><tr><td>站名</td><td>票价</td></tr></table>", ["站名", "票价"]),
        ("<pre>第一句\n第二句\n\n第三句</pre>", ["第一句", "第二句", "第三句"]),
        ("<script>var a = 1</script><style>p{}</style><!-- 注 --><p>正文</p>", ["正文"]),
        ("", []),
    ],
)
def test_html_becomes_lines(html: str, lines: list[str]) -> None:
    assert texts(page_of(html)) == lines


def test_links_say_where_they_stand() -> None:
    line = page_of('<p>据<a href="/a">河湾网</a>报道，<a href="b"><b>渡口</b></a>复航</p>').lines[0]
    assert line.text == "据河湾网报道，渡口复航"
    assert [(line.text[link.start : link.end], link.href) for link in line.links] == [("河湾网", "/a"), ("渡口", "b")]
    assert line.link_chars == 5


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<h2>票价<a class="headerlink" href="#fares">¶</a></h2>', "票价"),
        ('<h2><a href="#fares">#</a> 票价</h2>', "票价"),
        ('<h2>历史<span>[<a href="/w?action=edit&s=1">编辑</a>]</span></h2>', "历史"),
        ('<h2>Fin[<a href="?veaction=edit">modifier</a> | <a href="?action=edit">modifier le code</a>]</h2>', "Fin"),
        ('<h2>票价 [<a href="/fares.pdf">全文</a>]</h2>', "票价 [全文]"),
        ('<h2>Learn <a href="/c#sharp">C#</a></h2>', "Learn C#"),
        ('<h2>Moss v. Reed [<a href="/editions/1">2026</a>]</h2>', "Moss v. Reed [2026]"),
        ('<h2>渡口[<a href="/edit/1">复航</a>后]</h2>', "渡口[复航后]"),
        ('<p>票价<a href="#fares">¶</a></p>', "票价¶"),
    ],
)
def test_headings_without_their_tools(html: str, text: str) -> None:
    line = page_of(html).lines[0]
    assert line.text == text
    assert all(0 <= link.start < link.end <= len(text) for link in line.links)


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ('<h2 id="fares"><a href="#fares">票价</a></h2>', False),
        ('<dt id="a"><a href="#a"><code>NaN</code></a></dt>', False),
        ('<h2><a href="#">票价</a></h2>', True),
        ('<h2><a href="/fares#top">票价</a></h2>', True),
        ('<h2>票价<a href="#fares">表</a></h2>', True),
        ('<li><a href="#fares">票价</a></li>', True),
    ],
)
def test_a_heading_that_leads_to_a_place_on_its_page_is_no_link(html: str, *, linked: bool) -> None:
    line = page_of(html).lines[0]
    assert line.text in ("票价", "票价表", "NaN")
    assert bool(line.links) is linked


def test_a_line_that_is_one_link() -> None:
    assert page_of('<li><a href="/x">更多新闻</a></li>').lines[0].links == (Link(0, 4, "/x"),)


def test_a_line_is_bold_if_all_of_it_is() -> None:
    assert [line.bold for line in page_of("<p><strong>一、票价</strong></p><p><b>票</b>价</p>").lines] == [True, False]


def test_boxes_name_what_a_line_stands_in() -> None:
    page = page_of('<div id="Nav" class="Top Bar" role="navigation"><p>首页</p></div>')
    line = page.lines[0]
    box = page.boxes[line.box]
    assert (line.tag, box.tag, page.boxes[box.parent].name) == ("p", "p", "top bar nav navigation")


def test_images_stand_before_the_line_behind_them() -> None:
    page = page_of('<p>一</p><img src="s.gif" data-src="/a.jpg" alt="渡船"><p>二</p>')
    assert [(image.line, image.src, image.alt) for image in page.images] == [(1, "/a.jpg", "渡船")]


def test_the_head_of_a_page_is_read() -> None:
    head = (
        '<title> 渡口 复航 </title><meta name="Author" content=" 卜舟 "><link rel="canonical" href="/1">'
        '<script type="application/ld+json">{"a": 1}</script>'
    )
    page = page_of("<p>正文</p>", head)
    assert page.title_tag == "渡口 复航"
    assert page.meta == {"author": "卜舟"}
    assert page.canonical == "/1"
    assert page.json_ld == ('{"a": 1}',)


def test_hidden_text_is_a_line_of_its_own() -> None:
    page = page_of('<p>渡口<span style="display:none">暗语</span>复航，船票仍是两元，市民可刷卡乘船。</p>')
    assert [(line.text, line.hidden) for line in page.lines] == [
        ("渡口复航，船票仍是两元，市民可刷卡乘船。", False),
        ("暗语", True),
    ]


def test_an_article_that_a_script_will_show_is_not_hidden() -> None:
    prose = "渡口停航三个月以后今天复航，船票仍是两元，市民可以刷公交卡乘船。"
    page = page_of(f'<p>河湾</p><div id="js" style="visibility: hidden"><p>{prose}</p></div>')
    assert [(line.text, line.hidden) for line in page.lines] == [("河湾", False), (prose, False)]


def test_what_is_hidden_inside_an_article_that_a_script_will_show_stays_hidden() -> None:
    prose = "桥上的灯昨晚第一次亮了，两岸的居民出门看灯，直到夜里十点才散去。"
    page = page_of(
        f'<div id="js" style="visibility: hidden"><p>{prose}<span hidden>槐花疏通</span><a href="/1">河湾</a></p>'
        f'<div style="display:none">柳絮租赁</div></div>'
    )
    assert [(line.text, line.hidden) for line in page.lines] == [
        (f"{prose}河湾", False),
        ("槐花疏通", True),
        ("柳絮租赁", True),
    ]
    assert [link.href for link in page.lines[0].links] == ["/1"]


def test_swallowing_elements_swallow_nothing() -> None:
    prose = "渡口停航三个月以后今天复航，船票仍是两元。" * 20
    for tag in ("noframes", "xmp", "plaintext", "noembed"):
        page = page_of(f'<p>第一段</p><{tag} id="x"><p>{prose}</p><p>最后一段</p>')
        assert texts(page) == ["第一段", prose, "最后一段"], tag


def test_an_honest_noframes_stays_unread() -> None:
    assert texts(page_of("<p>正文</p><noframes><p>您的浏览器不支持框架</p></noframes>")) == ["正文"]


@pytest.mark.parametrize("tag", ["address", "legend", "listing", "hgroup", "dialog", "xq9", "nobr", "ruby", "progress"])
def test_unclosed_decoys_make_no_box(tag: str) -> None:
    plain = page_of("<div><p>第一段</p><p>第二段</p><p>第三段</p></div>")
    decoyed = page_of(f"<div><p>第一段</p><{tag} id=z><p>第二段</p><{tag}></{tag}><p>第三段</p></div>")
    assert texts(decoyed) == texts(plain)
    parents = {decoyed.boxes[line.box].parent for line in decoyed.lines}
    assert len(parents) == 1


def test_a_sites_own_selectors_mark_boxes() -> None:
    site = Site(selectors={"body": "#text"}, strip=(".vote", "span.ad"))
    page = page_of(
        '<div id="text"><p>正文<span class="ad">推广</span></p><div class="vote"><p>投票</p></div></div>', "", site
    )
    assert {line.text: page.boxes[line.box].mark for line in page.lines} == {
        "正文": WANTED,
        "推广": STRIPPED,
        "投票": STRIPPED,
    }


def test_a_broken_selector_finds_nothing() -> None:
    assert texts(page_of("<p>正文</p>", "", Site(selectors={"body": "p[[["}, strip=(":::",)))) == ["正文"]


def test_each_line_of_a_plain_text_is_a_line() -> None:
    assert texts(text_page("第一段\n\n 第二段 \n")) == ["第一段", "第二段"]


@pytest.mark.parametrize("before", ["", "<p>", "</body>", "<body>", "<p>渡口</p>"])
def test_a_frameset_may_take_the_place_of_the_body(before: str) -> None:
    page = parse_page(f"{before}<frameset><frame src=main.htm></frameset>", None)
    assert texts(page) == (["渡口"] if "渡口" in before else [])


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("<>/=\"' abpdiv!-&;渡口\n\0"), max_size=200))
def test_any_markup_gives_a_page(source: str) -> None:
    page = parse_page(source, None)
    for line in page.lines:
        assert line.text == collapse(line.text) != ""
        assert 0 <= line.box < len(page.boxes)
        assert all(0 <= link.start < link.end <= len(line.text) for link in line.links)
    assert all(box.parent < index for index, box in enumerate(page.boxes))


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            "<svg>|</svg>|<style>.x{display:none}|</style>|<script>|</script>|<noscript>|</noscript>|<iframe>|</iframe>|"
            "<template>|</template>|<object>|</object>|<select><option>|</select>|<button>|</button>|<canvas>|</canvas>|"
            "<xmp>|</xmp>|<noembed>|</noembed>|<noframes>|</noframes>|<plaintext>|<math>|</math>|<meta name=a>|"
            "<time>|</time>|<abbr class=x itemprop=y>|<p class=x>|</p>|<table>|<td hidden>|文|<!-- | -->".split("|")
        ),
        max_size=30,
    )
)
def test_elements_that_are_taken_out_may_stand_inside_each_other(pieces: list[str]) -> None:
    page = parse_page("".join(pieces), None)
    assert {node.tag for node in page.stating} <= {"time", "abbr"}
    assert all(0 <= line.box < len(page.boxes) for line in page.lines)


@settings(max_examples=30)
@given(
    st.lists(
        st.sampled_from(["<div>", "</div>", "<p>", "<b>", "</b>", "<a href=x>", "</a>", "文", " ", "<br>", "<td>"])
    )
)
def test_no_text_is_lost(pieces: list[str]) -> None:
    page = parse_page("<body>" + "".join(pieces), None)
    assert "".join(texts(page)).replace(" ", "").count("文") == pieces.count("文")


@given(
    st.lists(
        st.sampled_from(
            ["<b>", "</b>", "<i><u>", "</u></i>", "<em></em>", "<!---->", " ", "\n", "\u3000", "渡口", "a", "b "]
        )
    )
)
def test_inline_elements_keep_the_white_space_that_stands_by_itself_between_their_texts(parts: list[str]) -> None:
    page = parse_page(f"<p>{''.join(parts)}</p>", None)
    told = collapse("".join(part for part in parts if "<" not in part))
    assert [line.text for line in page.lines] == ([told] if told else [])


def test_white_space_between_pieces_of_preformatted_and_of_hidden_text_is_kept() -> None:
    code, aside = "<pre><b>a</b>\n\n<i>b</i> <i>c</i></pre>", "<p hidden><b>d</b> <b>e</b></p>"
    assert [line.text for line in parse_page(code + aside, None).lines] == ["a", "b c", "d e"]


def test_white_space_in_a_line_of_very_many_elements_is_kept() -> None:
    lines = parse_page(f"<p>{'<b> ' * 2_000}{'渡<i> <u> </u></i>' * 20_000}</p>", None).lines
    assert len(lines[0].text) == 2 * 20_000 - 1


def test_no_more_of_a_title_is_read_than_a_headline_may_have() -> None:
    parts = "渡口|渡口复航以后的情形|" * 1_000
    page = parse_page(f"<html><head><title>{parts}</title></head><body><p>渡口今天复航。</p></body></html>", None)
    assert page.title_tag == parts[:MAX_TITLE_CHARS]
    strayed = parse_page(f"<html><body><p>渡口今天复航。</p><title>{parts}</title></body></html>", None)
    assert title_tag(strayed) == parts[:MAX_TITLE_CHARS]


def test_a_declared_shadow_root_is_read_and_another_template_is_not() -> None:
    inside = "<template><p>{{title}}</p></template><p>The ferry is back.</p>"
    page = parse_page(f'<x-story><template shadowrootmode="open">{inside}</template></x-story><p>Tides</p>', None)
    assert [line.text for line in page.lines] == ["The ferry is back.", "Tides"]


WAITING = '<div hidden id="S:1"><p>Ferry</p><template id="P:2"></template></div>'
PIER = '<div hidden id="S:2"><p>Pier</p></div>'


@pytest.mark.parametrize(
    ("shell", "parts", "read"),
    [
        ('<template id="P:1"></template><p>Tides</p>', '<div hidden id="S:1"><p>Ferry</p></div>', "Ferry Tides"),
        (
            '<!--$?--><template id="B:0"></template><p>Loading</p><!--$-->...<!--/$--><!--/$--><p>Tides</p>',
            '<div hidden id="S:2"><p>Ferry</p></div><script>$RC("B:0","S:2")</script>',
            "Ferry Tides",
        ),
        (
            '<template id="P:1"></template><p>Tides</p>',
            PIER + WAITING,
            "Ferry Pier Tides",
        ),
        ("<p>Tides</p>", '<div hidden id="S:1"><p>Ferry</p><template id="P:1"></template></div>', "Tides Ferry"),
        (
            "<p>Tides</p>",  # each waits inside the other
            WAITING + PIER.replace("</div>", '<template id="P:1"></template></div>'),
            "Tides Ferry Pier",
        ),
    ],
)
def test_a_streamed_part_is_read_where_the_page_waits_for_it(shell: str, parts: str, read: str) -> None:
    page = parse_page(f"<body>{shell}<p>End</p>{parts}", None)
    assert [line.text for line in page.lines if line.text != "End"] == read.split()


ACCORDION = '<h3><button class="collapsed">带车过江怎么收费？</button></h3>'


@pytest.mark.parametrize(
    ("button", "read"),
    [
        ('<h3><button class="collapsed">票价是多少？什么时候开船？</button></h3>', True),
        ('<div><button aria-expanded="false">When is my pickup day?</button></div>', True),
        ("<div><button>When is my pickup day?</button></div>", False),
        ('<div><button aria-expanded="false">Open the menu of the site</button></div>', False),
        ('<div><button aria-expanded="false">登录？</button></div>', False),
    ],
)
def test_a_button_at_which_an_answer_unfolds_is_a_line(button: str, *, read: bool) -> None:
    page = parse_page(f"<body><p>渡口今天复航。</p>{ACCORDION}{button}<div><p>两元。</p></div></body>", None)
    assert len(page.lines) == (4 if read else 2)


def test_one_question_on_a_button_is_the_pages_own_however_often_it_asks() -> None:
    page = parse_page(f"<body><p>渡口今天复航。</p>{ACCORDION}<p>渡口昨天停航。</p>{ACCORDION}</body>", None)
    assert [line.text for line in page.lines] == ["渡口今天复航。", "渡口昨天停航。"]
