"""Pages that list other stories with a summary each are no articles; what is told of other stories in one is."""

from __future__ import annotations

import pytest

from cleaners import Rejection, clean_html
from cleaners.article import BlockKind

STORIES = (
    ("城西渡口今天恢复通航", "停航两个月的城西渡口今天上午恢复通航，两岸居民不必再绕行十公里，船票仍是两元一张。"),
    ("三个村的公路今天通车", "连接洛溪、东渡和北桥三个村的公路今天通车，村民到县城的车程从一小时缩短到二十分钟。"),
    ("老街书店今晚重新开门", "关门半年的老街书店今晚重新开门，店主从仓库里翻出三百本旧书，摆在门口让路人随便翻看。"),
    ("水厂二期工程提前通水", "水厂二期工程比原计划早一个月通水，城北五万居民告别了二次加压，晚高峰的水龙头不再断流。"),
    ("夜市摊主约定不用喇叭", "夜市的四十位摊主坐下来商量了三回，约定十点以后不再用喇叭叫卖，居民送来一面锦旗。"),
    ("还书箱搬到了地铁出口", "图书馆把还书箱搬到了地铁口，读者下班顺路就能还书，头一个星期就收回了一千二百本。"),
    ("旧粮仓改成了羽毛球馆", "闲置九年的旧粮仓改成了羽毛球馆，六片场地里有四片免费，早上六点就有人在门口排队。"),
    ("县医院夜间门诊开诊了", "县医院的夜间门诊昨天开诊，每晚六点到九点由两位医生坐诊，头一晚来了三十七位病人。"),
)


def page(inside: str, head: str = "<h1>要闻</h1>") -> str:
    links = "".join(f"<a href='/{name}/'>{name}</a> " for name in ("首页", "新闻", "教育", "视频"))
    return f"<html><head><title>要闻_河湾网</title></head><body><div>{links}</div>{head}{inside}</body></html>"


def rejection_of(html: str) -> Rejection | None:
    return clean_html(html, "https://www.hewan.example/news/").rejection


LISTS = {
    "cards with a day": "<div class=item><h3><a href='/a/{n}'>{title}</a></h3><p>{told}</p><i>2026-03-0{n}</i></div>",
    "excerpts of a blog": "<article class=post-{n}><h2><a href='/?p={n}'>{title}</a></h2><p>{told} […]</p></article>",
    "definitions": "<dt><a href=/a/{n}.html>{title}</a></dt><dd>{told}</dd>",
    "a board": "<li><b>{n}4</b><div><a href=/p/{n}>{title}</a></div><div class=abs>{told}</div><i>山水小屋</i></li>",
}


@pytest.mark.parametrize("form", LISTS.values(), ids=LISTS)
def test_a_list_of_stories_is_refused(form: str) -> None:
    told = "".join(form.format(n=n, title=title, told=told) for n, (title, told) in enumerate(STORIES))
    assert rejection_of(page(f"<div class=list>{told}</div>")) is Rejection.LISTING


CARD = "<div class=item><h3><a href='{href}'>{title}</a></h3><p>{told}</p></div>"


def cards(address: str) -> str:
    told = (CARD.format(href=address.format(n), title=title, told=text) for n, (title, text) in enumerate(STORIES))
    return f"<div class=list>{''.join(told)}</div>"


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        (cards("/a/{}.html"), "<h1>一周要闻：渡口复航，公路通车</h1><p>2026-03-10 09:12　来源：河湾日报</p>"),
        (cards("https://shop{}.example/"), "<h1>要闻</h1>"),
    ],
    ids=["a dated round-up", "places of other sites"],
)
def test_an_article_of_several_stories_stays(inside: str, head: str) -> None:
    assert rejection_of(page(inside, head)) is None


def test_posts_that_begin_with_their_writers_are_no_list() -> None:
    posts = "".join(
        f"<div class=post><a href='/u/{n}'>船工小童{n}</a><p>{told}</p></div>" for n, (_, told) in enumerate(STORIES)
    )
    assert rejection_of(page(f"<div>{posts}</div>", "<h1>渡口复航的第一天，你们坐船了吗</h1>")) is None


def test_chapters_below_linked_pictures_are_no_list() -> None:
    chapters = "".join(
        f"<a href='/v/{n}'>河湾摄影社的老照片第{n}组</a><section>"
        + "".join(f"<p>第{n}章里，{told}</p>" for _, told in STORIES)
        + "</section>"
        for n in range(6)
    )
    assert rejection_of(page(f"<div>{chapters}</div>", "<h1>河湾一年里的六件事</h1>")) is None


