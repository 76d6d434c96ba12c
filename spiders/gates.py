"""Pages sent in place of the one asked for: a script that only browsers run, a demand to log in or to agree. Pure.

None of them says anything about the page asked for: it is not gone, and what stands there is no article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin, urlsplit

from cleaners.lexicons import load_lexicon
from cleaners.links.urls import normalise_url, same_site

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAX_READ = 65_536
"""Bytes of a page in which the marks of a challenge are looked for."""
_STRUNG_TOGETHER = re.compile(r"""[\s"'()+]+""")
"""What stands between the pieces of a text that a script puts together."""
_MAX_OWN_CHALLENGE = 8_192
"""Bytes of a page that does nothing but set a cookie; the puzzle that some compute for it is short."""
_ASKS_AGAIN = re.compile(
    r"location\.reload|(?<!\w)location(?:\.href)?=(?:window\.|document\.)?location|\.replacelocation"
)
"""A script that asks for its own page once more; without brackets, quotes and white space."""
_NOT_SHOWN = re.compile(
    rb"<(script|title|noscript)\b(?![^>]*\bsrc).*?</\1>|<(?!(?:script|a|area|form|i?frame|img|object)\b)[^>]*>|\s+",
    re.IGNORECASE | re.DOTALL,
)
"""What of a page no browser shows. A script from elsewhere may show the page; a door is a picture, a frame, a link."""
_SAYS_GONE = re.compile(r"404|error|not[-_]?found", re.IGNORECASE)
"""In an address that tells which one it stands in for, as ``/error.htm?aspxerrorpath=/yw/7.aspx`` does."""


def find_challenge(headers: Iterable[tuple[str, str]], body: bytes) -> str | None:
    """Name the service whose challenge an answer is; None when it bears no mark of one.

    >>> find_challenge([("cf-mitigated", "challenge")], b"<title>Just a moment...</title>")
    'Cloudflare'
    >>> find_challenge([], b"<script>document.cookie='ok=1';window.location.reload();</script>")
    'its own: a cookie that a script sets'
    """
    said = "\n".join(f"{name}:{value}" for name, value in headers)
    text = _STRUNG_TOGETHER.sub("", f"{said}\n{body[:_MAX_READ].decode('latin-1')}".lower())
    service = next((row["name"] for row in load_lexicon("challenges") if row["text"] in text), None)
    return service or ("its own: a cookie that a script sets" if _sets_cookie_alone(body, text) else None)


def _sets_cookie_alone(body: bytes, text: str) -> bool:
    """Whether a page shows nothing, and its script sets a cookie and asks for the same page with it."""
    if len(body) > _MAX_OWN_CHALLENGE or "document.cookie=" not in text or not _ASKS_AGAIN.search(text):
        return False
    return not _NOT_SHOWN.sub(b"", body)


def status_reason(status: int, headers: Iterable[tuple[str, str]], body: bytes, title: str | None = None) -> str:
    """One line for an answer that is no success, or that is one by its status only. ``title``: what it calls itself.

    >>> status_reason(403, [], b"<script>window._cf_chl_opt={}</script>")
    'status 403, a JavaScript challenge (Cloudflare) that only browsers pass'
    >>> status_reason(403, [], b"", title="访问被拦截")
    'status 403: 访问被拦截'
    """
    if 300 <= status < 400:
        return f"status {status}, leading to no address that can be followed"
    if service := find_challenge(headers, body):
        return f"status {status}, a JavaScript challenge ({service}) that only browsers pass"
    return f"status {status}: {title}" if title and str(status) not in title else f"status {status}"


def refusal_reason(title: str | None) -> str:
    """One line for a page with status 200 that turns its visitor away, in its own words where it has a title."""
    return "shuts us out, or asks for a proof that we are no program" + (f": {title}" if title else "")


def leads_back(asked: str, shown: str) -> bool:
    """Whether the address that answered carries the one asked for, to go back there after something else: a log-in.

    >>> leads_back("https://a.example/yw/7.html", "https://a.example/login?return=%2Fyw%2F7.html")
    True
    >>> leads_back("https://a.example/yw/7.html", "https://a.example/yw/8.html?from=home")
    False
    >>> leads_back("https://a.example/yw/7.html", "https://a.example/404.html?from=/yw/7.html")
    False
    """
    try:
        path, parts = _path(asked), urlsplit(shown)
        if not parts.query or _SAYS_GONE.search(parts.path) or normalise_url(asked) == normalise_url(shown):
            return False
        back = [value for key, value in parse_qsl(parts.query)[:16] if not _SAYS_GONE.search(key)]
        back = [urljoin(asked, value) for value in back if value.startswith(("/", "http"))]
        return _path(shown) != "/" and any(_path(value) == path and same_site(asked, value) for value in back)
    except ValueError:
        return False


def gate_reason(address: str) -> str:
    """One line for a page in whose place strangers are asked for something."""
    return f"asks for something first, a log-in or consent, at {address}"


def _path(address: str) -> str:
    return urlsplit(address).path or "/"
