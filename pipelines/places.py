"""The places that an article's dateline and title name, as official division codes.

Names are looked for in their longest form. A short name that several places share is given to the one near the
outlet's own region or near a place that the same words name; what stays ambiguous is left out.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import by_beginning, load_lexicon, texts
from pipelines import derived
from pipelines.divisions import place_table, stem
from pipelines.folding import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

FORM = "place_form"
"""Name in ``about``."""
_RULES = 3
"""Counts up when the rules of this module change, so that stored places are found again."""
_MAX_LINE_CHARS = 300
"""Characters of a dateline or title that are looked at."""

_IS_NAME_OF = re.compile("[东西南北中]?(?:[一二三四五六七八九十]?[路街巷道]|大[街道])(?![市省区县])|舰")
"""After a name: 北京路 and 南京东路 lie in any town, 福建舰 at sea."""
_IS_AREA = re.compile("区[域块间位]")
"""The end of a name and more: 城东区域 and 滨江区块 lie in any town, and are no 城东区."""


class Form(NamedTuple):
    """One way to write a place."""

    code: str
    is_short: bool


class Mention(NamedTuple):
    """One place in a text that reads as the name of places."""

    start: int
    end: int
    name: str
    forms: tuple[Form, ...]


def find_places(text: str | None, home: str | None = None, *, is_dateline: bool = False) -> tuple[str, ...]:
    """Give the codes of the places that a line names, in the order of their names.

    ``home`` is the code of the outlet's own region; None when unknown. In a dateline, where a place is expected, words
    and short names are taken that a title would need to make clearer.

    >>> find_places("福州鼓楼区一小学停课")
    ('350100', '350102')
    """
    mentions = _find_mentions(fold(text[:_MAX_LINE_CHARS])) if text else []
    choose = _choose_in_dateline if is_dateline else _choose
    certain = [choose(mention, _before(mentions, place), ()) for place, mention in enumerate(mentions)]
    known = [code for code in certain if code]
    near = (*known, home) if home else tuple(known)
    codes = (
        certain[place] or choose(mention, _before(mentions, place), near) for place, mention in enumerate(mentions)
    )
    return tuple(dict.fromkeys(code for code in codes if code))


def _find_mentions(text: str) -> list[Mention]:
    """Find names from left to right, the longest at each place; what a phrase of the lexicon covers is none."""
    mentions = []
    start = 0
    while start < len(text):
        if text[start : start + 2] not in _beginnings():  # nearly everywhere
            start += 1
            continue
        phrase = next((p for p in _phrases().get(text[start : start + 2], ()) if text.startswith(p, start)), None)
        names = (n for n in _names().get(text[start : start + 2], ()) if text.startswith(n, start))
        name = next((n for n in names if not (n.endswith("区") and _IS_AREA.match(text, start + len(n) - 1))), None)
        if name and (phrase is None or len(name) > len(phrase)):
            end = start + len(name)
            if not _IS_NAME_OF.match(text, end):
                mentions.append(Mention(start, end, name, _forms()[name]))
            start = end
        else:
            start += len(phrase) if phrase else 1
    return mentions


def _before(mentions: list[Mention], place: int) -> Mention | None:
    """Give the mention that ends where this one begins."""
    previous = mentions[place - 1] if place else None
    return previous if previous is not None and previous.end == mentions[place].start else None


def _choose(mention: Mention, before: Mention | None, near: tuple[str, ...]) -> str | None:
    """Choose the place that is meant; None while it is ambiguous.

    A place that lies in the one named right before it is meant. Else the name must be clear: a short name that is also
    a word (和平) or a district's is never taken alone; a county's, or one that several well-known places share, only
    near ``near``.
    """
    if inside := _inside(mention, before):
        return inside
    if mention.name in _never_alone("word"):
        return None
    alone = [form.code for form in mention.forms if _stands_alone(form)]
    if best := _nearest(alone, near):
        return _highest(best)
    if province := _province(mention):
        return province
    if mention.name in _never_alone("shared"):
        return None
    is_clear = any(not form.is_short or form.code.endswith("00") for form in mention.forms)
    return _highest(alone) if is_clear else None


def _choose_in_dateline(mention: Mention, before: Mention | None, near: tuple[str, ...]) -> str | None:
    """Choose as :func:`_choose` does, but take any name that only one place can be meant by."""
    codes = [form.code for form in mention.forms]
    return _inside(mention, before) or _highest(_nearest(codes, near)) or _province(mention) or _highest(codes)


def _inside(mention: Mention, before: Mention | None) -> str | None:
    """Give the place that lies in the one named right before."""
    if before is None:
        return None
    return _highest(
        [form.code for form in mention.forms if any(_lies_in(form.code, other.code) for other in before.forms)]
    )


def _nearest(codes: list[str], near: tuple[str, ...]) -> list[str]:
    """Give those of the places that are nearest to ``near``; none when none shares a province with it."""
    if not near or not codes:
        return []
    closeness = {code: _closeness(code, near) for code in codes}
    best = max(closeness.values())
    return [code for code, close in closeness.items() if close == best] if best else []


def _province(mention: Mention) -> str | None:
    return next((form.code for form in mention.forms if form.code.endswith("0000")), None)


def _stands_alone(form: Form) -> bool:
    """Whether a name may be taken without its parent before it: not 鼓楼 for a district."""
    return not (form.is_short and place_table()[form.code].name.endswith("区") and not form.code.endswith("00"))


def _lies_in(code: str, other: str) -> bool:
    return code != other and code.startswith(stem(other))


def _closeness(code: str, near: Iterable[str]) -> int:
    """Give 2 for a place of the same city as one of ``near``, 1 for one of the same province, else 0."""
    return max(2 if _same_city(code, other) else code[:2] == other[:2] for other in near)


def _same_city(code: str, other: str) -> bool:
    return code[:4] == other[:4] and code[2:4] != "00"


def _highest(codes: list[str]) -> str | None:
    """Give the place in which all the others lie; None when there is none."""
    top = min(codes, key=lambda code: (len(stem(code)), code), default=None)
    return top if top and all(code == top or _lies_in(code, top) for code in codes) else None


@cache
def _forms() -> dict[str, tuple[Form, ...]]:
    """Every way to write a place, in folded characters, with the places it may mean."""
    forms: dict[str, dict[str, bool]] = {}
    for place in place_table().values():
        forms.setdefault(place.name, {})[place.code] = False
        if place.short_name:
            forms.setdefault(place.short_name, {}).setdefault(place.code, True)
            if "自治" in place.name and place.level != "province":
                forms.setdefault(place.short_name + place.name[-1], {}).setdefault(place.code, False)
    for row in load_lexicon("place_names"):
        forms.setdefault(row["text"], {})[row["value"]] = False
    return {name: tuple(Form(code, short) for code, short in codes.items()) for name, codes in forms.items()}


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    return by_beginning(_forms())


@cache
def _phrases() -> Mapping[str, tuple[str, ...]]:
    return by_beginning(texts("not_places", name="phrase"))


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(_names()) | frozenset(_phrases())


@cache
def _never_alone(kind: str) -> frozenset[str]:
    return frozenset(texts("not_places", name=kind))


def add_places(
    connection: sqlite3.Connection, article_id: int, home: str | None, dateline: str | None, title: str | None
) -> None:
    """Store the places of an article that has none yet; ``home`` is the code of its outlet's region."""
    found = {
        (article_id, code, part)
        for part, text in (("dateline", dateline), ("title", title))
        for code in find_places(text, home, is_dateline=part == "dateline")
    }
    if found:
        connection.executemany("INSERT INTO article_places VALUES (?, ?, ?)", sorted(found))


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the stored places were found with today's table and rules."""
    return derived.has_form(connection, FORM, _form_digest())


def rebuild(connection: sqlite3.Connection) -> None:
    """Write the table of places and find those of every article again. Codes no longer in force stay known."""
    connection.executemany(
        "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
        " short_name = excluded.short_name, full_name = excluded.full_name, parent = excluded.parent",
        place_table().values(),
    )
    connection.execute("DELETE FROM article_places")
    select = "SELECT articles.id, region, dateline, title FROM articles JOIN sites ON sites.name = site"
    for batch in derived.batches(connection, select):
        for row in batch:
            add_places(connection, *row)
    derived.note_form(connection, FORM, _form_digest())


@cache
def _form_digest() -> str:
    """Name table, lexicons and rules: another digest, and places are found again."""
    names = [(code, place.name) for code, place in place_table().items()]
    lexicons = [sorted(row.items()) for name in ("place_names", "not_places") for row in load_lexicon(name)]
    return hashlib.blake2b(repr((_RULES, names, lexicons)).encode(), digest_size=8).hexdigest()
