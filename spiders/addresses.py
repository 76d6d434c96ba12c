"""Which addresses a crawl may connect to: public ones, and the loopback places that a profile names."""

from __future__ import annotations

import ipaddress

from spiders.profile import LOOPBACK_NAMES

_NOT_PUBLIC_BUT_GLOBAL = (
    ipaddress.ip_network("192.0.0.0/24"),  # IETF protocol assignments (RFC 6890); clouds answer there.
    ipaddress.ip_network("192.88.99.0/24"),  # 6to4 relays: reach an IPv4 host of the sender's choice (RFC 7526).
    ipaddress.ip_network("64:ff9b::/96"),  # NAT64: an IPv4 address in disguise (RFC 6052).
    ipaddress.ip_network("2002::/16"),  # 6to4, likewise (RFC 3056).
    ipaddress.ip_network("2001::/32"),  # Teredo, likewise (RFC 4380).
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


def may_connect(host: str, port: int, address: str, loopback: frozenset[tuple[str, int]]) -> bool:
    """Whether ``host``, resolved to ``address``, may be connected to.

    ``loopback`` are the (host, port) pairs that the profile allows on this machine; they must be loopback
    addresses, so that a profile cannot open the operator's network.
    """
    if is_public(address):
        return True
    return (host, port) in loopback and host in LOOPBACK_NAMES and ipaddress.ip_address(address).is_loopback
