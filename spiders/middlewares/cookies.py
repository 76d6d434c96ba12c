"""Cookies for the hosts that show nothing without: they redirect with a cookie until it comes back.

All others are asked without cookies, so that they keep no track of a crawl and every answer is what a stranger sees.
Scrapy's own middleware keeps those of every host, and loads what it needs for them with each run's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from scrapy.http.cookies import CookieJar

_MAX_CHARS = 8_000
"""Characters of one host's cookies; browsers' servers take a header of 8 KB. With more all are forgotten."""
_REDIRECTS = range(300, 400)


class CookieGateMiddleware:
    """Keeps the cookies of a host from its first redirect on that sets one, for the run."""

    def __init__(self) -> None:
        self.jars: dict[str, CookieJar] = {}

    def process_request(self, request: Request) -> None:
        """Send a gated host its cookies back."""
        if self.jars and (jar := self.jars.get(_host_of(request))):
            request.headers.pop("Cookie", None)
            jar.add_cookie_header(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Take the cookies of a host that is, or now turns out to be, gated."""
        if "Set-Cookie" not in response.headers:
            return response
        host = _host_of(request)
        if host in self.jars or response.status in _REDIRECTS:
            if host not in self.jars:
                from scrapy.http.cookies import CookieJar  # Few runs meet a gate; the others start without it.

                self.jars[host] = CookieJar()
            jar = self.jars[host]
            jar.extract_cookies(response, request)
            if sum(len(cookie.name) + len(cookie.value or "") for cookie in jar) > _MAX_CHARS:
                jar.clear()
        return response


def _host_of(request: Request) -> str:
    return urlparse_cached(request).hostname or ""
