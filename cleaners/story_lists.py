"""Pages that list other stories of the site, a linked headline and a summary each: channels, tags, a forum's boards."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleaners.body.box_tree import NO_FIGURES, subtree_ends
from cleaners.embedded.structured import read_statements
from cleaners.headline.signs import BYLINE_LINES, is_dated
from cleaners.lines.prose import is_prose
from cleaners.lines.stamps import read_stamps
from cleaners.lines.time_labels import meaning_of
from cleaners.lines.title_tag import width
from cleaners.lines.url_days import day_in_url
from cleaners.links.hosts import domain_of
from cleaners.metadata.shown_dates import is_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.draft import Draft
    from cleaners.page.model import Box, Line

_MIN_STORIES = 5
"""Fewest boxes alike that are a list; a round-up of three stories is an article."""
_TOLD_SHARE = 0.8
"""Share of the text that stands in them, and of them that begin with a headline of their own."""
_MIN_HEADLINE_WIDTH = 16
"""Columns of the shortest headline: eight characters of Chinese. Members' names, ahead of posts, are shorter."""
_MAX_BULLET_CHARS = 3
"""Characters ahead of it that only mark the entry of a list."""
_MAX_STORY_LINES = 4
"""Lines that a story has on average, at most: its headline, what it tells, its day, more of it. Chapters have more."""
_ABOVE_LINES = 2
"""Lines above the page's headline in which a time with a clock is the article's; a bare day there is the calendar's."""
_MAX_OWN_LINES = 1
"""Lines of prose ahead of the stories, with which a channel says what it is; more are an article's."""
_MAX_INTRODUCTION_WIDTH = 100
"""Columns of the line, all of the text, with which a list does, fifty ideographs; a longer one is a story."""
_MIN_FRONT_HEADLINES = 20
"""Linked headlines of a front page; firms' pages at the root of a host, which are about one thing, have 14 at most."""
_FRONT_TYPE = "website"
"""What a front page is in its ``og:type`` (https://ogp.me/#types); an article is an ``article``."""


def lists_stories(draft: Draft) -> bool:
    """Whether the text is what a list says of other stories of the site.

    It stands in boxes alike, and each has a link to a page of its own on the same site at its head or right above;
    lists of shops lead to other sites. A round-up is an article: the page says of itself when it appeared, or who made
    it. Of 1,434 annotated articles none is such a page.
    """
    lines = [line for _, line in draft.body]
    if draft.held or len(lines) < _MIN_STORIES or _count_headlines(draft, lines) < _MIN_STORIES - 1:
        return False
    if any(map(day_in_url, (draft.page.url, draft.page.canonical))):
        return False
    ends = subtree_ends(draft.page.boxes).tolist()
    return any(_are_stories(stories, ends, draft) for stories in _boxes_alike(lines, draft.page.boxes))


def introduces_list(draft: Draft) -> bool:
    """Whether the text is a short line right above dated headlines, in one box with them: a channel says what it is.

    The page states neither time nor writer of its own, nor does its address. Below a note other stories stand in a box
    apart, or below words for what they are, or below the note's own day.
    """
    if draft.held or len(draft.body) != 1 or width(draft.body[0].line.text) > _MAX_INTRODUCTION_WIDTH:
        return False
    if any(map(day_in_url, (draft.page.url, draft.page.canonical))):
        return False
    told, boxes = draft.body[0].line, draft.page.boxes
    at = next((at for at, line in enumerate(draft.lines) if line.box == told.box), len(draft.lines))
    behind = draft.lines[at + 1 : at + 1 + 2 * _MIN_STORIES]  # the day of each may stand in a line of its own
    linked = [line for line in behind if line.links]
    dated = sum(bool(read_stamps(line.text)) for line in behind)
    if min(len(linked), dated) < _MIN_STORIES or not behind[0].links:
        return False
    around = boxes[told.box].parent
    end = subtree_ends(boxes).tolist()[around]
    beside = all(around <= line.box < end for line in linked)
    return beside and not _is_signed(draft, at + 1, at + len(behind))


def is_front(draft: Draft, *, credited: bool) -> bool:
    """Whether the page is a site's front: at the root of its host, full of headlines, and by its own word no article.

    Its longest teasers are no story. The address is the one the page was asked for: that of articles may be given
    as the site's root by a mistaken ``<link rel=canonical>``. Whoever hands in an article with its host's address
    keeps it, where its time, writer or source is found (``credited``) and it is no ``website`` to machines.
    """
    url = urlsplit(draft.page.url or "")
    if not url.netloc or url.query or url.path not in ("", "/"):
        return False
    if credited and (draft.page.meta or {}).get("og:type", "").strip().lower() != _FRONT_TYPE:
        return False
    return sum(map(_is_headline, draft.page.lines)) >= _MIN_FRONT_HEADLINES


