"""Serves the newsroom that ships with the project: invented outlets, their pages as bytes under ``data/newsroom``.

The server speaks to crawlers as an HTTP proxy does: a request names the outlet's own address
(``GET http://www.qingyuanhe-daily.example/...``), so the pages keep one address whatever port the server got.
A plain request with a ``Host`` header works as well. It listens on loopback only and serves no other hosts.
"""

from __future__ import annotations

import hashlib
import sys
import threading
import tomllib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_INDEX_PAGES = ("index.html", "index.htm")
"""What a folder's address stands for, the first that exists."""


class Answer(NamedTuple):
    """What the server sends: status, Content-Type and body."""

    status: int
    content_type: str
    body: bytes


class Outlet(NamedTuple):
    """One host of the newsroom."""

    folder: Path
    html: str
    """Content-Type of its pages."""
    missing: str | None = None
    """File sent with status 200 for an unknown address; None for an honest 404."""

    def answer(self, path: str) -> Answer:
        """What stands at ``path``: a file, a folder's index page, or what this outlet says of unknown addresses."""
        file = self.find(path)
        if file is not None:
            return Answer(200, self.content_type(file), file.read_bytes())
        if self.missing is not None:
            return Answer(200, self.html, (self.folder / self.missing).read_bytes())
        return Answer(404, "text/html", b"<html><body>404 Not Found</body></html>")

    def find(self, path: str) -> Path | None:
        """Find the file that ``path`` names inside the outlet's folder; None without, and for a result (.json)."""
        named = (self.folder / path.lstrip("/")).resolve()
        if not named.is_relative_to(self.folder.resolve()):
            return None
        candidates = [named / name for name in _INDEX_PAGES] if named.is_dir() else [named]
        return next((file for file in candidates if file.is_file() and file.suffix != ".json"), None)

    def content_type(self, file: Path) -> str:
        """Content-Type by the file's suffix."""
        return {".xml": "application/xml", ".txt": "text/plain"}.get(file.suffix, self.html)


def load_outlets(newsroom: Path) -> dict[str, Outlet]:
    """Read the outlets of ``newsroom`` by host name, from its ``hosts.toml``."""
    hosts = tomllib.loads((newsroom / "hosts.toml").read_text(encoding="utf-8"))
    return {host: Outlet(newsroom / host, **wire) for host, wire in hosts.items()}


class NewsroomServer(ThreadingHTTPServer):
    """The outlets on one loopback port that the system chooses; ``visits`` lists every address asked for."""

    daemon_threads = True

    def __init__(self, outlets: Mapping[str, Outlet]):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.outlets = outlets
        self.visits: list[tuple[str, int]] = []

    @property
    def address(self) -> str:
        """Address for a crawler's proxy setting."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a crawl that was stopped and has hung up."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: NewsroomServer
    protocol_version = "HTTP/1.1"
    timeout = 10  # Seconds without a request after which a kept-alive connection is closed.

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        host = parts.hostname or self.headers.get("Host", "").partition(":")[0]
        outlet = self.server.outlets.get(host)
        answer = outlet.answer(parts.path) if outlet else Answer(502, "text/plain", b"no such outlet\n")
        tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        if answer.status == 200 and self.headers.get("If-None-Match") == tag:
            answer = Answer(304, answer.content_type, b"")
        self.server.visits.append((f"http://{host}{parts.path}", answer.status))
        self.send_response(answer.status)
        if answer.status == 200:
            self.send_header("Content-Type", answer.content_type)
        if answer.status in {200, 304}:
            self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the crawl prints its own summary."""


@contextmanager
def serve_newsroom(newsroom: Path) -> Iterator[NewsroomServer]:
    """Serve ``newsroom`` in a thread for as long as the block runs."""
    with NewsroomServer(load_outlets(newsroom)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
