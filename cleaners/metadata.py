"""Read title, time, credits and the other fields from the places on the page that state them.

The order of the finders, nothing else: each has a module of its own.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING

from cleaners.byline import find_credits
from cleaners.dates import find_times
from cleaners.headline import find_headline, site_parts, title_tag
from cleaners.reach import find_reach
from cleaners.structured import read_statements

if TYPE_CHECKING:
    from cleaners.draft import Draft

CHINA = timezone(timedelta(hours=8), "CST")


def find_title(draft: Draft) -> Draft:
    """Set the headline. Runs before the body is chosen, so that the body's start can be seen from it."""
    return draft.note(title=find_headline(draft, read_statements(draft.page)))


def is_chinese(draft: Draft) -> bool:
    text = "".join(b.line.text for b in draft.body[:30])[:3000] or "".join(l.text for l in draft.lines)[:3000]
    return sum("\u4e00" <= c <= "\u9fff" for c in text) * 10 > len(text)*2


def find_metadata(draft: Draft) -> Draft:
    """Set every other field; lines of the body that only carry credits move to their fields."""
    stated = read_statements(draft.page)
    chinese = is_chinese(draft)
    zone = draft.site.zone or (CHINA if chinese else UTC)
    reach = find_reach(draft, stated, chinese=chinese, zone=zone)
    times = find_times(reach)
    if times.published:
        draft = draft.note(published_at=times.published.time, published_precision=times.published.precision, published_raw=times.published.raw)
    credits = find_credits(reach, taken=frozenset(n for n in (stated.first("site"),*site_parts(title_tag(draft.page) or "")) if n))
    draft = draft.note(**credits._asdict())
    return draft.note(modified_at=times.modified)
