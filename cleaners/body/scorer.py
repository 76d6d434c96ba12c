"""How likely each line of a page is to belong to the article, by a small fitted network.

The network sees the columns of ``cleaners.body.features`` for a line and for the lines around it.
``scripts/fit_body.py`` fits it; what it was fitted on stands in the model file itself.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from cleaners.lexicons import MODEL_DIR

if TYPE_CHECKING:
    from cleaners.text.arrays import Floats


MODEL_PATH = MODEL_DIR / "body.npz"

REACH = 4
"""Lines above and below that the network sees of each line."""


class Scorer(NamedTuple):
    """The weights of a network of three layers: a line by itself, a line among its neighbours, a verdict."""

    lowest: Floats
    """Per column, the least value that is read; with ``highest`` it keeps an unusual page near those fitted on."""
    highest: Floats
    line_weights: Floats
    """Columns x first layer; the scaling of the columns is folded in."""
    line_bias: Floats
    around_weights: Floats
    """(2 * REACH + 1) * first layer x second layer; the line REACH above comes first."""
    around_bias: Floats
    verdict_weights: Floats
    verdict_bias: Floats

    def __call__(self, columns: Floats) -> Floats:
        """Probability per row of ``columns`` that the line belongs to the article."""
        size, width = len(columns), self.line_weights.shape[1]
        padded = np.zeros((size + 2 * REACH, width), np.float32)
        read = np.maximum(columns, self.lowest)  # with np.minimum a third of the time of np.clip
        np.minimum(read, self.highest, out=read)
        np.maximum(read @ self.line_weights + self.line_bias, 0, out=padded[REACH : REACH + size])
        # A window of whole rows is contiguous, so all windows are one strided view; its copy is what BLAS can read.
        around = np.ndarray((size, (2 * REACH + 1) * width), padded.dtype, padded, strides=padded.strides).copy()
        hidden = np.maximum(around @ self.around_weights + self.around_bias, 0)
        odds = hidden @ self.verdict_weights + self.verdict_bias
        return 1 / (1 + np.exp(-np.minimum(np.maximum(odds, -30), 30)))  # type: ignore[no-any-return]


@cache
def load_scorer() -> Scorer:
    """The scorer that ships with the project.

    Its matrices are far too small to share out: a second thread only spins, and doubles the time of a page. So BLAS is
    held to one thread in this process.
    """
    threadpool_limits(limits=1, user_api="blas")
    with np.load(MODEL_PATH, allow_pickle=False) as arrays:
        return Scorer(*(arrays[name].astype(np.float32) for name in Scorer._fields))
