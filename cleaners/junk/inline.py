"""The step that cuts what hijackers put inside the lines of a body: a shredded headline, phrases, links, addresses.

Each finder has a module of its own. It is given the body's lines as the finders before it left them, and gives the
pieces (spans) of each line that are junk. What was found on a page so far makes the later finders surer.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from cleaners.article import Removal, RemovalKind
from cleaners.headline.title_tag import title_tag
from cleaners.junk import between_sentences
from cleaners.junk.addresses import find_addresses
from cleaners.junk.contacts import find_contacts
from cleaners.junk.foreign_script import find_foreign, find_named
from cleaners.junk.han_amid_letters import find_han
from cleaners.junk.lines import HEAD, own_of
from cleaners.junk.lone_lines import find_lone
from cleaners.junk.offers import find_offers
from cleaners.junk.recurring import find_recurring
from cleaners.junk.shred import find_shreds
from cleaners.junk.spans import Span, cut_spans
from cleaners.junk.strange_phrases import find_strange
from cleaners.junk.strewn_links import find_strewn_links
from cleaners.lexicons import words
from cleaners.links.hosts import domain_of
from cleaners.text.language import SCRIPT_CHARS, is_written_in_chinese

if TYPE_CHECKING:
    from cleaners.draft import BodyLine, Draft
    from cleaners.page.model import Line

PHRASE_ROUNDS = 3
"""Times a body is searched for phrases: what was found convicts more, and some heaps are longer than one phrase."""
LONE_ROUNDS = 2
"""Times it is searched for phrases in lines of their own."""
HEADLINE_CHARS = 30, 80
"""Characters at the beginning of the text that stand in for a headline where the page has none: as many as a headline
has, or its first lines."""
MIN_BLOCKED_CHARS = 4
"""Shorter confirmed pieces are cut as whole lines only: inside a sentence they may be part of a word."""


def cut_inline_junk(draft: Draft) -> Draft:
    """Cut junk from within the lines of a Chinese body, and from others the keywords that their look gives away."""
    if not draft.body:
        return draft
    beginning = "".join(entry.line.text for entry in draft.body)[:SCRIPT_CHARS]
    if not is_written_in_chinese(beginning):
        return _without_strange(draft)
    draft = _cut(draft, _shredded_spans(draft))
    draft = _cut(draft, _blocked_spans(draft))
    draft = _cut(draft, find_recurring([entry.line.text for entry in draft.body], _titles(draft)))
    before = draft
    draft = _cut(draft, _foreign_spans(draft))  # ahead of the phrases, which would take honest words along
    draft = _cut(draft, _strewn_link_spans(draft))
    draft = _without_lone(draft)
    for earlier in range(PHRASE_ROUNDS):
        cut = _cut(draft, _phrase_spans(draft, found=earlier > 0))
        if cut is draft:
            break
        draft = cut
    draft = _cut(draft, _offer_spans(draft))  # behind the phrases, which part keywords from honest words
    if draft is not before:
        draft = _without_lone(draft)  # once more: what was found since convicts more of them
    draft = _cut(draft, _contact_spans(draft))
    if draft is not before:
        draft = _cut(draft, _foreign_spans(draft))  # once more: so are more of these
    draft = _cut(draft, find_named([entry.line for entry in draft.body], _found_spam(draft), _titles(draft)))
    draft = _cut(draft, _linked_spans(before, draft))
    return _cut(draft, _address_spans(draft))


def _without_strange(draft: Draft) -> Draft:
    """The draft of a body that is not Chinese without keywords, Chinese or in small letters or another script."""
    injected = bool(_found_spam(draft))
    draft = _cut(draft, find_strange([entry.line for entry in draft.body], _titles(draft), injected=injected))
    return _cut(draft, find_han([entry.line.text for entry in draft.body], injected=bool(_found_spam(draft))))


def _blocked_spans(draft: Draft) -> list[list[Span]]:
    """For each line of the body, where pieces stand that an operator confirmed as junk."""
    blocked = [text for text in words("junk_block") if len(text) >= MIN_BLOCKED_CHARS]
    if not blocked:
        return []
    pattern = re.compile("|".join(map(re.escape, sorted(blocked, key=len, reverse=True))))
    return [[Span(*match.span()) for match in pattern.finditer(entry.line.text)] for entry in draft.body]


def _shredded_spans(draft: Draft) -> list[list[Span]]:
    """For each line of the body, where pieces of the headline were strewn in."""
    texts = [entry.line.text for entry in draft.body]
    tag = title_tag(draft.page)
    first = next((at for at, text in enumerate(texts) if "，" in text), 0)
    beginnings = [tag] if tag else ["".join(texts[first : first + 3])[:chars] for chars in HEADLINE_CHARS]
    titles = dict.fromkeys(title for title in (*beginnings, draft.article.title) if title)
    spans: list[list[Span]] = [[] for _ in texts]
    for shred in find_shreds(texts, titles):
        spans[shred.line].append(Span(shred.start, shred.end))
    return spans


def _found_spam(draft: Draft) -> list[str]:
    """The junk that was cut from the page's text so far."""
    return [cut.text for cut in draft.article.removed if cut.kind is RemovalKind.SPAM and cut.where not in HEAD]


