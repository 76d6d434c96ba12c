"""Digital newspapers (电子报, 数字报): the printed paper as dated issues of pages of articles.

No system's names are needed. The day in the addresses tells issues apart; within an issue, addresses shaped like
that of the page at hand are its other pages, and the remaining ones are articles. Where addresses carry no day, the
page shows it, pages are called by their number (第3版, A05) and other issues by their day.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import words
from cleaners.lines.url_days import URL_DAY, day_in_url, day_of_match
from cleaners.links.url_shapes import url_shape
from cleaners.links.urls import same_site
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.dates import day_in_text
from spiders.discovery.pages import LinkPage, read_page
from spiders.discovery.paging import link_name
from spiders.discovery.shapes import is_page_file, looks_like_article
from spiders.discovery.titles import title_width
from spiders.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

_MAX_LINKS = 3000
"""Links of one page that are looked at; an issue has some 200."""
_MAX_ISSUES = 366 * 30
"""Days for which addresses are made at the most; the oldest digital newspapers began in the late 1990s."""
_FORWARDING_LINKS = 5
"""Links up to which a page that forwards by script, or after a while, is taken for a mere signpost."""
_AT_ONCE = 2
"""Seconds within which a page that forwards is seen by nobody, whatever links it has."""

_MAX_SIGNPOST_BYTES = 20_000
"""Bytes of a page that may be nothing but a signpost to another one."""
MAX_FORWARDS = 3
"""Signposts followed one after the other."""

_DAY_SHOWN_WITHIN = 4000
"""Characters of a page's text in which its issue's day stands: it is part of the head."""
_MAX_NAME_CHARS = 8
"""Width of the longest name of a newspaper: 河湾日报数字报 has seven characters."""
_MIN_TITLE = 4
"""Width of the shortest headline taken for one; 短评 and its kin have addresses like their neighbours'."""
_MIN_PAGES = 2
"""Pages of an issue by whose names it is known where nothing else called it a newspaper."""
_HEADLINE = 8
"""Width from which a link's text is a headline whatever its address; 版面概览 and 往期回顾 are shorter."""
_PAGE_NAME = re.compile(r"第?\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*版|第?[A-Z]{1,2}-?\d{1,3}(?:\s*版|(?![\w-]))")
"""What a page of a printed paper is called, at the beginning of its link."""

_ONLY_PAGE_NAME = re.compile(rf"(?=[^版]{{1,8}}版)(?:{_PAGE_NAME.pattern})\s*(?:版\s*)?(?:$|[:：·|\s-])")
"""The same where the name of a section may stand behind it."""

_REFRESH = re.compile(r"^\s*(?P<seconds>[0-9]{1,4})\s*[;,]\s*url\s*=\s*['\"]?(?P<url>[^'\"\s]{1,2000})", re.IGNORECASE)
_LOCATION = re.compile(
    r"""(?:\blocation(?:\.href)?\s*=|\blocation\.(?:replace|assign)\()\s*["']([^"']{1,2000})["'](?!\s*\+)"""
    r"""|\bopen\(\s*["']([^"']{1,2000})["']\s*,\s*["']_(?:self|top|parent)["']"""
)
"""Where a script goes in the same window. What it adds something to is no address yet, but a pager's."""


def find_newspapers(document: Document) -> tuple[FoundLink, ...]:
    """Return links of a home page to the outlet's digital newspapers, as listings. Only the outlet's own site."""
    links = []
    page = read_page(document)
    for node, address in islice(page.links(), _MAX_LINKS):
        image = node.css_first("img[alt]")
        name = _squeeze(node.text() or (image.attributes.get("alt") if image else "") or "")
        if same_site(document.url, address) and (
            _is_newspaper(name.lower(), address) or _is_page_of_issue(name, address)
        ):
            links.append(FoundLink(address, name, day_in_url(address), LinkKind.LISTING))
    return unique_links(links)


