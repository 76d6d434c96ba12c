from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.middlewares.robots import MAX_CRAWL_DELAY_SECONDS, parse_robots

URL = "http://hewan.example/private/1.html"


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, b"User-agent: *\nDisallow: /private/\n", False),
        (200, b"User-agent: *\nDisallow:\n", True),
        (200, b"User-agent: qingliu\nDisallow: /\n", False),
        (200, b"User-agent: otherbot\nDisallow: /\n", True),
        (200, b"User-agent: *\nDisallow: /\n\nUser-agent: Qingliu\nAllow: /\n", True),
        (200, "\ufeffUser-agent: *\nDisallow: /private/\n".encode(), False),
        (200, b"User-agent: *\r\nDisallow: /*.html$\r\n", False),
        (200, b"<html><body>\xd5\xd2\xb2\xbb\xb5\xbd</body></html>", True),
        (200, b"", True),
        (404, b"User-agent: *\nDisallow: /\n", True),
        (403, b"", True),
        (500, b"", False),
        (503, b"", False),
        (429, b"", False),
    ],
)
def test_robots_txt_allows_or_forbids_by_status_and_rules(status: int, body: bytes, allowed: bool) -> None:
    assert parse_robots(status, body).allows(URL) is allowed


def test_delay_and_sitemaps() -> None:
    robots = parse_robots(200, b"User-agent: *\nCrawl-delay: 7.5\nSitemap: http://hewan.example/s.xml\n")
    assert robots.crawl_delay == 7.5
    assert robots.sitemaps(URL) == ("http://hewan.example/s.xml",)


@pytest.mark.parametrize(
    "written", ["https://[your-domain]/sitemap.xml", "http://[hewan.example/s.xml", "mailto:desk@hewan.example"]
)
def test_a_sitemap_that_is_no_address_hides_no_other(written: str) -> None:
    robots = parse_robots(200, f"User-agent: *\nSitemap: {written}\nSitemap: map.xml\nSitemap: /news/1.xml\n".encode())
    assert robots.sitemaps(URL) == ("http://hewan.example/map.xml", "http://hewan.example/news/1.xml")


@pytest.mark.parametrize(
    ("written", "kept"), [("100000", MAX_CRAWL_DELAY_SECONDS), ("-5", 0.0), ("soon", 0.0), ("0", 0.0)]
)
def test_odd_crawl_delays_are_kept_in_bounds(written: str, kept: float) -> None:
    assert parse_robots(200, f"User-agent: *\nCrawl-delay: {written}\n".encode()).crawl_delay == kept


@given(st.binary(max_size=400), st.sampled_from([200, 204, 301, 404, 500]))
def test_any_bytes_give_rules(body: bytes, status: int) -> None:
    robots = parse_robots(status, b"User-agent: *\n" + body)
    robots.allows(URL)
    assert robots.crawl_delay >= 0
