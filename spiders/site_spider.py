"""The one spider: reads a site profile, follows feeds, sitemaps, listings and digital newspapers to articles.

Reading is done by pure functions (``spiders.follow`` for links, ``cleaners`` for articles); this class only knows
Scrapy's ways and puts the parts of one visit together into a :class:`pipelines.frontier.FinishedPage`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals

from cleaners import CLEANER_VERSION, Article, Rejection, RemovalKind, clean_html
from cleaners.links.urls import normalise_url
from cleaners.memory import SiteMemory, remember
from pipelines.compare import text_digest
from pipelines.connection import storage_trouble
from pipelines.copies import original_of
from pipelines.frontier import INDEX_KINDS, SUCCESSES, FinishedPage, NewPage, Page, PageKind, PageOutcome
from pipelines.items import Visit
from pipelines.stored import GONE_STATUSES, has_more
from pipelines.values import StoreError
from spiders.archive import ArchiveError, payload_digest
from spiders.arguments import read_arguments
from spiders.discovery.article_pages import MOST_PARTS, find_article_pages, join_articles
from spiders.discovery.dates import day_in_url
from spiders.discovery.listings import find_frames
from spiders.discovery.newspapers import find_forward
from spiders.discovery.paging import split_page_number
from spiders.discovery.shapes import NOTHING_LEARNT, learn_shapes
from spiders.discovery.traps import TrapWatch
from spiders.failures import RobotsUnreachableError, failure_outcome, failure_reason, one_line
from spiders.follow import (
    Answer,
    bears_number_of,
    canonical_key,
    deepest,
    is_home,
    is_home_host,
    is_stated,
    key_differs,
    links_from,
    may_have_parts,
)
from spiders.gates import find_challenge, leads_back, status_reason
from spiders.middlewares.backoff import HostBusyError
from spiders.middlewares.scope import out_of_scope
from spiders.revisit import FRESH, LAST_RECHECK_AGE, History, next_visit
from spiders.stopping import StoppedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from pipelines.ledger import Ledger
    from spiders.archive import Archived
    from spiders.profile import SiteProfile

LEARNT_FROM = 400
"""Pages of each sort whose addresses teach which shapes are articles'."""
ENDED_BY_US = frozenset({"archive", "store_error", "shutdown"})
"""Reasons to stop for which a page that fails from then on is not to blame: our disk, our operator."""
_READ = frozenset({PageOutcome.LINKS, PageOutcome.REJECTED})
"""Outcomes of a list that was read for its links; one that was taken for an article is rejected as that."""
_LONG_KINDS = frozenset({PageKind.FEED, PageKind.SITEMAP})


class Parts(NamedTuple):
    """An article in several pages, as far as it was read."""

    first: Response
    articles: tuple[Article, ...]
    """Of its pages, in order."""
    todo: tuple[str, ...]
    asked: tuple[str, ...] = ()
    is_whole: bool = True
    """All that were asked for could be had."""
    has_failed: bool = False
    """One could not be had though it may be there."""


REMEMBERED_TOGETHER = 20
"""Articles whose lines are added to the site's memory at a time: adding copies it."""


