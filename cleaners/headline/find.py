"""The headline: what the page shows as one, and what ``<title>`` and meta data call it, check each other.

A line of the page is preferred, because that is the headline as the newsroom set it; ``<title>`` carries the site's
name, may be cut short, or be junk. Only when no line will do is the headline taken from there.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cleaners.body.embedded import THIN_CHARS, find_embedded
from cleaners.junk.item_lists import split_items
from cleaners.lexicons import words
from cleaners.metadata.credit_lines import is_credit_line
from cleaners.metadata.reach import is_prose
from cleaners.metadata.sources import is_known
from cleaners.metadata.stamps import read_stamps
from cleaners.text.adverts import reads_like_advert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.draft import Draft
    from cleaners.metadata.reach import Reach
    from cleaners.metadata.structured import Statements
    from cleaners.page.model import Line, Page

MIN_CHARS = 2
"""感赞 is a headline."""
MAX_CHARS = 250
"""Longer lines are text, not headlines."""
_MAX_JOINED = 3
"""Lines that one heading element may break its headline into."""
_GOOD_ENOUGH = 2.4
"""Score under which no line is taken as headline: an ``<h1>`` reaches it, an ``<h2>`` without company does not."""
_PARTLY = 1.5
"""For a line that shares a piece with what the page calls its article: a subheading may."""
_WORTH_A_LOOK = 0.4
"""Score from which the lines behind a candidate are looked at."""
_LINES_BEHIND = 200
"""Lines behind the text's start that are still looked at: what is taken for the text may be a teaser."""
_BEHIND_TEXT = 2.0
"""Taken off for a line behind the first paragraph: related stories and comments repeat headlines."""
_H1_BEHIND_TEXT = 0.5
"""Taken off for an ``<h1>`` there: what was taken for a paragraph may be a menu's description."""
_NAMED_SCORE = 0.9
"""For a line in an element that is no heading but is called one."""
_SHORT = 12
"""Width under which a line that the page calls nothing like its article is rather a channel's name."""
_TOO_SHORT = 1.0
_MAX_CANDIDATES = 40
"""Lines looked at closely."""
_BYLINE_LINES = 3
"""Lines behind a headline in which its date or byline stands."""
_BYLINE_LINES_H1 = 6
"""The same for an ``<h1>``: buttons and the writer's card may stand between."""

_HEADING_SCORE = {"h1": 2.5, "h2": 1.6, "h3": 1.1, "h4": 1.0, "h5": 0.9, "h6": 0.5}
_NAMED_TITLE = re.compile(r"title|heading|headline|biaoti|(?:^|[ _-])tit(?:$|[ _-])|post-name|entry-name")
_NOT_WORD = re.compile(r"[\W_]+")
_SEPARATOR = re.compile(
    r"\s*(?:[|｜»«›]|--+|——|::)\s*"
    r"|\s+[-–—·•~:_<>]\s+|(?<=[^\x00-\x7f])\s*[_<>]\s*|\s*[_<>]\s*(?=[^\x00-\x7f])"
    r"|(?<=[^\x00-\x7f])[-–](?=[^\x00-\x7f\d])|(?<=[^\x00-\x7f])-(?=[^-]{1,20}\Z)|-(?=[^\x00-\x7f-][^-]{0,19}\Z)"
)
"""What stands between the parts of a ``<title>``; inside ``rustc_codegen`` and ``<br>`` it is part of the headline."""
_LABEL = re.compile(r"^(?:文章)?(?:标题|标\s题|主题|题目|主旨|標題|標\s題|主題|題目|Title)\s*[:：]\s*")
_LABEL_STARTS = "文标主题標題T"
_FROM_HOME = re.compile(r"(?:home|首页|首頁|主页|主頁)\s*[/>»›|]", re.IGNORECASE)
_BYLINE_HINT = re.compile(
    r"来源|來源|作者|[记記]者|[编編][辑輯者]|[发發][布佈表]"
    r"|(?:^|[|·•–—-]\s?|ritten )[Bb][Yy]\s|[Pp]ublished|[Pp]osted|[Uu]pdated"
)


def plain(text: str) -> str:
    """``text`` without anything but letters and digits, folded: for comparing headlines."""
    return _NOT_WORD.sub("", text).casefold()


