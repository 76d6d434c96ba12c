"""Takes out of a page's source what would stall a parser, before the parser sees it.

HTML's own rules make parsing quadratic, in time or in nodes, for some inputs: every block opened repeats the formatting
elements that were never closed (160 KB of ``<font><p>`` take a minute and then the memory), every block looks up
through its ancestors, every attribute is compared with the others of its element, every choice of a menu goes through
those before it (800 KB of ``<option>`` take half a minute). Honest pages stay far below the limits and come back
unchanged. Linear in the source's length.
"""

from __future__ import annotations

import re
from collections import Counter

_MAX_REOPENED = 2_000_000
"""Elements that a parser may have to repeat: formatting elements open at once, times tags. Half a second."""
_FEW_TAGS = 2_800
"""A page with fewer tags cannot make it repeat so many: at worst half of them stay open and the others repeat those."""
MAX_DEPTH = 3_000
"""Elements inside each other, as far as tags tell: page builders reach 60, the worst of 1,434 pages, where blocks stay
open, 679. Each tag may look up through all of them: at this depth a megabyte of rulers takes 2.5 s."""
_MAX_TAG_CHARS = 20_000
"""Characters of a tag, or of the tags of one element, which may hold very many attributes. Honest ones so long hold a
picture as data or path, or the page's state as JSON."""
_MAX_ATTRIBUTES = 1_000
"""Attributes of so long a tag. Each is compared with the others: a megabyte of tags at this limit takes .2 s more."""
HOSTILE_CHARS = 1_000_000
"""Shortest source in which each tag is measured with the ``>`` that its values hold, and all tags of its root, which
takes 2 ms a megabyte; in a shorter one an element's attributes cost a parser 13 seconds at most."""
_MAX_CHOICES = 10_000
"""Choices in a page's menus; the longest of 1,434 pages have 1,854."""

_FORMATTING = "b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
"""Elements that HTML reopens in the next block when they were left open. Not ``a``: a second one closes the first."""
_FORMATTING_TAG = re.compile(rf"<(/?)({_FORMATTING})(?=[\s/>])", re.IGNORECASE)
_WHOLE_FORMATTING_TAG = re.compile(rf"</?(?:{_FORMATTING})(?=[\s/>])[^<>]*>?", re.IGNORECASE)
_FORMATTING_START = re.compile(r"<[bcefinstuBCEFINSTU](?:[\s/>]|(?i:ig|ode|m|ont|obr|mall|trike|trong|t)[\s/>])")
"""Start tags of formatting elements and a few others; finds them ten times as quickly as the patterns above."""
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)", re.IGNORECASE)
_LONG_TAG = re.compile(rf"<(?P<name>[a-z][a-z0-9-]{{0,40}})(?=[\s/])[^<>]{{{_MAX_TAG_CHARS},}}>?", re.IGNORECASE)
_WHOLE_TAG = re.compile(
    r"""
    <!--[^-]*+(?:-(?!->)[^-]*+)*+                                              # what holds no tags is passed over
    | <(script|style|textarea)(?=[\s/>])[^<]*+(?:<(?!/\1[\s/>])[^<]*+)*+
    | <(?P<name>[a-z][a-z0-9-]{0,40})(?=[\s/])(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_VALUE, _BETWEEN_ATTRIBUTES = re.compile(r""""[^"]*"|'[^']*'"""), re.compile(r"[\s/]+")
_ROOT_TAG = re.compile(r"<([hH][tT][mM][lL]|[bB][oO][dD][yY])(?=[\s/])[^<>]*>?")
_CHOICE_TAG = re.compile(r"</?[oO][pP][tT](?:[iI][oO][nN]|[gG][rR][oO][uU][pP])(?=[\s/>])[^<>]*>?")
_NEVER_DEEP = frozenset(
    "area base br col embed hr img input link meta param source track wbr"  # hold nothing
    # or close by themselves
    " a p li dt dd tr td th thead tbody tfoot option optgroup colgroup caption html head body".split()
)
_NOT_DEEPER = re.compile("<(?=[/!]|a[ >]|li[ >]|p[ >]|br|img|t[dr]|op)")
"""End tags, comments, and most start tags of these; counting them spares most large pages a closer look."""
_IN_RUBY = frozenset({"rt", "rp"})
"""Close by themselves in a ``<ruby>``, and nowhere else."""


