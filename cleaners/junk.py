"""Find and cut what hijackers put into a page as whole lines: hidden ones, lists of keywords, a title."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cleaners import inline, wording
from cleaners.article import Removal, RemovalKind
from cleaners.hosts import domain_of, own_domains
from cleaners.junk_lines import (
    JUNK_ITEM,
    JUNK_LIST,
    JUNK_SHARE,
    MAX_ITEM_CHARS,
    MIN_ITEMS,
    NEWSLIKE,
    find_junk_lists,
    find_kindred_lists,
    is_foreign_list,
    is_junk_list,
    is_junk_title,
    is_keywords,
    looks_listed,
    may_be_foreign,
    split_items,
)
from cleaners.language import SCRIPT_CHARS, is_written_in_chinese
from cleaners.lexicons import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.draft import Draft
    from cleaners.memory import SiteMemory
    from cleaners.page import Line, Page

HIDDEN_ITEM = 1.0
"""Nats from which on one hidden text may count as junk. Hidden text is not shown either way; this decides its name."""
HIDDEN_JUNK = 12.0
"""Nats that such texts of a page must sum up to: a log-in window alone stays below."""
HIDDEN_CHARS = 400
"""Characters of a hidden text that are looked at."""
PROSE_NATS = -6.0
"""Hidden text that is at least so newslike, and holds a sentence, is an article folded away."""
PROSE_CHARS = 25
"""Characters such a text has at least."""
RECORDED_CHARS = 10
"""Hidden text that is no junk is recorded from this length on, when it holds a sentence."""


def cut_hidden(draft: Draft) -> Draft:
    """Cut the lines that the page's own styles hide, unless they are honest prose that the page folds away."""
    hidden = [line for line in draft.lines if line.hidden]
    if not hidden:
        return draft
    scores = {line.text: wording.score(line.text[:HIDDEN_CHARS]) for line in hidden}
    folded = _folded_boxes(hidden, scores)
    junk = {text for text, score in scores.items() if score >= HIDDEN_ITEM and is_keywords(text)}
    if sum(scores[text] for text in junk) < HIDDEN_JUNK:
        junk = set()
    kept: list[Line] = []
    removals: list[Removal] = []
    for line in draft.lines:
        if not line.hidden:
            kept.append(line)
        elif line.text in junk:
            removals.append(Removal(RemovalKind.SPAM, line.text, "hidden", "cut_hidden"))
        elif line.box in folded:
            kept.append(line._replace(hidden=False))
        elif len(line.text) >= RECORDED_CHARS and "。" in line.text:
            removals.append(Removal(RemovalKind.BOILERPLATE, line.text, "hidden", "cut_hidden"))
    return replace(draft, lines=tuple(kept)).note(removed=draft.cut(removals))


def _folded_boxes(hidden: Sequence[Line], scores: dict[str, float]) -> frozenset[int]:
    """The boxes whose hidden text holds an article's sentences."""
    return frozenset(
        line.box
        for line in hidden
        if len(line.text) >= PROSE_CHARS and "。" in line.text and scores[line.text] <= PROSE_NATS
    )


def cut_junk_lines(draft: Draft) -> Draft:
    """Cut whole lines of junk: lists of keywords in one line, and lists of links to foreign hosts; and a junk title."""
    lines = draft.lines
    listed = [at for at, line in enumerate(lines) if looks_listed(line.text)]
    junk = {listed[index] for index in find_junk_lists([lines[at].text for at in listed])}
    junk |= _foreign_lists(draft) | _shaped_lists(draft, set(listed), junk)
    junk |= _lists_like(draft, junk)
    junk |= {at for at, line in enumerate(lines) if _recurs(draft.memory, line)} if draft.memory.lines else set()
    blocked, allowed = words("junk_block"), words("junk_allow")
    if blocked or allowed:
        junk |= {at for at, line in enumerate(lines) if line.text in blocked}
        junk -= {at for at, line in enumerate(lines) if line.text in allowed}
    page, removals = _without_junk_head(draft.page)
    if not junk and not removals:
        return draft
    prose = [at for at, line in enumerate(lines) if at not in junk and len(line.text) > 40 and "。" in line.text]
    first, last = (prose[0], prose[-1]) if prose else (0, 0)
    removals += [
        Removal(
            RemovalKind.SPAM,
            lines[at].text,
            "before" if at < first else "after" if at > last else "body",
            "cut_junk_lines",
        )
        for at in sorted(junk)
    ]
    kept = tuple(line for at, line in enumerate(lines) if at not in junk)
    return replace(draft, page=page, lines=kept).note(removed=draft.cut(removals))


