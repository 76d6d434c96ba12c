"""The further pages of a listing: links that say so, numbered siblings, calls in scripts, JSON answers."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from cleaners.lexicons import words
from cleaners.lines.url_days import URL_DAY, day_in_url
from cleaners.links.url_shapes import LONG_NUMBER, PAGE_ENDING
from cleaners.links.urls import absolute_url, normalise_url, same_site
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.clicks import find_functions
from spiders.discovery.deeds import does_something
from spiders.discovery.forms import SENDS, find_forms, sent_to
from spiders.discovery.pages import Link, LinkPage, read_page
from spiders.discovery.shapes import MAX_PAGE_NUMBER, looks_like_article
from spiders.discovery.titles import MEAN_TITLE, name_of, title_width
from spiders.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

MAX_PAGES = 50
"""Further pages named at once; the last of them names its own."""

_CALL = re.compile(r"\b(?:createPage(?:HTML|Html|_html)?|[Pp]ager)\s*\(([^()]{3,200})\)")
"""The calls that templates of TRS and its kin print. The values of ``Pager({size: 9, current: 0, prefix: "index",
suffix: "html"})`` stand in the same order."""
_ARGUMENT = re.compile(r"""["']([^"'<>]{0,80})["']|(?<![\w.])(\d{1,7})(?![\w.])""")
_COUNT = re.compile(r"[0-9]{1,7}")
"""A value that is a number: some templates set all in quotes."""
_PAGE_ENDING = re.compile(rf"\.?(?:{PAGE_ENDING})")
"""What the files of such a call end in. Others that are called so count rows, or what a click shows."""
_VARIABLES = re.compile(r"\bvar\s+(countPage|currentPage|pageCount|totalPage|pageIndex|nowPage)\s*=\s*[\"']?(\d{1,7})")
_COUNT_NAMES = ("countPage", "pageCount", "totalPage")
_CURRENT_NAMES = ("currentPage", "pageIndex", "nowPage")
_COUNTING = ("createPage", "Pager", "pager", *_COUNT_NAMES)
"""What the scripts that count pages hold, one of it: most pages are spared a millisecond of looking closer."""
_LINE_COMMENT = re.compile(r"(?<![:\"'])//[^\n]*")

_FILE_NUMBER = re.compile(r"(?P<stem>.*?)(?:[-_](?P<number>\d{1,6}))?(?P<ending>\.\w{2,5})?", re.DOTALL)
_NUMBER_FILE = re.compile(r"(?P<folder>.*[^/])/(?P<number>\d{1,4})(?:\.\w{2,5})?", re.DOTALL)
_LIST_FILE = re.compile(r"\.\w{2,5}$")
_PAGE_FILES = frozenset({"index", "default", "page"})
"""Names of files that a number behind makes a page's, however long it is."""
PAGE_KEYS = frozenset(
    "page p pg pn paged pageno pagenum pageindex page_no page_num currentpage curpage pagenumber offset start".split()
)
"""Query keys that carry a page's number, in lower case."""
_PIECE_KEYS = PAGE_KEYS | {"next"}
"""Those of pieces of a list; in data ``next`` is the place to go on from."""
_SPREAD_KEYS = frozenset({"offset", "start"})
"""Keys that count entries, not pages."""

_SAYS_PAGE = re.compile(r"[页頁]|page|ページ|페이지", re.IGNORECASE)
"""What the name of a next page says that is no blog's next article, however its address looks: some systems number a
list's pages from its oldest on, ``/system/more/12000_00000123.shtml``."""
_ORNAMENT = re.compile(r"[\[\]()（）【】<>《》«»‹›→←>＞＜·|…:：]")
_COUNTED = re.compile(r"(?:^|(?<=&))(?P<key>[A-Za-z_]{1,12})=(?P<number>[0-9]{1,7})(?=&|$)")
_COUNTED_INSIDE = re.compile(
    r"(?:%22|\")(?:page|pageNo|pageNum|pageIndex|curPage|currentPage)(?:%22|\")(?:%3A|:)(?:%20|\+)?(?P<number>[0-9]{1,6})(?![0-9])",
    re.IGNORECASE,
)
"""A page's number in JSON that stands in a query: ``paramJson={"pageNo":2,"pageSize":15}``."""
_COUNTED_FILE = re.compile(r"[-_](?P<number>[0-9]{1,3})(?=\.js(?:on)?$)")
"""The number of a file of data; longer ones are channels' and articles'."""
_TOTAL_RECORDS = re.compile(rb"<totalrecord>\s*([0-9]{1,7})\s*<")
_SPAN_OF_RECORDS = re.compile(r"(?<![^&])(start|end)record=([0-9]{1,7})(?![^&])")
_SPAN_OR_PAGE = re.compile(r"(?:startrecord|endrecord|page)=[0-9]{1,7}")
_SIZE_KEYS = frozenset("limit size pagesize page_size rows count num length".split())
"""Query keys that say how many entries a page has."""


