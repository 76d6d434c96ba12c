"""A mirror's own address, written into the text where the outlet's stood or at the start of a line."""

from __future__ import annotations

import re
from functools import partial
from itertools import chain

from cleaners.lexicons import any_of
from cleaners.repairs.mend import HAN, Mend, Mended

_HOST = r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}(?::[0-9]{2,5})?/?"
_CHINESE = rf"[{HAN}【（《“‘「『]"
_BEHIND = r"(?=\s*(?:<[a-z][^<>]{0,400}>\s*){0,3}(?:[A-Z0-9\u2002-\u200a\u3000-\uffee“‘]|<(?:div|p|img|table|ul)\b))"
# Each begins with one literal, which the search for it runs along ten times faster.
_AT_START = (
    re.compile(rf"h(?<![^>\s]h)ttps?://{_HOST}{_BEHIND}"),
    re.compile(rf"w(?<![^>\s]w)ww\.{_HOST}{_BEHIND}"),
)
"""An address without a path at the start of a line, with the line's text right behind it, maybe in a tag of its own."""
_DATELINE = re.compile(
    rf"\s?(?:【[^】]{{2,16}}】|[（(]?(?:本[报報网網]|[{HAN}]{{2,10}}(?:[讯訊电電]|[报報网網社]\s?[0-9]{{4}})))"
)

_SUBJECT = re.compile(
    rf"[^{HAN}“「『]|[“「『].{{0,12}}[”」』]|[是为為网網的上和及与與或等已将將于於在可即就均也都系係官页頁]"
)
"""What follows an address that belongs to the sentence: anything but Chinese, a name in quotation marks, a verb, a
particle, 网站."""
_MAX_ADDRESSES = 20
"""Different addresses on one page; a mirror has one."""


def find(text: str, *, mirrored: bool) -> Mend | None:
    """Tell whether a bare address stands glued to the start of a line.

    On a page known for a mirror any such address is cut, elsewhere one in front of a dateline, or one with its scheme
    that runs into a sentence without being its subject.
    """
    matches = chain.from_iterable(pattern.finditer(text) for pattern in _AT_START)
    found = {m[0].rstrip("/") for m in matches if mirrored or _is_foreign_body(m, text)}
    if not found:
        return None
    address = any_of(sorted(found, key=len, reverse=True)[:_MAX_ADDRESSES])
    glued = re.compile(
        rf"(?:(?<=[>\n\s])|^|(?<={_CHINESE}))(?:{address})/?(?![\w./:-]*[\"'])(?=[^\x00-\x7f]|\s|<[a-z]|[A-Z0-9])"
    )
    return Mend("cut_address", partial(_cut_addresses, glued=glued), mirror=True, where="body")


def _is_foreign_body(match: re.Match[str], text: str) -> bool:
    behind = match.end()
    if _DATELINE.match(text, behind):
        return True
    return match[0].startswith("http") and behind < len(text) and _SUBJECT.match(text, behind) is None


def _cut_addresses(text: str, glued: re.Pattern[str]) -> Mended:
    """``text`` without those addresses where they stand in its lines."""
    return Mended(glued.sub("", text), tuple(glued.findall(text)))
