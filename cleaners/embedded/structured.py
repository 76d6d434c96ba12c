"""What a page states about its article for machines: meta elements, JSON-LD, microdata, ``<time>`` elements, scripts.

Reads and sorts by field; believes nothing. Which statement wins is decided where the field is found.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaners.embedded.text import find_record
from cleaners.lexicons import load_lexicon
from cleaners.lines.title_tag import title_tag
from cleaners.page.walk import collapse
from cleaners.text.about import ABOUT_SHARE, is_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cleaners.page.model import Page


class Statement(NamedTuple):
    """One thing the page states: ``value`` as written (white space collapsed) and where it was found."""

    field: str
    value: str
    origin: str
    """``script``, ``json-ld``, ``meta`` or ``microdata``, then a colon and the name used."""


class Statements(NamedTuple):
    """Everything stated, in the order of trust."""

    all: tuple[Statement, ...] = ()

    def of(self, field: str) -> tuple[Statement, ...]:
        """What is stated about one field."""
        return tuple(statement for statement in self.all if statement.field == field)

    def first(self, field: str) -> str | None:
        """The most trusted value of one field; None when nothing is stated."""
        return next((statement.value for statement in self.all if statement.field == field), None)


_MAX_VALUE_CHARS = 500
"""Longer values are cut: no field of an article is longer."""
_MAX_JSON_CHARS = 300_000
"""Longer JSON-LD texts are only searched, not parsed."""
_MAX_JSON_NODES = 400
"""Objects looked at in one JSON-LD text; honest pages have a few dozen."""

_SENTENCE_END = re.compile(r"[^\W\d_]{2}[。！？.!?][”」』’\"»]?\s?\Z")
_SQUEEZED = re.compile(r"[^a-z0-9]+")
_TOKEN = re.compile(r"[-_.:\s]+")
_NO_VENDOR = frozenset("book video music movie film product event image profile expires expiry valid embargo".split())
"""First parts of names that are no vendor's prefix but tell what the rest is about."""
_MIN_TAIL = 7
"""Characters of the shortest name that is known behind a vendor's prefix: ``pubdate``."""
_PROPERTY = "<!--enpproperty"
_MAX_PROPERTY_CHARS = 4_000
"""Characters of the comment that are read."""
_PROPERTY_FIELD = re.compile(r"<(date|author|title|keyword|subtitle|introtitle|nodename)>([^<]{1,500})</\1>")
_PROPERTY_FIELDS = {
    "date": "published", "author": "author", "title": "title", "keyword": "keywords", "subtitle": "deck",
    "introtitle": "kicker", "nodename": "section",
}  # fmt: skip
_MIDNIGHT = re.compile(r"\s00:00:00(?:[.:]\d+)?\Z")
"""What the system of a newspaper's pages puts behind a day."""
_ELEMENT_FIELDS = {
    "datepublished": "published", "datemodified": "modified", "headline": "title",
    "schema:datepublished": "time", "schema:datecreated": "time", "dc:date": "time", "dc:created": "time",
}  # fmt: skip
"""Properties of microdata, and of RDFa, as Drupal dates each story of a page (``property="dc:date dc:created"``)."""
_MAX_ELEMENTS = 12
"""Elements looked at: a page with more ``<time>`` elements lists other stories."""
_UPDATED = re.compile(r"updat|modif|edited")
_HCALENDAR = frozenset({"published", "updated"})
"""Classes by which an ``<abbr>`` states a time."""
_FULL_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
"""As scripts that turn times into "2 hours ago" want it in the ``title`` of an ``<abbr>``."""
_DATED_ATTRIBUTES = ("content", "datetime", "title")
_QUOTE = r"(?:&quot;|\\?[\"'])?"
_ASSIGNED = (
    rf"{_QUOTE}\s{{0,3}}[:=]\s{{0,3}}{_QUOTE}"
    r"(?P<value>(?:19|20)\d{2}[-/]\d{1,2}[-/]\d{1,2}[\d:T .+Z-]{0,20}|1\d{9}(?:\d{3})?(?!\d))"
)
_SCRIPT_TIMES = tuple(re.compile(rf"{core}(?P<end>[A-Za-z_]{{0,16}}){_ASSIGNED}") for core in ("ub", "ime", "ct"))
"""Each begins with letters as they are, which a search finds quickly; the names in question hold some of them."""
_NAME_BEGIN = re.compile(r"[A-Za-z_]{0,20}\Z")
_MAX_SOURCE_CHARS = 2_000_000
"""Characters of a page that are searched for times in scripts."""
_MAX_SCRIPT_TIMES = 50
"""Times read in the scripts of a page, for each way to write them; a page of many more lists other stories."""
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
_MAX_LIST = 30
"""Authors or keywords read from one list."""


