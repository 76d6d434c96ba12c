"""Keeps junk out of an article's fields: no keyword that was cut from the page stands in any of them.

What stands in a field's place on the page and reads like an advertisement is junk of the page like any other.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from cleaners.article import Removal, RemovalKind
from cleaners.lexicons import fold
from cleaners.lines.names import adverts_in
from cleaners.lines.sources import is_outlet
from cleaners.links.hosts import domain_of
from cleaners.metadata.credit_places import labelled_at_foot
from cleaners.metadata.labelled_credits import read_labelled
from cleaners.metadata.section import split_keywords
from cleaners.text.adverts import MIN_NATS, is_strange, weigh_adverts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaners.draft import Draft
    from cleaners.metadata.reach import Reach

_MIN_CHARS, _MAX_CHARS = 4, 40
"""Characters of a keyword that is looked for in fields; shorter ones are parts of words."""
_ITEM = re.compile(r"[^\W_]+(?:[·.][^\W_]+)*")
_MIN_LISTED = 2
"""Keywords of a page that must advertise what it shows nowhere. Of 130 lists written for the purpose, of crimes, lots
and services the article does not speak of (鲢鳙放流, 官网入口), 15 have one, a single one two; no real page of 92."""
_NAMES = ("source", "author", "editor", "section")
"""Fields of statements that hold names, of persons, outlets and channels."""
_LISTS = ("authors", "photographers", "editors", "proofreaders", "keywords")
_TEXTS = ("kicker", "deck", "section", "dateline", "source")


def note_adverts(draft: Draft, reach: Reach) -> Draft:
    """The draft, with advertisements recorded as junk that stand where a Chinese article has names and keywords.

    Only those of which headline and text say nothing. Runs when the credit lines are out of the text.
    """
    if not reach.chinese:
        return draft
    own = _prose_of(draft)
    named = chain.from_iterable(map(adverts_in, dict.fromkeys(_stated_names(reach))))
    adverts = [name for name in named if is_strange(fold(name), own) and not _may_be_outlet(name)]
    adverts += _listed_adverts(draft, reach)
    removals = [Removal(RemovalKind.SPAM, text, "meta", "find_metadata") for text in dict.fromkeys(adverts)]
    return draft.note(removed=draft.cut(removals)) if removals else draft


def _may_be_outlet(name: str) -> bool:
    """Whether a name that is left out ends like an outlet's and reads no more like a keyword phrase than some do.

    Of 97 written for the purpose, of boards, portals and services that deal in what is advertised (药品招标采购网), 17
    are left out and six read like one.
    """
    return is_outlet(name) and weigh_adverts([name])[0] <= MIN_NATS


def _listed_adverts(draft: Draft, reach: Reach) -> list[str]:
    """The keywords that read like keyword phrases and of which the page shows nothing, if there are several."""
    values = (each.value for each in reach.stated.of("keywords"))
    words = dict.fromkeys(word for value in values for word in split_keywords(value) if len(word) >= _MIN_CHARS)
    shown = fold("\n".join((draft.page.title_tag or "", *(line.text for line in draft.lines)))) if words else ""
    strange = [word for word in words if is_strange(fold(word), shown)]
    adverts = [word for word, nats in zip(strange, weigh_adverts(strange), strict=True) if nats > MIN_NATS]
    return adverts if len(adverts) >= _MIN_LISTED else []


def _stated_names(reach: Reach) -> Iterator[str]:
    """What meta data state for names, and what stands behind a label near the article."""
    yield from (each.value for field in _NAMES for each in reach.stated.of(field))
    labelled = chain(read_labelled(reach, reach.between), labelled_at_foot(reach))
    yield from (found.credit.raw for found in labelled)


def clear_fields(draft: Draft) -> Draft:
    """The draft with no field that holds a keyword which was cut from the page as junk.

    Words of the headline, and of the text that stayed, are no such keywords.
    """
    junk = frozenset(_keywords_of(draft))
    if not junk:
        return draft

    def is_told(value: str | None) -> bool:
        folded = fold(value or "")
        return any(keyword in folded for keyword in junk)

    article = draft.article
    found: dict[str, object] = {name: None for name in _TEXTS if is_told(getattr(article, name))}
    found |= {name: tuple(one for one in getattr(article, name) if not is_told(one)) for name in _LISTS}
    found["images"] = tuple(each._replace(alt=None) if is_told(each.alt) else each for each in article.images)
    if "source" in found:
        found |= {"source_raw": None, "source_url": None}
    changed = {name: value for name, value in found.items() if value != getattr(article, name)}
    return draft.note(**changed) if changed else draft


def honest_links(draft: Draft) -> list[str]:
    """The addresses that the page's lines link to, but for those of hosts to which a link led that was cut as junk."""
    cut = {each.text for each in draft.article.removed if each.kind is RemovalKind.SPAM}
    junk = {
        domain_of(link.href)
        for line in draft.lines
        for link in (line.links if cut else ())
        if line.text[link.start : link.end].strip() in cut
    }
    links = [link.href for line in draft.lines for link in line.links]
    return [href for href in links if domain_of(href) not in junk] if junk else links


def _keywords_of(draft: Draft) -> Iterator[str]:
    """The items of the junk that was cut, folded, but for what headline and text have themselves."""
    cut = [each.text for each in draft.article.removed if each.kind is RemovalKind.SPAM]
    if not cut:
        return
    own = _prose_of(draft)
    for text in cut:
        for item in _ITEM.findall(fold(text)):
            if _MIN_CHARS <= len(item) <= _MAX_CHARS and item not in own:
                yield item


def _prose_of(draft: Draft) -> str:
    """Headline and text, folded."""
    return fold("\n".join((draft.article.title or "", *(entry.line.text for entry in draft.body))))
