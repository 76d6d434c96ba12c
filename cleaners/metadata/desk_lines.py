"""Labelled outlets and editors of pages that are not Chinese: ``Source: Mingxi Daily  Editor: Jane Rowe``."""

from __future__ import annotations

import re
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from cleaners.lexicons import any_of, load_lexicon
from cleaners.lines.bylines import MAX_BYLINE_CHARS, is_no_person, looks_like_author
from cleaners.lines.credit import Credit, Found
from cleaners.lines.names import split_names
from cleaners.lines.sources import clean_source, is_known
from cleaners.lines.stamps import read_stamps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaners.metadata.reach import Reach


_DESK_FOOT_LINES = 4
"""Last lines of the body, and lines below it, in which a desk may be named."""
_NO_VALUE = re.compile(r"[|(（)）:：]|\s[^\s:：]{2,12}\s?[:：]")
"""What ends the value of a label."""

_PAPER = re.compile(r"(?:[A-Z][\w.&'-]{1,20} ){1,3}(?:Daily|Times|Weekly|Herald|Gazette|Agency)")
"""An outlet's name that bars part from writer and time, as Chinese papers in English print it.

A channel may end in News or TV, too (Local News)."""
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+/?\S*")
"""A picture's source is given as an address: unsplash.com."""
_LABEL_CHARS = 14
"""Characters of a label and what parts it from its neighbours."""
_MARKS_AHEAD = "|(（/"
_WORD = re.compile(r"[^\W\d]")


@cache
def _desk_label() -> tuple[re.Pattern[str], dict[str, str]]:
    """The labels of outlet and editors, and what each names."""
    values = {row["text"]: row["value"] for row in load_lexicon("desk_labels")}
    return re.compile(rf"(?<!\w)(?P<label>{any_of(values)})s?\s?[:：།]\s?", re.IGNORECASE), values


def desk_credits(reach: Reach) -> Iterator[Found]:
    """Outlet and editors that a dated line near the headline names, or the editors that one behind the text does."""
    head = [line for line in reach.between if read_stamps(line.text, partial=False)]
    foot = (*reach.tail[:_DESK_FOOT_LINES], *reach.below[:_DESK_FOOT_LINES])
    for line in (*head, *foot):
        yield from (Found(credit, line) for credit in read_desk(line.text, dated=line in head))
    for line in head:
        named = [part for part in map(str.strip, line.text.split("|")) if is_known(part) or _PAPER.fullmatch(part)]
        if named and "|" in line.text and (name := clean_source(named[0])):
            yield Found(Credit("source", (name,), named[0], 0, len(line.text)), line)


def read_desk(text: str, *, dated: bool) -> Iterator[Credit]:
    """The labelled outlet and editors of a short line that is not Chinese.

    The first label stands at the line's head, behind a mark, or, on a ``dated`` line, behind the time. An outlet counts
    on a dated line and beside editors: ``Source:`` alone is a picture's.

    >>> [(credit.kind, credit.names) for credit in read_desk("Source: Mingxi Daily  Editor: Jane Rowe", dated=False)]
    [('source', ('Mingxi Daily',)), ('editor', ('Jane Rowe',))]
    """
    if len(text) > MAX_BYLINE_CHARS:
        return
    pattern, kinds = _desk_label()
    labels = list(pattern.finditer(text))
    if not labels or not _may_stand_behind(text[: labels[0].start()].rstrip(), dated=dated):
        return
    found = []
    for label, behind in zip_longest(labels, labels[1:]):
        value = text[label.end() : behind.start() if behind else len(text)]
        value = _NO_VALUE.split(value)[0]
        stamps = read_stamps(value, partial=False)
        value = (value[: stamps[0].start] if stamps else value).strip(" ,;།")
        if kinds[label["label"].casefold()] == "source":
            names = tuple(filter(None, [clean_source(value)])) if not _HOST.fullmatch(value) else ()
        else:
            names = tuple(name for name in split_names(value) if _is_editor(name))
        if names:
            kind = kinds[label["label"].casefold()]
            found.append(Credit(kind, names, value, label.end(), label.end() + len(value)))
    edited = any(credit.kind == "editor" for credit in found)
    yield from (credit for credit in found if credit.kind == "editor" or dated or edited)


def is_desk_line(text: str) -> bool:
    """Whether a line that is not Chinese names editors, perhaps beside the outlet, and says no more."""
    found = list(read_desk(text, dated=False))
    rest = len(text) - sum(len(credit.raw) for credit in found)
    return any(credit.kind == "editor" for credit in found) and rest <= _LABEL_CHARS * len(found)


def _is_editor(name: str) -> bool:
    return (name[0].isupper() and not is_no_person(name)) or looks_like_author(name)


def _may_stand_behind(ahead: str, *, dated: bool) -> bool:
    """Whether a label may stand behind these words: no ``Open source:``."""
    if not ahead or ahead[-1] in _MARKS_AHEAD:
        return True
    stamps = read_stamps(ahead, partial=False) if dated else []
    return bool(stamps) and not _WORD.search(ahead, stamps[-1].end)
