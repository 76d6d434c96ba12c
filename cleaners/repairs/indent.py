"""Question marks, or other signs of a lost character, for the two ideographic spaces that indent a paragraph."""

from __future__ import annotations

import re
from functools import cache, partial

from cleaners.repairs.mend import HAN, Mend, Mended

_SIGNS = "?？\ufffd□囗¿"
"""What converters write for a character that they do not know, or fonts show for it."""
_BLANKS = r"(?:&nbsp;|[^\S\n])*"
_TEXT = re.compile(r"[^\x00-\x7f？。，！、”’）》」]|[0-9A-Z]|<(?:b|strong|span|font|a|em|i|u)\b", re.IGNORECASE)
_LINE_START = re.compile(rf"(?:^|[>\n]){_BLANKS}$")
_AHEAD = r">\n\r\t \u3000\xa0;"
"""What may stand right in front of the signs, if anything does."""
_LOOKS_BACK = 40
"""Characters in front of the signs that may be blanks."""
_MIN_LINES, _MIN_SINGLE = 2, 3
"""Lines begun with two signs, and with a single one, from which it is no question: a writer may begin one so."""
_SURE_SIGNS = 4
"""Signs with which one line is enough: as many as the two spaces have bytes."""

_TAG_CHARS = 200
"""Characters before an indent that are searched for the tag that begins its paragraph."""
_CHINESE = re.compile(rf"[{HAN}“《（]")
_PARAGRAPH = re.compile(rf"(?:^|\n|<(?:p|br|div|td|li)\b[^<>]{{0,150}}>){_BLANKS}$", re.IGNORECASE)


@cache
def _indent(sign: str) -> re.Pattern[str]:
    # Begins with one literal, which the search for it runs along twice as fast as along two. Most signs of a page stand
    # in addresses: what is ahead rules those out without a match.
    ahead = rf"(?<![^{_AHEAD}]{re.escape(sign)})"
    return re.compile(
        rf"{re.escape(sign)}{ahead}(?:(?:&nbsp;|[ \u3000])?[{_SIGNS}]){{0,7}}(?![{_SIGNS}]){_BLANKS}(?![!！\"'])"
    )


def find(text: str) -> Mend | None:
    """Tell whether paragraphs begin with question marks, or other such signs, instead of an indent."""
    for sign in _SIGNS:
        if sign in text:
            pattern = _indent(sign)
            found = [m for m in pattern.finditer(text) if _begins_line(m, text) and _TEXT.match(text, m.end())]
            counts = [sum(map(m[0].count, _SIGNS)) for m in found]
            several = sum(count > 1 for count in counts)
            if not several:
                found = [m for m in found if _begins_paragraph(m, text)]
            least = _MIN_LINES if several else _MIN_SINGLE
            if (several or len(found)) >= least or max(counts, default=0) >= _SURE_SIGNS:
                return Mend(
                    "drop_question_indent",
                    partial(_drop_question_indent, pattern=pattern, least=2 if several else 1),
                    mirror=False,
                    where="body",
                )
    return None


def _begins_line(match: re.Match[str], text: str) -> bool:
    start = match.start()
    return _LINE_START.search(text[max(0, start - _LOOKS_BACK) : start]) is not None


def _begins_paragraph(match: re.Match[str], text: str) -> bool:
    """Whether a paragraph begins here for sure, and in Chinese: inline elements end in front of question marks, too."""
    before = text[max(0, match.start() - _TAG_CHARS) : match.start()]
    return _PARAGRAPH.search(before) is not None and _CHINESE.match(text, match.end()) is not None


def _drop_question_indent(text: str, pattern: re.Pattern[str], least: int) -> Mended:
    """``text`` without the signs that begin its lines, where at least so many of them stand together."""
    cut = []

    def drop(match: re.Match[str]) -> str:
        count = sum(map(match[0].count, _SIGNS))
        if not _begins_line(match, text) or count < least or (count == 1 and not _begins_paragraph(match, text)):
            return match[0]
        cut.append(match[0].strip())
        return ""

    return Mended(pattern.sub(drop, text), tuple(cut))