class _References(NamedTuple):
    """What the page calls its article outside the text."""

    names: tuple[str, ...]
    """``<title>``, og:title and the like, as ``plain`` text."""
    written: str
    """The same as written, in lower case, joined."""
    probes: frozenset[str]
    """Runs of characters in them, three Chinese or eight others, in lower case, for a quick look."""
    sites: frozenset[str]
    """The site's own name, and parts of ``<title>`` that are like one, as ``plain`` text."""
    short: frozenset[str]
    """Parts of ``<title>`` that may name site or channel because they are short."""


class _Candidate(NamedTuple):
    """Lines that may be the headline: ``lines[start:stop]``, and the one line they make."""

    score: float
    start: int
    stop: int
    line: Line


def find_headline(draft: Draft, stated: Statements) -> tuple[str | None, tuple[Line, ...]]:
    """The headline of a draft whose body is not chosen yet, and the draft's lines, a broken headline made one.

    None when the page shows no headline.
    """
    page, lines = draft.page, draft.lines
    tag = title_tag(page)
    if tag is None and lines and lines[0].tag == "body":
        tag = lines[0].text  # broken mark-up pushed <title> out of the head and stripped it of its tag
    text = _text_start(lines)
    references = _references(tag, stated, page.url)
    if tag and (named := _site_line(lines[:text], tag, page)):
        references = references._replace(sites=references.sites | {plain(tag), plain(named)})
    best = _best_line(lines, page, references, text)
    if best is not None and (other := _less_strange(best, lines, page, references, text)):
        best, tag = other, None
    if best is None or best.score < _SURE:
        best = _short_line(lines[:text], tag, references.sites) or best or _unmarked_line(lines, text, references)
    shown = best is not None and best.score >= _SHOWN
    strange = best is not None and best.score >= _SURE and _is_strange(best, lines, references)
    if best is None or best.score < _SURE or strange:
        share = _STRANGE_SHARE if strange else ABOUT_SHARE
        reading = _reading(lines, page).casefold()
        told = [statement.value for statement in stated.of("title") if statement.origin.startswith("script:")]
        for name in (*told, tag, *(statement.value for statement in stated.of("title"))):
            part = main_part(name, stated.first("site"), page.url) if name else None
            if part and width(part) >= (_MIN_OVER_SHOWN if shown else _MIN_WIDTH) and is_about(part, reading, share):
                return part, lines
        if best is None and told:
            return told[0], lines  # nothing is shown, and it stands beside the text
    if best is None:
        return None, lines
    headline = tidy(best.line.text, tag)
    part = main_part(tag, stated.first("site"), page.url) if tag else None
    if part and _holds_strange_rest(headline, part, lines, best):
        headline = part
    return headline, (*lines[: best.start], best.line, *lines[best.stop :])


def _around(lines: Sequence[Line], best: _Candidate) -> str:
    """The text of the page but for the headline."""
    return "\n".join(line.text for line in (*lines[: best.start], *lines[best.stop :]))[:_READ_CHARS].casefold()


_LEAST_REST = 4
"""Characters beside the headline that may be an advertisement; less is a badge or a number."""


def _holds_strange_rest(headline: str, part: str, lines: Sequence[Line], best: _Candidate) -> bool:
    """Whether a headline runs together with an advertisement that neither ``<title>`` nor the page's text knows.

    Words of the newsroom stand behind a headline, too, and only there: （组图）, ｜新春走基层, "– as it happened".
    """
    if len(part) < _SHORT or not (headline.startswith(part) or headline.endswith(part)):
        return False
    rest = headline.removeprefix(part).removesuffix(part)
    if len(rest) < _LEAST_REST or not any(map(reads_like_advert, _ITEM.findall(rest))):
        return False
    around = _around(lines, best)
    return not any(unit in around for unit in _units_of(rest.casefold()))


