"""The credits of one article: gathered from the places in its reach, the surest place first.

A field is filled from the first place that states it; people who are named by role in several places are one list.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from cleaners.body.box_names import group_bit, speaks_of
from cleaners.body.furniture import is_furniture
from cleaners.headline.find import title_parts, title_tag
from cleaners.lexicons import load_lexicon, words
from cleaners.links.hosts import domain_of
from cleaners.metadata.credit_lines import (
    MAX_LINE_CHARS,
    Credit,
    read_brackets,
    read_credits,
    read_photographers,
    rest_of_line,
)
from cleaners.metadata.names import is_person, names_nobody, split_names
from cleaners.metadata.sources import clean_source, is_known, is_outlet
from cleaners.metadata.stamps import read_stamps
from cleaners.metadata.writers import (
    MAX_BYLINE_CHARS,
    is_no_person,
    is_signature,
    looks_like_author,
    names_in,
    read_byline,
    without_mail,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Line


class Credits(NamedTuple):
    """People and outlet credited."""

    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    proofreaders: tuple[str, ...] = ()
    source: str | None = None
    source_raw: str | None = None
    source_url: str | None = None


class _Found(NamedTuple):
    credit: Credit
    line: Line | None


def find_credits(reach: Reach, *, taken: frozenset[str]) -> Credits:
    """Find everyone credited. ``taken``: names that are known to be something else (the site, channels)."""
    head = [*map(_of_member, _labelled(reach, reach.between)), *(() if reach.chinese else _desk_labels(reach))]
    foot = list(_labelled(reach, tuple(line for line in (*reach.tail, *reach.below) if _may_credit(reach, line))))
    bare = _one_account(_bare(reach, taken), reach)
    member = list(_member(reach, taken))
    inside = [_Found(credit, None) for credit in _in_text(reach)]
    stated = [_Found(credit, None) for credit in _stated(reach, taken)]
    ahead = list(_labelled(reach, tuple(reversed(reach.above))))
    above = [found for found in ahead if found.credit.kind in ("source", "editor")]
    dated = [found for found in ahead if found.line and read_stamps(found.line.text, partial=False)]
    editors = _people(("editor",), head, foot, inside) or _people(("subeditor",), head, foot, inside)
    editors = editors or _people(("editor",), stated)
    source = _source((*head, *bare, *member, *above, *stated, *foot, *_stray_outlet(reach), *_of_edition(reach)))
    outlet = source.credit.names[0] if source else None
    shown = _authors(outlet, head) or _authors(outlet, bare)
    named = _authors(outlet, inside) or _authors(outlet, (found for found in foot if _signs(reach, found)))
    if source is None and bare and not any(map(is_person, shown)) and any(map(is_person, named)):
        source = next((found for found in bare if found.credit.names[:1] == shown[:1]), None)  # it published only
        shown = () if source else shown
    outlet = source.credit.names[0] if source else None
    shown = _unique(shown, _authors(outlet, inside)) or _authors(outlet, foot) or _authors(outlet, dated)
    sourced = any(found.credit.kind == "source" and found.credit.names for found in head)
    members = _authors(outlet, member) or (() if sourced else _authors(outlet, _blogger(reach)))
    if not sourced or any(map(is_person, members)):  # else members only read it
        shown = shown or members
    told = tuple(name for name in _authors(outlet, stated) if name not in editors)
    return Credits(
        authors=(shown or told)
        if reach.chinese
        else _confirmed(reach, told)
        or told
        or shown
        or _signature(reach)
        or _in_author_element(reach)
        or _on_card(reach),
        photographers=_people(("photographer",), head, foot, inside),
        editors=editors,
        proofreaders=_people(("proofreader",), head, foot),
        source=outlet,
        source_raw=source.credit.raw if source else None,
        source_url=_link(source),
    )


def _authors(outlet: str | None, place: Iterable[_Found]) -> tuple[str, ...]:
    """The authors credited in one place; an outlet is none, though portals name it as one."""
    return tuple(name for name in _people(("author",), place) if name != outlet and not is_known(name))


def _signs(reach: Reach, found: _Found) -> bool:
    """Whether a credit stands in the body's last lines or right below them: further on, other stories name theirs."""
    below = takewhile(lambda line: not is_furniture(line.text), reach.below[:_SIGNING_LINES])
    return found.line in (*reach.tail, *below)


