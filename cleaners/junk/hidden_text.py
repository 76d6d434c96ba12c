"""The step that cuts what the page's own styles hide from the reader.

Sites fold honest text away as well, so hidden text is judged by what it is. An article's sentences are kept as if they
were shown, unless the prose that is shown uses hardly any of their words and they are worded unlike news. Keywords are
cut as spam, other sentences as boilerplate, and so is all else that is hidden among the paragraphs. Menus and other
short texts elsewhere are dropped without a record: no reader would miss them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from cleaners.article import Removal, RemovalKind
from cleaners.junk.foreign.letters import AT_HOME, FOREIGN, OWN_ENDS, WORD, is_mostly_foreign
from cleaners.junk.foreign.script import LONG_LINE_WORDS
from cleaners.junk.lists.evidence import Least, judge_lists
from cleaners.junk.lists.keywords import LIST_CHARS, is_keywords
from cleaners.junk.rejoin import without_lines
from cleaners.junk.scene import is_page_chinese
from cleaners.page.model import Line, outwards
from cleaners.text import wording
from cleaners.text.character_tables import han_pairs
from cleaners.text.script import foreign_scripts

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from cleaners.draft import Draft
    from cleaners.page.model import Box


_HIDDEN_ITEM = 1.0
"""Nats that let one hidden text count as junk. Hidden text is not shown either way; this decides its name."""
_HIDDEN_JUNK = 12.0
"""Nats that such texts of a page must sum up to: a log-in window alone stays below."""
_HIDDEN_LIST = Least(4.5, 4.5)
"""Nats that a hidden list must have in the model of lists. Menus and log-in windows of 92 Chinese pages have 3.4 at
most, of lists of three trades that no model knows 42 in 51 have more."""
_MAX_LISTS = 40
"""Most hidden lines of a page that are looked at as lists."""
_HIDDEN_CHARS = 400
"""Characters of a hidden text that are looked at."""
_PROSE_NATS = -6.0
"""Hidden text that is at least so newslike, and holds a sentence, is an article folded away."""
_PROSE_CHARS = 25
"""Fewest characters of such a text."""
_FOLDED_SHARE = 0.15
"""Least share of the pairs of Han characters of folded prose that the shown prose has, too. Of two to eight sentences
held against the rest of their article one piece in fifty has less, against another article four in five."""
_PLAIN_NATS = -1.4
"""Most nats a character of the wording of prose that is kept whatever its subject: tabs and annexes may have another.
With both bars seven in ten pieces that sell are cut; of two to eight sentences of news 3 pieces in 100 from another
article, and 2 in 1000 from the article itself."""
_SHOWN_TIMES = 2
"""Times as many pairs, each counted once, the shown prose must have for that: a short lead tells little of the words of
its article."""
_RECORDED_CHARS = 10
"""Fewest characters of hidden text that is recorded though it is no junk; it must hold a sentence, too."""

_STREWN_PLACES = 2
"""Fewest paragraphs with different hidden words inside, and fewest different words, that show somebody strewed them; no
honest page seen has a second."""
_STREWN_CHARS = 3
"""Fewest letters of such a word."""


def cut_hidden(draft: Draft) -> Draft:
    """Cut the lines that the page's own styles hide, unless they are honest prose that the page folds away."""
    hidden = [line for line in draft.lines if line.hidden]
    if not hidden:
        return draft
    scores = {line.text: wording.score(line.text[:_HIDDEN_CHARS]) for line in hidden}
    folded = _folded_boxes(draft.lines, scores, draft.page.boxes)
    junk = {text for text, score in scores.items() if score >= _HIDDEN_ITEM and is_keywords(text)}
    if sum(scores[text] for text in junk) < _HIDDEN_JUNK:
        junk = set()
    junk |= _listed_keywords(draft, hidden)
    strewn = _strewn_in_prose(draft.lines)
    if len({line.box for line in strewn}) >= _STREWN_PLACES and len({line.text for line in strewn}) >= _STREWN_PLACES:
        junk |= {line.text for line in strewn}
    cut = {at for at, line in enumerate(draft.lines) if line.hidden and (line.text in junk or line.box not in folded)}
    inside = {line.text for line in strewn} | _texts_among_prose(draft.lines, draft.page.boxes)
    removals = [removal for at in sorted(cut) if (removal := _record_hidden(draft.lines[at], junk, inside))]
    kept = without_lines(draft.lines, cut, draft.page.boxes)
    shown = tuple([line._replace(hidden=False) if line.hidden else line for line in kept])
    return draft._replace(lines=shown).note(removed=draft.cut(removals))


