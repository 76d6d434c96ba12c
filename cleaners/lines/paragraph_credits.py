"""Credits that stand with a text: in brackets at a paragraph's head or tail, behind a bullet, at a caption's end."""

from __future__ import annotations

import re
from itertools import chain

from cleaners.lexicons import words
from cleaners.lines.credit import NAMES, Credit, persons
from cleaners.lines.credits import read_credits
from cleaners.lines.names import is_person, is_word

_BULLETED = re.compile(r"(?:\A|[。！？”]\s?)(?P<mark>[◎□■])\s?(?P<names>[\u3400-\u9fff\s、]{2,16})\Z")
"""Names behind a text's last sentence, or in a line of their own."""
_WIRE_BARE = re.compile(r"(?<=[电電讯訊])\s?[（(](?P<names>[\u3400-\u9fff\s、]{2,16})[）)]")
"""Names without a role right behind a dateline."""
BRACKET = re.compile(r"[（(【\[〔［]([^（）()【】\[\]〔〕［］]{2,80})[）)】\]〕］]")
_HEAD_CHARS = 110
"""Characters of a paragraph's head in which a bracketed byline stands: behind the dateline."""
_TAIL_CHARS = 60
"""Characters of a paragraph's tail in which one stands."""

_REPORTING = re.compile(
    r"(?:[^。，：:据據]{0,22}[讯訊电電报報網网台臺]\s?)?[记記]者\s?"
    rf"(?P<names>{NAMES})(?:\s?通[讯訊][员員]\s?(?P<others>{NAMES}))?\s?(?:[综綜]合)?[报報][道導]\s?[：:]"
)
"""Reporters in a lede's head without brackets: 本报讯 记者何岱青报道：…; none of a paper whose report is told (据…)."""

_FILE_NUMBER = re.compile(r"[\s\d。.]+\Z")
_CLOSING = tuple("）)】]〕］")
_SIGNATURE = re.compile(r"[。！？”…]\s?[（(](?P<name>[\u3400-\u9fff]{2})[）)]\s?\Z")
"""A bracket of two characters behind a text's last sentence: a name, or a word of what the text is."""
_CAPTIONED = re.compile(
    r"(?:^|[。！？”\s（(])(?:[\u3400-\u9fff]{1,8}(?:记者|記者|通讯员|通訊員)\s?)?"
    rf"(?P<names>{NAMES})\s?[/／]?\s?(?:摄影报道|攝影報[道導]|摄影|攝影|[摄攝])\s?[）)]?\Z"
)


def read_brackets(text: str, *, head: bool, tail: bool) -> tuple[Credit, ...]:
    """Credits in brackets at a paragraph's head (``（记者 甲 通讯员 乙）``) or at its very end (``（甲 乙）``)."""
    found: list[Credit] = []
    brackets = list(BRACKET.finditer(text[:_HEAD_CHARS])) if head else ()
    for match in brackets:
        if not text.endswith("》", 0, match.start()):  # whose book it is: 《渡口》（作者：何岱青）
            found += _bracket_credits(match[1])
    if brackets and not found and (bare := _WIRE_BARE.search(text[:_HEAD_CHARS])):
        found += _bare_names(bare["names"])
    if tail and (marked := _BULLETED.search(text[-_TAIL_CHARS:])) and marked.start("mark"):
        found += _bare_names(marked["names"])
    if tail and (inside := _last_bracket(text)):
        found += _bracket_credits(inside) or _bare_names(inside)
    return tuple(dict.fromkeys(found))


def read_reporting(text: str) -> tuple[Credit, ...]:
    """The authors whom a lede's head names as reporting; none where a token is no person.

    >>> [credit.names for credit in read_reporting("本报讯 记者何岱青 通讯员李知南报道：东山老街重开。")]
    [('何岱青', '李知南')]
    """
    match = _REPORTING.match(text[:_HEAD_CHARS])
    lists = [persons(names) for names in match.groups() if names] if match else []
    return (Credit("author", tuple(chain.from_iterable(lists)), match[0], 0, 0),) if match and all(lists) else ()


def _last_bracket(text: str) -> str | None:
    end = _FILE_NUMBER.sub("", text[-_TAIL_CHARS:])
    if not end.endswith(_CLOSING):
        return None
    return next((match[1] for match in BRACKET.finditer(end) if match.end() == len(end)), None)


def _bracket_credits(inside: str) -> list[Credit]:
    """Credits of a bracket that is nothing but credits."""
    found = read_credits(inside)
    if not found or any(char in inside for char in "。！？"):
        return []
    lead = inside[: found[0].start]
    if len(lead) > 18 or re.search(r"[，。：:]|[对由向据经让给]", lead):
        return []
    return [credit for credit in found if credit.names]


def read_signature(text: str) -> tuple[Credit, ...]:
    """The author who signs the last paragraph with a name of two characters: ``……完工。（何青）``; no word."""
    match = _SIGNATURE.search(text[-_TAIL_CHARS:])
    name = match["name"] if match else ""
    if not is_person(name) or is_word(name) or name in words("no_signatures"):
        return ()
    return (Credit("author", (name,), name, 0, 0),)


def signed_line(text: str) -> list[Credit]:
    """The authors of a line that is nothing but a bracket or a bullet and their names: （何岱青）, □何岱青.

    Subheads (■高血压) begin with other bullets than bylines mostly do.
    """
    if inner := BRACKET.fullmatch(text):
        return _bare_names(inner[1])
    marked = _BULLETED.match(text)
    if marked is None or (marked["mark"] != "□" and is_word(marked["names"])):
        return []
    return _bare_names(marked["names"])


def _bare_names(inside: str) -> list[Credit]:
    """The authors that a bracket names which holds nothing else: two persons or more, or one of three characters."""
    names, chars = persons(inside), len(inside.strip())
    sure = len(names) >= 2 or (len(names) == 1 and len(names[0]) == 3 == chars)
    if sure and sum(map(len, names)) + len(names) + 2 >= chars:
        return [Credit("author", names, inside, 0, len(inside))]
    return []


def read_photographers(text: str) -> tuple[Credit, ...]:
    """Who took the picture, at a caption's very end: ``……排队等位。明溪社记者 何岱青 摄``."""
    tail = text[-_TAIL_CHARS:]
    match = _CAPTIONED.search(tail) if "摄" in tail or "攝" in tail else None
    names = persons(match["names"]) if match else ()
    return (Credit("photographer", names, match["names"], 0, 0),) if match and names else ()
