"""Which elements the page's own styles keep from the reader.

Reads the style attribute, the ``hidden`` attribute and the rules of the page's own ``<style>``. What is hidden is
not yet junk: sites fold honest text away too. That is judged where lines are cut, by what the text is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache, partial
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

MAX_STYLE_CHARS = 250_000
"""Characters of style rules read from one page, short sheets first; one page in fifty has more, frameworks all."""

MAX_HIDING_RULES = 500
"""Rules that hide, read from one page. Honest sheets hold up to some hundred."""

MAX_OTHERS = 20
"""Selectors that name elements by other attributes than class and id, looked up in one page."""

_OFF_SCREEN = dict.fromkeys(("px", "pt", ""), -900.0) | dict.fromkeys(("em", "rem"), -50.0)
_OFF_SCREEN |= dict.fromkeys(("%", "vw", "vh"), -100.0)
"""Offsets, per unit, that no screen reaches. A carousel's next picture stands closer."""

_MARKS = (
    ("display", "none"), ("visibility", "hidden"), ("visibility", "collapse"), ("opacity", r"[0.](?!\.?[1-9])"),
    ("font-size", "[0.]"), ("font-size", "1p"), ("height", "[0.]"), ("height", r"1(?!\d)"), ("width", "[0.]"),
    ("width", r"1(?!\d)"), ("clip", "rect"), ("clip-path", "inset"), ("clip-path", "circle"), ("clip-path", "polygon"),
    ("transform", "scale"), ("transform", "translate"), (r"[{;\s]color", "transparent"), (r"[{;\s]color", "rgba"),
    ("zoom", "0"), ("filter", "alpha"), ("filter", "opacity"),
)  # fmt: skip
"""Ends of properties, and beginnings of the values by which they hide. A rule that hides holds one of them, or a large
negative number."""


def _mark(name: str, value: str) -> str:
    """Regular expression of a value behind its property's colon, which spaces may surround.

    The value's first character comes first: it rules most of the marks out at one look.
    """
    first, rest = re.match(r"(\[.+?\]|.)(.*)", value).groups()  # type: ignore[union-attr]  # no value is empty
    return f"{first}(?:{'|'.join(f'(?<={name}{colon}{first})' for colon in (':', ': ', ' :', ' : '))}){rest}"


_MARK = re.compile(f": ?(?:{'|'.join(_mark(name, value) for name, value in _MARKS)}|-(?:[5-9][0-9]|[0-9]{{3}}))")
""":data:`_MARKS` in a sheet in lower case, each run of its white space one space."""

_NUMBER = re.compile(r"(-?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9}))(px|pt|em|rem|%|vw|vh)?(?![\w.])")
_COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)


_BY_ATTRIBUTE = re.compile(r"[\w\s.#-]{0,100}\[[\w-]{1,60}(?:[~^$*|]?=[\"']?[\w\s./-]{0,100}[\"']?)?\]")
_ALWAYS = re.compile(r"@(?:media (?:only )?(?:screen|all)|supports[^{};]{0,200}|layer[^{};]{0,100}) ?\{")
"""The beginning of a block whose rules hold on any screen."""


class Compound(NamedTuple):
    """One element as a selector names it, such as ``span.x.y`` or ``#z``."""

    tag: str
    """Empty: any."""
    id: str
    """Empty: any."""
    classes: frozenset[str]

    @property
    def names(self) -> tuple[str, ...]:
        """Its classes and its id, as selectors write them."""
        return (*(f".{name}" for name in self.classes), *((f"#{self.id}",) if self.id else ()))


