"""Cards of other stories in the box of the article: each a headline, a summary and a day in a box of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from cleaners.body.box_tree import subtree_ends
from cleaners.body.leads import is_link, opens_list
from cleaners.body.teasers import MIN_PROSE_WIDTH
from cleaners.lexicons import fold, words
from cleaners.lines.punctuation import CLOSING, MARKS
from cleaners.lines.title_tag import width
from cleaners.page.model import chars_at, name_of_box, outwards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Box, Line

_RELATED = re.compile(r"(?<!cor)(?<!inter)(?<!un)relat(?!iv|ion)")
"""What names a box of other stories and nothing else; boxes called after ranks, or after more of something, hold parts
of guides as well."""
_MIN_CARDS = 2
"""Links that a box of cards holds at least: one may be a source of the article."""
_MAX_CARD_BOXES = 20
"""Boxes of either kind that are looked at, so that a hostile page costs no more than a long one."""
_WORDS_LEVELS = 10
"""Boxes around words such as 相关阅读 in which their cards are looked for, for the same reason."""
_MAX_CARDS_SHARE = 0.75
"""Share of the text that the cards of a box may hold: such words stand above articles, and such names on boxes around
them."""
_MAX_END_SHARE = 0.5
"""The same for cards that only lead on: with more, they are the pieces of a round-up, and what stands around them its
introduction."""
_MAX_READ_ON_CHARS = 30
"""Longest link that leads from a card to its story: Read the full article."""
_CARD_LEVELS = 4
"""Boxes around such a link among which the card is: the link and the first lines may stand in boxes of their own."""
_MAX_AHEAD = 4
"""Lines from such words to the first line of a card that was taken: the words, a headline, a day."""


def find_cards(lines: Sequence[Line], boxes: Sequence[Box], taken: Sequence[int]) -> list[int]:
    """Those of the lines ``taken`` (in order) that belong to cards of other stories.

    Cards stand in a box whose name calls it related. Or their box begins with words that announce them (相关阅读) and
    holds prose: an article may also end with such words and a list of links. Cards at either end of the text that lead
    on to their stories (Read the rest) need neither. None where all lines would go.
    """
    if not taken:
        return []
    related = _related_boxes(lines, boxes, taken)
    below_words = _below_words(lines, taken)
    leading_on = [at for at in range(taken[0], min(taken[-1] + _MAX_AHEAD + 1, len(lines))) if _leads_on(lines[at])]
    if not related and not below_words and len(leading_on) < _MIN_CARDS:
        return []
    tree = _Tree(lines, boxes, subtree_ends(boxes).tolist())
    announced = {box for words, at in below_words if (box := _announced_box(words, at, tree, taken)) is not None}
    most = _MAX_CARDS_SHARE * chars_at(taken, lines)
    found = _cards_at_ends(leading_on, tree, taken)
    for box in related | announced:
        cards = _cards_in(box, tree, taken)
        are_told = box in related or any(_is_long(lines[at]) for at in cards)
        if are_told and chars_at(cards, lines) <= most:
            found.update(cards)
    return sorted(found) if len(found) < len(taken) else []


class _Tree(NamedTuple):
    """A page's lines in the tree of its boxes."""

    lines: Sequence[Line]
    boxes: Sequence[Box]
    ends: Sequence[int]
    """Per box, the index behind its last descendant."""

    def holds(self, box: int, line: Line) -> bool:
        """Whether a line stands in a box, or in one inside it."""
        return box <= line.box < self.ends[box]

    def around(self, box: int, line: Line, levels: int) -> int | None:
        """The innermost box that also holds the line: ``box`` or one of so many ``levels`` around it; None for none."""
        near = islice(outwards(box, self.boxes), levels + 1)
        return next((at for at in near if self.holds(at, line)), None)


@cache
def _read_on() -> frozenset[str]:
    return frozenset(map(fold, words("read_on")))


def _leads_on(line: Line) -> bool:
    """Whether a line is a link from a card to its story, and nothing else: Read the rest »."""
    if not line.links or len(line.text) > _MAX_READ_ON_CHARS:
        return False
    return fold(line.text).strip(MARKS + CLOSING) in _read_on() and is_link(line)


