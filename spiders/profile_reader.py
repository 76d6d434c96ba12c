"""Read site profiles from ``data/sites/<name>.toml``.

Reading touches no network. An unknown key or a wrong type is an error that names file and key, so that a typing mistake
never turns into a silent default.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date, time
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, SelectolaxError
from w3lib.url import safe_url_string

from spiders.discovery.record_addresses import SLOT
from spiders.profile import (
    DEFAULT_PORTS,
    LOOPBACK_NAMES,
    SELECTOR_FIELDS,
    Budget,
    Layout,
    Politeness,
    SiteProfile,
)

if TYPE_CHECKING:
    from pathlib import Path

_SCRIPTS = frozenset({"zh-Hans", "zh-Hant"})
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 66 71 81 82".split()
)
"""First two digits of division codes (GB/T 2260; 66 is the Xinjiang corps, which statistics count apart): no other
code is a region. Divisions within a province change from year to year, and a county that was merged must not keep its
outlet from being crawled."""

_KEYS = {"feed": "feeds", "sitemap": "sitemaps", "listing": "listings", "epaper": "epaper"}
"""Kind of a start point -> the profile's key that names such."""
Reader = Callable[[Any], Any]
_MAX_DELAY = 3600
"""Seconds; more would let a run of a day fetch less than two dozen pages."""

_TOML_ADVICE = {
    "Invalid value": 'a text stands between straight quotes, as in "text"; true and false are written small',
    "Cannot overwrite a value": "a key stands twice",
}
"""What TOML's reader says no more of than where: a Chinese keyboard writes “text”; a probed key is written again."""


class ProfileError(ValueError):
    """A site profile cannot be used. The message is one line with file, key and reason."""


def load_profiles(folder: Path, on_bad: Callable[[ProfileError], object] | None = None) -> dict[str, SiteProfile]:
    """Every profile of ``folder`` by site name, sorted.

    A bad one is told to ``on_bad`` and left out; without that, :class:`ProfileError` is raised for the first.
    """
    profiles = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            profiles[path.stem] = load_profile(path)
        except ProfileError as error:
            if on_bad is None:
                raise
            on_bad(error)
    return profiles


def in_groups(profiles: Iterable[SiteProfile], groups: Sequence[str]) -> list[SiteProfile]:
    """The sites that are in one of the groups; all without groups."""
    return [profile for profile in profiles if not groups or profile.groups & set(groups)]


def copied_profiles(profiles: Iterable[SiteProfile]) -> list[str]:
    """A line for each profile that looks for its articles where another does, as a copy does until it is edited."""
    first: dict[tuple[object, ...], str] = {}
    lines = []
    for profile in profiles:
        pattern = profile.article_url.pattern if profile.article_url else None
        looks_for = (frozenset(profile.start_points), profile.paths, profile.not_paths, pattern)
        other = first.setdefault(looks_for, profile.site)
        if other != profile.site:
            pair = " and ".join(sorted((f"{other}.toml", f"{profile.site}.toml")))
            lines.append(f"{pair} look for the same articles; the first to be crawled has them, the other finds none")
    return lines


def none_chosen(folder: Path, profiles: Sequence[SiteProfile], groups: Sequence[str], *, named: bool) -> str:
    """Say why there is nothing to crawl, and what there is."""
    if not profiles:
        return f"no profile in {folder}; 'scrapy probe URL' writes one, NEWS_SITES says where they are"
    whose, theirs = ("no site of those named", "theirs") if named else ("no site", "the groups")
    listed = ", ".join(sorted({group for profile in profiles for group in profile.groups}))
    there_are = f"{theirs} are {listed}" if listed else "no group is named in their profiles"
    return f"{whose} is in {' or '.join(groups)}; {there_are}"


def load_profile(path: Path) -> SiteProfile:
    """Read one profile. Raises :class:`ProfileError` naming file and key."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors on Windows begin a file with a BOM
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path}: not UTF-8; save it as UTF-8 in your editor") from error
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        advice = next((f"; {advice}" for said, advice in _TOML_ADVICE.items() if said in str(error)), "")
        raise ProfileError(f"{path}: not readable as TOML: {error}{advice}") from error
    try:
        return parse_profile(path.stem, values)
    except ProfileError as error:
        raise ProfileError(f"{path}: {error}") from error.__cause__


def check_name(site: str) -> None:
    """Raise :class:`ProfileError` for what cannot be a site's name, and so the name of its file."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", site):
        raise ProfileError(f"file name {site!r}: use lower-case letters, digits, '.', '_' and '-'")


