"""Lists of articles as records (JSON, JSONP, XML), from addresses that a page's scripts ask or in the scripts.

No keys are named.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lxml import etree

from cleaners.embedded.data_page import read_data
from cleaners.embedded.states import inline_scripts, read_states
from cleaners.lines.url_days import day_in_url
from cleaners.links.url_shapes import PAGE_ENDING
from cleaners.links.urls import absolute_url, same_site
from cleaners.site import CHINA
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.dates import day_in_text
from spiders.discovery.pages import XML_HEAD, read_page, read_text
from spiders.discovery.record_addresses import fill_pattern, pattern_of
from spiders.discovery.shapes import NOTHING_LEARNT, ArticleShapes, is_article_url
from spiders.discovery.titles import title_width
from spiders.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

_MAX_DEPTH = 12
"""Levels of nesting that are looked into."""
_MAX_RECORDS = 5000
"""Records of a list that are read."""
_MAX_ELEMENTS = 100_000
"""Elements of an XML list that are looked at: a record has some ten."""
_MAX_ATTRIBUTES = 100
"""Attributes of a record. lxml looks for each from the first one on."""
_MIN_TITLE = 4.0
"""Width in Chinese characters of the shortest headline."""
_MIN_HEADLINE, _MAX_HEADLINE = 6.0, 60.0
"""Width of a headline under a key that says nothing; shorter texts are names, longer ones abstracts."""
_NO_HEADLINE = re.compile(r"[\d\s年月日/.:：-]*$|\S*[/\\]\S*$|[\x21-\x7e]+$")
"""Days, addresses, names of files and keys: no words."""
_WRITTEN_ADDRESS = re.compile(r"https?://|\.{0,2}/")
_PAGE_BESIDE = re.compile(rf"[\w/-]{{1,200}}\.(?:{PAGE_ENDING})(?![\w.])")
_FILE = re.compile(r"\.(?:js|json|html?)$|/$")
_WRITTEN_DATA = re.compile(r"\s*[\[{]\s*[\[{\"]")
_TAG = re.compile(r"<[^<>]{0,200}>")
_XML_HEAD = re.compile(rf"\ufeff?\s*{XML_HEAD}", re.IGNORECASE)
_TITLE_KEY = re.compile(r"title|headline|subject|(?:^|_)name$|biaoti", re.IGNORECASE)
_TIME_KEY = re.compile(r"date|time|pub|created|day", re.IGNORECASE)
_EPOCH_SECONDS = range(600_000_000, 4_000_000_000)
"""1989 to 2096: numbers in it (or a thousand times as large) under a key of time are instants."""


def read_json_list(
    document: Document,
    *,
    zone: tzinfo = CHINA,
    today: date | None = None,
    shapes: ArticleShapes = NOTHING_LEARNT,
) -> tuple[FoundLink, ...]:
    """Return the articles that a JSON, JSONP or XML answer lists, or a page's scripts as data, in their order.

    Every record (an object with an address of the same site and a headline, a row of texts, an element with its
    attributes and what it holds) is one, wherever it stands. In a page
    (``var list = [{...}]``, ``__NEXT_DATA__``) two at least: a single one is the page itself. A file that assigns its
    data is read as well. A record without an address is one where the list's own address remembers how they are made
    (``record_addresses``). Empty for other answers; raises nothing.
    """
    text = read_text(document)
    is_page = text.lstrip().startswith("<") and not _XML_HEAD.match(text)
    values = list(read_states(inline_scripts(text))) if is_page else _data(text)
    base = read_page(document).base if is_page and values else document.url
    links = (_read_record(record, base, zone, today, shapes) for record in _records(values, 0))
    found = unique_links(list(islice(filter(None, links), _MAX_RECORDS)))
    return found if len(found) > is_page else ()


def read_records(document: Document) -> Iterator[dict[str, Any]]:
    """Every record of an answer in JSON, JSONP or XML, wherever it stands; none of other answers. Raises nothing."""
    return islice(_records(_data(read_text(document)), 0), _MAX_RECORDS)


def _data(text: str) -> list[Any]:
    """The values of an answer that is data."""
    if is_xml := _XML_HEAD.match(text):
        return [*_xml_records(text[is_xml.end() :])]
    return [_load(text) or next(read_states([text]), None)]


def is_xml_list(body: bytes) -> bool:
    """Whether the bytes begin as XML that is no page."""
    return _XML_HEAD.match(body[:1000].decode("latin-1").removeprefix("\xef\xbb\xbf")) is not None


def _xml_records(text: str) -> list[dict[str, str]]:
    """The elements of a document, each with its attributes and the texts of the elements right inside it."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    elements = islice(root.iter("*"), _MAX_ELEMENTS) if root is not None else ()
    return [
        {**element.attrib, **{str(child.tag): child.text for child in element if child.text and not len(child)}}
        for element in elements
        if (element.attrib or len(element)) and len(element.attrib) <= _MAX_ATTRIBUTES
    ]


