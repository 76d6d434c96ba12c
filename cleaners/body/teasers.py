"""Headlines of other stories that stand as links between the paragraphs of the article."""

from __future__ import annotations

import re
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from cleaners.body.enclosures import leads_to_file
from cleaners.lines.title_tag import width
from cleaners.links.hosts import domain_of
from cleaners.text.about import ABOUT_SHARE, is_about
from cleaners.text.character_tables import FIRST_WIDE, SENTENCE_ENDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Line

_MIN_HEADLINE_WIDTH = 24
"""Width of a headline, an ideograph counting two; what is shorter is a button or a name."""
_MIN_MARKED_WIDTH = 12
"""The same behind an arrow, by which outlets in Taiwan mark such lines."""
_ARROWS = "►▶▸➤☞👉 "
_HEADLINE_SHARE = 0.95
"""Share of a line that is its one link, an arrow ahead aside."""
_MAX_TEASERS = 2
"""Such lines one after the other; more are a list that the article gives."""
MIN_PROSE_WIDTH = 60
"""Width of the shortest paragraph of prose; teasers stand between such."""
_PROSE_LINKED = 1 / 3
"""Share of a paragraph that may be linked."""

_IN_PARAGRAPHS = frozenset({"p", "div", "blockquote", "section", "article"})
"""Elements of a paragraph. Headings, items and cells that link belong to guides and tables."""
_GUIDE_PLACES, _GUIDE_PROSE = 3, 2
"""Fewest places with such lines in a letter to readers or a round-up, whose pieces they head, and the most paragraphs
of such a piece. Teasers stand farther apart."""
_HOME = re.compile(r"(?:(?:https?:)?//[^/?#]+)?/(?:index\.[a-z]{3,5})?|(?:https?:)?//[^/?#]+", re.IGNORECASE)
"""The address of a site's home page."""
_NO_PAGES = ("#", "mailto:", "tel:", "javascript:")


def find_teasers(lines: Sequence[Line], taken: Sequence[int], url: str | None) -> list[int]:
    """Those of the lines ``taken`` (in order) that are nothing but a link to another story of the page's own site.

    One or two stand behind a paragraph that ends as a sentence, and ahead of another or at the end. Behind an arrow
    they may be short in ideographs; in alphabets such a line is as often the text's own. A line that the paragraph
    behind it speaks of is that paragraph's heading, and so are all where every paragraph or two has one. ``url``: the
    page's address, None if unknown.
    """
    alone = {at for at in taken if _is_headline(lines[at])}
    if not alone:
        return []
    own = domain_of(url) if url else None
    found: list[int] = []
    places: list[int] = []  # where among ``taken`` they stand
    start = 0
    for linked, group in groupby(taken, alone.__contains__):
        run = list(group)
        end = start + len(run)
        if linked and start > 0 and len(run) <= _MAX_TEASERS:
            ahead = lines[taken[start - 1]]
            following = lines[taken[end]] if end < len(taken) else None
            marked = all(_is_marked(lines[at].text) for at in run)
            among = all(marked or _is_prose(line) for line in (ahead, following) if line)
            if among and ahead.text.endswith(SENTENCE_ENDS):
                told = following.text.casefold() if following else ""
                others = [at for at in run if _leads_within(lines[at], own) and not _tells_of(lines[at], told)]
                found += others
                places += [start] if others else []
        start = end
    return [] if _is_guide(places) else found


def find_way_home(lines: Sequence[Line], taken: Sequence[int], url: str | None) -> list[int]:
    """Which of the last lines ``taken`` are nothing but a link to the site's home page. ``url``: the page's address.

    None where the line ahead leads up to them: 报名网址：.
    """
    own = domain_of(url) if url else None
    found = list(takewhile(lambda at: _leads_home(lines[at], own), reversed(taken)))
    above = taken[: len(taken) - len(found)]
    return found if above and not lines[above[-1]].text.endswith((":", "：")) else []


def _leads_home(line: Line, own: str | None) -> bool:
    if len(line.links) != 1 or line.link_chars < _HEADLINE_SHARE * len(line.text):
        return False
    href = line.links[0].href.strip()
    return domain_of(href) in {None, own} and _HOME.fullmatch(href) is not None


def _is_guide(places: Sequence[int]) -> bool:
    """Whether lines that stand in these places head the pieces of a text, or stand below them."""
    if len(places) < _GUIDE_PLACES:
        return False
    return places[-1] - places[0] <= (_GUIDE_PROSE + 1) * (len(places) - 1)


def _is_headline(line: Line) -> bool:
    """Whether a line is a link, long as a headline, that ends as none of the article's sentences does.

    Nor in book marks: such a title is of a law or a book that the article speaks of.
    """
    links = line.links
    if len(links) != 1 or line.tag not in _IN_PARAGRAPHS or line.text.endswith(SENTENCE_ENDS):
        return False
    text = line.text.lstrip(_ARROWS)
    least = _MIN_HEADLINE_WIDTH if text == line.text else _MIN_MARKED_WIDTH
    return links[0].end - links[0].start >= _HEADLINE_SHARE * len(text) and width(text) >= least


def _is_marked(text: str) -> bool:
    return text[0] in _ARROWS and max(text.lstrip(_ARROWS)) >= FIRST_WIDE


def _is_prose(line: Line) -> bool:
    return line.link_chars <= _PROSE_LINKED * len(line.text) and width(line.text) >= MIN_PROSE_WIDTH


def _leads_within(line: Line, own: str | None) -> bool:
    """Whether a line's link leads to a page of the site ``own``, and not to a file."""
    href = line.links[0].href
    return not leads_to_file(line) and not href.startswith(_NO_PAGES) and domain_of(href) in {None, own}


def _tells_of(line: Line, paragraph: str) -> bool:
    return bool(paragraph) and is_about(line.text, paragraph, ABOUT_SHARE)
