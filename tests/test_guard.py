from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import every_row
from scrapy.resolver import dnscache
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from spiders.addresses import Exceptions, is_public, may_connect
from spiders.middlewares.guard import GuardedResolver

NOWHERE = Exceptions()
OURS = Exceptions(frozenset({("127.0.0.1", 8080), ("localhost", 8080), ("metadata.example", 80)}), ("proxy.lan", 3128))


@pytest.mark.parametrize("address", ["8.8.8.8", "223.5.5.5", "2400:3200::1", "1.1.1.1"])
def test_a_public_address_is_allowed(address: str) -> None:
    assert is_public(address)


@every_row(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # noqa: S104
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "feff::1", "3fff::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1",
        "", "localhost", "127.1", "0x7f000001", "2130706433", "1.2.3.4.5",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("host", "port", "address", "allowed"),
    [
        ("127.0.0.1", 8080, "127.0.0.1", True),
        ("localhost", 8080, "::1", True),
        ("127.0.0.1", 22, "127.0.0.1", False),  # Another service of this machine.
        ("localhost", 8080, "10.0.0.1", False),  # A name that was turned to the network behind.
        ("metadata.example", 80, "127.0.0.1", False),  # Not a name of this machine.
        ("metadata.example", 80, "169.254.169.254", False),
        ("metadata.example", 80, "8.8.8.8", True),
        ("proxy.lan", 3128, "10.0.0.1", True),  # The operator's own.
        ("proxy.lan", 22, "10.0.0.1", False),
        ("10.0.0.1", 3128, "10.0.0.1", False),
    ],
)
def test_loopback_exception_is_narrow(host: str, port: int, address: str, allowed: bool) -> None:
    assert may_connect(host, port, address, OURS) is allowed


@given(st.ip_addresses(v=4))
def test_no_private_address_passes(address: ipaddress.IPv4Address) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not may_connect("host.example", 80, str(address), NOWHERE)
        assert not is_public(f"::ffff:{address}")


@given(st.text(max_size=40))
def test_any_text_is_judged(text: str) -> None:
    is_public(text)


@implementer(IHostnameResolver)
class Names:
    """A name service whose answers are scripted."""

    def __init__(self, *answers: list[str]):
        self.answers = iter(answers)

    def resolveHostName(self, receiver: Any, _: str, port: int = 0, *__: object) -> Any:  # noqa: N802
        receiver.resolutionBegan(None)
        for address in next(self.answers):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()
        return receiver


@implementer(IResolutionReceiver)
class Receiver:
    """Collects addresses."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.complete = False

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        """Nothing to do."""

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.complete = True


def ask(resolver: GuardedResolver, host: str, port: int) -> list[str]:
    receiver: Any = Receiver()
    resolver.resolveHostName(receiver, host, port)
    assert receiver.complete
    return list(receiver.addresses)


def guarded(names: Any) -> GuardedResolver:
    resolver = GuardedResolver.__new__(GuardedResolver)
    resolver.original_resolver = names
    resolver.exceptions = OURS
    dnscache.clear()
    return resolver


def test_only_public_addresses_of_a_name_are_connected_to() -> None:
    resolver = guarded(Names(["10.0.0.7", "223.5.5.5", "::1", "2400:3200::1"], ["127.0.0.1", "169.254.169.254"]))
    assert ask(resolver, "hewan.example", 80) == ["223.5.5.5", "2400:3200::1"]
    assert ask(resolver, "evil.example", 80) == []


def test_a_name_that_changes_its_mind_gains_nothing() -> None:
    resolver = guarded(Names(["223.5.5.5"], ["127.0.0.1"]))
    assert ask(resolver, "rebind.example", 8080) == ["223.5.5.5"]
    assert ask(resolver, "rebind.example", 8080) == ["223.5.5.5"]  # Remembered as it passed.
    dnscache.clear()
    assert ask(resolver, "rebind.example", 8080) == []


def test_what_was_remembered_for_one_port_does_not_open_another() -> None:
    resolver = guarded(Names(["127.0.0.1"], ["127.0.0.1"]))
    assert ask(resolver, "localhost", 8080) == ["127.0.0.1"]
    assert ask(resolver, "localhost", 22) == []
