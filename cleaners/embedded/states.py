"""States of scripts: the values that a page's scripts assign, return or are, as JSON. No script is run.

Reads JSON scripts (``__NEXT_DATA__``), objects assigned to a variable (``window.__INITIAL_STATE__ = {...}``), objects
that a call fills, and the packed states of ``packed.py``. All sizes are bounded.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING, Any

from cleaners.embedded.packed import is_packed, unpack
from cleaners.embedded.script_strings import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAX_STATE_CHARS = 4_000_000
"""Characters of scripts that are read. Honest state of a page has up to 2 million."""
_MAX_DEPTH = 200
"""Objects inside each other that are read of an object literal."""

_SCRIPT = re.compile(r"<script\b([^>]{0,500})>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"=\s{0,4}(?=[{\[])")
_DECODER = json.JSONDecoder(strict=False)

_PARSED = re.compile(r"\bJSON\.parse\(\s{0,4}(?=[\"'])")
_CALL = re.compile(r"=\s{0,4}\(?function\b")
_RETURNED = re.compile(r"\breturn\s{0,4}(?=[{\[])")
_PAIR = re.compile(r"""\b([A-Za-z_]\w{0,40})["']?\s{0,2}:\s{0,2}("(?:[^"\\]|\\.)*")""", re.DOTALL)
_CALL_WITHIN = 300
"""Characters at the head of a script within which such a call begins."""
_MAX_ASSIGNED = 8
"""Values of one script that are read: settings stand ahead of the article."""
_PIECE = re.compile(
    r"""\s+|(?P<text>"(?>(?:[^"\\]|\\.)*)(?:"|\\?\Z)|'(?>(?:[^'\\]|\\.)*)(?:'|\\?\Z))|(?P<sign>[{}\[\],])"""
    r"""|(?P<name>[A-Za-z_$][\w$]*\s*:|\d+\s*:)|(?P<word>[\w$.+-]+)|(?P<other>.)""",
    re.DOTALL,
)
"""A piece of a script. A string that is not closed runs to the end: no place is looked at twice."""
_JSON_WORD = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,18})?|true|false")
_NEAR_PAIRS = 25
"""Names before and behind a text that may belong to it."""
_QUOTED_STATE = re.compile(r"""="(\{&(?:quot|\#34);[^"]{100,})\"""")
_PLAIN_STATE = re.compile(r"""='(\{"[^']{100,})'""")
_STATE_NAME = re.compile(r"\s(?:data-[a-z-]{1,40}|value)\Z", re.IGNORECASE)
"""Sought behind the values, which are rare: spaces ahead of a name are not."""
_NAME_CHARS = 48
"""Characters ahead of a value in which its name stands."""


def read_states(scripts: Iterable[str]) -> Iterator[Any]:
    """The value that each script is, assigns to a name, or returns to it, as JSON or an object literal.

    Nothing for other scripts.
    """
    left = _MAX_STATE_CHARS
    for script in scripts:
        left -= len(script)
        if left < 0:
            return
        yield from _read_script(script)


def _read_script(script: str) -> Iterator[Any]:
    if parsed := _PARSED.search(script):
        yield from _read_parsed(script, parsed.end())
    opened = script.lstrip()[:1]
    if opened == "[" and (unpacked := [*_read_packed(script)]):
        yield from unpacked
        return
    if opened and opened in "{[":
        start = literal = max(script.find("{"), 0)
    else:
        assigned = _ASSIGNMENT.search(script)
        returned = _RETURNED.search(script) if _CALL.search(script[:_CALL_WITHIN]) else None
        if not (assigned or returned):
            return
        start = assigned.end() if assigned else len(script)
        literal = returned.end() if returned else start
    yield from _read_values(script, start, literal)


def _read_values(script: str, start: int, literal: int) -> Iterator[Any]:
    """The value that begins at ``start`` as JSON, or at ``literal`` as an object literal, and those assigned behind."""
    for _ in range(_MAX_ASSIGNED):
        try:
            value, end = _DECODER.raw_decode(script, start)
        except (ValueError, RecursionError):
            text, end = _as_json(script, literal)
            try:
                value = _DECODER.raw_decode(text)[0]
            except (ValueError, RecursionError):
                return
        yield value
        following = _ASSIGNMENT.search(script, end)
        if following is None:
            return
        start = literal = following.end()