class PageNumber(NamedTuple):
    """An address taken apart at the number of its page."""

    base: str
    """The address without the number: equal for all pages of one listing."""
    number: int | None
    """None for the first page, whose address carries none."""


def find_pages(document: Document) -> tuple[FoundLink, ...]:
    """Return the pages of this listing that come after this one, nearest first, at most ``MAX_PAGES``.

    The first is the next page. Read are ``rel="next"``, links called 下一页 and the like, the day before in an archive
    by day (前一天), links to numbered siblings of this address, also behind an arrow, and the page counts that content
    management systems print into scripts. Empty on the last page.
    """
    page = read_page(document)
    here = split_page_number(document.url)
    named = sorted(_called_next(page), key=lambda address: not is_sibling(address, here))  # a slider has arrows, too
    numbered = [*_numbered_siblings(page, here), *counted_in_script(page, document.url), *_behind_an_arrow(page, here)]
    links = [
        *(FoundLink(address, kind=LinkKind.LISTING) for address in named),
        *_called_the_day_before(page),
        *(FoundLink(address, kind=LinkKind.LISTING) for address in numbered),
    ]
    return unique_links([link for link in links if link.url != document.url])[:MAX_PAGES]


def split_page_number(url: str) -> PageNumber:
    """Take the page number out of an address: ``index_2.html``, ``list-3``, ``/page/4``, ``?page=5``.

    >>> split_page_number("http://news.example/local/index_2.html")
    PageNumber(base='http://news.example/local/index.html', number=2)
    """
    parts = urlsplit(url)
    if inside := _COUNTED_INSIDE.search(parts.query):
        rest = parts.query[: inside.start("number")] + parts.query[inside.end("number") :]
        return PageNumber(urlunsplit(parts._replace(query=rest)), int(inside["number"]))
    query = parse_qsl(parts.query, keep_blank_values=True)[:32]
    counted = [pair for pair in query if pair[0].lower() in PAGE_KEYS and pair[1].isdecimal() and len(pair[1]) < 7]
    if counted:
        counter = min(counted, key=lambda pair: _rank(pair[0].lower()))
        rest = urlencode([pair for pair in query if pair != counter])
        return PageNumber(urlunsplit(parts._replace(query=rest)), int(counter[1]))
    folder, _, name = parts.path.rpartition("/")
    above, _, last = folder.rpartition("/")
    for keyed, base in ((last, above), (above.rpartition("/")[2], above.rpartition("/")[0])):
        number = (name or last) if keyed == last else last
        if keyed.lower() in {"page", "p"} and number.isdecimal() and len(number) < 7:
            return PageNumber(urlunsplit(parts._replace(path=base.rstrip("/") + "/")), int(number))
    match = _FILE_NUMBER.fullmatch(name)
    if (
        match
        and match["number"]
        and _counts_pages(match["stem"], match["number"])
        and not _ends_day(parts.path, len(folder) + 1 + match.end("number"))
    ):
        path = f"{folder}/{match['stem']}{match['ending'] or ''}"
        return PageNumber(urlunsplit(parts._replace(path=path)), int(match["number"]))
    return PageNumber(url, None)


def _counts_pages(stem: str, number: str) -> bool:
    """Whether the number behind a file's name may be a page's: that of ``node_7001.htm`` is a channel's own."""
    return stem.lower() in _PAGE_FILES or (bool(stem) and len(number) < LONG_NUMBER)


