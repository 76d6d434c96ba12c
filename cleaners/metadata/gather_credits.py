"""The credits of one article: gathered from the places in its reach, the surest place first.

A field is filled from the first place that states it; people who are named by role in several places are one list.
Each place has a reader of its own: labelled lines (``credits``), names without a label (``bare_names``), accounts
of the site's members (``members``), and what is said in other languages (``foreign_authors``, ``desk_lines``).
"""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lines.bylines import MAX_BYLINE_CHARS, names_in
from cleaners.lines.credit import Credit, Found
from cleaners.lines.credit_labels import label_lexicon
from cleaners.lines.credit_lines import is_barred_credit, is_credit_line
from cleaners.lines.credits import read_credits
from cleaners.lines.names import is_office, is_person, split_names, without_mail
from cleaners.lines.paragraph_credits import read_brackets, read_photographers, read_signature, signed_line
from cleaners.lines.sources import clean_source, is_known, is_outlet
from cleaners.lines.stamps import read_stamps
from cleaners.lines.statements import states_rights
from cleaners.lines.title_tag import EDITION, title_parts, title_tag
from cleaners.metadata.bare_names import BARE_LINES, MAX_BARE_CHARS, bare_in_line, beside_time
from cleaners.metadata.desk_lines import desk_credits
from cleaners.metadata.foreign_authors import (
    called_author,
    confirmed,
    in_author_element,
    labelled_below,
    on_card,
    signature_of,
)
from cleaners.metadata.members import find_member, hrefs_of, one_account, posted_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Line


class Credits(NamedTuple):
    """People and outlet credited."""

    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    proofreaders: tuple[str, ...] = ()
    source: str | None = None
    source_raw: str | None = None
    source_url: str | None = None


class _Places(NamedTuple):
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


def find_credits(reach: Reach, *, taken: frozenset[str], own: frozenset[str] = frozenset()) -> Credits:
    """Find everyone credited. ``taken``: names that are known to be something else (the site, channels).

    ``own``: those of them that are the site's. One beside the date is the source where no other outlet is named.
    """
    places = _read_places(reach, taken, own)
    head, foot, inside = places.head, places.foot, places.inside
    editors = _people(("editor",), head, foot, inside) or _people(("subeditor",), head, foot, inside)
    editors = tuple(name for name in editors or _people(("editor",), places.stated) if not _NO_EDITOR.search(name))
    source, published_only = _find_source(places, reach), False
    if source is None:
        source = _publisher(places, reach)
        published_only = source is not None
    source = source or _itself(reach, taken, own)
    outlet = source.credit.names[0] if source else None
    shown = _shown_authors(places, reach, outlet, published_only=published_only)
    stated = tuple(name for name in _authors(outlet, places.stated) if name not in editors)
    return Credits(
        authors=(shown or stated) if reach.chinese else _other_authors(reach, shown, stated),
        photographers=_people(("photographer",), head, foot, inside),
        editors=editors,
        proofreaders=_people(("proofreader",), head, foot),
        source=outlet,
        source_raw=source.credit.raw if source else None,
        source_url=_link(source),
    )


def _read_places(reach: Reach, taken: frozenset[str], own: frozenset[str]) -> _Places:
    head = (_of_site(found, own) for found in _labelled(reach, reach.between))
    return _Places(
        head=[*head, *(() if reach.chinese else desk_credits(reach))],
        bare=one_account(_bare_names(reach, taken), reach),
        member=list(find_member(reach, taken)),
        inside=[Found(credit, None) for credit in _in_text(reach)],
        foot=list(_at_foot(reach)),
        ahead=list(_labelled(reach, tuple(reversed(reach.above)))),
        stated=[Found(credit, None) for credit in _stated(reach, taken)],
    )


def _of_site(found: Found, own: frozenset[str]) -> Found:
    """The credit, as the source's where the site's own name, which may read like a person's, stands behind 来源."""
    credit, line = found
    if credit.kind != "author" or line is None or not own.issuperset(credit.names):
        return found
    if not _TAKEN_FROM.match(line.text, credit.start):
        return found
    return found._replace(credit=credit._replace(kind="source"))


