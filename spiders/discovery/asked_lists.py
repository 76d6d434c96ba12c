"""Lists that a page's scripts ask their server for: the addresses, as they stand in quotes; no script is run."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit

from cleaners.embedded.data_page import is_data
from cleaners.embedded.states import inline_scripts
from cleaners.links.url_shapes import PAGE_ENDING
from cleaners.links.urls import same_site
from spiders.discovery import FoundLink, LinkKind, unique_links
from spiders.discovery.clicks import MAX_SCRIPTS_SIZE
from spiders.discovery.cursors import is_cursor_key, without_cursor
from spiders.discovery.deeds import does_something, says_deed
from spiders.discovery.own_scripts import is_library
from spiders.discovery.pages import LinkPage, read_page, read_text
from spiders.discovery.paging import PAGE_KEYS, is_sibling, next_by_number, split_page_number
from spiders.discovery.record_addresses import find_patterns, pattern_behind, with_pattern
from spiders.discovery.shapes import MAX_PAGE_NUMBER
from spiders.discovery.stated_values import last_name, stated_values, value_of
from spiders.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_OWN_SIZE = 1_000_000
"""Characters of a page's script files that are read; what a packer makes of a whole front has some 500,000."""
_MAX_ASKED = 5
"""Addresses of one page that are followed. A channel asks for its list, its pictures and what is read most."""
_MAX_TEXTS, _MAX_LISTS = 10_000, 50
"""Texts of a page's scripts that may be addresses, and lists among them, that are looked at; a front packed into one
file has 3,000 of the former."""

