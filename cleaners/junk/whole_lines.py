"""The step that cuts whole lines of junk from a page: lists of keywords, lists of links to foreign hosts, a junk title.

It runs before the body is chosen, because junk between two paragraphs would split it. So only what is junk for sure is
cut here; lists that are merely doubtful are left to ``lists_in_body``.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import median_low
from typing import TYPE_CHECKING

from cleaners.article import Removal, RemovalKind
from cleaners.junk.lists.bounds import FOREIGN_KEYWORDS, LINE, RECURRING, least_sure
from cleaners.junk.lists.evidence import MAX_NEWSLIKE, Least, announces, judge_lists
from cleaners.junk.lists.items import holds_sentence, split_items, with_bars
from cleaners.junk.lists.keywords import (
    JUNK_ITEM,
    JUNK_LIST,
    JUNK_SHARE,
    LIST_CHARS,
    MIN_ITEMS,
    NEWSLIKE,
    find_junk_lists,
    is_junk_phrase,
    items_of,
    looks_listed,
)
from cleaners.junk.rejoin import without_lines
from cleaners.junk.scene import is_page_chinese, own_of
from cleaners.junk.warning import warns
from cleaners.lexicons import words
from cleaners.lines.title_tag import site_parts, title_parts
from cleaners.page.model import Line
from cleaners.text import wording
from cleaners.text.about import ABOUT_SHARE, READ_CHARS, is_about, units_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleaners.draft import Draft
    from cleaners.junk.lists.items import ItemList
    from cleaners.memory import SiteMemory
    from cleaners.page.model import Page


_NEWSLIKE_LINKS = -0.9
"""Nats a character of the wording of a list of foreign links below which it is not looked at further: portals hold
hundreds of such lists, and none of them can become sure."""

_TITLE_LIST = Least(LINE.sure, LINE.sure)
"""Nats that a title must have to be a list of keywords: as any list in one line."""

_TOLD_SHARE, _TOLD_NATS = 0.5, 9.0
"""If a page speaks of a title that reads like keywords: least share of the title's units (``is_about``) that its
sentences have, and fewest nats of its wording that make it junk all the same. Of 1,137 honest pages of our own 37
had such a title before."""

_HEAD_NAMES = ("keywords", "description", "og:title", "og:description", "twitter:title", "twitter:description")
_TITLE = "<title>"
"""Name of the title among the texts of a page's head."""
_WORD_CHARS = 4
"""Most characters of a word; a phrase that people search for has more."""


def cut_junk_lines(draft: Draft) -> Draft:
    """Cut whole lines of junk, a junk title, and junk among the meta data that may stand in for them.

    Found first by the wording of one line alone; then by all properties of a list, among them what it shares with what
    was found; then by the memory of the site's other pages. What an operator confirmed or freed comes last and wins.
    """
    lines = draft.lines
    listed = [at for at, line in enumerate(lines) if len(line.text) >= LIST_CHARS and looks_listed(line.text)]
    head = _head_texts(draft.page)
    found = find_junk_lists([*(lines[at].text for at in listed), *map(with_bars, head.values())])
    junk = _not_introduced({listed[index] for index in found if index < len(listed)}, lines)
    worded = {
        name: text for at, (name, text) in enumerate(head.items(), len(listed)) if at in found or is_junk_phrase(text)
    }
    junk_head = _junk_of_head(head, worded, draft, junk)
    junk |= _keyword_lists(draft, junk)
    junk |= {at for at, line in enumerate(lines) if _recurs(draft.memory, line)} if draft.memory.lines else set()
    blocked, allowed = words("junk_block"), words("junk_allow")
    if blocked or allowed:
        junk |= {at for at, line in enumerate(lines) if line.text in blocked}
        junk -= {at for at, line in enumerate(lines) if line.text in allowed}
    page, removals = _without_head(draft.page, junk_head)
    removals += _swapped_title(draft.page)
    if not junk and not removals:
        return draft
    removals += _record_lines(lines, junk)
    kept = without_lines(lines, junk, page.boxes) if junk else lines
    return draft._replace(page=page, lines=kept).note(removed=draft.cut(removals))


