"""A page's channels: links with short names in its menus, to addresses that are no articles'."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cleaners.lines.url_days import day_in_url
from cleaners.links.url_shapes import is_random, split_ending
from cleaners.links.urls import normalise_url, same_site
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.pages import MAX_ANCHORS, above, read_page
from spiders.discovery.paging import is_called_next, is_neighbour, split_page_number
from spiders.discovery.shapes import NOTHING_LEARNT, ArticleShapes, is_article_url, is_author, is_page_file, is_service
from spiders.discovery.titles import MEAN_TITLE, name_of, title_width
from spiders.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

_MIN_LINKS = 3
"""Pages that a menu leads to."""
_ARTICLE_SHARE_OF_MENU = 1 / 3
"""Links of a menu whose addresses look like articles' at the most: a channel's name may have four words, too."""
_FEW_LINKS = 3
"""Pages that a front door leads to."""
_MIN_PICTURES = 2
"""Pictures without a name that lead to channels; a single one is a banner."""

_Place = tuple[int, tuple[str, ...]]
"""An element (``mem_id``) and the path of tags from a link inside up to it: the entries of a menu share one."""


def find_channels(document: Document, *, shapes: ArticleShapes = NOTHING_LEARNT) -> tuple[FoundLink, ...]:
    """Return the links of a page that lead to its channels, as listings with the channel's name, in page order.

    A channel has a short name and an address that is no article's. Where the address leaves that open, as ``/c/1034/``
    and ``/local-news/`` do, or a picture stands for the name, the menu around the link tells. Each site names many, so
    a caller picks and bounds. Where a page leads to no more than a few others, it is a front door and its links need no
    name.
    """
    found = islice(read_page(document).links("a[href], area[href]"), MAX_ANCHORS)
    named = [_named(node, address, document.url, shapes) for node, address in found]
    is_front_door = len({link.url for link in named}) <= _FEW_LINKS
    headlined = _headlined(named)
    menus = _menus(named, headlined)
    own_pages = normalise_url(split_page_number(document.url).base)
    links = []
    for link in named:
        in_menu = link.may_lead and not menus.isdisjoint(_places(link.node))
        page_number = split_page_number(link.url)
        if page_number.number is not None and normalise_url(page_number.base) == own_pages:
            continue
        if in_menu or (link.leads and link.url not in headlined) or (is_front_door and link.has_list_address):
            links.append(FoundLink(link.url, link.name or None, None, LinkKind.LISTING))
    return unique_links(links)


def find_pictured_channels(document: Document) -> tuple[FoundLink, ...]:
    """Return the channels that a page shows as pictures without a name, as a page of topics shows them; two at least.

    A picture that leads where a text does stands for that text; one at ``/goods/?id=7`` may show anything.
    """
    found = islice(read_page(document).links(), MAX_ANCHORS)
    named = [_named(node, address, document.url, NOTHING_LEARNT) for node, address in found]
    texts = {link.url for link in named if link.name}
    links = [
        FoundLink(link.url, kind=LinkKind.LISTING)
        for link in named
        if link.is_ours and link.verdict is False and link.url not in texts and not link.name
        if link.node.css_first("img")
    ]
    pictured = unique_links(links)
    return pictured if len(pictured) >= _MIN_PICTURES else ()


class _NamedLink(NamedTuple):
    """A link that may be a channel's."""

    node: LexborNode
    url: str
    name: str
    """Its text, or what it or its picture is called by an attribute."""
    verdict: bool | None
    """Whether its address is an article's."""
    is_ours: bool
    """It leads to a page of the same site, other than the list's own next one, a writer's or a service's."""
    is_random: bool
    """It has a channel's name, and a random one alone makes its address an article's."""

    @property
    def has_list_address(self) -> bool:
        """Whether its address is a channel's."""
        return self.is_ours and (self.verdict is False or (self.verdict is None and "?" in self.url))

    @property
    def may_lead(self) -> bool:
        """Whether a menu may make a channel of it; a day's page leads to the day before and so on for ever."""
        return self.is_ours and day_in_url(self.url) is None

    @property
    def leads(self) -> bool:
        """Whether name and address are a channel's."""
        return self.has_list_address and 0 < title_width(self.name) < MEAN_TITLE


def _named(node: LexborNode, address: str, url: str, shapes: ArticleShapes) -> _NamedLink:
    name = name_of(node)
    is_pager = name.isdecimal() or is_called_next(name) or is_neighbour(name)
    is_left_out = is_pager or is_author(address) or is_service(address)
    is_ours = same_site(url, address) and is_page_file(address) and not is_left_out
    verdict = is_article_url(address, shapes)
    is_random = verdict is True and shapes.stated is None and 0 < title_width(name) < MEAN_TITLE
    return _NamedLink(node, address, name, verdict, is_ours, is_random and _is_random_alone(address))


def _is_random_alone(address: str) -> bool:
    """Whether nothing but random names make an address an article's: some systems call their channels so."""
    parts = urlsplit(address)
    folders = [folder for folder in parts.path.split("/") if folder]
    return bool(folders) and is_random(split_ending(folders[-1])[0]) and not parts.query and day_in_url(address) is None


def _headlined(links: list[_NamedLink]) -> set[str]:
    """Addresses with a headline; the day of an article, its comments, a button below it lead there, too."""
    return {link.url for link in links if link.verdict is not False and title_width(link.name) >= MEAN_TITLE}


def _menus(links: list[_NamedLink], headlined: set[str]) -> set[_Place]:
    """Places that are a menu's: several links, a sure channel among them, few articles, none with a headline."""
    groups: dict[_Place, list[_NamedLink]] = defaultdict(list)
    for link in links:
        for place in _places(link.node):
            groups[place].append(link)
    return {place for place, held in groups.items() if _is_menu(held, headlined)}


def _is_menu(links: list[_NamedLink], headlined: set[str]) -> bool:
    urls = {link.url for link in links}
    if len(urls) < _MIN_LINKS or not urls.isdisjoint(headlined):
        return False
    leads_home = any(urlsplit(link.url).path in ("", "/") for link in links)  # goods and users stand in boxes
    articles = sum(link.verdict is True and not (leads_home and link.is_random) for link in links)
    return any(link.leads for link in links) and articles <= len(links) * _ARTICLE_SHARE_OF_MENU


def _places(node: LexborNode) -> Iterator[_Place]:
    path: tuple[str, ...] = ()
    for up in above(node):
        path = (*path, up.tag or "")
        yield up.mem_id, path
