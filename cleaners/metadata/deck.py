"""The short line above the headline (kicker, 引题) and the line below it (deck, 副题)."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cleaners.headline.signs import BYLINE_LINES, DASHES, is_dated
from cleaners.lines.bylines import OPENS_BYLINE, is_name
from cleaners.lines.furniture import is_furniture
from cleaners.lines.prose import is_prose
from cleaners.lines.statements import is_note
from cleaners.metadata.beside_headline import MIN_DECK_CHARS, SENTENCE_CLOSE, shows_day, states_time, tells_otherwise
from cleaners.metadata.deck_by_place import find_by_place, is_beside
from cleaners.page.tags import HEADING_TAGS, TOP_HEADING_TAGS
from cleaners.text.character_tables import FIRST_WIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.draft import Draft
    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Box, Line


_LABELLED = re.compile(
    r"(?P<which>引题|肩题|眉题|引題|肩題|眉題|副题|副题目|副标题|副題|副標題)\s?[:：]\s?(?P<said>.+)"
)
"""A kicker or deck behind a label that says so."""
_NAMED_KICKER = re.compile(r"kicker|eyebrow|yinti|intro-?title|jianti|shoulder|pretitle|pre-title|overline")
_NAMED_DECK = re.compile(r"sub-?title|subhead|deck|futi|fubiaoti|standfirst|dek(?:$|[ _-])|sub-?headline|ftitle")
_MAX_DECK_CHARS = 300
"""Longest deck; a kicker has a quarter of that at most."""

_OCCASION = re.compile(r"[—-]{1,2}\s?(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日\s?在[^。]{4,}[上中]\Z")
_MIN_FIGURES = 3
_WORDS_A_FIGURE = 3
"""Words for each figure in a line that rates or measures; a sentence about prices has more."""
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
_DASH_CHARS = " -–—"
"""Characters of a dash; a line of nothing else parts a text."""
_NEAR = 2
"""Lines behind the headline among which the deck stands; one with a dash may stand below the byline as well."""


def _tells_occasion(text: str) -> bool:
    """Whether a line names day and occasion of a speech: ``——2024年5月6日在明溪县……会议上``."""
    return _OCCASION.match(text) is not None


def _is_marked_kicker(above: Line, draft: Draft) -> bool:
    """Whether the line above the headline is named as its kicker, or stands in the heading that holds the headline.

    ``<h1>The old landing<br>Ferry is back</h1>``
    """
    if _NAMED_KICKER.search(draft.page.boxes[above.box].name) or _LABELLED.fullmatch(above.text):
        return True
    if above.tag not in TOP_HEADING_TAGS:
        return False
    return any(line.box == above.box and line.text == draft.article.title for line in draft.lines)


def _is_lesser_heading(first: Line, reach: Reach, draft: Draft) -> bool:
    """Whether the line behind the headline is a heading and the article's time stands behind or above both.

    What links, prompts, or names the site, an office or the day below it is no deck. On Chinese pages any heading may
    be one, a second ``<h1>`` as well.
    """
    text = first.text
    if first.tag not in (HEADING_TAGS if reach.chinese else ("h2", "h3")) or not draft.article.published_raw:
        return False
    if len(text) < MIN_DECK_CHARS * (1 if max(text) >= FIRST_WIDE else 3) or _is_subhead(first, draft):
        return False
    # Below a Chinese deck a summary may stand; elsewhere it is the name of a newsletter that stands above running text.
    behind = [line.text for line in reach.between[1:]] if reach.chinese else _texts_behind(first, draft)
    if not states_time(behind, draft.article) and not _is_dated_above(first, reach, draft):
        return False
    return not tells_otherwise(first, reach, draft)


def _is_dated_above(first: Line, reach: Reach, draft: Draft) -> bool:
    """Whether the article's time stands right above the headline, beside which the line stands."""
    if not reach.ahead or not is_beside(first, reach.ahead[-1], draft.page.boxes):
        return False
    return states_time([line.text for line in reach.above[:BYLINE_LINES]], draft.article)


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
    if first is None or first.links or len(first.text) > _MAX_DECK_CHARS or not is_prose(first.text):
        return None
    behind = [line.text for line in islice(lines, BYLINE_LINES)]
    if not states_time(behind, draft.article):
        return None
    if is_dated(first) or shows_day(first.text, draft.article.published_at):
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


def find_kicker_and_deck(draft: Draft, reach: Reach) -> tuple[str | None, str | None]:
    """The short line above the headline (引题) and the line below it (副题); None for each that the page has not.

    An element must be named or marked up as one, or the line below begins with a dash: being near proves little
    (``deck_by_place``). The line above may stand in the headline's own element; a lesser heading between headline and
    byline is a deck, and so is a sentence there in other languages than Chinese.
    """
    above = reach.above[0] if reach.above else None
    kicker = None
    if above and len(above.text) <= _MAX_DECK_CHARS // 4 and _is_marked_kicker(above, draft):
        kicker = above.text
    deck = _marked_deck(draft, reach) or _sentence_above_byline(draft, reach)
    kicker, deck = kicker or reach.stated.first("kicker"), deck or reach.stated.first("deck")
    if reach.chinese and not (kicker and deck) and reach.ahead and reach.ahead[-1].text == draft.article.title:
        placed = find_by_place(draft, reach, known=deck is not None)
        kicker, deck = kicker or placed[0], deck or placed[1]
    return _unlabelled(kicker), _unlabelled(deck)


def _marked_deck(draft: Draft, reach: Reach) -> str | None:
    """The line behind the headline that its element, a label or a dash calls a deck."""
    boxes = draft.page.boxes
    for index, line in enumerate(reach.between):
        dashed = line.text.startswith(DASHES) and _is_dash_deck(line, draft, near=index < _NEAR)
        if index >= _NEAR and not dashed:
            continue
        named = dashed or _NAMED_DECK.search(boxes[line.box].name) is not None or _LABELLED.fullmatch(line.text)
        marked = named or (index == 0 and _is_lesser_heading(line, reach, draft))
        if line.text.lower() in OPENS_BYLINE:
            return None
        if marked and len(line.text) <= _MAX_DECK_CHARS and (_tells_occasion(line.text) or not is_dated(line)):
            return line.text
    return None


def _is_dash_deck(line: Line, draft: Draft, *, near: bool) -> bool:
    """Whether a line that begins with a dash says more, is no sentence of the text, and no line of a dialogue.

    Further below the headline it is the first of the text, and the only one with a dash.
    """
    if not line.text.strip(_DASH_CHARS):
        return False
    told = [entry.line.text for entry in draft.body]
    if line.text not in told:
        return near
    behind = told[told.index(line.text) + 1 :]
    if near:
        return not line.text.endswith("。") and not "".join(behind[:1]).startswith(DASHES)
    if SENTENCE_CLOSE.search(line.text) or told[0] != line.text:
        return False
    return not any(text.startswith(DASHES) for text in behind)


def _unlabelled(text: str | None) -> str | None:
    label = _LABELLED.fullmatch(text) if text else None
    return label["said"] if label else text
