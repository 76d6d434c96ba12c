"""The places in an article's reach that credit somebody, each read by itself.

Labelled lines (``labelled_credits``), names without a label (``bare_names``), accounts of the site's members
(``members``), and what is said in other languages (``foreign_authors``, ``desk_lines``).
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lines.bylines import MAX_BYLINE_CHARS, names_in
from cleaners.lines.credit import Credit, Found
from cleaners.lines.credits import read_credits
from cleaners.lines.names import is_person, split_names, without_mail
from cleaners.lines.paragraph_credits import (
    read_brackets,
    read_photographers,
    read_reporting,
    read_signature,
    signed_line,
)
from cleaners.lines.sources import clean_source, is_known, is_outlet
from cleaners.lines.title_tag import EDITION, title_parts, title_tag
from cleaners.metadata.bare_names import BARE_LINES, MAX_BARE_CHARS, bare_in_line, beside_time
from cleaners.metadata.desk_lines import desk_credits
from cleaners.metadata.foreign_authors import called_author
from cleaners.metadata.labelled_credits import read_labelled
from cleaners.metadata.members import find_member, one_account, posted_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Line

TAKEN_FROM = re.compile(
    r"\W?(?:(?:本文|[\u3400-\u9fff]{2})?(?:[来來]源|稿源)|(?:本文)?[转轉][载載]?自)[^:：]{0,2}[:：|｜丨]"
)
"""What a line begins with that names the outlet a text comes from; who supplied it (供稿) may stand beside that."""
_HEADLINE_CHARS = 17
"""Shortest line below the text that is a link and nothing else, and as such another story's headline."""
_DASHES = ("—", "--")
"""Before a deck, which stands between headline and byline."""
_HEAD_PARAGRAPHS = 2
_TAIL_PARAGRAPHS = 3
"""First and last paragraphs of the body in which a bracket may credit somebody."""
_IN_TEXT = ("author", "photographer", "editor", "subeditor")
"""Kinds of credits that a bracket behind the text may hold."""
_STRAY_LINES = 8
"""Lines below the body in which an outlet's name by itself still credits this article."""
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|net|org|cn)\b", re.IGNORECASE)
_LABELLED = re.compile(r"^(?:来源|來源|作者|[责責]任[编編][辑輯]|[责責][编編]|[编編][辑輯])\s*[:：]\s*")


class CreditPlaces(NamedTuple):
    """What each place in the article's reach credits, each in the order of the page."""

    head: list[Found]
    """Labelled, between headline and text."""
    bare: list[Found]
    """Without a label, there."""
    member: list[Found]
    """The account of the site's member whose page is linked there."""
    inside: list[Found]
    """In brackets at the ends of the text."""
    foot: list[Found]
    """Labelled, in the last lines of the text or behind it."""
    ahead: list[Found]
    """Labelled, above the headline, the nearest line first."""
    stated: list[Found]
    """In meta data."""


def read_places(reach: Reach, taken: frozenset[str], own: frozenset[str]) -> CreditPlaces:
    """Read all places. ``taken`` and ``own``: as in ``gather_credits.find_credits``."""
    head = (_of_site(found, own) for found in read_labelled(reach, reach.between))
    return CreditPlaces(
        head=[*head, *(() if reach.chinese else desk_credits(reach))],
        bare=one_account(find_bare_names(reach, taken), reach),
        member=list(find_member(reach, taken)),
        inside=[Found(credit, None) for credit in _in_text(reach)],
        foot=list(_at_foot(reach)),
        ahead=list(read_labelled(reach, tuple(reversed(reach.above)))),
        stated=[Found(credit, None) for credit in _stated(reach, taken)],
    )


def _of_site(found: Found, own: frozenset[str]) -> Found:
    """The credit; that of a source where 来源 names the site itself, whose name may read like a person's."""
    credit, line = found
    if credit.kind != "author" or line is None or not own.issuperset(credit.names):
        return found
    if not TAKEN_FROM.match(line.text, credit.start):
        return found
    return found._replace(credit=credit._replace(kind="source"))


def labelled_at_foot(reach: Reach) -> Iterator[Found]:
    """Labelled credits of the text's last lines, the last first, and of those below them but for other stories."""
    tail, below = (tuple(line for line in lines if _may_credit(reach, line)) for lines in (reach.tail, reach.below))
    yield from read_labelled(reach, tail, upwards=True)
    yield from read_labelled(reach, below)


