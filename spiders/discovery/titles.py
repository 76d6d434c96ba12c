"""How a link reads as a headline: what it is called, and how wide that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.page.walk import collapse

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MIN_TITLE = 2.0
"""Width in Chinese characters below which a link's text is a number or a sign. Short comments have headlines of two."""
MEAN_TITLE = 7.0
"""Width from which on a text is a headline, and the mean of a list's texts, when nothing else speaks for it."""
_LATIN_WIDTH = 0.25
"""Width of a Latin letter beside a Chinese character: a word has about four letters, and about one character."""
_MAX_TITLE_CHARS = 200
"""Characters. A link around a whole card has more, then its heading is the title."""

_DAY = re.compile(r"[\s\d年月日/.:：\-\[\]()（）【】]{4,40}")
"""A part of a link that says nothing but when."""
_ELLIPSIS = ("…", "...", "..")


def title_width(text: str) -> float:
    """Length of ``text`` as a headline: Chinese characters count one, Latin letters and digits a quarter."""
    return sum(1.0 if char > "\u2e7f" else _LATIN_WIDTH for char in text if char.isalnum())


def title_of(node: LexborNode) -> str:
    """The headline a link shows: its text, its heading where it wraps a card, its title where the text is cut short."""
    text = collapse(node.text())
    full = collapse(node.attributes.get("title") or "")[:_MAX_TITLE_CHARS]
    heading = node.css_first("h1, h2, h3, h4, h5, h6, strong")
    if heading is not None and title_width(collapse(heading.text())) >= MIN_TITLE:
        text = collapse(heading.text())
    elif full and text.startswith(full):  # a day stands in the link behind the title
        return full
    else:
        text = max((collapse(part.text()) for part in _parts(node)), key=title_width, default=text)
    if text.endswith(_ELLIPSIS) and full.startswith(text.rstrip("….")):
        return full
    if not text and (image := node.css_first("img[alt]")):
        return collapse(image.attributes.get("alt") or "")[:_MAX_TITLE_CHARS]
    return full if full and len(text) > _MAX_TITLE_CHARS else text[:_MAX_TITLE_CHARS]


def _parts(node: LexborNode) -> list[LexborNode]:
    """What a link is made of side by side (title, teaser; no day); none when it is running text."""
    children = [
        child for child in node.iter(include_text=True) if (text := child.text()).strip() and not _DAY.fullmatch(text)
    ]
    return [] if len(children) > 1 and any(child.tag == "-text" for child in children) else children


def name_of(node: LexborNode) -> str:
    """What a link is called: its text; for a picture what its attributes say."""
    if text := collapse(node.text()):
        return text
    said = [(inner.attributes.get("alt"), inner.attributes.get("title")) for inner in (node, *node.css("img"))]
    return next((collapse(text) for pair in said for text in pair if text and text.strip()), "")[:_MAX_TITLE_CHARS]
