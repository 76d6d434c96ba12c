"""Find junk inside the lines of a body: phrases put between two sentences, with or without a link of their own.

Each place where a phrase may stand is weighed by ``cleaners.text.phrases``; what is cut is decided by the page as a
whole (``chances``). A page with one doubtful place is left alone. A page with many is not: they convict each other, and
the words of those that are sure convict others.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.junk.chances import INJECTED_ODDS, MAX_NATS, PAGE_ODDS, chances_of
from cleaners.junk.named_items import find_named_items
from cleaners.junk.spans import Place, widen
from cleaners.links.hosts import domain_of, leads_away
from cleaners.text import phrases, wording
from cleaners.text.character_tables import HAN
from cleaners.text.characters import information
from cleaners.text.phrase_alphabet import BRACKETS, END, pairs_in
from cleaners.text.phrase_places import IN_BRACKETS, LENGTH, MIN_LENGTH, find_starts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line, Link
    from cleaners.text.phrase_places import Openings, Starts
    from cleaners.text.phrases import Elsewhere, Floats, Model


CUT = 0.65
"""Probability from which on a phrase is cut."""
SURE = 0.8
"""Probability from which on its words convict others."""
SHARED = 2
"""Least phrases of a page that share a word before that word tells where they end."""
MAX_COMPARED = 300
"""Most phrases of a page that are held against each other."""
ROUNDS = 3
"""Times that the words of the sure phrases are used to find more."""
WORDING_SHARE, MAX_WORDING = 0.5, 24.0
"""Share of the nats of its wording (``text.wording``) that is added for a phrase, where they speak for junk; and the
most of them that count."""
PARTING_NATS = -1.5
"""Nats added for an end that parts two characters which news often has side by side: the phrase would end inside a
word. Two in five neighbours inside a sentence are such, and one in sixty across its beginning. That would be -3.2; half
of it, because the model of phrases knows a part of this already."""
STOPPED_NATS = -4.0
"""Nats added to what a phrase tells of the page where a full stop or the line's end closes it: short honest sentences
look so."""
MAX_ENDING, ENDING_NATS = 3.0, -4.0
"""For a phrase behind which no sentence stands in its line, or that closes a quotation, unless its wording speaks for
junk. If it holds a mark or stands in brackets, it tells ``MAX_ENDING`` nats of the page at most, because an honest
list or a credit behind a sentence looks like that: one proves nothing, two convict each other. Any other such phrase
tells up to ``ENDING_NATS`` less, but no less than ``MAX_ENDING``."""
LINE_NATS = -6.0
"""Nats added for a phrase at the beginning of a line, where headings and captions stand. Not where the first sentence
of a paragraph runs together with it: of 1,700 honest paragraphs none begins with a phrase of -1 nats or more."""
APART_NATS = -3.0
"""In place of ``LINE_NATS``, where a space, a dash or a colon stands between the phrase and a paragraph: of 530 honest
lines none begins like that with a phrase of 2 nats or more. Honest lists of such paragraphs are known by their
evenness (``named_items``)."""
SIGN_NATS = 2.5
"""Nats added for an end at such a dash, which counts as a letter of the phrase otherwise."""
RUN_ON_CHARS = 20
"""Least characters behind a phrase in its line for it to run together with a paragraph, or to stand in front of
one."""
LINK_NATS = 6.0
"""Nats added for a phrase that is a link to a foreign host as a whole."""
NAMES_NATS = -2.5
"""Least mean nats of the phrases that are links to foreign hosts, for ``LINK_NATS`` to count. Names of shares, dishes
and goods that stories link to have -3 to -5, the keywords of a campaign hardly less than -2 in any of ten trades."""
STREWN_LINKS = 2
"""Least links between sentences that convict each other."""
STREWN_NATS = 4.0
"""Nats added on top for such links strewn over the body, to hosts that the rest of the page never links to."""
LIKELY_FIRST, POSSIBLE_FIRST = 3.0, 0.0
"""Nats of a sentence's first characters from which on it is looked at first, and from which on it is looked at at all:
one honest sentence in twenty-five reaches the first, two in seven the second. Where no sentence of the first kind turns
out doubtful, the page is clean and the others are not looked at."""
DOUBTFUL = 2.0
"""Nats that at least one place of a page must have by itself. Weaker ones never convict each other."""
UNLIKELY = -6.0
"""Nats below which no further evidence is gathered for a place."""
MIN_HAN = 2
"""Least Han characters of a phrase."""

_ITEMS = re.compile(r"\w\W+\w")
"""Items with a mark between them."""
ROW_CHARS = 80
"""Characters of the longest row of a table that is set in running text."""
_ROW = re.compile(rf"[^。；;]{{1,{ROW_CHARS}}}")
_MEASURED = re.compile(r"[\d.]+")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_CELLS = re.compile(r"[^，,“”（）]*0[^，,“”（）]*0[^，,“”（）]*\Z")
"""The shape of a row: several figures, no clauses, no quotation with the place it is from."""
MIN_ROWS = 3
"""Rows of one shape that make a table."""
_QUOTED = ("”", "」", "’", "』")
_NUMBERED = re.compile(r"[①-⒛]|\d{1,2}[.．、]")
_FOREIGN_LETTER = re.compile(r"[\u0400-\u1dff\u1ea0-\u1ef9\u3040-\u30ff\uac00-\ud7af]")
_KEYWORDS = re.compile(r"[^的了是和与及被把从也都就这那以而但并我他她它们。！？；，“”‘’（）《》「」『』]{3,24}")
_MAY_BE_PHRASE = re.compile(rf"[^。！？；]{{1,{LENGTH}}}")
"""A link that holds more is around honest text: of a whole paragraph, or never closed."""
_GOES_ON = frozenset("的了是和与及等被把将也都说称，、：")
"""A sentence that begins with a linked name goes on with one of these."""


def find_phrases(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The phrases that were put between sentences."""
    model = phrases.load_model()
    known = phrases.vocabulary_of(scene.spam, model.alphabet).triples if scene.found else None
    texts = [line.text for line in lines]
    starts, outside = find_starts(texts, model.alphabet, known)
    outside = np.concatenate((outside, pairs_in(scene.title, model.alphabet)))
    elsewhere = phrases.Elsewhere.of(outside, model.alphabet)
    first = phrases.weigh_first(starts, elsewhere, model)
    if not (scene.found or any(line.links for line in lines)):
        likely = (first >= LIKELY_FIRST).nonzero()[0]
        if not (len(likely) and _are_doubtful(_places_of(lines, starts.take(likely), scene), elsewhere, model)):
            return
    places = _places_of(lines, starts, scene)
    rows = np.arange(len(places.links)) if scene.found else _find_doubtful(places, first, elsewhere, model)
    if not len(rows):
        return
    places = places._replace(rows=_find_rows(lines), items=find_named_items(texts))
    for line, start, end in _decide(places, rows, elsewhere, scene, model):
        text = lines[line].text
        yield Place(line, *widen(text, start, _end_of_spaced(text, start) or end))


