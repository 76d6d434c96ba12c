"""Web addresses as text: the comparison form of a URL, absolute links, whether two are of one site.

Nothing here fetches or resolves anything.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from cleaners.lexicons import load_lexicon
from cleaners.links.url_shapes import PAGE_ENDING

if TYPE_CHECKING:
    from tldextract import TLDExtract

_MAX_URL_CHARS = 4096
"""Characters. Longer ones are never articles; servers and proxies cut at 8 KB and most sites far below."""

_TWIN_HOSTS = frozenset({"www", "m", "wap", "3g", "4g", "mobile", "amp"})
"""First labels of a host under which a site shows the same pages, mostly for telephones."""
_TWIN_FOLDERS = frozenset({"wap", "amp", "print"})
"""First or last folders of a path that show the same page in another dress. ``m`` and ``mobile`` are not among
them: they are also sections."""

_INDEX_PAGE = re.compile(rf"(?:index|default)\.(?:{PAGE_ENDING})", re.IGNORECASE)
_PRINT_FILE = re.compile(r"[_-]print(?=\.[a-z]?x?html?$)", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*|/\(s\([a-z0-9]{20,30}\)\)(?=/)", re.IGNORECASE)
_LONG_SID = re.compile(r"sid=[0-9a-z]{16,}", re.IGNORECASE)
"""A visit's; a shorter ``sid`` is a section's."""
_UNSAFE = re.compile(r"[\x00-\x20\x7f]")


_STAMP = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?|20\d{10}(?:\d\d)?(?:\d{3})?|0?\.\d{5,}")
"""Seconds or milliseconds since 1970, a time down to the minute or closer, or a random fraction: values that caches are
kept away with. A day alone may name an issue."""


_CAPTURE = re.compile(r"(?:https?://[^/]+/(?:[^/]+/){0,3}?\d{14}(?:[a-z]{2}_)?/(?=https?:/))+", re.IGNORECASE)
"""How the addresses of web archives begin: collection, time of the capture, the way it is shown, the address. One may
have captured another."""
_ONE_SLASH = re.compile(r"(https?:)/(?!/)", re.IGNORECASE)
"""As servers send an address in a path: they take two slashes for one."""

_HOST_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)", re.IGNORECASE)


def captured_address(url: str) -> str:
    """The address of the page of which a web archive's address is a capture; any other address as it is.

    >>> captured_address("https://archive.example/web/20240901101500/https://news.example/a/1.html")
    'https://news.example/a/1.html'
    """
    match = _CAPTURE.match(url) if "/http" in url else None
    return _ONE_SLASH.sub(r"\1//", url[match.end() :], count=1) if match else url


class _Parameters(NamedTuple):
    """Query parameters to leave out, in lower case."""

    exact: frozenset[str]
    prefixes: tuple[str, ...]
    stamps: frozenset[str]
    """Left out only where the value is a time or a random number."""

    def cover(self, parameter: str) -> bool:
        """Whether ``name=value`` as written in a query is one of them."""
        parameter = parameter.lower()
        name, _, value = parameter.partition("=")
        if name in self.exact or parameter in self.exact or name.startswith(self.prefixes):
            return True
        return name in self.stamps and _STAMP.fullmatch(value) is not None


@cache
def _parameters(*notes: str) -> _Parameters:
    """Those of the lexicon's rows with one of the notes; all without any."""
    rows = [row for row in load_lexicon("tracking_params") if not notes or row["note"] in notes]
    return _Parameters(
        frozenset(row["text"] for row in rows if row["match"] == "exact"),
        tuple(row["text"] for row in rows if row["match"] == "prefix"),
        frozenset(row["text"] for row in rows if row["match"] == "stamp"),
    )


@lru_cache(maxsize=65_536)
def normalise_url(url: str) -> str:
    """Return the comparison form of ``url``: two addresses with the same form show the same page.

    Query sorted and freed of parameters that do not change the page, no fragment, no ``index.html``, no trailing or
    doubled slash, no user name, no default port, always ``https``, without the host label or folder of a print or
    mobile twin. It is a key and not for fetching. Idempotent.

    Raises ``ValueError`` with the reason when ``url`` is no http(s) address with a host.

    >>> normalise_url("http://m.news.example/local/index.html?utm_source=wx#top")
    'https://news.example/local'
    """
    if len(url) > _MAX_URL_CHARS:
        raise ValueError(f"address of {len(url)} characters is longer than {_MAX_URL_CHARS}: {url[:80]}…")
    for _ in range(_MAX_URL_CHARS):  # taking a part away can uncover another (/print/index.html); each round takes one
        settled = _normalise_once(url)
        # The scheme is read by no rule: an address that changed in it alone is settled as well, as most are.
        if settled == (f"https{url[4:]}" if url.startswith("http:") else url):
            return settled
        url = settled
    return url