def _find_source(places: _Places, reach: Reach) -> Found | None:
    """The outlet credited, from the surest place that names one."""
    head, bare, member, _, foot, ahead, stated = places
    signed = [found for found in foot if _is_labelled(found) and _signs(reach, found)]
    shown = (*_dated_first(head), *signed, *bare, *member, *ahead)
    found = (*shown, *stated, *foot, *_stray_outlet(reach), *_of_edition(reach))
    return next((each for each in found if each.credit.kind == "source" and each.credit.names), None)


_TAKEN_FROM = re.compile(
    r"\W?(?:(?:本文|[\u3400-\u9fff]{2})?(?:[来來]源|稿源)|(?:本文)?[转轉][载載]?自)[^:：]{0,2}[:：]"
)
"""What a line begins with that names the outlet a text comes from; who supplied it (供稿) may stand beside that."""


def _is_labelled(found: Found) -> bool:
    """Whether a credit begins a line with such a label (来源：县教育局): it says more than an account's bare name."""
    return found.line is not None and found.credit.start == 0 and _TAKEN_FROM.match(found.line.text) is not None


def _dated_first(found: list[Found]) -> list[Found]:
    """Credits of the lines that state a time ahead of the others: a picture below the headline has a source, too."""
    if sum(each.credit.kind == "source" for each in found) < _SEVERAL:
        return found
    return sorted(found, key=lambda each: each.line is None or not read_stamps(each.line.text, partial=False))


_SEVERAL = 2
"""Labelled sources from which on the line with a time decides which is the article's."""
_NO_EDITOR = re.compile(r"(?:[网網报報]|客户端|客戶端)\Z")
"""End of an outlet's name in an editor's place; an office (宣传部) may handle a text."""


def _publisher(places: _Places, reach: Reach) -> Found | None:
    """The account beside the date that only published what a person signs there or in the text; else None.

    In one line with a labelled writer stands the channel or a kind of text (民生, 随笔), not the account.
    """
    labelled, bare = _authors(None, places.head), _authors(None, places.bare)
    if any(map(is_person, bare)) or (labelled and not any(map(is_person, labelled))):
        return None
    signing = (found for found in places.foot if _signs(reach, found))
    named = labelled or _authors(None, places.inside) or _authors(None, signing)
    if not any(map(is_person, named)) or (labelled and len("".join(bare[:1])) <= _CHANNEL_CHARS):
        return None
    beside = [found.line for found in places.head if labelled and found.credit.kind == "author"]
    elsewhere = (found for found in places.bare if found.line not in beside)
    return next((found for found in elsewhere if found.credit.names[:1] == bare[:1]), None)


_CHANNEL_CHARS = 2
"""Characters of most channels' names (民生), and of hardly an account's."""


def _itself(reach: Reach, taken: frozenset[str], own: frozenset[str]) -> Found | None:
    """The site's own name beside the date, if it is an outlet's; else None."""
    if not (reach.chinese and own):
        return None
    bare = _bare_names(reach, taken - own)
    return next((found for found in bare if found.credit.kind == "source" and found.credit.names[0] in own), None)


def _shown_authors(places: _Places, reach: Reach, outlet: str | None, *, published_only: bool) -> tuple[str, ...]:
    """The authors that the page shows: beside the date and in the text, else below it, else above the headline."""
    beside = _authors(outlet, places.head) or (() if published_only else _authors(outlet, places.bare))
    dated = [found for found in places.ahead if found.line and read_stamps(found.line.text, partial=False)]
    if not _authors(None, places.head) and len(beside) == 1 and (signed := _signing(places, reach, outlet)):
        beside = signed  # a name without a label may be an account's: 爱明溪
    shown = _unique(beside, _authors(outlet, places.inside)) or _authors(outlet, places.foot) or _authors(outlet, dated)
    sourced = any(found.credit.kind == "source" and found.credit.names for found in places.head)
    members = _authors(outlet, places.member)
    if sourced and not any(map(is_person, members)):
        return shown  # where an outlet wrote the text, accounts of members have read it
    return shown or members


def _signing(places: _Places, reach: Reach, outlet: str | None) -> tuple[str, ...]:
    """The persons who sign at the text's end with a label. What else is told of a book stands around its author."""
    signing = _authors(outlet, (found for found in places.foot if found.credit.start == 0 and _signs(reach, found)))
    return signing if all(map(is_person, signing)) else ()


