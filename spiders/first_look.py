"""A first look at an outlet: what its home page leads to, and what cleaning makes of some of its articles.

It asks a client that the caller made and bounded.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin

from cleaners import clean_html
from cleaners.links.urls import normalise_url, same_site
from spiders.discovery import FoundLink, LinkKind
from spiders.discovery.asked_lists import (
    MAX_OWN_SIZE,
    find_article_call,
    find_asked_lists,
    find_posted_lists,
    is_answer_to,
)
from spiders.discovery.channels import find_channels
from spiders.discovery.feeds import find_feeds, is_feed, read_feed
from spiders.discovery.json_lists import read_json_list
from spiders.discovery.listings import find_frames, find_listed
from spiders.discovery.newspapers import MAX_FORWARDS, find_forward, find_forwards, find_newspapers, read_issue
from spiders.discovery.own_scripts import find_own_scripts
from spiders.discovery.pages import read_page, read_text
from spiders.discovery.record_addresses import pattern_of, with_pattern
from spiders.discovery.shapes import is_article_url
from spiders.discovery.sitemaps import read_sitemap
from spiders.discovery.traps import find_trap
from spiders.forwarding import OF_SHELLS
from spiders.gates import find_challenge
from spiders.guarded_client import Fetched, FetchError, OutOfTimeError
from spiders.guesses import USUAL_SITEMAPS
from spiders.outlet import find_platforms, outlet_name, read_charsets
from spiders.probed import Probed, Sample, Source, choose_samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from spiders.document import Document
    from spiders.middlewares.robots import RobotRules

_MAX_FEEDS = 3
"""Feeds named by the home page that are tried."""
_MAX_INNER_SITEMAPS = 3
"""Sitemaps of an index that are tried until one names pages."""
_MAX_SITEMAPS = 3
"""Sitemaps named by robots.txt that are tried."""
_MAX_CHANNELS = 6
"""Channels visited to see whether they list articles."""
MIN_LISTED = 3
"""Articles from which on a page counts as a listing."""
_FEW_LINKS = 5
"""Links up to which a home page with scripts is one that only scripts fill."""
_USUAL_FEEDS = ("/rss.xml", "/feed/")
"""Asked for when a home page names no feed."""

_FINDERS = (find_frames, find_asked_lists, find_forwards, find_channels)


class Client(Protocol):
    """What fetches: ``spiders.guarded_client.GuardedClient``."""

    def get(self, url: str) -> Fetched:
        """Fetch a page or raise FetchError."""

    def robots(self, url: str) -> RobotRules:
        """Read robots.txt of the URL's host."""