_PLACES = ("河湾", "江口", "石门", "柳林", "白沙", "下湾", "洛溪", "南坪")
_TEXT = "老码头上午重新开放，第一班渡船载着三十多名乘客驶向对岸，{0}的菜农说现在十分钟就能到集市。"
_HEADLINE = "{0}渡口停航四十天后重新开放"
_HOST = "http://www.hewan.example"


def teaser(form: str, number: int) -> str:
    place = _PLACES[number]
    return form.format(url=f"/2024/05/{100 + number}.html", title=_HEADLINE.format(place), text=_TEXT.format(place))


def channel(body: str) -> str:
    return f"<title>民生_河湾日报</title><a href=/>首页</a><h1>民生</h1><div>{body}</div><p>河湾日报版权所有"


_FORMS = (
    "<article><h2><a href='{url}'>{title}</a></h2><p>{text}</p><a href='{url}'>阅读全文</a></article>",
    "<li><a href='{url}'>{title}</a><span>2024-05-06</span><p>{text}</p></li>",
    "<div><h3><a href='{url}'>{title}</a></h3><p>{text}</p><p>{text}</p><p>{text}</p></div>",
)


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("address", [f"{_HOST}/ms/index_2.html", f"{_HOST}/category/ms/page/2/", f"{_HOST}/saved.html"])
def test_a_page_of_teasers_is_a_list(form: str, address: str) -> None:
    html = channel("".join(teaser(form, number) for number in range(8)))
    assert clean_html(html, address).rejection is Rejection.LISTING


def test_headlines_that_pass_for_headings_of_the_text_count() -> None:
    form = (
        "<div><h2><a href='{url}'>{title}</a></h2><p>{text}……</p>"
        "<span>2024-05-{day}</span> <a href='{url}'>阅读全文</a></div>"
    )
    said = {
        "江边老渡口改造工程正式动工": "3月12日上午，衡川市渡口改造工程正式动工，预计工期十四个月，总投资两亿三千万元。",
        "七村灌溉渠抢在春耕前修复": "市水利局副局长罗启文介绍，老闸门建于1974年，年久失修，汛期常常停水。",
        "老街夜市停业半年后恢复": "新夜市设摊位两百个，另建雨棚一座，可供两百人同时用餐；无障碍通道与公交站直接相连。",
        "城北菜场月底搬进新址": "住在江边的居民陈桂英说，她每天要过江卖菜，“等新菜场修好，下雨天就不用在外面淋着了”。",
        "城南图书馆分馆本周开放": "开馆期间，临时车站设在下游四百米处，班次不变，票价不变，夜间末班车延长至二十二时。",
        "十二所小学新学期延时服务": "全市十二所小学从本周起开展课后延时服务，家长可以在网上自愿报名，最晚到十八时。",
    }
    teasers = [
        form.format(url=f"/2024/05/{day}.html", title=title, text=text, day=day)
        for day, (title, text) in enumerate(said.items(), start=10)
    ]
    html = f"<title>本地_衡川新闻网</title><div><a href=/>首页</a></div><h1>本地</h1>{''.join(teasers)}"
    address = f"{_HOST}/ms/index.html"
    article = clean_html(html, address)
    assert any(block.kind is BlockKind.HEADING for block in article.blocks)
    assert article.rejection is Rejection.LISTING


@pytest.mark.parametrize(
    ("body", "address"),
    [
        (
            "".join(teaser(_FORMS[0], number) for number in range(8)),
            f"{_HOST}/2024/05/06/t20240506_88117.html",
        ),  # a digest
        ("".join(teaser("<h3>{title}</h3><p>{text}</p>", number) for number in range(8)), f"{_HOST}/saved.html"),
        (
            "".join(teaser("<p>{text}</p>", number) for number in range(4))
            + "".join(teaser("<p><a href='{url}'>{title}</a></p>", number) for number in range(8))
            + "".join(teaser("<p>{text}又说。</p>", number) for number in range(4, 8)),
            f"{_HOST}/saved.html",
        ),
    ],
)
def test_an_article_stays_one(body: str, address: str) -> None:
    assert clean_html(channel(body), address).rejection is None


