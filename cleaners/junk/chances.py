"""How likely each piece of a page is junk, given all of them: whether somebody put any in, and how many.

The evidence of one piece is in nats, natural logarithms of odds. One piece with a little evidence proves nothing, many
with a little each do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.text.arrays import Floats


_SHARES = (0.02, 0.08, 0.25)
"""Shares of an injected page's sentences that have a phrase in front of them. Each is as likely as the others, and as a
single phrase on the page."""
FITTED_NATS = 3.6
"""Nats added to those of the model before they count. The model's own assume that one sentence of twenty-three has a
phrase, as in the pages that it was fitted to: that is 3.1. Half a nat more, because words that it was never shown
speak less for junk than they should."""
MAX_NATS = 18.0
"""Most nats that a single place counts."""
PAGE_ODDS = 0.01
"""Share of pages with phrases between their sentences, before anything is known of a page."""
INJECTED_ODDS = 0.05
"""``PAGE_ODDS`` among pages in which other junk was found."""
FOUND_ODDS = 1 - 1e-6
"""``PAGE_ODDS`` of a page on which phrases were found and cut before."""


def chances_of(nats: Floats, telling: Floats, odds: float, shares: Sequence[float] = _SHARES) -> NDArray[np.float64]:
    """Probability that each place of a page holds a phrase that somebody put there, given all its places.

    - ``nats``: for each place, what speaks for a phrase there, once it is known that somebody put phrases in.
    - ``telling``: for each place, what it counts when that is to be found out; mostly less.
    - ``odds``: share of pages with phrases, before this one is looked at.
    - ``shares``: shares of such a page's places that may hold one.
    """
    share = np.array([min(1 / len(nats), shares[0]), *shares])[:, None]
    injected = np.log(odds / len(share)) + np.log(_either(telling, share)).sum(axis=1)
    page = np.exp(injected - np.logaddexp.reduce([np.log(1 - odds), *injected]))
    either = _either(nats, share)
    return np.asarray((page * ((either - 1 + share) / either).T).sum(axis=1))


def _either(nats: Floats, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much likelier a place is if such a share of the places holds a phrase than if none does: shares x places."""
    times = np.exp(np.clip(nats + FITTED_NATS, -MAX_NATS, MAX_NATS).astype(np.float64))
    return np.asarray(1 - share + share * times)