def _is_newspaper(name: str, address: str) -> bool:
    """Whether a link, by its text in lower case, leads to a newspaper.

    Many lead right to the front of today's issue, whose address may look like an article's; then the text must be no
    headline.
    """
    called = [word for word in words("newspaper_names") if word in name]
    if not called or looks_like_article(address) is not True:
        return bool(called)
    is_name = any(name.startswith(word) or name.endswith(word) for word in called)
    return is_name and title_width(name) <= _MAX_NAME_CHARS and day_in_url(address) is not None


def _is_page_of_issue(name: str, address: str) -> bool:
    """Whether a link leads to a page of a day's issue (第03版): a front door may show the issue itself."""
    if day_in_url(address) is None:
        return False
    is_named = "版" in name and _PAGE_NAME.match(name) is not None
    return is_called_a_page(name) or (is_named and looks_like_article(address) is not True)


def is_called_a_page(name: str) -> bool:
    """Whether a link is called as a page of a printed paper alone is, whatever its address.

    A headline may stand behind the name of its page: 第03版：城北水库完成加固.

    >>> is_called_a_page("第03版：要闻"), is_called_a_page("A05版"), is_called_a_page("第3版字典面世")
    (True, True, False)
    """
    called = _ONLY_PAGE_NAME.match(name)
    return called is not None and title_width(name[called.end() :]) < _HEADLINE


def read_issue(document: Document) -> tuple[FoundLink, ...]:
    """Return the pages (kind ``LISTING``) and articles of the issue that a page of a digital newspaper belongs to.

    A page whose own address carries no day (the paper's front door) gives the dated links it has, or without any those
    that are called as an issue's pages and articles are, and where it forwards to. Image maps and frames are read too.
    Empty for pages that are no newspaper's; raises nothing.
    """
    page = read_page(document)
    own_day = day_in_url(document.url)
    links = [link for link in _dated_links(page, document.url) if own_day is None or link.date == own_day]
    if not links and own_day is None:
        links = _undated_links(page, document.url)
    elif links and own_day and all(link.kind is LinkKind.LISTING for link in links):
        links += _undated_articles(page, document.url, own_day)
    return unique_links([*find_forwards(document), *links])


def is_issue(document: Document) -> bool:
    """Whether a page is one of a dated issue and shows its articles."""
    return day_in_url(document.url) is not None and any(link.kind is LinkKind.ARTICLE for link in read_issue(document))


def is_named_issue(document: Document) -> bool:
    """Whether a page is one of a dated issue, and calls the issue's pages as those of printed papers are called."""
    pages = (link for link in read_issue(document) if is_called_a_page(link.title or ""))
    return is_issue(document) and len(list(islice(pages, _MIN_PAGES))) == _MIN_PAGES


def find_issues(document: Document) -> tuple[FoundLink, ...]:
    """Return the fronts of other issues that a page links to, as listings with their day.

    Where neither addresses nor texts (a calendar's) say a day, the issue before this one (上一期), whose day its page
    shows.
    """
    own_day = day_in_url(document.url)
    page = read_page(document)
    named = _named_links(page, document.url)
    called = words("previous_issue")
    links = (
        _dated_links(page, document.url)
        or [FoundLink(link.url, link.name, day, LinkKind.LISTING) for link in named if (day := day_in_text(link.name))]
        or [FoundLink(link.url, link.name, None, LinkKind.LISTING) for link in named if link_name(link.name) in called]
    )
    return tuple(
        link
        for link in unique_links(links)
        if link.kind is LinkKind.LISTING and (link.date is None or link.date != own_day)
    )


def find_issue_before(document: Document) -> FoundLink | None:
    """Return the front of the issue before this one (上一期), where its address bears its day."""
    called = words("previous_issue")
    links = _dated_links(read_page(document), document.url)
    return next((link for link in links if link.title and link_name(link.title) in called), None)