def _foreign_spans(draft: Draft) -> list[list[Span]]:
    """For each line of the body, where phrases in another script stand."""
    lines = [entry.line for entry in draft.body]
    own = own_of(draft) if any(line.links for line in lines) else frozenset[str]()
    return find_foreign(lines, own, injected=bool(_found_spam(draft)))


def _without_lone(draft: Draft) -> Draft:
    """The draft without the lines of its body that are junk phrases by themselves."""
    for earlier in range(LONE_ROUNDS):
        cut = _cut(draft, _lone_spans(draft, found=earlier > 0))
        if cut is draft:
            break
        draft = cut
    return draft


def _lone_spans(draft: Draft, *, found: bool) -> list[list[Span]]:
    """For each line of the body, the whole line where it is a junk phrase; ``found``: such lines were cut before."""
    own = own_of(draft) if any(entry.line.links for entry in draft.body) else frozenset[str]()
    scene = between_sentences.Scene(_titles(draft), tuple(_found_spam(draft)), own, found=found)
    lone = frozenset(find_lone(draft.body, scene))
    if not lone:
        return []
    return [[Span(0, len(entry.line.text))] if at in lone else [] for at, entry in enumerate(draft.body)]


def _offer_spans(draft: Draft) -> list[list[Span]]:
    """For each line of the body, where sentences sell what the article does not speak of."""
    lines = [entry.line.text for entry in draft.body]
    hijacked = any(cut.kind is RemovalKind.SPAM for cut in draft.article.removed)
    return find_offers(lines, _titles(draft), injected=bool(_found_spam(draft)), hijacked=hijacked)


def _contact_spans(draft: Draft) -> list[list[Span]]:
    """For each line of the body, where accounts stand under names that hide from filters."""
    return find_contacts([entry.line.text for entry in draft.body], injected=bool(_found_spam(draft)))


def _titles(draft: Draft) -> str:
    """Headline and title, whose words are the article's own."""
    return f"{draft.article.title or ''}\n{draft.page.title_tag or ''}"


def _address_spans(draft: Draft) -> list[list[Span]]:
    """For each line of the body, where addresses of foreign hosts stand between its sentences."""
    lines = [entry.line.text for entry in draft.body]
    return find_addresses(lines, own_of(draft), injected=bool(_found_spam(draft)))


def _phrase_spans(draft: Draft, *, found: bool) -> list[list[Span]]:
    """For each line of the body, where junk phrases stand; ``found``: such phrases were cut before."""
    return between_sentences.find_phrases([entry.line for entry in draft.body], _scene(draft, found=found))


def _scene(draft: Draft, *, found: bool) -> between_sentences.Scene:
    """What is known of the page besides its body."""
    own: frozenset[str] = frozenset()
    around: tuple[Line, ...] = ()
    if any(entry.line.links for entry in draft.body):
        inside = {entry.line.text for entry in draft.body}
        own, around = own_of(draft), tuple(line for line in draft.lines if line.text not in inside)
    return between_sentences.Scene(_titles(draft), tuple(_found_spam(draft)), own, around, found)


def _strewn_link_spans(draft: Draft) -> list[list[Span]]:
    """For each line of the body, links to foreign hosts that were dropped into its sentences."""
    if not any(entry.line.links for entry in draft.body):
        return []
    return find_strewn_links([entry.line for entry in draft.body], _scene(draft, found=False))


def _linked_spans(before: Draft, draft: Draft) -> list[list[Span]]:
    """For each line of the body, the links that lead to a convicted host, whatever their words.

    A host is convicted if enough links to it were cut since ``before``, and it is not the outlet's own.
    """
    hosts = _linked_hosts(before) - _linked_hosts(draft) if draft is not before else None
    if not hosts:
        return []
    convicted = {host for host, count in hosts.items() if count >= between_sentences.STREWN_LINKS} - own_of(draft)
    return [
        [Span(link.start, link.end) for link in entry.line.links if domain_of(link.href) in convicted]
        for entry in draft.body
    ]


def _linked_hosts(draft: Draft) -> Counter[str]:
    """Links of the body by the domain that they lead to."""
    links = (link for entry in draft.body for link in entry.line.links)
    return Counter(domain for link in links if (domain := domain_of(link.href)))


def _cut(draft: Draft, spans: list[list[Span]]) -> Draft:
    """The draft without the spans of its body's lines, each recorded."""
    allowed = words("junk_allow")
    if allowed and any(spans):
        spans = [
            [span for span in found if entry.line.text[slice(*span)].strip(" 。") not in allowed]
            for entry, found in zip(draft.body, spans, strict=True)
        ]
    if not any(spans):
        return draft
    body: list[BodyLine] = []
    removals: list[Removal] = []
    for entry, found in zip(draft.body, spans, strict=True):
        text = entry.line.text
        removals += [
            Removal(
                RemovalKind.SPAM,
                text[start:end].strip(),
                "body" if end - start == len(text) else "inline",
                "cut_inline_junk",
            )
            for start, end in found
        ]
        line = cut_spans(entry.line, found) if found else entry.line
        if line is not None:
            body.append(entry._replace(line=line))
    return draft._replace(body=tuple(body)).note(removed=draft.cut(removals))
