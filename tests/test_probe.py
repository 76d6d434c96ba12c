"""`scrapy probe` and its guarded client against real servers on loopback."""

from __future__ import annotations

import argparse
import gzip
import json
import re
import socket
import threading
import time
import tomllib
import zlib
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import date, datetime
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import PARAGRAPHS, PROJECT, Answer, Server, listing, self_signed, serving
from rows import every_row
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from cleaners import clean_html
from cleaners.lexicons import load_lexicon
from spiders.commands.probe import Command
from spiders.discovery import FoundLink
from spiders.guarded_client import MAX_BODY_BYTES, Fetched, FetchError, GuardedClient, OutOfTimeError
from spiders.newsroom import serve_newsroom
from spiders.outlet import find_platforms, outlet_name, read_charsets, site_name
from spiders.probed import Probed, Sample, Source, choose_samples
from spiders.probing import probe_site
from spiders.profile_reader import load_profile, parse_profile
from spiders.profile_text import profile_text
from spiders.report import ExitCode

NOW = datetime(2024, 9, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
XML = {"Content-Type": "application/xml"}


def article(number: int) -> Answer:
    text = f"河湾县第{number}座便民桥今天上午通车，两岸三千多名居民出行不再绕道，县里今年还要再建四座。"
    body = f"<p>{text}</p><p>施工单位负责人说，桥面宽度和承重都按照农机通行的要求设计，秋收前可以用上。</p>"
    page = f"<html><head><title>第{number}座便民桥通车</title></head><body><h1>河湾县第{number}座便民桥通车</h1>"
    page += f"<p>2024-08-29 10:20　来源：河湾日报</p><div>{body}</div></body></html>"
    return Answer(page.encode("gb18030"), headers={"Content-Type": "text/html; charset=gb2312"})


def list_page(*numbers: int) -> str:
    items = (
        f'<li><a href="/a/20240829/c_8810{n}.html">河湾县第{n}座便民桥通车</a><i>2024-08-29</i></li>' for n in numbers
    )
    return f"<ul>{''.join(items)}</ul>"


def full_site(server: Server) -> None:
    """A small outlet with everything: feed, sitemap, channels, newspaper, articles."""
    base = server.base
    home = '<html><head><meta charset="gbk"><title>河湾日报 - 河湾县新闻门户</title>'
    home += '<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>'
    home += '<a href="/yw/">要闻</a><a href="/ms/">民生</a><a href="/paper/">数字报</a><a href="/private/">内部</a>'
    home += '<script>createPageHTML(3, 0, "index", "html")</script>'
    home += list_page(1, 2) + "</body></html>"
    feed = "".join(f"<item><title>{n}</title><link>{base}/a/20240829/c_8810{n}.html</link></item>" for n in (1, 3))
    urls = "".join(f"<url><loc>{base}/a/20240829/c_8810{n}.html</loc></url>" for n in range(1, 7))
    issue = '<a href="node_1.htm">A1</a><a href="node_2.htm">A2</a><a href="content_1_1.htm">河湾大桥合龙</a>'
    server.routes |= {
        "/robots.txt": Answer(f"User-agent: *\nDisallow: /private/\nSitemap: {base}/map.xml\n".encode()),
        "/": Answer(home.encode("gb18030")),
        "/rss.xml": Answer(f'<rss version="2.0"><channel>{feed}</channel></rss>'.encode(), headers=XML),
        "/map.xml": Answer(f"<sitemapindex><sitemap><loc>{base}/m1.xml</loc></sitemap></sitemapindex>".encode()),
        "/m1.xml": Answer(f"<urlset>{urls}</urlset>".encode(), headers=XML),
        "/yw/": Answer(list_page(1, 2, 3).encode()),
        "/ms/": Answer(b"<p>nothing here</p>"),
        "/paper/": Answer(b'<meta http-equiv="refresh" content="0;url=/paper/2024-08/29/node_1.htm">'),
        "/paper/2024-08/29/node_1.htm": Answer(issue.encode()),
        "/paper/2024-08/29/content_1_1.htm": article(9),
        **{f"/a/20240829/c_8810{n}.html": article(n) for n in range(1, 7)},
    }


class Result(NamedTuple):
    code: int
    out: str
    err: str


def probe(folder: Path, url: str, *options: str, proxy: str | None = None) -> Result:
    command = Command()
    command.settings = Settings({"NEWS_SITES": str(folder), "USER_AGENT": "Qingliu/test", "NEWS_PROXY": proxy})
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        command.run([url], parser.parse_args(list(options)))
    return Result(command.exitcode, out.getvalue(), err.getvalue())


def test_everything_of_a_site_is_found_and_written(server: Server, tmp_path: Path) -> None:
    full_site(server)
    result = probe(tmp_path, f"{server.base}/", "--allow-loopback", "--name", "hewan")
    assert (result.code, result.err) == (0, "")
    profile = load_profile(tmp_path / "hewan.toml")
    assert profile.name == "河湾日报"
    assert not profile.verified
    text = (tmp_path / "hewan.toml").read_text("utf-8")
    for key, path in {"feeds": "/rss.xml", "sitemaps": "/map.xml", "listings": "/yw/", "epaper": "/paper/"}.items():
        assert f'# {key}: "{server.base}{path}"  ' in text
        assert getattr(profile, key) == (), "what is named replaces what is found"
    assert "TRS WCM" in text
    assert re.search(rf"#   {server.base}/\S+ \(\d of 7\)", text)
    assert "page gbk" in text
    assert "7 of 7 samples read" in result.out
    assert "/private/" not in server.paths()
    assert server.most_open == 1


@pytest.mark.parametrize("path", ["/a/20240829/c_88101.html", "/rss.xml", "/paper/2024-08/29/node_1.htm", "/8801.html"])
def test_what_is_no_home_page_leads_to_the_front_page_of_its_host(server: Server, tmp_path: Path, path: str) -> None:
    full_site(server)
    server.routes["/8801.html"] = article(1)
    named = f"{server.base}{path}"
    result = probe(tmp_path, named, "--allow-loopback", "--name", "hewan")
    assert (result.code, result.err) == (0, "")
    profile = load_profile(tmp_path / "hewan.toml")
    assert (profile.home, profile.name) == (f"{server.base}/", "河湾日报")
    said = f"Mind: {named} is no home page; visited was {server.base}/"
    assert said in " ".join(result.out.split())


def test_a_channel_or_what_has_no_front_page_stays_the_home_page(server: Server, tmp_path: Path) -> None:
    full_site(server)
    probe(tmp_path, f"{server.base}/yw/", "--allow-loopback", "--name", "yw")
    assert load_profile(tmp_path / "yw.toml").home == f"{server.base}/yw/"
    page = server.routes["/a/20240829/c_88101.html"]
    server.routes["/a/20240829/c_88101.html"] = Answer((page.body or b"") + list_page(2, 3, 4).encode("gb18030"))
    del server.routes["/"]
    probe(tmp_path, f"{server.base}/a/20240829/c_88101.html", "--allow-loopback", "--name", "a")
    assert load_profile(tmp_path / "a.toml").home == f"{server.base}/a/20240829/c_88101.html"


def test_a_redirect_written_in_gbk(server: Server, tmp_path: Path) -> None:
    full_site(server)
    raw = "/要闻/首页.html".encode("gbk")
    server.routes["/%D2%AA%CE%C5/%CA%D7%D2%B3.html"] = server.routes["/"]
    server.routes["/"] = Answer(status=302, headers={"Location": raw.decode("latin-1")})
    result = probe(tmp_path, f"{server.base}/", "--allow-loopback", "--name", "hewan")
    assert (result.code, result.err) == (0, "")


def test_what_only_was_guessed_is_named(server: Server, tmp_path: Path) -> None:
    full_site(server)
    home = server.routes["/"].body
    assert home is not None
    server.routes["/"] = Answer(home.replace(b"application/rss+xml", b"x"))
    server.routes["/robots.txt"] = Answer(b"")
    server.routes["/sitemap.xml"] = server.routes["/map.xml"]
    assert probe(tmp_path, f"{server.base}/", "--allow-loopback", "--name", "hewan").code == 0
    profile = load_profile(tmp_path / "hewan.toml")
    assert profile.feeds == (f"{server.base}/rss.xml",)
    assert profile.sitemaps == ()  # a crawl looks there by itself
    assert f'# sitemaps: "{server.base}/sitemap.xml"' in (tmp_path / "hewan.toml").read_text("utf-8")


def test_of_an_index_the_latest_sitemap_with_pages_is_read(server: Server, tmp_path: Path) -> None:
    base, maps = server.base, ("2024-08", "2024-07", "empty", "channels")
    index = "".join(
        f"<sitemap><loc>{base}/{name}.xml</loc>"
        + (f"<lastmod>{name}-28</lastmod>" if "-" in name else "")
        + "</sitemap>"
        for name in maps
    )
    pages = {f"/story/bridge-{number}": article(number) for number in range(1001, 1004)}
    urls = "".join(f"<url><loc>{base}{path}</loc></url>" for path in pages)
    server.routes |= pages | {
        "/": Answer(b'<div id="app"></div><script src="/app.js"></script>'),
        "/rss.xml": Answer(b'<rss version="2.0"><channel></channel></rss>', headers=XML),
        "/robots.txt": Answer(f"Sitemap: {base}/index.xml\n".encode()),
        "/index.xml": Answer(f"<sitemapindex>{index}</sitemapindex>".encode(), headers=XML),
        "/2024-08.xml": Answer(f"<urlset>{urls}</urlset>".encode(), headers=XML),
        "/2024-07.xml": Answer(b"<urlset></urlset>", headers=XML),
    }
    result = probe(tmp_path, f"{base}/", "--allow-loopback", "--name", "hewan")
    assert result.code == 0, result
    assert "3 of 3 samples read" in result.out
    assert "4 sitemaps, 3 articles in the one that was read" in " ".join(result.out.replace("│", " ").split())
    assert load_profile(tmp_path / "hewan.toml").feeds == ()


def test_a_certificate_that_is_not_valid_is_named_and_taken_when_told(tmp_path: Path) -> None:
    with serving(self_signed(tmp_path)) as server:
        full_site(server)
        options = ("--allow-loopback", "--name", "hewan")
        refused = probe(tmp_path, f"{server.base}/", *options)
        assert refused.code == ExitCode.BROKEN
        advice = "its certificate is not valid; --ignore-certificate takes it nevertheless"
        assert advice in refused.err
        assert advice in probe(tmp_path, server.base.removeprefix("https://"), *options).err
        assert probe(tmp_path, f"{server.base}/", *options, "--ignore-certificate").code == ExitCode.SUCCESS
        assert not load_profile(tmp_path / "hewan.toml").verify_certificates


def test_certificates_that_are_valid_stay_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(certificate) as server:
        full_site(server)
        options = ("--allow-loopback", "--name", "hewan", "--ignore-certificate")
        assert probe(tmp_path, f"{server.base}/", *options).code == ExitCode.SUCCESS
        assert load_profile(tmp_path / "hewan.toml").verify_certificates


def test_a_list_of_numbered_names_is_one(server: Server, tmp_path: Path) -> None:
    pages = {f"/news/bridge-{number}": article(number) for number in range(5001, 5005)}
    rows = "".join(f'<li><a href="{path}">河湾县第{path[-4:]}座便民桥通车</a><i>2024-08-29</i></li>' for path in pages)
    server.routes |= pages | {"/": Answer(f"<ul>{rows}</ul>".encode())}
    result = probe(tmp_path, f"{server.base}/", "--allow-loopback", "--name", "hewan")
    assert (result.code, "left out" in result.out) == (0, False), result


def test_a_newspaper_that_is_a_site_of_its_own(server: Server, tmp_path: Path) -> None:
    full_site(server)
    server.routes["/"] = server.routes["/paper/"]
    result = probe(tmp_path, f"{server.base}/", "--allow-loopback", "--name", "hewan")
    assert result.code == 0
    assert re.search(rf"newspaper +│ {server.base}/ ", result.out), result.out
    profile = load_profile(tmp_path / "hewan.toml")
    assert profile.home == f"{server.base}/"
    assert profile.listings == ()


def test_articles_that_a_crawl_leaves_out_are_no_samples(server: Server) -> None:
    full_site(server)
    links = "".join(f"<item><title>{n}</title><link>{server.base}/a/?replytocom={n}</link></item>" for n in (1, 2))
    server.routes["/rss.xml"] = Answer(f'<rss version="2.0"><channel>{links}</channel></rss>'.encode(), headers=XML)
    with GuardedClient("Q", loopback=frozenset({("127.0.0.1", server.port)}), delay=0, seconds=60) as client:
        probed = probe_site(client, f"{server.base}/", NOW)
    assert [len(source.articles) for source in probed.feeds] == [0]
    assert f"{server.base}/rss.xml: 2 of 2 articles would be left out (trap_sort_order)" in probed.troubles
    assert len(probed.good_samples) == len(probed.samples) > 0


def test_an_article_at_several_addresses_is_one_sample() -> None:
    """A list of another session, or for phones: all ten samples were two articles."""
    home = "http://www.hewan.example/"
    lists = [
        Source(
            f"{home}{way}", None, tuple(FoundLink(f"{home}{way}/a/8811{n}.html", f"城北水厂第{n}期") for n in range(3))
        )
        for way in ("pc", "m", "s_07f2c1a9")
    ]
    assert [link.url for link in choose_samples(lists, home)] == [f"{home}pc/a/8811{n}.html" for n in range(3)]


def test_a_list_that_is_asked_for_by_post_is_named(server: Server, tmp_path: Path) -> None:
    full_site(server)
    script = '<script>$.post("/api/getList", {cid: "7", pageNo: n})</script>'
    server.routes["/ms/"] = Answer(f"<html><body>{script}</body></html>".encode())
    said = probe(tmp_path, f"{server.base}/", "--allow-loopback").out
    assert "/api/getList?cid=7&pageNo=1" in said.replace("\n", "")


def test_the_profile_can_be_printed_and_is_never_overwritten_unasked(server: Server, tmp_path: Path) -> None:
    full_site(server)
    printed = probe(tmp_path, server.base, "--allow-loopback", "--print")
    assert 'name = "河湾日报"' in printed.out
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "hewan.toml").write_text("mine")
    with pytest.raises(UsageError, match="exists"):
        probe(tmp_path, server.base, "--allow-loopback", "--name", "hewan")
    assert (tmp_path / "hewan.toml").read_text() == "mine"
    assert probe(tmp_path, server.base, "--allow-loopback", "--name", "hewan", "--force").code == 0


