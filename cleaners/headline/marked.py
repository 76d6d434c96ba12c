"""The line that is marked as the headline: by its element, by a label, or by what the page calls its article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleaners.headline.names import LABEL_STARTS, MIN_CHARS, PARTLY, agreement, ends_like, piece_at, resembles
from cleaners.headline.signs import (
    DASHES,
    HEADING_SCORE,
    MAX_CHARS,
    SURE,
    Candidate,
    company_of,
    is_dated,
    is_named_title,
    not_headlines,
)
from cleaners.lexicons import words
from cleaners.lines.title_tag import LABEL, host_of, plain, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.headline.names import References
    from cleaners.page.model import Line, Page


_MAX_JOINED = 3
"""Lines that one heading element may break its headline into."""
_GOOD_ENOUGH = 2.4
"""Score under which no line is taken as headline: an ``<h1>`` reaches it, an ``<h2>`` without company does not."""
_WORTH_A_LOOK = 0.4
"""Score from which the lines behind a candidate are looked at."""
_LINES_BEHIND = 200
"""Lines behind the text's start that are still looked at: what is taken for the text may be a teaser."""
_BEHIND_TEXT = 2.0
"""Taken off for a line behind the first paragraph: related stories and comments repeat headlines."""
_H1_BEHIND_TEXT = 0.5
"""Taken off for an ``<h1>`` there: what was taken for a paragraph may be a menu's description."""
_NAMED_SCORE = 0.9
"""For a line in an element that is no heading but is called one."""
SHORT = 12
"""Width under which a line that the page calls nothing like its article is rather a channel's name."""
_TOO_SHORT = 1.0
"""Points off for such a line."""
_MAX_CANDIDATES = 40
"""Lines looked at closely."""
SHOWN = 0.5
"""Score from which a line is no mere guess by its place."""

_HOME = re.compile(
    r"(?:(?:https?:)?//(?P<host>[^/?#\s]{1,100}))?(?:\.{0,2}/)?(?:(?:index|default|home)\.[a-z]{2,5})?", re.IGNORECASE
)
"""Address of a site's front door, as links write it."""
_FOLDER = re.compile(r"/(?:(?:index|default|home)\.[a-z]{2,5})?\Z", re.IGNORECASE)
"""End of the address of a folder's own page."""


def best_line(lines: Sequence[Line], page: Page, references: References, text: int) -> Candidate | None:
    """The line that is most like the headline, if one is enough like it."""
    found: list[Candidate] = []
    for index in _promising(lines[: text + _LINES_BEHIND], page, references):
        for stop, line in (*_broken_heading(lines, index), *_broken_line(lines, index, references)):
            if (score := _score(line, page, references)) > 0:
                late = index > text
                score -= (_H1_BEHIND_TEXT if line.tag == "h1" else _BEHIND_TEXT) if late else 0
                found.append(Candidate(score, index, stop, line))
    found.sort(key=lambda candidate: (-candidate.score, candidate.start, -candidate.stop))
    best, least = None, _GOOD_ENOUGH
    for candidate in found[:_MAX_CANDIDATES]:
        company = company_of(lines, candidate.stop - 1) if candidate.score > _WORTH_A_LOOK else 0
        total = candidate.score + company
        if total > least or (best is None and total == least):
            matched = agreement(plain(candidate.line.text), references) > PARTLY
            sure = matched or company or candidate.line.tag == "h1"
            best, least = candidate._replace(score=SURE if sure else SHOWN), total
    shown = plain(best.line.text) if best is not None else ""
    if best is not None and shown in references.short and not references.names[0].startswith(shown):
        # <h1>社会</h1> above what <title> names ahead of it: 东山老街重开_社会_明溪网; its first part is no channel
        whole = (other for other in found if other.start >= best.stop and plain(other.line.text) in references.parts)
        return next((other._replace(score=SURE) for other in whole if other.start <= text), best)
    return best


