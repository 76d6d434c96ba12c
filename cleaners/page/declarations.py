"""What the declarations of a style attribute, or of a rule, do to the sight of an element.

Pure functions over CSS text; which rule reaches which element is told in ``hidden``.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache, partial
from itertools import starmap
from typing import TYPE_CHECKING

from cleaners.page.colors import WHITE, Color, is_clear, is_lost_on, read_color

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Sight(Enum):
    """What a reader sees of an element."""

    SHOWN = "shown"
    PALE = "pale"
    """White letters on no ground of their own: they are seen only if something around them has a darker one."""
    SPOKEN = "spoken"
    """Its class keeps it for screen readers."""
    HIDDEN = "hidden"


SHOWN, PALE, SPOKEN, HIDDEN = Sight
"""The same, for looks at all elements of a page: one through the class costs as much as a call."""

_PICTURE = Color(0.5, 0.5, 0.5)
"""Stands for a ground of which nothing is known but that something is painted."""
_NO_GROUNDS = ("none", "inherit", "initial", "unset", "0", "0 0")
_COLOR = re.compile(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^()]{1,80}\)|[a-z]{3,20}")
_COMMENT = re.compile(r"/\*[^*]{0,500}\*/")
_ESCAPED = re.compile(r"\\([0-9a-f]{2,6})\s?")
_FONT_SIZE = re.compile(r"(?:^|\s)((?:\d{1,4}\.?\d{0,4}|\.\d{1,4})(?:px|pt|em|rem|%)|0)(?=\s|/)")
_OFF_SCREEN = dict.fromkeys(("px", "pt", ""), -900.0) | dict.fromkeys(("em", "rem"), -50.0)
_FAR_RIGHT = 5_000.0
"""Pixels to the right or of indent that no screen reaches; text laid out page below page stands as far down."""
_DOT = dict.fromkeys(("px", "pt"), 1.0) | dict.fromkeys(("em", "rem"), 0.1) | {"%": 10.0}
"""Sizes of letters, per unit, that are no larger than a dot."""
_SLIT = dict.fromkeys(("px", "pt"), 3.0) | dict.fromkeys(("em", "rem"), 0.1)
"""Heights, per unit, of a box that cuts every line off."""
_THIN = dict.fromkeys(("px", "pt"), 1.0)
"""Widths of such a box."""
_NOTHING = 0.02
"""Scale, zoom and opacity up to which nothing is seen."""
_BEHIND = -10.0
"""Highest level of the stack at which an element lies behind all of the page."""
_NUMBER = re.compile(r"(-?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9}))(px|pt|em|rem|%|vw|vh|deg|turn)?(?![\w.])")
_FUNCTION = re.compile(r"([a-z0-9]{1,20})\(([^()]{0,120})\)")
_NO_ALPHA = re.compile(r"\s?opacity\s?=\s?[01]\s?")
_OVERFLOWS = ("overflow", "overflow-x", "overflow-y")
_CUTTING = ("hidden", "clip", "auto", "scroll")
_GROUNDS = ("background", "background-color", "background-image")
_PLAIN_NAMES = {
    f"-{maker}-{name}": name
    for maker in ("webkit", "moz", "ms", "o", "khtml")
    for name in ("transform", "opacity", "filter", "clip-path", "background-clip")
}


@lru_cache(maxsize=4096)  # the elements of a page share a few styles
def sight_of(declarations: str, *, placed: bool = False) -> Sight:
    """What a style attribute or the inside of a rule makes of an element.

    ``placed``: another rule may take the element out of the flow, so that offsets count.

    >>> sight_of("position: absolute; left: -9999px"), sight_of("position: relative; left: -3px")
    (<Sight.HIDDEN: 'hidden'>, <Sight.SHOWN: 'shown'>)
    """
    values = _read_declarations(declarations)
    if not values:
        return SHOWN
    position = values.get("position")
    tests = _ALONE
    if placed or position in ("absolute", "fixed", "relative", "sticky"):
        tests = tests | _PLACED
    if any(values.get(name, "").startswith(_CUTTING) for name in _OVERFLOWS):
        tests = tests | (_CUT_PLACED if position in ("absolute", "fixed") else _CUT)
    if any(name in tests and tests[name](value) for name, value in values.items()):
        return HIDDEN
    return _sight_of_letters(values)


def has_ground(declarations: str) -> bool:
    """Whether a style gives an element a ground on which white letters are seen; a picture is one."""
    ground = _ground_of(_read_declarations(declarations))
    return ground is not None and not is_lost_on(WHITE, ground)


def _ground_of(values: Mapping[str, str]) -> Color | None:
    """The colour that some declarations paint behind the letters; None where they paint nothing."""
    written = " ".join(filter(None, map(values.get, _GROUNDS)))
    if not written or written in _NO_GROUNDS:
        return None
    if "url(" in written or "gradient(" in written or "var(" in written:
        return _PICTURE
    colors = [color for token in _COLOR.findall(written) if (color := read_color(token))]
    return colors[-1] if colors and not is_clear(colors[-1]) else None if colors else _PICTURE


def _read_declarations(declarations: str) -> dict[str, str]:
    """Property -> value of those declarations that may tell something of sight, both in lower case.

    The last one counts, an ``!important`` one above others; shorthands and older names are told as the plain property.
    """
    text = declarations.lower()
    if "/*" in text:
        text = _COMMENT.sub("", text)
    if "\\" in text:
        text = _ESCAPED.sub(_unescape, text)
    values: dict[str, str] = {}
    settled: set[str] = set()
    for declaration in text.split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip()
        name = _PLAIN_NAMES.get(name, name)
        if name not in _TELLING or "\\" in value:  # behind it stands what only old browsers read
            continue
        value, mark, _ = value.partition("!")
        if name in settled and not mark:
            continue
        if mark:
            settled.add(name)
        values[name] = value.strip()
    if "font" in values and (size := _FONT_SIZE.search(values["font"])):
        values.setdefault("font-size", size[1])
    return values


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if 0x20 < code < 0x7F else match[0]


def _sight_of_letters(values: Mapping[str, str]) -> Sight:
    """What a reader sees of the letters for their colour and their ground; letters cut out of a picture show that."""
    if "text" in values.get("background-clip", ""):
        return SHOWN
    color = read_color(values.get("fill-color") or values.get("color") or "")
    if color is None:
        return SHOWN
    ground = _ground_of(values)
    if is_clear(color) or (ground is not None and is_lost_on(color, ground)):
        return HIDDEN
    return PALE if ground is None and is_lost_on(color, WHITE) else SHOWN


# --- values -----------------------------------------------------------------------------------------------------------

_OFF_SCREEN |= dict.fromkeys(("%", "vw", "vh"), -100.0)
"""Offsets, per unit, that no screen reaches. A carousel's next picture stands closer."""


