"""Pages that list other stories of the site, a linked headline and a summary each: channels, tags, a forum's boards."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING

from cleaners.body.box_tree import subtree_ends
from cleaners.headline.signs import BYLINE_LINES, is_dated
from cleaners.headline.title_tag import width
from cleaners.links.hosts import domain_of
from cleaners.metadata.resolve import day_in_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.draft import Draft
    from cleaners.page.model import Box, Line

MIN_STORIES = 5
"""Boxes alike from which on they are a list; a round-up of three stories is an article."""
TOLD_SHARE = 0.8
"""Share of the text that stands in them, and of them that begin with a headline of their own."""
MIN_HEADLINE_WIDTH = 16
"""Columns of the shortest headline: eight characters of Chinese. Members' names, ahead of posts, are shorter."""
MAX_BULLET_CHARS = 3
"""Characters ahead of it that only mark the entry of a list."""
MAX_STORY_LINES = 4
"""Lines that a story has on average, at most: its headline, what it tells, its day, more of it. Chapters have more."""
MAX_LEVELS = 12
"""Boxes around a line that are looked at, so that a hostile page costs no more than a long one."""
_DATED = "article:published_time"
"""What pages of articles alone state (Open Graph protocol, type ``article``)."""
_NO_FIGURES = str.maketrans("", "", "0123456789")


def lists_stories(draft: Draft) -> bool:
    """Whether the text is what a list says of other stories of the site.

    It stands in boxes alike, and each has a link to a page of its own on the same site at its head or right above;
    lists of shops lead to other sites. A round-up is an article: its address, its meta data or the lines ahead of the
    first story state a time, or these a writer. Of 1,434 annotated articles none is such a page.
    """
    lines = [line for _, line in draft.body]
    if draft.scripted or len(lines) < MIN_STORIES or _count_headlines(draft, lines) < MIN_STORIES - 1:
        return False
    if any(map(day_in_url, (draft.page.url, draft.page.canonical))) or _DATED in (draft.page.meta or {}):
        return False
    ends = subtree_ends([box.parent for box in draft.page.boxes]).tolist()
    return any(_are_stories(stories, ends, draft) for stories in _boxes_alike(lines, draft.page.boxes))


def _count_headlines(draft: Draft, lines: Sequence[Line]) -> int:
    """How many linked headlines stand between the text's first line and its last; next to none in an article."""
    held = {line.box for line in lines}
    places = [at for at, line in enumerate(draft.lines) if line.box in held]
    return sum(_is_headline(line) for line in draft.lines[places[0] : places[-1]]) if places else 0


def _is_headline(line: Line) -> bool:
    """Whether a line begins with a link that is a headline; a day may stand behind it."""
    if not line.links or line.link_chars * 2 < len(line.text):
        return False
    start, end, _ = line.links[0]
    return start <= MAX_BULLET_CHARS and width(line.text[start:end]) >= MIN_HEADLINE_WIDTH


def _boxes_alike(lines: Sequence[Line], boxes: Sequence[Box]) -> Iterator[list[int]]:
    """Boxes of one tag and name (figures left out) in one box that hold nearly all of the text, in their order.

    Headlines do not count: they may stand above the boxes.
    """
    told = [line for line in lines if not _is_headline(line)]
    held: defaultdict[tuple[int, str, str], dict[int, int]] = defaultdict(dict)
    for line in told:
        box = line.box
        for _ in range(MAX_LEVELS):
            parent, tag, name = boxes[box][:3]
            if parent < 0:
                break
            chars = held[parent, tag, name.translate(_NO_FIGURES)]
            chars[box] = chars.get(box, 0) + len(line.text)
            box = parent
    total = sum(len(line.text) for line in told)
    for chars in held.values():
        enough = len(chars) >= MIN_STORIES and len(told) <= MAX_STORY_LINES * len(chars)
        if enough and sum(chars.values()) >= TOLD_SHARE * total:
            yield sorted(chars)


def _are_stories(stories: Sequence[int], ends: Sequence[int], draft: Draft) -> bool:
    """Whether nearly each of the boxes has a link to a page of its own, below a head without time or writer."""
    headlines = _headlines_of(stories, ends, draft.lines)
    site = domain_of(draft.page.url or draft.page.canonical or "")
    addresses = {draft.lines[at].links[0].href for at in headlines}
    own = [address for address in addresses if domain_of(address) in (None, site)]
    return len(own) >= TOLD_SHARE * len(stories) and not any(map(is_dated, _head(draft, headlines[0])))


def _headlines_of(stories: Sequence[int], ends: Sequence[int], lines: Sequence[Line]) -> list[int]:
    """Where the linked headlines of the boxes stand: as the first wide line inside, or the last one ahead of it."""
    found = []
    ahead, begun = None, -1
    for at, line in enumerate(lines):
        story = stories[bisect_right(stories, line.box) - 1]
        inside = story <= line.box < ends[story]
        if width(line.text) < MIN_HEADLINE_WIDTH or (inside and story == begun):
            continue
        headline = at if _is_headline(line) else ahead
        if inside:
            begun = story
            found += [headline] if headline is not None else []
        ahead = headline if not inside and headline == at else None
    return found


def _head(draft: Draft, first: int) -> list[Line]:
    """The lines between the page's headline and the one at ``first``; without a headline there, the last ones ahead."""
    above = draft.lines[:first]
    head = list(takewhile(lambda line: line.text != draft.article.title, reversed(above)))
    return head if len(head) < len(above) else head[:BYLINE_LINES]