def _normalise_once(url: str) -> str:
    parts = _split(canonicalize_url(url.strip()))
    query = "&".join(
        p for p in parts.query.split("&") if p and not _parameters().cover(p) and not _LONG_SID.fullmatch(p)
    )
    return urlunsplit(("https", _normalised_host(parts), _normalised_path(parts.path), query, ""))


def _split(url: str) -> SplitResult:
    """Split an http(s) URL; ValueError with the reason for anything else."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise ValueError(f"not an http or https address: {url[:200]!r}")
    if not (parts.hostname or "").strip("."):
        raise ValueError(f"address without a host: {url[:200]!r}")
    return parts


def _normalised_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").strip(".")
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _TWIN_HOSTS:  # two labels are the least a site can have
        labels.pop(0)
    host = ".".join(labels)
    if ":" in host:
        host = f"[{host}]"
    default = {None, 80, 443}
    return host if parts.port in default else f"{host}:{parts.port}"


def _normalised_path(path: str) -> str:
    folders = [folder for folder in _PATH_SESSION.sub("", path).split("/") if folder]
    if folders and _INDEX_PAGE.fullmatch(folders[-1]):
        folders.pop()
    if folders and folders[-1].lower() in _TWIN_FOLDERS:
        folders.pop()
    if len(folders) > 1 and folders[0].lower() in _TWIN_FOLDERS:
        folders.pop(0)
    if folders:
        folders[-1] = _PRINT_FILE.sub("", folders[-1])
    return "/" + "/".join(folders)


@lru_cache(maxsize=8_192)
def absolute_url(base: str, href: str | None, charset: str = "utf-8") -> str | None:
    """Return the http(s) address that ``href`` on page ``base`` points to, without fragment and what says who reads.

    A server that gets no cookies writes a new session id into every link; without it the link leads to the same page.
    ``charset`` is the page's: browsers write the query in it (WHATWG URL, "query state"), so old servers expect it.
    A host in other letters than Latin ones is written as the network writes it.
    None for what is no such address: scripts, mail, empty and page-internal links, broken or overlong ones.
    """
    href = _with_slashes((href or "").strip())
    if not href or href.startswith("#") or len(href) > _MAX_URL_CHARS:
        return None
    try:
        parts = _split(urljoin(base, href.replace("\n", "").replace("\r", "").replace("\t", "")))
        parts.port  # noqa: B018 - reading it is what checks it
        netloc = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except ValueError:
        return None
    path, query = _PATH_SESSION.sub("", parts.path), _encode_query(_without_visit(parts.query), charset)
    url = urlunsplit((parts.scheme, netloc, path or "/", query, ""))
    return _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", url)


def _with_slashes(href: str) -> str:
    """An address as browsers read it: a backslash in front of the query is a slash (WHATWG URL, "path state")."""
    if "\\" not in href:
        return href
    path, mark, query = href.partition("?")
    return path.replace("\\", "/") + mark + query


def _encode_query(query: str, charset: str) -> str:
    """A query in the charset of its page; UTF-8 and UTF-16, which a query is never written in, change nothing."""
    if query.isascii() or charset.startswith("utf"):
        return query
    encoded = query.encode(charset, "xmlcharrefreplace").replace(b"&#", b"%26%23")
    return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in encoded)


def _without_visit(query: str) -> str:
    """A query without what says who reads and where from."""
    if not query:
        return query
    theirs = _parameters("session", "tracking")
    return "&".join(p for p in query.split("&") if not theirs.cover(p) and not _LONG_SID.fullmatch(p))


@cache
def _suffix_list() -> TLDExtract:
    """The bundled public suffix list; never the network, never a cache on disk."""
    import tldextract  # Takes a tenth of a second, with the list; most crawls never compare two hosts.

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=4096)
def is_host_name(name: str) -> bool:
    """Whether a name, of a folder say, is a host's below a public suffix, or below ``example`` (RFC 2606).

    >>> is_host_name("www.hewan.example"), is_host_name("news.hewan.gov.cn"), is_host_name("saved.pages")
    (True, True, False)
    """
    if not _HOST_NAME.fullmatch(name):
        return False
    found = _suffix_list()(name)
    return bool(found.suffix and found.domain) or name.lower().endswith(".example")


@lru_cache(maxsize=4096)
def site_of(host: str) -> str:
    """Return the registered domain of ``host`` (``news.example.com.cn`` -> ``example.com.cn``), or the host itself.

    Under a suffix that is not on the list the last two labels are taken, the list's own rule. Addresses in numbers are
    their own site.
    """
    host = host.lower()
    found = _suffix_list()(host)
    if found.suffix or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


def same_site(url: str, other: str) -> bool:
    """Whether two http(s) URLs belong to one registered domain. False for what cannot be read."""
    try:
        host, other_host = urlsplit(url).hostname, urlsplit(other).hostname
    except ValueError:
        return False
    if not host or not other_host:
        return False
    if host.rstrip(".").rpartition(".")[2] != other_host.rstrip(".").rpartition(".")[2]:
        return False  # Under two top domains nothing is one site.
    return host == other_host or site_of(host) == site_of(other_host)