def _at_foot(reach: Reach) -> Iterator[Found]:
    """Credits of the text's last lines and of those below them, and the name that ends the last one."""
    yield from labelled_at_foot(reach)
    if reach.chinese and reach.body:
        last = reach.body[-1]
        yield from (Found(credit, None) for credit in read_signature(last.text))
        ends = read_brackets(last.text, head=False, tail=True)
        yield from (Found(c, last) for c in ends if c.kind == "source" and any(map(is_outlet, c.names)))


def _may_credit(reach: Reach, line: Line) -> bool:
    """Whether a line at the text's end may credit its writer. The 作者 of a Japanese page wrote the book it shows."""
    if reach.chinese:
        return line in reach.tail or not _is_other_story(line)
    return "作者" not in line.text and not _is_other_story(line)


def _is_other_story(line: Line) -> bool:
    links = line.links
    return len(links) == 1 and len(line.text) >= _HEADLINE_CHARS and links[0][:2] == (0, len(line.text))


def find_bare_names(reach: Reach, taken: frozenset[str]) -> Iterator[Found]:
    """Names without a label: beside the date, in an element named after authors, or alone under the headline."""
    if not reach.chinese:
        yield from called_author(reach)
        return
    decks = 0
    for index, line in enumerate(reach.between[: min(BARE_LINES, reach.plain)]):
        decks += index == decks and line.text.startswith(_DASHES)
        spoken_of = line.text[1:] in (reach.title or "")  # whom the text is about, or an account's place: 爱明溪
        outlets = sum(1 for _ in takewhile(_names_outlet, reversed(reach.between[:index])))  # between time and name
        above = reach.between[index - outlets - 1] if index > outlets and not spoken_of else None
        yield from bare_in_line(line, index - decks - outlets, reach.page.boxes[line.box].name, taken, above)
        yield from beside_time(reach.between, index, taken)
    yield from posted_by(reach)


def _names_outlet(line: Line) -> bool:
    return len(line.text) <= MAX_BARE_CHARS and is_outlet(line.text)


def _in_text(reach: Reach) -> Iterator[Credit]:
    """Bracketed credits at the head of the first paragraphs and at the end of the last ones; the text keeps them."""
    if not reach.chinese:
        return
    for line in reach.body[:_HEAD_PARAGRAPHS]:
        yield from (c for c in read_brackets(line.text, head=True, tail=False) if c.kind == "author")
        yield from read_reporting(line.text)
    for line in reach.body[-_TAIL_PARAGRAPHS:]:
        yield from (c for c in read_brackets(line.text, head=False, tail=True) if c.kind in _IN_TEXT)
        yield from read_photographers(line.text)
    if reach.body:
        yield from signed_line(reach.body[-1].text)


def stray_outlet(reach: Reach) -> Iterator[Found]:
    """A line behind the text that is nothing but the name of a known outlet."""
    for line in (*reach.tail[:2], *reach.below[:_STRAY_LINES]):
        if (
            len(line.text) <= MAX_BARE_CHARS
            and not line.link_chars
            and (name := clean_source(line.text))
            and is_known(name)
        ):
            yield Found(Credit("source", (name,), line.text, 0, len(line.text)), line)


def outlet_of_edition(reach: Reach) -> Iterator[Found]:
    """The paper whose digital edition the page's ``<title>`` says it is: 明溪日报数字报-…."""
    tag = (title_tag(reach.page) or "") if reach.chinese else ""
    edition = EDITION.match(tag) or next(filter(None, map(EDITION.fullmatch, title_parts(tag)[1:])), None)
    if edition and is_outlet(edition["paper"]) and (name := clean_source(edition["paper"])):
        yield Found(Credit("source", (name,), edition["paper"], 0, 0), None)


def _stated(reach: Reach, taken: frozenset[str]) -> Iterator[Credit]:
    """Credits in meta data. On Chinese pages ``author`` often holds the site or a staff code: only a person counts."""
    for statement in reach.stated.of("source"):
        value = _LABELLED.sub("", statement.value)
        if not _ADDRESS.search(value):
            yield from (c for c in read_credits(f"来源：{value}") if c.kind == "source" and c.names)
    for statement in reach.stated.of("author"):
        value = without_mail(_LABELLED.sub("", statement.value))
        if _ADDRESS.search(value) or value in taken:
            continue
        if len(value) > MAX_BYLINE_CHARS:
            continue
        named = [name for name in split_names(value) if is_person(name)] if reach.chinese else names_in(value)
        good = [name for name in named if name not in taken]
        if good:
            yield Credit("author", tuple(good), value, 0, 0)
    for statement in reach.stated.of("editor") if reach.chinese else ():
        value = _LABELLED.sub("", statement.value)
        if len(value) <= MAX_BYLINE_CHARS and (people := tuple(filter(is_person, split_names(value)))):
            yield Credit("editor", people, value, 0, 0)
