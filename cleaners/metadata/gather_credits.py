"""The credits of one article: gathered from the places in its reach, the surest place first.

A field is filled from the first place that states it; people who are named by role in several places are one list.
``credit_places`` reads the places.
"""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lines.credit import Found
from cleaners.lines.credit_lines import is_barred_credit, is_credit_line
from cleaners.lines.names import is_person
from cleaners.lines.sources import is_known
from cleaners.lines.stamps import read_stamps
from cleaners.lines.statements import states_rights
from cleaners.metadata.credit_places import TAKEN_FROM, find_bare_names, outlet_of_edition, read_places, stray_outlet
from cleaners.metadata.foreign_authors import confirmed, in_author_element, labelled_below, on_card, signature_of
from cleaners.metadata.members import hrefs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaners.metadata.credit_places import CreditPlaces
    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Line

_SEVERAL = 2
"""Fewest labelled sources among which the line with a time decides."""
_NO_EDITOR = re.compile(r"(?:[网網报報]|客户端|客戶端)\Z")
"""End of an outlet's name in an editor's place; an office (宣传部) may handle a text."""
_CHANNEL_CHARS = 2
"""Characters of most channels' names (民生), and of hardly an account's."""
_SIGNING_LINES = 2
"""Lines below the body in which its writer may sign."""
_HREF = re.compile(r"https?://[^\s/]+\.[^\s/]")


class Credits(NamedTuple):
    """People and outlet credited."""

    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    proofreaders: tuple[str, ...] = ()
    source: str | None = None
    """The outlet, under the name it is stored by."""
    source_raw: str | None = None
    """What the page prints for it."""
    source_url: str | None = None
    """Address of the link in which it stands."""


def find_credits(reach: Reach, *, taken: frozenset[str], own: frozenset[str] = frozenset()) -> Credits:
    """Find everyone credited. ``taken``: names that are known to be something else (the site, channels).

    ``own``: those of them that are the site's. One beside the date is the source where no other outlet is named.
    """
    places = read_places(reach, taken, own)
    named = _find_source(places, reach)
    places = places._replace(foot=_in_order(places.foot, reach))
    head, foot, inside = places.head, places.foot, places.inside
    editors = _people(("editor",), head, foot, inside) or _people(("subeditor",), head, foot, inside)
    editors = tuple(name for name in editors or _people(("editor",), places.stated) if not _NO_EDITOR.search(name))
    publisher = _publisher(places, reach) if named is None else None
    source = named or publisher or _itself(reach, taken, own)
    outlet = source.credit.names[0] if source else None
    shown = _shown_authors(places, reach, outlet, published_only=publisher is not None)
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


def _in_order(foot: list[Found], reach: Reach) -> list[Found]:
    """The credits at the text's end in the page's order: its last line is read first, for it names the source."""
    at = {id(line): index for index, line in enumerate(reversed(reach.tail))}
    return sorted(foot, key=lambda found: at.get(id(found.line), len(at)))


def _find_source(places: CreditPlaces, reach: Reach) -> Found | None:
    """The outlet credited, from the surest place that names one."""
    signed = [found for found in places.foot if _is_labelled(found) and _signs(reach, found)]
    shown = (*_dated_first(places.head), *signed, *places.bare, *places.member, *places.ahead)
    found = (*shown, *places.stated, *places.foot, *stray_outlet(reach), *outlet_of_edition(reach))
    return next((each for each in found if each.credit.kind == "source" and each.credit.names), None)


def _is_labelled(found: Found) -> bool:
    """Whether a credit begins a line with such a label (来源：县教育局): it says more than an account's bare name."""
    return found.line is not None and found.credit.start == 0 and TAKEN_FROM.match(found.line.text) is not None


def _dated_first(found: list[Found]) -> list[Found]:
    """Credits of the lines that state a time ahead of the others: a picture below the headline has a source, too."""
    if sum(each.credit.kind == "source" for each in found) < _SEVERAL:
        return found
    return sorted(found, key=lambda each: each.line is None or not read_stamps(each.line.text, partial=False))


def _publisher(places: CreditPlaces, reach: Reach) -> Found | None:
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


def _itself(reach: Reach, taken: frozenset[str], own: frozenset[str]) -> Found | None:
    """The site's own name beside the date, if it is an outlet's; else None."""
    if not (reach.chinese and own):
        return None
    bare = find_bare_names(reach, taken - own)
    return next((found for found in bare if found.credit.kind == "source" and found.credit.names[0] in own), None)


def _shown_authors(places: CreditPlaces, reach: Reach, outlet: str | None, *, published_only: bool) -> tuple[str, ...]:
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


def _signing(places: CreditPlaces, reach: Reach, outlet: str | None) -> tuple[str, ...]:
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


def _unique(*lists: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))


def _people(kinds: tuple[str, ...], *places: Iterable[Found]) -> tuple[str, ...]:
    names = [name for place in places for found in place if found.credit.kind in kinds for name in found.credit.names]
    return tuple(dict.fromkeys(names))


def _link(found: Found | None) -> str | None:
    """Address of the anchor in which the source's name stands."""
    return next(filter(_HREF.match, hrefs_of(found)), None) if found else None