_SIGNING_LINES = 2


def _may_credit(reach: Reach, line: Line) -> bool:
    """Whether a line at the text's end may credit its writer. The 作者 of a Japanese page wrote the book it shows."""
    if reach.chinese:
        return line in reach.tail or not _is_other_story(line)
    return "作者" not in line.text and not _is_other_story(line)


_HEADLINE_CHARS = 17
"""A line of a link and nothing else below the text is another story's headline from so many characters."""


def _is_other_story(line: Line) -> bool:
    links = line.links
    return len(links) == 1 and len(line.text) >= _HEADLINE_CHARS and links[0][:2] == (0, len(line.text))


_OPEN_LABEL = re.compile(r"[\u3400-\u9fff]{2,4}\s?[:：]$")
_SPLIT_VALUE_CHARS = 16


def _labelled(reach: Reach, lines: tuple[Line, ...]) -> Iterator[_Found]:
    """Labelled credits of the lines; a label whose value stands in the neighbouring element is joined with it."""
    for index, line in enumerate(lines):
        behind = lines[index + 1] if index + 1 < len(lines) else None
        text = line.text
        if behind is not None and text[-1] in ":：" and _OPEN_LABEL.search(text) and _side_by_side(reach, line, behind):
            text += behind.text
        yield from (_Found(credit, line) for credit in read_credits(text))


def _side_by_side(reach: Reach, line: Line, behind: Line) -> bool:
    boxes = reach.page.boxes
    near = line.box == behind.box or boxes[line.box].parent == boxes[behind.box].parent
    return (
        near
        and len(behind.text) <= _SPLIT_VALUE_CHARS
        and not read_credits(behind.text)
        and ":" not in behind.text.replace("：", ":")
    )


def _unique(*lists: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))


def _people(kinds: tuple[str, ...], *places: Iterable[_Found]) -> tuple[str, ...]:
    names = [name for place in places for found in place if found.credit.kind in kinds for name in found.credit.names]
    return tuple(dict.fromkeys(names))


def _source(places: Iterable[_Found]) -> _Found | None:
    return next((found for found in places if found.credit.kind == "source" and found.credit.names), None)


def _link(found: _Found | None) -> str | None:
    """Address of the anchor in which the source's name stands."""
    return next(filter(_HREF.match, _hrefs(found)), None) if found else None


def _hrefs(found: _Found) -> list[str]:
    credit, line = found
    return [link.href for link in line.links if link.start < credit.end and link.end > credit.start] if line else []


_HREF = re.compile(r"https?://[^\s/]+\.[^\s/]")


# --- bare names beside the date ---------------------------------------------------------------------------------------

BARE_LINES = 6
"""Lines behind the headline in which a bare name is a byline."""
_NAMED_AUTHOR = re.compile(
    r"auth?or|auteur|byline|writer|journalist|penulis|muhabir|zuozhe"
    r"|(?:^|[ _-])(?:by|firma|signature|reporter|yazar)(?:$|[ _-])"
)
_NAMED_SOURCE = re.compile(r"source|laiyuan|origin|media-?name|copyfrom")
_LABEL_AHEAD = re.compile(r"[^\W\d_]{2,14}:\s?", re.IGNORECASE)
"""A label before the names of a line in such an element: Authors:"""
_MAX_BARE = 5
"""More tokens than this beside a date are not names."""
_MAX_BARE_CHARS = 16


def _bare(reach: Reach, taken: frozenset[str]) -> Iterator[_Found]:
    """Names without a label: beside the date, in an element named after authors, or alone under the headline."""
    if not reach.chinese:
        yield from _called_author(reach)
        return
    for index, line in enumerate(reach.between[: min(BARE_LINES, reach.plain)]):
        yield from _bare_in_line(line, index, reach.page.boxes[line.box].name, taken)
        yield from _beside_time(reach.between, index, taken)
    yield from _posted_by(reach)


