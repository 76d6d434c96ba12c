"""Parts of an article that belong to it whole or not at all: captions of its pictures, tables of data, code, copies."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from cleaners.body.tables import CELLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.page.model import Box, Line

MIN_STORY_CAPTIONS = 2
"""Captions that make a story of a page without any other text."""
MIN_TOLD_CAPTIONS = 4
TOLD_SHARE = 2
"""Captions that end as sentences, not in an agency's credit, and how much longer they are than the text beside them,
where they tell the story."""
LEAD_LINES = 3
"""Lines above the first paragraph and below the last one in which a picture of the story stands."""
MIN_CAPTION_CHARS = 8
"""Shortest caption; what is shorter names a photographer."""

_NAMED_CAPTION = "caption"
MAX_NAMED_CHARS = 150
"""Longest line in an element that is only called a caption."""

KEPT_LISTING_SHARE = 0.4
"""A listing outside the paragraphs is kept whole if this share of its lines is."""
_TAG_OF_LINE, _TAG_OF_BOX, _NAME_OF_BOX = itemgetter(1), itemgetter(1), itemgetter(2)
"""As ``line.tag``, ``box.tag`` and ``box.name``, a third of the time."""

LEAST_LINE_NUMBERS = 3
"""Lines of a listing that a column of numbers counts."""
MAX_LAST_HEADINGS = 3
"""Headings at the end of a body that are left out."""
MOST_HEADINGS = 0.5
"""Share of a body's lines above which headings are its text."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DASHES = "-–—"
_STOPS = tuple("。！？.!?…")
_SENTENCE_ENDS = tuple('。！？.!?…）)”」』"')

MIN_COPIED_CHARS = 40
"""Shortest line whose repetition tells that the page prints its article twice; shorter ones are refrains and labels."""
MIN_COPIED_SHARE = 0.2
"""Share of the body that repeated lines hold where the page prints it twice, for wide and for narrow screens."""


