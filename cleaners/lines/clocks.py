"""The clock beside a day: hour, minute, second and zone, as pages print them behind the day or, seldom, before it."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import any_of, load_lexicon

if TYPE_CHECKING:
    from datetime import tzinfo

_FROM_UTC = r"(?:GMT|UTC)\s?[+-]\d{1,2}(?::?\d{2})?"
_GLUED = re.compile(r"(?P<hour>[01]\d|2[0-3])[:：](?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d))?(?!\d)")
"""A clock that nothing parts from the day before it: ``10-0812:00``."""
_BEFORE_CHARS = 20
"""Characters before a day among which its clock stands."""


class Clock(NamedTuple):
    """A time of day as text states it; None for each part it leaves open."""

    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    offset: tzinfo | None = None
    """Zone, where one is stated."""


class _Words(NamedTuple):
    """The rows of ``clock_words.tsv`` and ``zones.tsv``."""

    ahead: str
    """Pattern of what stands between a day and its clock: at, um, kl."""
    halves: dict[str, str]
    """Words for a part of the day -> how its hours are counted."""
    zones: dict[str, float | None]
    """Names of zones -> hours from UTC; None for one that is the name of several."""


@cache
def _words() -> _Words:
    rows = load_lexicon("clock_words")
    zones = {row["text"]: float(row["value"]) if "value" in row else None for row in load_lexicon("zones")}
    halves = {row["text"]: row["value"] for row in rows if "value" in row}
    return _Words(any_of(row["text"] for row in rows if "value" not in row), halves, zones)


@cache
def _behind() -> re.Pattern[str]:
    """The clock right behind a day."""
    ahead, halves, zones = _words()
    return re.compile(
        rf"""
        (?: \s?[гр]\. | \sгода | \sроку )?                     # "year", which Russian and its kin set behind it
        \.? [\s,，,|T@·日()（）–—-]{{0,4}}
        (?: (?:星期|周|週|禮拜)[一二三四五六日天]
          | (?<=[(（]) [一二三四五六月火水木金土日] (?=[)）]) )?   # the weekday
        [\s,，|()（）]{{0,3}}
        (?: (?:{ahead}) \s )?
        (?P<half> {any_of(halves)} )? \s?
        (?<!\d\d) (?P<hour> [01]?\d | 2[0-3] )
        (?: \s?[:：]\s? | 時 | 时 | 点 | 點 | 시\s? | \s?h\s? | \. (?= \d\d\s?[AaPp]\.?[Mm] ) )
        (?P<minute> [0-5]\d )
        (?: (?:[:：]|分) (?P<second> [0-5]\d ) (?: [.,]\d{{1,9}} )? )?
        (?!\d) (?:分|秒|분)?
        \s? (?P<ampm> [AaPp]\.?[Mm]\b\.? | [صم](?!\w) | [上下]午(?![\u3400-\u9fff\d]) )?
        \s? (?P<zone> Z\b | (?:GMT|UTC)?[+-]\d{{2}}:?\d{{2}}\b | {_FROM_UTC}\b | [(（]{_FROM_UTC}[)）]
                    | (?:{any_of(zones)})\b )?
        """,
        re.VERBOSE,
    )


@cache
def _before() -> re.Pattern[str]:
    """The clock at the end of what stands before a day."""
    return re.compile(
        rf"""
        (?<![\d:.]) (?P<hour> [01]?\d | 2[0-3] )
        [:：] (?P<minute> [0-5]\d )
        (?: [:：] (?P<second> [0-5]\d ) )?
        (?: \s? (?P<ampm> [AaPp]\.?[Mm]\b\.? ) )?
        (?: \s? (?P<zone> {_FROM_UTC} | {any_of(_words().zones)} ) )?
        [\s,，|]{{1,3}} (?:ngày\s)? \Z                              # Vietnamese for "day"
        """,
        re.VERBOSE,
    )


@cache
def _zone() -> re.Pattern[str]:
    return re.compile(rf"\s?(?P<zone>{any_of(_words().zones)})\b")


def zone_behind(text: str, day_end: int) -> tuple[tzinfo | None, int] | None:
    """The zone behind a day whose clock stands before it, and where its name ends: ``10:12 2024-05-06 HKT``."""
    match = _zone().match(text, day_end)
    return (_offset_of(match["zone"]), match.end()) if match else None


def clock_behind(text: str, day_end: int) -> tuple[Clock, int] | None:
    """The clock behind a day that ends at ``day_end``, and where it ends; None without one."""
    match = _GLUED.match(text, day_end) or _behind().match(text, day_end)
    return (clock_of(match), match.end()) if match else None


def clock_before(text: str, day_start: int) -> tuple[Clock, int] | None:
    """The clock before a day that begins at ``day_start``, and where it begins: ``14:55 UTC+8, 2024-11-12``."""
    start = max(0, day_start - _BEFORE_CHARS)
    match = _before().search(text[start:day_start])
    return (clock_of(match), start + match.start()) if match else None


def clock_of(match: re.Match[str]) -> Clock:
    """The clock of a match with groups ``hour``, ``minute``, ``second`` and, where it has them, words and zone."""
    groups = match.groupdict()
    hour, minute, second = (int(groups[name]) if groups[name] else None for name in ("hour", "minute", "second"))
    if hour is not None:
        hour = _hour_of_day(hour, groups.get("ampm") or "", _words().halves.get(groups.get("half") or ""))
    return Clock(hour, minute, second, _offset_of(groups.get("zone")))


def _hour_of_day(hour: int, ampm: str, half: str | None) -> int:
    """The hour of the day of an hour beside am or pm, or a word for a part of the day."""
    ampm = ampm.lower()[:1]
    if hour < 12 and (ampm in ("p", "م", "下") or half == "pm" or (half == "noon" and hour < 3)):
        return hour + 12
    return 0 if hour == 12 and (ampm in ("a", "ص", "上") or half == "night") else hour


def _offset_of(zone: str | None) -> tzinfo | None:
    """The zone of a name or a number; None where its name is that of several."""
    if not zone:
        return None
    if zone in _words().zones:
        hours = _words().zones[zone]
        return None if hours is None else timezone(timedelta(hours=hours))
    digits = "".join(char for char in zone if char in "+-" or char.isdigit())
    if len(digits) < 2:
        return UTC
    minutes = int(digits[1:-2]) * 60 + int(digits[-2:]) if len(digits) > 3 else int(digits[1:]) * 60
    return timezone(timedelta(minutes=-minutes if digits[0] == "-" else minutes)) if minutes < 24 * 60 else None