def read_statements(page: Page, *, elements: bool = True) -> Statements:
    """Collect the statements of one page. Total; broken JSON gives what a plain search finds in it.

    ``elements``: also those in the page's visible elements and comments, which have to be looked for.
    """
    if page.tree is None:
        return Statements()
    stated = (
        *_from_json_ld(page.json_ld),
        *_from_meta(page),
        *((*_from_property(page.source), *_from_elements(page)) if elements else ()),
    )
    record = find_record(page)
    found = (*(() if _is_of_another(record, page) else _from_record(record)), *stated)
    return Statements(tuple(dict.fromkeys(found)))


def _is_of_another(record: Mapping[str, Any], page: Page) -> bool:
    """Whether a script's record tells another story than a short page that shows its own: headline and a sentence.

    The headline shown is the one that ``<title>`` begins with, and hardly a word of it stands in the record.
    """
    tag = title_tag(page) if record else None
    shown = [line.text for line in page.lines if line.tag == "h1"] if tag else []
    headline = next((text for text in shown if (tag or "").startswith(text)), None)
    if headline is None or not any(_SENTENCE_END.search(line.text) for line in page.lines if line.text != headline):
        return False
    told = "\n".join(value for value in record.values() if isinstance(value, str)).casefold()
    return not is_about(headline, told, ABOUT_SHARE)


@cache
def _fields() -> dict[str, tuple[int, str]]:
    """Squeezed name -> place in the order of trust, and field."""
    rows = [row for row in load_lexicon("meta_names") if row["value"] != "script"]
    return {_squeeze(row["text"]): (rank, row["value"]) for rank, row in enumerate(rows)}


def _squeeze(name: str) -> str:
    """A name without its separators, in lower case: ``publish-date``, ``publishDate`` and ``publish_date`` are one."""
    return _SQUEEZED.sub("", name.lower())


@lru_cache(maxsize=4_000)
def _field_of(name: str) -> tuple[int, str] | None:
    """Field of a meta element, as its whole name tells, or for times its name behind a vendor's prefix."""
    if found := _fields().get(_squeeze(name)):
        return found
    tokens = _TOKEN.split(name)
    if tokens[0] in _NO_VENDOR:
        return None
    for first in range(1, min(len(tokens), 4)):
        tail = _squeeze("".join(tokens[first:]))
        found = _fields().get(tail) if len(tail) >= _MIN_TAIL else None
        if found and found[1] in ("published", "modified"):
            return found
    return None


def _from_meta(page: Page) -> Iterator[Statement]:
    known = ((found, name, value) for name, value in (page.meta or {}).items() if (found := _field_of(name)))
    for (_, field), name, content in sorted(known):
        if value := collapse(unescape(content)):
            yield Statement(field, value[:_MAX_VALUE_CHARS], f"meta:{name}")


def _from_property(source: str) -> Iterator[Statement]:
    """The comment in which Founder's systems (方正翔宇), behind most digital newspapers, say what their article is."""
    start = source.find(_PROPERTY)
    if start < 0:
        return
    for name, text in _PROPERTY_FIELD.findall(source, start, start + _MAX_PROPERTY_CHARS):
        if value := collapse(unescape(text)):
            yield Statement(_PROPERTY_FIELDS[name], _MIDNIGHT.sub("", value), f"comment:{name}")