def _read_packed(script: str) -> Iterator[Any]:
    with suppress(ValueError, RecursionError):
        if is_packed(packed := _DECODER.decode(script.strip())):
            yield unpack(packed)


def _read_parsed(script: str, start: int) -> Iterator[Any]:
    """The value whose JSON a script parses out of a string that begins at ``start``; nothing where it is broken."""
    literal = _PIECE.match(script, start)
    with suppress(ValueError, RecursionError):
        yield _DECODER.decode(_DECODER.decode(quoted(literal[0] if literal else "")))


def _as_json(script: str, start: int) -> tuple[str, int]:
    """The object literal that begins at ``start`` as JSON, and where it ends.

    Names are quoted; what is no text, number or truth is null.

    >>> _as_json("a={b:'c',d:void 0,e:[1,x(2)],};", 2)
    ('{"b":"c","d":null,"e":[1,null]}', 30)
    """
    out: list[str] = []
    end = len(script)
    depth = brackets = 0
    for match in _PIECE.finditer(script, start):
        kind, piece = match.lastgroup, match[0]
        if kind == "other" and piece in "()":
            brackets += 1 if piece == "(" else -1
        if kind is None or brackets > 0:
            continue
        open_ = not out or out[-1] in "{[," or out[-1].endswith(":")  # a value may follow
        if kind == "sign":
            depth += (piece in "{[") - (piece in "}]")
            if piece in "}]" and out and out[-1] == ",":
                out.pop()
            out.append(piece)
            if not 0 < depth <= _MAX_DEPTH:
                end = match.end()
                break
        elif kind == "name" and open_:
            out.append(f'"{piece[:-1].rstrip()}":')
        elif kind == "text" and open_:
            out.append(quoted(piece))
        elif open_:
            out.append(piece if _JSON_WORD.fullmatch(piece) else "null")
        elif piece == ":" and out[-1][0] == '"':
            out.append(":")  # behind a name in quotation marks
        elif out[-1] not in "}]":
            out[-1] = "null"  # a part of a text ('…'+b, "… "quoted" …") is none
    return "".join(out), end


def read_calls(scripts: Iterable[str]) -> Iterator[dict[str, str]]:
    """The object around the longest text of each script that fills its state by a call, not as JSON.

    ``__NUXT__=(function(a){return {detail:{title:"...",content:"<p>..."}}})("")``. Of names that occur several times
    the nearest before the text counts, then the nearest behind it.
    """
    for script in scripts:
        if not _CALL.search(script[:_CALL_WITHIN]):
            continue
        pairs = _PAIR.findall(script[:_MAX_STATE_CHARS])
        longest = max(range(len(pairs)), key=lambda at: len(pairs[at][1]), default=0)
        around = (*reversed(pairs[: longest + 1][-_NEAR_PAIRS:]), *pairs[longest + 1 :][:_NEAR_PAIRS])
        record: dict[str, str] = {}
        for name, literal in around:
            with suppress(ValueError):
                record.setdefault(name, json.loads(literal, strict=False))
        yield record


def inline_scripts(source: str) -> Iterator[str]:
    """Inline scripts that are not JSON-LD, without a search that runs over the source twice."""
    at = 0
    while tag := _SCRIPT.search(source, at):
        end = _SCRIPT_END.search(source, tag.end())
        at = end.end() if end else len(source)
        attributes = tag.group(1).lower()
        if "ld+json" not in attributes and "src=" not in attributes:
            yield source[tag.end() : end.start() if end else len(source)]


def attribute_states(source: str) -> Iterator[str]:
    """The JSON objects that elements carry in an attribute: ``<div id="app" data-page="{&quot;props&quot;:...">``.

    A form's field holds one as its value.
    """
    for match in chain(_QUOTED_STATE.finditer(source), _PLAIN_STATE.finditer(source)):
        if _STATE_NAME.search(source, max(match.start() - _NAME_CHARS, 0), match.start()):
            yield unescape(match[1])
