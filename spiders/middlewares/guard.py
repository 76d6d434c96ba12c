"""The address guard: no connection to an address that is not public, whatever a page, a redirect or DNS says.

The check sits in the resolver, between looking a name up and connecting: the addresses that pass are the very
ones that are connected to, so a name that answers differently a second time gains nothing. Literal addresses
take the same way. Scrapy 2.19 has no such check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from twisted.web._newclient import HEADER, STATUS
from zope.interface import implementer

from spiders.addresses import Exceptions, may_connect, proxy_place
from spiders.packing import is_gzip, is_whole, read_encodings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

_MAX_HEADER_BYTES = 256 * 1024
"""Bytes of status line and headers; browsers stop at about the same size."""


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes on the addresses that may be connected to; without any, the name counts as not found."""

    def __init__(self, receiver: Any, host: str, port: int, exceptions: Exceptions):
        self.receiver, self.host, self.port, self.exceptions = receiver, host, port, exceptions

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 (Twisted's name)
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802 (Twisted's name)
        if isinstance(address, IPv4Address | IPv6Address) and may_connect(
            self.host, self.port, address.host, self.exceptions
        ):
            self.receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802 (Twisted's name)
        self.receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver behind the guard, with the exceptions that the process's site profiles name."""

    exceptions = Exceptions()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """Build it for a process; Scrapy hands over the crawler process in place of a crawler."""
        resolver = cls(reactor, crawler.settings.getint("DNSCACHE_SIZE"))
        crawlers = getattr(crawler, "crawlers", ())
        profiles = [one.spidercls.profile for one in crawlers if hasattr(one.spidercls, "profile")]
        resolver.exceptions = Exceptions(
            frozenset().union(*(profile.loopback_netlocs for profile in profiles)),
            proxy_place(crawler.settings.get("NEWS_PROXY")),
        )
        return resolver

    def resolveHostName(  # noqa: N802 (Twisted's name)
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803 (Twisted's name)
        hostName: str,  # noqa: N803 (Twisted's name)
        portNumber: int = 0,  # noqa: N803 (Twisted's name)
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803 (Twisted's name)
        transportSemantics: str = "TCP",  # noqa: N803 (Twisted's name)
    ) -> IHostResolution:
        """Resolve, letting only permitted addresses through."""
        guarded = _PublicOnly(resolutionReceiver, hostName, portNumber, self.exceptions)
        return super().resolveHostName(guarded, hostName, portNumber, addressTypes, transportSemantics)  # type: ignore[arg-type]


class _BoundedHeaderProtocol(_LenientHTTP11ClientProtocol):
    """Drops a server that sends more headers than any honest one; Twisted bounds a line, not their number."""

    _header_bytes = 0

    def request(self, request: Any) -> Any:
        self._header_bytes = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 (Twisted's name)
        parser = self._parser
        if parser is not None and parser.state in (STATUS, HEADER):
            self._header_bytes += len(data)
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        if self._header_bytes > _MAX_HEADER_BYTES and parser is not None and parser.state in (STATUS, HEADER):
            self.transport.abortConnection()  # type: ignore[union-attr]


class _BoundedHeaderFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, _addr: IAddress | None) -> _BoundedHeaderProtocol:  # noqa: N802 (Twisted's name)
        return _BoundedHeaderProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler with a bound on headers, which takes a page that is whole though its frame broke off.

    The project pins Scrapy, whose private names it uses.
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self._pool._factory = _BoundedHeaderFactory
        self._fail_on_dataloss = False

    async def download_request(self, request: Request) -> Response:
        """Fetch, and say of the body what it is: servers call pages gzip that are none, and the other way round.

        Some also count their bytes wrongly; browsers show what came.

        Raises ResponseDataLossError for an answer that broke off before the end of its page, UndecodableError for one
        packed so often that unpacking it would hold the run up.
        """
        response = await super().download_request(request)
        encodings = read_encodings(value.decode("latin-1") for value in response.headers.getlist("Content-Encoding"))
        said = encodings[-1] if encodings else ""  # the one around the others
        if "gzip" in said and not is_gzip(response.body):
            del response.headers["Content-Encoding"]
        elif not said and is_gzip(response.body) and b"html" in (response.headers.get("Content-Type") or b""):
            response.headers["Content-Encoding"] = b"gzip"
        if "Content-Encoding" in response.headers:
            response = _as_bytes(response)
        if "dataloss" in response.flags and not is_whole(response.body, self._default_maxsize):
            raise ResponseDataLossError(f"{request.url}: broke off after {len(response.body)} bytes")
        return response


def _as_bytes(response: Response) -> Response:
    """The response as one of bytes, whose text nobody asks for: it is packed.

    Unpacking one of text, Scrapy guesses first at the charset of the packed bytes where the header names none.
    """
    return Response(**{name: getattr(response, name) for name in Response.attributes})