def _site_line(ahead: Sequence[Line], tag: str, page: Page) -> str | None:
    """The line of a page's bar that shows the name of the site or app that a short ``<title>`` is; else None.

    It is no heading, and a longer heading with time or source behind it follows: so apps print what they share.
    """
    if tag.isascii() or any(width(part) > _SITE_WIDTH for part in title_parts(tag)):
        return None
    name, wanted = None, plain(tag)
    for index, line in enumerate(ahead):
        heading = line.tag in _HEADING_SCORE or _is_named_title(page.boxes[line.box].name)
        shown = plain(line.text) if not heading and MIN_CHARS <= len(line.text) <= len(tag) else ""
        if shown and shown in wanted:
            name = name or line.text
        elif name and heading and not line.links and width(line.text) >= max(_LONGER * width(name), _MIN_OVER_SHOWN):
            return name if _company(ahead, index) else None
    return None


_LONGER = 1.5
"""How much wider a headline is than the name of an app at least."""


def _reading(lines: Sequence[Line], page: Page) -> str:
    """What the page says, or its scripts where it shows next to nothing."""
    shown = "\n".join(line.text for line in lines)[:_READ_CHARS]
    if len(shown) >= THIN_CHARS:
        return shown
    return "\n".join([shown, *(line.text for _, line in find_embedded(page))])[:_READ_CHARS]


_SURE = 2.5
"""Score of an ``<h1>`` alone: a line that reaches it is the headline, whatever ``<title>`` says."""
_SHOWN = 0.5
"""Score from which a line is no mere guess by its place."""
_MIN_OVER_SHOWN = 16
"""Width of a ``<title>`` that speaks of the text and so comes before a lesser heading that it does not know."""
_READ_CHARS = 20_000
ABOUT_SHARE = 0.3
"""Share of a ``<title>``'s character pairs and long words that its page must hold; a hijacker's holds hardly any."""
_STRANGE_SHARE = 0.15
"""The same where the page shows a headline that neither ``<title>`` nor a word of the text knows."""
_BY_CHANCE = 0.1
"""The same share of a line of keywords that chance explains."""
_LONG_WORD = re.compile(r"[^\W\d_\u2e80-\uffff]{4,}")


def is_about(name: str, reading: str, share: float) -> bool:
    """Whether a ``<title>`` that no line shows speaks of what the page's text speaks of."""
    units = _units_of(name.casefold())
    return bool(units) and sum(unit in reading for unit in units) >= share * len(units)


def _units_of(folded: str) -> set[str]:
    """A name's pairs of characters and its long words."""
    pairs = {a + b for a, b in pairwise(folded) if a > "\u2e7f" and b > "\u2e7f" and (a + b).isalpha()}
    return pairs | set(_LONG_WORD.findall(folded))


def _is_strange(best: _Candidate, lines: Sequence[Line], references: _References) -> bool:
    """Whether a headline is like nothing that the page calls its article, and hardly speaks of what its text does."""
    if _match(plain(best.line.text), references, h1=True) > 0:
        return False
    return not is_about(best.line.text, _around(lines, best), _BY_CHANCE)


def _less_strange(
    best: _Candidate, lines: Sequence[Line], page: Page, references: _References, text: int
) -> _Candidate | None:
    """A headline below one that only ``<title>`` knows: keywords that hijackers set in both. None where there is none.

    They are a list, or one reads like an advertisement; hardly a word of them stands in the page's prose, and many of
    the headline's do.
    """
    if best.stop > text or _match(plain(best.line.text), references) <= 0:
        return None
    listed = split_items(best.line.text)
    if (not listed or len(listed[1]) < _LISTED) and not any(map(reads_like_advert, _ITEM.findall(best.line.text))):
        return None
    others = (line.text for line in lines[best.stop :] if is_prose(line.text) and line.text != best.line.text)
    prose = "\n".join(others)[:_READ_CHARS].casefold()
    if len(prose) < _LEAST_PROSE or is_about(best.line.text, prose, _BY_CHANCE):
        return None
    unnamed = references._replace(names=(), written="", probes=frozenset())
    other = _best_line(lines[best.stop :], page, unnamed, text - best.stop)
    if other is None or other.score < _SURE or not is_about(other.line.text, prose, _STRANGE_SHARE):
        return None
    return other._replace(start=other.start + best.stop, stop=other.stop + best.stop)


_LISTED = 4
"""Items of a list in place of a headline."""
_LEAST_PROSE = 100
"""Characters of prose in which some word of a headline stands as a rule."""


