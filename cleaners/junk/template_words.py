"""Find the words of a template that a link farm's program never filled in: {随机关键词}, {{keyword}}, 【随机标题】.

Writers about such programs set them inside their sentences. One that stands at an end of a line or sentence, on a page
that has none inside, was left there by the program.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cleaners.junk.spans import Place
from cleaners.lexicons import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

MAX_CHARS = 20
"""Most characters of such a word behind its beginning."""

_REST = rf"[\w.:-]{{0,{MAX_CHARS}}}"
_IN_BRACES = rf"[{{｛]{{1,2}}[#$/%]?[^\W\d]{_REST}[#%]?[}}｝]{{1,2}}"
_OPENING = re.compile(r"[{｛【\[#%<]")
_BEGUN = re.compile(r"(?:^|[。！？；…”」』])[\s）)]*\Z")
"""What stands before the beginning of a sentence."""


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(map(re.escape, words("template_words")))
    named = f"(?:{names}){_REST}"
    return re.compile(rf"{_IN_BRACES}|【{named}】|\[{named}\]|#{named}#|%{named}%|<{named}>", re.IGNORECASE)


def find_template_words(lines: Sequence[Line], _: Scene) -> list[Place]:
    """The words of a template at the ends of the lines and sentences; none where others stand inside sentences."""
    found = [
        (Place(at, *match.span()), line.text)
        for at, line in enumerate(lines)
        if _OPENING.search(line.text)
        for match in _pattern().finditer(line.text)
    ]
    return [place for place, _ in found] if all(_stands_at_end(place, text) for place, text in found) else []


def _stands_at_end(place: Place, text: str) -> bool:
    return not text[place.end :].strip() or _BEGUN.search(text, 0, place.start) is not None
