"""Reads a page's style sheets for the rules that hide elements.

No cascade is computed: a rule counts by what it says, and where another could overrule it, only if the sheets name its
elements nowhere else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from cleaners.page.declarations import HIDDEN, PALE, sight_of
from cleaners.page.hidden import UNSEEN_CLASSES, Compound, Hiding
from cleaners.page.tags import ODD_TAGS, PLAIN_TAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_MAX_STYLE_CHARS = 250_000
"""Characters of style rules read from one page, short sheets first; one page in fifty has more, frameworks all."""

_MAX_HIDING_RULES = 500
"""Rules that hide, read from one page. Honest sheets hold up to some hundred."""

_MAX_OTHERS = 20
"""Selectors that name elements by other means than class and id, looked up in one page."""

_MAX_PALE_CHARS = 2_000
"""Characters of style rules, short sheets first, in which rules for white letters count: a site's own sheets set them
on grounds of their own."""


_MARKS = (
    ("display", "none"), ("visibility", "hidden"), ("visibility", "collapse"), ("opacity", r"[0.](?!\.?[1-9])"),
    ("size", "[0.]"), ("size", "1p"), ("size", "[1-9]%"), ("height", "[0.]"), ("height", r"[1-3](?!\d)"),
    ("width", "[0.]"), ("width", r"1(?!\d)"), ("font", "[01][/p]"), ("clip", "rect"), ("clip-path", "inset"),
    ("clip-path", "circle"), ("clip-path", "ellipse"), ("clip-path", "polygon"), ("transform", "scale"),
    ("transform", "translate"), ("transform", "matrix"), ("transform", "rotate[xy]"), ("scale", "[0.]"),
    (r"[{;\s]color", "transparent"), (r"[{;\s]color", "rgb"), (r"[{;\s]color", "hsla"),
    (r"[{;\s]color", "#(?:[0-9a-f]{3}|[0-9a-f]{6})0[0-5]?(?![0-9a-f])"), ("fill-color", "[tr#]"), ("zoom", "[0.]"),
    ("filter", "alpha"),
    ("filter", "opacity"), ("indent", "100%"), ("indent", r"[1-9]\d{3}"), ("left", r"[5-9]\d{3}"),
    ("z-index", r"-[1-9]\d"), ("margin", r"0 0 0 -\d{4}"),
)  # fmt: skip
"""Ends of properties, and beginnings of the values by which they hide. A rule that hides holds one of them, or a large
negative number."""

_COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_STATE = re.compile(r":(?!not\(|is\(|where\(|(?:first|last|nth|only)-)")
"""A part of a selector that holds now and then, or names no element."""
_NAME = re.compile(r"[.#](?:[\w-]|\\[0-9a-f]{1,6} ?)+")
_BY_ATTRIBUTE = re.compile(r"[\w\s.#-]{0,100}\[[\w-]{1,60}(?:[~^$*|]?=[\"']?[\w\s./-]{0,100}[\"']?)?\]")
_NARROW = r"\(min-(?:device-)?width ?: ?(?:[12]?[0-9]{1,2}|3[01][0-9]|320)(?:px)? ?\)"
_ALWAYS = re.compile(
    rf"@(?:media (?:(?:only )?(?:screen|all)(?: ?, ?[a-z]{{2,12}}){{0,4}}(?: and {_NARROW})?|not print|{_NARROW})"
    r"|supports[^{};]{0,200}|layer[^{};]{0,100}) ?\{"
)
"""The beginning of a block whose rules hold on any screen."""
_DEFINED = re.compile(r"(--[\w-]{1,60}) ?: ?([^;{}]{1,200})")
_USED = re.compile(r"var\( ?(--[\w-]{1,60}) ?(?:,[^()]{0,60})?\)")
"""A variable's definition, and where a value is one (CSS Custom Properties, level 1)."""
_UNSEEN_VALUE = re.compile(r"(?:none|hidden|collapse|transparent|-?[0.]+(?:[a-z]{2,3}|%)?|-\d{3,5}(?:px|pt|r?em)) ?")
"""A value that hides as that of some property. Others are left as they are: variables are looked at where one hides."""
_WHILE_STILL = re.compile(r":not\(:(?:hover|focus|active|focus-within|focus-visible)\)")
"""What a selector says that holds until the reader does something; ``:not(:target)`` hides tabs that are turned to."""
_MEANWHILE = re.compile(r":(?:hover|focus|active)")
"""What a selector says that holds while the reader does something."""
_PALE_MARK = re.compile(r"color ?: ?(?:#(?=[f][0-9a-f])|white|snow|ivory|rgb|hsl)")
_MAX_RULES = 8
"""Rules with one name that are looked at for a ground."""


