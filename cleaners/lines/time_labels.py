"""What the words beside a time say that it is the time of: publication, an update, something else."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import load_lexicon, texts

if TYPE_CHECKING:
    from cleaners.lines.stamps import Stamp

LABEL_CHARS = 14
"""Characters before a time in which its label stands."""
_CUT_WORD = re.compile(r"[^\W\d_\u2e80-\ud7ff]{2,20}\Z")
"""A word of an alphabet whose beginning is that many characters away: Veröffentlicht am, Aktualisiert am."""
_CHANGED = re.compile(r"(?:更新|修改)(?!时间|時間|日期|于|於|\s?[:：\d])")
"""Behind a time; with a colon or a clock the word belongs to the next one."""
_NEXT_CHANGED = re.compile(r"(?:更新|修改)\s?[/／|｜于於]?\s?\d")
_HELD = re.compile(r"在(?![线線看])")
"""Right behind a day: a speech was made then (2024年5月6日在明溪县……会议上)."""
_PASSED = re.compile(
    r"[^，。；：]{0,40}(?<![获獲])(?:会|會)(?:[议議](?:修订|修正|審議|审议)?|审议|審議)?(?:通过|通過|批准)(?=[\s，。；、）)]|\Z)"
)
"""Right behind the day on which an assembly passed a law: （2024年5月6日明溪县……第八次会议通过）. In a headline
behind the day of publication, what was passed follows."""
_PLACE = re.compile(r"(?<![\u3400-\u9fff])(?!发布|發布)(?:[\u3400-\u9fff]{2})?(?:地点|地點)\s?[:：]")
"""Behind a labelled time: it is an event's (活动时间：2024年5月6日 地点：县图书馆)."""
_OF_EVENT = re.compile(r"(?:时间|時間|日期)\s?[:：]?\s?\Z")
_TO_PLACE_CHARS = 24
"""Characters behind an event's time in which its place is named."""
_LUNAR = re.compile(
    r"农历|農曆|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年|[正二三四五六七八九十冬腊]月(?:初|十|廿|二十)[一二三四五六七八九十]"
)
"""Behind a day on a page's calendar."""
_CALENDAR_CHARS = 24
"""Characters behind a day in which its lunar form stands."""

_STRONGEST = ("other", "modified", "asked", "published")
"""Where several words stand before a stamp, the first of these that one of them means."""


class _Labels(NamedTuple):
    """The rows of ``time_labels.tsv``."""

    pattern: re.Pattern[str]
    """Matches any, the longest first."""
    meanings: dict[str, str]
    plain: frozenset[str]
    """Words that say so little that what stands beside them counts as well."""
    clockless: frozenset[str]
    """Words of a year or a day, never of a clock."""


@cache
def _labels() -> _Labels:
    rows = load_lexicon("time_labels")
    plain, clockless = (frozenset(texts("time_labels", note=note)) for note in ("plain", "clockless"))
    longest_first = sorted((row["text"] for row in rows), key=len, reverse=True)
    # A plain word in a compound that is not listed (建站时间, 劇場公開) says nothing of the article. Each branch begins
    # with a character as it is: a search skips to those.
    branches = [
        rf"{text[0]}(?<![\u3400-\u9fff].){text[1:]}" if text in plain else re.escape(text) for text in longest_first
    ]
    return _Labels(re.compile("|".join(branches)), {row["text"]: row["value"] for row in rows}, plain, clockless)


def sentence_labels() -> tuple[str, ...]:
    """Labels that count inside running text."""
    return texts("time_labels", note="sentence")


def meaning_of(text: str, stamp: Stamp) -> str | None:
    """What the words beside a stamp say it is the time of; None when there are none that say it."""
    first = max(0, stamp.start - LABEL_CHARS)
    if first and (cut := _CUT_WORD.search(text, max(0, first - LABEL_CHARS), first + 1)):
        first = cut.start()
    before = text[first : stamp.start].lower()
    behind = text[stamp.end : stamp.end + 6].lstrip()
    pattern, meanings, plain, clockless = _labels()
    labels = [match[0] for match in pattern.finditer(before)]
    found = [meanings[label] for label in labels if label not in clockless or not stamp.has_clock]
    if _CHANGED.match(behind) and not (found and found[-1] == "published" and _NEXT_CHANGED.match(behind)):
        return "modified"
    if not labels and text[stamp.end - 1] == "日" and _PASSED.match(text, stamp.end):
        return "other"
    if _LUNAR.search(text, stamp.end, stamp.end + _CALENDAR_CHARS):
        return "other"
    if plain.issuperset(labels):
        if not stamp.has_clock and _HELD.match(text, stamp.end):
            return "other"
        if _OF_EVENT.search(before) and _PLACE.search(text, stamp.end, stamp.end + _TO_PLACE_CHARS):
            return "other"
    return next((meaning for meaning in _STRONGEST if meaning in found), None)
