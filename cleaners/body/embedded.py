"""Find the body in a page's scripts, for pages that build their text by script and show none in their elements.

Reads JSON-LD (``articleBody``), JSON scripts (``__NEXT_DATA__``) objects assigned to a variable
(``window.__INITIAL_STATE__ = {...}``) and the packed states of ``packed.py``; where none holds a text, the HTML of
``held_html.py``. Runs no script. All sizes are bounded.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaners.article import BlockKind
from cleaners.body.held_html import held_html
from cleaners.body.kinds import name_kinds
from cleaners.body.packed import is_packed, pushed_rows, unpack
from cleaners.body.script_strings import quoted
from cleaners.draft import BodyLine
from cleaners.headline.about import ABOUT_SHARE, READ_CHARS, is_about, units_of
from cleaners.headline.title_tag import site_parts, title_parts, title_tag
from cleaners.metadata.reach import is_prose
from cleaners.page.model import Line
from cleaners.page.parse import parse_page
from cleaners.page.walk import collapse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cleaners.page.model import Page

MAX_STATE_CHARS = 4_000_000
"""Characters of scripts that are read. Honest state of a page has up to 2 million."""
MAX_VALUES = 200_000
"""Values of one state that are looked at."""

MAX_DEPTH = 200
"""Objects inside each other that are read of an object literal."""

MIN_BODY_CHARS = 100
"""Shortest text in a state that is taken for a body."""

BODY_KEYS = frozenset(
    "articlebody body content text html article_content articlecontent contenthtml content_html bodyhtml detail "
    "maintext paragraphs blocks description_html story __html".split()
)
"""Names, in lower case, under which a state holds an article's text. A text under another name must be three times as
long to win: comments and legal notes are kept in states as well."""

_SCRIPT = re.compile(r"<script\b([^>]{0,500})>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"=\s{0,4}(?=[{\[])")
_ESCAPED_TAG = re.compile(r"\s*&lt;(?:p|br|div|img|section|span)\b", re.IGNORECASE)
"""At the head of a text: one that only speaks of tags begins with words."""
_TAG = re.compile(r"<(?:p|br|div|img|h[1-6]|section|span)\b", re.IGNORECASE)
_BRACED_END = re.compile(r"\{(/[a-z][a-z0-9-]{0,20})\}")
"""The end of an element as some write it in a script, which ``</`` might close: {/p}."""
_INLINE = re.compile(r"</(?:a|b|i|em|strong|u|sup|sub|mark)>|&(?:nbsp|amp|quot|[lr][sd]quo|[mn]dash|hellip|#\d{2,5});")
"""Markup that stands inside a paragraph."""
_SENTENCE = re.compile(r"[。！？]|[.!?][\s\"”<]|[.!?]$")
_MIN_SENTENCES = 2
"""Ends of sentences in a text that may be an article: a label or a summary in a record has one at most."""


_NOTE = re.compile("javascript|cookie|浏览器|瀏覽器", re.IGNORECASE)
MAX_NOTE_CHARS = 1_500
"""Longest HTML, tags and all, that is a note on what a browser does or lacks if it names one of these."""

_ANY_TAG = re.compile("<[^<>]*>")
MIN_PARAGRAPHS = 2
"""Lines of prose in HTML that may be an article: notes of forms and widgets have one at most."""
MIN_HEADLINE_UNITS = 4
"""Character pairs and long words of a headline by which a text is told: channels (本地新闻, 用户登录) have fewer."""

MAX_PIECES = 2000
"""Entries of a list that are read."""
RICH_LEVELS = 4
"""Lists inside each other in which an entry of a list may keep its text."""
THIN_CHARS = 400
"""Characters below which a page may leave its text to its scripts."""


class _Text(NamedTuple):
    """A text of a state, its name there, and the objects it stands in."""

    key: str
    text: str
    around: _Around | None


class _Around(NamedTuple):
    """An object of a state, and the one that it stands in."""

    record: Mapping[str, Any]
    around: _Around | None
    headline: str
    """What it calls itself, or the nearest around it does; empty where none does."""

    def joined(self) -> dict[str, Any]:
        """The object with what the ones around it state and itself does not: the nearest states a field."""
        fields: dict[str, Any] = {}
        level: _Around | None = self
        for _ in range(RECORD_LEVELS):
            if level is None:
                break
            fields = {**level.record, **fields}
            level = level.around
        return fields


RECORD_LEVELS = 3
"""Objects, the nearest first, that may state the fields of the text that the first one holds: a text's
``{"type": "text", "data": "..."}`` stands in its content, and that in the article."""


def find_embedded(page: Page) -> tuple[BodyLine, ...]:
    """The body that the page's scripts hold; empty when they hold none."""
    return _read_text(_find_text(page.source, page.json_ld, title_tag(page) or "").text)


