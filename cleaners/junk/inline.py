"""The step that cuts what hijackers put inside the lines of a body: a shredded headline, phrases, links, addresses.

Each finder has a module of its own. It is given the body's lines as the finders before it left them and what is known
of the page (``scene``), and gives the places of junk in them. What was found on a page so far makes the later finders
surer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from cleaners.article import Removal, RemovalKind
from cleaners.junk.foreign.han_amid_letters import find_han
from cleaners.junk.foreign.names import find_named
from cleaners.junk.foreign.phrases import find_strange_phrases
from cleaners.junk.foreign.script import find_foreign
from cleaners.junk.lists.items import is_stopped_list
from cleaners.junk.scene import found_spam, is_body_chinese, linked_outside, scene_of
from cleaners.junk.selling.contacts import find_addresses, find_contacts
from cleaners.junk.selling.offers import find_offers
from cleaners.junk.shreds.find import find_shreds
from cleaners.junk.spans import Place, Span, by_line, cut_spans, without
from cleaners.junk.strewn.between_sentences import find_phrases
from cleaners.junk.strewn.candidates import STREWN_LINKS
from cleaners.junk.strewn.links import find_strewn_links
from cleaners.junk.strewn.lone_lines import find_lone
from cleaners.junk.strewn.paragraph_heads import find_heads
from cleaners.junk.strewn.recurring import find_recurring
from cleaners.junk.strewn.set_apart import find_set_apart
from cleaners.junk.strewn.template_words import find_template_words
from cleaners.lexicons import any_of, words
from cleaners.lines.credits import REPORTS
from cleaners.lines.paragraph_credits import BRACKET, read_brackets
from cleaners.lines.title_tag import title_tag
from cleaners.links.hosts import domain_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cleaners.draft import BodyLine, Draft
    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

    Finder = Callable[[Sequence[Line], Scene], Iterable[Place]]

_ROUNDS: Mapping[Finder, int] = {find_phrases: 3, find_lone: 2, find_heads: 2, find_set_apart: 2}
"""Times a body is searched for phrases, and for such in lines of their own; for all else once. What was found convicts
more, and some heaps are longer than one phrase."""
_HEADLINE_CHARS = 30, 80
"""Characters at the beginning of the text that stand in for a headline where the page has none: as many as a headline
has, or its first lines."""
_LISTED, _LEFT_SHARE, _STOPPED_SHARE = 3, 0.34, 2.0
"""For all of a line to be a list of junk: fewest pieces of it that are, and most letters beside them, as a share of
theirs. 快？？吗？ is what is left where the ends of phrases are told wrongly. The second share is for a line that is
nothing but items with ends of sentences between them."""
MAX_CHARS = 300_000
"""Characters of a body in which junk is looked for, so that memory is bounded: each takes up to a kilobyte. The longest
body of 1,434 annotated pages has 55,000."""
_MIN_BLOCKED_CHARS = 4
"""Shorter confirmed pieces are cut as whole lines only: inside a sentence they may be part of a word."""


def cut_inline_junk(draft: Draft) -> Draft:
    """Cut junk from within the lines of a Chinese body, and from others the keywords that their look gives away.

    Only its first ``MAX_CHARS`` are looked at, in whole lines.
    """
    ends = list(accumulate([len(entry.line.text) for entry in draft.body]))
    first = bisect_right(ends, MAX_CHARS)
    if first == len(draft.body):
        return _cut_junk(draft)
    looked_at = draft._replace(body=draft.body[:first])
    cut = _cut_junk(looked_at)
    return draft if cut is looked_at else cut._replace(body=cut.body + draft.body[first:])


def _cut_junk(draft: Draft) -> Draft:
    if not draft.body:
        return draft
    scene = scene_of(draft)
    if not is_body_chinese(draft):
        return _cut_found(draft, scene, find_strange_phrases, find_han)
    scene = scene._replace(outside=linked_outside(draft))
    draft = _cut(draft, _shredded_places(draft))
    draft = _cut(draft, _blocked_places(draft))
    draft = _cut_found(draft, scene, find_template_words, find_recurring)
    before = draft
    # Foreign words ahead of the phrases, which would take honest words along; behind the phrases, which convict each
    # other, what stands apart from the sentences by itself; offers last: phrases part keywords from honest words.
    draft = _cut_found(draft, scene, find_foreign, find_strewn_links, find_lone, find_heads, find_phrases)
    draft = _cut_found(draft, scene, find_set_apart, find_offers)
    if draft is not before:  # once more: what was found since convicts more of them
        draft = _cut_found(draft, scene, find_lone)
    draft = _cut_found(draft, scene, find_contacts)
    if draft is not before:  # once more: so are more of these
        draft = _cut_found(draft, scene, find_foreign)
    draft = _cut_found(draft, scene, find_named)
    draft = _cut(draft, _linked_places(before, draft, scene.own))
    return _cut_found(draft, scene, find_addresses)


def _cut_found(draft: Draft, scene: Scene, *finders: Finder) -> Draft:
    """The draft without what finders find in the lines that the ones before them left."""
    lines, known = _lines_of(draft), _told_by(draft, scene)
    for find in finders:
        for earlier in range(_ROUNDS.get(find, 1)):
            cut = _cut(draft, find(lines, known._replace(found=True) if earlier else known))
            if cut is draft:
                break
            draft = cut
            lines, known = _lines_of(draft), _told_by(draft, scene)
    return draft


def _lines_of(draft: Draft) -> list[Line]:
    return [entry.line for entry in draft.body]


def _told_by(draft: Draft, scene: Scene) -> Scene:
    """The scene with what the draft tells by now: what its lines are, and the junk that was cut."""
    return scene._replace(
        spam=tuple(found_spam(draft)),
        kinds=tuple(entry.kind for entry in draft.body),
        hijacked=any(cut.kind is RemovalKind.SPAM for cut in draft.article.removed),
    )


def _blocked_places(draft: Draft) -> Iterable[Place]:
    """Where pieces stand in the body's lines that an operator confirmed as junk."""
    blocked = [text for text in words("junk_block") if len(text) >= _MIN_BLOCKED_CHARS]
    if not blocked:
        return ()
    pattern = re.compile(any_of(blocked))
    return (
        Place(at, *match.span()) for at, entry in enumerate(draft.body) for match in pattern.finditer(entry.line.text)
    )


