"""GBK read one byte out of step: a lead byte was lost, ``?`` stands in its place, and every pair behind it is misread.

The run from ``?`` on is encoded again, read from its second byte, and so in step. Only the lost lead byte is guessed.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from cleaners.repairs.mend import HAN, Mend, Mended
from cleaners.repairs.naive import may_be_traditional
from cleaners.script import load_dictionary, to_simplified

LOST = "\N{REPLACEMENT CHARACTER}"
_LONGEST = 2000
"""Characters of one run; longer text without any ASCII is cut there."""
_RUN = re.compile(rf"\?([^\x00-\x7f{LOST}]{{0,{_LONGEST}}})(?:({LOST})|([@-~])?)")
_LOOKS = 12
"""Characters behind a question mark that tell whether they read as Chinese."""
_KNOWN_SHARE = 0.8
"""Share of everyday characters in running Chinese is above this, in misread text about a half."""
_LEAST_GAIN = 0.15
"""By how much more pairs of neighbours must be known from words after the repair than before."""
_LEAST_LOST = 2
"""Spots with a lost byte and no run behind, on a Traditional page, from which they are no accident of decoding."""

_MARKS = {0xA1: "、。·—…‘’“”《》【】", 0xA3: "！（），：；？"}
_MARK_OF_TRAIL = {mark.encode("gbk")[1]: mark for marks in _MARKS.values() for mark in marks}
"""Trail byte -> the mark of Chinese prose that has it. Marks are what mirror scripts trip over."""


class _Run(NamedTuple):
    text: str
    """Read in step, without the first character."""
    trail: int
    """Trail byte of the first character, whose lead byte is lost."""
    dangling: int | None
    """Lead byte of a last character whose trail byte is lost."""
    swallowed: bool
    """The ASCII character behind the run is the last character's trail byte."""


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Pairs of neighbours within the dictionary's words, and the characters that they use."""
    phrases = load_dictionary("STPhrases")
    pairs = frozenset(a + b for phrase in phrases for a, b in pairwise(phrase))
    return pairs, frozenset("".join(pairs))


def find(text: str) -> Mend | None:
    """Tell whether runs of ``text`` are out of step; every run must read better after the repair."""
    if _HINT.search(text) is None:
        return None
    traditional = may_be_traditional(text)
    lost = 0
    for match in _RUN.finditer(text):
        if _mend_run(match, text) is not None:
            if match[1]:
                return Mend("realign_gbk", realign_gbk, mirror=True, where="inline?")
            lost += traditional
    return Mend("realign_gbk", realign_gbk, mirror=True, where="inline?") if lost >= _LEAST_LOST else None


_HAN = re.compile(f"[{HAN}]")
_HINT = re.compile(r"\?[^\x00-\x7f]")


def realign_gbk(text: str) -> Mended:
    """``text`` with its runs read in step again; each run is reported as it stood."""
    cut: list[str] = []

    def mend(match: re.Match[str]) -> str:
        fixed = _mend_run(match, text)
        if fixed is None:
            return match[0]
        cut.append(match[0][:80])
        return fixed

    return Mended(_RUN.sub(mend, text), tuple(cut))


def _mend_run(match: re.Match[str], text: str) -> str | None:
    """The run read in step; None if it was in step already."""
    before = text[match.start() - 1] if match.start() else ""
    behind = text[match.end() : match.end() + 1]
    if not match[1]:
        return _mark_before(behind) if match[2] and not behind.isascii() else None
    if _HAN.search(match[1]) is None or _reads_well(match[1][:_LOOKS]):
        return None
    run = _realign(match[1], match[3] or "")
    if run is None:
        return None
    tail = "" if run.swallowed or not match[3] else match[3]
    first = _guess_first(run, before)
    fixed = first + run.text
    if _gain(match[1], fixed) < _LEAST_GAIN:
        return None
    if run.dangling is not None:
        fixed += _guess_last(run, fixed[-1], behind)
    elif match[2]:
        fixed += LOST
    return fixed + tail


def _realign(run: str, behind: str) -> _Run | None:
    try:
        raw = run.encode("gbk")
    except UnicodeEncodeError:
        return None
    for tail, dangles in ((b"", False), (behind.encode("ascii"), False), (b"", True)):
        body = raw[1:-1] if dangles else raw[1:] + tail
        try:
            text = body.decode("gbk")
        except UnicodeDecodeError:
            continue
        return _Run(text, raw[0], raw[-1] if dangles else None, bool(tail))
    return None


def _reads_well(text: str) -> bool:
    _, known = _words()
    han = [character for character in to_simplified(text) if character >= "\u2e80"]
    return (
        bool(han)
        and sum(c in known or c in _ALL_MARKS for c in han) >= _KNOWN_SHARE * len(han)
        and (_pair_share(text) >= _LEAST_GAIN)
    )


_ALL_MARKS = frozenset("".join(_MARKS.values()))


def _pair_share(text: str) -> float:
    """Share of the neighbours in ``text`` that stand together in a word."""
    pairs, _ = _words()
    plain = to_simplified(text)
    return sum(a + b in pairs for a, b in pairwise(plain)) / max(1, len(plain) - 1)


def _gain(before: str, after: str) -> float:
    return _pair_share(after) - _pair_share(before)


def _guess_first(run: _Run, before: str) -> str:
    if mark := _MARK_OF_TRAIL.get(run.trail):
        return mark
    return _best([bytes((lead, run.trail)) for lead in range(0x81, 0xFF)], before, run.text[:1])


def _guess_last(run: _Run, before: str, behind: str) -> str:
    """The last character, of which only the lead byte is left: its trail byte made no character with what follows."""
    if marks := _MARKS.get(run.dangling or 0):
        return marks[1] if behind in ("", "<", "\n", "\r") and run.dangling == 0xA1 else _mark_before(behind)
    lead = run.dangling or 0
    following = behind.encode("gbk", "ignore")[:1]
    trails = [trail for trail in range(0x81, 0xFF) if not _decodes(bytes((trail,)) + following)]
    return _best([bytes((lead, trail)) for trail in trails], before, behind)


def _mark_before(behind: str) -> str:
    """The mark in front of ``behind`` whose trail byte made no character with it: nearly always a comma."""
    following = behind.encode("gbk", "ignore")[:1]
    for mark in "，。、“：；！？":
        if not _decodes(mark.encode("gbk")[1:] + following):
            return mark
    return LOST


def _decodes(raw: bytes) -> bool:
    try:
        raw.decode("gbk")
    except UnicodeDecodeError:
        return False
    return True


def _best(choices: list[bytes], before: str, behind: str) -> str:
    """The character among ``choices`` that makes words with its neighbours; LOST when none does."""
    pairs, _ = _words()
    before, behind = to_simplified(before), to_simplified(behind)

    def score(character: str) -> int:
        plain = to_simplified(character)
        return (before + plain in pairs) + (plain + behind in pairs)

    best = max((raw.decode("gbk") for raw in choices if _decodes(raw)), key=score, default=LOST)
    return best if best != LOST and score(best) else LOST
