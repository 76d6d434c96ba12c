"""A crawl of real pages: the bench's server, where it is at hand."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from loopback import ONE_AT_A_TIME, PROJECT, Desk, Server

from spiders.report import ExitCode

SERVE = PROJECT.parent / "shared" / "bench" / "serve.py"


@pytest.mark.skipif(not SERVE.is_file(), reason="the bench is not at hand")
def test_every_article_of_the_sitemaps_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server, desk = Server(), Desk(tmp_path)
    server.port = port
    desk.profile("bench", server, delay=ONE_AT_A_TIME)
    command = [sys.executable, str(SERVE), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pages = int(process.stdout.readline().split()[0])
        first, second = desk.run("crawl", "bench", timeout=120), desk.run("crawl", "bench", timeout=120)
        with urlopen(f"{server.base}/stats") as answer:  # noqa: S310 (our own server)
            stats = json.load(answer)
        process.terminate()
    assert first.code == ExitCode.SUCCESS, first
    stored, rejected = desk.rows("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM rejections)")[0]
    assert stored + rejected == pages
    assert rejected <= pages // 20
    assert second.code == ExitCode.NOTHING_NEW, second
    assert "nothing new; nothing stored twice" in second.out
    assert stats["not_modified"] >= 2
    assert stats["most_open"] == 1
    asked = {path: count for path, count in stats["requests"].items() if path.count("/") == 2 and "index" not in path}
    assert set(asked.values()) == {1}
