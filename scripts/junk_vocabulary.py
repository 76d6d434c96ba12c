"""Reads scripts/junk_vocabulary.tsv and files of its form, the words that the models of junk are fitted to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SCRIPTS = Path(__file__).parent


def read_vocabulary(
    without: frozenset[str] = frozenset(), names: Sequence[str] = ("junk_vocabulary.tsv",)
) -> list[dict[str, list[str]]]:
    """The words of each family in the files by their role, without the families named."""
    families: dict[str, dict[str, list[str]]] = {}
    for line in (line for name in names for line in (SCRIPTS / name).read_text("utf-8").splitlines()):
        if line and not line.startswith(("#", "family\t")):
            family, role, words = line.split("\t")
            if family not in without:
                families.setdefault(family, {}).setdefault(role, []).extend(words.split())
    return list(families.values())
