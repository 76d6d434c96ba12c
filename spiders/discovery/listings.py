"""Lists of links on a page, found without selectors: the repeating block of dated, titled links.

Links that stand at the same path of tags, in items that repeat inside one container, are a list. A list brings articles
when its items carry days, or when its addresses are shaped like articles', and its texts are headlines by length.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cleaners.lines.url_days import day_in_url
from cleaners.links.urls import same_site
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.dates import day_in_text
from spiders.discovery.pages import CLIMB, MAX_ANCHORS, LinkPage, above, read_page
from spiders.discovery.paging import is_neighbour
from spiders.discovery.shapes import NOTHING_LEARNT, ArticleShapes, is_article_url, is_bare_word, is_page_file
from spiders.discovery.titles import MEAN_TITLE, MIN_TITLE, title_of, title_width
from spiders.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from selectolax.lexbor import LexborNode

_MAX_FRAMES = 12
"""Frames of a page that are looked at; a frameset has up to six, an honest page few more."""
_LONE_CLIMB = 2
"""Levels above a link that is alone at its path in which its item is looked for: nothing shows where that ends."""
_ITEM_CHARS = 600
"""Characters of an item that are searched for a day; a teaser may stand before it."""
_ITEM_NODES = 80
"""Nodes of an item that are looked at; bounds the work on hostile pages."""

_LONG_TITLE = 12.0
"""Mean width (``titles.MEAN_TITLE``) asked for when not even the addresses say anything."""
_DATED_SHARE = 0.5
"""Share of the links of a group with a day, from which on it lists articles."""
_SHAPED_SHARE = 0.6
"""Share of links with an article's address, from which on shorter titles do."""
_MIN_ITEMS = 3
"""Undated links that make a list; dated ones are taken from two on, a single one when its address is an article's."""
_HEADLINES_OF_CARD = 4
"""Headlines that one item holds: its own and three of related stories. What holds more is a list of its own."""
_BUTTON_USES = 3
"""A text that leads to this many addresses is a button (``阅读全文``), unless it is each time the only link of a dated
entry: some headlines recur (天气预报, 图片新闻, 公示), and some entries are read through their button alone."""

_CELLS = frozenset({"td", "dd", "dt"})


class _Anchor(NamedTuple):
    """One link of the page that may be a headline."""

    node: LexborNode
    url: str
    title: str
    path: tuple[str, ...]
    """Tags above it, nearest first."""
    is_bare: bool = False
    """A headline over an address that is nothing but a word, as most channels' are: only a day makes it an article."""


class _Item(NamedTuple):
    """A link with the day of its item."""

    anchor: _Anchor
    day: date | None


def find_listed(
    document: Document,
    *,
    today: date | None = None,
    shapes: ArticleShapes = NOTHING_LEARNT,
) -> tuple[FoundLink, ...]:
    """Return the articles that a listing page or home page lists, in page order, with title and day.

    Only links of the page's own site. ``today`` (where the outlet is) lets days without a year be read, ``shapes`` is
    what is known of the site's addresses. Empty for a page that lists nothing; raises nothing.
    """
    page = read_page(document)
    links: list[FoundLink] = []
    for part in (page, page.scripted()):
        anchors = _without_buttons(_anchors(part, shapes), today)
        for items in _lists([anchor for anchor in anchors if not anchor.is_bare], today):
            if _brings_articles(items, shapes):
                links += [_found(item) for item in items]
        for items in _lists([anchor for anchor in anchors if anchor.is_bare], today):
            links += [_found(item) for item in _each_dated(items)]
    return unique_links(links)


def count_hosts(document: Document) -> Counter[str]:
    """Count the headlines of a page by the host that they lead to, whosever it is."""
    found = islice(read_page(document).links(), MAX_ANCHORS)
    headlines = {address for node, address in found if title_width(title_of(node)) >= MEAN_TITLE}
    return Counter(urlsplit(address).hostname or "" for address in headlines)