_SPACED = re.compile(r"\w([^\w、，；：/]|_)\w(?:\1\w){2,60}")
"""A phrase with the same sign between all its characters, to hide it."""


def _end_of_spaced(text: str, start: int) -> int:
    """Where a phrase whose characters a sign sets apart ends: with the last of these signs; 0 for any other."""
    found = _SPACED.match(text, start)
    return found.end() if found else 0


def _find_doubtful(places: _Places, first: Floats, elsewhere: Elsewhere, model: Model) -> NDArray[np.intp]:
    """The places (rows) that need a closer look; none on a page where no place is at all doubtful.

    ``first``: the nats of the first characters of each place.
    """
    likely = ((first >= LIKELY_FIRST) | places.foreign).nonzero()[0]
    if not len(likely):
        return likely
    if not places.foreign.any() and not _are_doubtful(places.take(likely), elsewhere, model):
        return np.zeros(0, np.intp)
    return ((first >= POSSIBLE_FIRST) | places.foreign).nonzero()[0]


def _are_doubtful(places: _Places, elsewhere: Elsewhere, model: Model) -> bool:
    """Whether at least one of the places is doubtful by itself."""
    weighed = phrases.weigh(places.opening, elsewhere, phrases.NO_JUNK, model)
    nats, _, _ = _settle(weighed, places, np.arange(len(places.links)), 0.0)
    return bool(nats.max(initial=UNLIKELY) >= DOUBTFUL)


