"""Read times out of a piece of text: a small reader for each form, tried in order; no character is read twice.

Knows nothing of pages. What a stamp leaves open (the year of ``10-08 12:00``, the day of ``3小时前``) stays open here;
``resolve`` completes it from the rest of the page.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Precision
from cleaners.lines.calendars import (
    BUDDHIST_ERA,
    GLUED,
    MONTH_WORD,
    from_jalali,
    month_names,
    month_of,
    months_of,
    plain_name,
)
from cleaners.lines.clocks import clock_before, clock_behind, clock_of, zone_behind
from cleaners.lines.distances import names_day, read_ago, read_day_words
from cleaners.lines.sources import is_outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import timedelta, tzinfo


class Stamp(NamedTuple):
    """A time as text states it; None for each part it leaves open."""

    start: int
    end: int
    """``text[start:end]`` is the stamp."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    offset: tzinfo | None = None
    ago: timedelta | None = None
    """Time before the page was fetched (昨天, 3小时前)."""
    unit: Precision | None = None
    """How exact ``ago`` is."""
    doubtful: str = ""
    """Separator of a day whose month may be its other number (``3/10/2023``); empty for others."""

    @property
    def has_clock(self) -> bool:
        """Whether it states hour and minute."""
        return self.minute is not None


_MAX_TEXT_CHARS = 400
"""Only the beginning of a longer text is read: a line with a publication time is short."""

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_DAY_END = r"(?:\s?[日号號일])?(?:(?!\d)|(?=\d{2}[:：]\d{2}))"
"""Behind a day no digit follows, but for a clock glued to it: ``10-0812:00``."""

_NUMERIC = re.compile(rf"(?<![\d.]){_YEAR}\s?(?:[-/.·－—–]|年|년)\s?{_MONTH}\s?(?:[-/.·－—–]|月|월)\s?{_DAY}{_DAY_END}")
_RUN_TOGETHER = re.compile(rf"(?<!\d){_YEAR}(?P<month>0[1-9]|1[0-2])[/.-](?P<day>0[1-9]|[12]\d|3[01]){_DAY_END}")
"""Year, month and day in elements of their own with nothing between: ``202405/0622:27``."""
_ROC = re.compile(rf"民[國国]\s?(?P<year>\d{{2,3}})\s?[年./-]\s?{_MONTH}\s?[月./-]\s?{_DAY}\s?日?(?!\d)")
_ROC_BARE = re.compile(
    r"(?P<year>1(?<![\d.-].)[0-3]\d)\s?(?P<sep>[年./-])(?<![A-Za-z]\d{3}\.)(?<![A-Za-z]\s\d{3}\.)\s?"
    rf"{_MONTH}\s?(?:月|(?P=sep))\s?{_DAY}\s?日?(?![\d.-])"
)
"""Of three digits no other year is; behind a word of the alphabet they are a version: Firefox 115.10.1."""
_HAN_NUMERIC = re.compile(
    r"(?P<year>[〇○零一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2}|1[0-2]|0?[1-9])月"
    r"(?P<day>[一二三四五六七八九十]{1,3}|3[01]|[12]\d|0?[1-9])日"
)
_HAN_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月"
_MONTH_AHEAD = re.compile(rf"(?<![\d年]){_HAN_MONTH}\s?{_DAY}日?,\s?(?P<year>(?:19|20)\d{{2}})(?!\d)")
_DAY_AHEAD = re.compile(rf"(?<!\d){_DAY}\s{_HAN_MONTH},?\s(?P<year>(?:19|20)\d{{2}})(?!\d|\s?年)")
"""As WordPress prints a day in Chinese where the order stayed English: ``五月 6, 2024``, ``6 5 月, 2024``."""
_ROC_HAN = re.compile(
    r"民[國国](?P<year>[一二三四五六七八九十百零〇○]{1,6})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:T?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?)?(?!\d)"
)
_EIGHT_DIGITS = re.compile(
    r"(?:\A|(?<=[时時][间間][:：])|(?<=日期[:：])|(?<=[时時][间間][:：]\s)|(?<=日期[:：]\s))"
    r"(?P<year>20[0-3]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\w.,:/|｜-])"
)
_DAY_GOES_ON = re.compile(
    r"\s*(?:\Z|[(（]?(?:星期|周|週|禮拜)[一二三四五六日天]|(?:[01]?\d|2[0-3])[:：]\d\d|[记記]者"
    r"|(?:[来來稿]源|作者|[责責]?任?[编編][辑輯]?|[发發][布佈]\w*)\s?[:：])"
)
"""What stands behind a day in a head: nothing more, weekday, clock, role or label."""
_NEXT_WORD = re.compile(r"\s+([^\s|｜]+)")
_SLASHED = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[/.-])(?:(?<=\.)\s)?(?P<b>\d{1,2})(?P=sep)(?:(?<=\.)\s)?(?P<year>(?:19|20|25)\d{2})(?!\d)"
)
"""A space may stand behind full stops: 3. 8. 2026."""
_SHORT_YEAR = re.compile(rf"(?<![\d/.-])(?P<year>\d{{2}})-(?P<month>1[0-2]|0[1-9])-(?P<day>3[01]|[012]\d){_DAY_END}")
_SHORT_YEAR_CLOCKED = re.compile(
    r"(?<![\d/.-])(?P<year>\d{2})-(?P<month>1[0-2]|[1-9])-(?P<day>3[01]|[12]\d|[1-9])(?=\s\d{1,2}[:：]\d{2})"
)
"""Without zeros only with a clock behind: ``23-2-14`` is a score."""
_MONTH_DAY = re.compile(rf"(?<![\d/.年-]){_MONTH}\s?(?:-|/|月)\s?{_DAY}{_DAY_END}(?![-/.])")
_DAY_ONLY = re.compile(rf"(?<![\d月]){_DAY}日\s?(?=\d{{1,2}}[:：]\d{{2}})")
_YEAR_MONTH = re.compile(rf"(?<![\d.]){_YEAR}(?:年{_MONTH}月(?!\s?\d)|-(?P<month2>1[0-2]|0[1-9])(?![\d-]))")

_HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "元": 1}
"""元 is the first year of an emperor's reign."""
_ANY_YEAR = r"(?P<year>(?:19|20|25|1[34])\d{2})(?!\d)"
"""Also of the Buddhist era (2569) and of Iran's calendar (1405), which count only with a month's name of theirs."""
_SHORT_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?"
"""Between day and year, as Taiwan's blogs set a post's day in boxes: Jun 30 Sun 2019."""
_OF = r"(?:of |de |del |d['\u2019])?"
_NAMED_MONTH = (
    re.compile(rf"{MONTH_WORD}\s{{0,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s?[,،]?\s?{_SHORT_WEEKDAY}{_ANY_YEAR}"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|º|er)?[\s-]{{0,2}}{_OF}{MONTH_WORD}[,،]?[\s-](?:de |del )?"
        rf"{_ANY_YEAR}"
    ),
    re.compile(rf"(?<!\d){_ANY_YEAR}[\s,.-]{{1,2}}{MONTH_WORD}[\s,.-]{{1,2}}(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"),
)
_DIGIT = re.compile(r"\d")
_HAN_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}年|民[國国]")
_WIDE_DIGIT = re.compile("[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]")
_NARROW = {zero + digit: str(digit) for zero in (0xFF10, 0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50) for digit in range(10)}
"""Full-width digits, and those of Arabic, Persian, Hindi, Bengali and Thai."""
_CLOCK_SIGN = re.compile(r"[:：時时點点h]|\.\d\d\s?[AaPp]")
_ALPHABET = re.compile(r"[^\W\d_\u2e80-\uffff]{2}|[^\W\d_\x00-\u02ff\u2e80-\uffff]")
"""Two letters of an alphabet, one where marks may part them."""
_LATIN_WORD = re.compile(r"[^\W\d_\u2e80-\uffff]{3}")
_FULL_YEAR = re.compile(r"(?:19|20|25|1[34])\d{2}")

