"""What a repair finds: the way to mend a text, as one value."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Mended(NamedTuple):
    """A text after one repair."""

    text: str
    cut: tuple[str, ...] = ()
    """Pieces that were cut or guessed at, as they stood."""


class Mend(NamedTuple):
    """How to mend one kind of damage on one page. Each repair's ``find`` gives None where its damage is not."""

    step: str
    """Stable name; it stands in traces and removals."""
    apply: Callable[[str], Mended]
    mirror: bool
    """The damage is such as only a mirror script does."""
    where: str = "inline"
    """Where the pieces stood that it cuts; ends in ``?`` when it has to guess."""


HAN = r"\u3400-\u9fff\uf900-\ufaff"
"""Han characters of the basic plane, for use inside a character class."""