def parse_profile(site: str, values: Mapping[str, Any]) -> SiteProfile:
    """Make a profile of TOML values. Raises :class:`ProfileError` naming the key."""
    check_name(site)
    known = _read_table(SiteProfile, values, _PROFILE_READERS, prefix="")
    profile = SiteProfile(site=site, **known)
    if not profile.hosts:
        host = (urlsplit(profile.home).hostname or "").removeprefix("www.")
        profile = SiteProfile(site=site, **{**known, "hosts": (host,)})
    _check_profile(profile)
    return profile


def _check_profile(profile: SiteProfile) -> None:
    data_host = urlsplit(profile.article_json or profile.home).hostname or ""
    if not profile.owns_host(data_host):
        raise ProfileError(f"article_json: host {data_host!r} is not one of hosts {list(profile.hosts)}")
    for kind, url in profile.start_points:
        key = "home" if url == profile.home else _KEYS[kind]
        host = urlsplit(url).hostname or ""
        if not profile.owns_host(host):
            raise ProfileError(f"{key}: host of {url!r} is not one of hosts {list(profile.hosts)}")
        if host in LOOPBACK_NAMES and not profile.allow_loopback:
            raise ProfileError(f"{key}: {url!r} is on this machine; say allow_loopback = true if that is meant")
        if kind in {"listing", "epaper"} and not profile.owns_path(url):
            raise ProfileError(f"{key}: {url!r} is not below paths, or below not_paths")


def _read_table(kind: type, values: Mapping[str, Any], readers: Mapping[str, Reader], prefix: str) -> dict[str, Any]:
    """Arguments for ``kind``, each value read by its reader; refuses unknown and missing keys."""
    for key in values:
        if key not in readers:
            raise ProfileError(f"{prefix}{key}: unknown key; {_advice(key, readers)}")
    known = {}
    for spec in fields(kind):
        if spec.name in values:
            try:
                known[spec.name] = readers[spec.name](values[spec.name])
            except ProfileError as error:
                raise ProfileError(f"{prefix}{spec.name}{error}") from error.__cause__
        elif spec.name in readers and spec.default is MISSING and spec.default_factory is MISSING:
            raise ProfileError(f"{prefix}{spec.name}: is missing")
    return known


def _advice(key: str, known: Iterable[str]) -> str:
    """Say where a key belongs that is known in another table, else which keys there are."""
    if key in _PLACES:
        return f"it belongs {_PLACES[key]}"
    near = get_close_matches(key, known, n=1)
    names = ", ".join(sorted(known))
    return f"did you mean {near[0]}? Known are {names}" if near else f"known are {names}"


def _wrong(value: Any, wanted: str) -> ProfileError:
    return ProfileError(f": {value!r} is not {wanted}")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(value, "a non-empty text")
    return value