class _Places(NamedTuple):
    """Where phrases may stand, one a row of ``opening``."""

    lines: Sequence[Line]
    opening: Openings
    link_ends: NDArray[np.int64]
    """Where the link ends with which the sentence begins; 0 where it begins with none, or with one longer than a
    phrase."""
    links: NDArray[np.int64]
    """Characters of that link if it may be a phrase as a whole; else 0."""
    foreign: NDArray[np.bool_]
    """The link leads to a foreign host, and the sentence does not go on behind it."""
    rows: frozenset[str] = frozenset()
    """Shapes of the rows of tables in running text."""
    items: frozenset[tuple[int, int]] = frozenset()
    """Where the names of listed items begin: line, and place in it."""

    def take(self, rows: NDArray[np.intp]) -> _Places:
        """Only these rows."""
        return self._replace(
            opening=self.opening.take(rows),
            link_ends=self.link_ends[rows],
            links=self.links[rows],
            foreign=self.foreign[rows],
        )

    def phrase(self, row: np.intp, length: np.int64) -> _Phrase:
        """The phrase of so many characters that would stand in a place."""
        line = int(self.opening.line[row])
        return _Phrase(line, self.lines[line].text, int(self.opening.start[row]), int(self.opening.ends[row, length]))


class _Phrase(NamedTuple):
    """``text[start:end]``, where ``text`` is all of a line, may be a phrase that was put there."""

    line: int
    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """The phrase itself."""
        return self.text[self.start : self.end]

    @property
    def behind(self) -> str:
        """The character right behind it; empty at the end of the line."""
        return self.text[self.end : self.end + 1]


def _places_of(lines: Sequence[Line], starts: Starts, scene: Scene) -> _Places:
    """Where phrases may stand: at the ``starts`` of the lines' sentences, or at some of them."""
    opening = starts.openings([line.text for line in lines])
    return _Places(lines, opening, *_find_links(lines, opening, scene))


def _decide(
    places: _Places, open_rows: NDArray[np.intp], elsewhere: Elsewhere, scene: Scene, model: Model
) -> Iterator[Place]:
    """The phrases to cut, without what goes with them.

    In rounds: each weighs the places with the help of the phrases that are sure so far. ``open_rows``: the places that
    are looked at in the first round; all are in the later ones.
    """
    opening = places.opening
    odds = scene.odds(INJECTED_ODDS if scene.hijacked else PAGE_ODDS)  # who swaps a title wants its words in the text
    strewn = STREWN_NATS if _are_strewn(places, scene) else 0.0
    known = list(scene.spam)
    nats = np.full(len(places.links), -MAX_NATS, np.float32)
    most = np.zeros(len(places.links), np.float32)
    length = np.zeros(len(places.links), np.int64)
    sure = np.zeros(len(places.links), bool)
    for _ in range(ROUNDS):
        junk = phrases.vocabulary_of(known, model.alphabet)
        weighed = phrases.weigh(opening.take(open_rows), elsewhere, junk, model)
        nats[open_rows], length[open_rows], most[open_rows] = _settle(weighed, places, open_rows, strewn)
        unlike = _nats_of_unlike(known, model)
        likely = open_rows[nats[open_rows] > UNLIKELY] if unlike else open_rows[:0]
        nats[_find_unlike(places, likely, length, junk, model)] += unlike
        if scene.found:
            nats[open_rows[~weighed.recurs]] = -MAX_NATS
        telling = np.minimum(nats + STOPPED_NATS * _are_stopped(opening, length, model), most)
        chances = _chances_apart(nats, telling, odds, places.link_ends > 0)
        found = (~sure & (chances > SURE)).nonzero()[0]
        if not len(found):
            break
        sure[found] = True
        known += [places.phrase(row, length[row]).words for row in found]
        open_rows = (~sure).nonzero()[0]
    rows = (chances > CUT).nonzero()[0]
    _settle_ends(places, rows, length, elsewhere, phrases.vocabulary_of(known, model.alphabet, SHARED), model)
    for row in rows:
        line, _, start, end = places.phrase(row, length[row])
        yield Place(line, start, max(end, int(places.link_ends[row])))  # no phrase ends within a link