def find_record(page: Page) -> Mapping[str, Any]:
    """The object in a script that holds the text of a page which itself shows next to nothing; empty for others."""
    if sum([len(line.text) for line in page.lines]) >= THIN_CHARS:
        return {}
    around = _find_text(page.source, page.json_ld, title_tag(page) or "").around
    return around.joined() if around else {}


NAMED_WEIGHT = 10
"""How much longer a text must be than that of the story which ``<title>`` names: scripts hold the next ones, too."""
MIN_HEADLINE_CHARS = 4
"""A shorter one may be a word of another."""


def is_held(page: Page) -> bool:
    """Whether the text that :func:`find_embedded` finds is HTML that no state names."""
    return not _find_text(page.source, page.json_ld, title_tag(page) or "").key


@lru_cache(maxsize=1)  # asked for by headline, body and metadata in turn
def _find_text(source: str, json_ld: tuple[str, ...], title: str) -> _Text:
    """The text that is an article's, if any is."""
    best, most = _Text("", "", None), 0.0
    scripts = (*json_ld, *inline_scripts(source), *attribute_states(source))
    for state in (*read_states(scripts), *_read_calls(scripts), *pushed_rows(scripts)):
        for found in _texts(state):
            if len(found.text) < MIN_BODY_CHARS:
                continue
            weight = len(found.text) * (1.0 if found.key.lower() in BODY_KEYS else 1 / 3)
            if found.around and len(found.around.headline) >= MIN_HEADLINE_CHARS and found.around.headline in title:
                weight *= NAMED_WEIGHT
            if weight > most and len(_SENTENCE.findall(found.text)) >= _MIN_SENTENCES:
                best, most = found, weight
    if not best.text:
        best = best._replace(text=max(_held_articles(source, scripts, _headline_in(title)), key=len, default=""))
    if _ESCAPED_TAG.match(best.text) and not _TAG.search(best.text):
        best = best._replace(text=unescape(best.text))
    if "{/" in best.text and _TAG.search(best.text):
        best = best._replace(text=_BRACED_END.sub(r"<\1>", best.text))
    return best


def _headline_in(title: str) -> str:
    """The longest part of ``<title>`` that names no site; empty where it is too short to be a headline."""
    site = site_parts(title)
    headline = max((part for part in title_parts(title) if part not in site), key=len, default="")
    return headline if len(units_of(headline.casefold())) >= MIN_HEADLINE_UNITS else ""


def _held_articles(source: str, scripts: Sequence[str], headline: str) -> Iterator[str]:
    """What the page holds of HTML and may be its article: paragraphs that speak of what its ``headline`` does.

    None without a headline: lists and forms hold rules, contracts and adverts, which all name the site.
    """
    if not headline:
        return
    for text in held_html(source, scripts):
        if len(text) <= MAX_NOTE_CHARS and _NOTE.search(text):
            continue
        prose = [line for line in _ANY_TAG.sub("\n", text).splitlines() if is_prose(line)]
        if len(prose) >= MIN_PARAGRAPHS and is_about(headline, "\n".join(prose)[:READ_CHARS].casefold(), ABOUT_SHARE):
            yield text


def find_embedded_page(page: Page) -> Page | None:
    """The text that the page's scripts hold, as a page of its own; None where they hold none in HTML."""
    text = _find_text(page.source, page.json_ld, title_tag(page) or "").text
    return _parse_text(text) if _TAG.search(text) else None


@lru_cache(maxsize=1)  # a second look must find the same lines
def _parse_text(text: str) -> Page:
    return parse_page(text, None)


