"""Strings of scripts as JSON: no script is run."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"""\\x([0-9A-Fa-f]{2})|\\([^"\\/bfnrtu])|\\.|(")""", re.DOTALL)


def quoted(piece: str) -> str:
    r"""A script's string, in its quotation marks, as one of JSON: in double ones, without escapes unknown to JSON.

    >>> quoted(r"'a \'b\' \x41'")
    '"a \'b\' \\u0041"'
    """
    return f'"{_ESCAPE.sub(_escape, piece[1:-1])}"'


def _escape(match: re.Match[str]) -> str:
    if match[1]:
        return f"\\u00{match[1]}"
    return match[2] or ('\\"' if match[3] else match[0])