def _short_line(lines: Sequence[Line], tag: str | None, sites: frozenset[str]) -> _Candidate | None:
    """A headline of two or three characters, which ``<title>`` names as it may name a channel: 讣告, 立夏.

    It must lead up to the text, or to its date, as a line of its own that is no link.
    """
    names = {plain(part) for part in title_parts(tag or "")} - sites
    names = {name for name in names if len(name) >= MIN_CHARS and not name.isascii() and width(name) < _MIN_WIDTH}
    for index in range(len(lines) - 1, -1, -1) if names else ():
        line = lines[index]
        if len(line.text) <= _SHORT and not line.links and plain(line.text) in names:
            leads = len(lines) - index <= _AHEAD_LINES or _company(lines, index) > 0
            return _Candidate(_SURE, index, index + 1, line) if leads else None
    return None


def _unmarked_line(lines: Sequence[Line], text: int, references: _References) -> _Candidate | None:
    """A headline that neither its element nor ``<title>`` gives away: by its place before date or text."""
    found = _line_before_date(lines[: text + 1])
    if found is None:
        found = _line_ahead(lines, text, references.sites | references.short)
    if found is None:
        return None
    line = lines[found]
    sure = _match(plain(line.text), references) > 0 or _company(lines, found) > 0
    return _Candidate(_SURE if sure else _HEADING_SCORE.get(line.tag, 0.0), found, found + 1, line)


def _line_before_date(lines: Sequence[Line]) -> int | None:
    """Index of the unlinked line before the first that begins with a time or states one beside a byline.

    Bylines and the site's address may stand between the two.
    """
    last: int | None = None
    for index, line in enumerate(lines):
        text = line.text
        if last is not None and len(text) <= _BYLINE_CHARS and read_stamps(text, partial=False):
            return last
        if _is_byline(text):
            last = last if last is not None and index - last <= _BYLINE_LINES else None
        elif line.link_chars or line.tag == "li" or text.startswith(_furniture()):
            last = None
        else:
            last = index if _MIN_WIDTH <= width(text) <= MAX_CHARS and not _dated(line) else None
    return None


_SHORT_LABEL = re.compile(r"[译譯文图圖摄攝编編]者?\s?[:：/]")
_SITE_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]{1,60}\.){1,4}[a-z]{2,8}/?", re.IGNORECASE)


def _is_byline(text: str) -> bool:
    return is_credit_line(text) or bool(_SITE_ADDRESS.fullmatch(text) or _SHORT_LABEL.match(text))


_BYLINE_CHARS = 80


def _text_start(lines: Sequence[Line]) -> int:
    """Index of the first line of running text that another soon follows; a lone one ahead of it is a teaser."""
    first = last = None
    for index, line in enumerate(lines):
        if is_prose(line.text) and line.link_chars * 2 < len(line.text):
            if last is not None and index - last <= _TEXT_GAP:
                return last
            first = index if first is None else first
            last = index
    return len(lines) if first is None else first


_TEXT_GAP = 3
"""Lines from one paragraph to the next: subheads and captions stand between."""
_MIN_WIDTH = 8
"""Width of the shortest ``<title>`` that is believed without a line that shows it."""
_MENU_LINKS = 2
"""A line with so many is a menu."""
_AHEAD_LINES = 6
"""Lines before the text among which a headline without any mark is looked for."""


def _line_ahead(lines: Sequence[Line], text: int, sites: frozenset[str]) -> int | None:
    """Index of the first of the short unlinked lines that lead up to the text; None when there is none."""
    found, begun = None, text
    for index in range(text - 1, max(-1, text - 1 - 3 * _AHEAD_LINES), -1):
        line = lines[index]
        if begun - index > _AHEAD_LINES or (line.link_chars and found is not None) or line.tag == "li":
            break
        if line.text.startswith(_furniture()):
            break
        if is_prose(line.text) or line.text.endswith("。"):
            found, begun = None, index  # the text began earlier
        elif (
            MIN_CHARS <= len(line.text) <= MAX_CHARS
            and len(line.links) < _MENU_LINKS
            and not _dated(line)
            and not _is_byline(line.text)
            and plain(line.text) not in sites
        ):
            found = index
        if line.link_chars and (found is not None or len(line.links) < _MENU_LINKS):
            break
    return found


def width(text: str) -> int:
    """Columns that a text takes: a Chinese character two, others one."""
    return len(text) if text.isascii() else len(text) + sum(map("\u2e7f".__lt__, text))