class SiteSpider(Spider):
    """Crawls the site of ``profile``. Arguments: ``max_pages``, ``since``, ``until`` (dates), ``url`` (one page)."""

    profile: SiteProfile

    def __init__(self, **values: str):
        super().__init__()
        self.asked = read_arguments(values, self.profile)
        self.stop_reason: str | None = None
        """Set by whoever sees that the run must end; the scheduler then hands out no more."""
        self.storage_error: str | None = None
        """What could not be written, and where; None when all could."""
        self.shapes = NOTHING_LEARNT
        self.traps = TrapWatch(self.today)
        self.stopped: str | None = None
        """Why the run ended before the frontier was empty; None when it did not."""
        self.ledger: Ledger | None = None
        """The run's books; set when it begins."""
        self.crashes = 0
        """Errors in our own code."""
        self.links = 0
        """Links to the site's own pages recognised on index pages."""
        self.as_they_were = 0
        """Feeds and sitemaps that were sent whole though they had not changed."""
        self.unread_lists = 0
        """Feeds, sitemaps and lists whose links were not read because they had not changed."""
        self.left_out: Counter[str] = Counter()
        """Links not followed, by reason."""
        self.site = self.profile.site_on(self.today)
        self.memory = SiteMemory()
        """Lines that the site's articles have in common."""
        self._unremembered: list[list[str]] = []
        self._shown: dict[str, set[str]] = {}
        """Articles that the pages of each list showed in this run."""
        self._dead_ends: set[str] = set()
        """Addresses that redirects led to in this run, and that are no articles."""
        self._gates: dict[str, str | None] = {}
        """Paths at which strangers were asked for something; a digest of the text where an article stood."""

    async def start(self) -> AsyncIterator[Any]:
        """Begin with the page asked for, or with the profile's start points."""
        if self.asked.url is not None:
            yield Request(self.asked.url, meta={"kind": PageKind.UNKNOWN})
            return
        for kind, url in self.profile.start_points:
            yield Request(url, meta={"kind": PageKind(kind)})

    @property
    def is_ended_by_us(self) -> bool:
        """Whether the run has to end and its site is not to blame."""
        return self.stop_reason in ENDED_BY_US

    @property
    def today(self) -> date:
        """Day at the outlet."""
        return datetime.now(self.profile.timezone).date()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Make the spider, told of errors in its own callbacks."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.callback_failed, signals.spider_error)
        crawler.signals.connect(spider.item_failed, signals.item_error)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Settings that the profile decides."""
        super().update_settings(settings)
        profile = cls.profile
        if profile.politeness.delay is not None:
            settings.set("DOWNLOAD_DELAY", profile.politeness.delay, "spider")
            settings.set("AUTOTHROTTLE_START_DELAY", profile.politeness.delay, "spider")
        if profile.allow_loopback:
            # A machine of our own: nobody is spared by waiting as long as it took to answer.
            settings.set("AUTOTHROTTLE_MAX_DELAY", settings.getfloat("DOWNLOAD_DELAY"), "spider")
        if not profile.verify_certificates:
            settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, "spider")
        if contact := settings.get("NEWS_CONTACT"):
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", "spider")

    def learn(self, ledger: Ledger) -> None:
        """Learn from earlier visits which shapes of addresses are articles', and which lines recur in them."""
        self.memory = ledger.site_memory()
        frontier = ledger.frontier
        others = (PageOutcome.LINKS, PageOutcome.REJECTED)
        self.shapes = learn_shapes(
            frontier.sample(PageOutcome.ARTICLE, LEARNT_FROM),
            [url for outcome in others for url in frontier.sample(outcome, LEARNT_FROM)],
        )

    def lists_show_nothing(self) -> bool:
        """Whether lists were read, and none of them led anywhere."""
        read = self.ledger is not None and self.ledger.counts["page_links"]
        return bool(read) and not (self.links or self.unread_lists or self.left_out["out_of_span"])

    def robots_read(self, sitemaps: tuple[str, ...]) -> None:
        """Take the sitemaps that robots.txt names as start points."""
        if self.asked.url is not None:
            return
        for url in sitemaps[:MOST_ROBOTS_SITEMAPS]:
            if not out_of_scope(url, self.profile):
                self.crawler.engine.crawl(Request(url, meta={"kind": PageKind.SITEMAP}))

    def host_is_busy(self, seconds: float) -> None:
        """End the run: the host wants to be left alone for longer than a run should wait."""
        self.logger.warning(
            "%s: host is too busy, asks for %.0f seconds; leaving it until the next run", self.name, seconds
        )
        self.stop_reason = "busy"

    def end(self, reason: str) -> None:
        """End the run, unless something ended it before."""
        self.stop_reason = self.stop_reason or reason
        self.stopped = self.stopped or self.stop_reason

    def storage_failed(self, error: StoreError) -> None:
        """End the run: the database cannot be used. What was stored stays."""
        self.logger.warning("%s", error)  # the summary or the command says it at the end
        self.stop_reason = "store_error"
        self.storage_error = str(error)

    def read_page(self, response: Response) -> Iterator[FinishedPage | Request]:
        """Read one answer."""
        page: Page = response.meta["page"]
        if response.status == 304:
            self.unread_lists += page.kind in INDEX_KINDS
            yield self._finished(page, response, page.outcome or PageOutcome.LINKS)
        elif self._is_as_it_was(page, response):
            self.as_they_were += 1
            self.unread_lists += 1
            yield self._finished(page, response, PageOutcome.LINKS)
        elif (dead_end := response.meta.get("dead_end")) and leads_back(page.url, dead_end):
            yield self._kept_out(page, response, gate_reason(dead_end))
        elif dead_end:
            yield self._refused(page, response, f"leads to {dead_end}, which is no article")
        elif not 200 <= response.status < 300:
            yield self._refused(page, response)
        elif page.kind is PageKind.EPAPER and self._is_other_issue(page, response):
            links = self._read_index(page, response).links
            yield replace(self._refused(page, response, f"leads to another day's issue, {response.url}"), links=links)
        elif page.kind in INDEX_KINDS:
            yield self._forwarded(page, response) or self._read_index(page, response)
        elif is_home(response.url, self.profile) and page.kind is not PageKind.UNKNOWN:
            self._dead_ends.add(response.url)
            yield self._refused(page, response, "redirected to the home page")
        elif not self.profile.owns_path(response.url):
            yield self._finished(page, response, PageOutcome.OUT_OF_SCOPE, reason=f"leads to {response.url}")
        else:
            yield self._read_article(page, response)

    def _is_other_issue(self, page: Page, response: Response) -> bool:
        """Whether an issue's address leads to another day's: its own is not there, or not yet."""
        asked, shown = day_in_url(page.url), day_in_url(response.url)
        return page.depth > 0 and asked is not None and shown is not None and asked != shown

    def is_dead_end(self, request: Request, target: str) -> bool:
        """Whether a redirect from a page that may be an article leads where none was found in this run."""
        page: Page | None = request.meta.get("page")
        if page is None or page.kind in INDEX_KINDS:
            return False
        is_gate = self._gates.get(urlsplit(target).path, "") is None and leads_back(page.url, target)
        return is_gate or target in self._dead_ends

    def page_failed(self, failure: Failure) -> Iterator[FinishedPage]:
        """Write down why a page could not be had."""
        page: Page | None = failure.request.meta.get("page")  # type: ignore[attr-defined]
        if page is None:
            return
        url = failure.request.url  # type: ignore[attr-defined]
        if self._gives_back(page, failure.value):
            return
        outcome = failure_outcome(failure.value)
        if isinstance(failure.value, RobotsUnreachableError) and is_home_host(url, self.profile):
            self.stop_reason = self.stop_reason or "robots_unreachable"
        yield self._finished(
            page, None, outcome, reason=failure_reason(failure.value, self.crawler.settings.get("NEWS_PROXY"))
        )

    def _gives_back(self, page: Page, error: BaseException | None) -> bool:
        """Queue a page again that could not be had though its site is not to blame; say whether that was so."""
        if not (isinstance(error, HostBusyError | ArchiveError | StoppedError) or self.is_ended_by_us):
            return False
        if isinstance(error, ArchiveError):
            self.logger.warning("%s", error)  # the summary says it at the end
        try:
            self.ledger.give_back(page)  # type: ignore[union-attr]
        except StoreError as trouble:
            self.storage_failed(trouble)
        return True

    def callback_failed(self, failure: Failure, response: Response) -> None:
        """Finish the page that our own code failed on, so that it is tried again later and not at once for ever."""
        page: Page | None = response.meta.get("page")
        if self.ledger and (trouble := storage_trouble(failure.value, self.ledger.store.path)):
            self.storage_failed(trouble)
            return
        self.crashes += 1
        if page is not None and self.ledger is not None:
            reason = f"{type(failure.value).__name__}: {one_line(failure.value)}"
            self.ledger.finish(self._finished(page, response, PageOutcome.ERROR, reason=reason))

    def item_failed(self) -> None:
        """Count a page that our own pipelines failed on; it stays in flight and is tried again in the next run."""
        self.crashes += 1

    def _read_index(self, page: Page, response: Response) -> FinishedPage:
        links = self._read_links(page, response)
        leads_to_articles = any(link.kind not in INDEX_KINDS for link in links)
        gate = None if leads_to_articles else self._asks_first(page, response)
        if gate := gate or (None if links else self._challenge(response)):
            return self._kept_out(page, response, gate)
        self.links += len(links)
        return self._finished(page, response, PageOutcome.LINKS, links=links)

    def _read_links(self, page: Page, response: Response) -> tuple[NewPage, ...]:
        links = self._new_links(page, response)
        self.traps.brought(page.url, sum(link.kind not in INDEX_KINDS and not self._knows(link) for link in links))
        return links

    def _turned_out_list(self, page: Page, response: Response) -> tuple[NewPage, ...]:
        """Links of a page that was taken for an article and is a list: it lies one deeper than where it was found."""
        self.traps.turned_out_list(page.url)
        as_list = page._replace(kind=PageKind.LISTING, depth=page.depth + 1)
        is_too_deep = as_list.depth > deepest(as_list.kind, self.asked.span)
        return () if is_too_deep else self._read_links(as_list, response)

    def _is_as_it_was(self, page: Page, response: Response) -> bool:
        """Whether a feed or sitemap is the same to the byte as when it was read last: its links are all known.

        Long sitemaps take seconds to read, and few servers answer a conditional request for one with 304. Listings are
        short, and what one leads to depends on where it stands.
        """
        return (
            200 <= response.status < 300
            and page.kind in _LONG_KINDS
            and page.outcome is PageOutcome.LINKS
            and page.is_read_back_to(self.asked.span.since)
            and page.payload_digest == body_digest(response)
        )

    def _forwarded(self, page: Page, response: Response) -> Request | None:
        """Go where a page that shows nothing itself forwards to by meta refresh or script, or what it frames.

        None for other pages.
        """
        times = response.meta.get("forwarded", 0)
        if times >= MOST_FORWARDS:
            return None
        where = (response.body, response.url, _header(response, "Content-Type"))
        is_small = len(response.body) <= LARGEST_SIGNPOST
        link = find_forward(*where, refresh=_header(response, "Refresh")) if is_small else None
        if link is None and page.kind not in INDEX_KINDS:
            link = next(iter(find_frames(*where)), None)
        if link is None or out_of_scope(link.url, self.profile):
            return None
        meta = {"page": page, "forwarded": times + 1}
        return Request(link.url, callback=self.read_page, errback=self.page_failed, meta=meta)

    def _new_links(self, page: Page, response: Response) -> tuple[NewPage, ...]:
        """Links to queue. A listing leads to its further pages when it is read first, and while it brings news."""
        content_type = _header(response, "Content-Type")
        answer = Answer(
            page.kind,
            response.url,
            response.body,
            content_type,
            page.depth,
            self.today,
            is_home(page.url, self.profile) or self._is_behind_home(page),
            self._is_behind_home(page),
        )
        links = links_from(answer, self.profile, self.shapes, self.asked.span, self.left_out)
        if page.kind is PageKind.EPAPER and page.depth <= 1:
            # An issue stays as it is at its dated address; without a day the same address shows tomorrow's pages.
            return tuple(link._replace(again=_is_front_of_today(link)) for link in links)
        if page.kind is not PageKind.LISTING:
            return links
        articles = [link for link in links if link.kind not in INDEX_KINDS]
        leads_on = answer.is_home and not articles  # A frameset, a picture that says welcome.
        is_read_first = page.outcome is not PageOutcome.LINKS
        if not (self.asked.span.since or is_read_first or self._brings_news(articles) or leads_on):
            links = tuple(link for link in links if link.kind is not PageKind.LISTING or link.depth <= 1)
        if self._repeats(response.url, articles):
            base = split_page_number(response.url).base
            links = tuple(link for link in links if split_page_number(link.url).base != base)
        links = tuple(link._replace(again=link.kind is PageKind.LISTING and link.depth > 1) for link in links)
        # A newspaper that has paused for long; its own clock has stopped by then.
        links = tuple(link._replace(again=link.again or _is_front_of_today(link)) for link in links)
        return tuple(link for link in links if not self._is_fruitless(link))

    def _is_behind_home(self, page: Page) -> bool:
        """Whether a list is what a home page that lists nothing leads to, or a frame of the home page."""
        starts = {normalise_url(url) for _, url in self.profile.start_points}
        return page.kind is PageKind.LISTING and page.depth == 0 and page.normalised_url not in starts

    def _repeats(self, url: str, articles: list[NewPage]) -> bool:
        """Whether a further page of a list shows nothing but what the pages before it did: it has no end.

        A page numbered 0 or 1 may be the list's first one once more, and the others lie behind it.
        """
        here = split_page_number(url)
        shown = self._shown.setdefault(here.base, set())
        keys = {link.normalised_url for link in articles}
        repeats = (here.number or 0) > 1 and bool(keys) and keys <= shown
        shown |= keys
        return repeats

    def _is_fruitless(self, link: NewPage) -> bool:
        """Whether too many addresses of this shape were followed for nothing."""
        if self._knows(link) or is_stated(link.url, self.profile):
            return False
        trap = self.traps.check(link.url, is_listed=link.kind is PageKind.ARTICLE)
        if trap:
            self.left_out[f"trap_{trap}"] += 1
        return trap is not None

    def _brings_news(self, links: Iterable[NewPage]) -> bool:
        """Whether any was unknown when the run began: a home page or feed has named most of a list's news before it."""
        assert self.ledger is not None  # noqa: S101 (set when the scheduler opens)
        return not all(self.ledger.knew(link) for link in links)

    def _knows(self, link: NewPage) -> bool:
        assert self.ledger is not None  # noqa: S101 (set when the scheduler opens)
        return self.ledger.frontier.knows(link.normalised_url)

    def _read_article(self, page: Page, response: Response) -> FinishedPage | Request:
        is_as_it_was = page.outcome is PageOutcome.ARTICLE and page.payload_digest == body_digest(response)
        may_go_on = may_have_parts(response.body, response.url)
        # Its first page knows nothing of edits on the others: each second time they are looked at as well.
        is_seen = is_as_it_was and not (may_go_on and page.unchanged % 2)
        if is_seen and not key_differs(response.url, page.normalised_url):
            finished = self._finished(page, response, PageOutcome.ARTICLE)
            # The place in the archive stays where its further pages lie behind it.
            return replace(finished, archive_file=None, archive_offset=None) if may_go_on else finished
        article = self._clean(response)
        forwarded = self._forwarded(page, response) if article.rejection else None
        if forwarded and not is_home(forwarded.url, self.profile):
            return forwarded
        if gate := self._gate(page, response, article):
            return self._kept_out(page, response, gate)
        if forwarded:
            return forwarded
        if key_differs(response.url, page.normalised_url) and article.rejection:
            self._dead_ends.add(response.url)
            return self._refused(page, response, f"leads to {response.url}, which is no article")
        if article.blocks and may_go_on:
            links = find_article_pages(response.body, response.url, _header(response, "Content-Type"))
            parts = Parts(response, (article,), tuple(link.url for link in links))
            return self._next_part(page, parts)
        return self._read_whole(page, response, article)

    def _clean(self, response: Response) -> Article:
        article = clean_html(
            response.body,
            response.url,
            content_type=_header(response, "Content-Type"),
            fetched_at=datetime.now(UTC),
            site=self.site,
            memory=self.memory,
        )
        if article.blocks:
            self._remember(article)
        return article

    def _remember(self, article: Article) -> None:
        cut = (
            removal.text
            for removal in article.removed
            if removal.kind is RemovalKind.SPAM or removal.step == "choose_body"
        )
        self._unremembered.append([*(block.text for block in article.blocks), *cut])
        if len(self._unremembered) >= REMEMBERED_TOGETHER:
            self.memory = remember(self._unremembered, self.memory)
            self._unremembered = []

    def _next_part(self, page: Page, parts: Parts) -> FinishedPage | Request:
        """Ask for the next page of an article, or join what came and finish it."""
        todo = [url for url in parts.todo if url not in parts.asked and not out_of_scope(url, self.profile)]
        if not todo or len(parts.asked) >= MOST_PARTS:
            finished = self._read_whole(page, parts.first, join_articles(parts.articles), parts.asked)
            if parts.has_failed and finished.visit and self._has_more_of(finished.visit):
                # No edit: nobody took away what could not be had. The archived answer stays the whole one.
                finished = replace(finished, visit=None, archive_file=None, archive_offset=None)
            return finished if parts.is_whole else _to_be_read_again(finished)
        meta = {"page": page, "parts": parts._replace(todo=tuple(todo[1:]), asked=(*parts.asked, todo[0]))}
        return Request(todo[0], callback=self.read_part, errback=self.part_failed, meta=meta)

    def read_part(self, response: Response) -> Iterator[FinishedPage | Request]:
        """Read a further page of an article."""
        page, parts = response.meta["page"], response.meta["parts"]
        if response.status == 200:
            first, content_type = parts.first.url, _header(response, "Content-Type")
            links = find_article_pages(response.body, response.url, content_type, first=first)
            todo = dict.fromkeys((*parts.todo, *(link.url for link in links if link.url != first)))
            parts = parts._replace(articles=(*parts.articles, self._clean(response)), todo=tuple(todo))
        else:
            parts = parts._replace(is_whole=False, has_failed=parts.has_failed or response.status not in GONE_STATUSES)
        yield self._next_part(page, parts)

    def part_failed(self, failure: Failure) -> Iterator[FinishedPage | Request]:
        """Go on without a page that could not be had; the next visit asks for it again."""
        meta = failure.request.meta  # type: ignore[attr-defined]
        if self._gives_back(meta["page"], failure.value):
            return
        yield self._next_part(meta["page"], meta["parts"]._replace(is_whole=False, has_failed=True))

    def _read_whole(
        self, page: Page, response: Response, article: Article, parts: tuple[str, ...] = ()
    ) -> FinishedPage:
        """Finish a page whose article is complete, or that is none."""
        key = canonical_key(response.url, article, self.profile)
        links = self._turned_out_list(page, response) if article.rejection in MAY_LIST else ()
        visit = self._visit(response, article, key, datetime.now(UTC))
        outcome = PageOutcome.REJECTED if article.rejection else PageOutcome.ARTICLE
        original = self._original_of(visit) if outcome is PageOutcome.ARTICLE and "?" in page.url else None
        is_nothing_new = original is not None and self.traps.turned_out_copy(page.url, original)
        self.traps.brought(page.url, outcome is PageOutcome.ARTICLE and not is_nothing_new)
        finished = self._finished(page, response, outcome, visit=visit, links=links)
        if parts:  # Asked for whole, so that it leads to the others.
            finished = replace(finished, etag=None, last_modified=None)
        return replace(finished, parts=tuple(normalise_url(url) for url in parts))

    def _has_more_of(self, visit: Visit) -> bool:
        assert self.ledger is not None  # noqa: S101 (set when the scheduler opens)
        stored = self.ledger.store.article_at(visit.normalised_url)
        return stored is not None and has_more(stored, visit)

    def _original_of(self, visit: Visit) -> str | None:
        assert self.ledger is not None  # noqa: S101 (set when the scheduler opens)
        return original_of(self.ledger.store.connection, visit)

    def _refused(self, page: Page, response: Response, reason: str | None = None) -> FinishedPage:
        """Finish a page that is not there. Where an article was, a visit tells the store that it is gone."""
        gone = reason is not None or response.status in {404, 410}
        outcome = PageOutcome.NOT_FOUND if gone else PageOutcome.HTTP_ERROR
        visit = None
        if gone and page.was_read and page.kind not in INDEX_KINDS:
            article = Article(url=page.url, rejection=Rejection.SOFT_404)
            visit = self._visit(response, article, page.normalised_url, datetime.now(UTC))
        reason = reason or status_reason(response.status, headers_of(response), response.body)
        return self._finished(page, response, outcome, visit=visit, reason=reason)

    def _gate(self, page: Page, response: Response, article: Article) -> str | None:
        """What stands in an article's place, for which it could not be had; None where nothing does.

        What states its day is an article, whatever its address carries along (the old one after a move), unless the
        same text stood there for another.
        """
        if not article.rejection:
            if article.published_at and leads_back(page.url, response.url):
                path, digest = urlsplit(response.url).path, text_digest(article)
                is_same = self._gates.get(path) == digest
                self._gates[path] = digest
                return gate_reason(response.url) if is_same else None
            is_itself = canonical_key(response.url, article, self.profile) == page.normalised_url
            return None if is_itself else self._asks_first(page, response)
        gate = self._asks_first(page, response)
        return gate or (None if article.rejection in MAY_LIST else self._challenge(response))

    def _asks_first(self, page: Page, response: Response) -> str | None:
        """What is asked for before the page, where that was answered in its place; None where nothing is."""
        if not leads_back(page.url, response.url):
            return None
        self._gates.setdefault(urlsplit(response.url).path)
        return gate_reason(response.url)

    def _challenge(self, response: Response) -> str | None:
        """Name the challenge that was sent with a status of success; None when it is none."""
        headers = headers_of(response)
        is_one = find_challenge(headers, response.body) is not None
        return status_reason(response.status, headers, response.body) if is_one else None

    def _kept_out(self, page: Page, response: Response, reason: str) -> FinishedPage:
        """Finish a page that could not be had though the server answered: what is known of it stays as it is."""
        finished = self._finished(page, response, PageOutcome.HTTP_ERROR, reason=reason)
        return replace(finished, payload_digest=None, archive_file=None, archive_offset=None)

    def _visit(self, response: Response, article: Article, key: str, fetched_at: datetime) -> Visit:
        archived = response.meta.get("archived")
        return Visit(
            site=self.name,
            url=response.url,
            normalised_url=key,
            fetched_at=fetched_at,
            status=response.status,
            article=article,
            cleaner_version=CLEANER_VERSION,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
            payload_digest=body_digest(response),
            archive_file=archived.file if archived else None,
            archive_offset=archived.offset if archived else None,
        )

    def _finished(
        self,
        page: Page,
        response: Response | None,
        outcome: PageOutcome,
        *,
        visit: Visit | None = None,
        links: tuple[NewPage, ...] = (),
        reason: str | None = None,
    ) -> FinishedPage:
        now = datetime.now(UTC)
        unchanged = response is not None and response.status == 304
        archived = response.meta.get("archived") if response is not None and not unchanged else None
        digest = body_digest(response) if response is not None and not unchanged else None
        changed = digest is not None and digest != page.payload_digest
        # What was not wanted this time must not be hidden by "not modified" the next time.
        is_list = page.kind in INDEX_KINDS or (visit is not None and visit.article.rejection is Rejection.LISTING)
        partly = is_list and self.asked.span.ends_before(self.today)
        validators = (None, None) if partly else _validators(page, response)
        leads_to = visit.normalised_url if visit and visit.normalised_url != page.normalised_url else None
        brings_news = self._brings_news(links) if page.kind in INDEX_KINDS else changed
        published_at = visit.article.published_at if visit else None
        history = self._history(page, outcome, now, changed=brings_news, published_at=published_at)
        if page.kind is PageKind.SITEMAP and _are_of_the_past(links, self.today):
            history = history._replace(is_of_the_past=True)
        return FinishedPage(
            page=page,
            outcome=PageOutcome.DUPLICATE if leads_to else outcome,
            visited_at=now,
            next_visit_at=next_visit(history, now),
            changed=changed,
            status=response.status if response is not None else None,
            reason=reason,
            etag=validators[0],
            last_modified=validators[1],
            payload_digest=None if partly else digest,
            archive_file=archived.file if archived else None,
            archive_offset=archived.offset if archived else None,
            links=links,
            links_since=self.asked.span.since if is_list and outcome in _READ and not partly else None,
            visit=visit,
            duplicate_of=leads_to,
            moved_to=_moved_to(page, response) if outcome in SUCCESSES else None,
            leads_for_good=visit is not None and not visit.article.rejection and _leads_for_good(page, response),
        )

    def _history(
        self, page: Page, outcome: PageOutcome, now: datetime, *, changed: bool, published_at: datetime | None
    ) -> History:
        """What the next visit of a page depends on, this one included."""
        return History(
            kind=page.kind,
            depth=page.depth,
            outcome=outcome,
            found_at=page.found_at,
            published_at=published_at,
            visits=page.visits + 1,
            failures=page.failures + 1,
            changed=changed,
            interval=now - page.visited_at if page.visited_at else None,
            was_read=page.was_read,
            is_dated=day_in_url(page.url) is not None,
            is_of_the_past=page.day is not None and self.today - page.day > FRESH,
        )