def _junk_of_head(
    head: Mapping[str, str], worded: Mapping[str, str], draft: Draft, junk: set[int]
) -> Mapping[str, str]:
    """Those texts of a page's ``head`` that are junk, by their names.

    They are ``worded`` so and not of what the page tells, or repeat a title that is a list of keywords of any wording.
    ``junk``: indices of the lines that are junk and tell nothing.
    """
    found = dict(worded)
    if title := head.get(_TITLE):
        same = {name: text for name, text in head.items() if text == title}
        if _TITLE not in found:
            found |= same if _is_strange_list(title, draft) else {}
        elif _is_told_of(title, draft.lines):
            found = {name: text for name, text in found.items() if name not in same}
    if "keywords" in found:
        prose = "\n".join(line.text for at, line in enumerate(draft.lines) if at not in junk and "。" in line.text)
        if _are_of_article(items_of(found["keywords"]), prose, title_is_junk=_TITLE in found):
            del found["keywords"]
    return found


def _record_lines(lines: Sequence[Line], junk: set[int]) -> list[Removal]:
    """The record of the lines at the indices ``junk``, in order: ahead of the page's prose, amid it or behind it."""
    prose = [at for at, line in enumerate(lines) if at not in junk and holds_sentence(line.text)]
    first, last = (prose[0], prose[-1]) if prose else (0, 0)
    return [
        Removal(
            RemovalKind.SPAM,
            lines[at].text,
            "before" if at < first else "after" if at > last else "body",
            "cut_junk_lines",
        )
        for at in sorted(junk)
    ]


def _not_introduced(junk: set[int], lines: Sequence[Line]) -> set[int]:
    """The ``junk`` without lists that the line before them announces.

    In an article that warns of fraud, also without those that it leads into with a colon (涉案平台：).
    """
    announced = {at for at in junk if at and announces(lines[at - 1].text)}
    led_into = {at for at in junk if at and lines[at - 1].text.endswith((":", "："))} - announced
    if led_into and warns("\n".join(line.text for line in lines if "。" in line.text)):
        announced |= led_into
    return junk - announced


def _keyword_lists(draft: Draft, junk: set[int]) -> set[int]:
    """Indices of the lines of lists that are keywords for sure, by all their properties together.

    ``junk``: indices of the lines that their wording alone gave away. Two passes: what the first one finds is held
    against the other lists in the second, because lists of one campaign share words.
    """
    lines = draft.lines
    if not is_page_chinese(lines):
        return set()
    own, title, memory = own_of(draft), draft.page.title_tag, draft.memory

    def recurs(one: ItemList) -> bool:
        return _recurs_as_list(one, lines, memory)

    least, most_newslike = Least(LINE.sure_among_junk, FOREIGN_KEYWORDS), _NEWSLIKE_LINKS
    if memory.lines:
        least = least._replace(
            known=RECURRING, is_known=lambda one: recurs(one) or (one.foreign and _reads_like_junk(one))
        )
        most_newslike = MAX_NEWSLIKE
    judged = judge_lists(lines, own, title, [lines[at].text for at in sorted(junk)], least, most_newslike)
    sure = {
        at for one, nats in judged if _is_sure(one, nats) or (nats >= RECURRING and recurs(one)) for at in one.lines
    }
    if sure - junk:
        judged = judge_lists(lines, own, title, [lines[at].text for at in sorted(sure | junk)], least, _NEWSLIKE_LINKS)
    if sure or junk:
        sure |= {
            at
            for one, nats in judged
            if not one.foreign and nats >= least_sure(one, among_junk=True)
            for at in one.lines
        }
    return sure


def _recurs_as_list(one: ItemList, lines: Sequence[Line], memory: SiteMemory) -> bool:
    """Whether half of the lines of a run, or of links, stood in other articles of the site."""
    is_run = one.foreign or len(one.lines) > 1
    return is_run and 2 * sum(memory.recurs(lines[at].text) for at in one.lines) >= len(one.lines)


def _is_sure(one: ItemList, nats: float) -> bool:
    return nats >= least_sure(one, among_junk=False) or (one.foreign and _reads_like_junk(one))


