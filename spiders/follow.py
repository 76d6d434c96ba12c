"""From an answer to the pages worth queueing: which reader fits what answered, and where a list leads on.

Pure: the readers of ``spiders.discovery`` find links, ``spiders.wanted`` says which of them the run wants.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cleaners.embedded.data_page import HANDED
from cleaners.lines.url_days import day_in_url
from cleaners.links.urls import normalise_url
from pipelines.items import INDEX_KINDS, NewPage, PageKind
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.asked_lists import find_asked_lists, find_asked_pages, next_by_template
from spiders.discovery.channels import find_channels, find_pictured_channels
from spiders.discovery.cursors import next_by_cursor, next_by_stated_number
from spiders.discovery.feeds import find_feeds, is_feed, read_feed
from spiders.discovery.json_lists import is_xml_list, read_json_list
from spiders.discovery.listings import find_frames, find_listed
from spiders.discovery.months import find_months
from spiders.discovery.newspapers import find_forwards, find_newspapers, is_issue, is_named_issue
from spiders.discovery.paging import find_ends, find_pages, next_by_number, next_records, split_page_number
from spiders.discovery.record_addresses import pattern_of, with_pattern
from spiders.discovery.shapes import NOTHING_LEARNT, is_article_url
from spiders.discovery.sitemaps import read_sitemap
from spiders.issues import named_issues, other_days, read_newspaper
from spiders.wanted import why_not

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spiders.answer import Answer
    from spiders.arguments import Span
    from spiders.discovery.shapes import ArticleShapes
    from spiders.profile import SiteProfile

MAX_CHANNELS = 80
"""Channels of a home page that are followed when the profile names no listings; the menus of portals hold sixty."""
MAX_LOWER_CHANNELS = 20
"""Channels of a channel that are followed: a county's page of news leads to its towns."""
_MAX_CHANNEL_DEPTH = 3
"""Folders of the address of a channel below another one; deeper ones are archives by year, month and day."""
MAX_SITEMAPS_FIRST = 20
"""Sitemaps of one index that are read before any article. An index of a sitemap a day for ten years would else spend
the budget of a first run and bring no article."""
_FIRST_FURTHER = 2
"""Depth of the further pages of a list in JSON that a home page asks for: they are none of its channels."""
_MIN_OF_A_PAGE = 5
"""Articles of an answer in JSON that may be one of several pages; the last one has as many by chance at most."""
_MIN_RISING = 4
"""Dated articles of a list that tell whether their days rise; a box of two or three does by chance."""
_MONTH = timedelta(days=31)
_YEAR = re.compile(r"(?:19|20)\d\d")
_JSON_START = re.compile(rf"\s*(?:{HANDED})?[\[{{]".encode())
_PAGE_START = re.compile(rb"<(?:!doctype|html|head|title|body)\b", re.IGNORECASE)
"""What pages have and pieces lack, which a script asks for to put them below a list."""
_FURTHER = frozenset({PageKind.LISTING, PageKind.EPAPER})
_KINDS = {
    LinkKind.ARTICLE: PageKind.ARTICLE,
    LinkKind.LISTING: PageKind.LISTING,
    LinkKind.FEED: PageKind.FEED,
    LinkKind.SITEMAP: PageKind.SITEMAP,
    LinkKind.UNKNOWN: PageKind.UNKNOWN,
}


class _Lead(NamedTuple):
    """A link of an answer, what its page is for, and how deep that lies."""

    link: FoundLink
    kind: PageKind
    depth: int
    again: bool = False
    """It is looked at by itself, however well it is known."""