_PERSIAN = re.compile(r"[\u0600-\u06ff]")
"""Letters and digits of Arabic and Persian."""
_MONTH_AND_YEAR = (
    re.compile(rf"{MONTH_WORD},?\s(?:de )?(?P<year>(?:19|20)\d{{2}})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d{{2}})\s{MONTH_WORD}(?!\w)(?!\s?\d)"),
)
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_CENTURY = 2500
"""The year of the Buddhist era from which years in two digits are counted."""
_THAI_SHORT = re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\s?{MONTH_WORD}\s?(?P<year>[5-9]\d)(?!\d)")
"""With a year of the Buddhist era in two digits."""
_VIETNAMESE = re.compile(rf"(?<!\d){_DAY}\s?[Tt]háng\s?{_MONTH}(?:\snăm|,)\s{_YEAR}(?!\d)")
_JALALI = re.compile(rf"(?<!\d)(?P<year>1[34]\d{{2}})[/-]{_MONTH}[/-]{_DAY}(?!\d)")
_CTIME = re.compile(
    r"\b(?P<name>[A-Z][a-z]{2}) (?P<day>[ \d]?\d) (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)"
    r" (?:[A-Z]{3,4} )?(?P<year>(?:19|20)\d{2})\b"
)
_WEEKDAY_BEHIND = re.compile(r"\s?[(（]?(?:星期|周|週|禮拜)?(?P<day>[一二三四五六日])(?:[)）]|(?<=[期周週拜].))")
_WEEKDAYS = "一二三四五六日"
_REIGN = rf"(?P<year>元|\d{{1,2}})年{_MONTH}月{_DAY}日"
_REPUBLIC = 1911
"""Years by which ours are ahead of those of the Republic of China: 民國113年 is 2024."""
_SCATTERED = (
    re.compile(rf"{_YEAR}[\s年./-]{{1,3}}{_MONTH}[\s月./-]{{1,3}}{_DAY}日?(?!\d)"),
    re.compile(rf"(?<!\d)(?:{_DAY}[\s日./-]{{1,3}}|(?P<day2>3[01]|[012]\d)){_YEAR}[\s年./-]{{1,3}}{_MONTH}月?(?!\d)"),
    re.compile(rf"(?<!\d){_MONTH}[月./-]{{1,3}}{_DAY}日?\s{{1,3}}{_YEAR}年?(?!\d)"),
)


def read_stamps(text: str, *, partial: bool = True, within: int = _MAX_TEXT_CHARS) -> list[Stamp]:
    """The times a text states, in its order. ``partial`` also reads those that leave a part open.

    Linear in the text's length; reads its first ``within`` characters. Impossible days (2月30日) are kept here, and
    refused when they are resolved.

    >>> [(s.year, s.month, s.day, s.hour, s.minute) for s in read_stamps("2019年06月15日08:18　来源：")]
    [(2019, 6, 15, 8, 18)]
    """
    return list(_read_stamps(text[:within], partial))


def _may_state_time(text: str) -> bool:
    """A quick look, for most lines state no time."""
    if _DIGIT.search(text) or " ago" in text or names_day(text):
        return True
    return not text.isascii() and _HAN_YEAR.search(text) is not None


@lru_cache(maxsize=1_000)  # several finders look at the same lines
def _read_stamps(text: str, partial: bool) -> tuple[Stamp, ...]:
    if not _may_state_time(text):
        return ()
    persian = _PERSIAN.search(text) is not None
    if _WIDE_DIGIT.search(text):
        text = text.translate(_NARROW)
    taken: list[Stamp] = []
    readers = (*(_YEAR_READERS if _FULL_YEAR.search(text) else ()), *((_jalali,) if persian else ()), *_FULL_READERS)
    for reader in (*readers, *(_PARTIAL_READERS if partial else ())):
        for stamp in reader(text):
            if all(stamp.end <= other.start or stamp.start >= other.end for other in taken):
                taken.append(stamp)
    return tuple(sorted(taken))


def read_compact(text: str) -> Stamp | None:
    """The first time written without separators (``20240829143000``), else None; for machine values only."""
    if match := _COMPACT.search(text):
        return Stamp(*match.span(), *_day_in_numbers(match), **clock_of(match)._asdict())
    return None


def read_year_month(text: str) -> Stamp | None:
    """A month without a day: ``1998年3月号``, ``1998-03``, ``March 1998``, ``1998 Mar``; else None."""
    text = text[:_MAX_TEXT_CHARS]
    if match := _YEAR_MONTH.search(text):
        return Stamp(match.start(), match.end(), int(match["year"]), int(match["month"] or match["month2"]))
    for pattern in _MONTH_AND_YEAR if _LATIN_WORD.search(text) and _FULL_YEAR.search(text) else ():
        for match in pattern.finditer(text):
            if name := month_of(match["name"]):
                return Stamp(*match.span(), int(match["year"]), month_names()[name])
    return None


