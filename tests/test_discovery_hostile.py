"""Pages made to stall a reader: every discovery function stays linear on them."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from spiders.discovery.article_pages import find_article_pages, is_pager_line
from spiders.discovery.asked_lists import find_asked_lists, next_by_template
from spiders.discovery.channels import find_channels
from spiders.discovery.feeds import find_feeds, read_feed
from spiders.discovery.json_lists import read_json_list
from spiders.discovery.listings import find_frames, find_listed
from spiders.discovery.newspapers import find_forward, find_issues, find_newspapers, read_issue
from spiders.discovery.paging import find_pages
from spiders.discovery.sitemaps import read_sitemap
from spiders.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "http://a.example/2024-08/29/node_1.htm"
UNDATED = "http://a.example/paper/"
TODAY = date(2024, 8, 29)
SECONDS = 4.0
"""CPU time; linear work takes a tenth of it, quadratic work minutes."""

SIZE = 200_000
"""Characters of a page."""
BODIES = {
    "cdata": "<![CDATA[",
    "comments": "<script>" + "/*" * 20_000,
    "calls": "<script>" + 'createPageHTML(1,"' * 8_000,
    "spaces": "a()" + " " * SIZE + "x",
    "brackets": "[" * SIZE,
    "locations": "<script>" + "location=" * 15_000 + "'",
    "anchors": "<a href='/2024-08/29/content_1.htm'>一条很长的新闻标题",
    "areas": "<area href='x_1.htm'>",
    "nested": "<ul><li>" * 12_000 + "<a href='/a/t20240829_88123.html'>一条很长的新闻标题</a>",
    "pagers": "<a href='node_1_2.htm'>2</a>",
    "digits": "<li><a href='/a/1'>标题标题标题标题</a>" + "2024-" * 40_000,
    "long address": "<a href='/" + "a/" * 90_000 + "'>一条很长的新闻标题</a>",
    "equals": "<a href='?" + "page=1&" * 28_000 + "'>下一页</a>",
    "tags": "<loc><url>",
    "clicks": "<div onclick=\"location='/a/1.html'\">",
    "click scripts": "<b onclick='f(((((((((((((((((((('>一条很长的新闻标题</b>",
    "asked": "$.get('/api/list?page='+",
    "quotes": "'/list/",
    "asked by none": "url='/a/list' ",
    "given": "url='/a/list', data data ",
    "counts": "count:9 limit ",
    "text areas": "<textarea><a href=/a/1.html>一条很长的新闻标题</a></textarea>",
}
READERS: dict[str, Callable[[str], object]] = {
    "listed": lambda body: find_listed(Document(body, URL), today=TODAY),
    "channels": lambda body: find_channels(Document(body, URL)),
    "pages": lambda body: find_pages(Document(body, URL)),
    "parts": lambda body: find_article_pages(Document(body, URL)),
    "issue": lambda body: (
        read_issue(Document(body, URL)),
        find_issues(Document(body, URL)),
        find_newspapers(Document(body, URL)),
    ),
    "undated issue": lambda body: (read_issue(Document(body, UNDATED)), find_issues(Document(body, UNDATED))),
    "forward": lambda body: find_forward(Document(body, URL)),
    "feeds": lambda body: (find_feeds(Document(body, URL)), read_feed(Document(body.encode(), URL))),
    "sitemap": lambda body: (
        read_sitemap(Document(body.encode(), URL)),
        read_sitemap(Document((" " * SIZE + body).encode(), URL)),
    ),
    "json": lambda body: read_json_list(Document(body, URL)),
    "scripted": lambda body: (
        read_json_list(Document("<p>" + body, URL)),
        find_frames(Document(body, URL)),
        find_asked_lists(Document(body, URL)),
    ),
    "xml": lambda body: read_json_list(Document('<?xml version="1.0"?><l>' + body, URL)),
    "template": lambda body: next_by_template(Document(f"<script>{body}</script>", URL)),
    "asked": lambda body: find_asked_lists(Document(f"<script>{body}</script>", URL)),
    "line": is_pager_line,
}


@pytest.mark.parametrize("name", BODIES)
def test_every_reader_stays_linear(name: str) -> None:
    unit = BODIES[name]
    body = unit * max(1, SIZE // len(unit))
    for reader, read in READERS.items():
        started = time.process_time()
        read(body)
        assert time.process_time() - started < SECONDS, reader
