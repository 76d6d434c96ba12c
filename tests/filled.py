"""A filled database for whatever reads one: three invented outlets, forty days, every kind of row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from visits import NOON, article_of, visit_of

from cleaners.article import Image, Integrity, Precision, Rejection, Removal, RemovalKind
from pipelines.store import Store
from pipelines.values import CrawlCounts, Site

if TYPE_CHECKING:
    from pathlib import Path

    from cleaners.article import Article

CHINA = timezone(timedelta(hours=8))
FIRST_DAY = date(2024, 7, 20)
SITES = (
    Site("hewan", "河湾日报", "350000", "www.hewan.example", "zh-Hans", "Asia/Shanghai", True),
    Site("jiangkou", "江口晚报", "450100", "www.jiangkou.example", "zh-Hans", "Asia/Shanghai", True),
    Site("gangdu", "港都時報", "710000", "www.gangdu.example", "zh-Hant", "Asia/Taipei", False),
)
TOPICS = (
    ("福州鼓楼区一小学食堂开放参观", "家长可以预约走进后厨，看师傅怎样切菜、怎样洗碗。", "教育"),
    ("南宁市图书馆周末延长开放", "阅览室开到晚上十点，自习座位增加三百个。", "文化"),
    ("平陆运河又一段通水", "工人守在闸口看水位一寸一寸上涨，运河边站满了附近的村民。", "要闻"),
    ("晋江一企业招工办起夜校", "下班以后，年轻工人坐在车间里学看图纸。", "经济"),
    ("社区食堂开业半年账本公开", "每天卖出四百份午饭，老人一份八元。", "民生"),
)
JUNK = "加客服微信领取彩金"
ATTACK = '<script>alert("x")</script> =1+1 & "引号"'
STORY = (
    "八月五日清晨，三江口的渡船最后一次靠岸。",
    "船工林阿水把缆绳盘好，交给了来接船的博物馆职工。",
    "这条渡口用了一百零二年，新桥通车以后每天只剩下十几位客人。",
)


def fill(path: Path) -> None:
    """Make the database."""
    with Store.open(path) as store:
        for site in SITES:
            store.put_site(site, NOON)
            for number in range(4):
                run = store.start_crawl(site.name, NOON - timedelta(days=4 - number))
                counts = CrawlCounts(pages=12, new=8, changed=0, unchanged=2, rejected=1, gone=0, errors=1)
                store.finish_crawl(run, NOON - timedelta(days=4 - number, minutes=-9), "finished", counts, 0, {"a": 1})
        with store.batch():
            for number in range(120):
                save_ordinary(store, number)
            save_events(store)


def save_ordinary(store: Store, number: int) -> None:
    site = SITES[number % 3]
    day = FIRST_DAY + timedelta(days=number // 3)
    title, line, section = TOPICS[number % len(TOPICS)]
    article = article_of(
        f"{line}这是第{number}次。",
        *(
            f"记者在现场看到的第{part}件事：{number * 7 + part}户人家的门牌换成了新的，编号{number}-{part}。"
            for part in range(6)
        ),
        title=title,
        published_at=datetime(day.year, day.month, day.day, 9, number % 60, tzinfo=CHINA),
        published_precision=Precision.MINUTE,
        published_raw=f"{day} 09:{number % 60:02}",
        authors=("林一",) if number % 2 else ("王二", "陈三"),
        editors=("钱四",),
        photographers=("赵五",) if number % 5 == 0 else (),
        source="河湾日报" if number % 4 else None,
        dateline="本报福州8月1日讯" if number % 10 == 0 else None,
        section=section,
        keywords=("生活", section),
        script="zh-Hant" if site.name == "gangdu" else "zh-Hans",
        lang="zh",
        images=(Image(f"https://img.example/{number}.jpg", "图", "街景。赵五 摄"),) if number % 5 == 0 else (),
        integrity=Integrity.INJECTED if number % 15 == 2 else Integrity.CLEAN,
        removed=(
            Removal(RemovalKind.SPAM, JUNK, "body", "junk"),
            Removal(RemovalKind.BOILERPLATE, "责任编辑：钱四", "after", "credits"),
        )
        if number % 15 == 2
        else (),
    )
    save(store, site.name, f"{number}.html", article, day)


def save(store: Store, site: str, path: str, article: Article, day: date, **fields: Any) -> None:
    url = f"https://www.{site}.example/{path}"
    fetched = datetime(day.year, day.month, day.day, 4, 0, tzinfo=NOON.tzinfo)
    visit = visit_of(article, path=path, site=site, url=url, normalised_url=url, **fields)
    store.save(replace(visit, fetched_at=fetched))


def save_events(store: Store) -> None:
    """A reprinted story, an edit, a deletion, withdrawals, refused pages, an article that attacks the reader."""
    day = date(2024, 8, 6)
    at = datetime(2024, 8, 6, 7, 0, tzinfo=CHINA)
    for hours, site in enumerate(("jiangkou", "hewan", "gangdu")):
        told = article_of(
            *STORY,
            title="百年渡口停航",
            published_at=at + timedelta(hours=hours),
            source="江口晚报",
            published_precision=Precision.MINUTE,
        )
        save(store, site, "ferry.html", told, day)
    before = article_of("水位上涨三米。", "没有人受伤。", "抢修预计两天完成。", title="水库开闸泄洪", published_at=at)
    save(store, "hewan", "flood.html", before, day)
    save(
        store,
        "hewan",
        "flood.html",
        article_of("水位上涨五米。", "没有人受伤。", "抢修预计两天完成。", title="水库开闸泄洪", published_at=at),
        day + timedelta(days=1),
    )
    last = article_of("水位上涨五米。", "抢修预计两天完成。", title="水库开闸泄洪", published_at=at)
    junk = (Removal(RemovalKind.SPAM, JUNK, "body", "junk"),)
    save(store, "hewan", "flood.html", last, day + timedelta(days=2))
    hijacked = replace(last, integrity=Integrity.INJECTED, removed=junk)
    save(store, "hewan", "flood.html", hijacked, day + timedelta(days=3))
    save(store, "hewan", "flood.html", last, day + timedelta(days=4))
    save(
        store,
        "jiangkou",
        "gone.html",
        article_of("这篇报道第二天就不见了。", "读者问起，编辑部没有回答。", title="化工厂夜里冒烟", published_at=at),
        day,
    )
    save(store, "jiangkou", "gone.html", NOT_FOUND, day + timedelta(days=1), status=404)
    for number, reason in enumerate((Rejection.LISTING, Rejection.LISTING, Rejection.TOO_SHORT)):
        save(store, "hewan", f"refused{number}.html", refused(reason), day)
    attack = article_of(
        ATTACK,
        "第二段正常。",
        title=ATTACK,
        published_at=at,
        authors=(ATTACK,),
        removed=(Removal(RemovalKind.SPAM, ATTACK, "body", "junk"),),
    )
    save(store, "gangdu", "attack.html", attack, day)


def refused(reason: Rejection) -> Article:
    return article_of("更多", title="栏目首页", rejection=reason)


NOT_FOUND = article_of("", title=None, rejection=Rejection.EMPTY)