def _from_elements(page: Page) -> Iterator[Statement]:
    """Microdata, and ``<time>`` elements as field ``time``: weaker, they may belong to a neighbour's story.

    So may microdata that state several days of publication.
    """
    found: list[Statement] = []
    for node in page.stating:
        attributes = node.attributes
        names = (attributes.get("itemprop") or attributes.get("property") or "").lower().split()
        name = next((name for name in names if name in _ELEMENT_FIELDS), "")
        if not (name or node.tag == "time" or (node.tag == "abbr" and _states_time(attributes))):
            continue
        if len(found) == _MAX_ELEMENTS:
            break
        field = _ELEMENT_FIELDS.get(name) or ("modified" if _UPDATED.search(attributes.get("class") or "") else "time")
        text = next(filter(None, map(attributes.get, _DATED_ATTRIBUTES)), None) or node.text()
        if value := collapse(text)[:_MAX_VALUE_CHARS]:
            found.append(Statement(field, value, f"microdata:{name or node.tag}"))
    several = len({statement.value[:10] for statement in found if statement.field == "published"}) > 1
    for statement in found:
        yield statement._replace(field="time") if several and statement.field == "published" else statement


def _states_time(attributes: Mapping[str, str | None]) -> bool:
    """Whether an ``<abbr>`` states a time, as hCalendar has it or in its title."""
    classes = (attributes.get("class") or "").split()
    return bool(_HCALENDAR & {*classes} or _FULL_TIME.match(attributes.get("title") or ""))


def _from_record(record: Mapping[str, Any]) -> Iterator[Statement]:
    """What the object says that holds the article's text."""
    if not record:
        return
    names = {_squeeze(name): name for name in record}
    for row in load_lexicon("record_names"):
        if (name := names.get(row["text"])) is None:
            continue
        value = record[name]
        for text in _texts(str(value) if isinstance(value, int) else value):
            if text := collapse(unescape(text))[:_MAX_VALUE_CHARS]:
                yield Statement(row["value"], text, f"script:{row['text']}")


@cache
def _script_names() -> frozenset[str]:
    rows = load_lexicon("meta_names")
    stated = {_squeeze(row["text"]) for row in rows if row["value"] == "published"}
    return frozenset(n for n in stated if len(n) >= _MIN_TAIL) | {r["text"] for r in rows if r["value"] == "script"}


def read_script_times(page: Page) -> list[str]:
    """Publication times in the page's scripts (``"pubTime":"2024-05-06"``, ``ptime = 1714957800``), as written.

    Costs a search of the whole page.
    """
    found = []
    for pattern in _SCRIPT_TIMES:
        for match in islice(pattern.finditer(page.source, 0, _MAX_SOURCE_CHARS), _MAX_SCRIPT_TIMES):
            before = _NAME_BEGIN.search(page.source[max(0, match.start() - 20) : match.start()])
            name = (before[0] if before else "") + page.source[match.start() : match.end("end")]
            if _squeeze(name) in _script_names():
                found.append(match["value"].strip())
    return found


@lru_cache(maxsize=2)  # a page is asked twice: for its headline, and for all else
def _from_json_ld(texts: tuple[str, ...]) -> tuple[Statement, ...]:
    return tuple(_read_json_ld(texts))


def _read_json_ld(texts: Iterable[str]) -> Iterator[Statement]:
    for text in texts:
        data = _load_json(text)
        if data is None:
            for match in _LOOSE.finditer(text[:_MAX_JSON_CHARS]):
                field = _JSON_FIELDS[match[1].lower()]
                yield Statement(field, collapse(unescape(match[2]))[:_MAX_VALUE_CHARS], f"json-ld:{match[1].lower()}")
            continue
        for node in _article_nodes(data):
            yield from _from_node(node)


def _load_json(text: str) -> Any:
    """The value of a JSON text, mended where the fault is a common one; None when it cannot be read."""
    if len(text) > _MAX_JSON_CHARS:
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
    for _ in range(_MAX_JSON_NODES):
        if not queue:
            break
        node = queue.pop(0)
        if isinstance(node, list):
            queue.extend(node[:_MAX_JSON_NODES])
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
        if field is None or (key == "creator" and node.get("author")):
            continue
        for text in _texts(_persons(value) if field == "author" else value):
            if text := collapse(unescape(text))[:_MAX_VALUE_CHARS]:
                yield Statement(field, text, f"json-ld:{key.lower()}")


def _persons(value: Any) -> list[Any]:
    """The items of a value that are not said to be an organization."""
    items = value[:_MAX_LIST] if isinstance(value, list) else [value]
    return [item for item in items if not (isinstance(item, dict) and "rganization" in str(item.get("@type", "")))]


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
