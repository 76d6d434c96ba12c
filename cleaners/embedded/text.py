"""The article's text where a page shows none in its elements and holds it for its scripts.

Looked for in JSON-LD (``articleBody``) and the states of scripts and attributes (``states``); where none holds a text,
in the HTML of ``held_html``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any

from cleaners.embedded.held_html import held_html
from cleaners.embedded.packed import pushed_rows
from cleaners.embedded.state_texts import BODY_KEYS, TAG, StateText, is_headed, states_day, texts_of
from cleaners.embedded.states import attribute_states, inline_scripts, read_calls, read_states
from cleaners.lines.prose import is_prose
from cleaners.lines.title_tag import site_parts, title_parts, title_tag
from cleaners.lines.url_days import day_in_url
from cleaners.page.model import Box, Line, Page
from cleaners.page.parse import parse_page
from cleaners.page.walk import collapse
from cleaners.text.about import ABOUT_SHARE, READ_CHARS, is_about, units_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MIN_BODY_CHARS = 100
"""Shortest text in a state that is taken for a body, unless the page bears the headline of its record, and
that a day."""

_ESCAPED_TAG = re.compile(r"\s*&lt;(?:p|br|div|img|section|span)\b", re.IGNORECASE)
"""At the head of a text: one that only speaks of tags begins with words."""
_BRACED_END = re.compile(r"\{(/[a-z][a-z0-9-]{0,20})\}")
"""The end of an element as some write it in a script, which ``</`` might close: {/p}."""
_SENTENCE = re.compile(r"[。！？]|[.!?][\s\"”<]|[.!?]$")
_MIN_SENTENCES = 2
"""Ends of sentences in a text that may be an article: a label or a summary in a record has one at most."""


_NOTE = re.compile("javascript|cookie|浏览器|瀏覽器", re.IGNORECASE)
_MAX_NOTE_CHARS = 1_500
"""Longest HTML, tags and all, that is a note on what a browser does or lacks if it names one of these."""

_ANY_TAG = re.compile("<[^<>]*>")
_MIN_PARAGRAPHS = 2
"""Lines of prose in HTML that may be an article: notes of forms and widgets have one at most."""
_MIN_HEADLINE_UNITS = 4
"""Character pairs and long words of a headline by which a text is told: channels (本地新闻, 用户登录) have fewer."""

THIN_CHARS = 400
"""Characters below which a page may leave its text to its scripts."""


_PLAIN = (Box(-1, "body", ""),)
"""What the lines of a plain text stand in."""

_NAMED_WEIGHT = 10
"""Times as long as the story which ``<title>`` names another text must be to win: scripts hold the next ones, too."""
MIN_HEADLINE_CHARS = 4
"""A shorter one may be a word of another."""


def find_embedded(page: Page) -> Page:
    """The text that the page holds for its scripts, as a page of its own; without lines where it holds none."""
    text = _text_of(page).text
    if TAG.search(text):
        return _parse_text(text)
    lines = (collapse(line) for line in text.splitlines())
    return Page(None, tuple(Line(line, "p", 0) for line in lines if line), _PLAIN)


def find_record(page: Page) -> Mapping[str, Any]:
    """The object in a script that holds the text of a page which itself shows next to nothing; empty for others."""
    if sum([len(line.text) for line in page.lines]) >= THIN_CHARS:
        return {}
    around = _text_of(page).around
    return around.joined() if around else {}


def is_held(page: Page) -> bool:
    """Whether the text that :func:`find_embedded` finds is HTML that no state names."""
    return not _text_of(page).key


def _text_of(page: Page) -> StateText:
    dated = any(map(day_in_url, (page.url, page.canonical)))
    return _find_text(page.source, page.json_ld, title_tag(page) or "", dated)


@lru_cache(maxsize=1)  # asked for by headline, body and metadata in turn
def _find_text(source: str, json_ld: tuple[str, ...], title: str, dated: bool) -> StateText:
    """The text that is an article's, if any is; ``dated`` where the page's address bears a day."""
    best, most = StateText("", "", None), 0.0
    scripts = (*json_ld, *inline_scripts(source), *attribute_states(source))
    site = site_parts(title)
    for state in (*read_states(scripts), *read_calls(scripts), *pushed_rows(scripts)):
        for found in texts_of(state):
            is_body = found.key.lower() in BODY_KEYS
            is_named = _is_named(found, title, site)
            weight = len(found.text) * (1.0 if is_body else 1 / 3) * (_NAMED_WEIGHT if is_named else 1)
            if weight > most and (_reads_as_article(found.text) or (is_named and is_body and _is_note(found, dated))):
                best, most = found, weight
    if not best.text:
        best = best._replace(text=max(_held_articles(source, scripts, _headline_in(title)), key=len, default=""))
    if _ESCAPED_TAG.match(best.text) and not TAG.search(best.text):
        best = best._replace(text=unescape(best.text))
    if "{/" in best.text and TAG.search(best.text):
        best = best._replace(text=_BRACED_END.sub(r"<\1>", best.text))
    return best


def _is_named(found: StateText, title: str, site: tuple[str, ...]) -> bool:
    """Whether a text stands in a record with the headline that ``<title>`` states, and not with its ``site``'s name.

    A short headline ahead of a long name of the site counts among the parts of that: 致歉声明_芦溪县人民政府门户网站.
    """
    headline = found.around.headline if found.around else ""
    if len(headline) < MIN_HEADLINE_CHARS or headline not in title:
        return False
    return headline not in site or (title.startswith(headline) and not site_parts(headline))


def _reads_as_article(text: str) -> bool:
    return len(text) >= MIN_BODY_CHARS and len(_SENTENCE.findall(text)) >= _MIN_SENTENCES


def _is_note(found: StateText, dated: bool) -> bool:
    """Whether a text that the page's own headline names may be news of a line: HTML, lines or a sentence, with a day.

    What channels, forms and the site say of themselves bears none, or a short name at an address without one;
    comments, writers and polls are objects of their own inside the story's.
    """
    around = found.around
    if around is None or not is_headed(found):
        return False
    if not dated and len(units_of(around.headline.casefold())) < _MIN_HEADLINE_UNITS:
        return False
    is_told = TAG.search(found.text) or "\n" in found.text.strip() or _SENTENCE.search(found.text)
    return bool(is_told) and states_day(around)


def _headline_in(title: str) -> str:
    """The longest part of ``<title>`` that names no site; empty where it is too short to be a headline."""
    site = site_parts(title)
    headline = max((part for part in title_parts(title) if part not in site), key=len, default="")
    return headline if len(units_of(headline.casefold())) >= _MIN_HEADLINE_UNITS else ""


def _held_articles(source: str, scripts: Sequence[str], headline: str) -> Iterator[str]:
    """HTML that the page holds and that may be its article: paragraphs that speak of what its ``headline`` does.

    None without a headline: lists and forms hold rules, contracts and adverts, which all name the site.
    """
    if not headline:
        return
    for text in held_html(source, scripts):
        if len(text) <= _MAX_NOTE_CHARS and _NOTE.search(text):
            continue
        prose = [line for line in _ANY_TAG.sub("\n", text).splitlines() if is_prose(line)]
        if len(prose) >= _MIN_PARAGRAPHS and is_about(headline, "\n".join(prose)[:READ_CHARS].casefold(), ABOUT_SHARE):
            yield text


@lru_cache(maxsize=1)  # asked for by headline and body in turn
def _parse_text(text: str) -> Page:
    return parse_page(text, None)
