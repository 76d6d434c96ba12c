"""Find and cut what hijackers put into a page as whole lines: hidden ones, lists of keywords, a title."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Removal, RemovalKind
from cleaners.junk import between_sentences
from cleaners.junk.between_sentences import Span
from cleaners.junk.item_lists import COMMAS, is_prose
from cleaners.junk.item_lists import split_items as split_marked
from cleaners.junk.keyword_lines import (
    JUNK_ITEM,
    JUNK_LIST,
    JUNK_SHARE,
    LIST_CHARS,
    MIN_ITEMS,
    NEWSLIKE,
    find_junk_lists,
    is_junk_list,
    is_junk_phrase,
    is_keywords,
    looks_listed,
    split_items,
)
from cleaners.junk.list_ends import listed_ends
from cleaners.junk.list_evidence import MOST_NEWSLIKE, Least, judge_lists, parts_of_junk, share_of_junk
from cleaners.junk.rejoin import without_lines
from cleaners.lexicons import words
from cleaners.links.hosts import own_domains
from cleaners.page.model import Line
from cleaners.text import wording
from cleaners.text.language import SCRIPT_CHARS, is_written_in_chinese

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from cleaners.draft import Draft
    from cleaners.junk.item_lists import ItemList
    from cleaners.memory import SiteMemory
    from cleaners.page.model import Page

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
    strewn = _strewn_in_prose(draft.lines)
    if len({line.box for line in strewn}) >= STREWN_PLACES and len({line.text for line in strewn}) >= STREWN_PLACES:
        junk |= {line.text for line in strewn}
    cut = {at for at, line in enumerate(draft.lines) if line.hidden and (line.text in junk or line.box not in folded)}
    inside = {line.text for line in strewn}
    removals = [removal for at in sorted(cut) if (removal := _record_hidden(draft.lines[at], junk, inside))]
    shown = [line._replace(hidden=False) if line.hidden else line for line in draft.lines]
    return draft._replace(lines=without_lines(shown, cut, draft.page.boxes)).note(removed=draft.cut(removals))


STREWN_PLACES = 2
"""Paragraphs inside which different hidden words stand, and different ones of these, from which somebody strewed them;
no honest page seen has a second."""
STREWN_CHARS = 3
"""Letters of such a word at least."""


def _strewn_in_prose(lines: Sequence[Line]) -> list[Line]:
    """The hidden lines that stand inside a Chinese paragraph and hold no sentence themselves."""
    prose = {line.box for line in lines if not line.hidden and "。" in line.text}
    return [
        line
        for line in lines
        if line.hidden
        and line.box in prose
        and "。" not in line.text
        and sum(map(str.isalpha, line.text)) >= STREWN_CHARS
    ]


def _record_hidden(line: Line, junk: Container[str], inside: Container[str]) -> Removal | None:
    """What is recorded of a hidden line that is cut: junk, prose, and what stood inside prose; None for all else."""
    if line.text in junk:
        return Removal(RemovalKind.SPAM, line.text, "hidden", "cut_hidden")
    if line.text in inside or (len(line.text) >= RECORDED_CHARS and "。" in line.text):
        return Removal(RemovalKind.BOILERPLATE, line.text, "hidden", "cut_hidden")
    return None


def _folded_boxes(hidden: Sequence[Line], scores: dict[str, float]) -> frozenset[int]:
    """The boxes whose hidden text holds an article's sentences."""
    return frozenset(
        line.box
        for line in hidden
        if len(line.text) >= PROSE_CHARS and "。" in line.text and scores[line.text] <= PROSE_NATS
    )


KEYWORDS = 2.2
"""Nats from which on a list of any wording is keywords for sure. Honest lists of 1,434 pages stay below 0.7, the
hardest we could think of (a community day's free services) below 1.8."""
FOREIGN_KEYWORDS = 5.0
"""The same for links to foreign hosts: sites trade such lists, and sell them. Those of these pages stay below 4.2."""
NEWSLIKE_LINKS = -0.9
"""Nats a character below which a list of links to foreign hosts will not be that sure."""
KEYWORDS_AMONG_JUNK = 1.0
"""The same for a list without links on a page that holds other junk."""
DOUBTFUL = 0.4
"""Nats from which on a list in one line belongs to the body less likely than not."""
DOUBTFUL_RUN = 0.9
"""The same for a list that is a run of lines: articles hold many."""
KINDRED = 0.75
"""Share of a single keyword's parts that the page's junk has, and its prose has not."""
KINDRED_HEAP = 0.4
"""The same for a long line without any mark: no sentence, and so much in common is no chance."""
DOUBTFUL_AMONG_JUNK = -1.0
"""The same for one line on a page that holds junk, but for one with commas where that has none: sentences look like
that, too."""
AROUND = 30
"""Lines ahead of the body, or behind it, that are looked at for the rest of a list."""


