"""How much speaks for a keyword phrase that somebody put in front of a sentence, whatever it advertises.

A fitted model of segments (data/models/phrases.npz, made by scripts/fit_phrases.py): a phrase is weighed by its
characters and pairs of neighbours, by how it begins and ends, by how the sentence behind it begins, by what closes it,
and by whether the article, or other junk of the page, uses its pairs and characters. It knows no list of words.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.lexicons import MODEL_DIR
from cleaners.text.character_tables import plane_codes_of
from cleaners.text.numbering import distinct
from cleaners.text.script import load_dictionary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.integer]
    Keys = NDArray[np.integer]

MODEL_PATH = MODEL_DIR / "phrases.npz"

LENGTH = 44
"""Longest phrase weighed at once; a run of digits or of Latin letters is one character."""
LEAST_LENGTH = 3
"""Shortest phrase."""
NEAR, FAR_WEIGHT = 12, 0.3
"""Pairs whose usage counts in full, and the weight of those behind them: rare words must not pile up nats."""
BEHIND = 3
"""Characters behind a phrase that are looked at."""

END = "\n"
"""Stands behind the last character of a line."""
DIGITS, LETTERS, SPACE = "0", "a", " "
"""What runs of digits and letters, and white space, are read as."""
CLOSERS = ("。；", SPACE, END, "，！？：,!?:;", "“”‘’（）《》「」『』【】[]()…")
"""What may close a phrase, kinds 0 to 4: keywords do without these marks. Kind 5: the next sentence, at once."""
FOREIGN = (("\u0400", "\u04ff"), ("\u0e00", "\u0e7f"), ("\u3040", "\u30ff"), ("\uac00", "\ud7af"))
"""First and last letters of other scripts: a Chinese phrase ends before them as before a mark of kind 4."""
CLOSER_KINDS = len(CLOSERS) + 1
LEADS, IN_BRACKETS = 5, 3
"""A phrase begins a line (0), follows a sentence (1), behind a space (2), behind a bracket (3), or behind a space on a
page that hardly ever sets one there (4)."""
RARE_SPACES = 0.15
"""Share of a page's sentences that follow a space, up to which it hardly ever sets one."""
BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]"}
"""What may enclose a phrase."""
LEVELS = 7
"""Levels of how often honest text uses a pair: 0 hardly ever."""
ELSEWHERE, IN_JUNK, CHARACTER_ELSEWHERE = 1, 2, 4
"""A pair may also stand elsewhere in the article, and in junk of the page; its second character may do so alone."""
TEXT_SIZES, A_SIZE = (120, 500, 1500), 8
"""Pairs elsewhere from which an article counts as longer, and what each such step adds: a short one says little."""
FLAGS = 32
"""What all together may be."""
OF_A_LIST = CHARACTER_ELSEWHERE + A_SIZE
"""What is taken for the items of a list, which are held against no article."""
KNOWN_WITHIN, LEAST_KNOWN = 10, 2
"""Characters at the beginning of a clause, and the known runs of three in them that make it worth a look."""
SLOT_BITS = 20
"""A million slots for a hundred thousand pairs, 4 MB: one key in twenty is in a slot with others."""
CROWDED = -1
FIRST_CHARS = 14
"""Characters at the beginning of a sentence of which ``weigh_first`` takes a quick look."""

WITHIN, STOP, PAUSE, CLOSING, OPENING, GAP, BREAK = range(7)
"""Places of characters: what a phrase may begin with, and what stands ahead of where it may."""
_PLACES = (
    ("，、：,:“‘「『《》", PAUSE),
    ("。！？；!?…", STOP),
    ("”’」』）)】]", CLOSING),
    ("".join(BRACKETS), OPENING),
    (SPACE, GAP),
    (END, BREAK),
)


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


