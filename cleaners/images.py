"""The pictures of the body, with their captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from cleaners.adverts import reads_like_advert
from cleaners.article import BlockKind, Image
from cleaners.reach import find_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.draft import BodyLine, Draft
    from cleaners.page import Page, PageImage

MAX_IMAGES = 60
_PLAIN_ADDRESS = re.compile(r"https?://[\w.-]+/(?!\.)[\w/%&=?-]*(?:\.[\w%&=?-]+)*", re.ASCII)
"""An address that is absolute already, without steps up: most are."""
_DECOR = re.compile(
    r"/(?:css|skins?|themes?|templates?|tpl)\d*/|(?:^|[/_-])(?:icon|logo|blank|spacer|loading|pixel|dot|arrow|avatar|qrcode|share|ewm|erweima)s?(?:[._-]|\d|$)|^data:",
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
    wanted = {id(body_line.line): body_line for body_line in body}
    places = find_places(page.lines, [body_line.line for body_line in body])
    if not places:
        return ()
    spots = [(index, wanted[id(page.lines[index])]) for index in places]
    first, last = spots[0][0], spots[-1][0]
    near = [image for image in page.images if first - 1 <= image.line <= last + 1 and not _DECOR.search(image.src)]
    if not near:
        return ()
    some = [*spots[:: max(1, len(spots) // _SAMPLED)], spots[-1]]
    container = _container(page, [body_line.line.box for _, body_line in some])
    found: dict[str, Image] = {}
    for image in near:
        if container in _chain(page, image.box):
            url = _absolute(page.url, image.src)
            found.setdefault(url, Image(url, _honest(image.alt), _caption(image, spots)))
            if len(found) == MAX_IMAGES:
                break
    return tuple(found.values())


_SAMPLED = 8
"""Lines of the body, evenly spaced, from which its container is told."""


def _container(page: Page, boxes: Sequence[int]) -> int:
    """The innermost box that holds all ``boxes``."""
    container = boxes[0]
    for box in boxes[1:]:
        chain = set(_chain(page, box))
        while container not in chain and container > 0:
            container = page.boxes[container].parent
    return max(container, 0)


def _chain(page: Page, box: int) -> Iterator[int]:
    """A box and those around it, outwards."""
    while box >= 0:
        yield box
        box = page.boxes[box].parent


def _honest(alt: str | None) -> str | None:
    """A picture's alternative text, unless it reads like an advertisement."""
    return None if alt and reads_like_advert(alt) else alt


def _caption(image: PageImage, spots: list[tuple[int, BodyLine]]) -> str | None:
    behind = next((body_line for index, body_line in spots if index >= image.line), None)
    if behind is not None and behind.kind is BlockKind.CAPTION:
        return behind.line.text
    return None


def _absolute(base: str | None, src: str) -> str:
    if _PLAIN_ADDRESS.fullmatch(src):
        return src
    try:
        return urljoin(base or "", src.strip())
    except ValueError:
        return src.strip()