def cut_junk_lines(draft: Draft) -> Draft:
    """Cut whole lines of junk: lists of keywords in one line, and lists of links to foreign hosts; and a junk title."""
    lines = draft.lines
    listed = [at for at, line in enumerate(lines) if len(line.text) >= LIST_CHARS and looks_listed(line.text)]
    head = _head_texts(draft.page)
    found = find_junk_lists([*(lines[at].text for at in listed), *head.values()])
    junk = {listed[index] for index in found if index < len(listed)}
    junk_head = {
        name: text for at, (name, text) in enumerate(head.items(), len(listed)) if at in found or is_junk_phrase(text)
    }
    junk |= _keyword_lists(draft, junk)
    junk |= _lists_like(draft, junk)
    junk |= {at for at, line in enumerate(lines) if _recurs(draft.memory, line)} if draft.memory.lines else set()
    blocked, allowed = words("junk_block"), words("junk_allow")
    if blocked or allowed:
        junk |= {at for at, line in enumerate(lines) if line.text in blocked}
        junk -= {at for at, line in enumerate(lines) if line.text in allowed}
    page, removals = _without_head(draft.page, junk_head)
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
    kept = without_lines(lines, junk, page.boxes) if junk else lines
    return draft._replace(page=page, lines=kept).note(removed=draft.cut(removals))


def _keyword_lists(draft: Draft, junk: set[int]) -> set[int]:
    """Indices of the lines in lists that are keywords by any sign; ``junk``: those that their wording gave away."""
    lines = draft.lines
    if not _is_chinese(lines):
        return set()
    own, title, memory = own_of(draft), draft.page.title_tag, draft.memory

    def recurs(one: ItemList) -> bool:
        return _recurs_as_list(one, lines, memory)

    least, most_newslike = Least(KEYWORDS_AMONG_JUNK, FOREIGN_KEYWORDS), NEWSLIKE_LINKS
    if memory.lines:
        least = least._replace(
            known=RECURRING, is_known=lambda one: recurs(one) or (one.foreign and _reads_like_junk(one))
        )
        most_newslike = MOST_NEWSLIKE
    judged = judge_lists(lines, own, title, [lines[at].text for at in sorted(junk)], least, most_newslike)
    sure = {
        at for one, nats in judged if _is_sure(one, nats) or (nats >= RECURRING and recurs(one)) for at in one.lines
    }
    if sure - junk:
        judged = judge_lists(lines, own, title, [lines[at].text for at in sorted(sure | junk)], least, NEWSLIKE_LINKS)
    if sure or junk:
        sure |= {at for one, nats in judged if nats >= KEYWORDS_AMONG_JUNK and not one.foreign for at in one.lines}
    return sure


RECURRING = -1.7
"""Nats from which on a run of lines, or of links, that stood in other articles of the site is keywords for sure."""


def _recurs_as_list(one: ItemList, lines: Sequence[Line], memory: SiteMemory) -> bool:
    """Whether half of the lines of a run, or of links, stood in other articles of the site."""
    is_run = one.foreign or len(one.lines) > 1
    return is_run and 2 * sum(memory.recurs(lines[at].text) for at in one.lines) >= len(one.lines)


def _is_sure(one: ItemList, nats: float) -> bool:
    if not one.foreign:
        return nats >= KEYWORDS
    return nats >= FOREIGN_KEYWORDS or _reads_like_junk(one)


def _reads_like_junk(one: ItemList) -> bool:
    """Whether the wording of a list's items alone shows that they are junk."""
    scores = list(map(wording.score, one.items))
    return sum(scores) >= JUNK_LIST and sum(s >= JUNK_ITEM for s in scores) >= JUNK_SHARE * len(scores)


LONG_LINE = 30
"""Characters of a line that tells a page's language."""
LONG_LINES = 40
"""Such lines that are looked at."""
OTHER_SHARE = 0.33
"""Share of them, sentences in another language, from which on a page is not taken for Chinese."""


