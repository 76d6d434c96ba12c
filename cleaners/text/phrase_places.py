"""Where a keyword phrase may stand: at the beginnings of a page's sentences, or of its clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.text.phrase_alphabet import (
    BREAK,
    CLOSING,
    END,
    GAP,
    OPENING,
    STOP,
    WITHIN,
    fold_text,
    is_among,
    triple_keys,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.text.arrays import Integers
    from cleaners.text.phrase_alphabet import Alphabet, Keys


LENGTH = 44
"""Characters of the longest phrase, a run of digits or of Latin letters counted as one."""
MIN_LENGTH = 3
"""Characters of the shortest phrase."""
_BEHIND = 3
"""Characters behind a phrase that the model looks at."""
LEADS, IN_BRACKETS = 5, 3
"""How a phrase is led: it begins a line (0), follows a sentence (1), a sentence and a space (2), an opening bracket
(3), or a sentence and a space on a page that hardly ever sets one there (4)."""
_RARE_SPACES = 0.15
"""Share of a page's sentences that follow a space, up to which the page hardly ever sets one."""
_KNOWN_WITHIN, _MIN_KNOWN = 10, 2
"""A clause is looked at if the first ``_KNOWN_WITHIN`` runs of three characters hold ``_MIN_KNOWN`` that junk of the
page holds as well."""

_ROOM = END * (LENGTH + _BEHIND + 1)
"""Behind the last line, so that a window fits there."""


class Openings(NamedTuple):
    """The beginnings of a page's sentences, one a row."""

    line: Integers
    start: Integers
    """Where the sentence begins in its line."""
    lead: Integers
    window: Integers
    """Rows x (1 + LENGTH + _BEHIND) characters, from the one in front of the sentence on, padded with END."""
    ends: Integers
    """Rows x (LENGTH + 1): where in the line a phrase of so many characters ends."""
    longest: Integers
    """Characters up to the first mark that keywords do without; no phrase is longer."""

    def take(self, rows: NDArray[np.intp]) -> Openings:
        """The openings of these rows alone."""
        return Openings(*(column[rows] for column in self))

    @property
    def width(self) -> int:
        """Characters of the longest phrase that is weighed."""
        return int(self.window.shape[1]) - 1 - _BEHIND

    def narrow(self) -> Openings:
        """The openings without the columns of ``window`` that no phrase of these rows reaches."""
        width = max(int(self.longest.max(initial=0)), MIN_LENGTH)
        return self._replace(window=self.window[:, : 1 + width + _BEHIND])


class Starts(NamedTuple):
    """Where a page's sentences begin, one a row: what a quick look needs."""

    text: Integers
    """Numbers of the characters of its lines, END around each."""
    offsets: Integers
    """Where each begins in the lines, joined."""
    at: Integers
    lead: Integers
    longest: Integers
    """As in ``Openings``."""
    end: np.int64
    """Number of END."""

    def take(self, rows: NDArray[np.intp]) -> Starts:
        """The starts of these rows alone."""
        return self._replace(at=self.at[rows], lead=self.lead[rows], longest=self.longest[rows])

    def window(self, width: int) -> Integers:
        """Rows x ``width`` characters of each sentence, padded with END."""
        window: Integers = self.text[self.at[:, None] + np.arange(width)]
        window[np.logical_or.accumulate(window == self.end, axis=1)] = self.end
        return window

    def openings(self, lines: Sequence[str]) -> Openings:
        """The beginnings of the sentences of those lines."""
        begins = np.array([1, *(len(line) + 1 for line in lines)]).cumsum()[:-1]
        line = begins.searchsorted(self.offsets[self.at], "right") - 1
        window = np.concatenate((self.text[self.at - 1][:, None], self.window(LENGTH + _BEHIND)), axis=1)
        ends = self.offsets[self.at[:, None] + np.arange(LENGTH + 1)] - begins[line][:, None]
        return Openings(line, ends[:, 0], self.lead, window, ends, self.longest)


def find_openings(lines: Sequence[str], alphabet: Alphabet) -> tuple[Openings, Keys]:
    """The beginnings of the lines' sentences; and the keys of all pairs that stand outside them."""
    starts, outside = find_starts(lines, alphabet)
    return starts.openings(lines), outside


def find_starts(lines: Sequence[str], alphabet: Alphabet, known: Keys | None = None) -> tuple[Starts, Keys]:
    """Where the lines' sentences begin; and the keys of all pairs that stand outside their beginnings.

    No line holds a line break. Beginnings that no phrase can stand at, such as quotation marks, are left out.
    ``known``: sorted keys of runs of three characters; if given, the beginnings of all clauses that begin with one.
    """
    text, offsets = fold_text(END + END.join(lines) + END + _ROOM, alphabet)
    at, lead = _find_starts(alphabet.place.take(text), clauses=known is not None)
    if known is not None:
        beginning = text[at[:, None] + np.arange(_KNOWN_WITHIN)]
        likely = is_among(triple_keys(beginning, alphabet), known).sum(axis=1) >= _MIN_KNOWN
        at, lead = at[likely], lead[likely]
    stops = alphabet.stops.take(text).nonzero()[0]
    longest = np.minimum(stops[stops.searchsorted(at)] - at, LENGTH)
    room = len(text) + 1
    begun = np.bincount(at, minlength=room) - np.bincount(np.minimum(at + longest, len(text)), minlength=room)
    outside = begun.cumsum()[:-1] == 0
    keys = text[:-1] * alphabet.size + text[1:]
    return Starts(text, offsets, at, lead, longest, alphabet.fold[ord(END)]), keys[outside[:-1] | outside[1:]]


def _find_starts(place: NDArray[np.uint8], *, clauses: bool) -> tuple[NDArray[np.intp], Integers]:
    """Where sentences, or clauses, begin in a text of such places, and how each is led."""
    within = place == WITHIN
    at = (within[1:] > within[:-1]).nonzero()[0] + 1
    bracketed = place[at - 1] == OPENING
    ahead = _last_but(GAP, place, at - 1 - bracketed)
    mark = _last_but(CLOSING, place, ahead)
    first = place[ahead] == BREAK
    begun = first | (place[mark] == STOP) | clauses
    lead = np.where(first, 0, np.where(bracketed, IN_BRACKETS, 1 + (ahead < at - 1)))[begun]
    spaced = lead == 2
    if np.count_nonzero(spaced) <= _RARE_SPACES * np.count_nonzero(lead):
        lead[spaced] = 4
    return at[begun], lead


def _last_but(kind: int, place: NDArray[np.uint8], at: NDArray[np.intp]) -> NDArray[np.intp]:
    """For each index ``at``, the last one up to it that is of another kind; most are themselves."""
    if kind not in place[at]:
        return at
    others = np.where(place != kind, np.arange(len(place)), 0)
    return np.asarray(np.maximum.accumulate(others)[at])