def _load(text: str) -> Any:
    try:
        return read_data(text)
    except (ValueError, RecursionError):
        return None


def _records(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    elif value and isinstance(value, list) and not any(isinstance(entry, dict | list) for entry in value):
        yield {str(place): entry for place, entry in enumerate(value)}  # a row: ``["headline", "/1.html"]``
    for written in value if isinstance(value, list) else ():
        is_data = isinstance(written, str) and _WRITTEN_DATA.match(written)
        entry = _load(written) if is_data else written  # ``{"d": "[{...}]"}``, as ASP.NET's services answer
        if isinstance(entry, dict | list):
            yield from _records(entry, depth + 1)


def _read_record(
    record: dict[str, Any], url: str, zone: tzinfo, today: date | None, shapes: ArticleShapes
) -> FoundLink | None:
    texts = {key: value for key, value in record.items() if isinstance(value, str)}
    written = [value for value in texts.values() if "/" in value or "." in value]  # most records have none
    written.sort(key=lambda value: not _WRITTEN_ADDRESS.match(value))
    address = next((found for value in written if (found := _address(value, url, shapes))), None)
    made = None if address or not (pattern := pattern_of(url)) else fill_pattern(pattern, record)
    address = address or (made and _address(made, url, shapes))
    if address is None:
        return None
    keys = sorted(
        filter(_TITLE_KEY.search, record), key=lambda key: ("name" in key.lower(), len(key))
    )  # not the subtitle
    named = (_text_of(record[key]) for key in keys)
    titled = (_plain(text) for text in named if not _WRITTEN_ADDRESS.match(text))  # nor the headline's picture
    title = next((text for text in titled if title_width(text) >= _MIN_TITLE), None)
    if title is None and is_article_url(address, shapes):  # ``{"t": ..., "u": ...}``: what reads as a headline is one
        title = next(filter(_reads_as_headline, map(_plain, texts.values())), None)
    if title is None:
        return None
    stated = (_day(value, zone, today) for key, value in record.items() if _says_when(key, value))
    day = next((found for found in stated if found), None) or day_in_url(address)
    if made and not (day or _reads_as_headline(title)):  # a channel has a number and a name as well
        return None
    return FoundLink(address, title, day, LinkKind.ARTICLE)


def _says_when(key: str, value: Any) -> bool:
    """Whether a value is called a time, or stands in a row and is nothing else."""
    return _TIME_KEY.search(key) is not None or (
        key.isdecimal() and isinstance(value, str) and _NO_HEADLINE.match(value) is not None
    )


def _text_of(value: Any) -> str:
    """A text, or the first one of an object that holds it: ``{"rendered": "..."}``, as WordPress answers."""
    values = value.values() if isinstance(value, dict) else (value,)
    return next((text for text in values if isinstance(text, str)), "")


def _address(value: str, url: str, shapes: ArticleShapes) -> str | None:
    """The article's address if ``value`` is written as one: with a scheme or a path, and no picture or script.

    In a file, which lies where its page does, a page's name alone is one, too; what a service says so is unknown.
    """
    value = value.strip()
    is_beside = _FILE.search(urlsplit(url).path) and _PAGE_BESIDE.match(value)
    if not (is_beside or _WRITTEN_ADDRESS.match(value)) or any(char.isspace() for char in value):
        return None
    address = absolute_url(url, value)
    if address is None or not same_site(url, address) or is_article_url(address, shapes) is False:
        return None
    return address


def _reads_as_headline(text: str) -> bool:
    """Whether a text is as long as a headline, and neither a day nor an address."""
    return _MIN_HEADLINE <= title_width(text) <= _MAX_HEADLINE and not _NO_HEADLINE.match(text)


def _plain(value: str) -> str:
    return " ".join(_TAG.sub("", value[:1000]).split())


def _day(value: Any, zone: tzinfo, today: date | None) -> date | None:
    if isinstance(value, str) and not value.isdecimal():
        return day_in_text(value[:100], today)
    if isinstance(value, bool) or not isinstance(value, int | str) or len(str(value)) > 13:
        return None
    seconds = int(value)
    seconds = seconds if seconds in _EPOCH_SECONDS else seconds // 1000
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).date() if seconds in _EPOCH_SECONDS else None
