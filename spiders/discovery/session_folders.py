"""Folders in which a server without cookies writes the id of a visit: ``/s/4f0c2a9b/`` before the path of every link.

No name gives them away, and a folder of the same form may be an edition's for good. Two looks at one page tell: where
most of its own links lie below one folder that its address lacks, and the next answer has the same links below another
one, the folder is a visit's. An edition's stays.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from cleaners.links.url_shapes import GUID
from spiders.discovery.pages import read_page

if TYPE_CHECKING:
    from spiders.document import Document

_MIN_LINKS = 10
"""Addresses of its own site to which a page leads, before what they have in common says anything."""
_MIN_BELOW = 0.5
"""Share of them below the folder: notes on the outlet and the record of its licence often lie outside."""
_MIN_ALIKE = 0.8
"""Share of the links of one look that come again in the next one, but for the folder; a box by chance may change."""
_MIN_SHOWN = 0.5
"""Share of the pairs of characters of a link's text that its page shows; lists clip and reword headlines."""
_ID = re.compile(rf"[0-9a-z]{{6,64}}|{GUID}", re.IGNORECASE)
_MIXED = re.compile(rf"(?=[a-z]*[0-9])(?=[0-9]*[a-z])[0-9a-z]{{6,64}}|{GUID}", re.IGNORECASE)
_MAX_DEPTH = 2
"""Folders down to the id's: ``/s/4f0c2a9b/``."""


class Place(NamedTuple):
    """Where a site's ids stand, and how long they are."""

    above: str
    """``/s``; empty at the root."""
    length: int
    """Characters of an id."""


class Folder(NamedTuple):
    """A folder below which a page's links lie."""

    path: str
    """``/s/4f0c2a9b``"""
    below: frozenset[str]
    """Paths with queries of the links, counted from the folder."""

    def is_new_visit_of(self, other: Folder) -> bool:
        """Whether the same links stand below another id at the same place."""
        are_alike = len(self.below & other.below) >= _MIN_ALIKE * len(self.below | other.below)
        return are_alike and self.path != other.path and place_of(self.path) == place_of(other.path)


def place_of(path: str) -> Place:
    """Where the id at the end of a path stands."""
    above, _, value = path.rpartition("/")
    return Place(above, len(value))


def looks_like_id(path: str) -> bool:
    """Whether the last folder of a path mixes letters and digits, as most ids of visits do and few names."""
    return _MIXED.fullmatch(path.rpartition("/")[2]) is not None


def find_folder(document: Document, asked: str, place: Place | None = None) -> Folder | None:
    """The folder below which most links of a page lie, and not the address asked for; one that may be an id.

    ``place``: where the site's ids stand, if that is known: then one link tells, as on a list's last page.
    """
    host = urlsplit(asked).netloc
    parts = (urlsplit(url) for _, url in read_page(document).links())
    own = {f"{link.path}?{link.query}".rstrip("?") for link in parts if link.netloc == host}
    if place is None and len(own) < _MIN_LINKS:
        return None
    counts = Counter(folder for path in own for folder in _folders(path) if _may_be_id(folder, place))
    path, below = max(counts.items(), key=lambda found: (found[1], found[0].count("/")), default=("", 0))
    if not below or (place is None and below < _MIN_BELOW * len(own)) or urlsplit(asked).path.startswith(f"{path}/"):
        return None
    return Folder(path, frozenset(link.removeprefix(path) for link in own if link.startswith(f"{path}/")))


def _folders(path: str) -> list[str]:
    """The first folders of a path, each with those above it."""
    folders = path.split("?")[0].split("/")[1:-1][:_MAX_DEPTH]
    return ["/" + "/".join(folders[: n + 1]) for n in range(len(folders))]


def _may_be_id(folder: str, place: Place | None) -> bool:
    return _ID.fullmatch(folder.rpartition("/")[2]) is not None and place in (None, place_of(folder))


def longest_link(document: Document, path: str) -> tuple[str, str]:
    """The address, without the folder, and the text of the link below it that says most: a headline."""
    below = ((link.url, link.node.text(strip=True)) for link in read_page(document).links())
    return max(
        ((bare, text) for url, text in below if (bare := without_folder(url, path)) != url),
        key=lambda link: len(link[1]),
    )


def shows(document: Document, text: str) -> bool:
    """Whether a page shows what the link to it says; one that asks for a log-in does not."""
    shown = read_page(document).tree.text()
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    return sum(pair in shown for pair in pairs) >= _MIN_SHOWN * max(len(pairs), 1)


def without_folder(url: str, path: str) -> str:
    """An address without a folder at its start."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path.removeprefix(path))) if parts.path.startswith(f"{path}/") else url


def links_without(body: bytes, path: str) -> bytes:
    """A page whose links say nothing of the folder any more."""
    folder = re.escape(path).encode()
    return re.sub(rb"(?<![\w.~%/-])((?:(?:https?:)?//[\w.:-]{1,255})?)" + folder + rb"(?=/)", rb"\1", body)
