"""The short line above the headline (kicker, 引题) and the line below it (deck, 副题)."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cleaners.headline.signs import BYLINE_LINES, DASHES, is_dated
from cleaners.lines.bylines import OPENS_BYLINE, is_name
from cleaners.lines.credit_lines import is_credit_line
from cleaners.lines.credits import MAX_LINE_CHARS
from cleaners.lines.furniture import is_furniture
from cleaners.lines.names import is_office
from cleaners.lines.prose import is_prose
from cleaners.lines.sources import is_outlet
from cleaners.lines.stamps import read_stamps
from cleaners.lines.statements import is_note
from cleaners.lines.trail import trail_steps
from cleaners.page.tags import TOP_HEADING_TAGS
from cleaners.text.character_tables import FIRST_WIDE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cleaners.article import Article
    from cleaners.draft import Draft
    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Box, Line


_NAMED_KICKER = re.compile(r"kicker|eyebrow|yinti|intro-?title|jianti|shoulder|pretitle|pre-title|overline")
_NAMED_DECK = re.compile(r"sub-?title|subhead|deck|futi|fubiaoti|standfirst|dek(?:$|[ _-])|sub-?headline|ftitle")
MAX_DECK_CHARS = 300
"""Longest deck; a kicker has a quarter of that at most."""


def _tells_occasion(text: str) -> bool:
    """Whether a line names day and occasion of a speech: ``——2024年5月6日在明溪县……会议上``."""
    return _OCCASION.match(text) is not None


_OCCASION = re.compile(r"[—-]{1,2}\s?(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日\s?在[^。]{4,}[上中]\Z")


def _is_marked_kicker(above: Line, draft: Draft) -> bool:
    """Whether the line above the headline is named as its kicker, or stands in the heading that holds the headline.

    ``<h1>The old landing<br>Ferry is back</h1>``
    """
    if _NAMED_KICKER.search(draft.page.boxes[above.box].name):
        return True
    if above.tag not in TOP_HEADING_TAGS:
        return False
    return any(line.box == above.box and line.text == draft.article.title for line in draft.lines)


def _is_lesser_heading(first: Line, reach: Reach, draft: Draft) -> bool:
    """Whether the line behind the headline is a heading and a byline with the article's time follows.

    What links, prompts, or names the site, an office or the day below it is no deck.
    """
    text = first.text
    if first.tag not in ("h2", "h3") or not draft.article.published_raw or first.links:
        return False
    if len(text) < MIN_DECK_CHARS * (1 if max(text) >= FIRST_WIDE else 3) or _is_subhead(first, draft):
        return False
    # Below a Chinese deck a summary may stand; elsewhere it is the name of a newsletter that stands above running text.
    behind = [line.text for line in reach.between[1:]] if reach.chinese else _texts_behind(first, draft)
    if not states_time(behind, draft.article):
        return False
    if any(text == statement.value for statement in reach.stated.of("author")):
        return False
    named = text in (draft.article.title or "") or text.endswith(_NAMING) or is_outlet(text) or is_office(text)
    return not (named or is_credit_line(text) or is_furniture(text) or is_note(text) or trail_steps(text))


def _is_subhead(first: Line, draft: Draft) -> bool:
    """Whether a heading is one of several of its rank in the body, or stands beside paragraphs but not the headline."""
    boxes, title = draft.page.boxes, draft.article.title
    home, others = boxes[first.box].parent, [entry.line for entry in draft.body if entry.line != first]
    if any(line.tag == first.tag for line in others):
        return True
    if not any(boxes[line.box].parent == home for line in others):
        return False
    return not any(line.text == title and boxes[line.box].parent == home for line in draft.lines)


def _texts_behind(line: Line, draft: Draft) -> list[str]:
    """What the page shows right behind a line, running text as well; empty when the line is none of the page's."""
    lines = iter(draft.lines)
    return [below.text for below in islice(lines, BYLINE_LINES)] if any(other is line for other in lines) else []


def states_time(behind: Sequence[str], article: Article) -> bool:
    """Whether the lines behind a deck are a byline that shows the article's time, or the day that meta data made exact.

    A writer's name, or the button beside it, may stand between.
    """
    for text in behind[:BYLINE_LINES]:
        if len(text) > MAX_LINE_CHARS or _SENTENCE_END.search(text) or not article.published_raw:
            return False
        if article.published_raw in text or _shows_day(text, article.published_at):
            return True
        if is_prose(text):
            return False
    return False


def _shows_day(text: str, published: datetime | None) -> bool:
    if published is None:
        return False
    day = (published.year, published.month, published.day)
    return any((stamp.year, stamp.month, stamp.day) == day for stamp in read_stamps(text))


