"""Credits behind a label near the article, also where label and value stand in elements of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.lines.credit import Found
from cleaners.lines.credit_labels import label_lexicon
from cleaners.lines.credits import read_credits, stops
from cleaners.lines.names import UNITS, is_person, split_names
from cleaners.lines.sources import clean_source, is_outlet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Line


_OPEN_LABEL = re.compile(r"[\u3400-\u9fff]{2,4}\s?[:：]$")
_SPLIT_VALUE_CHARS = 16
"""Longest value that stands in an element of its own behind its label."""

_LABEL_CHARS = 8
"""Characters of the longest label, with the spaces in it."""
_HEAD_CELLS = ("td", "th", "dt")
"""Elements of a label whose value is the next cell, as authorities print what is known of a document."""
_ROLE_ALONE = re.compile(r"[A-Za-z\d]{0,6}[\u3400-\u9fff]{0,10}[记記]者")
"""Below a writer's name: 明溪新闻网记者."""
_SAYS_MORE = re.compile(rf"[\s：:]|{stops().pattern}")
"""In what a picture stands for, beside an outlet's name: 广告：明溪晚报, 扫码关注明溪发布."""
_TEXT_TAGS = ("p", "h2", "h3", "h4")
"""Elements of a text's lines and subheads."""


def read_labelled(reach: Reach, lines: tuple[Line, ...], *, upwards: bool = False) -> Iterator[Found]:
    """Labelled credits of the lines; a label whose value stands in the neighbouring element is joined with it.

    ``upwards``: the lines are given from the last to the first.
    """
    followers = (None, *lines[:-1]) if upwards else (*lines[1:], None)
    for line, behind in zip(lines, followers, strict=False):
        text = line.text
        if behind is not None and text[-1] in ":：" and _OPEN_LABEL.search(text) and _side_by_side(reach, line, behind):
            text += behind.text
        elif behind is not None and _ROLE_ALONE.fullmatch(behind.text) and _are_alike(line, behind) and is_person(text):
            text = f"{text} {behind.text}"
        elif behind is not None and _is_cell_of(line, behind):
            text = f"{text}：{behind.text}" if _side_by_side(reach, line, behind) else text
        for credit in read_credits(text):
            logo = _logo(reach, line) if credit.kind == "source" and not credit.names else None
            yield Found(credit._replace(names=(logo,), raw=logo) if logo else credit, line)


def _logo(reach: Reach, line: Line) -> str | None:
    """The outlet that a picture in a line's own element stands for, where the label has no text behind it."""
    names = (image.alt for image in reach.page.images if image.box == line.box and image.alt)
    return next((clean_source(name) for name in names if is_outlet(name) and not _SAYS_MORE.search(name)), None)


def _is_cell_of(line: Line, behind: Line) -> bool:
    """Whether a cell is nothing but a label and the next one its value: an outlet, an office or persons, no label.

    Cells are those of a table, or elements alike, no text's: ``<div>编辑</div><div>何岱青</div>``.
    """
    kind = label_lexicon().kinds.get("".join(line.text.split())) if len(line.text) <= _LABEL_CHARS else None
    alike = behind.tag in ("td", "dd") if line.tag in _HEAD_CELLS else _are_alike(line, behind)
    if kind is None or not alike or behind.text in label_lexicon().kinds:
        return False
    if kind == "source":
        return is_outlet(behind.text) or behind.text.endswith(UNITS)
    names = split_names(behind.text)
    return bool(names) and all(map(is_person, names))


def _are_alike(line: Line, behind: Line) -> bool:
    """Whether two lines stand in elements of one name, no text's: 编辑 in a list of winners is followed by one."""
    return line.tag == behind.tag and line.tag not in _TEXT_TAGS and line.box != behind.box


def _side_by_side(reach: Reach, line: Line, behind: Line) -> bool:
    boxes = reach.page.boxes
    near = line.box == behind.box or boxes[line.box].parent == boxes[behind.box].parent
    return (
        near
        and len(behind.text) <= _SPLIT_VALUE_CHARS
        and not read_credits(behind.text)
        and ":" not in behind.text.replace("：", ":")
    )
