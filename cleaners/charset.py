"""Bytes to text: which charset a page is really written in."""

from __future__ import annotations

import re
from typing import NamedTuple


class Decoded(NamedTuple):
    """Text of a page and the charset it was read with."""

    text: str
    charset: str


_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 4096
"""Bytes that may hold the page's own declaration; browsers look at 1,024, careless pages write it later."""
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
"""Superset that reads the named charset and what pages really put into it."""


_BY_DEFAULT = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252"})
"""Charsets that servers state by default, whatever the page holds. They read any bytes and so prove nothing."""

_HIGH_RUNS = re.compile(rb"[\x80-\xff]{4,}")
_HIGH = re.compile(rb"[\x80-\xff]")


def decode(raw: bytes, content_type: str | None = None) -> Decoded:
    """Decode a page; the charset that breaks least among declared, UTF-8 and GB18030 wins. Never raises.

    A declared Latin-1 counts only when nothing else is declared and the bytes are not written in pairs.
    """
    names = _declared(raw, content_type)
    said = [name for name in names if name not in _BY_DEFAULT]
    if len(said) < len(names) and not said and not _writes_in_pairs(raw):
        said = ["utf-8", "windows-1252"]  # what browsers take Latin-1 for
    tries = []
    for order, name in enumerate(dict.fromkeys([*said, "utf-8", "gb18030"])):
        charset = _ALIASES.get(name, name)
        try:
            text = raw.decode(charset, "replace")
        except LookupError:
            continue
        broken = text.count("\N{REPLACEMENT CHARACTER}")
        if not broken:
            return Decoded(text, charset)
        tries.append((broken, order, text, charset))
    broken, order, text, charset = min(tries)
    return Decoded(text, charset)


def _declared(raw: bytes, content_type: str | None) -> list[str]:
    """Charsets that the header and the page name, in this order, in lower case."""
    found = [_DECLARED.search(content_type.encode("utf-8", "replace"))] if content_type else []
    found.append(_DECLARED.search(raw, 0, _HEAD_BYTES))
    return [match[1].decode("ascii", "replace").lower() for match in found if match]


def _writes_in_pairs(raw: bytes) -> bool:
    """Whether bytes above ASCII stand together, as in Chinese text; in Western text they stand alone."""
    high = len(_HIGH.findall(raw))
    return sum(map(len, _HIGH_RUNS.findall(raw))) * 2 > high > 0