def _listed_keywords(draft: Draft, hidden: Iterable[Line]) -> set[str]:
    """The hidden texts of a Chinese page that are lists of keywords by what they look like and hold, of any wording."""
    listed = [line for line in hidden if len(line.text) >= LIST_CHARS and not line.spoken and "。" not in line.text]
    if not listed or not is_page_chinese(shown := [line for line in draft.lines if not line.hidden]):
        return set()
    prose = [line for line in shown if "。" in line.text]
    lines = (*prose, *listed[:_MAX_LISTS])
    judged = judge_lists(lines, frozenset(), draft.page.title_tag, (), _HIDDEN_LIST)
    found = {
        lines[at].text
        for one, nats in judged
        if _HIDDEN_LIST.reached(one, nats)
        for at in one.lines
        if at >= len(prose)
    }
    strange = {line.text for line in listed if _is_strange(line.text)}
    return found | strange if strange and not any(FOREIGN.search(line.text) for line in prose) else found


def _is_strange(text: str) -> bool:
    """Whether a hidden text is many words in one other script; the choice of a language has one in each.

    Sentences, and languages of China, may be what another tab shows.
    """
    return (
        is_mostly_foreign(text)
        and text[-1] not in OWN_ENDS
        and AT_HOME.search(text) is None
        and len(WORD.findall(text)) >= LONG_LINE_WORDS
        and foreign_scripts(text).bit_count() == 1
    )


def _strewn_in_prose(lines: Sequence[Line]) -> list[Line]:
    """The hidden lines that stand inside a Chinese paragraph and hold no sentence themselves.

    What is kept for screen readers is not strewn: they are told what a link opens, or how a number is read.
    """
    prose = {line.box for line in lines if not line.hidden and "。" in line.text}
    return [
        line
        for line in lines
        if line.hidden
        and not line.spoken
        and line.box in prose
        and "。" not in line.text
        and sum(map(str.isalpha, line.text)) >= _STREWN_CHARS
    ]


def _texts_among_prose(lines: Sequence[Line], boxes: Sequence[Box]) -> set[str]:
    """The hidden texts that stand in the same box as paragraphs that are shown, or hidden boxes of it.

    On 5 of 92 Chinese pages there are any: what the story was called elsewhere, a list of others, a prompt to follow.
    """
    around = {
        boxes[line.box].parent
        for line in lines
        if not line.hidden and len(line.text) >= _PROSE_CHARS and "。" in line.text
    }
    return {line.text for line in lines if line.hidden and not line.spoken and _shown_around(line.box, boxes) in around}


def _shown_around(box: int, boxes: Sequence[Box]) -> int:
    """The nearest box around this one that is shown; -1 for none."""
    return next((at for at in outwards(boxes[box].parent, boxes) if not boxes[at].hidden), -1)


def _record_hidden(line: Line, junk: Container[str], inside: Container[str]) -> Removal | None:
    """What is recorded of a hidden line that is cut: junk, prose, what stood inside and among it; None for all else."""
    if line.text in junk:
        return Removal(RemovalKind.SPAM, line.text, "hidden", "cut_hidden")
    if line.text in inside or (len(line.text) >= _RECORDED_CHARS and "。" in line.text):
        return Removal(RemovalKind.BOILERPLATE, line.text, "hidden", "cut_hidden")
    return None


def _folded_boxes(lines: Sequence[Line], scores: Mapping[str, float], boxes: Sequence[Box]) -> frozenset[int]:
    """The boxes whose hidden text holds an article's sentences, and those beside them in a box where most of it does.

    What is folded away has short paragraphs, subheads and answers like any text.
    """
    prose = [
        line
        for line in lines
        if line.hidden and len(line.text) >= _PROSE_CHARS and "。" in line.text and scores[line.text] <= _PROSE_NATS
    ]
    if not prose:
        return frozenset()
    strange = _strange_boxes(
        prose, scores, [line.text for line in lines if not line.hidden and "。" in line.text], boxes
    )
    folded = {line.box for line in prose if boxes[line.box].parent not in strange}
    length: Counter[int] = Counter()  # of the prose in each box around, less that of the rest
    hidden = [line for line in lines if line.hidden]
    for line in hidden:
        length[boxes[line.box].parent] += len(line.text) if line.box in folded else -len(line.text)
    return frozenset(folded | {line.box for line in hidden if length[boxes[line.box].parent] > 0})


def _strange_boxes(
    prose: Iterable[Line], scores: Mapping[str, float], shown: Iterable[str], boxes: Sequence[Box]
) -> set[int]:
    """The boxes around hidden prose worded less like news, on something of which the shown prose has few words."""
    pairs = set(chain.from_iterable(map(han_pairs, shown)))
    around: dict[int, list[str]] = {}
    above: defaultdict[int, float] = defaultdict(
        float
    )  # nats of the prose in each box around, above those of plain news
    for line in prose:
        box = boxes[line.box].parent
        around.setdefault(box, []).extend(han_pairs(line.text))
        above[box] += scores[line.text] - _PLAIN_NATS * len(line.text[:_HIDDEN_CHARS])
    return {
        box
        for box, own in around.items()
        if above[box] > 0
        and len(own) * _SHOWN_TIMES <= len(pairs)
        and sum(map(pairs.__contains__, own)) < _FOLDED_SHARE * len(own)
    }
