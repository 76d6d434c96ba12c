"""Times that text states by their distance from the fetch of the page: 3小时前, 昨天, just now."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Precision
from cleaners.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator


class Distance(NamedTuple):
    """One such time, and where in the text it stands."""

    start: int
    end: int
    ago: timedelta
    unit: Precision


@cache
def _words(name: str) -> dict[str, str]:
    """The words of one name in ``ago_words.tsv``, and their values."""
    return {row["text"]: row.get("value", "") for row in load_lexicon("ago_words") if row["name"] == name}


def _any_of(name: str, *, latin: bool) -> str:
    return "|".join(word for word in _words(name) if word.isascii() is latin)


@cache
def _ago() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        # 5日前往 tells where somebody went on the 5th, 15日前报名 until when one may; 3小时前来源：… is a byline.
        re.compile(
            rf"(?<![\d.月/-])(?<!月\s)(?P<count>\d{{1,3}})\s?(?P<unit>{_any_of('unit', latin=False)})之?前"
            r"(?![往去后後]|[來来](?!源)|(?<=日前)(?![发發更刊]|[來来]源)[\u3400-\u9fff])"
        ),
        re.compile(rf"\b(?P<count>\d{{1,3}}|an?) (?P<unit>{_any_of('unit', latin=True)})s? ago\b", re.IGNORECASE),
    )


def read_ago(text: str) -> Iterator[Distance]:
    """Times like 3小时前 and "an hour ago"."""
    if "前" not in text and " ago" not in text.lower():
        return
    for pattern in _ago():
        for match in pattern.finditer(text):
            unit = _words("unit")[match["unit"].casefold()]  # any s that the pattern takes for one
            count = int(match["count"]) if match["count"].isdigit() else 1
            exact = Precision.DAY if unit in ("days", "weeks") else Precision.MINUTE
            yield Distance(*match.span(), timedelta(**{unit: count}), exact)


@cache
def _days() -> re.Pattern[str]:
    """Words for a day, which end there or before a part of it (今天上午; 今日上午 begins stories), and for now."""
    return re.compile(
        rf"(?:{_any_of('day', latin=False)})(?:(?![\u3400-\u9fff])|(?<!日)(?=[上下中]午|凌晨|[早晚]))"
        rf"|{_any_of('now', latin=False)}|\b(?:{_any_of('day', latin=True)}|{_any_of('now', latin=True)})\b",
        re.IGNORECASE,
    )


@cache
def _day_words() -> tuple[str, ...]:
    return (*_words("day"), *_words("now"))


def read_day_words(text: str) -> Iterator[Distance]:
    """Words like 昨天, which say the day, and 刚刚, which says the minute."""
    if not names_day(text):
        return
    for match in _days().finditer(text):
        days = _words("day").get(match[0].casefold())
        ago, unit = (timedelta(), Precision.MINUTE) if days is None else (timedelta(days=int(days)), Precision.DAY)
        yield Distance(*match.span(), ago, unit)


def names_day(text: str) -> bool:
    """Whether a text may hold a word for a day or for now: a quick look."""
    return any(map(text.lower().__contains__, _day_words()))
