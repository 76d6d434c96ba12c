"""Question marks for the two ideographic spaces that indent a paragraph: what a converter puts for what it cannot write."""

from __future__ import annotations

import re

from cleaners.repairs.mend import Mend, Mended

_INDENT = re.compile(
    r"(^|[>\n])([^\S\n]*(?:&nbsp;)*)((?:\?{4}|\?{2}|？{4}|？{2}|(?:\? ){1,3}\?)(?:&nbsp;|[^\S\n])*)(?=[^\x00-\x7f？。，！、”’）》」]|[0-9A-Z“‘《「【]|<(?:b|strong|span|font|a|em|i|u)\b)",
    re.IGNORECASE,
)
_LEAST_LINES = 2
"""Lines begun like this from which it is no question: a writer may begin one line with ``??``."""


def find(text: str) -> Mend | None:
    """Tell whether paragraphs begin with question marks instead of an indent."""
    if "??" not in text and "？？" not in text and "? ?" not in text:
        return None
    found = [match[3] for match in _INDENT.finditer(text)]
    if len(found) >= _LEAST_LINES or any(mark.strip() == "????" for mark in found):
        return Mend("drop_question_indent", drop_question_indent, mirror=False, where="body")
    return None


def drop_question_indent(text: str) -> Mended:
    """``text`` without the question marks that begin its lines."""
    cut = tuple(match[3].strip() for match in _INDENT.finditer(text))
    return Mended(_INDENT.sub(r"\1\2", text), cut)
