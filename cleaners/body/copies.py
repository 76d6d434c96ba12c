"""Text that a page prints twice: an article for wide and for narrow screens, a summary cut from its head."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from cleaners.body.tables import CELLS
from cleaners.lexicons import any_of, fold, load_lexicon
from cleaners.page.model import chars_at, outwards
from cleaners.page.tags import HEADING_TAGS
from cleaners.text.character_tables import FIRST_WIDE
from cleaners.text.script import to_simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cleaners.page.model import Box, Line
    from cleaners.text.arrays import Bools


_MIN_COPIED_CHARS, _MIN_COPIED_LETTERS = 40, 60
"""Shortest line whose repetition tells that the page prints its article twice, in ideographs and in alphabets; shorter
ones are refrains, verse by verse, labels, and what a notice says of each of its posts."""
_REPEATING = CELLS | {"pre"}
_MIN_COPIED_SHARE = 0.2
"""Share of the body that repeated lines hold where the page prints it twice, for wide and for narrow screens."""

_MIN_SUMMARY_CHARS = 20
_COPIED_LEAD_LINES = 6
"""The shortest summary, and the lines behind it in which the text it was cut from stands."""
_SUMMARY_LABEL = re.compile(
    r"^[\[【(（]?(?:内容|內容|文章)?(?:摘要|提要|导读|導讀|导语|導語|核心提示|简介|簡介)[\]】)）]?\s?[:：]?\s?"
)
_CUT_OFF = re.compile(r"[\s.…]+\Z")
_MAX_LABEL_CHARS = 60
"""Longest label of a summary that a machine wrote."""
_SUMMARY_LEVELS = 4
"""Boxes around a line of such a summary, its own the first, among which the label's box is, or the one around that."""
_MAX_MACHINE_SHARE = 0.5
"""Most of the body, as a share, in the box of a label that names a machine; with more, it holds the article, too."""


def without_second_copy(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines without the second copy of an article that the page prints twice; cells and code may repeat."""
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
    if repeated < max(_MIN_COPIED_SHARE * total, 1):
        return kept
    rest = kept.copy()
    rest[copied] = False
    return rest


def _is_long(text: str) -> bool:
    return len(text) >= (_MIN_COPIED_CHARS if max(text) >= FIRST_WIDE else _MIN_COPIED_LETTERS)


def without_copied_lead(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines without a summary above the text that was cut from the text's head.

    It stands in a box of its own. Where it stands beside the text's paragraphs, or is a heading, it must say that it is
    a summary, or that it was cut off: the first line of a song returns, and an answer may begin with its question.
    """
    taken = kept.nonzero()[0][: _COPIED_LEAD_LINES + 1].tolist()
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
    if len(summary) < _MIN_SUMMARY_CHARS or not copied:
        return kept
    rest = kept.copy()
    rest[taken[0]] = False
    return rest


def _unspaced(text: str) -> str:
    """A text without spaces: a summary has some where paragraphs met, and so has a song."""
    return "".join(text.split())


def without_machine_summary(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines without a summary above the text in a box of its own, below words that say a machine wrote it."""
    taken = kept.nonzero()[0].tolist()
    near = lines[max(0, taken[0] - 1) : taken[0] + 1] if taken else ()
    label = next((line for line in near if names_machine(line.text)), None)
    if label is None:
        return _without_labelled_summary(lines, boxes, kept)
    below = [at for at in taken if lines[at] is not label]
    inside = (_told_in(box, below, lines, boxes) for box in (label.box, boxes[label.box].parent))
    alike = [at for at in below if lines[at].tag == label.tag]  # in the box of the article, of which none is alike
    ahead = [alike] if alike == below[: len(alike)] else []
    most = _MAX_MACHINE_SHARE * chars_at(taken, lines)
    told = next((told for told in (*inside, *ahead) if told and chars_at(told, lines) <= most), [])
    rest = kept.copy()
    rest[[*told, *(at for at in taken if lines[at] is label)]] = False
    return rest


def _without_labelled_summary(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools) -> Bools:
    """The kept lines without the first one, if it begins with such a label and the next one stands in another box.

    A mark parts the label from the summary (AI摘要：…): what goes on without one tells of such summaries.
    """
    taken = kept.nonzero()[0][:2].tolist()
    if len(taken) < 2:
        return kept
    label = _label_ahead(lines[taken[0]].text)
    if not label or label[-1] in _label_words()[0] or not _names_machine(label):
        return kept
    one, other = (lines[at].box for at in taken)
    if one == other or boxes[one].parent == boxes[other].parent:
        return kept
    rest = kept.copy()
    rest[taken[0]] = False
    return rest


def _told_in(box: int, taken: Sequence[int], lines: Sequence[Line], boxes: Sequence[Box]) -> list[int]:
    """Which of the taken lines stand in a box, or in one not far inside it."""
    return [at for at in taken if box in islice(outwards(lines[at].box, boxes), _SUMMARY_LEVELS)]


def names_machine(text: str) -> bool:
    """Whether a line labels a summary that a machine wrote: it names summary and machine, and nothing else.

    >>> names_machine("Résumé généré par l'IA"), names_machine("Résumé de la rencontre"), names_machine("AI摘要")
    (True, False, True)
    """
    if len(text) > _MAX_LABEL_CHARS:
        return False
    pieces = [*_label_words()[1].finditer(to_simplified(fold(text)))]
    return all(piece.lastgroup for piece in pieces) and _names_machine(_label_ahead(text))


def _label_ahead(text: str) -> list[str]:
    """The words of such labels with which a line begins, and the marks between and behind them, spaces aside."""
    pieces = _label_words()[1].finditer(to_simplified(fold(text[:_MAX_LABEL_CHARS])))
    return [match[0] for match in takewhile(lambda piece: piece.lastgroup, pieces) if match[0].strip()]


def _names_machine(pieces: Iterable[str]) -> bool:
    kinds = _label_words()[0]
    return {"machine", "summary"} <= {kinds.get(piece) for piece in pieces}


@cache
def _label_words() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """What the words of such labels speak of, and a pattern of the pieces of a line."""
    kinds = {row["text"]: row["name"] for row in load_lexicon("machine_summaries")}
    return kinds, re.compile(rf"(?P<word>{any_of(kinds)})|(?P<mark>[\W_])|.")
