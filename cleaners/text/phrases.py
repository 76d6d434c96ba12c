"""How much speaks for a keyword phrase that somebody put in front of a sentence, whatever it advertises.

A fitted model of segments (data/models/phrases.npz, made by scripts/fit_phrases.py). A phrase is weighed by its
characters and pairs of neighbours, by how it begins and ends, by how the sentence behind it begins, and by whether the
article uses its words elsewhere. All weights are nats, above 0 for junk, and add up.

``phrase_alphabet`` turns characters and pairs into the numbers by which the weights are looked up; ``phrase_places``
finds where phrases may stand. Decides nothing: whoever asks knows the page.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.lexicons import MODEL_DIR
from cleaners.text.numbering import distinct
from cleaners.text.phrase_alphabet import (
    CLOSER_KINDS,
    END,
    fold_text,
    is_among,
    make_alphabet,
    number_pairs,
    pair_keys,
    pairs_in,
    triple_keys,
)
from cleaners.text.phrase_places import LENGTH, MIN_LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.text.arrays import Bools, Floats, Integers
    from cleaners.text.phrase_alphabet import Alphabet, Keys
    from cleaners.text.phrase_places import Openings, Starts


MODEL_PATH = MODEL_DIR / "phrases.npz"
_NEAR, _FAR_WEIGHT = 12, 0.3
"""Pairs of a phrase whose usage counts in full, and the weight of the pairs behind them: so rare words in a long phrase
do not pile up nats."""
_ELSEWHERE, _IN_JUNK, _CHARACTER_ELSEWHERE = 1, 2, 4
"""Flags of a pair: it stands elsewhere in the article; it stands in junk of the page; its second character stands
elsewhere in the article."""
_TEXT_SIZES, _A_SIZE = (120, 500, 1500), 8
"""Sizes of an article, in pairs of characters, and the value of one step of size among the flags. That a short article
has a pair nowhere else says little."""
FLAGS = 32
"""Number of different values of the flags with the size."""
_OF_A_LIST = _CHARACTER_ELSEWHERE + _A_SIZE
"""Flags assumed for phrases that are held against no article: items of a list, a name."""
_FIRST_CHARS = 14
"""Characters at the beginning of a sentence that ``weigh_first`` looks at."""

RECURRING_NATS, _ENDING_NATS = 2.0, 1.5
"""Nats for each run of three characters that junk of the page has and its article has not; and nats for a phrase that
ends with the last three characters of other junk."""
NO_PHRASE = -99.0
"""Nats of what holds no phrase: fewer than any sum of weights."""
FADE = np.where(np.arange(LENGTH) < _NEAR, 1.0, _FAR_WEIGHT).astype(np.float32)


class Tables(NamedTuple):
    """The weights, in nats; above 0 speaks for junk. Number 0 of characters and pairs is all that is not listed."""

    inside: Floats
    """By each character of the phrase."""
    first: Floats
    last: Floats
    behind: Floats
    """By the character behind the phrase."""
    pair_inside: Floats
    """By each pair of neighbours in the phrase."""
    pair_first: Floats
    pair_last: Floats
    pair_before_last: Floats
    """By the pair in front of the last one."""
    pair_across: Floats
    """By the last character of the phrase and the one behind."""
    pair_behind: Floats
    pair_further: Floats
    """By the first and the second pair of neighbours behind the phrase."""
    usage: Floats
    """By the level of a pair in the phrase times FLAGS plus its flags."""
    length: Floats
    """By the characters of the phrase."""
    frame: Floats
    """By the lead times CLOSER_KINDS plus the closer."""


class Model(NamedTuple):
    """Alphabet and weights."""

    alphabet: Alphabet
    tables: Tables


@cache
def load_model() -> Model:
    """The model that ships with the project."""
    with np.load(MODEL_PATH, allow_pickle=False) as arrays:
        characters = arrays["characters"].tobytes().decode("utf-16-le")
        pairs = np.cumsum(arrays["pair_steps"], dtype=np.int64)
        step = float(arrays["step"])
        tables = Tables(*(arrays[name].astype(np.float32) * np.float32(step) for name in Tables._fields))
        alphabet = make_alphabet(characters, pairs, arrays["levels"].astype(np.int32))
        return Model(alphabet, _interleave(tables))


def _interleave(tables: Tables) -> Tables:
    """The tables with what they hold of one pair side by side in memory: it is asked for together."""
    named = [name for name in Tables._fields if name.startswith("pair_")]
    block = np.stack([getattr(tables, name) for name in named], axis=1)
    return tables._replace(**dict(zip(named, block.T, strict=True)))


class Elsewhere(NamedTuple):
    """What an article uses in its title and outside the places where phrases may stand."""

    pairs: Keys
    """Keys of its pairs."""
    flags: Integers
    """Number of a character -> ``_CHARACTER_ELSEWHERE`` for its own, and the size of its text."""

    @classmethod
    def of(cls, pairs: Keys, alphabet: Alphabet) -> Elsewhere:
        """Gather it from the keys of its pairs."""
        size = _A_SIZE * bisect_left(_TEXT_SIZES, len(pairs))
        flags = np.full(alphabet.size, size, np.int64)
        first = pairs // alphabet.size
        flags[first] = flags[pairs - first * alphabet.size] = size | _CHARACTER_ELSEWHERE
        return cls(pairs, flags)


def weigh_first(starts: Starts, elsewhere: Elsewhere, model: Model) -> Floats:
    """A quick look: for each sentence, nats of the best phrase in its first characters, by what is in the
    phrase alone.
    """
    alphabet, tables = model
    window = starts.window(_FIRST_CHARS)
    pairs = number_pairs(pair_keys(window, alphabet), alphabet)
    flags = elsewhere.flags[window[:, 1:]]
    steps = tables.inside[window]
    steps[:, 1:] += tables.pair_inside[pairs] + tables.usage[alphabet.levels[pairs] * FLAGS + flags]
    return np.asarray(steps.cumsum(axis=1)[:, MIN_LENGTH - 1 :].max(axis=1, initial=NO_PHRASE))


def weigh_alone(texts: Sequence[str], model: Model) -> Floats:
    """Nats for each text being a keyword phrase, by what is in it and how it begins and ends; no text is empty."""
    alphabet, tables = model
    numbers, offsets = fold_text(END.join(texts), alphabet)
    begins = np.array([0, *(len(text) + 1 for text in texts[:-1])]).cumsum()
    first = offsets.searchsorted(begins)
    last = np.append(first[1:] - 2, len(numbers) - 1)
    pairs = number_pairs(pair_keys(numbers, alphabet), alphabet)
    steps = tables.inside[numbers]
    steps[1:] += tables.pair_inside[pairs] + tables.usage[alphabet.levels[pairs] * FLAGS + _OF_A_LIST]
    steps[first[1:]] = tables.inside[numbers[first[1:]]]
    steps[first[1:] - 1] = 0.0
    nats = np.add.reduceat(steps, first) + tables.last[numbers[last]] + tables.first[numbers[first]]
    return np.asarray(nats)


class Junk(NamedTuple):
    """The vocabulary of junk found on a page, as sorted keys."""

    pairs: Keys
    """Its neighbours."""
    triples: Keys
    """Its runs of three characters."""
    ends: Keys
    """The last three characters of its phrases."""


NO_JUNK = Junk(*(np.zeros(0, np.int64) for _ in range(3)))


def vocabulary_of(texts: Sequence[str], alphabet: Alphabet, least: int = 1) -> Junk:
    """The vocabulary of texts of junk: what at least ``least`` of them hold."""
    pairs, triples, ends = [], [], []
    for text in texts:
        numbers, _ = fold_text(text, alphabet)
        runs = triple_keys(numbers, alphabet)
        pairs.append(distinct(pair_keys(numbers, alphabet)))
        triples.append(distinct(runs))
        ends.append(runs[-1:])
    return Junk(*(_held_by(keys, least) for keys in (pairs, triples, ends)))


def _held_by(keys: Sequence[NDArray[np.integer]], least: int) -> Keys:
    """Sorted keys that at least so many of the arrays hold; none holds one twice."""
    found, counts = np.unique(np.concatenate([NO_JUNK.pairs, *keys]), return_counts=True)
    return found[counts >= least]


def level_of(pair: str) -> int:
    """How often honest text uses a pair of characters, as a level."""
    alphabet = load_model().alphabet
    return int(alphabet.levels[number_pairs(pairs_in(pair, alphabet)[:1], alphabet)].max(initial=0))


class Features(NamedTuple):
    """What is looked up in the tables, rows x width: entry j is of the phrase that ends with the j-th character."""

    opening: Openings
    pairs: Integers
    """Rows x (width + BEHIND), numbers of the pairs of the window."""
    usage: Integers
    """Index in ``Tables.usage`` of the pair that the j-th character makes with the one before it."""
    frame: Integers


def find_features(
    opening: Openings, flags: Integers, levels: NDArray[np.int32], pairs: Integers, alphabet: Alphabet
) -> Features:
    """The features of sentence beginnings.

    ``flags`` and ``levels``: rows x width, of the pair of the j-th character with the one before it.
    """
    closer = alphabet.closer[opening.window[:, 2 : opening.width + 2]]
    return Features(opening, pairs, levels * FLAGS + flags, opening.lead[:, None] * CLOSER_KINDS + closer)


def score(features: Features, tables: Tables) -> Floats:
    """Rows x width: nats for junk that ends with the j-th character; minus infinity where none may end."""
    opening, pairs = features.opening, features.pairs
    window, size = opening.window, opening.width
    steps = tables.inside[window[:, 1 : size + 1]]
    steps[:, 1:] += tables.pair_inside[pairs[:, 1:size]] + FADE[1:size] * tables.usage[features.usage[:, 1:]]
    nats = steps.cumsum(axis=1)
    nats += tables.last[window[:, 1 : size + 1]] + tables.pair_last[pairs[:, :size]]
    nats[:, 1:] += tables.pair_before_last[pairs[:, : size - 1]]
    nats += tables.behind[window[:, 2 : size + 2]] + tables.pair_across[pairs[:, 1 : size + 1]]
    nats += tables.pair_behind[pairs[:, 2 : size + 2]] + tables.pair_further[pairs[:, 3 : size + 3]]
    nats += tables.frame[features.frame] + tables.length[:size]
    nats += (tables.first[window[:, 1]] + tables.pair_first[pairs[:, 1]])[:, None]
    lengths = np.arange(1, size + 1)
    nats[(lengths > opening.longest[:, None]) | (lengths < MIN_LENGTH)] = -np.inf
    return nats


class Weighed(NamedTuple):
    """What the model says of sentence beginnings, one a row."""

    opening: Openings
    nats: Floats
    """For a phrase of any length, against none."""
    length: Integers
    """Characters of the likeliest phrase."""
    by_length: Floats
    """Rows x width, nats for a phrase that ends with the j-th character."""
    recurs: Bools
    """The likeliest phrase holds three characters in a row that stand in the junk and nowhere else in the article."""


def weigh(opening: Openings, elsewhere: Elsewhere, junk: Junk, model: Model) -> Weighed:
    """Weigh sentence beginnings, on a page on which ``junk`` was found."""
    alphabet, tables = model
    opening = opening.narrow()
    size = opening.width
    keys = pair_keys(opening.window, alphabet)
    pairs = number_pairs(keys, alphabet)
    own = keys[:, :size]
    flags = elsewhere.flags[opening.window[:, 1 : size + 1]]
    flags += _ELSEWHERE * is_among(own, np.sort(elsewhere.pairs)) + _IN_JUNK * is_among(own, junk.pairs)
    features = find_features(opening, flags, alphabet.levels[pairs[:, :size]], pairs, alphabet)
    by_length = score(features, tables)
    recurring = np.zeros((len(by_length), size - 2), np.int64)
    if len(junk.triples):
        triples = triple_keys(opening.window[:, 1 : size + 1], alphabet)
        own = (flags[:, 1 : size - 1] & flags[:, 2:size] & _ELSEWHERE) == 0
        recurring = (own & is_among(triples, junk.triples)).cumsum(axis=1)
        by_length[:, 2:] += RECURRING_NATS * recurring
        by_length[:, 2:] += _ENDING_NATS * is_among(triples, junk.ends)
    best = by_length.argmax(axis=1)
    recurs = recurring[np.arange(len(best)), np.maximum(best - 2, 0)] > 0
    top = np.maximum(by_length.max(axis=1, initial=NO_PHRASE), NO_PHRASE)
    nats = top + np.log(np.exp(by_length - top[:, None]).sum(axis=1) + 1e-9)
    return Weighed(opening, nats.astype(np.float32), best + 1, by_length, recurs)
