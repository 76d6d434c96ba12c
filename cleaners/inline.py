"""Find junk inside the lines of a body: phrases between two sentences, with or without a link of their own.

A phrase is junk by its wording, by what stands around it (a sentence ends before it, another begins behind it) and by
the page: once some phrases are sure, their vocabulary convicts others and less is asked of them.
"""

from __future__ import annotations

import re
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from cleaners import wording
from cleaners.hosts import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.page import Line

FIRST_CHARS = 14
"""Characters behind a sentence end whose wording is looked at before anything else is."""
MAX_PHRASE = 60
"""Longest run of keywords looked for between two sentences."""
FIRST_NATS = 1.0
"""Score below which the beginning of a sentence is left alone at once."""
SHARED_PAIR = 3.0
"""Nats for a pair of characters that stands in sure junk of the same page and nowhere in its clean text."""

_ENDS = re.compile(r"(?:[。！？；!?…]+[”’」』）)】]*|^)[ \u3000]*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CLOSER = re.compile(r"[ \u3000]+|[。！？；!?，,]|$")
_LATIN_PHRASE = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)+")
_FOREIGN_LETTER = re.compile(r"[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0e00-\u0e7f\u1ea0-\u1ef9]")
_FOREIGN = re.compile(_FOREIGN_LETTER.pattern + r"[^\u3400-\u9fff。！？；，]{3,60}")


STREWN_LINKS = 2
"""Links between sentences that convict each other."""


class Limits(NamedTuple):
    """Nats a phrase needs."""

    open: float
    """The next sentence follows at once, so that only the wording says where the phrase ends."""
    closed: float
    """A full stop, a space or the end of the line follows."""
    line: float
    """It is all there is in its line."""
    linked: float
    """It is a link of its own to a foreign host."""
    open_chars: int
    """Characters of a phrase that the next sentence follows at once: shorter ones may be its subject."""


WARY = Limits(open=7.0, closed=4.5, line=7.0, linked=1.0, open_chars=7)
"""For a page that shows no other sign of junk."""
INJECTED = Limits(open=3.5, closed=1.5, line=6.0, linked=0.0, open_chars=5)
"""For a page where junk was found already."""


STREWN = INJECTED._replace(linked=-40.0)
"""For an injected page with links strewn between its sentences."""


class Span(NamedTuple):
    """``text[start:end]`` of a line is junk."""

    start: int
    end: int


def find_suspects(lines: Sequence[Line]) -> list[frozenset[int]]:
    """Per line, the beginnings of sentences that wording, or another script, does not clear: few of them on any page.

    One look at all lines of a page together, because looking at each beginning by itself is slow.
    """
    begun = [
        (at, start, first)
        for at, line in enumerate(lines)
        for match in _ENDS.finditer(line.text)
        if (first := line.text[(start := match.end()) : start + FIRST_CHARS])
    ]
    suspects: list[set[int]] = [set() for _ in lines]
    if begun:
        for (at, start, first), best in zip(begun, wording.best_prefixes([b[2] for b in begun]).tolist(), strict=True):
            if best >= FIRST_NATS - wording.ROUNDING or not "\u3400" <= first[0] <= "\u9fff":
                suspects[at].add(start)
    return [frozenset(starts) for starts in suspects]


def find_spans(
    line: Line,
    limits: Limits,
    own: frozenset[str],
    known: frozenset[str] = frozenset(),
    suspects: frozenset[int] | None = None,
) -> list[Span]:
    """Junk phrases of one line, in order, never overlapping.

    ``known``: pairs that speak for junk on this page. ``suspects``: the beginnings of sentences that alone need a look,
    besides those of links.
    """
    text = line.text
    if suspects is not None and not suspects and not line.links:
        return []
    spans: list[Span] = []
    for match in _ENDS.finditer(text):
        at = match.end()
        if at >= len(text) or (spans and at < spans[-1].end):
            continue
        if suspects is not None and at not in suspects and not line.links:
            continue
        end = _linked_end(line, at, limits, own, known) if line.links else None
        end = end or _phrase_end(text, at, limits, known)
        while end and (more := _next_end(text, end, limits, known)):
            end = more  # a heap of keywords longer than one look
        if end:
            spans.append(Span(_before(text, match.start(), at), _swallow_stop(text, at, end)))
    return spans


def has_strewn_links(lines: Sequence[Line], own: frozenset[str], elsewhere: frozenset[str]) -> bool:
    """Whether links between sentences are strewn over a body, to hosts that the rest of the page never links to.

    Needs no wording: STREWN_LINKS such links, each a phrase without a function word right behind a sentence's end and
    right before the next sentence.
    """
    found = 0
    for line in lines:
        starts = {link.start: link for link in line.links}
        for match in _ENDS.finditer(line.text) if starts else ():
            link = starts.get(match.end())
            if link is None or not match.end():
                continue
            domain = domain_of(link.href)
            phrase = line.text[link.start : link.end]
            if domain and domain not in own and domain not in elsewhere and _KEYWORDS.fullmatch(phrase):
                found += line.text[link.end : link.end + 1] not in _GOES_ON
    return found >= STREWN_LINKS