def test_the_crawl_that_it_names_repeats_the_settings(server: Server, tmp_path: Path) -> None:
    full_site(server)
    settings = ("-s", "NEWS_SITES=my sites", "-s", "NEWS_PROXY=http://me:secret@127.0.0.1:9")
    result = probe(tmp_path, server.base, "--allow-loopback", "--name", "hewan", *settings)
    said = "scrapy crawl hewan -a max_pages=20 -s 'NEWS_SITES=my sites' -s NEWS_PROXY=...@127.0.0.1:9\n"
    assert result.out.endswith(f"Next: {said}")


def test_an_address_without_a_scheme_is_asked_for_either_way(server: Server, tmp_path: Path) -> None:
    full_site(server)
    result = probe(tmp_path, f"127.0.0.1:{server.port}", "--allow-loopback", "--name", "hewan")
    assert result.code == 0, result
    assert load_profile(tmp_path / "hewan.toml").home.startswith("http://")


def test_an_outlet_behind_the_operators_proxy(tmp_path: Path) -> None:
    with serve_newsroom(PROJECT / "data" / "newsroom") as newsroom:
        proxy = f"http://127.0.0.1:{newsroom.server_port}"
        result = probe(tmp_path, "http://www.k7zx-info.example/", "--name", "k7zx", proxy=proxy)
    assert result.code == 0, result
    assert load_profile(tmp_path / "k7zx.toml").hosts == ("k7zx-info.example",)


