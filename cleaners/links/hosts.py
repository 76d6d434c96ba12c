"""Whose address a link leads to: the page's own outlet, or somebody else."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

_NO_PAGES = ("#", "javascript:", "mailto:", "tel:")
"""Beginnings of links that lead to no other page."""
_SHARED_ENDINGS = frozenset("com net org gov edu ac co or ne go".split())
"""Second labels under which a country lets others register (``com.cn``, ``co.jp``)."""

_PARTS = re.compile("^|[-/:=]")
"""What an address is made of, beside the points in a host's name."""


def domain_of(href: str) -> str | None:
    """The registered domain an absolute address leads to, in lower case; None for a relative or other address.

    >>> domain_of("http://news.qz.example.com.cn/a/1.html"), domain_of("/a/1.html")
    ('example.com.cn', None)
    """
    scheme, found, rest = href.strip().partition("//")
    if not found or scheme.lower() not in ("http:", "https:", ""):
        return None
    return _domain_of_place(rest.partition("/")[0])


@lru_cache(maxsize=4096)  # the links of a page lead to few hosts
def _domain_of_place(place: str) -> str | None:
    """The registered domain in the part of an address between ``//`` and the next slash."""
    host = place.partition("?")[0].rpartition("@")[2].partition(":")[0].lower().rstrip(".")
    labels = host.split(".")
    if len(labels) < 2 or not all(labels):
        return None
    size = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED_ENDINGS else 2
    return ".".join(labels[-size:])


def leads_away(href: str, own: Container[str | None]) -> bool:
    """Whether an address names a host whose domain is none of the outlet's ``own``, or of those known beside them."""
    domain = domain_of(href)
    return domain is not None and domain not in own


def own_domains(url: str | None, canonical: str | None, hosts: Iterable[str], links: Iterable[str]) -> frozenset[str]:
    """The domains that belong to the page's outlet.

    Those of its address and of the outlet's known hosts; that of its canonical address where the page's address bears
    it out (``names_site``), or its links do: hijackers declare their own. Where none is known, the domain that most of
    its links lead to, if not more of them name no host: then the outlet links to itself like this.
    """
    known = {site for address in (url, *(f"//{host}" for host in hosts)) if (site := domain_of(address or ""))}
    declared = domain_of(canonical or "")
    if known and (declared is None or names_site(url, known, declared)):
        return frozenset(filter(None, (*known, declared)))
    counts = Counter(domain_of(link) for link in links if not link.startswith(_NO_PAGES))
    if declared is None:
        return frozenset(domain for domain, _ in counts.most_common(1) if domain)
    if counts[declared] >= max((count for domain, count in counts.items() if known or domain), default=0):
        known.add(declared)
    return frozenset(known)


def names_site(url: str | None, own: Iterable[str], site: str) -> bool:
    """Whether a site is one of the outlet's ``own`` but for the ending of its name, or its page's address names it.

    As the addresses of caches and archives do. Numbers name no site.

    >>> names_site("http://mingxi.cn/1.html", ["mingxi.cn"], "mingxi.com.cn"), names_site(None, ["a.cn"], "b.cn")
    (True, False)
    """
    name = site.partition(".")[0]
    return any(name == each.partition(".")[0] and not each[-1].isdecimal() for each in own) or (
        f".{site}" in _PARTS.sub(".", url or "")
    )
