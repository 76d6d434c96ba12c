"""Captions of the body's pictures: which of them belong to the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from cleaners.page.model import chars_at, name_of_box, tag_of_box
from cleaners.page.tags import HEADING_TAGS
from cleaners.text.character_tables import STOPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools


_MIN_STORY_CAPTIONS = 2
"""Captions that make a story of a page without any other text."""
_MIN_TOLD_CAPTIONS = 4
_TOLD_SHARE = 2
"""Captions that end as sentences, not in an agency's credit, and how much longer they are than the text beside them,
where they tell the story."""
_LEAD_LINES = 3
"""Lines above the first paragraph and below the last one in which a picture of the story stands."""
_MIN_CAPTION_CHARS = 8
"""Shortest caption; what is shorter names a photographer."""

_NAMED_CAPTION = "caption"
_MAX_NAMED_CHARS = 150
"""Longest line in an element that is only called a caption."""

_IDEOGRAPH = re.compile(r"[\u3040-\u9fff]")

_TAKEN_BY = re.compile(
    r".[（(][^（）()]{2,24}[摄攝][)）]\Z|[。！？ ] ?[\u4e00-\u9fff·、]{2,10}(?<![拍转轉翻航]) ?[摄攝]\Z"
)
"""Who took a picture, behind what it shows: （林晓 摄）, or without brackets behind a sentence."""


def keep_captions(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines, with the captions of the body's pictures on pages in ideographs, and of a page of pictures alone.

    Chinese papers print a caption as part of the story, and so do those who annotate it; in English neither does, and
    the fitted scorer has seen far more of those.
    """
    kept = _with_credited(lines, boxes, kept)
    if "figcaption" not in map(tag_of_box, boxes) and _NAMED_CAPTION not in " ".join(map(name_of_box, boxes)):
        return kept
    captions = np.array([_is_caption(line, boxes) for line in lines])
    if not kept.any():
        return captions if captions.sum() >= _MIN_STORY_CAPTIONS else kept
    told = captions & np.array([line.text.endswith(STOPS) for line in lines])
    if _tell_the_story(told, kept, lines) and not _are_cards(told, kept, lines, boxes):
        return np.asarray(kept | told)
    taken = kept.nonzero()[0]
    sample = "".join(lines[at].text for at in taken[:10])
    if len(_IDEOGRAPH.findall(sample)) < len(sample) / 3:
        return kept
    captions[: max(taken[0] - _LEAD_LINES, 0)] = False
    captions[taken[-1] + _LEAD_LINES :] = False
    return np.asarray(kept | captions)


def _with_credited(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines with those among and near them that end in who took a picture, in a box beside theirs."""
    taken = kept.nonzero()[0].tolist()
    if not taken:
        return kept
    homes = {boxes[lines[at].box].parent for at in taken}
    near = range(max(taken[0] - _LEAD_LINES, 0), min(len(lines), taken[-1] + _LEAD_LINES))
    credited = [
        at
        for at in near
        if not kept[at]
        and _TAKEN_BY.search(lines[at].text)
        and not lines[at].links
        and _MIN_CAPTION_CHARS <= len(lines[at].text) <= _MAX_NAMED_CHARS
        and boxes[boxes[lines[at].box].parent].parent in homes
    ]
    if not credited:
        return kept
    rest = kept.copy()
    rest[credited] = True
    return rest


def _tell_the_story(told: Bools, kept: Bools, lines: Sequence[Line]) -> bool:
    """Whether captions tell the story and the lines taken beside them only open it, as on a page of pictures."""
    told_chars, beside = (chars_at(mask.nonzero()[0].tolist(), lines) for mask in (told, kept & ~told))
    return bool(told.sum() >= _MIN_TOLD_CAPTIONS) and told_chars >= _TOLD_SHARE * beside


def _are_cards(told: Bools, kept: Bools, lines: Sequence[Line], boxes: Sequence[Box]) -> bool:
    """Whether captions tell of other stories: a heading that was not taken stands between the text and the first."""
    first = int(told.argmax())
    opening = max(kept[:first].nonzero()[0].tolist(), default=first)
    return any(boxes[line.box].tag in HEADING_TAGS for line in lines[opening + 1 : first])


def _is_caption(line: Line, boxes: Sequence[Box]) -> bool:
    box = boxes[line.box]
    stated = box.tag == "figcaption" or (box.parent >= 0 and boxes[box.parent].tag == "figcaption")
    stated = stated or (_NAMED_CAPTION in box.name and len(line.text) <= _MAX_NAMED_CHARS)
    return stated and len(line.text) >= _MIN_CAPTION_CHARS and not line.links
