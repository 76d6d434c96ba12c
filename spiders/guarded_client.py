"""An httpx client for looking at a site outside a crawl: guarded, bounded, polite, obeying robots.txt."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from cleaners.links.urls import same_site
from spiders.addresses import Exceptions, may_connect, proxy_place
from spiders.document import Document
from spiders.failures import BAD_CERTIFICATE, one_line, tls_trouble
from spiders.gates import status_reason
from spiders.middlewares.robots import RobotRules, parse_robots
from spiders.middlewares.throttle import TOO_BUSY, busy_wait
from spiders.packing import decode_body, is_whole, unpack

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Mapping, Sequence

MAX_BODY_BYTES = 8 << 20
"""Bytes after decompression; what is beyond is not read."""
_MAX_REDIRECTS = 5
"""As in a crawl (setting ``REDIRECT_MAX_TIMES``)."""
_MAX_WAIT_SECONDS = 10.0
"""Seconds to wait for a connection or the next bytes."""

_FIRST_WAIT_SECONDS = 5.0
"""Seconds before a busy host that names no time is asked once more."""
_SHARE_OF_A_PAGE = 0.2
"""Of the time for a visit, which one page may take to be sent: the others are to be seen as well."""


class FetchError(Exception):
    """A page could not be had; the message says why, in one line."""


class BadCertificateError(FetchError):
    """The host's certificate is not valid."""


class OutOfTimeError(FetchError):
    """The time for the whole visit is over."""


class Fetched(NamedTuple):
    """An answer with status 2xx."""

    url: str
    """Address that answered, after redirects."""
    body: bytes
    content_type: str | None
    headers: Sequence[tuple[str, str]] = ()
    scripts: tuple[str, ...] = ()
    """Texts of the page's own script files, where they were asked for as well."""

    @property
    def document(self) -> Document:
        """What finds links takes of it."""
        return Document(self.body, self.url, self.content_type, self.scripts)


