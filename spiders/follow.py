"""From an answer to the pages worth queueing: which reader fits, which links belong to the site and the span asked for.

Pure: the readers of ``spiders.discovery`` find links, this module decides about them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cleaners.links.urls import normalise_url
from pipelines.items import INDEX_KINDS, NewPage, PageKind
from spiders.arguments import Span
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.asked_lists import find_asked_lists, find_asked_pages, next_by_template
from spiders.discovery.channels import find_channels
from spiders.discovery.dates import day_in_url
from spiders.discovery.feeds import find_feeds, is_feed, read_feed
from spiders.discovery.json_lists import is_xml_list, read_json_list
from spiders.discovery.listings import find_frames, find_listed
from spiders.discovery.newspapers import (
    find_forwards,
    find_issue_before,
    find_issues,
    find_newspapers,
    is_called_a_page,
    is_issue,
    issue_urls,
    read_issue,
    redate_url,
)
from spiders.discovery.paging import PAGE_KEYS, find_pages, next_by_number
from spiders.discovery.shapes import NOTHING_LEARNT, is_article_url, is_taxonomy
from spiders.discovery.sitemaps import USUAL_SITEMAPS, read_sitemap
from spiders.discovery.traps import find_trap
from spiders.document import Document
from spiders.middlewares.scope import out_of_scope

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cleaners.article import Article
    from pipelines.items import Page
    from spiders.discovery.shapes import ArticleShapes
    from spiders.profile import SiteProfile

DEEPEST = 5
"""Index pages between a start point and an article: home, channel, its further pages; sitemap index, sitemap."""
DEEPEST_RECENT = 30
"""The same for the further pages of a list that names articles of the last days: what runs left out have missed, and
outlets that publish more in a day than five pages of a list hold."""
DEEPEST_BACKFILL = 400
"""The same for the further pages of a listing and earlier issues when days in the past are asked for (``since``)."""
MAX_CHANNELS = 80
"""Channels of a home page that are followed when the profile names no listings; the menus of portals hold sixty."""
MAX_LOWER_CHANNELS = 20
"""Channels of a channel that are followed: a county's page of news leads to its towns."""
DEEPEST_CHANNEL = 3
"""Folders of the address of a channel below another one; deeper ones are archives by year, month and day."""

RECENT = timedelta(days=7)
"""How far back issues of a newspaper are looked for, and lists are read on, without ``since``."""
MAX_MISSED = timedelta(days=60)
"""The same after a time in which none could be read, at most: who was away for longer says ``since``."""
MAX_SITEMAPS_FIRST = 20
"""Sitemaps of one index that are read before any article. An index of a sitemap a day for ten years would else spend
the budget of a first run and bring no article."""
MIN_OF_A_PAGE = 5
"""Articles of an answer in JSON that may be one of several pages; the last one has as many by chance at most."""


class Answer(NamedTuple):
    """A response as plain facts."""

    kind: PageKind
    url: str
    body: bytes
    content_type: str | None
    depth: int
    today: date
    """Day at the outlet."""
    is_home: bool = False
    """It is what the home page shows, wherever that forwards to, or what a home page without articles leads to."""
    is_behind: bool = False
    """It is not the home page itself but what that leads to or frames."""
    last_read: date | None = None
    """Day on which an earlier run last read any page of this kind; None before the first."""

    @property
    def document(self) -> Document:
        """What finds links takes of it."""
        return Document(self.body, self.url, self.content_type)

    @property
    def recent(self) -> date:
        """First of the days whose news runs may have missed: a week ago, earlier where none has read since."""
        week = self.today - RECENT
        return week if self.last_read is None else min(week, max(self.last_read, self.today - MAX_MISSED))