def _bare_in_line(line: Line, index: int, box_name: str, taken: frozenset[str]) -> Iterator[_Found]:
    """Names of the line at ``index`` behind the headline, in an element called ``box_name``."""
    rest = rest_of_line(line.text)
    if rest is None or not 0 < len(rest.tokens) <= _MAX_BARE:
        return
    tokens = [token for token in rest.tokens if _may_name(token, line.text, taken)]
    signed = line.text.startswith(_SIGNED)
    if signed and (people := list(takewhile(is_person, tokens))):
        time = next((stamp.start for stamp in read_stamps(line.text)), len(line.text))
        ahead = (token for token in tokens[len(people) :] if line.text.find(token) < time)  # behind it stands a place
        account = next(filter(_is_account, ahead), None)  # it publishes what they wrote
        if account and (name := clean_source(account)):
            yield _Found(Credit("source", (name,), account, 0, len(line.text)), line)
        tokens = people
    alone = rest.whole and not line.links and _only_persons(tokens, first=index == 0 or line.text[0] in _BULLETS)
    called = _NAMED_AUTHOR.search(box_name) is not None
    sure = rest.dated or called or (index < _NAME_LINES and (alone or signed))
    placed = not words("provinces").isdisjoint(rest.tokens)
    for credit in _classify(tokens, placed=placed, people=sure):
        if sure or (credit.kind == "source" and _NAMED_SOURCE.search(box_name)):
            yield _Found(credit, line)


def _beside_time(lines: tuple[Line, ...], index: int, taken: frozenset[str]) -> Iterator[_Found]:
    """The outlet that is all of the line at ``index``, where all of the next or the last one is a time."""
    line = lines[index]
    if len(line.text) > _MAX_BARE_CHARS or not is_outlet(line.text) or not _may_name(line.text, line.text, taken):
        return
    rest = rest_of_line(line.text)
    if rest is None or len(rest.tokens) != 1 or _NO_ACCOUNT.search(line.text):
        return
    if any(map(_is_time, (*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]))) and (
        name := clean_source(line.text)
    ):
        yield _Found(Credit("source", (name,), line.text, 0, len(line.text)), line)


def _is_time(line: Line) -> bool:
    stamps = read_stamps(line.text)
    return len(stamps) == 1 and stamps[0].end - stamps[0].start == len(line.text)


_POSTED = re.compile(r"由\s?(?P<name>[^\s，。：:《》]{2,12}?)\s?[于於]\s?(?=(?:19|20)\d\d)")
"""As forums print who wrote a post: ``本帖由山水小屋于2005年8月12日16:12:21发表``."""
_POSTED_AT = re.compile(r"^(?P<name>[^\s，。：:]{2,12}) 發表[在於] \S{2,8} 留言\s?[(（]")
"""As Taiwan's blogs do below a post: ``山水小屋 發表在 明溪邦 留言(6) 人氣(31)``."""
_POSTED_ON = re.compile(r"^(?:posted|发表于|發表於)", re.IGNORECASE)
_FOOT_LINES = 8


def _posted_by(reach: Reach) -> Iterator[_Found]:
    """Accounts that forums and blogs name beside the time of a post, also below it."""
    foot = (*reach.tail[:_FOOT_LINES], *reach.below[:_FOOT_LINES])
    for line in (*reach.above[:_FOOT_LINES], *reach.between[:BARE_LINES], *foot):
        if len(line.text) > MAX_LINE_CHARS:
            continue
        if match := (_POSTED.search(line.text) if "由" in line.text else None) or _POSTED_AT.match(line.text):
            yield _Found(Credit("author", (match["name"],), match["name"], *match.span("name")), line)
    for line in foot:
        rest = rest_of_line(line.text) if _POSTED_ON.match(line.text) else None
        names = [token for token in rest.tokens if not names_nobody(token)] if rest and rest.dated else []
        if len(names) == 1 and _is_account(names[0]):
            yield _Found(Credit("author", (names[0],), names[0], 0, 0), line)


def _may_name(token: str, text: str, taken: frozenset[str]) -> bool:
    """Whether a bare token of a line may be a name.

    None of those known to be something else, no province, no label and no value of an unknown one (专辑：慢车), no
    place in brackets.
    """
    at = text.find(token)
    ahead, behind = text[:at].rstrip(), text[at + len(token) :].lstrip()
    known = token in taken or token in words("provinces") or names_nobody(token)
    placed = (
        ahead.endswith(("(", "（")) and behind.startswith((")", "）")) and not (len(token) > 2 and is_person(token))
    )
    if known or placed or behind.startswith((":", "：")) or _UNKNOWN_LABEL.search(ahead):
        return False
    posted = _POSTED.search(text) if "由" in token else None  # which is read by itself
    return posted is None or posted["name"] not in token