MIN_SPACED = 2
"""Phrases set off by spaces that convict each other."""
SPACED_SHARE = 0.4
"""Share that such phrases have of all sentences that begin behind a space: some pages put one behind each full stop."""
SPACED_NATS = -1.9
"""Nats a character such a phrase has at least: below, it reads like news."""
UNIT_NATS = -2.3
"""The same for each piece of it."""
STRANGE_SHARE = 0.75
"""Share of its pairs of characters that the article uses nowhere else."""
_GAP = re.compile(r"(?<=[。！？；])[ \u3000]+(?=[\u3400-\u9fff])")
_OPENING = re.compile(r"(?<=[。！？；])[^，。！？；]{0,60}")
"""The beginning of a sentence, where junk may stand: it is not counted as the article's own."""
_UNIT = re.compile(
    r"[ \u3000]?((?:(?![的了是和与及被把从也都就这那以而但并我他她它们吗呢吧啊])[\w])+)"
    r"(?:(?=[ \u3000][\u3400-\u9fff“”])|(?=。.))"
)


def find_spaced(lines: Sequence[str], title: str) -> list[list[Span]]:
    """For each line, phrases that stand between two sentences with a space of their own, whatever their wording.

    They are no sentences, use words that neither the headline nor the rest of the article uses, and make up much of
    all that stands behind such a space. One alone proves nothing.
    """
    found = [_spaced_spans(text) if " " in text or "\u3000" in text else [] for text in lines]
    if sum(map(len, found)) < MIN_SPACED:
        return [[] for _ in lines]
    gaps = sum(len(_GAP.findall(text)) for text in lines)
    article = "\n".join((title, *(_OPENING.sub("", text) for text in lines)))
    found = [
        [span for span in spans if _is_strange(text[slice(*span)].strip(), article)]
        for text, spans in zip(lines, found, strict=True)
    ]
    count = sum(map(len, found))
    if count < MIN_SPACED or count < SPACED_SHARE * gaps:
        return [[] for _ in lines]
    return [
        [Span(start, _swallow_stop(text, start, end)) for start, end in spans]
        for text, spans in zip(lines, found, strict=True)
    ]


def _spaced_spans(text: str) -> list[Span]:
    """Where phrases stand behind a sentence, each closed by a space, or opened by one and closed by a full stop."""
    spans: list[Span] = []
    for match in _ENDS.finditer(text):
        start, at = match.start() + len(match[0].rstrip(" \u3000")), match.end()
        end = at
        while start and at < len(text) and (unit := _UNIT.match(text, end)) and len(unit[1]) <= MAX_UNIT:
            end = unit.end()
        closed_by_space = text[end : end + 1] in (" ", "\u3000")
        if end - at >= MIN_UNIT and (closed_by_space or at > start):
            spans.append(Span(start, end))
    return spans


MIN_UNIT, MAX_UNIT = 4, 24
"""Characters of such a phrase, and of the pieces that spaces divide it into."""


def _is_strange(phrase: str, article: str) -> bool:
    """Whether a phrase uses words that the article does not use, and does not read like news."""
    if len(_HAN.findall(phrase)) < MIN_UNIT or not (_HAN.match(phrase) or phrase[0].isdecimal()):
        return False
    if any(wording.score(unit) < UNIT_NATS * len(unit) for unit in phrase.split()):
        return False  # the credit of a picture
    pairs = [pair for pair in map(add, phrase, phrase[1:]) if _HAN.match(pair) and _HAN.match(pair, 1)]
    strange = sum(pair not in article for pair in pairs)
    return strange >= STRANGE_SHARE * len(pairs) and wording.score(phrase) >= SPACED_NATS * len(phrase)


_KEYWORDS = re.compile(r"[^的了是和与及被把从也都就这那以而但并我他她它们。！？；，“”‘’（）《》「」『』]{3,24}")
_GOES_ON = frozenset("的了是和与及等被把将也都说称，、：")
"""A sentence that begins with a linked name goes on with one of these."""


def _next_end(text: str, end: int, limits: Limits, known: frozenset[str]) -> int | None:
    """End of a further phrase behind one that ends at ``end``, perhaps after a space."""
    at = end + (text[end : end + 1] in (" ", "\u3000"))
    return _phrase_end(text, at, limits, known) if at < len(text) else None


def _before(text: str, start: int, at: int) -> int:
    """Where to cut: white space that was put before the phrase goes with it."""
    while at > start and text[at - 1] in " \u3000":
        at -= 1
    return at


