"""An article that is data and no page, as a page's script asks for it: ``{"data": {"title": …, "content": …}}``."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from cleaners.embedded.state_texts import BODY_KEYS, TAG, states_day, texts_of
from cleaners.embedded.text import MIN_BODY_CHARS, MIN_HEADLINE_CHARS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HANDED = r"(?:/\*\*/)?(?:[\w.$ ='\"]{0,200}&&)?\s{0,9}[\w.$]{0,80}\s{0,9}\(\s{0,9}"
"""What a JSON text begins with that is handed to a function (JSONP), if there is one: ``/**/ typeof f === "function" &&
f(``; the name is missing where a service was not told any."""
_CALL = re.compile(rf"{HANDED}(?=[{{\[])")
_GUARD = re.compile(r"(?:\)\]\}',?|while\s?\(1\);|for\s?\(;;\);|(?:var|let|const)\s[\w$]{1,80}\s?=)\s{0,9}(?=[{\[])")
"""What keeps a JSON text from being run as a script, or gives it a name there."""
_BEGINNING = re.compile(
    r"(?:[{\[]\s{0,99}){50}|(?:[{\[]\s{0,99}){1,49}(?P<quote>[\"'])[^\"'\n]{1,200}(?P=quote)\s{0,99}:"
)
"""Brackets and the first name, in either sort of quotes, or no end of brackets: what no newsroom begins a text with."""
_IS_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b|\}[\]});]{0,9}\s{0,99}<[a-z]", re.IGNORECASE)
"""The tags of a page, or its first one right behind the braces: many leave out all that HTML lets them."""


def as_page(source: str) -> str:
    """Return a page that holds the one article of a JSON text as pages hold theirs for their scripts.

    ``source`` where it is no JSON (RFC 8259), holds no article, or several: a list of articles is none of them.
    """
    try:
        data = read_data(source)
        stories = {id(story): headline for story, headline in _stories(data)}
        held = json.dumps(data, ensure_ascii=False) if len(stories) == 1 else ""
    except (ValueError, RecursionError):
        return source
    if not held:
        return source
    held = held.replace("</", "<\\/").replace("<!--", "<\\u0021--")  # else the script ended, or hid its end
    return f'<title>{escape("".join(stories.values()))}</title><script type="application/json">{held}</script>'


def is_data(source: str) -> bool:
    """Whether the whole text is one JSON object or array, or hands one to a function."""
    try:
        return read_data(source) is not None
    except (ValueError, RecursionError):
        return False


def begins_as_data(source: str) -> bool:
    """Whether a text is one that programs exchange, though nobody may read it: cut off, wrongly quoted, too deep.

    A page that something was written in front of is none.
    """
    return _BEGINNING.match(_without_call(source)) is not None and not _IS_PAGE.search(source)


def read_data(source: str) -> Any:
    """The value of a JSON text, also of one that is handed to a function; None for what begins as none.

    Raises ValueError or RecursionError for a broken one. Line breaks in its strings break none: many servers send them.
    """
    text = _without_call(source)
    return json.loads(text, strict=False) if text.startswith(("{", "[")) else None


def _without_call(source: str) -> str:
    text = source.strip().lstrip("\N{BYTE ORDER MARK}").lstrip()
    if call := _CALL.match(text):
        return text[call.end() :].rstrip("; \r\n").removesuffix(")")
    guard = _GUARD.match(text)
    return text[guard.end() :].rstrip("; \r\n") if guard else text


def _stories(data: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The objects that hold a text, as HTML or under a name that says so, and state a headline and a day.

    Each with its headline. What errors, settings, products and terms of use say of themselves rarely bears a day.
    """
    for found in texts_of(data):
        is_text = len(found.text) >= MIN_BODY_CHARS and (found.key.lower() in BODY_KEYS or TAG.search(found.text))
        if not is_text or found.around is None or len(found.around.headline) < MIN_HEADLINE_CHARS:
            continue
        if states_day(found.around):
            yield found.around.story, found.around.headline