def _is_chinese(lines: Iterable[Line]) -> bool:
    """Whether a page's prose is Chinese, with hardly a sentence in another language."""
    long = list(islice((line.text for line in lines if len(line.text) >= LONG_LINE), LONG_LINES))
    chinese = [text for text in long if "。" in text or is_written_in_chinese(text)]
    other = sum(". " in text for text in long) if len(chinese) < len(long) else 0
    return other <= OTHER_SHARE * len(chinese) and is_written_in_chinese("".join(chinese)[:SCRIPT_CHARS])


class _Piece(NamedTuple):
    """A line of the body, or a part of one."""

    entry: int
    span: Span
    line: Line
    part: bool = False
    """Whether it is a list at an end of its line."""
    guessed: bool = False
    """Where it begins or ends is guessed by the text: no element's edge tells."""


def leave_out_lists(draft: Draft) -> Draft:
    """Leave lists out of the body that are rather keywords than part of the article.

    Whether hijackers put them there or the page's own furniture is not claimed: they are recorded as boilerplate, as
    spam only where the page's text holds junk that is sure. What runs together with a line of prose must be
    sure itself.
    """
    if not draft.body or not is_written_in_chinese("".join(entry.line.text for entry in draft.body)[:SCRIPT_CHARS]):
        return draft
    spam = [cut.text for cut in draft.article.removed if cut.kind is RemovalKind.SPAM and cut.where not in HEAD]
    pieces = [piece for at, entry in enumerate(draft.body) for piece in _pieces_of(at, entry.line, draft.page.source)]
    kinds = {at: RemovalKind.SPAM for at, piece in enumerate(pieces) if piece.part and is_junk_list(piece.line.text)}
    doubtful = DOUBTFUL_AMONG_JUNK if spam else DOUBTFUL
    least = Least(doubtful, doubtful)
    ahead, behind = _lines_around(draft)
    lines = [*ahead, *(piece.line for piece in pieces), *behind]
    marks = {listed[0] for text in spam if (listed := split_marked(text))}
    for one, nats in judge_lists(lines, own_of(draft), draft.page.title_tag, spam, least):
        inside = [at - len(ahead) for at in one.lines if len(ahead) <= at < len(ahead) + len(pieces)]
        sure = nats >= (FOREIGN_KEYWORDS if one.foreign else KEYWORDS_AMONG_JUNK if spam else KEYWORDS)
        alike = bool(spam) and (one.mark not in COMMAS or one.mark in marks)
        if inside and (sure or (nats >= _least(one, among_junk=alike) and not pieces[inside[0]].guessed)):
            kinds.update(dict.fromkeys(inside, RemovalKind.SPAM if sure else RemovalKind.BOILERPLATE))
    spam += [pieces[at].line.text for at, kind in kinds.items() if kind is RemovalKind.SPAM]
    kinds.update(dict.fromkeys(_kindred(pieces, kinds, spam), RemovalKind.SPAM))
    if not kinds or not _is_chinese(entry.line for entry in draft.body):
        return draft
    allowed = words("junk_allow")
    return _without_pieces(
        draft, {pieces[at]: kinds[at] for at in sorted(kinds) if pieces[at].line.text not in allowed}
    )


