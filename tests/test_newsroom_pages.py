"""The newsroom's pages are golden pages: what stands in the JSON beside each is what cleaning must give.

One test a page and field, so that a broken byline does not hide a broken date.
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
"""``page:field`` of what the cleaners do not get right yet; ``absent`` stands for the junk."""


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


def case(path: Path, field: str) -> Any:
    label = f"{path.relative_to(NEWSROOM).with_suffix('')}:{field}"
    marks = [pytest.mark.xfail(reason="not solved yet")] if label in KNOWN_FAILURES else []
    return pytest.param(path, field, id=label, marks=marks)


FIELD_CASES = [case(path, field) for path in EXPECTED for field in sorted(expected_of(path).keys() - NOT_FIELDS)]
JUNK_CASES = [case(path, "absent") for path in EXPECTED if expected_of(path).get("absent")]


@pytest.mark.parametrize(("path", "field"), FIELD_CASES)
def test_a_golden_page_gives_the_expected_field(path: Path, field: str) -> None:
    assert cleaned(path)[field] == expected_of(path)[field]


@pytest.mark.parametrize(("path", "field"), JUNK_CASES)
def test_junk_is_gone_and_recorded(path: Path, field: str) -> None:
    article = cleaned(path)
    left = [junk for junk in expected_of(path)[field] if junk in f"{article['title']}\n{article['text']}"]
    assert left == []
    assert article["removed"]


def test_every_case_says_what_it_proves() -> None:
    assert len(EXPECTED) >= 35
    assert len({expected_of(path)["proves"] for path in EXPECTED}) == len(EXPECTED)
