"""Lists of teasers among saved pages, and articles that look a little like them."""

from __future__ import annotations

import pytest

from cleaners import Rejection, clean_html
from cleaners.article import BlockKind
from spiders.document import Document
from spiders.saved_lists import refuse_list

_PLACES = ("河湾", "江口", "石门", "柳林", "白沙", "下湾", "洛溪", "南坪")
_TEXT = "老码头上午重新开放，第一班渡船载着三十多名乘客驶向对岸，{0}的菜农说现在十分钟就能到集市。"
_HEADLINE = "{0}渡口停航四十天后重新开放"
_HOST = "http://www.hewan.example"


def teaser(form: str, number: int) -> str:
    place = _PLACES[number]
    return form.format(url=f"/2024/05/{100 + number}.html", title=_HEADLINE.format(place), text=_TEXT.format(place))


def page(body: str) -> str:
    return f"<title>民生_河湾日报</title><a href=/>首页</a><h1>民生</h1><div>{body}</div><p>河湾日报版权所有"


_FORMS = (
    "<article><h2><a href='{url}'>{title}</a></h2><p>{text}</p><a href='{url}'>阅读全文</a></article>",
    "<li><a href='{url}'>{title}</a><span>2024-05-06</span><p>{text}</p></li>",
    "<div><h3><a href='{url}'>{title}</a></h3><p>{text}</p><p>{text}</p><p>{text}</p></div>",
)


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("address", [f"{_HOST}/ms/index_2.html", f"{_HOST}/category/ms/page/2/", f"{_HOST}/saved.html"])
def test_a_page_of_teasers_is_a_list(form: str, address: str) -> None:
    html = page("".join(teaser(form, number) for number in range(8)))
    article = clean_html(html, address)
    refused = refuse_list(article, Document(html, address))
    assert refused.rejection is Rejection.LISTING
    assert refuse_list(refused, Document(html, address)) is refused


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
    assert refuse_list(article, Document(html, address)).rejection is Rejection.LISTING


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
    article = clean_html(page(body), address)
    assert article.rejection is None
    assert refuse_list(article, Document(page(body), address)) is article


_DIGEST = page("".join(teaser(_FORMS[0], number) for number in range(8)))


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("<h1>民生</h1>", "<p>2024-05-06 07:30 来源：河湾日报</p>"),
        ("<h1>民生</h1>", "<p>记者 李河 2024-05-06</p>"),
        ("<h1>民生</h1>", "<p>2024-05-06 07:30</p>"),
        ("</title>", "<meta property='article:published_time' content='2024-05-06'>"),
        ("</title>", f"<link rel=canonical href='{_HOST}/2024/05/06/t20240506_88117.html'>"),
    ],
)
def test_a_round_up_that_says_whose_or_when_it_is_stays_an_article(after: str, said: str) -> None:
    html, address = _DIGEST.replace(after, after + said), f"{_HOST}/zaobao.html"
    assert refuse_list(clean_html(_DIGEST, address), Document(_DIGEST, address)).rejection is Rejection.LISTING
    assert refuse_list(clean_html(html, address), Document(html, address)).rejection is None


def test_a_list_whose_teasers_each_have_a_source_is_one() -> None:
    html = _DIGEST.replace(
        "<a href='/2024/05/100.html'>阅读全文",
        "<p>2024-05-06 07:30 来源：河湾日报</p><a href='/2024/05/100.html'>阅读全文",
    )
    assert html != _DIGEST
    assert refuse_list(clean_html(html, _HOST), Document(html, _HOST)).rejection is Rejection.LISTING