def links_from(
    answer: Answer, profile: SiteProfile, shapes: ArticleShapes, span: Span, left_out: Counter[str]
) -> tuple[NewPage, ...]:
    """Pages to queue because of ``answer``, each once, in its order. ``left_out`` counts the others by reason."""
    pages: dict[str, NewPage] = {}
    shapes = shapes._replace(stated=profile.article_url)
    found = [(link, kind, kind in INDEX_KINDS) for link, kind in _read(answer, profile, shapes, span, left_out)]
    days = [link.date for link, kind, _ in found if link.date and kind is PageKind.ARTICLE]
    is_recent = max(days, default=date.min) >= answer.recent
    # They are read on, and again, as the channel at hand is.
    below = ((link, PageKind.LISTING, False) for link in _channels_below(answer, profile))
    for link, kind, is_further in chain(below, found):
        reason = _why_not(link, kind, answer, profile, span, is_recent=is_recent)
        if reason:
            left_out[reason] += 1
            continue
        key = normalise_url(link.url)
        back_to = span.since if kind in INDEX_KINDS else None
        pages.setdefault(key, NewPage(key, link.url, kind, link.date, answer.depth + is_further, back_to=back_to))
    pages.pop(normalise_url(answer.url), None)
    pages.update((key, pages[key]._replace(depth=answer.depth)) for key in _parts_of(answer, pages))
    past = _past_sitemaps(pages.values())
    return tuple(page._replace(later=key in past) for key, page in pages.items())


def _parts_of(answer: Answer, pages: Mapping[str, NewPage]) -> list[str]:
    """Keys of the pages that are the home page as much as this one is: its frames, and what a front door leads to.

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


def _past_sitemaps(pages: Iterable[NewPage]) -> set[str]:
    """Keys of the sitemaps of an index that can wait: all but the latest ones, or the first ones without dates."""
    sitemaps = [page for page in pages if page.kind is PageKind.SITEMAP]
    latest_first = sorted(sitemaps, key=lambda page: page.day or date.min, reverse=True)
    return {page.normalised_url for page in latest_first[MAX_SITEMAPS_FIRST:]}


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
    elif answer.kind is PageKind.EPAPER or (answer.is_home and is_issue(document)):
        yield from _read_newspaper(answer, span)
        return
    elif _JSON_START.match(answer.body) or is_xml_list(answer.body):
        found = read_json_list(document, zone=profile.timezone, today=answer.today, shapes=shapes)
        found = found or find_listed(document, today=answer.today, shapes=shapes)  # markup in its texts
        yield from _other_days(answer, found, span)
        following = next_by_number(answer.url, len(found))
        if len(found) >= MIN_OF_A_PAGE and following and not _is_past(found, span):
            yield FoundLink(following, kind=LinkKind.LISTING), PageKind.LISTING
    else:
        found = find_listed(document, today=answer.today, shapes=shapes)
        held = read_json_list(document, zone=profile.timezone, today=answer.today, shapes=shapes)
        # Beside a list, the page's data name channels and settings as well.
        sure = [link for link in held if not found or is_article_url(link.url, shapes)]
        found = unique_links([*found, *sure])
        yield from _further(answer, profile, found, span, left_out)
    for link in found:
        yield link, _page_kind(link, shapes)


def _is_past(listed: Sequence[FoundLink], span: Span) -> bool:
    """Whether a list lies before the days asked for: the pages behind it do, too."""
    days = [link.date for link in listed if link.date]
    return bool(span.since and days and max(days) < span.since)


_JSON_START = re.compile(rb"\s*(?:[\w.$]{1,80}\s*\(\s*)?[\[{]")


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
        channels = find_channels(document, shapes=_stated_shapes(profile))
        left_out.update("too_many_channels" for _ in channels[MAX_CHANNELS:])
        yield from ((link, PageKind.LISTING) for link in channels[:MAX_CHANNELS])


def _next_pages(answer: Answer, listed: Sequence[FoundLink]) -> Sequence[FoundLink]:
    """The next page of a list; what its scripts ask for where only they lead on and the page lists anything."""
    document = answer.document
    if (named := find_pages(document)) or not listed:
        return named[:1]
    following = next_by_template(document)
    return [following] if following else find_asked_pages(document)


def _stated_shapes(profile: SiteProfile) -> ArticleShapes:
    """What the profile says of articles' addresses; what was learnt does not bear on channels."""
    return NOTHING_LEARNT._replace(stated=profile.article_url)