MAY_LIST = frozenset({Rejection.LISTING, Rejection.PICTURE_ONLY})
"""Why a page taken for an article is none, when it may be a list: pictures may be those of its entries."""
MOST_ROBOTS_SITEMAPS = 50
LARGEST_SIGNPOST = 20_000
"""Bytes of a page that may be nothing but a signpost to another one."""
MOST_FORWARDS = 3


def _to_be_read_again(finished: FinishedPage) -> FinishedPage:
    """The page without what would have the next visit find it as it was: a further page of its article is missing."""
    visit = finished.visit and replace(finished.visit, payload_digest=None, etag=None, last_modified=None)
    return replace(finished, visit=visit, payload_digest=None, etag=None, last_modified=None)


_FOR_GOOD = frozenset({301, 308})


def _leads_for_good(page: Page, response: Response | None) -> bool:
    """Whether an answer's address, or the one that it names itself, stands for good in place of the one asked for.

    A redirect for a time may be a notice's, but not one to an address that bears the number asked for.
    """
    if response is None:
        return False
    if bears_number_of(page.url, response.url):
        return True
    return not response.meta.get("forwarded") and _FOR_GOOD.issuperset(response.meta.get("redirect_reasons", ()))


def _moved_to(page: Page, response: Response | None) -> str | None:
    """Address that answers for good in place of the one asked for, where both are the same page's."""
    reasons = response.meta.get("redirect_reasons") if response is not None else None
    if response is None or not reasons or not _FOR_GOOD.issuperset(reasons):
        return None
    return None if key_differs(response.url, page.normalised_url) else response.url


