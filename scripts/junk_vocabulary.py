"""Reads scripts/junk_vocabulary.tsv, the words that the models of junk are fitted to."""

from __future__ import annotations

from pathlib import Path

VOCABULARY = Path(__file__).with_suffix(".tsv")


def read_vocabulary(without: frozenset[str] = frozenset()) -> list[dict[str, list[str]]]:
    """The words of each family by their role, without the families named."""
    families: dict[str, dict[str, list[str]]] = {}
    for line in VOCABULARY.read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "family\t")):
            family, role, words = line.split("\t")
            if family not in without:
                families.setdefault(family, {}).setdefault(role, []).extend(words.split())
    return list(families.values())