def _channels_below(answer: Answer, profile: SiteProfile) -> list[FoundLink]:
    """The channels of a channel: those of its menus whose address lies below its own.

    Clouds of tags and calendars lead elsewhere or deeper.
    """
    if answer.kind is not PageKind.LISTING or answer.is_home or answer.depth != 1 or profile.listings:
        return []
    document = answer.document
    own_pages = {link.url for link in find_pages(document)}
    own = normalise_url(answer.url) + "/"
    below = [
        link
        for link in find_channels(document, shapes=_stated_shapes(profile))
        if (key := normalise_url(link.url)).startswith(own)
        and urlsplit(key).path.count("/") <= DEEPEST_CHANNEL
        and link.url not in own_pages
    ]
    return below[:MAX_LOWER_CHANNELS]


def _read_newspaper(answer: Answer, span: Span) -> Iterator[tuple[FoundLink, PageKind]]:
    """Pages and articles of an issue; from its front the fronts of the issues before it, with ``since`` all asked for.

    Without ``since`` they are those of a few days: a run left out, or an issue put up late, is made good.
    """
    document = answer.document
    issue = read_issue(document)
    for link in issue:
        yield link, PageKind.ARTICLE if link.kind is LinkKind.ARTICLE else PageKind.EPAPER
    days = [link.date for link in issue if link.date]
    pages = [link.url for link in issue if is_called_a_page(link.title or "")]
    if answer.depth and answer.url in pages[1:]:  # inside an issue; its address may bear a number that no other has
        return
    before = find_issue_before(document)
    # A front door may show the latest issue itself, at an address without its day.
    dated = [answer.url, *(link.url for link in issue if link.kind is LinkKind.LISTING and link != before)]
    pattern = next((url for url in dated if day_in_url(url)), answer.url)
    if before and before.date and redate_url(pattern, before.date) != before.url:  # issues are numbered as well
        yield from ((link, PageKind.EPAPER) for link in _issues_before(answer, before, span))
        return
    if span.since is None:
        yield from ((link, PageKind.EPAPER) for link in _fronts(answer, span, pattern))
        return
    if days and max(days) < span.since:
        return
    # The first dated address reached gives the pattern of all; issues that are linked may follow another one.
    yield from ((link, PageKind.EPAPER) for link in _fronts(answer, span, pattern))
    yield from ((link, PageKind.EPAPER) for link in find_issues(document))


def _issues_before(answer: Answer, before: FoundLink, span: Span) -> Sequence[FoundLink]:
    """The issues that only links lead to: the one ``before`` this of the last days, with ``since`` all that are linked.

    Addresses made after one with a number of its own beside the day would show that issue again, or none.
    """
    if span.since is not None:
        return (before, *find_issues(answer.document))
    return [before] if before.date is not None and before.date >= answer.recent else []


def _fronts(answer: Answer, span: Span, pattern: str) -> Iterator[FoundLink]:
    """The fronts of all issues that are wanted, after the address of one; nothing from a page inside an issue."""
    if answer.depth > 1:
        return iter(())
    if span.since is None:
        return issue_urls(pattern, answer.recent, answer.today)
    return issue_urls(pattern, span.since, min(span.until or answer.today, answer.today))


def _other_days(answer: Answer, listed: Sequence[FoundLink], span: Span) -> Iterator[tuple[FoundLink, PageKind]]:
    """The other issues of a newspaper that a script draws from a file a day: ``/data/20240829/period.json``.

    What it lists is of its day alone. Other days in addresses are the start of a special topic, long ago, and those in
    a query that are there to get past a cache.
    """
    path, _, query = answer.url.partition("?")
    day = day_in_url(path) or (day_in_url(answer.url) if _ASKS_FOR_DAY.search(query) else None)
    is_an_issue = day is not None and (day >= answer.recent or answer.depth == 0)  # a profile may name any day's
    if is_an_issue and listed and {link.date for link in listed if link.date} <= {day}:
        yield from ((link, PageKind.LISTING) for link in _fronts(answer, span, answer.url) if link.date != day)


