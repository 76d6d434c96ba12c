"""Find phrases in another script that were put between the sentences or paragraphs of a Chinese body.

A run without any Han that fills the gap between two sentences, or a line of its own between two paragraphs, in small
letters or in a script that the article uses nowhere else. One short run in Latin letters proves nothing: a sentence may
begin with a product's name.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from cleaners.junk.foreign.gaps import ENDS, GOES_ON, SLASH, Gap, find_gaps, sign_before
from cleaners.junk.foreign.letters import (
    AT_HOME,
    FOREIGN,
    KANA,
    MIN_LETTERS,
    OWN_ENDS,
    WORD,
    WORDS_A_SIGN,
    is_foreign,
    is_medley,
    own_han,
)
from cleaners.junk.foreign.quoting import speaks_of_languages
from cleaners.junk.spans import Place, by_line, widen, without
from cleaners.text.character_tables import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

_USED_SHARE = 0.34
"""Most of a run's words, as a share, that the article may use more often elsewhere than in such runs."""
_ENOUGH_SIGNS = 3
"""Fewest signs of a page with junk. A run of two small Latin words counts one, a run of three two, a longer one is
enough."""
_OTHER_JUNK = 2
"""Signs that other junk in the page's text counts."""
_MIN_WORDS = 2
"""Fewest words of a run of small Latin letters."""
_FEW_LETTERS = 2
"""Signs that a link to a foreign host counts with fewer than ``MIN_LETTERS``: Japanese may have more Han than kana."""
_STRANGE_SHARE = 0.5
"""Letters of the script in the rest of the article, for each in the runs, up to which the article does not use it. Not
all that was put in fills a gap: some of it stands behind a paragraph that ends without a full stop."""
_BRACKETED = frozenset("（(【[〖")
"""What a run stands in that may be a gloss of the sentence before it."""
_MAX_NAME_CHARS, _MAX_NAMES = 10, 2
"""Most characters of a word in another script that may be the name of a firm or thing, and most words of such a name.
Phrases in Thai, which has no spaces, are longer."""
_QUOTED_MEDLEYS = 3
"""Fewest places with words of several scripts in an article that speaks of languages, for them to be no quotations."""
LONG_LINE_WORDS = 12
"""Fewest words of a line of small Latin letters without punctuation that is enough wherever it stands."""
_VARIABLE = re.compile(r"(?<![^\W\d_])[\u0370-\u03ff](?![^\W\d_])")
"""A Greek letter by itself, as in formulas."""
_GOING_ON = frozenset("，、：（—")
"""Marks with which a sentence goes on that began with a word in another script."""


class _Run(NamedTuple):
    """``lines[line].text[start:end]`` fills the gap between two sentences: no Han character, or all of it a link."""

    line: int
    start: int
    end: int
    words: frozenset[str]
    signs: float
    lone: bool
    """It is a line of its own amid Chinese prose: gone on a page with other such junk."""


