"""Where a phrase may have been put between two sentences, and which links stand there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.links.hosts import domain_of, leads_away
from cleaners.text.characters import information
from cleaners.text.phrase_places import LENGTH, MIN_LENGTH
from cleaners.text.script import other_script

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line, Link
    from cleaners.text.arrays import Bools, Ints
    from cleaners.text.phrase_places import Openings, Starts

_SCRIPT_CHARS = 20_000
"""Characters of a body that tell its script."""
STREWN_LINKS = 2
"""Fewest links between sentences that convict each other."""
_KEYWORDS = re.compile(r"[^的了是和与及被把从也都就这那以而但并我他她它们。！？；，“”‘’（）《》「」『』]{3,24}")
_MAY_BE_PHRASE = re.compile(rf"[^。！？；]{{1,{LENGTH}}}")
"""A link that holds more is around honest text: of a whole paragraph, or never closed."""
_GOES_ON = frozenset("的了是和与及等被把将也都说称，、：")
"""A sentence that begins with a linked name goes on with one of these."""


class Places(NamedTuple):
    """Where phrases may stand, one a row of ``opening``."""

    lines: Sequence[Line]
    opening: Openings
    link_ends: Ints
    """Where the link ends with which the sentence begins; 0 where it begins with none, or with one longer than a
    phrase."""
    links: Ints
    """Characters of that link if it may be a phrase as a whole; else 0."""
    foreign: Bools
    """The link leads to a foreign host, and the sentence does not go on behind it."""
    other_script: int = 0
    """The script in which the lines are not (``text.script.other_script``)."""
    rows: frozenset[str] = frozenset()
    """Shapes of the rows of tables in running text."""
    items: frozenset[tuple[int, int]] = frozenset()
    """Where the names of listed items begin: line, and place in it."""

    def take(self, rows: NDArray[np.intp]) -> Places:
        """Only these rows."""
        return self._replace(
            opening=self.opening.take(rows),
            link_ends=self.link_ends[rows],
            links=self.links[rows],
            foreign=self.foreign[rows],
        )

    def phrase(self, row: np.intp, length: np.int64) -> Phrase:
        """The phrase of so many characters that would stand in a place."""
        line = int(self.opening.line[row])
        return Phrase(line, self.lines[line].text, int(self.opening.start[row]), int(self.opening.ends[row, length]))


class Phrase(NamedTuple):
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


def places_of(lines: Sequence[Line], starts: Starts, scene: Scene) -> Places:
    """Where phrases may stand: at the ``starts`` of the lines' sentences, or at some of them."""
    opening = starts.openings([line.text for line in lines])
    other = other_script("".join(line.text for line in lines)[:_SCRIPT_CHARS])
    return Places(lines, opening, *_find_links(lines, opening, scene), other)


def _find_links(lines: Sequence[Line], opening: Openings, scene: Scene) -> tuple[Ints, Ints, Bools]:
    """``link_ends``, ``links`` and ``foreign`` of ``Places``."""
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


def are_strewn(places: Places, scene: Scene) -> bool:
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
