"""A page as a parse tree to look for links in; bounded, decoded the way cleaning decodes it."""

from __future__ import annotations

from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from cleaners.charset import decode
from cleaners.taming import is_too_deep, tame
from cleaners.urls import absolute_url, same_site

LARGEST_PAGE = 8 << 20
"""Bytes (characters of text) of a page that are read for links; the largest listings seen hold well under 2 MB."""


def read_text(body: bytes | str, content_type: str | None = None) -> str:
    """Text of a page, script or JSON answer, at most ``LARGEST_PAGE`` of it. Never raises."""
    if isinstance(body, str):
        return body[:LARGEST_PAGE]
    return decode(body[:LARGEST_PAGE], content_type).text


@lru_cache(maxsize=1)
def parse_page(body: bytes | str, content_type: str | None = None) -> LexborHTMLParser:
    """Parse a page. Total: any input gives a tree, at worst an empty one.

    A home page is asked for articles, channels, feeds, newspapers and its next page in turn: the same tree is returned,
    so nobody changes it.
    """
    text = read_text(body, content_type)
    return LexborHTMLParser("" if is_too_deep(text) else tame(text))


def base_url(page: LexborHTMLParser, url: str) -> str:
    """Address that the relative links of a page start from: a ``<base href>`` of the same site, or its own."""
    node = page.css_first("base[href]")
    base = absolute_url(url, node.attributes.get("href")) if node else None
    return base if base and same_site(base, url) else url