def test_private_addresses_are_not_touched(server: Server, tmp_path: Path) -> None:
    full_site(server)
    for host in ("127.0.0.1", "localhost"):
        result = probe(tmp_path, f"http://{host}:{server.port}/")
        assert result.code == 5
        assert "not a public address" in result.err
        assert "say --allow-loopback" in result.err
    with serving() as other:
        server.routes["/"] = Answer(status=302, headers={"Location": f"{other.base}/"})
        assert probe(tmp_path, server.base, "--allow-loopback").code == 5
        assert other.seen == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("routes", "words"),
    [
        ({"/robots.txt": Answer(b"User-agent: *\nDisallow: /\n")}, "forbidden by robots.txt"),
        ({"/robots.txt": Answer(status=503)}, "robots.txt cannot be had"),
        ({"/": Answer(status=500)}, "status 500"),
        ({"/": Answer(None)}, "the site could not be had"),
        ({"/": Answer(status=302, headers={"Location": "/"})}, "redirects"),
        ({"/": Answer(status=302, headers={"Location": "http://elsewhere.example/"})}, "another site"),
        ({"/": Answer(status=302, headers={"Location": "file:///etc/passwd"})}, "another site"),
        ({"/": Answer(b"<p>empty</p>")}, "found nothing that announces articles"),
    ],
)
def test_it_says_plainly_when_it_could_not(
    server: Server, tmp_path: Path, routes: dict[str, Answer], words: str
) -> None:
    server.routes |= routes
    result = probe(tmp_path, server.base, "--allow-loopback")
    assert result.code == 5
    assert words in result.err
    assert list(tmp_path.iterdir()) == []


