"""The walk over a page's tree that makes its lines, boxes and pictures, in document order, each node visited once."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from selectolax.lexbor import create_tag

from cleaners.page.box_names import group_bit, name_bits
from cleaners.page.marks import Marks
from cleaners.page.model import STRIPPED, WANTED, Box, Line, Link, PageImage
from cleaners.page.tags import BLOCK_TAGS, BREAK_TAGS, HEADING_TAGS, SET_APART_TAGS

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from selectolax.lexbor import LexborNode


_MAX_NODES = 500_000
"""Elements and texts of a page that are read, so that memory is bounded. The largest honest page seen has 60,000."""

_BLOCK, _BREAK, _LINK, _BOLD, _IMAGE = 1, 2, 3, 4, 5
_TEXT = 2
"""Lexbor's number for a text among the elements of a tree."""
_ROLES: dict[int, int] = {
    create_tag(tag).tag_id: role
    for tag, role in {
        **dict.fromkeys(BLOCK_TAGS, _BLOCK),
        **dict.fromkeys(BREAK_TAGS, _BREAK),
        "a": _LINK, "b": _BOLD, "strong": _BOLD, "img": _IMAGE,
    }.items()
}  # fmt: skip
"""What the walk does at an element, by Lexbor's number for its tag; every other one is inline and changes nothing."""
_BLOCKS = {create_tag(tag).tag_id: tag for tag in BLOCK_TAGS}
"""Names of the block elements, by Lexbor's number."""


_PROSE_CHARS = 25
"""Shortest line that is taken for prose here, if it holds a sentence's mark."""
_PROSE_MARK = re.compile(r"。|！|？|，|；|\. |, |! |\? ")
"""Each branch begins with a character as it is: a search skips to those."""


_CONTENT = group_bit("content")

_SEEN_CHARS = 6
"""Characters in another colour that show the ground of a line not to be made for white letters; a number may be set
apart in its bar."""

_Part = tuple[str, "str | None", bool]
"""A piece of a line: its text, the href of the anchor around it, whether it is bold."""
_Frame = tuple[int, "str | None", bool, int]
"""What holds inside an element: its box, the href of the anchor around it, whether it is bold, and the id of the
outermost element around it that is hidden; 0 for none, ``_PALE`` where only the letters are white."""
_PALE = -1
"""No element's id."""
_new_line = partial(tuple.__new__, Line)
_new_link = partial(tuple.__new__, Link)
_new_box = partial(tuple.__new__, Box)
_new_image = partial(tuple.__new__, PageImage)
"""The tuple's own constructor: half the time of the named one, and a page makes a thousand."""
_HEADINGS = HEADING_TAGS | {"dt"}
"""Headings, and the terms of definitions."""
_PERMALINKS = frozenset("¶#§🔗")
_EDIT = re.compile(r"(?<![a-z])edit(?![a-z])", re.IGNORECASE)
_BRACKETED = re.compile(r"\s?[\[［][^\[\]［］]{1,60}[\]］]\Z")


def _reads(line: Line) -> bool:
    return (
        len(line.text) >= _PROSE_CHARS and line.link_chars * 2 < len(line.text) and bool(_PROSE_MARK.search(line.text))
    )


def _is_curtain(name: str, style: str | None) -> bool:
    """Whether an element is held back that is called content, and nothing else: a pop-up, a tab."""
    return style is not None and "visibility" in style and name_bits(name) == _CONTENT


def collapse(text: str) -> str:
    """``text`` with each run of white space (also ideographic) as one space, none at the ends."""
    return " ".join(text.split())


def _name_of(attributes: Mapping[str, str | None]) -> str:
    """The name of a box with these attributes."""
    name = attributes.get("class") or ""
    for other in ("id", "role", "itemprop") if len(attributes) > 1 or not name else ():
        if other in attributes:
            name = f"{name} {attributes[other]}"
    return name.lower()