def tame(source: str, tags: int | None = None) -> str:
    """Return the source without formatting tags when too many are left open; an endless tag loses its attributes.

    Likewise without the choices of menus when these are too many. ``tags``: how often ``<`` stands in the source, where
    that is known already. The text of the page stays whole.
    """
    source = _shorten_tags(source)
    if len(source) > HOSTILE_CHARS:
        source = _shorten_root_tags(_WHOLE_TAG.sub(_shorten, source))
    tags = source.count("<") if tags is None else tags
    if tags > _MAX_CHOICES and len(_CHOICE_TAG.findall(source)) > _MAX_CHOICES:
        source = _CHOICE_TAG.sub(" ", source)
    if tags > _FEW_TAGS and _leaves_open(source, _MAX_REOPENED // tags):
        source = _WHOLE_FORMATTING_TAG.sub("", source)
    return source


def is_too_deep(source: str, tags: int | None = None) -> bool:
    """Whether more than :data:`MAX_DEPTH` elements stand inside each other. ``tags`` as for ``tame``."""
    tags = source.count("<") if tags is None else tags
    if tags <= MAX_DEPTH or tags - len(_NOT_DEEPER.findall(source)) <= MAX_DEPTH:
        return False
    return _most_open(_TAG, source, _NEVER_DEEP, MAX_DEPTH)


def _leaves_open(source: str, most: int) -> bool:
    """Whether more than ``most`` formatting elements are open at once. Few pages have so many start tags of them."""
    if len(_FORMATTING_START.findall(source)) <= most:
        return False
    return _most_open(_FORMATTING_TAG, source, frozenset(), most)


def _shorten_tags(source: str) -> str:
    """The source without the attributes of tags that are longer than :data:`_MAX_TAG_CHARS` and have too many.

    Looks only where no tag ends for so long: at few characters of most pages.
    """
    parts: list[str] = []
    done = start = 0
    while start + _MAX_TAG_CHARS < len(source):
        end = source.rfind(">", start, start + _MAX_TAG_CHARS)
        if end < 0:
            end = source.find(">", start + _MAX_TAG_CHARS)
            end = end if end >= 0 else len(source)
            shortened, tags = _LONG_TAG.subn(_shorten, source[start : end + 1])
            if tags:
                parts += source[done:start], shortened
                done = end + 1
        start = end + 1
    return "".join((*parts, source[done:])) if parts else source


def _shorten(tag: re.Match[str]) -> str:
    """A tag, without its attributes if it is too long and has too many."""
    text, name = tag[0], tag["name"]
    if not name or len(text) <= _MAX_TAG_CHARS:
        return text
    attributes = len(_BETWEEN_ATTRIBUTES.findall(_VALUE.sub(" ", text)))
    return f"<{name}>" if attributes > _MAX_ATTRIBUTES else text


def _shorten_root_tags(source: str) -> str:
    """The source without the attributes of ``html`` and ``body`` when these are too long.

    However many such tags there are, a page has one element of each, which takes the attributes of all.
    """
    if sum(len(tag[0]) for tag in _ROOT_TAG.finditer(source)) <= _MAX_TAG_CHARS:
        return source
    return _ROOT_TAG.sub(r"<\1>", source)


def _most_open(tag: re.Pattern[str], source: str, ignored: frozenset[str], most: int) -> bool:
    """Whether more than ``most`` elements are open at once. An end tag closes one element of its own name only."""
    counts: Counter[str] = Counter()
    open_now = 0
    for found in tag.finditer(source):  # not all at once: a hostile page has millions
        closing, name = found[1], found[2].lower()
        if name in ignored or (name in _IN_RUBY and counts["ruby"]):
            continue
        if not closing:
            counts[name] += 1
            open_now += 1
            if open_now > most:
                return True
        elif counts[name]:
            counts[name] -= 1
            open_now -= 1
    return False