def _mark(name: str, value: str) -> str:
    """Regular expression of a value behind its property's colon, which spaces may surround.

    The value's first character comes first: it rules most of the marks out at one look.
    """
    first, rest = re.match(r"(\[.+?\]|.)(.*)", value).groups()  # type: ignore[union-attr]  # no value is empty
    return f"{first}(?:{'|'.join(f'(?<={name}{colon}{first})' for colon in (':', ': ', ' :', ' : '))}){rest}"


_MARK = re.compile(f": ?(?:{'|'.join(_mark(name, value) for name, value in _MARKS)}|-(?:[5-9][0-9]|[0-9]{{3}}))")
""":data:`_MARKS` in a sheet in lower case, each run of its white space one space."""


def find_hiding(styles: Sequence[str]) -> Hiding:
    """Read the page's style sheets (their texts) for rules that hide. Linear in their length.

    A rule inside ``@media`` and the like counts only where it holds on any screen. A selector counts by its last part;
    where it names an ancestor too, only if its last part is named nowhere else in the sheets.
    """
    return _read_sheet(" ".join(sorted(styles, key=len))[:_MAX_STYLE_CHARS])


@lru_cache(maxsize=16)  # two pages of one site mostly have the same sheets
def _read_sheet(written: str) -> Hiding:
    sheet = _simplified(written)
    if "{" not in sheet:
        return Hiding()
    stands_once = cache(partial(_stands_once, sheet))
    sure, doubtful, others = _find_hidden(sheet, stands_once)
    several = [c for c in doubtful if c.classes and (c.tag or c.id or len(c.classes) > 1)]
    sure += [c for c in several if all(map(stands_once, c.names))]
    single = [c for c in doubtful if c not in several]
    names = _class_names(single) | _id_names(single)
    classes = frozenset(name[1:] for name in _class_names(sure) | _class_names(single))
    ids = frozenset(name[1:] for name in _id_names(sure) | _id_names(single))
    compounds = _by_name(c for c in sure if (c.tag or c.id or len(c.classes) > 1) and (c.classes or not c.id))
    return Hiding(
        classes=classes,
        ids=ids,
        compounds=compounds,
        named=UNSEEN_CLASSES | classes | ids | compounds.keys(),
        selectors=tuple(others),
        doubtful=names - _class_names(sure) - _id_names(sure),
        stands_once=stands_once,
        pale=frozenset(_pale_names(sheet[:_MAX_PALE_CHARS])),
        paints=cache(partial(_paints, sheet)),
    )


def _simplified(written: str) -> str:
    """Sheets in one line, with what holds on any screen said without conditions."""
    sheet = " ".join(written.split())
    if "@" in sheet:
        sheet = _ALWAYS.sub("", sheet)
    return _with_values(sheet) if "var(" in sheet else sheet


def _find_hidden(sheet: str, stands_once: Callable[[str], bool]) -> tuple[list[Compound], list[Compound], list[str]]:
    """What the rules of a sheet hide: elements for sure, those whose ancestors count too, selectors to be looked up."""
    sure: list[Compound] = []
    doubtful: list[Compound] = []
    others: list[str] = []
    for selectors, declarations in _suspect_rules(_without_comments(sheet)):
        if sight_of(declarations, placed=True) is HIDDEN:
            for selector in map(_at_rest, selectors.split(",")[:20]):
                compound, alone = _read_selector(selector)
                if compound:
                    (sure if alone else doubtful).append(compound)
                elif len(others) < _MAX_OTHERS and _is_looked_up(selector, stands_once):
                    others.append(selector)
    return sure, doubtful, others


def _with_values(sheet: str) -> str:
    """The sheet with the values that hide in place of their variables, where all definitions of one agree.

    >>> _with_values(":root{--a:0}.x{font-size:var(--a)}")
    ':root{--a:0}.x{font-size:0}'
    """
    values: defaultdict[str, set[str]] = defaultdict(set)
    for name, value in _DEFINED.findall(sheet):
        values[name].add(value.strip())
    unseen = {name: value for name, (value, *others) in values.items() if not others and _UNSEEN_VALUE.fullmatch(value)}
    return _USED.sub(lambda used: unseen.get(used[1], used[0]), sheet) if unseen else sheet


def _at_rest(selector: str) -> str:
    """A selector without what holds as long as the reader does nothing; as it is where another part asks for that.

    >>> _at_rest(".k3:not(:hover) "), _at_rest(".list:hover .k3:not(:hover)")
    ('.k3', '.list:hover .k3:not(:hover)')
    """
    still = _WHILE_STILL.sub("", selector).strip()
    return selector.strip() if _MEANWHILE.search(still) else still


