"""Load the data files under ``data/lexicons/``: words and rules, with the examples that prove them.

A lexicon is UTF-8 TSV. Lines that begin with ``#`` say what it is for; the first other line names the columns. A column
whose cells are one of a few words names these behind itself, ``match (exact, prefix)``, with ``-`` for an empty cell.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_INSTALLED = Path(__file__).resolve().parent / "data"
DATA_DIR = _INSTALLED if _INSTALLED.is_dir() else _INSTALLED.parent.parent / "data"
"""Inside the package where it was installed, beside it in a checkout."""
LEXICON_DIR = DATA_DIR / "lexicons"
MODEL_DIR = DATA_DIR / "models"
"""Weights that the scripts ``scripts/fit_*.py`` have fitted."""
_KNOWN_COLUMNS = frozenset({"text", "match", "hit", "miss", "name", "value", "note"})

_ASKED = frozenset({"text", "hit", "miss"})
_DOTS = {0x130: "i", 0x131: "i"}


class LexiconError(ValueError):
    """A data file is malformed; the message is one line: file, line, fault, what to do."""


class _Column(NamedTuple):
    """One column of a file."""

    name: str
    words: tuple[str, ...]
    """What its cells may say, ``-`` for nothing; empty where they may say anything."""


@cache
def load_lexicon(name: str) -> tuple[dict[str, str], ...]:
    """Rows of ``data/lexicons/<name>.tsv``, each a mapping of column to value (empty cells are left out).

    Raises LexiconError for an unknown column or a row with too many or too few cells, OSError for a missing file.
    """
    path = LEXICON_DIR / f"{name}.tsv"
    rows: list[dict[str, str]] = []
    columns: list[_Column] = []
    names: list[str] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not columns:
            columns = [_read_column(cell) for cell in cells]
            names = [column.name for column in columns]
            if unknown := {*names} - _KNOWN_COLUMNS:
                raise LexiconError(f"{path}:{number}: unknown column {', '.join(sorted(unknown))}")
            continue
        said = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
        if fault := _fault(len(cells), said, columns):
            raise LexiconError(f"{path}:{number}: {fault}")
        rows.append(said)
    return tuple(rows)


def _read_column(cell: str) -> _Column:
    """Read a column's name, and the words it may hold where they are named in brackets behind it.

    >>> _read_column("match (exact, prefix)"), _read_column("hit")
    (_Column(name='match', words=('exact', 'prefix')), _Column(name='hit', words=()))
    """
    name, _, words = cell.partition(" (")
    return _Column(name, tuple(words.removesuffix(")").split(", ")) if words else ())


def _fault(cells: int, said: Mapping[str, str], columns: Sequence[_Column]) -> str | None:
    """Say what is wrong with a row of so many cells; None for a sound one.

    ``said`` is what its filled cells say. Text and examples are asked for, and more than the text.
    """
    if cells > len(columns):
        return f"{cells} cells for {len(columns)} columns; one tab stands between two cells"
    if missing := [name for name, _ in columns if name in _ASKED and name not in said]:
        return f"no {' and no '.join(missing)}; between cells stand tabs, spaces are part of a cell"
    if cells < 2 and not {name for name, _ in columns} <= {"text", "note", "match"}:
        return f"one cell for {len(columns)} columns; between cells stand tabs, spaces are part of a cell"
    for name, words in columns:
        if words and said.get(name, "-") not in words:
            return f"{name} is {said.get(name, 'empty')}; known are {', '.join(words)}"
    return None


@cache
def words(name: str) -> frozenset[str]:
    """The ``text`` column of a lexicon."""
    return frozenset(row["text"] for row in load_lexicon(name))


@cache
def texts(lexicon: str, /, **said: str) -> tuple[str, ...]:
    """The ``text`` column of those rows whose other cells say so, in the file's order: ``match="prefix"``."""
    return tuple(row["text"] for row in load_lexicon(lexicon) if said.items() <= row.items())


def any_of(known: Iterable[str]) -> str:
    r"""A regular expression of any of some texts, the longest first: no other hides one that it begins.

    >>> print(any_of(["C", "C++"]))
    C\+\+|C
    """
    return "|".join(map(re.escape, sorted(known, key=len, reverse=True)))


def by_beginning(phrases: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The phrases by their first two characters, the longest first: most lines begin with none, and are done with."""
    grouped: dict[str, list[str]] = {}
    for text in sorted(phrases, key=len, reverse=True):
        grouped.setdefault(text[:2], []).append(text)
    return {beginning: tuple(group) for beginning, group in grouped.items()}


def begun(text: str, grouped: Mapping[str, tuple[str, ...]]) -> str | None:
    """The longest of the texts that :func:`by_beginning` grouped with which a text begins."""
    for known in grouped.get(text[:2], ()):
        if text.startswith(known):
            return known
    return None


def fold(text: str) -> str:
    """Text in lower case, character by character; the Turkish letters i and ı, which capitals mix up, are one.

    >>> fold("KASIM"), fold("İlgili")
    ('kasim', 'ilgili')
    """
    return (text.translate(_DOTS) if "ı" in text or "İ" in text else text).lower()


def check_lexicons() -> None:
    """Read every file, so that a malformed one is named ahead of the work. Raises LexiconError."""
    for path in sorted(LEXICON_DIR.glob("*.tsv")):
        load_lexicon(path.stem)


def forget_lexicons() -> None:
    """Have the files read again when they are needed next, because one was written."""
    load_lexicon.cache_clear()
    words.cache_clear()
    texts.cache_clear()