def test_samples_that_scripts_fill_are_named_as_such(server: Server, tmp_path: Path) -> None:
    full_site(server)
    frame = Answer(b'<title>x</title><script type="module" src="/assets/index.js"></script><div id="app"></div>')
    server.routes |= {path: frame for path in server.routes if path.startswith(("/a/", "/paper/2024-08/29/content"))}
    result = probe(tmp_path, f"{server.base}/", "--allow-loopback", "--name", "hewan")
    assert result.code == ExitCode.PARTIAL
    assert "7 of 7 samples hold no text: scripts may fill them" in result.out.replace("\n", " ")


def test_samples_are_read_from_what_their_scripts_ask_for(server: Server, tmp_path: Path) -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    pages = {f"/detail?id={number}": f"城北水库完成加固第{number}期" for number in range(7000, 7006)}
    server.routes["/"] = Answer(listing(pages))
    for page, title in pages.items():
        held = {"data": {"title": title, "content": body, "publishTime": "2024-08-29 09:15:00"}}
        server.routes[page] = Answer(b'<div id="content"></div><script src="/js/detail.js"></script>')
        server.routes[f"/api/news/detail?id={page[-4:]}"] = Answer(json.dumps(held).encode())
    server.routes["/js/detail.js"] = Answer(b'var id = query("id"); $.get("/api/news/detail", {id: id}, show)')
    result = probe(tmp_path, f"{server.base}/", "--allow-loopback", "--name", "hewan")
    assert (result.code, "6 of 6 samples read" in result.out, "hold no text" in result.out) == (0, True, False), result
    assert server.paths().count("/js/detail.js") == 1


