"""Text that a page prints twice: an article for wide and for narrow screens, a summary cut from its head."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.body.tables import CELLS
from cleaners.page.tags import HEADING_TAGS
from cleaners.text.character_tables import FIRST_WIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools


MIN_COPIED_CHARS, MIN_COPIED_LETTERS = 40, 60
"""Shortest line whose repetition tells that the page prints its article twice, in ideographs and in alphabets; shorter
ones are refrains, verse by verse, labels, and what a notice says of each of its posts."""
_REPEATING = CELLS | {"pre"}
MIN_COPIED_SHARE = 0.2
"""Share of the body that repeated lines hold where the page prints it twice, for wide and for narrow screens."""

MIN_SUMMARY_CHARS = 20
COPIED_LEAD_LINES = 6
"""The shortest summary, and the lines behind it in which the text it was cut from stands."""
_SUMMARY_LABEL = re.compile(
    r"^[\[【(（]?(?:内容|內容|文章)?(?:摘要|提要|导读|導讀|导语|導語|核心提示|简介|簡介)[\]】)）]?\s?[:：]?\s?"
)
_CUT_OFF = re.compile(r"[\s.…]+\Z")
_MACHINE_LABEL = re.compile(
    r"(?:AI|智能|大模型)\s?(?:智能)?(?:生成)?(?:摘要|总结|總結|概要|导读|導讀|速[读览讀覽]|要点|要點|summary)"
    r"|(?:AI[- ])?(?:generated )?summary by AI|AI[- ]generated summary",
    re.IGNORECASE,
)
MAX_MACHINE_SHARE = 0.5
"""Share of the body from which on the box of a label that names a machine holds the article, too."""


def without_second_copy(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines without the second copy of an article that the page prints twice; cells and code repeat freely."""
    seen: set[str] = set()
    copied: list[int] = []
    total = 0
    for at in kept.nonzero()[0].tolist():
        text = lines[at].text
        total += len(text)
        if text in seen and boxes[lines[at].box].tag not in _REPEATING:
            copied.append(at)
        seen.add(text)
    repeated = sum([len(text) for text in (lines[at].text for at in copied) if _is_long(text)])
    if repeated < max(MIN_COPIED_SHARE * total, 1):
        return kept
    rest = kept.copy()
    rest[copied] = False
    return rest


def _is_long(text: str) -> bool:
    return len(text) >= (MIN_COPIED_CHARS if max(text) >= FIRST_WIDE else MIN_COPIED_LETTERS)


def without_copied_lead(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines without a summary that was cut from the text's head and stands above it in a box of its own.

    Beside the text's paragraphs, or as a heading, it must say that it is one or that it was cut off: the first line of
    a song returns, and an answer may begin with its question.
    """
    taken = kept.nonzero()[0][: COPIED_LEAD_LINES + 1].tolist()
    if len(taken) < 2:
        return kept
    first, *others = (lines[at] for at in taken)
    summary = _CUT_OFF.sub("", _SUMMARY_LABEL.sub("", first.text))
    labelled = _SUMMARY_LABEL.match(first.text) is not None
    told = labelled or first.text.endswith(("...", "…"))
    apart = told or (first.tag not in HEADING_TAGS and boxes[others[0].box].parent != boxes[first.box].parent)
    text = "".join(line.text for line in others if line.box != first.box) if apart else ""
    if told:
        summary, text = _unspaced(summary), _unspaced(text)
    copied = summary in text if labelled else text.startswith(summary)
    if len(summary) < MIN_SUMMARY_CHARS or not copied:
        return kept
    rest = kept.copy()
    rest[taken[0]] = False
    return rest


def _unspaced(text: str) -> str:
    """A text without the spaces that a summary cut off has where the text begins a paragraph; a song has them too."""
    return "".join(text.split())


def without_machine_summary(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines without what stands above the text, in a box of its own, below words that a machine wrote it."""
    taken = kept.nonzero()[0].tolist()
    near = lines[max(0, taken[0] - 1) : taken[0] + 1] if taken else ()
    label = next((line for line in near if _MACHINE_LABEL.fullmatch(line.text)), None)
    if label is None:
        return _without_labelled_summary(lines, boxes, kept)
    below = [at for at in taken if lines[at] is not label]
    inside = (_told_in(box, below, lines, boxes) for box in (label.box, boxes[label.box].parent))
    alike = [at for at in below if lines[at].tag == label.tag]  # in the box of the article, of which none is alike
    ahead = [alike] if alike == below[: len(alike)] else []
    most = MAX_MACHINE_SHARE * sum(len(lines[at].text) for at in taken)
    told = next((told for told in (*inside, *ahead) if told and sum(len(lines[at].text) for at in told) <= most), [])
    rest = kept.copy()
    rest[[*told, *(at for at in taken if lines[at] is label)]] = False
    return rest


def _without_labelled_summary(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines without the first one, if it begins with such words and the next one stands in another box."""
    taken = kept.nonzero()[0][:2].tolist()
    if len(taken) < 2 or not _MACHINE_LABEL.match(lines[taken[0]].text):
        return kept
    one, other = (lines[at].box for at in taken)
    if one == other or boxes[one].parent == boxes[other].parent:
        return kept
    rest = kept.copy()
    rest[taken[0]] = False
    return rest


def _told_in(box: int, taken: Sequence[int], lines: Sequence[Line], boxes: Sequence[Box]) -> list[int]:
    """Which of the taken lines stand in a box, or in one right inside it."""
    return [at for at in taken if box in {lines[at].box, boxes[lines[at].box].parent}]