class Hiding(NamedTuple):
    """What hides elements on one page, by the rules of its own ``<style>``."""

    classes: frozenset[str] = frozenset()
    """Class names that alone are enough."""
    ids: frozenset[str] = frozenset()
    """Ids that alone are enough."""
    compounds: Mapping[str, Sequence[Compound]] = MappingProxyType({})
    """Elements that need more than one name, by one of their classes, or by their tag where they have none."""
    named: frozenset[str] = frozenset()
    """All of the above by which an element is found: one that has none of them is hidden by no rule."""
    selectors: tuple[str, ...] = ()
    """Selectors that name elements by other attributes; a parser's own look-up finds them."""
    doubtful: frozenset[str] = frozenset()
    """Names among ``classes`` (``.x``) and ``ids`` (``#x``) that count only if the sheet holds them once."""
    stands_once: Callable[[str], bool] = bool
    """Whether the sheet holds a name once. Asked when the name is met: few names of a sheet are met on the page."""

    def hides(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """Whether an element with these attributes is kept from the reader."""
        if "hidden" in attributes:
            return True
        style = attributes.get("style")
        if style and is_hiding(style):
            return True
        if tag == "marquee" and any(_is_pixel(attributes.get(side) or "") for side in ("width", "height")):
            return True
        names, id_ = (attributes.get("class") or "").split(), attributes.get("id") or ""
        if self.named.isdisjoint((tag, id_, *names)):
            return False  # as most are
        if id_ in self.ids and self._holds(f"#{id_}"):
            return True
        if any(self._holds(f".{name}") for name in self.classes.intersection(names)):
            return True
        return any(_fits(each, tag, id_, names) for key in (tag, *names) for each in self.compounds.get(key, ()))

    def _holds(self, name: str) -> bool:
        return name not in self.doubtful or self.stands_once(name)


def _fits(compound: Compound, tag: str, id_: str, names: Sequence[str]) -> bool:
    return (
        (not compound.tag or compound.tag == tag)
        and (not compound.id or compound.id == id_)
        and compound.classes.issubset(names)
    )


@lru_cache(maxsize=4096)  # the elements of a page share a few styles
def is_hiding(declarations: str) -> bool:
    """Whether a style attribute or the inside of a rule keeps an element from the reader.

    >>> is_hiding("position: absolute; left: -9999px"), is_hiding("position: relative; left: -3px")
    (True, False)
    """
    values: dict[str, str] = {}
    for declaration in declarations.lower().split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip()
        if name in _TELLING:
            values[name] = value.replace("!important", "").strip()
    if not values:
        return False
    if _is_unseen(values):
        return True
    tests = _ALONE
    placed = values.get("position") in ("absolute", "fixed")
    if placed:
        tests = tests | _PLACED
    if values.get("overflow", "").startswith(("hidden", "clip")):
        tests = tests | dict.fromkeys(_HEIGHTS, _is_pixel) | dict.fromkeys(_WIDTHS, _is_pixel if placed else _is_zero)
    return any(name in tests and tests[name](value) for name, value in values.items())


def _is_unseen(values: Mapping[str, str]) -> bool:
    """Whether letters have no colour, or that of their ground; letters cut out of a picture have none either."""
    color = values.get("color")
    if color is None or any(name in values for name in ("background-clip", "-webkit-background-clip")):
        return False
    ground = values.get("background-color") or values.get("background")
    color, ground = _WHITE.get(color, color), _WHITE.get(ground or "", ground)
    return color == ground or color == "transparent" or _CLEAR.fullmatch(color) is not None


_WHITE = dict.fromkeys(("white", "#fff", "#ffffff"), "white")
_CLEAR = re.compile(r"rgba\([\d\s.%]{1,12},[\d\s.%]{1,12},[\d\s.%]{1,12},\s{0,3}0?\.?0{0,4}%?\s{0,3}\)")


def _is_tiny(value: str) -> bool:
    """Whether letters are no larger than a dot."""
    found = _NUMBER.match(value)
    return found is not None and 0 <= float(found[1]) <= (1 if found[2] in ("px", "pt") else 0)


def _is_zero(value: str, at_most: float = 0) -> bool:
    found = _NUMBER.match(value)
    return found is not None and 0 <= float(found[1]) <= at_most


_is_pixel = partial(_is_zero, at_most=1)


def _is_off_screen(value: str) -> bool:
    found = _NUMBER.match(value)
    return found is not None and float(found[1]) <= _OFF_SCREEN[found[2] or ""]


def _is_moved_away(value: str) -> bool:
    return value.startswith(("scale(0)", "scale(0,")) or (
        value.startswith("translate") and _is_off_screen(value.partition("(")[2])
    )


_ALONE: dict[str, Callable[[str], bool]] = {
    "display": lambda value: value == "none",
    "visibility": lambda value: value in ("hidden", "collapse"),
    "content-visibility": lambda value: value == "hidden",
    "opacity": partial(_is_zero, at_most=0.02),
    "font-size": _is_tiny,
    "zoom": lambda value: _NUMBER.match(value) is not None and _is_zero(value),
    "filter": lambda value: re.sub(r"\s", "", value).startswith(("alpha(opacity=0)", "opacity(0)", "opacity(0%)")),
    **dict.fromkeys(("text-indent", "margin-left", "margin-top", "margin"), _is_off_screen),
    "clip-path": lambda value: value.startswith(
        ("inset(50%", "inset(100%", "circle(0", "polygon(0 0,0 0", "polygon(0 0, 0 0")
    ),
    "transform": _is_moved_away,
}
"""Properties one value of which hides an element by itself."""
_PLACED: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("left", "top", "right", "bottom"), _is_off_screen),
    "clip": lambda value: re.sub(r"[\s,px]", "", value) in ("rect(0000)", "rect(1111)"),
}
"""Those that do so where the element is taken out of the flow."""
_HEIGHTS, _WIDTHS = ("height", "max-height"), ("width", "max-width")
"""Those that do so where the element cuts off what is larger."""
_COLORS = ("color", "background", "background-color", "background-clip", "-webkit-background-clip")
_TELLING = frozenset((*_ALONE, *_PLACED, *_HEIGHTS, *_WIDTHS, *_COLORS, "position", "overflow"))


