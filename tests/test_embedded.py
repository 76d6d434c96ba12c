"""Bodies that only a page's scripts hold."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import FERRY as PROSE

from cleaners import clean_html
from cleaners.article import BlockKind, Rejection
from cleaners.embedded.states import read_states
from cleaners.embedded.text import find_embedded
from cleaners.page.parse import parse_page

HTML = "".join(f"<p>{line}</p>" for line in PROSE)
COMMENT = "坐过一次，风大。下次还坐！不过船上没有厕所，带孩子的要当心。"


def page_of(script: str) -> str:
    return (
        f'<html><head><title>渡口复航</title></head><body><div id="root"><h1>渡口复航</h1></div>{script}'
        "<script src='/app.js'></script></body></html>"
    )


def json_script(value: object, attributes: str) -> str:
    return f"<script {attributes}>{json.dumps(value, ensure_ascii=False).replace('<', chr(92) + 'u003c')}</script>"


@pytest.mark.parametrize(
    "script",
    [
        json_script({"@type": "NewsArticle", "articleBody": "\n".join(PROSE)}, 'type="application/ld+json"'),
        json_script(
            {"props": {"a": [{"content": HTML, "title": "渡口"}]}}, 'id="__NEXT_DATA__" type="application/json"'
        ),
        "<script>window.__INITIAL_STATE__ = "
        + json.dumps({"article": {"body": HTML}, "comments": [COMMENT]})
        + ";(function(){})()</script>",
        "<script>var state={};</script><script>window['data']="
        + json.dumps({"paragraphs": [{"type": "text", "text": line} for line in PROSE]})
        + "</script>",
        "<script>window.__NUXT__={data:[{article:{id:12,tags:[void 0,],components:["
        + ",".join(f"{{type:'text',value:'\\u003Cp\\x3E{line}<\\/p>'}}" for line in PROSE)
        + ",{type:'newsletter',text:'每周一封信，寄到您的邮箱。'}]}}],state:{user:!1},time:new Date(12)};</script>",
        "<script>window.__NUXT__=(function(a,b){return {data:[{detail:{hot:b,parts:["
        + ",".join(f'{{kind:a,text:"{line}"}}' for line in PROSE)
        + ']}}]}})("text",0)</script>',
        f"<script>window.__STATE__ = JSON.parse({json.dumps(json.dumps({'info': {'html': HTML}}))})</script>",
        f'<div data-page="{html.escape(json.dumps({"props": {"article": {"content": HTML}}}))}"></div>',
        f"<script>window.__STATE__ = {json.dumps({'story': {'richText': HTML.replace('</p>', '{/p}')}})}</script>",
    ],
    ids=["json-ld", "next", "initial state", "paragraphs", "literal", "call", "parsed", "attribute", "braced ends"],
)
def test_the_body_is_read_from_the_state(script: str) -> None:
    article = clean_html(page_of(script), "https://news.example/1.html")
    assert article.text.split("\n") == list(PROSE)
    assert {block.kind for block in article.blocks} == {BlockKind.PARAGRAPH}
    assert article.rejection is None


def test_furniture_in_a_text_of_the_scripts_is_left_out() -> None:
    links = "".join(f'<p><a href="/n/{at}.html">{said}</a></p>' for at, said in enumerate(("木匠的三把尺", "桥头的灯")))
    told = (
        f"<p>渡口复航</p>{HTML}<p>长按识别二维码关注我们</p><p>责编：卫明远</p>"
        f"<p>声明：本网转载仅为传递信息，不代表本网观点。</p><p><b>相关阅读：</b></p>{links}"
    )
    article = clean_html(page_of(f"<script>window.__STATE__ = {json.dumps({'news': {'content': told}})}</script>"))
    assert article.text.split("\n") == list(PROSE)
    assert article.editors == ("卫明远",)
    assert [removal.text for removal in article.removed if removal.step == "choose_body"][-1] == "桥头的灯"


PLAIN_JSON = "type=application/json"
SHORT = "明天多云转小雨，气温五到十四度。"


@pytest.mark.parametrize(
    "record",
    [
        {"title": "渡口天气", "content": SHORT},
        {"title": "渡口天气", "paragraphs": [{"type": "text", "content": SHORT}]},
        {"title": {"rendered": "渡口天气"}, "content": {"rendered": f"<p>{SHORT}</p>"}},
        {"@type": "NewsArticle", "headline": "渡口天气", "articleBody": SHORT},
    ],
    ids=["plain", "pieces", "wordpress", "json-ld"],
)
def test_a_short_text_in_a_record_with_the_headline_of_the_page(record: dict[str, object]) -> None:
    dated = record | {"date": "2026-03-10"}
    script = json_script(dated, f"type=application/{'ld+json' if '@type' in record else 'json'}")
    for site in ("河湾网", "河湾县人民政府门户网站"):
        page = f"<title>渡口天气_{site}</title><div>{site}</div>{script}"
        assert clean_html(page, "https://news.example/2026/0310/1.html").text == SHORT


@pytest.mark.parametrize(
    "state",
    [
        {"detail": {"title": "渡口周末加开班次", "hotComment": {"content": SHORT, "time": "2026-03-10"}}},
        {"detail": {"title": "渡口周末加开班次", "time": "2026-03-10", "author": {"content": SHORT}}},
        {"site": {"title": "河湾网", "content": SHORT, "updated": "2026-03-10"}},
        {"site": {"title": "河湾新闻网", "content": SHORT, "updated": "2026-03-10"}},
        {"channel": {"title": "本地新闻", "content": SHORT, "createTime": "2026-03-10"}},
        {"channel": {"title": "河湾本地新闻", "time": "2026-03-10", "content": [{"title": "夜校开班", "text": SHORT}]}},
    ],
    ids=["comment", "writer", "site", "named site", "channel", "stories"],
)
def test_what_others_say_beside_the_headline_of_the_page_is_no_text_of_it(state: dict[str, dict[str, object]]) -> None:
    headline = state["channel"]["title"] if "channel" in state else "渡口周末加开班次"
    page = f"<title>{headline}_河湾新闻网</title><div>河湾新闻网</div>{json_script(state, PLAIN_JSON)}"
    assert clean_html(page, "https://news.example/local/").rejection is Rejection.NO_BODY


@pytest.mark.parametrize("holder", ["hotComment", "author", "commentRule"])
def test_what_is_longer_than_the_text_of_a_page_and_speaks_of_something_else_takes_no_place_of_it(holder: str) -> None:
    told = "河湾日报的记者何根生写过两本书。他长期关注水利，得过三次奖。" * 5
    state = {"detail": {"title": "渡口周末加开班次", "time": "2026-03-10", holder: {"content": told}}}
    shown = "城西渡口周六起加开四个班次，首班船六点半开出。"
    page = f"<title>渡口周末加开班次_河湾网</title><p>{shown}</p>{json_script(state, PLAIN_JSON)}"
    assert clean_html(page, "https://news.example/2026/0310/1.html").text == shown


def test_a_page_that_shows_nothing_but_the_name_of_its_site_has_no_body() -> None:
    page = "<title>渡口天气_河湾网</title><div>河湾网</div><script>var list = [];</script>"
    assert clean_html(page, "https://news.example/2026/0310/1.html").rejection is Rejection.NO_BODY
    assert clean_html(page.replace("</div>", f"</div><p>{SHORT}</p>"), "https://news.example/2026/0310/1.html").text


def test_a_headline_amid_a_text_of_the_scripts_ends_nothing_above_it() -> None:
    told = f"<p>{PROSE[0]}</p><p>渡口复航</p>" + "".join(f"<p>{line}</p>" for line in PROSE[1:]) * 5
    article = clean_html(page_of(f"<script>window.__STATE__ = {json.dumps({'news': {'content': told}})}</script>"))
    assert article.text.startswith(PROSE[0])


def test_a_text_that_speaks_of_a_tag_is_no_html() -> None:
    lines = ["网页里的 <table> 标签有多少人还记得？", *PROSE]
    article = clean_html(page_of(json_script({"news": {"content": "\n".join(lines)}}, PLAIN_JSON)))
    assert article.text.split("\n") == lines


@pytest.mark.parametrize("open_tag", ["<table><tr><td>", "<ul><li>", "<center>", "<blockquote>"])
def test_html_of_any_block_is_read_as_html(open_tag: str) -> None:
    tags = open_tag.strip("<>").split("><")
    ends = "".join(f"</{tag}>" for tag in reversed(tags))
    told = "".join(f"{open_tag}{line}{ends}" for line in PROSE)
    article = clean_html(page_of(f"<script>window.__STATE__ = {json.dumps({'news': {'content': told}})}</script>"))
    assert article.text.split("\n") == list(PROSE)


def test_a_page_whose_elements_show_nothing_at_all() -> None:
    state = json.dumps({"news": {"contentList": [{"type": "text", "text": line} for line in PROSE]}})
    page = f"<html><title>渡口复航</title><body><div id=app></div><script>var s={state}</script></body></html>"
    article = clean_html(page, "https://news.example/1.html")
    assert article.text.split("\n") == list(PROSE)
    assert (article.title, article.rejection) == ("渡口复航", None)


RECORD = {
    "id": 7,
    "title": "城西渡口今天复航",
    "author": "卫明远",
    "source": "河湾日报",
    "publishTime": 1724895000000,
    "content": HTML,
}


def test_settings_ahead_of_the_article_and_fields_around_its_text() -> None:
    told = {
        "newsTitle": "城西渡口今天复航",
        "newsTime": "2024-08-29 09:30:00",
        "source": "河湾日报",
        "editorName": "卫明远",
    }
    record = {**told, "contentData": {"contentList": [{"type": "text", "data": HTML}]}}
    script = (
        f'var keys=["top"];var set={{a:1,b:"x"}};var all={json.dumps({"title": "河湾", "doc": record})};var z={{}};'
    )
    page = f"<title>河湾</title><div id=app></div><script>{script}</script>"
    article = clean_html(page, "https://news.example/1.html")
    assert article.text.split("\n") == list(PROSE)
    assert (article.title, article.source, article.editors) == ("城西渡口今天复航", "河湾日报", ("卫明远",))
    assert article.as_dict()["published_at"] == "2024-08-29T09:30:00+08:00"


NEXT = [
    f"{day}，渡船照常往来两岸，船工说，船票的价钱没有变。末班船九点开。"
    for day in "周一 周二 周三 周四 周五 周六".split()
]


@pytest.mark.parametrize("content", ["".join(f"<p>{line}</p>" for line in NEXT), [{"text": line} for line in NEXT]])
@pytest.mark.parametrize("first", [True, False])
def test_of_several_stories_the_one_that_the_page_is_called_after(content: object, first: bool) -> None:
    stories = [{"title": f"渡船时刻 {number}", "content": content} for number in range(9)]
    states = [f"var story={json.dumps(RECORD)};", f"var next={json.dumps(stories)};"]
    script = "".join(states if first else reversed(states))
    page = f"<title>城西渡口今天复航_河湾网</title><div id=app></div><script>{script}</script>"
    article = clean_html(page, "https://news.example/1.html")
    assert article.text.split("\n") == list(PROSE)
    assert article.title == "城西渡口今天复航"


def test_the_kind_of_medium_is_no_source() -> None:
    record = {key: value for key, value in RECORD.items() if key != "source"} | {"media": "image"}
    page = f"<title>河湾</title><div id=app></div><script>var story={json.dumps(record)};</script>"
    assert clean_html(page, "https://news.example/1.html").source is None


@pytest.mark.parametrize(
    "blocks",
    [
        [{"kind": "rich", "tokens": [[{"type": "text", "content": line}] for line in PROSE]}],
        [
            {"type": "paragraph", "content": [{"type": "text", "text": line[:9]}, {"type": "link", "text": line[9:]}]}
            for line in PROSE
        ],
        [{"type": "p", "children": [{"text": line[:9]}, {"text": line[9:], "bold": True}]} for line in PROSE],
    ],
    ids=["lists of tokens", "a tree with types", "a tree without"],
)
def test_a_text_kept_as_a_tree(blocks: object) -> None:
    script = json_script({"article": {"headline": "城西渡口今天复航", "blocks": blocks}}, 'type="application/json"')
    article = clean_html(f"<title>河湾</title><div id=app></div>{script}", "https://news.example/1.html")
    assert article.text.split("\n") == list(PROSE)
    assert article.title == "城西渡口今天复航"


@pytest.mark.parametrize("title", ["城西渡口今天复航_河湾日报", "河湾日报", ""])
@pytest.mark.parametrize(
    "script",
    [
        f"window.__INITIAL_STATE__={json.dumps({'data': {'article': RECORD, 'more': [{'title': '码头封闭施工'}]}})}",
        (
            'window.__NUXT__=(function(a,b){return {layout:"default",data:[{top:{title:"码头封闭施工"},detail:{id:7,'
            'title:"城西渡口今天复航",author:"卫明远",source:"河湾日报",publishTime:"2024-08-29 09:30",'
            f'content:{json.dumps(HTML)},more:[{{title:"老桥加固"}}]}}}}]}}}})(null,"")'
        ),
    ],
    ids=["json", "call"],
)
def test_the_record_that_holds_the_text_tells_the_rest(script: str, title: str) -> None:
    page = f"<title>{title}</title><div id=app><div>加载中...</div></div><script>{script}</script>"
    article = clean_html(page, "https://news.example/1.html")
    assert article.text.split("\n") == list(PROSE)
    assert article.title == "城西渡口今天复航"
    assert (article.authors, article.source) == (("卫明远",), "河湾日报")
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-08-29T09:30:00+08:00"


def test_the_record_tells_a_headline_of_words_that_its_text_does_not_use() -> None:
    state = json.dumps({"story": {**RECORD, "title": "Harbour Notes"}})
    page = f"<title>Harbour Notes</title><div id=app><div>Loading…</div></div><script>var s={state}</script>"
    assert clean_html(page, "https://news.example/1.html").title == "Harbour Notes"


NOTE = "<title>城西渡口停航通知_河湾网</title><h1>城西渡口停航通知</h1><div class=content>" + "".join(
    f"<p>{line}</p>" for line in ("因大风，渡口今日十四时起停航。请旅客绕行北桥，复航时间另行通知。", "河湾市交通局")
)
COOKIES = (
    "我们非常重视您的隐私保护，会使用各类技术收集您的设备信息。您可以在浏览器设置中管理或者删除这些信息。"
    "继续浏览本网站即表示您同意。如有任何疑问，请通过客服热线与我们联系，我们将在十五个工作日内答复您。" * 2
)


@pytest.mark.parametrize(
    "script",
    [
        f"var config={{theme:'dark',text:'{COOKIES}'}}",
        f'var config={{"theme":"dark","text":"{COOKIES}"}}',
        f"window.__NUXT__={{hot:[{{title:'茶馆开门',author:'沈小舟',content:'{COOKIES}'}}]}}",
    ],
    ids=["literal", "json", "another story"],
)
def test_a_short_note_stays_beside_what_scripts_say_of_other_things(script: str) -> None:
    article = clean_html(f"{NOTE}</div><script>{script}</script>", "https://news.example/1.html")
    assert article.text.startswith("因大风，渡口今日十四时起停航。")
    assert article.authors == ()


@pytest.mark.parametrize(
    "literal",
    ["'" + "".join(PROSE) + "'+more", '"' + "".join(PROSE) + '" and "more"', "a?'" + "".join(PROSE) + "':''"],
)
def test_a_part_of_a_text_is_no_text(literal: str) -> None:
    state = f"{{title:'渡口',content:{literal},tail:'好'}}"
    assert list(read_states([f"var s={state}"])) == [{"title": "渡口", "content": None, "tail": "好"}]


def test_a_page_that_shows_its_text_is_read_from_its_elements() -> None:
    shown = HTML.replace("渡口", "码头") * 2
    script = json_script({"articleBody": "\n".join(PROSE)}, 'type="application/ld+json"')
    text = clean_html(f"<body><h1>码头</h1><div>{shown}</div>{script}</body>").text
    assert "码头" in text
    assert "城西渡口" not in text


@pytest.mark.parametrize(
    "script",
    [
        "<script>",
        "<script>window.a = {",
        "<script>a={b:1}</script>",
        "<script>a={'" + "\\\\'" * 20_000,
        "<script>a=" + "{b:" * 20_000,
        "<script>a={b:function(){return {c:1}}}</script>",
        "<script>" + "a=[" * 5000,
        "<script>var x = 1;</script>",
    ],
)
def test_scripts_that_hold_nothing(script: str) -> None:
    assert not find_embedded(parse_page(page_of(script), None)).lines


@settings(max_examples=40)
@given(
    st.recursive(
        st.text(max_size=30) | st.none() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    )
)
def test_any_state_is_read(state: object) -> None:
    find_embedded(parse_page(page_of(json_script(state, "")), None))


def slides_of(**more: str) -> str:
    slides = [{"img": f"/2026/{at}.jpg?w=900", "thumb": f"{at}_s.png", "note": line} for at, line in enumerate(PROSE)]
    return f"<script>var slides={json.dumps([{**slide, **more} for slide in slides], ensure_ascii=False)};</script>"


def test_captions_of_pictures_that_a_script_shows_are_the_text() -> None:
    article = clean_html(page_of(slides_of()), "https://www.hewan.example/p/1.html")
    assert article.text == "\n".join(PROSE)
    shown = clean_html(page_of(slides_of(copyright="河湾网")), "https://www.hewan.example/p/1.html")
    assert shown.text == "\n".join(PROSE)


def test_pictures_that_lead_to_other_pages_are_teasers() -> None:
    for link in ("https://www.hewan.example/a/2.html", "/a/2/", "a2.html", "//hewan.example/a/2"):
        assert not clean_html(page_of(slides_of(url=link)), "https://www.hewan.example/p/1.html").blocks


def shared_by_an_app(content: str) -> str:
    detail = {
        "articleTitle": "渡口复航", "articleContent": content, "articleSource": "临江县融媒体中心",
        "articleAuthor": "何岱青",
        "editorName": "李 南", "publishTime": 1714957800000, "channelName": "乡镇传真",
    }  # fmt: skip
    script = f"<script>var articleDetail = {json.dumps(detail, ensure_ascii=False)};</script>"
    return f"<html><head><title>掌上临江</title></head><body><div id=box></div>{script}</body></html>"


@pytest.mark.parametrize("content", [HTML, HTML.replace("<", "&lt;").replace(">", "&gt;")])
def test_what_an_app_shares(content: str) -> None:
    article = clean_html(shared_by_an_app(content), "https://app.linjiang.example/share/news.html?id=31")
    assert article.text.split("\n") == list(PROSE)
    assert (article.title, article.section, article.source) == ("渡口复航", "乡镇传真", "临江县融媒体中心")
    assert (article.authors, article.editors) == (("何岱青",), ("李南",))


@pytest.mark.parametrize("channel", ["首页", "渡口复航"])
def test_home_and_headline_are_no_channels(channel: str) -> None:
    page = shared_by_an_app(HTML).replace("乡镇传真", channel)
    assert clean_html(page, "https://app.linjiang.example/share/news.html?id=31").section is None


def test_a_text_that_speaks_of_tags_keeps_them() -> None:
    lesson = "一段文字写在 &lt;p&gt; 里，一个框写在 &lt;div&gt; 里。渡口的孩子们学得很快。" * 9
    assert "&lt;p&gt;" in clean_html(shared_by_an_app(lesson)).text


def test_pictures_of_a_text_that_a_script_holds() -> None:
    picture = "<p style='text-align:center'><img src='/u/1.jpg'></p><p style='text-align:center'>渡船在城西靠岸</p>"
    content = HTML.replace("</p><p>", f"</p>{picture}<p>", 1)
    article = clean_html(shared_by_an_app(content), "https://app.linjiang.example/share/news.html?id=31")
    assert [(image.url, image.caption) for image in article.images] == [
        ("https://app.linjiang.example/u/1.jpg", "渡船在城西靠岸")
    ]


def test_labels_in_a_text_that_a_script_holds_stand_in_boxes_of_its_own() -> None:
    """More boxes than the shell has: the last line's was looked for among the shell's own."""
    notice = "".join(f"<p>{line}</p>" for line in [*PROSE, "主办单位：", "明溪县文化馆"])
    article = clean_html(page_of(json_script({"article": {"content": notice}}, 'id="__NEXT_DATA__"')))
    assert [block.text for block in article.blocks][-2:] == ["主办单位：", "明溪县文化馆"]


@pytest.mark.parametrize(
    ("title", "day", "found"),
    [("渡口复航", "2026-03-09", True), ("河堤加固", "2026-03-09", False), ("渡口复航", "", False)],
)
def test_a_note_of_a_line_that_a_script_holds_is_read_below_its_headline(title: str, day: str, found: bool) -> None:
    """Beside a day: a channel has a name and a note on itself, too."""
    record = {"title": title, "publishTime": day, "content": "<p>城西渡口今天复航，票价不变。</p>"}
    page = page_of(json_script({"article": record}, 'id="__NEXT_DATA__"'))
    assert clean_html(page, "https://news.example/2026/0309/1.html").text == (
        "城西渡口今天复航，票价不变。" if found else ""
    )


def test_a_stated_editor_who_is_no_person_is_none() -> None:
    page = f"<html><head><title>渡口复航</title><meta name=editor content='186327'></head><body>{HTML}</body></html>"
    assert clean_html(page).editors == ()
    assert clean_html(page.replace("186327", "何岱青")).editors == ("何岱青",)


def test_the_line_of_time_and_source_is_read_though_scripts_hold_the_text() -> None:
    pictures = [{"intro": line, "image_url": f"/{at}.jpg"} for at, line in enumerate(PROSE)]
    page = (
        "<html><head><title>渡口复航</title></head><body><ul><li>首页</li></ul><h1>渡口复航</h1>"
        "<div>2023-01-22 20:15　来源：明溪新闻网　责任编辑：何岱青</div><img src='/0.jpg'>"
        f"<script>var slides = {json.dumps({'images': pictures}, ensure_ascii=False)};</script>"
        "<h3>推荐图集</h3><a href='/2.html'>雪后的渡口</a></body></html>"
    )
    article = clean_html(page, "https://news.example/2023-01/22/gallery_3312.htm")
    assert article.text.split("\n") == list(PROSE)
    assert article.published_raw == "2023-01-22 20:15"
    assert (article.source, article.editors) == ("明溪新闻网", ("何岱青",))


def test_pieces_with_markup_in_them_and_lists_among_them() -> None:
    elements = [
        {"type": "text", "content": f'<a href="/x">{PROSE[0][:4]}</a>{PROSE[0][4:]}'},
        {"type": "interstitial_link", "content": "延伸阅读：渡口的历史", "url": "/2"},
        {"type": "text", "content": f"<b>{PROSE[1]}</b>&nbsp;"},
        {"type": "list", "items": [{"type": "text", "content": line} for line in ("北岸六点半。", "南岸七点。")]},
        {"type": "text", "content": PROSE[2]},
    ]
    state = f"<script>Fusion.globalContent={json.dumps({'content_elements': elements})};Fusion.x=1</script>"
    article = clean_html(page_of(state), "https://news.example/1.html")
    assert article.text.split("\n") == [*PROSE[:2], "北岸六点半。", "南岸七点。", PROSE[2]]


def test_items_of_other_stories_are_none_and_no_items_hide_a_piece() -> None:
    others = [{"type": "text", "content": line} for line in ("县里召开防汛会议", "我县春耕有序推进")]
    pieces = [{"type": "text", "content": line, "items": []} for line in PROSE]
    elements = [pieces[0], {"type": "related", "items": others}, *pieces[1:]]
    state = f"<script>Fusion.globalContent={json.dumps({'content_elements': elements})};Fusion.x=1</script>"
    article = clean_html(page_of(state), "https://news.example/1.html")
    assert article.text.split("\n") == list(PROSE)
