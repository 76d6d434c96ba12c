"""Tell paragraphs that name what they are about from paragraphs that a keyword was put in front of.

Advice against fraud, lists of recalled goods, of loans, of courses: paragraph after paragraph begins with a name, set
apart by the same sign (刷单返利　诈骗分子…; 【雄鹿牌胶囊】检出…). Keywords are strewn: of ten paragraphs they stand
in front of some, here and there.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MIN_ITEMS = 3
"""Paragraphs with a name that make a list."""
_MAX_STEP = 3
"""Paragraphs from one item to the next, at most: an item may have a second paragraph, and a third."""
_EVEN_SHARE = 0.7
"""Share of the steps that are alike in a list. Keywords in front of two paragraphs in five have two steps in five
alike."""
_WORDS = r"[^\s，。；！？、：:\-—_|【】\[\]（）()「」]{2,20}"
_NAME = re.compile(rf"([【\[（(「]?){_WORDS}([】\]）)」：:\-—_|\s]+)\S{{8}}")
"""A name, the sign behind it, and the beginning of a paragraph. Groups: the bracket ahead, the sign."""
_IN_BRACKETS = {bracket: re.compile(rf"{re.escape(bracket)}(?={_WORDS}[】\]）)」])") for bracket in "【[（(「"}


def find_named_items(texts: Sequence[str]) -> frozenset[tuple[int, int]]:
    """Where the names of listed items stand in these paragraphs: which paragraph, and where in it the name begins.

    Items are paragraphs that begin with a name; and what stands in a paragraph behind each of the brackets that it
    begins with.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    items: set[tuple[int, int]] = set()
    for at, text in enumerate(texts):
        if name := _NAME.match(text):
            places.setdefault(name[1] + name[2], []).append((at, name.end(1)))
        if opening := _IN_BRACKETS.get(text[:1]):
            items.update((at, bracket.end()) for bracket in opening.finditer(text))
    return frozenset(items.union(*(found for found in places.values() if _are_even([at for at, _ in found]))))


def _are_even(items: Sequence[int]) -> bool:
    """Whether paragraphs with these indices follow one another as the items of a list do."""
    steps = Counter(behind - at for at, behind in pairwise(items))
    step, count = steps.most_common(1)[0] if len(items) >= _MIN_ITEMS else (0, 0)
    return 0 < step <= _MAX_STEP and count >= _EVEN_SHARE * steps.total()
