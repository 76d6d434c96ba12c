"""Characters and pairs of neighbours as numbers: the alphabet of the model of phrases.

A character has a number if the model lists it, else 0. A pair has a *key*, made of the numbers of its two characters;
a pair that the model lists has a number of its own, by which its weights are looked up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.text.character_tables import plane_codes_of
from cleaners.text.script import load_dictionary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaners.text.arrays import Bools, Integers

    Keys = NDArray[np.integer]
    """Keys of pairs, or of runs of three characters."""


END = "\n"
"""Stands for the end of a line."""
DIGITS, LETTERS, SPACE = "0", "a", " "
"""What a run of digits, a run of Latin letters, and white space are read as: one character each."""
CLOSERS = ("。；", SPACE, END, "，！？：,!?:;", "“”‘’（）《》「」『』【】[]()…")
"""Marks that close a phrase, by kind (0 to 4); no keyword holds one. Kind 5 is none of them: the next sentence follows
at once."""
_FOREIGN = (("\u0400", "\u04ff"), ("\u0e00", "\u0e7f"), ("\u3040", "\u30ff"), ("\uac00", "\ud7af"))
"""First and last letters of other scripts. A Chinese phrase ends before them as before a mark of kind 4."""
CLOSER_KINDS = len(CLOSERS) + 1
BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]"}
"""Brackets that may enclose a phrase, opening -> closing."""
_BRACKETED_WORD = re.compile(r"[(（](?<=\w.)[\u3400-\u9fff]{2,4}[)）](?=\w)")
"""A word in brackets that stands inside a phrase: 云水(中国)官网. It parts nothing."""
LEVELS = 7
"""Levels of how often honest text uses a pair of characters, from 0, hardly ever."""
_SLOT_BITS = 20
"""Bits of a slot's number. A million slots for a hundred thousand pairs take 4 MB; one pair in twenty shares its
slot."""
_CROWDED = -1
"""In a slot, in place of a number: several pairs share it."""

WITHIN, STOP, _PAUSE, CLOSING, OPENING, GAP, BREAK = range(7)
"""What a character is to the beginning of a phrase: a phrase may begin with it (``WITHIN``), or what stands ahead of
one."""
_PLACES = (
    ("，、：,:“‘「『《》", _PAUSE),
    ("。！？；!?…", STOP),
    ("”’」』）)】]", CLOSING),
    ("".join(BRACKETS), OPENING),
    (SPACE, GAP),
    (END, BREAK),
)


class Alphabet(NamedTuple):
    """The characters and pairs that the model lists."""

    fold: Integers
    """Code point of the basic plane -> number of its character; digits, Latin letters and script are folded."""
    closer: Integers
    """Number of a character -> its kind among the closers, the last kind for all that close nothing."""
    place: NDArray[np.uint8]
    """Number of a character -> its place."""
    stops: Bools
    """Number of a character -> whether a phrase ends before it."""
    pairs: Keys
    """Sorted keys of the listed pairs; pair number n is entry n - 1."""
    levels: NDArray[np.int32]
    """Number of a pair -> its level."""
    key_of: NDArray[np.int32]
    """Number of a pair -> its key; -1 for number 0."""
    slots: NDArray[np.int32]
    """Slot of a key -> number of the pair, or _CROWDED: a quicker way than to search ``pairs``."""

    @property
    def size(self) -> int:
        """Numbers of characters in use."""
        return len(self.closer)


def make_alphabet(characters: str, pairs: Keys, levels: NDArray[np.int32]) -> Alphabet:
    """The alphabet in which ``characters`` have the numbers from 1 on."""
    fold = np.zeros(0x10000, np.int64)  # as wide as NumPy's indices, which it makes of any others at each look-up
    for number, character in enumerate(characters, 1):
        fold[ord(character)] = number
    for old, (new, *_) in load_dictionary("TSCharacters").items():
        if ord(old) < 0x10000 > ord(new[0]) and fold[ord(new[0])]:
            fold[ord(old)] = fold[ord(new[0])]
    for sign, first, last in ((DIGITS, "0", "9"), (LETTERS, "a", "z"), (LETTERS, "A", "Z")):
        for shift in (0, 0xFEE0):  # half-width and full-width
            fold[ord(first) + shift : ord(last) + shift + 1] = fold[ord(sign)]
    fold[[0x3000, 0xA0]] = fold[ord(SPACE)]
    for first, last in _FOREIGN:
        fold[ord(first) : ord(last) + 1] = fold[ord("》")]
    closer = np.full(len(characters) + 1, len(CLOSERS), np.int64)
    for kind, marks in enumerate(CLOSERS):
        closer[fold[[ord(mark) for mark in marks]]] = kind
    closer[0] = len(CLOSERS)
    stops = (closer != len(CLOSERS)) & (closer != CLOSERS.index(SPACE))
    place = np.full(len(characters) + 1, WITHIN, np.uint8)
    for marks, kind in _PLACES:
        place[fold[[ord(mark) for mark in marks]]] = kind
    place[0] = WITHIN
    key_of = np.concatenate(([-1], pairs)).astype(np.int32)
    return Alphabet(fold, closer, place, stops, pairs, levels, key_of, _fill_slots(pairs))


def fold_text(text: str, alphabet: Alphabet) -> tuple[Integers, Integers]:
    """Numbers of a text's characters, each run of digits or letters as one, and where each begins in the text.

    The brackets around a short word inside a phrase are none of them.
    """
    numbers = alphabet.fold.take(plane_codes_of(text))
    runs = (numbers == alphabet.fold[ord(DIGITS)]) | (numbers == alphabet.fold[ord(LETTERS)])
    kept = np.empty(len(numbers), bool)
    kept[:1] = True
    kept[1:] = ~(runs[1:] & (numbers[1:] == numbers[:-1]))
    if ")" in text or "）" in text:
        kept[[at for word in _BRACKETED_WORD.finditer(text) for at in (word.start(), word.end() - 1)]] = False
    offsets = kept.nonzero()[0]
    return numbers[offsets], offsets


def pairs_in(text: str, alphabet: Alphabet) -> Keys:
    """Keys of the pairs of neighbours in a text."""
    return pair_keys(fold_text(text, alphabet)[0], alphabet)


def pair_keys(window: Integers, alphabet: Alphabet) -> Integers:
    """Keys of the pairs of neighbours in a text, or in each row."""
    return window[..., :-1] * alphabet.size + window[..., 1:]


def triple_keys(window: Integers, alphabet: Alphabet) -> Keys:
    """Keys of the runs of three characters in a text, or in each row."""
    return pair_keys(window, alphabet)[..., :-1] * np.int64(alphabet.size) + window[..., 2:]


def number_pairs(keys: Keys, alphabet: Alphabet) -> Integers:
    """Numbers of the pairs with these keys; 0 for the unlisted."""
    numbers = alphabet.slots[_slots_of(keys)].astype(np.int64)
    crowded = numbers == _CROWDED
    if crowded.any():
        numbers[crowded] = alphabet.pairs.searchsorted(keys[crowded]) + 1
    numbers[alphabet.key_of.take(numbers, mode="clip") != keys] = 0
    return numbers


def _slots_of(keys: Keys) -> NDArray[np.uint32]:
    """Slot of each key, by the upper bits of its product with a number near the golden ratio of 32 bits (Knuth)."""
    return (keys.astype(np.uint32) * np.uint32(2654435761)) >> np.uint32(32 - _SLOT_BITS)


def _fill_slots(pairs: Keys) -> NDArray[np.int32]:
    """Number of the pair in each slot: 0 for none, _CROWDED for several."""
    taken = _slots_of(pairs)
    slots = np.zeros(1 << _SLOT_BITS, np.int32)
    slots[taken] = np.arange(1, len(pairs) + 1)
    slots[np.bincount(taken, minlength=len(slots)) > 1] = _CROWDED
    return slots


def is_among(keys: Keys, others: Keys) -> Bools:
    """Whether each key is one of ``others``, which are sorted; faster than NumPy's own for few keys."""
    if not len(others):
        return np.zeros(keys.shape, bool)
    return np.asarray(others[np.minimum(others.searchsorted(keys), len(others) - 1)] == keys)
