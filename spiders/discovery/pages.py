"""A page as a parse tree to look for links in; bounded, decoded the way cleaning decodes it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from cleaners.links.url_shapes import PAGE_ENDING
from cleaners.links.urls import absolute_url, same_site
from cleaners.source.charset import Decoded, decode
from cleaners.source.taming import is_too_deep, tame
from spiders.discovery.clicks import click_target, find_functions
from spiders.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

    from spiders.discovery.clicks import Function

_MAX_PAGE_SIZE = 8 << 20
"""Bytes (characters of text) of a page that are read for links; the largest listings seen hold well under 2 MB."""
MAX_ANCHORS = 5000
"""Links of a page that are looked at; a front page of a large outlet has some 1,500."""
_MAX_TITLE = 80
"""Characters of a page's title that are shown to the operator."""
CLIMB = 12
"""Levels above a link that are looked at; bounds the work on hostile nesting."""

_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"'/])|[nrt])")
XML_HEAD = r"<\?xml[^<>]{0,200}\?>\s*(?=(?:<!--[^>]{0,400}-->\s*)*+<(?!!|html|\?))"
"""How XML begins that is no page: XHTML, behind a comment or not, has a doctype or ``<html>``."""
_WRITES = re.compile(
    rf"\s*(?:document\.write|(?:var|let|const)\s|/[*/]|[\[{{]|[\w.$]{{1,80}}\(\s*[\[{{]|{XML_HEAD})", re.IGNORECASE
)
"""How an answer begins that is a script or data."""

_LITERAL = re.compile(
    r"""(?<![\w$.])(?P<name>[A-Za-z_$][\w$]{0,40})\s{0,9}=\s{0,9}(?P<quote>["'])(?P<text>[^"'\s<>]{0,200})(?P=quote)"""
)
"""A name that a script gives a text without spaces: ``var base = '/n/'``."""
_JOINED = re.compile(r"""(?P<quote>["'])\s{0,9}\+\s{0,9}(?P<name>[A-Za-z_$][\w$]{0,40})\s{0,9}\+\s{0,9}(?P=quote)""")
"""A name inside a text: ``'<a href="' + base + '7.html">'``."""
_MAX_LITERALS = 2_000
"""Texts that are looked at for names: most are attributes of markup."""

_CLICKED = '[onclick], [data-href], [data-url], a[href^="javascript:" i], a:not([href])'
"""Elements that a script may make a link of."""
_PAGE_ADDRESS = re.compile(
    rf"(?:https?:/|\.{{0,2}})?/?[\w./-]{{1,500}}\.(?:{PAGE_ENDING})(?:[?#]\S{{0,500}})?", re.IGNORECASE
)
"""How an attribute of any name says where its link leads: ``<a daoxiang="Articel01002NR.htm">``."""


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
    scripts: tuple[str, ...] = ()
    """Texts of its own script files, where they are known."""

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
        clickable = self.tree.css(_CLICKED)
        functions = find_functions("\n".join(node.text() for node in self.tree.css("script"))) if clickable else {}
        found = [Link(node, url) for node in clickable if (url := self._clicked_address(node, functions))]
        around: set[int] = set()
        for link in (*found, *self.links()) if found else ():
            parent = link.node.parent
            while parent is not None and parent.mem_id not in around:
                around.add(parent.mem_id)
                parent = parent.parent
        yield from (link for link in found if link.node.mem_id not in around)

    def _clicked_address(self, node: LexborNode, functions: Mapping[str, Function]) -> str | None:
        attributes = node.attributes
        if node.tag == "a" and self.address(attributes.get("href")):
            return None
        scripts = (attributes.get("onclick"), attributes.get("href"))
        called = (click_target(script, functions) for script in scripts if script)
        stated = [attributes.get("data-href"), attributes.get("data-url")]
        if node.tag == "a" and "href" not in attributes:
            stated += [value for value in attributes.values() if value and _PAGE_ADDRESS.fullmatch(value.strip())]
        return self.address(next((href for href in (*called, *stated) if href), None))

    def scripted(self) -> LinkPage:
        """What the page shows by script: the markup in text areas, templates, scripts and records of scripts."""
        texts = (node.text() for node in self.tree.css("textarea, script"))
        parts = [f"<div>{_unescape(text)}</div>" for text in texts if "<a " in text]
        return self._replace(tree=_parse_tree("\n".join(parts)))


def _unescape(script: str) -> str:
    """Markup in a script's texts as it will be written into the page."""
    script = _with_literals(script) if "document.write" in script else script
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2] or " ", _CDATA.sub(" ", script))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _with_literals(script: str) -> str:
    """A script with the names inside its texts replaced by what they are given, where that is always the same text."""
    given: dict[str, set[str]] = defaultdict(set)
    for match in islice(_LITERAL.finditer(script), _MAX_LITERALS):
        given[match["name"]].add(match["text"])
    sure = {name: texts.pop() for name, texts in given.items() if len(texts) == 1}
    return _JOINED.sub(lambda match: sure.get(match["name"], match[0]), script) if sure else script


def read_text(document: Document) -> str:
    """Text of a page, script or JSON answer, at most ``_MAX_PAGE_SIZE`` of it. Never raises."""
    return _decode(document).text


def _decode(document: Document) -> Decoded:
    if isinstance(document.body, str):
        return Decoded(document.body[:_MAX_PAGE_SIZE], "utf-8")
    return decode(document.body[:_MAX_PAGE_SIZE], document.content_type)


@lru_cache(maxsize=1)
def read_page(document: Document) -> LinkPage:
    """Parse a page. Total: any input gives a tree, at worst an empty one.

    A home page is asked for articles, channels, feeds, newspapers and its next page in turn: the same tree is returned,
    so nobody changes it.
    """
    text, charset = _decode(document)
    if _WRITES.match(text):
        text = _unescape(text)
    page = LinkPage(_parse_tree(text), text, document.url, charset, document.scripts)
    node = page.tree.css_first("base[href]")
    base = page.address(node.attributes.get("href")) if node else None
    return page._replace(base=base) if base and same_site(base, document.url) else page


def title_of_page(document: Document) -> str | None:
    """What a page calls itself, in one line of at most ``_MAX_TITLE`` characters; None without a title."""
    node = read_page(document).tree.css_first("title")
    return " ".join(node.text().split())[:_MAX_TITLE] or None if node else None


def _parse_tree(text: str) -> LexborHTMLParser:
    """The tree of a piece of markup; an empty one where nesting would stall the parser."""
    return LexborHTMLParser("" if is_too_deep(text) else tame(text))


def above(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around one, innermost first, at most ``CLIMB``; not the body."""
    parent = node.parent
    for _ in range(CLIMB):
        if parent is None or parent.tag in {"body", "html"}:
            return
        yield parent
        parent = parent.parent