def _space_ahead(node: LexborNode) -> str:
    """The white space that stands by itself between a text and the one before it.

    A third of a page's nodes are such white space, and few of it matter: so the walk passes over it, and looks back
    from those texts that have another ahead in their line. All looks of a page together pass each node once.
    """
    gap, at = "", node
    while True:
        before = at.prev
        if before is None:
            at = at.parent  # type: ignore[assignment]  # ends at the text before, which the caller has met
            continue
        at = before
        while (last := at.last_child) is not None:
            at = last
        if at.tag_id == _TEXT:
            text = at.text_content or ""
            if not text.isspace():
                return gap
            gap = text + gap


class Walk:
    """One pass over the tree, in document order. What holds in an element is kept by its id: nesting costs nothing."""

    def __init__(self, marks: Marks) -> None:
        self.lines: list[Line] = []
        self.boxes: list[Box] = []
        self.images: list[PageImage] = []
        self._hidden = marks.hidden
        self._spoken = marks.spoken
        self._pale = marks.pale
        self._marked = dict.fromkeys(marks.wanted, WANTED) | dict.fromkeys(marks.stripped, STRIPPED)
        self._parts: list[_Part] = []  # of the open line
        self._aside: list[tuple[str, int, int]] = []  # hidden text since the line began, its box, what hides it
        self._white: list[int] = []  # indices among the parts of those in white letters
        self._white_lines: list[int] = []  # indices of the lines all in white letters
        self._pale_boxes: set[int] = set()  # boxes that are in white letters themselves
        self._veiled: Counter[int] = Counter()  # characters of prose, by the element that hides it
        self._curtains: set[int] = set()  # elements called content that are held back until all of it is there

    def read(self, body: LexborNode) -> None:
        """Fill lines, boxes and images from ``body``, visiting each node once."""
        parts, aside, boxes, flush, role_of = self._parts, self._aside, self.boxes, self._flush, _ROLES.get
        looked_at = self._hidden | self._pale | self._marked.keys()
        frames: dict[int, _Frame] = {body.parent.mem_id: (-1, None, False, 0)}  # type: ignore[union-attr]
        line_box = 0
        for node in islice(body.traverse(include_text=True, skip_empty=True), _MAX_NODES):
            tag = node.tag_id
            if tag == _TEXT:
                text = node.text_content or ""
                if text.isspace():
                    continue
                box, href, bold, hidden = frames[node.parent.mem_id]  # type: ignore[union-attr]
                if parts or aside:
                    text = _space_ahead(node) + text
                if hidden:
                    line_box = self._add_unseen(text, frames[node.parent.mem_id], line_box)  # type: ignore[union-attr]
                    continue
                if box != line_box:
                    if parts or aside:
                        flush(line_box)
                    line_box = box
                parts.append((text, href, bold))
                continue
            frame = frames[node.parent.mem_id]  # type: ignore[union-attr]  # only the document has no parent
            mem_id = node.mem_id
            role = role_of(tag)
            if mem_id in looked_at:
                role, frame = self._look_at(mem_id, role, frame)
            if role is not None:
                if role <= _BREAK:
                    if parts or aside:
                        flush(line_box)
                    line_box = frame[0]
                if role == _BLOCK:
                    line_box = len(boxes)
                    name = _name_of(attributes) if (attributes := node.attributes) else ""
                    boxes.append(_new_box((frame[0], _BLOCKS.get(tag) or node.tag, name, frame[3] > 0, 0)))
                    if frame[3] == mem_id and _is_curtain(name, attributes.get("style")):
                        self._curtains.add(mem_id)
                    frame = (line_box, frame[1], frame[2], frame[3])
                elif role > _BREAK:
                    frame = self._enter(role, node, frame)
            frames[mem_id] = frame
        flush(line_box)
        self._hide_white_lines()
        self._mark_boxes(frames)

    def _enter(self, role: int, node: LexborNode, frame: _Frame) -> _Frame:
        """What holds in a link or in bold type; an image is noted."""
        box, href, bold, hidden = frame
        if role == _LINK:
            return box, node.attrs.get("href") or href, bold, hidden
        if role == _BOLD:
            return box, href, True, hidden
        self._add_image(node, box)
        return frame

    def _look_at(self, mem_id: int, role: int | None, frame: _Frame) -> tuple[int | None, _Frame]:
        """What the walk does at an element that is hidden or marked: a marked one is a box of its own."""
        if frame[3] <= 0 and mem_id in self._hidden:
            frame = (*frame[:3], mem_id)
        elif not frame[3] and mem_id in self._pale:
            frame = (*frame[:3], _PALE)
            self._pale_boxes.add(len(self.boxes))  # should it become one
        return (_BLOCK if mem_id in self._marked else role), frame

    def _mark_boxes(self, frames: Mapping[int, _Frame]) -> None:
        """Note what the site's own selectors say of each box and of those around it; what they strip stays stripped."""
        if not self._marked:
            return
        marked = {frames[mem_id][0]: mark for mem_id, mark in self._marked.items() if mem_id in frames}
        for index, box in enumerate(self.boxes):
            around = self.boxes[box.parent].mark if index else 0
            mark = around if around == STRIPPED else marked.get(index, around)
            self.boxes[index] = box._replace(mark=mark)

    def find_veils(self) -> frozenset[int]:
        """The hidden elements that hold prose, if together they hold more of it than is shown; else none.

        All lines count as prose in what is called content and held back by ``visibility``, as WeChat does: a poem. So
        do all shown ones then that are no links or headings.
        """
        left = self._veiled.total()
        veils_all = not self._curtains.isdisjoint(self._veiled)
        for line in self.lines if left else ():
            if not line.hidden and (_reads(line) or (veils_all and not line.links and line.tag not in _HEADINGS)):
                left -= len(line.text)
                if left <= 0:
                    break
        return frozenset(self._veiled) if left > 0 else frozenset()

    def _add_image(self, node: LexborNode, box: int) -> None:
        attributes = node.attributes
        src = attributes.get("data-src") or attributes.get("src")
        if src:
            line = len(self.lines) + bool(self._parts)  # the open line stands before the image
            self.images.append(_new_image((line, box, src, attributes.get("alt") or None)))

    def _flush(self, box: int) -> None:
        """End the open line; it belongs to ``box``. What was set aside since it began becomes a line behind it."""
        parts = self._parts
        if self._white:
            self._set_white_aside(box)
        tag = self.boxes[box].tag
        if tag == "pre":
            self._flush_preformatted(box)
        elif parts:
            if len(parts) == 1:  # as most lines have
                text, href, bold = parts[0]
                text = " ".join(text.split())
                links: tuple[Link, ...] = () if href is None else (_new_link((0, len(text), href)),)
            else:
                text, links, bold = _join_parts(parts)
            if links and tag in _HEADINGS:
                text, links = _without_tools(text, links)
            if text:
                self.lines.append(_new_line((text, tag, box, links, False, bold, False)))
        parts.clear()
        if self._aside:
            text = collapse("".join([part for part, _, _ in self._aside]))
            _, box, veil = self._aside[0]
            spoken = self._spoken.issuperset([each for _, _, each in self._aside])
            self._aside.clear()
            if text:
                line = Line(text, self.boxes[box].tag, box, hidden=True, spoken=spoken)
                self.lines.append(line)
                if _reads(line) or veil in self._curtains:
                    self._veiled[veil] += len(text)

    def _add_unseen(self, text: str, frame: _Frame, line_box: int) -> int:
        """Note text that is hidden, or in white letters; the box of the line that is open then."""
        box, href, bold, hidden = frame
        if hidden != _PALE:
            self._aside.append((text, box, hidden))
            return line_box
        if box != line_box and (self._parts or self._aside):
            self._flush(line_box)
        self._white.append(len(self._parts))
        self._parts.append((text, href, bold))
        return box

    def _set_white_aside(self, box: int) -> None:
        """Take white letters out of the open line if others stand in it: these are seen, so those are not."""
        parts, white = self._parts, set(self._white)
        self._white.clear()
        seen = sum(len(text.strip()) for at, (text, _, _) in enumerate(parts) if at not in white)
        if seen >= _SEEN_CHARS:
            self._aside += [(parts[at][0], box, _PALE) for at in sorted(white)]
            parts[:] = [part for at, part in enumerate(parts) if at not in white]
        elif not seen:
            self._white_lines.append(len(self.lines))

    def _hide_white_lines(self) -> None:
        """Hide the lines in white letters beside prose in another colour: on its ground they are not seen."""
        white = frozenset(self._white_lines)
        if not white:
            return
        prose = {line.box for at, line in enumerate(self.lines) if at not in white and _reads(line)}
        around = {self.boxes[box].parent for box in prose}
        shown = prose | around | {self.boxes[box].parent for box in around if box >= 0}
        for at in white:
            if at < len(self.lines) and self._stands_in(self.lines[at].box, shown):
                self.lines[at] = self.lines[at]._replace(hidden=True)

    def _stands_in(self, box: int, shown: Container[int]) -> bool:
        """Whether a box, or the one around it, is among ``shown``, and no ground of its own is to be reckoned with."""
        _, tag, name, *_ = self.boxes[box]
        plain = box in self._pale_boxes or not (name or tag in SET_APART_TAGS)
        return box in shown or (plain and self.boxes[box].parent in shown)

    def _flush_preformatted(self, box: int) -> None:
        """End the lines of preformatted text: it breaks where its source does."""
        open_line: list[_Part] = []
        for text, href, bold in [*self._parts, ("\n", None, False)]:
            first, *others = text.split("\n")
            open_line.append((first, href, bold))
            for piece in others:
                joined, links, _ = _join_parts(open_line)
                if joined:
                    self.lines.append(_new_line((joined, "pre", box, links, False, False, False)))
                open_line = [(piece, href, bold)]


