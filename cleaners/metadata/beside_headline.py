"""What stands around a headline, of which a deck is told: the byline below it, and lines that name something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.headline.signs import BYLINE_LINES
from cleaners.lines.credit_lines import is_credit_line
from cleaners.lines.credits import MAX_LINE_CHARS
from cleaners.lines.furniture import is_furniture
from cleaners.lines.names import is_office
from cleaners.lines.prose import is_prose
from cleaners.lines.sources import is_outlet
from cleaners.lines.stamps import read_stamps
from cleaners.lines.statements import is_note
from cleaners.lines.trail import trail_steps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cleaners.article import Article
    from cleaners.draft import Draft
    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Line


MIN_DECK_CHARS = 6
"""Ideographs of a deck in a heading; shorter ones name a channel. Of letters it has three times as many."""
SENTENCE_CLOSE = re.compile(r"[。！？]\Z|[^\W\d_]{3}[.!?][\"”»]?\Z")
"""How running text ends; a byline may end with 7 a.m. or 2024 г."""

_NAMING = ("时间", "時間", "日期", "：", ":", "+关注", "+關注", "+ 关注", "+ 關注")
_MARKED = re.compile(
    r"\A(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}[、.．)）](?!\d)|第[一二三四五六七八九十百\d]{1,4}[章节節条條]|[问問答]：)"
    r"|[〔\[]20\d\d[〕\]]\s?\d{1,4}[号號]|第\s?\d{1,4}\s?[期号號]\Z|\A[圖图]\s?[/／]"
)
"""A part of a text (一、总体要求), a question of an interview, a document's or issue's number, whose picture it is."""


def states_time(behind: Sequence[str], article: Article) -> bool:
    """Whether the lines behind a deck are a byline that shows the article's time, or the day that meta data made exact.

    A writer's name, or the button beside it, may stand between.
    """
    for text in behind[:BYLINE_LINES]:
        if len(text) > MAX_LINE_CHARS or SENTENCE_CLOSE.search(text) or not article.published_raw:
            return False
        if article.published_raw in text or shows_day(text, article.published_at):
            return True
        if is_prose(text):
            return False
    return False


def shows_day(text: str, published: datetime | None) -> bool:
    """Whether a line shows the day of ``published``."""
    if published is None:
        return False
    day = (published.year, published.month, published.day)
    return any((stamp.year, stamp.month, stamp.day) == day for stamp in read_stamps(text))


def tells_otherwise(line: Line, reach: Reach, draft: Draft) -> bool:
    """Whether a line beside the headline links, prompts, or names writer, site, office or what stands below."""
    text = line.text
    if line.links or any(text == statement.value for statement in reach.stated.of("author")):
        return True
    title = draft.article.title or text
    named = text in title or title in text or text.endswith(_NAMING) or is_outlet(text) or is_office(text)
    marked = _MARKED.search(text) is not None
    return bool(named or marked or is_credit_line(text) or is_furniture(text) or is_note(text) or trail_steps(text))