def test_a_page_that_scripts_fill_is_named_as_such(server: Server, tmp_path: Path) -> None:
    server.routes["/"] = Answer(b'<html><body><div id="__nuxt"></div><script src="/a.js"></script></body></html>')
    result = probe(tmp_path, server.base, "--allow-loopback")
    assert result.code == 5
    assert "filled by scripts" in result.out
    assert "Nuxt" in result.out


def test_a_list_of_numbers_is_named_with_what_makes_addresses_of_them(server: Server, tmp_path: Path) -> None:
    shows = """d.forEach(function (r) { html += '<a href="/p/' + r.id + '.html">' + r.title + '</a>' })"""
    rows = ", ".join(f'{{"id": {number}, "title": "城北水库完成加固第{number}期"}}' for number in range(71_001, 71_004))
    server.routes |= {f"/p/{number}.html": article(number) for number in range(71_001, 71_004)}
    server.routes["/"] = Answer(f"<title>河湾</title><script>$.get('/list.json', d => {shows})</script>".encode())
    server.routes["/list.json"] = Answer(f"[{rows}]".encode())
    result = probe(tmp_path, server.base, "--allow-loopback", "--name", "hewan")
    assert (result.code, "3 of 3 samples read" in result.out) == (0, True), result
    assert "filled by scripts" not in result.out
    assert f'"{server.base}/list.json#/p/{{id}}.html"' in (tmp_path / "hewan.toml").read_text()