def _is_up_to(most: Mapping[str, float], value: str) -> bool:
    """Whether a length is zero, or at most as long as ``most`` says for its unit."""
    found = _NUMBER.match(value)
    return found is not None and 0 <= float(found[1]) <= most.get(found[2] or "", 0.0)


def _is_nothing(value: str) -> bool:
    found = _NUMBER.match(value)
    return found is not None and 0 <= float(found[1]) <= (100 if found[2] == "%" else 1) * _NOTHING


def _is_off_screen(value: str) -> bool:
    return any(float(number) <= _OFF_SCREEN.get(unit, float("-inf")) for number, unit in _NUMBER.findall(value))


def _is_far(value: str) -> bool:
    found = _NUMBER.match(value)
    return _is_off_screen(value) or (
        found is not None and found[2] in ("px", "pt", "em", "rem") and float(found[1]) >= _FAR_RIGHT
    )


def _is_indented(value: str) -> bool:
    found = _NUMBER.match(value)
    return found is not None and float(found[1]) >= {"%": 100.0, "em": 50.0, "rem": 50.0}.get(found[2] or "", 900.0)


def _is_moved_away(value: str) -> bool:
    """Whether a ``transform`` moves an element off the screen, shrinks it to nothing or shows it from its edge."""
    return any(starmap(_moves_away, _FUNCTION.findall(value)))


def _moves_away(name: str, arguments: str) -> bool:
    parts = [part.strip() for part in arguments.split(",")]
    if name.startswith("translate"):
        return _is_off_screen(arguments)
    if name.startswith("scale"):
        return any(_is_nothing(part) for part in parts[:2])
    if name == "matrix" and len(parts) == 6:
        return any(_is_off_screen(part) for part in parts[4:]) or any(
            all(_is_nothing(part) for part in axis) for axis in (parts[:2], parts[2:4])
        )
    return name in ("rotatex", "rotatey") and parts[0] in (
        "90deg",
        "-90deg",
        "270deg",
        "-270deg",
        ".25turn",
        "0.25turn",
    )


