"""The step that leaves lists out of the body that are keywords rather than part of the article.

It looks at the body only, and at the few lines around it, so it may be less sure than ``whole_lines``: what is left out
here and was honest would have been a menu or a list of tags, not a paragraph.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import BlockKind, Removal, RemovalKind
from cleaners.junk.lists.bounds import LINE, least_doubtful, least_sure
from cleaners.junk.lists.ends import listed_ends
from cleaners.junk.lists.evidence import Least, judge_lists, parts_of_junk, share_of_junk
from cleaners.junk.lists.items import COMMAS, holds_sentence, split_items
from cleaners.junk.lists.keywords import is_junk_list
from cleaners.junk.scene import LONG_LINE, found_spam, is_body_chinese, is_page_chinese, own_of
from cleaners.junk.spans import Span, cut_spans
from cleaners.lexicons import words
from cleaners.page.model import Line

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from cleaners.draft import Draft


_KINDRED = 0.75
"""A short line goes when at least this share of its parts stands in the page's junk and not in its prose."""
_KINDRED_HEAP = 0.4
"""The same for a long line without any mark. It is no sentence, so less is enough."""
_AROUND = 30
"""Lines ahead of the body, or behind it, that are looked at for the rest of a list."""


class _Piece(NamedTuple):
    """A line of the body, or a part of one."""

    entry: int
    """Index of the line in ``draft.body``."""
    span: Span
    """Where the piece stands in that line."""
    line: Line
    """The piece as a line of its own."""
    part: bool = False
    """It is a list at an end of its line."""
    guessed: bool = False
    """Where it begins and ends is guessed by the text, because no element of the page tells."""


def leave_out_lists(draft: Draft) -> Draft:
    """Leave lists out of the body that are keywords rather than part of the article.

    A list that is keywords for sure is recorded as spam. One that is only more likely keywords than not is recorded as
    boilerplate, because it may as well be the page's own. A list that runs together with a line of prose, and whose
    ends only the text tells, must be sure.
    """
    if not draft.body or not is_body_chinese(draft):
        return draft
    spam = found_spam(draft)
    pieces = [piece for at, entry in enumerate(draft.body) for piece in _pieces_of(at, entry.line, draft.page.source)]
    kinds = {at: RemovalKind.SPAM for at, piece in enumerate(pieces) if piece.part and is_junk_list(piece.line.text)}
    kinds.update(_judge_pieces(draft, pieces, spam))
    kinds = _without_parts_of_tables(kinds, [draft.body[piece.entry].kind for piece in pieces])
    spam += [pieces[at].line.text for at, kind in kinds.items() if kind is RemovalKind.SPAM]
    kinds.update(dict.fromkeys(_kindred(pieces, kinds, spam), RemovalKind.SPAM))
    if not kinds or not is_page_chinese(entry.line for entry in draft.body):
        return draft
    allowed = words("junk_allow")
    return _without_pieces(
        draft, {pieces[at]: kinds[at] for at in sorted(kinds) if pieces[at].line.text not in allowed}
    )


def _judge_pieces(draft: Draft, pieces: Sequence[_Piece], spam: Sequence[str]) -> dict[int, RemovalKind]:
    """Indices of the pieces that lists of keywords are made of, and how sure these are. ``spam``: the page's junk."""
    doubtful = LINE.doubtful_among_junk if spam else LINE.doubtful
    ahead, behind = _lines_around(draft)
    lines = [*ahead, *(piece.line for piece in pieces), *behind]
    marks = {listed[0] for text in spam if (listed := split_items(text))}
    kinds: dict[int, RemovalKind] = {}
    for one, nats in judge_lists(lines, own_of(draft), draft.page.title_tag, spam, Least(doubtful, doubtful)):
        inside = [at - len(ahead) for at in one.lines if len(ahead) <= at < len(ahead) + len(pieces)]
        sure = nats >= least_sure(one, among_junk=bool(spam))
        alike = bool(spam) and (one.mark not in COMMAS or one.mark in marks)
        if inside and (sure or (nats >= least_doubtful(one, among_junk=alike) and not pieces[inside[0]].guessed)):
            kinds.update(dict.fromkeys(inside, RemovalKind.SPAM if sure else RemovalKind.BOILERPLATE))
    return kinds


def _without_parts_of_tables(found: Mapping[int, RemovalKind], blocks: Sequence[BlockKind]) -> dict[int, RemovalKind]:
    """The pieces found but for rows that are no sure junk, of tables that have others: heads and names of data.

    ``blocks``: what each piece is a block of.
    """
    data: set[int] = set()
    for kind, group in groupby(range(len(blocks)), key=blocks.__getitem__):
        table = set(group) if kind is BlockKind.TABLE_ROW else set()
        if not table <= found.keys():
            data |= table
    return {at: removal for at, removal in found.items() if at not in data or removal is RemovalKind.SPAM}


def _lines_around(draft: Draft) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines ahead of a body that begins with a short line, and behind one that ends so: the rest of its list."""
    lines = draft.lines
    first, last = draft.body[0].line, draft.body[-1].line
    ahead = next((at for at, line in enumerate(lines) if line is first), 0) if _may_be_listed(first) else 0
    after = len(lines)
    if _may_be_listed(last):
        after = next((at + 1 for at in range(len(lines) - 1, -1, -1) if lines[at] is last), after)
    return lines[max(0, ahead - _AROUND) : ahead], lines[after : after + _AROUND]


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
    """Indices of the pieces made of the words of sure junk: single keywords, and heaps of them without a mark."""
    if not spam:
        return
    left = [(at, piece.line.text) for at, piece in enumerate(pieces) if at not in cut]
    junk = parts_of_junk(spam, "\n".join(text for _, text in left if holds_sentence(text)))
    for at, text in left:
        if share_of_junk(text, junk) >= (_KINDRED if len(text) < LONG_LINE else _KINDRED_HEAP):
            yield at


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
        if (line := cut_spans(entry.line, sorted(spans.get(at, ()))) if at in spans else entry.line)
    ]
    return draft._replace(body=tuple(left)).note(removed=draft.cut(removals))
