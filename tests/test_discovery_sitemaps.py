from __future__ import annotations

import gzip
import resource
import time
from datetime import date, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.discovery import FoundLink, LinkKind
from spiders.discovery.sitemaps import MAX_LINKS, parse_w3c_day, read_sitemap
from spiders.document import Document
from spiders.packing import unpack

URL = "http://daily.example/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
URLSET = f"""<?xml version="1.0" encoding="utf-8"?>
<urlset {NS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> http://daily.example/a/1.html </loc><lastmod>2024-08-29</lastmod></url>
<url><loc>http://daily.example/a/2.html</loc>
<image:image><image:loc>http://daily.example/2.jpg</image:loc></image:image></url>
<url><loc>http://daily.example/a/3.html</loc><news:news><news:publication><news:name>清河</news:name></news:publication>
<news:publication_date>2024-08-28T23:10:00Z</news:publication_date>
<news:title>水库开闸 &amp; 放水</news:title></news:news></url>
</urlset>""".encode()


def test_urlset_with_news_and_images() -> None:
    assert read_sitemap(Document(URLSET, URL)) == (
        FoundLink("http://daily.example/a/1.html", None, date(2024, 8, 29), LinkKind.UNKNOWN),
        FoundLink("http://daily.example/a/2.html", None, None, LinkKind.UNKNOWN),
        FoundLink("http://daily.example/a/3.html", "水库开闸 & 放水", date(2024, 8, 29), LinkKind.ARTICLE),
    )


def test_an_index_leads_to_its_sitemaps() -> None:
    entry = "<sitemap><loc>/sitemap-2024.xml.gz</loc><lastmod>2024-08-01T00:00:00+08:00</lastmod></sitemap>"
    index = f"<sitemapindex {NS}>{entry}</sitemapindex>"
    link = FoundLink("http://daily.example/sitemap-2024.xml.gz", None, date(2024, 8, 1), LinkKind.SITEMAP)
    assert read_sitemap(Document(index.encode(), URL)) == (link,)


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        ("wp-sitemap-posts-post-1 wp-sitemap-posts-page-1 wp-sitemap-taxonomies-post_tag-1 wp-sitemap-users-1", 1),
        ("post-sitemap post-sitemap2 event-sitemap page-sitemap post_tag-sitemap author-sitemap", 3),
        ("sitemap-pages sitemap-posts sitemap-tags", 1),
        ("page-sitemap category-sitemap", 2),  # nothing else names the articles
    ],
)
def test_standing_pages_are_no_news_where_an_index_parts_them(names: str, kept: int) -> None:
    entries = "".join(f"<sitemap><loc>https://a.example/{name}.xml</loc></sitemap>" for name in names.split())
    found = read_sitemap(Document(f"<sitemapindex>{entries}</sitemapindex>".encode(), "https://a.example/sitemap.xml"))
    assert len(found) == kept


def test_without_or_with_a_wrong_namespace() -> None:
    for namespace in ("", 'xmlns="http://example/typo"'):
        assert len(read_sitemap(Document(f"<urlset {namespace}><url><loc>/1</loc></url></urlset>".encode(), URL))) == 1


def test_gzip_whole_cut_and_with_rubbish_behind() -> None:
    packed = gzip.compress(URLSET)
    assert len(read_sitemap(Document(packed, URL))) == 3
    assert len(read_sitemap(Document(packed + b"rubbish", URL))) == 3
    assert len(read_sitemap(Document(packed[: len(packed) - 30], URL))) >= 1
    assert read_sitemap(Document(b"\x1f\x8bnot gzip at all", URL)) == ()


def test_a_bomb_is_unpacked_to_the_limit_only() -> None:
    assert len(unpack(gzip.compress(b"a" * 5_000_000), 1000)) == 1000


def test_huge_is_cut_at_the_protocols_limit() -> None:
    body = (
        "<urlset>"
        + "".join(f"<url><loc>http://daily.example/{i}</loc></url>" for i in range(MAX_LINKS + 10))
        + "</urlset>"
    )
    assert len(read_sitemap(Document(body.encode(), URL))) == MAX_LINKS


def test_broken_xml_gives_what_can_be_read() -> None:
    assert len(read_sitemap(Document(URLSET[: URLSET.index(b"<news:news>")], URL))) >= 2
    sloppy = (
        b"<urlset><url><loc>http://daily.example/a?x=1&y=2</loc></url><url><loc>http://daily.example/b</loc></urlset>"
    )
    assert [link.url for link in read_sitemap(Document(sloppy, URL))][-1] == "http://daily.example/b"


def test_plain_text_and_feeds_are_sitemaps_too() -> None:
    assert len(read_sitemap(Document(b"http://daily.example/1\r\nhttp://daily.example/2\nnot one\n", URL))) == 2
    feed = (
        b'<rss version="2.0"><channel><item><title>t</title><link>http://daily.example/1</link></item></channel></rss>'
    )
    assert read_sitemap(Document(feed, URL))[0].kind is LinkKind.ARTICLE


def test_entities_are_not_resolved() -> None:
    body = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>http://daily.example/&x;</loc></url></urlset>'
    assert [link.url for link in read_sitemap(Document(body, URL))] in ([], ["http://daily.example/"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-08-29", date(2024, 8, 29)),
        ("2024-08-28T20:00:00Z", date(2024, 8, 29)),
        ("2024-08-29T01:00:00", date(2024, 8, 29)),
        ("2024-08", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_days_of_sitemaps_are_read_in_any_precision(text: str | None, expected: date | None) -> None:
    assert parse_w3c_day(text, timezone(timedelta(hours=8))) == expected


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_give_links_or_none(body: bytes) -> None:
    read_sitemap(Document(body, URL))
    read_sitemap(Document(b"<urlset><url><loc>http://daily.example/1" + body, URL))


def test_a_time_that_stands_for_none_hides_no_entry() -> None:
    """What .NET writes where a system keeps no time of the last change: no zone can show it."""
    times = ("0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00", "2024-08-29")
    entries = "".join(f"<url><loc>/a/{n}.html</loc><lastmod>{time}</lastmod></url>" for n, time in enumerate(times))
    found = read_sitemap(Document(f"<urlset {NS}>{entries}</urlset>".encode(), URL))
    assert [link.date for link in found] == [None, None, None, date(2024, 8, 29)]


@pytest.mark.parametrize("filling", [b"<a/>", b"<!--a-->", b"<a>b</a>c", b"<url/>"])
@pytest.mark.parametrize("around", [b"%b", b"<url>%b</url>"])
def test_a_sitemap_of_nothing_fills_no_memory(filling: bytes, around: bytes) -> None:
    """64 MB of empty elements, some KB as sent, took 2 GB and a quarter of a minute."""
    entry = b"<url><loc>/a/1.html</loc></url>"
    packed = gzip.compress(b"<urlset>" + entry + around % (filling * ((16 << 20) // len(filling))) + b"</urlset>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    assert [link.url for link in read_sitemap(Document(packed, URL))] == ["http://daily.example/a/1.html"]
    assert time.process_time() - started < 4.0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10
