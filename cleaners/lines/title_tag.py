"""What a ``<title>`` says: its parts, which of them name the site, and the headline among them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cleaners.lexicons import words
from cleaners.lines.sources import is_known
from cleaners.lines.stamps import read_stamps
from cleaners.page.parse import title_text
from cleaners.text.about import LONG_WORD

if TYPE_CHECKING:
    from cleaners.page.model import Page


_NOT_WORD = re.compile(r"[\W_]+")
_SEPARATOR = re.compile(
    r"""
      \s* (?: [|｜»«›] | --+ | —— | :: ) \s*        # what stands nowhere else
    | \s+ [-–—·•~:_<>] \s+                         # other signs only between spaces,
    | (?<=[^\x00-\x7f]) \s* [_<>] \s*              # or beside an ideograph
    | \s* [_<>] \s* (?=[^\x00-\x7f])
    | (?<=[^\x00-\x7f]) [-–] (?=[^\x00-\x7f\d])    # a dash between two of them,
    | (?<=[^\x00-\x7f]) - (?= [^-]{1,20} \Z )      # or at one ahead of a short last part
    | - (?= [^\x00-\x7f-] [^-]{0,19} \Z )
    """,
    re.VERBOSE,
)
"""What stands between the parts of a ``<title>``; inside ``rustc_codegen`` and ``<br>`` it is part of the headline."""
LABEL = re.compile(r"^(?:文章)?(?:标题|标\s题|主题|题目|主旨|標題|標\s題|主題|題目|Title)\s*[:：]\s*")
EDITION = re.compile(
    r"(?P<paper>[\u3400-\u9fff]{1,12}[报報])(?:多媒[体體])?(?:[数數]字[报報]|[电電]子[报報版]|[数數]字版)(?:刊?平台|刊)?(?![\u3400-\u9fff])"
)
"""A paper's digital edition, as its pages call themselves in ``<title>``: 明溪日报数字报-…."""

_MARKED_WORK = re.compile(r"<([^\s<>](?:[^<>]{0,80}[^\s<>])?)>")
"""A law or a work between the signs that stood for 《》 where these could not be typed: <水文条例>. No path is."""
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand for these two signs while the parts are told: private use, no page's own."""
_ISSUE = re.compile(r"^[^\W\d_]{2,12}(?:[数數]字|[电電]子)[报報版].{0,12}(?:19|20)\d\d[年-]?\d\d")
"""Paper and day, as digital editions print them before the headline."""
SITE_WIDTH = 16
"""Width of a ``<title>`` that may be the site's name and nothing else."""
_SITE_END = re.compile(
    r"(?:官网|网站|新闻网|频道|首页|门户|官方网站|客户端|客戶端|在线|[日晚早晨时商]报|都市报|数字报|电子报|电子版|网"
    r"|人民(?:政府|法院|检察院|檢察院)"
    r"|官網|網站|頻道|首頁|門戶|線上|在線|[日晚早晨時商]報|都市報|電子報|電子版|網)$"
)
_HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)")
_CLOCK_BEHIND = re.compile(r"(?<=\S)\s?[(（]\d{1,2}:\d{2}[)）]\Z")
"""When a piece of news came in, behind its headline: (14:30)."""
_COUNT_BEHIND = re.compile(r"(?<=\S)\s?[(（]\d{1,3}\s?/\s?\d{1,3}[)）]\Z")
"""Which picture of a gallery is shown: (1/12)."""
_LEAD = re.compile(r"[\[【〔][^\[\]【】〔〕]{1,8}[\]】〕]\s*")
"""A forum's board or kind of post before a headline."""
_READERS_BEHIND = re.compile(
    r"(?<=\S)\s?[(（]\d{1,9}\s?(?:人次?|次)?(?:已?阅读|已?閱讀|浏览|瀏覽|点击|點擊|评论|評論)[)）]\Z"
)
"""How many have read it: (1203人阅读)."""
_WITH_SITE = 2
"""Parts of a headline that ends with the site's name."""


@lru_cache(maxsize=2_000)  # a page's short lines are compared with several names, its menus on each page of the site
def plain(text: str) -> str:
    """``text`` without anything but letters and digits, folded: for comparing headlines."""
    return text.casefold() if text.isalnum() else _NOT_WORD.sub("", text).casefold()


def width(text: str) -> int:
    """Columns that a text takes: a Chinese character two, others one."""
    return len(text) if text.isascii() else len(text) + sum(map("\u2e7f".__lt__, text))


def title_tag(page: Page) -> str | None:
    """Text of ``<title>``, also where broken mark-up pushed it out of the head; None without one, or if cut as junk."""
    if page.title_tag is not None or page.tree is None:
        return page.title_tag or None
    return title_text(page.tree.css_first("title"))


