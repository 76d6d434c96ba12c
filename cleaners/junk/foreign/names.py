"""Find phrases between Chinese sentences that hold a name in capitals beside words of junk found before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.junk.foreign.gaps import GOES_ON, before_figure
from cleaners.junk.foreign.letters import MIN_NAMED_WORDS, WORD
from cleaners.junk.spans import Place, widen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

_JUNK_SHARE = 0.5
"""Least share of words of junk found before, among the words of a run with capitals."""
_NAMED_GAP = re.compile(
    r"[。！？；][ \u3000]*([A-Za-z0-9][A-Za-z0-9 ,&'’.+-]{4,80}?)"
    r"[ \u3000]*(?=[\u3400-\u9fff。！？；，“”‘’《》「」『』（）]|$)",
    re.MULTILINE,
)
"""A gap between sentences filled by Latin words with capitals: a sentence may begin with the name of a product, too."""


def find_named(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """Phrases between sentences that hold a name in capitals beside words of junk."""
    whole = "\n".join(line.text for line in lines) if scene.spam else ""
    if not _NAMED_GAP.search(whole):
        return
    used = WORD.findall(f"{scene.title}\n{_NAMED_GAP.sub('', whole)}".lower())
    junk = {word for text in scene.spam for word in WORD.findall(text.lower())}.difference(used)
    for at, line in enumerate(lines if junk else ()):
        for match in _NAMED_GAP.finditer(line.text):
            written = WORD.findall(match[1].lower())
            goes_on = line.text[match.end() : match.end() + 1] in GOES_ON
            known = sum(word in junk for word in written)
            if len(written) >= MIN_NAMED_WORDS and known >= _JUNK_SHARE * len(written) and not goes_on:
                yield Place(at, *widen(line.text, *before_figure(line.text, *match.span(1))))