def _dated_links(page: LinkPage, url: str) -> list[FoundLink]:
    found = chain(page.links("a[href], area[href], frame[src], iframe[src]"), page.clicked())
    dated = [
        FoundLink(address, _name(node), day, LinkKind.ARTICLE)
        for node, address in islice(found, _MAX_LINKS)
        if (day := day_in_url(address)) is not None and same_site(url, address) and is_page_file(address)
    ]
    headed = _headed_shapes(dated, url)
    return [link if _is_article(link, url, headed) else link._replace(kind=LinkKind.LISTING) for link in dated]


class _Headed(NamedTuple):
    """Addresses that say nothing themselves and lead to an issue's articles: the links to its pages are called so."""

    days: frozenset[date | None]
    """Days of the pages; other issues have headlines of days (2024年8月28日 星期三), and fronts of the same shape."""
    shapes: frozenset[str]
    """Shapes of addresses where a headline stands over one."""


def _headed_shapes(links: list[FoundLink], url: str) -> _Headed:
    pages = [link for link in links if is_called_a_page(link.title or "")]
    days = frozenset(link.date for link in pages)
    shapes = {
        url_shape(link.url)
        for link in links
        if link.date in days
        and title_width(link.title or "") >= _HEADLINE
        and not day_in_text(link.title or "")
        and looks_like_article(link.url) is None
    }
    return _Headed(days, frozenset(shapes - {url_shape(url), *(url_shape(link.url) for link in pages)}))


def _is_article(link: FoundLink, url: str, headed: _Headed) -> bool:
    """Whether a dated link of the issue at ``url`` leads to an article, not to a page or another issue."""
    name, shape = link.title or "", url_shape(link.url)
    if is_called_a_page(name) or link_name(name) in words("previous_issue"):
        return False
    is_of_issue = link.date in headed.days
    is_headline = is_of_issue and title_width(name) >= _HEADLINE and not day_in_text(name)
    may_be = shape != url_shape(url) or is_headline  # A01.html has the shape of c624.html
    return (may_be and looks_like_article(link.url) is True) or (is_of_issue and shape in headed.shapes)


class _NamedLink(NamedTuple):
    """A link of a page whose addresses carry no day."""

    url: str
    name: str
    form: str
    """Address without its numbers."""


def _named_links(page: LinkPage, url: str) -> list[_NamedLink]:
    links = []
    for node, address in islice(chain(page.links("a[href], area[href]"), page.clicked()), _MAX_LINKS):
        if address != url and same_site(url, address) and is_page_file(address):
            links.append(_NamedLink(address, _name(node) or "", _form(address)))
    return links


def _form(url: str) -> str:
    return re.sub(r"\d+", "9", url)


def _undated_links(page: LinkPage, url: str) -> list[FoundLink]:
    """Pages and articles of an issue, told by what their links are called; a link without a name goes by its form."""
    links = [link for link in _named_links(page, url) if not day_in_text(link.name)]
    named = Counter(link.form for link in links if _PAGE_NAME.match(link.name))
    pages = {form for form, count in named.items() if count > 1 or form == _form(url)}
    titled = {link.form for link in links if title_width(link.name) >= _MIN_TITLE}
    # A home page's channels have names of two characters and a form of their own each.
    articles = {form for form in titled - pages if sum(link.form == form for link in links) > 1} if pages else set()
    day = day_in_text(page.tree.body.text(separator=" ")[:_DAY_SHOWN_WITHIN] if page.tree.body else "")
    kinds = {**dict.fromkeys(pages, LinkKind.LISTING), **dict.fromkeys(articles, LinkKind.ARTICLE)}
    return [FoundLink(link.url, link.name or None, day, kinds[link.form]) for link in links if link.form in kinds]


def _undated_articles(page: LinkPage, url: str, day: date) -> list[FoundLink]:
    """Articles of a page of a dated issue whose own addresses carry no day: ``/article/702610.html``."""
    if looks_like_article(url):
        return []
    links = [link for link in _named_links(page, url) if looks_like_article(link.url) and day_in_url(link.url) is None]
    titled = {link.form for link in links if title_width(link.name) >= _MIN_TITLE}
    return [FoundLink(link.url, link.name or None, day, LinkKind.ARTICLE) for link in links if link.form in titled]


