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

MIN_ITEMS = 3
"""Paragraphs with a name that make a list."""
MAX_STEP = 3
"""Paragraphs from one item to the next, at most: an item may have a second paragraph, and a third."""
EVEN_SHARE = 0.7
"""Share of the steps that are alike in a list. Keywords in front of two paragraphs in five have two steps in five
alike."""
_NAME = re.compile(r"([【\[（(「]?)[^\s，。；！？、：:\-—_|【】\[\]（）()「」]{2,20}([】\]）)」：:\-—_|\s]+)\S{8}")
"""A name, the sign behind it, and the beginning of a paragraph. Groups: the bracket ahead, the sign."""


def find_named_items(texts: Sequence[str]) -> frozenset[int]:
    """The indices of the paragraphs that make a list of paragraphs that begin with a name."""
    places: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        name = _NAME.match(text)
        if name:
            places.setdefault(name[1] + name[2], []).append(at)
    return frozenset(at for items in places.values() if _are_even(items) for at in items)


def _are_even(items: Sequence[int]) -> bool:
    """Whether paragraphs with these indices follow one another as the items of a list do."""
    steps = Counter(behind - at for at, behind in pairwise(items))
    step, count = steps.most_common(1)[0] if len(items) >= MIN_ITEMS else (0, 0)
    return 0 < step <= MAX_STEP and count >= EVEN_SHARE * steps.total()