_UNKNOWN_LABEL = re.compile(r"[\u3400-\u9fff]\s?[:：]\Z")


def _one_account(found: Iterable[_Found], reach: Reach) -> list[_Found]:
    """All that is found but the accounts behind the first one: what stands there says who that is (优秀答主).

    Several writers stand in elements of one name, called after authors.
    """
    kept: list[_Found] = []
    first: _Found | None = None
    for each in found:
        if each.credit.kind == "author":
            account = not any(map(is_person, each.credit.names))
            if account and first and not _are_peers(first, each, reach):
                continue
            first = first or each
        kept.append(each)
    return kept


def _are_peers(one: _Found, other: _Found, reach: Reach) -> bool:
    if one.line is None or other.line is None or one.line is other.line:
        return False
    name = reach.page.boxes[one.line.box].name
    return _NAMED_AUTHOR.search(name) is not None and reach.page.boxes[other.line.box].name == name


_MEMBER_HREF = re.compile(
    r"/(?:u|users?|people|authors?|members?|profile)/"
    r"(?!(?:log|reg|sign|index|fav|coll|add|post|pub|tougao|cent|home|search|msg|message|pay|vip|follow|app|list|help)[a-z]*)"
    r"(?=[^/?#]*\d|[^/?#]+/?(?:\Z|[?#]))"
    r"|/space-(?:uid|username)-|[?&;](?:uid|un|user_?id|member_?id|author_?id)=\w+(?:\Z|&)|/home/main\?"
    r"|\A(?:https?:)?//(?:author|space|user|u)\.",
    re.IGNORECASE,
)
"""Addresses of a member's own page, as blogs, forums and portals of accounts make them; none where he logs in."""
_BLOG = re.compile(
    r"(?P<name>(?!.{0,8}(?:我们|我們|你们|你們|大家|他们|他們)的|关注|關注|最新|热门|熱門|推荐|推薦).{2,16})的(?:博客|专栏|專欄|部落格|網誌)\Z"
)


def _blogger(reach: Reach) -> Iterator[_Found]:
    """Whose blog the page's ``<title>``, or a line ahead of the headline, says it is: 甲的博客."""
    parts = title_parts(title_tag(reach.page) or "")[1:] if reach.chinese else ()
    for text in (*parts, *(line.text for line in reach.above if reach.chinese)):
        blog = _BLOG.match(text)
        if blog and _is_account(blog["name"]) and not is_outlet(blog["name"]):
            yield _Found(Credit("author", (blog["name"],), text, 0, 0), None)
            return


_HANDLED_BY = re.compile(
    r"(?:发布|發布|發佈|上传|上傳|编辑|編輯|[责責][编編]|[审審]核|校[对對]|[录錄]入|推荐|推薦|最[后後]?[回][复復覆]|最新[回][复復覆])[者人员員]?\s?[:：]?\s?\Z"
)
"""Before the name of a member who did not write the text."""


def _of_member(found: _Found) -> _Found:
    """An outlet that is a member of the site, and named like none, is the writer: ``来自：`` and a link to him.

    Behind 来源 stands an outlet, though the link leads to its account elsewhere.
    """
    credit, line = found
    if credit.kind != "source" or not credit.names or is_outlet(credit.names[0]):
        return found
    if line is None or not line.text.startswith(("来自", "來自"), credit.start):
        return found
    return (
        found._replace(credit=credit._replace(kind="author")) if any(map(_MEMBER_HREF.search, _hrefs(found))) else found
    )


def _is_own(href: str, reach: Reach) -> bool:
    """Whether an address is of the page's own site; the outlet's accounts elsewhere name no writer (weibo.com/u/…)."""
    domain, own = domain_of(href), domain_of(reach.page.url or "")
    return domain is None or own is None or domain == own


