"""Pages that list other stories with a summary each are no articles; what is told of other stories in one is."""

from __future__ import annotations

import pytest

from cleaners import Rejection, clean_html

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