def find_foreign(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The foreign phrases between sentences, and between paragraphs."""
    gaps = find_gaps(lines, scene.own)
    if not gaps:
        return
    rest = _outside(lines, gaps)
    inside = Counter(word for gap in gaps for word in WORD.findall(gap.text))
    outside = Counter(WORD.findall(rest))
    used = frozenset(word for word, count in inside.items() if outside[word] >= count and not FOREIGN.search(word))
    letters = sum(len(FOREIGN.findall(gap.text)) for gap in gaps)
    strange = len(FOREIGN.findall(rest)) <= _STRANGE_SHARE * letters
    medleys = sum(is_medley(gap.text) for gap in gaps)
    known = any(map(FOREIGN.search, scene.spam))
    if not known and medleys < _QUOTED_MEDLEYS and any(map(_may_be_quoted, gaps)) and speaks_of_languages(rest):
        gaps = [gap for gap in gaps if not _may_be_quoted(gap)]
    runs = [run for gap in gaps if (run := _weigh(gap, lines, strange_script=strange))]
    runs = [run for run in runs if len(run.words & used) <= _USED_SHARE * len(run.words)]
    if _OTHER_JUNK * bool(scene.spam) + sum(run.signs for run in runs) >= _ENOUGH_SIGNS:
        junk = frozenset(word for run in runs if run.signs for word in run.words)
        for run in runs:
            if run.signs or run.lone or run.words & junk:
                yield Place(run.line, *widen(lines[run.line].text, run.start, run.end))


def _may_be_quoted(gap: Gap) -> bool:
    """Whether an article that speaks of another language may have put it there."""
    return not gap.linked and (
        gap.ahead
        or gap.text[0] in _BRACKETED
        or AT_HOME.search(gap.text) is not None
        or is_medley(gap.text)  # thanks or greetings, one language after the other
    )


def _stands_alone(at: int, lines: Sequence[Line]) -> bool:
    """Whether a line stands between a Chinese paragraph and another Chinese line, or at an end of the text.

    Verses, spellings and their translations stand among short lines.
    """
    around = [lines[near].text for near in (at - 1, at + 1) if 0 <= near < len(lines)]
    return any("。" in text for text in around) and all(HAN.search(text) for text in around)


def _outside(lines: Sequence[Line], gaps: Sequence[Gap]) -> str:
    """The text of the lines without those gaps."""
    cut = by_line((Place(*gap[:3]) for gap in gaps), len(lines))
    return "\n".join("\n".join(without(line.text, spans)) for line, spans in zip(lines, cut, strict=True))


def _weigh(gap: Gap, lines: Sequence[Line], *, strange_script: bool) -> _Run | None:
    """What the text of a gap says; None if it may belong to the sentence behind it."""
    text, written = gap.text, WORD.findall(gap.text)
    if AT_HOME.search(text):
        return _weigh_at_home(gap, lines[gap.line].text)
    letters = len(FOREIGN.findall(_VARIABLE.sub("", text)))
    foreign = is_foreign(text) if gap.ahead else letters >= (1 if gap.linked else MIN_LETTERS)
    behind = lines[gap.line].text[gap.end : gap.end + 1]
    goes_on = behind in GOES_ON or (not gap.whole and behind in _GOING_ON)
    if (foreign and not strange_script) or (goes_on and not (foreign and gap.linked)):
        return None
    if not foreign and (text != text.lower() or len(written) < _MIN_WORDS):
        return None
    medley = foreign and is_medley(text)
    paragraph = gap.whole and (len(written) >= LONG_LINE_WORDS or _stands_alone(gap.line, lines))
    if gap.whole:
        signs = max(len(written) / WORDS_A_SIGN, foreign + gap.linked) if paragraph else 0
    elif medley:
        signs = _ENOUGH_SIGNS
    elif gap.ahead:  # a name in its own letters begins sentences: ω-3脂肪酸, Алёнка巧克力
        signs = int(len(written) >= WORDS_A_SIGN)
    elif gap.linked:
        behind_stop = sign_before(lines[gap.line].text, gap.start) in ENDS
        enough = letters >= MIN_LETTERS or HAN.search(text) is None
        signs = (_ENOUGH_SIGNS if enough else _FEW_LETTERS) if behind_stop else 1
    elif foreign:
        signs = _strange_signs(text, behind)
    else:
        signs = max(0, len(written) - len(re.split(SLASH, text)))  # ios / android are names
    return _Run(gap.line, gap.start, gap.end, frozenset(written), min(signs, _ENOUGH_SIGNS), paragraph)


def _strange_signs(text: str, behind: str) -> int:
    """Signs that a run in another script counts in a gap; ``behind``: the character behind it, if any."""
    if behind in ENDS or text[-1] in OWN_ENDS or _may_be_name(text):
        return 1
    if HAN.search(text):  # 明太子おにぎり饭团: the name of a thing has such Han, too
        return _FEW_LETTERS if not behind or own_han(text) else 1
    return _FEW_LETTERS if text[0] in _BRACKETED else _ENOUGH_SIGNS


def _may_be_name(text: str) -> bool:
    """Whether a text is a short word or two, as a sentence may begin with: 삼성전자增资两千万, русский чай配蛋糕."""
    names = text.split()
    return len(names) <= _MAX_NAMES and max(map(len, names)) <= _MAX_NAME_CHARS and KANA.search(text) is None


def _weigh_at_home(gap: Gap, line: str) -> _Run | None:
    """What a run in a language of China says: little, and only in a gap that no mark closes, as it does a quotation."""
    behind = line[gap.end : gap.end + 1]
    if gap.whole or gap.ahead or (behind and not HAN.match(behind)):
        return None
    if len(gap.text.split()) < _MIN_WORDS or gap.text[-1] in OWN_ENDS:  # ئامانلىق下面写着“平安”
        return None
    signs = _FEW_LETTERS if gap.linked else 1
    return _Run(gap.line, gap.start, gap.end, frozenset(WORD.findall(gap.text)), signs, lone=False)