def test_articles_that_cannot_be_read_are_told_by_the_exit_code(server: Server, tmp_path: Path) -> None:
    server.routes["/"] = Answer(("<title>河湾日报</title>" + list_page(1, 2, 3)).encode())
    result = probe(tmp_path, server.base, "--allow-loopback", "--name", "hewan")
    assert result.code == 4
    assert "0 of 3 samples read" in result.out
    assert "status 404" in result.out
    assert load_profile(tmp_path / "hewan.toml").allow_loopback


def test_what_robots_txt_forbids_is_told_from_what_is_no_article(server: Server, tmp_path: Path) -> None:
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /a/20240829/c_88101")
    server.routes["/a/20240829/c_88102.html"] = Answer(list_page(3, 4, 5).encode())
    server.routes["/a/20240829/c_88103.html"] = article(3)
    server.routes["/"] = Answer(("<title>河湾日报</title>" + list_page(1, 2, 3)).encode())
    result = probe(tmp_path, server.base, "--allow-loopback", "--print")
    assert result.code == 0
    assert "# 1 of 3 sample articles could not be had: forbidden by robots.txt" in result.out
    assert "# 1 of 3 samples are no articles; `scrapy clean --explain` shows why." in result.out


def test_a_busy_host_is_asked_once_more_after_as_long_as_it_asks_for(server: Server, tmp_path: Path) -> None:
    full_site(server)
    for path in ("/robots.txt", "/", "/a/20240829/c_88103.html"):
        answers = iter([Answer(b"", 429, {"Retry-After": "1"}), server.routes[path]])
        server.routes[path] = lambda _, answers=answers, last=server.routes[path]: next(answers, last)
    server.routes["/a/20240829/c_88104.html"] = Answer(b"", 503, {"Retry-After": "3600"})
    result = probe(tmp_path, server.base, "--allow-loopback", "--print")
    assert result.code == 0, result
    assert "6 of 7 samples read" in result.out
    assert "could not be had: status 503" in result.out
    assert server.paths().count("/a/20240829/c_88104.html") == 1


def test_a_host_that_says_busy_of_all_that_is_not_there_is_waited_for_once(server: Server, tmp_path: Path) -> None:
    full_site(server)
    for path in ("/a/20240829/c_88103.html", "/a/20240829/c_88104.html"):
        server.routes[path] = Answer(b"", 503, {"Retry-After": "1"})
    result = probe(tmp_path, server.base, "--allow-loopback", "--print")
    assert "2 of 7 sample articles could not be had: status 503" in result.out
    assert sorted(server.paths().count(f"/a/20240829/c_8810{number}.html") for number in (3, 4)) == [1, 2]


def test_signposts_are_followed_to_the_home_page_and_to_articles(server: Server, tmp_path: Path) -> None:
    """As a crawl does; a host's root stays the home page, because what it leads to may bear a session's id."""
    full_site(server)
    home = server.routes["/"]
    server.routes |= {
        "/": Answer(b"", 302, {"Location": "/4f0c2a/index.do"}),
        "/4f0c2a/index.do": Answer(b'<meta http-equiv="refresh" content="0;url=/in.asp">'),
        "/in.asp": Answer(b"<script>location.replace('/main/')</script>"),
        "/main/": home,
        "/a/20240829/c_88101.html": Answer(b"<script>window.location.href = '/b/88101.html'</script>"),
        "/b/88101.html": article(1),
    }
    result = probe(tmp_path, server.base, "--allow-loopback", "--name", "hewan")
    assert result.code == 0, result
    assert "7 of 7 samples read" in result.out
    assert load_profile(tmp_path / "hewan.toml").home == server.base + "/"