def links_from(
    answer: Answer, profile: SiteProfile, shapes: ArticleShapes, span: Span, left_out: Counter[str]
) -> tuple[NewPage, ...]:
    """Pages to queue because of ``answer``, each once, in its order. ``left_out`` counts the others by reason."""
    found = list(_read(answer, profile, shapes._replace(stated=profile.article_url), span, left_out))
    days = [link.date for link, kind in found if link.date and kind is PageKind.ARTICLE]
    below = _channels_below(answer, profile, has_articles=any(kind is PageKind.ARTICLE for _, kind in found))
    is_recent = max(days, default=date.min) >= answer.recent
    leads = (
        # A channel's channels are read on, and again, as it is.
        *(_Lead(link, PageKind.LISTING, answer.depth) for link in below),
        *(_Lead(link, kind, _depth(answer, kind)) for link, kind in found),
        *_ends_of(answer, days),
    )
    pages: dict[str, NewPage] = {}
    for link, kind, depth, again in leads:
        if reason := why_not(link, kind, answer, profile, span, is_recent=is_recent):
            left_out[reason] += 1
            continue
        key = normalise_url(link.url)
        if again or key not in pages:
            back_to = span.since if kind in INDEX_KINDS else None
            pages[key] = NewPage(key, link.url, kind, link.date, depth, again=again, back_to=back_to)
    pages.pop(normalise_url(answer.url), None)
    pages.update((key, pages[key]._replace(depth=answer.depth)) for key in _parts_of(answer, pages))
    past = _past_sitemaps(pages.values())
    return tuple(page._replace(later=key in past) for key, page in pages.items())


def _depth(answer: Answer, kind: PageKind) -> int:
    """How deep a page of this kind lies that the answer leads to."""
    if kind in _FURTHER and answer.kind in _FURTHER and _JSON_START.match(answer.body):
        return max(answer.depth + 1, _FIRST_FURTHER)
    return answer.depth + (kind in INDEX_KINDS)


def _ends_of(answer: Answer, days: Sequence[date]) -> list[_Lead]:
    """Where a list that begins with its oldest articles shows the newest ones, and the page before that.

    The former is looked at by itself: the list's own address may never change.
    """
    newest, before = find_ends(answer.document) if _rises(answer, days) else (None, None)
    ends = [_Lead(FoundLink(newest), PageKind.LISTING, answer.depth, again=True)] if newest else []
    return ends + ([_Lead(FoundLink(before), PageKind.LISTING, _depth(answer, PageKind.LISTING))] if before else [])


def _rises(answer: Answer, days: Sequence[date]) -> bool:
    """Whether a list begins with its oldest articles: its news stands on the last page."""
    is_list = answer.kind is PageKind.LISTING and not answer.is_home and len(days) >= _MIN_RISING
    return is_list and days[0] < days[-1] and all(day <= later for day, later in pairwise(days))


def _past_sitemaps(pages: Iterable[NewPage]) -> set[str]:
    """Keys of the sitemaps of an index that can wait: all but the latest ones, or the first ones without dates."""
    sitemaps = [page for page in pages if page.kind is PageKind.SITEMAP]
    latest_first = sorted(sitemaps, key=lambda page: page.day or date.min, reverse=True)
    return {page.normalised_url for page in latest_first[MAX_SITEMAPS_FIRST:]}


def _parts_of(answer: Answer, pages: Mapping[str, NewPage]) -> list[str]:
    """Keys of the pages that are part of the home page: its frames, and what a front door leads to.

    They are looked at again by themselves: page and frameset stay as they are for years, and tell of no news. So are
    the frames and the asked lists of a channel that lists nothing itself.
    """
    if not answer.is_home:
        return _shown_inside(answer, pages)
    lists = [key for key, page in pages.items() if page.kind is PageKind.LISTING]
    is_front_door = not answer.is_behind and all(page.kind in INDEX_KINDS for page in pages.values())
    if is_front_door or not lists:
        return lists
    frames = {normalise_url(link.url) for link in find_frames(answer.document)}
    return [key for key in lists if key in frames]


def _shown_inside(answer: Answer, pages: Mapping[str, NewPage]) -> list[str]:
    """Keys of what a channel that lists nothing itself shows in frames or has its scripts ask for."""
    if answer.kind is not PageKind.LISTING or any(page.kind not in INDEX_KINDS for page in pages.values()):
        return []
    document = answer.document
    inside = {normalise_url(link.url) for link in (*find_frames(document), *find_asked_lists(document))}
    return [key for key in pages if key in inside]


