"""What a credit is, and the names of persons in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleaners.lines.names import is_person, split_names

if TYPE_CHECKING:
    from cleaners.page.model import Line


class Credit(NamedTuple):
    """One label or role and what it credits."""

    kind: str
    """``author``, ``photographer``, ``editor``, ``subeditor``, ``proofreader``, ``source`` or ``other``."""
    names: tuple[str, ...]
    """Cleaned names; for a source one outlet, none when the label is there but names nothing."""
    raw: str
    start: int
    end: int
    """``line[start:end]`` is label and value."""


class Found(NamedTuple):
    """A credit and the line it was read from; None where it was not read from a line of the page."""

    credit: Credit
    line: Line | None


_NAME = r"(?:[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]\s[\u3400-\u9fff])"
"""A person's name; one of two characters may be set with a space in it."""
NAMES = rf"{_NAME}(?:[、\s]{_NAME}){{0,3}}"
"""Names of persons, parted by one character."""


def persons(text: str) -> tuple[str, ...]:
    """The names in a text; none unless every one is a person's."""
    names = split_names(text)
    return names if all(map(is_person, names)) else ()
