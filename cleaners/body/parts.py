"""What is taken of a page in several parts, far from each other: which of them are the article's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleaners.body.topic import topic_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Line
    from cleaners.text.arrays import Bools, Floats, Ints

FAR_LINES = 3
"""Lines left out in a row that part what is taken: a paragraph, its caption and a prompt may stand between."""
_FAR_SHARE = 0.6
"""Least likelihood of a part beside the main one, as a share of the main one's. A dialogue of consent and teasers of
other stories look like text, but less so than the article."""

_MIN_STORY_TOKENS = 80
"""Shortest part that may tell another story; a paragraph of the article need not hold a word of its headline."""
_MIN_OWN_WORDS = 3
"""Words of headline and description that one part must hold for the others to be held against it."""
_SHARED_WORDS = 0.15
"""How many words another story may hold, as a share of those that the page's own holds: some stand in any text."""
_STRANGE_SHARE = 0.85
"""Likelihood that saves a part which by its words is another story, as a share of the article's own part. With the next
article behind their own, one Chinese page in twenty and one other in ten lost it so; of 1,421 annotated pages four
lost what is not their article, one a paragraph that is."""


def without_far_parts(kept: Bools, likely: Floats, tokens: Floats) -> Bools:
    """The kept lines without parts that stand far from the main one and are clearly less likely.

    Where all lines of a page look unlikely its bar is low. That is meant for the main part, not for what else is there.
    """
    taken = kept.nonzero()[0]
    starts = _part_starts(taken)
    if len(starts) < 2:
        return kept
    held, hits, main = (np.add.reduceat((tokens * likely**power)[taken], starts) for power in range(3))
    mean = hits / held
    return _without(kept, taken, starts, mean < _FAR_SHARE * mean[main.argmax()])


def without_other_stories(
    lines: Sequence[Line],
    kept: Bools,
    likely: Floats,
    tokens: Floats,
    told: tuple[str | None, str | None],
) -> Bools:
    """The kept lines without less likely parts that speak of something other than the page says it is about.

    A feed goes on with the next story, which is often longer. ``told``: the page's headline and description.
    """
    taken = kept.nonzero()[0]
    starts = _part_starts(taken)
    if len(starts) < 2:
        return kept
    held, hits = (np.add.reduceat((tokens * likely**power)[taken], starts) for power in range(2))
    mean = hits / held
    if not ((held >= _MIN_STORY_TOKENS) & (mean < _STRANGE_SHARE * mean.max())).any():
        return kept
    words = topic_words(*told)
    texts = ["\n".join([lines[at].text for at in part]).lower() for part in np.split(taken, starts[1:])]
    shared = np.array([sum([word in text for word in words]) for text in texts])
    own = int(shared.argmax())
    if shared[own] < _MIN_OWN_WORDS:
        return kept
    strange = (shared <= _SHARED_WORDS * shared[own]) & (mean < _STRANGE_SHARE * mean[own])
    return _without(kept, taken, starts, strange & (held >= _MIN_STORY_TOKENS))


def _part_starts(taken: Ints) -> Ints:
    """Where parts begin among the indices of the lines that are taken."""
    parted = (taken[1:] - taken[:-1] > FAR_LINES).nonzero()[0]
    return np.concatenate((np.zeros(min(len(taken), 1), np.int64), parted + 1))


def _without(kept: Bools, taken: Ints, starts: Ints, dropped: Bools) -> Bools:
    """The kept lines without those of the parts that are ``dropped``."""
    rest = kept.copy()
    rest[taken[np.repeat(dropped, np.diff(starts, append=len(taken)))]] = False
    return rest