def _sentence_above_byline(draft: Draft, reach: Reach) -> str | None:
    """A sentence that stands alone between the headline and a byline with the article's time; the text goes on behind.

    Not on Chinese pages, where a summary stands there. None where there is none.
    """
    if reach.chinese or not draft.article.published_raw or not reach.ahead or not draft.body:
        return None
    headline = reach.ahead[-1]
    lines = iter(draft.lines)
    if headline.text != draft.article.title or not any(line is headline for line in lines):
        return None
    first = next(lines, None)
    if first is None or first.links or len(first.text) > MAX_DECK_CHARS or not is_prose(first.text):
        return None
    behind = [line.text for line in islice(lines, BYLINE_LINES)]
    if not states_time(behind, draft.article):
        return None
    if is_dated(first) or _shows_day(first.text, draft.article.published_at):
        return None  # a lede
    if _is_told_otherwise(first, draft.page.boxes):
        return None
    told = sum([len(entry.line.text) for entry in draft.body if entry.line is not first])
    return first.text if told > len(first.text) and not is_furniture(first.text) else None


def _is_told_otherwise(line: Line, boxes: Sequence[Box]) -> bool:
    """Whether a line between headline and byline is a caption, a prompt, a list of writers or a lede."""
    box = boxes[line.box]
    around = boxes[box.parent].name if box.parent >= 0 else ""
    if line.tag == "figcaption" or _NAMED_OTHERWISE.search(box.name) or _HOLDS_PICTURE.search(around):
        return True
    if _DATELINE.match(line.text) or _PICTURED.search(line.text) or is_note(line.text):
        return True
    words = line.text.split()
    figures = sum([word[0].isdigit() for word in words])
    if figures >= _MIN_FIGURES and figures * _WORDS_A_FIGURE >= len(words):  # ratings, the times of a recipe
        return True
    return all(map(is_name, _LISTED.split(line.text)))


_MIN_FIGURES = 3
_WORDS_A_FIGURE = 3
"""Words to a figure in a line that rates or measures; a sentence about prices has more."""
_LISTED = re.compile(r",\s+(?:and |et |und |y |e |и )?| and | & ")
_DATELINE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}(?:, [^—–]{2,20})?(?: \([^()]{2,20}\))? ?(?:[—–]|--) ?")
"""How a lede begins: SPRINGFIELD, Ill. (AP) — It was the dog."""
_NAMED_OTHERWISE = re.compile(
    r"caption|credit|cookie|consent|alert|notice|newsletter|promo|breaking|disclaim|paywall|sign-?up"
    r"|(?:^|[ _-])(?:ad|ads|bio)(?:$|[ _-])"
)
"""What names a line between headline and byline that is no deck."""
_HOLDS_PICTURE = re.compile(r"caption|(?:^| )(?:image|photo|picture|figure)s?(?:$| )")
"""What names the element around a caption."""
_PICTURED = re.compile(
    r"\b(?:file|handout|stock) (?:photo|image|picture)s?\b|\bcourtesy photo\b|\bgetty images\b|\bshutterstock\b"
    r"|\b(?:photo|photos|photograph|image|picture|foto|fotos|fotografía|crédit photo|фото|fotoğraf|ảnh)"
    r"(?: credit| by|\s?[:/©])"
    r"|[(/](?:AP|AFP|EPA|Reuters|dpa|ANSA|Xinhua)\b[^()]{0,30}\)?\.?\Z|(?:写真|撮影|사진|تصوير)\s?[:：=＝/／]",
    re.IGNORECASE,
)
"""What a caption says of its picture."""
_SENTENCE_END = re.compile(r"[。！？]\Z|[^\W\d_]{3}[.!?][\"”»]?\Z")
"""How running text ends; a byline may end with 7 a.m. or 2024 г."""

_NAMING = ("时间", "時間", "日期", "：", ":")
MIN_DECK_CHARS = 6
"""Ideographs of a deck in a heading; shorter ones name a channel. Of letters it has three times as many."""


def find_kicker_and_deck(draft: Draft, reach: Reach) -> tuple[str | None, str | None]:
    """The short line above the headline (引题) and the line below it (副题); None for each that the page has not.

    An element must be named or marked up as one, or the line below begins with a dash: being near proves nothing. The
    line above may stand in the headline's own element; a lesser heading between headline and byline is a deck, and so
    is a sentence there in other languages than Chinese.
    """
    boxes = draft.page.boxes
    above = reach.above[0] if reach.above else None
    kicker = None
    if above and len(above.text) <= MAX_DECK_CHARS // 4 and _is_marked_kicker(above, draft):
        kicker = above.text
    deck = None
    for index, line in enumerate(reach.between[:2]):
        named = line.text.startswith(DASHES) or _NAMED_DECK.search(boxes[line.box].name) is not None
        marked = named or (index == 0 and _is_lesser_heading(line, reach, draft))
        if line.text.lower() in OPENS_BYLINE:
            break
        if marked and len(line.text) <= MAX_DECK_CHARS and (_tells_occasion(line.text) or not is_dated(line)):
            deck = line.text
            break
    deck = deck or _sentence_above_byline(draft, reach)
    return kicker or reach.stated.first("kicker"), deck or reach.stated.first("deck")
