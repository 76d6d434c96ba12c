"""Where a saved page came from: what browsers and mirroring programs write into it, or the folder they put it in."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from pathlib import PurePath
from urllib.parse import quote, urlsplit

from cleaners.links.urls import is_host_name, same_site

_MARK_BYTES = 4096
"""Bytes at a page's beginning in which a program notes where it had it from; behind what it puts in as well."""

_BEFORE_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s+|<!--.*?-->|<!doctype\b[^>]*>|<\?[^>]*>)*+", re.IGNORECASE | re.DOTALL
)
"""What may stand ahead of the first tag. Browsers put their note at its end, right before ``<html>``."""
_BEHIND_HTML = re.compile(rb"<html\b[^>]*>(?:\s+|<!--.*?-->)*+", re.IGNORECASE | re.DOTALL)
"""The tag and the comments that follow it, where SingleFile and HTTrack put theirs ahead of the page's own."""
_OF_BROWSERS = re.compile(rb"<!--\s*saved from url=\(\d{4,}\)(https?://[^\s<>]+)\s*-->", re.IGNORECASE)
"""Note of Internet Explorer and of Chrome and its kin (the "mark of the web")."""
_OF_PROGRAMS = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*(https?://[^\s<>]+)"
    rb"|<!--\s*Mirrored from ([\w.-]+\.[a-z]{2,}(?::\d+)?/[^\s<>]*) by HTTrack",
    re.IGNORECASE,
)
_PORT = re.compile(r"[:+](\d{1,5})\Z")
_QUERY = re.compile(r"([^?]*)\?(.+)|([^@]*\.(?:php|aspx?|jsp|do|action|s?html?))@([^=]+=.*)", re.IGNORECASE)
"""A file name that holds a query; Windows forbids ``?``, for which wget and HTTrack then write ``@``."""


def saved_address(raw: bytes, path: str) -> str | None:
    """Address of the saved page ``raw`` that lies at ``path``; None where neither says it.

    >>> saved_address(b"<!-- saved from url=(0029)https://a.example/yw/1.html?x -->", "1.html")
    'https://a.example/yw/1.html?x'
    """
    noted, mirrored = noted_address(raw), mirrored_address(path)
    if noted and mirrored and not same_site(noted, mirrored):
        return mirrored  # the outlet's template was saved from somewhere once, and each of its pages says so
    return noted or mirrored


def noted_address(raw: bytes) -> str | None:
    """Address that the program which saved the page has written into it; None for a page without such a note.

    Only where programs write it, which is ahead of all that a page shows: further down, the page itself says it.
    """
    head = raw[:_MARK_BYTES]
    if b"<!--" not in head:
        return None
    before = _BEFORE_HTML.match(head)
    assert before is not None  # noqa: S101 - nothing at all matches, too
    behind = _BEHIND_HTML.match(head, before.end())
    program = _OF_PROGRAMS.search(before[0]) or (_OF_PROGRAMS.search(behind[0]) if behind else None)
    noted = [program[1] or b"http://" + program[2]] if program else _OF_BROWSERS.findall(before[0])[-1:]
    return _public(noted[0].decode("ascii", "ignore")) if noted else None


def _public(address: str) -> str | None:
    """The address if others could have it: without a password, its host no machine's own and none of a network's."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
        is_public = is_host_name(host) or ip_address(host).is_global
    except ValueError:
        return None
    return address if is_public and parts.username is None else None


def mirrored_address(path: str) -> str | None:
    """Address of a page that lies in a mirror: a folder with a host's name holds that host's paths, as wget has it.

    The innermost such folder counts, of the path as it is given, except those of one's home, which is named after
    oneself: ``/home/li.ming``. Names are read as the bytes they are, as servers write them in addresses; the
    query of ``view.php?id=3.html`` ends before what wget's ``-E`` adds.

    >>> mirrored_address("mirror/www.hewan.example/2024/view.php?id=3.html"), mirrored_address("saved.pages/3.html")
    ('http://www.hewan.example/2024/view.php?id=3', None)
    """
    *folders, name = PurePath(os.path.normpath(path)).parts or ("",)
    home = PurePath(os.path.expanduser("~")).parts  # noqa: PTH111 - Path's raises where there is none
    own = len(home) if tuple(folders[: len(home)]) == home else 0
    for place in reversed(range(own, len(folders))):
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
