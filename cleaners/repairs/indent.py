"""Question marks for the two ideographic spaces that indent a paragraph: left by a converter."""

from __future__ import annotations

import re
from functools import partial

from cleaners.repairs.mend import Mend, Mended

_BLANKS = r"(?:&nbsp;|[^\S\n])*"
# Each begins with one literal, which the search for it runs along twice as fast as along two.
_INDENTS = tuple(
    re.compile(rf"{mark}(?={behind}){behind}{more}(?![?？]){_BLANKS}(?![!！\"'])")
    for mark, behind, more in (
        (r"\?", r"\?", r"(?:\?\?)?"),
        ("？", "？", "(?:？？)?"),
        (r"\?", r" \?", r"(?: \?){0,2}"),
    )
)
"""As many marks as the two spaces have characters (two) or bytes (four), maybe with blanks between."""
_TEXT = re.compile(r"[^\x00-\x7f？。，！、”’）》」]|[0-9A-Z]|<(?:b|strong|span|font|a|em|i|u)\b", re.IGNORECASE)
_LINE_START = re.compile(rf"(?:^|[>\n]){_BLANKS}$")
_LOOKS_BACK = 40
"""Characters in front of the marks that may be blanks."""
_LEAST_LINES = 2
"""Lines begun like this from which it is no question: a writer may begin one line with ``??``."""


def find(text: str) -> Mend | None:
    """Tell whether paragraphs begin with question marks instead of an indent."""
    for pattern in _INDENTS:
        found = [m for m in pattern.finditer(text) if _begins_line(m, text) and _TEXT.match(text, m.end())]
        if len(found) >= _LEAST_LINES or any(m[0].startswith("????") for m in found):
            return Mend(
                "drop_question_indent", partial(drop_question_indent, pattern=pattern), mirror=False, where="body"
            )
    return None


def _begins_line(match: re.Match[str], text: str) -> bool:
    start = match.start()
    if start and text[start - 1] not in ">\n\r\t \u3000\xa0;":
        return False
    return _LINE_START.search(text[max(0, start - _LOOKS_BACK) : start]) is not None


def drop_question_indent(text: str, pattern: re.Pattern[str]) -> Mended:
    """``text`` without the question marks that begin its lines."""
    cut = []

    def drop(match: re.Match[str]) -> str:
        if not _begins_line(match, text):
            return match[0]
        cut.append(match[0].strip())
        return ""

    return Mended(pattern.sub(drop, text), tuple(cut))
