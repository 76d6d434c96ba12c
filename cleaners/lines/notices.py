"""Lines at the edges of a text that speak to its readers for the outlet: where to follow, call, scan, who owns it.

No list of their wordings is complete, but they are made of few words. A line is one if such words are all of it, but
for a name: 想看更多本地新闻，就上【明溪云】客户端. What tells of anything has other words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import fold, load_lexicon, words
from cleaners.lines.names import is_office
from cleaners.lines.punctuation import CHINESE_STOPS
from cleaners.text.script import to_simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MAX_NOTICE_CHARS = 120
"""Longest line that is read; site statements are longer, and told by their beginnings (``statements.py``)."""
_MAX_NAME_CHARS = 8
"""Characters of the outlet's name, or its account's: 明溪县融媒体中心."""
_MAX_NAME_LETTERS = 24
"""The same in an alphabet."""
_MIN_NAME_CHARS = 2
_MAX_STRAY_CHARS = 2
"""Characters beside the name that no row knows, in a line that says one word more."""
_MIN_SAID = 2
"""Fewest different words of notices in a notice: 关注 alone is news of what is followed."""
_MANY_SAID = 4
"""The same for a long line, a share of which may be anything."""
_MAX_OTHER_SHARE = 0.15
"""That share."""
_MAX_CAPTION_CHARS = 24
"""Longest notice of a picture or film, which stands amid the text, and longest heading of what else there is to see."""

_NAMING = frozenset({"ask", "desk", "rights"})
"""Kinds of words that stand beside a name; headings and captions of pictures name what they are about."""
_LEANING = {"terms": "rights", "contact": "desk"}
"""Kinds whose words count only beside one of another kind: an office has a telephone and gives permission, too."""

_OWNED = frozenset({"rights", "terms"})
"""Kinds of which three words stand beside a name: 原创作品首发奖励 is news."""


_TYPES = "[日晚早晨时商周]报|新闻网|电视台|融媒体?(?:中心)?"
"""How outlets' names end, where a part of it is a word of notices."""

_STEP = re.compile(
    r"\W{0,2}(?:第[一二三四五六七八九十]|[一二三四五六七八九十]{1,2}[、.．]|\d{1,2}[、.．)）]|step \d)", re.IGNORECASE
)
"""A step of several, or an item of a list: what to do about something else."""
_SAID = re.compile(r"[。！？.!?][”」』\"]")
"""A sentence in quotation marks: somebody says so."""
_OURS = re.compile(r"\b(?:us|our|here)\b", re.IGNORECASE)
"""Words in which an outlet speaks of itself, and of what it links."""
_SHOWING = frozenset({"lead", "ask", "picture", "channel"})
_ACCOUNT = re.compile(r"[\d@./:]")
"""What a number or an address holds, which counts as a word."""
_PARTING = frozenset("，。；！？,;!?")
"""Marks over which a name is not beside a word."""
_PARTICLES = frozenset("着了的在是")
"""Characters that make a sentence of what stands at their sides: 书店门口贴着一张, and no name."""


class _Vocabulary(NamedTuple):
    kinds: Mapping[str, str]
    """What each word of notices speaks of; the words between them are not in it."""
    pieces: re.Pattern[str]
    """Matches any piece of a line."""
    told: tuple[re.Pattern[str], re.Pattern[str]]
    """Match words of notices: most lines have too few, and are done with."""


@cache
def _vocabulary() -> _Vocabulary:
    kinds = {row["text"]: row["name"] for row in load_lexicon("notice_words")}
    pieces = rf"""
        (?P<word>{_any_of({*kinds, *words("notice_glue")})})
      | [“「《](?P<name>[^”」》]{{1,16}})[”」》]
      | (?P<account>@[^\s，。！]{{1,16}}|[a-z]*\d[\d\s./:-]*|[a-z0-9_-]+[@.:/][!-~]+)
      | (?P<mark>[\W_])
      | (?P<other>[a-z']+|{_TYPES}|.)
    """
    return _Vocabulary(kinds, re.compile(pieces, re.VERBOSE), _told(kinds))