def _each(reader: Callable[[str], str]) -> Callable[[Any], tuple[str, ...]]:
    """A reader of lists of texts, each read by ``reader``."""

    def read(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise _wrong(value, "a list of texts")
        return tuple(reader(_text(entry)) for entry in value)

    return read


def _one_or_each(reader: Callable[[str], str]) -> Callable[[Any], tuple[str, ...]]:
    """A reader of lists of texts, each read by ``reader``; a text by itself is read as a list of one."""
    return lambda value: (reader(value),) if isinstance(value, str) else _each(reader)(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong(value, "true or false")
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _MAX_DELAY:
        raise _wrong(value, f"a number of seconds above 0, at most {_MAX_DELAY}")
    return float(value)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _wrong(value, "a whole number above 0")
    return value


def _url(value: Any) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        good = parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise _wrong(value, "an absolute http or https address")
    return str(safe_url_string(text))  # 新闻.中国 as the network writes it


def _host(value: Any) -> str:
    text = _text(value)
    try:
        text = text if text.isascii() else text.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise _wrong(value, "a host name") from error
    if text != text.lower() or not re.fullmatch(r"[a-z0-9._:-]+", text) or text.startswith("www."):
        raise _wrong(value, "a host name in lower case without scheme and 'www.'")
    return text


def _path(value: Any) -> str:
    text = _text(value)
    if not text.startswith("/") or "?" in text or "#" in text:
        raise _wrong(value, "the beginning of a path such as /county/")
    return quote(text, safe="/%:@!$&'()*+,;=~")


def _region(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{6}", value):
        raise _wrong(value, "a six-digit division code in quotes")
    if value[:2] not in _PROVINCES:
        raise _wrong(value, "the code of a division: no province of China begins with these two digits")
    return value


def _script(value: Any) -> str:
    if value not in _SCRIPTS:
        raise _wrong(value, f"one of {', '.join(sorted(_SCRIPTS))}")
    return str(value)


def _timezone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(_text(value))
    except (ValueError, OSError, KeyError) as error:
        raise _wrong(value, "a time zone such as Asia/Shanghai") from error


def _pattern(value: Any) -> re.Pattern[str]:
    try:
        return re.compile(_text(value))
    except re.error as error:
        raise _wrong(value, f"a regular expression ({error})") from error


def _filled(value: Any) -> str:
    text = _text(value)
    if not SLOT.search(text):
        raise _wrong(value, "an address in which {id} stands for the number of the article")
    _url(SLOT.sub("1", text))
    return text


def _hours(value: Any) -> tuple[time, time]:
    parts = _text(value).split("-")
    try:
        start, end = (time.fromisoformat(part.strip()) for part in parts)
    except ValueError as error:
        raise _wrong(value, "a span such as 22:00-06:00") from error
    if start == end:
        raise _wrong(value, "a span with different ends")
    return start, end


def _day(value: Any) -> date:
    if type(value) is not date:
        raise _wrong(value, "a date such as 2024-08-29 (without quotes)")
    return value


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(value, "a table")
    return value


def _selector(value: Any, key: str = "") -> str:
    try:
        LexborHTMLParser("").css(_text(value))
    except SelectolaxError as error:
        raise ProfileError(f"{key}: {value!r} is not a CSS selector") from error
    return str(value)


def _selectors(value: Any) -> Mapping[str, str]:
    for key in _table(value):
        if key not in SELECTOR_FIELDS:
            raise ProfileError(f".{key}: unknown key; {_advice(key, SELECTOR_FIELDS)}")
    return {key: _selector(selector, f".{key}") for key, selector in value.items()}


def _layouts(value: Any) -> tuple[Layout, ...]:
    if not isinstance(value, list):
        raise _wrong(value, "a list of tables; write [[layouts]]")
    layouts = tuple(
        Layout(**_read_table(Layout, _table(entry), _LAYOUT_READERS, f"[{number}]."))
        for number, entry in enumerate(value)
    )
    ends = [layout.valid_until for layout in layouts]
    if len(set(ends)) != len(ends):
        raise ProfileError(": two layouts end on the same day")
    return layouts


def _politeness(value: Any) -> Politeness:
    return Politeness(**_read_table(Politeness, _table(value), _POLITENESS_READERS, "."))


def _budget(value: Any) -> Budget:
    return Budget(**_read_table(Budget, _table(value), _BUDGET_READERS, "."))


_POLITENESS_READERS: Mapping[str, Reader] = {"delay": _seconds, "hours": _hours}
_BUDGET_READERS: Mapping[str, Reader] = {"pages": _count, "megabytes": _count, "minutes": _count}
_LAYOUT_READERS: Mapping[str, Reader] = {
    "valid_until": _day,
    "selectors": _selectors,
    "strip": _each(_selector),
}

_PROFILE_READERS: Mapping[str, Reader] = {
    "name": _text,
    "home": _url,
    "region": _region,
    "script": _script,
    "timezone": _timezone,
    "hosts": _each(_host),
    "paths": _each(_path),
    "not_paths": _each(_path),
    "feeds": _each(_url),
    "sitemaps": _each(_url),
    "listings": _each(_url),
    "epaper": _one_or_each(_url),
    "article_url": _pattern,
    "article_json": _filled,
    "layouts": _layouts,
    "politeness": _politeness,
    "budget": _budget,
    "groups": lambda value: frozenset(_each(_text)(value)),
    "allow_loopback": _flag,
    "verify_certificates": _flag,
    "verified": _flag,
}

_PLACES: Mapping[str, str] = {
    **dict.fromkeys(SELECTOR_FIELDS, "below [layouts.selectors]"),
    **dict.fromkeys(_LAYOUT_READERS, "right below [[layouts]]"),
    "selectors": "below [[layouts]], as [layouts.selectors]",
    **dict.fromkeys(_BUDGET_READERS, "below [budget]"),
    **dict.fromkeys(_POLITENESS_READERS, "below [politeness]"),
    **dict.fromkeys(_PROFILE_READERS, "above the first line in brackets"),
}
"""Where each key belongs; TOML gives all that stands below ``[politeness]`` to it."""
