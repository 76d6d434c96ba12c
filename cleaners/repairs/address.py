"""A mirror's own address, written into the text where the outlet's stood or at the start of a line."""

from __future__ import annotations

import re
from functools import partial

from cleaners.repairs.mend import HAN, Mend, Mended

_HOST = r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}"
_GLUED = re.compile(
    rf"(^|[>\n])([\s\u3000]*)((?:https?://|(?=www\.)){_HOST}/?)(?=[{HAN}【（《“「『])", re.IGNORECASE
)
"""An address without a path at the start of a line, with Chinese right behind it."""
_DATELINE = re.compile(rf"\s?(?:【[^】]{{2,16}}】|[（(]?(?:本[报報网網]|[{HAN}]{{2,10}}[讯訊电電报報网網社]))")


def find(text: str, *, mirrored: bool) -> Mend | None:
    """Tell whether a bare address stands glued to the start of a line.

    On a page known for a mirror any such address is cut, elsewhere only one in front of a dateline.
    """
    if "http" not in text and "www." not in text:
        return None
    addresses = {
        match[3].lower() for match in _GLUED.finditer(text) if mirrored or _DATELINE.match(text, match.end())
    }
    if not addresses:
        return None
    return Mend("cut_address", partial(cut_addresses, addresses=frozenset(addresses)), mirror=True, where="body")


def cut_addresses(text: str, addresses: frozenset[str]) -> Mended:
    """``text`` without those addresses at the start of its lines."""
    cut: list[str] = []

    def drop(match: re.Match[str]) -> str:
        if match[3].lower() not in addresses:
            return match[0]
        cut.append(match[3])
        return match[1] + match[2]

    return Mended(_GLUED.sub(drop, text), tuple(cut))