def _settle_ends(
    places: _Places,
    rows: NDArray[np.intp],
    length: NDArray[np.int64],
    elsewhere: Elsewhere,
    shared: phrases.Junk,
    model: Model,
) -> None:
    """Set the ``length`` of the phrases in these rows, but for links, by the words that phrases of the page share."""
    if not len(rows) or not len(shared.pairs):
        return
    weighed = phrases.weigh(places.opening.take(rows), elsewhere, shared, model)
    for at in (places.links[rows] == 0).nonzero()[0]:
        length[rows[at]] = _weigh_ends(places, rows[at], weighed.by_length[at])[1]


def _nats_of_unlike(known: Sequence[str], model: Model) -> float:
    """Nats for a phrase that shares no word with the ``known`` junk: the more against it, the more of that shares
    words.
    """
    if not known:
        return 0.0
    known = known[-MAX_COMPARED:]
    shared = frozenset(phrases.vocabulary_of(known, model.alphabet, SHARED).pairs.tolist())
    alone = sum(shared.isdisjoint(pairs_in(text, model.alphabet).tolist()) for text in known)
    return float(np.log((alone + 1) / (len(known) + 2)))


def _find_unlike(
    places: _Places, rows: NDArray[np.intp], length: NDArray[np.int64], junk: phrases.Junk, model: Model
) -> list[np.intp]:
    """The rows whose phrases share no pair of characters with ``junk``."""
    if not len(rows):
        return []
    held = frozenset(junk.pairs.tolist())
    own = (pairs_in(places.phrase(row, length[row]).words, model.alphabet).tolist() for row in rows)
    return [row for row, pairs in zip(rows, own, strict=True) if held.isdisjoint(pairs)]


def _is_honest(phrase: _Phrase, places: _Places) -> bool:
    """Whether a phrase names an item of a list, or stands in a row of a table that is written in running text."""
    if not places.rows:
        return (phrase.line, phrase.start) in places.items
    first = max(0, phrase.start - ROW_CHARS)
    begin = max(first, *(phrase.text.rfind(stop, first, phrase.start) + 1 for stop in "。；;"))
    row = _ROW.match(phrase.text, begin)
    return (phrase.line, phrase.start) in places.items or (row is not None and _shape_of(row[0]) in places.rows)


def _find_rows(lines: Sequence[Line]) -> frozenset[str]:
    """The shapes of the rows of tables that are written in running text: 洛溪 晴 -3℃～8℃；东渡 阴 -2℃～7℃."""
    shapes = Counter(_shape_of(row) for line in lines for row in _ROW.findall(line.text))
    return frozenset(shape for shape, count in shapes.items() if count >= MIN_ROWS and _CELLS.match(shape))


def _shape_of(row: str) -> str:
    """The shape of a text: all words alike, and all figures.

    >>> _shape_of("北京 晴 -3℃～8℃ 良")
    '文 文 -0℃～0℃ 文'
    """
    return _HAN_RUN.sub("文", _MEASURED.sub("0", row.strip()))


