"""The channel an article ran in, its keywords, and its address as the page declares it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, takewhile
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from cleaners.junk.warning import warns
from cleaners.lines.trail import MAX_SECTION_CHARS, MAX_STEPS, is_home
from cleaners.links.hosts import domain_of, names_site
from cleaners.links.urls import captured_address
from cleaners.page.model import outwards
from cleaners.text.adverts import MIN_NATS, STRANGE_NATS, is_strange_advert, names_advert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cleaners.embedded.structured import Statements
    from cleaners.page.model import Box, Line, Page

_MAX_KEYWORDS = 20
"""Keywords kept of an article; who states more writes for search engines."""
_KEYWORDS_A_HIT = 4
"""At least every fourth keyword of an article occurs in its text, unless one is in its headline."""

_OWN_LINKS = 3
"""Fewest links to one site that make it likely the site of a page without an address; every Chinese page links to where
its licence is registered."""
_MENU_DEPTH = 4
"""Boxes around a menu's item in which the menu is named: item, list, wrapper, navigation."""
_MENU = re.compile(r"menu|navbar")
_NAVIGATION = re.compile(r"(?:^|[ _-])nav(?:$|[ _-])|navigation")
_SORTED = re.compile(r"crumb|categor|trail")
_PROMPT = re.compile(r"(?:all|more|read|see|view|back|browse)\b", re.IGNORECASE)
"""How a button begins that leads to a category: Read more, All news."""
_UNSORTED = re.compile(
    r"uncategori[sz]ed|sin categoría|sem categoria|non classé|senza categoria|allgemein|未分类|未分類", re.IGNORECASE
)
"""What WordPress calls the category of what was given none."""
_CATEGORY = re.compile(r"/category/[^/?#]+(?:/[^/?#]+)?/?\Z")
"""Last step of the address of a category, or of one in it."""
_LINKED_SHARE = 0.6
"""Share of a line that its links hold: commas or bars part them, and "in" may lead up to them."""
_KEYWORD_SPLIT = re.compile(r"\s*[,，;；|、]\s*")


def find_section(trail: Sequence[str], title: str | None, stated: Statements, *, chinese: bool) -> str | None:
    """The last step of the trail that is not the headline, else what meta data state, else None.

    ``chinese``: the article is; of others advertisements are not known.
    """
    for step in reversed(trail):
        if (
            len(step) <= MAX_SECTION_CHARS
            and not step.isdecimal()
            and not (title and (title in step or (step in title and len(step) * 2 > len(title))))
            and not (chinese and names_advert(step, outlet=False))
        ):
            return step
    for statement in stated.of("section"):
        value = statement.value
        told = value != title and not (
            is_home(value) or value.startswith("http") or (chinese and names_advert(value, outlet=False))
        )
        if told and len(value) <= 2 * MAX_SECTION_CHARS:
            return value
    return None


def linked_section(lines: Iterable[Line], title: str | None, boxes: Sequence[Box]) -> str | None:
    """The category that a line near the headline links to, as WordPress addresses it: ``/category/local/``; or None.

    The first of several; a line that says more than its links, and one of more links than a trail has steps, is none.
    Nor is an item of a menu, which often ends right above the headline.
    """
    for line in lines:
        links = line.links
        if not links or len(links) > MAX_STEPS or line.link_chars < _LINKED_SHARE * len(line.text):
            continue
        if all(_CATEGORY.search(link.href) for link in links) and not _in_menu(line, boxes):
            names = (line.text[link.start : link.end].strip() for link in links)
            if name := next((name for name in names if _may_be_section(name) and name != title), None):
                return name
    return None


def _may_be_section(name: str) -> bool:
    told = 1 < len(name) <= MAX_SECTION_CHARS
    return told and not (_UNSORTED.fullmatch(name) or is_home(name) or _PROMPT.match(name))


def _in_menu(line: Line, boxes: Sequence[Box]) -> bool:
    """Whether a line stands in elements that are named a menu, or in navigation that is not named after categories."""
    around = islice(outwards(line.box, boxes), _MENU_DEPTH)
    near = [boxes[at] for at in takewhile(lambda at: boxes[at].tag != "body", around)]
    names = " ".join(box.name for box in near)
    if _MENU.search(names):
        return True
    navigates = any(box.tag == "nav" for box in near) or _NAVIGATION.search(names) is not None
    return navigates and not _SORTED.search(names)


def find_keywords(stated: Statements, title: str | None, text: str, *, chinese: bool) -> tuple[str, ...]:
    """Keywords of this article: those the page lists, when some of them occur in headline or text.

    A list of which hardly anything occurs there is the site's own, or a hijacker's. So is a keyword that reads like an
    advertisement and does not occur there.
    """
    listings = stated.of("keywords")
    reading = f"{title or ''}\n{text}".casefold() if listings else ""
    least = MIN_NATS if listings and warns(reading) else STRANGE_NATS
    for statement in listings:
        words = [word for word in split_keywords(statement.value) if len(word) <= 30 and word != title]
        words = [word for word in words if "<" not in word]
        hits = [word for word in words if word.casefold() in reading]
        in_title = any(word in (title or "") for word in hits)
        if in_title or (hits and len(hits) * _KEYWORDS_A_HIT >= len(words)):
            listed = [other.value for other in listings if other.origin == statement.origin]
            kept = dict.fromkeys(words if len(listed) == 1 else [*words, *listed[1:]])
            return tuple(
                word
                for word in kept
                if word.casefold() in reading or not (chinese and is_strange_advert(word, reading, least))
            )[:_MAX_KEYWORDS]
    return ()


def split_keywords(value: str) -> list[str]:
    """The keywords of a list, parted by signs or, where there are none, in Chinese by spaces."""
    words = [word for word in _KEYWORD_SPLIT.split(value) if word]
    spaced = len(words) == 1 and " " in words[0] and any(char > "\u2e7f" for char in words[0])
    return words[0].split() if spaced else words


def find_canonical(page: Page, stated: Statements, links: Sequence[str], hosts: Iterable[str]) -> str | None:
    """The address the page declares for itself, absolute; None when it declares none, or only its home page.

    One of another site counts where the page links to that site, as whoever reprints does, where only the ending of its
    name is another (mingxi.cn, mingxi.com.cn), or where the page's own address names it, as those of caches do. Of
    2,483 pages 16 declare one, 15 of them with such a link. A machine's own name (http://localhost:8080/1.html) is no
    public page's address. ``links``: addresses that the page's honest lines link to; ``hosts``: those known to be the
    outlet's.
    """
    own = {*filter(None, (domain_of(captured_address(page.url or "")), *(domain_of(f"//{host}") for host in hosts)))}
    names = {site.partition(".")[0] for site in own if not site[-1].isdecimal()}  # numbers name no site
    for href in (page.canonical, *(statement.value for statement in stated.of("canonical"))):
        if not href:
            continue
        try:
            address = captured_address(urljoin(page.url or "", href.strip()))
            parts = urlsplit(address)
        except ValueError:
            continue
        told = parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query)
        site = domain_of(address)
        if told and (not names if site is None else names_site(page.url, own, site) or _is_linked(site, links, names)):
            return address
    return None


def _is_linked(site: str, links: Iterable[str], names: Collection[str]) -> bool:
    """Whether some of the links lead to a site; where the page's own is not known, also if few lead to any other."""
    counts = Counter(domain for link in links if (domain := domain_of(link)))
    return site in counts or not (names or max(counts.values(), default=0) >= _OWN_LINKS)
