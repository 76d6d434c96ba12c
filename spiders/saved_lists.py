"""Lists among saved pages. A crawl knows a list by what led to it; a saved page has only itself to tell by."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners.article import Rejection
from spiders.discovery.listings import find_listed
from spiders.discovery.pages import read_page
from spiders.discovery.shapes import looks_like_article

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaners import Article

FEWEST_TEASERS = 5
"""Headlines that lead elsewhere, each with a text of its own below, that make a list; an article has one box of
related links in its middle, or two."""
MOST_BLOCKS_A_TEASER = 8
"""Blocks of text below a headline, on average; a list of whole articles, as blogs have it, shows some six of each."""
_SHOWN_TITLE = 8
"""Characters by which a headline, or the beginning of a block, is found again in what was cut and on the page."""


def refuse_list(article: Article, raw: bytes | str, address: str, content_type: str | None = None) -> Article:
    """Refuse what is put together of the teasers of other articles; everything else comes back as it is.

    Its sign: the headlines that cleaning cut out of the body are links to other pages, and stand between its blocks.
    Costs nothing on a page in whose body no such lines were cut, nor on one whose address is an article's.
    """
    if article.rejection or looks_like_article(address):
        return article
    cut = ["".join(removal.text.split()) for removal in article.removed if removal.where in {"body", "before"}]
    if len(cut) < FEWEST_TEASERS or len(article.blocks) < FEWEST_TEASERS - 1:
        return article
    links = find_listed(raw, address, content_type)
    titles = {"".join(link.title.split()) for link in links if link.title and len(link.title) >= _SHOWN_TITLE}
    headlines = [title for text in cut for title in titles if text.startswith(title[:_SHOWN_TITLE])]
    if len(headlines) < FEWEST_TEASERS:
        return article
    blocks = ("".join(block.text.split()) for block in article.blocks)
    teasers = _count_teasers(_page_text(raw, address, content_type), headlines, blocks)
    is_list = teasers >= FEWEST_TEASERS and teasers * MOST_BLOCKS_A_TEASER >= len(article.blocks)
    return replace(article, rejection=Rejection.LISTING) if is_list else article


def _page_text(raw: bytes | str, address: str, content_type: str | None) -> str:
    """The page's text without white space, in its order."""
    body = read_page(raw, address, content_type).tree.body
    return "".join(body.text().split()) if body else ""


def _count_teasers(text: str, headlines: Iterable[str], blocks: Iterable[str]) -> int:
    """How many of the headlines have a block behind them before the next one comes."""
    places = [(place, True) for title in headlines if (place := text.find(title[:_SHOWN_TITLE])) >= 0]
    at = 0
    for block in blocks:
        whole = text.find(block, at)
        place = whole if whole >= 0 else text.find(block[:_SHOWN_TITLE], at)  # a repaired one stands otherwise there
        if place >= 0:
            places.append((place, False))
            at = place + (len(block) if whole >= 0 else 1)
    places = sorted(set(places))
    following = pairwise(places)
    return sum(is_title and not is_next_title for (_, is_title), (_, is_next_title) in following)