def test_when_time_is_over_what_was_found_is_kept(server: Server) -> None:
    full_site(server)
    slow = server.routes["/yw/"]
    server.routes["/yw/"] = slow._replace(seconds=4.0)
    with GuardedClient("Q", loopback=frozenset({("127.0.0.1", server.port)}), delay=0, seconds=3.0) as client:
        probed = probe_site(client, server.base + "/", NOW)
    assert probed.feeds
    assert any("time" in trouble for trouble in probed.troubles)


def test_wrong_arguments_are_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    for url, words in (
        ("ftp://a.example/", "http"),
        ("http://", "host"),
        ("http://daily.com.cn/", "NEWS_CONTACT"),
        ("not a url", "spaces"),
    ):
        with pytest.raises(UsageError, match=words):
            probe(tmp_path, url)
    with pytest.raises(UsageError, match="one address"):
        Command().run([], argparse.Namespace())


def client_for(server: Server, seconds: float = 20.0) -> GuardedClient:
    return GuardedClient("Q", loopback=frozenset({("127.0.0.1", server.port)}), delay=0, seconds=seconds)


def test_client_bounds_what_it_reads_and_how_long(server: Server) -> None:
    bomb = Answer(gzip.compress(b"a" * (MAX_BODY_BYTES * 3)), headers={"Content-Encoding": "gzip"})
    mislabelled, unasked = {"Content-Encoding": "gzip"}, {"Content-Encoding": "br"}
    server.routes |= {"/bomb": bomb, "/mislabelled": Answer(b"x", headers=mislabelled)}
    server.routes |= {"/slow": Answer(b"x", seconds=1.2), "/br": Answer(b"x", headers=unasked)}
    with client_for(server) as client:
        assert len(client.get(server.base + "/bomb").body) == MAX_BODY_BYTES
        assert client.get(server.base + "/mislabelled").body == b"x"
        with pytest.raises(FetchError, match="not asked for"):
            client.get(server.base + "/br")
    short = Answer(b"<p>1</p></html>\n", headers={"Content-Length": "99", "Connection": "close"})
    unframed = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    deflated = unframed.compress(b"y" * 99) + unframed.flush()
    server.routes |= {
        "/short": short,
        "/broken": short._replace(body=b"<p>1"),
        "/deflated": Answer(deflated, headers={"Content-Encoding": "deflate"}),
        "/undeflated": Answer(b"x", headers={"Content-Encoding": "deflate"}),
    }
    with client_for(server) as client:
        assert client.get(server.base + "/short").body == short.body
        assert client.get(server.base + "/deflated").body == b"y" * 99
        for path in ("/broken", "/undeflated"):
            with pytest.raises(FetchError):
                client.get(server.base + path)
    with client_for(server, seconds=0.5) as client, pytest.raises(FetchError):
        client.get(server.base + "/slow")
    with client_for(server, seconds=0) as client, pytest.raises(OutOfTimeError):
        client.get(server.base + "/")


def test_a_server_that_sends_a_byte_at_a_time_is_left_when_the_time_is_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        stop = threading.Event()

        def drip() -> None:
            with suppress(OSError), listener.accept()[0] as connection:  # none comes where time is over sooner
                for byte in b"HTTP/1.1 200 OK\r\nX-Drip: " + b"a" * 1000:
                    connection.sendall(bytes([byte]))
                    if stop.wait(0.02):
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        started = time.monotonic()
        client = GuardedClient("Q", loopback=frozenset({("127.0.0.1", port)}), delay=0, seconds=0.5)
        with client, pytest.raises(FetchError):
            client.get(f"http://127.0.0.1:{port}/")
        assert time.monotonic() - started < 3
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_client_waits_as_robots_txt_asks(server: Server) -> None:
    server.routes |= {
        "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 0.3\n"),
        "/1": Answer(b"1"),
        "/2": Answer(b"2"),
    }
    with client_for(server) as client:
        client.get(server.base + "/1")
        client.get(server.base + "/2")
    times = [seen.time for seen in server.seen]
    assert all(later - earlier >= 0.28 for earlier, later in pairwise(times))


