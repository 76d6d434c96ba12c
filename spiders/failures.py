"""Pages that could not be had: what became of them, and why in words for an operator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectionAborted, ConnectionDone, ConnectionLost
from twisted.web._newclient import ParseError

from pipelines.items import PageOutcome
from spiders.addresses import split_proxy

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_REASON_CHARS = 300
"""Characters of a reason that are kept."""

_WORDS: Mapping[type[BaseException], str] = {
    CannotResolveHostError: "no address for this host, or none that is public",
    ConnectionAborted: "more headers than any honest server sends",  # the only cause for which we break off
    ConnectionDone: "the server closed the connection without an answer",
    ConnectionLost: "the connection was lost",
    DownloadConnectionRefusedError: "the server refused the connection",
    ParseError: "the answer is not HTTP",
    ResponseDataLossError: "the answer broke off before its end",
}
_GETTING = re.compile(r"^Getting \S+ (?=took longer)")
"""What Scrapy says before the time that was too long: the address, which stands beside the reason already."""
BAD_CERTIFICATE = "its certificate is not valid"
_TLS_TROUBLES: Mapping[str, str] = {
    "certificate verify failed": BAD_CERTIFICATE,
    "wrong version number": "no TLS is spoken at this port; its addresses may begin with http: only",
}
"""What OpenSSL says, of an answer that is no handshake at all as well, and what we say."""
_CERTIFICATE_ERRORS = frozenset({"VerificationError", "CertificateError"})
"""Names of service_identity's errors, which is not loaded for them."""


class OutOfScopeError(IgnoreRequest):
    """The address is not one of the site's."""


class ForbiddenByRobotsError(IgnoreRequest):
    """robots.txt does not let us fetch the address."""


class RobotsUnreachableError(ForbiddenByRobotsError):
    """robots.txt could not be fetched, so nothing of the host may be."""


def failure_outcome(error: BaseException | None) -> PageOutcome:
    """What an error of the downloader or a middleware means for its page."""
    if isinstance(error, RobotsUnreachableError):
        return PageOutcome.UNREACHABLE
    if isinstance(error, ForbiddenByRobotsError):
        return PageOutcome.FORBIDDEN
    if isinstance(error, OutOfScopeError):
        return PageOutcome.OUT_OF_SCOPE
    return PageOutcome.TOO_LARGE if _is_too_large(error) else PageOutcome.UNREACHABLE


def failure_reason(error: BaseException | None, proxy: str | None) -> str:
    """One line that says why a page could not be had; ``proxy``: address of the one asked for it, None without."""
    if _is_too_large(error):
        return "larger than DOWNLOAD_MAXSIZE, as sent or unpacked"
    root = _root(error)
    trouble = BAD_CERTIFICATE if type(root).__name__ in _CERTIFICATE_ERRORS else tls_trouble(root)
    if trouble == BAD_CERTIFICATE:
        return f"{trouble}; verify_certificates = false in the profile takes it nevertheless"
    if trouble:
        return trouble
    if type(root).__name__ == "InvalidHeaderName":  # only newer ones of Twisted have it
        return f"a header of its answer has no name that HTTP allows: {one_line(root)}"
    if proxy and isinstance(error, DownloadConnectionRefusedError):
        return f"the proxy {split_proxy(proxy).address} refused the connection; NEWS_PROXY names it"
    words = (words for kind, words in _WORDS.items() if isinstance(error, kind) or isinstance(root, kind))
    return next(words, None) or _GETTING.sub("", one_line(root))


def tls_trouble(error: BaseException | None) -> str | None:
    """What is wrong with a server's TLS, in words; None where that is not the trouble."""
    return next((words for said, words in _TLS_TROUBLES.items() if said in str(error)), None)


def one_line(error: BaseException | None) -> str:
    """An error's message, or its name when it has none, in one line."""
    return " ".join(str(error).split())[:_MAX_REASON_CHARS] or type(error).__name__


def _is_too_large(error: BaseException | None) -> bool:
    unpacked = isinstance(error, IgnoreRequest) and "DOWNLOAD_MAXSIZE" in str(error)
    return unpacked or isinstance(error, DownloadCancelledError)


def _root(error: BaseException | None) -> BaseException | None:
    """The error that Twisted wrapped, sometimes in several layers, to say that a response failed."""
    while True:
        reasons: Any = getattr(error, "reasons", None) or getattr(getattr(error, "__cause__", None), "reasons", None)
        if not reasons:
            return error
        error = reasons[-1].value