def _other_authors(reach: Reach, shown: tuple[str, ...], stated: tuple[str, ...]) -> tuple[str, ...]:
    """The authors of a page that is not Chinese, where meta data mostly name them."""
    return (
        confirmed(reach, stated)
        or stated
        or shown
        or labelled_below(reach)
        or signature_of(reach)
        or in_author_element(reach)
        or on_card(reach)
    )


def _authors(outlet: str | None, place: Iterable[Found]) -> tuple[str, ...]:
    """The authors credited in one place; an outlet is none, though portals name it as one."""
    return tuple(name for name in _people(("author",), place) if name != outlet and not is_known(name))


def _signs(reach: Reach, found: Found) -> bool:
    """Whether a credit stands in the lines that end the text; pictures and other stories have sources, too.

    They are the body's last ones and those right below, up to the first that is neither a credit nor a statement.
    """
    below = (line for line in reach.below if line not in reach.tail)
    return found.line in (*takewhile(_closes, reach.tail), *takewhile(_closes, islice(below, _SIGNING_LINES)))


def _closes(line: Line) -> bool:
    text = line.text
    return line.tag != "figcaption" and (is_credit_line(text) or is_barred_credit(text) or states_rights(text))


_SIGNING_LINES = 2
"""Lines below the body in which its writer may sign."""


def _at_foot(reach: Reach) -> Iterator[Found]:
    """Credits of the text's last lines, the last first, of those below them, and the name that ends the last one."""
    tail, below = (tuple(line for line in lines if _may_credit(reach, line)) for lines in (reach.tail, reach.below))
    yield from _labelled(reach, tail, upwards=True)
    yield from _labelled(reach, below)
    if reach.chinese and reach.body:
        yield from (Found(credit, None) for credit in read_signature(reach.body[-1].text))


def _may_credit(reach: Reach, line: Line) -> bool:
    """Whether a line at the text's end may credit its writer. The 作者 of a Japanese page wrote the book it shows."""
    if reach.chinese:
        return line in reach.tail or not _is_other_story(line)
    return "作者" not in line.text and not _is_other_story(line)


_HEADLINE_CHARS = 17
"""A line of a link and nothing else below the text is another story's headline from so many characters."""


def _is_other_story(line: Line) -> bool:
    links = line.links
    return len(links) == 1 and len(line.text) >= _HEADLINE_CHARS and links[0][:2] == (0, len(line.text))


_OPEN_LABEL = re.compile(r"[\u3400-\u9fff]{2,4}\s?[:：]$")
_SPLIT_VALUE_CHARS = 16
"""Longest value that stands in an element of its own behind its label."""


def _labelled(reach: Reach, lines: tuple[Line, ...], *, upwards: bool = False) -> Iterator[Found]:
    """Labelled credits of the lines; a label whose value stands in the neighbouring element is joined with it.

    ``upwards``: the lines are given from the last to the first.
    """
    followers = (None, *lines[:-1]) if upwards else (*lines[1:], None)
    for line, behind in zip(lines, followers, strict=False):
        text = line.text
        if behind is not None and text[-1] in ":：" and _OPEN_LABEL.search(text) and _side_by_side(reach, line, behind):
            text += behind.text
        elif behind is not None and _is_cell_of(line, behind):
            text = f"{text}：{behind.text}" if _side_by_side(reach, line, behind) else text
        yield from (Found(credit, line) for credit in read_credits(text))


_LABEL_CHARS = 8
"""Characters of the longest label, with the spaces in it."""
_HEAD_CELLS = ("td", "th", "dt")
"""Elements of a label whose value is the next cell, as authorities print what is known of a document."""


def _is_cell_of(line: Line, behind: Line) -> bool:
    """Whether a cell is nothing but a label and the next one its value: an outlet, an office or persons, no label.

    Cells are those of a table, or elements alike, no text's: ``<div>编辑</div><div>何岱青</div>``.
    """
    kind = label_lexicon().kinds.get("".join(line.text.split())) if len(line.text) <= _LABEL_CHARS else None
    alike = behind.tag in ("td", "dd") if line.tag in _HEAD_CELLS else _are_alike(line, behind)
    if kind is None or not alike or behind.text in label_lexicon().kinds:
        return False
    if kind == "source":
        return is_outlet(behind.text) or is_office(behind.text)
    names = split_names(behind.text)
    return bool(names) and all(map(is_person, names))


