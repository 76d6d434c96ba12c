"""Equal numbers found in an array, as NumPy itself finds them."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.text.numbering import distinct, number_groups


@pytest.mark.parametrize("values", [[], [7], [3, 1, 3, -2, 1], [5, 5, 5], list(range(40)) * 3])
def test_numbers_are_found_as_numpy_does(values: list[int]) -> None:
    array = np.array(values, np.int64)
    each, numbers = np.unique(array, return_inverse=True)
    assert distinct(array).tolist() == each.tolist()
    assert number_groups(array).tolist() == numbers.tolist()