def _lists_like(draft: Draft, junk: set[int]) -> set[int]:
    """Indices of further lists, without links, that share their vocabulary with junk that is sure."""
    if not junk:
        return set()
    rest = {at: line for at, line in enumerate(draft.lines) if at not in junk}
    lists = {at for at, line in rest.items() if not line.links and looks_listed(line.text)}
    clean = "\n".join(line.text for at, line in rest.items() if at not in lists)
    known = inline.vocabulary([draft.lines[at].text for at in junk], clean)
    return {at for at in lists if is_junk_list(rest[at].text, known)}


def _recurs(memory: SiteMemory, line: Line) -> bool:
    """Whether a line without links stood on other pages of the site, and is a list that does not read like news."""
    return (
        memory.recurs(line.text)
        and not line.links
        and looks_listed(line.text)
        and len(split_items(line.text)) >= MIN_ITEMS
        and wording.score(line.text) >= NEWSLIKE * len(line.text)
    )


def _foreign_lists(draft: Draft) -> set[int]:
    """Indices of the lines in runs of junk lines, each nothing but one link to a foreign host."""
    found: set[int] = set()
    run: list[int] = []
    own: frozenset[str] | None = None
    near = _near_names(draft)
    for at, line in enumerate((*draft.lines, None)):
        if line and len(line.links) == 1 and len(line.text) <= 40:
            link = line.links[0]
            if (
                link.end - link.start == len(line.text)
                and "//" in link.href[:8]
                and not any(n in link.href for n in near)
            ):
                own = own_of(draft) if own is None else own
                if domain_of(link.href) not in own:
                    run.append(at)
                    continue
        if len(run) >= MIN_ITEMS:
            scores = [wording.score(draft.lines[index].text) for index in run]
            if sum(scores) >= JUNK_LIST and sum(s >= JUNK_ITEM for s in scores) >= JUNK_SHARE * len(run):
                found.update(run)
        run = []
    return found


def _shaped_lists(draft: Draft, listed: set[int], junk: set[int]) -> set[int]:
    """Indices of the lines without links that are lists of keywords by their shape."""
    foreign = {at for at, line in enumerate(draft.lines) if may_be_foreign(line.text)}
    lists = {at: draft.lines[at] for at in sorted(listed | foreign)}
    if not lists:
        return set()
    prose = "\n".join(line.text for at, line in enumerate(draft.lines) if at not in lists and "。" in line.text)
    prose += f"\n{draft.page.title_tag or ''}"
    found = {at for at in foreign if is_foreign_list(draft.lines[at].text)}
    if not is_written_in_chinese(prose[:SCRIPT_CHARS]):
        return set()
    own = {at: line.text for at, line in lists.items() if not line.links}  # honest sites trade lists of links
    return (found | find_kindred_lists(own, prose, [draft.lines[at].text for at in junk])) - junk


def _sole_link(line: Line) -> str | None:
    """The absolute address that all of a short line links to; None where there is none."""
    link = line.links[0]
    alone = len(line.text) <= MAX_ITEM_CHARS and link.end - link.start == len(line.text)
    return link.href if alone and "//" in link.href[:8] else None


def _near_names(draft: Draft) -> tuple[str, ...]:
    """Names whose presence in an address shows at once, without reading it, that it is the outlet's own."""
    known = (domain_of(address) for address in (draft.page.url, draft.page.canonical) if address)
    return tuple(filter(None, known))


def own_of(draft: Draft) -> frozenset[str]:
    """The outlet's own domains."""
    page = draft.page
    return own_domains(page.url, page.canonical, draft.site.hosts, (k.href for x in page.lines for k in x.links))


_HEAD_NAMES = ("keywords", "description", "og:title", "og:description", "twitter:title", "twitter:description")


HEAD = ("title", "meta")
"""Places outside the text: junk there tells nothing of the text."""


def _without_junk_head(page: Page) -> tuple[Page, list[Removal]]:
    """The page without a title and meta texts that are junk."""
    removals: list[Removal] = []
    meta = dict(page.meta or {})
    title = page.title_tag
    if title and is_junk_title(title):
        removals.append(Removal(RemovalKind.SPAM, title, "title", "cut_junk_lines"))
        page = replace(page, title_tag="")
    for name in _HEAD_NAMES:
        value = meta.get(name)
        if value and (value == title or looks_listed(value)) and is_junk_title(value):
            removals.append(Removal(RemovalKind.SPAM, value, "meta", "cut_junk_lines"))
            del meta[name]
    return (replace(page, meta=meta) if removals else page), removals