def _name(node: LexborNode) -> str | None:
    name = _squeeze(node.text() or node.attributes.get("title") or node.attributes.get("alt") or "")
    return None if not name or name.isdecimal() else name


def _squeeze(text: str) -> str:
    return " ".join(text.split())[:200]


def find_forward(document: Document, *, refresh: str | None = None) -> FoundLink | None:
    """Return where a page that shows nothing itself forwards to, by meta refresh or script; None for other pages.

    ``refresh`` is the header of that name, which says what the meta element does. A script that chooses, by language
    say, forwards to nowhere in particular.
    """
    forwards = find_forwards(document, refresh=refresh) if len(document.raw) <= _MAX_SIGNPOST_BYTES else ()
    return forwards[0] if len(forwards) == 1 else None


def find_forwards(document: Document, *, refresh: str | None = None) -> tuple[FoundLink, ...]:
    """Return all addresses that a page that shows nothing itself may forward to, as :func:`find_forward`."""
    page = read_page(document)
    nodes = [node for node in page.tree.css('meta[http-equiv="refresh" i]') if not _is_without_script(node)]
    said = [_REFRESH.match(text or "") for text in (refresh, *(node.attributes.get("content") for node in nodes))]
    choices = page.tree.css("a[href], area[href], [onclick], [data-href]")
    if len(choices) > _FORWARDING_LINKS:  # nobody has the time to follow one
        targets = [match["url"] for match in said if match and int(match["seconds"]) <= _AT_ONCE]
    else:
        targets = [match["url"] for match in said if match]
        scripts = [node.text() for node in page.tree.css("script")]
        scripts += [node.attributes.get("onload") or "" for node in page.tree.css("body[onload]")]
        targets += [match[1] or match[2] for script in scripts for match in _LOCATION.finditer(script)]
    addresses = [address for target in targets if (address := page.address(target))]
    return unique_links(
        [
            FoundLink(address, None, day_in_url(address), LinkKind.LISTING)
            for address in addresses
            if address != document.url and same_site(document.url, address)
        ]
    )


def _is_without_script(node: LexborNode) -> bool:
    """Whether an element is meant for browsers that run no scripts."""
    return node.parent is not None and node.parent.tag == "noscript"


def issue_urls(url: str, since: date, until: date) -> Iterator[FoundLink]:
    """Make the addresses of all issues from ``until`` back to ``since`` after the pattern of one dated address.

    Newest first, at most ``_MAX_ISSUES``. Some will not exist: papers pause on holidays. Nothing for an address without
    a day.

    >>> [link.url for link in issue_urls("http://p.example/2024-08/29/node_1.htm", date(2024, 9, 1), date(2024, 9, 2))]
    ['http://p.example/2024-09/02/node_1.htm', 'http://p.example/2024-09/01/node_1.htm']
    """
    for back in range(min((until - since).days + 1, _MAX_ISSUES)):
        day = until - timedelta(days=back)
        address = redate_url(url, day)
        if address is None:
            return
        yield FoundLink(address, None, day, LinkKind.LISTING)


def redate_url(url: str, day: date) -> str | None:
    """Return ``url`` with its day, wherever it stands, replaced by ``day`` in the same form; None without a day."""
    own_day = day_in_url(url)
    if own_day is None:
        return None
    host_end = url.find("/", 8)

    def renew(match: re.Match[str]) -> str:
        if day_of_match(match) != own_day:
            return match[0]
        parts = {"year": day.year, "month": day.month, "day": day.day}
        text, shift = match[0], match.start()
        for name in sorted((name for name in match.groupdict() if match[name]), key=match.start, reverse=True):
            start, end = match.start(name) - shift, match.end(name) - shift
            # A number of one digit shows that the paper writes none before it.
            width = 1 if end - start == 1 else end - start
            text = text[:start] + str(parts[name.rstrip("123")]).zfill(width) + text[end:]
        return text

    return url[:host_end] + URL_DAY.sub(renew, url[host_end:])