def _member(reach: Reach, taken: frozenset[str]) -> Iterator[_Found]:
    """The account between headline and text whose name links to its own page."""
    for line in reach.between[: min(BARE_LINES, reach.plain)] if reach.chinese else ():
        named: dict[str, list[Credit]] = {}
        for link in line.links:
            name = line.text[link.start : link.end].strip(" @©")
            page = link.href.rstrip("/") + "/"
            if (
                name in taken
                or page.startswith(tuple(named))
                or not _MEMBER_HREF.search(link.href)
                or not _is_own(link.href, reach)
            ):
                continue
            rest = rest_of_line(name)
            if rest and rest.tokens == (name,) and not _HANDLED_BY.search(line.text, 0, link.start):
                named[page] = list(_classify([name], placed=False, people=True))
        found = [credits_ for credits_ in named.values() if credits_]
        if len(found) == 1:  # several in one line have read it
            yield from (_Found(credit, line) for credit in found[0])
            return


_SIGNED = ("原创 ", "原創 ")
"""Before the names of those who wrote a text for the account that publishes it."""


_BULLETS = "□■◎"
"""Set before bylines."""
_NAME_LINES = 2
"""Lines behind the headline in which names stand alone."""


def _only_persons(tokens: list[str], *, first: bool) -> bool:
    """Whether bare tokens are persons: channels (国内, 文化) begin with family names too, but have two characters."""
    if len(tokens) == 1:
        return first and is_person(tokens[0]) and len(tokens[0]) <= 3
    people = [token for token in tokens if not is_outlet(token)]  # beside their outlet: 明溪日报 何岱青
    return bool(people) and all(map(is_person, people)) and any(len(token) == 3 for token in people)


def _classify(tokens: list[str], *, placed: bool, people: bool) -> Iterator[Credit]:
    """Outlets among the tokens are the source; where there are none, persons or one account are the author.

    ``placed``: a province stands beside them, so that a single word may be the place.
    """
    outlets = [token for token in tokens if is_outlet(token) and not _NO_ACCOUNT.search(token)]
    if outlets and (name := clean_source(outlets[0])):
        yield Credit("source", (name,), outlets[0], 0, 10_000)
    others = [token for token in tokens if token not in outlets]
    if (
        people
        and others
        and (
            all(map(is_person, others)) or (len(others) == 1 and not outlets and not placed and _is_account(others[0]))
        )
    ):
        yield Credit("author", tuple(others), " ".join(others), 0, 0)


def _is_account(token: str) -> bool:
    return 2 <= len(token) <= _MAX_BARE_CHARS and not _NO_ACCOUNT.search(token) and not names_nobody(token)


_NO_ACCOUNT = re.compile(
    r"^\d|^[－—-]|[：:，。！？、]|官方[账帐帳][号號]|^(?:星期|周|週|更新|楼|樓|第|来源|來源|编辑|編輯|作者)"
    r"|(?:day|时间|時間|综合|綜合|整理|分钟|分鐘|更新|[记記]者|通[讯訊][员員]|[评評][论論][员員])$|^在(?:.{4,}[上中]|[线線看])$"
    r"|\d[字次条條楼樓时時点點%]|[\[（(]\d"
    r"|(?:[综綜]合|外[电電]|即[时時]|[专專][题題]|[独獨]家|[采採][访訪])(?:[报報][道導导])$"
)


_NO_AUTHOR_AHEAD = re.compile(
    r"(?:edited|published|reviewed|checked|curated|updated|compiled) by\s?:?\s?\Z", re.IGNORECASE
)
"""Before the name of who only handled a text."""


_SIGNING = re.compile("[\u0400-\u04ff\u1ea0-\u1ef9\u0103\u0111\u01a1\u01b0]")
"""Letters of the languages whose papers set the writer's name below the text: Russian, Vietnamese and kin."""
_SIGNATURE_CHARS = 40


def _signature(reach: Reach) -> tuple[str, ...]:
    """Who signs the text: a name and nothing else in the last line of the body, behind a sentence."""
    if len(reach.tail) < 2 or reach.tail[0].links or reach.tail[0].tag in _NO_SIGNATURE:
        return ()
    name, text = reach.tail[0].text, reach.tail[1].text
    signed = len(name) <= _SIGNATURE_CHARS and text[-1] in '.!?…»”"' and _SIGNING.search(text) is not None
    return (name,) if signed and is_signature(name) else ()


