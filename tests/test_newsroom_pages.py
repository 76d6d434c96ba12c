"""The newsroom's pages are golden pages: what stands in the JSON beside each is what cleaning must give.

One test a page, which shows all fields that are wrong: a broken byline does not hide a broken date.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cleaners import clean_html
from spiders.newsroom import load_outlets

NEWSROOM = Path(__file__).parent.parent / "data" / "newsroom"
OUTLETS = load_outlets(NEWSROOM)
EXPECTED = sorted(NEWSROOM.rglob("*.json"))
NOT_FIELDS = {"proves", "url", "absent"}
KNOWN_FAILURES = frozenset((Path(__file__).parent / "newsroom_known_failures.txt").read_text("utf-8").split())
"""``page:field`` of what the cleaners do not get right yet."""


@cache
def expected_of(path: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return expected


@cache
def cleaned(path: Path) -> dict[str, Any]:
    outlet = OUTLETS[path.relative_to(NEWSROOM).parts[0]]
    page = next(file for file in path.parent.glob(f"{path.stem}.htm*"))
    article = clean_html(page.read_bytes(), expected_of(path)["url"], content_type=outlet.html)
    as_printed: dict[str, Any] = json.loads(json.dumps(article.as_dict()))
    return as_printed


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: str(path.relative_to(NEWSROOM).with_suffix("")))
def test_a_golden_page_gives_every_expected_field(path: Path) -> None:
    expected, article = expected_of(path), cleaned(path)
    fields = expected.keys() - NOT_FIELDS
    wrong = {field for field in fields if article[field] != expected[field]}
    page = path.relative_to(NEWSROOM).with_suffix("")
    known = {field for field in fields if f"{page}:{field}" in KNOWN_FAILURES}
    assert {field: article[field] for field in wrong - known} == {field: expected[field] for field in wrong - known}
    assert known <= wrong, "solved, and still listed as a known failure"


@pytest.mark.parametrize("path", [path for path in EXPECTED if expected_of(path).get("absent")])
def test_junk_is_gone_and_recorded(path: Path) -> None:
    article = cleaned(path)
    left = [junk for junk in expected_of(path)["absent"] if junk in f"{article['title']}\n{article['text']}"]
    assert left == []
    assert article["removed"]


def test_every_case_says_what_it_proves() -> None:
    assert len(EXPECTED) >= 35
    assert len({expected_of(path)["proves"] for path in EXPECTED}) == len(EXPECTED)