def _is_clipped(value: str) -> bool:
    """Whether a ``clip`` leaves nothing of a box that is out of the flow."""
    edges = [found[0] if (found := _NUMBER.match(part)) else "" for part in re.split(r"[\s,]+", value[5:].rstrip(")"))]
    if not value.startswith("rect(") or len(edges) != 4:
        return False
    top, right, bottom, left = (float(re.sub("[a-z%]", "", edge)) if edge else None for edge in edges)
    return (right is not None and right - (left or 0) <= 1) or (bottom is not None and bottom - (top or 0) <= 1)


def _is_cut_out(value: str) -> bool:
    """Whether a ``clip-path`` leaves nothing of an element."""
    shape = _FUNCTION.search(value)
    if shape is None:
        return False
    numbers = [(float(number), unit) for number, unit in _NUMBER.findall(shape[2])]
    if shape[1] == "inset" and numbers:
        top, right, bottom, left = _four_sides([number if unit == "%" else 0.0 for number, unit in numbers[:4]])
        return top + bottom >= 100 or right + left >= 100
    if shape[1] in ("circle", "ellipse"):
        return any(number == 0 for number, _ in numbers[: 1 if shape[1] == "circle" else 2])
    if shape[1] != "polygon" or not numbers:
        return False
    return len(set(numbers[::2])) == 1 or len(set(numbers[1::2])) == 1


def _four_sides(sides: Sequence[float]) -> Sequence[float]:
    """The four sides that one to four numbers stand for, in the order of style sheets: top, right, bottom, left."""
    top, right, bottom, left = (sides[at % len(sides)] for at in (0, 1, 2, 3 if len(sides) == 4 else 1))
    return top, right, top if len(sides) == 2 else bottom, left


def _is_filtered_out(value: str) -> bool:
    functions = dict(_FUNCTION.findall(value))
    return _is_nothing(functions.get("opacity", "")) or _NO_ALPHA.fullmatch(functions.get("alpha", "")) is not None


def _is_pulled_away(value: str) -> bool:
    """Whether a ``margin`` pulls an element off the screen; one that pulls both ways only makes it wider."""
    numbers = [(float(number), unit) for number, unit in _NUMBER.findall(value)]
    if not numbers:
        return False
    top, right, _, left = _four_sides([number <= _OFF_SCREEN.get(unit, float("-inf")) for number, unit in numbers[:4]])
    return bool(top or (left and not right))


_ALONE: dict[str, Callable[[str], bool]] = {
    "display": lambda value: value == "none",
    "visibility": lambda value: value in ("hidden", "collapse"),
    "content-visibility": lambda value: value == "hidden",
    **dict.fromkeys(("opacity", "zoom", "scale"), _is_nothing),
    "font-size": partial(_is_up_to, _DOT),
    "filter": _is_filtered_out,
    **dict.fromkeys(("text-indent", "margin-left", "margin-top", "translate"), _is_off_screen),
    "margin": _is_pulled_away,
    "clip-path": _is_cut_out,
    "transform": _is_moved_away,
}
"""Properties one value of which hides an element by itself."""
_PLACED: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("top", "right", "bottom", "inset"), _is_off_screen),
    "left": _is_far,
    "clip": _is_clipped,
    "z-index": lambda value: _NUMBER.match(value) is not None and float(_NUMBER.match(value)[1]) <= _BEHIND,  # type: ignore[index]  # matched
}
"""Those that do so where the element is taken out of its place."""
_CUT: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("height", "max-height"), partial(_is_up_to, _SLIT)),
    **dict.fromkeys(("width", "max-width"), partial(_is_up_to, {})),
    "text-indent": lambda value: _is_off_screen(value) or _is_indented(value),
}
"""Those that do so where the element cuts off what is larger."""
_CUT_PLACED = _CUT | dict.fromkeys(("width", "max-width"), partial(_is_up_to, _THIN))
"""The same where it is taken out of the flow, too."""

_PLAIN_NAMES |= {"-webkit-text-fill-color": "fill-color", "block-size": "height", "max-block-size": "max-height"}
_PLAIN_NAMES |= {"inline-size": "width", "max-inline-size": "max-width", "inset-inline-start": "left"}
"""Other names of a property."""
_TELLING = frozenset(
    (*_ALONE, *_PLACED, *_CUT, *_OVERFLOWS, *_GROUNDS, "color", "fill-color", "background-clip", "position", "font")
)