class Alphabet(NamedTuple):
    """The characters and pairs that the model lists."""

    fold: Ints
    """Code point of the basic plane -> number of its character; digits, Latin letters and script are folded."""
    closer: Ints
    """Number of a character -> its kind among the closers, the last kind for all that close nothing."""
    place: NDArray[np.uint8]
    """Number of a character -> its place."""
    stops: NDArray[np.bool_]
    """Number of a character -> whether a phrase ends before it."""
    pairs: Keys
    """Sorted keys of the listed pairs; pair number n is entry n - 1."""
    levels: NDArray[np.int32]
    """Number of a pair -> its level."""
    key_of: NDArray[np.int32]
    """Number of a pair -> its key; -1 for number 0."""
    slots: NDArray[np.int32]
    """Slot of a key -> number of the pair, or CROWDED: a quicker way than to search ``pairs``."""

    @property
    def size(self) -> int:
        """Numbers of characters in use."""
        return len(self.closer)


class Model(NamedTuple):
    """Alphabet and weights."""

    alphabet: Alphabet
    tables: Tables


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
    for first, last in FOREIGN:
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
    """The same tables, what they hold of one pair side by side: it is asked for together, and soon out of the cache."""
    named = [name for name in Tables._fields if name.startswith("pair_")]
    block = np.stack([getattr(tables, name) for name in named], axis=1)
    return tables._replace(**dict(zip(named, block.T, strict=True)))


class Openings(NamedTuple):
    """The beginnings of a page's sentences, one a row."""

    line: Ints
    start: Ints
    """Where the sentence begins in its line."""
    lead: Ints
    window: Ints
    """Rows x (1 + LENGTH + BEHIND) characters, from the one in front of the sentence on, padded with END."""
    ends: Ints
    """Rows x (LENGTH + 1): where in the line a phrase of so many characters ends."""
    longest: Ints
    """Characters up to the first mark that keywords do without; no phrase is longer."""

    def take(self, rows: NDArray[np.intp]) -> Openings:
        """Only these rows."""
        return Openings(*(column[rows] for column in self))

    @property
    def width(self) -> int:
        """Characters of the longest phrase that is weighed."""
        return int(self.window.shape[1]) - 1 - BEHIND

    def narrow(self) -> Openings:
        """The same without the columns that no phrase of these rows reaches."""
        width = max(int(self.longest.max(initial=0)), LEAST_LENGTH)
        return self._replace(window=self.window[:, : 1 + width + BEHIND])


class Starts(NamedTuple):
    """Where a page's sentences begin, one a row: what a quick look needs."""

    text: Ints
    """Numbers of the characters of its lines, END around each."""
    offsets: Ints
    """Where each begins in the lines, joined."""
    at: Ints
    lead: Ints
    longest: Ints
    """As in ``Openings``."""
    end: np.int64
    """Number of END."""

    def window(self, width: int) -> Ints:
        """Rows x ``width`` characters of each sentence, padded with END."""
        window: Ints = self.text[self.at[:, None] + np.arange(width)]
        window[np.logical_or.accumulate(window == self.end, axis=1)] = self.end
        return window

    def openings(self, lines: Sequence[str]) -> Openings:
        """The beginnings of the sentences of those lines."""
        begins = np.array([1, *(len(line) + 1 for line in lines)]).cumsum()[:-1]
        line = begins.searchsorted(self.offsets[self.at], "right") - 1
        window = np.concatenate((self.text[self.at - 1][:, None], self.window(LENGTH + BEHIND)), axis=1)
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
    text, offsets = _read(END + END.join(lines) + END, alphabet)
    at, lead = _find_starts(alphabet.place[text], clauses=known is not None)
    if known is not None:
        beginning = text[at[:, None] + np.arange(KNOWN_WITHIN)]
        likely = _is_among(triple_keys(beginning, alphabet), known).sum(axis=1) >= LEAST_KNOWN
        at, lead = at[likely], lead[likely]
    stops = alphabet.stops[text].nonzero()[0]
    longest = np.minimum(stops[stops.searchsorted(at)] - at, LENGTH)
    room = len(text) + 1
    begun = np.bincount(at, minlength=room) - np.bincount(np.minimum(at + longest, len(text)), minlength=room)
    outside = begun.cumsum()[:-1] == 0
    keys = text[:-1] * alphabet.size + text[1:]
    return Starts(text, offsets, at, lead, longest, alphabet.fold[ord(END)]), keys[outside[:-1] | outside[1:]]


