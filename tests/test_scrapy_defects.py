"""What plain Scrapy 2.19 does, shown on a real server: the reasons for our own scheduler, middlewares and exit codes.

That our crawl does better is shown in ``test_crawl*.py``. A test that fails here says that Scrapy has mended something,
and that code of ours may go.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import starter
from loopback import Answer, Server, article, self_signed, serving
from scrapy.settings import default_settings

from cleaners import clean_html
from spiders import settings

SPIDER = """
import scrapy
class Plain(scrapy.Spider):
    name = "plain"
    async def start(self):
        for number in range({count}):
            yield scrapy.Request("{base}/private/%d" % number, callback=self.read)
    def read(self, response):
        {read}
"""


def command(folder: Path, server: Server, count: int, read: str, *options: str) -> list[str]:
    path = folder / "plain.py"
    path.write_text(SPIDER.format(base=server.base, count=count, read=read), encoding="utf-8")
    return ["runspider", str(path), "--nolog", *options]


def start(words: list[str], folder: Path) -> starter.Command:
    """Start plain Scrapy: in a folder outside the project."""
    return starter.Command(words, {**os.environ, "http_proxy": ""}, timeout=60, folder=folder)


def test_robots_leaks_one_request_a_host_is_not_kept_and_failure_exits_0(server: Server, tmp_path: Path) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /private/\n", headers={"Content-Type": "text/plain"}, seconds=0.3)
    server.routes = {f"/private/{number}": Answer(b"<p>x", seconds=0.1) for number in range(6)}
    server.routes["/robots.txt"] = robots
    options = ("-s", "ROBOTSTXT_OBEY=1", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0")
    line = command(tmp_path, server, 6, "raise KeyError", *options)
    with start(line, tmp_path) as process:
        code = process.wait()
    assert len(server.paths()) == 4  # All six are forbidden; only two are held back.
    assert server.most_open > 1  # One at a time was asked for; a delay of 0 does not keep it.
    assert code == 0  # Every callback has failed.


def test_a_killed_job_forgets_its_queue(server: Server, tmp_path: Path) -> None:
    count = 200  # what was asked for is written down in lots of so many
    server.routes = {f"/private/{number}": Answer(b"<p>x") for number in range(count)}
    line = command(tmp_path, server, count, "pass", "-s", "ROBOTSTXT_OBEY=0", "-s", f"JOBDIR={tmp_path / 'job'}")
    with start([*line, "-s", "DOWNLOAD_DELAY=0.2"], tmp_path) as process:
        while len(server.paths()) < 5:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    with start(line, tmp_path) as process:
        assert process.wait() == 0
    assert len(set(server.paths())) < count  # Pages are lost, and the run says that it has finished.


def test_defaults_that_we_turn_round() -> None:
    assert default_settings.DOWNLOAD_VERIFY_CERTIFICATES is False
    assert settings.DOWNLOAD_VERIFY_CERTIFICATES is True
    assert default_settings.REMOTE_CONTROL_ENABLED
    assert default_settings.TELNETCONSOLE_ENABLED
    assert not settings.REMOTE_CONTROL_ENABLED
    assert not settings.TELNETCONSOLE_ENABLED
    assert settings.DOWNLOAD_DELAY > 0
    assert settings.DOWNLOAD_MAXSIZE < default_settings.DOWNLOAD_MAXSIZE


OTHER = """
import scrapy
class Plain(scrapy.Spider):
    name = "plain"
    start_urls = []
    {start}
    def read(self, response):
        {read}
"""


def run_plain(folder: Path, begin: str, read: str, *options: str) -> str:
    """Run a spider with Scrapy's own settings and return what it printed."""
    path = folder / "plain.py"
    path.write_text(OTHER.format(start=begin, read=read), encoding="utf-8")
    with start(["runspider", str(path), "--nolog", *options], folder) as process:
        code, out, err = process.read()
    assert code == 0, err
    return out


def test_start_requests_is_never_called(server: Server, tmp_path: Path) -> None:
    server.routes["/"] = Answer(b"<p>x")
    begin = f'def start_requests(self):\n        yield scrapy.Request("{server.base}/", callback=self.read)'
    assert run_plain(tmp_path, begin, "pass") == ""
    assert server.seen == []  # Spiders written for earlier versions end well and fetch nothing.


def test_any_certificate_is_believed_and_the_headers_charset_beats_the_pages_own(tmp_path: Path) -> None:
    body, declared = article(1), "text/html; charset=iso-8859-1"
    assert b'<meta charset="utf-8">' in body
    with serving(self_signed(tmp_path)) as server:
        server.routes["/a.html"] = Answer(body, headers={"Content-Type": declared})
        begin = f'async def start(self):\n        yield scrapy.Request("{server.base}/a.html", callback=self.read)'
        read = 'print(ascii(response.css("h1::text").get()))'
        printed = run_plain(tmp_path, begin, read, "-s", "ROBOTSTXT_OBEY=0")
    # Nobody vouches for the server. Ours refuses it: test_crawl_trouble.test_certificates_are_checked_unless...
    assert printed.startswith("'\\xe5")  # The bytes of UTF-8 read one by one.
    assert clean_html(body, "https://hewan.example/a.html", content_type=declared).title == "城北水库完成加固第1期"


def test_the_rfc_policy_takes_an_old_page_for_fresh(server: Server, tmp_path: Path) -> None:
    server.routes["/"] = Answer(b"<p>x", headers={"Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT"})
    policy = "scrapy.extensions.httpcache.RFC2616Policy"
    cache = ("-s", "HTTPCACHE_ENABLED=1", "-s", f"HTTPCACHE_POLICY={policy}", "-s", f"HTTPCACHE_DIR={tmp_path / 'c'}")
    begin = f'async def start(self):\n        yield scrapy.Request("{server.base}/", callback=self.read)'
    again = """print(response.flags)
        if not response.meta["depth"]:
            yield response.follow("/", self.read, dont_filter=True)"""
    assert run_plain(tmp_path, begin, again, "-s", "ROBOTSTXT_OBEY=0", *cache) == "[]\n['cached']\n"
    # Nobody said how long it is fresh, so a tenth of its age is guessed: months for a page of two years.
    # Ours asks with If-None-Match: test_crawl.test_two_runs_store_once_and_ask_conditionally.
    assert len(server.paths()) == 1


def test_crawl_delay_is_ignored(server: Server, tmp_path: Path) -> None:
    server.routes = {f"/{number}": Answer(b"<p>x") for number in range(3)}
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 2\n", headers={"Content-Type": "text/plain"})
    begin = (
        "async def start(self):\n        for number in range(3):\n"
        f'            yield scrapy.Request("{server.base}/%d" % number, callback=self.read)'
    )
    run_plain(tmp_path, begin, "pass", "-s", "ROBOTSTXT_OBEY=1", "-s", "DOWNLOAD_DELAY=0")
    times = [seen.time for seen in server.seen if seen.path != "/robots.txt"]
    assert len(times) == 3
    assert max(times) - min(times) < 2.0  # Four seconds were asked for; ours keeps them: test_crawl_trouble.py.
