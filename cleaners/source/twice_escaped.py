"""Character references that a publishing system escaped once more: ``&amp;nbsp;``, ``&amp;ldquo;``, ``&amp;#23478;``.

A browser shows ``&nbsp;``, ``&ldquo;`` and ``&#23478;`` for them, in the text and, by way of ``<meta content>``, in
headlines.
"""

from __future__ import annotations

import re
from html.entities import name2codepoint

from cleaners.source.escaped_markup import ABOUT_MARKUP

_SHOWN = re.compile(r"&(?=#[0-9]{2,7};|#[xX][0-9a-fA-F]{2,6};|[a-zA-Z]{2,8}[0-9]{0,2};)")
_TAG_OR_TWICE = re.compile(
    r"<(?!(?i:meta)[\s/])[a-zA-Z][^<>]*>"  # passed over: HTML in srcdoc or in JSON is escaped twice by right
    r"|&(?:amp;){1,4}(?=(#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8}[0-9]{0,2});)"
)
_MARKUP = re.compile(r"<(?:code|kbd|pre|samp|xmp)[\s>]|&(?:amp;){0,4}lt;[/!]?[a-z]", re.IGNORECASE)
"""A page that shows mark-up means the references that it shows."""


def shows_references(shown: str) -> bool:
    """Whether a reader sees references in what a page shows, and not because it is about them."""
    return _SHOWN.search(shown) is not None and ABOUT_MARKUP.search(shown) is None


def resolve_twice_escaped(source: str) -> str:
    """The source with ``&nbsp;`` for ``&amp;nbsp;`` and so on, in texts and meta data.

    What HTML 4 does not name (``html.entities``) stays as it is, and so does all of a page that shows mark-up.
    """
    if _MARKUP.search(source):
        return source
    return _TAG_OR_TWICE.sub(lambda found: "&" if _is_reference(found[1]) else found[0], source)


def _is_reference(name: str | None) -> bool:
    return name is not None and (name.startswith("#") or name in name2codepoint)