def _any_of(known: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first; those in an alphabet as whole words."""
    ordered = sorted(known, key=len, reverse=True)
    letters, ideographs = ([re.escape(w) for w in ordered if w.isascii() is of_ascii] for of_ascii in (True, False))
    first = "".join(sorted({word[0] for word in ideographs}))  # most characters begin none: seen at once
    wide = rf"(?=[{first}])(?!{_TYPES})(?:{'|'.join(ideographs)})"
    return rf"{wide}|(?<![a-z0-9])(?=[a-z])(?:{'|'.join(letters)})(?![a-z0-9])"


def _told(known: Iterable[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """As ``_any_of``, one pattern for ideographs and one for alphabets, to search with.

    Each begins with characters as they are: a search looks at no other places.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(known, key=len, reverse=True):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    behind = {first: f"(?:{'|'.join(of_first)})" for first, of_first in rests.items()}
    ideographs = [f"{first}(?<!(?={_TYPES}){first}){rest}" for first, rest in behind.items() if not first.isascii()]
    letters = [f"(?<={first}){rest}" for first, rest in behind.items() if first.isascii()]
    return re.compile("|".join(ideographs)), re.compile(f"[a-z](?<![a-z0-9].)(?:{'|'.join(letters)})(?![a-z0-9])")


class _Read(NamedTuple):
    """What a line is made of."""

    said: frozenset[str]
    """Its words of notices."""
    names: tuple[str, ...]
    """What no row knows beside one of them, or stands in quotation marks."""
    strays: tuple[str, ...]
    """What no row knows elsewhere."""
    chars: int
    """Characters but for marks and accounts."""
    account: bool
    """Whether a number or an address stands in it."""


def is_notice(text: str, title: str | None = None) -> bool:
    """Whether a line is nothing but a notice. What the headline speaks of is news: 下载明溪云客户端 under 明溪云上线.

    In an alphabet, follow and visit are said of anybody's page: such a line says that it is ours, or speaks of rights.

    >>> is_notice("想看更多本地新闻，就上明溪云客户端"), is_notice("想看更多本地老电影，就上明溪云影院")
    (True, False)
    """
    if len(text) > _MAX_NOTICE_CHARS or _STEP.match(text) or _SAID.search(text):
        return False
    read = _read_told(text)
    if read is None:
        return False
    kinds = _kinds(read, title)
    said = len(kinds) + (read.account and "desk" in kinds)
    if said < _MIN_SAID or (text.isascii() and not _is_ours(text, kinds)):
        return False
    if not _NAMING.intersection(kinds):
        return not read.names and not read.strays and ("warning" in kinds or _is_heading(text, kinds))
    if not read.names and not read.strays:
        return True
    name = max(read.names, key=len, default="")
    if is_office(name) or (len(name) >= _MIN_NAME_CHARS and name in to_simplified(fold(title or ""))):
        return False  # news says where an office is asked, and followed, and of what its headline names
    strays = sum(len(other) for other in {*read.names, *read.strays} if other[:2] != name[:2])
    if said >= _MANY_SAID and strays + len(name) <= _MAX_OTHER_SHARE * read.chars:
        return True
    if len(name) < _MIN_NAME_CHARS:
        name, strays = "", strays + len(name)
    if strays > _MAX_STRAY_CHARS or len(name) > (_MAX_NAME_LETTERS if name.isascii() else _MAX_NAME_CHARS):
        return False
    return said - kinds.count("picture") >= _MIN_SAID + (strays > 0 or _OWNED.issuperset(kinds))


def _is_ours(text: str, kinds: list[str]) -> bool:
    """Whether a line in an alphabet says that it is ours (follow us), or speaks of the desk or of rights."""
    return bool(_OURS.search(text)) or "desk" in kinds or _OWNED.issuperset(kinds)


def _is_heading(text: str, kinds: list[str]) -> bool:
    """Whether a line heads what else there is to see: 热门新闻推荐."""
    return "lead" in kinds and len(text) <= _MAX_CAPTION_CHARS and not text.endswith(CHINESE_STOPS)


def heads_stories(text: str) -> bool:
    """Whether a line, or what stands ahead of a link, is nothing but words for what else there is to read.

    >>> heads_stories("更多洛溪时报报导"), heads_stories("前文回顾："), heads_stories("更多渡口的老船工")
    (True, True, False)
    """
    if len(text) > _MAX_CAPTION_CHARS or text.endswith(CHINESE_STOPS):
        return False
    read = _read_told(text)
    kinds = _kinds(read, None) if read else []
    return "lead" in kinds and _SHOWING.issuperset(kinds) and is_notice(text)


def is_caption_notice(text: str) -> bool:
    """Whether a line only asks to open, turn or wait for a picture or a film, or for the text behind it.

    >>> is_caption_notice("↓点击下图看更多现场图片↓"), is_caption_notice("点击率最高的图片")
    (True, False)
    """
    if len(text) > _MAX_CAPTION_CHARS or _STEP.match(text):
        return False
    read = _read_told(text)
    kinds = _kinds(read, None) if read else []
    if not read or read.names or read.strays or "picture" not in kinds or "channel" in kinds:
        return False
    return ("ask" in kinds or kinds.count("picture") >= _MIN_SAID) and len(kinds) >= _MIN_SAID


@lru_cache(maxsize=1)  # asked for with the headline and without it in turn
def _read_told(text: str) -> _Read | None:
    """What a line is made of; None where it has fewer words of notices than any notice, or one that tells of others."""
    plain = to_simplified(fold(text))
    asked = _MIN_SAID - (_ACCOUNT.search(plain) is not None)
    ideographs, letters = _vocabulary().told
    if len({*ideographs.findall(plain), *letters.findall(plain)}) < asked:
        return None
    if any(word in plain for word in words("no_notices")):
        return None
    return _read(plain)


def _kinds(read: _Read, title: str | None) -> list[str]:
    """The kinds of the words of notices in a line that the headline has not."""
    told = to_simplified(fold(title or ""))
    kinds = [_vocabulary().kinds[word] for word in read.said if word not in told]
    return [kind for kind in kinds if _LEANING.get(kind, kind) in kinds]


class _Piece(NamedTuple):
    """A piece of a line: a word that a row knows, an account, a mark, or what may be a name."""

    kind: str
    text: str


def _read(text: str) -> _Read:
    kinds = _vocabulary().kinds
    pieces = _join_names(text)
    said = {piece.text for piece in pieces if piece.kind == "word" and piece.text in kinds}
    names: list[str] = []
    strays: list[str] = []
    for before, piece, behind in zip((None, *pieces), pieces, (*pieces[1:], None), strict=False):
        if piece.kind == "name":
            inner = _read(piece.text)
            said |= inner.said
            names += [piece.text] if inner.names or inner.strays or not inner.said else []
        elif piece.kind == "other":
            beside = text.isascii() or any(near and near.text in kinds for near in (before, behind))
            (names if beside else strays).append(piece.text)
    return _Read(
        frozenset(said),
        tuple(names),
        tuple(strays),
        sum(len(piece.text) for piece in pieces if piece.kind in ("word", "other")),
        any(piece.kind == "account" for piece in pieces),
    )


def _join_names(text: str) -> list[_Piece]:
    """The pieces of a line; what no row knows is joined to one piece, with what stands inside a name.

    That is a space, or a character that is a word elsewhere: 明溪县实验【小】学. Of marks only those that part clauses
    stay.
    """
    joined: list[_Piece] = []
    for match in _vocabulary().pieces.finditer(text):
        piece = _Piece(match.lastgroup or "", match["name"] or match[0])
        if piece.kind == "other" and joined and joined[-1].kind == "other":
            joined[-1:] = [_Piece("other", joined[-1].text + piece.text)]
        elif piece.kind == "other" and len(joined) > 1 and joined[-2].kind == "other" and _bridges(joined[-1]):
            joined[-2:] = [_Piece("other", joined[-2].text + joined[-1].text + piece.text)]
        else:
            joined.append(piece)
    return [piece for piece in joined if piece.kind != "mark" or piece.text in _PARTING]


def _bridges(piece: _Piece) -> bool:
    glue = piece.kind == "word" and len(piece.text) == 1 and piece.text not in _vocabulary().kinds
    return (glue and piece.text not in _PARTICLES) or piece.text == " "