def _rank(key: str) -> tuple[bool, bool]:
    """What puts the keys that may carry a page's number in order: ``p`` may be a channel's number beside it."""
    return key in _SPREAD_KEYS, "page" not in key


def _ends_day(path: str, end: int) -> bool:
    """Whether a day ends at this place of a path: ``2024-08-29.html`` is no page 29."""
    return any(match.end() == end for match in URL_DAY.finditer(path))


def _called_next(page: LinkPage) -> Iterator[str]:
    """Links that say of themselves that they are the next page."""
    for node, address in chain(page.links("link[rel][href], a[href]"), page.clicked(), _sent_forms(page)):
        relations = (node.attributes.get("rel") or "").lower().split()
        called = [name for name in _names(node) if is_called_next(name)]
        if ("next" not in relations and not called) or not same_site(page.base, address):
            continue
        says_page = any(map(_SAYS_PAGE.search, called))
        if not _is_next_article(address) or (says_page and not _is_headlined(page, address)):
            yield address
    for node in page.tree.css("[data-next-url], [data-next-page-url], [data-next-href]"):
        stated = next((value for name, value in node.attributes.items() if name.startswith("data-next") and value), "")
        following = page.address(stated) if "/" in stated or "?" in stated else None
        is_list = following and same_site(page.base, following) and not _is_next_article(following)
        if following and is_list and not does_something(following):
            yield following


def _sent_forms(page: LinkPage) -> Iterator[Link]:
    """Links whose script asks for a later page of a list by filling in a form."""
    clickable = page.tree.css('a[href^="javascript:" i], a[onclick]')
    forms = find_forms(page.tree, page.base, page.address, PAGE_KEYS - _SPREAD_KEYS) if clickable else ()
    if not forms:
        return
    senders = find_functions("\n".join(node.text() for node in page.tree.css("script")), SENDS)
    for node in clickable:
        for script in filter(None, (node.attributes.get("onclick"), node.attributes.get("href"))):
            if address := page.address(sent_to(script, senders, forms, page.charset)):
                yield Link(node, address)
                break


def _names(node: LexborNode) -> Iterator[str]:
    """What a link is called: its text; where that has no word, what it or its picture says instead."""
    text = node.text()
    yield text
    if any(map(str.isalnum, text)):
        return
    for part in (node, *node.css("img")):
        yield from (part.attributes.get(name) or "" for name in ("title", "aria-label", "alt"))


def _behind_an_arrow(page: LinkPage, here: PageNumber) -> Iterator[str]:
    """Links without a word (``>``, an icon) to the page of this list whose number follows."""
    following = {1, 2} if here.number is None else {here.number + 1}
    folder = urlsplit(here.base).path.rpartition("/")[0]
    for node, address in page.links():
        if folder not in address or any(map(str.isalnum, node.text())):
            continue
        if split_page_number(address).number in following and is_sibling(address, here):
            yield address


def is_sibling(address: str, here: PageNumber) -> bool:
    """Whether an address differs from that of the page at hand in the number of the page alone."""
    return normalise_url(split_page_number(address).base) == normalise_url(here.base)


def _called_the_day_before(page: LinkPage) -> Iterator[FoundLink]:
    """Links of an archive by day to the day before, by what they are called and the day in their address."""
    for node, address in page.links():
        is_before = link_name(node.text() or "") in words("previous_issue") and same_site(page.base, address)
        if is_before and (day := day_in_url(address)) and not _is_next_article(address):
            yield FoundLink(address, None, day, LinkKind.LISTING)


def _is_headlined(page: LinkPage, address: str) -> bool:
    """Whether a headline leads to an address: a slider's arrow and an article's rank lead to it as well."""
    return any(title_width(name_of(node)) >= MEAN_TITLE for node, other in page.links() if other == address)


def _is_next_article(address: str) -> bool:
    """Whether "next" leads to an article (so blog systems mean it): an article's address without a page number."""
    return looks_like_article(address) is True and split_page_number(address).number is None


