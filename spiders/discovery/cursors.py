"""Lists in JSON whose answers say how to go on: by the address of the next page, or by a cursor that is asked with."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

from cleaners.embedded.data_page import read_data
from cleaners.links.urls import absolute_url, same_site
from spiders.discovery.deeds import does_something
from spiders.discovery.pages import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spiders.document import Document

_MAX_DEPTH = 4
"""Levels of an answer in which it says how to go on: ``{"data": {"paging": {"cursors": {"after": …}}}}``."""
_MAX_PAIRS = 30
"""Names of one of its objects that are looked at; honest ones have ten."""
_MAX_CURSOR = 500
"""Characters of a cursor: some are the whole place in an index, in base64."""
_PLAIN = re.compile(r"[^a-z]")
_CURSORS = frozenset(
    "cursor nextcursor endcursor pagetoken nextpagetoken nexttoken continuation scrollid maxid nextmaxid lastid sinceid"
    " after before lasttime maxtime maxbehottime minbehottime lastkey startkey nextid position".split()
)
"""What a place in a list is called, in queries and answers, in lower case without what parts the words."""
_ADDRESSES = frozenset("next nexturl nextpage nextpageurl nextlink nexthref more moreurl".split())
_GOES_ON = frozenset("hasmore hasnext hasnextpage more".split())
_STATED_NUMBER = re.compile(
    r"""["'](?P<key>page|current|(?:page|cur|current)_?(?:no|num|index|number|page))["']\s*:\s*["']?1["']?\s*[,}]""",
    re.IGNORECASE,
)
"""The number of the first page where an answer states it, under a name that the service takes it by as well."""
_TOTALS = frozenset(
    "total totalcount totalnum totalrecord totalrecords totalelements totalsize count recordcount".split()
)
_ENDS = frozenset("isend end nomore islast islastpage isover".split())


def is_cursor_key(key: str) -> bool:
    """Whether a key of a query, or of an answer, names a place in a list: ``max_id``, ``pageToken``."""
    return _plain(key) in _CURSORS


def without_cursor(url: str) -> str:
    """The address of a list without the place in it: equal for all its pages; the same one where it has none."""
    parts = urlsplit(url)
    pairs = parts.query.split("&") if parts.query else []
    kept = [pair for pair in pairs if not is_cursor_key(pair.partition("=")[0])]
    return url if len(kept) == len(pairs) else urlunsplit(parts._replace(query="&".join(kept)))


def next_by_cursor(document: Document) -> str | None:
    """Return the address of the next page of a list in JSON, as the answer says; None where it says nothing or ends.

    ``{"next": "/api/feed?before=70"}`` states it. A cursor takes the place of the one that was asked with
    (``?last_id=0``, ``{"last_id": 70}``), or is added under the name that it has without ``next``.
    """
    said = _all_said(document)
    if any(name in said and not said[name] for name in _GOES_ON) or any(said.get(name) is True for name in _ENDS):
        return None
    stated = (said[name] for name in _ADDRESSES if name in said)
    addresses = (absolute_url(document.url, value) for value in stated if isinstance(value, str) and "/" in value)
    found = next((address for address in addresses if address and _may_be_asked(document.url, address)), None)
    found = found or _with_cursor(document.url, said)
    return found if found != document.url else None


def next_by_stated_number(document: Document, entries: int) -> str | None:
    """Return the address of the second page of a list in JSON that was asked for without a number and states one.

    ``{"pageNo": 1, "total": 45}``: most services take a page's number under the name that they state it by. None where
    the answer counts no more than its ``entries``, or states no first page.
    """
    found = _STATED_NUMBER.search(read_text(document))
    said = _all_said(document) if found else {}
    counts = [int(said[name]) for name in _TOTALS & said.keys() if str(said[name]).isdecimal()]
    if not found or _plain(found["key"]) not in said or not counts or max(counts) <= entries:
        return None
    parts = urlsplit(document.url)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, f"{found['key']}=2")))))


def _all_said(document: Document) -> dict[str, Any]:
    """Names and plain values of an answer outside its records; empty for what is no JSON."""
    try:
        return dict(_said(read_data(read_text(document)), 0))
    except (ValueError, RecursionError):
        return {}


def _may_be_asked(url: str, address: str) -> bool:
    return same_site(url, address) and not does_something(without_cursor(address))


def _said(value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Names and plain values of an answer's objects, the outermost first, without its records: those stand in lists."""
    if not isinstance(value, dict) or depth > _MAX_DEPTH:
        return
    pairs = [*islice(value.items(), _MAX_PAIRS)]
    for _, inner in pairs:
        yield from _said(inner, depth + 1)
    yield from ((_plain(key), inner) for key, inner in pairs if not isinstance(inner, dict | list))


def _with_cursor(url: str, said: dict[str, Any]) -> str | None:
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if pair]
    key = next((name for name, _, _ in (pair.partition("=") for pair in pairs) if is_cursor_key(name)), None)
    names = sorted(_CURSORS & said.keys(), key=lambda name: (not name.startswith(("next", "end")), name))
    if key:  # what is called as the key is goes before what else might be a place
        names.sort(key=lambda name: _plain(key) not in (name, name.removeprefix("next")))
    name = next((name for name in names if _is_place(said[name])), None)
    if name is None or (key is None and not name.startswith("next")):
        return None
    written = key or {"nextpagetoken": "pageToken", "nextcursor": "cursor", "nextmaxid": "max_id"}.get(name)
    if written is None:
        return None
    kept = [pair for pair in pairs if pair.partition("=")[0] != written]
    query = "&".join((*kept, f"{written}={quote(str(said[name]), safe='')}"))
    return urlunsplit(parts._replace(query=query))


def _is_place(value: Any) -> bool:
    return (
        isinstance(value, str | int)
        and not isinstance(value, bool)
        and 0 < len(str(value)) <= _MAX_CURSOR
        and value != 0
    )


def _plain(key: str) -> str:
    return _PLAIN.sub("", key.lower())
