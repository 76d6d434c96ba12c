"""Long articles in several pages: where the further pages are, and the parts joined into one article."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from cleaners.article import Article, Block, Integrity, Rejection
from cleaners.lexicons import words
from cleaners.links.urls import same_site
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.pages import LinkPage, read_page
from spiders.discovery.paging import PAGE_KEYS, counted_in_script, is_called_next, link_name
from spiders.document import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_PARTS = 50
"""Pages of one article that are believed; picture series reach some thirty."""
_WHOLE = 0
"""Number that stands for the version with everything on one page."""

_PART_OF_FILE = re.compile(r"[-_/(]?(?:page|p)?[-_/]?(\d{1,2}|all)\)?/?", re.IGNORECASE)
_PART_OF_TITLE = re.compile(r"\s*(?:[(（_-]\s*\d{1,2}\s*[)）]?|第\s?\d{1,2}\s?页)\s*$")
_PAGER_COUNT = re.compile(r"(?:共|第)?\s*\d{1,3}\s*(?:页|頁|/\s*\d{1,3})?")
_PAGE_OF = re.compile(r"\d{1,3}/\d{1,3}")
_NAMED_COUNTER = re.compile(r"(?:[第共]?\d{1,2}[页頁]|\d{1,2}(?=[/／]))[/／,，、]?")
_MAX_REPEATED = 6
"""Blocks at the head or foot of each page (a note, an editor's line) that are taken for furniture when they repeat."""

_DAY_FOLDER = re.compile(r".*/\d{1,4}/")
_COUNTED_FILE = re.compile(r"(.*[^/])([-_/(])(?:page|p)?[-_/]?(?:\d{1,2}|all)\)?((?:\.\w{2,5})?/?)", re.IGNORECASE)
_FILLED_FIELDS = (
    "authors",
    "photographers",
    "source",
    "source_raw",
    "source_url",
    "editors",
    "proofreaders",
    "published_at",
    "published_precision",
    "published_raw",
    "modified_at",
    "keywords",
)
"""What a later page may state for the article when the first does not."""


def find_article_pages(document: Document, *, first: str | None = None) -> tuple[FoundLink, ...]:
    """Return the further pages of the article at ``url``, in order; empty for an article of one page.

    ``first`` is the address of its first page when ``url`` is a later one. A page counts only if its address is that of
    the first page with a number added (``a_2.html``, ``a/2``, ``?page=2``), so that the next *article* is never taken
    for the next page. Where the site offers all of it on one page, only that page is returned.
    """
    parts = pages_named(read_page(document), document.url, first or document.url)
    if _WHOLE in parts:
        parts = {_WHOLE: parts[_WHOLE]}
    here = part_number(first, document.url) or 0 if first else 0
    links = [FoundLink(parts[number], kind=LinkKind.ARTICLE) for number in sorted(parts) if number >= here]
    return unique_links(links)[:MAX_PARTS]


def pages_named(page: LinkPage, url: str, first: str, *, back: bool = False) -> dict[int, str]:
    """Pages of the article that begins at ``first`` to which the pager of the page at ``url`` leads, by their number.

    ``back`` reads the way to earlier pages as well: ``上一页``, ``首页``. What a script counts, the first page says: a
    later one does not show whether it counts from 0, and may name one too many.
    """
    parts: dict[int, str] = {}
    counted = counted_in_script(page, url) if back or url == first else []
    for address in (*_pager_links(page, back=back), *counted):
        number = part_number(first, address)
        if number is not None and address != url:
            parts.setdefault(number, address)
    return parts


def _pager_links(page: LinkPage, *, back: bool) -> list[str]:
    """Links that a pager may consist of: numbers and the names of the next page or of the whole text."""
    found = []
    for node in page.tree.css("link[rel~=next][href], a[href]"):
        name = link_name(node.text() or node.attributes.get("title") or "")
        is_pager = node.tag == "link" or name.isdecimal() or is_called_next(name) or name in words("continued")
        if not is_pager and not (back and name in words("pager_words")):
            continue  # most links: told by their names, before their addresses are made absolute
        address = page.address(node.attributes.get("href"))
        if address and same_site(page.base, address):
            found.append(address)
    return found


def part_number(first: str, address: str) -> int | None:
    """Return which page of the article that begins at ``first`` is at ``address``; None when it is none of it.

    0 is the version on a single page, 1 may be the second page (some systems count from 0).
    """
    own, other = urlsplit(first), urlsplit(address)
    if (own.hostname, own.port) != (other.hostname, other.port):
        return None
    if own.path == other.path:
        return _number_in_query(own.query, other.query)
    if own.query != other.query:
        return None
    stem, ending = re.fullmatch(r"(.*?)((?:\.\w{2,5})?/?)", own.path, re.DOTALL).groups()  # type: ignore[union-attr]
    counted = re.fullmatch(r"(.*[^\d])[01]", stem)  # the first page itself may be a_1.html, or a_0.html
    for beginning in (stem, counted[1] if counted and counted[1][-1] in "-_" else ""):
        if beginning and other.path.startswith(beginning):
            rest = other.path[len(beginning) :].removesuffix(ending)
            separated = beginning is not stem or rest[:1] in set("-_/(")
            match = _PART_OF_FILE.fullmatch(rest) if separated else None
            if match:
                return _WHOLE if match[1].lower() == "all" else int(match[1])
    return None


def _number_in_query(own: str, other: str) -> int | None:
    added = [pair for pair in parse_qsl(other)[:32] if pair not in parse_qsl(own)[:32]]
    lost = [pair for pair in parse_qsl(own)[:32] if pair not in parse_qsl(other)[:32]]
    if len(added) != 1 or added[0][0].lower() not in PAGE_KEYS or any(key != added[0][0] for key, _ in lost):
        return None
    value = added[0][1].lower()
    if value == "all":
        return _WHOLE
    return int(value) if value.isdecimal() and len(value) <= 2 else None


def first_address(address: str) -> str | None:
    """Address of the first page of the article of which ``address`` may be a later one; None for what is none.

    The other way round than :func:`part_number`, and a guess: ``20240506_55.html`` need not be a page of anything. A
    folder of up to four digits is a year, month or day.

    >>> first_address("http://a.example/55_2.html"), first_address("http://a.example/v.php?id=5&page=2")
    ('http://a.example/55.html', 'http://a.example/v.php?id=5')
    """
    parts = urlsplit(address)
    query = parse_qsl(parts.query)[:32]
    kept = [(key, value) for key, value in query if key.lower() not in PAGE_KEYS]
    if len(kept) < len(query):
        return urlunsplit(parts._replace(query=urlencode(kept)))
    counted = _COUNTED_FILE.fullmatch(parts.path)
    if counted is None or _DAY_FOLDER.fullmatch(counted[1] + counted[2]):
        return None
    return urlunsplit(parts._replace(path=counted[1] + counted[3]))


def join_articles(articles: Sequence[Article]) -> Article:
    """Join the cleaned pages of one article, in order, into one.

    The first page gives address and title; what it does not say (byline, source, editors) later ones may. Repeated
    titles, pager lines and lines that stand on each page are kept once. A part that is already in is left out, and one
    that holds all before it replaces it, so joining again changes nothing. Raises ValueError without articles.
    """
    if not articles:
        raise ValueError("nothing to join: no articles given")
    if (total := len(articles)) == 1:
        return articles[0]
    joined, *further = (_without_counter(part, number, total) for number, part in enumerate(articles, 1))
    for part in further:
        joined = _join_two(joined, part)
    return joined


def _join_two(joined: Article, part: Article) -> Article:
    before = _without_pagers(joined.blocks)
    more = _without_title(_without_pagers(part.blocks), joined)
    is_whole = bool(before) and _holds(more, before)
    without_head = _without_repeated_head(more, before)
    if _holds(before, more) or _holds(before, without_head):
        return joined
    if not is_whole:
        more = without_head
    blocks = more if is_whole else (*_without_repeated_foot(before, more), *_without_overlap(before, more))
    images = {image.url: image for image in (*joined.images, *part.images)}
    return replace(
        joined,
        blocks=blocks,
        text="\n".join(block.text for block in blocks),
        images=tuple(images.values()),
        removed=(*joined.removed, *(removal for removal in part.removed if removal not in joined.removed)),
        integrity=_worse(joined.integrity, part.integrity),
        rejection=None if _is_whole(joined) or _is_whole(part) else joined.rejection,
        trace=(*joined.trace, *(step for step in (*part.trace, "join_pages") if step not in joined.trace)),
        **_missing_fields(joined, part),
    )


def _missing_fields(joined: Article, part: Article) -> dict[str, Any]:
    return {name: getattr(part, name) for name in _FILLED_FIELDS if not getattr(joined, name) and getattr(part, name)}


def _is_whole(article: Article) -> bool:
    return article.rejection is None or (article.rejection is Rejection.TOO_SHORT and bool(article.blocks))


def _worse(one: Integrity, other: Integrity) -> Integrity:
    order = (Integrity.CLEAN, Integrity.INJECTED, Integrity.MIRROR)
    return max(one, other, key=order.index)


def _without_counter(article: Article, number: int, total: int) -> Article:
    """The cleaned page of this number without the lines that say no more than "2/3", of as many as there are."""
    own = re.compile(rf"(?:page)?{number}(?:[/／]|of){total}")
    blocks = tuple(block for block in article.blocks if not own.fullmatch("".join(link_name(block.text).split())))
    if len(blocks) == len(article.blocks):
        return article
    return replace(article, blocks=blocks, text="\n".join(block.text for block in blocks))


def _without_pagers(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if not is_pager_line(block.text))


def _without_title(blocks: tuple[Block, ...], joined: Article) -> tuple[Block, ...]:
    """Blocks of a later page without the title that heads it again."""
    titles = {_bare(text) for text in (joined.title, joined.kicker, joined.deck) if text}
    while blocks and _bare(blocks[0].text) in titles:
        blocks = blocks[1:]
    return blocks


def _without_repeated_head(blocks: tuple[Block, ...], before: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks of a later page without what heads the first page too."""
    heads = before[:_MAX_REPEATED]
    while blocks and blocks[0] in heads:
        blocks = blocks[1:]
    return blocks


def _bare(text: str) -> str:
    return "".join(_PART_OF_TITLE.sub("", " ".join(text.split())).split())


def may_be_one_title(title: str | None, other: str | None) -> bool:
    """Whether two pages' titles may be those of one article: one is the other's beginning, counters aside, or unknown.

    >>> may_be_one_title("老码头重新开放", "老码头重新开放(2)"), may_be_one_title("老码头重新开放", "渡口停航")
    (True, False)
    """
    one, two = _bare(title or ""), _bare(other or "")
    return one.startswith(two) or two.startswith(one)


def is_pager_line(text: str) -> bool:
    """Whether a line is a pager: nothing but a pager's words and numbers, a word or the numbers from 1 on among them.

    >>> is_pager_line("上一页 1 2 3 下一页"), is_pager_line("3/3 1 2 3"), is_pager_line("2024")
    (True, True, False)
    """
    if len(text) > 200:
        return False
    pieces = link_name(text).split()
    if ("页" in text or "頁" in text) and not _NAMED_COUNTER.sub("", "".join(pieces)):
        return True
    known = words("pager_words") | words("next_page") | words("continued")
    named = sum(piece in known for piece in pieces)
    numbered = sum(_PAGER_COUNT.fullmatch(piece) is not None and len(piece) < 8 for piece in pieces)
    counts = sum("页" in piece or "頁" in piece for piece in pieces)
    shown = pieces[1:] if pieces and _PAGE_OF.fullmatch(pieces[0]) else pieces
    return bool(shown) and named + numbered == len(pieces) and (named > 0 or counts > 0 or shown == _counted(shown))


def _counted(pieces: list[str]) -> list[str]:
    """The numbers from 1 on, as many as there are pieces: what a bare pager shows; nothing for a single one."""
    return [str(number) for number in range(1, len(pieces) + 1)] if len(pieces) > 1 else []


def _holds(blocks: tuple[Block, ...], run: tuple[Block, ...]) -> bool:
    """Whether ``run`` stands in ``blocks`` as it is. An empty run does."""
    starts = range(len(blocks) - len(run) + 1)
    return not run or any(blocks[start] == run[0] and blocks[start : start + len(run)] == run for start in starts)


def _without_repeated_foot(before: tuple[Block, ...], more: tuple[Block, ...]) -> tuple[Block, ...]:
    """``before`` without the lines that close every page: they come again at the end of ``more``."""
    count = 0
    while count < min(len(before), len(more) - 1, _MAX_REPEATED) and before[-1 - count] == more[-1 - count]:
        count += 1
    return before[: len(before) - count]


def _without_overlap(before: tuple[Block, ...], more: tuple[Block, ...]) -> tuple[Block, ...]:
    """``more`` without the blocks at its start that close ``before``: some sites repeat the last paragraph."""
    for count in range(min(len(before), len(more), _MAX_REPEATED), 0, -1):
        if before[-count:] == more[:count]:
            return more[count:]
    return more
