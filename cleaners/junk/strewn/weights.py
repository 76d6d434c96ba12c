"""How much speaks for a phrase between two sentences: its wording, where it stands and ends, and its link."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from cleaners.junk.chances import MAX_NATS
from cleaners.junk.strewn.row_shapes import stands_in_row
from cleaners.text import wording
from cleaners.text.character_tables import HAN
from cleaners.text.characters import information
from cleaners.text.phrase_alphabet import BRACKETS
from cleaners.text.phrase_places import IN_BRACKETS
from cleaners.text.script import scripts_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaners.junk.strewn.candidates import Phrase, Places
    from cleaners.text.arrays import Floats
    from cleaners.text.phrases import Weighed

_WORDING_SHARE, _MAX_WORDING = 0.5, 24.0
"""Share of the nats of its wording (``text.wording``) that is added for a phrase, where they speak for junk; and the
most of them that count."""
_PARTING_NATS = -1.5
"""Nats added for an end that parts two characters which news often has side by side: the phrase would end inside a
word. Two in five neighbours inside a sentence are such, and one in sixty across its beginning. That would be -3.2; half
of it, because the model of phrases knows a part of this already."""
_SUBJECT_NATS = -8.0
"""Nats added for an end that the sentence goes on from as from its subject (黑户贷款、征信修复都是骗局)."""
_GOES_ON = re.compile("是(?!否)|也(?!许)|都(?!市)|均(?!衡)|等(?![到待])|属")
"""Such sentences go on with one of these. Hardly any begins so, but for the words left out: 也许, 是否, 等到."""
_MAX_ENDING, _ENDING_NATS = 3.0, -4.0
"""For a phrase behind which no sentence stands in its line, or that closes a quotation, unless its wording speaks for
junk. If it holds a mark or stands in brackets, it tells ``_MAX_ENDING`` nats of the page at most, because an honest
list or a credit behind a sentence looks like that: one proves nothing, two convict each other. Any other such phrase
tells up to ``_ENDING_NATS`` less, but no less than ``_MAX_ENDING``."""
_LINE_NATS = -6.0
"""Nats added for a phrase at the beginning of a line, where headings and captions stand. Not where the first sentence
of a paragraph runs together with it: of 1,700 honest paragraphs none begins with a phrase of -1 nats or more."""
_APART_NATS = -3.0
"""In place of ``_LINE_NATS``, where a space, a dash or a colon stands between the phrase and a paragraph: of 530 honest
lines none begins like that with a phrase of 2 nats or more. Honest lists of such paragraphs are known by their
evenness (``named_items``)."""
_SIGN_NATS = 2.5
"""Nats added for an end at such a dash, which counts as a letter of the phrase otherwise."""
_RUN_ON_CHARS = 20
"""Fewest characters behind a phrase in its line for it to run together with a paragraph, or to stand ahead of one."""
_LINK_NATS = 6.0
"""Nats added for a phrase that is a link to a foreign host as a whole."""
_NAMES_NATS = -2.5
"""Least mean nats of the phrases that are links to foreign hosts, for ``_LINK_NATS`` to count. Names of shares, dishes
and goods that stories link to have -3 to -5, the keywords of a campaign hardly less than -2 in any of ten trades."""
SCRIPT_NATS = 3.0
"""Nats added for a phrase with Traditional characters on a page in Simplified, or the other way round."""
UNLIKELY = -6.0
"""Nats below which no further evidence is gathered for a place."""
_MIN_HAN = 2
"""Fewest Han characters of a phrase."""
_ITEMS = re.compile(r"\w\W+\w")
"""Items with a mark between them."""
_QUOTED = ("”", "」", "’", "』")
_NUMBERED = re.compile(r"[①-⒛]|\d{1,2}[.．、]")
_FOREIGN_LETTER = re.compile(r"[\u0400-\u1dff\u1ea0-\u1ef9\u3040-\u30ff\uac00-\ud7af]")

_SPACE = re.compile(r"\s")
_BEFORE_DASH = re.compile(r"[^\W_]{3,24}(?=[-_|—]\w)")
_SIGNS = r"\s\-_|—：:"
_APART = re.compile(rf"([^\W_]+)[{_SIGNS}]{{1,3}}[^{_SIGNS}]{{8}}")
"""Letters that such signs part from a paragraph, and no other sign: a label parts itself from a name, and that from the
paragraph (第二章 监察机关　第七条…; 步骤三 浸泡　把豆子…; ■ 夜市 …)."""


def weigh_places(
    weighed: Weighed, places: Places, rows: NDArray[np.intp], strewn: float
) -> tuple[Floats, NDArray[np.integer], Floats]:
    """Of each row: nats of its likeliest phrase, with what place and links add; its length; and the most it may tell.

    The most it may tell: nats that it counts at most when the whole page is judged.
    """
    links, foreign = places.links[rows], places.foreign[rows]
    linked = links.nonzero()[0]
    nats, length = weighed.nats.copy(), weighed.length.copy()
    most = np.full(len(rows), MAX_NATS, np.float32)
    for at in ((nats > UNLIKELY) & (links == 0)).nonzero()[0]:
        nats[at], length[at] = weigh_ends(places, rows[at], weighed.by_length[at])
    length[linked] = links[linked]
    nats[linked] = weighed.by_length[linked, links[linked] - 1]
    if foreign.any() and nats[foreign].mean() >= _NAMES_NATS:
        nats[foreign] += _LINK_NATS + strewn
    for at in ((nats > UNLIKELY) & (places.opening.lead[rows] == 0)).nonzero()[0]:
        phrase = places.phrase(rows[at], length[at])
        if not _runs_on(phrase):
            nats[at] += _APART_NATS if _is_set_apart(phrase) else _LINE_NATS
    for at in (nats > UNLIKELY).nonzero()[0]:
        phrase = places.phrase(rows[at], length[at])
        if _is_honest(phrase, places) or not _may_be_cut(phrase):
            nats[at] = -MAX_NATS
            continue
        known = wording_nats(phrase.words)
        nats[at] += known
        if places.other_script and scripts_of(phrase.words) & places.other_script:
            nats[at] += SCRIPT_NATS
        if not foreign[at] and not known and not _is_followed(phrase):
            listed = places.opening.lead[rows[at]] == IN_BRACKETS or _ITEMS.search(phrase.words) is not None
            most[at] = _MAX_ENDING if listed else max(_MAX_ENDING, nats[at] + _ENDING_NATS)
    return nats, length, most


def weigh_ends(places: Places, row: np.intp, by_length: Floats) -> tuple[float, int]:
    """Nats and length of the likeliest phrase of a row, once ends inside a word are weighed down."""
    text = places.lines[places.opening.line[row]].text
    ends = places.opening.ends[row, 1 : len(by_length) + 1].tolist()
    parting = [information(text[end - 1 : end + 1]) is not None for end in ends]
    goes_on = [_GOES_ON.match(text, end) is not None for end in ends]
    nats = by_length + _PARTING_NATS * np.array(parting, np.float32) + _SUBJECT_NATS * np.array(goes_on, np.float32)
    if places.opening.lead[row] == 0 and (found := _BEFORE_DASH.match(text)) and found.end() in ends:
        nats[ends.index(found.end())] += _SIGN_NATS
    best = int(nats.argmax())
    top = float(nats[best])
    return top + float(np.log(np.exp(nats - top).sum())), best + 1


def _is_honest(phrase: Phrase, places: Places) -> bool:
    """Whether a phrase names an item of a list, or stands in a row of a table that is written in running text."""
    is_item = (phrase.line, phrase.start) in places.items
    return is_item or stands_in_row(phrase.text, phrase.start, places.rows)


def wording_nats(phrase: str) -> float:
    """Nats that the wording of a phrase adds; 0 where it does not speak for junk."""
    return _WORDING_SHARE * min(max(wording.score(phrase), 0.0), _MAX_WORDING)


def _may_be_cut(phrase: Phrase) -> bool:
    """Whether a phrase is Chinese and stands among sentences: rows of tables and bare lines are judged elsewhere.

    Nor does a letter of another script follow at once: such text was decoded in a wrong charset.
    """
    words, behind = phrase.words, phrase.behind
    if phrase.start and BRACKETS.get(phrase.text[phrase.start - 1], behind) != behind:
        return False
    if _NUMBERED.match(words) or len(HAN.findall(words)) < _MIN_HAN or "\t" in words:
        return False
    return _FOREIGN_LETTER.search(words + behind) is None and (phrase.start > 0 or _is_followed(phrase))


def _is_followed(phrase: Phrase) -> bool:
    """Whether a sentence stands behind a phrase in its line, and no quotation ends with it."""
    return phrase.behind not in _QUOTED and _last_stop(phrase.text) > phrase.end


def _runs_on(phrase: Phrase) -> bool:
    """Whether a paragraph goes on behind a phrase at once with its first sentence; a space sets headings off."""
    is_one = not _SPACE.search(phrase.words)
    return is_one and phrase.behind.isalnum() and _last_stop(phrase.text) >= phrase.end + _RUN_ON_CHARS


def _is_set_apart(phrase: Phrase) -> bool:
    """Whether a space, a dash or a colon stands between a phrase and a paragraph."""
    found = _APART.match(phrase.text)
    return found is not None and found.end(1) == phrase.end and _last_stop(phrase.text) >= phrase.end + _RUN_ON_CHARS


@lru_cache(maxsize=8)  # asked for each phrase of a line in turn
def _last_stop(text: str) -> int:
    """Where the last sentence of a line ends; -1 where none does."""
    return max(map(text.rfind, "。！？"))
