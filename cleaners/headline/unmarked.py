"""Headlines that no element marks: told by their place before the date or the text, or by ``<title>``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.headline.marked import SHORT
from cleaners.headline.names import MIN_CHARS, agreement
from cleaners.headline.signs import (
    BYLINE_LINES,
    HEADING_SCORE,
    MAX_CHARS,
    SURE,
    Candidate,
    company_of,
    is_dated,
    is_named_title,
    not_headlines,
)
from cleaners.lines.credit_lines import is_credit_line
from cleaners.lines.furniture import is_furniture
from cleaners.lines.prose import is_prose
from cleaners.lines.stamps import read_stamps
from cleaners.lines.title_tag import SITE_WIDTH, plain, title_parts, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.headline.names import References
    from cleaners.page.model import Line, Page

_LONGER = 1.5
"""Least width of a headline, as a multiple of the app's name that stands above it."""
MIN_OVER_SHOWN = 16
"""Width of a ``<title>`` that speaks of the text and so comes before a lesser heading that it does not know."""
_SHORT_LABEL = re.compile(r"[译譯文图圖摄攝编編]者?\s?[:：/]")
_SITE_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]{1,60}\.){1,4}[a-z]{2,8}/?", re.IGNORECASE)
_BYLINE_CHARS = 80
"""Longest line below a headline that states when the article appeared; a longer one with a time in it tells a story."""
_TEXT_GAP = 3
"""Lines from one paragraph to the next: subheads and captions stand between."""
MIN_WIDTH = 8
"""Width of the shortest ``<title>`` that is believed without a line that shows it."""
_MENU_LINKS = 2
"""A line with so many is a menu."""
_AHEAD_LINES = 6
"""Lines before the text among which a headline without any mark is looked for."""
_DECK = "——"
"""Papers set a deck behind a double dash, and a few set it above the headline."""


def site_line(ahead: Sequence[Line], tag: str, page: Page) -> str | None:
    """The line in a page's bar that shows the name of the site or app, where ``<title>`` is that name; else None.

    The line is no heading, and a longer heading follows it with time or source behind: so apps print what they share.
    """
    if tag.isascii() or any(width(part) > SITE_WIDTH for part in title_parts(tag)):
        return None
    name, wanted = None, plain(tag)
    for index, line in enumerate(ahead):
        heading = line.tag in HEADING_SCORE or is_named_title(page.boxes[line.box].name)
        shown = plain(line.text) if not heading and MIN_CHARS <= len(line.text) <= len(tag) else ""
        if shown and shown in wanted:
            name = name or line.text
        elif name and heading and not line.links and width(line.text) >= max(_LONGER * width(name), MIN_OVER_SHOWN):
            return name if plain(line.text) not in wanted and company_of(ahead, index) else None
    return None


def short_line(lines: Sequence[Line], tag: str | None, sites: frozenset[str]) -> Candidate | None:
    """A headline of two or three characters, which ``<title>`` names as it may name a channel: 讣告, 立夏.

    It must lead up to the text, or to its date, as a line of its own that is no link.
    """
    names = {plain(part) for part in title_parts(tag or "")} - sites
    names = {name for name in names if len(name) >= MIN_CHARS and not name.isascii() and width(name) < MIN_WIDTH}
    for index in range(len(lines) - 1, -1, -1) if names else ():
        line = lines[index]
        if len(line.text) <= SHORT and not line.links and plain(line.text) in names:
            leads = len(lines) - index <= _AHEAD_LINES or company_of(lines, index) > 0
            return Candidate(SURE, index, index + 1, line) if leads else None
    return None


def unmarked_line(lines: Sequence[Line], text: int, references: References) -> Candidate | None:
    """A headline that neither its element nor ``<title>`` gives away: by its place before date or text."""
    found = _line_before_date(lines[: text + 1], references.sites)
    if found is None:
        found = _line_ahead(lines, text, references.sites | references.short)
    if found is None:
        return None
    line = lines[found]
    sure = agreement(plain(line.text), references) > 0 or company_of(lines, found) > 0
    return Candidate(SURE if sure else HEADING_SCORE.get(line.tag, 0.0), found, found + 1, line)


def _line_before_date(lines: Sequence[Line], sites: frozenset[str]) -> int | None:
    """Index of the unlinked line before the first that begins with a time or states one beside a byline.

    Bylines and the site's address may stand between the two; the site's name above its clock is no headline.
    """
    last: int | None = None
    for index, line in enumerate(lines):
        text = line.text
        if last is not None and len(text) <= _BYLINE_CHARS and read_stamps(text, partial=False):
            return last
        if _is_byline(text):
            last = last if last is not None and index - last <= BYLINE_LINES else None
        elif line.link_chars or line.tag == "li" or text.startswith(not_headlines()) or plain(text) in sites:
            last = None
        else:
            last = index if MIN_WIDTH <= width(text) <= MAX_CHARS and not is_dated(line) else None
    return None


def _is_byline(text: str) -> bool:
    return is_credit_line(text) or bool(_SITE_ADDRESS.fullmatch(text) or _SHORT_LABEL.match(text))


def text_start(lines: Sequence[Line]) -> int:
    """Index of the first line of running text that another soon follows; a lone one ahead of it is a teaser."""
    first = last = None
    for index, line in enumerate(lines):
        if is_prose(line.text) and line.link_chars * 2 < len(line.text):
            if last is not None and index - last <= _TEXT_GAP:
                return last
            first = index if first is None else first
            last = index
    return len(lines) if first is None else first


def _line_ahead(lines: Sequence[Line], text: int, sites: frozenset[str]) -> int | None:
    """Index of the first of the short unlinked lines that lead up to the text; None when there is none."""
    found, begun = None, text
    for index in range(text - 1, max(-1, text - 1 - 3 * _AHEAD_LINES), -1):
        line = lines[index]
        if begun - index > _AHEAD_LINES or (line.link_chars and found is not None) or line.tag == "li":
            break
        if line.text.startswith(not_headlines()):
            break
        if is_prose(line.text) or line.text.endswith("。"):
            found, begun = None, index  # the text began earlier
        elif (
            MIN_CHARS <= len(line.text) <= MAX_CHARS
            and len(line.links) < _MENU_LINKS
            and not is_dated(line)
            and not _is_byline(line.text)
            and plain(line.text) not in sites
            and not line.text.startswith(_DECK)
            and not is_furniture(line.text)
        ):
            found = index
        if line.link_chars and (found is not None or len(line.links) < _MENU_LINKS):
            break
    return found