def _settle(
    weighed: phrases.Weighed, places: _Places, rows: NDArray[np.intp], strewn: float
) -> tuple[Floats, NDArray[np.integer], Floats]:
    """Of each row: nats of its likeliest phrase, with what place and links add; its length; and the most it may tell.

    The most it may tell: nats that it counts at most when the whole page is judged.
    """
    links, foreign = places.links[rows], places.foreign[rows]
    linked = links.nonzero()[0]
    nats, length = weighed.nats.copy(), weighed.length.copy()
    most = np.full(len(rows), MAX_NATS, np.float32)
    for at in ((nats > UNLIKELY) & (links == 0)).nonzero()[0]:
        nats[at], length[at] = _weigh_ends(places, rows[at], weighed.by_length[at])
    length[linked] = links[linked]
    nats[linked] = weighed.by_length[linked, links[linked] - 1]
    if foreign.any() and nats[foreign].mean() >= NAMES_NATS:
        nats[foreign] += LINK_NATS + strewn
    for at in ((nats > UNLIKELY) & (places.opening.lead[rows] == 0)).nonzero()[0]:
        phrase = places.phrase(rows[at], length[at])
        if not _runs_on(phrase):
            nats[at] += APART_NATS if _is_set_apart(phrase) else LINE_NATS
    for at in (nats > UNLIKELY).nonzero()[0]:
        phrase = places.phrase(rows[at], length[at])
        if _is_honest(phrase, places) or not _may_be_cut(phrase):
            nats[at] = -MAX_NATS
            continue
        known = wording_nats(phrase.words)
        nats[at] += known
        if not foreign[at] and not known and not _is_followed(phrase):
            listed = places.opening.lead[rows[at]] == IN_BRACKETS or _ITEMS.search(phrase.words) is not None
            most[at] = MAX_ENDING if listed else max(MAX_ENDING, nats[at] + ENDING_NATS)
    return nats, length, most


def _weigh_ends(places: _Places, row: np.intp, by_length: Floats) -> tuple[float, int]:
    """Nats and length of the likeliest phrase of a row, once ends inside a word are weighed down."""
    text = places.lines[places.opening.line[row]].text
    ends = places.opening.ends[row, 1 : len(by_length) + 1].tolist()
    parting = [information(text[end - 1 : end + 1]) is not None for end in ends]
    nats = by_length + PARTING_NATS * np.array(parting, np.float32)
    if places.opening.lead[row] == 0 and (found := _BEFORE_DASH.match(text)) and found.end() in ends:
        nats[ends.index(found.end())] += SIGN_NATS
    best = int(nats.argmax())
    top = float(nats[best])
    return top + float(np.log(np.exp(nats - top).sum())), best + 1


def wording_nats(phrase: str) -> float:
    """Nats that the wording of a phrase adds; 0 where it does not speak for junk."""
    return WORDING_SHARE * min(max(wording.score(phrase), 0.0), MAX_WORDING)


def _may_be_cut(phrase: _Phrase) -> bool:
    """Whether a phrase is Chinese and stands among sentences: rows of tables and bare lines are judged elsewhere.

    Nor does a letter of another script follow at once: such text was decoded in a wrong charset.
    """
    words, behind = phrase.words, phrase.behind
    if phrase.start and BRACKETS.get(phrase.text[phrase.start - 1], behind) != behind:
        return False
    if _NUMBERED.match(words) or len(HAN.findall(words)) < MIN_HAN or "\t" in words:
        return False
    return _FOREIGN_LETTER.search(words + behind) is None and (phrase.start > 0 or _is_followed(phrase))


def _is_followed(phrase: _Phrase) -> bool:
    """Whether a sentence stands behind a phrase in its line, and no quotation ends with it."""
    return phrase.behind not in _QUOTED and _last_stop(phrase.text) > phrase.end


def _runs_on(phrase: _Phrase) -> bool:
    """Whether a paragraph goes on behind a phrase at once with its first sentence; a space sets headings off."""
    is_one = not _SPACE.search(phrase.words)
    return is_one and phrase.behind.isalnum() and _last_stop(phrase.text) >= phrase.end + RUN_ON_CHARS