class FirstLook:
    """What one visit sees from the home page on goes into ``probed``; what could not be had, into its ``troubles``."""

    def __init__(self, client: Client, home: Fetched, probed: Probed, now: datetime):
        """``home``: what answered for the home page; ``now`` is aware, where the outlet is."""
        self._client = client
        self._home = home
        self._probed = probed
        self._now = now
        self._today = now.date()
        self._scripts: dict[str, str] = {}
        """Texts of the outlet's script files that were asked for, by address; empty where one could not be had."""

    def look_at_home(self, *, is_paper: bool) -> None:
        """See what the home page says of its outlet, and which articles it leads to itself."""
        page = read_page(self._home.document).tree
        title = page.css_first("title")
        self._probed.name = outlet_name(title.text()) if title else None
        self._probed.charsets = read_charsets(self._home)
        self._probed.platforms = find_platforms(self._home)
        if has_few_links(self._home) and (service := find_challenge(self._home.headers, self._home.body)):
            self._probed.troubles.append(
                f"a JavaScript challenge ({service}), which only browsers pass, stands in the home page's place"
            )
        if is_paper:
            issue = self._followed(self._home.url, _articles_of_issue(self._home))
            self._probed.newspapers.append(Source(self._probed.home, "home page", issue))
        elif listed := self._followed(self._home.url, self._listed(self._home)):
            self._probed.listings.append(Source(self._home.url, "home page", listed))

    def look_for_feeds(self) -> None:
        """Read the feeds that the home page names, or those at the usual addresses."""
        named = [link.url for link in find_feeds(self._home.document) if same_site(link.url, self._home.url)]
        for url in named[:_MAX_FEEDS] or [urljoin(self._home.url, path) for path in _USUAL_FEEDS]:
            answer = self._try(url, quiet=not named)
            if answer and is_feed(answer.body):
                articles = self._followed(url, read_feed(answer.document))
                if articles or named:  # One that is empty would keep the crawl from those that it finds.
                    self._probed.feeds.append(Source(answer.url, None, articles, is_guessed=not named))
            elif answer and named:
                self._probed.troubles.append(f"{url}: named as a feed, but is none")

    def look_for_lists(self) -> None:
        """Visit the channels of the home page, and of a page right behind it that lists nothing itself."""
        waiting = leads(self._home if self._listed(self._home) else self._with_scripts(self._home))
        known = {normalise_url(self._home.url)}
        visits = 0
        while waiting and visits < _MAX_CHANNELS:
            channel, steps = waiting.popleft()
            key = normalise_url(channel.url)  # /yw/ and /yw/index.html are one
            if key in known:
                continue
            known.add(key)
            visits += 1
            answer = self._try(channel.url, quiet=True)
            if answer is None:
                continue
            answer = answer._replace(url=with_pattern(answer.url, pattern_of(channel.url)))
            listed = self._followed(channel.url, self._listed(answer))
            if not listed and steps == 1:
                waiting += leads(self._with_scripts(answer), steps=2)
            if not listed and (posted := find_posted_lists(answer.document)):
                reason = f"its list is asked for by POST ({posted[0]}), as a crawl does not do"
                self._probed.troubles.append(f"{answer.url}: {reason}")
            if len(listed) >= MIN_LISTED:
                self._probed.listings.append(Source(channel.url, channel.title, listed))
                self._probed.platforms = list(dict.fromkeys([*self._probed.platforms, *find_platforms(answer)]))

    def look_for_newspapers(self) -> None:
        """Read the digital newspaper that the home page names, and a day's issue where its front shows days alone."""
        for link in find_newspapers(self._home.document)[:1]:
            answer = self._try(link.url)
            found = read_issue(answer.document) if answer else ()
            front = next((page for page in found if page.kind is LinkKind.LISTING and page.date), None)
            if answer and front and not any(page.kind is LinkKind.ARTICLE for page in found):
                answer = self._try(front.url)
                found = read_issue(answer.document) if answer else ()
            articles = tuple(page for page in found if page.kind is LinkKind.ARTICLE)
            if articles := self._followed(link.url, articles):
                self._probed.newspapers.append(Source(link.url, link.title, articles))
            elif answer:
                self._probed.troubles.append(f"{link.url}: called a digital newspaper, but no dated issue was found")

    def look_for_sitemaps(self, named: tuple[str, ...]) -> None:
        """Read the sitemaps that robots.txt names, or those at the usual addresses."""
        for url in named[:_MAX_SITEMAPS] or [urljoin(self._probed.home, path) for path in USUAL_SITEMAPS]:
            links = self._read_sitemap(url, quiet=not named)
            inner = [link for link in links if link.kind is LinkKind.SITEMAP]
            # Without days the last is the newest in most indexes; pictures and channels have sitemaps, too.
            inner.sort(key=lambda link: str(link.date or ""))
            named_pages: tuple[FoundLink, ...] = ()
            for link in inner[: -_MAX_INNER_SITEMAPS - 1 : -1]:
                named_pages = self._read_sitemap(link.url, quiet=False)
                if named_pages:
                    break
            pages = [link for link in (*links, *named_pages) if link.kind is not LinkKind.SITEMAP]
            sure = tuple(link for link in pages if link.kind is LinkKind.ARTICLE or is_article_url(link.url))
            articles = sure or tuple(link for link in pages if is_article_url(link.url) is None)
            if links:
                articles = self._followed(url, articles)
                self._probed.sitemaps.append(Source(url, None, articles, inner=len(inner)))
                if not named:
                    return

    def read_samples(self) -> None:
        """Fetch and clean some of the articles that were found."""
        for link in choose_samples(self._probed.sources, self._probed.home):
            try:
                self._probed.samples.append(self._read_sample(link.url))
            except OutOfTimeError:
                raise
            except FetchError as error:
                self._probed.samples.append(Sample(link.url, None, str(error)))

    def _try(self, url: str, *, quiet: bool = False) -> Fetched | None:
        """Fetch, or note why not; ``quiet`` where only a guess failed."""
        try:
            return self._client.get(url)
        except OutOfTimeError:
            raise
        except FetchError as error:
            if not quiet:
                self._probed.troubles.append(str(error))
            return None

    def _followed(self, url: str, links: Iterable[FoundLink]) -> tuple[FoundLink, ...]:
        """The articles among ``links`` that a crawl would ask for; a line in ``troubles`` says why not others."""
        traps = {link.url: find_trap(link.url, self._today) for link in links}
        for trap, count in Counter(filter(None, traps.values())).items():
            self._probed.troubles.append(f"{url}: {count} of {len(traps)} articles would be left out (trap_{trap})")
        return tuple(link for link in links if not traps[link.url])

    def _with_scripts(self, page: Fetched, find: Callable[[Document], object] = find_asked_lists) -> Fetched:
        """A page that shows nothing with those files of its code that say what it asks for, as a crawl reads it.

        ``find``: what is looked for in them.
        """
        files = () if find(page.document) else find_own_scripts(page.document)
        for url in files:
            if url not in self._scripts:
                try:
                    self._scripts[url] = read_text(self._client.get(url).document)[:MAX_OWN_SIZE]
                except OutOfTimeError:
                    raise
                except FetchError:
                    self._scripts[url] = ""
            page = page._replace(scripts=(*page.scripts, self._scripts[url]))
            if find(page.document):
                break
        return page

    def _read_sitemap(self, url: str, *, quiet: bool) -> tuple[FoundLink, ...]:
        answer = self._try(url, quiet=quiet)
        return read_sitemap(answer.document) if answer else ()

    def _read_sample(self, url: str) -> Sample:
        """Fetch and clean an article; where its page shows none, what that forwards to, or what its script asks for."""
        answer = self._client.get(url)
        article = clean_html(answer.body, answer.url, content_type=answer.content_type, fetched_at=self._now)
        if article.rejection and (there := arrive(self._client, answer)) is not answer:
            answer = there
            article = clean_html(answer.body, answer.url, content_type=answer.content_type, fetched_at=self._now)
        if article.rejection in OF_SHELLS and (data := self._data_behind(answer)):
            article = clean_html(data.body, answer.url, content_type=data.content_type, fetched_at=self._now)
        return Sample(answer.url, article)

    def _data_behind(self, page: Fetched) -> Fetched | None:
        """The data that an article's page has its script ask for; None where no script says so, or there are none."""
        call = find_article_call(self._with_scripts(page, find_article_call).document)
        try:
            data = self._client.get(call) if call else None
        except OutOfTimeError:
            raise
        except FetchError:
            return None
        return data if data and is_answer_to(page.url, data.document) else None

    def _listed(self, page: Fetched) -> tuple[FoundLink, ...]:
        return find_articles(page, self._today)


def arrive(client: Client, page: Fetched) -> Fetched:
    """Go where a page that shows nothing itself forwards to, as a crawl does; the page itself where it does not."""
    for _ in range(MAX_FORWARDS):
        forward = find_forward(page.document)
        if forward is None:
            break
        page = client.get(forward.url)
    return page


def find_articles(page: Fetched, today: date) -> tuple[FoundLink, ...]:
    """The articles that a page lists, in its markup or as data."""
    return find_listed(page.document, today=today) or read_json_list(page.document, today=today)


def leads(page: Fetched, steps: int = 1) -> deque[tuple[FoundLink, int]]:
    """What a page leads to besides articles, each with its steps from the home page."""
    return deque((link, steps) for find in _FINDERS for link in find(page.document))


def has_few_links(page: Fetched) -> bool:
    """Whether a page shows next to nothing: its scripts may fill it, or something stands in its place."""
    return len(read_page(page.document).tree.css("a[href]")) <= _FEW_LINKS


def _articles_of_issue(page: Fetched) -> tuple[FoundLink, ...]:
    found = read_issue(page.document)
    return tuple(link for link in found if link.kind is LinkKind.ARTICLE)
