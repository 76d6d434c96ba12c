"""Lines that lead a reader away: to other stories of the site, or to the outlet's channels elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import begun, by_beginning, fold, texts, words
from cleaners.lines.notices import heads_stories
from cleaners.lines.punctuation import CLOSING, MARKS, SENTENCE_END, unmarked
from cleaners.text.character_tables import FIRST_WIDE

if TYPE_CHECKING:
    from cleaners.page.model import Line, Link

_MAX_LEAD_CHARS = 300
"""Longest line that leads to another story: a few words and its headline."""
_MAX_BRACKETS = 4
"""Characters of such a line that are brackets and the spaces inside them."""
_MIN_HEADLINE_WORDS = 6
_MIN_HEADLINE_WIDE = 10
"""Words, or ideographs, of a headline in brackets; fewer name a source or a document: [The Ferry Times]."""
_LINKED_SHARE = 0.8
"""Share of what stands behind such words that is linked."""
_MIN_QUERY_CHARS = 100
"""Query of the address that a link with a badge inside leads to, which tells who is to pay; headlines that begin with
the same words (广告法…) have short ones, or none."""

_MORE_OF = re.compile(
    r"更多[^，。！？、]{2,14}(?:報導|報道|报道|新聞|新闻)"
    r"|(?:本|该|所属)(?:栏目|频道|版|欄目|頻道)的?(?:最新|热门|推荐|更多|相关|其他|其它|熱門|推薦|相關)(?:文章|新闻|内容|资讯|新聞)?"
    r"|同(?:栏目|频道|类|欄目|頻道|類)(?:推荐|最新|热门)?(?:文章|新闻|内容|资讯|新聞)"
)
"""More reports of the outlet, or of what the article tells: 更多洛溪時報報導; what else its channel has."""
_QUESTION = re.compile(r"[^?؟.!]{8,100}[?؟] +¡?(?=\w)")
"""What leads up to an invitation: Want more ferry news? Sign up for our newsletter."""
_UNLETTERED = re.compile(r"^[\W_]+")
_QUOTES = "\"'“”„«‘「『"
"""Before what somebody says, which is no invitation of the outlet's."""
_COMMA = re.compile(r"[,،]")
"""Behind it another begins to speak: Join the queue, wrote one traveller on Facebook."""
_MIN_AMID_CHARS = 15
"""Characters before and behind a link that stands amid a sentence."""


@cache
def _leads() -> Mapping[str, tuple[str, ...]]:
    """Words that lead elsewhere, and badges, by their first two characters."""
    return by_beginning(map(fold, (*words("leads"), *words("badges"))))


@cache
def _leads_alone() -> frozenset[str]:
    return frozenset(map(fold, words("leads")))


def leads_elsewhere(line: Line) -> bool:
    """Whether a line is a link to another story behind words such as 関連記事 or "See also:", or in square brackets."""
    text = line.text
    if not line.links or len(text) > _MAX_LEAD_CHARS:
        return False
    if text[0] == "[" and text[-1] == "]" and len(line.links) == 1 and line.link_chars >= len(text) - _MAX_BRACKETS:
        if len(text.split()) >= _MIN_HEADLINE_WORDS:
            return True
        return sum(character >= FIRST_WIDE for character in text) >= _MIN_HEADLINE_WIDE
    lowered = unmarked(text)
    first = line.links[0]
    lead = begun(lowered, _leads())
    if lead is None:
        behind = first.start
        if not heads_stories(text[:behind]):
            return False
    else:
        behind = len(text) - len(lowered) + len(lead)
    if lead in words("badges") and first.start < behind and len(first.href.partition("?")[2]) < _MIN_QUERY_CHARS:
        return False
    linked = sum([max(0, end - max(start, behind)) for start, end, _ in line.links])
    return linked >= _LINKED_SHARE * max(1, len(text) - behind)


def opens_list(line: Line) -> bool:
    """Whether a line is nothing but words ahead of links to other stories: 往期推荐, "Lees ook:". A link is none.

    A badge (广告) is none: below the place of an advertisement the text goes on.
    """
    if line.links:
        return False
    lowered = fold(line.text).strip(MARKS + CLOSING)
    return (
        bool({lowered, f"{lowered}:"} & _leads_alone())
        or heads_stories(lowered)
        or _MORE_OF.fullmatch(lowered) is not None
    )


def is_link(line: Line) -> bool:
    """Whether a line is a link and little else."""
    return bool(line.links) and line.link_chars >= _LINKED_SHARE * len(line.text)


class _Invitations(NamedTuple):
    starts: frozenset[str]
    """First two characters of the openings."""
    openings: tuple[str, ...]
    clauses: tuple[str, ...]
    honest: tuple[str, ...]
    channels: tuple[str, ...]
    addresses: tuple[str, ...]


@cache
def _invitations() -> _Invitations:
    kinds = ("opening", "clause", "honest", "channel", "address")
    openings, clauses, *others = (tuple(map(fold, texts("invitations", match=kind))) for kind in kinds)
    starts = frozenset(opening[:2] for opening in openings + clauses)
    return _Invitations(starts, openings, clauses, *others)


def invites(line: Line) -> bool:
    """Whether a line asks to follow the outlet elsewhere: "Síguenos en nuestro canal de WhatsApp", with its link."""
    text = line.text
    if not line.links or len(text) > _MAX_LEAD_CHARS:
        return False
    starts, openings, clauses, honest, channels, addresses = _invitations()
    lowered = _UNLETTERED.sub("", fold(text))
    asking = _QUESTION.match(lowered)
    if asking and lowered[asking.end() :][:2] in starts:
        lowered = lowered[asking.end() :]
    owned = [link for link in line.links if any(address in link.href.lower() for address in addresses)]
    if owned:
        asked = any(_begins_with(part.lstrip(), openings + clauses) for part in _COMMA.split(lowered))
        if asked or not _stands_amid(text, owned[0]):
            return True
    if text[0] in _QUOTES or lowered[:2] not in starts or _begins_with(lowered, honest):
        return False
    named = min((at for channel in channels if (at := lowered.find(channel)) >= 0), default=None)
    if named is None:
        return False
    parted = _COMMA.search(lowered, 0, named) is not None
    return _begins_with(lowered, clauses) or (not parted and _begins_with(lowered, openings))


def _stands_amid(text: str, link: Link) -> bool:
    """Whether a link stands amid a sentence that tells something: who wrote what on whose channel.

    What one is asked to open stands at the end of the line, or at its head.
    """
    return min(link.start, len(text) - link.end) >= _MIN_AMID_CHARS and SENTENCE_END.search(text) is not None


def _begins_with(text: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a text begins with one of some words, and no letter follows; Thai sets no spaces."""
    ends = [len(beginning) for beginning in beginnings if text.startswith(beginning)]
    return any(not text[at : at + 1].isalpha() or "\u0e00" <= text[at] <= "\u0e7f" for at in ends)