def keep_captions(lines: Sequence[Line], boxes: Sequence[Box], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The kept lines, with the captions of the body's pictures on pages in ideographs, and of a page of pictures alone.

    Chinese papers print a caption as part of the story, and so do those who annotate it; in English neither does, and
    the fitted scorer has seen far more of those.
    """
    if "figcaption" not in map(_TAG_OF_BOX, boxes) and _NAMED_CAPTION not in " ".join(map(_NAME_OF_BOX, boxes)):
        return kept
    captions = np.array([_is_caption(line, boxes) for line in lines])
    if not kept.any():
        return captions if captions.sum() >= MIN_STORY_CAPTIONS else kept
    told = captions & np.array([line.text.endswith(_STOPS) for line in lines])
    if _tell_the_story(told, kept, lines) and not _are_cards(told, kept, lines, boxes):
        return np.asarray(kept | told)
    taken = kept.nonzero()[0]
    sample = "".join(lines[at].text for at in taken[:10])
    if sum("\u3040" <= character <= "\u9fff" for character in sample) < len(sample) / 3:
        return kept
    captions[: max(taken[0] - LEAD_LINES, 0)] = False
    captions[taken[-1] + LEAD_LINES :] = False
    return np.asarray(kept | captions)


def _tell_the_story(told: NDArray[np.bool_], kept: NDArray[np.bool_], lines: Sequence[Line]) -> bool:
    """Whether captions tell the story and the lines taken beside them only open it, as on a page of pictures."""
    told_chars, beside = (
        sum([len(lines[at].text) for at in mask.nonzero()[0].tolist()]) for mask in (told, kept & ~told)
    )
    return bool(told.sum() >= MIN_TOLD_CAPTIONS) and told_chars >= TOLD_SHARE * beside


def _are_cards(told: NDArray[np.bool_], kept: NDArray[np.bool_], lines: Sequence[Line], boxes: Sequence[Box]) -> bool:
    """Whether captions tell of other stories: a heading that was not taken stands between the text and the first."""
    first = int(told.argmax())
    opening = max(kept[:first].nonzero()[0].tolist(), default=first)
    return any(boxes[line.box].tag in _HEADINGS for line in lines[opening + 1 : first])


_CODE_NAMES = re.compile(
    r"(?:^| )(?:dp-highlighter|syntaxhighlighter|example_code|hl-main|cnblogs_code|crayon-main)", re.MULTILINE
)
"""Elements in which highlighters and tutorials set code without preformatting it. No code-block: those hold adverts."""


def names_code(name: str) -> bool:
    """Whether an element's name, or one of several in lines, says that it holds code: one of its classes begins so."""
    return _CODE_NAMES.search(name) is not None


def settle_code(lines: Sequence[Line], boxes: Sequence[Box], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The kept lines, each listing of code whole or not at all: whole if it stands among the body's lines.

    The numbers of its lines, beside it, are no part of it.
    """
    named = names_code("\n".join(set(map(_NAME_OF_BOX, boxes))))
    if ("pre" not in map(_TAG_OF_LINE, lines) and not named) or not kept.any():
        return kept
    roots = _code_boxes(boxes) if named else {}
    listings: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if line.tag == "pre" or line.box in roots:
            listings.setdefault(roots.get(line.box, line.box), []).append(at)
    taken = kept.nonzero()[0]
    settled = kept.copy()
    for inside in listings.values():
        within = taken[0] < inside[0] and inside[-1] < taken[-1]
        settled[inside] = within or kept[inside].mean() >= KEPT_LISTING_SHARE
    settled[_line_numbers(lines, boxes, {at for inside in listings.values() for at in inside})] = False
    return settled


_WHOLE_PAGE = ("body", "main", "article")
"""Elements that hold the whole page or text, though a highlighter may leave its class on them."""


def _code_boxes(boxes: Sequence[Box]) -> dict[int, int]:
    """The boxes that are called code, and those inside, with the outermost of each."""
    roots: dict[int, int] = {}
    for at, box in enumerate(boxes):
        if box.parent in roots:
            roots[at] = roots[box.parent]
        elif box.tag not in _WHOLE_PAGE and names_code(box.name):
            roots[at] = at
    return roots


_GUTTER_NAMES = ("gutter", "lineno", "numbering", "crayon-nums", "ln-numbers", "line-numbers-wrapper")
"""What highlighters call the column of numbers. No line-numbers or linenums: those are the whole listing."""
_GUTTER_LEVELS = 4
"""Boxes, from a number's own outwards, of which one is called so."""


def _in_gutter(line: Line, boxes: Sequence[Box]) -> bool:
    at = line.box
    for _ in range(_GUTTER_LEVELS):
        if at < 0:
            return False
        if any(called in boxes[at].name for called in _GUTTER_NAMES):
            return True
        at = boxes[at].parent
    return False


def _line_numbers(lines: Sequence[Line], boxes: Sequence[Box], code: set[int]) -> list[int]:
    """The lines of a column that counts 1, 2, 3 and on, inside a listing of code or right before or behind one.

    A program may print such lines: the column's element must be called one.
    """
    found: list[int] = []
    run: list[int] = []
    for at in range(len(lines) + 1):
        if at < len(lines) and lines[at].text == str(len(run) + 1) and _in_gutter(lines[at], boxes):
            run.append(at)
            continue
        if len(run) >= LEAST_LINE_NUMBERS and not code.isdisjoint((run[0] - 1, run[0], run[-1] + 1)):
            found += run
        run = [at] if at < len(lines) and lines[at].text == "1" and _in_gutter(lines[at], boxes) else []
    return found


def without_last_headings(lines: Sequence[Line], boxes: Sequence[Box], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The kept lines without the headings at their end: what they stand above was not taken.

    A heading that ends as a sentence, or in brackets, is a last line set large, and so is the last line of the text's
    own box, which stands above nothing: a signature, a day, a price. One behind a dash signs the text. Where most
    lines are headings they say nothing.
    """
    taken = np.flatnonzero(kept).tolist()
    headings = [at for at in taken if boxes[lines[at].box].tag in _HEADINGS]
    if not headings or headings[-1] != taken[-1] or len(headings) > MOST_HEADINGS * len(taken):
        return kept
    if _ends_its_box(taken[-1], headings, taken, lines, boxes):
        return kept
    rest = kept.copy()
    for at in reversed(taken[-MAX_LAST_HEADINGS:]):
        text = lines[at].text
        if boxes[lines[at].box].tag not in _HEADINGS or text.endswith(_SENTENCE_ENDS) or text[0] in _DASHES:
            break
        rest[at] = False
    return rest


def _ends_its_box(
    last: int, headings: Sequence[int], taken: Sequence[int], lines: Sequence[Line], boxes: Sequence[Box]
) -> bool:
    """Whether a heading is the last line of the box around it, and the last line of text stands there, too."""
    around = boxes[lines[last].box].parent
    headed = frozenset(headings)
    text = next((at for at in reversed(taken) if at not in headed), last)
    following = last + 1 < len(lines) and _stands_in(lines[last + 1].box, around, boxes)
    return not following and _stands_in(lines[text].box, around, boxes)


def _stands_in(box: int, around: int, boxes: Sequence[Box]) -> bool:
    while box > around:  # a box stands behind the boxes around it
        box = boxes[box].parent
    return box == around


def _is_caption(line: Line, boxes: Sequence[Box]) -> bool:
    box = boxes[line.box]
    stated = box.tag == "figcaption" or (box.parent >= 0 and boxes[box.parent].tag == "figcaption")
    stated = stated or (_NAMED_CAPTION in box.name and len(line.text) <= MAX_NAMED_CHARS)
    return stated and len(line.text) >= MIN_CAPTION_CHARS and not line.links


def without_second_copy(lines: Sequence[Line], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The kept lines without the second copy of an article that the page prints twice; cells and code repeat freely."""
    seen: set[str] = set()
    copied: list[int] = []
    total = 0
    for at in kept.nonzero()[0].tolist():
        text, tag = lines[at][:2]
        total += len(text)
        if text in seen and tag != "pre" and tag not in CELLS:
            copied.append(at)
        seen.add(text)
    repeated = sum([len(lines[at].text) for at in copied if len(lines[at].text) >= MIN_COPIED_CHARS])
    if repeated < max(MIN_COPIED_SHARE * total, 1):
        return kept
    rest = kept.copy()
    rest[copied] = False
    return rest


MIN_SUMMARY_CHARS = 20
COPIED_LEAD_LINES = 6
"""The shortest summary, and the lines behind it in which the text it was cut from stands."""
_SUMMARY_LABEL = re.compile(
    r"^[\[【(（]?(?:内容|內容|文章)?(?:摘要|提要|导读|導讀|导语|導語|核心提示|简介|簡介)[\]】)）]?\s?[:：]\s?"
)
_CUT_OFF = re.compile(r"[\s.…]+\Z")


def without_copied_lead(lines: Sequence[Line], boxes: Sequence[Box], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The kept lines without a summary that was cut from the text's head and stands above it in a box of its own.

    Beside the text's paragraphs, or as a heading, it must say that it is one or that it was cut off: the first line of
    a song returns, and an answer may begin with its question.
    """
    taken = kept.nonzero()[0][: COPIED_LEAD_LINES + 1].tolist()
    if len(taken) < 2:
        return kept
    first, *others = (lines[at] for at in taken)
    summary = _CUT_OFF.sub("", _SUMMARY_LABEL.sub("", first.text))
    told = first.text.endswith(("...", "…")) or _SUMMARY_LABEL.match(first.text) is not None
    apart = told or (first.tag not in _HEADINGS and boxes[others[0].box].parent != boxes[first.box].parent)
    text = "".join(line.text for line in others if line.box != first.box) if apart else ""
    if len(summary) < MIN_SUMMARY_CHARS or not text.startswith(summary):
        return kept
    rest = kept.copy()
    rest[taken[0]] = False
    return rest
