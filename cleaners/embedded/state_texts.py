"""Texts that a state holds: strings, and lists of the pieces of one text, each with the object that it stands in."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaners.lines.stamps import read_stamps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_MAX_VALUES = 200_000
"""Values of one state that are looked at."""
_MAX_PIECES = 2000
"""Entries of a list that are read."""
_RICH_LEVELS = 4
"""Lists inside each other in which an entry of a list may keep its text."""

TAG = re.compile(
    r"<(?:p|br|div|img|h[1-6]|section|span)\b"
    r"|(?:\A|>)\s*<(?:table|t[rdh]|[uo]l|li|d[ltd]|center|blockquote|figure|article|pre)\b",
    re.IGNORECASE,
)
"""Tells that a text is HTML; the rarer ones at its head or behind another tag: 用 <table> 排版 speaks of one."""
_INLINE = re.compile(r"</(?:a|b|i|em|strong|u|sup|sub|mark)>|&(?:nbsp|amp|quot|[lr][sd]quo|[mn]dash|hellip|#\d{2,5});")
"""Markup that stands inside a paragraph."""


BODY_KEYS = frozenset(
    "articlebody body content contents text html article_content articlecontent contenthtml content_html bodyhtml "
    "detail maintext paragraphs blocks description_html story __html newscontent news_content".split()
)
"""Names, in lower case, under which a state holds an article's text. A text under another name must be three times as
long to win: comments and legal notes are kept in states as well."""


class StateText(NamedTuple):
    """A text of a state, its name there, and the objects it stands in."""

    key: str
    text: str
    around: Around | None


_RECORD_LEVELS = 3
"""Objects, the nearest first, that may state the fields of the text that the first one holds: a text's
``{"type": "text", "data": "..."}`` stands in its content, and that in the article."""


class Around(NamedTuple):
    """An object of a state, and the one that it stands in."""

    record: Mapping[str, Any]
    around: Around | None
    headline: str
    """What it calls itself, or the nearest around it does; empty where none does."""
    story: Mapping[str, Any]
    """The outermost object that bears this headline; the object itself without one."""

    def joined(self) -> dict[str, Any]:
        """The object with what the ones around it state and itself does not: the nearest states a field."""
        fields: dict[str, Any] = {}
        level: Around | None = self
        for _ in range(_RECORD_LEVELS):
            if level is None:
                break
            fields = {**level.record, **fields}
            level = level.around
        return fields


_UNIX_TIME = re.compile(r"(?<!\d)1\d{9}(?:\d{3})?(?!\d)")
"""Seconds since 1970, or thousandths of them."""
_MAX_FIELDS = 200
"""Values of an object that are looked at for its day; articles have up to 80."""
_MAX_TIME_CHARS = 40
"""Characters of the longest value that is a day or time and nothing else."""

_HEADLINE_KEYS = frozenset(
    "title headline newstitle news_title articletitle article_title maintitle main_title".split()
)
_TEXT_KEYS = ("text", "content", "value", "html")
_PART_KEYS = ("items", "content", "children")
_IMAGE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?![\w.])", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?//|/[\w.-]*/|[\w/-]*\.s?html?\b")
_MAX_ADDRESS_CHARS = 1000
"""Characters of a value in which an image's ending is looked for."""
_OTHER_TYPES = frozenset(
    "ad ads advert advertisement banner embed interstitial_link newsletter promo promotion related relatedarticles "
    "readmore readalso signup subscribe teaser".split()
)
"""What a state calls pieces, in lower case, that stand among the paragraphs and are none."""


def is_headed(found: StateText) -> bool:
    """Whether the object that holds a text states its headline: not one around it, nor each of a list's stories."""
    around = found.around
    if around is None or not around.headline or _headline_of(around.record) != around.headline:
        return False
    held = around.record.get(found.key)
    return not (isinstance(held, list) and any(map(_is_story, held[:_MAX_PIECES])))


