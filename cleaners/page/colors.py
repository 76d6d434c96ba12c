"""Colours as style sheets and attributes write them, and whether letters of one are told from a ground of another."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb
from functools import lru_cache
from typing import NamedTuple


class Color(NamedTuple):
    """A colour of the screen."""

    red: float
    green: float
    blue: float
    """Each 0.0 to 1.0."""
    alpha: float = 1.0
    """0.0: nothing is painted."""


WHITE = Color(1.0, 1.0, 1.0)
"""The ground of a page that says nothing of it."""

_NAMES = {
    "white": "fff", "snow": "fffafa", "ivory": "fffff0", "ghostwhite": "f8f8ff", "floralwhite": "fffaf0",
    "mintcream": "f5fffa", "azure": "f0ffff", "aliceblue": "f0f8ff", "whitesmoke": "f5f5f5", "seashell": "fff5ee",
    "honeydew": "f0fff0", "lavenderblush": "fff0f5", "oldlace": "fdf5e6", "linen": "faf0e6", "lightyellow": "ffffe0",
    "black": "000", "red": "f00", "lime": "0f0", "blue": "00f", "yellow": "ff0", "cyan": "0ff", "aqua": "0ff",
    "magenta": "f0f", "fuchsia": "f0f", "green": "008000", "navy": "000080", "gray": "808080", "grey": "808080",
    "silver": "c0c0c0", "maroon": "800000", "purple": "800080", "teal": "008080", "olive": "808000", "orange": "ffa500",
    "pink": "ffc0cb", "lightgray": "d3d3d3", "lightgrey": "d3d3d3", "gainsboro": "dcdcdc", "transparent": "0000",
}  # fmt: skip
"""Names of colours -> their digits: those near white, and common ones."""

_MIN_CONTRAST = 1.1
"""Ratio of luminances (WCAG 2, 1.0 to 21.0) under which letters cannot be told from their ground: #f5f5f5 on white."""
_MIN_ALPHA = 0.02
"""Opacity up to which nothing is seen."""

_HEX = re.compile(r"#?([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\Z")
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]{1,80})\)\Z")
_NUMBER = re.compile(r"-?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9})")


@lru_cache(maxsize=1024)
def read_color(written: str) -> Color | None:
    """The colour that a value in lower case names; None when it names none that is known.

    >>> read_color("#fff") == read_color("rgb(255, 255, 255)") == read_color("white") == WHITE
    True
    """
    written = written.strip()
    if match := _HEX.match(_NAMES.get(written, written)):
        digits = match[1] if len(match[1]) > 4 else "".join(digit * 2 for digit in match[1])
        return Color(*(int(digits[at : at + 2], 16) / 255 for at in range(0, len(digits), 2)))
    if match := _FUNCTION.match(written):
        parts = match[2].replace("/", ",").replace(",", " ").split()
        if len(parts) in (3, 4) and all(_NUMBER.match(part) for part in parts):
            return _read_parts(match[1], parts)
    return None


def _read_parts(kind: str, parts: list[str]) -> Color:
    alpha = _share(parts[3], 1) if len(parts) > 3 else 1.0
    if kind == "hsl":
        hue = float(_NUMBER.match(parts[0])[0]) % 360 / 360  # type: ignore[index]  # the caller has matched each
        return Color(*hls_to_rgb(hue, _share(parts[2], 100), _share(parts[1], 100)), alpha)
    red, green, blue = (_share(part, 255) for part in parts[:3])
    return Color(red, green, blue, alpha)


def _share(part: str, whole: float) -> float:
    """A part of a function's arguments as a share of the whole, 0.0 to 1.0."""
    number = float(_NUMBER.match(part)[0])  # type: ignore[index]  # the caller has matched it
    return min(max(number / (100 if part.endswith("%") else whole), 0.0), 1.0)


def is_clear(color: Color) -> bool:
    """Whether letters of the colour show nothing on any ground."""
    return color.alpha <= _MIN_ALPHA


@lru_cache(maxsize=1024)  # a page has few colours
def is_lost_on(color: Color, ground: Color) -> bool:
    """Whether letters of ``color`` cannot be told from ``ground``, which is taken for opaque."""
    seen = Color(
        *(part * color.alpha + below * (1 - color.alpha) for part, below in zip(color[:3], ground, strict=False))
    )
    light, dark = sorted((_luminance(seen), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05) < _MIN_CONTRAST


def _luminance(color: Color) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
