"""Parts that a server sends behind the page, and where its script puts them (``react-dom/server``, streaming).

Where a part will go stands a *hole*, a ``template`` whose id names it, and behind it the *stopgap*, what is shown until
the part is there: a spinner, grey bars.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

STREAMED = "S:"
"""Beginning of the ids of such parts."""
_HOLES = ("B:", "P:")
"""Beginning of the ids of the templates in whose places they go. S:3 goes into P:3; for B:0 a script names the part."""
_NAMED = re.compile(r"""\$RC\("(B:[0-9a-f]{1,8})","(S:[0-9a-f]{1,8})\"""")
_COMMENTS = {"$": 1, "$?": 1, "$!": 1, "/$": -1}
"""Comments that open and close what waits for a part."""
_MAX_STOPGAP = 100
"""Nodes behind a hole among which the comment that closes it is sought."""
_MAX_PARTS = 500
"""Parts that are put into their places: a hostile page costs no more than a long one."""
_MAX_LEVELS = 200
"""Boxes around a hole among which its own part is sought, which cannot be put into itself."""


def find_holes(templates: Iterable[LexborNode]) -> dict[str, LexborNode]:
    """By their ids, the templates that wait for a part."""
    named = ((node.attributes.get("id") or "", node) for node in templates)
    return {name: node for name, node in named if name.startswith(_HOLES)}


def place_parts(tree: LexborHTMLParser, holes: Mapping[str, LexborNode], scripts: Iterable[str]) -> None:
    """Move each streamed part ahead of the hole that is its own; the others stay. What stands in for it is hidden."""
    parts = {node.attributes.get("id"): node for node in tree.css(f'[id^="{STREAMED}"]')}
    named = dict(pair for script in scripts for pair in _NAMED.findall(script))
    for name, hole in list(holes.items())[:_MAX_PARTS]:
        part = parts.pop(named.get(name, f"{STREAMED}{name[2:]}"), None)
        if part is not None and not _holds(part, hole):
            hole.insert_before(part, move=True)
        for node in _stopgap(hole) if name.startswith("B:") else ():
            hole.insert_child(node, move=True)  # no reader sees what is in a template


def _stopgap(hole: LexborNode) -> list[LexborNode]:
    """What stands behind a hole until its part has come (Loading...): all up to the comment that closes it."""
    found: list[LexborNode] = []
    node, depth = hole.next, 1
    while node is not None and len(found) < _MAX_STOPGAP:
        if node.is_comment_node:
            depth += _COMMENTS.get(node.comment_content or "", 0)
            if not depth:
                return found
        found.append(node)
        node = node.next
    return []


def _holds(part: LexborNode, hole: LexborNode) -> bool:
    """Whether a hole is in a part, or so deep that nobody looks."""
    around: LexborNode | None = hole
    for _ in range(_MAX_LEVELS):
        if around is None or around.mem_id == part.mem_id:
            return around is not None
        around = around.parent
    return True
