"""Find the body in a page's scripts, for pages that build their text by script and show none in their elements.

Reads JSON-LD (``articleBody``), JSON scripts (``__NEXT_DATA__``) and objects assigned to a variable
(``window.__INITIAL_STATE__ = {...}``). Runs no script. All sizes are bounded.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaners.article import BlockKind
from cleaners.draft import BodyLine
from cleaners.kinds import name_kinds
from cleaners.page import Line, collapse, parse_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cleaners.page import Page

MAX_STATE_CHARS = 4_000_000
"""Characters of scripts that are read. Honest state of a page has up to 2 million."""
MAX_VALUES = 200_000
"""Values of one state that are looked at."""

MIN_BODY_CHARS = 100
"""Shortest text in a state that is taken for a body."""

BODY_KEYS = frozenset(
    "articlebody body content text html article_content articlecontent contenthtml content_html bodyhtml detail "
    "maintext paragraphs blocks description_html story".split()
)
"""Names, in lower case, under which a state holds an article's text. A text under another name must be three times as
long to win: comments and legal notes are kept in states as well."""

_SCRIPT = re.compile(r"<script\b([^>]{0,500})>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"=\s{0,4}(?=[{\[])")
_TAG = re.compile(r"<(?:p|br|div|img|h[1-6]|section|span)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[。！？]|[.!?][\s\"”<]|[.!?]$")
_MIN_SENTENCES = 2


THIN_CHARS = 400
"""Characters below which a page may leave its text to its scripts."""


class _Text(NamedTuple):
    """A text of a state, its name there, and the object it stands in."""

    key: str
    text: str
    record: Mapping[str, Any]


def find_embedded(page: Page) -> tuple[BodyLine, ...]:
    """The body that the page's scripts hold; empty when they hold none."""
    return _read_text(_find_text(page.source, page.json_ld).text)


def find_record(page: Page) -> Mapping[str, Any]:
    """The object in a script that holds the text of a page which itself shows next to nothing; empty for others."""
    if any(shown >= THIN_CHARS for shown in accumulate(len(line.text) for line in page.lines)):
        return {}
    return _find_text(page.source, page.json_ld).record


@lru_cache(maxsize=1)  # asked for by headline, body and metadata in turn
def _find_text(source: str, json_ld: tuple[str, ...]) -> _Text:
    """The text that is an article's, if any is."""
    best, most = _Text("", "", {}), 0.0
    scripts = (*json_ld, *inline_scripts(source))
    for state in (*read_states(scripts), *_read_calls(scripts)):
        for found in _texts(state):
            if len(found.text) < MIN_BODY_CHARS:
                continue
            weight = len(found.text) * (1.0 if found.key.lower() in BODY_KEYS else 1 / 3)
            if weight > most and len(_SENTENCE.findall(found.text)) >= _MIN_SENTENCES:
                best, most = found, weight
    return best


def _read_text(text: str) -> tuple[BodyLine, ...]:
    """The lines of a text that is HTML or plain."""
    if _TAG.search(text):
        page = parse_page(text, None)
        return name_kinds([line for line in page.lines if not line.hidden], page.boxes)
    lines = (collapse(line) for line in text.splitlines())
    return tuple(BodyLine(BlockKind.PARAGRAPH, Line(line, "p", 0)) for line in lines if line)


def read_states(scripts: Iterable[str]) -> Iterator[Any]:
    """The JSON value that each script is or assigns to a name; nothing for other scripts. Runs none."""
    decoder = json.JSONDecoder(strict=False)
    left = MAX_STATE_CHARS
    for script in scripts:
        left -= len(script)
        if left < 0:
            return
        start = script.find("{")
        if not script.lstrip().startswith(("{", "[")):
            assigned = _ASSIGNMENT.search(script)
            if assigned is None:
                continue
            start = assigned.end()
        try:
            yield decoder.raw_decode(script, max(start, 0))[0]
        except (ValueError, RecursionError):
            continue