class _TimedStream(httpcore.NetworkStream):
    """A connection that ends with the visit: httpx bounds each wait, but not a server that sends a byte at a time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this visit is over")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._left(timeout)), self._deadline)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _GuardedBackend(httpcore.SyncBackend):
    """Connects only to addresses that the guard allows; those checked are the very ones connected to."""

    def __init__(self, exceptions: Exceptions, deadline: float) -> None:
        self._exceptions = exceptions
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, drop what is not public, connect to the first that is left."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"name {host} is not known ({error})") from error
        allowed = [str(entry[4][0]) for entry in found if may_connect(host, port, str(entry[4][0]), self._exceptions)]
        if not allowed:
            raise httpcore.ConnectError(f"{host} is not a public address")
        stream = super().connect_tcp(allowed[0], port, timeout, local_address, socket_options)
        return _TimedStream(stream, self._deadline)


class GuardedClient:
    """Fetches pages one after the other. A context manager.

    ``loopback`` are (host, port) pairs on this machine that may be visited; ``delay`` seconds lie between two requests,
    more when robots.txt asks for it; after ``seconds`` every call raises OutOfTimeError. With ``any_certificate`` one
    that is not valid is taken, and noted. A ``proxy`` decides itself what names mean: the guard cannot look behind it.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        loopback: frozenset[tuple[str, int]] = frozenset(),
        delay: float = 1.0,
        seconds: float = 55.0,
        any_certificate: bool = False,
        proxy: str | None = None,
    ) -> None:
        self.delay = delay
        self._deadline = time.monotonic() + seconds
        self._longest = seconds * _SHARE_OF_A_PAGE
        self._last = 0.0
        self._is_patient = True
        self._robots: dict[str, RobotRules] = {}
        self._robots_errors: dict[str, str] = {}
        self._any_certificate = any_certificate
        self.certificates_valid = True
        """False as soon as one was not; the visit goes on without looking at them."""
        backend = _GuardedBackend(Exceptions(loopback, proxy_place(proxy)), self._deadline)
        headers = {"User-Agent": user_agent, "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5", "Accept-Encoding": "gzip"}
        self._connect = partial(_connect, backend, headers, proxy)
        self._client = self._connect(verify=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @property
    def seconds_left(self) -> float:
        """Seconds until the visit is over; below 0 when it is."""
        return self._deadline - time.monotonic()

    def robots(self, url: str) -> RobotRules:
        """What robots.txt of the URL's host says; fetched once. A file that cannot be had forbids everything."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._ask_robots(f"{origin}/robots.txt")
            self.delay = max(self.delay, self._robots[origin].crawl_delay)
        return self._robots[origin]

    def _ask_robots(self, url: str) -> RobotRules:
        for _ in range(_MAX_REDIRECTS):
            try:
                response, body = self._ask_patiently(url)
            except OutOfTimeError:
                raise
            except FetchError as error:
                self._robots_errors[urlsplit(url).netloc] = str(error)
                return RobotRules(None)
            if not response.is_redirect:
                return parse_robots(response.status_code, body)
            url = urljoin(url, _location(response))
        return parse_robots(404, b"")

    def get(self, url: str) -> Fetched:
        """Fetch a page of the site, following redirects inside it. Raises FetchError for everything else."""
        start = url
        for _ in range(_MAX_REDIRECTS + 1):
            rules = self.robots(url)
            if rules.rules is None:
                reason = self._robots_errors.get(urlsplit(url).netloc) or rules.trouble
                raise FetchError(f"robots.txt cannot be had, so nothing may be fetched: {reason}")
            if not rules.allows(url):
                raise FetchError(f"{url}: forbidden by robots.txt")
            response, body = self._ask_patiently(url)
            if not response.is_redirect:
                if not response.is_success:
                    reason = status_reason(response.status_code, response.headers.multi_items(), body)
                    raise FetchError(f"{url}: {reason}")
                return Fetched(url, body, response.headers.get("Content-Type"), response.headers.multi_items())
            url = urljoin(url, _location(response))
            if not same_site(start, url) or urlsplit(url).scheme not in {"http", "https"}:
                raise FetchError(f"{start}: leads to another site, {url[:200]}")
        raise FetchError(f"{start}: more than {_MAX_REDIRECTS} redirects")

    def _ask_patiently(self, url: str) -> tuple[httpx.Response, bytes]:
        """Send one request; to a host that is too busy once more, after as long as it asks for.

        Its answer is taken as it is where that is more than one page's share of the time, or waiting did not help
        before: some say so of all that is not there.
        """
        response, body = self._ask(url)
        if response.status_code in TOO_BUSY and self._is_patient:
            retry_after = response.headers.get("Retry-After")
            wait = busy_wait(retry_after.encode() if retry_after else None, 1, _FIRST_WAIT_SECONDS, datetime.now(UTC))
            if wait <= min(self._longest, self.seconds_left):
                time.sleep(wait)
                response, body = self._ask(url)
                self._is_patient = response.status_code not in TOO_BUSY
        return response, body

    def _ask(self, url: str) -> tuple[httpx.Response, bytes]:
        """Send one request; once more where only its certificate keeps it from being answered, and any is taken."""
        try:
            return self._ask_once(url)
        except BadCertificateError:
            if not self._any_certificate:
                raise
        self.certificates_valid = False
        self._client.close()
        self._client = self._connect(verify=False)
        return self._ask_once(url)

    def _ask_once(self, url: str) -> tuple[httpx.Response, bytes]:
        """Send one request, after the pause that is due, and read the bounded body."""
        pause = max(0.0, self._last + self.delay - time.monotonic())
        if self.seconds_left <= pause:
            raise OutOfTimeError("no time left")
        time.sleep(pause)
        timeout = min(_MAX_WAIT_SECONDS, self.seconds_left)
        started = time.monotonic()
        try:
            with self._client.stream("GET", url, timeout=timeout) as response:
                body = bytearray()
                try:
                    for chunk in response.iter_raw():  # httpx would unpack a bomb before we could look at it
                        body += chunk
                        if len(body) > MAX_BODY_BYTES:
                            break
                        if self.seconds_left <= 0:
                            raise OutOfTimeError(f"{url}: still sending when the time was over")
                        if time.monotonic() - started > self._longest:
                            raise FetchError(f"{url}: still sending after {self._longest:.0f} seconds")
                except httpx.RemoteProtocolError:
                    if not is_whole(bytes(body), MAX_BODY_BYTES):
                        raise
                return response, _decode_content(url, response, bytes(body[:MAX_BODY_BYTES]))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
            trouble = tls_trouble(error)
            if trouble == BAD_CERTIFICATE:
                raise BadCertificateError(f"{url}: {trouble}; --ignore-certificate takes it nevertheless") from error
            raise FetchError(f"{url}: {trouble or one_line(error)}") from error
        finally:
            self._last = time.monotonic()


def _connect(
    backend: httpcore.NetworkBackend, headers: Mapping[str, str], proxy: str | None, *, verify: bool
) -> httpx.Client:
    transport = httpx.HTTPTransport(verify=verify, proxy=proxy)
    # httpx has no public way to set the backend; the pool's constructor takes it, but not through HTTPTransport.
    transport._pool._network_backend = backend
    return httpx.Client(transport=transport, headers=headers, trust_env=False, follow_redirects=False)


def _location(response: httpx.Response) -> str:
    """Where a redirect leads, byte for byte: servers that think in GBK write it without percent signs."""
    raw = next((value for name, value in response.headers.raw if name.lower() == b"location"), b"")
    return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)


def _decode_content(url: str, response: httpx.Response, body: bytes) -> bytes:
    """Take the content encoding off, bounded. Only gzip was asked for; a body that is no gzip stays as it is."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        return body
    if encoding in {"gzip", "x-gzip"}:
        return unpack(body, MAX_BODY_BYTES)
    if encoding == "deflate":
        return decode_body(body, [("Content-Encoding", encoding)], MAX_BODY_BYTES)
    raise FetchError(f"{url}: sent as {encoding[:20]!r}, which was not asked for")