def _promising(lines: Sequence[Line], page: Page, references: References) -> Iterator[int]:
    """Indices of the lines worth a look: headings, lines in elements called so, and those like the article's names."""
    boxes, probes = page.boxes, references.probes
    chars = frozenset(references.written + references.written.upper())
    for index, (text, tag, box, links, *_) in enumerate(lines):
        if links and tag != "h1" and text[0] not in chars:
            continue  # most lines: another story's headline is a link and needs the article's name
        if not MIN_CHARS <= len(text) <= MAX_CHARS and not (tag == "h1" and text > "\u2e7f" and len(text) == 1):
            continue
        if piece_at(text, 0) in probes:
            yield index
        elif links:
            if tag == "h1":
                yield index
        elif tag in HEADING_SCORE or is_named_title(boxes[box].name) or ends_like(text, probes):
            yield index


def _broken_heading(lines: Sequence[Line], index: int) -> Iterator[tuple[int, Line]]:
    """A line by itself and, where a heading element breaks its headline, with the next lines of the element.

    Gives the index behind the last line and the line they make.
    """
    first = lines[index]
    yield index + 1, first
    before = lines[index - 1] if index else None
    broken_before = before is not None and before.box == first.box and before.text not in words("title_badges")
    if first.tag not in ("h1", "h2") or broken_before or first.text in words("title_badges"):
        return
    text = first.text
    for stop in range(index + 1, min(index + _MAX_JOINED + 1, len(lines))):
        line = lines[stop]
        if line.box != first.box or line.text.startswith(DASHES) or is_dated(line):
            if stop > index + 1:
                links = first.links if all(other.links for other in lines[index:stop]) else ()
                yield stop, first._replace(text=text, links=links)
            return
        text = f"{text} {line.text}"


def _broken_line(lines: Sequence[Line], index: int, references: References) -> Iterator[tuple[int, Line]]:
    """A line with the next ones of its element, where that is no heading and what the page calls its article holds all.

    Gives the index behind the last line and the line they make.
    """
    first = lines[index]
    text, stop = first.text, index + 1
    while first.tag not in ("h1", "h2") and stop < min(index + _MAX_JOINED, len(lines)):
        line = lines[stop]
        joined = f"{text} {line.text}"
        if line.box != first.box or line.links or not any(plain(joined) in name for name in references.names):
            break
        text, stop = joined, stop + 1
    if stop > index + 1:
        yield stop, first._replace(text=text)


def _score(line: Line, page: Page, references: References) -> float:
    """How much a line looks like the headline by itself; 0: not at all."""
    score = HEADING_SCORE.get(line.tag, 0.0)
    if score == 0 and is_named_title(page.boxes[line.box].name):
        score = _NAMED_SCORE
    text = line.text
    if text[0] in LABEL_STARTS and (label := LABEL.match(text)):
        text = text[label.end() :]
        score += 1.5
    if line.tag in HEADING_SCORE and _leads_home(line, page.url):
        return 0.0
    match = agreement(plain(text), references, h1=line.tag == "h1")
    if match == 0 and line.tag in ("h1", "h2") and resembles(text, references.written):
        match = PARTLY
    if match + score <= 0 or line.tag == "body" or text.startswith((*not_headlines(), *DASHES)):
        return 0.0
    score += match
    if match == 0 and line.tag != "h1" and width(text) < SHORT:
        score -= _TOO_SHORT
    if line.link_chars * 10 > len(text) * 9:
        if page.url and line.links[0].href.rstrip("/").endswith(urlsplit(page.url).path.rstrip("/") or page.url):
            score += 1.0  # a headline that leads to its own page
        else:
            score -= 1.0 if line.tag in HEADING_SCORE else 2.0
    if line.tag == "li":
        score -= 1.5
    return score


def _leads_home(line: Line, url: str | None) -> bool:
    """Whether all of a heading leads to the site's front door: it is the site's name, as blogs and forums set it.

    On the front door itself it may be the headline, and so it may on a folder's own page, where ``./`` is that page.
    """
    if not line.links or line.link_chars * 10 <= len(line.text) * 9:
        return False
    home = _HOME.fullmatch(line.links[0].href.strip())
    if home is None or not home[0] or (url and _HOME.fullmatch(url)):
        return False
    if url and not home[0].startswith(("/", "..", "http")) and _FOLDER.search(url):
        return False
    return home["host"] is None or home["host"].lower().removeprefix("www.") == host_of(url)
