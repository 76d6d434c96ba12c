"""The channel an article ran in, its keywords, and its address as the page declares it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from cleaners.links.urls import captured_address
from cleaners.page.model import outwards
from cleaners.text.adverts import reads_like_advert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleaners.metadata.structured import Statements
    from cleaners.page.model import Box, Line, Page

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
_HOME = re.compile(
    r"首页|首頁|主页|主頁|频道首页|^(?:home|home ?page|accueil|inicio|portada|início|página inicial|startseite|homepage"
    r"|strona główna|главная|головна|الرئيسية|الصفحة الرئيسية|trang chủ|beranda|ana ?sayfa|होम|ホーム|トップ|홈|hem"
    r"|hjem|forside|forsiden|etusivu|domů|úvod|kezdőlap|címlap|acasă|prima pagină|αρχική|หน้าแรก|خانه|বাড়ি|হোম|முகப்பு)$",
    re.IGNORECASE,
)
"""The first step of a trail, in the languages of the outlets seen."""
_LAST = frozenset(
    "文章详情 正文 内容 详情 文章 新闻正文 内容页 详细 文章正文 内容正文 查看 浏览 站内 文章詳情 內容 詳情 新聞正文 "
    "內容頁 詳細 內容正文 瀏覽 站內".split()
)
MAX_SECTION_CHARS = 16
"""A channel's name is short; a longer last step is the headline."""
MAX_STEPS = 6
"""A line of more steps is a menu."""
_MAX_SLASHED = 3
"""The same where slashes part them: a menu is set so as well."""
MAX_KEYWORDS = 20
"""Keywords kept of an article; who states more writes for search engines."""
_KEYWORDS_A_HIT = 4
"""At least every fourth keyword of an article occurs in its text, unless one is in its headline."""


