"""What a page calls its article outside the text, and how far a line agrees with that."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleaners.lines.title_tag import (
    EDITION,
    LABEL,
    holds_host,
    host_of,
    names_site,
    plain,
    site_parts,
    title_parts,
    width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaners.embedded.structured import Statements


MIN_CHARS = 2
"""Characters of the shortest headline: 感赞."""
PARTLY = 1.5
"""Agreement of a line that shares only a piece with what the page calls its article: a subheading may."""
LABEL_STARTS = "文标主题標題T"
"""First characters of the labels that ``LABEL`` matches: a quick look before it."""
_PROBE_CHARS, _LATIN_CHARS = 3, 8
"""Characters of a piece that says something, with ideographs and without: three letters of English say nothing."""
_A_PART = 2.5
"""Agreement of a line that is a whole part of ``<title>``, and at least this wide."""
_MIN_PART = 12
_RESEMBLING = 0.6
"""Share of a line's pieces that the names must hold for the two to be one headline, reworded."""
_MIN_PIECES = 3
"""Pieces of the shortest line that may be told so."""


class References(NamedTuple):
    """What the page calls its article outside the text."""

    names: tuple[str, ...]
    """``<title>``, og:title and the like, as ``plain`` text."""
    written: str
    """The same as written, in lower case, joined."""
    probes: frozenset[str]
    """Runs of characters in them, three Chinese or eight others, in lower case, for a quick look."""
    sites: frozenset[str]
    """The site's own name, and parts of ``<title>`` that are like one, as ``plain`` text."""
    short: frozenset[str]
    """Parts of ``<title>`` that may name site or channel because they are short."""
    parts: frozenset[str] = frozenset()
    """The other parts of ``<title>``: one of them is the headline, though day and page of a paper stand beside it."""


def find_references(tag: str | None, stated: Statements, url: str | None) -> References:
    """Gather them from ``<title>`` (``tag``) and from what the page states for machines."""
    names = list(dict.fromkeys(filter(None, (tag, *(statement.value for statement in stated.of("title"))))))
    site, host = stated.first("site"), host_of(url)
    all_parts = title_parts(tag or "")
    parts = site_parts(tag) if tag else ()
    strong = [part for part in parts if names_site(part, site, host)]
    strong += [part for part in all_parts[1:] if holds_host(part, host)]
    if edition := EDITION.fullmatch(tag or ""):
        strong += (edition[0], edition["paper"])
    plain_names = tuple(dict.fromkeys(p for name in names if len(p := plain(name)) >= MIN_CHARS))
    known = frozenset(p for name in (site, host, *strong) if name and (p := plain(name)))
    return References(
        names=plain_names,
        written="\n".join(names).casefold(),
        probes=frozenset(probe for name in names for probe in _probes_of(name.casefold())),
        sites=known,
        short=frozenset(p for part in parts if (p := plain(part)) and p not in plain_names) - known,
        parts=frozenset(plain(part) for part in all_parts if part not in parts and width(part) >= _MIN_PART),
    )


def _probes_of(text: str) -> Iterator[str]:
    """All pieces of a name in lower case, and the name itself: it may be shorter than a piece."""
    yield text
    for start in range(len(text)):
        piece = text[start : start + _LATIN_CHARS]
        yield piece if piece.isascii() else piece[:_PROBE_CHARS]


def piece_at(text: str, start: int) -> str:
    """The piece of a text that begins at ``start``, in lower case."""
    piece = text[start : start + _LATIN_CHARS]
    return piece.lower() if piece.isascii() else piece[:_PROBE_CHARS].casefold()


def ends_like(text: str, probes: frozenset[str]) -> bool:
    """Whether the last characters of a line or some in its middle occur in the article's names, or it is labelled."""
    tail = text[-_LATIN_CHARS:].casefold()
    return (
        text[-_PROBE_CHARS:].casefold() in probes
        or tail in probes
        or piece_at(text, len(text) // 2) in probes
        or (text[0] in LABEL_STARTS and LABEL.match(text) is not None)
    )


def resembles(text: str, names: str) -> bool:
    """Whether most of a line's pieces occur in the article's names: a headline reworded for search engines."""
    folded = text.casefold()
    pieces = [folded[i : i + _PROBE_CHARS] for i in range(0, len(folded) - _PROBE_CHARS + 1, _PROBE_CHARS)]
    return len(pieces) >= _MIN_PIECES and sum(piece in names for piece in pieces) >= _RESEMBLING * len(pieces)


def agreement(name: str, references: References, *, h1: bool = False) -> float:
    """How far a line agrees with what the page calls its article: 0 to 5; negative for the site's own name.

    A short part of ``<title>`` may name site or channel as well as the article; an ``<h1>`` settles it.
    """
    if len(name) < MIN_CHARS:
        return 0.0
    best = 0.0
    for reference in references.names:
        if name in reference:
            best = max(best, 1.0 + 4.0 * len(name) / len(reference))
        elif len(reference) >= 6 and reference in name and len(name) <= 2 * len(reference):
            best = max(best, 4.0)
        elif (len(name) >= 8 and name[:8] == reference[:8]) or (len(name) >= 16 and name[4:12] in reference):
            best = max(best, PARTLY)
    if name in references.sites or (name in references.short and not h1):
        return -3.0
    if best < 4.5 and any(name in site for site in references.sites):
        return -3.0
    return max(best, _A_PART) if name in references.parts else best
