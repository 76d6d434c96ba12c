"""A test over many rows tells all that fail."""

from __future__ import annotations

import pytest
from rows import every_row


@every_row(("given", "wanted"), [(2, 4), (3, 9), (4, 15), (5, 26)])
def squares(given: int, wanted: int) -> None:
    assert given**2 == wanted


def test_all_rows_that_fail_are_named_and_shown() -> None:
    with pytest.raises(ExceptionGroup, match=r"2 of 4 rows: \(4, 15\), \(5, 26\)") as failed:
        squares()
    told = [failure.__notes__ for failure in failed.value.exceptions]
    assert told == [["on the row (4, 15)"], ["on the row (5, 26)"]]


@every_row("number", [1, 2], ids=lambda number: f"number {number}")
def test_other_arguments_are_fixtures(number: int, request: pytest.FixtureRequest) -> None:
    assert request.node.name == "test_other_arguments_are_fixtures"
    assert number in {1, 2}
