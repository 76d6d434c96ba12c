"""A parsed page as plain facts: its lines in order, the boxes they stand in, its pictures, its head.

Values only. ``parse`` makes them; whoever looks for body, headline or junk reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

Mark = int
WANTED, STRIPPED = 1, 2
"""Marks of boxes: the body by the site's profile, and what never belongs to an article of it."""

tag_of_line, tag_of_box, name_of_box = itemgetter(1), itemgetter(1), itemgetter(2)
"""As ``line.tag``, ``box.tag`` and ``box.name``, in a third of the time: for looks at all lines or boxes of a page."""


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
    spoken: bool = False
    """Hidden, but kept for screen readers."""

    @property
    def link_chars(self) -> int:
        """Characters that stand in links."""
        return sum([end - start for start, end, _ in self.links]) if self.links else 0

    def up_to(self, end: int) -> Line:
        """The line without what stands behind ``end`` and the links that reach there."""
        return self._replace(text=self.text[:end], links=tuple(link for link in self.links if link.end <= end))


class Box(NamedTuple):
    """A block element."""

    parent: int
    """Index of the enclosing box; -1 for the outermost."""
    tag: str
    name: str
    """Class, id and role in lower case, joined by spaces; empty when it has none."""
    hidden: bool = False
    mark: Mark = 0
    """What the site's own profile says of it: ``WANTED``, ``STRIPPED`` or 0; it holds for the boxes inside as well."""


def chars_at(places: Iterable[int], lines: Sequence[Line]) -> int:
    """Characters of the lines at some places."""
    return sum([len(lines[at].text) for at in places])


def outwards(at: int, boxes: Sequence[Box]) -> Iterator[int]:
    """The box at ``at`` and those around it, the outermost last; none for -1."""
    while at >= 0:
        yield at
        at = boxes[at].parent


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
    """Text of ``<title>``, or what readers are shown in its place; empty once it was cut as junk."""
    robots_title: str | None = None
    """Text of ``<title>`` where a script shows it to robots alone."""
    meta: Mapping[str, str] | None = None
    """``name``, ``property`` or ``itemprop`` of each meta element in lower case -> its first non-empty content."""
    json_ld: tuple[str, ...] = ()
    """Text of each JSON-LD script."""
    canonical: str | None = None
    """href of ``<link rel=canonical>``, as written."""
    lang: str | None = None
    """``lang`` of the root element, as written."""
    stating: tuple[LexborNode, ...] = ()
    """Elements that state something for machines: ``<time>``, ``<abbr>``, and those with an ``itemprop``."""
    tree: LexborHTMLParser | None = None
    """The tree itself, for look-ups by CSS; None for plain text. Scripts and styles are gone from it."""
    source: str = ""
    """The page's HTML, for what the tree no longer holds; empty for plain text."""
