"""Find the article in a page's plain text, as a reader copied it: no tags, only lines.

Above the text stand a trail, the headline, the line of outlet and date; behind it the editor, the site's statement,
related headlines. What is cut is recorded; what is not plainly furniture stays.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners.article import BlockKind, Removal, RemovalKind
from cleaners.body.edges import find_notices
from cleaners.body.leads import opens_list
from cleaners.draft import BodyLine
from cleaners.lines.credit_lines import is_credit_line, rest_of_line
from cleaners.lines.furniture import is_furniture
from cleaners.lines.prose import is_prose, opens_comments
from cleaners.lines.statements import heads_statement, is_imprint, states_rights
from cleaners.lines.title_tag import plain as plain_name
from cleaners.lines.trail import trail_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.draft import Draft
    from cleaners.page.model import Line

_STEP = "choose_body"
"""The step that calls ``choose_plain_body``; its name stands in removals."""
_TAIL_LINES = 40
"""Lines at the end among which furniture is looked for."""


def choose_plain_body(draft: Draft) -> Draft:
    """Set the body of a plain text: its lines without what stands above and behind the article."""
    lines = draft.lines
    if not lines:
        return draft
    title = draft.article.title
    start = _head_end(lines, title)
    stop = _tail_start(lines, start, title)
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
    return Removal(RemovalKind.BOILERPLATE, line.text, where, _STEP)


def _head_end(lines: Sequence[Line], title: str | None) -> int:
    """Index of the article's first line: behind headline, trail, and the lines of date and credits that follow."""
    prose = next((i for i, line in enumerate(lines) if is_prose(line.text)), len(lines))
    place = next((i for i, line in enumerate(lines[: prose + 1]) if title and title in line.text), None)
    start = 0 if place is None or is_prose(lines[place].text) else place + 1
    while start < prose and _is_head_furniture(lines[start].text):
        start += 1
    return start


def _is_head_furniture(text: str) -> bool:
    return bool(trail_steps(text)) or is_credit_line(text) or _is_date_line(text) or is_furniture(text)


def _is_date_line(text: str) -> bool:
    """A line with a time and at most an outlet, a name and an address beside it."""
    rest = rest_of_line(text)
    return rest is not None and rest.dated and len(rest.tokens) <= 3 and sum(map(len, rest.tokens)) <= 24


def _tail_start(lines: Sequence[Line], start: int, title: str | None) -> int:
    """Index of the first line behind the article."""
    first = max(start + 1, len(lines) - _TAIL_LINES)
    stop = next((at for at in range(first, len(lines)) if _heads_rest(lines, start, at)), len(lines))
    furniture = {at for at in range(first, stop) if _is_tail_furniture(lines[at].text)}
    furniture |= find_notices(lines, [at for at in range(start, stop) if at not in furniture], title)
    while stop > start + 1 and stop - 1 in furniture:
        stop -= 1
    return stop


def _heads_rest(lines: Sequence[Line], start: int, at: int) -> bool:
    """Whether the line at ``at`` heads all that follows: a list of other stories, the site's statement, comments.

    Not where more prose follows than stands ahead, from ``start`` on, nor where the text goes on behind a list: then
    it is a box amid the text.
    """
    line, behind = lines[at], lines[at + 1 :]
    if not (
        (opens_list(line) and not _goes_on(behind))
        or states_rights(line.text)
        or heads_statement(line.text, (each.text for each in behind))
        or (is_furniture(line.text) and opens_comments(line.text))
    ):
        return False
    told, follows = (sum(len(each.text) for each in part if is_prose(each.text)) for part in (lines[start:at], behind))
    return told >= follows


def _goes_on(behind: Sequence[Line]) -> bool:
    """Whether text stands behind what may head a list of stories: a sentence at once, or two paragraphs in a row.

    Headlines end without a full stop ("Up next" has sentences behind it), and an extract stands between two of them.
    """
    prose = [is_prose(line.text) for line in behind]
    return any(line.text.endswith((".", "。")) for line in behind[:1]) or any(map(all, pairwise(prose)))


def _is_tail_furniture(text: str) -> bool:
    return is_credit_line(text) or is_furniture(text) or is_imprint(text)
