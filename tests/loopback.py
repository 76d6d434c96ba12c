"""A scripted web server on loopback for the crawl tests, and the two ways to run a crawl against it."""

from __future__ import annotations

import os
import sqlite3
import ssl
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import starter
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PROJECT = Path(__file__).resolve().parent.parent


class Answer(NamedTuple):
    """What the server sends. ``body`` None closes the connection without an answer."""

    body: bytes | None = b""
    status: int = 200
    headers: Mapping[str, str] = {}
    seconds: float = 0.0
    """Time until it answers."""
    trickle: float = 0.0
    """Seconds between two bytes of the body; 0 sends it at once."""


class Seen(NamedTuple):
    """One request the server saw."""

    path: str
    headers: Mapping[str, str]
    time: float


Route = "Answer | Callable[[Seen], Answer]"


NO_GUESSES = b"User-agent: *\nDisallow: /sitemap.xml$\n"
"""A robots.txt for what is not about sitemaps: none is looked for where nothing names one."""


class Server:
    """Routes by path, what was asked, and how many requests were open at once."""

    def __init__(self) -> None:
        self.routes: dict[str, Any] = {"/robots.txt": Answer(NO_GUESSES)}
        self.seen: list[Seen] = []
        self.open = 0
        self.most_open = 0
        self.port = 0
        self.scheme = "http"
        self._lock = threading.Lock()

    @property
    def base(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out, in order."""
        return [seen.path for seen in self.seen if seen.path != "/robots.txt"]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        seen = Seen(handler.path, {name.lower(): value for name, value in handler.headers.items()}, time.monotonic())
        with self._lock:
            self.seen.append(seen)
            self.open += 1
            self.most_open = max(self.most_open, self.open)
        with ExitStack() as being_open:
            being_open.callback(self._end)
            route = self.routes.get(handler.path, Answer(b"<html><body>404</body></html>", 404))
            self._send(handler, route if isinstance(route, Answer) else route(seen), being_open.close)

    def _end(self) -> None:
        with self._lock:
            self.open -= 1

    def _send(self, handler: BaseHTTPRequestHandler, answer: Answer, end: Callable[[], None]) -> None:
        """Send an answer. It is at its end before its last bytes leave: who has them may ask for the next at once."""
        time.sleep(answer.seconds)
        if answer.body is None:
            handler.close_connection = True
            return
        handler.send_response(answer.status)
        headers = {"Content-Type": "text/html", "Content-Length": str(len(answer.body)), **answer.headers}
        for name, value in headers.items():
            handler.send_header(name, value)
        if not answer.trickle:
            end()
            handler.end_headers()
            handler.wfile.write(answer.body)
            return
        handler.end_headers()
        for byte in answer.body:
            handler.wfile.write(bytes([byte]))
            time.sleep(answer.trickle)


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Server]:
    """Run a server on a free port; with a file of key and certificate by HTTPS."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            server.answer(self)

    class Listener(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is no news."""

    listener = Listener(("127.0.0.1", 0), Handler)
    server.port = listener.server_address[1]
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        listener.socket = context.wrap_socket(listener.socket, server_side=True)
        server.scheme = "https"
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()


ONE_AT_A_TIME = 0.02
"""Delay of a profile, in seconds, with which one request is open at a time also on a busy machine: Scrapy hands out the
next one early where its process is held up for half a delay right after it handed one out (``_process_queue``)."""

PROFILE = """
name = "河湾日报"
home = "{base}/"
allow_loopback = true
{more}
[politeness]
delay = {delay}
"""


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Desk:
    """A folder with profiles, a database and an archive, and the commands that work on them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.sites = folder / "sites"
        self.sites.mkdir(exist_ok=True)
        self.database = folder / "news.db"

    def profile(self, site: str, server: Server, more: str = "", delay: float = 0.001) -> None:
        """Write a profile that points at the server."""
        text = PROFILE.format(base=server.base, more=more, delay=delay)
        (self.sites / f"{site}.toml").write_text(text, encoding="utf-8")

    def words(self, *arguments: str) -> list[str]:
        """Words of a scrapy command on this desk."""
        settings = {
            "NEWS_SITES": self.sites,
            "NEWS_DB": self.database,
            "NEWS_ARCHIVE": self.folder / "archive",
            "NEWS_BACKOFF_SECONDS": "0.2",
        }
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        name, *rest = arguments
        return [name, *options, *rest]

    def command(self, *arguments: str) -> list[str]:
        """Command line of a scrapy command on this desk."""
        return [sys.executable, "-m", "scrapy", *self.words(*arguments)]

    def run(self, *arguments: str, **how: Any) -> Ran:
        """Run a scrapy command to its end."""
        with self.start(*arguments, **how) as command:
            return Ran(*command.read())

    def start(
        self,
        *arguments: str,
        timeout: float = 60,
        streams: Mapping[int, str] = MappingProxyType({}),
        environment: Mapping[str, str] = MappingProxyType({}),
        **how: Any,
    ) -> starter.Command:
        """Start a scrapy command; its environment is the tests' and what is given, all else is told by starter."""
        full = {**os.environ, "http_proxy": "", **environment}
        full.pop("SCRAPY_SETTINGS_MODULE", None)
        return starter.Command(self.words(*arguments), full, timeout, streams=streams, **how)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql, values).fetchall()


PARAGRAPHS = (
    "河湾市水务局昨日公布，城北水库除险加固工程已经完成主体施工，库容恢复到设计标准，下游三个乡镇的灌溉用水从本月起恢复正常供应。",
    "据介绍，工程自去年十月开工以来，先后完成坝体灌浆、溢洪道衬砌和启闭设备更换，投入资金两千三百万元，全部来自市级财政。",
    "记者在现场看到，新装的闸门已经进入调试阶段，值班人员每两小时记录一次水位，数据同步传到市里的调度平台。",
    "附近的种粮大户说，往年到了七月就要排队等水，今年渠道通了，秋季的晚稻可以按时插下去，心里踏实了不少。",
)


def article(number: int, day: str = "2024-08-29", extra: str = "") -> bytes:
    """A plain article page in UTF-8; each number has a text of its own."""
    body = "".join(f"<p>{text}（第{number}号稿）</p>" for text in PARAGRAPHS)
    return (
        f'<html><head><meta charset="utf-8"><title>城北水库完成加固第{number}期_河湾日报</title></head><body>'
        f'<div class="nav"><a href="/">首页</a></div><h1>城北水库完成加固第{number}期</h1>'
        f"<div>{day} 09:15 来源：河湾日报 记者 周明远</div><div>{body}{extra}</div></body></html>"
    ).encode()


def listing(links: Mapping[str, str], extra: str = "", day: str = "2024-08-29") -> bytes:
    """A listing page of dated headlines."""
    items = "".join(f'<li><a href="{url}">{title}</a><span>{day}</span></li>' for url, title in links.items())
    return (
        f'<html><head><meta charset="utf-8"><title>要闻</title></head><body><ul class="list">{items}</ul>{extra}'
        "</body></html>"
    ).encode()


def stock(server: Server, count: int) -> list[str]:
    """Put ``count`` articles and a home page listing them on the server; returns their paths."""
    paths = [f"/content/2024-08/29/content_{1000 + number}.html" for number in range(count)]
    for number, path in enumerate(paths):
        server.routes[path] = Answer(article(number))
    server.routes["/"] = Answer(listing({path: f"城北水库完成加固第{number}期" for number, path in enumerate(paths)}))
    return paths


def self_signed(folder: Path) -> Path:
    """Make a certificate for 127.0.0.1 that nobody but itself vouches for (``SSL_CERT_FILE``), with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(pem, pkcs8, plain) + certificate.public_bytes(pem))
    return path
