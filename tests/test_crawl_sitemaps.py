"""robots.txt and sitemaps in whole runs of ``scrapy crawl``."""

from __future__ import annotations

import gzip
from collections import Counter
from itertools import pairwise

import pytest
from loopback import (
    Answer,
    Desk,
    Server,
    listing,
    stock,
)

from spiders.report import ExitCode


def test_robots_is_asked_for_every_waiter_and_its_delay_is_kept(server: Server, desk: Desk) -> None:
    secret = [f"/private/{number}/" for number in range(6)]
    paths = stock(server, 3)
    server.routes |= {path: Answer(listing({})) for path in secret}
    robots = b"User-agent: *\nDisallow: /private/\nDisallow: /sitemap\nCrawl-delay: 0.3\n"
    server.routes["/robots.txt"] = Answer(robots, headers={"Content-Type": "text/plain"}, seconds=0.4)
    listings = ", ".join(f'"{server.base}{path}"' for path in secret)
    desk.profile("hewan", server, f"listings = [{listings}]")
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert Counter(server.paths()) == Counter(["/", *paths])
    assert "forbidden 6" in ran.out
    gaps = [later.time - earlier.time for earlier, later in pairwise(server.seen[1:])]
    assert min(gaps) >= 0.25  # 0.3 was asked for; the server takes the time on a busy machine.


def test_sitemaps_of_robots_are_followed(server: Server, desk: Desk) -> None:
    paths = stock(server, 4)
    urls = "".join(f"<url><loc>{server.base}{path}</loc></url>" for path in paths)
    index = f"<sitemapindex><sitemap><loc>{server.base}/map.xml.gz</loc></sitemap></sitemapindex>"
    server.routes |= {
        "/": Answer(b"<html><body>x</body></html>"),
        "/robots.txt": Answer(f"Sitemap: {server.base}/index.xml\n".encode()),
        "/index.xml": Answer(index.encode(), headers={"Content-Type": "application/xml"}),
        "/map.xml.gz": Answer(gzip.compress(f"<urlset>{urls}</urlset>".encode())),
    }
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]


@pytest.mark.parametrize(
    ("path", "missing"),
    [("/sitemap.xml", Answer()), ("/sitemap_index.xml", Answer(listing({}))), ("", Answer(b"", 403))],
)
def test_a_sitemap_that_nothing_names_is_found_where_it_lies_by_custom(
    server: Server, desk: Desk, path: str, missing: Answer
) -> None:
    first, *rest = stock(server, 4)
    usual = ["/sitemap.xml", "/sitemap_index.xml"]
    urls = "".join(f"<url><loc>{server.base}{path}</loc></url>" for path in rest)
    server.routes |= {
        "/robots.txt": Answer(status=404),
        "/": Answer(listing({first: "城北水库完成加固第0期"})),
        **dict.fromkeys(usual, missing),
        path: Answer(f"<urlset>{urls}</urlset>".encode()),
    }
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT count(*) FROM articles") == [(4 if path else 1,)]
    asked = [seen for seen in server.paths() if seen in usual]
    assert asked == (usual[: usual.index(path) + 1] if path else usual)
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert server.paths() == ["/"]
    waits = "SELECT count(*) FROM pages WHERE outcome = 'not_found' AND next_visit_at > datetime('now', '44 days')"
    assert desk.rows(waits) == [(len([place for place in asked if place != path]),)]


@pytest.mark.parametrize(
    "answer", [Answer(b"", 503, {"Retry-After": "2"}), Answer(None), Answer(b"", 302, {"Location": "/sitemap.xml"})]
)
def test_a_guessed_sitemap_that_cannot_be_had_makes_no_run_a_failure(
    server: Server, desk: Desk, answer: Answer
) -> None:
    stock(server, 3)
    server.routes |= {"/robots.txt": Answer(status=404), "/sitemap.xml": answer}
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.SUCCESS, ran
    assert desk.rows("SELECT outcome FROM pages WHERE kind = 'sitemap'") == [("not_found",)]
    server.seen.clear()
    assert desk.run("crawl", "hewan").code == ExitCode.NOTHING_NEW
    assert server.paths() == ["/"]


def test_what_only_a_guessed_sitemap_names_comes_behind_the_news_and_is_not_judged(server: Server, desk: Desk) -> None:
    stock(server, 1)
    goods = [f"/goods/{number}.html" for number in range(90)]
    urls = "".join(f"<url><loc>{server.base}{path}</loc><lastmod>2030-01-01</lastmod></url>" for path in goods)
    server.routes |= {path: Answer(f"<h1>Lamp</h1><p>{at}.99</p>".encode()) for at, path in enumerate(goods)}
    server.routes |= {"/robots.txt": Answer(status=404), "/sitemap.xml": Answer(f"<urlset>{urls}</urlset>".encode())}
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan", "-a", "max_pages=5").code == ExitCode.PARTIAL
    quiet = desk.run("crawl", "hewan", "-a", "max_pages=15")
    assert quiet.code == ExitCode.PARTIAL, quiet
    stock(server, 4)
    assert desk.run("crawl", "hewan", "-a", "max_pages=15").code == ExitCode.PARTIAL
    assert desk.rows("SELECT count(*) FROM articles") == [(4,)]
    assert desk.rows("SELECT count(*) > 50 FROM pages WHERE state = 'frontier'") == [(1,)]


def test_no_sitemap_is_looked_for_where_robots_forbids_or_names_one(server: Server, desk: Desk) -> None:
    stock(server, 1)
    desk.profile("hewan", server)
    for robots in (b"User-agent: *\nDisallow: /sitemap", f"Sitemap: {server.base}/map.txt".encode()):
        server.routes["/robots.txt"] = Answer(robots)
        desk.run("crawl", "hewan")
    assert not any("sitemap" in path for path in server.paths())


def test_robots_that_cannot_be_had_forbids_everything(server: Server, desk: Desk) -> None:
    stock(server, 2)
    server.routes["/robots.txt"] = Answer(b"", 500)
    desk.profile("hewan", server)
    ran = desk.run("crawl", "hewan")
    assert ran.code == ExitCode.BROKEN, ran
    assert server.paths() == []
    assert "nothing may be fetched" in ran.out
    assert "robots.txt could not be fetched: status 5" in ran.out


def test_a_sitemap_that_is_as_it_was_is_not_read_again(server: Server, desk: Desk) -> None:
    paths = stock(server, 3)
    urls = [f"<url><loc>{server.base}{path}</loc></url>" for path in paths]
    server.routes |= {
        "/": Answer(b"<html><body>x</body></html>"),
        "/robots.txt": Answer(f"Sitemap: {server.base}/map.xml\n".encode()),
        "/map.xml": Answer(f"<urlset>{''.join(urls[:2])}</urlset>".encode()),
    }
    desk.profile("hewan", server)
    assert desk.run("crawl", "hewan").code == ExitCode.SUCCESS
    second = desk.run("crawl", "hewan")
    assert second.code == ExitCode.NOTHING_NEW
    assert "not modified 1" in second.out
    server.routes["/map.xml"] = Answer(f"<urlset>{''.join(urls)}</urlset>".encode())
    third = desk.run("crawl", "hewan")
    assert "articles new         1" in third.out
    assert "not modified" not in third.out