_LISTS = re.compile(
    r"list|news|article|roll|posts|stories|feed(?!back)|period|issues|(?-i:Dates|(?<![A-Za-z])dates)$", re.IGNORECASE
)
"""Words in the names of services that list, be it a newspaper's issues. To ask others may do something: vote, delete,
log out, count."""
_GIVES = re.compile(r"content|data|detail|info|page|query|more", re.IGNORECASE)
"""Words in the names of services that list where they are asked with anything, or lie below what is a list's."""
_LISTED = re.compile(r"list|news|article", re.IGNORECASE)
"""The same of what a service is asked to do: ``index.php?m=content&a=json_list``."""
_LISTED_BELOW = re.compile(r"list|news|article|content|channel|column|cms", re.IGNORECASE)
"""Words in the folders of a service that lists: ``/api/column/data``."""
_QUOTED = re.compile(r"""(?P<quote>["'])(?P<address>[\w./][^"'\s<>]{2,500})(?P=quote)""")
_SLOT = re.compile(r"\$\{\s*([\w.$]{1,40})\s*\}")
_CHOICE = re.compile(r"\$\{\s*(!?[\w.$]{1,40})\s*\?(?![.?])")
"""A slot that holds something only where there is something: ``${cursor ? `&cursor=${cursor}` : ""}``."""
_ADDED = re.compile(
    r"""\s*\+\s*\(?(?P<name>[\w.$]{0,40})(?:\(?\)|\s?[+-]\s?1\))?(?:\s*\+\s*(?P<quote>["'])(?P<rest>[^"'\s<>]{0,300})(?P=quote))?"""
)
"""What a script adds to a text: a name (``n``, ``o.curr()``, ``(n + 1)``), and another text."""
_OPEN_KEY = re.compile(r"[?&]\w{0,20}=?$")
"""What is left at the end of an address when nothing is added to it."""
_PAGE_VARIABLE = re.compile(r"page|curr|(?:^|\.)(?:p|n|i|pn|num|index)$", re.IGNORECASE)
_GIVEN = re.compile(
    r"\s*,\s*\{(?P<named>\s*params\s*:\s*\{)?(?P<behind>[^{}]{1,300})\}"
    r"|[^{}()]{0,120}?\b(?:data|where|params)\s*:\s*\{(?P<inside>[^{}]{1,300})\}"
)
_TAKES_SETTINGS = re.compile(r"(?:fetch|ajax|request)\s*\(\s*$", re.IGNORECASE)
"""A call whose second argument says how to ask, not what for: ``fetch("/api/list", {mode: "cors"})``."""
_UNCACHED = frozenset({"", "_", "t", "ts", "time", "timestamp", "rnd", "rand", "random", "r", "callback"})
"""Keys under which a script asks with the time or a random number, so that no cache answers."""
_PLAIN_VALUE = re.compile(r"[\w.-]{0,60}")
"""What may stand in a query for a name."""
_PAIR = re.compile(
    r"""["']?(?P<key>[A-Za-z_]\w{0,30})["']?\s*:\s*(?:["'](?P<text>[\w.-]{0,60})["']|(?P<name>[\w.$]{1,40}))"""
)
_STATED_PAIR = re.compile(r"""["']([A-Za-z_]\w{0,30})["']\s*:\s*["']([^"']{0,200})["']""")
_OPTIONAL = re.compile(r"""\s*\+\s*\(\s*!?(?P<name>[\w.$]{1,40})[^"'?]{0,20}\?\s*["'][?&](?P<key>\w{1,20})=""")
"""What is asked for only from the second page on: ``(cursor ? "&cursor=" + cursor : "")``."""
_ROUTED = re.compile(
    r"""\bpath\s{0,9}:\s{0,9}(["'])(?P<path>/[\w/-]{1,100})\1\s{0,9},\s{0,9}query\s{0,9}:\s{0,9}\{\s{0,9}["']?(?P<key>\w{1,40})["']?\s{0,9}:\s{0,9}"""
)
"""Where a router goes, with a query beside its path: ``push({path: "/p", query: {id: item.id}})``."""
_CONSTANT = re.compile(
    r"""(?:""\s{0,4}\+\s{0,4})?(?<![\w$.])(?P<name>[A-Za-z_$][\w.$]{1,40})\s{0,4}\+\s{0,4}"(?=[\w/?])"""
)
"""A name in front of a text, which may be the beginning of an address: ``API + "/list"``."""
_BEGINNING = re.compile(r"(?:https?://[\w.:-]{1,200})?(?:/[\w%./-]{0,200})?")
_PREFIX = re.compile(r"(?:base|host|root|ctx|context|domain|server|api|url|origin|prefix)\w*\s*\+\s*$", re.IGNORECASE)
"""A name that stands for what all addresses of a site begin with: of that nothing need be known."""
_BASE = re.compile(r"""\bbaseURL["']?\s{0,4}[:=]\s{0,4}["'](?P<base>/?[\w./-]{1,200})["']""")
"""What a client puts before all that it is asked for: ``axios.create({baseURL: "/api"})``."""
_WITHOUT_BASE = re.compile(r"(?:\$|jQuery)\s*\.\s*\w+\s*\(|\bfetch\s*\(|\bgetJSON\s*\(")
"""Calls that know of no such client."""
_SHARED = re.compile(r"(?<![a-z])share(?=/)", re.IGNORECASE)
"""The folder of an app's articles: they are read by whom they are shared with."""
_MAX_STATED, _MAX_PAIRS = 2_000, 20
"""Characters of an attribute that are read for what to ask with, and pairs of it."""
_FIRST_PAGE = '{"pageNo":1,"pageSize":15}'
"""Which page of a unit is wanted, as its pager asks for further ones."""
_POSTS = re.compile(r"""\b(?:type|method)["']?\s*:\s*["'](?:post|put|patch|delete)""", re.IGNORECASE)
_CALLED = re.compile(r"\b(?:ajax|fetch|request|axios|http|get|getJSON|post)\s*\(", re.IGNORECASE)
"""Where a call begins."""
_NAMED = re.compile(r"(\w+)\s*[:=]\s*$")
_POST_CALL = re.compile(r"\bpost\s*\(\s*$", re.IGNORECASE)
"""What stands before an address in ``$.post("/api/list", …)`` and ``axios.post(…)``."""
_DATA_FILE = re.compile(r"(?:https?://|\.{0,2}/)?[\w%./-]{1,300}\.(?:json|xml)(?:$|\?)", re.IGNORECASE)
_SERVICE = re.compile(
    rf"(?:https?://|\.{{0,2}}/)?[\w%./:-]{{1,300}}(?:\.(?![a-z]?html?)(?:{PAGE_ENDING})|/[\w-]{{1,60}}/?)(?:$|\?)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"""(?:(?:\bget|getJSON|ajax|fetch|request|load\w{0,12})\s*\(|(?:url|api|proxy)\s*[:=]|["']get["']\s*,)\s*$""",
    re.IGNORECASE,
)
"""What stands before the address of a list in a script."""
_LEADS = re.compile(r"\bhref\s*=\s*$", re.IGNORECASE)
"""The same before the address of a list's further pages, in records that a script unpacks."""
_BEFORE = 24
"""Characters before an address that are looked at for who asks."""
_CALL = 200
"""The same for the other settings of the call."""
_WRITTEN_LIST = re.compile(
    r"(?:list|news|article)[^/?]{0,40}\.(?:aspx?|ashx|php|jsp|do)(?=\?|$)|/(?:data|json)/(?:[^?]{0,200}/)?[^/?]{1,80}\.js(?=\?|$)",
    re.IGNORECASE,
)
"""Scripts of a page that hold a list: a server writes them, or they lie among the data."""

_ITEMS = frozenset({"ul", "ol", "dl", "li", "td"})
"""Elements in whose place a script writes what they hold."""
_COUNTS = re.compile(
    r"\b(?:pages|pageCount|countPage|totalPages?|page_count|total_pages?)[\"']?\s*[:=]\s*[\"']?(\d{1,7})"
)
_ENTRIES = re.compile(r"\bcount\s*:\s*[\"']?(\d{1,7})[^{}]{0,400}?\blimit\s*:\s*[\"']?(\d{1,4})")
_TEMPLATE = re.compile(r"""["'](?P<address>[^"'\s<>]{0,300}(?:[?&](?P<key>[A-Za-z_]{1,12})=|[-_/]))["']\s*(?=\+)""")


@lru_cache(maxsize=1)  # asked for what a page leads to, and for which of it is read as often as the page
def find_asked_lists(document: Document) -> tuple[FoundLink, ...]:
    """Return the lists of its own site that a page's scripts ask for or are, in their order, at most ``_MAX_ASKED``.

    Files of data in quotes (``$.getJSON("/data/list_3.json", …)``), addresses of services that a script asks and
    calls lists (``fetch("/api/list?page=" + page)``: the first page), scripts that hold a list
    (``<script src="newslist.asp?n=8">``, ``/data/roll.js``), units that a script fills in, asking what
    attributes say (``url="/build/unit" queryData="{'pageId':'12'}"``: the first page). Those that a script asks for
    remember what it makes of their records' numbers (``spiders.discovery.record_addresses``).
    """
    page = read_page(document)
    asked = [(page.address(address), pattern) for address, pattern in _asked(page, document.url, by_post=False)]
    addresses = [(page.address(address), None) for address in (*_written(page), *_stated(page))] + asked
    links = [
        FoundLink(with_pattern(address, pattern), kind=LinkKind.LISTING)
        for address, pattern in addresses
        if address and same_site(document.url, address)
    ]
    asked_with = {link.url.partition("?")[0] for link in links if "?" in link.url}  # else a constant, put before that
    return unique_links([link for link in links if link.url not in (document.url, *asked_with)])[:_MAX_ASKED]


def find_article_call(document: Document) -> str | None:
    """Return what the script of a page that shows no article asks its own site for to show one; None for nothing.

    That bears a number or key of the page's own address; a ``/newsDetail?id=7`` before a ``/relatedNews?id=7``.
    """
    asked = (urldefrag(link.url).url for link in find_asked_lists(document))
    calls = [address for address in asked if is_call_of(document.url, address)]
    return min(calls, key=lambda address: _GIVES.search(urlsplit(address).path) is None, default=None)


def is_answer_to(page: str, answer: Document, *, is_stated: bool = False) -> bool:
    """Whether what a page's script asked for is data, and not those of another article, with another ``id``.

    Some articles have one behind their public number: none is looked for where the call's name says that it gives
    details, or a profile states it.
    """
    text = read_text(answer)
    is_its_own = is_stated or '"id"' not in text or _GIVES.search(urlsplit(answer.url).path) is not None
    keys = "|".join(map(re.escape, _keys_of(page)))
    return is_data(text) and (is_its_own or re.search(rf"(?<!\w)(?:{keys})(?!\w)", text) is not None)


def is_call_of(page: str, asked: str) -> bool:
    """Whether what is asked for bears a key of a page's address.

    >>> is_call_of("http://a.example/detail.html?id=7", "http://a.example/api/article/detail?newsId=7")
    True
    """
    return not _keys_of(page).isdisjoint(_keys_of(asked))


def _keys_of(address: str) -> frozenset[str]:
    """The values of an address's query, and the last name of its path, that hold a digit."""
    values = (value for _, value in parse_qsl(urlsplit(address).query)[:32])
    return frozenset(value for value in (*values, last_name(address)) if any(map(str.isdigit, value)))


def find_posted_lists(document: Document) -> list[str]:
    """Return the addresses of lists that a page's scripts ask for by POST; no crawl does, since it may do something."""
    page = read_page(document)
    addresses = [page.address(address) for address, _ in _asked(page, document.url, by_post=True)]
    return [address for address in addresses if address and same_site(document.url, address)]


def _written(page: LinkPage) -> Iterator[str]:
    for node in page.tree.css("script[src]"):
        source = node.attributes.get("src") or ""
        stands_in_list = node.parent is not None and node.parent.tag in _ITEMS and not is_library(source)
        if (stands_in_list or _WRITTEN_LIST.search(source)) and not does_something(source):
            yield source


def _stated(page: LinkPage) -> Iterator[str]:
    """What a script asks for in the name of an element that says it: many governments' systems fill lists in so."""
    for node in page.tree.css("[url][querydata]"):
        address, given = node.attributes.get("url") or "", node.attributes.get("querydata") or ""
        pairs = dict(islice(_STATED_PAIR.findall(given[:_MAX_STATED]), _MAX_PAIRS))
        if pairs and not does_something(address):
            yield f"{address}?{urlencode({**pairs, 'paramJson': _FIRST_PAGE})}"


def _asked(page: LinkPage, url: str, *, by_post: bool) -> Iterator[tuple[str, str | None]]:
    """The lists that scripts ask for, each with the pattern of its articles' addresses where its records need one."""
    scripts = _scripts(page).replace("\\/", "/")
    values = stated_values(page, url, scripts)
    scripts = _CONSTANT.sub(lambda constant: _with_constant(constant, values), scripts)
    base = _BASE.search(scripts)
    texts = (match for match in _QUOTED.finditer(scripts) if "/" in match[0] or "." in match[0])  # most are words
    lists = ((match, _address(match, values, by_post=by_post)) for match in islice(texts, _MAX_TEXTS))
    found = islice(((match, address) for match, address in lists if address), _MAX_LISTS)
    asked = [(match.end(), _behind_base(match, address, base and base["base"])) for match, address in found]
    written = _patterns(page, scripts) if asked else []
    shown = _patterns(page, _as_sums(page.text[:MAX_SCRIPTS_SIZE])) if asked and not written else []
    if asked and not (written or shown):
        written = _patterns(page, scripts, routed=True)
    for place, address in asked:  # in markup that a script fills in, the first links are those of the list
        yield address, pattern_behind(place, written) or pattern_behind(0, shown)


def _patterns(page: LinkPage, source: str, *, routed: bool = False) -> list[tuple[int, str]]:
    """Patterns of articles' addresses, each with its place; a record has links to its votes and its writer as well."""
    host = page.address("/") or ""  # its name says nothing of what an address does
    found = find_patterns(page, source, routed=routed)
    deeds = ((at, pattern, _SHARED.sub("", pattern.removeprefix(host))) for at, pattern in found)
    return [(at, pattern) for at, pattern, deed in deeds if not does_something(deed)]


def _scripts(page: LinkPage) -> str:
    own = "\n".join(page.scripts)[:MAX_OWN_SIZE]
    return _as_sums("\n".join(("\n".join(inline_scripts(page.text))[:MAX_SCRIPTS_SIZE], own)))


def _with_constant(constant: re.Match[str], values: Mapping[str, str]) -> str:
    """A text with the address that the name in front of it stands for; as it is where that is no address."""
    value = value_of(constant["name"], values)
    return f'"{value}' if value and _BEGINNING.fullmatch(value) else constant[0]


def _behind_base(match: re.Match[str], address: str, base: str | None) -> str:
    """The address that a script asks for where its client puts ``base`` before all of them."""
    before = match.string[max(match.start() - _CALL, 0) : match.start()].rpartition(";")[2]
    if not base or address.startswith((base, "http")) or _WITHOUT_BASE.search(before):
        return address
    return f"{base.rstrip('/')}/{address.lstrip('/')}"


def _as_sums(script: str) -> str:
    """A script in which texts with slots (`` `/list?page=${n}` ``), and queries beside a path, are sums."""
    script = _CHOICE.sub(r'"+(\1?', _SLOT.sub(r'"+\1+"', script.replace("`", '"')))
    return _ROUTED.sub(r'path:"\g<path>?\g<key>="+', script)


def _address(match: re.Match[str], values: Mapping[str, str], *, by_post: bool) -> str | None:
    """The address of a list that a text in quotes is, finished where a script adds to it; None for other texts.

    ``by_post``: only what is asked for so, or only what is not.
    """
    before = match.string[max(match.start() - _BEFORE, 0) : match.start()]
    before = _PREFIX.sub("", before) if match["address"].startswith("/") else before
    if before.rstrip().endswith("+"):
        return None
    whole = _whole(match, values)
    if whole is None:
        return None
    is_file = _DATA_FILE.match(whole) is not None
    is_posted = not is_file and _POST_CALL.search(before) is not None
    if not is_file and not (_SERVICE.match(whole) and (is_posted or _is_asked(before, whole))):
        return None
    given = "" if is_file else _given(match, whole, values, takes_settings=_TAKES_SETTINGS.search(before) is not None)
    asked = whole + given
    if not (is_file or _lists(asked)) or does_something(asked) or _is_for_something(before):
        return None
    return asked if (is_posted or _posts(match)) is by_post else None


def _posts(match: re.Match[str]) -> bool:
    """Whether the settings of the call in which an address stands say that it is posted."""
    before = _CALLED.split(match.string[max(match.start() - _CALL, 0) : match.start()])[-1]
    behind = _CALLED.split(match.string[match.end() : match.end() + _CALL], maxsplit=1)[0]
    return _POSTS.search(before + behind) is not None


def _is_for_something(before: str) -> bool:
    """Whether the name that an address is given says what it does: ``delUrl: "/api/article/data"``."""
    named = _NAMED.search(before)
    return named is not None and says_deed(named[1])


def _lists(address: str) -> bool:
    """Whether a service's name, or what it is asked for, says that it lists."""
    path, _, query = address.partition("?")
    folders, _, name = path.rstrip("/").rpartition("/")
    if _LISTS.search(name) or any(_LISTED.search(value) for _, value in parse_qsl(query)[:32]):
        return True
    is_below = _LISTED_BELOW.search(folders)
    return bool((_GIVES.search(name) and (query or is_below)) or (is_below and name.isdecimal()))


def _whole(match: re.Match[str], values: Mapping[str, str]) -> str | None:
    """The address that a text in quotes begins, with what the script adds to it; None where that is not known."""
    address: str | None = match["address"].replace("&amp;", "&")
    at = match.end()
    for _ in range(_MAX_PAIRS):
        added = _ADDED.match(match.string, at)
        if address is None or added is None or _OPTIONAL.match(match.string, at):
            break
        address = _finished(address, added, values)
        at = added.end()
    if address is None:
        return None
    optional = _OPTIONAL.match(match.string, at)
    if optional and (first := _first_value(optional["key"], optional["name"], values)) is not None:
        return f"{address}{'&' if '?' in address else '?'}{optional['key']}={first}"
    return address


def _finished(address: str, added: re.Match[str], values: Mapping[str, str]) -> str | None:
    """An address with what is added: the first page's number, the first cursor, what the page states for a name.

    Left out is what keeps an answer out of a cache; None where anything else is not known.
    """
    end = _OPEN_KEY.search(address)
    rest = added["rest"] or ""
    if end is None:
        is_page = _PAGE_VARIABLE.search(added["name"])
        value = "1" if is_page else value_of(added["name"], values) if address.endswith(("/", "_", "-")) else None
        return address + value + _OPEN_KEY.sub("", rest) if value else None
    key = end[0].strip("?&=").lower()
    value = _first_value(key, added["name"], values)
    if value is not None:
        return address + value + rest
    stem = address[: end.start()]
    if key in _UNCACHED:
        return stem + (rest if "?" in stem else rest.replace("&", "?", 1))
    return stem if _DATA_FILE.match(stem) else None


def _first_value(key: str, name: str, values: Mapping[str, str]) -> str | None:
    """What a script asks with under a key when it asks first; None where nobody knows."""
    stated = value_of(name, values) if name else None
    if key.lower() in PAGE_KEYS or (key.lower() == "next" and _PAGE_VARIABLE.search(name)):
        return "1"
    if is_cursor_key(key):
        return stated or ""
    stated = values.get(key.lower()) if stated is None else stated
    return stated if stated is not None and _PLAIN_VALUE.fullmatch(stated) else None


def _given(match: re.Match[str], address: str, values: Mapping[str, str], *, takes_settings: bool) -> str:
    """What a script asks with: ``$.get("/api/list", {cid: 4, page: page})``, as a query; only what stands there."""
    given = _GIVEN.match(match.string, match.end())
    if given is None or "?" in address or (takes_settings and given["behind"] and not given["named"]):
        return ""
    pairs = {}
    for pair in _PAIR.finditer(given["behind"] or given["inside"]):
        value = pair["text"] if pair["text"] is not None else pair["name"]
        is_written = pair["text"] is not None or value.isdecimal()
        first = value if is_written else _first_value(pair["key"], value, values)
        if first is not None:
            pairs[pair["key"]] = first
    return f"?{urlencode(pairs)}" if pairs else ""


def _is_asked(before: str, address: str) -> bool:
    is_page = _LEADS.search(before) and split_page_number(f"http://host.invalid/{address}").number is not None
    return bool(is_page or _ASKS.search(before))


def find_asked_pages(document: Document) -> tuple[FoundLink, ...]:
    """Return those asked lists whose addresses carry the number of a page, or a place in the list.

    A list that shows its head goes on there.
    """
    return tuple(link for link in find_asked_lists(document) if _goes_on(link.url))


def _goes_on(url: str) -> bool:
    is_numbered = split_page_number(url).number is not None or next_by_number(url, is_piece=True) is not None
    return is_numbered or without_cursor(url) != urldefrag(url).url


def next_by_template(document: Document) -> FoundLink | None:
    """Return the next page of a list whose pager a script draws: ``location.href = "list?cid=3&page=" + n``.

    The address must be the list's own but for the number. Where the script counts pages (``pages: 3``) or entries
    (``count: 45, limit: 15``), the last page has no next one; else the caller asks on while pages list anything.
    """
    page = read_page(document)
    scripts = _scripts(page)
    here = split_page_number(document.url)
    following = (here.number or 1) + 1
    if following > min(_page_count(scripts), MAX_PAGE_NUMBER):
        return None
    for match in _TEMPLATE.finditer(scripts):
        added = _ADDED.match(scripts, match.end())
        rest = _OPEN_KEY.sub("", added["rest"] or "") if added else ""
        if match["key"].lower() in PAGE_KEYS if match["key"] else rest.startswith("."):
            address = page.address(f"{match['address']}{following}{rest}")
            if address and address != document.url and is_sibling(address, here):
                return FoundLink(address, kind=LinkKind.LISTING)
    return None


def _page_count(scripts: str) -> int:
    """Pages that the scripts count; ``MAX_PAGE_NUMBER`` where they count none, or begin from 0."""
    if count := next(filter(None, (int(found[1]) for found in _COUNTS.finditer(scripts))), 0):
        return count
    if (found := _ENTRIES.search(scripts)) and int(found[2]):
        return -(-int(found[1]) // int(found[2]))
    return MAX_PAGE_NUMBER