def _lines_around(draft: Draft) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines ahead of a body that begins with a short line, and behind one that ends so: the rest of its list."""
    lines = draft.lines
    first, last = draft.body[0].line, draft.body[-1].line
    ahead = next((at for at, line in enumerate(lines) if line is first), 0) if _may_be_listed(first) else 0
    after = len(lines)
    if _may_be_listed(last):
        after = next((at + 1 for at in range(len(lines) - 1, -1, -1) if lines[at] is last), after)
    return lines[max(0, ahead - AROUND) : ahead], lines[after : after + AROUND]


def _may_be_listed(line: Line) -> bool:
    return len(line.text) < LONG_LINE and "。" not in line.text


def _pieces_of(at: int, line: Line, source: str) -> Iterator[_Piece]:
    """A line as it is, or as its prose and the lists that run together with it, in order."""
    text, links = line.text, line.links
    ends = listed_ends(text, source)
    spans = [Span(*span) for span in ends.spans if not any(k.start < span[1] and span[0] < k.end for k in links)]
    if not spans:
        yield _Piece(at, Span(0, len(text)), line)
        return
    edges = sorted({0, len(text), *(edge for span in spans for edge in span)})
    for span in map(Span, edges, edges[1:]):
        part = span in spans
        piece = Line(text[slice(*span)].strip(), line.tag, line.box)
        yield _Piece(at, span, piece, part=part, guessed=part and not ends.exact)


def _kindred(pieces: Sequence[_Piece], cut: Container[int], spam: Sequence[str]) -> Iterator[int]:
    """Indices of lines made of the words of sure junk: single keywords, and heaps without a mark."""
    if not spam:
        return
    left = [(at, piece.line.text) for at, piece in enumerate(pieces) if at not in cut]
    junk = parts_of_junk(spam, "\n".join(text for _, text in left if is_prose(text)))
    for at, text in left:
        if share_of_junk(text, junk) >= (KINDRED if len(text) < LONG_LINE else KINDRED_HEAP):
            yield at


def _least(one: ItemList, *, among_junk: bool) -> float:
    """Nats from which on a list is left out."""
    if among_junk and len(one.lines) == 1:
        return DOUBTFUL_AMONG_JUNK
    return DOUBTFUL if len(one.lines) == 1 else DOUBTFUL_RUN


def _without_pieces(draft: Draft, cut: Mapping[_Piece, RemovalKind]) -> Draft:
    """The draft without parts of its body, each recorded."""
    if not cut:
        return draft
    spans: dict[int, list[Span]] = {}
    for piece in cut:
        spans.setdefault(piece.entry, []).append(piece.span)
    removals = [Removal(kind, piece.line.text, "body", "leave_out_lists") for piece, kind in cut.items()]
    left = [
        entry._replace(line=line)
        for at, entry in enumerate(draft.body)
        if (line := between_sentences.cut_spans(entry.line, sorted(spans.get(at, ()))) if at in spans else entry.line)
    ]
    return draft._replace(body=tuple(left)).note(removed=draft.cut(removals))


def _lists_like(draft: Draft, junk: set[int]) -> set[int]:
    """Indices of further lists, without links, that share their vocabulary with junk that is sure."""
    if not junk:
        return set()
    rest = {at: line for at, line in enumerate(draft.lines) if at not in junk}
    lists = {at for at, line in rest.items() if not line.links and looks_listed(line.text)}
    clean = "\n".join(line.text for at, line in rest.items() if at not in lists)
    known = between_sentences.vocabulary([draft.lines[at].text for at in junk], clean)
    places = sorted(lists)
    return {places[index] for index in find_junk_lists([rest[at].text for at in places], known)}


def _recurs(memory: SiteMemory, line: Line) -> bool:
    """Whether a line without links stood on other pages of the site, and is a list that does not read like news."""
    return (
        not line.links
        and memory.recurs(line.text)
        and looks_listed(line.text)
        and len(split_items(line.text)) >= MIN_ITEMS
        and wording.score(line.text) >= NEWSLIKE * len(line.text)
    )


def own_of(draft: Draft) -> frozenset[str]:
    """The outlet's own domains."""
    page = draft.page
    return own_domains(page.url, page.canonical, draft.site.hosts, (k.href for x in page.lines for k in x.links))


_HEAD_NAMES = ("keywords", "description", "og:title", "og:description", "twitter:title", "twitter:description")


HEAD = ("title", "meta")
"""Places outside the text: junk there tells nothing of the text."""


_TITLE = "<title>"
"""Name of the title among the texts of a page's head."""


def _head_texts(page: Page) -> dict[str, str]:
    """The page's title, and the texts of its head that may be a list or repeat it, by their names."""
    title = page.title_tag
    texts = {_TITLE: title} if title else {}
    for name in _HEAD_NAMES:
        value = (page.meta or {}).get(name)
        if value and (value == title or looks_listed(value)):
            texts[name] = value
    return texts


def _without_head(page: Page, junk: Mapping[str, str]) -> tuple[Page, list[Removal]]:
    """The page without those texts of its head."""
    if not junk:
        return page, []
    removals = [
        Removal(RemovalKind.SPAM, text, "title" if name == _TITLE else "meta", "cut_junk_lines")
        for name, text in junk.items()
    ]
    meta = {name: value for name, value in (page.meta or {}).items() if name not in junk}
    return replace(page, meta=meta, title_tag="" if _TITLE in junk else page.title_tag), removals
