"""Look at a new outlet once: how its articles are announced, whether they can be read, what a profile should say.

``probe_site`` says in which order; ``first_look`` looks. What is found is a value of ``probed``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from cleaners import clean_html
from cleaners.lines.url_days import day_in_url
from cleaners.links.urls import same_site
from spiders.discovery.feeds import is_feed
from spiders.discovery.newspapers import is_issue
from spiders.discovery.pages import read_page
from spiders.discovery.shapes import is_article_url
from spiders.first_look import MIN_LISTED, FirstLook, arrive, find_articles, has_few_links, leads
from spiders.gates import find_challenge, leads_back
from spiders.guarded_client import Fetched, FetchError, OutOfTimeError
from spiders.probed import Probed
from spiders.report import FILLED_BY_SCRIPTS

if TYPE_CHECKING:
    from datetime import date, datetime

    from spiders.first_look import Client


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
    home = arrive(client, front)
    is_paper = is_issue(home.document)
    probed = Probed(home=_home_address(url, front, home, is_paper=is_paper))
    probed.deep = named if root else None
    rules = client.robots(home.url)
    probed.crawl_delay = rules.crawl_delay
    look = FirstLook(client, home, probed, now)
    look.look_at_home(is_paper=is_paper)
    if leads_back(url, home.url):
        probed.troubles.append(f"the home page asks for something first, a log-in or consent, at {home.url}")
    try:
        if not is_paper:
            look.look_for_feeds()
            look.look_for_lists()
            look.look_for_newspapers()
        look.look_for_sitemaps(rules.sitemaps(home.url))
        look.read_samples()
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
    if verdict is None and len(find_articles(front, now.date())) >= MIN_LISTED:
        return False
    article = clean_html(front.body, front.url, content_type=front.content_type, fetched_at=now)
    return article.rejection is None


def _front_page(client: Client, url: str, today: date) -> Fetched | None:
    """The front page of an address's host; None where it leads nowhere, or is another site's."""
    try:
        root = client.get(urljoin(url, "/"))
    except FetchError:
        return None
    return root if same_site(root.url, url) and (leads(root) or find_articles(root, today)) else None


def _is_drawn_by_scripts(page: Fetched) -> bool:
    has_scripts = read_page(page.document).tree.css_first("script") is not None
    return has_scripts and has_few_links(page) and not find_challenge(page.headers, page.body)