def _read(
    answer: Answer, profile: SiteProfile, shapes: ArticleShapes, span: Span, left_out: Counter[str]
) -> Iterator[tuple[FoundLink, PageKind]]:
    """Every link of the answer with what its page is for, by the readers that fit."""
    document = answer.document
    if answer.kind is PageKind.SITEMAP:
        found = read_sitemap(document, zone=profile.timezone)
    elif (answer.kind is PageKind.FEED and not _JSON_START.match(answer.body)) or is_feed(answer.body):
        found = read_feed(document, zone=profile.timezone)
        if not found:  # a page that shows what feeds there are
            yield from ((link, PageKind.FEED) for link in find_feeds(document))
    elif _JSON_START.match(answer.body) or is_xml_list(answer.body):
        found = read_json_list(document, zone=profile.timezone, today=answer.today, shapes=shapes)
        found = found or find_listed(document, today=answer.today, shapes=shapes)  # markup in its texts
        if not found:
            yield from named_issues(answer, span)
        yield from _beside_records(answer, found, span)
    elif _is_newspaper(answer):
        yield from read_newspaper(answer, span)
        return
    else:
        found = find_listed(document, today=answer.today, shapes=shapes)
        held = read_json_list(document, zone=profile.timezone, today=answer.today, shapes=shapes)
        # Beside a list, the page's data name channels and settings as well.
        sure = [link for link in held if not found or is_article_url(link.url, shapes)]
        found = unique_links([*found, *sure])
        yield from _further(answer, profile, found, span, left_out)
    for link in found:
        yield link, _page_kind(link, shapes)


def _is_newspaper(answer: Answer) -> bool:
    """Whether a page is a newspaper's: it was called one, or is an issue itself, where a link said 今日 or nothing."""
    if answer.kind is PageKind.EPAPER or (answer.is_home and is_issue(answer.document)):
        return True
    return answer.kind is PageKind.LISTING and day_in_url(answer.url) is not None and is_named_issue(answer.document)


def _beside_records(answer: Answer, listed: Sequence[FoundLink], span: Span) -> Iterator[tuple[FoundLink, PageKind]]:
    """What a list in JSON or XML leads to besides its records: a newspaper's other days, or its own next page."""
    yield from other_days(answer, listed, span)
    by_number = _numbered(answer, listed)
    following = next_by_cursor(answer.document) if listed else None
    records = next_records(answer.document)
    is_span = "startrecord=" in answer.url  # A service that takes pages as well names each entry at both addresses.
    behind = (records,) if is_span else (following or by_number, records)
    for address in () if _is_past(listed, span) else filter(None, behind):
        yield FoundLink(with_pattern(address, pattern_of(answer.url)), kind=LinkKind.LISTING), PageKind.LISTING


def _numbered(answer: Answer, listed: Sequence[FoundLink]) -> str | None:
    """The next of several pages in JSON, by the number that its address or the answer itself states."""
    if len(listed) < _MIN_OF_A_PAGE:
        return None
    here = split_page_number(answer.url).number
    stated = next_by_stated_number(answer.document, len(listed)) if here is None else None
    return next_by_number(answer.url, len(listed)) or stated


def _page_kind(link: FoundLink, shapes: ArticleShapes) -> PageKind:
    kind = _KINDS[link.kind]
    if kind is PageKind.UNKNOWN and is_article_url(link.url, shapes):
        return PageKind.ARTICLE
    return kind


def _is_past(listed: Sequence[FoundLink], span: Span) -> bool:
    """Whether a list lies before the days asked for: the pages behind it do, too."""
    days = [link.date for link in listed if link.date]
    return bool(span.since and days and max(days) < span.since)


