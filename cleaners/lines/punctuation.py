"""What stands around the words of a line: marks and brackets ahead and behind, and the ends of sentences."""

from __future__ import annotations

import re

from cleaners.lexicons import fold

CHINESE_STOPS = ("。", "！", "？")
"""Ends of Chinese sentences."""
SENTENCE_END = re.compile(r"[。！？.!?…][”」』’\"»]?\s?\Z")
"""The end of a line that is a sentence, in any language, with the quotation mark behind it."""

MARKS = "【[（(［〔 >»›•·*▲▼↓↑→★☆◆◇■□●○►▶☞👉📲◎※—–-"
"""What may stand before the first word."""
CLOSING = "】]）)］〕 <>«».…—–-:：∨﹀⌄↓▼▾▽"
"""What may stand behind the last."""


def unmarked(text: str) -> str:
    """A line in folded letters, from its first word on."""
    return fold(text).lstrip(MARKS)