def _clocked(text: str, stamp: Stamp) -> Stamp:
    """The stamp with the clock behind it, or else before it."""
    if found := clock_behind(text, stamp.end):
        return stamp._replace(end=found[1], **found[0]._asdict())
    if found := clock_before(text, stamp.start):
        clock, start = found
        if clock.offset is None and (zone := zone_behind(text, stamp.end)):
            clock, stamp = clock._replace(offset=zone[0]), stamp._replace(end=zone[1])
        return stamp._replace(start=start, **clock._asdict())
    return stamp


class _Form(NamedTuple):
    """One way to write a day in numbers."""

    pattern: re.Pattern[str]
    """Has groups for year, month and day."""
    era: int = 0
    """What is added to its years to give ours."""
    sign: str = ""
    """Part of every such day: most lines do without, and are spared the search."""


def _reader_of(*forms: _Form) -> Callable[[str], Iterator[Stamp]]:
    def read(text: str) -> Iterator[Stamp]:
        for pattern, era, sign in forms:
            for match in pattern.finditer(text) if sign in text else ():
                yield _clocked(text, Stamp(*match.span(), *_day_in_numbers(match, era)))

    return read


def _day_in_numbers(match: re.Match[str], era: int = 0) -> tuple[int, int, int]:
    return era + _number(match["year"]), _number(match["month"]), _number(match["day"])


def _number(text: str) -> int:
    """Value of a number in digits or, up to 199, in Chinese: 二十九 is 29, 一百零九 is 109, 二〇二四 is 2024.

    >>> [_number(text) for text in ("09", "二十九", "一百零九", "一〇九", "二〇二四")]
    [9, 29, 109, 109, 2024]
    """
    if text.isdecimal():
        return int(text)
    if text.startswith("一百"):
        return 100 + _number(text[2:].lstrip("零〇○") or "零")
    tens, ten, ones = text.rpartition("十")
    if ten:
        return (_number(tens) if tens else 1) * 10 + (_number(ones) if ones else 0)
    return int("".join(str(_HAN_DIGITS.get(char, 0)) for char in text))


def _named_month(text: str) -> Iterator[Stamp]:
    if not _ALPHABET.search(text):
        return
    for pattern in _NAMED_MONTH:
        for match in pattern.finditer(text):
            if name := month_of(match["name"]):
                day = _day_of(name, int(match["year"]), month_names()[name], int(match["day"]))
                glued = GLUED.search(match["name"]) if match.start() == match.start("name") else None
                start = match.start() + (glued.start() if glued else 0)
                if day is not None:
                    yield _clocked(text, Stamp(start, match.end(), *day))


def _eight_digits(text: str) -> Iterator[Stamp]:
    """A day without signs: 20240506 明溪日报. It stands behind a label, or at a line's head before what goes on one.

    Elsewhere it is a number: 20240506 户居民.
    """
    for match in _EIGHT_DIGITS.finditer(text):
        word = _NEXT_WORD.match(text, match.end())
        if match.start() or _DAY_GOES_ON.match(text, match.end()) or (word and is_outlet(word[1])):
            yield _clocked(text, Stamp(*match.span(), *_day_in_numbers(match)))


def _thai_short(text: str) -> Iterator[Stamp]:
    for match in _THAI_SHORT.finditer(text) if _THAI.search(text) else ():
        if (name := month_of(match["name"])) and name in months_of("th"):
            year = _CENTURY - BUDDHIST_ERA + int(match["year"])
            yield _clocked(text, Stamp(*match.span(), year, month_names()[name], int(match["day"])))


