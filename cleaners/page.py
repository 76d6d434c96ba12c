"""A parsed page as plain facts: its visible lines in order, the boxes they stand in, its head.

Parses once with Lexbor and walks the tree once. Decides nothing about what is body and what is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from cleaners.hidden import Hiding, find_hiding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode


class Link(NamedTuple):
    """An anchor inside a line: ``line.text[start:end]`` leads to ``href`` (as written)."""

    start: int
    end: int
    href: str


class Line(NamedTuple):
    """Text between two block boundaries, white space collapsed, never empty."""

    text: str
    tag: str
    """Tag of the nearest block element."""
    box: int
    """Index of that element in ``Page.boxes``."""
    links: tuple[Link, ...] = ()
    hidden: bool = False
    """The page's own styles keep it from the reader."""
    bold: bool = False
    """All of it stands in bold or strong type."""

    @property
    def link_chars(self) -> int:
        """Characters that stand in links."""
        return sum(link.end - link.start for link in self.links)


class Box(NamedTuple):
    """A block element."""

    parent: int
    """Index of the enclosing box; -1 for the outermost."""
    tag: str
    name: str
    """Class, id and role in lower case, joined by spaces; empty when it has none."""
    hidden: bool = False


class PageImage(NamedTuple):
    """An image element; ``line`` is the index of the first line behind it."""

    line: int
    box: int
    src: str
    alt: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds, before anything is decided about it."""

    url: str | None
    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    images: tuple[PageImage, ...] = ()
    title_tag: str | None = None
    """Text of ``<title>``."""
    meta: Mapping[str, str] | None = None
    """``name``, ``property`` or ``itemprop`` of each meta element in lower case -> its first non-empty content."""
    json_ld: tuple[str, ...] = ()
    """Text of each JSON-LD script."""
    canonical: str | None = None
    """href of ``<link rel=canonical>``, as written."""
    lang: str | None = None
    """``lang`` of the root element, as written."""
    tree: LexborHTMLParser | None = None
    """The tree itself, for look-ups by CSS; None for plain text. Scripts and styles are gone from it."""


BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary "
    "table tbody td tfoot th thead tr ul".split()
)
"""Elements that begin and end a line."""

_UNREAD_TAGS = "script style noscript template svg iframe object select textarea button noframes canvas".split()
"""Elements whose text no reader sees as text."""

_BOLD_TAGS = frozenset({"b", "strong"})


def parse_page(source: str, url: str | None) -> Page:
    """Parse HTML into a Page. Total: any text gives a page, at worst one without lines. Linear in its length."""
    tree = LexborHTMLParser(source)
    root = tree.root
    meta, canonical = _read_head(tree)
    json_ld = tuple(node.text() for node in tree.css('script[type="application/ld+json"]'))
    hiding = find_hiding([node.text() for node in tree.css("style")])
    title = tree.css_first("head > title")
    tree.strip_tags(_UNREAD_TAGS)
    walk = _Walk(hiding)
    if tree.body is not None:
        walk.read(tree.body)
    return Page(
        url=url,
        lines=tuple(walk.lines),
        boxes=tuple(walk.boxes),
        images=tuple(walk.images),
        title_tag=collapse(title.text()) or None if title else None,
        meta=meta,
        json_ld=json_ld,
        canonical=canonical,
        lang=root.attributes.get("lang") if root else None,
        tree=tree,
    )


def text_page(text: str, url: str | None = None) -> Page:
    """A page of plain text: each non-empty line is a paragraph."""
    lines = tuple(Line(line, "p", 0) for line in map(collapse, text.splitlines()) if line)
    return Page(url=url, lines=lines, boxes=(Box(-1, "body", ""),))


def collapse(text: str) -> str:
    """``text`` with each run of white space (also ideographic) as one space, none at the ends."""
    return " ".join(text.split())


def _read_head(tree: LexborHTMLParser) -> tuple[dict[str, str], str | None]:
    meta: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        content = attributes.get("content")
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        if name and content and content.strip():
            meta.setdefault(name.strip().lower(), content.strip())
    link = tree.css_first('link[rel~="canonical"]')
    return meta, link.attributes.get("href") if link else None


class _Walk:
    """One pass over the tree, in document order."""

    def __init__(self, hiding: Hiding) -> None:
        self.lines: list[Line] = []
        self.boxes: list[Box] = []
        self.images: list[PageImage] = []
        self._hiding = hiding
        self._parts: list[tuple[str, str | None, bool]] = []  # text, href of the enclosing anchor, bold
        self._hidden_parts: list[str] = []

    def read(self, body: LexborNode) -> None:
        """Fill lines, boxes and images from ``body``."""
        parent = body.parent
        ids = [parent.mem_id if parent else 0]
        # Per open element: index of its box, href of the enclosing anchor, hidden, bold, whether it is a block.
        open_elements: list[tuple[int, str | None, bool, bool, bool]] = [(-1, None, False, False, True)]
        hides = self._hiding.hides
        for node in body.traverse(include_text=True):
            tag = node.tag
            above = node.parent
            parent_id = above.mem_id if above else 0
            while ids[-1] != parent_id and len(ids) > 1:
                ids.pop()
                box, _, hidden, _, block = open_elements.pop()
                if block:
                    self._flush(box)
            box, href, hidden, bold, _ = open_elements[-1]
            if tag == "-text":
                text = node.text_content
                if text:
                    if hidden:
                        self._hidden_parts.append(text)
                    else:
                        self._parts.append((text, href, bold))
            elif tag == "br":
                self._flush(box)
            elif tag == "img":
                attributes = node.attributes
                src = attributes.get("data-src") or attributes.get("src")
                if src:
                    self.images.append(PageImage(len(self.lines), box, src, attributes.get("alt") or None))
            elif tag and tag[0] not in "-!":
                attributes = node.attributes
                block = tag in BLOCK_TAGS
                hidden = hidden or (bool(attributes) and hides(tag, attributes))
                if block:
                    self._flush(box)
                    name = " ".join(v for k in ("class", "id", "role") if (v := attributes.get(k))).lower()
                    self.boxes.append(Box(box, tag, name, hidden))
                    box = len(self.boxes) - 1
                elif tag == "a":
                    href = attributes.get("href") or href
                ids.append(node.mem_id)
                open_elements.append((box, href, hidden, bold or tag in _BOLD_TAGS, block))
        self._flush(open_elements[-1][0])

    def _flush(self, box: int) -> None:
        """End the current line; it belongs to ``box``."""
        if self._parts:
            parts, self._parts = self._parts, []
            text, links = join_parts(parts)
            if text:
                self.lines.append(
                    Line(text, self.boxes[box].tag, box, links, False, all(b for t, _, b in parts if not t.isspace()))
                )
        if self._hidden_parts:
            text = collapse("".join(self._hidden_parts))
            self._hidden_parts = []
            if text:
                self.lines.append(Line(text, self.boxes[box].tag, box, hidden=True))


def join_parts(parts: list[tuple[str, str | None, bool]]) -> tuple[str, tuple[Link, ...]]:
    """Join the text pieces of one line, white space collapsed, and say where its anchors stand."""
    if all(href is None for _, href, _ in parts):
        return collapse("".join(text for text, _, _ in parts)), ()
    out: list[str] = []
    links: list[Link] = []
    length, gap = 0, False
    for text, href, _ in parts:
        words = text.split()
        if not words:
            gap = gap or bool(text)
            continue
        gap = gap or text[0].isspace()
        piece = " ".join(words)
        if gap and length:
            out.append(" ")
            length += 1
        if href is not None:
            if links and links[-1].end == length and links[-1].href == href:
                links[-1] = Link(links[-1].start, length + len(piece), href)
            else:
                links.append(Link(length, length + len(piece), href))
        out.append(piece)
        length += len(piece)
        gap = text[-1].isspace()
    return "".join(out), tuple(links)
