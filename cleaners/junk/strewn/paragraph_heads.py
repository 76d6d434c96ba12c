"""Find keyword phrases that somebody put in front of paragraphs, with a comma, a colon or a space behind each.

So stand the names of listed items, too (三年定期存款，多家银行…), and words of time and place. Most names are shorter
than a keyword phrase, and a list has one in front of each item, or of every second paragraph; what else begins a
sentence is worded as sentences are. Of 1,200 first clauses of clean pages two read like a keyword phrase, of such
phrases half.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from cleaners.junk.chances import MAX_NATS
from cleaners.junk.spans import Place
from cleaners.junk.strewn.lone_lines import (
    CUT,
    MAX_ALONE,
    MIN_PROSE,
    chances_by,
    is_bare,
    one_reads_like_phrase,
    weigh_phrases,
)
from cleaners.junk.strewn.named_items import find_named_items
from cleaners.junk.warning import warns
from cleaners.lines.names import UNITS
from cleaners.lines.sources import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

_HEAD_NATS = 2.0
"""Nats added to those of the model of phrases: what stands in front of paragraphs is told by them better than what
stands between sentences. Logistic regression over 1,198 honest heads and 1,600 phrases of trades that the model was
never shown says 6.1 + 1.04 a nat; ``FITTED_NATS`` are 3.6 of it, and half a nat is kept back."""
_MIN_NATS = -1.0
"""Nats that a head must have, however many of the page are junk; ten of the honest ones have them."""
_LISTED_NATS = -5.0
"""Nats that make a head read like the name of a thing: clauses of sentences have fewer."""
_LISTED, _MAX_STEP = 3, 2
"""Such heads that make a list, and most paragraphs from one to the next: keywords stand here and there. Of 189 pages
that list goods, services and kinds of fraud so, 82 lost names without this, 10 with it; one keyword in twelve more
stays."""
_MIN_CHARS = 5
"""Fewest characters of a head. Of 340 names of listed items 217 are shorter, of keyword phrases one in thirty."""
_MIN_PARAGRAPH = 20
"""Fewest characters of a paragraph behind its head."""
_MAX_HEADS = 200
"""Most heads of a page that are looked at."""
_SAID = ("说", "說", "称", "稱", "表示", "介绍", "介紹", "认为", "認為", "指出", "透露")
"""How a clause ends that says who speaks."""
_NAME = rf"[^\W_](?:[^\W_]|[·.]){{{_MIN_CHARS - 1},23}}"
_REPORTER = r"记者\s?[\u3400-\u9fff]{2,4}"
_LEARNT = r"(?:获悉|了解到|(?(by)的消息|(?!)))[，,：:]"
"""What says that somebody learnt something; 的消息 does where 据 or 来自 stands ahead (``by``), else it is what the
sentence speaks of: 信用卡提额的消息，让她高兴."""
_LEARNERS = "者士员生民友人时后"
"""How a clause ends that says who learnt something, or when: 办理居住证的张先生了解到, 体验家政服务后获悉."""
_TOLD = rf"(?:\d{{1,2}}月\d{{1,2}}日)?(?:综合)?(?:讯|电|消息|报道)(?:[\s，,：:]+|(?=[（(]))(?:[（(]{_REPORTER}[）)])?"
_HEAD = re.compile(
    rf"(?:(?:[（(]?(?P<by>据|来自)?|(?:日前|近日|昨日|今日)，)(?P<agency>{_NAME}?)"
    rf"(?<!综合)(?<!客户端)(?<![{_LEARNERS}])(?:客户端)?(?:{_TOLD}|{_LEARNT}|{_REPORTER}(?:报道|[）)]))"
    rf"|(?:来源[:：\s])?(?P<name>{_NAME})(?:[，,：:]|[ \u3000]+|--|——)"
    rf"|[【\[（(「『“](?P<enclosed>{_NAME})[】\]）)」』”][，,：:]?)\s*(?=\S.{{{_MIN_PARAGRAPH}}})"
)
"""What stands in front of a paragraph: named as the agency of a dateline, set apart by a sign, or in brackets."""
_BESIDE_NAME = re.compile(r"\A据|(?:客户端)?(?:讯|电|消息)\Z")
"""What belongs to no short outlet's name: 据哔哩哔哩, 哔哩哔哩客户端讯."""
_SURE_NATS = {"agency": 2.0, "enclosed": 2.5}
"""Nats that make a head of such a shape go by itself, but in articles that warn of fraud. Of the eleven that annotated
pages have, and of ninety names of outlets and columns, none has zero as the first, nor as the second any that an
article speaks of; of 293 phrases of real campaigns seven and five in ten."""
_MIN_PROSE_SURE = 80
"""Fewest characters of prose for those; the others need ``MIN_PROSE``."""
_BODY_ENDS = (*UNITS, "机构", "平台", "集团", "协会")
_BODY_NATS = -2.5
"""Nats added for an agency that ends as the names of authorities and firms do: 双色球开奖中心获悉. Of 165 that deal in
what is advertised five would go, one of them goes."""
_INJECTED_NATS = -2.5
"""Nats that are added to these bounds on a page in whose text other junk was found."""
_SENTENCE = re.compile("[。！？]")


