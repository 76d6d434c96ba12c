"""What plain Scrapy 2.19 does, shown on a real server: the reasons for our own scheduler, middlewares and exit codes.

That our crawl does better is shown in ``test_crawl.py``. A test that fails here says that Scrapy has mended something,
and that code of ours may go.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loopback import Answer, Server, serving
from scrapy.settings import default_settings

from spiders import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def command(folder: Path, server: Server, count: int, read: str, *options: str) -> list[str]:
    path = folder / "plain.py"
    path.write_text(SPIDER.format(base=server.base, count=count, read=read), encoding="utf-8")
    return [sys.executable, "-m", "scrapy", "runspider", str(path), "--nolog", *options]


def test_robots_leaks_one_request_a_host_is_not_kept_and_failure_exits_0(server: Server, tmp_path: Path) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /private/\n", headers={"Content-Type": "text/plain"}, seconds=0.3)
    server.routes = {f"/private/{number}": Answer(b"<p>x", seconds=0.1) for number in range(6)}
    server.routes["/robots.txt"] = robots
    options = ("-s", "ROBOTSTXT_OBEY=1", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0")
    line = command(tmp_path, server, 6, "raise KeyError", *options)
    done = subprocess.run(line, cwd=tmp_path, check=False, timeout=60)
    assert len(server.paths()) == 4  # All six are forbidden; only two are held back.
    assert server.most_open > 1  # One at a time was asked for; a delay of 0 does not keep it.
    assert done.returncode == 0  # Every callback has failed.


def test_a_killed_job_forgets_its_queue(server: Server, tmp_path: Path) -> None:
    count = 800
    server.routes = {f"/private/{number}": Answer(b"<p>x") for number in range(count)}
    line = command(tmp_path, server, count, "pass", "-s", "ROBOTSTXT_OBEY=0", "-s", f"JOBDIR={tmp_path / 'job'}")
    process = subprocess.Popen([*line, "-s", "DOWNLOAD_DELAY=0.2"], cwd=tmp_path)
    while len(server.paths()) < 5:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    subprocess.run(line, cwd=tmp_path, check=True, timeout=60)
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
