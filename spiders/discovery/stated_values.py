"""What a page states for the names that its scripts use: its own query, hidden fields, literals. No script is run."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from cleaners.links.url_shapes import is_random, split_ending

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spiders.discovery.pages import LinkPage

_ASSIGNED = re.compile(
    r"""(?<![\w$"'=&?])(?P<name>[A-Za-z_$][\w$]{0,40})["']?\s{0,4}[:=](?!=)\s{0,4}"""
    r"""(?:"(?P<double>[^"\s<>]{0,200})"|'(?P<single>[^'\s<>]{0,200})'|(?P<number>\d{1,12}))\s{0,9}(?=[,;})\n]|$)"""
)
"""A name that is given a text without spaces, or a number: ``var columnId = 12;``, ``{ channel: "yw" }``."""
_ELSE = re.compile(r"""\|\|\s{0,4}(?:"([\w-]{0,40})"|'([\w-]{0,40})'|(\d{1,12}))""")
"""What a name is given where nothing else is found: ``cid = getQueryString("cid") || ""``."""
_NAMED = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,40})\s{0,4}=(?!=)[^;,\n=]{0,80}$")
_BEFORE = 120
"""Characters before it in which the name stands."""
_MAX_VALUES, _MAX_DEFAULTS = 2_000, 200
"""Names that are read of the scripts of one page; a bundle has tens of thousands."""


def stated_values(page: LinkPage, url: str, scripts: str) -> Mapping[str, str]:
    """Return what a page states for names, which are in lower case; the first of several values.

    The address's own query goes before hidden fields, and these before the texts and numbers of scripts. What a script
    makes of anything else only its run would tell; but ``id`` is what the address ends with, where that is a number.
    """
    asked = parse_qsl(urlsplit(url).query)[:32]
    hidden = (
        (name, node.attributes.get("value") or "")
        for node in page.tree.css('input[type="hidden"]')
        for name in (node.attributes.get("id"), node.attributes.get("name"))
        if name
    )
    assigned = (
        (match["name"], match["number"] or match["double"] or match["single"] or "")
        for match in islice(_ASSIGNED.finditer(scripts), _MAX_VALUES)
    )
    values: dict[str, str] = {}
    for name, value in (*asked, *hidden, *assigned, *_defaults(scripts), *own_values(url).items()):
        values.setdefault(name.lower(), value)
    return values


def own_values(url: str) -> dict[str, str]:
    """Return what an address states: the values of its query, and as ``id`` the number or key that it ends with.

    >>> own_values("https://a.example/detail?newsId=7"), own_values("https://a.example/detail/88117.html")
    ({'newsId': '7'}, {'id': '88117'})
    """
    own = last_name(url)
    is_key = own.isdecimal() or is_random(own)
    return {**({"id": own} if is_key else {}), **dict(parse_qsl(urlsplit(url).query)[:32])}


def last_name(url: str) -> str:
    """The last name of an address's path without its ending: ``88117`` of ``/detail/88117.html``."""
    return split_ending(urlsplit(url).path.rstrip("/").rpartition("/")[2])[0]


def _defaults(scripts: str) -> Iterator[tuple[str, str]]:
    for match in islice(_ELSE.finditer(scripts), _MAX_DEFAULTS):
        if named := _NAMED.search(scripts, max(match.start() - _BEFORE, 0), match.start()):
            yield named[1], match[1] or match[2] or match[3] or ""


def value_of(name: str, values: Mapping[str, str]) -> str | None:
    """What is stated for a name as a script writes it, by its last word: ``this.cid``; None for nothing."""
    return values.get(name.rpartition(".")[2].lower())