@lru_cache(maxsize=16)  # a page's names are asked for by headline, kicker and metadata in turn
def title_parts(name: str) -> tuple[str, ...]:
    """What the separators of a ``<title>`` part: headline, channel, site."""
    if "<" in name and (marked := _MARKED_WORK.sub(f"{_OPEN}\\1{_CLOSE}", name)) != name:
        return tuple(part.replace(_OPEN, "<").replace(_CLOSE, ">") for part in title_parts(marked))
    return tuple(part.strip("\ufeff ") for part in _SEPARATOR.split(name) if part and part.strip("\ufeff "))


@lru_cache(maxsize=16)
def site_parts(tag: str) -> tuple[str, ...]:
    """The parts of a ``<title>`` that name site or channel: those like an outlet's name, or short ones."""
    parts = title_parts(tag)
    issues = [part for part in parts if _ISSUE.search(part)]
    longest = max((width(part) for part in parts if part not in issues), default=0)
    if len(parts) < 2:
        return tuple(part for part in parts if _SITE_END.search(part) and width(part) <= SITE_WIDTH)
    return tuple(
        part
        for part in parts
        if part in issues or width(part) * 2 <= longest or _SITE_END.search(part) or is_known(part)
    )


def names_site(part: str, site: str | None, host: str | None) -> bool:
    """Whether a part of ``<title>`` is the site's name: the stated one, an outlet's, or one that the host spells."""
    if _SITE_END.search(part) or is_known(part) or (site and plain(part) == plain(site)):
        return True
    words = LONG_WORD.findall(part.casefold())
    return bool(words and host) and sum(word in (host or "") for word in words) * 3 > len(words) * 2


def holds_host(part: str, host: str | None) -> bool:
    """Whether a part of ``<title>`` has the page's host in it, as the notebook of ``riverbend.example`` may.

    It names the site, unless it is the first part: a site has news of itself.
    """
    return host is not None and host in part.casefold()


def host_of(url: str | None) -> str | None:
    """Host of an http(s) address without ``www.``; None for anything else."""
    match = _HOST.match(url or "")
    return match[1] if match else None


def tidy(text: str, tag: str | None) -> str:
    """The headline of a line: label and site name taken off."""
    text = _READERS_BEHIND.sub("", text)
    text = _COUNT_BEHIND.sub("", _CLOCK_BEHIND.sub("", LABEL.sub("", text).strip("\ufeff ")))
    text = text.rstrip(" >›") or text
    if tag and text == tag:
        sites = site_parts(text)
        parts = title_parts(text)
        kept = [part for part in parts if part not in sites]
        headline = max(kept, key=len) if sites and kept else text
        if parts[1:2] == (headline,) and not parts[0].isascii() and not names_site(parts[0], None, None):
            return text[
                : text.find(headline, len(parts[0])) + len(headline)
            ]  # the newsroom's words: 一图读懂｜, 视频｜
        return headline
    return _without_date(_without_badge(_without_site(text, tag), tag), tag)


def _without_site(text: str, tag: str | None) -> str:
    """A headline whose element also names the site at its end, as ``<title>`` does: 东山老街重开_明溪新闻网."""
    parts = title_parts(text) if tag else ()
    if len(parts) < _WITH_SITE or parts[-1] not in site_parts(tag or "") or not names_site(parts[-1], None, None):
        return text
    return text[: text.rfind(parts[-1])].rstrip(" |｜»«›:_<>·•~-–—") or text


def _without_badge(text: str, tag: str | None) -> str:
    """A headline whose element also holds a badge (原创, [街谈]), where ``<title>`` shows it without."""
    if not tag or plain(text) in plain(tag):
        return text
    if (lead := _LEAD.match(text)) and (rest := plain(text[lead.end() :])) and rest in plain(tag):
        return text[lead.end() :]
    for badge in words("title_badges"):
        for rest in (text.removesuffix(badge), text.removeprefix(badge)):
            if rest != text and plain(rest) and plain(rest) in plain(tag):
                return rest.strip(" |｜:：")
    return text


def _without_date(text: str, tag: str | None) -> str:
    """A headline whose element also holds the date, as ``<title>`` shows: the headline alone."""
    if not tag or not any(char.isdigit() for char in text):
        return text
    shown = plain(tag)
    for stamp in read_stamps(text, partial=False):
        before, behind = text[: stamp.start].rstrip(" |-–—·,/"), text[stamp.end :].lstrip(" |-–—·,/:")
        if before and behind:
            continue
        rest = before or behind
        if rest and plain(rest) in shown and plain(text) not in shown:
            return rest
    return text


def main_part(name: str, site: str | None, url: str | None = None) -> str | None:
    """The headline within a ``<title>``: the longest of the parts that do not name the site.

    >>> main_part("明溪新建大桥通车 - 城市频道 - 明溪新闻网", None)
    '明溪新建大桥通车'
    """
    parts = [part for part in title_parts(name) if plain(part)]
    host = host_of(url)
    parts = [
        part
        for at, part in enumerate(parts)
        if not names_site(part, site, host) and not (at and holds_host(part, host))
    ] or parts
    return max(parts, key=len) if parts else None
