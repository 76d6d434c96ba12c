"""Site profiles: what an operator says about one outlet. Values only; ``profile_reader`` makes them.

The keys of the files that hold them are described in ``docs/site-profiles.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cleaners.links.urls import normalise_url
from cleaners.site import Site

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping
    from datetime import time

SELECTOR_FIELDS = frozenset(
    {"title", "kicker", "deck", "body", "published_at", "authors", "source", "editors", "section"}
)
"""Fields of an article that a layout may point at with a CSS selector."""

_RESERVED_NAMES = frozenset({"example", "test", "invalid", "localhost"})

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

DEFAULT_PORTS = {"http": 80, "https": 443}


def is_own_host(host: str) -> bool:
    """Whether nobody else's server is visited: loopback, or a name that is reserved for examples (RFC 2606)."""
    return host in LOOPBACK_NAMES or host.rpartition(".")[2] in _RESERVED_NAMES


@dataclass(frozen=True, slots=True)
class Layout:
    """One dated version of a site's pages."""

    valid_until: date | None = None
    """Last day on which pages looked like this; None for the layout in use today."""
    selectors: Mapping[str, str] = field(default_factory=dict)
    """CSS selector by field (:data:`SELECTOR_FIELDS`)."""
    strip: tuple[str, ...] = ()
    """CSS selectors of page parts to drop before reading."""


@dataclass(frozen=True, slots=True)
class Politeness:
    """How gently a site is treated."""

    delay: float | None = None
    """Least seconds between two requests; None for the project's default. robots.txt may ask for more."""
    hours: tuple[time, time] | None = None
    """Local hours in which the site may be fetched, end excluded; may run over midnight. None for any."""

    def allows(self, now: time) -> bool:
        """Whether the site may be fetched at this local time."""
        if self.hours is None:
            return True
        start, end = self.hours
        return start <= now < end if start < end else now >= start or now < end


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that one run may take from a site; None for the project's default."""

    pages: int | None = None
    megabytes: int | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class SiteProfile:
    """One outlet: who it is, where its articles are announced, how to treat it."""

    site: str
    """Name of the spider: the profile's file name without ``.toml``."""
    name: str
    """The outlet's own name, for people."""
    home: str
    """Home page, absolute."""
    region: str | None = None
    """Six-digit division code (GB/T 2260); None when unknown."""
    script: str | None = None
    """``zh-Hans`` or ``zh-Hant``; None when the pages tell."""
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    hosts: tuple[str, ...] = ()
    """Host names that belong to the site, with their subdomains; the home page's host when not given."""
    paths: tuple[str, ...] = ()
    """Beginnings of the paths of the site's articles and listings, where its hosts carry other outlets too; empty for
    any."""
    not_paths: tuple[str, ...] = ()
    """Beginnings of paths that are other outlets'."""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    epaper: tuple[str, ...] = ()
    """Front pages of digital newspapers."""
    article_url: re.Pattern[str] | None = None
    """Searched in a URL to tell articles; None when URL shape and page decide."""
    article_json: str | None = None
    """Address of the data that an article's page shows by its script: ``{id}`` stands for what the page's own says
    under ``id`` in its query, or ends with. None where scripts tell, or pages show their articles themselves."""
    layouts: tuple[Layout, ...] = ()
    politeness: Politeness = Politeness()
    budget: Budget = Budget()
    groups: frozenset[str] = frozenset()
    """Names under which ``scrapy crawl-all`` finds the site."""
    allow_loopback: bool = False
    """The site runs on this machine; its own host and port may be reached although they are not public."""
    verify_certificates: bool = True
    """False only for an outlet whose certificate is known to be broken."""
    verified: bool = False
    """Somebody has crawled it with this profile and looked at the articles."""

    @property
    def start_points(self) -> tuple[tuple[str, str], ...]:
        """(kind, URL) of every page a crawl begins with, in the order they are asked for.

        A newspaper that is a site of its own is begun with as one, not as a list.
        """
        papers = {normalise_url(url) for url in self.epaper}
        return (
            *(("feed", url) for url in self.feeds),
            *(("sitemap", url) for url in self.sitemaps),
            *(("listing", url) for url in (self.home, *self.listings) if normalise_url(url) not in papers),
            *(("epaper", url) for url in self.epaper),
        )

    @property
    def link_rules(self) -> dict[str, object]:
        """What decides which links are followed."""
        pattern = self.article_url.pattern if self.article_url else None
        return {"hosts": self.hosts, "paths": self.paths, "not_paths": self.not_paths, "article_url": pattern}

    @property
    def home_host(self) -> str:
        """Host of the home page, with its port where one is stated."""
        return urlsplit(self.home).netloc

    @cached_property
    def loopback_netlocs(self) -> frozenset[tuple[str, int]]:
        """(host, port) pairs on this machine that the site may reach; empty unless ``allow_loopback``."""
        if not self.allow_loopback:
            return frozenset()
        parts = (urlsplit(url) for _, url in self.start_points)
        return frozenset((part.hostname or "", part.port or DEFAULT_PORTS[part.scheme]) for part in parts)

    @property
    def is_ours(self) -> bool:
        """Whether nobody else's server is visited."""
        return all(map(is_own_host, self.hosts))

    def layout_on(self, day: date) -> Layout | None:
        """Choose the layout that pages fetched on ``day`` have: the earliest still valid, None without layouts."""
        valid = [layout for layout in self.layouts if layout.valid_until is None or day <= layout.valid_until]
        return min(valid, key=lambda layout: layout.valid_until or date.max, default=None)

    def site_on(self, day: date) -> Site:
        """What cleaning may know of the outlet, with the layout of ``day``."""
        layout = self.layout_on(day) or Layout()
        return Site(
            name=self.name,
            hosts=self.hosts,
            script=self.script,
            zone=self.timezone,
            selectors=layout.selectors or None,
            strip=layout.strip,
        )

    def owns_path(self, url: str) -> bool:
        """Whether a page of the site's hosts is the site's own, by ``paths`` and ``not_paths``."""
        path = f"{urlsplit(url).path}/"  # /county is below /county/
        return (not self.paths or path.startswith(self.paths)) and not path.startswith(self.not_paths)

    def owns_host(self, host: str) -> bool:
        """Whether ``host`` is one of the site's or a subdomain of one."""
        return any(host == own or host.endswith(f".{own}") for own in self.hosts)
