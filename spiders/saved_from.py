"""Where a saved page came from: what browsers and mirroring programs write into it, or the folder they put it in."""

from __future__ import annotations

import os
import re
from pathlib import PurePath
from urllib.parse import quote

from cleaners.links.urls import is_host_name

MARK_BYTES = 4096
"""Bytes at a page's beginning in which a program notes where it had it from; behind what it puts in as well."""

_MARKS = (
    re.compile(rb"<!--\s*saved from url=\(\d{4,}\)(https?://[^\s<>]+)\s*-->", re.IGNORECASE),
    re.compile(rb"<!--\s*Page saved with SingleFile\s+url:\s*(https?://[^\s<>]+)", re.IGNORECASE),
    re.compile(rb"<!--\s*Mirrored from ([\w.-]+\.[a-z]{2,}(?::\d+)?/[^\s<>]*) by HTTrack", re.IGNORECASE),
)
"""Notes of Internet Explorer and of Chrome and its kin (the "mark of the web"), of SingleFile and of HTTrack."""
_PORT = re.compile(r"[:+](\d{1,5})\Z")
_QUERY = re.compile(r"([^?]*)\?(.+)|([^@]*\.(?:php|aspx?|jsp|do|action|s?html?))@([^=]+=.*)", re.IGNORECASE)
"""A file name that holds a query; Windows forbids ``?``, for which wget and HTTrack then write ``@``."""


def saved_address(raw: bytes, path: str) -> str | None:
    """Address of the saved page ``raw`` that lies at ``path``; None where neither says it.

    >>> saved_address(b"<!-- saved from url=(0029)https://a.example/yw/1.html?x -->", "1.html")
    'https://a.example/yw/1.html?x'
    """
    return noted_address(raw) or mirrored_address(path)


def noted_address(raw: bytes) -> str | None:
    """Address that the program which saved the page has written into it; None for a page without such a note."""
    head = raw[:MARK_BYTES]
    if b"<!--" not in head:
        return None
    noted = next((found[1].decode("ascii", "ignore") for mark in _MARKS if (found := mark.search(head))), None)
    return noted if noted is None or "://" in noted else f"http://{noted}"


def mirrored_address(path: str) -> str | None:
    """Address of a page that lies in a mirror: a folder with a host's name holds that host's paths, as wget has it.

    The innermost such folder counts. Names are read as the bytes they are, as servers write them in addresses; the
    query of ``view.php?id=3.html`` ends before what wget's ``-E`` adds.

    >>> mirrored_address("mirror/www.hewan.example/2024/view.php?id=3.html"), mirrored_address("saved.pages/3.html")
    ('http://www.hewan.example/2024/view.php?id=3', None)
    """
    *folders, name = PurePath(path).parts or ("",)
    for place in reversed(range(len(folders))):
        port = _PORT.search(folders[place])
        host = folders[place][: port.start()] if port else folders[place]
        if "." in host and is_host_name(host):
            below = "/".join(quote(os.fsencode(folder)) for folder in folders[place + 1 :])
            return f"http://{host}{':' + port[1] if port else ''}/{below}{'/' if below else ''}{_as_served(name)}"
    return None


def _as_served(name: str) -> str:
    """A file's name as the address of what it was: with its query, without ``.gz``."""
    name = name.removesuffix(".gz")
    if not (served := _QUERY.fullmatch(name)):
        return quote(os.fsencode(name))
    script, query = (part or "" for part in (served[1] or served[3], served[2] or served[4]))
    return f"{quote(os.fsencode(script))}?{quote(os.fsencode(query.removesuffix('.html')), safe='=&%+')}"