@every_row("row", load_lexicon("platforms"), ids=lambda row: str(row["text"]))
def test_each_platform_proves_itself(row: dict[str, str]) -> None:
    assert find_platforms(Fetched("http://a.example/", row["hit"].encode(), None)) == [row["name"]]
    assert find_platforms(Fetched("http://a.example/", row["miss"].encode(), None)) == []


def test_generator_and_charsets() -> None:
    page = b'<meta name="Generator" content="SiteBuilder 4"><meta charset="gb2312"><p>\xc4\xe3\xba\xc3</p>'
    fetched = Fetched("http://a.example/", page, "text/html; charset=ISO-8859-1")
    assert find_platforms(fetched) == ["SiteBuilder 4"]
    assert read_charsets(fetched)[:2] == ["header iso-8859-1", "page gb2312"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("首页_河湾日报 - 河湾县新闻门户", "河湾日报"),
        ("  Bay Herald | Home", "Bay Herald"),
        ("Home - Bay Herald", "Bay Herald"),
        ("首页", None),
        ("", None),
    ],
)
def test_names_of_outlets(title: str, name: str | None) -> None:
    assert outlet_name(title) == name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.hechidaily.com/", "hechidaily"),
        ("http://news.daily.com.cn/", "news-daily"),
        ("http://www.hewan.gov.cn/", "hewan"),
        ("http://127.0.0.1:8080/", "127-0-0-1"),
        ("http://localhost/", "localhost"),
    ],
)
def test_names_of_profiles(url: str, name: str) -> None:
    assert site_name(url) == name


@settings(max_examples=80)
@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_a_site_says_breaks_out_of_its_place_in_the_profile(name: str, other: str) -> None:
    source = Source("http://daily.example/rss.xml", other, (FoundLink("http://daily.example/1"),), is_guessed=True)
    probed = Probed(home="http://daily.example/", name=name, troubles=[other], platforms=[other], charsets=[name])
    probed.feeds += [source, source._replace(is_guessed=False)]
    values = tomllib.loads(profile_text("daily", probed, date(2024, 9, 1)))
    assert set(values) == {"name", "home", "feeds", "verified"}
    assert parse_profile("daily", values).feeds == (source.url,)


def test_the_hosts_of_articles_that_lie_elsewhere_are_named() -> None:
    article = clean_html(
        "<h1>城北水库通过验收</h1><p>" + "城北水库今天通过了验收，村民都来看。" * 20, "http://b.example/1.html"
    )
    probed = Probed(home="http://www.daily.example/")
    probed.samples += [Sample(f"http://{host}/1.html", article) for host in ("www.daily.example", "x.daily.example")]
    assert "hosts" not in tomllib.loads(profile_text("daily", probed, date(2024, 9, 1)))
    probed.samples.append(Sample("http://www.daily2.example/1.html", article))
    values = tomllib.loads(profile_text("daily", probed, date(2024, 9, 1)))
    assert values["hosts"] == ["daily.example", "daily2.example"]


def test_a_page_that_trickles_in_takes_no_more_than_its_share_of_the_visit(server: Server) -> None:
    server.routes |= {"/slow": Answer(b"x" * 400, trickle=0.05), "/next": Answer(b"<p>here</p>")}
    with GuardedClient("Qingliu", loopback=frozenset({("127.0.0.1", server.port)}), delay=0.01, seconds=5) as client:
        started = time.monotonic()
        with pytest.raises(FetchError, match="still sending after 1 second") as caught:
            client.get(f"{server.base}/slow")
        assert not isinstance(caught.value, OutOfTimeError)
        assert time.monotonic() - started < 3
        assert client.get(f"{server.base}/next").body == b"<p>here</p>"