def _swallow_stop(text: str, at: int, end: int) -> int:
    """The end of the cut: a full stop that only closes the junk, and white space behind it, go too."""
    rest = end
    while rest < len(text) and text[rest] in " \u3000":
        rest += 1
    if at and rest < len(text) and text[rest] in "。；":
        rest += 1
        while rest < len(text) and text[rest] in " \u3000":
            rest += 1
    return rest


def _linked_end(line: Line, at: int, limits: Limits, own: frozenset[str], known: frozenset[str]) -> int | None:
    """End of the foreign links that begin at ``at``, if they are junk."""
    end = at
    for link in line.links:
        if link.start < end or link.start > end + 1 or link.end - link.start > MAX_PHRASE:
            continue
        domain = domain_of(link.href)
        if domain is None or domain in own:
            break
        phrase = line.text[link.start : link.end]
        if not _is_junk_link(phrase, limits, known):
            break
        end = link.end
    return end if end > at else None


_CLEAN_PHRASE = re.compile(r"[^。！？；，“”‘’（）《》「」『』()\[\]:]{2,60}")


def _is_junk_link(phrase: str, limits: Limits, known: frozenset[str]) -> bool:
    """Whether the text of a foreign link reads like keywords: Chinese by its wording, others by small letters."""
    if len(_HAN.findall(phrase)) < 2:
        return _LATIN_PHRASE.fullmatch(phrase) is not None or _FOREIGN.fullmatch(phrase) is not None
    words = sum(wording.steps_of(phrase, known, SHARED_PAIR))
    return _CLEAN_PHRASE.fullmatch(phrase) is not None and words >= limits.linked


def _phrase_end(text: str, at: int, limits: Limits, known: frozenset[str]) -> int | None:
    first = wording.steps_of(text[at : at + FIRST_CHARS], known, SHARED_PAIR)
    length, best = wording.best_prefix(first)
    if best < FIRST_NATS:
        return _foreign_end(text, at)
    stop = _stop(text, at)
    values = wording.steps_of(text[at : min(stop, at + MAX_PHRASE)], known, SHARED_PAIR)
    length, best = wording.best_prefix(values)
    if len(_HAN.findall(text, at, at + length)) < 2:
        return _foreign_end(text, at)
    if not _CLEAN_PHRASE.fullmatch(text[at : at + length]):
        return None
    end = at + length
    closer = _CLOSER.search(text, end, end + MAX_PHRASE)
    whole = closer.start() if closer else end
    if whole - end <= 4 and sum(values[length : whole - at]) > -2.5:
        end = whole
    closed = end == len(text) or text[end] in " \u3000。！？；"
    if at == 0 and _swallow_stop(text, 1, end) >= len(text):
        least = limits.line
    elif at == 0:
        least = limits.open + (0 if closed else 2)
    else:
        least = limits.closed if closed else limits.open
    return end if best >= least and (closed or end - at >= limits.open_chars) else None


def _stop(text: str, at: int) -> int:
    """Where the run of keywords must end at the latest: at punctuation that keywords do without."""
    match = _STOP.search(text, at, at + MAX_PHRASE)
    return match.start() if match else min(len(text), at + MAX_PHRASE)


_STOP = re.compile(r"[。！？；，：、“”‘’（）《》「」『』【】()\[\]]")


def _foreign_end(text: str, at: int) -> int | None:
    """End of a phrase in another script that stands between two Chinese sentences."""
    match = _LATIN_PHRASE.match(text, at) or _FOREIGN.match(text, at)
    if match is None or not at or text[:at].rstrip(" \u3000")[-1] not in "。！？；":
        return None
    behind = text[match.end() :].lstrip(" \u3000")
    ends = not behind or behind[0] == "。" or behind[0].isupper() or "\u3400" <= behind[0] <= "\u9fff"
    return match.end() if ends and not _FOREIGN_LETTER.search(text[:at] + behind) else None


def vocabulary(texts: Sequence[str], clean: str) -> frozenset[str]:
    """Pairs of characters of sure junk that stand nowhere in the page's clean text."""
    return frozenset(pair for text in texts for pair in map(add, text, text[1:]) if pair not in clean)


def without(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """The pieces of ``text`` between the spans."""
    at = 0
    for start, end in spans:
        yield text[at:start]
        at = end
    yield text[at:]


def cut_spans(line: Line, spans: Sequence[Span]) -> Line | None:
    """The line without the spans, its links moved; None if nothing is left."""
    text = "".join(without(line.text, spans)).strip()
    if not text:
        return None
    lead = len("".join(without(line.text, spans))) - len("".join(without(line.text, spans)).lstrip())
    links = []
    for link in line.links:
        if any(start < link.end and link.start < end for start, end in spans):
            continue
        gone = sum(end - start for start, end in spans if end <= link.start) + lead
        links.append(link._replace(start=link.start - gone, end=link.end - gone))
    return line._replace(text=text, links=tuple(links))