def _read_text(text: str) -> tuple[BodyLine, ...]:
    """The lines of a text that is HTML or plain."""
    if _TAG.search(text):
        page = _parse_text(text)
        return name_kinds([line for line in page.lines if not line.hidden], page.boxes)
    lines = (collapse(line) for line in text.splitlines())
    return tuple(BodyLine(BlockKind.PARAGRAPH, Line(line, "p", 0)) for line in lines if line)


def read_states(scripts: Iterable[str]) -> Iterator[Any]:
    """The value that each script is, assigns to a name, or returns to it, as JSON or an object literal.

    Nothing for other scripts. Runs none.
    """
    decoder = json.JSONDecoder(strict=False)
    left = MAX_STATE_CHARS
    for script in scripts:
        left -= len(script)
        if left < 0:
            return
        if parsed := _PARSED.search(script):
            yield from _read_parsed(script, parsed.end(), decoder)
        opened = script.lstrip()[:1]
        if opened == "[":
            with suppress(ValueError, RecursionError):
                if is_packed(packed := decoder.decode(script.strip())):
                    yield unpack(packed)
                    continue
        if opened and opened in "{[":
            start = literal = max(script.find("{"), 0)
        else:
            assigned = _ASSIGNMENT.search(script)
            returned = _RETURNED.search(script) if _CALL.search(script[:CALL_WITHIN]) else None
            if not (assigned or returned):
                continue
            start = assigned.end() if assigned else len(script)
            literal = returned.end() if returned else start
        for _ in range(MAX_ASSIGNED):
            try:
                value, end = decoder.raw_decode(script, start)
            except (ValueError, RecursionError):
                text, end = _as_json(script, literal)
                try:
                    value = decoder.raw_decode(text)[0]
                except (ValueError, RecursionError):
                    break
            yield value
            following = _ASSIGNMENT.search(script, end)
            if following is None:
                break
            start = literal = following.end()


def _read_parsed(script: str, start: int, decoder: json.JSONDecoder) -> Iterator[Any]:
    """The value whose JSON a script parses out of a string that begins at ``start``; nothing where it is broken."""
    literal = _PIECE.match(script, start)
    with suppress(ValueError, RecursionError):
        yield decoder.decode(decoder.decode(quoted(literal[0] if literal else "")))


_PARSED = re.compile(r"\bJSON\.parse\(\s{0,4}(?=[\"'])")

MAX_ASSIGNED = 8
"""Values of one script that are read: settings stand ahead of the article."""

_PIECE = re.compile(
    r"""\s+|(?P<text>"(?>(?:[^"\\]|\\.)*)(?:"|\\?\Z)|'(?>(?:[^'\\]|\\.)*)(?:'|\\?\Z))|(?P<sign>[{}\[\],])"""
    r"""|(?P<name>[A-Za-z_$][\w$]*\s*:|\d+\s*:)|(?P<word>[\w$.+-]+)|(?P<other>.)""",
    re.DOTALL,
)
"""A piece of a script. A string that is not closed runs to the end: no place is looked at twice."""
_JSON_WORD = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,18})?|true|false")


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
            if not 0 < depth <= MAX_DEPTH:
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
_RETURNED = re.compile(r"\breturn\s{0,4}(?=[{\[])")
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


def attribute_states(source: str) -> Iterator[str]:
    """The JSON objects that elements carry in an attribute: ``<div id="app" data-page="{&quot;props&quot;:...">``.

    A form's field holds one as its value.
    """
    for match in chain(_QUOTED_STATE.finditer(source), _PLAIN_STATE.finditer(source)):
        if _STATE_NAME.search(source, max(match.start() - _NAME_CHARS, 0), match.start()):
            yield unescape(match[1])


_QUOTED_STATE = re.compile(r"""="(\{&(?:quot|\#34);[^"]{100,})\"""")
_PLAIN_STATE = re.compile(r"""='(\{"[^']{100,})'""")
_STATE_NAME = re.compile(r"\s(?:data-[a-z-]{1,40}|value)\Z", re.IGNORECASE)
"""Sought behind the values, which are rare: spaces ahead of a name are not."""
_NAME_CHARS = 48
"""Characters ahead of a value in which its name stands."""


