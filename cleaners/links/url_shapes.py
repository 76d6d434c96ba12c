"""The shape of an address: everything taken out that differs between the articles of a site.

Numbers, words of folders, slugs. ``/sport/202408/t20240829_88123.html`` and ``/local/202409/t20240901_90210.html``
have one shape.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

PAGE_ENDING = r"(?!mht)[a-z]?x?html?|php\d?|aspx?|ashx|jspx?|do|action|cfml?|cgi"
"""Endings of files that are pages, for the patterns of others: what servers write (``.jhtml``, ``.phtml``, ``.ghtml``
are systems' own kinds of HTML) and what they run. ``.mhtml`` is a saved page."""
_ENDING = re.compile(r"\.(\w{2,6})$")
_RUNS = re.compile(r"[0-9]+|[^\W\d_]+|.", re.DOTALL)
LONG_NUMBER = 4
"""Digits. Numbers this long count articles; shorter ones count channels and pages too."""
_SLUG_WORDS = 4
"""Words joined by hyphens that make a slug; channels have names of one to three words."""
_RANDOM_LENGTHS = range(8, 65)
_RANDOM_CHANGES = 3
"""Changes between letters and digits that make a name random (``5f2b1c9e8d``); ``covid19news`` has two."""
GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
"""A random name as RFC 9562 writes it."""
_GUID = re.compile(GUID, re.IGNORECASE)
_MAX_WORD_CHARS = 8
"""Letters of a word beside a number that belongs to the shape (``content_12``); longer ones are random names,
single letters count pages (``A01``, ``B12``)."""


@lru_cache(maxsize=16_384)
def url_shape(url: str) -> str:
    """Return the shape of an address, without its host.

    >>> url_shape("https://news.example/sport/202408/t20240829_88123.html")
    '/w/9+/w9+_9+.html'
    """
    parts = urlsplit(url)
    folders = [folder for folder in parts.path.split("/") if folder]
    shape = "".join("/" + _folder_shape(folder) for folder in folders[:-1])
    shape += "/" + (_file_shape(folders[-1]) if folders else "")
    if parts.path.endswith("/") and folders:
        shape += "/"
    query = sorted(f"{key}={_folder_shape(value)}" for key, value in parse_qsl(parts.query)[:16])
    return shape + ("?" + "&".join(query) if query else "")


def _folder_shape(name: str) -> str:
    return "".join(dict.fromkeys(_run_shape(run, keep_words=False) for run in _RUNS.findall(name[:200])))


def _file_shape(name: str) -> str:
    stem, ending = split_ending(name[:200])
    if is_slug(stem):
        shape = "slug"
    elif is_random(stem):
        shape = "x"
    else:
        has_number = any(char.isdigit() for char in stem)
        shape = "".join(_run_shape(run, keep_words=has_number) for run in _RUNS.findall(stem))
    return shape + (f".{ending}" if ending else "")


def _run_shape(run: str, *, keep_words: bool) -> str:
    if run.isdecimal():
        return "9+" if len(run) >= LONG_NUMBER else "9"
    if run.isalpha():
        return run.lower() if keep_words and 1 < len(run) <= _MAX_WORD_CHARS else "w"
    return run


def split_ending(name: str) -> tuple[str, str]:
    """A file's name without its ending, and the ending in lower case, without its dot."""
    match = _ENDING.search(name)
    return (name[: match.start()], match[1].lower()) if match else (name, "")


def is_slug(stem: str) -> bool:
    """Whether a name is made of the words of a headline."""
    parts: list[str] = re.split(r"[-_]", stem)
    return sum(part.isalpha() for part in parts) >= _SLUG_WORDS


def is_random(stem: str) -> bool:
    """Whether a name is letters and digits at random.

    >>> is_random("5f2b1c9e8d"), is_random("8f14e45f-ceea-467f-a1b2-c3d4e5f60718"), is_random("covid19news")
    (True, True, False)
    """
    if _GUID.fullmatch(stem):
        return True
    if len(stem) not in _RANDOM_LENGTHS or not (stem.isascii() and stem.isalnum()):
        return False
    return sum(one.isdigit() != other.isdigit() for one, other in pairwise(stem)) >= _RANDOM_CHANGES
