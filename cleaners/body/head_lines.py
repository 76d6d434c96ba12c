"""Lines between headline and text that only repeat the headline, or state time, source or writer."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners.lines.punctuation import CHINESE_STOPS
from cleaners.lines.stamps import read_stamps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleaners.page.model import Box, Line

_MAX_HEAD_CHARS = 60
"""Longest line of time, source and buttons above a text."""

_STATED_TIME = re.compile(r"[^。！？，]{0,12}(?:19|20)[0-9]{2} ?[-/.年] ?[01]?[0-9] ?[-/.月] ?[0-3]?[0-9][^，]*\Z")
"""A time near the head of a line; a clause before or behind it tells something: 自2026年3月1日起，渡口停航，安排："""

_LONE_DAY = re.compile(r"[01]?\d ?月 ?[0-3]?\d ?日(?: ?[0-2]?\d[:：][0-5]\d)?")
_ADDRESS_LINE = re.compile(r"https?://[!-~]+(?:\s[^。！？，]{0,30})?")
"""The page's own address above its text, as print views show it, with the day behind it."""
_PARTICLES = "and|de|der|den|van|von|la|le|di|al|&"
_BY_LINE = re.compile(rf"(?:By|BY):? [A-Z][\w.'’-]{{1,20}}(?: (?:[A-Z][\w.'’-]{{0,20}}|{_PARTICLES})){{1,6}}")


_ENACTED = re.compile(
    r"[（(][^（）()]{0,40}(?:会议|大会|委员会|政府|[令号]|會議|大會|委員會|號)[^（）()]{0,12}"
    r"(?:通过|公布|发布|施行|修[订正]|批准|通過|公佈|發布|修訂)[）)]"
)
"""Who enacted a law or decision, and when: a part of its text."""
_OPENS = re.compile(r"[\u3400-\u9fff]{5}[:：]\Z")
"""End of a line that leads to the text: 县气象台2026年3月16日16时发布天气预报：. Labels without a value are shorter."""

_MIN_DAYS = 2
"""Fewest lone days, alike in form and in mark-up, that head a chronicle's parts; one is the article's own."""
_DAY_HEADING = re.compile(r"(?:(?:19|20)\d\d ?年 ?)?[01]?\d ?月 ?[0-3]?\d ?日")
_MAX_BESIDE_TIMES = 24
"""Letters beside the times of a line that states them, in a language with any words for it: Giriş, Güncelleme."""


def is_head_line(text: str, title: str | None) -> bool:
    """Whether a first line only repeats the headline or states time, source or writer.

    >>> is_head_line("2026/03/16 06:00 列印", None), is_head_line("2026年3月16日，渡口复航。", None)
    (True, False)
    """
    if text == title:
        return True
    if len(text) > _MAX_HEAD_CHARS or text.endswith(CHINESE_STOPS) or _ENACTED.fullmatch(text) or _OPENS.search(text):
        return False
    stated = _STATED_TIME.match(text) or _LONE_DAY.fullmatch(text) or _BY_LINE.fullmatch(text)
    return bool(stated or _ADDRESS_LINE.fullmatch(text)) or _is_little_but_times(text)


def chronicle_days(lines: Iterable[Line], boxes: Sequence[Box]) -> set[str]:
    """The lone days, alike in form, under which a chronicle tells what happened: 10月6日; none below _MIN_DAYS.

    All stand in boxes of one shape, with text behind each: the article's own day does not, nor one that signs it.
    """
    alike: dict[tuple[bool, str, str], set[str]] = defaultdict(set)
    for line, behind in pairwise(lines):
        if _DAY_HEADING.fullmatch(line.text) and not _DAY_HEADING.fullmatch(behind.text):
            _, tag, name, *_ = boxes[line.box]
            alike["年" in line.text, tag, name].add(line.text)
    return {day for days in alike.values() if len(days) >= _MIN_DAYS for day in days}


def _is_little_but_times(text: str) -> bool:
    stamps = read_stamps(text, partial=False)
    beside = len(text) - sum(stamp.end - stamp.start for stamp in stamps)
    return bool(stamps) and beside <= _MAX_BESIDE_TIMES and not text.endswith((".", ":", "："))
