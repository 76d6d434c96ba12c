"""Bytes or text -> Article. Pure: no Scrapy, no SQL, no clock, no network.

>>> from cleaners import clean_html
>>> clean_html(b"").rejection
<Rejection.EMPTY: 'empty'>
"""

from cleaners.article import Article, Block, BlockKind, Image, Integrity, Precision, Rejection, Removal, RemovalKind
from cleaners.clean import CLEANER_VERSION, clean_html, clean_text
from cleaners.memory import SiteMemory, remember
from cleaners.site import Site

__all__ = [
    "CLEANER_VERSION",
    "Article",
    "Block",
    "BlockKind",
    "Image",
    "Integrity",
    "Precision",
    "Rejection",
    "Removal",
    "RemovalKind",
    "Site",
    "SiteMemory",
    "clean_html",
    "clean_text",
    "remember",
]
