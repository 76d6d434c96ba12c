"""Which links of an answer are queued."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from cleaners import Article
from pipelines.items import NewPage, PageKind
from spiders.answer import Answer
from spiders.arguments import ArgumentError, Span, read_arguments
from spiders.discovery.newspapers import find_forward
from spiders.discovery.part_signs import may_have_parts
from spiders.discovery.shapes import NOTHING_LEARNT
from spiders.document import Document
from spiders.follow import MAX_CHANNELS, MAX_LOWER_CHANNELS, MAX_SITEMAPS_FIRST, links_from
from spiders.middlewares.scope import out_of_scope
from spiders.middlewares.throttle import busy_wait
from spiders.profile import SiteProfile
from spiders.profile_reader import parse_profile
from spiders.same_page import canonical_key
from spiders.wanted import MAX_DEPTH, MAX_DEPTH_RECENT

TODAY = date(2024, 8, 30)
HOME = "https://www.hewan.example/"
PROFILE = parse_profile("hewan", {"name": "河湾日报", "home": HOME})
ITEMS = "".join(
    f'<li><a href="/content/2024-08/{day:02}/content_{5000 + day}.html">城北水库第{day}天的施工进展</a>'
    f"<span>2024-08-{day:02}</span></li>"
    for day in range(29, 19, -1)
)
LIST = f'<html><body><ul>{ITEMS}</ul><a href="/news/index_2.html">下一页</a></body></html>'.encode()


def follow(
    body: bytes, kind: PageKind = PageKind.LISTING, url: str = f"{HOME}news/", depth: int = 1,
    span: Span | None = None, profile: SiteProfile = PROFILE, last_read: date | None = None,
) -> tuple[tuple[NewPage, ...], Counter[str]]:  # fmt: skip
    left_out: Counter[str] = Counter()
    content_type = "text/html; charset=utf-8"
    answer = Answer(kind, url, body, content_type, depth, TODAY, is_home=url == HOME, last_read=last_read)
    return links_from(answer, profile, NOTHING_LEARNT, span or Span(), left_out), left_out


def test_listing_gives_dated_articles_and_its_next_page() -> None:
    pages, _ = follow(LIST)
    articles = [page for page in pages if page.kind is PageKind.ARTICLE]
    assert [page.day for page in articles] == [date(2024, 8, day) for day in range(29, 19, -1)]
    assert [(page.url, page.depth) for page in pages if page.kind is PageKind.LISTING] == [
        ("https://www.hewan.example/news/index_2.html", 2)
    ]


def test_span_leaves_out_days_and_does_not_page_past_them() -> None:
    pages, left_out = follow(LIST, span=Span(date(2024, 8, 25), date(2024, 8, 26)))
    assert [page.day for page in pages if page.day] == [date(2024, 8, 26), date(2024, 8, 25)]
    assert left_out["out_of_span"] == 8
    pages, _ = follow(LIST, span=Span(date(2024, 9, 1), None))
    assert pages == ()


def test_an_archive_by_day_is_followed_back_to_the_day_asked_for() -> None:
    body = LIST.replace(b"</ul>", '</ul><a href="/day/2024-08-19.html">前一天</a>'.encode()).replace(b"index_2", b"x")
    body = body.replace("下一页".encode(), "下一天".encode())

    def lists(span: Span) -> list[str]:
        return [page.url.rpartition("/")[2] for page in follow(body, span=span)[0] if page.kind is PageKind.LISTING]

    assert lists(Span()) == ["2024-08-19.html"]
    assert lists(Span(date(2024, 8, 1), date(2024, 8, 15))) == ["2024-08-19.html"]  # The way to the 15th leads over it.
    assert lists(Span(date(2024, 8, 20))) == []


def test_depth_is_bounded_except_for_backfill() -> None:
    old = LIST.replace(b"2024-08", b"2024-06")
    assert not [page for page in follow(old, depth=MAX_DEPTH)[0] if page.kind is PageKind.LISTING]
    assert [page for page in follow(LIST, depth=MAX_DEPTH)[0] if page.kind is PageKind.LISTING]  # of the last days
    assert not [page for page in follow(LIST, depth=MAX_DEPTH_RECENT)[0] if page.kind is PageKind.LISTING]
    deep, _ = follow(LIST, depth=MAX_DEPTH, span=Span(date(2020, 1, 1)))
    assert [page for page in deep if page.kind is PageKind.LISTING]


@pytest.mark.parametrize(
    ("last_read", "is_read_on"),
    [(None, False), (TODAY, False), (date(2024, 8, 20), False), (date(2024, 7, 29), True), (date(2024, 5, 1), True)],
)
def test_lists_are_read_on_as_far_as_the_time_in_which_none_could_be_read(
    last_read: date | None, *, is_read_on: bool
) -> None:
    for month, expected in ((7, is_read_on), (6, False)):  # nobody goes back for longer than two months
        body = LIST.replace(b"2024-08", f"2024-{month:02}".encode())
        lists = [
            page for page in follow(body, depth=MAX_DEPTH, last_read=last_read)[0] if page.kind is PageKind.LISTING
        ]
        assert bool(lists) == expected


def test_other_sites_and_stated_rule() -> None:
    body = LIST.replace(b"/content/2024-08/20/", b"https://elsewhere.example/content/2024-08/20/")
    assert len([page for page in follow(body)[0] if page.kind is PageKind.ARTICLE]) == 9
    stated = parse_profile("hewan", {"name": "x", "home": HOME, "article_url": r"content_502[0-4]"})
    pages, _ = follow(LIST, profile=stated)
    assert len([page for page in pages if page.kind is PageKind.ARTICLE]) == 5
    entries = "".join(f"<url><loc>{HOME}content_502{number}.html</loc></url>" for number in range(10))
    _, left_out = follow(f"<urlset>{entries}</urlset>".encode(), PageKind.SITEMAP, profile=stated)
    assert left_out == {"not_article_url": 5}


def test_sitemaps_by_month_are_no_calendar() -> None:
    months = [f"{HOME}sitemap/editorial.xml?year=2024&amp;month={month}" for month in (7, 8)]
    body = f"<sitemapindex>{''.join(f'<sitemap><loc>{month}</loc></sitemap>' for month in months)}</sitemapindex>"
    pages, left_out = follow(body.encode(), PageKind.SITEMAP, depth=0)
    assert [page.kind for page in pages] == [PageKind.SITEMAP] * 2
    assert not left_out


def test_pages_of_categories_tags_and_authors_are_no_articles() -> None:
    paths = ("category/local-news/", "tag/bridge/", "author/dana-w/", "product-category/books/", "local-news/")
    body = f"<urlset>{''.join(f'<url><loc>{HOME}{path}</loc></url>' for path in paths)}</urlset>".encode()
    pages, left_out = follow(body, PageKind.SITEMAP)
    assert [page.url for page in pages] == [f"{HOME}local-news/"]
    assert left_out == {"taxonomy": 4}
    stated = parse_profile("hewan", {"name": "x", "home": HOME, "article_url": r"/tag/"})
    assert [page.url for page in follow(body, PageKind.SITEMAP, profile=stated)[0]] == [f"{HOME}tag/bridge/"]


def test_the_stated_rule_decides_alone() -> None:
    """Also where addresses look like lists' or traps', and where a list has neither days nor long titles."""
    items = "".join(f'<li><a href="/list/events/2031/05/{day:02}/">城北通水{day}</a></li>' for day in range(1, 11))
    listed = f'<ul>{items}</ul><a href="/2024/08/29/town-council-meets-again.html">体育</a>'.encode()
    record = '{"title":"城北水库的施工进展情况","url":"/list/events/2031/05/12/","pubDate":"2024-08-29"}'
    profile = parse_profile("hewan", {"name": "x", "home": HOME, "article_url": r"/events/"})
    pages, left_out = follow(listed, profile=profile, url=HOME, depth=0)
    assert Counter(page.kind for page in pages) == {PageKind.ARTICLE: 10, PageKind.LISTING: 1}
    assert not left_out
    assert [page.kind for page in follow(f"[{record}]".encode(), profile=profile)[0]] == [PageKind.ARTICLE]


def test_what_a_list_names_as_an_article_is_no_channel() -> None:
    items = "".join(
        f'<li><a href="/?p={at}">城北水库第{at}天的施工进展</a><a href="/?p={at}">August {at}</a> 2024-08-{at}</li>'
        for at in range(10, 20)
    )
    pages, _ = follow(f"<ul>{items}</ul>".encode(), url=HOME, depth=0)
    assert {page.kind for page in pages} == {PageKind.ARTICLE}


def test_home_page_shows_feeds_channels_and_newspapers_only_where_the_profile_does_not() -> None:
    body = LIST.replace(
        b"<ul>",
        '<link rel="alternate" type="application/rss+xml" href="/rss.xml"><a href="/sport/">体育</a>'
        '<a href="/paper/">数字报</a><ul>'.encode(),
    )
    kinds = Counter(page.kind for page in follow(body, url=HOME, depth=0)[0])
    assert kinds[PageKind.FEED] == kinds[PageKind.EPAPER] == 1
    assert kinds[PageKind.LISTING] >= 2
    told = {"feeds": [f"{HOME}f.xml"], "listings": [f"{HOME}l/"], "epaper": f"{HOME}p/"}
    profile = parse_profile("hewan", {"name": "x", "home": HOME, **told})
    kinds = Counter(page.kind for page in follow(body, url=HOME, depth=0, profile=profile)[0])
    assert kinds[PageKind.FEED] == kinds[PageKind.EPAPER] == 0
    assert kinds[PageKind.LISTING] == 1


def test_a_home_page_whose_script_chooses_leads_to_all_choices() -> None:
    choice = b'<script>if (l == "en") { location.href = "/en/" } else { location.href = "/tc/" }</script>'
    pages, _ = follow(choice, url=HOME, depth=0)
    assert [(page.url, page.kind) for page in pages] == [
        (f"{HOME}en/", PageKind.LISTING), (f"{HOME}tc/", PageKind.LISTING)
    ]  # fmt: skip
    assert find_forward(Document(choice, HOME)) is None


def test_channels_left_out_are_counted() -> None:
    links = "".join(f'<li><a href="/{"c" * number}/">要闻</a></li>' for number in range(1, MAX_CHANNELS + 4))
    pages, left_out = follow(f"<ul>{links}</ul>".encode(), url=HOME, depth=0)
    assert (len(pages), left_out) == (MAX_CHANNELS, {"too_many_channels": 3})
    assert not follow(LIST, url=HOME, depth=0)[1]


def test_channels_of_a_channel_lie_below_it() -> None:
    names = {"/news/local/": "本地", "/news/": "新闻", "/tag/water/": "水库", "/sport/football/": "足球",
             "/news/a/b/c/": "旧闻", "/news/index_2.html": "2", "/news/index_9.html": "尾页"}  # fmt: skip
    links = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in names.items())
    body = LIST.replace(b"<ul>", f"<ul>{links}</ul><ul>".encode())
    lists = {page.url: page.depth for page in follow(body)[0] if page.kind is PageKind.LISTING}
    assert lists == {f"{HOME}news/local/": 1, f"{HOME}news/index_2.html": 2}
    deeper = [page for page in follow(body, depth=2)[0] if page.kind is PageKind.LISTING]
    assert [page.url for page in deeper] == [f"{HOME}news/index_2.html"]
    many = "".join(f'<li><a href="/news/{"t" * number}/">镇{number}</a></li>' for number in range(1, 99))
    lists = {page.url: page.depth for page in follow(f"<ul>{many}</ul>".encode())[0]}
    assert len(lists) == MAX_LOWER_CHANNELS


def test_topics_shown_as_pictures_alone_are_channels() -> None:
    def listed(*paths: str, beside: str = "") -> set[str]:
        pictures = "".join(f'<li><a href="{path}"><img src="/i.jpg"></a><p>桥梁加固专题</p></li>' for path in paths)
        return {page.url for page in follow(f"<ul>{pictures}</ul>{beside}".encode())[0]}

    topics = (f"{HOME}topics/2024/bridge/", f"{HOME}news/2024/dam/works/")
    assert listed(*topics) == set(topics)
    assert listed(topics[0]) == set()  # a banner
    assert listed(*topics, beside=LIST.decode()).isdisjoint(topics[:1])  # banners beside a list
    assert listed(*topics, beside=LIST.decode()).issuperset(topics[1:])
    named = "".join(f'<a href="{topic}">桥梁加固工程今年五月全面开工建设</a>' for topic in topics)
    assert listed(*topics, beside=f"{LIST.decode()}<p>{named}</p>").isdisjoint(topics)
    assert listed(f"{HOME}topics/2024/08/29/", f"{HOME}photo/20240829/88117.html") == set()
    assert listed(f"{HOME}goods/?id=12", f"{HOME}goods/?id=13") == set()


def test_a_json_listing_leads_to_its_articles() -> None:
    record = '{"title":"城北水库的施工进展情况","url":"/content/2024-08/29/content_1.html","pubDate":"2024-08-29"}'
    body = f'{{"data":[{record}]}}'
    pages, _ = follow(body.encode(), url=f"{HOME}api/list?p=1")
    assert [(page.url, page.day) for page in pages] == [
        ("https://www.hewan.example/content/2024-08/29/content_1.html", date(2024, 8, 29))
    ]
    assert follow(body.encode(), PageKind.FEED, f"{HOME}feed.json")[0] == pages  # as JSON Feed is one


def test_a_newspaper_drawn_from_a_file_a_day_is_read_back() -> None:
    """Issues of runs left out, and those that ``since`` asks for, have their files, too."""

    def files(body: str, url: str = f"{HOME}data/20240830/period.json", span: Span | None = None) -> list[str]:
        pages, _ = follow(body.encode(), url=url, span=span)
        return [page.url.removeprefix(HOME) for page in pages if page.kind is PageKind.LISTING]

    first = '{"title": "城北水库第三期扩建工程开工", "url": "/a/20240830/88117.html"}'
    issue = f'{{"layouts": [{{"layoutNo": "01", "articles": [{first}]}}]}}'
    assert files(issue) == [f"data/202408{day}/period.json" for day in range(29, 22, -1)]
    assert files(issue, span=Span(date(2024, 7, 30), date(2024, 8, 1)))[0] == "data/20240801/period.json"
    several = issue.replace(first, f"{first}, {first.replace('0830/88117', '0828/88101')}")
    assert files(several, url=f"{HOME}data/list.json?v=20240830") == []  # the day is there for caches
    assert files(issue, url=f"{HOME}data/list.json?v=20240830") == []  # and all that it lists of that day by chance
    assert files(issue, url=f"{HOME}api/period?date=2024-08-30")[0] == "api/period?date=2024-08-29"


def test_the_day_on_which_a_special_topic_began_is_no_issue() -> None:
    """Its file was asked for under each day of the last week, and with ``since`` of all years."""
    topic = '{"list": [{"title": "城北水库第三期扩建工程开工", "url": "/zt/c/88117.html"}]}'
    for span in (None, Span(date(2023, 1, 1), None)):
        pages, _ = follow(topic.encode(), url=f"{HOME}zt/20240315/list.json", span=span)
        assert [page.url for page in pages if page.kind is PageKind.LISTING] == []
    pages, _ = follow(topic.encode(), url=f"{HOME}data/20240315/period.json", depth=0)  # a profile names it
    assert len([page for page in pages if page.kind is PageKind.LISTING]) == 8


def test_the_next_page_of_a_json_listing_is_asked_for_while_it_is_full() -> None:
    records = [
        f'{{"title":"城北水库的施工进展情况之{n}","url":"/content/2024-08/29/content_{n}.html","pubDate":"2024-08-2{n}"}}'
        for n in range(1, 8)
    ]
    body = f'{{"data":[{",".join(records)}]}}'.encode()
    lists = [page for page in follow(body, url=f"{HOME}api/list?c=3&page=4")[0] if page.kind is PageKind.LISTING]
    assert [(page.url, page.depth) for page in lists] == [(f"{HOME}api/list?c=3&page=5", 2)]
    later = follow(body, url=f"{HOME}api/list?c=3&page=4", span=Span(date(2024, 8, 28)))[0]
    assert [page.kind for page in later if page.kind is PageKind.LISTING] == []
    assert [page.kind for page in follow(body, url=f"{HOME}api/list?c=3")[0]] == [PageKind.ARTICLE] * 7


def test_markup_in_json_is_a_list() -> None:
    items = "".join(
        f'<li><a href=\\"/content/2024-08/29/content_{n}.html\\">城北水库的施工进展情况之{n}</a>2024-08-29</li>'
        for n in range(1, 4)
    )
    pages, _ = follow(f'{{"code":0,"html":"{items}"}}'.encode(), url=f"{HOME}list/more")
    assert [page.url for page in pages] == [f"{HOME}content/2024-08/29/content_{n}.html" for n in range(1, 4)]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://www.hewan.example/a.html", None),
        ("https://epaper.hewan.example/a.html", None),
        ("https://hewan.example.elsewhere.example/", "another site's host"),
        ("https://hewan.example@elsewhere.example/", "carries a user name"),
        ("ftp://www.hewan.example/a", "scheme 'ftp'"),
        ("javascript:alert(1)", "scheme 'javascript'"),
        ("file:///etc/passwd", "scheme 'file'"),
        ("https://www.hewan.example/" + "a" * 3000, "longer than"),
        ("https://www.hewan.example:99999/", "port out of range"),
        ("http://[::1", "no address"),
        ("http://127.0.0.1/", "another site's host"),
    ],
)
def test_an_address_outside_the_profile_is_left_out_with_a_reason(url: str, reason: str | None) -> None:
    found = out_of_scope(url, PROFILE)
    assert found == reason if reason is None else reason in str(found)


@pytest.mark.parametrize(
    ("canonical", "key"),
    [
        (None, "https://hewan.example/c/content_5001.html"),
        ("https://www.hewan.example/content/2024-08/20/content_5001.html", "https://hewan.example/content/2024-08/20/content_5001.html"),
        ("https://www.hewan.example/", "https://hewan.example/c/content_5001.html"),
        ("https://www.hewan.example/news/", "https://hewan.example/c/content_5001.html"),
        ("https://lottery.example/content_5001.html", "https://hewan.example/c/content_5001.html"),
    ],
)  # fmt: skip
def test_canonical_is_believed_only_where_it_can_be(canonical: str | None, key: str) -> None:
    own = "https://www.hewan.example/c/content_5001.html?utm_source=wx"
    assert canonical_key(own, Article(canonical_url=canonical), PROFILE) == key


@pytest.mark.parametrize(
    ("link", "may"),
    [
        ("content_5001_2.html", True),
        ("/c/content_5001-2.html", True),
        ("?page=2", True),
        ("view.php?id=7&amp;pn=3", True),
        ("?homepage=2", False),
        ("?page=next", False),
        ("content_5002.html", False),
    ],
)
def test_parts_are_looked_for_where_they_may_be(link: str, may: bool) -> None:
    assert may_have_parts(f'<a href="{link}">2</a>'.encode(), "https://www.hewan.example/c/content_5001.html") is may


@pytest.mark.parametrize(
    ("source", "may"),
    [
        ("<script>createPageHTML(3, 0)</script>", True),
        ("var countPage = 3", True),
        ("var pageCount = 3", True),
        ("var totalPage = 3", True),
        ("<a rel=next>", True),
        ("<a rel='next'>", True),
        ("<link rel=prev>", False),
        ("var page = 3", False),
    ],
)
def test_parts_are_looked_for_where_script_or_link_tell_of_pages(source: str, may: bool) -> None:
    assert may_have_parts(source.encode(), "https://www.hewan.example/c/content_5001.html") is may


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"max_pages": "0"}, "max_pages=0: not a whole number"),
        ({"max_pages": "ten"}, "max_pages=ten"),
        ({"since": "29.8.2024"}, "since=29.8.2024: not a day"),
        ({"since": "2024-09-01", "until": "2024-08-01"}, "later than until"),
        ({"url": "https://elsewhere.example/"}, "another site's host"),
        ({"depth": "3"}, "-a depth: unknown"),
    ],
)
def test_arguments_that_cannot_be_used(values: dict[str, str], words: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        read_arguments(values, PROFILE)
    assert words in str(caught.value)


def test_arguments_of_a_crawl_are_read() -> None:
    asked = read_arguments({"max_pages": "7", "since": "2024-08-01", "url": f"{HOME}a.html"}, PROFILE)
    assert asked == (7, Span(date(2024, 8, 1), None), f"{HOME}a.html")


@pytest.mark.parametrize(
    ("header", "tries", "seconds"),
    [
        (None, 1, 30.0),
        (None, 3, 120.0),
        (b"7", 1, 7.0),
        (b"0", 1, 30.0),
        (b"soon", 2, 60.0),
        (b"Thu, 29 Aug 2024 00:01:30 GMT", 1, 90.0),
        (b"Thu, 29 Aug 2020 00:00:00 GMT", 1, 30.0),
        (b"9" * 400, 1, 999_999_999.0),
        (b"\xff\xfe", 1, 30.0),
    ],
)
def test_a_busy_host_is_waited_for_as_long_as_it_says(header: bytes | None, tries: int, seconds: float) -> None:
    assert busy_wait(header, tries, 30.0, datetime(2024, 8, 29, tzinfo=UTC)) == seconds


def test_sitemaps_of_the_past_wait_behind_the_articles_known_of() -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(240)]
    entries = "".join(f"<sitemap><loc>{HOME}map-{day}.xml</loc><lastmod>{day}</lastmod></sitemap>" for day in days)
    pages, _ = follow(f"<sitemapindex>{entries}</sitemapindex>".encode(), PageKind.SITEMAP, f"{HOME}index.xml", 0)
    assert len(pages) == len(days)
    assert {page.day for page in pages if not page.later} == set(days[-MAX_SITEMAPS_FIRST:])


@pytest.mark.parametrize(
    ("script", "target"),
    [
        ("window.open('main.html', '_self')", HOME + "main.html"),
        ("window.open('main.html', '_blank')", None),
        ("function to(n) { location.href = 'list.jsp?page=' + n }", None),
        ("location.replace('main.html')", HOME + "main.html"),
    ],
)
def test_a_signpost_goes_on_in_its_own_window(script: str, target: str | None) -> None:
    link = find_forward(Document(f"<script>{script}</script>", HOME))
    assert (link and link.url) == target


def test_a_list_of_clicks_is_no_signpost() -> None:
    rows = "".join(f"<tr onclick=\"open('a.asp?id={n}')\"><td>城北水库施工进展</td></tr>" for n in range(9))
    assert (
        find_forward(Document(f"<table>{rows}</table><script>function f() {{ location.href = '/' }}</script>", HOME))
        is None
    )


def test_a_list_goes_on_where_its_scripts_ask() -> None:
    def lists(body: bytes) -> list[str]:
        return [page.url.removeprefix(HOME) for page in follow(body)[0] if page.kind is PageKind.LISTING]

    asks = b"<script>$.get('/ajax/list?page=' + n); $.get('/data/side.json')</script></body>"
    assert lists(LIST.replace(b"</body>", asks)) == ["news/index_2.html"]
    alone = LIST.replace(b'<a href="/news/index_2.html">', b"<a>")
    assert lists(alone.replace(b"</body>", asks)) == ["ajax/list?page=1"]
    assert lists(alone.replace(b"</body>", b"<script>location.href = '?page=' + n</script>")) == ["news/?page=2"]
    assert lists(b"<ul></ul>" + asks) == ["ajax/list?page=1", "data/side.json"]


def test_what_a_channel_shows_inside_is_read_as_the_channel_is() -> None:
    asks = b"<iframe src='list.htm'></iframe><script>$.getJSON('/data/list.json', show)</script>"
    assert {page.url.removeprefix(HOME): page.depth for page in follow(asks)[0]} == {
        "news/list.htm": 1,
        "data/list.json": 1,
    }


def test_records_beside_a_list_are_taken_where_their_address_is_an_articles() -> None:
    data = '[{"title": "城北水库通过验收", "url": "/content/2024-08/30/content_5099.html"},'
    data += ' {"title": "县里的大小事情", "url": "/c/103/"}]'
    pages, _ = follow(LIST.replace(b"</body>", f"<script>var held = {data}</script></body>".encode()))
    assert {page.url.removeprefix(HOME) for page in pages} >= {"content/2024-08/30/content_5099.html"}
    assert f"{HOME}c/103/" not in {page.url for page in pages}


def test_a_page_of_feeds_leads_to_them() -> None:
    pages, _ = follow(b'<a href="/rss/local.xml"><img src="rss.gif"></a>', PageKind.FEED, f"{HOME}rss/")
    assert [(page.url, page.kind) for page in pages] == [(f"{HOME}rss/local.xml", PageKind.FEED)]