def _further(
    answer: Answer, profile: SiteProfile, listed: Sequence[FoundLink], span: Span, left_out: Counter[str]
) -> Iterator[tuple[FoundLink, PageKind]]:
    """What a listing leads to besides articles: its next page; from the home page feeds, channels, newspapers.

    A page that lists nothing may do so in its frames. What the profile names is not looked for.
    """
    document = answer.document
    if not _is_past(listed, span):
        yield from ((link, PageKind.LISTING) for link in _next_pages(answer, listed))
    if answer.is_home or not listed:
        yield from ((link, PageKind.LISTING) for link in find_frames(document))
    if not listed:
        yield from ((link, PageKind.LISTING) for link in find_asked_lists(document))
        yield from ((link, PageKind.LISTING) for link in find_forwards(document))
    if not answer.is_home:
        return
    if not profile.feeds:
        yield from ((link, PageKind.FEED) for link in find_feeds(document))
    if not profile.epaper:
        yield from ((link, PageKind.EPAPER) for link in find_newspapers(document))
    if not profile.listings:
        yield from ((link, PageKind.LISTING) for link in _months(answer, span))
        channels = find_channels(document, shapes=_stated_shapes(profile))
        left_out.update("too_many_channels" for _ in channels[MAX_CHANNELS:])
        yield from ((link, PageKind.LISTING) for link in channels[:MAX_CHANNELS])


def _months(answer: Answer, span: Span) -> Iterator[FoundLink]:
    """The archives of the months whose articles are wanted: those of the last days, with ``since`` of all since."""
    first, last = span.since or answer.recent, span.until or answer.today
    return (link for link in find_months(answer.document) if link.date and first <= link.date < last + _MONTH)


def _next_pages(answer: Answer, listed: Sequence[FoundLink]) -> Sequence[FoundLink]:
    """The next page or piece of a list; what its scripts ask for where only they lead on and it lists anything."""
    document = answer.document
    if (named := find_pages(document)) or not listed:
        return named[:1]
    if address := next_records(document):
        return [FoundLink(address, kind=LinkKind.LISTING)]
    if following := next_by_template(document):
        return [following]
    is_piece = len(listed) >= _MIN_OF_A_PAGE and _PAGE_START.search(answer.body) is None
    if is_piece and (address := next_by_number(answer.url, len(listed), is_piece=True)):
        return [FoundLink(address, kind=LinkKind.LISTING)]
    return find_asked_pages(document)


def _channels_below(answer: Answer, profile: SiteProfile, *, has_articles: bool) -> list[FoundLink]:
    """The channels of a channel: those of its menus whose address lies below its own, and those shown as pictures.

    Clouds of tags and calendars lie elsewhere or deeper. Pictures that lead elsewhere are followed from a page that has
    no articles: on others they are banners.
    """
    if answer.kind is not PageKind.LISTING or answer.is_home or answer.depth != 1 or profile.listings:
        return []
    document = answer.document
    own_pages = {link.url for link in find_pages(document)}
    own = normalise_url(answer.url).rstrip("/") + "/"
    pictured = find_pictured_channels(document)
    anywhere = set() if has_articles else {link.url for link in pictured}
    below = [
        link
        for link in (*find_channels(document, shapes=_stated_shapes(profile)), *pictured)
        if ((key := normalise_url(link.url)).startswith(own) or link.url in anywhere)
        and _folders(key) <= _MAX_CHANNEL_DEPTH
        and link.url not in own_pages
    ]
    return below[:MAX_LOWER_CHANNELS]


def _folders(url: str) -> int:
    """How many folders deep an address lies, without one that is but a year: ``/topics/2024/bridge/roadworks/``."""
    return len([folder for folder in urlsplit(url).path.split("/") if folder and not _YEAR.fullmatch(folder)])


def _stated_shapes(profile: SiteProfile) -> ArticleShapes:
    """What the profile says of articles' addresses; what was learnt does not bear on channels."""
    return NOTHING_LEARNT._replace(stated=profile.article_url)