def _reads_like_junk(one: ItemList) -> bool:
    """Whether the wording of a list's items alone shows that they are junk."""
    scores = list(map(wording.score, one.items))
    return sum(scores) >= JUNK_LIST and sum(s >= JUNK_ITEM for s in scores) >= JUNK_SHARE * len(scores)


def _recurs(memory: SiteMemory, line: Line) -> bool:
    """Whether a line without links stood on other pages of the site, and is a list that does not read like news."""
    return (
        not line.links
        and memory.recurs(line.text)
        and looks_listed(line.text)
        and len(items_of(line.text)) >= MIN_ITEMS
        and wording.score(line.text) >= NEWSLIKE * len(line.text)
    )


def _head_texts(page: Page) -> dict[str, str]:
    """The page's title, and the meta texts that repeat it or look like a list, by their names."""
    title = page.title_tag
    texts = {_TITLE: title} if title else {}
    for name in _HEAD_NAMES:
        value = (page.meta or {}).get(name)
        if value and (value == title or looks_listed(with_bars(value))):
            texts[name] = value
    return texts


def _is_strange_list(title: str, draft: Draft) -> bool:
    """Whether the title of a Chinese page is a list of keywords, of any wording.

    It is none if it or one of its items is a line of the page, as its headline or the name of a channel, or if all
    items name a thing of which the sentences speak (黄金价格_黄金多少钱一克). The lists among the titles of 92
    annotated pages, headline and names of channels, have -0.5 nats at most.
    """
    listed = split_items(title)
    items = listed[1] if listed else ()
    if not items or not {line.text for line in draft.lines}.isdisjoint((title, *items)):
        return False
    prose = _shown_prose(draft.lines)
    reading = _reading(prose)
    named = items[:-1] if len(items) > MIN_ITEMS else items  # the last may name the site
    shared = set.intersection(*(units_of(item.casefold()) for item in named))
    if is_about(title, reading, ABOUT_SHARE) or any(unit in reading for unit in shared):
        return False
    if not is_page_chinese(draft.lines):
        return False
    judged = judge_lists((Line(title, "title", 0), *prose), frozenset(), None, (), _TITLE_LIST)
    return any(one.lines[0] == 0 and _TITLE_LIST.reached(one, nats) for one, nats in judged)


def _is_told_of(title: str, lines: Sequence[Line]) -> bool:
    """Whether the page's sentences speak of a title that reads like keywords: those of games, services and warnings do.

    Pages that are nothing but an advertisement speak of theirs as well, so that its wording must not be too sure.
    """
    reading = _reading(_shown_prose(lines))
    return is_about(title, reading, _TOLD_SHARE) and (wording.score(title) < _TOLD_NATS or warns(reading))


def _shown_prose(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not line.hidden and "。" in line.text]


def _reading(prose: Sequence[Line]) -> str:
    return "\n".join(line.text for line in prose)[:READ_CHARS].casefold()


def _are_of_article(keywords: Sequence[str], prose: str, *, title_is_junk: bool) -> bool:
    """Whether an outlet gave its article the ``keywords``: ``prose`` has some of them, and lacks only a few.

    It may lack more where half of them are single words (双色球,大乐透), unless the title is junk.
    """
    missing = sum(item not in prose for item in keywords)
    few = missing < MIN_ITEMS or (not title_is_junk and median_low(map(len, keywords)) <= _WORD_CHARS)
    return few and missing < len(keywords)


def _swapped_title(page: Page) -> list[Removal]:
    """The record of a title that only robots are shown; a site's name is no junk."""
    robots = page.robots_title
    if not robots or set(title_parts(robots)) <= set(site_parts(robots)):
        return []
    return [Removal(RemovalKind.SPAM, robots, "title", "cut_junk_lines")]


def _without_head(page: Page, junk: Mapping[str, str]) -> tuple[Page, list[Removal]]:
    """The page without the ``junk`` texts of its head, and the record of them."""
    if not junk:
        return page, []
    removals = [
        Removal(RemovalKind.SPAM, text, "title" if name == _TITLE else "meta", "cut_junk_lines")
        for name, text in junk.items()
    ]
    meta = {name: value for name, value in (page.meta or {}).items() if name not in junk}
    return replace(page, meta=meta, title_tag="" if _TITLE in junk else page.title_tag), removals