def title_tag(page: Page) -> str | None:
    """Text of ``<title>``, also where broken mark-up pushed it out of the head; None where it was cut as junk ("")."""
    if page.title_tag is not None or page.tree is None:
        return page.title_tag or None
    node = page.tree.css_first("title")
    return " ".join(node.text().split()) or None if node else None


def _references(tag: str | None, stated: Statements, url: str | None) -> _References:
    names = list(dict.fromkeys(filter(None, (tag, *(statement.value for statement in stated.of("title"))))))
    site, host = stated.first("site"), _host(url)
    parts = site_parts(tag) if tag else ()
    strong = [part for part in parts if _names_site(part, site, host)]
    plain_names = tuple(dict.fromkeys(p for name in names if len(p := plain(name)) >= MIN_CHARS))
    known = frozenset(p for name in (site, host, *strong) if name and (p := plain(name)))
    return _References(
        names=plain_names,
        written="\n".join(names).casefold(),
        probes=frozenset(probe for name in names for probe in _probes(name.casefold())),
        sites=known,
        short=frozenset(p for part in parts if (p := plain(part)) and p not in plain_names) - known,
    )


@lru_cache(maxsize=16)  # a page's names are asked for by headline, kicker and metadata in turn
def title_parts(name: str) -> tuple[str, ...]:
    """What the separators of a ``<title>`` part: headline, channel, site."""
    return tuple(part.strip("\ufeff ") for part in _SEPARATOR.split(name) if part and part.strip("\ufeff "))


@lru_cache(maxsize=16)
def site_parts(tag: str) -> tuple[str, ...]:
    """The parts of a ``<title>`` that name site or channel: those like an outlet's name, or short ones."""
    parts = title_parts(tag)
    longest = max(map(width, parts), default=0)
    if len(parts) < 2:
        return tuple(part for part in parts if _SITE_END.search(part) and width(part) <= _SITE_WIDTH)
    return tuple(part for part in parts if width(part) * 2 <= longest or _SITE_END.search(part) or is_known(part))


def _names_site(part: str, site: str | None, host: str | None) -> bool:
    """Whether a part of ``<title>`` is the site's name: the stated one, an outlet's, or one that the host spells."""
    if _SITE_END.search(part) or is_known(part) or (site and plain(part) == plain(site)):
        return True
    words = _LONG_WORD.findall(part.casefold())
    return bool(words and host) and sum(word in (host or "") for word in words) * 3 > len(words) * 2


_SITE_WIDTH = 16
"""Width of a ``<title>`` that may be the site's name and nothing else."""
_SITE_END = re.compile(
    r"(?:官网|网站|新闻网|频道|首页|门户|官方网站|客户端|客戶端|在线|[日晚早晨时商]报|都市报|数字报|电子报|电子版|网"
    r"|官網|網站|頻道|首頁|門戶|線上|在線|[日晚早晨時商]報|都市報|電子報|電子版|網)$"
)


def _probes(text: str) -> Iterator[str]:
    yield text  # a name shorter than a probe
    for start in range(len(text)):
        piece = text[start : start + _LATIN_CHARS]
        yield piece if piece.isascii() else piece[:_PROBE_CHARS]


def _piece(text: str, start: int) -> str:
    """A piece of a text that says something, in lower case: three letters of English do not."""
    piece = text[start : start + _LATIN_CHARS]
    return piece.lower() if piece.isascii() else piece[:_PROBE_CHARS].casefold()


_HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)")


def _host(url: str | None) -> str | None:
    match = _HOST.match(url or "")
    return match[1] if match else None


def _best_line(lines: Sequence[Line], page: Page, references: _References, text: int) -> _Candidate | None:
    """The line that is most like the headline, if one is enough like it."""
    found: list[_Candidate] = []
    for index in _promising(lines[: text + _LINES_BEHIND], page, references):
        for stop, line in (*_broken_heading(lines, index), *_broken_line(lines, index, references)):
            if (score := _score(line, page, references)) > 0:
                late = index > text
                score -= (_H1_BEHIND_TEXT if line.tag == "h1" else _BEHIND_TEXT) if late else 0
                found.append(_Candidate(score, index, stop, line))
    found.sort(key=lambda candidate: (-candidate.score, candidate.start, -candidate.stop))
    best, least = None, _GOOD_ENOUGH
    for candidate in found[:_MAX_CANDIDATES]:
        company = _company(lines, candidate.stop - 1) if candidate.score > _WORTH_A_LOOK else 0
        total = candidate.score + company
        if total > least or (best is None and total == least):
            matched = _match(plain(candidate.line.text), references) > _PARTLY
            sure = matched or company or candidate.line.tag == "h1"
            best, least = candidate._replace(score=_SURE if sure else _SHOWN), total
    return best


