"""The pictures of the body, with their captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from cleaners.article import BlockKind, Image

if TYPE_CHECKING:
    from cleaners.draft import BodyLine, Draft
    from cleaners.page import PageImage

MAX_IMAGES = 60
_DECOR = re.compile(
    r"(?:^|[/_-])(?:icon|logo|blank|spacer|loading|pixel|dot|arrow|avatar|qrcode|share|ewm|erweima)s?(?:[._-]|\d|$)|^data:",
    re.IGNORECASE,
)
"""Addresses of layout pictures, wherever they stand."""


def find_images(draft: Draft) -> tuple[Image, ...]:
    """Pictures that stand between the body's first and last line, or right before the first, in order.

    A caption is the body's caption line right behind the picture, or a line in the same ``<figure>``.
    """
    page, body = draft.page, draft.body
    if not page.images or not body:
        return ()
    place = {id(line): index for index, line in enumerate(page.lines)}
    spots = [(place[id(b.line)], b) for b in body if id(b.line) in place]
    if not spots:
        return ()
    boxes = _ancestors(draft, [b.line.box for _, b in spots])
    first, last = spots[0][0], spots[-1][0]
    found: dict[str, Image] = {}
    for image in page.images:
        if first - 1 <= image.line <= last + 1 and image.box in boxes and not _DECOR.search(image.src):
            url = _absolute(page.url, image.src)
            found.setdefault(url, Image(url, image.alt, _caption(image, spots)))
            if len(found) == MAX_IMAGES:
                break
    return tuple(found.values())


def _ancestors(draft: Draft, boxes: list[int]) -> frozenset[int]:
    """The boxes of the body's lines, the boxes inside their common container, and those on the way up to it."""
    page = draft.page
    chains = []
    for box in dict.fromkeys(boxes):
        chain = []
        while box >= 0:
            chain.append(box)
            box = page.boxes[box].parent
        chains.append(chain)
    common = set(chains[0]).intersection(*map(set, chains[1:]))
    top = max(common, default=0)
    inside = {top}
    for index in range(top + 1, len(page.boxes)):
        if page.boxes[index].parent in inside:
            inside.add(index)
    return frozenset(inside)


def _caption(image: PageImage, spots: list[tuple[int, BodyLine]]) -> str | None:
    behind = next((body_line for index, body_line in spots if index >= image.line), None)
    if behind is not None and behind.kind is BlockKind.CAPTION:
        return behind.line.text
    return None


def _absolute(base: str | None, src: str) -> str:
    try:
        return urljoin(base or "", src.strip())
    except ValueError:
        return src.strip()
