"""What the junk found on a page tells of its fields: a keyword that was cut from it stands in none of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.article import RemovalKind
from cleaners.lexicons import fold
from cleaners.links.hosts import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaners.draft import Draft

MIN_CHARS, MAX_CHARS = 4, 40
"""Characters of a keyword that is looked for in fields; shorter ones are parts of words."""
_ITEM = re.compile(r"[^\W_]+(?:[·.][^\W_]+)*")
_LISTS = ("authors", "photographers", "editors", "proofreaders", "keywords")
_TEXTS = ("kicker", "deck", "section", "dateline", "source")


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
    links = [(link.href, line.text[link.start : link.end]) for line in draft.lines for link in line.links]
    cut = {each.text for each in draft.article.removed if each.kind is RemovalKind.SPAM}
    junk = {domain_of(href) for href, words in links if words.strip() in cut} if cut else set()
    return [href for href, _ in links if domain_of(href) not in junk]


def _keywords_of(draft: Draft) -> Iterator[str]:
    """The items of the junk that was cut, folded, but for what headline and text have themselves."""
    cut = [each.text for each in draft.article.removed if each.kind is RemovalKind.SPAM]
    if not cut:
        return
    own = fold("\n".join((draft.article.title or "", *(entry.line.text for entry in draft.body))))
    for text in cut:
        for item in _ITEM.findall(fold(text)):
            if MIN_CHARS <= len(item) <= MAX_CHARS and item not in own:
                yield item
