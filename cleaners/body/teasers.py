"""Other stories in the box of the article: headlines between its paragraphs, and cards in a box of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from cleaners.body.box_tree import subtree_ends
from cleaners.body.leads import is_link, opens_list
from cleaners.headline.about import ABOUT_SHARE, is_about
from cleaners.headline.title_tag import width
from cleaners.links.hosts import domain_of
from cleaners.page.model import name_of_box

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from cleaners.page.model import Box, Line

MIN_HEADLINE_WIDTH = 24
"""Width of a headline, an ideograph counting two; what is shorter is a button or a name."""
HEADLINE_SHARE = 0.95
"""Share of a line that is its one link."""
MOST_TEASERS = 2
"""Such lines one behind the other; more are a list that the article gives."""
MIN_PROSE_WIDTH = 60
"""Width of the paragraphs between which they stand."""
PROSE_LINKED = 1 / 3
"""Share of a paragraph that may be linked."""

_IN_PARAGRAPHS = frozenset({"p", "div", "blockquote", "section", "article"})
"""Elements of a paragraph. Headings, items and cells that link belong to guides and tables."""
_SENTENCE_ENDS = tuple(".!?…。！？।؟۔”»\"'’)）」』》")
"""A title in book marks is of a law or a book that the article speaks of."""
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[ts]|wps|ofd|csv|zip|rar)(?:\Z|[?#])", re.IGNORECASE)
"""End of the address or the name of a file that the article encloses: 附件1：航班时刻表.doc."""
GUIDE_PLACES, GUIDE_PROSE = 3, 2
"""Places with such lines from which on a text is a letter to readers or a round-up, whose pieces they head, and the
paragraphs of such a piece at most. Teasers stand farther apart."""
_NO_PAGES = ("#", "mailto:", "tel:", "javascript:")


def find_teasers(lines: Sequence[Line], taken: Sequence[int], url: str | None) -> list[int]:
    """Of the lines ``taken``, in order, those that are nothing but a link to another story of the page's own site.

    One or two stand behind a paragraph that ends as a sentence, and ahead of another or at the end. One that the
    paragraph behind it speaks of is the heading of that, and so are all where every paragraph or two has one.
    ``url``: the page's address, None where it is not known.
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
        if linked and start > 0 and len(run) <= MOST_TEASERS and _is_prose(lines[taken[start - 1]]):
            following = lines[taken[end]] if end < len(taken) else None
            closed = lines[taken[start - 1]].text.endswith(_SENTENCE_ENDS)
            if closed and (following is None or _is_prose(following)):
                told = following.text.casefold() if following else ""
                others = [at for at in run if _leads_within(lines[at], own) and not _tells_of(lines[at], told)]
                found += others
                places += [start] if others else []
        start = end
    return [] if _is_guide(places) else found


def _is_guide(places: Sequence[int]) -> bool:
    """Whether lines that stand in these places head the pieces of a text, or stand below them."""
    if len(places) < GUIDE_PLACES:
        return False
    return places[-1] - places[0] <= (GUIDE_PROSE + 1) * (len(places) - 1)


def _is_headline(line: Line) -> bool:
    """Whether a line is a link, long as a headline, that ends as none of the article's sentences does."""
    links = line.links
    if len(links) != 1 or line.tag not in _IN_PARAGRAPHS or line.text.endswith(_SENTENCE_ENDS):
        return False
    return links[0].end - links[0].start >= HEADLINE_SHARE * len(line.text) and width(line.text) >= MIN_HEADLINE_WIDTH


def _is_prose(line: Line) -> bool:
    return line.link_chars <= PROSE_LINKED * len(line.text) and width(line.text) >= MIN_PROSE_WIDTH


def _leads_within(line: Line, own: str | None) -> bool:
    """Whether a line's link leads to a page of the site ``own``, and not to a file."""
    href = line.links[0].href
    if _FILE.search(href) or _FILE.search(line.text):
        return False
    return not href.startswith(_NO_PAGES) and domain_of(href) in {None, own}


def _tells_of(line: Line, paragraph: str) -> bool:
    return bool(paragraph) and is_about(line.text, paragraph, ABOUT_SHARE)