def _texts(state: Any) -> Iterator[_Text]:
    """Texts of a state; a list of texts counts as one text, a line each."""
    waiting: list[tuple[str, Any, _Around | None]] = [("", state, None)]
    seen = 0
    while waiting and seen < MAX_VALUES:
        key, value, around = waiting.pop()
        seen += 1
        if isinstance(value, str):
            yield _Text(key, value, around)
        elif isinstance(value, dict):
            held = _Around(value, around, _headline_of(value) or (around.headline if around else ""))
            waiting.extend((name, item, held) for name, item in value.items())
        elif isinstance(value, list):
            parts = value[:MAX_PIECES]
            lines = [line for item in parts for line in _lines_of(item, 0 if _is_story(item) else RICH_LEVELS)]
            if len(lines) > 1:
                yield _Text(key, _joined(lines), around)
            waiting.extend((key, item, around) for item in value)


def _headline_of(record: Mapping[str, Any]) -> str:
    """What a record states as its headline; empty for none."""
    return next((v.strip() for k, v in record.items() if isinstance(v, str) and k.lower() in _HEADLINE_KEYS), "")


_HEADLINE_KEYS = frozenset(
    "title headline newstitle news_title articletitle article_title maintitle main_title".split()
)


def _is_story(item: Any) -> bool:
    """Whether an entry of a list is a story of its own: one with a headline."""
    return isinstance(item, dict) and bool(_headline_of(item))


def _lines_of(item: Any, levels: int) -> Iterator[str]:
    """The lines of one entry of a list: its own text, or that of the entries of a list that it is or holds.

    Editors that keep a text as a tree hold the pieces of a paragraph in a list:
    ``{"type": "paragraph", "content": [{"type": "text", "text": "..."}, {"type": "link", "text": "..."}]}``.
    """
    held = _held(item) if levels else None
    if held is None:
        lines: Iterable[str | None] = (_line_of(item),)
    elif _is_run(held) and not (isinstance(item, dict) and "items" in item):
        lines = ("".join(filter(None, map(_line_of, held))),)
    else:
        lines = (line for entry in held for line in _lines_of(entry, levels - 1))
    yield from filter(None, lines)


def _held(item: Any) -> list[Any] | None:
    """The entries of a list that an entry is or holds as its parts; None for one that is a piece by itself."""
    if isinstance(item, dict) and not _is_other(item):
        item = next((item[key] for key in _PART_KEYS if isinstance(item.get(key), list)), None)
    return item[:MAX_PIECES] if isinstance(item, list) and item else None


def _is_run(entries: Sequence[Any]) -> bool:
    """Whether entries are the pieces of one line: a piece of text is among them, and none holds others."""
    parted = any(not isinstance(entry, dict) or _held(entry) for entry in entries)
    return not parted and any(entry.get("type", "text") == "text" for entry in entries)


def _is_other(item: Mapping[str, Any]) -> bool:
    """Whether a piece calls itself something else than a part of the text."""
    return str(item.get("type", "")).lower() in OTHER_TYPES


def _joined(lines: Sequence[str]) -> str:
    r"""Lines as one text; as HTML, a paragraph each, where one holds a link, words in italics or an entity.

    >>> _joined(["a", "b"]), _joined(["a <b>b</b>", "c"])
    ('a\nb', '<p>a <b>b</b></p><p>c</p>')
    """
    if any(map(_INLINE.search, lines)) and not any(map(_TAG.search, lines)):
        return "".join(f"<p>{line}</p>" for line in lines)
    return "\n".join(lines)


def _line_of(item: Any) -> str | None:
    """The text of one entry of a list: a string, an object's own text, or the caption of a picture."""
    if isinstance(item, dict):
        if _is_other(item):
            return None
        named = next((item[key] for key in _TEXT_KEYS if isinstance(item.get(key), str)), None)
        item = named or _caption_of([value for value in item.values() if isinstance(value, str)])
    return item if isinstance(item, str) else None


OTHER_TYPES = frozenset(
    "ad ads advert advertisement banner embed interstitial_link newsletter promo promotion related relatedarticles "
    "readmore readalso signup subscribe teaser".split()
)
"""What a state calls pieces, in lower case, that stand among the paragraphs and are none."""
_TEXT_KEYS = ("text", "content", "value", "html")
_PART_KEYS = ("items", "content", "children")
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