def _cards_at_ends(leading_on: Sequence[int], tree: _Tree, taken: Sequence[int]) -> set[int]:
    """The lines ``taken`` of cards that stand ahead of all other text, or behind it, and end in links ``leading_on``.

    Amid the text such cards are the pieces of a round-up, and so they are where they tell more than the rest. None
    where there are fewer than :data:`_MIN_CARDS`, or where no paragraph would be left.
    """
    if len(leading_on) < _MIN_CARDS:
        return set()
    cards: defaultdict[int, list[int]] = defaultdict(list)
    for at in leading_on[:_MAX_CARD_BOXES]:
        box = _card_around(at, tree, taken)
        if box is not None:
            cards[box] += [place for place in taken if tree.holds(box, tree.lines[place])]
    links = [tree.lines[at] for at in leading_on]
    told = [places for box, places in cards.items() if sum(tree.holds(box, link) for link in links) == 1]
    own = sorted(set(taken).difference(*told))
    if not any(_is_long(tree.lines[at]) for at in own):
        return set()  # a digest, which is all there is
    ends = [places for places in told if places[-1] < own[0] or places[0] > own[-1]]
    cards_at_ends = set().union(*ends)
    are_few = chars_at(cards_at_ends, tree.lines) <= _MAX_END_SHARE * chars_at(taken, tree.lines)
    return cards_at_ends if len(ends) >= _MIN_CARDS and are_few else set()


def _card_around(at: int, tree: _Tree, taken: Sequence[int]) -> int | None:
    """The innermost box that holds the link at ``at`` and the last line ``taken`` ahead of it; None if none does."""
    ahead = bisect_left(taken, at) - 1
    if ahead < 0 or at - taken[ahead] > _MAX_AHEAD:
        return None
    return tree.around(tree.lines[at].box, tree.lines[taken[ahead]], _CARD_LEVELS) or None


def _is_long(line: Line) -> bool:
    return width(line.text) >= MIN_PROSE_WIDTH


def _related_boxes(lines: Sequence[Line], boxes: Sequence[Box], taken: Sequence[int]) -> set[int]:
    """The first boxes called related that hold a line ``taken``; of boxes inside each other, the outermost."""
    if "relat" not in " ".join(map(name_of_box, boxes)):  # few pages have any
        return set()
    known = {0: 0}
    return set(sorted({_outermost_related(lines[at].box, boxes, known) for at in taken} - {0})[:_MAX_CARD_BOXES])


def _outermost_related(box: int, boxes: Sequence[Box], known: dict[int, int]) -> int:
    """The outermost box called related among ``box`` and those around it; 0 for none.

    ``known``: the answers so far, that of the page's own box (0) first; those for all boxes on the way are added.
    """
    path = []
    while box not in known:
        path.append(box)
        box = max(boxes[box].parent, 0)
    found = known[box]
    for inner in reversed(path):
        found = known[inner] = found or (inner if _RELATED.search(boxes[inner].name) else 0)
    return found


def _below_words(lines: Sequence[Line], taken: Sequence[int]) -> list[tuple[int, int]]:
    """The first places where words announce other stories, each with the first line ``taken`` below it."""
    gaps = ((before, at) for before, at in pairwise(taken) if at > before + 1)
    found = [(words, at) for before, at in gaps if (words := _words_ahead(lines, before, at)) is not None]
    return found[:_MAX_CARD_BOXES]


def _words_ahead(lines: Sequence[Line], before: int, at: int) -> int | None:
    """Where, between the lines at ``before`` and ``at`` and near the latter, words announce other stories."""
    return next((place for place in range(max(before + 1, at - _MAX_AHEAD), at) if opens_list(lines[place])), None)


def _announced_box(words: int, at: int, tree: _Tree, taken: Sequence[int]) -> int | None:
    """The innermost box that holds the words and the line ``at``.

    None where it also holds lines ``taken`` ahead of the words: then it is the article's own.
    """
    box = tree.around(tree.lines[words].box, tree.lines[at], _WORDS_LEVELS)
    if box is None:
        return None
    first = next(place for place in taken if tree.holds(box, tree.lines[place]))
    return box if first > words else None


def _cards_in(box: int, tree: _Tree, taken: Sequence[int]) -> list[int]:
    """The lines ``taken`` of the cards in a box; none where it holds fewer than :data:`_MIN_CARDS` links."""
    links = sorted([line.box for line in tree.lines if tree.holds(box, line) and is_link(line)])
    if len(links) < _MIN_CARDS:
        return []
    return [at for at in taken if tree.holds(box, tree.lines[at]) and _is_in_card(tree.lines[at], box, tree, links)]


def _is_in_card(line: Line, around: int, tree: _Tree, links: Sequence[int]) -> bool:
    """Whether a line in the box ``around`` stands beside a link; ``links``: the boxes of those inside, sorted.

    Prose with no card around it is the article's: some pages never close the box of cards.
    """
    card = max(tree.boxes[line.box].parent, around)
    if card == around and _is_long(line):
        return False
    return bisect_left(links, card) < bisect_left(links, tree.ends[card])