def _promising(lines: Sequence[Line], page: Page, references: _References) -> Iterator[int]:
    """Indices of the lines worth a look: headings, lines in elements called so, and those like the article's names."""
    boxes, probes = page.boxes, references.probes
    chars = frozenset(references.written + references.written.upper())
    for index, (text, tag, box, links, _, _) in enumerate(lines):
        if links and tag != "h1" and text[0] not in chars:
            continue  # most lines: another story's headline is a link and needs the article's name
        if not MIN_CHARS <= len(text) <= MAX_CHARS and not (tag == "h1" and text > "\u2e7f" and len(text) == 1):
            continue
        head = text[:_LATIN_CHARS]
        if (head.lower() if head.isascii() else head[:_PROBE_CHARS].casefold()) in probes:
            yield index
        elif links:
            if tag == "h1":
                yield index
        elif tag in _HEADING_SCORE or _is_named_title(boxes[box].name) or _ends_like(text, probes):
            yield index


def _broken_heading(lines: Sequence[Line], index: int) -> Iterator[tuple[int, Line]]:
    """A line by itself and, where a heading element breaks its headline, with the next lines of the element.

    Gives the index behind the last line and the line they make.
    """
    first = lines[index]
    yield index + 1, first
    before = lines[index - 1] if index else None
    broken_before = before is not None and before.box == first.box and before.text not in words("title_badges")
    if first.tag not in ("h1", "h2") or broken_before or first.text in words("title_badges"):
        return
    text = first.text
    for stop in range(index + 1, min(index + _MAX_JOINED + 1, len(lines))):
        line = lines[stop]
        if line.box != first.box or line.text.startswith(_DASHES) or _dated(line):
            if stop > index + 1:
                links = first.links if all(other.links for other in lines[index:stop]) else ()
                yield stop, first._replace(text=text, links=links)
            return
        text = f"{text} {line.text}"


def _broken_line(lines: Sequence[Line], index: int, references: _References) -> Iterator[tuple[int, Line]]:
    """A line with the next ones of its element, where that is no heading and what the page calls its article holds all.

    Gives the index behind the last line and the line they make.
    """
    first = lines[index]
    text, stop = first.text, index + 1
    while first.tag not in ("h1", "h2") and stop < min(index + _MAX_JOINED, len(lines)):
        line = lines[stop]
        joined = f"{text} {line.text}"
        if line.box != first.box or line.links or not any(plain(joined) in name for name in references.names):
            break
        text, stop = joined, stop + 1
    if stop > index + 1:
        yield stop, first._replace(text=text)


def _score(line: Line, page: Page, references: _References) -> float:
    """How much a line looks like the headline by itself; 0: not at all."""
    score = _HEADING_SCORE.get(line.tag, 0.0)
    if score == 0 and _is_named_title(page.boxes[line.box].name):
        score = _NAMED_SCORE
    text = line.text
    if text[0] in _LABEL_STARTS and (label := _LABEL.match(text)):
        text = text[label.end() :]
        score += 1.5
    if line.tag in _HEADING_SCORE and _leads_home(line, page.url):
        return 0.0
    match = _match(plain(text), references, h1=line.tag == "h1")
    if match == 0 and line.tag in ("h1", "h2") and _resembles(text, references.written):
        match = _PARTLY
    if match + score <= 0 or line.tag == "body" or text.startswith((*_furniture(), *_DASHES)) or _FROM_HOME.match(text):
        return 0.0
    score += match
    if match == 0 and line.tag != "h1" and width(text) < _SHORT:
        score -= _TOO_SHORT
    if line.link_chars * 10 > len(text) * 9:
        if page.url and line.links[0].href.rstrip("/").endswith(urlsplit(page.url).path.rstrip("/") or page.url):
            score += 1.0  # a headline that leads to its own page
        else:
            score -= 1.0 if line.tag in _HEADING_SCORE else 2.0
    if line.tag == "li":
        score -= 1.5
    return score