def _find_starts(place: NDArray[np.uint8], *, clauses: bool) -> tuple[NDArray[np.intp], Ints]:
    """Where sentences, or clauses, begin in a text of such places, and how each is led."""
    at = ((place[1:] == WITHIN) & (place[:-1] != WITHIN)).nonzero()[0] + 1
    index = np.arange(len(place))
    bracketed = place[at - 1] == OPENING
    ahead = np.maximum.accumulate(np.where(place != GAP, index, 0))[at - 1 - bracketed]
    mark = np.maximum.accumulate(np.where(place != CLOSING, index, 0))[ahead]
    first = place[ahead] == BREAK
    begun = first | (place[mark] == STOP) | clauses
    lead = np.where(first, 0, np.where(bracketed, IN_BRACKETS, 1 + (ahead < at - 1)))[begun]
    spaced = lead == 2
    if np.count_nonzero(spaced) <= RARE_SPACES * np.count_nonzero(lead):
        lead[spaced] = 4
    return at[begun], lead


def _read(joined: str, alphabet: Alphabet) -> tuple[Ints, Ints]:
    """Numbers of the characters, and where each begins in the text, with room for a window behind the last."""
    text, offsets = _fold(joined, alphabet)
    return np.concatenate((text, _ROOM * alphabet.fold[ord(END)])), np.concatenate((offsets, _ROOM * len(joined)))


_ROOM = np.ones(LENGTH + BEHIND + 1, np.int64)


def _fold(text: str, alphabet: Alphabet) -> tuple[Ints, Ints]:
    """Numbers of the characters, and where each begins in the text."""
    numbers = alphabet.fold.take(plane_codes_of(text))
    runs = (numbers == alphabet.fold[ord(DIGITS)]) | (numbers == alphabet.fold[ord(LETTERS)])
    kept = np.empty(len(numbers), bool)
    kept[:1] = True
    kept[1:] = ~(runs[1:] & (numbers[1:] == numbers[:-1]))
    offsets = kept.nonzero()[0]
    return numbers[offsets], offsets


class Elsewhere(NamedTuple):
    """What an article uses outside the beginnings of its sentences, and in its title."""

    pairs: Keys
    """Keys of its pairs."""
    flags: Ints
    """Number of a character -> ``CHARACTER_ELSEWHERE`` for its own, and the size of its text."""

    @classmethod
    def of(cls, pairs: Keys, alphabet: Alphabet) -> Elsewhere:
        """Gather it from the keys of its pairs."""
        size = A_SIZE * bisect_left(TEXT_SIZES, len(pairs))
        flags = np.full(alphabet.size, size, np.int64)
        first = pairs // alphabet.size
        flags[first] = flags[pairs - first * alphabet.size] = size | CHARACTER_ELSEWHERE
        return cls(pairs, flags)


def weigh_first(starts: Starts, elsewhere: Elsewhere, model: Model) -> Floats:
    """Nats of the best phrase in the first characters of each sentence, by what is in it alone: a quick look."""
    alphabet, tables = model
    window = starts.window(FIRST_CHARS)
    pairs = number_pairs(pair_keys(window, alphabet), alphabet)
    flags = elsewhere.flags[window[:, 1:]]
    steps = tables.inside[window]
    steps[:, 1:] += tables.pair_inside[pairs] + tables.usage[alphabet.levels[pairs] * FLAGS + flags]
    return np.asarray(steps.cumsum(axis=1)[:, LEAST_LENGTH - 1 :].max(axis=1, initial=-99.0))