_AUTHOR_ELEMENTS = (
    "[rel~=author], [itemprop~=author], [class*=author], [class*=byline], [class*=autor], [class*=writer]"
)
_MAX_AUTHOR_ELEMENTS = 6
"""Elements looked at: a page with more shows the writers of other stories."""


def _in_author_element(reach: Reach) -> tuple[str, ...]:
    """The persons of an element amid a line near the headline that is called after authors: the last resort."""
    if reach.page.tree is None:
        return ()
    lines = [line.text for line in (*reach.above[:2], *reach.between[:_LATIN_BYLINE_LINES])]
    lines = [text for text in lines if len(text) <= MAX_BYLINE_CHARS]
    for node in reach.page.tree.css(_AUTHOR_ELEMENTS)[:_MAX_AUTHOR_ELEMENTS] if lines else ():
        text = " ".join(node.text().split())
        if 0 < len(text) <= _SIGNATURE_CHARS and any(text in line for line in lines) and (names := names_in(text)):
            return names
    return ()


_AUTHOR_CARDS = "[class~=vcard][class*=author] .fn:not(.org)"
"""Where the systems of blogs mark the writer of an entry (hAtom), mostly below it; ``fn org`` names an organization."""
_CARD_WORD = re.compile(r"\A(?:(?:posted |written )?by|about|sobre|über) ", re.IGNORECASE)
_NO_CARD_NAME = re.compile(r"admin\Z|\A\d+\Z|@|\A(?:https?:|www\.)", re.IGNORECASE)
"""A site's own account, a count, an address."""
_CARD_DEPTH = 12
"""Elements around a card that may be called comments or other entries."""
_OF_OTHERS = group_bit("comment") | group_bit("related")


def _on_card(reach: Reach) -> tuple[str, ...]:
    """The writer, or the writer's account, whom all cards of the page that are no comment's or other entry's name."""
    cards = reach.page.tree.css(_AUTHOR_CARDS)[:_MAX_AUTHOR_ELEMENTS] if reach.page.tree else ()
    texts = {" ".join(node.text().split()) for node in cards if not _is_of_others(node)}
    names = {_CARD_WORD.sub("", text) for text in texts}
    name = names.pop() if len(names) == 1 else ""
    if name not in texts and name in (title_tag(reach.page) or ""):
        return ()  # About the site
    if names_nobody(name) or is_no_person(name) or _NO_CARD_NAME.search(name) or read_stamps(name):
        return ()
    return (name,) if 1 < len(name) <= _SIGNATURE_CHARS else ()


def _is_of_others(node: LexborNode) -> bool:
    """Whether an element stands among comments, beside the entry or in the list of other entries."""
    around: LexborNode | None = node
    for _ in range(_CARD_DEPTH):
        if around is None or around.tag == "body":
            break
        name = f"{around.attributes.get('class') or ''} {around.attributes.get('id') or ''}".lower()
        if around.tag == "aside" or speaks_of(name, _OF_OTHERS):
            return True
        around = around.parent
    return False


_NO_SIGNATURE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd"})
_OPEN_BY = ("by", "by:", "written by", "written by:", "author", "author:")
"""Lines that announce the author in the next one."""
_AUTHOR_HREF = re.compile(
    r"/(?:authors?|by|people|person|profiles?|staff|contributors?|writers?|reporters?|columnists?"
    r"|aut[eo]u?r[aes]{0,2}|autori|avtor|firmas?|yazar(?:lar)?|penulis|tac-gia|journalistes?|redakteure?|redaktion/autor)/"
)
_LATIN_BYLINE_LINES = 8
"""Lines behind the headline in which a byline stands; further on are cards of other stories."""


def _confirmed(reach: Reach, told: tuple[str, ...]) -> tuple[str, ...]:
    """The stated authors shown near the headline, for editors are stated as well; where none is, who signs there."""
    shown = "\n".join(line.text for line in (*reach.above[:2], *reach.between[:_LATIN_BYLINE_LINES])).casefold()
    return tuple(name for name in told if name.casefold() in shown) or _people(("author",), _signed(reach))


_DESK_FOOT_LINES = 4
_NO_VALUE = re.compile(r"[|(（)）:：]|\s[^\s:：]{2,12}\s?[:：]")
"""What ends the value of a label."""


