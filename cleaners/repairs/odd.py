"""Signs of any kind strewn in front of punctuation: letters of foreign scripts, private characters, ASCII symbols.

``strewn`` knows the symbols that never stand there. Any other sign may stand in front of a mark now and then. Many
different ones, two and three at a time, and nowhere else on the page, do not.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache, partial

from cleaners.repairs.mend import HAN, Mend, Mended
from cleaners.repairs.strewn import PUNCTUATION

_MIN_KINDS = 2
"""Different signs in front of marks from which it is looked at whether somebody strewed them."""
_MIN_SPOTS, _MIN_SEVERAL = 6, 3
"""Marks with such signs in front, and with more than one, from which somebody did."""
_MIN_SHARE = 1 / 20
"""And at least one in so many of the page's marks."""
_ELSEWHERE = 0.1
"""Share of a sign's places that are not in front of marks, up to which it counts."""
_MAX_RUN_SIGNS = 3
"""Signs in front of one mark."""

_HONEST = (
    rf"\s\w{HAN}<>&;\"'()\[\]{{}}%.,:!?=\-"
    "\xb2\xb3\xb9\u2070-\u209f\u2460-\u24ff\u2776-\u2793\u3200-\u33ff"  # notes and numbers
    "（）〔〕【】《》〈〉「」『』“”‘’…—·～〜％‰°℃′″※￥￡￠"
    "\u2600-\u27bf\U0001f000-\U0001ffff"  # pictures
)
"""What a clause may end with, for use inside a character class."""
_LETTERS = "\u0370-\u1dff\u3040-\u312f\u1100-\u11ff\u2c00-\u2dff\ua000-\uabff\uac00-\ud7ff\U00010000-\U0001efff"
"""Letters of scripts other than Latin and Han, which the class above holds with all others."""


_TAG = re.compile(r"<[^<>]{0,1000}>")


@lru_cache(maxsize=10_000)
def _is_sign(character: str) -> bool:
    return re.match(rf"[^{_HONEST}{PUNCTUATION}]|[{_LETTERS}]", character) is not None


@cache
def _runs() -> re.Pattern[str]:
    sign = rf"(?:[^{_HONEST}{PUNCTUATION}]|[{_LETTERS}])"
    return re.compile(rf"(?<=[{HAN}”）0-9]){sign}{{1,{_MAX_RUN_SIGNS}}}(?=[{PUNCTUATION}])")


def find(text: str, prose: str, ends: frozenset[str]) -> Mend | None:
    """Tell whether signs that hardly stand anywhere else were strewn in front of marks.

    ``ends``: what stands there in ``prose``.
    """
    if sum(map(_is_sign, ends)) < _MIN_KINDS:
        return None
    shown = _TAG.sub("", prose)
    counts = Counter("".join(_runs().findall(shown)))
    odd = frozenset(sign for sign, count in counts.items() if shown.count(sign) <= (1 + _ELSEWHERE) * count)
    if len(odd) < _MIN_KINDS:
        return None
    spots = [run for run in _runs().findall(text) if odd.issuperset(run)]
    several = sum(len(run) > 1 for run in spots)
    marks = sum(map(text.count, PUNCTUATION))
    if several < _MIN_SEVERAL or len(spots) < max(_MIN_SPOTS, _MIN_SHARE * marks):
        return None
    return Mend("drop_odd_signs", partial(_drop_odd_signs, odd=odd), mirror=True)


def _drop_odd_signs(text: str, *, odd: frozenset[str]) -> Mended:
    """``text`` without the signs ``odd`` in front of punctuation."""
    cut: list[str] = []

    def drop(match: re.Match[str]) -> str:
        if not odd.issuperset(match[0]):
            return match[0]
        cut.append(match[0])
        return ""

    return Mended(_runs().sub(drop, text), tuple(dict.fromkeys(cut)))