def find_heads(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The keyword phrases in front of lines of a Chinese body, with the signs behind."""
    texts = [line.text for line in lines]
    found = {
        at: match
        for at, text in enumerate(texts)
        if (match := _HEAD.match(text)) and _SENTENCE.search(text) and _may_be_phrase(_words_of(match))
    }
    heads = dict(list(found.items())[:_MAX_HEADS])
    named = [_words_of(match) for match in heads.values()]
    if one_reads_like_phrase(named):
        yield from (Place(at, *heads[at].span()) for at in _find_junk(heads, texts, scene))


def _words_of(head: re.Match[str]) -> str:
    return head[head.lastgroup or 0]


def _may_be_phrase(words: str) -> bool:
    return is_bare(words) and not words.endswith(_SAID) and not is_known(_BESIDE_NAME.sub("", words))


def _find_junk(heads: Mapping[int, re.Match[str]], texts: Sequence[str], scene: Scene) -> list[int]:
    """Indices of the lines whose heads are keyword phrases."""
    prose = "\n".join(text[heads[at].end() :] if at in heads else text for at, text in enumerate(texts))
    if len(prose) < _MIN_PROSE_SURE:
        return []
    prose = f"{prose}\n{scene.title}"
    nats = weigh_phrases([_words_of(match) for match in heads.values()], prose, scene.spam)
    nats[[match.lastgroup != "enclosed" for match in heads.values()]] += _HEAD_NATS
    nats[[head["agency"] is not None and head["agency"].endswith(_BODY_ENDS) for head in heads.values()]] += _BODY_NATS
    items = _find_items(texts, [at for at, each in zip(heads, nats, strict=True) if each >= _LISTED_NATS])
    nats[[at in items and head["agency"] is None for at, head in heads.items()]] = -MAX_ALONE
    likely = chances_by(nats, prose, scene) if len(prose) >= MIN_PROSE else np.zeros(len(nats))
    sure = {} if warns(prose) else _SURE_NATS
    injected = _INJECTED_NATS if scene.spam else 0.0
    return [
        at
        for (at, head), chance, each in zip(heads.items(), likely, nats, strict=True)
        if (chance > CUT and each >= _MIN_NATS) or each >= injected + sure.get(head.lastgroup or "", MAX_NATS)
    ]


def _find_items(texts: Sequence[str], named: Sequence[int]) -> frozenset[int]:
    """Indices of the paragraphs that are items of a list; ``named`` are those whose heads read like names."""
    items = {at for at, start in find_named_items(texts) if start == 0}
    if len(named) >= _LISTED and all(behind - at <= _MAX_STEP for at, behind in pairwise(named)):
        items.update(named)
    return frozenset(items)