def find_hiding(styles: Sequence[str]) -> Hiding:
    """Read the page's style sheets (their texts) for rules that hide. Linear in their length.

    A rule inside ``@media`` and the like counts only where it holds on any screen. A selector counts by its last part;
    where it names an ancestor too, only if its last part is named nowhere else in the sheets.
    """
    return _read_sheet(" ".join(sorted(styles, key=len))[:MAX_STYLE_CHARS])


@lru_cache(maxsize=16)  # two pages of one site mostly have the same sheets
def _read_sheet(written: str) -> Hiding:
    sheet = " ".join(written.split())
    if "@" in sheet:
        sheet = _ALWAYS.sub("", sheet)
    if "{" not in sheet:
        return Hiding()
    sure: list[Compound] = []
    doubtful: list[Compound] = []
    others: list[str] = []
    for selectors, declarations in _suspect_rules(_without_comments(sheet)):
        if is_hiding(declarations):
            for selector in selectors.split(",")[:20]:
                compound, alone = _read_selector(selector)
                if compound is None and _BY_ATTRIBUTE.fullmatch(selector.strip()) and len(others) < MAX_OTHERS:
                    others.append(selector.strip())
                elif compound:
                    (sure if alone else doubtful).append(compound)
    stands_once = cache(partial(_stands_once, sheet))
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
        named=classes | ids | compounds.keys(),
        selectors=tuple(others),
        doubtful=names - _class_names(sure) - _id_names(sure),
        stands_once=stands_once,
    )


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
    for match in islice(_MARK.finditer(lower), MAX_HIDING_RULES):
        hit = match.start()
        if hit < end:
            continue  # a second mark of the same rule
        start, end = sheet.rfind("{", counted, hit), sheet.find("}", hit)
        if start < 0 or sheet.rfind("}", start, hit) >= 0:
            continue
        depth = max(0, depth + sheet.count("{", counted, start) - sheet.count("}", counted, start))
        counted = start
        if depth == 0:
            before = max(sheet.rfind(mark, 0, start) for mark in "};")
            yield sheet[before + 1 : start], sheet[start + 1 : end if end >= 0 else len(sheet)]
        if end < 0:
            return


_ODD_TAGS = frozenset("abbr acronym bdo big cite del dfn font ins kbd q ruby samp strike sub sup tt u var".split())
"""Elements that a page may hide by their name alone; of others, such a rule means those in some place."""


def _read_selector(selector: str) -> tuple[Compound | None, bool]:
    """The last part of a selector, None where it names no element; whether it names no ancestor beside that."""
    parts = selector.split()
    match = _COMPOUND.fullmatch(parts[-1]) if parts else None
    if match is None or not (match[2] or (len(parts) == 1 and match[0].lower() in _ODD_TAGS)):
        return None, False
    names = re.findall(r"[.#][\w-]+", match[2])
    alone = all(part.lower() in ("html", "body", "div", "p", "span", ">") for part in parts[:-1])
    classes = frozenset(name[1:] for name in names if name[0] == ".")
    ids = [name[1:] for name in names if name[0] == "#"]
    return Compound((match[1] or "").lower(), ids[0] if ids else "", classes), alone