def states_day(around: Around) -> bool:
    """Whether an object that holds a text, or the story that it belongs to, states a day."""
    records = (around.story, around.record)
    return any(_is_day(value) for record in records for value in islice(record.values(), _MAX_FIELDS))


def _is_day(value: Any) -> bool:
    text = str(value) if isinstance(value, str | int) else ""
    return len(text) <= _MAX_TIME_CHARS and bool(_UNIX_TIME.search(text) or read_stamps(text, partial=False))


def texts_of(state: Any) -> Iterator[StateText]:
    """Texts of a state; a list of texts counts as one text, a line each."""
    waiting: list[tuple[str, Any, Around | None]] = [("", state, None)]
    seen = 0
    while waiting and seen < _MAX_VALUES:
        key, value, around = waiting.pop()
        seen += 1
        if isinstance(value, str):
            yield StateText(key, value, around)
        elif isinstance(value, dict):
            held = _held_in(value, around)
            waiting.extend((name, _rendered(item), held) for name, item in value.items())
        elif isinstance(value, list):
            parts = value[:_MAX_PIECES]
            lines = [line for item in parts for line in _lines_of(item, 0 if _is_story(item) else _RICH_LEVELS)]
            is_body = key.lower() in BODY_KEYS
            if len(lines) > 1 or (lines and is_body and not any(map(_is_story, parts))):
                yield StateText(key, _joined(lines), around)
            if around and not is_body:  # comments on a story, and other stories
                around = around._replace(headline="")
            waiting.extend((key, item, around) for item in value)


def _held_in(record: Mapping[str, Any], around: Around | None) -> Around:
    headline = _headline_of(record) or (around.headline if around else "")
    is_inside = around is not None and headline and headline == around.headline
    return Around(record, around, headline, around.story if around and is_inside else record)


def _headline_of(record: Mapping[str, Any]) -> str:
    """What a record states as its headline; empty for none."""
    stated = (_rendered(value) for name, value in record.items() if name.lower() in _HEADLINE_KEYS)
    return next((text.strip() for text in stated if isinstance(text, str)), "")


def _rendered(value: Any) -> Any:
    """The text that WordPress states in an object (``{"rendered": …}``), or the value itself."""
    return value.get("rendered", value) if isinstance(value, dict) else value


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
    return item[:_MAX_PIECES] if isinstance(item, list) and item else None


def _is_run(entries: Sequence[Any]) -> bool:
    """Whether entries are the pieces of one line: a piece of text is among them, and none holds others."""
    parted = any(not isinstance(entry, dict) or _held(entry) for entry in entries)
    return not parted and any(entry.get("type", "text") == "text" for entry in entries)


def _is_other(item: Mapping[str, Any]) -> bool:
    """Whether a piece calls itself something else than a part of the text."""
    return str(item.get("type", "")).lower() in _OTHER_TYPES


def _joined(lines: Sequence[str]) -> str:
    r"""Lines as one text; as HTML, a paragraph each, where one holds a link, words in italics or an entity.

    >>> _joined(["a", "b"]), _joined(["a <b>b</b>", "c"])
    ('a\nb', '<p>a <b>b</b></p><p>c</p>')
    """
    if any(map(_INLINE.search, lines)) and not any(map(TAG.search, lines)):
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


def _caption_of(values: Iterable[str]) -> str | None:
    """The longest of the values beside an image's address; None where a page's address stands: that is a teaser.

    >>> _caption_of(["/2026/1.jpg", "渡船靠岸。"]), _caption_of(["/2026/1.jpg", "渡船靠岸。", "/2026/1.html"])
    ('渡船靠岸。', None)
    """
    told: list[str] = []
    pictured = False
    for value in values:
        if _IMAGE.search(value[:_MAX_ADDRESS_CHARS]):
            pictured = True
        elif _ADDRESS.match(value):
            return None
        else:
            told.append(value)
    return max(told, key=len, default=None) if pictured else None