def find_ends(document: Document) -> tuple[str | None, str | None]:
    """Return the addresses of the last page that a list links to behind this one, and of the page before this one.

    None of the last on the last page; none before the second, which the list's own address shows. Where that says no
    number, the further pages need only be each other's siblings: ``/news/`` goes on in ``/news/list_2.html``.
    """
    page, here = read_page(document), split_page_number(document.url)
    own = here.number or 1
    if here.number is None and (following := find_pages(document)):
        here = split_page_number(following[0].url)
    addresses = (address for _, address in page.links() if is_sibling(address, here))
    siblings = {split_page_number(address).number or 0: address for address in addresses}
    last = max(siblings, default=0)
    return siblings[last] if last > own else None, siblings.get(own - 1) if own > 2 else None


def is_called_next(text: str) -> bool:
    """Whether a link's text is one of the names of the next page (``next_page.tsv``)."""
    return link_name(text) in words("next_page")


def is_neighbour(text: str) -> bool:
    """Whether a link's text names the page, day or article before or after this one, and so is no headline."""
    return any(link_name(text) in words(lexicon) for lexicon in ("next_page", "previous_issue", "neighbours"))


def link_name(text: str) -> str:
    """A pager link's text in the form the lexicons have: lower case, without brackets, arrows and outer spaces."""
    return " ".join(_ORNAMENT.sub(" ", text[:80]).split()).lower()


def _numbered_siblings(page: LinkPage, here: PageNumber) -> list[str]:
    """Links with a bare number as text whose address carries that number, or the one below (counted from 0).

    Where addresses count entries, page 3 begins after twice as many as page 2: ``?start=6``, ``?start=12``.
    """
    found: dict[int, str] = {}
    above = _list_above(page, here.base)
    for node, address in chain(page.links("a[href], option[value]"), page.clicked()):
        label = link_name(node.text() or "")
        label = (
            label.removeprefix("第").removesuffix("页").removesuffix("頁").strip() if node.tag == "option" else label
        )
        if not label.isdecimal() or not 2 <= int(label) <= MAX_PAGE_NUMBER or not same_site(page.base, address):
            continue
        number, below = split_page_number(address).number, _number_below(address, above)
        if number is None and below is not None and not _is_headlined(page, address):
            number = below
        after = here.number if here.number is not None and is_sibling(address, here) else 0
        after = _number_below(here.base, above) or after
        if number is None or number <= after:
            continue
        if number in (int(label), int(label) - 1) or (_counts_entries(address) and number % (int(label) - 1) == 0):
            found.setdefault(number, address)
    return [found[number] for number in sorted(found)]


def _list_above(page: LinkPage, url: str) -> str:
    """The address, without its ending, of the list whose further pages are numbers below it.

    That of the page at hand, or, where this is a numbered one, of the list that it leads back to.
    """
    own = _NUMBER_FILE.fullmatch(url)
    is_further = own and any(_LIST_FILE.sub("", address) == own["folder"] for _, address in page.links())
    return own["folder"] if own and is_further else _LIST_FILE.sub("", url)


def _number_below(address: str, above: str) -> int | None:
    """The page's number where it is a file's whole name, ``/channel/7151/2.html`` below ``/channel/7151``."""
    file = _NUMBER_FILE.fullmatch(address)
    return int(file["number"]) if file and file["folder"] == above else None


def _counts_entries(address: str) -> bool:
    return any(key.lower() in _SPREAD_KEYS for key, _ in parse_qsl(urlsplit(address).query)[:32])


def counted_in_script(page: LinkPage, url: str) -> list[str]:
    """Pages counted in a script: ``createPageHTML(25, 0, "index", "html")`` and ``var countPage = 25``."""
    scripts = "\n".join(node.text() for node in page.tree.css("script"))
    if not any(sign in scripts for sign in _COUNTING):
        return []
    text = _without_comments(scripts)
    for match in _CALL.finditer(text):
        values = [name or number for name, number in _ARGUMENT.findall(match[1])]
        place = next((place for place, value in enumerate(values) if _PAGE_ENDING.fullmatch(value)), 0)
        # A container's id may stand before the file's name, which may be a number.
        numbers = [int(value) for value in values[: max(place - 1, 0)] if _COUNT.fullmatch(value)]
        if len(numbers) >= 2:
            return _count_up(page.base, numbers[0], numbers[1], values[place - 1], values[place])
    counts = dict(_VARIABLES.findall(text))
    total = next((int(counts[name]) for name in _COUNT_NAMES if name in counts), 0)
    current = next((int(counts[name]) for name in _CURRENT_NAMES if name in counts), None)
    if total < 2 or current is None:
        return []
    stem, _, ending = urlsplit(split_page_number(url).base).path.rpartition("/")[2].rpartition(".")
    return _count_up(page.base, total, current, stem or "index", ending or "html")