_ASKS_FOR_DAY = re.compile(r"(?:(?<!up)date|day)\w*=", re.IGNORECASE)
"""The key of a query that asks for what was printed on a day: ``date=2024-08-29``, ``layoutDay=20240829``."""

_KINDS = {
    LinkKind.ARTICLE: PageKind.ARTICLE,
    LinkKind.LISTING: PageKind.LISTING,
    LinkKind.FEED: PageKind.FEED,
    LinkKind.SITEMAP: PageKind.SITEMAP,
    LinkKind.UNKNOWN: PageKind.UNKNOWN,
}


def _page_kind(link: FoundLink, shapes: ArticleShapes) -> PageKind:
    kind = _KINDS[link.kind]
    if kind is PageKind.UNKNOWN and is_article_url(link.url, shapes):
        return PageKind.ARTICLE
    return kind


def _why_not(
    link: FoundLink, kind: PageKind, answer: Answer, profile: SiteProfile, span: Span, *, is_recent: bool
) -> str | None:
    """Reason not to queue a link; None to queue it. ``is_recent``: the answer lists articles of the last days."""
    if out_of_scope(link.url, profile):
        return "other_site"
    # What an index of sitemaps names has an end, even if it is a sitemap for each month.
    is_named = kind is PageKind.SITEMAP or is_stated(link.url, profile)
    if not is_named and (trap := find_trap(link.url, answer.today)):
        return f"trap_{trap}"
    # Feeds and sitemaps may lie anywhere: they name what is then judged by itself.
    if kind not in (PageKind.FEED, PageKind.SITEMAP) and not profile.owns_path(link.url):
        return "other_path"
    if kind in (PageKind.ARTICLE, PageKind.UNKNOWN):
        if profile.article_url and not is_stated(link.url, profile):
            return "not_article_url"
        # A channel is found by its name on the home page; named by a sitemap it would be taken for one long article.
        if kind is PageKind.UNKNOWN and is_taxonomy(link.url) and not is_stated(link.url, profile):
            return "taxonomy"
        # A sitemap states the day of the last change: published no later, perhaps earlier.
        asked = Span(span.since) if link.kind is LinkKind.UNKNOWN else span
        return None if asked.covers(link.date) else "out_of_span"
    # The way back to an archive's days that are asked for leads over later ones; issues are reached by their address.
    asked = span if kind is PageKind.EPAPER else Span(span.since)
    if kind in (PageKind.EPAPER, PageKind.LISTING) and not asked.covers(link.date):
        return "out_of_span"
    return "too_deep" if answer.depth >= deepest(kind, span, is_recent=is_recent) else None


def is_stated(url: str, profile: SiteProfile) -> bool:
    """Whether the profile says that ``url`` is an article's; then nothing else is asked."""
    return profile.article_url is not None and profile.article_url.search(url) is not None


def deepest(kind: PageKind, span: Span, *, is_recent: bool = False) -> int:
    """How deep a page that is read for its links may lie; ``is_recent``: it lists articles of the last days."""
    if span.since and kind in (PageKind.LISTING, PageKind.EPAPER):
        return DEEPEST_BACKFILL
    return DEEPEST_RECENT if is_recent and kind in (PageKind.LISTING, PageKind.EPAPER) else DEEPEST


def may_have_parts(body: bytes, url: str) -> bool:
    """Whether a page may be the first of an article in several pages: cheap, and never wrong about a no.

    Such a page carries its own file name with a number behind it, a numbered query, or a script's page count.
    """
    low = body.lower()
    if _PAGER_SCRIPT.search(low) or _PAGER_LINK.search(low):
        return True
    name = urlsplit(url).path.lower().rstrip("/").rpartition("/")[2]
    stem = _FIRST_NUMBER.sub("", name.partition(".")[0]).encode()
    return bool(stem) and any(_PART_BEHIND.match(low, end) for end in _ends_of(stem, low))


