"""What a home page says of its outlet: its name, charset and content management system; a name for its profile."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from cleaners.lexicons import load_lexicon
from cleaners.source.charset import decode
from spiders.discovery.pages import read_page
from spiders.guarded_client import Fetched

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"[-_|–—·>]+")
_NO_NAMES = frozenset({"首页", "网站首页", "首頁", "主页", "home", "home page", "homepage", "index", "welcome"})
"""Parts of a home page's title that name the page and not the outlet, in lower case."""
_TITLE_DAY = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?.*")
"""An issue's day in a title, with all that stands behind it."""


def outlet_name(title: str) -> str | None:
    """Return the outlet's name out of its home page's title; None when the title says nothing but "home page".

    A newspaper's front page states its issue's day as well.

    >>> outlet_name("首页_河湾日报 - 河湾县新闻门户"), outlet_name("河湾晚报 2024-08-29 第01版")
    ('河湾日报', '河湾晚报')
    """
    title = _TITLE_DAY.sub("|", " ".join(title.split()))
    pieces = [piece.strip() for piece in _TITLE_PARTS.split(title)]
    return next((piece[:60] for piece in pieces if piece and piece.lower() not in _NO_NAMES), None)


def read_charsets(page: Fetched) -> list[str]:
    """Charsets of a page: the header's, its own declaration's and the one it is read with."""
    header = _CHARSET.search((page.content_type or "").encode())
    own = _CHARSET.search(page.body[:4096])
    return [
        *([f"header {header[1].decode().lower()}"] if header else []),
        *([f"page {own[1].decode().lower()}"] if own else []),
        f"read as {decode(page.body, page.content_type).charset}",
    ]


def find_platforms(page: Fetched) -> list[str]:
    """Names of the content management systems whose marks a page bears; its own word (generator) first."""
    tree = read_page(page.document).tree
    generator = tree.css_first('meta[name="generator" i]')
    stated = " ".join((generator.attributes.get("content") or "").split())[:80] if generator else ""
    markup = decode(page.body, page.content_type).text.lower()
    marks = [row["name"] for row in load_lexicon("platforms") if row["text"] in markup]
    return list(dict.fromkeys([*([stated] if stated else []), *marks]))


def site_name(url: str) -> str:
    """Make a file name for the profile of a site: its host without ``www`` and the public suffix's last label."""
    host = re.sub(r"[^a-z0-9.-]", "-", (urlsplit(url).hostname or "site").lower()).removeprefix("www.")
    labels = host.split(".")
    if len(labels) == 1 or all(label.isdecimal() for label in labels):
        return host.replace(".", "-")
    kept = [label for label in labels[:-1] if label not in {"com", "net", "org", "gov", "edu", "co"}]
    return "-".join(kept or labels[:1]) or "site"