def _day_of(name: str, year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """The Gregorian day of one with a named month; None where the year is none of the month's calendar."""
    if name in months_of("fa"):
        return from_jalali(year, month, day)
    if year > 2400 and name in months_of("th"):
        year -= BUDDHIST_ERA
    return (year, month, day) if 1900 <= year < 2100 else None


def _jalali(text: str) -> Iterator[Stamp]:
    """Days of Iran's calendar in numbers, on a line in its script: ``1405/02/12``."""
    for match in _JALALI.finditer(text):
        if day := from_jalali(int(match["year"]), int(match["month"]), int(match["day"])):
            yield _clocked(text, Stamp(*match.span(), *day))


def _ctime(text: str) -> Iterator[Stamp]:
    """``Mon May 06 09:10:11 CST 2024``, as C and Java print a time; the zone's name is the server's and not read."""
    for match in _CTIME.finditer(text):
        if month := month_names().get(plain_name(match["name"])):
            yield Stamp(*match.span(), int(match["year"]), month, int(match["day"]), **clock_of(match)._asdict())


def _slashed(text: str) -> Iterator[Stamp]:
    """``7/5/2005``: month first, as Microsoft's servers print it; day first with full stops or where no month fits.

    A weekday beside it settles which.
    """
    for match in _SLASHED.finditer(text):
        first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
        thai = year > 2400
        if thai:
            year -= BUDDHIST_ERA
        month, day = (first, second) if match["sep"] == "/" and first <= 12 and not thai else (second, first)
        if not 1 <= month <= 12:
            continue
        doubtful = match["sep"] if not thai and first != second and max(first, second) <= 12 else ""
        if doubtful and (weekday := _WEEKDAY_BEHIND.match(text, match.end())):
            if _weekday(year, month, day) != _WEEKDAYS.find(weekday["day"]) == _weekday(year, day, month):
                month, day = day, month
            doubtful = ""
        yield _clocked(text, Stamp(*match.span(), year, month, day, doubtful=doubtful))


def _weekday(year: int, month: int, day: int) -> int | None:
    """Monday is 0; None for a day that does not exist."""
    try:
        return date(year, month, day).weekday()
    except ValueError:
        return None


def _month_day(text: str) -> Iterator[Stamp]:
    """Month and day count only with a clock behind them: ``3-1`` alone is a score."""
    for match in _MONTH_DAY.finditer(text) if _CLOCK_SIGN.search(text) else ():
        stamp = _clocked(text, Stamp(*match.span(), None, int(match["month"]), int(match["day"])))
        if stamp.has_clock:
            yield stamp


def _day_only(text: str) -> Iterator[Stamp]:
    for match in _DAY_ONLY.finditer(text):
        yield _clocked(text, Stamp(*match.span(), None, None, int(match["day"])))


def _ago(text: str) -> Iterator[Stamp]:
    for start, end, ago, unit in read_ago(text):
        yield Stamp(start, end, ago=ago, unit=unit)


def _day_word(text: str) -> Iterator[Stamp]:
    for start, end, ago, unit in read_day_words(text):
        stamp = Stamp(start, end, ago=ago, unit=unit)
        yield _clocked(text, stamp) if unit is Precision.DAY else stamp


_YEAR_READERS = (
    _named_month,
    _ctime,
    _reader_of(_Form(_VIETNAMESE, sign="háng"), _Form(_NUMERIC), _Form(_RUN_TOGETHER)),
    _eight_digits,
    _reader_of(_Form(_MONTH_AHEAD, sign="月"), _Form(_DAY_AHEAD, sign="月")),
    _slashed,
)
"""Readers of days whose year has four digits. A month's name first: ``23 May, 2023 — 5.30am`` holds no month 5."""
_read_other_years = _reader_of(
    _Form(_ROC, _REPUBLIC, "民"),
    _Form(_ROC_BARE, _REPUBLIC),
    _Form(_ROC_HAN, _REPUBLIC, "民"),
    _Form(_HAN_NUMERIC, sign="年"),
    _Form(_SHORT_YEAR, 2000, "-"),
    _Form(_SHORT_YEAR_CLOCKED, 2000, "-"),
    *(_Form(re.compile(era + _REIGN), year, era) for era, year in (("令和", 2018), ("平成", 1988), ("昭和", 1925))),
)
_FULL_READERS = (_read_other_years, _thai_short)
_PARTIAL_READERS = (_month_day, _day_only, _ago, _day_word)


def read_scattered(text: str) -> Stamp | None:
    """A time whose parts stood in elements of their own: ``2024 05/09 08:18``, ``29 2024-08``, ``292024-08``.

    ``text`` must be those parts and nothing else, or a list of numbers would be read as a date. None for other text.
    """
    for pattern in _SCATTERED:
        if match := pattern.search(text):
            day = match["day"] or match["day2"]
            return _clocked(text, Stamp(*match.span(), int(match["year"]), int(match["month"]), int(day)))
    return None
