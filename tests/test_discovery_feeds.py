from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.discovery import FoundLink, LinkKind
from spiders.discovery.feeds import find_feeds, is_feed, read_feed
from spiders.document import Document

URL = "http://daily.example/feed.xml"
RSS = """<?xml version="1.0" encoding="gb2312"?>
<rss version="2.0"><channel><title>清河日报</title>
<item><title>清河县今日开镰 早稻 丰收</title><link>/a/20240829/c_88121.html</link>
<pubDate>Wed, 28 Aug 2024 20:30:00 GMT</pubDate></item>
<item><title>第二条</title><guid isPermaLink="true">http://daily.example/a/2.html</guid></item>
<item><title>没有地址</title><guid>tag:5</guid></item>
<item><title>脚本</title><link>javascript:alert(1)</link></item>
</channel></rss>""".encode("gbk")
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
<entry><title>River rises</title><link href="a/3.html"/><updated>2024-08-29T23:30:00-05:00</updated></entry></feed>"""


def test_rss_in_gbk_with_relative_addresses_and_days_in_the_outlets_zone() -> None:
    assert read_feed(Document(RSS, URL)) == (
        FoundLink(
            "http://daily.example/a/20240829/c_88121.html",
            "清河县今日开镰 早稻 丰收",
            date(2024, 8, 29),
            LinkKind.ARTICLE,
        ),
        FoundLink("http://daily.example/a/2.html", "第二条", None, LinkKind.ARTICLE),
    )


def test_entries_of_an_atom_feed_are_read() -> None:
    link = FoundLink("http://daily.example/a/3.html", "River rises", date(2024, 8, 30), LinkKind.ARTICLE)
    assert read_feed(Document(ATOM.encode(), URL, "application/atom+xml")) == (link,)


def test_broken_feed_gives_what_can_be_read() -> None:
    links = read_feed(Document(RSS[: RSS.index("没有地址".encode("gbk"))], URL))
    assert [link.title for link in links][:1] == ["清河县今日开镰 早稻 丰收"]


@pytest.mark.parametrize(
    "body", [b"", b"http://daily.example/feed.xml", b"/etc/hostname", b"\x00\xff", b"<html></html>"]
)
def test_other_bytes_give_nothing_and_are_never_opened(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a feed was fetched")

    monkeypatch.setattr("urllib.request.OpenerDirector.open", refuse)
    monkeypatch.setattr("socket.create_connection", refuse)
    assert read_feed(Document(body, URL)) == ()


def test_entity_bomb_is_harmless() -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 20}">' for i in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "lol">{entities}]><rss version="2.0"><channel><item>'
    bomb += "<title>&e11;</title><link>http://daily.example/1</link></item></channel></rss>"
    assert all(len(link.title or "") < 1000 for link in read_feed(Document(bomb.encode(), URL)))


def test_feeds_that_a_page_names() -> None:
    page = """<head><link rel="alternate" type="application/rss+xml" title="要闻" href="/rss/news.xml">
    <link rel="stylesheet" href="/a.css"></head><a href="/rss.xml">订阅</a><a href="/feedback/">反馈</a>
    <a href="/news/feed/">feed</a>"""
    urls = [link.url for link in find_feeds(Document(page, "http://daily.example/"))]
    assert urls == [f"http://daily.example{path}" for path in ("/rss/news.xml", "/rss.xml", "/news/feed/")]
    assert {link.kind for link in find_feeds(Document(page, "http://daily.example/"))} == {LinkKind.FEED}


def test_a_feed_service_is_seen_through() -> None:
    body = b"""<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><item>
    <title>t</title><link>http://feeds.example/~r/daily/1</link>
    <feedburner:origLink>http://daily.example/a/1.html</feedburner:origLink></item></channel></rss>"""
    assert [link.url for link in read_feed(Document(body, URL))] == ["http://daily.example/a/1.html"]


def test_a_feed_is_told_from_a_page() -> None:
    assert is_feed(RSS)
    assert is_feed(ATOM.encode())
    assert not is_feed(b"<!DOCTYPE html><html><body><p>rss</p>")


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_give_links_or_none(body: bytes) -> None:
    read_feed(Document(body, URL))
    read_feed(Document(b'<rss version="2.0"><channel><item><link>' + body + b"</link></item></channel></rss>", URL))


def test_feeds_of_comments_are_none_and_those_in_a_folder_are() -> None:
    page = """<link rel="alternate" type="application/rss+xml" href="/comments/feed/"><a href="/feeds/">RSS</a>
      <a href="/rss/local.xml">本地</a><a href="/rss/a/88123.html">关于 RSS</a>"""
    assert [link.url for link in find_feeds(Document(page, "http://county.example/"))] == [
        "http://county.example/feeds/",
        "http://county.example/rss/local.xml",
    ]


@pytest.mark.parametrize("charset", ["punycode", "undefined", "idna", "no-such"])
@pytest.mark.parametrize("where", ["in the feed", "in the header"])
def test_a_charset_that_nobody_writes_in_hides_no_entry(charset: str, where: str) -> None:
    stated = charset if where == "in the feed" else "utf-8"
    feed = RSS.decode("gbk").replace("gb2312", stated).encode()
    kind = f"application/rss+xml; charset={charset}" if where == "in the header" else None
    assert read_feed(Document(feed, URL, kind)) == read_feed(Document(RSS, URL))


@pytest.mark.parametrize("value", ["1", ">"])
def test_very_many_attributes_stall_no_feed(value: str) -> None:
    """They took minutes: feedparser holds each against all others."""
    attributes = " ".join(f'a{number}="{value}"' for number in range(100_000))
    feed = RSS.replace(b"<channel>", f"<channel {attributes}>".encode())
    started = time.process_time()
    assert read_feed(Document(feed, URL)) == read_feed(Document(RSS, URL))
    assert time.process_time() - started < 4.0
