"""Reads the words that the models of junk are fitted to: scripts/junk_vocabulary.tsv and scripts/other_trades.tsv."""

from __future__ import annotations

from pathlib import Path

VOCABULARY = Path(__file__).with_suffix(".tsv")
"""What hijackers sell, as far as we know."""
OTHER_TRADES = Path(__file__).with_name("other_trades.tsv")
"""Whatever else is sold, and in other scripts."""


def read_vocabulary(
    *paths: Path, without: frozenset[str] = frozenset(), only: frozenset[str] = frozenset()
) -> list[dict[str, list[str]]]:
    """The words of each family by their role, without some families, or of some alone."""
    families: dict[str, dict[str, list[str]]] = {}
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith(("#", "family\t")):
                family, role, words = line.split("\t")
                if family not in without and (not only or family in only):
                    families.setdefault(family, {}).setdefault(role, []).extend(words.split())
    return list(families.values())
