"""Which story over several pages a saved page is one page of: what its address and its own pager say."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from cleaners.links.urls import normalise_url
from spiders.discovery.article_pages import MAX_PARTS, first_address, pages_named, part_number
from spiders.discovery.pages import read_page
from spiders.discovery.paging import PAGE_KEYS
from spiders.document import Document

FIRST_NUMBER = -1
"""Number of a story's first page; the others have the one in their addresses."""
WHOLE_NUMBER = 0
"""Number of a page that may hold the whole story: ``page=all``."""
ALIAS_NUMBER = 1
"""Number under which pagers may name the first page once more: ``?page=1``."""

_MAX_LOOKS = 20_000
"""Places of a page's source at which a file name is looked at; no pager repeats one so often."""
_PAGED_QUERY = re.compile(rb"[?&;](?:" + "|".join(sorted(PAGE_KEYS)).encode() + rb")=(?:\d|all)", re.IGNORECASE)
_BEFORE_NAME = (b"/", b'"', b"'", b"=")
"""What stands ahead of a file name that is a whole one."""
_AFTER_NAME = re.compile(rb"[\"'#\s>]")
"""What stands behind the end of an address."""
_IN_SCRIPT = rb"[\"']\s*,\s*[\"']\.?s?html?[\"']"
"""Behind the name that a script counts pages of: ``createPageHTML(3, 0, "55", "html")``."""


class StoryPart(NamedTuple):
    """What a page says of the story that it is one page of. Addresses are in the comparison form."""

    first: str
    """Address of the story's first page."""
    own: str
    number: int
    """Its place in the story: :data:`FIRST_NUMBER`, :data:`WHOLE_NUMBER`, or as its address counts."""
    named: frozenset[str]
    """The other pages that its pager leads to."""


def read_story_part(document: Document) -> StoryPart | None:
    """Read which story the page at ``address`` is one page of; None for a page by itself, as nearly all are.

    These cost one look for their own file name: a pager's addresses are that name with a number.
    """
    source, address = document.raw, document.url
    first = first_address(address)
    if first and (_may_name_pages(source, first) or _leads_to(source, first)):
        part = _part_of(first, document)
        if part and (part.named - {part.own} or _leads_to(source, first)):
            return part
    part = _part_of(address, document) if _may_name_pages(source, address) else None
    return part if part and part.named else None


def _part_of(first: str, document: Document) -> StoryPart | None:
    """The page as one of the story that begins at ``first``; None where it is none by its address."""
    number = FIRST_NUMBER if first == document.url else part_number(first, document.url)
    if number is None:
        return None
    parts = pages_named(read_page(document), document.url, first, back=True)
    named = frozenset(normalise_url(part) for part in list(parts.values())[:MAX_PARTS])
    return StoryPart(normalise_url(first), normalise_url(document.url), number, named)


def _may_name_pages(source: bytes, first: str) -> bool:
    """Whether a page holds what its pager would: the first page's file name with a number behind it."""
    name = _file_name(first).partition(b"?")[0]
    if urlsplit(first).query and _PAGED_QUERY.search(source):
        return name in source
    stem, dot, ending = name.partition(b".")
    counted = rb"[-_/(](?:page|p)?[-_/]?(?:\d{1,2}|all)\)?" + re.escape(dot + ending) + rb"/?[\"'#?\s>&]"
    return bool(stem) and _holds_name(source, stem, re.compile(counted + b"|" + _IN_SCRIPT))


def _leads_to(source: bytes, address: str) -> bool:
    """Whether a page holds a link to the file of ``address``."""
    return _holds_name(source, _file_name(address), _AFTER_NAME)


def _holds_name(source: bytes, name: bytes, following: re.Pattern[bytes]) -> bool:
    """Whether a file name begins anywhere with ``name`` and goes on, or ends, with ``following``."""
    at = source.find(name)
    for _ in range(_MAX_LOOKS):
        if at < 0:
            return False
        if source[at - 1 : at] in _BEFORE_NAME and following.match(source, at + len(name)):
            return True
        at = source.find(name, at + 1)
    return False


def _file_name(address: str) -> bytes:
    """Last part of an address, with its query; as links that need no escaping have it."""
    parts = urlsplit(address)
    return (unquote(PurePosixPath(parts.path).name) + (f"?{parts.query}" if parts.query else "")).encode()