def _is_looked_up(selector: str, stands_once: Callable[[str], bool]) -> bool:
    """Whether a selector that is more than names is looked up: by an attribute, or by names that no other rule has."""
    if _BY_ATTRIBUTE.fullmatch(selector):
        return True
    names = _NAME.findall(selector)
    return bool(names) and _STATE.search(selector) is None and all(map(stands_once, names))


def _pale_names(sheet: str) -> Iterator[str]:
    """Names (``.x``, ``#x``) by which rules of a sheet make letters white, on no ground of their own."""
    for match in _PALE_MARK.finditer(sheet.lower() if len(sheet.lower()) == len(sheet) else sheet):
        start, end = sheet.rfind("{", 0, match.start()), sheet.find("}", match.start())
        before = max(sheet.rfind(mark, 0, max(start, 0)) for mark in "};{")
        if sheet[before : before + 1] != "{" and sight_of(sheet[start + 1 : end if end >= 0 else None]) is PALE:
            for selector in sheet[before + 1 : max(start, 0)].split(","):
                compound, alone = _read_selector(selector)
                if compound and alone and len(compound.names) == 1:
                    yield compound.names[0]


def _paints(sheet: str, name: str) -> bool:
    """Whether a rule with this name in its selector paints a ground."""
    at = -1
    for _ in range(_MAX_RULES):
        at = sheet.find(name, at + 1)
        start = sheet.find("{", at)
        if at < 0 or start < 0:
            return False
        if "background" in sheet[start : sheet.find("}", start)]:
            return True
    return True  # named so often that it may well be


def _by_name(compounds: Iterable[Compound]) -> Mapping[str, Sequence[Compound]]:
    found: defaultdict[str, list[Compound]] = defaultdict(list)
    for compound in dict.fromkeys(compounds):
        found[min(compound.classes, default=compound.tag)].append(compound)
    return found


def _class_names(compounds: Sequence[Compound]) -> frozenset[str]:
    """The classes that alone name an element, as selectors write them."""
    return frozenset(f".{next(iter(c.classes))}" for c in compounds if not c.tag and not c.id and len(c.classes) == 1)


def _id_names(compounds: Sequence[Compound]) -> frozenset[str]:
    """The ids that alone name an element, as selectors write them."""
    return frozenset(f"#{c.id}" for c in compounds if c.id and not c.classes)


def _stands_once(sheet: str, name: str) -> bool:
    return sheet.find(name, sheet.find(name) + 1) < 0


def _without_comments(sheet: str) -> str:
    parts = sheet.split("/*")
    return parts[0] + "".join(part.partition("*/")[2] for part in parts[1:])


def _suspect_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules outside any ``@`` block that hold one of the marks."""
    lower = sheet.lower()
    if len(lower) != len(sheet):  # a few letters change their length; such sheets are read as they are
        lower = sheet
    depth, counted, end = 0, 0, -1
    for match in islice(_MARK.finditer(lower), _MAX_HIDING_RULES):
        hit = match.start()
        if hit < end:
            continue  # a second mark of the same rule
        start, end = sheet.rfind("{", counted, hit), sheet.find("}", hit)
        if start < 0 or sheet.rfind("}", start, hit) >= 0:
            continue
        depth = max(0, depth + sheet.count("{", counted, start) - sheet.count("}", counted, start))
        counted = start
        if depth == 0:
            rule = sheet.rfind("}", 0, start)
            before = max(rule, sheet.rfind(";", rule + 1, start))  # not back to where the sheet's last ; stands
            yield sheet[before + 1 : start], sheet[start + 1 : end if end >= 0 else len(sheet)]
        if end < 0:
            return


def _is_odd(tag: str) -> bool:
    """Whether a bare tag names elements that only a hijacker has: an odd one, or one that HTML does not know."""
    return tag in ODD_TAGS or (bool(tag) and tag not in PLAIN_TAGS)


def _read_selector(selector: str) -> tuple[Compound | None, bool]:
    """The last part of a selector, None where it names no element; and whether it names no ancestor."""
    parts = selector.split()
    match = _COMPOUND.fullmatch(parts[-1].lstrip("*")) if parts else None
    if match is None or not (match[2] or (len(parts) == 1 and _is_odd(match[0].lower()))):
        return None, False
    names = re.findall(r"[.#][\w-]+", match[2])
    alone = all(part.lower() in ("html", "body", "div", "p", "span", ">") for part in parts[:-1])
    classes = frozenset(name[1:] for name in names if name[0] == ".")
    ids = [name[1:] for name in names if name[0] == "#"]
    return Compound((match[1] or "").lower(), ids[0] if ids else "", classes), alone
