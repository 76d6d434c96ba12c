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


def decode(raw: bytes, content_type: str | None = None) -> Decoded:
    """Decode a page; the charset that breaks least among declared, UTF-8 and GB18030 wins. Never raises."""
    names = []
    if content_type and (match := _DECLARED.search(content_type.encode())):
        names.append(match[1].decode().lower())
    if match := _DECLARED.search(raw, 0, _HEAD_BYTES):
        names.append(match[1].decode().lower())
    tries = []
    for order, name in enumerate(dict.fromkeys([*names, "utf-8", "gb18030"])):
        charset = _ALIASES.get(name, name)
        try:
            text = raw.decode(charset, "replace")
        except LookupError:
            continue
        broken = text.count("�")
        if not broken:
            return Decoded(text, charset)
        tries.append((broken, order, text, charset))
    broken, order, text, charset = min(tries)
    return Decoded(text, charset)
