"""A page as a parse tree to look for links in; bounded, decoded the way cleaning decodes it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from cleaners.charset import Decoded, decode
from cleaners.taming import is_too_deep, tame
from cleaners.urls import absolute_url, same_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

LARGEST_PAGE = 8 << 20
"""Bytes (characters of text) of a page that are read for links; the largest listings seen hold well under 2 MB."""

LONGEST_SCRIPT = 5_000
"""Characters of a click's script that are read."""
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"'/])|[nrt])")
_WRITES = re.compile(r"\s*(?:document\.write|var\s|/[*/])")
"""How an answer begins that is a script."""

_CLICKED = '[onclick], [data-href], [data-url], a[href^="javascript:" i]'
"""Elements that a script may make a link of."""
_CLICK_TARGET = re.compile(
    r"""(?:\blocation(?:\.href)?\s*=|\w\()\s*["'](?P<address>[^"'\s]{1,2000})["']""", re.IGNORECASE
)
"""The first text that a script gives to the location or a function: ``window.open('/a.html')``, ``show('a.asp')``."""
_ADDRESS = re.compile(r"https?://|\.{0,2}/|[\w/-]{1,200}\.(?:s?html?|aspx?|php|jsp|do)(?![\w.])", re.IGNORECASE)
"""How an address begins, or what the file is called that a relative one leads to."""


class Link(NamedTuple):
    """An element of a page that leads somewhere."""

    node: LexborNode
    url: str
    """Absolute http(s) address without fragment."""


class LinkPage(NamedTuple):
    """A page and how the addresses on it are to be read."""

    tree: LexborHTMLParser
    text: str
    """Its source, decoded."""
    base: str
    """Address that its relative links start from: a ``<base href>`` of the same site, or its own."""
    charset: str
    """What the page is written in, and with it the queries of its links (WHATWG URL, "query encoding")."""

    def address(self, href: str | None) -> str | None:
        """Where ``href`` leads; None for what is no http(s) address."""
        return absolute_url(self.base, href, self.charset)

    def links(self, selector: str = "a[href]") -> Iterator[Link]:
        """The elements of ``selector`` that lead somewhere, in page order: links, frames, choices of a menu."""
        for node in self.tree.css(selector):
            attributes = node.attributes
            href = attributes.get("value") if node.tag == "option" else attributes.get("href") or attributes.get("src")
            if url := self.address(href):
                yield Link(node, url)

    def clicked(self) -> Iterator[Link]:
        """What leads somewhere only when it is clicked: ``onclick="location.href='/a.html'"``, ``data-href``.

        Elements that hold a link or another such element are left out: those say it more exactly.
        """
        nodes = self.tree.css(_CLICKED)
        around: set[int] = set()
        for node in (*nodes, *(link.node for link in self.links())) if nodes else ():
            parent = node.parent
            while parent is not None and parent.mem_id not in around:
                around.add(parent.mem_id)
                parent = parent.parent
        for node in nodes:
            attributes = node.attributes
            if node.mem_id in around or (node.tag == "a" and self.address(attributes.get("href"))):
                continue
            scripts = (attributes.get("onclick"), attributes.get("href"))
            called = (_click_target(script) for script in scripts if script)
            stated = (attributes.get("data-href"), attributes.get("data-url"))
            if url := self.address(next((href for href in (*called, *stated) if href), None)):
                yield Link(node, url)

    def scripted(self) -> LinkPage:
        """What the page shows by script: the markup in text areas, templates, scripts and records of scripts."""
        texts = (node.text() for node in self.tree.css("textarea, script"))
        parts = [f"<div>{_unescape(text)}</div>" for text in texts if "<a " in text]
        return self._replace(tree=parse_tree("\n".join(parts)))


def _click_target(script: str) -> str | None:
    match = _CLICK_TARGET.search(script[:LONGEST_SCRIPT])
    return match["address"] if match and _ADDRESS.match(match["address"]) else None


def _unescape(script: str) -> str:
    """Markup in a script's texts as it will be written into the page."""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2] or " ", _CDATA.sub(" ", script))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read_text(body: bytes | str, content_type: str | None = None) -> str:
    """Text of a page, script or JSON answer, at most ``LARGEST_PAGE`` of it. Never raises."""
    return _decode(body, content_type).text


def _decode(body: bytes | str, content_type: str | None) -> Decoded:
    if isinstance(body, str):
        return Decoded(body[:LARGEST_PAGE], "utf-8")
    return decode(body[:LARGEST_PAGE], content_type)


@lru_cache(maxsize=1)
def read_page(body: bytes | str, url: str, content_type: str | None = None) -> LinkPage:
    """Parse the page at ``url``. Total: any input gives a tree, at worst an empty one.

    A home page is asked for articles, channels, feeds, newspapers and its next page in turn: the same tree is returned,
    so nobody changes it.
    """
    text, charset = _decode(body, content_type)
    if _WRITES.match(text):
        text = _unescape(text)
    page = LinkPage(parse_tree(text), text, url, charset)
    node = page.tree.css_first("base[href]")
    base = page.address(node.attributes.get("href")) if node else None
    return page._replace(base=base) if base and same_site(base, url) else page


def parse_tree(text: str) -> LexborHTMLParser:
    """The tree of a piece of markup; an empty one where nesting would stall the parser."""
    return LexborHTMLParser("" if is_too_deep(text) else tame(text))
