"""The breadcrumb trail above an article: the steps from the home page to the channel that it ran in."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cleaners.lexicons import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Box, Line

_TRAIL_SPLIT = re.compile(r"\s*(?:>>|&gt;|[>›»＞→]|--?>|--)\s*|\s+[/-]\s+")
_SLASHED = re.compile(r"(?:首页|首頁|主页|主頁)/")
"""How a trail begins whose steps slashes part; elsewhere they stand in names and days."""
_TRAIL_LEAD = re.compile(
    r"""
    ^ \W*
    (?: (?:您|你)? (?:所在|当前|现在|目前|當前|現在)? 的? (?:位置|所在地|栏目|欄目) \s* 是? \s* [:：]?
      | home \s* [>›»/] )
    \s*
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What a trail begins with: 您当前的位置：, Home >."""
_TRAIL_HINT = re.compile(r"[>›»＞→/-]|[位所栏欄]")
"""A trail has separators or says that it is one: most lines do neither."""
_TELLS_PLACE = re.compile(r"\W*(?:您|你)?(?:所在|当前|现在|目前|當前|現在)?的?(?:位置)")
"""The same where nothing parts the links behind it: 栏目 stands before menus too."""
MAX_SECTION_CHARS = 16
"""A channel's name is short; a longer last step is the headline."""
MAX_STEPS = 6
"""A line of more steps is a menu."""
_MAX_SLASHED = 3
"""The same where slashes part them, as they also part the entries of menus."""
_MAX_TRAIL_CHARS = 120
"""Longest line that is a trail."""

_NAMED_TRAIL = re.compile(r"crumb|weizhi|dqwz|mianbao|cur-?pos")
"""What elements that hold a trail are called."""
_SITE = re.compile(r"^[^\W\d_]{2,10}(?:[网網报報]|在线|在線|新闻|新聞|融媒|论坛|論壇)$")
"""Names of sites as trails begin with them: 明溪网 > 教育."""
_NAMED_PLACE = re.compile(r"(?:^| )(?:location|position|place|path)(?:$| )")
"""What elements are called that hold a trail or other things; ``position-relative`` tells how one is laid out."""
_MIN_LINKED = 2
"""Links that make the steps of a trail; with fewer the arrows between the words part them."""
_ARROWS = re.compile(r"[>›»＞→]")
_MIN_ARROWS = 2
"""Arrows that make a trail of words that name no home page."""
_EDGES = " :：>＞»›-"
_CHANNEL = re.compile(
    r"^(?!更多|登[录陆錄入]|注册|註冊|查看|点击|點擊|进入|進入|全部|[详詳][细細情]|第)[^\W\d_A-Za-z]{2,16}$"
)
"""What stands behind a site's name in a trail; buttons have arrows as well: 热点新闻 > 更多."""


def find_trail(lines: Sequence[Line], boxes: Sequence[Box]) -> tuple[str, ...]:
    """Steps of the breadcrumb trail among ``lines``, without home and 正文; empty where none is.

    Of several trails the last one counts, which stands nearest to the headline.
    """
    for line in reversed(lines):
        if len(line.text) <= _MAX_TRAIL_CHARS and (
            steps := trail_steps(line.text) or _named_steps(line, boxes) or _listed_steps(line, lines, boxes)
        ):
            return steps
    return ()


def _listed_steps(line: Line, lines: Sequence[Line], boxes: Sequence[Box]) -> tuple[str, ...]:
    """Steps that stand in the items of a list called a trail, ``line`` the last of them."""
    item = boxes[line.box]
    name = boxes[item.parent].name if item.tag == "li" and item.parent >= 0 else ""
    if not (_is_named_trail(name) and _NAMED_TRAIL.search(name)):
        return ()
    steps = [other.text for other in lines if boxes[other.box].parent == item.parent and boxes[other.box].tag == "li"]
    if not 1 < len(steps) <= MAX_STEPS or not (is_home(steps[0]) or _SITE.search(steps[0])):
        return ()
    return _without_ends(steps)