def _read_calls(scripts: Iterable[str]) -> Iterator[dict[str, str]]:
    """The object around the longest text of each script that fills its state by a call, not as JSON.

    ``__NUXT__=(function(a){return {detail:{title:"...",content:"<p>..."}}})("")``. Of names that occur several times
    the nearest before the text counts, then the nearest behind it.
    """
    for script in scripts:
        if not _CALL.search(script[:CALL_WITHIN]):
            continue
        pairs = _PAIR.findall(script[:MAX_STATE_CHARS])
        longest = max(range(len(pairs)), key=lambda at: len(pairs[at][1]), default=0)
        around = (*reversed(pairs[: longest + 1][-NEAR_PAIRS:]), *pairs[longest + 1 :][:NEAR_PAIRS])
        record: dict[str, str] = {}
        for name, literal in around:
            with suppress(ValueError):
                record.setdefault(name, json.loads(literal, strict=False))
        yield record


_CALL = re.compile(r"=\s{0,4}\(?function\b")
_PAIR = re.compile(r"""\b([A-Za-z_]\w{0,40})["']?\s{0,2}:\s{0,2}("(?:[^"\\]|\\.)*")""", re.DOTALL)
CALL_WITHIN = 300
"""Characters of a script in which such a call begins."""
NEAR_PAIRS = 25
"""Names before and behind a text that may belong to it."""


def inline_scripts(source: str) -> Iterator[str]:
    """Inline scripts that are not JSON-LD, without a search that runs over the source twice."""
    at = 0
    while tag := _SCRIPT.search(source, at):
        end = _SCRIPT_END.search(source, tag.end())
        at = end.end() if end else len(source)
        attributes = tag.group(1).lower()
        if "ld+json" not in attributes and "src=" not in attributes:
            yield source[tag.end() : end.start() if end else len(source)]


def _texts(state: Any) -> Iterator[_Text]:
    """Texts of a state; a list of texts counts as one text, a line each."""
    waiting: list[tuple[str, Any, Mapping[str, Any]]] = [("", state, {})]
    seen = 0
    while waiting and seen < MAX_VALUES:
        key, value, record = waiting.pop()
        seen += 1
        if isinstance(value, str):
            yield _Text(key, value, record)
        elif isinstance(value, dict):
            waiting.extend((name, held, value) for name, held in value.items())
        elif isinstance(value, list):
            lines = [line for item in value[:2000] if (line := _line_of(item))]
            if len(lines) > 1:
                yield _Text(key, "\n".join(lines), record)
            waiting.extend((key, item, record) for item in value)


def _line_of(item: Any) -> str | None:
    """The text of one entry of a list: a string, an object's own text, or the caption of a picture."""
    if isinstance(item, dict):
        named = next((item[key] for key in _TEXT_KEYS if isinstance(item.get(key), str)), None)
        item = named or _caption_of([value for value in item.values() if isinstance(value, str)])
    return item if isinstance(item, str) else None


_TEXT_KEYS = ("text", "content", "value", "html")
_IMAGE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?![\w.])", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?//|/[\w.-]*/|[\w/-]*\.s?html?\b")
MAX_ADDRESS_CHARS = 1000
"""Characters of a value in which an image's ending is looked for."""


def _caption_of(values: Iterable[str]) -> str | None:
    """The longest of the values beside an image's address; None where a page's address stands: that is a teaser.

    >>> _caption_of(["/2026/1.jpg", "渡船靠岸。"]), _caption_of(["/2026/1.jpg", "渡船靠岸。", "/2026/1.html"])
    ('渡船靠岸。', None)
    """
    told: list[str] = []
    pictured = False
    for value in values:
        if _IMAGE.search(value[:MAX_ADDRESS_CHARS]):
            pictured = True
        elif _ADDRESS.match(value):
            return None
        else:
            told.append(value)
    return max(told, key=len, default=None) if pictured else None
