"""Bytes or text in, ``Article`` out. Pure: no Scrapy, no SQL, no clock, no network.

>>> from cleaners import clean_html
>>> clean_html(b"").rejection
<Rejection.EMPTY: 'empty'>

To find your way in, read ``clean`` (the two entrances), then ``steps`` (the order of the steps, one line each). A step
takes a ``Draft`` and gives a ``Draft``; what the last one holds becomes the ``Article``. The packages in the order in
which a page passes through them:

- ``source``: bytes to text, and what would stall or mislead a parser
- ``repairs``: characters that mirror scripts and hijackers damaged
- ``page``: HTML to lines and boxes, and which of them are hidden
- ``lines``: what one line says by itself
- ``embedded``: what a page holds beside what it shows
- ``junk``: what hijackers put in
- ``headline``: the headline, and the lines around it
- ``body``: which lines are the article
- ``metadata``: time, credits, and the other fields
- ``text`` and ``links``: what a piece of text, or an address, tells by itself; every other package asks them
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaners.article import Article, Block, BlockKind, Image, Integrity, Precision, Rejection, Removal, RemovalKind
    from cleaners.clean import clean_html, clean_text
    from cleaners.memory import SiteMemory, remember
    from cleaners.site import Site
    from cleaners.version import CLEANER_VERSION

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

_MODULES = ("cleaners.article", "cleaners.site", "cleaners.memory", "cleaners.clean", "cleaners.version")
"""Where these names lie; those that load all rules, or read all files, come last."""


def __getattr__(name: str) -> object:
    """Load a name's module when the name is first asked for, and keep what it stands for (PEP 562).

    Most commands read what was cleaned before; only those that clean wait for the rules and models.
    """
    if name in __all__:
        for module in map(importlib.import_module, _MODULES):
            if hasattr(module, name):
                return globals().setdefault(name, getattr(module, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Its names, those not loaded yet as well: for shells that complete them."""
    return sorted({*globals(), *__all__})