@lru_cache(maxsize=10_000)
def _is_named_title(name: str) -> bool:
    """Whether class or id call an element a title; a page repeats few names."""
    return _NAMED_TITLE.search(name) is not None


_HOME = re.compile(
    r"(?:(?:https?:)?//(?P<host>[^/?#\s]{1,100}))?(?:\.{0,2}/)?(?:(?:index|default|home)\.[a-z]{2,5})?", re.IGNORECASE
)
"""Address of a site's front door, as links write it."""
_FOLDER = re.compile(r"/(?:(?:index|default|home)\.[a-z]{2,5})?\Z", re.IGNORECASE)
"""End of the address of a folder's own page."""


def _leads_home(line: Line, url: str | None) -> bool:
    """Whether all of a heading leads to the site's front door: it is the site's name, as blogs and forums set it.

    On the front door itself it may be the headline, and so it may on a folder's own page, where ``./`` is that page.
    """
    if not line.links or line.link_chars * 10 <= len(line.text) * 9:
        return False
    home = _HOME.fullmatch(line.links[0].href.strip())
    if home is None or not home[0] or (url and _HOME.fullmatch(url)):
        return False
    if url and not home[0].startswith(("/", "..", "http")) and _FOLDER.search(url):
        return False
    return home["host"] is None or home["host"].lower().removeprefix("www.") == _host(url)


_PROBE_CHARS = 3
_LATIN_CHARS = 8