def weigh_alone(texts: Sequence[str], model: Model) -> Floats:
    """Nats for each text being a keyword phrase, by what is in it and how it begins and ends; no text is empty."""
    alphabet, tables = model
    numbers, offsets = _fold(END.join(texts), alphabet)
    begins = np.array([0, *(len(text) + 1 for text in texts[:-1])]).cumsum()
    first = offsets.searchsorted(begins)
    last = np.append(first[1:] - 2, len(numbers) - 1)
    pairs = number_pairs(pair_keys(numbers, alphabet), alphabet)
    steps = tables.inside[numbers]
    steps[1:] += tables.pair_inside[pairs] + tables.usage[alphabet.levels[pairs] * FLAGS + OF_A_LIST]
    steps[first[1:]] = tables.inside[numbers[first[1:]]]
    steps[first[1:] - 1] = 0.0
    nats = np.add.reduceat(steps, first) + tables.last[numbers[last]] + tables.first[numbers[first]]
    return np.asarray(nats)


def pairs_in(text: str, alphabet: Alphabet) -> Keys:
    """Keys of the neighbours in a text."""
    return pair_keys(_fold(text, alphabet)[0], alphabet)


class Junk(NamedTuple):
    """The vocabulary of junk found on a page, as sorted keys."""

    pairs: Keys
    """Its neighbours."""
    triples: Keys
    """Its runs of three characters."""
    ends: Keys
    """The last three characters of its phrases."""


NO_JUNK = Junk(*(np.zeros(0, np.int64) for _ in range(3)))
RECURRING_NATS, ENDING_NATS = 2.0, 1.5
"""For each run of three characters that junk found on the page has and its article has not, and for a phrase that ends
with the last three of other junk."""


def vocabulary_of(texts: Sequence[str], alphabet: Alphabet, least: int = 1) -> Junk:
    """What at least so many of the texts of junk share."""
    pairs, triples, ends = [], [], []
    for text in texts:
        numbers, _ = _fold(text, alphabet)
        runs = triple_keys(numbers, alphabet)
        pairs.append(distinct(pair_keys(numbers, alphabet)))
        triples.append(distinct(runs))
        ends.append(runs[-1:])
    return Junk(*(_held_by(keys, least) for keys in (pairs, triples, ends)))


def _held_by(keys: Sequence[NDArray[np.integer]], least: int) -> Keys:
    """Sorted keys that at least so many of the arrays hold; none holds one twice."""
    found, counts = np.unique(np.concatenate([NO_JUNK.pairs, *keys]), return_counts=True)
    return found[counts >= least]


def pair_keys(window: Ints, alphabet: Alphabet) -> Ints:
    """Keys of the neighbours in a text, or in each row."""
    return window[..., :-1] * alphabet.size + window[..., 1:]


def triple_keys(window: Ints, alphabet: Alphabet) -> Keys:
    """Keys of the runs of three characters in a text, or in each row."""
    return pair_keys(window, alphabet)[..., :-1] * np.int64(alphabet.size) + window[..., 2:]


def number_pairs(keys: Keys, alphabet: Alphabet) -> Ints:
    """Numbers of the pairs with these keys; 0 for the unlisted."""
    numbers = alphabet.slots[_slots_of(keys)].astype(np.int64)
    crowded = numbers == CROWDED
    if crowded.any():
        numbers[crowded] = alphabet.pairs.searchsorted(keys[crowded]) + 1
    numbers[alphabet.key_of.take(numbers, mode="clip") != keys] = 0
    return numbers


def _slots_of(keys: Keys) -> NDArray[np.uint32]:
    """Slot of each key, by the upper bits of its product with a number near the golden ratio of 32 bits (Knuth)."""
    return (keys.astype(np.uint32) * np.uint32(2654435761)) >> np.uint32(32 - SLOT_BITS)


def _fill_slots(pairs: Keys) -> NDArray[np.int32]:
    """Number of the pair in each slot: 0 where none is, CROWDED where several are."""
    taken = _slots_of(pairs)
    slots = np.zeros(1 << SLOT_BITS, np.int32)
    slots[taken] = np.arange(1, len(pairs) + 1)
    slots[np.bincount(taken, minlength=len(slots)) > 1] = CROWDED
    return slots


