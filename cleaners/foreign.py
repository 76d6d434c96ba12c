"""Find phrases in another script that were put between the sentences or paragraphs of a Chinese body.

A run without any Han that fills the gap between two sentences, or a line of its own between two paragraphs, in small
letters or in a script that the article uses nowhere else. One short run in Latin letters proves nothing: a sentence may
begin with a product's name.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from cleaners.hosts import domain_of
from cleaners.inline import Span, widen, without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page import Line

USED_SHARE = 0.34
"""Share of a run's words that the article may use elsewhere, more often than in such runs."""
CONVICTING = 3
"""Signs that a page needs: one for each run of two small Latin words, two for one of three; more are sure."""
OTHER_JUNK = 2
"""Signs for other junk in the page's text."""
LEAST_WORDS = 2
"""Words of any run of small Latin letters."""
LEAST_LETTERS = 3
"""Letters of a script that the article uses nowhere else, which make a run sure."""
WORDS_A_SIGN = 4
"""Small Latin words that are one sign when they fill a line between paragraphs: a quotation or a spelling is alone."""
LONG_LINE_WORDS = 12
"""Words of a line of small Latin letters without any punctuation, wherever it stands, that make it sure."""

_CLOSED = r"\u3400-\u9fff。！？；，、：“”‘’（）《》「」『』\t.@:/=<>{}"
_GAP = re.compile(
    rf"(?<=[。！？；])[ \u3000]*([^\W_A-Z\u3400-\u9fff][^A-Z{_CLOSED}]{{5,200}}?)"
    r"[ \u3000]*(?=[A-Z\u3400-\u9fff。！？；，“”‘’《》「」『』（）]|$)"
)
_LINE = re.compile(rf"[ \u3000]*([^\W_A-Z\u3400-\u9fff][^A-Z{_CLOSED}]{{11,2000}})\Z")
"""A line that is nothing but such a run."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_FOREIGN = re.compile(r"[\u0370-\u1dff\u3040-\u30ff\uac00-\ud7af]")
"""Letters of other scripts than Latin and Han."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_GOES_ON = frozenset("的了是和与及等们")
"""A sentence that begins with a foreign word goes on with one of these."""


class _Run(NamedTuple):
    """``lines[line].text[start:end]`` fills the gap between two sentences without a Han character."""

    line: int
    start: int
    end: int
    words: frozenset[str]
    signs: int


def find_foreign(lines: Sequence[Line], own: frozenset[str], *, injected: bool) -> list[list[Span]]:
    """For each line, in order, the foreign phrases between its sentences.

    ``own``: domains of the outlet. ``injected``: other junk was found in the page's text.
    """
    spans: list[list[Span]] = [[] for _ in lines]
    gaps = [(at, match) for at, line in enumerate(lines) for match in _GAP.finditer(line.text)]
    gaps += [(at, match) for at, line in enumerate(lines) if line.tag != "pre" and (match := _LINE.match(line.text))]
    if not gaps:
        return spans
    rest = _outside(lines, gaps)
    inside = Counter(word for _, match in gaps for word in _WORD.findall(match[1]))
    outside = Counter(_WORD.findall(rest))
    used = frozenset(word for word, count in inside.items() if outside[word] >= count)
    runs = [run for at, match in gaps if (run := _weigh(at, match, lines, own, _FOREIGN.search(rest) is None))]
    runs = [run for run in runs if len(run.words & used) <= USED_SHARE * len(run.words)]
    if OTHER_JUNK * injected + sum(run.signs for run in runs) >= CONVICTING:
        junk = frozenset(word for run in runs if run.signs for word in run.words)
        for run in runs:
            if run.signs or run.words & junk:
                spans[run.line].append(widen(lines[run.line].text, run.start, run.end))
    return spans


def _stands_alone(at: int, lines: Sequence[Line]) -> bool:
    """Whether a line stands between a Chinese paragraph and another Chinese line, or at an end of the text.

    Verses, spellings and their translations stand among short lines.
    """
    around = [lines[near].text for near in (at - 1, at + 1) if 0 <= near < len(lines)]
    return any("。" in text for text in around) and all(_HAN.search(text) for text in around)


def _outside(lines: Sequence[Line], gaps: Sequence[tuple[int, re.Match[str]]]) -> str:
    """The text of the lines without the gaps."""
    cut: list[list[Span]] = [[] for _ in lines]
    for at, match in gaps:
        cut[at].append(Span(*match.span(1)))
    return "\n".join("\n".join(without(line.text, spans)) for line, spans in zip(lines, cut, strict=True))


def _weigh(
    at: int, match: re.Match[str], lines: Sequence[Line], own: frozenset[str], strange_script: bool
) -> _Run | None:
    """What the text of a gap, or of a whole line, says; None if it may belong to the sentence behind it."""
    line, text, words = lines[at], match[1], _WORD.findall(match[1])
    if line.text[match.end() : match.end() + 1] in _GOES_ON:
        return None
    linked = any(
        (link.start, link.end) == match.span(1) and (domain := domain_of(link.href)) and domain not in own
        for link in line.links
    )
    foreign = len(_FOREIGN.findall(text)) >= LEAST_LETTERS
    if foreign and not strange_script:
        return None
    if not foreign and (text != text.lower() or len(words) < LEAST_WORDS):
        return None
    if match.re is _LINE:
        paragraph = len(words) >= LONG_LINE_WORDS or _stands_alone(at, lines)
        signs = len(words) // WORDS_A_SIGN if paragraph else 0
    else:
        signs = CONVICTING if foreign or linked else len(words) - 1
    signs = min(signs, CONVICTING)
    return _Run(at, *match.span(1), frozenset(words), signs)
