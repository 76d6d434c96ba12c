"""Look at a new outlet once: how its articles are announced, whether they can be read, what a profile should say.

``probe_site`` asks a client that the caller made and bounded. What it finds is a value of ``probed``.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin, urlsplit

from cleaners import clean_html
from cleaners.lines.url_days import day_in_url
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
from spiders.discovery.newspapers import (
    MAX_FORWARDS,
    find_forward,
    find_forwards,
    find_newspapers,
    is_issue,
    read_issue,
)
from spiders.discovery.own_scripts import find_own_scripts
from spiders.discovery.pages import read_page, read_text
from spiders.discovery.record_addresses import pattern_of, with_pattern
from spiders.discovery.shapes import is_article_url
from spiders.discovery.sitemaps import read_sitemap
from spiders.discovery.traps import find_trap
from spiders.forwarding import OF_SHELLS
from spiders.gates import find_challenge, leads_back
from spiders.guarded_client import Fetched, FetchError, OutOfTimeError
from spiders.guesses import USUAL_SITEMAPS
from spiders.outlet import find_platforms, outlet_name, read_charsets
from spiders.probed import Probed, Sample, Source, choose_samples
from spiders.report import FILLED_BY_SCRIPTS

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
_MIN_LISTED = 3
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


def probe_site(client: Client, url: str, now: datetime) -> Probed:
    """Visit the outlet at ``url``: robots.txt, home page, feeds, sitemaps, lists, digital newspaper, sample articles.

    Where ``url`` is an article's, a feed's or a day's, its host's front page is visited: a profile with such a home
    finds little.
    ``now`` is aware, where the outlet is. Raises FetchError when not even the home page can be had; every later failure
    is a line in ``troubles``. When the time is over, what was found so far is returned, with a line that says so.
    """
    named, front = url, client.get(url)
    root = _front_page(client, url, now.date()) if _is_deep(url, front, now) else None
    if root:
        url, front = root.url, root
    home = _arrive(client, front)
    is_paper = is_issue(home.document)
    probed = Probed(home=_home_address(url, front, home, is_paper=is_paper))
    probed.deep = named if root else None
    rules = client.robots(home.url)
    probed.crawl_delay = rules.crawl_delay
    today = now.date()
    _look_at_home(probed, home, today, is_paper=is_paper)
    if leads_back(url, home.url):
        probed.troubles.append(f"the home page asks for something first, a log-in or consent, at {home.url}")
    try:
        if not is_paper:
            _look_for_feeds(client, probed, home, today)
            _look_for_lists(client, probed, home, today)
            _look_for_newspapers(client, probed, home, today)
        _look_for_sitemaps(client, probed, rules.sitemaps(home.url), today)
        _read_samples(client, probed, now)
    except OutOfTimeError:
        probed.troubles.append("the time for this visit was over before everything was seen; look again later")
    if empty := sum(sample.has_no_text for sample in probed.samples):
        probed.troubles.append(f"{empty} of {len(probed.samples)} samples hold no text: {FILLED_BY_SCRIPTS}")
    if not probed.sources:
        if _is_drawn_by_scripts(home):
            probed.troubles.append(
                "the home page has next to no links: it may be filled by scripts, which are not run here;"
                " where they ask for a list by an address, a profile can name it under listings"
            )
        probed.troubles.append("no feed, no sitemap, no list of articles was found")
    return probed


def _arrive(client: Client, page: Fetched) -> Fetched:
    """Go where a page that shows nothing itself forwards to, as a crawl does; the page itself where it does not."""
    for _ in range(MAX_FORWARDS):
        forward = find_forward(page.document)
        if forward is None:
            break
        page = client.get(forward.url)
    return page


def _home_address(url: str, front: Fetched, home: Fetched, *, is_paper: bool) -> str:
    """The address that a profile names. A host's root stays: where it leads to may bear a day, or a session's id.

    ``front`` answered for ``url``, ``home`` is what that forwards to.
    """
    is_root = urlsplit(url).path in {"", "/"} and urlsplit(url)[:2] == urlsplit(home.url)[:2]
    if is_root and not urlsplit(url).query:
        return urljoin(url, "/")
    if is_paper:
        return url if day_in_url(front.url) else front.url
    return home.url


def _is_deep(url: str, front: Fetched, now: datetime) -> bool:
    """Whether what was named is no home page: a feed, a day's issue or archive, or what is read as an article.

    A channel may be one, and so may what only looks like an article's address and lists some.
    """
    if is_feed(front.body) or day_in_url(url):
        return True
    verdict = is_article_url(url)
    if verdict is False or is_issue(front.document):
        return False
    if verdict is None and len(_listed(front, now.date())) >= _MIN_LISTED:
        return False
    article = clean_html(front.body, front.url, content_type=front.content_type, fetched_at=now)
    return article.rejection is None


def _front_page(client: Client, url: str, today: date) -> Fetched | None:
    """The front page of an address's host; None where it leads nowhere, or is another site's."""
    try:
        root = client.get(urljoin(url, "/"))
    except FetchError:
        return None
    return root if same_site(root.url, url) and (_leads(root) or _listed(root, today)) else None


def _try(client: Client, probed: Probed, url: str, *, quiet: bool = False) -> Fetched | None:
    """Fetch, or note why not; ``quiet`` where only a guess failed."""
    try:
        return client.get(url)
    except OutOfTimeError:
        raise
    except FetchError as error:
        if not quiet:
            probed.troubles.append(str(error))
        return None


def _followed(probed: Probed, url: str, links: Iterable[FoundLink], today: date) -> tuple[FoundLink, ...]:
    """The articles among ``links`` that a crawl would ask for; a line in ``troubles`` says why not others."""
    traps = {link.url: find_trap(link.url, today) for link in links}
    for trap, count in Counter(filter(None, traps.values())).items():
        probed.troubles.append(f"{url}: {count} of {len(traps)} articles would be left out (trap_{trap})")
    return tuple(link for link in links if not traps[link.url])


def _look_at_home(probed: Probed, home: Fetched, today: date, *, is_paper: bool) -> None:
    page = read_page(home.document).tree
    title = page.css_first("title")
    probed.name = outlet_name(title.text()) if title else None
    probed.charsets = read_charsets(home)
    probed.platforms = find_platforms(home)
    if _has_few_links(home) and (service := find_challenge(home.headers, home.body)):
        probed.troubles.append(
            f"a JavaScript challenge ({service}), which only browsers pass, stands in the home page's place"
        )
    if is_paper:
        issue = _followed(probed, home.url, _articles_of_issue(home), today)
        probed.newspapers.append(Source(probed.home, "home page", issue))
    elif listed := _followed(probed, home.url, _listed(home, today), today):
        probed.listings.append(Source(home.url, "home page", listed))


def _has_few_links(page: Fetched) -> bool:
    return len(read_page(page.document).tree.css("a[href]")) <= _FEW_LINKS


def _is_drawn_by_scripts(page: Fetched) -> bool:
    has_scripts = read_page(page.document).tree.css_first("script") is not None
    return has_scripts and _has_few_links(page) and not find_challenge(page.headers, page.body)


def _articles_of_issue(page: Fetched) -> tuple[FoundLink, ...]:
    found = read_issue(page.document)
    return tuple(link for link in found if link.kind is LinkKind.ARTICLE)


def _look_for_feeds(client: Client, probed: Probed, home: Fetched, today: date) -> None:
    named = [link.url for link in find_feeds(home.document) if same_site(link.url, home.url)]
    for url in named[:_MAX_FEEDS] or [urljoin(home.url, path) for path in _USUAL_FEEDS]:
        answer = _try(client, probed, url, quiet=not named)
        if answer and is_feed(answer.body):
            articles = _followed(probed, url, read_feed(answer.document), today)
            if articles or named:  # One that is empty would keep the crawl from those that it finds.
                probed.feeds.append(Source(answer.url, None, articles, is_guessed=not named))
        elif answer and named:
            probed.troubles.append(f"{url}: named as a feed, but is none")


def _listed(page: Fetched, today: date) -> tuple[FoundLink, ...]:
    return find_listed(page.document, today=today) or read_json_list(page.document, today=today)


def _look_for_lists(client: Client, probed: Probed, home: Fetched, today: date) -> None:
    """Visit the channels of the home page, and of a page right behind it that lists nothing itself."""
    asked: dict[str, str] = {}
    waiting = _leads(home if _listed(home, today) else _with_scripts(client, home, asked))
    known = {normalise_url(home.url)}
    visits = 0
    while waiting and visits < _MAX_CHANNELS:
        channel, steps = waiting.popleft()
        key = normalise_url(channel.url)  # /yw/ and /yw/index.html are one
        if key in known:
            continue
        known.add(key)
        visits += 1
        answer = _try(client, probed, channel.url, quiet=True)
        if answer is None:
            continue
        answer = answer._replace(url=with_pattern(answer.url, pattern_of(channel.url)))
        listed = _followed(probed, channel.url, _listed(answer, today), today)
        if not listed and steps == 1:
            waiting += _leads(_with_scripts(client, answer, asked), steps=2)
        if not listed and (posted := find_posted_lists(answer.document)):
            probed.troubles.append(f"{answer.url}: its list is asked for by POST ({posted[0]}), as a crawl does not do")
        if len(listed) >= _MIN_LISTED:
            probed.listings.append(Source(channel.url, channel.title, listed))
            probed.platforms = list(dict.fromkeys([*probed.platforms, *find_platforms(answer)]))


def _with_scripts(
    client: Client, page: Fetched, asked: dict[str, str], find: Callable[[Document], object] = find_asked_lists
) -> Fetched:
    """A page that shows nothing with those files of its code that say what it asks for, as a crawl reads it.

    ``asked``: texts of the files that were asked for so far, by address. ``find``: what is looked for in them.
    """
    files = () if find(page.document) else find_own_scripts(page.document)
    for url in files:
        if url not in asked:
            try:
                asked[url] = read_text(client.get(url).document)[:MAX_OWN_SIZE]
            except OutOfTimeError:
                raise
            except FetchError:
                asked[url] = ""
        page = page._replace(scripts=(*page.scripts, asked[url]))
        if find(page.document):
            break
    return page


def _leads(page: Fetched, steps: int = 1) -> deque[tuple[FoundLink, int]]:
    """What a page leads to besides articles, each with its steps from the home page."""
    return deque((link, steps) for find in _FINDERS for link in find(page.document))


def _look_for_newspapers(client: Client, probed: Probed, home: Fetched, today: date) -> None:
    for link in find_newspapers(home.document)[:1]:
        answer = _try(client, probed, link.url)
        found = read_issue(answer.document) if answer else ()
        front = next((page for page in found if page.kind is LinkKind.LISTING and page.date), None)
        if answer and front and not any(page.kind is LinkKind.ARTICLE for page in found):
            answer = _try(client, probed, front.url)
            found = read_issue(answer.document) if answer else ()
        articles = tuple(page for page in found if page.kind is LinkKind.ARTICLE)
        if articles := _followed(probed, link.url, articles, today):
            probed.newspapers.append(Source(link.url, link.title, articles))
        elif answer:
            probed.troubles.append(f"{link.url}: called a digital newspaper, but no dated issue was found")


def _look_for_sitemaps(client: Client, probed: Probed, named: tuple[str, ...], today: date) -> None:
    for url in named[:_MAX_SITEMAPS] or [urljoin(probed.home, path) for path in USUAL_SITEMAPS]:
        links = _read_sitemap(client, probed, url, quiet=not named)
        inner = [link for link in links if link.kind is LinkKind.SITEMAP]
        # Without days the last is the newest in most indexes; pictures and channels have sitemaps, too.
        inner.sort(key=lambda link: str(link.date or ""))
        named_pages: tuple[FoundLink, ...] = ()
        for link in inner[: -_MAX_INNER_SITEMAPS - 1 : -1]:
            named_pages = _read_sitemap(client, probed, link.url, quiet=False)
            if named_pages:
                break
        pages = [link for link in (*links, *named_pages) if link.kind is not LinkKind.SITEMAP]
        sure = tuple(link for link in pages if link.kind is LinkKind.ARTICLE or is_article_url(link.url))
        articles = sure or tuple(link for link in pages if is_article_url(link.url) is None)
        if links:
            articles = _followed(probed, url, articles, today)
            probed.sitemaps.append(Source(url, None, articles, inner=len(inner)))
            if not named:
                return


def _read_sitemap(client: Client, probed: Probed, url: str, *, quiet: bool) -> tuple[FoundLink, ...]:
    answer = _try(client, probed, url, quiet=quiet)
    return read_sitemap(answer.document) if answer else ()


def _read_samples(client: Client, probed: Probed, now: datetime) -> None:
    asked: dict[str, str] = {}
    for link in choose_samples(probed.sources, probed.home):
        try:
            probed.samples.append(_read_sample(client, link.url, now, asked))
        except OutOfTimeError:
            raise
        except FetchError as error:
            probed.samples.append(Sample(link.url, None, str(error)))


def _read_sample(client: Client, url: str, now: datetime, asked: dict[str, str]) -> Sample:
    """Fetch and clean an article; where its address shows none, what it forwards to, or what its script asks for."""
    answer = client.get(url)
    article = clean_html(answer.body, answer.url, content_type=answer.content_type, fetched_at=now)
    if article.rejection and (there := _arrive(client, answer)) is not answer:
        answer = there
        article = clean_html(answer.body, answer.url, content_type=answer.content_type, fetched_at=now)
    if article.rejection in OF_SHELLS and (data := _data_behind(client, answer, asked)):
        article = clean_html(data.body, answer.url, content_type=data.content_type, fetched_at=now)
    return Sample(answer.url, article)


def _data_behind(client: Client, page: Fetched, asked: dict[str, str]) -> Fetched | None:
    """The data that the script of an article's page asks for to show it; None where none says so, or there are none."""
    call = find_article_call(_with_scripts(client, page, asked, find_article_call).document)
    try:
        data = client.get(call) if call else None
    except OutOfTimeError:
        raise
    except FetchError:
        return None
    return data if data and is_answer_to(page.url, data.document) else None
