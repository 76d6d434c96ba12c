"""One test over many rows: for tables of hundreds of rows whose check costs less than pytest's care for a test.

Pytest collects each test in each process and reports it to the one that counts: two milliseconds of processor time a
test. Rows that need a fixture of their own, or a mark, are for ``pytest.mark.parametrize``.
"""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MAX_SHOWN = 10
"""Rows that are shown with where and why they fail; the others are named."""


def every_row(
    names: str | tuple[str, ...], rows: Iterable[Any], *, ids: Callable[[Any], str] = str
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test on each of the rows and fail with the names of all on which it fails.

    ``names`` are the test's arguments that a row fills: one name takes the row as it is. ``ids`` gives a row's name.
    """
    table = list(rows)

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        filled = [names] if isinstance(names, str) else names

        @wraps(test)
        def on_every_row(**fixtures: Any) -> None:
            failures: list[Exception] = []
            failed: list[str] = []
            for row in table:
                values = [row] if isinstance(names, str) else row
                try:
                    test(**fixtures, **dict(zip(filled, values, strict=True)))
                except Exception as failure:  # noqa: BLE001 - all are shown below
                    failure.add_note(f"on the row {ids(row)}")
                    failures.append(failure)
                    failed.append(ids(row))
            if failures:
                said = f"{len(failures)} of {len(table)} rows: {', '.join(failed)}"
                raise ExceptionGroup(said, failures[:MAX_SHOWN])

        signature = inspect.signature(test)
        left = [parameter for name, parameter in signature.parameters.items() if name not in filled]
        on_every_row.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        assert table, "a test on no rows proves nothing"
        return on_every_row

    return decorate