def find_frames(document: Document) -> tuple[FoundLink, ...]:
    """Return what a page shows inside itself: the pages of a frameset, of an ``<iframe>``; only of the same site."""
    return _shown_inside(read_page(document), "frame[src], iframe[src]", document.url)


def _shown_inside(page: LinkPage, selector: str, url: str) -> tuple[FoundLink, ...]:
    shown = (address for _, address in page.links(selector) if same_site(url, address) and is_page_file(address))
    links = (FoundLink(address, None, None, LinkKind.LISTING) for address in shown)
    return unique_links(list(islice(links, _MAX_FRAMES)))


def _anchors(page: LinkPage, shapes: ArticleShapes) -> list[_Anchor]:
    found: list[_Anchor] = []
    for node, address in islice(chain(page.links(), page.clicked()), MAX_ANCHORS):
        title = title_of(node)
        if title_width(title) < MIN_TITLE or not same_site(page.base, address) or is_neighbour(title):
            continue
        # A channel's name before each headline would split the items.
        is_bare = is_article_url(address, shapes) is False
        if not is_bare or (shapes.stated is None and title_width(title) >= MEAN_TITLE and is_bare_word(address)):
            path = tuple(parent.tag or "" for parent in above(node))
            found.append(_Anchor(node, address, title, path, is_bare))
    return found


def _without_buttons(anchors: list[_Anchor], today: date | None) -> list[_Anchor]:
    """Leave out links whose text leads to several addresses, but for headlines that recur from day to day."""
    uses = Counter(title for title, _ in {(anchor.title, anchor.url) for anchor in anchors})
    repeated = [anchor for anchor in anchors if uses[anchor.title] >= _BUTTON_USES]
    if not repeated:
        return anchors
    kept = _lone_entries(repeated, anchors, today)
    return [anchor for anchor in anchors if uses[anchor.title] < _BUTTON_USES or anchor.node.mem_id in kept]


def _lone_entries(repeated: list[_Anchor], anchors: list[_Anchor], today: date | None) -> set[int]:
    """Links (``mem_id``) that have an element of a list, or a row of a table, to themselves, with a day beside them."""
    named = {(anchor.url, anchor.title) for anchor in anchors}
    names_of = Counter(address for address, _ in named)
    names_in = Counter(
        node for node, _ in {(up.mem_id, anchor.title) for anchor in anchors for up in above(anchor.node)}
    )
    kept: set[int] = set()
    paths = {anchor.path for anchor in repeated}
    for group in _by_path(anchor for anchor in anchors if anchor.path in paths):
        for members in _by_container(group):
            for anchor, item in members:
                entry = item.parent if item.tag in _CELLS and item.parent is not None else item
                is_alone = names_in[entry.mem_id] == 1 and names_of[anchor.url] == 1
                if is_alone and day_in_text(_item_text(entry).replace(anchor.title, " ", 1), today):
                    kept.add(anchor.node.mem_id)
    return kept


def _lists(anchors: list[_Anchor], today: date | None) -> Iterator[tuple[_Item, ...]]:
    holders = _holders_of_lists(anchors)
    for group in _by_path(anchors):
        crumbs: list[_Item] = []
        for members in _by_container(group):
            items = _with_days(members, holders, today)
            if len(items) >= _MIN_ITEMS:
                yield items
            else:  # rows of a table with a link or two in each
                crumbs += items
        if crumbs:
            yield tuple(crumbs)


def _by_path(anchors: Iterable[_Anchor]) -> list[list[_Anchor]]:
    groups: dict[tuple[str, ...], list[_Anchor]] = defaultdict(list)
    for anchor in anchors:
        groups[anchor.path].append(anchor)
    return list(groups.values())


def _by_container(group: list[_Anchor]) -> list[list[tuple[_Anchor, LexborNode]]]:
    """Split links of one tag path by the element that holds their items; each link with its item.

    An item is the largest element around a link that holds no other address of the group.
    """
    addresses_in = Counter(
        node for _, node in {(anchor.url, up.mem_id) for anchor in group for up in above(anchor.node)}
    )
    is_alone = len({anchor.url for anchor in group}) == 1
    containers: dict[int, list[tuple[_Anchor, LexborNode]]] = defaultdict(list)
    for anchor in group:
        item = anchor.node
        for parent in islice(above(anchor.node), _LONE_CLIMB if is_alone else CLIMB):
            if addresses_in[parent.mem_id] > 1:
                break
            item = parent
        containers[item.parent.mem_id if item.parent else 0].append((anchor, item))
    return list(containers.values())


