"""Kicker and deck of a Chinese page that nothing but their place and what they say tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.headline.signs import is_dated
from cleaners.lines.punctuation import SENTENCE_END
from cleaners.metadata.beside_headline import MIN_DECK_CHARS, states_time, tells_otherwise
from cleaners.page.tags import HEADING_TAGS
from cleaners.text.about import is_about
from cleaners.text.character_tables import FIRST_WIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.draft import Draft
    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Box, Line


_MAX_PLAIN_CHARS = 40
"""Longest kicker or deck that nothing but its place marks."""

_SPOKEN_OF = 0.25
"""Share of a line's pairs of ideographs that the text holds when it is about the same; of a source's name one."""
_NO_SUBTITLE = re.compile(
    r"频道|頻道|栏目|欄目|专栏|專欄|专题|專題|客户端|客戶端|公众号|公眾號|微博|账号|賬號|推荐|推薦|索引[号號]"
    r"|首页|首頁|官网|官網|版|文件\Z"
)
"""Words in what names a channel, an app, a page of the paper or a government's document above a headline."""
_LABEL_CHARS = 6
"""Characters among which the colon of a label stands: 核心提示：."""


def find_by_place(draft: Draft, reach: Reach, *, known: bool) -> tuple[str | None, str | None]:
    """Kicker and deck, None for each that is not there.

    They stand right beside the headline, in its box or in one beside it. A heading there is a kicker, and so is a line
    where the deck is ``known``. Another line says something of which the article speaks; of two lines one does.
    """
    headline = reach.ahead[-1]
    text = "\n".join(entry.line.text for entry in draft.body)
    above = [line for line in reach.above[:1] if _may_stand_beside(line, headline, draft, reach)]
    below = [line for line in reach.between[:1] if _may_stand_beside(line, headline, draft, reach)]
    if below and not _opens_no_text(below[0], reach, draft):
        below = []
    spoken = [line for line in (*above, *below) if is_about(line.text, text.casefold(), _SPOKEN_OF)]
    both = bool(spoken and above and below)
    kicker = next((ln.text for ln in above if known or both or ln in spoken or ln.tag in HEADING_TAGS), None)
    deck = next((line.text for line in below if both or line in spoken), None)
    return kicker, deck


def _opens_no_text(line: Line, reach: Reach, draft: Draft) -> bool:
    """Whether a line right below the headline is none of the text's: a byline follows, or what stands elsewhere.

    A deck in a heading was asked for already.
    """
    if line.tag in HEADING_TAGS:
        return False
    if states_time([behind.text for behind in reach.between[1:]], draft.article):
        return True
    return any(is_set_below_headline(at, draft) for at, other in enumerate(draft.lines) if other.text == line.text)


def _may_stand_beside(line: Line, headline: Line, draft: Draft, reach: Reach) -> bool:
    text = line.text
    if not MIN_DECK_CHARS <= len(text) <= _MAX_PLAIN_CHARS or max(text) < FIRST_WIDE or line.hidden:
        return False
    if SENTENCE_END.search(text) or "：" in text[:_LABEL_CHARS] or is_dated(line):
        return False
    if _NO_SUBTITLE.search(text) or draft.memory.stands(text):
        return False
    return is_beside(line, headline, draft.page.boxes) and not tells_otherwise(line, reach, draft)


def is_set_below_headline(at: int, draft: Draft) -> bool:
    """Whether the draft's line ``at`` stands right below the headline and beside it, and what follows does not.

    Nor right in the box around both, as a text does whose paragraphs ``<br>`` parts.
    """
    lines, boxes = draft.lines, draft.page.boxes
    if not at or lines[at - 1].text != draft.article.title or not is_beside(lines[at], lines[at - 1], boxes):
        return False
    if lines[at].box == lines[at - 1].box:
        return True
    around = boxes[lines[at].box].parent
    return not any(line.box == around or is_beside(line, lines[at], boxes) for line in lines[at + 1 : at + 2])


def is_beside(line: Line, headline: Line, boxes: Sequence[Box]) -> bool:
    """Whether a line stands in the headline's box, or in one beside it: of the same list, table or parent."""
    return line.box == headline.box or _home(line.box, boxes) == _home(headline.box, boxes)


def _home(box: int, boxes: Sequence[Box]) -> int:
    """The box around a box; around a cell, the one around its row."""
    home = boxes[box].parent
    return boxes[home].parent if boxes[box].tag in ("td", "th") and home >= 0 else home
