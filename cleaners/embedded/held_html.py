"""HTML that a page holds for its scripts to show.

It stands in the field of a form, a template, a frame's ``srcdoc`` or a note for browsers without scripts. Or a script
writes it as a string: plain, escaped (``%3Cp%3E``, ``%u6E21``) or in Base64.

Reads strings; runs no script. Linear in the length of the page.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from contextlib import suppress
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cleaners.embedded.script_strings import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MIN_CHARS = 100
"""Shortest fragment that may be an article."""
_MAX_NAMES = 4
"""Names of values that make a fragment JSON, whose texts are found by their names."""
_MAX_HELD = 1_000_000
"""Longest fragment that is looked at."""
_MAX_CHARS = 4_000_000
"""Characters of scripts in which strings are looked for."""

_TAG = re.compile(r"</?(?:p|br|div|section|span|td)\b", re.IGNORECASE)
_HOLDER = re.compile(r"<(textarea|template|noscript)\b[^>]{0,500}>", re.IGNORECASE)
_VALUE = re.compile(rf"""\s(?:srcdoc|value)=("[^"]{{{_MIN_CHARS},}}"|'[^']{{{_MIN_CHARS},}}')""", re.IGNORECASE)
_STRING = r"""(?:"(?>(?:[^"\\\n]|\\.)*)"?|'(?>(?:[^'\\\n]|\\.)*)'?|`(?>(?:[^`\\]|\\.)*)`?)"""
"""A string, or the rest of a line behind a mark that opens none: no place is looked at twice."""
_ANY_STRING = re.compile(_STRING, re.DOTALL)
_ADDED = re.compile(rf"(?:\+=|\bwrite(?:ln)?\()\s{{0,4}}({_STRING})", re.DOTALL)
"""One of several pieces that a script puts together."""
_UNICODE = re.compile(r"%u([0-9A-Fa-f]{4})")
_BASE64 = re.compile(rf"[A-Za-z0-9+/]{{{_MIN_CHARS},}}={{0,2}}")


def held_html(source: str, scripts: Iterable[str]) -> Iterator[str]:
    """Fragments of HTML that the page's elements and its inline ``scripts`` hold, in no special order."""
    for fragment in (*_in_elements(source), *_in_scripts(scripts)):
        if _MIN_CHARS <= len(fragment) <= _MAX_HELD and fragment.count('":') <= _MAX_NAMES and _TAG.search(fragment):
            yield fragment


def _in_elements(source: str) -> Iterator[str]:
    at = 0
    while tag := _HOLDER.search(source, at):
        end = source.find(f"</{tag[1]}", tag.end())
        at = end if end >= 0 else len(source)
        held = source[tag.end() : at]
        yield held if _TAG.search(held) else unescape(held)
    for value in _VALUE.finditer(source):
        yield unescape(value[1][1:-1])


def _in_scripts(scripts: Iterable[str]) -> Iterator[str]:
    left = _MAX_CHARS
    for script in scripts:
        left -= len(script)
        if left < 0:
            return
        if script.lstrip()[:1] == "<":
            yield script  # a template
            continue
        yield from (_decode(piece) for piece in _ANY_STRING.findall(script) if len(piece) > _MIN_CHARS)
        yield "".join(_decode(piece) for piece in _ADDED.findall(script))


def _decode(piece: str) -> str:
    """What a string says, in its quotation marks, once its escapes, percent signs or Base64 are undone."""
    text = ""
    if piece[0] != piece[-1]:
        return text
    with suppress(ValueError):
        text = json.loads(quoted(piece), strict=False)
    if _BASE64.fullmatch(text):
        with suppress(ValueError):
            text = b64decode(text).decode("utf-8")
    if "%" in text and "<" not in text:
        text = unquote(_UNICODE.sub(lambda code: chr(int(code[1], 16)), text))
    return text.removeprefix("&quot;").removesuffix("&quot;")  # a string within the string
