"""A text that a publishing system escaped as a whole: a reader sees ``<p>渡口昨天重开。</p><p>头一班船…</p>``.

``{{ content }}`` for ``{{ content|safe }}``, ``v-text`` for ``v-html``: every template language has both.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaners.page.model import Page

_BREAKS = "p|div|section|li|h[1-6]|br"
_SHOWN_BREAK = re.compile(rf"<(?:/(?:{_BREAKS})|br ?/?) ?>", re.IGNORECASE)
_SHOWN_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
_ESCAPED_BREAK = re.compile(rf"&lt;/?(?:{_BREAKS})\b", re.IGNORECASE)
MIN_BREAKS = 2
"""Ends of paragraphs that a page shows from which on a text of it was escaped."""
CHARS_A_BREAK = 12
"""Letters to each of them at least; an example of mark-up has fewer."""
MIN_ENDED = 0.5
"""Share of them behind the end of a sentence or another tag; subheads and names end without a stop."""
_STOPS = "。！？…；：.!?:;”’」』）)\"'>"
"""Last characters of sentences, and of tags."""
_SHOWS_CODE = re.compile(r"<(?:code|kbd|pre|samp|xmp)[\s>]", re.IGNORECASE)
ABOUT_MARKUP = re.compile(r"\bX?HTML(?![0-9])|转义|轉義|字符实体|字元實體", re.ASCII)
"""A page that speaks of mark-up means what it shows of it."""
_KEPT = ("script", "style", "textarea", "title", "!--")
"""Elements whose text is shown as it stands, or not at all."""


def shows_paragraphs(page: Page, source: str) -> bool:
    """Whether a reader sees the tags of a text's paragraphs, and not because the page is about mark-up.

    They stand behind sentences, and the text is longer than the sentences in boxes beside it: who speaks of tags, or
    gives an example of them, does so in a sentence (用</p>结尾), and among others.
    """
    held = [line for line in page.lines if "<" in line.text and _SHOWN_BREAK.search(line.text)]
    shown = "\n".join([line.text for line in held])
    breaks = len(_SHOWN_BREAK.findall(shown))
    if breaks < MIN_BREAKS or ABOUT_MARKUP.search(shown) or _SHOWS_CODE.search(source):
        return False
    ends = sum([piece.rstrip()[-1:] in _STOPS for piece in _SHOWN_BREAK.split(shown)[:-1]])
    homes = {page.boxes[line.box].parent for line in held}
    near = [line.text for line in page.lines if page.boxes[line.box].parent in homes and line.text[-1:] in _STOPS]
    beside = sum([len(text) for text in near if not _SHOWN_BREAK.search(text)])
    return ends >= MIN_ENDED * breaks and len(_SHOWN_TAG.sub("", shown)) >= max(CHARS_A_BREAK * breaks, beside)


def unescape_markup(source: str) -> str:
    """The source with the texts that hold escaped ends of paragraphs unescaped once.

    >>> unescape_markup("<td>&lt;p&gt;渡口&amp;nbsp;重开&lt;/p&gt;</td><td>3 &lt; 4</td>")
    '<td><p>渡口&nbsp;重开</p></td><td>3 &lt; 4</td>'
    """
    return "<".join(map(_unescaped, source.split("<")))


def _unescaped(piece: str) -> str:
    """A tag without its first sign, and the text behind it: this unescaped where it holds mark-up."""
    tag, closed, text = piece.partition(">")
    if "&lt;" not in text or tag.lower().startswith(_KEPT) or not _ESCAPED_BREAK.search(text):
        return piece
    return tag + closed + unescape(text)
