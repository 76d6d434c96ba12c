"""What names of elements speak of: every piece finds its own example, and all together find what each finds alone."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import every_row

from cleaners.lexicons import load_lexicon
from cleaners.page.box_names import GROUPS, MAX_NAME_CHARS, group_bit, name_bits
from cleaners.page.parse import parse_page

GOLD = Path(__file__).parent.parent.parent / "shared" / "bench" / "gold"

ROWS = load_lexicon("box_names")


@cache
def plain_pieces() -> tuple[re.Pattern[str], dict[str, str]]:
    """The plain rule: at every place, each piece in turn, the longest first; and the group of each."""
    rows = sorted(ROWS, key=lambda row: -len(row["text"].strip("^$")))
    pattern = re.compile("|".join(piece_pattern(row["text"]) for row in rows))
    return pattern, {row["text"].strip("^$"): row["name"] for row in rows}


def piece_pattern(piece: str) -> str:
    start = "(?<![a-z0-9])" if piece[0] == "^" else ""
    end = "(?![a-z0-9])" if piece[-1] == "$" else ""
    return start + re.escape(piece.strip("^$")) + end


def plain_bits(name: str) -> int:
    pattern, groups = plain_pieces()
    return sum({group_bit(groups[piece]) for piece in pattern.findall(name)})


@every_row("row", ROWS, ids=lambda row: row["text"])
def test_each_piece_of_a_name_catches_its_hit_and_spares_its_miss(row: dict[str, str]) -> None:
    assert name_bits(row["hit"]) & group_bit(row["name"])
    assert not re.search(piece_pattern(row["text"]), row["miss"])


def test_names_without_a_known_piece() -> None:
    assert name_bits("") == 0
    assert name_bits("qx7z") == 0
    assert len(GROUPS) < 40


@given(
    st.lists(
        st.tuples(
            st.sampled_from([row[column].strip("^$") for row in ROWS for column in ("text", "hit", "miss")]),
            st.sampled_from(["", " ", "-", "_", "x", "7", "é", "\n"]),
        ),
        max_size=6,
    )
)
def test_a_name_speaks_as_the_plain_rule_says(words: list[tuple[str, str]]) -> None:
    name = "".join(word + behind for word, behind in words)[:MAX_NAME_CHARS]
    assert name_bits(name) == plain_bits(name)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold pages are not part of the project")
def test_names_of_real_pages_speak_as_the_plain_rule_says() -> None:
    names: set[str] = set()
    for path in sorted(GOLD.glob("*/html/*.html.gz"))[::12]:
        page = parse_page(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"), None)
        names.update(box.name[:MAX_NAME_CHARS] for box in page.boxes)
    assert [name for name in sorted(names) if name_bits(name) != plain_bits(name)] == []
