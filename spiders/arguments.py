"""What a user may ask of a run with ``-a NAME=VALUE``, read and checked before anything is fetched."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from spiders.addresses import proxy_place
from spiders.middlewares.scope import out_of_scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spiders.profile import SiteProfile


class ArgumentError(ValueError):
    """An argument cannot be used; one line says which and why."""


class Span(NamedTuple):
    """Days of publication asked for, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date | None) -> bool:
        """Whether a page of ``day`` is asked for; an unknown day is."""
        if day is None:
            return True
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def ends_before(self, today: date) -> bool:
        """Whether pages of the latest days are not asked for."""
        return self.until is not None and self.until < today


class Arguments(NamedTuple):
    """What one run is asked for."""

    max_pages: int | None = None
    """None leaves it to profile and settings."""
    span: Span = Span()
    url: str | None = None
    """The one page to fetch; None for the whole site."""


_NUMBERS = ("NEWS_MAX_PAGES", "NEWS_MAX_MEGABYTES", "NEWS_MAX_MINUTES", "NEWS_BACKOFF_SECONDS", "NEWS_GRACE_SECONDS")
"""Settings that are numbers above 0; those of pages and megabytes whole ones."""


def check_numbers(settings: Mapping[str, Any]) -> None:
    """Raise :class:`ArgumentError` for a setting that is not the number it has to be."""
    for name in _NUMBERS:
        whole = name.endswith(("PAGES", "MEGABYTES"))
        try:
            is_good = (int if whole else float)(settings[name]) > 0
        except (TypeError, ValueError):
            is_good = False
        if not is_good:
            raise ArgumentError(f"{name}={settings[name]}: not a {'whole ' if whole else ''}number above 0")


def check_proxy(proxy: str | None) -> None:
    """Raise :class:`ArgumentError` for a ``NEWS_PROXY`` that names no place: each site would be called unreachable."""
    if proxy and proxy_place(proxy) is None:
        _, at, place = proxy.rpartition("@")
        advice = " (a password's / # ? [ ] are written %2F %23 %3F %5B %5D)" if at else ""
        shown = f"...@{place}" if at else proxy
        raise ArgumentError(f"NEWS_PROXY={shown}: not an address such as http://127.0.0.1:3128{advice}")


def read_arguments(values: Mapping[str, str | None], profile: SiteProfile) -> Arguments:
    """Read ``-a`` values. Raises :class:`ArgumentError` for an unknown name or a value that cannot be used."""
    unknown = sorted(set(values) - {"max_pages", "since", "until", "url"})
    if unknown:
        raise ArgumentError(f"-a {unknown[0]}: unknown; known are max_pages, since, until, url")
    span = Span(_day("since", values.get("since")), _day("until", values.get("until")))
    if span.since and span.until and span.since > span.until:
        raise ArgumentError(f"-a since={span.since}: later than until={span.until}")
    url = values.get("url")
    if url is not None and not url.lower().startswith(("http://", "https://")):
        raise ArgumentError(f"-a url={url}: not an http or https address")
    if url is not None and (reason := out_of_scope(url, profile)):
        raise ArgumentError(f"-a url={url}: {reason}")
    return Arguments(_max_pages(values.get("max_pages")), span, url)


def _max_pages(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:12]) >= 1):
        raise ArgumentError(f"-a max_pages={text}: not a whole number above 0")
    return int(text[:12])


def _day(name: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise ArgumentError(f"-a {name}={text}: not a day such as 2024-08-29") from None
