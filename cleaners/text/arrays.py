"""Types of the arrays that features, models and choices among lines are made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Integers = NDArray[np.integer]
"""Of any width: those of a page's phrases are kept as narrow as they go, for the time that memory takes."""