_SPACE = re.compile(r"\s")
_BEFORE_DASH = re.compile(r"[^\W_]{3,24}(?=[-_|—]\w)")
_SIGNS = r"\s\-_|—：:"
_APART = re.compile(rf"([^\W_]+)[{_SIGNS}]{{1,3}}[^{_SIGNS}]{{8}}")
"""Letters that such signs part from a paragraph, and no other sign: a label parts itself from a name, and that from the
paragraph (第二章 监察机关　第七条…; 步骤三 浸泡　把豆子…; ■ 夜市 …)."""


def _is_set_apart(phrase: _Phrase) -> bool:
    """Whether a space, a dash or a colon stands between a phrase and a paragraph."""
    found = _APART.match(phrase.text)
    return found is not None and found.end(1) == phrase.end and _last_stop(phrase.text) >= phrase.end + RUN_ON_CHARS


@lru_cache(maxsize=8)  # asked for each phrase of a line in turn
def _last_stop(text: str) -> int:
    """Where the last sentence of a line ends; -1 where none does."""
    return max(map(text.rfind, "。！？"))


def _are_stopped(opening: Openings, length: NDArray[np.int64], model: Model) -> NDArray[np.bool_]:
    """Whether a full stop, or the end of the line, stands behind the phrase of each row."""
    behind = opening.window[np.arange(len(length)), length + 1]
    return np.isin(behind, model.alphabet.fold[[ord("。"), ord(END)]])


def _chances_apart(nats: Floats, telling: Floats, odds: float, linked: NDArray[np.bool_]) -> NDArray[np.float64]:
    """``chances_of``, links and bare phrases apart: nobody puts both into one page."""
    chances = chances_of(nats, telling, odds)
    if linked.any() and not linked.all():
        further = max(odds, INJECTED_ODDS) if (chances[linked] > SURE).any() else odds
        chances[~linked] = chances_of(nats[~linked], telling[~linked], further)
    return chances


def _find_links(
    lines: Sequence[Line], opening: Openings, scene: Scene
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """``link_ends``, ``links`` and ``foreign`` of ``_Places``."""
    ends = np.zeros(len(opening.line), np.int64)
    found = np.zeros(len(opening.line), np.int64)
    foreign = np.zeros(len(opening.line), bool)
    linked = [index for index, line in enumerate(lines) if line.links]
    begun = _links_by_start(lines)
    for row in np.isin(opening.line, linked).nonzero()[0] if linked else ():
        link = begun.get((int(opening.line[row]), int(opening.start[row])))
        line = lines[opening.line[row]].text
        ends[row] = link.end if link and _MAY_BE_PHRASE.fullmatch(line, link.start, link.end) else 0
        length = int(opening.ends[row].searchsorted(link.end)) if link else 0
        if link and MIN_LENGTH <= length <= opening.longest[row]:
            found[row] = length
            foreign[row] = leads_away(link.href, scene.own) and not _goes_on(line, link.end)
    return ends, found, foreign


def _goes_on(text: str, end: int) -> bool:
    """Whether a sentence goes on behind the linked name that it begins with.

    News has two in five neighbours inside its sentences side by side more often than chance, and one in sixty of a
    last character of something else with the first of a sentence.
    """
    return text[end : end + 1] in _GOES_ON or information(text[end - 1 : end + 1]) is not None


def _links_by_start(lines: Sequence[Line]) -> dict[tuple[int, int], Link]:
    """Links by their line and the character at which they start."""
    return {(at, link.start): link for at, line in enumerate(lines) for link in line.links}


def _are_strewn(places: _Places, scene: Scene) -> bool:
    """Whether links between sentences are strewn over the body, to hosts that the rest of the page never links to.

    Needs no wording: each is a phrase without a function word.
    """
    count = 0
    rows = places.foreign.nonzero()[0]
    begun = _links_by_start(places.lines) if len(rows) else {}
    for row in rows:
        phrase = places.phrase(row, places.links[row])
        host = domain_of(begun[phrase.line, phrase.start].href)
        count += _KEYWORDS.fullmatch(phrase.words) is not None and host not in scene.outside
    return count >= STREWN_LINKS
