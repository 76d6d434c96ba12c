"""Which addresses a crawl may connect to: public ones, and the loopback places that a profile names."""

from __future__ import annotations

import ipaddress
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit, urlunsplit

from spiders.profile import LOOPBACK_NAMES

_NOT_PUBLIC_BUT_GLOBAL = (
    ipaddress.ip_network("192.0.0.0/24"),  # IETF protocol assignments (RFC 6890); clouds answer there.
    ipaddress.ip_network("192.88.99.0/24"),  # 6to4 relays: reach an IPv4 host of the sender's choice (RFC 7526).
    ipaddress.ip_network("64:ff9b::/96"),  # NAT64: an IPv4 address in disguise (RFC 6052).
    ipaddress.ip_network("2002::/16"),  # 6to4, likewise (RFC 3056).
    ipaddress.ip_network("2001::/32"),  # Teredo, likewise (RFC 4380).
    ipaddress.ip_network("fec0::/10"),  # Site-local: private networks' until RFC 3879, and still routed in some.
    ipaddress.ip_network("3fff::/20"),  # For examples alone (RFC 9637); newer Pythons know.
    ipaddress.ip_network("168.63.129.16/32"),  # A cloud's metadata service on a public address.
)


def is_public(address: str) -> bool:
    """Whether ``address`` (an IP address as text, zone allowed) belongs to the public internet.

    False for loopback, private, link-local, shared, reserved, multicast and unspecified addresses, for IPv6
    forms that carry an IPv4 address, and for text that is no address.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if any(parsed.version == network.version and parsed in network for network in _NOT_PUBLIC_BUT_GLOBAL):
        return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


class Exceptions(NamedTuple):
    """Places that may be connected to although their addresses are not public, as (host, port)."""

    loopback: frozenset[tuple[str, int]] = frozenset()
    """What profiles allow on this machine; only at loopback addresses: no profile opens the operator's network."""
    proxy: tuple[str, int] | None = None
    """The operator's own proxy, wherever it is."""


def proxy_place(proxy: str | None) -> tuple[str, int] | None:
    """Where the proxy of the setting ``NEWS_PROXY`` is; None without one, and for what is no address of one.

    White space in it is no address: ``urlsplit`` passes it over, httpx ends with a traceback that shows the password.
    """
    if proxy and any(map(str.isspace, proxy)):
        return None
    try:
        parts = urlsplit(proxy or "")
        port = parts.port or 80
    except ValueError:
        return None
    return (parts.hostname, port) if parts.hostname and parts.scheme in {"http", "https"} else None


class Proxy(NamedTuple):
    """The operator's proxy as the setting ``NEWS_PROXY`` names it."""

    address: str
    """Without name and password, which are nobody's to read in a message."""
    user: bytes | None = None
    """``name:password`` in the bytes that percent signs write; None where the proxy asks for none. A colon ends a name
    without password (RFC 7617)."""


def split_proxy(proxy: str) -> Proxy:
    """Take name and password out of the address of a proxy.

    >>> split_proxy("http://desk:s%40lt@proxy.example:3128")
    Proxy(address='http://proxy.example:3128', user=b'desk:s@lt')
    """
    parts = urlsplit(proxy)
    user, at, place = parts.netloc.rpartition("@")
    named = user if ":" in user else f"{user}:"
    return Proxy(urlunsplit(parts._replace(netloc=place)), unquote_to_bytes(named) if at else None)


def may_connect(host: str, port: int, address: str, exceptions: Exceptions) -> bool:
    """Whether ``host``, resolved to ``address``, may be connected to."""
    if is_public(address) or (host, port) == exceptions.proxy:
        return True
    return (host, port) in exceptions.loopback and host in LOOPBACK_NAMES and ipaddress.ip_address(address).is_loopback
