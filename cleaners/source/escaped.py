"""What a publishing system escaped once too often: a text's tags, and character references.

A reader sees ``<p>渡口昨天重开。</p><p>头一班船…</p>`` of the first: ``{{ content }}`` for ``{{ content|safe }}``,
``v-text`` for ``v-html``, every template language has both. Of the others he sees ``&nbsp;``, ``&ldquo;`` and
``&#23478;``, in the text and, by way of ``<meta content>``, in headlines. ``cleaners.page.shown_escapes`` tells whether
he does.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import name2codepoint

BREAKS = "p|div|section|li|h[1-6]|br"
"""Elements that begin or end a paragraph."""
_ESCAPED_BREAK = re.compile(rf"&lt;/?(?:{BREAKS})\b", re.IGNORECASE)
_KEPT = ("script", "style", "textarea", "title", "!--")
"""Elements whose text is shown as it stands, or not at all."""
_TAG_OR_TWICE = re.compile(
    r"<(?!(?i:meta)[\s/])[a-zA-Z][^<>]*>"  # passed over: HTML in srcdoc or in JSON is escaped twice by right
    r"|&(?:amp;){1,4}(?=(#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8}[0-9]{0,2});)"
)


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


def unescape_references(source: str) -> str:
    """The source with ``&nbsp;`` for ``&amp;nbsp;`` and so on, in texts and meta data.

    What HTML 4 does not name (``html.entities``) stays as it is.
    """
    return _TAG_OR_TWICE.sub(lambda found: "&" if _is_reference(found[1]) else found[0], source)


def _is_reference(name: str | None) -> bool:
    return name is not None and (name.startswith("#") or name in name2codepoint)