def _count_headlines(draft: Draft, lines: Sequence[Line]) -> int:
    """How many linked headlines stand between the text's first line and its last; next to none in an article."""
    held = {line.box for line in lines}
    places = [at for at, line in enumerate(draft.lines) if line.box in held]
    return sum(_is_headline(line) for line in draft.lines[places[0] : places[-1]]) if places else 0


def _is_headline(line: Line) -> bool:
    """Whether a line begins with a link that is a headline; a day may stand behind it."""
    if not line.links:
        return False
    start, end, _ = line.links[0]
    return (
        start <= _MAX_BULLET_CHARS
        and (end - start) * 2 >= _MIN_HEADLINE_WIDTH  # no character is wider than two columns
        and width(line.text[start:end]) >= _MIN_HEADLINE_WIDTH
        and line.link_chars * 2 >= len(line.text)
    )


def _boxes_alike(lines: Sequence[Line], boxes: Sequence[Box]) -> Iterator[list[int]]:
    """Boxes of one tag and name (figures left out) in one box that hold nearly all of the text, in their order.

    Headlines do not count: they may stand above the boxes.
    """
    told = [line for line in lines if not _is_headline(line)]
    chars = [0] * len(boxes)
    for line in told:
        chars[line.box] += len(line.text)
    inside: defaultdict[int, list[int]] = defaultdict(list)
    for box in range(len(boxes) - 1, 0, -1):  # what stands inside another comes behind it
        if chars[box]:
            parent = boxes[box].parent
            chars[parent] += chars[box]
            inside[parent].append(box)
    for beside in inside.values():
        alike: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for box in reversed(beside) if len(beside) >= _MIN_STORIES else ():
            alike[boxes[box].tag, boxes[box].name.translate(NO_FIGURES)].append(box)
        for group in alike.values():
            enough = len(group) >= _MIN_STORIES and len(told) <= _MAX_STORY_LINES * len(group)
            if enough and sum(chars[box] for box in group) >= _TOLD_SHARE * chars[0]:
                yield group


def _are_stories(stories: Sequence[int], ends: Sequence[int], draft: Draft) -> bool:
    """Whether nearly each of the boxes has a link to a page of its own, and the page states neither time nor writer."""
    headlines = _headlines_of(stories, ends, draft.lines)
    site = domain_of(draft.page.url or draft.page.canonical or "")
    addresses = {draft.lines[at].links[0].href for at in headlines}
    own = [address for address in addresses if domain_of(address) in (None, site)]
    return len(own) >= _TOLD_SHARE * len(stories) and not _is_signed(draft, headlines[0], headlines[-1])


def _headlines_of(stories: Sequence[int], ends: Sequence[int], lines: Sequence[Line]) -> list[int]:
    """Where the linked headlines of the boxes stand: as the first wide line inside, or the last one ahead of it."""
    found = []
    ahead, begun = None, -1
    for at, line in enumerate(lines):
        story = stories[bisect_right(stories, line.box) - 1]
        inside = story <= line.box < ends[story]
        if width(line.text) < _MIN_HEADLINE_WIDTH or (inside and story == begun):
            continue
        headline = at if _is_headline(line) else ahead
        if inside:
            begun = story
            found += [headline] if headline is not None else []
        ahead = headline if not inside and headline == at else None
    return found


def _is_signed(draft: Draft, first: int, last: int) -> bool:
    """Whether a page says when it appeared or who made it: to machines, around its headline, below its stories.

    So does one that says more ahead of the stories than what it is.
    ``first``, ``last``: where the headlines of the first and the last story stand. What others state, too, is theirs.
    """
    article, lines = draft.article, draft.lines
    if read_statements(draft.page, elements=False).of("published"):
        return True
    headline = next((at for at in reversed(range(first)) if lines[at].text == article.title), None)
    start = max(0, first - BYLINE_LINES) if headline is None else headline + 1
    head, above = lines[start:first], lines[max(0, start - 1 - _ABOVE_LINES) : max(0, start - 1)]
    amid, below = lines[first:last], lines[last + 1 :]
    if any(is_dated(line) or read_stamps(line.text) for line in head) or any(map(_states_minute, above)):
        return True
    if sum(is_prose(line.text) for line in head) > _MAX_OWN_LINES:
        return True
    if sum(map(_states_publication, below)) == 1 and not any(map(_states_publication, amid)):
        return True
    named = [name for name in (*article.authors, *article.editors) if not _is_named(name, amid)]
    return any(_is_named(name, (*head, *below)) for name in named)


def _is_named(name: str, lines: Sequence[Line]) -> bool:
    return any(name in line.text for line in lines)


def _states_minute(line: Line) -> bool:
    """Whether a line states a time with a clock, and is no calendar."""
    stamps = [] if line.links or is_calendar(line.text, "") else read_stamps(line.text, partial=False)
    return any(stamp.has_clock for stamp in stamps)


def _states_publication(line: Line) -> bool:
    return not is_prose(line.text) and any(
        meaning_of(line.text, stamp) == "published" for stamp in read_stamps(line.text, partial=False)
    )
