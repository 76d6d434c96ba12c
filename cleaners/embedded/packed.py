"""Undo the two packings in which frameworks send a page's state.

One is a list of values that refer to each other by their place in it (``devalue``: Nuxt 3, SvelteKit, Astro). The other
is rows that a page's scripts push one piece at a time (React's Flight: Next.js with its app folder).

Gives plain values, each of them once, so that a packed state never unpacks to a larger one.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PUSHED = re.compile(r"""__next_f\.push\(\[1,\s{0,2}("(?>(?:[^"\\]|\\.)*)")\]\)""", re.DOTALL)
_ROW = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?")
_REFERENCE = re.compile(r"\$([0-9a-f]{1,8})\Z")
_ELEMENT = "$"
_ELEMENT_PARTS = 4
"""Sign, name, key and properties of an element."""
_MAX_ROW_LEVELS = 100
"""Elements inside each other that are read."""
_INLINE_ELEMENTS = frozenset("a abbr b bdi cite code em i mark q small span strong sub sup time u wbr".split())


def is_packed(values: Any) -> bool:
    """Whether a value is a list of values that refer to each other: its first holds places, and texts stand in it.

    >>> is_packed([{"title": 1}, "渡口"]), is_packed([["Reactive", 1], {"title": 2}, "渡口"]), is_packed([{"id": 1}])
    (True, True, False)
    """
    if not isinstance(values, list) or not values or not any(isinstance(value, str) for value in values):
        return False
    head = values[0]
    places = list(head.values() if isinstance(head, dict) else head if isinstance(head, list) else ())
    if len(places) > 1 and isinstance(places[0], str):
        del places[0]
    return bool(places) and all(type(place) is int and place < len(values) for place in places)


def unpack(values: Sequence[Any]) -> Any:
    """The first value, with what it refers to in place of the references; None for what is referred to again.

    >>> unpack([["Reactive", 1], {"title": 2, "tags": 3, "again": 3}, "渡口", [2, -1]])
    {'title': '渡口', 'tags': ['渡口', None], 'again': None}
    """
    root: list[Any] = [0]
    waiting: list[Any] = [root]  # containers that hold places still
    seen: set[int] = set()
    while waiting:
        holder = waiting.pop()
        for key, place in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            value = _value_at(values, place, seen)
            holder[key] = value
            if isinstance(value, (dict, list)):
                waiting.append(value)
    return root[0]


def _value_at(values: Sequence[Any], place: Any, seen: set[int]) -> Any:
    """What stands at a place, a container as a copy; what a tag wraps (``["Date", "..."]``) in place of the tag."""
    while type(place) is int and 0 <= place < len(values):
        value = values[place]
        if not isinstance(value, (dict, list)):
            return value
        if place in seen:
            return None
        seen.add(place)
        if not (isinstance(value, list) and len(value) > 1 and isinstance(value[0], str)):
            return value.copy()
        place = value[1]
    return place if isinstance(place, str) else None


def pushed_rows(scripts: Iterable[str]) -> Iterator[Any]:
    """The values of the rows that a page's scripts push, elements as ``{"type": name, "children": [...]}``.

    A text that stands in a row of its own stands in the first place that refers to it as well.
    """
    pieces: list[str] = []
    for script in scripts:
        for match in _PUSHED.finditer(script):
            with suppress(ValueError):
                pieces.append(json.loads(match[1], strict=False))
    values: list[Any] = []
    texts: dict[str, str] = {}
    sent = "".join(pieces).encode("utf-8", "replace")
    at = 0
    while row := _ROW.match(sent, at):
        at = row.end()
        if row[2]:
            end = at + int(row[2], 16)
            texts[row[1].decode()] = sent[at:end].decode("utf-8", "replace")
            at = end
            continue
        end = sent.find(b"\n", at)
        end = end if end >= 0 else len(sent)
        with suppress(ValueError, RecursionError):  # an import, a hint
            values.append(json.loads(sent[at:end]))
        at = end + 1
    for value in values:
        yield _plain(value, texts, _MAX_ROW_LEVELS)
    yield from texts.values()  # whatever nothing refers to


def _plain(value: Any, texts: dict[str, str], levels: int) -> Any:
    """A row's value with texts in the places of references to them, taken out of ``texts``, and elements as objects."""
    if isinstance(value, str):
        reference = _REFERENCE.match(value)
        return texts.pop(reference[1], None) if reference else value
    if levels <= 0:
        return None
    if isinstance(value, dict):
        return {key: _plain(item, texts, levels - 1) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    if len(value) < _ELEMENT_PARTS or value[0] != _ELEMENT or not isinstance(value[3], dict):
        return [_plain(item, texts, levels - 1) for item in value]
    held = {key: _plain(item, texts, levels - 1) for key, item in value[3].items()}
    children = held.pop("children", None)
    pieces = children if isinstance(children, list) else [children]
    if all(map(_is_inline, pieces)):
        text = "".join(piece if isinstance(piece, str) else piece.get("text", "") for piece in pieces if piece)
        return {**held, "type": value[1], "text": text} if text else {**held, "type": value[1]}
    return {**held, "type": value[1], "children": pieces}


def _is_inline(piece: Any) -> bool:
    """Whether a child of an element is a piece of its line: a text, nothing, or an element of words."""
    if isinstance(piece, dict):
        return piece.get("type") in _INLINE_ELEMENTS
    return piece is None or isinstance(piece, str)
