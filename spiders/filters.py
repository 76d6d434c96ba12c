"""Options that choose among stored articles, the same for every command that takes them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from cleaners.article import Integrity
from pipelines.filters import Filters

if TYPE_CHECKING:
    import argparse


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--site", metavar="NAME", help="only this site")
    parser.add_argument("--since", metavar="YYYY-MM-DD", help="published on this day or later")
    parser.add_argument("--until", metavar="YYYY-MM-DD", help="published on this day or earlier")
    parser.add_argument("--source", metavar="NAME", help="only texts credited to this outlet (来源)")
    parser.add_argument("--integrity", choices=[str(kind) for kind in Integrity], help="only pages in this state")
    parser.add_argument("--region", metavar="PLACE", help="outlets there and articles naming it: 350000, 福建, 福州市")


def read_filters(options: argparse.Namespace) -> Filters:
    """Read the options. UsageError for a day that is none, and for bytes that are no text."""
    for name in ("site", "source", "region"):
        value: str = getattr(options, name) or ""
        if not value.isprintable():
            raise UsageError(f"--{name} must be text, not {value!r}", print_help=False)
    since, until = read_day("--since", options.since), read_day("--until", options.until)
    if since and until and since > until:
        raise UsageError(f"--since {since} is later than --until {until}", print_help=False)
    return Filters(options.site, since, until, options.source, options.integrity, options.region)


def read_day(option: str, text: str | None) -> date | None:
    """Read an option that names a day; None where it was not given. UsageError for a day that is none."""
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise UsageError(f"{option} must be a day as in 2024-08-29, not {text!r}", print_help=False) from None