def _are_alike(line: Line, behind: Line) -> bool:
    """Whether two lines stand in elements of one name, no text's: 编辑 in a list of winners is followed by one."""
    return line.tag == behind.tag and line.tag not in _TEXT_TAGS and line.box != behind.box


_TEXT_TAGS = ("p", "h2", "h3", "h4")
"""Elements of a text's lines and subheads."""


def _side_by_side(reach: Reach, line: Line, behind: Line) -> bool:
    boxes = reach.page.boxes
    near = line.box == behind.box or boxes[line.box].parent == boxes[behind.box].parent
    return (
        near
        and len(behind.text) <= _SPLIT_VALUE_CHARS
        and not read_credits(behind.text)
        and ":" not in behind.text.replace("：", ":")
    )


def _unique(*lists: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))


def _people(kinds: tuple[str, ...], *places: Iterable[Found]) -> tuple[str, ...]:
    names = [name for place in places for found in place if found.credit.kind in kinds for name in found.credit.names]
    return tuple(dict.fromkeys(names))


def _link(found: Found | None) -> str | None:
    """Address of the anchor in which the source's name stands."""
    return next(filter(_HREF.match, hrefs_of(found)), None) if found else None


_HREF = re.compile(r"https?://[^\s/]+\.[^\s/]")


_DASHES = ("—", "--")
"""Before a deck, which stands between headline and byline."""


def _bare_names(reach: Reach, taken: frozenset[str]) -> Iterator[Found]:
    """Names without a label: beside the date, in an element named after authors, or alone under the headline."""
    if not reach.chinese:
        yield from called_author(reach)
        return
    decks = 0
    for index, line in enumerate(reach.between[: min(BARE_LINES, reach.plain)]):
        decks += index == decks and line.text.startswith(_DASHES)
        spoken_of = line.text[1:] in (reach.title or "")  # whom the text is about, or an account's place: 爱明溪
        above = reach.between[index - 1] if index and not spoken_of else None
        yield from bare_in_line(line, index - decks, reach.page.boxes[line.box].name, taken, above)
        yield from beside_time(reach.between, index, taken)
    yield from posted_by(reach)


_HEAD_PARAGRAPHS = 2
_TAIL_PARAGRAPHS = 3
"""First and last paragraphs of the body in which a bracket may credit somebody."""
_IN_TEXT = ("author", "photographer", "editor", "subeditor")
"""Kinds of credits that a bracket behind the text may hold."""


def _in_text(reach: Reach) -> Iterator[Credit]:
    """Bracketed credits at the head of the first paragraphs and at the end of the last ones; the text keeps them."""
    if not reach.chinese:
        return
    for line in reach.body[:_HEAD_PARAGRAPHS]:
        yield from (c for c in read_brackets(line.text, head=True, tail=False) if c.kind == "author")
    for line in reach.body[-_TAIL_PARAGRAPHS:]:
        yield from (c for c in read_brackets(line.text, head=False, tail=True) if c.kind in _IN_TEXT)
        yield from read_photographers(line.text)
    if reach.body:
        yield from signed_line(reach.body[-1].text)


_STRAY_LINES = 8
"""Lines below the body in which an outlet's name by itself still credits this article."""


def _stray_outlet(reach: Reach) -> Iterator[Found]:
    """A line behind the text that is nothing but the name of a known outlet."""
    for line in (*reach.tail[:2], *reach.below[:_STRAY_LINES]):
        if (
            len(line.text) <= MAX_BARE_CHARS
            and not line.link_chars
            and (name := clean_source(line.text))
            and is_known(name)
        ):
            yield Found(Credit("source", (name,), line.text, 0, len(line.text)), line)


def _of_edition(reach: Reach) -> Iterator[Found]:
    """The paper whose digital edition the page's ``<title>`` says it is: 明溪日报数字报-…."""
    tag = (title_tag(reach.page) or "") if reach.chinese else ""
    edition = EDITION.match(tag) or next(filter(None, map(EDITION.fullmatch, title_parts(tag)[1:])), None)
    if edition and is_outlet(edition["paper"]) and (name := clean_source(edition["paper"])):
        yield Found(Credit("source", (name,), edition["paper"], 0, 0), None)


_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|net|org|cn)\b", re.IGNORECASE)
_LABELLED = re.compile(r"^(?:来源|來源|作者|[责責]任[编編][辑輯]|[责責][编編]|[编編][辑輯])\s*[:：]\s*")


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