_JSON_LD = '{"@type": "NewsArticle", "datePublished": "2024-05-06T07:30:00+08:00"}'
_DIGEST = channel("".join(teaser(_FORMS[0], number) for number in range(8)))


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("<h1>民生</h1>", "<p>2024-05-06 07:30 来源：河湾日报</p>"),
        ("<h1>民生</h1>", "<p>记者 李河 2024-05-06</p>"),
        ("<h1>民生</h1>", "<p>2024-05-06 07:30</p>"),
        ("<h1>民生</h1>", "<p>各位读者早上好，今天要留意的几件事都在下面，请看头两条。</p>" * 2),
        ("<a href=/>首页</a>", "<p>2024年05月06日 07:30　河湾日报</p>"),
        ("</title>", "<meta property='article:published_time' content='2024-05-06'>"),
        ("</title>", "<meta name=pubdate content='2024-05-06 07:30'>"),
        ("</title>", f"<script type='application/ld+json'>{_JSON_LD}</script>"),
        ("</title>", f"<link rel=canonical href='{_HOST}/2024/05/06/t20240506_88117.html'>"),
    ],
)
def test_a_round_up_that_says_whose_or_when_it_is_stays_an_article(after: str, said: str) -> None:
    html, address = _DIGEST.replace(after, after + said), f"{_HOST}/zaobao.html"
    assert clean_html(_DIGEST, address).rejection is Rejection.LISTING
    assert clean_html(html, address).rejection is None


@pytest.mark.parametrize("said", ["<p>（责任编辑：李河）</p>", "<p>发布时间：2024-05-06 07:30</p>"])
def test_what_only_the_foot_says_is_the_round_ups(said: str) -> None:
    foot = "</div><p>河湾日报版权所有"
    below, below_each = _DIGEST.replace(foot, said + foot), _DIGEST.replace("</article>", said + "</article>")
    assert clean_html(below, _HOST).rejection is None
    assert clean_html(below_each, _HOST).rejection is Rejection.LISTING


@pytest.mark.parametrize("calendar", ["今天是2024年5月6日 星期一", "2024年5月6日 08:11 星期一 晴"])
def test_the_calendar_above_a_list_dates_no_round_up(calendar: str) -> None:
    home = "<a href=/>首页</a>"
    assert clean_html(_DIGEST.replace(home, f"<p>{calendar}</p>"), _HOST).rejection is Rejection.LISTING


def test_a_list_whose_teasers_each_have_a_source_is_one() -> None:
    html = _DIGEST.replace(
        "<a href='/2024/05/100.html'>阅读全文",
        "<p>2024-05-06 07:30 来源：河湾日报</p><a href='/2024/05/100.html'>阅读全文",
    )
    assert html != _DIGEST
    assert clean_html(html, _HOST).rejection is Rejection.LISTING


def front(meta: str = "", *, headlines: int = 24, time: str = "2026-03-10 09:12　来源：河湾日报") -> str:
    """A front page: its lead story's teasers are its longest text, headlines stand around them."""
    links = (f"<li><a href='/a/{n}.html'>第{n}桥今天上午通车了</a></li>" for n in range(headlines))
    lead = "".join(f"<p>{told}</p>" for _, told in STORIES[:3])
    story = f"<div class=lead><h1>城西渡口今天恢复通航</h1><p>{time}</p>{lead}</div>"
    return f"<html><head>{meta}<title>河湾网</title></head><body>{story}<ul>{''.join(links)}</ul></body></html>"


WEBSITE = "<meta property='og:type' content='website'>"


@pytest.mark.parametrize("html", [front(WEBSITE), front(time="")], ids=["says so", "nothing states a time"])
def test_the_front_page_of_a_site_is_a_list(html: str) -> None:
    for address in ("https://www.hewan.example", "https://www.hewan.example/"):
        assert clean_html(html, address).rejection is Rejection.LISTING


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (front(WEBSITE), "https://www.hewan.example/a/1.html"),
        (front(WEBSITE), "https://www.hewan.example/?p=1"),
        (front(WEBSITE), None),
        (front(), "https://www.hewan.example/"),
        (front("<meta property='og:type' content='article'>"), "https://www.hewan.example/"),
        (front(WEBSITE, headlines=14), "https://www.hewan.example/"),
    ],
    ids=["an article's address", "a query", "no address", "a time", "says article", "few headlines"],
)
def test_an_article_among_headlines_is_no_front_page(html: str, address: str | None) -> None:
    article = clean_html(html, address)
    assert article.rejection is None
    assert STORIES[0][1] in article.text
