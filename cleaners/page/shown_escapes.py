"""Whether a page shows its readers tags or references of its text, which ``cleaners.source.escaped`` undoes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.source.escaped import BREAKS

if TYPE_CHECKING:
    from cleaners.page.model import Page

_ABOUT_MARKUP = re.compile(r"\bX?HTML(?![0-9])|转义|轉義|字符实体|字元實體", re.ASCII)
"""A page that speaks of mark-up means what it shows of it."""
_SHOWN_BREAK = re.compile(rf"<(?:/(?:{BREAKS})|br ?/?) ?>", re.IGNORECASE)
_SHOWN_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
_MIN_BREAKS = 2
"""Fewest ends of paragraphs shown on a page that tell that a text of it was escaped."""
_CHARS_A_BREAK = 12
"""Fewest letters for each of them; an example of mark-up has fewer."""
_MIN_ENDED = 0.5
"""Share of them behind the end of a sentence or another tag; subheads and names end without a stop."""
_STOPS = "。！？…；：.!?:;”’」』）)\"'>"
"""Last characters of sentences, and of tags."""
_SHOWS_CODE = re.compile(r"<(?:code|kbd|pre|samp|xmp)[\s>]", re.IGNORECASE)
_SHOWS_TAG = re.compile(r"&(?:amp;){0,4}lt;[/!]?[a-z]", re.IGNORECASE)
_SHOWN_REFERENCE = re.compile(r"&(?=#[0-9]{2,7};|#[xX][0-9a-fA-F]{2,6};|[a-zA-Z]{2,8}[0-9]{0,2};)")


def shows_paragraphs(page: Page, source: str) -> bool:
    """Whether a reader sees the tags of a text's paragraphs, and not because the page is about mark-up.

    They stand behind sentences, and the text is longer than the sentences in boxes beside it: who speaks of tags, or
    gives an example of them, does so in a sentence (用</p>结尾), and among others.
    """
    held = [line for line in page.lines if "<" in line.text and _SHOWN_BREAK.search(line.text)]
    shown = "\n".join([line.text for line in held])
    breaks = len(_SHOWN_BREAK.findall(shown))
    if breaks < _MIN_BREAKS or _ABOUT_MARKUP.search(shown) or _SHOWS_CODE.search(source):
        return False
    ends = sum([piece.rstrip()[-1:] in _STOPS for piece in _SHOWN_BREAK.split(shown)[:-1]])
    homes = {page.boxes[line.box].parent for line in held}
    near = [line.text for line in page.lines if page.boxes[line.box].parent in homes and line.text[-1:] in _STOPS]
    beside = sum([len(text) for text in near if not _SHOWN_BREAK.search(text)])
    return ends >= _MIN_ENDED * breaks and len(_SHOWN_TAG.sub("", shown)) >= max(_CHARS_A_BREAK * breaks, beside)


def shows_references(page: Page, source: str) -> bool:
    """Whether a reader sees character references, and not because the page is about mark-up or shows some."""
    shown = "\n".join([page.title_tag or "", *[line.text for line in page.lines]])
    if not _SHOWN_REFERENCE.search(shown) or _ABOUT_MARKUP.search(shown):
        return False
    return not (_SHOWS_CODE.search(source) or _SHOWS_TAG.search(source))