def _without_tools(text: str, links: tuple[Link, ...]) -> tuple[str, tuple[Link, ...]]:
    """A heading without the sign that leads to itself, or the links to edit it: ``Usage¶``, ``History [edit]``.

    One that as a whole leads to a place on its own page, as manuals write it, is no link either.
    """
    first, last = links[0], links[-1]
    if first[:2] == (0, len(text)) and len(first.href) > 1 and first.href[0] == "#":
        return text, ()
    if last.end == len(text) and "#" in last.href and text[last.start :] in _PERMALINKS:
        kept = text[: last.start].rstrip()
        return kept, tuple(link for link in links if link.end <= len(kept))
    if first.end == 1 and "#" in first.href and text[0] in _PERMALINKS:
        kept = text[1:].lstrip()
        gone = len(text) - len(kept)
        return kept, tuple(_new_link((start - gone, end - gone, href)) for start, end, href in links[1:])
    if (bracket := _BRACKETED.search(text)) and last.start > bracket.start():
        tools = [link for link in links if link.end > bracket.start()]
        letters = sum(map(str.isalnum, bracket[0]))
        linked = sum(sum(map(str.isalnum, text[max(start, bracket.start()) : end])) for start, end, _ in tools)
        if linked == letters and all(_EDIT.search(link.href) for link in tools):
            return text[: bracket.start()], tuple(link for link in links if link.end <= bracket.start())
    return text, links


def _join_parts(parts: list[_Part]) -> tuple[str, tuple[Link, ...], bool]:
    """Join the parts of one line, white space collapsed; say where its anchors stand, and whether all of it is bold."""
    texts, hrefs, bolds = zip(*parts, strict=True)
    bold = False not in bolds or (True in bolds and all(bold for text, _, bold in parts if not text.isspace()))
    if not any(hrefs):
        return " ".join("".join(texts).split()), (), bold
    out: list[str] = []
    links: list[Link] = []
    length, gap = 0, False
    for text, href, _ in parts:
        piece = " ".join(text.split())
        if not piece:
            gap = gap or bool(text)
            continue
        if length and (gap or text[0].isspace()):
            out.append(" ")
            length += 1
        end = length + len(piece)
        if href is not None:
            if links and links[-1].end >= length - 1 and links[-1].href == href:
                links[-1] = _new_link((links[-1].start, end, href))
            else:
                links.append(_new_link((length, end, href)))
        out.append(piece)
        length = end
        gap = text[-1].isspace()
    return "".join(out), tuple(links), bold