def _without_comments(script: str) -> str:
    pieces = script.split("/*")
    code = [pieces[0], *(piece.partition("*/")[2] for piece in pieces[1:])]
    return _LINE_COMMENT.sub(" ", " ".join(code))


def _count_up(url: str, total: int, current: int, stem: str, ending: str) -> list[str]:
    """Addresses of the pages after ``current`` of ``total``.

    The systems count pages from 0 (``index.html``, ``index_1.html``) or from 1 (``index.html``, ``index_2.html``); the
    first page's own number tells which. Further on both look alike, then one page too many may be named.
    """
    total = min(total, MAX_PAGE_NUMBER)
    counts_from_0 = current == 0
    last = total - 1 if counts_from_0 else total
    numbers = range(current + 1, min(last, current + MAX_PAGES) + 1)
    addresses = (absolute_url(url, f"{stem}_{number}.{ending.lstrip('.')}") for number in numbers)
    return [address for address in addresses if address]


def next_by_number(url: str, entries: int = 0, *, is_piece: bool = False) -> str | None:
    """Return ``url`` with its page number raised by one; None without a number or beyond ``MAX_PAGE_NUMBER``.

    For answers that name no next page themselves, such as JSON lists: the caller asks on while they bring anything.
    ``is_piece``: it is one of HTML. An address that counts entries (``?offset=20&limit=10``) goes on behind those asked
    for, or the ``entries`` found.
    """
    parts = urlsplit(url)
    if inside := _COUNTED_INSIDE.search(parts.query):
        query = _raised(parts.query, inside, 1)
        return urlunsplit(parts._replace(query=query)) if query else None
    counted = {match["key"].lower(): match for match in reversed(list(_COUNTED.finditer(parts.query)))}
    known = _PIECE_KEYS if is_piece else PAGE_KEYS
    keys = sorted(counted.keys() & known, key=_rank)  # All else stays as it is written: it need not be UTF-8.
    if keys:
        sizes = [int(counted[key]["number"]) for key in counted.keys() & _SIZE_KEYS]
        step = next(filter(None, [*sizes, entries]), 0) if keys[0] in _SPREAD_KEYS else 1
        query = _raised(parts.query, counted[keys[0]], step)
        return urlunsplit(parts._replace(query=query)) if query else None
    match = _COUNTED_FILE.search(parts.path)
    path = _raised(parts.path, match, 1) if match and not _ends_day(parts.path, match.end("number")) else None
    return urlunsplit(parts._replace(path=path)) if path else None


def next_records(document: Document) -> str | None:
    """Return the address of the next records where an answer says how many there are: ``<totalrecord>30``.

    So governments' list services (``dataproxy.jsp``) are asked: ``startrecord=10&endrecord=18`` behind the first nine,
    then for as many again. None behind the last, and where an answer shows no records or counts none.
    """
    body = document.body.encode() if isinstance(document.body, str) else document.body
    total, shown = _TOTAL_RECORDS.search(body), body.count(b"<record>")
    if total is None or not shown:
        return None
    parts = urlsplit(document.url)
    asked = {key: int(number) for key, number in _SPAN_OF_RECORDS.findall(parts.query)}
    last = asked.get("end", shown)
    if last >= int(total[1]):
        return None
    size = last - asked["start"] + 1 if len(asked) == 2 else shown
    rest = [pair for pair in parts.query.split("&") if pair and not _SPAN_OR_PAGE.fullmatch(pair)]
    query = "&".join((*rest, f"startrecord={last + 1}", f"endrecord={last + max(size, 1)}"))
    return urlunsplit(parts._replace(query=query))


def _raised(text: str, match: re.Match[str], step: int) -> str | None:
    """``text`` with the number raised by ``step``; None where that is no step, or leads beyond ``MAX_PAGE_NUMBER``."""
    number = int(match["number"])
    if not step or number >= MAX_PAGE_NUMBER * step:
        return None
    return f"{text[: match.start('number')]}{number + step}{text[match.end('number') :]}"
