"""The newsroom's server: real bytes over real HTTP on loopback."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from spiders.newsroom import NewsroomServer, serve_newsroom

NEWSROOM = Path(__file__).parent.parent / "data" / "newsroom"


@pytest.fixture(scope="module")
def server() -> Iterator[NewsroomServer]:
    with serve_newsroom(NEWSROOM) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: NewsroomServer) -> Iterator[httpx.Client]:
    with httpx.Client(proxy=server.address, trust_env=False) as client:
        yield client


def test_a_page_comes_in_its_own_bytes_without_a_charset_in_the_header(client: httpx.Client) -> None:
    answer = client.get("http://www.qingyuanhe-daily.example/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html"
    assert "清源河日报" in answer.content.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        answer.content.decode("utf-8")


def test_a_host_header_works_as_well(server: NewsroomServer) -> None:
    answer = httpx.get(f"{server.address}/list.html", headers={"Host": "www.hsinyu-times.example"}, trust_env=False)
    assert "地方新聞" in answer.content.decode("big5")


def test_a_conditional_request_gets_304(client: httpx.Client) -> None:
    first = client.get("http://news.yunmengze.example/rss.xml")
    again = client.get("http://news.yunmengze.example/rss.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_missing_pages_are_honest_or_soft_by_outlet(client: httpx.Client) -> None:
    assert client.get("http://www.tanshan-gov.example/nothing.html").status_code == 404
    soft = client.get("http://news.yunmengze.example/nothing.html")
    assert soft.status_code == 200
    assert "不存在" in soft.text


@pytest.mark.parametrize(
    "path", ["/../hosts.toml", "/../../sites", "/%2e%2e/hosts.toml", "/a/20260310/1001.json", "//etc/passwd"]
)
def test_only_pages_are_served(server: NewsroomServer, path: str) -> None:
    answer = httpx.get(f"{server.address}/", headers={"Host": "www.tanshan-gov.example"}, trust_env=False)
    assert answer.status_code == 200
    outlet = server.outlets["www.tanshan-gov.example"]
    assert outlet.answer(path).status == 404


def test_an_unknown_host_is_refused(client: httpx.Client) -> None:
    assert client.get("http://elsewhere.example/").status_code == 502


def test_the_server_is_gone_after_the_block() -> None:
    with serve_newsroom(NEWSROOM) as server:
        address = server.address
    with pytest.raises(httpx.ConnectError):
        httpx.get(address, trust_env=False)


def test_nothing_is_said_of_a_crawl_that_hangs_up(capsys: pytest.CaptureFixture[str]) -> None:
    with serve_newsroom(NEWSROOM) as server:
        threads = threading.active_count()
        with socket.create_connection(("127.0.0.1", server.server_port)) as crawl:
            crawl.sendall(b"GET / HTTP/1.1\r\nHost: www.tanshan-gov.example\r\n\r\n")
            crawl.recv(1)
            crawl.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # its end is a reset
        while threading.active_count() > threads:
            time.sleep(0.01)
    assert capsys.readouterr().err == ""
