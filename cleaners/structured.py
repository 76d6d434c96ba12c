"""What a page states about its article for machines: meta elements, JSON-LD, microdata, ``<time>`` elements.

Reads and sorts by field; believes nothing. Which statement wins is decided where the field is found.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaners.lexicons import load_lexicon
from cleaners.page import collapse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaners.page import Page


class Statement(NamedTuple):
    """One thing the page states: ``value`` as written (white space collapsed) and where it was found."""

    field: str
    value: str
    origin: str
    """``json-ld``, ``meta`` or ``microdata``, then a colon and the name used."""


class Statements(NamedTuple):
    """Everything stated, in the order of trust."""

    all: tuple[Statement, ...] = ()

    def of(self, field: str) -> tuple[Statement, ...]:
        """What is stated about one field."""
        return tuple(statement for statement in self.all if statement.field == field)

    def first(self, field: str) -> str | None:
        """The most trusted value of one field; None when nothing is stated."""
        return next((statement.value for statement in self.all if statement.field == field), None)


MAX_VALUE_CHARS = 500
"""Longer values are cut: no field of an article is longer."""
MAX_JSON_CHARS = 300_000
"""Longer JSON-LD texts are only searched, not parsed."""
MAX_JSON_NODES = 400
"""Objects looked at in one JSON-LD text; honest pages have a few dozen."""


def read_statements(page: Page, *, elements: bool = True) -> Statements:
    """Collect the statements of one page. Total; broken JSON gives what a plain search finds in it.

    ``elements``: also those in the page's visible elements, which have to be looked for.
    """
    if page.tree is None:
        return Statements()
    found = [*_from_json_ld(page.json_ld), *_from_meta(page), *(_from_elements(page) if elements else ())]
    return Statements(tuple(dict.fromkeys(found)))


@cache
def _fields() -> dict[str, str]:
    return {row["text"]: row["value"] for row in load_lexicon("meta_names") if row["value"] != "none"}


def _from_meta(page: Page) -> Iterator[Statement]:
    meta = page.meta or {}
    fields = _fields()
    for name in [name for name in fields if name in meta]:
        if value := collapse(unescape(meta[name])):
            yield Statement(fields[name], value[:MAX_VALUE_CHARS], f"meta:{name}")


_ELEMENT_FIELDS = {"datepublished": "published", "datemodified": "modified", "headline": "title"}
_MAX_ELEMENTS = 12
"""Elements looked at: a page with more ``<time>`` elements lists other stories."""


def _from_elements(page: Page) -> Iterator[Statement]:
    """Microdata, and ``<time>`` elements as field ``time``: weaker, they may belong to a neighbour's story."""
    if page.tree is None:
        return
    found = 0
    for node in page.tree.css("time,[itemprop]"):
        attributes = node.attributes
        name = (attributes.get("itemprop") or "").lower()
        if name not in _ELEMENT_FIELDS and node.tag != "time":
            continue
        found += 1
        if found > _MAX_ELEMENTS:
            break
        text = attributes.get("content") or attributes.get("datetime") or node.text()
        if value := collapse(text)[:MAX_VALUE_CHARS]:
            yield Statement(_ELEMENT_FIELDS.get(name, "time"), value, f"microdata:{name or 'time'}")


_ARTICLE_TYPES = ("article", "posting", "report", "newsstory")
_LOOSE = re.compile(
    r'"(headline|title|datePublished|pubDate|upDate|dateModified|articleSection)"\s*:\s*"((?:[^"\\]|\\.){1,300})"'
)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_JSON_FIELDS = {
    "headline": "title", "title": "title", "datepublished": "published", "pubdate": "published",
    "datecreated": "completed",
    "update": "modified", "datemodified": "modified", "articlesection": "section", "keywords": "keywords",
    "inlanguage": "lang", "author": "author", "creator": "author", "editor": "editor",
}  # fmt: skip


def _from_json_ld(texts: Iterable[str]) -> Iterator[Statement]:
    for text in texts:
        data = _load_json(text)
        if data is None:
            for match in _LOOSE.finditer(text[:MAX_JSON_CHARS]):
                field = _JSON_FIELDS[match[1].lower()]
                yield Statement(field, collapse(unescape(match[2]))[:MAX_VALUE_CHARS], f"json-ld:{match[1].lower()}")
            continue
        for node in _article_nodes(data):
            yield from _from_node(node)


@lru_cache(maxsize=4)  # a page is asked twice: for its headline, and for all else
def _load_json(text: str) -> Any:
    """The value of a JSON text, mended where the fault is a common one; None when it cannot be read."""
    if len(text) > MAX_JSON_CHARS:
        return None
    core = text.strip().removeprefix("//<![CDATA[").removeprefix("<!--").removesuffix("-->").removesuffix("//]]>")
    core = core.strip().rstrip(";")
    for attempt in (core, _TRAILING_COMMA.sub(r"\1", core)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _article_nodes(data: Any) -> list[dict[str, Any]]:
    """The objects that describe an article, those typed so first; one that only has a publication time counts too."""
    typed: list[dict[str, Any]] = []
    dated: list[dict[str, Any]] = []
    queue = [data]
    for _ in range(MAX_JSON_NODES):
        if not queue:
            break
        node = queue.pop(0)
        if isinstance(node, list):
            queue.extend(node[:MAX_JSON_NODES])
        elif isinstance(node, dict):
            types = str(node.get("@type", "")).lower()
            if any(kind in types for kind in _ARTICLE_TYPES):
                typed.append(node)
            elif "datePublished" in node or "pubDate" in node:
                dated.append(node)
            queue.extend(value for key in ("@graph", "mainEntity", "mainEntityOfPage") if (value := node.get(key)))
    return typed[:1] or dated[:1]


def _from_node(node: dict[str, Any]) -> Iterator[Statement]:
    for key, value in node.items():
        field = _JSON_FIELDS.get(key.lower())
        if field is None:
            continue
        for text in _texts(value):
            if text := collapse(unescape(text))[:MAX_VALUE_CHARS]:
                yield Statement(field, text, f"json-ld:{key.lower()}")


_MAX_LIST = 30
"""Authors or keywords read from one list."""


def _texts(value: Any) -> Iterator[str]:
    """The strings of a value that may be a string, a named object, or a list of either."""
    for item in value[:_MAX_LIST] if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            name = item.get("name")
            for text in name[:_MAX_LIST] if isinstance(name, list) else [name]:
                if isinstance(text, str):
                    yield text