def _named_steps(line: Line, boxes: Sequence[Box]) -> tuple[str, ...]:
    """Steps of a line in an element called a trail, or behind 当前位置: its links, or what arrows part."""
    name = boxes[line.box].name
    if not (_is_named_trail(name) or (len(line.links) >= _MIN_LINKED and _TELLS_PLACE.match(line.text))):
        return ()
    steps = [line.text[link.start : link.end].strip() for link in line.links]
    if len(steps) < _MIN_LINKED:
        steps = _ARROWS.split(line.text) if _ARROWS.search(line.text) else []
    if not steps or not (_NAMED_TRAIL.search(name) or is_home(steps[0])):
        return ()
    return _without_ends(steps) if len(steps) <= MAX_STEPS else ()


@lru_cache(maxsize=10_000)
def _is_named_trail(name: str) -> bool:
    """Whether class or id call an element a trail; a page repeats few names."""
    return (_NAMED_TRAIL.search(name) or _NAMED_PLACE.search(name)) is not None


def is_home(step: str) -> bool:
    """Whether a step of a trail is called the home page, in one of the languages of ``home_words.tsv``."""
    return _home_words().search(step) is not None


@cache
def _home_words() -> re.Pattern[str]:
    inside, whole = ("|".join(map(re.escape, texts("home_words", match=match))) for match in ("inside", "whole"))
    return re.compile(f"{inside}|^(?:{whole})$", re.IGNORECASE)


def trail_steps(text: str) -> tuple[str, ...]:
    """Steps of one line, if it is a trail.

    >>> trail_steps("您所在位置: 首页 »聚焦明溪»正文")
    ('聚焦明溪',)
    """
    if not _TRAIL_HINT.search(text):
        return ()
    if (dashed := text.split("-"))[-1] in texts("trail_words", name="end") and _is_dashed(dashed):
        return _without_ends(dashed)  # as old portals print it: 明溪网首页-财经频道-商业报道-正文
    lead = _TRAIL_LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    slashed = _SLASHED.match(rest) is not None
    steps = [step.strip(_EDGES) for step in (rest.split("/") if slashed else _TRAIL_SPLIT.split(rest))]
    steps = [step for step in steps if step]
    if (
        not steps
        or len(steps) > (_MAX_SLASHED if slashed and not lead else MAX_STEPS)
        or not (lead or _is_trail(text, steps))
    ):
        return ()
    return _without_ends(steps)


def _is_dashed(steps: Sequence[str]) -> bool:
    """Whether hyphens part the steps of a trail. They may stand inside a name as well: 5-1假期, A-股."""
    if len(steps) > MAX_STEPS or not is_home(steps[0]):
        return False
    return all(len(step) > 1 and not _ARROWS.search(step) for step in steps)


def _without_ends(steps: Sequence[str]) -> tuple[str, ...]:
    """The steps without home and 正文."""
    ends, tools = texts("trail_words", name="end"), texts("trail_words", name="tool")
    named = (stripped for step in steps if (stripped := step.strip(_EDGES)))
    return tuple(step for step in named if not (step.startswith(ends) or step in tools or is_home(step)))


def _is_trail(text: str, steps: Sequence[str]) -> bool:
    """Whether a line without 当前位置 is a trail: it begins at home or the site, ends at 正文, or has arrows."""
    if len(steps) < 2:
        return False
    if len(steps) == 2 and _ARROWS.search(text) and _SITE.search(steps[0]) and _CHANNEL.search(steps[1]):
        return True
    chained = len(_ARROWS.findall(text)) >= _MIN_ARROWS and all(len(step) <= MAX_SECTION_CHARS for step in steps[:-1])
    return is_home(steps[0]) or steps[-1] in texts("trail_words", name="end") or chained
