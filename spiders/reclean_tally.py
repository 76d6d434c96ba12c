"""What recleaning came to: pages by outcome, changes by field, and examples that show in few words what differs."""

from __future__ import annotations

import json
from collections import Counter
from typing import NamedTuple, cast

from spiders.report import counted
from spiders.terminal import printable_line

_MAX_EXAMPLES = 3
"""Articles shown for each field."""
MAX_EXAMPLE_CHARS = 60
"""Characters of a value that are shown."""
_MAX_ROW_CHARS = 20
"""Characters that are shown of what a removal or picture is known by, so that what else is said of it has room."""

_ROWS = {"removals": ("cut", 1), "images": ("picture", 0)}
"""Fields of many rows: what a row is called, and the column it is known by."""

UNCHANGED = "unchanged"
STILL_NONE = "still no article"
FETCHED_AGAIN = "fetched again meanwhile"
NOTHING_TO_DO = frozenset({UNCHANGED, STILL_NONE, FETCHED_AGAIN})
"""Outcomes in which no field of an article changes."""


class Example(NamedTuple):
    """One change of one field."""

    url: str
    old: object
    new: object


class RecleanTally:
    """What a run found, by outcome and by field."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self.examples: dict[str, list[Example]] = {}
        self.unreadable: list[str] = []
        """Pages that could not be read, each with its reason."""

    @property
    def changes(self) -> set[str]:
        """Outcomes by which an article changes."""
        return self.outcomes.keys() - NOTHING_TO_DO

    def change(self, url: str, fields: dict[str, tuple[object, object]]) -> None:
        """Note the fields of one article that change."""
        self.fields.update(fields.keys())
        for name, (old, new) in fields.items():
            examples = self.examples.setdefault(name, [])
            if len(examples) < _MAX_EXAMPLES:
                examples.append(Example(url, old, new))


def values_apart(field: str, example: Example) -> tuple[str, str]:
    """Both values of a field in few words that show wherein they differ."""
    if field in _ROWS:
        return rows_apart(field, example)
    if field == "block_kinds" and (numbers := _kinds_apart(example)):
        return numbers
    return _first_difference(example)


def _kinds_apart(example: Example) -> tuple[str, str] | None:
    """How many blocks of each kind there are on both sides: ``4 paragraph, 1 heading``; None for as many of each."""
    old, new = (Counter[str](json.loads(str(kinds))) for kinds in (example.old, example.new))
    if old == new:
        return None
    return _numbered(old), _numbered(new)


def _numbered(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()) or "none"


def _first_difference(example: Example) -> tuple[str, str]:
    """Both values from shortly before the place where they part, so that a change far into a text is seen."""
    old, new = _shown(example.old), _shown(example.new)
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, start - 10) if max(len(old), len(new)) > MAX_EXAMPLE_CHARS else 0
    return _part(old, start), _part(new, start)


def rows_apart(field: str, example: Example) -> tuple[str, str]:
    """How many rows there are on both sides, with those that the other side lacks: ``2 cuts: 分享到 (spam, …)``."""
    thing, known_by = _ROWS[field]
    old, new = (Counter(cast("list[tuple[str | None, ...]]", rows)) for rows in (example.old, example.new))

    def described(rows: Counter[tuple[str | None, ...]], others: Counter[tuple[str | None, ...]]) -> str:
        number = counted(rows.total(), thing) if rows else "none"
        own = "; ".join(_shown_row(row, known_by) for row in (rows - others).elements())
        return _part(_shown(f"{number}: {own}" if own else number))

    return described(old, new), described(new, old) + (" in another order" if old == new else "")


def _shown_row(row: tuple[str | None, ...], known_by: int) -> str:
    name = row[known_by] or ""
    name = name if len(name) <= _MAX_ROW_CHARS else name[: _MAX_ROW_CHARS - 1] + "…"
    rest = ", ".join(value for place, value in enumerate(row) if value and place != known_by)
    return f"{name} ({rest})" if rest else name


def _part(text: str, start: int = 0) -> str:
    """As much of a text as is shown, marked where it is cut."""
    end = start + MAX_EXAMPLE_CHARS
    return ("…" if 0 < start < len(text) else "") + text[start:end] + ("…" if len(text) > end else "")


def _shown(value: object) -> str:
    return printable_line("(none)" if value is None else str(value))
