"""The pictures of the body, with their captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from cleaners.article import BlockKind, Image
from cleaners.lexicons import texts
from cleaners.lines.credit_lines import is_credit_line
from cleaners.metadata.reach import find_places
from cleaners.page.model import outwards
from cleaners.page.walk import collapse
from cleaners.text.adverts import is_strange_advert, reads_like_advert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborHTMLParser

    from cleaners.draft import BodyLine, Draft
    from cleaners.page.model import Page, PageImage

_MAX_IMAGES = 60
"""Pictures kept of an article, the first ones."""
_PARTS = re.compile(r"[^,，|_、\s]+")
"""Phrases of an alternative text."""
_PLAIN_ADDRESS = re.compile(r"https?://[\w.-]+/(?!\.)[\w/%&=?-]*(?:\.[\w%&=?-]+)*", re.ASCII)
"""An address that is absolute already, without steps up: most are."""
_DECOR = re.compile(
    r"/(?:css|skins?|themes?|templates?|tpl)\d*/|(?:^|[/_-])(?:icon|logo|blank|spacer|loading|pixel|dot|arrow|avatar|qrcode|share|ewm|erweima)s?(?:[._-]|\d|$)|^data:",
    re.IGNORECASE,
)
"""Addresses of layout pictures, wherever they stand."""


_MIN_CAPTION_CHARS = 5
_MAX_CAPTION_CHARS = 150
"""Lengths of a caption that no element states."""
_MAX_CENTRED_CHARS = 100
"""The same for one that only its place says to be one."""
_MOSTLY = 2
"""A page that sets every other line of its text in the middle says nothing by it."""
_CENTRED = "[align=center],[style*='text-align:center'],[style*='text-align: center'],center"
_CLOSING = " ）)】］]。.”」"

MAX_CENTRED = 500
_MAX_CENTRED_IN_ALL = 200_000
"""Elements in the middle, and characters of their text, that are read. Where they stand inside each other, each has all
of the inner ones' text again."""
_NO_CAPTION = re.compile(
    r"[。！？][”」』]|\A(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十\d]{1,3}[章节節回]|\d{1,2}[、.．\s](?!\d))"
)
"""Speech, and headings by their numbers."""
_PICTURED = re.compile(
    r"(?:[（(][^（()）]{1,40}[摄攝]影?|[\s/／：:][^，。！？]{0,12}(?<!拍)[摄攝]影?|[，。！？”][\u3400-\u9fff]{2,12}(?<!拍)[摄攝])"
    r"[）)\]】]?[。.]?\s?\Z"
)
"""At the end of a caption: who took the picture, in brackets or behind a gap; he may like 摄影, and a film is 拍摄."""
_SAMPLED = 8
"""Lines of the body, evenly spaced, from which its container is told."""


def mark_captions(draft: Draft) -> Draft:
    """Call captions the short lines right behind pictures of the body that read like captions or are centred.

    Old systems and editors set a caption as a paragraph like any other.
    """
    page, body = draft.held or draft.page, draft.body
    behind = {id(page.lines[image.line]): image for image in page.images if image.line < len(page.lines)}
    near = (
        [at for at, entry in enumerate(body) if id(entry.line) in behind and _may_be_caption(entry)] if behind else []
    )
    near = [at for at in near if not _DECOR.search(behind[id(body[at].line)].src)]
    if not near:
        return draft
    captions = {at for at in near if reads_like_caption(body[at].line.text)}
    rest = [at for at in near if at not in captions and _may_be_centred(body[at])]
    if rest and page.tree is not None:
        centred = centred_texts(page.tree)
        others = [entry.line.text for entry in body if id(entry.line) not in behind]
        if _MOSTLY * sum(text in centred for text in others) <= len(others):
            captions.update(at for at in rest if body[at].line.text in centred)
    if not captions:
        return draft
    marked = (entry._replace(kind=BlockKind.CAPTION) if at in captions else entry for at, entry in enumerate(body))
    return draft._replace(body=tuple(marked))


def centred_texts(tree: LexborHTMLParser) -> set[str]:
    """Texts of elements that are set in the middle."""
    texts: set[str] = set()
    left = _MAX_CENTRED_IN_ALL
    for node in tree.css(_CENTRED)[:MAX_CENTRED]:
        text = node.text()
        left -= len(text)
        if left < 0:
            break
        texts.add(collapse(text))
    return texts


def _may_be_caption(entry: BodyLine) -> bool:
    plain = entry.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and not entry.line.links
    return plain and _MIN_CAPTION_CHARS <= len(entry.line.text) <= _MAX_CAPTION_CHARS


def _may_be_centred(entry: BodyLine) -> bool:
    text = entry.line.text
    plain = entry.kind is BlockKind.PARAGRAPH and len(text) <= _MAX_CENTRED_CHARS
    return plain and text[-1] not in "：:" and not _NO_CAPTION.search(text) and not is_credit_line(text)


def reads_like_caption(text: str) -> bool:
    """Whether a short line right behind a picture begins or ends as captions do."""
    prefixes, suffixes = texts("caption_words", match="prefix"), texts("caption_words", match="suffix")
    if text.startswith(prefixes) or text.endswith(suffixes) or text.rstrip(_CLOSING).endswith(suffixes):
        return True
    return _PICTURED.search(text) is not None


def find_images(draft: Draft, *, chinese: bool) -> tuple[Image, ...]:
    """Pictures that stand between the body's first and last line, or right before the first, in order.

    A caption is the body's caption line right behind the picture, or a line in the same ``<figure>``.
    """
    page, body = draft.held or draft.page, draft.body
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
    prose = "\n".join((draft.article.title or "", *(entry.line.text for entry in body))) if chinese else ""
    found: dict[str, Image] = {}
    for image in near:
        if container in outwards(image.box, page.boxes):
            url = _absolute(draft.page.url, image.src)
            found.setdefault(url, Image(url, _honest(image.alt, prose), _caption(image, spots)))
            if len(found) == _MAX_IMAGES:
                break
    return tuple(found.values())


def _container(page: Page, boxes: Sequence[int]) -> int:
    """The innermost box that holds all of the ``boxes``."""
    container = boxes[0]
    for box in boxes[1:]:
        chain = set(outwards(box, page.boxes))
        while container not in chain and container > 0:
            container = page.boxes[container].parent
    return max(container, 0)


def _honest(alt: str | None, prose: str) -> str | None:
    """A picture's alternative text, unless it reads like an advertisement."""
    if not alt or not prose:
        return None if alt and reads_like_advert(alt) else alt
    return None if any(is_strange_advert(part, prose) for part in _PARTS.findall(alt)) else alt


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
