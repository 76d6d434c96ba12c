"""Credits that are told behind the names: 甲/摄, 甲 乙 文/图, 甲／洛溪報導, 甲 明溪日报记者, 《明溪日报》（… 03版）."""

from __future__ import annotations

import re

from cleaners.metadata.credit import NAMES, Credit, persons
from cleaners.metadata.names import is_person
from cleaners.metadata.sources import clean_source

_REVERSED = re.compile(
    rf"(?:^|(?<=[\s（(。，]))(?P<names>{NAMES})\s?[/／\s]\s?"
    r"(?P<work>文[/／][图圖]|[图圖][/／]文|文[/／][摄攝]|[摄攝]影(?:[报報][道導导])?|文|图|圖|摄|攝)(?=$|[\s）)])"
)
_WORKS = {"文": ("author",), **dict.fromkeys(("图", "圖", "摄", "攝", "摄影", "攝影"), ("photographer",))}
_WORK = re.compile(r"(?:[文图圖摄攝影]|影[报報][道導导])(?![^\s）)])")
"""The end of such a role: most lines hold none, and are spared the search for one with names."""


_REPORTS = ("報導", "報道", "报道", "报导")
_REPORTED = tuple(
    re.compile(pattern + rf"(?:{'|'.join(_REPORTS)})\Z")
    for pattern in (
        rf"(?P<names>{NAMES})\s?[/／]\s?[\u3400-\u9fff]{{2,8}}",
        r"[\u3400-\u9fff]{2,6}\s?[/／]\s?(?P<names>[\u3400-\u9fff]{3}(?:[、\s][\u3400-\u9fff]{3}){0,3})",
    )
)
"""Reporters before a place, or behind their desk, where two characters may be the place: ``國際中心／何岱青報導``."""


_TITLED = re.compile(r"(?P<name>[\u3400-\u9fff]{2,4})\s{1,3}(?:[\u3400-\u9fff]{2,10}\s?)?[记記]者")


_PRINTED_IN = re.compile(
    r"[（(]?《? ?(?P<paper>[\u3400-\u9fff]{1,12}[报報刊]) ?》?[\s（(]{0,3}"
    r"(?:19|20)\d\d ?[年-] ?\d{1,2} ?[月-] ?\d{1,2} ?日?[\s，,]{0,2}"
    r"第? ?[A-Z]?[\d一二三四五六七八九十]{1,3} ?版[）)]{1,2}"
)
"""Where a text was printed first, as papers' sites say behind it: 《明溪日报》（2024年05月06日 03版）."""


def printed_in(text: str) -> tuple[Credit, ...]:
    """The paper that a line names, with day and page, as where a text was printed first; none for other lines."""
    match = _PRINTED_IN.fullmatch(text.strip()) if text[-1:] in ("）", ")") else None
    name = clean_source(match["paper"]) if match else None
    return (Credit("source", (name,), text.strip(), 0, len(text)),) if name else ()


def credits_behind(text: str) -> tuple[Credit, ...]:
    """Credits whose role stands behind the names: ``甲/摄``, ``甲 乙 文/图``, ``甲／洛溪報導``, ``甲 明溪日报记者``."""
    found = []
    for pattern in _REPORTED if text.endswith(_REPORTS) else ():
        if (match := pattern.match(text)) and (names := persons(match["names"])):
            return (Credit("author", names, match["names"], *match.span()),)
    if text.endswith(("记者", "記者")) and (match := _TITLED.fullmatch(text)) and is_person(match["name"]):
        return (Credit("author", (match["name"],), match["name"], *match.span()),)
    for match in _REVERSED.finditer(text) if _WORK.search(text) else ():
        if names := persons(match["names"]):
            kinds = _WORKS.get(match["work"], ("author", "photographer"))
            found += [Credit(kind, names, match["names"], *match.span()) for kind in kinds]
    return tuple(found)
