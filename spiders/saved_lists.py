"""Lists among saved pages. A crawl knows a list by what led to it; a saved page has only itself to tell by."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners.article import BlockKind, Precision, Rejection
from spiders.discovery.listings import find_listed
from spiders.discovery.pages import MAX_ANCHORS, LinkPage, read_page
from spiders.discovery.shapes import looks_like_article
from spiders.discovery.titles import title_of
from spiders.document import Document

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from cleaners import Article

MIN_TEASERS = 5
"""Headlines that lead elsewhere, each with a text of its own below, that make a list; an article has one box of
related links in its middle, or two."""
MAX_BLOCKS_A_TEASER = 8
"""Blocks of text below a headline, on average; a list of whole articles, as blogs have it, shows some six of each."""
_SHOWN_TITLE = 8
"""Characters by which a headline, or the beginning of a block, is found again in what was cut and on the page."""


def refuse_list(article: Article, document: Document) -> Article:
    """Refuse what is put together of the teasers of other articles; everything else comes back as it is.

    Its sign: headlines that cleaning cut out of the body, or took for its headings, are links to other pages and stand
    between its blocks. Costs nothing on a page with few such lines, nor on one whose address is an article's. A
    round-up is an article: it says who wrote it, or when it came out, ahead of the first headline.
    """
    if article.rejection or any(looks_like_article(own) for own in (document.url, article.canonical_url) if own):
        return article
    cut = ["".join(removal.text.split()) for removal in article.removed if removal.where in {"body", "before"}]
    cut += ["".join(block.text.split()) for block in article.blocks if block.kind is BlockKind.HEADING]
    if len(cut) < MIN_TEASERS or len(article.blocks) < MIN_TEASERS - 1:
        return article
    page = read_page(document)
    if page.tree.css_matches(_DATED) or _count_links(page, {text[:_SHOWN_TITLE] for text in cut}) < MIN_TEASERS:
        return article
    links = find_listed(document)
    titles = {"".join(link.title.split()) for link in links if link.title and len(link.title) >= _SHOWN_TITLE}
    headlines = [title for text in cut for title in titles if text.startswith(title[:_SHOWN_TITLE])]
    text = _page_text(page)
    if len(headlines) < MIN_TEASERS or _is_signed(article, text, headlines):
        return article
    blocks = ("".join(block.text.split()) for block in article.blocks if block.kind is not BlockKind.HEADING)
    teasers = _count_teasers(text, headlines, blocks)
    is_list = teasers >= MIN_TEASERS and teasers * MAX_BLOCKS_A_TEASER >= len(article.blocks)
    return replace(article, rejection=Rejection.LISTING) if is_list else article


_DATED = 'meta[property="article:published_time"][content]'
"""What pages of articles alone state (Open Graph protocol, type ``article``)."""


def _count_links(page: LinkPage, beginnings: Container[str]) -> int:
    """How many links of a page begin as one of the lines that were cut: a cheap look ahead of reading its lists."""
    anchors = page.tree.css("a[href]")[:MAX_ANCHORS]
    return sum("".join(title_of(node).split())[:_SHOWN_TITLE] in beginnings for node in anchors)


def _is_signed(article: Article, text: str, headlines: Iterable[str]) -> bool:
    """Whether the page names a writer, editor, source or minute ahead of its first headline, as lists do not."""
    places = (text.find(headline[:_SHOWN_TITLE]) for headline in headlines)
    head = text[: min((place for place in places if place >= 0), default=0)]
    minute = article.published_raw if article.published_precision in {Precision.MINUTE, Precision.SECOND} else None
    said = (*article.authors, *article.editors, article.source_raw, article.source, minute)
    return any("".join(words.split()) in head for words in said if words)


def _page_text(page: LinkPage) -> str:
    """The page's text without white space, in its order."""
    body = page.tree.body
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
