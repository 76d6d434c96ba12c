"""The cleaners' version: told by what they are made of."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cleaners import CLEANER_VERSION
from cleaners.lexicons import DATA_DIR

if TYPE_CHECKING:
    from pathlib import Path

CHANGES = {
    "a rule": ("cleaners/verdict.py", b"\n_MORE = 1\n"),
    "a word": ("data/lexicons/counters.tsv", b"# more\n"),
    "a model": ("data/models/offers.tsv", b"# more\n"),
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the cleaners with their data, as a checkout has them."""
    ours = shutil.ignore_patterns("__pycache__")
    shutil.copytree(DATA_DIR.parent / "cleaners", tmp_path / "cleaners", ignore=ours)
    for name in ("lexicons", "models"):
        shutil.copytree(DATA_DIR / name, tmp_path / "data" / name)
    return tmp_path


def version_in(folder: Path) -> str:
    command = [sys.executable, "-c", "import cleaners; print(cleaners.CLEANER_VERSION)"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def test_the_same_files_elsewhere_are_the_same_version(checkout: Path) -> None:
    assert version_in(checkout) == CLEANER_VERSION


def test_what_other_files_lie_there_does_not_count(checkout: Path) -> None:
    (checkout / "data/lexicons/.counters.tsv.swp").write_bytes(b"an editor's")
    (checkout / "cleaners/notes.txt").write_bytes(b"somebody's")
    assert version_in(checkout) == CLEANER_VERSION


@pytest.mark.parametrize("what", CHANGES)
def test_another_rule_word_or_model_is_another_version(checkout: Path, what: str) -> None:
    name, addition = CHANGES[what]
    with (checkout / name).open("ab") as file:
        file.write(addition)
    assert version_in(checkout) != CLEANER_VERSION