def _ends_of(part: bytes, body: bytes) -> Iterator[int]:
    """Where ``part`` ends, each time it stands in ``body``."""
    start = body.find(part)
    while start >= 0:
        yield start + len(part)
        start = body.find(part, start + 1)


# Each begins with one literal, which a search runs along: a quarter of a millisecond where others take two.
_PAGER_SCRIPT = re.compile(rb"g(?<=pag)e(?:count|(?<=createpage)|(?<=countpage)|(?<=totalpage))")
_QUERY_ENDS = "".join(name[-1] for name in sorted(PAGE_KEYS))  # told first: they rule out most that has a number
_PAGER_QUERY = rf"(?<=[{_QUERY_ENDS}]=)(?:{'|'.join(f'(?<=[?&;]{name}=)' for name in sorted(PAGE_KEYS))})"
_PAGER_LINK = re.compile(rf"=(?:(?<=rel=)[\"']?next|(?=[0-9]){_PAGER_QUERY})".encode())
_FIRST_NUMBER = re.compile(r"[-_][01]$")
_PART_BEHIND = re.compile(rb"(?:\.\w{2,5})?[-_/(?]")


def is_asked_again(link: NewPage) -> bool:
    """Whether a link of a list is asked for although it is known: a list's further page, or a newspaper of today.

    The latter may have paused for long; its own clock has stopped by then.
    """
    return (link.kind is PageKind.LISTING and link.depth > 1) or is_front_of_today(link)


def is_front_of_today(link: NewPage) -> bool:
    """Whether a link leads to a newspaper at an address that stays the same from issue to issue."""
    return link.kind is PageKind.EPAPER and day_in_url(link.url) is None


def is_guess(page: Page) -> bool:
    """Whether a page is a sitemap that only custom says may be there: none was ever read at its address."""
    is_usual = page.depth > 0 and urlsplit(page.url).path in USUAL_SITEMAPS
    return page.kind is PageKind.SITEMAP and is_usual and not page.was_read


def is_home(url: str, profile: SiteProfile) -> bool:
    """Whether ``url`` is the site's home page."""
    return normalise_url(url) == normalise_url(profile.home)


def is_home_host(url: str, profile: SiteProfile) -> bool:
    """Whether ``url`` lies on the host of the site's home page, and is had by the same scheme."""
    return urlsplit(url)[:2] == urlsplit(profile.home)[:2]


def bears_number_of(asked: str, shown: str) -> bool:
    """Whether two addresses of a site bear the same number of five digits or more, no day: so one page's do.

    >>> bears_number_of("http://a.example/go.asp?id=88117", "http://a.example/news/20240829/88117.html")
    True
    >>> bears_number_of("http://a.example/news/20240829/88118.html", "http://a.example/news/20240829/88117.html")
    False
    """
    return not _numbers(asked).isdisjoint(_numbers(shown))


def _numbers(url: str) -> set[str]:
    found = _LONG_NUMBER.findall("?".join(urlsplit(url)[2:4]))
    return {number for number in found if not _COMPACT_DAY.match(number)}


_LONG_NUMBER = re.compile(r"[0-9]{5,}")
_COMPACT_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")


def key_differs(url: str, key: str) -> bool:
    """Whether the address that answered is another page than the one asked for."""
    return normalise_url(url) != key


def canonical_key(url: str, article: Article, profile: SiteProfile) -> str:
    """Comparison form under which an article is kept: that of the address it declares, where that can be believed.

    Content systems also print the home page or a channel as canonical on every page, and hijackers foreign hosts;
    only another article's address of the same site counts.
    """
    own = normalise_url(url)
    declared_url = article.canonical_url
    if not declared_url or out_of_scope(declared_url, profile) or not profile.owns_path(declared_url):
        return own
    try:
        declared = normalise_url(declared_url)
    except ValueError:
        return own
    path = urlsplit(declared).path
    return declared if path != "/" and is_article_url(declared_url) else own