def _holders_of_lists(anchors: list[_Anchor]) -> set[int]:
    """Elements that hold more headlines than an item does: the days in them are those of their own links."""
    headlines = [anchor for anchor in anchors if title_width(anchor.title) >= MEAN_TITLE]
    held = Counter(node for _, node in {(anchor.url, up.mem_id) for anchor in headlines for up in above(anchor.node)})
    return {node for node, count in held.items() if count > _HEADLINES_OF_CARD}


def _with_days(members: list[tuple[_Anchor, LexborNode]], holders: set[int], today: date | None) -> tuple[_Item, ...]:
    others = holders.union(item.mem_id for _, item in members)
    before = _day_stands_before(members, others, today)
    return tuple(
        _Item(anchor, _item_day(anchor, item, others, today, before=before, is_list=item.mem_id in holders))
        for anchor, item in members
    )


def _item_day(
    anchor: _Anchor, item: LexborNode, items: set[int], today: date | None, *, before: bool, is_list: bool
) -> date | None:
    own_text = "" if is_list else _item_text(item).replace(anchor.title, " ", 1)
    return (
        day_in_text(own_text, today)
        or day_in_text(_text_beside(item, items, before=before), today)
        or day_in_url(anchor.url)
    )


def _item_text(item: LexborNode) -> str:
    """Text of an item, its parts apart, a ``<time>``'s own value first; bounded."""
    texts: list[str] = []
    length = 0
    for node in islice(item.traverse(include_text=True), _ITEM_NODES):
        if node.tag == "time":
            texts.insert(0, (node.attributes.get("datetime") or "")[:10])
        elif node.tag == "-text":
            text = node.text()[:_ITEM_CHARS]
            texts.append(text)
            length += len(text)
        if length > _ITEM_CHARS:
            break
    return " ".join(texts)


def _day_stands_before(members: list[tuple[_Anchor, LexborNode]], items: set[int], today: date | None) -> bool:
    """Whether loose days (not inside the items) precede their links: then none follows the last link."""
    if day_in_text(_text_beside(members[-1][1], items, before=False), today):
        return False
    return day_in_text(_text_beside(members[0][1], items, before=True), today) is not None


def _text_beside(item: LexborNode, items: set[int], *, before: bool) -> str:
    """Text between an item and the next (or, ``before``, the previous) of ``items``, nearest first, bounded."""
    texts: list[str] = []
    node = item.prev if before else item.next
    for _ in range(4):
        if node is None or node.mem_id in items:
            break
        texts.append(_item_text(node) if node.tag != "-text" else node.text()[:_ITEM_CHARS])
        node = node.prev if before else node.next
    return " ".join(texts)


def _brings_articles(items: tuple[_Item, ...], shapes: ArticleShapes) -> bool:
    if shapes.stated is not None:  # others are left out already
        return True
    kinds = [is_article_url(item.anchor.url, shapes) for item in items]
    dated = sum(item.day is not None for item in items) / len(items)
    shaped = kinds.count(True) / len(items)
    width = sum(title_width(item.anchor.title) for item in items) / len(items)
    if dated >= _DATED_SHARE:
        return len(items) > 1 or shaped == 1
    if len(items) < _MIN_ITEMS:
        return False
    return width >= (MEAN_TITLE if shaped >= _SHAPED_SHARE else _LONG_TITLE)


def _each_dated(items: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """The items, when there are several and each carries a day of its own; none otherwise."""
    return items if len(items) > 1 and all(item.day for item in items) else ()


def _found(item: _Item) -> FoundLink:
    return FoundLink(item.anchor.url, item.anchor.title, item.day, LinkKind.ARTICLE)