_RELATED = re.compile(r"(?<!cor)(?<!inter)(?<!un)relat(?!iv|ion)")
"""What names a box of other stories and nothing else; boxes called after ranks, or after more of something, hold parts
of guides as well."""
MIN_CARDS = 2
MAX_CARD_BOXES = 20
WORDS_LEVELS = 10
"""Boxes of cards that are looked at, and those around such words in which the cards are looked for, so that a hostile
page costs no more than a long one."""
MAX_CARDS_SHARE = 0.75
"""Share of the text that such a box may hold: such words stand above articles, and such names on boxes around them."""
MOST_AHEAD = 4
"""Lines from words that say so (相关阅读) to the first line of a card that was taken: the words, a headline, a day."""


def find_cards(lines: Sequence[Line], boxes: Sequence[Box], taken: Sequence[int]) -> list[int]:
    """Of the lines ``taken`` those of cards that tell other stories: headline, summary, day.

    They stand in a box that its name calls related, or one that begins with words that say so: prose in a card of its
    own, beside a link. What else stands there is the article's: some pages never close the box.
    """
    related: set[int] = set()
    if "relat" in " ".join(map(name_of_box, boxes)):  # few pages have any
        outermost: dict[int, int] = {0: 0}  # the related box that each box stands in; 0 for none
        related.update(sorted({_related_box(lines[at].box, boxes, outermost) for at in taken} - {0})[:MAX_CARD_BOXES])
    gaps = ((before, at) for before, at in pairwise(taken) if at > before + 1)
    headed = [(words, at) for before, at in gaps if (words := _words_ahead(lines, before, at)) is not None]
    headed = headed[:MAX_CARD_BOXES]
    if not related and not headed:
        return []
    ends = subtree_ends([box.parent for box in boxes])
    announced: set[int] = set()
    for words, at in headed:
        around = lines[words].box
        for _ in range(WORDS_LEVELS):
            if around and not around <= lines[at].box < ends[around]:
                around = boxes[around].parent
        if (
            around <= lines[at].box < ends[around]
            and next(place for place in taken if around <= lines[place].box < ends[around]) > words
        ):
            announced.add(around)
    found: set[int] = set()
    for box in related | announced:
        cards = _cards_in(box, ends, lines, boxes, taken)
        if box not in related and not any(width(lines[at].text) >= MIN_PROSE_WIDTH for at in cards):
            continue  # an article may end with a list of links below such words
        if _length(lines, cards) <= MAX_CARDS_SHARE * _length(lines, taken):
            found.update(cards)
    return sorted(found) if len(found) < len(taken) else []


def _length(lines: Sequence[Line], places: Sequence[int]) -> int:
    return sum([len(lines[at].text) for at in places])


def _cards_in(
    around: int, ends: NDArray[np.int64], lines: Sequence[Line], boxes: Sequence[Box], taken: Sequence[int]
) -> list[int]:
    """Of the lines ``taken`` those of cards in the box ``around``; none where it holds less than two links."""
    links = sorted([line.box for line in lines if around <= line.box < ends[around] and is_link(line)])
    found: list[int] = []
    for at in taken if len(links) >= MIN_CARDS else ():
        if around <= lines[at].box < ends[around]:
            card = max(boxes[lines[at].box].parent, around)
            apart = card > around or width(lines[at].text) < MIN_PROSE_WIDTH
            found += [at] if apart and bisect_left(links, card) < bisect_left(links, ends[card]) else []
    return found


def _words_ahead(lines: Sequence[Line], before: int, at: int) -> int | None:
    """Where words ahead of links to other stories stand not far ahead of the line ``at``, behind that at ``before``."""
    return next((place for place in range(max(before + 1, at - MOST_AHEAD), at) if opens_list(lines[place])), None)


def _related_box(place: int, boxes: Sequence[Box], known: dict[int, int]) -> int:
    """The outermost box around ``place``, or it itself, that is called related; 0 for none."""
    path = []
    while place not in known:
        path.append(place)
        place = max(boxes[place].parent, 0)
    found = known[place]
    for box in reversed(path):
        found = known[box] = found or (box if _RELATED.search(boxes[box].name) else 0)
    return found