def _are_of_the_past(links: tuple[NewPage, ...], today: date) -> bool:
    """Whether a sitemap names articles of days long past alone, as their addresses say, whenever it was made."""
    days = [day_in_url(link.url) for link in links]
    return bool(days) and all(day is not None and today - day > LAST_RECHECK_AGE for day in days)


def _is_front_of_today(link: NewPage) -> bool:
    """Whether a link leads to a newspaper at an address that stays the same from issue to issue."""
    return link.kind is PageKind.EPAPER and day_in_url(link.url) is None


def gate_reason(address: str) -> str:
    """One line for a page in whose place strangers are asked for something."""
    return f"asks for something first, a log-in or consent, at {address}"


def headers_of(response: Response) -> list[tuple[str, str]]:
    """Names and values of an answer's headers."""
    found = response.headers.items()
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in found for value in values]


def body_digest(response: Response) -> str:
    """Digest of a body: the archive's, of the bytes as received, or without an archive that of the bytes unpacked."""
    archived: Archived | None = response.meta.get("archived")
    return archived.digest if archived else payload_digest(response.body)


def _validators(page: Page, response: Response | None) -> tuple[str | None, str | None]:
    """ETag and time with which to ask next time whether the page has changed; without an answer the ones known."""
    if response is None or response.status == 304:
        return page.etag, page.last_modified
    return _header(response, "ETag"), _header(response, "Last-Modified")


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