def level_of(pair: str) -> int:
    """How often honest text uses a pair of characters, as a level."""
    alphabet = load_model().alphabet
    return int(alphabet.levels[number_pairs(pairs_in(pair, alphabet)[:1], alphabet)].max(initial=0))


class Features(NamedTuple):
    """What the tables are asked for, rows x width: entry j is of the phrase that ends with the j-th character."""

    opening: Openings
    pairs: Ints
    """Rows x (width + BEHIND), numbers of the pairs of the window."""
    usage: Ints
    """Index in ``Tables.usage`` of the pair that the j-th character makes with the one before it."""
    frame: Ints


def find_features(
    opening: Openings, flags: Ints, levels: NDArray[np.int32], pairs: Ints, alphabet: Alphabet
) -> Features:
    """The features of sentence beginnings.

    ``flags`` and ``levels``: rows x width, of the pair of the j-th character with the one before it.
    """
    closer = alphabet.closer[opening.window[:, 2 : opening.width + 2]]
    return Features(opening, pairs, levels * FLAGS + flags, opening.lead[:, None] * CLOSER_KINDS + closer)


FADE = np.where(np.arange(LENGTH) < NEAR, 1.0, FAR_WEIGHT).astype(np.float32)


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
    nats[(lengths > opening.longest[:, None]) | (lengths < LEAST_LENGTH)] = -np.inf
    return nats


def _is_among(keys: Keys, others: Keys) -> NDArray[np.bool_]:
    """Whether each key is one of ``others``, which are sorted; faster than NumPy's own for few keys."""
    if not len(others):
        return np.zeros(keys.shape, bool)
    return np.asarray(others[np.minimum(others.searchsorted(keys), len(others) - 1)] == keys)


class Weighed(NamedTuple):
    """What the model says of sentence beginnings, one a row."""

    opening: Openings
    nats: Floats
    """For a phrase of any length, against none."""
    length: Ints
    """Characters of the likeliest phrase."""
    by_length: Floats
    """Rows x width, nats for a phrase that ends with the j-th character."""
    recurs: NDArray[np.bool_]
    """Whether the likeliest phrase holds three characters in a row of the junk, and not of the article."""


def weigh(opening: Openings, elsewhere: Elsewhere, junk: Junk, model: Model) -> Weighed:
    """Weigh sentence beginnings, on a page on which ``junk`` was found."""
    alphabet, tables = model
    opening = opening.narrow()
    size = opening.width
    keys = pair_keys(opening.window, alphabet)
    pairs = number_pairs(keys, alphabet)
    own = keys[:, :size]
    flags = elsewhere.flags[opening.window[:, 1 : size + 1]]
    flags += ELSEWHERE * _is_among(own, np.sort(elsewhere.pairs)) + IN_JUNK * _is_among(own, junk.pairs)
    features = find_features(opening, flags, alphabet.levels[pairs[:, :size]], pairs, alphabet)
    by_length = score(features, tables)
    recurring = np.zeros((len(by_length), size - 2), np.int64)
    if len(junk.triples):
        triples = triple_keys(opening.window[:, 1 : size + 1], alphabet)
        own = (flags[:, 1 : size - 1] & flags[:, 2:size] & ELSEWHERE) == 0
        recurring = (own & _is_among(triples, junk.triples)).cumsum(axis=1)
        by_length[:, 2:] += RECURRING_NATS * recurring
        by_length[:, 2:] += ENDING_NATS * _is_among(triples, junk.ends)
    best = by_length.argmax(axis=1)
    recurs = recurring[np.arange(len(best)), np.maximum(best - 2, 0)] > 0
    top = np.maximum(by_length.max(axis=1, initial=-99.0), -99.0)
    nats = top + np.log(np.exp(by_length - top[:, None]).sum(axis=1) + 1e-9)
    return Weighed(opening, nats.astype(np.float32), best + 1, by_length, recurs)
