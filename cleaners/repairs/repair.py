"""Undo what mirror scripts and hijackers do to the characters of a page, before it is parsed.

Works on the source text, so that title, meta data, embedded data and body are mended alike. Which repairs a page needs
is decided once, on the whole; ``Repair.mends`` then does the same to any part of the page, so that a line cut later
can be matched with the line that stood there (``as_it_stood``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cleaners.article import Removal, RemovalKind
from cleaners.repairs import address, indent, invisible, naive, odd, readings, slip, strewn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cleaners.repairs.mend import Mend


@dataclass(frozen=True, slots=True)
class Repair:
    """A mended source and what was done to it."""

    source: str
    mirror: bool = False
    """A mirror script had corrupted the text."""
    removed: tuple[Removal, ...] = ()
    trace: tuple[str, ...] = ()
    mends: tuple[Mend, ...] = ()
    """The repairs that the page needed, in order."""


_PROSE_SPOTS = 90
"""Places, evenly spread over the source, behind which the next full stop and comma are looked for."""
_PROSE_CHARS = 60
"""Characters in front of each."""
_SHORT_SOURCE = 4_000
"""A source so short is its own sample."""

_RECORD_CHARS = 2_000
"""Longest list of pieces in one removal; a mirror leaves thousands of one kind."""
_RECORD_RUNS = 40
"""Most removals that one repair records by themselves."""

_RESTORED_PIECES = 500
"""Removals that are looked for inside lines; a hostile page may have thousands."""
_ANY_REFERENCE = re.compile("&(?=#)")
"""A search along one literal: a third of the time that ``in`` takes for two characters."""

_REFERENCE = re.compile(r"(&#(?:[xX]0{0,9}[0-9a-fA-F]{3,6}|0{0,9}[0-9]{3,7});)")


def repair_source(source: str, *, markup: bool = True) -> Repair:
    """Mend the source of a page. A source without damage comes back as it is.

    ``markup``: HTML, in which a numeric reference stands for its character; else plain text.
    """
    text = plain = _resolve_references(source) if markup and _ANY_REFERENCE.search(source) else source
    if plain.isascii():
        return Repair(source)
    mends: list[Mend] = []
    removed: list[Removal] = []
    for find in _finders(_sample_prose(plain)):
        if mend := find(text, any(done.mirror for done in mends)):
            before = text
            text, cut = mend.apply(text)
            if text == before:
                continue
            mends.append(mend)
            removed += _record(mend, cut)
    if not mends:
        return Repair(source)
    trace = tuple(mend.step for mend in mends)
    return Repair(text, any(mend.mirror for mend in mends), tuple(removed), trace, tuple(mends))


def _finders(prose: str) -> Iterator[Callable[[str, bool], Mend | None]]:
    """The repairs in order: what hides other damage first."""
    yield lambda text, _: invisible.find(text, prose)
    if not prose:
        return  # not one Chinese full stop or comma: nothing that the others could mend
    yield lambda text, _: slip.find(text)  # needs the bytes as they were misread
    yield lambda text, _: readings.find(text, prose)  # behind characters that the next one changes
    yield lambda text, _: naive.find(text, prose)
    ends = strewn.before_marks(prose)
    yield lambda text, _: strewn.find(text, ends)
    yield lambda text, _: odd.find(text, prose, ends)
    yield lambda text, _: indent.find(text)
    yield lambda text, mirrored: address.find(text, mirrored=mirrored)


def _sample_prose(source: str) -> str:
    """What stands in front of the page's stops and commas: looking at all of a page is as dear as parsing it."""
    if len(source) <= _SHORT_SOURCE:
        return source
    pieces: list[str] = []
    spots = range(0, len(source), len(source) // _PROSE_SPOTS)
    for mark in "。，、":
        begin = 0  # behind the mark before
        for spot in spots:
            at = source.find(mark, spot if spot > begin else begin)  # noqa: FURB136 (a third of the time of max)
            if at < 0:
                break
            ahead = at - _PROSE_CHARS
            pieces.append(source[ahead if ahead > begin else begin : at + 1])  # noqa: FURB136
            begin = at + 1
    return "\n".join(pieces)


def _resolve_references(source: str) -> str:
    """``source`` with its numeric references to characters beyond ASCII resolved; a parser would give the same text."""
    parts = _REFERENCE.split(source)
    parts[1::2] = map(_resolve, parts[1::2])
    return "".join(parts)


@lru_cache(maxsize=10_000)
def _resolve(reference: str) -> str:
    """The character that ``&#160;`` or ``&#xA0;`` names; the reference itself for ASCII, controls and no character."""
    code = int(reference[3:-1], 16) if reference[2] in "xX" else int(reference[2:-1])
    if code < 0xA0 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return reference
    return chr(code)


def _record(mend: Mend, cut: tuple[str, ...]) -> list[Removal]:
    """The pieces that a repair cut: one by one where each was a guess, else once each in one list."""
    if not cut:
        return []
    guessed = mend.where.endswith("?")
    texts = cut[:_RECORD_RUNS] if guessed else (" ".join(dict.fromkeys(cut))[:_RECORD_CHARS],)
    return [Removal(RemovalKind.MIRROR, text, mend.where, mend.step) for text in texts]


def _mend_line(line: str, mends: tuple[Mend, ...]) -> str:
    """One line of the page as the repairs leave it."""
    for mend in mends:
        line = mend.apply(line).text
    return line


def as_it_stood(removed: Iterable[Removal], stood: Iterable[str], repair: Repair) -> tuple[Removal, ...]:
    """The removals with their text as it stood on the page before any repair.

    ``stood``: the page's lines before the repairs. A removal that is no whole line gets the piece of its line where the
    repairs kept the line's length, else stays as it is.
    """
    lines = {_mend_line(line, repair.mends): line for line in stood}
    kept_length = [(mended, line) for mended, line in lines.items() if len(mended) == len(line)]
    before = "\n".join(line for _, line in kept_length)
    after = "\n".join(mended for mended, _ in kept_length)
    restored = []
    for number, removal in enumerate(removed):
        text = lines.get(removal.text)
        if text is None and number < _RESTORED_PIECES and (at := after.find(removal.text)) >= 0:
            text = before[at : at + len(removal.text)]
        restored.append(removal if text is None else removal._replace(text=text))
    return tuple(restored)