def _ends_like(text: str, probes: frozenset[str]) -> bool:
    """Whether the last characters of a line or some in its middle occur in the article's names, or it is labelled."""
    tail = text[-_LATIN_CHARS:].casefold()
    return (
        text[-_PROBE_CHARS:].casefold() in probes
        or tail in probes
        or _piece(text, len(text) // 2) in probes
        or (text[0] in _LABEL_STARTS and _LABEL.match(text) is not None)
    )


def _resembles(text: str, names: str) -> bool:
    """Whether most of a line's pieces occur in the article's names: a headline reworded for search engines."""
    folded = text.casefold()
    pieces = [folded[i : i + _PROBE_CHARS] for i in range(0, len(folded) - _PROBE_CHARS + 1, _PROBE_CHARS)]
    return len(pieces) >= _MIN_PIECES and sum(piece in names for piece in pieces) >= _RESEMBLING * len(pieces)


_RESEMBLING = 0.6
"""Share of such pieces."""
_MIN_PIECES = 3


@cache
def _furniture() -> tuple[str, ...]:
    return tuple(words("not_headlines"))


def _match(name: str, references: _References, *, h1: bool = False) -> float:
    """How far a line agrees with what the page calls its article: 0 to 5; negative for the site's own name.

    A short part of ``<title>`` may name site or channel as well as the article; an ``<h1>`` settles it.
    """
    if len(name) < MIN_CHARS:
        return 0.0
    best = 0.0
    for reference in references.names:
        if name in reference:
            best = max(best, 1.0 + 4.0 * len(name) / len(reference))
        elif len(reference) >= 6 and reference in name and len(name) <= 2 * len(reference):
            best = max(best, 4.0)
        elif (len(name) >= 8 and name[:8] == reference[:8]) or (len(name) >= 16 and name[4:12] in reference):
            best = max(best, _PARTLY)
    if name in references.sites or (name in references.short and not h1):
        return -3.0
    if best < 4.5 and any(name in site for site in references.sites):
        return -3.0
    return best


def _company(lines: Sequence[Line], index: int) -> float:
    """Bonus for a date or byline right behind."""
    reach = _BYLINE_LINES_H1 if lines[index].tag == "h1" else _BYLINE_LINES
    return 1.5 if any(_dated(line) for line in lines[index + 1 : index + 1 + reach]) else 0.0


def _dated(line: Line) -> bool:
    """Whether a line looks like one that states time or byline."""
    text = line.text
    return len(text) <= 120 and not is_prose(text) and bool(_BYLINE_HINT.search(text) or read_stamps(text))


_CLOCK_BEHIND = re.compile(r"(?<=\S)\s?[(（]\d{1,2}:\d{2}[)）]\Z")
"""When a piece of news came in, behind its headline: (14:30)."""


_COUNT_BEHIND = re.compile(r"(?<=\S)\s?[(（]\d{1,3}\s?/\s?\d{1,3}[)）]\Z")
"""Which picture of a gallery is shown: (1/12)."""


def tidy(text: str, tag: str | None) -> str:
    """The headline of a line: label and site name taken off."""
    text = _COUNT_BEHIND.sub("", _CLOCK_BEHIND.sub("", _LABEL.sub("", text).strip("\ufeff ")))
    text = text.rstrip(" >›") or text
    if tag and text == tag:
        sites = site_parts(text)
        parts = [part.strip("\ufeff ") for part in _SEPARATOR.split(text) if part]
        kept = [part for part in parts if part not in sites]
        return max(kept, key=len) if sites and kept else text
    return _without_date(_without_badge(text, tag), tag)


_LEAD = re.compile(r"[\[【〔][^\[\]【】〔〕]{1,8}[\]】〕]\s*")
"""A forum's board or kind of post before a headline."""


def _without_badge(text: str, tag: str | None) -> str:
    """A headline whose element also holds a badge (原创, [街谈]), where ``<title>`` shows it without."""
    if not tag or plain(text) in plain(tag):
        return text
    if (lead := _LEAD.match(text)) and (rest := plain(text[lead.end() :])) and rest in plain(tag):
        return text[lead.end() :]
    for badge in words("title_badges"):
        for rest in (text.removesuffix(badge), text.removeprefix(badge)):
            if rest != text and plain(rest) and plain(rest) in plain(tag):
                return rest.strip(" |｜:：[]【】")
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
    host = _host(url)
    parts = [part for part in parts if not _names_site(part, site, host)] or parts
    return max(parts, key=len) if parts else None


# --- kicker and deck --------------------------------------------------------------------------------------------------

_NAMED_KICKER = re.compile(r"kicker|eyebrow|yinti|intro-?title|jianti|shoulder|pretitle|pre-title|overline")
_NAMED_DECK = re.compile(r"sub-?title|subhead|deck|futi|fubiaoti|standfirst|dek(?:$|[ _-])|sub-?headline|ftitle")
_DASHES = ("——", "--", "—")
MAX_DECK_CHARS = 300


_ITEM = re.compile(r"[^\s|｜丨_,，、:：·—-]+")


def _is_advert(text: str, draft: Draft) -> bool:
    """Whether a line below the headline reads like an advertisement and holds no word of the article."""
    if not any(reads_like_advert(item) for item in _ITEM.findall(text)):
        return False
    told = "\n".join((draft.article.title or "", *(entry.line.text for entry in draft.body)))[:_READ_CHARS].casefold()
    return not any(unit in told for unit in _units_of(text.casefold()))


def _tells_occasion(text: str) -> bool:
    """Whether a line names day and occasion of a speech: ``——2024年5月6日在明溪县……会议上``."""
    return _OCCASION.match(text) is not None


_OCCASION = re.compile(r"[—-]{1,2}\s?(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日\s?在[^。]{4,}[上中]\Z")


def find_kicker_and_deck(draft: Draft, reach: Reach) -> tuple[str | None, str | None]:
    """The short line above the headline (引题) and the line below it (副题); None for each that the page has not.

    An element must be named or marked up as one, or the line below begins with a dash: being near proves nothing.
    """
    boxes = draft.page.boxes
    above = reach.above[0] if reach.above else None
    kicker = (
        above.text
        if above and len(above.text) <= MAX_DECK_CHARS // 4 and _NAMED_KICKER.search(boxes[above.box].name)
        else None
    )
    deck = None
    for line in reach.between[:2]:
        marked = line.text.startswith(_DASHES) or _NAMED_DECK.search(boxes[line.box].name)
        if marked and len(line.text) <= MAX_DECK_CHARS and (_tells_occasion(line.text) or not _dated(line)):
            deck = None if _is_advert(line.text, draft) else line.text
            break
    return kicker or reach.stated.first("kicker"), deck or reach.stated.first("deck")
