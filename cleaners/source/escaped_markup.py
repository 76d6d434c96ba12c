"""A text that a publishing system escaped as a whole: a reader sees ``<p>渡口昨天重开。</p><p>头一班船…</p>``.

``{{ content }}`` for ``{{ content|safe }}``, ``v-text`` for ``v-html``: every template language has both.
"""

from __future__ import annotations

import re
from html import unescape

BREAKS = "p|div|section|li|h[1-6]|br"
"""Elements that begin or end a paragraph."""
_ESCAPED_BREAK = re.compile(rf"&lt;/?(?:{BREAKS})\b", re.IGNORECASE)
ABOUT_MARKUP = re.compile(r"\bX?HTML(?![0-9])|转义|轉義|字符实体|字元實體", re.ASCII)
"""A page that speaks of mark-up means what it shows of it."""
_KEPT = ("script", "style", "textarea", "title", "!--")
"""Elements whose text is shown as it stands, or not at all."""


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
