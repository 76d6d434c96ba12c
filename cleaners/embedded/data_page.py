"""An article that is data and no page, as a page's script asks for it: ``{"data": {"title": …, "content": …}}``."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from cleaners.embedded.state_texts import TAG, texts_of
from cleaners.embedded.text import BODY_KEYS, MIN_BODY_CHARS, MIN_HEADLINE_CHARS

if TYPE_CHECKING:
    from collections.abc import Iterator

_CALL = re.compile(r"[\w.$]{1,80}\s{0,9}\(\s{0,9}(?=[{\[])")
"""What a JSON text begins with that is handed to a function (JSONP)."""


def as_page(source: str) -> str:
    """Return a page that holds the one article of a JSON text as pages hold theirs for their scripts.

    ``source`` where it is no JSON (RFC 8259), holds no article, or several: a list of articles is none of them.
    """
    text = source.strip().lstrip("\N{BYTE ORDER MARK}")
    call = _CALL.match(text)
    text = text[call.end() :].rstrip("; \n").removesuffix(")") if call else text
    if not text.startswith(("{", "[")):
        return source
    try:
        data = json.loads(text)
        headlines = set(_stories(data))
        held = json.dumps(data, ensure_ascii=False) if len(headlines) == 1 else ""
    except (ValueError, RecursionError):
        return source
    held = held.replace("</", "<\\/").replace("<!--", "<\\u0021--")  # else the script ended, or hid its end
    return (
        f'<title>{escape(headlines.pop())}</title><script type="application/json">{held}</script>' if held else source
    )


def _stories(data: Any) -> Iterator[str]:
    """Headlines of the objects that hold a text, as HTML or under a name that says so, and call it something."""
    for found in texts_of(data):
        is_text = found.key.lower() in BODY_KEYS or TAG.search(found.text)
        headline = found.around.headline if found.around else ""
        if is_text and len(found.text) >= MIN_BODY_CHARS and len(headline) >= MIN_HEADLINE_CHARS:
            yield headline
