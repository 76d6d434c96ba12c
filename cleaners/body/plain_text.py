"""Find the article in a page's plain text, as a reader copied it: no tags, only lines.

Above the text stand a trail, the headline, the line of outlet and date; behind it the editor, the site's statement,
related headlines. What is cut is recorded; what is not plainly furniture stays.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import BlockKind, Removal, RemovalKind
from cleaners.draft import BodyLine
from cleaners.headline.title_tag import plain as plain_name
from cleaners.lexicons import load_lexicon
from cleaners.metadata.credit_lines import is_credit_line, rest_of_line
from cleaners.metadata.reach import is_prose
from cleaners.metadata.section import trail_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.draft import Draft
    from cleaners.page.model import Line

STEP = "choose_body"
"""The step that calls ``choose_plain_body``; its name stands in removals."""
TAIL_LINES = 40
"""Lines at the end among which furniture is looked for."""


class _Furniture(NamedTuple):
    exact: dict[str, str]
    starts: dict[str, str]
    within: dict[str, str]


@cache
def _furniture() -> _Furniture:
    kinds: dict[str, dict[str, str]] = {"exact": {}, "start": {}, "within": {}}
    for row in load_lexicon("page_furniture"):
        kinds[row["match"]][row["text"]] = row["value"]
    return _Furniture(kinds["exact"], kinds["start"], kinds["within"])


_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def furniture_kind(text: str) -> str | None:
    """``furniture`` or ``rest`` for a line of the page's own, None for any other.

    ``rest``: the line heads something that is not the article, so everything behind it goes as well.
    """
    lexicon = _furniture()
    core = _EDGE.sub("", text)
    if core in lexicon.exact:
        return lexicon.exact[core]
    for start, value in lexicon.starts.items():
        if core.startswith(start) and (len(core) == len(start) or not core[len(start)].isalnum()):
            return value
    return next((value for words, value in lexicon.within.items() if words in text), None)


def choose_plain_body(draft: Draft) -> Draft:
    """Set the body of a plain text: its lines without what stands above and behind the article."""
    lines = draft.lines
    if not lines:
        return draft
    title = draft.article.title
    start = _head_end(lines, title)
    stop = _tail_start(lines, start)
    repeated = plain_name(title) if title else ""
    body, removals = [], [_removal(line, "before") for line in lines[:start] if line.text != title]
    for line in lines[start:stop]:
        if repeated and plain_name(line.text) == repeated:
            removals.append(_removal(line, "body"))  # a picture's alternative text repeats the headline
        else:
            body.append(BodyLine(BlockKind.PARAGRAPH, line))
    removals += [_removal(line, "after") for line in lines[stop:]]
    return draft._replace(body=tuple(body)).note(removed=draft.cut(removals))


def _removal(line: Line, where: str) -> Removal:
    return Removal(RemovalKind.BOILERPLATE, line.text, where, STEP)


def _head_end(lines: Sequence[Line], title: str | None) -> int:
    """Index of the article's first line: behind headline, trail, and the lines of date and credits that follow."""
    prose = next((i for i, line in enumerate(lines) if is_prose(line.text)), len(lines))
    place = next((i for i, line in enumerate(lines[: prose + 1]) if title and title in line.text), None)
    start = 0 if place is None or is_prose(lines[place].text) else place + 1
    while start < prose and _is_head_furniture(lines[start].text):
        start += 1
    return start


def _is_head_furniture(text: str) -> bool:
    return bool(trail_steps(text)) or is_credit_line(text) or _is_date_line(text) or furniture_kind(text) == "furniture"


def _is_date_line(text: str) -> bool:
    """A line with a time and at most an outlet, a name and an address beside it."""
    rest = rest_of_line(text)
    return rest is not None and rest.dated and len(rest.tokens) <= 3 and sum(map(len, rest.tokens)) <= 24


def _tail_start(lines: Sequence[Line], start: int) -> int:
    """Index of the first line behind the article."""
    first = max(start + 1, len(lines) - TAIL_LINES)
    for index in range(first, len(lines)):
        if furniture_kind(lines[index].text) == "rest":
            break
    else:
        index = len(lines)
    stop = index
    while stop > start + 1 and _is_tail_furniture(lines[stop - 1].text):
        stop -= 1
    return stop


def _is_tail_furniture(text: str) -> bool:
    return is_credit_line(text) or furniture_kind(text) is not None