@cache
def _desk_label() -> tuple[re.Pattern[str], dict[str, str]]:
    """The labels of outlet and editors, and what each names."""
    values = {row["text"]: row["value"] for row in load_lexicon("desk_labels")}
    texts = "|".join(map(re.escape, sorted(values, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?P<label>{texts})s?\s?[:：།]\s?", re.IGNORECASE), values


def _desk_labels(reach: Reach) -> Iterator[_Found]:
    """Outlet and editors that a dated line near the headline names, or the editors that one behind the text does."""
    head = [line for line in reach.between if read_stamps(line.text, partial=False)]
    foot = (*reach.tail[:_DESK_FOOT_LINES], *reach.below[:_DESK_FOOT_LINES])
    for line in (*head, *foot):
        yield from (_Found(credit, line) for credit in read_desk(line.text, dated=line in head))


def read_desk(text: str, *, dated: bool) -> Iterator[Credit]:
    """The labelled outlet and editors of a short line that is not Chinese.

    The first label stands at the line's head, behind a mark, or, on a ``dated`` line, behind the time. An outlet counts
    on a dated line and beside editors: ``Source:`` alone is a picture's.

    >>> [(credit.kind, credit.names) for credit in read_desk("Source: Mingxi Daily  Editor: Jane Rowe", dated=False)]
    [('source', ('Mingxi Daily',)), ('editor', ('Jane Rowe',))]
    """
    if len(text) > MAX_BYLINE_CHARS:
        return
    pattern, kinds = _desk_label()
    labels = list(pattern.finditer(text))
    if not labels or not _may_stand_behind(text[: labels[0].start()].rstrip(), dated=dated):
        return
    found = []
    for label, behind in zip_longest(labels, labels[1:]):
        value = text[label.end() : behind.start() if behind else len(text)]
        value = _NO_VALUE.split(value)[0]
        stamps = read_stamps(value, partial=False)
        value = (value[: stamps[0].start] if stamps else value).strip(" ,;།")
        if kinds[label["label"].casefold()] == "source":
            names = tuple(filter(None, [clean_source(value)])) if not _HOST.fullmatch(value) else ()
        else:
            names = tuple(name for name in split_names(value) if _is_editor(name))
        if names:
            kind = kinds[label["label"].casefold()]
            found.append(Credit(kind, names, value, label.end(), label.end() + len(value)))
    edited = any(credit.kind == "editor" for credit in found)
    yield from (credit for credit in found if credit.kind == "editor" or dated or edited)


_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+/?\S*")
"""A picture's source is given as an address: unsplash.com."""


def is_desk_line(text: str) -> bool:
    """Whether a line that is not Chinese names editors, perhaps beside the outlet, and says no more."""
    found = list(read_desk(text, dated=False))
    rest = len(text) - sum(len(credit.raw) for credit in found)
    return any(credit.kind == "editor" for credit in found) and rest <= _LABEL_CHARS * len(found)


_LABEL_CHARS = 14
"""Characters of a label and what parts it from its neighbours."""


def _is_editor(name: str) -> bool:
    return (name[0].isupper() and not is_no_person(name)) or looks_like_author(name)


def _may_stand_behind(ahead: str, *, dated: bool) -> bool:
    """Whether a label may stand behind these words: no ``Open source:``."""
    if not ahead or ahead[-1] in _MARKS_AHEAD:
        return True
    stamps = read_stamps(ahead, partial=False) if dated else []
    return bool(stamps) and not _WORD.search(ahead, stamps[-1].end)


_MARKS_AHEAD = "|(（/"
_WORD = re.compile(r"[^\W\d]")


def _signed(reach: Reach) -> Iterator[_Found]:
    """The names of the first line near the headline that says ``By``, or the same in another language."""
    lines = (*reach.above[:2], *reach.between[:_LATIN_BYLINE_LINES])
    for index, line in enumerate(lines):
        text = line.text
        if text.lower() in _OPEN_BY and index + 1 < len(lines):
            text = f"By {lines[index + 1].text}"
        if names := read_byline(text):
            yield _Found(Credit("author", names, text, 0, 0), line)
            return


def _called_author(reach: Reach) -> Iterator[_Found]:
    """The names of the first line near the headline that links to an author or stands in an element called so."""
    for line in (*reach.above[:2], *reach.between[:_LATIN_BYLINE_LINES]):
        linked = [
            line.text[link.start : link.end]
            for link in line.links
            if _AUTHOR_HREF.search(link.href) and not _NO_AUTHOR_AHEAD.search(line.text, 0, link.start)
        ]
        if (
            not linked
            and len(line.text) <= _MAX_BARE_CHARS * 2
            and _NAMED_AUTHOR.search(reach.page.boxes[line.box].name)
        ):
            linked = [line.text[label.end() if (label := _LABEL_AHEAD.match(line.text)) else 0 :]]
        if names := tuple(dict.fromkeys(name for text in linked for name in names_in(text))):
            yield _Found(Credit("author", names, " ".join(linked), 0, 0), line)
            return


# --- credits in running text ------------------------------------------------------------------------------------------

_HEAD_PARAGRAPHS = 2
_TAIL_PARAGRAPHS = 3
_IN_TEXT = ("author", "photographer", "editor", "subeditor")
"""Kinds of credits that a bracket behind the text may hold."""


def _in_text(reach: Reach) -> Iterator[Credit]:
    """Bracketed credits at the head of the first paragraphs and at the end of the last ones; the text keeps them."""
    if not reach.chinese:
        return
    for line in reach.body[:_HEAD_PARAGRAPHS]:
        yield from (c for c in read_brackets(line.text, head=True, tail=False) if c.kind == "author")
    for line in reach.body[-_TAIL_PARAGRAPHS:]:
        yield from (c for c in read_brackets(line.text, head=False, tail=True) if c.kind in _IN_TEXT)
        yield from read_photographers(line.text)


_STRAY_LINES = 8


def _stray_outlet(reach: Reach) -> Iterator[_Found]:
    """A line behind the text that is nothing but the name of a known outlet."""
    for line in (*reach.tail[:2], *reach.below[:_STRAY_LINES]):
        if (
            len(line.text) <= _MAX_BARE_CHARS
            and not line.link_chars
            and (name := clean_source(line.text))
            and is_known(name)
        ):
            yield _Found(Credit("source", (name,), line.text, 0, len(line.text)), line)


_EDITION = re.compile(
    r"(?P<paper>[\u3400-\u9fff]{1,12}[报報])(?:[数數]字[报報]|[电電]子[报報版]|[数數]字版)(?:刊?平台|刊)?(?![\u3400-\u9fff])"
)


def _of_edition(reach: Reach) -> Iterator[_Found]:
    """The paper whose digital edition the page's ``<title>`` says it is: 明溪日报数字报-…."""
    edition = _EDITION.match(title_tag(reach.page) or "") if reach.chinese else None
    if edition and is_outlet(edition["paper"]) and (name := clean_source(edition["paper"])):
        yield _Found(Credit("source", (name,), edition["paper"], 0, 0), None)


# --- meta data --------------------------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|net|org|cn)\b", re.IGNORECASE)
_LABELLED = re.compile(r"^(?:来源|來源|作者|[责責]任[编編][辑輯]|[责責][编編]|[编編][辑輯])\s*[:：]\s*")


def _stated(reach: Reach, taken: frozenset[str]) -> Iterator[Credit]:
    """Credits in meta data. On Chinese pages ``author`` often holds the site or a staff code: only a person counts."""
    for statement in reach.stated.of("source"):
        value = _LABELLED.sub("", statement.value)
        if not _ADDRESS.search(value):
            yield from (c for c in read_credits(f"来源：{value}") if c.kind == "source" and c.names)
    for statement in reach.stated.of("author"):
        value = without_mail(_LABELLED.sub("", statement.value))
        if _ADDRESS.search(value) or value in taken:
            continue
        if len(value) > MAX_BYLINE_CHARS:
            continue
        named = [name for name in split_names(value) if is_person(name)] if reach.chinese else names_in(value)
        good = [name for name in named if name not in taken]
        if good:
            yield Credit("author", tuple(good), value, 0, 0)
    for statement in reach.stated.of("editor") if reach.chinese else ():
        value = _LABELLED.sub("", statement.value)
        if len(value) <= MAX_BYLINE_CHARS and (people := tuple(filter(is_person, split_names(value)))):
            yield Credit("editor", people, value, 0, 0)
