"""Accounts of a site's members: who posted on a forum, whose blog it is, whose own page a name links to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.lines.credit import Credit, Found
from cleaners.lines.credit_lines import rest_of_line
from cleaners.lines.credits import MAX_LINE_CHARS
from cleaners.lines.names import is_person, names_nobody
from cleaners.links.hosts import domain_of
from cleaners.metadata.bare_names import BARE_LINES, NAMED_AUTHOR, POSTED, is_account, sort_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaners.metadata.reach import Reach

_POSTED_ON = re.compile(r"^(?:posted|发表于|發表於)", re.IGNORECASE)
_FOOT_LINES = 8
"""Lines above the headline, and at each side of the body's end, in which a member's account may stand."""
_MEMBER_HREF = re.compile(
    r"""
      / (?:u|users?|people|authors?|members?|profile) /
      (?! (?:log|reg|sign|index|fav|coll|add|post|pub|tougao|cent|home|search|msg|message|pay|vip|follow|app|list|help)
          [a-z]* )
      (?= [^/?\#]*\d | [^/?\#]+/?(?:\Z|[?\#]) )
    | (?:/|\A) space-(?:uid|username)-
    | [?&;] (?:uid|un|user_?id|member_?id|author_?id) = \w+ (?:\Z|&)
    | /home/main\?
    | \A (?:https?:)? // (?:author|space|user|u) \.
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Addresses of a member's own page, as blogs, forums and portals of accounts make them; none where he logs in."""
_HANDLED_BY = re.compile(
    r"(?:发布|發布|發佈|上传|上傳|编辑|編輯|[责責][编編]|[审審]核|校[对對]|[录錄]入|推荐|推薦|最[后後]?[回][复復覆]|最新[回][复復覆])[者人员員]?\s?[:：]?\s?\Z"
)
"""Before the name of a member who did not write the text."""


def hrefs_of(found: Found) -> list[str]:
    """Addresses of the anchors in which a credit stands."""
    credit, line = found
    return [link.href for link in line.links if link.start < credit.end and link.end > credit.start] if line else []


def posted_by(reach: Reach) -> Iterator[Found]:
    """Accounts that forums and blogs name beside the time of a post, also below it."""
    foot = (*reach.tail[:_FOOT_LINES], *reach.below[:_FOOT_LINES])
    for line in (*reach.above[:_FOOT_LINES], *reach.between[:BARE_LINES], *foot):
        if len(line.text) > MAX_LINE_CHARS:
            continue
        if match := POSTED.search(line.text) if "由" in line.text else None:
            yield Found(Credit("author", (match["name"],), match["name"], *match.span("name")), line)
    for line in foot:
        rest = rest_of_line(line.text) if _POSTED_ON.match(line.text) else None
        names = [token for token in rest.tokens if not names_nobody(token)] if rest and rest.dated else []
        if len(names) == 1 and is_account(names[0]):
            yield Found(Credit("author", (names[0],), names[0], 0, 0), line)


def one_account(found: Iterable[Found], reach: Reach) -> list[Found]:
    """All that is found but accounts behind the first author: what looks like one there says who he is (优秀答主).

    Several writers stand in elements of one name, called after authors.
    """
    kept: list[Found] = []
    first: Found | None = None
    for each in found:
        if each.credit.kind == "author":
            account = not any(map(is_person, each.credit.names))
            if account and first and not _are_peers(first, each, reach):
                continue
            first = first or each
        kept.append(each)
    return kept


def _are_peers(one: Found, other: Found, reach: Reach) -> bool:
    if one.line is None or other.line is None or one.line is other.line:
        return False
    name = reach.page.boxes[one.line.box].name
    return NAMED_AUTHOR.search(name) is not None and reach.page.boxes[other.line.box].name == name


def _is_own(href: str, reach: Reach) -> bool:
    """Whether an address is of the page's own site; the outlet's accounts elsewhere name no writer (weibo.com/u/…)."""
    domain, own = domain_of(href), domain_of(reach.page.url or "")
    return domain is None or own is None or domain == own


def find_member(reach: Reach, taken: frozenset[str]) -> Iterator[Found]:
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
                named[page] = list(sort_names([name], placed=False, people=True))
        found = [credits_ for credits_ in named.values() if credits_]
        if len(found) == 1:  # several in one line have read it
            yield from (Found(credit, line) for credit in found[0])
            return