def find_trail(lines: Sequence[Line], boxes: Sequence[Box]) -> tuple[str, ...]:
    """Steps of the breadcrumb trail among ``lines`` (nearest to the headline last) without home and 正文; or empty."""
    for line in reversed(lines):
        if len(line.text) <= MAX_TRAIL_CHARS and (
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
    if not 1 < len(steps) <= MAX_STEPS or not (_HOME.search(steps[0]) or _SITE.search(steps[0])):
        return ()
    return _without_ends(steps)


MAX_TRAIL_CHARS = 120
"""Longest line that is a trail."""
_NAMED_TRAIL = re.compile(r"crumb|weizhi|dqwz|mianbao|cur-?pos")
"""What elements that hold a trail are called."""
_NAMED_PLACE = re.compile(r"(?:^| )(?:location|position|place|path)(?:$| )")
"""The same of those that hold other things as well; ``position-relative`` tells how one is laid out."""


def _named_steps(line: Line, boxes: Sequence[Box]) -> tuple[str, ...]:
    """Steps of a line in an element called a trail, or behind 当前位置: its links, or what arrows part."""
    name = boxes[line.box].name
    if not (_is_named_trail(name) or (len(line.links) >= _MIN_LINKED and _TELLS_PLACE.match(line.text))):
        return ()
    steps = [line.text[link.start : link.end].strip() for link in line.links]
    if len(steps) < _MIN_LINKED:
        steps = _ARROWS.split(line.text) if _ARROWS.search(line.text) else []
    if not steps or not (_NAMED_TRAIL.search(name) or _HOME.search(steps[0])):
        return ()
    return _without_ends(steps) if len(steps) <= MAX_STEPS else ()


@lru_cache(maxsize=10_000)
def _is_named_trail(name: str) -> bool:
    """Whether class or id call an element a trail; a page repeats few names."""
    return (_NAMED_TRAIL.search(name) or _NAMED_PLACE.search(name)) is not None


_MIN_LINKED = 2
"""Links that make the steps of a trail; with fewer the arrows between the words part them."""


def trail_steps(text: str) -> tuple[str, ...]:
    """Steps of one line, if it is a trail.

    >>> trail_steps("您所在位置: 首页 »聚焦明溪»正文")
    ('聚焦明溪',)
    """
    if not _TRAIL_HINT.search(text):
        return ()
    if (dashed := text.split("-"))[-1] in _LAST and _is_dashed(dashed):
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
    if len(steps) > MAX_STEPS or not _HOME.search(steps[0]):
        return False
    return all(len(step) > 1 and not _ARROWS.search(step) for step in steps)


_EDGES = " :：>＞»›-"


def _without_ends(steps: Sequence[str]) -> tuple[str, ...]:
    """The steps without home and 正文."""
    named = (stripped for step in steps if (stripped := step.strip(_EDGES)))
    return tuple(step for step in named if not (step.startswith(tuple(_LAST)) or step in _TOOLS or _HOME.search(step)))


_TOOLS = frozenset(
    "登录 登錄 登入 注册 註冊 搜索 搜尋 收藏 返回 上一页 上一頁 下一页 下一頁 尾页 尾頁 末页 末頁".split()
)
"""What menus and pagers offer behind home."""


_ARROWS = re.compile(r"[>›»＞→]")
_MIN_ARROWS = 2
"""Arrows that make a trail of words that name no home page."""


_SITE = re.compile(r"^[^\W\d_]{2,10}(?:[网網报報]|在线|在線|新闻|新聞|融媒|论坛|論壇)$")
"""Names of sites as trails begin with them: 明溪网 > 教育."""
_CHANNEL = re.compile(
    r"^(?!更多|登[录陆錄入]|注册|註冊|查看|点击|點擊|进入|進入|全部|[详詳][细細情]|第)[^\W\d_A-Za-z]{2,16}$"
)
"""What stands behind; buttons have arrows as well: 热点新闻 > 更多."""


def _is_trail(text: str, steps: Sequence[str]) -> bool:
    """Whether a line without 当前位置 is a trail: it begins at home or the site, ends at 正文, or has arrows."""
    if len(steps) < 2:
        return False
    if len(steps) == 2 and _ARROWS.search(text) and _SITE.search(steps[0]) and _CHANNEL.search(steps[1]):
        return True
    chained = len(_ARROWS.findall(text)) >= _MIN_ARROWS and all(len(step) <= MAX_SECTION_CHARS for step in steps[:-1])
    return _HOME.search(steps[0]) is not None or steps[-1] in _LAST or chained


def find_section(trail: Sequence[str], title: str | None, stated: Statements, *, chinese: bool) -> str | None:
    """The last step of the trail that is not the headline, else what meta data state, else None.

    ``chinese``: the article is; of others advertisements are not known.
    """
    for step in reversed(trail):
        if (
            len(step) <= MAX_SECTION_CHARS
            and not step.isdecimal()
            and not (title and (title in step or (step in title and len(step) * 2 > len(title))))
        ):
            return step
    for statement in stated.of("section"):
        value = statement.value
        told = value != title and not (
            _HOME.search(value) or value.startswith("http") or (chinese and reads_like_advert(value))
        )
        if told and len(value) <= 2 * MAX_SECTION_CHARS:
            return value
    return None


def linked_section(lines: Iterable[Line], title: str | None, boxes: Sequence[Box]) -> str | None:
    """The category that a line near the headline links to, as WordPress addresses it: ``/category/local/``; or None.

    The first of several; a line that says more than its links, and one of more links than a trail has steps, is none.
    Nor is an item of a menu, which often ends right above the headline.
    """
    for line in lines:
        links = line.links
        if not links or len(links) > MAX_STEPS or line.link_chars < _LINKED_SHARE * len(line.text):
            continue
        if all(_CATEGORY.search(link.href) for link in links) and not _in_menu(line, boxes):
            names = (line.text[link.start : link.end].strip() for link in links)
            if name := next((name for name in names if _may_be_section(name) and name != title), None):
                return name
    return None


def _may_be_section(name: str) -> bool:
    told = 1 < len(name) <= MAX_SECTION_CHARS
    return told and not (_UNSORTED.fullmatch(name) or _HOME.search(name) or _PROMPT.match(name))


def _in_menu(line: Line, boxes: Sequence[Box]) -> bool:
    """Whether a line stands in elements that are named a menu, or in navigation that is not named after categories."""
    around = islice(outwards(line.box, boxes), _MENU_DEPTH)
    near = [boxes[at] for at in takewhile(lambda at: boxes[at].tag != "body", around)]
    names = " ".join(box.name for box in near)
    if _MENU.search(names):
        return True
    navigates = any(box.tag == "nav" for box in near) or _NAVIGATION.search(names) is not None
    return navigates and not _SORTED.search(names)


_MENU_DEPTH = 4
"""Boxes around a menu's item in which the menu is named: item, list, wrapper, navigation."""
_MENU = re.compile(r"menu|navbar")
_NAVIGATION = re.compile(r"(?:^|[ _-])nav(?:$|[ _-])|navigation")
_SORTED = re.compile(r"crumb|categor|trail")
_PROMPT = re.compile(r"(?:all|more|read|see|view|back|browse)\b", re.IGNORECASE)
"""How a button begins that leads to a category: Read more, All news."""
_UNSORTED = re.compile(
    r"uncategori[sz]ed|sin categoría|sem categoria|non classé|senza categoria|allgemein|未分类|未分類", re.IGNORECASE
)
"""What WordPress calls the category of what was given none."""
_CATEGORY = re.compile(r"/category/[^/?#]+(?:/[^/?#]+)?/?\Z")
"""Last step of the address of a category, or of one in it."""
_LINKED_SHARE = 0.6
"""Share of a line that its links hold: commas or bars part them, and "in" may lead up to them."""


_KEYWORD_SPLIT = re.compile(r"\s*[,，;；|、]\s*")


def find_keywords(stated: Statements, title: str | None, text: str, *, chinese: bool) -> tuple[str, ...]:
    """Keywords of this article: those the page lists, when some of them occur in headline or text.

    A list of which hardly anything occurs there is the site's own, or a hijacker's. So is a keyword that reads like an
    advertisement and does not occur there.
    """
    listings = stated.of("keywords")
    reading = f"{title or ''}\n{text}".casefold() if listings else ""
    for statement in listings:
        words = [word for word in _KEYWORD_SPLIT.split(statement.value) if word]
        if len(words) == 1 and " " in words[0] and any(char > "\u2e7f" for char in words[0]):
            words = words[0].split()
        words = [word for word in words if len(word) <= 30 and word != title and "<" not in word]
        hits = [word for word in words if word.casefold() in reading]
        in_title = any(word in (title or "") for word in hits)
        if in_title or (hits and len(hits) * _KEYWORDS_A_HIT >= len(words)):
            listed = [other.value for other in listings if other.origin == statement.origin]
            kept = dict.fromkeys(words if len(listed) == 1 else [*words, *listed[1:]])
            return tuple(
                word for word in kept if word.casefold() in reading or not (chinese and reads_like_advert(word))
            )[:MAX_KEYWORDS]
    return ()


def find_canonical(page: Page, stated: Statements) -> str | None:
    """The address the page declares for itself, absolute; None when it declares none, or only its home page."""
    for href in (page.canonical, *(statement.value for statement in stated.of("canonical"))):
        if not href:
            continue
        try:
            address = captured_address(urljoin(page.url or "", href.strip()))
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query):
            return address
    return None
