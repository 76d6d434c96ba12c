"""Lists that a page's scripts ask their server for: the addresses, as they stand in quotes; no script is run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.body.embedded import inline_scripts
from cleaners.links.url_shapes import PAGE_ENDING
from cleaners.links.urls import same_site
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.clicks import LARGEST_SCRIPTS
from spiders.discovery.pages import LinkPage, read_page
from spiders.discovery.paging import PAGE_KEYS, is_sibling, split_page_number
from spiders.discovery.shapes import HIGHEST_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ASKED = 5
"""Addresses of one page that are followed. A channel asks for its list, its pictures and what is read most."""

_LISTS = r"(?:list|news|article|content|data|info|page|roll)"
"""Words in the names of lists. Others count visitors, log in, tell the weather."""
_QUOTED = re.compile(r"""(?P<quote>["'])(?P<address>[\w./][^"'\s<>]{2,500})(?P=quote)""")
_ADDED = re.compile(r"\s*\+")
_DATA_FILE = re.compile(r"(?:https?://|\.{0,2}/)?[\w%./-]{1,300}\.(?:json|xml)(?:$|\?)", re.IGNORECASE)
_SERVICE = re.compile(
    rf"(?:https?://|\.{{0,2}}/)?(?=[^?#]{{0,200}}{_LISTS})[\w%./:-]{{1,300}}"
    rf"(?:\.(?![a-z]?html?)(?:{PAGE_ENDING})|/[\w-]{{1,60}}/?)(?:$|\?)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"""(?:(?:\bget|getJSON|ajax|fetch|request|load\w{0,12})\s*\(|(?:url|api|proxy)\s*[:=]|["']get["']\s*,)\s*$""",
    re.IGNORECASE,
)
"""What stands before the address of a list in a script."""
_LEADS = re.compile(r"\bhref\s*=\s*$", re.IGNORECASE)
"""The same before the address of a list's further pages, in records that a script unpacks."""
_BEFORE = 24
"""Characters before an address that are looked at."""
_WRITTEN_LIST = re.compile(
    r"(?:list|news|article)[^/?]{0,40}\.(?:aspx?|ashx|php|jsp|do)(?=\?|$)|/(?:data|json)/(?:[^?]{0,200}/)?[^/?]{1,80}\.js$",
    re.IGNORECASE,
)
"""Scripts of a page that hold a list: a server writes them, or they lie among the data."""


def find_asked_lists(body: bytes | str, url: str, content_type: str | None = None) -> tuple[FoundLink, ...]:
    """Return the lists of its own site that a page's scripts ask for or are, in their order, at most ``MOST_ASKED``.

    Files of data in quotes (``$.getJSON("/data/list_3.json", …)``), addresses of services that a script asks and
    calls lists (``fetch("/api/list?page=" + page)``: the first page), scripts that hold a list
    (``<script src="newslist.asp?n=8">``, ``/data/roll.js``).
    """
    page = read_page(body, url, content_type)
    addresses = [page.address(address) for address in _asked(page)]
    links = [FoundLink(address, kind=LinkKind.LISTING) for address in addresses if address and same_site(url, address)]
    return unique_links([link for link in links if link.url != url])[:MOST_ASKED]


def _asked(page: LinkPage) -> Iterator[str]:
    for node in page.tree.css("script[src]"):
        source = node.attributes.get("src") or ""
        if _WRITTEN_LIST.search(source):
            yield source
    scripts = "\n".join(inline_scripts(page.text))[:LARGEST_SCRIPTS]
    for match in _QUOTED.finditer(scripts.replace("\\/", "/")):
        yield from _address(match)


def _address(match: re.Match[str]) -> Iterator[str]:
    """The address of a list that a text in quotes is, finished where a script adds to it; nothing for other texts."""
    address = match["address"].replace("&amp;", "&")
    before = match.string[max(match.start() - _BEFORE, 0) : match.start()]
    is_data = _DATA_FILE.match(address) is not None
    if before.rstrip().endswith("+") or not (is_data or (_SERVICE.match(address) and _is_asked(before, address))):
        return
    if not _ADDED.match(match.string, match.end()):
        yield address
        return
    stem, mark, key = address.rpartition("&" if "&" in address else "?")
    if mark and key.removesuffix("=").lower() in PAGE_KEYS:
        yield f"{address}1"
    elif mark and is_data and (not key or key.endswith("=")):  # What differs each time, to keep it out of a cache.
        yield stem


def _is_asked(before: str, address: str) -> bool:
    is_page = _LEADS.search(before) and split_page_number(f"http://host.invalid/{address}").number is not None
    return bool(is_page or _ASKS.search(before))


def find_asked_pages(body: bytes | str, url: str, content_type: str | None = None) -> tuple[FoundLink, ...]:
    """Return those asked lists whose addresses carry the number of a page: a list that shows its head goes on there."""
    asked = find_asked_lists(body, url, content_type)
    return tuple(link for link in asked if split_page_number(link.url).number is not None)


_COUNTS = re.compile(
    r"\b(?:pages|pageCount|countPage|totalPages?|page_count|total_pages?)[\"']?\s*[:=]\s*[\"']?(\d{1,7})"
)
_ENTRIES = re.compile(r"\bcount\s*:\s*[\"']?(\d{1,7})[^{}]{0,400}?\blimit\s*:\s*[\"']?(\d{1,4})")
_TEMPLATE = re.compile(r"""["']([^"'\s<>]{0,300}[?&]([A-Za-z_]{1,12})=)["']\s*\+""")


def next_by_template(body: bytes | str, url: str, content_type: str | None = None) -> FoundLink | None:
    """Return the next page of a list whose pager a script draws: ``location.href = "list?cid=3&page=" + n``.

    The address must be the list's own but for the number. Where the script counts pages (``pages: 3``) or entries
    (``count: 45, limit: 15``), the last page has no next one; else the caller asks on while pages list anything.
    """
    page = read_page(body, url, content_type)
    scripts = "\n".join(inline_scripts(page.text))[:LARGEST_SCRIPTS]
    here = split_page_number(url)
    following = (here.number or 1) + 1
    if following > min(_page_count(scripts), HIGHEST_PAGE):
        return None
    for match in _TEMPLATE.finditer(scripts):
        address = page.address(match[1] + str(following)) if match[2].lower() in PAGE_KEYS else None
        if address and address != url and is_sibling(address, here):
            return FoundLink(address, kind=LinkKind.LISTING)
    return None


def _page_count(scripts: str) -> int:
    """Pages that the scripts count; ``HIGHEST_PAGE`` where they count none."""
    if found := _COUNTS.search(scripts):
        return int(found[1])
    if (found := _ENTRIES.search(scripts)) and int(found[2]):
        return -(-int(found[1]) // int(found[2]))
    return HIGHEST_PAGE