def _shredded_places(draft: Draft) -> list[Place]:
    """Where pieces of the headline were strewn into the body's lines."""
    texts = [entry.line.text for entry in draft.body]
    tag = title_tag(draft.page)
    first = next((at for at, text in enumerate(texts) if "，" in text), 0)
    beginnings = [tag] if tag else ["".join(texts[first : first + 3])[:chars] for chars in _HEADLINE_CHARS]
    titles = (*beginnings, draft.page.robots_title, draft.article.title)
    return find_shreds(texts, dict.fromkeys(title for title in titles if title))


def _linked_places(before: Draft, draft: Draft, own: frozenset[str]) -> Iterable[Place]:
    """The links in the body's lines that lead to a convicted host, whatever their words.

    A host is convicted if enough links to it were cut since ``before``, and it is not the outlet's own.
    """
    hosts = _linked_hosts(before) - _linked_hosts(draft) if draft is not before else None
    if not hosts:
        return ()
    convicted = {host for host, count in hosts.items() if count >= STREWN_LINKS} - own
    return (
        Place(at, link.start, link.end)
        for at, entry in enumerate(draft.body)
        for link in entry.line.links
        if domain_of(link.href) in convicted
    )


def _linked_hosts(draft: Draft) -> Counter[str]:
    """Links of the body by the domain that they lead to."""
    links = (link for entry in draft.body for link in entry.line.links)
    return Counter(domain for link in links if (domain := domain_of(link.href)))


def _is_list(text: str, spans: Sequence[Span]) -> bool:
    """Whether so much of a line is junk that the rest of it is what is left of other items."""
    if len(spans) < _LISTED:
        return False
    cut = sum(end - start for start, end in spans)
    left = sum(map(str.isalnum, "".join(without(text, spans))))
    return left <= (_STOPPED_SHARE if is_stopped_list(text) else _LEFT_SHARE) * cut


def _is_byline(piece: str) -> bool:
    """Whether a piece is a bracket in which reporters report, strange as its words may be: 〔編譯何岱青／綜合報導〕.

    Other credits in brackets may name what is advertised: （来源：…官网）.
    """
    if not piece[:-1].endswith(REPORTS) or BRACKET.fullmatch(piece) is None:
        return False
    return any(credit.kind == "author" for credit in read_brackets(piece, head=True, tail=False))


def _cut(draft: Draft, found: Iterable[Place]) -> Draft:
    """The draft without what was found in its body's lines, each place recorded."""
    places, allowed = list(found), words("junk_allow")
    if allowed:
        lines = _lines_of(draft)
        places = [at for at in places if lines[at.line].text[at.start : at.end].strip(" 。") not in allowed]
    places = [at for at in places if not _is_byline(draft.body[at.line].line.text[at.start : at.end].strip())]
    if not places:
        return draft
    body: list[BodyLine] = []
    removals: list[Removal] = []
    for entry, inside in zip(draft.body, by_line(places, len(draft.body)), strict=True):
        text = entry.line.text
        spans = [Span(0, len(text))] if _is_list(text, inside) else inside
        removals += [
            Removal(
                RemovalKind.SPAM,
                text[start:end].strip(),
                "body" if end - start == len(text) else "inline",
                "cut_inline_junk",
            )
            for start, end in spans
        ]
        line = cut_spans(entry.line, spans) if spans else entry.line
        if line is not None:
            body.append(entry._replace(line=line))
    return draft._replace(body=tuple(body)).note(removed=draft.cut(removals))
