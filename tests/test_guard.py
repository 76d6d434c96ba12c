from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.middlewares.guard import is_public, may_connect

NOWHERE: frozenset[tuple[str, int]] = frozenset()
OURS = frozenset({("127.0.0.1", 8080), ("localhost", 8080), ("metadata.example", 80)})


@pytest.mark.parametrize("address", ["8.8.8.8", "223.5.5.5", "2400:3200::1", "1.1.1.1"])
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # noqa: S104
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1",
        "", "localhost", "127.1", "0x7f000001", "2130706433", "1.2.3.4.5",
    ],
)  # fmt: skip
def test_not_public(address: str) -> None:
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
def test_total(text: str) -> None:
    is_public(text)
